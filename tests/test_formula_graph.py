"""Derivatives by the rules of calculus alone: of formulas that sympy may never finish, and of all others."""

import itertools
import json
import math
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
import pytest
from benchmarks.formulas import aimed, typed

from gdviz.formula import Formula, FormulaError, graph, namespace, parse, scalars
from gdviz.formula.compiling import ByRules, BySympy, code_names, derivatives
from gdviz.formula.evaluation import evaluate
from gdviz.formula.size import is_ordinary, require_derivatives
from gdviz.paths import resources
from gdviz.problems.surfaces import catalogue
from tests.test_formula_derivatives import SAMPLES

ENDLESS = (
    "cosh(x^0.5000001)",
    "cosh(x^0.3333333)",
    "sin(sinh(cosh((x+1.5)^-999)))",
    "acos(tanh(x^0.5000001))*y",
    "tanh((y/1234567890123456789012345)^2.964862)+x",
    "atan(tanh(log(log10(x+9)+1)^2.333925905))+x*y",
    "asin(0.1cosh(log(y)^40)^0.5)",
    "sinh((x+0.5)^0.276/0.95922^0.5000001)",
    "1/(x+1/(y/1.5+(x+1.5)/(y+cos(y+1/(x+cos(pi+y))))))",
)
RULES = (
    "x^y + 2^x + y^x^0.5 - e^(x*y)",
    "asin(x/4)*acos(y/4)/atan(x) - sinh(x)cosh(y)/tanh(1+x)*tan(x*y)",
    "log10(2+x)/log(3+y) + sqrt(x*y)*exp(-x)",
    "abs(x-y)^1.5*sign(y-2) + max(x, y, 0.1, x*y)*min(2x, y^2) - abs(y)",
    "((x^2)^0.3)^7 + ((x-3)^2)^0.5 + (x^3)^5/(y^-3)^-2 - x*x*x*y*y",
    "-(-x) - -y*(-3)*(x - x)*2 + x/x + (y + y) - (0*x + 1*y)/1 + 5/x/y",
    "x^65 + y^64 + (x*y)^-7 + (x+y)^100.5/100",
)
POINTS = ((0.8, 0.45), (1.9, 0.7), (0.3, 1.2))
EXACT = SimpleNamespace(
    **{name: getattr(mpmath, name) for name in scalars.__all__ if hasattr(mpmath, name)},
    abs=abs,
    maximum=max,
    minimum=min,
)


def by_rules(formula: Formula) -> ByRules:
    return ByRules(formula, code_names(len(formula.variables)), tuple(range(len(formula.variables))))


def compiled(found: Any) -> Any:
    return found.function([found.value, *found.grad, *found.hessian])


def slope(formula: Formula, at: tuple[Any, ...], *orders: int) -> Any:
    """A partial derivative by mpmath's difference quotients, with 60 digits."""

    def value(*w: Any) -> Any:
        return evaluate(formula.node, EXACT, dict(zip(formula.variables, w, strict=True)))

    return mpmath.diff(value, at, orders)


@pytest.mark.parametrize("text", (*ENDLESS, *RULES))
def test_that_the_rules_agree_with_difference_quotients_of_sixty_digits(text: str) -> None:
    formula = parse(text, ("x", "y"))
    code = compiled(by_rules(formula))
    with mpmath.workdps(60):
        for point in POINTS:
            at = tuple(map(mpmath.mpf, point))
            found = code(EXACT, *at)
            orders = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
            for value, order in zip(found, orders, strict=True):
                exact = slope(formula, at, *order)
                assert abs(value - exact) <= 1e-13 * abs(exact) + mpmath.mpf("1e-25"), (text, point, order)


@pytest.mark.parametrize("text", ENDLESS)
def test_that_no_sympy_is_asked_where_its_work_may_have_no_end(text: str) -> None:
    formula = parse(text, ("x", "y"))
    assert not is_ordinary(formula, 2)
    found = derivatives(formula)
    assert isinstance(found, ByRules) and len(found.graph.parts) < 200


