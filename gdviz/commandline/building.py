"""From options to an experiment: a file's, or one of a surface's own proposals, with the options put in."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable
from typing import Any, cast

from gdviz import proposals
from gdviz.commandline.opening import load_allowed
from gdviz.commandline.options import Option, Parsed, Reader, one_of, read_integer, read_number, read_numbers
from gdviz.experiment import FORMAT, VERSION, Experiment
from gdviz.messages import ExperimentError, mark, message
from gdviz.optimizers.optimizer import Optimizer
from gdviz.params import Param, decimal, params_of
from gdviz.problems.problem import ProblemSpec, compiled
from gdviz.problems.surfaces import names as surface_names
from gdviz.registry import from_json, plugins
from gdviz.schedules.cycling import cycled_parameter
from gdviz.schedules.schedule import Warmup

SURFACE, STEPS = "cubic_3x2y", 100
FAMILIES = {"optimizer": "gdviz.optimizers", "schedule": "gdviz.schedules"}


def options() -> list[Option]:
    """All options that say what is computed; keys are paths in a run, or in the experiment."""
    kinds = {family: one_of(*plugins(package)) for family, package in FAMILIES.items()}
    made = [
        Option("--surface", "problem.name", "NAME", mark("A surface of the catalogue."), one_of(*surface_names())),
        Option("--expression", "problem.expression", "E", mark("An own loss in x and y, such as 3x^2y, or in w.")),
        Option("--start", "start", "X,Y", mark("Where the path begins."), read_numbers),
        Option("--optimizer", "optimizer.kind", "KIND", mark("The rule of the updates."), kinds["optimizer"]),
        Option("--lr", "optimizer.lr", "LR", mark("The learning rate."), read_number),
        Option(
            "--schedule",
            "schedule.kind",
            "KIND",
            mark("How the rate changes; lengths that are not given follow from the duration."),
            kinds["schedule"],
        ),
        Option(
            "--warmup", "warmup.length", "LENGTH", mark("How long the rate rises before the schedule."), read_number
        ),
        Option("--steps", "steps", "N", mark("How many updates are made."), read_integer),
        Option("--epochs", "epochs", "N", mark("How many times the data is gone through."), read_integer),
        Option("--batch-size", "batch.size", "B", mark("How many samples an update sees."), read_integer),
        Option("--seed", "seed", "S", mark("The seed of shuffling and noise."), read_integer),
    ]
    made += _declared(plugins(FAMILIES["optimizer"]).values(), "optimizer", "--")
    made += _declared(plugins(FAMILIES["schedule"]).values(), "schedule", "--schedule-")
    made += _declared((Warmup,), "warmup", "--warmup-")
    return made


def _declared(classes: Iterable[type], family: str, prefix: str) -> list[Option]:
    """The flags of declared hyper-parameters: ``--weight-decay X``, ``--nesterov`` and ``--no-nesterov``.

    Where several classes have a parameter of one name, its flag takes what any of them takes; the experiment
    then checks it by the one that is used.
    """
    found: dict[str, list[Param]] = {}
    for cls in classes:
        for parameter in params_of(cls):
            found.setdefault(parameter.name, []).append(parameter)
    made = []
    for name, params in found.items():
        key = f"{family}.{name}"
        if key in ("optimizer.lr", "warmup.length"):
            continue
        flag, helps = prefix + name.replace("_", "-"), tuple(dict.fromkeys(p.help for p in params))
        if params[0].kind == "bool":
            made.append(Option(flag, key, help=helps[0], more=helps[1:]))
            made.append(Option(f"--no-{flag[2:]}", key, help=mark("Turns it off."), constant=False))
        else:
            made.append(Option(flag, key, _metavar(params), helps[0], _reader(params), more=helps[1:]))
    return made


def _metavar(params: list[Param]) -> str:
    """What stands for the value in the help: ``min|max``, or ``X|A,B`` where some take a number and some a pair."""
    choices = dict.fromkeys(choice for parameter in params for choice in parameter.choices)
    known = {"int": "N", "pair": "A,B", "text": "TEXT", "data": "JSON"}
    return "|".join(choices or dict.fromkeys(known.get(parameter.kind, "X") for parameter in params))


def _reader(params: list[Param]) -> Reader:
    """The reader of a hyper-parameter that these declare; its range is checked with the experiment."""
    choices = dict.fromkeys(choice for parameter in params for choice in parameter.choices)
    readers: dict[str, Reader] = {
        "float": read_number,
        "int": read_integer,
        "pair": read_numbers,
        "data": _read_json,
        "choice": one_of(*choices),
        "text": lambda text, _: text,
    }
    kinds = list(dict.fromkeys(parameter.kind for parameter in params))
    optional = any(parameter.optional for parameter in params)

    def read(text: str, flag: str) -> Any:
        if optional and text == "none":
            return None
        for kind in kinds[:-1]:
            with contextlib.suppress(ExperimentError):
                return readers[kind](text, flag)
        return readers[kinds[-1]](text, flag)

    return read


def _read_json(text: str, flag: str) -> Any:
    try:
        return json.loads(text, parse_float=decimal)
    except ExperimentError as error:
        raise ExperimentError(flag, error.reason) from None
    except (ValueError, RecursionError):
        raise ExperimentError(flag, message("must be JSON")) from None


def build(parsed: Parsed) -> Experiment:
    """The experiment of a command line. Raises ExperimentError, with the flag where one is wrong."""
    for one, other in (("problem.name", "problem.expression"), ("steps", "epochs")):
        if one in parsed.flags and other in parsed.flags:
            raise ExperimentError(
                parsed.flags[other], message("cannot stand beside {flag}; give one of them", flag=parsed.flags[one])
            )
    try:
        given = load_allowed(parsed.rest[0], parsed) if parsed.rest else None
        return _build(given, parsed)
    except ExperimentError as error:
        path = re.sub(r"^runs\[\d+\]\.", "", error.path)
        blamed = [flag for key, flag in parsed.flags.items() if re.match(re.escape(key) + r"($|[.\[])", path)]
        raise ExperimentError(blamed[0] if blamed else error.path, error.reason) from None


def _build(given: Experiment | None, parsed: Parsed) -> Experiment:
    values = parsed.values
    if given is None:
        data = _proposal(_problem(values))
    else:
        data = given.to_dict()
        if "problem.name" in values or "problem.expression" in values:
            spec = _problem(values)
            data["problem"], data["title"] = spec.to_json(), compiled(spec).title
    if "batch.size" in values and from_json("gdviz.problems", data["problem"], "problem").n_samples is None:
        raise ExperimentError("batch.size", message("this problem has no samples to make batches of"))
    for key, other in (("steps", "epochs"), ("epochs", "steps")):
        if key in values:
            data.pop(other, None)
            data[key] = values[key]
    if "seed" in values:
        data["seed"] = values["seed"]
    for run in data["runs"]:
        _put_into(run, values, data["problem"])
    _put_parameters(data["runs"], "optimizer", parsed)
    if "schedule.kind" in values:
        _propose_schedules(data["runs"], data, values)
    _put_parameters(data["runs"], "schedule", parsed)
    return Experiment.from_dict(data)


def _problem(values: dict[str, Any]) -> ProblemSpec:
    """The problem that the options name, or else the worked example's surface."""
    if "problem.expression" in values:
        data = {"kind": "expression", "expression": values["problem.expression"]}
    else:
        data = {"kind": "surface", "name": values.get("problem.name", SURFACE)}
    return cast(ProblemSpec, from_json("gdviz.problems", data, "problem"))


