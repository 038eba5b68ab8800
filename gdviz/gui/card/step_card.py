"""The arithmetic of one update, written out: from the gradient to the new loss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from gdviz.engine.arithmetic import Line, arithmetic, numbers
from gdviz.gui.card.step_card_sheet import LATEX_KEY, Sheet
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.kernel.record_rows import row_at
from gdviz.gui.kernel.run_style import RunStyle, as_styles
from gdviz.gui.kernel.view import Plain
from gdviz.gui.style import fonts, icons, texts
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.problems.base import Problem


class StepCard(Plain, Panel):
    """The lines of update k to k+1 of one run: symbol = formula = numbers = result.

    `accessibleDescription()` holds the same lines as plain text, with the minus of the keyboard.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("stepCard")
        self._records: list[RunRecord] = []
        self._styles: list[RunStyle] = []
        self._index = 0
        self._playhead = 0
        self._theme = system()
        self._lines: list[Line] = []
        self._shown: tuple[int, int, int] | None = None

        self.copy_button, self.latex_button = QToolButton(self), QToolButton(self)
        self.copy_button.setIconSize(QSize(16, 16))
        self.copy_button.clicked.connect(self.copy)
        self.latex_button.setText("TeX")
        self.latex_button.clicked.connect(self.copy_latex)
        for button in (self.copy_button, self.latex_button):
            button.setProperty("flat", True)
            button.setFixedHeight(24)
            button.setMinimumWidth(24)
            self.head_row.addWidget(button)

        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self._dot = QLabel(self)
        self._run_label = ElidedLabel(parent=self)
        self._run_label.setProperty("role", "label")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self._dot)
        row.addWidget(self._run_label)
        self.body.addLayout(row)

        self.view = Sheet(self)
        self.view.copyAsked.connect(self._copy)
        self.body.addWidget(self.view, 1)
        self.setMinimumWidth(200)
        self.apply_theme(self._theme)
        self._retranslate()
        self._write()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if scene.has_other_dress(before):
            self.apply_theme(scene.theme)
        if scene.has_other_runs(before):
            self._index, self._playhead = scene.run, scene.playhead
            self.show_runs(scene.experiment, scene.problem, scene.runs, scene.styles())
        elif before is not None and (scene.playhead != before.playhead or scene.has_grown(before)):
            self.set_playhead(scene.playhead)

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show the runs of a new experiment: one record and one colour each."""
        self._records = list(records)
        self._styles = as_styles(colors, self._theme)
        self._index = min(self._index, max(0, len(self._records) - 1))
        self._write()

    def set_run(self, index: int) -> None:
        """Show run number `index`."""
        if index != self._index:
            self._index = index
            self._write()

    def set_playhead(self, k: int) -> None:
        """Show update k to k+1; at the end of the run, its last."""
        self._playhead = k
        self.refresh()

    def refresh(self) -> None:
        """Pull what the record holds now, and write it if it is not the update already shown."""
        if self._records and self._shown != (self._index, self._row(), min(self._record.n, 1)):
            self._write()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.copy_button.setIcon(icons.icon("copy", theme.text2, theme.text3))
        self.view.apply_theme(theme)

    def plain_text(self) -> str:
        """The title and the lines, one each, as text."""
        return "\n".join([self.title.text(), *(_plain(line) for line in self._lines)])

    def latex(self) -> str:
        """The lines as one align* for a document with amsmath."""
        from gdviz.engine.latex import latex_card

        return latex_card(self._lines, self._names(), texts.text)

    def copy(self) -> None:
        """Put the text on the clipboard."""
        self._copy(False)

    def copy_latex(self) -> None:
        """Put the LaTeX on the clipboard."""
        self._copy(True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: both ways to copy."""
        if not self._lines:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, key, act in (
            (self.tr("&Copy as text"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy),
            (self.tr("Copy as &LaTeX"), LATEX_KEY, self.copy_latex),
        ):
            action = menu.addAction(text, act)
            action.setShortcut(key)
            action.setShortcutVisibleInContextMenu(True)
        menu.popup(event.globalPos())

    def _copy(self, latex: bool) -> None:
        if self._lines:
            QGuiApplication.clipboard().setText(self.latex() if latex else self.plain_text())

    def _names(self) -> frozenset[str]:
        """The names of more than one letter in the formulas: parameters, and columns of data."""
        problem = self._record.problem
        samples = getattr(problem, "samples", None)
        return frozenset((*problem.names, *(samples.names if samples is not None else ())))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._write()
        super().changeEvent(event)

    @property
    def _record(self) -> RunRecord:
        return self._records[self._index]

    def _row(self) -> int:
        return max(0, min(row_at(self._record, self._playhead), self._record.n - 1))

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Step"))
        self.copy_button.setToolTip(self.tr("Copy the arithmetic as text (Ctrl+C)"))
        self.latex_button.setToolTip(self.tr("Copy the arithmetic as LaTeX (Ctrl+L), an align* of amsmath"))
        for button in (self.copy_button, self.latex_button):
            button.setAccessibleName(button.toolTip())
        self.view.setAccessibleName(self.tr("Arithmetic of the step"))

    def _write(self) -> None:
        self._lines = []
        self._shown = None
        has_update = bool(self._records) and self._record.n > 0
        if has_update:
            row = self._row()
            self._lines = arithmetic(self._record, row)
            self._shown = (self._index, row, 1)
            k, after = (f"{int(step):,}" for step in self._record.step[row : row + 2])
            self.title.setText(self.tr("Step {k} → {next}").format(k=k, next=after))
            alone = sum(style.drawn for style in self._styles) == 1
            ink = None if alone else self._styles[self._index].ink
            self.view.show_lines(self._lines, self._names(), _note, self._falls(row), ink)
        else:
            self.title.setText(self.tr("No step yet"))
            self.view.show_sentence(self._why_empty())
        several = len(self._records) > 1
        self._dot.setVisible(several)
        self._run_label.setVisible(several)
        if several:
            style = self._styles[self._index]
            self._dot.setPixmap(run_dot(style.color, style.marker))
            self._run_label.setText(self._record.label)
        for button in (self.copy_button, self.latex_button):
            button.setEnabled(has_update)
        self.setAccessibleDescription("\n".join(_plain(line) for line in self._lines) or self._why_empty())

    def _why_empty(self) -> str:
        if not self._records or self._record.finish is None:
            return self.tr("The first update is not computed yet.")
        if self._record.verdict is not None:
            return texts.text(self._record.verdict.message)
        return texts.translate(self._record.failure) or self.tr("This run makes no update.")

    def _falls(self, row: int) -> bool | None:
        """Whether the loss falls, or else rises.

        None where it stays, and where the update saw a batch only, which does not judge the whole.
        """
        if self._record.spec.batch is not None:
            return None
        after = next(line for line in self._lines if line.role == "loss").value[0]
        before = self._record.batch_loss[row]
        return None if after == before else bool(after < before)


def _note(line: Line) -> str:
    return texts.text(line.note) if line.note is not None else ""


def _parts(line: Line) -> list[str]:
    """Formula and numbers, as far as they are there and say something that the result does not."""
    return [part for part in (line.formula, line.filled) if part and part != numbers(line.value)]


def _plain(line: Line) -> str:
    """A line as text, with the hyphen as minus in front of numbers: Δw = −η·g = -0.01·[6, 3] = [-0.06, -0.03]."""
    if line.role == "loss":
        text = f"{line.symbol}: {line.filled} {numbers(line.value)}"
    else:
        text = " = ".join([line.symbol, *_parts(line), numbers(line.value)])
    text = re.sub(r"−(?=[\d.])", "-", text)
    return f"{text} ({texts.text(line.note)})" if line.note is not None else text
