"""NAdam: Adam with Nesterov's look ahead."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.means import mixed_limit, running_means
from gdviz.optimizers.optimizer import BETAS, EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param

_FORGOTTEN, _MOST = -40.0, 1_000_000
"""Logarithm of a product of momenta that adds nothing to 1, and after how many updates it is 0 at the latest."""


@dataclass(frozen=True)
class NAdam(Optimizer):
    """Δw = -η ((1-μₜ) g / (1-Πμ) + μₜ₊₁ m / (1-Πμ μₜ₊₁)) / (√v̂ + ε).

    m and v are Adam's means, v̂ = v / (1-β₂ᵗ), μₜ = β₁ (1 - 0.96^(tψ) / 2), and Πμ = μ₁ ... μₜ. Weight decay is
    added to the gradient, or shrinks w first where it is decoupled. Source: torch.optim.NAdam; Dozat 2016.
    """

    kind = "nadam"
    label = "NAdam"
    order = 33
    summary = mark("Adam that looks ahead along its momentum, as Nesterov does.")
    reference = "Dozat 2016, Incorporating Nesterov Momentum into Adam, ICLR workshop"
    shorthands = (
        ("v̂", "v / (1 − β₂ᵗ)"),
        ("μₜ", "β₁·(1 − 0.5·0.96^(t·ψ))"),
        ("μₜ₊₁", "β₁·(1 − 0.5·0.96^((t + 1)·ψ))"),
    )

    lr: float = param(**RATE, help=mark("About the length of a step in each parameter."))
    betas: tuple[float, float] = param((0.9, 0.999), **BETAS)
    eps: float = param(1e-8, **EPSILON)
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    momentum_decay: float = param(0.004, low=0, symbol="ψ", label=mark("Momentum decay"),
                                  help=mark("How quickly the momentum grows from half of β₁ to β₁."))  # fmt: skip
    decoupled_weight_decay: bool = param(False, kind="bool", label=mark("Decoupled decay"),
                                         help=mark("Weight decay shrinks w past the rule, as in AdamW."))  # fmt: skip
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The product of the momenta, and the running means."""
        return ("Πμ", "m", "v")

    def init(self, zero: Any) -> State:
        """An empty product is 1."""
        return (zero + 1.0, zero, zero)

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """√v̂ + ε."""
        v = running_means(grads * grads, self.betas[1], steps)
        return np.asarray(np.sqrt(v / (1 - self.betas[1] ** steps[:, None])) + self.eps)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """As in `mixed_limit`, with the shares of gradient and mean of the update `step`; L that of P⁻¹H.

        2 (1+β₁) / ((1-β₁) (1+2β₁) L) after many updates, as Nesterov's.
        """
        beta1 = self.betas[0]
        now, ahead = (self._momentum(np.asarray(step, dtype=float) + more) for more in (0, 1))
        forgotten = min(math.ceil(_FORGOTTEN / math.log(beta1)), _MOST) if beta1 else 0
        products = np.append(np.cumprod(self._momentum(np.arange(1.0, forgotten + 1))), 0.0)
        product = products[np.minimum(np.asarray(step), forgotten + 1).astype(int) - 1]
        mean = ahead / (1 - product * ahead)
        decay = self.weight_decay if self.decoupled_weight_decay else 0.0
        return mixed_limit(sharpness, beta1, (1 - now) / (1 - product), mean, decay)

    def _momentum(self, step: np.ndarray) -> np.ndarray:
        """μₜ."""
        shrinking = 0.96 ** (step * self.momentum_decay) if self.momentum_decay else np.ones_like(step)
        return np.asarray(self.betas[0] * (1 - 0.5 * shrinking))

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (Πμ, m, v)."""
        beta1, beta2 = self.betas
        decay = self.weight_decay
        if self.maximize:
            grad = -grad
        if decay and not self.decoupled_weight_decay:
            grad = grad + decay * w
        now = beta1 * (1 - 0.5 * 0.96 ** (step * self.momentum_decay))
        ahead = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * self.momentum_decay))
        product = state[0] * now
        m = beta1 * state[1] + (1 - beta1) * grad
        v = beta2 * state[2] + (1 - beta2) * (grad * grad)
        mixed = (1 - now) * grad / (1 - product) + ahead * m / (1 - product * ahead)
        delta = -lr * mixed / (xp.sqrt(v / (1 - beta2**step)) + self.eps)
        if decay and self.decoupled_weight_decay:
            delta = delta - lr * decay * w
        return delta, (product, m, v)
