from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest

import gdviz
from gdviz.problems.fitting import CrossEntropy
from tests.making import record_of


def inline(x: Any, y: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "logistic_regression", "data": {"kind": "inline", "x": x, "y": y}, **more}


def test_that_loss_and_slope_keep_their_digits_for_any_logit() -> None:
    mpmath.mp.dps = 400
    for z in (-800.0, -40.0, -1.5, 0.0, 1e-9, 3.0, 37.0, 745.0):
        for y in (0.0, 1.0):
            sigma = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
            loss = float(-mpmath.log(sigma if y else 1 - sigma))
            at = np.array(z), y, np
            assert CrossEntropy.value(*at) == pytest.approx(loss, rel=1e-14)
            assert CrossEntropy.slope(*at) == pytest.approx(float(sigma - y), rel=1e-14)
            assert CrossEntropy.curvature(*at) == pytest.approx(float(sigma * (1 - sigma)), rel=1e-13)
            assert [*map(float, CrossEntropy.both(*at))] == [CrossEntropy.value(*at), CrossEntropy.slope(*at)]


def test_that_huge_logits_overflow_nowhere() -> None:
    problem = gdviz.problem(inline([1.0, -1.0, 2.0, -0.5], [1, 0, 0, 1]))
    with np.errstate(all="raise", under="ignore"):
        w = np.array([1e300, 0.0])
        assert problem.loss(w) == pytest.approx(2.5e300 / 4)
        np.testing.assert_allclose(problem.batch_loss_grad(w, slice(0, 4))[1], [2.5 / 4, 0])
    assert np.isfinite(problem.hessian(w)).all()


def test_that_what_is_surely_finite_is_and_that_most_runs_need_no_further_look(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = gdviz.problem(inline([1e10, -1.0, 2.0, -0.5], [1, 0, 0, 1]))
    for size in (0.0, 1.0, 1e279, 1e281, 1e300, np.inf, np.nan):
        w = np.array([size, -1.0])
        with np.errstate(all="ignore"):
            assert not problem.is_surely_finite(w) or np.isfinite(problem.loss(w))
        assert problem.is_surely_finite(w) == (size < 1e280)
    asked: list[int] = []
    whole = type(problem).loss
    monkeypatch.setattr(type(problem), "loss", lambda *at, **more: asked.append(1) or whole(*at, **more))
    record = record_of(inline([1.0, -1.0, 2.0, -0.5], [1, 0, 0, 1]), [0, 0], batch={"size": 2}, steps=4000)
    assert record.updates == 4000
    assert len(asked) < 12  # at the start, and for the verdict


def test_that_the_natural_logarithm_is_meant() -> None:
    assert gdviz.problem(inline([1.0, 2.0], [1, 0])).loss(np.zeros(2)) == pytest.approx(np.log(2))


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
@pytest.mark.parametrize("n", [30, 50_000])
def test_that_newton_finds_the_minimum_of_any_units_and_number(n: int, scale: float) -> None:
    random = np.random.default_rng(n)
    x = random.normal(2, 1, (n, 3)) * [1, scale, 1]
    y = (random.uniform(size=n) < 1 / (1 + np.exp(-(x[:, 0] - x[:, 1] / scale + 0.5)))).astype(float)
    problem = gdviz.problem(inline(x.tolist(), y.tolist()))
    (minimum,) = problem.minima
    w = np.array(minimum.w)
    np.testing.assert_allclose(problem.grad(w) / [1, scale, 1, 1], 0, atol=1e-14)
    assert problem.loss(w) < min(problem.loss(w + 1e-3 * step / [1, scale, 1, 1]) for step in np.eye(4))


@pytest.mark.parametrize(
    "spec",
    [
        inline([0.0, 1.0, 2.0, 3.0], [0, 0, 1, 1]),
        inline([0.0, 1.0, 2.0, 3.0], [0, 0, 0, 0]),
        inline([1.0, 2.0], [1, 1], intercept=False),
        {"kind": "logistic_regression", "data": {"kind": "builtin", "name": "iris_setosa"}},
    ],
)
def test_that_separable_classes_have_no_minimum_and_that_is_reported(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    assert problem.minima == ()
    assert str(problem.remark) == "a plane separates the classes: the loss falls towards 0, which no w reaches"
    assert not problem.unbounded_below
    assert all(low < high for low, high in problem.domain)


def test_that_classes_which_touch_have_no_minimum_either() -> None:
    problem = gdviz.problem(inline([0.0, 1.0, 1.0, 2.0], [0, 0, 1, 1]))
    assert problem.minima == ()


def test_that_parameters_which_the_samples_do_not_determine_have_no_single_minimum() -> None:
    problem = gdviz.problem(inline([[1, 2], [2, 4], [3, 6], [4, 8]], [0, 1, 0, 1]))
    assert problem.minima == ()
    assert "do not determine" in str(problem.remark)


def test_that_a_run_on_separable_classes_descends_towards_0() -> None:
    record = record_of(inline([0.0, 1.0, 2.0, 3.0], [0, 0, 1, 1]), [0, 0], {"kind": "sgd", "lr": 2.0}, steps=2000)
    assert record.finish == "completed"
    assert record.loss[-1] < 0.05
    assert record.verdict is not None
    assert record.verdict.kind in ("still_descending", "too_slow")


@pytest.mark.parametrize(("y", "place", "got"), [([0, 1, 2], 2, "2"), ([0, -1, 1], 1, "-1"), ([0.5, 1, 1], 0, "0.5")])
def test_that_labels_other_than_0_and_1_are_refused_where_they_stand(y: list[float], place: int, got: str) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.problem(inline([1, 2, 3], y))
    assert str(caught.value) == f"problem.data.y[{place}]: a class must be 0 or 1, got {got}"


def test_that_a_shipped_regression_is_refused_with_its_sample_and_column() -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.problem({"kind": "logistic_regression", "data": {"kind": "builtin", "name": "line"}})
    assert str(caught.value) == "problem.data: sample 1, y: a class must be 0 or 1, got -3"


def test_that_the_proposed_rate_is_stable_everywhere() -> None:
    random = np.random.default_rng(0)
    problem = gdviz.problem(inline(random.normal(1, 3, (40, 2)).tolist(), (np.arange(40) % 2).tolist()))
    for w in random.normal(0, 2, (50, 3)):
        assert problem.proposed_lr < 2 / np.linalg.eigvalsh(problem.hessian(w))[-1]


def test_that_each_partial_derivative_has_a_line() -> None:
    problem = gdviz.problem(inline([[1, 2], [2, 1]], [0, 1]))
    assert problem.gradient_texts() == ("1/B · Σ (σ(z) − y)·x1", "1/B · Σ (σ(z) − y)·x2", "1/B · Σ (σ(z) − y)")
    assert problem.names == ("w1", "w2", "b")
    assert problem.prediction_text == "ŷ = σ(w1·x1 + w2·x2 + b)"
