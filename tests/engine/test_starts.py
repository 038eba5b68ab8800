from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import starts
from gdviz.engine.starts import Arrivals, arriving, methods, random_starts
from gdviz.experiment import Experiment
from tests.making import a_run, an_experiment, expression, line_data


def whole(work: Generator[None, None, tuple[Arrivals, ...]]) -> dict[str, Arrivals]:
    """What the generator returns, by the name of the method."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return {arrivals.method.name: arrivals for arrivals in end.value}


def an_optimizer(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


def one(spec: dict[str, Any], start: tuple[float, ...], lr: float = 0.02) -> Experiment:
    return an_experiment(spec, [{**a_run(start), "optimizer": an_optimizer(lr)}], steps=20)


def surface(name: str) -> dict[str, Any]:
    return {"kind": "surface", "name": name}


@pytest.mark.parametrize(
    ("spec", "start", "lr"),
    [
        (surface("two_minima_1d"), (2.0,), 0.02),
        (surface("himmelblau"), (0.0, 0.0), 0.005),
        (expression("x^2+3*y^2+x*y"), (1, 1), 0.1),
    ],
)
def test_that_paths_computed_at_once_are_those_of_single_runs(
    spec: dict[str, Any], start: tuple[float, ...], lr: float
) -> None:
    found = whole(arriving(one(spec, start, lr), 0, count=5))
    for arrivals in found.values():
        rule = arrivals.method.optimizer.to_json()
        begins = arrivals.paths[0]
        alone = an_experiment(spec, [{**a_run(tuple(w)), "optimizer": rule} for w in begins.tolist()], steps=60)
        for number, record in enumerate(gdviz.run(alone, "cpu").runs):
            rows = min(len(arrivals.paths), len(record.w))
            np.testing.assert_allclose(arrivals.paths[:rows, number], record.w[:rows], rtol=1e-9, atol=1e-12)


def test_that_the_first_path_is_the_runs_own_and_the_others_are_random() -> None:
    experiment = one(surface("two_minima_1d"), (2.0,))
    found = whole(arriving(experiment, 0))
    for arrivals in found.values():
        assert arrivals.paths[0, 0] == pytest.approx([2.0])
        assert arrivals.paths.shape[1] == 21
    problem = gdviz.problem(experiment.problem)
    np.testing.assert_array_equal(found["plain"].paths[0, 1:], random_starts(problem, 20, experiment.seed))
    assert not np.array_equal(random_starts(problem, 20, 1), random_starts(problem, 20, 2))


def test_that_plain_descent_arrives_where_the_start_lies_in_the_basin_of_the_global_minimum() -> None:
    """A small rate never leaves the basin: w⁴ − 4w² + w has its top between the valleys at 0.126."""
    top = float(np.roots([4, 0, -8, 1])[2])
    found = whole(arriving(one(surface("two_minima_1d"), (2.0,), 0.01), 0))["plain"]
    np.testing.assert_array_equal(found.arrived, found.paths[0, :, 0] < top)
    assert not found.own and found.count == int((found.paths[0, 1:, 0] < top).sum())


def test_that_every_start_arrives_in_a_bowl_and_a_rate_over_the_limit_diverges() -> None:
    found = whole(arriving(one(surface("sphere"), (1.0, 1.0), 0.1), 0))
    assert [found[name].count for name in ("plain", "larger", "momentum")] == [20, 20, 20]
    over = whole(arriving(one(expression("x^2+y^2"), (1.0, 1.0), 0.4), 0))  # larger: 1.2, the limit is 1
    assert over["plain"].count == 20
    assert over["larger"].count == 0 and over["larger"].diverged.all()


def test_that_a_path_that_is_under_way_has_not_arrived() -> None:
    found = whole(arriving(one(surface("sphere"), (1.0, 1.0), 1e-7), 0))["plain"]
    reach = 0.01 * starts.diagonal(gdviz.problem({"kind": "surface", "name": "sphere"}))
    np.testing.assert_array_equal(found.arrived, np.linalg.norm(found.paths[-1], axis=-1) <= reach)
    assert found.count < 3 and not found.diverged.any()


def test_that_where_no_minimum_is_known_the_lowest_loss_found_counts() -> None:
    spec = expression("x^4-3*x^2+0.5*x+y^2")
    problem = gdviz.problem(one(spec, (1, 1)).problem)
    assert not starts.is_known(problem)
    found = whole(arriving(one(spec, (1.5, 1.0), 0.01), 0))["plain"]
    roots = np.sort(np.roots([4, 0, -6, 0.5]).real)  # left valley, top, right valley
    assert not found.own
    np.testing.assert_array_equal(found.arrived, found.paths[0, :, 0] < roots[1])


def test_that_plain_descent_takes_the_runs_rate_or_the_problems_own() -> None:
    plain, larger, momentum = methods(one(surface("sphere"), (1.0, 1.0), 0.03), 0)
    assert plain.optimizer.lr == 0.03 and larger.optimizer.lr == pytest.approx(0.09)
    assert momentum.optimizer.to_json()["momentum"] == 0.9
    spec = surface("two_minima_1d")
    adam = an_experiment(spec, [{**a_run((2.0,)), "optimizer": {"kind": "adam", "lr": 0.5}}], steps=20)
    assert methods(adam, 0)[0].optimizer.lr == gdviz.problem(adam.problem).proposed_lr


def test_that_starts_lie_where_the_loss_is_finite() -> None:
    problem = gdviz.problem(one(expression("log(x)+y^2"), (1, 1)).problem)
    drawn = random_starts(problem, 20, 0)
    assert len(drawn) == 20 and (drawn[:, 0] > 0).all()


def test_that_the_work_lets_go_after_each_update() -> None:
    assert sum(1 for _ in arriving(one(surface("himmelblau"), (0.0, 0.0), 0.001), 0)) > 500


def test_that_too_many_samples_for_any_path_to_arrive_are_not_tried() -> None:
    few, many = (gdviz.problem(line_data(n)) for n in (10, 30_000))
    assert starts.affordable_steps(few, 21) == starts.STEPS
    assert starts.affordable_steps(many, 21) < starts.LEAST
    assert whole(arriving(an_experiment(line_data(30_000), [a_run((0.0, 0.0))], steps=1), 0)) == {}


def test_that_starts_on_data_find_the_line() -> None:
    found = whole(arriving(one(line_data(20), (0.0, 0.0), 0.3), 0))["plain"]
    assert found.own and found.count == 20
