"""The settings of a run over which a phase diagram can be drawn: where each begins and ends, and its values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz import proposals
from gdviz.engine.cells import value_at
from gdviz.engine.phases import Range
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, mark
from gdviz.params import Param, params_of
from gdviz.problems.problem import compiled
from gdviz.schedules.schedule import Warmup

RATE = "optimizer.lr"
BATCH = "batch.size"
SEED = "seed"
_DECADES = 1.5
"""By how many powers of ten a rate is varied up and down from the proposed one."""
_BESIDE = 2.0
"""The least factor between the present rate and the ends of its range."""
_FEW = 8.0
"""How far a count is varied at least."""
_NEAR_ONE = 0.99
"""The highest value of what must be less than 1."""
_SEEDS = 31
"""The highest seed of the axis of seeds."""
_GRAIN = 100.0
"""Values are rounded to this share of their distance, so that they read well."""
_MOST_DIGITS = 17
_LEAST, _MOST = 1e-300, 1e300
"""Between these the ends of a range are far from where float64 ends."""
_FIRST = ("momentum", "betas", "alpha", "rho", "weight_decay")
"""The parameters of optimizers that are offered, in this order; the others have little effect on a path."""


@frozen
class PhaseAxis:
    """One setting: its path, its name and symbol, and the range that a diagram first has."""

    range: Range
    label: str
    """In English; see gdviz.messages.mark. Empty where the symbol says it all."""
    symbol: str
    whole: bool = False

    @property
    def path(self) -> str:
        """Its path in the experiment; one that begins inside of a run means the chosen run."""
        return self.range.path

    @property
    def is_of_run(self) -> bool:
        """Whether it is a setting of a run, not of the whole experiment."""
        return not self.path.startswith("problem.") and self.path != SEED

    def within(self, low: float, high: float) -> PhaseAxis:
        """The same setting from `low` to `high`. Raises ExperimentError."""
        return PhaseAxis(self.range.within(low, high), self.label, self.symbol, self.whole)

    def values(self, count: int) -> NDArray[np.float64]:
        """At most `count` values that lie evenly along the axis, rounded by less than can be seen.

        Counts are whole: batch sizes powers of two, others at equal distances. Raises ExperimentError for a range too
        narrow for float64, or without two counts.
        """
        low, high = self.range.low, self.range.high
        if not self.whole:
            return _rounded(self.range.values(count))
        if self.range.log:
            powers = range(math.ceil(math.log2(low) - 1e-9), math.floor(math.log2(high) + 1e-9) + 1)
            made = 2.0 ** np.array(powers)
        else:
            step = max(1, math.ceil((high - low) / max(count - 1, 1) - 1e-9))
            made = np.arange(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1, step, dtype=float)
        return made if len(made) > 1 else self.range.values(2)

    def at(self, share: float) -> float:
        """The value at a share of the axis, 0 at its low end and 1 at its high one."""
        low, high = self.range.low, self.range.high
        if share in (0, 1):
            return high if share else low
        return low * (high / low) ** share if self.range.log else low + share * (high - low)

    def share(self, values: Any) -> Any:
        """Where values lie along the axis, see `at`; nan for one without a place, such as 0 on a logarithmic axis."""
        low, high = self.range.low, self.range.high
        values = np.asarray(values, dtype=float)
        if not self.range.log:
            return (values - low) / (high - low)
        with np.errstate(all="ignore"):
            return np.log1p((np.where(values > 0, values, np.nan) - low) / low) / math.log1p((high - low) / low)


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ascending values with no more digits than distinguish them from their neighbours."""
    apart = np.diff(values, append=values[-1] + (values[-1] - values[-2]))
    made = np.empty(len(values))
    for i, (value, room) in enumerate(zip(values.tolist(), apart.tolist(), strict=True)):
        size = math.log10(abs(value) * _GRAIN / room) if value else 0.0
        made[i] = float(f"{value:.{min(max(math.ceil(size), 1), _MOST_DIGITS)}g}")
    made[[0, -1]] = values[[0, -1]]
    return made


def axes_of(experiment: Experiment, run: int) -> list[PhaseAxis]:
    """The settings that a phase diagram of a run can have, the most telling ones first."""
    spec = experiment.runs[run]
    made = [_rate(experiment, run)]
    declared = {parameter.name: parameter for parameter in params_of(type(spec.optimizer))}
    for name in _FIRST:
        if name in declared:
            made += _of_parameter(experiment, run, "optimizer", declared[name])
    made += _starts(experiment, run)
    n_samples = experiment.problem.n_samples
    if n_samples is not None and n_samples > 1:
        made.append(PhaseAxis(Range(BATCH, 1, float(n_samples), log=True), mark("Batch size"), "B", whole=True))
    if spec.warmup is not None:
        for parameter in params_of(Warmup):
            made += _counted(experiment, run, parameter) if parameter.name == "length" else []
    for parameter in params_of(type(spec.schedule)):
        made += _of_parameter(experiment, run, "schedule", parameter)
    problem = experiment.problem.to_json()
    for name, value in (problem.get("parameters") or {}).items() if problem["kind"] == "expression" else ():
        reach = abs(value) or 1.0
        made += _axis(f"problem.parameters.{name}", value - reach, value + reach, symbol=name)
    if has_chance(experiment, run):
        made.append(PhaseAxis(Range(SEED, 0.0, float(_SEEDS)), mark("Seed"), "", whole=True))
    return made


