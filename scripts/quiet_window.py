"""Finds out when a window of gdviz has nothing left to do, by what all versions have: timers, animations, `busy`."""

from __future__ import annotations

import gc
import itertools
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import shiboken6
from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

SOON_MS = 1200
"""Milliseconds from which on a timer announces no work: it ends a note, or saves for recovery."""
QUIET_SECONDS = 0.1
OPENING_SECONDS = 0.7
"""Seconds after the first paint in which the window fills its lists."""
PATIENCE = 90.0
CALL_SECONDS = 2e-6
_BUSY = ("busy", "limiting")


@cache
def _kind(kind: type) -> str:
    """By what objects of a class show that they work: "timer", "animation", "busy", or nothing."""
    if issubclass(kind, QTimer):
        return "timer"
    if issubclass(kind, QAbstractAnimation):
        return "animation"
    ours = str(getattr(kind, "__module__", "")).startswith("gdviz.")
    return "busy" if ours and any(isinstance(getattr(kind, name, None), property) for name in _BUSY) else ""


def unfinished() -> Iterator[object]:
    """The objects of this process that are still working: short timers, animations, what says that it is busy."""
    for known in gc.get_objects():
        made_of: Any = type(known)
        kind = _kind(made_of)
        if not kind or (isinstance(known, QObject) and not shiboken6.isValid(known)):
            continue
        if kind == "timer":
            works = known.isActive() and known.interval() < SOON_MS
        elif kind == "animation":
            works = known.state() == QAbstractAnimation.State.Running
        else:
            works = any(getattr(known, name, False) for name in _BUSY)
        if works:
            yield known


def steady_clock() -> None:
    """Let time.perf_counter() count its calls, 2 µs each, for all that is imported from now on.

    gdviz chooses by it how many nodes a costly heat map has, and how much it draws before the events get their turn: a
    picture would depend on how busy the machine is. Timers and playing use Qt's clock, and are not affected.
    """
    calls = itertools.count()
    time.perf_counter = lambda: next(calls) * CALL_SECONDS


class Repaints(QObject):
    """Notes that a window was asked to repaint."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.seen = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an event on its way to the window."""
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.LayoutRequest):
            self.seen = True
        return False


def settle(window: QWidget, at_least: float = 0.0) -> None:
    """Serve events until nothing works, and the window has not repainted for a while.

    Raises RuntimeError after PATIENCE seconds, and names what is still working.
    """
    gc.collect()  # parts of closed windows would ask views that Qt has deleted
    repaints = Repaints(window)
    begun = last = time.monotonic()
    while True:
        repaints.seen = False
        QApplication.processEvents()
        now = time.monotonic()
        if now - begun > PATIENCE:
            raise RuntimeError(f"the window does not come to rest: {list(unfinished())}, repainting {repaints.seen}")
        if repaints.seen:
            last = now
        elif now - last >= QUIET_SECONDS and now - begun >= at_least:
            if next(unfinished(), None) is None:
                break
            last = now - QUIET_SECONDS / 2
        else:
            time.sleep(0.002)
    window.removeEventFilter(repaints)
    repaints.deleteLater()
