"""The compass: the slope of the loss in every direction around a point."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.engine import directions
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.numbers import format_number

_RADIUS, _SHARE = 76.0, 0.27
_SPOKES, _OUTLINE = 24, 180
_HUB = 12.0


class Compass(BoxLayer):
    """A polar plot over a ViewBox whose radius in each direction is the slope in it.

    The derivative g · u is a cosine, so it forms two circles that touch at the point: one uphill, one downhill. At
    their common tangent the slope is 0: that is the direction of the contour line.
    """

    card = None
    busy = False

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 2.7)
        self._point: ToolPoint | None = None
        self._gradient: directions.Floats = np.zeros(2)
        self._theme: Theme | None = None

    def stand_at(self, point: ToolPoint) -> None:
        """Move to this point."""
        if point.problem.dim > 1 and not point.is_at(self._point):
            self._gradient = directions.gradient_at(point.problem, point.w)
        self._point = point
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours: uphill that of the gradient's arrow, downhill the accent."""
        self._theme = theme
        self.update()

    def set_shown(self, shown: bool) -> None:
        """See Tool."""
        self.setVisible(shown)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw ring, lobes, spokes, and the numbers at their tips."""
        point, theme, view = self._point, self._theme, ViewMap.of(self.box)
        if point is None or theme is None or view.width < 1 or point.problem.dim < 2:
            return
        place = draw.pixel(view, (point.w[0], point.w[1]))
        if not view.rect.contains(place):
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(draw.word_font())
        gradient = self._gradient
        up = directions.uphill(gradient)
        _ring(painter, view, place, theme)
        if up is None:
            level = self.tr("level: slope 0 in every direction")
            draw.word(painter, view, place, QPointF(0, 1), level, theme, _HUB + 4)
            return
        steepest = float(np.hypot(*gradient))
        for turn, colour in ((up, QColor(theme.good)), (up + math.pi, QColor(theme.accent))):
            _lobe(painter, view, place, turn, gradient / steepest, colour, theme)
        number = format_number(steepest)
        words = (
            (up, self.tr("{slope} up").format(slope=number)),
            (up + math.pi, self.tr("{slope} down").format(slope=number)),
            (up + math.pi / 2, "0"),
            (up - math.pi / 2, "0"),
        )
        for angle, text in words:
            aside = _on_screen(view, angle)
            draw.word(
                painter, view, place + aside * (radius(view) if text != "0" else _HUB + 14), aside, text, theme, 4
            )


def radius(view: ViewMap) -> float:
    """The length of the steepest direction in pixels, smaller in a small view."""
    return min(_RADIUS, _SHARE * min(view.width, view.height))


def _on_screen(view: ViewMap, angle: float) -> QPointF:
    """The unit vector on the screen of an `angle` in data coordinates."""
    return draw.step(view, (math.cos(angle), math.sin(angle))) or QPointF(0, 0)


def _ring(painter: QPainter, view: ViewMap, place: QPointF, theme: Theme) -> None:
    ground = QColor(theme.window)
    ground.setAlpha(120)
    painter.setBrush(ground)
    painter.setPen(QPen(QColor(theme.text3), 1, Qt.PenStyle.DotLine))
    painter.drawEllipse(place, radius(view), radius(view))


def _lobe(
    painter: QPainter,
    view: ViewMap,
    place: QPointF,
    middle: float,
    gradient: directions.Floats,
    colour: QColor,
    theme: Theme,
) -> None:
    """Draw the half of the compass around the angle `middle`; `gradient` has length 1."""

    def tips(count: int) -> list[QPointF]:
        angles = middle + np.linspace(-math.pi / 2, math.pi / 2, count)
        reach = np.abs(directions.slopes(gradient, angles)) * radius(view)
        return [place + _on_screen(view, angle) * out for angle, out in zip(angles, reach.tolist(), strict=True)]

    area = QColor(colour)
    area.setAlpha(70)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(area)
    painter.drawPolygon(QPolygonF(tips(_OUTLINE // 2)))
    faint = QColor(colour)
    faint.setAlpha(170)
    painter.setPen(QPen(faint, 1))
    spokes = tips(_SPOKES // 2 + 1)
    for tip in spokes:
        painter.drawLine(place, tip)
    tip = spokes[len(spokes) // 2]
    draw.arrow(painter, place, tip, tip, colour, theme)
