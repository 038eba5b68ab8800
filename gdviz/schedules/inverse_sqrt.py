"""The inverse square root schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class InverseSqrt(ScheduleSpec):
    """η(k) = η₀ (1 + k / timescale)^(-1/2). Source: Vaswani et al. 2017 (arXiv 1706.03762), after their warm-up."""

    kind = "inverse_sqrt"
    label = mark("Inverse square root")
    order = 40
    summary = mark("Falls quickly at first and never reaches zero.")
    formula = "η = η₀ / √(1 + k / t)"
    reference = "Vaswani et al. 2017, arXiv 1706.03762"
    lengths = ("timescale",)

    timescale: float = param(1.0, low=0, open_low=True, axis="k", symbol="t", label=mark("Time scale"), scale="log",
                             help=mark("How long until the rate is down to 71 %."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr / np.sqrt(1 + k / self.timescale)
