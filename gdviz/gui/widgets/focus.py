"""Keeps the keyboard's focus while parts of the window are shown and hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


def keep_focus(place: QWidget, focus: QWidget | None) -> None:
    """Give the focus back to `focus` after other views are shown in `place`, or to the window if it is hidden."""
    if focus is not None and place.isAncestorOf(focus):
        (focus if focus.isVisible() else place.window()).setFocus(Qt.FocusReason.OtherFocusReason)


def set_down(place: QWidget) -> QWidget | None:
    """Give the focus to the window before the views in `place` move; a field keeps its typed text, as for a menu.

    Return the widget that had the focus, for `keep_focus`.
    """
    focus = QApplication.focusWidget()
    if focus is not None and place.isAncestorOf(focus):
        place.window().setFocus(Qt.FocusReason.PopupFocusReason)
    return focus


def give_back(focus: QWidget | None, window: QWidget) -> None:
    """Give the focus back to the widget that had it before a popup covered the window, or else to the window."""
    there = focus is not None and isValid(focus) and focus.isVisible()
    (focus if there and focus is not None else window).setFocus(Qt.FocusReason.PopupFocusReason)
