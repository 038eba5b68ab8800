"""The column of the panel: lays out its rows in any order, and keeps the focus in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from gdviz.gui.panel.param_form import Row
from gdviz.gui.style import scaling
from gdviz.gui.widgets.combo import Combo
from gdviz.gui.widgets.fields import ValueField

_FIELDS = (QLineEdit, QComboBox, QSlider, QAbstractButton)
_MARGINS, _ROOMY_MARGINS = (12, 10, 12, 12), (16, 20, 16, 16)
_SPACING, _HEIGHT = 8, 32
"""Pixels between rows, and the height of a field in a roomy column at the usual size of type."""
_USUAL = "gdvizUsualHeight"
"""The property with the original least height of a field that was made higher."""


class Space(NamedTuple):
    """Room between two rows in pixels; it may shrink where the panel is too low for all of them."""

    height: int
    shrinks: bool


Piece = QWidget | Space


class PanelColumn(QWidget):
    """Lays out rows from the top; the room below them stays empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("scrolled", True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*_MARGINS)
        self._layout.setSpacing(_SPACING)
        self._pieces: list[Piece] = []
        self._roomy = self._moved = self._restyled = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Lay out once, at the end of the block: Qt would repeat it for each widget that is shown."""
        self._layout.setEnabled(False)
        try:
            yield
        finally:
            self._layout.setEnabled(True)
            self._layout.invalidate()

    def lay_out(self, pieces: Sequence[Piece], roomy: bool, in_order: bool) -> None:
        """Show the pieces in this order; in a `roomy` column rows are 40 pixels apart.

        Widgets stay children of the column, so that focus and typed text stay. `in_order` says whether this is the
        order in which they were made, which is the Tab order.
        """
        if roomy != self._roomy:
            self._roomy = roomy
            self._layout.setContentsMargins(*(_ROOMY_MARGINS if roomy else _MARGINS))
            self._give_room([piece for piece in self._pieces if piece not in pieces])
            self._give_room(pieces)
        elif roomy:
            self._give_room(pieces)  # there may be new rows in them
        if list(pieces) == self._pieces:
            return
        for piece in self._pieces:
            if isinstance(piece, QWidget) and isValid(piece):
                self._layout.removeWidget(piece)  # takeAt alone would keep a height computed for another width
        while self._layout.takeAt(0) is not None:
            pass
        self._pieces = list(pieces)
        for piece in pieces:
            if isinstance(piece, Space):
                policy = QSizePolicy.Policy.Maximum if piece.shrinks else QSizePolicy.Policy.Fixed
                self._layout.addItem(QSpacerItem(0, piece.height, QSizePolicy.Policy.Minimum, policy))
            else:
                self._layout.addWidget(piece)
        self._layout.addStretch(1)
        if not in_order or self._moved:
            self._moved = True
            self._chain()

    def heightForWidth(self, width: int) -> int:
        """Qt: the area scrolls only if the rows do not fit even with less room between them."""
        return self._layout.minimumHeightForWidth(width) if self._roomy else super().heightForWidth(width)

    def apply(self) -> None:
        """Lay out now instead of in a later event, as the caller needs the positions."""
        self._layout.activate()

    def event(self, event: QEvent) -> bool:
        """Qt: make fields high again after a new style sheet, which resets them after it has reached the column."""
        if event.type() == QEvent.Type.StyleChange:
            self._restyled = True
        elif event.type() == QEvent.Type.LayoutRequest and self._restyled:
            self._restyled = False
            if self._roomy:
                self._give_room(self._pieces)
        return super().event(event)

    def _give_room(self, pieces: Sequence[Piece]) -> None:
        for widget in (piece for piece in pieces if isinstance(piece, QWidget)):
            for row in (widget, *widget.findChildren(Row)):
                if isinstance(row, Row):
                    row.set_roomy(self._roomy)
            for field in fields_in(widget):
                if field is widget or isinstance(field, Combo | ValueField | QPushButton):
                    self._make_high(field)

    def _make_high(self, field: QWidget) -> None:
        """Make a field as high as rows are in a roomy column, or as it was before."""
        usual = field.property(_USUAL)
        if self._roomy:
            if usual is None:
                field.setProperty(_USUAL, field.minimumHeight())
            field.setMinimumHeight(scaling.px(_HEIGHT))
        elif usual is not None:
            field.setMinimumHeight(usual)
            field.setProperty(_USUAL, None)

    def _chain(self) -> None:
        """Set the Tab order from the top to the bottom."""
        fields = [field for piece in self._pieces if isinstance(piece, QWidget) for field in fields_in(piece)]
        for before, field in pairwise(fields):
            QWidget.setTabOrder(before, field)


def fields_in(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widgets of a row that take the focus, from left to right."""
    if isinstance(widget, _FIELDS):
        yield widget
    elif isinstance(widget, Row):
        for field in widget.fields:
            yield from fields_in(field)
    else:
        for field in widget.findChildren(QWidget):
            inside = isinstance(field.parent(), QComboBox | QLineEdit) or field.window() is not widget.window()
            if isinstance(field, _FIELDS) and not inside and field.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield field
