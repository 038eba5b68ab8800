"""The names of runs at the ends of their curves, where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.frozen import frozen
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.decimation import Floats
from gdviz.gui.style import scaling
from gdviz.gui.style.theme import Theme

_GAP = 4.0
"""Pixels between a name and its curve, and between a name and others."""
_STEP = 3.0
"""Pixels from one place at which curves are read to the next."""
_MOVE = 16.0
"""Pixels by which a name is moved away from the end until it fits."""
_FARTHEST = 0.6
"""The share of the plot's width, from the end, within which it stands."""
_BEYOND = 1e5


@frozen
class NamedCurve:
    """A curve through these positions of the axes, x not falling, and its name; without one it is only avoided."""

    x: Floats
    y: Floats
    name: str
    colour: QColor


class NameSizes:
    """The sizes of names in a font; a name is measured once, as that takes longer than finding its place."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        self._metrics, self._widths = metrics, dict[str, float]()
        self.height = metrics.height()

    def width(self, name: str) -> float:
        """The width of a name in pixels."""
        if name not in self._widths:
            self._widths[name] = self._metrics.horizontalAdvance(name)
        return self._widths[name]


class CurveNames(BoxLayer):
    """Writes a name over or under the end of each curve; one that would cover another name or curve is left out."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z, scaled=True)
        self._theme: Theme | None = None
        self._measure: tuple[float, NameSizes] | None = None
        """The scale of type, and the sizes of names at that."""
        self.placed: list[tuple[str, QRectF, str]] = []
        """Names, their rectangles in pixels of the box, and their colours."""
        self._placed_for: tuple[object, ...] = ()
        """What they were placed for, but for the curves, and those."""
        self._curves: Sequence[NamedCurve] = ()

    def place(self, curves: Sequence[NamedCurve], taken: Sequence[QRectF], theme: Theme) -> None:
        """Name these curves, the most important first, beside the rectangles that are `taken`, in pixels."""
        self.follow()
        self._theme = theme
        view, metrics = ViewMap.of(self.box), self._metrics()
        key = (view, tuple(taken), theme, metrics)
        if key == self._placed_for and _are_same(curves, self._curves):
            return
        self._placed_for, self._curves = key, list(curves)
        found = []
        for name, room, colour in placed(curves, taken, view, metrics) if curves else ():
            found.append((name, room, draw.name_ink(theme, colour)))
        if found != self.placed:
            self.placed = found
            self.update()

    def _metrics(self) -> NameSizes:
        scale = scaling.text_scale()
        if self._measure is None or self._measure[0] != scale:
            self._measure = scale, NameSizes(QFontMetricsF(draw.name_font()))
        return self._measure[1]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: write the names."""
        if self._theme is None or not self.placed:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(draw.name_font())
        for name, room, ink in self.placed:
            draw.word_at(painter, room.topLeft(), name, self._theme, ink, self._theme.plot)


def _are_same(curves: Sequence[NamedCurve], others: Sequence[NamedCurve]) -> bool:
    """Whether curves are those that names were placed for: an edit leaves most schedules as they are."""
    return len(curves) == len(others) and all(
        one.name == other.name
        and one.colour == other.colour
        and len(one.x) == len(other.x)
        and np.array_equal(one.y, other.y, equal_nan=True)
        and np.array_equal(one.x, other.x)
        for one, other in zip(curves, others, strict=True)
    )


def placed(
    curves: Sequence[NamedCurve], taken: Sequence[QRectF], view: ViewMap, sizes: NameSizes
) -> list[tuple[str, QRectF, QColor]]:
    """The names that fit, and where.

    A name goes over its curve, or under it, as near to the visible end as it covers nothing.
    """
    across = np.arange(0.0, view.width + _STEP, _STEP)
    if not view.width or not view.height:
        return []
    places = across / view.sx + view.x0
    with np.errstate(all="ignore"):
        heights = np.clip([_heights(curve, places, view) for curve in curves], -_BEYOND, _BEYOND)
    seen = (heights >= 0) & (heights <= view.height)
    found: list[tuple[str, QRectF, QColor]] = []
    rooms = list(taken)
    for own, inside, curve in zip(heights, seen, curves, strict=True):
        known = np.flatnonzero(inside)
        if not curve.name or not len(known):
            continue
        width, height = sizes.width(curve.name), sizes.height
        right, first = min(float(across[known[-1]]), view.width - _GAP), float(across[known[0]])
        least = max(first, right - _FARTHEST * view.width)
        while right - width >= least:
            room = _beside(own, heights, rooms, right, width, height, view)
            if room is not None:
                rooms.append(room.adjusted(-_GAP, 0, _GAP, 0))
                found.append((curve.name, room, curve.colour))
                break
            right -= _MOVE
    return found


def _beside(
    own: Floats, heights: Floats, rooms: Sequence[QRectF], right: float, width: float, height: float, view: ViewMap
) -> QRectF | None:
    """The free rectangle over or under a curve whose right end is there; None if both are taken.

    `own` and `heights`, shapes (n,) and (curves, n), are the heights of this curve and of all, in pixels from above.
    """
    part = slice(int((right - width) / _STEP), int(right / _STEP) + 2)
    mine, all_of_them = own[part], heights[:, part]
    low, high = np.fmin.reduce(mine), np.fmax.reduce(mine)
    for top in (float(low) - _GAP - height, float(high) + _GAP):
        if not 1 <= top <= view.height - 1 - height:
            continue
        room = QRectF(right - width, top, width, height)
        if any(room.intersects(other) for other in rooms):
            continue
        if not ((all_of_them > top) & (all_of_them < top + height)).any():
            return room
    return None


def _heights(curve: NamedCurve, places: Floats, view: ViewMap) -> Floats:
    """The heights of a curve, in pixels from above, at these places of the axis; NaN where it has none."""
    x, y = curve.x, curve.y
    finite = np.isfinite(y)
    if not finite.all():
        x, y = x[finite], y[finite]
    if not len(x):
        return np.full(len(places), np.nan)
    return np.interp(places, x, (view.y1 - y) * view.sy, left=np.nan, right=np.nan)
