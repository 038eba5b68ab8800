"""Exact derivatives and the code that is made from them."""

import functools
import itertools
import math
import random
import re
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.formula import FormulaError, compile_functions, compiling, namespace, parse, scalars

SAMPLES = (
    "3x^2y",
    "x^5 - 4x^3y + y^7",
    "sin(x)cos(y) + tan(x/4)",
    "exp(-x^2 - y^2)",
    "log(x^2+1)/(y^2+2)",
    "sqrt(x^2+y^2+1)",
    "x^20 + (x+y)^13",
    "2^x + (x^2+1)^y",
    "asin(x/4) + acos(y/4) + atan(x y)",
    "sinh(x) + cosh(y) + tanh(x y)",
    "abs(x)^1.5 + abs(y - x)",
    "max(x, y^2, 0.3) + min(x, -y)",
    "sign(x)y^2",
    "log10(x^2 + 3)",
    "0.26(x^2+y^2) - 0.48x y",
    "(x+2)^-3 + 1/(y^2+1)^2",
)


@pytest.mark.parametrize("text", SAMPLES)
def test_that_sympy_tree_and_code_have_one_value(text: str) -> None:
    formula = parse(text, ("x", "y"))
    x, y = 0.8, -0.45
    value = formula.evaluate(scalars, x, y)
    exact = formula.sympy().subs(dict(zip(_symbols(), (x, y), strict=True)))
    assert float(exact) == pytest.approx(value, rel=1e-13)
    assert compile_functions(formula).scalar(x, y)[0] == pytest.approx(value, rel=1e-13)


