"""A row of joined buttons of which one is chosen."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLayout, QPushButton, QWidget

from gdviz.gui.style import fonts

_BESIDE = (26, 14, 10)
"""Pixels beside the text of a button that is wide, tight, and tight with smaller type."""
WIDE, TIGHT, SMALL = 0, 1, 2
_TITLE = 80
"""Pixels that a title keeps beside the buttons."""
_APART = 10
"""Pixels that stay free beside the buttons."""


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
        self._group.buttonToggled.connect(self._on_toggled)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add(self, key: str, text: str, tip: str = "", name: str = "") -> QPushButton:
        """Add a button at the end; the first one is chosen at first."""
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._buttons else Qt.FocusPolicy.TabFocus)
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
        """The width that the row would have when drawn so close; see `draw_closer`."""
        font = self.font()
        if closeness == SMALL:
            font.setPixelSize(min(QFontInfo(font).pixelSize(), fonts.close()))
        measure = QFontMetrics(font).horizontalAdvance
        texts = [button.text() for button in self._buttons.values() if not button.isHidden()]
        return sum(measure(text) + _BESIDE[closeness] for text in texts)

    def draw_closer(self, closeness: int) -> None:
        """Use the usual room beside the texts (WIDE), little room (TIGHT), or little room and smaller type (SMALL)."""
        if closeness == self._closeness:
            return
        self._closeness = closeness
        for button in self._buttons.values():
            button.setProperty("tight", closeness >= TIGHT)
            button.setProperty("small", closeness == SMALL)
        self._shape()
        self.updateGeometry()

    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        """Let Tab stop at the chosen button, and draw its border over those of its neighbours."""
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)
        if on:
            button.raise_()

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


class DrawnCloser(QObject):
    """Draws the groups of buttons in a head closer where they leave its title too little room.

    The title is shown whole if that is possible; else it keeps a few letters.
    """

    def __init__(self, head: QWidget, buttons: QHBoxLayout, title: QWidget) -> None:
        super().__init__(head)
        self._head, self._buttons, self._title = head, buttons, title
        head.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the head has another width, or buttons have come, gone or got other words."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        held = self._head.findChildren(SegmentedButtons, options=Qt.FindChildOption.FindDirectChildrenOnly)
        groups = [group for group in held if not group.isHidden()]
        others = self._buttons.sizeHint().width() - sum(group.sizeHint().width() for group in groups)
        margins = cast(QLayout, self._head.layout()).contentsMargins()
        room = self._head.width() - margins.left() - margins.right() - others
        wide, tight, small = (
            sum(group.width_when(closeness) for group in groups) for closeness in (WIDE, TIGHT, SMALL)
        )
        # A view without a title stands beside another one: buttons that do not fit WIDE leave that view room.
        shown = not self._title.isHidden()
        whole = max(_TITLE, self._title.sizeHint().width() + _APART) if shown else _APART
        if wide <= room - whole:
            closeness = WIDE
        elif tight <= room - (whole if shown else _TITLE):
            closeness = TIGHT
        elif small <= room - whole:
            closeness = SMALL
        else:  # a long title is cut in any case
            closeness = TIGHT if tight <= room - _TITLE else SMALL
        for group in groups:
            group.draw_closer(closeness)
