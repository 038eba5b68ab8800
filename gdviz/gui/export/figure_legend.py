"""The legend of a figure: the stroke and the name of each run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme

_LINE = 2.0
"""The width of a stroke in pixels."""
_STROKE = 44
"""The length of a stroke in pixels, which shows all its dashes."""
_NAME = 51
"""Pixels from the beginning of a stroke to its name."""
_OFFSET = 7.0
"""Pixels by which the dashes are shifted, so that the marker covers no gap that distinguishes them."""
_APART = 18
"""Pixels between two entries."""


class Legend(QWidget):
    """The stroke and the name of each run, on as many lines as the width needs."""

    def __init__(self, names: Sequence[str], styles: Sequence[RunStyle], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        drawn = [(name, style) for name, style in zip(names, styles, strict=True) if style.drawn]
        self.names = [name for name, _ in drawn]
        self._styles, self._theme = [style for _, style in drawn], theme
        self._places: list[QPointF] = []
        self.setFont(fonts.body())

    def set_width(self, width: int) -> None:
        """Put the names on centred lines of this width, and take the height that they need."""
        metrics = self.fontMetrics()
        rows: list[list[int]] = [[]]
        widths = [_NAME + metrics.horizontalAdvance(name) for name in self.names]
        for i, each in enumerate(widths):
            if rows[-1] and sum(widths[j] + _APART for j in rows[-1]) + each > width:
                rows.append([])
            rows[-1].append(i)
        line = metrics.height() + 4
        self._places = []
        for y, row in enumerate(rows):
            x = (width - sum(widths[i] + _APART for i in row) + _APART) / 2
            for i in row:
                self._places.append(QPointF(max(x, 0), y * line))
                x += widths[i] + _APART
        self.setFixedHeight(line * len(rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a stroke as in the plots, then the name."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = self.fontMetrics().height() + 4
            for at, name, style in zip(self._places, self.names, self._styles, strict=True):
                pen = QPen(style.ink, _LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
                if style.pattern:
                    pen.setDashPattern([length / _LINE for length in style.pattern])
                    pen.setDashOffset(_OFFSET / _LINE)
                painter.setPen(pen)
                painter.drawLine(at + QPointF(0, line / 2), at + QPointF(_STROKE, line / 2))
                if style.marked:
                    ground = self.palette().window().color()
                    middle = at + QPointF(_STROKE / 2, line / 2)
                    draw_marker(painter, style.marker, middle, 4.0, style.color, QPen(ground, 1), ground)
                painter.setPen(QColor(self._theme.text1))
                painter.drawText(
                    QRectF(at.x() + _NAME, at.y(), self.width(), line), Qt.AlignmentFlag.AlignVCenter, name
                )
