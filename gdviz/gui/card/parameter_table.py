"""The table of all parameters of a run at the playhead: value, gradient, and last change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import fonts
from gdviz.gui.widgets.numbers import format_numbers

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

_DIGITS = 6
_NONE = "–"
Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractTableModel):
    """Names and three columns of numbers, shape (dim, 3), sorted by a column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heads = ["", "", "", ""]
        self._names: tuple[str, ...] = ()
        self._numbers: NDArray[np.float64] = np.empty((0, 3))
        self._texts: list[list[str]] = []
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._column, self._descending = 0, False

    def take(self, names: tuple[str, ...], numbers: NDArray[np.float64]) -> None:
        """Show these numbers, in the current order."""
        new = names != self._names
        if new:
            self.beginResetModel()
        self._names, self._numbers = names, numbers
        self._texts = [format_numbers(column, _DIGITS) for column in numbers.T.tolist()]
        self._put_in_order()
        if new:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, 3))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt: sort by the order of the parameters, or by the numbers of a column, sign included."""
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        self._put_in_order()
        self.layoutChanged.emit()

    def _put_in_order(self) -> None:
        count = len(self._names)
        keys = np.arange(count) if self._column <= 0 else self._numbers[:, self._column - 1]
        self._order = np.argsort(-keys if self._descending else keys, kind="stable")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: the parameters."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: name, value, gradient, last update."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the texts."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return self.text(index.row(), index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def text(self, row: int, column: int) -> str:
        """The text of a cell."""
        at = int(self._order[row])
        if column == 0:
            return self._names[at]
        return _NONE if np.isnan(self._numbers[at, column - 1]) else self._texts[column - 1][at]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the heads of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return None


class ParameterTable(ViewDefaults, QDialog):
    """A dialog that follows the playhead while it is visible; a click on a head sorts, Ctrl+C copies everything.

    In the fog it shows no numbers, because they would show the way.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameterTable")
        self._scene: Scene | None = None
        self.where = QLabel()
        self.where.setProperty("role", "label")
        self.model = _Model(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)  # Tab leaves the table
        self.table.setShowGrid(False)
        self.table.setFont(fonts.body())
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.where)
        layout.addWidget(self.table, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; the table is filled when the event loop is idle."""
        self._scene = scene
        if (
            scene.has_other_runs(before)
            or before is None
            or scene.playhead != before.playhead
            or scene.in_fog != before.in_fog
            or scene.has_grown(before)
        ):
            self._soon.start()

    # Qt

    def sizeHint(self) -> QSize:
        """Qt: room for a dozen rows."""
        return QSize(460, 420)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: fill the table."""
        super().showEvent(event)
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: copy everything, separated by tabs."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = [[self.model.text(row, column) for column in range(4)] for row in range(self.model.rowCount())]
            QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in [self.model.heads, *rows]))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill()
        super().changeEvent(event)

    # Implementation

    def _fill(self) -> None:
        scene = self._scene
        if scene is None:
            return
        record, row = scene.record, scene.row(scene.run)
        w = record.w[row]
        with np.errstate(all="ignore"):
            gradient = np.asarray(record.problem.grad(w), dtype=float)
        last = w - record.w[row - 1] if row and record.stride == 1 else np.full(len(w), np.nan)
        numbers = np.column_stack((w, gradient, last))
        self.model.take(record.problem.names, np.full_like(numbers, np.nan) if scene.in_fog else numbers)
        where = self.tr("{run}, after step {k}")
        self.where.setText(where.format(run=scene.label(scene.run), k=f"{scene.updates(scene.run):,}"))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("All parameters"))
        self.table.setAccessibleName(self.windowTitle())
        self.model.heads = [self.tr("parameter"), self.tr("value"), self.tr("gradient"), self.tr("last step Δw")]
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)
