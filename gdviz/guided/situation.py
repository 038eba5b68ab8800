"""What the conditions of a guided lesson are judged on, and the records that their numbers come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

import numpy as np

from gdviz.engine.ensemble import Ensemble
from gdviz.engine.runner import run
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message
from gdviz.problems.problem import Problem
from gdviz.read_only import Floats
from gdviz.view_state import ViewState

Answer = str | tuple[float, ...]
"""An option, or the numbers of a question's fields or of a start; "" is an open answer."""
MOST_NUMBERS = 20_000_000
"""Numbers that the paths of many seeds may hold: 160 MB."""


@frozen(eq=False)
class SeedPath:
    """The path of one seed of an ensemble: `w` (n+1, dim)."""

    problem: Problem
    w: Floats

    @property
    def n(self) -> int:
        """The number of updates."""
        return len(self.w) - 1

    def losses_at(self, rows: np.ndarray) -> np.ndarray:
        """The loss of the whole problem at some rows of w; infinite where the path has diverged."""
        with np.errstate(all="ignore"):
            loss = np.asarray(self.problem.loss(self.w[rows]))
        return np.where(np.isfinite(loss), loss, np.inf)


Path = RunRecord | SeedPath


class Recordings:
    """The records of the experiments of a lesson, each computed when it is first asked for."""

    def __init__(self, experiments: Mapping[str, Experiment], progress: Callable[[], object] | None = None) -> None:
        """Take the experiments; `progress` is called repeatedly while they are computed, and may raise."""
        self.experiments, self._progress = experiments, progress
        self._results: dict[Experiment, tuple[RunRecord, ...]] = {}
        self._paths: dict[tuple[Experiment, int, int], tuple[SeedPath, ...]] = {}

    def of(self, experiment: Experiment) -> tuple[RunRecord, ...]:
        """The records of an experiment to its end."""
        if experiment not in self._results:
            self._results[experiment] = tuple(run(experiment, device="cpu", progress=self._go_on).runs)
        return self._results[experiment]

    def seeds(self, experiment: Experiment, number: int, n: int) -> tuple[SeedPath, ...]:
        """The paths of run `number` with the seeds 0 .. n−1.

        Raises ExperimentError where they cannot be computed together, or would take too much memory.
        """
        key = (replace(experiment, seed=0), number, n)  # its own seed does not matter
        if key not in self._paths:
            ensemble = Ensemble(experiment, number, range(n))
            if (ensemble.planned + 1) * ensemble.w.size > MOST_NUMBERS:
                raise ExperimentError("", message("{n} seeds of so long a run take too much memory", n=n))
            paths = ensemble.paths(self._go_on)
            self._paths[key] = tuple(SeedPath(ensemble.problem, paths[:, i]) for i in range(n))
        return self._paths[key]

    def _go_on(self, _made: int, _planned: int) -> None:
        if self._progress is not None:
            self._progress()


@frozen(eq=False)
class Situation:
    """An experiment and its records, how it is shown, where the playhead is, and what was answered so far.

    `playhead` has the updates of each run at the playhead; `answers` maps the id of a step to what was answered there.
    """

    experiment: Experiment
    records: Sequence[Path]
    recordings: Recordings
    state: ViewState = field(default_factory=ViewState)
    playhead: tuple[int, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        recordings: Recordings,
        state: ViewState | None = None,
        playhead: int = 0,
        answers: Mapping[str, Answer] | None = None,
    ) -> Situation:
        """The situation of an experiment that was computed to its end, all runs after `playhead` updates."""
        records = recordings.of(experiment)
        shown = ViewState().opened(experiment.view) if state is None else state
        return cls(experiment, records, recordings, shown, (playhead,) * len(records), answers or {})

    def named(self, name: str) -> Situation:
        """The situation in which an experiment of the lesson opens; for an empty name this one."""
        return Situation.of(self.recordings.experiments[name], self.recordings) if name else self

    def record(self, number: int) -> Path | None:
        """The record of a run; None where there is no such run any more."""
        return self.records[number] if number < len(self.records) else None
