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
        self._ends: tuple[QPoint, ...] = ()
        """Where the line ends, if the playheads were at the left of the viewports; empty while a plot is hidden."""
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
        if before is None or scene.state is not before.state:
            self.place()  # a plot whose range or place changes emits a signal
        elif scene.playhead != before.playhead:
            self._follow()

    def place(self) -> None:
        """Move to the present place of the playheads."""
        above, below = self._plots
        if not (above.isVisible() and below.isVisible()):
            self._ends = ()
            self.hide()
            return
        self._ends = self._edge(above, lower=True), self._edge(below, lower=False)
        self._follow()

    def _follow(self) -> None:
        """Move to the present place of the playheads, between the same edges of the plots."""
        if not self._ends:
            return
        top, bottom = self._ends
        ends = zip(self._plots, self._ends, strict=True)
        left, right = (int(plot.viewport_x(plot.playhead)) + end.x() for plot, end in ends)
        in_line = abs(left - right) <= 1 and top.y() < bottom.y()
        if in_line:
            self.setGeometry(left, top.y(), 1, bottom.y() - top.y())
        self.setVisible(in_line)

    def _edge(self, plot: StepPlot, lower: bool) -> QPoint:
        """Return the left end of the viewport at an edge of the plot's box, in pixels of the parent."""
        area = plot.box.sceneBoundingRect()
        at = plot.plot.mapFromScene(QPointF(0.0, area.bottom() if lower else area.top()))
        at.setX(0)
        return QPoint(plot.plot.viewport().mapTo(self.parentWidget(), at))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw it."""
        QPainter(self).fillRect(self.rect(), self._color)
