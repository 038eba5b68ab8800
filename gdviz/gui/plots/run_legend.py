"""The legend of the runs in one line, each with its mark, where no table names them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.gui.drawing.run_dot import SIZE, run_dot
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, system

_GAP = 6
"""Pixels from a mark to its name."""
_APART = 18
"""Pixels between runs."""
_LEAST = 64
"""The least width in pixels of an elided name, at normal text size."""


class RunLegend(QWidget):
    """Marks and names of the runs that are drawn, at the right end.

    If there is too little room, large text shrinks, but not below the normal size, nor below that of the numbers of an
    axis; then names are elided; then only the first runs are named, and "+8" counts the others.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: list[tuple[str, RunStyle]] = []
        self._theme = system()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_runs(self, labels: Sequence[str], styles: Sequence[RunStyle], theme: Theme) -> None:
        """Show these runs, without those that are not drawn."""
        self._runs = [(label, style) for label, style in zip(labels, styles, strict=True) if style.drawn]
        self._theme = theme
        names = ", ".join(label for label, _ in self._runs)
        self.setAccessibleName(names)
        self.setToolTip(names)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: one line."""
        return QSize(2 * _LEAST, QFontMetrics(fonts.body()).height())

    def drawn_font(self) -> QFont:
        """The font of the names: the largest in which all of them fit, if there is one."""
        font = QFont(fonts.body())
        least = max(fonts.BODY, scaling.px(fonts.HEAD))
        while font.pixelSize() > least:
            metrics = QFontMetrics(font)
            needed = sum(metrics.horizontalAdvance(label) for label, _ in self._runs) + _beside(len(self._runs))
            if needed <= self.width():
                break
            font.setPixelSize(font.pixelSize() - 1)
        return font

    def shown(self) -> tuple[list[tuple[float, str]], str]:
        """The position of each mark with its elided name, and the text for the runs that do not fit."""
        metrics = QFontMetrics(self.drawn_font())
        widths = [metrics.horizontalAdvance(label) for label, _ in self._runs]
        count, more, room = len(widths), "", self.width()
        least = scaling.px(_LEAST)
        while count > 1 and sum(min(wide, least) for wide in widths[:count]) + _beside(count) > room:
            count -= 1
            more = f"+{len(widths) - count}"
            room = self.width() - metrics.horizontalAdvance(more) - _APART
        longest = max(_longest(widths[:count], room - _beside(count)), least)
        names = [
            label if wide <= longest else metrics.elidedText(label, Qt.TextElideMode.ElideRight, longest)
            for (label, _), wide in zip(self._runs[:count], widths, strict=False)
        ]
        x = room - _beside(count) - sum(metrics.horizontalAdvance(name) for name in names)
        placed = []
        for name in names:
            placed.append((float(x), name))
            x += SIZE + _GAP + metrics.horizontalAdvance(name) + _APART
        return placed, more

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: marks and names."""
        with QPainter(self) as painter:
            painter.setFont(self.drawn_font())
            painter.setPen(QColor(self._theme.text2))
            top = (self.height() - SIZE) / 2
            named, more = self.shown()
            for (x, name), (_, style) in zip(named, self._runs, strict=False):
                painter.drawPixmap(QPointF(x, top), run_dot(style.color, style.marker, pinned=style.faint))
                rest = QRectF(x + SIZE + _GAP, 0, self.width(), self.height())
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, more)


def _beside(count: int) -> int:
    """The width that this many runs take without their names."""
    return count * (SIZE + _GAP) + (count - 1) * _APART


def _longest(widths: Sequence[int], room: int) -> int:
    """The longest width of a name at which all fit: long names share the room that short ones leave."""
    left = len(widths)
    for wide in sorted(widths):
        if wide * left > room:
            return room // left
        room, left = room - wide, left - 1
    return max(widths, default=0)
