"""Recorded runs beside the computed ones: files of real trainings that the experiment's `view` names.

``"view": {"recorded": ["log.csv", {"path": "b.csv", "label": "mine", "color": 2, "hidden": true}, ..]}``: paths, in
the file relative to it, in memory absolute; with them how a run is shown. The recordings themselves stay in their
files. What another program has put there and makes no sense is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.engine.recording import Recording, recorded
from gdviz.experiment import Experiment
from gdviz.gui.run_style import RunStyle
from gdviz.gui.run_view import COLORS, MOST_DRAWN, RunsView
from gdviz.gui.theme import Theme
from gdviz.messages import ExperimentError, one_line
from gdviz.problems.base import Problem
from gdviz.run_marks import RECORDED, Marker
from gdviz.run_marks import marker as marker_of

KEY = "recorded"


@dataclass(frozen=True)
class RecordedLook:
    """What the experiment says of one file: its path, and where a person chose them name, colour, and to hide it."""

    path: str
    label: str | None = None
    color: int | None = None
    hidden: bool = False

    @classmethod
    def of(cls, given: Any) -> RecordedLook | None:
        """What an entry says, as far as it makes sense; None where it names no file."""
        entry = {"path": given} if isinstance(given, str) else given if isinstance(given, dict) else {}
        path, label, color = entry.get("path"), entry.get("label"), entry.get("color")
        if not isinstance(path, str):
            return None
        named = label if isinstance(label, str) and label.strip() else None
        known = color if type(color) is int and 0 <= color < COLORS else None
        return cls(path, named, known, entry.get("hidden") is True)

    def to_json(self) -> str | dict[str, Any]:
        """The entry; a mere path where nothing was chosen."""
        chosen = {"label": self.label, "color": self.color, "hidden": self.hidden or None}
        said = {key: value for key, value in chosen.items() if value is not None}
        return {"path": self.path, **said} if said else self.path


@dataclass(frozen=True, eq=False)
class RecordedRun:
    """One file: what it holds (None where it cannot be read: `failure` says why), its colour's number, its name."""

    path: str
    recording: Recording | None
    failure: ExperimentError | None
    color: int
    label: str
    hidden: bool = False

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
        """See playhead.Recorded: it is complete."""
        return self.updates

    @property
    def finish(self) -> str:
        """See playhead.Recorded."""
        return "recorded"

    def tick_of(self, updates: int) -> int:
        """See playhead.Recorded."""
        return updates


def looks(experiment: Experiment) -> list[RecordedLook]:
    """What the experiment says of its files, as many as are drawn."""
    given = experiment.view.get(KEY)
    found = [RecordedLook.of(entry) for entry in given] if isinstance(given, list) else []
    return [look for look in found if look is not None][:MOST_DRAWN]


def paths(experiment: Experiment) -> list[str]:
    """The files that the experiment names, as many as are drawn."""
    return [look.path for look in looks(experiment)]


def with_looks(experiment: Experiment, files: list[RecordedLook]) -> Experiment:
    """The experiment with these files."""
    others = {key: value for key, value in experiment.view.items() if key != KEY}
    said = {KEY: [look.to_json() for look in files]} if files else {}
    return replace(experiment, view={**others, **said})


def recorded_runs(experiment: Experiment) -> list[RecordedRun]:
    """What the files hold, in the colours that the computed runs leave."""
    files = looks(experiment)
    if not files:
        return []
    taken = {one.color % COLORS for one in RunsView.of(experiment).runs}
    free = [color for color in range(COLORS) if color not in taken] or list(range(COLORS))
    made = []
    for i, look in enumerate(files):
        path = look.path
        found = _read(path, *_state(path))
        failure = found if isinstance(found, ExperimentError) else None
        recording = found if isinstance(found, Recording) else None
        color = free[i % len(free)] if look.color is None else look.color
        made.append(RecordedRun(path, recording, failure, color, one_line(look.label or Path(path).stem), look.hidden))
    return made


@dataclass(frozen=True, eq=False)
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
            told = _own_losses(run.recording, problem)
            found.append(RecordedPath(run.label, run.style(theme), run.recording, w, told))
    return found


def is_placed(problem: Problem | None, time_unit: str) -> bool:
    """Whether recorded steps have a place on the axis: they are not known to be epochs or samples of this data."""
    return time_unit == "step" or problem is None or problem.n_samples is None


@lru_cache(maxsize=32)
def _own_losses(recording: Recording, problem: Problem) -> np.ndarray:
    """The losses of the problem along a path, whatever the file tells: where the path lies on the surface."""
    with np.errstate(all="ignore"):
        return np.asarray(problem.loss(recording.path_on(problem)))


def readable(path: str) -> Recording:
    """The recording in a file. Raises ExperimentError."""
    found = _read(path, *_state(path))
    if isinstance(found, ExperimentError):
        raise found
    return found


@lru_cache(maxsize=64)
def losses(recording: Recording, problem: Problem) -> np.ndarray | None:
    """See Recording.losses_on; computed once."""
    return recording.losses_on(problem)


def _state(path: str) -> tuple[int, int]:
    """By which a changed file is known: when it was written, and its size; zeros where there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=32)
def _read(path: str, written: int, size: int) -> Recording | ExperimentError:
    try:
        return recorded(path)
    except ExperimentError as error:
        return error
