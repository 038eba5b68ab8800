"""The keys that a lesson takes from the rest of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

CHOICES = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
"""The keys of the options of a question."""
STEPS = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
"""The keys for the next step and the one before: those that a presenter's clicker sends."""
_USUAL = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class LessonKeys(QObject):
    """Calls `take` with each key, pressed without a modifier in the window of `view`, for which `wants` is true."""

    def __init__(self, view: QWidget, wants: Callable[[int], bool], take: Callable[[int], object]) -> None:
        super().__init__(view)
        self._view, self._wants, self._take = view, wants, take

    def set_active(self, active: bool) -> None:
        """Take the keys, or return them to the window."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        if active:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take the wanted keys before the commands and the parts of the window receive them."""
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._view.window():
            return False
        if event.modifiers() not in _USUAL or not self._wants(event.key()):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
        else:
            self._take(event.key())
        return True
