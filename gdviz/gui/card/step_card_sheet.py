"""The sheet of the step card: lines with the symbol on the left and its value on the right, wrapped to the width."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from gdviz.engine.notation import Atom, Fraction, Part, Row, read
from gdviz.engine.writing import Line
from gdviz.gui.card.step_fold import StepFold
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.drawing.formula_type import LESS, STRONG, UPRIGHT, Box, Mark, Type, joined
from gdviz.gui.style import scaling
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.style.theme import Theme, system

_WIDEST = 62.0  # a wider symbol stands above its value
_GAP, _ROW_GAP, _LINE_GAP = 9.0, 3.0, 7.0
_MARGIN, _LEAST = 2.0, 120.0
_LEAST_HEIGHT = 40
_FOLD_GAP = 6.0
_OVER = 4  # pixels by which a character may extend out of its row or box
_BELOW_WORDS = 6
"""Pixels below the text of the fold's row: these may be cut off."""
_KEPT = 400
_OF_NOTES = -1.0  # the width under which notes are cached
_TERMS = {
    "gradient": "partial_derivative", "slope": "gradient", "rate": "learning_rate", "momentum": "momentum",
    "delta": "update", "parameters": "parameters", "loss": "loss",
}  # fmt: skip
"""The term of the glossary that explains the symbol of a line, by the line's role."""
LATEX_KEY = QKeySequence("Ctrl+L")

_Row = tuple[float, float, list[tuple[str, float, Sequence[Mark]]]]
"""The bottom of a row, its base line, and colour, x and marks of each box in it."""


