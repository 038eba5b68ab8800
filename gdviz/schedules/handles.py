"""Where the numbers of a schedule lie in its plot, and what a drag makes of them, derived from declarations alone.

A parameter says by its `axis` where it lies (see gdviz.params.Param); no schedule is named here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gdviz.messages import Message, message
from gdviz.params import Param, params_of
from gdviz.schedules.schedule import ScheduleSpec, Warmup

_LEAST_SHARE = 1e-3
"""The smallest factor, or share of the base rate, that a drag may set where 0 is not allowed."""
_SLACK = 1e-9
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Grip:
    """One number that a drag along one axis sets: number = (position - origin) / size, from `least` to `most`.

    Positions are those of the axis: units of the schedule, or rates. `path` is where the number stands in the
    schedule's JSON. A time stays a grain under `most`, and over `least` where that is `open`.
    """

    path: Path
    param: Param
    origin: float = 0.0
    size: float = 1.0
    least: float = -math.inf
    most: float = math.inf
    open: bool = False

    def number(self, position: float, grain: float, last: float) -> tuple[float, Message | None]:
        """The number at a position, in steps of `grain` and at most at `last`; and why, if it had to be cut.

        With `grain` 0 it gets three figures.
        """
        made = (position - self.origin) / self.size
        least = self.least + grain if self.open else self.least
        most = min(self.most - grain, (last - self.origin) / self.size)
        if made < least - _SLACK:
            return least, message("{value} at least", value=f"{least:.4g}")
        if made > most + _SLACK:
            return max(most, least), message("{value} at most", value=f"{max(most, least):.4g}")
        made = round(made / grain) * grain if grain else float(f"{made:.3g}")
        return float(f"{min(max(made, least), most):.12g}"), None


@dataclass(frozen=True)
class Handle:
    """A place in the plot that can be dragged: `time` along k, `level` along the rate, or both.

    `rate` is None where it lies on the curve.
    """

    k: float
    rate: float | None
    time: Grip | None
    level: Grip | None

    @property
    def grips(self) -> tuple[Grip, ...]:
        """What it sets."""
        return tuple(grip for grip in (self.time, self.level) if grip is not None)

    @property
    def point(self) -> Path | None:
        """The path of its pair of k and factor; None for a handle that is not such a point."""
        return self.grips[-1].path[:-1] if self.grips[-1].param.axis == "points" else None


def handles(made: ScheduleSpec | Warmup, base_lr: float) -> tuple[Handle, ...]:
    """The handles of a schedule (or of a warm-up that leads to `base_lr`), in the order of k."""
    found = list(_of_schedule(made, base_lr) if isinstance(made, ScheduleSpec) else _own(made, base_lr))
    return tuple(_merged(sorted(found, key=lambda handle: handle.k)))


def moved(
    made: ScheduleSpec | Warmup, handle: Handle, k: float | None, rate: float | None, grain: float, last: float
) -> tuple[dict[str, Any], Message | None]:
    """The JSON with the handle's numbers at (`k`, `rate`), and a sentence where they had to be cut.

    None leaves the number of that axis as it is. Times move in steps of `grain` and no further than k = `last`.
    """
    data, cut = made.to_json(), None
    for grip, position, step, end in ((handle.time, k, grain, last), (handle.level, rate, 0.0, math.inf)):
        if grip is not None and position is not None:
            number, why = grip.number(position, step if grip.param.axis != "share" else 0.0, end)
            _put(data, grip.path, number)
            cut = why or cut
    return data, cut


def with_point(made: ScheduleSpec, path: Path, k: float, factor: float) -> dict[str, Any]:
    """The JSON with one more point (k, factor) in the list of points at `path`; k is counted as in that list."""
    data = made.to_json()
    points = _at(data, path)
    points.append([k, max(factor, 0.0)])
    points.sort(key=lambda point: point[0])
    return data


def without_point(made: ScheduleSpec, point: Path) -> dict[str, Any] | None:
    """The JSON without the point at this path; None for the last one of its list."""
    data = made.to_json()
    points = _at(data, point[:-1])
    if len(points) == 1:
        return None
    del points[int(point[-1])]
    return data


def _of_schedule(made: ScheduleSpec, base_lr: float, levels: bool = True) -> Iterator[Handle]:
    """Its own handles and those of its members; without `levels` only times, where other factors hide its own."""
    yield from _own(made, base_lr, levels)
    parts = made.members()
    for i, (begin, member) in enumerate(parts):
        later = [start for start, _ in parts if start > begin]
        end = min(later, default=math.inf)
        together = sum(start == begin for start, _ in parts) > 1  # the members scale each other
        for handle in _of_schedule(member, base_lr, levels and not together):
            if begin + handle.k < end:
                yield _within(handle, ("schedules", i), begin)


def _within(handle: Handle, lead: Path, begin: float) -> Handle:
    """A member's handle as one of the whole."""
    time, level = handle.time, handle.level
    if time is not None:
        time = replace(time, path=lead + time.path, origin=time.origin + begin)
    if level is not None:
        level = replace(level, path=lead + level.path)
    return Handle(begin + handle.k, handle.rate, time, level)


