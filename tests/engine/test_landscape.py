from __future__ import annotations

import math
import subprocess
import sys
import time
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import gdviz
from gdviz.engine.landscape import Scale, blocks, breaks, contour_parts, contours, curve, grid, quantiles, sparser
from gdviz.problems.problem import Problem
from tests.contours import worst_misplacement

HIMMELBLAU = {"kind": "surface", "name": "himmelblau"}
ROSENBROCK = {"kind": "surface", "name": "rosenbrock"}
BOX = ((-2.0, 2.0), (-1.0, 3.0))


def problem(spec: dict[str, Any]) -> Problem:
    return gdviz.problem(spec)


def losses(name: str) -> NDArray[np.float64]:
    made = problem({"kind": "surface", "name": name})
    return np.asarray(grid(made, made.domain, (128, 128)))


def test_that_an_entry_belongs_to_its_x_and_y() -> None:
    himmelblau = problem(HIMMELBLAU)
    loss = grid(himmelblau, BOX, (33, 65))
    x, y = np.linspace(-2, 2, 65)[40], np.linspace(-1, 3, 33)[7]
    assert loss.shape == (33, 65)
    assert loss[7, 40] == pytest.approx(float(himmelblau.loss(np.array([x, y]))), rel=1e-13)


def test_that_blocks_cover_each_entry_once() -> None:
    seen = np.zeros((300, 500), dtype=int)
    for rows, columns, part in blocks(problem(HIMMELBLAU), BOX, (300, 500)):
        seen[rows, columns] += 1
        assert part.shape == seen[rows, columns].shape
    assert (seen == 1).all()


def test_that_other_parameters_are_held_where_given() -> None:
    quadratic = problem({"kind": "quadratic", "matrix": [[2, 0, 0], [0, 2, 0], [0, 0, 2]]})
    box = ((-1.0, 1.0), (-1.0, 1.0))
    assert grid(quadratic, box, (3, 3), at=(9, 9, 5))[1, 1] == pytest.approx(25)
    assert grid(quadratic, box, (3, 3), at=(9, 9, 0))[1, 1] == pytest.approx(0)


def test_that_one_parameter_has_a_curve_and_no_grid() -> None:
    quartic = problem({"kind": "expression", "expression": "x^4 - 3x^2 + x"})
    w, loss = curve(quartic, -2, 2, 101)
    np.testing.assert_allclose(loss, w**4 - 3 * w**2 + w, atol=1e-12)
    with pytest.raises(ValueError, match="two parameters"):
        grid(quartic, BOX, (3, 3))


def test_that_data_are_computed_in_pieces_of_bounded_work() -> None:
    x = np.linspace(0, 1, 30_000)
    data = {"kind": "inline", "x": x[:, None].tolist(), "y": (2 * x).tolist()}
    regression = problem({"kind": "linear_regression", "data": data})
    parts = list(blocks(regression, BOX, (20, 20)))
    assert max(part.size for _, _, part in parts) * 30_000 <= 2_000_000
    assert sum(part.size for _, _, part in parts) == 400


@pytest.mark.parametrize("name", ["himmelblau", "rosenbrock", "rastrigin", "cubic_3x2y", "styblinski_tang", "saddle"])
@pytest.mark.parametrize("kind", [None, "log", "symlog", "linear", "rank"])
def test_that_heights_rise_with_the_loss_and_invert_gives_it_back(name: str, kind: Any) -> None:
    loss = losses(name)
    scale = Scale.of(loss, kind)
    heights = scale.normalise(np.sort(loss.ravel()))
    assert heights.min() >= 0 and heights.max() <= 1
    assert (np.diff(heights) >= 0).all()
    inside = np.linspace(0.05, 0.95, 19)
    np.testing.assert_allclose(scale.normalise(scale.invert(inside)), inside, atol=1e-6)


@pytest.mark.parametrize("name", ["himmelblau", "rosenbrock", "rastrigin", "cubic_3x2y", "styblinski_tang", "saddle"])
@pytest.mark.parametrize("kind", [None, "linear", "rank"])
def test_that_ticks_are_few_ordered_and_hold_true_losses(name: str, kind: Any) -> None:
    scale = Scale.of(losses(name), kind)
    ticks = scale.ticks()
    assert 3 <= len(ticks) <= 10
    assert ticks == sorted(ticks)
    for height, loss in ticks:
        assert height == pytest.approx(float(scale.normalise(loss)))
        assert float(f"{loss:.3g}") == pytest.approx(loss)


def test_that_linear_heights_are_shares_of_the_loss_above_the_lowest() -> None:
    loss = losses("himmelblau")
    scale = Scale.of(loss, "linear")
    top = float(scale.invert(1.0))
    np.testing.assert_allclose(scale.normalise([scale.lowest, (scale.lowest + top) / 2, top]), [0, 0.5, 1], atol=1e-12)
    assert scale.lowest == loss.min()


