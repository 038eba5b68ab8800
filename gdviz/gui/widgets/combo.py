"""Combo boxes that may be narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from gdviz.gui import fonts

_HEADING = "heading"
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
    combo.setMaxVisibleItems(18)
    return combo


def fill(combo: QComboBox, entries: Sequence[tuple[str, Any] | str | None]) -> None:
    """Replace the entries, None being a separator and a bare text a heading; the choice stays."""
    chosen = combo.currentData()
    combo.clear()
    for entry in entries:
        if entry is None:
            combo.insertSeparator(combo.count())
        elif isinstance(entry, str):
            _add_heading(combo, entry)
        else:
            combo.addItem(entry[0], entry[1])
    if chosen is not None:
        choose(combo, chosen)
    combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + 24)


def _add_heading(combo: QComboBox, text: str) -> None:
    combo.addItem(text.upper(), _HEADING)
    last = combo.count() - 1
    combo.setItemData(last, fonts.head(), Qt.ItemDataRole.FontRole)
    model = combo.model()
    if isinstance(model, QStandardItemModel):
        model.item(last).setEnabled(False)  # the keyboard and the wheel pass it by


def choose(combo: QComboBox, data: Any) -> None:
    """Choose the entry with this data, without a signal; nothing where there is none."""
    for i in range(combo.count()):
        if combo.itemData(i) == data or (isinstance(data, tuple) and combo.itemData(i) == list(data)):
            combo.setCurrentIndex(i)
            return
