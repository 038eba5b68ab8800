from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdviz
from gdviz.engine import directions
from gdviz.problems.problem import Problem
from tests.making import expression, line_data

ANGLES = st.floats(-math.pi, math.pi)
PLACES = st.tuples(st.floats(-4, 4), st.floats(-4, 4))


def a_problem(text: str) -> Problem:
    return gdviz.problem(expression(text))


HIMMELBLAU = gdviz.problem({"kind": "surface", "name": "himmelblau"})
SPHERE = gdviz.problem({"kind": "surface", "name": "sphere"})


@given(PLACES, ANGLES)
def test_that_the_slope_in_a_direction_is_the_limit_of_the_difference(w: tuple[float, float], angle: float) -> None:
    h = 1e-6
    along = directions.direction(angle) * h
    ahead, behind = (float(HIMMELBLAU.loss(np.array(w) + sign * along)) for sign in (1, -1))
    found = directions.slope(directions.gradient_at(HIMMELBLAU, w), angle)
    assert found == pytest.approx((ahead - behind) / (2 * h), rel=1e-4, abs=1e-3)


@given(PLACES)
def test_that_no_direction_is_steeper_than_the_gradient(w: tuple[float, float]) -> None:
    gradient = directions.gradient_at(HIMMELBLAU, w)
    angles = np.linspace(-math.pi, math.pi, 361)
    slopes = directions.slopes(gradient, angles)
    size = math.hypot(*gradient)
    assert slopes.max() <= size * (1 + 1e-12)
    up = directions.uphill(gradient)
    assert up is not None
    assert directions.slope(gradient, up) == pytest.approx(size)
    assert directions.slope(gradient, up + math.pi) == pytest.approx(-size)
    assert directions.slope(gradient, up + math.pi / 2) == pytest.approx(0, abs=1e-9 * size)


def test_that_the_slopes_of_the_worked_example_are_those_of_the_lecture() -> None:
    gradient = directions.gradient_at(a_problem("3*x^2*y"), (1.0, 1.0))
    assert gradient.tolist() == [6.0, 3.0]
    assert directions.slope(gradient, 0.0) == 6
    assert directions.slope(gradient, math.pi / 2) == pytest.approx(3)
    assert directions.slope(gradient, math.atan2(3, 6)) == pytest.approx(math.sqrt(45))


def test_that_a_level_place_has_no_way_uphill() -> None:
    assert directions.uphill(directions.gradient_at(SPHERE, (0.0, 0.0))) is None


@given(PLACES, ANGLES)
def test_that_a_slice_of_a_sphere_is_its_parabola(w: tuple[float, float], angle: float) -> None:
    problem = a_problem("x^2+y^2")
    cut = directions.slice_through(problem, w, angle, -2.0, 3.0, 51)
    x, y = w
    inner = x * math.cos(angle) + y * math.sin(angle)
    np.testing.assert_allclose(cut.loss, x * x + y * y + 2 * cut.t * inner + cut.t**2, rtol=1e-9, atol=1e-9)
    assert cut.here == pytest.approx(x * x + y * y)
    assert cut.slope == pytest.approx(2 * inner, abs=1e-12)


def test_that_a_slice_in_more_dimensions_holds_the_other_parameters() -> None:
    problem = gdviz.problem({"kind": "quadratic", "matrix": np.diag([1.0, 2.0, 8.0]).tolist()})
    cut = directions.slice_through(problem, (1.0, 1.0, 0.5), 0.0, 0.0, 1.0, 3)
    np.testing.assert_allclose(cut.loss, 0.5 * (1 + cut.t) ** 2 + 1 + 1)
    assert cut.slope == pytest.approx(1)


def test_that_one_parameter_has_no_directions() -> None:
    with pytest.raises(ValueError, match="two parameters"):
        directions.gradient_at(gdviz.problem({"kind": "surface", "name": "parabola_1d"}), (1.0,))


@given(st.tuples(st.floats(-0.9, 0.9), st.floats(-1.9, 1.9)), ANGLES)
def test_that_a_chord_ends_on_the_edges_of_the_box(w: tuple[float, float], angle: float) -> None:
    low, high = directions.chord(w, angle, ((-1.0, 1.0), (-2.0, 2.0)))
    assert low < 0 < high
    for t in (low, high):
        x, y = np.array(w) + t * directions.direction(angle)
        assert max(abs(x), abs(y) / 2) == pytest.approx(1)


def test_that_a_line_beside_the_box_has_no_chord() -> None:
    assert directions.chord((3.0, 0.0), math.pi / 2, ((-1.0, 1.0), (-1.0, 1.0))) == (0.0, 0.0)
    assert directions.chord((3.0, 3.0), -0.1, ((-1.0, 1.0), (-1.0, 1.0))) == (0.0, 0.0)


def test_that_a_step_gives_its_slope_beside_the_steepest() -> None:
    step = directions.pace(a_problem("3*x^2*y"), (1.0, 1.0), math.pi, 0.1)
    assert step.to == pytest.approx((0.9, 1.0))
    assert (step.slope, step.steepest) == pytest.approx((-6, -math.sqrt(45)))
    assert step.share == pytest.approx(6 / math.sqrt(45))
    assert (step.loss, step.loss_after) == pytest.approx((3, 3 * 0.81))
    up = directions.pace(a_problem("3*x^2*y"), (1.0, 1.0), 0.0, 0.1)
    assert up.share == pytest.approx(-6 / math.sqrt(45))
    assert directions.pace(SPHERE, (0.0, 0.0), 1.0, 0.1).share is None


def test_that_a_bottom_is_where_every_step_leads_up() -> None:
    assert directions.is_bottom(SPHERE, (0.0, 0.0), 0.1)
    assert directions.is_bottom(SPHERE, (0.04, 0.0), 0.1)  # nearer than half a step
    assert not directions.is_bottom(SPHERE, (0.06, 0.0), 0.1)


def test_that_the_steepest_walk_down_a_bowl_takes_the_distance_in_steps() -> None:
    assert directions.steepest_walk(SPHERE, (3.0, 4.0), 0.5) == 10
    assert directions.steepest_walk(SPHERE, (0.0, 0.0), 0.5) == 0
    assert directions.steepest_walk(a_problem("3*x^2*y"), (1.0, -1.0), 0.1, most=50) is None


def test_that_many_samples_make_a_look_coarser() -> None:
    many = gdviz.problem(line_data(40_000))
    assert len(directions.slice_through(many, (0.0, 0.0), 0.0, -1.0, 1.0).t) == 100
    assert len(directions.slice_through(SPHERE, (0.0, 0.0), 0.0, -1.0, 1.0).t) == 241
    assert directions.steepest_walk(many, (0.0, 0.0), 0.1) is None
