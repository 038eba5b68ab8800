from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY, Ends
from gdviz.gui.explore.basin_colours import HUES, hue, picture
from gdviz.gui.explore.basin_legend import percent
from gdviz.gui.style import theme
from tests.gui.style.test_theme import THEMES, contrast, distance


def colour_name(basin: int, which: theme.Theme, share: float = 0.0) -> str:
    return QColor(*hue(basin, which, share)).name()


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_the_basins_differ_for_the_colour_blind(which: theme.Theme) -> None:
    basins = (*range(len(HUES)), VALLEY, NOWHERE, DIVERGED)
    for one, other in itertools.combinations([colour_name(basin, which) for basin in basins], 2):
        assert distance(one, other) >= 0.04, (one, other)  # 0.02 is just seen side by side


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_more_steps_are_darker(which: theme.Theme) -> None:
    ends = Ends(np.zeros(5, dtype=np.intp), np.array([0, 3, 20, 100, 400]), np.zeros(5), np.zeros((1, 2)), np.zeros(1))
    row = picture(ends, (1, 5), 400, which)[0]
    grounds = [contrast(QColor(*pixel[:3].tolist()).name(), "#000000") for pixel in row]
    assert grounds == sorted(grounds, reverse=True) and grounds[0] > 1.3 * grounds[-1]


def test_that_an_edge_lies_between_two_basins() -> None:
    basin = np.array([0, 0, 1, 1, 0, 0, 1, 1], dtype=np.intp)
    ends = Ends(basin, np.zeros(8, dtype=np.intp), np.zeros(8), np.zeros((2, 2)), np.zeros(2))
    pixels = picture(ends, (2, 4), 10, theme.dark()).astype(int).sum(axis=-1)
    assert pixels[0, 2] < pixels[0, 3] and pixels[0, 0] == pixels[0, 1]


def test_that_a_legend_says_100_percent_of_all_starts_alone() -> None:
    shares = (1.0, 0.995, 0.994, 0.5, 0.01, 0.004)
    assert [percent(share) for share in shares] == ["100 %", "> 99 %", "99 %", "50 %", "1 %", "< 1 %"]
