"""Computes phase diagrams, from coarse to fine, on a thread; a dropped computation ends after its present piece."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdviz.editing.phase_axes import BATCH, PhaseAxis
from gdviz.engine import basins
from gdviz.engine.cells import Cells, cells_of
from gdviz.engine.phases import boundary
from gdviz.engine.sweeps import Sweep, sweeping
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.gui.kernel.background import Background
from gdviz.messages import ExperimentError

SIDES = (8, 16, 32, 64)
"""Cells along a side of the diagrams, from coarse to fine."""
NUMBERS = 4_000_000
"""The largest cost of a diagram: the updates of all cells and seeds, each weighted by `Wanted._cost`."""
_SMALL = 500
"""The count of numbers in an update below which it becomes no faster."""
_PIECE_SECONDS = 0.004
"""The approximate duration of a piece, after which the window's thread gets its turn."""

Curve = tuple[int, NDArray[np.float64], NDArray[np.float64]]
"""A boundary of theory, see `gdviz.engine.phases.boundary`."""


@frozen(eq=False)
class Wanted:
    """A requested phase diagram: `value` of run number `run` over the axes; see `Cells`."""

    experiment: Experiment
    run: int
    x: PhaseAxis
    y: PhaseAxis
    value: str
    target: float | None = None
    seeds: int = 1

    def cells(self, side: int) -> Cells:
        """Return the cells with at most `side` values along each axis, rows along `y`. Raises ExperimentError."""
        over = {axis.path: axis.values(side).tolist() for axis in (self.y, self.x)}
        return cells_of(self.experiment, over, self.value, self.run, self.target, self.seeds)

    @property
    def key(self) -> tuple[object, ...]:
        """All that the diagram depends on: without the settings along the axes, names, and other runs."""
        spec = dataclasses.replace(self.experiment.runs[self.run], label="")
        one = dataclasses.replace(self.experiment, runs=(spec,), title="", note={}, view={})
        prefix = [f"runs[0].{axis.path}" if axis.is_of_run else axis.path for axis in (self.x, self.y)]
        low = {path: axis.values(2)[0] for path, axis in zip(prefix, (self.x, self.y), strict=True)}
        with suppress(ExperimentError):  # a value that is invalid beside the other settings is left as it is
            one = one.replace_all(low)
        return one, self.x, self.y, self.value, self.target, self.seeds

    @property
    def sides(self) -> list[int]:
        """The sides of the diagrams to be made, the coarsest first; none if even that would take too long."""
        sized = [axis for axis in (self.x, self.y) if axis.path == BATCH]
        path = f"runs[{self.run}].{BATCH}"
        costs = (
            [self._cost(self.experiment.replace(path, int(size))) for size in sized[0].values(SIDES[-1])]
            if sized
            else [self._cost(self.experiment)]
        )
        cell = sum(costs) / len(costs) * self.seeds
        return [side for side in SIDES if side * side * cell <= NUMBERS]

    def _cost(self, experiment: Experiment) -> float:
        """Return the cost of a run: its updates, times the cost of each in units of the cheapest update."""
        samples, batch = experiment.problem.n_samples or 0, experiment.runs[self.run].batch
        numbers = (batch.size if batch else samples) * experiment.problem.dim
        return basins.updates(experiment, self.run)[0] * max(numbers, _SMALL) / _SMALL


@frozen(eq=False)
class Diagram:
    """The known part of a phase diagram: the sweep under way, and the last complete one."""

    wanted: Wanted
    made: Sweep
    coarser: Sweep | None
    curve: Curve | None

    @property
    def values(self) -> NDArray[np.float64]:
        """The result of each cell, (rows, columns): the coarser diagram's for cells that are not computed yet."""
        values, done = self.made.values, self.made.done
        if self.coarser is None or done.all():
            return values
        rows, columns = (
            np.abs(axis.share(fine.values)[:, None] - axis.share(coarse.values)).argmin(axis=1)
            for axis, fine, coarse in zip(
                (self.wanted.y, self.wanted.x), self.made.cells.axes, self.coarser.cells.axes, strict=True
            )
        )
        return np.where(done, values, self.coarser.values[np.ix_(rows, columns)])

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which cells have a value, or a reason why they have none."""
        return self.made.done if self.coarser is None else np.ones_like(self.made.done)

    @property
    def x(self) -> NDArray[np.float64]:
        """The values of the columns."""
        return np.array(self.made.cells.axes[1].values)

    @property
    def y(self) -> NDArray[np.float64]:
        """The values of the rows."""
        return np.array(self.made.cells.axes[0].values)


def coarse_to_fine(wanted: Wanted) -> Generator[Diagram, None, Diagram]:
    """Compute diagrams of more and more cells; yield the present one after each piece, and return the finest.

    Raises ExperimentError.
    """
    last: Sweep | None = None
    curve: Curve | None = None
    for side in wanted.sides:
        cells = wanted.cells(side)
        if last is not None and cells.shape == last.cells.shape:  # an axis of whole numbers has no more values
            break
        made = Sweep.empty(cells)
        for _ in sweeping(made, seconds=_PIECE_SECONDS):
            yield Diagram(wanted, made, last, curve)
        last, curve = made, boundary(made)
        yield Diagram(wanted, made, None, curve)
    assert last is not None
    return Diagram(wanted, last, None, curve)


class PhaseWork(QObject):
    """Computes one diagram at a time. `grown` is emitted when `latest` is newer, `ended` when it is complete or failed.

    A newer diagram does not wait for the piece of the one before, which ends by itself; its signals are ignored.
    """

    grown = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now: Background | None = None
        self._leaving: list[Background] = []

    @property
    def busy(self) -> bool:
        """Whether a diagram is being computed."""
        return self._now is not None

    @property
    def latest(self) -> Diagram | None:
        """The known part of the diagram under way."""
        found: Diagram | None = self._now.latest if self._now is not None else None
        return found

    def begin(self, wanted: Wanted) -> None:
        """Compute this diagram instead of any other."""
        self.leave()
        self._now = Background(self)
        self._now.progressed.connect(self.grown)
        for end in (self._now.done, self._now.failed):
            end.connect(self._on_end)
        self._now.start_work(coarse_to_fine(wanted))

    @Slot()
    def _on_end(self) -> None:
        """Emit `ended` for the present diagram; the signal of one that was dropped is ignored."""
        if self._now is not None and (self._now.result is not None or self._now.error is not None):
            self.ended.emit()

    def take(self) -> tuple[Diagram | None, str]:
        """Return the diagram, or None and why it failed; call this after `ended`."""
        now = self._now
        if now is None:
            return None, ""
        self.leave()
        return now.result, now.reason

    def leave(self) -> None:
        """End the diagram under way after its present piece, without waiting."""
        if self._now is not None:
            self._now.blockSignals(True)
            self._now.ask_to_stop()
            self._leaving.append(self._now)
            self._now = None
        for thread in [thread for thread in self._leaving if thread.isFinished()]:
            self._leaving.remove(thread)
            thread.deleteLater()

    def stop(self) -> None:
        """End the computation, and wait until it has ended."""
        self.leave()
        for thread in self._leaving:
            thread.wait()
        self.leave()
