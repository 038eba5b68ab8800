from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QScrollArea

from gdviz.editing import edits
from gdviz.experiment import Experiment
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, fill_in, key, settle, wait_until
from tests.making import a_run, an_experiment, line_data

pytestmark = pytest.mark.one_window


def lecture(optimizer: dict[str, Any], batch: Any = None) -> Experiment:
    batch = {"size": 20} if batch is None else batch
    return an_experiment(line_data(100), [a_run([0, 0], optimizer, batch=batch)], epochs=5)


@pytest.fixture
def data(open_window: OpenWindow) -> MainWindow:
    return open_window(lecture({"kind": "sgd", "lr": 0.01}))


def switch_on(window: MainWindow) -> None:
    box = child(window, "keepRatioCheck", QCheckBox)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Space)
    assert box.isChecked()


@pytest.mark.parametrize(
    ("optimizer", "rule", "rate"),
    [
        ({"kind": "sgd", "lr": 0.01}, "linear", 0.02),
        ({"kind": "sgd", "lr": 0.01, "momentum": 0.9}, "linear", 0.02),
        ({"kind": "adam", "lr": 0.01}, "root", 0.01 * 2**0.5),
        ({"kind": "lion", "lr": 0.01}, "root", 0.01 * 2**0.5),
        ({"kind": "lbfgs", "lr": 0.01}, None, 0.01),
    ],
)
def test_that_the_rate_follows_the_batch_by_the_rule_of_its_optimizer(
    optimizer: dict[str, Any], rule: str | None, rate: float
) -> None:
    experiment = lecture(optimizer)
    assert edits.scaling(experiment, 0) == rule
    made = edits.edited(experiment, 0, "batch.scaled", 40)
    assert made.runs[0].batch is not None and made.runs[0].batch.size == 40
    assert made.runs[0].optimizer.lr == pytest.approx(rate)
    whole = edits.edited(made, 0, "batch.scaled", None)
    assert whole.runs[0].batch is None
    if rule == "linear":
        assert whole.runs[0].optimizer.lr == 0.05


def test_that_a_schedule_with_rates_of_its_own_is_left_alone() -> None:
    experiment = lecture({"kind": "sgd", "lr": 0.01}).replace(
        "runs[0].schedule", {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 25, "cycle_momentum": False}
    )
    assert edits.scaling(experiment, 0) is None
    assert edits.edited(experiment, 0, "batch.scaled", 40).runs[0].optimizer.lr == 0.01


def test_that_switched_off_the_rate_stays(data: MainWindow) -> None:
    fill_in(data, "batchSizeField", "40")
    assert data.experiment.runs[0].optimizer.lr == 0.01


def test_that_a_doubled_batch_doubles_the_rate_says_so_and_is_one_undo_step(data: MainWindow) -> None:
    switch_on(data)
    fill_in(data, "batchSizeField", "40")
    settle(data)
    run = data.experiment.runs[0]
    assert run.batch is not None and (run.batch.size, run.optimizer.lr) == (40, 0.02)
    note = child(data, "keepRatioNote", QLabel)
    assert note.isVisible() and note.text() == "batch 20 → 40, rate 0.01 → 0.02"
    data.set_language("ko")
    QApplication.processEvents()
    assert note.text() == "배치 20 → 40, 학습률 0.01 → 0.02"
    data.controller.model.undo()
    run = data.experiment.runs[0]
    assert run.batch is not None and (run.batch.size, run.optimizer.lr) == (20, 0.01)


def test_that_the_note_begins_with_the_rate_that_was_there_before(data: MainWindow) -> None:
    switch_on(data)
    fill_in(data, "lrField", "0.03")
    settle(data)
    fill_in(data, "batchSizeField", "40")
    settle(data)
    assert child(data, "keepRatioNote", QLabel).text() == "batch 20 → 40, rate 0.03 → 0.06"


def test_that_what_differs_in_another_run_is_no_change(open_window: OpenWindow) -> None:
    runs = [a_run([0, 0], {"kind": "sgd", "lr": lr}, batch={"size": size}) for lr, size in ((0.01, 20), (0.04, 50))]
    window = open_window(an_experiment(line_data(100), runs, epochs=5))
    switch_on(window)
    fill_in(window, "batchSizeField", "40")
    settle(window)
    note = child(window, "keepRatioNote", QLabel)
    assert note.isVisible()
    window.controller.choose_run(1)
    settle(window)
    assert note.isHidden()


def test_that_what_differs_in_another_experiment_is_no_change(data: MainWindow) -> None:
    switch_on(data)
    data.controller.model.open(lecture({"kind": "sgd", "lr": 0.04}, {"size": 50}), None)
    settle(data)
    assert child(data, "keepRatioCheck", QCheckBox).isChecked()
    assert not child(data, "keepRatioNote", QLabel).isVisible()


def test_that_adam_gets_the_square_root_and_a_reason(data: MainWindow) -> None:
    choose(data, "optimizerCombo", "adam")
    settle(data)
    box = child(data, "keepRatioCheck", QCheckBox)
    assert "√2" in box.text() and "square root" in box.toolTip()
    choose(data, "optimizerCombo", "lbfgs")
    assert not box.isEnabled()


@pytest.mark.own_window  # no samples were in it
def test_that_a_surface_without_samples_has_no_switch(window: MainWindow) -> None:
    assert window.findChild(QCheckBox, "keepRatioCheck") is None


def test_that_with_large_type_the_words_of_the_switch_wrap_and_leave_the_panel_its_width(data: MainWindow) -> None:
    data.resize(1024, 700)
    data.set_language("ko")
    box = child(data, "keepRatioCheck", QCheckBox)
    assert "\n" not in box.text()
    for _ in range(4):
        key(data, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: "\n" in box.text())
    area = next(area for area in data.panel.findChildren(QScrollArea) if area.widget().isAncestorOf(box))
    assert area.widget().width() <= area.viewport().width()
    key(data, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: "\n" not in box.text())
    data.set_language("en")
