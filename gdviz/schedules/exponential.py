"""Exponential decay: the rate is multiplied by gamma each unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Exponential(ScheduleSpec):
    """η(k) = η₀ · gamma^k. Source: torch ExponentialLR."""

    kind = "exponential"
    label = mark("Exponential decay")
    order = 55
    summary = mark("Loses the same share each time: a straight line on a logarithmic axis.")
    formula = "η = η₀ · γ^k"
    reference = "torch.optim.lr_scheduler.ExponentialLR"

    gamma: float = param(low=0, open_low=True, symbol="γ", label=mark("Factor"),
                         help=mark("What the rate is multiplied by each time; above 1 it grows."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr * np.power(self.gamma, k)

    def counted_in(self, unit: str, factor: float) -> Exponential:
        """The same decay counted in `unit`: gamma becomes its root."""
        return Exponential(unit=unit, gamma=self.gamma ** (1 / factor))

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Down to 1 % over the duration."""
        return {"gamma": 0.01 ** (1 / max(duration, 1.0))}
