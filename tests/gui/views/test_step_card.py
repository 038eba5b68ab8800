from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import prepare
from gdviz.gui.views.step_card import StepCard
from tests.gui.plot_runs import CUBIC, computed, show


@pytest.fixture
def card(qtbot: QtBot) -> StepCard:
    made = StepCard()
    qtbot.addWidget(made)
    made.resize(300, 420)
    made.show()
    return made


def test_that_the_first_update_of_the_worked_example_is_written_out(card: StepCard) -> None:
    show(card, computed(CUBIC))
    assert card.title.text() == "Step 0 → 1"
    assert card.accessibleDescription().splitlines() == [
        "∂f/∂x = 6xy = 6·1·1 = 6",
        "∂f/∂y = 3x² = 3·1² = 3",
        "g = ∇f(1, 1) = [6, 3]",
        "η = 0.01 (constant)",
        "Δw = −η·g = -0.01·[6, 3] = [-0.06, -0.03]",
        "w′ = w + Δw = [1, 1] + [-0.06, -0.03] = [0.94, 0.97]",
        "f: 3 → 2.57128",
        "Δf = f(w′) − f(w) = 2.57128 − 3 = -0.428724 (what happened)",
        "Δf₁ = −η·|g|² = -0.01·(6² + 3²) = -0.45 (expected from the slope)",
        "Δf₂ = Δf₁ + ½·Δwᵀ·∇²f·Δw = -0.45 + 0.0216 = -0.4284 (expected from slope and curvature)",
    ]
    shown = card.view.toPlainText()
    assert "[−0.06, −0.03]" in shown.replace("\u00a0", " ")


def test_that_the_playhead_chooses_the_update_and_its_end_shows_the_last(card: StepCard) -> None:
    show(card, computed(CUBIC))
    card.set_playhead(7)
    assert card.title.text() == "Step 7 → 8"
    card.set_playhead(20)
    assert card.title.text() == "Step 19 → 20"


def test_that_the_chosen_run_is_shown_and_named(card: StepCard) -> None:
    show(card, computed(CUBIC, {"label": "slow"}, {"label": "fast", "optimizer": {"kind": "sgd", "lr": 0.1}}))
    card.set_run(1)
    assert "-0.1·[6, 3]" in card.accessibleDescription()
    assert card._run_label.text() == "fast"


def test_that_copying_takes_title_and_lines(card: StepCard) -> None:
    show(card, computed(CUBIC))
    QTest.mouseClick(card.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Step 0 → 1\n")
    assert "[0.94, 0.97]" in text


def test_that_long_lines_wrap_within_the_card(card: StepCard) -> None:
    adam = {"optimizer": {"kind": "adam", "lr": 0.01}}
    show(card, computed(CUBIC, adam))
    card.set_playhead(9)
    document = card.view.document()
    assert document.idealWidth() <= card.view.viewport().width() + 1
    assert card.view.horizontalScrollBar().maximum() == 0


def test_that_a_run_without_updates_says_so(card: StepCard) -> None:
    show(card, prepare(computed(CUBIC).experiment, "cpu"))
    assert card.title.text() == "No step yet"
    assert not card.copy_button.isEnabled()
    assert card.accessibleDescription() == "The first update is not computed yet."
