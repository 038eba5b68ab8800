"""The grammar of formulas, and how each wrong text is refused."""

import math
import subprocess
import sys
import time

import numpy as np
import pytest

from gdviz.formula import FormulaError, parse, scalars


def value(text: str, x: float = 0.7, y: float = -1.3) -> float:
    formula = parse(text, ("x", "y"))
    return formula.evaluate(scalars, x, y)


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("3x^2y", "3*x**2*y"),
        ("2(x+1)", "2*(x+1)"),
        ("x y", "x*y"),
        ("xy", "x*y"),
        ("(x+1)(y-1)", "(x+1)*(y-1)"),
        ("x(y+1)", "x*(y+1)"),
        ("xsin(y)", "x*math.sin(y)"),
        ("-x^2", "-x**2"),
        ("2^-y", "2**-y"),
        ("x - y - 1 - 2", "x - y - 1 - 2"),
        ("x/y/2*y", "x/y/2*y"),
        ("+x - -y", "x + y"),
        ("−x × y ÷ 2 · x", "-x*y/2*x"),
        ("x²y³ + 2x⁻²", "x**2*y**3 + 2*x**-2"),
        ("2πx + pi + e + E", "2*math.pi*x + math.pi + 2*math.e"),
        ("√(x)", "math.sqrt(x)"),
        ("ln(x) + log10(x)", "math.log(x) + math.log10(x)"),
        ("max(x, y, 1) + Min(x, y)", "1 + y"),
        ("abs(y) + Abs(y) + sign(y)", "-2*y - 1"),
        ("1e-3x + .5 + 2.", "0.001*x + 2.5"),
        ("e^(2x)y", "math.exp(2*x)*y"),
        ("x^-2y", "x**-2*y"),
        ("sinh(x)cosh(x)tanh(x) + atan(y)", "math.sinh(x)*math.cosh(x)*math.tanh(x) + math.atan(y)"),
    ],
)
def test_that_a_formula_has_the_value_of_its_python_twin(text: str, python: str) -> None:
    expected = eval(python, {"math": math, "x": 0.7, "y": -1.3})
    assert value(text) == pytest.approx(expected, rel=1e-15, abs=1e-15)


def test_that_powers_bind_to_the_right() -> None:
    assert value("2^3^2") == 512
    assert parse("x^y^2", ("x", "y")) == parse("x**(y**2)", ("x", "y"))


def test_that_0_and_1_may_have_any_exponent() -> None:
    assert value("1^5000 + 0^5000") == 1


def test_that_spelling_does_not_change_the_tree() -> None:
    assert parse("3x^2y") == parse("3*x**2*y") == parse(" 3 x² y ")
    assert parse("3x^2y").canonical == "3*x**2*y"


def test_that_decimals_are_exact() -> None:
    assert str(parse("0.1x + 1e-3").sympy()) == "x/10 + 1/1000"


def test_that_variables_are_those_that_occur_unless_they_are_named() -> None:
    assert parse("y+1").variables == ("y",)
    assert parse("x y").variables == ("x", "y")
    assert parse("5").variables == ()
    assert parse("x", ("x", "y")).variables == ("x", "y")
    assert parse("sin(θ)w1", ("w1", "θ")).variables == ("w1", "θ")
    assert parse("w^4 - 3w^2 + w").variables == ("w",)
    assert parse("w*x", constants={"w": 2.0}).variables == ("x",)
    with pytest.raises(FormulaError, match="unknown name w; known: x, y, pi, e"):
        parse("w*x")


def test_that_named_constants_have_their_value() -> None:
    formula = parse("a*x^2 + b", constants={"a": 1.5, "b": -2})
    assert formula.evaluate(scalars, 2.0) == 4.0
    assert formula.variables == ("x",)


