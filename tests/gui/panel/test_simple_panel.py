"""The panel of a simple window, and by arrangement: what comes first, what is folded, what stays in sight."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing.formula_sheet import FormulaSheet
from gdviz.gui.panel.parameter_panel import ParameterPanel
from gdviz.gui.panel.rate_marks import RateMarks
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import scaling, theme
from gdviz.gui.style.theme import dark
from gdviz.gui.widgets.fold_row import FoldRow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import NONE, child, choose, click, fill_in, key, settle, wait_until, write
from tests.gui.plot_runs import BOWL, HIMMELBLAU, LINE, computed
from tests.gui.scenes import change, show
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SIMPLE = {"detail": "simple", "arranged": True, "arrangement": "descent"}
MADE_UP = {"kind": "linear_regression", "data": {"kind": "synthetic", "shape": "line", "n": 30}}
BATCHES = {"batch": {"size": 10}}
PLAIN = ("optimizerMomentumField", "optimizerDampeningField", "optimizerWeightDecayField", "optimizerNesterovField",
         "optimizerMaximizeField", "warmupLengthField", "deviceCombo")  # fmt: skip
MAKING = ("dataNField", "dataNoiseField", "dataOutliersField", "dataSeedField", "dataModelCombo")


@pytest.fixture
def panel(qtbot: QtBot) -> ParameterPanel:
    theme.apply(theme.system())
    made = ParameterPanel()
    qtbot.addWidget(made)
    made.resize(270, 900)
    made.show()
    return made


def named(panel: QWidget, name: str) -> QWidget:
    found = panel.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def seen(panel: QWidget, *names: str) -> list[str]:
    """Those that are visible."""
    return [name for name in names if named(panel, name).isVisible()]


def from_the_top(panel: ParameterPanel, *names: str) -> list[str]:
    """The visible ones in the order in which they stand."""
    inner = panel.findChild(QScrollArea).widget()
    inner.layout().activate()
    return sorted(seen(panel, *names), key=lambda name: named(panel, name).mapTo(inner, QPoint(0, 0)).y())


def fold(panel: QWidget, name: str = "moreSettingsFold") -> FoldRow:
    found = panel.findChild(FoldRow, name)
    assert found is not None
    return found


# -- simple -----------------------------------------------------------------------------------------------------


def test_that_a_simple_panel_shows_what_a_beginner_needs(panel: ParameterPanel) -> None:
    show(panel, computed(HIMMELBLAU), **SIMPLE)
    needed = ("surfaceCombo", "startXField", "startYField", "optimizerCombo", "lrField", "lrSlider", "scheduleCombo",
              "stepsField")  # fmt: skip
    assert from_the_top(panel, *needed)[0] == "surfaceCombo" and len(seen(panel, *needed)) == len(needed)
    assert seen(panel, *PLAIN, "expressionField", "batchSizeField", "epochsField") == []
    assert named(panel, "formulaSheet").isVisible()
    assert "x² + y − 11" in named(panel, "formulaSheet").accessibleDescription()


def test_that_all_fields_of_a_simple_panel_exist_and_have_their_values(panel: ParameterPanel) -> None:
    show(panel, computed(BOWL), **SIMPLE)
    texts = [named(panel, name).text() for name in PLAIN[:3]]  # type: ignore[attr-defined]
    assert texts == ["0", "0", "0"] and panel.device.currentData() == "auto"


def test_that_data_bring_batches_and_epochs(panel: ParameterPanel) -> None:
    show(panel, computed(MADE_UP, {"start": [0, 0], **BATCHES}, epochs=3), **SIMPLE)
    shown = ("dataSourceCombo", "batchSizeField", "keepRatioCheck", "epochsField")
    assert seen(panel, *shown) == list(shown)
    assert seen(panel, "stepsField", "seedField") == []
    assert seen(panel, *MAKING) == ["dataNField"], "another number than usual is used"
    show(panel, computed(MADE_UP, {"start": [0, 0], **BATCHES}, steps=7))
    assert seen(panel, "stepsField") == ["stepsField"], "the steps were chosen"


def test_that_what_an_experiment_uses_is_always_in_sight(panel: ParameterPanel) -> None:
    rule = {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "nesterov": True}
    warmup = {"length": 3, "start_factor": 0.1, "unit": "epoch"}
    show(panel, computed(BOWL, {"optimizer": rule, "warmup": warmup}), **SIMPLE)
    assert seen(panel, *PLAIN) == ["optimizerMomentumField", "optimizerNesterovField", "warmupLengthField"]
    order = from_the_top(panel, "optimizerCombo", "optimizerMomentumField", "lrField", "warmupLengthField")
    assert order == ["optimizerCombo", "optimizerMomentumField", "lrField", "warmupLengthField"]
    change(panel, device="cpu")
    assert seen(panel, "deviceCombo") == ["deviceCombo"]


def test_that_a_fold_names_what_is_inside_and_a_click_opens_it(panel: ParameterPanel) -> None:
    show(panel, computed(BOWL), **SIMPLE)
    more = fold(panel)
    assert more.text() == "More settings" and not more.isChecked()
    assert more.inside()[:2] == ("momentum", "dampening") and "device" in more.inside()
    assert "momentum, dampening" in more.accessibleName() and more.lines()[0].startswith("momentum")
    click(more)
    assert seen(panel, *PLAIN) == list(PLAIN)
    assert from_the_top(panel, "moreSettingsFold", *PLAIN)[0] == "moreSettingsFold"
    click(more)
    assert seen(panel, *PLAIN) == []


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_a_key_opens_a_fold(panel: ParameterPanel, pressed: Qt.Key) -> None:
    show(panel, computed(BOWL), **SIMPLE)
    QTest.keyClick(fold(panel), pressed)
    assert seen(panel, *PLAIN) == list(PLAIN)


def test_that_a_fold_stays_open_until_another_experiment_opens(open_window: OpenWindow) -> None:
    window = open_window()
    window.controller.view_model.change(**SIMPLE)
    click(fold(window))
    fill_in(window, "optimizerMomentumField", "0.5")
    settle(window)
    inside = from_the_top(window.panel, "moreSettingsFold", "optimizerMomentumField")
    assert inside == ["moreSettingsFold", "optimizerMomentumField"], "no row moves from under a hand"
    window.controller.view_model.change(arrangement="relief")
    assert fold(window).isChecked()
    window.controller.model.open(window.experiment, None)
    settle(window)
    assert not fold(window).isChecked()
    assert seen(window.panel, *PLAIN) == ["optimizerMomentumField"]


def test_that_a_value_that_becomes_usual_again_does_not_vanish_at_once(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1), {"kind": "sgd", "lr": 0.1, "momentum": 0.9})]))
    window.controller.view_model.change(**SIMPLE)
    fill_in(window, "optimizerMomentumField", "0")
    settle(window)
    assert seen(window.panel, "optimizerMomentumField") == ["optimizerMomentumField"]
    window.controller.view_model.change(detail="full")
    window.controller.view_model.change(detail="simple")
    assert seen(window.panel, "optimizerMomentumField") == []


def test_that_an_own_function_is_typed_in_a_simple_window(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1))]))
    window.controller.view_model.change(**SIMPLE)
    assert seen(window.panel, "expressionField") == []
    choose(window, "surfaceCombo", ("own", ""))
    field = child(window, "expressionField", QLineEdit)
    assert field.isVisible() and field.hasFocus()
    write(window, "x^2 + 3y^2")
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert window.experiment.problem.kind == "expression" and field.isVisible()
    assert not named(window.panel, "formulaSheet").isVisible()


def test_that_rows_of_a_simple_panel_stand_in_line(panel: ParameterPanel) -> None:
    show(panel, computed(HIMMELBLAU), **SIMPLE)
    inner = panel.findChild(QScrollArea).widget()
    inner.layout().activate()
    fields = [named(panel, name) for name in ("lrField", "stepsField", "optimizerCombo")]
    right = {field.mapTo(inner, QPoint(field.width(), 0)).x() for field in fields}
    assert right == {inner.width() - 16}
    assert {field.height() for field in fields} == {32}
    assert all(field.width() >= scaling.px(128) for field in fields)
    click(fold(panel))
    inner.layout().activate()
    tops = [named(panel, name).mapTo(inner, QPoint(0, 0)).y() for name in PLAIN[:3]]
    assert [after - before for before, after in pairwise(tops)] == [40, 40]
    change(panel, detail="full")
    QApplication.processEvents()
    assert fields[0].height() < 32


def test_that_a_simple_panel_stays_whole_in_another_theme_and_width(panel: ParameterPanel) -> None:
    panel.resize(400, 900)
    result = computed(HIMMELBLAU)
    show(panel, result, **SIMPLE)
    QApplication.processEvents()
    formula = child(panel, "formulaSheet", FormulaSheet)
    one_line = formula.height()
    assert named(panel, "lrField").height() == scaling.px(32)
    theme.apply(dark())
    show(panel, result, dark())
    panel.resize(230, 900)
    QApplication.processEvents()
    assert formula.height() == formula.heightForWidth(formula.width()) > 1.5 * one_line
    assert named(panel, "lrField").height() == scaling.px(32)
    picture = formula.grab().toImage()
    lightness = [picture.pixelColor(x, y).lightness() for x in range(60) for y in range(picture.height())]
    assert max(lightness) > 0.9 * QColor(dark().text2).lightness()


def test_that_the_words_at_the_slider_have_room_in_a_panel_that_is_simple_before_it_is_visible(qtbot: QtBot) -> None:
    panel = ParameterPanel()
    qtbot.addWidget(panel)
    before = panel.lr_slider.sizeHint().height()
    show(panel, computed(BOWL), **SIMPLE)
    assert panel.lr_slider.sizeHint().height() > before


def test_that_the_slider_of_a_simple_panel_says_where_it_is_unstable(panel: ParameterPanel) -> None:
    marks = RateMarks(panel.lr_slider)
    result = computed(BOWL)
    show(panel, result, **SIMPLE)
    show(marks, result, **SIMPLE)
    assert [mark.word for mark in panel.lr_slider.marks] == ["unstable"]
    ends = panel._rate_slider.ends
    assert ends is not None and [end.text() for end in ends if end.isVisible()] == ["slower", "faster"]
    assert ends[0].x() == 0 and ends[1].geometry().right() == panel._rate_slider.width() - 1
    change(panel, detail="full")
    change(marks, detail="full")
    assert {mark.word for mark in panel.lr_slider.marks} == {""}
    assert not ends[0].isVisible()


@pytest.mark.parametrize("rate", [0.05, 0.061, 0.15, 0.9])
def test_that_a_rate_that_makes_the_run_diverge_keeps_the_word_in_sight(panel: ParameterPanel, rate: float) -> None:
    """At this start the surface is curved downward and has no limit; where the run goes, the limit falls below all."""
    marks = RateMarks(panel.lr_slider)
    gd = {"start": [0, 0.4], "optimizer": {"kind": "sgd", "lr": rate}}
    result = computed(HIMMELBLAU, gd, steps=60)
    show(panel, result, **SIMPLE)
    show(marks, result, **SIMPLE)
    assert marks.start_limit is None
    found, verdict = panel.lr_slider.place_of_word(), result.runs[0].verdict
    assert found is not None and verdict is not None and verdict.kind == "diverged"
    assert rate > found[0].number == pytest.approx(verdict.numbers["limit"], rel=0.01)
    assert f"at step {verdict.numbers['over_limit_at']}, " in found[0].name


def test_that_a_low_panel_leaves_less_room_between_sections_before_it_scrolls(panel: ParameterPanel) -> None:
    show(panel, computed(BOWL), **SIMPLE)
    area = panel.findChild(QScrollArea)
    QTest.qWait(1)
    wanted = area.widget().layout().heightForWidth(area.widget().width())
    panel.resize(270, wanted - 40)
    for _ in range(3):
        QTest.qWait(1)
    assert not area.verticalScrollBar().isVisible()
    inner = area.widget()
    bottom = fold(panel).mapTo(inner, QPoint(0, fold(panel).height())).y()
    assert bottom <= inner.height() and named(panel, "optimizerCombo").height() == 32


def test_that_folds_are_named_in_the_language_of_the_window(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1))]))
    window.controller.view_model.change(**SIMPLE)
    window.controller.view_model.change(language="ko")
    QApplication.processEvents()
    assert fold(window).text() == "설정 더 보기" and fold(window).inside()[0] == "모멘텀"
    assert window.panel._heads["duration"].text() == "학습 횟수"


# -- arrangements -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", ["simple", "full"])
def test_that_rate_and_batches_come_first_where_it_is_about_data(panel: ParameterPanel, detail: str) -> None:
    result = computed(LINE, {"start": [0, 0], "batch": {"size": 5}}, epochs=3)
    show(panel, result, detail=detail, arranged=True, arrangement="data")
    order = ("lrField", "scheduleCombo", "batchSizeField", "keepRatioCheck", "epochsField", "dataSourceCombo",
             "startXField", "makeDataFold")  # fmt: skip
    assert from_the_top(panel, *order) == list(order)
    assert seen(panel, "dataModelCombo", "dataStandardiseField") == []
    assert "model" in fold(panel, "makeDataFold").inside()
    click(fold(panel, "makeDataFold"))
    assert seen(panel, "dataModelCombo", "dataStandardiseField") == ["dataModelCombo", "dataStandardiseField"]
    assert ("momentum" in fold(panel).inside()) == (detail == "simple")


@pytest.mark.parametrize("detail", ["simple", "full"])
def test_that_the_schedule_comes_first_where_it_is_about_rates(panel: ParameterPanel, detail: str) -> None:
    runs = [{"label": name, "schedule": {"kind": "cosine", "t_max": 20}} for name in ("slow", "fast")]
    show(panel, computed(BOWL, *runs), detail=detail, arranged=True, arrangement="rates")
    order = ("runCombo", "lrField", "scheduleCombo", "scheduleTMaxField", "scheduleEtaMinField", "warmupLengthField",
             "stepsField", "moreSettingsFold")  # fmt: skip
    assert from_the_top(panel, *order) == list(order)
    assert seen(panel, "surfaceCombo", "startXField", "optimizerCombo") == []
    inside = fold(panel).inside()
    assert inside[0] == "surface" and "method" in inside and "start" in inside
    change(panel, arrangement="all", detail="full")
    assert seen(panel, "runCombo", "moreSettingsFold") == []
    assert seen(panel, "surfaceCombo", "optimizerCombo") == ["surfaceCombo", "optimizerCombo"]


def test_that_a_list_of_runs_chooses_the_one_that_is_edited(open_window: OpenWindow) -> None:
    runs = [a_run((1, 1), {"kind": "sgd", "lr": lr}, label=name) for lr, name in ((0.1, "slow"), (0.3, "fast"))]
    window = open_window(an_experiment(BOWL, runs))
    window.controller.view_model.change(arranged=True, arrangement="rates")
    before = window.controller.model.undo_stack.count()
    combo = child(window, "runCombo", QComboBox)
    click(combo)
    wait_until(combo.view().isVisible)
    QTest.keyClick(combo.view(), Qt.Key.Key_Down)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    settle(window)
    assert window.controller.run == 1 and child(window, "lrField", QLineEdit).text() == "0.3"
    assert window.controller.model.undo_stack.count() == before
    window.controller.choose_run(0)
    assert window.panel.run_choice is not None and window.panel.run_choice.combo.currentText() == "slow"


def test_that_focus_and_typed_text_outlive_another_arrangement(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(LINE, [a_run((0, 0), batch={"size": 5})], epochs=3))
    before = window.experiment
    field = fill_in(window, "optimizerMomentumField", "0.7", end=None)
    for state in ({**SIMPLE, "arrangement": "data"}, {"arrangement": "rates"}, {"detail": "full"},
                  {"arrangement": "all"}):  # fmt: skip
        window.controller.view_model.change(**state)
        QApplication.processEvents()
        assert field.isVisible() and field.hasFocus() and field.text() == "0.7", state
    assert window.experiment is before


def test_that_tab_goes_from_the_top_to_the_bottom(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(LINE, [a_run((0, 0), batch={"size": 5})], epochs=3))
    window.controller.view_model.change(**{**SIMPLE, "arrangement": "data"})
    QApplication.processEvents()
    click(child(window, "lrField"))
    reached = ["lrField"]
    for _ in range(5):
        key(window, Qt.Key.Key_Tab)
        reached.append(window.focusWidget().objectName())
    assert reached == ["lrField", "lrSlider", "scheduleCombo", "batchSizeField", "keepRatioCheck", "epochsField"]


def test_that_arrangements_store_nothing_and_undo_nothing(open_window: OpenWindow) -> None:
    window = open_window()
    folded, count = window.controller.view_model.state.person.folded, window.controller.model.undo_stack.count()
    window.controller.view_model.change(**{**SIMPLE, "arrangement": "rates"})
    click(fold(window))
    assert window.controller.view_model.state.person.folded == folded
    assert window.controller.model.undo_stack.count() == count and not window.controller.model.modified


# -- finding ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("optimizer.dampening", "optimizerDampeningField"), ("optimizer.kind", "optimizerCombo"),
        ("optimizer.lr", "lrField"), ("schedule.unit", "scheduleCombo"), ("batch.size", "batchSizeField"),
        ("seed", "seedField"), ("steps", "stepsField"), ("device", "deviceCombo"), ("start", "startXField"),
        ("problem", "surfaceCombo"), ("problem.data", "dataSourceCombo"), ("problem.data.noise", "dataNoiseField"),
        ("problem.kind", "dataModelCombo"), ("warmup.start_factor", "warmupFactorField"),
        ("problem.data.standardise", "dataStandardiseField"), ("keep_ratio", "keepRatioCheck"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("arrangement", ["descent", "rates"])
def test_that_a_value_is_revealed_by_its_path(
    panel: ParameterPanel, qtbot: QtBot, path: str, name: str, arrangement: str
) -> None:
    panel.resize(270, 400)
    show(panel, computed(MADE_UP, {"start": [0, 0], **BATCHES}, epochs=3), **{**SIMPLE, "arrangement": arrangement})
    field = panel.reveal(path)
    shown = panel.findChild(QWidget, "scheduleUnitCombo") if path == "schedule.unit" and field.isVisible() else None
    assert field.objectName() == name or field is shown
    area = panel.findChild(QScrollArea)
    assert field.isVisible()
    assert area.viewport().rect().contains(field.mapTo(area.viewport(), field.rect().center()))


def test_that_revealing_what_is_not_there_shows_what_decides_on_it(panel: ParameterPanel) -> None:
    show(panel, computed(BOWL, {"optimizer": {"kind": "adam", "lr": 0.1}}), **SIMPLE)
    for path, name in (("optimizer.dampening", "optimizerCombo"), ("batch.size", "surfaceCombo"),
                       ("problem.data.noise", "surfaceCombo"), ("problem.domain", "domainButton"),
                       ("problem.expression", "expressionField"), ("schedule.gamma", "scheduleCombo")):  # fmt: skip
        field = panel.reveal(path)
        assert field.objectName() == name and field.isVisible(), path
    with pytest.raises(KeyError):
        panel.reveal("nothing.like.it")


def test_that_a_constant_of_an_own_function_is_revealed(panel: ParameterPanel) -> None:
    problem: dict[str, Any] = {"kind": "expression", "expression": "a*x^2+y^2", "parameters": {"a": 2}}
    show(panel, computed(problem), **SIMPLE)
    assert panel.reveal("problem.parameters.a").objectName() == "constant_a_Field"


# -- edges ------------------------------------------------------------------------------------------------------


def test_that_a_drag_arranges_nothing(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    window.controller.view_model.change(**SIMPLE)
    arranged: list[object] = []
    monkeypatch.setattr(window.panel, "_entries", lambda: arranged.append(None) or {})
    slider = window.panel.lr_slider
    middle = slider.height() // 2
    start = QPoint(round(slider.x_of(slider.number())), middle)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, NONE, start)
    for step in (4, 8, 12):
        QTest.mouseMove(slider, start + QPoint(step, 0))
        QApplication.processEvents()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, NONE, start + QPoint(12, 0))
    settle(window)
    assert window.experiment.runs[0].optimizer.lr > 0.01
    assert arranged == []


@pytest.mark.own_window
def test_that_full_in_all_makes_neither_folds_nor_runs(window: MainWindow) -> None:
    assert window.panel.findChild(FoldRow) is None or not fold(window).isVisible()
    assert window.panel.findChild(QComboBox, "runCombo") is None
    fields = (*PLAIN, "expressionField", "domainButton")
    assert seen(window.panel, *fields) == list(fields)