def _proposal(spec: ProblemSpec) -> dict[str, Any]:
    """An experiment file's object: gradient descent as the problem proposes it."""
    problem = compiled(spec)
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": problem.title,
        "problem": spec.to_json(),
        "steps": STEPS,
        "seed": 0,
        "runs": [
            {
                "label": "",
                "start": list(problem.start),
                "optimizer": {"kind": "sgd", "lr": problem.proposed_lr},
                "schedule": {"kind": "constant"},
                "warmup": None,
                "batch": None,
            }
        ],
    }


def _put_into(run: dict[str, Any], values: dict[str, Any], problem: dict[str, Any]) -> None:
    """Put the options that belong to a run into the object of one run.

    Another kind of optimizer keeps the rate if rates mean the same for both, and the run loses its label. If the new
    optimizer has no momentum, the schedule no longer cycles one.
    """
    if "start" in values:
        run["start"] = values["start"]
    kind = values.get("optimizer.kind", run["optimizer"]["kind"])
    if kind != run["optimizer"]["kind"]:
        known, lr = plugins(FAMILIES["optimizer"]), run["optimizer"]["lr"]
        cls, old = (cast(type[Optimizer], known[name]) for name in (kind, run["optimizer"]["kind"]))
        if cls.proposed_lr != old.proposed_lr:
            lr = proposals.rate(cls, compiled(from_json("gdviz.problems", problem, "problem")))
        run["optimizer"] = {"kind": kind, "lr": lr}
        run["label"] = ""
        if cycled_parameter(cls(lr)) is None:
            schedule = from_json("gdviz.schedules", run["schedule"], "schedule")
            run["schedule"] = proposals.without_momentum(schedule).to_json()
    for part in ("warmup", "batch"):
        given = {key.partition(".")[2]: value for key, value in values.items() if key.startswith(f"{part}.")}
        if given:
            run[part] = {**(run[part] or {}), **given}


def _propose_schedules(runs: list[dict[str, Any]], data: dict[str, Any], values: dict[str, Any]) -> None:
    """Give the runs with another schedule the named one, its lengths proposed from what the warm-up leaves."""
    kind, unit = values["schedule.kind"], values.get("schedule.unit", "epoch")
    changed = [i for i, run in enumerate(runs) if run["schedule"]["kind"] != kind]
    for i in changed:
        runs[i]["schedule"] = {"kind": "constant"}
    experiment = Experiment.from_dict(data)
    for i in changed:
        runs[i]["schedule"] = proposals.schedule(experiment, experiment.runs[i], kind, unit).to_json()


def _put_parameters(runs: list[dict[str, Any]], family: str, parsed: Parsed) -> None:
    """Put hyper-parameters into the runs whose kind has them. Raises ExperimentError where none has."""
    known = plugins(FAMILIES[family])
    for key, value in parsed.values.items():
        name = key.partition(".")[2]
        if not key.startswith(f"{family}.") or name == "kind":
            continue
        having = [run for run in runs if name in (p.name for p in params_of(known[run[family]["kind"]]))]
        if not having:
            kind = runs[0][family]["kind"]
            names = ", ".join(p.name for p in params_of(known[kind]))
            raise ExperimentError(key, message("{kind} has no such parameter; it has {known}", kind=kind, known=names))
        for run in having:
            run[family][name] = value
