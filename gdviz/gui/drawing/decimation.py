"""Thins curves to at most a few thousand points, keeping every extreme."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LIMIT = 4000
"""The most points of a drawn curve."""
_BUCKETS = LIMIT // 2 - 1
"""The most buckets of a curve: one pair of points is reserved for the rows of an unfinished one."""
_CHORD = 8
"""The number of points that may be joined into one straight line."""
_FEW = 50
"""Shorter lines are quick to draw unchanged."""


class Envelope:
    """A growing curve as the lowest and the highest point of each bucket of rows, in order.

    A bucket begins as two rows, so that short curves are exact, and doubles whenever the buckets fill
    LIMIT points. `update` reads only new rows.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._size = 2
        self._seen = 0
        self._last = 0.0
        self._x = np.empty((0, 2))
        self._y = np.empty((0, 2))
        self._tail = (np.empty(0), np.empty(0))

    def update(self, x: ArrayLike, y: ArrayLike) -> None:
        """Take the curve so far: `x` and `y` of shape (n,), of which only new rows are read.

        A shorter curve, or one whose known rows moved (a thinned record), is read again.
        """
        x, y = np.asarray(x), np.asarray(y)
        n = min(len(x), len(y))
        if n < self._seen or (self._seen and x[self._seen - 1] != self._last):
            self.clear()
        while n // self._size > _BUCKETS:
            self._double()
        whole = (n - self._seen) // self._size
        if whole > 0:
            stop, shape = self._seen + whole * self._size, (whole, self._size)
            new_x, new_y = _extremes(x[self._seen : stop].reshape(shape), y[self._seen : stop].reshape(shape))
            self._x, self._y = np.concatenate((self._x, new_x)), np.concatenate((self._y, new_y))
            self._seen = stop
        if self._seen:
            self._last = float(x[self._seen - 1])
        rest_x, rest_y = np.array(x[self._seen : n], float), np.array(y[self._seen : n], float)
        if len(rest_x) > 2:
            rest_x, rest_y = (pair[0] for pair in _extremes(rest_x[None], rest_y[None]))
        self._tail = (rest_x, rest_y)

    def points(self) -> tuple[Floats, Floats]:
        """The points to draw: two arrays of shape (m,), m <= LIMIT, x not falling."""
        return np.concatenate((self._x.ravel(), self._tail[0])), np.concatenate((self._y.ravel(), self._tail[1]))

    def _double(self) -> None:
        even = len(self._x) // 2 * 2
        if even < len(self._x):  # the last odd bucket is read again as half of a larger one
            self._seen -= self._size
        self._x, self._y = _extremes(self._x[:even].reshape(-1, 4), self._y[:even].reshape(-1, 4))
        self._size *= 2


def thin(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """The curve `x`, `y` (shape (n,)) in at most LIMIT points that keep its extremes.

    Inner points of constant parts are left out, so that a constant rate is two points rather than thousands.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if len(y) > 2:
        kept = np.ones(len(y), dtype=bool)
        kept[1:-1] = (y[1:-1] != y[:-2]) | (y[1:-1] != y[2:])
        x, y = x[kept], y[kept]
    envelope = Envelope()
    envelope.update(x, y)
    return envelope.points()


def chords(x: Floats, y: Floats, tolerance: float) -> tuple[Floats, Floats]:
    """The points of the line through `x`, `y`, shape (n,), needed to draw it within `tolerance`.

    The inner points of each `_CHORD` successive points are left out if all lie along the straight line from the first
    to the point after the last. A line of fewer than `_FEW` points stays as it is.
    """
    if len(y) < _FEW:
        return x, y
    blocks = (len(y) - 1) // _CHORD
    end = blocks * _CHORD
    bx, by = x[:end].reshape(blocks, _CHORD), y[:end].reshape(blocks, _CHORD)
    with np.errstate(all="ignore"):  # points that are not finite are kept
        dx, dy = x[_CHORD : end + 1 : _CHORD] - bx[:, 0], y[_CHORD : end + 1 : _CHORD] - by[:, 0]
        length = np.maximum(np.hypot(dx, dy), 1e-9)
        dx, dy = (dx / length)[:, None], (dy / length)[:, None]
        bx, by = bx - bx[:, :1], by - by[:, :1]
        along = bx * dx + by * dy
        straight = np.abs(bx * dy - by * dx).max(axis=1) <= tolerance
        straight &= (along.min(axis=1) >= -tolerance) & (along.max(axis=1) <= length + tolerance)
    kept = np.ones(len(y), dtype=bool)
    kept[:end].reshape(blocks, _CHORD)[:, 1:] = ~straight[:, None]
    return x[kept], y[kept]


def _extremes(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The lowest and the highest of each row of `x`, `y` (shape (m, size)): two arrays of shape (m, 2)."""
    if y.shape[1] == 2:
        return x, y
    low, high = y.argmin(axis=1), y.argmax(axis=1)
    flat = low == high
    low[flat], high[flat] = 0, y.shape[1] - 1
    pair = np.sort(np.stack((low, high), axis=1), axis=1)
    rows = np.arange(len(y))[:, None]
    return x[rows, pair], y[rows, pair]
