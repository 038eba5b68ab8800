"""The runs in one line, each with its mark: which colour is which, where no table of runs says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.gui import fonts
from gdviz.gui.run_style import RunStyle
from gdviz.gui.theme import Theme, system
from gdviz.gui.views.run_dot import SIZE, run_dot

_GAP, _APART, _LEAST = 6, 18, 24
"""Pixels from a mark to its name, from run to run, and that a name is elided to at most."""


class RunLegend(QWidget):
    """Marks and names of the runs that are drawn, at the right end; names are elided where the room is short."""

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

    def shown(self) -> list[tuple[float, str]]:
        """Where each mark begins, and the name as it is cut."""
        metrics = QFontMetrics(fonts.body())
        count = len(self._runs)
        beside = count * (SIZE + _GAP) + (count - 1) * _APART
        widths = [metrics.horizontalAdvance(label) for label, _ in self._runs]
        longest = max(widths, default=0)
        while longest > _LEAST and sum(min(width, longest) for width in widths) + beside > self.width():
            longest -= 1
        names = [
            label if wide <= longest else metrics.elidedText(label, Qt.TextElideMode.ElideRight, longest)
            for (label, _), wide in zip(self._runs, widths, strict=True)
        ]
        x = self.width() - beside - sum(metrics.horizontalAdvance(name) for name in names)
        placed = []
        for name in names:
            placed.append((float(x), name))
            x += SIZE + _GAP + metrics.horizontalAdvance(name) + _APART
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: marks and names."""
        with QPainter(self) as painter:
            painter.setFont(fonts.body())
            painter.setPen(QColor(self._theme.text2))
            top = (self.height() - SIZE) / 2
            for (x, name), (_, style) in zip(self.shown(), self._runs, strict=True):
                painter.drawPixmap(QPointF(x, top), run_dot(style.color, style.dashed, pinned=style.faint))
                rest = QRectF(x + SIZE + _GAP, 0, self.width(), self.height())
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
