"""Sweeps: one value of a run over any number of values of its experiment."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Executor
from contextlib import closing

import numpy as np

from gdviz.engine.cells import Cells, Part, Values, cells_of, machine
from gdviz.engine.pieces import Piece, compute, pieces_of, two_a_core
from gdviz.engine.sweep_files import Sweep as Sweep
from gdviz.experiment import Experiment
from gdviz.messages import message

PIECE_SECONDS = 1.0
"""How long a piece takes on this machine, about; on other machines `seconds` says it."""
MOST_IN_PIECE = 20_000
"""Cells of a piece at most: with 64 final parameters each, a piece comes to 11 MB."""


def sweep(
    experiment: Experiment,
    over: Mapping[str, Values],
    value: str = "loss",
    run: int | None = None,
    executor: Executor | None = None,
    *,
    target: float | None = None,
    seeds: int = 1,
    progress: Callable[[int, int], object] | None = None,
) -> Sweep:
    """Compute one value of a run for all combinations of some values of its experiment.

    Parameters
    ----------
    experiment : Experiment
    over : mapping
        The values of each path of the experiment, such as ``{"optimizer.lr": [0.01, 0.1], "seed": range(5)}``. A path
        inside of a run ("optimizer.lr") means the run whose value is taken.
    value : str
        "loss" (at the end, of all samples; inf for a run that diverged), "steps" (updates to the loss `target`, nan
        where it is not reached), "verdict" (a place in `Sweep.kinds`) or "sharpness" (at the end).
    run : int, optional
        The number of the run whose value is taken; the first by default.
    executor : concurrent.futures.Executor, optional
        Where pieces of the work are computed; here by default.
    target : float, optional
        For "steps"; by default the experiment's ``stop.loss``.
    seeds : int
        Runs a cell, with seeds drawn by the cell's number; the value is their median.
    progress : callable, optional
        Called with (cells done, cells in all).

    Returns
    -------
    Sweep

    Raises
    ------
    ExperimentError
        For a path that names no number, a value that is not allowed, or workers that were lost.
    """
    cells = cells_of(experiment, over, value, run, target, seeds)
    made = Sweep.empty(cells)
    for _ in sweeping(made, executor):
        if progress is not None:
            progress(int(made.done.sum()), cells.count)
    return made


def sweeping(
    made: Sweep,
    executor: Executor | None = None,
    *,
    seconds: float = PIECE_SECONDS,
    at_once: Callable[[], int] = two_a_core,
    here: float = 0.0,
    keep: Callable[[Part], object] | None = None,
) -> Generator[Part, None, None]:
    """Fill in the cells of a sweep that are not done, a piece after the other; yields each piece that was filled in.

    A piece takes about `seconds`: three cells are computed here, and the slower of the last two says how many that are;
    the first compiles formulas. `at_once()` is how many pieces may be under way; there are at least so many, if need be
    of fewer seconds. What seems to take less than `here` seconds in all is computed here: workers would only be
    starting. `keep` is called with each part before it is filled in, so that what it stores is never behind; not with a
    piece that was given up, which another attempt may compute. Raises WorkersLost; the sweep then has what was
    finished.
    """
    missing = np.flatnonzero(~made.done.reshape(-1)).tolist()
    if not missing:
        return
    cells, slowest = made.cells, 1e-6
    tried = dict.fromkeys([missing[0], missing[len(missing) // 2], missing[-1]])
    for cell in tried:
        begun = time.perf_counter()
        part = cells.compute(Piece(cell, 1))
        if cell != missing[0]:
            slowest = max(slowest, time.perf_counter() - begun)
        if keep is not None:
            keep(part)
        made.take(part)
        yield part
    if slowest * len(missing) < here:
        executor = None
    size = max(1, min(int(seconds / slowest), -(-len(missing) // at_once()), MOST_IN_PIECE))
    pieces = pieces_of([cell for cell in missing if cell not in tried], size)
    with closing(compute(cells.compute, pieces, executor, at_once)) as computed:
        for piece, result in computed:
            part = result if isinstance(result, Part) else _given_up(cells, piece, result)
            if keep is not None and part is result:
                keep(part)
            made.take(part)
            yield part


def _given_up(cells: Cells, piece: Piece, error: Exception) -> Part:
    """The part of a piece that could not be computed anywhere: each of its cells is marked."""
    nothing = np.full(piece.count, np.nan)
    why = message("lost with its worker: {kind}: {why}", kind=type(error).__name__, why=str(error))
    ends = np.full((piece.count, cells.kept), np.nan)
    return Part(piece, nothing, nothing, ends, dict.fromkeys(piece.cells, why), machine())
