"""Rows of a table put into another order by the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QTableView

_EDGE = 14
"""Pixels at the upper and the lower edge where a drag scrolls."""


class RowDrag(QObject):
    """Lets a row be dragged, with a line where it would go; `moved(row, to)` is emitted when it is dropped.

    `to` is the number of the row afterwards. A row dropped at its own place is not moved, so Escape is not needed.
    """

    moved = Signal(int, int)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._pressed: QPoint | None = None
        self._row = -1
        self._dragging = False
        self._line = QFrame(table.viewport())
        self._line.setFixedHeight(2)
        self._line.hide()
        table.viewport().installEventFilter(self)

    def set_color(self, color: str) -> None:
        """Set the colour of the line."""
        self._line.setStyleSheet(f"background: {QColor(color).name()}; border: none;")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the mouse over the rows."""
        if not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        at = event.position().toPoint()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._row, self._dragging = at, self._table.rowAt(at.y()), False
        elif kind == QEvent.Type.MouseMove and self._pressed is not None and self._row >= 0:
            far = abs(at.y() - self._pressed.y()) >= QApplication.startDragDistance()
            self._dragging = self._dragging or far
            if self._dragging:
                self._show(at)
            return True  # else the selection would follow the mouse
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._pressed = None
            if self._dragging:
                self._drop(at)
                return True
        return False

    def _gap(self, at: QPoint) -> int:
        """Return the gap between rows that is nearest to the pointer: 0 is above the first row."""
        count = self._table.model().rowCount()
        row = self._table.rowAt(max(0, at.y()))
        if row < 0:
            return count
        top = self._table.rowViewportPosition(row)
        return row + (at.y() > top + self._table.rowHeight(row) / 2)

    def _show(self, at: QPoint) -> None:
        bar, height = self._table.verticalScrollBar(), self._table.viewport().height()
        if at.y() < _EDGE:
            bar.setValue(bar.value() - _EDGE)
        elif at.y() > height - _EDGE:
            bar.setValue(bar.value() + _EDGE)
        gap = self._gap(at)
        last = self._table.model().rowCount() - 1
        y = (
            self._table.rowViewportPosition(gap)
            if gap <= last
            else self._table.rowViewportPosition(last) + self._table.rowHeight(last)
        )
        self._line.setFixedWidth(self._table.viewport().width())
        self._line.move(0, max(0, y - 1))
        self._line.show()
        self._line.raise_()

    def _drop(self, at: QPoint) -> None:
        self._line.hide()
        self._dragging = False
        gap = self._gap(at)
        to = gap - (gap > self._row)
        if to != self._row:
            self.moved.emit(self._row, to)
