"""The cells of a sweep or a phase diagram: an experiment whose values vary along axes, and what each cell comes to.

A cell is one combination of the axes' values. What it comes to depends on its number alone, not on the piece, the
worker or the order in which it is computed.
"""

from __future__ import annotations

import dataclasses
import math
import os
import platform
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from gdviz.engine.diagnosis import diagnose, sharpness
from gdviz.engine.pieces import Piece
from gdviz.engine.runner import iterate, prepare
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message, sentence_of
from gdviz.params import unknown
from gdviz.quoting import show
from gdviz.version import __version__

VALUES = "loss", "steps", "verdict", "sharpness"
"""What can be taken of a cell's run."""
VERDICTS = (
    "converged", "local_minimum", "flat", "catapult", "edge_of_stability", "noise_floor", "still_descending",
    "too_slow", "oscillating", "overshooting", "saddle", "uphill", "not_started", "unbounded", "diverged",
)  # fmt: skip
"""The kinds of verdicts, from arrived to lost; the value of a cell is a place in this list."""
MOST_CELLS = 10_000_000
MOST_SEEDS = 1000
POINTS = 64
"""The most parameters whose final values are kept for each cell."""
_OF_ONE_RUN = re.compile(r"runs\[(\d+)\]\.(.+)")
_OF_EACH_RUN = ("label", "start", "optimizer", "schedule", "warmup", "batch")


@frozen
class Axis:
    """A value of the experiment that varies: its `path` in the file, its values, and the `name` of the dimension."""

    path: str
    values: tuple[float, ...]
    name: str


@frozen(eq=False)
class Part:
    """What a piece's cells came to, arrays of shape (count,); `ends` (count, dim) where points are kept.

    `share` is how many of a cell's seeds arrive, as a share. `failed` has the reason for each cell that could not be
    computed, whose value is nan.
    """

    piece: Piece
    values: NDArray[np.float64]
    share: NDArray[np.float64]
    ends: NDArray[np.float64]
    failed: Mapping[int, Message]
    machine: str
    """The kind of machine that computed them."""


@frozen(eq=False)
class Cells:
    """An experiment over axes: cell number i has the values at `place(i)`, the last axis the fastest.

    `run` is the run whose `value` is taken, one of VALUES; "steps" are those to the loss `target`. With several `seeds`
    each cell has its own, drawn by its number from the experiment's seed; its value is their median, or the verdict
    that most of them have.
    """

    experiment: Experiment
    axes: tuple[Axis, ...]
    run: int = 0
    value: str = "loss"
    target: float | None = None
    seeds: int = 1

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values along each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def count(self) -> int:
        """The number of cells."""
        return math.prod(self.shape)

    def place(self, cell: int) -> tuple[int, ...]:
        """The number of the value along each axis."""
        return tuple(map(int, np.unravel_index(cell, self.shape)))

    def experiment_at(self, cell: int) -> Experiment:
        """The experiment of a cell, with the run whose value is taken alone. Raises ExperimentError."""
        changes = {axis.path: axis.values[at] for axis, at in zip(self.axes, self.place(cell), strict=True)}
        return changed(self.experiment, changes, self.run)

    def seeds_of(self, cell: int) -> list[int]:
        """The seeds of a cell's runs: that of its experiment, or so many drawn for the cell."""
        own = self.experiment.seed
        if self.seeds == 1:
            return [own]
        drawn = np.random.SeedSequence(own, spawn_key=(cell,)).generate_state(self.seeds, np.uint64)
        return [int(seed) for seed in drawn >> np.uint64(1)]

    def compute(self, piece: Piece) -> Part:
        """What the cells of a piece come to; a cell that cannot be computed is marked, and the others go on."""
        dim = self.experiment.problem.dim
        values, share = np.full(piece.count, np.nan), np.full(piece.count, np.nan)
        ends = np.full((piece.count, dim if dim <= POINTS else 0), np.nan)
        failed: dict[int, Message] = {}
        with _libraries().limit(limits=1):
            for i, cell in enumerate(piece.cells):
                try:
                    values[i], share[i], end = self._cell(cell)
                    if ends.shape[1] == len(end):
                        ends[i] = end
                except ExperimentError as error:
                    failed[cell] = sentence_of(error)
                except Exception as error:  # one cell must not end a sweep of days
                    failed[cell] = message("{kind}: {why}", kind=type(error).__name__, why=str(error))
        return Part(piece, values, share, ends, failed, machine())

    def _cell(self, cell: int) -> tuple[float, float, NDArray[np.float64]]:
        """The value, the share of seeds that arrive, and the final point (none for several seeds)."""
        experiment = self.experiment_at(cell)
        if self.value == "steps":
            experiment = dataclasses.replace(experiment, stop=dataclasses.replace(experiment.stop, loss=self.target))
        varies = self.seeds > 1
        records = [
            finished(dataclasses.replace(experiment, seed=seed) if varies else experiment)
            for seed in self.seeds_of(cell)
        ]
        found = [taken(record, self.value, self.target) for record in records]
        share = float(np.mean([arrives(record, self.target) for record in records]))
        if self.value == "verdict":
            kinds, counts = np.unique(found, return_counts=True)
            return float(kinds[np.argmax(counts)]), share, records[0].w[-1] if not varies else np.empty(0)
        # A seed that never reaches the loss counts as slower than all others.
        slow = [math.inf if math.isnan(value) else value for value in found] if self.value == "steps" else found
        middle = float(np.median(slow))
        if self.value == "steps" and math.isinf(middle):
            middle = math.nan
        return middle, share, records[0].w[-1] if not varies else np.empty(0)


