"""gdviz on a GPU, through CuPy: PyTorch's recorded trajectories, and the numbers that NumPy gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.backend import probe
from tests.making import a_run, an_experiment, expression, line_data, quadratic
from tests.optimizers.test_golden import CASES, compare, run_case


def test_that_cupy_computes() -> None:
    cupy, reason = probe()
    assert cupy is not None, reason


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_that_a_gpu_gives_the_trajectory_of_pytorch(case: dict[str, Any]) -> None:
    compare(case, run_case(case, "gpu"))


@pytest.mark.parametrize(
    ("problem", "start"),
    [
        ("himmelblau", [-1, 3]),
        ("rastrigin", [2.2, 2.3]),
        (expression("exp(x/4) + abs(x - 1)"), [0.5]),
        (quadratic(1, 2, 3, 4, 5, 6), [1.0] * 6),
        (quadratic(1, 2, noise={"std": 0.1}), [1, 1]),
        (line_data(20), [0, 0]),
    ],
)
@pytest.mark.parametrize("optimizer", [{"kind": "sgd", "lr": 0.003, "momentum": 0.9}, {"kind": "adam", "lr": 0.01}])
def test_that_a_gpu_gives_what_numpy_gives(problem: Any, start: list[float], optimizer: dict[str, Any]) -> None:
    experiment = an_experiment(problem, [a_run(start, optimizer)], steps=100)
    one, other = gdviz.run(experiment, "gpu"), gdviz.run(experiment, "cpu")
    assert (one.backend.name, list(one.notes)) == ("CuPy", [])
    for name in ("w", "loss", "grad", "lr"):
        found, expected = getattr(one.runs[0], name), getattr(other.runs[0], name)
        assert type(found) is np.ndarray
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
