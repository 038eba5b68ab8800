"""Where the keyboard is when parts of the window come and go."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


def keep_focus(place: QWidget, focus: QWidget | None) -> None:
    """After other views are shown in a place: leave the focus where it was, or in the window if that is hidden."""
    if focus is not None and place.isAncestorOf(focus):
        (focus if focus.isVisible() else place.window()).setFocus(Qt.FocusReason.OtherFocusReason)


def set_down(place: QWidget) -> QWidget | None:
    """Before the views of a place move: take the focus, which a field then leaves as for a menu, with what is typed.

    Return what had the focus, for `keep_focus`.
    """
    focus = QApplication.focusWidget()
    if focus is not None and place.isAncestorOf(focus):
        place.window().setFocus(Qt.FocusReason.PopupFocusReason)
    return focus


def give_back(focus: QWidget | None, window: QWidget) -> None:
    """Give the keyboard back to what had it before something lay over the window, or to the window if that has gone."""
    there = focus is not None and isValid(focus) and focus.isVisible()
    (focus if there and focus is not None else window).setFocus(Qt.FocusReason.PopupFocusReason)
