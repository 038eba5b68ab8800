"""The icon of a run: its marker in its colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QTransform

from gdviz.gui.drawing.marker_shapes import outline
from gdviz.run_marks import Marker

SIZE = 10


def run_dot(color: QColor, marker: Marker, hidden: bool = False, pinned: bool = False) -> QPixmap:
    """The mark, drawn at three times its size so that it is sharp on every screen.

    A hidden run has a short line instead, a baseline a diamond.
    """
    pixmap = QPixmap(SIZE * 3, SIZE * 3)
    pixmap.setDevicePixelRatio(3)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = SIZE / 2
    painter.setPen(QPen(color, 2.0 if pinned else 2.5))
    if hidden:
        painter.drawLine(QPointF(1.5, middle), QPointF(SIZE - 1.5, middle))
    elif pinned:
        corners = [(middle, 1), (SIZE - 1, middle), (middle, SIZE - 1), (1, middle)]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    elif marker.hollow:
        _shape(painter, marker, 3.25, middle)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        _shape(painter, marker, 4.5 if marker.shape == "circle" else 3.8, middle)
    painter.end()
    return pixmap


def _shape(painter: QPainter, marker: Marker, radius: float, middle: float) -> None:
    if marker.hollow and marker.shape != "circle":
        radius *= 0.85
        painter.setPen(QPen(painter.pen().color(), 2.0))
    painter.drawPath(QTransform(radius, 0, 0, radius, middle, middle).map(outline(marker.shape)))
