"""Gradient descent: plain, with momentum (heavy ball), Nesterov's, weight decay; torch.optim.SGD's rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.optimizers.optimizer import Optimizer, State
from gdviz.params import join, param


@dataclass(frozen=True)
class SGD(Optimizer):
    """Δw = -η b, where b = μ b + (1-τ) g, and g = ∇f + λ w.

    The first b is g itself, not scaled by 1-τ. With `nesterov`, Δw = -η (g + μ b). `maximize` ascends:
    g = -∇f + λ w. Source: torch.optim.SGD; Polyak 1964; Nesterov 1983.
    """

    kind = "sgd"
    label = "GD / SGD"
    group = "lecture"
    order = 0
    summary = mark("A step against the gradient; momentum keeps some of the step before.")
    reference = "Polyak 1964; Nesterov 1983; Sutskever et al. 2013"

    lr: float = param(low=0, open_low=True, scale="log", symbol="η", label=mark("Learning rate"),
                      help=mark("How far a step goes: the gradient is multiplied by it."))  # fmt: skip
    momentum: float = param(0.0, low=0, high=1, open_high=True, symbol="μ", label=mark("Momentum"),
                            help=mark("The share of the last step that is kept."))  # fmt: skip
    dampening: float = param(0.0, low=0, high=1, symbol="τ", label=mark("Dampening"),
                             help=mark("The share of the new gradient that momentum leaves out."))  # fmt: skip
    weight_decay: float = param(0.0, low=0, symbol="λ", label=mark("Weight decay"),
                                help=mark("Pulls the parameters to zero: λ w is added to the gradient."))  # fmt: skip
    nesterov: bool = param(False, kind="bool", label="Nesterov",
                           help=mark("Looks ahead along the momentum before it steps."))  # fmt: skip
    maximize: bool = param(False, kind="bool", label=mark("Uphill"),
                           help=mark("Turns the sign: climbs instead of descending."))  # fmt: skip

    def check_together(self, path: str) -> None:
        """Nesterov's rule is defined with momentum and without dampening only."""
        if self.nesterov and (self.momentum <= 0 or self.dampening != 0):
            raise ExperimentError(join(path, "nesterov"), message("needs momentum above 0 and dampening 0"))

    @property
    def slots(self) -> tuple[str, ...]:
        """The momentum buffer b, where there is momentum."""
        return ("b",) if self.momentum else ()

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (b,)."""
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        if not self.momentum:
            return -lr * grad, state
        if step == 1:
            b = grad
        elif self.dampening:
            b = self.momentum * state[0] + (1 - self.dampening) * grad
        else:
            b = self.momentum * state[0] + grad
        if self.nesterov:
            return -lr * (grad + self.momentum * b), (b,)
        return -lr * b, (b,)

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any | None:
        """(2+2μ) / ((1-τ) L), with Nesterov (2+2μ) / ((1+2μ) L), L the sharpness plus the weight decay.

        Source: Polyak 1964; Cohen et al. 2021 (arXiv 2103.00065), section 2. No limit uphill or where L <= 0
        (infinite there).
        """
        if self.maximize:
            return None
        damping = 1 + 2 * self.momentum if self.nesterov else max(1 - self.dampening, 1e-300)
        scale = 1.0 if not self.momentum else damping
        curvature = np.asarray(sharpness, dtype=float) + self.weight_decay
        with np.errstate(divide="ignore"):
            return np.where(curvature > 0, (2 + 2 * self.momentum) / (scale * np.maximum(curvature, 0)), np.inf)

    def short_name(self, batch_size: int | None, n_samples: int | None) -> str:
        """GD without batches, SGD with them; "momentum" or "Nesterov" where it has them."""
        name = "GD" if batch_size is None else "SGD"
        if self.momentum:
            name += " + Nesterov" if self.nesterov else " + momentum"
        return name
