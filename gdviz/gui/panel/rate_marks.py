"""The marks on the slider of the learning rate: the stability limit, and the best constant rate."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from decimal import ROUND_FLOOR, Context
from typing import TYPE_CHECKING, Any

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
from gdviz.gui.kernel.idle import IdleWork
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import LogSlider, SliderMark
from gdviz.problems.problem import compiled

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

REST_MS = 60
"""Milliseconds without a change before the search begins or continues, so that it does not slow a drag."""
_APART = 1.05
"""A limit along the path within this factor of the start's has no mark of its own."""
_DOWN = Context(prec=3, rounding=ROUND_FLOOR)


class RateMarks(ViewDefaults, QObject):
    """Keeps the slider's marks up to date with the chosen run.

    In a simple window the lowest limit has a word, and the best rate, which needs explaining, no mark.
    """

    def __init__(self, slider: LogSlider) -> None:
        super().__init__(slider)
        self._slider = slider
        self._scene: Scene | None = None
        self._key: Any = None
        self.start_limit: float | None = None
        self.path_limit: float | None = None
        self.left_at: int | None = None
        """The step at which a run that diverged was first over its limit; `path_limit` is that limit."""
        self.best: float | None = None
        """The best constant rate, or None if there is none, or not yet."""
        self._drawn: tuple[Any, ...] = ()
        """The record of the marks, and the marked rates."""
        self.idle = IdleWork(self)
        slider.installEventFilter(self)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; the limits are computed at once, the best rate in idle time."""
        self._scene = scene
        if before is not None and scene.playhead != before.playhead and not scene.clock.playing:
            self.idle.postpone(REST_MS)  # frames leave time during playing, but not during a drag
        if scene.has_other_runs(before):
            self._follow(scene)
        elif before is not None and (
            scene.records is not before.records or scene.hides_end(scene.run) != before.hides_end(scene.run)
        ):
            self._follow_path(scene)
        if scene.has_other_style(before) or (before is not None and scene.simple != before.simple):
            self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._draw()
        return super().eventFilter(watched, event)

    def _follow(self, scene: Scene) -> None:
        experiment, run, record = scene.experiment, scene.run, scene.record
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
        self._follow_path(scene)

    def _follow_path(self, scene: Scene) -> None:
        """Find the lowest limit along the path, once the run has ended, it is computed, and it is not hidden.

        For a run that diverged it is the first limit that it exceeded: farther out, limits fall below any rate.
        None for a rule that divides by the size of its gradients, as another rate has another path and limit.
        """
        record = scene.record
        if self.start_limit is None:  # a rule that needs the first gradient
            self.start_limit = _limit_at_start(record)
        ended = record.finish is not None and not scene.hides_end(scene.run)
        lasts = ended and not is_preconditioned(record.spec.optimizer)
        verdict = record.verdict if lasts else None
        over = verdict.numbers if verdict is not None and verdict.kind == "diverged" else {}
        self.left_at = over.get("over_limit_at")
        if self.left_at is not None:
            self.path_limit = _lowest(np.array([over["limit"]]))
        else:
            curve = known_stability_curve(record) if lasts and is_known(record, closely=False) else None
            self.path_limit = None if curve is None else _lowest(curve.limits)
        if self._drawn != (record, self.start_limit, self.path_limit, self.best):
            self._draw()

    def _found(self, best: float | None) -> None:
        self.best = best
        self._draw()

    def _draw(self) -> None:
        if self._scene is None:
            return
        marks, scene = [], self._scene
        experiment, run, theme = scene.experiment, scene.run, scene.theme
        self._drawn = (scene.record, self.start_limit, self.path_limit, self.best)
        if edits.rate_is_used(experiment, run):
            limit, lowest = self.start_limit, self.path_limit
            if limit is not None:
                tip = self.tr(
                    "Stability limit at the start, {value}: with a larger constant rate the steps grow there."
                )
                marks.append(self._mark(limit, theme.bad, tip, wall=True))
            if lowest is not None and (limit is None or lowest * _APART < limit):
                tip = self.tr("Lowest stability limit along the path, {value}: a larger rate is unstable there.")
                if self.left_at is not None:
                    tip = self.tr("Stability limit at step {step}, {{value}}: from there on the run diverges.")
                    tip = tip.format(step=self.left_at)
                marks.append(self._mark(lowest, theme.bad, tip, wall=True))
            if scene.simple:
                marks = [dataclasses.replace(mark, word=self.tr("unstable")) for mark in marks]
            if self.best is not None and not scene.simple:
                marks.append(self._mark(self.best, theme.good, self._best_tip(experiment, run), wall=False))
        self._slider.set_marks(marks)

    def _best_tip(self, experiment: Experiment, run: int) -> str:
        steps = min(round(proposals.duration(experiment, experiment.runs[run], "step")), MOST_STEPS)
        tip = self.tr("Best constant rate from this start, {{value}}: the lowest loss after {steps} steps.")
        return tip.format(steps=f"{steps:,}")

    def _mark(self, rate: float, color: str, tip: str, wall: bool) -> SliderMark:
        """The mark of a rate, rounded down to three digits so that a click does not exceed a limit."""
        value = float(_DOWN.create_decimal(f"{rate:.12g}"))  # 0.07999.. is 0.08
        text = tip.format(value=format_number(value, 3)) + "\n" + self.tr("A click takes it.")
        return SliderMark(value, QColor(color), text, wall=wall)


def _search(experiment: Experiment, run: int, middle: float) -> Generator[None, None, float | None]:
    yield  # keep the first slice short, as the window may just have been shown
    return (yield from searching(experiment, run, middle))


def _limit_at_start(record: RunRecord) -> float | None:
    limits = stability_limits(record, np.zeros(1, dtype=int))
    return None if limits is None else _lowest(limits)


def _lowest(limits: np.ndarray) -> float | None:
    """The lowest finite positive limit, or None."""
    sound = limits[np.isfinite(limits) & (limits > 0)]
    return float(sound.min()) if len(sound) else None


def _key(experiment: Experiment, run: int) -> tuple[object, ...]:
    """Everything that the best constant rate depends on."""
    spec = experiment.runs[run]
    optimizer = dataclasses.replace(spec.optimizer, lr=1.0)
    duration = experiment.steps, experiment.epochs, experiment.seed
    return experiment.problem, spec.start, optimizer, spec.batch, duration, edits.rate_is_used(experiment, run)
