"""The cells of a sweep or a phase diagram: an experiment whose values vary along axes, and the value of each cell.

A cell is one combination of the axes' values. Its value depends on its number alone, not on the piece, the
worker or the order in which it is computed.
"""

from __future__ import annotations

import dataclasses
import math
import os
import platform
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from gdviz.engine.diagnosis import diagnose, sharpness
from gdviz.engine.pieces import Piece
from gdviz.engine.runner import iterate, prepare
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment, Stop
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message, sentence_of
from gdviz.params import integer, number, unknown
from gdviz.quoting import listed, show
from gdviz.version import __version__

VALUES = "loss", "steps", "verdict", "sharpness"
"""What can be taken of a cell's run."""
VERDICTS = (
    "converged", "local_minimum", "flat", "catapult", "edge_of_stability", "noise_floor", "still_descending",
    "too_slow", "oscillating", "overshooting", "saddle", "uphill", "not_started", "unbounded", "diverged",
)  # fmt: skip
"""The kinds of verdicts, from arrived to lost; the value of a cell is a place in this list."""
Values: TypeAlias = Sequence[float] | NDArray[Any]
"""What an axis is given as: a list, a range or an array of numbers."""
MOST_CELLS = 10_000_000
MOST_SEEDS = 1000
POINTS = 64
"""The most parameters whose final values are kept for each cell."""
_NAME = r"[^\W\d]\w*(\[(0|[1-9][0-9]{0,6})\])*"
_PATH = re.compile(rf"{_NAME}(\.{_NAME})*")
"""A path of an experiment, in the one spelling that each value has."""
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
    """The results of a piece's cells, arrays of shape (count,); `ends` (count, dim) where points are kept.

    `share` is the share of a cell's seeds that arrive. `failed` has the reason for each cell that could not be
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

    `run` is the run whose `value` is taken, one of VALUES; "steps" counts the steps to the loss `target`, or where that
    is None to the `stop.loss` of the cell's experiment. With several `seeds` each cell has its own, drawn by its number
    from the experiment's seed; its value is their median, or the verdict that most of them have.
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

    @property
    def kept(self) -> int:
        """How many parameters of a cell's final point are kept: all, or none for several seeds or more than POINTS."""
        dim = self.experiment.problem.dim
        return dim if self.seeds == 1 and dim <= POINTS else 0

    def place(self, cell: int) -> tuple[int, ...]:
        """The number of the value along each axis."""
        return tuple(map(int, np.unravel_index(cell, self.shape)))

    def experiment_at(self, cell: int) -> Experiment:
        """The experiment of a cell, with the run whose value is taken alone. Raises ExperimentError."""
        changes = {axis.path: axis.values[at] for axis, at in zip(self.axes, self.place(cell), strict=True)}
        return changed(self.experiment, changes, self.run)

    def seeds_of(self, cell: int) -> list[int]:
        """The seeds of a cell's runs: that of its experiment, or so many drawn from it for the cell."""
        own = self.experiment_at(cell).seed
        if self.seeds == 1:
            return [own]
        drawn = np.random.SeedSequence(own, spawn_key=(cell,)).generate_state(self.seeds, np.uint64)
        return [int(seed) for seed in drawn >> np.uint64(1)]

    def compute(self, piece: Piece) -> Part:
        """Compute the cells of a piece. A cell that cannot be computed is marked, and the others go on."""
        values, share = np.full(piece.count, np.nan), np.full(piece.count, np.nan)
        ends = np.full((piece.count, self.kept), np.nan)
        failed: dict[int, Message] = {}
        with _one_thread:
            for i, cell in enumerate(piece.cells):
                try:
                    values[i], share[i], end = self._cell(cell)
                    ends[i] = end[: self.kept]
                except ExperimentError as error:
                    failed[cell] = sentence_of(error)
                except Exception as error:  # one cell must not end a sweep of days
                    failed[cell] = message("{kind}: {why}", kind=type(error).__name__, why=str(error))
        return Part(piece, values, share, ends, failed, machine())

    def _cell(self, cell: int) -> tuple[float, float, NDArray[np.float64]]:
        """The value, the share of seeds that arrive, and the final point of the first of them."""
        experiment = self.experiment_at(cell)
        target = experiment.stop.loss if self.target is None else self.target
        if self.value == "steps":
            experiment = dataclasses.replace(experiment, stop=dataclasses.replace(experiment.stop, loss=target))
        seeds = self.seeds_of(cell) if self.seeds > 1 else [experiment.seed]
        records = [finished(dataclasses.replace(experiment, seed=seed)) for seed in seeds]
        end = records[0].w[-1]
        if self.value == "steps":
            # A seed that never reaches the loss counts as slower than all others.
            steps = [steps_to(record, experiment.stop) for record in records]
            middle = float(np.median([math.inf if math.isnan(count) else count for count in steps]))
            return middle if math.isfinite(middle) else math.nan, float(np.mean(np.isfinite(steps))), end
        found = [taken(record, self.value) for record in records]
        share = float(np.mean([arrives(record, target) for record in records]))
        if self.value == "verdict":
            kinds, counts = np.unique(found, return_counts=True)
            return float(kinds[np.argmax(counts)]), share, end
        return float(np.median(found)), share, end


