"""How long the window takes to appear, and how long the library takes to import."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.table import Row
from benchmarks.timing import HERE, children_by_turns

IMPORT = "import time; begun = time.perf_counter(); {what}; print(time.perf_counter() - begun)"


def launch_rows(rounds: int = 11) -> list[Row]:
    """From the start of the process to the first painted window."""
    script = str(HERE / "first_paint.py")
    with tempfile.TemporaryDirectory() as home:
        settings = Path(home, "config", "window.ini")  # of GDVIZ_HOME
        settings.parent.mkdir()
        settings.write_text("[General]\nstartPage=false\n", encoding="utf-8")  # the page to begin with hides the plots
        ours, bare = children_by_turns([[script, "gdviz", "{now}"], [script, "bare", "{now}"]], rounds, GDVIZ_HOME=home)
    return [
        Row("start of the process to the first painted window", "ms", 1e3 * ours, ("<=", 1.35), 1e3 * bare,
            "a bare pyqtgraph window with three plots")
    ]  # fmt: skip


def import_rows(rounds: int = 25) -> list[Row]:
    """`import gdviz` and the first look at gdviz.run and gdviz.load, in a fresh process each."""
    ours, numpy = children_by_turns(
        [["-c", IMPORT.format(what="import gdviz; gdviz.run; gdviz.load")], ["-c", IMPORT.format(what="import numpy")]],
        rounds,
    )
    return [Row("import gdviz; gdviz.run; gdviz.load", "ms", 1e3 * ours, ("<=", 1.6), 1e3 * numpy, "import numpy")]
