"""The loss over the steps, as figures show it."""

from __future__ import annotations

from gdviz.gui.kernel.room import MAIN, PLOT, SIDE, Room, Spot, ViewContext
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.style.translating import translate
from gdviz.messages import mark


def _make(context: ViewContext) -> LossView:
    return LossView(context.figure, context.medium.playhead)


ROOM = Room(
    lambda: translate(mark("Loss")),
    PLOT,
    _make,
    places={
        "descent": Spot(SIDE, 1, 0.28),
        "rates": Spot(MAIN, 1),
        "race": Spot(MAIN, 0, 0.64),
        "relief": Spot(SIDE, 1, 0.28),
    },
)
