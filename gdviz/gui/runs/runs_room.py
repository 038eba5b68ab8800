"""The table of runs, which only the window shows."""

from __future__ import annotations

from gdviz.gui.kernel.room import MAIN, NONE, SIDE, Room, Spot, ViewContext
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.style.translating import translate
from gdviz.messages import mark


def _make(context: ViewContext) -> RunTable:
    return RunTable(context.figure)


ROOM = Room(
    lambda: translate(mark("Runs")),
    NONE,
    _make,
    places={
        "descent": Spot(SIDE, 2, 0.25, 120),
        "data": Spot(SIDE, 2, 0.24, 120),
        "rates": Spot(SIDE, 2, 0.4, 120),
        "race": Spot(MAIN, 1, 0.36),
        "relief": Spot(SIDE, 2, 0.25, 120),
    },
    is_wide=lambda state: state.person.all_columns,
)
