from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz.experiment import Experiment
from gdviz.gui.app import create_window
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import choose, click, drag, drag_start, fill_in, key, place_in_surface, settle
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SHIFT = Qt.KeyboardModifier.ShiftModifier

WIDGETS = (
    "parameterPanel", "surfaceView", "scheduleView", "lossView", "stepCard", "runTable", "timeline", "speedSlider",
    "surfaceCombo", "expressionField", "startXField", "startYField", "optimizerCombo", "lrField", "lrSlider",
    "scheduleCombo", "batchSizeField", "stepsField", "epochsField", "deviceCombo", "statusVerdict", "statusDevice",
    "progressBar",
)  # fmt: skip
ACTIONS = {
    "actionPlay": "Space", "actionStepForward": "Right", "actionStepBack": "Left", "actionNextEpoch": "Shift+Right",
    "actionPreviousEpoch": "Shift+Left", "actionFirst": "Home", "actionLast": "End", "actionReset": "R",
    "actionUndo": "Ctrl+Z", "actionRedo": None, "actionNew": "Ctrl+N", "actionOpen": "Ctrl+O", "actionSave": "Ctrl+S",
    "actionSaveAs": None, "actionExport": "Ctrl+E", "actionCopyImage": None, "actionQuit": "Ctrl+Q",
}  # fmt: skip


def card(window: MainWindow) -> str:
    return window.card.description()


def regression(size: int | None = 20, epochs: int = 10, **more: object) -> Experiment:
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    run = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": size} if size else None)
    return an_experiment(problem, [run], epochs=epochs, **more)


def test_that_it_opens_on_the_worked_example_with_the_arithmetic_of_the_first_update(window: MainWindow) -> None:
    assert window.experiment.to_dict()["problem"]["expression"] == "3*x**2*y"
    assert window.experiment.runs[0].start == (1.0, 1.0)
    assert window.experiment.runs[0].optimizer.lr == 0.01
    assert window.playhead == 0
    lines = card(window).splitlines()
    assert "∂f/∂x = 6xy = 6·1·1 = 6" in lines
    assert "∂f/∂y = 3x² = 3·1² = 3" in lines
    assert any("-0.01" in line and "[6, 3]" in line and "[-0.06, -0.03]" in line for line in lines)
    assert any(line.endswith("[0.94, 0.97]") for line in lines)


def test_that_every_name_of_the_contract_is_there_once(window: MainWindow) -> None:
    assert window.objectName() == "mainWindow"
    for name in WIDGETS:
        assert len(window.findChildren(QWidget, name)) == 1, name


def test_that_every_action_of_the_contract_is_there_with_its_key(window: MainWindow) -> None:
    for name, shortcut in ACTIONS.items():
        (action,) = window.findChildren(QAction, name)
        assert action.text()
        if shortcut is not None:
            assert action.shortcut().toString() == shortcut


def test_that_the_window_can_be_asked_for_experiment_records_and_playhead(window: MainWindow) -> None:
    (record,) = window.result.runs
    assert record.w[1] == pytest.approx([0.94, 0.97], abs=1e-12)
    assert record.finish == "completed" and record.n == 20
    window.playhead = 7
    assert window.playhead == 7
    assert "Step 7 → 8" in window.card.title.text()
    window.playhead = 10_000
    assert window.playhead == 20
    window.playhead = -3
    assert window.playhead == 0


def test_that_a_given_experiment_is_shown(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((0, 0)), a_run((-1, -1))], steps=30))
    assert len(window.result.runs) == 2
    assert window.surface.header.title.text() == "Himmelblau"
    assert window.table.accessibleName()


def test_that_the_card_at_the_end_shows_the_last_update(window: MainWindow) -> None:
    key(window, Qt.Key.Key_End)
    assert window.playhead == 20
    assert "Step 19 → 20" in window.card.title.text()


# -- the start ------------------------------------------------------------------------------------------------


def test_that_the_whole_path_follows_the_dragged_start_live_and_a_drag_is_one_undo_step(window: MainWindow) -> None:
    seen = []
    window.controller.sceneChanged.connect(lambda _: seen.append(tuple(window.result.runs[0].w[-1])))
    drag_start(window, (0.8, 1.2), (0.5, 1.4), (0.2, 1.5))
    settle(window)
    assert len(set(seen)) >= 3
    assert window.experiment.runs[0].start == pytest.approx((0.2, 1.5), abs=0.02)
    assert window.result.runs[0].w[0] == pytest.approx(window.experiment.runs[0].start)
    assert window.panel.start[0].text() == window.panel.start[0].write(window.experiment.runs[0].start[0])
    assert window.controller.model.undo_stack.count() == 1
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment.runs[0].start == (1.0, 1.0)


