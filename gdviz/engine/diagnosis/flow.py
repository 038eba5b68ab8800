"""The gradient's flow dw/dt = -∇f, which short steps follow: where it leads, and how long that takes.

k updates of gradient descent at the rate η are the time k η; with momentum k η / (1-μ). Heun's method, with steps
as long as they change the gradient by a fifth: its error stays near 1 %. Source: Su, Boyd and Candès 2016; Hairer,
Nørsett and Wanner, Solving Ordinary Differential Equations I, 1993, II.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from gdviz.engine.diagnosis.end import End, length
from gdviz.engine.diagnosis.thresholds import NEAR_FLAT, REGULAR, WORK

FLOW_STEPS = 300
"""The flow's steps, at most: 1 ms on a surface."""
STIFF = 1e-3
"""In the valley ahead, curvatures under this share of the largest count as 0: the flow has to be at rest there."""
WINS = 1e-3
"""The share of the descent that may be left to win, where the flow is taken to have arrived."""

_MANY = 8
"""Parts of a decay from which on an array is faster than numbers one by one."""
Evaluator = Callable[[list[float]], tuple[float, list[float]] | None]


class Flow:
    """The flow of a run's objective from `start`, followed until it ends.

    `times` and `values` are its course, `w` its last point. `arrived` says that a minimum, or the floor of a
    valley, is next to `w`: `bottom` is its value, and `modes` what is left to win along each eigenvector, with its
    curvature (empty where that is not known). `escaped` says that it ran 1000 times as far as it began, or to where
    the loss is not finite. `slope` is the gradient's length at the end.
    """

    def __init__(self, end: End, start: np.ndarray) -> None:
        self._end = end
        self.times, self.values = [0.0], [math.nan]
        self.w = start
        self.arrived = self.escaped = False
        self.slope = math.nan
        self.bottom = math.nan
        self.modes = np.empty(0), np.empty(0)
        self._follow(_evaluator(end), start.tolist())

    def time(self, goal: float) -> float | None:
        """When the value is `goal` above the bottom; None where the flow, which has arrived, did not come that far."""
        above = np.array(self.values) - self.bottom
        if above[0] <= goal:
            return 0.0
        if above[-1] > goal:
            return None
        i = int(np.argmax(above <= goal))
        if above[i] <= 0:
            return self.times[i]
        share = math.log(above[i - 1] / goal) / math.log(above[i - 1] / above[i])
        return self.times[i - 1] + share * (self.times[i] - self.times[i - 1])

    def _follow(self, at: Evaluator, w: list[float]) -> None:
        end = self._end
        found = at(w)
        if found is None:
            return
        value, grad = found
        self.values = [value]
        slope = math.hypot(*grad)
        square = slope * slope  # inf where it overflows, as ** would not be
        scale = 1 + math.hypot(*w)
        far = 1e3 * scale
        look_at = math.inf
        h = 1e-3 * scale / slope if square > 0 else 0.0
        samples = (end.problem.n_samples or 1) * end.problem.dim
        for _ in range(min(max(WORK // (8 * samples), 30), FLOW_STEPS)):
            if not (square > 0 and h > 1e-300):
                break
            trial = at([x - h * g for x, g in zip(w, grad, strict=True)])
            turned = math.inf
            if trial is not None:
                turned = math.dist(grad, trial[1]) / slope
            if trial is None or not turned <= 0.4:
                h *= 0.5 if turned <= 0.8 else 0.25
                continue
            w = [x - h / 2 * (a + b) for x, a, b in zip(w, grad, trial[1], strict=True)]
            found = at(w)
            if found is None:
                self.escaped = True
                break
            value, grad = found
            before, slope = slope, math.hypot(*grad)
            square = slope * slope
            self.times.append(self.times[-1] + h)
            self.values.append(value)
            if square == 0:
                break
            if max(map(abs, w)) > far:
                self.escaped = True
                break
            self.slope = slope
            # Along it |∇f|² decays with twice the curvature l, and |∇f|²/(2l) is left to win.
            rate = 2 * math.log(before / slope) / h
            wins = WINS * (self.values[0] - value + WINS * max(end.first - value, 0.0))
            if rate > 0 and square / rate <= wins and square < look_at:
                self.w = np.array(w)
                if self._arrives(value):
                    return
                look_at = 1e-2 * square
            h *= min(max(0.2 / turned, 0.5), 3.0) if turned > 0 else 3.0
        self.w = np.array(w)

    def _arrives(self, value: float) -> bool:
        """Whether a known minimum is near, or Newton's step leads to one: then the next is much shorter."""
        w, end = self.w, self._end
        known, away = end.nearest(w)
        if known is not None and away <= NEAR_FLAT * (1 + length(w)):
            # Of whatever order (x⁴, |x|): how the rest decays is not known.
            self.arrived = 0 <= value - known.loss <= WINS * (end.first - known.loss)
            self.bottom = known.loss
        here = self._newton(w)
        ahead = None if here is None else self._newton(w + here[0])
        if here is None or ahead is None or length(ahead[0]) > REGULAR * length(here[0]):
            return self.arrived
        self.modes = here[1], here[2]
        self.arrived, self.bottom = True, value - float(np.sum(here[1]))
        return True

    def _newton(self, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Newton's step across the valley, what it wins along each eigenvector, and their curvatures.

        None where there is no valley, and where a slope leads along it.
        """
        hessian, grad = self._end.hessian(w), self._end.gradient(w)
        if not (np.isfinite(hessian).all() and np.isfinite(grad).all()):
            return None
        values, vectors = np.linalg.eigh(hessian)
        steep = values > STIFF * values[-1]
        slope = vectors.T @ grad
        along = length(slope[~steep])
        if not steep.any() or values[0] < -STIFF * values[-1] or along > 10 * STIFF * length(slope):
            return None
        part = slope[steep] / values[steep]
        return -vectors[:, steep] @ part, part * slope[steep] / 2, values[steep]


def decay_time(parts: np.ndarray, rates: np.ndarray, goal: float) -> float:
    """The t at which Σ parts exp(-rates t) is `goal`, to 1e-6 of it; 0 where it is less, inf where it never is."""
    if not goal > 0 or not len(parts):
        return math.inf

    def left(t: float) -> float:
        if len(pairs) > _MANY:
            return float(np.sum(parts * np.exp(-rates * t)))
        return math.fsum(part * math.exp(-rate * t) for part, rate in pairs)

    pairs = list(zip(parts.tolist(), rates.tolist(), strict=True))
    if float(np.sum(parts)) <= goal:
        return 0.0
    high = 1.0
    while left(high) > goal:
        high *= 4
        if high > 1e18:
            return math.inf
    low = 0.0
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if left(middle) <= goal else (middle, high)
    return high


def _evaluator(end: End) -> Evaluator:
    """The objective and its gradient on lists of floats; None where they are not finite."""
    scalar, sign, decay = end.problem.scalar, end.sign, end.decay

    def at(w: list[float]) -> tuple[float, list[float]] | None:
        try:
            if scalar is not None and len(w) <= 4:
                loss, *grad = scalar(*w)
            else:
                point = np.array(w)
                loss, grad = float(end.problem.loss(point)), end.problem.grad(point).tolist()
        except (ArithmeticError, ValueError):  # as floats say that a loss is not finite
            return None
        if sign < 0 or decay:
            loss = sign * loss + decay / 2 * sum(x * x for x in w)
            grad = [sign * g + decay * x for g, x in zip(grad, w, strict=True)]
        return (loss, grad) if math.isfinite(loss) and all(map(math.isfinite, grad)) else None

    return at
