"""Maps of a run over what it depends on: which minimum each start arrives in, and the loss over rate and step.

Thousands of paths are computed at once, with the gradient of the whole loss; a schedule is followed, batches and stop
conditions are not.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.engine import map_files
from gdviz.engine.basins import (
    DIVERGED,
    NOWHERE,
    PLAIN,
    VALLEY,
    ArrayKind,
    Ends,
    arrive,
    blocks,
    done,
    follow,
    require_elementwise,
    updates,
)
from gdviz.engine.cells import whole
from gdviz.engine.landscape import Scale, nodes
from gdviz.engine.rates import grid
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message
from gdviz.problems.problem import compiled

__all__ = ["DIVERGED", "NOWHERE", "VALLEY", "BasinMap", "RateMap", "basins", "rates"]

LEAST, MOST = 2, 2000
"""The fewest and the most starts along a side of a map, or rates."""
MOST_LOSSES = 100_000_000
"""The most losses in a map over rate and step: 0.8 GB."""
_SHARES = 16
"""How many jobs the rates of a map become on an executor."""
Box = tuple[tuple[float, float], tuple[float, float]]
"""The ends of the two sides of a map."""


@frozen
class BasinMap(Ends):
    """Where each start of a grid arrives: the arrays of Ends for it have the shape (rows, columns).

    `x` (columns,) and `y` (rows,) are the starts' coordinates.
    """

    x: np.ndarray
    y: np.ndarray
    experiment: Experiment
    """What it is a map of."""
    notes: tuple[Message, ...] = ()
    """Remarks on how it was computed."""

    def save(self, path: str | Path) -> None:
        """Write it as .npz, .csv or .png. Raises ExperimentError for another suffix, OSError, ModuleNotFoundError."""
        x, y = np.meshgrid(self.x, self.y)
        names = [*compiled(self.experiment.problem).names[:2], "basin", "steps", "loss"]
        map_files.save(Path(path), {
            ".npz": lambda: map_files.arrays(self.experiment, self),
            ".csv": lambda: map_files.table(names, x, y, self.basin, self.steps, self.loss),
            ".png": lambda: map_files.picture(self._draw),
        })  # fmt: skip

    def _draw(self, figure: Any, axes: Any) -> None:
        image = axes.pcolormesh(self.x, self.y, self.basin, cmap="tab20", rasterized=True)
        axes.plot(*self.minima[:, :2].T, "k+")
        names = compiled(self.experiment.problem).names
        axes.set(xlabel=names[0], ylabel=names[1])
        figure.colorbar(image, label="minimum (-1 elsewhere, -2 diverged, -3 a valley)")


@frozen
class RateMap:
    """The loss after each step from each base rate: `rates` (rows,), `steps` (columns,), `loss` (rows, columns)."""

    rates: np.ndarray
    steps: np.ndarray
    loss: np.ndarray
    experiment: Experiment
    """What it is a map of."""
    notes: tuple[Message, ...] = ()
    """Remarks on how it was computed."""

    def save(self, path: str | Path) -> None:
        """Write it; see BasinMap.save."""
        steps, rates = np.meshgrid(self.steps, self.rates)
        map_files.save(Path(path), {
            ".npz": lambda: map_files.arrays(self.experiment, self),
            ".csv": lambda: map_files.table(["lr", "step", "loss"], rates, steps, self.loss),
            ".png": lambda: map_files.picture(self._draw),
        })  # fmt: skip

    def _draw(self, figure: Any, axes: Any) -> None:
        heights = np.ma.masked_invalid(Scale.of(self.loss, "rank").normalise(self.loss))
        image = axes.pcolormesh(self.steps, self.rates, heights, cmap="Blues_r", rasterized=True)
        axes.set(xlabel="step", ylabel="learning rate", yscale="log")
        figure.colorbar(image, label="loss, by rank")


def require_run(experiment: Experiment, run: int) -> None:
    """Raise ExperimentError for a number that is none of the experiment's runs."""
    whole("run", run, 0, len(experiment.runs) - 1)


