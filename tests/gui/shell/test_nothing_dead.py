"""A command that acts on a view out of sight brings it into sight, or says in the status bar why it does nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.shell import arrangement_names
from gdviz.gui.shell.main_window import MainWindow, create_window
from gdviz.lessons import lesson
from tests.gui.driving import key, settle

pytestmark = pytest.mark.one_window


def arrange(window: MainWindow, arrangement: str) -> None:
    window.controller.view_model.change(arrangement=arrangement, arranged=True)
    settle(window)


def trigger(window: MainWindow, name: str) -> None:
    window.bench.actions[name].trigger()
    settle(window)


@pytest.mark.parametrize("name", ["actionRatePlan", "actionRateLine", "actionRateSweep", "actionRateRange"])
def test_that_a_plot_of_the_learning_rate_comes_into_sight_when_it_is_chosen(window: MainWindow, name: str) -> None:
    arrange(window, "descent")
    assert not window.rates.isVisible()
    trigger(window, name)
    assert window.scene.arrangement == "rates" and window.rates.isVisible()


def test_that_drawing_brings_the_schedule_into_sight(window: MainWindow) -> None:
    arrange(window, "race")
    key(window, Qt.Key.Key_D)
    settle(window)
    assert window.schedule.isVisible() and window.schedule.drawing
    key(window, Qt.Key.Key_D)


def test_that_a_rate_from_here_on_is_reported_where_its_button_is_out_of_sight(window: MainWindow) -> None:
    arrange(window, "descent")
    key(window, Qt.Key.Key_G)
    assert "from the playhead on" in window.status.verdict.text()
    key(window, Qt.Key.Key_G)
    assert "whole run" in window.status.verdict.text()


def test_that_the_stages_of_an_update_come_into_sight(window: MainWindow) -> None:
    window.controller.model.open(lesson("five_batches").open(lambda texts: texts["en"]), None)
    settle(window)
    arrange(window, "descent")
    key(window, Qt.Key.Key_Period)
    settle(window)
    assert window.scene.arrangement == "data" and window.data.view is not None and window.data.view.isVisible()
    assert window.scene.state.moment.stage > 0 and window.playhead == 0


@pytest.mark.parametrize("name", ["actionCompass", "actionBatchCloud"])
def test_that_what_the_relief_cannot_show_is_shown_from_above(window: MainWindow, name: str) -> None:
    window.controller.model.open(lesson("five_batches").open(lambda texts: texts["en"]), None)
    settle(window)
    arrange(window, "relief")
    trigger(window, name)
    assert window.scene.surface == "2d" and window.surface.isVisible()


@pytest.mark.parametrize("name", ["actionCompass", "actionGradient", "actionFit"])
def test_that_a_surface_beside_others_is_brought_to_the_front(window: MainWindow, name: str) -> None:
    window.resize(1024, 700)
    settle(window)
    arrange(window, "rates")
    body = window.arranger.body
    assert body is not None and body.side.folded
    body.side.reveal(window.panel)
    assert not window.surface.isVisible()
    trigger(window, name)
    assert window.surface.isVisible()
    window.resize(1440, 900)
    settle(window)


def test_that_left_panel_and_side_column_fold_in_every_arrangement(window: MainWindow) -> None:
    for arrangement in ("descent", "rates", "relief"):
        arrange(window, arrangement)
        body = window.arranger.body
        assert body is not None
        parts: tuple[tuple[Qt.Key, QWidget], ...] = ((Qt.Key.Key_F6, window.panel), (Qt.Key.Key_F8, body.side))
        for pressed, part in parts:
            key(window, pressed)
            assert not part.isVisible(), (arrangement, pressed)
            key(window, pressed)
            assert part.isVisible(), (arrangement, pressed)


def test_that_the_key_in_a_sentence_is_that_of_the_command(window: MainWindow) -> None:
    arrange(window, "descent")
    action = window.bench.actions["actionArrangeAll"]
    usual = action.shortcut()
    action.setShortcut("Meta+6")  # as on macOS
    key(window, Qt.Key.Key_F7)
    assert "Meta+6" in window.status.verdict.text()
    action.setShortcut(usual)


def test_that_on_macos_no_key_of_an_arrangement_types_a_letter(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(arrangement_names, "sys", SimpleNamespace(platform="darwin"))
    window = create_window()
    qtbot.addWidget(window)
    keys = [window.bench.actions[name].shortcut().toString() for name in ("actionArrangeAll", "actionDetail")]
    assert keys == ["Meta+6", "Meta+0"]


def test_that_a_folded_column_stays_folded_in_another_arrangement(window: MainWindow) -> None:
    arrange(window, "descent")
    key(window, Qt.Key.Key_F8)
    for arrangement in ("rates", "all"):
        arrange(window, arrangement)
        assert not window.card.isVisible() and not window.table.isVisible()
    key(window, Qt.Key.Key_F8)
    assert window.card.isVisible()


def test_that_a_column_that_is_not_there_is_reported(window: MainWindow) -> None:
    arrange(window, "descent")
    key(window, Qt.Key.Key_F7)
    assert "Alt+6" in window.status.verdict.text() and window.bench.actions["actionFoldPlots"].isChecked()
    window.resize(1024, 700)
    settle(window)
    arrange(window, "rates")
    key(window, Qt.Key.Key_F8)
    assert "F6" in window.status.verdict.text() and window.bench.actions["actionFoldRight"].isChecked()
    key(window, Qt.Key.Key_F6)
    assert not window.panel.isVisible() and not window.card.isVisible()
    key(window, Qt.Key.Key_F6)
    window.resize(1440, 900)
    arrange(window, "race")
    key(window, Qt.Key.Key_F8)
    assert "no column" in window.status.verdict.text()
    settle(window)


@pytest.mark.parametrize("name", ["actionFit", "actionNormalText", "actionLoop"])
def test_that_a_command_after_which_all_is_as_before_says_so(window: MainWindow, name: str, qtbot: QtBot) -> None:
    window.status.note("")  # no older sentence ends meanwhile
    with qtbot.waitSignal(window.status.spoken, timeout=0) as spoken:
        trigger(window, name)
    assert window.status.verdict.text() == spoken.args[0] != ""
    if name == "actionLoop":
        trigger(window, name)
