from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import range_test
from gdviz.engine.range_test import RangeTest, affordable_steps, range_testing
from gdviz.engine.rates import _whole
from gdviz.experiment import Experiment
from tests.making import a_run, an_experiment, expression, line_data, quadratic


def outcome(experiment: Experiment, low: float, high: float, start: tuple[float, ...], steps: int = 200) -> RangeTest:
    return _whole(range_testing(experiment, 0, low, high, start, steps))


def test_that_the_loss_of_a_parabola_is_that_of_theory() -> None:
    curvature, steps = 4.0, 200
    found = outcome(an_experiment(quadratic(curvature, curvature), [a_run((1, 0))]), 1e-4, 1e2, (1.0, 0.0), steps)
    rates = 1e-4 * 1e6 ** (np.arange(steps) / (steps - 1))
    x = np.concatenate([[1.0], np.cumprod(1 - curvature * rates)])
    losses = curvature / 2 * x**2
    np.testing.assert_allclose(found.rates, rates, rtol=1e-9)
    np.testing.assert_allclose(found.loss[:150], losses[1:151], rtol=1e-6)
    assert found.suggested == pytest.approx(rates[np.argmin(np.diff(losses[: np.argmin(losses) + 1]))])
    assert found.blow_up is not None and found.blow_up > 2 / curvature  # under the limit it shrinks


def test_that_a_run_that_ends_in_infinity_blows_up_there() -> None:
    found = outcome(an_experiment(expression("exp(3*x)+exp(-3*x)+y^2"), [a_run((1, 1))]), 1e-4, 1e2, (1.0, 1.0))
    assert len(found.rates) < 200
    assert found.blow_up is not None and found.blow_up <= 1.1 * 1e-4 * 1e6 ** (len(found.rates) / 199)


def test_that_no_rate_is_suggested_uphill() -> None:
    optimizer = {"kind": "sgd", "lr": 0.01, "maximize": True}
    found = outcome(an_experiment(quadratic(1, 2), [a_run((1, 1), optimizer)]), 1e-4, 1, (1.0, 1.0))
    assert found.suggested is None


def test_that_noisy_losses_are_averaged_without_delay() -> None:
    experiment = an_experiment(line_data(50), [a_run((0, 0), batch={"size": 5})], epochs=3)
    found = outcome(experiment, 1e-4, 1e2, (0.0, 0.0))
    middle = slice(4, 100)
    windows = np.lib.stride_tricks.sliding_window_view(found.loss, 9).mean(axis=1)
    np.testing.assert_allclose(found.smooth[middle], windows[:96], rtol=1e-9)
    assert found.suggested is not None and found.blow_up is not None and found.suggested < found.blow_up


def test_that_batches_give_the_suggestion_of_the_whole_data() -> None:
    noisy = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    batched, whole = (
        outcome(an_experiment(noisy, [a_run((0, 0), batch=batch)], epochs=30), 2e-4, 200, (0.0, 0.0)).suggested
        for batch in ({"size": 20}, None)
    )
    assert batched == pytest.approx(whole, rel=0.8)


def test_that_noise_is_taken_neither_for_a_descent_nor_for_a_blow_up() -> None:
    noisy = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    experiment = an_experiment(noisy, [a_run((0, 0), batch={"size": 20})], epochs=30)
    best = gdviz.problem(experiment.problem).minima[0].w
    found = outcome(experiment, 1e-5, 10.0, tuple(best))
    assert found.suggested is None
    assert found.blow_up is not None and 0.2 < found.blow_up < 5  # the limit of the whole data is 0.74


def test_that_a_huge_batch_is_not_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = an_experiment(line_data(50), [a_run((0, 0), batch={"size": 5})], epochs=3)
    assert affordable_steps(experiment, 0) == range_test.STEPS
    monkeypatch.setattr(range_test, "LARGEST", 9)  # 5 samples, 2 parameters
    assert affordable_steps(experiment, 0) == 0


@pytest.mark.parametrize("seed", range(3))
def test_that_noise_at_the_lowest_rates_is_not_the_fastest_fall(seed: int) -> None:
    noisy = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    adam = a_run((-1, 4), {"kind": "adam", "lr": 0.3}, batch={"size": 5})
    for low in (1e-5, 1e-4, 3e-4):
        found = outcome(an_experiment(noisy, [adam], epochs=30, seed=seed), low, 1e6 * low, (-1.0, 4.0))
        assert found.suggested is not None and 0.05 < found.suggested < 0.5
