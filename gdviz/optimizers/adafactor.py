"""Adafactor: steps relative to the size of the parameters, with little memory where these are matrices."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.optimizers.optimizer import DECOUPLED_DECAY, MAXIMIZE, RATE, Optimizer, State, rms
from gdviz.params import build, param

MACHINE = sys.float_info.epsilon


@dataclass(frozen=True)
class Adafactor(Optimizer):
    """v = (1-tᵟ) v + tᵟ g², u = g / √max(v, ε₁²), Δw = -a u / max(1, rms(u)/d) - η λ w.

    a = max(ε₂, rms(w)) · min(η, 1/√t): the step is a share of the parameters' size. The parameters are one
    vector here, for which nothing is factored. Source: torch.optim.Adafactor; Shazeer & Stern 2018.
    """

    kind = "adafactor"
    label = "Adafactor"
    order = 43
    summary = mark("Steps are a share of the parameters' own size; it was made to save memory.")
    reference = "Shazeer & Stern 2018, arXiv 1804.04235"
    coupled = True
    decoupled = True
    shorthands = (
        ("a", "max(ε₂, √mean(w²))·min(η, 1 / √t)"),
        ("u", "g / √max(v, ε₁²)"),
        ("u", "−g / √max(v, ε₁²)"),
    )

    lr: float = param(**RATE, help=mark("The step's share of the parameters' size, while 1/√t is larger."))
    beta2_decay: float = param(-0.8, high=0, symbol="δ", label=mark("Decay of the mean"),
                               help=mark("The newest square counts t^δ: less and less."))  # fmt: skip
    eps: tuple[float, float] = param((MACHINE, 1e-3), kind="pair", low=0, scale="log", symbol="ε₁, ε₂",
                                     label=mark("Epsilons"),
                                     help=mark("The least √v, and the least size of w."))  # fmt: skip
    d: float = param(1.0, low=1, symbol="d", label=mark("Clipping"),
                     help=mark("A step whose root mean square is larger than d is shortened."))  # fmt: skip
    weight_decay: float = param(0.0, **DECOUPLED_DECAY)
    maximize: bool = param(False, **MAXIMIZE)

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Adafactor:
        """Read `optimizer`; null for the first of `eps` is the machine's, as in torch. Raises ExperimentError."""
        eps = data.get("eps")
        if isinstance(eps, list | tuple) and len(eps) == 2 and eps[0] is None:
            data = {**data, "eps": [MACHINE, eps[1]]}
        return build(cls, data, path)

    @property
    def slots(self) -> tuple[str, ...]:
        """The mean square."""
        return ("v",)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (v,)."""
        if self.maximize:
            grad = -grad
        least, smallest = self.eps
        newest = step**self.beta2_decay
        v = (1 - newest) * state[0] + newest * (grad * grad)
        share = xp.maximum(smallest, rms(w, xp)) * xp.minimum(lr, 1 / xp.sqrt(step))
        u = grad / xp.sqrt(xp.maximum(v, least * least))
        delta = -share * u / xp.maximum(1.0, rms(u, xp) / self.d)
        if self.weight_decay:
            delta = delta - lr * self.weight_decay * w
        return delta, (v,)
