"""The runs in one line, each with its mark: which colour is which, where no table of runs says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.gui.drawing.run_dot import SIZE, run_dot
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, system

_GAP, _APART, _LEAST = 6, 18, 64
"""Pixels from a mark to its name, from run to run, and that a name is elided to at most (in type of normal size)."""


class RunLegend(QWidget):
    """Marks and names of the runs that are drawn, at the right end.

    Where the room is short, large type becomes smaller, but not smaller than the usual size; then names are elided;
    where even so there is not enough, the first runs are named, and "+8" says how many more there are.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: list[tuple[str, RunStyle]] = []
        self._theme = system()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_runs(self, labels: Sequence[str], styles: Sequence[RunStyle], theme: Theme) -> None:
        """Show these runs, less those that are not drawn."""
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
        """The type in which the names are drawn: the largest in which all of them are whole, if there is one."""
        font = QFont(fonts.body())
        while font.pixelSize() > fonts.BODY:
            metrics = QFontMetrics(font)
            needed = sum(metrics.horizontalAdvance(label) for label, _ in self._runs) + _beside(len(self._runs))
            if needed <= self.width():
                break
            font.setPixelSize(font.pixelSize() - 1)
        return font

    def shown(self) -> tuple[list[tuple[float, str]], str]:
        """Where each mark begins, and the name as it is cut; and what is said of the runs that have no room."""
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
    """The room that so many runs take beside their names."""
    return count * (SIZE + _GAP) + (count - 1) * _APART


def _longest(widths: Sequence[int], room: int) -> int:
    """How long a name may be so that all of these have room: what the short ones leave belongs to the long ones."""
    left = len(widths)
    for wide in sorted(widths):
        if wide * left > room:
            return room // left
        room, left = room - wide, left - 1
    return max(widths, default=0)
