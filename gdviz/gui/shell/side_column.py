"""A column of views: one over the other, or, if it is too low for all, one view and buttons that choose it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gdviz.frozen import frozen
from gdviz.gui.shell.window_layout import GAP, splitter
from gdviz.gui.style import scaling
from gdviz.gui.widgets.segmented import SMALL, TIGHT, WIDE, SegmentedButtons

_NARROW, _MORE_LINES = 300, 1.2
"""In a column narrower than this (pixels with the usual type), texts take more lines: parts need this many times the
height.
"""


@frozen
class Part:
    """A view, its share of the height, and its `least` useful height, in pixels with the usual type."""

    key: str
    widget: QWidget
    name: Callable[[], str]
    share: float
    least: int


class SideColumn(QWidget):
    """Shows the parts that `take` gives it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Sequence[Part] = ()
        self._single = False
        self.folded = False
        """Whether one part is shown at a time."""
        self.switch = self._make_switch()
        self.splitter: QSplitter = splitter(Qt.Orientation.Vertical)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.switch)
        self._column.addWidget(self.splitter, 1)

    def take(self, parts: Sequence[Part], one_at_a_time: bool = False) -> None:
        """Show these parts, from the top, in place of the former ones, which already have other parents.

        With `one_at_a_time` only one is shown, whatever the height.
        """
        self._parts, self.folded, self._single = parts, False, one_at_a_time
        self.switch.hide()
        self.switch.deleteLater()
        self.switch = self._make_switch()
        self._column.insertWidget(0, self.switch)
        for place, part in enumerate(parts):
            self.splitter.insertWidget(place, part.widget)
            self.splitter.setStretchFactor(place, round(100 * part.share))
            self.switch.add(part.key, part.name(), name=f"{part.key}SideButton")
            part.widget.show()
        if parts:
            self.switch.set_current(max(parts, key=lambda part: part.share).key)
        self.share()
        self.fit()

    def _make_switch(self) -> SegmentedButtons:
        switch = SegmentedButtons(self)
        switch.setObjectName("sideSwitch")
        switch.chosen.connect(self._show_chosen)
        switch.hide()
        return switch

    def share(self) -> None:
        """Give each part its share of the height."""
        height = max(self.height(), 1)
        self.splitter.setSizes([round(height * part.share) for part in self._parts])

    def fit(self) -> None:
        """Show all parts where the height is enough for all, else the chosen one."""
        if not self._parts:
            return
        taller = _MORE_LINES if self.width() < scaling.px(_NARROW) else 1.0
        least = sum(round(scaling.px(part.least) * taller) + GAP for part in self._parts) - GAP
        folded = self._single or self.height() < least
        room = self.width()
        self.switch.draw_closer(next((way for way in (WIDE, TIGHT) if self.switch.width_when(way) <= room), SMALL))
        if folded == self.folded:
            return
        self.folded = folded
        self.switch.setVisible(folded)
        if folded:
            self._show_chosen()
            return
        for part in self._parts:
            part.widget.show()
        self.share()

    @property
    def keys(self) -> list[str]:
        """The keys of the parts, from the top."""
        return [part.key for part in self._parts]

    def reveal(self, widget: QWidget) -> None:
        """Show the part that a widget is in, if only one is shown at a time; do nothing if it is in none."""
        for part in self._parts:
            if part.widget is widget or part.widget.isAncestorOf(widget):
                self.switch.set_current(part.key)
                if self.folded:
                    self._show_chosen()

    def _show_chosen(self) -> None:
        for part in self._parts:
            part.widget.setVisible(part.key == self.switch.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there may be room for more parts, or for fewer."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for part in self._parts:
                self.switch.set_text(part.key, part.name())
            self.fit()
