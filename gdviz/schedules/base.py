"""What a schedule is: the learning rate as a pure function of k, and warm-up before it.

k counts finished epochs or updates, as the schedule's `unit` says; asking for k = 10^6 costs the same as
for k = 1. k is a number or an array; what comes back is of the same kind.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import param, to_json

UNITS = ("epoch", "step")


@dataclass(frozen=True, kw_only=True)
class ScheduleSpec(ABC):
    """A schedule as the experiment file holds it; subclasses set `kind`, add fields and give `rate`."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    reference: ClassVar[str] = ""

    unit: str = param("epoch", kind="choice", choices=UNITS, label=mark("Counted in"),
                      help=mark("Whether the schedule counts finished epochs or steps."))  # fmt: skip

    @abstractmethod
    def rate(self, base_lr: float, k: Any) -> Any:
        """The rate after k finished units; k >= 0, a float array of any shape."""

    def ends(self) -> float | None:
        """The k after which the rate no longer falls (it stays or turns up again); None if it never does."""
        return None

    def turns_up(self) -> bool:
        """Whether the rate rises again after `ends`."""
        return False

    @classmethod
    def proposed(cls, duration: float) -> dict[str, Any]:
        """What a form proposes for a run of `duration` units after the warm-up, by parameter."""
        return {}

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {"kind": self.kind, **to_json(self)}


@dataclass(frozen=True)
class Warmup:
    """The factor rises linearly from `start_factor` at k = 0 to 1 at k = `length`; then the schedule starts.

    Source: Goyal et al. 2017 (arXiv 1706.02677); torch: SequentialLR of LinearLR and the schedule.
    """

    length: float = param(low=0, label=mark("Warm-up"), help=mark("How long the rate rises before the schedule."))
    start_factor: float = param(0.0, low=0, high=1, label=mark("From factor"),
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

    def lr(self, base_lr: float, k: Any, losses: Any = None) -> Any:
        """The rate after k finished units (k = 0, 1, ...): a float for a number, an array for an array.

        `losses`, the metric after each of the k finished units, is read only by schedules that watch it.
        Raises ExperimentError when warm-up and schedule count in different units: then the number of steps
        an epoch matters, see `step_lr`.
        """
        if self.warmup is not None and self.warmup.unit != self.spec.unit:
            raise ExperimentError("warmup.unit", message("differs from the schedule's: ask for the rate by step"))
        counted = np.atleast_1d(np.asarray(k, dtype=float))  # so that a number gets the bits of an array's element
        return _like(k, self._join(base_lr, counted, counted - (self.warmup.length if self.warmup else 0.0)))

    def step_lr(self, base_lr: float, step: Any, steps_per_epoch: int) -> Any:
        """The rate of update number `step` (from 0) in a run of `steps_per_epoch` updates an epoch.

        After a warm-up in steps, the schedule's epochs count from its end.
        """
        steps = np.atleast_1d(np.asarray(step, dtype=float))
        return _like(step, self._join(base_lr, *self._counts(steps, steps_per_epoch)))

    def position(self, step: int, steps_per_epoch: int) -> tuple[bool, float]:
        """Whether update number `step` is within the warm-up, and the k that warm-up or schedule has there."""
        warm_k, after = self._counts(np.array([float(step)]), steps_per_epoch)
        warming = self.warmup is not None and bool(warm_k[0] < self.warmup.length)
        return warming, float(warm_k[0] if warming else after[0])

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

    def _join(self, base_lr: float, warm_k: Any, after: Any) -> Any:
        """Warm-up while `warm_k` is under its length, then the schedule at `after`; arrays of one shape."""
        scheduled = np.broadcast_to(self.spec.rate(base_lr, np.maximum(after, 0.0)), after.shape).astype(float)
        if self.warmup is None or self.warmup.length == 0:
            return scheduled
        return np.where(warm_k < self.warmup.length, base_lr * self.warmup.factor(warm_k), scheduled)


def _like(k: Any, values: Any) -> Any:
    return float(values[0]) if np.ndim(k) == 0 else values
