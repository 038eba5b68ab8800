"""Epochs are counted where they suit the runs: different batches, or a rate that changes by epochs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gdviz import cli
from gdviz.experiment import load, save
from gdviz.gui.export import series
from gdviz.gui.export.export_image import ExportImageDialog
from gdviz.gui.export.film_scene import FigureScene
from gdviz.gui.runs.run_rows import LABEL, LOSS
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets.numbers import format_number
from gdviz.paths import resources
from gdviz.view_state import TIME_UNITS
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, fill_in, key, settle, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

PROBLEM = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """100 samples over four epochs: in five batches, in two, and whole."""
    runs = [a_run((-1, 4), {"kind": "sgd", "lr": 0.05}, batch=b) for b in ({"size": 50}, {"size": 20}, None)]
    window = open_window(an_experiment(PROBLEM, runs, epochs=4))
    settle(window)
    return window


def updates(window: MainWindow) -> list[int]:
    return [window.scene.row(run) for run in range(len(window.result.runs))]


def test_that_batches_of_different_size_are_compared_after_equal_epochs(window: MainWindow) -> None:
    assert window.bench.actions["actionTimeEpoch"].isChecked()
    window.playhead = 10
    assert updates(window) == [4, 10, 2]
    window.playhead = 20
    assert updates(window) == [8, 20, 4]
    assert window.controller.playhead.total == 20


def test_that_every_run_stands_under_the_line_of_the_playhead(window: MainWindow) -> None:
    window.playhead = 10
    assert {dot.pos().x() for dot in window.loss._dots} == {10}
    expected = [
        window.loss.scale.to_axis(record.loss[k]) for record, k in zip(window.result.runs, (4, 10, 2), strict=True)
    ]
    assert [dot.pos().y() for dot in window.loss._dots] == pytest.approx(expected)
    assert [window.table.model.text(row, LOSS) for row in range(3)] == [
        format_number(record.loss[k], 3) for record, k in zip(window.result.runs, (4, 10, 2), strict=True)
    ]
    assert [now.point for now in window.surface.runs.now(10)] == [
        tuple(record.w[k]) for record, k in zip(window.result.runs, (4, 10, 2), strict=True)
    ]


def test_that_the_key_of_the_next_epoch_goes_one_epoch_on(window: MainWindow) -> None:
    key(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert updates(window) == [2, 5, 1]


def test_that_the_status_and_the_card_show_the_chosen_run_s_own_step(window: MainWindow) -> None:
    window.playhead = 10
    assert "step 4" in window.status.position.text() and "epoch 2 of 4" in window.status.position.text()
    assert window.card.title.text() == "Step 4 → 5"


def test_that_counted_in_steps_all_runs_have_made_equally_many(window: MainWindow) -> None:
    window.bench.actions["actionTimeStep"].trigger()
    window.playhead = 3
    assert updates(window) == [3, 3, 3]
    assert window.controller.playhead.total == 20


def test_that_the_stages_of_the_chosen_run_go_from_update_to_update(window: MainWindow) -> None:
    assert window.data.view is not None
    for _ in range(5):
        window.data.sub_step()
    assert (window.data.stage, updates(window)[0], window.playhead) == (1, 1, 3)


def test_that_even_batches_count_steps_again(window: MainWindow) -> None:
    one = [a_run((-1, 4), {"kind": "sgd", "lr": 0.05}, batch={"size": 20})]
    window.controller.model.open(an_experiment(PROBLEM, one, epochs=2), None)
    settle(window)
    assert window.bench.actions["actionTimeStep"].isChecked()


def choose_second(window: MainWindow) -> None:
    """Click the second run in the table."""
    table = window.table.table
    click(table.viewport(), table.visualRect(window.table.model.index(1, LABEL)).center())
    wait_until(lambda: window.controller.run == 1)


@pytest.fixture
def even(open_window: OpenWindow) -> MainWindow:
    """Two runs of five batches an epoch, the second chosen by the mouse."""
    runs = [a_run((-1, 4), {"kind": "sgd", "lr": lr}, batch={"size": 20}) for lr in (0.05, 0.02)]
    window = open_window(an_experiment(PROBLEM, runs, epochs=4))
    choose_second(window)
    return window


def test_that_another_batch_size_of_one_run_turns_to_equal_epochs(even: MainWindow) -> None:
    even.playhead = 10
    assert even.bench.actions["actionTimeStep"].isChecked()
    fill_in(even, "batchSizeField", "50")
    settle(even)
    assert even.bench.actions["actionTimeEpoch"].isChecked()
    assert updates(even) == [10, 4]  # both after two epochs
    assert even.controller.playhead.total == 20 and {dot.pos().x() for dot in even.loss._dots} == {10}
    fill_in(even, "batchSizeField", "10")
    settle(even)
    assert updates(even) == [10, 20]


def test_that_undo_and_the_same_size_again_count_steps_again(even: MainWindow) -> None:
    even.playhead = 10
    fill_in(even, "batchSizeField", "10")
    settle(even)
    assert updates(even) == [10, 20]
    even.bench.actions["actionUndo"].trigger()
    settle(even)
    assert even.bench.actions["actionTimeStep"].isChecked() and updates(even) == [10, 10]
    even.bench.actions["actionRedo"].trigger()
    settle(even)
    assert even.bench.actions["actionTimeEpoch"].isChecked() and updates(even) == [10, 20]


def test_that_what_a_person_chose_stays_whatever_the_batches(even: MainWindow) -> None:
    even.bench.actions["actionTimeSample"].trigger()
    for size in ("50", "20"):
        fill_in(even, "batchSizeField", size)
        settle(even)
        assert even.bench.actions["actionTimeSample"].isChecked()
    fill_in(even, "batchSizeField", "50")
    settle(even)
    even.bench.actions["actionTimeStep"].trigger()
    fill_in(even, "batchSizeField", "25")
    settle(even)
    assert even.bench.actions["actionTimeStep"].isChecked()
    even.playhead = 3
    assert updates(even) == [3, 3]


def test_that_counting_in_another_unit_leaves_the_chosen_run_at_its_step(window: MainWindow) -> None:
    window.playhead = 10
    window.bench.actions["actionTimeStep"].trigger()
    assert updates(window)[0] == 4
    window.bench.actions["actionTimeEpoch"].trigger()
    assert updates(window) == [4, 10, 2]


def test_that_the_key_of_the_next_epoch_goes_by_the_chosen_run_s_epochs(window: MainWindow) -> None:
    window.bench.actions["actionTimeStep"].trigger()
    window.playhead = 0
    choose_second(window)
    window.setFocus()
    key(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert window.playhead == 5


def test_that_a_picture_without_a_window_compares_equal_epochs(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[list[int], set[float], str]] = []

    def close(made: MainWindow) -> bool:
        seen.append((updates(made), {dot.pos().x() for dot in made.loss._dots}, made.loss.time.title()))
        return QMainWindow.close(made)

    monkeypatch.setattr(MainWindow, "close", close)
    save(window.experiment, tmp_path / "a.json")
    for more in ([], ["--picture", "figure"]):
        target = tmp_path / "a.png"
        assert cli.main(["run", str(tmp_path / "a.json"), "--export", str(target), "--at", "10", *more]) == 0
    assert seen == [([4, 10, 2], {10}, "epoch")] * 2


def test_that_a_film_with_plots_compares_equal_epochs_as_the_window_does(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.exports.export_film()
    dialog = window.commands.exports.film
    assert dialog is not None
    dialog.choice.what.setCurrentIndex(dialog.choice.what.findData("figure"))
    window.bench.actions["actionTimeStep"].trigger()  # not in the film that was begun before
    scene = FigureScene(dialog._scene, window.theme, dialog.plan())
    qtbot.addWidget(scene.figure)
    scene.frame(10)
    _, rate, loss = scene.figure.views.values()
    assert rate.time.title() == loss.time.title() == "epoch"
    assert {dot.pos().x() for dot in loss._dots} == {10}
    expected = [loss.scale.to_axis(record.loss[k]) for record, k in zip(window.result.runs, (4, 10, 2), strict=True)]
    assert [dot.pos().y() for dot in loss._dots] == pytest.approx(expected)
    assert dialog.plan().last == 20
    dialog.close()


def test_that_a_sheet_of_pictures_says_how_many_epochs_each_shows(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels: list[str] = []
    sheet = series.ContactSheet
    monkeypatch.setattr(
        series, "ContactSheet", lambda cells, like: (labels.extend(words for _, words in cells), sheet(cells, like))[1]
    )
    dialog = ExportImageDialog(window.bench, window.surface)
    dialog.show()
    dialog.form.what.setCurrentIndex(dialog.form.what.findData("surface"))
    dialog.form.run.setCurrentIndex(dialog.form.run.findData("listed"))
    QTest.keyClicks(dialog.form.list, "0, 10, 20")
    dialog.form.sheet.setChecked(True)
    dialog.form.path.setText(str(tmp_path / "a.png"))
    click(dialog.export_button)
    assert labels == ["epoch 0", "epoch 2", "epoch 4"]
    dialog.close()


STEPS_AT_2 = {"kind": "multistep", "milestones": [2], "gamma": 0.1}


def counts(window: MainWindow) -> tuple[str, ...]:
    """What the axes of the plots, the timeline and the menu count, each once."""
    checked = [unit for unit in TIME_UNITS if window.bench.actions[f"actionTime{unit.title()}"].isChecked()]
    axes = [view.time.unit for view in (window.schedule, window.loss, window.timeline)]
    return tuple(dict.fromkeys([*checked, *axes]))


@pytest.mark.parametrize("lesson", ["51_step_decay", "52_cosine_and_linear", "53_warmup_then_cosine"])
def test_that_a_schedule_of_epochs_is_drawn_over_epochs(open_window: OpenWindow, lesson: str) -> None:
    window = open_window(load(resources() / "lessons" / f"{lesson}.json"))
    assert counts(window) == ("epoch",)
    for view in (window.schedule, window.loss):
        axis = view.step_axis
        assert axis.labelText == "epoch"
        ((spacing, places),) = axis.tickValues(*view.box.viewRange()[0], view.box.width())
        numbers = [int(text) for text in axis.tickStrings(places, 1.0, spacing)]
        assert numbers[0] == 0 and numbers[-1] == 100
    assert window.schedule.time.name(30 * 20) == "epoch 30"


@pytest.mark.parametrize(
    ("run", "unit"),
    [
        ({"schedule": STEPS_AT_2}, "epoch"),
        ({"warmup": {"length": 2, "start_factor": 0.1}}, "epoch"),
        ({"schedule": {"kind": "constant", "factor": 0.5, "total_iters": 2}}, "epoch"),
        ({}, "step"),
        ({"schedule": {**STEPS_AT_2, "unit": "step"}}, "step"),
        ({"warmup": {"length": 2, "unit": "step"}}, "step"),
        ({"schedule": STEPS_AT_2, "batch": None}, "step"),
    ],
    ids=["schedule", "warmup", "constant-from", "constant", "schedule-of-steps", "warmup-of-steps", "one-step-epochs"],
)
def test_that_epochs_are_counted_where_a_rate_changes_by_them(
    open_window: OpenWindow, run: dict[str, Any], unit: str
) -> None:
    given = {"batch": {"size": 20}, **run}
    window = open_window(an_experiment(PROBLEM, [a_run((-1, 4), {"kind": "sgd", "lr": 0.05}, **given)], epochs=4))
    assert counts(window) == (unit,)


def test_that_a_schedule_that_is_chosen_brings_epochs_and_undo_takes_them_back(even: MainWindow) -> None:
    assert counts(even) == ("step",)
    even.controller.edit("schedule", STEPS_AT_2)
    settle(even)
    assert counts(even) == ("epoch",)
    even.bench.actions["actionUndo"].trigger()
    settle(even)
    assert counts(even) == ("step",)


def test_that_only_the_schedules_of_visible_runs_bring_epochs(open_window: OpenWindow) -> None:
    runs = [a_run((-1, 4), batch={"size": 20}, **more) for more in ({}, {"schedule": STEPS_AT_2})]
    experiment = an_experiment(PROBLEM, runs, epochs=4)
    window = open_window(experiment.replace("view", {"runs": [{}, {"hidden": True}]}))
    assert counts(window) == ("step",)
    window.table.requested.emit("hide", 1, False)
    settle(window)
    assert counts(window) == ("epoch",)
    window.table.requested.emit("hide", 1, True)
    settle(window)
    assert counts(window) == ("step",)


def test_that_a_person_s_choice_of_steps_stays_whatever_the_schedule(even: MainWindow) -> None:
    even.bench.actions["actionTimeStep"].trigger()
    for schedule in (STEPS_AT_2, {"kind": "constant"}, STEPS_AT_2):
        even.controller.edit("schedule", schedule)
        settle(even)
        assert counts(even) == ("step",)
    even.controller.model.open(load(resources() / "lessons" / "51_step_decay.json"), None)
    settle(even)
    assert counts(even) == ("epoch",)  # another experiment: what fits it
