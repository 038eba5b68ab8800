"""The colour maps of the surface: of even lightness, safe for the colour-blind, dark where the loss is low."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.gui.style.theme import Theme, surface_lut

_BATLOW = (
    (1, 25, 89), (16, 63, 96), (28, 90, 98), (60, 109, 86), (104, 123, 62), (157, 137, 43), (210, 147, 67),
    (248, 161, 123), (253, 183, 188), (250, 204, 250),
)  # fmt: skip
"""Ten colours of Crameri's batlow (Scientific colour maps, 2018), evenly spaced."""
_DARK, _LIGHT = (0.0, 0.62), (0.38, 1.0)
"""The part of a map that the dark and the light theme use, so that paths stand out from the colours."""


def colour_table(theme: Theme, name: str) -> NDArray[np.uint8]:
    """The map `name` ("oslo", "cividis" or "batlow"), lowest loss first: RGBA, shape (256, 4)."""
    if name == "oslo":
        return surface_lut(theme)
    if name == "cividis":  # Nuñez, Anderton, Renslow (2018)
        import pyqtgraph as pg

        anchors = np.asarray(pg.colormap.get("cividis").getLookupTable(nPts=256), dtype=float)[:, :3]
    else:
        anchors = np.array(_BATLOW, dtype=float)
    where = np.linspace(*(_DARK if theme.is_dark else _LIGHT), 256)
    table = np.full((256, 4), 255, dtype=np.uint8)
    for channel in range(3):
        table[:, channel] = np.round(np.interp(where, np.linspace(0, 1, len(anchors)), anchors[:, channel]))
    return table
