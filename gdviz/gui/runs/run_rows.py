"""The rows of the table of runs: what each cell says, in the language and in the colours of the window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from gdviz.editing.run_view import RunsView
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.kernel.record_rows import loss_at, row_at
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.runs.run_facts import FirstBelow, Near, ended_in_local, nearest, proposed_loss
from gdviz.gui.style import texts
from gdviz.gui.style.theme import system
from gdviz.gui.widgets.numbers import format_number
from gdviz.run_marks import Marker

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord

LABEL, OPTIMIZER, RATE, STEPS, LOSS, DISTANCE, BELOW, VERDICT = range(8)
_NUMBERS = (RATE, STEPS, LOSS, DISTANCE, BELOW)
_FEW = 8
"""Cells that are painted one by one; of more, all."""
_GOOD = frozenset({"converged", "flat", "catapult"})
_BAD = frozenset({"diverged", "unbounded", "failed"})
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class RunModel(QAbstractTableModel):
    """One row a run; the words are those of the window's language when asked. `renamed(row, text)` was typed."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.records: list[RunRecord] = []
        self.styles: list[RunStyle] = []
        self.view = RunsView(())
        self.symbol = "f"
        self.playhead = 0
        self.ahead_hidden = False
        self.below: float | None = None
        """The loss to reach, chosen or proposed."""
        self.theme = system()
        self._first_below: dict[int, FirstBelow] = {}
        self._told_heads: tuple[str, ...] = ()
        self.shown = frozenset(range(VERDICT + 1))
        """The columns that the table shows."""
        self._marks: dict[tuple[int, Marker, bool, bool], QIcon] = {}
        self._told: dict[tuple[int, int], Any] = {}
        """What the table was last told of each cell."""

    def take(self, records: list[RunRecord], styles: list[RunStyle], view: RunsView) -> None:
        """Hold other runs; the views are to be told."""
        if len(records) != len(self.records):
            self._told.clear()
        self.records, self.styles, self.view = records, styles, view
        self.below = proposed_loss(records) if view.below is None else view.below
        told, self._told_heads = self._told_heads, self._heads()
        # It has the table laid out anew, in a repaint of its own, even for a column that is not shown.
        if told and any(told[column] != self._told_heads[column] for column in self.shown):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, VERDICT)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """The number of runs."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Label, optimizer, rate, steps, loss, distance, first step below, verdict."""
        return 0 if parent.isValid() else 8

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: only the label is edited in its place."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == LABEL else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a label was typed; it is shown once the experiment has it."""
        if role != Role.EditRole or index.column() != LABEL:
            return False
        self._told.pop((index.row(), LABEL), None)  # the table shows what was typed, whatever it was told
        if str(value).strip() != self.records[index.row()].label:
            self.renamed.emit(index.row(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The columns' names, aligned as their cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        match role:
            case Role.TextAlignmentRole:
                return self._alignment(section)
            case Role.DisplayRole:
                return self._heads()[section]
            case Role.ToolTipRole:
                return self._explained()[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """See Qt; the tooltip of a verdict is its full sentence, that of the others tells all of the run."""
        row, column = index.row(), index.column()
        record = self.records[row]
        match role:
            case Role.DisplayRole:
                return self._said(row, column)
            case Role.EditRole if column == LABEL:
                return record.label
            case Role.ToolTipRole:
                return self.sentence(record) if column == VERDICT else self.everything(row)
            case Role.AccessibleTextRole:
                said = self._from_what(record) if column == DISTANCE else self.text(row, column)
                return f"{self._heads()[column]}: {said}"
            case Role.DecorationRole if column == LABEL:
                return self._mark(row)
            case Role.TextAlignmentRole:
                return self._alignment(column)
            case Role.ForegroundRole:
                return self._ink(row, column)
        return None

    def _said(self, row: int, column: int) -> str:
        """What a cell says: its text, and of a distance whether it is one to a local minimum."""
        text = self.text(row, column)
        if column != DISTANCE:
            return text
        near = self._near(self.records[row])
        return self.local(text) if near is not None and near.is_local else text

    def text(self, row: int, column: int) -> str:
        """The number or the words of a cell."""
        record = self.records[row]
        if column == LABEL:
            return record.label
        if column == OPTIMIZER:
            return self.optimizer(record)
        if column == RATE:
            return format_number(record.spec.optimizer.lr, 3)
        if column == STEPS:
            return f"{min(record.updates_at(self.playhead), record.updates) if self.ahead_hidden else record.updates:,}"
        if column == LOSS:
            return format_number(loss_at(record, record.updates_at(self.playhead)), 3)
        if column == DISTANCE:
            near = self._near(record)
            return "—" if near is None else format_number(near.away, 3)
        return self._below(row) if column == BELOW else self.kind_word(record)

    def local(self, far: str) -> str:
        """A distance to a minimum that is but a local one."""
        return self.tr("{distance} (local)").format(distance=far)

    def _near(self, record: RunRecord) -> Near | None:
        return nearest(record, row_at(record, self.playhead), self._ended())

    def _from_what(self, record: RunRecord) -> str:
        """The distance, with the minimum that it is measured from; of a local one, how far the best known is."""
        near, at = self._near(record), row_at(record, self.playhead)
        if near is None:
            return "—"
        far, place = format_number(near.away, 3), _place(near.w)
        if near.lowest is None:
            return self.tr("{distance}, from the minimum {place}").format(distance=far, place=place)
        gap = loss_at(record, record.updates_at(self.playhead)) - near.lowest.loss
        template = self.tr(
            "{distance}, from a local minimum, {place}; the lowest known one, {better}, is {away} away,"
            " its loss {gap} lower"
        )
        return template.format(
            distance=far, place=place, better=_place(near.lowest.w), gap=format_number(gap, 3),
            away=format_number(math.dist(record.w[at].tolist(), near.lowest.w), 3),
        )  # fmt: skip

    def _ended(self) -> list[RunRecord]:
        """The runs of which it may be told where they ended."""
        if not self.ahead_hidden:
            return self.records
        return [record for record in self.records if record.updates_at(self.playhead) >= record.updates]

    def everything(self, row: int) -> str:
        """All that is known of a run, a line each."""
        record, heads = self.records[row], self._explained()
        lines = [f"{record.label}: {self.optimizer(record)}"]
        lines += [
            f"{heads[column]}: {self._from_what(record) if column == DISTANCE else self.text(row, column)}"
            for column in _NUMBERS
        ]
        look = self.view.runs[row] if row < len(self.view.runs) else None
        if look is not None and look.pinned:
            lines.append(self.tr("baseline: drawn faint, and left as it is; unpin it to edit it"))
        if not self.styles[row].drawn:
            hidden = look is not None and not self.view.visible(row)
            lines.append(self.tr("hidden, but computed") if hidden else self.tr("not drawn: there are too many runs"))
        return "\n".join([*lines, self.sentence(record)])

    def is_ahead(self, record: RunRecord) -> bool:
        """Whether the end of a run is not to be told yet."""
        return self.ahead_hidden and (record.finish is None or record.updates_at(self.playhead) < record.updates)

    def kind_word(self, record: RunRecord) -> str:
        """What became of a run, in a word or two; while what is ahead is hidden, only at the end."""
        if self.is_ahead(record):
            return self.tr("ahead", "the verdict, while what is ahead is hidden")
        return self.end_word(record)

    def end_word(self, record: RunRecord) -> str:
        """What became of a run, in a word or two, be it hidden or not."""
        kind = self._kind(record)
        match kind:
            case "computing":
                return self.tr("computing…")
            case "converged":
                return self.tr("converged")
            case "flat":
                return self.tr("flat valley")
            case "not_started":
                return self.tr("not started")
            case "still_descending":
                return self.tr("descending")
            case "too_slow":
                return self.tr("too slow")
            case "oscillating":
                return self.tr("oscillating")
            case "overshooting":
                return self.tr("overshooting")
            case "uphill":
                return self.tr("walking uphill")
            case "diverged":
                return self.tr("diverged")
            case "unbounded":
                return self.tr("falls without end")
            case "saddle":
                return self.tr("at a saddle")
            case "local_minimum":
                return self.tr("local minimum")
            case "noise_floor":
                return self.tr("noise floor")
            case "edge_of_stability":
                return self.tr("edge of stability")
            case "catapult":
                return self.tr("catapult")
            case "cancelled":
                return self.tr("stopped")
            case "failed":
                return self.tr("failed")
            case "completed":
                return self.tr("done")
        return kind.replace("_", " ")

    def sentence(self, record: RunRecord) -> str:
        """What became of a run and why, in full; while what is ahead is hidden, only at the end."""
        if self.is_ahead(record):
            return self.tr("What becomes of it is shown at the end.")
        said = texts.text(record.verdict.message) if record.verdict is not None else texts.translate(record.failure)
        said = said or self.kind_word(record)
        return (
            self.tr("At the end: {verdict}").format(verdict=said) if self.ahead_hidden else said[:1].upper() + said[1:]
        )

    def optimizer(self, record: RunRecord) -> str:
        """How the optimizer is called."""
        size = record.spec.batch.size if record.spec.batch else None
        return record.spec.optimizer.short_name(size, record.problem.n_samples)

    def changed(self, first: int = 0, last: int = VERDICT) -> None:
        """Tell the table which cells of these columns say something else; of many at once, that all do."""
        cells = []
        for row in range(len(self.records)):
            for column in self.shown.intersection(range(first, last + 1)):
                says = self._said(row, column), self._ink(row, column), column == LABEL and self._look(row)
                if self._told.get((row, column)) != says:
                    self._told[row, column] = says
                    cells.append(self.index(row, column))
        if len(cells) > _FEW:
            self.dataChanged.emit(self.index(0, first), self.index(len(self.records) - 1, last))
        else:
            for cell in cells:
                self.dataChanged.emit(cell, cell)

    def _below(self, row: int) -> str:
        record = self.records[row]
        if self.below is None:
            return "—"
        known = self._first_below.get(row)
        if known is None or known.record is not record or known.below != self.below:
            known = self._first_below[row] = FirstBelow(record, self.below)
        step = known.step()
        if step is None or (self.ahead_hidden and step > self.playhead):
            return "—"
        return f"{step:,}" if known.exact or not step else f"≤ {step:,}"

    def _heads(self) -> tuple[str, ...]:
        below = "—" if self.below is None else format_number(self.below, 3)
        return (
            self.tr("run"),
            self.tr("optimizer"),
            "η",
            self.tr("steps"),
            self.tr("loss {symbol}").format(symbol=self.symbol),
            self.tr("distance"),
            f"{self.symbol} ≤ {below}",
            self.tr("verdict"),
        )

    def _explained(self) -> tuple[str, ...]:
        below = "—" if self.below is None else format_number(self.below, 3)
        return (
            self.tr("run"),
            self.tr("optimizer"),
            self.tr("learning rate η"),
            self.tr("steps made"),
            self.tr("loss {symbol} at the playhead").format(symbol=self.symbol),
            self.tr("distance to the nearest minimum that is known, or at which a run ended"),
            self.tr("first step with a loss of at most {loss}").format(loss=below),
            self.tr("verdict"),
        )

    def _look(self, row: int) -> tuple[RunStyle, bool]:
        """How a run is drawn, and whether it is hidden."""
        return self.styles[row], row < len(self.view.runs) and not self.view.visible(row)

    def _mark(self, row: int) -> QIcon:
        style, hidden = self._look(row)
        key = (style.color.rgba(), style.marker, hidden, style.faint)
        if key not in self._marks:
            dot = self._marks[key] = QIcon()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # Qt would tint it in a chosen row
                dot.addPixmap(run_dot(style.color, style.marker, hidden, style.faint), mode)
        return self._marks[key]

    def _kind(self, record: RunRecord) -> str:
        if record.finish is None:
            return "computing"
        return record.verdict.kind if record.verdict is not None else record.finish

    def _ink(self, row: int, column: int) -> QColor:
        record, theme = self.records[row], self.theme
        if not self.styles[row].drawn:
            return QColor(theme.text3)
        if column in (OPTIMIZER, RATE, STEPS):
            return QColor(theme.text2)
        if column == DISTANCE:
            near = self._near(record)
            return QColor(theme.local if near is not None and near.is_local else theme.text1)
        if column != VERDICT:
            return QColor(theme.text1)
        kind = "" if self.is_ahead(record) else self._kind(record)
        if kind and ended_in_local(record):
            return QColor(theme.local)
        return QColor(theme.good if kind in _GOOD else theme.bad if kind in _BAD else theme.text2)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _place(w: tuple[float, ...]) -> str:
    """The first four coordinates in brackets; what is nothing beside the largest is 0."""
    least = 1e-12 * max(map(abs, w))
    shown = [format_number(value if abs(value) > least else 0.0) for value in w[:4]]
    return f"({', '.join(shown)}{', …' if len(w) > 4 else ''})"


def says_more(model: RunModel) -> bool:
    """Whether any optimizer is called otherwise than its run."""
    return any(record.label != model.optimizer(record) for record in model.records)
