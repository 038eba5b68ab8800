"""One cycle: up to a large rate, and down far below the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.cycling import CyclingSpec
from gdviz.schedules.losses import Losses


@dataclass(frozen=True, kw_only=True)
class OneCycle(CyclingSpec):
    """From max_lr / div_factor up to max_lr at k = pct_start · total_steps - 1, then down to that / final_div_factor.

    The last rate is that at k = total_steps - 1, and stays. With `three_phase` the way down first mirrors the way
    up, then goes on to the last rate. The momentum moves the other way. Neither the optimizer's rate nor, with
    `cycle_momentum`, its momentum is used. Source: Smith & Topin 2018 (arXiv 1708.07120), torch OneCycleLR.
    """

    kind = "one_cycle"
    label = mark("One cycle")
    order = 80
    summary = mark("Up to a large rate and down again, once; it replaces the optimizer's rate.")
    formula = "η: η_max/d → η_max → η_max/(d·d_final)"
    reference = "Smith & Topin 2018, arXiv 1708.07120; torch.optim.lr_scheduler.OneCycleLR"
    lengths = ("total_steps",)

    max_lr: float = param(low=0, open_low=True, scale="log", axis="rate", at="pct_start", symbol="η_max",
                          label=mark("Highest rate"), help=mark("The highest rate."))  # fmt: skip
    total_steps: float = param(low=0, open_low=True, axis="k", symbol="n", label=mark("Length"),
                               help=mark("How long the cycle lasts."))  # fmt: skip
    pct_start: float = param(0.3, low=0, high=1, axis="share", at="total_steps", label=mark("Rising share"),
                             help=mark("The share of it that the rate rises."))  # fmt: skip
    anneal_strategy: str = param("cos", kind="choice", choices=("cos", "linear"), label=mark("Shape"),
                                 help=mark("Along a cosine or a straight line."))  # fmt: skip
    div_factor: float = param(25.0, low=0, open_low=True, symbol="d", label=mark("First divisor"),
                              help=mark("How many times smaller than the highest the first rate is."))  # fmt: skip
    final_div_factor: float = param(1e4, low=0, open_low=True, scale="log", symbol="d_final",
                                    label=mark("Last divisor"),
                                    help=mark("How many times smaller than the first the last rate is."),
                                    )  # fmt: skip
    three_phase: bool = param(False, kind="bool", label=mark("Three phases"),
                              help=mark("Back to the first rate before it goes on down."))  # fmt: skip
    cycle_momentum: bool = param(True, kind="bool", label=mark("Cycle the momentum"),
                                 help=mark("Momentum (or beta1) falls while the rate rises."))  # fmt: skip
    base_momentum: float = param(0.85, low=0, high=1, open_low=True, open_high=True, label=mark("Lowest momentum"),
                                 help=mark("The lowest momentum."))  # fmt: skip
    max_momentum: float = param(0.95, low=0, high=1, open_low=True, open_high=True, label=mark("Highest momentum"),
                                help=mark("The highest momentum."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        first = self.max_lr / self.div_factor
        last = first / self.final_div_factor
        return self._through(k, (first, self.max_lr, first, last) if self.three_phase else (first, self.max_lr, last))

    def momentum(self, k: Any) -> Any | None:
        """See the class."""
        if not self.cycle_momentum:
            return None
        low, high = self.base_momentum, self.max_momentum
        return self._through(k, (high, low, high, high) if self.three_phase else (high, low, high))

    def warmed_up(self, base_lr: float) -> float:
        """Its own first rate, as in torch."""
        return self.max_lr / self.div_factor

    def ends(self) -> float | None:
        """The k of the last rate, which stays from there on."""
        return self.total_steps

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """The whole duration, up to the optimizer's rate."""
        return {"max_lr": lr, "total_steps": max(duration, 1e-9)}

    def _through(self, k: Any, values: tuple[float, ...]) -> Any:
        """The value at k: each phase goes from one of the values to the next."""
        rise = self.pct_start * self.total_steps
        times = [0.0, rise - 1, *([2 * rise - 2] if self.three_phase else []), self.total_steps - 1]
        at = np.clip(k, 0.0, max(times[-1], 0.0))
        made = None
        for begin, end, start, stop in reversed(list(zip(times, times[1:], values, values[1:], strict=False))):
            share = np.clip((at - begin) / (end - begin), 0.0, 1.0) if end != begin else np.ones_like(at)
            if self.anneal_strategy == "cos":
                moved = stop + (start - stop) / 2 * (1 + np.cos(np.pi * share))
            else:
                moved = start + (stop - start) * share
            made = moved if made is None else np.where(at <= end, moved, made)
        return made
