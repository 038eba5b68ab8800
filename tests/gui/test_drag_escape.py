"""Escape gives up whatever a mouse drags."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.gui.main_window import MainWindow
from tests.gui.driving import LEFT, drag, key, settle
from tests.making import an_experiment

WARM = {"length": 20, "start_factor": 0.5, "unit": "step"}


def way(window: MainWindow, what: str) -> tuple[QWidget, list[QPoint]]:
    """Where the mouse drags, and past which places."""
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
    assert window.experiment == before and window.actions_["actionPresent"].isChecked()
    QTest.mouseRelease(widget, LEFT, pos=places[1])
    settle(window)
    key(window, Qt.Key.Key_Escape)
    assert not window.actions_["actionPresent"].isChecked()
