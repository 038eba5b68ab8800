"""An own function in the window: derivatives as it is typed, constants with sliders, the domain, the recent ones."""

from __future__ import annotations

import json
import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton

from gdviz.formula import parse
from gdviz.formula.size import is_ordinary
from gdviz.gui.kernel.fitted_domain import fitted_domain
from gdviz.gui.panel import recent_expressions
from gdviz.gui.panel.expression_tools import ExpressionTools
from gdviz.gui.runs.run_facts import nearest
from gdviz.gui.runs.run_rows import DISTANCE
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets.linear_slider import LinearSlider, reach
from gdviz.paths import user_folder
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, drag, fill_in, key, settle, wait_until
from tests.gui.plot_runs import BOWL, computed
from tests.making import a_run, an_experiment, record_of

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier
TWO_CONSTANTS = {"kind": "expression", "expression": "a*x^2 + b*y^2", "parameters": {"a": 1.0, "b": 2.0},
                 "domain": [[-2, 2], [-2, 2]]}  # fmt: skip


def shown_derivatives(window: MainWindow) -> str:
    return child(window, "derivatives").accessibleDescription()


def slider_of(window: MainWindow, name: str) -> LinearSlider:
    return child(window, f"constant_{name}_Slider", LinearSlider)


def test_that_the_derivatives_are_shown_while_a_formula_is_typed(window: MainWindow) -> None:
    fill_in(window, "expressionField", "x^3 + 2x*y", end=None)
    assert shown_derivatives(window) == "∂f/∂x = 3x² + 2y\n∂f/∂y = 2x"
    assert window.controller.model.undo_stack.count() == 0
    key(window, Qt.Key.Key_Plus)
    assert not child(window, "derivatives").isVisible() and window.panel.expression.problem.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert shown_derivatives(window).startswith("∂f/∂x = 6xy") and child(window, "derivatives").isVisible()


def test_that_derivatives_are_set_in_type_as_high_as_they_are(window: MainWindow) -> None:
    fill_in(window, "expressionField", "x^2 + y", end=None)
    sheet = child(window, "derivatives")
    flat = sheet.height()
    fill_in(window, "expressionField", "sqrt(x^2 + 1)/(1 + x^2) + sin(x)exp(-x*y)/(3 + y^2)", end=None)
    wait_until(lambda: sheet.height() > 1.5 * flat)
    image = sheet.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    inked = {y for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y) != ground}
    assert min(inked) < 12 and max(inked) > image.height() - 12
    assert sheet.width() > child(window, "expressionField").width()


def test_that_a_formula_beyond_sympy_is_taken_and_its_derivatives_are_shown(window: MainWindow) -> None:
    typed = "cosh(x^0.5000001) + y^2"
    assert not is_ordinary(parse(typed), 2)  # sympy differentiates its first part without end
    fill_in(window, "expressionField", typed)
    settle(window)
    assert window.experiment.problem.expression == typed
    sinh = "0.5000001sinh(x^0.5000001)/x^0.4999999"
    assert shown_derivatives(window) == f"∂f/∂x = {sinh}\n∂f/∂y = 2y"
    record = window.result.runs[0]
    x = record.w[0, 0]
    slope = 0.5000001 * math.sinh(x**0.5000001) / x**0.4999999
    assert record.grad[0] == pytest.approx([slope, 2 * record.w[0, 1]], rel=1e-14)
    assert record.problem.gradient_texts() == (sinh, "2y")


def test_that_what_is_wrong_is_underlined_at_its_place(window: MainWindow) -> None:
    field = child(window, "expressionField", QLineEdit)
    fill_in(window, "expressionField", "x^2 + y", end=None)
    good = field.grab().toImage()
    fill_in(window, "expressionField", "x^2 + foo(y)", end=None)
    assert window.panel.expression.line.wrong == (6, 3)
    image = field.grab().toImage()
    inner = [(x, y) for x in range(8, image.width() - 8) for y in range(image.height() - 10, image.height() - 4)]
    red = [x for x, y in inner if image.pixelColor(x, y).red() > image.pixelColor(x, y).green() + 60]
    begin = field.cursorRect().center().x() - field.fontMetrics().horizontalAdvance("foo(y)")
    assert good.size() == image.size()
    assert red and begin - 6 <= min(red) and max(red) <= begin + field.fontMetrics().horizontalAdvance("foo") + 8


