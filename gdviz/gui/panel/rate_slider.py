"""What sliders of the learning rate show, and the panel's slider, which has words at its ends in a simple window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gdviz import proposals
from gdviz.gui.panel.param_form import Block
from gdviz.gui.style import scaling
from gdviz.gui.widgets.sliders import LogSlider
from gdviz.problems.problem import compiled

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

_DECADES = 3
"""How many powers of ten a slider reaches below and above the proposed rate."""
_BELOW = 13
"""The least pixels below the slider for the words at its ends, which begin under its handle."""


def rate_from_here(scene: Scene) -> float | None:
    """Return the rate of the chosen run's next update, at its end of its last; None unless rates are set from here."""
    record = scene.record
    if not scene.state.moment.from_here or record.planned < 1:
        return None
    step = min(scene.clock.updates(scene.run), record.planned - 1)
    return float(record.planned_lr(np.array([step]))[0])


def show_rate(slider: LogSlider, scene: Scene, before: Scene | None = None) -> float:
    """Show in a slider the rate that it sets for the chosen run, and return that rate."""
    optimizer = scene.experiment.runs[scene.run].optimizer
    if before is None or scene.experiment is not before.experiment or scene.run != before.run:
        middle = proposals.rate(type(optimizer), compiled(scene.experiment.problem))
        slider.set_limits(middle * 10.0**-_DECADES, middle * 10.0**_DECADES)
    rate = rate_from_here(scene)
    shown = optimizer.lr if rate is None else rate
    if shown > 0:
        slider.set_number(shown)
    return shown


class RateSlider(Block):
    """The slider, and below it "slower" and "faster", made when they are first shown."""

    def __init__(self, slider: LogSlider, parent: QWidget | None = None) -> None:
        super().__init__(slider, parent=parent)
        self.ends: tuple[QLabel, QLabel] | None = None
        self._slider = slider

    def show_ends(self, shown: bool) -> None:
        """Show or hide the words at the ends, and leave room for the words of marks above the slider with them."""
        if shown and self.ends is None:
            self.ends = QLabel(self), QLabel(self)
            for label in self.ends:
                label.setProperty("role", "note")
                label.hide()  # a new label is not hidden, and would count as shown already
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
