"""What an edit in the window means for the experiment: pure functions, no Qt.

One edit may change more than one value: another problem brings its own start and rate, another duration
brings along the schedule's lengths that were proposed from the old one.
"""

from __future__ import annotations

from typing import Any, cast

from gdviz.engine.batches import Batches
from gdviz.engine.runner import compiled
from gdviz.experiment import Experiment, RunSpec
from gdviz.problems.base import ProblemSpec
from gdviz.registry import from_json, plugin
from gdviz.schedules.base import ScheduleSpec

DEFAULT_EPOCHS = 30
DEFAULT_BATCH = 20


def edited(experiment: Experiment, run: int, path: str, value: Any) -> Experiment:
    """The experiment after the value at `path` was set in the window; `run` is the one that is edited.

    Paths that begin with "start", "optimizer", "schedule", "warmup", "batch" or "label" belong to the run.
    Raises ExperimentError when the value is not allowed.
    """
    return _follow_names(experiment, _edited(experiment, run, path, value))


def _edited(experiment: Experiment, run: int, path: str, value: Any) -> Experiment:
    if path == "problem":
        return _with_problem(experiment, value)
    if path == "problem.expression":
        return _with_problem(experiment, _own_function(experiment.problem, value))
    if path == "start":
        return experiment.replace(f"runs[{run}].start", list(value))
    if path in ("steps", "epochs"):
        return _follow_duration(experiment, experiment.replace(path, value))
    spec = experiment.runs[run]
    lead = f"runs[{run}]."
    if path == "optimizer.kind":
        return experiment.replace(f"{lead}optimizer", {"kind": value, "lr": spec.optimizer.lr})
    if path == "schedule.kind":
        return experiment.replace(
            f"{lead}schedule", proposed_schedule(experiment, spec, value, spec.schedule.unit).to_json()
        )
    if path == "schedule.unit":
        return _with_unit(experiment, run, value)
    if path == "optimizer.lr":
        return _follow_duration(experiment, experiment.replace(lead + path, value))
    if path == "warmup.length":
        return _follow_duration(experiment, _with_warmup(experiment, run, value))
    if path == "batch.size":
        return _follow_duration(experiment, _with_batch(experiment, run, value))
    return experiment.replace(lead + path, value)