@pytest.mark.parametrize("text", SAMPLES)
def test_that_the_code_agrees_with_difference_quotients(text: str) -> None:
    formula = parse(text, ("x", "y"))
    code = compile_functions(formula)
    x, y, h = 0.8, -0.45, 1e-5
    f = code.scalar
    _, gx, gy = f(x, y)
    assert gx == pytest.approx((f(x + h, y)[0] - f(x - h, y)[0]) / (2 * h), rel=1e-6, abs=1e-8)
    assert gy == pytest.approx((f(x, y + h)[0] - f(x, y - h)[0]) / (2 * h), rel=1e-6, abs=1e-8)
    xx, xy, yy = code.hessian(scalars, x, y)
    assert xx == pytest.approx((f(x + h, y)[1] - f(x - h, y)[1]) / (2 * h), rel=1e-6, abs=1e-8)
    assert xy == pytest.approx((f(x, y + h)[1] - f(x, y - h)[1]) / (2 * h), rel=1e-6, abs=1e-8)
    assert yy == pytest.approx((f(x, y + h)[2] - f(x, y - h)[2]) / (2 * h), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("text", SAMPLES)
def test_that_scalars_and_arrays_run_the_same_code(text: str) -> None:
    code = compile_functions(parse(text, ("x", "y")))
    points = np.random.default_rng(1).uniform(-1.5, 1.5, (50, 2))
    arrays = [np.broadcast_to(a, 50) for a in code.loss_grad(namespace(np), *points.T)]
    for i, point in enumerate(points.tolist()):
        assert code.scalar(*point) == pytest.approx([a[i] for a in arrays], rel=1e-14, abs=1e-14)
    grad = [np.broadcast_to(a, 50) for a in code.grad(namespace(np), *points.T)]
    assert np.allclose(grad, arrays[1:], rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("text", SAMPLES)
def test_that_the_partial_derivatives_can_be_read_back(text: str) -> None:
    code = compile_functions(parse(text, ("x", "y")))
    x, y = 0.8, -0.45
    for partial, component in zip(code.partials, code.scalar(x, y)[1:], strict=True):
        assert parse(partial, ("x", "y")).evaluate(scalars, x, y) == pytest.approx(component, rel=1e-12)


def test_that_the_worked_example_has_its_lecture_gradient() -> None:
    code = compile_functions(parse("3x^2y"))
    assert code.partials == ("6*x*y", "3*x**2")
    assert code.scalar(1.0, 1.0) == (3.0, 6.0, 3.0)


def test_that_partials_keep_the_formulas_own_names() -> None:
    assert compile_functions(parse("a*u^2*v", ("u", "v"), {"a": 1.5})).partials == ("2*a*u*v", "a*u**2")


@pytest.mark.parametrize(
    ("text", "constants"),
    [
        ("a*x^2 + b*y^2", {"a": 1.5, "b": -2.0}),
        ("exp(-k*x)*sin(b*y) + k", {"k": 0.3, "b": 4.0}),
        ("a*x^p + y^(2q)", {"a": 0.5, "p": 3.0, "q": 1.0}),
        ("max(a*x, y) + x/b", {"a": 2.0, "b": 8.0}),
    ],
)
def test_that_constants_of_any_value_have_the_derivatives_of_the_numbers(
    text: str, constants: dict[str, float]
) -> None:
    for factor in (1.0, -3.0, 0.25):
        values = {name: value if name in "pq" else value * factor for name, value in constants.items()}
        named = compile_functions(parse(text, ("x", "y"), values))
        written = text.replace("2q", "2*q")
        for name, value in values.items():
            written = re.sub(rf"\b{name}\b", f"({value})", written)
        plain = compile_functions(parse(written, ("x", "y")))
        for x, y in ((0.7, -0.4), (-1.3, 2.0), (0.0, 1.0)):
            assert named.scalar(x, y) == pytest.approx(plain.scalar(x, y), rel=1e-13, abs=1e-15)
            assert named.hessian(scalars, x, y) == pytest.approx(plain.hessian(scalars, x, y), rel=1e-13, abs=1e-15)
        for partial, component in zip(named.partials, named.scalar(0.7, -0.4)[1:], strict=True):
            read = parse(partial, ("x", "y"), values)
            assert read.evaluate(scalars, 0.7, -0.4) == pytest.approx(component, rel=1e-12)


def test_that_another_value_of_a_constant_needs_no_new_derivatives(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_functions(parse("a*x^2 + cos(b*y)", ("x", "y"), {"a": 1.0, "b": 2.0}))
    monkeypatch.setattr(compiling, "derivatives", None)
    code = compile_functions(parse("a*x^2 + cos(b*y)", ("x", "y"), {"a": 3.0, "b": -1.0}))
    assert code.scalar(2.0, 0.0) == (13.0, 12.0, 0.0)


@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [
        ("abs(x)", 0.0, 0.0),
        ("abs(x)", -2.0, -1.0),
        ("sign(x)", 0.0, 0.0),
        ("sqrt(x^2)", 0.0, 0.0),
        ("max(x, 0)", 0.0, 0.5),
        ("max(x, 0)", 1.0, 1.0),
        ("min(x, 0)", 1.0, 0.0),
        ("max(x, -x)", 0.0, 0.0),
        ("abs(log(x))", 0.5, -2.0),
    ],
)
def test_that_kinks_have_the_documented_slope(text: str, at: float, slope: float) -> None:
    code = compile_functions(parse(text))
    assert code.scalar(at)[1] == slope
    assert math.isfinite(code.hessian(scalars, at)[0])


@pytest.mark.parametrize("text", ["sqrt(-x^2-1) + y", "x^1.5", "log(x)", "acos(x)", "x^y", "x^(1/3)"])
def test_that_complex_numbers_never_appear(text: str) -> None:
    formula = parse(text, ("x", "y"))
    code = compile_functions(formula)
    for x in (-3.0, -0.5, 0.0, 2.0):
        try:
            found = (*code.scalar(x, 0.5), *code.hessian(scalars, x, 0.5))
        except (ArithmeticError, ValueError):
            continue
        assert all(isinstance(value, float) for value in found)
    with np.errstate(all="ignore"):
        arrays = code.loss_grad(namespace(np), np.array([-3.0, -0.5, 0.0, 2.0]), np.full(4, 0.5))
    assert not any(np.iscomplexobj(array) for array in arrays)


def test_that_a_formula_without_real_derivative_is_refused() -> None:
    with pytest.raises(FormulaError, match="no derivative in real numbers"):
        compile_functions(parse("(-x^2)^0.5"))


CANCELLED = (
    "sqrt(x)^2", "exp(log(x))", "exp(2log(x))", "sqrt(x)*sqrt(x)", "(x^(1/3))^3", "x^1.5/x^0.5", "10^log10(x)",
    "0*log(x)+x^2", "sin(asin(x-3))", "atan(sqrt(y)^2)+x", "x/x", "x^2/x", "1/(x/y)", "sqrt(x)-sqrt(x)+x", "0/x+x",
    "log(x)-log(x)+x", "cos(acos(x))", "(x^-1)^-1", "log(x)^(1-1)+x", "((x^2)^-0.5)^-1", "1/(1-x)+1/(x-1)",
    "(x-1)/(1-x)", "1/(1/x)^2", "x^y/x^y", "x*0^(log(y)^2+1)", "(sqrt(x)*y)^2 + exp(log(y)+x)", "sqrt(x)/x*x^2",
    "1/(x-x)^-2",
)  # fmt: skip
"""Formulas whose simplified form has values where they have none."""
UNCHANGED = {
    "sqrt(x^2*(y^2+1))": "m.sqrt(1.0 + y*y)*m.abs(x)", "1/(2x)": "0.5/x", "1/sqrt(2x)": "0.7071067811865476/m.sqrt(x)",
    "cos(asin(x))": "m.sqrt(1.0 - x*x)", "exp(x)^0.5": "m.exp(0.5*x)", "1/exp(x)": "m.exp(-x)", "log(exp(x))": "x",
    "sqrt(abs(x))^2": "m.abs(x)", "sqrt(x)^3": "m.power(x, 1.5)", "x*log(x)/x": "m.log(x)", "sqrt(x)^0+x": "1.0 + x",
    "sqrt(-2x)": "1.4142135623730951*m.sqrt(-x)", "asin(2x/2)": "m.asin(x)", "x/2+3x": "3.5*x",
    "sqrt(2)*sqrt(x)/sqrt(3)": "0.816496580927726*m.sqrt(x)",
}  # fmt: skip
"""Formulas with bounded domains that sympy simplifies and keeps."""


def typed_at_random(count: int) -> list[str]:
    """Compositions of what bounds a domain and what cancels it, drawn with one seed."""
    draw = random.Random(3)
    outer = ("sqrt({})", "log({})", "exp({})", "({})^2", "({})^0.5", "1/({})", "asin({})", "sin({})", "({})^1.5",
             "10^({})", "log10({})", "({})^-2", "({})*({})", "({})/({})", "({})-({})", "0*({})+x",
             "abs({})")  # fmt: skip
    found = []
    for _ in range(count):
        text = draw.choice(("x", "x", "x-1", "x*y", "2x"))
        for _ in range(draw.choice((1, 2, 2, 3))):
            text = draw.choice(outer).replace("{}", text)
        found.append(text)
    return found


def test_that_the_loss_has_a_value_exactly_where_the_typed_formula_has_one() -> None:
    def has_value(function: Any, *point: float) -> bool:
        try:
            return math.isfinite(function(*point))
        except (ArithmeticError, ValueError):
            return False

    for text in (*CANCELLED, *UNCHANGED, *SAMPLES, *typed_at_random(300)):
        formula = parse(text, ("x", "y"))
        found = compiling.derivatives(formula)
        loss, both = found.function([found.value]), found.function([found.value, *found.grad])
        for point in itertools.product((-2.25, -0.5, 0.0, 0.75, 1.0, 3.5), (-0.75, 0.0, 1.5)):
            typed = has_value(functools.partial(formula.evaluate, scalars), *point)
            assert has_value(lambda *w, f=loss: f(scalars, *w)[0], *point) == typed, (text, point)
            if has_value(lambda *w, f=both: f(scalars, *w)[0], *point):
                assert typed, (text, point)


@pytest.mark.parametrize("text", UNCHANGED)
def test_that_a_formula_whose_domain_is_kept_is_simplified(text: str) -> None:
    found = compiling.derivatives(parse(text, ("x", "y")))
    assert found.code([found.value]) == ([], [UNCHANGED[text]])


def test_that_kinked_functions_of_numbers_are_numbers() -> None:
    loss, *gradient = compile_functions(parse("abs(-2)*x + max(1, 2.5)x^2 + sign(-3)*min(y, 7) + abs(y-y)")).scalar(
        2, 3
    )
    assert (loss, gradient) == (4 + 10 - 3, [2 + 10, -1])


def test_that_kinked_functions_may_stand_within_each_other_where_they_are_numbers() -> None:
    made = compile_functions(parse("min(3, -(10) + (abs(10) + min(0, 1e-3))) + 2x^2", ("x",)))
    assert made.scalar(1.5)[:2] == (4.5, 6.0)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("(x*y)^1.5", (0, 1)), ("(x*y)^2.5", (0, 1)), ("x^y", (0, 2)), ("x^(y+1)", (0, 2)), ("(x^3)^1.5", (0, 1)),
        ("((x+y)*y)^1.5", (-1, 1)), ("abs(x)^abs(y)", (0, 2)), ("(2x)^1.2345678", (0, 1)), ("(x/y)^1.5", (0, 1)),
        ("(sin(x)*y)^(7/3)", (0, 1)), ("y*x^(1+y^2)", (0, 1)),
    ],
)  # fmt: skip
def test_that_a_derivative_that_is_0_where_a_base_is_0_is_computed(text: str, at: tuple[int, int]) -> None:
    code = compile_functions(parse(text, ("x", "y")))
    assert code.scalar(*map(float, at)) == (0.0, 0.0, 0.0)
    arrays = code.grad(namespace(np), *(np.array([float(c)]) for c in at))
    assert [float(np.ravel(array)[0]) for array in arrays] == [0.0, 0.0]


