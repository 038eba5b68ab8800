from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

import gdviz
from gdviz.gui.data.data_view import DataView
from gdviz.gui.kernel import controller
from gdviz.gui.panel.model_form import ModelForm
from gdviz.gui.shell.main_window import MainWindow
from gdviz.problems.problem import compiled
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, click, fill_in, key, settle, wait_until, write
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier
ONE = {"kind": "inline", "x": [-1.0, -0.5, 0.5, 1.0, 2.0], "y": [0.0, 0.5, 1.0, 1.0, 3.0]}
TWO = {"kind": "inline", "x": [[1, 2], [3, 4], [5, 7], [2, 1]], "y": [0.0, 1.0, 2.0, 1.0]}
FIELD = "problemPredictionField"


def model(prediction: str, names: list[str], data: Any = None, start: Any = None, runs: int = 1) -> gdviz.Experiment:
    problem = {"kind": "model", "data": data or ONE, "prediction": prediction, "parameters": names}
    starts = [[0.25 * (k + 1) + i for k in range(len(names))] for i in range(runs)]
    return an_experiment(problem, [a_run(start or one, batch={"size": 2}) for one in starts], epochs=4)


def type_formula(window: MainWindow, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> QLineEdit:
    field = fill_in(window, FIELD, text, end)
    settle(window)
    return field


def form(window: MainWindow) -> ModelForm:
    return window.findChild(ModelForm)  # type: ignore[return-value]


def rows(window: MainWindow) -> list[tuple[str, float]]:
    both = zip(form(window).names, form(window).starts, strict=True)
    return [(name.text(), float(start.text())) for name, start in both if name.isVisible() and start.isVisible()]


def spec(window: MainWindow) -> Any:
    return window.experiment.problem


def require_true_gradient(window: MainWindow) -> None:
    problem = gdviz.problem(spec(window))
    w = np.random.default_rng(2).uniform(0.2, 1.0, (5, problem.dim))
    h = 1e-5 * np.eye(problem.dim)
    slopes = (problem.loss(w[:, None] + h) - problem.loss(w[:, None] - h)) / 2e-5
    np.testing.assert_allclose(problem.grad(w), slopes, rtol=1e-6, atol=1e-7)


def test_that_names_are_found_while_one_types_and_the_run_works(open_window: OpenWindow) -> None:
    window = open_window(model("w*x1 + c", ["w", "c"], start=[0.5, 0.25]))
    steps = window.controller.model.undo_stack.count()
    type_formula(window, "a*x1+", end=None)
    assert rows(window)[-1:] == [("a", rows(window)[-1][1])]
    write(window, "b")
    assert [name for name, _ in rows(window)] == ["a", "b"]
    assert spec(window).prediction == "w*x1 + c"  # typing only checks
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert (spec(window).prediction, spec(window).parameters) == ("a*x1+b", ("a", "b"))
    assert window.controller.model.undo_stack.count() == steps + 1
    assert [value for _, value in rows(window)] == list(window.experiment.runs[0].start)
    assert window.result.runs[0].finish is not None and np.isfinite(window.result.runs[0].w).all()
    require_true_gradient(window)
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert (spec(window).prediction, spec(window).parameters) == ("w*x1 + c", ("w", "c"))
    assert window.experiment.runs[0].start == (0.5, 0.25)
    assert child(window, FIELD, QLineEdit).text() == "w*x1 + c"
    assert rows(window) == [("w", 0.5), ("c", 0.25)]


def test_that_names_that_stay_keep_order_and_start_in_all_runs(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b*x^2", ["a", "b"], runs=2))
    before = [run.start for run in window.experiment.runs]
    type_formula(window, "c + sin(b)*x + a")
    assert spec(window).parameters == ("a", "b", "c")
    assert [run.start[:2] for run in window.experiment.runs] == before
    for run in window.experiment.runs:
        assert np.isfinite(gdviz.problem(spec(window)).loss(np.array(run.start)))
    type_formula(window, "b*x + c")
    assert spec(window).parameters == ("b", "c")
    assert [run.start[0] for run in window.experiment.runs] == [start[1] for start in before]


def test_that_a_rate_that_was_chosen_stays_and_a_proposed_one_follows(open_window: OpenWindow) -> None:
    window = open_window(model("a*x", ["a"]))
    type_formula(window, "a*x + b")
    assert window.experiment.runs[0].optimizer.lr == 0.01
    proposed = gdviz.problem(spec(window)).proposed_lr
    fill_in(window, "lrField", str(proposed))
    type_formula(window, "10*a*x + b")
    assert window.experiment.runs[0].optimizer.lr == gdviz.problem(spec(window)).proposed_lr != proposed


@pytest.mark.parametrize("text", ["a*x+", "a*x)", "sni(a*x)", "2*x", "a*x = 3", "a & b", "", "sqrt(-1-a^2)*x", "a*[x]"])
def test_that_what_is_wrong_stays_with_one_sentence_and_the_experiment_too(open_window: OpenWindow, text: str) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))
    before, made = window.experiment, window.result
    field = type_formula(window, text)
    label = form(window).problem
    assert field.text() == text and field.property("invalid") is True
    assert label.isVisible() and 12 < len(label.text()) < 260
    if "sqrt" not in text:
        assert "haracter" in label.text()
    assert window.experiment is before and window.result is made
    key(window, Qt.Key.Key_Tab)
    settle(window)
    assert field.text() == text and label.isVisible() and rows(window)[0][0] == "a"


