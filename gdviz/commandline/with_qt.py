"""What a command that uses Qt does about Ctrl+C, and about a Qt that does not load."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from gdviz.commandline.terminal import Failure
from gdviz.messages import message


@contextmanager
def ends_at_once() -> Iterator[None]:
    """Let Ctrl+C end the process at once, until another handler is set: nothing can be lost yet.

    A Python exception raised while Qt loads or draws would be lost, abort the process, or look like a Qt that does not
    load. A handler that is set already, and an ignored signal, stay as they are.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def no_qt(error: ImportError) -> Failure:
    """The failure of a Qt that does not load, mostly without a system library; any other error is raised again."""
    if (error.name or "").startswith("gdviz"):
        raise error
    return Failure(message("Qt does not load: {why}; gdviz doctor says how to fix it", why=error))
