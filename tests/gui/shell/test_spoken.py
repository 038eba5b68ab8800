"""What a screen reader announces about the step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.card.step_card import StepCard
from gdviz.gui.shell import spoken
from gdviz.gui.shell.spoken import Spoken
from gdviz.lessons import lesson
from tests.gui.conftest import OpenWindow
from tests.gui.driving import key, settle, wait_until
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import show

pytestmark = pytest.mark.one_window


@pytest.fixture
def bar(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def announcement(bar: QWidget, *runs: dict[str, object], k: int, steps: int = 10, **state: object) -> str:
    """The announcement of the step at tick k of these runs."""
    view = Spoken(bar, StepCard(bar), QWidget(bar), list, list)
    show(view, computed(BOWL, *runs, steps=steps), k=k, **state)
    return bar.accessibleDescription()


GD = {"optimizer": {"kind": "sgd", "lr": 0.1}}
"""Each step takes a fifth off both coordinates of x² + y²: 36 % of the loss."""


def test_that_a_step_is_summed_up(bar: QWidget) -> None:
    assert announcement(bar, GD, k=0).startswith("Step 0 of 10. Loss ")
    text = announcement(bar, GD, k=3)
    assert text.startswith("Step 3 of 10. Loss ") and "fell by 36 %." in text and text.count("w = (") == 1


def test_that_a_rise_and_a_leap_are_announced_as_such(bar: QWidget) -> None:
    assert "rose by 44 %." in announcement(bar, {"optimizer": {"kind": "sgd", "lr": 1.1}}, k=2)
    far = announcement(bar, {"optimizer": {"kind": "sgd", "lr": 10.0}}, k=1)
    assert "rose by" in far and "%" not in far


def test_that_the_run_is_named_where_there_are_several(bar: QWidget) -> None:
    text = announcement(bar, {"label": "slow", **GD}, {"label": "fast", **GD}, k=2, run=1)
    assert text.startswith("fast. Step 2 of 10.")


def test_that_the_fog_hides_the_loss_but_not_where_one_stands(bar: QWidget) -> None:
    text = announcement(bar, GD, k=2, fog=True)
    assert "Loss" not in text and "w = (" in text


def test_that_what_a_person_steps_to_is_announced_once_it_rests(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    settle(window)
    heard: list[str] = []
    monkeypatch.setattr(spoken, "announce", lambda _, sentence: heard.append(sentence))
    for _ in range(3):
        key(window, Qt.Key.Key_Right)
    wait_until(lambda: bool(heard))
    assert len(heard) == 1 and "Step 3 of 20." in heard[0] and "Epoch 1, batch 3 of 5." in heard[0]
    bar = window.timeline.bar
    assert bar.accessibleDescription() == heard[0]
    for part in (window.surface, window.loss.plot):
        assert "loss" in part.accessibleDescription()
    assert window.card.accessibleDescription() == window.card.description()
    window.controller.playhead.set_speed(2)
    key(window, Qt.Key.Key_Space)
    wait_until(lambda: window.playhead > 3)
    assert bar.accessibleDescription() == heard[0] and len(heard) == 1
    window.controller.playhead.set_speed(1000)
    wait_until(lambda: len(heard) == 2)  # at the end
    assert "Step 20 of 20." in heard[1] and bar.accessibleDescription() == heard[1]


def test_that_what_is_passed_is_not_described_until_it_is_asked_for(open_window: OpenWindow) -> None:
    window = open_window()
    settle(window)
    window.places.settle()
    parts = window.timeline.bar, window.card, window.surface
    before = [part.accessibleDescription() for part in parts]
    window.playhead = 4
    assert [part.accessibleDescription() for part in parts] == before
    window.places.settle()
    after = [part.accessibleDescription() for part in parts]
    assert [text for text in after if text in before] == []
    assert window.card.accessibleDescription() == window.card.description()


def test_that_nothing_is_sent_while_no_screen_reader_is_there(bar: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", sent.append)
    for active in (False, True):
        monkeypatch.setattr(QAccessible, "isActive", lambda active=active: active)
        spoken.announce(bar, "Step 1.")
        spoken.announce(bar, "")
        assert len(sent) == active
