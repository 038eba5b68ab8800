"""A scroll area for content that may need less height beside a scroll bar than without one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget

_NESTED = 4
"""The most nested resizes: enough for every content that reaches a steady size."""


class SteadyArea(QScrollArea):
    """A scroll area that limits the nested resizes of its content.

    Qt shows or hides the scroll bar, and so resizes the content, within the content's own resize. If the content is
    low enough only beside the bar, that repeats until the stack overflows and the program crashes.
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
