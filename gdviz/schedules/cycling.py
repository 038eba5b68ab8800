"""What cyclic and one_cycle share: their own rates, and a momentum that falls while they rise."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from gdviz.messages import ExperimentError, message
from gdviz.params import join, params_of
from gdviz.quoting import show
from gdviz.schedules.schedule import ScheduleSpec

T = TypeVar("T")


class CyclingSpec(ScheduleSpec):
    """A schedule that replaces the optimizer's rate, and its momentum where `cycle_momentum` is true."""

    cycle_momentum: bool
    base_momentum: float
    max_momentum: float

    def check_together(self, path: str) -> None:
        """The lower bound of the momentum is not over the upper one. Raises ExperimentError."""
        require_order(path, "base_momentum", self.base_momentum, "max_momentum", self.max_momentum)

    @property
    def momentum_key(self) -> str:
        """See ScheduleSpec: `cycle_momentum`, where it is true."""
        return "cycle_momentum" if self.cycle_momentum else ""

    @property
    def replaces_lr(self) -> bool:
        """True: see ScheduleSpec."""
        return True


def require_order(path: str, low: str, least: float, high: str, most: float) -> None:
    """Refuse a lower bound over the upper one. Raises ExperimentError."""
    if least > most:
        raise ExperimentError(
            join(path, low), message("must be at most {name}, {most}, got {got}", name=high, most=most, got=show(least))
        )


def cycled_parameter(optimizer: object) -> str | None:
    """The hyper-parameter that a cycled momentum replaces, as torch chooses: beta1 of `betas`, or `momentum`.

    None where the optimizer has neither.
    """
    names = {parameter.name for parameter in params_of(type(optimizer))}
    return next((name for name in ("betas", "momentum") if name in names), None)


def require_momentum(schedule: ScheduleSpec, optimizer: Any, path: str) -> None:
    """Refuse a schedule at `path` that cycles the momentum of an optimizer that has none. Raises ExperimentError."""
    if schedule.momentum_key and cycled_parameter(optimizer) is None:
        raise ExperimentError(
            join(path, schedule.momentum_key),
            message("must be false: {optimizer} has neither momentum nor betas", optimizer=optimizer.kind),
        )


def set_momentum(optimizer: Any, name: str, momentum: float) -> None:
    """Set a momentum as hyper-parameter `name` of an optimizer that is not shared: a copy by `with_momentum`."""
    object.__setattr__(optimizer, name, (momentum, *optimizer.betas[1:]) if name == "betas" else momentum)


def with_momentum(optimizer: T, momentum: float) -> T:
    """A copy of the optimizer with this momentum (or beta1), which `set_momentum` may change."""
    twin = copy.copy(optimizer)
    set_momentum(twin, cycled_parameter(optimizer) or "momentum", momentum)
    return twin
