"""How long exports take: a picture of the window, films, and the experiment's own file."""

from __future__ import annotations

import json
import tempfile

from benchmarks.table import Row
from benchmarks.timing import child


def export_rows() -> list[Row]:
    """One row an export; a film's row has the times of drawing and of encoding alone as well."""
    with tempfile.TemporaryDirectory() as home:
        took = json.loads(child(["-m", "benchmarks.exports"], GDVIZ_HOME=home))
    rows = [
        Row("saving and opening an experiment of 8 runs", "ms", 1e3 * took["file"], ("<=", 50.0)),
        Row("PNG of the window at 2x", "s", took["png"], ("<=", 0.5)),
    ]
    for kind, most in (("mp4", 3.0), ("gif", 5.0)):
        what = f"300 frames of 1280x720 to {kind.upper()}"
        if kind in took:
            alone = f"drawing alone {took['drawing']:.2g} s, encoder alone {took[f'{kind} encoder']:.2g} s"
            rows.append(Row(f"{what} ({alone})", "s", took[kind], ("<=", most)))
        else:
            rows.append(Row(what, "s", None, ("<=", most), note="PyAV is not installed"))
    return rows
