"""What a schedule is: the learning rate as a pure function of k, and the warm-up before it.

k counts finished epochs or updates, as the schedule's `unit` says; k = 10^6 is computed as fast as k = 1. k is a
number or an array, and so is the result. Only a schedule that reads the loss (plateau) is a function of the losses
as well.
"""

from __future__ import annotations

import dataclasses
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import join, param, to_json
from gdviz.schedules.losses import Losses

UNITS = ("epoch", "step")
CHECKED = 1_000_000
"""The updates of a run whose k are checked before it begins; it ends where a later one has no finite rate."""


@dataclass(frozen=True, kw_only=True)
class ScheduleSpec(ABC):
    """A schedule as the experiment file holds it; subclasses set `kind`, add fields and give `lr_at`."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    lengths: ClassVar[tuple[str, ...]] = ()
    """The parameters that are counted in the schedule's unit."""

    unit: str = param("epoch", kind="choice", choices=UNITS, label=mark("Counted in"),
                      help=mark("Whether the schedule counts finished epochs or steps."))  # fmt: skip

    @abstractmethod
    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """The rate after k finished units; k >= 0, a float array of any shape.

        `losses` holds the metric after each finished unit, as far as it is known.
        """

    def momentum(self, k: Any) -> Any | None:
        """The momentum (or beta1) after k finished units, where the schedule cycles it."""
        return None

    @property
    def momentum_key(self) -> str:
        """The path of the key that switches a cycled momentum on, from this schedule; empty where there is none."""
        return ""

    @property
    def replaces_lr(self) -> bool:
        """Whether it has its own rates instead of scaling the optimizer's."""
        return False

    @property
    def is_constant(self) -> bool:
        """Whether the rate is the optimizer's at every step."""
        return False

    @property
    def reads_losses(self) -> bool:
        """Whether the rate depends on the losses."""
        return False

    @property
    def has_formula(self) -> bool:
        """Whether a person's formula is in it, which may have no value at some k; all other rates do."""
        return any(member.has_formula for _, member in self.members())

    def check_rates(self, k: Any, path: str, may_be_0: bool = False) -> None:
        """Refuse a schedule that has no rate at one of the `k` of a run: a float array (n,), rising.

        A member is evaluated only from its beginning to that of the next. A formula that is nowhere above 0 is refused,
        too, unless it `may_be_0`. Raises ExperimentError with the path of the key, and the first such k.
        """
        may_be_0 = may_be_0 or not self.is_zero(k)
        for i, (member, own) in enumerate(self._of_members(k)):
            member.check_rates(own, f"{join(path, 'schedules')}[{i}]", may_be_0)

    def is_zero(self, k: Any) -> bool:
        """Whether formulas or points make the rate 0 at all `k`: a float array (n,), rising."""
        return False

    def _of_members(self, k: Any) -> list[tuple[ScheduleSpec, Any]]:
        """Each member with its own k, for the `k` of this schedule."""
        parts = self.members()
        ends = [min((later for later, _ in parts if later > begin), default=math.inf) for begin, _ in parts]
        return [(member, k[(k >= begin) & (k < end)] - begin) for (begin, member), end in zip(parts, ends, strict=True)]

    def members(self) -> tuple[tuple[float, ScheduleSpec], ...]:
        """The schedules within it (its parameter `schedules`), each with the k at which it begins."""
        return ()

    def warmed_up(self, base_lr: float) -> float:
        """The rate at the end of a warm-up before it."""
        return base_lr

    def ends(self) -> float | None:
        """The k after which the rate no longer falls (it stays or turns up again); None if it never does."""
        return None

    def turns_up(self) -> bool:
        """Whether the rate rises again after `ends`."""
        return False

    def counted_in(self, unit: str, factor: float) -> Self:
        """The same schedule counted in `unit`: one of its present units lasts `factor` of the new ones."""
        longer = {name: _times(getattr(self, name), factor) for name in self.lengths}
        return dataclasses.replace(self, unit=unit, **longer)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """The values that a form proposes for a run of `duration` units after the warm-up at the rate `lr`."""
        return {}

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {"kind": self.kind, **to_json(self)}


