"""The minima of a loss of one parameter, found on its curve where none is known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import landscape
from gdviz.engine.undersampling import undersampled_curve
from gdviz.problems.problem import Minimum, Problem

Floats = NDArray[np.float64]
_POINTS, _WORK = 1001, 4_000_000
_MOST = 16
"""The most valleys that are returned, the deepest ones."""
_ROUNDS, _SECTIONS = 4, 65
"""How often each bracket is narrowed, each time to a thirty-second."""


def valleys(problem: Problem, within: tuple[float, float] | None = None, some: bool = False) -> tuple[Minimum, ...]:
    """The minima of a problem of one parameter, the lowest first: in its domain, or `within` these ends.

    Those that the problem knows, or else what a grid of 1001 points finds, narrowed down to a hundred-millionth of the
    domain. A minimum that was found is called global only where the domain's ends are not lower. Where the loss keeps
    falling as the bracket shrinks, as 1/x does beside 0, there is a pole and no minimum. There is no search where many
    samples make the grid slow. Where the loss oscillates faster than the grid can show, the minima that it meets are a
    few of many: they are left out, unless `some` is true.

    Raises
    ------
    ValueError
        For a problem of several parameters.
    """
    if problem.dim != 1:
        raise ValueError(f"a curve has one parameter, {problem.title} has {problem.dim}")
    if problem.minima or _POINTS * (problem.n_samples or 1) > _WORK:
        return problem.minima
    start, end = within or problem.domain[0]
    w, loss = landscape.curve(problem, start, end, _POINTS)
    if not some and undersampled_curve(problem, w, loss):
        return ()
    inner = loss[1:-1]
    with np.errstate(all="ignore"):
        low = 1 + np.flatnonzero((inner < loss[:-2]) & (inner <= loss[2:]))
    low = low[np.argsort(loss[low], kind="stable")][:_MOST]
    if not len(low):
        return ()
    place, value, drops = _narrowed(problem, w[low - 1], w[low + 1])
    pole = (drops[-1] >= 0.9 * drops[-2]) & (drops[-1] > 1e-3 * (np.minimum(loss[low - 1], loss[low + 1]) - value))
    order = np.argsort(value, kind="stable")
    order = order[~pole[order]]
    ends = loss[[0, -1]]
    bottom = -np.inf if pole.any() else float(np.min(ends[np.isfinite(ends)], initial=np.inf))
    lowest = bool(len(order)) and float(value[order[0]]) <= bottom
    least = 1e-12 * (end - start)
    return tuple(
        Minimum((0.0 if abs(place[i]) < least else float(place[i]),), float(value[i]), lowest and rank == 0)
        for rank, i in enumerate(order)
    )


def _narrowed(problem: Problem, low: Floats, high: Floats) -> tuple[Floats, Floats, list[Floats]]:
    """The lowest point between each pair of ends (m,): places, losses, and how far the loss fell in each round."""
    rows = np.arange(len(low))
    found: list[Floats] = []
    for _ in range(_ROUNDS):
        places = np.linspace(low, high, _SECTIONS, axis=1)
        with np.errstate(all="ignore"):
            loss = np.asarray(problem.loss(places[..., None]), dtype=float)
        best = np.argmin(np.where(np.isfinite(loss), loss, np.inf), axis=1)
        low, high = places[rows, np.maximum(best - 1, 0)], places[rows, np.minimum(best + 1, _SECTIONS - 1)]
        found.append(loss[rows, best])
    return places[rows, best], found[-1], [before - after for before, after in pairwise(found)]
