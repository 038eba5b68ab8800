"""Combo boxes that may be narrow, and that make a long list only when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontInfo,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QToolTip

from gdviz.gui.style import fonts

_HEADING = "heading"
_SLACK = 2
"""Pixels that a text keeps free beside it."""
_BOX = QStyle.ComplexControl.CC_ComboBox

Entries = Sequence[tuple[str, Any] | str | None]
"""(text, data) pairs; None is a separator, a bare text a heading."""


class Combo(QComboBox):
    """A combo box whose text is drawn smaller where room is short, down to the usual size, and then ends in dots.

    Its tool tip shows the whole of a text that is cut.

    Its entries are made when they are first needed: reading all plug-ins and surfaces for them would delay a launch
    by a tenth of a second.
    """

    def __init__(self) -> None:
        super().__init__()
        self._make: Callable[[], Entries] | None = None

    def set_source(self, make: Callable[[], Entries]) -> None:
        """Let `make` return the entries when they are needed; until then there is only the chosen one."""
        self._make = make
        text, data = self.currentText(), self.currentData()
        self.clear()
        if data is not None:
            self.addItem(text, data)

    def fill(self) -> None:
        """Make the entries now, if they are not there; the choice stays."""
        if self._make is None:
            return
        entries, self._make = self._make(), None
        text, data = self.currentText(), self.currentData()
        self.clear()
        for entry in entries:
            if entry is None:
                self.insertSeparator(self.count())
            elif isinstance(entry, str):
                self._add_heading(entry)
            else:
                self.addItem(*entry)
        if data is not None:
            self.choose(text, data)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)

    def choose(self, text: str, data: Any) -> None:
        """Choose the entry with this data, without a signal; `text` is what to show where there is none yet."""
        if (self.currentText(), self.currentData()) == (text, data):
            return
        if self._make is not None:
            self.clear()
            self.addItem(text, data)
            return
        for i in range(self.count()):
            if self.itemData(i) in (data, list(data) if isinstance(data, tuple) else data):
                self.setCurrentIndex(i)
                return

    def needed(self) -> int:
        """The width of the box that shows its whole text."""
        return self.fontMetrics().horizontalAdvance(self.currentText()) + self.width() - self.room() + _SLACK

    def drawn_font(self) -> QFont:
        """The font in which its text is drawn: its own, or a smaller one if it does not fit, down to the usual size."""
        font, room = QFont(self.font()), self.room()
        size = QFontInfo(font).pixelSize()
        while size > fonts.BODY and QFontMetrics(font).horizontalAdvance(self.currentText()) > room:
            size -= 1
            font.setPixelSize(size)
        return font

    def room(self) -> int:
        """The pixels that its text may take."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self.style().subControlRect(_BOX, option, QStyle.SubControl.SC_ComboBoxEditField, self).width()

    def event(self, event: QEvent) -> bool:
        """Qt: the tool tip shows the whole of a text that is cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._is_cut():
            whole = "\n".join(filter(None, (self.currentText(), self.toolTip())))
            QToolTip.showText(event.globalPos(), whole, self)
            return True
        return super().event(event)

    def _is_cut(self) -> bool:
        return QFontMetrics(self.drawn_font()).horizontalAdvance(self.currentText()) > self.room()

    def showPopup(self) -> None:
        """Fill the list before it is seen, and show a scroll bar if it is long, instead of Qt's arrows at its ends."""
        self.fill()
        self.view().setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Fill the list before keys go through it."""
        self.fill()
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the surrounding scroll area, unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as Qt does, with the text cut to the room that the style leaves it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        font = self.drawn_font()
        option.currentText = QFontMetrics(font).elidedText(option.currentText, Qt.TextElideMode.ElideRight, self.room())
        option.fontMetrics = QFontMetrics(font)
        painter = QPainter(self)
        painter.setFont(font)
        style.drawComplexControl(_BOX, option, painter, self)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option, painter, self)
        painter.end()

    def _add_heading(self, text: str) -> None:
        self.addItem(text.upper(), _HEADING)
        last = self.count() - 1
        self.setItemData(last, fonts.head(), Qt.ItemDataRole.FontRole)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(last).setEnabled(False)  # the keyboard and the wheel skip it


def combo_box(name: str) -> Combo:
    """An empty combo box that does not grow with its longest entry."""
    combo = Combo()
    combo.setObjectName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.setMaxVisibleItems(18)
    return combo
