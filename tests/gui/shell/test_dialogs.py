from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.shell.about_dialog import AboutDialog
from gdviz.gui.shell.error_dialog import ErrorDialog


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
