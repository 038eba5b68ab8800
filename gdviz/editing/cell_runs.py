"""A cell of a sweep as a run of the experiment: pure functions, no Qt."""

from __future__ import annotations

import dataclasses
import math

from gdviz.editing.run_view import RunsView
from gdviz.engine.cells import Cells, finished, steps_to, taken
from gdviz.experiment import MAX_RUNS, Experiment

_MOST_TRIED = 50
"""The most seeds of a cell that are computed to find the one with its value."""


def experiment_of(cells: Cells, cell: int, value: float, label: str) -> Experiment:
    """The experiment of a cell whose value is `value`, with its run alone, called `label`. Raises ExperimentError.

    Where steps to a loss are counted, the run ends there. Of several seeds it has the one that comes next to the value.
    """
    made = cells.experiment_at(cell)
    if cells.value == "steps":
        target = made.stop.loss if cells.target is None else cells.target
        made = dataclasses.replace(made, stop=dataclasses.replace(made.stop, loss=target))
    run = dataclasses.replace(made.runs[0], label=label)
    made = dataclasses.replace(made, runs=(run,))
    seeded = [dataclasses.replace(made, seed=seed) for seed in cells.seeds_of(cell)[:_MOST_TRIED]]
    return seeded[0] if cells.seeds == 1 else min(seeded, key=lambda one: _beside(cells, one, value))


def _beside(cells: Cells, experiment: Experiment, value: float) -> float:
    """How far from `value` the value of a run is; infinite where only one of them is finite."""
    record = finished(experiment)
    found = steps_to(record, experiment.stop) if cells.value == "steps" else taken(record, cells.value)
    if found == value or (math.isnan(found) and math.isnan(value)):
        return 0.0
    return abs(found - value) if math.isfinite(found - value) else math.inf


def opened(present: Experiment, cells: Cells, cell: int, value: float, label: str) -> tuple[Experiment, int]:
    """The experiment after a cell with the value `value` is opened, and the number of the run that is then chosen.

    The run joins those that are `present` where only the run differs; otherwise it is alone in the cell's experiment.
    A run that is there already is not added again. Raises ExperimentError.
    """
    made = experiment_of(cells, cell, value, label)
    (spec,) = made.runs
    shared = {name: getattr(present, name) for name in ("runs", "title", "note", "view")}
    if dataclasses.replace(made, **shared) != present or len(present.runs) >= MAX_RUNS:
        return dataclasses.replace(made, title=present.title, view={}), 0
    for run, known in enumerate(present.runs):
        if dataclasses.replace(known, label=label) == spec:
            return present, run
    count = len(present.runs)
    looks = dataclasses.replace(RunsView.of(present).arranged([*range(count), None]), solo=None)
    return dataclasses.replace(present, runs=(*present.runs, spec), view=looks.into(present.view)), count
