"""One edit, one repaint of everything that it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import prepare
from gdviz.gui.kernel import controller
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.worker import BURST_SECONDS, Worker
from gdviz.gui.runs.run_rows import BELOW
from gdviz.gui.shell.main_window import FILL_MS, MainWindow
from gdviz.gui.shell.status import StatusBar
from gdviz.gui.style import theme
from tests.gui.conftest import OpenWindow
from tests.gui.driving import drag_start, settle, wait_until
from tests.gui.painted import Painted
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import show_scene
from tests.making import a_run, an_experiment


class Paints(QObject):
    """Notes in which repaint of their window, counted from 1, some widgets were painted."""

    def __init__(self, window: MainWindow, widgets: dict[str, QWidget]) -> None:
        super().__init__(window)
        self._names = {id(widget): name for name, widget in widgets.items()}
        self._repaints = 0
        self.of: dict[str, list[int]] = {name: [] for name in widgets}
        for widget in (window, *widgets.values()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and id(watched) in self._names:
            self.of[self._names[id(watched)]].append(self._repaints)
        elif event.type() == QEvent.Type.UpdateRequest and id(watched) not in self._names:
            self._repaints += 1
        return False


@pytest.fixture
def plots(window: MainWindow) -> dict[str, QWidget]:
    wait_until(lambda: not window.surface.image.busy)
    QTest.qWait(2 * FILL_MS)  # and until the long lists are made
    return {
        "surface": window.surface.graphics.viewport(),
        "rates": window.schedule.plot.viewport(),
        "losses": window.loss.plot.viewport(),
        "card": window.card,
    }


def test_that_an_edit_paints_each_view_once_and_all_of_them_together(
    window: MainWindow, plots: dict[str, QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "FIRST_BURST_WAIT", 5.0)  # however busy the machine is
    slider = window.panel.lr_slider
    middle = slider.rect().center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    settle(window)
    QTest.mouseMove(slider, middle + QPoint(9, 0))  # the lines of the card may now need a scroll bar
    settle(window)
    QTest.qWait(50)
    paints = Paints(window, plots)
    QTest.mouseMove(slider, middle + QPoint(12, 0))
    settle(window)
    QApplication.processEvents()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(12, 0))
    assert all(len(repaints) == 1 for repaints in paints.of.values())
    assert len(set(map(tuple, paints.of.values()))) == 1


def test_that_the_table_is_painted_with_the_plots_while_the_start_is_dragged(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "FIRST_BURST_WAIT", 5.0)  # however busy the machine is
    window = open_window(an_experiment("himmelblau", [a_run((0.5, -0.5))], steps=100))
    wait_until(lambda: not window.surface.image.busy)
    QTest.qWait(2 * FILL_MS)
    drag_start(window, (1.0, 0.5), release=False)
    settle(window)
    QTest.qWait(50)
    # The loss to reach is another for each start; its column has no room here.
    heads = window.table.model.headerData(BELOW, Qt.Orientation.Horizontal)
    paints = Paints(window, {"surface": window.surface.graphics.viewport(), "table": window.table.table.viewport()})
    drag_start(window, (1.5, 0.7), release=False)
    settle(window)
    QTest.qWait(50)
    assert heads != window.table.model.headerData(BELOW, Qt.Orientation.Horizontal)
    assert paints.of["surface"] == paints.of["table"] != []


class PaintNote(QObject):
    """Notes each time that a widget is painted."""

    def __init__(self, widget: QWidget, noted: list[str]) -> None:
        super().__init__(widget)
        self._noted = noted
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._noted.append("painted")
        return False


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets a note of each burst that the worker is allowed."""
    noted: list[str] = []
    real = Worker.kick

    def kick(worker: Worker, _seconds: float) -> None:
        noted.append("burst")
        real(worker, 1e-9)  # a chunk, and wait for the next frame

    monkeypatch.setattr(Worker, "kick", kick)
    return noted


def test_that_growth_is_painted_with_the_playhead_and_the_worker_goes_on_after_that(
    noted: list[str], window: MainWindow, plots: dict[str, QWidget]
) -> None:
    PaintNote(plots["surface"], noted)
    window.controller.edit("steps", 10**8)
    window.playhead = 1
    QApplication.processEvents()
    for _ in range(20):
        rows = window.result.runs[0].n
        noted.clear()
        window.playhead += 1
        wait_until(lambda: "burst" in noted)
        assert noted == ["painted", "burst"]
        wait_until(lambda rows=rows: window.result.runs[0].n > rows)  # type: ignore[misc]
    assert window.controller.busy


def test_that_the_worker_works_longer_between_frames_while_nothing_plays(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed: list[float] = []
    monkeypatch.setattr(Worker, "kick", lambda _worker, seconds: allowed.append(seconds))  # and it does not go on
    window.controller.edit("steps", 10**8)
    allowed.clear()
    wait_until(lambda: len(allowed) > 2)
    window.controller.playhead.play()
    resting = len(allowed)
    wait_until(lambda: len(allowed) > resting + 2)
    assert set(allowed[:resting]) == {controller.GROWTH_MS / 1000}
    assert set(allowed[resting:]) == {BURST_SECONDS}


def show_progress(bar: StatusBar, made: int) -> None:
    """Show that so many updates of 8 are made."""
    result = prepare(computed(BOWL, steps=8).experiment, "cpu")
    result.runs[0].updates = made
    scene = Scene.of(result, theme.light())
    show_scene(bar, replace(scene, records=replace(scene.records, computing=True)))


def test_that_progress_is_painted_with_all_else_and_not_on_the_spot(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(900, 24)
    bar.show()
    show_progress(bar, 1)
    qtbot.waitExposed(bar)
    QApplication.processEvents()
    painted = Painted(bar.progress)
    show_progress(bar, 4)
    assert painted.region.isEmpty()
    QApplication.processEvents()
    assert not painted.region.isEmpty() and bar.progress.value() == 500
