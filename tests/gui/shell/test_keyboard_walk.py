"""A walk through the window by Tab: what it reaches, in which order, what is seen of it, and what is heard."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from gdviz.view_state import ARRANGEMENTS
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, key, settle

pytestmark = pytest.mark.one_window

MOST = 200
"""More than Tab can reach."""
RING = 2
"""The width of the ring in pixels."""


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on an experiment with samples, which every arrangement suits."""
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    window.commands.lessons.set_note_shown(False)
    window.playhead = 3
    return window


def each_arrangement(window: MainWindow) -> Iterator[str]:
    for arrangement in ARRANGEMENTS:
        window.controller.view_model.change(arrangement=arrangement, arranged=True)
        settle(window)
        QTest.qWait(60)
        yield arrangement


def walk(window: MainWindow, pressed: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """What gets the focus from one Tab to the next, from the window itself until it would begin anew."""
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


def test_that_tab_follows_what_is_seen_in_each_arrangement(window: MainWindow) -> None:
    for arrangement in each_arrangement(window):
        found = walk(window)
        assert len(found) > 30
        parts = [part_of(window, widget) for widget in found]
        visits = [part for before, part in zip([None, *parts], parts, strict=False) if part is not before]
        assert len(visits) == len(set(map(id, visits))), (arrangement, [named(part) for part in visits])
        assert visits[0] is window.top_bar and visits[-1] is window.timeline
        for one, other in zip(visits[1:-1], visits[2:], strict=False):
            first, second = place(window, one), place(window, other)
            assert first.right() <= second.left() or first.bottom() <= second.top(), (arrangement, named(other))
        for one, other, part in zip(found, found[1:], parts[1:], strict=False):
            if part_of(window, one) is part and not one.isAncestorOf(other):
                first, second = place(window, one), place(window, other)
                follows = second.center().y() > first.top() and (
                    second.top() >= first.bottom() or second.left() >= first.right()
                )
                in_next_column = second.left() > first.right()
                assert follows or in_next_column, (arrangement, named(one), first, named(other), second)


def test_that_backtab_goes_the_same_way_back(window: MainWindow) -> None:
    there = walk(window)
    assert walk(window, Qt.Key.Key_Backtab) == there[::-1]


def test_that_a_row_of_joined_buttons_is_one_stop_at_the_chosen_one(window: MainWindow) -> None:
    for arrangement in each_arrangement(window):
        stops = [widget.objectName() for widget in walk(window) if widget.objectName().endswith("ArrangementButton")]
        assert stops == [f"{arrangement}ArrangementButton"]


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_all_that_tab_reaches_has_a_ring_in_the_colour_of_the_keyboard(window: MainWindow, theme: str) -> None:
    window.set_theme(theme)
    seen: set[QWidget] = set()
    bare = []
    for arrangement in each_arrangement(window):
        for widget in walk(window):
            if widget in seen:
                continue
            seen.add(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            ring = QColor(window.theme.focus).rgb()
            there = pixels(widget.grab().toImage()) == ring
            window.setFocus()
            QApplication.processEvents()
            new = there & (pixels(widget.grab().toImage()) != ring)
            if not (_is_thick(new) and new.sum() >= 2 * RING * 10):
                bare.append((arrangement, named(widget), int(new.sum())))
    assert len(seen) > 50
    assert bare == []


def _is_thick(ring: np.ndarray) -> bool:
    """Whether somewhere RING pixels lie side by side, and somewhere one over the other."""
    across = ring[:, :-1] & ring[:, 1:]
    down = ring[:-1] & ring[1:]
    return bool(across.any() and down.any())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_all_that_tab_reaches_says_what_it_is(window: MainWindow, language: str) -> None:
    window.set_language(language)
    settle(window)
    QTest.qWait(450)  # the long lists are made
    heard: dict[QWidget, str] = {}
    for _ in each_arrangement(window):
        for widget in walk(window):
            told = QAccessible.queryAccessibleInterface(widget)
            heard[widget] = told.text(QAccessible.Text.Name).strip()
    window.set_language("en")
    assert {named(widget) for widget, name in heard.items() if not name or name == widget.objectName()} == set()
    described = [widget for widget in heard if type(widget).__name__ in ("PlotWidget", "SurfaceView", "Canvas")]
    assert len(described) >= 5
    assert [named(widget) for widget in described if not widget.accessibleDescription()] == []
