"""The lessons: the lecture's figures in its order, each an experiment file in resources/lessons.

A file is called by two digits and its name: the digits give the order, the first of them the part of the lecture.
Its `view.title` holds the title, its `note` three lines (the rule, when it holds, when it breaks), `view.labels`, where
there are words in them, those of its runs; all as ``{"en": .., "ko": ..}``. A new lesson is one new file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gdviz.experiment import Experiment, load
from gdviz.messages import ExperimentError
from gdviz.params import unknown
from gdviz.paths import resource_json, resources

FOLDER = "lessons"
Choose = Callable[[Mapping[str, str]], str]
"""Takes the text of one language out of several."""


@dataclass(frozen=True)
class Lesson:
    """A lesson before it is opened.

    `part` is the part of the lecture that it belongs to, `title` and `note` map a language to its text.
    """

    name: str
    part: int
    title: Mapping[str, str]
    note: Mapping[str, str]
    path: Path
    labels: Mapping[str, str]
    """Those of the runs, a line each; empty where they are the same in all languages."""

    def open(self, choose: Choose) -> Experiment:
        """The experiment, its words in the language that `choose` takes. Raises ExperimentError for a broken file."""
        experiment = _loaded(self.path)
        labels = choose(self.labels).split("\n") if self.labels else [run.label for run in experiment.runs]
        runs = tuple(replace(run, label=label) for run, label in zip(experiment.runs, labels, strict=True))
        view = {key: value for key, value in experiment.view.items() if key not in ("title", "labels")}
        return replace(experiment, title=choose(self.title), runs=runs, view=view)

    def reworded(self, experiment: Experiment, choose: Choose) -> Experiment:
        """An experiment that began as this lesson, with the title and labels that it kept in another language."""
        now = choose(self.labels).split("\n") if self.labels else []
        known = {
            label: word for texts in self.labels.values() for label, word in zip(texts.split("\n"), now, strict=True)
        }
        runs = tuple(replace(run, label=known.get(run.label, run.label)) for run in experiment.runs)
        kept = experiment.title not in self.title.values()
        return replace(experiment, title=experiment.title if kept else choose(self.title), runs=runs)


@cache
def catalogue() -> tuple[Lesson, ...]:
    """All lessons, in the order of the lecture."""
    return tuple(_read(path) for path in sorted((resources() / FOLDER).glob("[0-9][0-9]_*.json")))


def lesson(name: str) -> Lesson:
    """The lesson called `name`. Raises ExperimentError for an unknown name."""
    for known in catalogue():
        if known.name == name:
            return known
    raise ExperimentError("lesson", unknown(name, [known.name for known in catalogue()]))


def lesson_of(experiment: Experiment) -> Lesson | None:
    """The lesson that an experiment began as: the one whose note it has."""
    return next((known for known in catalogue() if known.note == experiment.note), None)


@cache
def _loaded(path: Path) -> Experiment:
    """The experiment of a lesson's file: it never changes."""
    return load(path)


def _read(path: Path) -> Lesson:
    data = resource_json(FOLDER, path.name)
    view = data["view"]
    labels = {language: "\n".join(texts) for language, texts in view.get("labels", {}).items()}
    return Lesson(path.stem[3:], int(path.stem[0]), view["title"], data["note"], path, labels)
