"""To wait until a picture is whole: a costly surface takes its time, and without it there is no picture of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop


class GivenUp(Exception):
    """Nobody waits for the picture any more; there is none."""


def on_and_on() -> bool:
    """Who waits to the end."""
    return True


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
