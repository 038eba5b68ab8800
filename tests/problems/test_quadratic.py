"""The quadratic with a matrix of one's own."""

from typing import Any

import numpy as np
import pytest

from gdviz.messages import ExperimentError
from gdviz.problems.quadratic import QuadraticSpec


def spec(**data: Any) -> QuadraticSpec:
    return QuadraticSpec.from_json({"kind": "quadratic", **data}, "problem")


@pytest.mark.parametrize("n", [1, 2, 3, 64])
def test_that_loss_gradient_and_hessian_are_those_of_the_matrix(n: int) -> None:
    rng = np.random.default_rng(n)
    half = rng.normal(size=(n, n))
    a, m = half @ half.T + np.eye(n), rng.normal(size=n)
    a = (a + a.T) / 2
    problem = spec(matrix=a.tolist(), minimum=m.tolist()).build()
    w = rng.normal(size=(5, n))
    d = w - m
    assert problem.loss(w) == pytest.approx(0.5 * np.einsum("ki,ij,kj->k", d, a, d), rel=1e-12)
    assert problem.grad(w) == pytest.approx(d @ a, rel=1e-12, abs=1e-12)
    assert np.array_equal(problem.hessian(w), np.broadcast_to(a, (5, n, n)))
    loss, *grad = problem.scalar(*w[0].tolist())
    assert loss == pytest.approx(problem.loss(w[0]), rel=1e-12)
    assert grad == pytest.approx(problem.grad(w[0]), rel=1e-10, abs=1e-12)
    assert problem.loss_on(*w.T) == pytest.approx(problem.loss(w), rel=1e-11)
    assert problem.minima[0].w == tuple(m.tolist())


def test_that_a_grid_is_broadcast() -> None:
    problem = spec(matrix=[[2, 1], [1, 4]]).build()
    assert problem.loss_on(np.zeros((1, 5)), np.zeros((3, 1))).shape == (3, 5)
    assert problem.names == ("x", "y")


@pytest.mark.parametrize(
    ("matrix", "minima", "unbounded"),
    [([[1, 0], [0, 2]], 1, False), ([[1, 0], [0, -2]], 0, True), ([[1, 1], [1, 1]], 0, False), ([[0]], 0, False)],
)
def test_that_eigenvalues_decide_whether_there_is_a_minimum(
    matrix: list[list[float]], minima: int, unbounded: bool
) -> None:
    problem = spec(matrix=matrix).build()
    assert len(problem.minima) == minima
    assert problem.unbounded_below == unbounded


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "problem.matrix: is missing"),
        ({"matrix": []}, "problem.matrix: must be a square list of 1 to 64 rows"),
        ({"matrix": [[1, 2]]}, "problem.matrix[0]: must be a list of 1 numbers"),
        ({"matrix": [[1, 2], [3, 4]]}, "problem.matrix[1][0]: must be symmetric: 3.0 here, 2.0 across"),
        ({"matrix": [[1, "2"], [2, 4]]}, "problem.matrix[0][1]: must be a number"),
        ({"matrix": [[1.0] * 65] * 65}, "problem.matrix: must be a square list of 1 to 64 rows"),
        ({"matrix": [[1]], "minimum": [1, 2]}, "problem.minimum: must be a list of 1 numbers"),
        ({"matrix": [[1]], "minimum": [float("nan")]}, "problem.minimum[0]: must be a finite number"),
        ({"matrix": [[1]], "matrx": 1}, "problem.matrx: unknown key; did you mean matrix?"),
    ],
)
def test_that_a_wrong_quadratic_is_refused_by_its_key(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        spec(**data)
    assert str(caught.value).startswith(sentence)


def test_that_the_box_round_a_far_minimum_is_one_to_the_floats() -> None:
    problem = spec(matrix=[[1, 0], [0, 1]], minimum=[1e20, 3]).build()
    assert problem.domain == ((1e20 - 1e14, 1e20 + 1e14), (-2, 8))
    assert problem.start[0] < 1e20


def test_that_a_quadratic_survives_json() -> None:
    data = {"kind": "quadratic", "matrix": [[2.0, 1.0], [1.0, 3.0]], "minimum": [1.0, -1.0], "noise": {"std": 0.2}}
    assert spec(**{k: v for k, v in data.items() if k != "kind"}).to_json() == data
