"""Lessons as a person has left them: kept by themselves, offered among the recent files, never asked about."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gdviz.experiment import file_content
from gdviz.gui.shell import recent
from gdviz.gui.shell.allowed_files import remember_own
from gdviz.lessons import Lesson, catalogue
from gdviz.paths import user_folder, write_whole

if TYPE_CHECKING:
    from gdviz.experiment import Experiment

_KEPT_SECONDS = 30 * 86_400
"""How long a state stays after it was left, even if the list of recent files is cleared or cannot be read."""


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
    content = file_content(experiment, path)
    write_whole(path, content)
    remember_own(experiment, path, content)
    recent.note_recent(path)
    return path


def tidy() -> None:
    """Remove the states that were left more than 30 days ago and are no longer among the recent files."""
    offered, before = recent.recent_files(), time.time() - _KEPT_SECONDS
    for old in (user_folder("data") / "lessons").glob("*.json"):
        if old not in offered and old.stat().st_mtime < before:
            old.unlink(missing_ok=True)
