"""Reduce on plateau: the rate drops when the loss has stopped falling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Plateau(ScheduleSpec):
    """The rate times `factor` after more than `patience` units without a loss better than the best so far.

    Better is a loss under best · (1 - threshold) (rel) or best - threshold (abs); in mode max one over
    best · (1 + threshold) or best + threshold. For `cooldown` units after a drop none is counted as bad. The rate
    does not fall under min_lr, nor by steps of at most eps. Source: torch ReduceLROnPlateau.
    """

    kind = "plateau"
    label = mark("On a plateau")
    order = 90
    summary = mark("Drops when the loss has stopped falling for a while: it looks at the run itself.")
    formula = "η ← γ η after more than p without a better loss"
    reference = "torch.optim.lr_scheduler.ReduceLROnPlateau"
    lengths = ("patience", "cooldown")

    mode: str = param("min", kind="choice", choices=("min", "max"), label=mark("Mode"),
                      help=mark("Whether a smaller or a larger value is better."))  # fmt: skip
    factor: float = param(0.1, low=0, high=1, open_high=True, symbol="γ", label=mark("Factor"),
                          help=mark("What the rate is multiplied by at each drop."))  # fmt: skip
    patience: int = param(10, kind="int", low=0, symbol="p", label=mark("Patience"),
                          help=mark("How many units to wait for a better loss."))  # fmt: skip
    threshold: float = param(1e-4, low=0, scale="log", label=mark("Threshold"),
                             help=mark("How much better is better."))  # fmt: skip
    threshold_mode: str = param("rel", kind="choice", choices=("rel", "abs"), label=mark("Threshold mode"),
                                help=mark("Whether the threshold is a share of the best loss."))  # fmt: skip
    cooldown: int = param(0, kind="int", low=0, label=mark("Cool-down"),
                          help=mark("How many units after a drop are not counted."))  # fmt: skip
    min_lr: float = param(0.0, low=0, label=mark("Lowest rate"), help=mark("The lowest rate."))
    eps: float = param(1e-8, low=0, scale="log", label=mark("Least drop"), help=mark("Smaller drops are left out."))

    @property
    def reads_losses(self) -> bool:
        """True: the rate depends on the losses."""
        return True

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class; it has seen the first floor(k) losses."""
        follower = losses.follow((self, base_lr), lambda: _Reduction(self, base_lr))
        seen, rates = np.array(follower.changes).T
        return rates[np.searchsorted(seen, k, side="right") - 1]

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """A patience of a tenth of the duration."""
        return {"patience": max(round(duration / 10), 1)}


class _Reduction:
    """The rule of Plateau, one loss at a time."""

    def __init__(self, spec: Plateau, base_lr: float) -> None:
        self.changes = [(0, base_lr)]
        self._spec = spec
        self._seen = self._bad = self._cooldown = 0
        self._best = math.inf if spec.mode == "min" else -math.inf

    def feed(self, loss: float) -> bool:
        """Take the next loss; whether the rate drops."""
        self._seen += 1
        if self._is_better(loss):
            self._best, self._bad = loss, 0
        else:
            self._bad += 1
        if self._cooldown:
            self._cooldown -= 1
            self._bad = 0
        if self._bad <= self._spec.patience:
            return False
        self._bad, self._cooldown = 0, self._spec.cooldown
        rate = self.changes[-1][1]
        lower = max(rate * self._spec.factor, self._spec.min_lr)
        if rate - lower <= self._spec.eps:
            return False
        self.changes.append((self._seen, lower))
        return True

    def _is_better(self, loss: float) -> bool:
        spec, best = self._spec, self._best
        sign = -1 if spec.mode == "min" else 1
        bar = best * (1 + sign * spec.threshold) if spec.threshold_mode == "rel" else best + sign * spec.threshold
        return sign * loss > sign * bar
