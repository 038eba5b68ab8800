"""Drives the window for tests as a person does: real mouse and key events, through the window system's queue."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QWidget

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.menus import SUBMENUS

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
Found = TypeVar("Found", bound=QWidget)


def child(window: MainWindow, name: str, kind: type[Found] = QWidget) -> Found:  # type: ignore[assignment]
    """The widget of the window with this object name."""
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def open_menu(window: MainWindow, name: str) -> QMenu:
    """Open a menu of the bar, or a menu within one, with the mouse."""
    menu, bar = window.menus[name], window.menuBar()
    if name in SUBMENUS:
        above = open_menu(window, SUBMENUS[name][0])
        click(above, above.actionGeometry(menu.menuAction()).center())
    else:
        click(bar, bar.actionGeometry(menu.menuAction()).center())
    wait_until(menu.isVisible)
    return menu


def choose_entry(window: MainWindow, name: str, entry: str) -> QAction:
    """Choose the entry with this object name in a menu, with the mouse."""
    menu = open_menu(window, name)
    action = next(action for action in menu.actions() if action.objectName() == entry)
    click(menu, menu.actionGeometry(action).center())
    wait_until(lambda: not menu.isVisible())
    return action


def wait_until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Let events pass until `condition` holds; fail when it does not within some seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        QTest.qWait(2)


def settle(window: MainWindow) -> None:
    """Wait until nothing is being computed and the queue is empty."""
    wait_until(lambda: not window.controller.busy)
    QApplication.processEvents()


def activate(widget: QWidget) -> None:
    """Make a shown widget's window the active one and wait until it is: only there is a focus."""
    widget.activateWindow()
    wait_until(widget.isActiveWindow)


def reactivate(window: MainWindow) -> None:
    """Do what a window system does when a menu or a dialog has closed; the offscreen platform does not."""
    active = QApplication.activeWindow()
    if active is None or not active.isVisible():
        activate(window)


def key(window: MainWindow, pressed: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press and release a key; it goes to what has the focus."""
    QTest.keyClick(window.windowHandle(), pressed, modifier)
    QApplication.processEvents()


def write(window: MainWindow, text: str) -> None:
    """Type a text; what is on no key, such as Hangul, comes from an input method."""
    for letter in text:
        if letter.isascii():
            QTest.keyClick(window.windowHandle(), letter)
            continue
        made = QInputMethodEvent()
        made.setCommitString(letter)
        QApplication.processEvents()
        QApplication.sendEvent(QApplication.focusWidget(), made)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click into the middle of a widget, or at a place of it."""
    QTest.mouseClick(widget, LEFT, NONE, at if at is not None else widget.rect().center())
    QApplication.processEvents()


def fill_in(window: MainWindow, name: str, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> QLineEdit:
    """Click into a field, replace its text, and (unless `end` is None) press a last key."""
    field = child(window, name, QLineEdit)
    click(field)
    key(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key(window, Qt.Key.Key_Delete)
    write(window, text)
    if end is not None:
        key(window, end)
    return field


def choose(window: MainWindow, name: str, data: Any) -> None:
    """Open a list with the mouse, go to the entry with this data by the arrow keys, take it with Return."""
    combo = child(window, name, QComboBox)
    click(combo)
    view = combo.view()
    wait_until(view.isVisible)
    place = next(i for i in range(combo.count()) if combo.itemData(i) in (data, list(data) if data else data))
    while view.currentIndex().row() != place:
        down = view.currentIndex().row() < place
        QTest.keyClick(view, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)
    wait_until(lambda: not view.isVisible())
    QApplication.processEvents()


def hover(widget: QWidget, at: QPoint) -> None:
    """Move the mouse over a widget by sending the event: the display reports its pointer late, or not at all."""
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(widget.mapToGlobal(at)), none, none, NONE)
    QTest.qWait(20)  # pyqtgraph drops a move that follows another at once
    QApplication.sendEvent(widget, move)
    QTest.qWait(60)  # some views read when the hand rests


def place_in_surface(window: MainWindow, x: float, y: float) -> QPoint:
    """The pixel of the surface's viewport at a place of the plot."""
    view = window.surface
    return view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(x, y)))


def drag(widget: QWidget, start: QPoint, *stops: QPoint, release: bool = True) -> None:
    """Press at `start`, move through `stops` with the button held, release at the last."""
    QTest.mouseMove(widget, start)
    QTest.qWait(20)  # the display reports it late, and a move without a button would end the drag
    QTest.mousePress(widget, LEFT, NONE, start)
    for stop in stops:
        at, on_screen = QPointF(stop), QPointF(widget.mapToGlobal(stop))
        move = QMouseEvent(QEvent.Type.MouseMove, at, on_screen, Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(widget, move)
        QApplication.processEvents()
    if release:
        QTest.mouseRelease(widget, LEFT, NONE, stops[-1])
        QApplication.processEvents()


def drag_start(window: MainWindow, *places: tuple[float, float], release: bool = True) -> None:
    """Drag the start of the chosen run through some places of the surface."""
    start = window.experiment.runs[window.controller.run].start
    points = [place_in_surface(window, x, y) for x, y in (start[:2], *places)]
    drag(window.surface.graphics.viewport(), *points, release=release)
