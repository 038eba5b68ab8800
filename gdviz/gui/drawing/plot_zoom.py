"""Zooming and moving a plot over the steps: the wheel, the middle button, a double-click."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

Range = tuple[float, float]
_NOTCH = 1.25
"""The zoom factor of a notch of the wheel."""
_FEWEST = 3.0
"""The least number of steps in view."""


class PlotZoom:
    """The zoom of a plot: the visible steps, and the visible values if these were zoomed or moved.

    The wheel zooms the steps around the pointer, with Ctrl the values; dragging with the middle button, or with Shift
    and the left one, moves; a double-click shows everything.
    """

    def __init__(self, plot: pg.PlotWidget, changed: Callable[[], object]) -> None:
        """Zoom a plot; `changed` is called when a person zooms or moves."""
        self._plot, self._changed = plot, changed
        self._box: pg.ViewBox = plot.getPlotItem().getViewBox()
        self._from: QPointF | None = None
        self._last = 0.0
        self.beside: PlotZoom | None = None
        """The zoom of a plot over or under this one, which shows the same steps."""
        self._whole: tuple[Range, Range] = ((0.0, 1.0), (0.0, 1.0))
        self.clear()

    def clear(self) -> None:
        """Forget the zoom, before something else is shown."""
        self.steps: Range | None = None
        self._values: Range | None = None

    def show_all(self) -> None:
        """Show everything, and all steps in the plot beside as well."""
        self.clear()
        self._changed()
        self._tell()

    def share_steps(self, other: PlotZoom | None) -> None:
        """Let the plot of `other`, over or under this one, show the same steps from now on; None ends that."""
        for one in (self, self.beside):
            if one is not None:
                one.beside = None
        if other is not None:
            self.beside, other.beside = other, self
            self._tell()

    def _tell(self) -> None:
        """Show the same steps in the plot beside."""
        if self.beside is not None and self.beside.steps != self.steps:
            self.beside.steps = self.steps
            self.beside._changed()

    @property
    def bottom(self) -> float:
        """The lower end of the axis of values without a zoom."""
        return self._whole[1][0]

    def clear_values(self) -> None:
        """End the zoom of the values, for example after a change of scale."""
        self._values = None

    def show_values(self, low: float, high: float) -> None:
        """Show these values, in those of the axis, until everything is shown again."""
        self._values = (low, high)
        self._changed()

    def over(self, last: float, steps: Range, values: Range) -> tuple[Range, Range]:
        """The ranges to show, given the last step and the ranges that show everything."""
        if last != self._last:  # another duration
            self.clear()
        self._last, self._whole = last, (steps, values)
        return self.steps or steps, self._values or values

    def takes(self, event: QEvent) -> bool:
        """Handle an event of the plot's viewport; return whether it zooms or moves."""
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if not isinstance(event, QMouseEvent):
            return False
        kind, button = event.type(), event.button()
        if kind == QEvent.Type.MouseButtonDblClick and button == Qt.MouseButton.LeftButton:
            self.show_all()
            return True
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        moving = button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and shift)
        if kind == QEvent.Type.MouseButtonPress and moving:
            self._from = event.position()
            return True
        if self._from is None:
            return False
        if kind == QEvent.Type.MouseMove:
            self._move(event.position() - self._from)
            self._from = event.position()
        elif kind == QEvent.Type.MouseButtonRelease:
            self._from = None
        return True

    def _wheel(self, event: QWheelEvent) -> None:
        if not event.angleDelta().y():
            return
        factor = _NOTCH ** (-event.angleDelta().y() / 120)
        place = self._box.mapSceneToView(self._plot.mapToScene(event.position().toPoint()))
        (x, y), (whole_x, whole_y) = self._box.viewRange(), self._whole
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._values = _zoomed((y[0], y[1]), place.y(), factor, whole_y, (whole_y[1] - whole_y[0]) * 1e-4)
        else:
            self.steps = _zoomed((x[0], x[1]), place.x(), factor, whole_x, _FEWEST)
        self._changed()
        self._tell()

    def _move(self, pixels: QPointF) -> None:
        (x, y), whole_x = self._box.viewRange(), self._whole[0]
        width, height = self._box.viewPixelSize()
        if self.steps is not None:
            by = min(max(-pixels.x() * width, whole_x[0] - x[0]), whole_x[1] - x[1])
            self.steps = (x[0] + by, x[1] + by)
        if self._values is not None or self.steps is None:
            by = pixels.y() * height
            self._values = (y[0] + by, y[1] + by)
        self._changed()
        self._tell()


def _zoomed(seen: Range, at: float, factor: float, whole: Range, least: float) -> Range | None:
    """The range `seen` scaled by `factor` around `at`, within `whole`; None if it is the whole range."""
    length = max((seen[1] - seen[0]) * factor, least)
    if length >= whole[1] - whole[0]:
        return None
    low = at - (at - seen[0]) / (seen[1] - seen[0]) * length
    low = min(max(low, whole[0]), whole[1] - length)
    return (low, low + length)
