"""One tanh unit with a weight before and one behind: the smallest network, with a saddle and two minima."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import join
from gdviz.problems.fitting import DataSpec
from gdviz.problems.pointwise import PointwiseProblem
from gdviz.problems.problem import Minimum, Problem

TRIED = 400
"""Values of w1 that are tried for the minimum."""


@dataclass(frozen=True, kw_only=True)
class TanhUnit(DataSpec):
    """The declaration: samples of one feature. Parameters are [w1, w2]."""

    kind = "tanh_unit"
    label = mark("One tanh unit")
    summary = mark("One neuron on one feature: mean squared error.")
    written = "1/N Σ (w2 tanh(w1 x) − y)²"
    order = 40

    def check(self, path: str) -> None:
        """One feature. Raises ExperimentError."""
        super().check(path)
        if self.data.x.shape[1] != 1:
            raise ExperimentError(
                join(path, "data"), message("must have one feature, got {got}", got=self.data.x.shape[1])
            )

    @property
    def dim(self) -> int:
        """2."""
        return 2

    def build(self) -> Problem:
        """Compile it."""
        return TanhUnitProblem(self)


class TanhUnitProblem(PointwiseProblem):
    """J = 1/N Σ (w2 tanh(w1 x) - y)². With (w1, w2) each point (-w1, -w2) has the same loss; 0 is a saddle."""

    title = TanhUnit.label
    names = ("w1", "w2")

    def __init__(self, spec: TanhUnit) -> None:
        super().__init__(spec)
        name = self.samples.names[0]
        self.prediction_text = f"ŷ = w2·tanh(w1·{name})"
        with np.errstate(all="ignore"):  # samples next to 0
            best = self._minimum()
        if best is not None:
            loss = float(self.loss(best))
            self.minima = tuple(Minimum(tuple(point.tolist()), loss) for point in (best, -best))
        center = np.ones(2) if best is None else best
        if spec.domain is None:
            reach = [2 * max(abs(c), 1.0) for c in center.tolist()]
            self.domain = tuple((-r, r) for r in reach)
        else:
            self.domain = spec.domain
        self.start = tuple(float(f"{c:.2g}") for c in (-0.7 * center[0], 1.5 * center[1]))
        self.proposed_lr = self._propose_lr(center, self.start)

    def value(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> Any:
        """w2 tanh(w1 x)."""
        return w[1] * xp.tanh(w[0] * columns[0])

    def first(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """The prediction, w2 (1 - t²) x, and t = tanh(w1 x)."""
        x = columns[0]
        t = xp.tanh(w[0] * x)
        return w[1] * t, w[1] * ((1 - t * t) * x), t

    def second(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """-2 w2 t (1 - t²) x², (1 - t²) x, 0."""
        x = columns[0]
        t = xp.tanh(w[0] * x)
        bent = (1 - t * t) * x
        return -2 * w[1] * (t * bent * x), bent, 0.0

    def gradient_texts(self) -> tuple[str, ...]:
        """The mean over the batch of 2 (ŷ − y) times the prediction's derivative."""
        name = self.samples.names[0]
        return f"2/B · Σ (ŷ − y)·w2·(1 − tanh²(w1·{name}))·{name}", f"2/B · Σ (ŷ − y)·tanh(w1·{name})"

    def _minimum(self) -> np.ndarray | None:
        """The best of a scan, polished by Newton; shape (2,), w1 > 0. None where it lies at infinity or at 0.

        For each w1 the best w2 is linear least squares, which leaves a curve in w1 alone (variable projection,
        Golub & Pereyra 1973).
        """
        x, y = self.samples.x[:, 0], self.samples.y
        sizes = np.abs(x[x != 0])
        if not len(sizes) or not y.any():
            return None
        low, high = 1e-3 / sizes.max(), 20 / np.median(sizes)
        if not np.isfinite([low, high]).all():
            return None
        tried = np.geomspace(low, high, TRIED)
        points = np.empty((TRIED, 2))
        for i, w1 in enumerate(tried.tolist()):
            t = np.tanh(w1 * x)
            points[i] = w1, (t @ y) / (t @ t)
        losses = np.nan_to_num(self.loss(points), nan=np.inf)
        place = int(np.argmin(losses))
        if place in (0, TRIED - 1):
            return None
        w = points[place]
        for _ in range(50):
            hessian, grad = self.hessian(w), self.grad(w)
            if not np.linalg.eigvalsh(hessian)[0] > 0:
                return None
            step = np.linalg.solve(hessian, grad)
            w = w - step
            if not np.isfinite(w).all():
                return None
            if np.abs(step).max() <= 1e-15 * np.abs(w).max():
                break
        near = tried[place - 1] <= w[0] <= tried[place + 1]
        return w if near and self.loss(w) <= losses[place] * (1 + 1e-12) else None
