"""Where the rate crosses the stability limit along a run."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.engine.diagnosis.limits import NUMBERS, divisors_along, is_preconditioned, stability_limits
from gdviz.engine.trajectory import RunRecord

POINTS = 200
"""Points of the limit along a path."""
_MEAN = 10
"""What one gradient in a running mean costs, as NUMBERS counts."""
_QUICK = NUMBERS // 20
"""Numbers that are looked at within 1 ms, or a few where means forget fast (β far below 0.9)."""


@dataclass(frozen=True)
class Crossing:
    """The first update on the other side of the limit: its number, its rate, the limit there.

    `upward` says that the rate came to be over the limit, whether it rose or the limit fell.
    """

    step: int
    lr: float
    limit: float
    upward: bool


class StabilityCurve(NamedTuple):
    """The stability limit along a path: `steps` and `limits` of shape (m,), and where the rate crosses it."""

    steps: np.ndarray
    limits: np.ndarray
    crossings: tuple[Crossing, ...] = ()


_known: WeakKeyDictionary[RunRecord, tuple[int, StabilityCurve | None]] = WeakKeyDictionary()
"""The curve of each record, and for how many updates: several views ask for it at each edit."""


def known_stability_curve(record: RunRecord) -> StabilityCurve | None:
    """The curve of `stability_curve`, worked out once for as many updates as the record has.

    None, too, as long as the curve `is_to_come`.
    """
    if is_to_come(record):
        return None
    if not _knows(record):
        for _ in working_out(record):
            pass
    return _known[record][1]


def is_to_come(record: RunRecord) -> bool:
    """Whether the curve is not known yet, and would take longer than an edit may: many samples make it dear."""
    return _cost(record, POINTS) > NUMBERS and not _knows(record)


def limit_at(record: RunRecord, step: int) -> float | None:
    """The limit at the point after `step` updates, from its row, where that takes 1 ms; else along the known curve.

    None where there is no limit, and where it would have to be worked out first.
    """
    row = min(step // record.stride, record.n)
    if _cost(record, 1) <= _QUICK:
        limits = stability_limits(record, np.array([row]))
        return None if limits is None else float(limits[0])
    curve = _known[record][1] if _knows(record) else None
    return None if curve is None else float(np.interp(row * record.stride, curve.steps, curve.limits))


def _cost(record: RunRecord, points: int) -> int:
    """What the limits at so many points cost, in numbers as NUMBERS counts them."""
    problem = record.problem
    cost = min(record.n + 1, points) * (problem.n_samples or 1) * problem.dim**2
    return cost + _MEAN * record.n * problem.dim if is_preconditioned(record.spec.optimizer) else cost


def stability_curve(record: RunRecord) -> StabilityCurve | None:
    """The limit at up to POINTS rows of the record, evenly; None where theory has none."""
    pieces = _pieces(record)
    while True:
        try:
            next(pieces)
        except StopIteration as last:
            found: StabilityCurve | None = last.value
            return found


def working_out(record: RunRecord) -> Iterator[None]:
    """Work out the curve bit by bit, for callers that must be able to stop; then it is known."""
    n = record.n
    _known[record] = n, (yield from _pieces(record))


def _knows(record: RunRecord) -> bool:
    return _known.get(record, (-1, None))[0] == record.n


def _pieces(record: RunRecord) -> Generator[None, None, StabilityCurve | None]:
    n = record.n
    rows = np.linspace(0, n, min(n + 1, POINTS)).round().astype(int)
    size = max(1, NUMBERS // ((record.problem.n_samples or 1) * record.problem.dim**2))
    found = []
    divisors = divisors_along(record, n) if is_preconditioned(record.spec.optimizer) else None
    for first in range(0, len(rows), size):
        part = stability_limits(record, rows[first : first + size], divisors)
        if part is None:
            return None
        found.append(part)
        yield
    limits = np.concatenate(found)
    crossings = yield from _crossings(record, rows[:-1], limits[:-1], divisors)
    return StabilityCurve(record.step[rows], limits, crossings)


def _crossings(
    record: RunRecord, rows: np.ndarray, limits: np.ndarray, divisors: np.ndarray | None
) -> Generator[None, None, tuple[Crossing, ...]]:
    """Where the rate changes sides between two of the `rows`, found to the row by halving all gaps at once.

    Rows whose limit is not finite are on neither side. Of several crossings within one gap one is found.
    """
    rates, over = record.lr, record.lr[rows] > limits
    known = np.isfinite(limits)
    flips = np.flatnonzero((over[1:] != over[:-1]) & known[1:] & known[:-1])
    before, after, upward = rows[flips], rows[flips + 1], over[flips + 1]
    while len(flips) and (after - before > 1).any():
        middle = (before + after) // 2
        crossed = (rates[middle] > _limits(record, middle, divisors)) == upward
        before, after = np.where(crossed, before, middle), np.where(crossed, middle, after)
        yield
    if not len(flips):
        return ()
    found = zip(after.tolist(), _limits(record, after, divisors).tolist(), upward.tolist(), strict=True)
    return tuple(Crossing(row * record.stride, float(rates[row]), limit, side) for row, limit, side in found)


def _limits(record: RunRecord, rows: np.ndarray, divisors: np.ndarray | None) -> np.ndarray:
    limits = stability_limits(record, rows, divisors)
    assert limits is not None  # there was one at other rows of the same run
    return limits
