"""What to export as a picture, how large, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.gui.export.image import SCALES, export_image
from gdviz.paths import user_folder

if TYPE_CHECKING:
    from gdviz.experiment import Experiment


class ExportImageDialog(QDialog):
    """Writes a PNG of one of some widgets; remembers what was chosen the last time.

    `widgets` maps "surface", "window" and the like to what is rendered; with `experiment` the file carries it.
    """

    def __init__(
        self, parent: QWidget | None, widgets: Mapping[str, QWidget], experiment: Experiment | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportImageDialog")
        self.setWindowTitle(self.tr("Export image"))
        self._widgets = dict(widgets)
        self._experiment = experiment
        names = {"surface": self.tr("Loss surface"), "window": self.tr("Whole window")}

        self.what = QComboBox(self)
        for key in self._widgets:
            self.what.addItem(names.get(key, key), key)
        self.scale = QComboBox(self)
        for scale in SCALES:
            self.scale.addItem("", scale)
        self.path = QLineEdit(self)
        self.path.setMinimumWidth(320)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        self.note = QLabel(self)
        self.note.setProperty("role", "note")
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()

        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(browse)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(12)
        form.addRow(self.tr("Pict&ure of"), self.what)
        form.addRow(self.tr("&Size"), self.scale)
        file = QLabel(self.tr("&File"), self)
        file.setBuddy(self.path)
        form.addRow(file, where)
        form.addRow("", self.note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export_button = QPushButton(self.tr("&Export"), self)
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._export)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

        self._recall()
        self.what.currentIndexChanged.connect(self._name_sizes)
        self.path.textChanged.connect(self._told)
        self._name_sizes()
        self._told()

    def target(self) -> Path:
        """The file that will be written, with its suffix."""
        path = Path(self.path.text().strip()).expanduser()
        return path if path.suffix.lower() == ".png" else path.with_name(path.name + ".png")

    def _recall(self) -> None:
        settings = _settings()
        folder = str(settings.value("folder", "")) or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.PicturesLocation
        )
        folder = folder if Path(folder).is_dir() else str(Path.home())
        self.path.setText(str(Path(folder) / "gdviz.png"))
        self.what.setCurrentIndex(max(0, self.what.findData(settings.value("what", ""))))
        scale = str(settings.value("scale", "2"))
        self.scale.setCurrentIndex(max(0, self.scale.findData(int(scale) if scale.isdigit() else 2)))

    def _remember(self) -> None:
        settings = _settings()
        settings.setValue("what", self.what.currentData())
        settings.setValue("scale", self.scale.currentData())
        settings.setValue("folder", str(self.target().parent))

    def _name_sizes(self) -> None:
        size = self._widgets[self.what.currentData()].size()
        for index, scale in enumerate(SCALES):
            text = self.tr("{scale}×  ({width} × {height} pixels)")
            self.scale.setItemText(
                index, text.format(scale=scale, width=size.width() * scale, height=size.height() * scale)
            )

    def _told(self) -> None:
        """Say what the path means before anything is written."""
        empty = not self.path.text().strip()
        self.export_button.setEnabled(not empty)
        there = not empty and self.target().is_file()
        self.note.setText(self.tr("The file is there already and will be replaced.") if there else " ")
        self.problem.hide()

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export image"), str(self.target()), self.tr("Pictures (*.png)")
        )
        if chosen:
            self.path.setText(chosen)

    def _export(self) -> None:
        try:
            export_image(
                self._widgets[self.what.currentData()], self.target(), self.scale.currentData(), self._experiment
            )
        except OSError as error:
            reason = error.strerror or str(error)
            self.problem.setText(self.tr("The picture could not be written: {reason}.").format(reason=reason))
            self.problem.show()
            return
        self._remember()
        self.accept()


def _settings() -> QSettings:
    settings = QSettings(str(user_folder("config") / "window.ini"), QSettings.Format.IniFormat)
    settings.beginGroup("export-image")
    return settings
