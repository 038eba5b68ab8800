"""A scroll area for what may need less height beside a scroll bar than without one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget

_NESTED = 4
"""The most nested resizes: enough for every content that reaches a steady size."""


class SteadyArea(QScrollArea):
    """Ends the resizes of a content that its own height makes wider and narrower in turn.

    Qt looks for the size of such a content inside its resize: where the bar's width makes it lower, so that it needs no
    bar, it goes on until the stack is full and the program crashes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nested = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the content has another size."""
        if event.type() != QEvent.Type.Resize:
            return super().eventFilter(watched, event)
        if self._nested >= _NESTED:
            return False
        self._nested += 1
        try:
            return super().eventFilter(watched, event)
        finally:
            self._nested -= 1
