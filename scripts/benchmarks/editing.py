"""A whole edit in the window, and a frame of scrubbing or playing: to the finished repaint."""

from __future__ import annotations

import json
import tempfile

from benchmarks.table import Row
from benchmarks.timing import HERE, child, percentile

FRAME_MS, EIGHT_MS = 16.7, 33.0
SURFACE_MS, CONTOURS_MS = 33.0, 100.0
"""The picture, and what the contours may follow in."""
_FROM = f"import sys; sys.path.insert(0, {str(HERE.parent)!r}); from benchmarks."
SLIDING, MOVING = f"{_FROM}constants import main; main()", f"{_FROM}frames import main; main()"


def surface_rows(edits: int = 60) -> list[Row]:
    """The surface after an edit of a constant: its picture and its contours, the 95th percentile over one drag."""
    with tempfile.TemporaryDirectory() as home:
        taken = json.loads(child(["-c", SLIDING, str(edits)], GDVIZ_HOME=home))
    size = "x".join(map(str, taken["grid"]))
    return [
        Row(f"surface of {size} after a constant was slid, picture, p95", "ms", percentile(taken["picture"], 0.95),
            ("<=", SURFACE_MS)),
        Row(f"surface of {size} after a constant was slid, with contours, p95", "ms",
            percentile(taken["contours"], 0.95), ("<=", SURFACE_MS + CONTOURS_MS)),
    ]  # fmt: skip


def edit_rows(edits: int = 120) -> list[Row]:
    """The 95th percentile over many edits of one drag, of one run and of eight."""
    rows = []
    for runs, target in ((1, FRAME_MS), (8, EIGHT_MS)):
        with tempfile.TemporaryDirectory() as home:
            taken = json.loads(child([str(HERE / "edits.py"), str(edits), str(runs)], GDVIZ_HOME=home))
        of = "1 000 steps" if runs == 1 else f"{runs} runs of 1 000 steps"
        names = {"lr": f"edit of {of} to the repaint, rate slid, p95",
                 "start": f"edit of {of} to the repaint, start dragged, p95"}  # fmt: skip
        rows += [Row(what, "ms", percentile(taken[name], 0.95), ("<=", target)) for name, what in names.items()]
    return rows


def frame_rows(frames: int = 120) -> list[Row]:
    """Scrubbing and playing: the 95th percentile over the frames."""
    with tempfile.TemporaryDirectory() as home:
        taken = json.loads(child(["-c", MOVING, str(frames)], GDVIZ_HOME=home))
    return [
        Row("frame while 8 runs of 10 000 steps are scrubbed, p95", "ms", percentile(taken["scrubbed"], 0.95),
            ("<=", FRAME_MS)),
        Row("frame while a path of 100 000 steps is played, p95", "ms", percentile(taken["played"], 0.95),
            ("<=", FRAME_MS)),
        Row("frame while one of 1 000 000 steps is played and still computed, p95", "ms",
            percentile(taken["computing"], 0.95), ("<=", FRAME_MS)),
        Row("steps computed while it is played", "steps/s", taken["steps/s"], (">=", 500_000)),
    ]  # fmt: skip
