"""One sentence that explains a loss function with the numbers of a point: inputs, one output, gradient."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gdviz.gui.explore.tools import ToolPoint, numbers
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.numbers import format_number


class Sentence(QLabel):
    """A line below the surface that describes the point under the mouse, or the one at the playhead."""

    card = None
    busy = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surfaceSentence")
        self.setProperty("role", "label")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._point: ToolPoint | None = None
        self._hovered: tuple[float, ...] | None = None

    def stand_at(self, point: ToolPoint) -> None:
        """Describe this point while the mouse is elsewhere."""
        if self._point is None or point.problem is not self._point.problem:
            self._hovered = None
        self._point = point
        self._show_point()

    def apply_theme(self, theme: Theme) -> None:
        """Do nothing: the style sheet sets the colour."""

    def set_shown(self, shown: bool) -> None:
        """Show or hide it."""
        self.setVisible(shown)
        if not shown:
            self._hovered = None  # a hidden sentence gets no event when the mouse leaves

    def set_hovered(self, w: tuple[float, ...] | None) -> None:
        """Describe these parameters (dim,) under the mouse; None describes the playhead's point again."""
        if self._point is None or (w is None and self._hovered is None):
            return
        self._hovered = w
        self._show_point()

    def _show_point(self) -> None:
        point = self._point
        if point is None:
            return
        problem, w = point.problem, self._hovered or point.w
        with np.errstate(all="ignore"):
            loss, slope = float(problem.loss(np.array(w))), np.asarray(problem.grad(np.array(w))).tolist()
        template = self.tr("{names} = {point} in, one loss out: {symbol} = {loss}. Gradient: {n} numbers, {gradient}.")
        if problem.dim == 1:
            template = self.tr(
                "{names} = {point} in, one loss out: {symbol} = {loss}. Gradient: one number, {gradient}, "
                "the slope of the tangent."
            )
        elif problem.dim == 2:
            template = self.tr(
                "{names} = {point} in, one loss out: {symbol} = {loss}. Gradient: two numbers, {gradient}."
            )
        few = problem.dim <= 4
        names = ", ".join(problem.names) if few else f"{problem.names[0]} … {problem.names[-1]}"
        self.setText(
            template.format(
                names=names if problem.dim == 1 else f"({names})",
                point=numbers(w) if few else f"({format_number(w[0])} … {format_number(w[-1])})",
                symbol=problem.symbol, loss=format_number(loss), n=problem.dim,
                gradient=numbers(slope) if few else f"({format_number(slope[0])} … {format_number(slope[-1])})",
            )
        )  # fmt: skip

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show_point()
        super().changeEvent(event)
