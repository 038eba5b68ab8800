"""Strokes of paths in pixels: clipped, dashed along their length, and in one piece in a drawing to be scaled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF

Points = NDArray[np.float64]

SAFE = (-4_000.0, 12_000.0)  # pixels that the rasteriser takes without loss
_LAP = 0.5
"""Pixels that a segment goes on over the end that it shares: two in a row then cover each pixel of a screen."""
_DASH, _PERIOD = 9.0, 14.0  # pixels of a dash, and from one to the next


def is_written(painter: QPainter) -> bool:
    """Whether what is painted becomes a drawing to be scaled (SVG, PDF) and not pixels."""
    return painter.paintEngine().type() != QPaintEngine.Type.Raster


def lines(painter: QPainter, points: Points, colour: QColor, width: float, phase: float | None = None) -> None:
    """Stroke the path through `points`; with a `phase`, the length of the path up to the first, in dashes."""
    segments = clipped(np.concatenate((points[:-1], points[1:]), axis=1))
    if phase is not None:
        segments = dashes(segments, phase)
    if not len(segments):
        return
    cap = Qt.PenCapStyle.SquareCap if width > 1 and phase is None else Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin))
    if is_written(painter) and phase is None:
        painter.drawPath(joined(segments))
        return
    array = primitives(segments)
    painter.drawLines(*array.drawargs())


def primitives(segments: Points) -> internals.PrimitiveArray:
    """The segments (x, y, x', y'), shape (n, 4), as an array whose `drawargs` QPainter.drawLines takes.

    These point into the array, which has to be kept until the lines are drawn.
    """
    array = internals.PrimitiveArray(QLineF, 4)
    array.resize(len(segments))
    array.ndarray()[:] = segments
    return array


def joined(segments: Points) -> QPainterPath:
    """The segments as one path; those that touch are one line, which is opaque or not as a whole."""
    path, at = QPainterPath(), None
    for x0, y0, x1, y1 in segments.tolist():
        if at != (x0, y0):
            path.moveTo(x0, y0)
        path.lineTo(x1, y1)
        at = (x1, y1)
    return path


def dashes(segments: Points, phase: float, dash: float = _DASH, period: float = _PERIOD) -> Points:
    """Cut joined segments (x, y, x', y'), shape (n, 4), into dashes, shape (m, 4); the first begins at `phase`.

    A dash is `dash` pixels long, and one begins every `period` pixels.
    """
    if not len(segments):
        return segments
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


def overlapping(segments: Points) -> Points:
    """The segments, shape (n, 4), a little longer where one goes on from another: else the ground shows between them.

    Each is stroked alone, and of a pixel in which two meet both cover only a part.
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
    """Cut segments (x, y, x', y'), shape (n, 4), to a square; by default that of the pixels that can be drawn.

    The method is that of Liang and Barsky (1984).
    """
    low, high = square
    if not len(segments) or (segments.min() >= low and segments.max() <= high):
        return segments
    segments = segments.clip(-1e300, 1e300)  # their difference is a number
    start, step = segments[:, :2], segments[:, 2:] - segments[:, :2]
    with np.errstate(all="ignore"):
        near, far = (low - start) / step, (high - start) / step
    still = step == 0
    enter = np.where(still, -np.inf, np.minimum(near, far)).max(axis=1).clip(0, 1)
    leave = np.where(still, np.inf, np.maximum(near, far)).min(axis=1).clip(0, 1)
    seen = (enter < leave) & (~still | ((start >= low) & (start <= high))).all(axis=1)
    start, step, enter, leave = start[seen], step[seen], enter[seen, None], leave[seen, None]
    return np.concatenate((start + enter * step, start + leave * step), axis=1)
