"""The sign in the status bar that what lies ahead of the playhead is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gdviz.gui.kernel.view import ViewDefaults

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene


class AheadSign(ViewDefaults, QLabel):
    """Says that what lies ahead of the playhead is hidden, and which key shows it; not seen while nothing is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aheadSign")
        self.setProperty("role", "label")
        # In another script it may be higher than the rest of the bar: all plots would move when it comes.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._retranslate()
        self.hide()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self.setVisible(scene.state.experiment.ahead_hidden)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setText(self.tr("ahead hidden (H)"))
        self.setToolTip(self.tr("What lies ahead of the playhead is hidden. The key H shows it."))
        self.setAccessibleDescription(self.toolTip())
