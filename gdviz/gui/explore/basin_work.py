"""Computes maps of basins: the grids of starts, from coarse to fine, and their limits."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import basins
from gdviz.engine.basins import Ends
from gdviz.frozen import frozen

if TYPE_CHECKING:
    from gdviz.engine.planes import PlaneProblem
    from gdviz.experiment import Experiment
    from gdviz.problems.problem import Domain

NUMBERS, BY_CODE = 100_000_000, 1_000_000_000
"""The most numbers (updates times starts times samples) of the finest map, on arrays and by machine code: a second or
two."""
LEAST = 150
"""The least number of starts in a map."""
COARSE, MIDDLE, FINE, FINEST = 40, 110, 320, 640
"""Starts along the longer side of the maps, from coarse to fine; the last by machine code."""
CURVE = 4
"""A curve, which has only one row, has this many times as many starts."""


@frozen(eq=False)
class Frame:
    """The part of a plot that a map covers: its `box` in the plot's axes, and the starts that places in it mean.

    `start` (dim,) is the run's own: with more than two parameters the map lies in the plane through it that is
    parallel to that of the picture, `flat`.
    """

    box: Domain
    start: tuple[float, ...]
    flat: PlaneProblem | None = None
    aspect: float = 1.0
    """Height over width in pixels."""

    @property
    def key(self) -> tuple[object, ...]:
        """Everything that the map depends on."""
        if self.flat is None:
            return (self.box[: len(self.start)],)
        plane = self.flat.plane.through(self.start)
        return self.box, *np.round([plane.origin, *plane.basis], 9).ravel().tolist()

    def shape(self, side: float) -> tuple[int, int]:
        """Rows and columns of square cells with `side` of them along the longer side."""
        if len(self.start) == 1:
            return 1, round(side * CURVE)
        return max(2, round(side * min(self.aspect, 1))), max(2, round(side / max(self.aspect, 1)))

    def starts(self, shape: tuple[int, int]) -> NDArray[np.float64]:
        """The parameters in the middle of each cell, shape (rows * columns, dim), the lowest y first."""
        rows, columns = shape
        (left, right), *_ = self.box
        x = left + (np.arange(columns) + 0.5) * (right - left) / columns
        if len(self.start) == 1:
            return x[:, None]
        low, high = self.box[1]
        y = low + (np.arange(rows) + 0.5) * (high - low) / rows
        places = np.stack((np.tile(x, rows), np.repeat(y, columns)), axis=-1)
        return places if self.flat is None else self.flat.plane.through(self.start).point(places)

    def cell(self, shape: tuple[int, int], x: float, y: float) -> int | None:
        """The index of the cell at a place of the plot; None outside."""
        rows, columns = shape
        (left, right), *rest = self.box
        column = int((x - left) / (right - left) * columns // 1)
        row = 0
        if rows > 1:
            low, high = rest[0]
            row = int((y - low) / (high - low) * rows // 1)
        return row * columns + column if 0 <= row < rows and 0 <= column < columns else None


@frozen
class Map:
    """The ends of the starts of a frame as a grid of `shape`; `most` is the limit of steps."""

    frame: Frame
    shape: tuple[int, int]
    ends: Ends
    most: int


Progress = tuple[Map | None, float]
"""A new map, if there is one, and the share of the work that is done."""


def sides(experiment: Experiment, run: int, frame: Frame) -> list[float]:
    """The sides of the maps to be made, the coarsest first; none if even that would be too slow."""
    by_code = basins.lanes_for(experiment, run) is not None
    cells = (BY_CODE if by_code else NUMBERS) / basins.cost(experiment, run)
    made: list[float] = []
    for side in (COARSE, MIDDLE, FINEST if by_code else FINE):
        rows, columns = frame.shape(side)
        affordable = side * min(1.0, cells / (rows * columns)) ** (0.5 if rows > 1 else 1.0)
        if not made or affordable > 1.3 * made[-1]:
            made.append(affordable)
    rows, columns = frame.shape(made[0])
    return made if rows * columns >= LEAST else []


def coarse_to_fine(
    experiment: Experiment, run: int, frame: Frame, which: list[float], last: Map | None = None
) -> Generator[Progress, None, Map]:
    """Make maps with `which` starts along the longer side, in turn; the minima of `last` are known."""
    price = np.cumsum([0.0, *(np.prod(frame.shape(side)) for side in which)])
    made = last
    for i, side in enumerate(which):
        shape = frame.shape(side)
        known = None if made is None else made.ends.minima
        work = basins.arrive(experiment, run, frame.starts(shape), known)
        newer = made if i else None
        while True:
            try:
                share = next(work)
            except StopIteration as end:
                made = Map(frame, shape, end.value, basins.updates(experiment, run)[0])
                break
            yield newer, float((price[i] + share * (price[i + 1] - price[i])) / price[-1])
    assert made is not None
    return made
