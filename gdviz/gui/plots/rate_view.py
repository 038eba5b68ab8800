"""What the plots over the learning rate share: the run and the point that they look from, and the rate in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gdviz.editing import edits
from gdviz.gui.kernel.idle import IdleWork
from gdviz.gui.kernel.record_rows import row_at
from gdviz.gui.kernel.run_style import RunStyle, as_styles
from gdviz.gui.plots.rate_plot import RatePlot
from gdviz.gui.style.theme import Theme
from gdviz.look import Look

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.base import Problem

REST_MS = 120
"""A long computation begins when nothing has changed for so long."""
_BEYOND = 20
"""So many heights over and under the plot a curve is drawn: Qt draws nothing of one that goes up to 1e200."""


class RateView(RatePlot):
    """A view of what rates would do, from the point of the chosen run at the playhead.

    `rateChosen` carries what the optimizer's rate is to be, so that the rate at the playhead becomes the wished one.
    A subclass gives `compute`, `draw` and `retranslate`.
    """

    rateChosen = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.experiment: Experiment | None = None
        self.problem: Problem | None = None
        self.records: Sequence[RunRecord] = ()
        self.styles: list[RunStyle] = []
        self.look = Look()
        self.ahead_hidden = False
        self.from_here = False
        """Whether a chosen rate is that at the playhead, from there on, rather than the optimizer's."""
        self.run = 0
        self.playhead = 0
        self.begun: Any = None
        """What the long computation that is shown, or under way, is of."""
        self.idle = IdleWork(self)
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(0)
        self.soon.timeout.connect(self.update_now)
        self.rateWished.connect(self._choose)
        self.box.sigResized.connect(self.soon.start)

    # What a subclass gives

    def compute(self, experiment: Experiment, problem: Problem, record: RunRecord, point: np.ndarray) -> None:
        """Find out what is to be shown from `point` (dim,) on, now or in idle time."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw what was found."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Put in the words of the language."""
        raise NotImplementedError

    def set_mode(self, mode: str) -> None:
        """Show another mode, where there are several."""

    def share_of_rate(self) -> float:
        """What the optimizer's rate is multiplied by to become the rates of the axis."""
        return 1.0

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        state, was = scene.state.experiment, None if before is None else before.state.experiment
        if scene.has_other_dress(before):
            self.apply_theme(scene.theme)
        if state.look != self.look:
            self.set_look(state.look)
        if was is None or state.rates != was.rates:
            self.set_mode(state.rates)
        self.from_here = scene.state.moment.from_here
        if was is None or state.ahead_hidden != was.ahead_hidden:
            self.set_ahead_hidden(state.ahead_hidden)
        if scene.has_other_runs(before):
            self.run = scene.run
            self.show_runs(scene.experiment, scene.problem, scene.runs, scene.styles())
        if before is None or scene.playhead != before.playhead or scene.has_grown(before):
            self.set_playhead(scene.playhead)

    @property
    def busy(self) -> bool:
        """See View."""
        return self.soon.isActive() or self.idle.busy

    def settle(self) -> None:
        """See View."""

    def release(self) -> None:
        """See View."""

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show the runs of a new experiment: one record and one style (or colour) each."""
        self.experiment, self.problem, self.records = experiment, problem, records
        self.styles = as_styles(colors, self.theme)
        self.run = min(self.run, len(records) - 1)
        self.soon.start()

    def refresh(self) -> None:
        """Take what the records hold now."""
        self.soon.start()

    def set_run(self, index: int) -> None:
        """Choose the run whose point and rate are looked at."""
        self.run = index
        self.soon.start()

    def set_playhead(self, k: int) -> None:
        """Look from the point after k updates."""
        self.playhead = k
        self.soon.start()

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Hide what the rates would lead to: it lies ahead of the playhead."""
        self.ahead_hidden = hidden
        self._end_hover()
        self.soon.start()

    def set_from_here(self, on: bool) -> None:
        """Take a chosen rate as that of the updates from the playhead on."""
        self.from_here = on

    def set_look(self, look: Look) -> None:
        """Take the scale of the losses: "best", which is of a run's, leaves it to their numbers."""
        self.look = look
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().apply_theme(theme)
        self.retranslate()
        self._draw()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what was missed while hidden is computed now."""
        super().showEvent(event)
        self.soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: what nobody sees is not computed."""
        super().hideEvent(event)
        self.drop_work()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._draw()

    # What is computed

    @property
    def record(self) -> RunRecord | None:
        """The run that is looked at."""
        return self.records[self.run] if self.run < len(self.records) else None

    def rate_in_use(self) -> float:
        """The rate of the update from the playhead; at the end, of the last one; 0 without any."""
        record = self.record
        last = 0 if record is None else min(self.playhead, record.planned - 1)
        return 0.0 if record is None or last < 0 else float(record.planned_lr(np.array([last]))[0])

    def update_now(self) -> None:
        """Compute and draw what is to be seen now."""
        record, problem, experiment = self.record, self.problem, self.experiment
        if record is not None and problem is not None and experiment is not None and self.isVisible():
            self.compute(experiment, problem, record, record.w[row_at(record, self.playhead)])
            self._draw()

    def drop_work(self) -> None:
        """End a long computation; it is begun again when it is looked at."""
        if self.idle.busy:
            self.idle.cancel()
            self.begun = None

    def _choose(self, rate: float) -> None:
        """Ask for the optimizer's rate that makes `rate` the one at the playhead (or of the whole run)."""
        if self.from_here:
            self.rateChosen.emit(rate)
        elif self.experiment is not None and edits.rate_is_used(self.experiment, self.run):
            share = self.share_of_rate()
            self.rateChosen.emit(float(f"{rate / share:.4g}") if share != 1.0 else rate)

    # What subclasses draw with

    def _draw(self) -> None:
        self.clear()
        if self.record is None or not self.styles:
            self.words.setText("")
        else:
            self.draw()

    def curve(self, rates: np.ndarray, values: np.ndarray, color: Any, width: float = 2.0) -> None:
        """A curve, with a gap where a value is not finite; call it after the range is set."""
        x, y = self.rates.to_axis(rates), self.values.to_axis(values)
        sound = np.isfinite(y)
        bottom, top = self.box.viewRange()[1]
        y = np.clip(y, bottom - _BEYOND * (top - bottom), top + _BEYOND * (top - bottom))
        curve = pg.PlotCurveItem(x, np.where(sound, y, 0.0), connect=(sound & np.append(sound[1:], False)).astype(int))
        curve.setPen(pg.mkPen(color, width=width))
        self.add(curve, 10)

    def old_loss(self, loss: float) -> None:
        """A line at the loss that the curve begins with."""
        pen = pg.mkPen(self.theme.text3, width=1, style=Qt.PenStyle.DotLine)
        self.add(pg.InfiniteLine(float(self.values.to_axis(loss)), angle=0, pen=pen), 6)

    def shade_from(self, rate: float, word: str) -> None:
        """Mark the rates from `rate` on as bad, with a word."""
        shade = QColor(self.theme.bad)
        shade.setAlpha(40)
        right = self.box.viewRange()[0][1]
        area = pg.LinearRegionItem((float(self.rates.to_axis(rate)), right), movable=False, brush=shade)
        for edge in area.lines:
            edge.hide()
        self.add(area, 4)
        self.add_line(rate, self.theme.bad, word, turn=0.8)

    def fit(self, rates: tuple[float, float], low: float, high: float, least: float, typical: float) -> None:
        """Show these rates on a logarithmic axis, and values from `low` to `high` on the one that is chosen."""
        self.rates.kind, self.rates.floor = "log", rates[0]
        wanted = self.look.loss_axis
        self.values.choose(low, high, least, typical, "auto" if wanted == "best" else wanted)
        bottom, top = float(self.values.to_axis(low)), float(self.values.to_axis(high))
        air = 0.1 * (top - bottom) or 0.5
        left, right = (float(self.rates.to_axis(rate)) for rate in rates)
        self.box.setRange(xRange=(left, right), yRange=(bottom - air, top + 2 * air), padding=0)
