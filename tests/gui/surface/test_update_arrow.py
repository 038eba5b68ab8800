"""The arrow of an update too short to be seen is drawn longer, and says by how much."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.export.image import picture
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_markers import DOT, SHORT
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.plot_runs import computed
from tests.gui.scenes import go_to, show

_WORD_AT = draw.word_at
Written = list[tuple[str, QRectF]]


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Written:
    """The words that are written on the surface, as they are painted, and their places in pixels."""
    written: Written = []

    def word_at(painter: QPainter, place: QPointF, text: str, *more: Any) -> None:
        written.append((text, QRectF(place, painter.fontMetrics().size(0, text).toSizeF())))
        _WORD_AT(painter, place, text, *more)

    monkeypatch.setattr(draw, "word_at", word_at)
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


def painted(view: SurfaceView, words: Written) -> list[str]:
    words.clear()
    picture(view)
    return list(dict.fromkeys(text for text, _ in words))


def test_that_a_stretched_arrow_shows_its_factor(view: SurfaceView, words: Written) -> None:
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
        # Over 24 pixels, its least length, stands the dot at the point.
        assert SHORT < float(found[0][1]) * pixels < 1.4 * SHORT


def test_that_a_run_that_has_arrived_has_neither_arrow_nor_word(
    view: SurfaceView, words: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrows: list[QPointF] = []
    drawn = draw.arrow

    def arrow(painter: QPainter, place: QPointF, *more: Any) -> None:
        arrows.append(place)
        drawn(painter, place, *more)

    monkeypatch.setattr(draw, "arrow", arrow)
    result = computed(
        {"kind": "surface", "name": "sphere"}, {"start": [2, -1], "optimizer": {"kind": "sgd", "lr": 0.3}}, steps=30
    )
    show(view, result)
    seen = set()
    for k in range(30):
        go_to(view, k)
        arrows.clear()
        (x0, x1), (y0, y1) = view.box.viewRange()
        step = result.runs[0].w[k + 1] - result.runs[0].w[k]
        pixels = math.hypot(step[0] * view.box.width() / (x1 - x0), step[1] * view.box.height() / (y1 - y0))
        named = any(word.startswith("−η∇f") for word in painted(view, words))
        assert named == bool(arrows) == (pixels >= 0.01)
        seen.add(named)
    assert seen == {True, False}


def test_that_an_arrow_of_true_length_shows_no_factor(view: SurfaceView, words: Written) -> None:
    show(
        view,
        computed({"kind": "surface", "name": "sphere"}, {"start": [2, -1], "optimizer": {"kind": "sgd", "lr": 0.3}}),
    )
    assert "−η∇f" in painted(view, words)
    assert not any("×" in word for word in painted(view, words))


def test_that_the_step_of_a_batch_is_not_called_after_the_gradient_of_all_samples(
    view: SurfaceView, words: Written
) -> None:
    line = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    descent = {"start": [-1, 4], "optimizer": {"kind": "sgd", "lr": 0.1}}
    for batch, word in ((None, "−η∇J"), ({"size": 20}, "Δw")):
        show(view, computed(line, descent | {"batch": batch}))
        assert view.markers.words["update"] == word


@pytest.mark.parametrize("start", [[1, 1], [1, -1], [-1, 1], [-0.7, -1], [0.1, 1]])
def test_that_the_word_of_a_stretched_arrow_leaves_the_point_free(
    view: SurfaceView, words: Written, start: list[float]
) -> None:
    problem = {"kind": "expression", "expression": "3*x**2*y", "domain": [[-2, 2], [-2, 2]]}
    show(view, computed(problem, {"start": start, "optimizer": {"kind": "sgd", "lr": 0.001}}))
    assert any("×" in word for word in painted(view, words))
    (x0, x1), (y0, y1) = view.box.viewRange()
    place = QPointF((start[0] - x0) / (x1 - x0) * view.box.width(), (y1 - start[1]) / (y1 - y0) * view.box.height())
    dot = QRectF(place - QPointF(DOT, DOT), place + QPointF(DOT, DOT))
    assert [text for text, room in words if room.intersects(dot)] == []
