"""The colours of a phase diagram: one for each verdict, safe for the colour-blind, or the shades of a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Scale
from gdviz.gui.drawing.verdict_colours import verdict_colour
from gdviz.gui.style.theme import Theme, surface_lut


def kind_colour(kind: int, theme: Theme) -> QColor:
    """The colour of a verdict, by its place in VERDICTS."""
    return verdict_colour(VERDICTS[kind], theme)


def lost_colour(theme: Theme) -> QColor:
    """The colour of cells that diverged, or never reached the loss, where the others have shades of a value."""
    return kind_colour(VERDICTS.index("diverged"), theme)


def none_colour(theme: Theme) -> QColor:
    """The colour of cells without a value."""
    return QColor(theme.mix("text3", "plot", 0.35))


def picture(
    values: NDArray[np.float64], known: NDArray[np.bool_], value: str, scale: Scale | None, theme: Theme
) -> NDArray[np.uint8]:
    """Return the cells as RGBA, shape (rows, columns, 4), the lowest row first; unknown cells are transparent.

    `scale` maps values other than verdicts to shades.
    """
    pixels = np.zeros((*values.shape, 4), dtype=np.uint8)
    pixels[known] = _rgba(none_colour(theme))
    found = known & ~np.isnan(values)
    if value == "verdict":
        kinds = np.where(found, values, -1).astype(int)
        for kind in np.unique(kinds[found]).tolist():
            pixels[kinds == kind] = _rgba(kind_colour(kind, theme))
        return pixels
    lost = found & np.isinf(values) if value != "steps" else known & np.isnan(values)
    pixels[lost] = _rgba(lost_colour(theme))
    shown = found & np.isfinite(values)
    if scale is not None and shown.any():
        heights = np.clip(np.nan_to_num(scale.normalise(np.where(shown, values, scale.lowest))), 0, 1)
        pixels[shown] = surface_lut(theme)[np.round(255 * heights[shown]).astype(int)]
    return pixels


def shares(values: NDArray[np.float64], known: NDArray[np.bool_]) -> list[tuple[int, float]]:
    """Return the kinds of verdicts in a picture, from arrived to lost, with their shares of known cells; -1: none."""
    kinds = np.where(np.isnan(values), -1, values)[known].astype(int)
    found, counts = np.unique(kinds, return_counts=True)
    listed = sorted(zip(found.tolist(), counts.tolist(), strict=True), key=lambda pair: (pair[0] < 0, pair[0]))
    return [(kind, count / kinds.size) for kind, count in listed]


def _rgba(colour: QColor) -> tuple[int, int, int, int]:
    return colour.red(), colour.green(), colour.blue(), 255
