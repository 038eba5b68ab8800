"""Several schedules at the same time: their factors multiplied."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, param
from gdviz.schedules.lists import member_momentum_key, members_to_json, read_members
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Product(ScheduleSpec):
    """η(k) = η₀ · Π (ηᵢ(k) / η₀), with ηᵢ(k) the rate of member i alone; the order does not matter.

    One member may bring its own rates (cyclic, one_cycle); the others scale them.

    torch's ChainedScheduler is another recursion: each member in turn makes η(k) from the η(k - 1) that the others
    left. Members that multiply that by ηᵢ(k) / ηᵢ(k - 1) make this product of it: constant, linear, polynomial, step,
    multistep, exponential, and cosine up to t_max with eta_min = 0. CosineAnnealingWarmRestarts, CyclicLR and
    OneCycleLR set the rate instead, which discards what the members before them did, at this k and all earlier
    ones. With η₀ = 0.1, restarts after 10 and a line from 1 to 0.1 in 40, at k = 10:

    - the product is 0.1 · 1 · 0.775 = 0.0775: each new cycle begins on the line;
    - ChainedScheduler([restarts, line]) is 0.1 · 0.775 / 0.7975 = 0.0972: only the last step of the line is left;
      ChainedScheduler([line, restarts]) is 0.1: nothing is.

    Applying schedules at the same time means their product, so this class computes the product.
    Source: torch.optim.lr_scheduler 2.13, whose numbers these are.
    """

    kind = "product"
    label = mark("Product")
    order = 98
    summary = mark("Several schedules at once: their factors are multiplied.")
    formula = "η = η₀ · Π ηᵢ(k) / η₀"
    reference = mark(
        "torch.optim.lr_scheduler.ChainedScheduler of schedules that multiply the rate before: constant, linear,"
        " polynomial, step, multistep, exponential, and cosine up to t_max with eta_min = 0"
    )

    schedules: tuple[ScheduleSpec, ...] = param(kind="data", label=mark("Schedules"),
                                                help=mark("The schedules, without a unit of their own."))  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Product:
        """Read and check the schedule. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        members = read_members(data, path)
        own = [i for i, member in enumerate(members) if member.replaces_lr]
        if len(own) > 1:
            where = f"{join(path, 'schedules')}[{own[1]}]"
            raise ExperimentError(where, message("only one schedule of a product can replace the learning rate"))
        return dataclasses.replace(made, schedules=members)

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {**super().to_json(), "schedules": members_to_json(self.schedules)}

    def members(self) -> tuple[tuple[float, ScheduleSpec], ...]:
        """All members, from k = 0 on."""
        return tuple((0.0, member) for member in self.schedules)

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        made = self.schedules[0].lr_at(base_lr, k, losses)
        for member in self.schedules[1:]:
            made = made * (member.lr_at(base_lr, k, losses) / base_lr)
        return made

    def momentum(self, k: Any) -> Any | None:
        """The momentum of the member that cycles it; None where none does."""
        found = (member.momentum(k) for member in self.schedules)
        return next((momentum for momentum in found if momentum is not None), None)

    def is_zero(self, k: Any) -> bool:
        """Whether the factor of one member is 0 at all `k`."""
        return any(member.is_zero(own) for member, own in self._of_members(k))

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
        """The rate, with the factor of each member after a warm-up."""
        made = base_lr
        for member in self.schedules:
            made *= member.warmed_up(base_lr) / base_lr
        return made

    def ends(self) -> float | None:
        """The k at which the first member that turns up ends; without one, the k at which all have ended."""
        turning = [end for member in self.schedules if member.turns_up() and (end := member.ends()) is not None]
        if turning:
            return min(turning)
        ends = [end for member in self.schedules if (end := member.ends()) is not None]
        return max(ends) if len(ends) == len(self.schedules) else None

    def turns_up(self) -> bool:
        """Whether the rate of a member rises again."""
        return any(member.turns_up() for member in self.schedules)

    def counted_in(self, unit: str, factor: float) -> Product:
        """The same product counted in `unit`; its lengths in time stay the same."""
        return Product(unit=unit, schedules=tuple(member.counted_in(unit, factor) for member in self.schedules))

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Restarts under a falling line."""
        length = max(duration, 1e-9)
        falling = {"kind": "linear", "start_factor": 1.0, "end_factor": 0.1, "total_iters": length}
        return {"schedules": [{"kind": "cosine_restarts", "t_0": length / 4}, falling]}
