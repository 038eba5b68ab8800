"""The recorded runs below the table: mark, name, loss at the playhead, "recorded", and a button to remove each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QIcon
from PySide6.QtWidgets import (
    QGridLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.editing.run_view import COLORS
from gdviz.engine.recorded_runs import absence, is_placed, misplaced, remarks_on, unplaced
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.kernel.recorded_style import RecordedRun, losses, recorded_runs
from gdviz.gui.style import icons, translating
from gdviz.gui.widgets.labels import ElidedLabel
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import Message
from gdviz.run_marks import Marker, marker

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene


MOST_SHOWN = 3
"""The most sentences below the rows; the tool tip has all."""


class _Row(NamedTuple):
    mark: QToolButton
    name: ElidedLabel
    loss: QLabel
    word: QLabel
    remove: QToolButton


class RecordedRows(QWidget):
    """A row for each file; its mark and a right click open its menu.

    `requested(request, row, value)`: "remove recorded", "rename recorded" (its name; empty: that of its file), "color
    recorded" (the number) or "hide recorded" (on or off). Sentences below the rows say what is not shown, and why;
    `noted(sentences)` carries them when they change, and at `say_again` in any case.
    """

    requested = Signal(str, int, object)
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordedRows")
        self._runs: list[RecordedRun] = []
        self._rows: list[_Row] = []
        self._scene: Scene | None = None
        self._noted: list[Message] = []
        self._misplaced: list[Message] = []
        self._note = QLabel(self)
        self._note.setProperty("role", "note")
        self._note.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        self._grid = QGridLayout()
        whole.addLayout(self._grid)
        whole.addWidget(self._note)
        self._grid.setContentsMargins(6, 0, 2, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        if scene.has_other_runs(before):
            self._show_runs(scene)
        elif before is not None and scene.clock.unit != before.clock.unit:
            self._say()
        elif before is not None and (scene.playhead, scene.in_fog) == (before.playhead, before.in_fog):
            return
        self._show_losses()

    def _show_runs(self, scene: Scene) -> None:
        experiment, theme = scene.experiment, scene.theme
        self._runs, self._misplaced = recorded_runs(experiment), misplaced(experiment)
        while len(self._rows) > len(self._runs):
            for part in self._rows.pop():
                part.hide()
                part.deleteLater()
        while len(self._rows) < len(self._runs):
            self._add()
        for run, row in zip(self._runs, self._rows, strict=True):
            style = run.style(theme)
            row.mark.setIcon(QIcon(run_dot(style.color, style.marker, pinned=run.hidden)))
            for part in (row.name, row.loss, row.word):
                part.setEnabled(style.drawn)
            row.name.setText(run.label)
            row.remove.setIcon(icons.icon("close", theme.text2))
        self.setVisible(bool(self._runs or self._misplaced))
        self._retranslate()

    def say_again(self) -> None:
        """Emit `noted` even if nothing has changed, as an experiment was opened."""
        self._noted = []
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _add(self) -> None:
        at = len(self._rows)
        row = _Row(QToolButton(self), ElidedLabel("", self), QLabel(self), QLabel(self), QToolButton(self))
        row.loss.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.word.setProperty("role", "label")
        row.remove.setProperty("flat", True)
        row.remove.setFixedSize(24, 24)
        row.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.remove.setObjectName(f"removeRecorded{at}")
        row.remove.clicked.connect(lambda: self.requested.emit("remove recorded", at, None))
        row.mark.setProperty("flat", True)
        row.mark.setFixedSize(24, 24)
        row.mark.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.mark.setObjectName(f"markRecorded{at}")
        row.mark.clicked.connect(lambda: self._open_menu(at, row.mark.mapToGlobal(row.mark.rect().bottomLeft())))
        for column, part in enumerate(row):
            self._grid.addWidget(part, at, column)
        self._rows.append(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: open the menu of the run under the mouse."""
        for at, row in enumerate(self._rows):
            if row.name.geometry().top() <= event.pos().y() <= row.name.geometry().bottom():
                self._open_menu(at, event.globalPos())

    def _open_menu(self, at: int, place: QPoint) -> None:
        """Open the menu of a row: its name, whether it is drawn, its colour."""
        scene, run, menu = self._scene, self._runs[at], QMenu(self)
        assert scene is not None
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename…"), lambda: self._rename(at))
        hide = menu.addAction(self.tr("Hide"), lambda: self.requested.emit("hide recorded", at, not run.hidden))
        hide.setCheckable(True)
        hide.setChecked(run.hidden)
        colors = menu.addMenu(self.tr("Colour"))
        for number in range(COLORS):
            dot = QIcon(run_dot(scene.theme.run_color(number), Marker(marker(number).shape, hollow=True)))
            pick = colors.addAction(dot, self.tr("Colour {number}").format(number=number + 1))
            pick.triggered.connect(lambda _=False, number=number: self.requested.emit("color recorded", at, number))
        menu.popup(place)

    def _rename(self, at: int) -> None:
        title, label = self.tr("Rename recorded run"), self.tr("Name")
        text, accepted = QInputDialog.getText(self, title, label, text=self._runs[at].label)
        if accepted:
            self.requested.emit("rename recorded", at, text)

    def _show_losses(self) -> None:
        for run, row in zip(self._runs, self._rows, strict=True):
            value = self._loss(run)
            row.loss.setText("—" if math.isnan(value) else format_number(value, 3))

    def _say(self) -> None:
        """Show the sentences on what is not shown, in the window's language."""
        if self._scene is None:
            return
        problem, unit = self._scene.problem, self._scene.clock.unit
        placed = unplaced((run.look for run in self._runs), problem, unit)
        absent = [absence(run.look, run.found, problem) for run in self._runs]
        lasting = [*self._misplaced, *(remark for remark in absent if remark is not None), *placed]
        sentences = list(map(translating.text, lasting[:MOST_SHOWN]))
        if len(lasting) > MOST_SHOWN:
            sentences.append(self.tr("… and {n} more").format(n=len(lasting) - MOST_SHOWN))
        self._note.setText(
            "\n".join(sentences).replace("/", "/\u200b").replace("\\", "\\\u200b")
        )  # long paths wrap there
        self._note.setToolTip("\n".join(map(translating.text, lasting)))
        self._note.setVisible(bool(sentences))
        remarks = [remark for run in self._runs for remark in remarks_on(run.look, run.found, problem)]
        noted = [*self._misplaced, *remarks, *placed]
        if noted != self._noted:
            self._noted = noted
            self.noted.emit("  ·  ".join(map(translating.text, noted)))

    def _loss(self, run: RecordedRun) -> float:
        """The loss of a run at the playhead; nan if it is unknown, or would show the way in the fog."""
        scene = self._scene
        if run.recording is None or scene is None or scene.in_fog or not is_placed(scene.problem, scene.clock.unit):
            return math.nan
        values = losses(run.recording, scene.problem)
        return math.nan if values is None else float(values[run.recording.row(scene.playhead)])

    def _retranslate(self) -> None:
        self._say()
        for run, row in zip(self._runs, self._rows, strict=True):
            remarks = [] if self._scene is None else remarks_on(run.look, run.found, self._scene.problem)
            tip = "\n".join([run.look.path, *map(translating.text, remarks)])
            row.name.set_tip(tip)
            row.word.setText(self.tr("recorded") if run.recording is not None else self.tr("not read"))
            row.word.setToolTip(tip)
            row.mark.setToolTip(self.tr("Rename, hide or recolour {run}").format(run=run.label))
            row.mark.setAccessibleName(row.mark.toolTip())
            row.remove.setToolTip(self.tr("Remove {run} from the experiment; the file stays").format(run=run.label))
            row.remove.setAccessibleName(row.remove.toolTip())
