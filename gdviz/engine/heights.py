"""The loss of one parameter from a table, for drawing a path of many points with a loss of many samples."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import landscape
from gdviz.problems.problem import Problem

Floats = NDArray[np.float64]

NODES = 64
"""Nodes of the table over the domain; the loss between two of them is a cubic."""
FURTHEST = 3
"""Domains to either side that the table covers; beyond, the path is out of view."""
MANY = 20_000
"""From how many samples on paths are drawn by the table."""


class Heights:
    """J(w) of one parameter between exact values and slopes at evenly spaced nodes, which are computed when needed.

    The cubic through both ends and their slopes is off by at most h⁴/384 max|J''''| (h: from node to node), far less
    than a pixel: good enough for lines, not for numbers that are shown.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._low, high = problem.domain[0]
        self._step = (high - self._low) / NODES
        reach = FURTHEST * NODES
        self._first, count = -reach, NODES + 2 * reach + 1
        self._known = np.zeros(count, dtype=bool)
        self._loss, self._slope = np.empty(count), np.empty(count)

    def covers(self, low: float, high: float) -> bool:
        """Whether the table reaches from `low` to `high`."""
        reach = FURTHEST * NODES * self._step
        return self._low - reach <= low and high <= self._low + NODES * self._step + reach

    def at(self, w: Floats) -> Floats:
        """The losses at `w`, shape (m,) both; nan where w is not finite, that of the last node further out."""
        place = np.clip((w - self._low) / self._step - self._first, 0, len(self._known) - 1)
        sound = np.isfinite(place)
        left = np.minimum(np.where(sound, place, 0).astype(int), len(self._known) - 2)
        needed = np.unique(np.concatenate((left[sound], left[sound] + 1)))
        fresh = needed[~self._known[needed]]
        if len(fresh):
            points = (self._low + (fresh + self._first) * self._step)[:, None]
            with np.errstate(all="ignore"):
                self._loss[fresh], self._slope[fresh] = self._problem.loss(points), self._problem.grad(points)[:, 0]
            self._known[fresh] = True
        t = np.where(sound, place - left, np.nan)
        one, two = self._loss[left], self._loss[left + 1]
        rise = two - one
        first, second = self._slope[left] * self._step - rise, rise - self._slope[left + 1] * self._step
        found: Floats = one + t * rise + t * (1 - t) * ((1 - t) * first + t * second)
        return found


def drawn_curve(problem: Problem, low: float, high: float, count: int = 1024) -> tuple[Floats, Floats]:
    """As landscape.curve, (w, loss) of shape (count,); with many samples from the table, where it reaches so far."""
    if (problem.n_samples or 0) < MANY or not heights(problem).covers(low, high):
        return landscape.curve(problem, low, high, count)
    w = landscape.nodes(low, high, count)
    return w, heights(problem).at(w)


@lru_cache(maxsize=2)
def heights(problem: Problem) -> Heights:
    """The table of a problem, cached: each run and each frame needs it."""
    return Heights(problem)
