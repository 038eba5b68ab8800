"""The frame of the relief, drawn with QPainter: the floor with shadows, the walls, the axes and their numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gdviz.engine.round_numbers import nice_ticks
from gdviz.gui.drawing.path_strokes import LineArray
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.camera import Projection
from gdviz.gui.surface.terrain import FLOOR, HEIGHT, Terrain
from gdviz.gui.widgets.numbers import format_number

Array = NDArray[np.float64]

_TICK, _GAP = 5.0, 6.0  # pixels
_CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


class Frame:
    """Floor, walls and axes of a relief as a camera sees them; `names` are those of x, y and the loss."""

    def __init__(self, terrain: Terrain, projection: Projection, theme: Theme, names: tuple[str, str, str]) -> None:
        self._terrain, self._projection, self._theme, self._names = terrain, projection, theme, names
        self._floor = [(sx * terrain.half[0], sy * terrain.half[1]) for sx, sy in _CORNERS]
        corners = [self._at(x, y, FLOOR) for x, y in self._floor]
        self._front = max(range(4), key=lambda corner: corners[corner].y())
        """The corner of the floor that is nearest to the eye."""
        self._left = min(range(4), key=lambda corner: corners[corner].x())
        """The leftmost corner of the floor in the picture, above which the axis of the loss stands."""

    def paint_behind(self, painter: QPainter) -> None:
        """Draw the floor with its contour lines, and the walls behind."""
        theme = self._theme
        line = QColor(theme.line)
        painter.setPen(QPen(line, 1))
        painter.setBrush(QColor(theme.mix("text1", "plot", 0.035)))
        painter.drawPolygon(QPolygonF([self._at(x, y, FLOOR) for x, y in self._floor]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        back = (self._front + 2) % 4
        (bx, by) = self._floor[back]
        for z, _ in self._terrain.ticks():
            for corner in ((back + 1) % 4, (back - 1) % 4):
                painter.drawLine(self._at(bx, by, z), self._at(*self._floor[corner], z))
        for corner in {(back + 1) % 4, back, (back - 1) % 4}:
            painter.drawLine(self._at(*self._floor[corner], FLOOR), self._at(*self._floor[corner], HEIGHT))
        faint = QColor(theme.text1)
        faint.setAlphaF(0.16)
        self._draw_lines(painter, self._terrain.contours, QPen(faint, 1))

    def paint_shadows(self, painter: QPainter, paths: Sequence[tuple[Array, QColor]]) -> None:
        """Draw the shadows of paths, shape (2 m, 3) each, on the floor."""
        theme = self._theme
        for pairs, colour in paths:
            shade = QColor(theme.mix(colour.name(), "plot", 0.55))
            self._draw_lines(painter, pairs, QPen(shade, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))

    def paint_axes(self, painter: QPainter) -> None:
        """Draw the axes: two edges of the floor at the front, and the vertical one at the left."""
        (x0, x1), (y0, y1) = self._terrain.box
        front = self._floor[self._front]
        a, b = self._terrain.half
        for axis, (low, high, half) in enumerate(((x0, x1, a), (y0, y1, b))):
            other = 1 - axis
            marks = [((v - low) / (high - low) * 2 - 1) * half for v in nice_ticks(low, high)]
            words = [format_number(v) for v in nice_ticks(low, high)]
            ends = [self._on_floor(axis, at, front[other], 0.0) for at in (-half, half)]
            outward = self._on_floor(axis, 0.0, front[other], 0.1 * np.sign(front[other]))
            self._axis(
                painter,
                (ends[0], ends[1]),
                [self._on_floor(axis, at, front[other], 0.0) for at in marks],
                words,
                outward,
                self._names[axis],
            )
        x, y = self._floor[self._left]
        losses = self._terrain.ticks()
        vertical = (self._at(x, y, 0.0), self._at(x, y, HEIGHT))
        self._axis(
            painter,
            vertical,
            [self._at(x, y, z) for z, _ in losses],
            [format_number(loss, 3) for _, loss in losses],
            vertical[0] - QPointF(50, 0),
            self._names[2],
            above=True,
        )

    def _axis(
        self, painter: QPainter, ends: tuple[QPointF, QPointF], places: list[QPointF], words: list[str],
        outward: QPointF, name: str, above: bool = False,
    ) -> None:  # fmt: skip
        """Draw one axis: its line, ticks and numbers on the side of `outward`, its name beyond them or `above` it."""
        theme, middle = self._theme, (ends[0] + ends[1]) * 0.5
        away = self._unit(outward - (ends[0] if above else middle))
        painter.setPen(QPen(QColor(theme.text3), 1))
        painter.drawLine(*ends)
        painter.setFont(fonts.small())
        metrics = painter.fontMetrics()
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        last: QRectF | None = None
        for place, word in zip(places, words, strict=True):
            painter.setPen(QPen(QColor(theme.text3), 1))
            painter.drawLine(place, place + away * _TICK)
            box = self._beside(place + away * (_TICK + _GAP), away, metrics.horizontalAdvance(word), metrics.height())
            box.moveLeft(max(2.0, box.left()))  # a long number in a narrow view covers its tick rather than being cut
            if last is None or not box.intersects(last.adjusted(-2, 0, 2, 0)):
                painter.setPen(QColor(theme.text2))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
                last = box
        italic = fonts.body()
        italic.setItalic(True)
        painter.setFont(italic)
        painter.setPen(QColor(theme.text2))
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(name) + 4 > self._projection.width:
            name = name.partition(" (")[0]  # a narrow view has no room for the part in brackets
        size = metrics.horizontalAdvance(name) + 2, metrics.height()
        if above:
            top = min(ends, key=lambda end: end.y())
            box = QRectF(top.x() - size[0] / 2, top.y() - size[1] - 6, *size)
        else:
            far = _TICK + _GAP + abs(away.x()) * widest + abs(away.y()) * 14 + 12
            box = self._beside(middle + away * far, away, *size)
            left = max(2.0, min(box.left(), self._projection.width - box.width() - 2))
            if left != box.left():  # a long name in a narrow view moves inside, below the numbers
                box.moveTo(left, box.top() + box.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_lines(self, painter: QPainter, pairs: Array, pen: QPen) -> None:
        """Draw lines between pairs of points, shape (2 m, 3), projected onto the floor."""
        down = np.column_stack((pairs[:, :2], np.full(len(pairs), FLOOR)))
        segments = self._projection.pixels(down).reshape(-1, 4)
        segments = segments[np.isfinite(segments).all(axis=1)]
        if len(segments):
            painter.setPen(pen)
            LineArray(segments).draw(painter)

    def _on_floor(self, axis: int, along: float, side: float, beyond: float) -> QPointF:
        place = (along, side + beyond) if axis == 0 else (side + beyond, along)
        return self._at(*place, FLOOR)

    def _at(self, x: float, y: float, z: float) -> QPointF:
        pixel = self._projection.pixels(np.array([x, y, z]))
        return QPointF(*np.nan_to_num(pixel, nan=-1e4).tolist())

    @staticmethod
    def _unit(vector: QPointF) -> QPointF:
        length = math.hypot(vector.x(), vector.y())
        return vector * (1 / length) if length else QPointF(0, 1)

    @staticmethod
    def _beside(place: QPointF, away: QPointF, width: float, height: float) -> QRectF:
        """The box of a word that touches `place`, at the side of the axis, and extends in the direction `away`."""
        middle = place + QPointF(away.x() * width / 2, away.y() * height / 2)
        return QRectF(middle.x() - width / 2 - 1, middle.y() - height / 2, width + 2, height)
