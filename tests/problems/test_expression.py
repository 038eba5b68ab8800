"""Losses that a person types."""

import math
from typing import Any

import numpy as np
import pytest

from gdviz.messages import ExperimentError
from gdviz.problems.expression import ExpressionSpec
from gdviz.problems.surfaces import SurfaceSpec


def spec(expression: str, **more: Any) -> ExpressionSpec:
    return ExpressionSpec.from_json({"kind": "expression", "expression": expression, **more}, "problem")


def test_that_the_worked_example_is_the_catalogues_surface() -> None:
    problem = spec("3x^2y", domain=[[-2, 2], [-2, 2]]).build()
    assert problem.title == "3x²y"
    assert problem.start == (1.0, 1.0)
    assert problem.proposed_lr == 0.01
    assert problem.unbounded_below
    assert problem.partials() == ("6*x*y", "3*x**2")
    assert problem.gradient_texts() == ("6xy", "3x²")
    assert problem.scalar(1.0, 1.0) == (3.0, 6.0, 3.0)


def test_that_a_typed_catalogue_formula_knows_its_minima() -> None:
    typed = spec("(x^2 + y - 11)^2 + (x + y^2 - 7)^2").build()
    assert typed.minima == SurfaceSpec("himmelblau").build().minima
    assert spec("(x^2 + y - 11)^2 + (x + y^2 - 7.5)^2").build().minima == ()


def test_that_one_variable_is_enough() -> None:
    problem = spec("t^4 - 2t^2 + 0.3t", variables=["t"], domain=[[-2, 2]]).build()
    assert problem.dim == 1 and problem.names == ("t",)
    w = np.array([[0.5], [-1.0]])
    assert problem.loss(w).shape == (2,)
    assert problem.grad(w) == pytest.approx(4 * w**3 - 4 * w + 0.3)
    assert problem.hessian(w).shape == (2, 1, 1)
    assert problem.loss_on(np.linspace(-2, 2, 9)).shape == (9,)


def test_that_constant_components_fill_the_whole_shape() -> None:
    problem = spec("2x + 3y").build()
    assert problem.grad(np.zeros((4, 5, 2))).tolist() == np.full((4, 5, 2), [2.0, 3.0]).tolist()
    assert not problem.hessian(np.zeros((4, 2))).any()
    assert problem.scalar(1.0, 1.0) == (5.0, 2.0, 3.0)
    constant = spec("0x + 5", variables=["x", "y"]).build()
    assert constant.loss_on(np.zeros((1, 3)), np.zeros((2, 1))).tolist() == [[5.0] * 3] * 2


def test_that_the_default_domain_and_start_are_finite() -> None:
    problem = spec("log(x - 5) + y^2").build()
    assert problem.domain == ((-10.0, 10.0), (-10.0, 10.0))
    assert math.isfinite(problem.scalar_loss(*problem.start))
    assert math.isnan(problem.scalar_loss(0.0, 0.0))
    assert problem.proposed_lr > 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"expression": ""}, "problem.expression: the formula is empty"),
        ({}, "problem.expression: is missing"),
        ({"expression": 5}, "problem.expression: must be text, got 5"),
        ({"expression": "x+foo(y)"}, "problem.expression: unknown function foo; known: sin"),
        ({"expression": "x.__class__"}, "problem.expression: a point is allowed only inside a number (character 2)"),
        ({"expression": "9**9**9**9*x"}, "problem.expression: this exponent is too large"),
        ({"expression": "7"}, "problem.expression: the formula has no variable"),
        ({"expression": "log(-x^2)"}, "problem.expression: the loss is not finite anywhere near 0"),
        ({"expression": "log(x-9)", "domain": [[0, 1]]}, "problem.expression: the loss is not finite anywhere in the"),
        ({"expression": "*".join(["(x+y)"] * 99)}, "problem.expression: the formula is too long to differentiate"),
        ({"expression": "x", "domain": [[0, 1], [0, 1]]}, "problem.domain: must have one [lo, hi] for each of the 1"),
        ({"expression": "x", "domain": [[0, math.inf]]}, "problem.domain[0][1]: must be a finite number"),
        ({"expression": "x", "domain": [[0, "1"]]}, "problem.domain[0][1]: must be a number"),
        ({"expression": "x", "domain": [[-1e308, 1e308]]}, "problem.domain[0]: must be longer than 1e-100"),
        ({"expression": "x", "variables": "x"}, "problem.variables: must be a list of one or two names"),
        ({"expression": "x", "variables": ["x", "y", "z"]}, "problem.variables: must be a list of one or two"),
        ({"expression": "x", "variables": ["x", 3]}, "problem.variables[1]: must be text, got 3"),
        ({"expression": "x", "variables": ["exp"]}, "problem.variables[0]: exp is already a function"),
        ({"expression": "x", "parameters": {"e": 1}}, "problem.parameters.e: e is already"),
        ({"expression": "x", "parameters": {"a": "1"}}, "problem.parameters.a: must be a number"),
        ({"expression": "x", "parameters": [1]}, "problem.parameters: must be an object"),
        ({"expression": "x", "noise": {"std": True}}, "problem.noise.std: must be a number"),
        ({"expression": "x", "expresion": "y"}, "problem.expresion: unknown key; did you mean expression?"),
    ],
)
def test_that_a_wrong_expression_is_refused_by_its_key(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        ExpressionSpec.from_json({"kind": "expression", **data}, "problem")
    assert str(caught.value).startswith(sentence)


def test_that_what_has_no_real_derivative_is_refused_when_it_is_compiled() -> None:
    with pytest.raises(ExperimentError, match=r"problem\.expression: this formula has no derivative in real numbers"):
        spec("(-x^2)^0.5").build()


def test_that_an_expression_survives_json() -> None:
    data = {
        "kind": "expression",
        "expression": "a*u^2 + v",
        "domain": [[-1.0, 1.0], [0.0, 2.0]],
        "variables": ["u", "v"],
        "parameters": {"a": 1.5},
        "noise": {"std": 0.1},
    }
    made = ExpressionSpec.from_json(data, "problem")
    assert made.to_json() == data
    assert ExpressionSpec.from_json(made.to_json(), "problem") == made
    assert hash(made) == hash(ExpressionSpec.from_json(data, "problem"))
    assert made.build().noise_std == 0.1
