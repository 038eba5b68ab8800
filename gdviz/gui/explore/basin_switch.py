"""The switch between surface and basins in the head of the surface, shown if there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.surface.surface_header import SurfaceHeader
from gdviz.gui.widgets.segmented import SegmentedButtons

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

_AIR = 90
"""Pixels reserved for the facts beside the title."""


class BasinSwitch(ViewDefaults, QObject):
    """Two buttons that show the layer of the surface; `basinsChosen` carries whether a person wants the basins."""

    basinsChosen = Signal(bool)

    def __init__(self, header: SurfaceHeader) -> None:
        super().__init__(header)
        self._header = header
        self.segments = SegmentedButtons()
        for key in ("surface", "basins"):
            self.segments.add(key, "", name=f"{key}Button")
        self.segments.chosen.connect(lambda key: self.basinsChosen.emit(key == "basins"))
        header.buttons.insertWidget(0, self.segments)
        header.installEventFilter(self)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self.segments.set_current(scene.state.experiment.layer)

    def _fit(self) -> None:
        """Show the switch only if the title, without its brackets, and the other buttons leave room."""
        header = self._header
        others = header.buttons.sizeHint().width()
        if self.segments.isVisibleTo(header):
            others -= self.segments.sizeHint().width() + header.buttons.spacing()
        room = header.width() - header.title.short_width() - others - _AIR
        self.segments.setVisible(room >= self.segments.sizeHint().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the room or the language may have changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return False

    def _retranslate(self) -> None:
        self.segments.set_text("surface", self.tr("Surface"), self.tr("The loss, as a heat map"))
        tip = self.tr("Basins of attraction: the minimum that each start arrives in (M)")
        self.segments.set_text("basins", self.tr("Basins"), tip)
        self._fit()
