"""Draws the samples as marks: classes by shape and colour, the batch highlighted, residuals, the chosen one ringed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.style.scaling import px
from gdviz.gui.style.theme import SEEN, Theme

_SMALL = (3.0, 4.5)
"""Pixels from the middle of a sample to its edge: of a usual one and of one that is highlighted."""
_MANY = 300
"""In a large plot more samples than these, or a third of them highlighted, are drawn smaller."""
_REACH = 12.0
_RING = 3.0
"""Pixels between a sample and the ring round it."""


@dataclass
class Marks:
    """The marks in data coordinates: `points` (M, 2) of the samples `index` (M,)."""

    points: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    index: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))
    feet: np.ndarray | None = None
    """The end of each residual, (M, 2)."""
    classes: np.ndarray | None = None
    """0 or 1 for each sample, if the targets are classes."""
    lit: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=bool))
    residuals: bool = True
    lit_only: bool = False
    """Whether only highlighted samples have residuals."""
    predictions: np.ndarray | None = None
    """The predictions (M,) if they are emphasised for highlighted samples: at the residuals' ends, or as rings in the
    colour of the predicted class."""


def class_colors(theme: Theme) -> tuple[QColor, QColor]:
    """The colours of class 0 and class 1."""
    return theme.run_color(1), theme.run_color(2)


class SampleLayer(BoxLayer):
    """Draws `Marks` in pixels over a ViewBox."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 12)
        self._marks = Marks()
        self._theme: Theme | None = None
        self._ink = QColor()
        self.chosen: int | None = None
        self.hovered: int | None = None
        self._large, self._sizes = False, _SMALL

    def set_large(self, large: bool) -> None:
        """Draw samples large, at the present size of type, or small."""
        sizes = (px(4) - 0.5, px(6) - 0.5) if large else _SMALL
        if (large, sizes) != (self._large, self._sizes):
            self._large, self._sizes = large, sizes
            self.update()

    def set_marks(self, marks: Marks, ink: QColor) -> None:
        """Replace the marks; residuals have the colour `ink`."""
        self._marks, self._ink = marks, ink
        self.update()

    def set_chosen(self, chosen: int | None, hovered: int | None) -> None:
        """Ring the chosen sample and the one under the pointer, by their numbers."""
        if (chosen, hovered) != (self.chosen, self.hovered):
            self.chosen, self.hovered = chosen, hovered
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def sample_at(self, pixel: QPointF) -> int | None:
        """The number of the nearest sample within reach of a pixel of the box."""
        if not len(self._marks.points):
            return None
        places = ViewMap.of(self.box).pixels(self._marks.points)
        apart = np.hypot(places[:, 0] - pixel.x(), places[:, 1] - pixel.y())
        best = int(np.argmin(apart))
        return int(self._marks.index[best]) if apart[best] <= _REACH else None

    def pixel_of(self, sample: int) -> QPointF | None:
        """The pixel of a sample in the box; None if it is not drawn."""
        at = np.flatnonzero(self._marks.index == sample)
        return QPointF(*ViewMap.of(self.box).pixels(self._marks.points[at[0]]).tolist()) if len(at) else None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw residuals, then samples, then highlighted samples."""
        theme, marks, view = self._theme, self._marks, ViewMap.of(self.box)
        if theme is None or not len(marks.points) or view.width < 1:
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = _drawable(view.pixels(marks.points))
        if marks.feet is not None:
            feet = _drawable(view.pixels(marks.feet))
            self._draw_residuals(painter, places, feet, theme)
        kinds = [None] if marks.classes is None else [0, 1]
        inks, faint = class_colors(theme), theme.text3 if self._large else theme.text2
        for lit in (False, True):
            for kind in kinds:
                chosen = marks.lit == lit
                if kind is not None:
                    chosen &= marks.classes == kind
                ink = QColor(inks[kind]) if kind is not None else QColor(theme.accent if lit else faint)
                if not lit and marks.lit.any():
                    ink.setAlphaF(SEEN)
                size = self._sizes[lit]
                if self._large and chosen.sum() > _MANY / (1 + 2 * lit):
                    size *= 0.7
                self._draw_marks(painter, places[chosen], ink, kind, size, 1.25 if lit else 0.75, theme)
        if marks.predictions is not None and marks.feet is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for place, p in zip(places[marks.lit].tolist(), marks.predictions[marks.lit].tolist(), strict=True):
                painter.setPen(QPen(inks[int(p > 0.5)], 2))
                painter.drawEllipse(QPointF(*place), self._sizes[1] + _RING, self._sizes[1] + _RING)
        for sample, ring in ((self.hovered, theme.text1), (self.chosen, theme.focus)):
            at = np.flatnonzero(marks.index == (-1 if sample is None else sample))
            if len(at):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(ring), 2))
                reach = self._sizes[1] + 3.5
                painter.drawEllipse(QPointF(*places[at[0]].tolist()), reach, reach)

    def _draw_residuals(self, painter: QPainter, places: np.ndarray, feet: np.ndarray, theme: Theme) -> None:
        lit = self._marks.lit
        if self._marks.residuals:
            for some, alpha, width in ((~lit, 60, 1.0), (lit, self._strength(), 1.5)):
                ink = QColor(self._ink)
                if self._marks.lit_only and some is not lit:
                    continue
                ink.setAlpha(alpha if lit.any() else 120)
                painter.setPen(QPen(ink, width))
                pairs = zip(places[some].tolist(), feet[some].tolist(), strict=True)
                painter.drawLines([QLineF(*a, *b) for a, b in pairs])
        if self._marks.predictions is not None:
            painter.setPen(QPen(QColor(theme.plot), 1))
            painter.setBrush(self._ink)
            for x, y in feet[lit].tolist():
                painter.drawEllipse(QPointF(x, y), 3.5, 3.5)

    def _strength(self) -> int:
        """The opacity of the residuals of highlighted samples."""
        if not self._marks.lit_only:
            return 220
        return 150 if self._marks.lit.sum() <= _MANY / 3 else 60

    @staticmethod
    def _draw_marks(
        painter: QPainter, places: np.ndarray, ink: QColor, kind: int | None, size: float, rim: float, theme: Theme
    ) -> None:
        painter.setPen(QPen(QColor(theme.plot), rim))
        painter.setBrush(ink)
        for x, y in places.tolist():
            if kind == 1:  # a triangle, which differs even without its colour
                corners = [(x, y - size - 1), (x - size - 1, y + size), (x + size + 1, y + size)]
                painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
            else:
                painter.drawEllipse(QPointF(x, y), size, size)


def _drawable(pixels: np.ndarray) -> np.ndarray:
    """Clip places to what the painter accepts; far or invalid places lie out of view."""
    finite: np.ndarray = np.nan_to_num(pixels, nan=-1e4)
    return finite.clip(-1e4, 1e4)
