"""Run a generator on a thread of its own; it can be stopped between two of its steps."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from gdviz.gui.style.translating import text as in_language
from gdviz.messages import ExperimentError

PROGRESS_SECONDS = 0.05
"""The least time in seconds between two signals of progress."""
REST = 0.0005
"""Seconds that the thread sleeps after each step, so that the window's thread can run."""

log = logging.getLogger(__name__)


class Background(QThread):
    """Runs one generator; `latest` is what it yielded last, and `progressed` is emitted when it is newer.

    Ends with exactly one of `done` (what it returned is `result`), `failed` (the exception is `error`), or nothing
    where it was stopped.
    """

    progressed = Signal()
    done = Signal()
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Generator[object, None, object] | None = None
        self._stop = False
        self.latest: Any = None
        self.result: Any = None
        self.error: Exception | None = None

    @property
    def reason(self) -> str:
        """Why it has failed, in the language of the window and without the path of a key; empty where it has not."""
        error = self.error
        if isinstance(error, ExperimentError):
            return in_language(error.reason)
        return "" if error is None else ": ".join(filter(None, (type(error).__name__, str(error))))

    def start_work(self, work: Generator[object, None, object]) -> None:
        """Run `work` instead of anything before."""
        self.stop()
        self._work, self._stop, self.error = work, False, None
        self.latest = self.result = None
        self.start()

    def ask_to_stop(self) -> None:
        """End the work at its next step."""
        self._stop = True

    def stop(self) -> None:
        """End the work at its next step, and wait for it."""
        self.ask_to_stop()
        self.wait()

    def run(self) -> None:
        """The thread: the generator to its end."""
        work = self._work
        assert work is not None
        signalled = time.perf_counter()
        try:
            while not self._stop:
                self.latest = next(work)
                if time.perf_counter() - signalled >= PROGRESS_SECONDS:
                    signalled = time.perf_counter()
                    self.progressed.emit()
                time.sleep(REST)
        except StopIteration as last:
            self.result = last.value
            self.done.emit()
        except Exception as error:  # the caller reports it
            if not isinstance(error, ExperimentError):
                log.error("background work failed", exc_info=error)
            self.error = error
            self.failed.emit()
        finally:
            work.close()
