"""Step decay: the rate is multiplied by gamma every step_size units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Step(ScheduleSpec):
    """η(k) = η₀ · gamma^⌊k / step_size⌋. Source: torch StepLR; He et al. 2016 divide by 10 every 30 epochs."""

    kind = "step"
    label = mark("Step decay")
    order = 10
    summary = mark("High at first, then divided again and again: by 10 at 30, 60 and 90 epochs.")
    formula = "η = η₀ · γ^⌊k / s⌋"
    reference = "torch.optim.lr_scheduler.StepLR; He et al. 2016, arXiv 1512.03385"
    lengths = ("step_size",)

    step_size: float = param(low=0, open_low=True, axis="k", symbol="s", label=mark("Interval"),
                             help=mark("How long each level holds."))  # fmt: skip
    gamma: float = param(0.1, low=0, open_low=True, axis="factor", at="step_size", symbol="γ", label=mark("Factor"),
                         help=mark("What the rate is multiplied by at each drop."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr * self.gamma ** np.floor(k / self.step_size)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Drops at 30, 60 and 90 % of the duration."""
        return {"step_size": max(0.3 * duration, 1e-9)}
