"""The long lists of the panel: what is in them, and that everything in them works."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSlider, QComboBox, QLineEdit

from gdviz.datasets.samples import builtin_names
from gdviz.gui.shell.main_window import MainWindow
from gdviz.registry import plugins
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, click, fill_in, key, settle
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window


def test_that_the_optimizers_stand_in_groups_the_lectures_first(window: MainWindow) -> None:
    combo = window.panel.optimizer
    combo.fill()
    data = [combo.itemData(i) for i in range(combo.count())]
    assert data[:2] == ["heading", "sgd"]
    assert [kind for kind in data if kind != "heading"] == list(plugins("gdviz.optimizers"))
    assert len({combo.itemText(i) for i in range(combo.count())}) == combo.count()
    window.panel.schedule.fill()
    schedules = [window.panel.schedule.itemData(i) for i in range(window.panel.schedule.count())]
    assert schedules == list(plugins("gdviz.schedules"))


def test_that_data_stand_under_the_problems_that_fit_them(window: MainWindow) -> None:
    combo = window.panel.surface
    combo.fill()
    texts = [combo.itemText(i) for i in range(combo.count())]
    places = [texts.index(text.upper()) for text in ("Linear regression", "Logistic regression", "One tanh unit")]
    assert places == sorted(places)
    known = [tuple(data) for i in range(combo.count()) if (data := combo.itemData(i)) and data[0] == "data"]
    assert {data[1] for data in known} == set(builtin_names())
    for data in known:
        choose(window, "surfaceCombo", data)
        settle(window)
        assert window.experiment.problem.n_samples and combo.currentData() in (data, list(data))
        assert window.result.runs[0].finish in ("completed", "diverged"), data
        field = child(window, "expressionField", QLineEdit)
        assert field.text() == "" and field.placeholderText().startswith("ŷ = ") and "J = " in field.toolTip()
    choose(window, "surfaceCombo", ("surface", "sphere"))
    assert "x" in field.text() and "ŷ" not in field.toolTip() + field.placeholderText()


OTHERS = {
    "Quadratic": {"kind": "quadratic", "matrix": [[2, 0], [0, 1]]},
    "Linear regression": {"kind": "linear_regression", "data": {"kind": "inline", "x": [0, 1, 2], "y": [1, 3, 5]}},
    "Polynomial regression": {"kind": "polynomial_regression", "degree": 2,
                              "data": {"kind": "builtin", "name": "noisy_line", "standardise": True}},
    "Own model": {"kind": "model", "prediction": "abc*x+de", "parameters": ["abc", "de"],
                  "data": {"kind": "builtin", "name": "line"}},
}  # fmt: skip


@pytest.mark.parametrize("title", OTHERS)
def test_that_a_problem_that_is_not_in_the_list_is_shown_and_can_be_left(open_window: OpenWindow, title: str) -> None:
    start = [0.5] * (3 if title.startswith("Poly") else 2)
    window = open_window(an_experiment(OTHERS[title], [a_run(start)]))
    combo = child(window, "surfaceCombo", QComboBox)
    assert combo.currentText() == title
    click(combo)
    key(window, Qt.Key.Key_Escape)
    assert combo.currentText() == title
    before = window.experiment
    choose(window, "surfaceCombo", ("other", ""))
    assert window.experiment is before
    choose(window, "surfaceCombo", ("surface", "sphere"))
    assert combo.currentText() == "Sphere"
    window.bench.actions["actionUndo"].trigger()
    settle(window)
    assert combo.currentText() == title
    fill_in(window, "expressionField", "x^2 + 2y^2")
    assert window.experiment.problem.kind == "expression" and combo.currentText() == "Own function"


def test_that_every_field_list_and_slider_explains_itself(window: MainWindow) -> None:
    kinds = (QComboBox, QLineEdit, QAbstractSlider)
    controls = [c for kind in kinds for c in window.panel.findChildren(kind) if c.isVisibleTo(window)]
    assert len(controls) > 12
    assert [c.objectName() for c in controls if not c.toolTip()] == []
