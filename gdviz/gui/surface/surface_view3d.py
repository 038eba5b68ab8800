"""The loss surface in three dimensions: a relief with the paths on it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from gdviz.engine.undersampling import undersampled
from gdviz.gui.kernel.derived import SCREEN
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import fonts, opengl, scaling
from gdviz.gui.style.opengl import Trouble
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.style.translating import translate
from gdviz.gui.surface import arrows3d
from gdviz.gui.surface import terrain as reliefs
from gdviz.gui.surface.camera import Camera
from gdviz.gui.surface.colour_maps import colour_table
from gdviz.gui.surface.no_relief import why_none
from gdviz.gui.surface.surface_axes import axis_titles
from gdviz.gui.surface.surface_canvas3d import Canvas, Marks
from gdviz.gui.surface.surface_facts import UNDERSAMPLED, relief_text
from gdviz.gui.surface.surface_header import problem_title
from gdviz.gui.surface.surface_runs import RunsOnSurface
from gdviz.gui.surface.terrain import Terrain
from gdviz.gui.surface.track3d import Track
from gdviz.gui.widgets.labels import ElidedLabel, SteadyLabel
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.view_state import HEIGHTS

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.problem import Domain, Problem

_LOG = logging.getLogger(__name__)
_SLICE_MS = 6.0
_ROOMY = 360  # the least width, in pixels, at which the head has room for all buttons


class SurfaceView3d(ViewDefaults, QFrame):
    """The relief of the loss over two parameters with paths and balls, or a sentence that says why there is none.

    OpenGL is first used when the view is shown with two or more parameters. `cameraMoved` carries the Camera that a
    person has chosen, or None after a reset; `heightsChosen` carries what the heights are to follow, "colours" or
    "loss".
    """

    cameraMoved = Signal(object)
    heightsChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, dense: float = 0.0, titled: bool = True) -> None:
        """Make the view; for a vector file, its relief has `dense` pixels per pixel of the view.

        It is `titled` unless it stands beside a view with the same title.
        """
        super().__init__(parent)
        self._dense = dense
        self.setObjectName("surfaceView3d")
        self.setProperty("panel", True)
        self._scene: Scene | None = None
        self._runs: RunsOnSurface | None = None
        self._tracks: list[Track] = []
        self._theme: Theme = system()
        self._lut: NDArray[np.uint8] = colour_table(self._theme, "oslo")
        self._relief_of: Problem | None = None
        """The problem of the relief."""
        self._terrain: Terrain | None = None
        self._work: Iterator[Terrain | None] | None = None
        self.undersampled = False
        """Whether the loss oscillates faster than the nodes of the relief can show."""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._trouble: Trouble | None = None
        self.canvas: Canvas | None = None
        self._titled = titled
        self._medium = SCREEN
        self._build()
        self.title.setVisible(titled)

    def _build(self) -> None:
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self.hint = SteadyLabel(fills=True)
        self.hint.setProperty("role", "label")
        self.fit_button = QPushButton()
        self.fit_button.setProperty("segment", "only")
        self.fit_button.clicked.connect(self.reset)
        self.heights = SegmentedButtons()
        for heights in HEIGHTS:
            self.heights.add(heights, "")
        self.heights.chosen.connect(self.heightsChosen)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(6)
        self.buttons.addWidget(self.heights)
        self.buttons.addWidget(self.fit_button)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.hint, 1)
        head.addStretch()
        head.addLayout(self.buttons)
        self.sentence = QLabel()
        self.sentence.setObjectName("surface3dSentence")
        self.sentence.setProperty("role", "label")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setWordWrap(True)
        self.sentence.setMargin(24)
        self.sentence.setMinimumSize(120, 90)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 6)
        layout.setSpacing(6)
        self.notice = QLabel()
        self.notice.setObjectName("surface3dNotice")
        self.notice.setProperty("role", "label")
        self.notice.setWordWrap(True)
        self.notice.hide()
        layout.addLayout(head)
        layout.addWidget(self.notice)
        self._pages = QStackedLayout()
        layout.addLayout(self._pages, 1)
        self._pages.addWidget(self.sentence)  # a child without a parent would be shown as a window
        self._retranslate()

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        state, known = scene.state.experiment, scene.published
        self._medium = scene.medium
        was = None if before is None else before.state.experiment
        hides = was is None or state.ahead_hidden != was.ahead_hidden
        colours = was is None or state.look.colours != was.look.colours or scene.has_other_style(before)
        if colours:
            self._theme, self._lut = scene.theme, colour_table(scene.theme, state.look.colours)
        if hides or scene.has_other_runs(before):
            self._take_runs(scene)
        heights = was is None or state.heights != was.heights
        if heights:
            self.heights.set_current(state.heights)
        if colours or heights or before is None or known.scale is not before.published.scale:
            self._retake()
        if before is None or known.box != before.published.box:
            self._begin()
        if self.canvas is not None and self.canvas.camera != self._camera:
            self.canvas.set_camera(self._camera)
        if (
            before is None
            or hides
            or known is not before.published
            or scene.playhead != before.playhead
            or scene.clock.share != before.clock.share
            or scene.has_other_runs(before)
            or scene.has_grown(before)
            or was is None
            or state.arrows != was.arrows
        ):
            self._follow()

    @property
    def _camera(self) -> Camera:
        """The camera that a person has chosen, or the first one."""
        moved = self._scene.state.moment.camera if self._scene is not None else None
        return Camera() if moved is None else Camera(*moved)

    def _take_runs(self, scene: Scene) -> None:
        """Draw other runs; the relief is kept if the problem is the same object."""
        new = self._runs is None or scene.problem is not self._runs.problem
        self._runs = RunsOnSurface.of(scene, None if self._runs is None or new else self._runs.flat)
        self._lay_plane()
        self._track_all()
        if new:
            self._terrain = None
            self.undersampled = False
            self._retranslate()
            self._begin()

    def _follow(self) -> None:
        """Move to the playhead, and take the new rows of the records."""
        if self._lay_plane():
            self._begin()
        runs, scene, terrain, canvas = self._runs, self._scene, self._terrain, self.canvas
        if runs is None or scene is None or canvas is None or terrain is None or not self.isVisible():
            return
        from gdviz.gui.surface.relief import DrapedPath

        paths = []
        for track, row in zip(self._tracks, runs.rows(scene.playhead), strict=True):
            if not track.style.drawn:
                continue
            track.extend(terrain, row + 1 if runs.ahead_hidden else None)
            past, ahead = track.cut(row)
            draped = track.drape(terrain, past, ahead)
            paths.append(DrapedPath(*draped, track.dots(terrain, past), track.style.ink, scene.theme.ahead))
        canvas.set_paths(paths, self._marks(runs, scene, terrain))

    def set_title_shown(self, shown: bool) -> None:
        """Show title and hint, or leave their room to the buttons, if a view beside this one shows them."""
        self._titled = shown
        self.title.setVisible(shown)
        self._retranslate()

    @property
    def busy(self) -> bool:
        """Whether the relief of this box is still being made."""
        return self._work is not None

    def described(self, inch: float) -> str:
        """Describe the relief that was painted last: its pixels, and if it is undersampled.

        An inch of paper takes `inch` pixels of the view.
        """
        sentences, canvas = [], self.canvas
        if canvas is not None and canvas.isVisible() and not canvas.pixels.isEmpty():
            sentences.append(relief_text(canvas.pixels.width(), canvas.pixels.height(), canvas.width() / inch))
        if self.undersampled and self._runs and self._runs.problem.dim > 1:
            sentences.append(translate(UNDERSAMPLED))
        return " ".join(sentences)

    def reset(self) -> None:
        """Go back to the first camera."""
        if self.canvas is not None:
            self.canvas.reset()

    def settle(self) -> None:
        """Finish the picture, with the finest relief and smooth edges."""
        while self._work is not None:
            self._go_on()
        if self.canvas is not None:
            self.canvas.settle()

    def release(self) -> None:
        """Free what OpenGL holds; the view shows nothing afterwards."""
        self._work = None
        self._timer.stop()
        if self.canvas is not None:
            self.canvas.release()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: begin to use OpenGL."""
        super().showEvent(event)
        self._begin()
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in a narrow view, keep the head free for the window's buttons."""
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: free what OpenGL holds."""
        self.release()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._retake()  # retranslates the titles of the axes
        super().changeEvent(event)

    # Implementation

    def _begin(self) -> None:
        """Begin the relief of the visible box, computed in slices, or show why there is none."""
        runs = self._runs
        if runs is None or not self.isVisible():
            return
        if runs.problem.dim < 2:
            self._work = None
        elif self._trouble is None and self.canvas is None:
            self._open()
        ready = runs.problem.dim > 1 and self.canvas is not None and self._trouble is None
        self._pages.setCurrentWidget(self.canvas if ready and self.canvas is not None else self.sentence)
        self._retranslate()
        if not ready:
            return
        box = self._box_of(runs)
        if self._terrain is not None and self._terrain.box == box and self._relief_of is runs.shown and not self.busy:
            return
        self._relief_of = runs.shown
        self._work = self._make(runs.shown, box)
        self._go_on()  # coarse at once: these paths must not be drawn on the relief of another problem

    def _box_of(self, runs: RunsOnSurface) -> Domain:
        """The visible box of the 2-D view, or the domain of the problem."""
        known = self._scene.published if self._scene is not None else None
        if known is None or known.box is None or (known.flat is not None and known.flat.whole is not runs.problem):
            return runs.shown.domain[0], runs.shown.domain[1]
        return known.box

    def _lay_plane(self) -> bool:
        """With more than two parameters, take the current plane; return whether the plane has changed."""
        runs, scene = self._runs, self._scene
        if runs is None or scene is None or runs.problem.dim <= 2:
            return False
        flat = scene.published.flat
        if flat is None or flat.whole is not runs.problem:
            flat = runs.plane_through(scene.run, scene.playhead)
        if flat.same_as(runs.flat):
            return False
        turned = runs.flat is not None and not np.array_equal(flat.plane.basis, runs.flat.plane.basis)
        self._runs = replace(runs, flat=flat)
        if turned:
            self._track_all()
        return True

    def _track_all(self) -> None:
        runs = self._runs
        if runs is not None and runs.problem.dim > 1:
            self._tracks = [Track(partial(runs.points, run), style) for run, style in enumerate(runs.strokes)]

    def _open(self) -> None:
        """Make the relief's canvas, or show why that failed."""
        self._trouble = opengl.trouble()
        if self._trouble is not None:
            return
        try:
            from gdviz.gui.surface.relief import Relief

            relief = Relief()
        except (ImportError, RuntimeError) as error:
            self._fail(str(error), Trouble.PACKAGE if isinstance(error, ImportError) else Trouble.CONTEXT)
            return
        self.canvas = Canvas(relief, self, self._dense)
        self.canvas.set_camera(self._camera)
        self.canvas.cameraMoved.connect(self.cameraMoved)
        self.canvas.failed.connect(self._fail)
        self._pages.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self._retranslate()

    def _fail(self, reason: str, trouble: Trouble = Trouble.CONTEXT) -> None:
        _LOG.warning("no 3-D view: %s", reason)
        self._trouble = trouble
        self._pages.setCurrentWidget(self.sentence)
        self._retranslate()

    def _go_on(self) -> None:
        """Work for some milliseconds, and go on when pending events have been processed."""
        until = time.perf_counter() + _SLICE_MS / 1000
        while self._work is not None and time.perf_counter() < until:
            step = next(self._work, "end")
            if isinstance(step, str):
                self._work = None
            elif step is not None:
                self._take(step)
        if self._work is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _make(self, problem: Problem, box: Domain) -> Iterator[Terrain | None]:
        """Make the relief and check whether it is undersampled; yield None between slices."""
        relief = None
        for step in reliefs.make(problem, box):
            relief = step or relief
            yield step
        if relief is None:
            return
        missed = undersampled(problem, box, relief.levels, relief.scale)
        while True:
            try:
                next(missed)
            except StopIteration as end:
                self.undersampled = end.value is not None
                break
            yield None
        self._show_undersampled()

    def _retake(self) -> None:
        """Show the losses of the relief again, with other heights, colours, titles, or another scale."""
        if self._terrain is not None:
            self._take(self._terrain)

    def _take(self, relief: Terrain) -> None:
        scene = self._scene
        true = scene is not None and scene.state.experiment.heights == "loss"
        scale = scene.published.scale if scene is not None else None
        terrain = Terrain(relief.box, relief.loss, scale or relief.scale, true)
        other = self._terrain is None or self._terrain.box != terrain.box
        self._terrain = terrain
        if other:
            for track in self._tracks:
                track.clear()
        if self.canvas is not None and self._runs is not None:
            x, y = axis_titles(self._runs.shown)
            self.canvas.set_terrain(terrain, self._lut, self._theme, (x, y, self._runs.problem.symbol))
        self._follow()

    def _marks(self, runs: RunsOnSurface, scene: Scene, terrain: Terrain) -> Marks:
        def flat(point: tuple[float, float]) -> NDArray[np.float64]:
            return terrain.flat(np.array(point))

        now = [run.gliding(scene.clock.share) for run in runs.now(scene.playhead, scene.run)]
        return Marks(
            [(flat(mark.point), mark.is_global) for mark in runs.minima()],
            [flat(start.point) for start in runs.starts()],
            [(flat(run.point), run.colour) for run in now],
            self.tr("start"),
            arrows3d.on_floor(now, scene.state.experiment.arrows, terrain, self._theme),
        )

    def _show_undersampled(self) -> None:
        drawn = self.canvas is not None and self._pages.currentWidget() is self.canvas
        self.notice.setText(translate(UNDERSAMPLED))
        # A picture has no notice: the description in its file says so.
        self.notice.setVisible(drawn and self.undersampled and self._medium.tools)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss surface in 3-D"))
        self.heights.set_text(
            "colours", self.tr("log"), self.tr("Heights as the colours: what is low beside high walls is seen")
        )
        self.heights.set_text("loss", self.tr("linear"), self.tr("Heights as the loss itself"))
        self.fit_button.setText(self.tr("Reset"))
        self.fit_button.setToolTip(self.tr("Look from where you looked at first; a double-click does the same"))
        hints = self.tr("Drag to turn, wheel to zoom"), self.tr("Projected onto a plane; drag to turn, wheel to zoom")
        self.hint.setText(hints[self._runs is not None and self._runs.flat is not None])
        if self._runs is not None and self._scene is not None:
            self.title.setText(problem_title(self._scene.experiment.problem, self._runs.problem))
            self.sentence.setText(why_none(self._runs.problem, self._trouble))
        drawn = self.canvas is not None and self._pages.currentWidget() is self.canvas
        if self._medium.title and self.title.text() == self._medium.title:
            self.title.hide()
        self.hint.setVisible(drawn and self._titled and self._medium.tools)
        self._show_undersampled()
        roomy = drawn and self._medium.tools and self.width() >= scaling.px(_ROOMY)
        for widget in (self.heights, self.fit_button):
            widget.setVisible(roomy)
        if self.canvas is not None:
            self.canvas.setAccessibleName(self.tr("Loss surface in 3-D"))
