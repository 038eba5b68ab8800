"""Where a run would arrive from many starts: the minimum of each, and after how many updates.

All starts are followed at once, on arrays, for as many updates as the run makes. A schedule is followed, batches and
noise are not: each update has the gradient of the whole loss.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdviz.backend import NUMPY, Backend, select
from gdviz.engine.batches import Batches
from gdviz.engine.lanes import Lanes, lanes_of
from gdviz.engine.pieces import workers_needed
from gdviz.engine.starts import diagonal, random_starts
from gdviz.experiment import Experiment, RunSpec
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message
from gdviz.problems.problem import Problem, compiled
from gdviz.schedules.schedule import Schedule

Floats = NDArray[np.float64]
NOWHERE, DIVERGED, VALLEY = -1, -2, -3
"""Marks of an end that is in no minimum, not finite, or in a valley (at rest with at least one level direction)."""
NEAR = 0.01
"""The share of the domain's diagonal within which an end belongs to a minimum."""
FLAT = 1e-3
"""An end is at rest where the gradient is at most this share of the median one in the domain."""
LEVEL = 1e-6
"""A direction is level where its curvature is at most this share of the largest one."""
MOST = 60
"""The most minima that are found besides the given ones."""
BLOCK = 32_768
"""Numbers (starts times parameters) of a block: few enough for a cache, and so many that threads, which take turns
between two of NumPy's calls, seldom wait for each other."""
PATH = 64 * 2**20
"""Bytes of the path of a block that is kept."""
FEWEST = 512
"""Starts of a block below which NumPy's calls would take longer than their work."""
WORK = 60_000
"""Numbers (starts times samples) of updates between two yields: a few milliseconds."""
GPU_BLOCK = 2**24
"""Numbers of a block on a GPU, where a call costs as much as a million numbers."""
AT_ONCE = 2_000_000
"""Updates that machine code makes at once: a few milliseconds."""
FEW = 2000
"""Starts per update below which an update is not faster."""
_NOT_SEEN = -2
"""Stands for a number of updates that is not known."""
_MOST_READ = 500_000
"""Starts times samples that are computed at once."""
_ALIKE = 1e-9
"""Losses of minima that differ by no more than this share count as equal."""
_MEDIAN_OF, _LOOKED_AT, _POLISHES = 256, 200, 30


@frozen
class ArrayKind:
    """The arrays that starts are followed on: the processor's or a GPU's, of floats of a `precision`."""

    is_gpu: bool = False
    precision: str = "float64"

    @property
    def backend(self) -> Backend:
        """Where they are; the processor where the GPU is gone."""
        return select("gpu") if self.is_gpu else NUMPY

    def columns(self, points: Floats) -> Any:
        """Points (m, dim) of the host there, with each parameter's values side by side in memory.

        Elementwise rules keep that order, and are twice as fast with it.
        """
        xp = self.backend.xp
        return xp.asfortranarray(xp.asarray(points, dtype=self.precision))

    def to_host(self, array: Any) -> Floats:
        """The same numbers as an array of float64 on the host."""
        return np.asarray(self.backend.to_host(array), dtype=float)


PLAIN = ArrayKind()


@frozen
class Ends:
    """Where m starts arrive.

    `basin` (m,) is the number of the minimum in `minima` (k, dim), or NOWHERE, DIVERGED or VALLEY; `steps` (m,) says
    after how many updates the path stays within NEAR of the domain's diagonal, -1 if it does not arrive; `loss`
    (m,) the last loss, and `losses` (k,) those of the minima, the lowest first.
    """

    basin: NDArray[np.intp]
    steps: NDArray[np.intp]
    loss: Floats
    minima: Floats
    losses: Floats

    @property
    def lowest(self) -> NDArray[np.bool_]:
        """Whether each minimum is the lowest up to rounding; false for all where all are equally low."""
        least = float(self.losses.min(initial=np.inf))
        alike = np.asarray(self.losses - least <= _ALIKE * (1 + abs(least)))
        return alike & ~alike.all()

    def share(self, basin: int) -> float:
        """The share of the starts that arrive in each minimum."""
        return float(np.mean(self.basin == basin))


