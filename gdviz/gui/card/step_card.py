"""The arithmetic of one update, written out: from the gradient to the new loss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from gdviz.engine.arithmetic import Line, arithmetic, update
from gdviz.engine.update import brief
from gdviz.gui.card.step_card_sheet import LATEX_KEY, ArithmeticSheet
from gdviz.gui.card.update_box import UpdateBox
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import fonts, icons, translating
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import ElidedLabel, RoomKeepingLabel
from gdviz.problems.fitting import DataProblem

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.kernel.scene import Scene
    from gdviz.run_marks import Marker


_AHEAD, _FOG = "ahead", "fog"
_CHANGES = ("change", "expected")
"""The lines that compare the predicted change with the real one."""


class _Update(NamedTuple):
    run: int
    row: int | None
    why: object
    """What decides why the card is empty; with _AHEAD and _FOG the update is hidden."""
    options: tuple[bool, str, bool] = (False, "all", False)
    """Whether the window is in simple mode, its arrangement, and whether the folded lines are open."""
    diverged: bool = False
    """Whether no update follows, because the run has diverged."""


_NOTHING = _Update(-1, None, "")


class StepCard(ViewDefaults, Panel):
    """The update k to k+1 of one run: all of it in a box, and its parts below, symbol = formula = numbers = result.

    The arrangement of everything shows all lines in full. The others fold the predicted changes; where the window is
    about the learning rate, the derivatives are folded, too. Simple mode shows only the lines that a first-year student
    needs. `description()` has all lines as plain text, the update first, with the minus sign of the keyboard.
    `unfoldRequested(is_open)`: a person unfolds or folds lines.
    """

    unfoldRequested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("stepCard")
        self._scene: Scene | None = None
        self._lines: list[Line] = []
        """The update and all lines of its arithmetic."""
        self._shown = _NOTHING
        """The run and the update shown, or why there is none."""

        self.copy_button, self.latex_button = QToolButton(self), QToolButton(self)
        self.copy_button.setIconSize(QSize(16, 16))
        self.copy_button.clicked.connect(self.copy)
        self.latex_button.setText("TeX")
        self.latex_button.clicked.connect(self.copy_latex)
        for button in (self.copy_button, self.latex_button):
            button.setProperty("flat", True)
            button.setFixedHeight(24)
        self.copy_button.setMinimumWidth(24)
        self.title = RoomKeepingLabel(self)
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self._dot = QLabel(self)
        self._run_label = ElidedLabel(parent=self)
        self._mark: tuple[QColor, Marker] | None = None
        """Colour and marker of the dot."""
        self._dot.hide()
        self._run_label.hide()
        self._run_label.setProperty("role", "label")
        for part in (self._dot, self._run_label, self.copy_button, self.latex_button):
            self.head_row.addWidget(part)
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(6)
        self._title_row.addWidget(self.title)
        self._title_row.addStretch(1)
        self.body.addLayout(self._title_row)

        self.box = UpdateBox(self)
        self.body.addWidget(self.box)
        self.view = ArithmeticSheet(self)
        self.view.copyRequested.connect(self._copy)
        self.view.foldRequested.connect(self._request_fold)
        self.body.addWidget(self.view, 1)
        self.setMinimumWidth(200)
        self._apply_theme(system())
        self._retranslate()
        self._write()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: show update k to k+1 of the chosen run; at its end the last one, or if what is ahead is hidden, the
        one that led to k.
        """
        self._scene = scene
        if before is None and not scene.medium.tools:
            self.head.hide()
            for part in (self._dot, self._run_label):
                self._title_row.addWidget(part)
        if scene.medium.tools and (before is None or scene.simple != before.simple):
            for button in (self.copy_button, self.latex_button):
                button.setVisible(not scene.simple)
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
        if before is not None and (scene.openings, scene.run) != (before.openings, before.run):
            self.box.begin_anew()
        if scene.has_other_runs(before):
            self._name_run(scene)
            self._write()
        elif self._shown != self._update_of(scene):
            self._write()

    def plain_text(self) -> str:
        """Return the title and the lines as text, one below the other."""
        return "\n".join([self.title.text().replace("\n", " "), *(_plain(line) for line in self._lines)])

    def description(self) -> str:
        """Return the lines for a screen reader, or why there are none."""
        return "\n".join(_plain(line) for line in self._lines) or self._why_empty()

    def latex(self) -> str:
        """Return the lines as one align* environment of amsmath."""
        from gdviz.engine.latex import latex_card

        return latex_card(self._lines, self._names(), translating.text)

    def copy(self) -> None:
        """Put the text on the clipboard."""
        self._copy(False)

    def copy_latex(self) -> None:
        """Put the LaTeX on the clipboard."""
        self._copy(True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: offer both ways to copy."""
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
        """Return the names that may have more than one letter in the formulas: parameters, and columns of data."""
        assert self._scene is not None
        problem = self._scene.problem
        samples = problem.samples.names if isinstance(problem, DataProblem) else ()
        return frozenset((*problem.names, *samples))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._write()
        super().changeEvent(event)

    def _apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.copy_button.setIcon(icons.icon("copy", theme.text2, theme.text3))
        self.box.apply_theme(theme)
        self.view.apply_theme(theme)

    def _request_fold(self, is_open: bool) -> None:
        self.unfoldRequested.emit(is_open)
        self.view.fold.set_open(self._shown.options[2])  # the button has changed itself

    @staticmethod
    def _update_of(scene: Scene) -> _Update:
        """Return the update to show for a scene."""
        options = scene.simple, scene.arrangement, scene.state.moment.step_unfolded
        return StepCard._row_of(scene)._replace(options=options)

    @staticmethod
    def _row_of(scene: Scene) -> _Update:
        run, record, ahead_hidden = scene.run, scene.record, scene.state.experiment.ahead_hidden
        if scene.in_fog:
            return _Update(run, None, _FOG)
        row = scene.row(run) - ahead_hidden  # then the last update: the result of the next one lies ahead
        if row < 0 and record.planned > 0 and not scene.has_ended(run):
            return _Update(run, None, _AHEAD)
        if not record.n:
            return _Update(run, None, (record.finish, record.verdict is not None))
        diverged = record.finish == "diverged" and scene.has_ended(run)
        return _Update(run, max(0, min(row, record.n - 1)), "", diverged=diverged)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("This step"))
        self.head.setToolTip(term_tip("step"))
        self.copy_button.setToolTip(self.tr("Copy the arithmetic as text (Ctrl+C)"))
        self.latex_button.setToolTip(self.tr("Copy the arithmetic as LaTeX (Ctrl+L), an align* of amsmath"))
        for button in (self.copy_button, self.latex_button):
            button.setAccessibleName(button.toolTip())
        self.view.setAccessibleName(self.tr("Arithmetic of the step"))
        self.view.fold.setToolTip(self.tr("What slope and curvature promised, beside what happened"))

    def _write(self) -> None:
        scene, self._lines = self._scene, []
        self._shown = shown = _NOTHING if scene is None else self._update_of(scene)
        row = shown.row
        if scene is not None and row is not None:
            record, styles = scene.record, scene.styles()
            lines = arithmetic(record, row)
            self._lines = [update(record, row, lines), *lines]
            k, after = (f"{int(step):,}" for step in record.step[row : row + 2])
            title = self.tr("Step {k} → {next}")
            if shown.diverged:
                title = self.tr("Step {k} → {next}, the last:\nthe run diverged")
            self.title.setText(title.format(k=k, next=after))
            alone = sum(style.drawn for style in styles) == 1
            ink = None if alone else styles[scene.run].ink
            self.box.show_update(self._lines[0])
            is_open = shown.options[2]
            above, folded = self._arranged(scene)
            fold_at = len(above) if folded and scene.medium.tools else None
            self._name_fold(scene)
            self.view.fold.set_open(is_open)
            self.view.show_lines(
                [*above, *(folded if is_open else ())], self._names(), _note, self._falls(record, row), ink,
                brief=scene.simple, fold_at=fold_at,
            )  # fmt: skip
        else:
            self.box.show_update(None)
            self.title.setText(self.tr("Hidden in the fog") if shown.why == _FOG else self.tr("No step yet"))
            self.view.show_sentence(self._why_empty())
        for button in (self.copy_button, self.latex_button):
            button.setEnabled(row is not None)

    def _name_run(self, scene: Scene) -> None:
        several, style = len(scene.runs) > 1, scene.styles()[scene.run]
        for part in (self._dot, self._run_label):
            part.setVisible(several)
        mark = style.color, style.marker
        if mark != self._mark:
            self._mark = mark
            self._dot.setPixmap(run_dot(*mark))
        self._run_label.setText(scene.label(scene.run))

    def _arranged(self, scene: Scene) -> tuple[list[Line], list[Line]]:
        """Return the visible lines, and the folded ones."""
        rule, *lines = self._lines
        if scene.arrangement == "all" and not scene.simple:
            return lines, []
        if scene.simple:
            lines = [brief(line) for line in lines if _is_simple(line, rule)]
        if scene.arrangement == "rates":
            above = [line for line in lines if line.role == "loss"]
        else:
            above = [line for line in lines if line.role not in _CHANGES]
        return above, [line for line in lines if line not in above]

    def _name_fold(self, scene: Scene) -> None:
        fold = self.view.fold
        if scene.arrangement == "rates":
            fold.setText(self.tr("Partials and predicted change"))
        else:
            fold.setText(self.tr("Predicted change"))

    def _why_empty(self) -> str:
        if self._shown.why == _AHEAD:
            return self.tr("The first update is ahead of the playhead, and what is ahead is hidden.")
        if self._shown.why == _FOG:
            return self.tr("The arithmetic of a step would show what the fog hides.")
        if self._scene is None or self._scene.record.finish is None:
            return self.tr("The first update is not computed yet.")
        record = self._scene.record
        if record.verdict is not None:
            return translating.text(record.verdict.message)
        return translating.translate(record.failure) or self.tr("This run makes no update.")

    def _falls(self, record: RunRecord, row: int) -> bool | None:
        """Return whether the loss falls (True) or rises (False).

        None if it stays the same, or if the update saw only a batch, which says nothing about all samples.
        """
        if record.spec.batch is not None:
            return None
        after = next(line for line in self._lines if line.role == "loss").value[0]
        before = record.batch_loss[row]
        return None if after == before else bool(after < before)


def _is_simple(line: Line, rule: Line) -> bool:
    """Return whether simple mode shows a line below the `rule` in the box, which already has the other numbers."""
    if line.role == "delta":
        return rule.formula == "w + Δw"  # else it is in the box
    return line.role not in ("slope", "rate", "parameters") or line.symbol == "w̄"


def _note(line: Line) -> str:
    return translating.text(line.note) if line.note is not None else ""


def _plain(line: Line) -> str:
    """Return a line as text, with hyphens before numbers: Δw = −η·g = -0.01·[6, 3] = [-0.06, -0.03]."""
    if line.role == "loss":
        text = f"{line.symbol}: {line.filled} {line.written}"
    else:
        text = " = ".join([line.symbol, *line.sides])
    text = re.sub(r"−(?=[\d.])", "-", text)
    return f"{text} ({translating.text(line.note)})" if line.note is not None else text