def require_resolution(resolution: int) -> None:
    """Raise ExperimentError for a map without cells, or one of too many."""
    whole("resolution", resolution, LEAST, MOST)


def basins(
    experiment: Experiment,
    run: int = 0,
    resolution: int = 200,
    box: Box | None = None,
    executor: Executor | None = None,
    arrays: ArrayKind = PLAIN,
) -> Generator[float, None, BasinMap]:
    """Follow a run from `resolution` times `resolution` starts in `box`; yields the share done.

    Blocks of starts are computed on `executor`; by default on a thread for each core, as NumPy lets others run. The box
    is by default the problem's domain. Other parameters than the first two begin where the run does. Raises
    ExperimentError for one parameter, or a rule that cannot be computed for many starts at once.
    """
    require_run(experiment, run)
    require_resolution(resolution)
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    if problem.dim < 2:
        raise ExperimentError("problem", message("a map of starts needs two parameters"))
    x, y = (nodes(*side, resolution) for side in (box or problem.domain[:2]))
    starts = np.tile(np.array(spec.start, dtype=float), (resolution**2, 1))
    starts[:, 0], starts[:, 1] = np.tile(x, resolution), np.repeat(y, resolution)
    if executor is not None:
        ends = yield from arrive(experiment, run, starts, executor=executor, arrays=arrays)
    else:
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            ends = yield from arrive(experiment, run, starts, executor=threads, arrays=arrays)
    shape = (resolution, resolution)
    basin, steps, loss = ends.basin.reshape(shape), ends.steps.reshape(shape), ends.loss.reshape(shape)
    return BasinMap(basin, steps, loss, ends.minima, ends.losses, x, y, experiment)


def rates(
    experiment: Experiment,
    run: int = 0,
    resolution: int = 200,
    executor: Executor | None = None,
    arrays: ArrayKind = PLAIN,
) -> Generator[float, None, RateMap]:
    """The run with `resolution` rates around its own, from a thousandth to a thousand times; yields the share done.

    Blocks of rates are computed on `executor`, or here. Raises ExperimentError as `basins`, and for more than
    MOST_LOSSES losses.
    """
    require_run(experiment, run)
    require_resolution(resolution)
    require_elementwise(experiment.runs[run], run)
    count = updates(experiment, run)[0]
    if resolution * (count + 1) > MOST_LOSSES:
        raise ExperimentError("resolution", message(
            "{rates} rates over {steps} steps are more than {most} losses: choose fewer rates or steps",
            rates=resolution, steps=f"{count:,}", most=f"{MOST_LOSSES:,}",
        ))  # fmt: skip
    lr = experiment.runs[run].optimizer.lr
    around = grid(lr)
    tried = np.geomspace(around[0], around[-1], resolution)
    size = resolution if executor is None else -(-resolution // _SHARES)
    jobs = [(block, (_losses, experiment, run, tried[block] / lr, arrays)) for block in blocks(resolution, size)]
    steps = np.arange(count + 1)
    loss = np.empty((resolution, len(steps)))
    for share, block, found in done(jobs, executor):
        if found is not None:
            loss[block] = found
        yield share
    return RateMap(tried, steps, loss, experiment)


def _losses(
    experiment: Experiment, run: int, factors: np.ndarray, arrays: ArrayKind
) -> Generator[float, None, np.ndarray]:
    """The loss after each step, shape (m, steps + 1), of the run with its rates times each of `factors` (m,)."""
    problem, xp = compiled(experiment.problem), arrays.backend.xp
    start = np.array(experiment.runs[run].start, dtype=float)
    starts = xp.asarray(np.tile(start, (len(factors), 1)), dtype=arrays.precision)
    by = xp.asarray(factors, dtype=arrays.precision)
    with np.errstate(all="ignore"):
        columns = [arrays.to_host(problem.loss(starts, xp))]
        for share, w in follow(experiment, run, starts, by, xp):
            columns.append(arrays.to_host(problem.loss(w, xp)))
            yield share
    return np.stack(columns, axis=1)
