"""A whole edit in the window, of a run of 1 000 steps: from the mouse event to the finished repaint."""

from __future__ import annotations

import json
import tempfile

from benchmarks.table import Row
from benchmarks.timing import HERE, child, percentile

FRAME_MS = 16.7


def edit_rows(edits: int = 120) -> list[Row]:
    """The 95th percentile over many edits of one drag."""
    with tempfile.TemporaryDirectory() as home:
        taken = json.loads(child([str(HERE / "edits.py"), str(edits)], GDVIZ_HOME=home))
    names = {"lr": "edit of 1 000 steps to the repaint, rate slid, p95",
             "start": "edit of 1 000 steps to the repaint, start dragged, p95"}  # fmt: skip
    return [Row(what, "ms", percentile(taken[name], 0.95), ("<=", FRAME_MS)) for name, what in names.items()]
