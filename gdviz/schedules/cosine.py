"""Cosine annealing: half a cosine from the base rate down to eta_min."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Cosine(ScheduleSpec):
    """η(k) = η_min + (η₀ - η_min)(1 + cos(π k / t_max)) / 2; beyond t_max it rises again, as torch's does.

    Source: Loshchilov & Hutter 2017 (arXiv 1608.03983), torch CosineAnnealingLR.
    """

    kind = "cosine"
    label = mark("Cosine")
    order = 20
    summary = mark("Falls slowly, then fast, then slowly: no jumps.")
    formula = "η = η_min + (η₀ − η_min)(1 + cos(π k / T)) / 2"
    reference = "Loshchilov & Hutter 2017, arXiv 1608.03983; torch.optim.lr_scheduler.CosineAnnealingLR"
    lengths = ("t_max",)

    t_max: float = param(low=0, open_low=True, axis="k", symbol="T", label=mark("Half period"),
                         help=mark("When the lowest rate is reached; beyond it the rate rises again."))  # fmt: skip
    eta_min: float = param(0.0, low=0, axis="rate", at="t_max", symbol="η_min", label=mark("Lowest rate"),
                           help=mark("The lowest rate."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return self.eta_min + (base_lr - self.eta_min) * ((1 + np.cos(np.pi * k / self.t_max)) / 2)

    def ends(self) -> float | None:
        """`t_max`, where the rate is lowest."""
        return self.t_max

    def turns_up(self) -> bool:
        """True: the cosine goes on."""
        return True

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """The whole duration."""
        return {"t_max": max(duration, 1e-9)}
