"""Reads the lists in schedules: milestones, and schedules within a schedule."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any, cast

from gdviz.messages import ExperimentError, message
from gdviz.params import join, number
from gdviz.quoting import show
from gdviz.registry import from_json
from gdviz.schedules.schedule import ScheduleSpec

DEEPEST = 8
"""How deep schedules may be nested; more is a mistake, or meant to overflow the stack."""
MOST_MEMBERS, MOST_TIMES = 100, 5000
"""The most schedules in a schedule, at any depth; the most milestones, or points."""


def read_milestones(data: object, path: str, *, strictly: bool) -> tuple[float, ...]:
    """Times >= 0 in rising order; with `strictly` they are > 0, each later than the one before.

    Raises ExperimentError.
    """
    if not isinstance(data, list | tuple):
        raise ExperimentError(path, message("must be a list of numbers, got {got}", got=show(data)))
    require_few(data, MOST_TIMES, path)
    made: list[float] = []
    for i, value in enumerate(data):
        where = f"{path}[{i}]"
        time = number(value, where)
        if time < 0 or (strictly and time == 0):
            allowed = "> 0" if strictly else ">= 0"
            raise ExperimentError(where, message("must be {range}, got {got}", range=allowed, got=show(value)))
        require_rising(made[-1:], time, where, strictly=strictly)
        made.append(time)
    return tuple(made)


def require_few(data: Sized, most: int, path: str) -> None:
    """Refuse a list of more entries than can be shown and computed with. Raises ExperimentError."""
    if len(data) > most:
        raise ExperimentError(path, message("must have at most {most} entries, got {got}", most=most, got=len(data)))


def _count(members: Any) -> int:
    """The number of these schedules and of all schedules inside them."""
    return sum(1 + _count(getattr(member, "schedules", ())) for member in members)


def require_rising(before: list[float], time: float, path: str, *, strictly: bool) -> None:
    """Refuse a time that is earlier than the one before it. Raises ExperimentError."""
    if before and (time < before[0] or (strictly and time == before[0])):
        raise ExperimentError(
            path, message("must come after the one before, {before:g}, got {got}", before=before[0], got=show(time))
        )


def read_members(data: dict[str, Any], path: str) -> tuple[ScheduleSpec, ...]:
    """The schedules in `data["schedules"]`, which count in the unit of `data`. Raises ExperimentError."""
    where = join(path, "schedules")
    members = data.get("schedules")
    if not isinstance(members, list | tuple) or not members:
        raise ExperimentError(where, message("must be a list of at least one schedule"))
    if path.count("schedules[") >= DEEPEST:
        raise ExperimentError(where, message("nested too deeply"))
    require_few(members, MOST_MEMBERS, where)
    unit = data.get("unit", "epoch")
    made = []
    for i, member in enumerate(members):
        inner = f"{where}[{i}]"
        if isinstance(member, dict):
            if member.get("unit", unit) != unit:
                raise ExperimentError(
                    join(inner, "unit"), message("must be that of the whole, {unit}", unit=show(unit))
                )
            member = {**member, "unit": unit}
        made.append(cast(ScheduleSpec, from_json("gdviz.schedules", member, inner)))
        if (count := _count(made)) > MOST_MEMBERS:
            raise ExperimentError(where, message("must hold at most {most} schedules, got {got}", most=MOST_MEMBERS,
                                                 got=count))  # fmt: skip
    return tuple(made)


def members_to_json(members: tuple[ScheduleSpec, ...]) -> list[dict[str, Any]]:
    """The objects of the experiment file, without the unit, which is that of the whole."""
    return [{key: value for key, value in member.to_json().items() if key != "unit"} for member in members]


def member_momentum_key(members: tuple[ScheduleSpec, ...]) -> str:
    """The key of the first member that cycles the momentum, as seen from the whole; empty where none does."""
    keys = (f"schedules[{i}].{member.momentum_key}" for i, member in enumerate(members) if member.momentum_key)
    return next(keys, "")
