"""Draws a map of basins: under the paths of a surface, or as a strip under a curve."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.explore.basin_colours import picture
from gdviz.gui.explore.basin_work import Map
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme

STRIP = 14
"""Pixels of the strip under a curve."""
_TAG = 8
_LISTED = 12


class BasinLayer(BoxLayer):
    """The map over a ViewBox, below contours and paths, with the numbers of the minima."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, -1)
        self._map: Map | None = None
        self._image: QImage | None = None
        self._theme: Theme | None = None

    def set_map(self, made: Map | None) -> None:
        """Show another map; None shows nothing."""
        self._map = made
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._draw()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the cells without smoothing, and a number at each minimum."""
        made, theme, view = self._map, self._theme, ViewMap.of(self.box)
        if made is None or self._image is None or theme is None or view.width < 1:
            return
        painter.setClipRect(view.rect, Qt.ClipOperation.IntersectClip)
        curve = len(made.frame.start) == 1
        (x0, x1), (y0, y1) = made.frame.box[0], made.frame.box[1]
        (left, top), (right, bottom) = view.pixels(np.array([(x0, y1), (x1, y0)]))
        if curve:
            top, bottom = view.height - scaling.px(STRIP), view.height
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), self._image)
        if not curve:
            self._number(painter, view, made, theme)

    def _number(self, painter: QPainter, view: ViewMap, made: Map, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.small())
        size = scaling.px(_TAG)
        flat = made.frame.flat
        places = made.ends.minima if flat is None else flat.plane.project(made.ends.minima)
        for number, _ in listed(made):
            at = view.pixels(places[number]) if number >= 0 else None
            if at is None or not view.rect.adjusted(-size, -size, size, size).contains(QPointF(*at)):
                continue
            tag = QRectF(at[0] + 0.7 * size, at[1] + 0.5 * size, 2 * size, 2 * size)
            painter.setPen(QPen(QColor(theme.window), 1))
            painter.setBrush(QColor(theme.panel))
            painter.drawEllipse(tag)
            painter.setPen(QColor(theme.text1))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _draw(self) -> None:
        made, theme = self._map, self._theme
        self._image = None
        if made is not None and theme is not None:
            pixels = np.ascontiguousarray(picture(made.ends, made.shape, made.most, theme)[::-1])
            rows, columns = made.shape
            self._image = QImage(pixels.data, columns, rows, QImage.Format.Format_RGBA8888).copy()
        self.update()


def listed(made: Map) -> list[tuple[int, float]]:
    """The basins of a map with their shares: the largest by number, then the starts that arrive in none."""
    shares = {int(b): made.ends.share(int(b)) for b in np.unique(made.ends.basin)}
    lowest = made.ends.lowest
    minima = sorted((b for b in shares if b >= 0), key=lambda b: (not lowest[b], -shares[b], b))[:_LISTED]
    return [(b, shares[b]) for b in (*sorted(minima), VALLEY, NOWHERE, DIVERGED) if b in shares]
