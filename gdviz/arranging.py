"""The arrangement of the window that fits an experiment, used until the person chooses one. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.experiment import Experiment

RACERS = 4
"""The number of runs from which on an experiment counts as a race."""


def fitting(experiment: Experiment) -> str:
    """The arrangement that fits an experiment, see `gdviz.view_state.ARRANGEMENTS`.

    The learning rate, where a run has a schedule or warm-up; else data and batches, where there are samples; else the
    race of many runs, or the descent of few.
    """
    if any(run.schedule.kind != "constant" or run.warmup is not None for run in experiment.runs):
        return "rates"
    if has_samples(experiment):
        return "data"
    return "race" if len(experiment.runs) >= RACERS else "descent"


def has_samples(experiment: Experiment) -> bool:
    """Whether there are samples, which the arrangement "data" is about."""
    return experiment.problem.n_samples is not None
