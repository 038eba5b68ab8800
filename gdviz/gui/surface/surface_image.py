"""Heat map and contour lines of the visible part of the surface, computed in small slices."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdviz.engine import landscape
from gdviz.engine.landscape import Lines, Scale
from gdviz.engine.undersampling import undersampled, without
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.path_strokes import is_written
from gdviz.gui.drawing.plot_items import image_rect
from gdviz.gui.style.theme import Theme, surface_lut
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look
from gdviz.problems.problem import Domain, Problem

_SLICE = 0.006  # seconds of work before events are processed
_FINEST, _COARSEST = 512, 40  # nodes along the longer side
_AT_ONCE = 0.008  # seconds: a fine picture predicted to take no longer is made at once
_TIMED = 3  # blocks that are timed to predict this
_PATIENCE = 2.5  # seconds that the fine picture may take; a slow problem gets fewer nodes
EVALUATIONS = 2**28
"""The most single-sample losses computed for a picture in a file: a fixed count, so that machines agree."""
MOST_NODES = 2**23
"""The most nodes of a picture in a file: half a gigabyte while it is made."""
_LEVELS = 18  # contour lines without labels
_NUMBERED = 11  # contour lines with labels, about


class LineLayer(BoxLayer):
    """Lines over a ViewBox, rasterised once for each visible range and scale."""

    def __init__(self, box: pg.ViewBox, width: float = 1.0) -> None:
        super().__init__(box)
        self._width = width
        self._lines: list[Lines] = []
        self._texts: list[str] = []
        self.written: list[tuple[QRectF, str]] = []
        """The drawn texts and their rectangles in pixels of the box."""
        self._colour = QColor("white")
        self._ink, self._ground = QColor("white"), QColor("black")
        self._raster: tuple[ViewMap, float, QImage] | None = None
        self._settling = False
        self._settled = QTimer(box)
        self._settled.setSingleShot(True)
        self._settled.setInterval(80)
        self._settled.timeout.connect(self._settle)
        box.sigTransformChanged.connect(self._view_changed)

    def set_lines(self, lines: list[Lines], texts: Sequence[str] = ()) -> None:
        """Replace the lines, in data coordinates; `texts`, if any, are written on them, one on each."""
        self._lines, self._raster, self._settling = lines, None, False
        self._texts = list(texts)
        self.update()

    def set_colour(self, colour: QColor, ink: QColor | None = None, ground: QColor | None = None) -> None:
        """Set the colour of the lines with its opacity, of the texts (`ink`) and of their casing (`ground`)."""
        self._colour, self._raster = colour, None
        self._ink, self._ground = ink or colour, ground or QColor("transparent")
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the raster, made again when the view has changed; a vector export gets the lines themselves."""
        view = ViewMap.of(self.box)
        if not self._lines or view.width < 1 or view.height < 1:
            return
        if widget is None or is_written(painter):
            painter.setClipRect(view.rect, Qt.ClipOperation.IntersectClip)
            self._stroke(painter, view)
            return
        scale = max(painter.deviceTransform().m11(), 0.1)
        if self._raster is None or (self._raster[0] != view and not self._settling) or self._raster[1] != scale:
            size = QSize(max(1, round(view.width * scale)), max(1, round(view.height * scale)))
            image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            image.setDevicePixelRatio(scale)
            image.fill(0)
            with QPainter(image) as raster:
                self._stroke(raster, view)
            self._raster = (view, scale, image)
        old, _, image = self._raster
        if old == view:
            painter.drawImage(QPointF(0, 0), image)
        else:
            (left, top), (right, bottom) = view.pixels(
                np.array([old.data(old.rect.topLeft()), old.data(old.rect.bottomRight())])
            )
            painter.drawImage(QRectF(left, top, right - left, bottom - top), image)

    def _view_changed(self) -> None:
        """Move and stretch the old raster while the view moves."""
        self._settling = True
        self._settled.start()

    def _settle(self) -> None:
        self._settling = False
        self.update()

    def _stroke(self, painter: QPainter, view: ViewMap) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, self._width))
        for x, y, connect in self._lines:
            points = view.pixels(np.stack((x, y), axis=-1))
            painter.drawPath(pg.arrayToQPath(points[:, 0], points[:, 1], connect))
        if self._texts:
            from gdviz.gui.surface import contour_labels

            self.written = contour_labels.draw(painter, view, self._lines, self._texts, self._ink, self._ground)


