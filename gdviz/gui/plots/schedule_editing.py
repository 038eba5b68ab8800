"""Editing the schedule's curve in its plot: what handles, and the buttons for drawing, need of the plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gdviz.gui.drawing.plot_axes import HIGHEST_POWER
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.plots.plot_parts import GRAB
from gdviz.gui.plots.recorded_plot import RecordedPlot
from gdviz.gui.style import icons
from gdviz.gui.style.theme import Theme

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.plots.schedule_hands import ScheduleHands
    from gdviz.problems.base import Problem


_LEAST = 1e-3
"""The lowest level in one drag, as a share of what it began with."""
_KNOB = 5.5
"""Pixels over the lower end of a logarithmic axis where the handle of a rate of 0 stands: it is seen whole."""


class EditablePlot(RecordedPlot):
    """A plot of rates over the steps, in which the chosen run's schedule is edited.

    `edited` carries the path in the run, the JSON value, whether the edit is over (False while a hand still drags),
    and what the undo menu calls it; None there says that it takes the last edit back, as if it had not been made.
    The handles are made when the pointer first comes over the plot, or when one draws.
    """

    edited = Signal(str, object, bool, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.run = 0
        """The run that is edited."""
        self.from_here = False
        """Whether the rate is edited from the playhead on, rather than that of the whole run."""
        self.nothing = -math.inf
        """The position of the axis under which a rate is 0 on a logarithmic one: its lower end."""
        self.lowest_shown = 0.0
        """The rate at the lower end of the axis: over 0 on a logarithmic one."""
        self._hands: ScheduleHands | None = None
        self._made_points: tuple[dict[str, Any], dict[str, Any]] | None = None
        """The schedule that drawing has made points of, and these, in JSON."""
        self.draw_button, self.hold_button = QPushButton(), QPushButton()
        for button, name in ((self.draw_button, "drawButton"), (self.hold_button, "holdButton")):
            button.setObjectName(name)
            button.setCheckable(True)
            button.setProperty("segment", "only")
            button.setProperty("tight", True)
            self.head_row.addWidget(button)
        self.hold_button.hide()
        self.draw_button.clicked.connect(self._set_drawing)
        self.hold_button.clicked.connect(self._set_held)

    def name_tools(self) -> None:
        """Put the words of the buttons into the language of now."""
        self.draw_button.setAccessibleName(self.tr("Draw"))
        self.draw_button.setToolTip(
            self.tr(
                "Draw a schedule of your own: drag over the plot, or double-click for a point. A right click or Delete "
                "removes a point; Esc ends drawing."
            )
        )
        self.hold_button.setAccessibleName(self.tr("Hold"))
        self.hold_button.setToolTip(self.tr("Hold the rate from point to point, instead of straight lines."))

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """See StepPlot."""
        self.run = min(self.run, len(records) - 1)
        super().show_runs(experiment, problem, records, colors)
        self._follow_points()

    def set_run(self, index: int) -> None:
        """Choose the run that is edited: words, marks and handles are those of its rule and its pace."""
        if index != self.run:
            self.run = index
            self._follow_points()
            self.redraw()

    def set_from_here(self, on: bool) -> None:
        """Edit the rate from the playhead on, rather than that of the whole run."""
        self.from_here = on

    def apply_theme(self, theme: Theme) -> None:
        """See StepPlot."""
        self.draw_button.setIcon(icons.icon("draw", theme.text1))
        super().apply_theme(theme)
        self._show_hold()

    def _set_range(self, low: float, high: float) -> None:
        """See StepPlot; while a hand drags, the axes keep still under it."""
        if self._hands is None or not self._hands.dragging:
            super()._set_range(low, high)

    def follow_hands(self) -> None:
        """Put the handles where the schedule has them now."""
        if self._hands is not None:
            self._hands.follow()

    # What the handles ask

    @property
    def chosen(self) -> RunRecord | None:
        """The run that is edited; None while none is drawn."""
        drawn = self.run < len(self.records) and self.styles[self.run].drawn
        return self.records[self.run] if drawn else None

    @property
    def length(self) -> float:
        """The length of a step of that run on the axis."""
        return 1.0 if self.chosen is None else self.time.factor(self.chosen)

    @property
    def chosen_style(self) -> RunStyle:
        """How the run that is edited is drawn."""
        return self.styles[self.run]

    @property
    def drawing(self) -> bool:
        """Whether points are drawn: they stay in sight, and a click elsewhere leaves the playhead."""
        return self.draw_button.isChecked()

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is dragged."""
        return self._dragging

    def scrub(self, at: QPointF) -> None:
        """Drag the playhead from here on."""
        self._dragging = True
        self.playheadRequested.emit(self.step_at(at))

    @property
    def seen_to(self) -> float:
        """The last step of the run that is edited, or of its part that is not hidden."""
        planned = 0 if self.chosen is None else self.chosen.planned
        return min(planned, self._playhead / self.length) if self._curtain.isVisible() else planned

    def is_hidden(self, step: int) -> bool:
        """Whether a step of the run that is edited lies ahead of the playhead and is hidden."""
        return self._is_hidden(math.ceil(step * self.length))

    def height_of(self, rate: float) -> float:
        """The position of a rate on the axis; of one that a logarithmic axis cannot show, at its lower end."""
        position = float(self.scale.to_axis(rate))
        return max(position, self.nothing + _KNOB * self.room.pixel[1]) if self.scale.kind == "log" else position

    def rates_at(self, positions: Any) -> Any:
        """The rates at positions of the axis (a number or an array); under a logarithmic axis 0."""
        if self.scale.kind != "log":
            return positions
        rates = 10.0 ** np.minimum(positions, HIGHEST_POWER)
        return np.where(np.asarray(positions) < self.nothing, 0.0, rates)

    def least_level(self, begin: float) -> float:
        """The lowest level that one drag gives a rate that was `begin`: that of the axis, or a small share of it."""
        return min(begin, float(10.0**self.nothing)) if self.scale.kind == "log" else _LEAST * begin

    def pixel_of(self, step: float, rate: float) -> QPointF:
        """The pixel of the plot's viewport at a step and a rate."""
        scene = self.box.mapViewToScene(QPointF(step * self.length, self.height_of(rate)))
        return QPointF(self.plot.mapFromScene(scene))

    def position_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the position on the axis of the rates at a pixel."""
        point = self.box.mapSceneToView(self.plot.mapToScene(at.toPoint()))
        return point.x() / self.length, point.y()

    def place_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the rate at a pixel."""
        step, position = self.position_of(at)
        return step, float(self.rates_at(position))

    def near_playhead(self, at: QPointF) -> bool:
        """Whether a pixel of the plot's viewport belongs to the playhead."""
        return abs(self.viewport_x(self._playhead) - at.x()) <= GRAB

    def tell(self, words: str, x: float) -> None:
        """Show words (rich text) beside the pixel `x` in place of the readout."""
        self._end_hover()
        self.readout.setText(words)
        self.readout.adjustSize()
        self._move_readout(self.box.mapSceneToView(self.plot.mapToScene(QPointF(x, 0).toPoint())).x())
        self.readout.show()

    def give_up_drag(self) -> None:
        """Let go of what the mouse drags, as Escape has it; what was edited is put back elsewhere."""
        if self._hands is not None:
            self._hands.give_up()

    def tell_nothing(self) -> None:
        """Take such words away."""
        self._end_hover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See StepPlot; Delete removes a point that is selected."""
        if event.type() == QEvent.Type.Leave and self._hands is not None and watched is self.plot.viewport():
            self._hands.leave()
        if watched is self.plot.viewport() and self._hands is not None and self.records:
            if event.type() == QEvent.Type.ContextMenu and self._hands.removed:
                return True  # the right button has done its work
            if event.type() == QEvent.Type.MouseButtonDblClick and self.drawing:
                return self._pointer(event.type(), cast(QMouseEvent, event))
        if watched is self.plot and event.type() == QEvent.Type.KeyPress and self._hands is not None:
            key = cast(QKeyEvent, event).key()
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._hands.delete():
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Qt: here comes what the plot and the buttons have no use for; Escape ends drawing."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.drawing
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else it ends presenting
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            if self._hands is not None and self._hands.pen.pressed:
                self.give_up_drag()
            else:
                self.draw_button.click()
            return True
        return super().event(event)

    def _pointer(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        """See StepPlot; what belongs to a handle is not for the playhead."""
        inside = self.box.sceneBoundingRect().contains(self.plot.mapToScene(event.position().toPoint()))
        return self._made_hands().pointer(kind, event, inside) or super()._pointer(kind, event)

    def _made_hands(self) -> ScheduleHands:
        if self._hands is None:
            from gdviz.gui.plots.schedule_hands import ScheduleHands

            self._hands = ScheduleHands(self)
        return self._hands

    def _shape_pointer(self, at: QPointF, inside: bool) -> None:
        """See StepPlot; a cross where a double-click would put a point."""
        super()._shape_pointer(at, inside)
        if self.drawing and inside:
            self.plot.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def _set_drawing(self, on: bool) -> None:
        """Turn the schedule into points that can be dragged, or leave them as they are.

        Where nothing was drawn with them they are taken back.
        """
        record, made, self._made_points = self.chosen, self._made_points, None
        if on and record is not None and record.spec.schedule.kind != "points":
            from gdviz.engine.by_hand import as_points

            self._made_points = (
                record.spec.schedule.to_json(),
                as_points(record, self.lowest_shown / record.spec.optimizer.lr),
            )
            self.edited.emit("schedule", self._made_points[1], True, lambda: self.tr("own schedule"))
        elif not on and record is not None and made is not None and record.spec.schedule.to_json() == made[1]:
            self.edited.emit("schedule", made[0], True, None)
        if on:
            self.plot.setFocus(Qt.FocusReason.MouseFocusReason)  # Escape ends drawing, whoever had the keyboard
        self._made_hands()
        self._follow_points()

    def _set_held(self, held: bool) -> None:
        path, value = "schedule.interpolation", "hold" if held else "linear"
        self.edited.emit(path, value, True, lambda: self.tr("interpolation"))

    def _follow_points(self) -> None:
        """Points are drawn only while the chosen run's schedule is one of points."""
        record = self.chosen
        held = getattr(record.spec.schedule, "interpolation", None) if record is not None else None
        if held is None:
            self.draw_button.setChecked(False)
        self._show_hold()
        self.hold_button.setChecked(held == "hold")
        if self._hands is not None:
            self._hands.follow()

    def _show_hold(self) -> None:
        """The second button is there, and has its icon, only while one draws."""
        if self.drawing:
            self.hold_button.setIcon(icons.icon("hold", self.theme.text1))
        self.hold_button.setVisible(self.drawing)
