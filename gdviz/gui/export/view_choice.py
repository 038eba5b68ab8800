"""The choice of what a picture or a film shows: one view, the window, or a figure of the ticked views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from gdviz.gui.rooms import ROOMS, room


class ViewChoice(QObject):
    """A list of the targets that are `there`, and for the figure a box for each view; `changed` is emitted for both."""

    changed = Signal()

    def __init__(self, parent: QWidget, there: Sequence[str]) -> None:
        super().__init__(parent)
        names = {name: room(name).title() for name in ROOMS if name in there} | {
            "figure": self.tr("Figure of several views"), "window": self.tr("Whole window")
        }  # fmt: skip
        self.what = QComboBox(parent)
        for target in there:
            self.what.addItem(names[target], target)
        short = {name: (room(name).short or room(name).title)() for name in ROOMS if name in there}
        self.boxes = QWidget(parent)
        self.parts = {name: QCheckBox(text, self.boxes) for name, text in short.items()}
        grid = QGridLayout(self.boxes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for i, box in enumerate(self.parts.values()):
            grid.addWidget(box, i // 2, i % 2)
            box.toggled.connect(self.changed)
        self.what.currentIndexChanged.connect(self.changed)

    @property
    def target(self) -> str:
        """The chosen target: one of `picture_choices.TARGETS`."""
        return str(self.what.currentData())

    @property
    def ticked(self) -> tuple[str, ...]:
        """The views of the figure; the surface if none is ticked."""
        return tuple(part for part, box in self.parts.items() if box.isChecked()) or ("surface",)

    def set_ticked(self, parts: Sequence[str]) -> None:
        """Tick these views."""
        for part, box in self.parts.items():
            box.setChecked(part in parts)
