"""Sweeps: one value of a run over any number of values of its experiment."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.cells import POINTS, VERDICTS, Cells, Part, cells_of, machine
from gdviz.engine.pieces import Piece, compute, pieces_of, two_a_core
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import Message, message
from gdviz.version import __version__

if TYPE_CHECKING:
    import xarray

PIECE_SECONDS = 1.0
"""How long a piece takes on this machine, about; on other machines `seconds` says it."""
MOST_IN_PIECE = 20_000
"""Cells of a piece at most: with 64 final parameters each, a piece comes to 11 MB."""


@frozen(eq=False)
class Sweep:
    """What the cells came to, so far: arrays with an axis for each dimension, in the order of `cells.axes`.

    `values` are nan where a cell is not computed yet, could not be, or has no such value; where `cells.value` is
    "verdict" they are places in `kinds`. `share` says how many of a cell's seeds arrive. `ends`, of one more axis, are
    the final points; without entries for several seeds or more than 64 parameters. `done` says which cells are
    computed.
    """

    cells: Cells
    values: NDArray[np.float64]
    share: NDArray[np.float64]
    ends: NDArray[np.float64]
    done: NDArray[np.bool_]
    failed: dict[int, Message]
    """The reason for each cell that could not be computed."""
    machines: list[str]
    """The kinds of machines that computed it."""

    @classmethod
    def empty(cls, cells: Cells) -> Sweep:
        """The sweep of which nothing is computed."""
        dim = cells.experiment.problem.dim
        kept = dim if cells.seeds == 1 and dim <= POINTS else 0
        nothing = np.full(cells.shape, np.nan)
        return cls(
            cells, nothing, nothing.copy(), np.full((*cells.shape, kept), np.nan), np.zeros(cells.shape, bool), {}, []
        )

    @property
    def dims(self) -> tuple[str, ...]:
        """The names of the dimensions."""
        return tuple(axis.name for axis in self.cells.axes)

    @property
    def coords(self) -> dict[str, NDArray[np.float64]]:
        """The values along each dimension."""
        return {axis.name: np.array(axis.values) for axis in self.cells.axes}

    @property
    def paths(self) -> dict[str, str]:
        """The path in the experiment that each dimension stands for."""
        return {axis.name: axis.path for axis in self.cells.axes}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The verdicts that the values of "verdict" number."""
        return VERDICTS

    @property
    def notes(self) -> list[Message]:
        """What a reader of the numbers should know."""
        said = []
        if len(self.machines) > 1:
            said.append(message("computed on {n} kinds of machines: the last digits may differ between cells",
                                n=len(self.machines)))  # fmt: skip
        if self.failed:
            said.append(message("{n} cells could not be computed; the first: {why}", n=len(self.failed),
                                why=next(iter(self.failed.values()))))  # fmt: skip
        return said

    @property
    def provenance(self) -> dict[str, Any]:
        """What it was computed from, and where: plain values for the head of a file."""
        cells = self.cells
        return {
            "gdviz": __version__,
            "value": cells.value,
            "run": cells.run,
            "target": cells.target,
            "seed": cells.experiment.seed,
            "seeds": cells.seeds,
            "paths": self.paths,
            "machines": self.machines or [machine()],
        }

    def take(self, part: Part) -> None:
        """Fill in what a piece came to."""
        cells = slice(part.piece.first, part.piece.first + part.piece.count)
        self.values.reshape(-1)[cells] = part.values
        self.share.reshape(-1)[cells] = part.share
        if self.ends.shape[-1]:
            self.ends.reshape(self.cells.count, -1)[cells] = part.ends
        self.done.reshape(-1)[cells] = True
        self.failed.update(part.failed)
        if part.machine not in self.machines:
            self.machines.append(part.machine)

    def experiment_at(self, *at: int) -> Experiment:
        """The experiment of the cell with these numbers along the axes. Raises ExperimentError."""
        return self.cells.experiment_at(int(np.ravel_multi_index(at, self.cells.shape)))

    def to_xarray(self) -> xarray.DataArray:
        """The values with their coordinates; attributes say where they are from. Raises ModuleNotFoundError."""
        from gdviz.engine.sweep_files import to_xarray

        return to_xarray(self)

    def save(self, path: str | Path) -> None:
        """Write it as .nc, .csv or .npz. Raises ExperimentError for another suffix, OSError, ModuleNotFoundError."""
        from gdviz.engine.sweep_files import save

        save(self, Path(path))


def sweep(
    experiment: Experiment,
    over: Mapping[str, Sequence[float]],
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

    A piece takes about `seconds`: two cells are computed here, and the second is timed, as the first compiles formulas.
    `at_once()` is how many pieces may be under way; there are at least so many, if need be of fewer seconds. What seems
    to take less than `here` seconds in all is computed here: workers would only be starting.
    `keep` is called with each part before it is filled in, so that what it stores is never behind. Raises WorkersLost;
    the sweep then has what was finished.
    """
    missing = np.flatnonzero(~made.done.reshape(-1)).tolist()
    if not missing:
        return
    cells, begun = made.cells, 0.0
    for cell in missing[:2]:
        begun = time.perf_counter()
        yield _taken(made, cells.compute(Piece(cell, 1)), keep)
    one = max(time.perf_counter() - begun, 1e-6)
    if one * len(missing) < here:
        executor = None
    size = max(1, min(int(seconds / one), -(-len(missing) // at_once()), MOST_IN_PIECE))
    for piece, part in compute(cells.compute, pieces_of(missing[2:], size), executor, at_once):
        yield _taken(made, part if isinstance(part, Part) else _given_up(made, piece, part), keep)


def _taken(made: Sweep, part: Part, keep: Callable[[Part], object] | None) -> Part:
    if keep is not None:
        keep(part)
    made.take(part)
    return part


def _given_up(made: Sweep, piece: Piece, error: Exception) -> Part:
    """The part of a piece that could not be computed anywhere: each of its cells is marked."""
    nothing = np.full(piece.count, np.nan)
    why = message("lost with its worker: {kind}: {why}", kind=type(error).__name__, why=str(error))
    ends = np.full((piece.count, made.ends.shape[-1]), np.nan)
    return Part(piece, nothing, nothing, ends, dict.fromkeys(piece.cells, why), machine())
