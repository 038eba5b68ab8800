"""Sliders: a click goes to the place clicked, the wheel is left to what scrolls; one is logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from gdviz.gui.widgets import numbers

HANDLE = 14  # px, as in style.qss


class Slider(QSlider):
    """A horizontal slider whose handle jumps to where it is clicked."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle under the pointer, then drag it as usual."""
        if event.button() == Qt.MouseButton.LeftButton:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            handle = self.style().subControlRect(
                QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
            )
            if not handle.contains(event.position().toPoint()):
                self.setSliderDown(True)  # first, so that the jump belongs to the drag
                self.setSliderPosition(self.position_at(event.position().x()))
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll what lies round the slider, unless it has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def position_at(self, x: float) -> int:
        """The slider's position whose handle is centred at pixel `x`."""
        span = self.width() - HANDLE
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x - HANDLE / 2), span)


class LogSlider(Slider):
    """A slider over a range of positive numbers, even in their logarithm.

    `moved` carries the number while a person moves the handle (also by the keys, which step as those of
    a number field do); `released` follows when the movement is over: one undo step.
    """

    moved = Signal(float)
    released = Signal()

    PER_DECADE = 200

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._low, self._high, self._number = 1e-4, 1.0, 1e-2
        self._marks: tuple[tuple[float, QColor], ...] = ()
        self._quiet = False
        self.set_limits(self._low, self._high)
        self.valueChanged.connect(self._on_value)
        self.sliderReleased.connect(self.released)

    def set_limits(self, low: float, high: float) -> None:
        """Run from `low` to `high`. Raises ValueError unless 0 < low < high."""
        if not 0 < low < high:
            raise ValueError(f"a logarithmic slider needs 0 < low < high, got {low} and {high}")
        self._low, self._high = low, high
        self._quiet = True
        self.setRange(0, round(self.PER_DECADE * math.log10(high / low)))
        self.setPageStep(self.PER_DECADE)
        self._quiet = False
        self.set_number(self._number)

    def number(self) -> float:
        """The number shown: what was last set or moved to."""
        return self._number

    def set_number(self, number: float) -> None:
        """Show `number` without a signal; out of the limits, the handle stands at the end."""
        self._number = number
        if self.isSliderDown():
            return  # the hand leads
        self._quiet = True
        self.setValue(self._position_of(number))
        self._quiet = False

    def set_marks(self, marks: Sequence[tuple[float, QColor]]) -> None:
        """Draw a short line at each of these numbers, in its colour (a stability limit, say)."""
        self._marks = tuple(marks)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys step through 1, 2, .. 9 of the decade (Ctrl finer), Page Up and Down by decades."""
        number = max(self._number, self._low)  # a rate of 0 has no logarithm
        finer = 10 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Right:
                self._go(numbers.next_log(number, 1, finer))
            case Qt.Key.Key_Down | Qt.Key.Key_Left:
                self._go(numbers.next_log(number, -1, finer))
            case Qt.Key.Key_PageUp:
                self._go(numbers.clean(number * 10))
            case Qt.Key.Key_PageDown:
                self._go(numbers.clean(number / 10))
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks below the handle's path, over the slider."""
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        for number, color in self._marks:
            if self._low <= number <= self._high:
                x = HANDLE / 2 + (self.width() - HANDLE) * self._position_of(number) / self.maximum()
                painter.setPen(QPen(color, 2))
                painter.drawLine(QPointF(x, middle + 5), QPointF(x, middle + 10))

    def _go(self, number: float) -> None:
        number = min(max(number, self._low), self._high)
        if number == self._number:
            return
        self.set_number(number)
        self.moved.emit(number)
        self.released.emit()

    def _on_value(self, position: int) -> None:
        if self._quiet:
            return
        # Three figures: what a hand can aim at, and a number that reads well in the field beside.
        exact = self._low * 10.0 ** (position / self.PER_DECADE)
        self._number = min(max(float(f"{exact:.3g}"), self._low), self._high)
        self.moved.emit(self._number)
        if not self.isSliderDown():
            self.released.emit()

    def _position_of(self, number: float) -> int:
        if number <= self._low:
            return 0
        return min(round(self.PER_DECADE * math.log10(number / self._low)), self.maximum())
