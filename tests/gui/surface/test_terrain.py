from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

import gdviz
from gdviz.engine.landscape import Scale
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.surface import terrain as reliefs
from gdviz.gui.surface.camera import Camera, Projection
from gdviz.gui.surface.terrain import FLOOR, HEIGHT, Terrain
from gdviz.gui.surface.track3d import Track
from tests.making import a_run, an_experiment

BOX = ((-2.0, 2.0), (-1.0, 3.0))


def relief(true: bool = False) -> Terrain:
    x, y = np.linspace(*BOX[0], 41), np.linspace(*BOX[1], 41)[:, None]
    return Terrain(BOX, (1 - x) ** 2 + 100 * (y - x**2) ** 2, true=true)


def test_that_the_lowest_and_the_highest_loss_reach_from_bottom_to_top() -> None:
    for one in (relief(), relief(true=True)):
        assert float(one.z.min()) == pytest.approx(0)
        assert float(one.z.max()) == pytest.approx(HEIGHT)


def test_that_heights_follow_the_scale_of_the_colours_or_the_loss_itself() -> None:
    shared, true = relief(), relief(true=True)
    order = np.argsort(shared.levels, axis=None)
    assert (np.diff(shared.z.ravel()[order]) >= 0).all()
    losses = true.loss.ravel()
    assert true.z.ravel() == pytest.approx((losses - losses.min()) / np.ptp(losses) * HEIGHT, abs=0.02)


def test_that_points_lie_on_the_triangles_of_the_mesh() -> None:
    one = relief()
    vertices, faces = one.mesh()
    weights = np.array([0.2, 0.3, 0.5])
    middles = (vertices[faces].astype(float) * weights[:, None]).sum(axis=1)
    assert one.on(middles[:, :2]) == pytest.approx(middles, abs=1e-5)


def test_that_a_path_follows_the_ground_between_two_far_steps_and_ends_at_the_edge() -> None:
    one = relief()
    pairs = one.drape(one.flat(np.array([[-1.5, 2.0], [1.5, 2.0], [1e30, 2.0]])))
    assert len(pairs) > 40
    assert pairs[:, 2] == pytest.approx(one.on(pairs[:, :2])[:, 2])
    assert float(pairs[:, 0].max()) == pytest.approx(1.0)


def test_that_holes_have_no_triangles_and_no_path() -> None:
    loss = relief().loss.copy()
    loss[:, 20:] = np.nan
    one = Terrain(BOX, loss)
    vertices, faces = one.mesh()
    assert float(vertices[faces][..., 0].max()) < 0
    assert float(one.drape(one.flat(np.array([[-1.9, 0.0], [1.9, 0.0]])))[:, 0].max()) < 0


def test_that_a_relief_without_any_loss_is_empty() -> None:
    one = Terrain(BOX, np.full((9, 9), np.nan))
    assert not len(one.mesh()[1]) and not len(one.contours)


def test_that_a_flat_loss_lies_at_the_bottom() -> None:
    assert (Terrain(BOX, np.full((9, 9), 3.0)).z == 0).all()


def test_that_a_hill_hides_what_lies_behind_it() -> None:
    x, y = np.linspace(-1, 1, 61), np.linspace(-1, 1, 61)[:, None]
    hill = Terrain(((-1, 1), (-1, 1)), np.exp(-20 * (x**2 + y**2)), true=True)
    eye = Camera(azimuth=0, elevation=15).eye(hill.half, (800, 500))
    assert hill.hides(hill.on(np.array([-0.6, 0.0])), eye)
    assert not hill.hides(hill.on(np.array([0.6, 0.0])), eye)


def test_that_the_colours_are_those_of_the_map_but_for_the_light() -> None:
    one = relief()
    lut = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 4, axis=1)
    lut[:, 3] = 255
    shown = one.colours(lut)[:, 0].astype(float).reshape(one.z.shape)
    mapped = np.floor(one.levels * 255)
    assert (shown <= mapped + 1).all() and (shown >= 0.69 * mapped - 1).all()


def test_that_sides_far_apart_in_length_get_the_same_length() -> None:
    loss = np.add.outer(np.arange(5.0), np.arange(5.0))
    assert Terrain(((0, 2), (0, 1)), loss).half == (1.0, 0.5)
    assert Terrain(((0, 100), (0, 1)), loss).half == (1.0, 1.0)


def test_that_a_coarse_relief_comes_before_the_fine_one() -> None:
    problem = gdviz.problem(an_experiment({"kind": "surface", "name": "himmelblau"}, [a_run((1, 1))]).problem)
    made = [one for one in reliefs.make(problem, problem.domain) if one is not None]
    assert [one.z.shape for one in made] == [(33, 33), (121, 121)]


@pytest.mark.parametrize("kind", ["log", "symlog", "rank"])
def test_that_the_loss_axis_has_round_numbers_inside(kind: str) -> None:
    one = relief()
    marks = Terrain(BOX, one.loss, Scale.of(one.loss, kind)).ticks()  # type: ignore[arg-type]
    assert len(marks) >= 2
    assert all(0 <= z <= HEIGHT + 1e-6 for z, _ in marks)


@pytest.mark.parametrize("size", [(900.0, 500.0), (400.0, 500.0), (250.0, 200.0)])
@pytest.mark.parametrize("elevation", [4.0, 30.0, 89.0])
def test_that_the_whole_scene_is_seen_from_every_side(size: tuple[float, float], elevation: float) -> None:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (FLOOR, HEIGHT)], dtype=float)
    for azimuth in range(-180, 180, 15):
        camera = Camera(azimuth, elevation)
        pixels = Projection.of(camera, (1.0, 1.0), *size).pixels(corners)
        assert (pixels > 0).all() and (pixels < np.array(size)).all()


def test_that_one_cannot_look_from_below() -> None:
    assert Camera().turned(0, -500).elevation > 0
    assert Camera().turned(0, 500).elevation < 90


def test_that_a_path_may_reach_the_largest_numbers() -> None:
    one = relief()
    path = np.array([[0.0, 0.0], [0.5, 0.5], [1.7e308, 0.5], [-1.7e308, -1e300], [0.2, 0.1]])
    track = Track(lambda first, end: path[first:end], RunStyle(QColor("red"), dashes=(4.0, 2.0)))
    track.extend(one)
    assert track.rows[[0, 1, -1]].tolist() == [0, 1, len(path) - 1]
    past, ahead = track.cut(3)
    for part in track.drape(one, past, ahead):
        assert np.isfinite(part).all()
    assert np.isfinite(track.dots(one, track.kept)).all()
