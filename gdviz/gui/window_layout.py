"""Where the parts of the main window stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

PANEL_WIDTH, CARD_WIDTH, GAP = 284, 320, 8
LEAST_PANEL, LEAST_MIDDLE, LEAST_CARD = 264, 440, 250


def lay_out(
    panel: QWidget, surface: QWidget, plots: tuple[QWidget, QWidget], right: tuple[QWidget, QWidget], below: QWidget
) -> tuple[QWidget, dict[str, QSplitter]]:
    """Parameters left, surface over the plots in the middle, card over runs right, timeline below.

    Returns the central widget, and its splitters by name.
    """
    row = _splitter(Qt.Orientation.Horizontal, *plots)
    middle = _splitter(Qt.Orientation.Vertical, surface, row)
    column = _splitter(Qt.Orientation.Vertical, *right)
    for splitter in (middle, column):
        splitter.setSizes([500, 290])
    body = _splitter(Qt.Orientation.Horizontal, panel, middle, column)
    body.setStretchFactor(1, 1)
    body.setSizes([PANEL_WIDTH, 820, CARD_WIDTH])
    for part, least in ((panel, LEAST_PANEL), (middle, LEAST_MIDDLE), (column, LEAST_CARD)):
        part.setMinimumWidth(least)
    central = QWidget()
    whole = QVBoxLayout(central)
    whole.setContentsMargins(GAP, 0, GAP, 0)
    whole.setSpacing(GAP)
    whole.addWidget(body, 1)
    whole.addWidget(below)
    return central, {"body": body, "middle": middle, "plots": row, "right": column}


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(GAP)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter
