from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gdviz.gui.main_window import MainWindow
from gdviz.gui.views.rate_curve import RateCurveView
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, key, wait_until
from tests.making import a_run, an_experiment, quadratic


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on a quadratic, on the line along its gradient."""
    made = open_window(an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=60))
    click(child(made, "rateLineButton", QPushButton))
    wait_until(lambda: curve(made).line is not None)
    return made


def curve(window: MainWindow) -> RateCurveView:
    return child(window, "rateCurveView", RateCurveView)


def test_that_a_click_in_the_line_is_one_undo_step_of_the_rate(window: MainWindow) -> None:
    view = curve(window)
    place = QPoint(round(view.viewport_x(view.line.best)), view.plot.height() // 2)
    QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.experiment.runs[0].optimizer.lr == 0.0401
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment.runs[0].optimizer.lr == 0.01


def test_that_the_menu_and_the_buttons_agree(window: MainWindow) -> None:
    assert window.actions_["actionRateLine"].isChecked()
    window.actions_["actionRateSweep"].trigger()
    assert window.rates.segments.current() == "sweep"
    wait_until(lambda: curve(window).outcome is not None)
    click(child(window, "ratePlanButton", QPushButton))
    assert window.actions_["actionRatePlan"].isChecked()
    assert window.schedule.isVisible()


def test_that_the_line_follows_the_playhead_of_the_window(window: MainWindow) -> None:
    before = curve(window).line.old_loss
    click(child(window, "surfaceView"))
    key(window, Qt.Key.Key_Right)
    wait_until(lambda: curve(window).line.old_loss < before)
