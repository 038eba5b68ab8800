"""Maps of a run over what it depends on: which minimum each start arrives in, and the loss over rate and step.

Thousands of paths are computed at once, with the gradient of the whole loss; a schedule is followed, batches are not.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from gdviz.engine.landscape import nodes
from gdviz.engine.rates import grid
from gdviz.engine.runner import compiled
from gdviz.experiment import Experiment, RunSpec
from gdviz.messages import ExperimentError, message
from gdviz.problems.base import Problem
from gdviz.schedules.base import Schedule

NOWHERE, DIVERGED = -1, -2
"""In a basin map: an end that is at none of the minima, and one that is not finite."""
NEAR = 0.01
"""The share of the domain's diagonal within which an end belongs to a minimum."""
FLAT = 1e-3
"""An end is at rest where the gradient is at most this share of the median one at the starts."""
MOST = 24
"""Minima that are told apart where none is known."""


@dataclass(frozen=True)
class BasinMap:
    """Where each start of a grid arrives.

    `x` (columns,) and `y` (rows,) are the starts' coordinates, `basin` (rows, columns) the number of the minimum in
    `minima` (m, dim) or NOWHERE or DIVERGED, `loss` (rows, columns) the last loss.
    """

    x: np.ndarray
    y: np.ndarray
    basin: np.ndarray
    loss: np.ndarray
    minima: np.ndarray
    losses: np.ndarray
    """The losses of the minima, shape (m,)."""

    def share(self, basin: int) -> float:
        """The share of the starts that arrive there."""
        return float(np.mean(self.basin == basin))


@dataclass(frozen=True)
class RateMap:
    """The loss after each step for each constant rate: `rates` (rows,), `steps` (columns,), `loss` (rows, columns)."""

    rates: np.ndarray
    steps: np.ndarray
    loss: np.ndarray


def basins(experiment: Experiment, run: int = 0, resolution: int = 200) -> Generator[float, None, BasinMap]:
    """Follow a run from `resolution` times `resolution` starts in the problem's domain; yields the share done.

    Other parameters than the first two begin where the run does. Raises ExperimentError for one parameter, or a rule
    that cannot be computed for many starts at once.
    """
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    if problem.dim < 2:
        raise ExperimentError("problem", message("a map of starts needs two parameters"))
    x, y = (nodes(*side, resolution) for side in problem.domain[:2])
    starts = np.tile(np.array(spec.start, dtype=float), (resolution**2, 1))
    starts[:, 0], starts[:, 1] = np.tile(x, resolution), np.repeat(y, resolution)
    ends = starts
    for share, ends in _follow(experiment, run, starts):  # noqa: B007
        yield share
    with np.errstate(all="ignore"):
        loss = np.asarray(problem.loss(ends), dtype=float)
        minima = _minima(problem, starts, ends, loss)
        diagonal = math.hypot(*(high - low for low, high in problem.domain))
        basin = np.full(len(ends), NOWHERE)
        if len(minima):
            apart = np.stack([np.linalg.norm(ends - minimum, axis=-1) for minimum in minima])
            nearest = np.nanargmin(np.where(np.isfinite(apart), apart, np.inf), axis=0)
            basin = np.where(apart.min(axis=0) <= NEAR * diagonal, nearest, NOWHERE)
        basin[~np.isfinite(loss)] = DIVERGED
        lowest = np.asarray(problem.loss(minima), dtype=float) if len(minima) else np.empty(0)
    shape = (resolution, resolution)
    return BasinMap(x, y, basin.reshape(shape), loss.reshape(shape), minima, lowest)


def rates(experiment: Experiment, run: int = 0, resolution: int = 200) -> Generator[float, None, RateMap]:
    """The run with `resolution` rates around its own, from a thousandth to a thousand times; yields the share done.

    Raises ExperimentError as `basins`.
    """
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    around = grid(spec.optimizer.lr)
    tried = np.geomspace(around[0], around[-1], resolution)
    starts = np.tile(np.array(spec.start, dtype=float), (resolution, 1))
    with np.errstate(all="ignore"):
        columns = [np.asarray(problem.loss(starts), dtype=float)]
        for share, w in _follow(experiment, run, starts, tried / spec.optimizer.lr):
            columns.append(np.asarray(problem.loss(w), dtype=float))
            yield share
    return RateMap(tried, np.arange(len(columns)), np.stack(columns, axis=1))


def _follow(
    experiment: Experiment, run: int, starts: np.ndarray, factors: np.ndarray | None = None
) -> Generator[tuple[float, np.ndarray], None, None]:
    """(share done, points (m, dim)) after each update; `factors` (m,) multiply the rates."""
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    _require_elementwise(spec, run)
    count = experiment.steps if experiment.steps is not None else experiment.epochs or 0
    planned = Schedule(spec.schedule, spec.warmup).step_lr(spec.optimizer.lr, np.arange(count), 1)
    update, state, w = spec.optimizer.update, spec.optimizer.init(np.zeros_like(starts)), starts
    for k, lr in enumerate(np.broadcast_to(planned, count).tolist()):
        rate = lr if factors is None else (lr * factors)[:, None]
        with np.errstate(all="ignore"):
            delta, state = update(problem.grad(w), state, w, rate, k + 1, np)
            w = w + delta
        yield (k + 1) / count, w


def _require_elementwise(spec: RunSpec, run: int) -> None:
    optimizer = spec.optimizer
    if optimizer.coupled or optimizer.needs_problem or spec.schedule.reads_losses or spec.schedule.momentum_key:
        what = message("a map needs a rule without searches, memory of losses, or cycled momentum")
        raise ExperimentError(f"runs[{run}]", what)


def _minima(problem: Problem, starts: np.ndarray, ends: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """The known minima, shape (m, dim); where none is known, the places of rest among the ends, the lowest first."""
    if problem.minima:
        return np.array([minimum.w for minimum in problem.minima], dtype=float)
    slope = np.linalg.norm(problem.grad(ends), axis=-1)
    begun = np.linalg.norm(problem.grad(starts), axis=-1)
    rest = np.isfinite(loss) & (slope <= FLAT * np.nanmedian(begun))
    diagonal = math.hypot(*(high - low for low, high in problem.domain))
    found: list[np.ndarray] = []
    left = np.flatnonzero(rest)[np.argsort(loss[rest], kind="stable")]
    while len(left) and len(found) < MOST:
        found.append(ends[left[0]])
        left = left[np.linalg.norm(ends[left] - found[-1], axis=-1) > 2 * NEAR * diagonal]
    return np.array(found).reshape(-1, problem.dim)
