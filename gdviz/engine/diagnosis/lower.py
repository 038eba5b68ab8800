"""The lowest minimum that is known of a problem, or found in its box: what a local minimum is compared with."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.thresholds import WORK, ZERO_EIGENVALUE
from gdviz.engine.diagnosis.verdict_numbers import point, short
from gdviz.engine.trajectory import Verdict
from gdviz.engine.valleys import valleys
from gdviz.messages import message
from gdviz.problems.problem import Minimum, Problem

GRID = 64
"""Points along each side of the box, at most: as many as WORK allows."""
_LEAST_GRID = 16
"""Points along each side below which there is no search."""


def lower_minimum(end: End, here: float) -> Minimum | None:
    """The lowest minimum that is known or found, if it is lower than `here`; None otherwise, and for a run that climbs.

    With weight decay the minima lie elsewhere, and none is known.
    """
    if end.sign < 0 or end.decay:
        return None
    lowest = end.best if end.known else _found(end.problem)
    return lowest if lowest is not None and lowest.loss < here - 1e-6 * (1 + abs(here)) else None


def may_be_lowest(end: End, where: np.ndarray) -> bool:
    """Whether the minimum at `where` may be called "the" minimum: lower ones are known, or were looked for around it.

    They are looked for in the box only: outside of it, or without a search, there may be a lower one.
    """
    return bool(end.known) or (not end.is_outside(where) and _found(end.problem) is not None)


def is_local(verdict: Verdict, end: End, where: np.ndarray, here: float) -> Verdict:
    """`verdict`, with the words for the lower minimum where the one at `where`, of loss `here`, is only a local one."""
    lower = lower_minimum(end, here)
    if lower is None:
        return verdict
    values = _values(verdict, lower, where, here)
    if lower.is_global:
        text = message("{verdict} This minimum is a local one: the global minimum, {better}, is {away} away, its loss"
                       " {gap} lower.",
                       **values)  # fmt: skip
    else:
        text = message("{verdict} This minimum is a local one: a better minimum, {better}, is {away} away, its loss"
                       " {gap} lower.",
                       **values)  # fmt: skip
    return Verdict(verdict.kind, text, verdict.numbers | _numbers(lower))


def with_lower(verdict: Verdict, end: End) -> Verdict:
    """`verdict` on a run that is at no minimum, with the words for one that is lower than its end."""
    lower = lower_minimum(end, end.last)
    if lower is None:
        return verdict
    text = message("{verdict} The minimum {better} is {away} away, its loss {gap} lower.",
                   **_values(verdict, lower, end.w, end.last))  # fmt: skip
    return Verdict(verdict.kind, text, verdict.numbers | _numbers(lower))


def _values(verdict: Verdict, lower: Minimum, where: np.ndarray, here: float) -> dict[str, object]:
    return {
        "verdict": verdict.message, "better": point(lower.w), "away": short(math.dist(where.tolist(), lower.w)),
        "gap": short(here - lower.loss),
    }  # fmt: skip


def _numbers(lower: Minimum) -> dict[str, Any]:
    return {"better_loss": lower.loss, "better_w": list(lower.w)}


@lru_cache(maxsize=1)  # for the problem that is shown, not for those before it
def _found(problem: Problem) -> Minimum | None:
    """The lowest minimum in the box of a problem of one or two parameters that knows none; None where none is found.

    Of two parameters it is the one that the lowest point of a grid leads to; it may be missed where the loss is rough.
    """
    if problem.dim == 1:
        return next(iter(valleys(problem, some=True)), None)
    side = min(GRID, math.isqrt(WORK // (problem.n_samples or 1)))
    if problem.dim != 2 or side < _LEAST_GRID:
        return None
    x, y = (np.linspace(low, high, side) for low, high in problem.domain)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    with np.errstate(all="ignore"):
        loss = np.asarray(problem.loss(points), dtype=float)
        if not np.isfinite(loss).any():
            return None
        w = _descended(problem, points[int(np.argmin(np.where(np.isfinite(loss), loss, np.inf)))])
        return None if w is None else Minimum(tuple(w.tolist()), float(problem.loss(w)), is_global=False)


def _descended(problem: Problem, w: np.ndarray) -> np.ndarray | None:
    """The minimum to which Newton's steps lead from `w`, shortened until the loss falls; None where they lead to none.

    Where the curvature is negative its size is taken, so that the steps lead down.
    """
    loss = float(problem.loss(w))
    for _ in range(100):
        grad, hessian = np.asarray(problem.grad(w)), np.asarray(problem.hessian(w))
        if not (np.isfinite(grad).all() and np.isfinite(hessian).all()):
            return None
        values, vectors = np.linalg.eigh(hessian)
        largest = float(np.max(np.abs(values)))
        if largest == 0:
            return None
        step = -vectors @ (vectors.T @ grad / np.maximum(np.abs(values), 1e-9 * largest))
        if not np.isfinite(step).all():  # it cannot be shortened
            return None
        if np.linalg.norm(step) <= 1e-9 * (1 + np.linalg.norm(w)):
            return w if values[0] >= -ZERO_EIGENVALUE * largest else None
        after = float(problem.loss(w + step))
        while not after < loss:
            step = step / 4
            if np.linalg.norm(step) <= 1e-12 * (1 + np.linalg.norm(w)):
                return w if values[0] >= -ZERO_EIGENVALUE * largest else None
            after = float(problem.loss(w + step))
        w, loss = w + step, after
    return None
