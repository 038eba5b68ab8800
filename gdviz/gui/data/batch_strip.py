"""The samples in the order of the epoch: their losses with the mean, and below them the batches."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gdviz.engine.one_update import OneUpdate
from gdviz.gui.data.shuffle import Shuffle
from gdviz.gui.style import fonts
from gdviz.gui.style.scaling import px
from gdviz.gui.style.theme import SEEN, Theme, system
from gdviz.gui.widgets.numbers import format_number

_HEIGHT, _RULER, _GAP, _TOP = 86, 14, 4.0, 15
_WHOLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_KEEP = 0.6
"""The scale stays while the highest loss is above this share of it."""


class BatchStrip(QWidget):
    """A bar for the loss of each sample, in the order of the epoch, with a ruler that shows the batches.

    `playheadRequested` carries the first update of a batch that was clicked.
    """

    playheadRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchStrip")
        self.setFixedHeight(px(_HEIGHT))
        self.setMouseTracking(True)
        self._theme: Theme = system()
        self._update: OneUpdate | None = None
        self._losses_lit = self._after_shown = False
        self._top = 0.0
        self._shuffle = Shuffle(self)
        self._shuffle.valueChanged.connect(lambda _: self.update())
        self._shuffle.finished.connect(self.end_shuffle)
        self._retranslate()

    @property
    def shuffling(self) -> bool:
        """Whether the shuffle is being animated."""
        return self._shuffle.before is not None

    @property
    def shuffle_ms(self) -> int:
        """The milliseconds left of the animation."""
        return self._shuffle.ms_left

    @property
    def after_shown(self) -> bool:
        """Whether the losses after the update are shown as well."""
        return self._after_shown

    def show_update(self, update: OneUpdate, losses_lit: bool, after_shown: bool) -> None:
        """Show the samples of one update, with those of the batch highlighted, and the losses after it."""
        if after_shown != self._after_shown:
            self._top = 0.0  # a new scale, as the old one belongs to other losses
        self._update, self._losses_lit, self._after_shown = update, losses_lit, after_shown
        highest = [update.losses] if update.after is None or not after_shown else [update.losses, update.after]
        found = np.concatenate(highest)
        found = found[np.isfinite(found)]
        top = float(found.max(initial=0.0)) or 1.0
        if top > self._top or top < _KEEP * self._top:
            self._top = top * 1.08
        self.setAccessibleDescription(self._described())
        self.update()

    def animate_from(self, order: np.ndarray) -> None:
        """Animate the samples from their places in `order`, that of the epoch before, to the current ones."""
        if self._update is None or len(order) != self._update.n_samples:
            return
        self._shuffle.begin(order, self._update.index, self._update.places)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def x_of(self, place: float) -> float:
        """The pixel of a place in the order."""
        n = self._update.n_samples if self._update is not None else 1
        return place / n * self.width()

    def end_shuffle(self) -> None:
        """End the animation."""
        self._shuffle.end()
        self.update()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Losses of the samples, and the batches of the epoch"))

    def _described(self) -> str:
        update = self._update
        if update is None:
            return ""
        text = self.tr("mean of all {n}: {loss}").format(n=update.n_samples, loss=format_number(update.loss))
        if update.w_after is not None:
            text += "; " + self._batch_word(update)
        return text

    def _batch_word(self, update: OneUpdate) -> str:
        loss = format_number(update.batch_loss, 3)
        if update.batch_size == 1:
            return self.tr("its loss {loss}").format(loss=loss)
        return self.tr("batch {loss}").format(loss=loss)

    def event(self, event: QEvent) -> bool:
        """Qt: follow language and text size, and show tool tips on samples and batches."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setFixedHeight(px(_HEIGHT))
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPointF) -> str:
        """The tool tip at a place."""
        update = self._update
        if update is None or not len(update.places):
            return ""
        if at.y() >= self.height() - px(_RULER) - _GAP:
            iteration = self._iteration_at(at.x())
            first = iteration * update.batch_size
            count = min(update.batch_size, update.n_samples - first)
            return self.tr("iteration {i} of {all}: {n} samples").format(i=iteration + 1, all=update.per_epoch, n=count)
        nearest = int(np.argmin(np.abs(update.places - at.x() / max(self.width(), 1) * update.n_samples + 0.5)))
        sample, loss = int(update.index[nearest]) + 1, format_number(float(update.losses[nearest]))
        if update.after is not None and self._after_shown:
            after = format_number(float(update.after[nearest]))
            return self.tr("sample {i}: loss {loss}, after the update {after}").format(i=sample, loss=loss, after=after)
        return self.tr("sample {i}: loss {loss}").format(i=sample, loss=loss)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: go to the batch that is clicked."""
        update = self._update
        if update is not None and event.button() == Qt.MouseButton.LeftButton:
            self.playheadRequested.emit(update.epoch * update.per_epoch + self._iteration_at(event.position().x()))

    def _iteration_at(self, x: float) -> int:
        update = self._update
        assert update is not None
        place = x / max(self.width(), 1) * update.n_samples
        return max(0, min(update.per_epoch - 1, int(place // update.batch_size)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the bars, the mean lines and the ruler."""
        update = self._update
        if update is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(fonts.small())
            bars = self.bars_rect()
            self._draw_bars(painter, update, bars)
            self._draw_means(painter, update, bars)
            self._draw_ruler(painter, update)

    def _y(self, loss: float, bars: QRectF) -> float:
        share = min(max(loss / self._top, 0.0), 1.0) if np.isfinite(loss) else 1.0
        return bars.bottom() - share * bars.height()

    def bars_rect(self) -> QRectF:
        """The rectangle of the bars, below the words and above the ruler."""
        top = max(px(_TOP), QFontMetrics(fonts.small()).height() + 1)
        return QRectF(0, top, self.width(), self.height() - px(_RULER) - _GAP - top)

    def words_rects(self) -> list[QRectF]:
        """The rectangles of the words above the bars; that of the batch only if it is shown."""
        metrics = QFontMetrics(fonts.small())
        words = self._words()
        if not words:
            return []
        wide = [metrics.horizontalAdvance(word) for word in words]
        lefts = [0, self.width() - wide[-1]]
        return [QRectF(left, 0, width, metrics.height()) for left, width in zip(lefts, wide, strict=False)]

    def _words(self) -> list[str]:
        """The words above the bars: the mean, and the batch's mean if there is room for both."""
        update = self._update
        if update is None:
            return []
        words = [self.tr("mean J = {loss}").format(loss=format_number(update.loss, 3))]
        if update.w_after is not None and not update.whole and self._losses_lit:
            both = [*words, self._batch_word(update)]
            measure = QFontMetrics(fonts.small()).horizontalAdvance
            words = both if sum(map(measure, both)) + 12 <= self.width() else words
        return words

    def _draw_bars(self, painter: QPainter, update: OneUpdate, bars: QRectF) -> None:
        theme, bottom = self._theme, bars.bottom()
        places = self._shuffle.moved(update.index, update.places)
        width = max(self.width() / max(len(places), 1) - 1.0, 1.0)
        lit, plain = QColor(theme.accent), QColor(theme.text3)
        plain.setAlphaF(SEEN)
        if not self._losses_lit:
            lit.setAlpha(170)
        half = self.width() / update.n_samples / 2
        for place, loss, is_lit in zip(places.tolist(), update.losses.tolist(), update.in_batch.tolist(), strict=True):
            x, y = self.x_of(place) + half, self._y(loss, bars)
            painter.fillRect(QRectF(x - width / 2, y, width, max(bottom - y, 1.0)), lit if is_lit else plain)
        if update.after is None or not self._after_shown:
            return
        good, bad = QColor(theme.good), QColor(theme.bad)
        reach = max(width / 2, 1.5)
        for place, loss, after in zip(places.tolist(), update.losses.tolist(), update.after.tolist(), strict=True):
            x, y = self.x_of(place) + half, self._y(after, bars)
            painter.setPen(QPen(good if after <= loss else bad, 2))
            painter.drawLine(QLineF(x - reach, y, x + reach, y))

    def _draw_means(self, painter: QPainter, update: OneUpdate, bars: QRectF) -> None:
        theme, y = self._theme, self._y(update.loss, bars)
        painter.setPen(QPen(QColor(theme.text1), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(0, y, self.width(), y))
        words, rooms = self._words(), self.words_rects()
        painter.setPen(QColor(theme.text1))
        painter.drawText(rooms[0], _WHOLE, words[0])
        if update.w_after is None or update.whole or not self._losses_lit:
            return
        y = self._y(update.batch_loss, bars)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawLine(QLineF(self.x_of(update.span[0]), y, self.x_of(update.span[1]), y))
        if len(words) > 1:
            painter.setPen(QColor(theme.word("accent")))
            painter.drawText(rooms[1], _WHOLE, words[1])

    def _draw_ruler(self, painter: QPainter, update: OneUpdate) -> None:
        theme, top = self._theme, self.height() - px(_RULER)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = 2.0 if self.width() / update.per_epoch > 6 else 0.0
        shown = range(update.per_epoch) if gap else ()
        painter.setBrush(QColor(theme.line))
        if not gap:
            painter.drawRect(QRectF(0, top, self.width(), px(_RULER)))
        past = QColor(theme.text3)
        done = update.iteration if update.w_after is not None else update.per_epoch
        if not gap:
            painter.fillRect(
                QRectF(0, top, self.x_of(min(done * update.batch_size, update.n_samples)), px(_RULER)), past
            )
        for i in shown:
            painter.setBrush(past if i < done else QColor(theme.line))
            painter.drawRoundedRect(self._cell(update, i, top, gap), 3, 3)
        if update.w_after is not None:
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(self._cell(update, update.iteration, top, gap), 3, 3)
        for i in shown:
            cell = self._cell(update, i, top, gap)
            number = str(i + 1)
            if painter.fontMetrics().horizontalAdvance(number) + 4 < cell.width():
                now = i == update.iteration and update.w_after is not None
                painter.setPen(QColor(theme.on_accent if now else theme.panel if i < done else theme.text2))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, number)

    def _cell(self, update: OneUpdate, i: int, top: float, gap: float) -> QRectF:
        left = self.x_of(i * update.batch_size)
        right = self.x_of(min((i + 1) * update.batch_size, update.n_samples))
        return QRectF(left + gap / 2, top, max(right - left - gap, 2.0), px(_RULER))
