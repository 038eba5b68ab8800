"""Predictions given by a formula and its derivatives, sample by sample: what tanh_unit and model share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from gdviz.problems.fitting import DataProblem, DataSpec


class PointwiseProblem(DataProblem):
    """The sums of `gdviz.problems.fitting` over a prediction's own derivatives."""

    def __init__(self, spec: DataSpec) -> None:
        super().__init__(spec)
        self._columns = np.ascontiguousarray(spec.data.x.T)

    @abstractmethod
    def value(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> Any:
        """p for parameters and columns that broadcast."""

    @abstractmethod
    def first(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """p and its derivatives p_j; those that are the same for all samples may be floats."""

    @abstractmethod
    def second(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """The second derivatives p_jk, j <= k, row by row; likewise."""

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self._columns, self.samples.y

    def loss(self, w: Any, xp: Any = np) -> Any:
        """J(w), shape (...,)."""
        columns, y = self._on(xp)

        def block(points: Any) -> Any:
            p = self.value(self._parts(points), columns, xp)
            return self.loss_kind.value(p, y, xp).sum(-1) / self.n_samples

        return self._in_blocks(w, xp, (), block)

    def grad(self, w: Any, xp: Any = np) -> Any:
        """∇J(w), shape (..., dim)."""
        columns, y = self._on(xp)

        def block(points: Any) -> Any:
            p, *slopes = self.first(self._parts(points), columns, xp)
            outer = self.loss_kind.slope(p, y, xp)
            return xp.stack([(outer * slope).sum(-1) for slope in slopes], axis=-1) / self.n_samples

        return self._in_blocks(w, xp, (self.dim,), block)

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """∇²J(w), shape (..., dim, dim)."""
        columns, y = self._on(xp)

        def block(points: Any) -> Any:
            parts = self._parts(points)
            p, *slopes = self.first(parts, columns, xp)
            curved = iter(self.second(parts, columns, xp))
            outer, bent = self.loss_kind.slope(p, y, xp), self.loss_kind.curvature(p, y, xp)
            out = xp.empty((len(points), self.dim, self.dim))
            for j in range(self.dim):
                for k in range(j, self.dim):
                    terms, second = bent * slopes[j] * slopes[k], next(curved)
                    # Adding zeros would be slow.
                    if getattr(terms, "shape", ()) != outer.shape or type(second) is not float or second:
                        terms = terms + outer * second
                    out[:, j, k] = out[:, k, j] = terms.sum(-1) / self.n_samples
            return out

        return self._in_blocks(w, xp, (self.dim, self.dim), block)

    def batch_loss_grad(self, w: Any, index: Any, xp: Any = np) -> tuple[Any, Any]:
        """The mean over the samples `index`, an array or a slice."""
        columns, y = self._on(xp)
        columns, y = (columns[:, index], y[index]) if type(index) is slice else (columns.take(index, 1), y.take(index))
        parts = w if w.ndim == 1 else self._parts(w)
        p, *slopes = self.first(parts, columns, xp)
        (losses, outer), share = self.loss_kind.both(p, y, xp), 1 / len(y)
        grad = xp.stack([(outer * slope).sum(-1) for slope in slopes], axis=-1) * share
        return losses.sum(-1) * share, grad

    def predict(self, w: Any, x: Any, xp: Any = np) -> Any:
        """What is compared with y at features `x` of shape (M, d): shape (..., M)."""
        w = xp.asarray(w)
        with np.errstate(all="ignore"):
            p = self.value(self._parts(w), x.T, xp)
        return xp.broadcast_to(self.loss_kind.shown(p, xp), (*w.shape[:-1], len(x)))

    def _parts(self, w: Any) -> list[Any]:
        """Each parameter with an axis for the samples, shape (..., 1)."""
        return [w[..., j, None] for j in range(self.dim)]

    def per_sample(self, w: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What is compared with y, the loss, and ℓ' p_j of the samples `index`."""
        columns, y = list(self._columns[:, index]), self.samples.y[index]
        with np.errstate(all="ignore"):
            p, *slopes = self.first(w.tolist(), columns, np)
            losses, outer = self.loss_kind.both(p, y, np)
            grads = np.stack([outer * slope for slope in slopes], axis=-1)
            return np.broadcast_to(self.loss_kind.shown(p, np), losses.shape), losses, grads
