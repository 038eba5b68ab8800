"""The interface of the plot that the handles and the pen of a schedule use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import pyqtgraph as pg
from PySide6.QtCore import QPointF

from gdviz.engine.by_hand import warm_steps
from gdviz.gui.drawing.plot_axes import Scale
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.style.theme import Theme
from gdviz.schedules.schedule import ScheduleSpec, Warmup

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.run_style import RunStyle


class RateCanvas(Protocol):
    """A plot of learning rates over the steps in which the schedule of the chosen run is edited."""

    plot: pg.PlotWidget
    box: pg.ViewBox
    scale: Scale
    time: TimeScale
    nothing: float
    """The position below which a rate counts as 0 on a logarithmic axis: its lower end."""
    lowest_shown: float
    """The rate at the lower end of the axis; positive on a logarithmic one."""

    @property
    def theme(self) -> Theme:
        """The colours."""

    @property
    def experiment(self) -> Experiment | None:
        """The experiment that is shown."""

    @property
    def run(self) -> int:
        """The number of the edited run."""

    @property
    def chosen(self) -> RunRecord | None:
        """The record of the edited run; None while it is not drawn."""

    @property
    def chosen_style(self) -> RunStyle:
        """The style of the edited run."""

    @property
    def length(self) -> float:
        """The length of a step of the edited run on the axis."""

    @property
    def seen_to(self) -> float:
        """The last visible step of the edited run."""

    @property
    def from_here(self) -> bool:
        """Whether an edit changes the rate from the playhead on, rather than that of the whole run."""

    @property
    def drawing(self) -> bool:
        """Whether a person draws points: they stay visible, and a click elsewhere does not move the playhead."""

    @property
    def has_large_handles(self) -> bool:
        """Whether the handles are large and always visible: the window is about the learning rate."""

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is being dragged."""

    def edit(self, path: str, value: Any, final: bool, name: Callable[[], str] | None) -> None:
        """Request an edit, see ScheduleView.edited; `value` is any JSON value."""

    def scrub(self, at: QPointF) -> None:
        """Begin to drag the playhead here."""

    def ask_for_playhead(self, place: int) -> None:
        """Request the playhead at a position of the axis."""

    def step_is_hidden(self, step: int) -> bool:
        """Whether a step of the run lies ahead of the playhead and is hidden."""

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The rate of a run at step k."""

    def step_at(self, at: QPointF) -> int:
        """The step position nearest to a pixel of the plot's viewport."""

    def height_of(self, rate: float) -> float:
        """The position of a rate on the axis."""

    def rates_at(self, positions: Any) -> Any:
        """The rates at positions of the axis (a number or an array)."""

    def least_level(self, begin: float) -> float:
        """The lowest level to which one drag can move a rate from `begin`."""

    def pixel_of(self, step: float, rate: float) -> QPointF:
        """The pixel of the plot's viewport at a step and a rate."""

    def position_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the position on the axis of the rates at a pixel."""

    def place_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the rate at a pixel."""

    def near_playhead(self, at: QPointF) -> bool:
        """Whether a pixel is near the playhead."""

    def show_words(self, words: str, x: float) -> None:
        """Show words (rich text) beside the pixel `x` in place of the readout."""

    def hide_words(self) -> None:
        """Hide these words."""

    def redraw(self) -> None:
        """Draw everything again."""


def axis_of(record: RunRecord, owner: ScheduleSpec | Warmup) -> tuple[float, float]:
    """The step at which the owner's k is 0, and the number of steps of one of its units."""
    start = warm_steps(record) if isinstance(owner, ScheduleSpec) else 0.0
    return start, float(record.steps_per_epoch if owner.unit == "epoch" else 1)


def grain(canvas: RateCanvas, unit: float) -> float:
    """The resolution of times: whole units, or tenths if a unit is 60 pixels wide."""
    return 1.0 if unit * canvas.length < 60 * canvas.box.viewPixelSize()[0] else 0.1
