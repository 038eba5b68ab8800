"""The stability limit along a run, row by row, and where the rate crosses it."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.engine.diagnosis.limits import NUMBERS, divisors_along, is_preconditioned, stability_limits
from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen

FEW = 200
"""Rows that are evaluated during a drag, in pairs of consecutive rows; the crossings between them are included."""
_PAIRED = 0.75
"""The share of these that are pairs; the others find crossings between two pairs."""
ALL = 100_000
"""Updates up to which every row is evaluated; of a longer run as many rows, in blocks of consecutive ones."""
BLOCK = 16
"""Rows of a block: enough to see that the limit swings, with a period of up to 16 steps."""
LATEST = 500
"""The last rows of a run, which `share_above` counts; they are one block."""
MOST = 1_000_000_000
"""Numbers that all rows of a run may take, as NUMBERS counts them: 5 s. A costlier problem gets fewer rows."""
_PIECE, _PIECE_ROWS, _PIECE_CYCLED = NUMBERS // 8, 4_000, 100
"""What is evaluated in one piece of work, 2 ms: numbers, rows, and rows where each has its own momentum."""
_MEAN = 10
"""What one gradient in a running mean costs, as NUMBERS counts."""
_QUICK = NUMBERS // 20
"""Numbers that are evaluated within 1 ms, or a few where means forget fast (β far below 0.9)."""
_CERTAIN = 20
"""Crossings seen in the blocks of a long run from which on their number is estimated."""


@frozen
class Crossing:
    """The first update on the other side of the limit: its number, its rate, the limit there.

    `upward` is true where the rate is over the limit from then on, whether it rose or the limit fell.
    """

    step: int
    lr: float
    limit: float
    upward: bool


class Count(NamedTuple):
    """How often the rate crosses the limit, and whether `number` is "exact", "about" or "at least" that."""

    number: int
    how: str


@frozen(eq=False)
class StabilityCurve:
    """The stability limit at some rows of a run, ascending.

    Attributes
    ----------
    steps, limits : (m,) arrays
        The updates made at each row, and the limit there: inf where no rate is too large, nan where it is unknown.
    rates : (m,) array, optional
        The rate of the update from each row; nan at the last row, which has none.
    rows : (m,) int array, optional
        The rows of the record; the steps by default.
    n : int, optional
        The updates of the record when the curve was evaluated; the last row by default.
    sure : bool
        Whether all crossings between two rows that are not neighbours were searched for.
    swings : (int, int), optional
        Of a close look in blocks, the crossings within the blocks, and the pairs of neighbours in them.
    stride : int
        Updates from one row to the next.
    """

    steps: np.ndarray
    limits: np.ndarray
    rates: np.ndarray | None = None
    rows: np.ndarray | None = None
    n: int | None = None
    sure: bool = True
    swings: tuple[int, int] | None = None
    stride: int = 1

    @cached_property
    def places(self) -> np.ndarray:
        """The rows of the record, shape (m,)."""
        return np.asarray(self.steps if self.rows is None else self.rows)

    @property
    def whole(self) -> bool:
        """Whether the limit is known at every row."""
        return len(self.places) > 0 and len(self.places) == self.places[-1] - self.places[0] + 1

    @cached_property
    def neighbours(self) -> np.ndarray:
        """Whether each row is followed by its neighbour in the record, shape (m-1,)."""
        return np.asarray(np.diff(self.places) == 1)

    def until(self, step: int) -> StabilityCurve:
        """The same up to the last row that is not after `step` updates: what follows has no part in it."""
        rows = int(np.searchsorted(self.steps, step, side="right"))
        if rows == len(self.steps):
            return self
        return replace(
            self,
            steps=self.steps[:rows],
            limits=self.limits[:rows],
            rates=None if self.rates is None else self.rates[:rows],
            rows=None if self.rows is None else self.rows[:rows],
            swings=None,
        )

    @cached_property
    def sides(self) -> np.ndarray:
        """1 where the rate is over the limit, 0 where not, -1 where the limit is not finite or there is no rate."""
        if self.rates is None:
            return np.full(len(self.limits), -1)
        return _sides(self.rates, self.limits)

    @cached_property
    def crossed(self) -> np.ndarray:
        """The indices of the rows on another side than their neighbour before them, ascending."""
        sides = self.sides
        flips = (sides[1:] != sides[:-1]) & (sides[1:] >= 0) & (sides[:-1] >= 0) & self.neighbours
        return np.flatnonzero(flips) + 1

    def crossing(self, index: int) -> Crossing:
        """The crossing at one of `crossed`."""
        assert self.rates is not None
        rate, limit = float(self.rates[index]), float(self.limits[index])
        return Crossing(int(self.steps[index]), rate, limit, bool(self.sides[index]))

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        """All crossings that are known, one by one."""
        return tuple(map(self.crossing, self.crossed.tolist()))

    @cached_property
    def times_crossed(self) -> Count | None:
        """How often the rate crosses the limit; None where that is not known, as in a thinned record.

        Of a run in blocks it is estimated by the share of neighbours in the blocks that lie on two sides, unless few
        do: then those that were found are counted.
        """
        if self.rates is None or not self.sure or self.stride > 1:
            return None
        if self.whole:
            return Count(len(self.crossed), "exact")
        if self.swings is None:
            return None
        flips, pairs = self.swings
        if flips < _CERTAIN:
            return Count(len(self.crossed), "at least")
        return Count(round(flips / pairs * (int(self.places[-1]) - 1)), "about")

    def share_above(self, latest: int = LATEST) -> tuple[float, int] | None:
        """The share of the last `latest` updates, or of all, that are over the limit, and how many these updates are.

        None where they were not all evaluated, or there are none, and in a thinned record: what swings from step to
        step is not seen in every second one.
        """
        last = int(self.places[-1]) if len(self.places) else 0
        first = max(last - latest, 0)
        at = np.searchsorted(self.places, [first, last])
        if self.rates is None or not last or self.stride > 1 or at[1] - at[0] != last - first:
            return None
        return float(np.mean(self.sides[at[0] : at[1]] == 1)), last - first

    def has(self, first: int, last: int) -> bool:
        """Whether the limit is known at all rows from `first` to `last`."""
        at = np.searchsorted(self.places, [first, last + 1])
        return bool(at[1] - at[0] == last + 1 - first)


class _Known(NamedTuple):
    """What is known of a record: after how many updates, whether closely, the curve, and that without added rows."""

    n: int
    closely: bool
    curve: StabilityCurve | None
    base: StabilityCurve | None


_known: WeakKeyDictionary[RunRecord, _Known] = WeakKeyDictionary()
"""The curve of each record. The worker computes it once; the views read it at each edit."""


def known_stability_curve(record: RunRecord) -> StabilityCurve | None:
    """The limit as far as it was evaluated: perhaps at fewer rows, or for fewer updates, than there are by now.

    None where nothing is known yet, and where theory has no limit. Nothing is evaluated.
    """
    known = _known.get(record)
    return None if known is None else known.curve


def is_known(record: RunRecord, closely: bool = True) -> bool:
    """Whether the curve of all updates so far is known: at a few rows, or `closely`."""
    known = _known.get(record)
    return known is not None and known.n == record.n and (known.closely or not closely)


def is_quick(record: RunRecord) -> bool:
    """Whether a few rows are evaluated fast enough for an edit: with many samples they are not."""
    return _cost(record, FEW) <= NUMBERS


def limit_at(record: RunRecord, step: int) -> float | None:
    """The limit at the point after `step` updates: that of its row, or along the known curve where that takes long.

    None where there is no limit, and where finding it would take long and nothing is known yet.
    """
    row = min(step // record.stride, record.n)
    curve = known_stability_curve(record)
    if curve is not None:
        at = int(np.searchsorted(curve.places, row))
        if at < len(curve.places) and curve.places[at] == row:
            return float(curve.limits[at])
    if _cost(record, 1) <= _QUICK:
        limits = stability_limits(record, np.array([row]))
        return None if limits is None else float(limits[0])
    return None if curve is None else float(np.interp(row, curve.places, curve.limits))


def stability_curve(record: RunRecord, closely: bool = True, few: int = FEW) -> StabilityCurve | None:
    """Evaluate the limit along a run again: at all rows, in blocks beyond ALL, or not `closely`, at a `few` rows.

    None where theory has no limit.
    """
    pieces = _pieces(record, record.n, None if closely else few)
    while True:
        try:
            next(pieces)
        except StopIteration as last:
            found: StabilityCurve | None = last.value
            return found


def working_out(record: RunRecord, closely: bool = True, few: int = FEW) -> Iterator[None]:
    """Compute the curve in pieces of 2 ms, for callers that must be able to stop; then it `is_known`."""
    n = record.n
    if not is_known(record, closely):
        curve = yield from _pieces(record, n, None if closely else few)
        # A closer look shows no more where theory has no limit, and for a short run.
        _known[record] = _Known(n, closely or curve is None or curve.whole, curve, curve)


def looking_at(record: RunRecord, first: int, last: int) -> Iterator[None]:
    """Compute the limit at all rows from `first` to `last` of a run whose curve is known, in pieces.

    They are added to the curve, in place of rows that were added before. Nothing is done for more than ALL rows.
    """
    known = _known.get(record)
    if known is None or known.base is None or known.curve is None or last - first > ALL:
        return
    first, last = max(first, 0), min(last, known.n)
    if known.curve.has(first, last):
        return
    rows = np.arange(first, last + 1)
    limits = yield from _evaluated(record, rows, _divisors(record, known.n))
    if limits is not None:
        _known[record] = known._replace(curve=_with_rows(record, known.base, rows, limits))


def _sides(rates: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """See StabilityCurve.sides."""
    known = np.isfinite(limits) & np.isfinite(rates)
    return np.where(known, (rates > limits).astype(np.int8), np.int8(-1))


def _cost(record: RunRecord, points: int) -> int:
    """What the limits at `points` points cost, in numbers as NUMBERS counts them."""
    cost = min(record.n + 1, points) * _each(record)
    return cost + _MEAN * record.n * record.problem.dim if is_preconditioned(record.spec.optimizer) else cost


def _each(record: RunRecord) -> int:
    """What the limit at one point costs, less what running means cost."""
    return (record.problem.n_samples or 1) * record.problem.dim**2


def _rows(record: RunRecord, n: int, few: int | None) -> np.ndarray:
    """The rows to be evaluated at first, ascending: of so `few` or, with None, of a close look."""
    if few is not None:
        return np.arange(n + 1) if n < few else _blocks(n, 2, int(_PAIRED * few))
    most = max(min(ALL, MOST // _each(record)), FEW)
    if n <= most:
        return np.arange(n + 1)
    blocks = _blocks(n, BLOCK if most >= 100 * BLOCK else 2, most)
    return np.unique(np.concatenate([blocks, np.arange(n - min(LATEST, most // 4), n + 1)]))


def _blocks(n: int, size: int, most: int) -> np.ndarray:
    """At most `most` of the rows from 0 to n, in blocks of `size` that lie evenly, both ends included."""
    firsts = np.linspace(0, n + 1 - size, most // size).round().astype(int)
    return np.unique(firsts[:, None] + np.arange(size))


def _pieces(record: RunRecord, n: int, few: int | None) -> Generator[None, None, StabilityCurve | None]:
    divisors = _divisors(record, n)
    rows = _rows(record, n, few)
    limits = yield from _evaluated(record, rows, divisors)
    if limits is None:
        return None
    curve = _curve(record, n, rows, limits)
    if curve.whole:
        return curve
    swings = (len(curve.crossed), int(curve.neighbours.sum())) if few is None else None
    left = None if few is None else few - len(rows)
    between = yield from _between(record, curve, divisors, left)
    if between is None:
        return _curve(record, n, rows, limits, False, swings)
    rows, limits = _merged(rows, limits, *between)
    return _curve(record, n, rows, limits, True, swings)


def _evaluated(
    record: RunRecord, rows: np.ndarray, divisors: np.ndarray | None
) -> Generator[None, None, np.ndarray | None]:
    """The limits at `rows`, in pieces; None where theory has none."""
    size = max(1, min(_PIECE // _each(record), _PIECE_ROWS))
    if record.planned_momentum(np.zeros(1)) is not None:
        size = min(size, _PIECE_CYCLED)
    found = []
    for first in range(0, len(rows), size):
        part = stability_limits(record, rows[first : first + size], divisors)
        if part is None:
            return None
        found.append(part)
        yield
    return np.concatenate(found)


def _between(
    record: RunRecord, curve: StabilityCurve, divisors: np.ndarray | None, left: int | None
) -> Generator[None, None, tuple[np.ndarray, np.ndarray] | None]:
    """Rows and limits that show where the rate changes sides between two rows that are no neighbours.

    All gaps are halved at once; of several crossings within one gap one is found. None where that would take more than
    the `left` rows.
    """
    rows, sides = curve.places, curve.sides
    flips = np.flatnonzero((sides[1:] != sides[:-1]) & (sides[1:] >= 0) & (sides[:-1] >= 0) & ~curve.neighbours)
    before, after, upward = rows[flips], rows[flips + 1], sides[flips + 1] == 1
    if left is not None and sum(math.ceil(math.log2(gap)) for gap in (after - before).tolist()) > left:
        return None
    made_rows, made_limits = [np.empty(0, dtype=int)], [np.empty(0)]
    while len(open_ := np.flatnonzero(after - before > 1)):
        middle = (before[open_] + after[open_]) // 2
        limits = yield from _evaluated(record, middle, divisors)
        assert limits is not None  # there was one at other rows of the same run
        made_rows.append(middle)
        made_limits.append(limits)
        crossed = (record.lr[middle] > limits) == upward[open_]
        before[open_], after[open_] = np.where(crossed, before[open_], middle), np.where(crossed, middle, after[open_])
    return np.concatenate(made_rows), np.concatenate(made_limits)


def _divisors(record: RunRecord, n: int) -> np.ndarray | None:
    return divisors_along(record, n) if is_preconditioned(record.spec.optimizer) else None


def _merged(rows: np.ndarray, limits: np.ndarray, more: np.ndarray, their: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All rows, each once and ascending, and their limits."""
    merged, first = np.unique(np.concatenate([rows, more]), return_index=True)
    return merged, np.concatenate([limits, their])[first]


def _with_rows(record: RunRecord, base: StabilityCurve, rows: np.ndarray, limits: np.ndarray) -> StabilityCurve:
    """A curve with more rows."""
    all_rows, limits = _merged(base.places, base.limits, rows, limits)
    return _curve(record, base.n or 0, all_rows, limits, base.sure, base.swings)


def _curve(
    record: RunRecord,
    n: int,
    rows: np.ndarray,
    limits: np.ndarray,
    sure: bool = True,
    swings: tuple[int, int] | None = None,
) -> StabilityCurve:
    rates = np.full(len(rows), np.nan)
    made = np.searchsorted(rows, n)
    rates[:made] = record.lr[rows[:made]]
    return StabilityCurve(record.step[rows], limits, rates, rows, n, sure, swings, record.stride)
