"""Schedules by hand: a rate that is changed from one update on, and a plan turned into points to be dragged."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message
from gdviz.schedules.points import Points
from gdviz.schedules.schedule import Schedule, ScheduleSpec
from gdviz.schedules.sequence import Sequence

Floats = NDArray[np.float64]
MOST_POINTS = 24
"""The most points of a drawn schedule: more are hard to drag one by one."""
CLOSE, BY_HAND = 0.01, 0.02
"""How near straight lines between points come to the plan, as a share of its highest rate; and how near they, or
levels, come to a curve that was drawn by hand, which is not steady."""
_LOOKED = 2001
_HIGHEST = 1e300
"""The highest factor of a point, for a plan that grows beyond the range of floats."""


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
    if step <= 0 and spec.schedule.is_constant and spec.warmup is None:
        return {"optimizer.lr": rate}
    per_epoch = record.steps_per_epoch
    warming, _ = record.schedule.position(step, per_epoch)
    if not warming and (spec.schedule.unit == "step" or per_epoch == 1 or spec.schedule.is_constant):
        counted = spec.schedule if spec.schedule.unit == "step" else spec.schedule.counted_in("step", 1.0)
        return {"schedule": _held_from(counted, step - warm_steps(record), rate / spec.optimizer.lr).to_json()}
    if spec.schedule.momentum_key:
        raise ExperimentError(
            "optimizer.lr", message("the schedule cycles the momentum by epochs: count it in steps, then steer")
        )
    return _as_held(record, step, rate)


def as_points(record: RunRecord, low: float = 0.0) -> dict[str, Any]:
    """The plan of the run as a `points` schedule, in JSON: held where it moves in jumps, otherwise straight lines.

    At most MOST_POINTS points, chosen where straight lines miss the plan most (Ramer 1972; Douglas & Peucker 1973). A
    warm-up stays before it. They count steps: between points that count epochs the rate would rise and fall in stairs.
    A schedule of points keeps its own, counted in steps.

    Parameters
    ----------
    record : RunRecord
        The run as it is planned, whether computed or not.
    low : float
        Over 0: the lowest factor that counts, and nearness is that on a logarithmic axis from there on.
    """
    spec = record.spec
    unit = record.steps_per_epoch if spec.schedule.unit == "epoch" else 1
    if isinstance(spec.schedule, Points):
        return spec.schedule.counted_in("step", unit).to_json()
    warm = warm_steps(record)
    last = max((record.planned - 1 - warm) / unit, 1.0)
    times = np.unique(np.linspace(0.0, math.floor(last), _LOOKED).round())
    with np.errstate(all="ignore"):
        factors = record.planned_lr(np.ceil(warm + times * unit)) / spec.optimizer.lr
    factors = np.nan_to_num(factors, nan=0.0, posinf=_HIGHEST).clip(max=_HIGHEST)
    changes = np.append(0, np.flatnonzero(np.diff(factors)) + 1)
    held = 1 < len(changes) <= MOST_POINTS and bool((np.diff(changes) > 1).all())
    ends, near = sorted({0, len(times) - 1}), _Nearness(low, float(np.abs(factors).max(initial=0.0)))
    chosen = changes if held else _most_missed(times, factors, near, CLOSE * near.span, ends, MOST_POINTS - len(ends))
    points = [[float(times[i] * unit), float(f"{factors[i]:.4g}")] for i in chosen]
    interpolation = "hold" if held else "linear"
    return {"kind": Points.kind, "unit": "step", "points": points, "interpolation": interpolation}


@frozen
class _Nearness:
    """How far apart factors are: by their difference or, with a `low` over 0, by that of their logarithms."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """The height of the axis."""
        return float(self.of(self.high) - self.of(0.0))

    def of(self, factors: Any) -> Any:
        """Positions on the axis."""
        return np.log10(np.maximum(factors, self.low)) if self.low > 0 else factors

    def factor(self, position: float) -> float:
        """The factor at a position; 0 at the lower end of a logarithmic axis."""
        if self.low <= 0:
            return position
        return float(10.0**position) if position > self.of(self.low) else 0.0


def drawn_over(
    before: Points, k: Floats, factors: Floats, grain: float, last: float, low: float = 0.0
) -> dict[str, Any]:
    """The schedule, in JSON, after a curve was drawn over it from k[0] to k[-1]; the rest of it stays.

    The points outside that stretch stay, and its own are at most MOST_POINTS: along straight lines those where the
    drawn curve is missed most (Ramer 1972; Douglas & Peucker 1973), all within the share BY_HAND of the highest
    factor where MOST_POINTS are enough; held, as few levels as the same nearness allows.

    Parameters
    ----------
    before : Points
        The schedule that is drawn over.
    k, factors : NDArray, shape (n,)
        The drawn curve, n > 0, k rising and in steps of `grain`.
    grain : float
        How far from the ends of the stretch the curve is again what it was.
    last : float
        Where the run ends: no point is put beyond it.
    low : float
        Over 0: the lowest factor that counts, and nearness is that on a logarithmic axis from there on.
    """
    factors = np.array([float(f"{max(factor, 0.0):.3g}") for factor in factors])
    kept = [point for point in before.points if not k[0] <= point[0] <= k[-1]]
    taken = {time for time, _ in kept}
    beside = [at for at in (k[0] - grain, k[-1] + grain) if 0 <= at <= last and at not in taken]
    old = [(float(at), float(f"{Schedule(before).lr(1.0, at):.4g}")) for at in beside]
    near = _Nearness(low, max(float(factors.max()), *(factor for _, factor in kept), 0.0))
    room = BY_HAND * near.span
    if before.interpolation == "hold":
        again = [point for point in old if point[0] > k[-1]]
        made = sorted([*kept, *_levels(k, factors, near, room), *again])
    else:
        x, y = np.array(sorted([*kept, *old, *zip(k, factors, strict=True)])).T
        # A curve that is drawn from the start or to the end has points there.
        fixed = [i for i, time in enumerate(x) if time in taken or (time in (k[0], k[-1]) and not 0 < time < last)]
        chosen = _most_missed(x, y, near, room, fixed, MOST_POINTS)
        made = [(float(x[i]), float(y[i])) for i in chosen]
    return {**before.to_json(), "points": [[float(f"{time:.12g}"), factor] for time, factor in made]}


def _levels(x: Floats, factors: Floats, near: _Nearness, room: float) -> list[tuple[float, float]]:
    """Where the curve is held from, and at what: each level lasts while all of it lies within `room`."""
    y = near.of(factors)
    while True:
        made: list[tuple[float, float]] = []
        begin, low, high = 0, y[0], y[0]
        for i in range(len(x) + 1):
            if i < len(x) and max(high, y[i]) - min(low, y[i]) <= 2 * room:
                low, high = min(low, y[i]), max(high, y[i])
                continue
            made.append((float(x[begin]), float(f"{near.factor((low + high) / 2):.3g}")))
            if i < len(x):
                begin, low, high = i, y[i], y[i]
        if len(made) <= MOST_POINTS:
            return made
        room *= 1.5


def _most_missed(x: Floats, y: Floats, near: _Nearness, room: float, chosen: list[int], more: int) -> list[int]:
    """The places (in order) whose points describe the curve: those `chosen`, then at most `more` others.

    Each is the one where the straight lines miss the curve most, until they miss it nowhere by more than `room`.
    """
    chosen = chosen or [0]
    most = len(chosen) + more
    while len(chosen) < most:
        missed = np.abs(near.of(y) - near.of(np.interp(x, x[chosen], y[chosen])))
        worst = int(np.argmax(missed))
        if not missed[worst] > room:
            break
        chosen = sorted([*chosen, worst])
    return chosen


def warm_steps(record: RunRecord) -> float:
    """After how many updates the schedule begins."""
    warmup = record.spec.warmup
    if warmup is None:
        return 0.0
    return warmup.length * record.steps_per_epoch if warmup.unit == "epoch" else warmup.length


def _held_from(schedule: ScheduleSpec, k: float, factor: float) -> ScheduleSpec:
    """The same schedule until k, from there on the factor, and nothing of what was planned after it."""
    if schedule.is_constant:
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
    with np.errstate(invalid="ignore"):  # a rate that has overflowed stays at inf
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
