"""ASGD: gradient descent whose points are averaged (Polyak and Ruppert)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.optimizer import MAXIMIZE, RATE, WEIGHT_DECAY, Optimizer, State
from gdviz.params import param


@dataclass(frozen=True)
class ASGD(Optimizer):
    """Δw = -ηₜ (g + Λ w), where ηₜ = η₋ / (1 + Λ η₋ (t-1))^α, and η₋ is the rate of the update before.

    The average w̄ is w up to update t0 + 2; from then on the mean of the points since: w̄ += (w - w̄) / (t-1-t0).
    Source: torch.optim.ASGD, whose own rates lag by one update as well; Polyak & Juditsky 1992.
    """

    kind = "asgd"
    label = "ASGD"
    group = "averaging"
    order = 21
    summary = mark("Gradient descent whose late points are averaged: the mean is steadier than the last one.")
    reference = "Polyak & Juditsky 1992, SIAM J. Control Optim. 30; Bottou 2010"
    number_slots = ("ηₜ", "η₋")

    lr: float = param(**RATE, help=mark("How far a step goes: the gradient is multiplied by it."))
    lambd: float = param(1e-4, low=0, scale="log", symbol="Λ", label=mark("Decay term"),
                         help=mark("Lets the rate fall, and pulls the parameters to zero."))  # fmt: skip
    alpha: float = param(0.75, low=0, high=1, symbol="α", label=mark("Power"),
                         help=mark("How fast the rate falls."))  # fmt: skip
    t0: float = param(1e6, low=0, symbol="t₀", label=mark("Averaging from"),
                      help=mark("The update after which points are averaged."))  # fmt: skip
    weight_decay: float = param(0.0, **WEIGHT_DECAY)
    maximize: bool = param(False, **MAXIMIZE)

    @property
    def slots(self) -> tuple[str, ...]:
        """The rate of this update, and the rate that the schedule gave."""
        return self.number_slots

    @property
    def penalty(self) -> float:
        """See Optimizer; the decay term pulls as well."""
        return self.weight_decay + self.lambd

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (ηₜ, η₋)."""
        if self.maximize:
            grad = -grad
        if self.weight_decay:
            grad = grad + self.weight_decay * w
        rate = lr if step == 1 else state[1] / (1 + self.lambd * state[1] * (step - 1)) ** self.alpha
        if self.lambd:
            grad = grad + self.lambd * w
        return -rate * grad, (rate, lr)

    def average(self, w: np.ndarray) -> np.ndarray:
        """The averaged point after each update, for all points w of shape (n+1, dim); same shape."""
        mean = np.array(w)
        # The weight of point t is 1 / max(1, t-1-t0): below 1 from the first t on with t-1-t0 > 1.
        first = math.floor(self.t0 + 2) + 1
        if first < len(w):
            count = np.arange(first, len(w)) - 1 - self.t0
            before = (count[0] - 1) * w[first - 1]
            mean[first:] = (before + np.cumsum(w[first:], axis=0)) / count[:, None]
        return mean

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any | None:
        """2 / (L + Λ + λ), as for gradient descent, for the rate before it falls; infinite where L <= 0."""
        if self.maximize:
            return None
        curvature = np.asarray(sharpness, dtype=float) + self.lambd + self.weight_decay
        with np.errstate(divide="ignore"):
            return np.where(curvature > 0, 2 / np.maximum(curvature, 0), np.inf)
