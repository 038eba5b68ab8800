"""Short ways to make experiments and to run them, for tests."""

from __future__ import annotations

import copy
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend
from gdviz.engine.trajectory import RunRecord
from gdviz.paths import resource_json

WORKED: dict[str, Any] = resource_json("experiments", "worked_example.json")
LINE = {"kind": "linear_regression", "data": {"kind": "inline", "x": [[0], [1], [2], [3]], "y": [1, 3, 5, 7]}}
GD = {"kind": "sgd", "lr": 0.01}


def a_run(start: Any, optimizer: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The JSON object of a run."""
    return {"label": "", "start": list(start), "optimizer": optimizer or GD, **more}


def an_experiment(problem: Any, runs: list[dict[str, Any]], **more: Any) -> gdviz.Experiment:
    """An experiment; `problem` is a surface's name or a JSON object."""
    if isinstance(problem, str):
        problem = {"kind": "surface", "name": problem}
    if "steps" not in more and "epochs" not in more:
        more["steps"] = 20
    return gdviz.Experiment.from_dict(
        {"format": "gdviz-experiment", "version": 1, "problem": problem, "runs": runs, **more}
    )


def record_of(problem: Any, start: Any, optimizer: dict[str, Any] | None = None, **more: Any) -> RunRecord:
    """The record of one run to its end; `schedule`, `warmup`, `batch` go to the run, the rest to the experiment."""
    of_run = {key: more.pop(key) for key in ("schedule", "warmup", "batch", "label") if key in more}
    device = more.pop("device", "cpu")
    return gdviz.run(an_experiment(problem, [a_run(start, optimizer, **of_run)], **more), device).runs[0]


def expression(text: str, **more: Any) -> dict[str, Any]:
    """The JSON object of an expression."""
    return {"kind": "expression", "expression": text, **more}


def quadratic(*eigenvalues: float, **more: Any) -> dict[str, Any]:
    """The JSON object of the quadratic with a diagonal matrix."""
    return {"kind": "quadratic", "matrix": np.diag(eigenvalues).tolist(), **more}


def line_data(n: int = 10, seed: int = 3) -> dict[str, Any]:
    """Inline data near y = 2x - 1."""
    random = np.random.default_rng(seed)
    x = random.uniform(-1, 1, n)
    y = 2 * x - 1 + 0.1 * random.standard_normal(n)
    return {"kind": "linear_regression", "data": {"kind": "inline", "x": x[:, None].tolist(), "y": y.tolist()}}


def is_ours(plug_in: type) -> bool:
    """Whether a plug-in is gdviz's own: it marks its texts, to be translated; one of a person's own need not."""
    return hasattr(sys.modules[plug_in.__module__], "mark")


def fake_cupy() -> ModuleType:
    """NumPy in place of CuPy: the namespace has `asnumpy`, and counts its calls."""
    calls: list[int] = []

    def asnumpy(array: Any) -> np.ndarray:
        calls.append(1)
        return np.array(array)

    module = ModuleType("cupy")
    vars(module).update({name: getattr(np, name) for name in np.__all__}, asnumpy=asnumpy, transfers=calls)
    return module


def fake_gpu(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Have `device="gpu"` compute on arrays of `fake_cupy`, which is returned."""
    cupy = fake_cupy()
    monkeypatch.setattr(backend, "probe", lambda: (cupy, None))
    return cupy


def changed(path: str, value: Any, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The worked example (or `base`) with the value at "a/0/b" set; `...` deletes the key."""
    data = copy.deepcopy(base or WORKED)
    *inner, last = (int(key) if key.isdigit() else key for key in path.split("/"))
    target = data
    for key in inner:
        target = target[key]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return data


def with_data(batch: Any = None, **more: Any) -> dict[str, Any]:
    data = {**changed("problem", LINE), **more}
    data["runs"][0]["batch"] = batch
    return data
