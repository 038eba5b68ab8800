from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gdviz.gui.app import create_window
from gdviz.gui.drawing import surface_path
from gdviz.gui.drawing.path_strokes import clipped, dashes, lines, segments_of
from gdviz.gui.drawing.surface_path import Trace, ViewMap
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.driving import settle
from tests.gui.painted import Painted, area, changed
from tests.gui.plot_runs import HIMMELBLAU, computed
from tests.gui.scenes import show as hand_over
from tests.making import a_run, an_experiment


def test_that_segments_are_cut_without_turning() -> None:
    (cut,) = clipped(np.array([[100.0, 100.0, 1e9, 2e9]]))
    assert (cut[3] - 100) / (cut[2] - 100) == pytest.approx(2, rel=1e-3)
    assert cut.max() <= 12_000
    with np.errstate(all="raise"):
        assert np.isfinite(clipped(np.array([[-1.7e308, 50.0, 1.7e308, 60.0]]))).all()
    assert len(clipped(np.array([[-1e9, 5.0, -1e8, 7.0], [0.0, 1e9, 10.0, 1e9]]))) == 0


@pytest.mark.parametrize("tolerance", [0.0, 0.1])
@pytest.mark.parametrize("count", [3, 60, 300, 2000])
def test_that_a_path_is_drawn_from_its_first_point_on(count: int, tolerance: float) -> None:
    image = QImage(320, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    segments = segments_of(np.linspace(20, 300, count + 1), np.full(count + 1, 20.0), tolerance)
    with QPainter(image) as painter:
        lines(painter, segments, QColor("black"), 2.0)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(40, 320, 4)[..., 0]
    inked = np.argwhere(pixels < 128)
    assert inked.min(axis=0).tolist() == [19, 19] and inked.max(axis=0).tolist() == [20, 300]


def apart(points: np.ndarray, segments: np.ndarray) -> float:
    """How far the farthest of `points` is from the nearest of `segments`."""
    start, step = segments[:, :2], segments[:, 2:] - segments[:, :2]
    to = points[:, None, :] - start
    share = (to * step).sum(axis=-1) / np.maximum((step**2).sum(axis=-1), 1e-12)
    return float(np.linalg.norm(to - share.clip(0, 1)[..., None] * step, axis=-1).min(axis=1).max())


@pytest.mark.parametrize("shape", ["circle", "line", "there and back", "zigzag", "corner", "spike"])
def test_that_straight_parts_of_a_path_are_few_segments_and_the_others_stay(shape: str) -> None:
    t = np.linspace(0, 1, 200)
    x, y = {
        "circle": (90 * np.cos(6 * t), 90 * np.sin(6 * t)),
        "line": (300 * t, 40 * t),
        "there and back": (300 * np.abs(t - 0.501), 40 * np.abs(t - 0.501)),
        "zigzag": (300 * t, 5.0 * (np.arange(200) % 2)),
        "corner": (np.minimum(600 * t, 299), np.maximum(600 * t, 299)),
        "spike": (300 * t, np.where(np.arange(200) == 101, 7.0, 0.0)),
    }[shape]
    points, exact, few = np.column_stack((x, y)), segments_of(x, y), segments_of(x, y, 0.1)
    assert apart(points, few) <= 0.1 + 1e-9
    assert few[0, :2].tolist() == exact[0, :2].tolist() and few[-1, 2:].tolist() == exact[-1, 2:].tolist()
    assert (few[1:, :2] == few[:-1, 2:]).all()
    assert len(few) == 199 if shape in ("circle", "zigzag") else len(few) < 60
    assert len(segments_of(np.array([0.0, np.nan, 2.0] * 30), np.arange(90.0), 0.1)) == 29


@pytest.mark.parametrize("count", [1, 2, 3])
def test_that_few_segments_are_dashed_as_many_are(count: int) -> None:
    points = np.array([[3.0, 4.0], [60.0, 9.0], [61.0, 9.5], [61.0, 9.5]])[: count + 1]
    few = np.concatenate((points[:-1], points[1:]), axis=1)
    many = np.concatenate((few, np.repeat(few[-1:, 2:], 8, axis=0).reshape(4, 4)))  # points that stay where they are
    for phase in (-8.0, 0.0, 3.5, 1000.25):
        np.testing.assert_allclose(dashes(few, phase, 8.0, 15.0), dashes(many, phase, 8.0, 15.0), atol=1e-9)


def test_that_points_of_one_half_pixel_are_kept_once() -> None:
    points = np.column_stack((np.linspace(0, 10, 100_001), np.zeros(100_001)))
    trace = Trace(lambda first, end: points[first:end], QColor("red"))
    trace.extend(ViewMap(0, 0, 10, 10, 100, 100))
    assert len(trace.kept) == 201
    assert trace.upto(50_000) == 100


@pytest.mark.parametrize("lr", [0.01, 3.0], ids=["near", "far beyond the edge"])
def test_that_a_start_that_moves_has_painted_what_it_changes(qtbot: QtBot, lr: float) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    rule = {"optimizer": {"kind": "sgd", "lr": lr}}
    arrows = frozenset({"update", "gradient"} if lr > 1 else {"update"})
    hand_over(view, computed(HIMMELBLAU, {"start": [0.5, -0.5], **rule}, steps=1), arrows=arrows)
    qtbot.waitUntil(lambda: not view.image.busy)
    port = view.graphics.viewport()
    before = port.grab().toImage()
    QApplication.processEvents()
    painted = Painted(port)
    hand_over(view, computed(HIMMELBLAU, {"start": [0.8, -1.2], **rule}, steps=1))
    QApplication.processEvents()
    region = QRegion(painted.region)
    differ = changed(before, port.grab().toImage())
    assert len(differ) > 100 and all(region.contains(point) for point in differ)
    assert lr > 1 or area(region) < 0.8 * port.width() * port.height()


@pytest.mark.parametrize(("count", "repaints"), [(400, 1), (900, 1), (4000, 7)])
def test_that_a_path_of_which_most_is_drawn_needs_no_other_repaint(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, count: int, repaints: int
) -> None:
    monkeypatch.setattr(surface_path, "_BUDGET", 0.0)  # a piece, and no time is left
    view = SurfaceView()
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    turns = np.linspace(0, 6, count + 1)
    layer = view.paths
    trace = Trace(lambda first, end: np.column_stack((turns % 2 * 3, turns))[first:end], QColor("red"))
    drawn: list[bool] = []
    real = surface_path.PathLayer._draw

    def draw(layer: surface_path.PathLayer, deadline: float) -> bool:
        drawn.append(real(layer, deadline))
        return drawn[-1]

    monkeypatch.setattr(surface_path.PathLayer, "_draw", draw)
    layer.set_traces([trace], [0])
    qtbot.waitUntil(lambda: bool(drawn) and drawn[-1])
    assert trace.ahead_drawn == len(trace.kept) - 1
    assert len(drawn) == repaints


def test_that_a_window_can_be_deleted_while_its_paths_are_painted(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    real = surface_path.PathLayer._draw
    monkeypatch.setattr(
        surface_path.PathLayer, "_draw", lambda layer, deadline: left.append(not real(layer, deadline)) or not left[-1]
    )
    noisy = {"kind": "surface", "name": "himmelblau", "noise": {"std": 40}}
    for _ in range(2):
        window = create_window(an_experiment(noisy, [a_run((1, 1), {"kind": "sgd", "lr": 1e-3})], steps=4000))
        with qtbot.waitExposed(window):
            window.show()
        settle(window)
        with monkeypatch.context() as patch:
            patch.setattr(surface_path, "_BUDGET", -1.0)  # no time is left after the first piece
            window.surface.paths.set_casing(QColor("black"), 0.8)  # all is to be drawn anew
            window.surface.graphics.viewport().repaint()
        assert left[-1], "another repaint has been asked for"
        window.close()
        window.deleteLater()
        qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        assert not isValid(window)
        qapp.processEvents()


def test_that_a_long_path_is_thin_and_wide_where_one_zooms_in(qtbot: QtBot) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    hand_over(view, computed(HIMMELBLAU))
    rows = np.arange(4000)
    points = np.column_stack((np.abs(rows % 40 - 20) / 4 - 2.5, rows / 400 - 5))  # back and forth, and up
    view.paths.set_traces([Trace(lambda first, end: points[first:end], QColor("red"))], [0])
    qtbot.waitUntil(lambda: len(view.paths._traces[0].kept) > 1000)
    qtbot.waitUntil(lambda: not view.paths._wide)
    view.box.setRange(xRange=(0.0, 0.3), yRange=(0.0, 0.3), padding=0)
    qtbot.waitUntil(lambda: view.paths._wide)
    assert sum(trace.length for trace in view.paths._traces) > surface_path._WIDE_LENGTH


def test_that_what_is_ahead_has_no_dots_even_where_it_is_as_strong_as_the_past(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, dotted = SurfaceView(), []
    qtbot.addWidget(view)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    hand_over(view, computed(HIMMELBLAU), k=0)
    points = np.column_stack((np.linspace(-3.0, 3.0, 9), np.zeros(9)))
    view.paths.set_traces([Trace(lambda first, end: points[first:end], QColor("red"))], [3])
    monkeypatch.setattr(surface_path, "dots", lambda _painter, marks, *_: dotted.append(marks))
    for ahead in (0.5, 1.0):
        dotted.clear()
        view.paths.set_casing(QColor("black"), ahead)
        view.grab()
        middle = float(ViewMap.of(view.box).pixels(points[3])[0])
        xs = np.concatenate(dotted)[:, 0]
        assert len(xs) and xs.max() == pytest.approx(middle)


def test_that_a_box_without_a_size_maps_its_pixels_to_its_edge() -> None:
    assert ViewMap(1.0, 2.0, 4.0, 0.5, 8, 8).data(QPointF(2, 1)) == (1.5, 0.0)
    assert ViewMap(1.0, 2.0, 0.0, 0.0, 0, 0).data(QPointF(5, 7)) == (1.0, 2.0)
