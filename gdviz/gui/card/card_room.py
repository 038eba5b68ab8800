"""Declares the step card: its name, its places in the arrangements, and its part in figures."""

from __future__ import annotations

from gdviz.gui.card.step_card import StepCard
from gdviz.gui.kernel.room import SIDE, TEXT, Room, Spot, ViewContext
from gdviz.gui.style.translating import translate
from gdviz.messages import mark


def _make(context: ViewContext) -> StepCard:
    return StepCard(context.figure)


ROOM = Room(
    lambda: translate(mark("Arithmetic of the step")),
    TEXT,
    _make,
    short=lambda: translate(mark("Arithmetic")),
    places={
        "descent": Spot(SIDE, 0, 0.47, 300),
        "data": Spot(SIDE, 1, 0.4, 250),
        "rates": Spot(SIDE, 1, 0.26, 160),
        "relief": Spot(SIDE, 0, 0.47, 300),
    },
    shows_one_run=lambda scene: True,
)
