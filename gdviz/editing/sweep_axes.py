"""Over which values of an experiment a sweep makes sense, and the ranges that are proposed: no Qt."""

from __future__ import annotations

import math
from typing import Any

from gdviz.editing.phase_axes import beside
from gdviz.engine.phases import Range
from gdviz.experiment import Experiment
from gdviz.params import Param, params_of
from gdviz.problems.problem import compiled

_REACH = 30.0
"""A value on a logarithmic scale is varied by this factor up and down."""
_SEEDS = 19
_MOST_STARTS = 2
_TINY, _NEAR = 0.0, 0.99


def axes_of(experiment: Experiment, run: int) -> list[Range]:
    """The values that may vary, the learning rate first, each with the range that is proposed."""
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    made = [
        found
        for group in ("optimizer", "schedule")
        for param in params_of(type(getattr(spec, group)))
        if (found := _of_param(f"{group}.{param.name}", param, getattr(spec, group))) is not None
    ]
    made.sort(key=lambda axis: axis.path != "optimizer.lr")
    if spec.batch is not None and (experiment.problem.n_samples or 0) > 1:
        made.append(Range("batch.size", 1, float(experiment.problem.n_samples or 1), log=True))
    if problem.dim <= _MOST_STARTS:
        made += [
            Range(f"start[{i}]", float(side[0]), float(side[1])) for i, side in enumerate(problem.domain[: problem.dim])
        ]
    if spec.batch is not None or problem.noise_std:
        made.append(Range("seed", 0, _SEEDS))
    return made


def _of_param(path: str, param: Param, spec: Any) -> Range | None:
    """The range of a number that has a form; None for anything else."""
    value = getattr(spec, param.name)
    if param.kind != "float" or not param.shown or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if param.scale == "log" and value > 0:
        low, high = (float(f"{value * factor:.1g}") for factor in (1 / _REACH, _REACH))
        high = high if param.high is None else min(high, param.high)
        return Range(path, low, high, log=True) if 0 < low < high < math.inf else None
    low = _TINY if param.low is None else param.low
    high = (2 * value or 1.0) if param.high is None else param.high * (_NEAR if param.open_high else 1.0)
    if param.open_low:
        low += 0.01 * (high - low)
    low, high = beside(spec, param.name, low, high)
    return Range(path, float(low), float(high)) if math.isfinite(high) and low < high else None
