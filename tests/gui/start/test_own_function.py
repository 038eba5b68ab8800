from __future__ import annotations

import pytest

from gdviz.formula import FormulaError
from gdviz.gui.start.own_function import experiment_of
from gdviz.messages import ExperimentError
from gdviz.problems.problem import compiled
from gdviz.texts import language


def test_that_a_formula_becomes_a_descent_with_a_start_and_a_rate_that_suit_it() -> None:
    for text, dim in (("(x - 1)^2 + 4y^2", 2), ("w^4 - 3w^2 + w", 1)):
        made = experiment_of(text)
        assert made.problem.to_json() == {"kind": "expression", "expression": text}
        assert made.problem.dim == len(made.runs[0].start) == dim and len(made.runs) == 1
        assert made.runs[0].optimizer.lr == compiled(made.problem).proposed_lr
        assert made.from_dict(made.to_dict()) == made


def test_that_the_domain_is_widened_to_a_path_that_leads_out_of_it() -> None:
    (low, high), side = experiment_of("(x - 10)^2 + y^2").problem.to_json()["domain"]
    assert low == -2 and high > 9 and side == [-2, 2]
    assert "domain" not in experiment_of("3x^2 y").problem.to_json()


def test_that_other_letters_are_constants() -> None:
    assert experiment_of("a*x^2 + b*y^2").problem.to_json()["parameters"] == {"a": 1.0, "b": 1.0}


@pytest.mark.parametrize(("text", "place"), [("x^2 + ", 4), ("2 x (", 4), ("foo(x)", 0), ("", 0)])
def test_that_a_text_that_is_no_formula_is_refused_with_its_place(text: str, place: int) -> None:
    with pytest.raises(FormulaError) as error:
        experiment_of(text)
    assert error.value.position == place
    for code in ("en", "ko"):
        assert str(place + 1) in language(code).text(error.value.located())


def test_that_a_formula_without_a_variable_is_refused() -> None:
    with pytest.raises(ExperimentError, match="variable"):
        experiment_of("5")
