"""Escape gives up whatever a mouse drags."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.gui.shell.main_window import MainWindow
from tests.gui.driving import LEFT, NONE, child, click, drag, key, settle, wait_until
from tests.making import a_run, an_experiment, expression

pytestmark = pytest.mark.one_window

WARM = {"length": 20, "start_factor": 0.5, "unit": "step"}


def way(window: MainWindow, what: str) -> tuple[QWidget, list[QPoint]]:
    """The widget in which the mouse drags, and the places that it passes."""
    if what == "rate":
        slider = window.panel.lr_slider
        middle = slider.height() // 2
        return slider, [QPoint(round(slider.x_of(0.01)), middle), QPoint(20, middle), QPoint(30, middle)]
    view, places = (window.surface, [(1, 1), (0.5, -0.5), (-1, -1)]) if what == "start" else (
        window.schedule, [(20, 0.01), (30, 0.01), (40, 0.01)]
    )  # fmt: skip
    plot = view.graphics if what == "start" else view.plot
    return plot.viewport(), [plot.mapFromScene(view.box.mapViewToScene(QPointF(*place))) for place in places]


@pytest.mark.parametrize("what", ["rate", "start", "warm-up"])
def test_that_escape_puts_back_what_a_drag_has_changed(window: MainWindow, what: str) -> None:
    run = {**window.experiment.to_dict()["runs"][0], **({"warmup": WARM} if what == "warm-up" else {})}
    window.controller.model.open(an_experiment({"kind": "surface", "name": "cubic_3x2y"}, [run], steps=60), None)
    settle(window)
    before, stack = window.experiment, window.controller.model.undo_stack
    widget, places = way(window, what)
    drag(widget, *places[:2], release=False)
    assert window.experiment != before, "it drags"
    key(window, Qt.Key.Key_Escape)
    assert window.experiment == before
    QTest.mouseMove(widget, places[2])
    QApplication.processEvents()
    assert window.experiment == before, "the button is still held"
    QTest.mouseRelease(widget, LEFT, pos=places[2])
    settle(window)
    assert window.experiment == before and stack.count() == 0
    assert window.panel.lr.value() == window.panel.lr_slider.number() == 0.01
    drag(widget, *way(window, what)[1])
    settle(window)
    assert window.experiment != before and stack.count() == 1, "the next drag is an edit again"


@pytest.mark.parametrize("what", ["timeline", "loss"])
def test_that_escape_puts_the_playhead_back(window: MainWindow, what: str) -> None:
    if what == "timeline":
        widget: QWidget = window.timeline.bar
        places = [QPoint(round(widget.width() * share), widget.height() // 2) for share in (0.3, 0.6, 0.8)]
    else:
        plot, box = window.loss.plot, window.loss.box
        low, high = box.viewRange()[1]
        steps = (share * window.controller.playhead.total for share in (0.3, 0.6, 0.8))
        widget = plot.viewport()
        places = [plot.mapFromScene(box.mapViewToScene(QPointF(step, (low + high) / 2))) for step in steps]
    window.playhead = 2
    drag(widget, *places[:2], release=False)
    assert window.playhead > 2
    key(window, Qt.Key.Key_Escape)
    assert window.playhead == 2
    QTest.mouseMove(widget, places[2])
    QApplication.processEvents()
    assert window.playhead == 2, "the button is still held"
    QTest.mouseRelease(widget, LEFT, pos=places[2])
    settle(window)
    assert window.playhead == 2
    drag(widget, *places)
    assert window.playhead > 2, "the next drag moves it again"


def test_that_escape_gives_up_a_drag_and_does_not_end_presenting(window: MainWindow) -> None:
    key(window, Qt.Key.Key_F5)
    settle(window)
    before = window.experiment
    widget, places = way(window, "start")
    drag(widget, *places[:2], release=False)
    key(window, Qt.Key.Key_Escape)
    assert window.experiment == before and window.bench.actions["actionPresent"].isChecked()
    QTest.mouseRelease(widget, LEFT, pos=places[1])
    settle(window)
    key(window, Qt.Key.Key_Escape)
    assert not window.bench.actions["actionPresent"].isChecked()


def hold_on_to(widget: QWidget, place: QPoint) -> None:
    """Move a mouse whose left button is held."""
    at = QPointF(place)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, at, QPointF(widget.mapToGlobal(place)), Qt.MouseButton.NoButton, LEFT, NONE
    )
    QApplication.sendEvent(widget, moved)
    QApplication.processEvents()


@pytest.mark.parametrize("what", ["a step", "the loop"])
def test_that_a_playhead_that_moves_by_itself_does_not_take_the_escape(window: MainWindow, what: str) -> None:
    before, playhead = window.experiment, window.controller.playhead
    playhead.set_loop(what == "the loop")
    playhead.set_speed(1e6)
    if what == "the loop":
        playhead.last()
        playhead.play()
    widget, places = way(window, "start")
    drag(widget, *places[:2], release=False)
    if what == "the loop":
        wait_until(lambda: window.playhead == 0)
    else:
        window.bench.actions["actionStepForward"].trigger()
    key(window, Qt.Key.Key_Escape)
    assert window.experiment == before
    QTest.mouseRelease(widget, LEFT, pos=places[1])
    settle(window)
    assert window.experiment == before


def test_that_escape_puts_back_a_drag_that_was_refused_on_its_way(window: MainWindow) -> None:
    problem = {**expression("log(a)*x^2 + y^2"), "parameters": {"a": 2.0}}
    window.controller.model.open(an_experiment(problem, [a_run((1, 1))], steps=20), None)
    settle(window)
    before, stack = window.experiment, window.controller.model.undo_stack
    slider = child(window, "constant_a_Slider")
    places = [QPoint(round(slider.width() * share), slider.height() // 2) for share in (0.6, 0.7, 0.3, 0.05)]
    drag(slider, *places, release=False)
    assert window.experiment != before
    key(window, Qt.Key.Key_Escape)
    assert window.experiment == before
    QTest.mouseRelease(slider, LEFT, pos=places[-1])
    settle(window)
    assert window.experiment == before and stack.count() == 0
    drag(slider, *places)
    settle(window)
    assert window.experiment != before and stack.count() == 1, "what was allowed stays"


def test_that_escape_lets_go_of_a_pen_that_has_not_moved(window: MainWindow) -> None:
    view = window.schedule
    click(view.draw_button)
    settle(window)
    before, plot = window.experiment, view.plot.viewport()
    places = [view.plot.mapFromScene(view.box.mapViewToScene(QPointF(*at))) for at in ((5, 0.006), (9, 0.004))]
    QTest.mousePress(plot, LEFT, pos=places[0])
    key(window, Qt.Key.Key_Escape)
    hold_on_to(plot, places[1])
    QTest.mouseRelease(plot, LEFT, pos=places[1])
    settle(window)
    assert window.experiment == before and view.drawing
    key(window, Qt.Key.Key_Escape)
    assert not view.drawing


def test_that_words_of_a_handle_disappear_with_its_drag(window: MainWindow) -> None:
    run = {**window.experiment.to_dict()["runs"][0], "warmup": WARM}
    window.controller.model.open(an_experiment({"kind": "surface", "name": "cubic_3x2y"}, [run], steps=60), None)
    settle(window)
    widget, places = way(window, "warm-up")
    drag(widget, *places[:2], release=False)
    assert "30" in window.schedule.readout.text()
    key(window, Qt.Key.Key_Escape)
    hold_on_to(widget, places[2])
    assert "arm-up" not in window.schedule.readout.text() or not window.schedule.readout.isVisible()
    QTest.mouseRelease(widget, LEFT, pos=places[2])


def test_that_another_button_does_not_end_a_drag(window: MainWindow) -> None:
    before = window.experiment
    widget, places = way(window, "rate")
    drag(widget, *places[:2], release=False)
    key(window, Qt.Key.Key_Escape)
    with_left = QMouseEvent(
        QEvent.Type.MouseButtonRelease, QPointF(places[1]), QPointF(widget.mapToGlobal(places[1])),
        Qt.MouseButton.RightButton, LEFT, NONE,
    )  # fmt: skip
    QApplication.sendEvent(widget, with_left)
    QApplication.processEvents()
    hold_on_to(widget, places[2])
    assert window.experiment == before
    QTest.mouseRelease(widget, LEFT, pos=places[2])
    settle(window)
    assert window.experiment == before


def drawn_and_undone(window: MainWindow) -> None:
    """Draw a schedule, and undo the curve."""
    view = window.schedule
    click(view.draw_button)
    settle(window)
    places = [view.plot.mapFromScene(view.box.mapViewToScene(QPointF(*at))) for at in ((5, 0.006), (9, 0.004))]
    drag(view.plot.viewport(), *places)
    settle(window)
    window.controller.model.undo()
    settle(window)


def test_that_drawing_that_ends_is_not_forgotten_while_its_curve_can_be_made_again(window: MainWindow) -> None:
    before, stack = window.experiment, window.controller.model.undo_stack
    drawn_and_undone(window)
    click(window.schedule.draw_button)
    settle(window)
    assert window.experiment.runs[0].schedule.kind == "points" and stack.canUndo() and stack.canRedo()
    window.controller.model.redo()
    window.controller.model.undo()
    window.controller.model.undo()
    settle(window)
    assert window.experiment == before


def test_that_drawing_can_be_ended_on_a_baseline(window: MainWindow) -> None:
    click(window.schedule.draw_button)
    settle(window)
    window.table.commands["actionPinRun"].trigger()
    settle(window)
    window.table.select(0)
    settle(window)
    click(window.schedule.draw_button)
    settle(window)
    assert window.experiment.runs[0].schedule.kind == "points"
