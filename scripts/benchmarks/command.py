"""The command: chooses what is measured, gives it a display, and prints the table."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import displays

from benchmarks.against import in_turns, table_of
from benchmarks.data import data_rows
from benchmarks.editing import edit_rows, frame_rows, surface_rows
from benchmarks.exporting import export_rows
from benchmarks.maps import map_rows
from benchmarks.pairs import in_pairs
from benchmarks.paths import memory_rows, path_rows, torch_rows
from benchmarks.starting import import_rows, launch_rows
from benchmarks.table import Row, machine, table

BENCHMARKS: dict[str, Callable[..., list[Row]]] = {
    "launch": launch_rows,
    "import": import_rows,
    "edit": edit_rows,
    "frame": frame_rows,
    "surface": surface_rows,
    "export": export_rows,
    "path": path_rows,
    "memory": memory_rows,
    "data": data_rows,
    "map": map_rows,
    "torch": torch_rows,
}
"""Name and measurement, in the order they are made: torch last, whose import fills the process."""
BRIEF: dict[str, dict[str, int]] = {
    "launch": {"rounds": 3},
    "import": {"rounds": 7},
    "edit": {"edits": 40},
    "frame": {"frames": 40, "rounds": 1},
    "surface": {"edits": 20},
}
"""How often is measured with --brief: about a third. In many rounds processes differ more than repetitions do."""
WINDOWED = {"launch", "edit", "frame", "surface", "export"}


@contextlib.contextmanager
def display(wanted: bool) -> Iterator[str]:
    """The display for the children of this process, started where there is none; gives how to call it."""
    if not wanted:
        yield "no window opened"
        return
    platform = displays.platform(dict(os.environ))
    if platform is not None:
        yield f"display {platform or 'of the system'}"
        return
    with displays.virtual_display() as name:
        if name is not None:
            os.environ["DISPLAY"] = name
            os.environ.pop("WAYLAND_DISPLAY", None)
            os.environ["QT_QPA_PLATFORM"] = "xcb"
            yield "display Xvfb"
        else:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            yield "no display and no Xvfb: Qt's offscreen platform"


def measure(names: Sequence[str], brief: bool = False) -> list[Row]:
    """Make the measurements; a line on stderr names the one that runs."""
    rows = []
    for name in names:
        begun = time.perf_counter()
        print(f"{name} ...", end=" ", file=sys.stderr, flush=True)
        rows += BENCHMARKS[name](**BRIEF.get(name, {}) if brief else {})
        print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return rows


def compare(commit: str, names: Sequence[str], rounds: int, brief: bool) -> None:
    """Measure this checkout in turns with another commit; print the ratios."""
    print(f"{machine()}, in turns with {commit}", flush=True)
    print(table_of(in_turns(commit, names, rounds, brief)))


def compare_edits(commit: str, rounds: int) -> None:
    """Edit windows of this checkout and of another commit by turns; print the ratios."""
    with display(wanted=True) as shown:
        print(f"{machine()}, {shown}, in pairs with {commit}", flush=True)
        print(table_of(in_pairs(commit, rounds)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that `arguments` (default: the command line's) name."""
    parser = argparse.ArgumentParser(prog="bench.py", description="Measure gdviz against its targets.")
    parser.add_argument(
        "--only", metavar="NAME", action="append", choices=BENCHMARKS, help=f"of {', '.join(BENCHMARKS)}; repeatable"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows to FILE as well")
    parser.add_argument("--against", metavar="COMMIT", help="measure in turns with another commit, and print ratios")
    parser.add_argument("--rounds", metavar="N", type=int, default=10, help="how many turns (default: 10)")
    parser.add_argument(
        "--pairs",
        action="store_true",
        help="with --against: edits alone, in windows of both that are open at once and take turns",
    )
    parser.add_argument("--brief", action="store_true", help="measure a third as often, for many rounds of --against")
    options = parser.parse_args(arguments)
    if options.pairs and not options.against:
        parser.error("--pairs needs --against COMMIT")
    names = options.only or list(BENCHMARKS)
    if options.pairs:
        compare_edits(options.against, options.rounds)
        return
    if options.against:
        compare(options.against, names, options.rounds, options.brief)
        return
    with display(not WINDOWED.isdisjoint(names)) as shown:
        print(f"{machine()}, {shown}", flush=True)
        rows = measure(names, options.brief)
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps([row.to_json() for row in rows], indent=1) + "\n", encoding="utf-8")
