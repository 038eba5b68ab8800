"""The plane on which a surface view shows many parameters: its axes, how it follows the runs, and its description.

A view makes it for its first problem of more than two parameters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from gdviz.engine import planes
from gdviz.engine.planes import Plane, PlaneChoice, PlaneProblem
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.numbers import format_number, format_numbers
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.gui.surface.surface_runs import RunsOnSurface

_PAUSE_MS = 120
"""Milliseconds between two computations of a slow plane, or two fits of axes during a drag or while a path grows."""


class SurfacePlane(QObject):
    """Keeps the axes of the plane, moves it with the point, and owns the button that chooses it.

    The axes stay while a start is dragged. Principal components are fitted when the set of runs changes, when one of
    them ends, and each time a growing one has doubled its length, but not in each frame. `due` is emitted when axes
    that were put off may be computed: call `look` again. `chosen` carries the PlaneChoice that a person made.
    """

    due = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget, buttons: QHBoxLayout) -> None:
        super().__init__(parent)
        self.choice = PlaneChoice()
        self.fits = False
        """Whether the last `look` found new axes, so that the view has to be fitted to them."""
        self._runs: RunsOnSurface | None = None
        self._playhead = 0
        self._axes: Plane | None = None
        self._axes_inputs: tuple[object, ...] = ()
        """What the axes were computed from."""
        self._fitted: list[int] = []
        """The runs to which principal components were last fitted."""
        self._flat: PlaneProblem | None = None
        self._through: np.ndarray = np.empty(0)
        """The point that the plane goes through; empty if `look` has to place the plane again."""
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_PAUSE_MS)
        self._waiting.timeout.connect(self._end_pause)
        self._ripe = False
        """Whether the pause is over, so that the next `look` computes axes that were put off."""
        self.button = QPushButton(parent)
        self.button.setObjectName("planeButton")
        self.button.setProperty("segment", "only")
        self.button.clicked.connect(self._pop_up)
        buttons.insertWidget(0, self.button)
        parent.installEventFilter(self)

    def take(self, experiment: Experiment, runs: RunsOnSurface) -> None:
        """Take the choice in the experiment; the button is shown with more than two parameters."""
        if self._runs is not None and self._runs.ahead_hidden != runs.ahead_hidden and self.choice.by != "parameters":
            self._axes = None  # axes and box were fitted to the visible rows, which have changed
        self._runs = runs
        self.button.setVisible(runs.problem.dim > 2)
        if runs.problem.dim <= 2:
            self._flat = None
        if runs.problem.dim > 2:
            self.set_choice(PlaneChoice.of(experiment.view, runs.problem.dim))

    def set_choice(self, choice: PlaneChoice) -> None:
        """Choose another plane, from the next `look` on."""
        self.choice = choice
        self.retranslate()

    def look(self, runs: RunsOnSurface, active: int, playhead: int, dragging: bool) -> PlaneProblem:
        """Update the plane for run `active` at the playhead; return its problem, the same object if nothing moved."""
        problem = runs.problem
        self._runs, self._playhead = runs, playhead
        record = runs.records[active] if runs.records else None
        point = record.w[runs.row(active, playhead)] if record is not None else np.array(problem.start)
        lowest = np.array(problem.minima[0].w) if problem.minima else None
        through = lowest if self.choice.at == "minimum" and lowest is not None else point
        inputs: tuple[object, ...] = (problem, self.choice)
        if self.choice.by == "hessian" and through is point and not planes.is_quadratic(problem):
            inputs += tuple(point.tolist())
        elif self.choice.by == "path":
            fitted = self._to_fit(runs, active)
            inputs += tuple(self._state(run) for run in fitted)
        self.fits = False
        moved = inputs != self._axes_inputs or not np.array_equal(through, self._through)
        if self._axes is None or self._flat is None or inputs[:2] != self._axes_inputs[:2]:
            self._take(self._new_axes(runs, through, active, lowest), inputs, True)
        elif moved and not self._ripe and planes.is_costly(problem):
            self._wait()
            return self._flat
        elif inputs != self._axes_inputs:
            grows = self.choice.by == "path" and any(self._grows(run) for run in fitted)
            if dragging or (grows and not self._ripe):
                self._wait()
            else:
                self._take(self._new_axes(runs, through, active, lowest), inputs, False)
        self._ripe = False
        assert self._axes is not None
        if self._flat is None or not np.array_equal(through, self._through):
            self._through = through.copy()
            plane = self._axes.through(through)
            box = planes.box_on(plane, problem, self._paths()) if self._flat is None else self._flat.domain
            self._flat = PlaneProblem(problem, plane, box)
        return self._flat

    def adopt(self, flat: PlaneProblem) -> PlaneProblem:
        """Take the plane of another view if it belongs to the same problem, and return the plane that is shown."""
        assert self._flat is not None
        if flat.whole is self._flat.whole:
            self._axes, self._through = flat.plane, np.empty(0)
            self._flat = PlaneProblem(flat.whole, flat.plane, flat.domain)
        return self._flat

    def fit(self) -> None:
        """Fit the domain of the plane to the current paths."""
        if self._flat is not None and self._runs is not None:
            self._flat.domain = planes.box_on(self._flat.plane, self._runs.problem, self._paths())

    @property
    def explained(self) -> tuple[float, float] | None:
        """The shares of the variance along the axes, if they are principal components."""
        return self._flat.plane.explained if self._flat is not None else None

    def description(self) -> str:
        """Describe the plane: what spans it, its variances or eigenvalues, and the point that it goes through."""
        flat, runs = self._flat, self._runs
        if flat is None or runs is None:
            return ""
        plane, at_minimum = flat.plane, self.choice.at == "minimum" and bool(runs.problem.minima)
        where = translate(mark("through the minimum")) if at_minimum else translate(mark("through the current point"))
        if plane.explained is not None:
            text = (
                mark("PCA of the path, {first} + {second} % of its variance, {where}")
                if len(self._fitted) == 1
                else mark("PCA of {n} runs, {first} + {second} % of their variance, {where}")
            )
            first, second = (format_number(100 * share, 3) for share in plane.explained)
            return translate(text).format(n=len(self._fitted), first=first, second=second, where=where)
        if plane.curvatures is not None:
            text = mark("Hessian eigenvalues {first} and {second}, {where}")
            first, second = (format_number(value, 3) for value in plane.curvatures)
            sentence = translate(text).format(first=first, second=second, where=where)
            if plane.samples is not None:
                sentence += translate(mark(" (Hessian of {n} samples)")).format(n=f"{plane.samples:,}")
            return sentence
        held = ", ".join(
            f"{name} = {value}"
            for k, (name, value) in enumerate(zip(runs.problem.names, format_numbers(plane.origin), strict=True))
            if k not in self.choice.axes
        )
        x, y = plane.names
        return translate(mark("plane of {x} and {y} at {held}, {where}")).format(x=x, y=y, where=where, held=held)

    def loss_texts(self, active: int, playhead: int) -> tuple[str, ...]:
        """Describe the projection: the share of the variance, the losses at the point and in the plane.

        The full text comes first, then shorter ones; none without a plane. The losses are left out with too many
        samples to compute one at each move.
        """
        flat, runs = self._flat, self._runs
        if flat is None or runs is None:
            return ()
        share_text = translate(mark("projected"))
        if flat.plane.explained is not None:
            share = format_number(100 * sum(flat.plane.explained), 3)
            share_text = translate(mark("projected, {share} % of the variance")).format(share=share)
        here = runs.loss_now(active, playhead)
        if here is None:
            return (share_text,)
        w = runs.records[active].w[runs.row(active, playhead)]
        lies = flat.plane.holds(w)
        text = (
            mark("{told}; {symbol} = {loss}, the point lies in the plane")
            if lies
            else mark("{told}; {symbol} = {loss}, in the plane {below}")
        )
        below = here if lies else float(flat.loss(flat.plane.project(w)))
        numbers = {"loss": format_number(here, 5), "below": format_number(below, 5)}
        full = translate(text).format(told=share_text, symbol=runs.problem.symbol, **numbers)
        loss = f"{runs.problem.symbol} = {numbers['loss']}"
        return full, full.removeprefix(f"{share_text}; "), loss

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        words = {"hessian": "λ₁ · λ₂", "path": "PCA"}
        names = self._runs.problem.names if self._runs is not None else ()
        axes = (names[k] for k in self.choice.axes if k < len(names))  # a curve has one axis and no plane
        self.button.setText(words.get(self.choice.by) or " · ".join(axes))
        self.button.setToolTip(translate(mark("The plane of the picture: what spans it, and through which point")))
        self.button.setAccessibleName(translate(mark("Plane of the picture")))

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with the choices."""
        from gdviz.gui.surface.plane_menu import fill

        if self._runs is not None:
            fill(menu, self._runs.problem, self.choice, self.chosen.emit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: retranslate when the language of the view changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return False

    # Implementation

    def _to_fit(self, runs: RunsOnSurface, active: int) -> list[int]:
        """The runs to fit principal components to: the drawn ones, or the chosen one alone."""
        chosen = [active] if active < len(runs.records) else []
        return chosen if self.choice.runs == "chosen" else _drawn(runs) or chosen

    def _state(self, run: int) -> tuple[object, ...]:
        """What a fit to a run depends on: its record, and how often its length has doubled, or 0 if it has ended."""
        assert self._runs is not None
        source = self._runs.source(run)
        length = 0 if not self._grows(run) else len(self._runs.seen(run, self._playhead)).bit_length()
        return getattr(source, "recording", source), length

    def _grows(self, run: int) -> bool:
        """Whether a run is still computed, or partly hidden."""
        assert self._runs is not None
        source = self._runs.source(run)
        return source.finish is None or len(self._runs.seen(run, self._playhead)) < len(source.w)

    def _new_axes(self, runs: RunsOnSurface, through: np.ndarray, active: int, lowest: np.ndarray | None) -> Plane:
        if self.choice.by == "parameters":
            return planes.by_parameters(runs.problem, self.choice.axes)
        if self.choice.by == "hessian":
            start = runs.records[active].w[0].copy() if runs.records else through
            return planes.by_hessian(runs.problem, through, start if lowest is None else lowest)
        self._fitted = self._to_fit(runs, active)
        paths = [runs.seen(run, self._playhead) for run in self._fitted] or [through[None]]
        zero = paths[0][0].copy() if lowest is None else lowest
        return planes.by_paths(planes.near(runs.problem, paths), zero)

    def _take(self, axes: Plane, inputs: tuple[object, ...], new: bool) -> None:
        """Take these axes, computed from `inputs`; they are `new` if they do not continue the last ones."""
        before, self._axes_inputs = self._axes, inputs
        self._axes, self._through = axes, np.empty(0)
        if before is not None and not new:
            axes = axes.along_as(before)
            same = np.allclose(axes.basis, before.basis, rtol=0, atol=1e-12)
            self._axes = replace(axes, basis=before.basis) if same else axes
            moved = not np.array_equal(axes.origin, before.origin)
            new = moved or (self.choice.by == "path" and not (same and self._is_box_fitted(self._axes)))
        self.fits = new
        if new:
            self._flat = None

    def _is_box_fitted(self, axes: Plane) -> bool:
        """Whether the current box is the one that a fit of these axes to the paths gives."""
        assert self._runs is not None
        return self._flat is not None and np.allclose(
            self._flat.domain, planes.box_on(axes, self._runs.problem, self._paths()), rtol=1e-9
        )

    def _wait(self) -> None:
        """Emit `due` after a pause."""
        if not self._waiting.isActive():
            self._waiting.start()

    def _paths(self) -> list[np.ndarray]:
        assert self._runs is not None
        return [self._runs.seen(run, self._playhead) for run in _drawn(self._runs)]

    def _end_pause(self) -> None:
        self._ripe = True
        self.due.emit()

    def _pop_up(self) -> None:
        menu = QMenu(self.button)
        menu.setObjectName("planeMenu")
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill(menu)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))


def _drawn(runs: RunsOnSurface) -> list[int]:
    """The numbers of the runs and recorded paths that are drawn."""
    return [run for run, style in enumerate(runs.strokes) if style.drawn]
