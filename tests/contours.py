"""Whether contour lines stand where the heights of a grid say, for tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.problems.problem import Domain

Floats = NDArray[np.float64]
_ON = 1e-9
"""How far from a node's coordinate, in cells, a vertex may lie to be on its line of the grid."""


def worst_misplacement(x: Floats, y: Floats, heights: Floats, box: Domain, level: float) -> float:
    """How far the worst vertex of a contour line lies from its place on an edge of the grid, in cells.

    The nodes of `heights` (rows, columns) lie evenly in `box`, on its edges too. A vertex has its place on an edge
    between two nodes, not necessarily neighbours, whose heights bracket `level`, where the straight line between
    these heights meets it. It is inf for a vertex on no such edge.
    """
    rows, columns = heights.shape
    places = [
        (np.asarray(values) - low) / (high - low) * (count - 1)
        for values, (low, high), count in ((x, box[0], columns), (y, box[1], rows))
    ]
    found = np.full(len(x), np.inf)
    for along, across, values in ((places[0], places[1], heights), (places[1], places[0], heights.T)):
        row = np.rint(across).astype(int)
        on = np.abs(across - row) < _ON
        for reach in (1, 2, 3):  # the length of the edge in cells
            for shift in range(reach):
                first = np.clip(np.floor(along + _ON).astype(int) - shift, 0, values.shape[1] - 1 - reach)
                low, high = values[row, first], values[row, first + reach]
                brackets = on & (np.minimum(low, high) <= level) & (level <= np.maximum(low, high)) & (low != high)
                share = np.divide(level - low, high - low, out=np.zeros_like(low), where=brackets)
                away = np.abs(along - (first + reach * share))
                found = np.where(brackets, np.minimum(found, away), found)
    return float(found.max(initial=0.0))
