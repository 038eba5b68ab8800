"""Which lessons were opened and played to their end on this machine; nothing that identifies a person is stored."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from gdviz.frozen import frozen
from gdviz.paths import user_folder, write_whole

log = logging.getLogger(__name__)


@frozen
class LessonProgress:
    """Names of lessons: those opened, those of them played to their end, and the one opened last."""

    opened: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    last: str = ""

    def after_opening(self, name: str) -> LessonProgress:
        """Return the progress after this lesson was opened."""
        return replace(self, opened=self.opened | {name}, last=name)

    def after_finishing(self, name: str) -> LessonProgress:
        """Return the progress after this lesson was played to its end."""
        return replace(self, opened=self.opened | {name}, done=self.done | {name})


def load() -> LessonProgress:
    """Read the stored progress; return empty progress if the file is missing or invalid."""
    try:
        data = json.loads(_file().read_bytes())
    except (OSError, ValueError, RecursionError):
        return LessonProgress()
    if not isinstance(data, dict):
        return LessonProgress()
    last = data.get("last")
    return LessonProgress(_names(data.get("opened")), _names(data.get("done")), last if isinstance(last, str) else "")


def keep(progress: LessonProgress) -> None:
    """Store the progress; a failure is only logged."""
    data = {"opened": sorted(progress.opened), "done": sorted(progress.done), "last": progress.last}
    try:
        write_whole(_file(), json.dumps(data, indent=1).encode("ascii"))
    except OSError as error:
        log.warning("progress of the lessons: %s", error)


def forget() -> None:
    """Delete the stored progress."""
    try:
        _file().unlink(missing_ok=True)
    except OSError as error:
        log.warning("progress of the lessons: %s", error)


def _names(given: Any) -> frozenset[str]:
    return frozenset(name for name in given if isinstance(name, str)) if isinstance(given, list) else frozenset()


def _file() -> Path:
    return user_folder("data") / "progress.json"
