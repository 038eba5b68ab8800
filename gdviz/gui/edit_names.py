"""What an edit is called in the undo menu: the value before and the value after."""

from __future__ import annotations

from typing import Any

from gdviz.experiment import Experiment
from gdviz.gui import choices
from gdviz.gui.texts import translate
from gdviz.gui.widgets.numbers import edit_text, format_number

_OF_RUN = ("start", "optimizer", "schedule", "warmup", "batch", "label")
_LONGEST, _ENTRIES = 28, 3
NONE = "—"
"""What is not there: no batches, no warm-up."""


def values(before: Experiment, after: Experiment, run: int, path: str) -> tuple[str, str] | None:
    """How the value at `path` reads before and after an edit of run number `run`.

    None where that says nothing: it is too long to be read in a menu, or reads alike.
    """
    texts = [_text(experiment, min(run, len(experiment.runs) - 1), path) for experiment in (before, after)]
    old, new = texts
    return (old, new) if old is not None and new is not None and old != new else None


def _text(experiment: Experiment, run: int, path: str) -> str | None:
    first, *rest = path.split(".")
    if path == "problem":
        return _short(choices.entry_of(experiment.problem)[0])
    if path == "problem.expression":
        return _short(choices.expression_of(experiment.problem)) or None
    value: Any = getattr(experiment.runs[run] if first in _OF_RUN else experiment, first, None)
    for name in rest:
        if name == "kind":
            return translate(value.label)
        value = dict(value).get(name) if isinstance(value, tuple) else getattr(value, name, None)
    return _shown(value)


def _shown(value: Any) -> str | None:
    if value is None:
        return NONE
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return edit_text(value)  # a count keeps all its digits
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, tuple) and len(value) <= _ENTRIES and all(isinstance(one, int | float) for one in value):
        return f"({', '.join(format_number(one) for one in value)})"
    return None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
