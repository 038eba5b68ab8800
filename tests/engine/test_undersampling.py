"""Pictures that report that their nodes are too few, and pictures that do not."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.landscape import Scale, curve, grid
from gdviz.engine.undersampling import undersampled, undersampled_curve, without
from gdviz.problems import surfaces
from gdviz.problems.problem import Domain, Problem

FLAT = [name for name in surfaces.names() if gdviz.problem({"kind": "surface", "name": name}).dim == 2]
CURVES = [name for name in surfaces.names() if gdviz.problem({"kind": "surface", "name": name}).dim == 1]
SHAPES = [(240, 320), (300, 512), (512, 512)]
BOX = ((-2.0, 2.0), (-2.0, 2.0))


def returned(work: Generator[None, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def tiles(problem: Problem, box: Domain, shape: tuple[int, int]) -> Any:
    loss = grid(problem, box, shape)
    scale = Scale.of(loss)
    return returned(undersampled(problem, box, scale.normalise(loss), scale))


def of(text: str) -> Problem:
    return gdviz.problem({"kind": "expression", "expression": text, "domain": [[-2, 2], [-2, 2]]})


def views(problem: Problem) -> list[Domain]:
    """The domain, and the boxes after zooming in on its middle, on the minimum and on the start."""
    middle = tuple((low + high) / 2 for low, high in problem.domain)
    found = [problem.domain]
    for centre in (middle, problem.minima[0].w if problem.minima else middle, problem.start):
        for times in (0.5, 0.1, 0.01, 1e-4):
            sides = zip(centre, problem.domain, strict=True)
            found.append(tuple((c - (b - a) / 2 * times, c + (b - a) / 2 * times) for c, (a, b) in sides))
    return found


@pytest.mark.parametrize("shapes", [SHAPES[:1], pytest.param(SHAPES[1:], marks=pytest.mark.long)])
@pytest.mark.parametrize("name", FLAT)
def test_that_no_picture_of_the_catalogue_is_doubted_that_shows_its_surface(
    name: str, shapes: list[tuple[int, int]]
) -> None:
    problem = gdviz.problem({"kind": "surface", "name": name})
    for shape in shapes:
        for box in views(problem):
            doubted = tiles(problem, box, shape) is not None
            if name == "schaffer2":  # sin²(x² - y²) turns by 4 |x| a unit of x: there are too few nodes at the rim
                turn = max(4 * max(map(abs, side)) * (side[1] - side[0]) / min(shape) for side in box)
                assert turn > np.pi / 2 or not doubted, (box, shape)
                assert box != problem.domain or doubted
            else:
                assert not doubted, (box, shape)


@pytest.mark.parametrize("shape", [*SHAPES, (248, 300), (160, 200), (40, 40)])
def test_that_waves_shorter_than_three_nodes_are_found(shape: tuple[int, int]) -> None:
    waves = of("sin(200*x)*cos(300*y)")
    assert np.all(tiles(waves, BOX, shape))
    few = 0.5 * min(shape) / 512  # six nodes to a wave or more
    assert tiles(waves, ((-few, few), (-few, few)), shape) is None


def test_that_waves_are_found_that_all_nodes_meet_in_the_same_phase() -> None:
    steps = 511 / 4  # to a unit
    assert tiles(of(f"sin({2 * np.pi * steps!r}*x) + 0*y"), BOX, (512, 512)) is not None
    assert tiles(of(f"x + y + 4*cos({2 * np.pi * steps * 2!r}*(x + y))"), BOX, (512, 512)) is not None


@pytest.mark.parametrize("text", [
    "100*(y - x**2)**2 + (1 - x)**2", "tanh(1000*(x - 0.3)) + y", "abs(x - y)", "sqrt(abs(y - 0.3*x**2))",
    "sign(x*y - 0.1)", "1/(x**2 + y**2)", "log(x) + y", "exp(8*x + y)", "3*x^2*y", "0*x + 0*y", "sin(10*x)*cos(15*y)",
    "min(x, y) + max(x, 2*y)", "tan(2*x) + y",
])  # fmt: skip
def test_that_walls_steps_kinks_poles_and_holes_are_no_waves(text: str) -> None:
    for shape in (*SHAPES, (160, 200), (60, 90)):
        for box in (BOX, ((0.0, 2.0), (0.0, 2.0)), ((-0.5, 3.5), (-2.0, 0.1))):
            assert tiles(of(text), box, shape) is None, (box, shape)


def test_that_only_the_tiles_with_waves_become_holes() -> None:
    problem = of("x^2 + y^2 + (1 + tanh(50*x))*sin(200*x)*cos(300*y)")
    loss = grid(problem, BOX, (301, 512))
    scale = Scale.of(loss)
    heights = scale.normalise(loss)
    found = returned(undersampled(problem, BOX, heights, scale))
    holes = np.isnan(without(heights, found))
    x = np.linspace(-2, 2, 512)
    assert not holes[:, x < -0.01].any()
    assert holes[:, x > 0.01].mean() > 0.9
    assert tiles(problem, BOX, (301, 512)).tolist() == found.tolist()  # the same each time


def doubted(problem: Problem, low: float, high: float, part: float = 1.0) -> bool:
    """Whether the curve of 600 nodes is doubted in a picture as high as it is, or as a `part` of it."""
    w, loss = curve(problem, low, high, 600)
    return undersampled_curve(problem, w, loss, part * float(np.ptp(loss)))


@pytest.mark.parametrize("name", CURVES)
def test_that_no_curve_of_the_catalogue_is_doubted(name: str) -> None:
    problem = gdviz.problem({"kind": "surface", "name": name})
    low, high = problem.domain[0]
    for centre in ((low + high) / 2, problem.start[0], *(minimum.w[0] for minimum in problem.minima)):
        for times in (3, 1, 0.5, 0.1, 0.01, 1e-4, 1e-6, 1e-8):
            half = (high - low) / 2 * times
            for part in (1.0, 0.1, 0.001):
                assert not doubted(problem, centre - half, centre + half, part), (centre, times, part)


def line(text: str) -> Problem:
    return gdviz.problem({"kind": "expression", "expression": text, "domain": [[-2, 2]]})


def test_that_a_curve_of_waves_shorter_than_three_nodes_is_doubted() -> None:
    assert doubted(line("sin(5000*w)"), -2, 2)
    assert not doubted(line("sin(5000*w)"), -0.01, 0.01)
    assert doubted(line("w^2 + (1 + tanh(50*w))*sin(5000*w)"), -2, 2)
    assert doubted(line(f"sin({2 * np.pi * 599 / 4!r}*w)"), -2, 2)  # all nodes meet it in the same phase
    assert not doubted(line("sin(100*w)"), -2, 2)  # nine nodes to a wave


@pytest.mark.parametrize("text", [
    "tanh(1000*(w - 0.3))", "abs(w)", "sign(w)", "sqrt(abs(w))", "1/w", "tan(20*w)", "log(w)", "0*w", "exp(8*w)",
    "w^2 - 50*exp(-(60*(w - 1))^2)", "abs(sin(40*w))",
])  # fmt: skip
def test_that_walls_steps_kinks_poles_and_holes_of_a_curve_are_no_waves(text: str) -> None:
    for low, high in ((-2.0, 2.0), (-0.5, 3.5), (0.2, 0.4)):
        w, loss = curve(line(text), low, high, 600)
        assert not undersampled_curve(line(text), w, loss), (low, high)
