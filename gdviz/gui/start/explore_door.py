"""The second section of the start page: prepared experiments with thumbnails."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from gdviz.gui.start.start_buttons import ArrowKeys, PictureButton
from gdviz.gui.start.start_door import StartDoor
from gdviz.gui.start.thumbnails import Thumbnails
from gdviz.gui.style import scaling
from gdviz.gui.style.translating import choose
from gdviz.gui.widgets.frame import SectionHead
from gdviz.prepared import collection

if TYPE_CHECKING:
    from gdviz.gui.style.theme import Theme

HIGHLIGHTS = (
    "two_ways_down", "ravine", "saddle", "catapult", "adam_first_step", "twice_the_batch",
    "rates_on_a_parabola", "fog", "basins",
)  # fmt: skip
"""The experiments that are shown before "All" is pressed, in this order: as many of them as fill ROWS rows."""
ROWS = 3
_APART = 10
"""Pixels between two pictures."""
_LEAST = 168
"""The least width of a picture, in pixels of the usual type."""


class ExploreDoor(StartDoor):
    """The highlights, or all prepared experiments. `chosen` carries the Prepared whose picture was clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("compass", parent)
        self.setObjectName("exploreDoor")
        self._known = {known.name: known for known in collection()}
        self.all_button = QPushButton()
        self.all_button.setObjectName("allExperimentsButton")
        self.all_button.setProperty("link", True)
        self.all_button.setCheckable(True)
        self.all_button.toggled.connect(self._show_all)
        self.head_row.addWidget(self.all_button)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_APART)
        self._grid.setVerticalSpacing(_APART)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self.buttons: dict[str, PictureButton] = {}
        for known in collection():
            button = PictureButton(self)
            button.setObjectName(f"explore_{known.name}")
            button.clicked.connect(partial(self.chosen.emit, known))
            self.buttons[known.name] = button
        self._heads = [SectionHead(parent=self) for _ in {known.part for known in collection()}]
        self._keys = ArrowKeys(self)
        self._laid_out: tuple[int, bool] | None = None
        self._rows: list[list[PictureButton]] = []
        self.thumbnails = Thumbnails(self)
        self.thumbnails.made.connect(self._show_picture)
        self.retranslate()

    @property
    def across(self) -> int:
        """The number of pictures in a row."""
        return self._keys.across

    def draw_pictures(self) -> None:
        """Start to draw the thumbnails, those of the highlights first."""
        order = sorted(self._known, key=lambda name: HIGHLIGHTS.index(name) if name in HIGHLIGHTS else len(HIGHLIGHTS))
        ratio = max(1.5, round(2 * self.devicePixelRatioF() * scaling.text_scale()) / 2)  # some are shown enlarged
        self.thumbnails.begin([self._known[name] for name in order], self.theme, ratio)

    def _show_picture(self, name: str, picture: QImage) -> None:
        self.buttons[name].show_picture(picture)

    def _show_all(self) -> None:
        self._name_all()
        self.fit()

    def _name_all(self) -> None:
        every = self.tr("All {n}").format(n=len(self._known))
        self.all_button.setText(self.tr("Fewer") if self.all_button.isChecked() else every)

    # See StartDoor

    def retranslate(self) -> None:
        """See StartDoor."""
        self.name(self.tr("Explore"), self.tr("Prepared experiments: one click, and it moves."))
        self._name_all()
        heads = self.tr("Paths"), self.tr("Learning rate"), self.tr("Methods"), self.tr("Data and batches")
        for head, text in zip(self._heads, heads, strict=True):
            head.setText(text)
        for name, button in self.buttons.items():
            button.name(choose(self._known[name].title), choose(self._known[name].line))
        self.fit()

    def take_theme(self, theme: Theme) -> None:
        """See StartDoor."""
        if theme is not self.theme:
            for button in self.buttons.values():
                button.show_picture(None)
        super().take_theme(theme)
        for button in self.buttons.values():
            button.take_theme(theme)

    def tab_order(self) -> list[QWidget]:
        """See StartDoor."""
        return [self.all_button, *self.buttons.values()]

    def fit_to(self, width: int) -> None:
        """See StartDoor."""
        every = self.all_button.isChecked()
        most = 4 if every else len(HIGHLIGHTS) // ROWS
        across = max(1, min(most, (width + _APART) // (scaling.px(_LEAST) + _APART)))
        if self._laid_out != (across, every):
            self._laid_out = across, every
            self._arrange(across, every)
        each = -(-(width - (across - 1) * _APART) // across)  # some are a pixel wider
        for row in self._rows:
            height = max(button.height_for(each) for button in row)
            for button in row:
                button.fit(each, height)

    def _arrange(self, across: int, every: bool) -> None:
        for widget in (*self._heads, *self.buttons.values()):
            self._grid.removeWidget(widget)
            widget.hide()
        names = [name for name in HIGHLIGHTS if name in self._known][: across * ROWS]
        groups = [names] if not every else [
            [known.name for known in collection() if known.part == part]
            for part in sorted({known.part for known in collection()})
        ]  # fmt: skip
        row = 0
        self._rows = []
        for head, group in zip(self._heads, groups, strict=False):
            if every:
                self._grid.addWidget(head, row, 0, 1, across, Qt.AlignmentFlag.AlignBottom)
                head.show()
                row += 1
            for first in range(0, len(group), across):
                self._rows.append([self.buttons[name] for name in group[first : first + across]])
                for column, button in enumerate(self._rows[-1]):
                    self._grid.addWidget(button, row, column)
                    button.show()
                row += 1
        for column in range(4):
            self._grid.setColumnStretch(column, int(column < across))
        self._keys.across = across
        self._keys.take([button for row_of in self._rows for button in row_of])
