"""The linear schedule: the factor runs from one value to another in a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Linear(ScheduleSpec):
    """η(k) = η₀ (start + (end - start) min(k, total_iters) / total_iters). Source: torch LinearLR."""

    kind = "linear"
    label = mark("Linear decay")
    order = 30
    summary = mark("Falls by the same amount each time.")
    formula = "η = η₀ (a + (b − a) · min(k, n) / n)"
    reference = "torch.optim.lr_scheduler.LinearLR"
    lengths = ("total_iters",)

    start_factor: float = param(1 / 3, low=0, high=1, axis="factor", symbol="a", label=mark("From factor"),
                                help=mark("The factor at the beginning."))  # fmt: skip
    end_factor: float = param(1.0, low=0, high=1, axis="factor", at="total_iters", symbol="b",
                              label=mark("To factor"), help=mark("The factor at the end."))  # fmt: skip
    total_iters: float = param(5.0, low=0, open_low=True, axis="k", symbol="n", label=mark("Length"),
                               help=mark("When the end is reached."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        share = np.minimum(k, self.total_iters) / self.total_iters
        return base_lr * (self.start_factor + (self.end_factor - self.start_factor) * share)

    def ends(self) -> float | None:
        """`total_iters`, from which on the rate stays."""
        return self.total_iters

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """From 1 to 0 over the whole duration."""
        return {"start_factor": 1.0, "end_factor": 0.0, "total_iters": max(duration, 1e-9)}
