"""The colours and the words of verdicts, wherever cells of runs are drawn."""

from __future__ import annotations

from PySide6.QtGui import QColor

from gdviz.gui.style.theme import Theme
from gdviz.gui.style.translating import translate
from gdviz.messages import mark

WORDS = {
    "converged": mark("converged"), "local_minimum": mark("local minimum"), "flat": mark("flat valley"),
    "catapult": mark("catapult"), "edge_of_stability": mark("edge of stability"), "noise_floor": mark("noise floor"),
    "still_descending": mark("still descending"), "too_slow": mark("too slow"), "oscillating": mark("oscillating"),
    "overshooting": mark("overshooting"), "saddle": mark("at a saddle"), "uphill": mark("walking uphill"),
    "not_started": mark("not started"), "unbounded": mark("falls without end"), "diverged": mark("diverged"),
}  # fmt: skip
"""The verdicts in words, in English."""
_HUES = {
    "converged": (0, 110, 199), "local_minimum": (199, 108, 189), "flat": (240, 228, 66), "catapult": (88, 180, 239),
    "edge_of_stability": (0, 156, 115), "noise_floor": (132, 218, 148), "still_descending": (168, 196, 228),
    "too_slow": (119, 114, 132), "oscillating": (230, 159, 0), "overshooting": (109, 66, 8), "saddle": (120, 61, 145),
    "uphill": (250, 124, 184), "not_started": (235, 235, 235), "unbounded": (72, 24, 84), "diverged": (204, 57, 50),
}  # fmt: skip
"""After Okabe and Ito 2008, Color Universal Design: arrived is blue, moving greyish, swinging orange, lost red."""
_SHADE = {True: 0.86, False: 0.92}
"""The share of these hues over the ground of the plot, by whether the theme is dark."""


def verdict_colour(kind: str, theme: Theme) -> QColor:
    """The colour of a verdict."""
    return QColor(theme.mix(QColor(*_HUES[kind]).name(), "plot", _SHADE[theme.is_dark]))


def verdict_word(kind: str) -> str:
    """A verdict in a word or two, in the window's language."""
    return translate(WORDS[kind])
