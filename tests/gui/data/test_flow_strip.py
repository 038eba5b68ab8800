"""The chain of one update: each stage's name over its boxes, every number whole, and as on the step card."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gdviz import experiment, paths
from gdviz.gui.data.data_words import link_of
from gdviz.gui.data.flow_strip import FlowStrip, Link
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from tests.gui.conftest import OpenWindow
from tests.gui.data_lab import lab, on_data
from tests.gui.driving import settle, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SIZES = [(1024, 700), (1440, 900), (1920, 1080)]
STAGES = ("① split", "② predict", "③ loss", "④ update")


def many(kind: str = "linear_regression") -> Any:
    """Samples of five features whose numbers are long."""
    x = np.random.default_rng(0).normal(size=(40, 5)) * [1, 1e4, 1e-5, 1, 1]
    data = {"kind": "inline", "x": x.tolist(), "y": (x @ [100.0, -2e-4, 3.0, 0.0, 1.0]).tolist()}
    run = a_run([0] * 6, {"kind": "sgd", "lr": 1e-9}, batch={"size": 8})
    return an_experiment({"kind": kind, "data": data}, [run], epochs=3)


def strip(window: MainWindow) -> FlowStrip:
    """The strip, on its page where the lab has pages."""
    view = lab(window)
    if view.pages.isVisible():
        view._choose_page("flow")
    QApplication.processEvents()
    assert view.flow.isVisible()
    return view.flow


def check_whole(flow: FlowStrip) -> None:
    """Every text is narrower than its room, which lies within the strip, all of which is seen."""
    texts = flow.texts()
    assert len(texts) >= 2 * 7 + 4
    for room, text, font in texts:
        assert QFontMetricsF(font).horizontalAdvance(text) <= room.width() + 0.5, text
        assert QRectF(flow.rect()).adjusted(-1, -1, 1, 1).contains(room), text
    assert flow.height() >= flow.sizeHint().height()
    parent = flow.parentWidget()
    assert parent.rect().contains(flow.geometry())
    written = {text for _, text, _ in texts}
    for link in flow.links():
        assert link.name in written and written & set(link.values), link


def check_heads(flow: FlowStrip) -> None:
    """The name of each stage stands over all its boxes of a row, and over no other's."""
    _, rows = flow._plan()
    for row, boxes in zip(rows, flow._boxes(), strict=True):
        heads = [(room, text) for room, text, _ in flow.texts() if room.bottom() == pytest.approx(boxes[0].top())]
        for i, box in zip(row, boxes, strict=True):
            over = [text for room, text in heads if room.left() - 1 <= box.left() and box.right() <= room.right() + 1]
            assert over == [flow._stages[flow.links()[i].stage - 1]]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("text", [1.0, 1.75])
def test_that_every_number_is_whole_in_every_window(
    open_window: OpenWindow, size: tuple[int, int], language: str, text: float
) -> None:
    window = open_window(on_data(start=(-1, 4)))
    window.resize(*size)
    window.set_language(language)
    if text != 1.0:
        window.controller.view_model.change(text_scale=text)
    QApplication.processEvents()
    try:
        for k in (0, 7, 30):
            window.playhead = k
            for stage in range(5):
                window.controller.view_model.change(stage=stage)
                flow = strip(window)
                wait_until(lambda flow=flow: flow.height() >= flow.sizeHint().height())
                check_whole(flow)
                check_heads(flow)
    finally:
        window.controller.view_model.change(text_scale=1.0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_long_vectors_and_models_are_whole(open_window: OpenWindow, language: str) -> None:
    window = open_window(many())
    window.resize(1024, 700)
    window.set_language(language)
    QApplication.processEvents()
    window.playhead = 3
    flow = strip(window)
    check_whole(flow)
    check_heads(flow)


@pytest.mark.own_window  # the heights of the right column stay
@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_all_of_the_chain_is_seen_in_a_small_window(open_window: OpenWindow, language: str) -> None:
    window = open_window(experiment.load(paths.resources() / "lessons/22_mean_of_all_samples.json"))
    window.resize(1024, 700)
    window.set_language(language)
    settle(window)
    window.playhead = 3
    flow, area = strip(window), lab(window).area
    wait_until(lambda: flow.height() >= flow.sizeHint().height())
    QTest.qWait(60)
    seen = flow.geometry().translated(flow.parentWidget().pos())
    assert area.viewport().rect().contains(seen) and area.verticalScrollBar().maximum() == 0
    check_whole(flow)


def test_that_at_the_end_the_chain_is_the_last_update_as_on_the_card(open_window: OpenWindow) -> None:
    window = open_window(on_data(start=(-1, 4)))
    record = window.result.runs[0]
    flow = strip(window)
    for k in (record.n, record.n - 1):
        window.playhead = k
        settle(window)
        links = flow.links()
        lines = window.card.description()
        mean, gradient, after = (re.findall(r"[−\d.e-]+", link.value) for link in links[4:])
        card = re.search(r"∇J_B\([^)]*\) = \[([^\]]*)\]", lines)
        assert card is not None
        assert numbers(gradient) == pytest.approx([float(part) for part in card[1].split(",")], rel=6e-3)
        assert numbers(gradient) == pytest.approx(record.grad[-1], rel=6e-3)
        assert numbers(mean) == pytest.approx([record.batch_loss[-1]], rel=6e-3)
        assert links[6].name == "w′" and numbers(after) == pytest.approx(record.w[-1], rel=6e-3)


def test_that_the_last_update_is_shown_while_what_is_ahead_is_hidden(open_window: OpenWindow) -> None:
    window = open_window(on_data(start=(-1, 4)))
    window.bench.actions["actionHideAhead"].setChecked(True)
    flow = strip(window)
    window.playhead = window.result.runs[0].n
    assert flow.links()[-1].name == "w′" and flow.links()[-1].value != "?"
    window.playhead = 3
    assert flow.links()[-1].value == "?"


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace("−", "-")) for text in texts]


