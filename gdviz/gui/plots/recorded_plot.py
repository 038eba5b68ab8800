"""A plot over the steps that shows the recorded runs of its experiment, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gdviz.gui.plots.plot_parts import StepPlot

if TYPE_CHECKING:
    import numpy as np

    from gdviz.engine.recording import Recording
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.plots.recorded_curves import RecordedCurves
    from gdviz.problems.base import Problem


class RecordedPlot(StepPlot):
    """Subclasses say what of a recording they show (`recorded_values`), and draw with `recorded.values` in view."""

    recorded: RecordedCurves | None = None
    """Made for the first experiment that has recorded runs."""

    def recorded_values(self, recording: Recording) -> np.ndarray | None:
        """A value for each row of a recording, shape (n,); None where it tells nothing of it."""
        raise NotImplementedError

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """See StepPlot."""
        self.problem = problem
        if self.recorded is None and "recorded" in experiment.view:
            from gdviz.gui.plots.recorded_curves import RecordedCurves

            self.recorded = RecordedCurves(self)
        if self.recorded is not None:
            self.recorded.take(experiment)
        super().show_runs(experiment, problem, records, colors)

    def redraw(self) -> None:
        """See StepPlot."""
        super().redraw()
        if self.recorded is not None:
            self.recorded.draw()

    @property
    def planned(self) -> int:
        """See StepPlot."""
        return max(super().planned, self.recorded.end if self.recorded is not None else 0)

    def time_end(self) -> float:
        """See StepPlot."""
        return max(super().time_end(), self.recorded.end if self.recorded is not None else 0)

    def readout_rows(self, k: int) -> list[str]:
        """See StepPlot."""
        rows = super().readout_rows(k)
        return rows if self.recorded is None or self._is_hidden(k) else rows + self.recorded.told(k)

    def _place_playhead(self) -> None:
        super()._place_playhead()
        if self.recorded is not None:
            self.recorded.place(self._playhead)