def test_that_a_division_by_0_is_refused_at_its_place_while_one_types(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))
    before = window.experiment
    field = type_formula(window, "1/0*a*x+b")
    assert form(window).problem.text().startswith("Character 1: 1/0 has no finite real value")
    assert (field.selectionStart(), field.selectedText()) == (0, "1/0")
    assert window.experiment is before


def test_that_a_refused_formula_leaves_no_row_of_half_a_word(open_window: OpenWindow) -> None:
    data = {**ONE, "x": [[one] for one in ONE["x"]], "names": ["area"], "target": "price"}
    window = open_window(model("w*area + c", ["w", "c"], data, start=[0.5, 0.25]))
    field = type_formula(window, "are", end=None)
    assert [name for name, _ in rows(window)] == ["are"]
    write(window, "a")
    assert "no parameter is left" in form(window).problem.text()
    assert rows(window) == [("w", 0.5), ("c", 0.25)]
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert field.text() == "area" and field.property("invalid") is True
    assert rows(window) == [("w", 0.5), ("c", 0.25)]


@pytest.mark.parametrize("text", ["u*x + (", "u*x + sqrt(-1-u^2)"])
def test_that_return_on_a_refused_formula_shows_the_rows_of_the_experiment(open_window: OpenWindow, text: str) -> None:
    window = open_window(model("a*x + b", ["a", "b"], start=[0.5, 0.25]))
    field = type_formula(window, text, end=None)
    assert [name for name, _ in rows(window)] == ["u"]  # while one types, they wait for the end of a word
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert field.hasFocus() and form(window).problem.isVisible()
    assert rows(window) == [("a", 0.5), ("b", 0.25)]


def test_that_what_is_predicted_does_not_become_a_parameter(open_window: OpenWindow) -> None:
    data = {**ONE, "x": [[one] for one in ONE["x"]], "names": ["area"], "target": "price"}
    window = open_window(model("a*area", ["a"], data, start=[0.5]))
    before = window.experiment
    field = type_formula(window, "area*price*a")
    assert "price is what is predicted: " in form(window).problem.text()
    assert (field.selectionStart(), field.selectedText()) == (5, "price")
    assert window.experiment is before and rows(window) == [("a", 0.5)]
    key(window, Qt.Key.Key_Escape)
    name = fill_in(window, "modelName0Field", "price")
    settle(window)
    assert name.property("invalid") is True and "rice is what is predicted: " in form(window).sentence.text()
    assert window.experiment is before


def test_that_nothing_but_another_formula_takes_away_what_is_typed(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))
    field = type_formula(window, "a*x + sin(", end=None)
    menu = window.menus["file"]
    click(window.menuBar(), window.menuBar().actionGeometry(menu.menuAction()).center())
    wait_until(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    wait_until(lambda: not menu.isVisible())
    assert field.text() == "a*x + sin("
    for language in ("ko", "en"):
        window.set_language(language)
        settle(window)
        assert field.text() == "a*x + sin(" and field.property("invalid") is True
    for _ in range(2):
        window.bench.actions["actionFoldPanel"].trigger()
        settle(window)
    assert field.text() == "a*x + sin("
    fill_in(window, "lrField", "0.02")
    settle(window)
    fill_in(window, "modelStart0Field", "0.75")
    settle(window)
    assert window.experiment.runs[0].start[0] == 0.75
    window.set_theme("dark")
    settle(window)
    assert field.text() == "a*x + sin(" and form(window).problem.isVisible()
    click(field)
    key(window, Qt.Key.Key_End)
    write(window, "b)")
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert spec(window).prediction == "a*x + sin(b)" and not form(window).problem.isVisible()


def test_that_another_experiment_brings_its_own_text(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))
    field = type_formula(window, "a*x + sin(")
    window.controller.model.open(model("a*x + b", ["a", "b"], start=[1, 2]), None)
    settle(window)
    assert field.text() == "a*x + b" and not form(window).problem.isVisible()
    type_formula(window, "a*x + c*x^2")
    window.controller.model.open(model("u*x1*x2", ["u"], TWO), None)
    settle(window)
    assert field.text() == "u*x1*x2" and [name for name, _ in rows(window)] == ["u"]
    type_formula(window, "u*x1*x2 + 기울기*x2")
    assert spec(window).parameters == ("u", "기울기")
    require_true_gradient(window)


