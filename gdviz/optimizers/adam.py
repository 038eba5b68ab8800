"""Adam: each parameter's own rate, from running means of the gradient and of its square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.optimizers.base import Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class Adam(Optimizer):
    """m = β₁ m + (1-β₁) g, v = β₂ v + (1-β₂) g², Δw = -η m̂ / (√v̂ + ε).

    m̂ = m / (1-β₁ᵗ), v̂ = v / (1-β₂ᵗ) correct the start from zero. With `amsgrad` the largest v so far takes
    v's place. Weight decay is added to the gradient. Source: torch.optim.Adam; Kingma & Ba 2015 (arXiv
    1412.6980); Reddi et al. 2018.
    """

    kind = "adam"
    label = "Adam"
    order = 10
    summary = mark("Each parameter gets its own rate from the size of its gradients so far.")
    reference = "Kingma & Ba 2015, arXiv 1412.6980; Reddi et al. 2018"

    lr: float = param(low=0, open_low=True, scale="log", symbol="η", label=mark("Learning rate"),
                      help=mark("About the length of a step in each parameter."))  # fmt: skip
    betas: tuple[float, float] = param((0.9, 0.999), kind="pair", low=0, high=1, open_high=True, symbol="β₁, β₂",
                                       label=mark("Betas"),
                                       help=mark("How slowly the means of gradient and square forget."))  # fmt: skip
    eps: float = param(1e-8, low=0, scale="log", symbol="ε", label=mark("Epsilon"),
                       help=mark("Keeps the division finite where the gradient is zero."))  # fmt: skip
    weight_decay: float = param(0.0, low=0, symbol="λ", label=mark("Weight decay"),
                                help=mark("Pulls the parameters to zero: λ w is added to the gradient."))  # fmt: skip
    amsgrad: bool = param(False, kind="bool", label="AMSGrad",
                          help=mark("Divides by the largest mean square so far: rates never grow again."))  # fmt: skip
    maximize: bool = param(False, kind="bool", label=mark("Uphill"),
                           help=mark("Turns the sign: climbs instead of descending."))  # fmt: skip

    @property
    def slots(self) -> tuple[str, ...]:
        """The running means, and the largest v with amsgrad."""
        return ("m", "v", "v_max") if self.amsgrad else ("m", "v")

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m, v), with amsgrad (m, v, v_max)."""
        beta1, beta2 = self.betas
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        m = beta1 * state[0] + (1 - beta1) * grad
        v = beta2 * state[1] + (1 - beta2) * (grad * grad)
        correction = xp.sqrt(1 - beta2**step)
        rate = lr / (1 - beta1**step)
        if self.amsgrad:
            largest = xp.maximum(state[2], v)
            return -rate * m / (xp.sqrt(largest) / correction + self.eps), (m, v, largest)
        return -rate * m / (xp.sqrt(v) / correction + self.eps), (m, v)
