"""Pure functions that apply an edit made in the window to an experiment; no Qt.

One edit may change more than one value: another problem brings its own start, rate and duration, another duration
changes the schedule's lengths that were proposed from the old one, another optimizer switches off the cycling of a
momentum that it does not have.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from gdviz import proposals
from gdviz.editing import data_edits
from gdviz.editing.data_edits import DEFAULT_BATCH, DEFAULT_EPOCHS
from gdviz.editing.run_names import follow_names
from gdviz.editing.run_view import RunsView
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import FORMAT, VERSION, Experiment
from gdviz.formula import FormulaError
from gdviz.messages import ExperimentError, message
from gdviz.params import params_of
from gdviz.problems.problem import ProblemSpec, compiled
from gdviz.registry import from_json
from gdviz.schedules.cycling import cycled_parameter
from gdviz.schedules.schedule import Schedule

OF_RUN = ("start", "optimizer", "schedule", "warmup", "batch")
"""How the paths of one run's values begin."""
OPENED = "problem.opened"
"""The path of a problem on samples that a person has opened: the whole experiment is another one."""


def edited(experiment: Experiment, run: int, path: str, value: Any, keep_duration: bool = False) -> Experiment:
    """The experiment after the value at `path` was set in the window; `run` is the one that is edited.

    Paths that begin with "start", "optimizer", "schedule", "warmup", "batch" or "label" belong to the run. A surface
    brings the duration that is proposed for it, unless `keep_duration` says that a person has set the present one.
    Raises ExperimentError when the value is not allowed, or the run is a baseline.
    """
    if path == OPENED:
        return _on_samples(value)
    if path.partition(".")[0] in OF_RUN:
        leave_baseline(experiment, run, path)
    after = _edited(experiment, run, path, value)
    if path == "problem" and not (keep_duration and after.steps == experiment.steps):
        after = _with_proposed_duration(after)
    made = follow_names(experiment, after)
    affected = any(experiment.note.values()) and not path.startswith(
        "problem.parameters."
    )  # renames or sets a constant
    return _without_story(made) if affected and data_edits.is_another(experiment.problem, made.problem) else made


def steered(experiment: Experiment, run: int, record: RunRecord, step: int, rate: float) -> Experiment:
    """The experiment whose run `run`, of which `record` is the present one, uses `rate` from update `step` on.

    What the run did before stays the same to the last bit. Raises ExperimentError, see engine.by_hand.from_here.
    """
    from gdviz.engine.by_hand import from_here

    leave_baseline(experiment, run, "optimizer.lr")
    changes = {f"runs[{run}].{path}": value for path, value in from_here(record, step, rate).items()}
    return follow_names(experiment, experiment.replace_all(changes))


def leave_baseline(experiment: Experiment, run: int, path: str) -> None:
    """Refuse an edit of a pinned run, with which the others are compared. Raises ExperimentError."""
    if "runs" in experiment.view and RunsView.of(experiment).runs[run].pinned:
        raise ExperimentError(path, message("this run is a baseline and stays as it is: unpin it to edit it"))


def rate_is_used(experiment: Experiment, run: int) -> bool:
    """Whether the run's rates depend on the optimizer's rate: some schedules replace it."""
    spec = experiment.runs[run]
    if not spec.schedule.replaces_lr:
        return True
    schedule, per_epoch = Schedule(spec.schedule, spec.warmup), proposals.steps_per_epoch(experiment, spec)
    steps = np.unique(np.linspace(0, max(proposals.duration(experiment, spec, "step") - 1, 0), 1000).round())
    once, twice = (schedule.step_lr(times * spec.optimizer.lr, steps, per_epoch) for times in (1, 2))
    return not np.allclose(once, twice, rtol=1e-9, atol=0)


