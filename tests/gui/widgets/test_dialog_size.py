from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QDialog

from gdviz.gui.export.export_code import ExportCodeDialog
from gdviz.gui.export.export_film import ExportFilmDialog
from gdviz.gui.export.export_image import ExportImageDialog
from gdviz.gui.shell.about_dialog import AboutDialog
from gdviz.gui.shell.error_dialog import ErrorDialog
from gdviz.gui.shell.escape_dialog import EscapeDialog
from gdviz.gui.shell.keys_dialog import KeysDialog
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.memory_advisor import MemoryAdvisor
from gdviz.gui.widgets import choose_file

SCREEN = QRect(0, 0, 1366, 768)
DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "file": lambda window: choose_file.make_dialog(window, "Open", "", "Experiments (*.json)"),
    "about": AboutDialog,
    "error": lambda window: ErrorDialog("what went wrong", Path("gdviz.log"), window),
    "escape": lambda window: EscapeDialog(window, window.experiment, 0, window.theme),
    "code": lambda window: ExportCodeDialog(window, window.result),
    "film": lambda window: ExportFilmDialog(window.bench, window.result),
    "image": lambda window: ExportImageDialog(window.bench, window.surface),
    "keys": lambda window: KeysDialog(window.commands.keys(), window),
    "memory": lambda window: MemoryAdvisor(
        window, window.experiment, 0, window.controller.result.backend, window.theme
    ),
}
SIZED = ("file", "about", "error", "escape", "code", "memory")
"""Those that open at a size of their own, not at that of what is in them."""


@pytest.fixture(autouse=True)
def _screen(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """A screen of a small laptop, and Qt's own file dialog."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: SCREEN)
    before = QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, before)


def opened_size(window: MainWindow, name: str) -> QSize:
    dialog = DIALOGS[name](window)
    dialog.show()
    QApplication.processEvents()
    size = dialog.size()
    dialog.close()
    dialog.deleteLater()
    QApplication.processEvents()
    return size


def test_that_a_dialog_grows_with_the_type_and_stays_on_its_screen(window: MainWindow) -> None:
    window.resize(1024, 700)
    usual = {name: opened_size(window, name) for name in DIALOGS}
    for _ in range(4):
        window.bench.actions["actionLargerText"].trigger()
    large = {name: opened_size(window, name) for name in DIALOGS}
    window.bench.actions["actionNormalText"].trigger()
    for name, size in large.items():
        assert size.width() < SCREEN.width() and size.height() < SCREEN.height() - 20, (name, size, "no frame has room")
    for name in SIZED:
        wide, high = usual[name].toTuple()
        assert large[name].width() >= min(1.7 * wide, SCREEN.width() - 30), name
        assert large[name].height() >= min(1.7 * high, SCREEN.height() - 60), name
