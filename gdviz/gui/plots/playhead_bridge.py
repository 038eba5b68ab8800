"""A line between the playheads of two stacked plots, so that they read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing.step_plot import StepPlot
from gdviz.gui.kernel.view import ViewDefaults

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

_PALE = 0.5
"""The opacity relative to the playhead: the line crosses the numbers and the name of an axis."""


class PlayheadBridge(ViewDefaults, QWidget):
    """A line from the lower edge of one plot to the upper edge of another, while their playheads are in line.

    Both plots are within its parent. The mouse does not notice it.
    """

    def __init__(self, above: StepPlot, below: StepPlot, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("playheadBridge")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plots = above, below
        self._color = QColor()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.place)
        for plot in self._plots:
            for changed in (plot.box.sigResized, plot.box.sigXRangeChanged):
                changed.connect(self._soon.start)
        self.hide()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; the plots have been shown the scene."""
        if scene.has_other_style(before):
            self._color = QColor(scene.theme.mix("text1", "panel", _PALE))
            self.update()
        if before is None or scene.playhead != before.playhead or scene.state is not before.state:
            self.place()  # a plot whose range or place changes emits a signal

    def place(self) -> None:
        """Move to the present place of the playheads."""
        above, below = self._plots
        if not (above.isVisible() and below.isVisible()):
            self.hide()
            return
        top, bottom = self._edge(above, lower=True), self._edge(below, lower=False)
        in_line = abs(top.x() - bottom.x()) <= 1 and top.y() < bottom.y()
        if in_line:
            self.setGeometry(top.x(), top.y(), 1, bottom.y() - top.y())
        self.setVisible(in_line)

    def _edge(self, plot: StepPlot, lower: bool) -> QPoint:
        """Return where the playhead meets an edge of a plot, in pixels of the parent."""
        area = plot.box.sceneBoundingRect()
        at = plot.plot.mapFromScene(QPointF(0.0, area.bottom() if lower else area.top()))
        at.setX(int(plot.viewport_x(plot.playhead)))
        return QPoint(plot.plot.viewport().mapTo(self.parentWidget(), at))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw it."""
        QPainter(self).fillRect(self.rect(), self._color)
