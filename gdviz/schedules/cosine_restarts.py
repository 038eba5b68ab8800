"""Cosine annealing with warm restarts: each cycle falls from the base rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class CosineRestarts(ScheduleSpec):
    """η = η_min + (η₀ - η_min)(1 + cos(π t / T)) / 2, where cycle number i lasts T = t_0 · t_mult^i; t is k within it.

    Cycle i begins at t_0 (t_mult^i - 1) / (t_mult - 1), which is solved for i, so that no k takes longer than
    another. Source: Loshchilov & Hutter 2017 (arXiv 1608.03983), torch CosineAnnealingWarmRestarts.
    """

    kind = "cosine_restarts"
    label = mark("Cosine with restarts")
    order = 70
    summary = mark("Falls as the cosine does, then jumps back up: out of one basin into the next.")
    formula = "η = η_min + (η₀ − η_min)(1 + cos(π t / Tᵢ)) / 2,  Tᵢ = T₀ · mⁱ"
    reference = "Loshchilov & Hutter 2017, arXiv 1608.03983; torch.optim.lr_scheduler.CosineAnnealingWarmRestarts"
    lengths = ("t_0",)

    t_0: float = param(low=0, open_low=True, axis="k", symbol="T₀", label=mark("First cycle"),
                       help=mark("How long the first cycle lasts."))  # fmt: skip
    t_mult: int = param(1, kind="int", low=1, symbol="m", label=mark("Stretch"),
                        help=mark("How many times longer each cycle is than the one before."))  # fmt: skip
    eta_min: float = param(0.0, low=0, axis="rate", at="t_0", symbol="η_min", label=mark("Lowest rate"),
                           help=mark("The lowest rate."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        cycles = k / self.t_0
        if self.t_mult == 1:
            share = cycles - np.floor(cycles)
        else:
            longer = float(self.t_mult)
            number = np.floor(np.log1p(cycles * (longer - 1)) / np.log(longer))
            number -= cycles < _begin(number, longer)  # the logarithm's rounding, at a cycle's first k
            number += cycles >= _begin(number + 1, longer)
            share = (cycles - _begin(number, longer)) / longer**number
        return self.eta_min + (base_lr - self.eta_min) * ((1 + np.cos(np.pi * share)) / 2)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Three cycles."""
        return {"t_0": max(duration / 3, 1e-9)}


def _begin(number: Any, longer: float) -> Any:
    """When a cycle begins, in lengths of the first; whole numbers, hence exact."""
    return (longer**number - 1) / (longer - 1)
