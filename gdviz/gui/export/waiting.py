"""To wait until a picture is whole: a costly surface takes its time, and without it there is no picture of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEventLoop


class GivenUp(Exception):
    """Nobody waits for the picture any more; there is none."""


def on_and_on() -> bool:
    """Who waits to the end."""
    return True


def unheard(done: int, planned: int) -> None:
    """Ignore the progress."""


def wait(busy: Callable[[], bool], go_on: Callable[[], bool] = on_and_on) -> None:
    """Serve the events, those of hands apart, until nothing is `busy`; `go_on` is asked meanwhile.

    Raises GivenUp when it says no.
    """
    flags = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    QCoreApplication.processEvents(flags)
    while busy():
        if not go_on():
            raise GivenUp
        QCoreApplication.processEvents(flags, 20)


@contextmanager
def until_interrupted() -> Iterator[Callable[[], bool]]:
    """What to ask whether to go on: no after Ctrl+C, which then raises KeyboardInterrupt in the place of GivenUp.

    By itself it would raise that in whatever Qt calls at the time, and Qt would print it and go on without.
    """
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # it has no signals
        yield on_and_on
        return
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield lambda: not interrupted.is_set()
    except GivenUp:
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGINT, before)
