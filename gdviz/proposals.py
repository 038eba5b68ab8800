"""What is proposed before a person chooses: an optimizer's rate, a schedule's lengths, a surface's duration.

The window and the command line propose the same, except for the duration: the command line makes 100 steps.
"""

from __future__ import annotations

import re
from typing import Any, cast

from gdviz.engine.batches import Batches
from gdviz.experiment import Experiment, RunSpec
from gdviz.messages import ExperimentError
from gdviz.optimizers.optimizer import Optimizer
from gdviz.params import unknown
from gdviz.problems import surfaces
from gdviz.problems.problem import Problem, ProblemSpec
from gdviz.registry import from_json, plugin, plugins
from gdviz.schedules.cycling import cycled_parameter
from gdviz.schedules.schedule import ScheduleSpec


def steps_per_epoch(experiment: Experiment, run: RunSpec) -> int:
    """Updates an epoch; 1 without batches."""
    return Batches(run.batch, experiment.problem.n_samples or 1, experiment.seed).per_epoch


def duration(experiment: Experiment, run: RunSpec, unit: str) -> float:
    """How many epochs or steps the run makes; the last epoch counts even if it is not complete."""
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


def rate(optimizer: type[Optimizer], problem: Problem) -> float:
    """The rate to begin with: the one that the optimizer proposes, or else the problem's."""
    return problem.proposed_lr if optimizer.proposed_lr is None else optimizer.proposed_lr


def steps(problem: ProblemSpec) -> int:
    """The duration to begin with, in steps: a surface's own, or else 100."""
    return surfaces.surface(problem.name).steps if isinstance(problem, surfaces.SurfaceSpec) else surfaces.STEPS


def schedule(experiment: Experiment, run: RunSpec, kind: str, unit: str) -> ScheduleSpec:
    """The schedule `kind` for this run: drops at shares of what the warm-up leaves of the duration, the end where
    it is over, the run's rate as the highest. The momentum is cycled only where the optimizer has one.

    Raises ExperimentError for an unknown kind.
    """  # fmt: skip
    cls = cast(type[ScheduleSpec] | None, plugin("gdviz.schedules", kind))
    if cls is None:
        raise ExperimentError("schedule.kind", unknown(kind, plugins("gdviz.schedules")))
    values = clean(cls.proposed(after_warmup(experiment, run, unit), run.optimizer.lr))
    made: ScheduleSpec = from_json("gdviz.schedules", {"kind": kind, "unit": unit, **values}, "schedule")
    return made if _has_momentum(run.optimizer) else without_momentum(made)


def clean(value: Any) -> Any:
    """A value of JSON with its numbers rounded to 12 digits: 0.1 times 0.1 becomes 0.01."""
    match value:
        case dict():
            return {key: clean(one) for key, one in value.items()}
        case list() | tuple():
            return [clean(one) for one in value]
        case float():
            return float(f"{value:.12g}")
    return value


def without_momentum(spec: ScheduleSpec) -> ScheduleSpec:
    """The same schedule, none of whose members cycles the momentum."""
    while key := spec.momentum_key:
        data = spec.to_json()
        *inner, last = re.findall(r"[^.\[\]]+", key)
        target: Any = data
        for step in inner:
            target = target[int(step) if isinstance(target, list) else step]
        target[last] = False
        spec = from_json("gdviz.schedules", data, "schedule")
    return spec


def _has_momentum(optimizer: Optimizer) -> bool:
    """Whether it uses a momentum: cycling it for plain gradient descent would switch it on."""
    name = cycled_parameter(optimizer)
    return name is not None and bool(getattr(optimizer, name))
