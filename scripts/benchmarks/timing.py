"""How the benchmarks measure time: candidate and baseline in turn, medians, separate processes."""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = Path(os.environ.get("GDVIZ_CHECKOUT", HERE.parents[1]))
"""The checkout whose gdviz is measured; see against.py."""


def by_turns(tasks: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The median seconds of each task; they take turns, so that a busy machine is busy for all of them.

    Each runs once before it counts, and the garbage of one is collected before the next.
    """
    seconds: list[list[float]] = [[] for _ in tasks]
    for round_ in range(rounds + 1):
        for task, taken in zip(tasks, seconds, strict=True):
            gc.collect()
            begun = time.perf_counter()
            task()
            if round_:
                taken.append(time.perf_counter() - begun)
    return [median(taken) for taken in seconds]


def child(arguments: Sequence[str], **environment: str) -> str:
    """What a separate Python process prints; `{now}` in an argument becomes the clock just before its start.

    It imports the gdviz of ROOT, wherever it is started, and the benchmarks of this checkout.

    Raises RuntimeError with the output of the process when it fails.
    """
    command, env = command_in(ROOT, [argument.replace("{now}", repr(time.monotonic())) for argument in arguments])
    done = subprocess.run(command, env={**env, **environment}, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


def command_in(checkout: Path, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The command of a Python process that imports the gdviz of a checkout, and its environment.

    It uses the bytecode of gdviz, as after its first start: the baselines have theirs, too.
    """
    environment = {**os.environ, "PYTHONPATH": f"{checkout}{os.pathsep}{HERE.parent}"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return [sys.executable, "-P", *arguments], environment


def children_by_turns(commands: Sequence[Sequence[str]], rounds: int, **environment: str) -> list[float]:
    """The median of the number that each command prints last, as `by_turns`."""
    printed: list[list[float]] = [[] for _ in commands]
    for round_ in range(rounds + 1):
        for command, numbers in zip(commands, printed, strict=True):
            number = float(child(command, **environment).split()[-1])
            if round_:
                numbers.append(number)
    return [median(numbers) for numbers in printed]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
