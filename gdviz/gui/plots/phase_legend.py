"""The legend under a phase diagram: its verdicts with their shares, or the shades of a value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.engine.landscape import Scale
from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, surface_lut
from gdviz.gui.widgets.numbers import format_number
from gdviz.run_marks import DISC

_SWATCH, _ROW, _APART, _BAR = 11, 19, 14, 170
Entry = tuple[QColor | str, str]
"""A colour, or "line" or "dot", and what it stands for."""


class PhaseLegend(QWidget):
    """Entries in a row, on as many lines as the width needs; before them, the bar of a value's shades."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._scale: Scale | None = None
        self._theme: Theme | None = None
        self._most = 3
        """The most lines."""
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_entries(self, entries: Sequence[Entry], scale: Scale | None, theme: Theme) -> None:
        """Show these entries; `scale` is the scale of the shades, None for verdicts."""
        self.entries, self._scale, self._theme = list(entries), scale, theme
        self.setAccessibleName(", ".join(words for _, words in entries))
        self._take_height()
        self.update()

    def set_most(self, rows: int) -> None:
        """Limit the number of lines."""
        if rows != self._most:
            self._most = rows
            self._take_height()

    def sizeHint(self) -> QSize:
        """Qt: as high as the lines."""
        return QSize(100, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: distribute the entries over the lines of the new width."""
        super().resizeEvent(event)
        self._take_height()

    def _take_height(self) -> None:
        rows = min(self._most, 1 + max((row for row, _, _ in self._places()), default=0))
        self.setFixedHeight(rows * scaling.px(_ROW))

    def _places(self) -> list[tuple[int, float, float]]:
        """The row, the left end and the width of each entry."""
        measure, places = QFontMetricsF(fonts.small()).horizontalAdvance, list[tuple[int, float, float]]()
        row, x = 0, 0.0 if self._scale is None else float(scaling.px(_BAR) + _APART)
        for _, words in self.entries:
            wide = scaling.px(_SWATCH) + 6 + measure(words)
            if x and x + wide > self.width():
                row, x = row + 1, 0.0
            places.append((row, x, wide))
            x += wide + scaling.px(_APART)
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the entries."""
        theme = self._theme
        if theme is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(fonts.small())
            if self._scale is not None:
                self._paint_bar(painter, self._scale, theme)
            row_height, side = scaling.px(_ROW), scaling.px(_SWATCH)
            for (sign, words), (row, x, wide) in zip(self.entries, self._places(), strict=True):
                y = row * row_height
                self._paint_sign(painter, sign, QRectF(x, y + (row_height - side) / 2, side, side), theme)
                painter.setPen(QColor(theme.text2))
                at = QRectF(x + side + 6, y, wide, row_height)
                painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)

    def _paint_sign(self, painter: QPainter, sign: QColor | str, at: QRectF, theme: Theme) -> None:
        if sign == "line":
            painter.setPen(QPen(QColor(theme.text1), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at.left(), at.center().y()), QPointF(at.right(), at.center().y()))
        elif isinstance(sign, QColor):
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(sign)
            painter.drawRoundedRect(at, 2, 2)
        else:
            rim = QPen(QColor(theme.window), 1.5)
            draw_marker(painter, DISC, at.center(), 5.0, QColor(theme.text1), rim, rim.color())

    def _paint_bar(self, painter: QPainter, scale: Scale, theme: Theme) -> None:
        """Draw the shades from low to high, with the value at either end."""
        metrics = QFontMetricsF(fonts.small())
        low, high = (format_number(value, 3) for value in _ends(scale))
        row, width = scaling.px(_ROW), float(scaling.px(_BAR))
        left, right = metrics.horizontalAdvance(low) + 6, width - metrics.horizontalAdvance(high) - 6
        painter.setPen(QColor(theme.text2))
        painter.drawText(QRectF(0, 0, left, row), Qt.AlignmentFlag.AlignVCenter, low)
        painter.drawText(QRectF(right + 6, 0, width - right, row), Qt.AlignmentFlag.AlignVCenter, high)
        if right - left < 8:
            return
        shades = np.ascontiguousarray(surface_lut(theme)[None])
        image = QImage(shades.data, shades.shape[1], 1, QImage.Format.Format_RGBA8888)
        bar = QRectF(left, (row - scaling.px(_SWATCH)) / 2, right - left, scaling.px(_SWATCH))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, image)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)


def _ends(scale: Scale) -> tuple[float, float]:
    """The values at the ends of the shades."""
    ticks = scale.ticks()
    return (ticks[0][1], ticks[-1][1]) if ticks else (scale.lowest, scale.lowest)
