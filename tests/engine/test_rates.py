from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.rates import Outcome, best_rate, grid, line, refining, searching, sweep, sweeping
from gdviz.experiment import Experiment
from gdviz.registry import plugins
from tests.making import a_run, an_experiment, expression, line_data


def quadratic(*eigenvalues: float, start: tuple[float, ...] | None = None, steps: int = 100, **run: Any) -> Experiment:
    spec = {"kind": "quadratic", "matrix": np.diag(eigenvalues).tolist()}
    made = {**a_run(start or tuple(1.0 for _ in eigenvalues)), **run}
    return an_experiment(spec, [made], steps=steps)


def finished(work: Generator[None, None, Outcome]) -> Outcome:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize(("low", "high"), [(1.0, 25.0), (0.5, 40.0), (1.5, 60.0)])
def test_that_the_best_rate_of_a_quadratic_is_that_of_theory(low: float, high: float) -> None:
    found = best_rate(quadratic(low, high, steps=200), 0, 0.1)
    assert found == pytest.approx(2 / (low + high), rel=0.02)


@pytest.mark.parametrize("middle", [0.1, 0.37, 0.02])
def test_that_the_best_rate_reaches_a_round_bowl_in_one_step(middle: float) -> None:
    assert best_rate(quadratic(4.0, 4.0), 0, middle) == 0.25


@pytest.mark.parametrize("middle", [0.1, 0.37])
def test_that_a_sweep_looks_closer_around_its_best_rate(middle: float) -> None:
    experiment, rates = quadratic(1.0, 25.0, steps=200), grid(middle)
    coarse, fine = (finished(work(experiment, 0, rates)) for work in (sweeping, refining))
    assert coarse.best is not None and fine.best is not None
    assert set(coarse.rates) < set(fine.rates) and (np.diff(fine.rates) > 0).all()
    tried = np.linspace(0.07, 0.08, 100_001)
    exact = tried[np.argmin((1 - tried) ** 400 + 25 * (1 - 25 * tried) ** 400)]  # 200 steps along both axes
    assert fine.rates[fine.best] == pytest.approx(exact, rel=0.002)
    assert fine.loss[fine.best] < coarse.loss[coarse.best]
    np.testing.assert_array_equal(fine.loss, sweep(experiment, 0, fine.rates))


def test_that_a_sweep_whose_best_rate_is_the_last_one_looks_no_closer() -> None:
    rates = np.array([0.01, 0.02, 0.03])
    assert finished(refining(quadratic(1.0, 25.0), 0, rates)).rates.tolist() == rates.tolist()


def test_that_the_best_rate_of_one_axis_follows_the_start() -> None:
    steep, flat = (best_rate(quadratic(1.0, 25.0, start=start), 0, 0.1) for start in ((0, 1), (1, 0)))
    assert steep == pytest.approx(1 / 25, rel=0.02)
    assert flat == pytest.approx(1, rel=0.02)  # far over the limit: nothing ever leaves the flat axis


def test_that_no_rate_is_best_where_the_loss_falls_without_end() -> None:
    assert best_rate(an_experiment(expression("3*x^2*y"), [a_run((1, 1))], steps=20), 0, 0.01) is None


def test_that_no_rate_is_best_uphill() -> None:
    optimizer = {"kind": "sgd", "lr": 0.01, "maximize": True}
    assert best_rate(quadratic(1.0, 4.0, optimizer=optimizer), 0, 0.1) is None


def test_that_a_rate_over_the_limit_of_theory_diverges() -> None:
    final = sweep(quadratic(1.0, 10.0, steps=2000), 0, [0.199, 0.201, 3.0])
    assert final[0] < 1
    assert final[1] > 1e3
    assert final[2] == np.inf


@pytest.mark.parametrize("kind", sorted(plugins("gdviz.optimizers")))
@pytest.mark.parametrize("problem", ["surface", "data", "noise"])
def test_that_a_sweep_ends_where_the_run_itself_does(kind: str, problem: str) -> None:
    spec: dict[str, Any] = {
        "surface": {"kind": "expression", "expression": "x^2+3*y^2+x*y"},
        "noise": {"kind": "expression", "expression": "x^2+3*y^2", "noise": {"std": 0.1}},
        "data": line_data(20),
    }[problem]
    batch = {"size": 6, "shuffle": True, "drop_last": False} if problem == "data" else None
    rates = [0.001, 0.02, 0.1]
    runs = [{**a_run((1, 1)), "optimizer": {"kind": kind, "lr": lr}, "batch": batch} for lr in rates]
    experiment = an_experiment(spec, runs, steps=30)
    expected = [float(record.loss[-1]) for record in gdviz.run(experiment, "cpu").runs]
    np.testing.assert_allclose(sweep(experiment, 0, rates), expected, rtol=1e-9)


def test_that_a_search_lets_go_after_little_work() -> None:
    work = searching(quadratic(1.0, 25.0), 0, 0.1)
    assert sum(1 for _ in work) > 100


def test_that_the_line_along_the_gradient_of_a_quadratic_is_that_of_theory() -> None:
    experiment = quadratic(1.0, 3.0)
    found = line(gdviz.problem(experiment.problem), (1.0, 1.0), 0.1)
    grad, hessian = np.array([1.0, 3.0]), np.diag([1.0, 3.0])
    exact = grad @ grad / (grad @ hessian @ grad)
    assert found.slope == -10
    assert found.best == pytest.approx(exact, rel=1e-6)
    assert found.crossing == pytest.approx(2 * exact, rel=1e-6)
    assert found.loss[0] == found.old_loss == 2
    assert found.rates[-1] > 2 * exact


def test_that_the_line_uphill_rises_from_the_old_loss() -> None:
    found = line(gdviz.problem(quadratic(1.0, 3.0).problem), (1.0, 1.0), 0.1, uphill=True)
    assert found.slope == 10
    assert found.best is found.crossing is None
    assert (np.diff(found.loss) > 0).all()


def test_that_the_line_of_a_loss_without_end_has_no_crossing() -> None:
    found = line(gdviz.problem({"kind": "expression", "expression": "x+y"}), (1.0, 1.0), 0.1)
    assert found.best is found.crossing is None
    assert found.loss[-1] < found.loss[0]


def test_that_the_line_at_a_stationary_point_is_flat() -> None:
    found = line(gdviz.problem(quadratic(1.0, 3.0).problem), (0.0, 0.0), 0.1)
    assert found.slope == 0
    assert found.best is None
    assert np.ptp(found.loss) == 0


def test_that_the_line_of_a_gradient_too_large_to_be_squared_has_an_endless_slope() -> None:
    problem = gdviz.problem(expression("1e200*x + y^2"))
    found = line(problem, np.array([1.0, 1.0]), 0.01)
    assert found.slope == -np.inf and np.isfinite(found.old_loss)


def test_that_the_line_ends_before_the_loss_is_not_finite() -> None:
    found = line(gdviz.problem({"kind": "expression", "expression": "log(x)+0*y"}), (1.0, 1.0), 0.1)
    assert np.isfinite(found.loss[0])
    assert found.slope == -1


def test_that_the_line_of_a_place_where_nothing_is_finite_is_not_finite() -> None:
    found = line(gdviz.problem(expression("log(x) + y^2")), (-1.0, 1e300), 0.1)
    assert not np.isfinite(found.loss).any()
    assert found.best is None and len(found.rates) == len(found.loss)
