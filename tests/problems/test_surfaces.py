"""The catalogue of surfaces against the golden data, and without sympy."""

import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz.formula import compile_functions
from gdviz.messages import ExperimentError
from gdviz.problems import precompiled, surfaces
from gdviz.problems.surfaces import SurfaceSpec

ROOT = Path(__file__).resolve().parents[2]
NAMES = surfaces.names()
TOLERANCE = 1e-11


@cache
def golden() -> dict[str, Any]:
    data = json.loads((ROOT / "tests" / "reference" / "functions.json").read_text(encoding="utf-8"))
    return {entry["key"]: entry for entry in data["functions"]}


def assert_near(found: Any, expected: Any) -> None:
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape
    assert np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected))) <= TOLERANCE


def test_that_the_catalogue_holds_the_surfaces_of_the_lecture() -> None:
    wanted = [
        "sphere",
        "cubic_3x2y",
        "himmelblau",
        "rosenbrock",
        "beale",
        "rastrigin",
        "styblinski_tang",
        "saddle",
        "quad_rot_k100",
    ]
    assert set(wanted) <= set(NAMES)
    assert surfaces.catalogue()[0].name == "cubic_3x2y"


@pytest.mark.parametrize("name", NAMES)
def test_that_values_gradients_and_hessians_agree_with_the_golden_data(name: str) -> None:
    reference = golden()[name]
    problem = SurfaceSpec(name).build()
    w = np.array(reference["points"])
    assert_near(problem.loss(w), reference["values"])
    assert_near(problem.loss_on(*w.T), reference["values"])
    assert_near(problem.grad(w), reference["grads"])
    scalar = [problem.scalar(*point) for point in reference["points"]]
    assert_near([row[0] for row in scalar], reference["values"])
    assert_near([row[1:] for row in scalar], reference["grads"])
    xx, xy, yy = np.array(reference["hessians"]).T
    assert_near(problem.hessian(w), np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2))


@pytest.mark.parametrize("name", NAMES)
def test_that_formula_domain_and_minima_are_those_of_the_golden_data(name: str) -> None:
    reference, entry = golden()[name], surfaces.surface(name)
    assert entry.expression == reference["formula"]
    assert [list(side) for side in entry.domain] == reference["domain"]
    assert entry.unbounded_below == reference["unbounded_below"]
    found = [[*m.w, m.loss] for m in entry.minima if m.is_global]
    assert found == reference["global_minima"]


@pytest.mark.parametrize("name", NAMES)
def test_that_known_minima_are_minima(name: str) -> None:
    problem = SurfaceSpec(name).build()
    for minimum in problem.minima:
        w = np.array(minimum.w)
        assert problem.loss(w) == pytest.approx(minimum.loss, abs=1e-10)
        assert np.abs(problem.grad(w)).max() < 1e-9
        assert np.linalg.eigvalsh(problem.hessian(w))[0] > 0
        assert minimum.is_global == (minimum.loss == min(m.loss for m in problem.minima))


@pytest.mark.parametrize("name", NAMES)
def test_that_the_proposed_rate_does_not_diverge_from_the_proposed_start(name: str) -> None:
    problem = SurfaceSpec(name).build()
    assert all(lo <= x <= hi for x, (lo, hi) in zip(problem.start, problem.domain, strict=True))
    w = list(problem.start)
    first = problem.scalar(*w)[0]
    for _ in range(100):
        loss, *grad = problem.scalar(*w)
        w = [x - problem.proposed_lr * g for x, g in zip(w, grad, strict=True)]
    assert loss < first


@pytest.mark.parametrize("name", NAMES)
def test_that_each_entry_says_what_it_teaches_in_both_languages(name: str) -> None:
    entry = surfaces.surface(name)
    for words in (entry.title, entry.teaches):
        assert set(words) == {"en", "ko"} and all(words.values())
    assert entry.source


@pytest.mark.parametrize("name", NAMES)
def test_that_shapes_go_through(name: str) -> None:
    problem = SurfaceSpec(name).build()
    w = np.ones((3, 4, 2))
    assert problem.loss(w).shape == (3, 4)
    assert problem.grad(w).shape == (3, 4, 2)
    assert problem.hessian(w).shape == (3, 4, 2, 2)
    assert problem.loss(w[0, 0]).shape == ()
    assert problem.grad([1, 1]).dtype == float
    assert problem.loss_on(np.ones((1, 7)), np.ones((5, 1))).shape == (5, 7)
    assert problem.grad(w.astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize("name", NAMES)
def test_that_precompiled_code_is_what_sympy_makes_now(name: str) -> None:
    formula = surfaces.surface(name).formula
    stored, fresh = precompiled.CODE[formula.canonical], compile_functions(formula)
    assert stored.partials == fresh.partials
    for point in golden()[name]["points"]:
        assert stored.scalar(*point) == fresh.scalar(*point)
    m, w = np, np.array(golden()[name]["points"]).T
    assert np.array_equal(stored.grad(m, *w)[0] + 0 * w[0], fresh.grad(m, *w)[0] + 0 * w[0])


def test_that_the_precompiled_file_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "precompile.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_that_a_surface_is_ready_at_once_and_without_sympy() -> None:
    code = (
        "import sys, time; import gdviz.problems.surfaces as s; import gdviz.problems.expression as e\n"
        "for name in s.names():\n"
        "    began = time.perf_counter(); p = s.SurfaceSpec(name).build(); p.scalar(*p.start); p.gradient_texts()\n"
        "    print(time.perf_counter() - began)\n"
        "e.ExpressionSpec('3x^2y').build()\n"
        "sys.exit('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert max(map(float, done.stdout.split())) < 0.03


def test_that_the_scalar_path_is_fast() -> None:
    f = SurfaceSpec("himmelblau").build().scalar
    best = 1.0
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(20_000):
            f(1.5, -0.5)
        best = min(best, time.perf_counter() - began)
    assert 20_000 / best > 4e5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "himelblau"}, "problem.name: unknown: 'himelblau'; did you mean himmelblau?"),
        ({"name": "../secrets"}, "problem.name: unknown: '../secrets'"),
        ({"name": 3}, "problem.name: must be text, got 3"),
        ({}, "problem.name: is missing"),
        ({"name": "sphere", "domian": []}, "problem.domian: unknown key; did you mean domain?"),
        ({"name": "sphere", "domain": [[0, 1]]}, "problem.domain: must have one [lo, hi] for each of the 2"),
        ({"name": "sphere", "domain": [[0, 1], [1, 0]]}, "problem.domain[1]: must have lo < hi"),
        ({"name": "sphere", "noise": {"std": -1}}, "problem.noise.std: must be >= 0"),
        ({"name": "sphere", "noise": {"sdt": 1}}, "problem.noise.sdt: unknown key; did you mean std?"),
        ({"name": "sphere", "noise": {}}, "problem.noise.std: is missing"),
        ({"name": "sphere", "noise": 1}, "problem.noise: must be an object"),
    ],
)
def test_that_a_wrong_surface_is_refused_by_its_key(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        SurfaceSpec.from_json({"kind": "surface", **data}, "problem")
    assert str(caught.value).startswith(sentence)


def test_that_a_surface_survives_json() -> None:
    data = {"kind": "surface", "name": "beale", "domain": [[-1.0, 4.0], [-2.0, 2.0]], "noise": {"std": 0.5}}
    spec = SurfaceSpec.from_json(data, "problem")
    assert spec.to_json() == data
    assert spec.build().domain == ((-1.0, 4.0), (-2.0, 2.0))
    assert spec.build().noise_std == 0.5
