"""The experiment: a problem and its runs, frozen; validation, replacement of one value, JSON in and out."""

from __future__ import annotations

import copy
import json
import math
import re
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from gdviz.carried import carried
from gdviz.datasets.file_places import anchored, named, outside, relative, released, withheld, withhold
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message, why
from gdviz.migrations import migrated
from gdviz.optimizers.optimizer import Optimizer
from gdviz.params import build, decimal, integer, join, number, param, require_short, to_json, unknown_key
from gdviz.paths import read_at_most, write_whole
from gdviz.problems.problem import ProblemSpec
from gdviz.problems.withheld import WithheldSpec
from gdviz.quoting import one_line, short_path, show
from gdviz.registry import from_json, unknown_kind
from gdviz.schedules.cycling import require_momentum
from gdviz.schedules.schedule import Schedule, ScheduleSpec, Warmup

FORMAT = "gdviz-experiment"
VERSION = 1
MAX_STEPS = 10**9
MAX_FILE_BYTES = 16 * 2**20
MAX_VALUES = 500_000
"""The most values in a file, counted by brackets and commas: Python's objects take 20 times the bytes of the text."""
MAX_RUNS = 1000
MAX_RECORDED = 200
"""The most recorded runs that the view may name; the first few are shown (see gdviz.engine.recorded_runs)."""
LONGEST_NAME, LONGEST_NOTE = 1000, 50_000
"""The most characters of a title or label, and of a note or any other text."""


@frozen
class Batch:
    """How many samples a step sees. The last, smaller batch of an epoch is kept unless `drop_last`.

    `order` fixes the permutation of each epoch (beginning again after the last) and overrides `shuffle`.
    """

    size: int = param(kind="int", low=1)
    shuffle: bool = param(True, kind="bool")
    drop_last: bool = param(False, kind="bool")
    order: tuple[tuple[int, ...], ...] | None = param(None, kind="data", optional=True)

    def per_epoch(self, n_samples: int) -> int:
        """Updates an epoch: ceil(N / B), or floor where the last, smaller batch is dropped."""
        share = n_samples / self.size
        return max(1, math.floor(share) if self.drop_last else math.ceil(share))

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file; without `order` where there is none."""
        data = to_json(self)
        if self.order is None:
            del data["order"]
        return data


@frozen
class RunSpec:
    """One optimizer from one start."""

    label: str
    start: tuple[float, ...]
    optimizer: Optimizer
    schedule: ScheduleSpec
    warmup: Warmup | None = None
    batch: Batch | None = None

    @property
    def counts_epochs(self) -> bool:
        """Whether the schedule or the warm-up changes the rate after a number of epochs, rather than of steps."""
        warms = self.warmup is not None and self.warmup.length > 0 and self.warmup.unit == "epoch"
        return warms or (self.schedule.unit == "epoch" and not self.schedule.is_constant)

    def own_name(self, n_samples: int | None) -> str:
        """What it is called without a label, on a problem with so many samples: its optimizer."""
        return self.optimizer.short_name(self.batch.size if self.batch else None, n_samples)

    def to_dict(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {
            "label": self.label,
            "start": list(self.start),
            "optimizer": self.optimizer.to_json(),
            "schedule": self.schedule.to_json(),
            "warmup": self.warmup.to_json() if self.warmup else None,
            "batch": self.batch.to_json() if self.batch else None,
        }


@frozen
class Stop:
    """Ends a run as "converged": the gradient's norm, or the loss, at or below a number."""

    grad_norm: float | None = param(None, low=0, optional=True)
    loss: float | None = param(None, optional=True)


