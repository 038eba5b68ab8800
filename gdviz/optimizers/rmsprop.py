"""RMSprop: the gradient divided by the root of its running mean square."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.means import mixed_limit, running_means
from gdviz.optimizers.optimizer import EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """v = α v + (1-α) g², Δw = -η g / (√v + ε).

    With `centered`, v - m² under the root, m = α m + (1-α) g: the variance; rounding below 0 counts as 0. With
    momentum, b = μ b + g / (√v + ε), Δw = -η b. Source: torch.optim.RMSprop; Tieleman & Hinton 2012; Graves 2013.
    """

    kind = "rmsprop"
    label = "RMSprop"
    order = 41
    summary = mark("Divides the gradient by the root of its running mean square: steps of about one size.")
    reference = "Tieleman & Hinton 2012, Coursera lecture 6.5; Graves 2013, arXiv 1308.0850"

    lr: float = param(**RATE, help=mark("About the length of a step in each parameter."))
    alpha: float = param(0.99, low=0, high=1, open_high=True, symbol="α", label=mark("Smoothing"),
                         help=mark("How slowly the mean square forgets."))  # fmt: skip
    eps: float = param(1e-8, **EPSILON)
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    momentum: float = param(0.0, low=0, high=1, open_high=True, symbol="μ", label=mark("Momentum"),
                            help=mark("The share of the last step that is kept."))  # fmt: skip
    centered: bool = param(False, kind="bool", label=mark("Centered"),
                           help=mark("Takes the mean's square off the mean square first."))  # fmt: skip
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The mean square, the mean where it is centered, the buffer where there is momentum."""
        return ("v", *(("m",) if self.centered else ()), *(("b",) if self.momentum else ()))

    @property
    def momentum_slot(self) -> str | None:
        """The buffer; the mean of the centered rule only measures how the gradient varies."""
        return "b" if self.momentum else None

    def short_name(self, batch_size: int | None, n_samples: int | None) -> str:
        """With "momentum" where it has it, so that two runs with and without it have different names."""
        return f"{self.label} + momentum" if self.momentum else self.label

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """√v + ε, v less m² where it is centered."""
        v = running_means(grads * grads, self.alpha, steps)
        if self.centered:
            v = np.maximum(v - running_means(grads, self.alpha, steps) ** 2, 0.0)
        return np.asarray(np.sqrt(v) + self.eps)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """(2+2μ) / L, L that of P⁻¹H: the heavy ball's. Source: Cohen et al. 2022 (arXiv 2207.14484)."""
        return mixed_limit(sharpness, 0.0, 1 / (1 + self.momentum), 0.0, 0.0)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is as `slots` says."""
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        v = self.alpha * state[0] + (1 - self.alpha) * (grad * grad)
        after: State = (v,)
        square = v
        if self.centered:
            m = self.alpha * state[1] + (1 - self.alpha) * grad
            after = (v, m)
            square = xp.maximum(v - m * m, 0.0)
        scale = xp.sqrt(square) + self.eps
        if not self.momentum:
            return -lr * grad / scale, after
        b = self.momentum * state[-1] + grad / scale
        return -lr * b, (*after, b)
