"""Checks of the JSON values of a guided lesson. Raise ExperimentError with the path of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gdviz.experiment import MAX_STEPS
from gdviz.messages import ExperimentError, message
from gdviz.params import integer, join, unknown_key
from gdviz.quoting import show

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")


def an_object(
    data: Any, path: str, needed: tuple[str, ...] | None = None, others: tuple[str, ...] = ()
) -> dict[str, Any]:
    """An object with these keys; with any where none are given. Raises ExperimentError."""
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object, got {got}", got=show(data)))
    if needed is not None:
        for key in data:
            if key not in (*needed, *others):
                raise ExperimentError(join(path, key), unknown_key(key, (*needed, *others)))
        for key in needed:
            if key not in data:
                raise ExperimentError(join(path, key), message("is missing"))
    return data


def items_of(data: Any, path: str) -> list[tuple[Any, str]]:
    """The items of a list, each with its path. Raises ExperimentError."""
    if not isinstance(data, list):
        raise ExperimentError(path, message("must be a list, got {got}", got=show(data)))
    return [(item, f"{path}[{i}]") for i, item in enumerate(data)]


def count_of(value: Any, path: str) -> int:
    """A whole number from 0 that may be a step. Raises ExperimentError."""
    count = integer(value, path)
    if not 0 <= count <= MAX_STEPS:
        text = f"[0, {MAX_STEPS:g}]"
        raise ExperimentError(path, message("must be in {range}, got {got}", range=text, got=show(count)))
    return count


def name_of(name: Any, path: str) -> str:
    """A name that stands in headings and braces. Raises ExperimentError."""
    if not isinstance(name, str) or not _ID.fullmatch(name):
        what = message("must be a name of small letters, digits and _, got {got}", got=show(name))
        raise ExperimentError(path, what)
    return name


def numbers_in(data: Any) -> Iterable[float]:
    """All numbers in a JSON value, without their signs."""
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from numbers_in(inner)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield abs(float(data))