def test_that_a_division_by_0_inside_a_product_is_refused_at_its_place(window: MainWindow) -> None:
    before = window.experiment
    field = fill_in(window, "expressionField", "x^2+1/0*y^2")
    settle(window)
    assert "1/0 has no finite real value" in window.panel.expression.problem.text()
    assert field.selectionStart() == 4
    assert window.experiment is before


def test_that_a_constant_that_is_divided_by_cannot_become_0(open_window: OpenWindow) -> None:
    problem = {**TWO_CONSTANTS, "expression": "1/a*x^2 + b*y^2"}
    window = open_window(an_experiment(problem, [a_run([1, 1])]))
    field = fill_in(window, "constant_a_Field", "0")
    settle(window)
    assert dict(window.experiment.problem.parameters)["a"] == 1.0
    assert field.property("invalid") is True
    assert "1/a has no finite real value" in field.toolTip()


def test_that_letters_get_a_slider_each_and_old_ones_go(window: MainWindow) -> None:
    fill_in(window, "expressionField", "a*x^2 + by^2")
    settle(window)
    assert window.experiment.problem.to_json()["parameters"] == {"a": 1.0, "b": 1.0}
    assert slider_of(window, "a").isVisible() and slider_of(window, "b").isVisible()
    fill_in(window, "constant_b_Field", "3")
    settle(window)
    assert window.result.runs[0].grad[0] == pytest.approx([2, 6])
    assert "2by = 2·3·1 = 6" in window.card.description()
    fill_in(window, "expressionField", "x^2 + b*y^2")
    settle(window)
    assert window.experiment.problem.to_json()["parameters"] == {"b": 3.0}
    assert slider_of(window, "b").isVisible()
    assert not any(slider.isVisible() for slider in window.findChildren(LinearSlider, "constant_a_Slider"))


def test_that_sliding_a_constant_is_live_and_one_undo_step(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(TWO_CONSTANTS, [a_run((1, 1))]))
    slider = slider_of(window, "a")
    slopes = []
    middle, y = slider.width() // 2, slider.height() // 2
    drag(slider, QPoint(middle + 10, y), release=False)
    for x in (middle + 16, middle + 24, slider.width() - 1):
        drag(slider, QPoint(x, y), QPoint(x, y), release=False)
        slopes.append(window.result.runs[0].grad[0][0])
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, y))
    settle(window)
    assert slopes == sorted(set(slopes)) and slopes[-1] == pytest.approx(4.0)  # 2 a x at a = 2, the end of the slider
    assert window.experiment.problem.to_json()["parameters"] == {"a": 2.0, "b": 2.0}
    assert window.controller.model.undo_stack.count() == 1
    assert window.controller.model.undo_stack.undoText().startswith("constant a ")
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert window.experiment.problem.to_json()["parameters"] == {"a": 1.0, "b": 2.0}
    assert slider.number() == 1.0


@pytest.mark.parametrize(("number", "end"), [(1, 2), (3, 10), (-0.02, 0.05), (0, 2), (12, 50)])
def test_that_a_slider_reaches_twice_its_number(number: float, end: float) -> None:
    assert reach(number) == pytest.approx(end)


