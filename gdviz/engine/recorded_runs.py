"""The recorded runs that an experiment names in its `view`, and remarks on those that cannot be shown.

``"view": {"recorded": ["log.csv", {"path": "b.csv", "label": "mine", "color": 2, "hidden": true}, ..]}``: paths, in
the file relative to it, in memory absolute; with them how a run is shown. The recordings themselves stay in their
files. There is a remark for each one that is not shown, so that a person does not search for its curve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gdviz.engine.recording import KNOWN, Recording, recorded
from gdviz.experiment import Experiment, require_few_recorded
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message
from gdviz.problems.problem import Problem
from gdviz.quoting import listed, one_line, show
from gdviz.run_marks import COLOURS

KEY = "recorded"
MOST_SHOWN = 24
"""The most recorded runs that are shown: more would cover one another."""
MOST_NUMBERS = 2**24
"""Numbers of all recorded runs of an experiment together: 128 MiB."""
_KEPT = 32


@frozen
class RecordedLook:
    """What the experiment says of one file: its path, and where a person chose them name, colour, and to hide it."""

    path: str
    label: str | None = None
    color: int | None = None
    hidden: bool = False
    withheld: bool = False
    """It lies outside of the experiment's folder, and the person has not allowed gdviz to read it."""

    @classmethod
    def of(cls, given: object) -> RecordedLook | None:
        """The look in an entry, without its invalid values; None where it names no file."""
        entry = {"path": given} if isinstance(given, str) else given if isinstance(given, dict) else {}
        path, label, color = entry.get("path"), entry.get("label"), entry.get("color")
        if not isinstance(path, str):
            return None
        named = label if isinstance(label, str) and label.strip() else None
        known = color if type(color) is int and 0 <= color < COLOURS else None
        return cls(path, named, known, entry.get("hidden") is True, entry.get("withheld") is True)

    def to_json(self) -> str | dict[str, Any]:
        """The entry; a mere path where nothing was chosen."""
        fields = {"label": self.label, "color": self.color, "hidden": self.hidden or None,
                  "withheld": self.withheld or None}  # fmt: skip
        chosen = {key: value for key, value in fields.items() if value is not None}
        return {"path": self.path, **chosen} if chosen else self.path

    @property
    def name(self) -> str:
        """The run's label, or else its file's name without the suffix."""
        return one_line(self.label or Path(self.path).stem)


def looks(experiment: Experiment) -> list[RecordedLook]:
    """What the experiment says of its files, without repetitions; the first MOST_SHOWN are shown."""
    given = experiment.view.get(KEY)
    found = [RecordedLook.of(entry) for entry in given] if isinstance(given, list) else []
    return [look for look in dict.fromkeys(found) if look is not None]


def paths(experiment: Experiment) -> list[str]:
    """The files that the experiment names."""
    return [look.path for look in looks(experiment)]


def with_looks(experiment: Experiment, files: list[RecordedLook]) -> Experiment:
    """The experiment with these files. Raises ExperimentError where they are too many for an experiment file."""
    others = {key: value for key, value in experiment.view.items() if key != KEY}
    named = {KEY: [look.to_json() for look in files]} if files else {}
    require_few_recorded({"view": named})
    return replace(experiment, view={**others, **named})


def held(experiment: Experiment) -> list[tuple[RecordedLook, Recording | ExperimentError]]:
    """The recorded runs that are shown, each with the recording in its file, or why there is none.

    A file is read again only when it has changed. None is read that is withheld, nor any after the first one that
    would make more than MOST_NUMBERS numbers together, however small it is.
    """
    made: list[tuple[RecordedLook, Recording | ExperimentError]] = []
    room = MOST_NUMBERS
    for look in looks(experiment)[:MOST_SHOWN]:
        found = _withheld(look.path) if look.withheld else _read(look.path, *_state(look.path), room)
        if found is None:
            found, room = _too_much(look.path), 0
        room -= _numbers(found)
        made.append((look, found))
    return made


def readable(path: str) -> Recording:
    """The recording in a file. Raises ExperimentError."""
    found = _read(path, *_state(path), MOST_NUMBERS) or _too_much(path)
    if isinstance(found, ExperimentError):
        raise found
    return found


def unreadable(experiment: Experiment) -> list[RecordedLook]:
    """The recorded runs that are to be seen, but whose files cannot be read."""
    return [look for look, found in held(experiment) if not look.hidden and isinstance(found, ExperimentError)]


def is_placed(problem: Problem | None, time_unit: str) -> bool:
    """Whether recorded steps have a place on the axis: they are not known to be epochs or samples of this data."""
    return time_unit == "step" or problem is None or problem.n_samples is None


