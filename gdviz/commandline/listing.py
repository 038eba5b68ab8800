"""`gdviz list`: what can be named in a file or on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from gdviz.commandline.options import Command, Option, Parsed, lang_option
from gdviz.commandline.terminal import table
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import Param, params_of, unknown
from gdviz.texts import Language

Entry = dict[str, Any]


def surfaces(language: Language) -> list[Entry]:
    """The catalogue of surfaces, in the order of the course."""
    from gdviz.problems.surfaces import catalogue

    return [
        {
            "name": surface.name,
            "label": language.choose(surface.title),
            "summary": language.choose(surface.teaches),
            "formula": surface.expression,
            "reference": surface.source,
            "parameters": [],
            "domain": [list(side) for side in surface.domain],
            "start": list(surface.start),
            "lr": surface.proposed_lr,
            "minima": [{"w": list(m.w), "loss": m.loss, "global": m.is_global} for m in surface.minima],
        }
        for surface in catalogue()
    ]


def optimizers(language: Language) -> list[Entry]:
    """The optimizers, with the formulas that their own rules write."""
    return _plugins("gdviz.optimizers", language)


def schedules(language: Language) -> list[Entry]:
    """The schedules."""
    return _plugins("gdviz.schedules", language)


def datasets(language: Language) -> list[Entry]:
    """The data that gdviz brings along."""
    from gdviz.datasets.samples import builtin_names

    return [
        {
            "name": name,
            "label": language.choose(entry["title"]),
            "summary": f"{', '.join(entry['x'])} → {entry['y']}",
            "formula": "",
            "reference": entry["source"],
            "parameters": [],
            "x": entry["x"],
            "y": entry["y"],
            "licence": entry["licence"],
        }
        for name, entry in builtin_names().items()
    ]


def formats(language: Language) -> list[Entry]:
    """The suffixes of --export."""
    from gdviz.commandline.formats import FORMATS

    return [
        {
            "name": known.suffix,
            "label": known.name,
            "summary": language.translate(known.summary),
            "formula": "",
            "reference": "",
            "parameters": [],
        }
        for known in FORMATS
    ]


LISTS: dict[str, Callable[[Language], list[Entry]]] = {
    "surfaces": surfaces,
    "optimizers": optimizers,
    "schedules": schedules,
    "datasets": datasets,
    "formats": formats,
}


def _plugins(package: str, language: Language) -> list[Entry]:
    from gdviz.commandline.rules import formulas
    from gdviz.registry import plugins

    return [
        {
            "name": kind,
            "label": language.translate(getattr(cls, "label", kind)),
            "summary": language.translate(getattr(cls, "summary", "")),
            "formula": cls.formula if hasattr(cls, "formula") else "; ".join(formulas(cls)),
            "reference": getattr(cls, "reference", ""),
            "parameters": [_parameter(parameter, language) for parameter in params_of(cls)],
        }
        for kind, cls in plugins(package).items()
    ]


def _parameter(parameter: Param, language: Language) -> Entry:
    described = parameter.describe()
    return described | {key: language.translate(described[key]) for key in ("label", "help")}


def main(parsed: Parsed, language: Language) -> int:
    """Print one list. Raises ExperimentError when it is not known."""
    if not parsed.rest:
        raise ExperimentError("", message("say what to list: {known}", known=", ".join(LISTS)))
    what = parsed.rest[0]
    if what not in LISTS:
        raise ExperimentError("list", unknown(what, LISTS))
    entries = LISTS[what](language)
    print(json.dumps(entries, allow_nan=False) if parsed.values.get("json") else text(entries, language))
    return 0


def text(entries: list[Entry], language: Language) -> str:
    """A table without empty columns; entries with parameters have a table of those below them."""
    if any(entry["parameters"] for entry in entries):
        return "\n\n".join(_block(entry, language) for entry in entries)
    columns = {"name": mark("name"), "label": mark("title"), "formula": mark("formula"), "summary": mark("summary")}
    columns = {key: head for key, head in columns.items() if any(entry[key] for entry in entries)}
    head = [language.translate(head) for head in columns.values()]
    return table([head, *([entry[key] for key in columns] for entry in entries)])


def _block(entry: Entry, language: Language) -> str:
    lines = [f"{entry['name']}  {entry['label']}"]
    lines += [f"    {entry[key]}" for key in ("summary", "formula", "reference") if entry[key]]
    rows = []
    for parameter in entry["parameters"]:
        default = language.translate(mark("required")) if parameter["required"] else _written(parameter["default"])
        allowed = "|".join(parameter["choices"]) or parameter["range"] or parameter["type"]
        rows.append([parameter["name"], parameter["symbol"], default, allowed, parameter["help"]])
    return "\n".join([*lines, table(rows, indent="      ")])


def _written(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else json.dumps(value)


COMMAND = Command(
    f"gdviz list {'|'.join(LISTS)} [--json]",
    mark("Lists what can be named in an experiment."),
    lambda: [Option("--json", "json", help=mark("Prints a JSON list.")), lang_option()],
    main,
)
