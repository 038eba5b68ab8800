"""The arrow of an update too short to be seen is drawn longer, and says by how much."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.export.image import picture
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_markers import SHORT
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.plot_runs import computed
from tests.gui.scenes import go_to, show

_WORD = draw.word


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that are written on the surface, as they are painted."""
    written: list[str] = []

    def word(*given: Any, **more: Any) -> None:
        written.append(given[4])
        _WORD(*given, **more)

    monkeypatch.setattr(draw, "word", word)
    return written


@pytest.fixture
def view(qtbot: QtBot) -> SurfaceView:
    themes.apply(themes.light())
    made = SurfaceView()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    qtbot.waitExposed(made)
    return made


def painted(view: SurfaceView, words: list[str]) -> list[str]:
    words.clear()
    picture(view)
    return list(dict.fromkeys(words))


def test_that_a_stretched_arrow_shows_its_factor(view: SurfaceView, words: list[str]) -> None:
    rosenbrock = {"kind": "surface", "name": "rosenbrock"}
    result = computed(rosenbrock, {"start": [-1.2, 1], "optimizer": {"kind": "sgd", "lr": 0.001}}, steps=120)
    show(view, result)
    for k in (40, 100):
        go_to(view, k)
        step = result.runs[0].w[k + 1] - result.runs[0].w[k]
        (x0, x1), (y0, y1) = view.box.viewRange()
        pixels = math.hypot(step[0] * view.box.width() / (x1 - x0), step[1] * view.box.height() / (y1 - y0))
        assert pixels < 1
        found = [match for word in painted(view, words) if (match := re.fullmatch("−η∇f, ×([0-9]+)", word))]
        assert len(found) == 1
        # Over 24 pixels, its least length, stands the disc at the point.
        assert SHORT < float(found[0][1]) * pixels < 1.4 * SHORT


def test_that_an_arrow_of_true_length_shows_no_factor(view: SurfaceView, words: list[str]) -> None:
    show(
        view,
        computed({"kind": "surface", "name": "sphere"}, {"start": [2, -1], "optimizer": {"kind": "sgd", "lr": 0.3}}),
    )
    assert "−η∇f" in painted(view, words)
    assert not any("×" in word for word in painted(view, words))
