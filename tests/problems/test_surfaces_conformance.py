"""What holds for every surface of the catalogue: a new file in resources/surfaces/ is covered as it is."""

import re
import zlib
from collections.abc import Callable
from functools import cache
from itertools import combinations_with_replacement
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from gdviz.formula import parse
from gdviz.problems import surfaces
from gdviz.problems.problem import Problem
from gdviz.problems.surfaces import GROUPS, SurfaceSpec
from tests.problems.nearness import assert_hessian_near, assert_near

NAMES = surfaces.names()
DIGITS = 50
POINTS = 12
STARTS = 400

pytestmark = pytest.mark.parametrize("name", NAMES)


@cache
def problem_of(name: str) -> Problem:
    return SurfaceSpec(name).build()


def box(name: str) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.array(surfaces.surface(name).domain).T
    return low, high


def random_points(name: str, n: int) -> np.ndarray:
    """Seeded points of the domain, shape (n, dim), with four decimals."""
    low, high = box(name)
    random = np.random.default_rng(zlib.crc32(name.encode()))
    return np.round(random.uniform(low, high, (n, len(low))), 4)


@cache
def exact_loss(name: str) -> Callable[..., Any]:
    """The formula as sympy reads it, evaluated by mpmath: neither our parser nor our derivatives."""
    entry = surfaces.surface(name)
    names = {v: sympy.Symbol(v, real=True) for v in entry.variables}
    expression = sympy.sympify(entry.expression, locals=names, rational=True)
    function: Callable[..., Any] = sympy.lambdify(list(names.values()), expression, "mpmath")
    return function


def test_that_loss_gradient_and_hessian_agree_with_fifty_digits(name: str) -> None:
    problem, f = problem_of(name), exact_loss(name)
    dim = problem.dim
    points = np.vstack([random_points(name, POINTS), [problem.start]])
    loss, grad = problem.loss(points), problem.grad(points)
    for k, point in enumerate(points):
        with mpmath.workdps(DIGITS):
            at = tuple(mpmath.mpf(x) for x in point)
            order = [tuple(int(i == j) for j in range(dim)) for i in range(dim)]
            first = [mpmath.diff(f, at, n) for n in order]
            second = {
                (i, j): mpmath.diff(f, at, tuple(a + b for a, b in zip(order[i], order[j], strict=True)))
                for i, j in combinations_with_replacement(range(dim), 2)
            }
            assert_near(loss[k], f(*at))
            assert_near(grad[k], first)
            matrix = np.array([[second[min(i, j), max(i, j)] for j in range(dim)] for i in range(dim)], dtype=float)
            assert_hessian_near(problem, point, matrix)


def test_that_the_scalar_way_is_the_array_way(name: str) -> None:
    problem = problem_of(name)
    assert problem.scalar is not None
    points = random_points(name, POINTS)
    scalar = np.array([problem.scalar(*map(float, point)) for point in points])
    assert_near(scalar[:, 0], problem.loss(points), 1e-13)
    assert_near(scalar[:, 1:], problem.grad(points))
    assert_near([problem.scalar_loss(*point) for point in points], problem.loss(points), 1e-13)
    assert_near(problem.loss_on(*points.T), problem.loss(points), 0)


def test_that_shapes_go_through(name: str) -> None:
    problem = problem_of(name)
    dim = problem.dim
    w = np.broadcast_to(np.array(problem.start), (3, 4, dim))
    assert problem.loss(w).shape == (3, 4)
    assert problem.grad(w).shape == (3, 4, dim)
    assert problem.hessian(w).shape == (3, 4, dim, dim)
    assert problem.loss(w[0, 0]).shape == ()
    assert problem.grad(w[0, 0]).shape == (dim,)
    assert problem.loss(w[:0]).shape == (0, 4)
    assert problem.grad([1] * dim).dtype == float
    assert problem.grad(w.astype(np.float32)).dtype == np.float32
    axes = [np.ones([5 + i if i == j else 1 for j in range(dim)]) for i in range(dim)]
    assert problem.loss_on(*axes).shape == tuple(5 + i for i in range(dim))
    one = problem.hessian(np.array(problem.start))
    assert np.array_equal(one, one.T)
    assert np.array_equal(problem.hessian(w)[2, 3], one)


