"""The switch between surface and basins in the head of the surface, shown if there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from gdviz.gui.surface.surface_header import SurfaceHeader
from gdviz.gui.widgets.segmented import SegmentedButtons

_AIR = 90
"""Pixels reserved for the facts beside the title."""


class BasinSwitch(QObject):
    """Two buttons that show and set the state of an action."""

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
        """Show the switch only if title and the other buttons leave room."""
        header = self._header
        others = header.buttons.sizeHint().width()
        if self.segments.isVisibleTo(header):
            others -= self.segments.sizeHint().width() + header.buttons.spacing()
        room = header.width() - header.title.sizeHint().width() - others - _AIR
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
