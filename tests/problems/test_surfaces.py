"""The catalogue of surfaces: its list, its precompiled code, its entries in experiment files."""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz.formula import compile_functions, parse
from gdviz.messages import ExperimentError
from gdviz.problems import precompiled, surfaces
from gdviz.problems.expression import ExpressionSpec
from gdviz.problems.surfaces import GROUPS, SurfaceSpec

ROOT = Path(__file__).resolve().parents[2]


def test_that_the_list_begins_with_the_lectures() -> None:
    assert len(surfaces.names()) >= 42
    assert [entry.name for entry in surfaces.catalogue()][:3] == ["cubic_3x2y", "parabola_1d", "two_minima_1d"]


def test_that_the_groups_hold_each_surface_once_and_none_is_empty() -> None:
    grouped = surfaces.grouped()
    assert [heading for heading, _ in grouped] == list(GROUPS.values())
    assert all(entries for _, entries in grouped)
    assert [entry for _, entries in grouped for entry in entries] == list(surfaces.catalogue())
    assert {entry.name for entry in surfaces.catalogue()} == set(surfaces.names())


def test_that_a_curve_has_one_parameter_and_is_called_j() -> None:
    spec = SurfaceSpec.from_json({"kind": "surface", "name": "two_minima_1d", "domain": [[-3, 3]]}, "problem")
    problem = spec.build()
    assert spec.dim == problem.dim == 1
    assert (problem.names, problem.symbol, problem.domain) == (("w",), "J", ((-3.0, 3.0),))
    assert problem.gradient_texts() == ("4w³ − 8w + 1",)
    assert problem.scalar is not None and problem.scalar(2.0) == (2.0, 17.0)
    assert [m.is_global for m in problem.minima] == [True, False]
    with pytest.raises(ExperimentError, match="one \\[lo, hi\\] for each of the 1"):
        SurfaceSpec.from_json({"kind": "surface", "name": "parabola_1d", "domain": [[0, 1], [0, 1]]}, "problem")


def test_that_a_typed_curve_is_the_catalogues_only_in_its_own_variable() -> None:
    in_w = ExpressionSpec.from_json({"kind": "expression", "expression": "w^2", "variables": ["w"]}, "problem")
    in_x = ExpressionSpec.from_json({"kind": "expression", "expression": "x^2"}, "problem")
    assert in_w.build().minima and not in_x.build().minima


def test_that_each_formula_finds_its_precompiled_code() -> None:
    for entry in surfaces.catalogue():
        assert precompiled.name_of(entry.formula) == entry.name
        assert precompiled.code(entry.formula) is not None
    assert precompiled.code(parse("x**2 + y**2 + 1")) is None
    assert precompiled.code(parse("x**2 + y**2", ("y", "x"))) is None


def test_that_precompiled_code_gives_what_sympy_makes_now() -> None:
    formula = surfaces.surface("branin").formula
    stored, fresh = precompiled.code(formula), compile_functions(formula)
    assert stored is not None
    assert stored.partials == fresh.partials
    assert stored.scalar(1.5, 7.25) == fresh.scalar(1.5, 7.25)
    w = np.linspace(-5, 10, 8), np.linspace(0, 15, 8)
    for ours, theirs in zip(stored.hessian(np, *w), fresh.hessian(np, *w), strict=True):
        assert np.array_equal(ours, theirs)


def test_that_the_precompiled_file_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "precompile.py"), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_that_no_surface_needs_sympy_and_each_compiles_only_its_own_code() -> None:
    code = (
        "import sys; import numpy as np; import gdviz.problems.surfaces as s; import gdviz.problems.expression as e\n"
        "from gdviz.problems.precompiled import _compiled\n"
        "for k, name in enumerate(s.names()):\n"
        "    p = s.SurfaceSpec(name).build(); w = np.array(p.start)\n"
        "    p.scalar(*p.start); p.loss(w); p.grad(w); p.hessian(w); p.gradient_texts()\n"
        "    if _compiled.cache_info().currsize != k + 1: sys.exit(f'not just {name}')\n"
        "    if 'sympy' in sys.modules: sys.exit(f'{name} imports sympy')\n"
        "e.ExpressionSpec('3x^2y').build()\n"
        "sys.exit('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


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
        ({"name": "himelblau"}, 'problem.name: unknown: "himelblau"; did you mean himmelblau'),
        ({"name": "../secrets"}, 'problem.name: unknown: "../secrets"'),
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


PLAIN = {"global_minimum", "local_minimum", "saddle_point", "quad_k10", "quad_k100", "quad_k1000", "quad_rot_k100",
         "cubic_3x2y", "absolute_1d", "parabola_1d", "two_minima_1d", "rippled_1d"}  # fmt: skip
"""Surfaces with a description for a name, in words that the window has in Korean."""


@pytest.mark.parametrize("entry", surfaces.catalogue(), ids=lambda entry: entry.name)
def test_that_a_name_is_found_in_korean_by_its_latin_letters_too(entry: surfaces.Surface) -> None:
    english, korean = entry.title["en"].lower(), entry.title["ko"].lower()
    if entry.name not in PLAIN:
        named = re.search(r"\(([^\W\d][^()]*)\)", korean)
        assert named is not None and named[1] in english


@pytest.mark.parametrize("entry", surfaces.catalogue(), ids=lambda entry: entry.name)
def test_that_what_a_surface_teaches_is_whole_sentences(entry: surfaces.Surface) -> None:
    for sentence in re.split(r"(?<=[^0-9]\.) ", entry.teaches["ko"]):
        assert sentence.endswith("니다."), sentence
