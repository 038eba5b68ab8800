"""How fast maps of basins are, against the loop over whole arrays that a person would write in NumPy."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import deque
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.table import Row
from benchmarks.timing import by_turns, child

SIDE, STEPS, RATES = 1024, 200, {"sgd": 0.01, "adam": 0.1}
NAMES = {"sgd": "GD", "adam": "Adam"}
MINIMA = np.array([(3, 2), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
                   (3.584428340330492, -1.848126526964404)])  # fmt: skip
NAIVE = "NumPy on whole arrays"
REACH = 0.01 * np.hypot(10, 10)
MILLIONS = 1, 2, 4


def experiment(rule: str) -> dict[str, Any]:
    """Himmelblau with one run of a rule."""
    run = {"label": "", "start": [0.0, 0.0], "optimizer": {"kind": rule, "lr": RATES[rule]}}
    return {"format": "gdviz-experiment", "version": 1, "problem": {"kind": "surface", "name": "himmelblau"},
            "steps": STEPS, "runs": [run]}  # fmt: skip


def starts(count: int) -> np.ndarray:
    """So many starts in the domain, shape (count, 2), row by row."""
    rows = max(count // SIDE, 1)
    x, y = np.linspace(-5, 5, SIDE), np.linspace(-5, 5, rows)
    return np.stack((np.tile(x, rows), np.repeat(y, SIDE)), axis=-1)


def steps_by_hand(x: np.ndarray, y: np.ndarray, rule: str) -> Generator[tuple[np.ndarray, np.ndarray], None, None]:
    """The points after each update."""
    mx, my, vx, vy = 0.0, 0.0, 0.0, 0.0
    for k in range(1, STEPS + 1):
        a, b = x**2 + y - 11, x + y**2 - 7
        gx, gy = 4 * x * a + 2 * b, 2 * a + 4 * y * b
        if rule == "adam":
            mx, my = 0.9 * mx + 0.1 * gx, 0.9 * my + 0.1 * gy
            vx, vy = 0.999 * vx + 0.001 * gx**2, 0.999 * vy + 0.001 * gy**2
            one, two = 1 - 0.9**k, 1 - 0.999**k
            gx, gy = mx / one / (np.sqrt(vx / two) + 1e-8), my / one / (np.sqrt(vy / two) + 1e-8)
        x, y = x - RATES[rule] * gx, y - RATES[rule] * gy
        yield x, y


def by_hand(points: np.ndarray, rule: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, the updates from which on each start is near its minimum, and losses; followed twice."""
    x, y = points[:, 0].copy(), points[:, 1].copy()
    with np.errstate(all="ignore"):
        (ends,) = deque(steps_by_hand(x, y, rule), maxlen=1)
        away = np.stack([np.hypot(ends[0] - u, ends[1] - v) for u, v in MINIMA])
        label = np.where(away.min(axis=0) <= REACH, away.argmin(axis=0), -1)
        u, v = MINIMA[label].T
        near = np.where(np.hypot(x - u, y - v) > REACH, 1, 0)
        for k, (at, up) in enumerate(steps_by_hand(x, y, rule)):
            near[np.hypot(at - u, up - v) > REACH] = k + 2
        loss = (ends[0] ** 2 + ends[1] - 11) ** 2 + (ends[0] + ends[1] ** 2 - 7) ** 2
    return label, np.where(label >= 0, near, -1), loss


def by_gdviz(points: np.ndarray, rule: str) -> Any:
    """The same by gdviz, on as many threads as there are cores."""
    import gdviz
    from gdviz.engine.basins import arrive

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        work = arrive(gdviz.Experiment.from_dict(experiment(rule)), 0, points, executor=threads)
        while True:
            try:
                next(work)
            except StopIteration as end:
                return end.value


def map_rows(rounds: int = 3) -> list[Row]:
    """A million starts of GD and of Adam against NumPy by hand; then more starts, and the memory that they take."""
    rows = []
    points = starts(SIDE * SIDE)
    for rule, name in NAMES.items():
        label, near, loss = by_hand(points[::97], rule)
        made = by_gdviz(points[::97], rule)
        if not (np.array_equal(made.steps, near) and np.allclose(made.loss, loss, equal_nan=True)
                and np.array_equal(made.basin >= 0, label >= 0)):  # fmt: skip
            raise RuntimeError(f"the map of {name} by hand is another one")
        ours, hand = by_turns([partial(by_gdviz, points, rule), partial(by_hand, points, rule)], rounds)
        what = f"map of {SIDE} x {SIDE} starts, {STEPS} steps of {name}"
        rows.append(Row(what, "s", ours, ("<=", 1 / 5), hand, NAIVE))
    turns = [[float(number) for n in MILLIONS for number in child(["-m", "benchmarks.maps", str(n)]).split()]
             for _ in range(rounds)]  # fmt: skip
    seconds, memory = np.min(turns, axis=0).reshape(-1, 2).T.tolist()
    for n, taken in list(zip(MILLIONS, seconds, strict=True))[1:]:
        rows.append(Row(f"map of {n} million starts", "s", taken, ("<=", 1.1), n * seconds[0],
                        f"{n} times that of one million"))  # fmt: skip
    grown = (memory[-1] - memory[0]) / (MILLIONS[-1] - MILLIONS[0])
    rows.append(Row("memory of a map, for each million starts more", "MB", grown, ("<=", 150)))
    return rows


def most_memory() -> float:
    """The most memory that this process has had, in MB; the system's own figure begins with that of its parent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return float(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    begun, many = time.perf_counter(), starts(int(sys.argv[1]) * SIDE * SIDE)
    by_gdviz(many, "sgd")
    print(time.perf_counter() - begun, most_memory())
