"""A bare pyqtgraph window that shows what gdviz's window shows, written for that alone: the baseline of edits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QSlider, QWidget

SIZE = (1440, 900)
NODES = 512
"""Nodes of the heat map a side."""
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999", "#000000"]
CARD = ("k = {k}", "∂f/∂x = {gx:.6g}", "∂f/∂y = {gy:.6g}", "g = [{gx:.6g}, {gy:.6g}]", "η = {lr:.6g}",
        "Δw = −{lr:.6g}·[{gx:.6g}, {gy:.6g}]", "= [{dx:.6g}, {dy:.6g}]", "w = [{x:.6g}, {y:.6g}]",
        "+ [{dx:.6g}, {dy:.6g}]", "= [{nx:.6g}, {ny:.6g}]", "f = {loss:.6g}", "Δf = {change:.6g}")  # fmt: skip
"""The lines of the arithmetic of a step."""


def heights() -> np.ndarray:
    """Himmelblau's function on [-5, 5]², by its logarithm, shape (NODES, NODES), rows along y."""
    axis = np.linspace(-5, 5, NODES)
    x, y = axis[None, :], axis[:, None]
    return np.log1p((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)


class Bare(QWidget):
    """A heat map with paths, the rates, the losses, the lines of the arithmetic, a time line and a status.

    `tables` of the runs are those of the loops by hand, shape (steps, 6): x, y, loss, both partial derivatives, rate.
    """

    def __init__(self, runs: int, parts: Sequence[QRect]) -> None:
        """`parts` are the places of the surface, of the rates and of the losses."""
        super().__init__()
        self.resize(*SIZE)
        self._plots = [pg.PlotWidget(self) for _ in parts]
        for plot, place in zip(self._plots, parts, strict=True):
            plot.setGeometry(place)
        surface, rates, losses = self._plots
        image = pg.ImageItem(heights(), axisOrder="row-major")
        image.setColorMap("viridis")
        image.setRect(-5, -5, 10, 10)
        surface.addItem(image)
        surface.setRange(xRange=(-5, 5), yRange=(-5, 5), padding=0)
        pens = [pg.mkPen(colour, width=2) for colour in COLOURS[:runs]]
        self._paths, self._rates, self._losses = ([plot.plot(pen=pen) for pen in pens] for plot in self._plots)
        self._ahead = surface.plot(pen=pg.mkPen("w", width=3))
        self._dots = [[self._dot(plot) for _ in pens] for plot in self._plots]
        self._lines = [pg.InfiniteLine(0), pg.InfiniteLine(0)]
        rates.addItem(self._lines[0])
        losses.addItem(self._lines[1])
        self._card = [QLabel(self) for _ in CARD]
        self._table = [QLabel(self) for _ in pens]
        self._status = QLabel(self)
        self._time = QSlider(Qt.Orientation.Horizontal, self)
        for row, label in enumerate([*self._card, *self._table]):
            label.setGeometry(1110, 30 + 24 * row, 300, 22)
        self._time.setGeometry(400, 830, 900, 30)
        self._status.setGeometry(8, 872, 1100, 22)
        self._tables: Sequence[np.ndarray] = ()

    @staticmethod
    def _dot(plot: pg.PlotWidget) -> pg.ScatterPlotItem:
        dot = pg.ScatterPlotItem([0.0], [0.0], size=9)
        plot.addItem(dot)
        return dot

    def show_runs(self, tables: Sequence[np.ndarray]) -> None:
        """Show all runs again, at their start."""
        self._tables = tables
        for table, path, rate, loss in zip(tables, self._paths, self._rates, self._losses, strict=True):
            path.setData(table[:, 0], table[:, 1])
            rate.setData(table[:, 5])
            loss.setData(table[:, 2])
        self._time.setMaximum(len(tables[0]) - 2)
        self.show_step(0)

    def show_step(self, k: int) -> None:
        """Show update k of all runs, and its arithmetic of the first."""
        table = self._tables[0]
        x, y, loss, gx, gy, lr = table[k].tolist()
        nx, ny, then = table[k + 1, :3].tolist()
        self._ahead.setData(table[: k + 1, 0], table[: k + 1, 1])
        for number, rows in enumerate(self._tables):
            row = rows[k].tolist()
            self._dots[0][number].setPos(row[0], row[1])
            self._dots[1][number].setPos(k, row[5])
            self._dots[2][number].setPos(k, row[2])
            self._table[number].setText(f"run {number}: {row[2]:.4g}")
        for line in self._lines:
            line.setValue(k)
        numbers = {"k": k, "x": x, "y": y, "loss": loss, "gx": gx, "gy": gy, "lr": lr, "dx": nx - x, "dy": ny - y,
                   "nx": nx, "ny": ny, "change": then - loss}  # fmt: skip
        for label, line_ in zip(self._card, CARD, strict=True):
            label.setText(line_.format(**numbers))
        self._time.setValue(k)
        self._status.setText(f"step {k} · loss {loss:.4g}")
