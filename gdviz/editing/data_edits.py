"""Pure functions that apply an edit of samples or model to an experiment; no Qt."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from gdviz import proposals
from gdviz.datasets.samples import Samples
from gdviz.engine.planes import PlaneChoice
from gdviz.experiment import Batch, Experiment, RunSpec
from gdviz.formula import FormulaError
from gdviz.messages import ExperimentError
from gdviz.problems.fitting import DataSpec
from gdviz.problems.model import ModelSpec, line_in, propose_start
from gdviz.problems.problem import Problem, ProblemSpec, compiled
from gdviz.registry import from_json, plugin

DEFAULT_EPOCHS = 30
DEFAULT_BATCH = 20
"""The epochs and the batch size of an experiment that changes from a surface to data."""
_ORIGIN = ("kind", "name", "path", "x", "y", "shape", "standardise", "standardise_target")
"""The keys by which two sources of samples differ."""


def with_part(experiment: Experiment, path: str, value: Any) -> Experiment:
    """The experiment with one value inside its problem: "problem.degree", "problem.data.noise", "problem.data".

    For an own model, "problem.prediction" also sets the parameters, and "problem.parameters.a" renames a.
    Raises ExperimentError.
    """
    spec = experiment.problem
    if isinstance(spec, ModelSpec) and path == "problem.prediction":
        return _with_prediction(experiment, spec, value)
    if isinstance(spec, ModelSpec) and path.startswith("problem.parameters."):
        return dataclasses.replace(experiment, problem=spec.with_name(path.split(".")[2], value))
    problem = copy.deepcopy(experiment.problem.to_json())
    *inner, last = path.split(".")[1:]
    target = problem
    for key in inner:
        target = target[key]
    target[last] = value
    if path == "problem.kind":
        problem = {**(_line_of(experiment) if value == "model" else {}), **_of_kind(problem, value)}
    return with_problem(experiment, problem)


def with_problem(experiment: Experiment, problem: dict[str, Any]) -> Experiment:
    """The experiment with another problem of data, and its runs adapted to it.

    Starts stay if the number of parameters is the same, rates if model and source of the samples are; a batch
    is at most as large as the data and loses its fixed order with another number of samples. The box stays while the
    minimum is in it.
    Raises ExperimentError.
    """
    old = experiment.problem
    given = {key: value for key, value in problem.items() if key != "domain"}
    spec: ProblemSpec = from_json("gdviz.problems", given, "problem")
    same_model = spec.kind == old.kind and spec.dim == old.dim and _same_origin(old, spec)
    if same_model and isinstance(spec, DataSpec):
        spec = _in_box(spec, compiled(old))
    made = compiled(spec)
    runs = tuple(_fitting(run, old, made, same_model) for run in experiment.runs)
    steps, epochs = experiment.steps, experiment.epochs
    if old.n_samples is None:
        steps, epochs = None, DEFAULT_EPOCHS
    return dataclasses.replace(experiment, problem=spec, runs=runs, steps=steps, epochs=epochs,
                               title=experiment.title if same_model else "")  # fmt: skip


def line_on(names: Sequence[str], target: str) -> dict[str, Any]:
    """`prediction` and `parameters` of the own model to begin with: a line in the columns of these names."""
    prediction, parameters = line_in(names, target)
    return {"prediction": prediction, "parameters": list(parameters)}


def starts_under(old: ModelSpec, new: ModelSpec, start: Sequence[float]) -> tuple[float, ...]:
    """A start for the parameters of `new`: those that `old` has too keep theirs, if a finite prediction is left."""
    known = dict(zip(old.parameters, start, strict=True))
    if all(name in known for name in new.parameters):
        return tuple(known[name] for name in new.parameters)
    fixed = {place: known[name] for place, name in enumerate(new.parameters) if name in known}
    columns = [new.data.x[:, place] for place in new.used]
    return propose_start(new.formula, columns, new.box, fixed) or new.start() or (0.0,) * new.dim


def _with_prediction(experiment: Experiment, old: ModelSpec, text: str) -> Experiment:
    """Another formula of a typed model, with the starts of the runs: a new parameter gets a start.

    Rates stay if a person chose one of them, otherwise the new formula's proposed rates are used.
    Raises ExperimentError.
    """
    try:
        spec = old.reworded(text)
    except FormulaError as error:
        raise ExperimentError("problem.prediction", error.located()) from error
    spec.require_start("problem")
    before, after = compiled(old), compiled(spec)
    proposed = all(run.optimizer.lr == proposals.rate(type(run.optimizer), before) for run in experiment.runs)
    runs = []
    for run in experiment.runs:
        rate = proposals.rate(type(run.optimizer), after) if proposed else run.optimizer.lr
        optimizer = dataclasses.replace(run.optimizer, lr=rate)
        runs.append(dataclasses.replace(run, start=starts_under(old, spec, run.start), optimizer=optimizer))
    plane = PlaneChoice.of(experiment.view, old.dim)
    shown = [old.parameters[axis] for axis in plane.axes if axis < old.dim]
    axes = tuple(spec.parameters.index(name) for name in shown if name in spec.parameters)
    plane = dataclasses.replace(plane, axes=axes if len(axes) == 2 else (0, 1))
    return dataclasses.replace(experiment, problem=spec, runs=tuple(runs), view=plane.into(experiment.view), title="")


def is_another(old: ProblemSpec, new: ProblemSpec) -> bool:
    """Whether the new problem has another function, model or data source, so that title and note no longer fit.

    Moved samples, noise, constants, the number of samples, a degree and a domain leave it the same problem.
    """
    keys = ("kind", "name", "expression", "matrix", "prediction")
    if any(getattr(old, name, None) != getattr(new, name, None) for name in keys):
        return True
    return isinstance(old, DataSpec) and not _same_origin(old, new)


def inline(samples: Samples, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """`problem.data` for features `x` (N, d) and targets `y` (N,) in the units and under the names of `samples`."""
    data: dict[str, Any] = {"kind": "inline", "x": x.tolist(), "y": y.tolist()}
    usual = ("x",) if x.shape[1] == 1 else tuple(f"x{j + 1}" for j in range(x.shape[1]))
    if samples.names != usual:
        data["names"] = list(samples.names)
    if samples.target != "y":
        data["target"] = samples.target
    return data


def _of_kind(problem: dict[str, Any], kind: str) -> dict[str, Any]:
    """The problem as another model of the same samples, with the parameters that both models have."""
    cls: Any = plugin("gdviz.problems", kind)
    known = {field.name for field in dataclasses.fields(cls)} if cls is not None else set()
    kept = {key: value for key, value in problem.items() if key in known and key != "domain"}
    return {**kept, "kind": kind}


def _line_of(experiment: Experiment) -> dict[str, Any]:
    """The first formula of an own model on an experiment's samples; for classes its prediction is the logit."""
    spec = experiment.problem
    made = line_on(spec.data.names, spec.data.target) if isinstance(spec, DataSpec) else {}
    return {**made, "loss": "bce"} if spec.kind == "logistic_regression" else made


