"""`gdviz lesson`: a figure of the lecture in the window."""

from __future__ import annotations

from gdviz.commandline import window
from gdviz.commandline.options import Command, Parsed
from gdviz.lessons import catalogue, lesson
from gdviz.messages import ExperimentError, mark, message
from gdviz.texts import Language


def main(parsed: Parsed, language: Language) -> int:
    """Open the lesson and return the window's exit code.

    Raises ExperimentError for an unknown lesson, Failure without a display.
    """
    if not parsed.rest:
        names = ", ".join(known.name for known in catalogue())
        raise ExperimentError("", message("say which lesson: {known}", known=names))
    return window.show(lesson(parsed.rest[0]).open(language.choose), None, parsed)


COMMAND = Command(
    "gdviz lesson NAME [--lang ko|en]",
    mark("Opens a lesson: a figure of the lecture, ready to play. gdviz list lessons names them."),
    window.options,
    main,
)
