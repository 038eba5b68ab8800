"""The head of the surface: title, facts, buttons, and the readout under the mouse."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdviz.gui.style import fonts, translating
from gdviz.gui.widgets.labels import ElidedLabel, SteadyLabel
from gdviz.gui.widgets.numbers import MINUS, format_number
from gdviz.gui.widgets.segmented import DrawnCloser
from gdviz.problems import surfaces
from gdviz.problems.problem import Problem, ProblemSpec

_FIGURE_SPACE = "\u2007"
_APART = 10
"""Pixels between title, facts and buttons."""


class SurfaceHeader(QWidget):
    """Two rows: title, facts and buttons; below them the readout, or a hint while the mouse is elsewhere.

    Facts that do not fit beside the title stand before the hint. The layout `buttons` holds `gradient_button` and
    `fit_button`; other parts may add theirs to it, and a row above the readout with `add_row`.
    """

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(_APART)
        self.title = ElidedLabel()
        self.title.leaves_brackets = True
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self.facts = SteadyLabel(fills=True)
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
        self.readout = SteadyLabel(fills=True)
        self.readout.setProperty("role", "label")
        self.readout.setObjectName("surfaceReadout")
        rows.addLayout(first)
        rows.addWidget(self.readout)
        self._rows = rows
        self._hints, self._hovered = ("", ""), False
        self.warning = ""
        """A warning about the picture, shown before the facts in place of the hint."""
        self.notes: tuple[str, ...] = ()
        """The texts that replace the hint: the full one, then shorter ones for less room."""
        self.hints_drag = True
        """Whether the hint is shown: only where the start can be dragged."""
        DrawnCloser(self, self.buttons, self.title)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.gradient_button.setToolTip(self.tr("∇: show the gradient at the playhead; it points uphill"))
        self.gradient_button.setAccessibleName(self.tr("Show the gradient"))
        self.fit_button.setText(self.tr("Fit"))
        self.fit_button.setToolTip(self.tr("Show the whole domain again, after zooming or moving"))
        self._hints = self.tr("Drag the start, or double-click to put it elsewhere"), self.tr("Drag the start")
        self._rest()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: the room beside the title may have changed."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self.readout.isHidden():
            margins = 2 * _APART
            room = self.width() - self.title.sizeHint().width() - self.buttons.sizeHint().width() - margins
            self.facts.setVisible(self.facts.sizeHint().width() <= room)
            self._rest()
        return super().event(event)

    def add_row(self, row: QWidget) -> None:
        """Put a row between the title and the readout."""
        self._rows.insertWidget(self._rows.count() - 1, row)

    def set_readout(self, text: str | None) -> None:
        """Show the readout of the place under the mouse; None shows the text at rest."""
        self._hovered = text is not None
        if text is not None:
            self.readout.setText(text)
        self._rest()

    def _rest(self) -> None:
        """Show the text at rest: the first of its versions, from long to short, that fits; a cut one would be useless.

        If it is not the full text, the tool tip has that.
        """
        if self._hovered:
            return
        facts, room = self.facts.text() if self.facts.isHidden() else "", self.readout.contentsRect().width()
        notes = ("",) if self.warning else self.notes or (self._hints if self.hints_drag else ("",))
        variants: list[tuple[str, ...]] = [(self.warning, facts, note) for note in notes]
        variants += [(self.warning, facts), *((self.warning, note) for note in notes)]
        texts = ["  ·  ".join(filter(None, parts)) for parts in variants]
        measure = self.readout.fontMetrics().horizontalAdvance
        fitting = (text for text in texts if text and measure(text) <= room)
        text = next(fitting, None) or min(filter(None, texts), key=measure, default="")
        self.readout.setText(text)
        self.readout.set_tip(texts[0] if text != texts[0] and (facts or self.notes) else "")


def problem_title(spec: ProblemSpec, problem: Problem) -> str:
    """The title of `problem`, made from `spec`, in the window's language."""
    if isinstance(spec, surfaces.SurfaceSpec):
        return translating.choose(surfaces.surface(spec.name).title)
    return translating.translate(problem.title)


def coordinate(value: float, pixel: float) -> str:
    """Format a coordinate to the resolution of a pixel of size `pixel`, padded to a fixed width."""
    decimals = max(0, math.ceil(-math.log10(pixel))) if pixel > 0 else 4
    if decimals > 8 or abs(value) >= 1e6:
        return padded(value)
    return f"{value:.{decimals}f}".replace("-", MINUS).rjust(decimals + 3, _FIGURE_SPACE)


def padded(value: float) -> str:
    """Format a number in four digits, padded to a fixed width."""
    return format_number(value).ljust(9, _FIGURE_SPACE)
