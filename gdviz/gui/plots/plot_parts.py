"""What the plots over the steps share: axes in plain numbers, the playhead, the hover readout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QLayout, QWidget

from gdviz.gui.drawing.decimation import Floats
from gdviz.gui.drawing.plot_axes import Scale, StepAxis, ValueAxis, least_plot, quiet_plot
from gdviz.gui.drawing.plot_items import CurveRoom, Dot, PlayheadLine, dress_readout, readout_label, title_style
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.drawing.strokes import Dashes, Stroke, StrokeLayer, run_marks_on
from gdviz.gui.kernel.run_style import RunStyle, as_styles
from gdviz.gui.plots.plot_zoom import PlotZoom
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.base import Problem

GRAB = 6
"""Pixels around the playhead where the pointer says that it can be dragged."""
_ASIDE = 8.0
"""Pixels that are seen before the first step and after the last: the head of the playhead is whole there."""
_READ = 12
"""So many runs at most are told under the pointer."""
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
"""Only then the focus is shown: who clicks knows where it is."""


class StepPlot(Panel):
    """A plot of something of each run over the steps, with the playhead in it.

    Subclasses end their __init__ with `apply_theme`, and give the curves (`draw_curves`), the exact values
    under the pointer (`value_at`) and the texts (`retranslate`, which calls `set_texts`).
    """

    playheadRequested = Signal(int)
    lookChosen = Signal(object)
    """The look that a person wants, of this view and of all others."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self.experiment: Experiment | None = None
        self.problem: Problem | None = None
        self.records: Sequence[RunRecord] = ()
        self.styles: list[RunStyle] = []
        self.theme = system()
        self.scale = Scale()
        self.look = Look()
        self.zoom = PlotZoom(self)
        self._playhead = 0
        self.playhead_shown = True
        self._hovered: int | None = None
        self._titles: tuple[str, ...] | None = None
        self._drawn: list[tuple[int, str | None]] | None = None
        self._dragging = False
        self._ringed = False

        self.time = TimeScale()
        self.step_axis = StepAxis("bottom", self.time)
        self.value_axis = ValueAxis("left", self.scale)
        self.plot = pg.PlotWidget(self, axisItems={"bottom": self.step_axis, "left": self.value_axis}, enableMenu=False)
        self.item: pg.PlotItem = self.plot.getPlotItem()
        self.box: pg.ViewBox = self.item.getViewBox()
        self.curves = StrokeLayer(self.box, 10)
        self._strokes: list[Stroke | None] = []
        """What `draw_curves` wants drawn of each run."""
        self.room = CurveRoom(self.box)
        quiet_plot(self.plot, self)
        self.box.sigResized.connect(self.redraw)  # words and the head of the playhead take room in pixels

        self._curtain = QGraphicsRectItem()
        self._curtain.setZValue(15)  # over curves and words, under the playhead and its dots
        self._curtain.setPen(QPen(Qt.PenStyle.NoPen))
        self._curtain.hide()
        self.box.addItem(self._curtain, ignoreBounds=True)
        self._line = PlayheadLine(self.box)
        self._hover_line = pg.InfiniteLine(angle=90, movable=False)
        self._dots: list[Dot] = []
        for item, z in ((self._hover_line, 5), (self._line, 20)):
            item.setZValue(z)
            self.box.addItem(item, ignoreBounds=True)
        self._hover_line.hide()
        self.readout = readout_label(self.plot)

        cast(QLayout, self.layout()).setContentsMargins(12, 10, 4, 6)  # the axes bring their own air
        self.body.addWidget(self.plot, 1)
        self.setFocusProxy(self.plot)

    def minimumSizeHint(self) -> QSize:
        """Qt: see `least_plot`."""
        return least_plot()

    # What subclasses give

    def retranslate(self) -> None:
        """Set every text anew, in the language of now."""
        raise NotImplementedError

    def draw_curves(self) -> tuple[float, float]:
        """Give the curves their points; return the lowest and the highest position to be seen."""
        raise NotImplementedError

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The exact value of a run at step k, or None where it has none."""
        raise NotImplementedError

    def readout_note(self, record: RunRecord, k: int) -> str:
        """What the readout adds to a run's value."""
        return ""

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        state, was = scene.state.experiment, None if before is None else before.state.experiment
        other_runs = scene.has_other_runs(before)
        if before is None or scene.clock.unit != before.clock.unit:
            self.time.unit = scene.clock.unit
            self.step_axis.recount()
            self._titles = None if before is None else self._titles
            other_unit = True
        else:
            other_unit = False
        if scene.has_other_dress(before):
            self.apply_theme(scene.theme)
        if state.look != self.look:
            self.set_look(state.look)
        if was is None or state.ahead_hidden != was.ahead_hidden:
            self._playhead = scene.playhead
            self.set_ahead_hidden(state.ahead_hidden)
        self.take_scene(scene, before)
        if other_runs:
            self._playhead = scene.playhead
            self.show_runs(scene.experiment, scene.problem, scene.runs, scene.styles())
        elif before is not None and scene.playhead != before.playhead:
            self.set_playhead(scene.playhead)
        if other_unit:
            self.retranslate()
            if not other_runs:
                self.redraw()
        if not other_runs and scene.has_grown(before):
            self.refresh()

    def take_scene(self, scene: Scene, before: Scene | None) -> None:
        """Take what else of a scene concerns a subclass, before its runs are shown."""

    @property
    def busy(self) -> bool:
        """See View."""
        return False

    def settle(self) -> None:
        """See View."""

    def release(self) -> None:
        """See View."""

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show the runs of a new experiment: one record and one style (or colour) each."""
        named = self.experiment is not None and self.experiment.problem is experiment.problem
        self.experiment, self.problem = experiment, problem
        self.records = list(records)
        self.time.set_runs(self.records)
        self.styles = as_styles(colors, self.theme)
        while len(self._dots) > len(self.records):
            self.box.removeItem(self._dots.pop())
        while len(self._dots) < len(self.records):
            self._dots.append(Dot())
            self.box.addItem(self._dots[-1], ignoreBounds=True)
        if not named:
            self.retranslate()
        self.redraw()

    def refresh(self) -> None:
        """Pull what the records hold now, and repaint if that is more than what is shown."""
        if self._drawn != self._held():
            self.redraw()

    def redraw(self) -> None:
        """Draw everything anew."""
        if not self.records:
            return
        self._drawn = self._held()
        self._strokes = [None] * len(self.records)
        low, high = self.draw_curves()
        self.curves.set_strokes(self._strokes)
        self._set_range(low, high)
        # pyqtgraph would do it while it paints, and that would make it paint a second time.
        self.box.prepareForPaint()
        self._place_playhead()
        if self._hovered is not None:
            self._show_readout(self._hovered)

    def stroke(self, run: int, x: Floats, y: Floats, pen: QPen, dashes: Dashes | None) -> None:
        """Draw the curve of this run through these points of the axes, in dashes or without gaps."""
        marks = run_marks_on(self.styles[run], run, len(self.styles), self.theme.plot)
        self._strokes[run] = Stroke(x, y, pen, dashes, marks)

    def _held(self) -> list[Any]:
        """What of the records is drawn; where it is another, all is drawn anew."""
        return [(record.updates, record.finish) for record in self.records]

    def set_playhead(self, k: int) -> None:
        """Put the playhead after k updates."""
        self._playhead = k
        self._place_playhead()

    def set_playhead_shown(self, shown: bool) -> None:
        """Draw the line and the points of the playhead, or leave them out, as in a figure on paper."""
        self.playhead_shown = shown
        self._line.setVisible(shown)
        self._place_playhead()

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Hide what lies ahead of the playhead. The axes stay, so that nothing jumps while it is played."""
        self._curtain.setVisible(hidden)
        self._place_playhead()
        if self._hovered is not None:
            self._show_readout(self._hovered)

    def _is_hidden(self, k: int) -> bool:
        return self._curtain.isVisible() and k > self._playhead

    def set_time_unit(self, unit: str) -> None:
        """Count "step", "epoch" or "sample" along the axis, see TimeScale."""
        self.time.unit = unit
        self.step_axis.recount()
        self.retranslate()
        self.redraw()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self._curtain.setBrush(QColor(theme.plot))
        self.plot.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.step_axis, self.value_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setGrid(60 if self.look.plot_grid else False)
        self._line.set_pen(pg.mkPen(theme.text1, width=1))
        self._hover_line.setPen(pg.mkPen(theme.text3, width=1, style=Qt.PenStyle.DotLine))
        dress_readout(self.readout, theme)
        self._ring_focus(self._ringed)
        self.retranslate()
        self.redraw()

    def set_look(self, look: Look) -> None:
        """Take what is chosen of the pictures: here the grid."""
        self.look = look
        for axis in (self.step_axis, self.value_axis):
            axis.setGrid(60 if look.plot_grid else False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: offer what can be chosen of the picture."""
        from gdviz.gui.drawing.look_menu import open_menu

        open_menu(self, self.objectName(), event.globalPos())

    def fit(self) -> None:
        """Show all steps again, after zooming or moving."""
        self.zoom.clear()
        self.redraw()

    def set_texts(self, head: str, value: str, accessible: str) -> None:
        """Name the plot, its left axis, and what a screen reader says."""
        self.setTitle(head)
        style = title_style(self.theme)
        if (titles := (value, self.time.title(), *style.values())) != self._titles:  # setting them lays the plot out
            self._titles = titles
            self.value_axis.setLabel(value, **style)
            self.step_axis.setLabel(self.time.title(), **style)
        self.plot.setAccessibleName(accessible)

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.redraw()
        super().changeEvent(event)

    # Playhead and pointer

    @property
    def planned(self) -> int:
        """The last step of the longest run."""
        return max((record.planned for record in self.records), default=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn the pointer over the plot into the readout and the wish for a playhead."""
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
        x = self.box.mapSceneToView(self.plot.mapToScene(at.toPoint())).x()
        return max(0, min(self.planned, math.floor(x + 0.5)))

    def viewport_x(self, step: float) -> float:
        """Where a step lies in the plot's viewport, in pixels."""
        return self.plot.mapFromScene(self.box.mapViewToScene(QPointF(step, 0.0))).x()

    def _shape_pointer(self, at: QPointF, inside: bool) -> None:
        near = inside and abs(self.viewport_x(self._playhead) - at.x()) <= GRAB
        shape = Qt.CursorShape.SizeHorCursor if near or self._dragging else Qt.CursorShape.ArrowCursor
        if self.plot.viewport().cursor().shape() != shape:
            self.plot.viewport().setCursor(shape)

    def _place_playhead(self) -> None:
        self._line.place(self._playhead)
        if self._curtain.isVisible():
            (_, right), (bottom, top) = self.box.viewRange()
            over = 0.1 * (top - bottom)  # a line that leaves the plot shows at its edge
            self._curtain.setRect(self._playhead, bottom - over, right - self._playhead, top - bottom + 2 * over)
        rim = QPen(QColor(self.theme.plot), 1.5)
        for record, style, dot in zip(self.records, self.styles, self._dots, strict=True):
            if not (style.drawn and self.playhead_shown):
                dot.hide()
                continue
            wanted = record.updates_at(self._playhead)
            k = min(wanted, record.updates)
            value = self.value_at(record, k) if k == wanted or record.finish is not None else None
            dot.setVisible(value is not None and math.isfinite(value))
            if value is not None:
                dot.setPos(k * self.time.factor(record), self.scale.to_axis(value))
                dot.setPen(rim)
                dot.setBrush(style.ink)
                dot.set_marker(style.marker)

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
        """What the readout tells of the runs at a place of the axis, a row of a table each."""
        rows: list[str] = []
        for record, style in zip(self.records, self.styles, strict=True):
            at = self.time.step_of(record, k)
            value = self.value_at(record, at) if style.drawn and not self._is_hidden(k) else None
            if value is None:
                continue
            if len(rows) == _READ:
                rows.append("<tr><td>…</td></tr>")
                break
            text = escape(format_number(value, 6)) + self.readout_note(record, at)
            rows.append(
                f"<tr><td><span style='color:{style.color.name()}'>●</span> {escape(record.label)}&nbsp;&nbsp;</td>"
                f"<td align='right'>{text}</td></tr>"
            )
        return rows

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
        """The place of the axis where the last run ends."""
        return self.time.end(self.records)

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
