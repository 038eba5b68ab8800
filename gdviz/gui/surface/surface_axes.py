"""The axes of the surface, the limits of zooming, and the resolution of a pixel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gdviz.engine.planes import PlaneProblem
from gdviz.gui.drawing.plot_axes import SMART_UPDATE, free_hidden_axes
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme
from gdviz.gui.style.translating import brief, translate
from gdviz.gui.widgets.numbers import MINUS, format_number
from gdviz.messages import mark
from gdviz.problems.problem import Domain, Problem

Range = tuple[float, float]
_LOPSIDED = 5.0  # a domain with a larger ratio of its sides gets equal scales only if a person wants them
_APART = 1e4  # with a larger ratio, equal scales leave the shorter side less than a pixel


class Axis(pg.AxisItem):
    """An axis that formats its numbers as the rest of the window does."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        # An axis changes far less often than the paths.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """pyqtgraph: the label of each tick."""
        return [text.replace("-", MINUS) for text in super().tickStrings(values, scale, spacing)]


def make_plot(graphics: pg.GraphicsLayoutWidget, owner: QWidget) -> pg.PlotItem:
    """Make the plot of the surface; `owner` owns the objects that pyqtgraph makes with it."""
    plot = graphics.addPlot(0, 0, axisItems={side: Axis(side) for side in ("left", "bottom")}, enableMenu=False)
    graphics.setViewportUpdateMode(SMART_UPDATE)
    free_hidden_axes(plot)
    leave_held_mouse_alone(graphics.scene())
    plot.hideButtons()
    # pyqtgraph makes the menu in spite of enableMenu=False; the owner deletes it.
    plot.ctrlMenu.setParent(owner, plot.ctrlMenu.windowFlags())
    plot.getViewBox().setDefaultPadding(0)
    for side, size in (("left", 46), ("bottom", 36)):
        axis = plot.getAxis(side)
        axis.setStyle(tickLength=4, tickTextOffset=4, tickFont=fonts.small(), maxTickLevel=0)
        axis.enableAutoSIPrefix(False)
        axis.setWidth(scaling.px(size)) if side == "left" else axis.setHeight(scaling.px(size))
    return plot


def leave_held_mouse_alone(scene: pg.GraphicsScene) -> None:
    """Send hover events only while no item holds the mouse; otherwise each move of a drag searches all items."""
    send = scene.sendHoverEvents

    def send_unless_held(event: Any, exitOnly: bool = False) -> None:
        if scene.mouseGrabberItem() is None:
            send(event, exitOnly)

    scene.sendHoverEvents = send_unless_held


def style_axes(plot: pg.PlotItem, theme: Theme) -> None:
    """Give the axes the colours of a theme."""
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(QColor(theme.line))
        axis.setTickPen(QColor(theme.text3))
        axis.setTextPen(QColor(theme.text2))


def axis_titles(problem: Problem) -> tuple[str, ...]:
    """The titles of the axes of a problem's picture: parameters, or directions, with their shares of the variance."""
    names = tuple(brief(translate(name)) for name in problem.names)
    explained = problem.plane.explained if isinstance(problem, PlaneProblem) else None
    if explained is None:
        return names
    title = translate(mark("{axis} ({share} %)"))
    pairs = zip(names, explained, strict=True)
    return tuple(title.format(axis=name, share=format_number(100 * share, 3)) for name, share in pairs)


def label_axes(plot: pg.PlotItem, problem: Problem, theme: Theme) -> None:
    """Name the axes of the picture of a problem of one or two parameters."""
    style = {"color": theme.text2, "font-size": f"{scaling.px(fonts.BODY)}px", "font-style": "italic"}
    x, *rest = axis_titles(problem)
    plot.setLabel("bottom", x, **style)
    plot.setLabel("left", rest[0] if rest else f"{problem.symbol}({x})", **style)
    for side in ("left", "bottom"):
        plot.getAxis(side).resizeEvent()  # otherwise a new title is centred as the old one was


FREE = dict.fromkeys(("minXRange", "maxXRange", "minYRange", "maxYRange"))
"""The arguments of ViewBox.setLimits that remove all limits."""


def to_one_scale(domain: Domain, wanted: bool | None) -> bool:
    """Whether x and y get equal scales: if `wanted`, None for the default, and if the sides of the domain allow it."""
    lengths = [high - low for low, high in domain]
    return max(lengths) <= {None: _LOPSIDED, True: _APART, False: 0.0}[wanted] * min(lengths)


def limits(x: Range, y: Range, equal: bool) -> dict[str, float]:
    """The limits of zooming from these ranges: in as far as floats can be distinguished, out by a factor of 10,000.

    With equal scales both axes get the limits that suit both ranges. With limits of its own, pyqtgraph would clip the
    shorter range away from its middle, and leave nothing of the domain if the other range is far longer.
    """
    found = {}
    for name, sides in (("X", (x, y) if equal else (x,)), ("Y", (x, y) if equal else (y,))):
        spans = [high - low for low, high in sides]
        far = max(abs(end) for side in sides for end in side)
        found[f"min{name}Range"] = max(1e-7 * min(spans), 1e-12 * far)
        found[f"max{name}Range"] = 1e4 * max(spans)
    return found


def rounded(box: pg.ViewBox, x: float, y: float) -> tuple[float, float]:
    """Round a place to as many decimals as a pixel resolves."""
    (x0, x1), (y0, y1) = box.viewRange()
    pixels = ((x1 - x0) / max(box.width(), 1), (y1 - y0) / max(box.height(), 1))
    x, y = (
        round(value, -math.floor(math.log10(pixel))) if 0 < pixel < math.inf else value
        for value, pixel in zip((x, y), pixels, strict=True)
    )
    return x, y