def _edited(experiment: Experiment, run: int, path: str, value: Any) -> Experiment:
    if path == "problem":
        return _with_problem(experiment, value)
    if path == "problem.expression":
        return _with_problem(experiment, _own_function(experiment.problem, value))
    if experiment.problem.kind == "expression" and path.startswith(("problem.domain", "problem.parameters.")):
        return experiment.replace(path, value)
    if path.startswith("problem."):
        return _follow_duration(experiment, data_edits.with_part(experiment, path, value))
    if path == "start":
        return experiment.replace(f"runs[{run}].start", list(value))
    if path in ("steps", "epochs"):
        return _follow_duration(experiment, experiment.replace(path, value))
    if path == "seed":
        return experiment.replace(path, value)
    spec = experiment.runs[run]
    lead = f"runs[{run}]."
    if path == "optimizer.kind":
        return _with_optimizer(experiment, run, value)
    if path == "schedule.kind":
        made = proposals.schedule(experiment, spec, value, spec.schedule.unit)
        return experiment.replace(f"{lead}schedule", made.to_json())
    if path == "schedule.unit":
        return _with_unit(experiment, run, value)
    if path == "schedule.schedules" and hasattr(spec.schedule, "milestones"):
        return _with_members(experiment, run, value)
    if path == "optimizer.lr":
        return _follow_duration(experiment, experiment.replace(lead + path, value))
    if path == "warmup.length":
        return _follow_duration(experiment, _with_warmup(experiment, run, value))
    if path == "batch.size":
        return _follow_duration(experiment, _with_batch(experiment, run, value))
    if path == "batch.scaled":
        return _follow_duration(experiment, _with_scaled_batch(experiment, run, value))
    return experiment.replace(lead + path, value)


def _without_story(experiment: Experiment) -> Experiment:
    """The experiment without a lesson's texts about the old problem: its title, its note, and the names of its runs.

    Runs that differed only in what the new problem sets, such as their rates, become one. Without a note a person
    chose the names of the runs, and they stay.
    """
    runs = [dataclasses.replace(run, label="") for run in experiment.runs]
    kept = [place for place, run in enumerate(runs) if run not in runs[:place]]
    view = experiment.view
    if "runs" in view:
        view = RunsView.of(experiment).arranged(kept).into(view)
    return dataclasses.replace(experiment, title="", note={}, runs=tuple(runs[place] for place in kept), view=view)


def _default_batch(n_samples: int | None) -> dict[str, Any] | None:
    return None if n_samples is None else {"size": min(DEFAULT_BATCH, n_samples)}


def _own_function(old: ProblemSpec, given: str | dict[str, Any]) -> dict[str, Any]:
    """A formula as a problem: constants, noise and names as before, the sides of the variables it keeps.

    `given` is its text, or text and values of constants: {"expression": .., "parameters": {..}}.
    Its letters become constants, see `parse_open`; those that no longer occur are dropped. A text that is no
    formula is left for the problem to refuse.
    """
    from gdviz.formula.letters import parse_open

    value: dict[str, Any] = {"kind": "expression"}
    if old.kind == "expression":
        value |= {key: kept for key, kept in old.to_json().items() if key != "domain"}
    value["expression"] = text = given if isinstance(given, str) else given["expression"]
    known = value.pop("parameters", {}) | ({} if isinstance(given, str) else given["parameters"])
    try:
        formula = parse_open(text, value.get("variables"), known)
    except FormulaError:
        return {**value, "parameters": known}
    if formula.constants:
        value["parameters"] = formula.constants
    if "variables" in value and tuple(value["variables"]) != formula.variables:
        del value["variables"]
    if old.n_samples is None:
        problem = compiled(old)
        sides = dict(zip(problem.names, problem.domain, strict=True))
        if formula.variables and all(name in sides for name in formula.variables):
            value["domain"] = [list(sides[name]) for name in formula.variables]
    return value


