"""The loss over learning rate and step as a map: which rates are slow, arrive or diverge, and when."""

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
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme, surface_lut, system
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

RATES, MOST_STEPS = 181, 2000
"""The number of rates, and the most steps computed."""
NUMBERS = 100_000_000
"""The most numbers (updates times rates times samples) of a map."""
_REST_MS = 150


def coloured(made: RateMap, theme: Theme) -> tuple[NDArray[np.uint8], Levels]:
    """The map as RGBA, shape (rows, columns, 4), the lowest rate first, and the scale of its losses."""
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
    """The tried rate with the lowest final loss; None if all diverge."""
    last = made.loss[:, -1]
    if not np.isfinite(last).any():
        return None
    return float(made.rates[int(np.nanargmin(np.where(np.isfinite(last), last, np.inf)))])


class RateMapView(ViewDefaults, QDialog):
    """A row for each rate, a column for each step, dark for a low loss. It follows the chosen run while visible.

    Nothing is computed or shown while what is ahead is hidden.

    `rateChosen` carries the rate that was clicked, in three figures.
    """

    rateChosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateMap")
        self._scene: Scene | None = None
        self._inputs: tuple[object, ...] | None = None
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
        self.about, self.words = SteadyLabel(fills=True), SteadyLabel(fills=True)
        self.words.setObjectName("rateMapTold")
        for label in (self.about, self.words):
            label.setProperty("role", "label")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.setSpacing(8)
        for part in (self.about, self.plot, self.words):
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
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
        self._place_now()
        hides = before is None or scene.state.experiment.ahead_hidden != before.state.experiment.ahead_hidden
        if hides or scene.has_other_runs(before):
            self._follow()
        if hides:
            self.words.setText("")
            self._draw()

    @property
    def _hides_ahead(self) -> bool:
        """Whether the map, which goes on beyond the playhead, is hidden."""
        return self._scene is not None and self._scene.state.experiment.ahead_hidden

    def _place_now(self) -> None:
        """Put the line of the playhead at the step of the chosen run."""
        if self._scene is not None:
            self.now.setValue(self._scene.clock.updates(self._scene.run))

    def _apply_theme(self, theme: Theme) -> None:
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
        """Schedule a map of another experiment or run, once nothing changes for a moment."""
        scene = self._scene
        if self._hides_ahead:
            self._drop()
            self.map = None
        if scene is None or not self.isVisible() or self._hides_ahead:
            return
        experiment = scene.experiment
        spec = dataclasses.replace(experiment.runs[scene.run], label="")
        inputs = (spec, experiment.problem, experiment.steps, experiment.epochs)
        if inputs != self._inputs:
            self._inputs = inputs
            self._work.stop()
            self._soon.start()

    def _drop(self) -> None:
        """End the computation; it begins again when the map is shown."""
        self._soon.stop()
        self._work.stop()
        self._inputs = None

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
        if reason := self._work.reason:
            self.map = None
            self._draw()
            self.words.setText(reason)

    def _draw(self) -> None:
        made, scene = self.map, self._scene
        for part in (self.image, self.in_use, self.best, self.now):
            part.setVisible(made is not None)
        if self._hides_ahead:
            self.words.setText(self.tr("What rates lead to lies ahead of the playhead: hidden (H)."))
        if made is None or scene is None:
            return
        pixels, _ = coloured(made, self._theme)
        self.image.setImage(pixels, levels=None, autoLevels=False)
        low, high = (float(np.log10(rate)) for rate in made.rates[[0, -1]])
        half, last = (high - low) / (len(made.rates) - 1) / 2, float(made.steps[-1])
        self.image.setRect(QRectF(-0.5, low - half, last + 1, high - low + 2 * half))
        self.box.setRange(xRange=(-0.5, last + 0.5), yRange=(low - half, high + half), padding=0)
        self.in_use.setValue(float(np.log10(scene.experiment.runs[scene.run].optimizer.lr)))
        self._place_now()
        best = self.best_rate
        self.best.setVisible(best is not None)
        if best is not None:
            self.best.setValue(float(np.log10(best)))
        self.words.setText(self._resting())

    @property
    def best_rate(self) -> float | None:
        """The tried rate with the lowest final loss."""
        return None if self.map is None else best_rate(self.map)

    # words and mouse

    def _resting(self) -> str:
        if self.best_rate is None:
            return self.tr("Every rate diverges.")
        words = self.tr("Lowest loss after {n} steps: η = {rate} (dashed). A click takes a rate.")
        n = int(self.map.steps[-1]) if self.map is not None else 0
        return words.format(n=f"{n:,}", rate=format_number(self.best_rate, 3))

    def _under(self, event: QMouseEvent) -> tuple[int, int] | None:
        """The row and the column under the mouse."""
        made, at = self.map, self.plot.mapToScene(event.position().toPoint())
        if made is None or not self.box.sceneBoundingRect().contains(at):
            return None
        place = self.box.mapSceneToView(at)
        row = int(np.argmin(np.abs(np.log10(made.rates) - place.y())))
        return row, int(np.clip(round(place.x()), 0, len(made.steps) - 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: read rate and step under the mouse, take the rate at a click, and close with the window."""
        made = self.map
        if watched is self.parentWidget() and event.type() == QEvent.Type.Hide:
            self.hide()
        if made is not None and isinstance(event, QMouseEvent) and watched is self.plot.viewport():
            found = self._under(event)
            if found is None:
                self.words.setText(self._resting())
            else:
                rate, loss = float(made.rates[found[0]]), float(made.loss[found])
                ended = format_number(loss) if np.isfinite(loss) else self.tr("diverged")
                words = self.tr("η = {rate}, step {k}: loss {loss}")
                self.words.setText(words.format(rate=format_number(rate, 3), k=f"{found[1]:,}", loss=ended))
                pressed = event.type() == QEvent.Type.MouseButtonPress
                if pressed and event.button() == Qt.MouseButton.LeftButton:
                    self.rateChosen.emit(float(f"{rate:.3g}"))
        elif event.type() == QEvent.Type.Leave and watched is self.plot.viewport() and made is not None:
            self.words.setText(self._resting())
        return super().eventFilter(watched, event)

    # Qt

    def sizeHint(self) -> QSize:
        """Qt: a readable size."""
        return QSize(560, 420)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: compute what was missed while hidden."""
        super().showEvent(event)
        window = self.parentWidget()
        if window is not None:
            window.installEventFilter(self)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: end the computation."""
        super().hideEvent(event)
        window = self.parentWidget()
        if window is not None:
            window.removeEventFilter(self)
        self._drop()

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