def test_that_known_minima_are_minima(name: str) -> None:
    entry, problem, f = surfaces.surface(name), problem_of(name), exact_loss(name)
    low, high = box(name)
    best = min((m.loss for m in entry.minima), default=0.0)
    for minimum in entry.minima:
        w = np.array(minimum.w)
        assert np.all((low <= w) & (w <= high))
        with mpmath.workdps(DIGITS):
            assert_near(minimum.loss, f(*map(mpmath.mpf, minimum.w)), 1e-13)
        assert minimum.is_global == (minimum.loss <= best + 1e-14 * max(1.0, abs(best)))
        grad, hessian = problem.grad(w), problem.hessian(w)
        inside = (low < w) & (w < high)
        if np.isfinite(grad).all() and np.isfinite(hessian).all() and inside.all():
            eigenvalues = np.linalg.eigvalsh(hessian)
            assert np.abs(grad).max() <= 1e-14 * max(1.0, eigenvalues[-1]) * max(1.0, np.abs(w).max())
            assert eigenvalues[0] >= 0
        assert_no_lower_neighbour(f, w, inside, (low, high))
    assert len({m.w for m in entry.minima}) == len(entry.minima)
    assert sorted(m.loss for m in entry.minima) == pytest.approx([m.loss for m in entry.minima], abs=1e-12)


def assert_no_lower_neighbour(
    f: Callable[..., Any], w: np.ndarray, inside: np.ndarray, domain: tuple[np.ndarray, np.ndarray]
) -> None:
    """In fifty digits no point of the domain on small circles is lower: also where the loss has a kink."""
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False) + 0.1
    directions = np.stack([np.cos(turns), np.sin(turns)], -1) if len(w) == 2 else np.array([[1.0], [-1.0]])
    with mpmath.workdps(DIGITS):
        here = f(*map(mpmath.mpf, w))
        for radius in (1e-5, 1e-3):
            for direction in directions:
                near = np.clip(w + radius * direction, *domain)
                assert f(*map(mpmath.mpf, near)) >= here


