"""Samples: what a data problem is fitted to, from any source."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, mark, message
from gdviz.params import join, param, to_json
from gdviz.paths import resource_json
from gdviz.quoting import one_line
from gdviz.read_only import ReadOnlyArrays
from gdviz.registry import from_json

CARRIED = 50_000
"""The most numbers of a CSV file that an exported file carries, about 1 MB; for a larger one it names the path."""
MOST_FEATURES = 1000
"""The most features of the samples: their Hessian has as many rows and columns."""


@frozen
class Table(ReadOnlyArrays):
    """Columns of numbers as they were read: features `x` (N, d) and targets `y` (N,), float64, with their names.

    `file` and `lines` (N,) say where each sample stands, for those that come from a file.
    """

    names: tuple[str, ...]
    target: str
    x: np.ndarray
    y: np.ndarray
    file: str = ""
    lines: np.ndarray | None = None


@frozen
class Scaling:
    """What `standardise` removed: each feature's `mean` and `std` (over N, not N - 1), and the target's."""

    mean: tuple[float, ...]
    std: tuple[float, ...]
    target_mean: float = 0.0
    target_std: float = 1.0


@frozen
class Samples(ReadOnlyArrays):
    """N samples of d features and their targets.

    Two are equal when the same source gave the same numbers: `source` holds the keys of the experiment file but
    not the numbers, `digest` is theirs.
    """

    source: tuple[tuple[str, Any], ...]
    names: tuple[str, ...]
    """The names of the features: those of the table, each made one line of visible characters."""
    target: str
    digest: str
    x: np.ndarray = field(compare=False, repr=False)
    """Features, shape (N, d), float64, standardised if the source says so."""
    y: np.ndarray = field(compare=False, repr=False)
    """Targets, shape (N,), float64."""
    table: Table = field(compare=False, repr=False)
    """What was read, in its own units."""
    scaling: Scaling | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file; numbers given inline are in their own units."""
        data = {key: list(value) if isinstance(value, tuple) else value for key, value in self.source}
        if data["kind"] == "inline":
            data["x"], data["y"] = self.table.x.tolist(), self.table.y.tolist()
        return data

    def portable(self) -> dict[str, Any]:
        """The same object for a file that leaves its folder: the numbers of a CSV file stand in it, up to CARRIED."""
        data = self.to_json()
        if data["kind"] != "csv" or self.table.x.size + self.table.y.size > CARRIED:
            return data
        made = {key: value for key, value in data.items() if key in ("standardise", "standardise_target")}
        made |= {"kind": "inline", "x": self.table.x.tolist(), "y": self.table.y.tolist()}
        if self.names != feature_names(len(self.names)):
            made["names"] = list(self.names)
        if self.target != "y":
            made["target"] = self.target
        return made

    def refusal(self, path: str, sample: int, feature: int | None, what: Message) -> ExperimentError:
        """The error that names the place of a number: `feature` None is the target. `path` is that of `data`."""
        if dict(self.source)["kind"] == "inline":
            return ExperimentError(f"{path}.y[{sample}]" if feature is None else f"{path}.x[{sample}][{feature}]", what)
        column = self.target if feature is None else self.names[feature]
        if self.table.lines is not None:
            line = int(self.table.lines[sample])
            return ExperimentError(join(path, "path"), cell(self.table.file, line, column, what))
        return ExperimentError(path, message("sample {n}, {column}: {what}", n=sample + 1, column=column, what=what))


