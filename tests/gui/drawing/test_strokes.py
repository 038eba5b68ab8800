"""How the curves of the plots are stroked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.drawing.plot_axes import quiet_plot
from gdviz.gui.drawing.strokes import Dashes, Stroke, StrokeLayer

INK = QColor("#0067b1")


def darkness(stroke: Stroke, scale: float = 1, whole: bool = False) -> np.ndarray:
    """How much of the paper each pixel of a picture has lost to a stroke, 0 to 1, shape (height, width)."""
    image = QImage(round(100 * scale), round(40 * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke.paint(painter, ViewMap(0.0, 40.0, 1.0, 1.0, 100.0, 40.0), whole)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return (255.0 - pixels[..., 2]) / (255.0 - INK.red())


def wide() -> QPen:
    return QPen(INK, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("whole", [False, True])
def test_that_no_ground_shows_between_the_points_of_a_curve(scale: float, whole: bool) -> None:
    x = np.linspace(10.3, 90.6, 15)
    dark = darkness(Stroke(x, np.full(15, 20.0), wide(), None), scale)
    inside = dark[19 * scale : 21 * scale, 12 * scale : 89 * scale]
    assert inside.min() > 0.99


def test_that_a_see_through_curve_is_nowhere_darker() -> None:
    x, pen = np.linspace(10.3, 90.6, 15), wide()
    pen.setColor(QColor(INK.red(), INK.green(), INK.blue(), 102))
    inside = darkness(Stroke(x, np.full(15, 20.0), pen, None))[19:21, 12:89]
    assert inside.min() > 0.38 and inside.max() < 0.42


def test_that_no_ground_shows_inside_a_dash() -> None:
    x = np.arange(10.3, 90.0, 2.3)[:15]  # several points a dash
    dark = darkness(Stroke(x, np.full(len(x), 20.0), wide(), Dashes(10.0, 15.0)))[19]
    assert dark[11:20].min() > 0.99 and dark[21:25].max() < 0.01 and dark[26:35].min() > 0.99


def test_that_points_on_a_straight_line_are_few_strokes() -> None:
    x = np.linspace(10.0, 90.0, 201)
    stroke = Stroke(x, 10.0 + 0.1 * x, wide(), None)
    darkness(stroke)
    assert len(stroke.segments) == 25


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
def test_that_curves_that_stay_are_not_drawn_again_and_look_the_same(
    scale: float, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    plot = pg.PlotWidget(owner, enableMenu=False)
    quiet_plot(plot, owner)
    plot.resize(301, 203)
    layer = StrokeLayer(plot.getPlotItem().getViewBox(), 10)
    plot.setRange(xRange=(0, 1), yRange=(0, 1))
    x = np.linspace(0, 1, 40)
    drawn: list[Stroke] = []
    original = Stroke.paint

    def noting(self: Stroke, *arguments: Any) -> None:
        drawn.append(self)
        original(self, *arguments)

    monkeypatch.setattr(Stroke, "paint", noting)

    def picture() -> np.ndarray:
        layer.follow()
        image = QImage(round(301 * scale), round(203 * scale), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        QWidget.render(plot, image)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)

    pale = wide()
    pale.setColor(QColor(200, 40, 40, 102))
    layer.set_strokes([Stroke(x, x**2, wide(), None), Stroke(x, 0.5 + 0.4 * np.sin(9 * x), pale, Dashes(10.0, 15.0))])
    picture()  # lays the plot out
    layer.set_strokes([Stroke(x, x**3, wide(), None), layer.strokes[1]])
    drawn.clear()
    first, second, third = picture(), picture(), picture()
    assert len(drawn) == 4, "twice two, then never again"
    assert first.min() < 120
    assert np.abs(second - first).max() <= 3 and (third == second).all()
    layer.set_strokes([Stroke(x, x, wide(), None), layer.strokes[1]])
    other, same = picture(), picture()
    assert np.abs(other - first).max() > 100 and np.abs(same - other).max() <= 3, "another curve is shown at once"
    plot.setRange(xRange=(0, 2), yRange=(0, 1))
    drawn.clear()
    picture()
    assert len(drawn) == 2, "and another range"
