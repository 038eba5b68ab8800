"""The colour bar beside the surface, with true losses as ticks."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsWidget, QStyleOptionGraphicsItem, QWidget

from gdviz.engine.landscape import Scale
from gdviz.gui import fonts, scaling
from gdviz.gui.theme import Theme
from gdviz.gui.widgets.numbers import format_number

_WIDTH = 72
_BAR = QRectF(10, 0, 12, 0)


class ColourBar(QGraphicsWidget):
    """As high as the ViewBox beside it; a small pointer shows the loss under the mouse or the playhead."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._scale = Scale("log")
        self._ticks: list[tuple[float, str]] = []
        self._lut: NDArray[np.uint8] = np.zeros((256, 4), dtype=np.uint8)
        self._theme: Theme | None = None
        self._mark: float | None = None
        self._symbol = ""
        self.setMinimumWidth(_width())
        self.setMaximumWidth(_width())
        # It changes seldom, and its letters cost a millisecond.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        box.sigResized.connect(lambda: self.update())

    def set_scale(self, scale: Scale, symbol: str) -> None:
        """Show another scale; `symbol` is how the loss is called."""
        self._scale, self._symbol = scale, symbol
        self._ticks = [(height, format_number(loss, 3)) for height, loss in scale.ticks()]
        self.update()

    def set_mark(self, loss: float | None) -> None:
        """Point at a loss; None takes the pointer away."""
        height = None if loss is None else float(self._scale.normalise(loss))
        self._mark = None if height is None or np.isnan(height) else height
        self.update()

    def apply_theme(self, theme: Theme, lut: NDArray[np.uint8]) -> None:
        """Take the colours."""
        self.setMinimumWidth(_width())
        self.setMaximumWidth(_width())
        self._theme, self._lut = theme, lut
        self.update()

    def ticks(self) -> list[str]:
        """The labels, from low to high."""
        return [text for _, text in self._ticks]

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF | QSize | None = None) -> QSizeF:
        """Qt: a fixed width, any height."""
        return QSizeF(_width(), 10 if which == Qt.SizeHint.MinimumSize else 1000)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: bar, ticks, labels, pointer."""
        if self._theme is None:
            return
        frame = self.mapRectFromItem(self._box, self._box.rect())
        painter.setFont(fonts.small())
        head = painter.fontMetrics().height() + 4
        bar = QRectF(_BAR.x(), frame.top() + head, _BAR.width(), frame.height() - head)
        column = np.ascontiguousarray(self._lut[::-1, None, :])
        image = QImage(column.data, 1, 256, 4, QImage.Format.Format_RGBA8888)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, image)
        painter.setPen(QColor(self._theme.text2))
        italic = fonts.small()
        italic.setItalic(True)
        painter.setFont(italic)
        painter.drawText(QRectF(bar.x() - 4, frame.top() - 2, 40, head), Qt.AlignmentFlag.AlignLeft, self._symbol)
        painter.setFont(fonts.small())
        for height, text in self._ticks:
            y = bar.bottom() - height * bar.height()
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y))
            painter.drawText(
                QRectF(bar.right() + 7, y - 9, _width() - bar.right() - 7, 18),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                text,
            )
        if self._mark is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            y = bar.bottom() - self._mark * bar.height()
            painter.setPen(QPen(Qt.PenStyle.NoPen))
            painter.setBrush(QColor(self._theme.text1))
            tip = QPointF(bar.left() - 1, y)
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-6, -4), tip + QPointF(-6, 4)]))


def _width() -> float:
    """Room for the numbers in the type of now."""
    return scaling.px(_WIDTH)
