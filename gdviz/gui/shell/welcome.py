"""What a first start invites to: four things to try, until they are put away for good."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gdviz.gui.shell.note_strip import NoteStrip


class Welcome(NoteStrip):
    """A strip over the window's parts: what to drag, what to press. `dismissed` is emitted when it is put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")

    def texts(self) -> list[tuple[str, str]]:
        """(head, text) of each thing to try."""
        return [
            (self.tr("Drag"), self.tr("Drag the ring on the surface: the whole path follows.")),
            (self.tr("Press"), self.tr("Space plays; Left and Right go step by step.")),
            (self.tr("Change"), self.tr("Make the learning rate larger at the left and watch. Ctrl+Z takes it back.")),
            (self.tr("More"), self.tr("The menu Lessons has the lecture's figures; F1 lists the keys.")),
        ]

    def _retranslate(self) -> None:
        super()._retranslate()
        self.setAccessibleName(self.tr("Welcome"))
        self.close_button.setToolTip(self.tr("Puts this away for good"))
        self.close_button.setAccessibleName(self.tr("Put this away for good"))
