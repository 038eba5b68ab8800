"""Whether a loss oscillates faster than the nodes of a picture can show: then the picture is a moiré, not the loss."""

from __future__ import annotations

from collections.abc import Callable, Generator

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.landscape import Array, Scale, quantiles, sampled
from gdviz.problems.problem import Domain, Problem

_MOST, _LEAST, _SHARE = 4096, 256, 16
"""The fewest and the most points that are computed: one for each _SHARE nodes, within these bounds."""
_TILES, _CELLS = 8, 16
"""The picture is judged in tiles: the most tiles a side, and the fewest cells a side of each."""
_MISSED = 0.4
"""Share of the median deviation of a tile that interpolation misses at every other point where the nodes say little.

It is 0.3 for sines of four nodes a period in both directions, and 1 or so where the nodes say nothing. A cliff, a kink
or a steep wall crosses few cells of a tile, and medians do not see it; nor do they see how deep a few hollows are.
"""
_SEEN = 0.015
"""The error, as a height, from which on it is visible: four of the 256 colours."""
_SPREAD = 0.05
"""The share of the tiles that must be undersampled for the picture to be so."""
_ENOUGH = 8
"""Finite points that a tile needs to be judged."""
_CURVE_POINTS, _CURVE_TILES = 512, 32
"""Points at which a curve is computed, and pieces of it that are judged."""
_ROUNDING = 1e-13
"""The error, as a share of the largest loss, up to which it is rounding."""
_BLOCK_WORK = 500_000
"""Losses of samples that are computed between two yields."""

Tiles = NDArray[np.bool_]


