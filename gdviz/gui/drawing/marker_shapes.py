"""Draws the runs' markers: filled ones in the run's colour, hollow ones filled with the background."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from gdviz.run_marks import Marker

_HOLE = 0.42
"""The share of a hollow marker's size that is background."""


@cache
def outline(shape: str) -> QPainterPath:
    """A shape of `run_marks.SHAPES` around (0, 0), about as large as a disc of radius 1."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(QPointF(0, 0), 1, 1)
        return path
    corners = {"square": 4, "diamond": 4, "star": 10}.get(shape, 3)
    turn = {"square": 45.0, "triangle_down": 180.0, "triangle_left": -90.0, "triangle_right": 90.0}.get(shape, 0.0)
    reach = {"square": 1.25, "diamond": 1.3, "star": 1.5}.get(shape, 1.4)
    points = []
    for i in range(corners):
        angle = math.radians(turn + 360 * i / corners)
        far = reach * (0.45 if shape == "star" and i % 2 else 1.0)
        points.append(QPointF(far * math.sin(angle), -far * math.cos(angle)))
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def draw_marker(
    painter: QPainter, marker: Marker, place: QPointF, radius: float, ink: QColor, rim: QPen, ground: QColor
) -> None:
    """Draw a marker in `ink` with a `rim`; a hollow one is filled with `ground`."""
    painter.setPen(rim)
    painter.setBrush(ink)
    painter.drawPath(_placed(marker.shape, place, radius))
    if marker.hollow:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPath(_placed(marker.shape, place, radius * _HOLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)  # otherwise the next line would be filled


def draw_markers(
    painter: QPainter, marker: Marker, places: np.ndarray, radius: float, ink: QColor, ground: QColor
) -> None:
    """Draw a marker without a rim at each of `places`, shape (n, 2)."""
    for x, y in places.tolist():
        draw_marker(painter, marker, QPointF(x, y), radius, ink, QPen(Qt.PenStyle.NoPen), ground)


def _placed(shape: str, place: QPointF, radius: float) -> QPainterPath:
    return QTransform(radius, 0, 0, radius, place.x(), place.y()).map(outline(shape))
