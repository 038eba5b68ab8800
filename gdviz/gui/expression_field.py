"""The field for an own function: checked while it is typed, committed by Return or by leaving."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from gdviz.formula import FormulaError, parse
from gdviz.gui.texts import text as in_language


class ExpressionField(QWidget):
    """A line for the formula and, under it, one sentence on what is wrong with it.

    `committed` carries a text that parses. What is refused later (see `refuse`) is marked the same way.
    """

    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.line = _Line(self)
        self.line.setObjectName("expressionField")
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        layout.addWidget(self.line)
        layout.addWidget(self.problem)
        self._shown = ""
        self._constants: dict[str, float] = {}
        self._variables: tuple[str, ...] | None = None
        self.line.textEdited.connect(self._check)
        self.line.left.connect(self._commit)
        self._retranslate()

    def show_expression(
        self,
        expression: str,
        constants: Mapping[str, float] | None = None,
        variables: tuple[str, ...] | None = None,
        instead: str = "",
        told: str = "",
    ) -> None:
        """Show the formula of the experiment and know its names, unless another is being typed or was refused.

        Of a loss that is no formula in its parameters, such as one of data, `instead` stands in the empty line,
        and `told` is added to the tool tip.
        """
        self._constants, self._variables = dict(constants or {}), variables
        self._instead, self._told = instead, told
        self.line.setPlaceholderText(instead or self._example)
        busy = self.line.hasFocus() or bool(self.problem.text())
        if self.line.isModified() and busy and expression == self._shown:
            return
        self._shown = expression
        if expression != self.line.text():
            self.line.setText(expression)
            self.line.setCursorPosition(0)
        self.line.setModified(False)
        self._mark("")

    def restore(self) -> None:
        """Show what the experiment has, whatever was typed."""
        self.line.setModified(False)
        self.show_expression(self._shown, self._constants, self._variables, self._instead, self._told)

    def refuse(self, sentence: str) -> None:
        """Mark the text as refused, for the reason `sentence`."""
        self._mark(sentence)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _check(self) -> bool:
        try:
            parse(self.line.text(), self._variables, self._constants)
        except FormulaError as error:
            self._mark(in_language(error.message))
            self._error_at = error.position
            return False
        self._mark("")
        return True

    def _commit(self, by_return: bool) -> None:
        text = self.line.text()
        if not self.line.isModified() or text == self._shown:
            if not self.problem.isVisible():
                self.line.setModified(False)
            return
        if self._check():
            self.committed.emit(text)
        elif by_return and self._error_at is not None:
            self.line.setSelection(self._error_at, 1)

    def _mark(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if self.line.property("invalid") != bool(sentence):
            self.line.setProperty("invalid", bool(sentence))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        tip = "\n".join(part for part in (self.line.text() or self._instead, self._told, self._tip) if part)
        self.line.setToolTip(sentence or tip)
        self.line.setAccessibleDescription(sentence or tip)

    def _retranslate(self) -> None:
        self._tip = self.tr("The loss as a formula in x and y, such as x^2 + 3y^2. Return takes it.")
        self.line.setAccessibleName(self.tr("Loss function"))
        self._example = self.tr("own function, e.g. x^2 + 3y^2")
        self.line.setPlaceholderText(self._instead or self._example)
        self._mark("")

    _error_at: int | None = None
    _tip = _example = _instead = _told = ""


class _Line(QLineEdit):
    left = Signal(bool)  # whether by Return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return commits, Escape restores what the experiment has."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            owner = self.parent()
            if isinstance(owner, ExpressionField):
                owner.restore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit(False)
