"""Polynomial decay to a last rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Polynomial(ScheduleSpec):
    """η(k) = η_end + (η₀ - η_end)(1 - min(k, total_iters) / total_iters)^power.

    Source: torch PolynomialLR, where η_end is 0; `lr_end` is that of transformers'
    get_polynomial_decay_schedule_with_warmup.
    """

    kind = "polynomial"
    label = mark("Polynomial decay")
    order = 60
    summary = mark("Falls fast at first and flattens towards the end.")
    formula = "η = η_end + (η₀ − η_end)(1 − min(k, n) / n)^p"
    reference = "torch.optim.lr_scheduler.PolynomialLR; transformers.get_polynomial_decay_schedule_with_warmup"
    lengths = ("total_iters",)

    total_iters: float = param(5.0, low=0, open_low=True, axis="k", symbol="n", label=mark("Length"),
                               help=mark("When the end is reached."))  # fmt: skip
    power: float = param(1.0, low=0, symbol="p", label=mark("Power"),
                         help=mark("1 is a straight line; 2 falls fast first and slowly at the end."))  # fmt: skip
    lr_end: float = param(0.0, low=0, axis="rate", at="total_iters", symbol="η_end", label=mark("Last rate"),
                          help=mark("The last rate."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        left = 1 - np.minimum(k, self.total_iters) / self.total_iters
        return self.lr_end + (base_lr - self.lr_end) * left**self.power

    def ends(self) -> float | None:
        """`total_iters`, from which on the rate stays."""
        return self.total_iters

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """The whole duration."""
        return {"total_iters": max(duration, 1e-9)}
