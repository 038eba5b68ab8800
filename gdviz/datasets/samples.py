"""Samples: what a data problem is fitted to, from the experiment file or from the shipped data."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, message
from gdviz.params import join, number, show, unknown, unknown_key
from gdviz.paths import resource_json, resource_text

_KEYS = {"inline": ("kind", "x", "y"), "builtin": ("kind", "name")}


@dataclass(frozen=True)
class Samples:
    """N samples of d features and their targets, with the object of the experiment file that they came from."""

    source: tuple[tuple[str, Any], ...]
    names: tuple[str, ...]
    target: str
    x: np.ndarray = field(compare=False, repr=False)
    """Features, shape (N, d), float64."""
    y: np.ndarray = field(compare=False, repr=False)
    """Targets, shape (N,), float64."""

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        data = dict(self.source)
        if data["kind"] == "inline":
            data["x"], data["y"] = [list(row) for row in data["x"]], list(data["y"])
        return data


def read_samples(data: Any, path: str) -> Samples:
    """Read `problem.data`: {"kind": "inline", "x", "y"} or {"kind": "builtin", "name"}.

    Raises ExperimentError with the path of the offending key.
    """
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object with a kind"))
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _KEYS:
        raise ExperimentError(join(path, "kind"), unknown(kind, _KEYS))
    for key in data:
        if key not in _KEYS[kind]:
            raise ExperimentError(join(path, key), unknown_key(key, _KEYS[kind]))
    for key in _KEYS[kind]:
        if key not in data:
            raise ExperimentError(join(path, key), message("is missing"))
    return _inline(data, path) if kind == "inline" else _builtin(data["name"], join(path, "name"))


def builtin_names() -> dict[str, dict[str, Any]]:
    """The shipped data sets by name, with title, description, source, licence, columns."""
    catalogue: dict[str, dict[str, Any]] = resource_json("datasets", "catalogue.json")
    return catalogue


def _inline(data: dict[str, Any], path: str) -> Samples:
    x, y = data["x"], data["y"]
    if not isinstance(x, list) or not x:
        raise ExperimentError(join(path, "x"), message("must be a list of at least one row"))
    if not isinstance(y, list) or len(y) != len(x):
        got = len(y) if isinstance(y, list) else show(y)
        raise ExperimentError(join(path, "y"), message("must have {want} numbers, got {got}", want=len(x), got=got))
    rows: list[tuple[float, ...]] = []
    for i, row in enumerate(x):
        cells = row if isinstance(row, list) else [row]
        if not cells or len(cells) != len(rows[0] if rows else cells):
            raise ExperimentError(f"{path}.x[{i}]", message("must have as many numbers as the first row"))
        rows.append(tuple(number(cell, f"{path}.x[{i}][{j}]") for j, cell in enumerate(cells)))
    targets = tuple(number(value, f"{path}.y[{i}]") for i, value in enumerate(y))
    names = tuple(f"x{j + 1}" for j in range(len(rows[0]))) if len(rows[0]) > 1 else ("x",)
    source = (("kind", "inline"), ("x", tuple(rows)), ("y", targets))
    return Samples(source, names, "y", np.array(rows, dtype=float), np.array(targets, dtype=float))


def _builtin(name: Any, path: str) -> Samples:
    known = builtin_names()
    if not isinstance(name, str) or name not in known:
        raise ExperimentError(path, unknown(name, known))
    x, y = _table(name)
    entry = known[name]
    source = (("kind", "builtin"), ("name", name))
    return Samples(source, tuple(entry["x"]), entry["y"], x, y)


@cache
def _table(name: str) -> tuple[np.ndarray, np.ndarray]:
    entry = builtin_names()[name]
    rows = list(csv.DictReader(io.StringIO(resource_text("datasets", f"{name}.csv"))))
    x = np.array([[float(row[column]) for column in entry["x"]] for row in rows])
    y = np.array([float(row[entry["y"]]) for row in rows])
    x.flags.writeable = y.flags.writeable = False
    return x, y
