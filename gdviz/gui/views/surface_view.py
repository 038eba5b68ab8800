"""The loss surface with the runs on it: where a person drags the start and sees the whole path follow."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGraphicsItem, QVBoxLayout, QWidget

from gdviz.gui import fonts, scaling
from gdviz.gui.look import Look
from gdviz.gui.run_style import FAINT, as_styles
from gdviz.gui.theme import Theme, system
from gdviz.gui.views.curve_view import CurveImage
from gdviz.gui.views.plot_axes import free_hidden_axes
from gdviz.gui.views.surface_facts import minima_told, picture_told
from gdviz.gui.views.surface_header import SurfaceHeader, problem_title
from gdviz.gui.views.surface_image import SurfaceImage
from gdviz.gui.views.surface_legend import ColourBar
from gdviz.gui.views.surface_markers import MarkerLayer, Markers
from gdviz.gui.views.surface_path import PathLayer, Trace
from gdviz.gui.views.surface_readout import SurfaceReadout
from gdviz.gui.views.surface_runs import RunsOnSurface
from gdviz.gui.widgets.numbers import MINUS

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem

_LOPSIDED = 5.0  # sides of a domain further apart than this are not drawn to one scale
_REACH = 8.0  # pixels around a point of a path that belong to it
_COSTLY = 100_000  # samples from which on one loss is too slow for each move of the playhead


class _Axis(pg.AxisItem):
    """An axis that writes its numbers as the rest of the window does."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # it changes far less often than the paths

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """pyqtgraph: the label of each tick."""
        return [text.replace("-", MINUS) for text in super().tickStrings(values, scale, spacing)]


