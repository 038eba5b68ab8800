"""Recorded runs in the plots over the steps: their curves, their dots at the playhead, their rows of the readout."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QPen

from gdviz.engine.recorded_runs import is_placed
from gdviz.gui.drawing.decimation import Floats, thin
from gdviz.gui.drawing.plot_items import Dot
from gdviz.gui.drawing.strokes import Dashes, Stroke, StrokeLayer, run_pen
from gdviz.gui.kernel.recorded_style import RecordedRun, recorded_runs
from gdviz.gui.widgets.numbers import format_number
from gdviz.run_marks import RECORDED

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyqtgraph as pg

    from gdviz.engine.recording import Recording
    from gdviz.experiment import Experiment
    from gdviz.gui.drawing.plot_axes import Scale
    from gdviz.gui.drawing.plot_time import TimeScale
    from gdviz.gui.style.theme import Theme
    from gdviz.problems.problem import Problem

_DASHES = Dashes.of(RECORDED)
"""Dotted, as no computed run is."""


class RecordedCurves:
    """The recorded runs in a plot; their steps are steps of the run by which the plot measures time."""

    def __init__(
        self, box: pg.ViewBox, scale: Scale, time: TimeScale, values_of: Callable[[Recording], Floats | None]
    ) -> None:
        """Draw into `box`; `values_of` gives a value for each row of a recording, shape (n,), or None for none."""
        self._box, self._scale, self._time, self._values_of = box, scale, time, values_of
        self._problem: Problem | None = None
        self._runs: list[RecordedRun] = []
        self._series: list[tuple[Floats, Floats]] = []
        self._thinned: dict[int, tuple[Floats, tuple[Floats, Floats]]] = {}
        """The values and the points drawn for them, by the identity of the values."""
        self._until: int | None = None
        """The last step that is shown; None for all."""
        self.curves = StrokeLayer(box, 11)
        self._dots: list[Dot] = []

    def take(self, experiment: Experiment, problem: Problem) -> None:
        """Take the recorded runs of an experiment, and show those that have a value here."""
        self._problem = problem
        self._runs, self._series = [], []
        for run in recorded_runs(experiment):
            values = self._values_of(run.recording) if run.recording is not None and not run.hidden else None
            if run.recording is not None and values is not None:
                self._runs.append(run)
                self._series.append((run.recording.step, values))
        known = self._thinned
        self._thinned = {
            id(values): known.get(id(values)) or (values, thin(steps, values)) for steps, values in self._series
        }
        for dot in self._dots:
            self._box.removeItem(dot)
        self._dots = [Dot() for _ in self._runs]
        for dot in self._dots:
            dot.setZValue(dot.zValue() - 0.5)  # always below the dots of computed runs
            self._box.addItem(dot, ignoreBounds=True)

    def show_until(self, step: int | None) -> None:
        """Hide the steps after this one; None shows all."""
        self._until = step

    @property
    def placed(self) -> bool:
        """Whether they are drawn: not if the axis counts something that they do not record."""
        return is_placed(self._problem, self._time.unit)

    @property
    def end(self) -> int:
        """The last step of all drawn runs; it is not hidden, as the playhead moves along them."""
        return max((run.updates for run in self._runs), default=0) if self.placed else 0

    @property
    def values(self) -> list[Floats]:
        """The finite drawn values of each run."""
        shown = (self._shown(steps, values)[1] for steps, values in self._series) if self.placed else ()
        return [values[np.isfinite(values)] for values in shown]

    def _shown(self, steps: Floats, values: Floats) -> tuple[Floats, Floats]:
        """The rows that are not hidden."""
        if self._until is None:
            return steps, values
        rows = int(np.searchsorted(steps, self._until, side="right"))
        return steps[:rows], values[:rows]

    def draw(self, theme: Theme) -> None:
        """Draw the curves on the scale of the plot."""
        strokes: list[Stroke | None] = []
        for run, (steps, values) in zip(self._runs, self._series, strict=True):
            x, y = self._thinned[id(values)][1] if self._until is None else thin(*self._shown(steps, values))
            pen = run_pen(run.style(theme), len(x))
            strokes.append(Stroke(x, self._scale.to_axis(y), pen, _DASHES) if self.placed else None)
        self.curves.set_strokes(strokes)
        self.curves.follow()

    def place(self, k: int, theme: Theme, shown: bool) -> None:
        """Move the dots to the last row up to step k, as nothing is known between two rows."""
        rim = QPen(QColor(theme.plot), 1.5)
        for i, (run, dot) in enumerate(zip(self._runs, self._dots, strict=True)):
            found = self._value(i, k)
            dot.setVisible(found is not None and shown)
            if found is not None:
                dot.setPos(found[0], self._scale.to_axis(found[1]))
                dot.setPen(rim)
                style = run.style(theme)
                dot.setBrush(style.ink)
                dot.set_marker(style.marker)

    def readout_rows(self, k: int, theme: Theme) -> list[str]:
        """The rows of the readout at step k."""
        rows = []
        for i, run in enumerate(self._runs):
            found = self._value(i, k)
            if found is None or k > run.updates:
                continue
            readout_rows = escape(format_number(found[1], 6))
            color = run.style(theme).color.name()
            if found[0] != k:
                readout_rows += f" <span style='color:{theme.text2}'>({escape(self._time.name(found[0]))})</span>"
            rows.append(
                f"<tr><td><span style='color:{color}'>○</span> {escape(run.label)}&nbsp;&nbsp;</td>"
                f"<td align='right'>{readout_rows}</td></tr>"
            )
        return rows

    def _value(self, i: int, k: int) -> tuple[float, float] | None:
        """The last row up to step k: its step and its value; None before the first, and where it is not finite."""
        recording, (steps, values) = self._runs[i].recording, self._series[i]
        if recording is None or k < steps[0] or not self.placed:
            return None
        row = recording.row(k)
        value = float(values[row])
        return (float(steps[row]), value) if math.isfinite(value) else None
