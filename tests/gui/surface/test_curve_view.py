from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing import surface_drawing
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.plot_runs import computed
from tests.gui.scenes import show
from tests.making import expression

TWO = {"kind": "surface", "name": "two_minima_1d"}
TYPED = {**expression("x^4-3*x^2+0.5*x"), "domain": [[-2.2, 2.2]]}


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[SurfaceView]:
    made = SurfaceView()
    qtbot.addWidget(made)
    made.resize(820, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made


def shown(view: SurfaceView, problem: dict[str, Any], start: float = 2.0, lr: float = 0.01) -> QImage:
    show(view, computed(problem, {"start": [start], "optimizer": {"kind": "sgd", "lr": lr}}, steps=20))
    QApplication.processEvents()
    return view.graphics.grab().toImage()


def ink(view: SurfaceView, image: QImage, w: float, loss: float, left: int, top: int, wide: int, high: int) -> int:
    """How many pixels are not the plot's ground in a rectangle beside a place of the plot."""
    at = view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(w, loss)))
    ground = QColor(themes.light().plot).rgb()
    places = ((at.x() + left + x, at.y() + top + y) for x in range(wide) for y in range(high))
    return sum(image.pixel(x, y) != ground for x, y in places)


def test_that_the_local_and_the_global_minimum_are_named_in_the_picture(view: SurfaceView) -> None:
    image = shown(view, TWO)
    assert view.curve.names.names() == ["global minimum", "local minimum"]
    problem = view.curve.names._minima
    for minimum in problem:
        assert ink(view, image, minimum.w[0], minimum.loss, -30, 12, 60, 14) > 100


@pytest.mark.parametrize("height", [230, 560])
def test_that_the_name_of_the_lowest_minimum_leaves_its_cross_free(view: SurfaceView, height: int) -> None:
    view.resize(420, height)
    shown(view, TWO)
    names = view.curve.names
    lowest = names._minima[0]
    place = surface_drawing.pixel(surface_drawing.ViewMap.of(view.box), (lowest.w[0], lowest.loss))
    below = height == 560
    assert names.rooms[0].top() > place.y() + 7 if below else names.rooms[0].bottom() < place.y() - 7


def test_that_the_only_minimum_is_called_minimum(view: SurfaceView) -> None:
    shown(view, {"kind": "surface", "name": "parabola_1d"})
    assert view.curve.names.names() == ["minimum"]


def test_that_minima_of_a_typed_curve_are_found_marked_and_named_with_care(view: SurfaceView) -> None:
    image = shown(view, TYPED)
    assert view.curve.names.names() == ["lowest minimum here", "local minimum"]
    deepest = view.curve.names._minima[0]
    assert ink(view, image, deepest.w[0], deepest.loss, -5, -5, 10, 10) > 40


def test_that_a_surface_of_two_parameters_has_no_names_of_a_curve(view: SurfaceView) -> None:
    shown(view, TWO)
    show(view, computed({"kind": "surface", "name": "sphere"}))
    assert not view.curve.names.isVisible()


def test_that_the_slope_stands_beside_the_tangent(view: SurfaceView) -> None:
    shown(view, TWO, start=1.8)  # 4·1.8³ − 8·1.8 + 1 = 9.928
    now = view.markers._markers.now[0]
    assert now.slope == pytest.approx(9.928)
    with_word = view.graphics.grab().toImage()
    view.markers.words = {**view.markers.words, "gradient": "a longer name of it"}
    view.markers.update()
    assert view.graphics.grab().toImage() != with_word


@pytest.mark.parametrize("text", ["tan(x)", "1/x + x"])
def test_that_a_pole_downwards_does_not_flatten_the_curve(view: SurfaceView, text: str) -> None:
    shown(view, expression(text), 0.5)
    low, high = view.box.viewRange()[1]
    assert -100 < low < -5 and 5 < high < 100


def test_that_a_deep_valley_is_in_view_however_narrow(view: SurfaceView) -> None:
    shown(view, expression("x^2 - 50*exp(-(60*(x-1))^2)"), 0.5)
    assert view.box.viewRange()[1][0] < -49


@pytest.mark.parametrize("start", [-1.35, -1.6, 1.2, 1.5])
def test_that_the_word_of_a_start_leaves_the_names_of_the_minima_free(
    view: SurfaceView, monkeypatch: pytest.MonkeyPatch, start: float
) -> None:
    rooms: dict[str, QRectF] = {}

    def seen(*arguments: Any) -> QRectF:
        rooms[arguments[4]] = made = word_room(*arguments)
        return made

    word_room = surface_drawing.word_room
    monkeypatch.setattr(surface_drawing, "word_room", seen)
    shown(view, TWO, start=start)
    assert {"start", "global minimum", "local minimum"} <= set(rooms)
    assert not any(rooms["start"].intersects(rooms[name]) for name in ("global minimum", "local minimum"))


def test_that_of_many_starts_one_is_named_and_its_word_covers_no_ring(
    view: SurfaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, QRectF]] = []

    def seen(painter: Any, at: Any, place: Any, direction: Any, text: str, theme: Any, gap: float = 13) -> None:
        written.append((text, surface_drawing.word_room(painter, at, place, direction, text, gap)))

    starts = (-1.16, -1.28, -1.7, -0.95, -5.0, 6.0)
    runs = [{"label": f"{start}", "start": [start]} for start in starts]
    show(view, computed(TWO, *runs, steps=20))
    QTest.qWait(20)
    monkeypatch.setattr(surface_drawing, "word", seen)
    view.graphics.viewport().repaint()
    [room] = [room for text, room in written if text == "start"]
    box = view.box
    for mark in view.markers._markers.starts[1:]:
        ring = box.mapFromView(QPointF(*mark.point))
        assert not room.intersects(QRectF(-8, -8, 16, 16).translated(ring)), mark.point


def test_that_no_line_joins_the_two_sides_of_a_pole(view: SurfaceView) -> None:
    image = shown(view, {**expression("1/(x - 0.3)"), "domain": [[-3, 3]]}, start=2.0)
    assert ink(view, image, 0.3, 0.0, -3, -40, 6, 30) == 0


def test_that_an_undersampled_curve_says_so_and_names_no_minimum(view: SurfaceView) -> None:
    shown(view, {**expression("sin(5000*w)"), "domain": [[-2, 2]]}, start=1.0, lr=1e-9)
    sentence = "The loss oscillates faster than this picture can show: zoom in."
    assert sentence in view.header.readout.text()
    assert view.described(100) == sentence
    assert view.curve.names.names() == []
    view.box.setRange(xRange=(-0.001, 0.001), padding=0)
    QApplication.processEvents()
    assert "oscillates" not in view.header.readout.text() + view.described(100)
    assert len(view.curve.names.names()) == 2  # at -π/10000 and 3π/10000
    view.fit()
    QApplication.processEvents()
    assert sentence in view.header.readout.text()
    shown(view, TWO)
    assert "oscillates" not in view.header.readout.text()


@pytest.mark.parametrize("name", ["absolute_1d", "parabola_1d", "rippled_1d", "two_minima_1d"])
def test_that_no_curve_of_the_catalogue_is_undersampled(view: SurfaceView, name: str) -> None:
    shown(view, {"kind": "surface", "name": name}, start=1.0)
    for size in (1.0, 0.1, 0.001, 10.0):
        (low, high), _ = view.box.viewRange()
        half = size * (high - low) / 2
        view.box.setRange(xRange=(1 - half, 1 + half), padding=0)
        QApplication.processEvents()
        assert not view.curve.undersampled, size