def duration(experiment: Experiment, run: RunSpec, unit: str) -> float:
    """How many epochs or steps the run makes."""
    per_epoch = steps_per_epoch(experiment, run)
    if experiment.epochs is not None:
        return float(experiment.epochs if unit == "epoch" else experiment.epochs * per_epoch)
    steps = experiment.steps or 0
    return float(-(-steps // per_epoch) if unit == "epoch" else steps)


def after_warmup(experiment: Experiment, run: RunSpec, unit: str) -> float:
    """How many units are left for the schedule when the warm-up is over."""
    if run.warmup is None:
        return duration(experiment, run, unit)
    length = run.warmup.length
    if run.warmup.unit != unit:
        per_epoch = steps_per_epoch(experiment, run)
        length = length * per_epoch if unit == "step" else length / per_epoch
    return max(duration(experiment, run, unit) - length, 0.0)


def steps_per_epoch(experiment: Experiment, run: RunSpec) -> int:
    """Updates an epoch; 1 without batches."""
    return Batches(run.batch, experiment.problem.n_samples or 1, experiment.seed).per_epoch


def proposed_schedule(experiment: Experiment, run: RunSpec, kind: str, unit: str) -> ScheduleSpec:
    """The schedule `kind` as a form proposes it for this run: drops at shares of what the warm-up leaves of the
    duration, the end where it is over, the rate as the highest.
    """  # fmt: skip
    cls = cast(type[ScheduleSpec], plugin("gdviz.schedules", kind))
    return _made(cls, unit, after_warmup(experiment, run, unit), run.optimizer.lr)


def _made(cls: type[ScheduleSpec], unit: str, duration: float, lr: float) -> ScheduleSpec:
    data = {"kind": cls.kind, "unit": unit, **cls.proposed(duration, lr)}
    made: ScheduleSpec = from_json("gdviz.schedules", data, "schedule")
    return made


def _default_batch(n_samples: int | None) -> dict[str, Any] | None:
    return None if n_samples is None else {"size": min(DEFAULT_BATCH, n_samples)}


def _own_function(old: ProblemSpec, text: str) -> dict[str, Any]:
    """The formula `text` as a problem: constants, noise and names as before, the sides of the variables it keeps."""
    value: dict[str, Any] = {"kind": "expression"}
    if old.kind == "expression":
        value |= {key: kept for key, kept in old.to_json().items() if key != "domain"}
    value["expression"] = text
    if old.n_samples is None:
        problem = compiled(old)
        sides = dict(zip(problem.names, problem.domain, strict=True))
        names = from_json("gdviz.problems", value, "problem").formula.variables
        if all(name in sides for name in names):
            value["domain"] = [list(sides[name]) for name in names]
    return value


def _with_problem(experiment: Experiment, value: dict[str, Any]) -> Experiment:
    """Another problem: its start, rate and batches, unless only the formula of the same kind of plane changes."""
    spec: ProblemSpec = from_json("gdviz.problems", value, "problem")
    old = experiment.problem
    keep_start = spec.kind == "expression" and spec.dim == old.dim and old.n_samples is None
    data = experiment.to_dict()
    data["problem"] = value
    if keep_start:
        return Experiment.from_dict(data)
    problem = compiled(spec)
    for run in data["runs"]:
        run["start"] = list(problem.start)
        run["optimizer"]["lr"] = problem.proposed_lr
        run["batch"] = _default_batch(problem.n_samples)
    if (problem.n_samples is None) != (old.n_samples is None):
        data.pop("steps", None)
        data.pop("epochs", None)
        data["epochs" if problem.n_samples is not None else "steps"] = DEFAULT_EPOCHS if problem.n_samples else 100
    data["title"] = ""
    return _follow_duration(experiment, Experiment.from_dict(data))


def _with_unit(experiment: Experiment, run: int, unit: str) -> Experiment:
    """Count the schedule and the warm-up in another unit, the same lengths in time."""
    spec = experiment.runs[run]
    per_epoch = steps_per_epoch(experiment, spec)
    old = spec.schedule.unit
    factor = 1.0 if unit == old else float(per_epoch) if unit == "step" else 1.0 / per_epoch
    cls, lr = type(spec.schedule), spec.optimizer.lr
    was, now = (proposed_schedule(experiment, spec, cls.kind, u) for u in (old, unit))
    once, twice = (_made(cls, unit, 1e3 * times, lr).to_json() for times in (1, 2))
    data = spec.schedule.to_json()
    for name in cls.proposed(1.0, lr):
        if getattr(spec.schedule, name) == getattr(was, name):
            data[name] = now.to_json()[name]
        else:
            data[name] = _rescaled(data[name], once[name], twice[name], factor)
    data["unit"] = unit
    changes: dict[str, Any] = {f"runs[{run}].schedule": data}
    if spec.warmup is not None and spec.warmup.unit == old:
        warmup = {**spec.warmup.to_json(), "length": spec.warmup.length * factor, "unit": unit}
        changes[f"runs[{run}].warmup"] = warmup
    return experiment.replace_all(changes)


def _rescaled(value: Any, once: Any, twice: Any, factor: float) -> Any:
    """`value` in a unit of which there are `factor` to the old one, numbers within lists and objects, too.

    `once` and `twice` are what is proposed in its place for some duration and for twice that: what doubles is a
    time, what is halved is so much a unit, all else stays.
    """
    if isinstance(value, dict):
        return {key: _rescaled(v, once.get(key), twice.get(key), factor) for key, v in value.items() if key != "unit"}
    if isinstance(value, list) and isinstance(once, list) and len(value) == len(once):
        return [_rescaled(*three, factor) for three in zip(value, once, twice, strict=True)]
    if isinstance(value, int | float) and isinstance(once, int | float) and once:
        power = {2.0: 1, 0.5: -1}.get(round(twice / once, 6), 0)
        rescaled = value * factor**power
        return max(round(rescaled), 1) if isinstance(value, int) and power else rescaled if power else value
    return value


def _with_warmup(experiment: Experiment, run: int, length: float | None) -> Experiment:
    spec = experiment.runs[run]
    if not length:
        return experiment.replace(f"runs[{run}].warmup", None)
    if spec.warmup is None:
        warmup = {"length": length, "start_factor": 0.1, "unit": spec.schedule.unit}
        return experiment.replace(f"runs[{run}].warmup", warmup)
    return experiment.replace(f"runs[{run}].warmup.length", length)


def _with_batch(experiment: Experiment, run: int, size: int | None) -> Experiment:
    """The batch size of a run; where nothing else is known, a run in epochs stays one in epochs."""
    spec = experiment.runs[run]
    if size is None:
        return experiment.replace(f"runs[{run}].batch", None)
    if spec.batch is None:
        return experiment.replace(f"runs[{run}].batch", {"size": size})
    return experiment.replace(f"runs[{run}].batch.size", size)


def _follow_duration(before: Experiment, after: Experiment) -> Experiment:
    """Let what schedules have follow duration and rate where it is still what was proposed for the old ones."""
    changes: dict[str, Any] = {}
    for i, (old, new) in enumerate(zip(before.runs, after.runs, strict=True)):
        kind, unit = old.schedule.kind, old.schedule.unit
        proposals = type(old.schedule).proposed(1.0, old.optimizer.lr)
        if not proposals or new.schedule.kind != kind:
            continue
        was, now = proposed_schedule(before, old, kind, unit), proposed_schedule(after, new, kind, unit)
        for name in proposals:
            if getattr(old.schedule, name) == getattr(was, name) != getattr(now, name):
                changes[f"runs[{i}].schedule.{name}"] = now.to_json()[name]
    return after.replace_all(changes) if changes else after


def _follow_names(before: Experiment, after: Experiment) -> Experiment:
    """A label that only said what the run was, such as GD, is left to say what it is now."""
    changes = {
        f"runs[{i}].label": ""
        for i, (old, new) in enumerate(zip(before.runs, after.runs, strict=True))
        if new.label and new.label == old.label == _own_name(before, old) != _own_name(after, new)
    }
    return after.replace_all(changes) if changes else after


def _own_name(experiment: Experiment, run: RunSpec) -> str:
    return run.optimizer.short_name(run.batch.size if run.batch else None, experiment.problem.n_samples)
