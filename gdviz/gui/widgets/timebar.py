"""The bar of the timeline: what is played, what is computed, what remains, and the knob to scrub with."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from gdviz.gui.style.theme import Theme, system

KNOB = 14.0  # px across
THICK, THIN = 6.0, 2.0  # px of the bar, and of what is not computed yet
TICK_GAP = 9.0  # px between ticks at least
_MOST = 2**31 - 1  # points that a slider of Qt can count


class TimeBar(QSlider):
    """A slider over the points of a record, which may not pass the last computed one.

    `requested` carries the point that a person wants to see; the bar itself moves only when `show_position` is called.
    """

    requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setProperty("playing", True)  # the window handles the keys that play
        self._theme = system()
        self._limit = 0
        self._limit_hidden = False
        self._per_epoch = 0
        self._quiet = False
        self._hover: float | None = None
        self.setObjectName("timelineBar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setRange(0, 0)
        self.valueChanged.connect(self._on_value)

    def set_extent(self, limit: int, total: int, per_epoch: int, limit_hidden: bool = False) -> None:
        """Show `total` points of which `limit` are computed, with a tick an epoch (`per_epoch` 0 or 1: none).

        With `limit_hidden` nothing shows how many are computed, but the knob does not go beyond them.
        """
        limit, total, per_epoch = (min(count, _MOST) for count in (limit, total, per_epoch))
        if limit_hidden != self._limit_hidden:
            self._limit_hidden = limit_hidden
            self.update()
        if (limit, total, per_epoch) == (self._limit, self.maximum(), self._per_epoch):
            return
        self._limit, self._per_epoch = limit, per_epoch
        self._quiet = True
        self.setRange(0, total)
        self.setPageStep(per_epoch if per_epoch > 1 else max(1, total // 10))
        self._quiet = False
        self.update()

    def show_position(self, k: int) -> None:
        """Move the knob to point `k`."""
        self._quiet = True
        self.setValue(min(k, _MOST))
        self._quiet = False

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room, high enough for knob, ring and ticks."""
        return QSize(320, 34)

    def minimumSizeHint(self) -> QSize:
        """Wide enough to aim at."""
        return QSize(120, 34)

    def ticks(self) -> list[int]:
        """The points that get a tick: epochs, else round numbers of steps; thinned until they are far enough apart."""
        total = self.maximum()
        room = max(1, int(self._span() / TICK_GAP))
        if total < 1:
            return []
        unit = self._per_epoch if self._per_epoch > 1 else 1
        count = total / unit
        every = 1
        if unit == 1:
            room = min(room, 12)
        while count / every > room:  # 1, 2, 5, 10, ..
            every = _next_round(every)
        return list(range(0, total + 1, unit * every))

    # -- mouse and keys -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._request(self._point_at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub while the button is down, else say which point lies under the pointer."""
        x = event.position().x()
        self._hover = x
        if self.isSliderDown():
            self._request(self._point_at(x))
        elif self.maximum() > 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._name_of(self._point_at(x)), self)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the scrubbing."""
        self.setSliderDown(False)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the pointer has left."""
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right by one update, Page Up and Down by an epoch or a tenth, Home and End."""
        k = self.value()
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._request(k - 1)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._request(k + 1)
            case Qt.Key.Key_PageDown:
                self._request(k - self.pageStep())
            case Qt.Key.Key_PageUp:
                self._request(k + self.pageStep())
            case Qt.Key.Key_Home:
                self._request(0)
            case Qt.Key.Key_End:
                self._request(self._limit)
            case _:
                event.ignore()

    # -- painting -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ticks, bar, knob and the ring of the keyboard's focus."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self.height() / 2 - 2
        left, right = self._x_of(0), self._x_of(self.maximum())
        knob = self._x_of(self.value())
        painter.setPen(QPen(QColor(theme.edge), 1))
        for k in self.ticks():
            x = round(self._x_of(k)) + 0.5
            painter.drawLine(QPointF(x, y + 9), QPointF(x, y + 13))
        painter.setPen(Qt.PenStyle.NoPen)
        made = right if self._limit_hidden else self._x_of(self._limit)
        for end, color, thick in ((right, theme.edge, THIN), (made, theme.edge, THICK), (knob, theme.accent, THICK)):
            if end > left:
                painter.setBrush(QColor(color))
                painter.drawRoundedRect(QRectF(left, y - thick / 2, end - left, thick), thick / 2, thick / 2)
        if self._hover is not None and not self.isSliderDown() and self.maximum() > 0:
            x = self._x_of(self._point_at(self._hover))
            painter.setBrush(QColor(theme.text2))
            painter.drawRoundedRect(QRectF(x - 1, y - 7, 2, 14), 1, 1)
        if self.hasFocus():
            painter.setBrush(QColor(theme.panel))
            painter.setPen(QPen(QColor(theme.focus), 2))
            painter.drawEllipse(QPointF(knob, y), KNOB / 2 + 2.5, KNOB / 2 + 2.5)
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text1 if self.isEnabled() else theme.text3))
        painter.drawEllipse(QPointF(knob, y), KNOB / 2, KNOB / 2)

    def _name_of(self, k: int) -> str:
        if self._per_epoch > 1:
            return self.tr("step {k}, epoch {epoch}").format(k=k, epoch=max(0, k - 1) // self._per_epoch + 1)
        return self.tr("step {k}").format(k=k)

    def _request(self, k: int) -> None:
        k = min(max(k, 0), self._limit)
        if k != self.value():
            self.requested.emit(k)

    def _on_value(self, k: int) -> None:
        if not self._quiet:  # set by a screen reader or a test
            self.requested.emit(min(k, self._limit))

    def _span(self) -> float:
        return max(1.0, self.width() - KNOB - 6)

    def _x_of(self, k: float) -> float:
        share = k / self.maximum() if self.maximum() > 0 else 0.0
        return KNOB / 2 + 3 + share * self._span()

    def _point_at(self, x: float) -> int:
        share = (x - KNOB / 2 - 3) / self._span()
        return min(max(round(share * self.maximum()), 0), self.maximum() if self._limit_hidden else self._limit)


def _next_round(every: int) -> int:
    lead = every // 10 ** int(math.log10(every))
    return every * 5 // 2 if lead == 2 else every * 2
