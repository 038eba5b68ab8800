"""Adadelta: the gradient scaled by the size of the steps so far over the size of the gradients so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.optimizers.optimizer import MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class Adadelta(Optimizer):
    """v = ρ v + (1-ρ) g², d = √(u+ε) / √(v+ε) · g, u = ρ u + (1-ρ) d², Δw = -η d.

    Source: torch.optim.Adadelta; Zeiler 2012 (arXiv 1212.5701).
    """

    kind = "adadelta"
    label = "Adadelta"
    order = 42
    summary = mark("Steps in the parameters' own unit: their size so far sets the size of the next.")
    reference = "Zeiler 2012, arXiv 1212.5701"
    proposed_lr = 1.0
    shorthands = (("d", "(√(u + ε) / √(v + ε))·g"),)

    lr: float = param(**RATE, help=mark("A factor on steps that find their own length; 1 in the paper."))
    rho: float = param(0.9, low=0, high=1, open_high=True, symbol="ρ", label=mark("Smoothing"),
                       help=mark("How slowly the mean squares forget."))  # fmt: skip
    eps: float = param(1e-6, low=0, open_low=True, scale="log", symbol="ε", label=mark("Epsilon"),
                       help=mark("Sets the first steps: with 0 there would be none."))  # fmt: skip
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The mean squares of gradients and steps."""
        return ("v", "u")

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (v, u)."""
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        v = self.rho * state[0] + (1 - self.rho) * (grad * grad)
        d = xp.sqrt(state[1] + self.eps) / xp.sqrt(v + self.eps) * grad
        u = self.rho * state[1] + (1 - self.rho) * (d * d)
        return -lr * d, (v, u)
