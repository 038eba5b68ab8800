"""The plot of a question on an exercise sheet: empty, to draw in, or with the whole experiment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from gdviz.engine.runner import prepare, run
from gdviz.gui.export.figure import Figure, Words
from gdviz.gui.kernel.derived import Medium
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.style import theme
from gdviz.gui.style.translating import choose
from gdviz.prepared_file import worded

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.guided.guided_lesson import Opening
    from gdviz.view_state import ViewState

_WIDTH, _MOST = 340, 320
"""Pixels of the views: the width of a plot, and its greatest height."""
_NODES = 2.0
"""The number of nodes of a heat map per pixel."""
_ROOM = 1.4
"""The height of an empty plot of losses, in multiples of the loss at the start."""
_PALE = 0.4
"""The opacity of a printed heat map: it is faint, as it is drawn on with a pencil."""
_OVER_STEPS = ("race", "rates")
"""The arrangements that show what happens over the steps."""


@contextmanager
def plotted(opening: Opening, is_filled: bool, go_on: Callable[[], bool]) -> Iterator[Figure]:
    """Return the figure of the beginning of a step, completely computed. Raises GivenUp, see `waiting.wait`.

    An empty figure is made of records in which nothing is computed yet, so that it cannot show what is ahead.
    """
    experiment = worded(opening.experiment, choose)
    result = run(experiment, device="cpu") if is_filled else prepare(experiment, "cpu")
    look = replace(opening.state.experiment.look, legend=False, contour_labels=True)
    look = look if is_filled else replace(look, loss_axis="linear")
    state = opening.state.changed(ahead_hidden=False, look=look)
    scene = Scene.of(result, theme.light(), state)
    part = _part(state, result.runs[0].problem.dim, is_filled)
    if part == "surface" and not is_filled:  # otherwise it would show where the next update leads
        scene = replace(scene, state=state.changed(ahead_hidden=True))
    medium = Medium(paper=True, tools=False, playhead=False)
    scene = scene.at(scene.clock.limit)
    words = Words(legend=len(result.runs) > 1)
    figure = Figure(scene, [part], QSize(_WIDTH, 0), theme.light(), words, medium, _MOST, _NODES)
    try:
        figure.wait(go_on)
        if part == "surface":
            figure.views["surface"].image.item.setOpacity(_PALE)
        elif not is_filled:
            _make_room(figure, result.runs)
        yield figure
    finally:
        figure.close()
        figure.deleteLater()
        QApplication.sendPostedEvents(figure, QEvent.Type.DeferredDelete)  # there may be no event loop to do it


def _make_room(figure: Figure, runs: Sequence[RunRecord]) -> None:
    """Extend the loss axis from zero to above the losses at the starts, as room to draw a curve."""
    high = max(record.loss_at(0) for record in runs)
    if isfinite(high) and high > 0:
        figure.views["loss"].zoom.show_values(0.0, _ROOM * high)


def _part(state: ViewState, dim: int, is_filled: bool) -> str:
    """Return the view that the question is about: the surface, or the loss over the steps.

    An empty plot keeps hidden what the fog hides.
    """
    is_foggy = state.moment.fog and dim > 1 and not is_filled
    return "loss" if dim > 2 or is_foggy or state.experiment.arrangement in _OVER_STEPS else "surface"
