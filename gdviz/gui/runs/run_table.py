"""The table of runs: settings, values at the playhead, and verdicts."""

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
from gdviz.gui.runs.run_columns import LEAST, RunColumns
from gdviz.gui.runs.run_rows import BELOW, DISTANCE, LABEL, LOSS, OPTIMIZER, STEPS, VERDICT, RunModel
from gdviz.gui.style import fonts, icons
from gdviz.gui.style.term_tips import term_tip
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
    from gdviz.gui.runs.compare_chips import CompareChips
    from gdviz.gui.runs.recorded_rows import RecordedRows

_ROW = 28
_ROWS, _RACE_ROWS, _SEEN_ROWS = 2, 8, 4
"""The least number of visible rows, and where the window is about the race of the runs, alone or before a class."""
_HEAD = ("actionAddRun", "actionDuplicateRun", "actionDeleteRun", "actionPinRun", "actionAllColumns")


class _Rows(QTableView):
    """A view as high as its rows. (Qt's own adjustment to contents lays out the window at each change of a cell.)"""

    least_rows = _ROWS

    def sizeHint(self) -> QSize:
        """Qt: room for the head, all rows, and a scroll bar if there is one."""
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.isVisibleTo(self) else 0
        head = self._head()
        return QSize(super().sizeHint().width(), head + self.verticalHeader().length() + below + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """Qt: the head and the least number of rows, at any text size."""
        rows = min(self.model().rowCount(), self.least_rows) * self.verticalHeader().defaultSectionSize()
        return QSize(super().minimumSizeHint().width(), self._head() + rows + 2 * self.frameWidth())

    def _head(self) -> int:
        return 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().sizeHint().height()


class _VariantButtons(QWidget):
    """The buttons that add the chosen run with another rate or rule, in one row, or in two if one is too narrow."""

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
        """Qt: arrange the buttons again after a change of width, text or font."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._arrange(self._actions.fit_variants(self.buttons, self.width()))
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Qt: no least width, as the buttons adapt."""
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
    """The table with its buttons, and below it the full verdict of the chosen run.

    In a simple window it has name, outcome and loss, and below it what a run can be compared with. Where the window is
    about the race of the runs it has all columns.

    Signals
    -------
    runSelected(row)
        A run was chosen.
    requested(request, row, value)
        A command for a run: "add", "duplicate", "delete", "move" (value: its new place), "rename" (its
        name), "like" (see `run_edits.like`), "pin", "hide", "solo" (on or off), "show all", "color"
        (its number), "below" (the loss to reach, or None), "remove recorded" (row: that of the recorded ones).
    noted(sentence)
        Why recorded runs are not shown; empty if they are shown again.
    allColumnsChosen(all)
        A person wants to see all columns, or no longer.
    """

    runSelected = Signal(int)
    requested = Signal(str, int, object)
    noted = Signal(str)
    allColumnsChosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("runTable")
        self.model = RunModel(self)
        self._columns = RunColumns(self.model)
        self.recorded: RecordedRows | None = None
        """Made for the first experiment with recorded runs."""
        self._showing = False
        """Whether a scene is being shown."""
        self._asks_below = False
        """Whether a person has asked for the field of the loss to reach."""
        self._all_columns = False
        self._simple, self._arrangement, self._presenting = False, "all", False
        self.chips: CompareChips | None = None
        """Made for the first simple window, as is what says which loss it shows."""
        self._which_loss: QLabel | None = None
        self._hidden_ends: list[bool] = []
        """Whether the end of each run is hidden."""
        self.table = _Rows(self)
        self.table.setModel(self.model)
        self._set_up_table()
        self.commands = RunActions(self.table)
        self._rows = RowDrag(self.table)
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.commands.requested.connect(self.requested)
        self.commands["actionRenameRun"].triggered.connect(self._rename)
        self.commands["actionAllColumns"].triggered.connect(self.allColumnsChosen)
        self.commands["actionLossToReach"].triggered.connect(self._ask_below)
        self._rows.moved.connect(lambda row, to: self.requested.emit("move", row, to))
        self.model.renamed.connect(lambda row, text: self.requested.emit("rename", row, text))
        self.below.committed.connect(self._request_below)
        self.below.stepped.connect(self._request_below)
        self._follow_chosen = QTimer(self)
        """Scrolls to the chosen row once the layout is done."""
        self._follow_chosen.setSingleShot(True)
        self._follow_chosen.timeout.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        self.setMinimumWidth(200)
        self._apply_theme(system())
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
        header.setMinimumSectionSize(LEAST)
        header.setFont(fonts.small())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        table.viewport().installEventFilter(self)

    def _build(self) -> None:
        self.head_row.setSpacing(2)
        self._head_buttons = [self.commands.button(name, self) for name in _HEAD]
        for button in self._head_buttons:
            self.head_row.addWidget(button)
        self.more = QToolButton(self)
        self.more.setObjectName("buttonMoreOfRuns")
        self.more.setProperty("flat", True)
        self.more.setFixedSize(24, 24)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._open_more)
        self.head_row.addWidget(self.more)
        self.variants = _VariantButtons(self.commands, self)
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
        self.sentence, self.note = Paragraph(self, keeps_room=True), QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note.setProperty("role", "note")
        self.body.addWidget(self.table)
        self.body.addWidget(self.variants)
        for part in (self.below_row, self.note):
            self.body.addWidget(part)
        self.body.addWidget(self.sentence, 100)
        self.body.addStretch(1)

    # -- View ---------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; while what is ahead is hidden, no verdict is shown before the end."""
        hidden, before_ends = scene.state.experiment.ahead_hidden, self._hidden_ends
        self._hidden_ends = [scene.hides_end(run) for run in range(len(scene.runs))]
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
        presenting = scene.state.moment.presenting
        detail = scene.simple, scene.arrangement, presenting
        other_detail = detail != (self._simple, self._arrangement, self._presenting)
        if other_detail:
            self._show_detail(scene)
        other_columns = scene.state.person.all_columns != self._all_columns
        if other_columns:
            self._all_columns = scene.state.person.all_columns
            self.table.updateGeometry()
        self.commands["actionAllColumns"].setChecked(self._all_columns)
        if before is None or scene.has_other_runs(before) or scene.refusals != before.refusals:
            self._showing = True  # selecting a row here is not a request
            try:
                self._show_runs(scene)
                self.select(scene.run)
            finally:
                self._showing = False
        else:
            self.model.scene = scene
            other = self._hidden_ends != before_ends or hidden != before.state.experiment.ahead_hidden
            other = other or other_detail or scene.in_fog != before.in_fog
            if other_columns or other_detail:
                self._show_state()
            if other or scene.has_grown(before):
                self._refresh()
            elif scene.playhead != before.playhead:
                self.model.changed(STEPS, BELOW if hidden else DISTANCE)
                if scene.has_ended(scene.run) != before.has_ended(scene.run):
                    self._say()
        if (
            self.chips is not None
            and self._simple
            and (
                before is None
                or scene.has_other_runs(before)
                or scene.simple != before.simple
                or scene.arrangement != before.arrangement
            )
        ):
            self.chips.show_scene(scene)
            self._say_which_loss()
        if self.recorded is None and "recorded" in scene.experiment.view:
            self._make_recorded()
            before = None
        if self.recorded is not None:
            self.recorded.show_scene(scene, before)

    def _show_detail(self, scene: Scene) -> None:
        """Show more or less of the runs, as the window is simple or about their race."""
        presenting = scene.state.moment.presenting
        self._simple, self._arrangement, self._presenting = scene.simple, scene.arrangement, presenting
        race, header = scene.arrangement == "race", self.table.horizontalHeader()
        brief = scene.simple and not race
        if scene.simple and self.chips is None:
            self._make_simple()
        for button in (*self._head_buttons, self.more, self.variants):
            button.setVisible(not scene.simple and not presenting)
        if self.chips is not None and self._which_loss is not None:
            self.chips.setVisible(scene.simple and not presenting)
            self._which_loss.setVisible(brief)
        self.sentence.keep_room_when_hidden(not presenting)  # a class has no verdicts
        self.table.least_rows = (_SEEN_ROWS if presenting else _RACE_ROWS) if race else _ROWS
        self._show_head()
        header.setVisible(not brief)
        if brief != self.model.brief:
            header.moveSection(header.visualIndex(VERDICT), LOSS if brief else VERDICT)
            self.model.brief = brief
            self.model.forget_texts()
        self.table.updateGeometry()

    def _show_head(self) -> None:
        """Show the head, but for a class that looks at a race: there its room goes to a row."""
        self.head.setVisible(not (self._presenting and self._arrangement == "race"))

    def _make_simple(self) -> None:
        from gdviz.gui.runs.compare_chips import CompareChips

        self._which_loss = QLabel(self)
        self._which_loss.setProperty("role", "note")
        self.head_row.addWidget(self._which_loss)
        self.chips = CompareChips(self)
        self.body.insertWidget(self.body.indexOf(self.variants), self.chips)
        self.chips.requested.connect(lambda how: self.requested.emit("like", max(self.selected(), 0), how))
        self.chips.othersRequested.connect(self.commands.open_menu_at)

    def _say_which_loss(self) -> None:
        """Say in the head which loss the brief rows have."""
        if self._which_loss is None or self.model.scene is None:
            return
        if self.model.above_lowest is not None:
            text = self.tr("above the minimum")
        elif any(self._hidden_ends):
            text = self.tr("loss so far")
        else:
            text = self.tr("loss at the end")
        if text != self._which_loss.text():
            self._which_loss.setText(text)

    def _show_runs(self, scene: Scene) -> None:
        """Show other runs; the chosen row stays if possible."""
        row, model, last, count = self.selected(), self.model, self.model.scene, len(scene.runs)
        alike = last is not None and len(last.runs) == count
        renamed = last is not None and alike and any(last.label(run) != scene.label(run) for run in range(count))
        if not alike:
            model.beginResetModel()
        model.take(scene)
        if alike:
            model.changed(LABEL if renamed or not self._editing else OPTIMIZER)  # a text being typed stays
        else:
            model.endResetModel()
            self.table.selectRow(min(max(row, 0), count - 1))
            self.table.updateGeometry()
            self._follow_chosen.start()
        self.below.setValue(model.view.below)
        self.below.setPlaceholderText("" if model.below is None else edit_text(model.below))
        self._show_state()

    def selected(self) -> int:
        """The number of the chosen run, or -1."""
        return self.table.currentIndex().row()

    def select(self, index: int) -> None:
        """Choose run number `index`."""
        if index != self.selected():
            self.table.selectRow(index)
            self._follow_chosen.start()

    def _refresh(self) -> None:
        """Show the current rows of the records."""
        self.model.changed(OPTIMIZER)
        self._fit_columns()
        self._say()
        self._say_which_loss()

    def _apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.sentence.label.setStyleSheet(f"color: {theme.text2};")
        self.commands.apply_theme(theme)
        self._rows.set_color(theme.accent)
        self.more.setIcon(icons.icon("more", theme.text2))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.forget_texts()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, VERDICT)
            self._show_state()
            self._refresh()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: fit the columns to the table's new width; a click on a run's mark hides or shows it."""
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self._follow_chosen.start()
            self._fit_columns()
            self._say()
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            row = self.table.rowAt(at.y())
            if self._on_mark(at) and 0 <= row < len(self.model.view.runs):
                self.requested.emit("hide", row, not self.model.view.runs[row].hidden)
        return super().eventFilter(watched, event)

    def _make_recorded(self) -> None:
        """Make the rows of the recorded runs, below the computed ones."""
        from gdviz.gui.runs.recorded_rows import RecordedRows

        self.recorded = RecordedRows(self)
        self.recorded.requested.connect(self.requested)
        self.recorded.noted.connect(self.noted)
        self.body.insertWidget(1, self.recorded)

    # -- how it is done -----------------------------------------------------------------------------------

    @property
    def _editing(self) -> bool:
        return self.table.state() == QAbstractItemView.State.EditingState

    def _on_mark(self, at: QPoint) -> bool:
        return 0 <= at.x() + self.table.horizontalHeader().offset() < SIZE + 12

    def _fit_columns(self) -> None:
        """Fit the columns: verdict and loss whole, the label nearly so, and more columns if there is room."""
        table, model = self.table, self.model
        wide, race = table.viewport().width(), self._arrangement == "race"
        if model.brief:
            widths = self._columns.fit_brief(wide, table.font())
        else:
            widths = self._columns.fit(wide, self._all_columns or race, table.font(), spread=race)
        if widths is None:
            return
        # Otherwise each scroll bar could take room that makes the other one appear, without end.
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
        self._show_head()
        self.head.setToolTip(term_tip("run"))
        self.table.setAccessibleName(self.tr("Runs"))
        self.commands.retranslate()
        self.more.setToolTip(self.tr("More that can be done to the chosen run"))
        self.more.setAccessibleName(self.more.toolTip())
        self.below_label.setText(self.tr("Loss to reach"))
        text = mark("The table tells the first step with a loss of at most this; empty: 1 % of the way down is left.")
        self.below.setParam(Param("below", "float", None, optional=True, label=mark("Loss to reach"), help=text))

    def _show_state(self) -> None:
        """Update columns, buttons, field and text for the runs and the chosen one."""
        model = self.model
        self.commands.show_state(model.view)
        self.below_row.setVisible(self._asks_below or (self._all_columns and not model.brief))
        wanted = sum(model.view.visible(run) for run in range(len(model.view.runs)))
        drawn = sum(style.drawn for style in model.styles)
        self.note.setVisible(drawn < wanted)
        if drawn < wanted:
            text = self.tr("{drawn} of {wanted} runs are drawn: the chosen one, the baselines, the first of the list.")
            self.note.setText(text.format(drawn=drawn, wanted=wanted))
        self._fit_columns()
        self._say()

    def _chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        self._show_state()
        if now.isValid() and not self._showing:
            self.runSelected.emit(now.row())

    def _say(self) -> None:
        """Show the full verdict of the chosen run, or, while that is hidden, when it will appear."""
        row, scene = self.selected(), self.model.scene
        spoken = False
        if scene is not None and 0 <= row < len(scene.runs):
            record = scene.runs[row]
            spoken = record.verdict is not None or bool(record.failure) or scene.hides_end(row)
            spoken = spoken and not scene.in_fog and not self._presenting
        self.sentence.setVisible(spoken)
        if spoken:
            self.sentence.setText(self.model.sentence(row))

    def _rename(self) -> None:
        row = self.selected()
        if row >= 0:
            self.table.edit(self.model.index(row, LABEL))

    def _ask_below(self) -> None:
        self._asks_below = True
        self._show_state()
        self.below.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.below.selectAll()

    def _request_below(self, value: float | None) -> None:
        self.requested.emit("below", max(self.selected(), 0), value)

    def _open_more(self) -> None:
        self.commands.open_menu_at(self.more.mapToGlobal(self.more.rect().bottomLeft()))
