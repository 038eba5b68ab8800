from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.diagnosis import sharpness, stability_limits
from gdviz.engine.diagnosis.limits import first_over_limit
from gdviz.engine.diagnosis.verdict_numbers import apart, point
from gdviz.engine.trajectory import RunRecord
from tests.making import expression, line_data, quadratic, record_of


def gd(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


def adam(lr: float) -> dict[str, Any]:
    return {"kind": "adam", "lr": lr}


def test_that_sharpness_is_the_largest_eigenvalue_of_the_hessian() -> None:
    problem = record_of(quadratic(1, 5, 3), [1, 1, 1]).problem
    assert sharpness(problem, np.zeros((2, 3))).tolist() == pytest.approx([5, 5])
    pole = record_of(expression("log(x)"), [1.0]).problem
    assert np.isnan(sharpness(pole, np.array([[0.0], [1.0]]))).tolist() == [True, False]


def boundary(optimizer: dict[str, Any], sharp: float) -> tuple[float, RunRecord]:
    """The rate at which runs on a one-dimensional quadratic begin to grow, by bisection."""
    low, high = 0.1 / sharp, 10 / sharp
    for _ in range(14):
        middle = (low * high) ** 0.5
        record = record_of(quadratic(sharp), [1.0], {**optimizer, "lr": middle}, steps=3000)
        grows = record.finish == "diverged" or abs(record.w[-1, 0]) > 1
        low, high = (low, middle) if grows else (middle, high)
    return low, record


@pytest.mark.parametrize(
    ("optimizer", "limit"),
    [
        (gd(1), 2.0),
        (gd(1, momentum=0.5), 3.0),
        (gd(1, momentum=0.9), 3.8),
        (gd(1, momentum=0.5, nesterov=True), 1.5),
        (gd(1, momentum=0.9, nesterov=True), 3.8 / 2.8),
        (gd(1, momentum=0.5, dampening=0.5), 6.0),
    ],
)
def test_that_the_stability_limit_is_where_runs_begin_to_grow(optimizer: dict[str, Any], limit: float) -> None:
    sharp = 7.0
    measured, record = boundary(optimizer, sharp)
    limits = stability_limits(record, np.array([0, record.n]))
    assert limits is not None
    assert limits.tolist() == pytest.approx([limit / sharp] * 2, rel=1e-12)
    assert measured == pytest.approx(limit / sharp, rel=0.01)


def test_that_weight_decay_lowers_the_limit_and_lion_has_none() -> None:
    record = record_of(quadratic(3.0), [1.0], gd(0.1, weight_decay=1.0), steps=1)
    limits = stability_limits(record, np.array([0]))
    assert limits is not None
    assert limits.tolist() == [0.5]
    lion = record_of("sphere", [1, 1], {"kind": "lion", "lr": 0.1}, steps=1)
    assert stability_limits(lion, np.array([0])) is None
    uphill = record_of("sphere", [1, 1], gd(0.1, maximize=True), steps=1)
    assert stability_limits(uphill, np.array([0])) == [np.inf]


def test_that_where_nothing_bends_upward_there_is_no_limit() -> None:
    limits = stability_limits(record_of(expression("x"), [1.0], steps=1), np.array([0, 1]))
    assert limits is not None
    assert np.isinf(limits).all()


@pytest.mark.parametrize("dim", [1, 2, 3, 6])
def test_that_sharpness_agrees_with_lapack(dim: int) -> None:
    random = np.random.default_rng(dim)
    half = random.standard_normal((dim, dim))
    matrix = half + half.T
    record = record_of({"kind": "quadratic", "matrix": matrix.tolist()}, [1.0] * dim, steps=1)
    expected = np.linalg.eigvalsh(matrix)[-1]
    assert sharpness(record.problem, np.zeros((3, dim))).tolist() == pytest.approx([expected] * 3, rel=1e-12)


@pytest.mark.parametrize(
    ("optimizer", "limit"),
    [
        (gd(1), 2.0), (gd(1, momentum=0.9), 3.8), (gd(1, momentum=0.9, nesterov=True), 3.8 / 2.8),
        (gd(1, momentum=0.5, dampening=0.5), 6.0), (gd(1, weight_decay=7.0), 1.0),
        ({"kind": "qhm", "lr": 1, "nu": 0.0}, 2.0),
        ({"kind": "asgd", "lr": 1, "lambd": 0.0}, 2.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("over", [1e-9, -1e-9])
def test_that_the_limit_is_exact_to_a_billionth(optimizer: dict[str, Any], limit: float, over: float) -> None:
    record = record_of(quadratic(1.0, 7.0), [1, 1], {**optimizer, "lr": limit / 7 * (1 + over)}, steps=2)
    found = first_over_limit(record)
    assert (found is not None) == (over > 0)
    if found is not None:
        assert (found.step, found.sharpness) == (0, pytest.approx(7, rel=1e-12))
        assert found.limit == pytest.approx(limit / 7, rel=1e-9)


@pytest.mark.parametrize("steps", [500, 15_000, 60_000])
def test_that_the_first_crossing_is_found_to_the_step(steps: int) -> None:
    # The rate rises linearly to 2/L' at the end, and passes 2/L at a known step.
    schedule = {"kind": "linear", "start_factor": 0.001, "end_factor": 1, "total_iters": steps, "unit": "step"}
    record = record_of(quadratic(1.0, 2.0), [0, 1e-250], gd(1.25), steps=steps, schedule=schedule)
    expected = int(np.argmax(record.lr > 1.0))
    found = first_over_limit(record)
    assert found is not None
    assert found.step == expected
    assert 0 < expected < steps


def test_that_a_cycled_momentum_moves_the_limit() -> None:
    schedule = {"kind": "cyclic", "base_lr": 0.1, "max_lr": 0.6, "step_size_up": 50, "unit": "step",
                "cycle_momentum": True, "base_momentum": 0.2, "max_momentum": 0.9}  # fmt: skip
    record = record_of(quadratic(7.0), [1e-200], gd(0.1, momentum=0.9), steps=300, schedule=schedule)
    momenta = record.momentum
    assert momenta is not None
    rows = np.arange(300)
    limits = stability_limits(record, rows)
    assert limits is not None
    np.testing.assert_allclose(limits, (2 + 2 * momenta) / 7, rtol=1e-12)
    found = first_over_limit(record)
    assert found is not None
    assert found.step == int(np.argmax(record.lr > (2 + 2 * momenta) / 7))
    one_cycle = {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 20, "unit": "step"}
    cycled = record_of("sphere", [1, 1], adam(0.1), steps=20, schedule=one_cycle)
    rows, betas = np.arange(20), cycled.momentum
    limits = stability_limits(cycled, rows)
    assert limits is not None and betas is not None and len(set(betas.tolist())) > 10
    v = (1 - 0.999) * np.array([(0.999 ** np.arange(k, -1, -1.0)) @ cycled.grad[: k + 1] ** 2 for k in rows])
    root = np.sqrt(v / (1 - 0.999 ** (rows + 1.0))[:, None]) + 1e-8
    sharp = (2 / root).max(axis=1)  # the sphere bends by 2
    np.testing.assert_allclose(limits, 2 * (1 + betas) / (1 - betas) * (1 - betas ** (rows + 1)) / sharp, rtol=1e-9)
    assert first_over_limit(cycled) is None


@pytest.mark.parametrize("steps", [4000, 2_000_001])
def test_that_a_rule_that_divides_by_its_gradients_stays_at_its_limit(steps: int) -> None:
    """RMSprop at the end in a bowl leaps back and forth, and divides by what makes this rate the limit."""
    record = record_of(quadratic(1.0, 4.0), [1, 1], {"kind": "rmsprop", "lr": 0.01}, steps=steps)
    limits = stability_limits(record, np.arange(record.n - 500, record.n))
    assert limits is not None
    assert limits == pytest.approx(0.01, rel=1e-4)
    assert first_over_limit(record) is None, "no verdict rests on it"


def test_that_adams_limit_comes_down_to_its_rate() -> None:
    """Cohen et al. 2022: the largest eigenvalue of the preconditioned Hessian rises to 38/η, and stays about there."""
    record = record_of(quadratic(1.0, 4.0), [1, 1], adam(0.05), steps=20_000)
    limits = stability_limits(record, np.arange(record.n))
    assert limits is not None
    assert limits[100] > 5 * 0.05
    assert np.median(limits[10_000:]) == pytest.approx(0.05, rel=0.1)


def test_that_the_preconditioned_sharpness_is_the_largest_eigenvalue_of_the_quotient() -> None:
    matrix = [[3.0, 1.0, 0.5], [1.0, 2.0, -1.0], [0.5, -1.0, 4.0]]
    record = record_of({"kind": "quadratic", "matrix": matrix}, [1, 2, -1], {"kind": "adagrad", "lr": 0.3,
                       "weight_decay": 0.7}, steps=3)  # fmt: skip
    limits = stability_limits(record, np.arange(4))
    assert limits is not None
    decayed = record.grad + 0.7 * record.w[:-1]
    for row in range(4):
        divisor = np.sqrt((decayed[: row + 1] ** 2).sum(axis=0)) + 1e-10
        quotient = np.diag(1 / divisor) @ (np.array(matrix) + 0.7 * np.eye(3))
        assert limits[row] == pytest.approx(2 / np.linalg.eigvals(quotient).real.max(), rel=1e-12)


def test_that_a_thinned_run_gives_the_step_and_not_the_row() -> None:
    rising = {"kind": "linear", "start_factor": 0.001, "end_factor": 1, "total_iters": 2_100_000, "unit": "step"}
    record = record_of(quadratic(1.0, 2.0), [0, 1e-250], gd(1.25), steps=2_100_000, schedule=rising)
    found = first_over_limit(record)
    assert found is not None
    assert record.stride == 2
    assert found.step % 2 == 0
    assert found.lr > 1 >= float(record.planned_lr(np.array([found.step - 2]))[0])


def test_that_uphill_the_limit_is_that_of_minus_the_loss() -> None:
    record = record_of(expression("0 - 3*x**2"), [1.0], gd(0.1, maximize=True, weight_decay=1.0), steps=1)
    limits = stability_limits(record, np.array([0]))
    assert limits is not None
    assert limits.tolist() == pytest.approx([2 / 7])


def test_that_data_have_a_limit_as_well() -> None:
    record = record_of(line_data(40), [0, 0], gd(3.0), epochs=5)
    found = first_over_limit(record)
    assert found is not None
    assert found.limit == pytest.approx(2 / np.linalg.eigvalsh(record.problem.hessian(np.zeros(2)))[-1])


def test_that_a_rate_and_its_limit_are_written_differently() -> None:
    assert apart(0.5, 0.25) == ("0.5", "0.25")
    assert apart(1.0004, 1.0) == ("1.0004", "1")
    assert apart(1.0, 1.0) == ("1", "1")
    record = record_of(quadratic(2.0), [1], {"kind": "sgd", "lr": 1.0004}, steps=20_000)
    assert record.verdict is not None
    assert "the learning rate 1.0004 is over the stability limit 1." in record.verdict.text


def test_that_what_is_left_of_rounding_is_written_as_0() -> None:
    assert point([0.0, -2.2e-44]) == "(0, 0)"
    assert point([3.0, 1e-13]) == "(3, 0)"
    assert point([2e-9, 1e-9]) == "(2e−09, 1e−09)"
