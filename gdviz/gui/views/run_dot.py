"""The mark of a run beside its label: a disc in its colour, a ring where its lines are dashed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

SIZE = 10


def run_dot(color: QColor, dashed: bool, hidden: bool = False, pinned: bool = False) -> QPixmap:
    """The mark, drawn at three times its size so that it is sharp on every screen.

    A run that is hidden has a short line in its place, a baseline a diamond.
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
    elif dashed:
        painter.drawEllipse(QRectF(1.75, 1.75, SIZE - 3.5, SIZE - 3.5))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QRectF(0.5, 0.5, SIZE - 1, SIZE - 1))
    painter.end()
    return pixmap
