"""The loss surface with the runs on it; a person drags the start, and the whole path follows."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gdviz.gui.drawing.surface_path import PathLayer
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.style.translating import translate
from gdviz.gui.surface.curve_view import CurveImage
from gdviz.gui.surface.surface_axes import FREE, label_axes, limits, make_plot, rounded, style_axes, to_one_scale
from gdviz.gui.surface.surface_facts import UNDERSAMPLED, facts_text, nodes_text, picture_warning
from gdviz.gui.surface.surface_header import SurfaceHeader, problem_title
from gdviz.gui.surface.surface_image import SurfaceImage
from gdviz.gui.surface.surface_legend import ColourBar
from gdviz.gui.surface.surface_markers import MarkerLayer, Markers
from gdviz.gui.surface.surface_readout import SurfaceReadout
from gdviz.gui.surface.surface_runs import RunsOnSurface
from gdviz.look import Look
from gdviz.view_state import Box, SeenBox

if TYPE_CHECKING:
    from gdviz.gui.kernel.derived import Medium
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.surface.surface_plane import SurfacePlane

_REACH = 8.0  # pixels around a point of a path at which a click takes it


class SurfaceView(ViewDefaults, QFrame):
    """Shows heat map, contours, paths, starts and minima; for one parameter the curve of the loss.

    Signals
    -------
    startMoved(runs, w, final)
        A person gave these runs, by number, another start, a tuple of `dim` floats. `final` is False during a drag.
    playheadRequested(step)
        A point of a path was clicked.
    lookChosen(look)
        A person chose another look, for all views.
    planeChosen(choice)
        A person chose another plane, a PlaneChoice.
    gradientRequested(shown)
        A person showed or hid the arrow of the gradient.
    boxMoved(seen)
        A person moved the view to a SeenBox; None fits the view.
    """

    startMoved = Signal(object, object, bool)
    playheadRequested = Signal(int)
    lookChosen = Signal(object)
    planeChosen = Signal(object)
    gradientRequested = Signal(bool)
    boxMoved = Signal(object)

    def __init__(self, parent: QWidget | None = None, density: float = 0.0) -> None:
        """Make the view; for a file, the heat map has `density` nodes per pixel, see SurfaceImage."""
        super().__init__(parent)
        self.setObjectName("surfaceView")
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("playing", True)
        self._scene: Scene | None = None
        self.runs: RunsOnSurface | None = None
        """The runs in the coordinates of the picture."""
        self._fitted: tuple[object, ...] = ()
        """Names and domain of the problem to which the view was last fitted."""
        self._moved_to: SeenBox | None = None
        """The part that a person moved the view to since the last fit; None while the view is fitted."""
        self.plane: SurfacePlane | None = None
        """The plane of the picture, made for the first problem of more than two parameters."""
        self._build(density)

    def _build(self, density: float) -> None:
        self.header = SurfaceHeader()
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Without it, cells of 2 and of 3 pixels lie side by side and look like a mosaic.
        self.graphics.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.graphics.setFrameShape(QFrame.Shape.NoFrame)
        self.graphics.ci.layout.setContentsMargins(0, 8, 0, 0)
        self.graphics.ci.layout.setSpacing(0)
        self.plot = make_plot(self.graphics, self)
        self.box = self.plot.getViewBox()
        self.image = SurfaceImage(self.box, self, density)
        self.image.scaleChanged.connect(self._scale_changed)
        self.image.judged.connect(self._show_notes)
        self.box.sigRangeChanged.connect(self._publish)
        self.box.sigRangeChangedManually.connect(self._emit_box)
        self.curve = CurveImage(self.box, self)
        self.curve.judged.connect(self._show_notes)
        self.paths = PathLayer(self.box)
        self.paths.setZValue(2)
        self.markers = MarkerLayer(self.box, self.curve.names.rooms)
        self.markers.setZValue(3)
        self.markers.dragged.connect(self._dragged)
        self.markers.doubleClicked.connect(self._double_clicked)
        self.markers.scrubbed.connect(self._scrub)
        self.legend = ColourBar(self.box)
        self.graphics.addItem(self.legend, 0, 1)
        scene = self.graphics.scene()
        self.readout = SurfaceReadout(
            self.graphics,
            self.box,
            self.paths,
            self.markers,
            self.header,
            self.legend,
            self._read_runs,
            self._mark_loss,
        )
        scene.sigMouseMoved.connect(self.readout.move)
        scene.sigMouseClicked.connect(self._mouse_clicked)
        self.graphics.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.header)
        layout.addWidget(self.graphics, 1)
        self.header.gradient_button.clicked.connect(self.gradientRequested)
        self.header.fit_button.clicked.connect(self.fit)
        self._retranslate()
        self._apply_theme(system())

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        state, was = scene.state.experiment, None if before is None else before.state.experiment
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
        if was is None or state.look != was.look:
            self._take_look(state.look, Look() if was is None else was.look)
        if was is None or state.arrows != was.arrows:
            self.header.gradient_button.setChecked("gradient" in state.arrows)
            self.markers.set_arrows(state.arrows)
        if before is None or scene.in_fog != before.in_fog:
            self._take_fog(scene.in_fog)
        moment = scene.state.moment
        if before is None or moment.asking != before.state.moment.asking:
            self.readout.tells_gradient = not moment.asking
            self.readout.again()
        if before is not None and moment.presenting != before.state.moment.presenting:
            self._show_notes()
        hides = was is None or state.ahead_hidden != was.ahead_hidden
        if hides:
            self.paths.set_ahead_hidden(state.ahead_hidden)
        if hides or scene.has_other_runs(before) or (before is not None and scene.refusals != before.refusals):
            self._take_runs(scene, before)
            self.readout.again()
        elif scene.has_grown(before) or (before is not None and scene.playhead != before.playhead):
            self._follow()
            self.readout.again()
        if before is None or scene.clock.share != before.clock.share:
            self.markers.set_glide(scene.clock.share)
        self._take_box(moment.box)
        if before is None:
            self._take_medium(scene.medium)
        self._publish()

    def _take_medium(self, medium: Medium) -> None:
        """Hide what does not belong in the picture of a medium."""
        self.legend.set_pointer_shown(medium.playhead)
        if not medium.tools:
            self.header.readout.hide()
            self.header.facts.hide()
        if medium.title and self.header.title.text() == medium.title:
            self.header.title.hide()

    @property
    def busy(self) -> bool:
        """See View."""
        return self.image.busy

    def _publish(self) -> None:
        """Publish the plane, the colour scale and the visible box of the picture."""
        runs, scene = self.runs, self._scene
        if scene is None or runs is None or runs.shown.dim < 2:
            return
        image, shown = self.image, runs.shown
        (x0, x1), (y0, y1) = self.box.viewRange()
        known = image.shows(shown, image.loss.shape)  # if not, the scale belongs to another problem
        seen = seen_box(((x0, x1), (y0, y1)), (shown.domain[0], shown.domain[1]))
        scene.derived.publish(runs.flat, image.scale if known else None, seen)

    def _take_runs(self, scene: Scene, before: Scene | None) -> None:
        """Draw other runs; the surface is kept if the problem is the same object."""
        new = self.runs is None or scene.problem is not self.runs.problem
        self.runs = RunsOnSurface.of(scene, None if self.runs is None or new else self.runs.flat)
        if scene.problem.dim > 2 or self.plane is not None:
            self._take_plane(scene, before is None)
        if new:
            self._new_problem()
        self._trace_all()
        self._update_markers()

    def settle(self) -> None:
        """See View; finish drawing the paths."""
        self.paths.settle()

    def _follow(self) -> None:
        """Move to the playhead, and take the new rows of the records."""
        if self.runs is not None and self._scene is not None:
            self.paths.set_playheads(self.runs.rows(self._scene.playhead))
            self._update_markers()

    def _apply_theme(self, theme: Theme) -> None:
        """Apply the theme's colours, and the sizes of text and lines."""
        self._theme = theme
        self.graphics.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        style_axes(self.plot, theme)
        self.image.apply_theme(theme)
        self.curve.apply_theme(theme)
        self.paths.set_casing(QColor(theme.window), theme.ahead)
        self.markers.apply_theme(theme)
        self.legend.apply_theme(theme, self.image.lut)
        self.readout.apply_theme(theme)
        self._label_axes()
        self.update()

    def _take_fog(self, foggy: bool) -> None:
        """Hide what the fog hides: paths, marks, facts and the readout."""
        for layer in (self.paths, self.markers):
            layer.setVisible(not foggy)
        self._show_facts()
        self.readout.read()

    def _read_runs(self) -> RunsOnSurface | None:
        """The runs for the readout; None while they are hidden."""
        return None if self._scene is not None and self._scene.in_fog else self.runs

    def fit(self) -> None:
        """Show the whole domain, at a person's request."""
        self._fit(anew=True)
        self.boxMoved.emit(None)

    def _emit_box(self) -> None:
        """Emit the range that a person asked for, before the size of the widget adjusts it."""
        if self.runs is not None:
            x, y = self.box.targetRange()
            shown = self.runs.shown
            self.boxMoved.emit(SeenBox(tuple(shown.names), tuple(shown.domain), ((x[0], x[1]), (y[0], y[1]))))

    def _take_box(self, seen: SeenBox | None) -> None:
        """Show the part that a person moved to, or the whole domain again.

        The part is shown again after a fit that another change caused, such as a change of the scales.
        """
        if seen is None:
            if self._moved_to is not None:
                self._fit(anew=True)
        elif seen != self._moved_to and (seen.names, seen.domain) == self._fitted:
            self._moved_to = seen
            x, y = self.box.targetRange()
            if seen.box != (tuple(x), tuple(y)):
                self.box.setRange(xRange=seen.box[0], yRange=seen.box[1], padding=0, disableAutoRange=True)

    def _fit(self, anew: bool = False) -> None:
        """Show the whole domain; with `anew`, the domain of a plane is first fitted to the current paths."""
        runs = self.runs
        if runs is None:
            return
        if anew and self.plane is not None and runs.flat is not None:
            self.plane.fit()
        shown = runs.shown
        x = shown.domain[0]
        y = shown.domain[1] if shown.dim > 1 else self.curve.loss_range(shown)
        self._fitted, self._moved_to = (tuple(shown.names), tuple(shown.domain)), None
        self.box.setLimits(**FREE)  # the limits of another domain may leave a view of no width
        self.box.setAspectLocked(self.scales_equal)
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self.box.setLimits(**limits(x, y, self.scales_equal))
        self.box.updateMatrix()  # without it, a drag before the next repaint uses the old scale

    @property
    def look(self) -> Look:
        """Colours, levels, numbers, legend, grid and scales."""
        return self._scene.state.experiment.look if self._scene is not None else Look()

    @property
    def scales_equal(self) -> bool:
        """Whether x and y have equal scales, see `to_one_scale`."""
        runs = self.runs
        return runs is not None and runs.shown.dim > 1 and to_one_scale(runs.shown.domain, self.look.equal_scales)

    def _take_look(self, look: Look, before: Look) -> None:
        self.image.set_look(look)
        self.legend.apply_theme(self._theme, self.image.lut)
        self._show_legend()
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setGrid(90 if look.surface_grid else False)
        if look.equal_scales != before.equal_scales:
            self._fit()
            self._show_notes()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: open the menu of the picture."""
        from gdviz.gui.drawing.look_menu import open_menu

        open_menu(self, "surface", event.globalPos(), self.scales_equal)

    def draw_random_start(self) -> None:
        """Request a random start in the visible box, where the loss is finite."""
        runs, scene = self.runs, self._scene
        if runs is None or scene is None:
            return
        start = runs.random_start(scene.run, self.box.viewRange(), partial(rounded, self.box))
        if start is not None:
            self.startMoved.emit(runs.sharing(scene.run), start, True)

    def described(self, inch: float) -> str:
        """Describe the heat map in a file, where an inch takes `inch` pixels: its nodes, and if they are too few."""
        if self.runs is not None and self.runs.shown.dim == 1:
            return translate(UNDERSAMPLED) if self.curve.undersampled else ""
        if self.runs is None or not self.image.loss.size:
            return ""
        return nodes_text(self.image.loss.shape, self.box.width() / inch, self.image.undersampled)

    # Input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: N draws a random start."""
        if event.key() == Qt.Key.Key_N and not event.modifiers() and self.hasFocus():
            self.draw_random_start()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take the focus at a press, and clear the readout when the mouse leaves."""
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
        """Qt: draw the frame, and a ring around it if it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(self._theme.focus), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _mouse_clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        runs = self.runs
        if event.button() != Qt.MouseButton.LeftButton or runs is None:
            return
        pixel = self.box.mapFromScene(event.scenePos())
        found = self.paths.nearest(pixel, _REACH) if self.box.rect().contains(pixel) else None
        if found is not None:
            self.playheadRequested.emit(runs.step(*found))

    def _scrub(self, pixel: QPointF) -> None:
        if self.runs is not None and (found := self.paths.nearest(pixel, float("inf"))) is not None:
            self.playheadRequested.emit(self.runs.step(*found))

    def _double_clicked(self, x: float, y: float) -> None:
        runs, scene = self.runs, self._scene
        if runs is not None and scene is not None:
            start = runs.parameters(*rounded(self.box, x, y), scene.run)
            self.startMoved.emit(runs.sharing(scene.run), start, True)

    def _dragged(self, moved: list[int], x: float, y: float, final: bool) -> None:
        runs = self.runs
        if runs is not None and max(moved) < len(runs.records):
            self.startMoved.emit(moved, runs.parameters(*rounded(self.box, x, y), moved[0]), final)

    # Implementation

    def _show_legend(self) -> None:
        """Show the colour bar if it is chosen and there are losses."""
        problem = self.runs.problem if self.runs is not None else None
        there = problem is None or (problem.dim > 1 and not problem.absent)
        self.legend.setVisible(there and self.look.legend)

    def _new_problem(self) -> None:
        assert self.runs is not None
        shown, flat = self.runs.shown, self.runs.shown.dim == 1
        self.image.set_problem(None)
        self.curve.set_problem(None)
        self._show_legend()
        if flat or self._fitted != (tuple(shown.names), tuple(shown.domain)):  # if equal, only a constant has changed
            self._fit()
        if flat:
            self.curve.set_problem(shown)
        else:
            self.image.set_problem(shown)
            self._scale_changed()
        self._name_problem()

    def _trace_all(self) -> None:
        runs, scene = self.runs, self._scene
        if runs is not None and scene is not None:
            traces = [runs.trace(run) for run in range(len(runs.strokes))]
            self.paths.set_traces(traces, runs.rows(scene.playhead))

    def _label_axes(self) -> None:
        if self.runs is not None:
            label_axes(self.plot, self.runs.shown, self._theme)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss surface"))
        self._name_problem()
        self._update_markers()

    def _name_problem(self) -> None:
        """Show the title, the axes' titles and the facts of the problem."""
        if self._scene is not None and self.runs is not None:
            self.header.title.setText(problem_title(self._scene.experiment.problem, self.runs.problem))
            self._label_axes()
            self._show_facts()

    def _show_facts(self) -> None:
        """Show in the head the minima, or the plane."""
        runs = self._read_runs()
        self.header.facts.setText("" if runs is None else facts_text(runs.problem, self.plane))
        self._show_notes()

    def _show_notes(self) -> None:
        """Show in the head the warning about the picture and the notes on the plane."""
        runs, scene = self.runs, self._scene
        if runs is None or scene is None:
            return
        flat = runs.problem.dim == 1
        apart = bool(self.look.equal_scales) and not flat and not self.scales_equal
        unclear = self.curve.undersampled if flat else self.image.undersampled
        self.header.warning = picture_warning(self.curve.loss if flat else self.image.loss, apart, unclear)
        plane = None if scene.in_fog else self.plane
        self.header.notes = plane.loss_texts(scene.run, scene.playhead) if plane is not None else ()
        self.header.hints_drag = not (scene.in_fog or scene.state.moment.presenting)  # in fog, a click makes a step
        if not self.readout.hovering:
            self.header.set_readout(None)

    def _take_plane(self, scene: Scene, first: bool) -> None:
        """With more than two parameters, take the plane of the experiment; otherwise hide its button.

        The `first` time, take the published plane, if any: a figure shows the plane of the window.
        """
        runs = self.runs
        if self.plane is None:
            from gdviz.gui.surface.surface_plane import SurfacePlane

            self.plane = SurfacePlane(self, self.header.buttons)
            self.plane.due.connect(self._update_markers)
            self.plane.chosen.connect(self.planeChosen)
        assert runs is not None
        self.plane.take(scene.experiment, runs)
        if runs.problem.dim > 2 and runs.flat is None:
            flat = self.plane.look(runs, scene.run, scene.playhead, False)
            if first and scene.published.flat is not None:
                flat = self.plane.adopt(scene.published.flat)
            self.runs = replace(runs, flat=flat)

    def _follow_plane(self) -> None:
        """With more than two parameters, move the plane to the current point."""
        runs, scene = self.runs, self._scene
        if runs is None or runs.flat is None or self.plane is None or scene is None:
            return
        flat = self.plane.look(runs, scene.run, scene.playhead, self.markers.dragging)
        if flat is not runs.flat:
            self.runs = replace(runs, flat=flat)
            before, plane = runs.flat.plane, flat.plane
            if plane.basis is not before.basis:
                self._trace_all()
            if plane.basis is not before.basis or plane.explained != before.explained:
                self._label_axes()
            if self.plane.fits:
                self._fit()
            self.image.set_problem(flat)
            self._show_facts()
            self._publish()
        else:
            self._show_notes()

    def _update_markers(self) -> None:
        self._follow_plane()
        runs, scene = self.runs, self._scene
        if runs is None or scene is None:
            return
        gradient = f"∇{runs.problem.symbol}"
        self.markers.words = {"start": self.tr("start"), "update": runs.update_word(), "gradient": gradient}
        now = runs.now(scene.playhead, scene.run, scene.medium.names)
        self.markers.set_markers(Markers(runs.minima(), runs.starts(), now))
        if not self.readout.hovering:
            self._mark_loss()

    def _mark_loss(self) -> None:
        """Point the legend at the loss of the chosen run."""
        runs, scene = self._read_runs(), self._scene
        self.legend.set_mark(
            runs.loss_now(scene.run, scene.playhead) if runs is not None and scene is not None else None
        )

    def _scale_changed(self) -> None:
        self._publish()
        if self.runs is not None:
            self.legend.set_scale(self.image.scale, self.runs.problem.symbol)
            self._show_notes()
            if self.readout.hovering:
                self.readout.again()
            else:
                self._mark_loss()


def seen_box(seen: Box, domain: Box) -> Box:
    """The box of the 3-D view: the visible box of the 2-D view, or the domain if that view is fitted.

    A fitted view with equal scales shows more than the domain in one direction.
    """

    def same(a: tuple[float, float], b: tuple[float, float]) -> bool:
        size = abs(b[1] - b[0])
        return all(math.isclose(u, v, rel_tol=0, abs_tol=1e-6 * size) for u, v in zip(a, b, strict=True))

    def holds(a: tuple[float, float], b: tuple[float, float]) -> bool:
        slack = 1e-6 * abs(b[1] - b[0])
        return a[0] <= b[0] + slack and a[1] >= b[1] - slack

    fits = [same(a, b) for a, b in zip(seen, domain, strict=True)]
    wide = [holds(a, b) for a, b in zip(seen, domain, strict=True)]
    return domain if any(fits) and all(wide) else seen