def updates(experiment: Experiment, run: int) -> tuple[int, int]:
    """How many updates each start makes, which is how many the run plans, and how many are an epoch."""
    per_epoch = Batches(experiment.runs[run].batch, experiment.problem.n_samples or 1, experiment.seed).per_epoch
    planned = experiment.steps if experiment.steps is not None else (experiment.epochs or 0) * per_epoch
    return planned, per_epoch


def cost(experiment: Experiment, run: int) -> float:
    """The cost of one start in numbers: twice the updates, times samples · parameters / 8 or 1 if that is less."""
    numbers = (experiment.problem.n_samples or 0) * experiment.problem.dim / 8
    return 2.0 * max(updates(experiment, run)[0], 1) * max(numbers, 1)


def arrive(
    experiment: Experiment,
    run: int,
    starts: Floats,
    known: Floats | None = None,
    executor: Executor | None = None,
    arrays: ArrayKind = PLAIN,
) -> Generator[float, None, Ends]:
    """Follow a run from each of `starts` (m, dim); yields the share done every few milliseconds.

    Blocks of starts are computed on `executor`, each a job of its own, or here one after the other: as machine code
    where there is one for rule and problem and `arrays` are the plain ones, else on arrays that stay in the processor's
    cache. For a formula, a path depends neither on the other starts nor on the blocks; where the gradient is a product
    of matrices, the last digits of the path may.

    The minima are those `known` (k, dim), the problem's own if None, and those that are found among the ends, the
    lowest first, and of equally low ones the known. Found are places of rest near ends whose Hessian is positive
    definite, by Newton's method. After how many updates a path is near one of the minima that are known before is found
    beside its end; the starts that arrive elsewhere are followed once more for it.

    Raises ExperimentError for a rule that cannot be computed for many starts at once.
    """
    problem = compiled(experiment.problem)
    require_elementwise(experiment.runs[run], run)
    named = np.array([minimum.w for minimum in problem.minima] if known is None else known, dtype=float)
    named = named.reshape(-1, problem.dim)
    ends, loss = np.empty((len(starts), problem.dim)), np.empty(len(starts))
    basin, near = np.empty(len(starts), dtype=np.intp), np.empty(len(starts), dtype=np.intp)
    size = block_size(experiment, run, arrays)
    to_end = [(block, (_to_end, experiment, run, starts[block], named, arrays)) for block in blocks(len(starts), size)]
    for share, block, found in done(to_end, executor):
        if found is not None:
            ends[block], loss[block], basin[block], near[block] = found
        yield share / 2
    with np.errstate(all="ignore"):
        minima = _found(problem, ends, loss, basin, named)
        losses = np.asarray(problem.loss(minima), dtype=float) if len(minima) else np.empty(0)
    order = _by_loss(losses)
    minima, losses = minima[order], losses[order]
    if (order != np.arange(len(order))).any():
        basin[basin >= 0] = np.argsort(order)[basin[basin >= 0]]
    yield 0.5
    there = (basin >= 0) | (basin == VALLEY)
    again = np.flatnonzero(there & (near == _NOT_SEEN))
    goals = ends[again]
    goals[basin[again] >= 0] = minima[basin[again][basin[again] >= 0]]
    to_goal = [
        (again[block], (_to_goal, experiment, run, starts[again[block]], goals[block], arrays))
        for block in blocks(len(again), size)
    ]
    for share, some, found in done(to_goal, executor):
        if found is not None:
            near[some] = found
        yield (1 + share) / 2
    near[~there] = -1
    yield 1.0
    return Ends(basin, near, loss, minima, losses)


def planned_rates(experiment: Experiment, run: int) -> Floats:
    """The rate of each update, shape (n,)."""
    spec = experiment.runs[run]
    count, per_epoch = updates(experiment, run)
    planned = Schedule(spec.schedule, spec.warmup).step_lr(spec.optimizer.lr, np.arange(count), per_epoch)
    return np.broadcast_to(np.asarray(planned, dtype=float), count)


