"""A whole edit in the window, of a run of 1 000 steps: from the mouse event to the finished repaint."""

from __future__ import annotations

import json
import tempfile

from benchmarks.table import Row
from benchmarks.timing import HERE, child, percentile

FRAME_MS = 16.7
SURFACE_MS, CONTOURS_MS = 33.0, 100.0
"""The picture, and what the contours may follow in."""
SLIDING = f"import sys; sys.path.insert(0, {str(HERE.parent)!r}); from benchmarks.constants import main; main()"


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
    """The 95th percentile over many edits of one drag."""
    with tempfile.TemporaryDirectory() as home:
        taken = json.loads(child([str(HERE / "edits.py"), str(edits)], GDVIZ_HOME=home))
    names = {"lr": "edit of 1 000 steps to the repaint, rate slid, p95",
             "start": "edit of 1 000 steps to the repaint, start dragged, p95"}  # fmt: skip
    return [Row(what, "ms", percentile(taken[name], 0.95), ("<=", FRAME_MS)) for name, what in names.items()]
