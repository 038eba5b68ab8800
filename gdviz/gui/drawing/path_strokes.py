"""Strokes of paths in pixels: clipped, dashed along their length, and joined in a vector drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import wrapInstance

from gdviz.gui.drawing.decimation import Floats, chords

Points = NDArray[np.float64]

SAFE = (-4_000.0, 12_000.0)  # pixels that the rasteriser takes without loss
_LAP = 0.5
"""Pixels by which a segment is extended over a shared end, so that two in a row cover each pixel."""
_FEW = 3  # segments that are dashed one by one
_DASH, _PERIOD = 9.0, 14.0  # pixels of a dash, and from one to the next


def is_written(painter: QPainter) -> bool:
    """Whether the painter makes a vector drawing (SVG, PDF) and not pixels."""
    return painter.paintEngine().type() != QPaintEngine.Type.Raster


def segments_of(x: Floats, y: Floats, tolerance: float = 0.0) -> Points:
    """The visible segments (x, y, x', y'), shape (m, 4), of the path through `x`, `y`, shape (n,).

    With a `tolerance`, in pixels, straight parts are one segment each, as each segment takes a microsecond.
    """
    if tolerance:
        x, y = chords(x, y, tolerance)
    return clipped(np.stack((x[:-1], y[:-1], x[1:], y[1:]), axis=-1))


def lines(
    painter: QPainter, segments: Points, colour: QColor, width: float, phase: float | None = None,
    pattern: Sequence[float] = (),
) -> None:  # fmt: skip
    """Stroke the segments; with a `phase`, the length of their path up to the first, in dashes (see `patterned`).

    In a vector drawing, segments without gaps are one path.
    """
    if phase is not None:
        segments = patterned(segments, phase, pattern or (_DASH, _PERIOD - _DASH))
    if not len(segments):
        return
    cap = Qt.PenCapStyle.SquareCap if width > 1 and phase is None else Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin))
    if phase is None and is_written(painter):
        painter.drawPath(joined(segments))
    else:
        LineArray(segments).draw(painter)


class LineArray:
    """The segments (x, y, x', y'), shape (n, 4), n > 0, as QPainter.drawLines takes them fastest.

    QPainter gets the address of the array, which is kept alive by this object.
    """

    __slots__ = ("_array", "_first")

    def __init__(self, segments: Points) -> None:
        self._array = np.ascontiguousarray(segments, dtype=float)
        address = self._array.__array_interface__["data"][0]
        self._first = cast(QLineF, wrapInstance(address, QLineF))

    def draw(self, painter: QPainter) -> None:
        """Stroke all of them with the painter's pen."""
        painter.drawLines(self._first, len(self._array))


def joined(segments: Points) -> QPainterPath:
    """The segments as one path; those that touch are one line, whose opacity is uniform."""
    path, at = QPainterPath(), None
    for x0, y0, x1, y1 in segments.tolist():
        if at != (x0, y0):
            path.moveTo(x0, y0)
        path.lineTo(x1, y1)
        at = (x1, y1)
    return path


def patterned(segments: Points, phase: float, pattern: Sequence[float]) -> Points:
    """Cut joined segments, shape (n, 4), into a `pattern` of lengths on and off in turn, in pixels; shape (m, 4)."""
    period, at, cut = sum(pattern), 0.0, []
    for on, off in zip(pattern[::2], pattern[1::2], strict=True):
        cut.append(dashes(segments, phase - at, on, period))
        at += on + off
    return np.concatenate(cut)


def dashes(segments: Points, phase: float, dash: float = _DASH, period: float = _PERIOD) -> Points:
    """Cut joined segments (x, y, x', y'), shape (n, 4), into dashes, shape (m, 4); the first begins at `phase`.

    A dash is `dash` pixels long, and one begins every `period` pixels.
    """
    if len(segments) <= _FEW:
        return _few_dashes(segments, phase, dash, period)
    x, y = segments[:, 0], segments[:, 1]
    dx, dy = segments[:, 2] - x, segments[:, 3] - y
    length = np.hypot(dx, dy)
    ends = phase + np.cumsum(length)
    begins = ends - length
    first = np.floor(begins / period)
    count = (np.floor(ends / period) - first).astype(int) + 1
    last = np.cumsum(count)
    which = np.repeat(np.arange(len(segments)), count)
    number = np.arange(len(which)) + (first - (last - count))[which]
    low = np.maximum(number * period, begins[which])
    high = np.minimum(number * period + dash, ends[which])
    inside = np.flatnonzero(high > low)
    which = which[inside]
    made = np.empty((len(which), 4))
    for column, at in ((0, low), (2, high)):
        share = (at[inside] - begins[which]) / length[which]
        made[:, column] = x[which] + share * dx[which]
        made[:, column + 1] = y[which] + share * dy[which]
    return made


def _few_dashes(segments: Points, phase: float, dash: float, period: float) -> Points:
    """As `dashes`, one by one: for a straight line in a fifth of the time."""
    made = []
    for x, y, u, v in segments.tolist():
        length = math.hypot(u - x, v - y)
        number = math.floor(phase / period)
        while number * period < phase + length:
            ends = max(number * period, phase), min(number * period + dash, phase + length)
            if ends[1] > ends[0]:
                low, high = ((end - phase) / length for end in ends)
                made.append((x + low * (u - x), y + low * (v - y), x + high * (u - x), y + high * (v - y)))
            number += 1
        phase += length
    return np.array(made, dtype=float).reshape(-1, 4)


def overlapping(segments: Points) -> Points:
    """The segments, shape (n, 4), extended where one continues another, to leave no gap between them.

    Each is stroked alone, and two that meet in a pixel both cover only a part of it.
    """
    if len(segments) < 2:
        return segments
    dx, dy = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    share = _LAP / np.maximum(np.hypot(dx, dy), 1e-9)
    apart = np.abs(segments[1:, :2] - segments[:-1, 2:])
    meet = (apart[:, 0] < 1e-6) & (apart[:, 1] < 1e-6)
    longer = segments.copy()
    for column, step in ((0, dx * share), (1, dy * share)):
        longer[:-1, 2 + column] += step[:-1] * meet
        longer[1:, column] -= step[1:] * meet
    return longer


def dots(painter: QPainter, points: Points, colour: QColor, width: float) -> None:
    """Draw a disc of this width at each of `points`."""
    inside = points[((points > SAFE[0]) & (points < SAFE[1])).all(axis=1)]
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in inside.tolist()]))


def clipped(segments: Points, square: tuple[float, float] = SAFE) -> Points:
    """Clip segments (x, y, x', y'), shape (n, 4), to a square; by default that of the pixels that can be drawn.

    The method is that of Liang and Barsky (1984).
    """
    low, high = square
    if not len(segments) or (segments.min() >= low and segments.max() <= high):
        return segments
    segments = segments.clip(-1e300, 1e300)  # so that differences are finite
    start, step = segments[:, :2], segments[:, 2:] - segments[:, :2]
    with np.errstate(all="ignore"):
        near, far = (low - start) / step, (high - start) / step
    still = step == 0
    enter = np.where(still, -np.inf, np.minimum(near, far)).max(axis=1).clip(0, 1)
    leave = np.where(still, np.inf, np.maximum(near, far)).min(axis=1).clip(0, 1)
    seen = (enter < leave) & (~still | ((start >= low) & (start <= high))).all(axis=1)
    start, step, enter, leave = start[seen], step[seen], enter[seen, None], leave[seen, None]
    return np.concatenate((start + enter * step, start + leave * step), axis=1)
