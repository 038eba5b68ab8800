"""The map of the rates: opened from the menu, read and clicked as a person does, checked against single runs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.explore.rate_map import RateMapView
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.theme import dark
from gdviz.view_state import ViewState
from tests.gui.conftest import OpenWindow
from tests.gui.driving import LEFT, NONE, fill_in, hover
from tests.gui.explore.test_basins import rest_until
from tests.gui.scenes import change, show, show_scene
from tests.making import a_run, an_experiment, line_data

pytestmark = pytest.mark.one_window

BOWL = an_experiment("sphere", [a_run((2.0, 1.0), {"kind": "sgd", "lr": 0.1})], steps=30)


def shown(view: RateMapView) -> RateMapView:
    rest_until(lambda: view.map is not None)
    return view


def opened(window: MainWindow) -> RateMapView:
    """Open the map by the keyboard: the last entry of the menu Explore."""
    menu = window.commands.explore
    menu.popup(window.mapToGlobal(QPoint(50, 50)))
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    view = window.findChild(RateMapView, "rateMap")
    assert view is not None and view.isVisible()
    return shown(view)


def pixel(view: RateMapView, step: float, rate: float) -> QPoint:
    return view.plot.mapFromScene(view.box.mapViewToScene(QPointF(step, np.log10(rate))))


def test_that_the_map_stands_alone_and_holds_the_losses_of_runs(qtbot: QtBot) -> None:
    view = RateMapView()
    qtbot.addWidget(view)
    result = gdviz.run(BOWL, "cpu")
    show(view, result, dark())
    with qtbot.waitExposed(view):
        view.show()
    made = shown(view).map
    assert made is not None
    middle = len(made.rates) // 2
    assert made.rates[middle] == pytest.approx(0.1) and made.loss[middle] == pytest.approx(result.runs[0].loss)
    # w_k = (1 - 2 lr)^k w_0: the best rate is a half, and from 1 on nothing falls.
    assert view.best_rate == pytest.approx(0.5, rel=0.05)
    view.close()


def test_that_a_click_takes_the_rate_and_the_mouse_reads_it(open_window: OpenWindow) -> None:
    window = open_window(BOWL)
    view = opened(window)
    hover(view.plot.viewport(), pixel(view, 12, 0.4))
    rest_until(lambda: "step 12" in view.words.text())
    QTest.mouseClick(view.plot.viewport(), LEFT, NONE, pixel(view, 12, 0.4))
    taken = window.experiment.runs[0].optimizer.lr
    assert taken == pytest.approx(0.4, rel=0.06) and taken == float(f"{taken:.3g}")


def test_that_the_map_follows_edits_only_while_visible(open_window: OpenWindow) -> None:
    window = open_window(BOWL)
    view = opened(window)
    fill_in(window, "stepsField", "40")
    rest_until(lambda: view.map is not None and len(view.map.steps) == 41)
    view.close()
    fill_in(window, "stepsField", "50")
    QTest.qWait(250)
    assert view.map is not None and len(view.map.steps) == 41


def test_that_a_rule_without_a_map_says_why(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1.0, 1.0), {"kind": "lbfgs", "lr": 0.5})]))
    menu = window.commands.explore
    menu.popup(window.mapToGlobal(QPoint(50, 50)))
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    view = window.findChild(RateMapView, "rateMap")
    assert view is not None
    rest_until(lambda: "searches" in view.words.text())


@pytest.mark.own_window  # it closes its window
def test_that_the_map_closes_with_the_window(open_window: OpenWindow) -> None:
    window = open_window(BOWL)
    view = opened(window)
    window.files.asks = False
    window.close()
    assert not view.isVisible()


def test_that_the_line_of_the_playhead_stands_at_the_step_of_the_chosen_run(qtbot: QtBot) -> None:
    view = RateMapView()
    qtbot.addWidget(view)
    runs = [a_run((0, 0), {"kind": "sgd", "lr": 0.1}, batch={"size": size}) for size in (5, 20)]
    result = gdviz.run(an_experiment(line_data(40), runs, epochs=3), "cpu")
    state = ViewState().changed(time_unit="epoch", run=1)
    show_scene(view, Scene.of(result, dark(), state, position=8))
    assert view.now.value() == 2  # an epoch is eight updates of the other run, and two of this one


def test_that_the_map_is_hidden_with_what_is_ahead(qtbot: QtBot) -> None:
    view = RateMapView()
    qtbot.addWidget(view)
    show(view, gdviz.run(BOWL, "cpu"))
    with qtbot.waitExposed(view):
        view.show()
    shown(view)
    change(view, ahead_hidden=True)
    assert view.map is None and not view.image.isVisible() and not view.best.isVisible()
    assert "hidden (H)" in view.words.text()
    QTest.qWait(250)
    assert view.map is None
    change(view, ahead_hidden=False)
    shown(view)
    assert view.image.isVisible() and "hidden" not in view.words.text()
