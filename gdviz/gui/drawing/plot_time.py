"""The three units of time: steps, epochs, samples seen. Plots draw in steps of one run, and this converts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord


class TimeScale(QObject):
    """The position of each run's steps on the axis, and the unit of the axis.

    Positions are steps of the run with the most steps per epoch. If the axis counts steps, a step of any run has length
    1; if it counts epochs or samples, a step that sees twice as many samples is twice as long, so that equal epochs
    are aligned. Without samples all three are the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unit = "step"
        self._first: RunRecord | None = None

    def set_runs(self, records: Sequence[RunRecord]) -> None:
        """Measure by the run with the most steps per epoch."""
        self._first = max(records, key=lambda record: record.steps_per_epoch, default=None)

    def factor(self, record: RunRecord) -> float:
        """The length of a step of a run on the axis."""
        first = self._first
        if self.unit == "step" or first is None:
            return 1.0
        return first.steps_per_epoch / record.steps_per_epoch

    def step_of(self, record: RunRecord, place: float) -> int:
        """The step of a run at a position of the axis."""
        return int(place / self.factor(record) + 0.5)

    @property
    def per_place(self) -> float:
        """The count of the axis's unit per position."""
        first = self._first
        if first is None or self.unit == "step":
            return 1.0
        share = 1 / first.steps_per_epoch
        return share if self.unit == "epoch" else share * (first.problem.n_samples or 1)

    def end(self, records: Sequence[RunRecord]) -> float:
        """The position at which the last of these runs ends as planned."""
        return max((record.planned * self.factor(record) for record in records), default=0.0)

    def made(self, records: Sequence[RunRecord]) -> float:
        """The position of the last update of these runs so far."""
        return max((record.updates * self.factor(record) for record in records), default=0.0)

    def count(self, place: float) -> str:
        """The number at a position: "17", "3.4", "340"."""
        value = place * self.per_place
        return f"{value:,.0f}" if self.unit != "epoch" or value == int(value) else format_number(value, 3)

    def title(self) -> str:
        """The title of the axis."""
        return {"step": self.tr("step"), "epoch": self.tr("epoch"), "sample": self.tr("samples seen")}[self.unit]

    def name(self, place: float) -> str:
        """A position in words: "step 17", "epoch 3.4", "340 samples"."""
        count = self.count(place)
        if self.unit == "step":
            return self.tr("step {k}").format(k=count)
        if self.unit == "epoch":
            return self.tr("epoch {k}").format(k=count)
        return self.tr("{k} samples").format(k=count)


def scaled(time: TimeScale, record: RunRecord, steps: Any) -> Any:
    """The positions of a run's steps, shape (m,), on the axis."""
    factor = time.factor(record)
    return steps if factor == 1 else steps * factor
