"""The experiments that come with gdviz, by their names: the prepared ones, and those of the lessons.

A prepared experiment is a file in resources/experiments. One that is called by two digits and its name is offered for
a first look round: the digits give its place, its `view.title` and `view.line` say what it is, its `note` what to look
at and what to try, all as ``{"en": .., "ko": ..}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from gdviz.experiment import Experiment, load
from gdviz.frozen import frozen
from gdviz.lessons import catalogue
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import unknown
from gdviz.paths import resources
from gdviz.prepared_file import PreparedFile, read_words
from gdviz.quoting import show
from gdviz.texts import LANGUAGES, Language, language

TITLES = (mark("The worked example"), mark("Three optimizers on one surface"))
"""The titles in the prepared files that have them in English only, so that they are translated."""
FIRST = "two_ways_down"
"""The experiment that the program begins with."""
FOLDER = "experiments"


@frozen
class Prepared(PreparedFile):
    """A prepared experiment that is offered for a first look round."""

    part: int
    line: Mapping[str, str]
    """What there is to see, in a line."""
    thumbnail: str
    """What its small picture shows: the name of a room of the window, such as "surface" or "loss"."""
    moment: Mapping[str, Any]
    """What is switched on as it opens, see `gdviz.view_state.moment_from`."""


@cache
def collection() -> tuple[Prepared, ...]:
    """The prepared experiments that are offered for a first look round, in their order."""
    return tuple(_read(path) for path in sorted((resources() / FOLDER).glob("[0-9][0-9]_*.json")))


def first() -> Prepared:
    """The one that the program begins with; no other file is read for it."""
    (path,) = (resources() / FOLDER).glob(f"[0-9][0-9]_{FIRST}.json")
    return _read(path)


def came_as(experiment: Experiment) -> PreparedFile | None:
    """The lesson, or the experiment of the collection, as which an experiment was opened: the one whose note it has."""
    return next((known for known in (*catalogue(), *collection()) if known.note == experiment.note), None)


def named(name: str) -> PreparedFile | None:
    """The lesson, or the one of the collection, of this name."""
    return next((known for known in (*catalogue(), *collection()) if known.name == name), None)


def example(name: str, lang: str = "en") -> Experiment:
    """The experiment that comes with gdviz under this name.

    Parameters
    ----------
    name : str
        A prepared experiment ("worked_example", "ravine") or a lesson ("four_rates"); `examples` has all.
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
    plain = _plain().get(name)
    if plain is not None:
        experiment = load(plain)
        return replace(experiment, title=words.translate(experiment.title))
    prepared = named(name)
    assert prepared is not None
    return prepared.open(words.choose)


def examples(lang: str = "en") -> dict[str, str]:
    """The names that `example` takes, each with its title: first the prepared ones, then the lessons in their order.

    The titles are in the language `lang`, "en" or "ko". Raises ExperimentError for another language.
    """
    titles = {known.name: _language(lang).choose(known.title) for known in (*catalogue(), *collection())}
    return {name: titles[name] if name not in _plain() else example(name, lang).title for name in _names()}


@cache
def _plain() -> dict[str, Path]:
    """The files of the other prepared experiments by name, the worked example first."""
    paths = sorted((resources() / FOLDER).glob("[a-z]*.json"), key=lambda path: (path.stem != "worked_example", path))
    return {path.stem: path for path in paths}


def _names() -> list[str]:
    """All names, in the order of `examples`."""
    return list(dict.fromkeys([*_plain(), *(known.name for known in (*collection(), *catalogue()))]))


def _language(code: str) -> Language:
    if code not in LANGUAGES:
        raise ExperimentError("lang", unknown(code, LANGUAGES))
    return language(code)


def _read(path: Path) -> Prepared:
    view, words = read_words(path)
    return Prepared(
        path.stem[3:],
        part=int(path.stem[0]),
        line=view["line"],
        thumbnail=view.get("thumbnail", "surface"),
        moment=view.get("moment", {}),
        **words,
    )
