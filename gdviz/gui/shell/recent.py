"""The files that were opened or saved last, edited lessons among them."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from gdviz.paths import user_folder, write_whole

if TYPE_CHECKING:
    from gdviz.gui.kernel.experiment_model import ExperimentModel

MOST = 10

log = logging.getLogger(__name__)


def recent_files() -> list[Path]:
    """Return the files opened or saved last, newest first; none if the list cannot be read."""
    try:
        names = json.loads(_list().read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    return [Path(name) for name in names if isinstance(name, str)][:MOST] if isinstance(names, list) else []


def note_recent(path: Path) -> None:
    """Put a file at the head of the list."""
    path = path.absolute()
    _write([path, *(known for known in recent_files() if known != path)])


def forget(*paths: Path) -> None:
    """Remove files from the list."""
    _write([known for known in recent_files() if known not in paths])


def follow(model: ExperimentModel) -> None:
    """Add the open file to the list, and from now on each file that is opened or saved."""
    last: list[Path | None] = [None]

    def note() -> None:
        if model.path is not None and model.path != last[0]:
            note_recent(model.path)
        last[0] = model.path

    model.fileChanged.connect(note)
    note()


def _list() -> Path:
    return user_folder("data") / "recent.json"


def _write(paths: list[Path]) -> None:
    try:
        write_whole(_list(), json.dumps([str(path) for path in paths[:MOST]], indent=1).encode("ascii"))
    except OSError as error:  # without the list no work is lost
        log.warning("recent files: %s", error)
