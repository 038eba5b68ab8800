"""Axes with the numbers of the problem: 0.05 or 5e-5 without a common factor; 10² on a logarithmic one."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from gdviz.engine.round_numbers import multiples, nice_step
from gdviz.gui.style import fonts, scaling

if TYPE_CHECKING:
    from gdviz.gui.drawing.plot_time import TimeScale

SMART_UPDATE = QGraphicsView.ViewportUpdateMode.SmartViewportUpdate
"""Repaint one rectangle if much changes: the exact region, pyqtgraph's choice, costs more than it saves."""
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_RIGHT_OF_PLOT = 10
"""Pixels between the axes and the right edge of a plot."""
_REACH = 24
"""Pixels by which the first and the last number may reach over the ends of an axis."""
_BLANK = 4
"""Pixels that are left empty round a title."""
LEFT, BOTTOM = 62, 36
"""Pixels kept for the two axes: equal in all plots, so that they align."""
_LARGEST = 1e300
"""Beyond it the ends of a linear axis would overflow."""
HIGHEST_POWER = 307.0
"""Larger powers of ten overflow."""
_NUMBER = QRectF(0, 0, 100, 100)
"""More room than a number takes."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_UNDER = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip
Levels = list[tuple[float, list[float]]]
"""The spacing and the positions of each kind of ticks, as pyqtgraph takes them."""


class Scale:
    """The map from values to positions on an axis: linear, log (log10 y), or symlog (sign y · log10(1 + |y|/c)).

    A `base`, such as the best known loss, is subtracted first. The symmetric logarithm shows a loss that falls without
    end together with its start; c is its `unit`.
    """

    def __init__(self) -> None:
        self.kind = "linear"
        self.unit = 1.0
        self.floor = 0.0
        self.base = 0.0

    def choose(self, low: float, high: float, least: float, typical: float, wanted: str = "auto") -> None:
        """Choose by the range of the values, the `least` positive one, and the size of a `typical` one.

        Logarithmic where all are positive and span more than a factor of 10 (a loss of exactly 0 is drawn a
        decade under the least positive one); symmetric where both signs or negative values span over 10⁴
        typical ones, or so many that a linear axis could not hold their range. `wanted` asks for "log", or for
        "linear" as far as the axis can hold it.
        """
        self.kind = "linear"
        largest = max(high, -low)
        if wanted == "linear" and largest <= _LARGEST:
            return
        if low >= 0 and math.isfinite(least) and (high / least > 10 or high > _LARGEST or wanted == "log"):
            self.kind, self.floor = "log", (least if low > 0 else least / 10 or least)
        elif low < 0 and typical > 0 and (largest > 1e4 * typical or largest > _LARGEST or wanted == "log"):
            self.kind, self.unit = "symlog", 10.0 ** max(-300, math.floor(math.log10(typical)))

    def to_axis(self, values: Any) -> Any:
        """Positions of `values` (a number or an array of any shape)."""
        return self.above_base(np.asarray(values) - self.base if self.base else values)

    def above_base(self, values: Any) -> Any:
        """Positions of values from which the base is already subtracted."""
        if self.kind == "log":
            return np.log10(np.maximum(values, self.floor))
        if self.kind == "symlog":
            half = self.unit / 2  # log10(1 + |y|/c) in a form that does not overflow
            return np.sign(values) * (np.log10(half + np.abs(values) / 2) - np.log10(half))
        return values

    def from_axis(self, position: float) -> float:
        """The value at a position."""
        if self.kind == "log":
            return self.base + float(10.0 ** min(position, HIGHEST_POWER))
        if self.kind == "symlog":
            return self.base + math.copysign(self.unit * (10.0 ** abs(position) - 1), position)
        return self.base + position


class PlainAxis(pg.AxisItem):
    """An axis with small ticks and no scale factor in its title."""

    _bounded: tuple[Any, ...] = ()
    """The inputs of the cached `_bounds`, which Qt reads many times per paint."""
    _bounds = QRectF()
    labelText: str
    _labelled: tuple[Any, ...] = ()
    """The title that is shown, and its style."""
    _title_length = 0.0
    """The length of the whole title."""
    _short = False
    """Whether the plot is too small for the title, so that only its symbol is shown."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setStyle(
            tickFont=fonts.small(),
            tickLength=0,
            tickTextOffset=5,
            autoExpandTextSpace=False,
            autoReduceTextSpace=False,
        )
        self.label.setFont(fonts.small())
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # an axis changes far less often than its plot

    def boundingRect(self) -> QRectF:
        """Leave room for the first and the last number, which reach over the ends of the axis."""
        view = self.linkedView()
        key = self.geometry(), self.grid, None if view is None else view.geometry()
        if key != self._bounded:
            reach = (_REACH, 0) if self.orientation == "bottom" else (0, _REACH)
            self._bounded, self._bounds = key, super().boundingRect().adjusted(-reach[0], -reach[1], *reach)
        return self._bounds

    def labelString(self) -> str:
        """pyqtgraph: the title, or the symbol at its end, escaped, as it may hold a column's name."""
        whole = self.labelText
        self.labelText = escape(_symbol(whole) if self._short else whole)
        try:
            return str(super().labelString())
        finally:
            self.labelText = whole

    def _updateLabel(self) -> None:
        """pyqtgraph: another title, or another style of it; it says so for every change of pens and ranges."""
        now = self.labelText, self.labelUnits, *self.labelStyle.items(), self.label.font().key()
        if now == self._labelled:
            self.picture = None
            self.update()
            return
        self._labelled = now
        self._short = False
        super()._updateLabel()
        self._title_length = self.label.boundingRect().width()
        self._place_title()

    def resizeEvent(self, event: Any = None) -> None:
        """Qt: another size."""
        super().resizeEvent(event)
        if self.label is not None:
            self._place_title()

    def _place_title(self) -> None:
        """Put the title at the outer edge, without pyqtgraph's strip there, and whole within the plot."""
        plot, upright = self.parentItem(), self.orientation == "left"
        around = plot.boundingRect() if plot is not None else self.rect()
        room, before = (around.height(), self.pos().y()) if upright else (around.width(), self.pos().x())
        long = self._title_length > room + 2 * _BLANK
        short = long and bool(_symbol(self.labelText))
        if short != self._short:
            self._short = short
            self.label.setHtml(self.labelString())
        scale = (
            (room + 2 * _BLANK) / self._title_length if long and not short else 1.0
        )  # without a symbol in smaller type
        if scale != self.label.scale():
            self.label.setScale(scale)
        box = self.label.boundingRect()
        box.setSize(box.size() * scale)
        along = self.size().height() if upright else self.size().width()
        first = min((along - box.width()) / 2, room - before - box.width() + _BLANK)
        first = max(first, -before - _BLANK)
        if upright:
            self.label.setPos(-_BLANK, first + box.width())
        else:
            self.label.setPos(first, self.size().height() - box.height() + 3)


