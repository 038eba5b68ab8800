from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.maps import DIVERGED, NOWHERE, basins, rates
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment, expression, line_data


def whole(work: Generator[float, None, Any]) -> tuple[Any, list[float]]:
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as last:
            return last.value, shares


def himmelblau(lr: float, steps: int = 150, **more: Any) -> gdviz.Experiment:
    return an_experiment("himmelblau", [a_run([0, 0], {"kind": "sgd", "lr": lr, **more})], steps=steps)


@pytest.mark.parametrize("more", [{}, {"momentum": 0.5}])
def test_that_each_start_is_in_the_basin_that_its_own_run_ends_in(more: dict[str, float]) -> None:
    experiment = himmelblau(0.01, **more)
    made, shares = whole(basins(experiment, 0, 12))
    assert shares == sorted(shares) and shares[-1] == 1
    for row, column in ((0, 0), (3, 9), (11, 2), (8, 8)):
        start = [float(made.x[column]), float(made.y[row])]
        record = gdviz.run(experiment.replace("runs[0].start", start), "cpu").runs[0]
        number = made.basin[row, column]
        if record.finish == "diverged":
            assert number == DIVERGED
        else:
            assert made.minima[number] == pytest.approx(record.w[-1], abs=0.1)
    shares = [made.share(i) for i in range(4)]
    assert all(0.1 < share < 0.5 for share in shares)
    assert sum(shares) + made.share(NOWHERE) + made.share(DIVERGED) == pytest.approx(1)


def test_that_minima_that_are_not_named_are_found_among_the_ends() -> None:
    two = expression("(x^2 - 1)^2 + y^2", domain=[[-2, 2], [-1, 1]])
    made, _ = whole(basins(an_experiment(two, [a_run([1, 1], {"kind": "sgd", "lr": 0.05})], steps=300), 0, 11))
    found = sorted(tuple(np.round(minimum, 3)) for minimum in made.minima)
    assert (-1, 0) in found and (1, 0) in found
    assert made.basin[5, 0] != made.basin[5, 10]
    assert made.losses.min() == pytest.approx(0, abs=1e-9)


def test_that_a_rate_over_the_limit_diverges_from_everywhere() -> None:
    made, _ = whole(basins(himmelblau(1.0, 60), 0, 8))
    assert made.share(DIVERGED) == 1 and not np.isfinite(made.loss).any()


def test_that_the_map_of_rates_holds_the_losses_of_the_runs() -> None:
    experiment = himmelblau(0.01, 40)
    made, _ = whole(rates(experiment, 0, 25))
    assert made.loss.shape == (25, 41) and made.rates[12] == pytest.approx(0.01)
    for row in (5, 12):
        run = gdviz.run(experiment.replace("runs[0].optimizer.lr", float(made.rates[row])), "cpu").runs[0]
        assert made.loss[row] == pytest.approx(run.loss, rel=1e-9)
    assert np.isnan(made.loss[-1, -1]) or np.isinf(made.loss[-1, -1])


def test_that_schedules_are_followed_and_data_are_seen_whole() -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, schedule={"kind": "step", "step_size": 5, "gamma": 0.5})
    made, _ = whole(rates(an_experiment(line_data(20), [run], steps=12), 0, 3))
    record = gdviz.run(an_experiment(line_data(20), [run], steps=12), "cpu").runs[0]
    assert made.loss[1] == pytest.approx(record.loss, rel=1e-9)


@pytest.mark.parametrize(
    ("problem", "optimizer", "says"),
    [("parabola_1d", {"kind": "sgd", "lr": 0.1}, "two parameters"), ("sphere", {"kind": "lbfgs", "lr": 1}, "searches")],
)
def test_that_what_has_no_map_is_refused(problem: str, optimizer: dict[str, Any], says: str) -> None:
    start = [1.0] * (1 if problem == "parabola_1d" else 2)
    with pytest.raises(ExperimentError, match=says):
        whole(basins(an_experiment(problem, [a_run(start, optimizer)], steps=3), 0, 4))
