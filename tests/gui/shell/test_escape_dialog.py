from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdviz.experiment import Experiment
from gdviz.gui.shell.escape_dialog import EscapeDialog
from gdviz.gui.style.theme import dark
from gdviz.lessons import lesson
from gdviz.texts import language
from tests.making import a_run, an_experiment, line_data

OpenDialog = Callable[[Experiment], EscapeDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[OpenDialog]:
    dialogs: list[EscapeDialog] = []

    def open_one(experiment: Experiment, seeds: int = 12) -> EscapeDialog:
        dialog = EscapeDialog(None, experiment, 0, dark(), seeds)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    yield open_one
    for dialog in dialogs:
        dialog.close()


def lecture() -> Experiment:
    return lesson("sgd_leaves_a_local_minimum").open(language("en").choose)


def test_that_it_counts_and_says_who_leaves(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(lecture())
    qtbot.waitUntil(lambda: bool(dialog.conclusion.text()))
    assert "From batch 5 on nobody leaves" in dialog.conclusion.text()
    assert dialog.progress.value() == 1000
    assert dialog.found is not None and len(dialog.found.better) == 7


def test_that_escape_stops_the_counting(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(lecture().replace("epochs", 100_000))
    qtbot.waitUntil(dialog.work.isRunning)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.work.isRunning() and not dialog.isVisible()


def test_that_a_problem_without_samples_gets_the_lesson(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(an_experiment("sphere", [a_run([1, 1])]))
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.found is not None and dialog.found.planned[-1] == 100


def test_that_a_convex_loss_keeps_everybody(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(an_experiment(line_data(), [a_run([0, 0], {"kind": "sgd", "lr": 0.05})], epochs=30))
    qtbot.waitUntil(lambda: bool(dialog.conclusion.text()))
    assert "Nobody leaves" in dialog.conclusion.text()


def test_that_what_cannot_be_counted_is_reported(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(lecture().replace("runs[0].optimizer.lr", 1e6))
    qtbot.waitUntil(lambda: "diverges" in dialog.conclusion.text())
