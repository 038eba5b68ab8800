"""A problem of one parameter: the curve of the loss in place of the surface."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.engine.heights import MANY, drawn_curve
from gdviz.engine.landscape import breaks
from gdviz.engine.undersampling import undersampled_curve
from gdviz.engine.valleys import valleys
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.surface_image import LineLayer
from gdviz.problems.problem import Minimum, Problem

_HIGHEST = 1e290  # higher losses would overflow when a person zooms out


class CurveImage(QObject):
    """Keeps the curve J(w), and the names of its minima, in step with what the ViewBox shows."""

    judged = Signal()
    """`undersampled` has changed."""

    def __init__(self, box: pg.ViewBox, parent: QObject) -> None:
        super().__init__(parent)
        self._box = box
        self._problem: Problem | None = None
        self._done: tuple[float, float, float] | None = None
        self.loss: NDArray[np.float64] = np.empty(0)
        """The losses of the curve, from left to right."""
        self.undersampled = False
        """Whether the loss oscillates faster than the nodes of the curve can show."""
        self._valleys: Sequence[Minimum] = ()
        self._countless = False
        """Whether the loss oscillates so fast that minima can be found only in a part of the domain."""
        self.layer = LineLayer(box, 2.0)
        self.layer.setZValue(1)
        self.names = MinimumNames(box)
        self.names.setZValue(2.5)
        # Compute once per turn of the event loop, even if the range is set several times.
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
            self.names.setVisible(problem is not None)
            self.names.rooms.clear()
            if problem is not None:
                self._valleys = valleys(problem)
                self._countless = not self._valleys and self._misses(*drawn_curve(problem, *problem.domain[0]))
            self._compute()

    def loss_range(self, problem: Problem) -> tuple[float, float]:
        """Lowest and highest loss over the domain, with a margin; narrow poles are left out."""
        _, loss = drawn_curve(problem, *problem.domain[0])
        finite = loss[np.isfinite(loss)].clip(-_HIGHEST, _HIGHEST)
        if not finite.size:
            return -1.0, 1.0
        low, high = float(finite.min()), float(finite.max())
        few, half, many = (float(q) for q in np.quantile(finite, (0.05, 0.5, 0.95)))
        high = min(high, many + 3 * (many - half)) if many > half else high
        floor = few - 3 * (half - few)
        if low < floor < half:  # show a narrow valley, but not a pole, where the loss falls without end
            low = min([floor, *(minimum.loss for minimum in valleys(problem))])
        margin = 0.08 * (high - low) or max(1.0, 1e-6 * abs(high))  # a constant loss needs a margin, too
        return low - 1.5 * margin, high + margin  # the name of the lowest point stands below it

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.layer.set_colour(QColor(theme.text2))
        self.names.apply_theme(theme)

    def _later(self) -> None:
        if self._problem is not None:
            self._timer.start()

    def _compute(self) -> None:
        if self._problem is None:
            return
        (low, high), (bottom, top) = self._box.viewRange()
        if (low, high, top - bottom) == self._done:
            return
        self._done = (low, high, top - bottom)
        w, loss = drawn_curve(self._problem, low, high, 600)
        self.loss = loss
        self._judge(self._misses(w, loss, top - bottom))
        self._name_minima(low, high)
        finite = np.isfinite(loss)
        connect = finite & np.append(finite[1:], False)
        if self._problem.n_samples is None:  # a mean over samples is slow, and has poles only if its model does
            connect[:-1] &= ~breaks(self._problem, w, loss, (top - bottom) / 4)
        self.layer.set_lines([(w, np.where(finite, loss, 0.0), connect)])

    def _misses(self, w: NDArray[np.float64], loss: NDArray[np.float64], height: float | None = None) -> bool:
        """Whether the loss oscillates between these nodes; False where checking would take too many samples."""
        problem = self._problem
        return problem is not None and (problem.n_samples or 0) < MANY and undersampled_curve(problem, w, loss, height)

    def _judge(self, undersampled: bool) -> None:
        if undersampled != self.undersampled:
            self.undersampled = undersampled
            self.judged.emit()

    def _name_minima(self, low: float, high: float) -> None:
        """Name the minima of the domain, or of the visible range if the domain has too many to find.

        If the curve is undersampled, name only the known minima.
        """
        assert self._problem is not None
        known = bool(self._problem.minima)
        if self.undersampled and not known:
            self.names.set_minima((), known)
        else:
            self.names.set_minima(valleys(self._problem, (low, high)) if self._countless else self._valleys, known)


class MinimumNames(BoxLayer):
    """Writes the names of the minima below the curve, and marks those that were found numerically.

    If names would overlap, the lowest minima are named.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box)
        self._minima: Sequence[Minimum] = ()
        self._known = True
        self._theme: Theme | None = None
        self.rooms: list[QRectF] = []
        """The rectangles of the drawn names in pixels of the box, which other words avoid."""

    def set_minima(self, minima: Sequence[Minimum], known: bool) -> None:
        """Name these minima, and mark them unless they are `known`."""
        self._minima, self._known = sorted(minima, key=lambda minimum: minimum.loss), known
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def names(self) -> list[str]:
        """The names of the minima, the lowest first."""
        if len(self._minima) == 1 and self._minima[0].is_global:
            return [self.tr("minimum")]
        lowest = self.tr("global minimum") if self._known else self.tr("lowest minimum here")
        return [lowest if minimum.is_global else self.tr("local minimum") for minimum in self._minima]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the names, and marks of the minima that were found numerically."""
        view = ViewMap.of(self.box)
        if self._theme is None or view.width < 1:
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(draw.word_font())
        taken = self.rooms
        taken.clear()
        for minimum, name in zip(self._minima, self.names(), strict=True):
            place = draw.pixel(view, (minimum.w[0], minimum.loss))
            if not view.rect.contains(place):
                continue
            if not self._known:
                draw.minimum(painter, place, minimum.is_global, self._theme)
            below, above = QPointF(0, 1), QPointF(0, -1)
            # In a low plot there is no room below the lowest minimum.
            side = above if draw.word_room(painter, view, place, below, name, 9).top() < place.y() + 7 else below
            room = draw.word_room(painter, view, place, side, name, 9)
            if not any(room.adjusted(-12, -12, 12, 12).intersects(other) for other in taken):
                draw.word(painter, view, place, side, name, self._theme, 9)
                taken.append(room)
