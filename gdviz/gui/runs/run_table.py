"""The runs side by side: what each is, where it stands at the playhead, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QToolButton,
    QWidget,
)

from gdviz.gui.drawing.run_dot import SIZE
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.runs.run_actions import LIKE, RunActions
from gdviz.gui.runs.run_columns import RunColumns
from gdviz.gui.runs.run_rows import BELOW, DISTANCE, LABEL, OPTIMIZER, STEPS, VERDICT, RunModel
from gdviz.gui.style import fonts, icons
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.fields import NumberField
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import Paragraph
from gdviz.gui.widgets.numbers import edit_text
from gdviz.gui.widgets.row_drag import RowDrag
from gdviz.messages import mark
from gdviz.params import Param

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.runs.recorded_rows import RecordedRows

_ROW = 28
_ROWS = 2
"""So many rows are to be seen, however low the window is."""
_HEAD = ("actionAddRun", "actionDuplicateRun", "actionDeleteRun", "actionPinRun", "actionAllColumns")


class _Rows(QTableView):
    """As high as its rows. (Adjusting itself to its contents, it has the window laid out at each change of a cell.)"""

    def sizeHint(self) -> QSize:
        """Qt: room for the head, all rows, and a bar where there is one."""
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.isVisibleTo(self) else 0
        head = self.horizontalHeader().sizeHint().height()
        return QSize(super().sizeHint().width(), head + self.verticalHeader().length() + below + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """Qt: the head and the rows that are to be seen, however large the type is."""
        rows = min(self.model().rowCount(), _ROWS) * self.verticalHeader().defaultSectionSize()
        head = self.horizontalHeader().sizeHint().height()
        return QSize(super().minimumSizeHint().width(), head + rows + 2 * self.frameWidth())


class _Likes(QWidget):
    """The buttons that add the chosen run with another rate or rule: in one row, or in two where one has no room."""

    def __init__(self, actions: RunActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.buttons = [actions.button(name, self, words=True) for name in LIKE]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(3)
        self._rows = 0
        self._arrange(1)

    def event(self, event: QEvent) -> bool:
        """Qt: there is other room, or words or type ask for other room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._arrange(self._actions.fit_likes(self.buttons, self.width()))
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Qt: no width, as the buttons adapt to the one they are given."""
        return QSize(0, super().minimumSizeHint().height())

    def _arrange(self, rows: int) -> None:
        if rows == self._rows:
            return
        self._rows, columns = rows, len(self.buttons) // rows
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, place // columns, place % columns)
        for column in range(len(self.buttons) + 1):
            self._grid.setColumnStretch(column, int(column == columns))


class RunTable(ViewDefaults, Panel):
    """The table with its buttons, and under it the whole verdict of the chosen run.

    Signals
    -------
    runSelected(row)
        A run was chosen.
    wished(wish, row, value)
        What is wanted of a run: "add", "duplicate", "delete", "move" (value: its new place), "rename" (its
        name), "like" (lr*10, lr/10, momentum, adam), "pin", "hide", "solo" (on or off), "show all", "color"
        (its number), "below" (the loss to reach, or None), "remove recorded" (row: that of the recorded ones).
    noted(sentence)
        What is not shown of the recorded runs, and why; empty where it is shown again.
    wideChanged(wide)
        All columns are to be seen, or no longer.
    """

    _showing = False
    """Whether it is taking in a scene."""
    recorded: RecordedRows | None = None
    """Made for the first experiment that has recorded runs."""
    runSelected = Signal(int)
    wished = Signal(str, int, object)
    noted = Signal(str)
    wideChanged = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("runTable")
        self.model = RunModel(self)
        self._columns = RunColumns(self.model)
        self._asks_below = False
        self._hidden_ends: list[bool] = []
        """Of each run whether its end is hidden."""
        self.table = _Rows(self)
        self.table.setModel(self.model)
        self._set_up_table()
        self.commands = RunActions(self.table)
        self._rows = RowDrag(self.table)
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.commands.wished.connect(self.wished)
        self.commands["actionRenameRun"].triggered.connect(self._rename)
        self.commands["actionAllColumns"].toggled.connect(self._set_wide)
        self.commands["actionLossToReach"].triggered.connect(self._ask_below)
        self._rows.moved.connect(lambda row, to: self.wished.emit("move", row, to))
        self.model.renamed.connect(lambda row, text: self.wished.emit("rename", row, text))
        self.below.committed.connect(self._tell_below)
        self.below.stepped.connect(self._tell_below)
        self._follow_chosen = QTimer(self)
        """Once rows and room are as they will be, the chosen row is brought into sight."""
        self._follow_chosen.setSingleShot(True)
        self._follow_chosen.timeout.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        self.setMinimumWidth(200)
        self._dress(system())
        self._retranslate()

    def _set_up_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the names of runs often differ at the end
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
        table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        table.viewport().installEventFilter(self)

    def _build(self) -> None:
        self.head_row.setSpacing(2)
        for name in _HEAD:
            self.head_row.addWidget(self.commands.button(name, self))
        self.more = QToolButton(self)
        self.more.setObjectName("buttonMoreOfRuns")
        self.more.setProperty("flat", True)
        self.more.setFixedSize(24, 24)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._open_more)
        self.head_row.addWidget(self.more)
        self.likes = _Likes(self.commands, self)
        self._like_buttons = self.likes.buttons
        self.below_row = QWidget(self)
        row = QHBoxLayout(self.below_row)
        row.setContentsMargins(0, 0, 0, 0)
        self.below_label = QLabel(self.below_row)
        self.below_label.setProperty("role", "label")
        self.below = NumberField("lossToReachField", self.below_row)
        self.below.setMaximumWidth(110)
        row.addWidget(self.below_label)
        row.addStretch(1)
        row.addWidget(self.below)
        self.sentence, self.note = Paragraph(self), QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note.setProperty("role", "note")
        self.body.addWidget(self.table)
        self.body.addWidget(self.likes)
        for part in (self.below_row, self.sentence, self.note):
            self.body.addWidget(part)
        self.body.addStretch(1)

    # -- View ---------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; while what is ahead is hidden, no verdict is told before the end."""
        hidden, before_ends = scene.state.experiment.ahead_hidden, self._hidden_ends
        self._hidden_ends = [scene.hides_end(run) for run in range(len(scene.runs))]
        if scene.has_other_look(before):
            self._dress(scene.theme)
        if before is None or scene.has_other_runs(before) or scene.refusals != before.refusals:
            self._showing = True  # a row that is chosen here is no wish
            try:
                self._show_runs(scene)
                self.select(scene.run)
            finally:
                self._showing = False
        else:
            self.model.scene = scene
            other = self._hidden_ends != before_ends or hidden != before.state.experiment.ahead_hidden
            other = other or scene.in_fog != before.in_fog
            if other or scene.has_grown(before):
                self._refresh()
            elif scene.playhead != before.playhead:
                self.model.changed(STEPS, BELOW if hidden else DISTANCE)
        if self.recorded is None and "recorded" in scene.experiment.view:
            self._make_recorded()
            before = None
        if self.recorded is not None:
            self.recorded.show_scene(scene, before)

    def _show_runs(self, scene: Scene) -> None:
        """Show other runs; the choice stays where it can."""
        row, model, last, count = self.selected(), self.model, self.model.scene, len(scene.runs)
        alike = last is not None and len(last.runs) == count
        renamed = last is not None and alike and any(last.label(run) != scene.label(run) for run in range(count))
        if not alike:
            model.beginResetModel()
        model.take(scene)
        if alike:
            model.changed(LABEL if renamed or not self._editing else OPTIMIZER)  # what is being typed stays
        else:
            model.endResetModel()
            self.table.selectRow(min(max(row, 0), count - 1))
            self.table.updateGeometry()
            self._follow_chosen.start()
        self.below.setValue(model.view.below)
        self.below.setPlaceholderText("" if model.below is None else edit_text(model.below))
        self._show_state()

    @property
    def is_wide(self) -> bool:
        """Whether all columns are to be seen."""
        return self.commands["actionAllColumns"].isChecked()

    def selected(self) -> int:
        """The number of the chosen run; -1 where there is none."""
        return self.table.currentIndex().row()

    def select(self, index: int) -> None:
        """Choose run number `index`."""
        if index != self.selected():
            self.table.selectRow(index)
            self._follow_chosen.start()

    def _refresh(self) -> None:
        """Show what the records hold now."""
        self.model.changed(OPTIMIZER)
        self._fit_columns()
        self._say()

    def _dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.sentence.label.setStyleSheet(f"color: {theme.text2};")
        self.commands.apply_theme(theme)
        self._rows.set_color(theme.accent)
        self.more.setIcon(icons.icon("more", theme.text2))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, VERDICT)
            self._show_state()
            self._refresh()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the columns the table's new width; a click on a run's mark hides or shows it."""
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self._follow_chosen.start()
            self._fit_columns()
            self._say()
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            row = self.table.rowAt(at.y())
            if self._on_mark(at) and 0 <= row < len(self.model.view.runs):
                self.wished.emit("hide", row, not self.model.view.runs[row].hidden)
        return super().eventFilter(watched, event)

    def _make_recorded(self) -> None:
        """Make the rows of the recorded runs, below the computed ones."""
        from gdviz.gui.runs.recorded_rows import RecordedRows

        self.recorded = RecordedRows(self)
        self.recorded.wished.connect(self.wished)
        self.recorded.noted.connect(self.noted)
        self.body.insertWidget(1, self.recorded)

    # -- how it is done -----------------------------------------------------------------------------------

    @property
    def _editing(self) -> bool:
        return self.table.state() == QAbstractItemView.State.EditingState

    def _on_mark(self, at: QPoint) -> bool:
        return 0 <= at.x() + self.table.horizontalHeader().offset() < SIZE + 12

    def _fit_columns(self) -> None:
        """The verdict's word and the loss whole, the label nearly so; more columns where there is room."""
        table, model = self.table, self.model
        wide, everything = table.viewport().width(), self.commands["actionAllColumns"].isChecked()
        widths = self._columns.fit(wide, everything, table.font())
        if widths is None:
            return
        # A bar that comes while columns change takes rows' room, then the other bar columns' room, and so on for ever.
        over = sum(widths.values()) > wide
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if over else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        table.setHorizontalScrollBarPolicy(policy)
        model.shown = frozenset(widths)
        for column in range(model.columnCount()):
            table.setColumnHidden(column, column not in widths)
            if column in widths:
                table.horizontalHeader().resizeSection(column, widths[column])

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Runs"))
        self.table.setAccessibleName(self.tr("Runs"))
        self.commands.retranslate()
        self.more.setToolTip(self.tr("More that can be done to the chosen run"))
        self.more.setAccessibleName(self.more.toolTip())
        self.below_label.setText(self.tr("Loss to reach"))
        told = mark("The table tells the first step with a loss of at most this; empty: 1 % of the way down is left.")
        self.below.setParam(Param("below", "float", None, optional=True, label=mark("Loss to reach"), help=told))

    def _show_state(self) -> None:
        """Let columns, buttons, field and words follow the runs and the choice."""
        model = self.model
        self.commands.show_state(model.styles, model.view)
        self.below_row.setVisible(self._asks_below or self.commands["actionAllColumns"].isChecked())
        wanted = sum(model.view.visible(run) for run in range(len(model.view.runs)))
        drawn = sum(style.drawn for style in model.styles)
        self.note.setVisible(drawn < wanted)
        if drawn < wanted:
            told = self.tr("{drawn} of {wanted} runs are drawn: the chosen one, the baselines, the first of the list.")
            self.note.setText(told.format(drawn=drawn, wanted=wanted))
        self._fit_columns()
        self._say()

    def _chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        self._show_state()
        if now.isValid() and not self._showing:
            self.runSelected.emit(now.row())

    def _say(self) -> None:
        """Say all of the verdict on the chosen run; while that is hidden, when it will be told."""
        row, scene = self.selected(), self.model.scene
        spoken = False
        if scene is not None and 0 <= row < len(scene.runs):
            record = scene.runs[row]
            spoken = record.verdict is not None or bool(record.failure) or scene.hides_end(row)
            spoken = spoken and not scene.in_fog
        self.sentence.setVisible(spoken)
        if spoken:
            self.sentence.setText(self.model.sentence(row))

    def _rename(self) -> None:
        row = self.selected()
        if row >= 0:
            self.table.edit(self.model.index(row, LABEL))

    def _set_wide(self, wide: bool) -> None:
        self.table.updateGeometry()
        self.wideChanged.emit(wide)
        self._show_state()

    def _ask_below(self) -> None:
        self._asks_below = True
        self._show_state()
        self.below.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.below.selectAll()

    def _tell_below(self, value: float | None) -> None:
        self.wished.emit("below", max(self.selected(), 0), value)

    def _open_more(self) -> None:
        self.commands.open_menu_at(self.more.mapToGlobal(self.more.rect().bottomLeft()))
