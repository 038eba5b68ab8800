"""The figure of a map: which minimum each start arrives in, or the loss over learning rate and step."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsView, QLabel, QLayout, QVBoxLayout, QWidget

from gdviz.editing.run_names import own_name
from gdviz.engine import basins
from gdviz.engine.basins import VALLEY, Ends
from gdviz.engine.maps import BasinMap, RateMap
from gdviz.experiment import Experiment
from gdviz.export.base import PictureFormat, format_of
from gdviz.frozen import frozen
from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.drawing.plot_axes import Scale, StepAxis, ValueAxis, quiet_plot
from gdviz.gui.drawing.plot_items import Dot, title_style
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.explore.basin_colours import hue
from gdviz.gui.explore.basin_layer import BasinLayer, listed
from gdviz.gui.explore.basin_legend import name, percent, remark
from gdviz.gui.explore.basin_work import Frame, Map
from gdviz.gui.explore.rate_map import best_rate, coloured, diverged_colour
from gdviz.gui.export.figure import on_white
from gdviz.gui.export.picture_choices import OWN, PRESETS
from gdviz.gui.style import fonts, texts
from gdviz.gui.style import theme as theming
from gdviz.gui.style.language import language_restored, set_language
from gdviz.gui.style.theme import Theme, surface_lut
from gdviz.gui.surface.surface_axes import to_one_scale
from gdviz.gui.surface.surface_header import problem_title
from gdviz.gui.surface.surface_legend import ColourBar
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look
from gdviz.messages import Message, mark, message
from gdviz.paths import write_whole
from gdviz.problems.base import compiled
from gdviz.run_marks import DISC

_MARGIN, _GAP = 12, 6
_RATES = 0.55
"""Height over width of the plot of rates in a figure whose height is not given."""
_BASINS = 0.6
"""The same for basins whose sides have scales of their own."""
_LONGEST = 2.0
"""The greatest height over width of a plot."""
_CELLS = 1000
"""So many pixels, about, an image of cells has a side: viewers of SVG and PDF blur the edges of larger ones."""
_COLUMNS = 4000
"""Of more steps than that, so many are drawn: Qt does not draw images as wide as a long run."""
_SWATCH = 12
"""Pixels of a swatch's side."""
_LINE = 34
"""Pixels of the length of a line, or of a run of shades."""
_APART = 18
"""Pixels between two entries of the legend."""


