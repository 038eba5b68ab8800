"""The range test: the loss over a learning rate that rises within one run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QWidget

from gdviz import proposals
from gdviz.engine.range_test import RangeTest, affordable_steps, range_testing
from gdviz.engine.rates import GRID_DECADES
from gdviz.gui.plots.rate_view import REST_MS, RateView
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.problem import Problem

_OVER = 2.0
"""How far above the loss at the start the curve is shown, in multiples of its depth."""


class RateRangeView(RateView):
    """The loss while the rate rises exponentially from one update to the next; a click takes a rate."""

    def __init__(self, parent: QWidget | None = None, bare: bool = False) -> None:
        super().__init__("rateRangeView", parent, bare)
        self.found: RangeTest | None = None
        """The result shown; None while it is computed."""
        self._from = 0

    def retranslate(self) -> None:
        """See RateView."""
        self.setTitle(self.tr("Range test"))
        self.head.setToolTip(term_tip("range_test"))
        self.set_labels(self.tr("rising learning rate η"), self.tr("loss"))
        text = self.tr(
            "The loss while the rate rises with every update, from the playhead on; a click takes a rate, Return the"
            " suggested one."
        )
        self.plot.setToolTip(text)
        self.plot.setAccessibleName(text)

    def value_at(self, rate: float) -> float | None:
        """See RateView."""
        found = self.found
        if found is None or self.hides_ahead or not len(found.rates) or not found.rates[0] <= rate <= found.rates[-1]:
            return None
        value = float(np.interp(math.log(rate), np.log(found.rates), found.loss))
        return value if math.isfinite(value) else None

    def compute(self, experiment: Experiment, problem: Problem, record: RunRecord, point: np.ndarray) -> None:
        """See RateView; begin a test from `point`, unless it is shown or being computed."""
        start, made = tuple(point.tolist()), self.updates
        key = (experiment.problem, record.spec.optimizer, record.spec.batch, experiment.seed, (start, made))
        if self.hides_ahead:
            self.drop_work()
            return
        if key == self.begun:
            return
        if self.begun is None or key[:-1] != self.begun[:-1]:
            self.found = None  # for another problem or rule; that of another step stays until the new one is done
        self.begun = key
        middle = proposals.rate(type(record.spec.optimizer), problem)
        low, high = middle * 10.0**-GRID_DECADES, middle * 10.0**GRID_DECADES
        steps = affordable_steps(experiment, self.run)

        def done(found: RangeTest) -> None:
            self.found, self._from = found, made
            self._draw()

        if steps:
            self.idle.start(range_testing(experiment, self.run, low, high, start, steps), done, REST_MS)

    def draw(self) -> None:
        """See RateView."""
        found = self.found
        if self.hides_ahead:
            self.words.setText(self.tr("What rates lead to lies ahead of the playhead: hidden (H)."))
        elif found is None:
            self.words.setText(self.tr("computing…") if self.idle.busy else self.tr("too much data for a test"))
        elif not len(found.rates):
            self.words.setText(self.tr("no finite loss here"))
        else:
            self._draw_test(found)

    def _draw_test(self, found: RangeTest) -> None:
        sound = found.loss[np.isfinite(found.loss)]
        depth = max(found.start_loss - float(sound.min()), 0.1 * abs(found.start_loss))
        known = np.append(sound[sound <= found.start_loss + _OVER * depth], found.start_loss)
        low, high = float(known.min()), float(known.max())
        positive = known[known > 0]
        least = max(float(positive.min()), high * 1e-6) if len(positive) else math.inf
        last = max(float(found.rates[-1]), found.blow_up or 0.0) * 1.3
        self.fit((float(found.rates[0]), last), low, high, least, float(np.median(np.abs(known))) or 1.0)
        self.old_loss(found.start_loss)
        color = self.styles[self.run].color
        if found.smooth is not found.loss and not np.array_equal(found.smooth, found.loss):
            self.curve(found.rates, found.loss, self.theme.text3, 1.0)
        self.curve(found.rates, found.smooth, color)
        if found.blow_up is not None:
            self.shade_from(found.blow_up, self.tr("blows up"))
            self.snaps.append(found.blow_up)
        if found.suggested is not None:
            place = int(np.searchsorted(found.rates, found.suggested))
            self.best = found.suggested
            self.add_line(found.suggested, self.theme.good, self.tr("falls fastest"), row=1, turn=0.35)
            self.add_dot(found.suggested, float(found.smooth[place]), self.theme.good)
            self.snaps.append(found.suggested)
        used = self.rate_in_use()
        if found.rates[0] <= used <= last:
            self.add_line(used, self.theme.text1, solid=True)
        self.words.setText(self._test_words(found, used))

    def _test_words(self, found: RangeTest, used: float) -> str:
        parts = [self.tr("from step {k}").format(k=f"{self._from:,}")]
        if found.suggested is not None:
            parts.append(self.tr("suggested {rate}").format(rate=format_number(found.suggested, 3)))
        else:
            parts.append(self.tr("the loss does not fall: no rate is suggested"))
        if found.blow_up is not None:
            parts.append(self.tr("blows up at {rate}").format(rate=format_number(found.blow_up, 3)))
        parts.append(self.tr("in use {rate}").format(rate=format_number(used)))
        return " · ".join(parts)
