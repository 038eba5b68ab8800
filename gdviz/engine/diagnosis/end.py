"""Where a run ended, and what it descended."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from gdviz.engine.diagnosis.response import response
from gdviz.engine.diagnosis.thresholds import ARRIVED, LAST, NEAR, NEAR_FLAT, PROMISED, REGULAR, WORK, ZERO_EIGENVALUE
from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen
from gdviz.problems.problem import Minimum


def length(vector: np.ndarray) -> float:
    """The Euclidean length of a vector, shape (dim,); ten times as fast as NumPy's for two numbers."""
    return math.hypot(*vector.tolist())


@frozen
class Window:
    """Some rows of the record and the objective there: `rows`, `values`, both of shape (m,)."""

    rows: np.ndarray
    values: np.ndarray

    @cached_property
    def levels(self) -> np.ndarray:
        """The means of neighbours, shape (m - 1,): the median of a swing between two values would be one of them."""
        return np.asarray((self.values[1:] + self.values[:-1]) / 2)

    @cached_property
    def level(self) -> float:
        """The median of these. (Not np.median, which imports numpy.ma.)"""
        ordered, n = np.sort(self.levels), len(self.levels)
        return float((ordered[(n - 1) // 2] + ordered[n // 2]) / 2)


class End:
    """The last point of a run, and its objective, which every run descends: also one that climbs the loss.

    `loss` is the problem's; `grad`, `eigenvalues`, `vectors` and all values are those of the objective. `sign` is
    -1 for a run that climbs, `decay` the λ of the weight decay's λ/2 |w|².
    """

    def __init__(self, record: RunRecord) -> None:
        optimizer, problem = record.spec.optimizer, record.problem
        self.record, self.problem = record, problem
        self.sign = -1.0 if getattr(optimizer, "maximize", False) else 1.0
        self.decay = optimizer.penalty
        self.w, self.start = record.w[-1].copy(), record.w[0].copy()
        self.loss = float(record.losses_at(np.array([record.n]))[0])
        self.first = self.value(self.start)
        self.last = self.value(self.w)
        self.grad = self.gradient(self.w)
        hessian = self.hessian(self.w)
        self.finite = bool(np.isfinite(hessian).all() and np.isfinite(self.grad).all())
        if self.finite:
            self.eigenvalues, self.vectors = np.linalg.eigh(hessian)
        else:
            self.eigenvalues, self.vectors = np.full(problem.dim, np.nan), np.eye(problem.dim)

    def objective(self, w: np.ndarray) -> np.ndarray:
        """What the run descends, at other points: shape (...,) for w of shape (..., dim)."""
        values = np.asarray(self.sign * self.problem.loss(w))
        # Without a decay w² must not count: where it overflows, 0 · inf is nan.
        return values + self.decay / 2 * np.sum(w * w, axis=-1) if self.decay else values

    def value(self, w: np.ndarray) -> float:
        """The objective at one point."""
        value = self.sign * self.problem.scalar_loss(*w.tolist())
        return value + self.decay / 2 * float(w @ w) if self.decay else value

    def gradient(self, w: np.ndarray) -> np.ndarray:
        """The objective's gradient at a point, shape (dim,)."""
        return np.asarray(self.sign * self.problem.grad(w) + self.decay * w)

    def hessian(self, w: np.ndarray) -> np.ndarray:
        """The objective's Hessian at a point, shape (dim, dim)."""
        if self.sign > 0 and not self.decay:
            return np.asarray(self.problem.hessian(w))
        return np.asarray(self.sign * np.asarray(self.problem.hessian(w)) + self.decay * np.eye(len(w)))

    def values_at(self, rows: np.ndarray) -> np.ndarray:
        """The objective at rows of the record."""
        values = self.sign * self.record.losses_at(rows)
        return values + self.decay / 2 * np.sum(self.record.w[rows] ** 2, axis=-1) if self.decay else values

    def window(self, first: int, last: int) -> Window:
        """The rows first .. last, all or, in a long run, neighbours in pairs: as many as WORK allows."""
        samples = (self.problem.n_samples or 1) * self.problem.dim
        most = min(max(WORK // samples, 16), 4096)
        if last - first + 1 <= most:
            rows = np.arange(first, last + 1)
        else:
            lower = np.linspace(first, last - 1, most // 2).round().astype(int)
            rows = np.unique(np.concatenate([lower, lower + 1]))
        return Window(rows, self.values_at(rows))

    @property
    def is_noisy(self) -> bool:
        """Whether the gradients of the run were not those of the whole loss."""
        batches = self.record.batches
        partial = batches.batch is not None and (batches.per_epoch > 1 or batches.batch.size < batches.n_samples)
        return partial or bool(self.problem.noise_std)

    @cached_property
    def quarters(self) -> tuple[Window, Window] | None:
        """The quarter before the last of the run, and the last; None for fewer than 8 updates."""
        n = self.record.n
        quarter = max((n + 1) // 4, 4)
        if n < 2 * quarter:
            return None
        return self.window(n + 1 - 2 * quarter, n - quarter), self.window(n + 1 - quarter, n)

    @cached_property
    def last_values(self) -> np.ndarray:
        """The objective in the last quarter of the run: at all rows, of many samples at those of `quarters`."""
        n = self.record.n
        if self.problem.n_samples is None:
            return self.values_at(np.arange(n + 1 - max((n + 1) // 4, min(4, n + 1)), n + 1))
        return np.empty(0) if self.quarters is None else self.quarters[1].values

    @cached_property
    def was_thrown_out(self) -> bool:
        """Whether in the last quarter the run had arrived and then rose by PROMISED of all that it descended.

        It had arrived where it was as low as at the end. In a regular bowl it must have been as low as the minimum,
        unless it rose above the start: with momentum a run that swings in a bowl is below its end again and again.
        """
        values, descended = self.last_values, self.first - self.last
        swings = self.is_regular and not np.max(values, initial=-np.inf) > self.first
        low = values - (self.last - self.to_win if swings else self.last) <= ARRIVED * descended
        return bool(low.any()) and float(np.max(values[int(np.argmax(low)) :])) - self.last > PROMISED * descended > 0

    @cached_property
    def steepest(self) -> float:
        """The longest gradient of the record (of at most 200 rows), as the run saw them."""
        n = self.record.n
        if n == 0:
            return 0.0
        rows = np.linspace(0, n - 1, min(n, 200)).round().astype(int)
        return float(np.max(np.linalg.norm(self.record.grad[rows], axis=-1)))

    @cached_property
    def is_still(self) -> bool:
        """Whether the gradient vanishes: zero, or at most ARRIVED of the longest, and no steeper than the surroundings.

        The longest may be that of a cusp (1e278 for |x|^0.1 at 1e-310), beside which every slope is negligible.
        """
        gradient = length(self.grad)
        if gradient == 0:
            return True
        if not gradient <= ARRIVED * self.steepest:
            return False
        return gradient * self.radius(self.w) <= float(np.max(np.abs(self.rise_around(self.w))))

    @cached_property
    def moved(self) -> float:
        """How far from the end the points of the last quarter (at most 512) were."""
        tail = self.record.w[-min(max(self.record.n // 4, 1), 512) - 1 :]
        return float(np.max(np.linalg.norm(tail - self.w, axis=-1)))

    @cached_property
    def is_passing(self) -> bool:
        """Whether in the last few updates the run was as low as now, and left again: it swings through a minimum."""
        n = self.record.n
        above = self.values_at(np.arange(max(n - LAST, 0), n + 1)) - (self.last - (self.to_win if self.is_bowl else 0))
        low = above <= max(ARRIVED * (self.first - self.last), 1e-15 * abs(self.last))
        return bool(low.any()) and not low[int(np.argmax(low)) :].all()

    @cached_property
    def coasts_away(self) -> bool:
        """Whether its present momentum may carry the run up by ten times ARRIVED of all that it descended.

        A momentum μ at the rate η carries an update δ up by at most μ |δ|² / (2η), its kinetic energy: with the
        objective it makes up what the heavy ball loses from update to update.
        """
        if self.record.n == 0 or self.is_noisy:
            return False
        straight = response(self.record, np.zeros(1), float(np.mean(self.record.lr)))
        if straight is None or not (straight.coasting > 0 and straight.gain > 0):
            return False
        moved = length(self.w - self.record.w[-2])
        kinetic = straight.coasting * moved * moved / (2 * straight.gain)  # coasting is μ / (1 - μ)
        return kinetic > 10 * ARRIVED * (self.first - self.last) > 0

    @cached_property
    def is_bowl(self) -> bool:
        """Whether all eigenvalues are positive, and none of them is 0 up to rounding."""
        return self.finite and bool(self.eigenvalues[0] > ZERO_EIGENVALUE * np.max(np.abs(self.eigenvalues)))

    @cached_property
    def step(self) -> np.ndarray:
        """Newton's step from here, shape (dim,); for a bowl."""
        return np.asarray(-self.vectors @ (self.vectors.T @ self.grad / self.eigenvalues))

    @cached_property
    def shrinkage(self) -> float:
        """How much shorter Newton's next step is: 0 at a regular minimum, 1 - 1/(p-1) at that of |x|ᵖ; nan at worst."""
        step = length(self.step)
        if step <= 1e-9 * (1 + length(self.w)):
            return 0.0
        grad, hessian = self.gradient(self.w + self.step), self._hessian_ahead
        if not (np.isfinite(grad).all() and np.isfinite(hessian).all()):
            return np.nan
        return length(np.linalg.lstsq(hessian, grad, rcond=None)[0]) / step

    @property
    def is_regular(self) -> bool:
        """Whether the Hessian predicts the minimum: Newton's next step is much shorter, the Hessian there similar."""
        return self.is_bowl and self.shrinkage <= REGULAR and self._stays_bowl

    @cached_property
    def _hessian_ahead(self) -> np.ndarray:
        """The Hessian after Newton's step."""
        return self.hessian(self.w + self.step)

    @cached_property
    def _stays_bowl(self) -> bool:
        """Whether the predicted depth and the least curvature hold after Newton's step.

        On the floor of a valley the least curvature vanishes.
        """
        least = float(np.linalg.eigvalsh(self._hessian_ahead)[0])
        # Before a cliff the quadratic may lead to a point that is a minimum, but not this deep.
        misses = abs(self.last - self.to_win - self.value(self.w + self.step))
        deep = misses <= 0.25 * self.to_win + 1e-12 * (abs(self.last) + abs(self.first))
        return deep and least >= max(0.5 * float(self.eigenvalues[0]), ZERO_EIGENVALUE * float(self.eigenvalues[-1]))

    @property
    def to_win(self) -> float:
        """By how much a Newton step still lowers the objective; for a bowl."""
        return float(-self.step @ self.grad) / 2

    @property
    def known(self) -> tuple[Minimum, ...]:
        """The known minima of the objective."""
        return self.problem.minima if self.sign > 0 and not self.decay else ()

    @property
    def best(self) -> Minimum | None:
        """The lowest of the known minima."""
        return min(self.known, key=lambda minimum: minimum.loss, default=None)

    @property
    def is_bounded_below(self) -> bool:
        """Whether the objective is known to have a lowest value."""
        return self.sign > 0 and not self.problem.unbounded_below and any(m.is_global for m in self.problem.minima)

    @cached_property
    def has_no_bottom(self) -> bool:
        """Whether the objective has no lowest value: as the catalogue says, or as it falls far away along some ray.

        Far away is 1e5 times the size of w, in 16 directions (along the axes in more than two dimensions). A mean over
        samples has a lowest value.
        """
        if self.sign < 0 or self.is_bounded_below or self.problem.n_samples is not None:
            return False
        if self.problem.unbounded_below:
            return True
        dim = len(self.w)
        if dim == 2:
            angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
            directions = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        else:
            directions = np.vstack([np.eye(dim), -np.eye(dim)])
        far = self.objective(self.w + 1e5 * (1 + length(self.w)) * directions)
        return bool((far < -1e3 * (1 + abs(self.first) + abs(self.last))).any())

    def nearest(self, w: np.ndarray) -> tuple[Minimum | None, float]:
        """The known minimum next to a point, and its distance."""
        at = w.tolist()
        found = min(self.known, key=lambda minimum: math.dist(at, minimum.w), default=None)
        return found, math.inf if found is None else math.dist(at, found.w)

    def is_outside(self, w: np.ndarray) -> bool:
        """Whether a point lies outside the problem's box."""
        return any(x < low or x > high for x, (low, high) in zip(w.tolist(), self.problem.domain, strict=True))

    def radius(self, w: np.ndarray) -> float:
        """The distance from `w` at which its surroundings are examined: just visible."""
        return 10 * NEAR * (1 + length(w))

    def rise_around(self, w: np.ndarray, away: float | None = None) -> np.ndarray:
        """How far the objective rises from `w` in the directions tried, `away` or a `radius` from it."""
        dim, away = len(w), self.radius(w) if away is None else away
        if dim == 2:
            angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
            around = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        else:
            around = np.eye(dim)
        directions = np.vstack([around, -around, self.vectors.T, -self.vectors.T])
        return self.objective(w + away * directions) - self.value(w)

    def flat_bottom(self) -> np.ndarray | None:
        """The minimum nearby that Newton's steps lead to, though the curvature vanishes there, as that of x⁴ does.

        None where they lead to none: the way is far, the loss has not arrived there, or the curvature is not about
        the same every way, as in a valley.
        """
        w = self.w
        for _ in range(100):
            grad, hessian = self.gradient(w), self.hessian(w)
            if not (np.isfinite(grad).all() and np.isfinite(hessian).all()):
                return None
            values, vectors = np.linalg.eigh(hessian)
            if not values[0] > 1e-3 * values[-1]:
                return None
            step = -vectors @ (vectors.T @ grad / values)
            w = w + step
            if length(w - self.w) > NEAR_FLAT * (1 + length(self.w)):
                return None
            if length(step) <= 1e-9 * (1 + length(w)):
                break
        else:
            return None
        left = self.last - self.value(w)
        if not left <= ARRIVED * (self.first - self.value(w)):
            return None
        rise = self.rise_around(w, NEAR_FLAT * (1 + length(w)))
        w[np.abs(w) <= 1e-8 * (1 + length(w))] = 0.0  # the steps end 1e-9 before it
        return w if (rise > 1e-3 * np.max(rise)).all() else None

    def is_lowest_around(self, w: np.ndarray) -> bool:
        """Whether the objective rises from `w` in every direction: a minimum, even one that is flat (x⁴)."""
        rise = self.rise_around(w)
        return bool((rise > 1e-3 * np.max(rise)).all())
