"""The path engine on Himmelblau's function, against a loop by hand and against torch; the memory of a record."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import gdviz
from benchmarks.table import Row
from benchmarks.timing import by_turns, child

START, RATE = (0.5, -0.5), 0.01
COLUMNS = 6
"""A recorded step of the loops by hand: x, y, loss, both partial derivatives, rate."""


def experiment(kind: str, steps: int) -> gdviz.Experiment:
    """One run of optimizer `kind` on Himmelblau's function."""
    return gdviz.Experiment.from_dict(
        {
            "format": "gdviz-experiment",
            "version": 1,
            "problem": {"kind": "surface", "name": "himmelblau"},
            "steps": steps,
            "seed": 0,
            "runs": [{"label": kind, "start": list(START), "optimizer": {"kind": kind, "lr": RATE}}],
        }
    )


def sgd_by_hand(steps: int, start: Sequence[float] = START, lr: float = RATE) -> np.ndarray:
    """Gradient descent as one writes it for this function alone; records shape (steps, COLUMNS)."""
    x, y = start
    rows: list[float] = []
    extend = rows.extend
    for _ in range(steps):
        a, b = x * x + y - 11, x + y * y - 7
        gx, gy = 4 * x * a + 2 * b, 2 * a + 4 * y * b
        extend((x, y, a * a + b * b, gx, gy, lr))
        x -= lr * gx
        y -= lr * gy
    return np.array(rows).reshape(-1, COLUMNS)


def adam_by_hand(steps: int, start: Sequence[float] = START, lr: float = RATE) -> np.ndarray:
    """Adam in the same way, the bias corrections kept as running powers."""
    x, y = start
    beta1, beta2, eps = 0.9, 0.999, 1e-8
    mx = my = vx = vy = 0.0
    power1 = power2 = 1.0
    sqrt = math.sqrt
    rows: list[float] = []
    extend = rows.extend
    for _ in range(steps):
        a, b = x * x + y - 11, x + y * y - 7
        gx, gy = 4 * x * a + 2 * b, 2 * a + 4 * y * b
        extend((x, y, a * a + b * b, gx, gy, lr))
        power1 *= beta1
        power2 *= beta2
        rate, root = lr / (1 - power1), sqrt(1 - power2)
        mx = beta1 * mx + (1 - beta1) * gx
        my = beta1 * my + (1 - beta1) * gy
        vx = beta2 * vx + (1 - beta2) * gx * gx
        vy = beta2 * vy + (1 - beta2) * gy * gy
        x -= rate * mx / (sqrt(vx) / root + eps)
        y -= rate * my / (sqrt(vy) / root + eps)
    return np.array(rows).reshape(-1, COLUMNS)


def torch_eager(torch: Any, kind: str, steps: int) -> list[Any]:
    """torch's optimizer on torch's gradient, in float64, recording the same."""
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[kind]([w], lr=RATE)
    rows: list[Any] = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (w[0] ** 2 + w[1] - 11) ** 2 + (w[0] + w[1] ** 2 - 7) ** 2
        loss.backward()
        rows.append((w.detach().clone(), loss.item(), w.grad.clone(), optimizer.param_groups[0]["lr"]))
        optimizer.step()
    return rows


BY_HAND: dict[str, Callable[..., np.ndarray]] = {"sgd": sgd_by_hand, "adam": adam_by_hand}


def check_agreement(kind: str, steps: int = 200) -> None:
    """Raises RuntimeError unless the loop by hand records what the engine does."""
    record = gdviz.run(experiment(kind, steps), "cpu").runs[0]
    table = np.column_stack((record.w[:-1], record.loss[:-1], record.grad, record.lr))
    if not np.allclose(table, BY_HAND[kind](steps), rtol=1e-9, atol=1e-9):
        raise RuntimeError(f"the {kind} loop by hand and the engine disagree")


def path_rows(steps: int = 100_000, rounds: int = 9) -> list[Row]:
    """Steps a second of a whole `gdviz.run`, recording and verdict included."""
    rows = []
    for kind, by_hand in BY_HAND.items():
        check_agreement(kind)
        planned = experiment(kind, steps)
        ours, theirs = by_turns([lambda: gdviz.run(planned, "cpu"), lambda: by_hand(steps)], rounds)  # noqa: B023
        rows.append(
            Row(f"path engine, {kind}, recording", "steps/s", steps / ours, (">=", 0.6), steps / theirs,
                "a float loop by hand")
        )  # fmt: skip
    return rows


def torch_rows(steps: int = 100_000, torch_steps: int = 1_500, rounds: int = 3) -> list[Row]:
    """The same against torch in eager mode, which gets fewer steps: it has no start-up cost to spread."""
    try:
        import torch
    except ImportError:
        torch = None
    rows = []
    for kind in BY_HAND:
        row = Row(f"path engine, {kind}, recording", "steps/s", None, (">=", 100), None, "torch eager",
                  "torch is not installed")  # fmt: skip
        if torch is not None:
            planned = experiment(kind, steps)
            ours, theirs = by_turns(
                [lambda: gdviz.run(planned, "cpu"), lambda: torch_eager(torch, kind, torch_steps)],  # noqa: B023
                rounds,
            )
            row = Row(row.what, row.unit, steps / ours, row.target, torch_steps / theirs, row.against)
        rows.append(row)
    return rows


RESIDENT = """
import gdviz
from benchmarks.paths import experiment
def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * {page}
gdviz.run(experiment('sgd', 100_000), 'cpu')
before, steps = resident(), {steps}
result = gdviz.run(experiment('sgd', steps), 'cpu')
print((resident() - before) / steps)
"""


def memory_rows(steps: int = 200_000, resident_steps: int = 1_000_000) -> list[Row]:
    """Bytes that a finished run keeps for each step: as Python counts them, and as the system does."""
    planned = experiment("sgd", steps)
    gdviz.run(experiment("sgd", 100_000), "cpu")  # what is made once, machine code too, is not a step's
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        result = gdviz.run(planned, "cpu")
        held = (tracemalloc.get_traced_memory()[0] - before) / result.runs[0].n
    finally:
        tracemalloc.stop()
    return [
        Row("memory a recorded step", "bytes", held, ("<=", 64)),
        Row(
            "memory a recorded step, resident set of the process",
            "bytes",
            _resident(resident_steps),
            ("<=", 64),
            note="only measured on Linux",
        ),
    ]


def _resident(steps: int) -> float | None:
    import sys

    if not sys.platform.startswith("linux"):
        return None
    import resource

    program = RESIDENT.format(page=resource.getpagesize(), steps=steps)
    return float(child(["-c", program]))
