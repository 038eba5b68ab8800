"""The dialog that opens samples from a file: preview, columns, problem, standardisation."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QColor, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gdviz.datasets.csv_file import CsvFile, decoded
from gdviz.datasets.csv_table import SUFFIXES, first_rows, numeric, reading
from gdviz.editing.data_edits import line_on
from gdviz.gui.kernel.background import Background
from gdviz.gui.style import scaling, translating
from gdviz.gui.widgets import choose_file
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.messages import ExperimentError, mark, message
from gdviz.registry import from_json

SHOWN_ROWS = 50
_MOST_REASONS = 3
"""The most columns whose reason for being left out is named."""
_LONGEST_NAME = 300
"""Pixels, at normal text size, of a feature's name above which it is scrolled."""
LOOK = 256 * 1024
"""The number of bytes of a file that the preview reads."""
_KINDS = ("linear_regression", "polynomial_regression", "model", "logistic_regression")
OPEN = mark("Open data")


def ask_for_data(parent: QWidget | None, path: str | Path | None = None) -> dict[str, Any] | None:
    """Let a person choose the `problem` of an experiment with samples of a file; None if cancelled.

    Without a `path` a person chooses the file first.
    """
    if not path:
        path = choose_file.open_file(parent, translating.translate(OPEN), "", f"CSV (*{' *'.join(SUFFIXES)})")
        if not path:
            return None
    dialog = OpenDataDialog(Path(path), parent)
    return dialog.problem() if dialog.exec() else None


class _Names(QScrollArea):
    """A scrolled column of names; only extremely long names are scrolled sideways."""

    def minimumSizeHint(self) -> QSize:
        """Qt: as wide as the longest name and the scroll bar."""
        inside = self.widget()
        wide = self.verticalScrollBar().sizeHint().width() + (inside.minimumSizeHint().width() if inside else 0)
        return QSize(min(wide, scaling.px(_LONGEST_NAME)), super().minimumSizeHint().height())


