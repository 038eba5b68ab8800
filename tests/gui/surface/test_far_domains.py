"""Domains far from all that a person draws: what was typed, fitted or read from a file leaves a view to see."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton

from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, drag, fill_in, settle
from tests.gui.shell.test_shared_look import choose, wheel
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window


def test_that_equal_scales_leave_a_view_with_a_width(open_window: OpenWindow) -> None:
    box = [[-5, 0.3], [-1.9e65, 2.5e64]]
    cubic = {"kind": "expression", "expression": "3*x**2*y", "domain": box}
    window = open_window(an_experiment(cubic, [a_run((0.1, 0.1))], steps=5))
    view = window.surface
    widths: list[float] = []
    view.box.sigRangeChanged.connect(lambda _, seen: widths.extend(high - low for low, high in seen))
    choose(view, view.graphics.viewport(), "look_equal_scales")
    for size in ((1000, 700), (1400, 800)):
        window.resize(*size)
        click(child(window, "surface3dButton", QPushButton))
        settle(window)
        click(child(window, "surface2dButton", QPushButton))
        settle(window)
    assert all(width > 0 for width in widths) and view.box.viewRange() == box
    assert view.header.readout.text().startswith("The sides of the domain are too far apart for equal scales.")
    fill_in(window, "expressionField", "x^2 + y^2")
    window.controller.edit("problem.domain", [[-5, 5], [-1000, 1000]])
    settle(window)
    assert view.scales_equal and "too far apart" not in view.header.readout.text()
    (x0, x1), (y0, y1) = view.box.viewRange()
    assert (x1 - x0) / view.box.width() == pytest.approx((y1 - y0) / view.box.height())


@pytest.mark.parametrize("expression", ["1e300*x^2", "1e20 + x - x", "exp(x)", "x^2"])
def test_that_the_wheel_finds_an_end_in_and_out(open_window: OpenWindow, expression: str) -> None:
    problem = {"kind": "expression", "expression": expression, "domain": [[-1, 700]]}
    window = open_window(an_experiment(problem, [a_run((0.5,), {"kind": "sgd", "lr": 1e-9})], steps=2))
    settle(window)
    view = window.surface
    axis = view.graphics.mapFromScene(view.plot.getAxis("left").sceneBoundingRect().center())
    for place in (view.graphics.viewport().rect().center(), axis):
        for turn in (10, -10):
            for _ in range(60):
                wheel(view.graphics.viewport(), place, turn)
            for low, high in view.box.viewRange():
                assert high - low > 1e-13 * max(abs(low), abs(high))


def test_that_a_drag_before_the_repaint_goes_by_the_new_scale(open_window: OpenWindow) -> None:
    steep = {"kind": "expression", "expression": "exp(x)", "domain": [[-700, 700]]}
    window = open_window(an_experiment(steep, [a_run((0.5,), {"kind": "sgd", "lr": 1e-9})], steps=2))
    settle(window)
    view = window.surface
    port = view.graphics.viewport()
    port.repaint()
    port.setUpdatesEnabled(False)
    window.controller.edit("problem.expression", "log(x)")
    (_, before), height = view.box.viewRange(), view.box.height()
    middle = port.rect().center()
    drag(port, middle, middle + QPoint(0, 20), middle + QPoint(0, 40))
    _, after = view.box.viewRange()
    port.setUpdatesEnabled(True)
    assert 0 < after[1] - before[1] <= 40 / height * (before[1] - before[0]) * 1.001
