"""The learning rate of the chosen run as one row, for while the panel is not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gdviz import proposals
from gdviz.editing import edits
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.panel.parameter_panel import SLIDER_DECADES
from gdviz.gui.panel.rate_marks import RateMarks
from gdviz.gui.style import scaling
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import LogSlider
from gdviz.problems.base import compiled

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench

_SLIDER, _LEAST_SLIDER = 180, 28
"""Pixels with the usual type: the widths of the slider, at most and at least."""


class RateRow(ViewDefaults, QWidget):
    """Name, slider with the limit of stability, and number; a movement edits the rate of the chosen run."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateRow")
        self._bench = bench
        self.name = QLabel(self)
        self.name.setProperty("role", "label")
        self.slider = LogSlider("presentedRateSlider", self)
        self.number = QLabel(self)
        self.slider.moved.connect(lambda rate: bench.controller.edit("optimizer.lr", rate, False))
        self.slider.released.connect(lambda: bench.controller.edit("optimizer.lr", self.slider.number(), True))
        self.marks = RateMarks(self.slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.name, self.slider, self.number):
            row.addWidget(part)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if scene.has_other_style(before):
            self.slider.setMinimumWidth(scaling.px(_LEAST_SLIDER))
            self.slider.setMaximumWidth(scaling.px(_SLIDER))
        if before is None or scene.experiment is not before.experiment or scene.run != before.run:
            spec = scene.experiment.runs[scene.run]
            middle = proposals.rate(type(spec.optimizer), compiled(scene.experiment.problem))
            self.slider.set_limits(middle * 10.0**-SLIDER_DECADES, middle * 10.0**SLIDER_DECADES)
            self.slider.set_number(spec.optimizer.lr)
            self.number.setText(format_number(spec.optimizer.lr))
            self.setEnabled(edits.rate_is_used(scene.experiment, scene.run))
        self.marks.show_scene(scene, before)

    def release(self) -> None:
        """See View."""
        self.marks.release()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: take the new language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.name.setText(self.tr("Learning rate η"))
        self.slider.setAccessibleName(self.tr("Learning rate"))
        self.slider.setToolTip(self.tr("The learning rate η, on a logarithmic scale."))
