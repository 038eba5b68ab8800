"""Many seeds of one run at once: the paths as rows of one array, each with its own batches.

Path s sees what `gdviz.run` would show it with the seed s, so that its numbers are those of a single run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from gdviz.engine.batches import Batches
from gdviz.experiment import Experiment, RunSpec
from gdviz.messages import ExperimentError, message
from gdviz.problems.least_squares import LeastSquares
from gdviz.problems.pointwise import PointwiseProblem
from gdviz.problems.problem import Problem, compiled
from gdviz.schedules.cycling import cycled_parameter
from gdviz.schedules.schedule import Schedule

Gradient = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(w of shape (S, dim), samples of shape (S, B)) -> the gradient of each row's batch, shape (S, dim)."""


class Orders:
    """The orders of the samples for some seeds, epoch by epoch; cached for runs that differ in the batch size only."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self.seeds = tuple(seeds)
        self._known: dict[tuple[object, int], np.ndarray] = {}

    def of(self, spec: RunSpec, n_samples: int, epoch: int) -> np.ndarray:
        """The samples of `epoch` in the order that each seed uses them, shape (S, N)."""
        batch = spec.batch
        key = (None if batch is None else (batch.shuffle, batch.order), epoch)
        if key not in self._known:
            rows = [Batches(batch, n_samples, seed).order(epoch) for seed in self.seeds]
            self._known[key] = np.stack(rows)
        return self._known[key]


class Ensemble:
    """One run of an experiment with many seeds; `advance` makes an epoch of all.

    `w`, shape (S, dim), is where the paths are; a path that has diverged is not finite there.
    """

    def __init__(self, experiment: Experiment, run: int, seeds: Sequence[int], orders: Orders | None = None) -> None:
        """Raises ExperimentError where the paths cannot be computed together."""
        self.spec = experiment.runs[run]
        self.problem = compiled(experiment.problem)
        self._grad = _gradient_of(self.problem)
        self._require_elementwise(run)
        self._orders = orders or Orders(seeds)
        self.seeds = self._orders.seeds
        self._batches = Batches(self.spec.batch, self.problem.n_samples or 1, experiment.seed)
        self.steps_per_epoch = self._batches.per_epoch
        steps = experiment.steps if experiment.steps is not None else (experiment.epochs or 0) * self.steps_per_epoch
        self.planned = steps
        """Updates a path."""
        self.updates = 0
        self.w = np.tile(np.array(self.spec.start, dtype=float), (len(self.seeds), 1))
        self._state = self.spec.optimizer.init(np.zeros_like(self.w))
        self._schedule = Schedule(self.spec.schedule, self.spec.warmup)

    def advance(self) -> bool:
        """Make the updates of one more epoch; returns whether some are left."""
        for _ in self._epoch():
            pass
        return self.updates < self.planned

    def paths(self, progress: Callable[[int, int], object] | None = None) -> np.ndarray:
        """Make all updates; returns where the paths were after each of them, shape (planned + 1, S, dim).

        `progress` is called with (updates made, updates planned) after each epoch.
        """
        points = np.empty((self.planned + 1, *self.w.shape))
        points[0] = self.w
        while self.updates < self.planned:
            for made, w in enumerate(self._epoch(), start=self.updates + 1):
                points[made] = w
            if progress is not None:
                progress(self.updates, self.planned)
        return points

    def _epoch(self) -> Iterator[np.ndarray]:
        """Make the updates of one more epoch; yields where the paths are after each."""
        count = min(self.steps_per_epoch, self.planned - self.updates)
        order = self._orders.of(self.spec, self.problem.n_samples or 1, self.updates // self.steps_per_epoch)
        size = order.shape[1] if self.spec.batch is None else self.spec.batch.size
        steps = np.arange(self.updates, self.updates + count)
        rates = self._schedule.step_lr(self.spec.optimizer.lr, steps, self.steps_per_epoch)
        update, w, state = self.spec.optimizer.update, self.w, self._state
        with np.errstate(all="ignore"):
            for k, lr in enumerate(np.broadcast_to(rates, count).tolist()):
                grad = self._grad(w, order[:, k * size : (k + 1) * size])
                delta, state = update(grad, state, w, lr, self.updates + k + 1, np)
                w = w + delta
                yield w
        self.w, self._state = w, state
        self.updates += count

    def loss(self) -> np.ndarray:
        """The loss of the whole problem where each path is, shape (S,)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.problem.loss(self.w))

    @property
    def diverged(self) -> np.ndarray:
        """Which paths are not finite any more, shape (S,)."""
        return np.asarray(~(np.isfinite(self.w).all(axis=-1) & np.isfinite(self.loss())))

    def _require_elementwise(self, run: int) -> None:
        optimizer, schedule = self.spec.optimizer, self.spec.schedule
        cycles = schedule.momentum_key and cycled_parameter(optimizer) is not None
        if optimizer.coupled or schedule.reads_losses or cycles:
            what = message("many seeds at once need a rule without a memory of losses, searches or cycled momentum")
            raise ExperimentError(f"runs[{run}]", what)


def _gradient_of(problem: Problem) -> Gradient:
    """The gradient of each path's own batch. Raises ExperimentError for a problem without samples."""
    if isinstance(problem, LeastSquares):
        design, target = problem.design, problem.target

        def least_squares(w: np.ndarray, index: np.ndarray) -> np.ndarray:
            x = design[index]
            residual = (x * w[:, None, :]).sum(-1) - target[index]
            return np.asarray((residual[..., None] * x).sum(1) * (2 / index.shape[1]))

        return least_squares
    if isinstance(problem, PointwiseProblem):
        columns, y = np.ascontiguousarray(problem.samples.x.T), problem.samples.y
        loss = problem.loss_kind

        def pointwise(w: np.ndarray, index: np.ndarray) -> np.ndarray:
            parts = [w[:, j, None] for j in range(problem.dim)]
            p, *slopes = problem.first(parts, list(columns.take(index, 1)), np)
            outer = loss.both(p, y.take(index), np)[1]
            grad = np.stack([(outer * slope).sum(-1) for slope in slopes], axis=-1)
            return np.asarray(grad * (1 / index.shape[1]))

        return pointwise
    raise ExperimentError("problem", message("many seeds at once need a problem with samples"))
