"""The field for an own function: checked while typing, committed by Return or on leaving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from gdviz.formula import Formula, FormulaError
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.quoting import one_line

if TYPE_CHECKING:
    from gdviz.gui.drawing.formula_sheet import FormulaSheet

_LONGEST = 240
"""A derivative with more characters is shown as dots."""


class ExpressionField(QWidget):
    """A line for the formula, and below it its derivatives, or a sentence on what is wrong and where.

    Letters that are no variables are constants (`gdviz.formula.letters`). `committed` carries a text that parses.
    A later refusal (see `refuse`) is marked the same way.
    """

    committed = Signal(str)
    derivativesMade = Signal(object)
    """The sheet of derivatives was made; the panel may lay it out elsewhere."""
    recalled = Signal(object)
    """A person chose a recent formula: {"expression": .., "parameters": {..}} with the values of its constants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.line = FormulaLine(self)
        self.line.setObjectName("expressionField")
        self.problem = ProblemLabel(self)
        self.derivatives: FormulaSheet | None = None
        """Made at the first typing."""
        self.recent: _RecentButton | None = None
        """Made in idle time, see `offer_recent`."""
        layout.addWidget(self.line)
        layout.addWidget(self.problem)
        self._shown = ""
        self._constants: dict[str, float] = {}
        self._variables: tuple[str, ...] | None = None
        self._instead = self._note = ""
        """What the empty line shows, and what the tool tip adds, see `show_expression`."""
        self._derived = ""
        """The formula whose derivatives are shown."""
        self.line.textEdited.connect(self._check)
        self.line.left.connect(self._commit)
        self.line.escaped.connect(self.restore)
        self._retranslate()

    def show_expression(
        self,
        expression: str,
        constants: Mapping[str, float] | None = None,
        variables: tuple[str, ...] | None = None,
        instead: str = "",
        note: str = "",
    ) -> None:
        """Show the formula of the experiment, unless another is being typed or was refused.

        For a loss that is not a formula of its parameters, such as one of data, the empty line shows `instead`, and
        `note` is added to the tool tip.
        """
        self._constants, self._variables = dict(constants or {}), variables
        self._instead, self._note = instead, note
        self.line.setPlaceholderText(instead or self._example)
        if self.line.isModified() and self.line.text() != self._shown == expression:
            return
        self._shown = expression
        if expression != self.line.text():
            self.line.setText(expression)
            self.line.setCursorPosition(0)
        self.line.setModified(False)
        self._mark("")
        if self.derivatives is not None and expression != self._derived:
            if expression:
                self._check()
            else:
                self.derivatives.hide()
                self._derived = ""

    def restore(self) -> None:
        """Show the value of the experiment, and discard what was typed."""
        self.line.setModified(False)
        self.show_expression(self._shown, self._constants, self._variables, self._instead, self._note)

    def refuse(self, sentence: str) -> None:
        """Mark the text as refused, for the reason `sentence`."""
        self._mark(sentence)

    def offer_recent(self) -> None:
        """Add the button of the menu of recent formulas to the line; the menu reads them when it opens."""
        if self.recent is None:
            self.recent = _RecentButton(self)
            self.recent.chosen.connect(self._take)
            self.line.setTextMargins(0, 0, _RecentButton.WIDTH - 4, 0)
            self._name_recent()

    def _take(self, expression: str, constants: Mapping[str, float]) -> None:
        """Show a formula chosen in the menu, and request it for the experiment."""
        self.line.setText(expression)
        self.line.setModified(False)
        self.line.setFocus()
        self.recalled.emit({"expression": expression, "parameters": dict(constants)})
        self._remember(expression)

    def _remember(self, text: str) -> None:
        """Remember a formula for the menu once the experiment has it."""
        if text == self._shown and not self.problem.text():
            from gdviz.gui.panel.recent_expressions import remember

            constants = dict(self._constants)
            QTimer.singleShot(0, self, lambda: remember(text, constants))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _check(self) -> bool:
        from gdviz.formula.letters import parse_open

        text = self.line.text()
        try:
            formula = parse_open(text, self._variables, self._constants)
        except FormulaError as error:
            self._mark(in_language(error.message), error)
            return False
        self._mark("")
        self._show_derivatives(formula)
        return True

    def _show_derivatives(self, formula: Formula) -> None:
        from gdviz.formula.differentiation import partial_derivatives
        from gdviz.formula.rendering import UNICODE, render

        self._derived = formula.text
        if self.derivatives is None:
            from gdviz.gui.drawing.formula_sheet import FormulaSheet

            self.derivatives = FormulaSheet(self)
            self.derivatives.setObjectName("derivatives")
            self._column.addWidget(self.derivatives)
            self.derivativesMade.emit(self.derivatives)
            self._retranslate_derivatives()
        d = "d" if len(formula.variables) == 1 else "∂"
        written = [render(node, UNICODE) for node in partial_derivatives(formula) or ()]
        lines = [
            (f"{d}f/{d}{name}", text if len(text) <= _LONGEST else "…")
            for name, text in zip(formula.variables, written, strict=False)
        ]
        self.derivatives.set_lines(lines, [*formula.variables, *formula.constants])
        self.derivatives.setVisible(bool(lines))

    def _commit(self, by_return: bool) -> None:
        text = self.line.text()
        if not self.line.isModified() or text == self._shown:
            if not self.problem.isVisible():
                self.line.setModified(False)
            return
        if self._check():
            self.committed.emit(text)
            self._remember(text)
        elif by_return and self.line.wrong is not None:
            self.line.setSelection(*self.line.wrong)

    def _mark(self, sentence: str, error: FormulaError | None = None) -> None:
        if sentence and self.derivatives is not None:
            self.derivatives.hide()
            self._derived = ""
        self.problem.say(sentence)
        tip = "\n".join(part for part in (self.line.text() or self._instead, self._note, self._tip) if part)
        self.line.mark(sentence, error, tip)

    def _retranslate(self) -> None:
        self._tip = self.tr(
            "The loss as a formula in x and y, such as x^2 + 3y^2, or in w alone. Return takes it. "
            "Another letter is a constant with a slider, as in a*x^2 + b*y^2."
        )
        self.line.setAccessibleName(self.tr("Loss function"))
        self._example = self.tr("own function, e.g. x^2 + 3y^2")
        self.line.setPlaceholderText(self._instead or self._example)
        self._name_recent()
        self._retranslate_derivatives()
        if self.line.isModified() and self.line.text() != self._shown:  # keep the typed text and its error
            self._check()
        else:
            self._mark("")

    def _name_recent(self) -> None:
        if self.recent is not None:
            self.recent.setToolTip(self.tr("Recent formulas"))
            self.recent.setAccessibleName(self.tr("Recent formulas"))

    def _retranslate_derivatives(self) -> None:
        if self.derivatives is not None:
            self.derivatives.setToolTip(self.tr("The partial derivatives of what is typed: the gradient as formulas."))


