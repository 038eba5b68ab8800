"""The stability limits of the runs in a plot: single rows if they can be distinguished, otherwise their range.

If rows are denser than pixels, each column of pixels shows the lowest and the highest limit of its rows: at the edge
of stability the limit swings at every step, and sampling it would draw a slow wave that does not exist. If it swings
within a few widths of the pen, a line would look like a solid block or a false pattern, so a band shows the range.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdviz.engine.diagnosis.crossings import StabilityCurve
from gdviz.frozen import frozen
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.decimation import Floats, chords
from gdviz.gui.drawing.path_strokes import SAFE
from gdviz.gui.drawing.surface_path import UNSEEN
from gdviz.gui.style import scaling

DASHES = (8, 3, 1.5, 3)
"""Dash and dot, in widths of the line: a pattern that no run has."""
_STRONG = 1.5
"""The width in pixels of the limit of the chosen run; the others are 1 wide."""
FAINT = 0.6
"""The opacity of the limits of the other runs."""
_DENSE = 0.5
"""Rows closer than this many pixels are drawn as columns with a range."""
_SWING = 4.0
"""Limits whose turning points are closer than this many pen widths are drawn as a band."""
_NARROW = 4.0
"""A block of rows narrower than this many pixels is one column."""
_THICK = 1.5
"""A column at least this many pixels high is drawn as a band."""
_GROUND = 0.22
"""The opacity of a band between its edges."""
_SWINGS = 4000.0
"""A line whose ups and downs add to more pixels than this is not dashed: dashing a chaotic one takes 30 ms."""
_DOTTED = 8.0
"""Rows at least this many pixels apart get a dot each."""


@frozen
class LimitStyle:
    """How the limit of a run is drawn: its colour, and whether the run is chosen."""

    color: QColor
    strong: bool


@frozen(eq=False)
class Columns:
    """The drawn part of a limit: the lowest and the highest of each column or row, shape (m,) each.

    `x` and the limits are positions on the axes; `joined`, shape (m-1,), is True where a column continues into the
    next. `single`: each column is one row.
    """

    x: Floats
    low: Floats
    high: Floats
    joined: np.ndarray
    single: bool


class LimitTrace:
    """The limit of one run in positions on the axes, and how it is drawn."""

    def __init__(self, curve: StabilityCurve, x: Floats, y: Floats, style: LimitStyle) -> None:
        """`x`, ascending, and `y` of the shape of the curve's rows; a limit that is not finite is nan or inf."""
        self.curve, self.style = curve, style
        known = ~np.isnan(y)
        if curve.neighbours.any():  # a row that was evaluated alone, to find a crossing, shows one side of a swing
            known &= np.append(curve.neighbours, False) | np.concatenate(([False], curve.neighbours))
        self.x, self.y, self._rows = x[known], y[known], curve.places[known]
        self._view: ViewMap | None = None
        self.columns: Columns | None = None

    def is_like(self, other: LimitTrace) -> bool:
        """Return whether another trace looks the same."""
        return (
            self.curve is other.curve
            and self.style == other.style
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.y, other.y)
        )

    @property
    def width(self) -> float:
        """The width of its line, in pixels."""
        return (_STRONG if self.style.strong else 1.0) * scaling.line_scale()

    def see(self, view: ViewMap) -> Columns:
        """Return the columns to draw in this view."""
        if view != self._view or self.columns is None:
            self._view, self.columns = view, self._cut(view)
        return self.columns

    def between(self, left: float, right: float) -> Floats:
        """The limits at the rows between two positions of the axis, and at the rows next to these."""
        first, last = np.searchsorted(self.x, [left, right])
        return self.y[max(first - 1, 0) : last + 1]

    def _cut(self, view: ViewMap) -> Columns:
        right = view.x0 + view.width / view.sx
        first, last = np.searchsorted(self.x, [view.x0, right])
        part = slice(max(first - 1, 0), last + 1)  # the line continues out of view
        x, y, rows = self.x[part], self.y[part], self._rows[part]
        joined = np.diff(rows) == 1
        if len(x) < 2:
            return Columns(x, y, y, joined, True)
        keys, single = _keys((x - view.x0) * view.sx, rows, joined)
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        if len(starts) == len(x):
            low, high = _swung(*view.columns(x, y), y, joined, _SWING * self.width)
            return Columns(x, low, high, joined, single and not (low < high).any())
        ends = np.append(starts[1:], len(x)) - 1
        low, high = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
        linked = np.ones(len(starts) - 1, dtype=bool) if not single else joined[starts[1:] - 1]
        return Columns((x[starts] + x[ends]) / 2, low, high, linked, single)


