"""A sweep in words: its axes, the value that is taken from each run, and the result of a cell."""

from __future__ import annotations

import math

import numpy as np

from gdviz.editing.run_names import own_name
from gdviz.engine.cells import VERDICTS, Axis, Cells
from gdviz.engine.sweeps import Sweep
from gdviz.gui.drawing.verdict_colours import verdict_word
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import mark
from gdviz.params import params_of
from gdviz.problems.problem import compiled

_VALUES = {
    "loss": mark("loss at the end"),
    "steps": mark("steps to the loss {target}"),
    "verdict": mark("verdict"),
    "sharpness": mark("sharpness at the end"),
    "share": mark("share of the seeds that arrive"),
}


def value_word(cells: Cells, value: str) -> str:
    """Return the name of the value that is taken from each run; "share" is the share of the seeds."""
    if value == "steps" and cells.target is None:
        return translate(mark("steps to the loss at which it stops"))
    target = "" if cells.target is None else format_number(cells.target)
    return translate(_VALUES[value]).format(target=target)


def _target_at(cells: Cells, at: tuple[int, ...]) -> float:
    """Return the loss until which the steps of a cell are counted."""
    if cells.target is not None:
        return cells.target
    return next(axis.values[number] for axis, number in zip(cells.axes, at, strict=True) if axis.path == "stop.loss")


def axis_word(cells: Cells, axis: Axis) -> str:
    """Return what varies along an axis, in words and with its symbol."""
    path = axis.path.partition("].")[2] if axis.path.startswith("runs[") else axis.path
    group, _, name = path.partition(".")
    if group in ("optimizer", "schedule") and name:
        spec = getattr(cells.experiment.runs[cells.run], group)
        for param in params_of(type(spec)):
            if param.name == name and param.label:
                label = translate(param.label)
                return f"{label} {param.symbol}".strip()
    known = {
        "batch.size": mark("Batch size"), "seed": mark("Seed"), "steps": mark("Steps"), "epochs": mark("Epochs"),
    }  # fmt: skip
    if path in known:
        return translate(known[path])
    if path.startswith("start["):
        return translate(mark("Start, {name}")).format(name=_coordinate(cells, path))
    return axis.name


def symbol(cells: Cells, axis: Axis) -> str:
    """Return a short name of an axis: the symbol of a rate, otherwise the name of what varies."""
    if axis.path.endswith("optimizer.lr"):
        return "η"
    path = axis.path.partition("].")[2] if axis.path.startswith("runs[") else axis.path
    return f"start {_coordinate(cells, path)}" if path.startswith("start[") else axis.name


def _coordinate(cells: Cells, path: str) -> str:
    """Return the name of the parameter to which "start[0]" refers."""
    names, number = compiled(cells.experiment.problem).names, int(path[len("start[") : -1])
    return names[number] if number < len(names) else path


def values_at(cells: Cells, at: tuple[int, ...]) -> str:
    """The values of a cell: "η = 0.05, momentum = 0.9"."""
    return ", ".join(
        f"{symbol(cells, axis)} = {format_number(axis.values[number])}"
        for axis, number in zip(cells.axes, at, strict=True)
    )


def came_to(made: Sweep, at: tuple[int, ...]) -> str:
    """Return the result of a cell in words, or why it failed."""
    cells, value = made.cells, float(made.values[at])
    if not made.done[at]:
        return translate(mark("not computed yet"))
    failure = made.failed.get(int(np.ravel_multi_index(at, cells.shape)))
    if failure is not None:
        return translate(mark("could not be computed: {why}")).format(why=in_language(failure))
    if cells.value == "verdict":
        said = verdict_word(VERDICTS[int(value)]) if math.isfinite(value) else translate(mark("no verdict"))
    elif cells.value == "loss":
        said = verdict_word("diverged")
        if math.isfinite(value):
            said = translate(mark("loss {loss}")).format(loss=format_number(value))
    elif cells.value == "steps":
        target = format_number(_target_at(cells, at))
        said = translate(mark("does not reach the loss {target}")).format(target=target)
        if math.isfinite(value):
            said = translate(mark("{n} steps to the loss {target}")).format(n=f"{value:,.0f}", target=target)
    else:
        said = translate(mark("sharpness {value}")).format(value=format_number(value))
    return said if cells.seeds == 1 else f"{said} {_of_seeds(made, at)}"


def _of_seeds(made: Sweep, at: tuple[int, ...]) -> str:
    cells, share = made.cells, format_number(100 * float(made.share[at]), 3)
    if cells.value == "verdict":
        return translate(mark("(most of {n} seeds)")).format(n=cells.seeds)
    if cells.target is None:
        return translate(mark("(median of {n} seeds; {share} % do not diverge)")).format(n=cells.seeds, share=share)
    return translate(mark("(median of {n} seeds; {share} % arrive)")).format(n=cells.seeds, share=share)


def run_word(cells: Cells) -> str:
    """Return the name of the run from which the value is taken."""
    spec = cells.experiment.runs[cells.run]
    return spec.label or own_name(cells.experiment, spec)
