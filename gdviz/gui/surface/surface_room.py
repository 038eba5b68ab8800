"""The room of the loss surface from above."""

from __future__ import annotations

from gdviz.gui.kernel.room import LARGE, MAIN, SIDE, Room, Spot, ViewContext
from gdviz.gui.style.translating import translate
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.messages import mark

LEAST = 168.0
"""The least height, in pixels, at which a surface is legible."""


def _make(context: ViewContext) -> SurfaceView:
    return SurfaceView(context.figure, context.nodes)


ROOM = Room(
    lambda: translate(mark("Loss surface")),
    LARGE,
    _make,
    short=lambda: translate(mark("Surface")),
    least=lambda view: LEAST,
    places={
        "descent": Spot(MAIN),
        "data": Spot(SIDE, 0, 0.36, 210),
        "rates": Spot(SIDE, 0, 0.34, 190),
        "race": Spot(MAIN, 0, 0.64),
        "relief": Spot(MAIN),
    },
)
