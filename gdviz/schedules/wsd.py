"""Warm-up, stable, decay: constant for long, then down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class WarmupStableDecay(ScheduleSpec):
    """η₀ for k < stable, then η₀ (m + (1 - m) s(t)), t = (k - stable) / decay, down to η₀ m; m is min_factor.

    s is 1 - t (linear), (1 + cos πt) / 2 (cosine) or 1 - √t (1-sqrt). The warm-up before it is the run's own.
    Source: Hu et al. 2024 (arXiv 2404.06395), Hägele et al. 2024 (arXiv 2405.18392), transformers get_wsd_schedule.
    """

    kind = "wsd"
    label = mark("Stable, then decay")
    order = 85
    summary = mark("High for as long as you like, then quickly down: the end need not be known at the start.")
    formula = "η = η₀ for k < a; then η₀ (m + (1 − m) · s((k − a) / b))"
    reference = "Hu et al. 2024, arXiv 2404.06395; Hägele et al. 2024, arXiv 2405.18392"
    lengths = ("stable", "decay")

    stable: float = param(low=0, axis="k", symbol="a", label=mark("Stable"), help=mark("How long the rate stays."))
    decay: float = param(low=0, open_low=True, axis="k", at="stable", symbol="b", label=mark("Decay"),
                         help=mark("How long it falls."))  # fmt: skip
    shape: str = param("linear", kind="choice", choices=("linear", "cosine", "1-sqrt"), label=mark("Shape"),
                       help=mark("Along a line, a cosine, or one minus a square root."))  # fmt: skip
    min_factor: float = param(0.0, low=0, high=1, axis="factor", at="decay", symbol="m", label=mark("To factor"),
                              help=mark("The factor at the end, where it stays."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        share = np.clip((k - self.stable) / self.decay, 0.0, 1.0)
        match self.shape:
            case "cosine":
                left = (1 + np.cos(np.pi * share)) / 2
            case "1-sqrt":
                left = 1 - np.sqrt(share)
            case _:
                left = 1 - share
        return base_lr * (self.min_factor + (1 - self.min_factor) * left)

    def ends(self) -> float | None:
        """The k at the end of the decay, from which on the rate stays."""
        return self.stable + self.decay

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """The last fifth falls."""
        stable = 0.8 * duration
        return {"stable": stable, "decay": max(duration - stable, 1e-9)}
