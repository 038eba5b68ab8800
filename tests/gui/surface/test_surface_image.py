"""Where the heat map and the contours of the surface stand, and the warning where they cannot be trusted."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.look import Look
from tests.contours import worst_misplacement
from tests.gui.driving import child, fill_in, settle, wait_until
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import change, show

WAVES = "sin(200*x)*cos(300*y)"


def shown(qtbot: QtBot, size: tuple[int, int], density: float = 0.0, look: Look | None = None) -> SurfaceView:
    """A view of a bowl whose picture is whole."""
    view = SurfaceView(density=density)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    show(view, computed(BOWL))
    if look is not None:
        change(view, look=look)
    qtbot.waitUntil(lambda: not view.image.busy)
    return view


@pytest.mark.parametrize("density", [0.0, 1.7])
@pytest.mark.parametrize("size", [(260, 240), (317, 291), (430, 420), (641, 300), (700, 690)])
def test_that_contours_lie_on_edges_of_the_nodes_that_were_computed(
    qtbot: QtBot, size: tuple[int, int], density: float
) -> None:
    view = shown(qtbot, size, density, Look(contour_labels=True))
    image, (x, y) = view.image, view.box.viewRange()
    box = ((x[0], x[1]), (y[0], y[1]))
    levels = image.scale.normalise(image.scale.round_levels(11))
    heights = image.scale.normalise(image.loss)
    assert len(image.contours._lines) == len(levels) > 5
    for (px, py, _), level in zip(image.contours._lines, levels, strict=True):
        assert worst_misplacement(px, py, heights, box, float(level)) < 1e-9


def test_that_each_pixel_of_the_heat_map_lies_on_the_node_that_it_shows(qtbot: QtBot) -> None:
    view = shown(qtbot, (500, 400))
    item, loss = view.image.item, view.image.loss
    rows, columns = loss.shape
    for row in range(0, rows, 17):
        places = [item.mapToParent(QPointF(column + 0.5, row + 0.5)).toTuple() for column in range(columns)]
        np.testing.assert_allclose(np.square(places).sum(axis=1), loss[row], rtol=1e-9, atol=1e-9)


def test_that_contours_are_painted_however_few_pixels_there_are(qtbot: QtBot) -> None:
    view = shown(qtbot, (300, 260))
    view.box.resize(4, 3)
    paper = QImage(8, 8, QImage.Format.Format_RGB32)
    with QPainter(paper) as painter:
        painter.scale(0.1, 0.1)
        view.image.contours.paint(painter, QStyleOptionGraphicsItem(), view.graphics.viewport())
    raster = view.image.contours._raster
    assert raster is not None and (raster[2].width(), raster[2].height()) == (1, 1)


def test_that_undersampling_is_reported_until_a_person_zooms_in(window: MainWindow) -> None:
    def note() -> str:
        wait_until(lambda: not window.surface.image.busy)
        QApplication.processEvents()
        return child(window, "surfaceReadout", QLabel).text()

    fill_in(window, "expressionField", WAVES)
    settle(window)
    assert "oscillates faster than this picture can show: zoom in" in note()
    window.set_language("ko")
    assert "확대" in note()
    window.set_language("en")
    window.surface.box.setRange(xRange=(0, 0.1), yRange=(0, 0.1), padding=0)
    assert "oscillates" not in note()
    window.surface.box.setRange(xRange=(-2, 2), yRange=(-2, 2), padding=0)
    assert "oscillates" in note()
    fill_in(window, "expressionField", "x^2 + y^2")
    settle(window)
    assert "oscillates" not in note()


def test_that_no_contours_are_drawn_through_undersampled_waves(qtbot: QtBot) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(500, 460)
    view.show()
    only_right = f"y^2 + x^2 + 2*(1 + tanh(50*x))*{WAVES}"
    show(view, computed({"kind": "expression", "expression": only_right, "domain": [[-2, 2], [-2, 2]]}))
    qtbot.waitUntil(lambda: not view.image.busy)
    assert view.image.undersampled
    x = np.concatenate([line[0] for line in view.image.contours._lines])
    assert (x < -0.1).sum() > 1000
    assert (x > 0.6).sum() == 0


def test_that_a_description_names_the_nodes_and_undersampling(qtbot: QtBot) -> None:
    view = shown(qtbot, (400, 360), density=2.0)
    rows, columns = view.image.loss.shape
    assert (columns - 1) / view.box.width() >= 2 and (rows - 1) / view.box.height() >= 2
    assert f"{columns} × {rows}" in view.described(100)
    assert "200 to an inch" in view.described(100)
    assert "oscillates" not in view.described(100)
    show(view, computed({"kind": "expression", "expression": WAVES, "domain": [[-2, 2], [-2, 2]]}))
    qtbot.waitUntil(lambda: not view.image.busy)
    assert "oscillates" in view.described(100)
    show(view, computed({"kind": "surface", "name": "parabola_1d"}, {"start": [1.0]}))
    assert view.described(100) == ""
