"""How the recorded runs of an experiment are drawn beside the computed ones: their colours and strokes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from gdviz.editing.run_view import COLORS, RunsView
from gdviz.engine.recorded_runs import RecordedLook, held, is_placed
from gdviz.engine.recording import Recording
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.style.theme import Theme
from gdviz.messages import ExperimentError
from gdviz.problems.problem import Problem
from gdviz.run_marks import RECORDED, Marker
from gdviz.run_marks import marker as marker_of


@frozen(eq=False)
class RecordedRun:
    """One file: what was found in it, a recording or why there is none, and its colour's number."""

    look: RecordedLook
    found: Recording | ExperimentError
    color: int

    @property
    def recording(self) -> Recording | None:
        """The recording; None where the file cannot be read."""
        return self.found if isinstance(self.found, Recording) else None

    @property
    def label(self) -> str:
        """What it is called."""
        return self.look.name

    @property
    def hidden(self) -> bool:
        """Whether the person has hidden it."""
        return self.look.hidden

    def style(self, theme: Theme) -> RunStyle:
        """Its stroke: dotted, and its marker hollow."""
        marker = Marker(marker_of(self.color).shape, hollow=True)
        color, drawn = theme.run_color(self.color), not self.hidden
        return RunStyle(color, dashed=True, drawn=drawn, dashes=RECORDED, marker=marker)

    @property
    def updates(self) -> int:
        """The step of its last row."""
        return int(self.recording.step[-1]) if self.recording is not None else 0

    @property
    def planned(self) -> int:
        """See clock.Counted: it is complete."""
        return self.updates

    @property
    def finish(self) -> str:
        """See clock.Counted."""
        return "recorded"


def recorded_runs(experiment: Experiment) -> list[RecordedRun]:
    """The recorded runs of the experiment, in colours that the computed runs do not use."""
    files = held(experiment)
    if not files:
        return []
    taken = {one.color % COLORS for one in RunsView.of(experiment).runs}
    free = [color for color in range(COLORS) if color not in taken] or list(range(COLORS))
    return [
        RecordedRun(look, found, free[i % len(free)] if look.color is None else look.color)
        for i, (look, found) in enumerate(files)
    ]


def drawn_runs(experiment: Experiment, problem: Problem, time_unit: str) -> list[RecordedRun]:
    """Those of which a curve or a path is to be seen where the plots count `time_unit`."""

    def is_drawn(run: RecordedRun) -> bool:
        held = run.recording
        if held is None or run.hidden:
            return False
        curves = is_placed(problem, time_unit) and (held.lr is not None or held.loss is not None)
        return curves or held.path_on(problem) is not None

    return [run for run in recorded_runs(experiment) if is_drawn(run)]


@frozen(eq=False)
class RecordedPath:
    """A recorded run in the parameters of a problem: `w` (n, dim) and the losses (n,) of the rows of its recording."""

    label: str
    style: RunStyle
    recording: Recording
    w: np.ndarray
    loss: np.ndarray
    finish = "completed"
    """As a run's: a recording does not grow."""


def paths_on(experiment: Experiment, problem: Problem, theme: Theme) -> list[RecordedPath]:
    """The recorded runs that hold parameters of this problem."""
    found = []
    for run in recorded_runs(experiment):
        w = run.recording.path_on(problem) if run.recording is not None and not run.hidden else None
        if run.recording is not None and w is not None:
            loss = _own_losses(run.recording, problem)
            found.append(RecordedPath(run.label, run.style(theme), run.recording, w, loss))
    return found


@lru_cache(maxsize=32)
def _own_losses(recording: Recording, problem: Problem) -> np.ndarray:
    """The losses of the problem along a path, not those in the file: the heights of the path on the surface."""
    with np.errstate(all="ignore"):
        return np.asarray(problem.loss(recording.path_on(problem)))


@lru_cache(maxsize=64)
def losses(recording: Recording, problem: Problem) -> np.ndarray | None:
    """See Recording.losses_on; computed once."""
    return recording.losses_on(problem)
