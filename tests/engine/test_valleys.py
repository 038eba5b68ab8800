from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.valleys import valleys
from tests.making import expression


def test_that_the_valleys_of_a_typed_curve_are_found_the_lowest_first() -> None:
    found = valleys(gdviz.problem({**expression("x^4-3*x^2+0.5*x"), "domain": [[-3, 3]]}))
    roots = np.sort(np.roots([4, 0, -6, 0.5]).real)
    assert [minimum.w[0] for minimum in found] == pytest.approx([roots[0], roots[2]], abs=1e-6)
    assert [minimum.is_global for minimum in found] == [True, False]
    assert found[0].loss == pytest.approx(roots[0] ** 4 - 3 * roots[0] ** 2 + 0.5 * roots[0])


def test_that_known_minima_are_taken_as_they_are() -> None:
    problem = gdviz.problem({"kind": "surface", "name": "two_minima_1d"})
    assert valleys(problem) == problem.minima


def test_that_nothing_is_global_where_an_end_of_the_domain_is_lower() -> None:
    found = valleys(gdviz.problem({**expression("x^3-3*x"), "domain": [[-3, 3]]}))
    assert [minimum.w[0] for minimum in found] == pytest.approx([1.0], abs=1e-6)
    assert not found[0].is_global


def test_that_a_slope_without_a_valley_has_none_and_holes_are_skipped() -> None:
    assert valleys(gdviz.problem({**expression("x^3"), "domain": [[-2, 2]]})) == ()
    found = valleys(gdviz.problem({**expression("x*log(x)"), "domain": [[-1, 3]]}))
    assert [minimum.w[0] for minimum in found] == pytest.approx([np.exp(-1)], abs=1e-6)


@pytest.mark.parametrize("text", ["tan(x)", "1/x", "log(abs(x))", "-1/x^2", "1/(x-0.1)"])
def test_that_a_pole_is_no_minimum(text: str) -> None:
    assert valleys(gdviz.problem(expression(text))) == ()


def test_that_beside_a_pole_no_minimum_is_called_global() -> None:
    (found,) = valleys(gdviz.problem(expression("1/x + x")))
    assert found.w[0] == pytest.approx(1, abs=1e-6) and not found.is_global


@pytest.mark.parametrize("text", ["abs(x-0.3)", "sqrt(abs(x-0.3))", "-exp(-(3000*(x-0.3))^2)", "1e-9*x^2-6e-10*x"])
def test_that_a_corner_and_a_narrow_valley_are_minima(text: str) -> None:
    (found,) = valleys(gdviz.problem(expression(text)))
    assert found.w[0] == pytest.approx(0.3, abs=1e-4) and found.is_global


def test_that_two_parameters_are_no_curve() -> None:
    with pytest.raises(ValueError, match="one parameter"):
        valleys(gdviz.problem({"kind": "surface", "name": "sphere"}))


def test_that_a_few_of_countless_minima_are_not_named_as_the_minima() -> None:
    waves = gdviz.problem({**expression("sin(5000*w)"), "domain": [[-2, 2]]})
    assert valleys(waves) == ()
    assert valleys(waves, some=True)
    found = valleys(waves, (-0.001, 0.001))
    assert sorted(minimum.w[0] for minimum in found) == pytest.approx([-1e-4 * np.pi, 3e-4 * np.pi], abs=1e-9)