def test_that_a_start_dragged_below_the_axis_ends_as_unbounded(window: MainWindow) -> None:
    drag_start(window, (1, 0.3), (1, -1))
    fill_in(window, "stepsField", "500")
    settle(window)
    (record,) = window.result.runs
    assert record.w[0][1] < 0
    assert record.verdict is not None and record.verdict.kind == "unbounded"
    assert "minimum" in window.status.verdict.text()


def test_that_a_double_click_puts_the_start_there(window: MainWindow) -> None:
    port = window.surface.graphics.viewport()
    at = place_in_surface(window, -1, 0.5)
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    settle(window)
    assert window.experiment.runs[0].start == pytest.approx((-1, 0.5), abs=0.02)
    assert window.controller.model.undo_stack.count() == 1


def test_that_the_key_n_draws_another_start_each_time(window: MainWindow) -> None:
    starts = set()
    for _ in range(3):
        key(window, Qt.Key.Key_N)
        starts.add(window.experiment.runs[0].start)
    assert len(starts) == 3
    assert window.controller.model.undo_stack.count() == 3


def test_that_a_click_on_the_start_is_no_edit(window: MainWindow) -> None:
    QTest.mouseClick(
        window.surface.graphics.viewport(), Qt.MouseButton.LeftButton, pos=place_in_surface(window, 1, 1) + QPoint(2, 1)
    )
    assert window.controller.model.undo_stack.count() == 0


# -- the playhead ---------------------------------------------------------------------------------------------