def _with_problem(experiment: Experiment, value: dict[str, Any]) -> Experiment:
    """Another problem, with its start, rate and batches.

    A formula with as many variables keeps the starts, and the rates if a person chose one of them.
    """
    spec: ProblemSpec = from_json("gdviz.problems", value, "problem")
    old = experiment.problem
    keep_start = spec.kind == "expression" and spec.dim == old.dim and old.n_samples is None
    data = experiment.to_dict()
    data["problem"] = value
    if value.get("expression") != old.to_json().get("expression") or spec.kind != old.kind:
        data["title"] = ""  # it is the title of another function
    problem = compiled(spec)
    if keep_start:
        if _all_proposed(experiment):
            for run, spec_of_run in zip(data["runs"], experiment.runs, strict=True):
                run["optimizer"]["lr"] = proposals.rate(type(spec_of_run.optimizer), problem)
        return _follow_duration(experiment, Experiment.from_dict(data))
    for run, spec_of_run in zip(data["runs"], experiment.runs, strict=True):
        run["start"] = list(problem.start)
        run["optimizer"]["lr"] = proposals.rate(type(spec_of_run.optimizer), problem)
        run["batch"] = _default_batch(problem.n_samples)
    if (problem.n_samples is None) != (old.n_samples is None):
        data.pop("steps", None)
        data.pop("epochs", None)
        data["epochs" if problem.n_samples is not None else "steps"] = DEFAULT_EPOCHS if problem.n_samples else 100
    data["title"] = ""
    return _follow_duration(experiment, Experiment.from_dict(data))


def _on_samples(problem: dict[str, Any]) -> Experiment:
    """The experiment to begin with on samples: plain gradient descent in batches, at the start and rate proposed."""
    spec: ProblemSpec = from_json("gdviz.problems", problem, "problem")
    made = compiled(spec)
    optimizer = {"kind": "sgd", "lr": made.proposed_lr}
    run = {"start": list(made.start), "optimizer": optimizer, "batch": _default_batch(made.n_samples)}
    return Experiment.from_dict(
        {"format": FORMAT, "version": VERSION, "problem": problem, "epochs": DEFAULT_EPOCHS, "runs": [run]}
    )


def _with_proposed_duration(experiment: Experiment) -> Experiment:
    """A surface with its proposed duration; data and own functions as they are."""
    if experiment.problem.kind != "surface":
        return experiment
    return _follow_duration(experiment, experiment.replace("steps", proposals.steps(experiment.problem)))


def _all_proposed(experiment: Experiment) -> bool:
    """Whether every run has the rate that was proposed for it; a chosen rate is kept, as runs may be compared by it."""
    problem = compiled(experiment.problem)
    return all(run.optimizer.lr == proposals.rate(type(run.optimizer), problem) for run in experiment.runs)


def _with_optimizer(experiment: Experiment, run: int, kind: str) -> Experiment:
    """Another optimizer with its defaults; the rate stays if it means the same in both."""
    spec = experiment.runs[run]
    data = {"kind": kind, "lr": spec.optimizer.lr}
    made = from_json("gdviz.optimizers", data, "optimizer")
    if made.proposed_lr != spec.optimizer.proposed_lr:
        data["lr"] = proposals.rate(type(made), compiled(experiment.problem))
    changes: dict[str, Any] = {f"runs[{run}].optimizer": data}
    if cycled_parameter(made) is None:
        changes[f"runs[{run}].schedule"] = proposals.without_momentum(spec.schedule).to_json()
    return _follow_duration(experiment, experiment.replace_all(changes))


def _with_unit(experiment: Experiment, run: int, unit: str) -> Experiment:
    """Count the schedule and the warm-up in another unit; their lengths in time stay the same."""
    spec = experiment.runs[run]
    per_epoch = proposals.steps_per_epoch(experiment, spec)
    old, kind = spec.schedule.unit, spec.schedule.kind
    factor = 1.0 if unit == old else float(per_epoch) if unit == "step" else 1.0 / per_epoch
    was, now = (proposals.schedule(experiment, spec, kind, u) for u in (old, unit))
    data = spec.schedule.counted_in(unit, factor).to_json()
    for name in type(was).proposed(1.0, spec.optimizer.lr):
        if getattr(spec.schedule, name) == getattr(was, name):
            data[name] = now.to_json()[name]
    data["unit"] = unit
    changes: dict[str, Any] = {f"runs[{run}].schedule": data}
    if spec.warmup is not None and spec.warmup.unit == old:
        warmup = {**spec.warmup.to_json(), "length": spec.warmup.length * factor, "unit": unit}
        changes[f"runs[{run}].warmup"] = warmup
    return experiment.replace_all(changes)


