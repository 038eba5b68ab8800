"""Permission to read files outside of an experiment's folder: asked at opening, remembered at saving."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gdviz import consent
from gdviz.experiment import Experiment, ExperimentFile, file_of
from gdviz.gui.style.translating import breakable
from gdviz.messages import ExperimentError
from gdviz.quoting import short_path

_LONGEST = 60
"""The most letters of a file's name in the strip."""


def may_read(name: str, files: Sequence[Path], parent: QWidget | None) -> bool:
    """Ask whether the experiment called `name` may read these files."""
    from gdviz.gui.shell.allow_data_box import AllowDataBox

    box = AllowDataBox(name, files, parent)
    try:
        return box.allowed()
    finally:
        box.deleteLater()


def experiment_of(file: ExperimentFile, name: str, parent: QWidget | None) -> Experiment:
    """Return the experiment of a file called `name`; if it refers to files elsewhere, ask the person first.

    Raises ExperimentError.
    """
    known = consent.is_given(file.content, file.outside)
    if not known and not may_read(name, file.outside, parent):
        return file.without_outside()
    experiment = file.experiment()
    if not known:
        consent.remember(file.content, file.outside)
    return experiment


def remember_own(experiment: Experiment, path: Path, content: bytes) -> None:
    """Remember that the file of an experiment, saved to `path` with this content, may read the files that it names."""
    with suppress(ExperimentError):  # too large to open again
        consent.remember(content, set(file_of(content, path).outside) - set(experiment.withheld))


class WithheldStrip(QFrame):
    """Shows, above the parts of the window, which files were not read; its button emits `readRequested`."""

    readRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("withheldStrip")
        self.setProperty("panel", True)
        self._files: tuple[Path, ...] = ()
        self.label = QLabel()
        self.label.setObjectName("withheldLabel")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.button = QPushButton()
        self.button.setObjectName("readWithheldButton")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.readRequested)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_files(self, files: tuple[Path, ...]) -> None:
        """Show that these files were not read; hide the strip if there are none."""
        self._files = files
        self._retranslate()
        self.setVisible(bool(files))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        named = ", ".join(breakable(short_path(file.name, _LONGEST)) for file in self._files[:3]) + (
            ", …" if len(self._files) > 3 else ""
        )
        self.label.setText(
            self.tr("These files lie outside the folder of this experiment and were not read: {files}").format(
                files=named
            )
        )
        self.label.setToolTip("\n".join(map(short_path, self._files[:20])))
        self.button.setText(self.tr("Read them…"))
        self.button.setToolTip(self.tr("Asks whether this experiment may read these files."))
