"""The guided lessons that come with gdviz, each a folder in resources/lessons; and folders of a person's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gdviz.experiment import Experiment
from gdviz.guided.guided_lesson import FILE, GuidedLesson
from gdviz.guided.reading import read
from gdviz.lessons import FOLDER
from gdviz.messages import ExperimentError, message
from gdviz.params import unknown
from gdviz.paths import resources
from gdviz.prepared_file import worded
from gdviz.texts import LANGUAGES, language

COURSE = (
    "blind_walker", "gradient", "by_hand", "learning_rate", "minima", "many_parameters", "one_sample_and_the_mean",
    "epoch_batch_iteration", "sgd_stages", "noise", "batch_size_and_memory", "four_curves", "schedules",
    "linear_scaling", "warmup", "momentum", "adam", "edge_of_stability", "make_a_lesson",
)  # fmt: skip
"""The order of the lessons in the course."""


@cache
def names() -> tuple[str, ...]:
    """The names of the lessons that come with gdviz, in the order of the course."""
    there = [file.parent.name for file in (resources() / FOLDER).glob(f"*/{FILE}")]
    return tuple(sorted(there, key=COURSE.index))


def titles(name: str) -> Mapping[str, str]:
    """The title of a lesson in each language, without reading the rest of it."""
    return {code: head[0].removeprefix("# ").strip() for code, head in _heads(name).items()}


def first_lines(name: str) -> Mapping[str, str]:
    """The line below the title of a lesson in each language, without reading the rest of it."""
    return {code: head[1].strip() for code, head in _heads(name).items()}


@cache
def _heads(name: str) -> Mapping[str, list[str]]:
    """The lines of each text of a lesson down to its first step, without empty ones."""
    texts = {code: (resources() / FOLDER / name / f"{code}.md").read_text(encoding="utf-8") for code in LANGUAGES}
    return {code: [line for line in text.partition("\n## ")[0].splitlines() if line] for code, text in texts.items()}


@cache
def guided(name: str) -> GuidedLesson:
    """The lesson of this name. Raises ExperimentError for an unknown name, LessonError for a broken lesson."""
    if name not in names():
        raise ExperimentError("lesson", unknown(name, names()))
    return read(resources() / FOLDER / name)


def named_or_in(place: str) -> GuidedLesson:
    """The lesson of this name, or in this folder.

    Raises ExperimentError where there is neither, LessonError for a broken lesson.
    """
    folder = Path(place)
    return read(folder) if place not in names() and folder.is_dir() else guided(place)


def lesson(name: str, step: int = 1, lang: str = "en") -> Experiment:
    """The experiment that a step of a guided lesson begins with.

    Parameters
    ----------
    name : str
        A guided lesson ("by_hand"), or the folder of one of your own.
    step : int
        From 1 to the number of its steps.
    lang : str
        The language of title and labels: "en" or "ko".

    Returns
    -------
    Experiment
        A frozen value, in which a person has changed nothing so far.

    Raises
    ------
    ExperimentError
        An unknown name, answered with those that there are; a lesson that is broken; a step that there is not; an
        unknown language.
    """
    if lang not in LANGUAGES:
        raise ExperimentError("lang", unknown(lang, LANGUAGES))
    steps = named_or_in(name).steps
    if not 1 <= step <= len(steps):
        raise ExperimentError("step", message("must be in {range}, got {got}", range=f"[1, {len(steps)}]", got=step))
    return worded(steps[step - 1].experiment, language(lang).choose)
