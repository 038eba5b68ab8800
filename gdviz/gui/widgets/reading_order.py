"""Lets Tab go through a window in the order in which its parts are seen, wherever they were moved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def in_reading_order(root: QWidget) -> list[QWidget]:
    """Return the visible widgets in `root`: each before those in it, rows from the top, and each row from the left."""
    found = []
    for child in _in_rows([child for child in root.children() if isinstance(child, QWidget)]):
        found += [child, *in_reading_order(child)]
    return found


def focus_next(window: QWidget, forward: bool) -> bool:
    """Give the focus to the next widget in reading order, or to the previous one; after the last, to the first.

    A widget that is scrolled out of sight is scrolled into view. Returns whether any widget takes the focus.
    """
    now = QApplication.focusWidget()
    parts = [part for part in in_reading_order(window) if part is now or takes_tab(part)]
    place = next((i for i, part in enumerate(parts) if part is now), None)
    turned = [*parts[place + 1 :], *parts[:place]] if place is not None else parts
    if not turned:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    chosen = turned[0 if forward else -1]
    chosen.setFocus(reason)
    around = chosen.parentWidget()
    while around is not None and around is not window:
        if isinstance(around, QScrollArea) and not chosen.isWindow():
            around.ensureWidgetVisible(chosen)
        around = around.parentWidget()
    return True


def takes_tab(part: QWidget) -> bool:
    """Whether Tab stops at a part; some systems have it stop at texts and lists only."""
    everywhere = QGuiApplication.styleHints().tabFocusBehavior() == Qt.TabFocusBehavior.TabFocusAllControls
    wanted = Qt.FocusPolicy.TabFocus if everywhere else Qt.FocusPolicy.StrongFocus
    return part.focusPolicy() & wanted == wanted and part.isEnabled() and part.focusProxy() is None


def _in_rows(parts: list[QWidget]) -> list[QWidget]:
    """Return the visible ones of some siblings, row by row; those side by side are one row."""
    seen = [part for part in parts if part.isVisible() and not part.isWindow()]
    rows: list[list[QWidget]] = []
    for part in sorted(seen, key=lambda part: (part.y(), part.x())):
        if rows and _is_beside(rows[-1][0], part):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [part for row in rows for part in sorted(row, key=QWidget.x)]


def _is_beside(one: QWidget, other: QWidget) -> bool:
    """Whether most of the lower part stands at the height of the other."""
    common = min(one.y() + one.height(), other.y() + other.height()) - max(one.y(), other.y())
    return common > min(one.height(), other.height()) / 2
