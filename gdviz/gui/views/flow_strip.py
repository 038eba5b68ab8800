"""The way of the numbers through one update: x, model, prediction, loss, mean, gradient, w; its four stages lit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdviz.gui import fonts
from gdviz.gui.scaling import px
from gdviz.gui.theme import Theme, system

_ROW, _GAP, _ARROW, _TOP = 36, 5.0, 12.0, 17
_WEIGHTS = (1.4, 1.6, 1.0, 1.2, 1.1, 2.2, 2.2)
"""The widths of the links, to one another."""
WIDE = 560
"""From this width on all stand in one row."""


@dataclass(frozen=True)
class Link:
    """One link of the chain: what it is, its value, its stage from 1 to 4, and a sentence for the tool tip."""

    name: str
    value: str
    stage: int
    tip: str = ""


class FlowStrip(QWidget):
    """Draws the links as boxes with arrows between them; `stage` 0 lights none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flowStrip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme: Theme = system()
        self._links: list[Link] = []
        self._stages: tuple[str, ...] = ()
        self.stage = 0

    def show_links(self, links: list[Link], stages: tuple[str, ...], stage: int) -> None:
        """Show the links; `stages` are the names of the four, `stage` the one that is lit."""
        self._links, self._stages, self.stage = links, stages, stage
        said = " → ".join(f"{link.name} {link.value}".strip() for link in links)
        self.setAccessibleDescription(f"{stages[stage - 1]}: {said}" if stage else said)
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def links(self) -> list[Link]:
        """What is shown."""
        return list(self._links)

    def sizeHint(self) -> QSize:
        """Qt: one row where there is room, else two."""
        return QSize(260, round(px(_TOP) + px(_ROW) * self._rows + _GAP * (self._rows - 1)))

    minimumSizeHint = sizeHint

    @property
    def _rows(self) -> int:
        return 1 if self.width() >= WIDE else 2

    def resizeEvent(self, event: QEvent) -> None:
        """Qt: there may be room for one row, or no longer."""
        if self.height() != self.sizeHint().height():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Qt: each link has a tool tip."""
        if event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())  # type: ignore[attr-defined]
            for link, box in zip(self._links, self._boxes(), strict=True):
                if box.contains(at):
                    QToolTip.showText(event.globalPos(), f"{link.name} = {link.value}\n{link.tip}", self)  # type: ignore[attr-defined]
                    return True
        return super().event(event)

    def _boxes(self) -> list[QRectF]:
        count = len(self._links)
        rows = [range(count)] if self._rows == 1 else [range(min(4, count)), range(4, count)]
        made: list[QRectF] = []
        for place, row in enumerate(rows):
            if not len(row):
                continue
            lead = _ARROW if place else 0.0
            weights = [_WEIGHTS[i] for i in row]
            room = self.width() - lead - _ARROW * (len(row) - 1)
            x = lead
            for weight in weights:
                width = room * weight / sum(weights)
                made.append(QRectF(x, px(_TOP) + place * (px(_ROW) + _GAP), width, px(_ROW)))
                x += width + _ARROW
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the stages' names, the boxes, the arrows."""
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_stages(painter)
            for i, (link, box) in enumerate(zip(self._links, self._boxes(), strict=True)):
                lit = link.stage == self.stage
                painter.setPen(QPen(QColor(theme.accent if lit else theme.line), 1.5 if lit else 1.0))
                painter.setBrush(QColor(theme.mix("accent", "field", 0.16) if lit else theme.field))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
                inner = box.adjusted(3, 3, -3, -3)
                painter.setFont(fonts.small())
                self._write(painter, inner, link.name, theme.text2, Qt.AlignmentFlag.AlignTop)
                self._write(painter, inner, link.value, theme.text1, Qt.AlignmentFlag.AlignBottom)
                if i:
                    self._draw_arrow(painter, box, lit)

    def _write(self, painter: QPainter, box: QRectF, text: str, color: str, side: Qt.AlignmentFlag) -> None:
        painter.setPen(QColor(color))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignHCenter), cut)

    def _draw_arrow(self, painter: QPainter, box: QRectF, lit: bool) -> None:
        tip = QPointF(box.left() - 1, box.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent if lit else self._theme.text3))
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-7, -4), tip + QPointF(-7, 4)]))

    def _draw_stages(self, painter: QPainter) -> None:
        painter.setFont(fonts.small())
        if not self._stages:
            return
        width = self.width() / len(self._stages)
        for i, name in enumerate(self._stages):
            lit = i + 1 == self.stage
            painter.setFont(fonts.head() if lit else fonts.small())
            painter.setPen(QColor(self._theme.accent if lit else self._theme.text3))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(width) - 4)
            painter.drawText(QRectF(i * width, 0, width, px(14)), int(Qt.AlignmentFlag.AlignCenter), text)
