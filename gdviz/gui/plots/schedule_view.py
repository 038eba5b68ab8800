"""The learning rate of every update, known before anything is computed, and the stability limit of each run."""

from __future__ import annotations

import math
import sys
from collections.abc import Hashable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from gdviz.engine.diagnosis.crossings import ALL, StabilityCurve, limit_at
from gdviz.engine.diagnosis.limits import is_preconditioned
from gdviz.gui.drawing.decimation import Floats, thin
from gdviz.gui.drawing.plot_time import scaled
from gdviz.gui.drawing.strokes import run_dashes, run_pen
from gdviz.gui.kernel.run_style import RunStyle, as_styles
from gdviz.gui.plots.crossing_marks import CrossingMarks
from gdviz.gui.plots.limit_layer import LimitLayer, LimitStyle, LimitTrace
from gdviz.gui.plots.plot_parts import GRAB
from gdviz.gui.plots.schedule_editing import EditablePlot
from gdviz.gui.plots.schedule_notes import schedule_notes
from gdviz.gui.style import fonts, scaling, texts
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look
from gdviz.messages import Message

if TYPE_CHECKING:
    from gdviz.engine.recording import Recording
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.base import Problem

_SAMPLES = 16_384
"""The steps at which the plan is asked for; a longer run is sampled evenly."""
_LIMIT_ROOM = 2.5
"""A stability limit up to so many times the largest rate stretches the axis; a higher one is only named."""
_HIGHEST = 1e300
"""The highest rate that is drawn: an axis must have a length."""
_LINE = 18
"""Pixels that a line of words takes."""
_SHARE, _GROUND, _ABOVE, _GAP, _DOT = 0.7, 215, 3, 2, 7
"""Of the plot's width that the limit's word may take, else it is short; how dense the ground under it is, of 255;
pixels above it at the upper edge, where the playhead has its grip, between it and the limit, and between it and a
curve with dots on it."""
_SPAN = 20.0
"""A schedule whose highest rate is more than so many times its lowest has a logarithmic axis by default."""
_NEXT_TO_0 = 1e-15
"""A rate of this share of the first one is 0: what it adds to w is lost in rounding."""
_DEEP = 1e-6
"""A logarithmic axis on which rates of 0 are cut off shows at most this share of the highest rate."""
_NARROW = 10.0
"""A logarithmic axis spans at least this factor."""
_UNDER = 1e-3
"""A stability limit under all rates stretches a logarithmic axis down to this share of the lowest one at most."""
_PLACES = 12
"""How many places along the limit are tried for its word."""
_LABEL = 24
"""Letters of a run's label that the limit's word may take."""
_REST_MS = 80
"""How long a zoomed plot is left alone before the rows in sight are asked for."""


