from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QToolTip

from gdviz.gui.kernel.edit_names import values
from gdviz.gui.runs.run_rows import LABEL, RATE
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.driving import child, choose, click, drag, drag_start, fill_in, key, wait_until, write
from tests.making import a_run, an_experiment, expression

pytestmark = pytest.mark.one_window


def undo_name(window: MainWindow) -> str:
    return window.bench.actions["actionUndo"].text()


def test_that_the_undo_menu_shows_the_value_before_and_after(window: MainWindow) -> None:
    fill_in(window, "lrField", "0.03")
    assert undo_name(window) == "&Undo: learning rate 0.01 to 0.03"
    fill_in(window, "stepsField", "50")
    assert undo_name(window) == "&Undo: steps 20 to 50"
    fill_in(window, "warmupLengthField", "5")
    assert undo_name(window) == "&Undo: warm-up — to 5"
    choose(window, "scheduleCombo", "cosine")
    assert undo_name(window) == "&Undo: schedule Constant to Cosine"
    window.setFocus()
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undo_name(window) == "&Undo: warm-up — to 5"
    assert window.bench.actions["actionRedo"].text() == "&Redo: schedule Constant to Cosine"


def test_that_a_count_keeps_all_its_digits(window: MainWindow) -> None:
    for now, name in ((1200000, "20 to 1200000"), (1200001, "1200000 to 1200001")):
        fill_in(window, "stepsField", str(now))
        assert undo_name(window) == f"&Undo: steps {name}"


def test_that_a_drag_is_named_by_where_it_began_and_ended(window: MainWindow) -> None:
    slider = window.panel.lr_slider
    drag(slider, QPoint(slider.width() // 2, slider.height() // 2), QPoint(20, 5), QPoint(60, 5))
    assert window.controller.model.undo_stack.count() == 1
    assert undo_name(window).startswith("&Undo: learning rate 0.01 to ")
    drag_start(window, (0.5, 0.5), (-1.0, 1.5))
    assert undo_name(window).startswith("&Undo: start (1, 1) to (")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("problem.expression", "x**2 + y**2", ("3*x**2*y", "x**2 + y**2")),
        ("problem.expression", "x**2 + y**2" + " + x*y" * 9, ("3*x**2*y", "x**2 + y**2 + x*y + x*y + x…")),
        ("problem.domain", [[-1, 1], [-1, 1]], None),
        ("runs[0].optimizer.nesterov", True, ("off", "on")),
    ],
)
def test_that_what_is_too_long_is_cut_or_left_out(path: str, value: object, expected: tuple[str, str] | None) -> None:
    run = a_run([1, 1], {"kind": "sgd", "lr": 0.1, "momentum": 0.9})
    before = an_experiment(expression("3*x**2*y", domain=[[-2, 2], [-2, 2]]), [run])
    assert values(before, before.replace(path, value), 0, path.removeprefix("runs[0].")) == expected


def test_that_the_undo_menu_follows_the_language(window: MainWindow) -> None:
    fill_in(window, "lrField", "0.03")
    drag_start(window, (0.5, 0.5))
    choose(window, "optimizerCombo", "adam")
    window.table.requested.emit("duplicate", 0, None)
    window.controller.model.undo()
    english = undo_name(window), window.bench.actions["actionRedo"].text()
    window.set_language("ko")
    wait_until(lambda: undo_name(window) == "실행 취소(&U): 방법 GD / SGD → Adam")
    assert "복제" in window.bench.actions["actionRedo"].text()
    for _ in range(2):
        window.controller.model.undo()
    assert undo_name(window).startswith("실행 취소(&U): 학습률 0.01 → 0.03")
    window.set_language("en")
    for _ in range(2):
        window.controller.model.redo()
    wait_until(lambda: (undo_name(window), window.bench.actions["actionRedo"].text()) == english)


def test_that_a_parameter_is_called_by_its_own_name(window: MainWindow) -> None:
    fill_in(window, "optimizerMomentumField", "0.5")
    assert undo_name(window) == "&Undo: momentum 0 to 0.5"
    nesterov = child(window, "optimizerNesterovField", QCheckBox)
    click(nesterov, QPoint(8, nesterov.height() // 2))
    assert undo_name(window) == "&Undo: Nesterov off to on"
    choose(window, "optimizerCombo", "adam")
    fill_in(window, "optimizerBetasField", "0.8")
    assert undo_name(window) == "&Undo: betas (0.9, 0.999) to (0.8, 0.999)"
    choose(window, "scheduleCombo", "cosine")
    fill_in(window, "scheduleTMaxField", "50")
    assert undo_name(window).startswith("&Undo: half period ")
    window.set_language("ko")
    wait_until(lambda: "반주기" in undo_name(window))


def test_that_what_is_wrong_with_a_parameter_names_the_parameter(window: MainWindow) -> None:
    assert window.panel.naming("optimizer.momentum")() == "Momentum"
    assert window.panel.naming("steps")() == "Steps"


def test_that_what_was_wrong_is_no_longer_shown_once_the_value_is_back(window: MainWindow) -> None:
    window.panel.lr.selectAll()
    window.panel.lr.setFocus()
    write(window, "junk")
    key(window, Qt.Key.Key_Return)
    wait_until(lambda: QToolTip.isVisible() and "junk" in QToolTip.text())
    key(window, Qt.Key.Key_Escape)
    QApplication.processEvents()
    wait_until(lambda: not QToolTip.isVisible(), 2)


def test_that_undoing_a_rename_is_seen_at_once(window: MainWindow) -> None:
    table = window.table
    fill_in(window, "lrField", "0.02")  # from then on the table has the new values
    click(table.table.viewport(), table.table.visualRect(table.model.index(0, RATE)).center())
    key(window, Qt.Key.Key_F2)
    key(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write(window, "tt")
    key(window, Qt.Key.Key_Return)
    QTest.qWait(50)
    assert table.model.text(0, LABEL) == "tt"
    columns: list[int] = []
    table.model.dataChanged.connect(lambda first, last, roles: columns.append(first.column()))
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert table.model.text(0, LABEL) == "GD" and LABEL in columns
