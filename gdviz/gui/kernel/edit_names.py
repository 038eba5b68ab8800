"""The name of an edit in the undo menu: what was edited, the value before and the value after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from gdviz.experiment import Experiment
from gdviz.gui.kernel import choices
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.numbers import edit_text, format_number
from gdviz.messages import mark
from gdviz.params import params_of
from gdviz.problems.model import ModelSpec

_OF_RUN = ("start", "optimizer", "schedule", "warmup", "batch", "label")
_LONGEST = 28
"""Letters of a value."""
_ENTRIES = 3
"""The most numbers of a value."""
ROW_OF = {
    "problem": "surface", "problem.expression": "expression", "optimizer.kind": "optimizer", "optimizer.lr": "lr",
    "schedule.kind": "schedule", "schedule.unit": "unit", "batch.size": "batch",
}  # fmt: skip
"""The row of the panel for an edit's path, where it is not the path's first word."""
_PEOPLE = ("Nesterov", "Newton")
NONE = "—"
"""The text of a value that is None: no batches, no warm-up."""


def parameter_name(experiment: Experiment, run: int, path: str) -> Callable[[], str] | None:
    """A function that returns the translated name of the parameter of a rule or schedule at `path`; None elsewhere."""
    part, _, name = path.partition(".")
    if part not in ("optimizer", "schedule") or not name:
        return None
    spec = getattr(experiment.runs[run], part)
    label = next((parameter.label for parameter in params_of(type(spec)) if parameter.name == name), None)
    return None if label is None else partial(translate, label)


def within(name: Callable[[], str]) -> Callable[[], str]:
    """The same name as it stands within a line: Momentum is momentum, AMSGrad and Nesterov stay."""

    def written() -> str:
        text = name()
        return text[:1].lower() + text[1:] if text[1:2].islower() and not text.startswith(_PEOPLE) else text

    return written


def values(before: Experiment, after: Experiment, run: int, path: str) -> tuple[str, str] | None:
    """How the value at `path` reads before and after an edit of run number `run`.

    None where that does not help: it is too long for a menu, or both read the same.
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
    if path.startswith("problem.parameters.") and isinstance(experiment.problem, ModelSpec):
        return None  # the name itself is new
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
        return translate(mark("on") if value else mark("off"))
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
