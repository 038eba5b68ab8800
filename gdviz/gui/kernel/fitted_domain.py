"""The box that shows what matters of a problem and its runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.gui.style.translating import translate
from gdviz.messages import mark
from gdviz.problems.problem import Domain, Problem

_MARGIN = 0.15
"""The margin around what the box is fitted to, as a share of its sides."""
_FLATTEST = 0.2
"""The shorter side of a fitted box is at least this share of the longer one."""
_REACH = 1e3
"""Paths count as far out as this many times the largest coordinate of starts and minima, or 1."""


def fitted_domain(problem: Problem, records: Sequence[RunRecord]) -> Domain:
    """A box around the starts, the known minima and the paths, with a margin and round ends.

    Of a run that diverged only the start counts, and of any path only the part that is not too far out. Where all is
    one point, the sides keep their lengths.
    """
    fixed = np.array([record.w[0] for record in records] + [minimum.w for minimum in problem.minima])
    paths = np.concatenate([fixed[:0], *(record.w for record in records if record.finish != "diverged")])
    near = (np.abs(paths) <= _REACH * max(1.0, float(np.abs(fixed).max()))).all(axis=1)
    points = np.concatenate([fixed, paths[near]])
    low, high = points.min(axis=0), points.max(axis=0)
    sides = high - low
    longest = float(sides.max())
    old = np.array([end - start for start, end in problem.domain])
    lengths = np.maximum(sides * (1 + 2 * _MARGIN), _FLATTEST * longest * (1 + 2 * _MARGIN)) if longest > 0 else old
    middle = (low + high) / 2
    lengths = np.maximum(lengths, 1e-6 * np.abs(middle))  # long enough that the ends differ as floats
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
