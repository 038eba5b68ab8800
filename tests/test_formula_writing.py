"""Formulas written back, and whatever a keyboard can produce."""

import math
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdviz.formula import Formula, FormulaError, parse, scalars
from gdviz.formula.nodes import FUNCTIONS

numbers = st.sampled_from(["0", "1", "2", "3", "0.5", "10", "1.25", "0.001", "7e9", "2e-20"])
names = st.sampled_from(["x", "y", "w1", "a", "pi", "e", "θ"])


def combine(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(two, st.sampled_from("+-*/")).map(lambda t: f"({t[0][0]}) {t[1]} ({t[0][1]})"),
        st.tuples(two, st.sampled_from("+-*/")).map(lambda t: f"{t[0][0]}{t[1]}{t[0][1]}"),
        st.tuples(inner, numbers).map(lambda t: f"({t[0]})^{t[1]}"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})**({t[1]})"),
        inner.map(lambda t: f"-{t}"),
        inner.map(lambda t: f"-({t})"),
        st.tuples(st.sampled_from(FUNCTIONS[:-2]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        two.map(lambda t: f"max({t[0]}, {t[1]})"),
        two.map(lambda t: f"({t[0]})({t[1]})"),
    )


formulas = st.recursive(st.one_of(numbers, names), combine, max_leaves=12)
VARIABLES = ("x", "y", "w1", "θ")


def parsed(text: str) -> Formula | None:
    try:
        return parse(text, VARIABLES, {"a": 1.5})
    except FormulaError:
        return None


@settings(max_examples=600, deadline=None)
@given(formulas)
@example("x + -x*y")
@example("(x+y)+x")
@example("x*(y*x)")
@example("x^(-2)*y")
@example("(2*x)^2*x")
@example("-(-x)")
@example("2*(-x)")
@example("x*2^3*y")
@example("1/2*x")
def test_that_a_formula_written_out_parses_to_the_same_tree(text: str) -> None:
    formula = parsed(text)
    if formula is not None:
        assert parse(formula.canonical, VARIABLES, {"a": 1.5}) == formula
        assert parse(formula.pretty(), VARIABLES, {"a": 1.5}) == formula
        formula.html()


@settings(max_examples=600, deadline=None)
@given(st.text(max_size=60) | st.text("xyπe²^*/+-()., 0123456789sincoexpqrtmaabslg√·−", max_size=60) | formulas)
def test_that_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    began = time.perf_counter()
    try:
        formula = parse(text)
    except FormulaError as error:
        assert str(error)
        assert error.position is None or 0 <= error.position <= len(text)
    else:
        try:
            value = formula.evaluate(scalars, *(0.5,) * len(formula.variables))
        except (ArithmeticError, ValueError):
            value = math.nan
        assert isinstance(value, float)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("text", "pretty"),
    [
        ("3*x**2*y", "3x²y"),
        ("6*x*y", "6xy"),
        ("-2*x", "−2x"),
        ("x - 2*y", "x − 2y"),
        ("2*pi*x", "2πx"),
        ("4*x*(x**2 + y - 11)", "4x(x² + y − 11)"),
        ("(x+1)*(y-1)", "(x + 1)(y − 1)"),
        ("x*sin(y)", "x·sin(y)"),
        ("10*cos(2*pi*x)", "10cos(2πx)"),
        ("x*2", "x·2"),
        ("x/(2*y)", "x/(2y)"),
        ("x**(-1)", "x⁻¹"),
        ("exp(x)**0.5", "exp(x)^0.5"),
        ("sqrt(x)", "√(x)"),
        ("1/2*x", "1/2·x"),
    ],
)
def test_that_formulas_read_as_people_write_them(text: str, pretty: str) -> None:
    assert parse(text).pretty() == pretty


def test_that_html_raises_exponents_and_slants_names() -> None:
    assert parse("3x^2y").html() == "3<i>x</i><sup>2</sup><i>y</i>"
