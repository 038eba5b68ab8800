"""What another learning rate would have done: the loss along the gradient here, and the final loss over the rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gdviz import proposals
from gdviz.engine.rates import Line, Outcome, affordable_steps, grid, line, sweeping
from gdviz.gui import edits
from gdviz.gui.idle import IdleWork
from gdviz.gui.run_style import RunStyle, as_styles
from gdviz.gui.theme import Theme
from gdviz.gui.views.plot_parts import row_at
from gdviz.gui.views.rate_plot import RatePlot
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem

REST_MS = 120
"""A sweep begins when nothing has changed for so long."""
_HEADROOM = 0.45
"""How far over the old loss the line is shown, as a share of its depth."""


class RateCurveView(RatePlot):
    """Mode "line": J(w − η·gradient) at the playhead; "sweep": the final loss of constant rates from there.

    `rateChosen` carries what the optimizer's rate is to be, so that the rate at the playhead becomes the wished one.
    """

    rateChosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("rateCurveView", parent)
        self.mode = "line"
        self.experiment: Experiment | None = None
        self.problem: Problem | None = None
        self.records: Sequence[RunRecord] = ()
        self.styles: list[RunStyle] = []
        self._run = 0
        self._playhead = 0
        self.line: Line | None = None
        """What is shown in mode "line"."""
        self.outcome: Outcome | None = None
        """What is shown in mode "sweep"; None while it is computed."""
        self._swept: Any = None
        self._from = 0
        self.idle = IdleWork(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._compute)
        self.uphill = QPushButton()
        self.uphill.setObjectName("uphillButton")
        self.uphill.setCheckable(True)
        self.uphill.setProperty("segment", "only")
        self.uphill.toggled.connect(self._compute)
        self.head_row.addWidget(self.uphill)
        self.rateWished.connect(self._choose)
        self.box.sigResized.connect(self._soon.start)
        self.apply_theme(self.theme)

    def set_mode(self, mode: str) -> None:
        """Show the "line" or the "sweep"."""
        self.mode = mode
        self.uphill.setVisible(mode == "line")
        self.retranslate()
        self._soon.start()

    # The common methods of the views

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show the runs of a new experiment: one record and one style (or colour) each."""
        self.experiment, self.problem, self.records = experiment, problem, records
        self.styles = as_styles(colors, self.theme)
        self._run = min(self._run, len(records) - 1)
        self._soon.start()

    def refresh(self) -> None:
        """Take what the records hold now."""
        self._soon.start()

    def set_run(self, index: int) -> None:
        """Choose the run whose point and rate are looked at."""
        self._run = index
        self._soon.start()

    def set_playhead(self, k: int) -> None:
        """Look from the point after k updates."""
        self._playhead = k
        self._soon.start()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().apply_theme(theme)
        self.retranslate()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what was missed while hidden is computed now."""
        super().showEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: what nobody sees is not computed."""
        super().hideEvent(event)
        self._drop_sweep()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._draw()

    def retranslate(self) -> None:
        """Put in the words of the language."""
        self.uphill.setText("±")
        self.uphill.setAccessibleName(self.tr("Uphill"))
        self.uphill.setToolTip(
            self.tr("Turns the sign: J(w + η·gradient). It rises, which is why the update has a minus.")
        )
        if self.mode == "line":
            self.setTitle(self.tr("Line search"))
            sign = "+" if self.uphill.isChecked() else "−"
            self.set_labels(self.tr("learning rate η"), f"J(w {sign} η·∇J)")
            told = self.tr("The loss along the gradient from the playhead on; a click takes the rate, Return the best.")
        else:
            self.setTitle(self.tr("Rate sweep"))
            self.set_labels(self.tr("constant learning rate η"), self.tr("final loss"))
            told = self.tr("The final loss of constant rates from the playhead on; a click takes one, Return the best.")
        self.plot.setToolTip(told)
        self.plot.setAccessibleName(told)

    # What is computed

    @property
    def record(self) -> RunRecord | None:
        """The run that is looked at."""
        return self.records[self._run] if self._run < len(self.records) else None

    def rate_in_use(self) -> float:
        """The rate of the update from the playhead; at the end, of the last one; 0 without any."""
        record = self.record
        last = 0 if record is None else min(self._playhead, record.planned - 1)
        return 0.0 if record is None or last < 0 else float(record.planned_lr(np.array([last]))[0])

    def value_at(self, rate: float) -> float | None:
        """See RatePlot."""
        shown = self.line if self.mode == "line" else self.outcome
        if shown is None or not shown.rates[0] <= rate <= shown.rates[-1]:
            return None
        value = float(np.interp(rate, shown.rates, shown.loss))
        return value if math.isfinite(value) else None

    def _compute(self) -> None:
        record, problem, experiment = self.record, self.problem, self.experiment
        if record is None or problem is None or experiment is None or not self.isVisible():
            return
        point = record.w[row_at(record, self._playhead)]
        if self.mode == "line":
            self._drop_sweep()
            self.line = line(problem, point, self.rate_in_use() or record.spec.optimizer.lr, self.uphill.isChecked())
            self.retranslate()
        else:
            self._sweep(experiment, record, tuple(point.tolist()))
        self._draw()

    def _drop_sweep(self) -> None:
        if self.idle.busy:
            self.idle.cancel()
            self._swept = None  # so that it is begun again when it is looked at

    def _sweep(self, experiment: Experiment, record: RunRecord, point: tuple[float, ...]) -> None:
        """Begin a sweep from `point`, unless it is the one that is shown or under way."""
        key = (experiment.problem, record.spec.optimizer, record.spec.batch, experiment.seed, record.planned, point)
        if key == self._swept:
            return
        if self._swept is None or key[:-1] != self._swept[:-1]:
            self.outcome = None  # of another problem or rule; that of another step stays until the new one is there
        self._swept = key
        optimizer = type(record.spec.optimizer)
        rates = grid(proposals.rate(optimizer, record.problem))
        made = min(self._playhead, record.updates)
        steps = min(affordable_steps(experiment, self._run, len(rates)), max(record.planned - made, 1))

        def done(found: Outcome) -> None:
            self.outcome, self._from = found, made
            self._draw()

        if steps:
            self.idle.start(sweeping(experiment, self._run, rates, point, steps), done, REST_MS)

    def _choose(self, rate: float) -> None:
        """Ask for the optimizer's rate that makes `rate` the one at the playhead (or of the whole run)."""
        record, experiment, used = self.record, self.experiment, self.rate_in_use()
        if record is None or experiment is None or not edits.rate_is_used(experiment, self._run):
            return
        base = record.spec.optimizer.lr
        share = used / base if self.mode == "line" and used > 0 else 1.0
        self.rateChosen.emit(float(f"{rate / share:.4g}") if share != 1.0 else rate)

    # What is drawn

    def _draw(self) -> None:
        self.clear()
        if self.record is None or not self.styles:
            self.words.setText("")
        elif self.mode == "line":
            self._draw_line()
        else:
            self._draw_sweep()

    def _curve(self, rates: np.ndarray, values: np.ndarray, color: Any, width: float = 2.0) -> None:
        x, y = self.rates.to_axis(rates), self.values.to_axis(values)
        sound = np.isfinite(y)
        curve = pg.PlotCurveItem(x, np.where(sound, y, 0.0), connect=(sound & np.append(sound[1:], False)).astype(int))
        curve.setPen(pg.mkPen(color, width=width))
        self.add(curve, 10)

    def _old_loss(self, loss: float) -> None:
        pen = pg.mkPen(self.theme.text3, width=1, style=Qt.PenStyle.DotLine)
        self.add(pg.InfiniteLine(float(self.values.to_axis(loss)), angle=0, pen=pen), 6)

    def _draw_line(self) -> None:
        found, record = self.line, self.record
        if found is None or record is None or not math.isfinite(found.old_loss):
            self.words.setText(self.tr("no finite loss here"))
            return
        self.rates.kind = self.values.kind = "linear"
        used, old = self.rate_in_use(), found.old_loss
        sound = found.loss[np.isfinite(found.loss)]
        low = float(sound.min())
        depth = old - low or float(np.ptp(sound)) or abs(old) or 1.0
        top = old + (_HEADROOM if found.best is not None else 1.0) * depth
        here = self.value_at(used)
        if here is not None and top < here <= old + 3 * depth:
            top = here
        air = 0.12 * (top - low)
        self.box.setRange(
            xRange=(-0.02 * found.rates[-1], found.rates[-1]), yRange=(low - air, top + 2 * air), padding=0
        )
        self._old_loss(old)
        reach = min(found.rates[-1], (top + air - low) / abs(found.slope)) if found.slope else found.rates[-1]
        tangent = np.array([0.0, reach])
        self._curve(tangent, old + found.slope * tangent, self.theme.text3, 1.0)
        self._curve(found.rates, found.loss, self.styles[self._run].color)
        if found.crossing is not None:
            self.add_line(found.crossing, self.theme.bad, self.tr("old loss again"))
            self.snaps.append(found.crossing)
        if found.best is not None and found.best_loss is not None:
            self.add_line(found.best, self.theme.good, self.tr("best"), row=1)
            self.add_dot(found.best, found.best_loss, self.theme.good)
            self.best = found.best
            self.snaps.append(found.best)
        if 0 < used <= found.rates[-1]:
            self.add_line(used, self.theme.text1, solid=True)
            if here is not None:
                self.add_dot(used, here, self.styles[self._run].color.name())
        self.words.setText(self._line_words(found, used))

    def _line_words(self, found: Line, used: float) -> str:
        if self.uphill.isChecked():
            told = self.tr("With a plus the loss rises, slope +|g|² = {slope}: the gradient points uphill.")
            return told.format(slope=format_number(found.slope))
        parts = [self.tr("in use {rate}").format(rate=format_number(used))]
        if found.best is not None:
            parts.append(self.tr("best {rate}").format(rate=format_number(found.best)))
        if found.crossing is not None:
            parts.append(self.tr("old loss again at {rate}").format(rate=format_number(found.crossing)))
        parts.append(self.tr("slope at 0: −|g|² = {slope}").format(slope=format_number(found.slope)))
        return " · ".join(parts)

    def _draw_sweep(self) -> None:
        found = self.outcome
        if found is None:
            self.words.setText(self.tr("computing…") if self.idle.busy else self.tr("too much data for a sweep"))
            return
        sound = np.isfinite(found.loss)
        known = np.append(found.loss[sound & (found.loss <= _most(found))], found.start_loss)
        low, high = float(known.min()), float(known.max())
        positive = known[known > 0]
        least = max(float(positive.min()), high * 1e-12) if len(positive) else math.inf
        self.rates.kind, self.rates.floor = "log", float(found.rates[0])
        self.values.choose(low, high, least, float(np.median(np.abs(known))) or 1.0)
        bottom, top = float(self.values.to_axis(low)), float(self.values.to_axis(high))
        air = 0.1 * (top - bottom) or 0.5
        left, right = (float(self.rates.to_axis(rate)) for rate in found.rates[[0, -1]])
        self.box.setRange(xRange=(left, right), yRange=(bottom - air, top + 2 * air), padding=0)
        self._old_loss(found.start_loss)
        self._curve(found.rates, found.loss, self.styles[self._run].color)
        self._mark_divergence(found, right)
        if (best := found.best) is not None:
            self.best = float(found.rates[best])
            self.add_line(self.best, self.theme.good, self.tr("best"), row=1, turn=0.2)
            self.add_dot(self.best, float(found.loss[best]), self.theme.good)
            self.snaps.append(self.best)
        used = self.rate_in_use()
        if found.rates[0] <= used <= found.rates[-1]:
            self.add_line(used, self.theme.text1, solid=True)
        self.words.setText(self._sweep_words(found))

    def _mark_divergence(self, found: Outcome, right: float) -> None:
        """Where the largest rates have no finite end: shade from the first on after which all end over the start."""
        under = np.flatnonzero(found.loss < found.start_loss)
        first_over = int(under[-1]) + 1 if len(under) else 0
        if math.isfinite(found.loss[-1]) or first_over == len(found.loss):
            return
        first = float(found.rates[first_over])
        shade = QColor(self.theme.bad)
        shade.setAlpha(40)
        area = pg.LinearRegionItem((float(self.rates.to_axis(first)), right), movable=False, brush=shade)
        for edge in area.lines:
            edge.hide()
        self.add(area, 4)
        self.add_line(first, self.theme.bad, self.tr("diverges"), turn=0.8)

    def _sweep_words(self, found: Outcome) -> str:
        parts = [self.tr("from step {k}").format(k=f"{self._from:,}")]
        if self.best is not None:
            parts.append(self.tr("best {rate}").format(rate=format_number(self.best)))
        elif found.falling.any():
            parts.append(self.tr("the loss falls without end: no rate is best"))
        parts.append(self.tr("in use {rate}").format(rate=format_number(self.rate_in_use())))
        return " · ".join(parts)


def _most(found: Outcome) -> float:
    """The highest final loss that is worth its room: twice the depth over the loss at the start."""
    sound = found.loss[np.isfinite(found.loss)]
    depth = found.start_loss - float(sound.min()) if len(sound) else 0.0
    return found.start_loss + 2 * max(depth, 0.1 * abs(found.start_loss))
