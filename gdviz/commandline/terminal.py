"""What the commands print with: streams that never raise on a character, tables, a progress bar."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from gdviz.messages import Message, message, why


class Failure(Exception):
    """The command could not do its work: exit code 1, and one sentence on stderr."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Interrupted(Failure):
    """Ctrl+C, where there is more to say than that: exit code 130, and one sentence on stderr."""


class OutputLost(Failure):
    """What a command prints could not be written: the disk is full, stdout is closed, or its reader has left."""

    def __init__(self, error: OSError) -> None:
        self.reader_left = isinstance(error, BrokenPipeError)
        super().__init__(message("the output was not written: {why}", why=why(error)))


class Output:
    """stdout, or None where it is closed; raises OutputLost, so that no command takes it for a failure of its files."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write `text`. Raises OutputLost."""
        if self._stream is None:
            raise OutputLost(OSError(errno.EBADF, os.strerror(errno.EBADF)))
        try:
            return self._stream.write(text)
        except OSError as error:
            raise OutputLost(error) from None

    def flush(self) -> None:
        """Write what is buffered. Raises OutputLost."""
        try:
            if self._stream is not None:
                self._stream.flush()
        except OSError as error:
            raise OutputLost(error) from None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


# CP949, for example, has no U+2212; with a "?" a number would lose its sign.
PLAIN = {"−": "-", "–": "-", "—": "-", "·": "*", "×": "x", "²": "^2", "³": "^3", "→": "->", "≤": "<=", "≥": ">="}


def substitute(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks: their like in ASCII, or "?"; an error handler of codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(character, "?") for character in error.object[error.start : error.end]), error.end


def make_streams_safe() -> None:
    """Let characters that the terminal's or pipe's encoding lacks become their like in ASCII, or "?"; never raise.

    If the parent process has closed a stream, its file descriptor is opened on the null device: otherwise the next file
    that is opened would get the descriptor, and with it whatever a C library prints.
    """
    if os.name == "posix" and None in (sys.stdin, sys.stdout, sys.stderr):
        while (free := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(free)
    if sys.stderr is None:  # print would take it for stdout
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    codecs.register_error("gdviz.substitute", substitute)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError):  # closed by the parent process
                stream.reconfigure(errors="gdviz.substitute")


def width(text: str) -> int:
    """How many columns a terminal gives to `text`; Hangul and other wide characters take two, combining marks none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), indent: str = "") -> str:
    """Aligned columns, two spaces apart; the columns numbered in `right` are flush right. Nothing is cut."""
    if not rows:
        return ""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for i, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (wide - width(cell))
            cells.append(gap + cell if i in right else cell + gap)
        lines.append((indent + "  ".join(cells)).rstrip())
    return "\n".join(lines)


def clock(seconds: float) -> str:
    """A time as minutes and seconds, ``1:05``, or hours, minutes and seconds, ``2:01:05``."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


class Progress:
    """A progress bar with the time left, on stderr, for people only: where stderr is a terminal, and after 0.3 s."""

    DELAY, INTERVAL = 0.3, 0.1

    def __init__(self, unit: str, begun: int = 0) -> None:
        """`begun` of the planned work was done before."""
        self.unit = unit
        self._begun = begun
        self._started = time.monotonic()
        self._next = self._started + self.DELAY if sys.stderr is not None and sys.stderr.isatty() else float("inf")
        self._drawn = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            self._write(" " * self._drawn + "\r")

    def __call__(self, done: int, planned: int) -> None:
        """Say that `done` of `planned` updates are made."""
        now = time.monotonic()
        if now < self._next or not planned:
            return
        self._next = now + self.INTERVAL
        share = done / planned
        rate = (done - self._begun) / (now - self._started)
        text = f"{share:4.0%}  {done:>{len(f'{planned:,}')},} / {planned:,} {self.unit}  {rate:>10,.0f}/s"
        if rate:
            text += f"  -{clock((planned - done) / rate)}"
        room = min(shutil.get_terminal_size().columns - len(text) - 6, 40)
        bar = f"[{'#' * round(share * room):-<{room}}] " if room >= 10 else ""
        line = bar + text
        self._write(line + " " * (self._drawn - width(line)) + "\r")
        self._drawn = width(line)

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
