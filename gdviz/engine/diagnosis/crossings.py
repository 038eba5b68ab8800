"""Where the rate crosses the stability limit along a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.engine.diagnosis.limits import stability_limits
from gdviz.engine.trajectory import RunRecord

POINTS = 200
"""Points of the limit along a path."""


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
    """The curve of `stability_curve`, worked out once for as many updates as the record has."""
    n, curve = _known.get(record, (-1, None))
    if n != record.n:
        n = record.n
        curve = stability_curve(record)
        _known[record] = n, curve
    return curve


def stability_curve(record: RunRecord, points: int = POINTS) -> StabilityCurve | None:
    """The limit at up to `points` rows of the record, evenly; None where theory has none."""
    rows = np.linspace(0, record.n, min(record.n + 1, points)).round().astype(int)
    limits = stability_limits(record, rows)
    if limits is None:
        return None
    return StabilityCurve(record.step[rows], limits, _crossings(record, rows[:-1], limits[:-1]))


def _crossings(record: RunRecord, rows: np.ndarray, limits: np.ndarray) -> tuple[Crossing, ...]:
    """Where the rate changes sides between two of the `rows`, found to the row by halving all gaps at once.

    Rows whose limit is not finite are on neither side. Of several crossings within one gap one is found.
    """
    rates, over = record.lr, record.lr[rows] > limits
    known = np.isfinite(limits)
    flips = np.flatnonzero((over[1:] != over[:-1]) & known[1:] & known[:-1])
    before, after, upward = rows[flips], rows[flips + 1], over[flips + 1]
    while len(flips) and (after - before > 1).any():
        middle = (before + after) // 2
        crossed = (rates[middle] > _limits(record, middle)) == upward
        before, after = np.where(crossed, before, middle), np.where(crossed, middle, after)
    if not len(flips):
        return ()
    found = zip(after.tolist(), _limits(record, after).tolist(), upward.tolist(), strict=True)
    return tuple(Crossing(row * record.stride, float(rates[row]), limit, side) for row, limit, side in found)


def _limits(record: RunRecord, rows: np.ndarray) -> np.ndarray:
    limits = stability_limits(record, rows)
    assert limits is not None  # there was one at other rows of the same run
    return limits