class ArithmeticSheet(QAbstractScrollArea):
    """Draws lines of arithmetic, or one sentence if there are none; a row can fold the lines below it.

    `copyRequested(latex)`: a person copies the lines, as LaTeX or as text. `foldRequested(is_open)`: a person unfolds
    or folds the lines under the row.
    """

    copyRequested = Signal(bool)
    foldRequested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("playing", True)
        self._lines: Sequence[Line] = ()
        self._names: frozenset[str] = frozenset()
        self._note: Callable[[Line], str] = lambda line: ""
        self._good: bool | None = None
        self._ink: QColor | None = None
        self._is_brief = False
        self._fold_at: int | None = None
        """How many lines stand above the fold's row; None without such a row."""
        self._sentence = ""
        self._theme: Theme | None = None
        self._type: Type | None = None
        self._kept: dict[tuple[str, float], list[Box]] = {}
        """Boxes that are the same at every step: formulas with symbols, broken for a width, and notes."""
        self._rows: list[_Row] = []
        self._line_ends: list[float] = []
        self._fold_end = 0.0
        self._set_lines: list[tuple[tuple[object, ...], list[_Row]]] = []
        """For each line: the inputs from which its rows were set, and the rows relative to its top."""
        self._stale = True
        self._line_above = 0.0
        """The y of the ruling above the fold's row, from the top of the rows."""
        self.fold = StepFold(self.viewport())
        self.fold.hide()
        self.fold.clicked.connect(self.foldRequested)
        self.fold.focused.connect(self._show_fold)

    def show_lines(
        self,
        lines: Sequence[Line],
        names: frozenset[str],
        note: Callable[[Line], str],
        good: bool | None,
        ink: QColor | None = None,
        *,
        brief: bool = False,
        fold_at: int | None = None,
    ) -> None:
        """Show these lines.

        `note` returns a line's remark, `good` says whether the loss fell (None: unknown), `ink` is the colour of the
        update's arrow if it is not that of the text. With `brief`, the derivatives have only their values, at the
        right. The fold's row stands below the first `fold_at` lines.
        """
        whole = (brief, fold_at, len(lines)) != (self._is_brief, self._fold_at, len(self._lines))
        self._lines, self._names, self._note, self._good, self._sentence = lines, names, note, good, ""
        self._ink, self._is_brief, self._fold_at = ink, brief, fold_at
        self.fold.setVisible(fold_at is not None)
        self._renew(whole)

    def show_sentence(self, text: str) -> None:
        """Show one sentence instead of lines."""
        self._lines, self._sentence, self._fold_at = (), text, None
        self.fold.hide()
        self._renew()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.fold.apply_theme(theme)
        self._set_lines.clear()
        self._renew()

    def _renew(self, whole: bool = True) -> None:
        """Set the lines and repaint them; unless `whole`, only where they have changed."""
        self._stale = True
        if self.isVisible():
            before, down = self._rows, self.verticalScrollBar().value()
            self._set()
            if whole or not before or down != self.verticalScrollBar().value():
                self.viewport().update()
            else:
                self.viewport().update(self._changed(before).translated(0, -down))

    def _changed(self, before: Sequence[_Row]) -> QRegion:
        """Return the region where rows differ from `before`: each from its first different box to the right end."""
        region, width = QRegion(), self.viewport().width()
        ends = [0.0, 0.0]
        for pair in zip_longest(before, self._rows):
            left = 0.0
            if pair[0] is not None and pair[1] is not None and pair[0][:2] == pair[1][:2]:
                boxes = zip_longest(pair[0][2], pair[1][2], fillvalue=("", float(width), ()))
                left = next((min(old[1], new[1]) for old, new in boxes if old != new), math.inf)
            for i, row in enumerate(pair):
                if row is not None:
                    if left < width:
                        top = math.floor(ends[i]) - _OVER
                        region += QRect(int(left) - _OVER, top, width + _OVER, math.ceil(row[0]) + _OVER - top)
                    ends[i] = row[0]
        return region

    def height_of_rows(self, room: float = math.inf) -> int:
        """Return the height of all lines at the current width, or of those that fit completely into `room`."""
        if self._stale:
            self._set()
        return math.ceil(max((end for end in (*self._line_ends, self._fold_end) if end <= room), default=0.0))

    # -- Typesetting ----------------------------------------------------------------------------------------

    def _set(self) -> None:
        """Set all lines for the present width."""
        self._stale = False
        type_ = self._type = self._type or Type()
        if len(self._kept) > _KEPT:
            self._kept.clear()
        self._rows, self._line_ends, self._fold_end = [], [], 0.0
        width = max(self.viewport().width() - 2 * _MARGIN, _LEAST)
        symbols = [self._symbol(type_, line) for line in self._lines]
        column = max((box.width for box in symbols if box.width <= _WIDEST), default=0.0) + _GAP
        y = 1.0
        known, self._set_lines = self._set_lines, []
        for i, (line, symbol) in enumerate(zip(self._lines, symbols, strict=True)):
            if i == self._fold_at:
                y = self._leave_room_for_fold(y)
            looks = self._colours(self._theme or system(), line), self._is_brief
            key = (line, self._names, self._note(line), looks, column, width)
            same = i < len(known) and known[i][0] == key
            rows = known[i][1] if same else self._set_line(type_, line, symbol, column, width)
            self._set_lines.append((key, rows))
            self._rows += [(y + end, y + base, boxes) for end, base, boxes in rows]
            y += rows[-1][0] + _LINE_GAP
            self._line_ends.append(y - _LINE_GAP)
        if self._fold_at == len(self._lines):
            y = self._leave_room_for_fold(y)
        bar = self.verticalScrollBar()
        bar.setSingleStep(24)
        bar.setPageStep(self.viewport().height())
        # Last, as a scroll bar that comes or goes changes the width and sets the lines again.
        bar.setRange(0, max(0, math.ceil(y - _LINE_GAP) - self.viewport().height()))
        self._place_fold()

    def _leave_room_for_fold(self, y: float) -> float:
        """Place the fold's row at `y`; return where the next line begins."""
        self._line_above = y + 2
        y += 2 + _FOLD_GAP + self.fold.sizeHint().height() + _LINE_GAP
        self._fold_end = y - _LINE_GAP
        return y

    def _place_fold(self) -> None:
        if self._fold_at is not None:
            top = round(self._line_above + _FOLD_GAP) - self.verticalScrollBar().value()
            if self._fold_end - _BELOW_WORDS >= self._lowest():
                top = max(top, self.viewport().height())  # out of sight, where Tab still finds it
            self.fold.setGeometry(0, top, self.viewport().width(), self.fold.sizeHint().height())

    def _lowest(self) -> float:
        """Return the lowest y at which a row is drawn.

        That is the lower edge, since scrolling shows a cut row whole; at the end of the text there is no limit.
        """
        bar = self.verticalScrollBar()
        return bar.value() + self.viewport().height() + 1.0 if bar.value() < bar.maximum() else math.inf

    def _show_fold(self) -> None:
        """Scroll to the fold's row, because a key moved the focus there."""
        bar, place = self.verticalScrollBar(), self.fold.geometry()
        if place.top() < 0:
            bar.setValue(bar.value() + place.top())
        elif place.bottom() > self.viewport().height():
            bar.setValue(math.ceil(self._fold_end) - self.viewport().height())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt: scroll the fold's row with the lines."""
        super().scrollContentsBy(dx, dy)
        self._place_fold()

    def _symbol(self, type_: Type, line: Line) -> Box:
        """Return the left side of a line: a derivative as a fraction; with an arrow if the surface draws one."""
        key = (line.symbol + line.role, 0.0)
        if key not in self._kept:
            part: Part = read(line.symbol, self._names)
            if found := re.fullmatch(r"([∂d])(\S+)/[∂d](\S+)", line.symbol):
                sign = Atom("sign", found[1])
                above, below = (Row((sign, *read(found[i], self._names).parts)) for i in (2, 3))
                part = Fraction(above, below)
            made = type_.formula(part)
            if line.role in ("slope", "momentum", "delta"):
                made = joined([made, type_.space(6), type_.arrow()])
            self._kept[key] = [made]
        return self._kept[key][0]

    def _set_line(self, type_: Type, line: Line, symbol: Box, column: float, width: float) -> list[_Row]:
        """Set one line."""
        theme = self._theme or system()
        colour, judged = self._colours(theme, line)
        rows: list[list[tuple[str, float, Box]]] = [[(colour, 0.0, symbol)]]
        if symbol.width + _GAP > column:
            rows.append([])
        x = column
        room = width - column
        equals = type_.text("→ " if line.role == "loss" else "= ")
        hang = equals.width
        for colour, boxes, opens, right in self._segments(type_, theme, line, room - hang, judged):
            if right:
                whole = sum(box.width for box in boxes)
                if x > column and x + whole > width:
                    rows.append([])
                rows[-1].append((colour, max(column, width - whole), joined(boxes)))
                continue
            whole = sum(box.width for box in boxes) + (hang if opens else 0.0)
            if x > column and x + whole > width:
                rows.append([])
                x = column
            if opens:
                rows[-1].append((colour, x, equals))
                x += hang
            for i, box in enumerate(boxes):
                if i and x + box.width > width:
                    rows.append([])
                    x = column + hang
                rows[-1].append((colour, x, box))
                x += box.width
            x += 5.0
        return self._place(rows)

    def _place(self, rows: list[list[tuple[str, float, Box]]]) -> list[_Row]:
        """Put the rows of a line below each other."""
        y, placed = 0.0, []
        for row in rows:
            base = y + max((box.up for _, _, box in row), default=0.0)
            end = base + max((box.down for _, _, box in row), default=0.0)
            placed.append((end, base, _merged(row)))
            y = end + _ROW_GAP
        return placed

    def _segments(
        self, type_: Type, theme: Theme, line: Line, room: float, judged: str
    ) -> list[tuple[str, list[Box], bool, bool]]:
        """Return the sides of a line: colour, boxes between which it may break, whether an = comes before it, and
        whether it stands at the right.
        """
        value = line.written
        brief = self._is_brief and line.role == "gradient"
        found: list[tuple[str, list[Box], bool, bool]] = []
        if line.formula and line.formula != value:
            key = (line.formula, room)
            if key not in self._kept:
                self._kept[key] = type_.pieces(read(line.formula, self._names), room)
            found.append((theme.text2, self._kept[key], True, False))
        if line.role == "loss":
            before = type_.numbers(line.filled.removesuffix(" →"), room)
            found.append((theme.text1, before, False, False))
        elif line.filled and line.filled != value and not brief:
            found.append((theme.text1, type_.numbers(line.filled, room), True, False))
        strong = type_.numbers(value, room, STRONG)
        found.append((theme.text1, strong, not brief, brief))
        note = self._note(line)
        if note and line.role == "loss":
            found.append((judged, [type_.text(note)], False, True))
        elif note:
            key = (note, _OF_NOTES)
            if key not in self._kept:
                self._kept[key] = [type_.text(word + " ", UPRIGHT, LESS) for word in f"({note})".split()]
            found.append((theme.text3, self._kept[key], False, False))
        return found

    def _colours(self, theme: Theme, line: Line) -> tuple[str, str]:
        """Return the colour of the symbol, which is that of the arrow on the surface, and of the change of the loss."""
        symbol = {
            "gradient": arrow_colours.gradient(theme),
            "slope": arrow_colours.gradient(theme),
            "momentum": arrow_colours.momentum(theme),
            "delta": self._ink.name() if self._ink is not None else theme.text1,
        }.get(line.role, theme.text2)
        if line.role == "loss" and self._good is not None:
            return symbol, theme.good if self._good else theme.bad
        return symbol, theme.text2

    # -- Qt -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the rows that fit above the lower edge, or the sentence; and the focus ring."""
        theme = self._theme
        if theme is None:
            return
        if self._stale:
            self._set()
        down = self.verticalScrollBar().value()
        top, bottom, lowest = event.rect().top() + down, event.rect().bottom() + down, self._lowest()
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self.viewport().rect())  # a vector drawing is larger than the viewport
            if self._sentence:
                painter.setPen(QColor(theme.text3))
                rect = QRectF(self.viewport().rect()).adjusted(_MARGIN, 1, -_MARGIN, 0)
                painter.drawText(rect, Qt.TextFlag.TextWordWrap, self._sentence)
            if self._fold_at is not None and self._fold_end - _BELOW_WORDS < lowest:
                painter.fillRect(
                    QRectF(0, round(self._line_above) - down, self.viewport().width(), 1), QColor(theme.line)
                )
            pen, above, region, width = "", 0.0, event.region(), self.viewport().width()
            for end, base, boxes in self._rows:
                begin, above = above, end
                if end + _OVER < top or begin - _OVER > bottom or self._type is None or end >= lowest:
                    continue
                rights = [*(box[1] for box in boxes[1:]), width]
                for (colour, x, marks), right in zip(boxes, rights, strict=True):
                    room = QRectF(x, begin - down, right - x, end - begin).adjusted(-_OVER, -_OVER, _OVER, _OVER)
                    if not region.intersects(room.toAlignedRect()):
                        continue
                    if colour != pen:
                        painter.setPen(QColor(colour))
                        pen = colour
                    self._type.paint(painter, marks, x, base - down)
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 5, 5)

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: show the tool tip of a line, which explains the term of its symbol."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().y()), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, y: float) -> str:
        """Return the tip of the line at this y of the viewport; empty if there is no line, or no term for it."""
        down = y + self.verticalScrollBar().value()
        at = next((i for i, end in enumerate(self._line_ends) if down <= end), None)
        if at is None or at >= len(self._lines):
            return ""
        line = self._lines[at]
        alone = line.role == "gradient" and line.symbol.startswith("d")  # of one parameter: dJ/dw
        key = "slope" if alone else _TERMS.get(line.role)
        return term_tip(key) if key else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: set the rows for another width."""
        super().resizeEvent(event)
        self._set()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: set the rows in another font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._type = None
            self._kept.clear()
            self._set_lines.clear()
            self._renew()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Qt: one line; scrolling shows the rest."""
        return QSize(120, scaling.px(_LEAST_HEIGHT))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: show the focus ring."""
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: hide the focus ring."""
        self.viewport().update()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+C copies as text, Ctrl+L as LaTeX."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copyRequested.emit(False)
        elif QKeySequence(event.keyCombination()) == LATEX_KEY:
            self.copyRequested.emit(True)
        else:
            super().keyPressEvent(event)


def _merged(row: list[tuple[str, float, Box]]) -> list[tuple[str, float, Sequence[Mark]]]:
    """The boxes of a row, adjacent ones of one colour joined, so that fewer texts are drawn."""
    found: list[tuple[str, float, Sequence[Mark]]] = []
    at = 0
    while at < len(row):
        colour, x, box = row[at]
        together, end = [box], x + box.width
        at += 1
        while at < len(row) and row[at][0] == colour and abs(row[at][1] - end) < 0.01:
            together.append(row[at][2])
            end += row[at][2].width
            at += 1
        marks = [mark for mark in joined(together).marks if mark[2] < 0 or not str(mark[3]).isspace()]
        found.append((colour, x + _MARGIN, marks))
    return found
