"""The switch "keep lr/batch": a batch of twice the size gets twice the rate, and a note says so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gdviz.editing import edits
from gdviz.experiment import Experiment
from gdviz.gui.style import scaling
from gdviz.gui.widgets.numbers import format_number

_BESIDE = 30
"""Pixels beside the text of a check box, at normal text size."""


class KeepRatio(QWidget):
    """The check box, and below it how the last change of the batch size changed the rate.

    `chosen` carries whether a person wants the rate to follow the batch size.
    """

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.box.setObjectName("keepRatioCheck")
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it does not widen the panel
        self.box.setMinimumWidth(1)
        self._words = ""
        self.note = QLabel(self)
        self.note.setObjectName("keepRatioNote")
        self.note.setProperty("role", "note")
        self.note.setWordWrap(True)
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.note)
        self._rule: str | None = ""
        self._last: tuple[int, int, float] | None = None
        """Run, batch size and rate last shown."""
        self._change: tuple[int, int, float, float] | None = None
        """The last change: batch size before and after, rate before and after."""
        self.box.clicked.connect(self.chosen)
        self._kept = False

    @property
    def path(self) -> str:
        """The path that an edit of the batch size sets: the size alone, or with the rate."""
        return "batch.scaled" if self._kept and self._rule is not None else "batch.size"

    def show_kept(self, kept: bool) -> None:
        """Show whether the rate follows the batch size."""
        if kept != self._kept:
            self.note.hide()
        self._kept = kept
        self.box.setChecked(kept)

    def show_run(self, experiment: Experiment, run: int) -> None:
        """Take the rule of the run's optimizer, and show what has changed since the last call."""
        self.setVisible(experiment.problem.n_samples is not None)
        spec = experiment.runs[run]
        rule = edits.scaling(experiment, run)
        if rule != self._rule:
            self._rule = rule
            self._retranslate()
        now = (run, spec.batch.size if spec.batch else experiment.problem.n_samples or 1, spec.optimizer.lr)
        before, self._last = self._last, now
        if before is None or before[0] != run or not self._kept:
            self.note.hide()
        elif before[1] != now[1] and before[2] != now[2]:
            self._change = before[1], now[1], before[2], now[2]
            self._update_note()
            self.note.show()

    def forget(self) -> None:
        """Forget the values last shown, as another experiment opens: its other values are no edits."""
        self._last = None

    def _update_note(self) -> None:
        if self._change is not None:
            b0, b1, r0, r1 = self._change
            text = self.tr("batch {b0} → {b1}, rate {r0} → {r1}")
            self.note.setText(text.format(b0=b0, b1=b1, r0=format_number(r0), r1=format_number(r1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: wrap the text for another width."""
        super().resizeEvent(event)
        self._wrap()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._update_note()

    def _retranslate(self) -> None:
        self.box.setEnabled(self._rule is not None)
        if self._rule == "root":
            self._words = self.tr("batch × 2 → rate × √2")
            self.box.setToolTip(
                self.tr(
                    "Adam and its kin divide the gradient by its own size, noise included: a batch of twice the size "
                    "changes that by √2, and so the square root of the factor keeps the noise of the path (Malladi et "
                    "al. 2022). For SGD it is the factor itself."
                )
            )
        else:
            self._words = self.tr("keep η/B: batch × 2 → rate × 2")
            self.box.setToolTip(
                self.tr(
                    "The linear scaling rule, for SGD (Goyal et al. 2017): half as many steps an epoch, each twice as "
                    "long. It breaks near the stability limit, and where the start is steep; there warm-up helps."
                )
                if self._rule == "linear"
                else self.tr("Here the learning rate is not the optimizer's to scale.")
            )
        self._wrap()

    def _wrap(self) -> None:
        """Wrap the text if the panel is too narrow: after the colon, then at the arrow."""
        room, measure = self.width() - scaling.px(_BESIDE), self.box.fontMetrics().horizontalAdvance
        words = self._words if measure(self._words) <= room else self._words.replace(": ", ":\n")
        if max(map(measure, words.split("\n"))) > room:
            words = words.replace(" → ", "\n→ ")
        if words != self.box.text():
            self.box.setText(words)
