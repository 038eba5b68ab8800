"""How a rule responds near a minimum: its recursion on a quadratic, taken from the rule itself.

Along one eigenvector of the Hessian, with curvature l and gradient noise e, a rule such as gradient descent with
momentum is linear in what it keeps: x' = A x + b e, with x = (distance from the minimum, state). Its spectral
radius is the factor by which the error shrinks a step (|1 - η l| for gradient descent), and the stationary
covariance P = A P Aᵀ + s² b bᵀ the noise that stays (η s² / (l (2 - η l)) for gradient descent).
Source: Polyak 1964; Mandt, Hoffman and Blei 2017 (arXiv 1704.04289), section 3.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gdviz.backend import FLOATS
from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen
from gdviz.optimizers.optimizer import Optimizer


@frozen
class Response:
    """x' = A x + b e for each of some curvatures: `a` of shape (m, k, k), `b` of shape (m, k)."""

    a: np.ndarray
    b: np.ndarray

    @property
    def radius(self) -> np.ndarray:
        """The factor a step by which errors shrink in the long run, shape (m,)."""
        if self.a.shape[-1] == 1:
            return np.asarray(np.abs(self.a[:, 0, 0]))
        return np.asarray(np.abs(np.linalg.eigvals(self.a)).max(axis=-1))

    @property
    def rates(self) -> np.ndarray:
        """How fast losses decay: as exp(-rate k), shape (m,)."""
        return np.asarray(-2 * np.log(np.maximum(self.radius, 1e-300)))

    @property
    def gain(self) -> float:
        """The length of the steps on a slope of 1 that does not bend: η, with momentum η / (1 - μ).

        Only for the response to curvature 0.
        """
        settled = np.linalg.solve(np.eye(self.a.shape[-1] - 1) - self.a[0, 1:, 1:], self.b[0, 1:])
        return float(abs(self.b[0, 0] + self.a[0, 0, 1:] @ settled))

    @property
    def coasting(self) -> float:
        """How much farther than the last update w would go without a gradient: μ / (1 - μ) with momentum μ, or 0."""
        kept = self.a[0, 1:, 1:]
        return 0.0 if kept.shape != (1, 1) else float(kept[0, 0] / (1 - kept[0, 0]))

    def variance(self) -> np.ndarray:
        """The stationary variance of the first coordinate for independent noise of variance 1, shape (m,)."""
        return self._fixed_point(self.a, self.b[:, :, None] * self.b[:, None, :])[:, 0, 0]

    def epoch_variance(self, batches: int, own: float, between: float) -> np.ndarray:
        """The variance, mean over an epoch, where the noise of `batches` updates adds up to that of the whole data.

        `own` is each update's variance, `between` the covariance of two of one epoch (negative: the batches of an epoch
        have no samples in common); epochs are independent. Shape (m,).
        """
        size = self.a.shape[-1]
        spread, sum_ = np.zeros_like(self.a), np.zeros_like(self.b)
        power = np.broadcast_to(np.eye(size), self.a.shape).copy()
        transposed = np.swapaxes(self.a, -1, -2)
        noise, powers = [], []
        outer = self.b[:, :, None] * self.b[:, None, :]
        for _ in range(batches):
            spread = self.a @ spread @ transposed + outer
            sum_ = (self.a @ sum_[:, :, None])[:, :, 0] + self.b
            power = self.a @ power
            noise.append((own - between) * spread + between * sum_[:, :, None] * sum_[:, None, :])
            powers.append(power)
        start = self._fixed_point(power, noise[-1])
        found = [p @ start @ np.swapaxes(p, -1, -2) + q for p, q in zip(powers, noise, strict=True)]
        return np.asarray(np.mean(found, axis=0)[:, 0, 0])

    def _fixed_point(self, a: np.ndarray, q: np.ndarray) -> np.ndarray:
        """P = A P Aᵀ + Q, by the Kronecker product; shapes (m, k, k)."""
        size = a.shape[-1]
        kronecker = np.einsum("mij,mkl->mikjl", a, a).reshape(len(a), size**2, size**2)
        solved = np.linalg.solve(np.eye(size**2) - kronecker, q.reshape(len(a), size**2, 1))
        return np.asarray(solved.reshape(q.shape))


def response(record: RunRecord, curvatures: np.ndarray, lr: float) -> Response | None:
    """The response of the run's rule at the rate `lr` to the loss's `curvatures`, shape (m,).

    None for a rule that is not linear (Adam), that couples the parameters, or that evaluates the problem.
    """
    optimizer = record.cycled_optimizer(max(record.updates - 1, 0))
    if optimizer.coupled or optimizer.needs_problem or record.n == 0:
        return None
    probe = [1.0, *(0.5 / (i + 1) for i in range(len(optimizer.init(0.0))))]
    size = len(probe)
    a, b = np.empty((len(curvatures), size, size)), np.empty((len(curvatures), size))
    for m, curvature in enumerate(curvatures.tolist()):
        for i in range(size):
            unit = _answer(optimizer, lr, curvature, [float(i == j) for j in range(size)], 0.0)
            if unit is None:
                return None
            a[m, :, i] = unit
        noise, together = _answer(optimizer, lr, curvature, [0.0] * size, 1.0), None
        if noise is not None:
            b[m] = noise
            together = _answer(optimizer, lr, curvature, probe, 0.75)
        if together is None:
            return None
        linear = a[m] @ np.array(probe) + 0.75 * b[m]
        sizes = np.abs(linear)
        if not (np.abs(together - linear) <= 1e-9 * sizes + 1e-12 * sizes.max()).all():
            return None
    return Response(a, b)


def _answer(optimizer: Optimizer, lr: float, curvature: float, x: list[float], noise: float) -> list[float] | None:
    """(w, state) after a later update from `x`; None where the rule gives no finite numbers."""
    w, *state = x
    try:
        delta, after = optimizer.update(curvature * w + noise, tuple(state), w, lr, 2, FLOATS)
    except (ArithmeticError, ValueError, TypeError):  # a rule whose state is no number, or must not be 0
        return None
    found: list[Any] = [w + delta, *after]
    return found if all(map(math.isfinite, found)) else None
