"""The learning rate of the chosen run as a row, for when the panel is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gdviz.editing import edits
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.panel.rate_marks import RateMarks
from gdviz.gui.panel.rate_slider import show_rate
from gdviz.gui.style import scaling
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import LogSlider

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

_ROOM_FOR_NAME = 620
"""The width of the surrounding row, in pixels at the usual size of type, from which on the name is whole."""
_SLIDER, _LEAST_SLIDER = 180, 28
"""The greatest and the least width of the slider, in pixels at the usual size of type."""


class RateRow(ViewDefaults, QWidget):
    """Name, slider with the stability limit, and number; `edited` carries path, value, and whether the edit is over."""

    edited = Signal(str, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateRow")
        self._brief = False
        self.name = QLabel(self)
        self.name.setProperty("role", "label")
        self.slider = LogSlider("presentedRateSlider", self)
        self.setFocusProxy(self.slider)
        self.number = QLabel(self)
        self.slider.moved.connect(lambda rate: self.edited.emit("optimizer.lr", rate, False))
        self.slider.released.connect(lambda: self.edited.emit("optimizer.lr", self.slider.number(), True))
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
        from_here = scene.state.moment.from_here
        if (
            before is None
            or scene.experiment is not before.experiment
            or scene.run != before.run
            or from_here != before.state.moment.from_here
            or (from_here and scene.playhead != before.playhead)
        ):
            self.number.setText(format_number(show_rate(self.slider, scene, before)))
            self.setEnabled(from_here or edits.rate_is_used(scene.experiment, scene.run))
        self.marks.show_scene(scene, before)

    def release(self) -> None:
        """See View."""
        self.marks.release()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: from now on follow the width of the surrounding widget."""
        super().showEvent(event)
        around = self.parentWidget()
        if around is not None:
            around.installEventFilter(self)
            self._fit(around)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the surrounding widget has another width; if it is small, the name is the symbol only."""
        around = self.parentWidget()
        if event.type() == QEvent.Type.Resize and around is not None and watched is around:
            self._fit(around)
        return super().eventFilter(watched, event)

    def _fit(self, around: QWidget) -> None:
        brief = around.width() < scaling.px(_ROOM_FOR_NAME)
        if brief != self._brief:
            self._brief = brief
            self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.name.setText("η" if self._brief else self.tr("Learning rate η"))
        self.slider.setAccessibleName(self.tr("Learning rate"))
        self.slider.setToolTip(self.tr("The learning rate η, on a logarithmic scale."))
