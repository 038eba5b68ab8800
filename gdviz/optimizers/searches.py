"""Searches along a ray w + α d: how far to go, once the direction is known.

All take numbers of one path: `slope` is d·∇f(w), negative where d leads down. What is not finite counts as too far.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from gdviz.optimizers.optimizer import Objective

HALVINGS = 60
"""The most halvings: after these the step is below the rounding of w, and w stays."""
DOUBLINGS = 60
PRECISE = 1e-13
"""A slope this small, relative to the first one, counts as 0."""

Ray = Callable[[float], float]


def inner(a: Any, b: Any) -> float:
    """The inner product of two vectors of shape (dim,)."""
    return float((a * b).sum())


def backtrack(
    objective: Objective, w: Any, direction: Any, slope: float, first: float, shrink: float, decrease: float
) -> float:
    """The first α of first, first·shrink, .. with f(w + α d) <= f(w) + decrease α slope; 0 if none is found.

    Source: Armijo 1966; Nocedal & Wright 2006, algorithm 3.1.
    """
    here = float(objective.loss(w))
    alpha = first
    for _ in range(HALVINGS):
        if float(objective.loss(w + alpha * direction)) <= here + decrease * alpha * slope:
            return alpha
        alpha *= shrink
    return 0.0


def minimize_along(slope_at: Ray, first: float) -> float:
    """The first α > 0 found where the slope along the ray is 0: a minimum of f on it.

    The bracket begins at `first` and doubles until the slope is positive; in it, the secant through the ends
    (Illinois' rule: Dowell & Jarratt 1971), so that a quadratic is solved at once. Where the slope stays negative
    the loss falls without end, and the last finite α comes back.
    """
    start = slope_at(0.0)
    if not start < 0:
        return 0.0
    low, low_slope, high = 0.0, start, first
    for _ in range(DOUBLINGS):
        high_slope = slope_at(high)
        if not high_slope < 0:
            break
        low, low_slope, high = high, high_slope, 2 * high
    else:
        return low
    if not math.isfinite(high_slope):
        return _nearest_rise(slope_at, low, low_slope, high, start)
    return _zero(slope_at, (low, low_slope), (high, high_slope), start)


def _nearest_rise(slope_at: Ray, low: float, low_slope: float, high: float, start: float) -> float:
    """As `minimize_along`, where `high` is too far to be finite: halve towards `low` first."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        slope = slope_at(middle)
        if not math.isfinite(slope):
            high = middle
        elif slope < 0:
            low, low_slope = middle, slope
        else:
            return _zero(slope_at, (low, low_slope), (middle, slope), start)
    return low


def _zero(slope_at: Ray, low: tuple[float, float], high: tuple[float, float], start: float) -> float:
    (a, at_a), (b, at_b) = low, high
    weight_a, weight_b = at_a, at_b
    last = 0
    for _ in range(200):
        if at_b == 0:
            return b
        middle = b - weight_b * (b - a) / (weight_b - weight_a)
        if not a < middle < b:
            middle = (a + b) / 2
            if not a < middle < b:
                break
        slope = slope_at(middle)
        if abs(slope) <= PRECISE * abs(start):
            return middle
        if slope < 0:
            a, at_a, weight_a, weight_b = middle, slope, slope, weight_b / 2 if last < 0 else at_b
            last = -1
        else:
            b, at_b, weight_b, weight_a = middle, slope, slope, weight_a / 2 if last > 0 else at_a
            last = 1
    return a if abs(at_a) <= abs(at_b) else b


def strong_wolfe(
    value_at: Callable[[float], tuple[float, float]], first: float, decrease: float = 1e-4, curvature: float = 0.9
) -> float:
    """An α whose value falls enough and whose slope is small enough: the strong Wolfe conditions.

    `value_at(α)` gives value and slope. Source: Nocedal & Wright 2006, algorithms 3.5 and 3.6, with bisection in
    the place of interpolation where the cubic's minimum is not well inside. 0 where the ray does not lead down.
    """
    value0, slope0 = value_at(0.0)
    if not slope0 < 0:
        return 0.0
    before, alpha = (0.0, value0, slope0), first
    for i in range(25):
        value, slope = value_at(alpha)
        too_high = not value <= value0 + decrease * alpha * slope0
        if too_high or (i and value >= before[1]):
            return _zoom(value_at, before, (alpha, value, slope), value0, slope0, decrease, curvature)
        if abs(slope) <= -curvature * slope0:
            return alpha
        if slope >= 0:
            return _zoom(value_at, (alpha, value, slope), before, value0, slope0, decrease, curvature)
        before, alpha = (alpha, value, slope), 2 * alpha
    return before[0]


def _zoom(
    value_at: Callable[[float], tuple[float, float]], low: tuple[float, float, float],
    high: tuple[float, float, float], value0: float, slope0: float, decrease: float, curvature: float,
) -> float:  # fmt: skip
    for _ in range(HALVINGS):
        alpha = _cubic(low, high)
        value, slope = value_at(alpha)
        if not value <= value0 + decrease * alpha * slope0 or value >= low[1]:
            high = (alpha, value, slope)
        else:
            if abs(slope) <= -curvature * slope0:
                return alpha
            if slope * (high[0] - low[0]) >= 0:
                high = low
            low = (alpha, value, slope)
        if abs(high[0] - low[0]) <= 1e-15 * abs(low[0]):
            break
    return low[0]


def _cubic(low: tuple[float, float, float], high: tuple[float, float, float]) -> float:
    """The minimum of the cubic through both ends (Nocedal & Wright, equation 3.59); else the middle."""
    (a, fa, da), (b, fb, db) = low, high
    middle = (a + b) / 2
    if a == b or not all(map(math.isfinite, (fa, da, fb, db))):
        return middle
    d1 = da + db - 3 * (fa - fb) / (a - b)
    square = d1 * d1 - da * db
    if not square >= 0:
        return middle
    d2 = math.copysign(math.sqrt(square), b - a)
    bottom = db - da + 2 * d2
    if bottom == 0:
        return middle
    alpha = b - (b - a) * (db + d2 - d1) / bottom
    margin = 0.1 * abs(b - a)
    return alpha if min(a, b) + margin <= alpha <= max(a, b) - margin else middle
