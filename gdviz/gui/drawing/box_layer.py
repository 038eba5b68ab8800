"""Layers that cover a whole ViewBox and draw in its pixels: the map from data to pixels, and the base class."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QGraphicsWidget

from gdviz.frozen import frozen
from gdviz.gui.style import scaling

_Points = NDArray[np.float64]
_UNBOUNDED = 16_777_215
"""Qt's largest height."""


@frozen
class ViewMap:
    """The affine map from data to the pixels of a ViewBox: ``(x - x0) * sx`` and ``(y1 - y) * sy``."""

    x0: float
    y1: float
    sx: float
    sy: float
    width: float
    height: float

    @classmethod
    def of(cls, box: pg.ViewBox) -> ViewMap:
        """Read the map from the box as it is now."""
        (x0, x1), (y0, y1) = box.viewRange()
        rect = box.rect()
        return cls(x0, y1, rect.width() / (x1 - x0), rect.height() / (y1 - y0), rect.width(), rect.height())

    def columns(self, x: _Points, y: _Points) -> tuple[_Points, _Points]:
        """Map coordinates, arrays of one shape; overflow gives inf."""
        with np.errstate(all="ignore"):
            return (x - self.x0) * self.sx, (self.y1 - y) * self.sy

    def pixels(self, points: _Points) -> _Points:
        """Map points of shape (..., 2); overflow gives inf."""
        return np.stack(self.columns(points[..., 0], points[..., 1]), axis=-1)

    def data(self, point: QPointF) -> tuple[float, float]:
        """Map a pixel back to data; in a box without a width (or height) to its edge."""
        x, y = (place / scale if scale else 0.0 for place, scale in ((point.x(), self.sx), (point.y(), self.sy)))
        return self.x0 + x, self.y1 - y

    @property
    def rect(self) -> QRectF:
        """The box in pixels."""
        return QRectF(0, 0, self.width, self.height)


class BoxLayer(QGraphicsObject):
    """Covers a ViewBox and draws in its pixels; by default it ignores the mouse.

    With `scaled` it is a child of the data: `follow` keeps it on the box.
    """

    def __init__(self, box: pg.ViewBox, z: float = 0.0, *, scaled: bool = False) -> None:
        super().__init__(None if scaled else box)
        self.box = box
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        box.sigResized.connect(lambda: self.prepareGeometryChange())
        if scaled:
            self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            box.addItem(self, ignoreBounds=True)

    def boundingRect(self) -> QRectF:
        """Qt: the whole box."""
        return QRectF(self.box.rect())

    def follow(self) -> None:
        """Take the current ranges of the axes."""
        (left, _), (_, top) = self.box.viewRange()
        self.setPos(left, top)


class BoxLegend(QGraphicsWidget):
    """A column of `width` pixels beside a ViewBox and as high, cached as a picture, as it changes seldom.

    Subclasses call `take_size` once they can be laid out.
    """

    def __init__(self, box: pg.ViewBox, width: int) -> None:
        super().__init__()
        self.box = box
        self._width = width
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        box.sigResized.connect(lambda: self.update())

    @property
    def width(self) -> float:
        """Its width at the current text size."""
        return scaling.px(self._width)

    @property
    def frame(self) -> QRectF:
        """The rectangle of the ViewBox in its own coordinates."""
        return self.mapRectFromItem(self.box, self.box.rect())

    def take_size(self) -> None:
        """Fix the width for the current text size."""
        self.setMinimumWidth(self.width)
        self.setMaximumWidth(self.width)

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF | QSize | None = None) -> QSizeF:
        """Qt: a fixed width, any height."""
        heights = {Qt.SizeHint.MinimumSize: 10, Qt.SizeHint.MaximumSize: _UNBOUNDED}
        return QSizeF(self.width, heights.get(which, 1000))
