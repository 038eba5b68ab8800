"""The derivatives that are shown while a formula is typed, against those of sympy; and which letters are constants."""

import random

import mpmath
import pytest

from gdviz.formula import Formula, FormulaError, compile_functions, parse, readable, scalars
from gdviz.formula.differentiation import partial_derivatives
from gdviz.formula.evaluation import evaluate
from gdviz.formula.letters import parse_open
from gdviz.formula.rendering import UNICODE, render
from tests.test_formula_graph import EXACT

SAMPLES = (
    "3x^2y",
    "x^5 - 4x^3y + y^7",
    "(x^2+y-11)^2 + (x+y^2-7)^2",
    "sin(x)cos(y) + tan(x/4)",
    "asin(x/4) + acos(y/4)*atan(x) - sinh(x)cosh(y)/tanh(1+x)",
    "exp(-x^2 - y^2)*log10(2+x)",
    "log(x^2+1)/(y^2+2)",
    "sqrt(x^2+y^2+1)",
    "x^y + 2^x - e^(x*y)",
    "abs(x-y) + sign(x)y + max(x, y, 0.1) - min(2x, y^2)",
    "0.1x^3 - x/3 + x^(1/3) + y^(-2) + (x+y+3)^2.5",
    "a*x^2 + by^2 - k/(x-3)",
    "-(x - y)^2/(1 - a*x)",
)


@pytest.mark.parametrize("text", SAMPLES)
def test_that_the_shown_derivatives_have_the_values_of_the_computed_ones(text: str) -> None:
    known = {"a": 1.5, "b": -2.0, "k": 0.25}
    formula = parse_open(text, ("x", "y"), known)
    shown = partial_derivatives(formula)
    assert shown is not None and len(shown) == 2
    code = compile_functions(formula)
    for x, y in ((0.8, 0.45), (1.9, 0.7), (0.3, 1.2)):
        for node, computed in zip(shown, code.scalar(x, y)[1:], strict=True):
            read = parse(render(node, UNICODE), ("x", "y"), known)
            assert read.evaluate(scalars, x, y) == pytest.approx(computed, rel=1e-12, abs=1e-14)


RAISED = ("x*y", "2x", "x/y", "1/x", "x/2", "-(-x)", "x*exp(y)", "x^2*y", "x*(y+1)", "-2*(-x)", "sqrt(x)*y", "3/(x*y)")
EXPONENTS = ("1.2345678", "1.7", "0.9", "(1/3)", "0.5", "2.5", "-0.5", "3", "-2", "(y+1)", "20.125")
WRAPPED = ("{}", "exp({})", "y*{} + x", "1/(1 + {})", "sqrt({})", "({})^0.4", "max({}, 0.5x) - abs({} - y)", "-{}/x")


def random_formulas(count: int) -> list[str]:
    """Powers of products, quotients, inverses and negatives, alone and within other parts, drawn with one seed."""
    draw = random.Random(7)
    every = [f"({base})^{exponent}" for base in RAISED for exponent in EXPONENTS]
    return every + [
        draw.choice(WRAPPED).replace("{}", "*".join(draw.sample(every, draw.choice((1, 1, 2))))) for _ in range(count)
    ]


def exact_slope(formula: Formula, at: list[mpmath.mpf], orders: tuple[int, int]) -> float:
    """A partial derivative by mpmath's difference quotients."""
    return float(mpmath.diff(lambda x, y: evaluate(formula.node, EXACT, {"x": x, "y": y}), at, orders))


