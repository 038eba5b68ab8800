"""Stores edited lessons and other prepared experiments, which are offered among the recent files."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gdviz.experiment import file_content
from gdviz.gui.shell import recent
from gdviz.gui.shell.allowed_files import remember_own
from gdviz.paths import user_folder, write_whole
from gdviz.prepared import named

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.prepared_file import PreparedFile

FOLDER = "lessons"
"""The folder of the states, in the user's folder of data."""
_KEPT_SECONDS = 30 * 86_400
"""How long a state is kept after it was left, even if the list of recent files is cleared or cannot be read."""


def kept_in(path: Path) -> PreparedFile | None:
    """Return the lesson, or other prepared experiment, whose edited state a file stores; None for any other file."""
    return named(path.stem.rpartition("-")[0]) if path.parent == _folder() else None


def keep(prepared: PreparedFile, experiment: Experiment, at: Path | None) -> Path:
    """Store the edited state of a prepared experiment, in the file `at` or in a new one, as the most recent file.

    Raises OSError if the file cannot be written, and ValueError if the experiment cannot be stored.
    """
    folder = user_folder("data") / FOLDER
    folder.mkdir(exist_ok=True)
    path = at or folder / f"{prepared.name}-{os.urandom(4).hex()}.json"
    content = file_content(experiment, path)
    write_whole(path, content)
    remember_own(experiment, path, content)
    recent.note_recent(path)
    return path


def tidy() -> None:
    """Remove the states that were left more than 30 days ago and are no longer among the recent files."""
    folder, offered, before = _folder(), recent.recent_files(), time.time() - _KEPT_SECONDS
    for old in folder.glob("*.json") if folder is not None else ():
        with suppress(OSError):  # another window may delete it at the same time
            if old not in offered and old.stat().st_mtime < before:
                old.unlink()


def _folder() -> Path | None:
    """Return the folder of the states; None if the user's folder cannot be used."""
    try:
        return user_folder("data") / FOLDER
    except OSError:
        return None
