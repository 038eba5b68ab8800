from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from gdviz.experiment import Experiment
from gdviz.gui.panel import parameter_panel as module
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import LEFT, NONE, child, choose, click, fill_in, key, settle, wait_until, write
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.scenes import change, show, show_scene
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier


def regression(size: int | None = 20, epochs: int = 30) -> Experiment:
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    run = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": size} if size else None)
    return an_experiment(problem, [run], epochs=epochs)


def undo(window: MainWindow) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)


def redo(window: MainWindow) -> None:
    window.setFocus()
    window.bench.actions["actionRedo"].trigger()
    settle(window)


def steps_to_undo(window: MainWindow) -> int:
    return window.controller.model.undo_stack.count()


def test_that_the_device_and_the_kept_ratio_are_those_of_the_state(qtbot: QtBot) -> None:
    panel = module.ParameterPanel()
    qtbot.addWidget(panel)
    chosen: list[bool] = []
    panel.keepRatioChosen.connect(chosen.append)
    show(panel, computed(LINE, {"batch": {"size": 5}}), device="cpu", keep_ratio=True)
    assert panel.device.currentData() == "cpu" and panel.keep_ratio is not None and panel.keep_ratio.box.isChecked()
    change(panel, device="gpu", keep_ratio=False)
    assert panel.device.currentData() == "gpu" and not panel.keep_ratio.box.isChecked() and not chosen
    panel.keep_ratio.box.click()
    assert chosen == [True] and panel.keep_ratio.path == "batch.size"  # the panel changes nothing itself
    change(panel, device="auto", keep_ratio=True)
    assert panel.device.currentData() == "auto" and panel.keep_ratio.path == "batch.scaled"


# -- fields -----------------------------------------------------------------------------------------------------


def test_that_typing_only_checks_and_return_commits_one_undo_step(window: MainWindow) -> None:
    before = window.experiment
    field = fill_in(window, "lrField", "0.05", end=None)
    assert window.experiment is before and field.text() == "0.05"
    key(window, Qt.Key.Key_Return)
    assert window.experiment.runs[0].optimizer.lr == 0.05
    assert window.result.runs[0].lr[0] == 0.05
    assert steps_to_undo(window) == 1


def test_that_leaving_commits_and_escape_restores(window: MainWindow) -> None:
    field = fill_in(window, "lrField", "0.3", end=Qt.Key.Key_Escape)
    assert field.text() == "0.01" and steps_to_undo(window) == 0
    fill_in(window, "lrField", "1e-3", end=Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert window.experiment.runs[0].optimizer.lr == 1e-3
    assert steps_to_undo(window) == 1


def test_that_a_click_on_the_surface_commits_what_was_typed(window: MainWindow) -> None:
    fill_in(window, "lrField", "0.2", end=None)
    click(window.surface.graphics.viewport(), QPoint(60, 60))
    assert window.experiment.runs[0].optimizer.lr == 0.2


def test_that_a_value_that_is_not_allowed_is_refused_at_its_field_with_the_reason(window: MainWindow) -> None:
    before = window.experiment
    wrong = {
        "lrField": ("-1", "nan", "", "ten"), "optimizerMomentumField": ("1.2", "-0.1"), "startXField": ("", "inf"),
        "stepsField": ("-5", "1.5"),
    }  # fmt: skip
    for name, texts in wrong.items():
        for text in texts:
            field = fill_in(window, name, text)
            assert window.experiment is before
            assert field.property("invalid") is True, (name, text)
            assert len(field.toolTip().splitlines()[0]) > 8 and field.accessibleDescription()
            key(window, Qt.Key.Key_Escape)
            assert field.property("invalid") is False
    assert steps_to_undo(window) == 0


def test_that_the_start_is_typed_and_stepped_by_the_arrow_keys(window: MainWindow) -> None:
    fill_in(window, "startXField", "-0.5")
    fill_in(window, "startYField", "0.25")
    assert window.experiment.runs[0].start == (-0.5, 0.25)
    click(child(window, "startYField"))  # Return has given the keyboard to the window
    key(window, Qt.Key.Key_Up)
    assert window.experiment.runs[0].start[1] > 0.25
    assert window.result.runs[0].w[0] == pytest.approx(window.experiment.runs[0].start)
    assert steps_to_undo(window) == 3


def test_that_an_arrow_key_in_the_rate_goes_through_the_figures_of_the_decade(window: MainWindow) -> None:
    click(child(window, "lrField"))
    for _ in range(3):
        key(window, Qt.Key.Key_Up)
    assert window.experiment.runs[0].optimizer.lr == 0.04
    key(window, Qt.Key.Key_Down)
    assert window.experiment.runs[0].optimizer.lr == 0.03


# -- the rate's slider ------------------------------------------------------------------------------------------


def test_that_the_rate_is_slid_into_divergence_and_back_as_one_undo_step(window: MainWindow) -> None:
    fill_in(window, "stepsField", "100")
    settle(window)
    before = steps_to_undo(window)
    slider = window.panel.lr_slider
    y = slider.height() // 2
    at = QPoint(round(7 + (slider.width() - 14) * slider.value() / slider.maximum()), y)
    QTest.mousePress(slider, LEFT, NONE, at)
    finishes = []
    for x in (*range(at.x(), slider.width() - 2, 8), slider.width() - 2, *range(slider.width() - 2, at.x(), -8)):
        QTest.mouseMove(slider, QPoint(x, y))
        settle(window)
        record = window.result.runs[0]
        finishes.append(record.finish)
        assert record.n == len(record.w) - 1
        assert window.panel.lr.text() == window.panel.lr.write(window.experiment.runs[0].optimizer.lr)
        assert record.lr[0] == window.experiment.runs[0].optimizer.lr
    assert "diverged" in finishes
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(at.x() + 4, y))
    settle(window)
    assert window.result.runs[0].finish == "completed"
    assert window.experiment.runs[0].optimizer.lr != 0.01
    assert steps_to_undo(window) == before + 1
    undo(window)
    assert window.experiment.runs[0].optimizer.lr == 0.01


