"""A file in which an experiment comes with gdviz: its words are there in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gdviz.experiment import Experiment, load
from gdviz.paths import resource_json

Choose = Callable[[Mapping[str, str]], str]
"""Takes the text of one language out of several."""
WORDS = ("title", "labels", "line", "moment", "thumbnail")
"""What the `view` of a file says of it and not of the experiment."""


@dataclass(frozen=True)
class PreparedFile:
    """An experiment before it is opened; `title` and `note` map a language to its text."""

    name: str
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
        view = {key: value for key, value in experiment.view.items() if key not in WORDS}
        return replace(experiment, title=choose(self.title), runs=runs, view=view)

    def reworded(self, experiment: Experiment, choose: Choose) -> Experiment:
        """An experiment that began as this one, with the title and labels that it kept in another language."""
        now = choose(self.labels).split("\n") if self.labels else []
        known = {
            label: word for texts in self.labels.values() for label, word in zip(texts.split("\n"), now, strict=True)
        }
        runs = tuple(replace(run, label=known.get(run.label, run.label)) for run in experiment.runs)
        kept = experiment.title not in self.title.values()
        return replace(experiment, title=experiment.title if kept else choose(self.title), runs=runs)


def read_words(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The `view` of a file, and what every PreparedFile has of it except its name."""
    data = resource_json(path.parent.name, path.name)
    view = data["view"]
    labels = {language: "\n".join(texts) for language, texts in view.get("labels", {}).items()}
    return view, {"title": view["title"], "note": data["note"], "path": path, "labels": labels}


@cache
def _loaded(path: Path) -> Experiment:
    """The experiment of a file: it never changes."""
    return load(path)
