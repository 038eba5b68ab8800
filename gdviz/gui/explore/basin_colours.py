"""The colours of a map of basins: a hue for each minimum, clear to the colour-blind, darker for more steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY, Ends
from gdviz.gui.style.theme import Theme

HUES = np.array([
    (0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (213, 94, 0),
], dtype=float)  # fmt: skip
"""Okabe and Ito 2008, Color Universal Design; further minima repeat them and differ by edges and numbers."""
_NEUTRAL = {
    True: {VALLEY: (240, 228, 66), NOWHERE: (104, 110, 120), DIVERGED: (10, 11, 13)},
    False: {VALLEY: (240, 228, 66), NOWHERE: (62, 68, 78), DIVERGED: (250, 251, 252)},
}
"""By whether the theme is dark: starts that end in a valley (their yellow), that do not arrive, that diverge."""
_WHITE = 255.0


def hue(basin: int, theme: Theme, share: float = 0.0) -> tuple[int, int, int]:
    """The colour of a basin, darkened by `share` (0 to 1) for its steps."""
    red, green, blue = np.round(_shaded(_hues(np.array([basin]), theme), np.array([share]), theme)[0]).astype(int)
    return int(red), int(green), int(blue)


def darkness(steps: NDArray[np.intp], most: int) -> NDArray[np.float64]:
    """The darkness, 0 to 1, of starts that arrive after `steps` of at most `most`, on a logarithmic scale."""
    made: NDArray[np.float64] = np.log1p(np.maximum(steps, 0)) / np.log1p(max(most, 1))
    return np.minimum(made, 1.0)


def picture(ends: Ends, shape: tuple[int, int], most: int, theme: Theme) -> NDArray[np.uint8]:
    """The map as RGBA, shape (rows, columns, 4), the lowest y first; a dark edge lies between two basins."""
    basin = ends.basin.reshape(shape)
    shaded = _shaded(_hues(ends.basin, theme), darkness(ends.steps, most), theme)
    pixels = np.full((*shape, 4), 255, dtype=np.uint8)
    pixels[..., :3] = np.round(shaded).reshape(*shape, 3)
    edge = np.zeros(shape, dtype=bool)
    edge[:, 1:] |= basin[:, 1:] != basin[:, :-1]
    edge[1:] |= basin[1:] != basin[:-1]
    edge &= basin >= 0
    if min(shape) > 1:  # the strip of a curve has no room for edges
        pixels[edge, :3] = (0.55 * pixels[edge, :3]).astype(np.uint8)
    return pixels


def _hues(basin: NDArray[np.intp], theme: Theme) -> NDArray[np.float64]:
    colours: NDArray[np.float64] = HUES[np.maximum(basin, 0) % len(HUES)]
    for number, colour in _NEUTRAL[theme.is_dark].items():
        colours[basin == number] = colour
    return colours


def _shaded(colours: NDArray[np.float64], share: NDArray[np.float64], theme: Theme) -> NDArray[np.float64]:
    """Darken by up to a half; on a light ground also make paler, so that paths stand out."""
    ground = 0.0 if theme.is_dark else 0.42
    pale = (1 - ground) * colours + ground * _WHITE
    return pale * (1 - (0.58 if theme.is_dark else 0.42) * share[:, None])