class OpenDataDialog(QDialog):
    """Shows the first rows; the columns of numbers may be features, one of them is the target."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("openDataDialog")
        self.setWindowTitle(self.tr("Open data"))
        open_at(self, 640, 520)
        self._path = path
        self._names: list[str] = []
        self._usable: list[bool] = []
        self._fault = ""
        """Why there are not two columns to choose from."""
        self.name = QLabel(str(path))
        self.name.setProperty("role", "label")
        self.name.setWordWrap(True)
        self.preview = QTableWidget()
        self.preview.setObjectName("dataPreview")
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.verticalHeader().setDefaultSectionSize(scaling.px(24))
        self.features: list[QCheckBox] = []
        self.target = QComboBox()
        self.target.setObjectName("dataTarget")
        self.kind = QComboBox()
        self.kind.setObjectName("dataKind")
        self.standardise = QCheckBox(self.tr("&Standardise the features"))
        self.standardise.setObjectName("dataStandardise")
        self.standardise.setToolTip(self.tr("Mean 0 and standard deviation 1: one rate then suits all of them."))
        self.standardise_target = QCheckBox(self.tr("Standardise the tar&get"))
        self.problem_label = ProblemLabel()
        self.problem_label.setObjectName("dataProblem")
        self.unnamed = QLabel(self.tr("The file has no column names: its first row is data."))
        self.unnamed.setObjectName("dataUnnamed")
        self.unnamed.setProperty("role", "note")
        self.unnamed.setWordWrap(True)
        self.unnamed.hide()
        self.left_out = QLabel()
        self.left_out.setObjectName("dataLeftOut")
        self.left_out.setProperty("role", "note")
        self.left_out.setWordWrap(True)
        self.left_out.hide()
        self.progress = QProgressBar()
        self.progress.setObjectName("dataProgress")
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.hide()
        self.work = Background(self)
        self.work.progressed.connect(self._show_progress)
        self.work.done.connect(self._take)
        self.work.failed.connect(self._fail)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = QPushButton(self.tr("&Open"))
        self.open_button.setProperty("primary", True)
        self.open_button.setDefault(True)
        self.buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self._look()
        self.target.currentIndexChanged.connect(self._follow_target)
        self.kind.currentIndexChanged.connect(self._check)
        self.open_button.clicked.connect(self._open)
        self.buttons.rejected.connect(self._cancel)
        self._follow_target()

    def problem(self) -> dict[str, Any]:
        """The `problem` that is chosen."""
        data: dict[str, Any] = {"kind": "csv", "path": str(self._path.absolute()), "x": self._chosen(),
                                "y": self.target.currentText()}  # fmt: skip
        for key, box in (("standardise", self.standardise), ("standardise_target", self.standardise_target)):
            if box.isChecked() and box.isEnabled():
                data[key] = True
        own = line_on(data["x"], data["y"]) if self.kind.currentData() == "model" else {}
        return {"kind": self.kind.currentData(), "data": data, **own}

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        for kind, text in zip(
            _KINDS,
            (self.tr("a number: linear regression"), self.tr("a number: polynomial regression"),
             self.tr("a number: own model"),
             self.tr("a class, 0 or 1: logistic regression")), strict=True,
        ):  # fmt: skip
            self.kind.addItem(text, kind)
        form.addRow(self.tr("&Target"), self.target)
        form.addRow(self.tr("The target &is"), self.kind)
        form.addRow("", self.standardise)
        form.addRow("", self.standardise_target)
        left = QVBoxLayout()
        left.addWidget(QLabel(self.tr("Features")))
        area = _Names()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setProperty("scrolled", True)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        area.setWidget(inner)
        left.addWidget(area)
        choices = QHBoxLayout()
        choices.setSpacing(16)
        choices.addLayout(left, 1)
        choices.addLayout(form, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.name)
        layout.addWidget(self.preview, 3)
        layout.addWidget(self.unnamed)
        layout.addLayout(choices, 2)
        layout.addWidget(self.left_out)
        layout.addWidget(self.problem_label)
        layout.addWidget(self.progress)
        layout.addWidget(self.buttons)

    def _look(self) -> None:
        """Read the beginning of the file."""
        try:
            if self._path.exists() and not self._path.is_file():  # reading a device or a pipe might never end
                raise ExperimentError("", message("{file} is not a file", file=self._path.name))
            with self._path.open("rb") as file:
                raw = file.read(LOOK)
            # The text after the last line break is left out, as it may be cut inside a character or a line.
            whole = len(raw) < LOOK
            text = decoded(raw if whole else raw[: raw.rfind(b"\n") + 1], self._path.name, "")
        except (OSError, ValueError) as error:
            reason = error.reason if isinstance(error, ExperimentError) else None
            self.problem_label.say(
                translating.text(reason) if reason is not None else str(getattr(error, "strerror", None) or error)
            )
            self.open_button.setEnabled(False)
            return
        self._names, named, rows, decimal_comma = first_rows(text, SHOWN_ROWS)
        self.unnamed.setHidden(named)
        columns = [[row[j] for row in rows if j < len(row)] for j in range(len(self._names))]
        self._usable = [numeric(column, decimal_comma) for column in columns]
        self._fill_preview(rows)
        numbers = [name for name, usable in zip(self._names, self._usable, strict=True) if usable]
        self._show_left_out(text, [name for name in self._names if name not in numbers])
        self.target.addItems(numbers)
        self.target.setCurrentIndex(len(numbers) - 1)
        for name in numbers:
            box = QCheckBox(name.replace("&", "&&"))
            box.setProperty("column", name)
            box.setChecked(True)
            box.toggled.connect(self._check)
            self.features.append(box)
            self._column.addWidget(box)
        self._column.addStretch(1)
        if numbers:
            last = columns[self._names.index(numbers[-1])]
            if {value.replace(",", ".").rstrip("0").rstrip(".") or "0" for value in last} <= {"0", "1"}:
                self.kind.setCurrentIndex(self.kind.findData("logistic_regression"))

    def _show_left_out(self, text: str, columns: list[str]) -> None:
        """Say where columns that cannot be chosen are not numbers; without two others that is the error."""
        self._fault = self.tr("The file has one column: samples need a feature and a target.")
        reasons = []
        for column in columns[:_MOST_REASONS] or ([] if self._names else [""]):
            try:
                deque(reading(text, self._path.name, (), column, ""), maxlen=0)
            except ExperimentError as error:
                reasons.append(translating.text(error.reason))
        if reasons:
            self._fault = reasons[0]
        sentence = self.tr("Left out, as samples are numbers, and classes 0 and 1: {why}")
        self.left_out.setText(sentence.format(why="; ".join(reasons)))
        self.left_out.setVisible(bool(reasons) and sum(self._usable) > 1)

    def _fill_preview(self, rows: list[list[str]]) -> None:
        table = self.preview
        table.setColumnCount(len(self._names))
        table.setRowCount(len(rows))
        table.setHorizontalHeaderLabels(self._names)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        faint = QColor(self.palette().placeholderText().color())
        for i, row in enumerate(rows):
            for j, value in enumerate(row[: len(self._names)]):
                item = QTableWidgetItem(value)
                if self._usable[j]:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                else:
                    item.setForeground(faint)
                table.setItem(i, j, item)

    def _follow_target(self) -> None:
        """Take the target out of the features, which keep their ticks."""
        target = self.target.currentText()
        for box in self.features:
            box.setHidden(box.property("column") == target)
        self._check()

    def _chosen(self) -> list[str]:
        return [str(box.property("column")) for box in self.features if box.isChecked() and not box.isHidden()]

    def _check(self) -> None:
        if sum(self._usable) < 2:
            if not self.problem_label.text():
                self.problem_label.say(self._fault)
            self.open_button.setEnabled(False)
            return
        self.standardise_target.setEnabled(self.kind.currentData() != "logistic_regression")
        chosen = self._chosen()
        if not chosen:
            self.problem_label.say(self.tr("Choose at least one feature."))
        elif self.kind.currentData() == "polynomial_regression" and len(chosen) > 1:
            self.problem_label.say(self.tr("A polynomial has one feature: choose one."))
        else:
            self.problem_label.say("")
        self.open_button.setEnabled(not self.problem_label.text())

    def _open(self) -> None:
        """Read the whole file on a thread; errors are shown in the dialog."""
        try:
            source: CsvFile = from_json("gdviz.datasets", self.problem()["data"], "problem.data")
        except ExperimentError as error:
            self.problem_label.say(translating.text(error.reason))
            return
        self._set_reading(True)
        self.work.start_work(source.reading("problem.data"))

    def _show_progress(self) -> None:
        self.progress.setValue(round(100 * float(self.work.latest or 0.0)))

    def _take(self) -> None:
        """Check whether the problem accepts the file that was read."""
        self._set_reading(False)
        try:
            from_json("gdviz.problems", self.problem(), "problem")
        except ExperimentError as error:
            self.problem_label.say(translating.text(error.reason))
        else:
            self.accept()

    def _fail(self) -> None:
        self._set_reading(False)
        self.problem_label.say(self.work.reason)

    def _cancel(self) -> None:
        """Stop reading, or close the dialog if nothing is being read."""
        if self.work.isRunning():
            self.work.stop()
            self._set_reading(False)
        else:
            self.reject()

    def _set_reading(self, reads: bool) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(reads)
        self.open_button.setEnabled(not reads)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: fit the columns, as the style is known only now."""
        super().showEvent(event)
        header = self.preview.horizontalHeader()
        for column in range(header.count()):
            wide = max(header.sectionSize(column), header.sectionSizeHint(column))
            header.resizeSection(column, min(wide, scaling.px(_LONGEST_NAME)))

    def done(self, result: int) -> None:
        """Qt: close the dialog."""
        self.work.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: close the dialog by its frame."""
        self.work.stop()
        super().closeEvent(event)
