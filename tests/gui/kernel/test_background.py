from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.kernel.background import Background
from gdviz.gui.style.language import set_language
from gdviz.messages import ExperimentError, message

EMPTY = ExperimentError("problem.data", message("{file}: the file is empty", file="a.csv"))


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.stop()


def counting(last: int, seen: list[str]) -> Generator[int, None, str]:
    try:
        for number in range(last):
            seen.append(threading.current_thread().name)
            yield number
    finally:
        seen.append("closed")
    return "whole"


def test_that_work_runs_on_another_thread_to_its_end(background: Background, qtbot: QtBot) -> None:
    seen: list[str] = []
    with qtbot.waitSignal(background.done):
        background.start_work(counting(5, seen))
    assert (background.latest, background.result) == (4, "whole")
    assert threading.current_thread().name not in seen and len(seen) == 6


def test_that_stopping_ends_endless_work_and_closes_it(background: Background, qtbot: QtBot) -> None:
    seen: list[str] = []
    finished: list[bool] = []
    background.done.connect(lambda: finished.append(True))
    background.start_work(counting(10**9, seen))
    qtbot.waitUntil(lambda: len(seen) > 3)
    background.stop()
    assert not background.isRunning() and seen[-1] == "closed" and not finished


def test_that_newer_work_replaces_older(background: Background, qtbot: QtBot) -> None:
    background.start_work(counting(10**9, []))
    with qtbot.waitSignal(background.done):
        background.start_work(counting(2, []))
    assert background.result == "whole"


def test_that_a_failure_is_signalled_and_kept(
    background: Background, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        raise ValueError("no more")

    with caplog.at_level(logging.CRITICAL), qtbot.waitSignal(background.failed):
        background.start_work(failing())
    assert str(background.error) == "no more"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (EMPTY, "a.csv: 파일이 비어 있습니다"),
        (MemoryError(), "MemoryError"),
        (ValueError("no more"), "ValueError: no more"),
    ],
)
def test_that_the_reason_of_a_failure_is_a_sentence_without_a_path(
    background: Background, qtbot: QtBot, qapp: QApplication, error: Exception, reason: str
) -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        raise error

    assert background.reason == ""
    set_language(qapp, "ko")
    try:
        with qtbot.waitSignal(background.failed):
            background.start_work(failing())
        assert background.reason == reason
    finally:
        set_language(qapp, "en")