def _keys(x: Floats, rows: np.ndarray, joined: np.ndarray) -> tuple[np.ndarray, bool]:
    """A key for each row, shape (m,), equal for neighbours in one column; and whether all rows are single.

    `x` is in pixels. Rows far enough apart stay single, blocks of rows that are narrow are one column each.
    """
    block = np.concatenate(([0], np.cumsum(~joined)))
    firsts = np.flatnonzero(np.concatenate(([True], ~joined)))
    begins, ends = x[firsts], x[np.append(firsts[1:], len(x)) - 1]
    apart = float((x[-1] - x[0]) / max(int(rows[-1] - rows[0]), 1))
    narrow = (ends - begins < _NARROW) & (len(firsts) > 1)
    own = np.floor(x) if apart < _DENSE else x
    return np.where(narrow[block], np.floor(begins)[block], own), bool(apart >= _DENSE and not narrow.any())


def _swung(px: Floats, py: Floats, y: Floats, joined: np.ndarray, near: float) -> tuple[Floats, Floats]:
    """The range in which each row's limit `y`, shape (m,), swings: the lowest and the highest of the turns around it.

    Rows where it does not turn, or where the turns are `near` pixels apart or more, keep their own. `px` and `py` are
    the places in pixels, `joined`, shape (m-1,), says which rows are neighbours.
    """
    with np.errstate(invalid="ignore"):
        moves = np.where(joined, np.nan_to_num(np.diff(py)).clip(-1e6, 1e6), 0.0)
    moves[np.abs(moves) <= _THICK] = 0.0
    turns = np.flatnonzero(moves[1:] * moves[:-1] < 0) + 1
    low, high = y.copy(), y.copy()
    tight = (np.diff(px[turns]) < near) & (np.diff(np.cumsum(np.append(0, ~joined))[turns]) == 0)
    beside = np.concatenate(([False], tight, [False]))
    close = np.flatnonzero(tight & (beside[:-2] | beside[2:]))  # a single peak is no swing
    if not len(close):
        return low, high
    # Between two turns, the extremes are at the turns.
    begins, ends = turns[close], turns[close + 1]
    count = ends - begins + 1
    rows = np.repeat(begins, count) + np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    np.minimum.at(low, rows, np.repeat(np.minimum(y[begins], y[ends]), count))
    np.maximum.at(high, rows, np.repeat(np.maximum(y[begins], y[ends]), count))
    return low, high


