"""Planes through many parameters, against linear algebra and the losses themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import landscape, planes
from gdviz.engine.planes import Plane, PlaneChoice, PlaneProblem
from gdviz.problems.problem import Problem
from tests.making import quadratic, record_of

RANDOM = np.random.default_rng(7)
VALUES = np.array([9.0, -6.0, 3.0, 2.0, 1.0, 0.5])


def rotated() -> tuple[dict[str, Any], np.ndarray]:
    """A quadratic of six parameters with the eigenvalues above, and its eigenvectors as columns."""
    vectors, _ = np.linalg.qr(RANDOM.standard_normal((6, 6)))
    matrix = vectors * VALUES @ vectors.T
    return {"kind": "quadratic", "matrix": ((matrix + matrix.T) / 2).tolist()}, vectors


def with_data(kind: str, n: int = 60, features: int = 4, **more: Any) -> dict[str, Any]:
    """Inline data of some features."""
    random = np.random.default_rng(5)
    x = random.standard_normal((n, features)) * np.arange(1, features + 1)
    y = x @ np.linspace(1, -1, features) + random.standard_normal(n)
    y = (y > 0).astype(float) if kind == "logistic_regression" else y
    return {"kind": kind, "data": {"kind": "inline", "x": x.tolist(), "y": y.tolist()}, **more}


MODEL = {
    "kind": "model", "prediction": "a*sin(b*x) + c*x", "parameters": ["a", "b", "c"], "loss": "mse",
    "data": {"kind": "inline", "x": [[-1], [0.5], [2], [3]], "y": [1, 0, 2, -1]},
}  # fmt: skip
PROBLEMS = [rotated()[0], with_data("linear_regression"), with_data("logistic_regression"), MODEL]
IDS = ["quadratic", "linear", "logistic", "model"]


def a_plane(dim: int, seed: int = 1) -> Plane:
    random = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(random.standard_normal((dim, 2)))
    return Plane(random.standard_normal(dim), basis.T, ("u", "v"))


def is_orthonormal(plane: Plane) -> bool:
    return np.allclose(plane.basis @ plane.basis.T, np.eye(2), atol=1e-12)


@pytest.mark.parametrize("spec", PROBLEMS, ids=IDS)
def test_that_the_loss_of_a_place_is_that_of_its_parameters(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    plane = a_plane(problem.dim)
    flat = PlaneProblem(problem, plane, ((-2, 2), (-3, 1)))
    places = RANDOM.uniform(-2, 2, (5, 7, 2))
    points = plane.origin + places[..., :1] * plane.basis[0] + places[..., 1:] * plane.basis[1]
    assert np.asarray(flat.loss(places)) == pytest.approx(np.asarray(problem.loss(points)), rel=1e-10)
    grid = landscape.grid(flat, flat.domain, (9, 11))
    assert grid[2, 5] == pytest.approx(float(problem.loss(plane.point([0.0, -2.0]))), rel=1e-10)


@pytest.mark.parametrize("spec", PROBLEMS, ids=IDS)
def test_that_gradient_and_hessian_on_the_plane_are_the_limits_of_differences(spec: dict[str, Any]) -> None:
    problem = gdviz.problem(spec)
    flat = PlaneProblem(problem, a_plane(problem.dim), ((-2, 2), (-2, 2)))
    place, h = np.array([0.3, -0.4]), 1e-5
    steps = np.eye(2) * h
    slope = [(float(flat.loss(place + s)) - float(flat.loss(place - s))) / (2 * h) for s in steps]
    assert np.asarray(flat.grad(place)) == pytest.approx(slope, rel=1e-6, abs=1e-8)
    bent = [(np.asarray(flat.grad(place + s)) - np.asarray(flat.grad(place - s))) / (2 * h) for s in steps]
    assert np.asarray(flat.hessian(place)) == pytest.approx(np.array(bent), rel=1e-5, abs=1e-7)


def test_that_parameters_in_the_plane_are_their_own_projection() -> None:
    plane = a_plane(8)
    places = RANDOM.standard_normal((20, 2))
    assert plane.project(plane.point(places)) == pytest.approx(places, abs=1e-12)
    assert plane.holds(plane.point([3.0, -2.0]))


def test_that_a_projection_is_the_nearest_point_of_the_plane() -> None:
    plane, w = a_plane(8), RANDOM.standard_normal(8)
    nearest, *_ = np.linalg.lstsq(plane.basis.T, w - plane.origin, rcond=None)
    assert plane.project(w) == pytest.approx(nearest, abs=1e-12)
    assert plane.basis @ (w - plane.point(plane.project(w))) == pytest.approx([0, 0], abs=1e-12)
    assert not plane.holds(w)


def test_that_a_parallel_plane_holds_the_point_and_keeps_the_places() -> None:
    plane, w, other = a_plane(8), RANDOM.standard_normal(8), RANDOM.standard_normal(8)
    moved = plane.through(w)
    assert moved.holds(w)
    assert moved.project(other) == pytest.approx(plane.project(other), abs=1e-12)


def test_that_a_start_moves_along_the_basis_only() -> None:
    plane, w = a_plane(8), RANDOM.standard_normal(8)
    moved = plane.moved(w, (1.5, -0.25))
    assert plane.project(moved) == pytest.approx([1.5, -0.25], abs=1e-12)
    step = moved - w
    assert step == pytest.approx(plane.basis.T @ (plane.basis @ step), abs=1e-12)


def test_that_a_start_moved_over_two_parameters_keeps_the_others_to_the_last_bit() -> None:
    problem = gdviz.problem(quadratic(1, 2, 3, 4, 5))
    plane = planes.by_parameters(problem, (3, 1)).through(RANDOM.standard_normal(5))
    w = np.array([0.1, 0.2, 0.3, 0.7, 1 / 3])
    assert plane.moved(w, (0.3, -0.1)).tolist() == [0.1, -0.1, 0.3, 0.3, 1 / 3]
    assert plane.names == ("w4", "w2")
    assert plane.project(w).tolist() == [0.7, 0.2]


def test_that_the_hessian_spans_by_the_eigenvectors_of_the_largest_eigenvalues_in_size() -> None:
    spec, vectors = rotated()
    plane = planes.by_hessian(gdviz.problem(spec), RANDOM.standard_normal(6), np.zeros(6))
    assert plane.curvatures == pytest.approx((9.0, -6.0))
    assert np.abs(plane.basis @ vectors[:, :2]) == pytest.approx(np.eye(2), abs=1e-10)
    assert is_orthonormal(plane)


def test_that_the_loss_on_a_plane_of_eigenvectors_is_the_sum_of_two_parabolas() -> None:
    spec, _ = rotated()
    problem = gdviz.problem(spec)
    flat = PlaneProblem(problem, planes.by_hessian(problem, np.zeros(6), np.zeros(6)), ((-1, 1), (-1, 1)))
    assert float(flat.loss(np.array([2.0, 3.0]))) == pytest.approx(0.5 * 9 * 4 - 0.5 * 6 * 9)


@pytest.mark.parametrize("n", [2, 50, 9000])
def test_that_the_components_of_a_path_are_those_of_a_singular_value_decomposition(n: int) -> None:
    path = RANDOM.standard_normal((n, 5)) * [5, 0.3, 2, 0.1, 1] + 7
    plane = planes.by_paths([path], path[0])
    rows = path[:: -(-n // planes._ROWS)]
    _, values, right = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    shares = values**2 / (values**2).sum()
    assert np.abs(plane.basis[0] @ right[0]) == pytest.approx(1, abs=1e-9)
    assert plane.explained == pytest.approx((shares[0], shares[1] if n > 2 else 0), abs=1e-12)
    assert plane.project(path[0]) == pytest.approx([0, 0], abs=1e-9)
    assert is_orthonormal(plane)


def test_that_a_path_within_a_plane_is_explained_wholly() -> None:
    path = a_plane(7).point(RANDOM.standard_normal((40, 2)))
    explained = planes.by_paths([path], path[0]).explained
    assert explained is not None and sum(explained) == pytest.approx(1)
    assert planes.by_paths([path], path[0]).holds(path[11])


@pytest.mark.parametrize("path", [np.full((9, 4), 2.5), np.outer(np.arange(9), [1, 2, 0, -1.0])], ids=["rest", "line"])
def test_that_a_path_without_a_second_direction_has_a_plane_all_the_same(path: np.ndarray) -> None:
    plane = planes.by_paths([path], path[0])
    assert is_orthonormal(plane) and np.isfinite(plane.project(path)).all()


def test_that_a_diverged_path_of_huge_numbers_has_a_plane() -> None:
    plane = planes.by_paths([np.outer(1e160 ** np.linspace(0, 1, 30), [1, -2, 3.0])], np.zeros(3))
    assert is_orthonormal(plane)
    assert plane.explained == pytest.approx((1, 0))


def test_that_the_hessian_of_many_samples_is_taken_of_some_at_a_bounded_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = gdviz.problem(with_data("logistic_regression", n=5000))
    w = np.array([0.1, -0.2, 0.05, 0.3, -0.1])
    whole, of_all = planes.hessian_at(problem, w)
    assert of_all is None and whole == pytest.approx(np.asarray(problem.hessian(w)))
    monkeypatch.setattr(planes, "_WORK", 4900 * 25)
    part, some = planes.hessian_at(problem, w)
    assert some == 4900
    assert part == pytest.approx(whole, rel=0.05, abs=0.02)
    assert planes.is_costly(problem)


def test_that_least_squares_of_many_samples_have_their_hessian_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "_WORK", 100)
    problem = gdviz.problem(with_data("linear_regression", n=500))
    assert planes.is_quadratic(problem) and planes.hessian_at(problem, np.zeros(5))[1] is None
    assert not planes.is_quadratic(gdviz.problem(with_data("logistic_regression")))


def test_that_a_minimum_counts_where_the_plane_goes_through_it() -> None:
    problem: Problem = gdviz.problem({**quadratic(1, 2, 3), "minimum": [1, 2, 3]})
    plane = planes.by_parameters(problem, (0, 2))
    box = planes.box_on(plane, problem, [])
    assert PlaneProblem(problem, plane.through([0, 0, 0]), box).minima == ()
    (minimum,) = PlaneProblem(problem, plane.through([1, 2, 3]), box).minima
    assert minimum.w == pytest.approx((1, 3)) and minimum.loss == 0


def test_that_the_box_of_two_parameters_is_that_of_the_problem() -> None:
    problem = gdviz.problem({**quadratic(1, 2, 3), "domain": [[-1, 1], [-2, 2], [0, 5]]})
    box = planes.box_on(planes.by_parameters(problem, (2, 0)), problem, [])
    assert box[0] == pytest.approx((0, 5)) and box[1] == pytest.approx((-1, 1))


def test_that_the_box_of_a_path_holds_it_but_not_where_it_explodes() -> None:
    calm = record_of(rotated()[0], [1, 2, -1, 1, 2, 1], {"kind": "sgd", "lr": 0.02}, steps=8)
    plane = planes.by_paths([calm.w], calm.w[0])
    places, box = plane.project(calm.w), planes.box_on(plane, calm.problem, [calm.w])
    for axis, (low, high) in enumerate(box):
        assert low < places[:, axis].min() and places[:, axis].max() < high
    wild = record_of(rotated()[0], [1, 2, -1, 1, 2, 1], {"kind": "sgd", "lr": 10.0}, steps=50)
    assert all(
        abs(end) < 100
        for side in planes.box_on(planes.by_paths([wild.w], wild.w[0]), wild.problem, [wild.w])
        for end in side
    )


def test_that_a_direction_does_not_turn_round_from_one_plane_to_the_next() -> None:
    plane = a_plane(4)
    turned = Plane(plane.origin, -plane.basis, plane.names)
    assert turned.along_as(plane).basis == pytest.approx(plane.basis)


def test_that_a_choice_survives_the_file_and_what_makes_no_sense_is_ignored() -> None:
    choice = PlaneChoice("hessian", "minimum", (4, 1))
    view = choice.into({"runs": []})
    assert view == {"runs": [], "plane": {"by": "hessian", "at": "minimum", "axes": [4, 1]}}
    assert PlaneChoice.of(view, 5) == choice
    assert PlaneChoice.of(view, 4) == PlaneChoice("hessian", "minimum")
    assert PlaneChoice().into(view) == {"runs": []}
    for nonsense in (None, [], {"by": 3, "at": "x", "axes": [1, 1]}, {"by": ["path"], "axes": [True, 0]}):
        assert PlaneChoice.of({"plane": nonsense}, 5) == PlaneChoice()


def three_paths(dim: int = 5) -> list[np.ndarray]:
    """Paths of very different lengths, apart from one another."""
    random = np.random.default_rng(19)
    lengths, widths = (700, 12, 60), np.linspace(3, 0.2, dim)
    return [
        (1 + k) * random.standard_normal(dim) + random.standard_normal((n, dim)).cumsum(axis=0) * widths / np.sqrt(n)
        for k, n in enumerate(lengths)
    ]


def by_hand(paths: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Directions and shares of the variance by a singular value decomposition of the weighed rows themselves."""
    weights = np.concatenate([np.full(len(path), 1 / (len(paths) * len(path))) for path in paths])
    rows = np.concatenate(paths)
    middle = weights @ rows
    _, values, right = np.linalg.svd(np.sqrt(weights)[:, None] * (rows - middle), full_matrices=False)
    return right, values**2 / (values**2).sum()


