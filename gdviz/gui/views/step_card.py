"""The arithmetic of one update, written out: from the gradient to the new loss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QTextEdit, QToolButton, QWidget

from gdviz.engine.arithmetic import Line, arithmetic, numbers
from gdviz.gui import fonts, icons, texts
from gdviz.gui.run_style import RunStyle, as_styles
from gdviz.gui.theme import Theme, system
from gdviz.gui.views.plot_parts import row_at
from gdviz.gui.views.run_dot import run_dot
from gdviz.gui.widgets.panel import Panel

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem

_NAMES = re.compile(r"[A-Za-zα-ωε]+")
_UPRIGHT = re.compile(r"a?(sin|cos|tan)h?|exp|log|ln|sqrt|[aA]bs|sign|min|max|mean|e|d")
_GROUP = re.compile(r"\[[^\]]*\]|\([^()]{1,18}\)")
_WRAPS_FROM = 22
"""A part of a line of so many characters may break inside; a shorter one goes to the next line whole."""


class StepCard(Panel):
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

        self.copy_button = QToolButton(self)
        self.copy_button.setProperty("flat", True)
        self.copy_button.setFixedSize(24, 24)
        self.copy_button.setIconSize(QSize(16, 16))
        self.copy_button.clicked.connect(self.copy)
        self.head_row.addWidget(self.copy_button)

        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self._dot = QLabel(self)
        self._run_label = QLabel(self)
        self._run_label.setProperty("role", "label")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self._dot)
        row.addWidget(self._run_label)
        self.body.addLayout(row)

        self.view = QTextEdit(self)
        self.view.setReadOnly(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.setStyleSheet("QTextEdit, QTextEdit:focus { background: transparent; border: none; padding: 0; }")
        self.view.document().setDocumentMargin(0)
        self.body.addWidget(self.view, 1)
        self.setMinimumWidth(200)
        self.apply_theme(self._theme)

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
        self._write()

    def plain_text(self) -> str:
        """The title and the lines, one each, as text."""
        return "\n".join([self.title.text(), *(_plain(line) for line in self._lines)])

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.plain_text())

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)

    @property
    def _record(self) -> RunRecord:
        return self._records[self._index]

    def _row(self) -> int:
        return max(0, min(row_at(self._record, self._playhead), self._record.n - 1))

    def _write(self) -> None:
        self.setTitle(self.tr("Step"))
        self.copy_button.setToolTip(self.tr("Copy the arithmetic as text"))
        self.copy_button.setAccessibleName(self.copy_button.toolTip())
        self.view.setAccessibleName(self.tr("Arithmetic of the step"))
        self._lines = []
        self._shown = None
        has_update = bool(self._records) and self._record.n > 0
        if has_update:
            row = self._row()
            self._lines = arithmetic(self._record, row)
            self._shown = (self._index, row, 1)
            k = int(self._record.step[row])
            self.title.setText(self.tr("Step {k} → {next}").format(k=k, next=int(self._record.step[row + 1])))
            body = "".join(self._html(line) for line in self._lines)
            self.view.setHtml(f"{self._style()}<table cellspacing='0' cellpadding='0' width='100%'>{body}</table>")
        else:
            self.title.setText(self.tr("No step yet"))
            self.view.setHtml(self._style() + f"<p class='note'>{escape(self._why_empty())}</p>")
        several = len(self._records) > 1
        self._dot.setVisible(several)
        self._run_label.setVisible(several)
        if several:
            style = self._styles[self._index]
            self._dot.setPixmap(run_dot(style.color, style.dashed))
            self._run_label.setText(self._record.label)
        self.copy_button.setEnabled(has_update)
        self.setAccessibleDescription("\n".join(_plain(line) for line in self._lines) or self._why_empty())

    def _why_empty(self) -> str:
        if not self._records or self._record.finish is None:
            return self.tr("The first update is not computed yet.")
        if self._record.verdict is not None:
            return texts.text(self._record.verdict.message)
        return self._record.failure or self.tr("This run makes no update.")

    def _style(self) -> str:
        theme = self._theme
        return (
            f"<style>td {{ color: {theme.text1}; padding-bottom: 6px; }} td.symbol {{ color: {theme.text2};"
            f" padding-right: 10px; }} .note {{ color: {theme.text3}; }} .good {{ color: {theme.good}; }}"
            f" .bad {{ color: {theme.bad}; }}</style>"
        )

    def _html(self, line: Line) -> str:
        parts = [_unbroken(part) for part in _parts(line)]
        result = f"<b>{_keep(escape(numbers(line.value)))}</b>"
        if line.role == "loss":
            before = float(self._record.batch_loss[self._row()]) if self._record.spec.batch is None else None
            word = "" if before is None else "good" if line.value[0] < before else "bad"
            formula = f"{' '.join(parts)} <span class='{word}'>{result}</span>"
        else:
            formula = " ".join(f"=&nbsp;{part}" for part in [*parts, result])
        note = f" <span class='note'>({escape(texts.text(line.note))})</span>" if line.note is not None else ""
        return (
            f"<tr><td class='symbol' style='white-space: nowrap'>{_italic(line.symbol)}</td>"
            f"<td width='100%'>{formula}{note}</td></tr>"
        )


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


def _italic(text: str) -> str:
    """Names in italics, functions upright."""
    shown = escape(text)
    return _NAMES.sub(lambda name: name[0] if _UPRIGHT.fullmatch(name[0]) else f"<i>{name[0]}</i>", shown)


def _unbroken(part: str) -> str:
    """A formula that breaks between terms only: not inside a vector or a short bracket."""
    if len(part) < _WRAPS_FROM:
        return _keep(_italic(part))
    kept = _GROUP.sub(lambda group: group[0].replace(" ", "\u00a0") if len(group[0]) < _WRAPS_FROM else group[0], part)
    return _italic(kept.replace(")·[", ")·\u200b["))


def _keep(html: str) -> str:
    """The same without a place to break the line, except between tags, and after the commas of a long vector."""
    if html.count(",") and len(re.sub("<[^>]*>", "", html)) >= _WRAPS_FROM:
        return re.sub(r"(?<!,) (?![^<]*>)", "&nbsp;", html)
    return re.sub(r" (?![^<]*>)", "&nbsp;", html)