def unplaced(shown: Iterable[RecordedLook], problem: Problem | None, time_unit: str) -> list[Message]:
    """The remark on plots that count what recorded runs do not have, if one of these should be visible there."""
    if is_placed(problem, time_unit) or all(look.hidden for look in shown):
        return []
    return [message("Recorded runs count steps, not epochs or samples: they are drawn when the plots count steps")]


def beside(experiment: Experiment) -> list[Recording]:
    """The recorded runs that are to be seen and can be read, each under the name that the experiment gives it."""
    return [
        replace(found, label=look.name)
        for look, found in held(experiment)
        if isinstance(found, Recording) and not look.hidden
    ]


def remarks(experiment: Experiment, problem: Problem, time_unit: str = "step") -> list[Message]:
    """The remarks on the recorded runs: which are not shown, or not as a whole, and why. Empty where all are shown.

    `time_unit` is what the plots over time count: "step", "epoch" or "sample".
    """
    files = held(experiment)
    notes = misplaced(experiment)
    for look, found in files:
        notes += remarks_on(look, found, problem)
    return notes + unplaced((look for look, _ in files), problem, time_unit)


def remarks_on(look: RecordedLook, found: Recording | ExperimentError, problem: Problem) -> list[Message]:
    """The remarks on one recorded run; the one on columns of its file that are not read comes last."""
    remark = absence(look, found, problem)
    made = [] if remark is None else [remark]
    if isinstance(found, Recording) and found.unread:
        made.append(
            message(
                "Recorded run {run}: columns that are not read: {unread}; {known}",
                run=look.name, unread=listed(found.unread), known=KNOWN,
            )
        )  # fmt: skip
    return made


def absence(look: RecordedLook, found: Recording | ExperimentError, problem: Problem) -> Message | None:
    """Why a recorded run is not shown, or its path is not; None where it is, or the file has no path."""
    if isinstance(found, ExperimentError):
        return message("Recorded run {run} is not shown: {why}", run=look.name, why=found.reason)
    if found.w is None or found.path_on(problem) is not None:
        return None
    return message(
        "Recorded run {run} has no path: it has {n} parameters, this problem has {dim}",
        run=look.name, n=found.w.shape[1], dim=problem.dim,
    )  # fmt: skip


def misplaced(experiment: Experiment) -> list[Message]:
    """The remarks on entries that name no file, and on those beyond the number that is shown."""
    given = experiment.view.get(KEY, [])
    if not isinstance(given, list):
        return [message("view.recorded must be a list of files, got {got}: no recorded run is shown", got=show(given))]
    wrong = [i for i, entry in enumerate(given) if RecordedLook.of(entry) is None]
    found = [
        message("view.recorded[{i}] must be a path, or an object with path, got {got}", i=i, got=show(given[i]))
        for i in wrong[:MOST_SHOWN]
    ]
    if (n := len(looks(experiment))) > MOST_SHOWN:
        found.append(message("Of {n} recorded runs only the first {most} are shown", n=n, most=MOST_SHOWN))
    return found


def _state(path: str) -> tuple[int, int]:
    """When a file was written, and its size, which change with it; zeros where there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _withheld(path: str) -> ExperimentError:
    what = message("{file}: lies outside the folder of the experiment and was not read", file=Path(path).name)
    return ExperimentError("", what)


def _too_much(path: str) -> ExperimentError:
    what = message(
        "{file}: was not read: the recorded runs of an experiment hold at most {most} numbers together",
        file=Path(path).name, most=MOST_NUMBERS,
    )  # fmt: skip
    return ExperimentError("", what)


_files: dict[tuple[str, int, int], Recording | ExperimentError] = {}
"""The files that were read last, of as many numbers as an experiment may have."""
_sizes: dict[tuple[str, int, int], int] = {}
"""The numbers in files that were read, so that one that is too large is not read again."""


def _read(path: str, written: int, size: int, room: int) -> Recording | ExperimentError | None:
    """What a file holds; None where it holds more than `room` numbers."""
    key = (path, written, size)
    if room < _sizes.get(key, 1):
        return None
    found = _files.pop(key, None)
    if found is None:
        try:
            found = recorded(path)
        except ExperimentError as error:
            found = error
        _sizes[key] = _numbers(found)
        if _sizes[key] > room:
            return None
    _files[key] = found  # as the newest
    while len(_files) > _KEPT or sum(map(_numbers, list(_files.values()))) > MOST_NUMBERS:
        _files.pop(next(iter(_files)), None)  # another thread may have removed it
    return found


def _numbers(found: Recording | ExperimentError) -> int:
    return found.numbers if isinstance(found, Recording) else 0
