"""The experiments that come with gdviz, by their names: the prepared ones, and those of the lessons."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from gdviz.experiment import Experiment, load
from gdviz.lessons import catalogue, lesson
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import unknown
from gdviz.paths import resources
from gdviz.quoting import show
from gdviz.texts import LANGUAGES, Language, language

TITLES = (mark("The worked example"), mark("Three optimizers on one surface"))
"""The titles in the prepared files, so that they are translated."""


def example(name: str, lang: str = "en") -> Experiment:
    """The experiment that comes with gdviz under this name.

    Parameters
    ----------
    name : str
        A prepared experiment ("worked_example", "three_optimizers") or a lesson ("four_rates"); `examples` has all.
        Where both have one name it is the prepared experiment, which is the lesson's without its note.
    lang : str
        The language of title and labels: "en" or "ko".

    Returns
    -------
    Experiment
        A frozen value: `replace` returns a changed copy, `gdviz.save` writes a file.

    Raises
    ------
    ExperimentError
        An unknown name, answered with those that there are; an unknown language.
    """
    words = _language(lang)
    names = _names()
    if name not in names:
        raise ExperimentError("name", message("unknown: {got}; known: {known}", got=show(name), known=", ".join(names)))
    prepared = _prepared().get(name)
    if prepared is None:
        return lesson(name).open(words.choose)
    experiment = load(prepared)
    return replace(experiment, title=words.translate(experiment.title))


def examples(lang: str = "en") -> dict[str, str]:
    """The names that `example` takes, each with its title: first the prepared ones, then the lessons in their order.

    The titles are in the language `lang`, "en" or "ko". Raises ExperimentError for another language.
    """
    titles = {known.name: _language(lang).choose(known.title) for known in catalogue()}
    return {name: titles[name] if name not in _prepared() else example(name, lang).title for name in _names()}


@cache
def _prepared() -> dict[str, Path]:
    """The files of the prepared experiments by name, the worked example first."""
    paths = sorted((resources() / "experiments").glob("*.json"), key=lambda path: (path.stem != "worked_example", path))
    return {path.stem: path for path in paths}


def _names() -> list[str]:
    """All names, in the order of `examples`."""
    return list(dict.fromkeys([*_prepared(), *(known.name for known in catalogue())]))


def _language(code: str) -> Language:
    if code not in LANGUAGES:
        raise ExperimentError("lang", unknown(code, LANGUAGES))
    return language(code)