@pytest.mark.parametrize("name", ["himmelblau", "styblinski_tang", "cubic_3x2y", "rosenbrock"])
def test_that_ticks_and_contours_of_a_linear_scale_are_evenly_spaced(name: str) -> None:
    scale = Scale.of(losses(name), "linear")
    for chosen in ([loss for _, loss in scale.ticks()], scale.round_levels(18)):
        steps = np.diff(chosen)
        assert 3 <= len(chosen) <= 20
        np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
        assert float(f"{steps[0]:.1g}") == pytest.approx(steps[0])


def test_that_a_problem_of_one_formula_has_the_losses_of_its_points() -> None:
    for name in ("himmelblau", "quad_k10"):
        made = problem({"kind": "surface", "name": name})
        box = ((-1.5, 2.0), (-0.5, 3.0))
        found = grid(made, box, (23, 31))
        x, y = np.meshgrid(np.linspace(*box[0], 31), np.linspace(*box[1], 23))
        np.testing.assert_array_equal(found, made.loss(np.stack((x, y), axis=-1)))


def test_that_a_shallow_valley_is_visible_beside_a_high_wall() -> None:
    rosenbrock = problem(ROSENBROCK)
    scale = Scale.of(grid(rosenbrock, rosenbrock.domain, (256, 256)))
    valley, slope, wall = scale.normalise([1e-3, 30.0, 1e4])
    assert scale.kind == "log"
    assert valley < 0.02 and slope - valley > 0.1 and wall - slope > 0.1


@pytest.mark.parametrize(("text", "kind"), [("1/(x*y)", "symlog"), ("1/x + y^2", "symlog"), ("log(x^2 + y^2)", "log")])
def test_that_poles_do_not_make_all_the_rest_one_colour(text: str, kind: str) -> None:
    made = problem({"kind": "expression", "expression": text, "domain": [[-2, 2], [-2, 2]]})
    found = grid(made, made.domain, (256, 256))
    scale = Scale.of(found)
    assert scale.kind == kind
    assert np.ptp(scale.normalise(np.quantile(found, (0.2, 0.8)))) > 0.05


def test_that_a_loss_falling_out_of_the_view_through_zero_is_symmetric() -> None:
    scale = Scale.of(losses("cubic_3x2y"))
    assert scale.kind == "symlog"
    assert float(scale.normalise(0.0)) == pytest.approx(0.5, abs=0.02)
    assert 0.0 in [loss for _, loss in scale.ticks()]


def test_that_a_negative_minimum_inside_is_the_ground_of_a_logarithm() -> None:
    scale = Scale.of(losses("styblinski_tang"))
    assert scale.kind == "log"
    assert float(scale.normalise(-78.33)) < 0.1 < float(scale.normalise(-64.2)) < float(scale.normalise(-50.06))


def test_that_what_is_not_finite_is_a_hole() -> None:
    loss = np.array([[1.0, np.nan], [np.inf, 5.0]])
    heights = Scale.of(loss).normalise(loss)
    assert np.isnan(heights[0, 1]) and np.isnan(heights[1, 0])
    assert heights[0, 0] == 0 and heights[1, 1] == pytest.approx(1)


@pytest.mark.parametrize("loss", [np.full((4, 4), 7.0), np.full((4, 4), np.nan), np.zeros((4, 4))])
@pytest.mark.parametrize("kind", [None, "rank"])
def test_that_a_flat_or_empty_view_has_a_scale(loss: NDArray[np.float64], kind: Any) -> None:
    scale = Scale.of(loss, kind)
    assert len(scale.ticks()) == 1
    assert np.array_equal(np.isnan(scale.normalise(loss)), np.isnan(loss))


def test_that_a_pole_does_not_take_the_scale() -> None:
    loss = losses("himmelblau")
    plain = Scale.of(loss).normalise(100.0)
    loss[0, 0] = 1e200
    assert float(Scale.of(loss).normalise(100.0)) == pytest.approx(float(plain), abs=0.15)


def test_that_a_contour_of_a_cone_is_its_circle() -> None:
    x = np.linspace(-1, 1, 101)
    cone = np.hypot(x[None, :], x[:, None])
    px, py, connect = contours(cone, ((-1.0, 1.0), (-1.0, 1.0)), [0.5])
    np.testing.assert_allclose(np.hypot(px, py), 0.5, atol=1e-3)
    assert connect.sum() == len(px) - 1 and not connect[-1]


def test_that_contour_lines_stay_out_of_holes_and_apart() -> None:
    x = np.linspace(-1, 1, 101)
    cone = np.hypot(x[None, :], x[:, None])
    cone[:, :50] = np.nan
    px, _, connect = contours(cone, ((-1.0, 1.0), (-1.0, 1.0)), [0.3, 0.6])
    assert px.min() >= 0
    assert (~connect).sum() == 2