def write_map(
    experiment: Experiment,
    made: BasinMap | RateMap,
    paths: Sequence[Path],
    *,
    size: tuple[int, int] | None = None,
    theme: str | None = None,
    lang: str | None = None,
    scale: float | None = None,
    place: str = "own",
    transparent: bool = False,
) -> list[Message]:
    """Write the figure of the map `made` of the first run to each of `paths`, a format of pictures by its suffix.

    Every file carries `experiment`. The other parameters are those of `write_shown` in
    `gdviz.gui.shell.offscreen_pictures`; `size` is by default as wide as the place, and as high as suits the map.
    Returns what must be said of the pictures. Raises OSError, whose `filename` says which file.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    colours = theming.dark() if theme == "dark" else theming.light()
    with language_restored(app), theming.restored():
        theming.prepare(colours)
        set_language(app, lang or "en")
        preset = PRESETS[place]
        width, height = size or (preset.width, preset.height)
        figure = MapFigure(experiment, made, QSize(width, height), colours, transparent, preset.most)
        scale = scale or (1 if size and place == OWN else preset.scale)  # without a place, a size is that of the file
        try:
            for path in paths:
                form = format_of(path)
                assert isinstance(form, PictureFormat)
                content = form.content(figure, experiment, scale, None, transparent, preset.dots)
                try:
                    write_whole(path, content)
                except OSError as error:
                    error.filename = str(path)
                    raise
        finally:
            figure.close()
            figure.deleteLater()
            QApplication.sendPostedEvents(figure, QEvent.Type.DeferredDelete)  # no event loop follows that would do it
    if figure.is_whole:
        return []
    return [message("the picture has no room for all that explains the map: choose a larger --size")]


class MapFigure(QWidget):
    """A title, a sentence, the map in its axes, and under it what its colours and lines mean.

    It is laid out at `size` and never on the screen; without a height it is as high as needed, and at most `most`
    (0: without limit). A light one stands on white.
    """

    def __init__(
        self,
        experiment: Experiment,
        made: BasinMap | RateMap,
        size: QSize,
        theme: Theme,
        transparent: bool = False,
        most: int = 0,
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._experiment, self._theme = experiment, on_white(theme)
        self._spec, self._problem = experiment.runs[0], compiled(experiment.problem)
        self._axes = (
            StepAxis("bottom", TimeScale()) if isinstance(made, RateMap) else ValueAxis("bottom", Scale()),
            ValueAxis("left", _scale(made)),
        )
        self.plot = pg.PlotWidget(self, axisItems=dict(zip(("bottom", "left"), self._axes, strict=True)))
        self.box: pg.ViewBox = self.plot.getPlotItem().getViewBox()
        quiet_plot(self.plot, self)
        entries = self._show_basins(made) if isinstance(made, BasinMap) else self._show_rates(made)
        self.legend = MapLegend(entries, self._theme, self)
        self.legend.set_width(size.width() - 2 * _MARGIN)
        self.title = self._label(experiment.title or problem_title(experiment.problem, self._problem), fonts.title())
        self.about = self._label(self._about(made), fonts.body())
        self.is_whole = True
        """Whether all that explains the map has found room."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_GAP)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the figure has the size asked for
        for part in (self.title, self.about, self.plot, self.legend):
            layout.addWidget(part, 1 if part is self.plot else 0)
        self._dress(transparent)
        self._fit(size, most, _ratio(experiment, made) if isinstance(made, BasinMap) else None)

    def _fit(self, size: QSize, most: int, ratio: float | None) -> None:
        """Take the size, or the height that the parts need; `ratio` is the width of the map over its height: 0
        where its sides have scales of their own, None for a map of rates.

        Where that is less, the map keeps half of the height: the legend has fewer lines or goes, then the sentence
        and the title.
        """
        width, height = size.width(), size.height()
        inner = width - 2 * _MARGIN
        self.resize(width, height or width)
        self.show()
        if not height:
            self._activate()
            beside = self.plot.width() - self.box.width()
            tall = (inner - beside) / ratio if ratio else (_RATES if ratio is None else _BASINS) * inner
            below = self.plot.height() - self.box.height()
            height = round(min(tall, _LONGEST * inner) + below + self._words(inner))
            height = min(height, most) if most else height
        while self._words(inner) > height / 2 and self._drop(inner):
            self.is_whole = False
        self.resize(width, height)
        for _ in range(2 if ratio else 0):  # with another height the numbers of the axis may need another width
            self._activate()
            box = self.box.width(), self.box.height()
            if box[0] > ratio * box[1]:
                self.plot.setFixedWidth(round(self.plot.width() - box[0] + ratio * box[1]))
            else:
                self.plot.setMaximumHeight(round(self.plot.height() - box[1] + box[0] / ratio))
        self._activate()

    def _activate(self) -> None:
        """Lay all out now, the axes, too."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.plot.getPlotItem().layout.activate()

    def _words(self, width: int) -> int:
        """The height of all around the plot."""
        texts_ = sum(part.heightForWidth(width) + _GAP for part in (self.title, self.about) if not part.isHidden())
        return 2 * _MARGIN + texts_ + (0 if self.legend.isHidden() else self.legend.height() + _GAP)

    def _drop(self, width: int) -> bool:
        """Take away what is needed least, if there is anything left to take away."""
        if not self.legend.isHidden():
            lines = self.legend.lines - 1
            self.legend.setVisible(lines > 0)
            if lines > 0:
                self.legend.set_width(width, lines)
            return True
        part = next((part for part in (self.about, self.title) if not part.isHidden()), None)
        if part is not None:
            part.hide()
        return part is not None

    def _show_basins(self, made: BasinMap) -> list[Entry]:
        """Draw the minimum of each start; return what its colours mean."""
        shape = made.basin.shape
        halves = [(side[-1] - side[0]) / (len(side) - 1) / 2 for side in (made.x, made.y)]
        left, right = (float(x) for x in (made.x[0] - halves[0], made.x[-1] + halves[0]))
        low, high = (float(y) for y in (made.y[0] - halves[1], made.y[-1] + halves[1]))
        ends = Ends(made.basin.ravel(), made.steps.ravel(), made.loss.ravel(), made.minima, made.losses)
        drawn = Map(Frame(((left, right), (low, high)), self._spec.start), (shape[0], shape[1]), ends, self._updates())
        layer = BasinLayer(self.box)
        layer.apply_theme(self._theme)
        layer.set_map(drawn)
        self._frame((left, right), (low, high), *self._problem.names[:2])
        rows = listed(drawn)
        entries = []
        for basin, part in rows:
            words = "  ".join(word for word in (name(drawn, basin), remark(drawn, basin), percent(part)) if word)
            entries.append(Entry("swatch", words, (QColor(*hue(basin, self._theme)),)))
        more = len(np.unique(made.basin)) - len(rows)
        if more:
            entries.append(Entry("words", texts.translate(mark("and {n} more")).format(n=more)))
        if made.steps.max() >= 0:
            first = next(b for b, _ in rows if b >= 0 or b == VALLEY)
            shades = tuple(QColor(*hue(first, self._theme, share)) for share in np.linspace(0, 1, _LINE))
            entries.append(Entry("swatch", self.tr("0 to {n} steps").format(n=f"{drawn.most:,}"), shades))
        x, y = self._spec.start[:2]
        if left <= x <= right and low <= y <= high:
            start = Dot()
            start.setPos(x, y)
            start.setBrush(QColor(self._theme.text1))
            start.setPen(QPen(QColor(self._theme.window), 1.5))
            self.box.addItem(start, ignoreBounds=True)
            entries.append(Entry("dot", self.tr("start of the run"), (QColor(self._theme.text1),)))
        return [Entry("words", self.tr("Minimum, share of the starts:")), *entries]

    def _show_rates(self, made: RateMap) -> list[Entry]:
        """Draw the loss of each rate at each step; return what its colours and lines mean."""
        shown = np.unique(np.linspace(0, len(made.steps) - 1, min(len(made.steps), _COLUMNS)).round().astype(int))
        pixels, levels = coloured(RateMap(made.rates, made.steps[shown], made.loss[:, shown]), self._theme)
        image = pg.ImageItem(axisOrder="row-major")
        dense = np.kron(pixels, np.ones((*(max(1, _CELLS // n) for n in pixels.shape[:2]), 1), dtype=np.uint8))
        image.setImage(dense, levels=None, autoLevels=False)
        low, high = (float(np.log10(rate)) for rate in made.rates[[0, -1]])
        half, last = (high - low) / (len(made.rates) - 1) / 2, float(made.steps[-1])
        image.setRect(QRectF(-0.5, low - half, last + 1, high - low + 2 * half))
        self.box.addItem(image)
        self._frame((-0.5, last + 0.5), (low - half, high + half), self.tr("step"), self.tr("learning rate η"))
        bar = ColourBar(self.box)
        bar.apply_theme(self._theme, surface_lut(self._theme))
        bar.set_scale(levels, self.tr("loss"))
        self.plot.getPlotItem().layout.addItem(bar, 2, 3)
        lr, best, theme = self._spec.optimizer.lr, best_rate(made), self._theme
        lines: list[tuple[Kind, str, float, str]] = [("line", self.tr("rate in use: {rate}"), lr, theme.accent)]
        if best is not None:
            lines.append(("dashes", self.tr("lowest loss at the end: {rate}"), best, theme.good))
        entries = []
        for kind, words, rate, colour in lines:
            style = Qt.PenStyle.DashLine if kind == "dashes" else Qt.PenStyle.SolidLine
            self.box.addItem(pg.InfiniteLine(np.log10(rate), 0, pg.mkPen(colour, width=2, style=style)), True)
            entries.append(Entry(kind, words.format(rate=format_number(rate, 3)), (QColor(colour),)))
        shades = tuple(QColor(*colour) for colour in surface_lut(theme)[:: 256 // _LINE].tolist())
        entries.append(Entry("swatch", self.tr("low loss to high loss"), shades))
        if not np.isfinite(made.loss).all():
            entries.append(Entry("swatch", self.tr("diverged"), (diverged_colour(theme),)))
        return entries

    def _frame(self, x: tuple[float, float], y: tuple[float, float], x_title: str, y_title: str) -> None:
        self.box.setRange(xRange=x, yRange=y, padding=0)
        for side, words in (("bottom", x_title), ("left", y_title)):
            self.plot.getPlotItem().setLabel(side, words, **title_style(self._theme))

    def _about(self, made: BasinMap | RateMap) -> str:
        """What the map is of, and what it leaves out, in sentences."""
        spec = self._spec
        run = spec.label or own_name(self._experiment, spec)
        if isinstance(made, BasinMap):
            about = self.tr("The minimum that each start arrives in with {run}, η = {rate}, after {n} steps at most.")
            parts = [about.format(run=run, rate=format_number(spec.optimizer.lr), n=f"{self._updates():,}")]
            if self._problem.dim > 2:
                parts.append(self.tr("The other parameters begin where the run does."))
        else:
            about = self.tr("The loss of {run} over learning rate and step.")
            parts = [about.format(run=run)]
            if not spec.schedule.is_constant or spec.warmup is not None:
                parts.append(self.tr("The schedule keeps its shape; its base rate is shown."))
        if spec.batch is not None:
            parts.append(self.tr("Each step sees all samples, not a batch."))
        if self._problem.noise_std:
            parts.append(self.tr("Without the gradient's noise."))
        return " ".join(parts)

    def _updates(self) -> int:
        return basins.updates(self._experiment, 0)[0]

    def _label(self, words: str, font: QFont) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(font)
        label.setWordWrap(True)
        return label

    def _dress(self, transparent: bool) -> None:
        """Take all colours from the theme; on a transparent figure nothing has a ground."""
        theme, clear = self._theme, QColor(0, 0, 0, 0)
        colours = theming.palette(theme)
        colours.setColor(QPalette.ColorRole.Window, QColor(theme.panel))
        for part in (self, *self.findChildren(QWidget)):
            part.setPalette(colours)
        self.plot.setBackground(clear if transparent else theme.panel)
        self.plot.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # what is kept has a ground
        self.plot.viewport().setAutoFillBackground(False)
        self.box.setBorder(pg.mkPen(theme.line, width=1))
        for axis in self._axes:
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setStyle(tickFont=fonts.small())


def _scale(made: BasinMap | RateMap) -> Scale:
    """The scale of the upright axis: rates are on a logarithm."""
    scale = Scale()
    scale.kind = "log" if isinstance(made, RateMap) else "linear"
    return scale


def _ratio(experiment: Experiment, made: BasinMap) -> float:
    """The width of a map over its height where x and y have one scale, as in the experiment's view; else 0."""
    x, y = (float(side[-1] - side[0]) * len(side) / (len(side) - 1) for side in (made.x, made.y))
    equal = to_one_scale(((0.0, x), (0.0, y)), Look.of(experiment.view.get("look")).equal_scales)
    return x / y if equal else 0.0


Kind = Literal["words", "swatch", "line", "dashes", "dot"]


@frozen
class Entry:
    """What a colour, a run of shades, a line or a mark means; without `colours` it is words alone."""

    kind: Kind
    words: str
    colours: tuple[QColor, ...] = ()


class MapLegend(QWidget):
    """What colours and lines mean, in as many lines as the width takes."""

    def __init__(self, entries: Sequence[Entry], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries, self._theme = tuple(entries), theme
        self._shown = self.entries
        self._places: list[QPointF] = []
        self.lines = 1
        self.setFont(fonts.body())

    def set_width(self, width: int, most: int | None = None) -> None:
        """Put the entries into lines of this width and take the height that they need.

        Of more than `most` lines those are shown that leave room for an ellipsis.
        """
        self._shown = self.entries
        self._place(width)
        while most is not None and self.lines > most and len(self._shown) > 1:
            whole = self._shown is self.entries
            self._shown = (*self._shown[: -1 if whole else -2], Entry("words", "…"))
            self._place(width)
        self.setFixedHeight(self.lines * self._line())

    def _line(self) -> int:
        return self.fontMetrics().height() + 4

    def _place(self, width: int) -> None:
        """Put what is shown into lines."""
        metrics = self.fontMetrics()
        x = 0.0
        self.lines, self._places = 1, []
        for entry in self._shown:
            wide = _sign(entry) + metrics.horizontalAdvance(entry.words)
            if x and x + wide > width:
                x, self.lines = 0.0, self.lines + 1
            self._places.append(QPointF(x, (self.lines - 1) * self._line()))
            x += wide + _APART

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: each entry's sign, then its words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = self._line()
            for at, entry in zip(self._places, self._shown, strict=True):
                self._paint_sign(painter, QPointF(at.x(), at.y() + line / 2), entry)
                painter.setPen(QColor(self._theme.text1 if entry.colours else self._theme.text2))
                words = QRectF(at.x() + _sign(entry), at.y(), self.width() - at.x() - _sign(entry), line)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.words)

    def _paint_sign(self, painter: QPainter, at: QPointF, entry: Entry) -> None:
        """The sign of an entry; the middle of its left side is `at`."""
        if not entry.colours:
            return
        colour = entry.colours[0]
        if entry.kind in ("line", "dashes"):
            style = Qt.PenStyle.DashLine if entry.kind == "dashes" else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 2, style, Qt.PenCapStyle.FlatCap))
            painter.drawLine(at, at + QPointF(_LINE, 0))
        elif entry.kind == "dot":
            rim = QPen(QColor(self._theme.window), 1.5)
            draw_marker(painter, DISC, at + QPointF(_SWATCH / 2, 0), 5.0, colour, rim, rim.color())
        else:
            swatch = QRectF(at.x(), at.y() - _SWATCH / 2, _LINE if len(entry.colours) > 1 else _SWATCH, _SWATCH)
            shades = QImage(len(entry.colours), 1, QImage.Format.Format_RGB32)
            for i, shade in enumerate(entry.colours):
                shades.setPixelColor(i, 0, shade)
            painter.drawImage(swatch, shades)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawRect(swatch)


def _sign(entry: Entry) -> int:
    """The width of an entry's sign, and of what is between it and the words."""
    if not entry.colours:
        return 0
    return (_LINE if entry.kind in ("line", "dashes") or len(entry.colours) > 1 else _SWATCH) + 5
