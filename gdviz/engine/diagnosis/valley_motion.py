"""Runs that keep moving across their valley."""

from __future__ import annotations

import numpy as np

from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.limits import limit_at_rate, share_over_limit
from gdviz.engine.diagnosis.pace import forecast_of
from gdviz.engine.diagnosis.rest import at_minimum
from gdviz.engine.diagnosis.thresholds import LAST, PROMISED, SAME, SLOW, SWINGS, TURNS
from gdviz.engine.diagnosis.verdict_numbers import more_steps, short
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.frozen import frozen
from gdviz.messages import message

LOOKED_AT = 512
"""The most last updates that are examined: a swing repeats itself."""


def _tail(record: RunRecord) -> int:
    """How many of the last points show the motion: the last quarter; 0 where there are fewer than 8 updates."""
    quarter = min(max((record.n + 1) // 4, 4), LOOKED_AT)
    return quarter if record.n >= 2 * quarter else 0


def swings(record: RunRecord) -> bool:
    """Whether the last updates point against each other."""
    tail = _tail(record)
    if not tail:
        return False
    delta = np.diff(record.w[-tail:], axis=0)
    lengths = np.linalg.norm(delta, axis=1)
    moving = (lengths[1:] > 0) & (lengths[:-1] > 0)
    if not moving.any():
        return False
    cosine = np.sum(delta[1:] * delta[:-1], axis=1)[moving] / (lengths[1:] * lengths[:-1])[moving]
    return bool(np.mean(cosine) < SWINGS)


def settled(record: RunRecord, end: End) -> Verdict | None:
    """The verdict on a run at a minimum, and whether its last steps swung across the valley."""
    verdict = at_minimum(record, end)
    if verdict is None or verdict.kind != "converged" or end.is_noisy or not swings(record):
        return verdict
    text = message("{verdict} Its steps swung from side to side.", verdict=verdict.message)
    return Verdict(verdict.kind, text, verdict.numbers | {"swings": True})


def restless(record: RunRecord, end: End) -> Verdict | None:
    """The verdict on a run that crosses its valley with each step, or jumps about in it.

    It names the stability limit where that has come down to the rate of the run.
    """
    if end.is_noisy or not _tail(record):
        return None
    if swings(record):
        verdict: Verdict | None = _swinging(record, end)
    else:
        period = _period(record)
        verdict = _jumping(record, end) if period is None else _going_round(record, end, period)
    limit = None if verdict is None or verdict.kind != "oscillating" else limit_at_rate(record)
    if verdict is None or limit is None:
        return verdict
    text = message("{verdict} Its stability limit has come down to the learning rate.", verdict=verdict.message)
    return Verdict(verdict.kind, text, verdict.numbers | {"limit": limit})


def _period(record: RunRecord) -> int | None:
    """After how many updates, 2 to LAST, a run that moves comes back to where it was, twice in a row; None if never."""
    w = record.w[-2 * LAST - 1 :]
    same = SAME * float(np.max(np.abs(np.diff(w, axis=0))))
    away = np.max(np.abs(w[-LAST - 1 : -1] - w[-1]), axis=1)[::-1]  # 1 .. LAST updates ago
    for period in (np.flatnonzero(away <= same) + 1).tolist():
        rows = w[-2 * period - 1 :]
        if len(rows) > 2 * period > 2 and same > 0 and np.max(np.abs(rows[period:] - rows[:-period])) <= same:
            return int(period)
    return None


def _going_round(record: RunRecord, end: End, period: int) -> Verdict:
    values = end.sign * end.values_at(np.arange(record.n + 1 - period, record.n + 1))
    low, high = float(np.min(values)), float(np.max(values))
    numbers = {"low": low, "high": high, "loss": end.loss, "period": period}
    if high - low <= 1e-3 * abs(high):
        text = message("The run oscillates: it is back at the same place every {period} steps. The loss stays at"
                       " {loss}.",
                       period=period, loss=short(high))  # fmt: skip
    else:
        text = message(
            "The run oscillates: it is back at the same place every {period} steps. The loss stays between {low} and"
            " {high}.",
            period=period, low=short(low), high=short(high),
        )  # fmt: skip
    return Verdict("oscillating", text, numbers)


@frozen
class Crossing:
    """The last points `w` (m, dim) and their values, and how deep the valley is under the swing."""

    w: np.ndarray
    values: np.ndarray
    depth: float


def crossing(record: RunRecord, end: End) -> Crossing:
    """The swing of a run that has one: its depth is that of the middles of neighbours under the neighbours."""
    w = record.w[-_tail(record) :]
    values = end.values_at(np.arange(record.n + 1 - len(w), record.n + 1))
    middles = end.objective((w[1:] + w[:-1]) / 2)
    return Crossing(w, values, float(np.mean((values[1:] + values[:-1]) / 2 - middles)))


def _swinging(record: RunRecord, end: End) -> Verdict:
    swing = crossing(record, end)
    w, values, depth = swing.w, swing.values, swing.depth
    quarters = end.quarters
    assert quarters is not None  # _tail has checked it
    falls = float(np.mean(quarters[0].values) - np.mean(quarters[1].values))
    low, high = sorted((end.sign * float(np.min(values)), end.sign * float(np.max(values))))
    numbers = {"low": low, "high": high, "loss": end.loss}
    if falls > SLOW * abs(depth) and quarters[1].level < float(np.min(quarters[0].levels)):  # and not by chance
        text = message("The run overshoots: each step crosses the valley, yet the loss falls. The loss is {loss}.",
                       loss=short(end.loss))  # fmt: skip
        forecast = forecast_of(record, end)
        if forecast.percent == 0:
            text = message("{verdict} Already 99 % of the way is done.", verdict=text)
        elif forecast.percent is not None and not forecast.is_least:
            text = message("{verdict} It needs about {more} at this rate for 99 % of the way.",
                           verdict=text, more=more_steps(forecast.percent))  # fmt: skip
        return Verdict("overshooting", text, numbers | forecast.numbers)
    back = np.linalg.norm(w[2:] - w[:-2], axis=1)
    if np.mean(back) <= 0.1 * np.mean(np.linalg.norm(w[1:] - w[:-1], axis=1)):
        numbers["period"] = 2
    if high - low <= 1e-3 * abs(high):
        text = message("The run oscillates: each step crosses the valley, the next comes back. The loss stays at"
                       " {loss}.",
                       loss=short(high))  # fmt: skip
    else:
        text = message("The run oscillates: each step crosses the valley. The loss stays between {low} and {high}.",
                       low=short(low), high=short(high))  # fmt: skip
    return Verdict("oscillating", text, numbers)


def _jumping(record: RunRecord, end: End) -> Verdict | None:
    """The loss goes up and down without falling: between walls, by jumps over the limit, or over the start.

    Or it had arrived, and was thrown out again: rules that divide by the size of their gradients do so when these have
    become small.
    """
    quarters = end.quarters
    if quarters is None:
        return None
    before, last = (quarter.values for quarter in quarters)
    spread = float(np.std(last))
    steps = np.sign(np.diff(last))
    turns = int(np.count_nonzero(steps[1:] * steps[:-1] < 0))
    visible = spread > 1e-9 * abs(end.first - float(np.min(last)))
    falls = np.mean(before) - np.mean(last)
    chance = 2 * np.sqrt(2 / len(last)) * spread  # two standard errors of what jumps without falling
    over = turns >= TURNS and share_over_limit(record) > 0.1
    jumps = turns >= TURNS and falls <= (max(SLOW * spread, chance) if over else SLOW * spread)
    lowest = min(float(np.min(before)), float(np.min(last)))
    highest = float(np.max(before)) - lowest
    again = highest <= PROMISED * (end.first - lowest) and np.mean(last) - lowest > 10 * highest
    if not visible or not (jumps or again or end.was_thrown_out):
        return None
    low, high = sorted((end.sign * float(np.min(end.last_values)), end.sign * float(np.max(end.last_values))))
    numbers = {"low": low, "high": high, "loss": end.loss, "start_loss": end.sign * end.first}
    if float(np.mean(last)) > end.first:
        text = message("The run overshoots: the steps threw it out of its valley. The loss jumps between {low} and"
                       " {high}.",
                       low=short(low), high=short(high))  # fmt: skip
        return Verdict("overshooting", text, numbers)
    if over:
        text = message("The run overshoots: the steps are too long for this valley. The loss jumps between {low} and"
                       " {high}.",
                       low=short(low), high=short(high))  # fmt: skip
        return Verdict("overshooting", text, numbers)
    text = message(
        "The run oscillates: it goes to and fro. In the last quarter of its steps the loss was between {low} and"
        " {high}.",
        low=short(low), high=short(high),
    )  # fmt: skip
    return Verdict("oscillating", text, numbers)
