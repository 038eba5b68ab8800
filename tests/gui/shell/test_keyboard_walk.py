"""Going through the window by Tab: what it reaches, in which order, what is seen, and what a screen reader says."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.surface.surface_canvas3d import Canvas
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.lessons import lesson
from gdviz.view_state import ARRANGEMENTS
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, key, settle, wait_until

pytestmark = pytest.mark.one_window

MOST = 200
"""A number of widgets greater than Tab can reach."""
LEAST = 40
"""Pixels of the smallest ring, that of the handle of a slider."""
PLOTS = (pg.PlotWidget, SurfaceView, Canvas)


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on an experiment with samples, which every arrangement suits."""
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    window.commands.lessons.set_note_shown(False)
    window.playhead = 3
    return window


def arrange(window: MainWindow, arrangement: str) -> None:
    window.controller.view_model.change(arrangement=arrangement, arranged=True)
    settle(window)
    QTest.qWait(60)


def walk(window: MainWindow, pressed: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """The widgets that get the focus from Tab to Tab, from the window itself until they repeat."""
    window.setFocus()
    key(window, Qt.Key.Key_Escape)
    found: list[QWidget] = []
    for _ in range(MOST):
        QTest.keyClick(window.windowHandle(), pressed)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in found:
            return found
        found.append(focused)
    raise AssertionError("Tab does not come back")


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def part_of(window: MainWindow, widget: QWidget) -> QWidget:
    """The part of the window that a widget belongs to: a room, the panel, the timeline, the bar of menus."""
    parts = [*window.rooms.values(), window.panel, window.timeline, window.top_bar, window.data]
    return next((part for part in parts if part is widget or part.isAncestorOf(widget)), window)


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}"


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


@pytest.mark.parametrize(
    "arrangement",
    [name if name in ("data", "all") else pytest.param(name, marks=pytest.mark.long) for name in ARRANGEMENTS],
)
def test_that_tab_follows_what_is_seen_which_has_a_ring_and_a_name(window: MainWindow, arrangement: str) -> None:
    wait_until(lambda: window.panel.expression.recent is not None)  # the last that is made after the first paint
    arrange(window, arrangement)
    found = walk(window)
    assert len(found) > 30
    assert out_of_order(window, found) == []
    chosen = [widget.objectName() for widget in found if widget.objectName().endswith("ArrangementButton")]
    assert chosen == [f"{arrangement}ArrangementButton"]  # a row of joined buttons is one stop
    for theme in ("light", "dark"):
        window.set_theme(theme)
        assert without_ring(window, found) == [], theme
    for language in ("ko", "en"):
        window.set_language(language)
        settle(window)
        assert without_name(found) == [], language


def test_that_backtab_goes_the_same_way_back(window: MainWindow) -> None:
    there = walk(window)
    assert walk(window, Qt.Key.Key_Backtab) == there[::-1]


def test_that_what_is_scrolled_out_of_sight_comes_into_it(window: MainWindow) -> None:
    window.resize(1024, 700)
    settle(window)
    found = walk(window)
    for name in ("stepsField", "surfaceCombo"):
        widget = child(window, name)
        found[found.index(widget) - 1].setFocus(Qt.FocusReason.TabFocusReason)
        key(window, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget
        assert widget.visibleRegion().boundingRect() == widget.rect(), name


def out_of_order(window: MainWindow, found: list[QWidget]) -> list[str]:
    """What the keyboard comes to although something else would be read first."""
    parts = [part_of(window, widget) for widget in found]
    visits = [part for before, part in zip([None, *parts], parts, strict=False) if part is not before]
    faults = [f"{named(part)} is visited twice" for i, part in enumerate(visits) if part in visits[:i]]
    if visits[0] is not window.top_bar or visits[-1] is not window.timeline:
        faults.append(f"from {named(visits[0])} to {named(visits[-1])}")
    for one, other in pairwise(visits):
        first, second = place(window, one), place(window, other)
        if first.right() > second.left() and first.bottom() > second.top():
            faults.append(f"{named(other)} after {named(one)}")
    for (one, other), (part, same) in zip(pairwise(found), pairwise(parts), strict=True):
        first, second = place(window, one), place(window, other)
        follows = second.center().y() > first.top() and (
            second.top() >= first.bottom() or second.left() > first.right()
        )
        if part is same and not one.isAncestorOf(other) and not follows and second.left() <= first.right():
            faults.append(f"{named(other)} at {second.getRect()} after {named(one)} at {first.getRect()}")
    return faults


def without_ring(window: MainWindow, found: list[QWidget]) -> list[str]:
    """What shows no ring of the keyboard's colour while it has the focus."""
    ring, faults = QColor(window.theme.focus).rgb(), []
    for widget in found:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        there = pixels(widget.grab().toImage()) == ring
        window.setFocus()
        QApplication.processEvents()
        new = there & (pixels(widget.grab().toImage()) != ring)
        thick = (new[:, :-1] & new[:, 1:]).any() and (new[:-1] & new[1:]).any()
        if not thick or new.sum() < LEAST:
            faults.append(f"{named(widget)}: {new.sum()}")
    return faults


def without_name(found: list[QWidget]) -> list[str]:
    """What a screen reader has no name for, and plots that say nothing of what they show."""
    faults = []
    for widget in found:
        accessible: Any = QAccessible.queryAccessibleInterface(widget)
        name = str(accessible.text(QAccessible.Text.Name)).strip()
        if not name or name == widget.objectName():
            faults.append(f"{named(widget)} is called {name!r}")
        if isinstance(widget, PLOTS) and not str(accessible.text(QAccessible.Text.Description)).strip():
            faults.append(f"{named(widget)} says nothing")
    return faults
