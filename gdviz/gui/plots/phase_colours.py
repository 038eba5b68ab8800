"""The colours of a phase diagram: one for each verdict, clear to the colour-blind, or the shades of a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Scale
from gdviz.gui.style.theme import Theme, surface_lut
from gdviz.messages import mark

WORDS = {
    "converged": mark("converged"), "local_minimum": mark("local minimum"), "flat": mark("flat valley"),
    "catapult": mark("catapult"), "edge_of_stability": mark("edge of stability"), "noise_floor": mark("noise floor"),
    "still_descending": mark("still descending"), "too_slow": mark("too slow"), "oscillating": mark("oscillating"),
    "overshooting": mark("overshooting"), "saddle": mark("at a saddle"), "uphill": mark("walking uphill"),
    "not_started": mark("not started"), "unbounded": mark("falls without end"), "diverged": mark("diverged"),
}  # fmt: skip
"""The verdicts in words, in English."""
_HUES = {
    "converged": (0, 110, 199), "local_minimum": (199, 108, 189), "flat": (240, 228, 66), "catapult": (88, 180, 239),
    "edge_of_stability": (0, 156, 115), "noise_floor": (132, 218, 148), "still_descending": (168, 196, 228),
    "too_slow": (119, 114, 132), "oscillating": (230, 159, 0), "overshooting": (109, 66, 8), "saddle": (120, 61, 145),
    "uphill": (250, 124, 184), "not_started": (235, 235, 235), "unbounded": (72, 24, 84), "diverged": (204, 57, 50),
}  # fmt: skip
"""After Okabe and Ito 2008, Color Universal Design: arrived is blue, moving greyish, swinging orange, lost red."""
_SHADE = {True: 0.86, False: 0.92}
"""The share of these hues over the ground of the plot, by whether the theme is dark."""


def kind_colour(kind: int, theme: Theme) -> QColor:
    """The colour of a verdict, by its place in VERDICTS."""
    return QColor(theme.mix(QColor(*_HUES[VERDICTS[kind]]).name(), "plot", _SHADE[theme.is_dark]))


def lost_colour(theme: Theme) -> QColor:
    """The colour of cells that diverged, or never came to the loss, where the others have shades of a value."""
    return kind_colour(VERDICTS.index("diverged"), theme)


def none_colour(theme: Theme) -> QColor:
    """The colour of cells without a value."""
    return QColor(theme.mix("text3", "plot", 0.35))


def picture(
    values: NDArray[np.float64], known: NDArray[np.bool_], value: str, scale: Scale | None, theme: Theme
) -> NDArray[np.uint8]:
    """The cells as RGBA, shape (rows, columns, 4), the lowest row first; what is not known is clear.

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
    """The kinds of verdicts in a picture, from arrived to lost, with their shares of what is known; -1 for none."""
    kinds = np.where(np.isnan(values), -1, values)[known].astype(int)
    found, counts = np.unique(kinds, return_counts=True)
    listed = sorted(zip(found.tolist(), counts.tolist(), strict=True), key=lambda pair: (pair[0] < 0, pair[0]))
    return [(kind, count / kinds.size) for kind, count in listed]


def _rgba(colour: QColor) -> tuple[int, int, int, int]:
    return colour.red(), colour.green(), colour.blue(), 255
