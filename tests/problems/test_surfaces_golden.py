"""The catalogue against the golden data: 27 functions, computed by other libraries."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz.problems import surfaces
from gdviz.problems.surfaces import SurfaceSpec
from tests.problems.nearness import assert_hessian_near, assert_near

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "functions.json"
FALLS_OUTSIDE_ITS_BOX = {"eggholder", "cross_in_tray", "holder_table"}
"""Their amplitude grows without bound outside the box, though the data's `unbounded_below` is false for them."""


@cache
def golden() -> dict[str, Any]:
    return {entry["key"]: entry for entry in json.loads(REFERENCE.read_text(encoding="utf-8"))["functions"]}


KEYS = tuple(golden())


def test_that_every_golden_function_is_a_surface(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(KEYS) == 27
    assert set(KEYS) <= set(surfaces.names())
    with capsys.disabled():
        points = sum(len(entry["points"]) for entry in golden().values())
        stationary = sum(len(entry.get("stationary_points") or ()) for entry in golden().values())
        print(f"\n  golden surfaces: {len(KEYS)} functions, {points} points, {stationary} stationary points", end=" ")


@pytest.mark.parametrize("name", KEYS)
def test_that_values_and_gradients_agree(name: str) -> None:
    reference, problem = golden()[name], SurfaceSpec(name).build()
    w = np.array(reference["points"])
    assert_near(problem.loss(w), reference["values"])
    assert_near(problem.loss_on(*w.T), reference["values"])
    assert_near(problem.grad(w), reference["grads"])
    scalar = [problem.scalar(*point) for point in reference["points"]]  # type: ignore[misc]
    assert_near([row[0] for row in scalar], reference["values"])
    assert_near([row[1:] for row in scalar], reference["grads"])


@pytest.mark.parametrize("name", [key for key in KEYS if golden()[key].get("hessians")])
def test_that_hessians_agree(name: str) -> None:
    reference, problem = golden()[name], SurfaceSpec(name).build()
    for point, (xx, xy, yy) in zip(reference["points"], reference["hessians"], strict=True):
        assert_hessian_near(problem, np.array(point), np.array([[xx, xy], [xy, yy]]))


@pytest.mark.parametrize("name", KEYS)
def test_that_formula_domain_and_global_minima_are_the_same(name: str) -> None:
    reference, entry = golden()[name], surfaces.surface(name)
    assert entry.expression == reference["formula"]
    assert [list(side) for side in entry.domain] == reference["domain"]
    assert entry.unbounded_below == (reference["unbounded_below"] or name in FALLS_OUTSIDE_ITS_BOX)
    assert [[*m.w, m.loss] for m in entry.minima if m.is_global] == reference["global_minima"]


@pytest.mark.parametrize("name", [key for key in KEYS if golden()[key].get("stationary_points")])
def test_that_hessian_signs_give_the_kinds_of_the_stationary_points(name: str) -> None:
    entry, problem = surfaces.surface(name), SurfaceSpec(name).build()
    for point in golden()[name]["stationary_points"]:
        w = np.array([point["x"], point["y"]])
        hessian = problem.hessian(w)
        low, high = np.linalg.eigvalsh(hessian)
        assert np.abs(problem.grad(w)).max() <= 1e-9 * max(1.0, high)
        assert_near([low, high], sorted(point["hessian_eigenvalues"]))
        kind = "min" if low > 0 else "max" if high < 0 else "saddle"
        assert kind == point["kind"]
        if kind == "min" and entry.minima_complete:
            assert min(np.abs(np.array(m.w) - w).max() for m in entry.minima) < 1e-9
