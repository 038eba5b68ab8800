"""Work for the window's idle time: a generator that runs in slices too short to be noticed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

Made = TypeVar("Made")

SLICE_SECONDS = 0.003
GAP_MS = 8
"""The pause between two slices, in which the window paints and answers."""
WORKING_GAP_MS = 50
"""The same while the worker computes."""


class IdleWork(QObject):
    """Runs one generator at a time, in slices of SLICE_SECONDS; a newer one replaces it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Generator[object, None, Any] | None = None
        self._done: Callable[[Any], None] | None = None
        self._gap = GAP_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._slice)

    @property
    def busy(self) -> bool:
        """Whether there is work left."""
        return self._work is not None

    def set_worker_busy(self, working: bool) -> None:
        """Leave more time between the slices while the worker is `working`."""
        self._gap = WORKING_GAP_MS if working else GAP_MS

    def start(self, work: Generator[object, None, Made], done: Callable[[Made], None], delay_ms: int = 0) -> None:
        """Run `work`, from `delay_ms` on, and call `done` with what it returns; work under way is dropped."""
        self._work, self._done = work, done
        self._timer.start(delay_ms)

    def postpone(self, delay_ms: int) -> None:
        """Pause the work under way for `delay_ms`, as during a drag."""
        if self._work is not None:
            self._timer.start(delay_ms)

    def cancel(self) -> None:
        """Drop the work under way."""
        self._timer.stop()
        self._work = self._done = None

    def _slice(self) -> None:
        work, done = self._work, self._done
        if work is None or done is None:
            return
        end = time.perf_counter() + SLICE_SECONDS
        try:
            while time.perf_counter() < end:
                next(work)
        except StopIteration as last:
            self.cancel()
            done(last.value)
        except Exception:
            self.cancel()
            raise
        else:
            self._timer.start(self._gap)


def one_by_one(*acts: Callable[[], object]) -> Generator[None, None, None]:
    """The work of doing all of `acts`, at least one a slice."""
    for act in acts:
        act()
        yield
