"""The mark of a run beside its label: a disc in its colour, a ring where its lines are dashed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

SIZE = 10


def run_dot(color: QColor, dashed: bool) -> QPixmap:
    """The mark, drawn at three times its size so that it is sharp on every screen."""
    pixmap = QPixmap(SIZE * 3, SIZE * 3)
    pixmap.setDevicePixelRatio(3)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if dashed:
        painter.setPen(QPen(color, 2.5))
        painter.drawEllipse(QRectF(1.75, 1.75, SIZE - 3.5, SIZE - 3.5))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QRectF(0.5, 0.5, SIZE - 1, SIZE - 1))
    painter.end()
    return pixmap
