"""The map of basins in place of the heat map: a coarse one in idle time, then finer ones on a thread.

During edits a thread would compete with the window for the interpreter and slow both.
"""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

from gdviz.editing.run_names import own_name
from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY, require_elementwise, updates
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.explore.basin_layer import BasinLayer
from gdviz.gui.explore.basin_legend import BasinLegend
from gdviz.gui.explore.basin_work import Frame, Map, coarse_to_fine, sides
from gdviz.gui.explore.tools import numbers
from gdviz.gui.kernel.background import Background
from gdviz.gui.kernel.idle import IdleWork
from gdviz.gui.style import translating
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.messages import ExperimentError

if TYPE_CHECKING:
    from gdviz.gui.explore.tools import ToolPoint
    from gdviz.gui.style.theme import Theme
    from gdviz.gui.surface.surface_view import SurfaceView
    from gdviz.problems.problem import Problem

REST_MS = 250
"""Milliseconds without a change before the finer maps are made."""
_COARSE_SECONDS = 3.0
"""A coarse map begun at most this long ago is finished, so that a drag shows maps."""


class BasinTool(QObject):
    """Part of the explorer: shows map and legend on a surface view, and under it, if it `says` so, what they mean.

    `startChosen` carries the start (dim numbers) of a cell clicked with Ctrl: a run from there is to be opened.
    """

    startChosen = Signal(object)

    def __init__(self, surface: SurfaceView, *, says: bool = True) -> None:
        super().__init__(surface)
        self._surface = surface
        self._says = says
        self.layer = BasinLayer(surface.box)
        self.layer.hide()
        self.legend = BasinLegend(surface.box)
        self.words = SteadyLabel(fills=True)
        self.words.leaves_sentences = True
        self.words.setObjectName("basinSentence")
        self.words.setProperty("role", "label")
        self.words.hide()
        layout = surface.layout()
        if layout is not None:
            layout.addWidget(self.words)
        self.map: Map | None = None
        """The map that is shown."""
        self.shown = False
        self._point: ToolPoint | None = None
        self._frame: Frame | None = None
        self._key: tuple[object, ...] | None = None
        self._problem: Problem | None = None
        """The problem of the map that is or was last computed."""
        self._mapped: Problem | None = None
        """The problem of the map that is shown."""
        self._sides: list[float] = []
        self._why_not = ""
        self._begun = 0.0
        self._stage = ""
        self._idle = IdleWork(self)
        self._work = Background(self)
        self._work.progressed.connect(self._progressed)
        self._work.done.connect(self._done)
        self._work.failed.connect(self._failed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._refine)
        self._mouse: QPointF | None = None
        surface.graphics.scene().sigMouseMoved.connect(self._mouse_moved)
        surface.graphics.viewport().installEventFilter(self)
        surface.installEventFilter(self)

    card = None

    # Tool

    def stand_at(self, point: ToolPoint) -> None:
        """Map the starts for the chosen run, unless nothing has changed."""
        before, self._point = self._point, point
        if not self.shown or not self._surface.isVisible():
            return
        frame = self._framed(point)
        spec = dataclasses.replace(point.experiment.runs[point.run], start=(), label="", batch=None)
        key = (spec, updates(point.experiment, point.run), frame.key)  # of which a batch decides the number in an epoch
        same_problem = before is not None and before.problem is point.problem
        if key == self._key and same_problem and self._frame is not None:
            if before is not None and point.experiment is not before.experiment:
                self._show_words()  # which name the run
            return
        if self._is_another(self._mapped, point):
            self._take(None)
        self._key, self._frame = key, frame
        self._sides, self._why_not = sides(point.experiment, point.run, frame), self._refused(point)
        self._rest.stop()
        self._work.stop()
        if not self._sides or self._why_not:
            self._idle.cancel()
            self._stage = ""
            self._take(None)
            self._why_not = self._why_not or self.tr("With so many steps or samples a map of starts takes too long.")
        elif self._stage != "coarse" or time.perf_counter() - self._begun > _COARSE_SECONDS:
            self._begin("coarse")
        else:
            self._stage = "coarse, again"
        self._show_words()

    def set_shown(self, shown: bool) -> None:
        """Show the map in place of the heat map, or hide it."""
        if shown == self.shown:
            return
        surface = self._surface
        self.shown = shown
        graphics = surface.graphics
        graphics.removeItem(surface.legend if shown else self.legend)
        graphics.addItem(self.legend if shown else surface.legend, 0, 1)
        self.layer.setVisible(shown)
        self.words.setVisible(shown and self._says)
        if shown and self._point is not None:
            self.stand_at(self._point)
        if not shown:
            self._drop()
            self._take(None)
            self._mouse = None  # a hidden map gets no event when the mouse leaves

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme."""
        self.layer.apply_theme(theme)
        self.legend.apply_theme(theme)

    @property
    def busy(self) -> bool:
        """Whether a finer map is still to come."""
        return bool(self._stage) or self._rest.isActive()

    # computing

    def _framed(self, point: ToolPoint) -> Frame:
        box = self._surface.box
        (x0, x1), (y0, y1) = box.viewRange()
        aspect = max(box.height(), 1) / max(box.width(), 1)
        return Frame(((x0, x1), (y0, y1)), point.experiment.runs[point.run].start, point.flat, aspect)

    def _refused(self, point: ToolPoint) -> str:
        """Why the run's rule has no map; empty if it has one."""
        try:
            require_elementwise(point.experiment.runs[point.run], point.run)
        except ExperimentError as error:
            return translating.text(error.reason)
        return ""

    @staticmethod
    def _is_another(problem: Problem | None, point: ToolPoint) -> bool:
        """Whether a map of `problem` has other axes; if only a constant changed, the old map may stay."""
        return problem is not None and (problem.title, problem.names) != (point.problem.title, point.problem.names)

    def _begin(self, stage: str) -> None:
        point, frame = self._point, self._frame
        if point is None or frame is None:
            return
        which = self._sides[:1] if stage == "coarse" else self._sides[1:]
        first = frame.starts((2, 2))[:1]
        with np.errstate(all="ignore"):  # compile here what is compiled on first use, as imports belong in this thread
            for compute in (point.problem.loss, point.problem.grad, point.problem.hessian):
                compute(first)
        same = self.map if self._mapped is point.problem else None
        self._problem = point.problem
        self._stage, self._begun = stage, time.perf_counter()
        work = coarse_to_fine(point.experiment, point.run, frame, which, same)
        if stage == "coarse":
            self._idle.start(work, self._made)
        else:
            self._work.start_work(work)

    def _refine(self) -> None:
        if len(self._sides) > 1 and self.shown:
            self._begin("fine")
            self._show_words()

    def _drop(self) -> None:
        """End the computation; it begins again when the map is shown."""
        self._rest.stop()
        self._idle.cancel()
        self._work.stop()
        self._stage, self._key = "", None

    @Slot()
    def _progressed(self) -> None:
        if self._work.latest is None or self._stage != "fine":
            return
        newer, _ = self._work.latest
        if newer is not None and newer is not self.map:
            self._take(newer)
        self._show_words()

    def _made(self, made: Map) -> None:
        """A coarse map is done: make that of a later edit next, or the finer ones."""
        again = self._stage == "coarse, again"
        self._stage = ""
        if self._point is not None and not self._is_another(self._problem, self._point):
            self._take(made)
        if again:
            self._begin("coarse")
        elif len(self._sides) > 1:
            self._rest.start()
        self._show_words()

    @Slot()
    def _done(self) -> None:
        if self._work.result is not None and self._stage == "fine":
            self._stage = ""
            self._take(self._work.result)
            self._show_words()

    @Slot()
    def _failed(self) -> None:
        reason = self._work.reason
        if reason and self._stage == "fine":
            self._stage = ""
            self._take(None)
            self._why_not = reason
            self._show_words()

    def _take(self, made: Map | None) -> None:
        self.map, self._mapped = made, None if made is None else self._problem
        self._surface.image.item.setOpacity(1.0 if made is None else 0.0)
        self.layer.set_map(made)
        self.legend.set_map(made)

    # words

    def _show_words(self) -> None:
        """Show what is under the mouse, or what the map shows, and how much of it is computed."""
        if self._why_not:
            self.words.setText(self._why_not[:1].upper() + self._why_not[1:])
            return
        words = self._mouse_text() or self._map_text()
        if self._stage == "fine" and self._work.latest is not None:
            _, share = self._work.latest
            words = self.tr("{percent} % computed.").format(percent=round(100 * share)) + " " + words
        self.words.setText(words)

    def _map_text(self) -> str:
        point = self._point
        if point is None:
            return ""
        spec = point.experiment.runs[point.run]
        run = spec.label or own_name(point.experiment, spec)
        parts = [self.tr("Where starts arrive with {run}; darker: more steps.").format(run=run)]
        parts.append(self.tr("Ctrl+click opens the run from there."))
        if len(spec.start) > 2:
            parts.append(self.tr("Starts in the plane shown, laid through the run's own."))
        if spec.batch is not None:
            parts.append(self.tr("Each step sees all samples, not a batch."))
        if point.problem.noise_std:
            parts.append(self.tr("Without the gradient's noise."))
        return " ".join(parts)

    def _mouse_text(self) -> str:
        made = self.map
        if made is None or self._mouse is None:
            return ""
        cell = made.frame.cell(made.shape, *ViewMap.of(self._surface.box).data(self._mouse))
        if cell is None:
            return ""
        basin, steps = int(made.ends.basin[cell]), int(made.ends.steps[cell])
        if basin == DIVERGED:
            return self.tr("From here: diverges.")
        if basin == NOWHERE:
            return self.tr("From here: in no minimum after {steps}.").format(steps=self._counted(made.most))
        if basin == VALLEY:
            return self.tr("From here: in a valley after {steps}.").format(steps=self._counted(steps))
        w = [0.0 if abs(value) < 1e-9 else value for value in made.ends.minima[basin].tolist()]
        place = numbers(w) if len(w) <= 4 else f"({numbers(w[:3])[1:-1]}, …)"
        return self.tr("From here: minimum {place} after {steps}.").format(place=place, steps=self._counted(steps))

    def _counted(self, steps: int) -> str:
        return self.tr("1 step") if steps == 1 else self.tr("{n} steps").format(n=f"{steps:,}")

    def _mouse_moved(self, position: QPointF) -> None:
        if not self.shown:
            return
        box = self._surface.box
        self._mouse = box.mapFromScene(position) if box.sceneBoundingRect().contains(position) else None
        self._show_words()

    def _choose(self, at: QPointF) -> bool:
        """Ask for a run from the cell at a pixel of the viewport; return whether there is one."""
        made, graphics, box = self.map, self._surface.graphics, self._surface.box
        if made is None:
            return False
        place = box.mapFromScene(graphics.mapToScene(at.toPoint()))
        cell = made.frame.cell(made.shape, *ViewMap.of(box).data(place))
        if cell is None or not box.rect().contains(place):
            return False
        self.startChosen.emit(tuple(made.frame.starts(made.shape)[cell].tolist()))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: end the readout when the mouse leaves, and the computation when the map is hidden."""
        if self.shown and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            if watched is self._surface:  # what its head has left
                return False
            ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            return bool(ctrl) and event.button() == Qt.MouseButton.LeftButton and self._choose(event.position())
        if self.shown and watched is not self._surface and event.type() == QEvent.Type.Leave:
            self._mouse = None
            self._show_words()
        elif watched is self._surface and event.type() == QEvent.Type.Hide:
            self._drop()
        elif watched is self._surface and event.type() == QEvent.Type.LanguageChange:
            self.legend.retranslate()
            if self.shown:
                self._show_words()
        return False
