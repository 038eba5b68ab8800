"""Small parts of the plots: the dot at the playhead, and the label of values under the mouse."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QLabel, QStyleOptionGraphicsItem, QWidget

from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.style import scaling
from gdviz.gui.style.theme import Theme
from gdviz.problems.problem import Domain
from gdviz.run_marks import Marker

_DOT = 4.5
_HEAD = 4.5
"""Half the width of the playhead's head, in pixels."""


def readout_label(parent: QWidget) -> QLabel:
    """A label over a plot for the values under the mouse, transparent to the mouse."""
    label = QLabel(parent)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.hide()
    return label


def style_readout(label: QLabel, theme: Theme) -> None:
    """Apply a theme to such a label."""
    label.setStyleSheet(
        f"background: {theme.field}; color: {theme.text1}; border: 1px solid {theme.line};"
        f" border-radius: 5px; padding: 4px 7px; font-size: {scaling.px(12)}px;"
    )


def image_rect(box: Domain, shape: tuple[int, ...]) -> QRectF:
    """The rectangle of an image of (rows, columns) pixels whose nodes lie evenly in `box`, including its edges.

    Each pixel has its node in its middle, so the outer pixels extend half a cell over the edges.
    """
    (x0, x1), (y0, y1) = box
    dx, dy = (x1 - x0) / (shape[1] - 1), (y1 - y0) / (shape[0] - 1)
    return QRectF(x0 - dx / 2, y0 - dy / 2, x1 - x0 + dx, y1 - y0 + dy)


class Curve(pg.PlotCurveItem):
    """A curve whose bounding box is the whole plot, as computing its own costs more than drawing it."""

    room = QRectF()
    """The visible part of the plot, in its coordinates."""

    def boundingRect(self) -> QRectF:
        """Qt: where it may paint."""
        return self.room


class CurveRoom:
    """The curves of a plot and its visible part."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._curves: list[Curve] = []
        self._seen = QRectF()

    def add(self, z: float) -> Curve:
        """Add a curve to the plot."""
        curve = Curve(antialias=True)
        curve.room = self._seen
        curve.setZValue(z)
        self._box.addItem(curve, ignoreBounds=True)
        self._curves.append(curve)
        return curve

    def remove(self, curve: Curve) -> None:
        """Remove a curve from the plot."""
        self._box.removeItem(curve)
        self._curves.remove(curve)

    def follow(self) -> None:
        """Take the current ranges of the axes."""
        (left, right), (bottom, top) = self._box.viewRange()
        seen = QRectF(left, bottom, right - left, top - bottom)
        if seen != self._seen:
            self._seen = seen
            for curve in self._curves:
                curve.prepareGeometryChange()
                curve.room = seen

    @property
    def pixel(self) -> tuple[float, float]:
        """How wide and how high a pixel is on the axes; 0 while nothing is laid out."""
        (left, right), (bottom, top) = self._box.viewRange()
        width, height = self._box.width(), self._box.height()
        return ((right - left) / width, (top - bottom) / height) if width > 0 and height > 0 else (0.0, 0.0)


class PlayheadLine(QGraphicsItem):
    """The line at the playhead, with its head at the upper edge; pyqtgraph's own takes five times as long."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self.pen = QPen()
        self.spared: QGraphicsItem | None = None
        """A word that the line does not cross while it is visible."""
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        box.sigResized.connect(lambda: self.prepareGeometryChange())

    def set_pen(self, pen: QPen) -> None:
        """Draw it with this pen."""
        self.pen = QPen(pen)
        self.pen.setCosmetic(False)  # it scales with an exported picture
        self.update()

    def place(self, x: float) -> None:
        """Move to a position of the axis."""
        self.setPos(x, self._box.viewRange()[1][1])

    def boundingRect(self) -> QRectF:
        """Qt: where it may paint."""
        return QRectF(-_HEAD - 1, -1, 2 * _HEAD + 2, self._box.height() + 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: line and head."""
        painter.setPen(self.pen)
        for top, bottom in self._parts():
            painter.drawLine(QLineF(0, top, 0, bottom))
        painter.setBrush(self.pen.color())
        painter.drawPolygon(QPolygonF([QPointF(-_HEAD, 0), QPointF(0, _HEAD), QPointF(_HEAD, 0)]))

    def _parts(self) -> list[tuple[float, float]]:
        """The parts of the line, from and to, in pixels of the box."""
        height = float(self._box.height())
        if self.spared is not None and self.spared.isVisible():
            word, box = self.spared.sceneBoundingRect(), self._box.sceneBoundingRect()
            if word.left() <= self._box.mapViewToScene(self.pos()).x() <= word.right():
                parts = (0.0, word.top() - box.top()), (word.bottom() - box.top(), height)
                return [(top, bottom) for top, bottom in parts if bottom > top]
        return [(0.0, height)]


class Dot(QGraphicsEllipseItem):
    """A disc of a few pixels; pyqtgraph's own are pictures of the screen's resolution, coarse in an export."""

    def __init__(self) -> None:
        super().__init__(-_DOT, -_DOT, 2 * _DOT, 2 * _DOT)
        self.marker = Marker()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(25)

    def set_marker(self, marker: Marker) -> None:
        """Take the marker of a run."""
        if marker != self.marker:
            self.prepareGeometryChange()
            self.marker = marker
            self.update()

    def boundingRect(self) -> QRectF:
        """Qt: where it may paint; a star reaches farther than a disc."""
        over = _DOT / 2
        return super().boundingRect().adjusted(-over, -over, over, over)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw it smooth; the plot's lines are not antialiased by default."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rim = self.pen()
        draw_marker(painter, self.marker, QPointF(0, 0), _DOT, self.brush().color(), rim, rim.color())


def title_style(theme: Theme) -> dict[str, str]:
    """The style of the titles of axes."""
    return {"color": theme.text2, "font-size": f"{scaling.px(11)}px"}
