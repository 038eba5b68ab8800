"""Where the parts of the main window stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from gdviz.gui.style import scaling

GAP = 8
"""Pixels between two parts."""
PANEL_WIDTH = 284
CARD_WIDTH = 320
WIDE = 720
"""The width of the right column with room for all columns of the runs."""
LEAST_PANEL = 264
LEAST_MIDDLE = 440
LEAST_CARD = 250
LARGE_TYPE_PANEL = 232
"""The least width of the panel with large type: labels stand above their fields, and leave room to the card."""
LEAST = QSize(980, 500)
"""The least size of all parts together; in a smaller window they scroll."""
LEAST_WINDOW = QSize(400, 300)


class ColumnWidths:
    """The widths of the columns of a splitter with the usual type, whatever the size of the type is now."""

    def __init__(self, columns: QSplitter, usual: Sequence[float]) -> None:
        self._columns, self.usual = columns, list(usual)
        self._given: list[int] = []
        """The widths after the last `give` or `note`; that of a hidden column is the one it would have."""

    def note(self) -> None:
        """Take the widths of those columns that the user has moved since; a folded column keeps its own."""
        widths = self._columns.sizes()
        given = self._given if len(self._given) == len(widths) else [0] * len(widths)
        for place, (width, before) in enumerate(zip(widths, given, strict=True)):
            if width and width != before:
                self.usual[place] = width / wider()
        self._given = [width or before for width, before in zip(widths, given, strict=True)]

    def give(self, widths: Sequence[int]) -> None:
        """Set widths that follow from the usual ones, so that they do not count as moved by the user."""
        self._columns.setSizes(widths)
        self._given = [made or width for made, width in zip(self._columns.sizes(), widths, strict=True)]


def wider() -> float:
    """The factor of the widths of columns beside a view: they grow half as much as the type, as the view needs room."""
    return (scaling.text_scale() + 1) / 2


def lay_out(
    panel: QWidget, surface: QWidget, plots: Sequence[QWidget], right: tuple[QWidget, QWidget], below: QWidget
) -> tuple[QWidget, QScrollArea, dict[str, QSplitter]]:
    """Lay out parameters left, surface over the plots in the middle, card over runs right, timeline below.

    Returns the central widget, the area in it that scrolls where the window is too small for all of that, and the
    splitters by name.
    """
    row = splitter(Qt.Orientation.Horizontal, *plots)
    middle = splitter(Qt.Orientation.Vertical, surface, row)
    column = splitter(Qt.Orientation.Vertical, *right)
    for upright in (middle, column):
        upright.setSizes([500, 290])
    for place in range(len(plots)):
        row.setStretchFactor(place, 1)
    row.setSizes([400] * len(plots))
    body = splitter(Qt.Orientation.Horizontal, panel, middle, column)
    body.setStretchFactor(1, 1)
    body.setSizes([PANEL_WIDTH, 820, CARD_WIDTH])
    for part, least in ((panel, LEAST_PANEL), (middle, LEAST_MIDDLE), (column, LEAST_CARD)):
        part.setMinimumWidth(least)
    central = QWidget()
    whole = QVBoxLayout(central)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(GAP)
    whole.addWidget(body, 1)
    whole.addWidget(below)
    central.setMinimumSize(LEAST)
    area = QScrollArea()
    area.setWidget(central)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for part in (area.viewport(), central):
        part.setAutoFillBackground(False)  # the window's ground is painted once
    around = QWidget()
    outer = QVBoxLayout(around)
    outer.setContentsMargins(GAP, 0, GAP, 0)
    outer.setSpacing(GAP)
    outer.addWidget(area)
    return around, area, {"body": body, "middle": middle, "plots": row, "right": column}


def central_layout(area: QScrollArea) -> QBoxLayout:
    """The layout in which the body stands over the timeline."""
    central = area.widget()
    layout = None if central is None else central.layout()
    assert isinstance(layout, QBoxLayout)
    return layout


def set_margins(area: QScrollArea, above: int, below: int) -> None:
    """Leave this many pixels free above and below all parts, for a window without menus or without a status bar."""
    around = area.parentWidget()
    column = around.layout() if around is not None else None
    assert column is not None
    column.setContentsMargins(GAP, above, GAP, below)


def insert_strip(area: QScrollArea, strip: QWidget) -> None:
    """Show a strip over all parts of the window; it does not scroll with them.

    (It is outside the scroll area, which would give its content, once a text in it wraps, the preferred height.)
    """
    around = area.parentWidget()
    column = around.layout() if around is not None else None
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, strip)


def widen(body: QSplitter, wide: bool) -> None:
    """Give the right column room of the middle, down to the least width of that, or its first width again."""
    left, middle, right = body.sizes()
    target = WIDE if wide else CARD_WIDTH
    grown = max(min(target - right, middle - LEAST_MIDDLE), LEAST_CARD - right)
    body.setSizes([left, middle - grown, right + grown])


def splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    """Make a splitter in the style of the window."""
    made = QSplitter(orientation)
    made.setHandleWidth(GAP)
    made.setChildrenCollapsible(False)
    for widget in widgets:
        made.addWidget(widget)
    return made
