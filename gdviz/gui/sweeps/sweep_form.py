"""The form that asks over which values of the open experiment a sweep goes: a line of fields for each axis."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from gdviz.editing.phase_axes import has_chance
from gdviz.editing.sweep_axes import axes_of
from gdviz.engine.cells import MOST_SEEDS, VALUES, Axis, Cells, cells_of
from gdviz.engine.phases import Range, is_whole
from gdviz.experiment import Experiment
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.sweeps.sweep_words import axis_word, value_word
from gdviz.gui.widgets.combo import Combo, combo_box
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.messages import ExperimentError
from gdviz.params import Param

_COUNTS = 41, 31
"""The proposed number of values along each axis."""
_NONE = ""
_COUNT = Param("count", "int", 31, low=2, high=1000)
_TARGET = 1e-3
_SEEDS = Param("seeds", "int", 1, low=1, high=MOST_SEEDS)


class SweepForm(QWidget):
    """Asks for the axes of a sweep; `wanted` carries the Cells to compute."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._run = 0
        self._refused: ExperimentError | None = None
        """Why the last requested sweep cannot be computed."""
        self._ranges: dict[str, Range] = {}
        self.axes: list[tuple[Combo, NumberField, NumberField, IntegerField]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 3)
        for column in (3, 5):
            grid.setColumnStretch(column, 1)
        self._labels: list[list[QLabel]] = []
        for row in range(2):
            combo = combo_box(f"sweepAxis{row}Combo")
            low, high = NumberField(f"sweepLow{row}Field"), NumberField(f"sweepHigh{row}Field")
            count = IntegerField(f"sweepCount{row}Field")
            count.setParam(_COUNT)
            count.setValue(_COUNTS[row])
            labels = [QLabel() for _ in range(4)]
            for column, (label, field) in enumerate(zip(labels, (combo, low, high, count), strict=True)):
                label.setProperty("role", "label")
                label.setBuddy(field)
                grid.addWidget(label, row, 2 * column)
                grid.addWidget(field, row, 2 * column + 1)
            combo.activated.connect(partial(self._propose, row))
            self.axes.append((combo, low, high, count))
            self._labels.append(labels)
        self.value = combo_box("sweepValueCombo")
        self.value.activated.connect(lambda _: self._show_target())
        self.target = NumberField("sweepTargetField")
        self.button = QPushButton()
        self.button.setObjectName("sweepComputeButton")
        self.button.setAutoDefault(False)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self._compute)
        self.seeds = IntegerField("sweepSeedsField")
        self.seeds.setParam(_SEEDS)
        self._value_label, self._target_label, self._seeds_label = (QLabel() for _ in range(3))
        for label in (self._value_label, self._target_label, self._seeds_label):
            label.setProperty("role", "label")
        grid.addWidget(self._value_label, 2, 0)
        grid.addWidget(self.value, 2, 1)
        grid.addWidget(self._target_label, 2, 2)
        grid.addWidget(self.target, 2, 3)
        grid.addWidget(self._seeds_label, 2, 4)
        grid.addWidget(self.seeds, 2, 5)
        grid.addWidget(self.button, 2, 6, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.problem = ProblemLabel()
        grid.addWidget(self.problem, 3, 0, 1, 8)
        self.retranslate()

    def ask(self, experiment: Experiment, run: int) -> None:
        """Offer the values of run number `run`."""
        self._experiment, self._run = experiment, run
        self._ranges = {axis.path: axis for axis in axes_of(experiment, run)}
        chosen = [combo.currentData() for combo, *_ in self.axes]
        fallback = [*self._ranges, _NONE]
        if chosen[0] is None:
            chosen = [fallback[0], "optimizer.momentum" if "optimizer.momentum" in self._ranges else _NONE]
        if experiment.stop.loss is not None or not self.target.value():
            self.target.setValue(experiment.stop.loss or _TARGET)
        self._refused = None
        self.problem.say("")
        for part in (self._seeds_label, self.seeds):
            part.setVisible(has_chance(experiment, run))
        self.retranslate()
        for row, path in enumerate(chosen):
            combo = self.axes[row][0]
            index = combo.findData(path)
            combo.setCurrentIndex(index if index >= 0 else (0 if row == 0 else combo.findData(_NONE)))
            self._propose(row)

    def follow(self, experiment: Experiment, run: int) -> None:
        """Offer the values of the open experiment; keep the fields unless its problem or its settings are others."""
        was = self._experiment
        if was is None or (experiment is was and run == self._run):
            return
        paths = {axis.path for axis in axes_of(experiment, run)}
        chosen = {combo.currentData() or _NONE for combo, *_ in self.axes} - {_NONE}
        if experiment.problem is not was.problem or not chosen <= paths:
            self.ask(experiment, run)
            return
        self._experiment, self._run = experiment, run
        self._ranges = {axis.path: axis for axis in axes_of(experiment, run)}
        for part in (self._seeds_label, self.seeds):
            part.setVisible(has_chance(experiment, run))
        self.retranslate()

    def _propose(self, row: int, _: int = 0) -> None:
        """Propose a range for the chosen value."""
        combo, low, high, count = self.axes[row]
        axis = self._ranges.get(combo.currentData() or _NONE)
        for field in (low, high, count):
            field.setEnabled(axis is not None)
        if axis is not None:
            low.setValue(axis.low)
            high.setValue(axis.high)

    def _show_target(self) -> None:
        for part in (self._target_label, self.target):
            part.setVisible(self.value.currentData() == "steps")

    def cells(self) -> Cells:
        """Return the cells that the fields ask for, the second axis upward. Raises ExperimentError."""
        assert self._experiment is not None
        over: dict[str, list[float]] = {}
        for combo, low, high, count in reversed(self.axes):
            for field in (low, high, count):
                field.commit()
            path = combo.currentData()
            if path:
                proposed = self._ranges[path]
                axis = Range(path, low.value(), high.value(), proposed.log and low.value() > 0)
                whole = is_whole(self._experiment, path, self._run)
                over.pop(path, None)
                over[path] = rounded(axis.values(count.value(), whole).tolist())
        self.seeds.commit()
        value = str(self.value.currentData())
        target = self.target.value() if value == "steps" else None
        seeds = self.seeds.value() if has_chance(self._experiment, self._run) else 1
        return cells_of(self._experiment, over, value, self._run, target, seeds)

    def _compute(self) -> None:
        try:
            cells = self.cells()
        except ExperimentError as error:
            self._refused = error
            self.problem.say(in_language(error))
            return
        self._refused = None
        self.problem.say("")
        self.wanted.emit(cells)

    def retranslate(self) -> None:
        """Put all texts into the language of the window."""
        if self._refused is not None:
            self.problem.say(in_language(self._refused))
        for row, labels in enumerate(self._labels):
            over = self.tr("Over") if row == 0 else self.tr("and over")
            for label, name in zip(labels, (over, self.tr("from"), self.tr("to"), self.tr("values")), strict=True):
                label.setText(name)
            for field, label in zip(self.axes[row], labels, strict=True):
                field.setAccessibleName(f"{over} {label.text()}" if label is not labels[0] else over)
            self.axes[row][0].setToolTip(self.tr("The value that varies along this axis"))
        self._value_label.setText(self.tr("Take"))
        self._target_label.setText(self.tr("to the loss"))
        self.value.setAccessibleName(self._value_label.text())
        self.value.setToolTip(self.tr("What is taken of each run"))
        self.target.setAccessibleName(self._target_label.text())
        self.target.setToolTip(self.tr("The steps until the loss is this or less are counted"))
        self._seeds_label.setText(self.tr("seeds"))
        self.seeds.setAccessibleName(self._seeds_label.text())
        self.seeds.setToolTip(
            self.tr("Runs for each combination, which draw other batches or noise; their median counts")
        )
        self.button.setText(self.tr("Compute"))
        self.button.setToolTip(self.tr("Computes a run for each combination of the values"))
        if self._experiment is None:
            return
        spec = Cells(self._experiment, (), self._run)
        for row, (combo, *_) in enumerate(self.axes):
            chosen = combo.currentData()
            combo.clear()
            for path in self._ranges:
                combo.addItem(axis_word(spec, Axis(path, (), path)), path)
            if row:
                combo.addItem(self.tr("nothing else"), _NONE)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
        chosen = self.value.currentData()
        self.value.clear()
        for value in VALUES:
            self.value.addItem(self.tr("steps to a loss") if value == "steps" else value_word(spec, value), value)
        self.value.setCurrentIndex(max(self.value.findData(chosen), 0))
        self._show_target()


def rounded(values: list[float]) -> list[float]:
    """Round the values to four digits for reading, unless two of them would become equal."""
    made = [float(f"{value:.4g}") for value in values]
    made[0], made[-1] = values[0], values[-1]
    return made if all(one < other for one, other in pairwise(made)) else values
