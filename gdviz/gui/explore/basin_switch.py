"""Surface or basins: a switch in the head of the surface, where there is room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from gdviz.gui.surface.surface_header import SurfaceHeader
from gdviz.gui.widgets.segmented import SegmentedButtons

_AIR = 90
"""Pixels that are left to the facts beside the title."""


class BasinSwitch(QObject):
    """Two buttons that follow an action, and switch it."""

    def __init__(self, header: SurfaceHeader, action: QAction) -> None:
        super().__init__(header)
        self._header, self._action = header, action
        self.segments = SegmentedButtons()
        for key in ("surface", "basins"):
            self.segments.add(key, "", name=f"{key}Button")
        self.segments.chosen.connect(lambda key: action.setChecked(key == "basins"))
        action.toggled.connect(self._follow)
        self._follow(action.isChecked())
        header.buttons.insertWidget(0, self.segments)
        header.installEventFilter(self)
        self._retranslate()

    def _follow(self, on: bool) -> None:
        self.segments.set_current("basins" if on else "surface")

    def _fit(self) -> None:
        """Show it only where title and the other buttons leave room."""
        header = self._header
        others = header.buttons.sizeHint().width()
        if self.segments.isVisibleTo(header):
            others -= self.segments.sizeHint().width() + header.buttons.spacing()
        room = header.width() - header.title.sizeHint().width() - others - _AIR
        self.segments.setVisible(room >= self.segments.sizeHint().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: there may be more room, or less; or other words."""
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
