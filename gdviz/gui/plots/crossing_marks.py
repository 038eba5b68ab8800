"""Marks where the rate crosses the stability limit: a triangle up where it rises above, down where it falls below."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.engine.diagnosis.crossings import Crossing, StabilityCurve
from gdviz.gui.style.theme import Theme

SIZE = 5.0
"""Half the width of a triangle, in pixels."""


class CrossingMarks(pg.GraphicsObject):
    """All triangles as one item, of the same size in pixels whatever the axes."""

    def __init__(self) -> None:
        super().__init__()
        self.crossings: tuple[Crossing, ...] = ()
        self._places: list[QPointF] = []
        self._rim = QPen()
        self._colors = (QColor(), QColor())
        self._box = QRectF()

    def set_crossings(
        self,
        curve: StabilityCurve | None,
        seen: tuple[float, float],
        pixel: tuple[float, float],
        length: float,
        height: Callable[[float], float] = float,
    ) -> None:
        """Show the crossings of a curve within `seen`, a range of the axis, where their marks do not overlap.

        `pixel` is the width and height of a pixel on the axes, `length` the length of a step, `height` maps a rate
        to the axis. Crossings so close that their marks would overlap, as at the edge of stability, are not marked.
        """
        shown: list[Crossing] = []
        if curve is not None and curve.sure and pixel[0] > 0:
            places = curve.steps[curve.crossed] * length
            gaps = np.diff(places, prepend=-math.inf, append=math.inf) >= 2 * SIZE * pixel[0]
            apart = gaps[1:] & gaps[:-1] & (places >= seen[0]) & (places <= seen[1])
            shown = [curve.crossing(index) for index in curve.crossed[apart].tolist()]
        if not self.crossings and not shown:
            return
        self.prepareGeometryChange()
        self.crossings = tuple(shown)
        self._places = [QPointF(one.step * length, height(one.lr)) for one in shown]
        x, y = 2 * SIZE * pixel[0], 2 * SIZE * pixel[1]
        self._box = QPolygonF(self._places).boundingRect().adjusted(-x, -y, x, y)
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the theme's colours for bad (above the limit) and good, with a rim in the plot's."""
        self._rim = QPen(QColor(theme.plot), 1.5)
        self._colors = QColor(theme.good), QColor(theme.bad)
        self.update()

    def boundingRect(self) -> QRectF:
        """Qt: where it may paint."""
        return self._box

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the triangles, centred on the curve."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._rim)
        into = painter.transform()
        painter.resetTransform()
        scale = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
        for one, place in zip(self.crossings, self._places, strict=True):
            at, size = into.map(place), SIZE * scale
            tip = -size if one.upward else size
            painter.setBrush(self._colors[one.upward])
            painter.drawPolygon([at + QPointF(0, tip), at + QPointF(size, -0.8 * tip), at + QPointF(-size, -0.8 * tip)])
