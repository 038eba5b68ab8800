"""Runs that a rate over the stability limit made diverge."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.limits import first_over_limit, share_over_limit
from gdviz.engine.diagnosis.thresholds import SLOW
from gdviz.engine.diagnosis.valley_motion import crossing, swings
from gdviz.engine.diagnosis.verdict_numbers import apart, point, short
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.messages import message


def diverged(record: RunRecord, end: End) -> Verdict | None:
    """The verdict on a run that overflowed, or whose loss keeps growing at a rate over the limit.

    While the loss is still below that of the start, the verdict is overshooting.
    """
    if record.finish != "diverged" and not _grows(record, end):
        return None
    if record.n == 0 and not (np.isfinite(end.first) and np.isfinite(end.grad).all()):
        return Verdict("diverged", message("The loss or its gradient is not finite at the start."), {"step": 0})
    numbers: dict[str, Any] = {"step": record.updates}
    if record.finish == "diverged" and not np.isfinite(record.planned_lr(np.array([record.updates]))).all():
        text = message(
            "The run ended after step {step}: the schedule's rate is not finite at the next.", step=record.updates
        )
        return Verdict("diverged", text, numbers)
    over = first_over_limit(record)
    if over is None:
        if record.finish != "diverged":
            return None
        text = message("The run diverged after step {step}: the next numbers are not finite.", step=record.updates)
        if not np.isfinite(end.grad).all():  # at a cusp, as that of sqrt|x|
            text = message("The run stopped after step {step}: at {w} the gradient is not finite. The loss is {loss}.",
                           step=record.updates, w=point(end.w), loss=short(end.loss))  # fmt: skip
        elif end.last < end.first:  # over the border of a domain, or into a pole
            text = message(
                "The run diverged after step {step}: the next one leads to where the loss has no finite value. The"
                " loss is {loss}.",
                step=record.updates, loss=short(end.loss),
            )  # fmt: skip
        return Verdict("diverged", text, numbers)
    numbers |= over.numbers
    lr, limit = apart(over.lr, over.limit)
    under = end.quarters is not None and end.quarters[1].level < end.first
    if record.finish != "diverged" and under and share_over_limit(record) < 1:  # as long as the limit moves
        text = message(
            "The run overshoots: at step {at} the learning rate {lr} is over the stability limit {limit}. Each step"
            " crosses the valley, and the swings grow. The loss is {loss}.",
            at=over.step, lr=lr, limit=limit, loss=short(end.loss),
        )  # fmt: skip
        return Verdict("overshooting", text, over.numbers | {"loss": end.loss, "start_loss": end.sign * end.first})
    if over.sharpness is None:
        text = message("The run diverged: at step {at} the learning rate {lr} is over the stability limit {limit}.",
                       at=over.step, lr=lr, limit=limit)  # fmt: skip
    else:
        text = message(
            "The run diverged: at step {at} the learning rate {lr} is over the stability limit {limit}. The sharpness"
            " there is {sharpness}.",
            at=over.step, lr=lr, limit=limit, sharpness=short(over.sharpness),
        )  # fmt: skip
    return Verdict("diverged", text, numbers)


def thrown_out(record: RunRecord, end: End) -> Verdict | None:
    """A rate over the limit threw the run out of the box that it started in.

    A run that swings in a valley lower than where it began has found another one: then the verdict is about that
    valley, wherever the box ends.
    """
    if record.n == 0 or not end.is_outside(end.w) or end.is_outside(end.start):
        return None
    if end.last < end.first and swings(record):
        return None
    over = first_over_limit(record)
    if over is None:
        return None
    lr, limit = apart(over.lr, over.limit)
    text = message(
        "The run overshot: at step {at} the learning rate {lr} is over the stability limit {limit}, and the steps"
        " left the valley. The loss is {loss}.",
        at=over.step, lr=lr, limit=limit, loss=short(end.loss),
    )  # fmt: skip
    return Verdict("overshooting", text, {"loss": end.loss, "start_loss": end.sign * end.first} | over.numbers)


def _grows(record: RunRecord, end: End) -> bool:
    """Whether the loss keeps growing: by swings from quarter to quarter, or by jumps over that of the start."""
    quarters = end.quarters
    if quarters is None:
        return False
    before, last = quarters
    growth = last.level - before.level
    if not growth > 0:
        return False
    if swings(record):
        # A cycle, or an orbit that stays where it is, grows by rounding or by chance, but not beyond all it was.
        if not last.level - float(np.max(before.levels)) > 1e-9 * abs(last.level):
            return False
        return (end.last > end.first < last.level) or growth > SLOW * abs(crossing(record, end).depth)
    return end.last > end.first and last.level - end.first > 4 * max(before.level - end.first, 0.0)
