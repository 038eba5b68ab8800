from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui import app
from gdviz.gui.shell.about_dialog import AboutDialog
from gdviz.gui.shell.error_dialog import MOST, ErrorDialog
from tests.gui.conftest import OpenWindow


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


def test_that_an_error_beside_a_dialog_is_shown_in_it(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = open_window()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back after the test
    app._show_uncaught_errors(window)
    seen: list[tuple[int, str, str]] = []

    def fail(number: int) -> None:
        error = ZeroDivisionError(f"number {number}")
        sys.excepthook(type(error), error, None)

    def look() -> None:
        for number in range(2, 2 + MOST):
            fail(number)
        QTimer.singleShot(0, window, close)

    def close() -> None:
        dialogs = [dialog for dialog in window.findChildren(ErrorDialog) if dialog.isVisible()]
        seen.append((len(dialogs), dialogs[0].title.text(), dialogs[0].details.toPlainText()))
        dialogs[0].reject()

    QTimer.singleShot(0, window, lambda: QTimer.singleShot(0, window, look))
    fail(1)
    fail(1)
    qtbot.waitUntil(lambda: len(seen) == 1)
    count, title, details = seen[0]
    assert (count, title) == (1, f"Something unforeseen happened {MOST + 1} times")
    assert [f"number {number}\n" in f"{details}\n" for number in range(1, 2 + MOST)] == [True] * MOST + [False]
    QTimer.singleShot(0, window, lambda: QTimer.singleShot(0, window, close))
    fail(99)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert (seen[1][1], "number 99" in seen[1][2]) == ("Something unforeseen happened", True)
