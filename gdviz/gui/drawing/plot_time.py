"""The three axes of time: steps, epochs, samples seen. Plots draw in steps of one run; this says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord

UNITS = ("step", "epoch", "sample")


class TimeScale(QObject):
    """How far along the axis a step of each run is, and what the axis counts.

    A place of the axis is a step of the run that makes most in an epoch. Counted in steps, a step of any run is as
    long as one of that; counted in epochs or samples, one that sees twice as many samples is twice as long,
    so that equal epochs stand over one another. Without samples all three are the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unit = "step"
        self._first: RunRecord | None = None

    def set_runs(self, records: Sequence[RunRecord]) -> None:
        """Measure by that of these runs that makes most steps in an epoch."""
        self._first = max(records, key=lambda record: record.steps_per_epoch, default=None)

    def factor(self, record: RunRecord) -> float:
        """The length of a step of a run on the axis."""
        first = self._first
        if self.unit == "step" or first is None:
            return 1.0
        return first.steps_per_epoch / record.steps_per_epoch

    def step_of(self, record: RunRecord, place: float) -> int:
        """The step of a run at a place of the axis."""
        return int(place / self.factor(record) + 0.5)

    @property
    def per_place(self) -> float:
        """What the axis counts from one place to the next."""
        first = self._first
        if first is None or self.unit == "step":
            return 1.0
        share = 1 / first.steps_per_epoch
        return share if self.unit == "epoch" else share * (first.problem.n_samples or 1)

    def end(self, records: Sequence[RunRecord]) -> float:
        """The place where the last of these runs ends as planned."""
        return max((record.planned * self.factor(record) for record in records), default=0.0)

    def made(self, records: Sequence[RunRecord]) -> float:
        """The place where the last update of these runs is, so far."""
        return max((record.updates * self.factor(record) for record in records), default=0.0)

    def count(self, place: float) -> str:
        """What the axis says at a place: "17", "3.4", "340"."""
        value = place * self.per_place
        return f"{value:,.0f}" if self.unit != "epoch" or value == int(value) else format_number(value, 3)

    def title(self) -> str:
        """What the axis counts."""
        return {"step": self.tr("step"), "epoch": self.tr("epoch"), "sample": self.tr("samples seen")}[self.unit]

    def name(self, place: float) -> str:
        """A place in words: "step 17", "epoch 3.4", "340 samples"."""
        count = self.count(place)
        if self.unit == "step":
            return self.tr("step {k}").format(k=count)
        if self.unit == "epoch":
            return self.tr("epoch {k}").format(k=count)
        return self.tr("{k} samples").format(k=count)


def scaled(time: TimeScale, record: RunRecord, steps: Any) -> Any:
    """Where steps of a run, shape (m,), stand on the axis."""
    factor = time.factor(record)
    return steps if factor == 1 else steps * factor