def follow(
    experiment: Experiment, run: int, starts: Any, factors: Any = None, xp: Any = np
) -> Generator[tuple[float, Any], None, None]:
    """(share done, points (m, dim)) after each update, on arrays of `xp`; `factors` (m,) multiply the rates.

    A path ends as a run does where its gradient, or a loss that may be undefined beside one, is not finite: its points
    are nan from there on.
    """
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    require_elementwise(spec, run)
    rates = planned_rates(experiment, run).tolist()
    update, state, w = spec.optimizer.update, spec.optimizer.init(xp.zeros_like(starts)), starts
    for k, lr in enumerate(rates):
        rate = lr if factors is None else (lr * factors)[:, None]
        with np.errstate(all="ignore"):
            grad = problem.grad(w, xp)
            grad = xp.where(xp.isfinite(grad), grad, np.nan)  # some rules take the sign of an infinite one
            if problem.loss_has_gaps:
                grad = xp.where(xp.isfinite(problem.loss(w, xp))[..., None], grad, np.nan)
            delta, state = update(grad, state, w, rate, k + 1, xp)
            w = w + delta
        yield (k + 1) / len(rates), w


def require_elementwise(spec: RunSpec, run: int) -> None:
    """Raise ExperimentError for a rule that cannot be computed for many starts at once."""
    optimizer = spec.optimizer
    if optimizer.coupled or optimizer.needs_problem or spec.schedule.reads_losses or spec.schedule.momentum_key:
        what = message("a map needs a rule without searches, memory of losses, or cycled momentum")
        raise ExperimentError(f"runs[{run}]", what)


