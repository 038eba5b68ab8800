"""A plot of something over the learning rate, where a click takes a rate."""

from __future__ import annotations

from html import escape
from typing import cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from gdviz.gui.drawing.plot_axes import Scale, ValueAxis, least_plot, quiet_plot
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.gui.widgets.numbers import format_number

_ROW, _ROWS, _OVER = 17, 3, 4
"""Pixels of a line of words, how many lines there are at most, and pixels round a word that may be covered."""
SNAP = 7
"""Pixels around a marked rate that belong to it."""


class RatePlot(Panel):
    """The frame of the plot: axes, a line of words over it, readout, click, Return for the best rate.

    `rateWished` carries the rate (three figures) that was clicked. A subclass draws into `box` with `add_line`,
    `add_curve` and `add_dot`, says with `value_at` what the readout tells, and lists in `snaps` the rates
    that a click near them means.
    """

    rateWished = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self.theme = system()
        self.rates, self.values = Scale(), Scale()
        self.bare = False
        """Whether words have no ground, as in a transparent picture."""
        self.snaps: list[float] = []
        self.best: float | None = None
        """What Return takes."""
        self._drawn: list[pg.GraphicsObject] = []
        self._taken: list[QRectF] = []
        """Where words are, in pixels of the plot."""
        self.rate_axis, self.value_axis = ValueAxis("bottom", self.rates), ValueAxis("left", self.values)
        self.plot = pg.PlotWidget(self, axisItems={"bottom": self.rate_axis, "left": self.value_axis}, enableMenu=False)
        self.item: pg.PlotItem = self.plot.getPlotItem()
        self.box: pg.ViewBox = self.item.getViewBox()
        quiet_plot(self.plot, self)
        self.words = SteadyLabel(fills=True)
        self.words.setProperty("role", "note")
        self.readout = QLabel(self.plot)
        self.readout.setTextFormat(Qt.TextFormat.RichText)
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.hide()
        self._hover_line = pg.InfiniteLine(angle=90, movable=False)
        self._hover_line.setZValue(5)
        self._hover_line.hide()
        self.box.addItem(self._hover_line, ignoreBounds=True)
        cast(QLayout, self.layout()).setContentsMargins(12, 10, 4, 6)
        self.body.setSpacing(2)
        self.body.addWidget(self.words)
        self.body.addWidget(self.plot, 1)
        self.setFocusProxy(self.plot)

    def minimumSizeHint(self) -> QSize:
        """Qt: see `least_plot`."""
        return least_plot()

    # What a subclass gives

    def value_at(self, rate: float) -> float | None:
        """The value that the readout tells for a rate; None for none."""
        raise NotImplementedError

    # What a subclass draws with: rates and values, not positions

    def clear(self) -> None:
        """Take everything drawn away."""
        for item in self._drawn:
            self.box.removeItem(item)
        self._drawn, self._taken, self.snaps, self.best = [], [], [], None

    def add(self, item: pg.GraphicsObject, z: float) -> None:
        """Draw an item that is already in positions."""
        item.setZValue(z)
        self.box.addItem(item, ignoreBounds=True)
        self._drawn.append(item)

    def add_line(
        self, rate: float, color: str, *words: str, solid: bool = False, row: int = 0, turn: float = 0.5
    ) -> None:
        """A vertical line at a rate, with the first of the words that has room at its upper end (row 1: a line lower).

        The word stands to the right, but to the left from the share `turn` of the axis on.
        """
        at = float(self.rates.to_axis(rate))
        style = Qt.PenStyle.SolidLine if solid else Qt.PenStyle.DashLine
        self.add(pg.InfiniteLine(at, angle=90, pen=pg.mkPen(color, width=1.5 if solid else 1, style=style)), 8)
        (low, high), _ = self.box.viewRange()
        left = at > low + turn * (high - low)
        any(self._add_word(word, color, at, row, left) for word in words)

    def _add_word(self, word: str, color: str, at: float, row: int, left: bool) -> bool:
        """Write a word beside a line: in its row and on its side, or else where it covers no other; or not at all.

        What the words tell stands in the line over the plot, too.
        """
        text = pg.TextItem(word, color=color)
        text.setFont(fonts.small())
        text.fill = pg.mkBrush(None if self.bare else self.theme.plot)
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
        """A disc on the curve."""
        dot = pg.ScatterPlotItem([self.rates.to_axis(rate)], [self.values.to_axis(value)], size=9)
        dot.setPen(pg.mkPen(self.theme.plot, width=1.5))
        dot.setBrush(pg.mkBrush(color))
        self.add(dot, 14)

    # Theme and pointer

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.plot.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.rate_axis, self.value_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setGrid(60)
        self._hover_line.setPen(pg.mkPen(theme.text3, width=1, style=Qt.PenStyle.DotLine))
        self.readout.setStyleSheet(
            f"background: {theme.field}; color: {theme.text1}; border: 1px solid {theme.line};"
            f" border-radius: 5px; padding: 4px 7px; font-size: {scaling.px(12)}px;"
        )

    def set_labels(self, rate: str, value: str) -> None:
        """Name the axes."""
        style = {"color": self.theme.text2, "font-size": f"{scaling.px(11)}px"}
        self.rate_axis.setLabel(rate, **style)
        self.value_axis.setLabel(value, **style)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn the pointer into readout and click, Return into the best rate."""
        if watched is self.plot:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.best is not None:
                    self.rateWished.emit(rounded(self.best))
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
        return self.plot.mapFromScene(self.box.mapViewToScene(at)).x()

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
            self.rateWished.emit(rate)
            return False
        if event.type() == QEvent.Type.MouseMove:
            value = self.value_at(rate)
            told = f"η = {format_number(rate)}" + ("" if value is None else f", J = {format_number(value)}")
            self.readout.setText(escape(told))
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
    """A rate in three figures: what a hand can aim at, and reads well in its field."""
    return float(f"{rate:.3g}")
