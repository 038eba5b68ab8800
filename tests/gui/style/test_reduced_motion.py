"""Nothing moves between two steps for a person who wants little motion."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.data.batch_strip import BatchStrip
from gdviz.gui.data.shuffle import Shuffle
from gdviz.gui.kernel.playhead import Playhead
from gdviz.gui.style import reduced_motion
from gdviz.lessons import lesson
from tests.gui.conftest import OpenWindow
from tests.gui.driving import settle


@pytest.fixture(autouse=True)
def usual(qtbot: QtBot) -> Iterator[None]:
    yield
    reduced_motion.set_reduced(False)


def playing(parent: QtBot) -> tuple[list[float], list[int], Playhead]:
    glides: list[float] = []
    steps: list[int] = []
    head = Playhead()
    head.glided.connect(glides.append)
    head.moved.connect(steps.append)
    head.set_extent(10, 10)
    head.set_speed(2)
    head.play()
    for _ in range(10):
        head.advance(0.2)
    head.pause()
    return glides, steps, head


def test_that_the_point_goes_from_step_to_step_without_gliding(qtbot: QtBot) -> None:
    assert any(playing(qtbot)[0])
    reduced_motion.set_reduced(True)
    glides, steps, _ = playing(qtbot)
    assert glides == [] and steps == [1, 2, 3]


@pytest.mark.parametrize("reduced", [False, True])
def test_that_no_samples_move_on_the_large_cards_either(qapp: QApplication, reduced: bool) -> None:
    shuffle = Shuffle(qapp)
    reduced_motion.set_reduced(reduced)
    shuffle.begin(np.array([2, 0, 1]), np.arange(3), np.arange(3))
    assert (shuffle.before is None) == reduced == (shuffle.state() != Shuffle.State.Running)
    shuffle.end()
    shuffle.deleteLater()


@pytest.mark.parametrize("reduced", [False, True])
def test_that_the_switch_keeps_samples_from_being_shuffled(open_window: OpenWindow, reduced: bool) -> None:
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    settle(window)
    if reduced:
        window.bench.actions["actionReducedMotion"].trigger()
    assert reduced_motion.is_reduced() == reduced
    strip = window.findChild(BatchStrip)
    assert strip is not None
    window.playhead = 5
    window.bench.change(stage=1)
    assert strip.shuffling != reduced  # at once: in the end nothing moves either way


@pytest.mark.parametrize(("known", "shown"), [(1, 0), (1, 1), (0, 0)])
def test_that_windows_is_asked(monkeypatch: pytest.MonkeyPatch, known: int, shown: int) -> None:
    def answer(what: int, _: int, place: object, __: int) -> int:
        assert what == 0x1042
        ctypes.cast(place, ctypes.POINTER(ctypes.c_int))[0] = shown
        return known

    monkeypatch.setattr(sys, "platform", "win32")
    library = SimpleNamespace(user32=SimpleNamespace(SystemParametersInfoW=answer))
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    reduced_motion.system_reduces.cache_clear()
    assert reduced_motion.is_reduced() == (known == 1 and shown == 0)
    monkeypatch.undo()
    reduced_motion.system_reduces.cache_clear()