def test_that_what_is_refused_only_when_it_is_computed_keeps_its_reason(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))

    def refuse(problem: Any) -> Any:
        if problem.prediction == "a*x + b + c":
            raise gdviz.ExperimentError("problem.prediction", "it cannot be derived")
        return compiled(problem)

    monkeypatch.setattr(controller, "compiled", refuse)
    type_formula(window, "a*x + b + c")
    assert form(window).problem.isVisible() and "it cannot be derived" in form(window).problem.text()
    assert [name for name, _ in rows(window)] == ["a", "b"] and spec(window).prediction == "a*x + b"
    type_formula(window, "a*x + b*x")
    assert spec(window).prediction == "a*x + b*x" and not form(window).problem.isVisible()


def test_that_the_start_of_another_model_is_none_of_an_own_one(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b + c*x^2", ["a", "b", "c"]))
    line = {"kind": "linear_regression", "data": ONE}
    window.controller.model.open(an_experiment(line, [a_run((1, 2))], epochs=2), None)
    settle(window)
    window.controller.edit("start", [3.0, 4.0])
    settle(window)
    window.controller.model.open(model("a*x + b + c*x^2", ["a", "b", "c"], start=[5, 6, 7]), None)
    settle(window)
    assert rows(window) == [("a", 5.0), ("b", 6.0), ("c", 7.0)]


def test_that_another_name_is_put_into_the_formula_as_one_step(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + 2a + sin(a x) + ab", ["a", "ab"]))
    before = window.experiment
    fill_in(window, "modelName0Field", "기울기")
    settle(window)
    assert spec(window).parameters == ("기울기", "ab")
    assert spec(window).prediction == "기울기*x + 2*기울기 + sin(기울기 x) + ab"
    assert window.experiment.runs == before.runs
    w = np.random.default_rng(0).normal(size=(4, 2))
    np.testing.assert_array_equal(gdviz.problem(spec(window)).loss(w), gdviz.problem(before.problem).loss(w))
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert window.experiment == before
    assert rows(window)[0][0] == "a"


@pytest.mark.parametrize("name", ["ab", "x", "sin", "2a", "a b", ""])
def test_that_an_invalid_name_is_refused_at_its_field(open_window: OpenWindow, name: str) -> None:
    window = open_window(model("a*x + ab", ["a", "ab"]))
    before = window.experiment
    field = fill_in(window, "modelName0Field", name)
    settle(window)
    assert field.text() == name and field.property("invalid") is True and form(window).sentence.isVisible()
    assert window.experiment is before
    fill_in(window, "lrField", "0.02")
    settle(window)
    assert field.text() == name and form(window).sentence.isVisible()


def test_that_a_name_changes_in_a_text_that_is_still_wrong_too(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))
    field = type_formula(window, "a*x + sin(b")
    fill_in(window, "modelName1Field", "offset")
    settle(window)
    assert spec(window).prediction == "a*x + offset"
    assert field.text() == "a*x + sin(offset" and field.property("invalid") is True


def test_that_one_two_and_three_parameters_follow_each_other(open_window: OpenWindow) -> None:
    window = open_window(model("a*x", ["a"]))
    for text, count in (
        ("a*x + b", 2),
        ("a*x + b + c*x^2", 3),
        ("a*x + b", 2),
        ("a*x", 1),
        ("a*x+b*x^2+c", 3),
        ("c", 1),
    ):
        type_formula(window, text)
        assert gdviz.problem(spec(window)).dim == count == len(rows(window))
        assert all(run.w.shape[1] == count for run in window.result.runs)
        assert not window.grab().isNull()
    for _ in range(6):
        key(window, Qt.Key.Key_Z, CONTROL)
        settle(window)
    assert spec(window).parameters == ("a",)


def test_that_the_plane_keeps_the_parameters_it_shows() -> None:
    from gdviz.editing.edits import edited

    made = model("a*x + b*x^2 + c*x^3", ["a", "b", "c"])
    shown = gdviz.Experiment.from_dict({**made.to_dict(), "view": {"plane": {"by": "parameters", "axes": [1, 2]}}})
    after = edited(shown, 0, "problem.prediction", "b*x^2 + c*x^3 + d*x")
    assert [after.problem.parameters[i] for i in after.view.get("plane", {"axes": [0, 1]})["axes"]] == ["b", "c"]  # type: ignore[attr-defined]


def test_that_an_own_model_begins_as_a_line_in_the_columns(open_window: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "houses.csv"
    lines = "".join(f"{i},{i % 4},{i * i % 5},{2 * i + 1}\n" for i in range(20))
    file.write_text(f"living area (m²),방 개수,b,price\n{lines}", encoding="utf-8")
    data = {"kind": "csv", "path": str(file), "x": ["living area (m²)", "방 개수", "b"], "y": "price"}
    window = open_window(an_experiment({"kind": "linear_regression", "data": data}, [a_run([0] * 4)], epochs=3))
    choose(window, "dataModelCombo", "model")
    settle(window)
    assert child(window, FIELD, QLineEdit).text() == "w1*living_area_m + w2*방_개수 + w3*b + c"
    assert "방 개수" in form(window).columns.text()
    line = gdviz.problem({"kind": "linear_regression", "data": data})
    w = np.random.default_rng(1).normal(size=(3, 4))
    np.testing.assert_allclose(gdviz.problem(spec(window)).loss(w), line.loss(w), rtol=1e-12)
    require_true_gradient(window)
    assert gdviz.Experiment.from_dict(json.loads(window.experiment.to_text())) == window.experiment


def test_that_classes_keep_their_loss_under_an_own_model(open_window: OpenWindow) -> None:
    data = {"kind": "inline", "x": [[1, 2], [3, 4], [5, 7], [2, 1]], "y": [0, 1, 1, 0]}
    window = open_window(an_experiment({"kind": "logistic_regression", "data": data}, [a_run([0] * 3)], epochs=3))
    choose(window, "dataModelCombo", "model")
    settle(window)
    assert (spec(window).prediction, spec(window).loss) == ("w1*x1 + w2*x2 + b", "bce")


def test_that_the_starts_are_in_one_place(open_window: OpenWindow) -> None:
    window = open_window(model("a*x + b", ["a", "b"]))
    assert not child(window, "startXField").isVisible()
    choose(window, "dataModelCombo", "linear_regression")
    settle(window)
    assert child(window, "startXField").isVisible() and not form(window).isVisible()
    assert isinstance(form(window).problem, QLabel)


@pytest.mark.parametrize("letters", [40, 100, 220, 1000])
def test_that_a_long_name_of_a_column_leaves_the_fields_in_reach(open_window: OpenWindow, letters: int) -> None:
    """It is shortened in its middle, since two names often differ at the end; the tool tip has all of it."""
    name, other = "W" * (letters - 2) + "_1", "W" * (letters - 2) + "_2"
    window = open_window(model("a*x1 + b*x2", ["a", "b"], {**TWO, "names": [name, other]}))
    window.resize(1024, 700)
    settle(window)
    for field in [*form(window).starts[:2], *form(window).names[:2]]:
        assert field.visibleRegion().boundingRect().width() >= field.width() - 2
    label = form(window).columns
    assert "_1, " in label.text()
    assert label.text().endswith("_2")
    assert label.text().count("…") == 2
    assert name in label.toolTip()
    type_formula(window, "a*x1 + ", end=None)
    assert "_2" in form(window).problem.text()
    assert form(window).starts[0].visibleRegion().boundingRect().width() >= form(window).starts[0].width() - 2


@pytest.mark.parametrize("letters", [100, 900])
def test_that_axes_shorten_long_names_in_their_middle(open_window: OpenWindow, letters: int) -> None:
    names = ["w" * (letters - 2) + end for end in ("_1", "_2")]
    columns = ["v" * (letters - 2) + end for end in ("_3", "_4")]
    window = open_window(model(f"{names[0]}*x1 + {names[1]}*x2", names, {**TWO, "names": columns}))
    window.resize(1024, 700)
    settle(window)
    surface, samples = window.surface.plot, window.findChild(DataView).plot  # type: ignore[union-attr]
    for axis in (*(surface.getAxis(side) for side in ("bottom", "left")), samples.bottom):
        assert 3 < len(axis.labelText) <= 36
        assert axis.labelText[-2:] in ("_1", "_2", "_3")
        assert "…" in axis.labelText
