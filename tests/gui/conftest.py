"""The window that the tests of the gui drive."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gdviz.experiment import Experiment
from gdviz.gui.app import create_window
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from gdviz.view_state import DEFAULT_SPEED, PersonState
from tests.conftest import no_window_left_by, shares_window
from tests.gui.driving import settle

OpenWindow = Callable[..., MainWindow]


class PatientBot(QtBot):
    """Waits longer than pytest-qt does: on a busy machine a process may stand still for seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 30_000) -> None:
        """Wait until a condition holds, which is checked every 10 ms."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The driver of real events."""
    return PatientBot(request)


@pytest.fixture(scope="module", autouse=True)
def little_garbage() -> None:
    """Keep what earlier modules left in caches out of garbage collections: each test of a window starts one."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module")
def shared_window(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[SharedWindow | None]:
    """The window that the tests of a module share that is marked with `one_window`."""
    if request.node.get_closest_marker("one_window") is None:
        yield None
        return
    with no_window_left_by("the tests"):
        shared = SharedWindow()
        yield shared
        close(shared.window)
        shared.window.deleteLater()
        del shared
    set_language(qapp, "en")


@pytest.fixture
def open_window(
    request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot, shared_window: SharedWindow | None
) -> Iterator[OpenWindow]:
    """Open a window with an experiment (default: the worked example), visible and computed.

    Of a module that is marked with `one_window`, the first window of each test is the same one, reset; a test that is
    marked with `own_window` gets a new one.
    """
    windows: list[MainWindow] = []
    shared = shared_window if shares_window(request.node) else None

    def open_one(experiment: Experiment | None = None, person: PersonState | None = None) -> MainWindow:
        if shared is not None and not windows and person is None:
            windows.append(shared.window)
            return shared.begin(experiment)
        window = create_window(experiment, person=person)
        windows.append(window)
        qtbot.addWidget(window)
        show(window)
        return window

    yield open_one
    for window in windows[shared is not None :]:
        close(window)
    if windows:  # whatever language a test chose: the next ones expect English
        set_language(qapp, "en")


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on the worked example."""
    return open_window()


class SharedWindow:
    """A window that opens one experiment after the other, and looks as a new one does each time."""

    def __init__(self) -> None:
        self.window = window = create_window()
        show(window)
        self._checked: dict[QAction, bool] = {}
        """Whether each action had a check mark when it was first seen: some come with data."""
        self._know_actions()
        self._splitters = [(splitter, splitter.saveState()) for splitter in window.splitters.values()]

    def begin(self, experiment: Experiment | None) -> MainWindow:
        """Leave every mode, and open `experiment`."""
        window = self.window
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible() and belongs_to(widget, window):
                widget.close()
        window.files.asks = window.files.keeps = False
        window.controller.playhead.pause()
        window.controller.playhead.set_speed(DEFAULT_SPEED)
        window.setFocus()  # no field is left with what was typed into it for the experiment before
        if window.bench.actions["actionPresent"].isChecked():
            window.bench.actions["actionPresent"].trigger()
        window.status.note("")
        window.bench.view_model.begin(PersonState(), {})
        for action, checked in self._checked.items():
            if isValid(action) and action.isChecked() != checked and (action.actionGroup() is None or checked):
                action.trigger()
        window.showNormal()
        window.resize(1440, 900)
        for splitter, state in self._splitters:
            splitter.restoreState(state)
        window.controller.model.open(experiment if experiment is not None else worked_example(), None)
        window.activateWindow()
        QTest.mouseMove(window, QPoint(1, 1))  # so that a test may move it to where it was
        settle(window)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what belonged to the experiment before
        self._know_actions()
        return window

    def _know_actions(self) -> None:
        now = self.window.findChildren(QAction)
        known = {action: checked for action, checked in self._checked.items() if action in now}
        self._checked = {action: action.isChecked() for action in now} | known


def belongs_to(widget: QWidget | None, window: MainWindow) -> bool:
    """Whether a widget, or the dialog that it is, has the window over it; `isAncestorOf` knows nothing of dialogs."""
    while widget is not None and widget is not window:
        widget = widget.parentWidget()
    return widget is window


def show(window: MainWindow) -> None:
    """Show a window, and wait until it is seen and computed."""
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    settle(window)


def close(window: MainWindow) -> None:
    """Close a window without a question."""
    window.files.asks = False
    window.close()
