"""What PyTorch computed with exported programs, and the defaults of its optimizers: tests/reference/torch.json.

`scripts/test.py --with torch --record` writes it; all other runs of the tests compare with it.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from inspect import signature
from typing import Any

import numpy as np

from tests.conftest import ROOT, WITH

FILE = ROOT / "tests" / "reference" / "torch.json"
RUNS_TORCH = WITH == "torch"
RECORDING = bool(os.environ.get("GDVIZ_TESTS_RECORD"))
ROWS = 5
CLOSE = 1e-12

_noted: dict[str, list[dict[str, Any]]] = {}


def key(text: str) -> str:
    """What a program is found by: its code without comments; the last digits of numbers, which depend on the machine's
    arithmetic, do not count.
    """
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    rounded = re.sub(r"\d+\.\d+(e[-+]?\d+)?", lambda found: f"{float(found[0]):.9g}", code)
    return sha256(rounded.encode()).hexdigest()[:16]


@cache
def recorded() -> dict[str, Any]:
    """The file: `versions` of what computed, `defaults` of optimizers by the name in lower case, and `programs`."""
    known: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return known


def distance(path: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference, relative to the larger of 1 and the number expected."""
    return float((np.abs(path - expected) / np.maximum(1.0, np.abs(expected))).max())


def compare(text: str, paths: Sequence[np.ndarray]) -> None:
    """Fail where `paths`, those of the runs of a program in their order, are not what PyTorch computed."""
    known = recorded()["programs"].get(key(text))
    assert known is not None, (
        "PyTorch's numbers for this program are not recorded: it is new, or was changed. "
        "Run python3 scripts/test.py --with torch --record"
    )
    for number, (path, run) in enumerate(zip(paths, known, strict=True)):
        assert len(path) == run["rows"], f"run {number}"
        far = distance(path[run["k"]], np.array(run["w"]))
        assert far <= CLOSE, f"run {number}: {far} from PyTorch {recorded()['versions']['torch']}"


def note(text: str, paths: Sequence[np.ndarray]) -> None:
    """Keep a few rows of each path for `write`."""
    runs = []
    for path in paths:
        k = np.unique(np.linspace(0, len(path) - 1, ROWS).round().astype(int))
        runs.append({"rows": len(path), "k": k.tolist(), "w": path[k].tolist()})
    _noted[key(text)] = runs


def defaults() -> dict[str, dict[str, Any]]:
    """The defaults of torch.optim's optimizers, as JSON has them, by the name in lower case."""
    import torch

    classes = {name: value for name, value in vars(torch.optim).items() if isinstance(value, type)}
    records = {
        name.lower(): {key: p.default for key, p in signature(cls).parameters.items() if p.default is not p.empty}
        for name, cls in sorted(classes.items())
        if cls is not torch.optim.Optimizer
    }
    made: dict[str, dict[str, Any]] = json.loads(json.dumps(records))
    return made


def write() -> None:
    """Write what was noted, an optimizer or a program a line."""
    import torch

    versions = {"torch": torch.__version__, "numpy": np.__version__, "python": platform.python_version()}
    parts = [("versions", versions), ("defaults", defaults()), ("programs", dict(sorted(_noted.items())))]
    lines = [
        f'"{part}": {{\n' + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in held.items()) + "\n}"
        for part, held in parts
    ]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
