"""Where the files of an experiment lie: relative to its own file on disk, absolute in memory.

These are the table of its data, and the recorded runs that its view names.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def anchored(experiment: Any, folder: Path) -> Any:
    """The object of an experiment file whose data are sought from `folder`; anything else as it is.

    Paths lose what leads back (``..``), so that each file has one name.
    """
    return _with_path(experiment, lambda path: os.path.normpath(folder / path))


def relative(experiment: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The object to be written into `folder`: with a path from there, in forward slashes.

    Where there is none (another drive of Windows) the path stays absolute.
    """

    def from_folder(path: str) -> str:
        try:
            return Path(os.path.relpath(path, folder)).as_posix()
        except ValueError:
            return path

    made: dict[str, Any] = _with_path(experiment, from_folder)
    return made


def _with_path(experiment: Any, change: Callable[[str], str]) -> Any:
    view: Any = experiment.get("view") if isinstance(experiment, dict) else None
    recorded: Any = view.get("recorded") if isinstance(view, dict) else None
    if isinstance(recorded, list):
        changed = [_moved(entry, change) for entry in recorded]
        experiment = {**experiment, "view": {**view, "recorded": changed}}
    problem: Any = experiment.get("problem") if isinstance(experiment, dict) else None
    data: Any = problem.get("data") if isinstance(problem, dict) else None
    if not isinstance(data, dict) or data.get("kind") != "csv" or not isinstance(data.get("path"), str):
        return experiment
    return {**experiment, "problem": {**problem, "data": {**data, "path": change(data["path"])}}}


def _moved(entry: Any, change: Callable[[str], str]) -> Any:
    """An entry of the recorded runs, a path or an object that has one, with its path changed."""
    if isinstance(entry, dict) and isinstance(entry.get("path"), str):
        return {**entry, "path": change(entry["path"])}
    return change(entry) if isinstance(entry, str) else entry
