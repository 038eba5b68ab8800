"""The loss surface from above, as figures show it."""

from __future__ import annotations

from gdviz.gui.kernel.room import LARGE, FigureContext, Room
from gdviz.gui.style.texts import translate
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.messages import mark

LEAST = 168.0
"""The least height, in pixels, at which a surface is read."""


def _make(context: FigureContext) -> SurfaceView:
    return SurfaceView(context.figure, context.nodes)


ROOM = Room(lambda: translate(mark("Loss surface")), LARGE, _make, least=lambda view: LEAST)
