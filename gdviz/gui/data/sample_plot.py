"""The plot of the samples with the models of all runs, which is edited with mouse and keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from gdviz.frozen import frozen
from gdviz.gui.data.sample_axes import SampleAxes
from gdviz.gui.data.sample_layer import Marks, SampleLayer, class_colors
from gdviz.gui.drawing.plot_axes import Scale, ValueAxis, quiet_plot
from gdviz.gui.drawing.plot_items import image_rect, title_style
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.style.translating import brief
from gdviz.view_state import Box

if TYPE_CHECKING:
    from gdviz.gui.data.sample_legend import Entry, LineNames, SampleLegend

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
"""The reasons for which the focus is shown: after a click a person knows where it is."""
_ASIDE = 14
"""Pixels from a sample to its readout."""
_READOUT = 12
"""The size of its type in pixels."""
_AXES = {False: (44, 30), True: (48, 40)}
"""Pixels of the axes at the left and at the bottom, small and large."""
_ROOMY = 560
"""Pixels, at normal text size: the width of a plot with room for long names at the ends of the lines."""
_APART = 72, 36
"""Pixels between two numbers of the axes, at the bottom and at the left, of a large plot."""
_TICKS = {False: 11, True: 13}
_COUNTED = 40
"""Points of each line that the legend is not to hide, beside the samples."""
_NUDGE = 0.01
"""The share of an axis by which an arrow key moves a sample."""


@frozen
class PlotWords:
    """What a large plot says: the rows of its legend, and the names of the lines of the run `chosen`.

    The names are those of the line now, of that after the update, and of the latter where there is little room.
    `after` are the parameters after the update, None where they are not shown.
    """

    entries: tuple[Entry, ...]
    names: tuple[str, str, str]
    chosen: int
    after: np.ndarray | None = None


class SamplePlot(QWidget):
    """Samples and models on the axes given to `set_axes`.

    Signals
    -------
    hovered(sample)
        The number of the sample under the pointer, or None.
    moved(sample, x, y, final), added(x, y), removed(sample), turned(sample)
        A person edited a sample; `turned`: changed its class. Places are in coordinates of the plot.
    """

    hovered = Signal(object)
    moved = Signal(int, float, float, bool)
    added = Signal(float, float)
    removed = Signal(int)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplePlot")
        self.axes: SampleAxes | None = None
        self.theme = system()
        self._held: QPointF | None = None
        self._moves = False
        scales = Scale(), Scale()
        self.bottom, self.left = ValueAxis("bottom", scales[0]), ValueAxis("left", scales[1])
        self.plot = pg.PlotWidget(self, axisItems={"bottom": self.bottom, "left": self.left}, enableMenu=False)
        item: pg.PlotItem = self.plot.getPlotItem()
        self.box: pg.ViewBox = item.getViewBox()
        quiet_plot(self.plot, self)
        self.large = False
        """Whether it has room for words, and the line after the update is drawn as well."""
        self._legend: SampleLegend | None = None
        self._names: LineNames | None = None
        self._after: pg.PlotCurveItem | None = None
        self._said: tuple[Marks, PlotWords, QColor, bool, Box] | None = None
        self._shade = pg.ImageItem(axisOrder="row-major")
        self._shade.setZValue(1)
        self.box.addItem(self._shade, ignoreBounds=True)
        self.curves: list[pg.PlotCurveItem] = []
        self.layer = SampleLayer(self.box)
        self.size_axes()
        self.note = QLabel(self.plot)
        self.readout = QLabel(self.plot)
        for label in (self.note, self.readout):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.setFocusProxy(self.plot)
        self.setMinimumHeight(80)
        self.apply_theme(self.theme)

    # Contents

    def begin_anew(self) -> None:
        """Drop axes, zoom and the chosen sample, before those of another experiment are shown."""
        self.axes = self._held = self._said = None
        self.layer.set_chosen(None, None)

    def set_large(self, large: bool) -> None:
        """Draw samples, lines and words as large as a large plot allows, or as small as before."""
        if large != self.large:
            self.large = large
            if large and self._legend is None:
                self._make_words()
            for item in (self._legend, self._after):
                if item is not None:
                    item.setVisible(large)
            if self._names is not None and not large:
                self._names.reserve(())
            self.plot.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, large)  # the ground of two classes
            self.size_axes()

    def _make_words(self) -> None:
        from gdviz.gui.data.sample_legend import LineNames, SampleLegend

        self._legend, self._names = SampleLegend(self.box), LineNames(self.box)
        self._legend.apply_theme(self.theme)
        self.plot.getPlotItem().layout.addItem(self._names, 2, 3)
        self._after = pg.PlotCurveItem(antialias=True)
        self._after.setZValue(10)
        self.box.addItem(self._after, ignoreBounds=True)

    def size_axes(self) -> None:
        """Give the axes the room and the type for the size of the plot."""
        left, bottom = map(scaling.px, _AXES[self.large])
        if self.left.fixedWidth != left:
            self.left.setWidth(left)
        if self.bottom.fixedHeight != bottom:
            self.bottom.setHeight(bottom)
        self.bottom.apart, self.left.apart = map(scaling.px, _APART) if self.large else (34, 34)
        pixels = scaling.px(_TICKS[self.large])
        for axis in (self.left, self.bottom):
            if axis.style["tickFont"].pixelSize() != pixels:
                font = fonts.small()
                font.setPixelSize(pixels)
                axis.setStyle(tickFont=font)
                axis.setLabel(axis.labelText, **self._title_style())
                axis.picture = None
        self.layer.set_large(self.large)

    def _title_style(self) -> dict[str, str]:
        size = scaling.px(_TICKS[self.large])
        return {**title_style(self.theme), "font-size": f"{size}px", **({"font-style": "italic"} if self.large else {})}

    def set_axes(self, axes: SampleAxes) -> None:
        """Show the samples on these axes; during a drag the view stays."""
        new = self.axes is None or axes.problem is not self.axes.problem or axes != self.axes
        if self.axes is not None and self.axes.problem.n_samples != axes.problem.n_samples:
            self._held = None  # end a drag of a sample that may no longer exist
            self.layer.set_chosen(None, None)
        self.axes = axes
        if new:
            self._said = None  # words and lines of other samples, which do not fit these axes
        if new and self._held is None:
            x, y = axes.box()
            self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        style = self._title_style()
        for axis, name in zip((self.bottom, self.left), map(brief, axes.names()), strict=True):
            if axis.labelText != name:
                axis.setLabel(name, **style)

    def draw(
        self,
        marks: Marks,
        models: Sequence[np.ndarray | None],
        styles: Sequence[RunStyle],
        chosen: int,
        words: PlotWords | None = None,
    ) -> None:
        """Draw the samples, and the model of each run at its parameters; None draws none.

        A large plot has `words`, and the model of the chosen run after the update.
        """
        axes = self.axes
        if axes is None:
            return
        while len(self.curves) < len(models):
            curve = pg.PlotCurveItem(antialias=True)
            self.box.addItem(curve, ignoreBounds=True)
            self.curves.append(curve)
        box = cast(Box, tuple(map(tuple, self.box.viewRange())))
        plane = axes.y is not None and not axes.against
        self._shade.setVisible(plane)
        wide = 3.0 if self.large else 2.0
        for i, curve in enumerate(self.curves):
            w = models[i] if i < len(models) else None
            curve.setVisible(w is not None and (styles[i].drawn or i == chosen))
            if not curve.isVisible() or w is None:
                continue
            curve.setZValue(11 if i == chosen else 8)
            width = wide if i == chosen else 1.25
            dashes = [] if self.large and i == chosen else [length / width for length in styles[i].pattern]
            curve.setPen(pg.mkPen(styles[i].ink, width=width, dash=dashes or None))
            self._draw_model(curve, w, box, plane, shaded=i == chosen)
        ink = QColor(styles[chosen].color) if chosen < len(styles) else QColor(self.theme.text2)
        self.layer.set_marks(marks, ink)
        if self.large and words is not None:
            self._said = marks, words, ink, plane, box
            self._draw_words(*self._said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other words have room."""
        super().resizeEvent(event)
        if self.large and self._said is not None:
            self._draw_words(*self._said)

    def _draw_model(self, curve: pg.PlotCurveItem, w: np.ndarray, box: Box, plane: bool, shaded: bool) -> None:
        """Draw the model at `w` as a line, or the boundary between two classes, on `shaded` ground."""
        axes = self.axes
        assert axes is not None
        with np.errstate(all="ignore"):  # of a diverging run
            if plane:
                grid = axes.grid(w, box)
                if shaded:
                    self._paint_shade(grid, box)
                x, y, connect = _boundary(grid, box)
                curve.setData(x, y, connect=connect)
            else:
                x, y = axes.curve(w, *box[0], box[1][1] - box[1][0])
                y = np.clip(y, -1e150, 1e150)
                if self.large and _is_straight(x, y, box[1][1] - box[1][0]):
                    x, y = x[[0, -1]], y[[0, -1]]  # thick lines of many points are slow to paint
                curve.setData(x, y, connect="finite")

    def _draw_words(self, marks: Marks, words: PlotWords, ink: QColor, plane: bool, box: Box) -> None:
        """Draw the line after the update, the names of the lines, and the legend."""
        from gdviz.gui.data.sample_legend import LineName

        axes, after, legend, names = self.axes, self._after, self._legend, self._names
        assert axes is not None and after is not None and legend is not None and names is not None
        after.setVisible(words.after is not None and not axes.against)
        if words.after is not None and after.isVisible():
            after.setPen(pg.mkPen(ink, width=2.0, dash=[4, 3]))
            self._draw_model(after, words.after, box, plane, shaded=False)
        color = self.theme.mix("text1", ink.name(), 0.18)
        now, later = words.names[0], words.names[1 if self.width() >= scaling.px(_ROOMY) else 2]
        lines = [(now, self.curves[words.chosen]), *([(later, after)] if after.isVisible() else [])]
        named = []
        for word, curve in lines if not axes.against else ():
            x, y = curve.getData()
            if x is not None and len(x) and np.isfinite(y[[0, -1]]).all():
                ends = (float(x[0]), float(y[0])), (float(x[-1]), float(y[-1]))
                named.append(LineName(word, color, ends if not plane or ends[0][1] < ends[1][1] else ends[::-1]))
        names.reserve(() if plane or axes.against else (now, later))
        names.show_names(() if plane else tuple(named))
        seen = [marks.points]
        if marks.feet is not None:
            seen.append((marks.points + marks.feet)[marks.lit] / 2)
        for curve in (*self.curves, after) if not plane else ():
            x, y = curve.getData()
            if curve.isVisible() and x is not None and len(x):
                along = np.linspace(x[0], x[-1], _COUNTED)
                seen.append(np.column_stack([along, np.interp(along, x, y)]))
        boundaries = tuple(LineName(name.words, name.color, name.ends[::-1]) for name in named) if plane else ()
        legend.show_entries(words.entries, boundaries, np.concatenate(seen), marks.classes is not None)

    def _paint_shade(self, grid: np.ndarray, box: Box) -> None:
        colors = [(color.red(), color.green(), color.blue()) for color in class_colors(self.theme)]
        picture = np.empty((*grid.shape, 4), dtype=np.uint8)
        picture[..., :3] = np.where((grid > 0.5)[..., None], np.array(colors[1]), np.array(colors[0]))
        picture[..., 3] = np.nan_to_num(np.abs(grid - 0.5) * 150)
        self._shade.setImage(picture, levels=(0, 255))
        self._shade.setRect(image_rect(box, grid.shape))

    def show_note(self, text: str) -> None:
        """Show a note in the corner, such as the number of drawn samples."""
        self.note.setText(text)
        self.note.adjustSize()
        self.note.move(48, 4)
        self.note.setVisible(bool(text))

    def show_readout(self, text: str, sample: int | None) -> None:
        """Show the numbers of a sample beside it, over neighbouring parts of the window; no text hides them."""
        place = self.layer.pixel_of(sample) if sample is not None else None
        if place is None or not text:
            self.readout.hide()
            return
        window = self.window()
        if self.readout.parentWidget() is not window:  # inside the plot, which is too small, it would hide the sample
            self.readout.setParent(window)
        self.readout.setText(text)
        self.readout.adjustSize()
        at = self.plot.mapTo(window, self.plot.mapFromScene(self.box.mapToScene(place)))
        size = self.readout.size()
        x = at.x() + _ASIDE if at.x() + _ASIDE + size.width() <= window.width() else at.x() - _ASIDE - size.width()
        y = min(max(at.y() - size.height() // 2, 0), max(0, window.height() - size.height()))
        self.readout.move(max(0, x), y)
        self.readout.raise_()
        self.readout.show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: the mouse is over no sample of a plot that is hidden."""
        super().hideEvent(event)
        self._hover(None)
        self.readout.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = theme
        self.plot.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.bottom, self.left):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setGrid(40)
            axis.setLabel(axis.labelText, **self._title_style())
        self.layer.apply_theme(theme)
        if self._legend is not None:
            self._legend.apply_theme(theme)
        self.readout.setStyleSheet(
            f"background: {theme.field}; color: {theme.text1}; border: 1px solid {theme.line};"
            f" border-radius: 5px; padding: 4px 7px; font-size: {scaling.px(_READOUT)}px;"
        )
        self.note.setStyleSheet(
            f"background: {theme.plot}; color: {theme.text3}; font-size: {scaling.px(fonts.HEAD)}px; padding: 1px 3px;"
        )

    def forget(self) -> None:
        """Deselect the sample, as its number may belong to another one next."""
        self.layer.set_chosen(None, None)
        self.hovered.emit(None)

    def viewport_place(self, x: float, y: float) -> QPointF:
        """The pixel in the viewport of a place of the plot."""
        return QPointF(self.plot.mapFromScene(self.box.mapViewToScene(QPointF(x, y))))

    # Commands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: handle pointer and keys over the plot."""
        kind = event.type()
        if watched is self.plot:
            if kind == QEvent.Type.KeyPress and self._key(cast(QKeyEvent, event)):
                return True
            if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                by_keyboard = kind == QEvent.Type.FocusIn and cast(QFocusEvent, event).reason() in BY_KEYBOARD
                self.box.setBorder(pg.mkPen(self.theme.focus, width=2) if by_keyboard else None)
            if kind == QEvent.Type.ShortcutOverride and self._wants(cast(QKeyEvent, event)):
                event.accept()
                return True
        elif kind == QEvent.Type.Leave:
            self._hover(None)
        elif kind == QEvent.Type.ContextMenu:
            self._open_menu(cast(QContextMenuEvent, event))
            return True
        elif isinstance(event, QMouseEvent) and self.axes is not None:
            return self._pointer(kind, event)
        return super().eventFilter(watched, event)

    def _pointer(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        pixel = self._pixel(event.position())
        inside = self.box.rect().contains(pixel)
        left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left and inside:
            self.plot.setFocus(Qt.FocusReason.MouseFocusReason)
            sample = self.layer.sample_at(pixel)
            self.layer.set_chosen(sample, sample)
            place = self.layer.pixel_of(sample) if sample is not None else None
            self._held, self._moves = (place - pixel if place is not None and self._editable else None), False
            return True
        if kind == QEvent.Type.MouseMove:
            if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton and self.layer.chosen is not None:
                self._moves = True
                self.moved.emit(self.layer.chosen, *self._place(pixel + self._held), False)
            else:
                self._hover(self.layer.sample_at(pixel) if inside else None)
            return True
        if kind == QEvent.Type.MouseButtonRelease and left:
            held, self._held = self._held, None
            if held is not None and self._moves and self.layer.chosen is not None:
                self.moved.emit(self.layer.chosen, *self._place(pixel + held), True)
            return True
        if kind == QEvent.Type.MouseButtonDblClick and left and inside:
            if self._editable and self.layer.sample_at(pixel) is None:
                self.added.emit(*self._place(pixel))
            return True
        return False

    @property
    def _editable(self) -> bool:
        return self.axes is not None and self.axes.editable

    def _hover(self, sample: int | None) -> None:
        if sample != self.layer.hovered:
            self.layer.set_chosen(self.layer.chosen, sample)
            shape = Qt.CursorShape.ArrowCursor if sample is None else Qt.CursorShape.OpenHandCursor
            self.plot.viewport().setCursor(shape)
            self.hovered.emit(sample)

    def _pixel(self, at: QPointF) -> QPointF:
        return QPointF(self.box.mapFromScene(self.plot.mapToScene(at.toPoint())))

    def _place(self, pixel: QPointF) -> tuple[float, float]:
        """The place under a pixel, with as many decimals as a pixel resolves."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        width, height = max(self.box.width(), 1.0), max(self.box.height(), 1.0)
        cells = ((x1 - x0) / width, (y1 - y0) / height)
        exact = (x0 + pixel.x() * cells[0], y1 - pixel.y() * cells[1])
        x, y = (round(value, -math.floor(math.log10(cell))) for value, cell in zip(exact, cells, strict=True))
        return x, y

    def _wants(self, event: QKeyEvent) -> bool:
        """Whether the plot handles a key itself."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        return (alt and event.key() in arrows) or event.key() in (
            Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        )  # fmt: skip

    def _key(self, event: QKeyEvent) -> bool:
        axes, chosen = self.axes, self.layer.chosen
        if axes is None or not self._wants(event):
            return False
        key, n = event.key(), axes.problem.n_samples
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            step = 1 if key == Qt.Key.Key_PageDown else -1
            sample = (0 if step > 0 else n - 1) if chosen is None else (chosen + step) % n
            self.layer.set_chosen(sample, sample)
            self.hovered.emit(sample)
        elif self._editable and key == Qt.Key.Key_Insert:
            (x0, x1), (y0, y1) = self.box.viewRange()
            self.added.emit((x0 + x1) / 2, (y0 + y1) / 2)
        elif self._editable and chosen is not None and key == Qt.Key.Key_Delete:
            self.removed.emit(chosen)
        elif self._editable and chosen is not None:
            self._nudge(chosen, Qt.Key(key))
        return True

    def _nudge(self, sample: int, key: Qt.Key) -> None:
        place = self.layer.pixel_of(sample)
        if place is not None:
            across = {Qt.Key.Key_Left: -_NUDGE, Qt.Key.Key_Right: _NUDGE}.get(key, 0.0) * self.box.width()
            down = {Qt.Key.Key_Up: -_NUDGE, Qt.Key.Key_Down: _NUDGE}.get(key, 0.0) * self.box.height()
            self.moved.emit(sample, *self._place(place + QPointF(across, down)), True)

    def _open_menu(self, event: QContextMenuEvent) -> None:
        if not self._editable or self.axes is None:
            return
        pixel = self._pixel(QPointF(event.pos()))
        sample = self.layer.sample_at(pixel)
        menu = QMenu(self)
        menu.setObjectName("sampleMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if sample is not None:
            self.layer.set_chosen(sample, sample)
            menu.addAction(self.tr("Delete this sample")).triggered.connect(lambda: self.removed.emit(sample))
            if self.axes.classes:
                menu.addAction(self.tr("Give it the other class")).triggered.connect(lambda: self.turned.emit(sample))
        place = self._place(pixel)
        menu.addAction(self.tr("Add a sample here")).triggered.connect(lambda: self.added.emit(*place))
        menu.popup(event.globalPos())


def _is_straight(x: np.ndarray, y: np.ndarray, height: float) -> bool:
    """Whether a curve leaves the line between its ends by less than can be seen in a picture of this height."""
    line = y[0] + (y[-1] - y[0]) * ((x - x[0]) / (x[-1] - x[0]))
    return bool(np.max(np.abs(y - line)) < 1e-4 * height)


def _boundary(grid: np.ndarray, box: Box) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The line of probability one half: points, and which of them are joined to the next."""
    import contourpy

    (x0, x1), (y0, y1) = box
    n = len(grid)
    made = contourpy.contour_generator(np.linspace(x0, x1, n), np.linspace(y0, y1, n), np.nan_to_num(grid))
    lines = [np.asarray(line) for line in made.lines(0.5)]
    if not lines:
        return np.empty(0), np.empty(0), np.empty(0, dtype=bool)
    points = np.concatenate(lines)
    connect = np.ones(len(points), dtype=bool)
    connect[np.cumsum([len(line) for line in lines]) - 1] = False
    return points[:, 0], points[:, 1], connect
