"""The legend of a map of basins, in place of the colour bar."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.gui.drawing.box_layer import BoxLegend
from gdviz.gui.explore.basin_colours import hue
from gdviz.gui.explore.basin_layer import listed
from gdviz.gui.explore.basin_work import Map
from gdviz.gui.explore.tools import numbers
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme
from gdviz.gui.style.translating import translate
from gdviz.messages import mark

_WIDTH = 168
_ROW, _SWATCH, _LEFT = 18, 11, 10
_SHADE = 10
WORDS = {VALLEY: mark("a valley"), NOWHERE: mark("not arrived"), DIVERGED: mark("diverges")}
"""The words for ends that are no minimum."""


class BasinLegend(BoxLegend):
    """A row for each basin: colour, number and place of its minimum, share of the starts; then the scale of shades.

    The numbers are by the loss of the minimum, and a line under the row says which is the lowest, unless all are.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, _WIDTH)
        self._map: Map | None = None
        self._theme: Theme | None = None
        self._rows: list[tuple[int, str, str]] = []
        self._remarks: dict[int, str] = {}
        """The remark under the row of a basin, by its number."""
        self._more = 0
        self.take_size()

    def set_map(self, made: Map | None) -> None:
        """Show the legend of another map."""
        self._map = made
        self.retranslate()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours, and the size of the type."""
        self._theme = theme
        self.take_size()
        self.update()

    def retranslate(self) -> None:
        """Put in the words of the language."""
        made = self._map
        self._rows, self._remarks, self._more = [], {}, 0
        if made is not None:
            self._rows = [(b, name(made, b), percent(share)) for b, share in listed(made)]
            self._remarks = {b: remark(made, b) for b, *_ in self._rows}
            self._more = len(np.unique(made.ends.basin)) - len(self._rows)
        self.update()

    def rows(self) -> list[str]:
        """The rows as text."""
        return [" ".join(part for part in (label, self._remarks[b], share) if part) for b, label, share in self._rows]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the rows that fit, and the shades below them."""
        theme, made = self._theme, self._map
        if theme is None or made is None:
            return
        frame = self.frame
        row, swatch, left = scaling.px(_ROW), scaling.px(_SWATCH), scaling.px(_LEFT)
        painter.setFont(fonts.small())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shades = 3 * row
        room = max(1, int((frame.height() - shades) / row))
        lines = np.cumsum([1 + bool(self._remarks[basin]) for basin, *_ in self._rows])
        fits = not len(lines) or lines[-1] + (self._more > 0) <= room
        rows = self._rows if fits else self._rows[: max(1, int((lines <= room - 1).sum()))]
        more = self._more + len(self._rows) - len(rows)
        metrics = QFontMetricsF(fonts.small())
        y = frame.top()
        for basin, label, share in rows:
            colour = QRectF(left, y + (row - swatch) / 2, swatch, swatch)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(QColor(*hue(basin, theme)))
            painter.drawRoundedRect(colour, 2, 2)
            painter.setPen(QColor(theme.text2))
            wide = metrics.horizontalAdvance(share)
            right = self.width - 2
            painter.drawText(QRectF(right - wide, y, wide + 1, row), Qt.AlignmentFlag.AlignVCenter, share)
            painter.setPen(QColor(theme.text1))
            words = QRectF(colour.right() + 6, y, right - wide - 6 - colour.right() - 6, row)
            cut = metrics.elidedText(label, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cut)
            y += row
            if self._remarks[basin]:
                painter.setPen(QColor(theme.text2))
                below = QRectF(words.left(), y - 0.25 * row, self.width - words.left(), row)
                painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self._remarks[basin])
                y += row
        if more:
            painter.setPen(QColor(theme.text2))
            label = translate(mark("and {n} more")).format(n=more)
            painter.drawText(QRectF(left, y, self.width - left, row), Qt.AlignmentFlag.AlignVCenter, label)
            y += row
        if rows and rows[0][0] not in (NOWHERE, DIVERGED):
            self._paint_shades(painter, theme, made, rows[0][0], y + row / 2)

    def _paint_shades(self, painter: QPainter, theme: Theme, made: Map, basin: int, y: float) -> None:
        """Draw the shades from few steps to many, in the colour of the first basin."""
        left, width = scaling.px(_LEFT), self.width - scaling.px(_LEFT) - 2
        bar = QRectF(left, y, width, scaling.px(_SHADE))
        shades = QLinearGradient(bar.topLeft(), bar.topRight())
        shades.setColorAt(0, QColor(*hue(basin, theme)))
        shades.setColorAt(1, QColor(*hue(basin, theme, 1.0)))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(shades)
        painter.drawRect(bar)
        painter.setPen(QColor(theme.text2))
        below = QRectF(left, bar.bottom() + 2, width, scaling.px(_ROW))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        most = translate(mark("{n} steps")).format(n=f"{made.most:,}")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, most)


def name(made: Map, basin: int) -> str:
    """The name of a basin: number and parameters of its minimum, or the word for its starts."""
    if basin < 0:
        return translate(WORDS[basin])
    w = made.ends.minima[basin].tolist()
    few = [0.0 if abs(value) < 1e-9 else float(f"{value:.3g}") for value in negligible_as_zero(w)[:2]]
    return f"{basin + 1}  {numbers(few)}" if len(w) <= 2 else f"{basin + 1}  ({numbers(few)[1:-1]}, …)"


def remark(made: Map, basin: int) -> str:
    """The word for the lowest minimum, or for each of several that are as low if others are not; else empty."""
    return translate(mark("lowest")) if basin >= 0 and made.ends.lowest[basin] else ""


def percent(share: float) -> str:
    """Format a share in percent; only all is rounded to 100 %, and only none to 0 %."""
    if 0.995 <= share < 1:
        return "> 99 %"
    return f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %"
