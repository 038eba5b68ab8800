"""Schedules by hand: a rate that is changed from one update on, and a plan turned into points to be dragged."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.trajectory import RunRecord
from gdviz.messages import ExperimentError, message
from gdviz.schedules.base import ScheduleSpec
from gdviz.schedules.constant import Constant
from gdviz.schedules.points import Points
from gdviz.schedules.sequence import Sequence

Floats = NDArray[np.float64]
MOST_POINTS = 24
"""A drawn schedule begins with so many points at most: more are no help to a hand."""
CLOSE = 0.01
"""How near straight lines between points come to the plan, as a share of its highest rate."""
_LOOKED = 2001


def from_here(record: RunRecord, step: int, rate: float) -> dict[str, Any]:
    """What of the run has to change so that updates from number `step` on use `rate`, and those before what they did.

    The rates of the updates before are the same to the last bit. Where the schedule counts updates it is cut there,
    and a held point follows: a `points` schedule, alone or as the last member of a sequence. Within a warm-up, and
    where the schedule counts epochs of several updates, the past becomes held points, one for each change of the
    rate.

    Parameters
    ----------
    record : RunRecord
        The run as it is planned, whether computed or not.
    step : int
        The first update that is to use `rate`: 0 <= step < record.planned.
    rate : float
        Over 0.

    Returns
    -------
    dict
        JSON values by their paths in the run ("schedule", "warmup", "optimizer.lr").

    Raises
    ------
    ExperimentError
        There is no update after `step`; the rate is not over 0; or the past cannot be kept: a momentum that is
        cycled by epochs.
    """
    spec = record.spec
    if not rate > 0 or not math.isfinite(rate):
        raise ExperimentError("optimizer.lr", message("must be {range}, got {got}", range="> 0", got=f"{rate:g}"))
    if step >= record.planned:
        raise ExperimentError("optimizer.lr", message("the run ends here: no step is left to change"))
    if step <= 0 and _is_constant(spec.schedule) and spec.warmup is None:
        return {"optimizer.lr": rate}
    per_epoch = record.steps_per_epoch
    warming, _ = record.schedule.position(step, per_epoch)
    if not warming and (spec.schedule.unit == "step" or per_epoch == 1 or _is_constant(spec.schedule)):
        counted = spec.schedule if spec.schedule.unit == "step" else spec.schedule.counted_in("step", 1.0)
        return {"schedule": _held_from(counted, step - warm_steps(record), rate / spec.optimizer.lr).to_json()}
    if spec.schedule.momentum_key:
        raise ExperimentError(
            "optimizer.lr", message("the schedule cycles the momentum by epochs: count it in steps, then steer")
        )
    return _as_held(record, step, rate)


def as_points(record: RunRecord) -> dict[str, Any]:
    """The plan of the run as a `points` schedule, in JSON: held where it moves in jumps, else along straight lines.

    At most MOST_POINTS points, chosen where they are missed most (Ramer 1972; Douglas & Peucker 1973). A warm-up
    stays before it. One that is made of points already stays what it is.
    """
    spec = record.spec
    if isinstance(spec.schedule, Points):
        return spec.schedule.to_json()
    warm = warm_steps(record)
    unit = record.steps_per_epoch if spec.schedule.unit == "epoch" else 1
    last = max((record.planned - 1 - warm) / unit, 1.0)
    times = np.unique(np.linspace(0.0, math.floor(last), _LOOKED).round())
    factors = record.planned_lr(np.ceil(warm + times * unit)) / spec.optimizer.lr
    changes = np.append(0, np.flatnonzero(np.diff(factors)) + 1)
    held = 1 < len(changes) <= MOST_POINTS and bool((np.diff(changes) > 1).all())
    chosen = changes if held else _telling(times, factors)
    points = [[float(times[i]), float(f"{factors[i]:.4g}")] for i in chosen]
    interpolation = "hold" if held else "linear"
    return {"kind": Points.kind, "unit": spec.schedule.unit, "points": points, "interpolation": interpolation}


def _telling(x: Floats, y: Floats) -> list[int]:
    """The places (in order) whose points tell the curve: both ends, then always where it is missed most."""
    chosen = [0, len(x) - 1] if len(x) > 1 else [0]
    room = CLOSE * float(np.abs(y).max(initial=0.0))
    while len(chosen) < MOST_POINTS:
        missed = np.abs(y - np.interp(x, x[chosen], y[chosen]))
        worst = int(np.argmax(missed))
        if not missed[worst] > room:
            break
        chosen = sorted([*chosen, worst])
    return chosen


def _is_constant(schedule: ScheduleSpec) -> bool:
    return isinstance(schedule, Constant) and (schedule.factor == 1 or schedule.total_iters == 0)


def warm_steps(record: RunRecord) -> float:
    """After how many updates the schedule begins."""
    warmup = record.spec.warmup
    if warmup is None:
        return 0.0
    return warmup.length * record.steps_per_epoch if warmup.unit == "epoch" else warmup.length


def _held_from(schedule: ScheduleSpec, k: float, factor: float) -> ScheduleSpec:
    """The same schedule until k, from there on the factor, and nothing of what was planned after it."""
    if _is_constant(schedule):
        schedule = Points(unit=schedule.unit, points=((0.0, 1.0),), interpolation="hold")
    if isinstance(schedule, Points) and schedule.interpolation == "hold":
        before = tuple(point for point in schedule.points if point[0] < k)
        if k > 0 and not before:  # before its first point it has the first point's factor
            before = ((0.0, schedule.points[0][1]),)
        return replace(schedule, points=(*before, (k, factor)))
    held = Points(unit=schedule.unit, points=((0.0, factor),), interpolation="hold")
    if k == 0:
        return held
    if isinstance(schedule, Sequence):
        kept = sum(time < k for time in schedule.milestones)
        times, last = schedule.milestones[:kept], schedule.schedules[kept]
        members = schedule.schedules[:kept]
        if not (isinstance(last, Points) and last.interpolation == "hold"):
            return replace(schedule, schedules=(*members, last, held), milestones=(*times, k))
        if not times:
            return _held_from(last, k, factor)
        return replace(schedule, schedules=(*members, _held_from(last, k - times[-1], factor)), milestones=times)
    return Sequence(unit=schedule.unit, schedules=(schedule, held), milestones=(k,))


def _as_held(record: RunRecord, step: int, rate: float) -> dict[str, Any]:
    """The past as held points, one for each change, and the rate from `step` on; the warm-up is among them."""
    past = record.planned_lr(np.arange(step))
    places = np.append(0, np.flatnonzero(np.diff(past)) + 1)[: len(past)].tolist()
    base = record.spec.optimizer.lr
    factors = [_factor(base, float(past[i])) for i in places]
    changes: dict[str, Any] = {}
    if None in factors:
        # No factor may give a rate to the last bit; a power of two as the base gives each exactly.
        base = 2.0 ** math.floor(math.log2(base))
        factors = [float(past[i]) / base for i in places]
        changes["optimizer.lr"] = base
    points = [[float(k), factor] for k, factor in zip([*places, step], [*factors, rate / base], strict=True)]
    made = {"kind": Points.kind, "unit": "step", "points": points, "interpolation": "hold"}
    return changes | {"schedule": made, "warmup": None}


def _factor(base: float, rate: float) -> float | None:
    """A number that times `base` is `rate` to the last bit; None where there is none."""
    near = rate / base
    tried = (near, math.nextafter(near, 0.0), math.nextafter(near, math.inf))
    return next((factor for factor in tried if base * factor == rate), None)
