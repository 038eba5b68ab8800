"""The question before saving a file that has changed since it was opened or last saved."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


class ChangedFileBox(QMessageBox):
    """Asks what to do if another window or program has changed the file called `name`, or removed it (`gone`).

    Closed without an answer, nothing is saved.
    """

    HERE = QMessageBox.StandardButton.Save
    ELSEWHERE = QMessageBox.StandardButton.SaveAll
    SHOW = QMessageBox.StandardButton.Open

    def __init__(self, name: str, gone: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changedFileBox")
        self.setWindowTitle("gdviz")
        cancel = QMessageBox.StandardButton.Cancel
        if gone:
            self.setText(self.tr("{file} was deleted, moved or renamed since it was opened here.").format(file=name))
            self.setStandardButtons(self.HERE | self.ELSEWHERE | cancel)
        else:
            said = self.tr("{file} was changed by another window or program since it was opened or saved here.")
            self.setText(said.format(file=name))
            self.setInformativeText(self.tr("If you save here, the other version stays beside it under a new name."))
            self.setStandardButtons(self.HERE | self.ELSEWHERE | self.SHOW | cancel)
            self.button(self.SHOW).setText(self.tr("Show the other version"))
        self.button(self.HERE).setText(self.tr("Save here"))
        self.button(self.ELSEWHERE).setText(self.tr("Save under another name…"))
        self.setDefaultButton(self.ELSEWHERE)
        self.setEscapeButton(cancel)
