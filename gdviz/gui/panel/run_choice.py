"""A list of the runs by name and mark, which chooses the run that the panel edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing.run_dot import SIZE, run_dot
from gdviz.gui.panel.param_form import Block
from gdviz.gui.widgets.combo import combo_box

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene


class RunChoice(Block):
    """Shows the chosen run; `chosen` carries the number of the run that the user chooses."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        combo = combo_box("runCombo")
        super().__init__(combo, parent=parent)
        self.combo = combo
        self.combo.setIconSize(QSize(SIZE, SIZE))
        self.combo.activated.connect(self.chosen)
        self._shown: list[object] = []

    def show_runs(self, scene: Scene) -> None:
        """Show the runs of a scene, and which one is chosen."""
        styles = scene.styles()
        runs: list[object] = [(scene.label(run), style.color.rgba(), style.marker) for run, style in enumerate(styles)]
        if runs != self._shown:
            self._shown = runs
            self.combo.clear()
            for run, style in enumerate(styles):
                self.combo.addItem(QIcon(run_dot(style.color, style.marker)), scene.label(run), run)
        self.combo.setCurrentIndex(scene.run)

    def retranslate(self) -> None:
        """Set the texts in the window's language."""
        self.combo.setAccessibleName(self.tr("Run"))
        self.combo.setToolTip(self.tr("The run whose settings stand below"))