class ScheduleView(EditablePlot):
    """η of each run over the steps, in the run's colour; its limit in dashes and dots; what is odd about a schedule.

    `rowsWanted` tells that the limit is to be seen at single rows: a list of (record, first row, last row).
    """

    rowsWanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("scheduleView", parent)
        self.bare = False
        """Whether words have no ground, as in a transparent picture."""
        self._plans: list[tuple[Floats, Floats]] = []
        self._known: dict[Hashable, tuple[Floats, Floats]] = {}
        """The plans by all that they depend on: most edits change other things."""
        self._alike: dict[int, int] = {}
        """For each run that is drawn the first one whose plan is the same line to the eye."""
        self._curves: list[StabilityCurve | None] = []
        """The stability limits of the runs."""
        self._untold = False
        """Whether nothing is told of the limits, as they lie ahead."""
        self._notes: list[tuple[int, Message | str]] = []
        self._cut_at: float | None = None
        """The step of the first rate that a logarithmic axis cannot show, as it is 0."""
        self._note_items: list[tuple[pg.GraphicsObject, int]] = []
        self.limits = LimitLayer(self.box, 8)
        self._closer = QTimer(self)
        self._closer.setSingleShot(True)
        self._closer.setInterval(_REST_MS)
        self._closer.timeout.connect(self._want_rows)
        self._limit_word = pg.TextItem(anchor=(1, 1))
        self._limit_word.setZValue(26)  # over all that could cross it out
        self._limit_word.setFont(fonts.small())
        self._limit_word.textItem.document().setDocumentMargin(1)
        self.box.addItem(self._limit_word, ignoreBounds=True)
        self._limit_word.hide()
        self._word_ground = QGraphicsRectItem()  # under the curves: it hides none
        self._word_ground.setFlag(QGraphicsRectItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._word_ground.setPen(QPen(Qt.PenStyle.NoPen))
        self._word_ground.setZValue(9)
        self.box.addItem(self._word_ground, ignoreBounds=True)
        self._word_ground.hide()
        self._headroom = False
        """Whether the limit's word has a line of its own above the curves, as it fits nowhere beside them."""
        self._line.spared = self._limit_word
        self._cut_word = pg.TextItem(anchor=(0, 1))
        self._cut_word.setZValue(26)
        self._cut_word.setFont(fonts.small())
        self._cut_word.textItem.document().setDocumentMargin(1)
        self.box.addItem(self._cut_word, ignoreBounds=True)
        self._cut_word.hide()
        self.value_axis.plain = True
        self.marks = CrossingMarks()
        self.marks.setZValue(12)
        self.box.addItem(self.marks, ignoreBounds=True)
        self.apply_theme(self.theme)

    def retranslate(self) -> None:
        """See StepPlot."""
        self.name_tools()
        self.set_texts(
            self.tr("Learning rate"), self.tr("learning rate η"), self.tr("Learning rate of each run per step")
        )

    def take_scene(self, scene: Scene, before: Scene | None) -> None:
        """See StepPlot; the runs have stability limits and notes."""
        self.set_from_here(scene.state.moment.from_here)
        if scene.has_other_runs(before):
            self.run = scene.run
            self._curves = scene.records.limits
            self._notes = list(schedule_notes(scene.experiment, scene.run))
        elif before is not None and scene.records is not before.records:
            self.set_limits(scene.records.limits)

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """See StepPlot."""
        before, self._known = self._known, {}
        self._plans = []
        for record in records:
            key = (record.spec.optimizer.lr, record.schedule, record.planned, record.steps_per_epoch)
            if record.spec.schedule.reads_losses or (plan := self._known.get(key, before.get(key))) is None:
                plan = self._plan(record)
            self._known[key] = plan
            self._plans.append(plan)
        self._match(records, as_styles(colors, self.theme))
        super().show_runs(experiment, problem, records, colors)

    def _match(self, records: Sequence[RunRecord], styles: Sequence[RunStyle]) -> None:
        """Find the plans that are one line."""
        drawn = [i for i, style in enumerate(styles) if style.drawn]
        pace = [record.steps_per_epoch for record in records]  # else they part where epochs are counted
        self._alike = {
            i: next(j for j in drawn if pace[i] == pace[j] and self._same(self._plans[i], self._plans[j]))
            for i in drawn
        }

    def _same(self, one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> bool:
        """Whether two plans are one line to the eye."""
        if one is other or one[1].shape != other[1].shape:
            return one is other
        if self.scale.kind == "log":
            at = self.scale.to_axis
            return bool(np.allclose(at(one[1]), at(other[1]), rtol=0, atol=5e-3))
        top = float(np.abs(other[1]).max(initial=0.0))
        return bool(np.allclose(one[1], other[1], rtol=0, atol=top * 2e-3 if math.isfinite(top) else 0))

    def set_limits(self, limits: Sequence[StabilityCurve | None]) -> None:
        """Draw the stability limit of each run, and where the chosen run's rate crosses its own; None has none."""
        if any(limit is not known for limit, known in zip(limits, self._curves, strict=True)):
            self._curves = list(limits)
            self.redraw()

    def limit_of(self, run: int) -> StabilityCurve | None:
        """The limit of a run, where it is drawn."""
        trace = self.limits.traces.get(run)
        return None if trace is None else trace.curve

    @property
    def chosen_limit(self) -> StabilityCurve | None:
        """The limit of the chosen run."""
        return None if self.chosen is None else self.limit_of(self.run)

    def apply_theme(self, theme: Theme) -> None:
        """See StepPlot."""
        ground = QColor(theme.plot)
        ground.setAlpha(_GROUND)
        self._word_ground.setBrush(QBrush() if self.bare else QBrush(ground))
        self._cut_word.setColor(theme.text2)
        self._cut_word.fill = pg.mkBrush(None if self.bare else ground)
        self.marks.apply_theme(theme)
        super().apply_theme(theme)

    def draw_curves(self) -> tuple[float, float]:
        """See StepPlot; a linear axis begins at 0, so that rates compare by their height."""
        if self._choose_scale():
            self._match(self.records, self.styles)
        alike, to_axis = self._alike, self.scale.to_axis
        for i in alike:
            x, y = self._plans[i]
            turns = [j for j in alike if alike[j] == alike[i]]
            dashes = run_dashes(self.styles[i], turns.index(i), len(turns))
            self.stroke(i, scaled(self.time, self.records[i], x), to_axis(y), run_pen(self.styles[i], len(x)), dashes)
        high = max((float(rates.max(initial=0.0)) for rates in self._rates()), default=0.0)
        return self._draw_limits(self.lowest_shown, high)

    def _rates(self) -> list[Floats]:
        """The rates of all that is drawn."""
        return [self._plans[i][1] for i in self._alike] + (self.recorded.values if self.recorded is not None else [])

    def _choose_scale(self) -> bool:
        """Choose the scale of the rates, unless a hand drags on it; whether it is another one now."""
        if self._hands is not None and self._hands.dragging:
            return False
        rates, before = [y for y in self._rates() if len(y)], (self.scale.kind, self.scale.floor)
        lowest = [_lowest(y) for y in rates]
        high = max((float(y.max()) for y in rates), default=0.0)
        wanted = self.look.rate_axis
        spans = any(low > 0 and float(y.max()) > _SPAN * low for y, low in zip(rates, lowest, strict=True))
        if wanted == "auto" and spans and min(lowest) > 0 and not any(self._ends_at_0(i) for i in self._alike):
            wanted = "log"
        self.scale.kind, self.lowest_shown, self._cut_at, self.nothing = "linear", 0.0, None, -math.inf
        if wanted == "log" and high > 0:
            low = min(float(y[y > _NEXT_TO_0 * _first(y)].min(initial=high)) for y in rates)
            if min(lowest) <= 0:
                low = max(low, _DEEP * high)
                self._cut_at = min(map(self._zero_of, self._alike), default=math.inf)
            self.scale.kind = "log"
            self.lowest_shown = min(low, high / _NARROW)
            self.scale.floor = max(_DEEP * self.lowest_shown, sys.float_info.min)
        if self.scale.kind != before[0]:
            self.zoom.clear_values()
        return (self.scale.kind, self.scale.floor) != before

    def _zero_of(self, run: int) -> float:
        """The place of the axis where the rate of a run first is 0; infinite where it never is."""
        x, y = self._plans[run]
        zeros = x[y <= _NEXT_TO_0 * _first(y)]
        return float(zeros[0]) * self.time.factor(self.records[run]) if len(zeros) else math.inf

    def _ends_at_0(self, run: int) -> bool:
        """Whether a schedule reaches 0 when the run ends: the next update would have that rate, but there is none."""
        record = self.records[run]
        if record.spec.schedule.reads_losses:
            return False
        after = float(record.planned_lr(np.array([record.planned]))[0])
        return not after > _NEXT_TO_0 * _first(self._plans[run][1])

    def refresh(self) -> None:
        """See StepPlot; a plan is known before anything is computed, unless it depends on losses."""
        watching = [i for i, record in enumerate(self.records) if record.spec.schedule.reads_losses]
        if not watching or self._drawn == self._held():
            self._place_playhead()
            return
        for i in watching:
            self._plans[i] = self._plan(self.records[i])
        self._match(self.records, self.styles)
        self.redraw()

    def redraw(self) -> None:
        """See StepPlot."""
        self._headroom = False
        super().redraw()
        if self.records:
            self._follow_limits()
            if not self._place_limit_word() and not (self._hands is not None and self._hands.dragging):
                self._headroom = True
                super().redraw()
                self._follow_limits()
                self._place_limit_word()
            self._draw_notes()
            self._place_cut_word()
            self._describe_limits()
            self._hide_ahead()
            if self.zoom.steps is not None:
                self._closer.start()
            self.follow_hands()

    def _follow_limits(self) -> None:
        self.limits.follow()
        self.marks.set_crossings(
            self.chosen_limit, self.box.viewRange()[0], self.room.pixel, self.length, self.height_of
        )

    def _place_playhead(self) -> None:
        """See StepPlot."""
        super()._place_playhead()
        self._hide_ahead()

    def _hide_ahead(self) -> None:
        """Hide whole a word that the curtain would cut."""
        hidden = self._is_hidden(self.planned)
        for item in (self._limit_word, self._word_ground):
            item.setVisible(self.chosen_limit is not None and not hidden)
        if hidden != self._untold:
            self._describe_limits()
        for item, step in self._note_items:
            item.setVisible(not self._is_hidden(step))
        self.marks.hide_from(self._playhead + 1 if self._curtain.isVisible() else math.inf)
        if self._curtain.isVisible():
            self.follow_hands()

    def recorded_values(self, recording: Recording) -> Floats | None:
        """See RecordedPlot."""
        return recording.lr

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The rate of update k; at the end of the run, of the last."""
        k = min(k, record.planned - 1)
        return float(record.planned_lr(np.array([k]))[0]) if k >= 0 else None

    def readout_rows(self, k: int) -> list[str]:
        """See RecordedPlot; and the stability limit of the chosen run."""
        rows, record = super().readout_rows(k), self.chosen
        limit = None if record is None or self._is_hidden(k) else self._limit_at(self.run, self.time.step_of(record, k))
        if record is None or limit is None:
            return rows
        name, value = escape(self._whose(self.tr("stability limit"))), escape(format_number(limit, 6))
        rows.append(
            f"<tr><td><span style='color:{self.chosen_style.color.name()}'>–·</span> {name}&nbsp;&nbsp;</td>"
            f"<td align='right'>{value}</td></tr>"
        )
        return rows

    def readout_note(self, record: RunRecord, k: int) -> str:
        """See StepPlot; at a mark, what it marks; of a run that is not chosen, its limit."""
        if record is not self.chosen:
            limit = self._limit_at(self.records.index(record), k)
            told = "" if limit is None else self.tr("limit {value}").format(value=format_number(limit, 3))
            return told and f"&nbsp; <span style='color:{self.theme.text2}'>{escape(told)}</span>"
        if not self.marks.crossings:
            return ""
        near = min(self.marks.crossings, key=lambda one: abs(one.step - k))
        if abs(self.viewport_x(near.step * self.length) - self.viewport_x(k * self.length)) > GRAB:
            return ""
        over = self.tr("step {k}: the rate {rate}\ncomes over the limit {limit}:\nunstable there")
        under = self.tr("step {k}: the rate {rate}\ncomes under the limit {limit}:\nstable again")
        told = (over if near.upward else under).format(
            k=f"{near.step:,}", rate=format_number(near.lr), limit=format_number(near.limit)
        )
        color = self.theme.bad if near.upward else self.theme.good
        return f"</td></tr><tr><td colspan='2' style='color:{color}'>" + told.replace("\n", "<br>")

    def _limit_at(self, run: int, step: int) -> float | None:
        """The limit of a run after so many steps; None where none is drawn, or known there."""
        record = self.records[run]
        if self.limit_of(run) is None or not 0 <= step <= record.updates:
            return None
        limit = limit_at(record, step)
        return None if limit is None or math.isnan(limit) else limit

    def _whose(self, words: str, run: int | None = None) -> str:
        """Words about a run's limit, by default the chosen one's, with its label where several runs are drawn."""
        if sum(style.drawn for style in self.styles) < 2:
            return words
        label = self.records[self.run if run is None else run].label
        return f"{label if len(label) <= _LABEL else label[: _LABEL - 1] + '…'}: {words}"

    def _plan(self, record: RunRecord) -> tuple[Floats, Floats]:
        last = max(0, record.planned - 1)
        steps = np.linspace(0, last, min(last + 1, _SAMPLES)).round()
        rates = record.planned_lr(steps)  # a factor over 1 in every step outgrows all numbers
        return thin(steps, np.nan_to_num(np.minimum(rates, _HIGHEST)))

    def _draw_limits(self, low: float, high: float) -> tuple[float, float]:
        """Draw the limits; return the ends of the axis, with room above for the words at the upper edge."""
        words, log, traces, most = len(self._notes), self.scale.kind == "log", {}, _LIMIT_ROOM * high
        lowest = _UNDER * low
        for run, record in enumerate(self.records):
            curve = self._curves[run] if run < len(self._curves) and self.styles[run].drawn else None
            if curve is None or not np.isfinite(curve.limits).any():
                continue
            near = curve.limits[curve.limits <= most]
            if run == self.run:
                # Rates are nearer to their limit on a logarithmic axis.
                words += log or self._headroom or len(near) == 0
            high = max(high, float(near.max(initial=0.0)))
            if log:
                low = min(low, float(near.min(initial=low).clip(lowest)))
            places = scaled(self.time, record, curve.steps)
            style = LimitStyle(self.styles[run].ink, run == self.run)
            traces[run] = LimitTrace(curve, places, self.scale.to_axis(curve.limits), style)
        self.limits.set_traces(traces)
        line = max(scaling.px(_LINE), math.ceil(QFontMetricsF(fonts.small()).height()) + 2 + _ABOVE)
        height = max(self.box.height(), 4 * line)
        self.lowest_shown = low
        bottom, top = (float(self.scale.to_axis(end)) for end in (low, high))
        top = bottom + (top - bottom) * height / (height - min(words, 2 + self._headroom) * line)
        return bottom, top if top > bottom else bottom + 1.0

    def _want_rows(self) -> None:
        """Ask for the limit at all rows in sight, where the plot is zoomed in to fewer than are evaluated at once."""
        (left, right), wanted = self.box.viewRange()[0], []
        for run, trace in self.limits.traces.items():
            record, curve = self.records[run], trace.curve
            step = record.stride * self.time.factor(record)
            first, last = max(math.floor(left / step), 0), min(math.ceil(right / step), int(curve.places[-1]))
            if not curve.whole and 0 <= last - first <= ALL and not curve.has(first, last):
                wanted.append((record, first, last))
        if wanted and self.zoom.steps is not None:
            self.rowsWanted.emit(wanted)

    def _limit_words(self, with_facts: bool = False) -> list[str]:
        """How the chosen run's limit is called, the longest first; with its formula, if it is a number over λmax.

        With facts: and what the rate does there, where its crossings lie too close together to be marked; and, where it
        crosses, in few words how much of the end it is above.
        """
        formula = self._formula()
        name = self.tr("stability limit {formula}").format(formula=formula) if formula else self.tr("stability limit")
        words = [self._whose(name)] + ([self._whose(formula), formula] if formula else [name])
        if with_facts:
            facts = self._limit_facts(self.run)[::-1] if self._has_unmarked() else []
            above = self._short_fact()
            facts = facts[:1] if above else facts  # the share comes before the count
            told = [f"{words[0]} · {fact}" for fact in facts] + [f"{words[0]}\n{fact}" for fact in facts]
            if above:
                told += [*(f"{word} · {above}" for word in dict.fromkeys(words)), f"{words[-1]}\n{above}"]
            return told
        return list(dict.fromkeys(words))

    def _formula(self) -> str:
        """The chosen run's limit as a number over the sharpness; empty where it is none."""
        record = self.chosen
        limits = None if record is None else record.spec.optimizer.stability_limit(np.array([1.0, 2.0]))
        if record is None or limits is None or record.spec.schedule.momentum_key:
            return ""
        if not (np.isfinite(limits).all() and math.isclose(limits[0], 2 * limits[1])):
            return ""
        return f"{format_number(float(limits[0]), 3)}/λmax{self._divided()}"

    def _has_unmarked(self) -> bool:
        """Whether crossings of the chosen run, in sight, are not marked because they lie too close together."""
        curve = self.chosen_limit
        if curve is None:
            return False
        left, right = (place / self.length for place in self.box.viewRange()[0])
        steps = curve.steps[curve.crossed]
        return int(((steps >= left) & (steps <= right)).sum()) > len(self.marks.crossings)

    def _short_fact(self) -> str:
        """In few words how much of its last steps the chosen run is above the limit that it crosses; else empty."""
        curve, record = self.chosen_limit, self.chosen
        if curve is None or record is None or record.finish is None or curve.n not in (None, record.n):
            return ""
        count, share = curve.times_crossed, curve.share_above()
        if count is None or not count.number or share is None or share[0] == 0:
            return ""
        return self.tr("{share} above").format(share=_percent(share[0]))

    def _limit_facts(self, run: int) -> list[str]:
        """What the rate of a run does at its limit: how often it crosses it, how much of the end it is above."""
        curve, record = self.limit_of(run), self.records[run]
        if curve is None or record.finish is None or curve.n not in (None, record.n):
            return []
        facts, count, share = [], curve.times_crossed, curve.share_above()
        if count is not None and count.number:
            told = {
                "exact": self.tr("crossed {count} times"),
                "about": self.tr("crossed about {count} times"),
                "at least": self.tr("crossed at least {count} times"),
            }[count.how]
            once = count.number == 1 and count.how == "exact"
            facts.append(self.tr("crossed once") if once else told.format(count=f"{count.number:,}"))
        if share is not None:
            told = self.tr("η above it in {share} of the last {count} steps")
            facts.append(told.format(share=_percent(share[0]), count=f"{share[1]:,}"))
        return facts

    def _limit_story(self, run: int) -> str:
        """One line about the limit of a run: whose it is, and what the run's rate does there."""
        return self._whose(" · ".join([self.tr("stability limit"), *self._limit_facts(run)]), run)

    def _describe_limits(self) -> None:
        """Tell the limits to a screen reader, and under the pointer at the word; nothing that is still hidden."""
        self._untold = self._is_hidden(self.planned)
        runs = [] if self._untold else sorted(self.limits.traces, key=lambda run: run != self.run)
        stories = [self._limit_story(run) for run in runs]
        self.plot.setAccessibleDescription("\n".join(stories))
        self._limit_word.setToolTip("\n".join([*stories, self._limit_tip()]))

    def _divided(self) -> str:
        """What the largest eigenvalue is of, where it is not that of the Hessian alone."""
        return "(P⁻¹H)" if self.chosen is not None and is_preconditioned(self.chosen.spec.optimizer) else ""

    def _limit_tip(self) -> str:
        if self._divided():
            return self.tr(
                "The largest rate that is stable if P, what the rule divides by, stays as it is.\nOver it the"
                " gradients grow, and P with them: such a rule stays near its limit."
            )
        return self.tr(
            "With a larger constant rate the steps grow here.\nλmax, the sharpness, is the largest eigenvalue of the"
            " Hessian."
        )

    def _place_limit_word(self) -> bool:
        """Put the word along the limit where no curve crosses it; at the upper edge, with its value, if above.

        Returns whether it lies on no curve. With headroom it stands at the upper edge, if nowhere else.
        """
        curve, trace = self.chosen_limit, self.limits.traces.get(self.run)
        if curve is None or trace is None:
            return True
        top = self.box.viewRange()[1][1]
        # What is odd about a schedule stands above.
        free = top - len(self._notes) * scaling.px(_LINE) * self.room.pixel[1]
        words = self._limit_words()
        self._limit_word.setColor(self.chosen_style.color)
        if not (trace.y <= top).any():
            lowest = format_number(float(np.nanmin(curve.limits)), 3)
            told = self.tr("{limit}: from {value}").format(limit=words[0], value=lowest)
            for word in (told, f"{words[-1]} ≥ {lowest}", lowest):
                self._limit_word.setText(f"↑ {word}")
                if self._limit_word.boundingRect().width() <= self.box.width():
                    break
            self._put(*self._place_above(free)[1:])
            return True
        words = self._limit_words(with_facts=True) or words  # what it tells fits in any plot at its shortest
        for word in words:
            if self._fits(word) and (place := self._place_along(trace, free))[0] < 1:
                self._put(*place[1:])
                return True
        if not self._headroom:
            self._put(*self._place_along(trace, free)[1:])
            return False
        for word in words:
            if self._fits(f"–· {word}") and (place := self._place_above(free))[0] < 1:
                break
        else:
            place = self._place_above(free)
        self._put(*place[1:])
        return place[0] < 1

    def _put(self, x: float, y: float, edge: int) -> None:
        """Put the word with its right end at x, its upper (0) or lower (1) edge at y, and its ground under it."""
        self._limit_word.setAnchor((1, edge))
        size = self._limit_word.boundingRect().size()
        self._word_ground.setRect(-size.width(), -edge * size.height(), size.width(), size.height())
        for item in (self._limit_word, self._word_ground):
            item.setPos(x, y)
        self._line.update()

    def _fits(self, word: str) -> bool:
        """Put this word at the limit; whether it is not too wide."""
        self._limit_word.setText(word)
        return float(self._limit_word.boundingRect().width()) <= _SHARE * self.box.width()

    def _place_above(self, free: float) -> tuple[float, float, float, int]:
        """Where the word at the upper edge meets the fewest curves; see `_place_along`."""
        left, right = self.box.viewRange()[0]
        size, (pixel_x, pixel_y) = self._limit_word.boundingRect().size(), self.room.pixel
        upper, wide = free - _ABOVE * pixel_y, size.width() * pixel_x
        ends = np.linspace(right, left + wide, _PLACES) if left + wide < right else [right]
        met = [self._met(end - wide, end, upper - size.height() * pixel_y, upper) for end in ends]
        best = int(np.argmin(met))
        return met[best], float(ends[best]), upper, 0

    def _place_along(self, trace: LimitTrace, free: float) -> tuple[float, float, float, int]:
        """Where the word at the limit meets the fewest curves: how many it meets, its right end, and its edge.

        The edge is the height of its lower (1) or upper (0) one. Rates from `free` on are left to other words.
        """
        (left, right), (bottom, _) = self.box.viewRange()
        size = self._limit_word.boundingRect().size()
        pixel_x, pixel_y = self.room.pixel
        wide, tall, gap = size.width() * pixel_x, size.height() * pixel_y, _GAP * pixel_y
        best = (math.inf, right, free, 0)
        ends = float(trace.x[0]), float(trace.x[-1])
        # A limit that is shorter than its word has it end further right, but not over the left edge.
        first = max(left, min(ends[0], ends[1] - wide)) + wide
        for end in np.linspace(max(min(right, ends[1]), first), first, _PLACES):
            limit = trace.between(end - wide, end)
            # Above the limit first: nearer to what it forbids.
            for edge, low in ((1, float(limit.max()) + gap), (0, float(limit.min()) - gap - tall)):
                if low < bottom or low + tall > free:
                    continue
                met = self._met(end - wide, end, low, low + tall)
                if met < best[0]:
                    best = (met, float(end), low + (0 if edge else tall), edge)
            if best[0] == 0:
                break
        return best

    def _met(self, left: float, right: float, low: float, high: float) -> float:
        """How many curves lie in a part of the plot; those whose dots reach there count less than one in all."""
        dot = _DOT * self.room.pixel[1]
        plans = [
            _reach(scaled(self.time, self.records[i], self._plans[i][0]), self.scale.to_axis(self._plans[i][1]), left,
                   right)
            for i in self._alike
        ]  # fmt: skip
        limits = [_reach(trace.x, trace.y, left, right) for trace in self.limits.traces.values()]
        crossed = sum(lowest < high and highest > low for lowest, highest in plans + limits)
        touched = sum(lowest - dot < high and highest + dot > low for lowest, highest in plans)
        return crossed + touched / (len(plans) + 1)

    def _place_cut_word(self) -> None:
        """Say at the lower edge that a logarithmic axis has no place for a rate of 0, beside where that is cut off."""
        self._cut_word.setVisible(self._cut_at is not None)
        if self._cut_at is None:
            return
        (left, right), (bottom, _) = self.box.viewRange()
        on_left = self._cut_at - left > right - self._cut_at
        room = self._cut_at - left if on_left else right - self._cut_at
        told = self.tr("0 lies below this axis")
        for word in (f"↓ {told}", "↓ 0"):
            self._cut_word.setText(word)
            if self._cut_word.boundingRect().width() * self.room.pixel[0] < room:
                break
        self._cut_word.setToolTip(told)
        self._cut_word.setAnchor((0, 1) if on_left else (1, 1))
        self._cut_word.setPos(left if on_left else right, bottom)

    def set_look(self, look: Look) -> None:
        """Take the scale of the axis, and the grid."""
        changed = look.rate_axis != self.look.rate_axis
        super().set_look(look)
        if changed:
            self.redraw()

    def _set_range(self, low: float, high: float) -> None:
        """See StepPlot."""
        super()._set_range(low, high)
        if self.scale.kind == "log" and not (self._hands is not None and self._hands.dragging):
            self.nothing = self.zoom.bottom

    def _draw_notes(self) -> None:
        for item, _ in self._note_items:
            self.box.removeItem(item)
        self._note_items = []
        (left, right), (_, top) = self.box.viewRange()
        height, above = (pixels * self.room.pixel[1] for pixels in (scaling.px(_LINE), _ABOVE))
        for i, (step, note) in enumerate(self._notes):
            at = min(max(step, 0), self.planned)
            tick = pg.InfiniteLine(at, angle=90, pen=pg.mkPen(self.theme.text3, width=1, style=Qt.PenStyle.DotLine))
            before = at - left > right - at
            text = pg.TextItem(texts.text(note), color=self.theme.text2, anchor=(1 if before else 0, 0))
            text.textItem.document().setDocumentMargin(1)
            text.setFont(font := fonts.small())
            if text.boundingRect().width() > self.box.width() > 0:
                font.setPixelSize(min(font.pixelSize(), fonts.CLOSE))
                text.setFont(font)
            wide = text.boundingRect().width() * self.room.pixel[0]
            text.setPos(max(at, left + wide) if before else min(at, right - wide), top - above - i * height)
            text.fill = self._cut_word.fill
            text.setZValue(23)  # over the playhead
            for item in (tick, text):
                self.box.addItem(item, ignoreBounds=True)
                self._note_items.append((item, at))


def _first(rates: Floats) -> float:
    """The first of these rates that is over 0; 0 where none is."""
    over = np.flatnonzero(rates > 0)
    return float(rates[over[0]]) if len(over) else 0.0


def _lowest(rates: Floats) -> float:
    """The lowest of these rates; 0 where it is next to nothing beside the first."""
    low = float(rates.min())
    return low if low > _NEXT_TO_0 * _first(rates) else 0.0


def _reach(x: Floats, y: Floats, left: float, right: float) -> tuple[float, float]:
    """The lowest and the highest of the line through `x`, ascending, and `y` from `left` to `right`."""
    if not len(x) or right < x[0] or left > x[-1]:
        return math.inf, -math.inf
    first, last = np.searchsorted(x, [left, right], side="left")
    ends = np.interp([max(left, x[0]), min(right, x[-1])], x, y)
    within = np.concatenate((ends, y[first:last]))
    return float(np.nanmin(within)), float(np.nanmax(within))


def _percent(share: float) -> str:
    """A share in whole percents: 50 %; one that is little more than nothing, or less than all, is not rounded to it."""
    if 0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"
