"""The constant rate, with torch's option of a smaller beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Constant(ScheduleSpec):
    """η(k) = η₀ · factor for k < total_iters, then η₀. Source: torch ConstantLR (whose factor defaults to 1/3)."""

    kind = "constant"
    label = mark("Constant")
    order = 0
    summary = mark("The same rate all the way.")
    formula = "η = η₀"
    reference = "torch.optim.lr_scheduler.ConstantLR"
    lengths = ("total_iters",)

    factor: float = param(1.0, low=0, high=1, label=mark("Factor"), shown=False,
                          help=mark("What the rate is multiplied by at first."))  # fmt: skip
    total_iters: float = param(0.0, low=0, label=mark("Length"), shown=False,
                               help=mark("How long that factor holds."))  # fmt: skip

    @property
    def is_constant(self) -> bool:
        """False where it begins with a smaller rate."""
        return self.factor == 1 or self.total_iters == 0

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return np.where(k < self.total_iters, base_lr * self.factor, base_lr)
