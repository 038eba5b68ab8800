"""Collects garbage in the thread of the windows only."""

from __future__ import annotations

import gc
from typing import cast

from PySide6.QtCore import QCoreApplication, QObject, QTimer

INTERVAL_MS = 1000
_NAME = "gdvizCollector"


class Collector(QObject):
    """Takes over the garbage collection of Python while there is a window.

    Python collects in any thread that makes objects. What it frees may be a part of the window that is held by a circle
    of references, and Qt crashes where a widget or a timer is deleted in another thread than its own.
    """

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.setObjectName(_NAME)
        self._windows = 0
        self._was_enabled = True
        """Whether Python collected by itself before the first window."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    @classmethod
    def of(cls, app: QCoreApplication) -> Collector:
        """The one of an application, made for its first window."""
        return app.findChild(cls, _NAME) or cls(app)

    def begin(self) -> None:
        """There is one more window."""
        if not self._windows:
            self._was_enabled = gc.isenabled()
        self._windows += 1
        gc.disable()
        self._timer.start(INTERVAL_MS)

    def end(self) -> None:
        """There is one window less; with the last one Python collects by itself again, if it did so before."""
        self._windows -= 1
        if self._windows == 0:
            self._timer.stop()
            if self._was_enabled:
                gc.enable()

    def collect(self) -> None:
        """Collect what Python would by now have collected by itself."""
        generation = -1
        for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True):
            if count <= limit:
                break
            generation += 1
        if generation >= 0:
            gc.collect(generation)


def collect_in_this_thread(window: QObject) -> None:
    """Let garbage be collected in the thread of a window only, until it is destroyed."""
    collector = Collector.of(cast(QCoreApplication, QCoreApplication.instance()))
    collector.begin()
    window.destroyed.connect(collector.end)
