"""A slider over a range of numbers around 0, for a constant of a formula."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.widgets import numbers
from gdviz.gui.widgets.sliders import Slider

_STEPS = 100
"""Positions from 0 to either end."""


def reach(number: float) -> float:
    """Return the end of the range for `number`: the least 1, 2 or 5 times a power of ten that is twice its size."""
    size = 2 * abs(number) or 2.0
    base = 10.0 ** math.floor(math.log10(size))
    return next((m * base for m in (1, 2, 5) if m * base >= size * (1 - 1e-9)), 10 * base)


class LinearSlider(Slider):
    """A slider from -r to r, where r follows the number that is set (`reach`), but not during a drag.

    `moved` carries the number while a person moves the handle; `released` follows when the movement is over: one
    undo step. A number beyond the ends, typed in a field beside, makes the range wider.
    """

    moved = Signal(float)
    released = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._number, self._reach = 1.0, 2.0
        self._quiet = False
        self.setRange(-_STEPS, _STEPS)
        self.setPageStep(_STEPS // 5)
        self.valueChanged.connect(self._on_value)
        self.sliderReleased.connect(self.released)

    def number(self) -> float:
        """The number shown: what was last set or moved to."""
        return self._number

    def set_number(self, number: float) -> None:
        """Show `number` without a signal."""
        same, self._number = number == self._number, number
        if self.isSliderDown() or (same and abs(number) <= self._reach):
            return  # the person is dragging it, or it is shown already
        if not 0.1 * self._reach <= abs(number) <= self._reach and number:
            self._reach = reach(number)
        self._quiet = True
        self.setValue(round(number / self._reach * _STEPS))
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go by one position, Home to 0."""
        if event.key() == Qt.Key.Key_Home:
            self.setValue(0)
        else:
            super().keyPressEvent(event)

    def _on_value(self, position: int) -> None:
        if self._quiet:
            return
        self._number = numbers.clean(position * self._reach / _STEPS)
        self.moved.emit(self._number)
        if not self.isSliderDown():
            self.released.emit()
