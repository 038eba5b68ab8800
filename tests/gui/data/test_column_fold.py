from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.data.column_fold import ColumnFold
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, key, settle, wait_until
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.scenes import change, show
from tests.making import a_run, an_experiment

PROBLEM = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}


def opened(open_window: OpenWindow, runs: int, height: int) -> MainWindow:
    spec = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 20})
    window = open_window(an_experiment(PROBLEM, [spec] * runs, epochs=2))
    window.resize(1024, height)
    wait_until(lambda: window.fold is not None and window.fold.folded == (height < 900))
    return window


def tab(window: MainWindow, part: str) -> QPushButton:
    return child(window, f"{part}TabButton", QPushButton)


@pytest.mark.parametrize(("runs", "first", "second"), [(1, "step", "runs"), (2, "runs", "step")])
def test_that_step_and_runs_take_turns_where_the_window_is_low(
    open_window: OpenWindow, runs: int, first: str, second: str
) -> None:
    window = opened(open_window, runs, 700)
    parts = {"step": window.card, "runs": window.table}
    assert (parts[first].isVisible(), parts[second].isVisible()) == (True, False)
    click(tab(window, second))
    assert (parts[first].isVisible(), parts[second].isVisible()) == (False, True)
    for part in (parts[second], window.data.view):
        assert part is not None and part.height() >= part.minimumSizeHint().height()


def test_that_no_part_of_a_low_column_covers_another(open_window: OpenWindow) -> None:
    window = opened(open_window, 4, 700)
    column = window.splitters["right"]
    places = sorted(
        (part.y(), part.geometry().bottom()) for i in range(column.count()) if (part := column.widget(i)).isVisible()
    )
    assert all(end < start for (_, end), (start, _) in pairwise(places))
    chips = [button for button in window.table.findChildren(QPushButton) if button.isVisible()]
    assert all(chip.geometry().bottom() <= window.table.height() for chip in chips)


def test_that_all_three_are_shown_where_there_is_room(open_window: OpenWindow) -> None:
    window = opened(open_window, 2, 1000)
    assert window.card.isVisible() and window.table.isVisible() and not tab(window, "step").isVisible()


def test_that_a_choice_outlasts_another_experiment(open_window: OpenWindow) -> None:
    window = opened(open_window, 2, 700)
    click(tab(window, "step"))
    spec = a_run((1, 1), {"kind": "sgd", "lr": 0.05}, batch={"size": 20})
    window.controller.model.open(an_experiment(PROBLEM, [spec] * 3, epochs=2), None)
    wait_until(lambda: len(window.result.runs) == 3)
    assert window.card.isVisible() and not window.table.isVisible()


def test_that_a_presentation_leaves_the_column_as_it_was(open_window: OpenWindow) -> None:
    window = opened(open_window, 2, 700)
    key(window, Qt.Key.Key_F5)
    assert not tab(window, "step").isVisible() and not window.table.isVisible()
    key(window, Qt.Key.Key_Escape)
    wait_until(lambda: tab(window, "step").isVisible())
    assert window.table.isVisible() and not window.card.isVisible()


def test_that_the_lab_comes_back_as_high_as_it_was(open_window: OpenWindow) -> None:
    window = opened(open_window, 1, 1000)
    with_lab, lab = window.experiment, window.data.view
    assert lab is not None
    was = [part.height() for part in (window.card, window.table, lab)]
    window.controller.model.open(an_experiment("sphere", [a_run((1, 1))]), None)
    wait_until(lambda: not lab.isVisible())
    window.controller.model.open(with_lab, None)
    wait_until(lab.isVisible)
    wait_until(lambda: [part.height() for part in (window.card, window.table, lab)] == pytest.approx(was, abs=1))


def heights(window: MainWindow) -> list[int]:
    return window.splitters["right"].sizes()[-3:]


def present(window: MainWindow, on: bool) -> None:
    key(window, Qt.Key.Key_F5)
    wait_until(lambda: window.menuBar().isVisible() != on)


@pytest.mark.parametrize("first", ["data", "function"])
def test_that_another_experiment_opened_while_presenting_has_its_own_heights_afterwards(
    open_window: OpenWindow, first: str
) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1))]))
    window.resize(1440, 1000)
    wait_until(lambda: window.height() == 1000)
    function, card = window.experiment, window.splitters["right"].sizes()
    spec = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 20})
    data = an_experiment(PROBLEM, [spec], epochs=2)
    window.controller.model.open(data, None)
    wait_until(lambda: window.data.view is not None and window.data.view.isVisible())
    wait_until(lambda: heights(window)[2] > 100)
    settle(window)
    window.splitters["right"].setSizes([0, 280, 130, sum(heights(window)) - 410])  # as a hand does
    lab = heights(window)
    if first == "function":
        window.controller.model.open(function, None)
        wait_until(lambda: window.data.view is not None and not window.data.view.isVisible())
        wait_until(lambda: heights(window) == [*card, 0])
    present(window, True)
    window.controller.model.open(function if first == "data" else data, None)
    wait_until(lambda: (window.data.view is not None and window.data.view.isVisible()) == (first == "function"))
    present(window, False)
    # the table of data that came while one presented knows its columns, and with them its least height, only later
    expected, near = ([*card, 0], 2) if first == "data" else (lab, 20)
    wait_until(lambda: heights(window) == pytest.approx(expected, abs=near))
    window.controller.model.open(data if first == "data" else function, None)
    wait_until(lambda: heights(window) == pytest.approx(lab if first == "data" else [*card, 0], abs=2))


def test_that_data_first_opened_while_presenting_leave_the_heights_of_card_and_table(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1))]))
    window.resize(1440, 1000)
    wait_until(lambda: window.height() == 1000)
    function, card = window.experiment, window.splitters["right"].sizes()
    spec = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 20})
    present(window, True)
    window.controller.model.open(an_experiment(PROBLEM, [spec], epochs=2), None)
    wait_until(lambda: window.data.view is not None and window.data.view.isVisible())
    present(window, False)
    wait_until(lambda: heights(window)[2] > 300 and heights(window)[1] > 100)
    window.controller.model.open(function, None)
    wait_until(lambda: heights(window) == [*card, 0])


def test_that_several_runs_are_seen_first_though_they_came_without_samples(qtbot: QtBot) -> None:
    column = QSplitter()
    qtbot.addWidget(column)
    card, table = QWidget(column), QWidget(column)
    fold = ColumnFold(column, card, table, QWidget())
    for problem, runs, current in ((LINE, 1, "step"), (BOWL, 2, "step"), (LINE, 2, "runs")):
        show(fold, computed(problem, *[{}] * runs, steps=2))
        assert fold.switch.current() == current


def test_that_room_given_or_taken_while_the_parts_are_elsewhere_is_so_when_they_are_back(qtbot: QtBot) -> None:
    column = QSplitter(Qt.Orientation.Vertical)
    qtbot.addWidget(column)
    fold = ColumnFold(column, QWidget(column), QWidget(column), QWidget())
    column.resize(300, 1000)
    column.show()
    show(fold, computed(LINE, steps=2))
    usual = column.sizes()
    for room in (True, False):
        fold.set_active(False)
        change(fold, lab_room=room)
        assert (column.sizes()[3] > 900) == (not room)
        fold.set_active(True)
        assert (column.sizes()[3] > 900) == room
    assert column.sizes() == pytest.approx(usual, abs=2)
