"""What each arrangement of the window is called, what it shows, and its key."""

from __future__ import annotations

import sys

from gdviz.gui.style.translating import translate
from gdviz.messages import mark

ACTIONS = {
    "descent": "actionArrangeDescent",
    "data": "actionArrangeData",
    "rates": "actionArrangeRates",
    "race": "actionArrangeRace",
    "relief": "actionArrangeRelief",
    "all": "actionArrangeAll",
}
"""The arrangements in the order of their keys, and the object names of their actions."""
_NAMES = {
    "descent": mark("Descent"),
    "data": mark("Data and batches"),
    "rates": mark("Learning rate"),
    "race": mark("Race"),
    "relief": mark("3-D"),
    "all": mark("All"),
}
_TIPS = {
    "descent": mark("The surface, large, with the path, and the arithmetic of the step beside it"),
    "data": mark(
        "The samples, the batches of an epoch and the stages of an update, large; it needs data: File, Open data"
    ),
    "rates": mark("Schedule and loss, large, over one axis"),
    "race": mark("Several runs beside each other: surface, loss, and the table of all runs"),
    "relief": mark("The surface as a relief, large, to turn with the mouse; only with two parameters or more"),
    "all": mark("Everything at once: surface, learning rate, loss, step and runs"),
}


def name_of(arrangement: str) -> str:
    """Return the name of an arrangement in the language of the window."""
    return translate(_NAMES[arrangement])


def tip_of(arrangement: str) -> str:
    """Return a sentence on what an arrangement shows."""
    return translate(_TIPS[arrangement])


def keys_of(place: int) -> str:
    """Return the keys of arrangement number `place`, 0: simple and full; not Alt on macOS, where it types letters."""
    return f"{'Meta' if sys.platform == 'darwin' else 'Alt'}+{place}"
