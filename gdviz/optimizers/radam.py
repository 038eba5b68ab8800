"""RAdam: Adam that takes plain momentum steps until its mean square is trustworthy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.means import mixed_limit, running_means
from gdviz.optimizers.optimizer import BETAS, EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class RAdam(Optimizer):
    """Δw = -η m̂ r √(1-β₂ᵗ) / (√v + ε) where ρₜ > 5, else -η m̂.

    ρ∞ = 2/(1-β₂) - 1, ρₜ = ρ∞ - 2 t β₂ᵗ / (1-β₂ᵗ), r² = (ρₜ-4)(ρₜ-2)ρ∞ / ((ρ∞-4)(ρ∞-2)ρₜ): how far v's
    variance is from its final one. m, v, m̂ are Adam's. Source: torch.optim.RAdam; Liu et al. 2020.
    """

    kind = "radam"
    label = "RAdam"
    order = 34
    summary = mark("Adam with a warm-up of its own: it divides only once the mean square is known well enough.")
    reference = "Liu et al. 2020, arXiv 1908.03265"
    shorthands = (
        ("m̂", "m / (1 − β₁ᵗ)"),
        ("ρ∞", "2 / (1 − β₂) − 1"),
        ("ρₜ", "ρ∞ − 2·t·β₂ᵗ / (1 − β₂ᵗ)"),
        ("r", "√((ρₜ − 4)·(ρₜ − 2)·ρ∞ / ((ρ∞ − 4)·(ρ∞ − 2)·ρₜ))"),
    )

    lr: float = param(**RATE, help=mark("About the length of a step in each parameter."))
    betas: tuple[float, float] = param((0.9, 0.999), **BETAS)
    eps: float = param(1e-8, **EPSILON)
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    decoupled_weight_decay: bool = param(False, kind="bool", label=mark("Decoupled decay"),
                                         help=mark("Weight decay shrinks w past the rule, as in AdamW."))  # fmt: skip
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The running means."""
        return ("m", "v")

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """(√v + ε) / (r √(1-β₂ᵗ)) where ρₜ > 5, else 1."""
        beta2, step = self.betas[1], steps[:, None]
        unbiased = 1 - beta2**step
        longest = 2 / (1 - beta2) - 1
        known = longest - 2 * step * beta2**step / unbiased
        divides = known > 5
        safe = np.where(divides, known, 5.0)
        share = np.sqrt((safe - 4) * (safe - 2) * longest / ((longest - 4) * (longest - 2) * safe))
        root = np.sqrt(running_means(grads * grads, beta2, steps)) + self.eps
        return np.where(divides, root / (share * np.sqrt(unbiased)), 1.0)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """2 (1+β₁) / (1-β₁) · (1-β₁ᵗ) / L, L that of P⁻¹H, as Adam's; `mixed_limit` with a decoupled decay."""
        decay = self.weight_decay if self.decoupled_weight_decay else 0.0
        return mixed_limit(sharpness, self.betas[0], 0.0, 1 / (1 - self.betas[0] ** step), decay)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m, v)."""
        beta1, beta2 = self.betas
        decay = self.weight_decay
        if self.maximize:
            grad = -grad
        if decay and not self.decoupled_weight_decay:
            grad = grad + decay * w
        m = beta1 * state[0] + (1 - beta1) * grad
        v = beta2 * state[1] + (1 - beta2) * (grad * grad)
        unbiased = 1 - beta2**step
        longest = 2 / (1 - beta2) - 1
        known = longest - 2 * step * beta2**step / unbiased
        delta = -lr * (m / (1 - beta1**step))
        if known > 5:
            share = xp.sqrt((known - 4) * (known - 2) * longest / ((longest - 4) * (longest - 2) * known))
            delta = delta * share * xp.sqrt(unbiased) / (xp.sqrt(v) + self.eps)
        if decay and self.decoupled_weight_decay:
            delta = delta - lr * decay * w
        return delta, (m, v)
