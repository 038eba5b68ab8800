"""How the runs' curves are stroked in a plot: pens, dashes that follow a curve's length, one item for all curves."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.frozen import frozen
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.decimation import Floats
from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.drawing.path_strokes import LineArray, Points, is_written, joined, overlapping, patterned, segments_of
from gdviz.gui.drawing.surface_path import UNSEEN
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.style import scaling
from gdviz.run_marks import Marker

WIDE_UP_TO = 1500
"""The most points of a wide line: antialiased lines of width 2 with more take 100 times as long as of width 1."""
WIDE_LENGTH = 4_000.0
"""The length in pixels of a line of width 2 that takes 1 ms."""
_MARKS_APART, _MARK = 64.0, 3.6
"""Pixels from a marker of a curve to the next, and their radius."""
_PALE_UP_TO = 400
"""The most segments that are one path if they are see-through."""


@frozen
class Dashes:
    """Dashes of `length` pixels that begin every `period` pixels, the first after `offset`.

    `more` are other dashes of each period: lengths off and on in turn.
    """

    length: float
    period: float
    offset: float = 0.0
    more: tuple[float, ...] = ()

    @classmethod
    def of(cls, pattern: tuple[float, ...]) -> Dashes:
        """Dashes of a pattern of `run_marks`: lengths on and off in turn."""
        return cls(pattern[0], sum(pattern), more=pattern[1:-1])

    @property
    def pattern(self) -> tuple[float, ...]:
        """Lengths on and off in turn."""
        return (self.length, *self.more, self.period - self.length - sum(self.more))


@frozen
class Marks:
    """The markers along the curve of run `place` of `places`, on the background `ground`.

    Each run has its own positions, so that markers on overlapping curves are all visible.
    """

    marker: Marker
    place: int
    places: int
    ground: str

    def along(self, x: Floats, y: Floats, view: ViewMap) -> Points:
        """Their positions, shape (m, 2), on the curve through the pixels `x`, `y`, shape (n,), x not falling."""
        finite = np.isfinite(x) & np.isfinite(y)
        x, y = x[finite], y[finite]
        if not len(x):
            return np.empty((0, 2))
        left, right = max(0.0, float(x[0])), min(view.width, float(x[-1]))
        first = _MARKS_APART * (self.place + 0.5) / self.places
        across = np.arange(first, view.width, _MARKS_APART)
        places = self._seen(across[(across >= left) & (across <= right)], x, y, view)
        if len(places):
            return places
        anywhere = self._seen(np.linspace(left, right, 201), x, y, view)  # a short or steep curve has one in its middle
        return anywhere[len(anywhere) // 2 : len(anywhere) // 2 + 1]

    def _seen(self, across: Floats, x: Floats, y: Floats, view: ViewMap) -> Points:
        down = np.interp(across, x, y)
        inside = (down >= 0) & (down <= view.height)
        return np.stack((across[inside], down[inside]), axis=-1)


def run_pen(style: RunStyle, points: int) -> QPen:
    """The pen of a run."""
    width = 2 * scaling.line_scale() if points <= WIDE_UP_TO else 1.0
    return QPen(style.ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)


def run_dashes(style: RunStyle, turn: int = 0, turns: int = 1) -> Dashes | None:
    """The dashes of a run, None for a line without gaps.

    Of `turns` equal curves, each draws its turn of the dashes, so that all are visible.
    """
    if turns > 1:
        return Dashes(8.0, 8.0 * turns, 8.0 * turn)
    return Dashes.of(style.pattern) if style.pattern else None


def run_marks_on(style: RunStyle, run: int, runs: int, ground: str) -> Marks | None:
    """The markers along the curve of run `run` of `runs`; None on a screen, where colours are enough."""
    return Marks(style.marker, run, runs, ground) if style.marked else None


class Stroke:
    """A curve through the positions `x`, `y`, shape (n,), x not falling, and its style."""

    def __init__(self, x: Floats, y: Floats, pen: QPen, dashes: Dashes | None, marks: Marks | None = None) -> None:
        self.x, self.y = x, y
        self.pen = pen
        self.dashes, self.marks = dashes, marks
        self.marked: Points = np.empty((0, 2))
        """The positions of its markers, in pixels."""
        self.segments: Points = np.empty((0, 4))
        """The painted segments in pixels: x, y, x', y' of each, shape (m, 4)."""
        self.painted_with = pen
        self._view: ViewMap | None = None
        self._array: LineArray | None = None
        self._path: QPainterPath | None = None

    def is_like(self, other: Stroke) -> bool:
        """Whether both look the same."""
        return (
            self.dashes == other.dashes
            and self.marks == other.marks
            and self.pen == other.pen
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.y, other.y)
        )

    def paint(self, painter: QPainter, view: ViewMap, whole: bool) -> None:
        """Draw it in pixels of the view; as a `whole`, a curve without gaps is one path, which takes longer.

        A see-through curve is also one path if that is quick, as overlapping strokes would be darker.
        """
        if view != self._view:
            self._view = view
            self._cut(view)
        if self._array is None:
            return
        painter.setPen(self.painted_with)
        pale = self.pen.color().alpha() < 255 and len(self.segments) <= _PALE_UP_TO
        if self.dashes is None and (whole or pale):
            if self._path is None:
                self._path = joined(self.segments)
            painter.drawPath(self._path)
        else:
            self._array.draw(painter)

    def paint_marks(self, painter: QPainter) -> None:
        """Draw its markers."""
        if self.marks is not None:
            ground = QColor(self.marks.ground)
            for x, y in self.marked.tolist():
                rim, ink = QPen(ground, 1.0), self.pen.color()
                draw_marker(painter, self.marks.marker, QPointF(x, y), _MARK, ink, rim, ground)

    def _cut(self, view: ViewMap) -> None:
        """Thin the curve to what pixels show; use a thin pen if it is long, as wide lines cost by their length."""
        if self.marks is not None:
            self.marked = self.marks.along(*view.columns(self.x, self.y), view)
        segments = segments_of(*view.columns(self.x, self.y), UNSEEN)
        self.painted_with = self.pen
        if self.pen.widthF() > 1 and len(segments) > 1:
            steps = segments[:, 2:] - segments[:, :2]
            if float(np.hypot(steps[:, 0], steps[:, 1]).sum()) > WIDE_LENGTH:
                self.painted_with = QPen(self.pen)
                self.painted_with.setWidthF(1.0)
        if self.dashes is not None:  # the pen's own dashes would begin again at each point
            segments = patterned(segments, -self.dashes.offset, self.dashes.pattern)
        self.segments, self._path = segments, None
        if self.painted_with.widthF() > 1 and self.pen.color().alpha() == 255:
            segments = overlapping(segments)
        self._array = LineArray(segments) if len(segments) else None


class StrokeLayer(BoxLayer):
    """Draws the curves of all runs of a plot, the first at the bottom: an item for each would cost more.

    Curves that stay, for example while the playhead moves, are drawn into a pixmap the second time and reused.
    """

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z, scaled=True)
        self.strokes: list[Stroke | None] = []
        """The stroke of each run, or None."""
        self.fine = False
        """Whether a picture denser than the screen is made, whose curves may take longer."""
        self._shown: tuple[object, ...] = ()
        """The curves painted last, and their position."""
        self._pixmap: QPixmap | None = None

    def set_strokes(self, strokes: Sequence[Stroke | None]) -> None:
        """Replace the curves; unchanged ones are not computed again."""
        before = self.strokes
        known = [*before, *[None] * len(strokes)]
        self.strokes = [
            old if new is not None and old is not None and new.is_like(old) else new
            for new, old in zip(strokes, known, strict=False)
        ]
        if self.strokes != before:
            self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: the curves."""
        view = ViewMap.of(self.box)
        if view.width < 1 or view.height < 1:
            return
        if widget is None or self.fine or is_written(painter):
            self._draw(painter, view, whole=self.fine or is_written(painter))
            return
        to_device = painter.deviceTransform()
        scale = to_device.m11()
        # The position within a pixel counts, as antialiasing depends on it.
        shift = QPointF(math.modf(to_device.dx())[0], math.modf(to_device.dy())[0])
        shown = (view, scale, shift, *self.strokes)
        if shown != self._shown:
            self._shown, self._pixmap = shown, None
            self._draw(painter, view, whole=False)
            return
        if self._pixmap is None:
            self._pixmap = self._drawn(view, scale, shift)
        painter.drawPixmap(QPointF(-shift.x() / scale, -shift.y() / scale), self._pixmap)

    def _drawn(self, view: ViewMap, scale: float, shift: QPointF) -> QPixmap:
        """The curves on a pixmap of `scale` pixels per unit, `shift` pixels from its corner.

        It is two pixels larger: one for the shift, one for antialiasing at the edge.
        """
        pixmap = QPixmap(math.ceil(view.width * scale) + 2, math.ceil(view.height * scale) + 2)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setTransform(QTransform(scale, 0, 0, scale, shift.x(), shift.y()))
        self._draw(painter, view, whole=False)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def _draw(self, painter: QPainter, view: ViewMap, whole: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.strokes:
            if stroke is not None:
                stroke.paint(painter, view, whole)
        for stroke in self.strokes:
            if stroke is not None:
                stroke.paint_marks(painter)
