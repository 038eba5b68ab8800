"""Schedule and loss where the window is about the learning rate: one axis of steps for both, and large handles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing.step_plot import StepPlot
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from tests.gui.driving import NONE, click, drag, settle
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import change, show

pytestmark = pytest.mark.one_window


def arrange(window: MainWindow, arrangement: str) -> None:
    window.controller.view_model.change(arrangement=arrangement, arranged=True)
    settle(window)


def ends(window: MainWindow, plot: StepPlot) -> tuple[int, int]:
    """The left and the right edge of the plot's area, in pixels of the window."""
    area = plot.box.sceneBoundingRect()
    edges = (plot.plot.mapFromScene(QPointF(x, area.center().y())) for x in (area.left(), area.right()))
    left, right = (plot.plot.viewport().mapTo(window, edge).x() for edge in edges)
    return left, right


def playhead_x(window: MainWindow, plot: StepPlot) -> float:
    at = QPoint(round(plot.viewport_x(plot.playhead)), 0)
    return plot.plot.viewport().mapTo(window, at).x()


def turn_wheel(plot: StepPlot, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    view = plot.plot.viewport()
    turn = QWheelEvent(QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                       keys, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, turn)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
@pytest.mark.parametrize("name", ["four_rates", "step_decay", "warmup_saves"])
def test_that_both_plots_begin_and_end_at_the_same_pixels(window: MainWindow, name: str, size: tuple[int, int]) -> None:
    window.controller.model.open(lesson(name).open(lambda texts: texts["en"]), None)
    window.resize(*size)
    settle(window)
    arrange(window, "rates")
    window.playhead = 7
    assert ends(window, window.schedule) == ends(window, window.loss)
    assert window.schedule.box.viewRange()[0] == pytest.approx(window.loss.box.viewRange()[0])
    assert playhead_x(window, window.schedule) == playhead_x(window, window.loss)


@pytest.mark.parametrize("k", [0, 7, 20])
def test_that_the_playhead_is_one_line_through_both_plots(window: MainWindow, k: int) -> None:
    arrange(window, "rates")
    window.bench.change(rates="plan")
    window.playhead = k
    settle(window)
    bridge = window.playhead_bridge
    assert bridge.isVisible()
    left, right = bridge.mapTo(window, QPoint(0, 0)), bridge.mapTo(window, QPoint(1, bridge.height()))
    assert right.x() - left.x() == 1
    assert left.x() == pytest.approx(playhead_x(window, window.schedule), abs=1)
    edges = []
    for plot, top in ((window.schedule, False), (window.loss, True)):
        area = plot.box.sceneBoundingRect()
        at = plot.plot.mapFromScene(QPointF(0, area.top() if top else area.bottom()))
        edges.append(plot.plot.viewport().mapTo(window, at).y())
    assert [left.y(), right.y()] == pytest.approx(edges, abs=1)


def test_that_the_line_between_the_plots_follows_their_size_and_disappears_with_one_of_them(window: MainWindow) -> None:
    arrange(window, "rates")
    window.bench.change(rates="plan")
    window.playhead = 7
    bridge = window.playhead_bridge
    before = bridge.geometry()
    window.resize(window.width() - 100, window.height() - 80)
    settle(window)
    assert bridge.isVisible() and bridge.geometry() != before
    assert bridge.mapTo(window, QPoint(0, 0)).x() == pytest.approx(playhead_x(window, window.loss), abs=1)
    window.bench.change(rates="sweep")
    settle(window)
    assert not bridge.isVisible()
    window.bench.change(rates="plan")
    settle(window)
    assert bridge.isVisible()
    arrange(window, "all")
    assert not bridge.isVisible()


def test_that_what_is_zoomed_in_one_plot_is_zoomed_in_the_other(window: MainWindow) -> None:
    arrange(window, "rates")
    whole = window.schedule.box.viewRange()[0]
    turn_wheel(window.loss, window.loss.plot.viewport().rect().center())
    seen = window.loss.box.viewRange()[0]
    assert seen != whole and window.schedule.box.viewRange()[0] == seen
    turn_wheel(window.schedule, window.schedule.plot.viewport().rect().center())
    assert window.loss.box.viewRange()[0] == window.schedule.box.viewRange()[0] != seen
    window.schedule.fit()


def test_that_one_command_shows_all_in_both_plots(window: MainWindow) -> None:
    arrange(window, "rates")
    whole = window.schedule.box.viewRange()[0]
    turn_wheel(window.loss, window.loss.plot.viewport().rect().center())
    assert window.schedule.box.viewRange()[0] != whole
    window.loss.fit()
    assert window.loss.box.viewRange()[0] == window.schedule.box.viewRange()[0] == pytest.approx(whole)


def test_that_another_scale_of_the_loss_leaves_the_zoomed_steps(window: MainWindow) -> None:
    arrange(window, "rates")
    middle = window.loss.plot.viewport().rect().center()
    turn_wheel(window.loss, middle)
    steps, values = window.loss.box.viewRange()[0], window.loss.box.viewRange()[1]
    turn_wheel(window.loss, middle, Qt.KeyboardModifier.ControlModifier)
    assert window.loss.box.viewRange()[1] != pytest.approx(values)
    look = window.controller.view_model.state.experiment.look
    for axis in ("linear", "auto"):
        window.controller.view_model.change(look=replace(look, loss_axis=axis))
        assert window.loss.box.viewRange()[0] == window.schedule.box.viewRange()[0] == steps
    assert window.loss.box.viewRange()[1] == pytest.approx(values)
    window.loss.fit()


def test_that_elsewhere_each_plot_has_its_own_zoom(window: MainWindow) -> None:
    arrange(window, "rates")
    arrange(window, "all")
    whole = window.schedule.box.viewRange()[0]
    turn_wheel(window.loss, window.loss.plot.viewport().rect().center())
    assert window.schedule.box.viewRange()[0] == whole != window.loss.box.viewRange()[0]


def schedule(qtbot: QtBot, arrangement: str) -> ScheduleView:
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(700, 320)
    with qtbot.waitExposed(view):
        view.show()
    run = {"schedule": {"kind": "step", "step_size": 30, "gamma": 0.1, "unit": "step"}}
    show(view, computed(BOWL, run, steps=100))
    change(view, arrangement=arrangement, arranged=True)
    return view


def test_that_the_handles_are_large_and_always_there_where_the_window_is_about_the_rate(qtbot: QtBot) -> None:
    view = schedule(qtbot, "rates")
    hands = view._hands
    assert hands is not None and hands.placed
    knob = hands._knobs[0]
    assert knob.isVisible() and knob.radius == 8
    change(view, arrangement="descent")
    assert not knob.isVisible()
    assert schedule(qtbot, "descent")._hands is None


@pytest.mark.parametrize(("arrangement", "taken"), [("rates", True), ("descent", False)])
def test_that_a_large_handle_is_taken_eleven_pixels_beside_its_middle(
    qtbot: QtBot, arrangement: str, taken: bool
) -> None:
    view = schedule(qtbot, arrangement)
    edits: list[object] = []
    view.edited.connect(lambda *edit: edits.append(edit))
    view._made_hands()._inside = True
    view.follow_hands()
    hands = view._hands
    assert hands is not None
    placed = next(one for one in hands.placed if one.handle is not None and one.handle.time is not None)
    middle = view.pixel_of(placed.step, placed.rate).toPoint()
    start = middle + QPoint(8, 8)  # 11.3 pixels away, and not on the curve
    drag(view.plot.viewport(), start, start + QPoint(30, 0), start + QPoint(60, 0))
    assert bool(edits) == taken


def test_that_the_buttons_of_the_plot_stay_where_they_are_when_one_draws(window: MainWindow) -> None:
    arrange(window, "rates")
    buttons = (window.schedule.draw_button, window.rates.from_here, window.rates.segments)
    before = [button.mapTo(window, QPoint(0, 0)) for button in buttons]
    click(window.schedule.draw_button)
    settle(window)
    assert window.schedule.hold_button.isVisible()
    assert [button.mapTo(window, QPoint(0, 0)) for button in buttons] == before
    click(window.schedule.draw_button)