@dataclass(frozen=True, kw_only=True)
class Source(ABC):
    """One kind of `data`. A subclass sets `kind`, declares its parameters and reads."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    order: ClassVar[int] = 100

    standardise: bool = param(
        False,
        kind="bool",
        label=mark("Standardise"),
        help=mark("Bring each feature to mean 0 and standard deviation 1."),
    )
    standardise_target: bool = param(
        False,
        kind="bool",
        label=mark("Standardise y"),
        help=mark("Bring the target to mean 0 and standard deviation 1."),
    )

    @abstractmethod
    def read(self, path: str) -> Table:
        """The samples in their own units. Raises ExperimentError."""

    def recorded(self) -> dict[str, Any]:
        """The keys of the experiment file without the numbers themselves and what is false by default."""
        data = to_json(self)
        for key in ("standardise", "standardise_target"):
            if not data[key]:
                del data[key]
        return {"kind": self.kind, **data}

    def samples(self, path: str) -> Samples:
        """Read, standardise and freeze. Raises ExperimentError."""
        table = self.read(path)
        require_few_features(table.x.shape[1], join(path, "x"))
        x, y, scaling = self._scaled(table, path)
        source = tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in self.recorded().items())
        import hashlib  # loads OpenSSL: 3 ms that a window without data does not need

        digest = hashlib.blake2b(np.ascontiguousarray(table.x).data, digest_size=16)
        digest.update(np.ascontiguousarray(table.y).data)
        digest.update(repr(table.x.shape).encode())
        *names, target = _shown((*table.names, table.target))
        return Samples(source, tuple(names), target, digest.hexdigest(), x, y, table, scaling)

    def _scaled(self, table: Table, path: str) -> tuple[np.ndarray, np.ndarray, Scaling | None]:
        x, y = table.x, table.y
        if not (self.standardise or self.standardise_target):
            return x, y, None
        d = x.shape[1]
        mean, std, y_mean, y_std = (0.0,) * d, (1.0,) * d, 0.0, 1.0
        if self.standardise:
            x, means, deviations = _standardised(x, table.names, join(path, "standardise"))
            mean, std = tuple(means.tolist()), tuple(deviations.tolist())
        if self.standardise_target:
            columns, means, deviations = _standardised(y[:, None], (table.target,), join(path, "standardise_target"))
            y, y_mean, y_std = columns[:, 0], float(means[0]), float(deviations[0])
        return x, y, Scaling(mean, std, y_mean, y_std)


def read_samples(data: object, path: str) -> Samples:
    """Read `problem.data`: {"kind": "inline" | "builtin" | "csv" | "synthetic", ...}.

    Raises ExperimentError with the path of the offending key.
    """
    source: Source = from_json("gdviz.datasets", data, path)
    return source.samples(path)


def builtin_names() -> dict[str, dict[str, Any]]:
    """The shipped data sets by name: title, columns x and y, source, licence, and the problem that suits them."""
    catalogue: dict[str, dict[str, Any]] = resource_json("datasets", "catalogue.json")
    return catalogue


def require_few_features(count: int, path: str) -> None:
    """Raise ExperimentError for more features than a Hessian can have."""
    if count > MOST_FEATURES:
        raise ExperimentError(path, message("must be at most {most} features, got {got}", most=MOST_FEATURES,
                                            got=count))  # fmt: skip


def feature_names(d: int) -> tuple[str, ...]:
    """x for a single feature, x1 .. xd for more."""
    return ("x",) if d == 1 else tuple(f"x{j + 1}" for j in range(d))


def cell(file: str, line: int, column: str, what: Message) -> Message:
    """A sentence about one number of a file."""
    return message("{file}, line {line}, column {column}: {what}", file=file, line=line, column=column, what=what)


def _shown(names: tuple[str, ...]) -> list[str]:
    """The names of columns as they are shown: each in one line, with a number where two would then be equal."""
    made: list[str] = []
    for name in map(one_line, names):
        own, number = name, 2
        while own in made:
            own, number = f"{name} ({number})", number + 1
        made.append(own)
    return made


def _standardised(columns: np.ndarray, names: tuple[str, ...], path: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(columns - mean)/std, mean and std over the samples; `columns` of shape (N, d)."""
    with np.errstate(all="ignore"):
        means, deviations = columns.mean(axis=0), columns.std(axis=0)
        # Rounding leaves a constant column such as 0.1 with a deviation of 1e-17.
        flat = (columns == columns[0]).all(axis=0) | (deviations == 0)
        made = (columns - means) / deviations
    for name, is_flat, deviation in zip(names, flat.tolist(), deviations.tolist(), strict=True):
        if is_flat:
            raise ExperimentError(path, message("column {name} is constant: it cannot be standardised", name=name))
        if not np.isfinite(deviation):
            raise ExperimentError(path, message("column {name} is too large to be standardised", name=name))
    return made, means, deviations
