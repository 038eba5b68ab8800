"""The recorded runs below the table: mark, name, loss at the playhead, "recorded", and a button to remove each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from gdviz.gui import icons, texts
from gdviz.gui.recorded import RecordedRun, losses, recorded_runs
from gdviz.gui.theme import Theme
from gdviz.gui.views.run_dot import run_dot
from gdviz.gui.widgets.labels import ElidedLabel
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem


class _Row(NamedTuple):
    mark: QLabel
    name: ElidedLabel
    loss: QLabel
    word: QLabel
    remove: QToolButton


class RecordedRows(QWidget):
    """One row a file. `removed(row)`: a person wants the file out of the experiment."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordedRows")
        self._runs: list[RecordedRun] = []
        self._rows: list[_Row] = []
        self._problem: Problem | None = None
        self._playhead = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(6, 0, 2, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def show_runs(self, experiment: Experiment, problem: Problem, theme: Theme) -> None:
        """Show the recorded runs of an experiment."""
        self._runs, self._problem = recorded_runs(experiment), problem
        while len(self._rows) > len(self._runs):
            for part in self._rows.pop():
                part.hide()
                part.deleteLater()
        while len(self._rows) < len(self._runs):
            self._add()
        for run, row in zip(self._runs, self._rows, strict=True):
            style = run.style(theme)
            row.mark.setPixmap(run_dot(style.color, style.dashed))
            row.name.setText(run.label)
            row.remove.setIcon(icons.icon("close", theme.text2))
        self.setVisible(bool(self._runs))
        self._retranslate()
        self._tell()

    def set_playhead(self, k: int) -> None:
        """Tell the losses after k updates."""
        self._playhead = k
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _add(self) -> None:
        at = len(self._rows)
        row = _Row(QLabel(self), ElidedLabel("", self), QLabel(self), QLabel(self), QToolButton(self))
        row.loss.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.word.setProperty("role", "label")
        row.remove.setProperty("flat", True)
        row.remove.setFixedSize(24, 24)
        row.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.remove.setObjectName(f"removeRecorded{at}")
        row.remove.clicked.connect(lambda: self.removed.emit(at))
        for column, part in enumerate(row):
            self._grid.addWidget(part, at, column)
        self._rows.append(row)

    def _tell(self) -> None:
        for run, row in zip(self._runs, self._rows, strict=True):
            value = self._loss(run)
            row.loss.setText("—" if math.isnan(value) else format_number(value, 3))

    def _loss(self, run: RecordedRun) -> float:
        """The loss of a run at the playhead; nan where it is not known."""
        if run.recording is None or self._problem is None:
            return math.nan
        values = losses(run.recording, self._problem)
        return math.nan if values is None else float(values[run.recording.row(self._playhead)])

    def _retranslate(self) -> None:
        for run, row in zip(self._runs, self._rows, strict=True):
            tip = run.path if run.failure is None else texts.text(run.failure)
            row.name.set_tip(tip)
            row.word.setText(self.tr("recorded") if run.failure is None else self.tr("not read"))
            row.word.setToolTip(tip)
            row.remove.setToolTip(self.tr("Remove {run} from the experiment; the file stays").format(run=run.label))
            row.remove.setAccessibleName(row.remove.toolTip())
