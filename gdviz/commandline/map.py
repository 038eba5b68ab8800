"""`gdviz map`: which minimum each start arrives in, the loss over rate and step, or a phase diagram."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.backend import DEVICES
from gdviz.commandline import formats, opening, report, with_qt, workers
from gdviz.commandline.options import (
    Command,
    Option,
    Parsed,
    lang_option,
    one_of,
    read_integer,
    read_number,
    read_step,
)
from gdviz.commandline.terminal import Progress
from gdviz.engine import map_cache, phases
from gdviz.engine.cells import VALUES, VERDICTS
from gdviz.engine.mapping import KINDS, array_kind, notes_of, phase_cells, require_plain, work_of
from gdviz.engine.maps import DIVERGED, NOWHERE, VALLEY, BasinMap, RateMap, require_run
from gdviz.engine.phases import PhaseMap, Range
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.sweep_store import plan
from gdviz.engine.sweeps import Sweep
from gdviz.experiment import Experiment
from gdviz.export.csv import Csv
from gdviz.export.export_format import PictureFormat, format_of
from gdviz.export.export_format import formats as known_formats
from gdviz.export.npz import Npz
from gdviz.messages import ExperimentError, Message, mark, message, sentence_of
from gdviz.params import unknown
from gdviz.quoting import show
from gdviz.texts import Language, language

Map = BasinMap | RateMap | PhaseMap
_PIECE_SECONDS = 0.1
"""How long a piece of a phase diagram takes, so that the bar moves."""

_LISTED = 12
"""The most minima that the summary lists."""


def options() -> list[Option]:
    """What is drawn, how finely, and where it is written to."""
    return [
        Option("--kind", "kind", "|".join(KINDS),
               mark("The minimum that each start arrives in, the loss over rate and step, or a phase diagram: one "
                    "value of the run over two values of its experiment."),
               one_of(*KINDS)),
        Option("--run", "run", "N", mark("Which run is drawn, from 0; else the first."), read_step),
        Option("--x", "x", "PATH=RANGE",
               mark("The horizontal axis: optimizer.lr=log:1e-4:1, or evenly optimizer.momentum=0:0.95; for basins "
                    "start[0]=LOW:HIGH."), read_range),
        Option("--y", "y", "PATH=RANGE", mark("What goes up; for basins start[1]=LOW:HIGH."), read_range),
        Option("--value", "value", "|".join(VALUES), mark("What a phase diagram shows of each run."), one_of(*VALUES)),
        Option("--target", "target", "LOSS", mark("The loss that --value steps counts to; else the experiment's own."),
               read_number),
        Option("--seeds", "seeds", "N", mark("Runs a cell of a phase diagram; the middle of their values is shown."),
               read_integer),
        Option("--resolution", "resolution", "N",
               mark("Starts, rates or values along each side; 200 by default, 64 for a phase diagram."), read_integer),
        Option("--device", "device", "|".join(DEVICES), mark("What computes."), one_of(*DEVICES)),
        Option("--export", "export", "FILE",
               mark("Writes the map: .png, .svg or .pdf a figure, .npz or .csv its numbers; may be repeated."),
               _read_file, many=True),
        Option("--clear-cache", "clear_cache",
               help=mark("Removes the finished maps that are kept so that the same map is not computed twice.")),
        *workers.options(),
        *formats.look_options(),
        Option("--json", "json", help=mark("Prints one JSON object instead of the summary.")),
        opening.option(),
        lang_option(),
    ]  # fmt: skip


def main(parsed: Parsed, language: Language) -> int:
    """Compute the map of a run, print it, write it. Raises ExperimentError and Failure."""
    values = parsed.values
    if values.get("clear_cache"):
        count = map_cache.clear()
        if not parsed.rest:
            print(language.text(message("{n} maps are removed", n=count)))
            return 0
    if not parsed.rest:
        raise ExperimentError("", message("say which experiment to draw: a file"))
    source = Path(parsed.rest[0])
    experiment = opening.load_allowed(source, parsed)
    targets: list[Path] = values.get("export", [])
    for target in targets:
        formats.check(target, experiment, source)
    try:
        made = _made(experiment, values, language)
    except ExperimentError as error:  # the options have the names of the arguments
        named = error.path in ("run", "resolution", "x", "y", "target", "seeds", "device")
        raise ExperimentError(f"--{error.path}" if named else error.path, error.reason) from None
    run = values.get("run", 0)
    _write(experiment, made, run, targets, values, language.code)
    facts = _facts(made)
    if values.get("json"):
        print(json.dumps(report.strict({"kind": values.get("kind", "basin"), **facts}), allow_nan=False))
    else:
        print("\n".join(_phase_lines(made, facts, language) if isinstance(made, PhaseMap) else _lines(facts, language)))
    report.say(made.sweep.notes if isinstance(made, PhaseMap) else made.notes, language)
    return 0


def _made(experiment: Experiment, values: dict[str, Any], language: Language) -> Map:
    """The map, from the cache where it is there. Raises ExperimentError."""
    kind, run = values.get("kind", "basin"), values.get("run", 0)
    require_run(experiment, run)
    device = values.get("device", "auto")
    x, y = values.get("x"), values.get("y")
    if kind == "phase":
        require_plain(device, "float64")
        cells = phase_cells(experiment, x, y, run, values.get("value", "loss"), values.get("resolution", 64),
                            values.get("target"), values.get("seeds", 1))  # fmt: skip
        key = map_cache.key_of(plan(cells))
        sweep = map_cache.read_sweep(key, cells)
        if sweep is None:
            sweep = Sweep.empty(cells)
            with workers.opened(values) as place, Progress(language.translate(mark("cells"))) as progress:
                report.say(place.notes(), language)
                place.seconds = _PIECE_SECONDS if place.executor is None else place.seconds
                place.fill(sweep, progress)
            map_cache.keep_sweep(key, sweep)
        return PhaseMap(sweep)
    for name in ("value", "target", "seeds", "workers", "scheduler"):
        if name in values:
            raise ExperimentError(f"--{name}", message("is for kind phase alone"))
    resolution = values.get("resolution", 200)
    arrays = array_kind(experiment, run, kind, resolution, device, "float64")
    work = work_of(experiment, kind, run, resolution, x, y, arrays=arrays)
    key = map_cache.key_of({"kind": kind, "run": run, "resolution": resolution, "x": repr(x), "y": repr(y),
                            "is_gpu": arrays.is_gpu,
                            "experiment": map_cache.plain(experiment)})  # fmt: skip
    kept = map_cache.read_map(key, experiment)
    if kept is not None:
        return replace(kept, notes=notes_of(device))
    with Progress(language.translate(mark("steps"))) as progress:
        while True:
            try:
                progress(round(next(work) * 1000), 1000)
            except StopIteration as last:
                made: BasinMap | RateMap = last.value
                break
    map_cache.keep_map(key, made)
    return replace(made, notes=notes_of(device))


def read_range(text: str, flag: str) -> Range:
    """`PATH=LOW:HIGH` or `PATH=log:LOW:HIGH`."""
    path, equals, ends = text.partition("=")
    parts = ends.split(":")
    log = parts[0] == "log"
    numbers = parts[log:]
    if not (path and equals and len(numbers) == 2):
        raise ExperimentError(flag, message("must be PATH=LOW:HIGH or PATH=log:LOW:HIGH, got {got}", got=show(text)))
    low, high = (read_number(part, flag) for part in numbers)
    try:
        return Range(path, low, high, log)
    except ExperimentError as error:
        raise ExperimentError(flag, sentence_of(error)) from None


def _facts(made: Map) -> dict[str, Any]:
    if isinstance(made, BasinMap):
        return _basin_facts(made)
    return _rate_facts(made) if isinstance(made, RateMap) else _phase_facts(made)


def _phase_facts(made: PhaseMap) -> dict[str, Any]:
    """Shares of verdicts or the range and the best cell, and the boundary of theory against that of the cells."""
    sweep, values = made.sweep, made.values
    cells, finite = sweep.cells, np.isfinite(values)
    facts: dict[str, Any] = {"value": cells.value, "cells": cells.count, "without": float(np.mean(~finite))}
    if cells.value == "verdict":
        kinds, counts = np.unique(values[finite].astype(int), return_counts=True)
        order = np.argsort(-counts, kind="stable")
        facts["shares"] = {VERDICTS[kinds[i]]: float(counts[i] / cells.count) for i in order}
    elif finite.any():
        row, column = np.unravel_index(int(np.argmin(np.where(finite, values, np.inf))), values.shape)
        facts["best"] = {"x": float(made.x[column]), "y": float(made.y[row]), "value": float(values[row, column])}
    facts["boundary"] = phases.agreement(sweep)
    return facts


def _phase_lines(made: PhaseMap, facts: dict[str, Any], language: Language) -> list[str]:
    up, right = made.sweep.cells.axes
    value = made.sweep.cells.value
    lines = [
        message("{share:.1f} % of the cells: {kind}", share=100 * share,
                kind=language.translate(report.WORDS.get(kind, kind)))
        for kind, share in facts.get("shares", {}).items()
    ]  # fmt: skip
    if best := facts.get("best"):
        template = {
            "loss": mark("the lowest loss, {value:.4g}, is at {x_name} {x:.4g}, {y_name} {y:.4g}"),
            "steps": mark("the fewest steps, {value:.0f}, are at {x_name} {x:.4g}, {y_name} {y:.4g}"),
            "sharpness": mark("the lowest sharpness, {value:.4g}, is at {x_name} {x:.4g}, {y_name} {y:.4g}"),
        }[value]
        lines.append(Message(template, {**best, "x_name": right.path, "y_name": up.path}))
    elif value != "verdict":
        lines.append(message("no cell has this value"))
    if facts["without"]:
        template = {
            "loss": mark("{share:.1f} % of the cells diverge or have no loss"),
            "steps": mark("{share:.1f} % of the cells do not reach the loss"),
        }.get(value, mark("{share:.1f} % of the cells have no value"))
        lines.append(Message(template, {"share": 100 * facts["without"]}))
    if agreement := facts["boundary"]:
        lines.append(
            message(
                "the cells diverge from {ratio:.3g} times the stability limit {formula} on (the median of {n} values)",
                **agreement,
            )
        )
    return [language.text(line) for line in lines]


def _basin_facts(made: BasinMap) -> dict[str, Any]:
    minima = [
        {"w": w, "loss": loss, "share": made.share(i)}
        for i, (w, loss) in enumerate(zip(made.minima.tolist(), made.losses.tolist(), strict=True))
    ]
    others = {"valley": VALLEY, "elsewhere": NOWHERE, "diverged": DIVERGED}
    return {"minima": minima, **{name: made.share(basin) for name, basin in others.items()}}


def _rate_facts(made: RateMap) -> dict[str, Any]:
    last = made.loss[:, -1]
    good = np.isfinite(last)
    best = int(np.nanargmin(np.where(good, last, np.inf))) if good.any() else None
    return {
        "rates": [float(made.rates[0]), float(made.rates[-1])],
        "best": None if best is None else {"lr": float(made.rates[best]), "loss": float(last[best])},
        "diverged": float(np.mean(~good)),
    }


def _lines(facts: dict[str, Any], language: Language) -> list[str]:
    lines = []
    minima = facts.get("minima", [])
    for minimum in minima[:_LISTED]:
        where = ", ".join(f"{value:.4g}" for value in negligible_as_zero(minimum["w"]))
        text = message("{share:.1f} % arrive at ({w}), loss {loss:.4g}", share=100 * minimum["share"], w=where,
                       loss=minimum["loss"])  # fmt: skip
        lines.append(language.text(text))
    if len(minima) > _LISTED:
        lines.append(language.text(message("and {n} more minima", n=len(minima) - _LISTED)))
    if facts.get("valley"):
        text = message("{share:.1f} % arrive in a valley of no single minimum", share=100 * facts["valley"])
        lines.append(language.text(text))
    if "elsewhere" in facts:
        lines.append(language.text(message("{share:.1f} % end elsewhere", share=100 * facts["elsewhere"])))
    if facts.get("best"):
        text = message("the best of the rates {low:.3g} .. {high:.3g} is {lr:.4g}, loss {loss:.4g}",
                       low=facts["rates"][0], high=facts["rates"][1], **facts["best"])  # fmt: skip
        lines.append(language.text(text))
    lines.append(language.text(message("{share:.1f} % diverge", share=100 * facts["diverged"])))
    return lines


def _write(experiment: Experiment, made: Map, run: int, targets: list[Path], values: dict[str, Any], lang: str) -> None:
    """Write figures and numbers; each file carries the experiment. Raises Failure."""
    pictures = []
    for path in targets:
        if isinstance(format_of(path), PictureFormat):
            pictures.append(path)
            continue
        try:
            made.save(path)
        except OSError as error:
            raise formats.write_failure(path, error) from error
    if not pictures:
        return
    formats.avoid_display()
    try:
        with with_qt.ends_at_once():
            from gdviz.gui.export.map_figure import write_map
    except ImportError as error:
        raise with_qt.no_qt(error) from error
    looks = {key: values[key] for key in ("size", "theme", "scale", "place", "transparent") if key in values}
    try:
        remarks = write_map(experiment, made, pictures, run=run, lang=lang, **looks)
    except OSError as error:
        raise formats.write_failure(Path(error.filename or pictures[0]), error) from error
    report.say(remarks, language(lang))


def _read_file(text: str, flag: str) -> Path:
    """A file for a picture or for numbers. Raises ExperimentError with the suffixes that there are."""
    path = Path(text)
    kinds = [known for known in known_formats().values() if isinstance(known, PictureFormat | Npz | Csv)]
    if not path.name.lower().endswith(tuple(suffix for known in kinds for suffix in known.suffixes)):
        suffixes = [suffix for known in kinds for suffix in known.suffixes]
        raise ExperimentError(flag, unknown(path.suffix, suffixes))
    return path


COMMAND = Command(
    "gdviz map EXPERIMENT.json [--kind basin|lr|phase] [--run N] [--x P=R --y P=R] [--value V] [--export FILE]...",
    mark("Draws which minimum each start arrives in, the loss over learning rate and step, or a phase diagram."),
    options,
    main,
    examples=(
        "gdviz map worked.json --export basins.png",
        "gdviz map worked.json --kind lr --export rates.pdf",
        "gdviz map worked.json --kind phase --x optimizer.lr=log:1e-4:1 --y optimizer.momentum=0:0.95 --value verdict"
        " --export phases.pdf --export phases.csv",
    ),
)
