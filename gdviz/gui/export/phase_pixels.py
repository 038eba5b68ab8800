"""The cells of a phase diagram as pixels: a colour for each verdict, or levels of a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Kind
from gdviz.engine.landscape import Scale as Levels
from gdviz.gui.drawing.verdict_colours import verdict_colour
from gdviz.gui.explore.rate_map import diverged_colour
from gdviz.gui.style.theme import Theme, surface_lut


def verdicts_of(values: NDArray[np.float64]) -> list[tuple[int, float]]:
    """Return the verdicts of a diagram by index, from arrived to lost, with their shares of the cells."""
    kinds, counts = np.unique(values[np.isfinite(values)].astype(int), return_counts=True)
    return [(int(kind), float(count / values.size)) for kind, count in zip(kinds, counts, strict=True)]


def verdict_pixels(values: NDArray[np.float64], theme: Theme) -> NDArray[np.uint8]:
    """Verdicts as RGBA, shape (rows, columns, 4); transparent where there is none."""
    table = np.array([verdict_colour(kind, theme).getRgb() for kind in VERDICTS] + [(0, 0, 0, 0)])
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
    """Return the colour of a cell without a value: a loss that is never reached has no number of steps."""
    return QColor(theme.mix("text3", "plot", 0.75))


def middle_of(cells: NDArray[np.bool_]) -> tuple[int, int]:
    """Return row and column of the cell farthest from all cells outside the region, in steps over sides and corners."""
    left, at = np.pad(cells, 1), np.argwhere(cells)[0]
    while left.any():
        at = np.argwhere(left)[left.sum() // 2] - 1
        inner = left.copy()
        for rows in (0, 1, 2):
            for columns in (0, 1, 2):
                inner[1:-1, 1:-1] &= left[rows : rows + len(left) - 2, columns : columns + left.shape[1] - 2]
        left = inner
    return int(at[0]), int(at[1])
