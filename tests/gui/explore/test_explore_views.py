"""Compass, slice, fog and balls alone on a surface view, from a record, without a window."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz.engine.planes import PlaneProblem, by_parameters
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.explore.arrivals import ArrivalsTool, heaped
from gdviz.gui.explore.basin_tool import BasinTool
from gdviz.gui.explore.batch_overlays import BatchOverlays
from gdviz.gui.explore.compass import Compass, radius
from gdviz.gui.explore.explorer import Explorer
from gdviz.gui.explore.fog import FogTool
from gdviz.gui.explore.slice_view import SliceTool
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.style import scaling
from gdviz.gui.style import theme as themes
from gdviz.gui.style.language import set_language
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.widgets.floating_card import FloatingCard
from tests.gui.plot_runs import CUBIC, HIMMELBLAU, LINE, computed
from tests.gui.scenes import change, go_to, show
from tests.making import quadratic

LIGHT = themes.light()


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[SurfaceView]:
    made = SurfaceView()
    qtbot.addWidget(made)
    made.resize(820, 620)
    made.show()
    qtbot.waitExposed(made)
    yield made


def here(view: SurfaceView) -> ToolPoint:
    """Where the run of the last scene stands."""
    assert view._scene is not None
    return ToolPoint.of(view._scene)


def stand(view: SurfaceView, qtbot: QtBot) -> ToolPoint:
    """Show a run on 3x²y from (1, 1); where it starts."""
    result = computed(CUBIC, steps=5)
    show(view, result)
    qtbot.waitUntil(lambda: not view.image.busy)
    return here(view)


def colour_at(view: SurfaceView, image: QImage, angle: float, reach: float) -> QColor:
    """The colour so many pixels from (1, 1) in a direction."""
    pixel = ViewMap.of(view.box).pixels(np.array([1.0, 1.0])) + reach * np.array([math.cos(angle), -math.sin(angle)])
    at = view.graphics.mapFromScene(view.box.mapToScene(QPointF(*pixel.tolist())))
    return image.pixelColor(at)


def redder(colour: QColor) -> float:
    return colour.redF() - colour.blueF()


def greener(colour: QColor) -> float:
    return colour.greenF() - colour.redF()


def test_that_the_compass_is_longest_along_the_gradient(view: SurfaceView, qtbot: QtBot) -> None:
    point = stand(view, qtbot)
    for other in (view.markers, view.paths):  # words and arrows of the run lie over it
        other.setVisible(False)
    compass = Compass(view.box)
    compass.apply_theme(LIGHT)
    compass.stand_at(point)
    image = view.graphics.grab().toImage()
    long = radius(ViewMap.of(view.box))
    up = math.atan2(3, 6)  # the gradient of 3x²y at (1, 1) is (6, 3)
    for turn in (-1.2, -0.6, 0.6, 1.2):
        inside, outside = (share * long * math.cos(turn) for share in (0.8, 1.25))
        assert greener(colour_at(view, image, up + turn, inside)) > greener(colour_at(view, image, up + turn, outside))
        inner, outer = (colour_at(view, image, up + math.pi + turn, reach) for reach in (inside, outside))
        assert redder(inner) > redder(outer) + 0.05


def test_that_a_level_place_is_called_level(view: SurfaceView, qtbot: QtBot) -> None:
    result = computed({"kind": "surface", "name": "sphere"}, {"start": [0, 0]}, steps=1)
    show(view, result)
    compass = Compass(view.box)
    compass.apply_theme(LIGHT)
    compass.stand_at(here(view))
    view.graphics.grab()  # no direction to draw, and no error


def test_that_the_slice_opens_alone_from_a_record(view: SurfaceView, qtbot: QtBot) -> None:
    point = stand(view, qtbot)
    tool = SliceTool(view.box, view)
    tool.apply_theme(LIGHT)
    tool.stand_at(point)
    tool.turn(math.atan2(3, 6))
    assert f"{math.sqrt(45):.4g}" in tool.card.words.text()
    cut = tool.card.plot._cut
    assert cut is not None and cut.slope == pytest.approx(math.sqrt(45))
    grip = tool.line.grip()
    assert grip is not None
    x, y = ViewMap.of(view.box).data(grip)
    assert math.atan2(y - 1, x - 1) == pytest.approx(math.atan2(3, 6), abs=1e-6)


def test_that_the_grip_of_a_slice_stays_in_sight(view: SurfaceView, qtbot: QtBot) -> None:
    point = stand(view, qtbot)
    tool = SliceTool(view.box, view)
    tool.apply_theme(LIGHT)
    tool.stand_at(point)
    view.box.setRange(xRange=(0.0, 1.1), yRange=(0.0, 1.1), padding=0)
    for angle in (0.0, 0.5, math.pi / 2, 2.0, math.pi):
        tool.turn(angle)
        grip = tool.line.grip()
        assert grip is not None and view.box.rect().contains(grip)


def test_that_the_fog_opens_alone_and_lifts(view: SurfaceView, qtbot: QtBot) -> None:
    point = stand(view, qtbot)
    before = view.graphics.grab().toImage()
    tool = FogTool(view.box, view.graphics, view, view)
    tool.apply_theme(LIGHT)
    tool.stand_at(point)
    tool.set_shown(True)
    image = view.graphics.grab().toImage()
    at = view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(-1.5, -1.5)))
    assert image.pixelColor(at) == QColor(LIGHT.mix("text3", "plot", 0.22))
    tool.set_shown(False)
    assert view.graphics.grab().toImage() == before


def test_that_arrivals_open_alone_and_are_green_where_they_arrive(view: SurfaceView, qtbot: QtBot) -> None:
    result = computed({"kind": "surface", "name": "two_minima_1d"}, {"start": [1.9]}, steps=5)
    show(view, result)
    tool = ArrivalsTool(view.box, view)
    tool.apply_theme(LIGHT)
    tool.stand_at(here(view))
    qtbot.waitUntil(lambda: bool(tool.found) and not tool.busy)
    image = view.graphics.grab().toImage()
    minimum = result.runs[0].problem.minima[0]
    at = view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(minimum.w[0], minimum.loss)))
    near = {image.pixelColor(at + QPoint(x, y)).name() for x in range(-14, 15) for y in range(-30, 8)}
    assert QColor(LIGHT.good).name() in near


def test_that_heaped_balls_do_not_cover_one_another() -> None:
    same = np.zeros((15, 2))
    for upward in (True, False):
        places = np.array(heaped(same, upward))
        apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + 99 * np.eye(15)
        assert apart.min() > 5
    assert (np.array(heaped(same, True))[:, 1] <= 0).all()
    far = np.array([[0.0, 0.0], [100.0, 0.0], [np.nan, 0.0]])
    assert heaped(far, True)[1] == (100.0, 0.0)


def test_that_a_card_keeps_away_from_the_first_point_above_all(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 900)
    card = FloatingCard("aCard", parent)
    area = QRect(0, 0, 600, 400)
    card.keep_in(area, [QPoint(560, 30)])
    assert not card.geometry().contains(QPoint(560, 30)) and area.contains(card.geometry())
    card.keep_in(area, [card.geometry().center()])
    assert area.contains(card.geometry())
    small = QRect(0, 0, card.width() + 20, card.height() + 20)
    card.keep_in(small, [small.center()], QRect(0, 400, 600, 400))
    assert card.y() > 400


def test_that_a_refusal_to_count_is_reported_in_another_language_too(view: SurfaceView) -> None:
    card = ArrivalsTool(view.box, view).card
    card.refuse()
    card.retranslate()
    assert card.words.text() == "Too many samples to follow so many paths."
    assert {cell.text() for cell in card.cells.values()} == {"–"}


def test_that_the_balls_follow_the_plane_of_the_picture(view: SurfaceView, qtbot: QtBot) -> None:
    result = computed(quadratic(1, 2, 3), {"start": (1, 1, 1)}, steps=5)
    problem, w = result.runs[0].problem, (1.0, 1.0, 1.0)
    tool = ArrivalsTool(view.box, view)
    for axes in ((0, 1), (2, 1)):
        plane = by_parameters(problem, axes).through(w)
        tool.stand_at(ToolPoint(result.experiment, 0, problem, w, PlaneProblem(problem, plane, problem.domain[:2])))
        qtbot.waitUntil(lambda: bool(tool.found))
        assert np.array_equal(tool.balls._points, plane.project(tool.found[0].paths))


def test_that_the_words_of_a_slice_take_another_language(view: SurfaceView, qtbot: QtBot, qapp: QApplication) -> None:
    tool = SliceTool(view.box, view)
    tool.apply_theme(LIGHT)
    tool.stand_at(stand(view, qtbot))
    assert "slope" in tool.card.words.text()
    set_language(qapp, "ko")
    try:
        QApplication.processEvents()
        assert "기울기" in tool.card.words.text()
    finally:
        set_language(qapp, "en")


def test_that_the_explorer_is_busy_while_a_tool_computes(view: SurfaceView, qtbot: QtBot) -> None:
    result = computed(CUBIC, steps=5)
    show(view, result)
    explorer = Explorer(view)
    show(explorer, result)
    assert not explorer.busy
    show(explorer, result, layer="basins")
    basins = explorer.tools["basins"]
    assert explorer.busy
    qtbot.waitUntil(lambda: not explorer.busy)
    assert isinstance(basins, BasinTool) and basins.map is not None and not basins.busy


def test_that_overlays_that_are_off_are_not_drawn_again(view: SurfaceView) -> None:
    overlays = BatchOverlays(view)
    show(overlays, computed(LINE, {"batch": {"size": 5}}, steps=9))
    overlays._soon.stop()
    go_to(overlays, 3)
    assert not overlays.busy
    change(overlays, batch_layers=frozenset({"cloud"}))
    assert overlays.busy
    overlays._soon.stop()
    change(overlays, batch_layers=frozenset())
    assert overlays.busy  # what was drawn goes


def test_that_the_words_of_overlays_are_as_large_as_other_type(view: SurfaceView) -> None:
    overlays = BatchOverlays(view)
    overlays.words.setText("words")
    heights = []
    try:
        for scale in (1.0, 1.75):
            scaling.set_scales(scale, 1.0)
            show(overlays, computed(LINE, {"batch": {"size": 5}}, steps=9), text_scale=scale)
            heights.append(overlays.words.sizeHint().height())
    finally:
        scaling.set_scales(1.0, 1.0)
    assert heights[1] > 1.3 * heights[0]


def test_that_the_words_of_the_basins_take_another_name_of_the_run(view: SurfaceView, qtbot: QtBot) -> None:
    explorer = Explorer(view)
    for name in ("first", "second"):
        result = computed(HIMMELBLAU, {"label": name}, steps=5)
        show(view, result)
        show(explorer, result, layer="basins")
        basins = explorer.tools["basins"]
        assert isinstance(basins, BasinTool)
        qtbot.waitUntil(lambda: not explorer.busy)
        assert f"with {name};" in basins.words.text()


def test_that_where_the_steps_of_the_batches_lead_is_hidden_with_what_is_ahead(view: SurfaceView) -> None:
    overlays = BatchOverlays(view)
    result = computed(LINE, {"batch": {"size": 5}}, steps=9)
    show(overlays, result, batch_layers=frozenset({"cloud"}), ahead_hidden=True)
    overlays.draw()
    assert not len(overlays._cloud.data) and "hidden (H)" in overlays.words.text()
    change(overlays, ahead_hidden=False)
    overlays.draw()
    assert len(overlays._cloud.data) and "hidden" not in overlays.words.text()