def _own(made: Any, base_lr: float, levels: bool = True) -> Iterator[Handle]:
    declared = {p.name: p for p in params_of(type(made)) if p.axis and p.shown and getattr(made, p.name) is not None}
    values = [p for p in declared.values() if p.axis in ("factor", "rate") and levels]
    yield from (_level_handle(made, value, 0.0, None, base_lr) for value in values if not value.at)
    for name, parameter in declared.items():
        if parameter.axis == "points":
            yield from _points(made, parameter, base_lr, levels)
        elif parameter.axis in ("k", "share"):
            for i, (k, grip) in enumerate(_times(made, declared, parameter)):
                value = next((p for p in values if p.at == name and i == 0), None)
                yield Handle(k, None, grip, None) if value is None else _level_handle(made, value, k, grip, base_lr)


def _level_handle(made: Any, value: Param, k: float, time: Grip | None, base_lr: float) -> Handle:
    size = base_lr if value.axis == "factor" else 1.0
    least = 0.0 if value.low is None else value.low
    if value.open_low:
        least += _LEAST_SHARE * (base_lr if value.axis == "rate" else 1.0)
    most = math.inf if value.high is None else value.high
    grip = Grip((value.name,), value, 0.0, size, least, most)
    return Handle(k, getattr(made, value.name) * size, time, grip)


def _points(made: Any, parameter: Param, base_lr: float, levels: bool) -> Iterator[Handle]:
    points = getattr(made, parameter.name)
    for i, (k, factor) in enumerate(points):
        path = parameter.name, i
        before = points[i - 1][0] if i else 0.0
        after = points[i + 1][0] if i + 1 < len(points) else math.inf
        time = Grip((*path, 0), parameter, least=before, most=after, open=i > 0)
        level = Grip((*path, 1), parameter, size=base_lr, least=0.0) if levels else None
        yield Handle(k, factor * base_lr, time, level)


def _times(made: Any, declared: dict[str, Param], parameter: Param) -> Iterator[tuple[float, Grip]]:
    value = getattr(made, parameter.name)
    start = _time(made, declared, parameter.at)
    if parameter.axis == "share":
        yield start * value, Grip((parameter.name,), parameter, size=start, least=0.0, most=1.0)
    elif isinstance(value, tuple):
        for i, k in enumerate(value):
            before = value[i - 1] if i else 0.0
            after = value[i + 1] if i + 1 < len(value) else math.inf
            yield k, Grip((parameter.name, i), parameter, least=before, most=after, open=True)
    else:
        least = parameter.low or 0.0
        yield start + value, Grip((parameter.name,), parameter, start, least=least, open=parameter.open_low)


def _time(made: Any, declared: dict[str, Param], name: str) -> float:
    """The time of a parameter; 0 without a name."""
    if not name:
        return 0.0
    value, parameter = getattr(made, name), declared[name]
    first = value[0] if isinstance(value, tuple) else value
    start = _time(made, declared, parameter.at)
    return float(start * first if parameter.axis == "share" else start + first)


def _merged(found: list[Handle]) -> Iterator[Handle]:
    """Two handles in one place that set different axes become one, as a milestone and the point that begins there."""
    waiting: Handle | None = None
    for handle in found:
        if waiting is not None and waiting.k == handle.k and waiting.level is None and handle.level is not None:
            waiting = Handle(handle.k, handle.rate, waiting.time, handle.level)
            continue
        if waiting is not None:
            yield waiting
        waiting = handle
    if waiting is not None:
        yield waiting


def _put(data: Any, path: Path, value: float) -> None:
    _at(data, path[:-1])[path[-1]] = value


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data
