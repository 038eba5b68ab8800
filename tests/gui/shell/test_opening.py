"""What another experiment begins with: nothing of the moment, and of the view what its file says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

import gdviz
from gdviz.gui.kernel.view_model import ViewModel
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from gdviz.paths import resources
from gdviz.view_state import MomentState
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, drag, key, settle, wait_until

pytestmark = pytest.mark.one_window


def three() -> gdviz.Experiment:
    return gdviz.load(resources() / "experiments" / "three_optimizers.json")


def with_batches() -> gdviz.Experiment:
    return lesson("five_batches").open(lambda texts: texts["en"])


def opened(window: MainWindow, experiment: gdviz.Experiment, folder: Path) -> None:
    """Open the experiment of a file, as a person does."""
    path = folder / "another.json"
    gdviz.save(experiment, path)
    window.files.open_path(path)
    settle(window)


def wheel(window: MainWindow, clicks: int = 3) -> None:
    port = window.surface.graphics.viewport()
    at = port.rect().center()
    event = QWheelEvent(QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(0, 0), QPoint(0, 120 * clicks),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
                        False)  # fmt: skip
    QApplication.sendEvent(port, event)
    QApplication.processEvents()


def sizes_of(window: MainWindow) -> dict[str, list[int]]:
    """How large the parts between the window's handles are, less those that are not seen."""
    return {name: [size for size in splitter.sizes() if size] for name, splitter in window.splitters.items()}


def view_model(window: MainWindow) -> ViewModel:
    return window.controller.view_model


def test_that_hide_ahead_ends_unless_the_file_says_so(window: MainWindow, tmp_path: Path) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_H)
    assert window.bench.actions["actionHideAhead"].isChecked()
    opened(window, three(), tmp_path)
    assert not window.bench.actions["actionHideAhead"].isChecked()
    assert not window.scene.state.experiment.ahead_hidden and not child(window, "aheadSign").isVisible()
    opened(window, worked_example().replace("view", {"hide_ahead": True}), tmp_path)
    assert window.bench.actions["actionHideAhead"].isChecked() and child(window, "aheadSign").isVisible()
    opened(window, three(), tmp_path)
    assert not window.bench.actions["actionHideAhead"].isChecked()


def test_that_from_here_on_ends(window: MainWindow, tmp_path: Path) -> None:
    click(window.rates.from_here)
    assert view_model(window).state.moment.from_here and window.bench.actions["actionFromHere"].isChecked()
    opened(window, three(), tmp_path)
    assert not view_model(window).state.moment.from_here
    assert not window.bench.actions["actionFromHere"].isChecked() and not window.rates.from_here.isChecked()


def test_that_the_box_is_fitted_again(window: MainWindow, tmp_path: Path) -> None:
    fitted = window.surface.box.viewRange()
    wheel(window)
    seen = view_model(window).state.moment.box
    assert seen is not None and window.surface.box.viewRange() != fitted
    opened(window, worked_example(), tmp_path)  # of the same domain: nothing but the reset fits it
    assert view_model(window).state.moment.box is None
    assert np.array(window.surface.box.viewRange()) == pytest.approx(np.array(fitted))


def test_that_the_chosen_run_is_the_first_one(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(three())
    window.setFocus()
    window.table.runSelected.emit(2)
    assert window.scene.run == 2
    opened(window, three(), tmp_path)
    assert window.scene.run == 0


def test_that_the_stage_of_an_update_ends(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_batches())
    window.setFocus()
    window.bench.actions["actionSubStep"].trigger()
    window.bench.actions["actionSubStep"].trigger()
    assert view_model(window).state.moment.stage == 2
    opened(window, with_batches(), tmp_path)
    assert view_model(window).state.moment.stage == 0 and window.data.stage == 0


def test_that_drawing_ends(window: MainWindow, tmp_path: Path) -> None:
    click(window.schedule.draw_button)
    assert window.bench.actions["actionDraw"].isChecked()
    opened(window, three(), tmp_path)
    assert not window.bench.actions["actionDraw"].isChecked() and not window.schedule.draw_button.isChecked()
    assert not window.schedule.drawing and not view_model(window).state.moment.drawing


def test_that_the_fog_lifts(window: MainWindow, tmp_path: Path) -> None:
    window.setFocus()
    action = window.bench.actions["actionFog"]
    action.trigger()
    QApplication.processEvents()
    assert view_model(window).state.moment.fog and action.isChecked()
    opened(window, three(), tmp_path)
    assert not view_model(window).state.moment.fog and not action.isChecked()


def test_that_one_looks_at_the_relief_as_at_first(window: MainWindow, tmp_path: Path) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_3)
    deep = window.stage.view3d
    assert deep is not None
    if deep.canvas is None:
        pytest.skip("no OpenGL here")
    first = deep.canvas.camera
    port = deep.canvas
    drag(port, port.rect().center(), port.rect().center() + QPoint(80, 30))
    assert deep.canvas.camera != first and view_model(window).state.moment.camera is not None
    opened(window, worked_example(), tmp_path)
    assert view_model(window).state.moment.camera is None and deep.canvas.camera == first


def test_that_the_room_of_the_data_ends_with_them(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    sizes = sizes_of(window)
    card = window.card.height()
    opened(window, with_batches(), tmp_path)
    QApplication.processEvents()
    assert window.data.view is not None and window.data.view.isVisible()
    window.data.view.room_action.trigger()
    QApplication.processEvents()
    assert window.data.view.room_action.isChecked() and window.splitters["body"].sizes()[2] > sizes["body"][2] + 100
    opened(window, worked_example(), tmp_path)
    wait_until(lambda: not window.data.view.isVisible())  # type: ignore[union-attr]
    QApplication.processEvents()
    wait_until(lambda: sizes_of(window) == sizes)
    assert window.card.height() == card and window.card.isVisible() and window.table.isVisible()


def test_that_nothing_of_the_moment_is_left_over_but_loop_and_device(window: MainWindow, tmp_path: Path) -> None:
    window.bench.actions["actionLoop"].trigger()
    view_model(window).change(run=0, stage=2, fog=True, drawing=True, from_here=True)
    opened(window, three(), tmp_path)
    moment = view_model(window).state.moment
    assert moment == MomentState(loop=True) and window.bench.actions["actionLoop"].isChecked()


def test_that_what_presenting_lays_over_stays_while_another_experiment_opens(
    window: MainWindow, tmp_path: Path
) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    opened(window, three(), tmp_path)
    assert window.scene.state.experiment.ahead_hidden and not window.panel.isVisible()
    key(window, Qt.Key.Key_F5)
    assert not window.scene.state.experiment.ahead_hidden and window.panel.isVisible()