@dataclass(frozen=True)
class Warmup:
    """The factor rises linearly from `start_factor` at k = 0 to 1 at k = `length`; then the schedule starts.

    Source: Goyal et al. 2017 (arXiv 1706.02677); torch: SequentialLR of LinearLR and the schedule.
    """

    length: float = param(low=0, axis="k", label=mark("Warm-up"),
                          help=mark("How long the rate rises before the schedule."))  # fmt: skip
    start_factor: float = param(0.0, low=0, high=1, axis="factor", label=mark("From factor"),
                                help=mark("The share of the learning rate that the warm-up begins with."))  # fmt: skip
    unit: str = param("epoch", kind="choice", choices=UNITS, label=mark("Counted in"),
                      help=mark("Whether the warm-up counts finished epochs or steps."))  # fmt: skip

    def factor(self, k: Any) -> Any:
        """The factor at k < length."""
        return self.start_factor + (1 - self.start_factor) * (k / self.length)

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return to_json(self)


@dataclass(frozen=True)
class Schedule:
    """A schedule with its warm-up: what sets the rate of each update."""

    spec: ScheduleSpec
    warmup: Warmup | None = None

    def lr(self, base_lr: float, k: Any, losses: ArrayLike | None = None) -> Any:
        """The rate after k finished units (k = 0, 1, ...): a float for a number, an array for an array.

        `losses`, the metric after each of the k finished units (those of the warm-up included), is read only by
        a schedule that watches it; while losses are missing, its rate stays.
        After a warm-up, k is counted in its unit where the schedule is constant and so has no unit.
        Raises ExperimentError where a formula has no finite value, and when warm-up and schedule count in different
        units: then the number of steps an epoch matters, see `step_lr`.
        """
        counted, after = self._units(k)
        if self.spec.has_formula:
            self.spec.check_rates(np.unique(after[counted >= self._warm_length]), "schedule")
        seen = Losses([] if losses is None else np.asarray(losses, dtype=float).tolist())
        return _like(k, self._join(base_lr, counted, after, seen.since(self._warm_length)))

    def momentum(self, k: Any) -> Any | None:
        """The momentum (or beta1) after k finished units, as `lr`; None where no schedule cycles it.

        During the warm-up it stays at its first value. Raises ExperimentError as `lr` does.
        """
        return self._momentum(k, self._units(k)[1])

    def step_lr(self, base_lr: float, step: Any, steps_per_epoch: int, losses: Losses | None = None) -> Any:
        """The rate of update number `step` (from 0) in a run of `steps_per_epoch` updates an epoch.

        After a warm-up in steps, the schedule's epochs count from its end. `losses` holds the metric after each
        finished unit of the schedule itself (see `unit_end`).
        """
        if self.spec.is_constant and self.warmup is None:  # fast: it is evaluated at each edit of each run
            return float(base_lr) if np.ndim(step) == 0 else np.full(np.shape(step), float(base_lr))
        steps = np.atleast_1d(np.asarray(step, dtype=float))
        return _like(step, self._join(base_lr, *self._counts(steps, steps_per_epoch), losses or Losses()))

    def step_momentum(self, step: Any, steps_per_epoch: int) -> Any | None:
        """The momentum (or beta1) of update number `step`; None where no schedule cycles it."""
        if not self.spec.momentum_key:
            return None
        steps = np.atleast_1d(np.asarray(step, dtype=float))
        return self._momentum(step, self._counts(steps, steps_per_epoch)[1])

    def unit_end(self, number: int, steps_per_epoch: int) -> int:
        """How many updates have been made when the schedule's own unit `number` (from 0) is finished."""
        by_epoch, warm = self.spec.unit == "epoch", self._warm_length
        if self.warmup is not None and self.warmup.unit == "step":
            return math.ceil(warm + (number + 1) * (steps_per_epoch if by_epoch else 1))
        if by_epoch:
            return math.ceil(warm + number + 1) * steps_per_epoch
        return math.ceil(warm * steps_per_epoch + number + 1)

    def check(self, steps: int, steps_per_epoch: int, path: str) -> None:
        """Refuse a schedule (at `path`) that has no rate at a k of a run of `steps` updates. Raises ExperimentError."""
        if not self.spec.has_formula:
            return
        warm_k, after = self._counts(np.arange(min(steps, CHECKED), dtype=float), steps_per_epoch)
        self.spec.check_rates(np.unique(after[warm_k >= self._warm_length]), path)

    def position(self, step: int, steps_per_epoch: int) -> tuple[bool, float]:
        """Whether update number `step` is within the warm-up, and the k that warm-up or schedule has there."""
        warm_k, after = self._counts(np.array([float(step)]), steps_per_epoch)
        warming = self.warmup is not None and bool(warm_k[0] < self.warmup.length)
        return warming, float(warm_k[0] if warming else after[0])

    @property
    def _warm_length(self) -> float:
        return self.warmup.length if self.warmup is not None else 0.0

    def _units(self, k: Any) -> tuple[Any, Any]:
        """The k of the warm-up, and that of the schedule after it, at k where both count the same."""
        warmup = self.warmup
        if warmup is not None and warmup.length and warmup.unit != self.spec.unit and not self.spec.is_constant:
            raise ExperimentError("warmup.unit", message("differs from the schedule's: ask for the rate by step"))
        counted = np.atleast_1d(np.asarray(k, dtype=float))  # so that a number gets the bits of an array's element
        return counted, counted - self._warm_length

    def _counts(self, steps: Any, steps_per_epoch: int) -> tuple[Any, Any]:
        """The k of the warm-up, and that of the schedule after it, at updates `steps`."""
        epochs = np.floor(steps / steps_per_epoch)
        warmup, by_epoch = self.warmup, self.spec.unit == "epoch"
        if warmup is None:
            return steps, epochs if by_epoch else steps
        if warmup.unit == "epoch":
            return epochs, epochs - warmup.length if by_epoch else steps - warmup.length * steps_per_epoch
        after = steps - warmup.length
        return steps, np.floor(after / steps_per_epoch) if by_epoch else after

    def _join(self, base_lr: float, warm_k: Any, after: Any, losses: Losses) -> Any:
        """Warm-up while `warm_k` is under its length, then the schedule at `after`; arrays of one shape."""
        with np.errstate(all="ignore"):  # a growing rate may overflow, a formula may have a pole
            made = self.spec.lr_at(base_lr, np.maximum(after, 0.0), losses)
            scheduled = np.broadcast_to(made, after.shape).astype(float)
            if self.warmup is None or self.warmup.length == 0:
                return scheduled
            rising = self.spec.warmed_up(base_lr) * self.warmup.factor(warm_k)
        return np.where(warm_k < self.warmup.length, rising, scheduled)

    def _momentum(self, k: Any, after: Any) -> Any | None:
        with np.errstate(all="ignore"):  # cycles far shorter than a step are beyond counting
            made = self.spec.momentum(np.maximum(after, 0.0))
        return None if made is None else _like(k, np.broadcast_to(made, after.shape).astype(float))


def _like(k: Any, values: Any) -> Any:
    return float(values[0]) if np.ndim(k) == 0 else values


def _times(value: Any, factor: float) -> Any:
    """A length, or several, times `factor`; whole numbers stay whole."""
    if isinstance(value, tuple):
        return tuple(_times(one, factor) for one in value)
    return max(round(value * factor), 1 if value else 0) if isinstance(value, int) else value * factor
