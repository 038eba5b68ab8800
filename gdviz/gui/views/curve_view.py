"""A problem of one parameter: the curve of the loss in place of the surface."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor

from gdviz.engine import landscape
from gdviz.gui.theme import Theme
from gdviz.gui.views.surface_image import LineLayer
from gdviz.problems.base import Problem


class CurveImage(QObject):
    """Keeps the curve J(w) in step with what the ViewBox shows."""

    def __init__(self, box: pg.ViewBox, parent: QObject) -> None:
        super().__init__(parent)
        self._box = box
        self._problem: Problem | None = None
        self._done: tuple[float, float] | None = None
        self.layer = LineLayer(box, 2.0)
        self.layer.setZValue(1)
        # One computation a turn of the event loop, however often the range is set in it.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._compute)
        box.sigRangeChanged.connect(self._later)

    def set_problem(self, problem: Problem | None) -> None:
        """Show another problem; None shows nothing."""
        if problem is not self._problem:
            self._problem, self._done = problem, None
            self.layer.setVisible(problem is not None)
            self._compute()

    def loss_range(self, problem: Problem) -> tuple[float, float]:
        """Lowest and highest loss over the domain, with some air; a rare pole is left out."""
        _, loss = landscape.curve(problem, *problem.domain[0])
        finite = loss[np.isfinite(loss)]
        if not finite.size:
            return -1.0, 1.0
        low, high = float(finite.min()), float(finite.max())
        half, many = (float(q) for q in np.quantile(finite, (0.5, 0.95)))
        high = min(high, many + 3 * (many - half)) if many > half else high
        air = 0.08 * (high - low) or 1.0
        return low - air, high + air

    def apply_theme(self, theme: Theme) -> None:
        """Take the colour of the curve."""
        self.layer.set_colour(QColor(theme.text2))

    def _later(self) -> None:
        if self._problem is not None:
            self._timer.start()

    def _compute(self) -> None:
        if self._problem is None:
            return
        low, high = self._box.viewRange()[0]
        if (low, high) == self._done:
            return
        self._done = (low, high)
        w, loss = landscape.curve(self._problem, low, high, 600)
        finite = np.isfinite(loss)
        connect = finite & np.append(finite[1:], False)
        self.layer.set_lines([(w, np.where(finite, loss, 0.0), connect)])
