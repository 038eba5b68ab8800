"""Phase diagrams: how a run ends over two values of its experiment, and the boundary of stability by theory."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import map_files, sweep_files
from gdviz.engine.cells import VERDICTS, Axis, Cells, cells_of, changed, value_at, whole
from gdviz.engine.diagnosis import sharpness
from gdviz.engine.diagnosis.limits import is_preconditioned
from gdviz.engine.landscape import Scale
from gdviz.engine.maps import LEAST, MOST
from gdviz.engine.sweeps import Sweep
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message
from gdviz.params import number
from gdviz.problems.problem import compiled
from gdviz.quoting import show

RATE = "optimizer.lr"
_JUMP = 0.01
"""A share of the axis of rates by which the limits of two neighbours differ only if they are of different minima."""


@frozen(eq=False)
class PhaseMap:
    """A sweep over two values of an experiment, as a map: rows along `y`, columns along `x`."""

    sweep: Sweep

    @property
    def x(self) -> NDArray[np.float64]:
        """The values of the columns."""
        return np.array(self.sweep.cells.axes[1].values)

    @property
    def y(self) -> NDArray[np.float64]:
        """The values of the rows."""
        return np.array(self.sweep.cells.axes[0].values)

    @property
    def values(self) -> NDArray[np.float64]:
        """The value of each cell, shape (rows, columns); see Sweep."""
        return self.sweep.values

    def save(self, path: str | Path) -> None:
        """Write it as .nc, .csv, .npz or .png.

        Raises ExperimentError for another suffix, OSError, ModuleNotFoundError.
        """
        path = Path(path)
        if path.suffix.lower() in sweep_files.SUFFIXES:
            self.sweep.save(path)
            return
        others: dict[str, Callable[[], bytes]] = dict.fromkeys(sweep_files.SUFFIXES, bytes)
        map_files.save(path, {**others, ".png": lambda: map_files.picture(self._draw)})

    def _draw(self, figure: Any, axes: Any) -> None:
        made, kind = self.sweep, self.sweep.cells.value
        if kind == "verdict":
            found = np.unique(self.values[np.isfinite(self.values)]).astype(int)
            places = np.searchsorted(found, np.nan_to_num(self.values)).astype(float)
            places[~np.isfinite(self.values)] = np.nan
            image = axes.pcolormesh(self.x, self.y, np.ma.masked_invalid(places), cmap="tab20", rasterized=True)
            bar = figure.colorbar(image, ticks=range(len(found)))
            bar.ax.set_yticklabels([VERDICTS[i].replace("_", " ") for i in found])
        else:
            heights = np.ma.masked_invalid(Scale.of(self.values, "rank").normalise(self.values))
            image = axes.pcolormesh(self.x, self.y, heights, cmap="Blues_r", rasterized=True)
            figure.colorbar(image, label=f"{kind}, by rank")
        limits = boundary(made)
        if limits is not None:
            across, along, rates = limits
            axes.plot(*((along, rates) if across else (rates, along)), color="#c05a00")
        up, right = made.cells.axes
        scales = {f"{side}scale": "log" if map_files.is_log(getattr(self, side)) else "linear" for side in "xy"}
        axes.set(xlabel=right.path, ylabel=up.path, xlim=self.x[[0, -1]], ylim=self.y[[0, -1]], **scales)


@frozen
class Range:
    """The values of one axis: from `low` to `high`, evenly or, where `log`, by equal factors."""

    path: str
    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        """Raises ExperimentError for a range that has no values."""
        number(self.low, self.path), number(self.high, self.path)
        if self.log and self.low <= 0:
            raise ExperimentError(
                self.path,
                message("a logarithmic range must begin above 0, got {low} to {high}", low=show(self.low),
                        high=show(self.high)),
            )  # fmt: skip
        if not math.isfinite(self.high - self.low):
            raise ExperimentError(self.path, message("the ends of a range must be closer to each other"))
        if self.low >= self.high:
            raise ExperimentError(
                self.path,
                message("a range must rise, got {low} to {high}", low=show(self.low), high=show(self.high)),
            )

    def values(self, count: int, whole_numbers: bool = False) -> NDArray[np.float64]:
        """`count` values with both ends; of whole numbers those that differ, which may be fewer.

        Raises ExperimentError for a range without two whole numbers, or too narrow for float64 to tell its values
        apart.
        """
        made = np.geomspace(self.low, self.high, count) if self.log else np.linspace(self.low, self.high, count)
        made[[0, -1]] = self.low, self.high
        if whole_numbers:
            rounded = np.unique(np.round(made))
            made = rounded[(rounded >= self.low) & (rounded <= self.high)]
            if len(made) < LEAST:
                what = message("there must be at least two whole numbers between {low} and {high}", low=show(self.low),
                               high=show(self.high))  # fmt: skip
                raise ExperimentError(self.path, what)
        elif len(np.unique(made)) < count:
            what = message("{n} numbers do not fit between {low} and {high}", n=count, low=repr(self.low),
                           high=repr(self.high))  # fmt: skip
            raise ExperimentError(self.path, what)
        return made

    def within(self, low: float, high: float) -> Range:
        """The same axis from `low` to `high`. Raises ExperimentError."""
        return dataclasses.replace(self, low=low, high=high)


def diagram(
    experiment: Experiment,
    x: Range,
    y: Range,
    run: int = 0,
    value: str = "loss",
    resolution: int = 64,
    target: float | None = None,
    seeds: int = 1,
) -> Cells:
    """The cells of a phase diagram: an axis for `y`, the rows, and one for `x`, the columns.

    Raises ExperimentError.
    """
    resolution = whole("resolution", resolution, LEAST, MOST)
    if x.path == y.path:
        raise ExperimentError("y", message("must be another value than x"))
    over = {side.path: side.values(resolution, is_whole(experiment, side.path, run)).tolist() for side in (y, x)}
    return cells_of(experiment, over, value, run, target, seeds)


def is_whole(experiment: Experiment, path: str, run: int = 0) -> bool:
    """Whether a path of the experiment names a count, such as a batch size or a seed. Raises ExperimentError."""
    return path in ("steps", "epochs") or type(value_at(experiment, path, run)) is int


def boundary(made: Sweep) -> tuple[int, NDArray[np.float64], NDArray[np.float64]] | None:
    """The largest rate that theory calls stable, for each value along the axis that is not the rate.

    Returns the number of that axis, its values, and the rates (nan where nothing is known): the rule's own limit, such
    as 2/L for gradient descent and 2(1+β)/L with a heavy ball, L the sharpness at the lowest end among the cells of
    that value. None where the diagram has no axis of the rate or keeps no final points, and where no rate is a limit:
    with batches, noise, a schedule, or a rule that divides by its gradients.
    """
    cells = made.cells
    paths = [axis.path.partition("].")[2] or axis.path for axis in cells.axes]
    if len(paths) != 2 or RATE not in paths or not cells.kept:
        return None
    across = 1 - paths.index(RATE)
    axis = cells.axes[across]
    rates = np.array([_limit(made, axis, across, at) for at in range(len(axis.values))])
    return (across, np.array(axis.values), rates) if np.isfinite(rates).any() else None


def _limit(made: Sweep, axis: Axis, across: int, at: int) -> float:
    """The limit for one value of the axis beside the rate; nan where it has none, or no cell of it has an end."""
    experiment = changed(made.cells.experiment, {axis.path: axis.values[at]}, made.cells.run)
    problem, (spec,) = compiled(experiment.problem), experiment.runs
    is_plain = spec.batch is None and not problem.noise_std and spec.schedule.is_constant and spec.warmup is None
    if not is_plain or is_preconditioned(spec.optimizer):
        return math.nan
    ends = np.take(made.ends, at, axis=across)
    with np.errstate(all="ignore"):
        losses = np.asarray(problem.loss(ends), dtype=float)
        if not np.isfinite(losses).any():
            return math.nan
        best = int(np.nanargmin(np.where(np.isfinite(losses), losses, np.inf)))
        sharp = sharpness(problem, ends[best : best + 1])
        limit = spec.optimizer.stability_limit(sharp)
    if limit is None or not (sharp > 0).all():
        return math.nan
    return float(np.asarray(limit).reshape(-1)[0])


def in_pieces(points: NDArray[np.float64], edges: NDArray[np.float64], span: float) -> NDArray[np.float64]:
    """The line through the places (n, 2) of (value, rate) of a boundary, a row of nan where the rate jumps.

    It jumps where the cells of two neighbouring values end lowest in different minima. `span` is the length of the axis
    of rates, and `edges` (n + 1,) are those of the cells along the other: a piece reaches to the edges of its cells, so
    that one of a single value is seen.
    """
    jumps = np.abs(np.diff(points[:, 1]))
    known = jumps[np.isfinite(jumps)]
    breaks = ~(jumps <= max(_JUMP * span, 5 * float(np.median(known)) if len(known) else 0.0))
    line = [(edges[0], points[0, 1])]
    for i, point in enumerate(points):
        line.append(tuple(point))
        if i < len(breaks) and breaks[i]:
            line += [(edges[i + 1], point[1]), (np.nan, np.nan), (edges[i + 1], points[i + 1, 1])]
    return np.array([*line, (edges[-1], points[-1, 1])])


def agreement(made: Sweep) -> dict[str, Any] | None:
    """How the cells' own boundary lies to that of theory; None where there is none to compare.

    `ratio` is the rate between the last cell that does not diverge and the first that does, divided by theory's: the
    middle one over the values along the other axis. `n` counts the values whose cells show both; `formula` is theory's.
    """
    limits = boundary(made)
    if limits is None or made.cells.value != "verdict":
        return None
    across, _, theory = limits
    rates = np.array(made.cells.axes[1 - across].values)
    lost = made.values == VERDICTS.index("diverged")
    ratios = []
    for along, limit in zip(np.moveaxis(lost, across, 0), theory.tolist(), strict=True):
        first = int(np.argmax(along))
        if first and math.isfinite(limit):  # some diverge, and the lowest rate does not
            ratios.append(math.sqrt(rates[first - 1] * rates[first]) / limit)
    if not ratios:
        return None
    return {"ratio": float(np.median(ratios)), "n": len(ratios), "formula": formula(made)}


def formula(made: Sweep) -> str:
    """The limit of theory as one writes it, L the sharpness and β the momentum; "" for a rule whose limit is longer."""
    optimizer: Any = made.cells.experiment.runs[made.cells.run].optimizer
    if optimizer.kind != "sgd":
        return ""
    varying = {axis.path.rpartition(".")[2] for axis in made.cells.axes if ".optimizer." in f".{axis.path}"}
    if optimizer.weight_decay or optimizer.dampening or varying & {"weight_decay", "dampening"}:
        return ""
    if not (optimizer.momentum or "momentum" in varying):
        return "2/L"
    return "2(1+β)/((1+2β)L)" if optimizer.nesterov else "2(1+β)/L"
