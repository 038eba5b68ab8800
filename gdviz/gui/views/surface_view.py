"""The loss surface with the runs on it: where a person drags the start and sees the whole path follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gdviz.gui import fonts
from gdviz.gui.theme import Theme
from gdviz.gui.views.curve_view import CurveImage
from gdviz.gui.views.surface_header import SurfaceHeader, coordinate, padded
from gdviz.gui.views.surface_image import SurfaceImage
from gdviz.gui.views.surface_legend import ColourBar
from gdviz.gui.views.surface_markers import MarkerLayer, Markers, MinimumMark, Now, Start
from gdviz.gui.views.surface_path import PathLayer, Trace, ViewMap
from gdviz.gui.widgets.numbers import MINUS, format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem

_LOPSIDED = 5.0  # sides of a domain further apart than this are not drawn to one scale
_REACH = 8.0  # pixels around a point of a path that belong to it
_COSTLY = 100_000  # samples from which on one loss is too slow for each move of the playhead


class _Axis(pg.AxisItem):
    """An axis that writes its numbers as the rest of the window does."""

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
    """

    startMoved = Signal(object, object, bool)
    playheadRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surfaceView")
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._problem: Problem | None = None
        self._records: list[RunRecord] = []
        self._colours: list[QColor] = []
        self._playhead = 0
        self._active = 0
        self._theme: Theme | None = None
        self._random = np.random.default_rng()
        self._hover: QPointF | None = None
        self._hover_timer = QTimer(self)
        self._hover_timer.setSingleShot(True)
        self._hover_timer.setInterval(0)
        self._hover_timer.timeout.connect(self._read_out)
        self._build()

    def _build(self) -> None:
        self.header = SurfaceHeader()
        self.buttons = self.header.buttons
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.graphics.setFrameShape(QFrame.Shape.NoFrame)
        self.graphics.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.graphics.ci.layout.setSpacing(0)
        self.plot = self.graphics.addPlot(0, 0, axisItems={side: _Axis(side) for side in ("left", "bottom")})
        self.plot.hideButtons()
        self.plot.setMenuEnabled(False)
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
        self.legend = ColourBar(self.box)
        self.graphics.addItem(self.legend, 0, 1)
        scene = self.graphics.scene()
        scene.sigMouseMoved.connect(self._mouse_moved)
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

    # what a view can be told

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[QColor | str]
    ) -> None:
        """Show these runs; the surface is kept where the problem is the same object."""
        self._records = list(records)
        self._colours = [QColor(colour) for colour in colors]
        if problem is not self._problem:
            self._problem = problem
            self._active = 0
            self._new_problem(problem)
        self._active = min(self._active, max(0, len(self._records) - 1))
        hops = problem.dim == 1
        traces = [
            Trace(partial(self._points, record), colour, hops)
            for record, colour in zip(self._records, self._colours, strict=True)
        ]
        self.paths.set_traces(traces, self._rows())
        self._update_markers()

    def refresh(self) -> None:
        """Take what the records hold now."""
        self.paths.set_playheads(self._rows())
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
        self._label_axes()
        self.update()

    def fit(self) -> None:
        """Show the problem's whole domain."""
        problem = self._problem
        if problem is None:
            return
        x = problem.domain[0]
        y = problem.domain[1] if problem.dim > 1 else self.curve.loss_range(problem)
        lopsided = max((x[1] - x[0]) / (y[1] - y[0]), (y[1] - y[0]) / (x[1] - x[0])) > _LOPSIDED
        self.box.setAspectLocked(problem.dim > 1 and not lopsided)
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    def draw_random_start(self) -> None:
        """Ask for a start drawn evenly from what is visible, where the loss is finite."""
        if self._problem is None or not self._records:
            return
        (x0, x1), (y0, y1) = self.box.viewRange()
        for _ in range(100):
            x, y = self._random.uniform((x0, y0), (x1, y1)).tolist()
            start = self._whole(x, y, self._active)
            if math.isfinite(self._loss(start)):
                self.startMoved.emit(self._sharing(self._active), start, True)
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
            self._hover = None
            self._hover_timer.start()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame, and a ring where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus() and self._theme is not None:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(self._theme.focus), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _mouse_moved(self, position: QPointF) -> None:
        inside = self.box.sceneBoundingRect().contains(position)
        self._hover = self.box.mapFromScene(position) if inside else None
        self._hover_timer.start()

    def _mouse_clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._records:
            return
        pixel = self.box.mapFromScene(event.scenePos())
        if not self.box.rect().contains(pixel):
            return
        if event.double():
            start = self._whole(*ViewMap.of(self.box).data(pixel), self._active)
            self.startMoved.emit(self._sharing(self._active), start, True)
            return
        found = self.paths.nearest(pixel, _REACH)
        if found is not None:
            record = self._records[found[0]]
            self.playheadRequested.emit(min(found[1] * record.stride, record.updates))

    def _dragged(self, runs: list[int], x: float, y: float, final: bool) -> None:
        runs = [run for run in runs if run < len(self._records)]
        if runs:
            self._active = runs[0]
            self.startMoved.emit(runs, self._whole(x, y, runs[0]), final)

    # how it is done

    def _new_problem(self, problem: Problem) -> None:
        flat = problem.dim == 1
        self.image.set_problem(None)
        self.curve.set_problem(None)
        self.legend.setVisible(not flat)
        self.box.setLimits(**_limits(problem))
        self.fit()
        if flat:
            self.curve.set_problem(problem)
        else:
            self.image.set_problem(problem, self._plane())
        self._label_axes()
        self._retranslate()

    def _label_axes(self) -> None:
        problem, theme = self._problem, self._theme
        if problem is None or theme is None:
            return
        style = {"color": theme.text2, "font-size": f"{fonts.BODY}px", "font-style": "italic"}
        self.plot.setLabel("bottom", problem.names[0], **style)
        loss = f"{problem.symbol}({problem.names[0]})"
        self.plot.setLabel("left", problem.names[1] if problem.dim > 1 else loss, **style)

    def _retranslate(self) -> None:
        problem = self._problem
        self.setAccessibleName(self.tr("Loss surface"))
        if problem is None:
            return
        self.header.title.setText(problem.title)
        self.header.facts.setText(self._facts(problem))
        self._update_markers()

    def _facts(self, problem: Problem) -> str:
        if problem.dim > 2:
            held = ", ".join(
                f"{name} = {format_number(value)}"
                for name, value in zip(problem.names[2:], self._plane()[2:], strict=True)
            )
            return self.tr("plane through {x} and {y} at the current point, {held}").format(
                x=problem.names[0], y=problem.names[1], held=held
            )
        minima = problem.minima
        if not minima:
            return self.tr("the loss falls without end, no minimum") if problem.unbounded_below else ""
        lowest = [minimum for minimum in minima if minimum.is_global]
        if len(minima) == 1:
            place = ", ".join(format_number(value) for value in minima[0].w)
            return self.tr("minimum at ({place})").format(place=place)
        if len(lowest) == len(minima):
            return self.tr("{n} minima").format(n=len(minima))
        return self.tr("{n} minima, {lowest} of them global").format(n=len(minima), lowest=len(lowest))

    def _points(self, record: RunRecord, first: int) -> NDArray[np.float64]:
        """The rows of a record from `first` on as points of the plot, shape (n, 2)."""
        rows = record.w[first:]
        if rows.shape[1] > 1:
            return rows[:, :2]
        return np.column_stack((rows[:, 0], record.loss[first : first + len(rows)]))

    def _row(self, record: RunRecord) -> int:
        return min(-(-self._playhead // record.stride), record.n)

    def _rows(self) -> list[int]:
        return [self._row(record) for record in self._records]

    def _plane(self) -> tuple[float, ...]:
        """Where the parameters beyond the second are held: the current point of the active run."""
        if not self._records or self._problem is None:
            return tuple(self._problem.start) if self._problem else ()
        record = self._records[self._active]
        return (0.0, 0.0, *record.w[self._row(record)][2:].tolist())

    def _whole(self, x: float, y: float, run: int) -> tuple[float, ...]:
        """The start that a place in the plot means for a run: one, two, or all its parameters."""
        start = self._records[run].w[0].tolist()
        return (x, *start[1:]) if len(start) == 1 else (x, y, *start[2:])

    def _sharing(self, run: int) -> list[int]:
        """The runs that begin where `run` does."""
        start = self._records[run].w[0]
        return [index for index, record in enumerate(self._records) if np.array_equal(record.w[0], start)]

    def _loss(self, w: Sequence[float]) -> float:
        with np.errstate(all="ignore"):
            return float(self._problem.loss(np.array(w, dtype=float))) if self._problem else math.nan

    def _update_markers(self) -> None:
        problem = self._problem
        if problem is None:
            return
        if problem.dim > 2:
            self.image.set_problem(problem, self._plane())
            self.header.facts.setText(self._facts(problem))
        starts: dict[tuple[float, float], list[int]] = {}
        now = []
        for index, (record, colour) in enumerate(zip(self._records, self._colours, strict=True)):
            starts.setdefault(
                _point(self._points(record, 0)[:1] if problem.dim > 1 else self._ball(record, 0)), []
            ).append(index)
            now.append(self._now(record, colour))
        minima = [
            MinimumMark((m.w[0], m.w[1] if problem.dim == 2 else m.loss), m.is_global)
            for m in problem.minima
            if problem.dim <= 2
        ]
        marks = [Start(point, tuple(runs), self._colours[runs[0]]) for point, runs in starts.items()]
        self.markers.words = {
            "start": self.tr("start"), "update": self._update_word(), "gradient": f"∇{problem.symbol}",
        }  # fmt: skip
        self.markers.set_markers(Markers(minima, marks, now))
        if self._hover is None:
            self._mark_loss()

    def _ball(self, record: RunRecord, row: int) -> NDArray[np.float64]:
        w = record.w[row]
        return w[:2] if len(w) > 1 else np.array([w[0], self._loss(w)])

    def _now(self, record: RunRecord, colour: QColor) -> Now:
        row = self._row(record)
        point = _point(self._ball(record, row))
        if row >= record.n:
            return Now(point, colour)
        step, grad = record.w[row + 1] - record.w[row], record.grad[row]
        if len(step) == 1:
            return Now(point, colour, (float(step[0]), 0.0), (float(grad[0]), 0.0), float(grad[0]))
        return Now(point, colour, _point(step), _point(grad))

    def _update_word(self) -> str:
        """How to call the arrow: −η∇f where the update is just that, else Δw."""
        problem = self._problem
        optimizer = self._records[0].spec.optimizer if self._records else None
        plain = optimizer is not None and optimizer.kind == "sgd"
        plain = plain and not any(getattr(optimizer, name) for name in ("momentum", "weight_decay", "maximize"))
        return f"−η∇{problem.symbol}" if plain and problem is not None else "Δw"

    def _mark_loss(self) -> None:
        problem = self._problem
        if problem is None or not self._records or (problem.n_samples or 0) > _COSTLY:
            self.legend.set_mark(None)
            return
        record = self._records[self._active]
        self.legend.set_mark(self._loss(record.w[self._row(record)].tolist()))

    def _scale_changed(self) -> None:
        if self._problem is not None:
            self.legend.set_scale(self.image.scale, self._problem.symbol)
            if self._hover is None:
                self._mark_loss()

    def _read_out(self) -> None:
        problem = self._problem
        if self._hover is None or problem is None:
            self.header.set_readout(None)
            self._mark_loss()
            return
        view = ViewMap.of(self.box)
        x, y = view.data(self._hover)
        mark = self.markers.minimum_at(self._hover)
        if mark is not None and problem.dim == 2:
            x, y = mark.point
        w = [x] if problem.dim == 1 else [x, y, *self._plane()[2:]]
        loss = self._loss(w)
        with np.errstate(all="ignore"):
            gradient = np.asarray(problem.grad(np.array(w, dtype=float)))[:2]
        parts = [
            f"{name} = {coordinate(value, 1 / scale)}"
            for name, value, scale in zip(problem.names, w[:2], (view.sx, view.sy), strict=False)
        ]
        slope = ", ".join(padded(float(value)).rstrip("\u2007") for value in gradient)
        parts += [f"{problem.symbol} = {padded(loss)}", f"∇{problem.symbol} = ({slope})"]
        if mark is not None:
            parts.append(self.tr("global minimum") if mark.is_global else self.tr("local minimum"))
        self.header.set_readout("   ".join(parts))
        self.legend.set_mark(loss)


def _point(values: NDArray[np.float64]) -> tuple[float, float]:
    x, y = np.ravel(values)[:2].tolist()
    return x, y


def _limits(problem: Problem) -> dict[str, float]:
    """How far a person may zoom: to where neighbouring floats are told apart, and far enough out."""
    low, high = problem.domain[0]
    span = high - low
    return {"minXRange": 1e-7 * span, "maxXRange": 1e4 * span}
