"""Which paths arrive in the global minimum: plain gradient descent, a larger rate, momentum, many random starts.

All paths of one rule are computed at once, on arrays with the starts as leading axis.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import NDArray

from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.optimizers.optimizer import Optimizer
from gdviz.optimizers.sgd import SGD
from gdviz.problems.problem import Problem, compiled

Floats = NDArray[np.float64]
COUNT = 20
"""Random starts beside the run's own."""
LARGER = 3.0
"""How many times the rate a "larger rate" is."""
MOMENTUM = 0.9
STEPS, LEAST = 2000, 200
NUMBERS = 100_000_000
"""Numbers (updates times paths times samples times parameters) that one rule may cost where that is less.

Where that is fewer than LEAST updates, no path could arrive, and one update would block a window.
"""
NEAR = 0.01
"""The share of the domain's diagonal within which a path has arrived."""
_CLOSE, _APART = 200, 20
"""Up to which update every point is kept for a picture, and how far apart the later ones are."""
_STILL = 1e-10
"""A path whose updates are shorter than this share of the diagonal has stopped."""
_SHARE = 1e-3
"""Where no minimum is known: the share of the way down from the starts within which a loss is as low as the lowest."""


@frozen
class Method:
    """A rule to try: "plain", "larger" or "momentum", and its optimizer."""

    name: str
    optimizer: Optimizer


@frozen
class Arrivals:
    """Where the paths of one method went; m paths, of which the first is the run's own.

    `paths` has shape (n+1, m, dim): the points after some of the updates, `steps` (n+1,) says which, the last at the
    end; nan where a path has diverged. `loss` (m,) is the loss there, nan or inf where a path has diverged. `arrived`,
    `diverged` (m,) say which paths are in the global minimum, and which have diverged.
    """

    method: Method
    paths: Floats
    steps: NDArray[np.intp]
    loss: Floats
    arrived: NDArray[np.bool_]
    diverged: NDArray[np.bool_]

    @property
    def own(self) -> bool:
        """Whether the path from the run's own start arrived."""
        return bool(self.arrived[0])

    @property
    def count(self) -> int:
        """How many of the random starts arrived."""
        return int(self.arrived[1:].sum())


def methods(experiment: Experiment, run: int) -> tuple[Method, ...]:
    """Plain GD at the run's rate (at the problem's own where the run is of another kind), a larger one, momentum."""
    optimizer = experiment.runs[run].optimizer
    lr = optimizer.lr if isinstance(optimizer, SGD) else compiled(experiment.problem).proposed_lr
    return (
        Method("plain", SGD(lr=lr)),
        Method("larger", SGD(lr=LARGER * lr)),
        Method("momentum", SGD(lr=lr, momentum=MOMENTUM)),
    )


def random_starts(problem: Problem, count: int, seed: int) -> Floats:
    """`count` points drawn evenly from the domain where loss and gradient are finite, shape (count, dim).

    Fewer only if they cannot be found.
    """
    random = np.random.default_rng(seed)
    low, high = np.array(problem.domain, dtype=float).T
    drawn = low + (high - low) * random.random((20 * count, problem.dim))
    with np.errstate(all="ignore"):
        good = np.isfinite(problem.loss(drawn)) & np.isfinite(problem.grad(drawn)).all(axis=-1)
    return np.asarray(drawn[good][:count])


def arriving(experiment: Experiment, run: int, count: int = COUNT) -> Generator[None, None, tuple[Arrivals, ...]]:
    """Try all methods from the run's start and `count` random ones; yields after each update, returns the paths.

    A path has arrived when its last point lies within NEAR of the domain's diagonal of a known global minimum. Where
    none is known, it has arrived when its loss is as low as the lowest that any path found. Nothing is tried, and () is
    returned, where the samples are so many that it would be too slow.
    """
    problem = compiled(experiment.problem)
    if affordable_steps(problem, count + 1) < LEAST:
        return ()
    own = np.array([experiment.runs[run].start], dtype=float)
    starts = np.concatenate((own, random_starts(problem, count, experiment.seed)))
    followed = []
    for method in methods(experiment, run):
        paths, steps = yield from _follow(problem, method.optimizer, starts)
        followed.append((method, paths, steps))
    with np.errstate(all="ignore"):
        losses = [np.asarray(problem.loss(paths[-1]), dtype=float) for _, paths, _ in followed]
        first = float(np.median(problem.loss(starts)))
    judge = _Judge(problem, losses, first)
    return tuple(
        Arrivals(method, paths, steps, loss, judge.arrived(paths[-1], loss), ~np.isfinite(loss))
        for (method, paths, steps), loss in zip(followed, losses, strict=True)
    )


def is_known(problem: Problem) -> bool:
    """Whether a global minimum of the problem is known; if not, the lowest that was found takes its place."""
    return any(minimum.is_global for minimum in problem.minima)


class _Judge:
    """Decides which paths have arrived: near a global minimum or, where none is known, as low as the lowest."""

    def __init__(self, problem: Problem, losses: Sequence[Floats], first: float) -> None:
        self._goals = np.array([minimum.w for minimum in problem.minima if minimum.is_global], dtype=float)
        self._reach = NEAR * diagonal(problem)
        found = np.concatenate(losses)
        found = found[np.isfinite(found)]
        lowest = float(found.min()) if found.size else math.nan
        self._low = lowest + _SHARE * max(first - lowest, 0.0) if math.isfinite(first) else lowest

    def arrived(self, ends: Floats, loss: Floats) -> NDArray[np.bool_]:
        """Which of the `ends` (m, dim) with their `loss` (m,) have arrived."""
        with np.errstate(all="ignore"):
            if not len(self._goals):
                return np.asarray(loss <= self._low)
            apart = np.linalg.norm(ends[:, None, :] - self._goals, axis=-1).min(axis=1)
            return np.asarray(apart <= self._reach)


def diagonal(problem: Problem) -> float:
    """The length of the domain's diagonal."""
    return math.hypot(*(high - low for low, high in problem.domain))


def affordable_steps(problem: Problem, paths: int) -> int:
    """How many updates each path is followed: STEPS, less where there are many samples."""
    return max(1, min(STEPS, NUMBERS // (paths * problem.dim * (problem.n_samples or 1))))


def _follow(
    problem: Problem, optimizer: Optimizer, starts: Floats
) -> Generator[None, None, tuple[Floats, NDArray[np.intp]]]:
    """Follow all paths at once until none moves: points of shape (kept, m, dim), and after how many updates each is.

    A path that diverges is nan in the end. Every point is kept at first, later some.
    """
    w, state = starts, optimizer.init(np.zeros(starts.shape))
    kept, steps = [w], [0]
    count = affordable_steps(problem, len(starts))
    still = _STILL * diagonal(problem)
    for k in range(1, count + 1):
        with np.errstate(all="ignore"):
            delta, state = optimizer.update(problem.grad(w), state, w, optimizer.lr, k, np)
            w = w + delta
            done = k == count or not bool((np.abs(delta) > still).any())
        if done or k <= _CLOSE or k % _APART == 0:
            kept.append(w)
            steps.append(k)
        if done:
            break
        yield
    return np.array(kept), np.array(steps)
