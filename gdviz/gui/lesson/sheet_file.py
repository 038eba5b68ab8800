"""Writes an exercise sheet to a file: for the command line and for the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gdviz.gui.export.waiting import always_continue
from gdviz.gui.lesson.sheet_pages import pdf_of
from gdviz.gui.style import theme as theming
from gdviz.gui.style.language import language_of, language_restored, set_language
from gdviz.guided.guided_lesson import GuidedLesson
from gdviz.guided.sheet import sheet_of
from gdviz.guided.situation import Recordings
from gdviz.paths import write_whole


def write_sheet(
    lesson: GuidedLesson,
    path: Path,
    *,
    has_answers: bool = False,
    variant: int = 0,
    lang: str | None = None,
    recordings: Recordings | None = None,
    go_on: Callable[[], bool] = always_continue,
) -> None:
    """Write the exercise sheet of a lesson, or of one of its variants, as a PDF.

    It is in the language `lang`, "en" or "ko", or in that of the window; `recordings` are those of the lesson, where
    they are known. An old file is replaced only once the new one is complete.

    Raises
    ------
    ExperimentError
        A variant that does not exist, or a lesson that cannot be computed.
    OSError
        The file cannot be written.
    GivenUp
        `go_on` has returned False.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with language_restored(app), theming.restored():
        if not app.styleSheet():  # the command line has no window
            theming.prepare(theming.light())
        if lang is not None and lang != language_of(app):
            set_language(app, lang)
        sheet = sheet_of(lesson, language_of(app), has_answers, variant, recordings)
        write_whole(path, pdf_of(sheet, go_on))
