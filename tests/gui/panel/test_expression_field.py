from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gdviz.gui.panel.expression_field import ExpressionField
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.driving import activate, child, click, fill_in, key, settle

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier

ATTACKS = {
    "attribute": "x.__class__",
    "dunder": "__import__('os').system('true')",
    "unknown function": "foo(x)",
    "unknown name": "x + z7",
    "lambda": "lambda x: x",
    "comprehension": "[x for x in y]",
    "strings": "'x' * 3",
    "brackets": "(" * 30_000,
    "tower": "9**9**9**9",
    "nul": "x\0+1",
    "right to left": "x\u202e+1",
    "full-width digits": "x+１",
    "empty": "",
    "blanks": "   ",
    "unfinished": "x^2 +",
}


@pytest.fixture
def field(qtbot: QtBot) -> ExpressionField:
    made = ExpressionField()
    qtbot.addWidget(made)
    made.show_expression("x^2 + y^2")
    with qtbot.waitExposed(made):
        made.show()
    activate(made)
    made.line.setFocus()
    return made


def paste(field: ExpressionField, text: str) -> None:
    field.line.selectAll()
    if text:
        QApplication.clipboard().setText(text)
        QTest.keyClick(field.line, Qt.Key.Key_V, CONTROL)
    else:
        QTest.keyClick(field.line, Qt.Key.Key_Delete)


@pytest.mark.parametrize("attack", ATTACKS, ids=list(ATTACKS))
def test_that_what_is_no_formula_is_refused_with_one_sentence_at_once(field: ExpressionField, attack: str) -> None:
    committed: list[str] = []
    field.committed.connect(committed.append)
    begun = time.perf_counter()
    paste(field, ATTACKS[attack])
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert time.perf_counter() - begun < 0.5
    assert committed == []
    assert field.line.property("invalid") is True
    assert field.problem.isVisible()
    assert 8 < len(field.problem.text()) < 200
    assert field.line.accessibleDescription() == field.problem.text()


def test_that_return_points_at_the_place(field: ExpressionField) -> None:
    QTest.keyClick(field.line, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field.line, "x + foo(y)")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert (field.line.selectionStart(), field.line.selectedText()) == (4, "foo")


def test_that_typing_checks_and_return_commits_once(field: ExpressionField) -> None:
    committed: list[str] = []
    field.committed.connect(committed.append)
    QTest.keyClick(field.line, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field.line, "3x^2 y")
    assert committed == [] and field.line.property("invalid") is False
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert committed == ["3x^2 y"]


def test_that_escape_restores_what_the_experiment_has(field: ExpressionField) -> None:
    committed: list[str] = []
    field.committed.connect(committed.append)
    QTest.keyClicks(field.line, "(((")
    QTest.keyClick(field.line, Qt.Key.Key_Escape)
    assert field.line.text() == "x^2 + y^2"
    assert not field.problem.isVisible() and field.line.property("invalid") is False
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert committed == []


def test_that_an_own_function_is_typed_committed_and_undone(window: MainWindow) -> None:
    fill_in(window, "expressionField", "x^2 + 3y^2")
    settle(window)
    assert window.experiment.problem.kind == "expression"
    assert window.experiment.runs[0].start == (1.0, 1.0)
    assert window.result.runs[0].grad[0] == pytest.approx([2, 6])
    assert "[2, 6]" in window.card.description()
    assert window.controller.model.undo_stack.count() == 1
    assert window.experiment.title == ""  # that of the worked example
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert "[6, 3]" in window.card.description() and window.experiment.title
    assert child(window, "expressionField", QLineEdit).text() == "3*x**2*y"


def test_that_leaving_the_field_commits(window: MainWindow) -> None:
    fill_in(window, "expressionField", "x^2 + y^2", end=Qt.Key.Key_Tab)
    settle(window)
    assert window.result.runs[0].grad[0] == pytest.approx([2, 2])


def test_that_a_function_of_one_variable_is_shown_as_a_curve(window: MainWindow) -> None:
    fill_in(window, "expressionField", "x^4 - 3x^2 + x")
    settle(window)
    assert window.result.runs[0].problem.dim == 1
    assert not child(window, "startYField").isVisible()
    assert window.experiment.runs[0].start[0] == window.panel.start[0].value()
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert child(window, "startYField").isVisible()


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_that_a_bad_function_turns_the_field_red_and_the_last_good_experiment_stays(
    window: MainWindow, end: Qt.Key
) -> None:
    before, records = window.experiment, window.result
    for text in ("x^2 + foo(y)", "log(-1 - x^2)", "9**9**9**9", "(x"):
        field = fill_in(window, "expressionField", text, end=end)
        assert window.experiment is before and window.result is records
        assert field.text() == text
        assert field.property("invalid") is True
        assert window.panel.expression.problem.isVisible()
        assert "[6, 3]" in window.card.description()
        click(field)
        key(window, Qt.Key.Key_Escape)
        assert field.property("invalid") is False and field.text() == "3*x**2*y"
    assert window.controller.model.undo_stack.count() == 0


def test_that_the_red_field_fits_into_the_panel(window: MainWindow) -> None:
    window.resize(1024, 700)
    fill_in(window, "expressionField", "x^2 + unknown_function_of_mine(y) + 3")
    sentence = window.panel.expression.problem
    assert sentence.mapTo(window.panel, QPoint(sentence.width(), 0)).x() <= window.panel.width()
    assert sentence.heightForWidth(sentence.width()) <= sentence.height()


def test_that_another_language_leaves_what_is_typed_and_what_is_wrong_with_it(window: MainWindow) -> None:
    line = fill_in(window, "expressionField", "x^2 + sin(")
    key(window, Qt.Key.Key_Tab)
    for language in ("ko", "en"):
        window.set_language(language)
        settle(window)
        assert line.text() == "x^2 + sin(" and line.property("invalid") is True
        assert window.panel.expression.problem.isVisible()
    before = window.panel.expression.problem.text()
    window.set_language("ko")
    settle(window)
    assert window.panel.expression.problem.text() not in ("", before)
