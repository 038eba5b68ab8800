"""QHM and QHAdam: a plain gradient step and a momentum step, mixed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.adam import HATS
from gdviz.optimizers.means import mixed_limit, running_means
from gdviz.optimizers.optimizer import BETAS, EPSILON, MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class QHM(Optimizer):
    """b = μ b + (1-μ) g, Δw = -η ((1-ν) g + ν b).

    ν = 0 is gradient descent, ν = 1 momentum whose gradient is damped, ν = μ Nesterov's. The defaults are the
    paper's rule of thumb. Source: Ma & Yarats 2019 (arXiv 1810.06801), equation 3; qhoptim.
    """

    kind = "qhm"
    label = "QHM"
    group = "averaging"
    order = 20
    summary = mark("A plain gradient step and a momentum step, mixed: quick to turn, and steady.")
    reference = "Ma & Yarats 2019, arXiv 1810.06801"

    lr: float = param(**RATE, help=mark("How far a step goes: the mixture is multiplied by it."))
    momentum: float = param(0.999, low=0, high=1, open_high=True, symbol="μ", label=mark("Momentum"),
                            help=mark("How slowly the mean of the gradients forgets."))  # fmt: skip
    nu: float = param(0.7, low=0, high=1, symbol="ν", label=mark("Momentum's share"),
                      help=mark("How much of the step is momentum; the rest is the gradient itself."))  # fmt: skip
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The mean of the gradients."""
        return ("b",)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (b,)."""
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        b = self.momentum * state[0] + (1 - self.momentum) * grad
        return -lr * ((1 - self.nu) * grad + self.nu * b), (b,)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any | None:
        """2 (1+μ) / ((1+μ-2νμ) L), L the sharpness plus the weight decay; infinite where L <= 0.

        From the eigenvalues of the recursion of (w, b) on a quadratic: both stay inside the unit circle while
        1 + trace + determinant > 0. ν = 0 gives 2/L, ν = 1 the heavy ball's with its gradient damped.
        """
        if self.maximize:
            return None
        curvature = np.asarray(sharpness, dtype=float) + self.weight_decay
        scale = 1 + self.momentum - 2 * self.nu * self.momentum
        with np.errstate(divide="ignore"):
            return np.where(curvature > 0, 2 * (1 + self.momentum) / (scale * np.maximum(curvature, 0)), np.inf)


@dataclass(frozen=True)
class QHAdam(Optimizer):
    """Δw = -η ((1-ν₁) g + ν₁ m̂) / (√((1-ν₂) g² + ν₂ v̂) + ε), with Adam's m̂ and v̂.

    ν₁ = ν₂ = 1 is Adam, ν₁ = β₁ and ν₂ = 1 much like NAdam. Source: Ma & Yarats 2019, section 4; qhoptim.
    """

    kind = "qhadam"
    label = "QHAdam"
    order = 35
    summary = mark("Adam whose means are mixed with the newest gradient and its square.")
    reference = "Ma & Yarats 2019, arXiv 1810.06801"
    shorthands = HATS

    lr: float = param(**RATE, help=mark("About the length of a step in each parameter."))
    betas: tuple[float, float] = param((0.9, 0.999), **BETAS)
    nus: tuple[float, float] = param((1.0, 1.0), kind="pair", low=0, high=1, symbol="ν₁, ν₂",
                                     label=mark("Means' shares"),
                                     help=mark("How much of gradient and square comes from their means."))  # fmt: skip
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    decouple_weight_decay: bool = param(False, kind="bool", label=mark("Decoupled decay"),
                                        help=mark("Weight decay shrinks w past the rule, as in AdamW."))  # fmt: skip
    eps: float = param(1e-8, **EPSILON)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The running means."""
        return ("m", "v")

    @property
    def penalty(self) -> float:
        """See Optimizer; the name of the switch is qhoptim's."""
        return 0.0 if self.decouple_weight_decay else self.weight_decay

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """√((1-ν₂) g² + ν₂ v̂) + ε."""
        squares = grads * grads
        v = running_means(squares, self.betas[1], steps) / (1 - self.betas[1] ** steps[:, None])
        return np.asarray(np.sqrt((1 - self.nus[1]) * squares + self.nus[1] * v) + self.eps)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any:
        """As in `mixed_limit`, with 1-ν₁ of the gradient and ν₁ of m̂; L that of P⁻¹H."""
        beta1, nu1 = self.betas[0], self.nus[0]
        decay = self.weight_decay if self.decouple_weight_decay else 0.0
        return mixed_limit(sharpness, beta1, 1 - nu1, nu1 / (1 - beta1**step), decay)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m, v)."""
        beta1, beta2 = self.betas
        nu1, nu2 = self.nus
        decay = self.weight_decay
        if self.maximize:
            grad = -grad
        if decay and not self.decouple_weight_decay:
            grad = grad + decay * w
        m = beta1 * state[0] + (1 - beta1) * grad
        v = beta2 * state[1] + (1 - beta2) * (grad * grad)
        first = (1 - nu1) * grad + nu1 * (m / (1 - beta1**step))
        second = (1 - nu2) * (grad * grad) + nu2 * (v / (1 - beta2**step))
        delta = -lr * first / (xp.sqrt(second) + self.eps)
        if decay and self.decouple_weight_decay:
            delta = delta - lr * decay * w
        return delta, (m, v)