def _symbol(title: str) -> str:
    """The symbol at the end of a title, or before its brackets; "" where there is none."""
    short = title.partition("(")[0] if title.endswith(")") else title.rpartition(" ")[2]
    return short if len(short) <= 2 else ""


def free_hidden_axes(item: pg.PlotItem) -> None:
    """Disconnect the axes above and at the right, which are never shown, from the view.

    pyqtgraph lays out their empty titles at each change of range: half a millisecond each.
    """
    for side in ("top", "right"):
        item.getAxis(side).unlinkFromView()


def least_plot() -> QSize:
    """The least size of a plot, which grows with the text size."""
    return QSize(200, scaling.px(120))


def quiet_plot(plot: pg.PlotWidget, owner: QWidget) -> None:
    """Remove pyqtgraph's menu, buttons, margins and mouse handling from a plot; `owner` filters its events instead."""
    item: pg.PlotItem = plot.getPlotItem()
    plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    plot.setProperty("playing", True)
    plot.setViewportUpdateMode(SMART_UPDATE)
    plot.setMinimumSize(0, 0)
    free_hidden_axes(item)
    # pyqtgraph makes the menu even so; it is deleted with this owner.
    item.ctrlMenu.setParent(owner, item.ctrlMenu.windowFlags())
    item.hideButtons()
    item.setContentsMargins(0, 0, 0, 0)
    item.layout.setContentsMargins(0, 2, _RIGHT_OF_PLOT, 0)
    box: pg.ViewBox = item.getViewBox()
    box.setMouseEnabled(x=False, y=False)
    box.disableAutoRange()
    box.setDefaultPadding(0)
    item.getAxis("left").setWidth(scaling.px(LEFT))
    item.getAxis("bottom").setHeight(scaling.px(BOTTOM))
    plot.viewport().setMouseTracking(True)
    for watched in (plot, plot.viewport()):
        watched.installEventFilter(owner)


