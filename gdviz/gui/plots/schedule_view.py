"""The learning rate of every update, planned before anything is computed, and the stability limit of each run."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Hashable
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QPushButton, QWidget

from gdviz.engine.diagnosis.crossings import ALL, StabilityCurve, limit_at
from gdviz.engine.diagnosis.limits import is_preconditioned
from gdviz.gui.drawing.decimation import Floats, thin
from gdviz.gui.drawing.plot_axes import HIGHEST_POWER
from gdviz.gui.drawing.plot_time import scaled
from gdviz.gui.drawing.step_plot import GRAB, StepPlot, round_up
from gdviz.gui.drawing.strokes import run_dashes, run_pen
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.plots.crossing_marks import CrossingMarks
from gdviz.gui.plots.limit_layer import LimitLayer, LimitStyle, LimitTrace
from gdviz.gui.plots.schedule_notes import schedule_notes
from gdviz.gui.style import fonts, icons, scaling, translating
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import Message

if TYPE_CHECKING:
    from gdviz.engine.recording import Recording
    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.plots.schedule_hands import ScheduleHands

_SAMPLES = 16_384
"""The most steps at which the plan is evaluated; a longer run is sampled evenly."""
_LIMIT_ROOM = 2.5
"""A stability limit up to this many times the largest rate extends the axis; a higher one is only named."""
_HIGHEST = 1e300
"""The highest rate that is drawn: an axis must have a length."""
_LINE = 18
"""Pixels that a line of words takes."""
_SHARE = 0.7
"""The share of the plot's width that the limit's word may take; a longer one is shortened."""
_GROUND = 215
"""The opacity, of 255, of the ground under the limit's word."""
_ABOVE = 3
"""Pixels above words at the upper edge, where the playhead has its head."""
_GAP = 2
"""Pixels between the limit and its word."""
_DOT = 7
"""Pixels between the limit's word and a curve with dots on it."""
_SPAN = 20.0
"""A schedule whose highest rate is more than this many times its lowest has a logarithmic axis by default."""
_TOGETHER = 2
"""The most names that stand at one curve."""
_NEXT_TO_0 = 1e-15
"""A rate below this share of the first one counts as 0: its updates are lost in rounding."""
_DEEP = 1e-6
"""A logarithmic axis on which rates of 0 are cut off shows at most this share of the highest rate."""
_NARROW = 10.0
"""A logarithmic axis spans at least this factor."""
_UNDER = 1e-3
"""A stability limit under all rates stretches a logarithmic axis down to this share of the lowest one at most."""
_PLACES = 12
"""The number of positions along the limit that are tried for its word."""
_LABEL = 24
"""The most letters of a run's label in the limit's word."""
_LEAST = 1e-3
"""The lowest level in one drag, as a share of what it began with."""
_KNOB = 5.5
"""Pixels over the lower end of a logarithmic axis where the handle of a rate of 0 stands: it is seen whole."""
_REST_MS = 80
"""Milliseconds without a zoom before the visible rows are requested."""


class _Obstacles(NamedTuple):
    """The curves that the word at a limit avoids, in positions of the axes."""

    plans: list[tuple[Floats, Floats]]
    limits: list[tuple[Floats, Floats]]


