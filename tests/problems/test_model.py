from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.formula import FormulaError
from gdviz.problems.model import line_in
from gdviz.registry import from_json
from tests.making import record_of

ONE = {"kind": "inline", "x": [-1.0, 0.5, 1.0, 2.0], "y": [0.0, 1.0, 1.0, 0.0]}
TWO = {"kind": "inline", "x": [[1, 2], [3, 4], [5, 7]], "y": [0.0, 1.0, 2.0]}


def model(prediction: str, *parameters: str, data: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "model", "data": data or ONE, "prediction": prediction, "parameters": list(parameters), **more
    }  # fmt: skip


def test_that_parameters_keep_the_order_that_was_given() -> None:
    problem = gdviz.problem(model("a + b*x", "b", "a"))
    assert problem.names == ("b", "a")
    line = gdviz.problem({"kind": "linear_regression", "data": ONE})
    w = np.random.default_rng(0).normal(size=(6, 2))
    np.testing.assert_allclose(problem.loss(w), line.loss(w), rtol=1e-13)
    np.testing.assert_allclose(problem.grad(w), line.grad(w), rtol=1e-12)
    np.testing.assert_allclose(problem.hessian(w), line.hessian(w), rtol=1e-12)


def test_that_columns_go_by_their_numbers_and_by_the_names_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("length,키,sin,x1,y\n1,2,3,9,0\n3,4,5,9,1\n5,7,7,8,2\n", encoding="utf-8")
    data = {"kind": "csv", "path": str(tmp_path / "data.csv"), "x": ["length", "키", "sin", "x1"], "y": "y"}
    w = np.array([0.7])
    for own, numbered in (("a*length", "a*x"), ("a*키", "a*x2"), ("a*x3", "a*x3")):
        column = {"a*x": 0, "a*x2": 1, "a*x3": 2}[numbered]
        expected = np.mean((0.7 * np.array([[1, 2, 3], [3, 4, 5], [5, 7, 7]])[:, column] - [0, 1, 2]) ** 2)
        assert gdviz.problem(model(own, "a", data=data)).loss(w) == pytest.approx(expected)
    # The file's own x1 comes before the number.
    assert gdviz.problem(model("a*x1", "a", data=data)).loss(w) == pytest.approx(
        np.mean((0.7 * np.array([9, 9, 8]) - [0, 1, 2]) ** 2)
    )


def test_that_two_weights_in_a_row_have_a_valley_and_a_saddle() -> None:
    data = {"kind": "inline", "x": [1.0], "y": [1.0]}
    problem = gdviz.problem(model("w1*w2*x", "w1", "w2", data=data))
    w = np.array([[2.0, 0.5], [0.0, 0.0], [3.0, 0.2]])
    np.testing.assert_allclose(problem.loss(w), [0, 1, 0.16])
    np.testing.assert_allclose(problem.hessian(w)[1], [[0, -2], [-2, 0]])
    record = record_of(model("w1*w2*x", "w1", "w2", data=data), [3, 0.2], {"kind": "sgd", "lr": 0.01}, steps=500)
    assert record.loss[-1] < 1e-6


def test_that_kinks_have_the_derivatives_of_the_grammar() -> None:
    problem = gdviz.problem(model("max(w*x, 0)", "w"))
    np.testing.assert_allclose(problem.grad(np.array([2.0])), [2 * np.mean([0, 0, 1, 8])])


def test_that_texts_show_loss_and_derivative() -> None:
    assert gdviz.problem(model("w2*sin(w1*x)", "w1", "w2")).gradient_texts() == (
        "2/B · Σ (ŷ − y)·(w2·x·cos(w1·x))",
        "2/B · Σ (ŷ − y)·(sin(w1·x))",
    )
    bce = gdviz.problem(model("w*x", "w", loss="bce"))
    assert bce.gradient_texts() == ("1/B · Σ (σ(ŷ) − y)·(x)",)
    assert bce.prediction_text == "ŷ = σ(wx)"


