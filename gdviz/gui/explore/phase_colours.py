"""The colours of a phase diagram: one for each verdict, clear to the colour-blind, or levels of a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Kind
from gdviz.engine.landscape import Scale as Levels
from gdviz.gui.explore.rate_map import diverged_colour
from gdviz.gui.style.theme import Theme, surface_lut
from gdviz.messages import mark

WORDS = {
    "converged": mark("converged"),
    "local_minimum": mark("local minimum"),
    "flat": mark("flat"),
    "catapult": mark("catapult"),
    "edge_of_stability": mark("edge of stability"),
    "noise_floor": mark("noise floor"),
    "still_descending": mark("still descending"),
    "too_slow": mark("too slow"),
    "oscillating": mark("oscillating"),
    "overshooting": mark("overshooting"),
    "saddle": mark("saddle"),
    "uphill": mark("walking uphill"),
    "not_started": mark("not started"),
    "unbounded": mark("unbounded"),
    "diverged": mark("diverged"),
}
"""The words of the verdicts."""
_COLOURS = {
    "converged": (0, 114, 178), "local_minimum": (86, 180, 233), "flat": (240, 228, 66), "catapult": (0, 158, 115),
    "edge_of_stability": (204, 121, 167), "noise_floor": (148, 125, 205), "still_descending": (150, 205, 170),
    "too_slow": (186, 193, 203), "oscillating": (230, 159, 0), "overshooting": (213, 94, 0), "saddle": (140, 100, 60),
    "uphill": (120, 40, 60), "not_started": (110, 118, 128), "unbounded": (120, 40, 60),
}  # fmt: skip
"""Okabe and Ito's (2008), and between them others; what went well is blue or green, what shakes orange."""
_DIVERGED = {True: (16, 18, 22), False: (64, 70, 80)}
_PALE = 0.22
"""The share of white on a light ground."""


def verdict_colour(place: int, theme: Theme) -> tuple[int, int, int]:
    """The colour of a verdict, by its place in VERDICTS."""
    kind = VERDICTS[place]
    if kind == "diverged":
        return _DIVERGED[theme.is_dark]
    pale = 0.0 if theme.is_dark else _PALE
    red, green, blue = (round((1 - pale) * part + pale * 255) for part in _COLOURS[kind])
    return red, green, blue


def verdicts_of(values: NDArray[np.float64]) -> list[tuple[int, float]]:
    """The verdicts of a diagram by their places, from arrived to lost, with their shares of the cells."""
    kinds, counts = np.unique(values[np.isfinite(values)].astype(int), return_counts=True)
    return [(int(kind), float(count / values.size)) for kind, count in zip(kinds, counts, strict=True)]


def verdict_pixels(values: NDArray[np.float64], theme: Theme) -> NDArray[np.uint8]:
    """Verdicts as RGBA, shape (rows, columns, 4); clear where there is none."""
    table = np.array([(*verdict_colour(place, theme), 255) for place in range(len(VERDICTS))] + [(0, 0, 0, 0)])
    found: NDArray[np.uint8] = table.astype(np.uint8)[np.where(np.isfinite(values), values, len(VERDICTS)).astype(int)]
    return found


def value_pixels(values: NDArray[np.float64], theme: Theme, kind: Kind) -> tuple[NDArray[np.uint8], Levels]:
    """Values as RGBA, shape (rows, columns, 4), and their scale; inf has the colour of divergence, nan is grey."""
    finite = np.isfinite(values)
    levels = Levels.of(values, kind)
    heights = np.nan_to_num(levels.normalise(np.where(finite, values, 0.0)))
    pixels = surface_lut(theme)[np.round(255 * np.clip(heights, 0, 1)).astype(np.uint8)]
    for cells, colour in ((np.isinf(values), diverged_colour(theme)), (np.isnan(values), no_value_colour(theme))):
        pixels[cells] = [colour.red(), colour.green(), colour.blue(), 255]
    return pixels, levels


def no_value_colour(theme: Theme) -> QColor:
    """The colour of a cell that has no such value: a loss that is not reached has no steps."""
    return QColor(theme.mix("text3", "plot", 0.75))


def middle_of(cells: NDArray[np.bool_]) -> tuple[int, int]:
    """Row and column of the cell that is farthest from all cells outside, in steps over sides and corners."""
    left, at = np.pad(cells, 1), np.argwhere(cells)[0]
    while left.any():
        at = np.argwhere(left)[left.sum() // 2] - 1
        inner = left.copy()
        for rows in (0, 1, 2):
            for columns in (0, 1, 2):
                inner[1:-1, 1:-1] &= left[rows : rows + len(left) - 2, columns : columns + left.shape[1] - 2]
        left = inner
    return int(at[0]), int(at[1])
