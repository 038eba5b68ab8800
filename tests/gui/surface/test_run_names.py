from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.kernel.derived import Derived, Medium
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.driving import settle
from tests.gui.plot_runs import HIMMELBLAU, computed
from tests.gui.scenes import go_to, show, show_scene
from tests.making import a_run, an_experiment

GD = {"start": (0.0, 0.4), "optimizer": {"kind": "sgd", "lr": 0.012}}
MOMENTUM = {"start": (0.0, 0.4), "label": "momentum", "optimizer": {"kind": "sgd", "lr": 0.012, "momentum": 0.9}}
Written = dict[str, QRectF]


@pytest.fixture
def view(qtbot: QtBot) -> SurfaceView:
    made = SurfaceView()
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """The words that are written on the surface, and where."""
    found: Written = {}
    write = draw.word_at

    def note(painter: Any, place: QPointF, text: str, *given: Any) -> None:
        found[text] = QRectF(place, painter.fontMetrics().size(0, text).toSizeF())
        write(painter, place, text, *given)

    monkeypatch.setattr(draw, "word_at", note)
    yield found


def paint(view: SurfaceView, written: Written) -> Written:
    QApplication.processEvents()
    written.clear()
    view.grab()
    return dict(written)


def test_that_several_runs_have_their_names_beside_their_points(view: SurfaceView, written: Written) -> None:
    show(view, computed(HIMMELBLAU, GD, MOMENTUM), k=6)
    found = paint(view, written)
    assert {"GD", "momentum", "start"} <= set(found)
    at = ViewMap.of(view.box)
    for now in view.markers._markers.now:
        place = draw.pixel(at, now.point)
        room = found[now.name]
        assert at.rect.contains(room) and not room.contains(place)
        assert room.adjusted(-12, -12, 12, 12).contains(place)
    rooms = list(found.values())
    assert not any(a.intersects(b) for i, a in enumerate(rooms) for b in rooms[:i])


def test_that_one_run_needs_no_name_but_the_start(view: SurfaceView, written: Written) -> None:
    show(view, computed(HIMMELBLAU, GD), k=6)
    found = paint(view, written)
    assert "start" in found and "GD" not in found


def test_that_runs_at_one_place_have_no_names(view: SurfaceView, written: Written) -> None:
    show(view, computed(HIMMELBLAU, GD, MOMENTUM), k=0)
    assert "GD" not in paint(view, written)
    go_to(view, 6)
    assert "GD" in paint(view, written)


def test_that_a_name_that_would_leave_the_plot_is_left_out(view: SurfaceView, written: Written) -> None:
    name = "twenty letters of it"
    show(view, computed(HIMMELBLAU, GD, {**MOMENTUM, "label": name}), k=6)
    x, y = next(now.point for now in view.markers._markers.now if now.name == name)
    for side, named in ((600, True), (150, False)):
        view.resize(side, side)
        QApplication.processEvents()
        view.box.setRange(xRange=(x - 0.01, x + 0.01), yRange=(y - 0.01, y + 0.01), padding=0)  # nothing else is near
        assert (name in paint(view, written)) == named
        at = ViewMap.of(view.box)
        assert at.rect.contains(draw.pixel(at, (x, y)))


def test_that_a_name_stays_on_its_side_while_it_need_not_move(view: SurfaceView, written: Written) -> None:
    show(view, computed(HIMMELBLAU, GD, MOMENTUM), k=6)
    paint(view, written)
    sides = dict(view.markers._name_side)
    view.markers._name_side[0, "GD"] = (-1, 0)
    assert (
        paint(view, written)["GD"].right() < draw.pixel(ViewMap.of(view.box), view.markers._markers.now[-1].point).x()
    )
    assert sides[0, "GD"] != (-1, 0) == view.markers._name_side[0, "GD"]
    show(view, computed(HIMMELBLAU, MOMENTUM, {**MOMENTUM, "start": (1.0, 1.0)}), k=6)
    paint(view, written)
    assert {*view.markers._name_side} <= {(0, "momentum"), (1, "momentum")}, "no side of a run that has gone is kept"


def test_that_runs_of_one_name_have_sides_of_their_own(view: SurfaceView, written: Written) -> None:
    show(view, computed(HIMMELBLAU, {**GD, "start": (-2.0, -1.0)}, {**GD, "start": (2.0, 1.0)}), k=2)
    sides = {(0, "GD"): (-1, 0), (1, "GD"): (1, 0)}
    for _ in range(2):
        view.markers._name_side |= sides
        paint(view, written)
        assert view.markers._name_side == sides
        sides = {run: (-x, y) for run, (x, y) in sides.items()}


def test_that_a_legend_names_the_runs_in_a_figure(view: SurfaceView, written: Written) -> None:
    scene = show(view, computed(HIMMELBLAU, GD, MOMENTUM), k=6)
    for named in (False, True):
        other = SurfaceView()
        other.resize(700, 600)
        show_scene(other, replace(scene, derived=Derived(medium=Medium(tools=False, names=named))))
        assert ("GD" in paint(other, written)) == named
        other.deleteLater()


def test_that_names_are_there_in_presenting(window: MainWindow, written: Written) -> None:
    runs = [a_run((0, 0.4), {"kind": "sgd", "lr": 0.012, **more}) for more in ({}, {"momentum": 0.9})]
    window.controller.model.open(an_experiment("himmelblau", runs), None)
    settle(window)
    window.bench.actions["actionPresent"].trigger()
    window.playhead = 6
    settle(window)
    assert window.scene.label(0) in paint(window.surface, written)
    window.bench.actions["actionPresent"].trigger()
