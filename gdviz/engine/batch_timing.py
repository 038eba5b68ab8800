"""How long a step and an epoch take on this machine, over the batch size."""

from __future__ import annotations

import math
import time
from collections.abc import Generator

import numpy as np

from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.problems.problem import Problem, compiled
from gdviz.registry import from_json

BETWEEN = (20, 40, 96, 100, 127, 129)
"""Sizes that are no powers of two, beside those that are."""
ROUNDS = 40
ROUND_SECONDS = 0.001
STAND_IN = {
    "kind": "linear_regression",
    "data": {"kind": "synthetic", "shape": "line", "features": 10, "noise": 0.5, "n": 10_000, "seed": 0},
}
"""The problem that is measured where the experiment has too few samples."""


@frozen
class Timing:
    """Seconds of a step (`steps`) for the batch sizes `sizes` of a problem of `n_samples` samples; nan: not yet."""

    sizes: tuple[int, ...]
    n_samples: int
    steps: tuple[float, ...]
    done: float

    @property
    def epochs(self) -> tuple[float, ...]:
        """Seconds of an epoch: a step times ceil(N/B)."""
        return tuple(step * math.ceil(self.n_samples / size) for size, step in zip(self.sizes, self.steps, strict=True))


def sizes_up_to(n_samples: int) -> tuple[int, ...]:
    """The powers of two from 1 on, and those between, up to the number of samples or 4096."""
    most = min(n_samples, 4096)
    return tuple(sorted({size for size in (*(2**k for k in range(13)), *BETWEEN) if size <= most}))


def measured(experiment: Experiment) -> Problem:
    """The problem that is measured: the experiment's own where it has 129 samples or more."""
    own = compiled(experiment.problem)
    return own if (own.n_samples or 0) >= max(BETWEEN) else compiled(from_json("gdviz.problems", STAND_IN, "problem"))


def timing(problem: Problem) -> Generator[Timing, None, Timing]:
    """Measure gradient and update of plain SGD, all sizes in turn; the fastest of several rounds counts."""
    n_samples = problem.n_samples or 1
    sizes = sizes_up_to(n_samples)
    order = np.random.default_rng(0).permutation(n_samples)
    found = np.full(len(sizes), np.inf)
    w = np.array(problem.start, dtype=float)
    for round_ in range(ROUNDS):
        for place, size in enumerate(sizes):
            found[place] = min(found[place], _seconds(problem, w, order, size))
            shown = tuple(np.where(np.isfinite(found), found, np.nan).tolist())
            yield Timing(sizes, n_samples, shown, (round_ + (place + 1) / len(sizes)) / ROUNDS)
    return Timing(sizes, n_samples, tuple(found.tolist()), 1.0)


def _seconds(problem: Problem, w: np.ndarray, order: np.ndarray, size: int) -> float:
    """Seconds a step, over as many as fit into a round."""
    parts = [order[first : first + size] for first in range(0, len(order) - size + 1, size)][:64]
    made, begun = 0, time.perf_counter()
    while not made or time.perf_counter() - begun < ROUND_SECONDS:
        for part in parts:
            w = w - 1e-12 * problem.batch_loss_grad(w, part)[1]
            made += 1
    return (time.perf_counter() - begun) / made
