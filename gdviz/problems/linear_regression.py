"""Linear regression: the mean squared error of w1 x1 + ... + wd xd + b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.datasets.samples import Samples, read_samples
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, param
from gdviz.problems.base import Domain, Minimum, Problem, ProblemSpec, read_domain, row_by_row


@dataclass(frozen=True)
class LinearRegression(ProblemSpec):
    """The declaration: the samples, whether there is an intercept b, and the box drawn first.

    Parameters are in the order [w1, .., wd, b].
    """

    kind = "linear_regression"
    label = mark("Linear regression")
    order = 20

    data: Samples = param(kind="data")
    intercept: bool = param(True, kind="bool")
    domain: Domain | None = param(None, kind="data", optional=True)

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> LinearRegression:
        """Read `problem`. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        samples = read_samples(made.data, join(path, "data"))
        with np.errstate(over="ignore"):
            if not np.isfinite(np.sum(samples.x**2) + np.sum(samples.y**2)):
                raise ExperimentError(
                    join(path, "data"), message("holds numbers too large for their squares to add up")
                )
        spec = cls(samples, made.intercept, None)
        return cls(samples, made.intercept, read_domain(made.domain, join(path, "domain"), spec.dim))

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        data: dict[str, Any] = {"kind": self.kind, "data": self.data.to_json(), "intercept": self.intercept}
        if self.domain is not None:
            data["domain"] = [list(side) for side in self.domain]
        return data

    @property
    def dim(self) -> int:
        """The features' weights, and b."""
        return int(self.data.x.shape[1]) + self.intercept

    @property
    def n_samples(self) -> int:
        """The number of samples."""
        return len(self.data.y)

    def build(self) -> Problem:
        """Compile it."""
        return LinearRegressionProblem(self)


class LinearRegressionProblem(Problem):
    """J(w) = 1/N Σ (x_i·w + b - y_i)², without a factor 1/2; gradient 2/N Xᵀ(Xw - y), Hessian 2/N XᵀX.

    The loss over all samples comes from X = QR: J = (|Rw - Qᵀy|² + |y - QQᵀy|²) / N, exact to rounding and
    independent of N (Golub & Van Loan, Matrix Computations, section 5.3).
    """

    symbol = "J"
    n_samples: int

    def __init__(self, spec: LinearRegression) -> None:
        samples = spec.data
        self.title = "Linear regression"
        self.samples = samples
        self.dim, self.n_samples = spec.dim, spec.n_samples
        features = samples.x.shape[1]
        self.names = (*(f"w{j + 1}" for j in range(features)), *(("b",) if spec.intercept else ()))
        ones = [np.ones((self.n_samples, 1))] if spec.intercept else []
        self.design = np.hstack([samples.x, *ones])
        """X with a column of ones for b, shape (N, dim)."""
        self.target = samples.y
        q, self._r = np.linalg.qr(self.design)
        self._qy = q.T @ self.target
        self._rest = float(np.sum((self.target - q @ self._qy) ** 2))
        best, _, rank, _ = np.linalg.lstsq(self.design, self.target, rcond=None)
        if rank == self.dim:
            self.minima = (Minimum(tuple(best.tolist()), float(self.loss(best))),)
        self.domain = spec.domain or tuple(
            (c - 1.6 * max(abs(c), 1.0), c + 1.6 * max(abs(c), 1.0)) for c in best.tolist()
        )
        self.start = (0.0,) * self.dim
        largest = float(np.linalg.eigvalsh(self.hessian(best))[-1])
        self.proposed_lr = float(f"{0.5 / largest:.0e}") if largest > 0 else 0.01
        self._device: dict[int, tuple[Any, ...]] = {}

    def _on(self, xp: Any) -> tuple[Any, ...]:
        """(design, target, R, Qᵀy) as arrays of `xp`, sent to a GPU once."""
        if xp is np:
            return self.design, self.target, self._r, self._qy
        if id(xp) not in self._device:
            self._device[id(xp)] = tuple(xp.asarray(a) for a in (self.design, self.target, self._r, self._qy))
        return self._device[id(xp)]

    def loss(self, w: Any, xp: Any = np) -> Any:
        """See the class; w of shape (..., dim)."""
        _, _, r, qy = self._on(xp)
        rest = row_by_row(w, r, xp) - qy
        return ((rest * rest).sum(-1) + self._rest) / self.n_samples

    def grad(self, w: Any, xp: Any = np) -> Any:
        """See the class; w of shape (..., dim)."""
        _, _, r, qy = self._on(xp)
        return (w @ r.T - qy) @ r * (2 / self.n_samples)

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """The same everywhere; shape (..., dim, dim)."""
        _, _, r, _ = self._on(xp)
        return xp.broadcast_to(r.T @ r * (2 / self.n_samples), (*w.shape[:-1], self.dim, self.dim))

    def gradient_texts(self) -> tuple[str, ...]:
        """2/B Σ (ŷ − y) x_j over the batch; for b without a factor."""
        texts = [f"2/B · Σ (ŷ − y)·{name}" for name in self.samples.names]
        return (*texts, "2/B · Σ (ŷ − y)") if self.dim > len(texts) else tuple(texts)

    def batch_loss_grad(self, w: Any, index: Any, xp: Any = np) -> tuple[Any, Any]:
        """The mean over the samples `index`, w of shape (dim,)."""
        design, target, _, _ = self._on(xp)
        x = design[index]
        residual = x @ w - target[index]
        return residual @ residual / len(residual), residual @ x * (2 / len(residual))