def test_that_the_components_of_several_paths_are_those_of_all_their_weighed_rows() -> None:
    paths = three_paths()
    plane, (right, shares) = planes.by_paths(paths, paths[0][0]), by_hand(paths)
    assert plane.explained == pytest.approx(shares[:2].tolist(), abs=1e-12)
    assert np.abs((plane.basis * right[:2]).sum(-1)) == pytest.approx([1, 1], abs=1e-9)
    assert is_orthonormal(plane)
    assert plane.project(paths[0][0]) == pytest.approx([0, 0], abs=1e-9)


def test_that_the_variance_along_each_axis_is_the_share_that_is_shown() -> None:
    paths = three_paths()
    plane = planes.by_paths(paths, np.zeros(5))
    means = [path.mean(axis=0) for path in paths]
    middle = np.mean(means, axis=0)
    total = np.mean([((path - middle) ** 2).sum(-1).mean() for path in paths])
    along = np.mean([((plane.along(path - middle)) ** 2).mean(axis=0) for path in paths], axis=0)
    assert plane.explained == pytest.approx((along / total).tolist(), abs=1e-12)


def test_that_a_long_path_does_not_outweigh_a_short_one() -> None:
    line = np.linspace(0, 1, 3000)[:, None]
    long, short = line * [1, 0, 0.0], line[::300] * [0, 1, 0.0]
    plane = planes.by_paths([long, short], np.zeros(3))
    assert np.abs(plane.basis[:, 2]) == pytest.approx([0, 0], abs=1e-9)  # the plane of both
    assert planes.by_paths([long[::300], short], np.zeros(3)).explained == pytest.approx(plane.explained, abs=2e-2)
    assert plane.explained is not None and min(plane.explained) > 0.1
    more = planes.by_paths([long, long, short], np.zeros(3)).explained
    assert more is not None and more != pytest.approx(plane.explained, abs=1e-3)  # each path counts, not each direction