def test_that_a_start_is_found_where_the_prediction_is_finite() -> None:
    problem = gdviz.problem(model("sqrt(-w)*x", "w"))
    assert -3 <= problem.start[0] <= 0
    assert np.isfinite(problem.grad(np.array(problem.start))).all()


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"prediction": "a*z"}, "prediction", "unknown name z"),
        ({"prediction": "a*"}, "prediction", ""),
        ({"prediction": "__import__('os')"}, "prediction", ""),
        ({"prediction": "1/0*a*x"}, "prediction", "1/0 has no finite real value (character 1)"),
        ({"prediction": "exp(1/0*a)*x"}, "prediction", "1/0 has no finite real value (character 5)"),
        ({"prediction": "2*x"}, "parameters", "a does not occur in the prediction"),
        ({"prediction": "sqrt(-1-a^2)*x"}, "prediction", "is not finite for all samples anywhere in the domain"),
        ({"prediction": "a/(x - 1)"}, "prediction", "is not finite for all samples anywhere in the domain"),
        (
            {"prediction": "*".join(f"sin(a*x + {k})" for k in range(60))},
            "prediction",
            "the formula is too long to differentiate",
        ),
        ({"prediction": 3}, "prediction", "must be text, got 3"),
        ({"parameters": []}, "parameters", "must be a list of 1 to 16 names"),
        ({"parameters": "a"}, "parameters", "must be a list of 1 to 16 names"),
        ({"parameters": ["a", "a"]}, "parameters[1]", "two parameters are called a"),
        ({"parameters": ["x"]}, "parameters[0]", "a column of the data is called x; choose another name"),
        ({"parameters": ["sin"]}, "parameters[0]", "sin is already a function or a constant"),
        ({"parameters": ["a b"]}, "parameters[0]", "a name has letters, digits and _ only, got a b"),
        ({"parameters": [["a"]]}, "parameters[0]", 'must be text, got ["a"]'),
        ({"loss": "mae"}, "loss", 'unknown: "mae"'),
        ({"loss": "bce", "data": TWO}, "data.y[2]", "a class must be 0 or 1, got 2"),
        ({"domain": [[0, 1], [0, 1]]}, "domain", "must have one [lo, hi] for each of the 1 parameters"),
    ],
)
def test_that_a_wrong_model_is_refused_with_one_sentence(changes: dict[str, Any], path: str, sentence: str) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.problem({**model("a*x", "a"), **changes})
    assert caught.value.path == f"problem.{path}"
    assert str(caught.value.reason).startswith(sentence)


def test_that_a_column_whose_name_is_none_is_called_by_what_is_left_of_it(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(
        "living area (m²),방 개수,1st,sin,y\n1,2,3,9,0\n3,4,5,9,1\n5,7,7,8,2\n", encoding="utf-8"
    )
    columns = ["living area (m²)", "방 개수", "1st", "sin"]
    data = {"kind": "csv", "path": str(tmp_path / "data.csv"), "x": columns, "y": "y"}
    for own, numbered in (("living_area_m", "x1"), ("방_개수", "x2"), ("_1st", "x3"), ("sin_", "x4")):
        mine, other = (gdviz.problem(model(f"a*{name}", "a", data=data)) for name in (own, numbered))
        assert mine.loss(np.array([0.7])) == other.loss(np.array([0.7]))
    # A parameter of that name comes first: files that had one mean what they meant.
    assert gdviz.problem(model("living_area_m*x2", "living_area_m", data=data)).names == ("living_area_m",)


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (["x"], "w1*x + b"),
        (["x1", "x2"], "w1*x1 + w2*x2 + b"),
        (["넓이", "층"], "w1*넓이 + w2*층 + b"),
        (["w1", "b"], "v1*w1 + v2*b + c"),
        (["living area", "living_area", "%", "living-area"], "w1*x1 + w2*living_area + w3*x3 + w4*x4 + b"),
    ],
)
def test_that_a_line_in_the_columns_calls_them_by_their_names(columns: list[str], line: str) -> None:
    text, names = line_in(columns)
    assert text == line
    data = {"kind": "inline", "x": np.eye(len(columns)).tolist(), "y": [0.0] * len(columns), "names": columns}
    assert gdviz.problem(model(text, *names, data=data)).dim == len(columns) + 1


def test_that_no_line_has_more_parameters_than_a_model_may() -> None:
    assert len(line_in([f"c{i}" for i in range(40)])[1]) == 16


@pytest.mark.parametrize(
    ("target", "text", "name", "position"),
    [
        ("price", "price*a", "price", 0),
        ("price", "a + sin(price)", "price", 8),
        ("price (USD)", "a*price_USD", "price_USD", 2),
        ("y", "a*x + 2y", "y", 7),
        ("b", "ab*x + b", "b", 7),
    ],
)
def test_that_the_target_does_not_become_a_parameter(target: str, text: str, name: str, position: int) -> None:
    data = {"kind": "inline", "x": [[1.0], [2.0]], "y": [0.0, 1.0], "target": target}
    spec = from_json("gdviz.problems", model("a*x", "a", data=data), "problem")
    with pytest.raises(FormulaError) as caught:
        spec.reworded(text)
    assert str(caught.value.message).startswith(f"{name} is what is predicted: ")
    assert (caught.value.position, caught.value.length) == (position, len(name))
    with pytest.raises(gdviz.ExperimentError, match=f"{name} is what is predicted: "):
        spec.with_name("a", name)


def test_that_a_parameter_that_is_called_as_the_target_stays() -> None:
    spec = from_json("gdviz.problems", model("a*x + y", "a", "y"), "problem")
    assert spec.reworded("y*x + a").parameters == ("a", "y")


def test_that_a_column_that_is_called_as_the_target_is_spelled_stays_a_column() -> None:
    data = {"kind": "inline", "x": [[1.0], [2.0]], "y": [0.0, 1.0], "names": ["price_USD"], "target": "price (USD)"}
    spec = from_json("gdviz.problems", model("a*x", "a", data=data), "problem")
    assert spec.reworded("a*price_USD").parameters == ("a",)


@pytest.mark.parametrize(("target", "line"), [("y", "w1*x + b"), ("b", "w1*x + c"), ("w1", "v1*x + b")])
def test_that_a_line_in_the_columns_leaves_the_name_of_the_target_alone(target: str, line: str) -> None:
    assert line_in(["x"], target)[0] == line
