"""The question after a crash: go on with what was not saved?"""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QMessageBox, QWidget


class RecoveryBox(QMessageBox):
    """Asks about one unsaved experiment; if closed without an answer, it is shown again at the next start.

    `since` is when it was last changed, in seconds since 1970.
    """

    OPEN = QMessageBox.StandardButton.Open
    DISCARD = QMessageBox.StandardButton.Discard

    def __init__(self, name: str, since: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recoveryBox")
        self.setWindowTitle("gdviz")
        when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(since)), QLocale.FormatType.ShortFormat)
        self.setText(self.tr("gdviz was ended before the changes were saved."))
        question = (
            self.tr("Open “{name}” as it was on {when}?")
            if name
            else self.tr("Open the experiment as it was on {when}?")
        )
        self.setInformativeText(question.format(name=name, when=when))
        later = QMessageBox.StandardButton.Cancel
        self.setStandardButtons(self.OPEN | self.DISCARD | later)
        self.button(self.DISCARD).setText(self.tr("Discard"))
        self.button(later).setText(self.tr("Ask again later"))
        self.setDefaultButton(self.OPEN)
        self.setEscapeButton(later)
