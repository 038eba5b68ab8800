"""The rooms of the window, those that exports can show in the order of a figure. Qt is imported with the rooms only.

A module of a room has `ROOM`, see `gdviz.gui.kernel.room.Room`. A new plot below the surface is a folder and a line.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.gui.kernel.room import Room

ROOMS = {
    "surface": "gdviz.gui.surface.surface_room",
    "surface3d": "gdviz.gui.surface.surface_room3d",
    "data": "gdviz.gui.data.data_room",
    "rate": "gdviz.gui.plots.rate_room",
    "loss": "gdviz.gui.plots.loss_room",
    "card": "gdviz.gui.card.card_room",
}
"""The name of a room, as files and the command line call it, and its module."""
WINDOW_ROOMS = {"runs": "gdviz.gui.runs.runs_room"}
"""Rooms that only the window shows."""
PICTURES = ("window", "figure", *ROOMS)
"""What a picture or film can be of: the window, several of its views together, or one of them."""


@cache
def room(name: str) -> Room:
    """What a room declares."""
    declared: Room = import_module((ROOMS | WINDOW_ROOMS)[name]).ROOM
    return declared
