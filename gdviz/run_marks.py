"""The colours, dashes and markers that distinguish runs in every output; no Qt.

The window, its pictures and films, and the figures of a notebook all use them.
"""

from __future__ import annotations

from gdviz.frozen import frozen

DARK = ("#ffb000", "#5cc8ff", "#ff7fb0", "#7ee787", "#a46bf5", "#d2ef5a", "#e06a4a", "#c9b8ff")
"""The colours of runs on a dark ground; see `LIGHT`."""
LIGHT = ("#c05a00", "#0067b1", "#b0206c", "#0d6636", "#5b2ab0", "#7a6a00", "#8b3ae5", "#58012b")
"""The colours of runs on a light ground; the colour-blind can distinguish 0 to 4, and 5 to 7, but not all eight."""
COLOURS = len(LIGHT)
LOOKS = 2 * COLOURS
"""The number of runs that look different; after these the looks repeat."""
SOLID = 5
"""The number of colours that are drawn solid on a screen; later runs are dashed."""

DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (20, 4),
    (7, 3),
    (14, 3, 3, 3, 3, 3),
    (7, 3, 7, 8),
    (10, 5),
    (14, 4, 5, 4),
    (4, 4),
)
"""The dashes of each run on paper: lengths on and off in turn, in pixels of a line 2 pixels wide.

The first has no gaps. No run is dotted, as recorded runs are, or drawn with a dash and a dot in turn, as the stability
limit is.
"""
RECORDED: tuple[float, ...] = (2, 3)
"""The dots of a recorded run."""
SHAPES = (
    "circle", "square", "triangle_up", "diamond", "triangle_down", "triangle_left", "triangle_right", "star",
)  # fmt: skip


@frozen
class Marker:
    """The mark of a run: one of SHAPES, full or hollow."""

    shape: str = SHAPES[0]
    hollow: bool = False


DISC = Marker()
"""The marker of the first run."""


def is_dashed(index: int) -> bool:
    """Whether run `index` is dashed on a screen: all except those that differ by their colour alone."""
    return index % LOOKS >= SOLID


def marker(index: int) -> Marker:
    """The marker of run `index`: a shape for each colour, hollow for 5 to 12; no two of the first LOOKS are alike."""
    return Marker(SHAPES[index % COLOURS], SOLID <= index % LOOKS < SOLID + COLOURS)


def dashes(index: int, paper: bool = False) -> tuple[float, ...]:
    """The dashes of run `index` as in `DASHES`; on a screen only where colours alone would not be enough."""
    if not (paper or is_dashed(index)):
        return ()
    index %= LOOKS
    return DASHES[index] if index < COLOURS else DASHES[1 + index % (COLOURS - 1)]
