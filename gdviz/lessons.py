"""The lessons: the lecture's figures in its order, each an experiment file in resources/lessons.

A file is called by two digits and its name: the digits give the order, the first of them the part of the lecture.
Its `view.title` holds the title, its `note` three lines (the rule, when it holds, when it breaks), `view.labels`, where
there are words in them, those of its runs; all as ``{"en": .., "ko": ..}``. A new lesson is one new file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, mark
from gdviz.params import unknown
from gdviz.paths import resources
from gdviz.prepared_file import PreparedFile, read_words

FOLDER = "lessons"
HEADINGS = {
    1: mark("Gradient descent"),
    2: mark("Data and batches"),
    4: mark("Learning rate"),
    5: mark("Schedules"),
    6: mark("Larger batches"),
}
"""The heading over the lessons that begin with a part of the lecture; other parts go on under the last one."""


@frozen
class Lesson(PreparedFile):
    """A lesson before it is opened; `part` is the part of the lecture that it belongs to."""

    part: int


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


def _read(path: Path) -> Lesson:
    return Lesson(path.stem[3:], part=int(path.stem[0]), **read_words(path)[1])