def descended(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Where a compass search inside the domain ends from many starts: (w, loss); no derivatives are used."""
    problem = problem_of(name)
    low, high = box(name)
    w = random_points(name, STARTS)
    loss = problem.loss(w)
    step = np.full(len(w), 1.0)
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False) + 0.05
    compass = np.stack([np.cos(turns), np.sin(turns)], -1) if problem.dim == 2 else np.array([[1.0], [-1.0]])
    scale = (high - low) / 20
    for _ in range(150):
        tried = np.clip(w[:, None] + step[:, None, None] * compass * scale, low, high)
        losses = problem.loss(tried)
        best = losses.argmin(axis=1)
        found = losses[np.arange(len(w)), best]
        better = found < loss
        w = np.where(better[:, None], tried[np.arange(len(w)), best], w)
        loss = np.where(better, found, loss)
        step = np.where(better, step, step / 2)
    return w, loss


def test_that_a_multi_start_finds_nothing_lower_and_no_other_minimum(name: str) -> None:
    entry, problem = surfaces.surface(name), problem_of(name)
    if not entry.minima:
        assert entry.unbounded_below or not entry.minima_complete or valley_of_minima(problem, name)
        return
    low, high = box(name)
    ends, losses = descended(name)
    best = min(m.loss for m in entry.minima)
    assert losses.min() >= best - 1e-12 * max(1.0, abs(best))
    if not entry.minima_complete:
        return
    known = np.array([m.w for m in entry.minima])
    span = (high - low).max()
    for w in ends:
        grad, hessian = problem.grad(w), problem.hessian(w)
        inside = np.all((w - low > 1e-6 * span) & (high - w > 1e-6 * span))
        if not (inside and np.isfinite(hessian).all()):
            continue
        eigenvalues = np.linalg.eigvalsh(hessian)
        newton = np.linalg.norm(np.linalg.lstsq(hessian, grad, rcond=None)[0])
        if eigenvalues[0] > 1e-6 * eigenvalues[-1] > 0 and newton < 1e-6 * span:
            assert np.abs(known - w).max(axis=1).min() < 1e-5 * span


def valley_of_minima(problem: Problem, name: str) -> bool:
    """Whether the lowest points form a valley: at one of them the Hessian has a zero eigenvalue, none below 0."""
    ends, losses = descended(name)
    eigenvalues = np.linalg.eigvalsh(problem.hessian(ends[losses.argmin()]))
    return bool(np.abs(eigenvalues[0]) < 1e-5 * eigenvalues[-1])


def test_that_unbounded_below_is_what_the_far_field_says(name: str) -> None:
    entry, problem = surfaces.surface(name), problem_of(name)
    turns = np.linspace(0, 2 * np.pi, 720, endpoint=False) + 0.001
    rays = np.stack([np.cos(turns), np.sin(turns)], -1) if problem.dim == 2 else np.array([[1.0], [-1.0]])

    def lowest(radius: float) -> float:
        return float(problem.loss(np.linspace(0.9 * radius, radius, 60)[:, None, None] * rays).min())

    near, far = lowest(1000.0), lowest(2000.0)
    assert entry.unbounded_below == (far < near - 1 and far < -100)


def test_that_start_and_rate_show_a_descent(name: str) -> None:
    problem = problem_of(name)
    low, high = box(name)
    start = np.array(problem.start)
    assert np.all(np.isfinite([low, high])) and np.all(low < high)
    assert np.all((low <= start) & (start <= high))
    assert all(np.abs(start - m.w).max() > 0.001 * (high - low).min() for m in problem.minima if m.is_global)
    assert problem.scalar is not None and problem.proposed_lr > 0
    w = list(problem.start)
    first = problem.scalar(*w)[0]
    for _ in range(100):
        _, *grad = problem.scalar(*w)
        w = [x - problem.proposed_lr * g for x, g in zip(w, grad, strict=True)]
    assert problem.scalar(*w)[0] < first


def test_that_its_texts_are_complete_in_both_languages(name: str) -> None:
    entry = surfaces.surface(name)
    for words in (entry.title, entry.teaches):
        assert set(words) == {"en", "ko"} and all(words.values())
    assert re.search("[가-힣]", entry.teaches["ko"]) and not re.search("[가-힣]", entry.teaches["en"])
    assert all(sentence.rstrip().endswith(".") for sentence in entry.teaches.values())
    assert entry.source and entry.group in GROUPS
    others = [surfaces.surface(other) for other in NAMES if other != name]
    assert all(entry.title[language] not in [o.title[language] for o in others] for language in ("en", "ko"))
    assert (entry.group, entry.order) not in [(other.group, other.order) for other in others]


def test_that_its_formulas_read_back(name: str) -> None:
    entry, problem = surfaces.surface(name), problem_of(name)
    formula = entry.formula
    assert parse(formula.pretty(), entry.variables) == formula
    assert parse(formula.canonical, entry.variables) == formula
    assert len(problem.partials()) == len(problem.gradient_texts()) == problem.dim == SurfaceSpec(name).dim
    point = random_points(name, 1)
    for text, partial, component in zip(
        problem.gradient_texts(), problem.partials(), problem.grad(point)[0], strict=True
    ):
        assert parse(text, entry.variables) == parse(partial, entry.variables)
        assert_near(parse(partial, entry.variables).evaluate(np, *point[0]), component)


def test_that_the_table_covers_the_catalogue(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if name != NAMES[-1]:
        return
    minima = sum(len(surfaces.surface(each).minima) for each in NAMES)
    derivatives = sum((POINTS + 1) * (1 + d + d * (d + 1) // 2) for d in (problem_of(n).dim for n in NAMES))
    with capsys.disabled():
        print(f"\n  surfaces: {len(NAMES)}, {derivatives} numbers against mpmath, {minima} minima", end=" ")