def start_at(names: Sequence[str], w: Sequence[float]) -> dict[PhaseAxis, float]:
    """The settings and values that put the start at `w`, whose coordinates have these names."""
    return {
        PhaseAxis(Range(f"start[{i}]", value - reach, value + reach), mark("Start"), names[i]): float(value)
        for i, value in enumerate(w)
        for reach in (max(1.0, abs(value)),)
    }


def has_chance(experiment: Experiment, run: int) -> bool:
    """Whether another seed changes the run: it has batches, or noise."""
    return experiment.runs[run].batch is not None or bool(compiled(experiment.problem).noise_std)


def prepared(experiment: Experiment, run: int, *paths: str) -> Experiment:
    """The experiment in which all of these paths name numbers: one without batches gets some for its batch size."""
    if BATCH in paths and experiment.runs[run].batch is None:
        return experiment.replace(f"runs[{run}].batch", {"size": experiment.problem.n_samples})
    return experiment


def present(experiment: Experiment, run: int, axis: PhaseAxis) -> float:
    """The value that a run has now."""
    return float(value_at(prepared(experiment, run, axis.path), axis.path, run))


def _rate(experiment: Experiment, run: int) -> PhaseAxis:
    optimizer, problem = experiment.runs[run].optimizer, compiled(experiment.problem)
    middle = proposals.rate(type(optimizer), problem)
    middle = middle if 0 < middle < math.inf else optimizer.lr
    factor = 10.0**_DECADES
    low, high = _few_digits(middle / factor), _few_digits(middle * factor)
    if not low <= optimizer.lr <= high:  # only a rate outside the range widens it
        low = min(low, max(_few_digits(optimizer.lr / _BESIDE), _LEAST))
        high = max(high, _few_digits(min(optimizer.lr * _BESIDE, _MOST)))
    return PhaseAxis(Range(RATE, low, high, log=True), mark("Learning rate"), "η")


def _few_digits(value: float) -> float:
    return float(f"{value:.2g}")


def _starts(experiment: Experiment, run: int) -> list[PhaseAxis]:
    """The axes of the coordinates of the start that the problem has a domain for."""
    problem, start = compiled(experiment.problem), experiment.runs[run].start
    made = []
    for i, (name, (low, high)) in enumerate(zip(problem.names, problem.domain, strict=False)):
        low, high = min(low, start[i]), max(high, start[i])
        made += _axis(f"start[{i}]", float(low), float(high), mark("Start"), name)
    return made


def _of_parameter(experiment: Experiment, run: int, group: str, parameter: Param) -> list[PhaseAxis]:
    """The axes of a declared number: one, two for a pair, none for a choice."""
    if parameter.kind == "pair":
        symbols = parameter.symbol.split(", ")
        names = {"betas": (mark("Beta 1"), mark("Beta 2"))}.get(parameter.name, (parameter.label, parameter.label))
        return [
            PhaseAxis(
                Range(f"{group}.{parameter.name}[{i}]", 0.0, _NEAR_ONE if i == 0 else 0.9999), names[i], symbols[i]
            )
            for i in (0, 1)
        ]
    if parameter.kind not in ("float", "int"):
        return []
    path = f"{group}.{parameter.name}"
    try:
        now = value_at(experiment, path, run)
    except ExperimentError:
        return []
    if now is None:
        return []
    low, high = parameter.low, parameter.high
    if low is not None and high is not None:
        low = low + 0.01 * (high - low) if parameter.open_low else low
        high, log = _NEAR_ONE if parameter.open_high else high, False
    elif parameter.kind == "int" or parameter.scale == "linear":
        return _counted(experiment, run, parameter, group)
    elif now <= 0:
        return []
    else:
        low, high, log = now / 30, now * 30, True
    low, high = beside(getattr(experiment.runs[run], group), parameter.name, low, high)
    return _axis(path, low, high, parameter.label, parameter.symbol, log)


def _axis(
    path: str, low: float, high: float, label: str = "", symbol: str = "", log: bool = False, whole: bool = False
) -> list[PhaseAxis]:
    """An axis; none where the range is empty, or ends near where float64 does."""
    if not (low < high and max(abs(low), abs(high)) <= _MOST and (low >= _LEAST or not log)):
        return []
    return [PhaseAxis(Range(path, low, high, log), label, symbol, whole)]


def beside(spec: Any, name: str, low: float, high: float) -> tuple[float, float]:
    """The range of a parameter as its counterpart leaves it: what is called base_x is at most max_x."""
    first, _, rest = name.partition("_")
    if first == "base":
        high = min(high, getattr(spec, f"max_{rest}", high))
    elif first == "max":
        low = max(low, getattr(spec, f"base_{rest}", low))
    return low, high


def _counted(experiment: Experiment, run: int, parameter: Param, group: str = "warmup") -> list[PhaseAxis]:
    """The axis of a number without an upper bound, up to twice the present value; whole where it is a count."""
    path = f"{group}.{parameter.name}"
    now = value_at(experiment, path, run)
    whole = parameter.kind == "int" or (type(now) is int and now > 1)
    top = max(2.0 * now, _FEW) if whole else 2.0 * now if now > 0 else 0.1
    low = parameter.low or 0.0
    if parameter.open_low and low == 0:
        low = 1.0 if whole else top / 100
    top = max(top, low + 1) if whole else top
    return _axis(path, low, top, parameter.label, parameter.symbol, whole=whole)
