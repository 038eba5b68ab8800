"""The keys that a lesson takes from the rest of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

CHOICES = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
"""The keys of the options of a question."""
STEPS = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
"""The keys of the next step and of the one before: those that a clicker sends."""
_USUAL = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class LessonKeys(QObject):
    """Calls `take` with each key without a modifier that is pressed in the window of `view` and that it `wants`."""

    def __init__(self, view: QWidget, wants: Callable[[int], bool], take: Callable[[int], object]) -> None:
        super().__init__(view)
        self._view, self._wants, self._take = view, wants, take

    def set_active(self, active: bool) -> None:
        """Take the keys, or leave them to the window."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        if active:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a key that is wanted is kept from the commands of the window and from its parts."""
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