class _QuickAxis(PlainAxis):
    """An axis with one kind of ticks, drawn as pyqtgraph does in half the time."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: the line, the ticks or the grid, and the numbers."""
        upright = self.orientation == "left"
        bounds, view, (low, high) = self.mapRectFromParent(self.geometry()), self.linkedView(), self.range
        size = bounds.height() if upright else bounds.width()
        if not size or low == high:
            return
        grid = view is not None and self.grid is not False
        reach = view.mapRectToItem(self, view.boundingRect()) if grid else bounds
        if upright:
            line = QLineF(bounds.right() - 1, bounds.top() - 1, bounds.right() - 1, bounds.bottom() + 1)
            begin, end = reach.right(), bounds.right()
        else:
            line = QLineF(bounds.left() - 1, bounds.top() + 1, bounds.right() + 1, bounds.top() + 1)
            begin, end = reach.top(), bounds.top()
        if not grid:
            end += -self.style["tickLength"] if upright else self.style["tickLength"]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(self.style["tickFont"])
        painter.setPen(self.pen())
        painter.drawLine(line)
        numbers: list[tuple[float, str]] = []
        for spacing, values in self.tickValues(low, high, line.length()):
            at = [(value - low) * size / (high - low) for value in values]
            texts = self.tickStrings(values, 1.0, spacing)
            seen = [(size - x if upright else x, text) for x, text in zip(at, texts, strict=True) if 0 <= x <= size]
            pen = QPen(self.tickPen())
            color = pen.color()
            faint = self.grid / 255 * min(0.05 * line.length() / (len(values) + 1), 1.0) if grid else 1.0
            color.setAlpha(int(255 * faint))
            pen.setColor(color)
            painter.setPen(pen)
            painter.drawLines([QLineF(begin, x, end, x) if upright else QLineF(x, begin, x, end) for x, _ in seen])
            numbers += seen
        painter.setPen(self.textPen())
        room, apart = self.boundingRect(), max(0, self.style["tickLength"]) + self.style["tickTextOffset"][not upright]
        painter.setClipRect(room.toAlignedRect())
        for x, text in numbers:
            box = painter.boundingRect(_NUMBER, Qt.AlignmentFlag.AlignCenter, text)
            wide, tall = box.width(), 0.8 * box.height()  # digits do not fill their line
            if upright:
                top = max(x - tall / 2, bounds.top())  # as the last number of the steps: none is cut off
                box = QRectF(bounds.right() - apart - wide, top, wide, tall)
            else:
                left = min(x - wide / 2, bounds.right() + _RIGHT_OF_PLOT - 2 - wide)
                box = QRectF(left, bounds.top() + apart, wide, tall)
            if room & box == box:
                painter.drawText(box, _RIGHT if upright else _UNDER, text)


