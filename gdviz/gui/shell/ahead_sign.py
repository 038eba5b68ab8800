"""The label that shows that everything ahead of the playhead is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QWidget

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene


class AheadSign(ViewDefaults, ElidedLabel):
    """Says that everything ahead of the playhead is hidden, and which key shows it; invisible while nothing is.

    It is as high as the other labels of the bar, in every script, so that no plot moves when it appears.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("aheadSign")
        self.setProperty("role", "label")
        self._whole = False
        self._retranslate()
        self.hide()

    def set_whole(self, whole: bool) -> None:
        """Set whether the text is never cut, as before a class, which has no tool tip."""
        self._whole = whole
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Qt: all of it, or a few letters."""
        return self.sizeHint() if self._whole else super().minimumSizeHint()

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
        tip = self.tr("What lies ahead of the playhead is hidden. The key H shows it.")
        self.set_tip(tip)
        self.setAccessibleDescription(tip)
