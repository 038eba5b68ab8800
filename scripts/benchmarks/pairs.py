"""Edits of this checkout and of another commit in windows that are open at once: their drags take turns of a second.

Within minutes the speed of a machine drifts by more than two commits differ, and a round of against.py takes minutes.
Here a round opens three windows: one of the other commit, one of this checkout, and another of the other commit, which
shows how far that one is from itself. In each turn each window makes one drag, and the order is turned round from turn
to turn. Each round opens new windows, because one process is faster than another of the same code by some per cent, as
long as it lives.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from worktrees import checkout_of

from benchmarks.against import OWN, Turns
from benchmarks.timing import command_in

EDITS, TURNS = 13, 8
"""Edits of a drag, and drags of a window; the first of each is not counted."""
KINDS = {"lr": "rate slid", "start": "start dragged"}
RUNS = (1, 8)

Taken = tuple[float, float]
"""The median milliseconds of edits, and of processor time."""


def in_pairs(commit: str, rounds: int) -> list[Turns]:
    """The rows of edits, compared in so many rounds."""
    with checkout_of(commit) as other:
        return [row for runs in RUNS for row in compared((other, OWN, other), runs, rounds)]


def compared(checkouts: tuple[Path, Path, Path], runs: int, rounds: int, turns: int = TURNS) -> list[Turns]:
    """The rows of edits of so many runs: their time and their processor time."""
    kept = []
    for round_ in range(rounds):
        made = _round(checkouts, runs, turns)
        kept.append({kind: taken[::-1] if round_ % 2 else taken for kind, taken in made.items()})
    rows = []
    of = "1 000 steps" if runs == 1 else f"{runs} runs of 1 000 steps"
    for kind, what in KINDS.items():
        for number, name in enumerate(("time", "processor time")):
            first, now, again = (tuple(made[kind][place][number] for made in kept) for place in range(3))
            rows.append(Turns(f"edit of {of}, {what}, {name}", True, first, now, again))
    return rows


def _round(checkouts: Sequence[Path], runs: int, turns: int) -> dict[str, list[Taken]]:
    """The medians over the turns, of each checkout's window."""
    with contextlib.ExitStack() as stack:
        windows = [stack.enter_context(_window(place, runs)) for place in checkouts]
        found = {}
        for kind in KINDS:
            drags: list[list[Taken]] = [[] for _ in windows]
            for turn in range(turns):
                for window, taken in list(zip(windows, drags, strict=True))[:: 1 - 2 * (turn % 2)]:
                    taken.append(_drag(window, kind))
            found[kind] = [
                (median(time for time, _ in taken[1:]), median(processor for _, processor in taken[1:]))
                for taken in drags
            ]
        return found


@contextlib.contextmanager
def _window(checkout: Path, runs: int) -> Iterator[subprocess.Popen[str]]:
    """A process with an open window that makes edits when it is asked for them."""
    with tempfile.TemporaryDirectory() as home:
        command, environment = command_in(checkout, ["-m", "benchmarks.edits", "serve", str(runs)])
        with subprocess.Popen(command, env={**environment, "GDVIZ_HOME": home}, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:  # fmt: skip
            try:
                if _line(process) != "ready":
                    raise SystemExit(f"{checkout}: the window did not open")
                yield process
            finally:
                process.kill()


def _drag(process: subprocess.Popen[str], kind: str) -> Taken:
    """The median of the edits of one drag. Raises SystemExit if it fails."""
    assert process.stdin is not None
    process.stdin.write(f"{kind} {EDITS}\n")
    process.stdin.flush()
    answer = _line(process)
    if not answer:
        raise SystemExit("a window ended before its edits were made")
    taken, processor = json.loads(answer)
    return median(taken[1:]), median(processor[1:])


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