class StepAxis(_QuickAxis):
    """Whole steps, or the unit that `time` counts."""

    def __init__(self, orientation: str, time: TimeScale) -> None:
        self.time = time
        super().__init__(orientation)

    def recount(self) -> None:
        """Draw the numbers again after a change of the unit."""
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> Levels:
        """Multiples of 1, 2 or 5 times a power of ten, at least 1."""
        per = self.time.per_place
        low, high = low * per, high * per
        widest = scaling.px(len(f"{max(abs(low), abs(high)):,.0f}") * 7 + 26)
        spacing = max(1.0, nice_step((high - low) * widest / max(size, 1.0)))
        return [(spacing / per, [v / per for v in multiples(spacing, low, high) if v >= 0])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Whole numbers, thousands apart."""
        return [f"{value * self.time.per_place:,.0f}" for value in values]


class ValueAxis(_QuickAxis):
    """Values on the `scale` that the plot chose."""

    plain = False
    """Whether a logarithmic axis writes 0.001 and 1e-5, as the fields do, rather than 10⁻³ and 10⁻⁵."""
    apart = 34
    """Pixels between two numbers, at least."""

    def __init__(self, orientation: str, scale: Scale) -> None:
        self.values = scale
        super().__init__(orientation)

    def tickValues(self, low: float, high: float, size: float) -> Levels:
        """Equal steps; on a logarithmic axis decades, or 1, 2, 5 of each if few decades are visible."""
        # large type is as low as that, but not as short
        apart = max(self.apart, scaling.px(34)) if self.orientation == "bottom" else self.apart
        labels = max(2.0, size / apart)
        if self.values.kind == "linear":
            spacing = nice_step((high - low) / labels)
            return [(spacing, multiples(spacing, low, high))]
        spacing = max(1.0, nice_step((high - low) / labels))
        decades = multiples(spacing, low, high)
        while len(decades) < 2 and spacing > 1:  # a scale needs two numbers
            spacing = nice_step(0.39 * spacing)  # the next lower one
            decades = multiples(spacing, low, high)
        if self.values.kind == "log" and high - low < 2 and (3 * (high - low) <= labels or len(decades) < 2):
            within = (1, 2, 5) if 3 * (high - low) <= labels else (1, 3)
            decades = [e + math.log10(m) for e in range(math.floor(low), math.ceil(high)) for m in within]
            decades = [v for v in decades if low <= v <= high]
        if self.values.kind == "log" and len(decades) < 2:  # the values hardly differ: equal steps
            least, most = 10.0**low, 10.0**high
            decades = [math.log10(v) for v in multiples(nice_step((most - least) / labels), least, most)]
        return [(spacing, decades)]

    def tickStrings(self, positions: list[float], scale: float, spacing: float) -> list[str]:
        """0.05, 5e-5; on a logarithm 10², 1, 0.01."""
        if self.values.kind == "linear":
            return plain_ticks(positions, spacing)
        if self.values.kind == "log":
            if any(not _is_round(position) for position in positions):
                values = [10.0**position for position in positions]
                return plain_ticks(values, (values[-1] - values[0]) / max(1, len(values) - 1) or values[0])
            return [(plain_power if self.plain else power)(position) for position in positions]
        unit = math.log10(self.values.unit)
        return ["0" if p == 0 else ("−" if p < 0 else "") + power(abs(p) + unit) for p in positions]


def plain_ticks(values: ArrayLike, spacing: float) -> list[str]:
    """Numbers at a linear axis with as many decimals as the spacing needs, all alike."""
    found: NDArray[np.float64] = np.asarray(values, dtype=float)
    top = float(np.abs(found).max(initial=0.0))
    if top == 0 or (1e-3 <= top < 1e6 and spacing >= 1e-5):
        decimals = max(0, -math.floor(math.log10(spacing) + 1e-9))
        return ["0" if value == 0 else minus(f"{value:.{decimals}f}") for value in found]
    digits = max(0, math.floor(math.log10(top)) - math.floor(math.log10(spacing) + 1e-9))
    return ["0" if value == 0 else minus(short_power(float(value), digits)) for value in found]


def short_power(value: float, digits: int) -> str:
    """`value` as 5e-5: mantissa and power without trailing zeros."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}"


def power(exponent: float) -> str:
    """The number 10^exponent as a tick: 0.01, 1, 10, 10², 5·10⁻⁴."""
    whole = math.floor(exponent + 1e-9)
    mantissa = round(10 ** (exponent - whole))
    if mantissa == 10:
        whole, mantissa = whole + 1, 1
    if -2 <= whole <= 1:
        return f"{mantissa * 10.0**whole:.{max(0, -whole)}f}"
    raised = "10" + str(whole).translate(_SUPERSCRIPT)
    return raised if mantissa == 1 else f"{mantissa}·{raised}"


def plain_power(exponent: float) -> str:
    """The number 10^exponent as in fields: 0.0005, 0.1, 300, 1e-5."""
    whole = math.floor(exponent + 1e-9)
    mantissa = round(10 ** (exponent - whole))
    if mantissa == 10:
        whole, mantissa = whole + 1, 1
    if -4 <= whole <= 4:
        return f"{mantissa * 10.0**whole:.{max(0, -whole)}f}"
    return f"{mantissa}e{whole}"


def _is_round(exponent: float) -> bool:
    """Whether 10^exponent is a whole multiple of a power of ten."""
    mantissa = 10 ** (exponent - math.floor(exponent + 1e-9))
    return abs(mantissa - round(mantissa)) < 1e-6 * mantissa


def minus(text: str) -> str:
    """The number with a minus sign in place of a hyphen."""
    return "−" + text[1:] if text.startswith("-") else text
