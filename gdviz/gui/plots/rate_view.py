"""What the plots over the learning rate share: the run, the point from which they start, and the rate in use."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from gdviz.editing import edits
from gdviz.gui.drawing.plot_axes import Scale, ValueAxis, least_plot, quiet_plot
from gdviz.gui.drawing.plot_items import readout_label, style_readout, title_style
from gdviz.gui.kernel.idle import IdleWork
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.run_style import RunStyle
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.problem import Problem

_ROW = 17
"""Pixels of a line of words."""
_ROWS = 3
"""The most lines of words."""
_OVER = 4
"""Pixels around a word that may be covered."""
SNAP = 7
"""Pixels around a marked rate that belong to it."""
REST_MS = 120
"""Milliseconds without a change before a long computation begins."""
_BEYOND = 20
"""Curves are cut this many plot heights above and below: Qt does not draw a curve that goes up to 1e200."""


class RateView(ViewDefaults, Panel):
    """A view of the effect of rates, from the point of the chosen run at the playhead.

    It has axes, a line of text above them, and a readout; a click takes a rate, and Return the best one.
    `rateChosen` carries the optimizer's rate that makes the rate at the playhead the chosen one; after `drawn` another
    rate may be the best.
    A subclass implements `compute`, `draw`, `retranslate` and `value_at`, draws with `add_line`, `curve` and `add_dot`,
    and lists in `snaps` the rates that a click near them takes.
    """

    rateChosen = Signal(float)
    drawn = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, bare: bool = False) -> None:
        """Make the view; with `bare`, its words have no ground, as in a transparent picture."""
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._scene: Scene | None = None
        """The last scene."""
        self._bare = bare
        self.begun: Any = None
        """The inputs of the long computation that is shown or running."""
        self.idle = IdleWork(self)
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(0)
        self.soon.timeout.connect(self.update_now)
        self.rates, self.values = Scale(), Scale()
        self.snaps: list[float] = []
        self.best: float | None = None
        """The rate that Return takes."""
        self._drawn: list[pg.GraphicsObject] = []
        self._taken: list[QRectF] = []
        """The rectangles of the words, in pixels of the plot."""
        self.rate_axis, self.value_axis = ValueAxis("bottom", self.rates), ValueAxis("left", self.values)
        self.plot = pg.PlotWidget(self, axisItems={"bottom": self.rate_axis, "left": self.value_axis}, enableMenu=False)
        self.item: pg.PlotItem = self.plot.getPlotItem()
        self.box: pg.ViewBox = self.item.getViewBox()
        quiet_plot(self.plot, self)
        self.words = SteadyLabel(fills=True)
        self.words.setProperty("role", "note")
        self.readout = readout_label(self.plot)
        self._hover_line = pg.InfiniteLine(angle=90, movable=False)
        self._hover_line.setZValue(5)
        self._hover_line.hide()
        self.box.addItem(self._hover_line, ignoreBounds=True)
        cast(QLayout, self.layout()).setContentsMargins(12, 10, 4, 6)
        self.body.setSpacing(2)
        self.body.addWidget(self.words)
        self.body.addWidget(self.plot, 1)
        self.setFocusProxy(self.plot)
        self.box.sigResized.connect(self.soon.start)

    def minimumSizeHint(self) -> QSize:
        """Qt: see `least_plot`."""
        return least_plot()

    # For subclasses

    def compute(self, experiment: Experiment, problem: Problem, record: RunRecord, point: np.ndarray) -> None:
        """Compute what to show from `point` (dim,), now or in idle time."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw the result."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        raise NotImplementedError

    def value_at(self, rate: float) -> float | None:
        """The value in the readout for a rate, or None."""
        raise NotImplementedError

    def set_mode(self, mode: str) -> None:
        """Show another mode, if there are several."""

    def share_of_rate(self) -> float:
        """The factor from the optimizer's rate to the rates of the axis."""
        return 1.0

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        state, was = scene.state.experiment, None if before is None else before.state.experiment
        restyled = scene.has_other_style(before)
        if restyled:
            self._apply_theme()
        if was is None or state.rates != was.rates:
            self.set_mode(state.rates)
        if restyled:
            self.retranslate()
        if was is None or state.ahead_hidden != was.ahead_hidden:
            self._end_hover()
        if restyled or was is None or state.look != was.look:
            self._draw()
        if (
            was is None
            or scene.has_other_runs(before)
            or state.ahead_hidden != was.ahead_hidden
            or (before is not None and scene.playhead != before.playhead)
            or scene.has_grown(before)
        ):
            self.soon.start()

    @property
    def busy(self) -> bool:
        """See View."""
        return self.soon.isActive() or self.idle.busy

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: compute what was missed while hidden."""
        super().showEvent(event)
        self.soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: end the computation."""
        super().hideEvent(event)
        self.drop_work()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._scene is not None:
            self.retranslate()
            self._draw()

    # Computing

    @property
    def theme(self) -> Theme:
        """The colours."""
        return system() if self._scene is None else self._scene.theme

    @property
    def styles(self) -> Sequence[RunStyle]:
        """How each run is drawn."""
        return () if self._scene is None else self._scene.styles()

    @property
    def run(self) -> int:
        """The number of the chosen run."""
        return 0 if self._scene is None else self._scene.run

    @property
    def record(self) -> RunRecord | None:
        """The record of the chosen run."""
        return None if self._scene is None else self._scene.record

    @property
    def updates(self) -> int:
        """The number of updates of this run at the playhead, at most all that it has."""
        return 0 if self._scene is None else self._scene.updates(self.run)

    @property
    def hides_ahead(self) -> bool:
        """Whether the effect of rates, which lies ahead of the playhead, is hidden."""
        return self._scene is not None and self._scene.state.experiment.ahead_hidden

    def rate_in_use(self) -> float:
        """The rate of the next update; at the end that of the last one; 0 without updates."""
        scene, record = self._scene, self.record
        last = 0 if scene is None or record is None else min(scene.clock.updates(scene.run), record.planned - 1)
        return 0.0 if record is None or last < 0 else float(record.planned_lr(np.array([last]))[0])

    def update_now(self) -> None:
        """Compute and draw the current view."""
        if (scene := self._scene) is not None and self.isVisible():
            record = scene.record
            self.compute(scene.experiment, scene.problem, record, record.w[scene.row(scene.run)])
            self._draw()

    def drop_work(self) -> None:
        """End a long computation; it begins again when it is shown."""
        if self.idle.busy:
            self.idle.cancel()
            self.begun = None

    def take_best(self) -> bool:
        """Request the best rate; return whether it is known."""
        if self.best is not None:
            self._choose(rounded(self.best))
        return self.best is not None

    def why_not(self) -> str | None:
        """Why the best rate cannot be taken; None if it can."""
        if self.best is None:
            return self.words.text()
        scene = self._scene
        if scene is None or scene.state.moment.from_here or edits.rate_is_used(scene.experiment, scene.run):
            return None
        return self.tr("The schedule brings rates of its own.")

    def _choose(self, rate: float) -> None:
        """Request the optimizer's rate that makes `rate` the one at the playhead (or of the whole run)."""
        if (scene := self._scene) is None:
            return
        if scene.state.moment.from_here:
            self.rateChosen.emit(rate)
        elif edits.rate_is_used(scene.experiment, scene.run):
            share = self.share_of_rate()
            self.rateChosen.emit(float(f"{rate / share:.4g}") if share != 1.0 else rate)

    # Drawing

    def _draw(self) -> None:
        self.clear()
        if self.hides_ahead:  # the axes would reveal what was drawn before
            self.rates.kind = self.values.kind = "linear"
            self.box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
        if self._scene is None:
            self.words.setText("")
        else:
            self.draw()
        self.drawn.emit()

    def _apply_theme(self) -> None:
        """Apply the colours of the theme."""
        theme = self.theme
        self.plot.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.rate_axis, self.value_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setGrid(60)
        self._hover_line.setPen(pg.mkPen(theme.text3, width=1, style=Qt.PenStyle.DotLine))
        style_readout(self.readout, theme)

    def clear(self) -> None:
        """Remove everything that is drawn."""
        for item in self._drawn:
            self.box.removeItem(item)
        self._drawn, self._taken, self.snaps, self.best = [], [], [], None

    def add(self, item: pg.GraphicsObject, z: float) -> None:
        """Add an item in coordinates of the axes."""
        item.setZValue(z)
        self.box.addItem(item, ignoreBounds=True)
        self._drawn.append(item)

    def add_line(
        self, rate: float, color: str, *words: str, solid: bool = False, row: int = 0, turn: float = 0.5
    ) -> None:
        """Draw a vertical line at a rate, with the first of the words that fits at its upper end (row 1: a line lower).

        The word stands on the right, but on the left beyond the share `turn` of the axis.
        """
        at = float(self.rates.to_axis(rate))
        style = Qt.PenStyle.SolidLine if solid else Qt.PenStyle.DashLine
        self.add(pg.InfiniteLine(at, angle=90, pen=pg.mkPen(color, width=1.5 if solid else 1, style=style)), 8)
        (low, high), _ = self.box.viewRange()
        left = at > low + turn * (high - low)
        any(self._add_word(word, color, at, row, left) for word in words)

    def _add_word(self, word: str, color: str, at: float, row: int, left: bool) -> bool:
        """Write a word beside a line: in its row and on its side, or where it covers no other word, or not at all.

        The line above the plot contains the same information.
        """
        text = pg.TextItem(word, color=color)
        text.setFont(fonts.small())
        text.fill = pg.mkBrush(None if self._bare else self.theme.plot)
        size: QSizeF = text.boundingRect().size()
        wide, high = self.box.viewPixelSize()
        begin, top = self.box.viewRange()[0][0], self.box.viewRange()[1][1]
        rows, line = max(1, int(self.box.height() // size.height())), max(scaling.px(_ROW), size.height() - _OVER)
        for place in sorted(range(min(rows, _ROWS)), key=lambda other: abs(other - row)):
            for side in (left, not left):
                x = (at - begin) / wide - (size.width() if side else 0)
                room = QRectF(x, place * line, size.width(), line)
                inside = room.left() >= -_OVER and room.right() <= self.box.width() + _OVER
                if inside and not any(room.intersects(taken) for taken in self._taken):
                    self._taken.append(room)
                    text.setAnchor((1 if side else 0, 0))
                    text.setPos(at, top - place * line * high)
                    self.add(text, 12)
                    return True
        return False

    def add_dot(self, rate: float, value: float, color: str) -> None:
        """Draw a disc on the curve."""
        dot = pg.ScatterPlotItem([self.rates.to_axis(rate)], [self.values.to_axis(value)], size=9)
        dot.setPen(pg.mkPen(self.theme.plot, width=1.5))
        dot.setBrush(pg.mkBrush(color))
        self.add(dot, 14)

    def curve(self, rates: np.ndarray, values: np.ndarray, color: QColor | str, width: float = 2.0) -> None:
        """Draw a curve, with gaps where values are not finite; call it after the range is set."""
        x, y = self.rates.to_axis(rates), self.values.to_axis(values)
        sound = np.isfinite(y)
        bottom, top = self.box.viewRange()[1]
        y = np.clip(y, bottom - _BEYOND * (top - bottom), top + _BEYOND * (top - bottom))
        curve = pg.PlotCurveItem(x, np.where(sound, y, 0.0), connect=(sound & np.append(sound[1:], False)).astype(int))
        curve.setPen(pg.mkPen(color, width=width))
        self.add(curve, 10)

    def old_loss(self, loss: float) -> None:
        """Draw a line at the loss at which the curve begins."""
        pen = pg.mkPen(self.theme.text3, width=1, style=Qt.PenStyle.DotLine)
        self.add(pg.InfiniteLine(float(self.values.to_axis(loss)), angle=0, pen=pen), 6)

    def shade_from(self, rate: float, word: str) -> None:
        """Mark the rates from `rate` on as bad, with a word."""
        shade = QColor(self.theme.bad)
        shade.setAlpha(40)
        right = self.box.viewRange()[0][1]
        area = pg.LinearRegionItem((float(self.rates.to_axis(rate)), right), movable=False, brush=shade)
        for edge in area.lines:
            edge.hide()
        self.add(area, 4)
        self.add_line(rate, self.theme.bad, word, turn=0.8)

    def fit(self, rates: tuple[float, float], low: float, high: float, least: float, typical: float) -> None:
        """Show these rates on a logarithmic axis, and values from `low` to `high` on the chosen one."""
        self.rates.kind, self.rates.floor = "log", rates[0]
        wanted = "auto" if self._scene is None else self._scene.state.experiment.look.loss_axis
        self.values.choose(low, high, least, typical, "auto" if wanted == "best" else wanted)
        bottom, top = float(self.values.to_axis(low)), float(self.values.to_axis(high))
        air = 0.1 * (top - bottom) or 0.5
        left, right = (float(self.rates.to_axis(rate)) for rate in rates)
        self.box.setRange(xRange=(left, right), yRange=(bottom - air, top + 2 * air), padding=0)

    # The pointer

    def set_labels(self, rate: str, value: str) -> None:
        """Name the axes."""
        style = title_style(self.theme)
        self.rate_axis.setLabel(rate, **style)
        self.value_axis.setLabel(value, **style)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: show the readout under the pointer, take a rate at a click, and the best one at Return."""
        if watched is self.plot:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.take_best():
                    return True
            elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                ringed = event.type() == QEvent.Type.FocusIn
                self.box.setBorder(pg.mkPen(self.theme.focus, width=2) if ringed else None)
        elif event.type() == QEvent.Type.Leave:
            self._end_hover()
        elif isinstance(event, QMouseEvent) and self._drawn:
            return self._pointer(event)
        return super().eventFilter(watched, event)

    def viewport_x(self, rate: float) -> float:
        """Where a rate lies in the plot's viewport, in pixels."""
        at = QPointF(float(self.rates.to_axis(rate)), 0.0)
        return float(self.plot.mapFromScene(self.box.mapViewToScene(at)).x())

    def _rate_at(self, at: QPointF) -> float:
        near = min(self.snaps, key=lambda rate: abs(self.viewport_x(rate) - at.x()), default=None)
        if near is not None and abs(self.viewport_x(near) - at.x()) <= SNAP:
            return rounded(near)
        return rounded(self.rates.from_axis(self.box.mapSceneToView(self.plot.mapToScene(at.toPoint())).x()))

    def _pointer(self, event: QMouseEvent) -> bool:
        at = event.position()
        rate = self._rate_at(at)
        if not self.box.sceneBoundingRect().contains(self.plot.mapToScene(at.toPoint())) or rate <= 0:
            self._end_hover()
            return False
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._choose(rate)
            return False
        if event.type() == QEvent.Type.MouseMove:
            value = self.value_at(rate)
            text = f"η = {format_number(rate)}" + ("" if value is None else f", J = {format_number(value)}")
            self.readout.setText(escape(text))
            self.readout.adjustSize()
            x, wide = self.viewport_x(rate), self.readout.width()
            left = x + 12 if x + 12 + wide < self.plot.width() else x - 12 - wide
            self.readout.move(int(max(0, left)), 6)
            self._hover_line.setPos(float(self.rates.to_axis(rate)))
            self._hover_line.show()
            self.readout.show()
            return True
        return False

    def _end_hover(self) -> None:
        self._hover_line.hide()
        self.readout.hide()


def rounded(rate: float) -> float:
    """Round a rate to three digits."""
    return float(f"{rate:.3g}")
