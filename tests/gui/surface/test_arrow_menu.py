from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, settle, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

MOMENTUM = {"kind": "sgd", "lr": 0.01, "momentum": 0.9}


def open_arrows(window: MainWindow) -> QMenu:
    """Open View, then its submenu, with the mouse."""
    view = window.menus["view"]
    bar = window.menuBar()
    click(bar, bar.actionGeometry(view.menuAction()).center())
    wait_until(view.isVisible)
    menu = window.commands.arrows
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.actionGeometry(menu.menuAction()).center())
    wait_until(menu.isVisible)
    return menu


def press(menu: QMenu, name: str) -> None:
    action = next(action for action in menu.actions() if action.objectName() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    wait_until(lambda: not menu.isVisible())


def tip(menu: QMenu, name: str) -> str:
    return next(action.toolTip() for action in menu.actions() if action.objectName() == name)


def test_that_the_menu_has_all_arrows_and_the_gradient_is_there_alone(window: MainWindow) -> None:
    menu = open_arrows(window)
    names = [action.objectName() for action in menu.actions()]
    assert names == ["actionGradient", "actionMomentumArrow", "actionUpdateArrow"]
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]
    assert window.bench.actions["actionGradient"] not in window.menus["view"].actions()


def test_that_each_arrow_is_switched_by_the_mouse(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((-1, 1), MOMENTUM)]))

    def shown() -> frozenset[str]:
        return window.surface.markers._arrows

    press(open_arrows(window), "actionMomentumArrow")
    assert shown() == {"update", "momentum"}
    press(open_arrows(window), "actionUpdateArrow")
    press(open_arrows(window), "actionGradient")
    assert shown() == {"momentum", "gradient"}
    assert window.surface.header.gradient_button.isChecked()
    click(window.surface.header.gradient_button, QPoint(8, 8))
    assert shown() == {"momentum"}


def test_that_the_tool_tip_says_why_there_is_no_momentum(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((-1, 1)), a_run((-1, 1), MOMENTUM)]))
    menu = open_arrows(window)
    assert tip(menu, "actionMomentumArrow") == "GD keeps no momentum: there is nothing to draw."
    window.menus["view"].close()
    window.controller.choose_run(1)
    settle(window)
    menu = open_arrows(window)
    assert tip(menu, "actionMomentumArrow").startswith("b: what is kept of the gradients")
    window.menus["view"].close()


def note_after(window: MainWindow, name: str) -> str:
    """The text of the status bar after an arrow was switched on."""
    window.status.note("")
    if window.bench.actions[name].isChecked():
        window.bench.actions[name].trigger()
    window.bench.actions[name].trigger()
    return window.status._note


def test_that_the_gradient_is_drawn_at_the_last_step(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((0, 0.4))]))
    window.playhead = 20
    assert note_after(window, "actionGradient") == ""
    now, record = window.surface.markers._markers.now[0], window.result.runs[0]
    assert now.gradient == pytest.approx(tuple(record.problem.grad(record.w[20])))
    assert now.delta is None


def test_that_the_status_bar_says_why_an_arrow_has_nothing_to_draw(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((3, 2))]))
    assert note_after(window, "actionGradient") == "The gradient is 0 here: there is nothing to draw."
    assert note_after(window, "actionMomentumArrow") == "GD keeps no momentum: there is nothing to draw."
    assert note_after(window, "actionUpdateArrow") == ""
    window.playhead = 20
    assert note_after(window, "actionUpdateArrow") == "No step follows the last one: there is nothing to draw."
    window.bench.change(fog=True)
    assert note_after(window, "actionGradient") == "The fog hides the arrows."
