"""What holds for every problem with data; the losses are written here once more, in 50 digits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

import gdviz
from gdviz.problems import fitting
from gdviz.registry import from_json
from tests.making import a_run, an_experiment, fake_cupy
from tests.problems.data_problems import OF_KIND, N, registered, table

TABLE = table()
over_all = pytest.mark.parametrize("spec", TABLE, ids=lambda spec: spec["kind"])


def points(problem: Any, count: int = 4) -> np.ndarray:
    return np.random.default_rng(1).normal(0.2, 0.9, (count, problem.dim)).round(3)


def prediction(spec: dict[str, Any]) -> Callable[..., Any]:
    """p(w, x) of a row x, in mpmath."""
    if spec["kind"] == "model":
        from gdviz.formula import parse

        columns = ["x"] if len(spec["data"]["x"][0]) == 1 else ["x1", "x2", "x3"]
        formula = parse(spec["prediction"], (*spec["parameters"], *columns))

        class Functions:
            sin, exp = staticmethod(mpmath.sin), staticmethod(mpmath.exp)
            asin = acos = atan = None

        return lambda w, x: formula.evaluate(Functions, *w, *x)
    if spec["kind"] == "tanh_unit":
        return lambda w, x: w[1] * mpmath.tanh(w[0] * x[0])
    if spec["kind"] == "polynomial_regression":
        degree = spec["degree"]
        return lambda w, x: sum((w[k] * x[0] ** (k + 1) for k in range(degree)), w[degree])
    assert spec["kind"] in ("linear_regression", "logistic_regression")
    last = 1 if spec.get("intercept", True) else 0
    return lambda w, x: mpmath.fdot(w, [*x, *[1] * last])


def exact_loss(spec: dict[str, Any], problem: Any) -> Callable[[list[Any]], Any]:
    """J(w) in mpmath, from the samples as floats."""
    p = prediction(spec)
    rows = [[mpmath.mpf(c) for c in row] for row in problem.samples.x.tolist()]
    targets = [mpmath.mpf(y) for y in problem.samples.y.tolist()]
    if problem.loss_kind is fitting.CrossEntropy:

        def one(z: Any, y: Any) -> Any:
            return mpmath.log(1 + mpmath.exp(z)) - y * z
    else:

        def one(z: Any, y: Any) -> Any:
            return (z - y) ** 2

    return lambda w: mpmath.fsum(one(p(w, x), y) for x, y in zip(rows, targets, strict=True)) / len(targets)


def test_that_every_registered_kind_is_in_the_table() -> None:
    assert {spec["kind"] for spec in TABLE} == set(registered())
    assert {"linear_regression", "logistic_regression", "tanh_unit", "polynomial_regression", "model"} <= set(
        registered()
    )
    print(f"data problems: {len(TABLE)} of {len(registered())} kinds")


@over_all
def test_that_derivatives_are_those_of_the_loss(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    for w in points(problem):
        steps = 1e-5 * np.eye(problem.dim)
        slopes = (problem.loss(w + steps) - problem.loss(w - steps)) / 2e-5
        curves = (problem.grad(w + steps) - problem.grad(w - steps)) / 2e-5
        np.testing.assert_allclose(problem.grad(w), slopes, rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(problem.hessian(w), curves, rtol=1e-6, atol=1e-7)


KNOWN = [spec for spec in TABLE if spec["kind"] in OF_KIND]


@pytest.mark.parametrize("spec", KNOWN, ids=lambda spec: spec["kind"])
def test_that_loss_gradient_and_hessian_are_those_of_50_digits(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    mpmath.mp.dps = 50
    loss, h = exact_loss(spec, problem), mpmath.mpf(10) ** -16
    for point in points(problem, 2):
        w = [mpmath.mpf(c) for c in point.tolist()]

        def at(*moved: tuple[int, int], w: list[Any] = w) -> Any:
            return loss([c + h * sum(by for place, by in moved if place == j) for j, c in enumerate(w)])

        value = float(loss(w))
        assert problem.loss(point) == pytest.approx(value, rel=1e-13, abs=1e-13)
        gradient, hessian = problem.grad(point), problem.hessian(point)
        for j in range(problem.dim):
            slope = float((at((j, 1)) - at((j, -1))) / (2 * h))
            assert gradient[j] == pytest.approx(slope, rel=1e-12, abs=1e-12)
            for k in range(j, problem.dim):
                four = at((j, 1), (k, 1)) - at((j, 1), (k, -1)) - at((j, -1), (k, 1)) + at((j, -1), (k, -1))
                curve = float(four / (4 * h * h))
                assert hessian[j, k] == pytest.approx(curve, rel=1e-12, abs=1e-12)
                assert hessian[k, j] == hessian[j, k]


@over_all
def test_that_the_mean_of_equal_batches_is_the_whole(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    for w in points(problem):
        for size in (1, 4, 8, N):
            order = np.random.default_rng(0).permutation(N).reshape(-1, size)
            parts = [problem.batch_loss_grad(w, index) for index in order]
            assert np.mean([loss for loss, _ in parts]) == pytest.approx(problem.loss(w), rel=1e-12, abs=1e-13)
            np.testing.assert_allclose(
                np.mean([grad for _, grad in parts], axis=0), problem.grad(w), rtol=1e-11, atol=1e-12
            )


@over_all
def test_that_a_slice_of_the_samples_is_as_good_as_their_indices(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    for w in points(problem):
        loss, grad = problem.batch_loss_grad(w, slice(3, 11))
        same_loss, same_grad = problem.batch_loss_grad(w, np.arange(3, 11))
        assert loss == same_loss
        assert grad.tolist() == same_grad.tolist()


@over_all
def test_that_points_may_come_in_any_shape_and_number_without_changing_a_bit(
    spec: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = gdviz.problem(spec)
    w = points(problem, 30).reshape(5, 6, problem.dim)
    whole = problem.loss(w), problem.hessian(w)
    assert problem.loss(w).shape == (5, 6)
    assert problem.grad(w).shape == (5, 6, problem.dim)
    assert problem.hessian(w).shape == (5, 6, problem.dim, problem.dim)
    assert np.ndim(problem.loss(w[0, 0])) == 0
    assert problem.grad(w[0, 0]).shape == (problem.dim,)
    assert problem.hessian(w[0, 0]).shape == (problem.dim, problem.dim)
    assert problem.loss(w[:0]).shape == (0, 6)
    monkeypatch.setattr(fitting, "BLOCK", 7 * N)
    np.testing.assert_array_equal(problem.loss(w), whole[0])
    np.testing.assert_array_equal(problem.hessian(w), whole[1])
    np.testing.assert_array_equal([[problem.loss(v) for v in row] for row in w], whole[0])
    np.testing.assert_allclose([[problem.grad(v) for v in row] for row in w], problem.grad(w), rtol=1e-14, atol=1e-15)
    axes = [w[..., j] for j in range(problem.dim)]
    np.testing.assert_array_equal(problem.loss_on(*axes), whole[0])
    loss, grad = problem.batch_loss_grad(w, np.arange(N))
    np.testing.assert_allclose(loss, whole[0], rtol=1e-12)
    np.testing.assert_allclose(grad, problem.grad(w), rtol=1e-11, atol=1e-12)


@over_all
def test_that_cupys_namespace_gives_the_same(spec: dict[str, Any]) -> None:
    problem, xp = gdviz.problem(spec), fake_cupy()
    w = points(problem)
    np.testing.assert_array_equal(problem.loss(w, xp), problem.loss(w))
    np.testing.assert_array_equal(problem.grad(w, xp), problem.grad(w))
    np.testing.assert_array_equal(problem.hessian(w, xp), problem.hessian(w))
    np.testing.assert_array_equal(problem.batch_loss_grad(w[0], np.arange(5), xp)[1],
                                  problem.batch_loss_grad(w[0], np.arange(5))[1])  # fmt: skip


@over_all
def test_that_far_away_numbers_overflow_quietly(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    w = np.full((3, problem.dim), 1e200)
    for values in (problem.loss(w), problem.grad(w), problem.hessian(w)):
        assert values is not None


@over_all
def test_that_a_spec_survives_json_and_equal_ones_share_a_problem(spec: dict[str, Any]) -> None:
    made = from_json("gdviz.problems", {**spec, "domain": [[-1, 2]] * gdviz.problem(spec).dim}, "problem")
    again = from_json("gdviz.problems", json.loads(json.dumps(made.to_json())), "problem")
    assert again == made
    assert hash(again) == hash(made)
    assert gdviz.problem(again) is gdviz.problem(made)
    assert gdviz.problem(made).domain == ((-1, 2),) * made.dim
    assert gdviz.problem(made).n_samples == made.n_samples == N


@over_all
def test_that_a_problem_is_ready_to_be_shown(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    assert problem.title
    assert len(problem.names) == len(problem.start) == len(problem.domain) == problem.dim
    assert len(problem.gradient_texts()) == problem.dim
    assert all(low < high for low, high in problem.domain)
    assert np.isfinite(problem.loss(np.array(problem.start)))
    assert problem.proposed_lr > 0
    assert problem.prediction_text.startswith("ŷ = ")
    for minimum in problem.minima:
        w = np.array(minimum.w)
        np.testing.assert_allclose(problem.grad(w), 0, atol=1e-12)
        assert np.linalg.eigvalsh(problem.hessian(w))[0] > 0
        assert minimum.loss == problem.loss(w)
    w = points(problem)
    shown = problem.predict(w, problem.samples.x)
    assert shown.shape == (len(w), N)
    if problem.loss_kind is fitting.SquaredError:
        np.testing.assert_allclose(((shown - problem.samples.y) ** 2).mean(-1), problem.loss(w), rtol=1e-12)
    else:
        right = np.where(problem.samples.y == 1, shown, 1 - shown)
        np.testing.assert_allclose(-np.log(right).mean(-1), problem.loss(w), rtol=1e-12)
    assert problem.predict(w[0], problem.samples.x[:5]).shape == (5,)


@over_all
def test_that_a_run_descends_at_the_proposed_rate(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    run = a_run(problem.start, {"kind": "sgd", "lr": problem.proposed_lr})
    record = gdviz.run(an_experiment(spec, [run], steps=50), "cpu").runs[0]
    assert record.loss[-1] < record.loss[0]
    assert record.finish == "completed"


@over_all
def test_that_a_whole_batch_in_order_is_gradient_descent_bit_for_bit(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    gd = {"kind": "sgd", "lr": problem.proposed_lr}
    runs = [a_run(problem.start, gd), a_run(problem.start, gd, batch={"size": N, "shuffle": False})]
    without, whole = gdviz.run(an_experiment(spec, runs, steps=30), "cpu").runs
    assert without.w.tolist() == whole.w.tolist()


@over_all
def test_that_numbers_too_large_are_refused(spec: dict[str, Any]) -> None:
    data = dict(spec["data"])
    data["x"] = [[1e200] * len(row) for row in data["x"]]
    data.pop("standardise", None)
    with pytest.raises(gdviz.ExperimentError, match=r"problem\.data: holds numbers too large"):
        gdviz.problem({**spec, "data": data})


def test_that_reading_data_problems_leaves_sympy_out() -> None:
    code = (
        "import sys, json\n"
        "from gdviz.registry import from_json\n"
        "for spec in json.load(sys.stdin): from_json('gdviz.problems', spec, 'problem')\n"
        "assert 'sympy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], input=json.dumps(TABLE), text=True, check=True, timeout=60)
