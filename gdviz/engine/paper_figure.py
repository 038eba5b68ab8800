"""A matplotlib figure whose files keep text as text. It imports matplotlib, so it is imported only to draw."""

from __future__ import annotations

from typing import Any

from matplotlib import rc_context
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure

_TEXT_AS_TEXT = {"pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "none"}
"""TrueType fonts in PDF and PostScript, since journals refuse matplotlib's Type 3; letters instead of outlines in SVG.

They hold only while a file is written: matplotlib's own settings stay as the user has them.
"""


class _Canvas(FigureCanvasBase):  # type: ignore[misc, unused-ignore]
    """What writes the files, also those that a notebook shows."""

    def print_figure(self, *arguments: Any, **options: Any) -> Any:
        """See matplotlib."""
        with rc_context(_TEXT_AS_TEXT):
            return super().print_figure(*arguments, **options)


class PaperFigure(Figure):  # type: ignore[misc, unused-ignore]
    """A figure for a journal; it can be drawn on another canvas, and pickled."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _Canvas(self)

    def savefig(self, *arguments: Any, **options: Any) -> None:
        """See matplotlib."""
        with rc_context(_TEXT_AS_TEXT):
            super().savefig(*arguments, **options)

    def __setstate__(self, state: Any) -> None:
        """Pickle: a figure comes back without its canvas."""
        super().__setstate__(state)
        _Canvas(self)