def test_that_a_loss_that_falls_without_end_is_reported_and_undone(window: MainWindow) -> None:
    fill_in(window, "stepsField", "100")
    slider = window.panel.lr_slider
    click(slider, QPoint(slider.width() - 3, slider.height() // 2))
    settle(window)
    assert window.result.runs[0].finish == "diverged"
    assert "The loss falls without end" in window.status.verdict.text()
    undo(window)
    assert window.result.runs[0].finish == "completed"
    assert "without end" not in window.status.verdict.text()


def test_that_the_keys_of_the_slider_change_the_rate_and_not_the_playhead(window: MainWindow) -> None:
    slider = window.panel.lr_slider
    slider.setFocus()
    key(window, Qt.Key.Key_Right)
    assert window.experiment.runs[0].optimizer.lr == 0.02
    assert window.playhead == 0
    assert steps_to_undo(window) == 1


# -- lists ------------------------------------------------------------------------------------------------------


def test_that_another_optimizer_shows_its_own_fields(window: MainWindow) -> None:
    assert child(window, "optimizerMomentumField", QLineEdit).isVisible()
    choose(window, "optimizerCombo", "adam")
    settle(window)
    assert window.experiment.runs[0].optimizer.kind == "adam"
    assert window.experiment.runs[0].optimizer.lr == 0.01
    assert window.result.runs[0].label == "Adam" and window.status.verdict.text().startswith("Adam, at the end:")
    first, second = child(window, "optimizerBetasField", QLineEdit), child(window, "optimizerBetas1Field", QLineEdit)
    assert (first.text(), second.text()) == ("0.9", "0.999")
    fill_in(window, "optimizerBetas1Field", "0.9")
    assert window.experiment.runs[0].optimizer.betas == (0.9, 0.9)
    undo(window)
    undo(window)
    assert window.experiment.runs[0].optimizer.kind == "sgd"
    assert window.panel.optimizer.currentData() == "sgd"
    redo(window)
    assert window.panel.optimizer.currentData() == "adam"


def test_that_a_checkbox_is_one_undo_step(window: MainWindow) -> None:
    fill_in(window, "optimizerMomentumField", "0.5")
    click(child(window, "optimizerNesterovField", QCheckBox), QPoint(8, 8))
    assert window.experiment.runs[0].optimizer.nesterov is True
    assert steps_to_undo(window) == 2


def test_that_nesterov_without_momentum_is_refused_with_a_sentence(window: MainWindow) -> None:
    box = child(window, "optimizerNesterovField", QCheckBox)
    click(box, QPoint(8, 8))
    assert window.experiment.runs[0].optimizer.nesterov is False
    assert not box.isChecked()
    assert "omentum" in window.status.verdict.text()


def test_that_a_surface_brings_its_own_start_and_rate(window: MainWindow) -> None:
    choose(window, "surfaceCombo", ("surface", "himmelblau"))
    settle(window)
    assert window.experiment.problem.name == "himmelblau"
    assert window.surface.header.title.text() == "Himmelblau"
    assert window.experiment.runs[0].start == tuple(window.result.runs[0].problem.start)
    assert "x" in child(window, "expressionField", QLineEdit).text()
    assert steps_to_undo(window) == 1
    undo(window)
    assert window.panel.surface.currentData()[0] == "own"
    assert "[6, 3]" in window.card.description()


def test_that_choosing_own_function_leads_to_its_field(window: MainWindow) -> None:
    choose(window, "surfaceCombo", ("surface", "sphere"))
    choose(window, "surfaceCombo", ("own", ""))
    assert child(window, "expressionField", QLineEdit).hasFocus()
    write(window, "x^2+2y^2")
    key(window, Qt.Key.Key_Return)
    assert window.experiment.problem.kind == "expression"
    assert window.panel.surface.currentData()[0] == "own"


# -- schedule and warm-up -----------------------------------------------------------------------------------------


def test_that_a_schedule_proposes_lengths_that_follow_the_duration_until_edited(window: MainWindow) -> None:
    choose(window, "scheduleCombo", "linear")
    schedule = window.experiment.runs[0].schedule
    assert (schedule.start_factor, schedule.end_factor, schedule.total_iters) == (1, 0, 20)
    fill_in(window, "stepsField", "50")
    assert window.experiment.runs[0].schedule.total_iters == 50
    assert child(window, "scheduleTotalItersField", QLineEdit).text() == "50"
    fill_in(window, "scheduleTotalItersField", "30")
    fill_in(window, "stepsField", "80")
    assert window.experiment.runs[0].schedule.total_iters == 30
    assert window.schedule._notes and window.schedule._notes[0][0] == 30


def test_that_step_decay_drops_at_shares_and_cosine_ends_with_the_run(window: MainWindow) -> None:
    fill_in(window, "stepsField", "100")
    choose(window, "scheduleCombo", "step")
    settle(window)
    lr = window.result.runs[0].lr
    assert [i for i in range(1, 100) if lr[i] < lr[i - 1]] == [30, 60, 90]
    choose(window, "scheduleCombo", "cosine")
    assert window.experiment.runs[0].schedule.t_max == 100


def test_that_a_warm_up_shortens_the_proposed_schedule(window: MainWindow) -> None:
    fill_in(window, "stepsField", "100")
    choose(window, "scheduleCombo", "cosine")
    fill_in(window, "warmupLengthField", "10")
    settle(window)
    run = window.experiment.runs[0]
    assert run.warmup is not None and run.warmup.length == 10
    assert run.schedule.t_max == 90
    lr = window.result.runs[0].lr
    assert lr[:11] == pytest.approx([0.01 * (0.1 + 0.09 * k) for k in range(11)])
    assert child(window, "warmupFactorField", QLineEdit).isEnabled()
    fill_in(window, "warmupFactorField", "0")
    settle(window)
    assert window.result.runs[0].lr[0] == 0
    fill_in(window, "warmupLengthField", "0")
    settle(window)
    assert window.experiment.runs[0].warmup is None
    assert window.experiment.runs[0].schedule.t_max == 100


# -- data ---------------------------------------------------------------------------------------------------------


def test_that_data_bring_batches_and_epochs(window: MainWindow) -> None:
    assert not child(window, "batchSizeField").isVisible() and not child(window, "epochsField").isVisible()
    choose(window, "surfaceCombo", ("data", "noisy_line"))
    settle(window)
    assert child(window, "batchSizeField").isVisible() and child(window, "epochsField").isVisible()
    assert window.experiment.epochs == 30 and window.experiment.steps is None
    assert window.experiment.runs[0].batch is not None
    assert window.result.runs[0].steps_per_epoch == 5
    assert "5 iterations" in window.panel.batch_note.text()
    undo(window)
    assert window.experiment.steps == 20 and window.experiment.epochs is None
    assert not child(window, "batchSizeField").isVisible()


def test_that_batch_size_and_epochs_are_edited(open_window: OpenWindow) -> None:
    window = open_window(regression())
    fill_in(window, "batchSizeField", "30")
    settle(window)
    assert window.result.runs[0].steps_per_epoch == 4
    assert "last batch has 10" in window.panel.batch_note.text()
    fill_in(window, "epochsField", "7")
    settle(window)
    assert window.experiment.epochs == 7 and window.result.runs[0].n == 28
    assert child(window, "stepsField", QLineEdit).text() == "28"
    fill_in(window, "batchSizeField", "")
    settle(window)
    assert window.experiment.runs[0].batch is None and window.result.runs[0].n == 7
    assert "full batch" in window.panel.batch_note.text()
    refused = fill_in(window, "batchSizeField", "101")
    assert refused.property("invalid") is True
    key(window, Qt.Key.Key_Escape)
    assert steps_to_undo(window) == 3


def test_that_steps_replace_epochs(open_window: OpenWindow) -> None:
    window = open_window(regression())
    fill_in(window, "stepsField", "12")
    settle(window)
    assert window.experiment.steps == 12 and window.experiment.epochs is None
    assert child(window, "epochsField", QLineEdit).text() == "3"
    undo(window)
    assert window.experiment.epochs == 30


def test_that_each_kind_of_edit_is_undone_and_redone(window: MainWindow) -> None:
    states = [window.experiment]

    def note() -> None:
        settle(window)
        assert window.experiment != states[-1]
        states.append(window.experiment)

    fill_in(window, "lrField", "0.05")
    note()
    fill_in(window, "startXField", "0.5")
    note()
    choose(window, "scheduleCombo", "cosine")
    note()
    fill_in(window, "warmupLengthField", "3")
    note()
    fill_in(window, "stepsField", "40")
    note()
    choose(window, "optimizerCombo", "adam")
    note()
    choose(window, "surfaceCombo", ("surface", "rosenbrock"))
    note()
    fill_in(window, "expressionField", "x^2 + y^4")
    note()
    for state in reversed(states[:-1]):
        undo(window)
        assert window.experiment == state
        assert window.panel.lr.value() == state.runs[0].optimizer.lr
    assert not window.bench.actions["actionUndo"].isEnabled()
    for state in states[1:]:
        redo(window)
        assert window.experiment == state
    assert not window.bench.actions["actionRedo"].isEnabled()


def test_that_every_control_has_a_tool_tip(open_window: OpenWindow) -> None:
    window = open_window(regression())
    for name in ("surfaceCombo", "expressionField", "startXField", "startYField", "optimizerCombo", "lrField",
                 "lrSlider", "scheduleCombo", "batchSizeField", "stepsField", "epochsField", "deviceCombo",
                 "speedSlider", "warmupLengthField", "warmupFactorField", "seedField"):  # fmt: skip
        widget = child(window, name)
        row = widget.parentWidget()
        tip = widget.toolTip() or (row.label.toolTip() if row is not None and hasattr(row, "label") else "")
        assert len(tip) > 8, name
        assert widget.accessibleName(), name


@pytest.mark.own_window  # a window that is open for long has its lists
def test_that_the_long_lists_are_made_by_themselves_but_not_while_the_rate_is_slid(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REST_MS", 10_000)
    window = open_window()
    slider, combo, rate = window.panel.lr_slider, window.panel.optimizer, window.experiment.runs[0].optimizer.lr
    slider.setFocus()
    window.panel.fill_combos()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.qWait(100)
    assert window.experiment.runs[0].optimizer.lr > rate and combo.count() == 1
    window.panel._filling.postpone(0)
    wait_until(lambda: combo.count() > 10 and window.panel.schedule.count() > 10)


# -- the panel alone --------------------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot: QtBot) -> module.ParameterPanel:
    made = module.ParameterPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_the_rate_at_the_playhead_stays_in_its_field_in_another_language(panel: module.ParameterPanel) -> None:
    result = computed(BOWL, {"schedule": {"kind": "exponential", "gamma": 0.5, "unit": "step"}})
    show(panel, result, k=3, from_here=True)
    rate = float(result.runs[0].lr[3])
    assert panel.lr.value() == rate != result.runs[0].spec.optimizer.lr
    panel.retranslate()
    assert panel.lr.value() == rate


def test_that_another_experiment_discards_what_was_typed(panel: module.ParameterPanel) -> None:
    scene = show(panel, computed(BOWL))
    line = panel.expression.line
    line.setText("x^2 +")
    line.setModified(True)
    scene = show_scene(panel, replace(scene, clock=scene.at(1).clock))
    assert line.text() == "x^2 +"
    show_scene(panel, replace(scene, openings=1))
    assert line.text() == BOWL["expression"]
