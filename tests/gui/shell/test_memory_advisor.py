from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.backend import NUMPY, Backend
from gdviz.engine import batch_timing
from gdviz.gui.shell import batch_timing_page as timing_page
from gdviz.gui.shell.memory_advisor import MemoryAdvisor
from gdviz.gui.style.language import set_language
from gdviz.gui.style.theme import dark
from gdviz.problems.problem import Problem
from tests.making import a_run, an_experiment, line_data

GIB = 2**30


@pytest.fixture
def advisor(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryAdvisor]:
    monkeypatch.setattr(Backend, "free_memory", lambda self: 10 * GIB)
    dialog = MemoryAdvisor(None, an_experiment("sphere", [a_run([1, 1])]), 0, NUMPY, dark())
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    yield dialog
    dialog.close()


def choose(advisor: MemoryAdvisor, name: str, qtbot: QtBot) -> None:
    """Go through the list by the arrow keys."""
    combo = advisor.network
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentData() != name:
        qtbot.keyClick(combo, Qt.Key.Key_Down)


def test_that_the_measured_memory_is_the_first_figure(advisor: MemoryAdvisor) -> None:
    assert advisor.memory.value() == 10
    assert "powers of two up to 128" in advisor.verdict.text()
    assert "memory error, before it happens" in advisor.verdict.text()
    assert "accumulation" in advisor.verdict.text() and "custom" in advisor.verdict.text()
    assert "arXiv" in advisor.source.text()


def test_that_24_gb_run_out_with_a_large_network(advisor: MemoryAdvisor, qtbot: QtBot) -> None:
    choose(advisor, "gpt2_xl", qtbot)
    qtbot.mouseClick(advisor.chips[24.0], Qt.MouseButton.LeftButton)
    assert advisor.memory.value() == 24
    assert "Not even one sample fits" in advisor.verdict.text()
    qtbot.mouseClick(advisor.chips[80.0], Qt.MouseButton.LeftButton)
    assert "powers of two up to 2." in advisor.verdict.text()


def test_that_typed_numbers_and_precision_count(advisor: MemoryAdvisor, qtbot: QtBot) -> None:
    for name, text in (("samples", "1000"), ("features", "0"), ("parameters", "1"), ("activations", "2684354")):
        field = advisor.fields[name]
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "The largest batch that fits is 1,000" in advisor.verdict.text() or "All 1,000" in advisor.verdict.text()
    advisor.precision.setFocus()
    qtbot.keyClick(advisor.precision, Qt.Key.Key_Home)
    assert advisor.need.size == 8
    assert "The largest batch that fits is 500" in advisor.verdict.text()


def test_that_an_experiment_with_samples_is_the_first_model(qtbot: QtBot) -> None:
    dialog = MemoryAdvisor(None, an_experiment(line_data(50), [a_run([0, 0])], epochs=1), 0, NUMPY, dark())
    qtbot.addWidget(dialog)
    assert dialog.network.currentData() == "experiment"
    assert "All 50 samples fit in one batch" in dialog.verdict.text()
    dialog.close()


def test_that_times_are_measured_when_the_page_is_opened(
    advisor: MemoryAdvisor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_timing, "ROUNDS", 2)
    assert not advisor.time.work.isRunning() and advisor.time.found is None
    qtbot.mouseClick(advisor.segments.button("time"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(advisor.time.verdict.text()))
    assert "quickest epoch" in advisor.time.verdict.text() and "power of two" in advisor.time.verdict.text()
    assert advisor.time.progress.value() == 1000


def test_that_times_that_cannot_be_measured_are_reported(
    advisor: MemoryAdvisor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(problem: Problem) -> Iterator[None]:
        raise MemoryError("too many samples")
        yield

    monkeypatch.setattr(timing_page, "timing", fail)
    qtbot.mouseClick(advisor.segments.button("time"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: advisor.time.verdict.text() == "MemoryError: too many samples")


def test_that_closing_stops_the_measuring(
    advisor: MemoryAdvisor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_timing, "ROUNDS", 10**6)
    qtbot.mouseClick(advisor.segments.button("time"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(advisor.time.work.isRunning)
    qtbot.keyClick(advisor, Qt.Key.Key_Escape)
    assert not advisor.time.work.isRunning()


AS_PUBLISHED = {
    "and", "arXiv", "A.2", "BERT", "Devlin", "He", "ImageNet", "Korthikanti", "Language", "Learners", "Models",
    "Multitask", "Radford", "Radosavovic", "ResNet", "Russakovsky", "Simonyan", "Unsupervised", "VGG",
    "WebText", "Zisserman", "al", "are", "et", "a", "h", "s", "torchvision", "models", "resnet", "vgg",
}  # fmt: skip
"""Names of papers, people, models and quantities: in Korean, too."""


def test_that_models_and_their_sources_are_named_in_the_language_of_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Backend, "free_memory", lambda self: 10 * GIB)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_language(app, "ko")
    try:
        dialog = MemoryAdvisor(None, an_experiment("sphere", [a_run([1, 1])]), 0, NUMPY, dark())
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        for name in ("resnet18", "resnet50", "vgg16", "bert_base", "gpt2_xl"):
            choose(dialog, name, qtbot)
            source = dialog.source.text()
            assert "매개변수" in source and "샘플" in source
            assert set(re.findall(r"[A-Za-z]+(?:\.\d)?", source)) <= AS_PUBLISHED
        assert "토큰" in dialog.network.currentText()
        dialog.close()
    finally:
        set_language(app, "en")
