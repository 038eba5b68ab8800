from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import gdviz
from tests.making import a_run, an_experiment


def test_that_the_public_names_are_there_and_no_others() -> None:
    for name in gdviz.__all__:
        assert getattr(gdviz, name) is not None
        assert name in dir(gdviz)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = gdviz.nonsense


def test_that_importing_the_library_alone_imports_nothing_heavy() -> None:
    code = "import sys, gdviz; print([m for m in ('numpy', 'sympy', 'PySide6', 'cupy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_that_running_a_catalogued_surface_needs_no_sympy() -> None:
    code = (
        "import sys, gdviz\n"
        "e = gdviz.Experiment.from_dict({'format': 'gdviz-experiment', 'version': 1, 'steps': 9,"
        " 'problem': {'kind': 'surface', 'name': 'himmelblau'},"
        " 'runs': [{'start': [0, 0], 'optimizer': {'kind': 'adam', 'lr': 0.1}}]})\n"
        "print(gdviz.run(e).runs[0].finish, [m for m in ('sympy', 'PySide6', 'cupy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "completed []\n"


@pytest.mark.parametrize(
    ("spec", "dim"),
    [
        ({"kind": "surface", "name": "himmelblau"}, 2),
        ({"kind": "expression", "expression": "x^4"}, 1),
        ({"kind": "quadratic", "matrix": [[2, 0, 0], [0, 3, 0], [0, 0, 4]]}, 3),
        ({"kind": "linear_regression", "data": {"kind": "inline", "x": [[1, 2], [3, 5], [4, 4]], "y": [1, 2, 3]}}, 3),
    ],
)
def test_that_a_problem_takes_any_number_of_points(spec: dict[str, Any], dim: int) -> None:
    problem = gdviz.problem(spec)
    assert problem.dim == dim
    assert len(problem.domain) == len(problem.start) == len(problem.names) == dim
    for shape in [(), (4,), (2, 3)]:
        w = np.random.default_rng(1).uniform(0.5, 1.5, (*shape, dim))
        assert np.shape(problem.loss(w)) == shape
        assert problem.grad(w).shape == (*shape, dim)
        assert problem.hessian(w).shape == (*shape, dim, dim)


def test_that_equal_specs_share_one_problem() -> None:
    spec = {"kind": "surface", "name": "beale"}
    assert gdviz.problem(spec) is gdviz.problem(dict(spec))
    experiment = an_experiment("beale", [a_run([1, 1])])
    assert gdviz.problem(experiment.problem) is gdviz.problem(spec)


def test_that_known_minima_have_parameters_and_loss() -> None:
    for minimum in gdviz.problem({"kind": "surface", "name": "himmelblau"}).minima:
        assert minimum.loss == pytest.approx(0, abs=1e-12)
        assert gdviz.problem({"kind": "surface", "name": "himmelblau"}).loss(np.array(minimum.w)) < 1e-12


@pytest.mark.parametrize(
    ("spec", "where"),
    [({"kind": "surface", "name": "beal"}, "problem.name"), ({}, "problem.kind"), (None, "problem")],
)
def test_that_a_wrong_problem_is_refused(spec: Any, where: str) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.problem(spec)
    assert caught.value.path == where


def test_that_a_schedule_is_made_with_and_without_warm_up() -> None:
    assert gdviz.schedule({"kind": "constant"}).lr(0.1, 5) == 0.1
    warm = gdviz.schedule({"kind": "constant"}, {"length": 4})
    np.testing.assert_allclose(warm.lr(0.1, np.arange(6)), [0, 0.025, 0.05, 0.075, 0.1, 0.1])
    run = an_experiment("beale", [a_run([1, 1], warmup={"length": 4})]).runs[0]
    assert gdviz.schedule(run.schedule, run.warmup) == warm


@pytest.mark.parametrize(
    ("spec", "warmup", "where"),
    [
        ({"kind": "cosin"}, None, "schedule.kind"),
        ({"kind": "cosine"}, None, "schedule.t_max"),
        ({"kind": "constant"}, {"lenght": 4}, "warmup.lenght"),
        ({"kind": "constant"}, {"length": -4}, "warmup.length"),
    ],
)
def test_that_a_wrong_schedule_is_refused(spec: Any, warmup: Any, where: str) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.schedule(spec, warmup)
    assert caught.value.path == where


@pytest.mark.parametrize("w", [[1.0, 2.0, 3.0], [1.0], 1.0])
def test_that_points_of_another_length_are_refused(w: object) -> None:
    problem = gdviz.problem({"kind": "surface", "name": "himmelblau"})
    for function in (problem.loss, problem.grad, problem.hessian):
        with pytest.raises(ValueError, match="must have shape"):
            function(np.array(w))
