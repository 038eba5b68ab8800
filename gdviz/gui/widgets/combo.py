"""Combo boxes that may be narrow."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

_BOX = QStyle.ComplexControl.CC_ComboBox


class Combo(QComboBox):
    """A combo box whose text ends in dots where the room is short."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as Qt does, with the text cut to the room that the style leaves it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        field = style.subControlRect(_BOX, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width()
        )
        painter = QPainter(self)
        style.drawComplexControl(_BOX, option, painter, self)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option, painter, self)
        painter.end()


def combo_box(name: str) -> QComboBox:
    """An empty combo box that does not grow with its longest entry."""
    combo = Combo()
    combo.setObjectName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    return combo


def fill(combo: QComboBox, entries: list[tuple[str, Any] | None]) -> None:
    """Replace the entries, None being a separator; the choice stays."""
    chosen = combo.currentData()
    combo.clear()
    for entry in entries:
        if entry is None:
            combo.insertSeparator(combo.count())
        else:
            combo.addItem(entry[0], entry[1])
    if chosen is not None:
        choose(combo, chosen)
    combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + 24)


def choose(combo: QComboBox, data: Any) -> None:
    """Choose the entry with this data, without a signal; nothing where there is none."""
    for i in range(combo.count()):
        if combo.itemData(i) == data or (isinstance(data, tuple) and combo.itemData(i) == list(data)):
            combo.setCurrentIndex(i)
            return
