"""The words in the large plot of the samples: a legend where few samples are, and names at the ends of the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.frozen import frozen
from gdviz.gui.data.sample_layer import class_colors
from gdviz.gui.data.symbol_type import draw_plain, draw_symbols, plain_width, symbol_width
from gdviz.gui.drawing.box_layer import BoxLayer, BoxLegend, ViewMap
from gdviz.gui.style.scaling import px
from gdviz.gui.style.theme import Theme

_WORDS, _NAMES = 14, 14
_ROW, _MARK, _PAD, _EDGE = 23, 24, 8, 8
"""Pixels at normal text size: of a row, of the mark in it, inside the legend, and to the edge of the plot."""
_BESIDE = 8
BATCH, OTHERS, RESIDUAL, CLASSES, LINE, WORDS = "batch", "others", "residual", "classes", "line", "words"
_NEEDED = (BATCH, CLASSES, OTHERS, RESIDUAL, LINE, WORDS)
"""The kinds of rows; with little room the last ones are left out first."""
_DIGIT = re.compile(r"\d")
_MOST, _COVERED = 0.55, 0.04
"""The most of the height of the plot that the legend takes, and the share of the samples that a row may hide."""


@frozen
class Entry:
    """A row of the legend: its kind, its words, and the colour of a line."""

    kind: str
    words: str
    color: str = ""


@frozen
class LineName:
    """The name of a line, and the data coordinates of its two ends in sight."""

    words: str
    color: str
    ends: tuple[tuple[float, float], tuple[float, float]]


class SampleLegend(BoxLayer):
    """Draws the legend in the corner where it hides fewest samples, and with `names` the names of boundaries."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 14)
        self._theme: Theme | None = None
        self.entries: tuple[Entry, ...] = ()
        """The rows that have room."""
        self._names: tuple[LineName, ...] = ()
        self._has_classes = False
        self._corner = 0
        self._kinds: tuple[str, ...] = _NEEDED
        self._all: tuple[Entry, ...] = ()
        self._points = np.empty((0, 2))
        self._chosen_for: tuple[object, ...] = ()
        box.sigResized.connect(lambda: self._fit())

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def show_entries(
        self, entries: tuple[Entry, ...], names: tuple[LineName, ...], points: np.ndarray, classes: bool
    ) -> None:
        """Show the rows and the names of boundaries; `points` (M, 2), in data, are to be hidden least."""
        self._all, self._points = entries, points
        self._names, self._has_classes = names, classes
        self._fit()

    def _fit(self) -> None:
        """Take the rows that have room; kinds and corner stay from step to step, whose words differ in digits alone."""
        rect = self.box.rect()
        words = tuple(
            (entry.kind, _DIGIT.sub("0", entry.words))
            for entry in self._all
            if entry.kind != RESIDUAL  # the stages show and hide it
        )
        key = len(self._points), rect.width(), rect.height(), px(_WORDS), words, self.box.viewRange()
        if key != self._chosen_for:
            self._chosen_for = key
            self._choose(self._points)
        self._take_kinds()
        self.update()

    def _take_kinds(self) -> None:
        self.entries = tuple(entry for entry in self._all if entry.kind in self._kinds)

    def _choose(self, points: np.ndarray) -> None:
        """Choose the kinds of rows that have room, and their corner."""
        for count in range(len(_NEEDED), 0, -1):
            self._kinds = _NEEDED[:count]
            self._take_kinds()
            self._corner, hidden = self._best_corner(points)
            if hidden <= _COVERED * len(points) and self.frame().height() <= _MOST * self.box.rect().height():
                return

    def frame(self) -> QRectF:
        """The rectangle of the legend in the box."""
        return self._frame_in(self._corner)

    def _frame_in(self, corner: int) -> QRectF:
        width = max((symbol_width(each.words, px(_WORDS), words=True) for each in self.entries), default=0.0)
        width += px(_MARK) + 2 * px(_PAD)
        high = len(self.entries) * px(_ROW) + px(_PAD)
        room, edge = self.box.rect(), px(_EDGE)
        x = edge if corner in (0, 3) else room.width() - edge - width
        y = edge if corner in (0, 1) else room.height() - edge - high
        return QRectF(x, y, width, high)

    def _best_corner(self, points: np.ndarray) -> tuple[int, int]:
        """The corner with fewest points, and how many: 0 above left, 1 above right, 2 below right, 3 below left."""
        if not self.entries or not len(points):
            return 0, 0
        places = ViewMap.of(self.box).pixels(points)
        found = []
        for corner in range(4):
            frame = self._frame_in(corner).adjusted(-px(6), -px(6), px(6), px(6))
            inside = (places[:, 0] >= frame.left()) & (places[:, 0] <= frame.right())
            inside &= (places[:, 1] >= frame.top()) & (places[:, 1] <= frame.bottom())
            found.append(int(inside.sum()))
        best = int(np.argmin(found))
        return best, found[best]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: the legend, and the names of boundaries."""
        theme = self._theme
        if theme is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken: list[QRectF] = []
        if self.entries:
            taken.append(self.frame())
            self._draw_legend(painter, theme)
        for name in self._names:
            self._draw_name(painter, theme, name, taken)

    def _draw_legend(self, painter: QPainter, theme: Theme) -> None:
        frame = self.frame()
        ground = QColor(theme.plot)
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, 5, 5)
        y = frame.top() + px(_PAD) / 2 + px(_ROW) / 2
        for entry in self.entries:
            self._draw_mark(painter, theme, entry, QPointF(frame.left() + px(_PAD) + px(7), y))
            painter.setPen(QColor(theme.text1 if entry.kind == BATCH else theme.text2))
            x = frame.left() + px(_PAD) + px(_MARK)
            draw_symbols(painter, x, y + 0.36 * px(_WORDS), entry.words, px(_WORDS), words=True)
            y += px(_ROW)

    def _draw_mark(self, painter: QPainter, theme: Theme, entry: Entry, at: QPointF) -> None:
        painter.setPen(QPen(QColor(theme.plot), 1))
        if entry.kind == WORDS:
            return
        if entry.kind == RESIDUAL:
            ink = QColor(entry.color)
            ink.setAlphaF(0.7)
            painter.setPen(QPen(ink, 1.5))
            painter.drawLine(QLineF(at.x(), at.y() - px(7), at.x(), at.y() + px(7)))
        elif entry.kind == LINE:
            painter.setPen(QPen(QColor(entry.color), 2))
            painter.drawLine(QLineF(at.x() - px(8), at.y(), at.x() + px(8), at.y()))
        elif self._has_classes:
            reach = px(5) if entry.kind == BATCH else px(3)
            inks = [QColor(color) for color in class_colors(theme)]
            for ink, x, kind in zip(inks, (-px(6), px(6)), (0, 1), strict=True):
                if entry.kind == OTHERS:
                    ink.setAlpha(130)
                painter.setBrush(ink)
                _draw_sample(painter, at + QPointF(x, 0), reach, kind)
        else:
            lit = entry.kind == BATCH
            ink = QColor(theme.accent if lit else theme.text3)
            ink.setAlphaF(1.0 if lit else 0.8)
            painter.setBrush(ink)
            _draw_sample(painter, at, px(6) if lit else px(4), 0)

    def _draw_name(self, painter: QPainter, theme: Theme, name: LineName, taken: list[QRectF]) -> None:
        view, width, high = ViewMap.of(self.box), plain_width(name.words, px(_NAMES), True), px(_NAMES + 6)
        room = self.box.rect().adjusted(3, 3, -3, -3)
        rooms = []
        for end in name.ends:
            x, y = view.pixels(np.array(end)).tolist()
            for left in (x + px(8), x - px(8) - width):
                top = min(max(y - high / 2, room.top()), room.bottom() - high)
                left = min(max(left, room.left()), room.right() - width)
                rooms.append(QRectF(left, top, width, high))
        free = next((each for each in rooms if not any(each.intersects(other) for other in taken)), rooms[0])
        taken.append(free)
        ground = QColor(theme.plot)
        ground.setAlphaF(0.8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(free.adjusted(-3, 0, 3, 0), 4, 4)
        painter.setPen(QColor(name.color))
        draw_plain(painter, free.left(), free.top() + 0.74 * high, name.words, px(_NAMES), True)


class LineNames(BoxLegend):
    """The names of the lines at their right ends, in a column beside the plot; without names it takes no room."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 0)
        self._names: tuple[LineName, ...] = ()
        self._wide = 0.0
        self.take_size()

    @property
    def width(self) -> float:
        """The width of the longest name."""
        return self._wide

    def reserve(self, words: Sequence[str]) -> None:
        """Take the room that these names need, even while not all of them are shown."""
        wide = max((plain_width(each, px(_NAMES), True) for each in words), default=0.0)
        wide = round(wide + _BESIDE + 4) if wide else 0
        if wide != self._wide:
            self._wide = wide
            self.take_size()

    def show_names(self, names: tuple[LineName, ...]) -> None:
        """Show the names of lines."""
        if names != self._names:
            self._names = names
            self.update()

    def places(self) -> list[tuple[str, float]]:
        """Each name, and the height of its middle in the frame: at the end of its line, but apart from the others."""
        frame, view, apart = self.frame, ViewMap.of(self.box), float(px(_NAMES + 5))
        if not self._names:
            return []
        half = apart / 2
        wanted = [float(view.pixels(np.array(name.ends[1]))[1]) for name in self._names]
        wanted = [min(max(y, half), frame.height() - half) for y in wanted]
        order = sorted(range(len(wanted)), key=wanted.__getitem__)
        placed = [wanted[i] for i in order]
        for i in range(1, len(placed)):
            if placed[i] - placed[i - 1] < apart:
                middle = (placed[i] + placed[i - 1]) / 2
                placed[i - 1], placed[i] = middle - half, middle + half
        over = max(0.0, placed[-1] + half - frame.height()), min(0.0, placed[0] - half)
        return [(self._names[i].words, y - over[0] - over[1]) for i, y in zip(order, placed, strict=True)]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: the names."""
        colors = {name.words: name.color for name in self._names}
        for words, y in self.places():
            painter.setPen(QColor(colors[words]))
            draw_plain(painter, _BESIDE, self.frame.top() + y + 0.36 * px(_NAMES), words, px(_NAMES), True)


def _draw_sample(painter: QPainter, at: QPointF, reach: float, kind: int) -> None:
    """A disc, or a triangle for class 1."""
    if kind == 1:
        corners = ((0.0, -reach - 1), (-reach - 1, reach), (reach + 1, reach))
        painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))
    else:
        painter.drawEllipse(at, reach, reach)