def test_that_one_path_has_the_components_of_the_differences_from_its_end() -> None:
    path = three_paths()[2]
    apart = path - path[-1]
    _, values, right = np.linalg.svd(apart - apart.mean(axis=0))
    plane = planes.by_paths([path], path[0])
    assert np.abs((plane.basis * right[:2]).sum(-1)) == pytest.approx([1, 1], abs=1e-9)
    assert plane.explained == pytest.approx((values[:2] ** 2 / (values**2).sum()).tolist(), abs=1e-12)


def test_that_the_box_holds_all_paths_also_from_starts_outside_the_domain() -> None:
    spec = quadratic(9, 6, 3, 2, 1, 0.5, domain=[[-1, 1]] * 6)
    starts = [[18, 6, -15, 3, 6, 3], [-12, 0, 0, 0, 21, 0], [0.1] * 6]
    records = [record_of(spec, start, {"kind": "sgd", "lr": 0.02, "momentum": 0.5}, steps=15) for start in starts]
    paths = [record.w for record in records]
    plane = planes.by_paths(planes.near(records[0].problem, paths), paths[0][0])
    places, box = plane.project(np.concatenate(paths)), planes.box_on(plane, records[0].problem, paths)
    for axis, (low, high) in enumerate(box):
        assert low < places[:, axis].min() and places[:, axis].max() < high


