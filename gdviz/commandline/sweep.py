"""`gdviz sweep`: one value of a run over any values of its experiment, as numbers; it goes on where it was ended."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.commandline import formats, opening, report, workers
from gdviz.commandline.computing_places import Place
from gdviz.commandline.options import (
    Command,
    Option,
    Parsed,
    lang_option,
    one_of,
    read_integer,
    read_number,
    read_numbers,
)
from gdviz.commandline.terminal import Failure, Interrupted, Progress, table
from gdviz.engine.cells import MOST_CELLS, VALUES, VERDICTS, Cells, Part, cells_of
from gdviz.engine.phases import Range, is_whole
from gdviz.engine.sweep_files import SUFFIXES
from gdviz.engine.sweep_store import SUFFIX, SweepStore
from gdviz.engine.sweeps import Sweep
from gdviz.experiment import Experiment
from gdviz.messages import ExperimentError, Message, mark, message
from gdviz.params import unknown
from gdviz.quoting import show
from gdviz.texts import Language

LISTED = 40
"""Cells that are printed one by one where the sweep is written to no file."""


def options() -> list[Option]:
    """What varies, what is taken of each run, where it is computed, and where it is written to."""
    return [
        Option("--over", "over", "PATH=RANGE", mark(
            "A value of the experiment that varies, and its values: lo:hi:N or log:lo:hi:N, a:b for the whole numbers "
            "a .. b−1, or a,b,c; may be repeated."
        ), _read_over, many=True),
        Option("--value", "value", "|".join(VALUES),
               mark("What is taken of each run: its last loss, the steps to --target, its verdict, the sharpness at "
                    "its end."), one_of(*VALUES)),
        Option("--target", "target", "L", mark("The loss for --value steps; else the one at which the experiment "
                                               "stops."), read_number),
        Option("--run", "run", "N", mark("The run whose value is taken, counted from 0."), read_integer),
        Option("--seeds", "seeds", "N", mark("Runs for each combination, with seeds of their own; their median is "
                                             "taken."), read_integer),
        *workers.options(),
        Option("--export", "export", "FILE",
               mark("Writes the sweep: .nc, .csv or .npz; may be repeated. What is finished is kept beside the first, "
                    "and the same command goes on with it."), _read_file, many=True),
        Option("--json", "json", help=mark("Prints one JSON object instead of the summary.")),
        opening.option(),
        lang_option(),
    ]  # fmt: skip


def main(parsed: Parsed, language: Language) -> int:
    """Compute what is not kept, write it, print it. Raises ExperimentError and Failure."""
    if not parsed.rest:
        raise ExperimentError("", message("say which experiment to sweep: a file"))
    source, values = Path(parsed.rest[0]), parsed.values
    experiment = opening.load_allowed(source, parsed)
    targets: list[Path] = values.get("export", [])
    for target in targets:
        formats.check_place(target, experiment, source)
        _require_packages(target)
    over = _over(experiment, values)
    try:
        cells = cells_of(experiment, over, values.get("value", "loss"), values.get("run"), values.get("target"),
                         values.get("seeds", 1))  # fmt: skip
    except ExperimentError as error:  # the options have the names of the arguments
        named = error.path in ("over", "run", "target", "seeds")
        raise ExperimentError(f"--{error.path}" if named else error.path, error.reason) from None
    made = Sweep.empty(cells)
    with workers.opened(values) as place, _kept(targets, cells) as store:
        before = 0 if store is None else store.restore(made)
        if before:
            report.say([message("{n} of {m} cells are kept from before", n=before, m=cells.count)], language)
        report.say(place.notes(), language)
        _compute(place, made, store, before, language)
        for target in targets:
            try:
                made.save(target)
            except OSError as error:
                raise formats.write_failure(target, error) from error
        if store is not None and store.kept == cells.count:
            store.remove()
        elif store is not None:
            again = message("{n} cells were lost with their workers; the same command tries these again",
                            n=cells.count - store.kept)  # fmt: skip
            report.say([again], language)
    facts = _facts(made)
    if values.get("json"):
        print(json.dumps(report.strict(facts if targets else facts | {"values": made.values}), allow_nan=False))
    else:
        print("\n".join([*_table(made, bool(targets)), *map(language.text, _sentences(made, facts))]))
    return 0


def _compute(place: Place, made: Sweep, store: SweepStore | None, before: int, language: Language) -> None:
    """Compute what is missing. Raises Failure, also for a Ctrl+C; it says how much is kept."""

    def keep(part: Part) -> None:
        if store is not None:
            try:
                store.keep(part)
            except OSError as error:
                raise formats.write_failure(store.folder, error) from error

    try:
        with Progress(language.translate(mark("cells")), before) as progress:
            place.fill(made, progress, keep)
    except KeyboardInterrupt:
        raise Interrupted(_how_far(message("interrupted"), made, store)) from None
    except Failure as failure:
        raise Failure(_how_far(failure.reason, made, store)) from failure


def _how_far(reason: Message, made: Sweep, store: SweepStore | None) -> Message:
    done, count = int(made.done.sum()) if store is None else store.kept, made.cells.count
    if store is None:
        return message("{why}: {n} of {m} cells were computed, and are lost without --export", why=reason, n=done,
                       m=count)  # fmt: skip
    return message("{why}: {n} of {m} cells are kept, and the same command goes on from there", why=reason, n=done,
                   m=count)  # fmt: skip


@contextlib.contextmanager
def _kept(targets: Sequence[Path], cells: Cells) -> Iterator[SweepStore | None]:
    """The store of finished pieces beside the first file; None without files. Raises ExperimentError, Failure."""
    if not targets:
        yield None
        return
    try:
        store = SweepStore(targets[0], cells)
    except OSError as error:
        raise formats.write_failure(targets[0].with_name(targets[0].name + SUFFIX), error) from error
    try:
        yield store
    finally:
        store.close()


def _facts(made: Sweep) -> dict[str, Any]:
    """The object of --json, without the values."""
    cells, values = made.cells, made.values.reshape(-1)
    facts: dict[str, Any] = {
        "value": cells.value,
        "dims": list(made.dims),
        "paths": made.paths,
        "coords": made.coords,
        "cells": cells.count,
        "best": None,
    }
    if cells.value == "verdict":
        shares = {kind: float(np.mean(values == place)) for place, kind in enumerate(VERDICTS)}
        facts["verdicts"] = {kind: share for kind, share in shares.items() if share}
    elif np.isfinite(values).any():
        best = int(np.nanargmin(np.where(np.isfinite(values), values, np.nan)))
        at = {axis.path: axis.values[place] for axis, place in zip(cells.axes, cells.place(best), strict=True)}
        facts["best"] = {"at": at, "value": float(values[best])}
    if cells.value == "loss":
        facts["diverged"] = float(np.mean(np.isinf(values)))
    if cells.value == "steps":
        facts["reached"] = float(np.mean(np.isfinite(values)))
    return facts | {
        "failed": len(made.failed),
        "machines": made.machines,
        "notes": [str(note) for note in made.notes],
    }


def _sentences(made: Sweep, facts: dict[str, Any]) -> Iterator[Message]:
    cells = made.cells
    axes = " × ".join(f"{axis.path} {axis.values[0]:g} .. {axis.values[-1]:g} ({len(axis.values)})"
                      for axis in cells.axes)  # fmt: skip
    yield message("{n} cells: {axes}", n=f"{cells.count:,}", axes=axes)
    if facts["best"]:
        where = ", ".join(f"{path} = {value:g}" for path, value in facts["best"]["at"].items())
        value = f"{facts['best']['value']:.6g}"
        if cells.value == "loss":
            yield message("the lowest loss is {value}, at {where}", value=value, where=where)
        elif cells.value == "steps":
            target = facts["best"]["at"]["stop.loss"] if cells.target is None else cells.target
            yield message("the fewest steps to a loss of {target} are {value}, at {where}",
                          target=f"{target:g}", value=value, where=where)  # fmt: skip
        else:
            yield message("the lowest sharpness is {value}, at {where}", value=value, where=where)
    for kind, share in sorted(facts.get("verdicts", {}).items(), key=lambda pair: -pair[1]):
        yield message("{share:.1f} %: {verdict}", share=100 * share, verdict=Message(report.WORDS[kind]))
    if facts.get("diverged"):
        yield message("{share:.1f} % diverge", share=100 * facts["diverged"])
    if "reached" in facts:
        yield message("{share:.1f} % reach it", share=100 * facts["reached"])
    yield from made.notes


def _table(made: Sweep, is_written: bool) -> list[str]:
    """A row for each cell of a small sweep that is written to no file."""
    cells = made.cells
    if is_written or cells.count > LISTED:
        return []
    rows = [[*made.dims, cells.value]]
    for cell, value in enumerate(made.values.flat):
        at = [f"{axis.values[place]:g}" for axis, place in zip(cells.axes, cells.place(cell), strict=True)]
        word = VERDICTS[int(value)] if cells.value == "verdict" and np.isfinite(value) else f"{value:.6g}"
        rows.append([*at, word])
    return [table(rows, right=range(len(cells.axes))), ""]


def _over(experiment: Experiment, values: dict[str, Any]) -> dict[str, list[float]]:
    """The values of each path. Raises ExperimentError."""
    over: dict[str, list[float]] = {}
    for path, text in values.get("over", []):
        if path in over:
            raise ExperimentError("--over", message("{path} is given twice", path=path))
        over[path] = _values(path, text, is_whole(experiment, path, _run(experiment, values)))
    return over


def _run(experiment: Experiment, values: dict[str, Any]) -> int:
    """The number of the run. It is the first where there is no such run; `cells_of` then refuses the number."""
    number: int = values.get("run", 0)
    return number if 0 <= number < len(experiment.runs) else 0


def _values(path: str, text: str, whole: bool) -> list[float]:
    """The values of a range or a list as they are written. Raises ExperimentError."""
    if ":" not in text:
        return read_numbers(text, path)
    kind, _, rest = text.partition(":")
    log = kind == "log"
    parts = (rest if log else text).split(":")
    if len(parts) == 2 and whole and not log:
        first, end = (read_integer(part, path) for part in parts)
        if not first < end <= first + MOST_CELLS:
            raise ExperimentError(path, message("a:b are the whole numbers a .. b−1, got {got}", got=show(text)))
        return [float(number) for number in range(first, end)]
    if len(parts) != 3:
        raise ExperimentError(
            path, message("must be lo:hi:N, log:lo:hi:N or a,b,c, or a:b for whole numbers; got {got}", got=show(text))
        )
    low, high, count = read_number(parts[0], path), read_number(parts[1], path), read_integer(parts[2], path)
    if not 2 <= count <= MOST_CELLS:
        raise ExperimentError(path, message("must be in {range}, got {got}", range=f"[2, {MOST_CELLS}]",
                                            got=show(count)))  # fmt: skip
    made: list[float] = Range(path, low, high, log).values(count, whole).tolist()
    return made


def _read_over(text: str, flag: str) -> tuple[str, str]:
    path, equals, values = text.partition("=")
    if not (path and equals and values):
        raise ExperimentError(flag, message("must be PATH=RANGE, such as {example}, got {got}",
                                            example="optimizer.lr=log:1e-4:1:50", got=show(text)))  # fmt: skip
    return path, values


def _read_file(text: str, flag: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise ExperimentError(flag, unknown(path.suffix, SUFFIXES))
    return path


def _require_packages(path: Path) -> None:
    """Refuse NetCDF, before anything is computed, where its packages are not installed. Raises Failure."""
    if path.suffix.lower() == ".nc" and not (find_spec("xarray") and find_spec("h5netcdf")):
        raise Failure(message('{file}: NetCDF needs more packages: pip install "gdviz[sweep]"', file=path))


COMMAND = Command(
    "gdviz sweep EXPERIMENT.json --over PATH=RANGE... [--value V] [--export FILE]... [--workers N | --scheduler URL]",
    mark("Computes an experiment for all combinations of some of its values, and takes one number of each run."),
    options,
    main,
    examples=(
        "gdviz sweep worked.json --over optimizer.lr=log:1e-4:1:200 --over seed=0:50 --export sweep.csv",
        "gdviz sweep worked.json --over optimizer.lr=0.01,0.02,0.05 --value verdict",
        "gdviz sweep worked.json --over optimizer.momentum=0:0.9:10 --export sweep.nc --scheduler tcp://node1:8786",
    ),
)
