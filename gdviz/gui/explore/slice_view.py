"""A slice of the loss through a point at any angle: the line on the surface, and the loss along it."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gdviz.engine import directions
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.explore.compass import radius
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.floating_card import FloatingCard
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import Slider

_GRIP, _REACH = 6.0, 14.0
_HANDLE = 14
"""Pixels of a slider's handle, as in the style sheet."""
_WALL = 1.5
"""How much of the walls above the lower three fifths of a slice is shown, as a share of the height of these."""


class SliceLine(BoxLayer):
    """The line of the slice over a ViewBox, with a grip to turn it; `turned` carries the angle in radians."""

    turned = Signal(float)

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 3.5)
        self._point: ToolPoint | None = None
        self._theme: Theme | None = None
        self._angle = 0.0
        self._up: float | None = None
        self._held = False
        self.setAcceptHoverEvents(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)

    def set_line(self, point: ToolPoint, angle: float, up: float | None) -> None:
        """Draw the line through this point at this angle; `up` is the angle of the gradient, which is marked."""
        self._point, self._angle, self._up = point, angle, up
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def grip(self) -> QPointF | None:
        """The position of the grip in pixels; None if the point is out of view."""
        view = ViewMap.of(self.box)
        if self._point is None or view.width < 1:
            return None
        place = draw.pixel(view, (self._point.w[0], self._point.w[1]))
        aside = draw.step(view, (math.cos(self._angle), math.sin(self._angle)))
        if aside is None or not view.rect.contains(place):
            return None
        reach = 1.2 * radius(view)
        inside = view.rect.adjusted(_GRIP, _GRIP, -_GRIP, -_GRIP)
        while reach > 2 * _GRIP and not inside.contains(place + aside * reach):
            reach *= 0.8
        return place + aside * reach

    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Qt: show an open hand over the grip."""
        self.setCursor(Qt.CursorShape.OpenHandCursor) if self._at_grip(event.pos()) else self.unsetCursor()

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: begin to turn, or leave the press to the items below."""
        self._held = self._at_grip(event.pos())
        event.setAccepted(self._held)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: turn the line to the mouse."""
        if self._held and self._point is not None:
            x, y = ViewMap.of(self.box).data(event.pos())
            dx, dy = x - self._point.w[0], y - self._point.w[1]
            if dx or dy:
                self.turned.emit(math.atan2(dy, dx))

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: end the drag. A click without a move changes nothing."""
        if event.buttonDownScreenPos(Qt.MouseButton.LeftButton) != event.screenPos():
            self.mouseMoveEvent(event)
        self._held = False

    def _at_grip(self, pixel: QPointF) -> bool:
        grip = self.grip()
        return grip is not None and draw.apart(grip, pixel) <= _REACH

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the line from edge to edge, and the grip."""
        point, theme, view, grip = self._point, self._theme, ViewMap.of(self.box), self.grip()
        if point is None or theme is None or grip is None:
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = draw.pixel(view, (point.w[0], point.w[1]))
        far = draw.unit(place, grip) * (view.width + view.height)
        casing = QColor(theme.window)
        casing.setAlpha(150)
        for colour, width in ((casing, 3.5), (QColor(theme.focus), 1.5)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine))
            painter.drawLine(place - far, place + far)
        aside = None if self._up is None else draw.step(view, (math.cos(self._up), math.sin(self._up)))
        if aside is not None:
            inner, outer = (place + aside * (share * radius(view)) for share in (0.8, 1.0))
            for colour, width in ((casing, 6.0), (QColor(theme.good), 3.0)):
                painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(inner, outer)
        painter.setPen(QPen(QColor(theme.window), 2))
        painter.setBrush(QColor(theme.focus))
        painter.drawEllipse(grip, _GRIP, _GRIP)


class SlicePlot(QWidget):
    """The loss along the line, with the point in its middle and the tangent at it."""

    def __init__(self) -> None:
        super().__init__()
        self._cut: directions.Slice | None = None
        self._theme: Theme | None = None
        self._symbol = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Qt: small, to leave the surface visible."""
        return QSize(224, 92)

    def set_slice(self, cut: directions.Slice, symbol: str) -> None:
        """Show this slice of a loss with the symbol `symbol`."""
        self._cut, self._symbol = cut, symbol
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw ground, curve, tangent, point, and the ends of both axes in numbers."""
        cut, theme = self._cut, self._theme
        if cut is None or theme is None or len(cut.t) < 2 or cut.t[-1] <= cut.t[0]:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.small())
        line = painter.fontMetrics().height()
        frame = QRectF(0, 0, self.width(), self.height() - line)
        painter.fillRect(frame, QColor(theme.plot))
        (least, most), (low, high) = _range(cut)
        view = ViewMap(
            float(cut.t[0]), high, frame.width() / float(cut.t[-1] - cut.t[0]), frame.height() / (high - low),
            frame.width(), frame.height(),
        )  # fmt: skip
        painter.setClipRect(frame)
        here = draw.pixel(view, (0.0, cut.here))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(here.x(), 0), QPointF(here.x(), frame.height()))
        painter.setPen(QPen(QColor(theme.focus), 2))
        points = view.pixels(np.stack((cut.t, cut.loss), axis=-1))
        for part in np.split(points, np.flatnonzero(~np.isfinite(points).all(axis=1))):
            clear = part[np.isfinite(part).all(axis=1)].clip(-1e4, 1e4)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in clear.tolist()]))
        along = draw.step(view, (1.0, cut.slope))
        if along is not None:
            painter.setPen(QPen(QColor(theme.text1), 1.25, Qt.PenStyle.DashLine))
            painter.drawLine(here - along * 70, here + along * 70)
        painter.setPen(QPen(QColor(theme.window), 1.5))
        painter.setBrush(QColor(theme.text1))
        painter.drawEllipse(here, 4.5, 4.5)
        painter.setPen(QColor(theme.text2))
        for text, y in (
            (f"{self._symbol} {format_number(most, 3)}", 1.0),
            (format_number(least, 3), frame.height() - line - 1.0),
        ):
            room = QRectF(3, y, painter.fontMetrics().horizontalAdvance(text) + 4, line)
            painter.fillRect(room, QColor(theme.plot))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        painter.setClipping(False)
        below = QRectF(0, frame.bottom(), frame.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"t = {format_number(float(cut.t[0]), 3)}")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, format_number(float(cut.t[-1]), 3))


def _range(cut: directions.Slice) -> tuple[tuple[float, float], tuple[float, float]]:
    """The shown range of losses, without and with margins: all of them, unless a steep wall would flatten the rest."""
    finite = cut.loss[np.isfinite(cut.loss)]
    if not finite.size or not math.isfinite(cut.here):
        return (-1.0, 1.0), (-1.0, 1.0)
    low, many, high = (float(q) for q in np.quantile(finite, (0, 0.6, 1)))
    low, high = min(low, cut.here), max(min(high, many + _WALL * (many - low)), cut.here)
    air = 0.08 * (high - low) or max(abs(high), 1.0)
    return (low, high), (low - air, high + air)


class AngleSlider(Slider):
    """Degrees from −180 to 180, with a mark at the gradient's angle."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(-180, 180)
        self.setPageStep(15)
        self._mark: tuple[float, QColor] | None = None

    def set_mark(self, degrees: float | None, colour: QColor) -> None:
        """Mark this angle; None removes the mark."""
        self._mark = None if degrees is None else (degrees, colour)
        self.update()

    def mark_place(self) -> float | None:
        """The position of the mark in pixels from the left: the middle of the handle at its angle."""
        if self._mark is None:
            return None
        share = (self._mark[0] - self.minimum()) / (self.maximum() - self.minimum())
        return _HANDLE / 2 + share * (self.width() - _HANDLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the slider, and the mark."""
        super().paintEvent(event)
        x = self.mark_place()
        if x is None or self._mark is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._mark[1])
            y = self.height() / 2 + 5.5
            painter.drawPolygon(QPolygonF([QPointF(x, y), QPointF(x - 4, y + 5.5), QPointF(x + 4, y + 5.5)]))


class SliceCard(FloatingCard):
    """The plot, the slope in words, a slider for the angle, and a button for the gradient's direction.

    `turned` carries the angle in radians that a person chose.
    """

    turned = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        self.plot = SlicePlot()
        self.words = QLabel()
        self.words.setProperty("role", "label")
        self.slider = AngleSlider()
        self.slider.setObjectName("sliceSlider")
        self.along = QPushButton("∇")
        self.along.setObjectName("sliceGradientButton")
        self.along.setProperty("segment", "only")
        self._up: float | None = None
        self._mark_colour = QColor()
        self._shown: tuple[ToolPoint, float, directions.Slice] | None = None
        super().__init__("sliceCard", parent)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.along)
        for part in (self.plot, self.words):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.slider.valueChanged.connect(lambda degrees: self.turned.emit(math.radians(degrees)))
        self.along.clicked.connect(self._take_gradient)

    def retranslate(self) -> None:
        """Put in the words of the language."""
        super().retranslate()
        self.set_title(self.tr("Slice"))
        self.slider.setToolTip(self.tr("Turn the line: 0° is along the first parameter; or drag its grip"))
        self.slider.setAccessibleName(self.tr("Angle of the slice"))
        self.along.setToolTip(self.tr("Turn the line along the gradient, the steepest way up"))
        self.along.setAccessibleName(self.tr("Along the gradient"))
        if self._shown is not None:
            self.show_slice(*self._shown)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._mark_colour = QColor(theme.good)
        self.plot.apply_theme(theme)

    def show_slice(self, point: ToolPoint, angle: float, cut: directions.Slice) -> None:
        """Show this slice through this point."""
        self._shown = (point, angle, cut)
        gradient = directions.gradient_at(point.problem, point.w)
        self._up = directions.uphill(gradient)
        self.along.setEnabled(self._up is not None)
        self.slider.set_mark(None if self._up is None else math.degrees(self._up), self._mark_colour)
        self.slider.blockSignals(True)
        self.slider.setValue(round(math.degrees(angle)))
        self.slider.blockSignals(False)
        self.plot.set_slice(cut, point.problem.symbol)
        degrees = "" if self._up is None else f"{math.degrees(self._up):.0f}".replace("-", "−")
        text = self.tr("{angle}°: slope {slope}").format(
            angle=f"{math.degrees(angle):.0f}".replace("-", "−"), slope=format_number(cut.slope)
        )
        if self._up is not None:
            text += "   " + self.tr("∇ {angle}°: {slope}").format(
                angle=degrees, slope=format_number(float(np.hypot(*gradient)))
            )
        self.words.setText(text)

    def _take_gradient(self) -> None:
        if self._up is not None:
            self.turned.emit(self._up)


class SliceTool:
    """The line and the card together. `angle` stays while the point moves."""

    busy = False

    def __init__(self, box: pg.ViewBox, over: QWidget) -> None:
        self._box = box
        self._point: ToolPoint | None = None
        self.angle = 0.0
        self.line, self.card = SliceLine(box), SliceCard(over)
        self.line.turned.connect(self.turn)
        self.card.turned.connect(self.turn)

    def stand_at(self, point: ToolPoint) -> None:
        """Cut through this point."""
        self._point = point
        self.refresh()

    def turn(self, angle: float) -> None:
        """Cut at this angle, in radians."""
        self.angle = math.remainder(angle, 2 * math.pi)
        self.refresh()

    def refresh(self) -> None:
        """Compute the slice again over the visible part of the line."""
        point = self._point
        if point is None or point.problem.dim < 2:
            return
        (x0, x1), (y0, y1) = self._box.viewRange()
        low, high = directions.chord(point.w, self.angle, ((x0, x1), (y0, y1)))
        cut = directions.slice_through(point.problem, point.w, self.angle, low, high)
        self.line.set_line(point, self.angle, directions.uphill(directions.gradient_at(point.problem, point.w)))
        self.card.show_slice(point, self.angle, cut)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.line.apply_theme(theme)
        self.card.apply_theme(theme)
        self.refresh()

    def set_shown(self, shown: bool) -> None:
        """Show or hide both."""
        self.line.setVisible(shown)
        self.card.setVisible(shown)
