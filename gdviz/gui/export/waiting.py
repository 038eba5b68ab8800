"""Waits until a picture is complete: a surface may be slow to compute, and the picture needs all of it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop

if TYPE_CHECKING:
    from gdviz.gui.kernel.playhead import Playhead

REST = 0.001
"""Seconds between two rounds of events: without a pause the loop would keep other threads from working."""


class GivenUp(Exception):
    """Raised when the person has cancelled the picture; none is written."""


def always_continue() -> bool:
    """Return True: wait to the end."""
    return True


def ignore_progress(done: int, planned: int) -> None:
    """Ignore the progress."""


def wait(busy: Callable[[], bool], go_on: Callable[[], bool] = always_continue) -> None:
    """Process events, except those of mouse and keyboard, until `busy` returns False; `go_on` is called meanwhile.

    Raises GivenUp when `go_on` returns False.
    """
    flags = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    QCoreApplication.processEvents(flags)
    while busy():
        if not go_on():
            raise GivenUp
        QCoreApplication.processEvents(flags, 20)
        time.sleep(REST)


@contextmanager
def playhead_lent(playhead: Playhead) -> Iterator[None]:
    """Pause the playhead, for pictures of the window at other steps; then restore its place, and whether it played."""
    position, playing = playhead.position, playhead.playing
    playhead.pause()
    try:
        yield
    finally:
        playhead.set_position(position)
        if playing:
            playhead.play()


@contextmanager
def until_interrupted() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether to go on: False after Ctrl+C.

    The context then raises KeyboardInterrupt in place of GivenUp. Python itself would raise it in whatever function Qt
    calls, and Qt would print it and go on.
    """
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread gets signals
        yield always_continue
        return
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield lambda: not interrupted.is_set()
    except GivenUp:
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGINT, before)
