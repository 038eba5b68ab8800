"""The long lists of the panel: problems, optimizers, schedules; and the texts of a problem in the panel."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from gdviz.datasets.samples import builtin_names
from gdviz.gui.style.translating import choose, translate
from gdviz.gui.widgets.combo import Entries
from gdviz.messages import mark
from gdviz.optimizers.optimizer import GROUPS
from gdviz.problems import surfaces
from gdviz.problems.fitting import CrossEntropy, DataProblem, DataSpec
from gdviz.problems.problem import Problem, ProblemSpec
from gdviz.registry import from_json, plugins

OWN_FUNCTION = ("own", "")
OTHER = ("other", "")
"""The data of the entry of a problem that is none of the list's, such as one with data from a file."""

Entry = tuple[str, Any]


def problems(other: str) -> Entries:
    """Surfaces and data under their headings; `other` names a problem of the experiment that is not in it."""
    made: list[Entry | str | None] = [(other, OTHER)] if other else []
    made.append((_own_function(), OWN_FUNCTION))
    for heading, group in surfaces.grouped():
        made.append(translate(heading))
        made += [(choose(entry.title), ("surface", entry.name)) for entry in group]
    for kind, cls in plugins("gdviz.problems").items():
        fits = [(_title(data), data) for data in _fits() if _declared(*data)["problem"]["kind"] == kind]
        if fits:
            made.append(translate(getattr(cls, "label", kind)))
            made += fits
    return made


def entry_of(problem: ProblemSpec) -> Entry:
    """The entry of the experiment's problem: its text and data."""
    if isinstance(problem, surfaces.SurfaceSpec):
        return choose(surfaces.surface(problem.name).title), ("surface", problem.name)
    if problem.kind == "expression":
        return _own_function(), OWN_FUNCTION
    if isinstance(problem, DataSpec):
        name = dict(problem.data.source).get("name", "")
        for data in (data for data in _fits() if data[1] == name):
            if dataclasses.replace(problem, domain=None) == dataclasses.replace(_spec(data), domain=None):
                return _title(data), data
    return translate(getattr(problem, "label", problem.kind)), OTHER


def problem_of(data: Any) -> dict[str, Any] | None:
    """The object of the experiment file for an entry's data; None where it only says what there is."""
    match data[0]:
        case "surface":
            return {"kind": "surface", "name": data[1]}
        case "data":
            return {**_declared(*data)["problem"], "data": {"kind": "builtin", "name": data[1]}}
    return None


def optimizers() -> Entries:
    """The optimizers under their headings."""
    known: dict[str, Any] = dict(plugins("gdviz.optimizers"))
    made: list[Entry | str | None] = []
    for group, heading in GROUPS.items():
        made.append(translate(heading))
        made += [(translate(cls.label), kind) for kind, cls in known.items() if cls.group == group]
    return made


def schedules() -> Sequence[Entry]:
    """The schedules in their order."""
    known: dict[str, Any] = dict(plugins("gdviz.schedules"))
    return [(translate(cls.label), kind) for kind, cls in known.items()]


def expression_of(problem: Any) -> str:
    """The formula that can be edited; empty for losses that are none."""
    if isinstance(problem, surfaces.SurfaceSpec):
        return surfaces.surface(problem.name).expression
    return str(problem.expression) if problem.kind == "expression" else ""


def formula_of(problem: Problem) -> tuple[str, str]:
    """What stands for the formula of a loss that is no expression: the prediction, and the loss made of it."""
    if not isinstance(problem, DataProblem):
        return "", ""
    if problem.loss_kind is CrossEntropy:
        return problem.prediction_text, "J = −1/N · Σ (y·ln ŷ + (1 − y)·ln(1 − ŷ))"
    return problem.prediction_text, "J = 1/N · Σ (ŷ − y)²"


def titles_of(data: Any) -> dict[str, str]:
    """The text of an entry with data by language; empty for the entries that are not in the catalogues."""
    match data[0]:
        case "surface":
            return dict(surfaces.surface(data[1]).title)
        case "data":
            return dict(_declared(*data)["title"])
    return {}


def _title(data: tuple[Any, ...]) -> str:
    return choose(titles_of(data))


def _own_function() -> str:
    return translate(mark("Own function"))


def _fits() -> list[tuple[Any, ...]]:
    """The data of each entry: every data set, with a number where another problem than its first is meant."""
    return [
        ("data", name, *([i] if i else []))
        for name, entry in builtin_names().items()
        for i in range(1 + len(entry.get("also", ())))
    ]


def _declared(_: str, name: str, i: int = 0) -> dict[str, Any]:
    """The title and the problem that the catalogue declares for a data set."""
    entry = builtin_names()[name]
    declared: dict[str, Any] = entry["also"][i - 1] if i else entry
    return declared


@cache
def _spec(data: tuple[Any, ...]) -> DataSpec:
    return cast(DataSpec, from_json("gdviz.problems", problem_of(data), "problem"))
