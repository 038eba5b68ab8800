"""Running means and maxima of a whole run's gradients, for all its updates at once, and the limit they give."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

_POWERS = 200.0
"""Logarithm of the largest factor between the weights of one sweep: with 1e87, squares up to 1e220 have room."""


def running_means(values: np.ndarray, beta: float, steps: np.ndarray) -> np.ndarray:
    """mₜ = β mₜ₋₁ + (1-β) xₜ from m₀ = 0, for the values (n, dim) of the updates `steps` (n,); shape (n, dim).

    Where only each stride-th update is known, its value stands for those that are left out: β^stride for β; but the
    first one, which nothing precedes, for itself alone. So the weights sum to 1 - βᵗ.
    """
    between = _between(beta, steps)
    if between != beta:
        values = np.concatenate([values[:1] * ((1 - beta) / (1 - between)), values[1:]])
    beta = between
    return _swept(values, beta, lambda before, part: before + (1 - beta) * np.cumsum(part, axis=0))


def running_maxima(values: np.ndarray, beta: float, steps: np.ndarray) -> np.ndarray:
    """uₜ = max(β uₜ₋₁, xₜ) from u₀ = 0; the rest as in `running_means`."""
    beta = _between(beta, steps)
    return _swept(values, beta, lambda before, part: np.maximum(before, np.maximum.accumulate(part, axis=0)))


def mixed_limit(sharpness: Any, beta: float, gradient: Any, mean: Any, decay: float) -> np.ndarray:
    """The largest stable rate of Δw = -η P⁻¹ (c g + d m) - η λ w, m = β m + (1-β) g, where P does not change.

    2 / (λ + L (c + d (1-β)/(1+β))) with L, the `sharpness`, the largest eigenvalue of P⁻¹H, c = `gradient`,
    d = `mean`, λ = `decay`; infinite where that is not positive. From the recursion of (w, m) on a quadratic: both
    eigenvalues are inside the unit circle while 1 + trace + determinant > 0.
    """
    pull = decay + np.asarray(sharpness, dtype=float) * (gradient + mean * (1 - beta) / (1 + beta))
    limits: np.ndarray = np.divide(2.0, pull, out=np.full(np.shape(pull), np.inf), where=~(pull <= 0))
    return limits


def _between(beta: float, steps: np.ndarray) -> float:
    """The factor β^stride of what is left from one known update to the next."""
    return beta ** float(steps[1] - steps[0]) if len(steps) > 1 else beta


def _swept(values: np.ndarray, beta: float, combine: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Combine all values up to each step, the older ones multiplied by β once for each later step."""
    if beta == 0:
        return values
    span = max(1, int(_POWERS / -math.log(beta)))
    found = np.empty(values.shape)
    before = np.zeros(values.shape[-1:])
    for first in range(0, len(values), span):
        part = values[first : first + span]
        powers = beta ** np.arange(len(part))[:, None]
        found[first : first + span] = powers * combine(beta * before, part / powers)
        before = found[first + len(part) - 1]
    return found