def test_that_the_domain_is_edited_and_a_wrong_one_refused_at_its_field(window: MainWindow) -> None:
    button = child(window, "domainButton", QPushButton)
    assert button.text() == "[−2, 2]²"
    click(button)
    fill_in(window, "domainXHighField", "5")
    settle(window)
    assert window.experiment.problem.domain == ((-2, 5), (-2, 2))
    assert window.surface.box.viewRange()[0][1] >= 5
    field = fill_in(window, "domainYLowField", "2")
    assert field.property("invalid") is True
    sentences = [
        label.text() for label in window.panel.tools.findChildren(QLabel) if label.property("role") == "problem"
    ]
    assert "The lower end must be below the upper one." in sentences
    assert field.toolTip().splitlines()[0] == "The lower end must be below the upper one."
    assert window.experiment.problem.domain == ((-2, 5), (-2, 2))
    assert window.controller.model.undo_stack.undoText() == "domain"


def test_that_the_domain_is_fitted_round_start_and_path(window: MainWindow) -> None:
    fill_in(window, "expressionField", "x^2 + 4y^2")
    fill_in(window, "startXField", "30")
    settle(window)
    click(child(window, "domainButton", QPushButton))
    click(child(window, "fitDomainButton", QPushButton))
    settle(window)
    (x0, x1), (y0, y1) = window.experiment.problem.domain
    path = window.result.runs[0].w
    assert x0 < path[:, 0].min() and path[:, 0].max() == 30 < x1 < 40
    assert y0 < path[:, 1].min() and y1 > 1
    assert (y1 - y0) * 8 > x1 - x0


def test_that_a_run_that_diverged_does_not_blow_up_the_fitted_domain() -> None:
    result = computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 5}}, steps=2000)
    assert result.runs[0].finish == "diverged"
    box = fitted_domain(result.runs[0].problem, result.runs)
    assert all(-10 < low < high < 10 for low, high in box)
    assert all(low <= 1 <= high for low, high in box)


def test_that_a_path_that_fell_out_of_sight_leaves_a_domain_to_see(open_window: OpenWindow) -> None:
    cubic = {"kind": "expression", "expression": "3*x**2*y"}
    window = open_window(an_experiment(cubic, [a_run((1, -1), {"kind": "sgd", "lr": 0.01})], steps=30))
    settle(window)
    record = window.result.runs[0]
    assert record.finish == "completed" and abs(record.w[-1]).min() > 1e37
    click(child(window, "domainButton", QPushButton))
    click(child(window, "fitDomainButton", QPushButton))
    settle(window)
    box = window.experiment.problem.domain
    assert all(-2000 < low < high < 2000 for low, high in box) and box[0][0] < 1 < box[0][1]
    assert "leaves its far points out" in window.status.verdict.text()
    fill_in(window, "startXField", "-1e20")
    settle(window)
    click(child(window, "fitDomainButton", QPushButton))
    settle(window)
    assert all(high - low > 1e-9 * max(abs(low), abs(high)) for low, high in window.experiment.problem.domain)


def test_that_the_derivatives_stand_between_the_formula_and_its_domain(open_window: OpenWindow) -> None:
    window = open_window(an_experiment({"kind": "surface", "name": "sphere"}, [a_run((1, 1))]))
    fill_in(window, "expressionField", "x^2 + a*y^2")
    settle(window)
    parts = (child(window, name) for name in ("expressionField", "derivatives", "domainButton", "startXField"))
    tops = [part.mapTo(window, QPoint(0, 0)).y() for part in parts]
    assert tops == sorted(set(tops))


def test_that_another_problem_hides_the_tools(window: MainWindow) -> None:
    tools = window.panel.tools
    assert isinstance(tools, ExpressionTools) and tools.isVisible()
    window.controller.edit("problem", {"kind": "surface", "name": "sphere"})
    settle(window)
    assert not tools.isVisible()