def test_that_a_constant_may_take_the_place_of_a_default_variable() -> None:
    assert parse("x*y", constants={"y": 3.0}).evaluate(scalars, 2.0) == 6.0


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("", "the formula is empty", 0),
        ("   ", "the formula is empty", 0),
        ("1/2x", "1/2x can be read as (1/2)*x or as 1/(2*x)", 0),
        ("y + x/2y", "x/2y can be read as (x/2)*y or as x/(2*y)", 4),
        ("e^2x", "e^2x can be read as (e^2)*x or as e^(2*x)", 0),
        ("x^y(x+1)", "can be read as", 0),
        ("sin x", "write sin(x)", 0),
        ("1 + sinx", "write sin(x)", 4),
        ("cos^2(x)", "write the power of a function as cos(x)**2", 0),
        ("x 2", "write a sign between x and 2", 2),
        ("x2", "did you mean x*2, x^2?", 0),
        ("(x", "this bracket is not closed", 0),
        ("sin(x", "this bracket is not closed", 3),
        ("x)", "this bracket was never opened", 1),
        ("()", "nothing between these brackets", 0),
        ("x+", "something is missing after +", 1),
        ("x*(y-)", "something is missing after -", 4),
        ("*x", "expected before *", 0),
        ("x + * y", "expected before *", 4),
        ("0,5x", "decimals have a point", 1),
        ("sin(x, y)", "sin takes one argument", 0),
        ("max(x)", "max takes two or more", 0),
        ("sin()", "sin needs something in its brackets", 0),
        ("foo(x)", "unknown function foo; known: sin, cos", 0),
        ("x + sine(x)", "unknown function sine; did you mean sin", 4),
        ("arctan(x)", "did you mean atan?", 0),
        ("x*z", "unknown name z; known: x, y", 2),
        ("x.__class__", "a point is allowed only inside a number", 1),
        ("().__class__.__bases__", "a point is allowed only", 2),
        ("__import__", "unknown name __import__", 0),
        ("__import__(x)", "unknown function __import__", 0),
        ("eval(x)", "unknown function eval", 0),
        ("lambda", "unknown name lambda", 0),
        ("lambda x: x", "the character : is not allowed", 8),
        ("[x for x in y]", "only round brackets", 0),
        ("{x}", "only round brackets", 0),
        ("'x'", "the character ' is not allowed", 0),
        ('f"{x}"', 'the character " is not allowed', 1),
        ("x if y else 1", "unknown name if", 2),
        ("x; y", "the character ; is not allowed", 1),
        ("f = x", "without =", 2),
        ("|x|", "write abs(x)", 0),
        ("9**9**9**9", "this exponent is too large", 6),
        ("x**9999", "this exponent is too large", 3),
        ("x^(9^9)", "this exponent is too large", 2),
        ("(((x^900)^900)^900)", "this power is too large", 2),
        ("(12345.678x)^1000", "the numbers become too long here", 0),
        ("asin(sqrt(y+1.12))^(-999)", "write them with fewer digits, or choose a smaller exponent", 0),
        ("1/(w-1.759389297941)^100", "write them with fewer digits, or choose a smaller exponent", 2),
        ("1.0000001^1000^2", "this exponent is too large", 10),
        ("exp(exp(exp(9)))", "has no finite real value", 4),
        ("x + 1/0", "1/0 has no finite real value", 4),
        ("1/0*x", "1/0 has no finite real value", 0),
        ("y + 1/0*x", "1/0 has no finite real value", 4),
        ("exp(1/0*x)", "1/0 has no finite real value", 4),
        ("1/0/x", "1/0 has no finite real value", 0),
        ("0/0*x*y", "0/0 has no finite real value", 0),
        ("x^2 + 1/(2-2)*y^2", "1/(2-2) has no finite real value", 6),
        ("y + x/0", "x/0 has no finite real value", 4),
        ("x*3/0*y", "3/0 has no finite real value", 2),
        ("1e200*1e200*x", "1e200*1e200 has no finite real value", 0),
        ("log(-x^0) + x", "log(-x^0) has no finite real value", 0),
        ("x/(y^0 - 1)", "x/(y^0 - 1) has no finite real value", 0),
        ("log(-1)x", "has no finite real value", 0),
        ("(-8)^(1/3)", "has no finite real value", 0),
        ("1e999", "the exponent of a number", 0),
        ("1e99999999999", "the exponent of a number", 0),
        ("x\0", "U+0000", 1),
        ("x\u202ey", "U+202E", 1),
        ("א", "U+05D0", 0),
        ("３x", "write 3", 0),
        ("x＋y", "write +", 1),
        ("x" * 2001, "too long", 2000),
        ("(" * 1_000_000, "too long", 2000),
        ("(" * 900 + "x" + ")" * 900, "nested too deep", 60),
        ("-" * 1900 + "x", "nested too deep", 60),
        ("sin(" * 400 + "x", "nested too deep", 240),
        ("1" * 60, "at most 50 digits", 0),
        ("x²^3", "cannot stand here", 2),
    ],
)
def test_that_a_wrong_text_gets_one_sentence_and_its_place_at_once(text: str, reason: str, position: int) -> None:
    began = time.perf_counter()
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert time.perf_counter() - began < 0.5
    assert reason in str(caught.value.message)
    assert caught.value.position == position
    assert caught.value.length >= (1 if text.strip() else 0)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 250
    assert f"(character {position + 1})" in str(caught.value)


@pytest.mark.parametrize("names", [("sin",), ("e",), ("1a",), ("a b",), ("",), ("x", "x")])
def test_that_impossible_names_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(FormulaError):
        parse("1", names)


def test_that_parsing_and_evaluating_leave_sympy_alone() -> None:
    code = (
        "import sys, gdviz.formula as f; f.parse('3x^2y').evaluate(f.scalars, 1.0, 1.0); "
        "sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_that_arrays_broadcast_and_keep_their_precision() -> None:
    formula = parse("x^2 + exp(y) + sqrt(2)*sin(pi)")
    x, y = np.ones((1, 5), np.float32), np.zeros((4, 1), np.float32)
    found = formula.evaluate(np, x, y)
    assert found.shape == (4, 5)
    assert found.dtype == np.float32


def test_that_arrays_get_nan_where_floats_raise() -> None:
    formula = parse("log(x) + x^0.5")
    with np.errstate(all="ignore"):
        assert np.isnan(formula.evaluate(np, np.array([-1.0, 1.0]))).tolist() == [True, False]
    with pytest.raises(ValueError, match="math domain error"):
        formula.evaluate(scalars, -1.0)


def test_that_a_number_beyond_all_floats_is_refused() -> None:
    with pytest.raises(FormulaError, match="too large: at most"):
        parse("123456789012345678901234567890e290 x")
    assert parse("123456789012345678901234567890e270 x")