def block_size(experiment: Experiment, run: int, arrays: ArrayKind = PLAIN) -> int:
    """How many starts are followed at once: few enough for the cache, and for their path where that is kept.

    As machine code it is so many that they take a few milliseconds.
    """
    problem, (count, _) = compiled(experiment.problem), updates(experiment, run)
    if arrays.is_gpu:
        return max(1, GPU_BLOCK // max(problem.dim, problem.n_samples or 1))
    if lanes_for(experiment, run, arrays) is not None:
        return max(FEWEST, AT_ONCE // max(count, 1))
    size = min(BLOCK // problem.dim, _MOST_READ // (problem.n_samples or 1))
    kept = PATH // (8 * problem.dim * (count + 1))
    return max(1, min(size, kept) if kept >= FEWEST else size)


def lanes_for(experiment: Experiment, run: int, arrays: ArrayKind = PLAIN) -> Lanes | None:
    """The machine code that follows starts in place of `arrays`; None where there is none."""
    if arrays != PLAIN:
        return None
    return lanes_of(experiment.runs[run].optimizer, compiled(experiment.problem))


Job = tuple[Any, ...]
"""A generator function that yields the share done, and its arguments."""
Key = TypeVar("Key")


def blocks(count: int, size: int) -> list[slice]:
    """Slices of `size` things each, the last of what is left."""
    return [slice(first, min(first + size, count)) for first in range(0, count, size)]


def done(jobs: Sequence[tuple[Key, Job]], executor: Executor | None) -> Generator[tuple[float, Key, Any], None, None]:
    """Yield (share of the jobs done, a job's key, its result) whenever a job is done.

    Without an executor it also yields while a job is computed, with None for the result.

    Closing it gives up the jobs that have not begun. Raises WorkersLost where the executor has ended.
    """
    if executor is None:
        for i, (key, (function, *arguments)) in enumerate(jobs):
            work = function(*arguments)
            while True:
                try:
                    share = next(work)
                except StopIteration as end:
                    yield (i + 1) / len(jobs), key, end.value
                    break
                yield (i + share) / len(jobs), key, None
        return
    left, made = list(reversed(jobs)), 0
    going: dict[Future[Any], Key] = {}
    try:
        while left or going:
            with workers_needed():
                while left and len(going) < 2 * (os.cpu_count() or 1):
                    key, job = left.pop()
                    going[executor.submit(_whole, *job)] = key
            for future in wait(going, return_when=FIRST_COMPLETED).done:
                made += 1
                with workers_needed():
                    result = future.result()
                yield made / len(jobs), going.pop(future), result
    finally:
        for future in going:
            future.cancel()


def _whole(function: Any, *arguments: Any) -> Any:
    """Run a generator to its end, and return its value."""
    work = function(*arguments)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _to_end(
    experiment: Experiment, run: int, starts: Floats, named: Floats, arrays: ArrayKind
) -> Generator[float, None, tuple[Floats, Floats, NDArray[np.intp], NDArray[np.intp]]]:
    """The ends of some starts, the losses there, which of the minima `named` is near, and from which update on.

    The last is _NOT_SEEN where the end is near none, or the path is too long to be kept.
    """
    problem, count = compiled(experiment.problem), updates(experiment, run)[0]
    reach, xp = NEAR * diagonal(problem), arrays.backend.xp
    lanes = lanes_for(experiment, run, arrays)
    keeps = lanes is None and not arrays.is_gpu and len(named) > 0 and starts.nbytes * (count + 1) <= PATH
    path, worked = [starts], 0
    w: Any = starts
    if lanes is not None:
        w = lanes.ends(starts, planned_rates(experiment, run))
    else:
        for share, w in follow(experiment, run, arrays.columns(starts), xp=xp):
            if keeps:
                path.append(w)
            worked += max(len(w), FEW) * (problem.n_samples or 1)
            if worked >= WORK:
                worked = 0
                yield share
    with np.errstate(all="ignore"):
        loss = arrays.to_host(problem.loss(w, xp))
    w = arrays.to_host(w)
    sound = np.isfinite(loss) & np.isfinite(w).all(axis=-1)
    basin = np.where(sound, _nearest(w, named, reach), DIVERGED)
    near, known = np.full(len(starts), _NOT_SEEN, dtype=np.intp), basin >= 0
    if lanes is not None:
        near[known] = lanes.near(starts[known], planned_rates(experiment, run), named[basin[known]], reach)
    elif keeps:
        goals = np.asfortranarray(named[np.maximum(basin, 0)])
        near[known] = 0
        for k, at in enumerate(path):
            np.copyto(near, k + 1, where=known & (_apart(at, goals) > reach))
    return w, loss, basin, near


def _to_goal(
    experiment: Experiment, run: int, starts: Floats, goals: Floats, arrays: ArrayKind
) -> Generator[float, None, NDArray[np.intp]]:
    """The update from which on the path of each start stays near its goal."""
    problem, worked = compiled(experiment.problem), 0
    reach, xp = NEAR * diagonal(problem), arrays.backend.xp
    lanes = lanes_for(experiment, run, arrays)
    if lanes is not None:
        return lanes.near(starts, planned_rates(experiment, run), goals, reach)
    first, aims = arrays.columns(starts), arrays.columns(goals)
    near = xp.where(_apart(first, aims) > reach, 1, 0)
    for k, (share, w) in enumerate(follow(experiment, run, first, xp=xp)):
        near[_apart(w, aims) > reach] = k + 2
        worked += max(len(w), FEW) * (problem.n_samples or 1)
        if worked >= WORK:
            worked = 0
            yield share
    return arrays.to_host(near).astype(np.intp)


def _apart(a: Any, b: Any) -> Any:
    """The distance of points (..., dim) of any kind; a loop over the parameters, as a sum over a short axis is slow."""
    with np.errstate(all="ignore"):
        squares = np.square(a[..., 0] - b[..., 0])
        for i in range(1, a.shape[-1]):
            squares += np.square(a[..., i] - b[..., i])
        return np.sqrt(squares)


def _by_loss(losses: Floats) -> NDArray[np.intp]:
    """The order of minima by their losses (k,), the lowest first; those that are equal but for rounding keep theirs."""
    order = np.argsort(losses, kind="stable")
    rises = np.diff(losses[order], prepend=losses[order][:1]) > _ALIKE * (1 + np.abs(losses[order]))
    group = np.empty(len(losses), dtype=np.intp)
    group[order] = np.cumsum(rises)
    return np.argsort(group, kind="stable")


def _found(problem: Problem, ends: Floats, loss: Floats, basin: NDArray[np.intp], named: Floats) -> Floats:
    """The minima (k, dim): those named, and behind them those found; sets `basin` (m,) of the ends near these."""
    reach = NEAR * diagonal(problem)
    lost = np.flatnonzero(basin == NOWHERE)
    if not len(lost):
        return named
    slope = _slope(problem, ends[lost])
    rest = lost[slope <= FLAT * _typical_slope(problem)]
    few = np.unique(np.concatenate([some[_evenly(len(some))] for some in (lost, rest)]))
    bottoms, is_minimum, is_level = _polished(problem, ends[few])
    found = bottoms[is_minimum & (_apart(bottoms, ends[few]) <= reach)]
    minima = named
    order = np.lexsort((*np.round(found / reach).T, np.round(problem.loss(found), 9)))
    for point in found[order]:
        if len(minima) < len(named) + MOST and (_nearest(minima, point[None], reach) < 0).all():
            minima = np.concatenate((minima, point[None]))
    basin[lost] = _nearest(ends[lost], minima, reach)
    # Along a valley the slope is 0 and the loss stays the same, so all ends in a valley have the same loss.
    floors = problem.loss(bottoms[is_level])
    above = float(np.nanmedian(loss[basin != DIVERGED]))
    for floor in np.unique(np.round(floors, 9)):
        slack = 1e-6 * (1 + abs(floor)) + FLAT * abs(above - floor)
        basin[rest[(basin[rest] == NOWHERE) & (np.abs(loss[rest] - floor) <= slack)]] = VALLEY
    return minima


def _evenly(count: int) -> NDArray[np.intp]:
    """The places of some of `count` things, evenly spread."""
    return np.linspace(0, count - 1, min(count, _LOOKED_AT)).astype(np.intp)


def _nearest(points: Floats, minima: Floats, reach: float) -> NDArray[np.intp]:
    """The number of the nearest of `minima` (k, dim) to each of `points` (m, dim) within `reach`, or NOWHERE."""
    number = np.full(len(points), NOWHERE, dtype=np.intp)
    best = np.full(len(points), reach)
    for i, minimum in enumerate(minima):
        away = _apart(points, minimum)
        nearer = away <= best
        number[nearer], best[nearer] = i, away[nearer]
    return number


def _polished(problem: Problem, points: Floats) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """The bottoms (m, dim) below some places of rest, by Newton's method; whether each is a minimum, or in a valley.

    First only the steep directions are followed, those of a curvature of at least a hundredth of the largest: so an
    end beside a valley reaches its floor, where the level direction is known. Then all of them are.
    """
    w = points
    for turn in range(_POLISHES):
        bend, axes = np.linalg.eigh(_finite(problem.hessian(w)))
        largest = np.abs(bend).max(axis=-1, keepdims=True)
        used = bend > (0.01 if turn < _POLISHES // 2 else LEVEL) * largest
        along = np.einsum("...ji,...j->...i", axes, problem.grad(w))
        w = w - np.einsum("...ij,...j->...i", axes, np.where(used, along / np.where(used, bend, 1.0), 0.0))
    bend = np.linalg.eigvalsh(_finite(problem.hessian(w)))
    largest = np.abs(bend).max(axis=-1)
    is_rest = _slope(problem, w) <= FLAT * FLAT * _typical_slope(problem)
    return w, is_rest & (bend[:, 0] > LEVEL * largest), is_rest & (np.abs(bend[:, 0]) <= LEVEL * largest)


def _finite(hessian: Floats) -> Floats:
    """A Hessian with zeros in place of what is not finite."""
    return np.asarray(np.nan_to_num(hessian, posinf=0.0, neginf=0.0), dtype=float)


def _slope(problem: Problem, w: Floats) -> Floats:
    """The length of the gradient, shape (m,)."""
    return np.asarray(np.linalg.norm(problem.grad(w), axis=-1))


def _typical_slope(problem: Problem) -> float:
    """The median length of the gradient in the domain."""
    drawn = random_starts(problem, _MEDIAN_OF, 0)
    return float(np.median(_slope(problem, drawn))) if len(drawn) else 0.0
