"""The four stages of an update as large cards with their numbers: split, predict, loss, update."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from gdviz.frozen import frozen
from gdviz.gui.data.symbol_type import draw_plain, draw_symbols, plain_width, symbol_width, wrapped
from gdviz.gui.style.scaling import px
from gdviz.gui.style.theme import Theme, system

FULL, COMPACT, LEAST = 112, 64, 54
"""Pixels, at normal text size: the height of a card with a remark, of one with its numbers only, and of the lowest."""
ONE_ROW = 530
"""Pixels, at normal text size, from which on four cards stand side by side."""
_GAP, _BELOW = 22, 8
"""Pixels between two cards, where the arrow is, and between two rows."""
_SHARES = (0.9, 1.18, 0.78, 1.2)
"""The widths of the cards; the model has the longest text."""
_NUMBER, _TITLE, _REMARK, _ASIDE = 18, 14, 13, 12
_SIZES = (_NUMBER, 17, 16, 15, 14)
"""Pixels of the numbers: the first at which they have room."""


@frozen
class Stage:
    """One stage: its name, its numbers, and a remark on them.

    `lines` are one or two lines of numbers, each with what stands faintly after it; `shorter` has ever shorter texts
    for where there is room for one line only, or the line is too long.
    """

    name: str
    lines: tuple[tuple[str, str], ...]
    remark: str = ""
    shorter: tuple[str, ...] = ()
    tip: str = ""


class StageCards(QWidget):
    """Draws the stages as cards with arrows between them; `stage` is the present one, 0 for none.

    `stageRequested` carries the number of a card that was clicked, 0 where that was the present stage.
    """

    stageRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stageCards")
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else the lab behind is painted at each step
        self._theme: Theme = system()
        self._stages: tuple[Stage, ...] = ()
        self._sizes: dict[int, int] = {}
        """The type of each card: numbers of more digits make it smaller, and it stays so while values change."""
        self.stage = 0

    def show_stages(self, stages: tuple[Stage, ...], stage: int) -> None:
        """Show the stages; `stage` from 1 to 4 is the present one."""
        self._stages, self.stage = stages, stage
        said = "; ".join(" ".join((each.name, *(" ".join(line).strip() for line in each.lines))) for each in stages)
        self.setAccessibleDescription(f"{stages[stage - 1].name}: {said}" if stage else said)
        self.update()

    def fit_anew(self) -> None:
        """Choose the type of the numbers again, for other numbers."""
        self._sizes.clear()

    def stages(self) -> tuple[Stage, ...]:
        """The stages shown."""
        return self._stages

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.fit_anew()
        self.update()

    @staticmethod
    def rows_in(width: int) -> int:
        """The number of rows of cards in this width."""
        return 1 if width >= px(ONE_ROW) else 2

    @classmethod
    def height_in(cls, width: int, card: int) -> int:
        """The height for cards of `card` pixels at normal text size."""
        rows = cls.rows_in(width)
        return rows * px(card) + (rows - 1) * _BELOW

    def cards(self) -> list[QRectF]:
        """The rectangles of the cards."""
        rows, gap = self.rows_in(self.width()), px(_GAP)
        per_row = 4 // rows
        high = (self.height() - (rows - 1) * _BELOW) / rows
        made = []
        for row in range(rows):
            shares = _SHARES[row * per_row : (row + 1) * per_row] if rows == 1 else (1.0,) * per_row
            room, x = self.width() - gap * (per_row - 1), 0.0
            for share in shares:
                width = room * share / sum(shares)
                made.append(QRectF(x, row * (high + _BELOW), width, high))
                x += width + gap
        return made

    def texts(self) -> list[tuple[QRectF, str, int]]:
        """The card of each line of numbers that is drawn, the line, and its type in pixels."""
        made = []
        for place, (stage, card) in enumerate(zip(self._stages, self.cards(), strict=True)):
            lines, pixels = self._numbers(place, stage, card)
            made += [(card, text, pixels) for text, _ in lines]
        return made

    # Qt

    def event(self, event: QEvent) -> bool:
        """Qt: show the tool tip of a stage."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for stage, card in zip(self._stages, self.cards(), strict=False):
                if card.contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), stage.tip, self)
                    return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a card can be clicked."""
        shape = Qt.CursorShape.PointingHandCursor if self._card_at(event.position()) else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on a card asks for its stage."""
        number = self._card_at(event.position())
        if number and event.button() == Qt.MouseButton.LeftButton:
            self.stageRequested.emit(0 if number == self.stage else number)
        else:
            super().mousePressEvent(event)

    def _card_at(self, place: QPointF) -> int:
        """The number of the card at a place, from 1; 0 where there is none."""
        return next((i for i, card in enumerate(self.cards(), 1) if card.contains(place)), 0)

    def resizeEvent(self, event: QEvent) -> None:
        """Qt: other cards have other type."""
        self.fit_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the cards and the arrows."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            cards = self.cards()
            for place, stage in enumerate(self._stages):
                self._draw_card(painter, place, stage, cards[place])
                if place and cards[place].left() > 0:
                    self._draw_arrow(painter, cards[place], place + 1 == self.stage)

    # Implementation

    @staticmethod
    def _inner(card: QRectF) -> QRectF:
        side = px(12) if card.width() >= px(190) else px(10)
        return card.adjusted(side, 0, -side, 0)

    def _numbers(self, place: int, stage: Stage, card: QRectF) -> tuple[Sequence[tuple[str, str]], int]:
        """The lines of numbers that a card has room for, and their type in pixels."""
        room = self._inner(card).width()
        tall = card.height() >= px(FULL) - 6
        lines = stage.lines if tall or len(stage.lines) == 1 else ()
        ways = [lines, tuple((text, "") for text, _ in lines)] if lines else []
        ways += [((text, ""),) for text in stage.shorter]
        largest = self._sizes.get(place, px(_NUMBER))
        sizes = [px(size) for size in _SIZES if px(size) <= largest] or [largest]
        for way in ways:
            has_asides = any(aside for _, aside in way)
            for pixels in sizes[:3] if has_asides else sizes:
                if max(symbol_width(text, pixels, True) + self._aside_width(aside) for text, aside in way) <= room:
                    self._sizes[place] = pixels
                    return way, pixels
        way, pixels = ways[-1], sizes[-1]
        while pixels > px(9) and max(symbol_width(text, pixels, True) for text, _ in way) > room:
            pixels -= 1
        return way, pixels

    @staticmethod
    def _aside_width(aside: str) -> float:
        """The width of what stands after a number, and of the gap before it."""
        return symbol_width(aside, px(_ASIDE)) + px(8) if aside else 0.0

    def _draw_card(self, painter: QPainter, place: int, stage: Stage, card: QRectF) -> None:
        theme, lit = self._theme, place + 1 == self.stage
        painter.setPen(QPen(QColor(theme.accent if lit else theme.line), 2.0 if lit else 1.0))
        painter.setBrush(QColor(theme.mix("accent", "field", 0.09) if lit else theme.field))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 7, 7)
        inner, words = self._inner(card), QColor(theme.mix("text1", "accent", 0.18))
        lines, pixels = self._numbers(place, stage, card)
        tall = card.height() >= px(FULL) - 6
        head = px(_TITLE) if tall else px(_REMARK)
        y = card.top() + (px(14) if tall else max(px(6), (card.height() - head - px(26)) / 2)) + 0.8 * head
        sign, _, name = stage.name.partition(" ")
        painter.setPen(words)
        draw_plain(painter, inner.left(), y, sign, head + 1, True)
        apart = plain_width(sign, head + 1, True) + px(8)
        painter.setPen(words if lit else QColor(theme.text1 if tall else theme.text2))
        draw_plain(painter, inner.left() + apart, y, name, head, True)
        y += px(13 + _NUMBER) if tall else px(4 + _NUMBER)
        for text, aside in lines:
            painter.setPen(QColor(theme.text1))
            draw_symbols(painter, inner.left(), y, text, pixels, True)
            if aside:
                painter.setPen(QColor(theme.text2))
                draw_symbols(painter, inner.right() - symbol_width(aside, px(_ASIDE)), y, aside, px(_ASIDE))
            y += px(26)
        if tall and stage.remark:
            painter.setPen(QColor(theme.text2))
            for text in wrapped(stage.remark, px(_REMARK), inner.width()):
                if y > card.bottom() - px(4):
                    return
                draw_symbols(painter, inner.left(), y - px(2), text, px(_REMARK), words=True)
                y += px(17)

    def _draw_arrow(self, painter: QPainter, card: QRectF, lit: bool) -> None:
        reach, middle = px(4), QPointF(card.left() - px(_GAP) / 2, card.center().y())
        painter.setPen(QPen(QColor(self._theme.accent if lit else self._theme.text3), px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tip = middle + QPointF(reach / 2, 0)
        painter.drawPolyline(QPolygonF([tip + QPointF(-reach, -reach), tip, tip + QPointF(-reach, reach)]))
