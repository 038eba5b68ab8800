"""The runs side by side: colour, label, optimizer, loss at the playhead, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QSizePolicy, QTableView, QWidget

from gdviz.gui import fonts, texts
from gdviz.gui.run_style import RunStyle, as_styles
from gdviz.gui.theme import Theme, system
from gdviz.gui.views.plot_parts import loss_at
from gdviz.gui.views.run_dot import SIZE, run_dot
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.panel import Panel

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem

LABEL, OPTIMIZER, LOSS, VERDICT = range(4)
_ROW = 28
_LOSS, _LEAST_LABEL = 84, 76
"""Pixels: the loss keeps its place while playing; a label is elided no further."""
_GOOD = frozenset({"converged", "local_minimum", "flat"})
_BAD = frozenset({"diverged", "unbounded", "failed"})
Index = QModelIndex | QPersistentModelIndex


class RunModel(QAbstractTableModel):
    """One row a run; the words are those of the window's language when asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.records: list[RunRecord] = []
        self.colors: list[RunStyle] = []
        self.symbol = "f"
        self.playhead = 0
        self.theme = system()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """The number of runs."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Label, optimizer, loss, verdict."""
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' names, aligned as their cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        loss = self.tr("loss {symbol}").format(symbol=self.symbol)
        return (self.tr("run"), self.tr("optimizer"), loss, self.tr("verdict"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See Qt; the tooltip of a verdict is its full sentence."""
        record, column = self.records[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(record, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self.sentence(record) if column == VERDICT else f"{record.label}: {self.optimizer(record)}"
            case Qt.ItemDataRole.DecorationRole if column == LABEL:
                dot = QIcon()
                for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # Qt would tint it in a chosen row
                    dot.addPixmap(run_dot(self.colors[index.row()].color, self.colors[index.row()].dashed), mode)
                return dot
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(record, column)
        return None

    def kind_word(self, record: RunRecord) -> str:
        """What became of a run, in a word or two."""
        kind = self._kind(record)
        words = {
            "computing": self.tr("computing…"),
            "converged": self.tr("converged"),
            "flat": self.tr("flat valley"),
            "still_descending": self.tr("descending"),
            "too_slow": self.tr("too slow"),
            "oscillating": self.tr("oscillating"),
            "overshooting": self.tr("overshooting"),
            "diverged": self.tr("diverged"),
            "unbounded": self.tr("falls without end"),
            "saddle": self.tr("at a saddle"),
            "local_minimum": self.tr("local minimum"),
            "noise_floor": self.tr("noise floor"),
            "cancelled": self.tr("stopped"),
            "failed": self.tr("failed"),
            "completed": self.tr("done"),
        }
        return words.get(kind, kind.replace("_", " "))

    def sentence(self, record: RunRecord) -> str:
        """What became of a run and why, in full."""
        said = texts.text(record.verdict.message) if record.verdict is not None else record.failure
        said = said or self.kind_word(record)
        return said[:1].upper() + said[1:]

    def optimizer(self, record: RunRecord) -> str:
        """How the optimizer is called."""
        size = record.spec.batch.size if record.spec.batch else None
        return record.spec.optimizer.short_name(size, record.problem.n_samples)

    def changed(self) -> None:
        """Tell the table that every cell may say something else."""
        if self.records:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.records) - 1, 3))

    def _kind(self, record: RunRecord) -> str:
        if record.finish is None:
            return "computing"
        return record.verdict.kind if record.verdict is not None else record.finish

    def _text(self, record: RunRecord, column: int) -> str:
        if column == LABEL:
            return record.label
        if column == OPTIMIZER:
            return self.optimizer(record)
        if column == LOSS:
            return format_number(loss_at(record, self.playhead), 3)
        return self.kind_word(record)

    def _ink(self, record: RunRecord, column: int) -> QColor | None:
        if column == OPTIMIZER:
            return QColor(self.theme.text2)
        if column != VERDICT:
            return QColor(self.theme.text1)
        kind = self._kind(record)
        color = self.theme.good if kind in _GOOD else self.theme.bad if kind in _BAD else self.theme.text2
        return QColor(color)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column == LOSS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class RunTable(Panel):
    """The table, and under it the whole verdict of the chosen run."""

    runSelected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("runTable")
        self.model = RunModel(self)
        self._fitted: tuple[int, list[tuple[str, str, str]]] | None = None
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self._set_up_table()
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setFont(fonts.body())
        self.body.addWidget(self.table)
        self.body.addWidget(self.sentence)
        self.body.addStretch(1)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.setMinimumWidth(200)
        self.apply_theme(self.model.theme)
        self._retranslate()

    def _set_up_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setIconSize(QSize(SIZE, SIZE))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setFont(fonts.small())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        table.setMinimumHeight(2 * _ROW)
        table.viewport().installEventFilter(self)

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show the runs of a new experiment: one record and one colour each. The choice stays where it can."""
        row, model = self.selected(), self.model
        alike = len(model.records) == len(records)
        if not alike:
            model.beginResetModel()
        model.records, model.colors = list(records), as_styles(colors, model.theme)
        model.symbol = problem.symbol
        if alike:
            model.changed()
        else:
            model.endResetModel()
            self.table.selectRow(min(max(row, 0), len(records) - 1))
        self._fit_columns()
        self._say()

    def selected(self) -> int:
        """The number of the chosen run; -1 where there is none."""
        return self.table.currentIndex().row()

    def select(self, index: int) -> None:
        """Choose run number `index`."""
        self.table.selectRow(index)

    def refresh(self) -> None:
        """Pull what the records hold now."""
        self.model.changed()
        self._fit_columns()
        self._say()

    def set_playhead(self, k: int) -> None:
        """Show the losses after k updates."""
        self.model.playhead = k
        if self.model.records:
            model = self.model
            model.dataChanged.emit(model.index(0, LOSS), model.index(len(model.records) - 1, LOSS))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.model.theme = theme
        self.sentence.setStyleSheet(f"color: {theme.text2};")
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)
            self.refresh()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the columns the table's new width."""
        if event.type() == QEvent.Type.Resize:
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _fit_columns(self) -> None:
        """The verdict's word and the loss whole, the optimizer where it says more and has room, the label the rest."""
        table, model = self.table, self.model
        wide = table.viewport().width()
        words = [(record.label, model.optimizer(record), model.kind_word(record)) for record in model.records]
        if self._fitted == (wide, words):
            return
        self._fitted = (wide, words)
        header = table.horizontalHeader()
        table.setColumnHidden(OPTIMIZER, False)  # a hidden column has no size to ask for
        hints = [max(table.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in range(4)]
        hints[LOSS] = max(hints[LOSS], _LOSS)
        says_more = any(record.label != model.optimizer(record) for record in model.records)
        shown = says_more and sum(hints) <= wide
        table.setColumnHidden(OPTIMIZER, not shown)
        others = hints[LOSS] + (hints[OPTIMIZER] if shown else 0)
        label = max(_LEAST_LABEL, min(hints[LABEL], wide - others - hints[VERDICT]))
        widths = (label, hints[OPTIMIZER], hints[LOSS], max(40, wide - label - others))
        for column, width in enumerate(widths):
            if column != OPTIMIZER or shown:
                header.resizeSection(column, width)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Runs"))
        self.table.setAccessibleName(self.tr("Runs"))

    def _chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        self._say()
        if now.isValid():
            self.runSelected.emit(now.row())

    def _say(self) -> None:
        row, records = self.selected(), self.model.records
        record = records[row] if 0 <= row < len(records) else None
        spoken = record is not None and (record.verdict is not None or bool(record.failure))
        self.sentence.setVisible(spoken)
        if record is not None and spoken:
            self.sentence.setText(self.model.sentence(record))
