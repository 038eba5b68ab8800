"""The choice of what a picture or a film is of: one view, the window, or a figure of the views that are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from gdviz.gui.export.figure import PARTS


class ViewChoice(QObject):
    """A list of the targets that are `there`, and for the figure a box a view; `changed` tells of both."""

    changed = Signal()

    def __init__(self, parent: QWidget, there: Sequence[str]) -> None:
        super().__init__(parent)
        names = {
            "surface": self.tr("Loss surface"),
            "surface3d": self.tr("Loss surface in 3-D"),
            "data": self.tr("Data and batches"),
            "rate": self.tr("Learning rate"),
            "loss": self.tr("Loss"),
            "card": self.tr("Arithmetic of the step"),
            "figure": self.tr("Figure of several views"),
            "window": self.tr("Whole window"),
        }
        self.what = QComboBox(parent)
        for target in there:
            self.what.addItem(names[target], target)
        short = names | {
            "surface3d": self.tr("3-D"), "data": self.tr("Data"), "card": self.tr("Arithmetic")
        }  # fmt: skip
        self.boxes = QWidget(parent)
        self.parts = {part: QCheckBox(short[part], self.boxes) for part in PARTS if part in there}
        grid = QGridLayout(self.boxes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for i, box in enumerate(self.parts.values()):
            grid.addWidget(box, i // 2, i % 2)
            box.toggled.connect(self.changed)
        self.what.currentIndexChanged.connect(self.changed)

    @property
    def target(self) -> str:
        """One of wish.TARGETS."""
        return str(self.what.currentData())

    @property
    def ticked(self) -> tuple[str, ...]:
        """The views of the figure; the surface where none is ticked."""
        return tuple(part for part, box in self.parts.items() if box.isChecked()) or ("surface",)

    def set_ticked(self, parts: Sequence[str]) -> None:
        """Tick these views."""
        for part, box in self.parts.items():
            box.setChecked(part in parts)
