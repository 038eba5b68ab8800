"""One repaint of the window for a change that reaches several plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QGraphicsScene, QWidget

_NESTED = 6
"""Layouts in layouts: each asks the next one above it when it is done."""


class OneRepaint(QObject):
    """Lets the layouts and the scenes of a window take in what has changed, before the window repaints once.

    Left to itself, Qt repaints the window as soon as one scene has gathered its changes, and once more when a
    layout has: five repaints for an edit that changes three plots and a text.
    """

    def __init__(self, window: QWidget, scenes: Callable[[], Sequence[QGraphicsScene]]) -> None:
        super().__init__(window)
        self._window = window
        self._scenes = scenes
        self._gathering = False
        self._asked = False
        window.installEventFilter(self)

    def gather(self) -> None:
        """Take in all that has changed; the repaint follows from the event loop."""
        self._gathering = True
        try:
            for _ in range(_NESTED):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            for scene in self._scenes():
                QCoreApplication.sendPostedEvents(scene, QEvent.Type.MetaCall)
        finally:
            self._gathering = False
        if self._asked:
            self._asked = False
            QCoreApplication.postEvent(self._window, QEvent(QEvent.Type.UpdateRequest))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an event on its way to the window; a repaint waits until all is gathered."""
        if self._gathering and event.type() == QEvent.Type.UpdateRequest:
            self._asked = True
            return True
        return False
