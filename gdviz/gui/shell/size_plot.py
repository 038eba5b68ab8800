"""A plot over batch sizes: bars on top of each other, or lines, at equal distances whatever the sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing.plot_axes import PlainAxis, Scale, ValueAxis, quiet_plot
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.numbers import format_number

WIDTH = 0.62
"""The width of a bar, as a share of the distance between two."""


class SizePlot(pg.PlotWidget):
    """Draws bars or lines over the batch sizes of `set_sizes`, with a value for each, or for the first few of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.scale = Scale()
        self.size_axis, self.value_axis = PlainAxis("bottom"), ValueAxis("left", self.scale)
        super().__init__(
            parent, axisItems={"bottom": self.size_axis, "left": self.value_axis}, enableMenu=False, background=None
        )
        self.box: pg.ViewBox = self.getPlotItem().getViewBox()
        quiet_plot(self, self)
        self.box.setBackgroundColor(theme.plot)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for axis in (self.size_axis, self.value_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
        self._theme = theme
        self._drawn: list[pg.GraphicsObject] = []

    def set_labels(self, sizes: str, values: str) -> None:
        """Name the axes."""
        self.size_axis.setLabel(sizes)
        self.value_axis.setLabel(values)

    def set_sizes(self, sizes: Sequence[int]) -> None:
        """Set the sizes along the axis."""
        self.size_axis.setTicks([[(i, str(size)) for i, size in enumerate(sizes)]])
        self.box.setXRange(-0.6, max(len(sizes), 1) - 0.4, padding=0)

    def draw_bars(self, stacks: Sequence[tuple[Sequence[float], str]], high: float, limit: float | None = None) -> None:
        """Draw bars, each of (values, colour) on those before it, with their sum; the axis goes from 0 to `high`.

        A dashed line shows the `limit`.
        """
        self.clear_drawn()
        below = np.zeros(len(stacks[0][0]))
        for values, color in stacks:
            bars = pg.BarGraphItem(
                x=np.arange(len(values)), y0=below, height=np.array(values, float), width=WIDTH,
                brush=pg.mkBrush(color), pen=pg.mkPen(self._theme.plot),
            )  # fmt: skip
            self._add(bars)
            below = below + np.array(values, float)
        for place, top in enumerate(below.tolist()):
            word = pg.TextItem(
                format_number(round(top, 1) if top < 100 else round(top), 3), color=self._theme.text1, anchor=(0.5, 1)
            )
            word.setFont(fonts.small())
            word.fill = pg.mkBrush(self._theme.plot)
            word.setPos(place, min(top, high * 0.93))
            self._add(word)
        if limit is not None:
            self._add(pg.InfiniteLine(limit, angle=0, pen=pg.mkPen(self._theme.bad, style=Qt.PenStyle.DashLine)))
        self.scale.kind = "linear"
        self.box.setYRange(0, high, padding=0)

    def draw_lines(self, lines: Sequence[tuple[Sequence[float], str]]) -> None:
        """Draw lines with a disc at each value, on a logarithmic axis; values are positive."""
        self.clear_drawn()
        known = np.concatenate([np.array(values, float) for values, _ in lines])
        if not len(known):
            return
        low, high = float(known.min()), float(known.max())
        self.scale.choose(low, high, low, high)
        for values, color in lines:
            self._add(
                pg.PlotDataItem(
                    np.arange(len(values)), self.scale.to_axis(np.array(values, float)), pen=pg.mkPen(color, width=1.5),
                    symbol="o", symbolSize=7, symbolBrush=pg.mkBrush(color), symbolPen=pg.mkPen(self._theme.plot),
                )
            )  # fmt: skip
        ends = [float(self.scale.to_axis(value)) for value in (low, high)]
        self.box.setYRange(*(ends if ends[1] > ends[0] else (ends[0] - 1, ends[0] + 1)), padding=0.08)

    def clear_drawn(self) -> None:
        """Remove everything but the axes."""
        for item in self._drawn:
            self.box.removeItem(item)
        self._drawn = []

    def _add(self, item: Any) -> None:
        self.box.addItem(item, ignoreBounds=True)
        self._drawn.append(item)
