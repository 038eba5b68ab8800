"""The batches of the epoch as cards: a bar for each sample's residual, those done ticked, the present one framed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from gdviz.engine.one_update import OneUpdate
from gdviz.frozen import frozen
from gdviz.gui.data.shuffle import Shuffle
from gdviz.gui.data.symbol_type import draw_plain, draw_symbols, plain_width, symbol_width
from gdviz.gui.style.scaling import px, text_scale
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.numbers import format_number
from gdviz.problems.fitting import DataProblem

HEAD = 26
"""Pixels of the line of words above the cards, at normal text size."""
HIGHEST, LEAST = 150, 64
"""Pixels of a card at normal text size."""
_WIDE, _TIGHT, _NARROW, _ASIDE = 104, 80, 66, 46
"""Pixels, at normal text size: the least width of a card, of one where that shows all batches, of one with up to
`_FEW` samples, and of the cell that says how many more batches there are."""
_FEW = 3
_GAP, _PAD, _LABEL = 7, 10, 24
_BAR, _APART = 3.0, 1.0
"""Pixels: the least width of a bar with the gap beside it, and the gap."""
_WIDEST, _APART_WORDS = 22, 6
_KEEP = 0.6
"""The scale stays while the largest residual is above this share of it."""
_TITLE, _WORDS = 15, 13


@frozen
class _Bars:
    """The samples that are drawn: their `places` in the order of the epoch, numbers and residuals, each (M,)."""

    places: np.ndarray
    index: np.ndarray
    sizes: np.ndarray
    after: np.ndarray | None = None


class BatchCards(QWidget):
    """Shows as many batches as have room, around the present one, and how many more there are on either side.

    `playheadRequested` carries the update of a batch that was clicked.
    """

    playheadRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchCards")
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else the lab behind is painted at each step
        self._theme: Theme = system()
        self._update: OneUpdate | None = None
        self._problem: DataProblem | None = None
        self._order = np.empty(0, dtype=int)
        self._bars: _Bars | None = None
        """What is drawn; None until it is painted after a change."""
        self._laid: tuple[object, tuple[range, list[QRectF]]] | None = None
        """The inputs of the layout, and the layout, which is used many times per paint."""
        self._after_shown = False
        self._top = 0.0
        self._shuffle = Shuffle(self)
        self._shuffle.valueChanged.connect(lambda _: self.update())
        self._shuffle.finished.connect(self.end_shuffle)
        self._retranslate()

    # Contents

    def show_update(self, update: OneUpdate, problem: DataProblem, order: np.ndarray, after_shown: bool) -> None:
        """Show the batches of the epoch of an update, whose samples stand in `order`.

        With `after_shown` the residuals after the update are marked as well.
        """
        if problem is not self._problem or after_shown != self._after_shown:
            self._top = 0.0
        self._update, self._problem, self._order, self._after_shown = update, problem, order, after_shown
        self._bars = None
        self.setAccessibleDescription(self._described(update))
        self.update()

    def forget_scale(self) -> None:
        """Choose the height of the bars again, for other samples."""
        self._top = 0.0

    @property
    def shuffling(self) -> bool:
        """Whether the shuffle is being animated."""
        return self._shuffle.before is not None

    @property
    def shuffle_ms(self) -> int:
        """The milliseconds left of the animation."""
        return self._shuffle.ms_left

    def animate_from(self, order: np.ndarray) -> None:
        """Animate the samples from their places in `order`, that of the epoch before, to the current ones."""
        if self._update is not None and len(order) == self._update.n_samples:
            bars = self._drawn()
            self._shuffle.begin(order, bars.index, bars.places)

    def end_shuffle(self) -> None:
        """End the animation."""
        self._shuffle.end()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._bars = None
        self.update()

    # Which batches are seen, and where

    @property
    def batches(self) -> range:
        """The numbers, from 0, of the batches that have a card."""
        return self._layout()[0]

    def cards(self) -> list[QRectF]:
        """The rectangles of the cards."""
        return self._layout()[1]

    def _layout(self) -> tuple[range, list[QRectF]]:
        """The batches that have a card, and its rectangle."""
        update = self._update
        if update is None:
            return range(0), []
        key = self.size(), update.iteration, update.per_epoch, update.batch_size, text_scale()
        if self._laid is None or self._laid[0] != key:
            shown = self._shown(update)
            aside = px(_ASIDE) + _GAP
            left = aside if shown.start > 0 else 0
            right = self.width() - (aside if shown.stop < update.per_epoch else 0)
            wide, top, high = (right - left + _GAP) / len(shown), px(HEAD), self.height() - px(HEAD)
            self._laid = key, (shown, [QRectF(left + i * wide, top, wide - _GAP, high) for i in range(len(shown))])
        return self._laid[1]

    def _shown(self, update: OneUpdate) -> range:
        few = update.batch_size <= _FEW
        if update.per_epoch <= max(1, (self.width() + _GAP) // (px(_NARROW if few else _TIGHT) + _GAP)):
            return range(update.per_epoch)
        least = px(_NARROW if few else _WIDE) + _GAP
        count = max(1, (self.width() + _GAP - 2 * (px(_ASIDE) + _GAP)) // least)
        stride = max(1, count - 2)  # the one before and the one after the present batch are always seen
        first = max(0, min(update.iteration // stride * stride - (count > 1), update.per_epoch - count))
        return range(first, first + count)

    def more(self) -> list[tuple[QRectF, int, int]]:
        """The cells at the sides: rectangle, number of batches that have no card there, and the nearest of these."""
        update, shown = self._update, self.batches
        if update is None:
            return []
        top, high = px(HEAD), self.height() - px(HEAD)
        made = []
        if shown.start > 0:
            made.append((QRectF(0, top, px(_ASIDE), high), shown.start, shown.start - 1))
        if shown.stop < update.per_epoch:
            cell = QRectF(self.width() - px(_ASIDE), top, px(_ASIDE), high)
            made.append((cell, update.per_epoch - shown.stop, shown.stop))
        return made

    def batch_at(self, at: QPointF) -> int | None:
        """The batch at a place, also the one that a cell at a side leads to."""
        for i, card in zip(self.batches, self.cards(), strict=True):
            if card.contains(at):
                return i
        return next((nearest for cell, _, nearest in self.more() if cell.contains(at)), None)

    # Texts

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("The batches of the epoch"))
        self.update()

    def _described(self, update: OneUpdate) -> str:
        if update.w_after is None:
            return ", ".join(self.words()[:2])
        return self.tr("next: epoch {e}, iteration {i} of {all}, {n} samples").format(
            e=update.epoch + 1, i=update.iteration + 1, all=f"{update.per_epoch:,}", n=update.span[1] - update.span[0]
        )

    def words(self) -> tuple[str, str, str]:
        """The words above the cards: the epoch, the iteration, and what a bar is."""
        update = self._update
        if update is None:
            return "", "", ""
        if update.w_after is None:
            at = self.tr("all {all} batches are done") if update.per_epoch > 1 else self.tr("the batch is done")
            at = at.format(all=f"{update.per_epoch:,}")
        else:
            at = self.tr("{i} of {all} iterations made")
            at = at.format(i=f"{update.iteration:,}", all=f"{update.per_epoch:,}")
        drawn = self._most_bars()
        if update.batch_size > drawn:
            bar = self.tr("bars: {n} of the {all} residuals of each batch")
            bar = bar.format(n=drawn, all=f"{update.batch_size:,}")
        elif self._after_shown:
            bar = self.tr("a bar is the residual |ŷ − y| of a sample, its line that after the update")
        else:
            bar = self.tr("a bar is the residual |ŷ − y| of a sample")
        return self.tr("Epoch {e}").format(e=f"{update.epoch + 1:,}"), at, bar

    def tip_at(self, at: QPointF) -> str:
        """The tool tip at a place."""
        update, i = self._update, self.batch_at(at)
        if update is None or i is None:
            return ""
        first, last = i * update.batch_size, min((i + 1) * update.batch_size, update.n_samples)
        text = self.tr("Batch {i} of {all}: {n} samples. Click to go there.").format(
            i=i + 1, all=f"{update.per_epoch:,}", n=last - first
        )
        bars = self._drawn()
        inside = (bars.places >= first) & (bars.places < last)
        if i not in self.batches or not inside.any():
            return text
        x = [abs(place - at.x()) for place in self._xs(bars.places[inside]).tolist()]
        nearest = np.flatnonzero(inside)[int(np.argmin(x))]
        size, sample = format_number(float(bars.sizes[nearest]), 3), int(bars.index[nearest]) + 1
        return self.tr("sample {i}: residual {size}").format(i=sample, size=size) + "\n" + text

    # Qt

    def event(self, event: QEvent) -> bool:
        """Qt: follow the language, and show tool tips."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QEvent) -> None:
        """Qt: other batches have room."""
        self._bars = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a batch can be clicked."""
        hand = self.batch_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: go to the batch that is clicked."""
        update, i = self._update, self.batch_at(event.position())
        if update is not None and i is not None and event.button() == Qt.MouseButton.LeftButton:
            self.playheadRequested.emit(update.epoch * update.per_epoch + i)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the words, the cards with their bars, and the cells at the sides."""
        update = self._update
        if update is None:
            return
        bars, cards = self._drawn(), self.cards()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_words(painter)
            named = self._has_names()
            for i, card in zip(self.batches, cards, strict=True):
                self._draw_card(painter, update, i, card, named)
            for cell, count, _ in self.more():
                self._draw_more(painter, cell, count)
            self._draw_bars(painter, update, bars)

    # Implementation

    def _most_bars(self) -> int:
        """How many bars a card has room for."""
        cards = self.cards()
        return max(1, int((cards[0].width() - 2 * px(_PAD)) / _BAR)) if cards else 1

    def _drawn(self) -> _Bars:
        """The bars of the batches that have a card; of a large batch evenly chosen samples."""
        if self._bars is None:
            self._bars = self._made_bars()
            top = float(self._bars.sizes.max(initial=0.0)) or 1.0
            if top > self._top or top < _KEEP * self._top:
                self._top = 1.06 * top
        return self._bars

    def _made_bars(self) -> _Bars:
        update, problem, shown = self._update, self._problem, self.batches
        assert update is not None and problem is not None
        size, most, y = update.batch_size, self._most_bars(), problem.samples.y
        first, last = shown.start * size, min(shown.stop * size, update.n_samples)
        last = min(last, update.per_epoch * size)  # samples that are left out belong to no batch
        if size <= most:
            places = np.arange(first, last)
        else:
            spread = np.linspace(0, size - 1, most).round().astype(int)
            places = (np.array(shown)[:, None] * size + spread).ravel()
            places = places[places < last]
        index = self._order[places]
        w_after = update.w_after if self._after_shown else None
        with np.errstate(all="ignore"):  # of a diverging run
            if len(update.places) == update.n_samples:  # all are listed, in the order of the epoch
                prediction = update.prediction[places]
            else:
                prediction = np.asarray(problem.predict(update.w, problem.samples.x[index]))
            sizes = np.nan_to_num(np.abs(prediction - y[index]), nan=0.0, posinf=1e300)
            after = None
            if w_after is not None:
                after = np.abs(np.asarray(problem.predict(w_after, problem.samples.x[index])) - y[index])
                after = np.nan_to_num(after, nan=0.0, posinf=1e300)
        return _Bars(places, index, sizes, after)

    def _slot(self, card: QRectF) -> float:
        """The width of a bar with the gap beside it."""
        update = self._update
        assert update is not None
        room = card.width() - 2 * px(_PAD)
        return min(room / min(update.batch_size, self._most_bars()), float(px(_WIDEST)))

    def _xs(self, places: np.ndarray) -> np.ndarray:
        """The middle of the bar of each place; of places on no card at the edge of the outer cards."""
        update, cards, shown = self._update, self.cards(), self.batches
        assert update is not None
        size = update.batch_size
        drawn = min(size, self._most_bars())
        slot = self._slot(cards[0])
        share = (drawn - 1) / (size - 1) if size > 1 else 0.0
        batch = np.clip(np.floor(places / size), shown.start, shown.stop - 1)
        within = np.clip(places - batch * size, 0, size - 1) * share
        counts = [(min(size, update.n_samples - i * size) - 1) * share + 1 for i in shown]
        lefts = np.array([card.center().x() - slot * count / 2 for card, count in zip(cards, counts, strict=True)])
        found: np.ndarray = lefts[(batch - shown.start).astype(int)] + (within + 0.5) * slot
        return found

    def _draw_words(self, painter: QPainter) -> None:
        theme, words = self._theme, self.words()
        base, x = 0.66 * px(HEAD), 0.0
        painter.setPen(QColor(theme.text1))
        draw_plain(painter, x, base, words[0], px(_TITLE), True)
        x += plain_width(words[0], px(_TITLE), True) + px(14)
        painter.setPen(QColor(theme.text2))
        for i, text in enumerate(words[1:]):
            text = f"·   {text}" if i else text
            width = symbol_width(text, px(_WORDS), words=True)
            if x + width > self.width():
                return
            draw_symbols(painter, x, base, text, px(_WORDS), words=True)
            x += width + px(10)

    def _is_done(self, update: OneUpdate, i: int) -> bool:
        return i < update.iteration or update.w_after is None

    def _has_names(self) -> bool:
        """Whether each card has room for "Batch 3 now", not only for the number."""
        last = self.tr("Batch {i}").format(i=f"{self.batches.stop:,}")
        width = plain_width(last, px(_WORDS), True) + px(_APART_WORDS) + plain_width(self.tr("next"), px(_WORDS), True)
        return width <= self.cards()[0].width() - px(8)

    def _draw_card(self, painter: QPainter, update: OneUpdate, i: int, card: QRectF, named: bool) -> None:
        theme, now, done = self._theme, self._is_now(update, i), self._is_done(update, i)
        painter.setPen(QPen(QColor(theme.accent), 2) if now else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.mix("accent", "panel", 0.08) if now else theme.mix("text1", "panel", 0.04)))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 6, 6)
        pixels = px(_WORDS)
        name = self.tr("Batch {i}").format(i=f"{i + 1:,}") if named else f"{i + 1:,}"
        word = self.tr("next") if now else ""
        apart, tick = px(_APART_WORDS), px(10)
        beside = plain_width(word, pixels, True) + apart if now else tick + apart if done else 0.0
        x = card.center().x() - (plain_width(name, pixels, now) + beside) / 2
        base = card.bottom() - px(8)
        painter.setPen(QColor(theme.text1 if now else theme.text2))
        draw_plain(painter, x, base, name, pixels, now)
        x += plain_width(name, pixels, now) + apart
        if now:
            painter.setPen(QColor(theme.mix("text1", "accent", 0.18)))
            draw_plain(painter, x, base, word, pixels, True)
        elif done:
            painter.setPen(QPen(QColor(theme.text2), 1.6 * pixels / _WORDS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corners = ((0.0, -0.4), (0.35, -0.08), (0.95, -0.8))
            painter.drawPolyline(QPolygonF([QPointF(x + tick * a, base + tick * b) for a, b in corners]))

    @staticmethod
    def _is_now(update: OneUpdate, i: int) -> bool:
        return i == update.iteration and update.w_after is not None

    def _draw_more(self, painter: QPainter, cell: QRectF, count: int) -> None:
        theme, pixels = self._theme, px(_WORDS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.mix("text1", "panel", 0.04)))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
        number, more, middle = f"{count:,}", self.tr("more"), cell.center()
        small = pixels if plain_width(number, pixels, True) <= cell.width() - 4 else px(11)
        painter.setPen(QColor(theme.text1))
        draw_plain(painter, middle.x() - plain_width(number, small, True) / 2, middle.y(), number, small, True)
        painter.setPen(QColor(theme.text2))
        draw_plain(painter, middle.x() - plain_width(more, px(12)) / 2, middle.y() + px(15), more, px(12))

    def _draw_bars(self, painter: QPainter, update: OneUpdate, bars: _Bars) -> None:
        cards = self.cards()
        bottom, high = cards[0].bottom() - px(_LABEL + 2), cards[0].height() - px(_LABEL + 2) - px(_PAD)
        if high < 4:
            return
        theme = self._theme
        plain = QColor(theme.text3)
        plain.setAlphaF(0.8)
        inks = (QColor(theme.text2), QColor(theme.accent), plain)
        slot = self._slot(cards[0])
        width = max(1.0, slot - max(_APART, 0.22 * slot))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, slot > 6 or self.shuffling)
        xs = self._xs(self._shuffle.moved(bars.index, bars.places)) - width / 2
        heights = np.maximum(np.minimum(bars.sizes / self._top, 1.0) * high, 1.0)
        batches = bars.places // update.batch_size
        now = (batches == update.iteration) & (update.w_after is not None)
        done = (batches < update.iteration) | (update.w_after is None)
        kinds = np.where(now, 1, np.where(done, 0, 2))
        painter.setPen(Qt.PenStyle.NoPen)
        for kind, ink in enumerate(inks):
            some = kinds == kind
            painter.setBrush(ink)
            pairs = zip(xs[some].tolist(), heights[some].tolist(), strict=True)
            painter.drawRects([QRectF(x, bottom - h, width, h) for x, h in pairs])
        if bars.after is None or self.shuffling:
            return
        levels = bottom - np.minimum(bars.after / self._top, 1.0) * high
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        better = bars.after <= bars.sizes
        for some, color in ((better, theme.good), (~better, theme.bad)):
            painter.setPen(QPen(QColor(color), 2))
            ends = zip(xs[some].tolist(), levels[some].tolist(), strict=True)
            painter.drawLines([QLineF(x, y, x + width, y) for x, y in ends])
