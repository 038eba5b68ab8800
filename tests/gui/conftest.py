"""The window that the tests of the gui drive."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.experiment import Experiment
from gdviz.gui.app import create_window
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from tests.gui.driving import settle

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Open a window with an experiment (default: the worked example), visible and computed."""
    windows: list[MainWindow] = []

    def open_one(experiment: Experiment | None = None) -> MainWindow:
        window = create_window(experiment)
        windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        settle(window)
        return window

    yield open_one
    for window in windows:
        window.files.asks = False
        window.close()
    if windows:  # whatever language a test chose: the next ones expect English
        set_language(qapp, "en")


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on the worked example."""
    return open_window()