def test_that_recent_formulas_are_offered_with_their_constants(open_window: OpenWindow) -> None:
    window = open_window()
    wait_until(lambda: window.panel.expression.recent is not None)
    fill_in(window, "expressionField", "k*x^2 + y^2")
    fill_in(window, "constant_k_Field", "7")
    fill_in(window, "expressionField", "k*x^4 + y^2")
    fill_in(window, "expressionField", "x^2 + y^4")
    fill_in(window, "expressionField", "x^2 + bad(y)")
    key(window, Qt.Key.Key_Escape)
    file = user_folder("data") / "expressions.json"
    wait_until(lambda: file.exists() and len(json.loads(file.read_text())) == 3)
    click(window.panel.expression.recent)
    menu = child(window, "recentMenu", QMenu)
    texts = [action.text() for action in menu.actions()]
    assert texts == ["x^2 + y^4", "k*x^4 + y^2   (k = 7)", "k*x^2 + y^2   (k = 1)"]
    key_of = menu.actionGeometry(menu.actions()[1]).center()
    click(menu, key_of)
    settle(window)
    assert window.experiment.problem.to_json()["expression"] == "k*x^4 + y^2"
    assert window.experiment.problem.to_json()["parameters"] == {"k": 7.0}
    QApplication.processEvents()


def test_that_the_menu_comes_while_a_wrong_text_stays_marked(open_window: OpenWindow) -> None:
    window = open_window()
    fill_in(window, "expressionField", "x^2 + foo(y)")
    wait_until(lambda: window.panel.expression.recent is not None)
    assert child(window, "expressionField").property("invalid") is True


def test_that_a_new_window_shows_nothing_of_the_recent_ones(open_window: OpenWindow) -> None:
    huge = {"expression": "a*x^6", "parameters": {"a": 10**400, "b": True}}
    (user_folder("data") / "expressions.json").write_text(
        json.dumps([{"expression": "x^8"}, 3, {"expression": 4}, huge])
    )
    window = open_window()
    assert child(window, "expressionField", QLineEdit).text() == "3*x**2*y"
    wait_until(lambda: window.panel.expression.recent is not None)
    click(window.panel.expression.recent)
    menu = child(window, "recentMenu", QMenu)
    assert [action.text() for action in menu.actions()] == ["x^8", "a*x^6"]
    menu.close()


@pytest.mark.parametrize("text", ["", "{", '{"expression": "x"}', "[" * 100_000, "[" * 500 + "]" * 500])
def test_that_a_damaged_file_of_recent_ones_is_left_out(text: str) -> None:
    (user_folder("data") / "expressions.json").write_text(text)
    assert recent_expressions.load() == []


