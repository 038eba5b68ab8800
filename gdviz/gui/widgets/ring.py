"""A ring that points out a part of the window for a moment."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

SHOWN_MS = 1500
_WIDTH, _APART, _RADIUS = 3, 4, 8
"""Pixels: the width of its line, between it and the part, and the radius of its corners."""


class Ring(QWidget):
    """A ring in the colour `color` round `part`, the only one in its window.

    It does not move, lets the mouse through, and removes itself.
    """

    def __init__(self, part: QWidget, color: str) -> None:
        window = part.window()
        for before in window.findChildren(Ring):
            before.hide()
            before.deleteLater()
        super().__init__(window)
        self.setObjectName("ring")
        self._color = QColor(color)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        around = _WIDTH + _APART
        seen = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        self.setGeometry(seen.adjusted(-around, -around, around, around).intersected(window.rect()))
        self.show()
        self.raise_()
        QTimer.singleShot(SHOWN_MS, self, self.deleteLater)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, _WIDTH))
        half = _WIDTH / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), _RADIUS, _RADIUS)
