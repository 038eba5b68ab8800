"""The colour bar beside the surface, with losses as ticks."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPolygonItem,
    QGraphicsSceneResizeEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gdviz.engine.landscape import Scale
from gdviz.gui.drawing.box_layer import BoxLegend
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.numbers import format_number

_WIDTH = 72
_BAR = QRectF(10, 0, 12, 0)
_BESIDE = 7
"""Pixels between the bar and its labels."""
_ALIKE = 1000
"""Losses that differ by less than this factor get a common power of ten where there is little room."""


class _Pointer(QGraphicsPolygonItem):
    """The pointer at the bar: a separate item, as it moves far more often than the bar changes."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(QPolygonF([QPointF(0, 0), QPointF(-6, -4), QPointF(-6, 4)]), parent)
        self.setPen(QPen(Qt.PenStyle.NoPen))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the pointer with smooth edges."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class ColourBar(BoxLegend):
    """A colour bar as high as its ViewBox; a pointer shows the loss under the mouse or at the playhead."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, _WIDTH)
        self._pointer = _Pointer(self)
        self._pointer.hide()
        self._scale = Scale("log")
        self._ticks: list[tuple[float, str]] = []
        self._lut: NDArray[np.uint8] = np.zeros((256, 4), dtype=np.uint8)
        self._theme: Theme | None = None
        self._mark: float | None = None
        self._pointer_shown = True
        self._symbol, self._unit = "", ""
        self.take_size()
        box.sigResized.connect(lambda: self._place_pointer())

    def set_scale(self, scale: Scale, symbol: str) -> None:
        """Show another scale; `symbol` is the symbol of the loss."""
        self._scale, self._symbol = scale, symbol
        ticks = scale.ticks()
        labels, self._unit = _labels([loss for _, loss in ticks], self.width - _BAR.right() - _BESIDE)
        first: dict[str, float] = {}  # of several losses with the same label, only the lowest gets it
        for (height, _), label in zip(ticks, labels, strict=True):
            first.setdefault(label, height)
        self._ticks = [(height, label) for label, height in first.items()]
        self.update()

    def set_mark(self, loss: float | None) -> None:
        """Point at a loss; None hides the pointer."""
        height = None if loss is None else float(self._scale.normalise(loss))
        self._mark = None if height is None or np.isnan(height) else height
        self._place_pointer()

    def set_pointer_shown(self, shown: bool) -> None:
        """Show the pointer, or leave it out, as in a figure on paper."""
        self._pointer_shown = shown
        self._place_pointer()

    def apply_theme(self, theme: Theme, lut: NDArray[np.uint8]) -> None:
        """Take the colours."""
        self.take_size()
        self._theme, self._lut = theme, lut
        self._pointer.setBrush(QColor(theme.text1))
        self._place_pointer()
        self.update()

    def ticks(self) -> list[str]:
        """The labels, from low to high."""
        return [text for _, text in self._ticks]

    def placed(self, bar: QRectF) -> list[tuple[float, str]]:
        """(y, label) of the labels at the bar, from low to high, without labels that would overlap."""
        spacing = QFontMetrics(fonts.small()).height() - 2
        placed: list[tuple[float, str]] = []
        for height, text in self._ticks:
            y = bar.bottom() - height * bar.height()
            if not placed or placed[-1][0] - y >= spacing:
                placed.append((y, text))
        return placed

    def _frame(self) -> tuple[QRectF, QRectF, int]:
        """The rectangles of the plot and of the bar in it, and the height of the room above the bar."""
        frame = self.frame
        head = QFontMetrics(fonts.small()).height() + 4
        return frame, QRectF(_BAR.x(), frame.top() + head, _BAR.width(), frame.height() - head), head

    def _place_pointer(self) -> None:
        self._pointer.setVisible(self._pointer_shown and self._mark is not None and self._theme is not None)
        if self._mark is not None:
            _, bar, _ = self._frame()
            self._pointer.setPos(bar.left() - 1, bar.bottom() - self._mark * bar.height())

    def resizeEvent(self, event: QGraphicsSceneResizeEvent) -> None:
        """Qt: keep the pointer at its loss."""
        super().resizeEvent(event)
        self._place_pointer()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the symbol, the bar, the ticks and the labels."""
        if self._theme is None:
            return
        frame, bar, head = self._frame()
        column = np.ascontiguousarray(self._lut[::-1, None, :])
        image = QImage(column.data, 1, 256, 4, QImage.Format.Format_RGBA8888)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, image)
        painter.setPen(QColor(self._theme.text2))
        italic = fonts.small()
        italic.setItalic(True)
        painter.setFont(italic)
        above = QRectF(bar.x() - 4, frame.top() - 2, self.width - bar.x() + 4, head)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, self._symbol)
        painter.setFont(fonts.small())
        painter.drawText(above, Qt.AlignmentFlag.AlignRight, self._unit)
        for y, text in self.placed(bar):
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y))
            painter.drawText(
                QRectF(bar.right() + _BESIDE, y - 9, self.width - bar.right() - _BESIDE, 18),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                text,
            )


def _labels(losses: Sequence[float], room: float) -> tuple[list[str], str]:
    """The labels of losses in `room` pixels, and the power of ten that they are multiples of; empty for none.

    They have three digits; if those are too long, a common power of ten, or else fewer digits.
    """
    measure = QFontMetrics(fonts.small()).horizontalAdvance
    sizes = [abs(loss) for loss in losses if loss]
    ways = [(3, 0), (2, 0), (1, 0)]
    if sizes and max(sizes) < _ALIKE * min(sizes):
        ways.insert(1, (3, math.floor(math.log10(max(sizes)))))
    labels, unit = list[str](), ""
    for digits, power in ways:
        labels = [_short(loss / 10.0**power, digits) for loss in losses]
        unit = f"×1e{power}".replace("-", "−") if power else ""
        if max(map(measure, labels), default=0) <= room:
            break
    return labels, unit


def _short(value: float, digits: int) -> str:
    """Format a number, with its power of ten shortened."""
    return re.sub(r"e\+?(−?)0*", r"e\1", format_number(value, digits).replace("e-", "e−"))