def test_that_the_second_derivatives_of_a_power_are_computed_where_its_base_is_0() -> None:
    for text in ("(x*y)^2.5", "x^(y+2)"):
        assert compile_functions(parse(text, ("x", "y"))).hessian(scalars, 0.0, 1.5) == (0.0, 0.0, 0.0)


def test_that_the_slope_by_an_exponent_is_exact_at_small_bases() -> None:
    slope = compile_functions(parse("x^y", ("x", "y"))).scalar(1e-30, 2.0)[2]
    assert slope == pytest.approx(1e-60 * math.log(1e-30), rel=1e-14, abs=0.0)


def test_that_a_power_of_a_negative_base_has_no_slope_by_its_exponent() -> None:
    code = compile_functions(parse("x^y", ("x", "y")))
    with pytest.raises(ValueError, match="math domain error"):
        code.scalar(-0.5, 2.0)


def test_that_overflow_raises_or_becomes_infinite() -> None:
    f = compile_functions(parse("exp(x) + x^4")).scalar
    with pytest.raises(OverflowError):
        f(1e4)
    assert compile_functions(parse("x^4")).scalar(1e100)[0] == math.inf


@pytest.mark.parametrize(
    "text",
    [
        "*".join(f"(x+{k}y)" for k in range(1, 100)),
        "sin(x+" * 50 + "y" + ")" * 50,
        "1/(x+" * 50 + "y" + ")" * 50,
        "^".join(["x"] * 50),
        "max(" + ",".join(f"x+{k}*y" for k in range(100)) + ")",
    ],
)
def test_that_a_formula_too_long_to_differentiate_is_refused_at_once(text: str) -> None:
    formula = parse(text, ("x", "y"))
    began = time.perf_counter()
    with pytest.raises(FormulaError, match="too long to differentiate"):
        compile_functions(formula)
    assert time.perf_counter() - began < 0.5


@settings(max_examples=60, deadline=None)
@given(st.floats(-3, 3), st.integers(-12, 40))
def test_that_whole_powers_agree_with_pow(x: float, n: int) -> None:
    if abs(x) < 0.05:
        return
    f = compile_functions(parse(f"x^({n})", ("x",))).scalar
    assert f(x)[0] == pytest.approx(x**n, rel=1e-13)
    assert parse(f"x^({n})", ("x",)).evaluate(scalars, x) == pytest.approx(x**n, rel=1e-13)


def _symbols() -> tuple[Any, ...]:
    from gdviz.formula.symbolic import symbols

    return symbols(("x", "y"))
