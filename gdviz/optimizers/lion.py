"""Lion: steps of one size, by the sign of a mixture of gradient and momentum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.optimizers.optimizer import BETAS, DECOUPLED_DECAY, MAXIMIZE, RATE, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class Lion(Optimizer):
    """c = β₁ m + (1-β₁) g, Δw = -η (sign(c) + λ w), then m = β₂ m + (1-β₂) g; sign(0) = 0.

    Source: optax.lion; Chen et al. 2023 (arXiv 2302.06675), algorithm 2.
    """

    kind = "lion"
    label = "Lion"
    group = "sign"
    order = 51
    summary = mark("Every parameter moves by the rate itself, in the direction of gradient and momentum together.")
    reference = "Chen et al. 2023, arXiv 2302.06675"
    decoupled = True
    shorthands = (("c", "β₁·m + (1 − β₁)·g"), ("c", "β₁·m + (1 − β₁)·(−g)"))

    lr: float = param(**RATE, help=mark("The length of each step in each parameter."))
    betas: tuple[float, float] = param((0.9, 0.99), **{
        **BETAS, "help": mark("How much of the momentum is in the step, and how slowly the momentum forgets.")
    })  # fmt: skip
    weight_decay: float = param(0.0, **DECOUPLED_DECAY)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The momentum."""
        return ("m",)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m,)."""
        beta1, beta2 = self.betas
        if self.maximize:
            grad = -grad
        move = xp.sign(beta1 * state[0] + (1 - beta1) * grad)
        m = beta2 * state[0] + (1 - beta2) * grad
        if self.weight_decay:
            move = move + self.weight_decay * w
        return -lr * move, (m,)
