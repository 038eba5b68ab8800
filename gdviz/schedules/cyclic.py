"""Cyclical rates: up and down between two bounds."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.schedules.cycling import CyclingSpec, require_order
from gdviz.schedules.losses import Losses


@dataclass(frozen=True, kw_only=True)
class Cyclic(CyclingSpec):
    """η = base_lr + (max_lr - base_lr) · h · a.

    h rises from 0 to 1 over step_size_up and falls over step_size_down, periodically. a is 1 (triangular), 1/2^c
    in cycle c (triangular2), or gamma^k (exp_range). The momentum is max_momentum - (max_momentum - base_momentum)
    · h · a. Neither the optimizer's rate nor, with `cycle_momentum`, its momentum is used, except for the rate's share
    in a warm-up before it, as in torch. Source: Smith 2017 (arXiv 1506.01186), torch CyclicLR.
    """

    kind = "cyclic"
    label = mark("Cyclic")
    order = 75
    summary = mark("Up and down between two rates, which replace the optimizer's.")
    formula = "η = η_low + (η_high − η_low) · h(k) · a(k)"
    reference = "Smith 2017, arXiv 1506.01186; torch.optim.lr_scheduler.CyclicLR"
    lengths = ("step_size_up", "step_size_down")

    base_lr: float = param(low=0, scale="log", axis="rate", symbol="η_low", label=mark("Lowest rate"),
                           help=mark("The lowest rate."))  # fmt: skip
    max_lr: float = param(low=0, open_low=True, scale="log", axis="rate", at="step_size_up", symbol="η_high",
                          label=mark("Highest rate"), help=mark("The highest rate."))  # fmt: skip
    step_size_up: float = param(2000.0, low=0, open_low=True, axis="k", label=mark("Rise"),
                                help=mark("How long the rate rises in a cycle."))  # fmt: skip
    step_size_down: float | None = param(None, low=0, open_low=True, optional=True, axis="k", at="step_size_up",
                                         label=mark("Fall"),
                                         help=mark("How long it falls; by default as long as it rises."),
                                         )  # fmt: skip
    mode: str = param("triangular", kind="choice", choices=("triangular", "triangular2", "exp_range"),
                      label=mark("Mode"),
                      help=mark("Whether the peaks stay, are halved each cycle, or shrink by gamma."))  # fmt: skip
    gamma: float = param(1.0, low=0, high=1, open_low=True, symbol="γ", label=mark("Factor"),
                         help=mark("With exp_range: what the height is multiplied by each time."))  # fmt: skip
    cycle_momentum: bool = param(True, kind="bool", label=mark("Cycle the momentum"),
                                 help=mark("Momentum (or beta1) falls while the rate rises."))  # fmt: skip
    base_momentum: float = param(0.8, low=0, high=1, open_low=True, open_high=True, label=mark("Lowest momentum"),
                                 help=mark("The lowest momentum."))  # fmt: skip
    max_momentum: float = param(0.9, low=0, high=1, open_low=True, open_high=True, label=mark("Highest momentum"),
                                help=mark("The highest momentum."))  # fmt: skip

    def check_together(self, path: str) -> None:
        """Lower bounds are not over upper ones. Raises ExperimentError."""
        require_order(path, "base_lr", self.base_lr, "max_lr", self.max_lr)
        super().check_together(path)

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return self.base_lr + (self.max_lr - self.base_lr) * self._height(k)

    def momentum(self, k: Any) -> Any | None:
        """See the class."""
        if not self.cycle_momentum:
            return None
        return self.max_momentum - (self.max_momentum - self.base_momentum) * self._height(k)

    def counted_in(self, unit: str, factor: float) -> Cyclic:
        """The same cycles counted in `unit`; their lengths in time stay the same."""
        down = None if self.step_size_down is None else self.step_size_down * factor
        return dataclasses.replace(
            self,
            unit=unit,
            step_size_up=self.step_size_up * factor,
            step_size_down=down,
            gamma=self.gamma ** (1 / factor),
        )

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Three cycles up to the optimizer's rate."""
        return {"base_lr": 0.1 * lr, "max_lr": lr, "step_size_up": max(duration / 6, 1e-9)}

    def _height(self, k: Any) -> Any:
        """h · a of the class."""
        up = self.step_size_up
        down = up if self.step_size_down is None else self.step_size_down
        cycle, at = np.divmod(k, up + down)
        height = np.where(at <= up, at / up, (up + down - at) / down)
        match self.mode:
            case "triangular2":
                return height * 0.5**cycle
            case "exp_range":
                return height * self.gamma**k
        return height
