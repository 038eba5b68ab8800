"""A whole edit in the window, and a frame of scrubbing or playing: to the finished repaint."""

from __future__ import annotations

import json
import tempfile
from statistics import median

from benchmarks.table import Row
from benchmarks.timing import child, percentile

FRAME_MS, EIGHT_MS = 16.7, 33.0
SURFACE_MS, CONTOURS_MS = 33.0, 100.0
"""The picture, and the milliseconds in which the contours may follow."""
RATIOS = {1: 1.7, 8: 1.5}
"""The most that an edit of so many runs may take, as a multiple of the same edit in a bare window."""
COMPUTING, TICK, PAINTED, MAPPING = 1.3, 1.5, 1.5, 1.5
BARE = "a bare pyqtgraph window and the loop by hand"


def surface_rows(edits: int = 60) -> list[Row]:
    """The surface after an edit of a constant: its picture and its contours, the 95th percentile over one drag."""
    with tempfile.TemporaryDirectory() as home:
        taken = json.loads(child(["-m", "benchmarks.constants", str(edits)], GDVIZ_HOME=home))
    size = "x".join(map(str, taken["grid"]))
    return [
        Row(f"surface of {size} after a constant was slid, picture, p95", "ms", percentile(taken["picture"], 0.95),
            ("<=", SURFACE_MS)),
        Row(f"surface of {size} after a constant was slid, with contours, p95", "ms",
            percentile(taken["contours"], 0.95), ("<=", SURFACE_MS + CONTOURS_MS)),
    ]  # fmt: skip


def edit_rows(edits: int = 120) -> list[Row]:
    """Edits of one drag, of one run and of eight: the 95th percentile, and processor time against a bare window."""
    rows = []
    for runs, target in ((1, FRAME_MS), (8, EIGHT_MS)):
        with tempfile.TemporaryDirectory() as home:
            taken = json.loads(child(["-m", "benchmarks.edits", str(edits), str(runs)], GDVIZ_HOME=home))
        of = "1 000 steps" if runs == 1 else f"{runs} runs of 1 000 steps"
        for name, what in (("lr", "rate slid"), ("start", "start dragged")):
            ours, bare = (median(numbers) for numbers in zip(*taken[f"{name} bare"], strict=True))
            rows += [
                Row(f"edit of {of} to the repaint, {what}, p95", "ms", percentile(taken[name], 0.95), ("<=", target)),
                Row(
                    f"edit of {of} to the repaint, {what}, processor time, median",
                    "ms",
                    ours,
                    ("<=", RATIOS[runs]),
                    bare,
                    BARE,
                ),
            ]
    return rows


def frame_rows(frames: int = 120, rounds: int = 3) -> list[Row]:
    """Scrubbing and playing: the 95th percentile over the frames; ticks of the playhead, the median."""
    with tempfile.TemporaryDirectory() as home:
        taken = json.loads(child(["-m", "benchmarks.frames", str(frames), str(rounds)], GDVIZ_HOME=home))
    rows = [
        Row("frame while 8 runs of 10 000 steps are scrubbed, p95", "ms", percentile(taken["scrubbed"], 0.95),
            ("<=", FRAME_MS)),
        Row("frame while a path of 100 000 steps is played, p95", "ms", percentile(taken["played"], 0.95),
            ("<=", FRAME_MS)),
        Row("frame while one of 1 000 000 steps is played and still computed, p95", "ms",
            percentile(taken["computing"], 0.95), ("<=", FRAME_MS)),
        Row("frame while one of 1 000 000 steps is played and still computed, median", "ms", median(taken["computing"]),
            ("<=", COMPUTING), median(taken["known"]), "the same frame when all is computed"),
        Row("steps computed while it is played", "steps/s", taken["steps/s"], (">=", 500_000)),
        Row("tick of the playhead, the call alone, processor time, median", "ms", median(taken["tick"]), ("<=", TICK),
            median(taken["tick bare"]), "the same setPos, setData and setText by hand"),
        Row("tick of the playhead to the repaint, processor time, median", "ms", median(taken["painted"]),
            ("<=", PAINTED), median(taken["painted bare"]), "the same in a bare pyqtgraph window"),
    ]  # fmt: skip
    if taken["mapping"]:
        rows += [
            Row("frame while a map of basins is computed, p95", "ms", percentile(taken["mapping"], 0.95),
                ("<=", MAPPING), percentile(taken["mapped"], 0.95), "while none is"),
        ]  # fmt: skip
    return rows
