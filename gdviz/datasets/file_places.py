"""Where the files of an experiment lie: relative to its own file on disk, absolute in memory.

These are the table of its data, and the recorded runs that its view names. An experiment from elsewhere may name any
file of this computer: those outside of its own folder are read only where that is allowed, otherwise withheld.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gdviz.problems.withheld import MOST_PARAMETERS, WithheldSpec


def anchored(experiment: Any, folder: Path) -> Any:
    """The object of an experiment file, its paths made absolute from `folder`; anything else as it is.

    ``..`` is resolved in them, so that each file has one name.
    """
    return _with_paths(experiment, lambda path: os.path.normpath(folder / path))


def relative(experiment: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The object to be written into `folder`: with a path from there, in forward slashes.

    Where there is none (another drive of Windows) the path stays absolute.
    """

    def from_folder(path: str) -> str:
        try:
            return Path(os.path.relpath(path, folder)).as_posix()
        except ValueError:
            return path

    made: dict[str, Any] = _with_paths(experiment, from_folder)
    return made


def outside(experiment: object, folder: Path) -> tuple[Path, ...]:
    """The files that an anchored object names and that do not lie in `folder`, each once; links are followed."""
    found: dict[Path, None] = {}

    def see(path: str) -> str:
        if not _lies_in(path, folder):
            found[Path(path)] = None
        return path

    _with_paths(experiment, see)
    return tuple(found)


def named(experiment: dict[str, Any]) -> tuple[Path, ...]:
    """The files that an object names, each once: of its data, and of its recorded runs."""
    found: dict[Path, None] = {}

    def see(path: str) -> str:
        found[Path(path)] = None
        return path

    _with_paths(experiment, see)
    return tuple(found)


def withhold(experiment: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The anchored object in which what lies outside of `folder` is marked, and so never read."""
    view, problem = experiment.get("view"), experiment.get("problem")
    made = dict(experiment)
    if isinstance(view, dict) and isinstance(view.get("recorded"), list):
        marked = [{**_entry(entry), "withheld": True} if _is_outside(entry, folder) else entry
                  for entry in view["recorded"]]  # fmt: skip
        made["view"] = {**view, "recorded": marked}
    if isinstance(problem, dict) and outside({"problem": problem}, folder):
        made["problem"] = {"kind": WithheldSpec.kind, "dim": _parameters(experiment), "problem": problem}
    return made


def released(experiment: dict[str, Any]) -> dict[str, Any]:
    """The object without the marks of `withhold`: what is read from it reads those files."""
    view, problem = experiment.get("view"), experiment.get("problem")
    made = dict(experiment)
    if isinstance(view, dict) and isinstance(view.get("recorded"), list):
        made["view"] = {**view, "recorded": [_unmarked(entry) for entry in view["recorded"]]}
    if isinstance(problem, dict) and problem.get("kind") == WithheldSpec.kind:
        made["problem"] = problem.get("problem")
    return made


def withheld(experiment: dict[str, Any]) -> tuple[Path, ...]:
    """The files of an object in memory that are marked as withheld, each once."""
    view, problem = experiment.get("view"), experiment.get("problem")
    recorded: Any = view.get("recorded") if isinstance(view, dict) else None
    found: dict[Path, None] = {}
    if isinstance(problem, dict) and problem.get("kind") == WithheldSpec.kind:
        inner: Any = problem.get("problem")
        found[Path(inner["data"]["path"])] = None
    for entry in recorded if isinstance(recorded, list) else []:
        if isinstance(entry, dict) and entry.get("withheld") is True and isinstance(entry.get("path"), str):
            found[Path(entry["path"])] = None
    return tuple(found)


def _lies_in(path: str, folder: Path) -> bool:
    """Whether a file lies in a folder or below it, and no link leads out of the folder; both paths are absolute.

    A path that leads elsewhere as it is written is not opened or followed: on Windows even that could contact another
    computer.
    """
    try:
        home = os.path.normcase(os.path.realpath(folder))
        written = os.path.normcase(path)
        if not any(_is_below(written, one) for one in (home, os.path.normcase(folder))):
            return False
        return _is_below(os.path.normcase(os.path.realpath(path)), home)
    except (OSError, ValueError):  # a name that no file can have
        return False


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def _is_outside(entry: Any, folder: Path) -> bool:
    path = _entry(entry).get("path")
    return isinstance(path, str) and not _lies_in(path, folder)


def _entry(entry: Any) -> dict[str, Any]:
    """An entry of the recorded runs as an object."""
    return entry if isinstance(entry, dict) else {"path": entry}


def _unmarked(entry: Any) -> Any:
    if not isinstance(entry, dict) or "withheld" not in entry:
        return entry
    left = {key: value for key, value in entry.items() if key != "withheld"}
    return left["path"] if list(left) == ["path"] else left


def _parameters(experiment: dict[str, Any]) -> int:
    """How many numbers the first start has; 1 where that cannot be, which is refused later."""
    runs: Any = experiment.get("runs")
    start: Any = runs[0].get("start") if isinstance(runs, list) and runs and isinstance(runs[0], dict) else None
    return len(start) if isinstance(start, list) and 1 <= len(start) <= MOST_PARAMETERS else 1


def _with_paths(experiment: Any, change: Callable[[str], str]) -> Any:
    """The object with its paths changed, that of the data first: a question names no more than the first few."""
    problem: Any = experiment.get("problem") if isinstance(experiment, dict) else None
    data: Any = problem.get("data") if isinstance(problem, dict) else None
    if isinstance(data, dict) and data.get("kind") == "csv" and isinstance(data.get("path"), str):
        experiment = {**experiment, "problem": {**problem, "data": {**data, "path": change(data["path"])}}}
    view: Any = experiment.get("view") if isinstance(experiment, dict) else None
    recorded: Any = view.get("recorded") if isinstance(view, dict) else None
    if isinstance(recorded, list):
        changed = [_moved(entry, change) for entry in recorded]
        experiment = {**experiment, "view": {**view, "recorded": changed}}
    return experiment


def _moved(entry: Any, change: Callable[[str], str]) -> Any:
    """An entry of the recorded runs, a path or an object that has one, with its path changed."""
    if isinstance(entry, dict) and isinstance(entry.get("path"), str):
        return {**entry, "path": change(entry["path"])}
    return change(entry) if isinstance(entry, str) else entry
