"""Where the keyboard is when parts of the window come and go."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def keep_focus(place: QWidget, focus: QWidget | None) -> None:
    """After other views are shown in a place: leave the focus where it was, or in the window if that is hidden."""
    if focus is not None and place.isAncestorOf(focus):
        (focus if focus.isVisible() else place.window()).setFocus(Qt.FocusReason.OtherFocusReason)
