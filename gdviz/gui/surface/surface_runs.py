"""The runs as points of a plot with two axes: their rows, starts and updates."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor

from gdviz.engine.arithmetic import momentum
from gdviz.engine.heights import MANY, heights
from gdviz.frozen import frozen
from gdviz.gui.drawing.surface_path import Trace
from gdviz.gui.kernel.record_rows import row_of
from gdviz.gui.kernel.run_style import FAINT, RunStyle
from gdviz.gui.surface.surface_markers import MinimumMark, Momentum, Now, Point, Start

if TYPE_CHECKING:
    from gdviz.engine.planes import PlaneProblem
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import RunSpec
    from gdviz.gui.kernel.clock import Clock
    from gdviz.gui.kernel.recorded_style import RecordedPath
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.problem import Domain, Problem

_COSTLY = 100_000  # with more samples, a loss takes too long to compute at each move of the playhead


@frozen
class RunsOnSurface:
    """The runs of a problem as points. The axes are its two parameters, or with one parameter w and the loss.

    With more parameters the runs are projected onto a plane, and the axes are those of the plane.
    """

    problem: Problem
    records: Sequence[RunRecord]
    specs: Sequence[RunSpec]
    styles: Sequence[RunStyle]
    clock: Clock
    """Converts between ticks and updates; only its paces are read."""
    flat: PlaneProblem | None = None
    """The problem on the plane; required with more than two parameters."""
    recorded: Sequence[RecordedPath] = ()
    """Paths of recorded trainings, numbered after the runs; they have neither starts nor updates."""
    ahead_hidden: bool = False
    """Whether the rows ahead of the playhead are hidden."""
    _at_ends: dict[tuple[int, int], NDArray[np.float64]] = field(default_factory=dict, repr=False, compare=False)
    """The gradient at the last row of a run, by the run and that row."""

    @classmethod
    def of(cls, scene: Scene, flat: PlaneProblem | None) -> RunsOnSurface:
        """The runs of a scene, on the plane of `flat`."""
        experiment, problem = scene.experiment, scene.problem
        recorded: Sequence[RecordedPath] = ()
        if "recorded" in experiment.view:  # otherwise no file is read
            from gdviz.gui.kernel.recorded_style import paths_on

            recorded = paths_on(experiment, problem, scene.theme)
        hidden = scene.state.experiment.ahead_hidden
        return cls(problem, scene.runs, experiment.runs, scene.styles(), scene.clock, flat, recorded, hidden)

    @property
    def shown(self) -> Problem:
        """The problem that the plot shows, with one or two parameters."""
        return self.flat or self.problem

    @property
    def colours(self) -> list[QColor]:
        """The colour of each run's lines."""
        return [style.ink for style in self.styles]

    @property
    def strokes(self) -> list[RunStyle]:
        """The styles of the runs and of the recorded paths."""
        return [*self.styles, *(path.style for path in self.recorded)]

    def source(self, run: int) -> RunRecord | RecordedPath:
        """The record of a run, or the recorded path with that number."""
        return self.records[run] if run < len(self.records) else self.recorded[run - len(self.records)]

    def label(self, run: int) -> str:
        """The label of a run or a recorded path."""
        if run >= len(self.records):
            return self.recorded[run - len(self.records)].label
        return self.specs[run].label or self.specs[run].own_name(self.problem.n_samples)

    def seen(self, run: int, playhead: int) -> NDArray[np.float64]:
        """The parameters of the visible rows of a run, shape (n, dim)."""
        rows = self.source(run).w
        return rows[: self.row(run, playhead) + 1] if self.ahead_hidden else rows

    def points(self, run: int, first: int = 0, end: int | None = None) -> NDArray[np.float64]:
        """The rows of a run from `first` up to `end` as points, shape (n, 2); empty if the run is not drawn."""
        if not self.strokes[run].drawn:
            return np.empty((0, 2))
        record = self.source(run)
        rows = record.w[first:end]
        if self.flat is not None:
            return self.flat.plane.project(rows)
        if rows.shape[1] > 1:
            return rows
        if (self.problem.n_samples or 0) >= MANY:  # one pass over the samples for each row would take seconds
            return np.column_stack((rows[:, 0], heights(self.problem).at(rows[:, 0])))
        return np.column_stack((rows[:, 0], record.loss[first : first + len(rows)]))

    def plane_through(self, run: int, playhead: int) -> PlaneProblem:
        """The problem on the plane of the first two parameters through the point of a run."""
        from gdviz.engine import planes

        point = self.records[run].w[self.row(run, playhead)] if self.records else self.problem.start
        plane = planes.by_parameters(self.problem, (0, 1)).through(point)
        return planes.PlaneProblem(self.problem, plane, planes.box_on(plane, self.problem, []))

    def trace(self, run: int) -> Trace:
        """The path of a run for the path layer."""
        style = self.strokes[run]
        strength = FAINT if style.faint else 1.0
        hops = self.problem.dim == 1
        return Trace(partial(self.points, run), style.color, hops, style.dashed, strength, style.pattern, style.marker)

    def row(self, run: int, playhead: int) -> int:
        """The row of a run at tick `playhead`, or its last one."""
        if run >= len(self.records):
            return self.recorded[run - len(self.records)].recording.row(playhead)
        return row_of(self.records[run], self.clock.updates_at(run, playhead))

    def rows(self, playhead: int) -> list[int]:
        """The row of each run at the playhead."""
        return [self.row(run, playhead) for run in range(len(self.strokes))]

    def step(self, run: int, row: int) -> int:
        """The tick at which a row of a run is reached."""
        if run >= len(self.records):
            return int(self.recorded[run - len(self.records)].recording.step[row])
        record = self.records[run]
        return self.clock.tick_of(run, min(row * record.stride, record.updates))

    def place(self, w: Sequence[float] | NDArray[np.float64]) -> Point:
        """Parameters, shape (dim,), as a point of the plot; at height 0 if the loss of a curve is not finite."""
        if len(w) > 1:
            return self.across(w) if self.flat is None else _pair(self.flat.plane.project(w))
        loss = self.loss(w)
        return (float(w[0]), loss if math.isfinite(loss) else 0.0)

    def across(self, vector: Sequence[float] | NDArray[np.float64]) -> Point:
        """The components of a step or gradient, shape (dim,), along the axes of the plot."""
        if self.flat is not None:
            return _pair(self.flat.plane.along(vector))
        return (float(vector[0]), float(vector[1]) if len(vector) > 1 else 0.0)

    def parameters(self, x: float, y: float, run: int) -> tuple[float, ...]:
        """The start of a run if it is moved to a point of the plot; its component perpendicular to a plane stays."""
        if self.flat is not None:
            return tuple(self.flat.plane.moved(self.records[run].w[0], (x, y)).tolist())
        return (x,) if self.problem.dim == 1 else (x, y)

    def random_start(
        self, run: int, seen: Domain, rounded: Callable[[float, float], Point]
    ) -> tuple[float, ...] | None:
        """Draw a start of finite loss for a run uniformly from the visible box `seen`; None if 100 draws find none."""
        (x0, x1), (y0, y1) = seen
        for _ in range(100):
            start = self.parameters(*rounded(random.uniform(x0, x1), random.uniform(y0, y1)), run)
            if math.isfinite(self.loss(start)):
                return start
        return None

    def under(self, x: float, y: float) -> tuple[float, ...]:
        """The parameters, shape (dim,), at a point of the plot."""
        if self.flat is not None:
            return tuple(self.flat.plane.point((x, y)).tolist())
        return (x,) if self.problem.dim == 1 else (x, y)

    def sharing(self, run: int) -> list[int]:
        """The runs with the start of `run`."""
        start = self.records[run].w[0]
        return [other for other, record in enumerate(self.records) if np.array_equal(record.w[0], start)]

    def loss(self, w: ArrayLike) -> float:
        """The loss at parameters of shape (dim,)."""
        with np.errstate(all="ignore"):
            return float(self.problem.loss(np.array(w, dtype=float)))

    def loss_now(self, run: int, playhead: int) -> float | None:
        """The loss of a run at the playhead; None without runs, or with too many samples to compute it at each move."""
        if not self.records or (self.problem.n_samples or 0) > _COSTLY:
            return None
        return self.records[run].loss_at(self.row(run, playhead))

    def gradient(self, w: Sequence[float]) -> list[float]:
        """The components of the gradient along the axes of the plot: one or two numbers."""
        with np.errstate(all="ignore"):
            slope = np.asarray(self.problem.grad(np.array(w, dtype=float)))
            return list(self.across(slope))[: len(w)]

    def minima(self) -> list[MinimumMark]:
        """The known minima; with more than two parameters those in the plane."""
        return [
            MinimumMark((m.w[0], m.w[1] if len(m.w) > 1 else m.loss), m.is_global)
            for m in self.shown.minima
            if math.isfinite(m.loss)
        ]

    def starts(self) -> list[Start]:
        """The starts of the drawn runs, each with all runs that begin there, even hidden ones."""
        groups: dict[tuple[float, ...], list[int]] = {}
        for run, record in enumerate(self.records):
            groups.setdefault(tuple(record.w[0].tolist()), []).append(run)
        starts = []
        for w, runs in groups.items():
            drawn = [run for run in runs if self.styles[run].drawn]
            if drawn:
                starts.append(Start(self.place(w), tuple(runs), self.styles[drawn[0]].color))
        return starts

    def now(self, playhead: int, on_top: int = -1, named: bool = False) -> list[Now]:
        """The recorded paths, then each drawn run, at the playhead; a run has its next update and its gradient.

        Run number `on_top` comes last, so that it covers the others. With `named`, each of several runs has its name.
        """
        recorded = [
            Now(self.place(w), path.style.ink, marker=path.style.marker)
            for path in self.recorded
            if np.isfinite(w := path.w[path.recording.row(playhead)]).all()
        ]
        drawn = sorted((run for run, style in enumerate(self.styles) if style.drawn), key=lambda run: run == on_top)
        found = [self._now(run, playhead) for run in drawn]
        if named and len(drawn) > 1:
            found = [replace(now, name=self.label(run), run=run) for now, run in zip(found, drawn, strict=True)]
        return recorded + found

    def _now(self, run: int, playhead: int) -> Now:
        record, row = self.records[run], self.row(run, playhead)
        w = record.w[row].tolist()
        place, colour, marker = self.place(w), self.styles[run].ink, self.styles[run].marker
        if self.styles[run].faint:
            return Now(place, colour, marker=marker)
        if row >= record.n:  # no update follows
            return Now(place, colour, None, self._gradient_at_end(run, row), marker=marker)
        gradient = self.across(record.grad[row])
        slope = gradient[0] if len(w) == 1 else None
        is_next = record.stride == 1 and self.clock.tick_of(run, 1) == 1
        target = self.place(record.w[row + 1].tolist()) if is_next else None
        if self.ahead_hidden:  # the update would show the next point
            return Now(place, colour, None, gradient, slope, target, None, marker)
        step = self.across(record.w[row + 1] - record.w[row])
        slot = self.specs[run].optimizer.momentum_slot
        run_momentum = Momentum(slot, partial(self._momentum, record, row)) if slot is not None else None
        return Now(place, colour, step, gradient, slope, target, run_momentum, marker)

    def _gradient_at_end(self, run: int, row: int) -> Point | None:
        """The gradient at the last row, which no update used; None with too many samples, or if it is not finite.

        It is computed once, as a run that has ended stays at that row while others go on.
        """
        if (self.problem.n_samples or 0) > _COSTLY:
            return None
        if (run, row) not in self._at_ends:
            with np.errstate(all="ignore"):
                self._at_ends[run, row] = np.asarray(self.problem.grad(self.records[run].w[row].copy()))
        gradient = self._at_ends[run, row]
        return self.across(gradient) if np.isfinite(gradient).all() else None

    def _momentum(self, record: RunRecord, row: int) -> Point | None:
        """The momentum of the update that follows a row, along the axes of the plot."""
        vector = momentum(record, row)
        return None if vector is None else self.across(vector)

    def update_word(self) -> str:
        """The name of the update: −η∇f if all runs in full colour are plain gradient descent with every update kept.

        Otherwise it is Δw. With batches it is not −η∇J either, as the update uses the gradient of a batch.
        """
        for record, spec, style in zip(self.records, self.specs, self.styles, strict=True):
            if not style.drawn or style.faint:
                continue
            optimizer = spec.optimizer
            more = ("momentum", "weight_decay", "maximize")
            plain = optimizer.kind == "sgd" and not any(getattr(optimizer, name) for name in more)
            if record.stride > 1 or spec.batch is not None or not plain:
                return "Δw"
        return f"−η∇{self.problem.symbol}"


def _pair(values: NDArray[np.float64]) -> Point:
    x, y = values.tolist()
    return (x, y)
