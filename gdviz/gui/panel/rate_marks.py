"""The marks at the slider of the learning rate: the stability limit, and the best constant rate."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from decimal import ROUND_FLOOR, Context
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor

from gdviz import proposals
from gdviz.editing import edits
from gdviz.engine.diagnosis.crossings import is_known, known_stability_curve
from gdviz.engine.diagnosis.limits import is_preconditioned, stability_limits
from gdviz.engine.rates import MOST_STEPS, searching
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.kernel.idle import IdleWork
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import LogSlider, SliderMark
from gdviz.problems.base import compiled

REST_MS = 60
"""The search begins, or goes on, when nothing has changed for so long: it is not to hold up the hand that drags."""
_APART = 1.05
"""A limit along the path that is nearer than this factor to the start's is the same mark."""
_DOWN = Context(prec=3, rounding=ROUND_FLOOR)


class RateMarks(QObject):
    """Follows the controller's chosen run and keeps the slider's marks in step with it."""

    def __init__(self, slider: LogSlider, controller: Controller) -> None:
        super().__init__(slider)
        self._slider, self._controller = slider, controller
        self._theme = system()
        self._key: Any = None
        self.start_limit: float | None = None
        self.path_limit: float | None = None
        self.best: float | None = None
        """What is marked, None where there is no such rate (or not yet)."""
        self._drawn: tuple[Any, ...] = ()
        """The record that the marks are of, and what is marked."""
        self.idle = IdleWork(self)
        controller.shown.connect(self._follow)
        controller.finished.connect(self._follow_path)
        controller.limited.connect(self._follow_path)
        controller.computing.connect(self.idle.make_way)
        controller.playhead.moved.connect(self._rest_while_scrubbed)
        slider.installEventFilter(self)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of good and bad."""
        self._theme = theme
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Speak the language of now."""
        if event.type() == QEvent.Type.LanguageChange:
            self._draw()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """Another experiment or run: the limits at once, the best rate when there is time."""
        experiment, run = self._controller.model.experiment, self._controller.run
        record = self._controller.result.runs[run]
        self.start_limit = _limit_at_start(record)
        key = _key(experiment, run)
        if key != self._key:
            self._key, self.best = key, None
            self.path_limit = None
            self.idle.cancel()
            if edits.rate_is_used(experiment, run):
                middle = proposals.rate(type(experiment.runs[run].optimizer), compiled(experiment.problem))
                self.idle.start(_search(experiment, run, middle), self._found)
        self.idle.postpone(REST_MS)
        self._follow_path()

    def _follow_path(self) -> None:
        """The lowest limit along the path, once the run has ended and the worker knows it.

        None for a rule that divides by the size of its gradients: another rate would have another path and limit.
        """
        record = self._controller.result.runs[self._controller.run]
        if self.start_limit is None:  # one that needs the first gradient
            self.start_limit = _limit_at_start(record)
        lasts = record.finish is not None and not is_preconditioned(record.spec.optimizer)
        curve = known_stability_curve(record) if lasts and is_known(record, closely=False) else None
        self.path_limit = None if curve is None else _lowest(curve.limits)
        if self._drawn != (record, self.start_limit, self.path_limit, self.best):
            self._draw()

    def _rest_while_scrubbed(self) -> None:
        """Frames of playing have time to spare, those that follow a hand are to come at once."""
        if not self._controller.playhead.playing:
            self.idle.postpone(REST_MS)

    def _found(self, best: float | None) -> None:
        self.best = best
        self._draw()

    def _draw(self) -> None:
        marks = []
        experiment, run = self._controller.model.experiment, self._controller.run
        self._drawn = (self._controller.result.runs[run], self.start_limit, self.path_limit, self.best)
        if edits.rate_is_used(experiment, run):
            limit, lowest = self.start_limit, self.path_limit
            if limit is not None:
                tip = self.tr(
                    "Stability limit at the start, {value}: with a larger constant rate the steps grow there."
                )
                marks.append(self._mark(limit, self._theme.bad, tip))
            if lowest is not None and (limit is None or lowest * _APART < limit):
                tip = self.tr("Lowest stability limit along the path, {value}: a larger rate is unstable there.")
                marks.append(self._mark(lowest, self._theme.bad, tip))
            if self.best is not None:
                marks.append(self._mark(self.best, self._theme.good, self._best_tip(experiment, run)))
        self._slider.set_marks(marks)

    def _best_tip(self, experiment: Experiment, run: int) -> str:
        steps = min(round(proposals.duration(experiment, experiment.runs[run], "step")), MOST_STEPS)
        tip = self.tr("Best constant rate from this start, {{value}}: the lowest loss after {steps} steps.")
        return tip.format(steps=f"{steps:,}")

    def _mark(self, rate: float, color: str, tip: str) -> SliderMark:
        """The mark of a rate as it can be taken: three figures, rounded down, so that a limit is not overstepped."""
        value = float(_DOWN.create_decimal(f"{rate:.12g}"))  # 0.07999.. is 0.08
        text = tip.format(value=format_number(value, 3)) + "\n" + self.tr("A click takes it.")
        return SliderMark(value, QColor(color), text, wall=color == self._theme.bad)


def _search(experiment: Experiment, run: int, middle: float) -> Generator[None, None, float | None]:
    yield  # the first slice is a short one: the rest of the window may have just been shown
    return (yield from searching(experiment, run, middle))


def _limit_at_start(record: RunRecord) -> float | None:
    limits = stability_limits(record, np.zeros(1, dtype=int))
    return None if limits is None else _lowest(limits)


def _lowest(limits: np.ndarray) -> float | None:
    """The lowest of these limits; None where none is finite and over 0."""
    sound = limits[np.isfinite(limits) & (limits > 0)]
    return float(sound.min()) if len(sound) else None


def _key(experiment: Experiment, run: int) -> Any:
    """All that the best constant rate depends on."""
    spec = experiment.runs[run]
    optimizer = dataclasses.replace(spec.optimizer, lr=1.0)
    duration = experiment.steps, experiment.epochs, experiment.seed
    return experiment.problem, spec.start, optimizer, spec.batch, duration, edits.rate_is_used(experiment, run)
