"""Numbers on contour lines, as on a map: along the line, upright, one for each level, without overlaps."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.drawing.path_strokes import is_written
from gdviz.gui.style import fonts

_ROOM = 2.5
"""A line gets a number only if it is this many times as long as the number."""
_EDGE = 6
"""Pixels at the edges of the view that stay free."""


def draw(
    painter: QPainter,
    view: ViewMap,
    lines: Sequence[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]],
    texts: Sequence[str],
    ink: QColor,
    ground: QColor,
) -> list[tuple[QRectF, str]]:
    """Write each of `texts` on its line, once for all pieces of the line; return where each was written."""
    font = fonts.small()
    metrics = QFontMetricsF(font)
    written: list[tuple[QRectF, str]] = []
    for (x, y, connect), text in zip(lines, texts, strict=True):
        width, height = metrics.horizontalAdvance(text), metrics.height()
        points = view.pixels(np.stack((x, y), axis=-1))
        place = _place(points, connect, width, view, [rect for rect, _ in written])
        if place is None:
            continue
        middle, angle = place
        painter.save()
        painter.translate(middle)
        painter.rotate(angle)
        path = QPainterPath()
        path.addText(QPointF(-width / 2, height / 2 - metrics.descent() - 1), font, text)
        casing = QPen(ground, 3.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, casing)
        if is_written(painter):
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QPointF(-width / 2, height / 2 - metrics.descent() - 1), text)
        else:
            painter.fillPath(path, ink)
        painter.restore()
        written.append((_bounds(middle, angle, width, height), text))
    return written


def _place(
    points: NDArray[np.float64], connect: NDArray[np.bool_], width: float, view: ViewMap, taken: list[QRectF]
) -> tuple[QPointF, float] | None:
    """The middle and the angle, in degrees, of a straight stretch with room for a text of `width` pixels."""
    ends = [*(np.flatnonzero(~connect) + 1).tolist(), len(points)]
    pieces = [points[a:b] for a, b in zip([0, *ends], ends, strict=False) if b - a > 1]
    lengths = [float(np.hypot(*np.diff(piece, axis=0).T).sum()) for piece in pieces]
    for at in np.argsort(lengths)[::-1][:3]:
        if lengths[at] < _ROOM * width + 8:
            return None
        piece = pieces[at]
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(piece, axis=0).T))))
        for share in (0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875):
            goal = np.clip(share * along[-1] + np.array([-0.5, 0.0, 0.5]) * width, 0, along[-1])
            xs, ys = np.interp(goal, along, piece[:, 0]), np.interp(goal, along, piece[:, 1])
            chord = math.hypot(xs[2] - xs[0], ys[2] - ys[0])
            if chord < 0.93 * width:  # too bent, or at an end
                continue
            angle = math.degrees(math.atan2(ys[2] - ys[0], xs[2] - xs[0]))
            angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
            middle = QPointF(xs[1], ys[1])
            box = _bounds(middle, angle, width, 14)
            inside = view.rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE).contains(box)
            if inside and not any(box.intersects(other) for other in taken):
                return middle, angle
    return None


def _bounds(middle: QPointF, angle: float, width: float, height: float) -> QRectF:
    turn = math.radians(angle)
    wide = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
    high = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
    return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
