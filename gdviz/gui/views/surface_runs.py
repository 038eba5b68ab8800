"""What runs look like from above: their rows, starts and updates as points of a plot of two axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdviz.engine.arithmetic import momentum
from gdviz.gui.run_style import RunStyle
from gdviz.gui.views.surface_markers import MinimumMark, Momentum, Now, Point, Start

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.problems.base import Problem


@dataclass(frozen=True)
class RunsOnSurface:
    """The runs of a problem. The axes are the first two parameters, or with one parameter w and its loss."""

    problem: Problem
    records: Sequence[RunRecord]
    styles: Sequence[RunStyle]

    @property
    def colours(self) -> list[QColor]:
        """The colour of each run's lines."""
        return [style.ink for style in self.styles]

    def points(self, run: int, first: int = 0) -> NDArray[np.float64]:
        """The rows of a run from `first` on, shape (n, 2); none of a run that is not drawn."""
        if not self.styles[run].drawn:
            return np.empty((0, 2))
        record = self.records[run]
        rows = record.w[first:]
        if rows.shape[1] > 1:
            return rows[:, :2]
        return np.column_stack((rows[:, 0], record.loss[first : first + len(rows)]))

    def row(self, run: int, playhead: int) -> int:
        """The row of a run after `playhead` updates; its last one where it is shorter."""
        record = self.records[run]
        return min(-(-playhead // record.stride), record.n)

    def rows(self, playhead: int) -> list[int]:
        """The row of each run at the playhead."""
        return [self.row(run, playhead) for run in range(len(self.records))]

    def step(self, run: int, row: int) -> int:
        """How many updates a row of a run is after."""
        record = self.records[run]
        return min(row * record.stride, record.updates)

    def place(self, w: Sequence[float]) -> Point:
        """Parameters, shape (dim,), as a point of the plot; where a curve has no loss, at height 0."""
        if len(w) > 1:
            return (float(w[0]), float(w[1]))
        loss = self.loss(w)
        return (float(w[0]), loss if math.isfinite(loss) else 0.0)

    def parameters(self, x: float, y: float, run: int) -> tuple[float, ...]:
        """The start that a point of the plot means for a run; the parameters beyond the second stay."""
        start = self.records[run].w[0].tolist()
        return (x,) if len(start) == 1 else (x, y, *start[2:])

    def sharing(self, run: int) -> list[int]:
        """The runs that begin where `run` does."""
        start = self.records[run].w[0]
        return [other for other, record in enumerate(self.records) if np.array_equal(record.w[0], start)]

    def held(self, run: int, playhead: int) -> tuple[float, ...]:
        """The parameters beyond the second at the current point of a run; empty with one or two."""
        if self.problem.dim <= 2:
            return ()
        point = self.records[run].w[self.row(run, playhead)] if self.records else self.problem.start
        return tuple(float(value) for value in point[2:])

    def loss(self, w: Sequence[float]) -> float:
        """The loss at parameters of shape (dim,)."""
        with np.errstate(all="ignore"):
            return float(self.problem.loss(np.array(w, dtype=float)))

    def gradient(self, w: Sequence[float]) -> list[float]:
        """The gradient there, along the axes of parameters: one or two numbers."""
        with np.errstate(all="ignore"):
            slope: list[float] = np.asarray(self.problem.grad(np.array(w, dtype=float)))[:2].tolist()
        return slope

    def minima(self) -> list[MinimumMark]:
        """The known minima; none beyond two parameters, where they need not lie in the plane."""
        if self.problem.dim > 2:
            return []
        return [
            MinimumMark((m.w[0], m.w[1] if len(m.w) > 1 else m.loss), m.is_global)
            for m in self.problem.minima
            if math.isfinite(m.loss)
        ]

    def starts(self) -> list[Start]:
        """The starts of the runs that are drawn; runs that begin at one point share it, hidden ones as well."""
        groups: dict[tuple[float, ...], list[int]] = {}
        for run, record in enumerate(self.records):
            groups.setdefault(tuple(record.w[0].tolist()), []).append(run)
        starts = []
        for w, runs in groups.items():
            drawn = [run for run in runs if self.styles[run].drawn]
            if drawn:
                starts.append(Start(self.place(w), tuple(runs), self.styles[drawn[0]].color))
        return starts

    def now(self, playhead: int) -> list[Now]:
        """Each run that is drawn at the playhead, with the update that comes next and the gradient it uses."""
        return [self._now(run, playhead) for run, style in enumerate(self.styles) if style.drawn]

    def _now(self, run: int, playhead: int) -> Now:
        record, row = self.records[run], self.row(run, playhead)
        w = record.w[row].tolist()
        place, colour = self.place(w), self.styles[run].ink
        if row >= record.n or self.styles[run].faint:
            return Now(place, colour)
        step, gradient = (record.w[row + 1] - record.w[row]).tolist(), record.grad[row].tolist()
        target = self.place(record.w[row + 1].tolist()) if record.stride == 1 else None
        slot = record.spec.optimizer.momentum_slot
        pushed = Momentum(slot, partial(_momentum, record, row)) if slot is not None else None
        if len(w) == 1:
            return Now(place, colour, (step[0], 0.0), (gradient[0], 0.0), gradient[0], target, pushed)
        return Now(place, colour, (step[0], step[1]), (gradient[0], gradient[1]), None, target, pushed)

    def update_word(self) -> str:
        """How the update is called: −η∇f where all runs are plain gradient descent, else Δw."""
        for record, style in zip(self.records, self.styles, strict=True):
            if not style.drawn or style.faint:
                continue
            optimizer = record.spec.optimizer
            more = ("momentum", "weight_decay", "maximize")
            if optimizer.kind != "sgd" or any(getattr(optimizer, name) for name in more):
                return "Δw"
        return f"−η∇{self.problem.symbol}"


def _momentum(record: RunRecord, row: int) -> Point | None:
    """The momentum of the update from a row on, along the axes of parameters."""
    vector = momentum(record, row)
    if vector is None:
        return None
    x, *rest = vector.tolist()
    return (x, rest[0] if rest else 0.0)
