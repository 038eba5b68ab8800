"""The question before an experiment reads files outside of its own folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gdviz.gui.style.translating import breakable
from gdviz.quoting import short_path

MOST_NAMED = 6
"""The most files that are named; of further ones only the number is shown."""


class AllowDataBox(QMessageBox):
    """Asks whether the experiment called `name` may read `files`; closed without an answer, it may not."""

    def __init__(self, name: str, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("allowDataBox")
        self.setWindowTitle("gdviz")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(
            self.tr("“{name}” uses files outside its folder.").format(name=breakable(short_path(name)))
            if name
            else self.tr("This experiment uses files outside its folder.")
        )
        named = "\n".join(breakable(_named(file)) for file in files[:MOST_NAMED])
        if len(files) > MOST_NAMED:
            named += "\n" + self.tr("and {n} more").format(n=len(files) - MOST_NAMED)
            self.setDetailedText("\n".join(map(_named, files)))
        advice = self.tr(
            "Read them if you know where the experiment comes from. Their numbers are then drawn here, and exported "
            "files may hold them."
        )
        self.setInformativeText(f"{named}\n\n{advice}")
        self.read_button = self.addButton(self.tr("&Read the files"), QMessageBox.ButtonRole.AcceptRole)
        self.read_button.setObjectName("readDataButton")
        self.decline_button = self.addButton(self.tr("&Open without them"), QMessageBox.ButtonRole.RejectRole)
        self.decline_button.setObjectName("declineDataButton")
        self.setDefaultButton(self.decline_button)
        self.setEscapeButton(self.decline_button)

    def allowed(self) -> bool:
        """Ask, and return whether the files may be read."""
        self.exec()
        return self.clickedButton() is self.read_button


def _named(file: Path) -> str:
    """Return the path of a file; for a link, with its target."""
    if os.name != "posix":  # on Windows, to inspect a path may contact another computer
        return short_path(file)
    target = os.path.realpath(file)
    return short_path(file) if target == str(file) else f"{short_path(file)} → {short_path(target)}"
