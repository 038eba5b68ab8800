"""The paths of the runs on the surface: a raster to which only new segments are added.

Each path is kept as its points in pixels, without those that stay in the same half-pixel cell. A segment is
stroked alone and in the composition mode Source, so that overlapping casings do not add up, and a thousand
wide, antialiased segments cost a millisecond; one wide polyline of as many points costs a hundred times that.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.marker_shapes import draw_markers
from gdviz.gui.drawing.path_strokes import SAFE, Points, dots, is_written, lines, segments_of
from gdviz.gui.style import scaling
from gdviz.run_marks import DISC, Marker

_WIDE_POINTS, _WIDE_LENGTH = 2_000, 20_000.0  # points and pixels of length that take 4 ms with wide pens
_SMOOTH_LENGTH = 150_000.0  # pixels of length that take 2 ms with thin pens, half without antialiasing
_CHUNK = 500  # segments drawn before the clock is read again
_DOTS = 400  # the most points at which each step gets a dot
_BUDGET = 0.006  # seconds of drawing in one repaint
_WRITTEN = 20_000  # the most points drawn as lines in a vector drawing; longer paths are pixels there as well
UNSEEN = 0.1  # the most pixels between a line and its points
_CASING = 0.9  # the strength of what surrounds a line: on the bright half of the map it alone sets the line off
_BACK = 8  # segments drawn again over the casing of those that follow


class Trace:
    """One path: the source of its points, and the points kept in pixels."""

    def __init__(
        self,
        points: Callable[[int, int | None], Points],
        colour: QColor,
        hops: bool = False,
        dashed: bool = False,
        strength: float = 1.0,
        pattern: tuple[float, ...] = (),
        marker: Marker = DISC,
    ) -> None:
        self.points = points
        """``points(first, end)`` gives the points in data coordinates from row `first` up to `end`, shape (n, 2)."""
        self.colour = colour
        self.hops = hops
        self.dashed = dashed or bool(pattern)
        self.pattern, self.marker = pattern, marker
        self.strength = strength
        """The opacity; baselines are fainter than the runs compared with them."""
        self.clear()

    def clear(self) -> None:
        """Discard all points; the next `extend` begins at the first row."""
        self.kept: Points = np.empty((0, 2))
        self.rows: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self.seen = 0
        self.length = 0.0
        self.along: NDArray[np.float64] = np.empty(0)
        """The length of the path up to each kept point."""
        self.extent: tuple[Points, Points] = (np.full(2, np.inf), np.full(2, -np.inf))
        """The least and the greatest pixel in each direction."""
        self.ahead_from = self.ahead_drawn = self.past_drawn = 0

    def extend(self, view: ViewMap, end: int | None = None) -> None:
        """Take new rows, up to `end`."""
        new = np.asarray(self.points(self.seen, end), dtype=float)
        if not len(new):
            return
        x, y = view.columns(new[:, 0], new[:, 1])
        rows = np.arange(self.seen, self.seen + len(new))
        self.seen += len(new)
        ends = [x.min(), y.min()], [x.max(), y.max()]
        if not np.isfinite(ends).all():
            finite = np.isfinite(x) & np.isfinite(y)
            x, y, rows = x[finite], y[finite], rows[finite]
            if not len(x):
                return
            ends = [x.min(), y.min()], [x.max(), y.max()]
        self.extent = np.minimum(self.extent[0], ends[0]), np.maximum(self.extent[1], ends[1])
        last = self.kept[-1:]
        fresh = np.flatnonzero(_leaves(x, last[:, 0]) | _leaves(y, last[:, 1]))
        if not len(fresh):
            return
        points = np.stack((x[fresh], y[fresh]), axis=-1)
        joined = np.concatenate((last, points)).clip(*SAFE)
        steps = joined[1:] - joined[:-1]
        lengths = self.length + np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))
        if not len(last):
            lengths = np.concatenate(([0.0], lengths))
        self.along = np.concatenate((self.along, lengths))
        self.length = float(lengths[-1])
        self.kept = np.concatenate((self.kept, points))
        self.rows = np.concatenate((self.rows, rows[fresh]))

    def upto(self, row: int) -> int:
        """Count the segments of the path that lie at or before `row`."""
        return max(0, int(np.searchsorted(self.rows, row, side="right")) - 1)

    def seen_in(self, view: ViewMap) -> tuple[int, float]:
        """The number of segments with an end in view, and their visible length."""
        x, y = self.kept[:, 0], self.kept[:, 1]
        inside = (x >= 0) & (x <= view.width) & (y >= 0) & (y <= view.height)
        seen = inside[1:] | inside[:-1]
        lengths = (self.along[1:] - self.along[:-1])[seen]
        return int(seen.sum()), float(np.minimum(lengths, math.hypot(view.width, view.height)).sum())

    def pieces(self, goal: int) -> Iterator[tuple[int, int, bool]]:
        """The parts not drawn yet, as (first, end, whether before the segment `goal`); each then counts as drawn."""
        while self.past_drawn < goal:
            first, self.past_drawn = self.past_drawn, min(goal, self.past_drawn + _CHUNK)
            yield first, self.past_drawn, True
        last = len(self.kept) - 1
        while self.ahead_drawn < last:
            first, self.ahead_drawn = self.ahead_drawn, min(last, self.ahead_drawn + _CHUNK)
            yield first, self.ahead_drawn, False


def _leaves(x: Points, before: Points) -> NDArray[np.bool_]:
    """Whether each of `x`, shape (n,), lies in another half-pixel than the one before it.

    `before` holds the one before the first, or none.
    """
    with np.errstate(over="ignore"):
        halves = np.floor(2 * np.concatenate((before, x)))
    left = halves[1:] != halves[:-1]
    return left if len(before) else np.concatenate(([True], left))


class PathLayer(BoxLayer):
    """Paints the traces over a ViewBox, strong up to the playhead, paler, thinner and without dots beyond."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box)
        self._traces: list[Trace] = []
        self._playheads: list[int] = []
        self._key: tuple[ViewMap, float] | None = None
        self._images: tuple[QImage, QImage] | None = None
        self._inked = [True, True]
        """Which of the two rasters are not blank."""
        self._wide = True
        self._casing = QColor("black")
        self._ahead = 0.8
        """The strength of what is ahead."""
        self._ahead_hidden = False

    def set_traces(self, traces: list[Trace], playheads: Sequence[int]) -> None:
        """Replace all paths; each is drawn at full strength up to its row in `playheads`."""
        key, before = self._key, QRectF() if self._key is None else self._extent(self._key[0])
        self._traces, self._playheads, self._key = traces, list(playheads), None
        if key is None or key[0] != (view := ViewMap.of(self.box)) or not self._is_seen():
            self.update()
            return
        self._begin(view, key[1])
        for part in (before, self._extent(view)):
            self.update(part)

    def _is_seen(self) -> bool:
        return any(view.isVisible() for view in self.scene().views())

    def set_playheads(self, rows: Sequence[int]) -> None:
        """Move the playhead of each trace to a row."""
        self._playheads = list(rows)
        self.update()

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Hide or show what lies ahead of the playhead."""
        self._ahead_hidden, self._key = hidden, None
        self.update()

    def set_casing(self, colour: QColor, ahead: float) -> None:
        """Set the colour around each line, and the strength of what is ahead of the playhead."""
        self._casing, self._ahead, self._key = colour, ahead, None
        self.update()

    def nearest(self, pixel: QPointF, within: float) -> tuple[int, int] | None:
        """Find (trace, row) of the kept point nearest to a pixel, at most `within` pixels away."""
        found = min(self.nearest_of_each(pixel), key=lambda one: one[2], default=None)
        return found[:2] if found is not None and found[2] <= within else None

    def nearest_of_each(self, pixel: QPointF) -> list[tuple[int, int, float]]:
        """Find (trace, row, pixels away) of the kept point nearest to a pixel, for each trace that has points."""
        found = []
        for index, trace in enumerate(self._traces):
            count = len(trace.kept)
            if self._ahead_hidden:
                count = min(count, trace.upto(self._playheads[index]) + 1)
            if 0 < count <= 50_000:
                apart = np.hypot(trace.kept[:count, 0] - pixel.x(), trace.kept[:count, 1] - pixel.y())
                at = int(apart.argmin())
                found.append((index, int(trace.rows[at]), float(apart[at])))
        return found

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the missing segments within the time budget, then the raster.

        Without a widget it is an export: all segments at the resolution of the painter. A vector drawing gets the
        paths themselves.
        """
        view = ViewMap.of(self.box)
        if view.width < 1 or view.height < 1:
            return
        scale = max(painter.deviceTransform().m11(), 0.1)
        if is_written(painter):
            for trace, row in zip(self._traces, self._playheads, strict=True):
                trace.clear()
                trace.extend(view, self._end(row))
            self._key = None
            if sum(len(trace.kept) for trace in self._traces) <= _WRITTEN:
                self._write(painter)
                return
            scale = max(scale, 3.0)
        if widget is None or is_written(painter):
            self._begin(view, scale)
            self._draw(float("inf"))
        else:
            self._bring_up(view, scale)
            if not self._draw(time.perf_counter() + _BUDGET):
                QTimer.singleShot(0, self.box, self.update)  # unless the view was deleted by then
        if self._images is not None:
            ahead, past = self._images
            part = self._extent(view)
            source = QRectF(part.topLeft() * scale, part.size() * scale)
            if not self._ahead_hidden:
                painter.drawImage(part, ahead, source)
            if any(trace.past_drawn for trace in self._traces):
                painter.drawImage(part, past, source)
        if widget is None or is_written(painter):
            self._key = None

    def _end(self, row: int) -> int | None:
        """The row up to which a path is taken: hidden rows must not influence how the rest is drawn."""
        return row + 1 if self._ahead_hidden else None

    def settle(self) -> None:
        """Draw everything missing at once."""
        if self._key is not None:
            self._bring_up(ViewMap.of(self.box), self._key[1])
            self._draw(float("inf"))

    def _extent(self, view: ViewMap) -> QRectF:
        """The part of the box that holds paths, on whole pixels."""
        ends = [trace.extent for trace in self._traces if len(trace.kept)]
        if not ends:
            return QRectF()
        low, high = np.min([end[0] for end in ends], axis=0) - 6, np.max([end[1] for end in ends], axis=0) + 6
        left, top = np.clip(np.floor(low), 0, (view.width, view.height)).tolist()
        right, bottom = np.clip(np.ceil(high), 0, (view.width, view.height)).tolist()
        return QRectF(left, top, right - left, bottom - top)

    def _begin(self, view: ViewMap, scale: float) -> None:
        """Begin a new raster for this view."""
        self._key = (view, scale)
        size = QSize(max(1, round(view.width * scale)), max(1, round(view.height * scale)))
        if self._images is None or self._images[0].size() != size:
            layout = QImage.Format.Format_ARGB32_Premultiplied
            self._images = (QImage(size, layout), QImage(size, layout))
            self._inked = [True, True]
        for i, image in enumerate(self._images):
            image.setDevicePixelRatio(scale)
            if self._inked[i]:
                image.fill(0)
        self._inked = [False, False]
        for trace, row in zip(self._traces, self._playheads, strict=True):
            trace.clear()
            trace.extend(view, self._end(row))
            trace.ahead_from = trace.ahead_drawn = trace.upto(row)
        self._wide = self._may_be_wide()

    def _bring_up(self, view: ViewMap, scale: float) -> None:
        """Take new rows and playheads into the raster, or begin a new one if it cannot be extended."""
        if self._key != (view, scale):
            self._begin(view, scale)
            return
        anew = False
        for trace, row in zip(self._traces, self._playheads, strict=True):
            trace.extend(view, self._end(row))
            goal = trace.upto(row)
            anew = anew or goal < trace.past_drawn or goal < trace.ahead_from
            anew = anew or (self._ahead_hidden and trace.seen > row + 1)  # more than may be visible
        if anew or self._wide != self._may_be_wide():
            self._begin(view, scale)

    def _may_be_wide(self) -> bool:
        """Whether wide pens are quick enough for the visible part: zoomed in, most of a long path is outside."""
        points, length = sum(len(trace.kept) for trace in self._traces), sum(trace.length for trace in self._traces)
        if self._key is not None and (length > _WIDE_LENGTH or points > _WIDE_POINTS) and points <= 10 * _WIDE_POINTS:
            parts = [trace.seen_in(self._key[0]) for trace in self._traces]
            points, length = sum(part[0] for part in parts), sum(part[1] for part in parts)
        return points <= _WIDE_POINTS and length <= _WIDE_LENGTH

    def _draw(self, deadline: float) -> bool:
        """Draw missing segments until the deadline, or longer if little is left; return whether all are drawn."""
        if self._images is None:
            return True
        goals = {trace: trace.upto(row) for trace, row in zip(self._traces, self._playheads, strict=True)}
        missing = sum(
            max(goals[trace] - trace.past_drawn, 0) + max(len(trace.kept) - 1 - trace.ahead_drawn, 0)
            for trace in self._traces
        )
        left = missing
        for trace in sorted(self._traces, key=lambda trace: trace.strength):  # baselines at the bottom
            for first, end, is_past in trace.pieces(goals[trace]):
                self._stroke(self._images[is_past], trace, first, end, is_past)
                self._inked[is_past] = True
                left -= end - first
                if time.perf_counter() > deadline and left > missing / 2:
                    return False
        return True

    def _write(self, painter: QPainter) -> None:
        """Draw the paths, each in one piece: first the part ahead, then the part before the playhead."""
        self._wide = self._may_be_wide()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pairs = sorted(zip(self._traces, self._playheads, strict=True), key=lambda pair: pair[0].strength)
        for is_past in (True,) if self._ahead_hidden else (False, True):
            for trace, row in pairs:
                at, last = trace.upto(row), len(trace.kept) - 1
                first, end = (0, min(at, last)) if is_past else (at, last)
                if end > first:
                    self._stroke_with(painter, trace, first, end, is_past)

    def _stroke(self, image: QImage, trace: Trace, first: int, end: int, is_past: bool) -> None:
        """Draw the segments from `first` up to `end`."""
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, trace.length <= _SMOOTH_LENGTH)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        self._stroke_with(painter, trace, first, end, is_past, UNSEEN / image.devicePixelRatio())
        painter.end()

    def _stroke_with(
        self, painter: QPainter, trace: Trace, first: int, end: int, is_past: bool, tolerance: float = 0.0
    ) -> None:
        colour, casing = QColor(trace.colour), QColor(self._casing)
        strength = trace.strength * (1.0 if is_past else self._ahead)
        colour.setAlphaF(strength)
        casing.setAlphaF(_CASING * strength)
        points = trace.kept[first : end + 1]
        segments = segments_of(points[:, 0], points[:, 1], tolerance)
        wider = scaling.line_scale()
        if self._wide:
            lines(painter, segments, casing, (3.5 if trace.hops else 4.5) * wider)
            if first:
                first = max(0, first - _BACK)
                points = trace.kept[first : end + 1]
                segments = segments_of(points[:, 0], points[:, 1], tolerance)
        phase = float(trace.along[first]) if trace.dashed else None
        width = 1.0 if not self._wide or trace.hops else 2.0 if is_past else 1.5
        lines(painter, segments, colour, width * wider, phase, trace.pattern)
        if self._wide and (is_past or trace.hops) and len(trace.kept) <= _DOTS:
            steps = np.diff(points, axis=0)
            far = np.hypot(steps[:, 0], steps[:, 1]) >= 9
            marks = points[1:][far if not trace.hops else np.ones_like(far)]
            if trace.marker == DISC:
                dots(painter, marks, casing, 7.5 * wider)
                dots(painter, marks, colour, 5.0 * wider)
            else:
                plain = Marker(trace.marker.shape)
                draw_markers(painter, plain, marks, 4.0 * wider, casing, casing)
                draw_markers(painter, trace.marker, marks, 2.75 * wider, colour, casing)
