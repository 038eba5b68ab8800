"""Maps as files: tables, NumPy's arrays, and a picture by matplotlib. Arrays carry the experiment."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from gdviz import carried
from gdviz.engine import sweep_files
from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Scale
from gdviz.engine.maps import BasinMap, RateMap
from gdviz.engine.notebook import needed
from gdviz.engine.phases import PhaseMap, boundary
from gdviz.messages import ExperimentError
from gdviz.params import unknown
from gdviz.paths import write_whole
from gdviz.problems.base import compiled

Map = BasinMap | RateMap | PhaseMap
SUFFIXES = ".npz", ".csv", ".png"


def save(made: Map, path: Path) -> None:
    """Write a map; an existing file is replaced only once its successor is complete.

    Raises ExperimentError for another suffix, OSError, and ModuleNotFoundError for a picture without matplotlib.
    """
    suffix = path.suffix.lower()
    known = (*SUFFIXES, ".nc") if isinstance(made, PhaseMap) else SUFFIXES
    if suffix not in known:
        raise ExperimentError("", unknown(path.suffix, known))
    if suffix == ".png":
        write_whole(path, _picture(made))
    elif isinstance(made, PhaseMap):
        sweep_files.save(made.sweep, path)
    else:
        write_whole(path, (_arrays if suffix == ".npz" else _table)(made))


def arrays_of(made: BasinMap | RateMap) -> dict[str, np.ndarray]:
    """The arrays of a map by name."""
    return {name: value for name, value in vars(made).items() if isinstance(value, np.ndarray)}


def _arrays(made: BasinMap | RateMap) -> bytes:
    content = io.BytesIO()
    carrying = np.array(carried.text_of(made.experiment.portable()))
    np.savez_compressed(content, allow_pickle=False, experiment=carrying, **arrays_of(made))
    return content.getvalue()


def _table(made: BasinMap | RateMap) -> bytes:
    """A row a start, or a rate and step."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if isinstance(made, BasinMap):
        writer.writerow([*compiled(made.experiment.problem).names[:2], "basin", "steps", "loss"])
        x, y = np.meshgrid(made.x, made.y)
        columns: tuple[np.ndarray, ...] = (x, y, made.basin, made.steps, made.loss)
    else:
        writer.writerow(["lr", "step", "loss"])
        steps, rates = np.meshgrid(made.steps, made.rates)
        columns = (rates, steps, made.loss)
    writer.writerows(zip(*(column.ravel().tolist() for column in columns), strict=True))
    return text.getvalue().encode()


def _picture(made: Map) -> bytes:
    with needed("a picture needs matplotlib"):
        from gdviz.engine.paper_figure import PaperFigure
    figure = PaperFigure(figsize=(5.2, 4.2), layout="constrained")
    axes = figure.subplots()
    if isinstance(made, BasinMap):
        x, y = made.x, made.y
        image = axes.pcolormesh(x, y, made.basin, cmap="tab20", rasterized=True)
        names = compiled(made.experiment.problem).names
        axes.plot(*made.minima[:, :2].T, "k+")
        axes.set(xlabel=names[0], ylabel=names[1])
        figure.colorbar(image, label="minimum (-1 elsewhere, -2 diverged, -3 a valley)")
    elif isinstance(made, RateMap):
        heights = np.ma.masked_invalid(Scale.of(made.loss, "rank").normalise(made.loss))
        image = axes.pcolormesh(made.steps, made.rates, heights, cmap="Blues_r", rasterized=True)
        axes.set(xlabel="step", ylabel="learning rate", yscale="log")
        figure.colorbar(image, label="loss, by rank")
    else:
        _draw_phases(figure, axes, made)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=200)
    return written.getvalue()


def _draw_phases(figure: Any, axes: Any, made: PhaseMap) -> None:
    sweep = made.sweep
    kind, values = sweep.cells.value, made.values
    if kind == "verdict":
        found = np.unique(values[np.isfinite(values)]).astype(int)
        places = np.searchsorted(found, np.nan_to_num(values)).astype(float)
        places[~np.isfinite(values)] = np.nan
        image = axes.pcolormesh(made.x, made.y, np.ma.masked_invalid(places), cmap="tab20", rasterized=True)
        ticks = figure.colorbar(image, ticks=range(len(found)))
        ticks.ax.set_yticklabels([VERDICTS[i].replace("_", " ") for i in found])
    else:
        heights = np.ma.masked_invalid(Scale.of(values, "rank").normalise(values))
        image = axes.pcolormesh(made.x, made.y, heights, cmap="Blues_r", rasterized=True)
        figure.colorbar(image, label=f"{kind}, by rank")
    limits = boundary(sweep)
    if limits is not None:
        across, along, rates = limits
        axes.plot(*((along, rates) if across else (rates, along)), color="#c05a00")
    y_axis, x_axis = sweep.cells.axes
    axes.set(
        xlabel=x_axis.path, ylabel=y_axis.path, xlim=made.x[[0, -1]], ylim=made.y[[0, -1]],
        xscale="log" if is_log(made.x) else "linear", yscale="log" if is_log(made.y) else "linear",
    )  # fmt: skip


def is_log(values: np.ndarray) -> bool:
    """Whether values rise by equal factors rather than by equal steps."""
    if len(values) < 3 or values[0] <= 0:
        return False
    steps, factors = np.diff(values), np.diff(np.log(values))
    return bool(np.ptp(factors) / factors.mean() < np.ptp(steps) / steps.mean())
