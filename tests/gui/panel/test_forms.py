"""Every optimizer and schedule in the window: chosen, edited field by field, refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QScrollArea, QWidget

from gdviz.gui.panel.param_form import ParamForm
from gdviz.gui.shell.main_window import MainWindow
from gdviz.params import Param, params_of
from gdviz.registry import plugins
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, click, fill_in, key, settle
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

FAMILIES = {"optimizer": "gdviz.optimizers", "schedule": "gdviz.schedules"}


def made(window: MainWindow, family: str) -> Any:
    return getattr(window.experiment.runs[0], family)


def sentence(window: MainWindow) -> str:
    """What the status bar says."""
    return str(window.status.verdict.text())


def edit(window: MainWindow, family: str, parameter: Param) -> None:
    """Change a parameter as a person does: an arrow key, a click, the next choice, a text typed again."""
    form: ParamForm = getattr(window.panel, f"{family}_form")
    field = form.field(parameter.name)
    before = made(window, family).to_json()[parameter.name]
    assert field.isVisible() and field.isEnabled()
    window.panel.findChild(QScrollArea).ensureWidgetVisible(field)
    match parameter.kind:
        case "bool":
            click(field, QPoint(8, field.height() // 2))
            settle(window)
            after = made(window, family).to_json()[parameter.name]
            assert after is not before or len(sentence(window)) > 10
            assert isinstance(field, QCheckBox) and field.isChecked() is after
        case "choice":
            assert isinstance(field, QComboBox)
            wanted = next(choice for choice in parameter.choices if choice != before)
            choose(window, field.objectName(), wanted)
            assert made(window, family).to_json()[parameter.name] == wanted
        case "text" | "data":
            assert isinstance(field, QLineEdit)
            text = field.text()
            fill_in(window, field.objectName(), "(" + text, end=None)
            assert field.property("invalid") is True and len(field.toolTip().splitlines()[0]) > 8
            key(window, Qt.Key.Key_Escape)
            assert field.property("invalid") is False and field.text() == text
            fill_in(window, field.objectName(), text)
            assert made(window, family).to_json()[parameter.name] == before
        case _:
            click(field)
            key(window, Qt.Key.Key_Up)
            settle(window)
            after = made(window, family).to_json()[parameter.name]
            if after == before:  # at the end of its range, or over another bound
                key(window, Qt.Key.Key_Down)
                settle(window)
                after = made(window, family).to_json()[parameter.name]
            assert after != before or before is None, (made(window, family), parameter.name)
            assert field.property("invalid") is False


@pytest.mark.parametrize("family", FAMILIES)
def test_that_everything_registered_is_chosen_shown_and_edited(family: str, open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1), {"kind": "adam", "lr": 0.1})], steps=30))
    for kind, cls in plugins(FAMILIES[family]).items():
        choose(window, f"{family}Combo", kind)
        settle(window)
        assert made(window, family).kind == kind
        assert window.result.runs[0].finish in ("completed", "diverged"), kind
        shown = [p for p in params_of(cls) if p.shown and p.name not in ("lr", "unit")]
        for parameter in shown:
            edit(window, family, parameter)
        assert window.result.runs[0].finish in ("completed", "diverged"), kind
        texts = {widget.objectName() for widget in getattr(window.panel, f"{family}_form").fields()}
        assert len({name for name in texts if name.startswith(family)}) >= len(shown)


def test_that_a_cycling_schedule_lets_every_optimizer_be_chosen(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1), {"kind": "adam", "lr": 0.1})], steps=30))
    choose(window, "scheduleCombo", "one_cycle")
    assert made(window, "schedule").cycle_momentum is True
    for kind in plugins("gdviz.optimizers"):
        choose(window, "optimizerCombo", kind)
        assert made(window, "optimizer").kind == kind
    choose(window, "optimizerCombo", "adagrad")
    box = child(window, "scheduleCycleMomentumField", QCheckBox)
    assert not box.isChecked()
    click(box, QPoint(8, box.height() // 2))
    assert "neither momentum nor betas" in sentence(window) and not box.isChecked()


def test_that_the_rate_is_not_edited_where_the_schedule_replaces_it(window: MainWindow) -> None:
    rate, slider = child(window, "lrField", QLineEdit), child(window, "lrSlider")
    choose(window, "scheduleCombo", "one_cycle")
    assert not rate.isEnabled() and not slider.isEnabled()
    assert "rates of its own" in rate.toolTip() and "rates of its own" in slider.toolTip()
    choose(window, "scheduleCombo", "cyclic")
    assert not rate.isEnabled()
    fill_in(window, "warmupLengthField", "5")
    assert rate.isEnabled()  # the warm-up of cyclic begins with a share of it
    fill_in(window, "warmupLengthField", "0")
    choose(window, "scheduleCombo", "cosine")
    assert rate.isEnabled() and slider.isEnabled()
    assert "rates of its own" not in rate.toolTip() + slider.toolTip()


def test_that_nothing_is_an_empty_field(window: MainWindow) -> None:
    choose(window, "scheduleCombo", "cyclic")
    field = child(window, "scheduleStepSizeDownField", QLineEdit)
    assert field.text() == "" and field.placeholderText()
    fill_in(window, "scheduleStepSizeDownField", "4")
    assert made(window, "schedule").step_size_down == 4
    fill_in(window, "scheduleStepSizeDownField", "")
    assert made(window, "schedule").step_size_down is None and field.property("invalid") is False


def test_that_a_long_number_is_shortened_where_it_does_not_fit_and_whole_where_it_is_edited(
    window: MainWindow,
) -> None:
    choose(window, "optimizerCombo", "adafactor")
    field = child(window, "optimizerEpsField", QLineEdit)
    window.panel.lr.setFocus()
    assert field.text().endswith("e-16") and len(field.text()) < 9
    assert "= 2.220446049250313e-16" in field.toolTip()
    field.setFocus()
    assert field.text() == "2.220446049250313e-16"
    before = window.experiment
    window.panel.lr.setFocus()
    assert window.experiment is before and field.text().endswith("e-16") and len(field.text()) < 9


WRONG = {
    "multistep": {"Milestones": ("5", "[5, 2]", "[5", "[-1]", '["a"]', "[1e999]", ""), "Gamma": ("0", "-1", "")},
    "points": {"Points": ("[]", "[[0]]", "[[5, 1], [2, 1]]", "[[0, -1]]", "{}")},
    "expression": {"Expression": ("", "k+*", "-1", "1/(k-5)", "foo(k)", "__import__('os')")},
    "sequence": {"Schedules": ("[]", "[1]", '[{"kind": "zzz"}]'), "Milestones": ("[]", "[5, 6]")},
    "product": {"Schedules": ('[{"kind": "cosine"}]', "null")},
    "cyclic": {"BaseLr": ("-1", "1e3"), "MaxLr": ("0", "1e-9"), "StepSizeDown": ("0", "-2", "x"),
               "BaseMomentum": ("0.95", "1")},
    "one_cycle": {"PctStart": ("1.5", "-0.1"), "TotalSteps": ("0", "nan"), "MaxMomentum": ("0.5",)},
    "cosine_restarts": {"TMult": ("0", "1.5"), "T0": ("0", "inf")},
    "plateau": {"Patience": ("-1", "1.5"), "Factor": ("-0.1", "1")},
    "wsd": {"Stable": ("-1", ""), "MinFactor": ("1.5",)},
}  # fmt: skip


def test_that_what_a_schedule_refuses_is_refused_at_its_field_while_typing(window: MainWindow) -> None:
    for kind, fields in WRONG.items():
        choose(window, "scheduleCombo", kind)
        before = window.experiment
        for name, texts in fields.items():
            for text in texts:
                field = fill_in(window, f"schedule{name}Field", text, end=None)
                assert field.property("invalid") is True, (kind, name, text)
                assert len(field.toolTip().splitlines()[0]) > 8
                key(window, Qt.Key.Key_Return)
                assert window.experiment is before, (kind, name, text)
                key(window, Qt.Key.Key_Escape)
                assert field.property("invalid") is False


def test_that_what_an_optimizer_refuses_is_refused_at_its_field_while_typing(window: MainWindow) -> None:
    wrong = {
        "adam": {"Betas": ("1", "-0.1"), "Betas1": ("1.2",), "Eps": ("-1",)},
        "rprop": {"Etas": ("1.2", "0"), "Etas1": ("0.9",), "StepSizes": ("100",)},
        "adadelta": {"Rho": ("1.5",)},
        "lbfgs": {"HistorySize": ("0", "1.5")},
        "gd_armijo": {"Shrink": ("1", "0")},
    }
    for kind, fields in wrong.items():
        choose(window, "optimizerCombo", kind)
        before = window.experiment
        for name, texts in fields.items():
            for text in texts:
                field = fill_in(window, f"optimizer{name}Field", text)
                assert field.property("invalid") is True, (kind, name, text)
                assert window.experiment is before
                key(window, Qt.Key.Key_Escape)


def test_that_the_sentence_on_a_wrong_list_is_seen_below_it_and_names_the_place(window: MainWindow) -> None:
    choose(window, "scheduleCombo", "multistep")
    fill_in(window, "scheduleMilestonesField", "[5, 2]", end=None)
    seen = [
        label.text()
        for label in window.panel.findChildren(QWidget)
        if label.property("role") == "problem" and label.isVisible()
    ]
    assert seen == ["[1]: must come after the one before, 5, got 2"]
    fill_in(window, "scheduleMilestonesField", "[5, 12.5]")
    assert made(window, "schedule").milestones == (5, 12.5)
    assert child(window, "scheduleMilestonesField", QLineEdit).text() == "[5, 12.5]"


def test_that_another_member_of_a_sequence_gets_its_time(window: MainWindow) -> None:
    choose(window, "scheduleCombo", "sequence")
    members = '[{"kind": "constant"}, {"kind": "exponential", "gamma": 0.9}, {"kind": "constant"}]'
    fill_in(window, "scheduleSchedulesField", members)
    assert len(made(window, "schedule").schedules) == 3
    assert made(window, "schedule").milestones == (10, 15)
    fill_in(window, "scheduleSchedulesField", '[{"kind": "constant"}]')
    assert made(window, "schedule").milestones == ()


def test_that_a_long_form_is_scrolled_in_a_small_window(open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1024, 700)
    choose(window, "optimizerCombo", "qhadam")
    choose(window, "scheduleCombo", "one_cycle")
    area = window.panel.findChild(QScrollArea)
    inner = area.widget()
    assert inner.width() <= area.viewport().width()
    fields = [*window.panel.optimizer_form.fields(), *window.panel.schedule_form.fields()]
    boxes = [field for field in fields if isinstance(field, QLineEdit) and field.isVisible()]
    for field in boxes:
        assert field.width() >= 40 and field.height() >= 20
    places = [field.mapTo(inner, QPoint(0, 0)) for field in boxes]
    assert len({(at.x(), at.y()) for at in places}) == len(places)
    last = window.panel.schedule_form.field("max_momentum")
    last.setFocus()
    area.ensureWidgetVisible(last)
    assert area.viewport().rect().contains(last.mapTo(area.viewport(), QPoint(2, 2)))


def test_that_a_text_in_a_field_whose_rule_goes_is_not_taken_by_another(window: MainWindow) -> None:
    fill_in(window, "optimizerMomentumField", "0.5")
    choose(window, "optimizerCombo", "rmsprop")
    fill_in(window, "optimizerMomentumField", "0.9", end=None)
    assert child(window, "optimizerMomentumField").hasFocus()
    refused: list[str] = []
    window.controller.refused.connect(lambda path, reason: refused.append(path))
    window.controller.model.undo()  # as from a menu: the rule goes, and the field with it
    settle(window)
    assert made(window, "optimizer").to_json()["kind"] == "sgd"
    assert made(window, "optimizer").momentum == 0.5 and refused == []
    assert window.controller.model.undo_stack.canRedo(), "no edit has come after"
