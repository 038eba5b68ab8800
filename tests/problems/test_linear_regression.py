from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from tests.making import line_data, record_of


def a_problem(n: int = 30, features: int = 2, intercept: bool = True, **more: Any) -> Any:
    random = np.random.default_rng(n + features)
    x, y = random.normal(1, 2, (n, features)), random.normal(size=n)
    data = {"kind": "inline", "x": x.tolist(), "y": y.tolist()}
    return gdviz.problem({"kind": "linear_regression", "data": data, "intercept": intercept, **more})


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize(("n", "features"), [(30, 1), (30, 2), (100, 7), (3, 5), (1, 1)])
def test_that_loss_gradient_and_hessian_are_those_of_the_mean_squared_error(
    n: int, features: int, intercept: bool
) -> None:
    problem = a_problem(n, features, intercept)
    x, y = problem.samples.x, problem.samples.y
    assert problem.dim == features + intercept
    assert problem.names == (*(f"w{j + 1}" for j in range(features)), *(["b"] if intercept else []))
    for w in np.random.default_rng(0).normal(size=(5, problem.dim)):
        residual = x @ w[:features] + (w[-1] if intercept else 0) - y
        columns = np.column_stack([x, np.ones(n)]) if intercept else x
        assert problem.loss(w) == pytest.approx(np.mean(residual**2), rel=1e-12)
        np.testing.assert_allclose(problem.grad(w), 2 * columns.T @ residual / n, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(problem.hessian(w), 2 * columns.T @ columns / n, rtol=1e-12, atol=1e-13)


def test_that_the_mean_of_equal_batches_gradients_is_the_whole_gradient() -> None:
    problem = a_problem(30)
    w = np.array([0.3, -2.0, 1.0])
    parts = [problem.batch_loss_grad(w, np.arange(30)[k::5]) for k in range(5)]
    assert np.mean([loss for loss, _ in parts]) == pytest.approx(problem.loss(w), rel=1e-12)
    np.testing.assert_allclose(np.mean([grad for _, grad in parts], axis=0), problem.grad(w), rtol=1e-11)


def test_that_no_bit_of_a_loss_depends_on_what_else_is_asked() -> None:
    problem = a_problem(50, 8)
    w = np.random.default_rng(2).normal(size=(500, problem.dim))
    whole = problem.loss(w)
    for size in (1, 2, 3, 7, 64):
        np.testing.assert_array_equal(
            np.concatenate([problem.loss(w[k : k + size]) for k in range(0, 500, size)]), whole
        )
    np.testing.assert_array_equal([problem.loss(point) for point in w], whole)


def test_that_the_minimum_is_that_of_least_squares() -> None:
    problem = a_problem(30)
    (minimum,) = problem.minima
    np.testing.assert_allclose(problem.grad(np.array(minimum.w)), 0, atol=1e-12)
    assert minimum.loss == problem.loss(np.array(minimum.w))
    assert all(low < at < high for (low, high), at in zip(problem.domain, minimum.w, strict=True))


def test_that_where_samples_do_not_determine_the_parameters_there_is_no_single_minimum() -> None:
    problem = a_problem(3, 5)
    assert problem.minima == ()
    verdict = record_of(line_data(1), [0, 0], {"kind": "sgd", "lr": 0.1}, steps=2000).verdict
    assert verdict is not None
    assert verdict.kind == "flat"


def test_that_the_proposed_rate_is_stable() -> None:
    for problem in (a_problem(30), a_problem(100, 7), a_problem(1, 1)):
        assert 0 < problem.proposed_lr < 2 / np.linalg.eigvalsh(problem.hessian(np.zeros(problem.dim)))[-1]


def test_that_a_domain_of_ones_own_is_kept() -> None:
    assert a_problem(features=1, domain=[[-1, 1], [0, 5]]).domain == ((-1, 1), (0, 5))


def test_that_each_partial_derivative_has_a_line() -> None:
    assert a_problem(features=2).gradient_texts() == (
        "2/B · Σ (ŷ − y)·x1",
        "2/B · Σ (ŷ − y)·x2",
        "2/B · Σ (ŷ − y)",
    )
    assert a_problem(features=1, intercept=False).gradient_texts() == ("2/B · Σ (ŷ − y)·x",)


@pytest.mark.parametrize("x", [[0.0, 0.0], [1e-200, 0.0], [1e150, 0.0], [5.0, 5.0]])
def test_that_odd_samples_give_a_problem_all_the_same(x: list[float]) -> None:
    problem = gdviz.problem({"kind": "linear_regression", "data": {"kind": "inline", "x": x, "y": [1.0, 2.0]}})
    assert np.isfinite(problem.loss(np.zeros(2)))
    assert np.isfinite(problem.grad(np.zeros(2))).all()
    assert problem.proposed_lr > 0


@pytest.mark.parametrize(("x", "y"), [([1e200, 2e200], [1.0, 2.0]), ([1.0, 2.0], [1e200, 0.0])])
def test_that_samples_whose_squares_overflow_are_refused(x: list[float], y: list[float]) -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"problem\.data: holds numbers too large"):
        gdviz.problem({"kind": "linear_regression", "data": {"kind": "inline", "x": x, "y": y}})


def test_that_shipped_data_can_be_fitted() -> None:
    data = {"kind": "builtin", "name": "line"}
    record = record_of({"kind": "linear_regression", "data": data}, [0, 0], {"kind": "sgd", "lr": 0.2}, steps=500)
    np.testing.assert_allclose(record.w[-1], [2, 1], atol=1e-9)
