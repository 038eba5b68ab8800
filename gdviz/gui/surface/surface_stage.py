"""The place of the loss surface: from above, in three dimensions, or both side by side, one linked to the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from gdviz.gui.kernel.stage import Stage, keep_focus
from gdviz.gui.style import scaling
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.widgets.segmented import DrawnCloser, SegmentedButtons

if TYPE_CHECKING:
    from gdviz.editing.look import Look
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.style.theme import Theme
    from gdviz.gui.surface.surface_view3d import SurfaceView3d
    from gdviz.problems.base import Domain, Problem

_GAP = 8


class SurfaceStage(Stage, QSplitter):
    """Holds the surface view and, from the first time that it is asked for, the 3-D view.

    `modeChanged` carries "2d", "3d" or "both".
    """

    modeChanged = Signal(str)

    def __init__(self, surface: SurfaceView, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("surfaceStage")
        self.setHandleWidth(_GAP)
        self.setChildrenCollapsible(False)
        self.surface = surface
        self.view3d: SurfaceView3d | None = None
        self.mode = "2d"
        self._scale = 1.0
        self.told = {}
        self.addWidget(surface)
        self.segments = SegmentedButtons()
        for key, name in (("2d", "surface2dButton"), ("3d", "surface3dButton"), ("both", "surfaceBothButton")):
            self.segments.add(key, "", name=name)
        self.segments.chosen.connect(self.set_mode)
        surface.header.buttons.addWidget(self.segments)
        surface.box.sigRangeChanged.connect(self._follow_box)
        surface.image.scaleChanged.connect(self._follow_scale)
        surface.planeChanged.connect(lambda flat: self.tell("set_plane", flat))
        surface.markers.arrowsChanged.connect(self.set_arrows)
        self._retranslate()

    def set_mode(self, mode: str) -> None:
        """Show "2d", "3d" or "both"."""
        if mode == self.mode:
            return
        self.mode = mode
        flat, deep = mode != "3d", mode != "2d"
        focus = QApplication.focusWidget()
        if deep and self.view3d is None:
            from gdviz.gui.surface.surface_view3d import SurfaceView3d

            self.view3d = SurfaceView3d()
            DrawnCloser(self.view3d, self.view3d.buttons, self.view3d.title)
            self.view3d.hide()
            self.addWidget(self.view3d)
        # One row of buttons, always at the right end: under the mouse that has just pressed it.
        head = self.view3d.buttons if deep and self.view3d is not None else self.surface.header.buttons
        head.addWidget(self.segments)
        self.surface.setVisible(flat)
        if self.view3d is not None:
            if deep:
                self.view3d.set_title_shown(not flat)
                self.tell_all()
            self.view3d.setVisible(deep)
        if mode == "both":
            self._halve()
        self.segments.set_current(mode)
        keep_focus(self, focus)
        self.modeChanged.emit(mode)

    # what a view can be told

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show these runs in 3-D, too."""
        runs = self.surface.runs
        if runs is not None and runs.flat is not None:
            self.tell("set_plane", runs.flat)
        super().show_runs(experiment, problem, records, colors)
        self._follow_box()

    def set_glide(self, share: float) -> None:
        """Show the runs on their way to the next step, a `share` of it done."""
        self.surface.markers.set_glide(share)
        self.tell("set_glide", share)

    def set_active_run(self, index: int) -> None:
        """Choose the run whose point the plane goes through."""
        self.tell("set_active_run", index)

    def late_view(self) -> SurfaceView3d | None:
        """See Stage."""
        return self.view3d if self.mode != "2d" else None

    def tell_all(self) -> None:
        """See Stage; scale and box are taken from the view from above."""
        super().tell_all()
        self._follow_scale()
        self._follow_box()

    def set_arrows(self, shown: frozenset[str]) -> None:
        """Show these of the arrows "gradient", "momentum" and "update" in 3-D, too."""
        self.tell("set_arrows", shown)

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme, and the size of the type."""
        super().apply_theme(theme)
        before, self._scale = self._scale, scaling.text_scale()
        if self.view3d is not None and self._scale != before:
            self.view3d.set_title_shown(self.mode == "3d")  # there may be more or less room for buttons
            if self.mode == "both":  # larger ones have pushed the views
                self._halve()

    def set_look(self, look: Look) -> None:
        """Take the colours of the surface."""
        self.tell("set_look", look)

    def release(self) -> None:
        """Free what OpenGL holds; the window closes."""
        if self.view3d is not None:
            self.view3d.release()

    # how it is done

    def _halve(self) -> None:
        """Give both views equal room: twice, since buttons that find no room at first leave the head then."""
        for _ in range(2):
            self.setSizes([self.width() // 2] * 2)
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _follow_scale(self) -> None:
        view = self.late_view()
        if view is not None:
            view.set_scale(self.surface.image.scale)

    def _follow_box(self) -> None:
        view = self.late_view()
        if view is None or "show_runs" not in self.told:
            return
        runs = self.surface.runs
        if runs is not None and runs.shown.dim > 1:
            shown = runs.shown
            (x0, x1), (y0, y1) = self.surface.box.viewRange()
            view.set_box(seen_box(((x0, x1), (y0, y1)), (shown.domain[0], shown.domain[1])))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.segments.set_text("2d", "2-D", self.tr("The loss surface from above (2)"))
        self.segments.set_text("3d", "3-D", self.tr("The loss surface as a relief (3)"))
        self.segments.set_text("both", self.tr("Both"), self.tr("2-D and 3-D side by side, linked (4)"))


def seen_box(seen: Domain, domain: Domain) -> Domain:
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
