"""Samples that stand in the experiment file itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.datasets.samples import Source, Table, feature_names, require_few_features
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import join, number, param, require_short
from gdviz.quoting import show

LONGEST_NAME = 1000
"""The most characters of a column's name."""


@dataclass(frozen=True, kw_only=True)
class Inline(Source):
    """`x`: a list of rows, or of numbers where there is one feature; `y`: a list of numbers.

    `names` and `target` say what the columns are called where they are not x (x1 .. xd) and y.
    """

    kind = "inline"
    label = mark("Data in the file")
    order = 40

    x: list[Any] = param(kind="data", shown=False)
    y: list[Any] = param(kind="data", shown=False)
    names: list[Any] | None = param(None, kind="data", shown=False, optional=True)
    target: str = param("y", kind="text", shown=False)

    def read(self, path: str) -> Table:
        """Raises ExperimentError with the path of the first number that is none."""
        x, y = self.x, self.y
        if not isinstance(x, list) or not x:
            raise ExperimentError(join(path, "x"), message("must be a list of at least one row"))
        if not isinstance(y, list) or len(y) != len(x):
            got = len(y) if isinstance(y, list) else show(y)
            raise ExperimentError(join(path, "y"), message("must have {want} numbers, got {got}", want=len(x), got=got))
        rows = [row if isinstance(row, list) else [row] for row in x]
        require_few_features(len(rows[0]), join(path, "x"))
        for i, row in enumerate(rows):
            if not row or len(row) != len(rows[0]):
                raise ExperimentError(f"{path}.x[{i}]", message("must have as many numbers as the first row"))
        features = _numbers([cell for row in rows for cell in row])
        if features is None:
            features = np.array(
                [[number(cell, f"{path}.x[{i}][{j}]") for j, cell in enumerate(row)] for i, row in enumerate(rows)]
            )
        targets = _numbers(y)
        if targets is None:
            targets = np.array([number(value, f"{path}.y[{i}]") for i, value in enumerate(y)])
        return Table(self._names(len(rows[0]), path), self.target, features.reshape(len(x), -1), targets)

    def _names(self, features: int, path: str) -> tuple[str, ...]:
        """The names of the features. Raises ExperimentError."""
        if self.names is None:
            return feature_names(features)
        names = self.names if isinstance(self.names, list | tuple) else []
        if len({*names, self.target} if all(isinstance(name, str) for name in names) else ()) != features + 1:
            raise ExperimentError(
                join(path, "names"), message("must be {n} different names, none of them the target's", n=features)
            )
        return tuple(require_short(name, f"{path}.names[{i}]", LONGEST_NAME) for i, name in enumerate(names))

    def recorded(self) -> dict[str, Any]:
        """The keys without the numbers, and without names that are the usual ones."""
        left_out = {"x", "y", *(["names"] if self.names is None else []), *(["target"] if self.target == "y" else [])}
        return {key: value for key, value in super().recorded().items() if key not in left_out}


def _numbers(cells: list[Any]) -> np.ndarray | None:
    """The array of `cells` where all are finite numbers; None where one is not, which the slow way then names."""
    if not set(map(type, cells)) <= {float, int}:
        return None
    try:
        made = np.array(cells, dtype=float)
    except OverflowError:
        return None
    return made if np.isfinite(made).all() else None
