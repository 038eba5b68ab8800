"""Fields for numbers: typing only checks; Return or leaving commits; arrow keys step at once."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip, QWidget

from gdviz.gui.style.translating import text, translate
from gdviz.gui.widgets import numbers
from gdviz.messages import ExperimentError
from gdviz.params import Param

Value = Any  # a number, None where that is allowed, a text, or a value of JSON
Check = Callable[[Value], object]
"""Raises ExperimentError for a value that is refused; what it returns is not used."""


class ValueField(QLineEdit):
    """The base of the fields; a subclass defines how its text is read, written and stepped.

    `problemChanged` carries the sentence on what is wrong with the text, "" when nothing is. A text that
    is wrong stays, marked, until it is corrected or Escape restores the value; it is never committed.
    """

    problemChanged = Signal(str)
    _room: int | None = None
    """Pixels that a text may take, while they are known."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._param = Param(name="", kind="float", default=0.0)
        self._value: Value = None
        self._problem = ""
        self._help = ""
        self._step: float | None = None
        self._extra_check: Check | None = None
        self._shortened = ""
        self.setProperty("invalid", False)
        self.textEdited.connect(self._check)

    # -- what a subclass defines ----------------------------------------------------------------------

    def read(self, shown: str) -> Value:
        """The value that `shown` says. Raises ExperimentError."""
        raise NotImplementedError

    def write(self, value: Value) -> str:
        """The text for `value`."""
        raise NotImplementedError

    def shorten(self, value: Value) -> str:
        """A shorter text for `value`, shown if the whole one does not fit; it may read back as another value."""
        return self.write(value)

    def neighbour(self, value: Value, direction: int, size: int) -> Value:
        """The value one step up (1) or down (-1); `size` -1 is finer, 1 coarser."""
        raise NotImplementedError

    def _emit_committed(self) -> None:
        raise NotImplementedError

    def _emit_stepped(self) -> None:
        raise NotImplementedError

    # -- what the form uses ---------------------------------------------------------------------------

    def value(self) -> Value:
        """The committed value, even while something else is typed."""
        return self._value

    def setValue(self, value: Value) -> None:
        """Show `value`, without a signal. A text that is just being typed is left alone."""
        same, typed = value == self._value, self.isModified() or bool(self._problem)
        self._value = value
        if same and (self.hasFocus() if typed else self._room is not None):
            return
        self._show_value()

    def setParam(self, param: Param) -> None:
        """Take bounds, scale, symbol and help of `param`, and explain them in the tool tip."""
        if param == self._param:
            return
        self._param = param
        self.explain()
        if self._problem:
            self._check()

    def setStep(self, step: float | None) -> None:
        """The step of the arrow keys on a linear scale; None derives it from the bounds."""
        self._step = step

    def setCheck(self, check: Check | None) -> None:
        """Refuse also what `check` refuses, such as a bound over the other one."""
        self._extra_check = check

    def problem(self) -> str:
        """What is wrong with the text; "" when nothing is."""
        return self._problem

    # -- behaviour ------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Take the text as the value if it is valid, and emit a signal if that is another value."""
        if not self._check():
            return
        value = self.read(self.text())
        if value == self._value:
            self._show_value()
            return
        self._value = value
        self._show_value()
        self._emit_committed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return commits, Escape restores, Up and Down step (Shift coarser, Ctrl finer)."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.commit()
                if self._problem:
                    QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self._problem, self)
                else:
                    self.selectAll()
            case Qt.Key.Key_Escape if self.isModified() or self._problem:
                self._show_value()
                self.selectAll()
                QToolTip.hideText()  # the error is gone
            case Qt.Key.Key_Up:
                self._step_by(1, event.modifiers())
            case Qt.Key.Key_Down:
                self._step_by(-1, event.modifiers())
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the whole text for editing, not a shortened one."""
        if self._shortened:
            self._show_value(whole=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the focus leaves the field, but not when a menu opens over it."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if self.isModified():
            self.commit()
            if not self.hasFocus():
                self.setCursorPosition(0)
        elif not self._problem:
            self._show_value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the value as fits."""
        super().resizeEvent(event)
        self._room = None
        if not (self.isModified() or self._problem or self.hasFocus()):
            self._show_value()

    def changeEvent(self, event: QEvent) -> None:
        """Put tool tip and sentence into the new language; another font or style leaves other room for the text."""
        super().changeEvent(event)
        self._room = None
        if event.type() == QEvent.Type.LanguageChange:
            self.explain()
            if self._problem:
                self._check()

    def _step_by(self, direction: int, modifiers: Qt.KeyboardModifier) -> None:
        size = 0
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            size = 1
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            size = -1
        start = self.read(self.text()) if self._check() else self._value
        value = self.neighbour(start, direction, size)
        try:
            self._refuse(value)
        except ExperimentError:
            return  # at the end of the range: the key does nothing more
        if value == self._value:
            return
        self._value = value
        self._show_value()
        self._emit_stepped()

    def _check(self, _typed: str = "") -> bool:
        try:
            self._refuse(self.read(self.text()))
        except ExperimentError as error:
            sentence = text(error)
            self._set_problem(sentence[:1].upper() + sentence[1:])
            return False
        self._set_problem("")
        return True

    def _refuse(self, value: Value) -> None:
        self._param.check(value, "")
        if self._extra_check is not None:
            self._extra_check(value)

    def _show_value(self, *, whole: bool = False) -> None:
        text = self.write(self._value)
        shown = text if whole or self.hasFocus() or self._fits(text) else self.shorten(self._value)
        if self._shortened != (text if shown != text else ""):
            self._shortened = text if shown != text else ""
            self._set_tip()
        if shown != self.text():  # setting the same text again would repaint the field
            all_selected = self.hasFocus() and self.hasSelectedText() and self.selectedText() == self.text()
            self.setText(shown)
            if all_selected:  # keep the whole text selected: the person may be about to type over it
                self.selectAll()
        self.setModified(False)
        if not self.hasFocus():
            self.setCursorPosition(0)
        self._set_problem("")

    def _fits(self, text: str) -> bool:
        if self._room is None:
            option = QStyleOptionFrame()
            self.initStyleOption(option)
            self._room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self).width() - 4
        return self.fontMetrics().horizontalAdvance(text) <= self._room

    def _set_problem(self, problem: str) -> None:
        if problem == self._problem:
            return
        self._problem = problem
        self.setProperty("invalid", bool(problem))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleDescription(problem or self._help)
        self._set_tip()
        self.problemChanged.emit(problem)

    def explain(self) -> None:
        """Say in the tool tip what the value is and what is allowed."""
        param = self._param
        lead = ", ".join(part for part in (translate(param.label) if param.label else "", param.symbol) if part)
        allowed = param.range_text()
        lines = [lead, translate(param.help) if param.help else "", allowed]
        self._help = "\n".join(line for line in lines if line)
        if param.label:
            self.setAccessibleName(translate(param.label))
        if not self._problem:
            self.setAccessibleDescription(self._help)
        self._set_tip()

    def _set_tip(self) -> None:
        exact = f"= {self._shortened}" if self._shortened else ""
        self.setToolTip("\n".join(part for part in (self._problem, self._help, exact) if part))

    def _linear_step(self) -> float:
        if self._step is not None:
            return self._step
        low, high = self._param.low, self._param.high
        return (high - low) / 100 if low is not None and high is not None else 0.1


