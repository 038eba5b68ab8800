"""The box that shows what matters of a problem and its runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.problems.base import Domain, Problem

_AIR = 0.15
"""The share of the sides that is left around what the box is fitted to."""
_FLATTEST = 0.2
"""The shorter side of a fitted box is at least this share of the longer one."""


def fitted_domain(problem: Problem, records: Sequence[RunRecord]) -> Domain:
    """A box around the starts, the known minima and the paths, with some air and round ends.

    Of a run that diverged only the start counts. Where all is one point, the sides are as long as they were.
    """
    points = [np.asarray(record.w if record.finish != "diverged" else record.w[:1]) for record in records]
    points += [np.array([minimum.w]) for minimum in problem.minima]
    every = np.concatenate(points)
    every = every[np.isfinite(every).all(axis=1)]
    low, high = every.min(axis=0), every.max(axis=0)
    sides = high - low
    longest = float(sides.max())
    old = np.array([end - start for start, end in problem.domain])
    lengths = np.maximum(sides * (1 + 2 * _AIR), _FLATTEST * longest * (1 + 2 * _AIR)) if longest > 0 else old
    middle = (low + high) / 2
    return tuple(_rounded(m - half, m + half) for m, half in zip(middle.tolist(), (lengths / 2).tolist(), strict=True))


def _rounded(low: float, high: float) -> tuple[float, float]:
    """The ends moved outward to multiples of a tenth, or less, of the length."""
    unit = 10.0 ** math.floor(math.log10((high - low) / 5)) / 2
    return float(f"{math.floor(low / unit) * unit:.12g}"), float(f"{math.ceil(high / unit) * unit:.12g}")