class _OneThread:
    """BLAS on one thread while any piece is computed: the limit is the process's, and pieces of threads overlap.

    What one thread adds up does not depend on the number of cores; and where each core has a piece, more threads only
    wait for each other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces = 0
        self._libraries: ThreadpoolController | None = None
        """Found once, as that takes 0.2 ms."""
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._pieces:
                self._libraries = self._libraries or ThreadpoolController()
                self._limit = self._libraries.limit(limits=1)
            self._pieces += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._pieces -= 1
            if not self._pieces:
                self._limit.restore_original_limits()


_one_thread = _OneThread()


def finished(experiment: Experiment) -> RunRecord:
    """The record of an experiment's only run. Raises ExperimentError where it fails."""
    result = prepare(experiment, "cpu")
    (record,) = result.runs
    for chunk in iterate(experiment, result):
        record.append(chunk)
    if record.finish == "failed":
        raise ExperimentError("", message("{why}", why=record.failure))
    return record


def taken(record: RunRecord, value: str) -> float:
    """One of VALUES, not "steps", of a finished record.

    "loss" is that of all samples at the end, inf for a run that diverged; "verdict" the place in VERDICTS; "sharpness"
    the largest eigenvalue of the Hessian at the last finite point.
    """
    end = record.w[-1]
    with np.errstate(all="ignore"):
        if value == "loss":
            return math.inf if record.finish == "diverged" else float(record.problem.loss(end))
        if value == "sharpness":
            return float(sharpness(record.problem, end))
    verdict = diagnose(record)
    return float(VERDICTS.index(verdict.kind)) if verdict is not None else math.nan


def steps_to(record: RunRecord, stop: Stop) -> float:
    """The updates after which the loss of all samples is `stop.loss` or less; nan where it never is.

    The record is that of an experiment with this condition, which ended it.
    """
    reached = record.finish == "converged"
    if reached and stop.grad_norm is not None:  # its gradient may have ended it
        reached = arrives(record, stop.loss)
    return float(record.updates) if reached else math.nan


def arrives(record: RunRecord, target: float | None) -> bool:
    """Whether a run ends at the loss `target` or below; without one, whether it does not diverge."""
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
    written = {
        _inside(path, run): int(value) if float(value).is_integer() else value for path, value in changes.items()
    }
    try:
        return one.replace_all(written)
    except KeyError as error:
        raise ExperimentError(_outside(str(error.args[0]), run), message("names nothing in the experiment")) from None
    except ExperimentError as error:
        raise ExperimentError(_outside(error.path, run), error.reason) from None


def _outside(path: str, run: int) -> str:
    """A path in the experiment that has run number `run` alone, as it is in the whole one."""
    return re.sub(r"^runs\[0\]", f"runs[{run}]", path)


def _inside(path: str, run: int) -> str:
    """The path in the experiment that has run number `run` alone. Raises ExperimentError for another run."""
    named = _OF_ONE_RUN.fullmatch(path)
    if named is None:
        return f"runs[0].{path}" if path.split(".")[0].split("[")[0] in _OF_EACH_RUN else path
    if int(named[1]) != run:
        raise ExperimentError(path, message("belongs to another run than runs[{run}], whose value is taken", run=run))
    return f"runs[0].{named[2]}"


