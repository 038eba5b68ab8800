from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz


def inline(x: Any, y: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "tanh_unit", "data": {"kind": "inline", "x": x, "y": y}, **more}


X = np.linspace(-2, 2, 21)


@pytest.mark.parametrize(("w1", "w2"), [(0.3, 2.0), (1.2, 0.8), (4.0, -0.1), (0.05, 100.0)])
@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e4])
def test_that_the_weights_behind_exact_data_are_found(w1: float, w2: float, unit: float) -> None:
    problem = gdviz.problem(inline((X * unit).tolist(), (w2 * np.tanh(w1 * X)).tolist()))
    here, mirrored = problem.minima
    np.testing.assert_allclose(here.w, [w1 / unit, w2], rtol=1e-6)
    assert mirrored.w == tuple(-c for c in here.w)
    assert here.loss == mirrored.loss < 1e-20


def test_that_the_origin_is_a_saddle() -> None:
    problem = gdviz.problem({"kind": "tanh_unit", "data": {"kind": "builtin", "name": "tanh_curve"}})
    np.testing.assert_array_equal(problem.grad(np.zeros(2)), 0)
    low, high = np.linalg.eigvalsh(problem.hessian(np.zeros(2)))
    assert low < 0 < high


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]),  # a line: w1 goes to 0
        ([-1.0, -0.5, 0.5, 1.0], [-1.0, -1.0, 1.0, 1.0]),  # a jump: w1 goes to infinity
        ([0.0, 0.0], [1.0, 2.0]),
        ([1.0, 2.0], [0.0, 0.0]),
    ],
)
def test_that_where_no_weights_are_best_there_is_no_minimum(x: list[float], y: list[float]) -> None:
    problem = gdviz.problem(inline(x, y))
    assert problem.minima == ()
    assert np.isfinite(problem.loss(np.array(problem.start)))
    assert problem.proposed_lr > 0


@pytest.mark.parametrize("kind", ["tanh_unit", "polynomial_regression"])
def test_that_more_than_one_feature_is_refused(kind: str) -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"^problem\.data: must have one feature, got 2$"):
        gdviz.problem({**inline([[1, 2], [3, 4]], [0, 1]), "kind": kind})