@pytest.fixture
def alone(qtbot: QtBot, qapp: QApplication) -> FlowStrip:
    set_language(qapp, "en")
    made = FlowStrip()
    qtbot.addWidget(made)
    made.show()
    return made


def chain(value: float, dim: int) -> list[Link]:
    return [
        link_of("x₁₀₀", np.full(1, value), 1, ""), Link("model", "w2·tanh(w1·x)", 2, "", ("f(x; w)",)),
        link_of("ŷ₁₀₀", np.full(1, value), 2, ""), link_of("loss ℓ₁₀₀", np.full(1, value), 3, ""),
        link_of("mean", np.full(1, value), 3, ""), link_of("gradient", np.full(dim, value), 4, ""),
        link_of("w′", np.full(dim, value), 4, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("value", [0.499, -1.23456e-5, 123456.7, -9.99e99, 0.0, math.inf])
@pytest.mark.parametrize("dim", [1, 2, 3, 40])
def test_that_fewer_digits_come_before_anything_is_cut(alone: FlowStrip, value: float, dim: int) -> None:
    for width in (224, 262, 294, 420, 700, 1100):
        alone.resize(width, alone.height())
        alone.show_links(chain(value, dim), STAGES, 4)
        alone.resize(width, alone.sizeHint().height())
        texts = alone.texts()
        for room, text, font in texts:
            assert QFontMetricsF(font).horizontalAdvance(text) <= room.width() + 0.5 or font.pixelSize() <= 4, text
        check_heads(alone)
        for link in alone.links():
            for text in link.values:
                found = (
                    numbers(re.findall(r"[−\d][\d.e+-]*", text))
                    if math.isfinite(value) and link.name != "model"
                    else []
                )
                assert found == pytest.approx([value] * len(found), rel=0.06 if text == link.value else 0.5)


def test_that_boxes_stay_where_they_are_while_numbers_change(alone: FlowStrip) -> None:
    alone.resize(1400, 110)
    places = []
    for value in (0.5, -12.1, 0.213, -0.01, 7.35):
        alone.show_links(chain(value, 2), STAGES, 0)
        places.append([box for row in alone._boxes() for box in row])
    assert all(place == places[0] for place in places)


def test_that_the_tool_tip_of_a_box_has_its_number_in_full(alone: FlowStrip) -> None:
    alone.resize(224, 110)
    alone.show_links(chain(-1.23456e-5, 2), STAGES, 0)
    assert "−1.23e-05" not in " ".join(text for _, text, _ in alone.texts())
    at = alone._boxes()[1][1].center().toPoint()
    QApplication.sendEvent(alone, QHelpEvent(QEvent.Type.ToolTip, at, alone.mapToGlobal(at)))
    assert "gradient = (−1.23e-05, −1.23e-05)" in QToolTip.text()
    assert "(−1.23e-05, −1.23e-05)" in alone.accessibleDescription()
    QToolTip.hideText()
