"""The inverse time schedule of stochastic approximation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class InverseTime(ScheduleSpec):
    """η(k) = η₀ / (1 + rate · k): the sum of rates diverges and that of their squares does not.

    Source: Robbins & Monro 1951; Bottou 2012, Stochastic gradient descent tricks.
    """

    kind = "inverse_time"
    label = mark("Inverse time")
    order = 65
    summary = mark("Falls like 1/k: slowly enough to arrive anywhere, fast enough for the noise to die out.")
    formula = "η = η₀ / (1 + r k)"
    reference = "Robbins & Monro 1951; Bottou 2012"

    rate: float = param(low=0, scale="log", symbol="r", label=mark("Rate of decay"),
                        help=mark("The rate is halved after 1/r."))  # fmt: skip

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr / (1 + self.rate * k)

    def counted_in(self, unit: str, factor: float) -> InverseTime:
        """The same decay counted in `unit`."""
        return InverseTime(unit=unit, rate=self.rate / factor)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Down to a tenth over the duration."""
        return {"rate": 9 / max(duration, 1.0)}