@frozen
class Experiment:
    """A problem and its runs. Exactly one of `steps` and `epochs` is given, at least 1.

    Made by `from_dict` or `load`, which check everything; `replace` changes one value and checks again.
    """

    problem: ProblemSpec
    runs: tuple[RunSpec, ...]
    steps: int | None = None
    epochs: int | None = None
    title: str = ""
    seed: int = 0
    stop: Stop = field(default_factory=Stop)
    note: dict[str, str] = field(default_factory=dict, hash=False)
    view: dict[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_dict(cls, data: object) -> Experiment:
        """Read the object of an experiment file; a relative path of data is sought from the working directory.

        Raises ExperimentError with the path of the offending key.
        """
        return _read(data)

    def to_dict(self) -> dict[str, Any]:
        """The object of the experiment file; `from_dict` gives an equal experiment back."""
        duration = {"steps": self.steps} if self.steps is not None else {"epochs": self.epochs}
        stop = {key: value for key, value in to_json(self.stop).items() if value is not None}
        return {
            "format": FORMAT,
            "version": VERSION,
            "title": self.title,
            "problem": self.problem.to_json(),
            **duration,
            "seed": self.seed,
            **({"stop": stop} if stop else {}),
            "runs": [run.to_dict() for run in self.runs],
            "note": dict(self.note),
            "view": copy.deepcopy(self.view),
        }

    def portable(self) -> dict[str, Any]:
        """The object that an exported file carries: that of `to_dict`, with the samples of a CSV file in it."""
        return {**released(self.to_dict()), "problem": self.problem.portable()}

    def label(self, run: int) -> str:
        """What run number `run` is called: its label, or how its optimizer is called."""
        spec = self.runs[run]
        return spec.label or spec.own_name(self.problem.n_samples)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it names: of its data, and of its recorded runs."""
        return named(released({"problem": self.problem.to_json(), "view": self.view}))

    @property
    def withheld(self) -> tuple[Path, ...]:
        """The files that it names and that were not read, because they lie outside of the folder of its own file."""
        if not (self.problem.withheld or "recorded" in self.view):
            return ()
        problem = self.problem.to_json() if self.problem.withheld else None
        return withheld({"problem": problem, "view": self.view})

    def released(self) -> Experiment:
        """The experiment with those files read. Raises ExperimentError."""
        return Experiment.from_dict(released(self.to_dict()))

    def replace(self, path: str, value: Any) -> Experiment:
        """The experiment with the JSON value at `path` replaced ("runs[0].optimizer.lr").

        Setting "steps" drops "epochs" and the reverse. Raises ExperimentError; KeyError for a path that leads
        through something that is not there.
        """
        return self.replace_all({path: value})

    def replace_all(self, changes: dict[str, Any]) -> Experiment:
        """The experiment with several values replaced at once, checked together.

        Parts that are not named stay the very same objects where all changes are inside of runs.
        """
        if changes and all(_OF_RUN.match(path) for path in changes):
            return self._with_runs(changes)
        data = {"stop": {}, **self.to_dict()}
        # Samples are not read, nor formulas checked, where only the rest changes.
        problem = None if any(path.startswith("problem") for path in changes) else self.problem
        for path, value in changes.items():
            _put(data, path, value)
            if path in ("steps", "epochs"):
                data.pop("epochs" if path == "steps" else "steps", None)
        return _read(data, problem)

    def _with_runs(self, changes: dict[str, Any]) -> Experiment:
        """`replace_all` inside of runs: the rest, such as many samples, is not written out and read again."""
        data: list[Any] = [None] * len(self.runs)
        named: list[set[str]] = [set() for _ in self.runs]
        for path, value in changes.items():
            number, name = cast(re.Match[str], _OF_RUN.match(path)).groups()
            i = int(number)
            if i >= len(self.runs):
                raise KeyError(path)
            if data[i] is None:
                data[i] = self.runs[i].to_dict()
            _put({"runs": data}, path, value)
            named[i].add(name)
        runs = list(self.runs)
        for i, names in enumerate(named):
            if names:
                made = _read_run(data[i], f"runs[{i}]", self.problem)
                runs[i] = replace(runs[i], **{name: getattr(made, name) for name in names})
        changed = replace(self, runs=tuple(runs))
        for i, names in enumerate(named):
            if names:
                changed.check_schedule(i)
        return changed

    def check_schedule(self, run: int) -> None:
        """Refuse a schedule that has no rate at a step that run number `run` will make. Raises ExperimentError."""
        spec = self.runs[run]
        per_epoch = spec.batch.per_epoch(self.problem.n_samples or 1) if spec.batch else 1
        steps = self.steps if self.steps is not None else (self.epochs or 0) * per_epoch
        _check_schedule(Schedule(spec.schedule, spec.warmup), steps, per_epoch, f"runs[{run}].schedule")

    def to_text(self, folder: Path | None = None) -> str:
        """The text of the experiment file; for one in `folder` the paths of its data are relative to it."""
        data = released(self.to_dict())
        data = data if folder is None else relative(data, folder)
        return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


class DataOutside(ExperimentError):
    """An experiment names files outside of its folder, and they may not be read: `files`."""

    def __init__(self, reason: Message, files: tuple[Path, ...]) -> None:
        super().__init__("", reason)
        self.files = files

    def __reduce__(self) -> tuple[type[DataOutside], tuple[Message, tuple[Path, ...]]]:  # type: ignore[override]
        return type(self), (self.reason, self.files)


@frozen
class ExperimentFile:
    """An experiment file whose text was read, and none of the files that it names.

    `content` is its bytes, or those that an exported file carries; `outside` are the data and recorded runs that it
    names and that do not lie in its own folder.
    """

    content: bytes = field(repr=False)
    outside: tuple[Path, ...]
    _data: Any = field(repr=False)
    _folder: Path

    def experiment(self) -> Experiment:
        """The experiment, with its data wherever they lie. Raises ExperimentError."""
        return Experiment.from_dict(self._data)

    def without_outside(self) -> Experiment:
        """The experiment without reading files outside of its folder: it is marked so, and keeps their names.

        Raises ExperimentError.
        """
        return Experiment.from_dict(withhold(self._data, self._folder) if self.outside else self._data)


def load(path: str | Path, allow_data: bool = True) -> Experiment:
    """Read an experiment file, or the experiment that an exported file carries (see gdviz.carried).

    Parameters
    ----------
    path : str or Path
    allow_data : bool
        Whether its data and recorded runs may lie outside of its folder. False is for files from elsewhere, which
        may name any file of this computer.

    Returns
    -------
    Experiment

    Raises
    ------
    ExperimentError
        It cannot be read, is not JSON, has a value that is not allowed, or, without `allow_data`, names a file outside
        of its folder; then no such file was read.
    """
    file = read_file(path)
    if file.outside and not allow_data:
        raise outside_refused(Path(path), file.outside)
    return file.experiment()


def outside_refused(path: Path, files: tuple[Path, ...], how: str = "allow_data=True") -> DataOutside:
    """The error for files outside of the folder of `path`; `how` is what allows them to be read."""
    named = ", ".join(map(short_path, files[:_NAMED])) + (", …" if len(files) > _NAMED else "")
    what = message(
        "{file}: names files outside its folder, and they were not read: {files}; {how} allows it",
        file=short_path(path.name), files=named, how=how,
    )  # fmt: skip
    return DataOutside(what, files)


def read_file(path: str | Path) -> ExperimentFile:
    """Read the text of an experiment file, and no other file. Raises ExperimentError."""
    file = Path(path)
    try:
        file.stat()  # raises OSError for a file that does not exist
        if not (file.is_file() or file.is_dir()):  # a device or a pipe: reading it might never end
            raise ExperimentError("", message("{file} is not a file", file=str(file)))
        raw = inside = carried(file)
        if raw is None:
            raw = read_at_most(file, MAX_FILE_BYTES)
        if raw is None or len(raw) > MAX_FILE_BYTES:
            raise ExperimentError("", message("{file}: too large for an experiment (over 16 MiB)", file=file.name))
    except (OSError, ValueError) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("", message("{file}: cannot be read: {why}", file=str(file), why=why(error))) from None
    name = file.name if inside is None else message("{file}, the experiment in it", file=file.name)
    return file_of(raw, file, name)


def file_of(content: bytes, path: Path, name: str | Message = "") -> ExperimentFile:
    """The experiment file at `path` with this content; no file is read. Raises ExperimentError.

    `name` is what an error calls it, if not by the name of the file.
    """
    folder = _folder_of(path)
    parsed = _parsed(content, name or path.name)
    problem: Any = parsed.get("problem") if isinstance(parsed, dict) else None
    if isinstance(problem, dict) and problem.get("kind") == WithheldSpec.kind:  # in memory only
        raise unknown_kind("gdviz.problems", problem["kind"], "problem")
    require_few_recorded(parsed)  # before each of them is looked for
    data = anchored(released(parsed) if isinstance(parsed, dict) else parsed, folder)
    return ExperimentFile(content, outside(data, folder), data, folder)


def require_few_recorded(experiment: object) -> None:
    """Refuse the object of an experiment file whose view names too many recorded runs. Raises ExperimentError."""
    view: Any = experiment.get("view") if isinstance(experiment, dict) else None
    named: Any = view.get("recorded") if isinstance(view, dict) else None
    if isinstance(named, list) and len(named) > MAX_RECORDED:
        raise ExperimentError(
            "view.recorded",
            message("must be at most {most} recorded runs, got {got}", most=MAX_RECORDED, got=len(named)),
        )


def from_text(raw: bytes, name: str, folder: Path | None = None) -> Experiment:
    """The experiment in the bytes of a file called `name` that lies in `folder`. Raises ExperimentError."""
    data = _parsed(raw, name)
    return Experiment.from_dict(data if folder is None else anchored(data, folder))


def _parsed(raw: bytes, name: str | Message) -> Any:
    """The JSON in the bytes of a file called `name`. Raises ExperimentError."""
    if sum(map(raw.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise ExperimentError("", message("{file}: too many values for an experiment (over 500000)", file=name))
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            parse_float=decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except UnicodeDecodeError as error:
        raise ExperimentError("", message("{file}: not UTF-8 text (byte {at})", file=name, at=error.start)) from None
    except json.JSONDecodeError as error:
        raise ExperimentError(
            "",
            message("{file}: not JSON: line {line}, column {column}", file=name, line=error.lineno, column=error.colno),
        ) from None
    except RecursionError:
        raise ExperimentError("", message("{file}: nested too deeply", file=name)) from None
    except ExperimentError as error:
        raise ExperimentError("", message("{file}: {why}", file=name, why=error.reason)) from None
    except ValueError:
        raise ExperimentError("", message("{file}: holds a number that is too long", file=name)) from None


def save(experiment: Experiment, path: str | Path) -> None:
    """Write an experiment file; an existing one is replaced only once its successor is complete.

    Paths of data are written relative to it. Raises OSError.
    """
    write_whole(Path(path), file_content(experiment, Path(path)))


def file_content(experiment: Experiment, path: Path) -> bytes:
    """What `save` writes to `path`."""
    return experiment.to_text(_folder_of(path)).encode("utf-8")


def _folder_of(path: Path) -> Path:
    """The absolute folder of a file; without ``..``, which after a link leads elsewhere than its name says."""
    folder = path.absolute().parent
    return folder.resolve() if ".." in folder.parts else folder


def _no_constant(name: str) -> Any:
    raise ExperimentError("", message("{name} is no number of JSON", name=name))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ExperimentError("", message("{key} is given twice", key=show(key)))
        made[key] = value
    return made


_KEYS = ("format", "version", "title", "problem", "steps", "epochs", "seed", "stop", "runs", "note", "view")
_NAMED = 3
"""Files that a refusal names."""
_OF_RUN = re.compile(r"runs\[(\d+)\]\.(\w+)")
_RUN_KEYS = ("label", "start", "optimizer", "schedule", "warmup", "batch")


def _put(data: Any, path: str, value: Any) -> None:
    """Set the value at `path` of the object of an experiment file. Raises KeyError for a path that leads nowhere."""
    target = data
    try:
        *inner, last = re.findall(r"[^.\[\]]+", path)
        for key in inner:
            target = target[int(key) if isinstance(target, list) else key]
        target[int(last) if isinstance(target, list) else last] = value
    except (LookupError, TypeError, ValueError):
        raise KeyError(path) from None


def _read(data: Any, problem: ProblemSpec | None = None) -> Experiment:
    """The experiment of `data`; with a `problem` that was read before, the one in `data` is not read again."""
    data = migrated(_object(data, ""))
    _object(data, "", _KEYS)
    if data.get("format") != FORMAT:
        raise ExperimentError("format", message("must be {want}, got {got}", want=FORMAT, got=show(data.get("format"))))
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        raise ExperimentError(
            "version", message("must be {want}, got {got}", want=VERSION, got=show(data.get("version")))
        )
    if problem is None:
        problem = cast(ProblemSpec, from_json("gdviz.problems", _need(data, "problem"), "problem"))
    given = [key for key in ("steps", "epochs") if key in data]
    if len(given) != 1:
        raise ExperimentError("steps", message("give either steps or epochs, and exactly one of them"))
    duration = {given[0]: _count(data[given[0]], given[0], 1, MAX_STEPS)}
    seed = _count(data.get("seed", 0), "seed", 0, 2**63 - 1)
    runs = _need(data, "runs")
    if not isinstance(runs, list) or not runs:
        raise ExperimentError("runs", message("must be a list of at least one run"))
    if len(runs) > MAX_RUNS:
        raise ExperimentError("runs", message("must be at most {most} runs, got {got}", most=MAX_RUNS, got=len(runs)))
    require_few_recorded(data)
    made = Experiment(
        problem=problem,
        runs=tuple(_read_run(run, f"runs[{i}]", problem) for i, run in enumerate(runs)),
        title=one_line(_text(data.get("title", ""), "title", LONGEST_NAME)),
        seed=seed,
        stop=build(Stop, _object(data.get("stop", {}), "stop"), "stop"),
        note={key: _text(value, f"note.{key}") for key, value in _object(data.get("note", {}), "note").items()},
        view=_plain_json(_object(data.get("view", {}), "view"), "view"),
        **duration,
    )
    for i in range(len(made.runs)):
        made.check_schedule(i)
    return made


@lru_cache(maxsize=256)
def _check_schedule(schedule: Schedule, steps: int, per_epoch: int, path: str) -> None:
    """`Schedule.check`, cached: a drag makes a new experiment at each move of the mouse."""
    schedule.check(steps, per_epoch, path)


def _read_run(data: Any, path: str, problem: ProblemSpec) -> RunSpec:
    _object(data, path, _RUN_KEYS)
    start = _need(data, "start", path)
    if not isinstance(start, list | tuple):
        raise ExperimentError(join(path, "start"), message("must be a list of numbers, got {got}", got=show(start)))
    if len(start) != problem.dim:
        raise ExperimentError(
            join(path, "start"), message("must have {want} numbers, got {got}", want=problem.dim, got=len(start))
        )
    warmup, batch = data.get("warmup"), data.get("batch")
    optimizer = from_json("gdviz.optimizers", _need(data, "optimizer", path), join(path, "optimizer"))
    schedule = from_json("gdviz.schedules", data.get("schedule", {"kind": "constant"}), join(path, "schedule"))
    require_momentum(schedule, optimizer, join(path, "schedule"))
    return RunSpec(
        label=one_line(_text(data.get("label", ""), join(path, "label"), LONGEST_NAME)),
        start=tuple(number(v, f"{path}.start[{i}]") for i, v in enumerate(start)),
        optimizer=optimizer,
        schedule=schedule,
        warmup=None if warmup is None else _read_warmup(warmup, join(path, "warmup")),
        batch=None if batch is None else _read_batch(batch, join(path, "batch"), problem),
    )


def _read_warmup(data: Any, path: str) -> Warmup:
    return build(Warmup, _object(data, path), path, ignore=())


def _read_batch(data: Any, path: str, problem: ProblemSpec) -> Batch:
    batch, n_samples = build(Batch, _object(data, path), path, ignore=()), problem.n_samples
    if problem.withheld:  # the number of samples is not known
        return batch
    if n_samples is None:
        raise ExperimentError(path, message("must be null: this problem has no samples"))
    if batch.size > n_samples:
        raise ExperimentError(
            join(path, "size"),
            message("must be in [1, {n}], the number of samples, got {got}", n=n_samples, got=batch.size),
        )
    if batch.order is None:
        return batch
    if not isinstance(batch.order, list) or not batch.order:
        raise ExperimentError(join(path, "order"), message("must be a list of at least one permutation"))
    for i, permutation in enumerate(batch.order):
        whole = isinstance(permutation, list) and all(type(k) is int for k in permutation)
        if not whole or sorted(permutation) != list(range(n_samples)):
            raise ExperimentError(
                f"{path}.order[{i}]", message("must be a permutation of 0 .. {last}", last=n_samples - 1)
            )
    return Batch(batch.size, batch.shuffle, batch.drop_last, tuple(tuple(p) for p in batch.order))


def _object(data: Any, path: str, known: tuple[str, ...] | None = None) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object, got {got}", got=show(data)))
    if known is not None:
        for key in data:
            if key not in known:
                raise ExperimentError(join(path, key), unknown_key(key, known))
    return data


def _plain_json(value: Any, path: str, depth: int = 20) -> Any:
    """A copy of a JSON value that another program may have put there."""
    if depth == 0:
        raise ExperimentError(path, message("nested too deeply"))
    if isinstance(value, dict):
        return {_text(key, path): _plain_json(v, join(path, key), depth - 1) for key, v in value.items()}
    if isinstance(value, list):
        return [_plain_json(v, f"{path}[{i}]", depth - 1) for i, v in enumerate(value)]
    if isinstance(value, float):
        return number(value, path)
    if isinstance(value, str):
        return _text(value, path)
    if value is None or isinstance(value, bool | int):
        return value
    raise ExperimentError(path, message("must be a value of JSON, got {got}", got=show(value)))


def _need(data: dict[str, Any], key: str, path: str = "") -> Any:
    if key not in data:
        raise ExperimentError(join(path, key), message("is missing"))
    return data[key]


def _text(value: Any, path: str, longest: int = LONGEST_NOTE) -> str:
    if not isinstance(value, str):
        raise ExperimentError(path, message("must be text, got {got}", got=show(value)))
    require_short(value, path, longest)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ExperimentError(path, message("holds half a character (a lone surrogate)")) from None
    return value


def _count(value: Any, path: str, low: int, high: int) -> int:
    count = integer(value, path)
    if not low <= count <= high:
        text = f"[{low}, {high:g}]"
        raise ExperimentError(path, message("must be in {range}, got {got}", range=text, got=show(value)))
    return count
