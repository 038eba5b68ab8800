"""The table of runs, which only the window shows."""

from __future__ import annotations

from gdviz.gui.kernel.room import NONE, Room, ViewContext
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.style.texts import translate
from gdviz.messages import mark


def _make(context: ViewContext) -> RunTable:
    return RunTable(context.figure)


ROOM = Room(
    lambda: translate(mark("Runs")),
    NONE,
    _make,
    presented=False,
    is_wide=lambda state: state.person.all_columns,
)
