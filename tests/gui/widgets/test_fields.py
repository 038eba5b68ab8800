from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.text_field import PointsField, TextField
from gdviz.params import Param

LR = Param("lr", "float", 0.01, low=0, open_low=True, scale="log", symbol="η", label="learning rate", help="How far.")
MOMENTUM = Param("momentum", "float", 0.9, low=0, high=1, open_high=True, symbol="μ", label="momentum", help="Memory.")
STEPS = Param("steps", "int", 100, low=1, scale="log", label="steps", help="How many updates.")
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    made = NumberField("lrField")
    qtbot.addWidget(made)
    made.setParam(LR)
    made.setValue(0.01)
    return made


@pytest.fixture
def whole(qtbot: QtBot) -> IntegerField:
    made = IntegerField("stepsField")
    qtbot.addWidget(made)
    made.setParam(STEPS)
    made.setValue(100)
    return made


def retype(qtbot: QtBot, field: NumberField | IntegerField | TextField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)


def emitted(field: NumberField | IntegerField | TextField) -> list[tuple[str, float | str | None]]:
    seen: list[tuple[str, float | str | None]] = []
    field.committed.connect(lambda v: seen.append(("committed", v)))
    field.stepped.connect(lambda v: seen.append(("stepped", v)))
    return seen


def test_that_typing_only_checks_and_return_commits(qtbot: QtBot, field: NumberField) -> None:
    seen = emitted(field)
    retype(qtbot, field, "1e-3")
    assert (seen, field.value()) == ([], 0.01)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert seen == [("committed", 0.001)]
    assert field.text() == "0.001"


def test_that_leaving_commits_once(qtbot: QtBot, field: NumberField) -> None:
    seen = emitted(field)
    field.show()
    field.setFocus()
    retype(qtbot, field, "0.3")
    field.clearFocus()
    field.setFocus()
    field.clearFocus()
    assert seen in ([("committed", 0.3)], [])
    field.commit()
    assert seen == [("committed", 0.3)]


def test_that_the_same_number_written_differently_is_no_edit(qtbot: QtBot, field: NumberField) -> None:
    seen = emitted(field)
    retype(qtbot, field, "1e-2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert seen == []
    assert field.text() == "0.01"


@pytest.mark.parametrize(
    ("text", "word"), [("abc", "not a number"), ("-1", "> 0"), ("0", "> 0"), ("", "Type a number")]
)
def test_that_a_wrong_text_is_marked_explained_and_not_committed(
    qtbot: QtBot, field: NumberField, text: str, word: str
) -> None:
    seen = emitted(field)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("invalid") is True
    assert word in field.problem()
    assert word in field.toolTip()
    assert field.problem() == field.accessibleDescription()
    assert (seen, field.value()) == ([], 0.01)


def test_that_correcting_the_text_removes_the_mark(qtbot: QtBot, field: NumberField) -> None:
    problems: list[str] = []
    field.problemChanged.connect(problems.append)
    retype(qtbot, field, "x")
    retype(qtbot, field, "2")
    assert field.property("invalid") is False
    assert len(problems) == 2
    assert problems[1] == ""


def test_that_escape_restores(qtbot: QtBot, field: NumberField) -> None:
    retype(qtbot, field, "junk")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.problem()) == ("0.01", "")


def test_that_arrow_keys_step_through_the_decade_at_once(qtbot: QtBot, field: NumberField) -> None:
    seen = emitted(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Up, SHIFT)
    qtbot.keyClick(field, Qt.Key.Key_Down, CTRL)
    assert seen == [("stepped", 0.02), ("stepped", 0.2), ("stepped", 0.19)]


def test_that_linear_steps_stop_at_the_bounds(qtbot: QtBot, field: NumberField) -> None:
    field.setParam(MOMENTUM)
    field.setValue(0.98)
    for _ in range(4):
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 0.99


