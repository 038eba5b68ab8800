"""Formulas set in type, one below the other: symbol = formula, wrapped to the width."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.engine.notation import Atom, Fraction, Part, Row, read
from gdviz.gui.drawing.formula_type import Mark, Type, joined

_GAP, _LINE_GAP = 3.0, 6.0
_DERIVATIVE = re.compile(r"([∂d])(\S+)/[∂d](\S+)")


class FormulaSheet(QWidget):
    """Shows lines of a symbol and a formula in plain unicode ("∂f/∂x", "3x²y")."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Not a fixed height: a layout takes that from the size hint, which still belongs to the earlier width.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.colour: QColor | None = None
        """The colour of the type; None: that of other texts. A style sheet would take it out of the palette again."""
        self._type = Type()
        self._lines: list[tuple[Part, Row]] = []
        self._set: dict[int, tuple[float, list[tuple[float, float, list[Mark]]]]] = {}
        """By the width: the height of the lines set to it, and the positions of the boxes. A layout asks for several
        widths, again and again.
        """

    def set_lines(self, lines: Sequence[tuple[str, str]], names: Sequence[str]) -> None:
        """Show these lines; `names` are the names of several letters, which are not products."""
        together = frozenset(names)
        self._lines = [(_symbol(symbol, together), read(formula, together)) for symbol, formula in lines]
        self._set = {}
        self.setAccessibleDescription("\n".join(f"{symbol} = {formula}" for symbol, formula in lines))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Qt: the height of the lines."""
        return math.ceil(self._laid_out(width)[0])

    def sizeHint(self) -> QSize:
        """Qt: any width."""
        return QSize(100, self.heightForWidth(max(self.width(), 100)))

    def minimumSizeHint(self) -> QSize:
        """Qt: any width."""
        return QSize(60, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: set the lines again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._type, self._set = Type(), {}
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the boxes."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.colour or self.palette().color(QPalette.ColorRole.WindowText))
            for x, y, marks in self._laid_out(self.width())[1]:
                self._type.paint(painter, marks, x, y)

    def _laid_out(self, width: int) -> tuple[float, list[tuple[float, float, list[Mark]]]]:
        if width not in self._set:
            self._set[width] = self._lay_out(width)
        return self._set[width]

    def _lay_out(self, width: int) -> tuple[float, list[tuple[float, float, list[Mark]]]]:
        made: list[tuple[float, float, list[Mark]]] = []
        y = 0.0
        for symbol, formula in self._lines:
            head = joined([self._type.formula(symbol), self._type.text(" = ")])
            rows = [[head]]
            x = head.width
            for box in self._type.pieces(formula, width - head.width):
                if len(rows[-1]) > 1 and x + box.width > width:
                    rows.append([self._type.space(head.width)])
                    x = head.width
                rows[-1].append(box)
                x += box.width
            for row in rows:
                whole = joined(row)
                made.append((0.0, y + whole.up, whole.marks))
                y += whole.up + whole.down + _GAP
            y += _LINE_GAP - _GAP
        return max(0.0, y - _LINE_GAP + 1), made


def _symbol(text: str, names: frozenset[str]) -> Part:
    """A symbol to be set, a derivative as a fraction."""
    if found := _DERIVATIVE.fullmatch(text):
        sign = Atom("sign", found[1])
        above, below = (Row((sign, *read(found[i], names).parts)) for i in (2, 3))
        return Fraction(above, below)
    return read(text, names)
