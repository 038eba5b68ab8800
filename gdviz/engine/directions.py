"""The slope of the loss in every direction: directional derivatives, a slice along a line, walks of equal steps.

The directions are those of the plane of the first two parameters; the others are held.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdviz.frozen import frozen
from gdviz.problems.problem import Domain, Problem

Floats = NDArray[np.float64]
_ROUND = 72
"""Directions that are tried for a lower loss."""
_WORK = 4_000_000
"""Losses of single samples that one call may compute: with many samples it uses fewer points."""


def direction(angle: float) -> Floats:
    """The unit vector (cos, sin) at `angle` (radians, from the first axis to the second), shape (2,)."""
    return np.array([math.cos(angle), math.sin(angle)])


def gradient_at(problem: Problem, w: Sequence[float] | Floats) -> Floats:
    """The problem's exact gradient at `w` (dim,), in the plane: shape (2,). Raises ValueError for one parameter."""
    if problem.dim < 2:
        raise ValueError(f"directions need two parameters, {problem.title} has {problem.dim}")
    with np.errstate(all="ignore"):
        return np.asarray(problem.grad(np.asarray(w, dtype=float)), dtype=float)[:2]


def slope(gradient: Floats, angle: float) -> float:
    """The directional derivative g · u at `angle`: the change of the loss per unit of length."""
    with np.errstate(all="ignore"):  # inf − inf, where the gradient is not finite
        return float(gradient @ direction(angle))


def slopes(gradient: Floats, angles: Floats) -> Floats:
    """The directional derivatives at `angles` (m,), shape (m,): |g| cos(angle − angle of g)."""
    with np.errstate(all="ignore"):
        return np.asarray(np.cos(angles) * gradient[0] + np.sin(angles) * gradient[1])


def uphill(gradient: Floats) -> float | None:
    """The angle of the gradient, the steepest way up; None where the gradient is 0 or not finite."""
    size = math.hypot(*gradient)
    return math.atan2(gradient[1], gradient[0]) if 0 < size < math.inf else None


@frozen
class Slice:
    """The loss along the line w + t u: `t` and `loss` of shape (m,), the loss at t = 0, and the slope g · u there."""

    t: Floats
    loss: Floats
    here: float
    slope: float


def slice_through(
    problem: Problem, w: Sequence[float] | Floats, angle: float, low: float, high: float, count: int = 241
) -> Slice:
    """The loss along the line through `w` (dim,) at `angle`, for `low` <= t <= `high`. See Slice.

    It is computed at `count` points, at fewer with many samples.
    """
    count = affordable(problem, count, 25)
    origin = np.asarray(w, dtype=float)
    along = np.zeros(problem.dim)
    along[:2] = direction(angle)
    t = np.linspace(low, high, count)
    with np.errstate(all="ignore"):
        points = np.concatenate((t, [0.0]))[:, None] * along + origin
        loss = np.asarray(problem.loss(points), dtype=float)
    return Slice(t, loss[:-1], float(loss[-1]), slope(gradient_at(problem, origin), angle))


def chord(w: Sequence[float] | Floats, angle: float, box: Domain) -> tuple[float, float]:
    """Between which t the line through `w` at `angle` lies in the `box` of the plane: (low, high).

    Both are 0 where it misses the box.
    """
    low, high = -math.inf, math.inf
    for at, step, (first, last) in zip(w, direction(angle).tolist(), box, strict=False):
        if abs(step) < 1e-12:
            if not first <= at <= last:
                return 0.0, 0.0
            continue
        ends = sorted(((first - at) / step, (last - at) / step))
        low, high = max(low, ends[0]), min(high, ends[1])
    return (low, high) if low < high else (0.0, 0.0)


@frozen
class Pace:
    """One step of a walk on the surface: from `w`, at `angle`, to `to`, with the losses there.

    `slope` is the directional derivative g · u at `w`, `steepest` −|g|, the slope of the steepest way down.
    """

    w: tuple[float, ...]
    to: tuple[float, ...]
    angle: float
    slope: float
    steepest: float
    loss: float
    loss_after: float

    @property
    def share(self) -> float | None:
        """The cosine between the chosen direction and the steepest way down, 1 to −1. None where the gradient is 0."""
        return self.slope / self.steepest if self.steepest < 0 else None


def pace(problem: Problem, w: Sequence[float], angle: float, length: float) -> Pace:
    """A step of `length` from `w` (dim,) at `angle`, whatever the slope."""
    gradient = gradient_at(problem, w)
    with np.errstate(all="ignore"):
        moved = (direction(angle) * length).tolist()
        to = (w[0] + moved[0], w[1] + moved[1], *w[2:])
        before, after = (float(v) for v in problem.loss(np.array([w, to], dtype=float)))
        return Pace(tuple(w), to, angle, slope(gradient, angle), -math.hypot(*gradient), before, after)


def affordable(problem: Problem, wanted: int, least: int) -> int:
    """How many losses may be computed at once: `wanted`, fewer with many samples, at least `least`."""
    return max(least, min(wanted, _WORK // (problem.n_samples or 1)))


def is_bottom(problem: Problem, w: Sequence[float], length: float) -> bool:
    """Whether no step of `length` from `w` (dim,), in any of 72 directions (with many samples: fewer), leads lower."""
    count = affordable(problem, _ROUND, 8)
    angles = np.linspace(0, 2 * math.pi, count, endpoint=False)
    around = np.tile(np.asarray(w, dtype=float), (count + 1, 1))
    around[1:, 0] += length * np.cos(angles)
    around[1:, 1] += length * np.sin(angles)
    with np.errstate(all="ignore"):
        loss = np.asarray(problem.loss(around), dtype=float)
    return not bool((loss[1:] < loss[0]).any())


def steepest_walk(problem: Problem, w: Sequence[float], length: float, most: int = 1000) -> int | None:
    """How many steps of `length` straight down the gradient lead from `w` to a bottom.

    None if it takes more than `most`, or more than is affordable with many samples.
    """
    at = tuple(w)
    for count in range(affordable(problem, _ROUND * most, 0) // _ROUND + 1):
        if is_bottom(problem, at, length):
            return count
        up = uphill(gradient_at(problem, at))
        if up is None:
            return None
        at = pace(problem, at, up + math.pi, length).to
    return None
