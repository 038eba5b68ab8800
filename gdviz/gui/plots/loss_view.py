"""The loss of the whole problem over the steps; with batches also, faintly, the loss that each update saw."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gdviz.engine.whole_loss import evaluated_rows, evaluating, is_evaluated
from gdviz.gui.drawing.decimation import LIMIT, Envelope, Floats, thin
from gdviz.gui.drawing.plot_items import Curve
from gdviz.gui.drawing.plot_time import scaled
from gdviz.gui.drawing.step_plot import StepPlot, round_up
from gdviz.gui.drawing.strokes import run_dashes, run_pen
from gdviz.gui.kernel.record_rows import loss_at, row_of
from gdviz.gui.plots.run_legend import RunLegend
from gdviz.gui.style import fonts
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.recording import Recording
    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.problem import Problem

_SAMPLES = 240
"""The most points at which the loss of all samples is computed before a run of batches has ended."""
_PALE = 0.35
"""The opacity of the losses of single batches."""
_DECADES = 12
"""Decades that a logarithmic axis reaches below the start: a run that converges exactly would hide all others."""
_ABOVE = 3
"""Decades that it reaches above the start, unless every run goes further: a diverging run leaves at the top."""
_WORD_GROUND = 215
"""The opacity, of 255, of the ground under a word over curves."""
_STEADY = 1.01
"""The most by which the rates of a run at its noise floor may differ, as a factor."""
_BUDGET = 0.004
"""Seconds that a refresh may spend on such points; the rest follows in idle time."""
_PATIENCE = 10.0
"""The most seconds that a picture waits for the rest."""


class LossView(StepPlot):
    """The loss of each run over the steps, on a logarithmic axis if it is positive and spans more than a decade.

    While what is ahead is hidden, the axis is logarithmic as long as all losses so far are positive, and ends at whole
    decades (a linear one at 0 and at 1, 2 or 5 times a power of ten), so that it changes seldom.

    Where the window is about the learning rate, a thin line shows the level that theory gives the loss of each run at
    its noise floor.
    """

    has_words = True

    def __init__(self, parent: QWidget | None = None, playhead: bool = True) -> None:
        super().__init__("lossView", parent, playhead)
        self._series: list[_Series] = []
        self._faint: list[Curve] = []
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.redraw)
        self._legend: RunLegend | None = None
        self.floors: dict[int, pg.InfiniteLine] = {}
        """The line at the noise floor of each run that has one."""
        self.floor_word = pg.TextItem()
        """The name of the chosen run's line."""
        self.floor_word.setZValue(13)  # over the curves, under the curtain
        self.floor_word.textItem.document().setDocumentMargin(1)
        self.floor_word.hide()
        self.box.addItem(self.floor_word, ignoreBounds=True)

    def retranslate(self) -> None:
        """See StepPlot; the axis names the loss of the problem."""
        self.set_texts(self.tr("Loss"), self._loss_name(), self.tr("Loss of each run over the steps"))
        self.head.setToolTip(term_tip("loss"))
        self._show_head()

    def take_scene(self, scene: Scene, before: Scene | None) -> None:
        """See StepPlot; another scale ends a zoom of the values, and the runs are named while no table does."""
        self._show_legend(scene.state.moment.presenting)
        if before is not None and scene.state.experiment.look.loss_axis != before.state.experiment.look.loss_axis:
            self.zoom.clear_values()

    def _take_runs(self, scene: Scene) -> None:
        """See StepPlot."""
        known = {id(series.record): series for series in self._series}
        self._series = [known.get(id(record)) or _Series(record, scene.problem) for record in scene.runs]
        while len(self._faint) > len(scene.runs):
            self.room.remove(self._faint.pop())
        while len(self._faint) < len(scene.runs):
            self._faint.append(self.room.add(6))
        super()._take_runs(scene)
        self._name_runs()

    def _show_legend(self, shown: bool) -> None:
        """Show or hide the names of the runs in the head of the plot, for several runs."""
        if not shown and self._legend is not None:
            self._legend.deleteLater()
            self._legend = None
            self._show_head()
        elif shown and self._legend is None:
            self._legend = RunLegend(self)
            self.head_row.addWidget(self._legend, 100)
            self._name_runs()

    def _name_runs(self) -> None:
        if self._legend is not None and self._scene is not None:
            names = [self._scene.label(run) for run in range(len(self.records))]
            self._legend.set_runs(names, self.styles, self.theme)
            self._legend.setVisible(len(self.records) > 1)
            self._show_head()

    def _show_head(self) -> None:
        """Show the head, unless the names of the runs need its room: the axis says what is plotted."""
        self.head.setVisible(self._legend is None or len(self.records) <= 1)

    def draw_curves(self) -> tuple[float, float]:
        """See StepPlot; also chooses the scale of the axis."""
        deadline = time.perf_counter() + _BUDGET
        drawn = [series for series, style in zip(self._series, self.styles, strict=True) if style.drawn]
        remaining = [series.advance(deadline) for series in drawn]
        if any(remaining):
            self._idle.start(15)
        # Not over the best loss: the loss of a batch may be lower than any loss of the whole.
        batches = self.look.loss_axis != "best"
        visible = [run for run, style in enumerate(self.styles) if style.drawn]
        made = {run: self.made(run) if self.axes_hide_ahead else None for run in visible}
        points = {run: self._series[run].points(made=made[run]) for run in visible}
        faints = {run: self._series[run].faint(made[run]) for run in visible if batches}
        whole = [losses for _, losses in points.values()]
        shown = whole + [losses for _, losses in faints.values()]
        shown += self.recorded.values if self.recorded is not None else []
        everything = np.concatenate(shown) if shown else np.empty(0)
        everything = everything[np.isfinite(everything)]
        if len(everything) == 0:
            everything = np.ones(1)
        self.scale.base = self._best_known(float(everything.min())) if self.look.loss_axis == "best" else 0.0
        everything = everything - self.scale.base
        positive = everything[everything > 0]
        low, high = float(everything.min()), float(everything.max())
        starts = [abs(float(losses[0]) - self.scale.base) for losses in whole if np.isfinite(losses[:1]).any()]
        wanted = "log" if self.look.loss_axis == "best" else self.look.loss_axis
        if self.axes_hide_ahead and wanted == "auto" and low >= 0:
            wanted = "log"  # it is unknown how far the losses will fall
        self.scale.choose(low, high, float(positive.min(initial=np.inf)), max(starts, default=0.0) or 1.0, wanted)
        for run, (series, faint) in enumerate(zip(self._series, self._faint, strict=True)):
            style = self.styles[run]
            faint.setVisible(style.drawn and not style.faint and series.has_faint and batches)
            if not style.drawn:
                continue
            x, y = points[run] if self.zoom.steps is None else series.points(self.zoom.steps, made[run])
            at = scaled(self.time, series.record, x)
            self.stroke(run, at, self.scale.to_axis(y), run_pen(style, len(x)), run_dashes(style))
            if not faint.isVisible():
                continue
            x, y = faints[run]
            # Opaque: thousands of overlapping swings would be as strong as the loss itself.
            pale = self.theme.mix(style.color.name(), "plot", _PALE)
            faint.setPen(pg.mkPen(pale, width=1))
            faint.setData(scaled(self.time, series.record, x), self.scale.to_axis(y))
        if self.scale.kind == "log":
            low = max(low, min((start for start in starts if start > 0), default=0.0) * 10.0**-_DECADES)
            high = self._ceiling(high, whole, max(starts, default=0.0))
        return self._coarse(low, high) if self.axes_hide_ahead else self._ends(low, high)

    def redraw(self) -> None:
        """See StepPlot."""
        super().redraw()
        if self._scene is not None:
            self._draw_floors()
            self.name_curves()

    def taken(self) -> list[QRectF]:
        """See StepPlot: the name of the noise floor."""
        if not self.floor_word.isVisible():
            return []
        return [self.floor_word.sceneBoundingRect().translated(-self.box.sceneBoundingRect().topLeft())]

    def _floors_shown(self) -> list[int]:
        """The runs whose noise floors may be shown: none whose floor would reveal what is hidden."""
        scene = self._scene
        if scene is None or scene.arrangement != "rates" or scene.in_fog:
            return []
        return [run for run in range(len(scene.runs)) if not scene.hides_end(run)]

    def _draw_floors(self) -> None:
        """Draw the noise floors of the runs, and name that of the chosen one at its left end."""
        scene = self._scene
        assert scene is not None
        for line in self.floors.values():
            self.box.removeItem(line)
        self.floors = {}
        for run in self._floors_shown():
            style, level = self.styles[run], _noise_floor(self.records[run])
            if level is not None and style.drawn and not style.faint:
                pen = pg.mkPen(style.color, width=1, style=Qt.PenStyle.DashLine)
                self.floors[run] = pg.InfiniteLine(float(self.scale.to_axis(level)), angle=0, pen=pen)
                self.floors[run].setZValue(9)
                self.box.addItem(self.floors[run], ignoreBounds=True)
        chosen = self.floors.get(scene.run)
        self.floor_word.setVisible(chosen is not None)
        if chosen is not None:
            (left, _), (bottom, top) = self.box.viewRange()
            self.floor_word.setText(self.tr("noise floor"))
            self.floor_word.setFont(fonts.small())
            self.floor_word.setColor(self.theme.word(self.styles[scene.run].color.name()))
            ground = QColor(self.theme.plot)
            ground.setAlpha(_WORD_GROUND)
            self.floor_word.fill = pg.mkBrush(ground)  # the noise of other runs lies behind it
            self.floor_word.setToolTip(self.tr("Where theory says the noise of the gradients keeps the loss"))
            under = chosen.value() - bottom > 0.2 * (top - bottom)  # the curve comes down above it
            self.floor_word.setAnchor((0, 0 if under else 1))
            self.floor_word.setPos(left, chosen.value())

    def _ends(self, low: float, high: float) -> tuple[float, float]:
        """The positions of two losses from which the base is already subtracted."""
        return float(self.scale.above_base(low)), float(self.scale.above_base(high))

    def _coarse(self, low: float, high: float) -> tuple[float, float]:
        """The positions of round losses around these, so that the axis changes seldom while runs grow."""
        if self.scale.kind == "linear":
            return self._ends(-round_up(-low) if low < 0 else 0.0, round_up(high) if high > 0 else 0.0)
        bottom, top = self._ends(low, high)
        bottom, top = float(math.floor(bottom + 1e-9)), float(math.ceil(top - 1e-9))
        return bottom, max(top, bottom + 1)

    def time_end(self) -> float:
        """See StepPlot; if all runs have ended early, as diverging ones do, the end of the longest.

        Not while what is ahead is hidden, as the axis would reveal that end.
        """
        planned = super().time_end()
        if self.axes_hide_ahead or any(record.finish is None for record in self.records):
            return planned
        beside = self.recorded.end if self.recorded is not None else 0
        return min(planned, max(self.time.made(self.records), beside))

    @property
    def busy(self) -> bool:
        """See View."""
        return self._idle.isActive()

    def settle(self) -> None:
        """See View: compute the remaining losses of the curves, within a time limit."""
        drawn = [series for series, style in zip(self._series, self.styles, strict=True) if style.drawn]
        open_ = [series for series in drawn if series.record.finish is not None and not is_evaluated(series.record)]
        if not (self._idle.isActive() or open_):
            return
        self._idle.stop()
        until = time.perf_counter() + _PATIENCE
        for series in open_:
            for _ in evaluating(series.record):
                if time.perf_counter() > until:
                    break
        for series in drawn:
            series.advance(until)
        self.redraw()

    def _held(self) -> object:
        assert self._scene is not None
        progress = [(made.updates, made.finish, made.judged, made.evaluated) for made in self._scene.records.progress]
        return progress, self._floors_shown()

    def _ceiling(self, high: float, whole: Sequence[Floats], start: float) -> float:
        """The upper end of the axis: `high`, or less if only a diverging run reaches it."""
        ceiling = start * 10.0**_ABOVE
        tops = [float(np.max(losses - self.scale.base, initial=0.0)) for losses in whole]
        return min(high, ceiling) if ceiling > 0 and min(tops, default=high) <= ceiling else high

    def _best_known(self, seen: float) -> float:
        """The lowest loss of the known minima and of the drawn rows."""
        known = [minimum.loss for minimum in self.problem.minima] if self.problem is not None else []
        return min([seen, *(loss for loss in known if math.isfinite(loss))])

    def recorded_values(self, recording: Recording) -> Floats | None:
        """See StepPlot; if only a path is recorded, the losses of the problem along it."""
        from gdviz.gui.kernel.recorded_style import losses

        return losses(recording, self.problem) if self.problem is not None else recording.loss

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The loss of the whole problem after k updates, or None if it is not computed."""
        return loss_at(record, k) if k <= record.updates else None

    def readout_note(self, run: int, k: int) -> str:
        """The loss above the best known one if the axis shows that; with batches, the loss that the update saw."""
        record = self.records[run]
        if self.look.loss_axis == "best":
            above = format_number(loss_at(record, k) - self.scale.base, 4)
            return f" <span style='color:{self.theme.text2}'>({self.tr('best + {value}').format(value=above)})</span>"
        row = row_of(record, k)
        if record.spec.batch is None or row >= len(record.batch_loss):
            return ""
        seen = format_number(float(record.batch_loss[row]), 4)
        return f" <span style='color:{self.theme.text2}'>({self.tr('batch {value}').format(value=seen)})</span>"

    def _loss_name(self) -> str:
        if self.look.loss_axis == "best" and self.problem is not None:
            return self.tr("{loss} − best known").format(loss=self.problem.symbol)
        return self._plain_name()

    def _plain_name(self) -> str:
        if self.problem is None or self.experiment is None:
            return self.tr("loss")
        if self.problem.n_samples is None:
            return self.tr("loss {symbol}").format(symbol=self.problem.symbol)
        spec = self.experiment.problem
        kind = getattr(spec, "loss", "bce" if spec.kind == "logistic_regression" else "mse")
        name = self.tr("binary cross-entropy") if kind == "bce" else self.tr("mean squared error")
        return f"{name} {self.problem.symbol}"  # the symbol stands alone where there is little room


def _noise_floor(record: RunRecord) -> float | None:
    """Return the loss at which, by theory, noise keeps a run.

    None if theory gives no such loss, or not for the loss alone, and if the rate changes, as there is no one level.
    """
    verdict, optimizer = record.verdict, record.spec.optimizer
    if verdict is None or verdict.kind not in ("noise_floor", "local_minimum"):
        return None
    if getattr(optimizer, "maximize", False) or getattr(optimizer, "weight_decay", 0.0):
        return None
    rates = record.lr[-max(record.n // 4, 1) :]  # those that the verdict is about
    if float(rates.max()) > _STEADY * float(rates.min()):
        return None
    lowest, above = verdict.numbers.get("minimum_loss"), verdict.numbers.get("predicted")
    return None if lowest is None or above is None else float(lowest + above)


class _Series:
    """The curves of one run: its loss, and with batches the loss that each update saw.

    Without data the record has the loss of every step, and with all samples in each update it is the loss that the
    updates saw. With batches each loss needs a pass over the samples, so while the run grows it is computed at
    multiples of a stride that doubles, within a time limit; the worker, or the maker of a picture, computes all rows.
    """

    def __init__(self, record: RunRecord, problem: Problem) -> None:
        self.record = record
        self.sampled = problem.n_samples is not None and record.spec.batch is not None
        self._seen_whole = problem.n_samples is not None and record.spec.batch is None
        self._loss, self._seen = Envelope(), Envelope()
        self._past, self._past_seen = Envelope(), Envelope()
        """The same up to the playhead, used while what is ahead is hidden."""
        self._known: dict[int, float] = {}
        self._final = -1
        self._rows = np.empty(0, dtype=int)
        """The rows in the envelope of the loss, if they are not all rows of the record."""

    def advance(self, deadline: float) -> bool:
        """Take the new rows of the record; return whether losses remain to be computed."""
        record = self.record
        finished, n = record.finish is not None, record.n
        if not self.sampled:
            self._loss.update(*self._whole())
            return False
        seen = record.batch_loss
        self._seen.update(record.step[: len(seen)], seen)
        if (rows := evaluated_rows(record)) is not None:
            if rows is not self._rows:
                self._rows = rows
                self._loss.clear()
                self._loss.update(*self._whole())
            return False
        stride = 1
        while n // stride > _SAMPLES:
            stride *= 2
        self._known = {row: value for row, value in self._known.items() if row % stride == 0 or row == self._final}
        wanted = [row for row in range(0, n + 1, stride) if row not in self._known]
        if finished and n not in self._known:
            self._final = n
            wanted.insert(0, n)
        for count, row in enumerate(wanted):
            if time.perf_counter() > deadline and count:
                return True
            self._known[row] = record.loss_at(row)
        return False

    def _whole(self) -> tuple[np.ndarray, Floats]:
        """The steps and losses of all visible rows of the record."""
        record, finished = self.record, self.record.finish is not None  # read first, as the run may end meanwhile
        if self.sampled:
            return record.step[self._rows].astype(float), record.losses_at(self._rows)
        if not self._seen_whole:
            loss = record.loss
        else:
            loss = record.batch_loss
            if finished or not len(loss):  # no update has seen the last point
                loss = np.append(loss, record.loss_at(len(loss)))
        return record.step[: len(loss)], loss

    def points(self, seen: tuple[float, float] | None = None, made: int | None = None) -> tuple[Floats, Floats]:
        """The loss of the whole problem: steps and values; for a long run, in detail within `seen`.

        With `made`, only what is known after this many updates: later rows do not influence the thinning.
        """
        if not self.sampled or evaluated_rows(self.record) is self._rows:
            if (seen is None or self.record.n <= LIMIT) and made is None:
                return self._loss.points()
            steps, losses = self._whole()
            if made is not None:
                steps, losses = self._until(made, steps, losses)
                if seen is None or len(steps) <= LIMIT:
                    self._past.update(steps, losses)
                    return self._past.points()
            first, last = np.searchsorted(steps, seen)  # type: ignore[arg-type]
            part = slice(max(0, int(first) - 1), int(last) + 1)
            return thin(steps[part], losses[part])
        rows = np.array(sorted(self._known), dtype=int)
        steps = self.record.step
        rows = rows[rows < len(steps)]
        found = steps[rows].astype(float), np.array([self._known[int(row)] for row in rows])
        return found if made is None else self._until(made, *found)

    def _until(self, made: int, steps: np.ndarray, losses: Floats) -> tuple[np.ndarray, Floats]:
        """These rows up to the point after `made` updates."""
        rows = int(np.searchsorted(steps, made, side="right"))
        steps, losses = steps[:rows], losses[:rows]
        if self.sampled and (not rows or steps[-1] < made):  # between two evaluated rows
            return np.append(steps, made), np.append(losses, loss_at(self.record, made))
        return steps, losses

    @property
    def has_faint(self) -> bool:
        """Whether the updates saw another loss than that of the whole problem."""
        return self.record.spec.batch is not None

    def faint(self, made: int | None = None) -> tuple[Floats, Floats]:
        """The losses that the updates saw, up to update `made`; empty if they are the loss itself."""
        if not self.has_faint:
            return np.empty(0), np.empty(0)
        if made is None:
            return self._seen.points()
        seen = self.record.batch_loss
        rows = int(np.searchsorted(self.record.step[: len(seen)], made, side="right"))
        self._past_seen.update(self.record.step[:rows], seen[:rows])
        return self._past_seen.points()
