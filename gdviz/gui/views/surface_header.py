"""The head of the surface: title, facts, buttons, and what lies under the mouse."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gdviz.gui import fonts, texts
from gdviz.gui.widgets.numbers import MINUS, format_number
from gdviz.problems import surfaces
from gdviz.problems.base import Problem, ProblemSpec

_FIGURE_SPACE = "\u2007"


class ElidedLabel(QLabel):
    """A label of one line that ends in an ellipsis where it is too narrow, and then has itself as its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Qt: it may shrink to nothing."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw what fits."""
        with QPainter(self) as painter:
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            self.setToolTip(self.text() if shown != self.text() else "")
            base = (self.height() + self.fontMetrics().ascent() - self.fontMetrics().descent()) / 2
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(QPointF(0, base), shown)


class SurfaceHeader(QWidget):
    """Two rows: title, facts and buttons; below them the readout, or a hint while the mouse is elsewhere.

    `buttons` is a layout that others may add to; `gradient_button` and `fit_button` stand in it.
    """

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(10)
        self.title = ElidedLabel()
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self.facts = ElidedLabel()
        self.facts.setProperty("role", "label")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(6)
        self.gradient_button = QPushButton("∇")
        self.gradient_button.setCheckable(True)
        self.fit_button = QPushButton()
        for button in (self.gradient_button, self.fit_button):
            button.setProperty("segment", "only")
            self.buttons.addWidget(button)
        first.addWidget(self.title)
        first.addWidget(self.facts, 1)
        first.addLayout(self.buttons)
        self.readout = ElidedLabel()
        self.readout.setProperty("role", "label")
        self.readout.setObjectName("surfaceReadout")
        rows.addLayout(first)
        rows.addWidget(self.readout)
        self._hint = ""
        self.retranslate()

    def retranslate(self) -> None:
        """Put in the words of the language."""
        self.gradient_button.setToolTip(self.tr("∇: show the gradient at the playhead; it points uphill"))
        self.gradient_button.setAccessibleName(self.tr("Show the gradient"))
        self.fit_button.setText(self.tr("Fit"))
        self.fit_button.setToolTip(self.tr("Show the whole domain again, after zooming or moving"))
        hint = self.tr("Drag the start, or double-click to put it elsewhere")
        if self.readout.text() in ("", self._hint):
            self.readout.setText(hint)
        self._hint = hint

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def set_readout(self, text: str | None) -> None:
        """Show what lies under the mouse; None brings the hint back."""
        self.readout.setText(text if text is not None else self._hint)


def problem_title(spec: ProblemSpec, problem: Problem) -> str:
    """What `problem`, made from `spec`, is called in the window's language."""
    if isinstance(spec, surfaces.SurfaceSpec):
        return texts.choose(surfaces.surface(spec.name).title)
    return texts.translate(problem.title)


def coordinate(value: float, pixel: float) -> str:
    """Write a coordinate as finely as a pixel of size `pixel` tells it, with figures that keep their place."""
    decimals = max(0, math.ceil(-math.log10(pixel))) if pixel > 0 else 4
    if decimals > 8 or abs(value) >= 1e6:
        return padded(value)
    return f"{value:.{decimals}f}".replace("-", MINUS).rjust(decimals + 3, _FIGURE_SPACE)


def padded(value: float) -> str:
    """Write a number of four digits so that what follows it keeps its place."""
    return format_number(value).ljust(9, _FIGURE_SPACE)
