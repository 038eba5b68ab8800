"""The loss over learning rate and step as a map: which rates crawl, which arrive, which explode, and when."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gdviz.engine import basins, maps
from gdviz.engine.landscape import Scale as Levels
from gdviz.engine.maps import RateMap
from gdviz.gui.drawing.plot_axes import Scale, ValueAxis, quiet_plot
from gdviz.gui.drawing.plot_items import title_style
from gdviz.gui.kernel.background import Background
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import fonts, texts
from gdviz.gui.style.theme import Theme, surface_lut, system
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import ExperimentError

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

RATES, MOST_STEPS = 181, 2000
"""Rates that are tried, and how many steps are followed at most."""
NUMBERS = 100_000_000
"""Numbers (updates times rates times samples) that a map may cost."""
_REST_MS = 150


def coloured(made: RateMap, theme: Theme) -> tuple[NDArray[np.uint8], Levels]:
    """The map as RGBA, shape (rows, columns, 4), the lowest rate first; and the scale of its losses."""
    finite = np.isfinite(made.loss)
    levels = Levels.of(made.loss, "rank")
    heights = levels.normalise(np.where(finite, made.loss, 0.0))
    pixels = surface_lut(theme)[np.round(255 * np.clip(np.nan_to_num(heights), 0, 1)).astype(np.uint8)]
    bad = diverged_colour(theme)
    pixels[~finite] = [bad.red(), bad.green(), bad.blue(), 255]
    return pixels, levels


def diverged_colour(theme: Theme) -> QColor:
    """The colour of what is not finite."""
    return QColor(theme.mix("bad", "plot", 0.75))


def best_rate(made: RateMap) -> float | None:
    """The rate of the lowest last loss of those tried; None where all diverge."""
    last = made.loss[:, -1]
    if not np.isfinite(last).any():
        return None
    return float(made.rates[int(np.nanargmin(np.where(np.isfinite(last), last, np.inf)))])


class RateMapView(ViewDefaults, QDialog):
    """A row a rate, a column a step; dark is a low loss. It follows the run that is looked at while it is seen.

    `rateChosen` carries the rate that was clicked, in three figures.
    """

    rateChosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateMap")
        self._scene: Scene | None = None
        self._asked: tuple[object, ...] | None = None
        self.map: RateMap | None = None
        """The map that is shown."""
        self._theme = system()
        rates = Scale()
        rates.kind = "log"
        self.steps_axis, self.rates_axis = ValueAxis("bottom", Scale()), ValueAxis("left", rates)
        axes = {"bottom": self.steps_axis, "left": self.rates_axis}
        self.plot = pg.PlotWidget(self, axisItems=axes, enableMenu=False)
        self.box: pg.ViewBox = self.plot.getPlotItem().getViewBox()
        quiet_plot(self.plot, self)
        self.plot.getPlotItem().layout.setContentsMargins(0, 8, 10, 0)
        self.image = pg.ImageItem(axisOrder="row-major")
        self.box.addItem(self.image)
        self.in_use, self.best = (pg.InfiniteLine(angle=0, movable=False) for _ in range(2))
        self.now = pg.InfiniteLine(angle=90, movable=False)
        for line in (self.in_use, self.best, self.now):
            self.box.addItem(line, ignoreBounds=True)
            line.hide()
        self.about, self.told = SteadyLabel(fills=True), SteadyLabel(fills=True)
        self.told.setObjectName("rateMapTold")
        for label in (self.about, self.told):
            label.setProperty("role", "label")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.setSpacing(8)
        for part in (self.about, self.plot, self.told):
            layout.addWidget(part, 1 if part is self.plot else 0)
        self._work = Background(self)
        self._work.done.connect(self._done)
        self._work.failed.connect(self._failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._begin)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        if scene.has_other_look(before):
            self._dress(scene.theme)
        self.now.setValue(scene.playhead)
        if scene.has_other_runs(before):
            self._follow()

    def _dress(self, theme: Theme) -> None:
        self._theme = theme
        self.plot.setBackground(theme.window)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.steps_axis, self.rates_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
            axis.setStyle(tickFont=fonts.small())
        self.in_use.setPen(pg.mkPen(theme.accent, width=2))
        self.best.setPen(pg.mkPen(theme.good, width=2, style=Qt.PenStyle.DashLine))
        self.now.setPen(pg.mkPen(theme.text1, width=1))
        self._retranslate()
        self._draw()

    # computing

    def _follow(self) -> None:
        """Another experiment or run: a map of it once nothing changes for a moment."""
        scene = self._scene
        if scene is None or not self.isVisible():
            return
        experiment = scene.experiment
        spec = dataclasses.replace(experiment.runs[scene.run], label="")
        asked = (spec, experiment.problem, experiment.steps, experiment.epochs)
        if asked != self._asked:
            self._asked = asked
            self._work.stop()
            self._soon.start()

    def _begin(self) -> None:
        if self._scene is None:
            return
        experiment, run = self._scene.experiment, self._scene.run
        price = RATES * basins.cost(experiment, run) / 2
        planned, _ = basins.updates(experiment, run)
        steps = min(planned, MOST_STEPS, int(NUMBERS / (price / max(planned, 1))))
        self._work.start_work(maps.rates(dataclasses.replace(experiment, steps=steps, epochs=None), run, RATES))

    @Slot()
    def _done(self) -> None:
        if self._work.result is not None:
            self.map = self._work.result
            self._draw()

    @Slot()
    def _failed(self) -> None:
        error = self._work.error
        if error is not None:
            self.map = None
            self._draw()
            self.told.setText(texts.text(error.reason) if isinstance(error, ExperimentError) else str(error))

    def _draw(self) -> None:
        made, scene = self.map, self._scene
        for part in (self.image, self.in_use, self.best, self.now):
            part.setVisible(made is not None)
        if made is None or scene is None:
            return
        pixels, _ = coloured(made, self._theme)
        self.image.setImage(pixels, levels=None, autoLevels=False)
        low, high = (float(np.log10(rate)) for rate in made.rates[[0, -1]])
        half, last = (high - low) / (len(made.rates) - 1) / 2, float(made.steps[-1])
        self.image.setRect(QRectF(-0.5, low - half, last + 1, high - low + 2 * half))
        self.box.setRange(xRange=(-0.5, last + 0.5), yRange=(low - half, high + half), padding=0)
        self.in_use.setValue(float(np.log10(scene.experiment.runs[scene.run].optimizer.lr)))
        self.now.setValue(scene.playhead)
        best = self.best_rate
        self.best.setVisible(best is not None)
        if best is not None:
            self.best.setValue(float(np.log10(best)))
        self.told.setText(self._resting())

    @property
    def best_rate(self) -> float | None:
        """The rate of the lowest last loss of those tried."""
        return None if self.map is None else best_rate(self.map)

    # words and mouse

    def _resting(self) -> str:
        if self.best_rate is None:
            return self.tr("Every rate diverges.")
        told = self.tr("Lowest loss after {n} steps: η = {rate} (dashed). A click takes a rate.")
        n = int(self.map.steps[-1]) if self.map is not None else 0
        return told.format(n=f"{n:,}", rate=format_number(self.best_rate, 3))

    def _under(self, event: QMouseEvent) -> tuple[int, int] | None:
        """The row and the column under the mouse."""
        made, at = self.map, self.plot.mapToScene(event.position().toPoint())
        if made is None or not self.box.sceneBoundingRect().contains(at):
            return None
        place = self.box.mapSceneToView(at)
        row = int(np.argmin(np.abs(np.log10(made.rates) - place.y())))
        return row, int(np.clip(round(place.x()), 0, len(made.steps) - 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the mouse reads a rate and a step; a click takes the rate. It goes with its window."""
        made = self.map
        if watched is self.parentWidget() and event.type() == QEvent.Type.Hide:
            self.hide()
        if made is not None and isinstance(event, QMouseEvent) and watched is self.plot.viewport():
            found = self._under(event)
            if found is None:
                self.told.setText(self._resting())
            else:
                rate, loss = float(made.rates[found[0]]), float(made.loss[found])
                ended = format_number(loss) if np.isfinite(loss) else self.tr("diverged")
                told = self.tr("η = {rate}, step {k}: loss {loss}")
                self.told.setText(told.format(rate=format_number(rate, 3), k=f"{found[1]:,}", loss=ended))
                pressed = event.type() == QEvent.Type.MouseButtonPress
                if pressed and event.button() == Qt.MouseButton.LeftButton:
                    self.rateChosen.emit(float(f"{rate:.3g}"))
        elif event.type() == QEvent.Type.Leave and watched is self.plot.viewport() and made is not None:
            self.told.setText(self._resting())
        return super().eventFilter(watched, event)

    # Qt

    def sizeHint(self) -> QSize:
        """Qt: a plot that can be read."""
        return QSize(560, 420)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: now there is somebody."""
        super().showEvent(event)
        window = self.parentWidget()
        if window is not None:
            window.installEventFilter(self)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: what nobody sees is not computed."""
        super().hideEvent(event)
        window = self.parentWidget()
        if window is not None:
            window.removeEventFilter(self)
        self._soon.stop()
        self._work.stop()
        self._asked = None

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._draw()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Loss over learning rate and step"))
        self.about.setText(self.tr("The schedule keeps its shape; dark: low loss, red: diverged, line: rate in use"))
        item = self.plot.getPlotItem()
        item.setLabel("bottom", self.tr("step"), **title_style(self._theme))
        item.setLabel("left", self.tr("learning rate η"), **title_style(self._theme))