def test_that_a_note_says_that_a_long_formula_is_slow(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts: list[str] = []
    edit = window.controller.edit
    monkeypatch.setattr(window.controller, "edit", lambda *a: (verdicts.append(window.status.verdict.text()), edit(*a)))
    fill_in(window, "expressionField", "x^2 + y^2")
    fill_in(window, "expressionField", "x^2 + y^2" + " + x*y/1000000" * 24)
    assert "differentiated" not in verdicts[0] and "differentiated" in verdicts[1]
    assert "differentiated" not in window.status.verdict.text() and QApplication.overrideCursor() is None


def test_that_a_far_smaller_side_of_the_domain_leaves_a_view_with_a_width(open_window: OpenWindow) -> None:
    side = [-1.9e65, 2.5e64]
    cubic = {"kind": "expression", "expression": "3*x**2*y", "domain": [side, side]}
    window = open_window(an_experiment(cubic, [a_run((0.1, 0.1))], steps=5))
    widths: list[float] = []
    window.surface.box.sigRangeChanged.connect(lambda _, seen: widths.extend(high - low for low, high in seen))
    window.controller.edit("problem.domain", [[-5, 0.3], side])
    settle(window)
    assert widths and all(width > 0 for width in widths)
    assert window.surface.box.viewRange() == [[-5, 0.3], side]


def test_that_the_loss_of_one_parameter_may_be_written_in_w(window: MainWindow) -> None:
    fill_in(window, "expressionField", "w^4 - 3w^2 + w")
    settle(window)
    assert not window.panel.expression.problem.isVisible()
    assert window.result.runs[0].problem.names == ("w",)
    assert shown_derivatives(window) == "df/dw = 4w³ − 6w + 1"
    assert float(window.table.model.text(0, DISTANCE)) > 0  # to the nearest of the minima that are named on the curve
    fill_in(window, "expressionField", "w*x^2 + y^2")
    settle(window)
    assert window.result.runs[0].problem.names == ("x", "y")
    assert slider_of(window, "w").isVisible()


def test_that_a_curve_of_the_catalogue_can_be_edited_where_it_stands(open_window: OpenWindow) -> None:
    curve = {"kind": "surface", "name": "two_minima_1d"}
    window = open_window(an_experiment(curve, [a_run([2])]))
    field = child(window, "expressionField", QLineEdit)
    fill_in(window, "expressionField", field.text() + " + 1")
    settle(window)
    assert window.experiment.problem.kind == "expression"
    assert window.result.runs[0].problem.names == ("w",)


def test_that_the_line_of_a_loss_without_a_formula_is_empty_and_not_wrong(open_window: OpenWindow) -> None:
    window = open_window()
    fill_in(window, "expressionField", "x^2 + y", end=None)
    key(window, Qt.Key.Key_Escape)
    data = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    window.controller.edit("problem", data, what="surface")
    settle(window)
    assert child(window, "expressionField", QLineEdit).text() == ""
    assert not window.panel.expression.problem.isVisible()
    assert not child(window, "derivatives").isVisible()
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert child(window, "derivatives").isVisible()


def test_that_a_rate_that_follows_the_formula_is_noted_and_named_in_the_undo_menu(open_window: OpenWindow) -> None:
    window = open_window()
    before = window.experiment.runs[0].optimizer.lr
    fill_in(window, "expressionField", "50x^2 + 50y^2")
    settle(window)
    after = window.experiment.runs[0].optimizer.lr
    assert after != before
    assert window.bench.actions["actionUndo"].text().endswith(f", rate {before:g} to {after:g}")
    assert window.status.verdict.text() == f"The learning rate followed, as proposed: {before:g} to {after:g}."
    fill_in(window, "lrField", "0.003")
    settle(window)
    assert "followed" not in window.status.verdict.text(), "it is another experiment"
    fill_in(window, "expressionField", "x^2 + 50y^2")
    settle(window)
    assert window.bench.actions["actionUndo"].text().endswith("50x^2 + 50y^2 to x^2 + 50y^2")


def test_that_the_distance_to_the_minimum_of_an_own_function_is_shown_once_a_run_arrived(
    open_window: OpenWindow,
) -> None:
    bowl = {**TWO_CONSTANTS, "parameters": {"a": 1.0, "b": 1.0}}
    window = open_window(an_experiment(bowl, [a_run([2, 0], {"kind": "sgd", "lr": 0.25})], steps=100))
    model = window.table.model
    window.setFocus()
    key(window, Qt.Key.Key_Home)
    assert model.text(0, DISTANCE) == "2"
    key(window, Qt.Key.Key_Right)
    assert model.text(0, DISTANCE) == "1"
    key(window, Qt.Key.Key_H)
    assert model.text(0, DISTANCE) == "—"
    fill_in(window, "lrField", "1.5")
    settle(window)
    key(window, Qt.Key.Key_H)
    assert model.text(0, DISTANCE) == "—"


def test_that_the_top_that_an_ascent_reaches_is_no_minimum() -> None:
    hill = {**TWO_CONSTANTS, "parameters": {"a": -1.0, "b": -1.0}}
    up = {"kind": "sgd", "lr": 0.25, "maximize": True}
    record = record_of(hill, [1.0, 0.0], up, steps=100)
    assert record.verdict is not None and record.verdict.kind == "converged"
    assert nearest(record, 0, [record]) is None
    bowl = record_of({**TWO_CONSTANTS, "parameters": {"a": 1.0, "b": 1.0}}, [1.0, 0.0], {**up, "maximize": False})
    near = nearest(bowl, 0, [bowl])
    assert near is not None and near.away == pytest.approx(1.0)
