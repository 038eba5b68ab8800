"""The path of a run on the floor of the relief, extended as steps arrive, and cut at the playhead."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.surface.terrain import Terrain

Array = NDArray[np.float64]

_CELLS = 700.0  # cells along half a side of the floor; of successive points in a cell only the first is kept
_DOTS = 400  # a path of more points has no dots
_FAR = 0.03  # the length of the shortest step that has a dot at its end
_MOST = 20_000  # the most points that are kept


class Track:
    """The path of a run on the floor.

    `points(first, end)` returns the rows of the run from `first` up to `end`, shape (n, 2), in the units of the box.
    """

    def __init__(self, points: Callable[[int, int | None], Array], style: RunStyle) -> None:
        self.points, self.style = points, style
        self.clear()

    def clear(self) -> None:
        """Discard all points, as the terrain has changed."""
        self.kept: Array = np.empty((0, 2))
        self.rows: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self.seen = 0
        self._cells = _CELLS

    def extend(self, terrain: Terrain, end: int | None = None) -> None:
        """Take new rows up to `end`; start again if `end` lies before rows already taken."""
        if end is not None and end < self.seen:
            self.clear()
        new = np.asarray(self.points(self.seen, end), dtype=float)
        if not len(new):
            return
        flat = terrain.flat(new)
        finite = np.isfinite(flat).all(axis=1)
        self._take(flat[finite], self.seen + np.flatnonzero(finite))
        self.seen += len(new)
        while len(self.kept) > _MOST:
            kept, rows, self._cells = self.kept, self.rows, self._cells / 2
            self.kept, self.rows = kept[:0], rows[:0]
            self._take(kept, rows)
            if len(self.kept) == len(kept):  # all steps are long: keep every second one
                self.kept, self.rows = kept[::2], rows[::2]

    def _take(self, flat: Array, rows: NDArray[np.intp]) -> None:
        with np.errstate(over="ignore"):  # far from the box, cells are inf
            cells = np.floor(flat * self._cells)
            before = np.floor(self.kept[-1:] * self._cells) if len(self.kept) else np.full((1, 2), np.nan)
        fresh = (cells != np.concatenate((before, cells[:-1]))).any(axis=1)
        self.kept = np.concatenate((self.kept, flat[fresh]))
        self.rows = np.concatenate((self.rows, rows[fresh]))

    def cut(self, row: int) -> tuple[Array, Array]:
        """The points up to a row, and those from that row on, shape (n, 2) each."""
        k = int(np.searchsorted(self.rows, row, side="right"))
        return self.kept[:k], self.kept[max(0, k - 1) :]

    def drape(self, terrain: Terrain, past: Array, ahead: Array) -> tuple[Array, Array]:
        """Lay both parts over the relief, dashed if the run is: pairs of points, shape (2 m, 3) each."""
        with np.errstate(over="ignore"):
            steps = np.diff(past, axis=0)
            past_length, pattern = float(np.hypot(steps[:, 0], steps[:, 1]).sum()), self.style.pattern
        return terrain.drape(past, pattern), terrain.drape(ahead, pattern, past_length)

    def dots(self, terrain: Terrain, points: Array) -> Array:
        """The ends of long steps on the relief, shape (n, 3)."""
        if len(self.kept) > _DOTS or len(points) < 2:
            return np.empty((0, 3))
        with np.errstate(over="ignore"):
            steps = np.diff(points, axis=0)
            ends = points[1:][np.hypot(steps[:, 0], steps[:, 1]) >= _FAR]
        lifted = terrain.on(ends[terrain.inside(ends)])
        return lifted[np.isfinite(lifted).all(axis=1)]
