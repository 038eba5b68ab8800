"""Logistic regression: the binary cross-entropy of σ(w1 x1 + ... + wd xd + b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark, message
from gdviz.params import join, param
from gdviz.problems.fitting import (
    CrossEntropy,
    DataSpec,
    box_around,
    require_labels,
    sum_text,
    undetermined,
    weight_names,
)
from gdviz.problems.pointwise import PointwiseProblem
from gdviz.problems.problem import Minimum, Problem

NEWTON_STEPS, HALVINGS = 60, 20
MANY = 20_000
"""From how many samples on Newton's method begins at the minimum of some of them."""
SURELY_FINITE = 1e290
"""Logits up to this size have a finite sum, for as many as fit into memory."""
RIDGE = 1e-3
"""The weight of |w|²/2 with which there is a point to show if the loss has no minimum."""


@dataclass(frozen=True, kw_only=True)
class LogisticRegression(DataSpec):
    """The declaration: samples whose targets are 0 or 1, and whether there is an intercept b.

    Parameters are in the order [w1, .., wd, b].
    """

    kind = "logistic_regression"
    label = mark("Logistic regression")
    summary = mark("Two classes, parted by a line or plane: binary cross-entropy.")
    written = "1/N Σ ln(1 + exp(−(2y − 1)(w·x + b)))"
    order = 30

    intercept: bool = param(
        True, kind="bool", label=mark("Intercept"), help=mark("Whether the logit has a constant b.")
    )

    def check(self, path: str) -> None:
        """Every target is 0 or 1. Raises ExperimentError."""
        super().check(path)
        require_labels(self.data, join(path, "data"))

    @property
    def dim(self) -> int:
        """The features' weights, and b."""
        return int(self.data.x.shape[1]) + self.intercept

    def build(self) -> Problem:
        """Compile it."""
        return LogisticRegressionProblem(self)


class LogisticRegressionProblem(PointwiseProblem):
    """J(w) = 1/N Σ ln(1 + exp(-s_i z_i)), z = Xw, s = 2y - 1; gradient 1/N Xᵀ(σ(z) - y), Hessian 1/N Xᵀ diag(σ(1-σ)) X.

    J is convex. Its minimum exists and is one point where X has full rank and no plane separates the classes
    (Albert & Anderson 1984, Biometrika 71, 1-10); Newton's method finds it. Where a plane does, J falls towards 0,
    its infimum, and no w reaches it.
    """  # fmt: skip

    title = LogisticRegression.label
    loss_kind = CrossEntropy

    def __init__(self, spec: LogisticRegression) -> None:
        super().__init__(spec)
        self._intercept = spec.intercept
        self.names = weight_names(spec.data.x.shape[1], spec.intercept)
        self.prediction_text = f"ŷ = σ({sum_text(spec.data.names, spec.intercept)})"
        ones = [np.ones(self.n_samples)] if spec.intercept else []
        self.design = np.column_stack([spec.data.x, *ones])
        """X with a column of ones for b, shape (N, dim)."""
        self._rows = np.column_stack([self.design, self.samples.y])
        self._largest = float(np.abs(self.design).max())
        determined = np.linalg.matrix_rank(self.design) == self.dim
        best = self._newton(0.0) if determined else None
        if best is not None:
            self.minima = (Minimum(tuple(best.tolist()), float(self.loss(best))),)
        center = best if best is not None else self._newton(RIDGE)
        if best is None and center is not None and self._separates(center):
            self.remark = message("a plane separates the classes: the loss falls towards 0, which no w reaches")
        elif not determined:
            self.remark = undetermined()
        self.domain = spec.domain or box_around(np.zeros(self.dim) if center is None else center)
        self.start = (0.0,) * self.dim
        self.proposed_lr = self._propose_lr(np.zeros(self.dim), share=1.0)

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self._columns, self.samples.y, self._rows

    def _on(self, xp: Any) -> tuple[Any, ...]:
        return super()._on(xp)[:2]

    def value(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> Any:
        """The logit, summed in a fixed order, so that it does not depend on how many points are computed at once."""
        z = w[0] * columns[0]
        for j in range(1, len(columns)):
            z = z + w[j] * columns[j]
        return z + w[len(columns)] if self._intercept else z

    def first(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """The logit, the features, and 1."""
        return (self.value(w, columns, xp), *columns, *((1.0,) if self._intercept else ()))

    def second(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """Zeros: the logit is linear in w."""
        return (0.0,) * (self.dim * (self.dim + 1) // 2)

    def is_surely_finite(self, w: np.ndarray) -> bool:
        """See Problem: no logit is beyond Σ|w_j| max|x|, and a sample's loss grows no faster than its logit."""
        return float(np.abs(w).sum()) * self._largest < SURELY_FINITE

    def batch_loss_grad(self, w: Any, index: Any, xp: Any = np) -> tuple[Any, Any]:
        """The mean over the samples `index`, an array or a slice."""
        rows = super()._on(xp)[2]
        rows = rows[index] if type(index) is slice else rows.take(index, 0)
        x, y = rows[:, :-1], rows[:, -1]
        share = 1 / len(rows)
        losses, slopes = CrossEntropy.both(w @ x.T, y, xp)
        return losses.sum(-1) * share, slopes @ x * share

    def gradient_texts(self) -> tuple[str, ...]:
        """1/B Σ (σ(z) − y) x_j over the batch; for b without a factor."""
        texts = [f"1/B · Σ (σ(z) − y)·{name}" for name in self.samples.names]
        return (*texts, "1/B · Σ (σ(z) − y)") if self._intercept else tuple(texts)

    def _separates(self, w: np.ndarray) -> bool:
        """Whether `w` puts every sample on its own side, none on the plane."""
        return bool(((2 * self.samples.y - 1) * (self.design @ w) > 0).all())

    def _newton(self, ridge: float, thin: int = 1) -> np.ndarray | None:
        """The minimum of J + ridge/2 |w|² by damped Newton steps, shape (dim,); None where it finds none.

        Without a ridge, a w that separates the classes proves that there is none. It uses every `thin`-th sample. Where
        these are many, it begins at the minimum of every 16th of them (J is convex, so any start will do).
        """
        x, y = self.design[::thin], self.samples.y[::thin]
        n = len(y)
        begin = self._newton(ridge, 16 * thin) if n > MANY else None
        w = np.zeros(self.dim) if begin is None else begin

        def objective(w: np.ndarray) -> float:
            return float(CrossEntropy.value(x @ w, y, np).mean() + ridge / 2 * (w @ w))

        value, last = objective(w), np.inf
        for _ in range(NEWTON_STEPS):
            z = x @ w
            if not ridge and bool(((2 * y - 1) * z > 0).all()):
                return None
            grad = CrossEntropy.slope(z, y, np) @ x / n + ridge * w
            hessian = (x.T * CrossEntropy.curvature(z, y, np)) @ x / n + ridge * np.eye(self.dim)
            scale = np.sqrt(np.diag(hessian))
            if not (scale > 0).all():
                return None
            # Scaled to a unit diagonal: features in very different units must not make it look singular.
            scaled = hessian / np.outer(scale, scale)
            if np.linalg.eigvalsh(scaled)[0] < 1e-13:
                return None
            step = -np.linalg.solve(scaled, grad / scale) / scale
            length = float(np.abs(step * scale).max())
            before = value
            for _ in range(HALVINGS):
                value = objective(w + step)
                if value <= before + 1e-14 * abs(before):
                    break
                step = step / 2
            w = w + step
            if length < 1e-7 and length >= last / 2:  # converged quadratically; the rest is rounding
                return w
            last = length
        return None
