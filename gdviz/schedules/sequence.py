"""Schedules one after the other."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, param
from gdviz.schedules.lists import member_momentum_key, members_to_json, read_members, read_milestones
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Sequence(ScheduleSpec):
    """The first schedule until the first milestone, then the second from its own k = 0, and so on.

    A momentum that a member cycles stays, before it begins and after it ends, at what it has there.
    Source: torch SequentialLR.
    """

    kind = "sequence"
    label = mark("Sequence")
    order = 97
    summary = mark("Several schedules one after the other, each from its own beginning.")
    formula = "η = ηᵢ(k − mᵢ₋₁) for mᵢ₋₁ ≤ k < mᵢ"
    reference = "torch.optim.lr_scheduler.SequentialLR"

    schedules: tuple[ScheduleSpec, ...] = param(kind="data", label=mark("Schedules"),
                                                help=mark("The schedules, without a unit of their own."))  # fmt: skip
    milestones: tuple[float, ...] = param(kind="data", axis="k", symbol="m", label=mark("Milestones"),
                                          help=mark("When the next schedule takes over, in rising order."),
                                          )  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Sequence:
        """Read and check the schedule. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        members = read_members(data, path)
        where = join(path, "milestones")
        times = read_milestones(made.milestones, where, strictly=True)
        if len(times) != len(members) - 1:
            want = len(members) - 1
            raise ExperimentError(
                where,
                message(
                    "must have one number fewer than there are schedules, {want}, got {got}", want=want, got=len(times)
                ),
            )
        return dataclasses.replace(made, schedules=members, milestones=times)

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {**super().to_json(), "schedules": members_to_json(self.schedules)}

    def members(self) -> tuple[tuple[float, ScheduleSpec], ...]:
        """Each schedule with the time of its beginning."""
        return tuple(zip((0.0, *self.milestones), self.schedules, strict=True))

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        made = self.schedules[0].lr_at(base_lr, k, losses)
        for begin, member in zip(self.milestones, self.schedules[1:], strict=True):
            later = member.lr_at(base_lr, np.maximum(k - begin, 0.0), losses.since(begin))
            made = np.where(k >= begin, later, made)
        return made

    def momentum(self, k: Any) -> Any | None:
        """See the class."""
        made = None
        ends = (*self.milestones, math.inf)
        for begin, end, member in zip((0.0, *self.milestones), ends, self.schedules, strict=True):
            last = max(math.ceil(end) - 1 - begin, 0.0) if end < math.inf else end
            own = member.momentum(np.clip(k - begin, 0.0, last))
            if own is not None:
                made = own if made is None else np.where(k >= begin, own, made)
        return made

    def is_zero(self, k: Any) -> bool:
        """Whether the rate of all members is 0 at their `k`."""
        return all(member.is_zero(own) for member, own in self._of_members(k))

    @property
    def momentum_key(self) -> str:
        """The key of the first member that has one."""
        return member_momentum_key(self.schedules)

    @property
    def replaces_lr(self) -> bool:
        """Whether a member has its own rates."""
        return any(member.replaces_lr for member in self.schedules)

    @property
    def reads_losses(self) -> bool:
        """Whether the rate of a member depends on the losses."""
        return any(member.reads_losses for member in self.schedules)

    def warmed_up(self, base_lr: float) -> float:
        """The rate at the end of a warm-up before the first member."""
        return self.schedules[0].warmed_up(base_lr)

    def ends(self) -> float | None:
        """The k after which the rate of the last member no longer falls."""
        last = self.schedules[-1].ends()
        return None if last is None else last + (self.milestones[-1] if self.milestones else 0.0)

    def turns_up(self) -> bool:
        """Whether the rate of the last member rises again."""
        return self.schedules[-1].turns_up()

    def counted_in(self, unit: str, factor: float) -> Sequence:
        """The same sequence counted in `unit`; its lengths in time stay the same."""
        members = tuple(member.counted_in(unit, factor) for member in self.schedules)
        times = tuple(time * factor for time in self.milestones)
        return Sequence(unit=unit, schedules=members, milestones=times)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Constant for half of the duration, then down along a cosine."""
        half = max(duration / 2, 1e-9)
        return {"schedules": [{"kind": "constant"}, {"kind": "cosine", "t_max": half}], "milestones": [half]}