class SurfaceView(QFrame):
    """Heat map, contours, paths, starts, minima; for one parameter the curve of the loss.

    Signals
    -------
    startMoved(runs, w, final)
        The runs by number, and the start that a person wants for them, a tuple of `dim` floats. While a drag
        goes on, `final` is False.
    playheadRequested(step)
        A point of a path was clicked.
    lookChosen(look)
        The look that a person wants, of this view and of all others.
    """

    startMoved = Signal(object, object, bool)
    playheadRequested = Signal(int)
    lookChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surfaceView")
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._runs: RunsOnSurface | None = None
        self._playhead = 0
        self._active = 0
        self._fitted: tuple[object, ...] = ()
        """Names and domain of the problem that the view was last fitted to."""
        self.look = Look()
        self._build()

    def _build(self) -> None:
        self.header = SurfaceHeader()
        self.buttons = self.header.buttons
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Else cells of 2 and of 3 pixels lie side by side, a mosaic where the loss is smooth.
        self.graphics.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.graphics.setFrameShape(QFrame.Shape.NoFrame)
        self.graphics.ci.layout.setContentsMargins(0, 8, 0, 0)
        self.graphics.ci.layout.setSpacing(0)
        axes = {side: _Axis(side) for side in ("left", "bottom")}
        self.plot = self.graphics.addPlot(0, 0, axisItems=axes, enableMenu=False)
        free_hidden_axes(self.plot)
        self.plot.hideButtons()
        # pyqtgraph makes the menu all the same; here it has an owner to be deleted with.
        self.plot.ctrlMenu.setParent(self, self.plot.ctrlMenu.windowFlags())
        self.box = self.plot.getViewBox()
        self.box.setDefaultPadding(0)
        for side, size in (("left", 46), ("bottom", 36)):
            axis = self.plot.getAxis(side)
            axis.setStyle(tickLength=4, tickTextOffset=4, tickFont=fonts.small(), maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
            axis.setWidth(size) if side == "left" else axis.setHeight(size)
        self.image = SurfaceImage(self.box, self)
        self.image.scaleChanged.connect(self._scale_changed)
        self.curve = CurveImage(self.box, self)
        self.paths = PathLayer(self.box)
        self.paths.setZValue(2)
        self.markers = MarkerLayer(self.box)
        self.markers.setZValue(3)
        self.markers.dragged.connect(self._dragged)
        self.markers.doubleClicked.connect(self._double_clicked)
        self.markers.scrubbed.connect(self._scrub)
        self.legend = ColourBar(self.box)
        self.graphics.addItem(self.legend, 0, 1)
        scene = self.graphics.scene()
        self.readout = SurfaceReadout(self, lambda: self._runs, self._plane, self._mark_loss)
        scene.sigMouseMoved.connect(self.readout.move)
        scene.sigMouseClicked.connect(self._mouse_clicked)
        self.graphics.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.header)
        layout.addWidget(self.graphics, 1)
        self.header.gradient_button.toggled.connect(self.set_gradient_shown)
        self.header.fit_button.clicked.connect(self.fit)
        self._retranslate()
        self.apply_theme(system())

    # what a view can be told

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show these runs; the surface is kept where the problem is the same object."""
        self._spec = experiment.problem
        new = self._runs is None or problem is not self._runs.problem
        runs = self._runs = RunsOnSurface(problem, list(records), as_styles(colors, self._theme))
        self._active = 0 if new else min(self._active, max(0, len(records) - 1))
        if new:
            self._new_problem(problem)
            self.readout.again()  # what was told was another problem's
        self.paths.set_traces([self._trace(runs, run) for run in range(len(records))], runs.rows(self._playhead))
        self._update_markers()
        if self.markers.dragging:
            self.readout.read()

    def refresh(self) -> None:
        """Take what the records hold now."""
        if self._runs is not None:
            self.paths.set_playheads(self._runs.rows(self._playhead))
            self._update_markers()

    def set_playhead(self, k: int) -> None:
        """Show the runs after k updates; a shorter run stays at its end."""
        self._playhead = k
        self.refresh()

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Hide what lies ahead of the playhead."""
        self.paths.set_ahead_hidden(hidden)

    def set_gradient_shown(self, shown: bool) -> None:
        """Show the gradient at the playhead as an arrow uphill."""
        self.header.gradient_button.setChecked(shown)
        self.markers.set_gradient_shown(shown)

    def set_active_run(self, index: int) -> None:
        """Choose the run whose start a double-click or the key N moves."""
        if index != self._active:
            self._active = index
            self._update_markers()

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme."""
        self._theme = theme
        self.graphics.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(QColor(theme.line))
            axis.setTickPen(QColor(theme.text3))
            axis.setTextPen(QColor(theme.text2))
        self.image.apply_theme(theme)
        self.curve.apply_theme(theme)
        self.paths.set_casing(QColor(theme.window))
        self.markers.apply_theme(theme)
        self.legend.apply_theme(theme, self.image.lut)
        self.readout.apply_theme(theme)
        self._label_axes()
        self.update()

    def fit(self) -> None:
        """Show the problem's whole domain."""
        if self._runs is None:
            return
        problem = self._runs.problem
        x = problem.domain[0]
        y = problem.domain[1] if problem.dim > 1 else self.curve.loss_range(problem)
        self._fitted = (problem.names, problem.domain)
        self.box.setAspectLocked(self.scales_equal)
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    @property
    def scales_equal(self) -> bool:
        """Whether x and y have one scale: where a person wants it, else where the sides are not too far apart."""
        problem = self._runs.problem if self._runs is not None else None
        if problem is None or problem.dim < 2:
            return False
        sides = [high - low for low, high in problem.domain[:2]]
        return max(sides) <= _LOPSIDED * min(sides) if self.look.equal_scales is None else self.look.equal_scales

    def set_look(self, look: Look) -> None:
        """Take colours, levels, numbers, legend, grid and scales."""
        before, self.look = self.look, look
        flat = self._runs is not None and self._runs.problem.dim == 1
        self.image.set_look(look)
        self.legend.apply_theme(self._theme, self.image.lut)
        self.legend.setVisible(look.legend and not flat)
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setGrid(90 if look.surface_grid else False)
        if look.equal_scales != before.equal_scales:
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: offer what can be chosen of the picture."""
        from gdviz.gui.views.look_menu import open_menu

        open_menu(self, "surface", event.globalPos())

    def draw_random_start(self) -> None:
        """Ask for a start drawn evenly from what is visible, where the loss is finite."""
        runs = self._runs
        if runs is None or not runs.records:
            return
        (x0, x1), (y0, y1) = self.box.viewRange()
        for _ in range(100):
            x, y = random.uniform(x0, x1), random.uniform(y0, y1)
            start = runs.parameters(*self._rounded(x, y), self._active)
            if math.isfinite(runs.loss(start)):
                self.startMoved.emit(runs.sharing(self._active), start, True)
                return

    # what a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: N draws a random start."""
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.draw_random_start()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a press brings the keyboard here; a mouse that leaves reads nothing."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        elif event.type() == QEvent.Type.Leave:
            self.readout.leave()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame, and a ring where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(self._theme.focus), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _mouse_clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        runs = self._runs
        if event.button() != Qt.MouseButton.LeftButton or runs is None or not runs.records:
            return
        pixel = self.box.mapFromScene(event.scenePos())
        found = self.paths.nearest(pixel, _REACH) if self.box.rect().contains(pixel) else None
        if found is not None:
            self.playheadRequested.emit(runs.step(*found))

    def _scrub(self, pixel: QPointF) -> None:
        if self._runs is not None and (found := self.paths.nearest(pixel, float("inf"))) is not None:
            self.playheadRequested.emit(self._runs.step(*found))

    def _double_clicked(self, x: float, y: float) -> None:
        runs = self._runs
        if runs is not None and runs.records:
            self.startMoved.emit(runs.sharing(self._active), runs.parameters(*self._rounded(x, y), self._active), True)

    def _rounded(self, x: float, y: float) -> tuple[float, float]:
        """The place with as many decimals as a pixel tells apart: what a hand can mean, and a field can show."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        cells = ((x1 - x0) / max(self.box.width(), 1), (y1 - y0) / max(self.box.height(), 1))
        x, y = (
            round(value, -math.floor(math.log10(cell))) if 0 < cell < math.inf else value
            for value, cell in zip((x, y), cells, strict=True)
        )
        return x, y

    def _dragged(self, moved: list[int], x: float, y: float, final: bool) -> None:
        runs = self._runs
        if runs is not None and max(moved) < len(runs.records):
            self._active = moved[0]
            self.startMoved.emit(moved, runs.parameters(*self._rounded(x, y), moved[0]), final)

    # how it is done

    def _new_problem(self, problem: Problem) -> None:
        flat = problem.dim == 1
        self.image.set_problem(None)
        self.curve.set_problem(None)
        self.legend.setVisible(not flat and self.look.legend)
        self.box.setLimits(**_limits(problem))
        if flat or self._fitted != (problem.names, problem.domain):  # else only a constant of the loss has changed
            self.fit()
        if flat:
            self.curve.set_problem(problem)
        else:
            self.image.set_problem(problem, self._plane())
            self._scale_changed()
        self._label_axes()
        self._retranslate()

    def _trace(self, runs: RunsOnSurface, run: int) -> Trace:
        style = runs.styles[run]
        strength = FAINT if style.faint else 1.0
        return Trace(partial(runs.points, run), style.color, runs.problem.dim == 1, style.dashed, strength)

    def _label_axes(self) -> None:
        theme = self._theme
        if self._runs is None:
            return
        problem = self._runs.problem
        style = {"color": theme.text2, "font-size": f"{scaling.px(fonts.BODY)}px", "font-style": "italic"}
        self.plot.setLabel("bottom", problem.names[0], **style)
        loss = f"{problem.symbol}({problem.names[0]})"
        self.plot.setLabel("left", problem.names[1] if problem.dim > 1 else loss, **style)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss surface"))
        if self._runs is not None:
            self.header.title.setText(problem_title(self._spec, self._runs.problem))
            self.header.facts.setText(minima_told(self._runs.problem, self._plane()))
            self._tell_picture(self._runs.problem.dim == 1)
            self._update_markers()

    def _tell_picture(self, flat: bool) -> None:
        """Say in the head what is peculiar about the picture, while the mouse is elsewhere."""
        self.readout.resting = picture_told(self.curve.loss if flat else self.image.loss)
        if not self.readout.hovering:
            self.header.set_readout(self.readout.resting or None)

    def _plane(self) -> tuple[float, ...]:
        """Where the plane of the picture lies: what the parameters beyond the second are held at, after two zeros."""
        return (0.0, 0.0, *self._runs.held(self._active, self._playhead)) if self._runs is not None else ()

    def _update_markers(self) -> None:
        runs = self._runs
        if runs is None:
            return
        if runs.problem.dim > 2:
            self.image.set_problem(runs.problem, self._plane())
            self.header.facts.setText(minima_told(runs.problem, self._plane()))
        gradient = f"∇{runs.problem.symbol}"
        self.markers.words = {"start": self.tr("start"), "update": runs.update_word(), "gradient": gradient}
        self.markers.set_markers(Markers(runs.minima(), runs.starts(), runs.now(self._playhead)))
        if not self.readout.hovering:
            self._mark_loss()

    def _mark_loss(self) -> None:
        """Let the legend point at the loss of the active run at the playhead."""
        runs = self._runs
        if runs is None or not runs.records or (runs.problem.n_samples or 0) > _COSTLY:
            self.legend.set_mark(None)
            return
        row = runs.row(self._active, self._playhead)
        self.legend.set_mark(runs.loss(runs.records[self._active].w[row].tolist()))

    def _scale_changed(self) -> None:
        if self._runs is not None:
            self.legend.set_scale(self.image.scale, self._runs.problem.symbol)
            self._tell_picture(self._runs.problem.dim == 1)
            if not self.readout.hovering:
                self._mark_loss()


def _limits(problem: Problem) -> dict[str, float]:
    """How far a person may zoom: to where neighbouring floats are told apart, and far enough out."""
    low, high = problem.domain[0]
    span = high - low
    return {"minXRange": 1e-7 * span, "maxXRange": 1e4 * span}
