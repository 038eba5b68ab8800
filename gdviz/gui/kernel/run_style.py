"""The stroke of each run: one colour everywhere, dashed or faint where that says something, or not drawn at all."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtGui import QColor

from gdviz import run_marks
from gdviz.editing.run_view import RunsView
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.gui.style.theme import Theme
from gdviz.run_marks import DISC, Marker

FAINT = 0.4
"""The strength of a baseline's lines."""


@frozen
class RunStyle:
    """How a run is drawn; one that is not `drawn` is in no picture."""

    color: QColor
    dashed: bool = False
    drawn: bool = True
    faint: bool = False
    dashes: tuple[float, ...] = ()
    """Lengths on and off in turn, see `run_marks.DASHES`; of a dashed run those of its kind by default."""
    marker: Marker = DISC
    marked: bool = False
    """Whether its curves have markers along them, as on paper."""

    @property
    def pattern(self) -> tuple[float, ...]:
        """Its dashes; none where its lines have no gaps."""
        return self.dashes or (run_marks.DASHES[run_marks.SOLID] if self.dashed else ())

    @cached_property
    def ink(self) -> QColor:
        """The colour of its lines, paler for a baseline."""
        color = QColor(self.color)
        color.setAlphaF(FAINT if self.faint else 1.0)
        return color


def numbered(number: int, theme: Theme, drawn: bool = True, faint: bool = False, paper: bool = False) -> RunStyle:
    """The style of the run with this number of colour and dashes; on `paper` each has dashes, and markers on curves."""
    dashes, marker = run_marks.dashes(number, paper), run_marks.marker(number)
    return RunStyle(theme.run_color(number), theme.run_dashed(number), drawn, faint, dashes, marker, paper)


def run_styles(experiment: Experiment, chosen: int, theme: Theme, paper: bool = False) -> list[RunStyle]:
    """The style of each run, as the experiment's view asks for and the number of runs allows; alone, it is plain."""
    view = RunsView.of(experiment)
    drawn = view.drawn(chosen)
    paper = paper and len(drawn) > 1
    return [numbered(look.color, theme, run in drawn, look.pinned, paper) for run, look in enumerate(view.runs)]