def test_that_a_step_starts_from_what_is_typed(qtbot: QtBot, field: NumberField) -> None:
    retype(qtbot, field, "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 0.6


@pytest.mark.parametrize("value", [1e308, 1.7976931348623157e308, 5e-324, -1e308, 1e16])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_that_arrow_keys_leave_a_number_at_the_ends_of_all_numbers(qtbot: QtBot, scale: str, value: float) -> None:
    field = NumberField("startField")
    qtbot.addWidget(field)
    field.setParam(Param("x", "float", 0.0, scale=scale))
    field.show()
    field.resize(60, 20)  # too narrow for all figures
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        for modifier in (Qt.KeyboardModifier.NoModifier, SHIFT, CTRL):
            field.setValue(value)
            assert field.text()
            qtbot.keyClick(field, key, modifier)
            assert math.isfinite(field.value())
            assert scale == "log" or abs(value) < 1e308 or field.value() == pytest.approx(value, rel=1e-11)


def test_that_arrow_keys_leave_a_text_that_is_being_typed(qtbot: QtBot) -> None:
    field = TextField("labelField")
    qtbot.addWidget(field)
    field.setParam(Param("label", "text", ""))
    field.setValue("run")
    seen = emitted(field)
    retype(qtbot, field, "my ru")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
    assert (seen, field.value(), field.text()) == ([], "run", "my ru")


@pytest.mark.parametrize("text", ["0: 1, 12.5: 0.01", "0:1;12.5:1e-2", "[[0, 1], [12.5, 0.01]]"])
def test_that_points_are_read_as_pairs_with_a_colon(qtbot: QtBot, text: str) -> None:
    field = PointsField("pointsField")
    qtbot.addWidget(field)
    field.setParam(Param("points", "data", ()))
    field.setValue(((0.0, 1.0), (30.0, 0.5)))
    assert field.text() == "0: 1, 30: 0.5"
    seen = emitted(field)
    retype(qtbot, field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert seen == [("committed", [[0, 1], [12.5, 0.01]])] and field.text() == "0: 1, 12.5: 0.01"


@pytest.mark.parametrize("text", [",", "0", "0: 1, 5", "0: 1: 2", ": 1"])
def test_that_what_is_no_point_is_refused_with_an_example(qtbot: QtBot, text: str) -> None:
    field = PointsField("pointsField")
    qtbot.addWidget(field)
    field.setParam(Param("points", "data", ()))
    field.setValue(((0.0, 1.0),))
    retype(qtbot, field, text)
    assert field.problem() == "Write each point as k: factor, such as 0: 1, 50: 0.1."


def test_that_setting_the_value_is_silent(field: NumberField) -> None:
    seen = emitted(field)
    field.setValue(0.5)
    assert (seen, field.text()) == ([], "0.5")


def test_that_the_tool_tip_shows_symbol_range_and_help(field: NumberField) -> None:
    assert all(word in field.toolTip() for word in ("learning rate", "η", "How far.", "> 0"))
    assert field.accessibleName() == "learning rate"


def test_that_a_whole_number_field_refuses_fractions(qtbot: QtBot, whole: IntegerField) -> None:
    retype(qtbot, whole, "1.5")
    assert "fraction" in whole.problem()
    retype(qtbot, whole, "1e3")
    qtbot.keyClick(whole, Qt.Key.Key_Return)
    assert whole.value() == 1000
    assert whole.text() == "1000"


def test_that_nothing_may_have_a_name(qtbot: QtBot, whole: IntegerField) -> None:
    whole.setNoneText("whole data")
    seen = emitted(whole)
    whole.selectAll()
    qtbot.keyClick(whole, Qt.Key.Key_Backspace)
    qtbot.keyClick(whole, Qt.Key.Key_Return)
    assert seen == [("committed", None)]
    assert whole.text() == "whole data"
    retype(qtbot, whole, "20")
    qtbot.keyClick(whole, Qt.Key.Key_Return)
    assert seen[-1] == ("committed", 20)


def test_that_an_empty_whole_number_is_wrong_where_nothing_has_no_name(qtbot: QtBot, whole: IntegerField) -> None:
    whole.selectAll()
    qtbot.keyClick(whole, Qt.Key.Key_Backspace)
    assert whole.problem()


def test_that_whole_numbers_step_through_their_decade(qtbot: QtBot, whole: IntegerField) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(whole, key)
    assert whole.value() == 90
    whole.setValue(1)
    qtbot.keyClick(whole, Qt.Key.Key_Down)
    assert whole.value() == 1
