"""Escape cancels a drag: everything that it has changed is put back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent


class DragEscape(QObject):
    """Listens for Escape while a mouse button is held, from `watch` to the release.

    Escape calls `give_up`. Until the button is released `given_up` is true, and the owner ignores the drag; then
    `ended` is called. It filters the events of the application, which is slow, so it does so only during a drag.
    """

    def __init__(self, give_up: Callable[[], None], ended: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._give_up, self._ended = give_up, ended
        self.watching = self.given_up = False

    def watch(self) -> None:
        """Begin to listen: a drag has changed something. Without a button held it is no drag."""
        if not self.watching and QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self.watching = True
            self._application().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the class."""
        kind = event.type()
        released = kind == QEvent.Type.MouseButtonRelease and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        if released and self.watching:
            self.watching = False
            self._application().removeEventFilter(self)
            QTimer.singleShot(0, self, self._end)  # after the view has handled the release
        if not isinstance(event, QKeyEvent) or kind == QEvent.Type.KeyRelease or event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not self.given_up:
            self.given_up = True
            self._give_up()
        return True

    def _end(self) -> None:
        if self.given_up:
            self.given_up = False
            self._ended()

    def _application(self) -> QCoreApplication:
        app = QCoreApplication.instance()
        assert app is not None  # there is one where a mouse drags
        return app
