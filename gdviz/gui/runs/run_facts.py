"""Numbers of a run for the table: how far it is from the nearest minimum, and when it fell below a loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.engine.valleys import valleys
from gdviz.frozen import frozen
from gdviz.problems.problem import Minimum, Problem

_EXACT = 2_000_000
"""The most single-sample losses computed to find a step; beyond that only some rows are checked."""
_NEAR = 0.5
"""A run nears a minimum if its end is nearer to it than this share of its start's distance."""
_SHARE = 0.01
"""The default loss to reach leaves this share of the way down to the lowest known loss."""


@frozen
class Near:
    """The minimum nearest to a point of a run: its distance `away`, its place `w`, and whether it `is_local`.

    `lowest` is the best known minimum if the nearest one is only local, otherwise None.
    """

    away: float
    w: tuple[float, ...]
    lowest: Minimum | None = None

    @property
    def is_local(self) -> bool:
        """Whether a lower minimum is known."""
        return self.lowest is not None


def nearest(record: RunRecord, row: int, ended: Sequence[RunRecord] = ()) -> Near | None:
    """The minimum nearest to a row of the record; None if none is known.

    If the problem knows none, the minima of its curve in the domain are used, and those at which a run of `ended`
    arrived or that its verdict names as a better one.
    """
    problem = record.problem
    known = _valleys(problem) if problem.dim == 1 else problem.minima
    found = list(known)
    if not problem.minima:
        same = [other for other in ended if other.problem is problem]
        found += [place for other in same for place in (_arrived_at(other), _better(other)) if place is not None]
    if not found:
        return None
    with np.errstate(all="ignore"):
        away = np.linalg.norm(np.array([minimum.w for minimum in found], dtype=float) - record.w[row], axis=1)
    if not np.isfinite(away).any():
        return Near(float(away[0]), found[0].w)
    next_to = found[int(np.nanargmin(away))]
    lowest = min(found, key=lambda minimum: minimum.loss)
    local = lowest.loss < next_to.loss - 1e-6 * (1 + abs(next_to.loss))
    return Near(float(np.nanmin(away)), next_to.w, lowest if local else None)


def arrival(record: RunRecord) -> tuple[float, ...]:
    """Where a run arrived: the minimum in its verdict, or its end."""
    found = None if record.verdict is None else record.verdict.numbers.get("minimum")
    return tuple(found) if found is not None else _end(record)


def neared(record: RunRecord) -> tuple[float, ...] | None:
    """The known minimum next to the end of a run, if that is much nearer to it than its start; else None.

    (Without NumPy, which lets the worker go first: each edit asks this.)
    """
    end = _end(record)
    known = _valleys(record.problem) if record.problem.dim == 1 else record.problem.minima
    places = [minimum.w for minimum in known]
    if not places or not all(map(math.isfinite, end)):
        return None
    place = min(places, key=lambda w: math.dist(w, end))
    return place if math.dist(place, end) < _NEAR * math.dist(place, record.spec.start) else None


def _end(record: RunRecord) -> tuple[float, ...]:
    return tuple(record.w[record.n].tolist())


def may_be_local(problem: Problem, ended: Sequence[RunRecord]) -> bool:
    """Whether the minimum nearest to a run may be local: local ones are known, or runs in `ended` are in one."""
    known = _valleys(problem) if problem.dim == 1 else problem.minima
    return any(not minimum.is_global for minimum in known) or any(map(ended_in_local, ended))


def ended_in_local(record: RunRecord) -> bool:
    """Whether a run ended at a local minimum, or at a noise floor around one."""
    return record.verdict is not None and "better_loss" in record.verdict.numbers


@lru_cache(maxsize=4)
def _valleys(problem: Problem) -> tuple[Minimum, ...]:
    return valleys(problem)


def _arrived_at(record: RunRecord) -> Minimum | None:
    """The minimum at which a run arrived by its verdict; not the maximum of an ascent, nor a balance with a decay."""
    rule = record.spec.optimizer
    if record.verdict is None or getattr(rule, "maximize", False) or getattr(rule, "weight_decay", 0.0):
        return None
    numbers = record.verdict.numbers
    if numbers.get("minimum") is None:
        return None
    return Minimum(
        tuple(numbers["minimum"]), numbers["loss"] - (numbers.get("excess") or 0.0), not ended_in_local(record)
    )


def _better(record: RunRecord) -> Minimum | None:
    """The better minimum in the verdict of a run at a local one."""
    numbers = {} if record.verdict is None else record.verdict.numbers
    return Minimum(tuple(numbers["better_w"]), numbers["better_loss"]) if "better_loss" in numbers else None


def proposed_loss(records: Sequence[RunRecord]) -> float | None:
    """The default loss to reach: a hundredth of the first run's way down is left. None without a known minimum."""
    if not records or not records[0].problem.minima:
        return None
    start = float(records[0].losses_at(np.array([0]))[0])
    lowest = min(minimum.loss for minimum in records[0].problem.minima)
    if not (math.isfinite(start) and math.isfinite(lowest) and start > lowest):
        return None
    return float(f"{lowest + _SHARE * (start - lowest):.2g}")


class FirstBelow:
    """The first step of a run with a loss at or below a number; each row is checked once.

    With many samples the full loss is slow to compute, so only some rows are checked, independent of the length of the
    run. Then, and if a run is thinned, `exact` is False: an earlier step between rows may have been missed.
    """

    def __init__(self, record: RunRecord, below: float) -> None:
        self.record, self.below = record, below
        self.exact = record.stride == 1
        self._seen = 0
        self._row: int | None = None

    def step(self) -> int | None:
        """The step, or None if there is none so far."""
        if self._row is None:
            self._look()
        return None if self._row is None else int(self.record.step[self._row])

    def _look(self) -> None:
        record, rows = self.record, self.record.n + 1
        samples = record.problem.n_samples or 1
        if samples * rows <= _EXACT or record.problem.n_samples is None:
            loss = record.loss
            rows = len(loss)
            new = np.flatnonzero(loss[self._seen : rows] <= self.below)
            self._row = self._seen + int(new[0]) if len(new) else None
            self._seen = rows
        elif record.finish is not None and self._seen < rows:
            self.exact = False
            last = max(rows - 1, record.planned // record.stride)
            some = np.unique(np.linspace(0, last, max(2, _EXACT // samples)).round().astype(int))
            some = some[some < rows]
            found = some[record.losses_at(some) <= self.below]
            self._row = int(found[0]) if len(found) else None
            self._seen = rows