class ScheduleView(StepPlot):
    """η of each run over the steps in the run's colour, its stability limit, and remarks on schedules.

    The schedule of the chosen run is edited here: `edited` carries the path in the run, the JSON value, whether the
    edit is over (False during a drag), and its name in the undo menu; None as name takes the last edit back, as if it
    had not been made. `drawingRequested` carries whether a person wants to draw points. The handles are made when the
    pointer first enters the plot, or when a person draws.

    `rowsWanted` requests the limit at single rows: a list of (record, first row, last row).

    The plan is not hidden with what is ahead, as far as it does not depend on losses: the axis of
    rates shows all of it, and goes on to the next round rate (1, 2 or 5 times a power of ten, or a power on a
    logarithmic one) where a limit, a recorded run, or a schedule that depends on losses has come to lie beyond.
    """

    edited = Signal(str, object, bool, object)
    drawingRequested = Signal(bool)
    rowsWanted = Signal(list)

    def __init__(self, parent: QWidget | None = None, playhead: bool = True, bare: bool = False) -> None:
        """Make the plot; with `bare`, its words have no ground, as in a transparent picture."""
        super().__init__("scheduleView", parent, playhead)
        self._bare = bare
        self._plans: list[tuple[Floats, Floats]] = []
        self._known: dict[Hashable, tuple[Floats, Floats]] = {}
        """The cached plans, by all that they depend on; most edits change none of that."""
        self._alike: dict[int, int] = {}
        """For each drawn run the first run whose plan looks the same."""
        self._notes: list[tuple[int, Message | str]] = []
        self._cut_at: float | None = None
        """The first step whose rate is 0, which a logarithmic axis cannot show."""
        self._note_items: list[tuple[float, pg.GraphicsObject]] = []
        """The ticks and texts of the notes, with the positions they belong to."""
        self.limits = LimitLayer(self.box, 8)
        self._closer = QTimer(self)
        self._closer.setSingleShot(True)
        self._closer.setInterval(_REST_MS)
        self._closer.timeout.connect(self._want_rows)
        self._limit_word = pg.TextItem(anchor=(1, 1))
        self._limit_word.setZValue(26)  # above everything that could cross it
        self._limit_word.setFont(fonts.small())
        self._limit_word.textItem.document().setDocumentMargin(1)
        self.box.addItem(self._limit_word, ignoreBounds=True)
        self._limit_word.hide()
        self._word_ground = QGraphicsRectItem()  # below the curves, so that it hides none
        self._word_ground.setFlag(QGraphicsRectItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._word_ground.setPen(QPen(Qt.PenStyle.NoPen))
        self._word_ground.setZValue(9)
        self.box.addItem(self._word_ground, ignoreBounds=True)
        self._word_ground.hide()
        self._headroom = False
        """Whether the limit's word has a line of its own above the curves, as it does not fit beside them."""
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
        self.nothing = -math.inf
        """The position below which a rate counts as 0 on a logarithmic axis: its lower end."""
        self.lowest_shown = 0.0
        """The rate at the lower end of the axis; positive on a logarithmic one."""
        self._hands: ScheduleHands | None = None
        self._made_points: tuple[dict[str, Any], dict[str, Any]] | None = None
        """The schedule that drawing turned into points, and the points, in JSON."""
        self.draw_button, self.hold_button = QPushButton(), QPushButton()
        for button, name in ((self.draw_button, "drawButton"), (self.hold_button, "holdButton")):
            button.setObjectName(name)
            button.setCheckable(True)
            button.setProperty("segment", "only")
            button.setProperty("tight", True)
        for button in (self.hold_button, self.draw_button):  # at the right, where these do not move
            self.head_row.addWidget(button)
        self.hold_button.hide()
        self.draw_button.clicked.connect(self._request_drawing)
        self.hold_button.clicked.connect(self._set_held)

    def retranslate(self) -> None:
        """See StepPlot."""
        self.name_tools()
        self.set_texts(
            self.tr("Learning rate"), self.tr("learning rate η"), self.tr("Learning rate of each run per step")
        )
        self.head.setToolTip(term_tip("learning_rate"))

    def take_scene(self, scene: Scene, before: Scene | None) -> None:
        """See StepPlot; update the buttons."""
        moment, was = scene.state.moment, None if before is None else before.state.moment
        other = before is None or (scene.openings, scene.run) != (before.openings, before.run)
        if other and self._hands is not None:
            self._hands.deselect()
        if self.has_large_handles != (before is not None and _has_large_handles(before)):
            self._made_hands()
            self.follow_hands()
        if (
            scene.has_other_runs(before)
            or was is None
            or moment.drawing != was.drawing
            or (before is not None and scene.refusals != before.refusals)
        ):
            self._notes = list(schedule_notes(scene.experiment, scene.run))
            self._follow_points()

    def _take_runs(self, scene: Scene) -> None:
        """See StepPlot; a plan is known before anything is computed, unless it depends on losses."""
        super()._take_runs(scene)
        before, self._known = self._known, {}
        self._plans = []
        for record in scene.runs:
            if record.spec.schedule.reads_losses:
                self._plans.append((np.empty(0), np.empty(0)))  # see draw_curves
                continue
            key = (record.spec.optimizer.lr, record.schedule, record.planned, record.steps_per_epoch)
            self._known[key] = self._known.get(key, before.get(key)) or self._plan(record, record.planned - 1)
            self._plans.append(self._known[key])
        self._match()

    def _match(self) -> None:
        """Find the plans that look the same."""
        drawn = [i for i, style in enumerate(self.styles) if style.drawn]
        pace = [record.steps_per_epoch for record in self.records]  # otherwise they differ where epochs are counted
        self._alike = {
            i: next(j for j in drawn if pace[i] == pace[j] and self._same(self._plans[i], self._plans[j]))
            for i in drawn
        }

    def _same(self, one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> bool:
        """Whether two plans look the same."""
        if one is other or one[1].shape != other[1].shape:
            return one is other
        if self.scale.kind == "log":
            at = self.scale.to_axis
            return bool(np.allclose(at(one[1]), at(other[1]), rtol=0, atol=5e-3))
        top = float(np.abs(other[1]).max(initial=0.0))
        return bool(np.allclose(one[1], other[1], rtol=0, atol=top * 2e-3 if math.isfinite(top) else 0))

    def limit_of(self, run: int) -> StabilityCurve | None:
        """The limit of a run, or None if it is not drawn."""
        trace = self.limits.traces.get(run)
        return None if trace is None else trace.curve

    @property
    def chosen_limit(self) -> StabilityCurve | None:
        """The limit of the chosen run."""
        return None if self.chosen is None else self.limit_of(self.run)

    def _apply_theme(self) -> None:
        """See StepPlot."""
        super()._apply_theme()
        self.draw_button.setIcon(icons.icon("draw", self.theme.text1))
        if self.drawing:
            self.hold_button.setIcon(icons.icon("hold", self.theme.text1))
        ground = QColor(self.theme.plot)
        ground.setAlpha(_GROUND)
        self._word_ground.setBrush(QBrush() if self._bare else QBrush(ground))
        self._cut_word.setColor(self.theme.text2)
        self._cut_word.fill = pg.mkBrush(None if self._bare else ground)
        self.marks.apply_theme(self.theme)

    def draw_curves(self) -> tuple[float, float]:
        """See StepPlot; a linear axis begins at 0, so that rates compare by their height."""
        reading = [i for i, record in enumerate(self.records) if record.spec.schedule.reads_losses]
        for i in reading:
            record = self.records[i]
            last = record.planned - 1
            self._plans[i] = self._plan(record, min(self.made(i), last) if self.axes_hide_ahead else last)
        if self._choose_scale() or reading:
            self._match()
        alike, to_axis = self._alike, self.scale.to_axis
        for i in alike:
            x, y = self._plans[i]
            turns = [j for j in alike if alike[j] == alike[i]]
            dashes = run_dashes(self.styles[i], turns.index(i), len(turns))
            self.stroke(i, scaled(self.time, self.records[i], x), to_axis(y), run_pen(self.styles[i], len(x)), dashes)
        high = max((float(rates.max(initial=0.0)) for rates in self._rates()), default=0.0)
        if self.axes_hide_ahead and high > (planned := self._highest_planned()):
            high = round_up(high) if planned else high
        return self._draw_limits(self.lowest_shown, high)

    def _is_planned(self, run: int) -> bool:
        """Whether the rates of a run do not depend on losses still to be computed."""
        return not self.records[run].spec.schedule.reads_losses

    def _highest_planned(self) -> float:
        """The highest planned rate."""
        rates = [float(self._plans[i][1].max(initial=0.0)) for i in self._alike if self._is_planned(i)]
        return max([*rates, *(self.records[i].spec.optimizer.lr for i in self._alike if not self._is_planned(i))],
                   default=0.0)  # fmt: skip

    def _rates(self) -> list[Floats]:
        """The rates of all drawn curves."""
        return [self._plans[i][1] for i in self._alike] + (self.recorded.values if self.recorded is not None else [])

    def _choose_scale(self) -> bool:
        """Choose the scale of the rates, except during a drag; return whether it has changed."""
        if self._hands is not None and self._hands.dragging:
            return False
        rates, before = [y for y in self._rates() if len(y)], (self.scale.kind, self.scale.floor)
        lowest = [_lowest(y) for y in rates]
        high = max((float(y.max()) for y in rates), default=0.0)
        wanted = self.look.rate_axis
        known = rates
        if self.axes_hide_ahead:  # otherwise the axis would change as more becomes known
            known = [self._plans[i][1] for i in self._alike if self._is_planned(i) and len(self._plans[i][1])]
        spans = any(low > 0 and float(y.max()) > _SPAN * low for y, low in zip(known, map(_lowest, known), strict=True))
        if wanted == "auto" and spans and min(map(_lowest, known)) > 0 and not any(map(self._ends_at_0, self._alike)):
            wanted = "log"
        self.scale.kind, self.lowest_shown, self._cut_at, self.nothing = "linear", 0.0, None, -math.inf
        if wanted == "log" and high > 0:
            low = min(float(y[y > _NEXT_TO_0 * _first(y)].min(initial=high)) for y in rates)
            if min(lowest) <= 0:
                low = max(low, _DEEP * high)
                self._cut_at = min(map(self._zero_of, self._alike), default=math.inf)
            planned = min((float(y[y > _NEXT_TO_0 * _first(y)].min(initial=high)) for y in known), default=math.inf)
            if self.axes_hide_ahead and low < planned:
                low = max(10.0 ** math.floor(math.log10(low)), sys.float_info.min)
            self.scale.kind = "log"
            self.lowest_shown = min(low, high / _NARROW)
            self.scale.floor = max(_DEEP * self.lowest_shown, sys.float_info.min)
        if self.scale.kind != before[0]:
            self.zoom.clear_values()
        return (self.scale.kind, self.scale.floor) != before

    def _zero_of(self, run: int) -> float:
        """The position at which the rate of a run is first 0; infinite if it never is."""
        x, y = self._plans[run]
        zeros = x[y <= _NEXT_TO_0 * _first(y)]
        return float(zeros[0]) * self.time.factor(self.records[run]) if len(zeros) else math.inf

    def _ends_at_0(self, run: int) -> bool:
        """Whether a schedule reaches 0 just after the last update of the run."""
        record = self.records[run]
        if not self._is_planned(run):
            return False
        after = float(record.planned_lr(np.array([record.planned]))[0])
        return not after > _NEXT_TO_0 * _first(self._plans[run][1])

    def _held(self) -> object:
        """See StepPlot; rates grow only if they depend on losses, limits as they are computed."""
        assert self._scene is not None
        progress = self._scene.records.progress
        reading = [record.spec.schedule.reads_losses for record in self.records]
        return [(made.updates if reads else 0, made.finish, made.limit)
                for made, reads in zip(progress, reading, strict=True)]  # fmt: skip

    def redraw(self) -> None:
        """See StepPlot."""
        self._headroom = False
        super().redraw()
        if self._scene is not None:
            self._follow_limits()
            if not self._place_limit_word() and not (self._hands is not None and self._hands.dragging):
                self._headroom = True
                super().redraw()
                self._follow_limits()
                self._place_limit_word()
            self._draw_notes()
            self._place_cut_word()
            self._describe_limits()
            if self.zoom.steps is not None:
                self._closer.start()
            self.follow_hands()
            self.name_curves()

    has_words = True

    def curve_name(self, run: int) -> str:
        """See StepPlot; runs with the same plan share a name, and if all have it there is nothing to tell apart."""
        assert self._scene is not None
        same = [other for other in self._alike if self._alike[other] == run]
        if not same or len(same) == len(self._alike):
            return ""
        return ", ".join([*map(self._scene.label, same[:_TOGETHER]), *(["…"] if len(same) > _TOGETHER else [])])

    def taken(self) -> list[QRectF]:
        """See StepPlot: the words of limits and notes."""
        words = [self._limit_word, self._cut_word, *(item for _, item in self._note_items)]
        frame = self.box.sceneBoundingRect().topLeft()
        return [word.sceneBoundingRect().translated(-frame) for word in words if word.isVisible()]

    @property
    def _limits_hidden(self) -> bool:
        """Whether facts about the limits of whole runs are hidden, as part of them lies ahead."""
        return self.is_hidden(self.planned)

    def _follow_limits(self) -> None:
        curve = self.chosen_limit
        if curve is not None and self.hides_ahead:
            curve = curve.until(self.made(self.run) - 1)  # the rate of the next update is ahead
        self.limits.follow()
        self.marks.set_crossings(curve, self.box.viewRange()[0], self.room.pixel, self.length, self.height_of)
        for item in (self._limit_word, self._word_ground):
            item.setVisible(self.chosen_limit is not None and not self._limits_hidden)

    def _place_playhead(self) -> None:
        """See StepPlot; in a film, what the curtain would cut appears whole."""
        super()._place_playhead()
        if self.hides_ahead and not self.axes_hide_ahead:  # otherwise everything is drawn again
            self._follow_limits()
            self._place_limit_word()
            for at, item in self._note_items:
                item.setVisible(not self.is_hidden(at))

    def recorded_values(self, recording: Recording) -> Floats | None:
        """See StepPlot."""
        return recording.lr

    def value_at(self, record: RunRecord, k: int) -> float | None:
        """The rate of update k; at the end of the run, of the last."""
        k = min(k, record.planned - 1)
        return float(record.planned_lr(np.array([k]))[0]) if k >= 0 else None

    def readout_rows(self, k: int) -> list[str]:
        """See StepPlot; and the stability limit of the chosen run."""
        rows, record = super().readout_rows(k), self.chosen
        if record is None or self.is_hidden(k):
            return rows
        step = self.time.step_of(record, k)
        limit = self._limit_at(self.run, min(step, self.made(self.run)) if self.hides_ahead else step)
        if limit is None:
            return rows
        name, value = escape(self._whose(self.tr("stability limit"))), escape(format_number(limit, 6))
        rows.append(
            f"<tr><td><span style='color:{self.chosen_style.color.name()}'>–·</span> {name}&nbsp;&nbsp;</td>"
            f"<td align='right'>{value}</td></tr>"
        )
        return rows

    def readout_note(self, run: int, k: int) -> str:
        """See StepPlot; at a mark, what it marks; for a run that is not chosen, its limit."""
        if run != self.run:
            limit = self._limit_at(run, k)
            text = "" if limit is None else self.tr("limit {value}").format(value=format_number(limit, 3))
            return text and f"&nbsp; <span style='color:{self.theme.text2}'>{escape(text)}</span>"
        if not self.marks.crossings:
            return ""
        near = min(self.marks.crossings, key=lambda one: abs(one.step - k))
        if abs(self.viewport_x(near.step * self.length) - self.viewport_x(k * self.length)) > GRAB:
            return ""
        over = self.tr("step {k}: the rate {rate}\ncomes over the limit {limit}:\nunstable there")
        under = self.tr("step {k}: the rate {rate}\ncomes under the limit {limit}:\nstable again")
        text = (over if near.upward else under).format(
            k=f"{near.step:,}", rate=format_number(near.lr), limit=format_number(near.limit)
        )
        color = self.theme.bad if near.upward else self.theme.good
        return f"</td></tr><tr><td colspan='2' style='color:{color}'>" + text.replace("\n", "<br>")

    def _limit_at(self, run: int, step: int) -> float | None:
        """The limit of a run at a step; None if it is not drawn or not known there."""
        record = self.records[run]
        if self.limit_of(run) is None or not 0 <= step <= record.updates:
            return None
        limit = limit_at(record, step)
        return None if limit is None or math.isnan(limit) else limit

    def _whose(self, words: str, run: int | None = None) -> str:
        """Words about a run's limit, by default the chosen one's, with its label where several runs are drawn."""
        if self._scene is None or sum(style.drawn for style in self.styles) < 2:
            return words
        label = self._scene.label(self.run if run is None else run)
        return f"{label if len(label) <= _LABEL else label[: _LABEL - 1] + '…'}: {words}"

    def _plan(self, record: RunRecord, last: int) -> tuple[Floats, Floats]:
        """The rates of the updates up to number `last`."""
        last = max(0, last)
        steps = np.linspace(0, last, min(last + 1, _SAMPLES)).round()
        rates = record.planned_lr(steps)  # a factor above 1 in every step overflows
        return thin(steps, np.nan_to_num(np.minimum(rates, _HIGHEST)))

    def _known_limit(self, run: int) -> StabilityCurve | None:
        """The part of a run's limit that the axes depend on."""
        assert self._scene is not None
        curve = self._scene.records.progress[run].limit
        return curve.until(self.made(run)) if curve is not None and self.axes_hide_ahead else curve

    def _draw_limits(self, low: float, high: float) -> tuple[float, float]:
        """Draw the limits; return the ends of the axis, with room above for the words at the upper edge."""
        words, log, traces, most = len(self._notes), self.scale.kind == "log", {}, _LIMIT_ROOM * high
        lowest, hides = _UNDER * low, self.axes_hide_ahead
        for run, record in enumerate(self.records):
            curve = self._known_limit(run) if self.styles[run].drawn else None
            if curve is None or not np.isfinite(curve.limits).any():
                continue
            near = curve.limits[curve.limits <= most]
            if run == self.run and not self._limits_hidden:
                # Rates are nearer to their limit on a logarithmic axis.
                words += log or self._headroom or len(near) == 0
            if (over := float(near.max(initial=0.0))) > high:
                high = round_up(over) if hides else over
            if log and (under := float(near.min(initial=low).clip(lowest))) < low:
                low = max(10.0 ** math.floor(math.log10(under)), sys.float_info.min) if hides else under
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
        """Request the limit at all visible rows if the plot is zoomed in to few enough."""
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
        """The names of the chosen run's limit, the longest first, with its formula if it is a number over λmax.

        With facts: also how the rate crosses it, if the crossings are too close to be marked, and briefly for how much
        of the end the rate is above it.
        """
        formula = self._formula()
        name = self.tr("stability limit {formula}").format(formula=formula) if formula else self.tr("stability limit")
        words = [self._whose(name)] + ([self._whose(formula), formula] if formula else [name])
        if with_facts:
            facts = self._limit_facts(self.run)[::-1] if self._has_unmarked() else []
            above = self._short_fact()
            facts = facts[:1] if above else facts  # the share comes before the count
            text = [f"{words[0]} · {fact}" for fact in facts] + [f"{words[0]}\n{fact}" for fact in facts]
            if above:
                text += [*(f"{word} · {above}" for word in dict.fromkeys(words)), f"{words[-1]}\n{above}"]
            return text
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
        """Whether visible crossings of the chosen run are not marked because they are too close."""
        curve = self.chosen_limit
        if curve is None:
            return False
        left, right = (place / self.length for place in self.box.viewRange()[0])
        steps = curve.steps[curve.crossed]
        return int(((steps >= left) & (steps <= right)).sum()) > len(self.marks.crossings)

    def _short_fact(self) -> str:
        """Briefly, for how much of its last steps the chosen run is above a limit that it crosses; otherwise empty."""
        curve, record = self.chosen_limit, self.chosen
        if curve is None or record is None or record.finish is None or curve.n not in (None, record.n):
            return ""
        count, share = curve.times_crossed, curve.share_above()
        if count is None or not count.number or share is None or share[0] == 0:
            return ""
        return self.tr("{share} above").format(share=_percent(share[0]))

    def _limit_facts(self, run: int) -> list[str]:
        """How often the rate of a run crosses its limit, and for how much of the end it is above."""
        curve, record = self.limit_of(run), self.records[run]
        if curve is None or record.finish is None or curve.n not in (None, record.n):
            return []
        facts, count, share = [], curve.times_crossed, curve.share_above()
        if count is not None and count.number:
            text = {
                "exact": self.tr("crossed {count} times"),
                "about": self.tr("crossed about {count} times"),
                "at least": self.tr("crossed at least {count} times"),
            }[count.how]
            once = count.number == 1 and count.how == "exact"
            facts.append(self.tr("crossed once") if once else text.format(count=f"{count.number:,}"))
        if share is not None:
            text = self.tr("η above it in {share} of the last {count} steps")
            facts.append(text.format(share=_percent(share[0]), count=f"{share[1]:,}"))
        return facts

    def _limit_story(self, run: int) -> str:
        """One line about the limit of a run: whose it is, and how the run's rate crosses it."""
        return self._whose(" · ".join([self.tr("stability limit"), *self._limit_facts(run)]), run)

    def _describe_limits(self) -> None:
        """Set the accessible description and the tool tip of the limits, without anything hidden."""
        runs = [] if self._limits_hidden else sorted(self.limits.traces, key=lambda run: run != self.run)
        stories = [self._limit_story(run) for run in runs]
        self.plot.setAccessibleDescription("\n".join(stories))
        self._limit_word.setToolTip("\n".join([*stories, self._limit_tip()]))

    def _divided(self) -> str:
        """The matrix of the largest eigenvalue, if it is not the Hessian."""
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
        """Place the word along the limit where no curve crosses it; at the upper edge, with its value, if above.

        Return whether it lies on no curve. With headroom it may stand at the upper edge.
        """
        curve, trace = self.chosen_limit, self.limits.traces.get(self.run)
        if curve is None or trace is None or self._limits_hidden:
            return True
        top = self.box.viewRange()[1][1]
        # Remarks on schedules stand above.
        free = top - len(self._notes) * scaling.px(_LINE) * self.room.pixel[1]
        words, around = self._limit_words(), self._obstacles()
        self._limit_word.setColor(QColor(self.theme.word(self.chosen_style.color.name())))
        if not (trace.y <= top).any():
            lowest = format_number(float(np.nanmin(curve.limits)), 3)
            text = self.tr("{limit}: from {value}").format(limit=words[0], value=lowest)
            for word in (text, f"{words[-1]} ≥ {lowest}", lowest):
                self._limit_word.setText(f"↑ {word}")
                if self._limit_word.boundingRect().width() <= self.box.width():
                    break
            self._put(*self._place_above(around, free)[1:])
            return True
        words = self._limit_words(with_facts=True) or words  # the shortest fits in any plot
        for word in words:
            if self._fits(word) and (place := self._place_along(trace, around, free))[0] < 1:
                self._put(*place[1:])
                return True
        if not self._headroom:
            self._put(*self._place_along(trace, around, free)[1:])
            return False
        for word in words:
            if self._fits(f"–· {word}") and (place := self._place_above(around, free))[0] < 1:
                break
        else:
            place = self._place_above(around, free)
        self._put(*place[1:])
        return place[0] < 1

    def _put(self, x: float, y: float, edge: int) -> None:
        """Place the word with its right end at x, its upper (0) or lower (1) edge at y, and its ground below it."""
        self._limit_word.setAnchor((1, edge))
        size = self._limit_word.boundingRect().size()
        self._word_ground.setRect(-size.width(), -edge * size.height(), size.width(), size.height())
        for item in (self._limit_word, self._word_ground):
            item.setPos(x, y)
        self._line.update()

    def _fits(self, word: str) -> bool:
        """Set the word at the limit; return whether it is not too wide."""
        self._limit_word.setText(word)
        return float(self._limit_word.boundingRect().width()) <= _SHARE * float(self.box.width())

    def _obstacles(self) -> _Obstacles:
        plans = [
            (scaled(self.time, self.records[run], self._plans[run][0]), self.scale.to_axis(self._plans[run][1]))
            for run in self._alike
        ]
        return _Obstacles(plans, [(trace.x, trace.y) for trace in self.limits.traces.values()])

    def _place_above(self, around: _Obstacles, free: float) -> tuple[float, float, float, int]:
        """The place at the upper edge where the word meets the fewest curves; see `_place_along`."""
        left, right = self.box.viewRange()[0]
        size, (pixel_x, pixel_y) = self._limit_word.boundingRect().size(), self.room.pixel
        upper, wide = free - _ABOVE * pixel_y, size.width() * pixel_x
        ends = np.linspace(right, left + wide, _PLACES) if left + wide < right else [right]
        best = (math.inf, right, upper, 0)
        for end in ends:
            met = self._met(around, end - wide, end, upper - size.height() * pixel_y, upper)
            if met < best[0]:
                best = (met, float(end), upper, 0)
            if met == 0:
                break
        return best

    def _place_along(self, trace: LimitTrace, around: _Obstacles, free: float) -> tuple[float, float, float, int]:
        """The place at the limit where the word meets the fewest curves: their number, its right end, y and edge.

        The edge is the height of its lower (1) or upper (0) one. Rates from `free` on are left to other words.
        """
        (left, right), (bottom, _) = self.box.viewRange()
        size = self._limit_word.boundingRect().size()
        pixel_x, pixel_y = self.room.pixel
        wide, tall, gap = size.width() * pixel_x, size.height() * pixel_y, _GAP * pixel_y
        best = (math.inf, right, free, 0)
        ends = float(trace.x[0]), float(trace.x[-1])
        # A word longer than its limit ends further right, but does not cross the left edge.
        first = max(left, min(ends[0], ends[1] - wide)) + wide
        for end in np.linspace(max(min(right, ends[1]), first), first, _PLACES):
            limit = trace.between(end - wide, end)
            # Above the limit first: nearer to what it forbids.
            for edge, low in ((1, float(limit.max()) + gap), (0, float(limit.min()) - gap - tall)):
                if low < bottom or low + tall > free:
                    continue
                met = self._met(around, end - wide, end, low, low + tall)
                if met < best[0]:
                    best = (met, float(end), low + (0 if edge else tall), edge)
            if best[0] == 0:
                break
        return best

    def _met(self, around: _Obstacles, left: float, right: float, low: float, high: float) -> float:
        """The number of curves in a part of the plot; curves that reach it only with dots add less than one in all."""
        dot = _DOT * self.room.pixel[1]
        plans, limits = ([_reach(x, y, left, right) for x, y in curves] for curves in around)
        crossed = sum(lowest < high and highest > low for lowest, highest in plans + limits)
        touched = sum(lowest - dot < high and highest + dot > low for lowest, highest in plans)
        return crossed + touched / (len(plans) + 1)

    def _place_cut_word(self) -> None:
        """Say at the lower edge that a logarithmic axis cannot show a rate of 0, beside where it is cut off."""
        self._cut_word.setVisible(self._cut_at is not None)
        if self._cut_at is None:
            return
        (left, right), (bottom, _) = self.box.viewRange()
        on_left = self._cut_at - left > right - self._cut_at
        room = self._cut_at - left if on_left else right - self._cut_at
        text = self.tr("0 lies below this axis")
        for word in (f"↓ {text}", "↓ 0"):
            self._cut_word.setText(word)
            if self._cut_word.boundingRect().width() * self.room.pixel[0] < room:
                break
        self._cut_word.setToolTip(text)
        self._cut_word.setAnchor((0, 1) if on_left else (1, 1))
        self._cut_word.setPos(left if on_left else right, bottom)

    def _set_range(self, low: float, high: float) -> None:
        """See StepPlot; the axes stay during a drag."""
        if self._hands is not None and self._hands.dragging:
            return
        super()._set_range(low, high)
        if self.scale.kind == "log":
            self.nothing = self.zoom.bottom

    def _draw_notes(self) -> None:
        for _, item in self._note_items:
            self.box.removeItem(item)
        self._note_items = []
        (left, right), (_, top) = self.box.viewRange()
        height, above = (pixels * self.room.pixel[1] for pixels in (scaling.px(_LINE), _ABOVE))
        for i, (step, note) in enumerate(self._notes):
            at = min(max(step, 0), self.planned)
            tick = pg.InfiniteLine(at, angle=90, pen=pg.mkPen(self.theme.text3, width=1, style=Qt.PenStyle.DotLine))
            before = at - left > right - at
            text = pg.TextItem(translating.text(note), color=self.theme.text2, anchor=(1 if before else 0, 0))
            text.textItem.document().setDocumentMargin(1)
            text.setFont(font := fonts.small())
            if text.boundingRect().width() > self.box.width() > 0:
                font.setPixelSize(min(font.pixelSize(), fonts.close()))
                text.setFont(font)
            wide = text.boundingRect().width() * self.room.pixel[0]
            text.setPos(max(at, left + wide) if before else min(at, right - wide), top - above - i * height)
            text.fill = self._cut_word.fill
            text.setZValue(23)  # over the playhead
            for item in (tick, text):
                self.box.addItem(item, ignoreBounds=True)
                item.setVisible(not self.is_hidden(at))
                self._note_items.append((at, item))

    def name_tools(self) -> None:
        """Retranslate the buttons."""
        self.draw_button.setAccessibleName(self.tr("Draw"))
        self.draw_button.setToolTip(
            self.tr(
                "Draw a schedule of your own: drag over the plot, or double-click for a point. A right click or Delete "
                "removes a point; Esc ends drawing."
            )
        )
        self.hold_button.setAccessibleName(self.tr("Hold"))
        self.hold_button.setToolTip(self.tr("Hold the rate from point to point, instead of straight lines."))

    @property
    def has_large_handles(self) -> bool:
        """See RateCanvas."""
        return self._scene is not None and _has_large_handles(self._scene)

    def follow_hands(self) -> None:
        """Move the handles to their current places."""
        if self._hands is not None:
            self._hands.follow()

    # RateCanvas

    @property
    def run(self) -> int:
        """The number of the edited run."""
        return 0 if self._scene is None else self._scene.run

    @property
    def from_here(self) -> bool:
        """Whether an edit changes the rate from the playhead on, rather than that of the whole run."""
        return self._scene is not None and self._scene.state.moment.from_here

    @property
    def chosen(self) -> RunRecord | None:
        """The record of the edited run; None while it is not drawn."""
        drawn = self.run < len(self.records) and self.styles[self.run].drawn
        return self.records[self.run] if drawn else None

    @property
    def length(self) -> float:
        """The length of a step of the edited run on the axis."""
        return 1.0 if self.chosen is None else self.time.factor(self.chosen)

    @property
    def chosen_style(self) -> RunStyle:
        """The style of the edited run."""
        return self.styles[self.run]

    @property
    def drawing(self) -> bool:
        """Whether a person draws points: they stay visible, and a click elsewhere does not move the playhead."""
        return self._scene is not None and self._scene.state.moment.drawing

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is being dragged."""
        return self._dragging

    def scrub(self, at: QPointF) -> None:
        """Begin to drag the playhead here."""
        self._dragging = True
        self.playheadRequested.emit(self.step_at(at))

    def ask_for_playhead(self, place: int) -> None:
        """Request the playhead at a position of the axis."""
        self.playheadRequested.emit(place)

    def edit(self, path: str, value: Any, final: bool, name: Callable[[], str] | None) -> None:
        """Request an edit, see `edited`."""
        self.edited.emit(path, value, final, name)

    @property
    def seen_to(self) -> float:
        """The last visible step of the edited run."""
        planned = 0 if self.chosen is None else self.chosen.planned
        return min(planned, self.playhead / self.length) if self.hides_ahead else planned

    def step_is_hidden(self, step: int) -> bool:
        """Whether a step of the edited run lies ahead of the playhead and is hidden."""
        return self.is_hidden(math.ceil(step * self.length))

    def height_of(self, rate: float) -> float:
        """The position of a rate on the axis; the lower end for a rate that a logarithmic axis cannot show."""
        position = float(self.scale.to_axis(rate))
        return max(position, self.nothing + _KNOB * self.room.pixel[1]) if self.scale.kind == "log" else position

    def rates_at(self, positions: Any) -> Any:
        """The rates at positions of the axis (a number or an array); 0 below a logarithmic axis."""
        if self.scale.kind != "log":
            return positions
        rates = 10.0 ** np.minimum(positions, HIGHEST_POWER)
        return np.where(np.asarray(positions) < self.nothing, 0.0, rates)

    def least_level(self, begin: float) -> float:
        """The lowest level to which one drag moves a rate from `begin`: that of the axis, or a share of `begin`."""
        return min(begin, float(10.0**self.nothing)) if self.scale.kind == "log" else _LEAST * begin

    def pixel_of(self, step: float, rate: float) -> QPointF:
        """The pixel of the plot's viewport at a step and a rate."""
        scene = self.box.mapViewToScene(QPointF(step * self.length, self.height_of(rate)))
        return QPointF(self.plot.mapFromScene(scene))

    def position_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the position on the axis of the rates at a pixel."""
        point = self.box.mapSceneToView(self.plot.mapToScene(at.toPoint()))
        return point.x() / self.length, point.y()

    def place_of(self, at: QPointF) -> tuple[float, float]:
        """The step (with its fraction) and the rate at a pixel."""
        step, position = self.position_of(at)
        return step, float(self.rates_at(position))

    def near_playhead(self, at: QPointF) -> bool:
        """Whether a pixel of the plot's viewport is near the playhead."""
        return abs(self.viewport_x(self.playhead) - at.x()) <= GRAB

    def show_words(self, words: str, x: float) -> None:
        """Show words (rich text) beside the pixel `x` in place of the readout."""
        self._end_hover()
        self.readout.setText(words)
        self.readout.adjustSize()
        self._move_readout(self.box.mapSceneToView(self.plot.mapToScene(QPointF(x, 0).toPoint())).x())
        self.readout.show()

    def give_up_drag(self) -> None:
        """End a drag, as at Escape; the edit itself is undone by the caller."""
        if self._hands is not None:
            self._hands.give_up()

    def hide_words(self) -> None:
        """Hide these words."""
        self._end_hover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See StepPlot; Delete removes the selected point."""
        if event.type() == QEvent.Type.Leave and self._hands is not None and watched is self.plot.viewport():
            self._hands.leave()
        if watched is self.plot.viewport() and self._hands is not None and self.records:
            if event.type() == QEvent.Type.ContextMenu and self._hands.removed:
                return True  # the right button has removed a point
            if event.type() == QEvent.Type.MouseButtonDblClick and self.drawing:
                return self._pointer(event.type(), cast(QMouseEvent, event))
        if watched is self.plot and event.type() == QEvent.Type.KeyPress and self._hands is not None:
            key = cast(QKeyEvent, event).key()
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._hands.delete():
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Qt: handle keys that plot and buttons ignore; Escape ends drawing."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.drawing
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # otherwise it ends presenting
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            if self._hands is not None and self._hands.pen.pressed:
                self.give_up_drag()
            else:
                self.draw_button.click()
            return True
        return super().event(event)

    def _pointer(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        """See StepPlot; events for a handle do not move the playhead."""
        inside = self.box.sceneBoundingRect().contains(self.plot.mapToScene(event.position().toPoint()))
        return self._made_hands().pointer(kind, event, inside) or super()._pointer(kind, event)

    def _made_hands(self) -> ScheduleHands:
        if self._hands is None:
            from gdviz.gui.plots.schedule_hands import ScheduleHands

            self._hands = ScheduleHands(self, self)
        return self._hands

    def _shape_pointer(self, at: QPointF, inside: bool) -> None:
        """See StepPlot; show a cross where a double-click would add a point."""
        super()._shape_pointer(at, inside)
        if self.drawing and inside:
            self.plot.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def _request_drawing(self, on: bool) -> None:
        """Turn the schedule into points that can be dragged, or end drawing.

        If nothing was drawn, the points are taken back.
        """
        record, made, self._made_points = self.chosen, self._made_points, None
        if on and record is not None:
            from gdviz.engine.by_hand import as_points

            now = record.spec.schedule.to_json()
            points = as_points(record, self.lowest_shown / record.spec.optimizer.lr)
            if now["kind"] != points["kind"] or (record.steps_per_epoch > 1 and now != points):
                self._made_points = now, points
                self.edited.emit("schedule", points, True, lambda: self.tr("own schedule"))
        elif not on and record is not None and made is not None and record.spec.schedule.to_json() == made[1]:
            self.edited.emit("schedule", made[0], True, None)
        if on and record is not None:
            self.plot.setFocus(Qt.FocusReason.MouseFocusReason)  # so that Escape ends drawing, wherever the focus was
        self.drawingRequested.emit(on)
        self._follow_points()  # the click has checked the button even if there is nothing to draw

    def _set_held(self, held: bool) -> None:
        path, value = "schedule.interpolation", "hold" if held else "linear"
        self.edited.emit(path, value, True, lambda: self.tr("interpolation"))

    def _follow_points(self) -> None:
        """Update the buttons for drawing and, while drawing, for how points are joined."""
        record, drawing = self.chosen, self.drawing
        held = getattr(record.spec.schedule, "interpolation", None) if record is not None else None
        self.draw_button.setChecked(drawing)
        if drawing:
            self.hold_button.setIcon(icons.icon("hold", self.theme.text1))
            self._made_hands()
        self.hold_button.setVisible(drawing)
        self.hold_button.setChecked(held == "hold")
        self.follow_hands()


def _first(rates: Floats) -> float:
    """The first positive rate, or 0."""
    over = np.flatnonzero(rates > 0)
    return float(rates[over[0]]) if len(over) else 0.0


def _lowest(rates: Floats) -> float:
    """The lowest of these rates; 0 if it is negligible beside the first."""
    low = float(rates.min())
    return low if low > _NEXT_TO_0 * _first(rates) else 0.0


def _reach(x: Floats, y: Floats, left: float, right: float) -> tuple[float, float]:
    """The range of the line through `x`, ascending, and `y` between `left` and `right`."""
    if not len(x) or right < x[0] or left > x[-1]:
        return math.inf, -math.inf
    first, last = np.searchsorted(x, [left, right], side="left")
    ends = np.interp([max(left, x[0]), min(right, x[-1])], x, y)
    within = np.concatenate((ends, y[first:last]))
    return float(np.nanmin(within)), float(np.nanmax(within))


def _percent(share: float) -> str:
    """A share in whole percents, such as 50 %; a share just above 0 or just below 1 is not rounded to 0 or 100 %."""
    if 0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def _has_large_handles(scene: Scene) -> bool:
    return scene.medium.tools and scene.arrangement == "rates"