def cells_of(
    experiment: Experiment,
    over: Mapping[str, Values],
    value: str = "loss",
    run: int | None = None,
    target: float | None = None,
    seeds: int = 1,
) -> Cells:
    """The cells of an experiment over some paths, checked: each value of each axis is allowed beside the first others.

    Raises ExperimentError; it says where, and what is allowed.
    """
    chosen = whole("run", 0 if run is None else run, 0, len(experiment.runs) - 1)
    if value not in VALUES:
        raise ExperimentError("value", unknown(value, VALUES))
    if not isinstance(over, Mapping):
        what = message("must be the values of each path, such as {example}", example='{"optimizer.lr": [0.01, 0.1]}')
        raise ExperimentError("over", what)
    if not over:
        raise ExperimentError("over", message("names no value that varies"))
    seeds = whole("seeds", seeds, 1, MOST_SEEDS)
    if target is not None:
        target = number(as_python(target), "target")
    elif "stop.loss" not in over:
        target = experiment.stop.loss
        if value == "steps" and target is None:
            raise ExperimentError("target", message("is missing: the steps to which loss?"))
    for path in over:
        _require_number(experiment, path, chosen)
    _require_apart(list(over), chosen)
    names = names_of(list(over))
    axes = [Axis(path, _numbers(path, values), names[path]) for path, values in over.items()]
    cells = Cells(experiment, tuple(axes), chosen, value, target, seeds)
    if cells.count > MOST_CELLS:
        raise ExperimentError("over", message("must be at most {most} combinations, got {got}", most=MOST_CELLS,
                                              got=cells.count))  # fmt: skip
    first = {axis.path: axis.values[0] for axis in axes}
    for axis in axes:
        for one in axis.values if axis is axes[0] else axis.values[1:]:
            changed(experiment, first | {axis.path: one}, chosen)
    return cells


def whole(path: str, value: object, low: int, high: int) -> int:
    """A count in [low, high]. Raises ExperimentError with `path`."""
    count = integer(as_python(value), path)
    if not low <= count <= high:
        what = message("must be in {range}, got {got}", range=f"[{low}, {high}]", got=show(count))
        raise ExperimentError(path, what)
    return count


def as_python(value: Any) -> Any:
    """A number of NumPy as one of Python; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def _numbers(path: str, values: Any) -> tuple[float, ...]:
    """The values of an axis. Raises ExperimentError for what is no list of numbers that differ."""
    held = np.asarray(values, dtype=object)
    if held.ndim != 1:
        raise ExperimentError(path, message("must be a list of numbers, got {got}", got=show(values)))
    if not len(held):
        raise ExperimentError(path, message("has no values"))
    given = [as_python(value) for value in held.tolist()]
    numbers = [number(value, path) for value in given]
    for value, made in zip(given, numbers, strict=True):
        if isinstance(value, int) and int(made) != value:
            raise ExperimentError(path, message("must be a whole number up to 2^53, got {got}", got=str(value)))
    (most, times) = Counter(numbers).most_common(1)[0]
    if times > 1:
        raise ExperimentError(path, message("{got} is given twice", got=show(most)))
    return tuple(numbers)


def value_at(experiment: Experiment, path: str, run: int = 0) -> Any:
    """What a path of the experiment names; None for what is not set. Raises ExperimentError for no path."""
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise ExperimentError(str(path), message("is not a path of an experiment, such as optimizer.lr"))
    inside = _inside(path, run)
    if inside in _NOT_WRITTEN:
        return getattr(experiment.stop if inside.startswith("stop.") else experiment, inside.rpartition(".")[2])
    found: Any = dataclasses.replace(experiment, runs=(experiment.runs[run],)).to_dict()
    for key in re.findall(r"[^.\[\]]+", inside):
        if isinstance(found, list) and key.isascii() and key.isdigit() and int(key) < len(found):
            found = found[int(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        elif isinstance(found, dict) and "runs" not in found:
            known = listed(list(found))
            raise ExperimentError(path, message("names nothing in the experiment; there are {known}", known=known))
        else:
            raise ExperimentError(path, message("names nothing in the experiment"))
    return found


_NOT_WRITTEN = ("steps", "epochs", "stop.loss", "stop.grad_norm")
"""What an experiment's file lacks where it is not set."""


def _require_apart(paths: Sequence[str], run: int) -> None:
    """Refuse two paths to one value. Raises ExperimentError."""
    seen: dict[str, str] = {}
    for path in paths:
        inside = "steps" if path == "epochs" else _inside(path, run)
        if inside in seen:
            raise ExperimentError(path, message("stands for the same value as {other}", other=seen[inside]))
        seen[inside] = path


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
    """Processor, system, and versions of NumPy and gdviz: the last bits of a result may depend on them."""
    return f"{processor()}, {platform.system()}, NumPy {np.__version__}, gdviz {__version__}"


@cache
def processor() -> str:
    """The model of the processor, or its architecture where the system does not report it."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return os.environ.get("PROCESSOR_IDENTIFIER") or platform.processor() or platform.machine()
