"""The box that shows what matters of a problem and its runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.gui.style.texts import translate
from gdviz.messages import mark
from gdviz.problems.base import Domain, Problem

_AIR = 0.15
"""The share of the sides that is left around what the box is fitted to."""
_FLATTEST = 0.2
"""The shorter side of a fitted box is at least this share of the longer one."""
_REACH = 1e3
"""Paths count as far out as this many times the largest coordinate of starts and minima, or 1."""


def fitted_domain(problem: Problem, records: Sequence[RunRecord]) -> Domain:
    """A box around the starts, the known minima and the paths, with some air and round ends.

    Of a run that diverged only the start counts, and of any path only what does not leave all else a point. Where
    all is one point, the sides are as long as they were.
    """
    fixed = np.array([record.w[0] for record in records] + [minimum.w for minimum in problem.minima])
    paths = np.concatenate([fixed[:0], *(record.w for record in records if record.finish != "diverged")])
    near = (np.abs(paths) <= _REACH * max(1.0, float(np.abs(fixed).max()))).all(axis=1)
    every = np.concatenate([fixed, paths[near]])
    low, high = every.min(axis=0), every.max(axis=0)
    sides = high - low
    longest = float(sides.max())
    old = np.array([end - start for start, end in problem.domain])
    lengths = np.maximum(sides * (1 + 2 * _AIR), _FLATTEST * longest * (1 + 2 * _AIR)) if longest > 0 else old
    middle = (low + high) / 2
    lengths = np.maximum(lengths, 1e-6 * np.abs(middle))  # so long that floats tell the ends apart
    return tuple(_rounded(m - half, m + half) for m, half in zip(middle.tolist(), (lengths / 2).tolist(), strict=True))


def left_out(box: Domain, records: Sequence[RunRecord]) -> str:
    """The sentence that says that a path leaves the box; empty where none does."""
    low, high = np.array(box).T
    if all(((record.w >= low) & (record.w <= high)).all() for record in records):
        return ""
    return translate(mark("A path goes too far out for one picture: the domain leaves its far points out."))


def _rounded(low: float, high: float) -> tuple[float, float]:
    """The ends moved outward to multiples of a tenth, or less, of the length."""
    unit = 10.0 ** math.floor(math.log10((high - low) / 5)) / 2
    return float(f"{math.floor(low / unit) * unit:.12g}"), float(f"{math.ceil(high / unit) * unit:.12g}")
