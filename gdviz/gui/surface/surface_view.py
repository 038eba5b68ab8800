"""The loss surface with the runs on it: where a person drags the start and sees the whole path follow."""

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
from gdviz.gui.style.texts import translate
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.surface.curve_view import CurveImage
from gdviz.gui.surface.surface_axes import FREE, dress_axes, label_axes, limits, make_plot, rounded, to_one_scale
from gdviz.gui.surface.surface_facts import UNDERSAMPLED, facts_told, nodes_told, picture_told
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

_REACH = 8.0  # pixels around a point of a path that belong to it


class SurfaceView(ViewDefaults, QFrame):
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
    planeChosen(choice)
        The plane that a person wants, a PlaneChoice.
    gradientWished(shown)
        Whether the arrow of the gradient is to be seen.
    boxMoved(seen)
        A hand has moved the view: a SeenBox; None where it is to be fitted.
    """

    startMoved = Signal(object, object, bool)
    playheadRequested = Signal(int)
    lookChosen = Signal(object)
    planeChosen = Signal(object)
    gradientWished = Signal(bool)
    boxMoved = Signal(object)

    def __init__(self, parent: QWidget | None = None, density: float = 0.0) -> None:
        """Make the view; for a file, the heat map has `density` nodes to a pixel, see SurfaceImage."""
        super().__init__(parent)
        self.setObjectName("surfaceView")
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("playing", True)
        self._scene: Scene | None = None
        self.runs: RunsOnSurface | None = None
        """The runs as the picture shows them: what it is of, and where in it they are."""
        self._fitted: tuple[object, ...] = ()
        """Names and domain of the problem that the view was last fitted to."""
        self.plane: SurfacePlane | None = None
        """Made for the first problem of more than two parameters."""
        self._build(density)

    def _build(self, density: float) -> None:
        self.header = SurfaceHeader()
        self.buttons = self.header.buttons
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Else cells of 2 and of 3 pixels lie side by side, a mosaic where the loss is smooth.
        self.graphics.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.graphics.setFrameShape(QFrame.Shape.NoFrame)
        self.graphics.ci.layout.setContentsMargins(0, 8, 0, 0)
        self.graphics.ci.layout.setSpacing(0)
        self.plot = make_plot(self.graphics, self)
        self.box = self.plot.getViewBox()
        self.image = SurfaceImage(self.box, self, density)
        self.image.scaleChanged.connect(self._scale_changed)
        self.image.judged.connect(self._tell_picture)
        self.box.sigRangeChanged.connect(self._publish)
        self.box.sigRangeChangedManually.connect(self._tell_box)
        self.curve = CurveImage(self.box, self)
        self.curve.judged.connect(self._tell_picture)
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
            self.graphics, self.box, self.paths, self.markers, self.header, self.legend, self._told, self._mark_loss
        )
        scene.sigMouseMoved.connect(self.readout.move)
        scene.sigMouseClicked.connect(self._mouse_clicked)
        self.graphics.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.header)
        layout.addWidget(self.graphics, 1)
        self.header.gradient_button.clicked.connect(self.gradientWished)
        self.header.fit_button.clicked.connect(self.fit)
        self._retranslate()
        self._dress(system())

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        state, was = scene.state.experiment, None if before is None else before.state.experiment
        if scene.has_other_look(before):
            self._dress(scene.theme)
        if was is None or state.look != was.look:
            self._take_look(state.look, Look() if was is None else was.look)
        if was is None or state.arrows != was.arrows:
            self.header.gradient_button.setChecked("gradient" in state.arrows)
            self.markers.set_arrows(state.arrows)
        if before is None or scene.in_fog != before.in_fog:
            self._take_fog(scene.in_fog)
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
        self._take_box(scene.state.moment.box, None if before is None else before.state.moment.box)
        if before is None:
            self._take_medium(scene.medium)
        self._publish()

    def _take_medium(self, medium: Medium) -> None:
        """Leave out what is not for a picture."""
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
        """Say what the picture shows: the plane, the scale of its colours, and which part."""
        runs, scene = self.runs, self._scene
        if scene is None or runs is None or runs.shown.dim < 2:
            return
        image, shown = self.image, runs.shown
        (x0, x1), (y0, y1) = self.box.viewRange()
        known = image.shows(shown, image.loss.shape)  # else the scale is another problem's, or none yet
        seen = seen_box(((x0, x1), (y0, y1)), (shown.domain[0], shown.domain[1]))
        scene.derived.publish(runs.flat, image.scale if known else None, seen)

    def _take_runs(self, scene: Scene, before: Scene | None) -> None:
        """Draw other runs; the surface is kept where the problem is the same object."""
        new = self.runs is None or scene.problem is not self.runs.problem
        self.runs = RunsOnSurface.of(scene, None if self.runs is None or new else self.runs.flat)
        if scene.problem.dim > 2 or self.plane is not None:
            self._take_plane(scene, before is None)
        if new:
            self._new_problem()
        self._trace_all()
        self._update_markers()
        if self.markers.dragging:
            self.readout.read()

    def settle(self) -> None:
        """See View: paths are drawn to their end."""
        self.paths.settle()

    def _follow(self) -> None:
        """Go to the playhead, and take what the records hold now."""
        if self.runs is not None and self._scene is not None:
            self.paths.set_playheads(self.runs.rows(self._scene.playhead))
            self._update_markers()

    def _dress(self, theme: Theme) -> None:
        """Take all colours from the theme, and the sizes of type and lines."""
        self._theme = theme
        self.graphics.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        dress_axes(self.plot, theme)
        self.image.apply_theme(theme)
        self.curve.apply_theme(theme)
        self.paths.set_casing(QColor(theme.window))
        self.markers.apply_theme(theme)
        self.legend.apply_theme(theme, self.image.lut)
        self.readout.apply_theme(theme)
        self._label_axes()
        self.update()

    def _take_fog(self, foggy: bool) -> None:
        """Hide what would show the way: paths, marks, facts, and what lies under the mouse."""
        for layer in (self.paths, self.markers):
            layer.setVisible(not foggy)
        self._tell_facts()
        self.readout.read()

    def _told(self) -> RunsOnSurface | None:
        """The runs that the readout reads; None where they are hidden."""
        return None if self._scene is not None and self._scene.in_fog else self.runs

    def fit(self) -> None:
        """Show the problem's whole domain, as a person wants it."""
        self._fit(anew=True)
        self.boxMoved.emit(None)

    def _tell_box(self) -> None:
        """A hand has moved the view: emit the range that was asked for, not what the widget's size made of it."""
        if self.runs is not None:
            x, y = self.box.targetRange()
            shown = self.runs.shown
            self.boxMoved.emit(SeenBox(tuple(shown.names), tuple(shown.domain), ((x[0], x[1]), (y[0], y[1]))))

    def _take_box(self, seen: SeenBox | None, had: SeenBox | None) -> None:
        """Show the part that a hand has moved to, or all again."""
        if seen is None:
            if had is not None:
                self._fit(anew=True)
        elif seen != had and (seen.names, seen.domain) == self._fitted:
            x, y = self.box.targetRange()
            if seen.box != (tuple(x), tuple(y)):
                self.box.setRange(xRange=seen.box[0], yRange=seen.box[1], padding=0, disableAutoRange=True)

    def _fit(self, anew: bool = False) -> None:
        """Show the problem's whole domain; with `anew`, that of a plane is fitted to the paths as they are now."""
        runs = self.runs
        if runs is None:
            return
        if anew and self.plane is not None and runs.flat is not None:
            self.plane.fit()
        shown = runs.shown
        x = shown.domain[0]
        y = shown.domain[1] if shown.dim > 1 else self.curve.loss_range(shown)
        self._fitted = (tuple(shown.names), tuple(shown.domain))
        self.box.setLimits(**FREE)  # those of another domain may leave a view of no width
        self.box.setAspectLocked(self.scales_equal)
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self.box.setLimits(**limits(x, y, self.scales_equal))
        self.box.updateMatrix()  # else a drag before the next repaint goes as far as in the view before

    @property
    def look(self) -> Look:
        """Colours, levels, numbers, legend, grid and scales."""
        return self._scene.state.experiment.look if self._scene is not None else Look()

    @property
    def scales_equal(self) -> bool:
        """Whether x and y have one scale: where a person wants it, and where the sides are not too far apart."""
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
            self._tell_picture()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: offer what can be chosen of the picture."""
        from gdviz.gui.drawing.look_menu import open_menu

        open_menu(self, "surface", event.globalPos())

    def draw_random_start(self) -> None:
        """Ask for a start drawn evenly from what is visible, where the loss is finite."""
        runs, scene = self.runs, self._scene
        if runs is None or scene is None:
            return
        start = runs.random_start(scene.run, self.box.viewRange(), partial(rounded, self.box))
        if start is not None:
            self.startMoved.emit(runs.sharing(scene.run), start, True)

    def described(self, inch: float) -> str:
        """Say how many nodes the heat map has, where an inch of paper takes `inch` pixels; and what it misses."""
        if self.runs is not None and self.runs.shown.dim == 1:
            return translate(UNDERSAMPLED) if self.curve.undersampled else ""
        if self.runs is None or not self.image.loss.size:
            return ""
        return nodes_told(self.image.loss.shape, self.box.width() / inch, self.image.undersampled)

    # what a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: N draws a random start."""
        if event.key() == Qt.Key.Key_N and not event.modifiers() and self.hasFocus():
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

    # how it is done

    def _show_legend(self) -> None:
        """Show the colours' losses where they are wanted and there are any."""
        problem = self.runs.problem if self.runs is not None else None
        there = problem is None or (problem.dim > 1 and not problem.absent)
        self.legend.setVisible(there and self.look.legend)

    def _new_problem(self) -> None:
        assert self.runs is not None
        shown, flat = self.runs.shown, self.runs.shown.dim == 1
        self.image.set_problem(None)
        self.curve.set_problem(None)
        self._show_legend()
        if flat or self._fitted != (tuple(shown.names), tuple(shown.domain)):  # else only a constant has changed
            self._fit()
        if flat:
            self.curve.set_problem(shown)
        else:
            self.image.set_problem(shown)
            self._scale_changed()
        self._retranslate()

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
        if self._scene is not None and self.runs is not None:
            self.header.title.setText(problem_title(self._scene.experiment.problem, self.runs.problem))
            self._label_axes()
            self._tell_facts()
            self._update_markers()

    def _tell_facts(self) -> None:
        """Say in the head where the minima are, or which plane is shown."""
        runs = self._told()
        self.header.facts.setText("" if runs is None else facts_told(runs.problem, self.plane))
        self._tell_picture()

    def _tell_picture(self) -> None:
        """Say in the head what is peculiar about the picture, while the mouse is elsewhere."""
        runs, scene = self.runs, self._scene
        if runs is None or scene is None:
            return
        flat = runs.problem.dim == 1
        apart = bool(self.look.equal_scales) and not flat and not self.scales_equal
        unclear = self.curve.undersampled if flat else self.image.undersampled
        self.header.peculiar = picture_told(self.curve.loss if flat else self.image.loss, apart, unclear)
        plane = None if scene.in_fog else self.plane
        self.header.asides = plane.tell_losses(scene.run, scene.playhead) if plane is not None else ()
        if not self.readout.hovering:
            self.header.set_readout(None)

    def _take_plane(self, scene: Scene, first: bool) -> None:
        """With more than two parameters: the plane that the experiment asks for; else put its button away.

        The `first` time it is the one that is published, if there is one: a figure has the plane of the window.
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
        """With more than two parameters: lay the plane through the point as it is now."""
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
            self._tell_facts()
            self._publish()
        else:
            self._tell_picture()

    def _update_markers(self) -> None:
        self._follow_plane()
        runs, scene = self.runs, self._scene
        if runs is None or scene is None:
            return
        gradient = f"∇{runs.problem.symbol}"
        self.markers.words = {"start": self.tr("start"), "update": runs.update_word(), "gradient": gradient}
        self.markers.set_markers(Markers(runs.minima(), runs.starts(), runs.now(scene.playhead, scene.run)))
        if not self.readout.hovering:
            self._mark_loss()

    def _mark_loss(self) -> None:
        """Let the legend point at the loss of the chosen run at the playhead."""
        runs, scene = self._told(), self._scene
        self.legend.set_mark(
            runs.loss_now(scene.run, scene.playhead) if runs is not None and scene is not None else None
        )

    def _scale_changed(self) -> None:
        self._publish()
        if self.runs is not None:
            self.legend.set_scale(self.image.scale, self.runs.problem.symbol)
            self._tell_picture()
            if not self.readout.hovering:
                self._mark_loss()


def seen_box(seen: Box, domain: Box) -> Box:
    """The box of the 3-D view: what 2-D shows, but the domain itself where 2-D is fitted to it.

    A fitted view keeps the scales of x and y equal, and so shows more than the domain in one direction.
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
