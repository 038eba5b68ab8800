"""Edits of this checkout and of another commit in windows that are open at once: their drags take turns of a second.

Within minutes a machine drifts by more than two commits differ, and the rounds of against.py take minutes. Here three
windows are open: one of the other commit, one of this checkout, and another of the other commit, which tells how far
that one is from itself. In each turn each window makes one drag, and the order is turned round; of a drag the median
is compared.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from worktrees import checkout_of

from benchmarks.against import OWN, Turns
from benchmarks.timing import command_in

EDITS = 13
"""Edits of a drag; the first is not counted."""
KINDS = {"lr": "rate slid", "start": "start dragged"}
RUNS = (1, 8)


def in_pairs(commit: str, turns: int) -> list[Turns]:
    """The rows of edits, compared in so many turns."""
    with checkout_of(commit) as other:
        return [row for runs in RUNS for row in compared((other, OWN, other), runs, turns)]


def compared(checkouts: tuple[Path, ...], runs: int, turns: int) -> list[Turns]:
    """The rows of edits of so many runs: their time and their processor time."""
    rows = []
    of = "1 000 steps" if runs == 1 else f"{runs} runs of 1 000 steps"
    with contextlib.ExitStack() as stack:
        windows = [stack.enter_context(_window(place, runs)) for place in checkouts]
        for kind, what in KINDS.items():
            medians = []
            for turn in range(turns + 1):
                drags = [(number, _drag(windows[number], kind)) for number in (range(3), range(2, -1, -1))[turn % 2]]
                if turn:  # the first drag of a window comes upon what is made at first use
                    medians.append([drag for _, drag in sorted(drags)])
            for number, name in enumerate(("time", "processor time")):
                first, now, again = (tuple(turn[place][number] for turn in medians) for place in range(3))
                rows.append(Turns(f"edit of {of}, {what}, {name}", True, first, now, again))
    return rows


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


def _drag(process: subprocess.Popen[str], kind: str) -> tuple[float, float]:
    """The median milliseconds of the edits of one drag, and of processor time. Raises SystemExit if it fails."""
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
