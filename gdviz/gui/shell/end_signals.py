"""Handles Ctrl+C in the terminal, and the system's request to end the program."""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class EndSignals(QObject):
    """Emits `received` once when the program is to end; a second signal ends the process at once.

    Python runs its handlers between two of its own instructions, and Qt's event loop may wait long without one: so
    the number of the signal is also written into a socket, which wakes the loop. A signal that the parent process
    set to be ignored stays ignored.
    """

    received = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.number: int | None = None
        """The signal that was received."""
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_woken)
        # First set up the socket that wakes the loop, then the handlers, so that each handled signal is also emitted.
        self._woken_before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._before = {}
        for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
            if signal.getsignal(number) != signal.SIG_IGN:
                self._before[number] = signal.signal(number, _only_once)

    def release(self) -> None:
        """Restore the earlier handlers of the signals."""
        signal.set_wakeup_fd(self._woken_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for end in (self._ours, self._theirs):
            end.close()

    @Slot()
    def _on_woken(self) -> None:
        numbers = b""
        with contextlib.suppress(BlockingIOError):
            numbers = self._ours.recv(4096)
        number = next((number for number in numbers if number in self._before), None)
        if number is not None and self.number is None:
            self.number = number
            self.received.emit(number)


def _only_once(number: int, frame: FrameType | None) -> None:
    """Let the next signal of this kind end the process, in case the window is too busy to handle the first."""
    signal.signal(number, signal.SIG_DFL)
