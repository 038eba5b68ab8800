"""The flow of numbers in one update: x, model, prediction, loss, mean, gradient, w, in four stages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdviz.frozen import frozen
from gdviz.gui.style import fonts
from gdviz.gui.style.scaling import px
from gdviz.gui.style.theme import Theme, system

_ROW, _TOP = 36, 15
"""Pixels of a box, and of the stages' names above a row of boxes, at normal text size."""
_GAP, _ARROW, _PAD = 5.0, 12.0, 5.0
"""Pixels between two rows, of an arrow, and beside the text in a box."""
_LEAST = 8
"""Pixels of the smallest text, used if there is too little height."""
_BROKEN = 4
"""The number of links in the first of two rows, if one row is too narrow."""


@frozen
class Link:
    """One link of the chain: its name, its value, its stage from 1 to 4, and its tool tip.

    `shorter` has ever shorter texts of the value; `usual` and `tight` are as wide as such values usually are, whole and
    shortened, so that boxes do not move with each number.
    """

    name: str
    value: str
    stage: int
    tip: str = ""
    shorter: tuple[str, ...] = ()
    usual: str = ""
    tight: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """The value, the longest text first."""
        return (self.value, *self.shorter)


class _Metrics(NamedTuple):
    """Font metrics of the texts: of names and values, and of the names of stages."""

    text: QFontMetricsF
    head: QFontMetricsF

    @classmethod
    def of(cls, pixels: int) -> _Metrics:
        """Measure this type: that takes as long as measuring dozens of texts."""
        return cls(QFontMetricsF(_type(pixels)), QFontMetricsF(_type(pixels, True)))