@pytest.mark.parametrize("text", [text for text in (*ENDLESS, *RULES) if "-999" not in text])
def test_that_the_derivatives_by_the_rules_can_be_read(text: str) -> None:
    formula = parse(text, ("x", "y"))
    found = by_rules(formula)
    values = compiled(found)(scalars, 0.8, 0.45)
    for partial, component in zip(found.partials(formula), values[1:], strict=False):
        assert parse(partial, ("x", "y")).evaluate(scalars, 0.8, 0.45) == pytest.approx(component, rel=1e-11)


def prepared() -> Iterator[Formula]:
    """The formulas of the surfaces, of the shipped experiments and lessons, and of other tests."""
    for entry in catalogue():
        yield entry.formula
    found: list[dict[str, Any]] = []

    def search(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("kind") == "expression" and "domain" in value:
                found.append(value)
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                search(one)

    for file in sorted((*(resources() / "experiments").glob("*.json"), *(resources() / "lessons").glob("*.json"))):
        search(json.loads(file.read_text(encoding="utf-8")))
    assert found
    for value in found:
        yield parse(value["expression"], value.get("variables"), value.get("parameters"))
    for text in SAMPLES:
        yield parse(text, ("x", "y"))


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_that_the_rules_and_sympy_agree_on_all_prepared_formulas(every: int) -> None:
    count = 0
    with mpmath.workdps(30):
        for formula in itertools.islice(prepared(), 0, None, every):
            n = len(formula.variables)
            ours = compiled(by_rules(formula))
            sympys = compiled(BySympy(formula, code_names(n), tuple(range(n))))
            for point in np.random.default_rng(count).uniform(0.05, 1.4, (3, n)).tolist():
                at = tuple(map(mpmath.mpf, point))
                for mine, other in zip(ours(EXACT, *at), sympys(EXACT, *at), strict=True):
                    assert abs(mine - other) <= 1e-11 * max(1, abs(other)), formula.text
            count += 1
    assert count > 65 // every


def test_that_the_prepared_formulas_are_ordinary() -> None:
    """So their derivatives are those that were written for them, and read as before."""
    unusual = [formula.text for formula in prepared() if not is_ordinary(formula, len(formula.variables))]
    assert unusual == ["2^x + (x^2+1)^y"]


@pytest.mark.parametrize(
    "text", ["2^x + sqrt(x^2+y^2)*log(y+3)", "x^3 - 3x*y^2 + abs(x)^1.5", "1/(1+exp(-x)) + x^(1/3)"]
)
def test_that_other_formulas_that_people_type_are_ordinary(text: str) -> None:
    assert is_ordinary(parse(text), 2)


def test_that_the_code_of_the_rules_has_one_value_for_floats_and_arrays() -> None:
    for text in (*ENDLESS, *RULES):
        code = compiled(by_rules(parse(text, ("x", "y"))))
        points = np.array(POINTS)
        with np.errstate(invalid="ignore"):
            arrays = [np.broadcast_to(a, len(points)) for a in code(namespace(np), *points.T)]
        for i, point in enumerate(POINTS):
            if all(math.isfinite(a[i]) for a in arrays):
                assert code(scalars, *point) == pytest.approx([a[i] for a in arrays], rel=1e-13), text


@pytest.mark.parametrize(("text", "at", "slope"), [
    ("abs(x)^3.1", 0.0, 0.0), ("((x^2)^0.5)^3.1", 0.0, 0.0), ("max(x, 0)", 0.0, 0.5), ("max(x, 0)", 1.0, 1.0),
    ("min(x, 0)", 1.0, 0.0), ("sqrt(x^2)", -2.0, -1.0), ("sqrt(x^2)", 0.0, 0.0), ("sign(x)", 0.0, 0.0),
])  # fmt: skip
def test_that_kinks_have_the_documented_slope_by_the_rules(text: str, at: float, slope: float) -> None:
    code = compiled(by_rules(parse(text)))
    assert code(scalars, at)[1] == slope and math.isfinite(code(scalars, at)[2])


@pytest.mark.parametrize(
    "text",
    ["x/(y*(x+2))", "x/(y/(x+3))", "x-(y-(x-4))", "x-(y+x^2)", "(x-y)*(x+y)", "-(x+y)^2", "(x*y)^3", "-x^5/(-y)^7",
     "2-3*(x-y/3)", "x*(y/5)", "(x+y)^-2", "(x*y)^-0.5", "(x-3)*-2.5", "x^2^0.5 - -1.5*y"],
)  # fmt: skip
def test_that_parts_that_are_used_once_stand_in_the_brackets_they_need(text: str) -> None:
    formula = parse(text, ("x", "y"))
    found = by_rules(formula)
    assert found.function([found.value])(scalars, 0.8, 0.45)[0] == pytest.approx(formula.evaluate(scalars, 0.8, 0.45))


def test_that_parts_without_value_make_code_and_text_without_value() -> None:
    formula = parse("sign(x)^(0*x)^(-3.1) + x", ("x",))
    assert math.isnan(compiled(by_rules(formula))(scalars, 0.5)[0])
    formula = parse("((0/(x/3.1))^(-1) + 0.5)^2.1*y^x", ("x", "y"))
    assert by_rules(formula).partials(formula)[0] == "(1/0 + 0.5)**2.1*y**x*log(y)"


def test_that_roots_of_odd_powers_stay_without_value_below_0() -> None:
    code = compiled(by_rules(parse("(x^3)^0.5 + ((x^2)^0.5)^1.5", ("x",))))
    assert code(scalars, 2.0)[0] == pytest.approx(2 * 2**1.5)
    with pytest.raises(ValueError, match="math domain error"):
        code(scalars, -2.0)


def test_that_a_part_that_occurs_often_is_computed_once() -> None:
    found = by_rules(parse("sin(" * 20 + "x*y+x" + "+y)" * 20))
    assert len(found.graph.parts) < 600  # the second derivatives would have 16 000 without sharing
    with_copies = by_rules(parse("exp(x^1.1)*y + exp(x^1.1)/y - exp(x^1.1)", ("x", "y")))
    pairs, results = with_copies.code([with_copies.value, *with_copies.grad])
    assert "".join(text for _, text in pairs).count("m.exp") + "".join(results).count("m.exp") == 1


@pytest.mark.parametrize("count", [100, pytest.param(2000, marks=pytest.mark.long)])
def test_that_the_work_on_aimed_formulas_grows_with_their_length(count: int) -> None:
    """A sample of scripts/benchmarks/formulas.py, where seconds and memory are measured, too."""
    accepted, ordinary, unusual = 0, 0, 0
    for index in range(count):
        _, names, text = aimed(20, index)
        try:
            formula = parse(text, names)
            require_derivatives(formula)
        except FormulaError:
            continue
        accepted += 1
        begun = time.process_time()
        try:
            found = derivatives(formula)
            pairs, results = found.code([found.value, *found.grad, *found.hessian])
        except FormulaError:  # no real derivative
            continue
        assert time.process_time() - begun < 5, text  # a tenth of a second at most; sympy might find no end
        if isinstance(found, BySympy):
            ordinary += 1
            continue
        unusual += 1
        assert isinstance(found, ByRules)
        assert len(found.graph.parts) < 12 * len(text) * max(2, len(formula.variables)), text
        assert len(pairs) <= len(found.graph.parts)
        assert max(map(len, (*results, *(line for _, line in pairs)))) < 2000
        if index % 4 == 0:
            compiled(found)
            typed(text, formula.variables)
    assert accepted > count / 2 and unusual > 0.4 * count and ordinary > count / 20


def test_that_derivatives_beyond_the_budget_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MAX_PARTS", 40)
    formula = parse("cosh(x^0.5000001)*sin(x^1.7)*atan(x)^2.3")
    with pytest.raises(FormulaError, match="at most 40 operations are allowed"):
        derivatives(formula)