def _with_members(experiment: Experiment, run: int, members: Any) -> Experiment:
    """Other members of a sequence; missing milestones are placed in the rest of the run."""
    spec = experiment.runs[run]
    data = {**spec.schedule.to_json(), "schedules": members}
    if isinstance(members, list) and members:
        times = data["milestones"][: len(members) - 1]
        lacking, last = len(members) - 1 - len(times), times[-1] if times else 0.0
        left = proposals.after_warmup(experiment, spec, spec.schedule.unit) - last
        step = left / (lacking + 1) if left > 0 else 1.0
        data["milestones"] = [*times, *(last + step * (i + 1) for i in range(lacking))]
    return experiment.replace(f"runs[{run}].schedule", data)


def _with_warmup(experiment: Experiment, run: int, length: float | None) -> Experiment:
    spec = experiment.runs[run]
    if not length:
        return experiment.replace(f"runs[{run}].warmup", None)
    if spec.warmup is None:
        warmup = {"length": length, "start_factor": 0.1, "unit": spec.schedule.unit}
        return experiment.replace(f"runs[{run}].warmup", warmup)
    return experiment.replace(f"runs[{run}].warmup.length", length)


def _with_batch(experiment: Experiment, run: int, size: int | None) -> Experiment:
    """Set the batch size of a run; None is all samples."""
    spec = experiment.runs[run]
    if size is None:
        return experiment.replace(f"runs[{run}].batch", None)
    if spec.batch is None:
        return experiment.replace(f"runs[{run}].batch", {"size": size})
    return experiment.replace(f"runs[{run}].batch.size", size)


def scaling(experiment: Experiment, run: int) -> str | None:
    """How the rate follows the batch size: "linear", "root" for adaptive and sign-based rules, or not (None).

    Sources: Goyal et al. 2017 (arXiv 1706.02677); Malladi et al. 2022 (arXiv 2205.10287).
    """
    optimizer = experiment.runs[run].optimizer
    if optimizer.group == "search" or not rate_is_used(experiment, run):
        return None
    return "root" if optimizer.group in ("adaptive", "sign") else "linear"


def _with_scaled_batch(experiment: Experiment, run: int, size: int | None) -> Experiment:
    """Another batch size, with the learning rate scaled to it, see `scaling`."""
    made, rule = _with_batch(experiment, run, size), scaling(experiment, run)
    n_samples = experiment.problem.n_samples or 1
    before, after = (one.runs[run].batch for one in (experiment, made))
    factor = (after.size if after else n_samples) / (before.size if before else n_samples)
    if rule is None or factor == 1:
        return made
    rate = experiment.runs[run].optimizer.lr * (factor if rule == "linear" else factor**0.5)
    return made.replace(f"runs[{run}].optimizer.lr", proposals.clean(rate))


def _follow_duration(before: Experiment, after: Experiment) -> Experiment:
    """Propose the numbers of schedules again for another duration or rate, where they are still the proposed ones."""
    changes: dict[str, Any] = {}
    for i, (old, new) in enumerate(zip(before.runs, after.runs, strict=True)):
        kind, unit = old.schedule.kind, old.schedule.unit
        if new.schedule.kind != kind or not type(old.schedule).proposed(1.0, old.optimizer.lr):
            continue
        was, now = proposals.schedule(before, old, kind, unit), proposals.schedule(after, new, kind, unit)
        for name in (parameter.name for parameter in params_of(type(was))):
            if getattr(old.schedule, name) == getattr(was, name) != getattr(now, name):
                changes[f"runs[{i}].schedule.{name}"] = now.to_json()[name]
    return after.replace_all(changes) if changes else after
