"""The stage that shows the loss surface from above, in three dimensions, or both side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import scaling
from gdviz.gui.surface.no_relief import why_none
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.widgets.enlarge import EnlargeButton
from gdviz.gui.widgets.focus import keep_focus
from gdviz.gui.widgets.segmented import DrawnCloser, SegmentedButtons

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.surface.surface_view3d import SurfaceView3d

_GAP = 8


class SurfaceStage(ViewDefaults, QSplitter):
    """Holds the surface view and, once that has been shown, the 3-D view.

    Signals
    -------
    modeRequested(mode)
        A person chose "2d", "3d" or "both".
    viewMade(view)
        The 3-D view was made and needs to be registered.
    cameraMoved(camera)
        A person has turned the relief, see SurfaceView3d.
    enlargeWanted()
        A person wants the small surface to be large.
    heightsChosen(heights)
        A person chose what the heights of the relief follow, see SurfaceView3d.
    """

    modeRequested = Signal(str)
    viewMade = Signal(object)
    cameraMoved = Signal(object)
    heightsChosen = Signal(str)
    enlargeWanted = Signal()

    def __init__(self, surface: SurfaceView, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("surfaceStage")
        self.setHandleWidth(_GAP)
        self.setChildrenCollapsible(False)
        self.surface = surface
        self.view3d: SurfaceView3d | None = None
        self.mode = "2d"
        self._scale = 1.0
        self._why_flat: Callable[[], str] = str
        """Returns why there is no relief; empty if there is one."""
        self.addWidget(surface)
        self.enlarge: EnlargeButton | None = None
        """Made when the surface is first small."""
        self.segments = SegmentedButtons()
        for key, name in (("2d", "surface2dButton"), ("3d", "surface3dButton"), ("both", "surfaceBothButton")):
            self.segments.add(key, "", name=name)
        self.segments.chosen.connect(self.modeRequested)
        surface.header.buttons.addWidget(self.segments)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if scene.surface != self.mode:
            self._set_mode(scene.surface)
        if before is None or scene.problem is not before.problem:
            self._why_flat = partial(why_none, scene.problem, None)
            for key in ("3d", "both"):
                self.segments.button(key).setEnabled(scene.problem.dim > 1)
            self._retranslate()
        # The simple window offers 3-D as an arrangement; in 3-D these buttons stay, as a way back to 2-D.
        small = scene.surface_is_small
        buttons_hidden = small or (scene.simple and scene.arrangement == "descent" and self.mode == "2d")
        if small and self.enlarge is None:
            self.enlarge = EnlargeButton("enlargeSurfaceButton")
            self.enlarge.show_word(True)
            self.enlarge.clicked.connect(lambda: self.enlargeWanted.emit())
            self.surface.header.buttons.addWidget(self.enlarge)
            self.enlarge.apply_theme(scene.theme)
        elif self.enlarge is not None and scene.has_other_style(before):
            self.enlarge.apply_theme(scene.theme)
        if self.enlarge is not None:
            self.enlarge.setVisible(small)
        if self.segments.isHidden() != buttons_hidden:
            self.segments.setVisible(not buttons_hidden)
        size, self._scale = self._scale, scaling.text_scale()
        if self.view3d is not None and self._scale != size:
            self.view3d.set_title_shown(self.mode == "3d")  # this changes the room for buttons
            if self.mode == "both":  # larger buttons have moved the splitter
                self._halve()

    def _set_mode(self, mode: str) -> None:
        self.mode = mode
        flat, deep = mode != "3d", mode != "2d"
        focus = QApplication.focusWidget()
        if deep and self.view3d is None:
            from gdviz.gui.surface.surface_view3d import SurfaceView3d

            self.view3d = SurfaceView3d()
            DrawnCloser(self.view3d, self.view3d.buttons, self.view3d.title)
            self.view3d.hide()
            self.addWidget(self.view3d)
            self.view3d.cameraMoved.connect(self.cameraMoved)
            self.view3d.heightsChosen.connect(self.heightsChosen)
            self.viewMade.emit(self.view3d)
        # Keep the row of buttons at the right end, under the mouse that has just pressed one.
        head = self.view3d.buttons if deep and self.view3d is not None else self.surface.header.buttons
        head.addWidget(self.segments)
        self.surface.setVisible(flat)
        if self.view3d is not None:
            if deep:
                self.view3d.set_title_shown(not flat)
            self.view3d.setVisible(deep)
        if mode == "both":
            self._halve()
        self.segments.set_current(mode)
        keep_focus(self, focus)

    def _halve(self) -> None:
        """Give both views equal room; twice, as buttons without room leave the head after the first time."""
        for _ in range(2):
            self.setSizes([self.width() // 2] * 2)
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.segments.set_text("2d", "2-D", self.tr("The loss surface from above (2)"))
        why = self._why_flat()
        self.segments.set_text("3d", "3-D", why or self.tr("The loss surface as a relief (3)"))
        self.segments.set_text("both", self.tr("Both"), why or self.tr("2-D and 3-D side by side, linked (4)"))