def undersampled(problem: Problem, box: Domain, heights: Array, scale: Scale) -> Generator[None, None, Tiles | None]:
    r"""Compare the loss between the nodes of a picture with its interpolation; return where the nodes say little.

    At fixed points off the nodes, spread evenly (the additive recurrence of the plastic number), the height
    :math:`h` of the loss is compared with the bilinear interpolation :math:`b` of the nodes' heights. In a tile of
    the picture the nodes say little where the median of :math:`|h - b|` exceeds 0.4 times that of
    :math:`|h - \operatorname{median} h|`, and 0.015. The picture is undersampled where that holds in more than a
    twentieth of the tiles.

    Parameters
    ----------
    problem
        Of two parameters.
    box
        ((x low, x high), (y low, y high)): the nodes lie on its edges, too.
    heights
        The heights of the nodes, shape (rows, columns), nan in a hole.
    scale
        Gives the height of a loss.

    Yields
    ------
    None
        After pieces of bounded work, for callers that must not hold the processor for long.

    Returns
    -------
    Tiles or None
        Which tiles of a picture are undersampled, the lowest y first; None for a picture that is not.

    References
    ----------
    M. Roberts (2018), The unreasonable effectiveness of quasirandom sequences: the recurrence.
    """
    rows, columns = heights.shape
    count = int(np.clip(heights.size // _SHARE, _LEAST, _MOST))
    cells = np.array([columns - 1, rows - 1])
    share = _evenly(count)
    places = share * cells
    low, high = (np.array([side[end] for side in box[:2]]) for end in (0, 1))
    true = np.empty(count)
    size = max(1, _BLOCK_WORK // problem.samples_read)
    for first in range(0, count, size):
        with np.errstate(all="ignore"):
            loss = problem.loss(low + share[first : first + size] * (high - low))
        true[first : first + size] = scale.normalise(loss)
        yield
    missed = np.abs(true - _bilinear(heights, places))
    tiles = np.clip(cells // _CELLS, 1, _TILES)
    column, row = np.minimum((share * tiles).astype(int), tiles - 1).T
    found = np.zeros((tiles[1], tiles[0]), dtype=bool)
    judged = 0
    for place in np.ndindex(found.shape):
        here = (row == place[0]) & (column == place[1]) & np.isfinite(missed)
        if np.count_nonzero(here) >= _ENOUGH:
            judged += 1
            found[place] = _says_little(true[here], missed[here])
    return found if np.count_nonzero(found) > _SPREAD * judged else None


def undersampled_curve(problem: Problem, w: Array, loss: Array, height: float | None = None) -> bool:
    """Whether the curve of a problem of one parameter misses what its loss does; see `misses`.

    The nodes `w` and their losses have the shape (n,); `height` is the loss from the bottom of the picture to its top.
    """
    return misses(lambda places: sampled(problem, places)[1], w, loss, height)


def misses(function: Callable[[Array], Array], x: Array, y: Array, height: float | None = None) -> bool:
    """Compare a function between the nodes of its curve with the straight lines that are drawn between them.

    The rule is that of `undersampled`, with values in units of the picture's height and the additive recurrence of
    the golden ratio.

    Parameters
    ----------
    function
        Gives the values at places, both of shape (m,).
    x, y
        The nodes of the curve, evenly spaced, both of shape (n,); y is not finite in a hole.
    height
        The value at the top of the picture less that at its bottom; by default what nine tenths of the nodes span.
    """
    finite = y[np.isfinite(y)]
    if not finite.size:
        return False
    height = float(np.ptp(quantiles(finite, (0.05, 0.95)))) if height is None else height
    share = golden(_CURVE_POINTS)
    places = share * (len(x) - 1)
    left = np.minimum(places.astype(int), len(x) - 2)
    part = places - left
    with np.errstate(all="ignore"):
        true = np.asarray(function(x[0] + share * (x[-1] - x[0])), dtype=float)
        missed: Array = np.abs(true - (y[left] * (1 - part) + y[left + 1] * part))
    sound = np.isfinite(missed)
    missed[missed <= _ROUNDING * np.abs(true)] = 0.0
    if not height > 0 or not (missed[sound] > _SEEN * height).any():
        return False
    tiles = int(np.clip((len(x) - 1) // _CELLS, 1, _CURVE_TILES))
    tile = np.minimum((share * tiles).astype(int), tiles - 1)
    found = [
        _says_little(true[here] / height, missed[here] / height)
        for number in range(tiles)
        if np.count_nonzero(here := sound & (tile == number)) >= _ENOUGH
    ]
    return sum(found) > _SPREAD * len(found)


def golden(count: int) -> Array:
    """`count` numbers between 0 and 1, as evenly as may be and on no grid."""
    numbers: Array = np.mod(0.5 + np.arange(1, count + 1) * 0.618033988749895, 1.0, dtype=np.float64)
    return numbers


def _says_little(true: Array, missed: Array) -> bool:
    """Whether the nodes say little in a tile, given the heights (n,) in it and the errors `missed` (n,)."""
    spread = quantiles(np.abs(true - quantiles(true, 0.5)), 0.5)
    return bool(quantiles(missed, 0.5) > max(_MISSED * float(spread), _SEEN))


def without(heights: Array, tiles: Tiles) -> Array:
    """The heights of a grid with a hole wherever `tiles` says that they say little."""
    rows, columns = (
        np.minimum(np.arange(n) * count // max(n - 1, 1), count - 1)
        for n, count in zip(heights.shape, tiles.shape, strict=True)
    )
    return np.where(tiles[np.ix_(rows, columns)], np.nan, heights)


def _evenly(count: int) -> Array:
    """`count` points of the unit square, shape (count, 2), as evenly as may be and on no grid."""
    plastic = 1.324717957244746  # the real root of p³ = p + 1
    points: Array = (0.5 + np.arange(1, count + 1)[:, None] * np.array([1 / plastic, 1 / plastic**2])) % 1.0
    return points


def _bilinear(values: Array, places: Array) -> Array:
    """The values between the nodes at `places` (n, 2), (column, row) as real numbers."""
    rows, columns = values.shape
    i = np.minimum(places[:, 0].astype(int), columns - 2)
    j = np.minimum(places[:, 1].astype(int), rows - 2)
    fx, fy = places[:, 0] - i, places[:, 1] - j
    lower = values[j, i] * (1 - fx) + values[j, i + 1] * fx
    upper = values[j + 1, i] * (1 - fx) + values[j + 1, i + 1] * fx
    found: Array = lower * (1 - fy) + upper * fy
    return found
