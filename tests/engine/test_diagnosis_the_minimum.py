"""A minimum is called the minimum only where lower ones are known, or were searched for around it."""

from __future__ import annotations

from typing import Any

import pytest

from gdviz.engine.trajectory import Verdict
from gdviz.texts import language
from tests.making import expression, record_of


def verdict_of(problem: Any, start: list[float], lr: float) -> Verdict:
    verdict = record_of(problem, start, {"kind": "sgd", "lr": lr}, steps=200).verdict
    assert verdict is not None
    return verdict


def test_that_a_minimum_beyond_the_domain_is_not_called_the_minimum() -> None:
    # cos(x) + x / 100 has a minimum each 2π, each of them 0.063 lower than the next on its right.
    text = "cos(x) + 0.01*x"
    verdict = verdict_of(expression(text), [0.1], 0.5)
    assert verdict.kind == "converged"
    assert verdict.text.startswith("The run converged to a minimum at (3.132). ")
    assert "최소점 가운데 하나인 (3.132)에 수렴했습니다." in language("ko").text(verdict.message)
    wide = verdict_of(expression(text, domain=[[-8, 8]]), [0.1], 0.5)
    assert wide.kind == "local_minimum"
    assert wide.text.startswith("The run converged to a local minimum at (3.132).")
    leftmost = verdict_of(expression(text, domain=[[-8, 8]]), [-3], 0.5)
    assert leftmost.text.startswith("The run converged to the minimum at (−3.152). ")


def test_that_of_two_parameters_too_it_is_the_minimum_only_within_the_domain() -> None:
    text = "(x - 1)**2 + cos(x - 1)/4 + y**2 + y**4"
    around = verdict_of(expression(text, domain=[[-2, 2], [-2, 2]]), [0, 1], 0.1)
    beside = verdict_of(expression(text, domain=[[-2, 0.5], [-2, 2]]), [0, 1], 0.1)
    assert around.text.startswith("The run converged to the minimum at (1, 0)")
    assert beside.text.startswith("The run converged to a minimum at (1, 0)")


def test_that_where_nothing_is_looked_for_it_is_a_minimum() -> None:
    # 1, x and x² - 2/3 are orthogonal on these samples; of three parameters no box is searched.
    data = {"kind": "inline", "x": [[-1], [0], [1]], "y": [1, 0, 2]}
    model = {"kind": "model", "prediction": "a + b*x + c*(x**2 - 2/3)", "parameters": ["a", "b", "c"], "data": data}
    assert verdict_of(model, [0, 0, 0], 0.5).text.startswith("The run converged to a minimum at (1, 0.5, 1.5)")


@pytest.mark.parametrize("start", [[2, -1], [200, 0]])
def test_that_a_known_minimum_is_the_minimum_from_wherever_a_run_comes(start: list[float]) -> None:
    assert verdict_of("sphere", start, 0.2).text.startswith("The run converged to the minimum at (0, 0)")