class LimitLayer(BoxLayer):
    """Draws the limits of all runs of a plot, that of the chosen run on top."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z, scaled=True)
        self.traces: dict[int, LimitTrace] = {}
        """The drawn limits by the number of the run."""
        self._drawn: dict[LimitTrace, Drawing] = {}
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # it stays while the playhead moves

    def set_traces(self, traces: dict[int, LimitTrace]) -> None:
        """Replace the curves; unchanged ones are not computed again."""
        before = self.traces
        self.traces = {
            run: before[run] if run in before and trace.is_like(before[run]) else trace for run, trace in traces.items()
        }
        if self.traces != before:
            self._drawn = {trace: made for trace, made in self._drawn.items() if trace in self.traces.values()}
            self.update()

    def follow(self) -> None:
        """Take the current ranges of the axes."""
        super().follow()
        view = ViewMap.of(self.box)
        if any(made.view != view for made in self._drawn.values()):
            self.update()

    def columns(self, run: int) -> Columns:
        """The columns of a run's limit in the current view."""
        return self.traces[run].see(ViewMap.of(self.box))

    @property
    def drawings(self) -> list[Drawing]:
        """The drawings of the limits, that of the chosen run last."""
        return [self._drawn[trace] for trace in self._ordered() if trace in self._drawn]

    def _ordered(self) -> list[LimitTrace]:
        return sorted(self.traces.values(), key=lambda trace: trace.style.strong)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: the limits."""
        view = ViewMap.of(self.box)
        if view.width < 1 or view.height < 1:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.boundingRect(), Qt.ClipOperation.IntersectClip)
        for trace in self._ordered():
            made = self._drawn.get(trace)
            if made is None or made.view != view:
                made = self._drawn[trace] = Drawing(trace, view)
            made.paint(painter)


class Drawing:
    """The paths of a limit in pixels of a view, and the pen of its line."""

    def __init__(self, trace: LimitTrace, view: ViewMap) -> None:
        self.view = view
        columns, style = trace.see(view), trace.style
        x, below = view.columns(columns.x, columns.low)
        above = view.columns(columns.x, columns.high)[1]
        # Clip to the plot: dashing the rest of the way would be slow.
        below, above = (y.clip(-view.height, 2 * view.height) for y in (below, above))
        x = x.clip(*SAFE)
        thick = below - above > _THICK
        self.band, self.edges = _bands(x, above, below, thick)
        self.line = _line(x, above, below, thick, columns.joined)
        self._ground, color = QColor(style.color), QColor(style.color)
        color.setAlphaF((1.0 if style.strong else FAINT) * color.alphaF())
        self._ground.setAlphaF(_GROUND * color.alphaF())
        width = trace.width
        self.pen = self._thin = QPen(color, scaling.line_scale())
        if float(np.abs(np.diff((below + above) / 2)).sum()) <= _SWINGS:
            self.pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            self.pen.setDashPattern(list(DASHES))
        self._dot = QPen(color, 2.5 * width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._dots = QPolygonF()
        if columns.single and len(x) > 1 and float(np.diff(x).min()) >= _DOTTED and float(np.ptp(above)) >= 1:
            self._dots = QPolygonF([QPointF(*at) for at in zip(x.tolist(), above.tolist(), strict=True)])

    def paint(self, painter: QPainter) -> None:
        """Draw them."""
        if not self.band.isEmpty():  # Qt writes a closepath without a point to a PDF for an empty path
            painter.fillPath(self.band, self._ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen, path in ((self._thin, self.edges), (self.pen, self.line)):
            if not path.isEmpty():
                painter.setPen(pen)
                painter.drawPath(path)
        if not self._dots.isEmpty():
            painter.setPen(self._dot)
            painter.drawPoints(self._dots)


def _bands(x: Floats, above: Floats, below: Floats, thick: np.ndarray) -> tuple[QPainterPath, QPainterPath]:
    """The areas of adjacent thick columns, and their edges."""
    band, edges = QPainterPath(), QPainterPath()
    for first, last in _stretches(thick):
        px, high, low = x[first:last], above[first:last], below[first:last]
        if last - first == 1:  # half a pixel on either side
            px, high, low = np.array([px[0] - 0.5, px[0] + 0.5]), high.repeat(2), low.repeat(2)
        band.addPath(pg.arrayToQPath(np.concatenate((px, px[::-1])), np.concatenate((high, low[::-1])), "all"))
        for y in (high, low):
            edges.addPath(pg.arrayToQPath(*chords(px, y, UNSEEN), "all"))
    return band, edges


def _line(x: Floats, above: Floats, below: Floats, thick: np.ndarray, joined: np.ndarray) -> QPainterPath:
    """The line through the columns that are no band, joined to the bands beside them."""
    path = QPainterPath()
    for first, last in _stretches(~thick):
        parts = np.flatnonzero(~joined[first : last - 1]) + first + 1 if last - first > 1 else np.empty(0, dtype=int)
        for begin, end in zip([first, *parts.tolist()], [*parts.tolist(), last], strict=True):
            px, py = x[begin:end], (above[begin:end] + below[begin:end]) / 2
            if begin == first and first and joined[first - 1]:
                px = np.concatenate(([x[first - 1]], px))
                py = np.concatenate(([np.clip(py[0], above[first - 1], below[first - 1])], py))
            if end == last and last < len(x) and joined[last - 1]:
                px = np.append(px, x[last])
                py = np.append(py, np.clip(py[-1], above[last], below[last]))
            if len(px) > 1:
                path.addPath(pg.arrayToQPath(*chords(px, py, UNSEEN), "all"))
    return path


def _stretches(marked: np.ndarray) -> list[tuple[int, int]]:
    """Return (first, last + 1) of each stretch of marked neighbours."""
    edges = np.diff(np.concatenate(([0], marked.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
