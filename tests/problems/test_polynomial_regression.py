from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz


def inline(x: Any, y: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "polynomial_regression", "data": {"kind": "inline", "x": x, "y": y}, **more}


def test_that_the_best_polynomial_is_numpys() -> None:
    random = np.random.default_rng(2)
    x, y = random.uniform(-1, 2, 40), random.normal(size=40)
    problem = gdviz.problem(inline(x.tolist(), y.tolist(), degree=4))
    assert problem.names == ("w1", "w2", "w3", "w4", "b")
    *weights, b = problem.minima[0].w
    np.testing.assert_allclose([b, *weights], np.polynomial.polynomial.polyfit(x, y, 4), rtol=1e-9)


def test_that_degree_1_is_linear_regression() -> None:
    data = {"kind": "builtin", "name": "noisy_line"}
    poly = gdviz.problem({"kind": "polynomial_regression", "data": data, "degree": 1})
    line = gdviz.problem({"kind": "linear_regression", "data": data})
    w = np.random.default_rng(0).normal(size=(5, 2))
    np.testing.assert_array_equal(poly.loss(w), line.loss(w))
    np.testing.assert_array_equal(poly.grad(w), line.grad(w))


def test_that_more_powers_than_samples_leave_a_valley() -> None:
    problem = gdviz.problem(inline([0.0, 1.0, 2.0], [1.0, 0.0, 1.0], degree=5))
    assert problem.minima == ()
    assert "do not determine" in str(problem.remark)


def test_that_terms_are_written_as_one_reads_them() -> None:
    problem = gdviz.problem(inline([0.0, 1.0, 2.0], [1.0, 0.0, 1.0], degree=2))
    assert problem.prediction_text == "ŷ = w1·x + w2·x² + b"
    assert problem.gradient_texts() == ("2/B · Σ (ŷ − y)·x", "2/B · Σ (ŷ − y)·x²", "2/B · Σ (ŷ − y)")
    assert len(gdviz.problem(inline([0.0, 1.0], [1.0, 0.0], degree=9)).prediction_text) < 40


@pytest.mark.parametrize(
    ("degree", "sentence"),
    [
        (0, "must be in [1, 20], got 0"),
        (21, "must be in [1, 20], got 21"),
        (2.5, "must be a whole number, got 2.5"),
        (20, "too large for these samples: their powers overflow"),
    ],
)
def test_that_a_wrong_degree_is_refused(degree: float, sentence: str) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.problem(inline([1e10, 2.0, 3.0], [1, 2, 3], degree=degree))
    assert str(caught.value) == f"problem.degree: {sentence}"