class SurfaceImage(QObject):
    """Keeps heat map and contours up to date with the range of the ViewBox.

    The fine picture is made at once if that is quick, and the contours when pending events are processed; a slow
    problem gets a coarse picture first. Nothing is computed while problem, plane and view stay the same.

    For a file, the picture has `density` nodes per pixel of the view, or as many as EVALUATIONS and MOST_NODES
    allow, regardless of time.
    """

    scaleChanged = Signal()
    finished = Signal()
    """The picture of this view is complete."""
    judged = Signal()
    """`undersampled` has changed."""

    def __init__(self, box: pg.ViewBox, parent: QObject, density: float = 0.0) -> None:
        super().__init__(parent)
        self._box = box
        self._density = density
        self.progress = (0, 0)
        """The number of computed nodes of a picture for a file, and of all its nodes."""
        self.undersampled = False
        """Whether the loss oscillates faster than the nodes of the picture can show."""
        self.item = pg.ImageItem(axisOrder="row-major")
        self.item.setZValue(-100)
        self.item.setVisible(False)
        self.item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        box.addItem(self.item)
        self.contours = LineLayer(box)
        self.contours.setZValue(1)
        self.scale = Scale("log")
        self.loss: NDArray[np.float64] = np.empty((0, 0))
        """The losses of the picture, shape (rows, columns), the lowest y first."""
        self.lut: NDArray[np.uint8] = np.zeros((256, 4), dtype=np.uint8)
        self._look = Look()
        self._theme: Theme | None = None
        self._problem: Problem | None = None
        self._pictured: Problem | None = None
        self._heights: NDArray[np.float64] | None = None
        self._done: tuple[Domain, tuple[float, float] | None] | None = None
        """The box of the picture that is made or begun, and for a file its size."""
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        box.sigRangeChanged.connect(self.update_view)
        box.sigResized.connect(self.update_view)

    def set_problem(self, problem: Problem | None) -> None:
        """Show a problem of two parameters, or of a plane; None shows nothing."""
        if problem is self._problem:
            return
        if getattr(problem, "whole", problem) is not getattr(self._problem, "whole", self._problem):
            self.contours.set_lines([])
            self._judge(False)
        self._problem, self._done = problem, None
        self.item.setVisible(problem is not None)
        self.contours.setVisible(problem is not None)
        self.update_view()
        self._slice()  # at once: the picture of the last problem must not be painted for this one

    def apply_theme(self, theme: Theme) -> None:
        """Take colour map and contour colour from the theme."""
        self._theme = theme
        self._choose_colours(theme)
        if self._heights is not None:
            self._show(self._heights)

    def set_look(self, look: Look) -> None:
        """Take colour map, levels and numbers on the contours."""
        before, self._look = self._look, look
        if look.colours != before.colours and self._theme is not None:
            self.apply_theme(self._theme)
        if (look.levels, look.contour_labels) != (before.levels, before.contour_labels) and self._problem is not None:
            self._done = None
            self.update_view()
            self._slice()

    @property
    def busy(self) -> bool:
        """Whether the picture of this view is still being made."""
        return self._work is not None

    @property
    def coarse(self) -> bool:
        """Whether the finished picture of a slow problem has so few nodes that they are visible."""
        wanted = min(_FINEST, max(self._box.width(), self._box.height()))
        return not self.busy and 0 < max(self.loss.shape) < wanted / 2

    def shows(self, problem: Problem, shape: tuple[int, int]) -> bool:
        """Whether the picture is that of this problem, on a grid of `shape` (rows, columns)."""
        return self._pictured is problem and self.loss.shape == shape

    def update_view(self) -> None:
        """Begin the picture of the visible part, unless it exists; pending events are processed first."""
        if self._problem is None:
            self._work = None
            self._timer.stop()
            return
        (x0, x1), (y0, y1) = self._box.viewRange()
        box, size = ((x0, x1), (y0, y1)), (self._box.width(), self._box.height())
        if min(size) < 2:
            if self._density:  # no picture of that size can be made
                self._work = self._done = None
            return
        done = (box, size if self._density else None)
        if done == self._done:
            return
        self._done = done
        self._work = self._compute(self._problem, box)
        self._timer.start()

    def _slice(self) -> None:
        """Work for some milliseconds; the timer goes on when pending events have been processed."""
        until = time.perf_counter() + _SLICE
        while self._work is not None and time.perf_counter() < until:
            if next(self._work, "end") == "end":
                self._work = None
                self.finished.emit()
        if self._work is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _compute(self, problem: Problem, box: Domain) -> Iterator[None]:
        finest = min(_FINEST, max(self._box.width(), self._box.height()))
        if self._density:
            yield from self._in_full(problem, box)
        elif not self._seen() or not self._quick(problem, box, finest):
            yield from self._in_stages(problem, box, finest)
        yield
        heights = self._heights
        if heights is None:
            return
        unclear = yield from undersampled(problem, box, heights, self.scale)
        self._judge(unclear is not None)
        yield from self._trace(box, heights if unclear is None else without(heights, unclear))

    def _judge(self, undersampled: bool) -> None:
        if undersampled != self.undersampled:
            self.undersampled = undersampled
            self.judged.emit()

    def _trace(self, box: Domain, heights: NDArray[np.float64]) -> Iterator[None]:
        """Trace the contours of the heights."""
        levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
        texts: list[str] = []
        if self._look.contour_labels:  # round losses, so that they can be read
            losses = self.scale.round_levels(_NUMBERED)
            levels, texts = self.scale.normalise(losses), [format_number(loss, 3) for loss in losses]
        lines: list[Lines] = []
        spacing = 1 if self._density or max(heights.shape) < 160 else 2
        (x0, x1), (y0, y1) = box
        for part in landscape.contour_parts(heights, box, levels, 1 if texts or self._density else 4, spacing):
            if self._density:
                part = landscape.sparser(part, ((x1 - x0) / self._box.width(), (y1 - y0) / self._box.height()))
            lines.append(part)
            yield
        self.contours.set_lines(lines, texts)

    def _seen(self) -> bool:
        return any(view.isVisible() for view in self._box.scene().views())

    def _shape(self, nodes: float) -> tuple[int, int]:
        """Rows and columns of a grid with `nodes` along the longer side."""
        width, height = self._box.width(), self._box.height()
        return max(8, round(nodes * height / max(width, height))), max(8, round(nodes * width / max(width, height)))

    def _quick(self, problem: Problem, box: Domain, nodes: float) -> bool:
        """Make the picture at once if its first blocks predict that this is quick; return whether it was made.

        Before the last timed block the limit is _TIMED times as high, as the first block includes compilation.
        """
        loss = np.empty(self._shape(nodes))
        begun, fastest = time.perf_counter(), math.inf
        for number, (rows, columns, part) in enumerate(landscape.blocks(problem, box, loss.shape)):
            loss[rows, columns] = part
            if number < _TIMED:
                now = time.perf_counter()
                begun, fastest = now, min(fastest, (now - begun) / part.size)
                if fastest * loss.size > (_AT_ONCE if number + 1 == _TIMED else _TIMED * _AT_ONCE):
                    return False
        self._take(loss, box)
        return True

    def _in_stages(self, problem: Problem, box: Domain, finest: float) -> Iterator[None]:
        """Make a coarse picture, then finer ones, in small pieces."""
        cells, seconds = 0, 0.0
        for nodes in (_COARSEST, finest / 4, finest):
            if cells:
                nodes = min(nodes, (_PATIENCE / max(seconds, 1e-9) * cells) ** 0.5)
                if nodes < 1.3 * _COARSEST:
                    return
            loss = np.empty(self._shape(nodes))
            seconds, start = 0.0, time.perf_counter()
            for rows, columns, part in landscape.blocks(problem, box, loss.shape):
                loss[rows, columns] = part
                seconds += time.perf_counter() - start
                yield
                start = time.perf_counter()
            cells = loss.size
            self._take(loss, box)
            yield

    def _in_full(self, problem: Problem, box: Domain) -> Iterator[None]:
        """Make the picture for a file: `density` nodes per pixel, or as many as are allowed."""
        rows, columns = (self._density * side + 1 for side in (self._box.height(), self._box.width()))
        most = min(MOST_NODES, EVALUATIONS // problem.samples_read)
        share = min(1.0, (most / (rows * columns)) ** 0.5)
        loss = np.empty([max(8, (math.ceil if share == 1 else math.floor)(share * side)) for side in (rows, columns)])
        done = 0
        for down, across, part in landscape.blocks(problem, box, (loss.shape[0], loss.shape[1])):
            loss[down, across] = part
            done += part.size
            self.progress = done, loss.size
            yield
        self._take(loss, box)
        yield

    def _take(self, loss: NDArray[np.float64], box: Domain) -> None:
        """Show the losses of a box, on a scale fitted to them."""
        levels = self._look.levels
        self._pictured = self._problem
        self.loss, self.scale = loss, Scale.of(loss, None if levels == "log" else cast(landscape.Kind, levels))
        self._show(self.scale.normalise(loss), box)
        self.scaleChanged.emit()

    def _choose_colours(self, theme: Theme) -> None:
        if self._look.colours == "oslo":
            self.lut = surface_lut(theme)
        else:
            from gdviz.gui.surface.colour_maps import colour_table

            self.lut = colour_table(theme, self._look.colours)
        ink = QColor("#ffffff" if theme.is_dark else theme.text1)
        colour, ground = QColor(ink), QColor(theme.window)
        colour.setAlphaF(0.2)
        ground.setAlpha(190)
        self.contours.set_colour(colour, ink, ground)

    def _show(self, heights: NDArray[np.float64], box: Domain | None = None) -> None:
        self._heights = heights
        holes = np.isnan(heights)
        with np.errstate(invalid="ignore"):
            index = np.multiply(heights, 255, dtype=np.float32, casting="same_kind").astype(np.uint8)
        # Look up each colour as one number: indexing rows of four bytes is ten times as slow.
        colours = self.lut.view(np.uint32).ravel().take(index)
        if holes.any():
            colours[holes] = 0
        self.item.setImage(colours.view(np.uint8).reshape(*heights.shape, 4), levels=None, autoLevels=False)
        if box is not None:
            self.item.setRect(image_rect(box, heights.shape))
