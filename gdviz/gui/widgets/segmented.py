"""A row of joined buttons of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

_BESIDE = (26, 14, 10)
"""Pixels beside the text of a button that is wide, tight, and tight with type of SMALL pixels."""
WIDE, TIGHT, SMALL, _SMALL_TYPE = 0, 1, 2, 16


class SegmentedButtons(QWidget):
    """Joined buttons; the arrow keys choose among them, as among radio buttons.

    `chosen` carries the key of the button that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._closeness = WIDE
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add(self, key: str, text: str, tip: str = "", name: str = "") -> QPushButton:
        """Add a button at the end; the first one is chosen at first."""
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setChecked(not self._buttons)
        self._buttons[key] = button
        self._group.addButton(button)
        self._row.addWidget(button)
        self._shape()
        return button

    def current(self) -> str:
        """The key of the chosen button; "" while there is none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose `key` without a signal. Raises KeyError when there is no such button."""
        self._buttons[key].setChecked(True)

    def set_text(self, key: str, text: str, tip: str = "") -> None:
        """Give the button `key` another text and tool tip."""
        self._buttons[key].setText(text)
        self._buttons[key].setToolTip(tip or text)

    def set_shown(self, key: str, shown: bool) -> None:
        """Show the button `key`, or leave it out of the row."""
        if self._buttons[key].isHidden() == shown:
            self._buttons[key].setVisible(shown)
            self._shape()

    def button(self, key: str) -> QPushButton:
        """The button `key`."""
        return self._buttons[key]

    def width_when(self, closeness: int) -> int:
        """The width that the row would have."""
        font = self.font()
        if closeness == SMALL:
            font.setPixelSize(min(font.pixelSize(), _SMALL_TYPE))
        measure = QFontMetrics(font).horizontalAdvance
        texts = [button.text() for button in self._buttons.values() if not button.isHidden()]
        return sum(measure(text) + _BESIDE[closeness] for text in texts)

    def draw_closer(self, closeness: int) -> None:
        """Take as much room beside the texts as other buttons (WIDE), little (TIGHT), or smaller type, too (SMALL)."""
        if closeness == self._closeness:
            return
        self._closeness = closeness
        for button in self._buttons.values():
            button.setProperty("tight", closeness >= TIGHT)
            button.setProperty("small", closeness == SMALL)
        self._shape()
        self.updateGeometry()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.current())

    def _shape(self) -> None:
        shown = [button for button in self._buttons.values() if not button.isHidden()]
        last = len(shown) - 1
        for place, button in enumerate(shown):
            shape = "only" if last == 0 else "first" if place == 0 else "last" if place == last else "middle"
            button.setProperty("segment", shape)
            button.style().unpolish(button)
            button.style().polish(button)