@pytest.mark.parametrize("every", [1, 2, 3])
def test_that_contours_of_every_size_of_grid_lie_where_its_heights_say(every: int) -> None:
    box, level = ((-1.0, 1.0), (-0.7, 0.9)), 0.2513
    for size in range(40, 601):
        shape = (max(8, round(0.8 * size)), size)
        x, y = np.linspace(*box[0], shape[1]), np.linspace(*box[1], shape[0])
        heights = x[None, :] ** 2 + y[:, None] ** 2
        ((px, py, _),) = contour_parts(heights, box, [level], every=every)
        assert len(px) > 1.5 * size / every, size
        assert worst_misplacement(px, py, heights, box, level) < 1e-9, size
        cell = every * max(x[1] - x[0], y[1] - y[0])
        assert np.abs(np.hypot(px, py) - math.sqrt(level)).max() < cell**2 / 3, size


def test_that_parts_of_the_contours_make_the_whole() -> None:
    heights = Scale.of(losses("himmelblau")).normalise(losses("himmelblau"))
    levels = np.linspace(0.1, 0.9, 9)
    parts = list(contour_parts(heights, BOX, levels))
    assert len(parts) == 3
    assert sum(len(x) for x, _, _ in parts) == len(contours(heights, BOX, levels)[0])


def test_that_a_quarter_million_nodes_take_no_time_worth_waiting() -> None:
    rosenbrock = problem(ROSENBROCK)
    grid(rosenbrock, BOX, (64, 64))
    best = min(_seconds(rosenbrock) for _ in range(3))
    assert best < 0.1


def _seconds(made: Problem) -> float:
    start = time.perf_counter()
    grid(made, BOX, (512, 512))
    return time.perf_counter() - start


@pytest.mark.parametrize("count", [1, 2, 7, 1000])
def test_that_quantiles_are_those_of_numpy(count: int) -> None:
    values = np.random.default_rng(count).normal(size=count)
    shares = np.linspace(0, 1, 13)
    np.testing.assert_allclose(quantiles(values, shares), np.quantile(values, shares), rtol=1e-12)


def test_that_a_scale_needs_no_masked_arrays() -> None:
    program = (
        "import sys\nimport numpy as np\nfrom gdviz.engine.landscape import Scale\n"
        "for kind in (None, 'symlog', 'linear'):\n    Scale.of(np.arange(99.0).reshape(9, 11) ** 2, kind)\n"
        "print('numpy.ma' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [("1/x", [0.0]), ("1/(x - 0.3) + 1/(x + 1.2)", [-1.2, 0.3]), ("tan(x)", []), ("tanh(5000*x)", []), ("100*x**3", []),
     ("1/x**2", [])],
)  # fmt: skip
def test_that_a_curve_breaks_at_poles_and_nowhere_else(text: str, places: list[float]) -> None:
    made = problem({"kind": "expression", "expression": text, "domain": [[-1.5, 1.5]]})
    w, loss = curve(made, -1.5, 1.5, 600)
    found = np.flatnonzero(breaks(made, w, loss, 1.0))
    assert len(found) == len(places)
    for at, place in zip(found, places, strict=True):
        assert w[at] <= place <= w[at + 1]


def test_that_a_line_with_fewer_points_keeps_its_ends_its_pieces_and_its_place() -> None:
    angle = np.linspace(0, 2 * np.pi, 2001)
    circle = np.stack((50 * np.cos(angle), 50 * np.sin(angle)))
    straight = np.stack((np.full(1001, 50.0), np.linspace(0.05, 320.05, 1001)))  # goes on where the circle ends
    x, y = np.concatenate((circle, straight), axis=1)
    connect = np.ones(len(x), dtype=bool)
    connect[[2000, -1]] = False
    px, py, kept = sparser((x / 10, y / 5, connect), (0.1, 0.2))
    assert set(zip(px, py, strict=True)) <= set(zip(x / 10, y / 5, strict=True))
    ends = np.flatnonzero(~kept)
    assert len(ends) == 2 and ends[-1] == len(px) - 1
    assert (px[0], py[0]) == (5, 0)
    assert [py[ends[0]], py[ends[0] + 1], py[-1]] == pytest.approx([0, 0.01, 64.01], abs=1e-9)
    assert 100 < ends[0] < 400  # a turn of 2π by 0.06, and 314 pixels by 2
    assert 150 < len(px) - ends[0] < 170  # 320 pixels by 2
    middle = np.hypot((px[:-1] + px[1:]) / 0.2, (py[:-1] + py[1:]) / 0.4)[: ends[0]]
    assert 50 - middle.min() < 0.02


@pytest.mark.parametrize("size", [(512, 512), (1600, 2000), (1208, 1303)])
def test_that_a_finer_grid_has_the_same_scale(size: tuple[int, int]) -> None:
    for name in ("himmelblau", "sphere", "rosenbrock", "rastrigin"):
        made = problem({"kind": "surface", "name": name})
        coarse, fine = Scale.of(grid(made, made.domain, (256, 256))), Scale.of(grid(made, made.domain, size))
        heights = fine.normalise(coarse.invert(np.linspace(0.05, 0.95, 19)))
        np.testing.assert_allclose(heights, np.linspace(0.05, 0.95, 19), atol=0.05)
