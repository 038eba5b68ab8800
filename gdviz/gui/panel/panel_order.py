"""Where each value stands in the panel: the order of its sections, and what is folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

MAKE_DATA, MORE = "make data", "more"
FOLDS = (MAKE_DATA, MORE)
_USUAL = ("problem", "optimizer", "rate", "duration")
_SECTIONS = {"data": ("rate", "duration", "problem", "optimizer"), "rates": ("runs", "rate", "duration", "problem",
                                                                             "optimizer")}  # fmt: skip
_REMARKS = ("data remark", "keep_ratio", "device remark")
"""The paths that no fold hides: these remarks appear when there is something to say."""
_EXTRA = ("schedule.unit", "warmup", "warmup remark", "steps", "seed", "device")
"""The paths that a first-year student does not need, besides the parameters of rules and schedules."""


class Entry(NamedTuple):
    """A value of the panel and the widget that shows it; `path` is that of its edit, if it has one."""

    path: str
    widget: QWidget
    offered: bool | None = True
    """Whether the experiment has such a value; None for a widget that shows and hides itself."""
    used: bool = True
    """Whether it is not the default. A simple window keeps such values in sight."""


def sections(arrangement: str) -> tuple[str, ...]:
    """The sections of the panel from the top."""
    return _SECTIONS.get(arrangement, _USUAL)


def folding_order(arrangement: str) -> tuple[str, ...]:
    """Return the order of the sections within a fold: what is looked for most comes first."""
    return _USUAL if arrangement == "rates" else (*_USUAL[1:], _USUAL[0])


def fold_of(section: str, path: str, arrangement: str, simple: bool) -> tuple[str, bool] | None:
    """Return the fold of a value, and whether it hides the value even if that is used; None if no fold has it."""
    if path in _REMARKS:
        return None
    if section == "problem":
        return _fold_of_problem(path, arrangement, simple)
    if section == "optimizer":
        if arrangement == "rates" or (simple and (path != "optimizer" or arrangement == "data")):
            return MORE, False
        return None
    extra = path in _EXTRA or path.startswith("schedule.")
    if simple and extra and not (arrangement == "rates" and section == "rate"):
        return MORE, False
    return None


def _fold_of_problem(path: str, arrangement: str, simple: bool) -> tuple[str, bool] | None:
    if makes_data(path):
        return (MAKE_DATA, arrangement == "rates") if simple or arrangement in ("data", "rates") else None
    if arrangement == "rates":
        return MORE, True
    if simple and arrangement == "data" and path in ("problem", "formula", "problem.expression"):
        return MORE, True
    return (MORE, False) if simple and path in ("problem.expression", "problem.domain") else None


def makes_data(path: str) -> bool:
    """Whether a value says how samples are made, or what is fitted to them."""
    own = ("problem.data", "problem.prediction", "problem.expression", "problem.domain")
    return path.startswith("problem.") and path not in own
