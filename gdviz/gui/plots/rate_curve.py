"""The effect of other learning rates: the loss along the current gradient, and the final loss over the rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gdviz import proposals
from gdviz.engine.rates import DIGITS, Line, Outcome, affordable_steps, grid, line, refining
from gdviz.gui.plots.rate_view import REST_MS, RateView
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.problem import Problem

_HIGHEST = 1e100
"""Qt cannot draw larger losses and slopes."""
_HEADROOM = 0.45
"""How far above the old loss the line is shown, as a share of its depth."""


class RateCurveView(RateView):
    """Mode "line": J(w − η·gradient) at the playhead; "sweep": the final loss of constant rates.

    The rates of a sweep are used where a rate that a person takes from it would be: from the start, or where a rate
    holds from the playhead on, from there.
    `uphillChosen` tells whether a person wants the line uphill, J(w + η·gradient).
    """

    uphillChosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None, bare: bool = False) -> None:
        super().__init__("rateCurveView", parent, bare)
        self.mode = "line"
        self.line: Line | None = None
        """The result shown in mode "line"."""
        self.outcome: Outcome | None = None
        """The result shown in mode "sweep"; None while it is computed."""
        self._from, self._steps = 0, 0
        """The step at which the shown sweep begins, and how many it makes."""
        self.uphill = QPushButton()
        self.uphill.setObjectName("uphillButton")
        self.uphill.setCheckable(True)
        self.uphill.setProperty("segment", "only")
        self.uphill.setProperty("tight", True)
        self.uphill.clicked.connect(self.uphillChosen)
        self.head_row.addWidget(self.uphill)

    @property
    def _goes_up(self) -> bool:
        """Whether the line is J(w + η·gradient)."""
        return self._scene is not None and self._scene.state.moment.uphill

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        super().show_scene(scene, before)
        self.uphill.setChecked(self._goes_up)
        if before is None:
            return
        if scene.state.moment.uphill != before.state.moment.uphill:
            self.retranslate()
            self.update_now()
        if scene.state.moment.from_here != before.state.moment.from_here:
            self.soon.start()

    def set_mode(self, mode: str) -> None:
        """Show the "line" or the "sweep"."""
        if mode in ("line", "sweep"):
            self.mode = mode
        self.uphill.setVisible(self.mode == "line")
        self.retranslate()
        self.soon.start()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.uphill.setText("±")
        self.uphill.setAccessibleName(self.tr("Uphill"))
        self.uphill.setToolTip(
            self.tr("Turns the sign: J(w + η·gradient). It rises, which is why the update has a minus.")
        )
        if self.mode == "line":
            self.setTitle(self.tr("Line search"))
            sign = "+" if self._goes_up else "−"
            self.set_labels(self.tr("learning rate η"), f"J(w {sign} η·∇J)")
            text = self.tr("The loss along the gradient from the playhead on; a click takes the rate, Return the best.")
        else:
            self.setTitle(self.tr("Rate sweep"))
            self.set_labels(self.tr("constant learning rate η"), self.tr("final loss"))
            text = self.tr("The loss in which constant rates end; a click takes a rate, Return the best.")
        self.head.setToolTip(term_tip("line_search" if self.mode == "line" else "rate_sweep"))
        self.plot.setToolTip(text)
        self.plot.setAccessibleName(text)

    def value_at(self, rate: float) -> float | None:
        """See RateView."""
        shown = self.line if self.mode == "line" else self.outcome
        if shown is None or self.hides_ahead or not shown.rates[0] <= rate <= shown.rates[-1]:
            return None
        value = float(np.interp(rate, shown.rates, shown.loss))
        return value if math.isfinite(value) else None

    def compute(self, experiment: Experiment, problem: Problem, record: RunRecord, point: np.ndarray) -> None:
        """See RateView."""
        if self.mode == "line":
            self.drop_work()
            self.line = line(problem, point, self.rate_in_use() or record.spec.optimizer.lr, self._goes_up)
        elif self.hides_ahead:
            self.drop_work()
        else:
            self._sweep(experiment, record, point)

    def share_of_rate(self) -> float:
        """See RateView: the line has rates at the playhead, the sweep rates of whole runs."""
        record, used = self.record, self.rate_in_use()
        return used / record.spec.optimizer.lr if record is not None and self.mode == "line" and used > 0 else 1.0

    def _sweep(self, experiment: Experiment, record: RunRecord, point: np.ndarray) -> None:
        """Begin a sweep, from `point` or from the start, unless it is shown or being computed."""
        from_here = self._scene is not None and self._scene.state.moment.from_here
        made = self.updates if from_here else 0
        start = tuple((point if from_here else record.w[0]).tolist())
        rule = (experiment.problem, record.spec.optimizer, record.spec.batch, experiment.seed, record.planned)
        key = (*rule, (start, made))
        if key == self.begun:
            return
        if self.begun is None or key[:-1] != self.begun[:-1]:
            self.outcome = None  # for another problem or rule; that of another step stays until the new one is done
        self.begun = key
        optimizer = type(record.spec.optimizer)
        rates = grid(proposals.rate(optimizer, record.problem))
        steps = min(affordable_steps(experiment, self.run, len(rates)), max(record.planned - made, 1))

        def done(found: Outcome) -> None:
            self.outcome, self._from, self._steps = found, made, steps
            self._draw()

        if steps:
            self.idle.start(refining(experiment, self.run, rates, start, steps), done, REST_MS)

    # Drawing

    def draw(self) -> None:
        """See RateView."""
        if self.mode == "line":
            self._draw_line()
        elif self.hides_ahead:
            self.words.setText(self.tr("What rates lead to lies ahead of the playhead: hidden (H)."))
        else:
            self._draw_sweep()

    def _draw_line(self) -> None:
        found, record = self.line, self.record
        if found is None or record is None or not math.isfinite(found.old_loss):
            self.words.setText(self.tr("no finite loss here"))
            return
        if self.hides_ahead:
            self._draw_tangent(found)
            return
        sound = found.loss[np.isfinite(found.loss)]
        if not max(abs(found.slope), float(np.abs(sound).max())) < _HIGHEST:
            self.words.setText(self.tr("too steep here to be drawn"))
            return
        self.rates.kind = self.values.kind = "linear"
        used, old = self.rate_in_use(), found.old_loss
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
        self.old_loss(old)
        reach = min(found.rates[-1], (top + air - low) / abs(found.slope)) if found.slope else found.rates[-1]
        tangent = np.array([0.0, reach])
        self.curve(tangent, old + found.slope * tangent, self.theme.text3, 1.0)
        self.curve(found.rates, found.loss, self.styles[self.run].color)
        if found.crossing is not None:
            word = self.tr("old loss again")
            self.add_line(found.crossing, self.theme.bad, f"{word} {format_number(found.crossing)}", word)
            self.snaps.append(found.crossing)
        if found.best is not None and found.best_loss is not None:
            self.add_line(found.best, self.theme.good, self.tr("best"), row=1)
            self.add_dot(found.best, found.best_loss, self.theme.good)
            self.best = found.best
            self.snaps.append(found.best)
        self._draw_use(used, here, found)

    def _draw_tangent(self, found: Line) -> None:
        """Draw the old loss and the tangent, up to twice the rate in use."""
        used, old = self.rate_in_use(), found.old_loss
        reach = 2 * used or float(found.rates[-1])
        depth = abs(found.slope) * reach or abs(old) or 1.0
        if not max(abs(found.slope), abs(old), depth) < _HIGHEST:
            self.words.setText(self.tr("too steep here to be drawn"))
            return
        ends = sorted((old, old + found.slope * reach))
        self.box.setRange(
            xRange=(-0.02 * reach, reach), yRange=(ends[0] - 0.2 * depth, ends[1] + 0.4 * depth), padding=0
        )
        self.old_loss(old)
        tangent = np.array([0.0, reach])
        self.curve(tangent, old + found.slope * tangent, self.theme.text3, 1.0)
        if used > 0:
            self.add_line(used, self.theme.text1, solid=True)
        self.words.setText(self._line_words(found, used))

    def _draw_use(self, used: float, here: float | None, found: Line) -> None:
        """Draw the rate in use, the loss that it leads to, and the text."""
        if 0 < used <= found.rates[-1]:
            self.add_line(used, self.theme.text1, solid=True)
            if here is not None:
                self.add_dot(used, here, self.styles[self.run].color.name())
        self.words.setText(self._line_words(found, used))

    def _line_words(self, found: Line, used: float) -> str:
        if self._goes_up:
            text = self.tr("With a plus the loss rises, slope +|g|² = {slope}: the gradient points uphill.")
            return text.format(slope=format_number(found.slope))
        parts = [self.tr("in use {rate}").format(rate=format_number(used))]
        if self.hides_ahead:
            parts.append(self.tr("the curve lies ahead of the playhead: hidden (H)"))
        elif found.best is not None:
            parts.append(self.tr("best {rate}").format(rate=format_number(found.best)))
        parts.append(self.tr("slope at 0: −|g|² = {slope}").format(slope=format_number(found.slope)))
        if found.crossing is not None and not self.hides_ahead:  # last, as its line shows it as well
            parts.append(self.tr("old loss again at {rate}").format(rate=format_number(found.crossing)))
        return " · ".join(parts)

    def _draw_sweep(self) -> None:
        found = self.outcome
        if found is None:
            self.words.setText(self.tr("computing…") if self.idle.busy else self.tr("too much data for a sweep"))
            return
        if not math.isfinite(found.start_loss):
            self.words.setText(self.tr("no finite loss here"))
            return
        sound = np.isfinite(found.loss)
        known = np.append(found.loss[sound & (found.loss <= _most(found))], found.start_loss)
        low, high = float(known.min()), float(known.max())
        positive = known[known > 0]
        least = max(float(positive.min()), high * 1e-12) if len(positive) else math.inf
        ends = float(found.rates[0]), float(found.rates[-1])
        self.fit(ends, low, high, least, float(np.median(np.abs(known))) or 1.0)
        self.old_loss(found.start_loss)
        self.curve(found.rates, found.loss, self.styles[self.run].color)
        self._mark_divergence(found)
        if (best := found.best) is not None:
            self.best = float(found.rates[best])
            self.add_line(self.best, self.theme.good, self.tr("best"), row=1, turn=0.2)
            self.add_dot(self.best, float(found.loss[best]), self.theme.good)
            self.snaps.append(self.best)
        used = self.rate_in_use()
        if found.rates[0] <= used <= found.rates[-1]:
            self.add_line(used, self.theme.text1, solid=True)
        self.words.setText(self._sweep_words(found))

    def _mark_divergence(self, found: Outcome) -> None:
        """Shade the largest rates if they diverge, from the first after which all end above the loss at the start."""
        under = np.flatnonzero(found.loss < found.start_loss)
        first_over = int(under[-1]) + 1 if len(under) else 0
        if math.isfinite(found.loss[-1]) or first_over == len(found.loss):
            return
        self.shade_from(float(found.rates[first_over]), self.tr("diverges"))

    def _sweep_words(self, found: Outcome) -> str:
        template = self.tr("{n} steps from step {k} on") if self._from else self.tr("{n} steps from the start")
        parts = [template.format(n=f"{self._steps:,}", k=f"{self._from:,}")]
        if self.best is not None:
            parts.append(self.tr("best {rate}").format(rate=format_number(self.best, DIGITS)))
        elif found.falling.any():
            parts.append(self.tr("the loss falls without end: no rate is best"))
        parts.append(self.tr("in use {rate}").format(rate=format_number(self.rate_in_use())))
        return " · ".join(parts)


def _most(found: Outcome) -> float:
    """The upper end of the axis: above the loss at the start by twice the depth."""
    sound = found.loss[np.isfinite(found.loss)]
    depth = found.start_loss - float(sound.min()) if len(sound) else 0.0
    return found.start_loss + 2 * max(depth, 0.1 * abs(found.start_loss))
