from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.arithmetic import arithmetic
from gdviz.engine.landscape import Scale
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.kernel.place import Places
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.style import probe
from gdviz.gui.style import theme as themes
from gdviz.gui.surface import arrows3d
from gdviz.gui.surface.surface_runs import RunsOnSurface
from gdviz.gui.surface.surface_stage import SurfaceStage
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.surface.terrain import Terrain
from tests.gui.plot_runs import computed

HIMMELBLAU = {"kind": "surface", "name": "himmelblau"}
MOMENTUM = {"start": (-1.0, 1.0), "optimizer": {"kind": "sgd", "lr": 0.01, "momentum": 0.9}}
PLAIN = {"start": (-1.0, 1.0), "optimizer": {"kind": "sgd", "lr": 0.01}}
ALL = ("gradient", "momentum", "update")


@pytest.fixture
def terrain() -> Terrain:
    """A plain floor, twice as wide as deep."""
    loss = np.linspace(1.0, 2.0, 200).reshape(10, 20)
    return Terrain(((-10.0, 10.0), (-5.0, 5.0)), loss, Scale.of(loss), True)


def runs(*given: dict[str, Any]) -> RunsOnSurface:
    return RunsOnSurface.of(Scene.of(computed(HIMMELBLAU, *given), themes.dark()), None)


def test_that_the_arrows_lead_where_the_vectors_do(qapp: QApplication, terrain: Terrain) -> None:
    seen, look = runs(MOMENTUM), themes.dark()
    record, k = seen.records[0], 4
    found = {arrow.colour.name(): arrow for arrow in arrows3d.on_floor(seen.now(k), ALL, terrain, look)}
    b = next(line for line in arithmetic(record, k) if line.role == "momentum").value
    tail = terrain.flat(record.w[k])
    for colour, vector in ((arrow_colours.gradient(look), record.grad[k]), (arrow_colours.momentum(look), np.array(b))):
        way = found[colour].tip - found[colour].tail
        meant = vector / 10  # half the width of the box is 1 on the floor, in both directions
        assert way / np.hypot(*way) == pytest.approx(meant / np.hypot(*meant))
        assert found[colour].tail == pytest.approx(tail)
    update = found[look.text1]
    assert update.is_true
    assert update.tip == pytest.approx(terrain.flat(record.w[k + 1]))


@pytest.mark.parametrize("shown", [(), ("gradient",), ("momentum",), ("update",), ALL])
def test_that_only_chosen_arrows_are_drawn(qapp: QApplication, terrain: Terrain, shown: tuple[str, ...]) -> None:
    assert len(arrows3d.on_floor(runs(MOMENTUM).now(4), shown, terrain, themes.dark())) == len(shown)


def test_that_each_of_several_runs_has_its_update_in_its_colour(qapp: QApplication, terrain: Terrain) -> None:
    seen = runs(PLAIN, MOMENTUM)
    found = arrows3d.on_floor(seen.now(4), ("update", "momentum"), terrain, themes.dark())
    assert [arrow.colour for arrow in found if arrow.is_true] == seen.colours
    assert len(found) == 3  # plain descent has no momentum


def test_that_the_gradient_at_the_end_of_a_run_is_computed_once(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, asked = runs(PLAIN), []
    kind, grad = type(seen.problem), type(seen.problem).grad
    monkeypatch.setattr(kind, "grad", lambda self, *given: asked.append(given) or grad(self, *given))
    last = seen.records[0].n
    found = [replace(seen, flat=None).now(k)[0].gradient for k in (last - 1, last, last + 1, last + 2)]
    assert len(asked) == 1
    assert found[1] == found[3] == pytest.approx(seen.gradient(seen.records[0].w[last])) != found[0]


def test_that_an_arrow_that_leaves_the_relief_is_cut(qapp: QApplication, terrain: Terrain) -> None:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    arrow = arrows3d.FloorArrow(np.array([0.0, 0.0]), np.array([0.9, 0.0]), QColor("red"))

    def place(flat: Any) -> QPointF | None:
        return QPointF(100 + 100 * flat[0], 100) if abs(flat[0]) <= 0.5 else None

    with QPainter(image) as painter:
        arrows3d.paint(painter, arrow, themes.dark(), place)
    assert image.pixelColor(120, 100) == QColor("red")
    assert image.pixelColor(160, 100) == QColor("black")


@pytest.mark.parametrize(
    ("length", "is_true", "seen"), [(0.02, True, True), (0.005, True, False), (0.005, False, True)]
)
def test_that_the_update_of_a_run_that_has_arrived_has_no_arrow(
    qapp: QApplication, length: float, is_true: bool, seen: bool
) -> None:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    arrow = arrows3d.FloorArrow(np.array([0.0, 0.0]), np.array([length, 0.0]), QColor("red"), is_true)
    before = image.copy()
    with QPainter(image) as painter:
        arrows3d.paint(painter, arrow, themes.dark(), lambda flat: QPointF(100 + flat[0], 100))
    assert (image != before) == seen


def test_that_the_relief_has_the_arrows_that_were_switched_while_it_was_hidden(qtbot: QtBot) -> None:
    if QGuiApplication.platformName() not in probe.ON_SCREEN:
        pytest.skip("this platform has no OpenGL")
    surface = SurfaceView()
    stage, places = SurfaceStage(surface), Places()
    qtbot.addWidget(stage)
    stage.resize(900, 420)
    places.add(stage)
    places.add(surface, always=True)
    stage.viewMade.connect(places.add)
    with qtbot.waitExposed(stage):
        stage.show()
    scene, look = Scene.of(computed(HIMMELBLAU, MOMENTUM), themes.dark()), themes.dark()

    def drawn(**state: Any) -> set[str]:
        nonlocal scene
        scene = replace(scene, state=scene.state.changed(**state))
        places.show_scene(scene)
        assert stage.view3d is not None and stage.view3d.canvas is not None
        qtbot.waitUntil(lambda: not stage.view3d.busy)
        return {arrow.colour.name() for arrow in stage.view3d.canvas._marks.arrows}

    update, momentum = QColor(look.text1).name(), QColor(arrow_colours.momentum(look)).name()
    assert drawn(surface="both") == {update}
    drawn(surface="2d", arrows=frozenset({"momentum", "update"}))
    assert drawn(surface="both") == {update, momentum}
    assert drawn(arrows=frozenset({"momentum"})) == {momentum}
    assert stage.view3d is not None
    stage.view3d.release()
