"""Draws the marks on the surface: arrows, crosses, words, in pixels of the view."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache, QPolygonF

from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.drawing.path_strokes import is_written
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme

Point = tuple[float, float]

_CASING = 2
"""Pixels of the casing round a word."""
_TEXT_SHARE = 0.18
"""The share of the text's colour in that of a run's name."""


def word_font() -> QFont:
    """The font of the words on the surface."""
    font = fonts.body()
    font.setPixelSize(scaling.px(12))
    return font


def name_font() -> QFont:
    """The font of the names of runs, in a plot."""
    font = fonts.strong()
    font.setPixelSize(scaling.px(12))
    return font


def name_ink(theme: Theme, colour: QColor) -> str:
    """The colour of a name: that of the run, mixed with that of text, which makes it legible."""
    return theme.mix("text1", colour.name(), _TEXT_SHARE)


def pixel(view: ViewMap, point: Point) -> QPointF:
    """The pixel of a data point in the view."""
    return QPointF((point[0] - view.x0) * view.sx, (view.y1 - point[1]) * view.sy)


def is_finite(point: QPointF) -> bool:
    """Whether both coordinates are finite."""
    return math.isfinite(point.x()) and math.isfinite(point.y())


def below(along: QPointF) -> QPointF:
    """The direction perpendicular to another that points down the screen."""
    across = QPointF(-along.y(), along.x())
    return across if across.y() > 0 else -across


def apart(a: QPointF, b: QPointF) -> float:
    """The distance of two places, in pixels."""
    return math.hypot(a.x() - b.x(), a.y() - b.y())


def step(view: ViewMap, vector: Point) -> QPointF | None:
    """The unit vector of a data vector on the screen; None if it has length 0."""
    x, y = vector[0] * view.sx, -vector[1] * view.sy
    length = math.hypot(x, y)
    return QPointF(x / length, y / length) if 0 < length < math.inf else None


def held(view: ViewMap, place: QPointF) -> QPointF:
    """The place itself if it lies in the view, otherwise the position of its marker at the edge."""
    if view.rect.contains(place) or not is_finite(place):
        return place
    return QPointF(min(max(place.x(), 12), view.width - 12), min(max(place.y(), 12), view.height - 12))


def unit(tail: QPointF, tip: QPointF) -> QPointF:
    """The unit vector from one place to another; of length 0 if they are equal."""
    length = apart(tail, tip)
    if not 0 < length < math.inf:
        return QPointF(0, 0)
    return QPointF((tip.x() - tail.x()) / length, (tip.y() - tail.y()) / length)


def path_end(painter: QPainter, tail: QPointF, tip: QPointF, colour: QColor, theme: Theme) -> None:
    """Draw the part of a path towards the next step, in the style of the path."""
    if not (is_finite(tail) and is_finite(tip)):
        return
    casing = QColor(theme.window)
    casing.setAlpha(190)
    for ink, width in ((casing, 4.5), (colour, 2.0)):
        painter.setPen(QPen(ink, width * scaling.line_scale()))
        painter.drawLine(tail, tip)


def edge_arrow(
    painter: QPainter, view: ViewMap, place: QPointF, colour: QColor, casing: QColor, size: float
) -> QPointF:
    """Draw an arrow head at the edge that points to a place outside; return its position."""
    stands = held(view, place)
    angle = math.atan2(place.y() - stands.y(), place.x() - stands.x())
    corners = [
        stands + QPointF(math.cos(angle + turn) * size * reach, math.sin(angle + turn) * size * reach)
        for turn, reach in ((0.0, 1.2), (2.4, 1.1), (math.pi, 0.4), (-2.4, 1.1))
    ]
    painter.setPen(QPen(casing, 2))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(corners))
    return stands


def minimum(painter: QPainter, place: QPointF, is_global: bool, theme: Theme) -> None:
    """Draw a cross: full for a global minimum, smaller and hollow for a local one."""
    arm, half = (6.5, 1.75) if is_global else (4.5, 1.5)
    cross = QPainterPath()
    cross.addRect(QRectF(place.x() - arm, place.y() - half, 2 * arm, 2 * half))
    bar = QPainterPath()
    bar.addRect(QRectF(place.x() - half, place.y() - arm, 2 * half, 2 * arm))
    cross = cross.united(bar)
    ink = QColor("#ffffff" if theme.is_dark else theme.text1)
    ground = QColor(theme.window)
    if is_global:
        painter.strokePath(cross, QPen(ground, 2.5))
        painter.fillPath(cross, ink)
    else:
        painter.strokePath(cross, QPen(ground, 3.5))
        painter.fillPath(cross, ground)
        painter.strokePath(cross, QPen(ink, 1.25))


def tangent(painter: QPainter, view: ViewMap, place: QPointF, slope: float, text: str, theme: Theme) -> None:
    """Draw the tangent of a curve at a place, and `text`, its slope, at its upper end."""
    along = step(view, (1.0, slope))
    if along is not None:
        painter.setPen(QPen(QColor(theme.text2), 1.25, Qt.PenStyle.DashLine))
        painter.drawLine(place - along * 90, place + along * 90)
        end = along if along.y() < 0 else -along
        word(painter, view, place + end * 90, QPointF(math.copysign(1.0, end.x()), 0), text, theme, 5)


def arrow(painter: QPainter, tail: QPointF, true: QPointF, tip: QPointF, colour: QColor, theme: Theme) -> None:
    """Draw the true length strongly and, where the tip lies beyond it, the rest thinly with an open head."""
    extended = tip != true
    length = apart(tail, tip)
    along = unit(tail, tip)
    across = QPointF(-along.y(), along.x())
    head = min(10.0, length / 2)
    back = tip - along * head
    casing = QColor(theme.window)
    casing.setAlpha(200)
    for pen_colour, wider in ((casing, 2.5), (colour, 0.0)):
        painter.setPen(QPen(pen_colour, 1.0 + wider, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(tail, tip if extended else back)
        painter.setPen(QPen(pen_colour, 2.5 + wider, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(tail, true if extended else back)
        if extended:
            painter.setPen(QPen(pen_colour, 1.5 + wider))
            painter.drawPolyline(QPolygonF([back + across * 4, tip, back - across * 4]))
        else:
            painter.setPen(QPen(pen_colour, wider) if wider else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(pen_colour)
            painter.drawPolygon(QPolygonF([tip, back + across * 4.5, back - across * 4.5]))


def word(
    painter: QPainter, view: ViewMap, place: QPointF, direction: QPointF, text: str, theme: Theme, gap: float = 13
) -> None:
    """Write a word beside a place, on the side of `direction`, with a casing and inside the view."""
    if not text:
        return
    word_at(painter, word_room(painter, view, place, direction, text, gap).topLeft(), text, theme)


def word_at(painter: QPainter, place: QPointF, text: str, theme: Theme, ink: str = "", ground: str = "") -> None:
    """Write a word whose upper left corner is there, with a casing; by default in the colours of text and window."""
    ink, ground = ink or theme.text1, ground or theme.window
    if is_written(painter):  # a vector drawing keeps letters
        _write(painter, place, text, ink, ground)
        return
    dense = abs(painter.deviceTransform().m11())
    corner = QPointF(round(place.x() * dense) / dense - _CASING, round(place.y() * dense) / dense - _CASING)
    painter.drawPixmap(corner, _written(painter, text, ink, ground, dense))


def word_room(
    painter: QPainter, view: ViewMap, place: QPointF, direction: QPointF, text: str, gap: float = 13
) -> QRectF:
    """The rectangle in which `word` writes a word, in pixels."""
    size = painter.fontMetrics().size(0, text)
    middle = place + QPointF(direction.x() * (gap + size.width() / 2), direction.y() * (gap + size.height() / 2))
    left = min(max(middle.x() - size.width() / 2, 4), view.width - size.width() - 4)
    top = min(max(middle.y() - size.height() / 2, 2), view.height - size.height() - 2)
    return QRectF(QPointF(left, top), size.toSizeF())


def _written(painter: QPainter, text: str, ink: str, ground: str, dense: float) -> QPixmap:
    """A word with its casing, cached, as stroking letters takes 0.15 ms per paint."""
    key = f"gdviz/word/{text}/{painter.font().key()}/{ink}/{ground}/{dense}"
    made = QPixmap()
    if not QPixmapCache.find(key, made):
        size = painter.fontMetrics().size(0, text)
        width, height = size.width() + 2 * _CASING, size.height() + 2 * _CASING
        made = QPixmap(math.ceil(width * dense), math.ceil(height * dense))
        made.setDevicePixelRatio(dense)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as own:
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            own.setFont(painter.font())
            _write(own, QPointF(_CASING, _CASING), text, ink, ground)
        QPixmapCache.insert(key, made)
    return made


def _write(painter: QPainter, corner: QPointF, text: str, ink: str, ground: str) -> None:
    base = corner + QPointF(0, painter.fontMetrics().ascent())
    shape = QPainterPath()
    shape.addText(base, painter.font(), text)
    casing = QColor(ground)
    casing.setAlpha(210)
    painter.strokePath(
        shape, QPen(casing, 3.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setPen(QColor(ink))
    painter.drawText(base, text)
