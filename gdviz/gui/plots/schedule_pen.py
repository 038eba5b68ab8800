"""Draws a schedule freehand: the path of the pressed mouse becomes the curve."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QPointF

from gdviz.gui.drawing.decimation import Floats
from gdviz.gui.plots.rate_canvas import RateCanvas, axis_of, grain
from gdviz.gui.widgets.numbers import format_number
from gdviz.schedules.points import Points

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord

_BEGINS = 3.0
"""Pixels that the mouse moves before a press begins a curve rather than a click."""
_SNAPS = 0.04
"""The share of the plot's width from the first or the last step within which a curve reaches it."""
_APART = 1000
"""Pixels between two places from which the others are interpolated."""
_MOST = 2000
"""The places at which a drawn curve is read."""


class SchedulePen(QObject):
    """Draws over the chosen run's points from a press to its release: one edit, previewed while the mouse moves.

    Moving back draws over the curve: the last position at a time counts.
    """

    def __init__(
        self, canvas: RateCanvas, show_words: Callable[..., None], ended: Callable[[], None], parent: QObject
    ) -> None:
        """Draw on a canvas.

        `show_words(words, how, bad=..)` shows words beside the pointer, `ended` is called when a curve ends.
        """
        super().__init__(parent)
        self._canvas, self._show_words, self._ended = canvas, show_words, ended
        self._begin: QPointF | None = None
        self._last = QPointF()
        self._heights: dict[int, float] = {}
        """The height (in pixels of the viewport) of what is drawn, in each column of pixels."""
        self._before: tuple[RunRecord, Points] | None = None
        self._sent: dict[str, Any] | None = None
        self._leaves_rest = False
        """Whether the curve covers less than the run."""

    @property
    def pressed(self) -> bool:
        """Whether the button is held."""
        return self._begin is not None

    @property
    def drawing(self) -> bool:
        """Whether a curve has begun."""
        return bool(self._heights)

    def press(self, at: QPointF) -> None:
        """Begin a curve if the run has points to draw over that are visible."""
        view = self._canvas
        record = view.chosen
        if record is None or not isinstance(record.spec.schedule, Points):
            return
        self._begin = self._last = at
        if view.place_of(at)[0] > view.seen_to:
            self._show_words(self.tr("This lies ahead of the playhead: hidden (H)."), bad=True)
            return
        self._before, self._sent = (record, record.spec.schedule), None

    def move(self, at: QPointF) -> None:
        """Draw to here."""
        if self._begin is None or self._before is None:
            return
        if not self._heights and math.hypot(at.x() - self._begin.x(), at.y() - self._begin.y()) < _BEGINS:
            return
        begin, end = round(self._last.x()), round(at.x())
        for column in range(min(begin, end), max(begin, end) + 1):
            share = (column - begin) / (end - begin) if begin != end else 1.0
            self._heights[column] = self._last.y() + share * (at.y() - self._last.y())
        self._last = at
        self._preview()

    def release(self) -> None:
        """End the curve as one edit; after a click, or too short a curve, show how to draw."""
        view = self._canvas
        if self._sent is not None:
            view.hide_words()
            view.edit("schedule", self._sent, True, self._name)
            if self._leaves_rest:
                self._show_words(self.tr("Where nothing was drawn, the rate stays."))
        elif self._before is None:
            pass  # a message already says that the edit was refused
        elif self._heights:
            record, points = self._before
            if view.place_of(self._last)[0] < axis_of(record, points)[0]:
                self._show_words(self.tr("The schedule begins after the warm-up: draw there."), bad=True)
            else:
                self._show_words(self.tr("One step alone is no curve: draw along the axis."), bad=True)
        else:
            self._show_words(
                self.tr("Drag to draw the rate."), self.tr("A double-click adds a point; Esc ends drawing.")
            )
        self.end()

    def end(self) -> None:
        """Drop the curve, and ignore the mouse until its release."""
        self._begin, self._before, self._sent, self._heights = None, None, None, {}
        self._canvas.redraw()  # the axes were kept still
        self._ended()

    def _name(self) -> str:
        return self.tr("drawn schedule")

    def _preview(self) -> None:
        from gdviz.engine.by_hand import drawn_over

        view, before = self._canvas, self._before
        assert before is not None
        record, points = before
        if (drawn := self._drawn(record)) is None:
            return
        start, unit = axis_of(record, points)
        fine = grain(view, unit)
        base, last = record.spec.optimizer.lr, (record.planned - start) / unit
        data = drawn_over(points, drawn[0], drawn[1] / base, fine, last, view.lowest_shown / base)
        if data != self._sent:
            self._sent = data
            view.edit("schedule", data, False, self._name)
        self._show_words(f"η = {format_number(max(view.place_of(self._last)[1], 0.0), 3)}")

    def _drawn(self, record: RunRecord) -> tuple[Floats, Floats] | None:
        """The rates at the times drawn over; None for fewer than two times."""
        view = self._canvas
        start, unit = axis_of(record, record.spec.schedule)
        fine, last = grain(view, unit), (view.seen_to - start) / unit
        here, there = (view.position_of(QPointF(at, at)) for at in (0, _APART))
        slopes = [(far - near) / _APART for near, far in zip(here, there, strict=True)]
        columns, heights = np.array(sorted(self._heights.items()), dtype=float).T
        times, positions = (here[0] + columns * slopes[0] - start) / unit, here[1] + heights * slopes[1]
        reach = _SNAPS * view.box.width() * view.box.viewPixelSize()[0] / view.length / unit
        low, high = (0.0 if times[0] < reach else times[0]), (last if times[-1] > last - reach else times[-1])
        self._leaves_rest = bool(low > 0 or high < last)
        first, end = math.ceil(low / fine - 1e-9), math.floor(high / fine + 1e-9)
        if end <= first:
            return None
        read = np.unique(np.linspace(first, end, min(end - first + 1, _MOST)).round()) * fine
        return read, view.rates_at(np.interp(read, times, positions))
