"""Lessons as a person has left them: kept by themselves, offered among the recent files, never asked about."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from gdviz.experiment import save
from gdviz.gui import recent
from gdviz.lessons import Lesson, catalogue
from gdviz.paths import user_folder

if TYPE_CHECKING:
    from gdviz.experiment import Experiment


def lesson_at(path: Path) -> Lesson | None:
    """The lesson whose edited state a file keeps; None for any other file."""
    if path.parent != user_folder("data") / "lessons":
        return None
    name = path.stem.rpartition("-")[0]
    return next((known for known in catalogue() if known.name == name), None)


def keep(lesson: Lesson, experiment: Experiment, at: Path | None) -> Path:
    """Keep the edited state of a lesson, in the file `at` or in a new one, and put it at the head of the recent files.

    Raises OSError where it cannot be written, and ValueError where the experiment cannot be.
    """
    folder = user_folder("data") / "lessons"
    folder.mkdir(exist_ok=True)
    path = at or folder / f"{lesson.name}-{secrets.token_hex(4)}.json"
    save(experiment, path)
    recent.note_recent(path)
    return path


def tidy() -> None:
    """Remove the states that are no longer among the recent files, and so can no longer be opened."""
    offered = recent.recent_files()
    for old in (user_folder("data") / "lessons").glob("*.json"):
        if old not in offered:
            old.unlink(missing_ok=True)