class FlowStrip(QWidget):
    """Draws the links as boxes with arrows, each stage's name above its boxes; `stage` 0 highlights none.

    Nothing is cut: with little room the links stand in two rows, then numbers have fewer digits, then the text is
    smaller.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flowStrip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme: Theme = system()
        self._links: list[Link] = []
        self._stages: tuple[str, ...] = ()
        self._most: int | None = None
        self._height = 0
        self._planned: tuple[object, tuple[int, list[range]]] | None = None
        """The inputs of the cached plan, and the plan, which is used several times per paint."""
        self.stage = 0

    def show_links(self, links: list[Link], stages: tuple[str, ...], stage: int) -> None:
        """Show the links; `stages` are the names of the four stages, `stage` is the highlighted one."""
        self._links, self._stages, self.stage = links, stages, stage
        said = " → ".join(f"{link.name} {link.value}".strip() for link in links)
        self.setAccessibleDescription(f"{stages[stage - 1]}: {said}" if stage else said)
        self._fit()
        self.update()

    def set_most(self, height: int | None) -> None:
        """Limit the height, with smaller text if necessary; None removes it."""
        if height != self._most:
            self._most = height
            self._fit()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._fit()
        self.update()

    def links(self) -> list[Link]:
        """The links shown."""
        return list(self._links)

    def texts(self) -> list[tuple[QRectF, str, QFont]]:
        """All texts: rectangle, text, font."""
        made: list[tuple[QRectF, str, QFont]] = []
        pixels, rows = self._plan()
        metrics = _Metrics.of(pixels)
        for row, boxes in zip(rows, self._boxes(), strict=True):
            made += [(room, name, font) for room, name, font, _ in self._heads(row, boxes, pixels)]
            for i, box in zip(row, boxes, strict=True):
                for text, room in self._inside(i, box, metrics):
                    made.append((room, text, _narrowed(_type(pixels), text, room.width())))
        return made

    # Qt

    def sizeHint(self) -> QSize:
        """Qt: one row if there is room, otherwise two."""
        pixels, rows = self._plan()
        return QSize(200, self._height_of(pixels, len(rows)))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: QEvent) -> None:
        """Qt: choose one or two rows again."""
        self._fit()

    def _fit(self) -> None:
        if (height := self.sizeHint().height()) != self._height:
            self._height = height
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Qt: show the tool tip of a link."""
        if event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())  # type: ignore[attr-defined]
            boxes = [box for row in self._boxes() for box in row]
            for link, box in zip(self._links, boxes, strict=True):
                if box.contains(at):
                    QToolTip.showText(event.globalPos(), f"{link.name} = {link.value}\n{link.tip}", self)  # type: ignore[attr-defined]
                    return True
        return super().event(event)

    # Layout

    def _plan(self) -> tuple[int, list[range]]:
        """The text size in pixels, and the links in each row."""
        shapes = tuple((link.name, link.stage, link.usual, link.tight) for link in self._links)
        key = self.width(), self._most, px(fonts.HEAD), self._stages, shapes
        if self._planned is None or self._planned[0] != key:
            self._planned = key, self._made_plan()
        return self._planned[1]

    def _made_plan(self) -> tuple[int, list[range]]:
        usual, count = px(fonts.HEAD), len(self._links)
        least = min(usual, fonts.HEAD)
        one, two = [range(count)], [range(min(_BROKEN, count)), range(min(_BROKEN, count), count)]
        two = [row for row in two if len(row)] or one
        for pixels in range(usual, least - 1, -1):
            for rows, tight in ((one, False), (two, True)):
                high = self._height_of(pixels, len(rows))
                if self._fits(rows, pixels, tight) and (self._most is None or high <= self._most):
                    return pixels, rows
        while self._most is not None and least > _LEAST and self._height_of(least, len(two)) > self._most:
            least -= 1
        return least, two

    def _fits(self, rows: Sequence[range], pixels: int, tight: bool) -> bool:
        """Whether these rows have room for the usual texts, whole or shortened."""
        metrics = _Metrics.of(pixels)
        return all(
            sum(self._wanted(i, row, metrics, tight) for i in row) <= self._room(row, place)
            for place, row in enumerate(rows)
        )

    @staticmethod
    def _height_of(pixels: int, rows: int) -> int:
        return round((_TOP + _ROW) * pixels / fonts.HEAD * rows + _GAP * (rows - 1))

    def _room(self, row: range, place: int) -> float:
        """The pixels that the boxes of a row share."""
        return self.width() - _ARROW * (len(row) - 1 + (place > 0))

    def _wanted(self, i: int, row: range, metrics: _Metrics, tight: bool = False) -> float:
        """The preferred width of a box."""
        link = self._links[i]
        usual = link.tight if tight else link.usual
        text = max(map(metrics.text.horizontalAdvance, (link.name, usual or link.values[-1 if tight else 0])))
        return max(text + 2 * _PAD, self._head_share(i, row, metrics))

    def _least(self, i: int, row: range, metrics: _Metrics) -> float:
        """The least width at which a box cuts none of its texts."""
        link, width = self._links[i], metrics.text.horizontalAdvance
        text = max(width(link.name), min(map(width, link.values)))
        return max(text + 2 * _PAD, self._head_share(i, row, metrics))

    def _head_share(self, i: int, row: range, metrics: _Metrics) -> float:
        """The share of a box in the width of its stage's name, which spans all boxes of the stage in the row."""
        boxes = sum(self._links[j].stage == self._links[i].stage for j in row)
        return (metrics.head.horizontalAdvance(self._name_of(i)) - _ARROW * (boxes - 1)) / boxes

    def _name_of(self, i: int) -> str:
        stage = self._links[i].stage
        return self._stages[stage - 1] if 0 < stage <= len(self._stages) else ""

    def _boxes(self) -> list[list[QRectF]]:
        """The boxes of each row."""
        pixels, rows = self._plan()
        scale, metrics, made = pixels / fonts.HEAD, _Metrics.of(pixels), []
        for place, row in enumerate(rows):
            widths = self._widths(row, self._room(row, place), metrics)
            x, y = (_ARROW if place else 0.0), place * ((_TOP + _ROW) * scale + _GAP) + _TOP * scale
            boxes = []
            for width in widths:
                boxes.append(QRectF(x, y, width, _ROW * scale))
                x += width + _ARROW
            made.append(boxes)
        return made

    def _widths(self, row: range, room: float, metrics: _Metrics) -> list[float]:
        """The widths of the boxes of a row: the preferred ones, adjusted to the room."""
        wanted = [self._wanted(i, row, metrics) for i in row]
        total = sum(wanted)
        if total <= room or not total:
            return [width * room / total for width in wanted] if total else []
        least = [self._least(i, row, metrics) for i in row]
        if sum(least) > room:
            return [width * room / sum(least) for width in least]
        spare = [max(0.0, width - low) for width, low in zip(wanted, least, strict=True)]
        share = (room - sum(least)) / (sum(spare) or 1.0)
        return [low + share * more for low, more in zip(least, spare, strict=True)]

    def _heads(self, row: range, boxes: Sequence[QRectF], pixels: int) -> list[tuple[QRectF, str, QFont, bool]]:
        """The names of the stages above the boxes of a row: rectangle, text, font, and whether it is highlighted."""
        made = []
        high = _TOP * pixels / fonts.HEAD
        for stage, places in groupby(zip(row, boxes, strict=True), key=lambda place: self._links[place[0]].stage):
            over = list(places)
            name, left, right = self._name_of(over[0][0]), over[0][1].left(), over[-1][1].right()
            font = _narrowed(_type(pixels, stage == self.stage), name, right - left)
            made.append((QRectF(left, over[0][1].top() - high, right - left, high), name, font, stage == self.stage))
        return made

    def _inside(self, i: int, box: QRectF, metrics: _Metrics) -> list[tuple[str, QRectF]]:
        """The name and the value of a link, each with its half of the box."""
        link, width = self._links[i], metrics.text.horizontalAdvance
        inner = box.adjusted(2, 3, -2, -3)
        value = next((v for v in link.values if width(v) <= inner.width()), link.values[-1])
        half = inner.height() / 2
        upper, lower = inner.adjusted(0, 0, 0, -half), inner.adjusted(0, half, 0, 0)
        return [(link.name, upper), (value, lower)]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the stages' names, the boxes, the arrows."""
        pixels, rows = self._plan()
        metrics = _Metrics.of(pixels)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, boxes in zip(rows, self._boxes(), strict=True):
                for room, name, font, lit in self._heads(row, boxes, pixels):
                    self._write(painter, room, name, self._theme.word("accent") if lit else self._theme.text3, font)
                for i, box in zip(row, boxes, strict=True):
                    self._draw_box(painter, i, box, pixels, metrics)

    def _draw_box(self, painter: QPainter, i: int, box: QRectF, pixels: int, metrics: _Metrics) -> None:
        theme, lit = self._theme, self._links[i].stage == self.stage
        painter.setPen(QPen(QColor(theme.accent if lit else theme.line), 1.5 if lit else 1.0))
        painter.setBrush(QColor(theme.mix("accent", "field", 0.16) if lit else theme.field))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        for (text, room), color in zip(self._inside(i, box, metrics), (theme.text2, theme.text1), strict=True):
            self._write(painter, room, text, color, _narrowed(_type(pixels), text, room.width()))
        if i:
            self._draw_arrow(painter, box, lit)

    @staticmethod
    def _write(painter: QPainter, room: QRectF, text: str, color: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)

    def _draw_arrow(self, painter: QPainter, box: QRectF, lit: bool) -> None:
        tip = QPointF(box.left() - 1, box.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent if lit else self._theme.text3))
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-7, -4), tip + QPointF(-7, 4)]))


def _type(pixels: int, lit: bool = False) -> QFont:
    font = fonts.head() if lit else fonts.small()
    font.setPixelSize(pixels)
    return font


def _narrowed(font: QFont, text: str, width: float) -> QFont:
    """The font, reduced if the text would be wider than `width`."""
    needed = QFontMetricsF(font).horizontalAdvance(text)
    while needed > width and font.pixelSize() > _LEAST // 2:
        font.setPixelSize(font.pixelSize() - 1)
        needed = QFontMetricsF(font).horizontalAdvance(text)
    return font
