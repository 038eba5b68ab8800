"""The arithmetic of the step, as figures show it."""

from __future__ import annotations

from gdviz.gui.card.step_card import StepCard
from gdviz.gui.kernel.room import TEXT, Room, ViewContext
from gdviz.gui.style.texts import translate
from gdviz.messages import mark


def _make(context: ViewContext) -> StepCard:
    return StepCard(context.figure)


ROOM = Room(
    lambda: translate(mark("Arithmetic of the step")),
    TEXT,
    _make,
    short=lambda: translate(mark("Arithmetic")),
    shows_one_run=lambda scene: True,
)
