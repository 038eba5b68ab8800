"""A problem whose data were not read: nothing can be computed, and its part of the file is kept as it is."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import integer, join
from gdviz.problems.problem import Domain, Problem, ProblemSpec, read_domain
from gdviz.quoting import show

MOST_PARAMETERS = 1000


@dataclass(frozen=True, kw_only=True)
class WithheldSpec(ProblemSpec):
    """Stands for a problem with data that must not be read (`gdviz.datasets.file_places`); its runs fail and say so.

    ``{"kind": "withheld", "dim": 2, "problem": {...}}`` in memory only: files hold the problem itself.
    """

    kind = "withheld"
    label = mark("Data that were not read")
    withheld = True

    size: int
    text: str
    """The JSON of the problem itself, with the absolute path of its data."""

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Self:
        """Read and check `problem`. Raises ExperimentError with the path of the offending key."""
        inner, size = data.get("problem"), integer(data.get("dim"), join(path, "dim"))
        samples: Any = inner.get("data") if isinstance(inner, dict) else None
        if not isinstance(inner, dict) or not isinstance(samples, dict) or not isinstance(samples.get("path"), str):
            raise ExperimentError(join(path, "problem"), message("must be an object, got {got}", got=show(inner)))
        if not 1 <= size <= MOST_PARAMETERS:
            text = f"[1, {MOST_PARAMETERS}]"
            raise ExperimentError(join(path, "dim"), message("must be in {range}, got {got}", range=text, got=size))
        return cls(size=size, text=json.dumps(inner))

    def build(self) -> Problem:
        """Compile it."""
        return Withheld(self)

    def to_json(self) -> dict[str, Any]:
        """The object in memory, which is never taken for a problem whose data may be read."""
        return {"kind": self.kind, "dim": self.size, "problem": json.loads(self.text)}

    def portable(self) -> dict[str, Any]:
        """See ProblemSpec: the problem itself."""
        made: dict[str, Any] = json.loads(self.text)
        return made

    @property
    def dim(self) -> int:
        """The number of parameters, as the first start of the experiment has them."""
        return self.size


class Withheld(Problem):
    """A loss of which no value is known: nan everywhere."""

    symbol = "J"
    absent = mark("The data of this experiment were not read, so nothing is computed.")

    def __init__(self, spec: WithheldSpec) -> None:
        self.dim, self.title = spec.dim, spec.label
        self.names = tuple(f"w{i + 1}" for i in range(spec.dim))
        self.start = (0.0,) * spec.dim
        self.domain: Domain = ((-1.0, 1.0),) * spec.dim
        with suppress(ExperimentError):  # reported when the data are read
            self.domain = read_domain(spec.portable().get("domain"), "", spec.dim) or self.domain

    def loss(self, w: Any, xp: Any = np) -> Any:
        """Nan, shape (...,)."""
        return xp.full(xp.asarray(w).shape[:-1], np.nan)[()]

    def grad(self, w: Any, xp: Any = np) -> Any:
        """Nan, shape (..., dim)."""
        return xp.full(xp.asarray(w).shape, np.nan)

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """Nan, shape (..., dim, dim)."""
        return xp.full((*xp.asarray(w).shape, self.dim), np.nan)