@cache
def _libraries() -> ThreadpoolController:
    """What computes for NumPy: to look for it takes longer than a cell, where many libraries are loaded."""
    return ThreadpoolController()


def finished(experiment: Experiment) -> RunRecord:
    """The record of an experiment's only run. Raises ExperimentError where it fails."""
    result = prepare(experiment, "cpu")
    (record,) = result.runs
    for chunk in iterate(experiment, result):
        record.append(chunk)
    if record.finish == "failed":
        raise ExperimentError("", message("{why}", why=record.failure))
    return record


def taken(record: RunRecord, value: str, target: float | None = None) -> float:
    """One of VALUES of a finished record.

    "loss" is that of all samples at the end, inf for a run that diverged; "steps" the updates after which it is
    `target` or less, nan where it never is; "verdict" the place in VERDICTS; "sharpness" the largest eigenvalue of the
    Hessian at the last finite point.
    """
    end = record.w[-1]
    with np.errstate(all="ignore"):
        if value == "loss":
            return math.inf if record.finish == "diverged" else float(record.problem.loss(end))
        if value == "steps":
            reached = target is not None and float(record.problem.loss(end)) <= target
            return float(record.updates) if reached else math.nan
        if value == "sharpness":
            return float(sharpness(record.problem, end))
    verdict = diagnose(record)
    return float(VERDICTS.index(verdict.kind)) if verdict is not None else math.nan


def arrives(record: RunRecord, target: float | None) -> bool:
    """Whether a run reaches the loss `target`; without one, whether it does not diverge."""
    if target is None:
        return record.finish != "diverged"
    with np.errstate(all="ignore"):
        return bool(record.problem.loss(record.w[-1]) <= target)


def changed(experiment: Experiment, changes: Mapping[str, Any], run: int) -> Experiment:
    """The experiment with the values at some paths replaced, and run number `run` alone.

    A path that begins inside of a run ("optimizer.lr") means that run. A whole number is written as one, so that it may
    stand for a count. Raises ExperimentError for a path that names nothing, or a value that is not allowed there.
    """
    one = dataclasses.replace(experiment, runs=(experiment.runs[run],))
    written = {path: int(value) if float(value).is_integer() else value for path, value in changes.items()}
    try:
        return one.replace_all({_inside(path, run): value for path, value in written.items()})
    except KeyError as error:
        raise ExperimentError(str(error.args[0]), message("names nothing in the experiment")) from None


def _inside(path: str, run: int) -> str:
    """The path in the experiment that has run number `run` alone. Raises ExperimentError for another run."""
    named = _OF_ONE_RUN.fullmatch(path)
    if named is None:
        return f"runs[0].{path}" if path.split(".")[0].split("[")[0] in _OF_EACH_RUN else path
    if int(named[1]) != run:
        raise ExperimentError(
            path, message("is of another run than the one whose value is taken, runs[{run}]", run=run)
        )
    return f"runs[0].{named[2]}"


