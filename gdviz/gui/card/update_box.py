"""The box at the top of the step card: the whole update, first with symbols, then with numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.engine.notation import read
from gdviz.engine.writing import Line
from gdviz.gui.drawing.formula_type import STRONG, Box, Mark, Type, joined
from gdviz.gui.style.theme import Theme, system

_RULE = 17
"""The size of the rule's type, in pixels; that of its numbers is that of the body."""
_BESIDE, _OVER = 12.0, 9.0
_APART, _ROW_GAP = 8.0, 4.0
_GROUND = 0.06
"""How much of the text's colour is mixed into the background."""

_Placed = tuple[str, float, float, Sequence[Mark], int]
"""Colour, x and y of the base line, marks, and which of the two sizes of type they have."""


class UpdateBox(QWidget):
    """Shows w′ = w − η∇f in large type, and the numbers below: in one row, or in rows that end with the result.

    It keeps the height of the highest update so far, so that what stands below it does not jump while playing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line: Line | None = None
        self._theme: Theme | None = None
        self._types: tuple[Type, Type] | None = None
        self._rule: tuple[tuple[str, float], list[Box]] | None = None
        """The boxes of the rule, and the formula and width that they are for."""
        self._broken = False
        """Whether some numbers of this rule did not fit into one row."""
        self._height = 0
        self.placed: list[_Placed] = []

    def show_update(self, line: Line | None) -> None:
        """Show an update; None hides the box."""
        self.setVisible(line is not None)
        if line is None or line == self._line:
            return
        if self._line is None or line.formula != self._line.formula:
            self._begin()
        self._line = line
        self._set()

    def begin_anew(self) -> None:
        """Forget the update, so that the next one takes only the room that it needs."""
        self._line = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._set()

    def sizeHint(self) -> QSize:
        """Qt: as high as its rows."""
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:
        """Qt: never lower than its rows."""
        return QSize(120, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: set the rows for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._begin()
            self._set()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: set the rows in another font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._types = None
            self._begin()
            self._set()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the ground and the rows."""
        theme, types = self._theme, self._types
        if theme is None or types is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.mix("text1", "panel", _GROUND)))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, x, y, marks, type_ in self.placed:
                painter.setPen(QColor(colour))
                types[type_].paint(painter, marks, x, y)

    # Typesetting

    def _begin(self) -> None:
        """Forget how much room earlier numbers took."""
        self._rule, self._broken, self._height = None, False, 0

    def _set(self) -> None:
        """Set the rows for the present width."""
        line = self._line
        if line is None:
            return
        theme = self._theme or system()
        if self._types is None:
            self._types = (Type(_RULE), Type())
        width = max(self.width() - 2 * _BESIDE, 60.0)
        y = _OVER
        placed: list[_Placed] = []
        for row in _rows(self._rule_boxes(line, width), width):
            y = _place(placed, theme.text1, row, y, 0)
        y += _APART - _ROW_GAP
        for colour, boxes in self._numbers(self._types[1], theme, line, width):
            y = _place(placed, colour, boxes, y, 1)
        self.placed = placed
        height = max(self._height, math.ceil(y - _ROW_GAP + _OVER))
        if height != self._height:
            self._height = height
            self.updateGeometry()
        self.update()

    def _rule_boxes(self, line: Line, width: float) -> list[Box]:
        assert self._types is not None
        key = (line.formula, width)
        if self._rule is None or self._rule[0] != key:
            self._rule = (key, self._types[0].pieces(read(f"{line.symbol} = {line.formula}"), width))
        return self._rule[1]

    def _numbers(self, type_: Type, theme: Theme, line: Line, width: float) -> list[tuple[str, list[Box]]]:
        """Return the rows of the numbers, each with its colour."""
        equals = type_.text(" = ")
        result, filled = joined(type_.numbers(line.written, math.inf, STRONG)), type_.numbers(line.filled, width)
        if result.width + equals.width + sum(box.width for box in filled) > width:
            self._broken = True
        if not self._broken:
            return [(theme.text1, [result, equals, *filled])]
        sign = type_.text("= ")
        rows = _rows(type_.numbers(line.filled, width - sign.width), width - sign.width)
        first, *more = rows
        indent = type_.space(sign.width)
        found = [(theme.text2, [sign, *first]), *((theme.text2, [indent, *row]) for row in more)]
        strong = type_.numbers(line.written, width - sign.width, STRONG)
        first, *more = _rows(strong, width - sign.width)
        bold = type_.text("= ", STRONG)
        return [*found, (theme.text1, [bold, *first]), *((theme.text1, [indent, *row]) for row in more)]


def _rows(boxes: Sequence[Box], width: float) -> list[list[Box]]:
    """Break boxes into rows of at most this width."""
    rows: list[list[Box]] = [[]]
    x = 0.0
    for box in boxes:
        if rows[-1] and x + box.width > width:
            rows.append([])
            x = 0.0
        rows[-1].append(box)
        x += box.width
    return rows


def _place(placed: list[_Placed], colour: str, boxes: Sequence[Box], y: float, type_: int) -> float:
    """Place a row at `y`; return where the next one begins."""
    whole = joined(boxes)
    placed.append((colour, _BESIDE, y + whole.up, whole.marks, type_))
    return y + whole.up + whole.down + _ROW_GAP