def test_that_the_timeline_is_clicked_and_scrubbed(window: MainWindow) -> None:
    bar = window.timeline.bar
    click(bar, QPoint(bar.width() // 2, bar.height() // 2))
    assert window.playhead == 10
    drag(bar, QPoint(bar.width() // 2, 10), QPoint(bar.width() // 4, 10), QPoint(bar.width() - 4, 10))
    assert window.playhead == 20


@pytest.mark.parametrize("name", ["schedule", "loss"])
def test_that_the_playhead_is_put_and_dragged_in_the_plots_over_the_steps(window: MainWindow, name: str) -> None:
    view = getattr(window, name)
    port = view.plot.viewport()
    (low, high) = view.box.viewRange()[1]

    def at(step: float) -> QPoint:
        return view.plot.mapFromScene(view.box.mapViewToScene(QPointF(step, (low + high) / 2)))

    click(port, at(5))
    assert window.playhead == 5
    drag(port, at(5), at(9), at(14))
    assert window.playhead == 14
    assert window.timeline.count.text() == "14 / 20"


def test_that_a_point_of_the_path_takes_the_playhead_there(window: MainWindow) -> None:
    click(window.surface.graphics.viewport(), place_in_surface(window, *window.result.runs[0].w[15]))
    assert window.playhead == 15


def test_that_playing_goes_at_five_steps_a_second_until_paused(window: MainWindow, qtbot: QtBot) -> None:
    assert window.controller.playhead.speed == 5
    key(window, Qt.Key.Key_Space)
    assert window.controller.playhead.playing
    qtbot.wait(1000)
    key(window, Qt.Key.Key_Space)
    assert 3 <= window.playhead <= 6
    at = window.playhead
    qtbot.wait(300)
    assert window.playhead == at and not window.controller.playhead.playing


def test_that_playing_stops_at_the_end_and_starts_over_from_there(window: MainWindow, qtbot: QtBot) -> None:
    slider = window.timeline.speed_slider
    click(slider, QPoint(slider.width() // 2, slider.height() // 2))
    assert window.controller.playhead.speed >= 500
    key(window, Qt.Key.Key_Escape)
    window.setFocus()
    key(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.playhead == 20 and not window.controller.playhead.playing)
    assert "Play" in window.bench.actions["actionPlay"].text().replace("&", "")
    key(window, Qt.Key.Key_Space)
    assert window.controller.playhead.playing or window.playhead == 20
    qtbot.waitUntil(lambda: not window.controller.playhead.playing)


def test_that_the_play_button_is_clicked(window: MainWindow) -> None:
    click(window.timeline._buttons["actionPlay"])
    assert window.controller.playhead.playing
    click(window.timeline._buttons["actionPlay"])
    assert not window.controller.playhead.playing
    click(window.timeline._buttons["actionLast"])
    assert window.playhead == 20
    click(window.timeline._buttons["actionStepBack"])
    assert window.playhead == 19


def test_that_an_edit_while_playing_goes_on_playing(window: MainWindow, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.playhead >= 1)
    fill_in(window, "lrField", "0.02")
    assert window.controller.playhead.playing
    assert window.result.runs[0].lr[0] == 0.02


def test_that_epochs_are_counted_from_one_and_jumped(open_window: OpenWindow) -> None:
    window = open_window(regression(size=20, epochs=10))
    window.setFocus()
    assert window.result.runs[0].steps_per_epoch == 5
    key(window, Qt.Key.Key_Right, SHIFT)
    key(window, Qt.Key.Key_Right, SHIFT)
    assert window.playhead == 10
    assert "epoch 2 of 10" in window.status.position.text()
    assert "iteration 5 of 5" in window.status.position.text()
    key(window, Qt.Key.Key_Left, SHIFT)
    assert window.playhead == 5


# -- long runs ------------------------------------------------------------------------------------------------


def test_that_a_long_run_streams_in_while_the_window_responds(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1), {"kind": "sgd", "lr": 1e-6})], steps=20))
    fill_in(window, "stepsField", "100000000")
    growing = []
    for _ in range(6):
        qtbot.wait(40)
        growing.append(window.result.runs[0].updates)
    assert window.controller.busy
    assert window.status.progress.isVisible()
    assert growing == sorted(growing) and growing[0] < growing[-1] < 10**8
    window.setFocus()
    key(window, Qt.Key.Key_End)
    assert 0 < window.playhead <= window.result.runs[0].updates
    at = window.playhead
    key(window, Qt.Key.Key_Left)
    assert window.playhead < at
    fill_in(window, "stepsField", "10")
    settle(window)
    assert window.result.runs[0].n == 10 and window.result.runs[0].finish == "completed"
    assert window.playhead == 10
    assert not window.status.progress.isVisible()


def test_that_closing_in_mid_run_ends_the_worker(qtbot: QtBot) -> None:
    window = create_window(an_experiment("sphere", [a_run((1, 1))], steps=10**9))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.wait(50)
    assert window.controller.worker.isRunning() and window.controller.busy
    assert window.close()
    assert not window.controller.worker.isRunning()


def test_that_the_device_and_the_speed_are_named(window: MainWindow) -> None:
    assert "NumPy" in window.status.device.text()


def test_that_a_gpu_that_is_not_there_is_reported_once_and_the_run_goes_on(
    window: MainWindow,
) -> None:
    notes: list[str] = []
    window.controller.noted.connect(lambda note: notes.append(note) if note else None)
    choose(window, "deviceCombo", "gpu")
    settle(window)
    assert window.status.verdict.text().rstrip("…")[:10] in notes[0]
    fill_in(window, "lrField", "0.02")
    settle(window)
    assert len(notes) == 1 and "NumPy" in notes[0]
    assert window.result.runs[0].n == 20
    assert "NumPy" in window.status.device.text()


# -- what leaves the window -----------------------------------------------------------------------------------


def test_that_a_picture_of_the_window_is_complete_when_export_returns(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "window.png"
    window.export(path)
    image = QImage(str(path))
    assert image.width() == window.width() and image.height() == window.height()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 40) for y in range(0, image.height(), 40)}
    assert len(colours) > 10
    assert [entry.name for entry in tmp_path.iterdir()] == ["window.png"]


def test_that_an_unknown_suffix_is_refused(window: MainWindow, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        window.export(tmp_path / "window.xyz")


def test_that_copying_the_image_fills_the_clipboard(window: MainWindow) -> None:
    QApplication.clipboard().clear()
    key(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | SHIFT)
    image = QApplication.clipboard().image()
    assert not image.isNull() and image.width() >= window.surface.width()
    assert "clipboard" in window.status.verdict.text()


def test_that_a_launch_does_not_read_what_only_a_dropped_table_needs() -> None:
    script = "import sys, gdviz.gui.app; print('csv' in sys.modules or 'gdviz.datasets.csv_table' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr
