"""The figure of a map: the minimum reached from each start, the loss over rate and step, or a phase diagram."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsView,
    QLabel,
    QLayout,
    QStyleOptionGraphicsItem,
    QVBoxLayout,
    QWidget,
)

from gdviz.editing.run_names import own_name
from gdviz.engine import basins, phases
from gdviz.engine.basins import VALLEY, Ends
from gdviz.engine.cells import VERDICTS, value_at
from gdviz.engine.map_files import is_log
from gdviz.engine.maps import BasinMap, RateMap
from gdviz.engine.phases import PhaseMap, boundary
from gdviz.experiment import Experiment
from gdviz.export.export_format import PictureFormat, format_of
from gdviz.frozen import frozen
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.drawing.plot_axes import Scale, StepAxis, ValueAxis, quiet_plot
from gdviz.gui.drawing.plot_items import Dot, title_style
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.drawing.verdict_colours import verdict_colour, verdict_word
from gdviz.gui.explore.basin_colours import hue
from gdviz.gui.explore.basin_layer import BasinLayer, listed
from gdviz.gui.explore.basin_legend import name, percent, remark
from gdviz.gui.explore.basin_work import Frame
from gdviz.gui.explore.basin_work import Map as DrawnMap
from gdviz.gui.explore.rate_map import best_rate, coloured, diverged_colour
from gdviz.gui.export.figure import on_white
from gdviz.gui.export.phase_pixels import (
    middle_of,
    no_value_colour,
    value_pixels,
    verdict_pixels,
    verdicts_of,
)
from gdviz.gui.export.picture_choices import OWN, PRESETS
from gdviz.gui.style import fonts, scaling, translating
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
from gdviz.problems.problem import compiled
from gdviz.run_marks import DISC

_MARGIN, _GAP = 12, 6
_RATES = 0.55
"""Height over width of the plot of rates in a figure whose height is not given."""
_BASINS = 0.6
"""The same for maps of basins whose two axes have different scales."""
_LONGEST = 2.0
"""The greatest height over width of a plot."""
_CELLS = 1000
"""The approximate side in pixels of an image of cells: viewers of SVG and PDF blur the edges of larger pixels."""
_COLUMNS = 4000
"""The most steps that are drawn: Qt does not draw images as wide as a long run."""
_SWATCH = 12
"""The side of a swatch in pixels."""
_LINE = 34
"""The length in pixels of a line, or of a bar of shades."""
_TAG = 8
"""The radius in pixels of the disc behind a number."""
_APART = 18
"""Pixels between two entries of the legend."""


def write_map(
    experiment: Experiment,
    made: Map,
    paths: Sequence[Path],
    *,
    run: int = 0,
    size: tuple[int, int] | None = None,
    theme: str | None = None,
    lang: str | None = None,
    scale: float | None = None,
    place: str = "own",
    transparent: bool = False,
) -> list[Message]:
    """Write the figure of the map `made` of one run to each of `paths`, in the format of its suffix.

    Every file carries `experiment`. The other parameters are those of `write_shown` in
    `gdviz.gui.shell.offscreen_pictures`; `size` is by default as wide as the place, and as high as suits the map.
    Returns messages about the pictures. Raises OSError, whose `filename` says which file.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    colours = theming.dark() if theme == "dark" else theming.light()
    with language_restored(app), theming.restored():
        theming.prepare(colours)
        set_language(app, lang or "en")
        preset = PRESETS[place]
        width, height = size or (preset.width, preset.height)
        figure = MapFigure(experiment, made, QSize(width, height), colours, transparent, preset.most, run)
        scale = scale or (1 if size and place == OWN else preset.scale)  # without a place, in pixels of the file
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
            QApplication.sendPostedEvents(figure, QEvent.Type.DeferredDelete)  # there may be no event loop to do it
    if figure.is_whole:
        return []
    return [message("the picture has no room for all that explains the map: choose a larger --size")]


class MapFigure(QWidget):
    """A title, a sentence, the map in its axes, and under it what its colours and lines mean.

    It is laid out at `size` and never shown on the screen; without a height it is as high as needed, and at most
    `most` (0: without limit). A light figure has a white background.
    """

    def __init__(
        self,
        experiment: Experiment,
        made: Map,
        size: QSize,
        theme: Theme,
        transparent: bool = False,
        most: int = 0,
        run: int = 0,
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._experiment, self._theme = experiment, on_white(theme)
        self._run, self._spec, self._problem = run, experiment.runs[run], compiled(experiment.problem)
        self._axes = (
            StepAxis("bottom", TimeScale()) if isinstance(made, RateMap) else ValueAxis("bottom", _scale(made, "x")),
            ValueAxis("left", _scale(made, "y")),
        )
        self.plot = pg.PlotWidget(self, axisItems=dict(zip(("bottom", "left"), self._axes, strict=True)))
        self.box: pg.ViewBox = self.plot.getPlotItem().getViewBox()
        quiet_plot(self.plot, self)
        if isinstance(made, BasinMap):
            entries = self._show_basins(made)
        else:
            entries = self._show_rates(made) if isinstance(made, RateMap) else self._show_phases(made)
        self.legend = MapLegend(entries, self._theme, self)
        self.legend.set_width(size.width() - 2 * _MARGIN)
        self.title = self._label(experiment.title or problem_title(experiment.problem, self._problem), fonts.title())
        self.about = self._label(self._about(made), fonts.body())
        self.is_whole = True
        """Whether all that explains the map fits."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_GAP)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the figure keeps the requested size
        for part in (self.title, self.about, self.plot, self.legend):
            layout.addWidget(part, 1 if part is self.plot else 0)
        self._dress(transparent)
        self._fit(size, most, _ratio(experiment, made) if isinstance(made, BasinMap) else None)

    def _fit(self, size: QSize, most: int, ratio: float | None) -> None:
        """Set the size, or the height that the parts need.

        `ratio` is the width of the map over its height: 0 if its axes have different scales, None for a map of rates.
        If there is too little height, the map keeps half of it: first the legend loses lines, then it, the sentence
        and the title are left out.
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
        """Lay out everything now, including the axes."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.plot.getPlotItem().layout.activate()

    def _words(self, width: int) -> int:
        """Return the height of everything around the plot."""
        texts_ = sum(part.heightForWidth(width) + _GAP for part in (self.title, self.about) if not part.isHidden())
        return 2 * _MARGIN + texts_ + (0 if self.legend.isHidden() else self.legend.height() + _GAP)

    def _drop(self, width: int) -> bool:
        """Remove the part that is needed least; return whether there was one."""
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
        """Draw the minimum reached from each start; return the entries of the legend."""
        shape = made.basin.shape
        halves = [(side[-1] - side[0]) / (len(side) - 1) / 2 for side in (made.x, made.y)]
        left, right = (float(x) for x in (made.x[0] - halves[0], made.x[-1] + halves[0]))
        low, high = (float(y) for y in (made.y[0] - halves[1], made.y[-1] + halves[1]))
        ends = Ends(made.basin.ravel(), made.steps.ravel(), made.loss.ravel(), made.minima, made.losses)
        drawn = DrawnMap(
            Frame(((left, right), (low, high)), self._spec.start), (shape[0], shape[1]), ends, self._updates()
        )
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
            entries.append(Entry("words", translating.translate(mark("and {n} more")).format(n=more)))
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
        """Draw the loss of each rate at each step; return the entries of the legend."""
        shown = np.unique(np.linspace(0, len(made.steps) - 1, min(len(made.steps), _COLUMNS)).round().astype(int))
        pixels, levels = coloured(
            RateMap(made.rates, made.steps[shown], made.loss[:, shown], made.experiment), self._theme
        )
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

    def _show_phases(self, made: PhaseMap) -> list[Entry]:
        """Draw the result of each cell, and the boundary of theory; return the entries of the legend."""
        up, right = made.sweep.cells.axes
        x, y = (_Side(values) for values in (made.x, made.y))
        kind, theme = made.sweep.cells.value, self._theme
        entries: list[Entry] = []
        if kind == "verdict":
            pixels = verdict_pixels(made.values, theme)
            found = verdicts_of(made.values)
            for number, (place, share) in enumerate(found, 1):
                words = f"{number}  {verdict_word(VERDICTS[place])}  {percent(share)}"
                entries.append(Entry("swatch", words, (verdict_colour(VERDICTS[place], theme),)))
        else:
            pixels, levels = value_pixels(made.values, theme, "rank" if kind == "loss" else "log")
            bar = ColourBar(self.box)
            bar.apply_theme(theme, surface_lut(theme))
            bar.set_scale(levels, self._value_name(kind))
            self.plot.getPlotItem().layout.addItem(bar, 2, 3)
            shades = tuple(QColor(*colour) for colour in surface_lut(theme)[:: 256 // _LINE].tolist())
            words = {
                "loss": self.tr("low loss to high loss"),
                "steps": self.tr("few steps to many"),
                "sharpness": self.tr("flat to sharp"),
            }[kind]
            entries.append(Entry("swatch", words, shades))
            without = self.tr("does not reach the loss") if kind == "steps" else self.tr("no value")
            for cells, why, colour in (
                (np.isinf(made.values), self.tr("diverged"), diverged_colour(theme)),
                (np.isnan(made.values), without, no_value_colour(theme)),
            ):
                if cells.any():
                    entries.append(Entry("swatch", f"{why}  {percent(float(cells.mean()))}", (colour,)))
        image = pg.ImageItem(axisOrder="row-major")
        image.setImage(pixels[np.ix_(y.cells, x.cells)], levels=None, autoLevels=False)
        image.setRect(QRectF(x.low, y.low, x.high - x.low, y.high - y.low))
        self.box.addItem(image)
        self._frame((x.low, x.high), (y.low, y.high), self._axis_name(right.path), self._axis_name(up.path))
        if kind == "verdict":
            _Numbers(self.box, made.values, x, y, theme)
        entries += self._show_boundary(made, x, y)
        here = [value_at(self._experiment, side.path, self._run) for side in (right, up)]
        if all(isinstance(value, int | float) for value in here):
            at = QPointF(*(side.place(value) for side, value in zip((x, y), here, strict=True)))
            if QRectF(x.low, y.low, x.high - x.low, y.high - y.low).contains(at):
                dot = Dot()
                dot.setPos(at)
                dot.setBrush(QColor(theme.text1))
                dot.setPen(QPen(QColor(theme.window), 1.5))
                self.box.addItem(dot, ignoreBounds=True)
                entries.append(Entry("dot", self.tr("the experiment's own values"), (QColor(theme.text1),)))
        return entries

    def _show_boundary(self, made: PhaseMap, x: _Side, y: _Side) -> list[Entry]:
        """Draw the highest rates that are stable by theory, with their formula beside the line."""
        found = boundary(made.sweep)
        if found is None:
            return []
        across, along, rates = found
        columns, rows = (along, rates) if across else (rates, along)
        with np.errstate(all="ignore"):
            points = np.stack([x.place(columns), y.place(rows)], axis=-1)
        theme, formula = self._theme, phases.formula(made.sweep)
        ahead, beside = (x, y) if across else (y, x)
        edges = np.concatenate([[ahead.low], (ahead.places[1:] + ahead.places[:-1]) / 2, [ahead.high]])
        drawn = phases.in_pieces(points if across else points[:, ::-1], edges, beside.high - beside.low)
        for colour, width in ((theme.window, 5), (theme.accent, 2.5)):
            pen = pg.mkPen(colour, width=width)
            line = (drawn if across else drawn[:, ::-1]).T
            self.box.addItem(pg.PlotCurveItem(*line, pen=pen, connect="finite"), True)
        inside = [p for p in points if x.low < p[0] < x.high and y.low < p[1] < y.high]
        if not inside:
            return []
        if formula:
            at = inside[len(inside) // 2]
            beyond = at[0] > x.low + 0.7 * (x.high - x.low)
            ground = QColor(theme.panel)
            label = pg.TextItem(f"η = {formula}", color=theme.text1, anchor=(1.1 if beyond else -0.1, 0.5), fill=ground)
            label.setFont(fonts.body())
            label.setPos(*at)
            self.box.addItem(label, ignoreBounds=True)
        words = self.tr("stability limit of theory") + (f" {formula}" if formula else "")
        return [Entry("line", words, (QColor(theme.accent),))]

    def _axis_name(self, path: str) -> str:
        """The name of a value of the experiment."""
        inner = path.partition("].")[2] or path
        if inner.startswith("start["):
            return self.tr("start, {name}").format(name=self._problem.names[int(inner[6:-1])])
        names = {
            "optimizer.lr": self.tr("learning rate η"),
            "optimizer.momentum": self.tr("momentum β"),
            "optimizer.betas[0]": self.tr("momentum β₁"),
            "optimizer.betas[1]": self.tr("second moment β₂"),
            "batch.size": self.tr("batch size"),
            "steps": self.tr("steps"),
            "epochs": self.tr("epochs"),
            "seed": self.tr("seed"),
        }
        return names.get(inner, inner.rpartition(".")[2])

    def _value_name(self, kind: str) -> str:
        return {"loss": self.tr("loss"), "steps": self.tr("steps"), "sharpness": self.tr("sharpness")}[kind]

    def _about_phases(self, made: PhaseMap, run: str) -> list[str]:
        """Return sentences on what a phase diagram shows."""
        cells, n = made.sweep.cells, f"{self._updates():,}"
        about = {
            "loss": self.tr("The loss that {run} ends at after {n} steps."),
            "steps": self.tr("The steps that {run} takes to a loss of {target}, of {n} at most."),
            "verdict": self.tr("What becomes of {run} in {n} steps."),
            "sharpness": self.tr("The sharpness where {run} ends after {n} steps."),
        }[cells.value]
        target = "" if cells.target is None else format_number(cells.target)
        parts = [about.format(run=run, n=n, target=target)]
        if cells.seeds > 1:
            parts.append(self.tr("The middle of {n} seeds.").format(n=cells.seeds))
        return parts

    def _frame(self, x: tuple[float, float], y: tuple[float, float], x_title: str, y_title: str) -> None:
        self.box.setRange(xRange=x, yRange=y, padding=0)
        for side, words in (("bottom", x_title), ("left", y_title)):
            self.plot.getPlotItem().setLabel(side, words, **title_style(self._theme))

    def _about(self, made: Map) -> str:
        """Return sentences on what the map shows, and what it leaves out."""
        spec = self._spec
        run = spec.label or own_name(self._experiment, spec)
        if isinstance(made, PhaseMap):
            return " ".join(self._about_phases(made, run))
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
        return basins.updates(self._experiment, self._run)[0]

    def _label(self, words: str, font: QFont) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(font)
        label.setWordWrap(True)
        return label

    def _dress(self, transparent: bool) -> None:
        """Take all colours from the theme; in a transparent figure no part has a background."""
        theme, clear = self._theme, QColor(0, 0, 0, 0)
        colours = theming.palette(theme)
        colours.setColor(QPalette.ColorRole.Window, QColor(theme.panel))
        for part in (self, *self.findChildren(QWidget)):
            part.setPalette(colours)
        self.plot.setBackground(clear if transparent else theme.panel)
        self.plot.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # the cache would have a background
        self.plot.viewport().setAutoFillBackground(False)
        self.box.setBorder(pg.mkPen(theme.line, width=1))
        for axis in self._axes:
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setStyle(tickFont=fonts.small())


def _scale(made: Map, side: str) -> Scale:
    """Return the scale of an axis: logarithmic for rates, and for values that rise by equal factors."""
    scale = Scale()
    log = side == "y" if isinstance(made, RateMap) else isinstance(made, PhaseMap) and is_log(getattr(made, side))
    scale.kind, scale.floor = ("log", 1e-300) if log else ("linear", 0.0)
    return scale


class _Side:
    """One axis of a phase diagram: the places of its values, and the cells of a fine image."""

    def __init__(self, values: np.ndarray) -> None:
        self._log = is_log(values)
        places = self.place(values)
        middles = (places[1:] + places[:-1]) / 2
        self.places = places
        self.low, self.high = float(2 * places[0] - middles[0]), float(2 * places[-1] - middles[-1])
        count = len(values) * max(1, _CELLS // len(values))
        fine = self.low + (np.arange(count) + 0.5) * (self.high - self.low) / count
        self.cells = np.searchsorted(middles, fine)
        """The index of the value that each column, or row, of the image shows."""

    def place(self, values: Any) -> Any:
        """Return the positions of values on the axis."""
        return np.log10(values) if self._log else np.asarray(values, dtype=float)


class _Numbers(BoxLayer):
    """The number of each verdict in the middle of its largest region: colour is not the only distinction."""

    def __init__(self, box: pg.ViewBox, values: np.ndarray, x: _Side, y: _Side, theme: Theme) -> None:
        super().__init__(box, 5)
        self._theme = theme
        self._places = []
        for place, _ in verdicts_of(values):
            row, column = middle_of(values == place)
            self._places.append((x.places[column], y.places[row]))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: a disc with the number."""
        view, theme, half = ViewMap.of(self.box), self._theme, scaling.px(_TAG)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.small())
        for number, place in enumerate(self._places, 1):
            x, y = view.pixels(np.array(place)).tolist()
            x = min(max(x, half + 1), view.width - half - 1)
            y = min(max(y, half + 1), view.height - half - 1)
            tag = QRectF(x - half, y - half, 2 * half, 2 * half)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(QColor(theme.panel))
            painter.drawEllipse(tag)
            painter.setPen(QColor(theme.text1))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, str(number))


def _ratio(experiment: Experiment, made: BasinMap) -> float:
    """Return the width of a map over its height if x and y have one scale, as in the experiment's view; else 0."""
    x, y = (float(side[-1] - side[0]) * len(side) / (len(side) - 1) for side in (made.x, made.y))
    equal = to_one_scale(((0.0, x), (0.0, y)), Look.of(experiment.view.get("look")).equal_scales)
    return x / y if equal else 0.0


Map = BasinMap | RateMap | PhaseMap
Kind = Literal["words", "swatch", "line", "dashes", "dot"]


@frozen
class Entry:
    """An entry of the legend: the meaning of a colour, shades, a line or a mark; without `colours` only words."""

    kind: Kind
    words: str
    colours: tuple[QColor, ...] = ()


class MapLegend(QWidget):
    """The legend of a map, on as many lines as the width needs."""

    def __init__(self, entries: Sequence[Entry], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries, self._theme = tuple(entries), theme
        self._shown = self.entries
        self._places: list[QPointF] = []
        self.lines = 1
        self.setFont(fonts.body())

    def set_width(self, width: int, most: int | None = None) -> None:
        """Put the entries into lines of this width and take the height that they need.

        If they need more than `most` lines, the last entries are replaced by an ellipsis.
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
        """Distribute the shown entries over lines."""
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
        """Qt: draw each entry's sign, then its words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = self._line()
            for at, entry in zip(self._places, self._shown, strict=True):
                self._paint_sign(painter, QPointF(at.x(), at.y() + line / 2), entry)
                painter.setPen(QColor(self._theme.text1 if entry.colours else self._theme.text2))
                words = QRectF(at.x() + _sign(entry), at.y(), self.width() - at.x() - _sign(entry), line)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.words)

    def _paint_sign(self, painter: QPainter, at: QPointF, entry: Entry) -> None:
        """Draw the sign of an entry; the middle of its left side is `at`."""
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
    """Return the width of an entry's sign, including the gap to the words."""
    if not entry.colours:
        return 0
    return (_LINE if entry.kind in ("line", "dashes") or len(entry.colours) > 1 else _SWATCH) + 5
