"""Runs at the edge of stability, and runs that were thrown out once and came to rest in a flatter place.

At the edge of stability gradient descent keeps the sharpness near 2/η by itself: a swing across the valley grows
where the sharpness is over 2/η, and moves the run to where it is lower. So the loss rises at many steps, but falls
overall. A catapult is one large swing of this kind, after which the run stays at rest.
Source: Cohen et al. 2021 (arXiv 2103.00065); Damian, Nichani and Lee 2023 (arXiv 2209.15594); Lewkowycz et al. 2020
(arXiv 2003.02218).
"""

from __future__ import annotations

import numpy as np

from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.limits import NUMBERS, eigenvalues, lasting_limits
from gdviz.engine.diagnosis.lower import is_local
from gdviz.engine.diagnosis.rest import at_minimum, at_rest
from gdviz.engine.diagnosis.thresholds import (
    EDGE,
    EDGE_LEAST,
    EDGE_RISES,
    EDGE_ROWS,
    EDGE_STEPS,
    FLATTER,
    THROWN,
    TREND,
    WORK,
)
from gdviz.engine.diagnosis.verdict_numbers import apart, point, short
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.frozen import frozen
from gdviz.messages import message


def edge_of_stability(record: RunRecord, end: End) -> Verdict | None:
    """The rate stays at the stability limit of a moving sharpness; the loss rises at many steps, and yet falls.

    For a full batch and rules whose limit is known: rate / limit, for gradient descent rate x sharpness / 2, is looked
    at in the last quarter of the updates, at least EDGE_STEPS of them, at most the last EDGE_ROWS; of many samples the
    last that NUMBERS allows, at least EDGE_LEAST.
    """
    n = record.n
    steps = max(n // 4, EDGE_STEPS)
    if end.is_noisy or record.finish == "diverged" or n < steps:
        return None
    # Both windows: chance seldom makes the two fall.
    if not all(_falls(end.window(max(n - back, 0), n).values) for back in (steps, 2 * steps)):
        return None
    few = max(min(EDGE_ROWS, NUMBERS // ((end.problem.n_samples or 1) * end.problem.dim**2)), EDGE_LEAST)
    rows = np.arange(max(n - steps, n - few), n)
    limits = lasting_limits(record, rows)
    if limits is None:
        return None
    rates = record.lr[rows]
    ratio = float(np.mean(rates / limits))
    moves = bool((rates < limits).any() and (rates > limits).any())  # on a quadratic the limit stays where it is
    values = end.values_at(np.append(rows, n))
    rises = float(np.mean(np.diff(values) > 1e-12 * np.abs(values[1:])))
    if not EDGE[0] <= ratio <= EDGE[1] or not moves or rises < EDGE_RISES:
        return None
    rate = float(rates[-1] if (rates == rates[-1]).all() else np.mean(rates))
    numbers = {
        "loss": end.loss, "lr": rate, "rate_over_limit": ratio, "rises": rises,
        "sharpness": float(np.mean(_sharpness(end, rows))),
    }  # fmt: skip
    found: dict[str, object] = {
        "lr": short(rate), "percent": short(100 * ratio), "share": f"{100 * rises:.0f}", "steps": len(rows),
        "loss": short(end.loss),
    }  # fmt: skip
    if end.sign < 0:
        text = message(
            "The run is at the edge of stability: the learning rate {lr} is on average {percent} % of its stability"
            " limit. Uphill the loss falls at {share} % of the last {steps} steps, yet it rises over them. The loss is"
            " {loss}.",
            **found,
        )
    else:
        text = message(
            "The run is at the edge of stability: the learning rate {lr} is on average {percent} % of its stability"
            " limit. The loss rises at {share} % of the last {steps} steps, yet it falls over them. The loss is"
            " {loss}.",
            **found,
        )
    return Verdict("edge_of_stability", text, numbers)


def catapult(record: RunRecord, end: End) -> Verdict | None:
    """A rate over the limit threw the run out once, and it came to rest lower or flatter than before."""
    if end.is_noisy or record.finish == "diverged" or not end.last < end.first:
        return None
    throw = _only_throw(record, end)
    if throw is None:
        return None
    settled = at_minimum(record, end) or at_rest(record, end)
    if settled is None or settled.kind not in ("converged", "local_minimum", "flat"):
        return None
    before, after = _sharpness(end, np.array([throw.row, record.n])).tolist()
    lower, flatter = end.last < throw.low, after < FLATTER * before
    limits = lasting_limits(record, np.array([throw.row]))
    if limits is None or not (lower or flatter):
        return None
    lr, limit = apart(float(record.lr[throw.row]), float(limits[0]))
    found: dict[str, object] = {
        "step": int(record.step[throw.peak]), "lr": lr, "limit": limit, "low": short(end.sign * throw.low),
        "high": short(end.sign * throw.high), "w": point(end.w), "loss": short(end.loss), "before": short(before),
        "after": short(after),
    }  # fmt: skip
    numbers = settled.numbers | {
        "step": found["step"], "over_limit_at": int(record.step[throw.row]), "lr": float(record.lr[throw.row]),
        "limit": float(limits[0]), "high": end.sign * throw.high, "sharpness_before": before, "sharpness": after,
    }  # fmt: skip
    if lower and flatter:
        text = message(
            "This is a catapult: with the learning rate {lr} over the stability limit {limit} the loss was thrown"
            " from {low} to {high} at step {step}. The run came to rest at {w}, lower and flatter. The loss is {loss},"
            " and the sharpness went from {before} to {after}.",
            **found,
        )
    elif lower:
        text = message(
            "This is a catapult: with the learning rate {lr} over the stability limit {limit} the loss was thrown"
            " from {low} to {high} at step {step}. The run came to rest at {w}, lower. The loss is {loss}, and the"
            " sharpness went from {before} to {after}.",
            **found,
        )
    else:
        text = message(
            "This is a catapult: with the learning rate {lr} over the stability limit {limit} the loss was thrown"
            " from {low} to {high} at step {step}. The run came to rest at {w}, flatter. The loss is {loss}, and the"
            " sharpness went from {before} to {after}.",
            **found,
        )
    verdict = Verdict("catapult", text, numbers)
    return is_local(verdict, end, end.w, end.last) if settled.kind == "local_minimum" else verdict


def _sharpness(end: End, rows: np.ndarray) -> np.ndarray:
    """The sharpness of what the run descends, at rows of the record: shape (m,)."""
    return np.asarray(eigenvalues(end.problem, end.record.w[rows], end.sign)[..., -1])


def _falls(values: np.ndarray) -> bool:
    """Whether neighbouring values (m,) fall, whatever they do from one to the next.

    Of eight blocks, whose means even the swings out, each of the second four is lower than each of the first four:
    that comes about by chance once in 70 times. What settles on a cycle falls by less than TREND of the mean change.
    """
    swing = float(np.mean(np.abs(np.diff(values))))
    means = np.array([np.mean(part) for part in np.array_split((values[1:] + values[:-1]) / 2, 8)])
    fall = float(np.mean(means[:4]) - np.mean(means[4:]))
    return fall > TREND * swing and float(np.min(means[:4])) > float(np.max(means[4:]))


@frozen
class Throw:
    """Where a throw began and where it came highest: rows of the record, and the objective there."""

    row: int
    peak: int
    low: float
    high: float


def _only_throw(record: RunRecord, end: End) -> Throw | None:
    """The one throw of a run; None if there was none or more, or if the run has too many losses to examine.

    It begins where the objective rises at a rate over the limit, and rises by THROWN of all that the run descended;
    once the run is below that place again it stays below.
    """
    if (record.n + 1) * (record.problem.n_samples or 1) * record.problem.dim > WORK:
        return None
    values = end.values_at(np.arange(record.n + 1))
    peaks = np.maximum.accumulate(values[::-1])[::-1]  # the highest from each row on
    rises = np.flatnonzero((np.diff(values) > 0) & (peaks[:-1] - values[:-1] > THROWN * (end.first - end.last)))
    if not len(rises):
        return None
    row = int(rises[0])
    limits = lasting_limits(record, np.array([row]))
    if limits is None or not record.lr[row] > limits[0]:
        return None
    peak = row + int(np.argmax(values[row:]))
    low, high = float(values[row]), float(values[peak])
    below = np.flatnonzero(values[row:] < low)
    if len(below) and float(np.max(values[row + int(below[0]) :])) > low:
        return None
    return Throw(row, peak, low, high)
