"""One repaint of the window for a change that reaches several plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QGraphicsScene, QWidget

_NESTED = 6
"""The depth of nested layouts: each posts a request to the one above it."""


class OneRepaint(QObject):
    """Has the layouts and the scenes of a window process all changes before the window repaints once.

    By itself Qt repaints the window as soon as one scene has processed its changes, and again for each layout: five
    repaints for an edit that changes three plots and a text.
    """

    def __init__(self, window: QWidget, scenes: Callable[[], Sequence[QGraphicsScene]]) -> None:
        super().__init__(window)
        self._window = window
        self._scenes = scenes
        self._gathering = False
        self._repaint_wanted = False
        window.installEventFilter(self)

    def gather(self) -> None:
        """Process all changes; the event loop repaints the window afterwards."""
        self._gathering = True
        try:
            for _ in range(_NESTED):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            for scene in self._scenes():
                QCoreApplication.sendPostedEvents(scene, QEvent.Type.MetaCall)
        finally:
            self._gathering = False
        if self._repaint_wanted:
            self._repaint_wanted = False
            QCoreApplication.postEvent(self._window, QEvent(QEvent.Type.UpdateRequest))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an event for the window; hold back a repaint while changes are processed."""
        if self._gathering and event.type() == QEvent.Type.UpdateRequest:
            self._repaint_wanted = True
            return True
        return False
