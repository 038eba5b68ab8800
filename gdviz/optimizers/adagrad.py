"""Adagrad: each parameter's rate falls with the squares of its gradients, summed from the start."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.means import mixed_limit
from gdviz.optimizers.optimizer import EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """v = v + g², Δw = -η / (1 + (t-1) κ) · g / (√v + ε); v starts at `initial_accumulator_value`.

    Source: torch.optim.Adagrad; Duchi, Hazan & Singer 2011.
    """

    kind = "adagrad"
    label = "Adagrad"
    order = 40
    summary = mark("Each parameter's rate falls with the sum of its squared gradients, and never rises again.")
    reference = "Duchi, Hazan & Singer 2011, JMLR 12"
    shorthands = (("ηₜ", "η / (1 + (t − 1)·κ)"),)

    lr: float = param(**RATE, help=mark("The length of the first step in each parameter."))
    lr_decay: float = param(0.0, low=0, symbol="κ", label=mark("Rate decay"),
                            help=mark("Lets the rate fall as 1/(1 + κ t) besides."))  # fmt: skip
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    initial_accumulator_value: float = param(0.0, low=0, symbol="v₀", label=mark("First sum"),
                                             help=mark("What the sum of squares starts from."))  # fmt: skip
    eps: float = param(1e-10, **EPSILON)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The sum of squares."""
        return ("v",)

    def init(self, zero: Any) -> State:
        """The sum begins at `initial_accumulator_value`."""
        return (zero + self.initial_accumulator_value,)

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray | None:
        """√v + ε; None where steps are left out, as the sum never forgets what those between had."""
        if len(steps) > 1 and steps[1] - steps[0] > 1:
            return None
        v = self.initial_accumulator_value + np.cumsum(grads * grads, axis=0)
        return np.asarray(np.sqrt(v) + self.eps)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """2 (1 + (t-1) κ) / L, L that of P⁻¹H: gradient descent's. Source: Cohen et al. 2022 (arXiv 2207.14484)."""
        fallen = 1 + (step - 1) * self.lr_decay if self.lr_decay else 1.0
        return mixed_limit(sharpness, 0.0, 1 / fallen, 0.0, 0.0)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (v,)."""
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        if self.lr_decay:
            lr = lr / (1 + (step - 1) * self.lr_decay)
        v = state[0] + grad * grad
        return -lr * grad / (xp.sqrt(v) + self.eps), (v,)
