"""What the plots over the steps share: axes in plain numbers, the playhead, the hover readout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QLayout, QWidget

from gdviz.gui.drawing.curve_names import CurveNames, NamedCurve
from gdviz.gui.drawing.decimation import Floats
from gdviz.gui.drawing.plot_axes import Scale, StepAxis, ValueAxis, least_plot, quiet_plot
from gdviz.gui.drawing.plot_items import CurveRoom, Dot, PlayheadLine, readout_label, style_readout, title_style
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.drawing.plot_zoom import PlotZoom
from gdviz.gui.drawing.strokes import Dashes, Stroke, StrokeLayer, run_marks_on
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look

if TYPE_CHECKING:
    from gdviz.engine.recording import Recording
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.drawing.recorded_curves import RecordedCurves
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.problem import Problem

GRAB = 6
"""Pixels around the playhead within which it can be dragged."""
_ASIDE = 8.0
"""Pixels before the first step and after the last, so that the head of the playhead is never cut."""
_READ = 12
"""The most runs in the readout."""
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
"""The reasons for which the focus is shown: after a click a person knows where it is."""


class StepPlot(ViewDefaults, Panel):
    """A plot of a value of each run, computed or recorded, over the steps, with the playhead.

    Subclasses implement the curves (`draw_curves`), the exact values under the pointer (`value_at`), the texts
    (`retranslate`, which calls `set_texts`) and, if they show recorded runs, their values (`recorded_values`).

    While what is ahead is hidden, a curtain covers it, and `axes_hide_ahead` says whether the axes, too, depend only
    on the past and on the plan: see `made` and `draw_curves`.
    """

    playheadRequested = Signal(int)
    lookChosen = Signal(object)
    """A person chose another look, for all views."""

    def __init__(self, name: str, parent: QWidget | None = None, playhead: bool = True) -> None:
        """Make the plot; without a `playhead`, as on paper, it has neither line nor points."""
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._scene: Scene | None = None
        """The last scene."""
        self.scale = Scale()
        self.playhead_shown = playhead
        self._hovered: int | None = None
        self._titles: tuple[str, ...] | None = None
        self._drawn: object = None
        """The drawn state of the records, see `_held`."""
        self._dragging = False
        self._ringed = False
        self.recorded: RecordedCurves | None = None
        """Made for the first experiment with recorded runs."""

        self.time = TimeScale()
        self.step_axis = StepAxis("bottom", self.time)
        self.value_axis = ValueAxis("left", self.scale)
        self.plot = pg.PlotWidget(self, axisItems={"bottom": self.step_axis, "left": self.value_axis}, enableMenu=False)
        self.item: pg.PlotItem = self.plot.getPlotItem()
        self.box: pg.ViewBox = self.item.getViewBox()
        self.zoom = PlotZoom(self.plot, self.redraw)
        self.curves = StrokeLayer(self.box, 10)
        self._strokes: list[Stroke | None] = []
        """The stroke of each run, set by `draw_curves`."""
        self.room = CurveRoom(self.box)
        self.names = CurveNames(self.box, 14)
        quiet_plot(self.plot, self)
        self.box.sigResized.connect(self.redraw)  # words and the playhead's head have sizes in pixels

        self._curtain = QGraphicsRectItem()
        self._curtain.setZValue(15)  # over curves and words, under the playhead and its dots
        self._curtain.setPen(QPen(Qt.PenStyle.NoPen))
        self._curtain.hide()
        self.box.addItem(self._curtain, ignoreBounds=True)
        self._line = PlayheadLine(self.box)
        self._line.setVisible(playhead)
        self._hover_line = pg.InfiniteLine(angle=90, movable=False)
        self._dots: list[Dot] = []
        for item, z in ((self._hover_line, 5), (self._line, 20)):
            item.setZValue(z)
            self.box.addItem(item, ignoreBounds=True)
        self._hover_line.hide()
        self.readout = readout_label(self.plot)

        cast(QLayout, self.layout()).setContentsMargins(12, 10, 4, 6)  # the axes have margins of their own
        self.body.addWidget(self.plot, 1)
        self.setFocusProxy(self.plot)

    def minimumSizeHint(self) -> QSize:
        """Qt: see `least_plot`."""
        return least_plot()

    # For subclasses

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        raise NotImplementedError

    def draw_curves(self) -> tuple[float, float]:
        """Set the strokes; return the lowest and the highest position of the axis.

        While `axes_hide_ahead`, both depend only on what is visible, and change seldom during playing.
        """
        raise NotImplementedError

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The exact value of a run at step k, or None."""
        raise NotImplementedError

    def recorded_values(self, recording: Recording) -> Floats | None:
        """A value for each row of a recording, shape (n,); None where it has none."""
        return None

    def readout_note(self, run: int, k: int) -> str:
        """The text that the readout adds to the value of a run at step k."""
        return ""

    has_words = False
    """Whether a subclass places words after it has drawn, and then calls `name_curves`."""

    def curve_name(self, run: int) -> str:
        """What a run is called at the end of its curve; empty where it has no name there."""
        assert self._scene is not None
        return self._scene.label(run)

    def taken(self) -> list[QRectF]:
        """The rectangles of other words, in pixels of the box, which the names of curves avoid."""
        return []

    def take_scene(self, scene: Scene, before: Scene | None) -> None:
        """Take what a subclass needs from a scene, before it is drawn."""

    # What is shown

    @property
    def experiment(self) -> Experiment | None:
        """The experiment that is shown."""
        return None if self._scene is None else self._scene.experiment

    @property
    def problem(self) -> Problem | None:
        """The problem of all runs."""
        return None if self._scene is None else self._scene.problem

    @property
    def records(self) -> Sequence[RunRecord]:
        """The runs that are shown."""
        return () if self._scene is None else self._scene.runs

    @property
    def styles(self) -> Sequence[RunStyle]:
        """How each run is drawn."""
        return () if self._scene is None else self._scene.styles()

    @property
    def theme(self) -> Theme:
        """The colours."""
        return system() if self._scene is None else self._scene.theme

    @property
    def look(self) -> Look:
        """The choices for pictures."""
        return Look() if self._scene is None else self._scene.state.experiment.look

    @property
    def playhead(self) -> int:
        """The position of the playhead on the axis."""
        return 0 if self._scene is None else self._scene.playhead

    @property
    def hides_ahead(self) -> bool:
        """Whether what lies ahead of the playhead is hidden."""
        return self._scene is not None and self._scene.state.experiment.ahead_hidden

    @property
    def axes_hide_ahead(self) -> bool:
        """Whether the axes too depend only on what lies behind the playhead.

        Not in a film: nobody guesses ahead there, so its axes show the whole run and stand still.
        """
        return self._scene is not None and self._scene.medium.tools and self.hides_ahead

    def is_hidden(self, place: float) -> bool:
        """Whether a position of the axis lies ahead of the playhead and is hidden."""
        return self.hides_ahead and place > self.playhead

    def made(self, run: int) -> int:
        """The number of updates of a run that are computed and not hidden."""
        assert self._scene is not None
        return self._scene.updates(run) if self.hides_ahead else self.records[run].updates

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        state, was = scene.state.experiment, None if before is None else before.state.experiment
        other_runs, restyled = scene.has_other_runs(before), scene.has_other_style(before)
        other_unit = before is None or scene.clock.unit != before.clock.unit
        other_look = was is None or state.look != was.look
        if before is None or scene.openings != before.openings:
            self.zoom.clear()
        if other_unit:
            self.time.unit = scene.clock.unit
            self.step_axis.recount()
        if restyled or other_look:
            self._apply_theme()
        if other_runs:
            self._take_runs(scene)
        self.take_scene(scene, before)
        other_problem = before is None or scene.experiment.problem is not before.experiment.problem
        if other_problem or other_unit or restyled or other_look:
            self.retranslate()
        other_curtain = was is None or state.ahead_hidden != was.ahead_hidden
        if other_curtain:
            self._curtain.setVisible(state.ahead_hidden)
        moved = before is not None and self.playhead != before.playhead
        others = other_runs or restyled or other_unit or other_look or other_curtain
        if others or self._drawn != self._held() or (moved and self.axes_hide_ahead):
            self.redraw()
        elif moved or (before is not None and scene.records is not before.records):
            self._place_playhead()

    def _take_runs(self, scene: Scene) -> None:
        """Take the runs of another experiment, or in another style."""
        self.time.set_runs(scene.runs)
        if self.recorded is None and "recorded" in scene.experiment.view:
            from gdviz.gui.drawing.recorded_curves import RecordedCurves

            self.recorded = RecordedCurves(self.box, self.scale, self.time, self.recorded_values)
        if self.recorded is not None:
            self.recorded.take(scene.experiment, scene.problem)
        while len(self._dots) > len(scene.runs):
            self.box.removeItem(self._dots.pop())
        while len(self._dots) < len(scene.runs):
            self._dots.append(Dot())
            self.box.addItem(self._dots[-1], ignoreBounds=True)

    def redraw(self) -> None:
        """Draw everything again."""
        if self._scene is None:
            return
        self._drawn = self._held()
        self._strokes = [None] * len(self.records)
        if self.recorded is not None:
            self.recorded.show_until(self.playhead if self.axes_hide_ahead else None)
        low, high = self.draw_curves()
        self.curves.set_strokes(self._strokes)
        self._set_range(low, high)
        # Otherwise pyqtgraph does this while painting and paints twice.
        self.box.prepareForPaint()
        if self.recorded is not None:
            self.recorded.draw(self.theme)
        self._place_playhead()
        if self._hovered is not None:
            self._show_readout(self._hovered)
        if not self.has_words:
            self.name_curves()

    def name_curves(self) -> None:
        """Write the name of each of several runs at the end of its curve, where there is room."""
        scene = self._scene
        drawn = [run for run, stroke in enumerate(self._strokes) if stroke is not None]
        curves: list[NamedCurve] = []
        if scene is not None and scene.medium.names and len(drawn) > 1:
            for run in sorted(drawn, key=lambda run: run != scene.run):
                stroke = cast(Stroke, self._strokes[run])
                end = np.searchsorted(stroke.x, self.playhead, "right") if self.hides_ahead else len(stroke.x)
                curves.append(NamedCurve(stroke.x[:end], stroke.y[:end], self.curve_name(run), self.styles[run].color))
        if curves or self.names.placed:
            self.names.place(curves, self.taken(), self.theme)

    def stroke(self, run: int, x: Floats, y: Floats, pen: QPen, dashes: Dashes | None) -> None:
        """Set the curve of a run through these positions of the axes, dashed or solid."""
        marks = run_marks_on(self.styles[run], run, len(self.styles), self.theme.plot)
        self._strokes[run] = Stroke(x, y, pen, dashes, marks)

    def _held(self) -> object:
        """The state of the records that the drawing depends on; if it changes, everything is drawn again."""
        assert self._scene is not None
        return [(progress.updates, progress.finish) for progress in self._scene.records.progress]

    def _apply_theme(self) -> None:
        """Apply the colours of the theme and the grid of the look."""
        theme = self.theme
        self._curtain.setBrush(QColor(theme.plot))
        self.plot.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.step_axis, self.value_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setGrid(60 if self.look.plot_grid else False)
        self._line.set_pen(pg.mkPen(theme.text1, width=1))
        self._hover_line.setPen(pg.mkPen(theme.text3, width=1, style=Qt.PenStyle.DotLine))
        style_readout(self.readout, theme)
        self._ring_focus(self._ringed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: open the menu of the picture."""
        from gdviz.gui.drawing.look_menu import open_menu

        open_menu(self, self.objectName(), event.globalPos())

    def fit(self) -> None:
        """Show all steps again, after zooming or moving."""
        self.zoom.show_all()

    def set_texts(self, head: str, value: str, accessible: str) -> None:
        """Name the plot, its left axis, and what a screen reader says."""
        self.setTitle(head)
        style = title_style(self.theme)
        if (titles := (value, self.time.title(), *style.values())) != self._titles:  # setting them costs a layout
            self._titles = titles
            self.value_axis.setLabel(value, **style)
            self.step_axis.setLabel(self.time.title(), **style)
        self.plot.setAccessibleName(accessible)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange and self._scene is not None:
            self.retranslate()
            self.redraw()
        super().changeEvent(event)

    # Playhead and pointer

    @property
    def planned(self) -> int:
        """The last step of the longest run."""
        computed = max((record.planned for record in self.records), default=0)
        return max(computed, self.recorded.end if self.recorded is not None else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: show the readout under the pointer, and move the playhead."""
        kind = event.type()
        if watched is self.plot:
            if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._ring_focus(kind == QEvent.Type.FocusIn and cast(QFocusEvent, event).reason() in _BY_KEYBOARD)
        elif kind == QEvent.Type.Leave:
            self._end_hover()
        elif self.records and self.zoom.takes(event):
            return True
        elif isinstance(event, QMouseEvent) and self.records:
            return self._pointer(kind, event)
        return super().eventFilter(watched, event)

    def _pointer(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        at = event.position()
        inside = self.box.sceneBoundingRect().contains(self.plot.mapToScene(at.toPoint()))
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton and inside:
            self._dragging = True
            self.plot.setFocus(Qt.FocusReason.MouseFocusReason)
            self.playheadRequested.emit(self.step_at(at))
            return True
        if kind == QEvent.Type.MouseMove:
            if self._dragging and not event.buttons() & Qt.MouseButton.LeftButton:
                self._dragging = False
            if self._dragging:
                self.playheadRequested.emit(self.step_at(at))
            if inside or self._dragging:
                self._show_readout(self.step_at(at))
            else:
                self._end_hover()
            self._shape_pointer(at, inside)
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._dragging:
            self._dragging = False
            return True
        return False

    def step_at(self, at: QPointF) -> int:
        """The step nearest to a point of the plot's viewport, within the run."""
        x = float(self.box.mapSceneToView(self.plot.mapToScene(at.toPoint())).x())
        return max(0, min(self.planned, math.floor(x + 0.5)))

    def viewport_x(self, step: float) -> float:
        """Where a step lies in the plot's viewport, in pixels."""
        return float(self.plot.mapFromScene(self.box.mapViewToScene(QPointF(step, 0.0))).x())

    def _shape_pointer(self, at: QPointF, inside: bool) -> None:
        near = inside and abs(self.viewport_x(self.playhead) - at.x()) <= GRAB
        shape = Qt.CursorShape.SizeHorCursor if near or self._dragging else Qt.CursorShape.ArrowCursor
        if self.plot.viewport().cursor().shape() != shape:
            self.plot.viewport().setCursor(shape)

    def _place_playhead(self) -> None:
        if (scene := self._scene) is None:
            return
        self._line.place(scene.playhead)
        if self.hides_ahead:
            (_, right), (bottom, top) = self.box.viewRange()
            over = 0.1 * (top - bottom)  # a line that leaves the plot is marked at its edge
            self._curtain.setRect(scene.playhead, bottom - over, right - scene.playhead, top - bottom + 2 * over)
        rim = QPen(QColor(self.theme.plot), 1.5)
        for run, (record, style, dot) in enumerate(zip(scene.runs, scene.styles(), self._dots, strict=True)):
            if not (style.drawn and self.playhead_shown):
                dot.hide()
                continue
            wanted = scene.clock.updates(run)
            k = min(wanted, record.updates)
            value = self.value_at(record, k) if k == wanted or record.finish is not None else None
            seen = value is not None and math.isfinite(value)
            dot.setVisible(seen)
            if seen:
                dot.setPos(k * self.time.factor(record), self.scale.to_axis(value))
                dot.setPen(rim)
                dot.setBrush(style.ink)
                dot.set_marker(style.marker)
        if self.recorded is not None:
            self.recorded.place(scene.playhead, self.theme, self.playhead_shown)

    def _show_readout(self, k: int) -> None:
        self._hovered = k
        self._hover_line.setPos(k)
        self._hover_line.show()
        title, rows = escape(self.time.name(k)), "".join(self.readout_rows(k))
        self.readout.setText(f"<b>{title}</b><table cellspacing='0'>{rows}</table>")
        self.readout.adjustSize()
        self._move_readout(k)
        self.readout.show()

    def readout_rows(self, k: int) -> list[str]:
        """The rows of the readout's table for a position of the axis, one for each run."""
        rows: list[str] = []
        if self._scene is None or self.is_hidden(k):
            return rows
        for run, (record, style) in enumerate(zip(self.records, self.styles, strict=True)):
            at = self.time.step_of(record, k)
            if self.hides_ahead:  # a position between two updates is rounded to the next one
                at = min(at, self._scene.clock.updates(run))
            value = self.value_at(record, at) if style.drawn else None
            if value is None:
                continue
            if len(rows) == _READ:
                rows.append("<tr><td>…</td></tr>")
                break
            label = self._scene.label(run)
            text = escape(format_number(value, 6)) + self.readout_note(run, at)
            rows.append(
                f"<tr><td><span style='color:{style.color.name()}'>●</span> {escape(label)}&nbsp;&nbsp;</td>"
                f"<td align='right'>{text}</td></tr>"
            )
        return rows if self.recorded is None else rows + self.recorded.readout_rows(k, self.theme)

    def _move_readout(self, k: int) -> None:
        x, size = self.viewport_x(k), self.readout.size()
        left = x + 12 if x + 12 + size.width() < self.plot.width() else x - 12 - size.width()
        self.readout.move(int(max(0, left)), 6)

    def _end_hover(self) -> None:
        self._hovered = None
        self._hover_line.hide()
        self.readout.hide()

    def _ring_focus(self, ringed: bool) -> None:
        self._ringed = ringed
        self.box.setBorder(pg.mkPen(self.theme.focus, width=2) if ringed else None)

    def time_end(self) -> float:
        """The position of the axis at which the last run ends."""
        return max(self.time.end(self.records), self.recorded.end if self.recorded is not None else 0)

    def _set_range(self, low: float, high: float) -> None:
        last = max(1, self.time_end())
        room = high - low or abs(high) * 0.1 or 1.0
        aside = _ASIDE / max(self.box.width(), 4 * _ASIDE)
        aside /= 1 - 2 * aside  # as a share of the steps, not of the width
        steps = (-max(0.012, aside) * last, (1 + max(0.02, aside)) * last)
        x, y = self.zoom.over(last, steps, (low - 0.06 * room, high + 0.08 * room))
        self.box.setRange(xRange=x, yRange=y, padding=0)
        self.room.follow()
        self.curves.follow()


def round_up(value: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not under `value`, which is over 0."""
    power = 10.0 ** math.floor(math.log10(value))
    return next((times * power for times in (1, 2, 5) if times * power >= value * (1 - 1e-9)), 10 * power)
