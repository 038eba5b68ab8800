"""Maps of a run, as a function: basins, the loss over rate and step, and phase diagrams."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Literal, overload

from gdviz.backend import select
from gdviz.engine.basins import PLAIN, ArrayKind, lanes_for
from gdviz.engine.cells import Cells, as_python
from gdviz.engine.maps import BasinMap, RateMap, basins, rates, require_resolution, require_run
from gdviz.engine.phases import PhaseMap, Range, diagram
from gdviz.engine.sweeps import Sweep, sweeping
from gdviz.experiment import Experiment
from gdviz.messages import ExperimentError, Message, message
from gdviz.params import number, unknown
from gdviz.problems.problem import compiled
from gdviz.quoting import show

KINDS = "basin", "lr", "phase"
PRECISIONS = "float64", "float32"
Side = tuple[str, float, float] | tuple[str, float, float, str]
"""The path of an axis, its ends, and "log" or "linear"."""


@overload
def map(
    experiment: Experiment,
    run: int = 0,
    *,
    kind: Literal["phase"],
    resolution: int = 200,
    x: Side | None = None,
    y: Side | None = None,
    value: str = "loss",
    target: float | None = None,
    seeds: int = 1,
    device: str = "auto",
    executor: Executor | None = None,
    precision: str = "float64",
    progress: Callable[[float], object] | None = None,
) -> PhaseMap: ...


@overload
def map(
    experiment: Experiment,
    run: int = 0,
    *,
    kind: Literal["lr"],
    resolution: int = 200,
    x: Side | None = None,
    y: Side | None = None,
    device: str = "auto",
    executor: Executor | None = None,
    precision: str = "float64",
    progress: Callable[[float], object] | None = None,
) -> RateMap: ...


@overload
def map(
    experiment: Experiment,
    run: int = 0,
    kind: Literal["basin"] = "basin",
    resolution: int = 200,
    *,
    x: Side | None = None,
    y: Side | None = None,
    device: str = "auto",
    executor: Executor | None = None,
    precision: str = "float64",
    progress: Callable[[float], object] | None = None,
) -> BasinMap: ...


@overload
def map(
    experiment: Experiment,
    run: int = 0,
    kind: str = "basin",
    resolution: int = 200,
    *,
    x: Side | None = None,
    y: Side | None = None,
    value: str = "loss",
    target: float | None = None,
    seeds: int = 1,
    device: str = "auto",
    executor: Executor | None = None,
    precision: str = "float64",
    progress: Callable[[float], object] | None = None,
) -> BasinMap | RateMap | PhaseMap: ...


def map(
    experiment: Experiment,
    run: int = 0,
    kind: str = "basin",
    resolution: int = 200,
    *,
    x: Side | None = None,
    y: Side | None = None,
    value: str = "loss",
    target: float | None = None,
    seeds: int = 1,
    device: str = "auto",
    executor: Executor | None = None,
    precision: str = "float64",
    progress: Callable[[float], object] | None = None,
) -> BasinMap | RateMap | PhaseMap:
    """Map a run over what it depends on.

    Parameters
    ----------
    experiment : Experiment
    run : int
        The number of the run.
    kind : str
        "basin": the minimum that each start arrives in. "lr": the loss over learning rate and step. These two make all
        updates with all samples: batches and stop conditions are not followed. "phase": one `value` of the run, as it
        is, over two values of its experiment.
    resolution : int
        Starts, rates or values along each side, 2 to 2000.
    x, y : (path, low, high, "log" | "linear"), optional
        The sides of a phase diagram, such as ``("optimizer.lr", 1e-4, 1, "log")``. For basins the ranges of the two
        starts, ``("start[0]", -5, 5)`` and ``("start[1]", -5, 5)``; by default the problem's domain.
    value : str
        Of a phase diagram: "loss", "steps", "verdict" or "sharpness"; see `gdviz.sweep`.
    target : float, optional
        The loss that "steps" counts to; by default the experiment's ``stop.loss``.
    seeds : int
        Runs a cell of a phase diagram; the value is their median.
    device : str
        "auto", "cpu" or "gpu", as in `gdviz.run`. Phase diagrams, and with "auto" maps for which there is machine code,
        are computed on the processor.
    executor : concurrent.futures.Executor, optional
        Where it is computed; by default here, and basins on a thread for each core.
    precision : str
        "float64", or "float32" for basins and losses that are looked at: some starts end in another basin.
    progress : callable, optional
        Called with the share that is done.

    Returns
    -------
    BasinMap, RateMap or PhaseMap
        Each has `save(path)`: .npz, .csv, and .png with the extra "notebook". `notes` say what is other than asked for.

    Raises
    ------
    ExperimentError
        For what is not allowed, and what cannot be combined; it says where.
    """
    if kind not in KINDS:
        raise ExperimentError("kind", unknown(kind, KINDS))
    require_run(experiment, run)
    require_known(device, precision)
    right, up = (None if side is None else range_of(name, side) for name, side in (("x", x), ("y", y)))
    if kind == "phase":
        require_plain(device, precision)
        made = Sweep.empty(phase_cells(experiment, right, up, run, value, resolution, target, seeds))
        for _ in sweeping(made, executor):
            if progress is not None:
                progress(float(made.done.mean()))
        return PhaseMap(made)
    if value != "loss" or target is not None or seeds != 1:
        name = "value" if value != "loss" else "target" if target is not None else "seeds"
        raise ExperimentError(name, message("is for kind phase alone"))
    arrays = array_kind(experiment, run, kind, resolution, device, precision)
    work: Generator[float, None, Any] = work_of(experiment, kind, run, resolution, right, up, executor, arrays)
    while True:
        try:
            share = next(work)
        except StopIteration as last:
            made_map: BasinMap | RateMap = last.value
            return replace(made_map, notes=notes_of(device))
        if progress is not None:
            progress(share)


def work_of(
    experiment: Experiment,
    kind: str,
    run: int,
    resolution: int,
    x: Range | None,
    y: Range | None,
    executor: Executor | None = None,
    arrays: ArrayKind = PLAIN,
) -> Generator[float, None, BasinMap | RateMap]:
    """The work of a map of basins or rates. Raises ExperimentError for sides that such a map has not."""
    if kind == "lr":
        for name, side in (("x", x), ("y", y)):
            if side is not None:
                raise ExperimentError(name, message("is not for kind lr, whose axes are the step and the rate"))
        return rates(experiment, run, resolution, executor, arrays)
    domain = compiled(experiment.problem).domain
    box = []
    for i, (name, side) in enumerate((("x", x), ("y", y))):
        if side is None:
            box.append(domain[i] if i < len(domain) else (0.0, 1.0))
            continue
        if side.path != f"start[{i}]" or side.log:
            raise ExperimentError(name, message("of a map of basins is start[{i}]=LOW:HIGH, evenly", i=i))
        box.append((side.low, side.high))
    return basins(experiment, run, resolution, (box[0], box[1]), executor, arrays)


def phase_cells(
    experiment: Experiment,
    x: Range | None,
    y: Range | None,
    run: int,
    value: str,
    resolution: int,
    target: float | None,
    seeds: int,
) -> Cells:
    """The cells of a phase diagram; see `diagram`. Raises ExperimentError, also for a side that is missing."""
    for name, side in (("x", x), ("y", y)):
        if side is None:
            raise ExperimentError(name, message("is missing: the path and the range of the axis, such as {example}",
                                                example="optimizer.lr=log:1e-4:1"))  # fmt: skip
    assert x is not None and y is not None
    return diagram(experiment, x, y, run, value, resolution, target, seeds)


def range_of(name: str, side: Any) -> Range:
    """The range of a side as `map` takes it; `name` is the argument. Raises ExperimentError."""
    form = message('must be (path, low, high, "log" or "linear"), got {got}', got=show(side))
    if not isinstance(side, tuple | list) or len(side) not in (3, 4) or not isinstance(side[0], str):
        raise ExperimentError(name, form)
    if len(side) == 4 and side[3] not in ("log", "linear"):
        raise ExperimentError(name, form)
    low, high = (number(as_python(end), name) for end in side[1:3])
    return Range(side[0], low, high, len(side) == 4 and side[3] == "log")


def require_known(device: str, precision: str) -> None:
    """Raise ExperimentError for an unknown device or precision."""
    select(device)
    if precision not in PRECISIONS:
        raise ExperimentError("precision", unknown(precision, PRECISIONS))


def require_plain(device: str, precision: str) -> None:
    """Raise ExperimentError for a device or a precision that the runs of a phase diagram do not have."""
    if device == "gpu":
        raise ExperimentError("device", message("a phase diagram is computed on the processor: auto or cpu"))
    if precision != "float64":
        raise ExperimentError("precision", message("a phase diagram is computed in float64, as the runs of its cells"))


def array_kind(experiment: Experiment, run: int, kind: str, resolution: int, device: str, precision: str) -> ArrayKind:
    """What a map of basins or rates is computed on.

    "auto" is a GPU where `gdviz.run` would take it for so many numbers, unless there is machine code for the map.
    Raises ExperimentError for a resolution that no map has.
    """
    require_resolution(resolution)
    problem, plain = compiled(experiment.problem), ArrayKind(False, precision)
    if device == "auto" and kind == "basin" and lanes_for(experiment, run, plain) is not None:
        return plain
    paths = resolution**2 if kind == "basin" else resolution
    backend = select(device, elements=paths * max(problem.dim, problem.n_samples or 1))
    return ArrayKind(backend.is_gpu, precision)


def notes_of(device: str) -> tuple[Message, ...]:
    """The remarks on a map: that a device which was asked for is not there."""
    note = select(device).note
    return () if note is None else (note,)
