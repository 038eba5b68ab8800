"""The stroke of each run: one colour everywhere, dashed or faint where that says something, or not drawn at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PySide6.QtGui import QColor

from gdviz.experiment import Experiment
from gdviz.gui.run_view import RunsView
from gdviz.gui.theme import Theme

FAINT = 0.4
"""The strength of a baseline's lines."""


@dataclass(frozen=True)
class RunStyle:
    """How a run is drawn; one that is not `drawn` is in no picture."""

    color: QColor
    dashed: bool = False
    drawn: bool = True
    faint: bool = False

    @cached_property
    def ink(self) -> QColor:
        """The colour of its lines, paler for a baseline."""
        color = QColor(self.color)
        color.setAlphaF(FAINT if self.faint else 1.0)
        return color


def run_styles(experiment: Experiment, chosen: int, theme: Theme) -> list[RunStyle]:
    """The style of each run, as the experiment's view asks for and the number of runs allows."""
    view = RunsView.of(experiment)
    drawn = view.drawn(chosen)
    return [
        RunStyle(theme.run_color(look.color), theme.run_dashed(look.color), run in drawn, look.pinned)
        for run, look in enumerate(view.runs)
    ]


def as_styles(colors: Sequence[Any], theme: Theme) -> list[RunStyle]:
    """Styles as they are; a mere colour is drawn as the theme draws the run of its place."""
    return [
        color if isinstance(color, RunStyle) else RunStyle(QColor(color), theme.run_dashed(i))
        for i, color in enumerate(colors)
    ]
