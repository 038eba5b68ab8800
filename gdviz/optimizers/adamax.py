"""Adamax: Adam with the largest recent gradient in place of the mean square."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.means import mixed_limit, running_maxima
from gdviz.optimizers.optimizer import BETAS, EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class Adamax(Optimizer):
    """m = β₁ m + (1-β₁) g, u = max(β₂ u, |g| + ε), Δw = -η m̂ / u, m̂ = m / (1-β₁ᵗ).

    Source: torch.optim.Adamax; Kingma & Ba 2015, section 7.1.
    """

    kind = "adamax"
    label = "Adamax"
    order = 32
    summary = mark("Adam, but divided by the largest recent gradient instead of the mean square's root.")
    reference = "Kingma & Ba 2015, arXiv 1412.6980, section 7.1"
    shorthands = (("m̂", "m / (1 − β₁ᵗ)"),)

    lr: float = param(**RATE, help=mark("The longest step in each parameter."))
    betas: tuple[float, float] = param((0.9, 0.999), **BETAS)
    eps: float = param(1e-8, **EPSILON)
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The running mean and the decaying largest gradient."""
        return ("m", "u")

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """The decaying largest gradient."""
        return running_maxima(np.abs(grads) + self.eps, self.betas[1], steps)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """2 (1+β₁) / (1-β₁) · (1-β₁ᵗ) / L, L that of P⁻¹H, as Adam's."""
        return mixed_limit(sharpness, self.betas[0], 0.0, 1 / (1 - self.betas[0] ** step), 0.0)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m, u)."""
        beta1, beta2 = self.betas
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        m = beta1 * state[0] + (1 - beta1) * grad
        u = xp.maximum(beta2 * state[1], xp.abs(grad) + self.eps)
        return -lr * (m / (1 - beta1**step)) / u, (m, u)
