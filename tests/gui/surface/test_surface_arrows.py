from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.arithmetic import arithmetic
from gdviz.engine.runner import Result
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.plot_runs import computed
from tests.gui.scenes import change, go_to, show

HIMMELBLAU = {"kind": "surface", "name": "himmelblau"}
MOMENTUM = {"kind": "sgd", "lr": 0.01, "momentum": 0.9}
ADAM = {"kind": "adam", "lr": 0.1}
GD = {"kind": "sgd", "lr": 0.01}


@pytest.fixture(params=["dark", "light"])
def look(request: pytest.FixtureRequest) -> themes.Theme:
    return themes.dark() if request.param == "dark" else themes.light()


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication, look: themes.Theme) -> Iterator[SurfaceView]:
    themes.apply(look)
    made = SurfaceView()
    qtbot.addWidget(made)
    show(made, computed(HIMMELBLAU), look)
    made.gradientRequested.connect(lambda on: arrow(made, "gradient", on))
    made.resize(820, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made


def arrow(view: SurfaceView, name: str, on: bool) -> None:
    """Show or hide an arrow."""
    assert view._scene is not None
    shown = view._scene.state.experiment.arrows
    change(view, arrows=shown | {name} if on else shown - {name})


def see(view: SurfaceView, qtbot: QtBot, *optimizers: dict[str, Any], k: int = 6, problem: Any = HIMMELBLAU) -> Result:
    start = (-1.0, 1.0) if problem is HIMMELBLAU else (0.2,)
    result = computed(problem, *({"start": start, "optimizer": optimizer} for optimizer in optimizers))
    show(view, result)
    go_to(view, k)
    qtbot.waitUntil(lambda: not view.image.busy)
    return result


def picture(view: SurfaceView) -> QImage:
    QApplication.processEvents()
    return view.graphics.grab().toImage()


def beside(view: SurfaceView, point: Any, vector: Any, pixels: float) -> QPointF:
    """The pixel so far from a point of the data along a vector."""
    map_ = ViewMap.of(view.box)
    direction = draw.step(map_, (float(vector[0]), float(vector[1])))
    assert direction is not None
    place = draw.pixel(map_, (float(point[0]), float(point[1]))) + direction * pixels
    return QPointF(view.graphics.mapFromScene(view.box.mapToScene(place)))


def colour_at(view: SurfaceView, place: QPointF) -> QColor:
    return picture(view).pixelColor(place.toPoint())


def has(view: SurfaceView, place: QPointF, colour: str) -> bool:
    """Whether a pixel has this colour, but for the smoothing of a line's edge."""
    found, wanted = colour_at(view, place), QColor(colour)
    pairs = ((found.red(), wanted.red()), (found.green(), wanted.green()), (found.blue(), wanted.blue()))
    return all(abs(a - b) <= 36 for a, b in pairs)


def test_that_the_momentum_is_the_vector_of_the_card_in_its_colour(
    view: SurfaceView, qtbot: QtBot, look: themes.Theme
) -> None:
    record = see(view, qtbot, MOMENTUM).runs[0]
    line = next(line for line in arithmetic(record, 6) if line.role == "momentum")
    place = beside(view, record.w[6], line.value, 40)
    assert not has(view, place, arrow_colours.momentum(look))
    arrow(view, "momentum", True)
    assert has(view, place, arrow_colours.momentum(look))
    arrow(view, "momentum", False)
    assert not has(view, place, arrow_colours.momentum(look))


def test_that_the_momentum_is_on_the_scale_of_the_gradient(view: SurfaceView, qtbot: QtBot) -> None:
    record = see(view, qtbot, ADAM, k=0).runs[0]
    arrow(view, "momentum", True)
    arrow(view, "gradient", True)
    (now,) = view.markers._markers.now
    (long, *_, name), (short, *_, other) = sorted(
        (one[0], one[3]) for one in view.markers._directions(ViewMap.of(view.box), now, themes.dark())
    )[::-1]
    assert (name, other) == ("∇f", "m")
    assert short / long == pytest.approx(0.42)  # m is a tenth of the first gradient: as short as is still seen
    record = see(view, qtbot, MOMENTUM, k=3).runs[0]
    arrow(view, "momentum", True)
    (now,) = view.markers._markers.now
    lengths = {one[3]: one[0] for one in view.markers._directions(ViewMap.of(view.box), now, themes.dark())}
    b = np.array(next(line for line in arithmetic(record, 3) if line.role == "momentum").value)
    share = min(math.hypot(*b) / math.hypot(*record.grad[3]), 1.7)
    assert lengths["b"] / lengths["∇f"] == pytest.approx(share, rel=1e-6)


def test_that_gradient_and_update_are_switched_apart(view: SurfaceView, qtbot: QtBot, look: themes.Theme) -> None:
    record = see(view, qtbot, GD, k=2).runs[0]
    uphill = beside(view, record.w[2], record.grad[2], 40)
    ahead = beside(view, record.w[2], record.delta[2], 16)
    QTest.mouseClick(view.header.gradient_button, Qt.MouseButton.LeftButton)
    assert has(view, uphill, arrow_colours.gradient(look))
    drawn = colour_at(view, ahead)
    arrow(view, "update", False)
    assert has(view, uphill, arrow_colours.gradient(look))
    assert colour_at(view, ahead) != drawn


def test_that_a_rule_without_momentum_draws_none(view: SurfaceView, qtbot: QtBot) -> None:
    see(view, qtbot, GD)
    before = picture(view)
    arrow(view, "momentum", True)
    assert picture(view) == before
    assert all(now.momentum is None for now in view.markers._markers.now)


def test_that_nothing_is_computed_for_an_arrow_that_is_off(
    view: SurfaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("gdviz.gui.surface.surface_runs.momentum", lambda record, row: asked.append(row))
    see(view, qtbot, MOMENTUM, ADAM)
    picture(view)
    assert asked == []
    arrow(view, "momentum", True)
    picture(view)
    assert set(asked) == {6}


def test_that_one_parameter_has_its_momentum_along_the_axis(
    view: SurfaceView, qtbot: QtBot, look: themes.Theme
) -> None:
    record = see(view, qtbot, MOMENTUM, k=2, problem={"kind": "surface", "name": "two_minima_1d"}).runs[0]
    arrow(view, "momentum", True)
    b = next(line for line in arithmetic(record, 2) if line.role == "momentum").value[0]
    place = beside(view, (record.w[2, 0], record.loss[2]), (b, 0.0), 40)
    assert has(view, place, arrow_colours.momentum(look))


def test_that_at_the_end_of_a_run_there_is_no_arrow(view: SurfaceView, qtbot: QtBot, look: themes.Theme) -> None:
    result = see(view, qtbot, MOMENTUM, k=20)
    arrow(view, "momentum", True)
    record = result.runs[0]
    b = next(line for line in arithmetic(record, 19) if line.role == "momentum").value
    assert not has(view, beside(view, record.w[20], b, 40), arrow_colours.momentum(look))


def test_that_the_chosen_run_stands_over_the_others_where_they_meet(view: SurfaceView, qtbot: QtBot) -> None:
    record = see(view, qtbot, GD, ADAM, MOMENTUM, k=0).runs[0]
    assert view.runs is not None
    place = beside(view, record.w[0], (1, 0), 0)
    for run in (0, 1, 2, 0):
        change(view, run=run)
        assert has(view, place, view.runs.styles[run].ink.name())
