"""What the buttons of the runs' table change in the experiment: pure functions, no Qt.

Each gives the experiment after it, and the number of the run that is then chosen. A new run has the start, the
batches and (as the whole experiment) the seed of the one that it is made from, so that the comparison is fair.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gdviz import proposals
from gdviz.editing.edits import edited, leave_baseline
from gdviz.editing.run_names import automatic_names, own_name
from gdviz.editing.run_view import RunsView
from gdviz.experiment import Experiment, RunSpec
from gdviz.problems.problem import compiled
from gdviz.registry import from_json
from gdviz.schedules.cycling import cycled_parameter

if TYPE_CHECKING:
    from gdviz.editing.phase_axes import PhaseAxis

Change = tuple[Experiment, int]
CONTENDERS = ("sgd", "adam", "rmsprop", "adagrad", "nadam", "lion", "adadelta", "adamax")
"""The optimizers that are added to a race, in the order in which courses teach them."""
MOMENTUM = 0.9
_MOST_NAMED = 3
"""The most settings that name a run."""
LIKE = ("lr*10", "lr/10", "momentum", "adam")
"""What `like` can change; also "batch=20", "batch=all", "schedule=cosine", and "batch*2" with the rate scaled to it."""


def added(experiment: Experiment, run: int) -> Change:
    """Add a run like `run` with the first common optimizer that no run has yet."""
    present = {spec.optimizer.kind for spec in experiment.runs}
    kind = next((kind for kind in CONTENDERS if kind not in present), None)
    if kind is None:
        return duplicated(experiment, run)
    return _inserted(experiment, len(experiment.runs), _with_optimizer(experiment, experiment.runs[run], kind))


def duplicated(experiment: Experiment, run: int) -> Change:
    """A copy of a run below it."""
    return _inserted(experiment, run + 1, experiment.runs[run])


def like(experiment: Experiment, run: int, how: str) -> Change:
    """The same run with one thing changed (see LIKE), below it.

    Raises ExperimentError where the rate is at its bound or a value is not allowed, KeyError for an unknown `how`.
    """
    spec = experiment.runs[run]
    word, _, value = how.partition("=")
    if value or how == "batch*2":
        return _with_value(experiment, run, word, value)
    if how == "adam":
        made = _with_optimizer(experiment, spec, "adam")
    elif how == "momentum":
        base = spec if hasattr(spec.optimizer, "momentum") else _with_optimizer(experiment, spec, "sgd")
        data = {**base.optimizer.to_json(), "momentum": MOMENTUM}
        made = dataclasses.replace(base, optimizer=from_json("gdviz.optimizers", data, "optimizer"))
    else:
        factor = {"lr*10": 10.0, "lr/10": 0.1}[how]
        data = {**spec.optimizer.to_json(), "lr": float(f"{spec.optimizer.lr * factor:.12g}")}
        made = dataclasses.replace(spec, optimizer=from_json("gdviz.optimizers", data, "optimizer"))
    return _inserted(experiment, run + 1, dataclasses.replace(made, label=""))


def _with_value(experiment: Experiment, run: int, word: str, value: str) -> Change:
    """The same run with other batches or another schedule below it, named by them."""
    spec, free = experiment.runs[run], _unpinned(experiment, run)
    given: int | str | None
    if word == "batch*2":
        before = spec.batch.size if spec.batch else experiment.problem.n_samples or 1
        path, given, named_by = "batch.scaled", min(2 * before, experiment.problem.n_samples or 1), "batch, lr"
    else:
        path, named_by = {"batch": ("batch.size", "batch"), "schedule": ("schedule.kind", "schedule")}[word]
        given = value if word == "schedule" else None if value == "all" else int(value)
    made = edited(free, run, path, given).runs[run]
    return _inserted(experiment, run + 1, made, named_by)


def beside(experiment: Experiment, run: int, settings: Mapping[PhaseAxis, float]) -> Change:
    """The same run with other settings below it, named by them; the run that has them already, if there is one.

    Settings of the whole experiment, such as a constant of its formula, change it as it is. Raises ExperimentError.
    """
    from gdviz.editing.phase_axes import prepared  # a launch need not wait for it

    base = prepared(experiment, run, *(axis.path for axis in settings))
    changes = {
        f"runs[{run}].{axis.path}" if axis.is_of_run else axis.path: int(value) if value.is_integer() else value
        for axis, value in settings.items()
    }
    made = base.replace_all(changes)
    if not all(axis.is_of_run for axis in settings):
        return made, run
    few = list(settings.items())[:_MOST_NAMED]
    label = ", ".join(f"{axis.symbol or axis.label.lower()} = {value:.4g}" for axis, value in few)
    spec = dataclasses.replace(made.runs[run], label=label)
    for other, known in enumerate(experiment.runs):
        if dataclasses.replace(known, label=label) == spec:
            return experiment, other
    return _inserted(experiment, run + 1, spec)


def _unpinned(experiment: Experiment, run: int) -> Experiment:
    """The experiment with a run that can be edited, even if it is a baseline."""
    view = RunsView.of(experiment)
    return shown(experiment, view.changed(run, pinned=False)) if view.runs[run].pinned else experiment


def deleted(experiment: Experiment, run: int) -> Change:
    """The experiment without this run; the only run cannot be deleted."""
    if len(experiment.runs) == 1:
        return experiment, run
    order = [old for old in range(len(experiment.runs)) if old != run]
    return _arranged(experiment, order), min(run, len(order) - 1)


def moved(experiment: Experiment, run: int, to: int) -> Change:
    """The run at another place."""
    to = max(0, min(to, len(experiment.runs) - 1))
    order = [old for old in range(len(experiment.runs)) if old != run]
    order.insert(to, run)
    return _arranged(experiment, order), to


def renamed(experiment: Experiment, run: int, label: str) -> Change:
    """The run under another name; an empty one names it by its optimizer again."""
    runs = list(experiment.runs)
    runs[run] = dataclasses.replace(runs[run], label=" ".join(label.split()))
    return dataclasses.replace(experiment, runs=tuple(runs)), run


def pinned(experiment: Experiment, run: int, on: bool) -> Change:
    """Make the run a baseline, or an ordinary run again.

    The next run that is no baseline is then chosen; if there is none, a copy of this one.
    """
    view = RunsView.of(experiment).changed(run, pinned=on)
    experiment = shown(experiment, view)
    if not on:
        return experiment, run
    free = [other for other, look in enumerate(view.runs) if not look.pinned]
    if not free:
        return duplicated(experiment, run)
    return experiment, min(free, key=lambda other: (other < run, abs(other - run)))


def shown(experiment: Experiment, view: RunsView) -> Experiment:
    """The experiment with its runs shown in another way."""
    return dataclasses.replace(experiment, view=view.into(experiment.view))


def moved_start(experiment: Experiment, runs: Sequence[int], w: Sequence[float]) -> Experiment:
    """These runs with the start `w`; baselines keep theirs. Raises ExperimentError if all of them are baselines."""
    looks = RunsView.of(experiment).runs
    free = [run for run in runs if not looks[run].pinned]
    if not free:
        leave_baseline(experiment, runs[0], "start")
    start = tuple(map(float, w))  # from a drag, not from a file: nothing else needs validation
    made = [dataclasses.replace(spec, start=start) if run in free else spec for run, spec in enumerate(experiment.runs)]
    return dataclasses.replace(experiment, runs=tuple(made))


def changed_parts(before: Experiment, after: Experiment) -> set[str]:
    """The paths that an edit of the runs changed: {"start"}, {"optimizer.lr", "schedule.length"}.

    Empty if it changed nothing, or something outside the runs. Unchanged parts are compared by identity.
    """
    if len(before.runs) != len(after.runs) or _changed(before, after) != {"runs"}:
        return set()
    return {part for old, new in zip(before.runs, after.runs, strict=True) for part in _changed_of_run(old, new)}


def _changed_of_run(before: RunSpec, after: RunSpec) -> set[str]:
    parts = set()
    for name in _changed(before, after):
        old, new = getattr(before, name), getattr(after, name)
        if type(old) is type(new) and dataclasses.is_dataclass(old):
            parts |= {f"{name}.{part}" for part, value in vars(new).items() if value != vars(old)[part]}
        else:
            parts.add(name)
    return parts


def _changed(before: object, after: object) -> set[str]:
    old = vars(before)
    return {name for name, value in vars(after).items() if value is not old[name]} if after is not before else set()


def differ_in_words(before: Experiment, after: Experiment) -> bool:
    """Whether only labels, notes and the view differ, so that nothing has to be computed."""
    if len(before.runs) != len(after.runs):
        return False
    runs = tuple(
        spec if spec is old else dataclasses.replace(spec, label=old.label)
        for old, spec in zip(before.runs, after.runs, strict=True)
    )
    same = {name: getattr(before, name) for name in ("view", "title", "note")}
    return dataclasses.replace(after, runs=runs, **same) == before


def _arranged(experiment: Experiment, order: Sequence[int]) -> Experiment:
    looks = RunsView.of(experiment).arranged(order)
    runs = tuple(experiment.runs[old] for old in order)
    return dataclasses.replace(experiment, runs=runs, view=looks.into(experiment.view))


def _inserted(experiment: Experiment, at: int, spec: RunSpec, named_by: str = "") -> Change:
    """The experiment with a new run at place `at`, under a name that no other run has, see `_free_name`."""
    spec = dataclasses.replace(spec, label=_free_name(experiment, spec, named_by))
    runs = (*experiment.runs[:at], spec, *experiment.runs[at:])
    places: list[int | None] = list(range(len(experiment.runs)))
    places.insert(at, None)
    looks = dataclasses.replace(RunsView.of(experiment).arranged(places), solo=None)  # else it is hidden
    return dataclasses.replace(experiment, runs=runs, view=looks.into(experiment.view)), at


def _free_name(experiment: Experiment, spec: RunSpec, named_by: str) -> str:
    """The run's label or its optimizer's name; with the rate, or a number, if another run has that name.

    With `named_by`, a key of `automatic_names`, it is that name.
    """
    taken = {run.label or own_name(experiment, run) for run in experiment.runs}
    kept = spec.label if spec.label not in _automatic(experiment) else ""
    automatic = automatic_names(experiment, spec)
    names = [automatic[named_by]] if named_by else [kept] if kept else [automatic[""], automatic["lr"]]
    for name in names:
        if name not in taken:
            return name
    last = re.sub(r" \(\d+\)$", "", names[-1])
    return next(name for i in range(2, len(taken) + 3) if (name := f"{last} ({i})") not in taken)


def _automatic(experiment: Experiment) -> set[str]:
    return {"", *(name for run in experiment.runs for name in automatic_names(experiment, run).values())}


def _with_optimizer(experiment: Experiment, spec: RunSpec, kind: str) -> RunSpec:
    """The run with another optimizer, its defaults, and the rate that is proposed for it here."""
    cls = type(from_json("gdviz.optimizers", {"kind": kind, "lr": spec.optimizer.lr}, "optimizer"))
    rate = proposals.rate(cls, compiled(experiment.problem))
    made = from_json("gdviz.optimizers", {"kind": kind, "lr": rate}, "optimizer")
    schedule = spec.schedule if cycled_parameter(made) is not None else proposals.without_momentum(spec.schedule)
    return dataclasses.replace(spec, label="", optimizer=made, schedule=schedule)
