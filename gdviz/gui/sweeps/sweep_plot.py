"""The plots of a sweep: a map of cells, and a line over one axis, with a cursor that mouse and keys move."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.engine.landscape import Scale as Levels
from gdviz.frozen import frozen
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.plot_axes import Scale, ValueAxis, quiet_plot
from gdviz.gui.drawing.plot_items import title_style
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, surface_lut
from gdviz.gui.surface.surface_legend import ColourBar
from gdviz.gui.sweeps.sweep_ruler import Ruler, RulerAxis

_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1),
}  # fmt: skip
_WORD_ROOM = 10
"""Pixels kept free on either side of a word."""
_CROSS = 7
"""The least size in pixels of a cell that shows a cross."""


@frozen
class Band:
    """A stretch of a plot, in data coordinates, without a number: its words, its colour, its hatching."""

    left: float
    right: float
    word: str
    colour: QColor
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern


class _Hatched(BoxLayer):
    """The hatching under the cells, which shows where they are not computed yet."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, -10)
        self.colour = QColor("grey")

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: hatch all of it."""
        painter.fillRect(self.box.rect(), QBrush(self.colour, Qt.BrushStyle.BDiagPattern))


class _Marks(BoxLayer):
    """The marks over the cells: crosses where one failed, words in regions of one verdict, and the cursor."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 20)
        self.rulers: tuple[Ruler, Ruler] | None = None
        self.failed: list[tuple[int, int]] = []
        self.words: list[tuple[NDArray[np.bool_], str]] = []
        self.framed: tuple[int, int] | None = None
        self.theme: Theme | None = None

    def rect_of(self, column: int, row: int) -> QRectF:
        """Return the rectangle of a cell in pixels."""
        assert self.rulers is not None
        view, (x, y) = ViewMap.of(self.box), self.rulers
        corners = np.array([
            (x.place(column - 0.5), y.place(row + 0.5)), (x.place(column + 0.5), y.place(row - 0.5)),
        ])  # fmt: skip
        (left, top), (right, bottom) = view.pixels(corners)
        return QRectF(left, top, right - left, bottom - top)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: crosses, words, cursor."""
        if self.rulers is None or self.theme is None:
            return
        theme, cell = self.theme, self.rect_of(0, 0)
        painter.setClipRect(self.box.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text1), 1.25))
        if cell.width() >= _CROSS and cell.height() >= _CROSS:
            for column, row in self.failed:
                at, arm = self.rect_of(column, row).center(), min(cell.width(), cell.height(), 14) / 4
                painter.drawLine(at + QPointF(-arm, -arm), at + QPointF(arm, arm))
                painter.drawLine(at + QPointF(-arm, arm), at + QPointF(arm, -arm))
        painter.setFont(fonts.small())
        metrics = QFontMetrics(fonts.small())
        for mask, word in self.words:
            size = QRectF(0, 0, metrics.horizontalAdvance(word) + _WORD_ROOM, metrics.height() + 6)
            across, up = math.ceil(size.width() / cell.width()) + 1, math.ceil(size.height() / cell.height())
            found = place_in(mask, across, up)
            if found is None:
                continue
            column, row = found
            low, high = self.rect_of(column, row), self.rect_of(column + across - 1, row + up - 1)
            size.moveCenter(low.united(high).center())
            ground = QColor(theme.panel)
            ground.setAlphaF(0.82)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(size, 4, 4)
            painter.setPen(QColor(theme.text1))
            painter.drawText(size, Qt.AlignmentFlag.AlignCenter, word)
        if self.framed is not None:
            frame = self.rect_of(*self.framed).adjusted(-1, -1, 1, 1)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.window), 4))
            painter.drawRect(frame)
            painter.setPen(QPen(QColor(theme.text1), 2))
            painter.drawRect(frame)


def place_in(mask: NDArray[np.bool_], across: int, up: int) -> tuple[int, int] | None:
    """Return the lower left cell (column, row) of a rectangle of cells that lies wholly in a mask, or None.

    Of all such rectangles, the one nearest to the middle of the mask is taken.
    """
    rows, columns = mask.shape
    if up > rows or across > columns:
        return None
    sums = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    sums[1:, 1:] = mask.cumsum(0).cumsum(1)
    held = sums[up:, across:] - sums[:-up, across:] - sums[up:, :-across] + sums[:-up, :-across]
    found = np.argwhere(held == across * up)
    if not len(found):
        return None
    middle = np.argwhere(mask).mean(axis=0) - (up / 2 - 0.5, across / 2 - 0.5)
    row, column = found[int(np.abs(found - middle).sum(axis=1).argmin())].tolist()
    return column, row


class CellPlot(pg.PlotWidget):
    """A plot of cells (column, row), read with the mouse and opened by a click, or with arrow keys and Return.

    `pointed` carries the cell under the mouse, or None; `moved` how far a key moves the cursor; `taken` the cell of a
    click, or None for Return.
    """

    pointed = Signal(object)
    moved = Signal(int, int)
    taken = Signal(object)

    def __init__(self, name: str, left: ValueAxis) -> None:
        self.across, self.left = RulerAxis("bottom"), left
        super().__init__(None, axisItems={"bottom": self.across, "left": left}, enableMenu=False)
        self.setObjectName(name)
        self.box: pg.ViewBox = self.getPlotItem().getViewBox()
        quiet_plot(self, self)
        self.setProperty("playing", False)
        self.getPlotItem().layout.setContentsMargins(0, 8, 10, 0)
        self.marks = _Marks(self.box)
        self.theme: Theme | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = self.marks.theme = theme
        self.setBackground(theme.window)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.across, self.left):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setStyle(tickFont=fonts.small())

    def set_titles(self, bottom: str, left: str) -> None:
        """Name the axes."""
        if self.theme is not None:
            for side, title in (("bottom", bottom), ("left", left)):
                self.getPlotItem().setLabel(side, title, **title_style(self.theme))

    def set_cursor(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell."""
        self.marks.framed = cell
        self.marks.update()

    def cell_under(self, event: QMouseEvent) -> tuple[int, int] | None:
        """The cell under the mouse."""
        at = self.mapToScene(event.position().toPoint())
        if self.marks.rulers is None or not self.box.sceneBoundingRect().contains(at):
            return None
        place, (x, y) = self.box.mapSceneToView(at), self.marks.rulers
        return x.number_at(place.x()), y.number_at(place.y())

    def pixel_of(self, column: int, row: int) -> QPointF:
        """Return the middle of a cell in pixels of the viewport."""
        assert self.marks.rulers is not None
        return QPointF(self.mapFromScene(self.box.mapToScene(self.marks.rect_of(column, row).center())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: read the cell under the mouse, and take it at a click."""
        if watched is self.viewport():
            if isinstance(event, QMouseEvent):
                cell = self.cell_under(event)
                if event.type() == QEvent.Type.MouseMove:
                    self.pointed.emit(cell)
                elif event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    if cell is not None:
                        self.taken.emit(cell)
                        return True
            elif event.type() == QEvent.Type.Leave:
                self.pointed.emit(None)
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move the cursor, Return opens its cell."""
        if event.key() in _STEPS:
            self.moved.emit(*_STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(None)
        else:
            super().keyPressEvent(event)


class SweepMap(CellPlot):
    """A map with a cell for each pair of values, and the line that theory predicts."""

    def __init__(self) -> None:
        self.up = RulerAxis("left")
        super().__init__("sweepMap", self.up)
        self.hatched = _Hatched(self.box)
        self.image = pg.ImageItem(axisOrder="row-major")
        self.box.addItem(self.image)
        self.casing, self.theory = (pg.PlotCurveItem(connect="finite") for _ in range(2))
        self.theory_word = pg.TextItem(anchor=(0, 1))
        for item in (self.casing, self.theory, self.theory_word):
            self.box.addItem(item, ignoreBounds=True)
        self.bar = ColourBar(self.box)
        self.getPlotItem().layout.addItem(self.bar, 2, 3)

    def apply_theme(self, theme: Theme) -> None:
        """See CellPlot."""
        super().apply_theme(theme)
        self.hatched.colour = QColor(theme.mix("text3", "plot", 0.6))
        self.bar.apply_theme(theme, surface_lut(theme))
        self.casing.setPen(pg.mkPen(theme.window, width=5))
        self.theory.setPen(pg.mkPen(theme.text1, width=2, style=Qt.PenStyle.DashLine))
        self.theory_word.setColor(theme.text1)
        self.theory_word.setFont(fonts.small())
        self.theory_word.fill = pg.mkBrush(theme.mix("panel", "plot", 0.9))

    def show_cells(self, rulers: tuple[Ruler, Ruler], pixels: NDArray[np.uint8], failed: Sequence[tuple[int, int]],
                   words: list[tuple[NDArray[np.bool_], str]]) -> None:  # fmt: skip
        """Show the cells of a slice, the lowest row first."""
        x, y = rulers
        self.marks.rulers, self.marks.failed, self.marks.words = rulers, list(failed), words
        self.across.set_ruler(x)
        self.up.set_ruler(y)
        self.image.setImage(pixels, levels=None, autoLevels=False)
        (left, right), (low, high) = x.ends, y.ends
        self.image.setRect(QRectF(left, low, right - left, high - low))
        self.box.setRange(xRange=(left, right), yRange=(low, high), padding=0)
        self.marks.update()

    def show_levels(self, levels: Levels | None, symbol: str) -> None:
        """Show the scale of the numbers; None where the cells have verdicts."""
        self.bar.setVisible(levels is not None)
        wide = self.bar.width if levels is not None else 0
        self.bar.setMinimumWidth(wide)
        self.bar.setMaximumWidth(wide)
        if levels is not None:
            self.bar.set_scale(levels, symbol)

    def show_theory(self, x: NDArray[np.float64], y: NDArray[np.float64], word: str) -> None:
        """Draw theory's line through these positions; none where there are none."""
        for line in (self.casing, self.theory):
            line.setData(x, y)
        (left, right), (low, high) = self.box.viewRange()
        seen = np.flatnonzero((x >= left) & (x <= right) & (y >= low) & (y <= high))
        self.theory_word.setVisible(len(seen) > 0)
        if len(seen):
            at = seen[len(seen) // 3]
            self.theory_word.setAnchor((1.1, 0.5) if x[at] > (left + right) / 2 else (-0.1, 0.5))
            self.theory_word.setText(word)
            self.theory_word.setPos(x[at], y[at])


class _Bands(BoxLayer):
    """The stretches without a number, with their words."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, -5)
        self.bands: list[Band] = []
        self.theme: Theme | None = None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: the ground of each, and its word at the top."""
        if self.theme is None:
            return
        view, metrics = ViewMap.of(self.box), QFontMetrics(fonts.small())
        painter.setClipRect(view.rect)
        painter.setFont(fonts.small())
        for band in self.bands:
            ends = view.pixels(np.array([(band.left, 0.0), (band.right, 0.0)]))[:, 0]
            area = QRectF(ends[0], 0, ends[1] - ends[0], view.height)
            painter.fillRect(area, QBrush(band.colour, band.pattern))
            painter.setPen(QColor(self.theme.text1))
            if metrics.horizontalAdvance(band.word) + _WORD_ROOM <= area.width():
                painter.drawText(area.adjusted(0, 6, 0, 0), Qt.AlignmentFlag.AlignHCenter, band.word)


class SweepLine(CellPlot):
    """A value over one axis: a dot for each cell, bands where there is no number; also the share of the seeds."""

    def __init__(self, name: str = "sweepLine") -> None:
        self.scale = Scale()
        super().__init__(name, ValueAxis("left", self.scale))
        self.bands = _Bands(self.box)
        self.curve = pg.PlotCurveItem(connect="finite")
        self.dots = pg.ScatterPlotItem(size=6, pen=None)
        self.dot = pg.ScatterPlotItem(size=13)
        for item in (self.curve, self.dots, self.dot):
            self.box.addItem(item, ignoreBounds=True)
        self.places = self.heights = np.empty(0)

    def apply_theme(self, theme: Theme) -> None:
        """See CellPlot."""
        super().apply_theme(theme)
        self.bands.theme = theme

    def show_line(self, ruler: Ruler, values: NDArray[np.float64], bands: list[Band], colour: QColor,
                  most: float, ends: tuple[float, float] | None = None) -> None:  # fmt: skip
        """Show the values, nan or inf where there is none; `ends` are those of the axis, by default as fits.

        Values over `most` lie beyond its upper end.
        """
        assert self.theme is not None
        known = values[np.isfinite(values)]
        low, high = ends or ((float(known.min()), float(known.max())) if known.size else (0.0, 1.0))
        if ends is None:
            high = float(known[known <= most].max(initial=low))
            least = float(known[known > 0].min()) if (known > 0).any() else math.inf
            self.scale.choose(low, high, least, float(np.median(np.abs(known))) if known.size else 1.0)
        low, high = (float(self.scale.to_axis(value)) for value in (low, high))
        room = 0.06 * (high - low) or 0.5
        self.across.set_ruler(ruler)
        self.left.picture = None
        self.left.update()
        self.marks.rulers = ruler, Ruler((0.0,), "equal", 0.0, 1.0)
        self.box.setRange(xRange=ruler.ends, yRange=(low - room, high + room), padding=0)
        self.places = np.array([ruler.place(number) for number in range(len(values))])
        has = np.isfinite(values)
        self.heights = np.where(has, self.scale.to_axis(np.where(has, values, 1.0)), np.nan)
        self.curve.setPen(pg.mkPen(colour, width=2 * scaling.line_scale()))
        self.curve.setData(self.places, self.heights)
        self.dots.setData(self.places[has], self.heights[has], brush=pg.mkBrush(colour))
        self.bands.bands = bands
        self.bands.update()

    def set_cursor(self, cell: tuple[int, int] | None) -> None:
        """See CellPlot: a larger dot, and a frame as high as the plot."""
        if self.theme is None:
            return
        known = cell is not None and cell[0] < len(self.heights) and math.isfinite(self.heights[cell[0]])
        self.dot.setData(
            *(([self.places[cell[0]]], [self.heights[cell[0]]]) if known and cell is not None else ([], [])),
            pen=pg.mkPen(self.theme.text1, width=2), brush=pg.mkBrush(self.theme.accent),
        )  # fmt: skip
        super().set_cursor(None if known or cell is None else cell)

    def cell_under(self, event: QMouseEvent) -> tuple[int, int] | None:
        """See CellPlot: the whole column of a value is its cell."""
        found = super().cell_under(event)
        return None if found is None else (found[0], 0)

    def pixel_of(self, column: int, row: int) -> QPointF:
        """See CellPlot."""
        (_, _), (low, high) = self.box.viewRange()
        height = self.heights[column] if math.isfinite(self.heights[column]) else (low + high) / 2
        return QPointF(self.mapFromScene(self.box.mapViewToScene(QPointF(self.places[column], height))))
