"""A small guided lesson in a folder of its own, with what a test wants otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gdviz.guided.guided_lesson import GuidedLesson
from gdviz.guided.reading import read

RUN = {"label": "", "start": [1, 1], "optimizer": {"kind": "sgd", "lr": 0.01}}
EXPERIMENT: dict[str, Any] = {
    "format": "gdviz-experiment",
    "version": 1,
    "problem": {"kind": "expression", "expression": "3*x**2*y"},
    "steps": 3,
    "runs": [RUN, RUN | {"optimizer": {"kind": "sgd", "lr": 0.02}}],
}
LESSON: dict[str, Any] = {
    "format": "gdviz-lesson",
    "version": 1,
    "given": [7],
    "values": {"x1": {"experiment": "own", "run": 0, "of": "w", "axis": 0, "at": 1}},
    "steps": [
        {
            "id": "one",
            "set": {"experiment": "own", "state": {"arrangement": "descent", "playhead": 0}},
            "ask": {"kind": "choice", "options": ["up", "down"], "right": "down"},
            "until": {"left": {"state": "playhead"}, "is": ">=", "right": 2},
            "then": {"hide_ahead": False},
            "claims": [{"left": {"run": 0, "of": "w", "axis": 0, "at": 1}, "is": "=", "right": 0.94}],
        },
        {"id": "two", "set": {"edits": {"runs[0].optimizer.lr": 0.5}}},
    ],
}
TEXTS = """# A title

A line.

## one
### ask      Up or down?
### up       Up
### down     Down
### why up   The sign.
### act
Go on.

And on.
### noticed  It moved.
### explained
To {x1}, as $9x²y$ says.
### teacher  Wait.

## two
### explained
The rate is 0.5, and 7 is given.
### teacher
Nothing.
"""


def folder_with(folder: Path, **files: Any) -> Path:
    """A folder with the lesson; `files` are others in place of these, by their names up to the dot."""
    written = {"lesson": LESSON, "own": EXPERIMENT, "en": TEXTS, "ko": TEXTS} | files
    for name, content in written.items():
        if content is None:
            continue
        suffix = "md" if name in ("en", "ko") else "json"
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The lesson's object after `change` has worked on it."""
    data: dict[str, Any] = json.loads(json.dumps(LESSON))
    change(data)
    return data


def lesson_with(folder: Path, **files: Any) -> GuidedLesson:
    """The lesson in such a folder."""
    return read(folder_with(folder, **files))


def line_with(file: Path, text: str) -> int:
    """The line of a file on which a text stands first."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)
