"""Why SGD wanders: the share of many seeds that leave the full batch's minimum, over the batch size."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from gdviz.engine.escape import SEEDS, Escape, escape
from gdviz.experiment import Experiment
from gdviz.gui.kernel.background import Background
from gdviz.gui.shell.size_plot import SizePlot
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme
from gdviz.gui.style.translating import choose
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.gui.widgets.labels import paragraph
from gdviz.gui.widgets.numbers import format_number
from gdviz.lessons import lesson
from gdviz.messages import ExperimentError
from gdviz.problems.problem import compiled

LESSON = "sgd_leaves_a_local_minimum"
"""The lesson whose experiment is used if the present one has no samples."""


class EscapeDialog(QDialog):
    """Counts on its own thread as soon as it is made; closing the dialog stops the count."""

    def __init__(
        self, parent: QWidget | None, experiment: Experiment, run: int, theme: Theme, seeds: int = SEEDS
    ) -> None:
        super().__init__(parent)
        self.setObjectName("escapeDialog")
        self.setWindowTitle(self.tr("Why SGD wanders"))
        self._theme = theme
        self.found: Escape | None = None
        own = experiment.problem.n_samples is not None
        if not own:
            experiment, run = lesson(LESSON).open(choose), 0
        title = QLabel(self.tr("Who leaves the minimum that the full batch stays in?"), self)
        title.setFont(fonts.title())
        summary = self.tr(
            "The same start, rate and number of epochs for {seeds} seeds and each batch size. The smaller the batch, "
            "the larger the noise of its gradient: it can push w out of a minimum, out of a good one as well."
        ).format(seeds=seeds)
        if not own:
            summary += " " + self.tr("This problem has no samples, so the lesson “{title}” is counted.").format(
                title=experiment.title
            )
        about = paragraph(self, "label", summary)
        self.plot = SizePlot(theme, self)
        self.plot.setMinimumHeight(260)
        self.plot.set_labels(self.tr("batch size"), self.tr("share of the seeds, %"))
        self.legend = paragraph(self, "note")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        marks = (
            (theme.good, self.tr("found a lower minimum")),
            (theme.runs[0], self.tr("left, for none that is lower")),
        )
        self.legend.setText(" &nbsp; ".join(f"<span style='color:{color}'>■</span> {what}" for color, what in marks))
        self.conclusion = paragraph(self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        for part in (title, about, self.plot, self.legend, self.progress, self.conclusion, buttons):
            layout.addWidget(part, 1 if part is self.plot else 0)
        open_at(self, 620, 600)

        self.work = Background(self)
        self.work.progressed.connect(self._show)
        self.work.done.connect(self._finish)
        self.work.failed.connect(self._fail)
        try:
            compiled(experiment.problem)  # here, as the thread must not import
            self.work.start_work(escape(experiment, run, seeds=seeds))
        except ExperimentError as error:
            self.conclusion.setText(in_language(error))

    def done(self, result: int) -> None:
        """Qt: stop the work when the dialog is closed."""
        self.work.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: stop the work when the dialog is closed by its frame, or by a test."""
        self.work.stop()
        super().closeEvent(event)

    def _show(self) -> None:
        found = self.work.result or self.work.latest
        news = self.found is None or found.sizes != self.found.sizes
        self.found = found
        self.progress.setValue(round(1000 * found.done))
        if news:
            self.plot.set_sizes(found.planned)
            percent = [[100 * share for share in shares] for shares in (found.better, found.elsewhere)]
            self.plot.draw_bars(list(zip(percent, (self._theme.good, self._theme.runs[0]), strict=True)), 110)

    def _finish(self) -> None:
        self._show()
        self.progress.setValue(1000)
        if self.found is not None:
            self.conclusion.setText(self._conclusion(self.found))

    def _fail(self) -> None:
        self.conclusion.setText(self.work.reason)

    def _conclusion(self, found: Escape) -> str:
        left = [better + elsewhere for better, elsewhere in zip(found.better, found.elsewhere, strict=True)]
        stay = next((size for i, size in enumerate(found.sizes) if not any(left[i:])), None)
        home = self.tr("The full batch ends at loss {loss}.").format(loss=format_number(found.home_loss, 3))
        if not any(left):
            nobody = self.tr(
                "Nobody leaves: the noise is too small here, or the loss has no other minimum (a convex one never has)."
            )
            return f"{home} {nobody}"
        first = self.tr("Batch {size}: {left} % leave, {better} % for a lower minimum.").format(
            size=found.sizes[0], left=round(100 * left[0]), better=round(100 * found.better[0])
        )
        rest = "" if stay is None else self.tr("From batch {size} on nobody leaves.").format(size=stay)
        return " ".join(part for part in (home, first, rest) if part)
