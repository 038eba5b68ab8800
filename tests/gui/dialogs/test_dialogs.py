from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.dialogs.about import AboutDialog
from gdviz.gui.dialogs.error import ErrorDialog
from gdviz.gui.dialogs.export_image import ExportImageDialog


@pytest.fixture
def widgets(qtbot: QtBot) -> dict[str, QWidget]:
    made = {"surface": QWidget(), "window": QWidget()}
    for widget, size in zip(made.values(), ((60, 40), (120, 80)), strict=True):
        qtbot.addWidget(widget)
        widget.resize(*size)
    return made


def export_dialog(qtbot: QtBot, widgets: dict[str, QWidget]) -> ExportImageDialog:
    dialog = ExportImageDialog(None, widgets)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_the_chosen_widget_is_written_at_the_chosen_scale(
    qtbot: QtBot, widgets: dict[str, QWidget], tmp_path: Path
) -> None:
    dialog = export_dialog(qtbot, widgets)
    dialog.what.setCurrentIndex(1)
    dialog.scale.setCurrentIndex(2)
    assert "360 × 240" in dialog.scale.currentText()
    dialog.path.setText(str(tmp_path / "picture"))
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert QImage(str(tmp_path / "picture.png")).width() == 360


def test_that_the_choice_is_remembered(qtbot: QtBot, widgets: dict[str, QWidget], tmp_path: Path) -> None:
    first = export_dialog(qtbot, widgets)
    first.what.setCurrentIndex(1)
    first.scale.setCurrentIndex(3)
    first.path.setText(str(tmp_path / "a.png"))
    first.export_button.click()
    second = export_dialog(qtbot, widgets)
    assert (second.what.currentData(), second.scale.currentData()) == ("window", 4)
    assert second.target().parent == tmp_path


def test_that_a_file_that_cannot_be_written_is_told_in_the_dialog(
    qtbot: QtBot, widgets: dict[str, QWidget], tmp_path: Path
) -> None:
    dialog = export_dialog(qtbot, widgets)
    dialog.path.setText(str(tmp_path / "nowhere" / "a.png"))
    dialog.export_button.click()
    assert dialog.isVisible()
    assert "could not be written: No such file or directory." in dialog.problem.text()


def test_that_replacing_a_file_is_said_before(qtbot: QtBot, widgets: dict[str, QWidget], tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    dialog = export_dialog(qtbot, widgets)
    dialog.path.setText(str(tmp_path / "a.png"))
    assert "replaced" in dialog.note.text()
    dialog.path.setText("")
    assert not dialog.export_button.isEnabled()


def test_that_about_names_versions_and_licences(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    text = dialog.text.toPlainText()
    for word in (gdviz.__version__, "PySide6", "pyqtgraph", "numpy", "sympy", "SIL Open Font License", "LGPL"):
        assert word in text
    dialog.copy_button.click()
    assert "numpy" in QGuiApplication.clipboard().text()


def test_that_the_unforeseen_can_be_copied_with_the_versions(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ErrorDialog("Traceback: ZeroDivisionError", tmp_path / "gdviz.log")
    qtbot.addWidget(dialog)
    dialog.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in text
    assert "Python" in text
