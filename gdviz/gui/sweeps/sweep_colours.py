"""The colours of a sweep's cells: of verdicts, and of numbers on one scale for all slices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Scale
from gdviz.gui.drawing.verdict_colours import verdict_colour
from gdviz.gui.style.theme import Theme, surface_lut

_FLOOR = 1e-14
"""Losses below this share of the median count as equal: they differ only by rounding."""


def diverged_colour(theme: Theme) -> QColor:
    """The colour of a run that diverged."""
    return verdict_colour("diverged", theme)


def unreached_colour(theme: Theme) -> QColor:
    """The colour of a cell without a value, such as the number of steps to a loss that is never reached."""
    return QColor(theme.mix("text3", "plot", 0.45))


def scale_of(values: NDArray[np.float64], kind: str) -> Scale:
    """Return one scale for all cells of a sweep, the same for each slice; `kind` is one of VALUES, or "share"."""
    if kind == "share":
        return Scale("linear", 0.0, low=0.0, high=1.0)
    return Scale.of(floored(values).reshape(1, -1), "rank" if kind == "loss" else "log")


def floored(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the losses with those so small that they differ only by rounding set to one value."""
    finite = values[np.isfinite(values)]
    return np.maximum(values, _FLOOR * np.median(finite)) if finite.size and finite.min() >= 0 else values


def coloured(
    values: NDArray[np.float64], done: NDArray[np.bool_], failed: NDArray[np.bool_], kind: str, scale: Scale,
    theme: Theme,
) -> NDArray[np.uint8]:  # fmt: skip
    """Return the cells of a slice as RGBA, shape (rows, columns, 4); cells not computed, or failed, are transparent."""
    pixels = np.zeros((*values.shape, 4), dtype=np.uint8)
    known = done & ~failed
    if kind == "verdict":
        table = np.array([verdict_colour(name, theme).getRgb() for name in VERDICTS], dtype=np.uint8)
        has = known & np.isfinite(values)
        pixels[has] = table[values[has].astype(int)]
    else:
        has = known & np.isfinite(values)
        heights = np.clip(np.nan_to_num(scale.normalise(np.where(has, values, 0.0))), 0, 1)
        pixels[has] = surface_lut(theme)[np.round(255 * heights[has]).astype(np.uint8)]
        pixels[known & np.isinf(values)] = diverged_colour(theme).getRgb()
    pixels[known & np.isnan(values)] = unreached_colour(theme).getRgb()
    return pixels