class NumberField(ValueField):
    """A field for a real number; an empty one means None where the parameter is optional.

    `committed` follows Return or leaving, `stepped` each arrow key. On a logarithmic scale a step goes
    through 1, 2, .. 9 of the decade, Shift by whole decades, Ctrl ten times finer.
    """

    committed = Signal(object)
    stepped = Signal(object)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._value = 0.0
        self._show_value()

    def read(self, shown: str) -> float | None:
        """The number that `shown` says. Raises ExperimentError."""
        if self._param.optional and not shown.strip():
            return None
        return numbers.parse_number(shown)

    def write(self, value: Value) -> str:
        """The shortest text that reads back as `value`; None leaves the field empty."""
        return "" if value is None else numbers.edit_text(value)

    def shorten(self, value: Value) -> str:
        """Fewer digits, as a cut would hide the exponent; the text of a number without an exponent may be cut."""
        if "e" not in self.write(value):
            return self.write(value)
        rounded = [float(f"{value:.{digits}g}") for digits in (4, 3, 2, 1)]
        texts = [numbers.edit_text(one) for one in rounded if math.isfinite(one)]
        return next(filter(self._fits, texts), texts[-1] if texts else self.write(value))

    def neighbour(self, value: Value, direction: int, size: int) -> float:
        """One step of the scale."""
        if value is None:
            return self._param.low or 0.0
        if self._param.scale == "log" and value > 0:
            if size > 0:
                return numbers.clean(value * 10.0**direction)
            return numbers.next_log(value, direction, 10 if size < 0 else 1)
        step = self._linear_step() * 10.0**size
        return numbers.next_linear(value, step, direction) if size <= 0 else numbers.clean(value + direction * step)

    def _emit_committed(self) -> None:
        self.committed.emit(self._value)

    def _emit_stepped(self) -> None:
        self.stepped.emit(self._value)


class IntegerField(ValueField):
    """A field for a whole number, or for None where `setNoneText` has set a text for it.

    `committed` follows Return or leaving, `stepped` each arrow key; both carry an int or None.
    """

    committed = Signal(object)
    stepped = Signal(object)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._param = Param(name="", kind="int", default=0)
        self._none_text: str | None = None
        self._value = 0
        self._show_value()

    def setNoneText(self, shown: str | None) -> None:
        """Set the text for None, such as "whole data"; an empty field then means None, too."""
        self._none_text = shown
        self._param = dataclasses.replace(self._param, optional=shown is not None)
        self.setPlaceholderText(shown or "")
        if not self.isModified():
            self._show_value()

    def read(self, shown: str) -> int | None:
        """The whole number that `shown` says, or None for the text of None. Raises ExperimentError."""
        if self._none_text is not None and shown.strip().lower() in ("", self._none_text.lower()):
            return None
        return numbers.parse_integer(shown)

    def write(self, value: Value) -> str:
        """The digits, or the text of None."""
        return (self._none_text or "") if value is None else str(int(value))

    def neighbour(self, value: Value, direction: int, size: int) -> int:
        """One more or less (Shift: ten); on a logarithmic scale through 1, 2, .. 9 of the decade."""
        if value is None:
            return int(self._param.high or self._param.low or 1) if direction < 0 else int(self._param.low or 1)
        if self._param.scale == "log" and value > 0 and size >= 0:
            return round(numbers.next_log(value, direction) if size == 0 else value * 10.0**direction)
        return int(value) + direction * (10 if size > 0 else 1)

    def setParam(self, param: Param) -> None:
        """Take bounds, scale, symbol and help of `param`; None stays allowed where it has a text."""
        super().setParam(dataclasses.replace(param, optional=self._none_text is not None))

    def _emit_committed(self) -> None:
        self.committed.emit(self._value)

    def _emit_stepped(self) -> None:
        self.stepped.emit(self._value)