def cells_of(
    experiment: Experiment,
    over: Mapping[str, Sequence[float]],
    value: str = "loss",
    run: int | None = None,
    target: float | None = None,
    seeds: int = 1,
) -> Cells:
    """The cells of an experiment over some paths, checked: each value of each axis is allowed beside the first others.

    Raises ExperimentError; it says where, and what is allowed.
    """
    number = run or 0
    if not 0 <= number < len(experiment.runs):
        raise ExperimentError("run", message("must be in {range}, got {got}", range=f"[0, {len(experiment.runs) - 1}]",
                                             got=show(number)))  # fmt: skip
    if value not in VALUES:
        raise ExperimentError("value", unknown(value, VALUES))
    if not over:
        raise ExperimentError("over", message("names no value that varies"))
    if not 1 <= seeds <= MOST_SEEDS:
        raise ExperimentError("seeds", message("must be in {range}, got {got}", range=f"[1, {MOST_SEEDS}]",
                                               got=show(seeds)))  # fmt: skip
    target = experiment.stop.loss if target is None else target
    if value == "steps" and target is None:
        raise ExperimentError("target", message("is missing: the steps to which loss?"))
    names = names_of(list(over))
    axes = []
    for path, values in over.items():
        numbers = tuple(float(number) for number in values)
        if not numbers:
            raise ExperimentError(path, message("has no values"))
        _require_number(experiment, path, number)
        axes.append(Axis(path, numbers, names[path]))
    cells = Cells(experiment, tuple(axes), number, value, target, seeds)
    if cells.count > MOST_CELLS:
        raise ExperimentError("over", message("must be at most {most} combinations, got {got}", most=MOST_CELLS,
                                              got=cells.count))  # fmt: skip
    first = {axis.path: axis.values[0] for axis in axes}
    for axis in axes:
        for one in axis.values if axis is axes[0] else axis.values[1:]:
            changed(experiment, first | {axis.path: one}, number)
    return cells


def value_at(experiment: Experiment, path: str, run: int = 0) -> Any:
    """What a path of the experiment names; None for a key that is not written. Raises ExperimentError for no path."""
    if not re.fullmatch(r"\w+(\[\d+\])*(\.\w+(\[\d+\])*)*", path):
        raise ExperimentError(path, message("is no path of an experiment, such as optimizer.lr"))
    found: Any = dataclasses.replace(experiment, runs=(experiment.runs[run],)).to_dict()
    *inner, last = re.findall(r"[^.\[\]]+", _inside(path, run))
    try:
        for key in inner:
            found = found[int(key) if isinstance(found, list) else key]
        return found[int(last)] if isinstance(found, list) else found.get(last)
    except (LookupError, TypeError, ValueError, AttributeError):
        raise ExperimentError(path, message("names nothing in the experiment")) from None


def _require_number(experiment: Experiment, path: str, run: int) -> None:
    """Refuse a path to what is no number. Raises ExperimentError."""
    found = value_at(experiment, path, run)
    if isinstance(found, str | list | dict | bool):
        kinds: dict[type, Message] = {
            str: message("a text"), list: message("a list"), dict: message("a group of values"),
        }  # fmt: skip
        what = kinds.get(type(found), message("yes or no"))
        raise ExperimentError(path, message("must be a number, and is {what}", what=what))


def names_of(paths: Sequence[str]) -> dict[str, str]:
    """A short name for each path: its last word, or the shortest endings that differ."""
    words = {path: path.split(".") for path in paths}
    names = {path: words[path][-1] for path in paths}
    length = 1
    while len(set(names.values())) < len(paths) and length < max(map(len, words.values())):
        length += 1
        double = {name for name in names.values() if list(names.values()).count(name) > 1}
        names = {path: ".".join(words[path][-length:]) if name in double else name for path, name in names.items()}
    return names


def machine() -> str:
    """The kind of this machine, as far as the last bits of a result may depend on it: processor and NumPy."""
    return f"{processor()}, {platform.system()}, NumPy {np.__version__}, gdviz {__version__}"


@cache
def processor() -> str:
    """The model of the processor, or its architecture where the system does not tell."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return os.environ.get("PROCESSOR_IDENTIFIER") or platform.processor() or platform.machine()
