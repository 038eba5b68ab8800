"""What the handles and the pen need of the plot in which a schedule is edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import pyqtgraph as pg
from PySide6.QtCore import QPointF

from gdviz.engine.by_hand import warm_steps
from gdviz.gui.drawing.plot_axes import Scale
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.style.theme import Theme
from gdviz.schedules.base import ScheduleSpec, Warmup

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.run_style import RunStyle


class RateCanvas(Protocol):
    """A plot of rates over the steps, in which the schedule of the chosen run is edited."""

    plot: pg.PlotWidget
    box: pg.ViewBox
    scale: Scale
    time: TimeScale
    nothing: float
    """The position of the axis under which a rate is 0 on a logarithmic one: its lower end."""
    lowest_shown: float
    """The rate at the lower end of the axis: over 0 on a logarithmic one."""

    @property
    def theme(self) -> Theme:
        """The colours."""

    @property
    def experiment(self) -> Experiment | None:
        """The experiment that is shown."""

    @property
    def run(self) -> int:
        """The run that is edited."""

    @property
    def chosen(self) -> RunRecord | None:
        """Its record; None while it is not drawn."""

    @property
    def chosen_style(self) -> RunStyle:
        """How it is drawn."""

    @property
    def length(self) -> float:
        """The length of a step of it on the axis."""

    @property
    def seen_to(self) -> float:
        """Its last step, or that of its part that is not hidden."""

    @property
    def from_here(self) -> bool:
        """Whether the rate is edited from the playhead on, rather than that of the whole run."""

    @property
    def drawing(self) -> bool:
        """Whether points are drawn: they stay in sight, and a click elsewhere leaves the playhead."""

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is dragged."""

    def edit(self, path: str, value: Any, final: bool, name: Callable[[], str] | None) -> None:
        """Ask for an edit, see ScheduleView.edited; `value` is any that JSON can hold."""

    def scrub(self, at: QPointF) -> None:
        """Drag the playhead from here on."""

    def ask_for_playhead(self, place: int) -> None:
        """Ask for the playhead at a place of the axis."""

    def step_is_hidden(self, step: int) -> bool:
        """Whether a step of the run lies ahead of the playhead and is hidden."""

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The rate of a run at step k."""

    def step_at(self, at: QPointF) -> int:
        """The place of the axis nearest to a pixel of the plot's viewport."""

    def height_of(self, rate: float) -> float:
        """The position of a rate on the axis."""

    def rates_at(self, positions: Any) -> Any:
        """The rates at positions of the axis (a number or an array)."""

    def least_level(self, begin: float) -> float:
        """The lowest level that one drag gives a rate that was `begin`."""

    def pixel_of(self, step: float, rate: float) -> QPointF:
        """The pixel of the plot's viewport at a step and a rate."""

    def position_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the position on the axis of the rates at a pixel."""

    def place_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the rate at a pixel."""

    def near_playhead(self, at: QPointF) -> bool:
        """Whether a pixel belongs to the playhead."""

    def show_words(self, words: str, x: float) -> None:
        """Show words (rich text) beside the pixel `x` in place of the readout."""

    def hide_words(self) -> None:
        """Take such words away."""

    def redraw(self) -> None:
        """Draw everything anew."""


def axis_of(record: RunRecord, owner: ScheduleSpec | Warmup) -> tuple[float, float]:
    """The step where the owner's k is 0, and the steps of one unit of it."""
    start = warm_steps(record) if isinstance(owner, ScheduleSpec) else 0.0
    return start, float(record.steps_per_epoch if owner.unit == "epoch" else 1)


def grain(canvas: RateCanvas, unit: float) -> float:
    """How finely times are set: whole units, or tenths where a unit is 60 pixels wide."""
    return 1.0 if unit * canvas.length < 60 * canvas.box.viewPixelSize()[0] else 0.1
