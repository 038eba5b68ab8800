"""A file in which an experiment comes with gdviz: its words are there in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from gdviz.experiment import Experiment, load
from gdviz.frozen import frozen
from gdviz.paths import resource_json

Choose = Callable[[Mapping[str, str]], str]
"""Takes the text of one language out of several."""
WORDS = ("title", "labels", "line", "moment", "thumbnail")
"""What the `view` of a file says of it and not of the experiment."""


@frozen
class PreparedFile:
    """An experiment before it is opened; `title` and `note` map a language to its text."""

    name: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    path: Path
    labels: Mapping[str, str]
    """The labels of the runs, a line each; empty where they are the same in all languages."""

    def open(self, choose: Choose) -> Experiment:
        """The experiment, its words in the language that `choose` takes. Raises ExperimentError for a broken file."""
        return worded(_loaded(self.path), choose)

    def reworded(self, experiment: Experiment, choose: Choose) -> Experiment:
        """An experiment that began as this one, with the title and labels that it kept in another language."""
        return _reworded(experiment, self.title, self.labels, choose)


def read_words(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The `view` of a file, and the fields that every PreparedFile takes from it, except its name."""
    data = resource_json(path.parent.name, path.name)
    view = data["view"]
    labels = _labels(view)
    return view, {"title": view["title"], "note": data["note"], "path": path, "labels": labels}


def worded(experiment: Experiment, choose: Choose) -> Experiment:
    """An experiment without the words in its `view`; of these, title and labels become its own in one language."""
    words = experiment.view
    title = choose(words["title"]) if "title" in words else experiment.title
    labels = _labels(words)
    named = choose(labels).split("\n") if labels else [run.label for run in experiment.runs]
    runs = tuple(replace(run, label=label) for run, label in zip(experiment.runs, named, strict=True))
    view = {key: value for key, value in words.items() if key not in WORDS}
    return replace(experiment, title=title, runs=runs, view=view)


def worded_again(experiment: Experiment, words: Mapping[str, Any], choose: Choose) -> Experiment:
    """An experiment that was `worded`, with the title and labels that it kept in another language."""
    return _reworded(experiment, words.get("title", {}), _labels(words), choose)


def _labels(words: Mapping[str, Any]) -> dict[str, str]:
    """The labels of the runs in each language, a line each."""
    return {language: "\n".join(texts) for language, texts in words.get("labels", {}).items()}


def _reworded(
    experiment: Experiment, title: Mapping[str, str], labels: Mapping[str, str], choose: Choose
) -> Experiment:
    now = choose(labels).split("\n") if labels else []
    known = {label: word for texts in labels.values() for label, word in zip(texts.split("\n"), now, strict=True)}
    runs = tuple(replace(run, label=known.get(run.label, run.label)) for run in experiment.runs)
    kept = experiment.title not in title.values()
    return replace(experiment, title=experiment.title if kept else choose(title), runs=runs)


@cache
def _loaded(path: Path) -> Experiment:
    """The experiment of a file: it never changes."""
    return load(path)
