from __future__ import annotations

import pytest

from gdviz.formula import FormulaError, parse, scalars
from gdviz.formula.letters import free_names, renamed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a*x1 + b", ("a", "b")),
        ("ax1 + bx2^2", ("a", "b")),
        ("w1x1", ("w1",)),
        ("w0x1 + w0", ("w0",)),
        ("f(x1 + 1)", ("f",)),
        ("sni(a*x1)", ("a",)),
        ("rate*x1 + rate(x2)", ("rate",)),
        ("sin(pi*x1) + e + πc", ("c",)),
        ("기울기*x1 + 절편", ("기울기", "절편")),
        ("α x1 + β²", ("α", "β")),
        ("2*x1", ()),
        ("x", ("x",)),
        ("x1 + )(", ()),
    ],
)
def test_that_names_that_nothing_else_has_are_found(text: str, names: tuple[str, ...]) -> None:
    assert free_names(text, ("x1", "x2"), ("w1",)) == names


@pytest.mark.parametrize("text", ["ｘ*x1", "a & b", "א*x1", "a=b", "x1\u202e"])
def test_that_no_name_has_letters_that_look_or_read_like_others(text: str) -> None:
    with pytest.raises(FormulaError):
        free_names(text, ("x1",))


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("a*x + b", "slope", "slope*x + b"),
        ("2a + a(x+1) + sin(a)", "e1", "2*e1 + e1(x+1) + sin(e1)"),
        ("abx + a2", "c", "c*b*x + a2"),
        ("max(a, x) / a²", "기울기", "max(기울기, x) / 기울기²"),
    ],
)
def test_that_a_name_is_replaced_wherever_it_is_meant(text: str, new: str, expected: str) -> None:
    names = ("a", "b", "a2")
    made = renamed(text, ("x",), names, "a", new)
    assert made == expected
    before = parse(text, (*names, "x")).evaluate(scalars, 0.3, 1.7, 2.0, 0.9)
    after = parse(made, (new, "b", "a2", "x")).evaluate(scalars, 0.3, 1.7, 2.0, 0.9)
    assert after == before
