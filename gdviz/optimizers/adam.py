"""Adam and AdamW: each parameter's own rate, from running means of the gradient and of its square."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.means import mixed_limit, running_means
from gdviz.optimizers.optimizer import BETAS, DECOUPLED_DECAY, EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param

HATS = (("m̂", "m / (1 − β₁ᵗ)"), ("v̂", "v / (1 − β₂ᵗ)"))
"""The means, corrected for their start from zero."""


@dataclass(frozen=True)
class Adam(Optimizer):
    """m = β₁ m + (1-β₁) g, v = β₂ v + (1-β₂) g², Δw = -η m̂ / (√v̂ + ε).

    m̂ = m / (1-β₁ᵗ), v̂ = v / (1-β₂ᵗ) correct the start from zero. With `amsgrad` the largest v so far takes
    v's place. Weight decay is added to the gradient. Source: torch.optim.Adam; Kingma & Ba 2015 (arXiv
    1412.6980); Reddi et al. 2018.
    """

    kind = "adam"
    label = "Adam"
    order = 30
    summary = mark("Each parameter gets its own rate from the size of its gradients so far.")
    reference = "Kingma & Ba 2015, arXiv 1412.6980; Reddi et al. 2018"
    shorthands = (*HATS, ("v̂", "v_max / (1 − β₂ᵗ)"))

    lr: float = param(**RATE, help=mark("About the length of a step in each parameter."))
    betas: tuple[float, float] = param((0.9, 0.999), **BETAS)
    eps: float = param(1e-8, **EPSILON)
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    amsgrad: bool = param(False, kind="bool", label="AMSGrad",
                          help=mark("Divides by the largest mean square so far: rates never grow again."))  # fmt: skip
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The running means, and the largest v with amsgrad."""
        return ("m", "v", "v_max") if self.amsgrad else ("m", "v")

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m, v), with amsgrad (m, v, v_max)."""
        beta1, beta2 = self.betas
        decay = self.weight_decay
        if self.maximize:
            grad = -grad
        if decay and not self.decoupled:
            grad = grad + decay * w
        m = beta1 * state[0] + (1 - beta1) * grad
        v = beta2 * state[1] + (1 - beta2) * (grad * grad)
        after: State = (m, v)
        square = v
        if self.amsgrad:
            square = xp.maximum(state[2], v)
            after = (m, v, square)
        delta = -lr * (m / (1 - beta1**step)) / (xp.sqrt(square / (1 - beta2**step)) + self.eps)
        if decay and self.decoupled:
            delta = delta - lr * decay * w
        return delta, after

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """√v̂ + ε."""
        v = running_means(grads * grads, self.betas[1], steps)
        if self.amsgrad:
            v = np.maximum.accumulate(v, axis=0)
        return np.asarray(np.sqrt(v / (1 - self.betas[1] ** steps[:, None])) + self.eps)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """2 (1+β₁) / (1-β₁) · (1-β₁ᵗ) / L, L that of P⁻¹H: 38/L with the defaults, after many updates.

        With a decoupled weight decay as in `mixed_limit`. Source: Cohen et al. 2022 (arXiv 2207.14484), where runs
        are seen to stay at this limit.
        """
        decay = self.weight_decay if self.decoupled else 0.0
        return mixed_limit(sharpness, self.betas[0], 0.0, 1 / (1 - self.betas[0] ** step), decay)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with decoupled weight decay: Δw = -η m̂ / (√v̂ + ε) - η λ w.

    Source: torch.optim.AdamW; Loshchilov & Hutter 2019 (arXiv 1711.05101).
    """

    kind = "adamw"
    label = "AdamW"
    order = 31
    summary = mark("Adam whose weight decay is not divided by the size of the gradients.")
    reference = "Loshchilov & Hutter 2019, arXiv 1711.05101"
    decoupled = True

    weight_decay: float = param(0.01, **DECOUPLED_DECAY)
