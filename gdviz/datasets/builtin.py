"""The data that come with gdviz: resources/datasets."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache

import numpy as np

from gdviz.datasets.samples import Source, Table, builtin_names
from gdviz.messages import ExperimentError, mark
from gdviz.params import join, param, unknown
from gdviz.paths import resource_text


@dataclass(frozen=True, kw_only=True)
class Builtin(Source):
    """A data set of the catalogue."""

    kind = "builtin"
    label = mark("Built-in data")
    order = 10

    name: str = param(kind="text", label=mark("Name"), help=mark("The name of a data set that comes with gdviz."))

    def read(self, path: str) -> Table:
        """Raises ExperimentError for an unknown name."""
        if self.name not in builtin_names():
            raise ExperimentError(join(path, "name"), unknown(self.name, builtin_names()))
        return _table(self.name)


@cache
def _table(name: str) -> Table:
    entry = builtin_names()[name]
    rows = list(csv.DictReader(io.StringIO(resource_text("datasets", f"{name}.csv"))))
    x = np.array([[float(row[column]) for column in entry["x"]] for row in rows])
    y = np.array([float(row[entry["y"]]) for row in rows])
    return Table(tuple(entry["x"]), entry["y"], x, y)
