"""Maps of a run over what it depends on: which minimum each start arrives in, and the loss over rate and step.

Thousands of paths are computed at once, with the gradient of the whole loss; a schedule is followed, batches are not.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY, Ends, arrive, follow
from gdviz.engine.landscape import nodes
from gdviz.engine.rates import grid
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message
from gdviz.problems.base import compiled

__all__ = ["DIVERGED", "NOWHERE", "VALLEY", "BasinMap", "RateMap", "basins", "rates"]


@frozen
class BasinMap(Ends):
    """Where each start of a grid arrives: the arrays of Ends for it have the shape (rows, columns).

    `x` (columns,) and `y` (rows,) are the starts' coordinates.
    """

    x: np.ndarray
    y: np.ndarray


@frozen
class RateMap:
    """The loss after each step for each constant rate: `rates` (rows,), `steps` (columns,), `loss` (rows, columns)."""

    rates: np.ndarray
    steps: np.ndarray
    loss: np.ndarray


def basins(experiment: Experiment, run: int = 0, resolution: int = 200) -> Generator[float, None, BasinMap]:
    """Follow a run from `resolution` times `resolution` starts in the problem's domain; yields the share done.

    Other parameters than the first two begin where the run does. Raises ExperimentError for one parameter, or a rule
    that cannot be computed for many starts at once.
    """
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    if problem.dim < 2:
        raise ExperimentError("problem", message("a map of starts needs two parameters"))
    x, y = (nodes(*side, resolution) for side in problem.domain[:2])
    starts = np.tile(np.array(spec.start, dtype=float), (resolution**2, 1))
    starts[:, 0], starts[:, 1] = np.tile(x, resolution), np.repeat(y, resolution)
    ends = yield from arrive(experiment, run, starts)
    shape = (resolution, resolution)
    basin, steps, loss = ends.basin.reshape(shape), ends.steps.reshape(shape), ends.loss.reshape(shape)
    return BasinMap(basin, steps, loss, ends.minima, ends.losses, x, y)


def rates(experiment: Experiment, run: int = 0, resolution: int = 200) -> Generator[float, None, RateMap]:
    """The run with `resolution` rates around its own, from a thousandth to a thousand times; yields the share done.

    Raises ExperimentError as `basins`.
    """
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    around = grid(spec.optimizer.lr)
    tried = np.geomspace(around[0], around[-1], resolution)
    starts = np.tile(np.array(spec.start, dtype=float), (resolution, 1))
    with np.errstate(all="ignore"):
        columns = [np.asarray(problem.loss(starts), dtype=float)]
        for share, w in follow(experiment, run, starts, tried / spec.optimizer.lr):
            columns.append(np.asarray(problem.loss(w), dtype=float))
            yield share
    return RateMap(tried, np.arange(len(columns)), np.stack(columns, axis=1))
