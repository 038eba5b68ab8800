"""The page of times: seconds per step and per epoch over the batch size, measured on this machine."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gdviz.engine.batch_timing import Timing, measured, timing
from gdviz.experiment import Experiment
from gdviz.gui.kernel.background import Background
from gdviz.gui.shell.size_plot import SizePlot
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.labels import paragraph
from gdviz.gui.widgets.numbers import format_number

ALIKE = 0.05
"""The relative difference below which times count as equal, as measurements are noisy."""


class TimingPage(QWidget):
    """Measures on its own thread from `begin` to the end, or until `stop`."""

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment, self._theme = experiment, theme
        self.found: Timing | None = None
        self.about = paragraph(self, "label")
        self.about.setText(
            self.tr(
                "Gradient and update of SGD on {what}, timed on the processor, all sizes by turns. An epoch is a step "
                "times the number of batches."
            ).format(what=self._what())
        )
        self.plot = SizePlot(theme, self)
        self.plot.set_labels(self.tr("batch size"), self.tr("seconds"))
        self.legend = paragraph(self, "note")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        marks = ((theme.runs[1], self.tr("an epoch")), (theme.runs[0], self.tr("a step")))
        self.legend.setText(" &nbsp; ".join(f"<span style='color:{color}'>●</span> {what}" for color, what in marks))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.verdict = paragraph(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.about, self.plot, self.legend, self.progress, self.verdict):
            layout.addWidget(part, 1 if part is self.plot else 0)
        self.work = Background(self)
        self.work.progressed.connect(self._show)
        self.work.done.connect(self._finish)
        self.work.failed.connect(self._fail)

    def begin(self) -> None:
        """Measure, unless that has been done or is under way."""
        if self.found is None and not self.work.isRunning():
            self.work.start_work(timing(measured(self._experiment)))

    def stop(self) -> None:
        """End the measuring."""
        self.work.stop()

    def _what(self) -> str:
        problem = measured(self._experiment)
        if self._experiment.problem.n_samples == problem.n_samples:
            return self.tr("this experiment ({n} samples)").format(n=f"{problem.n_samples:,}")
        return self.tr("a linear regression ({n} samples, 10 features)").format(n=f"{problem.n_samples:,}")

    def _show(self) -> None:
        found = self.work.result or self.work.latest
        if self.found is None:
            self.plot.set_sizes(found.sizes)
        self.found = found
        self.progress.setValue(round(1000 * found.done))
        known = sum(math.isfinite(step) for step in found.steps)
        theme = self._theme
        self.plot.draw_lines([(found.epochs[:known], theme.runs[1]), (found.steps[:known], theme.runs[0])])

    def _finish(self) -> None:
        self._show()
        self.progress.setValue(1000)
        if self.found is not None:
            self.verdict.setText(self._verdict_text(self.found))

    def _fail(self) -> None:
        self.verdict.setText(self.work.reason)

    def _verdict_text(self, found: Timing) -> str:
        steps, epochs = (dict(zip(found.sizes, times, strict=True)) for times in (found.steps, found.epochs))
        quickest = min(epochs, key=lambda size: epochs[size])
        large = self.tr(
            "The quickest epoch has batches of {size}: {times} times as quick as with single samples."
        ).format(size=quickest, times=f"{epochs[1] / epochs[quickest]:,.0f}")
        around = [steps[127], steps[129]]
        gain = sum(around) / 2 / steps[128] - 1
        texts = [f"{size}: {format_number(1e6 * steps[size], 3)} µs" for size in (127, 128, 129)]
        if abs(gain) < ALIKE:
            powers = self.tr("A power of two does not pay here ({steps} a step): it is a custom.")
        elif gain > 0:
            powers = self.tr("Here the power of two is quicker than its neighbours ({steps} a step).")
        else:
            powers = self.tr("Here the power of two is slower than its neighbours ({steps} a step).")
        return f"{large} {powers.format(steps=', '.join(texts))}"
