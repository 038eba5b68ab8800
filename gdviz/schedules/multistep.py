"""Step decay at chosen times: the rate is multiplied by gamma at each milestone."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import build, join, param
from gdviz.schedules.lists import read_milestones
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Multistep(ScheduleSpec):
    """η(k) = η₀ · gamma^n, n the number of milestones <= k; one that is given twice counts twice.

    Source: torch MultiStepLR.
    """

    kind = "multistep"
    label = mark("Steps at milestones")
    order = 50
    summary = mark("Divided at times that you choose, such as when the loss stops falling.")
    formula = "η = η₀ · γ^#{mᵢ ≤ k}"
    reference = "torch.optim.lr_scheduler.MultiStepLR"
    lengths = ("milestones",)

    milestones: tuple[float, ...] = param(kind="data", axis="k", symbol="m", label=mark("Milestones"),
                                          help=mark("When the rate drops, in rising order."))  # fmt: skip
    gamma: float = param(0.1, low=0, open_low=True, axis="factor", at="milestones", symbol="γ", label=mark("Factor"),
                         help=mark("What the rate is multiplied by at each drop."))  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Multistep:
        """Read and check the schedule. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        times = read_milestones(made.milestones, join(path, "milestones"), strictly=False)
        return dataclasses.replace(made, milestones=times)

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr * self.gamma ** np.searchsorted(np.array(self.milestones), k, side="right").astype(float)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Drops at half and at three quarters of the duration."""
        return {"milestones": (0.5 * duration, 0.75 * duration)}
