"""Least squares on a design matrix: what linear and polynomial regression share."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.problems.fitting import DataProblem, DataSpec, box_around, undetermined
from gdviz.problems.problem import Minimum, row_by_row


class LeastSquares(DataProblem):
    """J(w) = 1/N Σ (X_i·w - y_i)², without a factor 1/2; gradient 2/N Xᵀ(Xw - y), Hessian 2/N XᵀX.

    The loss over all samples comes from X = QR: J = (|Rw - Qᵀy|² + |y - QQᵀy|²) / N, exact to rounding and
    independent of N (Golub & Van Loan, Matrix Computations, section 5.3).
    """

    def __init__(self, spec: DataSpec, design: np.ndarray) -> None:
        super().__init__(spec)
        self.design = design
        """X, shape (N, dim)."""
        self.target = self.samples.y
        q, self._r = np.linalg.qr(design)
        self._qy = q.T @ self.target
        self._rest = float(np.sum((self.target - q @ self._qy) ** 2))
        # One row a sample, so that a batch is gathered once.
        self._rows = np.column_stack([design, self.target])
        best, _, rank, _ = np.linalg.lstsq(design, self.target, rcond=None)
        if rank == self.dim:
            self.minima = (Minimum(tuple(best.tolist()), float(self.loss(best))),)
        else:
            self.remark = undetermined()
        self.domain = spec.domain or box_around(best)
        self.start = (0.0,) * self.dim
        self.proposed_lr = self._propose_lr(best)

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self._rows, self._r, self._qy, np.full(self.dim + 1, -1.0)

    def loss(self, w: Any, xp: Any = np) -> Any:
        """See the class; w of shape (..., dim)."""
        _, r, qy, _ = self._on(xp)
        with np.errstate(all="ignore"):
            rest = row_by_row(xp.asarray(w), r, xp) - qy
            return ((rest * rest).sum(-1) + self._rest) / self.n_samples

    @property
    def samples_read(self) -> int:
        """R and Qᵀy stand for all samples."""
        return 1

    def grad(self, w: Any, xp: Any = np) -> Any:
        """See the class; w of shape (..., dim)."""
        _, r, qy, _ = self._on(xp)
        with np.errstate(all="ignore"):
            return (xp.asarray(w) @ r.T - qy) @ r * (2 / self.n_samples)

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """The same everywhere; shape (..., dim, dim)."""
        r = self._on(xp)[1]
        return xp.broadcast_to(r.T @ r * (2 / self.n_samples), (*xp.asarray(w).shape[:-1], self.dim, self.dim))

    def batch_loss_grad(self, w: Any, index: Any, xp: Any = np) -> tuple[Any, Any]:
        """The mean over the samples `index`, an array or a slice."""
        rows, _, _, v = self._on(xp)
        rows = rows[index] if type(index) is slice else rows.take(index, 0)
        share = 1 / len(rows)
        if w.ndim == 1:
            # [X y]·[w -1] and back: whole rows are contiguous, which halves the time of a small batch.
            v = v.copy()
            v[:-1] = w
            residual = rows.dot(v)
            return residual.dot(residual) * share, residual.dot(rows)[:-1] * (2 * share)
        residual = w @ rows[:, :-1].T - rows[:, -1]
        return (residual * residual).sum(-1) * share, residual @ rows[:, :-1] * (2 * share)

    def per_sample(self, w: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """ŷ, (ŷ - y)² and 2 (ŷ - y) X_i of the samples `index`."""
        x, y = self.design[index], self.target[index]
        with np.errstate(all="ignore"):
            p = x @ w
            residual = p - y
            return p, residual * residual, 2 * residual[:, None] * x
