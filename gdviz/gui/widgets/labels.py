"""Small things that show: a label that is cut with dots and tells the whole, and a run's colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """One line of text; where the room is short it ends in dots and the tool tip tells all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def full_text(self) -> str:
        """The whole text."""
        return self._full

    def setText(self, text: str) -> None:
        """Show `text`, cut to the room."""
        if text == self._full:
            return
        self._full = text
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def set_tip(self, tip: str) -> None:
        """What the tool tip says while the text is whole."""
        self._tip = tip
        self._cut()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2 * self.margin() + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(min(self.fontMetrics().averageCharWidth() * 4, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        super().setText(shown)
        self.setToolTip(self._tip if shown == self._full else "\n".join(t for t in (self._full, self._tip) if t))


class Swatch(QWidget):
    """A run's colour: a disc where its path is solid, a ring where it is dashed."""

    SIZE = 14

    def __init__(self, color: QColor | str = "#000000", parent: QWidget | None = None, *, dashed: bool = False) -> None:
        super().__init__(parent)
        self._color = QColor(color)
        self._dashed = dashed
        self.setFixedSize(self.SIZE, self.SIZE)

    def set_color(self, color: QColor | str, *, dashed: bool = False) -> None:
        """Show another colour."""
        self._color, self._dashed = QColor(color), dashed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc or the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.SIZE / 2, self.SIZE / 2)
        if self._dashed:
            painter.setPen(QPen(self._color, 2.5))
            painter.drawEllipse(middle, 3.75, 3.75)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color)
            painter.drawEllipse(middle, 5, 5)
