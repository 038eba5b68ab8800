"""A cell of a sweep as a run of the experiment: pure functions, no Qt."""

from __future__ import annotations

import dataclasses

from gdviz.editing.run_view import RunsView
from gdviz.engine.cells import Cells
from gdviz.experiment import MAX_RUNS, Experiment


def experiment_of(cells: Cells, cell: int, label: str) -> Experiment:
    """What a cell computes, with its run alone, called `label`. Raises ExperimentError.

    Where steps to a loss are counted, the run ends there. With several seeds it has the first one of the cell.
    """
    made = cells.experiment_at(cell)
    if cells.value == "steps":
        made = dataclasses.replace(made, stop=dataclasses.replace(made.stop, loss=cells.target))
    run = dataclasses.replace(made.runs[0], label=label)
    return dataclasses.replace(made, seed=cells.seeds_of(cell)[0], runs=(run,))


def opened(present: Experiment, cells: Cells, cell: int, label: str) -> tuple[Experiment, int]:
    """The experiment after a cell is opened, and the number of its run, which is then chosen. Raises ExperimentError.

    The run joins those that are `present` where only the run differs; otherwise it is alone in the cell's experiment.
    A run that is there already is not added again.
    """
    made = experiment_of(cells, cell, label)
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
