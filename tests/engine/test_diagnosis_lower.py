"""Local minima: a lower one is known, or found in the box."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.diagnosis import lower
from gdviz.problems.problem import Problem
from tests.lesson_records import gd, records, verdict_of
from tests.making import an_experiment, expression, record_of


def test_that_on_a_curve_of_ones_own_a_local_minimum_is_called_so() -> None:
    low, high = records("low_rate_caught")
    verdict = verdict_of(low)
    assert verdict.kind == "local_minimum"
    curve = low.problem.loss(np.linspace(-4, 4, 80_001)[:, None])
    assert verdict.numbers["better_loss"] == pytest.approx(float(curve.min()), abs=1e-6)
    assert verdict.numbers["better_w"] == pytest.approx([-0.9087], abs=1e-3)
    assert "The global minimum, (−0.9087), is 2.87 away, its loss 1.48 lower." in verdict.text
    assert "better_loss" not in verdict_of(high).numbers


def test_that_a_local_minimum_of_data_and_a_noise_floor_around_one_name_the_better_one() -> None:
    single, five, whole = records("sgd_leaves_a_local_minimum")
    assert verdict_of(whole).kind == "local_minimum"
    assert verdict_of(five).kind == "noise_floor"
    for record in (five, whole):
        numbers = verdict_of(record).numbers
        better = np.array(numbers["better_w"])
        assert np.abs(better) == pytest.approx([2.5, 1.0], abs=0.02)  # the frequency and amplitude of the data
        assert record.problem.loss(better) == pytest.approx(numbers["better_loss"]) and numbers["better_loss"] < 0.02
        assert np.linalg.norm(record.problem.grad(better)) < 1e-6
    assert "better_loss" not in verdict_of(single).numbers


@pytest.mark.parametrize(
    ("text", "start", "lr"),
    [
        ("x**2 + 3*y**2", [1, 1], 0.1),  # the only minimum
        ("(x**2 - 1)**2 + y**2", [0.5, 1], 0.05),  # two as low
        ("x**3/3 - x + y**2", [0.5, 0.5], 0.1),  # lower places, but no lower minimum
    ],
)
def test_that_a_minimum_is_not_local_where_no_minimum_is_lower(text: str, start: list[float], lr: float) -> None:
    record = record_of(expression(text, domain=[[-2, 2], [-2, 2]]), start, gd(lr), steps=500)
    assert verdict_of(record).kind == "converged"


def test_that_an_expression_of_two_minima_names_the_lower_one() -> None:
    problem = expression("(x**2 - 1)**2 + y**2 + 0.3*x", domain=[[-2, 2], [-2, 2]])
    verdict = verdict_of(record_of(problem, [1.5, 1], gd(0.05), steps=500))
    assert verdict.kind == "local_minimum"
    roots = np.sort(np.roots([4, 0, -4, 0.3]).real)
    assert verdict.numbers["better_w"] == pytest.approx([roots[0], 0], abs=1e-6)
    assert verdict.numbers["w"][0] == pytest.approx(roots[2], abs=1e-6)


def test_that_a_plateau_names_the_minimum_that_lies_elsewhere() -> None:
    verdict = verdict_of(record_of("flat_plateau", [30.0, 30.0], gd(1.0), steps=20))
    assert verdict.kind == "flat"
    assert verdict.numbers["better_w"] == pytest.approx([0, 0], abs=1e-9)
    assert "The minimum (0, 0) is 42.4 away, its loss 1 lower." in verdict.text


def test_that_an_experiment_of_two_runs_is_judged_run_by_run() -> None:
    runs = [{"label": str(x), "start": [x], "optimizer": gd(0.02)} for x in (-2, 2)]
    kinds = [verdict_of(run).kind for run in gdviz.run(an_experiment("two_minima_1d", runs, steps=300), "cpu").runs]
    assert kinds == ["converged", "local_minimum"]


def test_that_a_newton_step_beyond_all_numbers_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "min(0*y, atan((y/2)^1.436393833), x/1e-300 + y^1.9999999)"
    problem = gdviz.problem(expression(text, domain=[[-2, 2], [-2, 2]]))
    loss_of, asked = type(problem).loss, []

    def counted(problem: Problem, w: np.ndarray) -> object:
        asked.append(w)
        assert len(asked) < 1000
        return loss_of(problem, w)

    monkeypatch.setattr(type(problem), "loss", counted)
    assert lower._found(problem) is None