def test_that_every_text_of_a_derivative_has_the_value_of_a_difference_quotient() -> None:
    """Both the derivatives shown while a formula is typed and those of a problem's gradient_texts()."""
    texts = [*random_formulas(30), "(x y)^1.2345678", "exp((x y)^0.9)", "(x*exp(x))^0.4*y"]
    read_back = 0
    for text in texts:
        formula = parse(text, ("x", "y"))
        typed = [render(node, UNICODE) for node in partial_derivatives(formula) or ()]
        compiled = [readable(partial, ("x", "y")) for partial in compile_functions(formula).partials]
        for i, written in ((i, written) for texts in (typed, compiled) for i, written in enumerate(texts) if written):
            read = parse(written, ("x", "y"))
            read_back += 1
            for point in ((0.8, 0.45), (1.9, 0.7)):
                with mpmath.workdps(30):
                    at = [mpmath.mpf(coordinate) for coordinate in point]
                    value = float(evaluate(read.node, EXACT, {"x": at[0], "y": at[1]}))
                    exact = exact_slope(formula, at, (1 - i, i))
                assert value == pytest.approx(exact, rel=1e-12, abs=1e-14), (text, written)
    assert read_back > 3.5 * len(texts)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("3x^2y", ["6xy", "3x²"]),
        ("a*x^2 + b*y^2", ["2ax", "2by"]),
        ("-x^2 - y", ["−2x", "−1"]),
        ("20 + x^2 - 10cos(2pi*x)", ["2x + 20π·sin(2πx)"]),
        ("x*x*x", ["3x²"]),
        ("(1-x)^2 + 100(y-x^2)^2", ["−2(1 − x) − 400x(y − x²)", "200(y − x²)"]),
        ("0*x + y", ["0", "1"]),
        ("0.1x*(y + 1.5)^2.5 + (x - 0.5)^-2", ["0.1(y + 1.5)^2.5 − 2/(x − 0.5)³", "0.25x(y + 1.5)^1.5"]),
        ("(x + 3/2)^-2 + y/2", ["−2/(x + 3/2)³", "1/2"]),
        ("(2x)^1.7", ["3.4(2x)^0.7"]),
        ("(x y)^1.5", ["1.5y·√(xy)", "1.5x·√(xy)"]),
    ],
)
def test_that_they_are_written_as_people_do(text: str, written: list[str]) -> None:
    assert [render(node, UNICODE) for node in partial_derivatives(parse_open(text)) or ()] == written


def test_that_a_huge_formula_is_not_differentiated_while_it_is_typed() -> None:
    assert partial_derivatives(parse("*".join(["sin(x*y)"] * 40))) is None


def test_that_letters_are_constants_of_one_unless_their_value_is_known() -> None:
    formula = parse_open("a*x^2 + by^2 + αx", known={"b": 3.0, "c": 5.0})
    assert formula.variables == ("x", "y")
    assert formula.constants == {"a": 1.0, "b": 3.0, "α": 1.0}


def test_that_named_variables_count_as_long_as_one_occurs() -> None:
    assert parse_open("u^2 + k*v", ("u", "v")).constants == {"k": 1.0}
    left = parse_open("x^2 + u", ("u", "v"))
    assert left.variables == ("u", "v") and left.constants == {"x": 1.0}
    back = parse_open("x^2 + y^2", ("u", "v"))
    assert back.variables == ("x", "y") and back.constants == {}


@pytest.mark.parametrize(
    ("text", "variables", "constants"),
    [
        ("w^4 - 3w^2 + w", ("w",), {}),
        ("aw^2 + b", ("w",), {"a": 1.0, "b": 1.0}),
        ("w*x^2", ("x",), {"w": 1.0}),
        ("ax + w", ("x",), {"a": 1.0, "w": 1.0}),
        ("k", (), {"k": 1.0}),
    ],
)
def test_that_w_is_the_variable_where_neither_x_nor_y_occurs(
    text: str, variables: tuple[str, ...], constants: dict[str, float]
) -> None:
    for known in ({}, {"w": 1.0}):
        formula = parse_open(text, known=known)
        assert (formula.variables, formula.constants) == (variables, constants)


@pytest.mark.parametrize("text", ["foo(x)", "x + z7", "sinx", "x2", "ab*x", "lnx", "ex", "x^2 +"])
def test_that_slips_stay_errors(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_open(text)
