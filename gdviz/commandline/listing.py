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

DURATION, RATE = 100.0, 0.1
"""The run for which a schedule's example is made: its epochs or steps, and its rate."""


def surfaces(language: Language) -> list[Entry]:
    """The catalogue of surfaces, in the order of the course."""
    from gdviz.problems.surfaces import GROUPS, catalogue

    return [
        {
            "name": surface.name,
            "label": language.choose(surface.title),
            "group": surface.group,
            "heading": language.translate(GROUPS[surface.group]),
            "summary": language.choose(surface.teaches),
            "formula": surface.expression,
            "reference": surface.source,
            "parameters": [],
            "example": {"kind": "surface", "name": surface.name},
            "variables": list(surface.variables),
            "domain": [list(side) for side in surface.domain],
            "start": list(surface.start),
            "lr": surface.proposed_lr,
            "steps": surface.steps,
            "minima": [{"w": list(m.w), "loss": m.loss, "global": m.is_global} for m in surface.minima],
            "minima_complete": surface.minima_complete,
            "unbounded_below": surface.unbounded_below,
        }
        for surface in catalogue()
    ]


def optimizers(language: Language) -> list[Entry]:
    """The optimizers, with the formulas of their rules; `proposed_lr` is null where the problem proposes a rate."""
    from gdviz.commandline.optimizer_formulas import formulas
    from gdviz.optimizers.optimizer import GROUPS
    from gdviz.registry import plugins

    known: dict[str, Any] = dict(plugins("gdviz.optimizers"))
    return [
        _plugin(cls, language)
        | {
            "group": cls.group,
            "heading": language.translate(GROUPS[cls.group]),
            "formula": "; ".join(formulas(cls)),
            "example": cls(lr=cls.proposed_lr or RATE).to_json(),
            "proposed_lr": cls.proposed_lr,
        }
        for cls in known.values()
    ]


def schedules(language: Language) -> list[Entry]:
    """The schedules; `lengths` are parameters counted in the unit, `replaces_lr` is true for one with its own rates."""
    from gdviz.proposals import clean
    from gdviz.registry import from_json, plugins

    known: dict[str, Any] = dict(plugins("gdviz.schedules"))
    made = []
    for kind, cls in known.items():
        example = from_json("gdviz.schedules", {"kind": kind, **clean(cls.proposed(DURATION, RATE))}, "schedule")
        own = {"formula": cls.formula, "example": example.to_json(), "lengths": list(cls.lengths)}
        made.append(_plugin(cls, language) | own | {"replaces_lr": example.replaces_lr})
    return made


def problems(language: Language) -> list[Entry]:
    """The kinds of problems, with their keys in an experiment file."""
    from gdviz.registry import plugins

    known: dict[str, Any] = dict(plugins("gdviz.problems"))
    return [_plugin(cls, language) | {"formula": cls.written} for cls in known.values() if not cls.withheld]


def datasets(language: Language) -> list[Entry]:
    """The data that come with gdviz, each with the problems that fit it."""
    from gdviz.datasets.samples import builtin_names, read_samples
    from gdviz.registry import plugins

    kinds: dict[str, Any] = dict(plugins("gdviz.problems"))
    made = []
    for name, entry in builtin_names().items():
        data = {"kind": "builtin", "name": name}
        fits = [{**fit["problem"], "data": data} for fit in (entry, *entry.get("also", ()))]
        made.append(
            {
                "name": name,
                "label": language.choose(entry["title"]),
                "group": fits[0]["kind"],
                "heading": language.translate(kinds[fits[0]["kind"]].label),
                "summary": f"{', '.join(entry['x'])} → {entry['y']}",
                "formula": "",
                "reference": entry["source"],
                "parameters": [],
                "example": fits[0],
                "problems": fits,
                "x": entry["x"],
                "y": entry["y"],
                "samples": len(read_samples(data, "data").y),
                "licence": entry["licence"],
            }
        )
    return made


def formats(language: Language) -> list[Entry]:
    """The suffixes of --export."""
    from gdviz.export.export_format import formats as known_formats

    return [
        {
            "name": suffix,
            "label": known.name,
            "summary": language.translate(known.summary),
            "formula": "",
            "reference": "",
            "parameters": [],
        }
        for known in known_formats().values()
        for suffix in known.suffixes
    ]


def lessons(language: Language) -> list[Entry]:
    """The figures of the lecture, in its order, each with its note; then the guided lessons, which have steps.

    A figure with the name of a guided lesson is left out: `gdviz lesson` opens that one.
    """
    from gdviz.guided.catalogue import guided, names
    from gdviz.lessons import catalogue

    figures = [
        {
            "name": known.name,
            "label": language.choose(known.title),
            "title": dict(known.title),
            "steps": 0,
            "group": str(known.part),
            "summary": language.choose(known.note).split("\n")[0],
            "note": language.choose(known.note),
            "formula": "",
            "reference": "",
            "parameters": [],
        }
        for known in catalogue()
        if known.name not in names()
    ]
    courses = [
        {
            "name": name,
            "label": guided(name).texts_in(language.code).title,
            "title": {code: texts.title for code, texts in guided(name).texts.items()},
            "steps": len(guided(name).steps),
            "group": "guided",
            "summary": guided(name).texts_in(language.code).line,
            "formula": "",
            "reference": "",
            "parameters": [],
        }
        for name in names()
    ]
    return figures + courses


LISTS: dict[str, Callable[[Language], list[Entry]]] = {
    "surfaces": surfaces,
    "optimizers": optimizers,
    "schedules": schedules,
    "datasets": datasets,
    "problems": problems,
    "lessons": lessons,
    "formats": formats,
}


def _plugin(cls: Any, language: Language) -> Entry:
    return {
        "name": cls.kind,
        "label": language.translate(cls.label),
        "summary": language.translate(cls.summary),
        "reference": language.translate(getattr(cls, "reference", "")),
        "parameters": [_parameter(parameter, language) for parameter in params_of(cls)],
    }


def _parameter(parameter: Param, language: Language) -> Entry:
    """What a form needs to know of a hyper-parameter; a bound of null means that there is none."""
    described = parameter.describe()
    return described | {
        "label": language.translate(parameter.label),
        "help": language.translate(parameter.help),
        "min": parameter.low,
        "max": parameter.high,
        "exclusive_min": parameter.open_low,
        "exclusive_max": parameter.open_high,
        "nullable": parameter.optional,
        "shown": parameter.shown,
    }


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