class FormulaLine(QLineEdit):
    """A line for a formula, with a wavy underline at the error.

    `left`: the text is committed, by Return (True) or on leaving; `escaped`: it is discarded.
    """

    left = Signal(bool)
    escaped = Signal()

    wrong: tuple[int, int] | None = None
    """Position and length of the error in the text."""

    def mark(self, sentence: str, error: FormulaError | None, tip: str) -> None:
        """Mark the text as wrong, with a wave below the error, or as right; the tool tip is `sentence` or `tip`."""
        at = error.position if error is not None else None
        wrong = None if at is None or error is None else (at, max(error.length, 1))
        if wrong != self.wrong:
            self.wrong = wrong
            self.update()
        if self.property("invalid") != bool(sentence):
            self.setProperty("invalid", bool(sentence))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(sentence or tip)
        self.setAccessibleDescription(sentence or tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the text and the wavy underline."""
        super().paintEvent(event)
        if self.wrong is None:
            return
        at, length = self.wrong
        metrics, cursor = self.fontMetrics(), self.cursorRect()

        def x_of(place: int) -> float:
            before = metrics.horizontalAdvance(self.text()[: self.cursorPosition()])
            return cursor.center().x() + metrics.horizontalAdvance(self.text()[:place]) - before

        left, right = x_of(at), x_of(at + length)
        right = max(right, left + metrics.averageCharWidth())
        inner = self.rect().adjusted(6, 0, -6 - self.textMargins().right(), 0)
        low, high = max(left, inner.left()), min(right, inner.right())
        if high <= low:
            return
        base = self.height() - 6.0
        wave = [QPointF(low + 2 * k, base - (2 if k % 2 else 0)) for k in range(int((high - low) / 2) + 2)]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.BrightText), 1.5))
            painter.drawPolyline(QPolygonF(wave))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: commit at Return, restore at Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: commit on leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit(False)


class _RecentButton(QToolButton):
    """The button at the right end of the line, with a menu of recent formulas that are read when it opens."""

    WIDTH = 22
    chosen = Signal(str, object)

    def __init__(self, field: ExpressionField) -> None:
        super().__init__(field.line)
        self.setObjectName("recentExpressions")
        self.setProperty("flat", True)
        self.setArrowType(Qt.ArrowType.DownArrow)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.open)
        self._line = field.line
        field.line.installEventFilter(self)
        self._place()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay at the end of the line, and open the menu at Alt+Down."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt:
                self.open()
                return True
        return super().eventFilter(watched, event)

    def open(self) -> None:
        """Open the menu."""
        from gdviz.gui.panel import recent_expressions

        menu = QMenu(self)
        menu.setObjectName("recentMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in recent_expressions.load():
            note = ", ".join(f"{name} = {value:g}" for name, value in entry.constants.items())
            action = menu.addAction(
                one_line(entry.expression[:60]).replace("&", "&&") + (f"   ({note})" if note else "")
            )
            action.triggered.connect(lambda _=False, e=entry: self.chosen.emit(e.expression, e.constants))
        if menu.isEmpty():
            menu.addAction(self.tr("none yet: Return takes what is typed")).setEnabled(False)
        menu.popup(self._line.mapToGlobal(QPoint(0, self._line.height())))

    def _place(self) -> None:
        size = self._line.size()
        self.setGeometry(size.width() - self.WIDTH - 3, 3, self.WIDTH, size.height() - 6)