def test_that_a_path_that_explodes_is_not_all_that_the_others_are_seen_by() -> None:
    spec = quadratic(1, 2, 3, 4)
    calm = [record_of(spec, start, {"kind": "sgd", "lr": 0.1}, steps=20) for start in ([1, 1, 0, 0], [0, 1, -1, 0])]
    wild = record_of(spec, [1, 0, 0, 1], {"kind": "sgd", "lr": 0.7}, steps=200)  # 4 * 0.7 > 2: along the last axis
    paths = [*(record.w for record in calm), wild.w]
    kept = planes.near(wild.problem, paths)
    assert [len(path) for path in kept[:2]] == [21, 21] and 1 <= len(kept[2]) < 20
    box = planes.box_on(planes.by_paths(kept, np.zeros(4)), wild.problem, paths)
    assert max(high - low for low, high in box) < 30 < np.abs(wild.w).max()
    alone = planes.near(wild.problem, [wild.w[50:]])
    assert len(alone[0]) == len(wild.w) - 50  # where nothing else is left, all of it


def test_that_the_choice_of_the_runs_survives_the_file() -> None:
    alone = PlaneChoice("path", runs="chosen")
    assert PlaneChoice.of(alone.into({}), 5) == alone
    assert alone.into({})["plane"]["runs"] == "chosen"
    assert PlaneChoice.of({"plane": {"by": "path", "explained": [0.5, 0.2]}}, 5) == PlaneChoice("path")
    assert PlaneChoice.of({"plane": {"by": "path", "runs": "none"}}, 5).runs == "visible"
