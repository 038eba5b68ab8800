"""The rows of an own model: its formula, and the parameters found in it, each with its start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gdviz.editing.data_edits import starts_under
from gdviz.formula import FormulaError
from gdviz.formula.letters import free_names, renamed
from gdviz.gui.panel.expression_field import FormulaLine
from gdviz.gui.panel.param_form import Row
from gdviz.gui.style import scaling
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets.fields import NumberField
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.gui.widgets.text_field import TextField
from gdviz.messages import ExperimentError, Message, mark, message
from gdviz.params import Param
from gdviz.problems.model import ModelSpec, column_names, column_places

_COLUMNS = 6
"""The most names of columns in a sentence."""
_ROOM = 170
"""The most pixels, at normal text size, of a column's name, so that it does not widen the panel."""
_TIP = 2000
"""The most letters of the tool tip with all names."""
_NAME = Param("", "text", "", label=mark("Parameter"), help=mark("Its name; another one is put into the formula too."))


class ModelForm(QWidget):
    """Shows a ModelSpec and the start of its parameters.

    Names in the formula that are not columns, constants or functions are its parameters, which are listed while typing.
    Return, or leaving the field, commits formula and parameters together. A refused text stays, marked, with a
    sentence, and the experiment stays as it is. `edited(path, value, final)` carries "problem.prediction"
    with the text, "problem.parameters.a" with another name for a, and "start" with all the numbers.
    """

    edited = Signal(str, object, bool)

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._after = after
        self._spec: ModelSpec | None = None
        self._start: tuple[float, ...] = ()
        self._shown = ""
        self.line = FormulaLine()
        self.line.setObjectName("problemPredictionField")
        self.row = Row(self.line, above=True)
        self.problem = ProblemLabel()
        self.columns = QLabel()
        self.columns.setProperty("role", "note")
        self.columns.setWordWrap(True)
        self.heads = [QLabel(), QLabel()]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for place, head in enumerate(self.heads):
            head.setProperty("role", "label")
            self._grid.addWidget(head, 0, place)
            self._grid.setColumnStretch(place, 1)
        self.names: list[_NameField] = []
        self.starts: list[NumberField] = []
        self._refused = ("", "")
        """A text that was refused only when computed, and the reason."""
        self.sentence = ProblemLabel()
        """The error in a name or a start."""
        for label in (self.problem, self.columns, self.sentence):
            label.setMinimumWidth(1)  # a very wide word is cut, and not the fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.row, self.problem, self.columns):
            column.addWidget(part)
        column.addLayout(self._grid)
        column.addWidget(self.sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.line.textEdited.connect(self._check)
        self.line.left.connect(self._commit)
        self.line.escaped.connect(self.restore)
        self.retranslate()

    # -- showing ----------------------------------------------------------------------------------------

    def show_problem(self, spec: ModelSpec, start: Sequence[float]) -> None:
        """Show the model of the experiment, and the start of the chosen run.

        A typed text that is not committed stays while the experiment keeps its formula and its columns.
        """
        same = self._spec is not None and (spec.prediction, spec.data.names) == (self._shown, self._spec.data.names)
        self._spec, self._start = spec, tuple(start)
        keeps = same and self._is_typed()
        if not keeps:
            self._shown = spec.prediction
            if self.line.text() != spec.prediction:
                self.line.setText(spec.prediction)
                self.line.setCursorPosition(0)
            self.line.setModified(False)
            self._mark("")
        self._show_columns()
        if keeps:
            self._check()
        else:
            self._show_rows(spec.parameters, self._start)

    def show_start(self, start: Sequence[float]) -> None:
        """Show another start of the same parameters; ignore one of other parameters, whose problem is shown later."""
        if self._spec is None or len(start) != self._spec.dim:
            return
        self._start = tuple(start)
        if not self._is_typed():
            self._show_rows(self._spec.parameters, self._start)

    def restore(self) -> None:
        """Show the value of the experiment, and discard what was typed."""
        self.line.setModified(False)
        self._refused = ("", "")
        if self._spec is not None:
            self.show_problem(self._spec, self._start)

    def refuse(self, sentence: str) -> None:
        """Mark the formula as refused, for the reason `sentence`, and show the rows of the experiment.

        The mark stays until the text changes.
        """
        self._refused = (self.line.text(), sentence)
        self._mark(sentence)
        if sentence and self._spec is not None:
            self._show_rows(self._spec.parameters, self._start)

    def _is_typed(self) -> bool:
        return self.line.isModified() and self.line.text() != self._shown

    def _show_columns(self) -> None:
        if self._spec is None:
            return
        own = self._spec.data.names
        named = [(name, column) for name, column in zip(column_names(own), own, strict=True) if name]
        text = self.tr("Columns of the data: {names}")
        whole, short = (
            text.format(names=", ".join(n if n == column else f"{n} ({column})" for n, column in pairs))
            for pairs in (named, [(self._brief(name), self._brief(column)) for name, column in named])
        )
        self.columns.setText(short)
        tip = whole if len(whole) <= _TIP else f"{whole[:_TIP]} …"
        self.columns.setToolTip("" if short == whole else tip)

    def _brief(self, name: str) -> str:
        """A name, elided in the middle if long, as names often differ at the end."""
        return self.columns.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, scaling.px(_ROOM))

    def _show_rows(self, names: Sequence[str], start: Sequence[float]) -> None:
        while len(self.names) < len(names):
            self._make_row(len(self.names))
        for i, (field, number) in enumerate(zip(self.names, self.starts, strict=True)):
            there = i < len(names)
            if there:
                number.setParam(Param("", "float", 0.0, label=mark("Start"), symbol=names[i],
                                      help=mark("Where the run begins; also dragged in the surface.")))  # fmt: skip
                field.setValue(names[i])
                number.setValue(start[i])
            field.setVisible(there)
            number.setVisible(there)

    def _make_row(self, i: int) -> None:
        name, number = _NameField(f"modelName{i}Field"), NumberField(f"modelStart{i}Field")
        name.setParam(_NAME)
        name.setCheck(partial(self._check_name, i))
        name.committed.connect(partial(self._rename, i))
        number.setStep(0.1)
        number.committed.connect(partial(self._set_start, i))
        number.stepped.connect(partial(self._set_start, i))
        for place, field in enumerate((name, number)):
            field.setMinimumWidth(40)
            field.problemChanged.connect(self.sentence.say)
            self._grid.addWidget(field, i + 1, place)
        self.names.append(name)
        self.starts.append(number)
        self.put_in_order()

    def put_in_order(self) -> None:
        """Set the Tab order: list of models, formula, rows."""
        rows = (field for row in zip(self.names, self.starts, strict=True) for field in row)
        for one, other in pairwise([self._after, self.line, *rows]):
            self.setTabOrder(one, other)

    # -- editing ----------------------------------------------------------------------------------------

    def _read(self) -> ModelSpec | None:
        """The model of the typed text; None if it is invalid, with the reason below the line."""
        if self._spec is None:
            return None
        try:
            made = self._spec.reworded(self.line.text())
            made.require_start("problem")
        except FormulaError as error:
            self._mark(in_language(self._explained(error)), error)
        except ExperimentError as error:
            reason = in_language(error.reason)
            self._mark(reason[:1].upper() + reason[1:])
        else:
            self._mark("")
            return made
        return None

    def _explained(self, error: FormulaError) -> Message:
        """Return where the error is, and what is allowed."""
        if error.position is None or self._spec is None:
            return error.located()
        columns = [self._brief(name) for name in column_names(self._spec.data.names) if name]
        listed = ", ".join([*columns[:_COLUMNS], *(["…"] if len(columns) > _COLUMNS else [])])
        return message(
            "Character {place}: {what}; allowed are numbers, + - * / ^ ( ), functions such as sin, the columns "
            "{columns}, and names of your own",
            place=error.position + 1, what=error.message, columns=listed,
        )  # fmt: skip

    def _check(self) -> None:
        """Check the typed text: show its parameters, or the error."""
        made = self._read()
        if self._spec is None:
            return
        if made is not None and self.line.text() == self._refused[0]:
            self.refuse(self._refused[1])
        elif made is not None:
            self._show_rows(made.parameters, starts_under(self._spec, made, self._start))
        else:
            kept = self._rows_in_text() if self.line.hasFocus() else {}
            self._show_rows(tuple(kept) or self._spec.parameters, tuple(kept.values()) or self._start)

    def _rows_in_text(self) -> dict[str, float]:
        """The rows whose parameters are in the text; while a person types, new rows wait for the end of a word."""
        shown = {name.value(): start.value()
                 for name, start in zip(self.names, self.starts, strict=True) if not name.isHidden()}  # fmt: skip
        if self._spec is None:
            return {}
        columns = [name for name in column_places(self._spec.data) if name not in self._spec.parameters]
        try:
            found = free_names(self.line.text(), columns, tuple(shown))
        except FormulaError:  # an invalid character, which may be deleted again
            return shown
        return {name: value for name, value in shown.items() if name in found}

    def _commit(self, by_return: bool) -> None:
        if not self._is_typed():
            if self._spec is not None and self.line.isModified():  # the text is the same again
                self.restore()
            return
        self._check()
        if not self.problem.text():
            self.edited.emit("problem.prediction", self.line.text(), True)
            return
        if self._spec is not None:
            self._show_rows(self._spec.parameters, self._start)
        if by_return and self.line.wrong is not None:
            self.line.setSelection(*self.line.wrong)

    def _check_name(self, i: int, name: str) -> None:
        """Refuse an invalid or used name. Raises ExperimentError without a path, as the field shows the place."""
        if self._spec is None or i >= self._spec.dim or name == self._spec.parameters[i]:
            return
        try:
            self._spec.with_name(self._spec.parameters[i], name)
        except ExperimentError as error:
            raise ExperimentError("", error.reason) from None

    def _rename(self, i: int, name: str) -> None:
        if self._spec is None or i >= self._spec.dim:
            return
        old, typed = self._spec.parameters[i], self.line.text() if self._is_typed() else None
        names, columns = self._spec.parameters, column_places(self._spec.data)
        self.edited.emit(f"problem.parameters.{old}", name, True)
        if typed is None:
            return
        try:
            typed = renamed(typed, [column for column in columns if column not in names], names, old, name)
        except FormulaError:  # no valid formula, but the name may be in it
            typed = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", name, typed)
        self.line.setText(typed)
        self.line.setModified(True)
        self._check()

    def _set_start(self, i: int, value: float) -> None:
        if i < len(self._start):
            self.edited.emit("start", [*self._start[:i], value, *self._start[i + 1 :]], True)

    def _mark(self, sentence: str, error: FormulaError | None = None) -> None:
        self.problem.say(sentence)
        self.line.mark(sentence, error, self._tip)

    # -- language ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language; typed text stays."""
        self._tip = self.tr(
            "The prediction as a formula in the columns, such as {example}: every other name is a parameter that is "
            "learned. Return takes it."
        ).format(example="a*x + b")
        self.row.set_text(self.tr("Prediction  <i>ŷ</i>"), self._tip)
        self.line.setAccessibleName(self.tr("Prediction"))
        self.heads[0].setText(self.tr("Parameter"))
        self.heads[1].setText(self.tr("Start"))
        self._show_columns()
        if self._is_typed():
            self._check()
        else:
            self._mark("")


class _NameField(TextField):
    """The name of a parameter; the formula keeps the old name while an invalid one is typed."""

    def read(self, shown: str) -> Any:
        """The name without spaces around it."""
        return shown.strip()

    def setValue(self, value: Any) -> None:
        """Show a name; a typed text that is not committed stays."""
        if value != self.value() or not (self.isModified() or self.problem()):
            super().setValue(value)