def _same_origin(old: ProblemSpec, new: ProblemSpec) -> bool:
    """Whether the samples come from the same source, or were changed by hand."""
    if not isinstance(old, DataSpec) or not isinstance(new, DataSpec):
        return False
    before, after = dict(old.data.source), dict(new.data.source)
    return after["kind"] == "inline" or all(before.get(key) == after.get(key) for key in _ORIGIN)


def _in_box(spec: DataSpec, before: Problem) -> DataSpec:
    """The problem with the domain of the one before, unless its minimum lies outside."""
    boxed = dataclasses.replace(spec, domain=before.domain)
    for minimum in compiled(boxed).minima:
        if not all(low <= value <= high for value, (low, high) in zip(minimum.w, before.domain, strict=True)):
            return spec
    return boxed


def _fitting(run: RunSpec, old: ProblemSpec, problem: Problem, same_model: bool) -> RunSpec:
    n = problem.n_samples or 1
    start = run.start if len(run.start) == problem.dim else tuple(problem.start)
    optimizer = run.optimizer
    if not same_model:
        optimizer = dataclasses.replace(optimizer, lr=proposals.rate(type(optimizer), problem))
        start = tuple(problem.start)
    batch = run.batch
    if batch is not None and n != old.n_samples:
        batch = dataclasses.replace(batch, size=min(batch.size, n), order=None)
    elif batch is None and old.n_samples is None:
        batch = Batch(min(DEFAULT_BATCH, n))
    return dataclasses.replace(run, start=start, optimizer=optimizer, batch=batch)
