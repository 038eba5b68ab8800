"""The two public functions that make one part of an experiment from its JSON object."""

from __future__ import annotations

from typing import Any

from gdviz.params import build
from gdviz.problems.problem import Problem, ProblemSpec, compiled
from gdviz.registry import from_json
from gdviz.schedules.schedule import Schedule, ScheduleSpec, Warmup


def problem(spec: dict[str, Any] | ProblemSpec) -> Problem:
    """The compiled problem of `{"kind": ...}` (as in an experiment file) or of an experiment's `problem`.

    Returns a Problem: .dim .domain .minima .loss(w) .grad(w) .hessian(w), w of shape (..., dim).
    Raises ExperimentError.
    """
    return compiled(spec if isinstance(spec, ProblemSpec) else from_json("gdviz.problems", spec, "problem"))


def schedule(spec: dict[str, Any] | ScheduleSpec, warmup: dict[str, Any] | Warmup | None = None) -> Schedule:
    """The schedule of `{"kind": ...}`, after an optional warm-up `{"length", "start_factor", "unit"}`.

    Its `.lr(base_lr, k)` is the rate after k finished units, k a number or an array.
    Raises ExperimentError.
    """
    made = spec if isinstance(spec, ScheduleSpec) else from_json("gdviz.schedules", spec, "schedule")
    return Schedule(made, build(Warmup, warmup, "warmup", ignore=()) if isinstance(warmup, dict) else warmup)
