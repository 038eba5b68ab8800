"""The slider of the learning rate; where the window is simple, its ends have words."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gdviz.gui.panel.param_form import Block
from gdviz.gui.style import scaling
from gdviz.gui.widgets.sliders import LogSlider

_BELOW = 13
"""Pixels below the slider at least for the words at its ends, which begin under its handle."""


class RateSlider(Block):
    """The slider, and below it "slower" and "faster", made when they are first shown."""

    def __init__(self, slider: LogSlider, parent: QWidget | None = None) -> None:
        super().__init__(slider, parent=parent)
        self.ends: tuple[QLabel, QLabel] | None = None
        self._slider = slider

    def show_ends(self, shown: bool) -> None:
        """Show the words at the ends, or no longer; with them the words of marks have room above the slider."""
        if shown and self.ends is None:
            self.ends = QLabel(self), QLabel(self)
            for label in self.ends:
                label.setProperty("role", "note")
            self.retranslate()
        if self.ends is None or self.ends[0].isHidden() != shown:
            return
        for label in self.ends:
            label.setVisible(shown)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._slider.leave_room_for_words(shown)
        self._place()

    def retranslate(self) -> None:
        """Set the words in the window's language."""
        if self.ends is not None:
            for label, text in zip(self.ends, (self.tr("slower"), self.tr("faster")), strict=True):
                label.setText(text)
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: put the words below the ends of the slider."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Qt: the words have another size."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def _place(self) -> None:
        if self.ends is None or self.ends[0].isHidden():
            return
        for label in self.ends:
            label.adjustSize()
        left, right = self.ends
        below = max(scaling.px(_BELOW), left.height() - 1, right.height() - 1)  # Hangul is higher
        if self.column.contentsMargins().bottom() != below:
            self.column.setContentsMargins(0, 0, 0, below)
        top = self.height() - left.height()
        left.move(0, top)
        right.move(self.width() - right.width(), top)
