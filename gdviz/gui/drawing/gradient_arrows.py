"""Gradients on the surface on one scale: of a batch and of all samples, or of one sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.frozen import frozen
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.style.theme import Theme

LENGTH = 96.0
"""Pixels of the longest arrow; the others are on its scale."""
_SHORT = 5.0


@frozen
class Descent:
    """A direction of descent: minus a gradient, shape (dim,), the name of its colour in the theme, and its word."""

    vector: np.ndarray
    color: str
    word: str


class GradientArrows(BoxLayer):
    """Draws directions of descent from one point over the ViewBox of the surface."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 4)
        self._theme: Theme | None = None
        self._point: tuple[float, float] = (0.0, 0.0)
        self.arrows: list[Descent] = []

    def set_arrows(self, point: tuple[float, float], arrows: Sequence[Descent]) -> None:
        """Show these arrows from `point`, a place of the plot."""
        if arrows or self.arrows:
            self._point, self.arrows = point, list(arrows)
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: arrows first, then their words."""
        theme, view = self._theme, ViewMap.of(self.box)
        if theme is None or not self.arrows or view.width < 1:
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(draw.word_font())
        place = draw.pixel(view, self._point)
        on_screen = [self._on_screen(view, arrow.vector) for arrow in self.arrows]
        longest = max((np.hypot(*vector) for vector in on_screen), default=0.0)
        if not 0 < longest < np.inf:
            return
        for arrow, vector in zip(self.arrows, on_screen, strict=True):
            tip = place + QPointF(*(vector * (LENGTH / longest)).tolist())
            if draw.apart(place, tip) >= _SHORT:
                draw.arrow(painter, place, tip, tip, QColor(getattr(theme, arrow.color)), theme)
        for i, (arrow, vector) in enumerate(zip(self.arrows, on_screen, strict=True)):
            tip = place + QPointF(*(vector * (LENGTH / longest)).tolist())
            aside = draw.below(draw.unit(place, tip))  # words of close arrows lie on opposite sides
            draw.word(painter, view, tip, aside if i % 2 == 0 else -aside, arrow.word, theme, 6)

    @staticmethod
    def _on_screen(view: ViewMap, vector: np.ndarray) -> np.ndarray:
        across, up = (float(vector[0]), float(vector[1]) if len(vector) > 1 else 0.0)
        return np.array([across * view.sx, -up * view.sy])
