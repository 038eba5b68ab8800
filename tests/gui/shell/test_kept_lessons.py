"""Leaving a lesson asks nothing: the edited lesson is kept among the recent files, and a button resets it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

import gdviz
from gdviz.gui.shell import kept_lessons, recent, session
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery import Autosave
from gdviz.gui.style.translating import choose as in_language
from gdviz.gui.widgets import choose_file
from gdviz.lessons import Lesson, catalogue, lesson
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, fill_in, key

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes said; they are closed with Cancel."""
    messages: list[str] = []

    def exec_box(box: QMessageBox) -> QMessageBox.StandardButton:
        messages.append(f"{box.text()} {box.informativeText()}")
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", exec_box)
    return messages


@pytest.fixture
def program_window(open_window: OpenWindow) -> Iterator[MainWindow]:
    """A window as `gdviz gui` has it: it asks, and notes recent files."""
    window = open_window()
    window.files.asks = True
    session.begin(window)
    yield window
    for autosave in window.findChildren(Autosave):
        autosave.end()


def settle(window: MainWindow) -> None:
    """Let the window show what there is; some lessons compute for seconds, which is not waited for."""
    for _ in range(3):
        QApplication.processEvents()


def open_lesson(window: MainWindow, known: Lesson) -> None:
    """Choose a lesson from the menu."""
    menu = window.menus["lessons"]
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == f"lesson_{known.name}").trigger()
    settle(window)


def edit(window: MainWindow, rate: float = 0.0123) -> None:
    """Change what a lesson computes."""
    window.controller.edit("optimizer.lr", rate, what="Rate")
    settle(window)
    assert window.isWindowModified()


def recent_entries(window: MainWindow) -> list[QAction]:
    """Open the menu of files with the mouse, look, and close it."""
    menu = window.menus["file"]
    QTimer.singleShot(50, menu.close)
    menu.exec()
    return [action for action in window.commands.recent.actions() if action.toolTip().endswith(".json")]


def reset_button(window: MainWindow) -> QPushButton:
    return child(window, "lessonResetButton", QPushButton)


@pytest.mark.parametrize("name", ["worked_example", "five_batches", "four_rates", "warmup_saves"])
def test_that_each_edited_lesson_is_left_without_a_question_and_opened_again(
    program_window: MainWindow, asked: list[str], name: str
) -> None:
    window, known = program_window, lesson(name)
    open_lesson(window, known)
    edit(window)
    window.table.requested.emit("color", 0, 5)
    made = window.experiment
    other = next(one for one in catalogue() if one.name != name)
    open_lesson(window, other)
    assert asked == [] and window.experiment.title == in_language(other.title)
    assert window.status.verdict.text() == f"What you made of {made.title} is kept in File, Open recent."
    entry = recent_entries(window)[0]
    assert in_language(known.title) in entry.text().replace("&&", "&") and "edited lesson" in entry.text()
    entry.trigger()
    settle(window)
    assert asked == [] and window.experiment == made and window.controller.model.path is None
    assert not window.isWindowModified()
    assert reset_button(window).isVisible() and reset_button(window).isEnabled()
    edit(window, 0.0456)
    window.files.new()
    settle(window)
    assert asked == []
    [again] = recent_entries(window)
    again.trigger()
    settle(window)
    assert window.experiment.runs[0].optimizer.lr == 0.0456


def test_that_an_edited_lesson_asks_neither_where_a_file_is_opened_nor_where_the_window_is_closed(
    program_window: MainWindow, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = program_window
    gdviz.save(window.experiment, tmp_path / "a.json")
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(tmp_path / "a.json"))
    open_lesson(window, lesson("four_rates"))
    edit(window)
    key(window, Qt.Key.Key_O, CONTROL)
    settle(window)
    assert window.controller.model.path == tmp_path / "a.json"
    open_lesson(window, lesson("step_decay"))
    edit(window)
    assert window.close()
    assert asked == []
    kept = [kept_lessons.kept_in(path) for path in recent.recent_files()]
    assert [known.name for known in kept if known is not None] == ["step_decay", "four_rates"]
    [path] = [path for path in recent.recent_files() if path.stem.startswith("step_decay")]
    assert gdviz.load(path).runs[0].optimizer.lr == 0.0123


def test_that_another_problem_in_a_lesson_asks_nothing_either(program_window: MainWindow, asked: list[str]) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    fill_in(window, "expressionField", "x^2 + 3y^2")
    assert window.experiment.problem.kind == "expression"
    open_lesson(window, lesson("step_decay"))
    assert asked == [] and len(recent_entries(window)) == 1


def test_that_a_lesson_that_was_not_edited_is_not_kept(program_window: MainWindow, asked: list[str]) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    window.table.requested.emit("hide", 0, True)
    open_lesson(window, lesson("step_decay"))
    edit(window)
    key(window, Qt.Key.Key_Z, CONTROL)
    open_lesson(window, lesson("four_rates"))
    assert asked == [] and recent.recent_files() == []


def test_that_two_states_of_a_lesson_are_both_kept(program_window: MainWindow) -> None:
    window = program_window
    for rate in (0.02, 0.03):
        open_lesson(window, lesson("rate_too_small"))
        edit(window, rate)
    open_lesson(window, lesson("four_rates"))
    rates = [gdviz.load(path).runs[0].optimizer.lr for path in recent.recent_files()]
    assert rates == [0.03, 0.02]


@pytest.mark.parametrize("name", ["four_rates", "five_batches", "warmup_saves"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_a_button_beside_the_note_resets_an_edited_lesson(
    program_window: MainWindow, asked: list[str], name: str, language: str
) -> None:
    window, known = program_window, lesson(name)
    window.set_language(language)
    open_lesson(window, known)
    pristine = window.experiment
    button = reset_button(window)
    assert button.isVisible() and not button.isEnabled()
    assert button.text() == {"en": "Reset lesson", "ko": "실습 되돌리기"}[language]
    edit(window)
    window.playhead = 3
    assert button.isEnabled()
    click(button)
    settle(window)
    assert window.experiment == pristine and window.playhead == 0
    assert not window.isWindowModified() and not button.isEnabled()
    assert len(recent_entries(window)) == 1, "what was made of it is kept"
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert window.experiment.runs[0].optimizer.lr == 0.0123 and button.isEnabled()
    assert asked == []


def test_that_the_menu_resets_a_lesson_whose_note_is_put_away(program_window: MainWindow) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    pristine = window.experiment
    window.commands.lessons.set_note_shown(False)
    edit(window)
    menu = window.menus["lessons"]
    menu.aboutToShow.emit()
    action = next(action for action in menu.actions() if action.objectName() == "actionResetLesson")
    assert action.isEnabled()
    action.trigger()
    settle(window)
    assert window.experiment == pristine


def test_that_a_hidden_run_can_be_reset_but_is_not_asked_about(program_window: MainWindow) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    pristine = window.experiment
    window.table.requested.emit("hide", 1, True)
    settle(window)
    assert not window.isWindowModified()
    click(reset_button(window))
    settle(window)
    assert window.experiment == pristine


def test_that_other_experiments_have_no_such_button_and_still_ask(
    program_window: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    window = program_window
    own = replace(lesson("four_rates").open(in_language), note={"en": "Mine."})
    gdviz.save(own, tmp_path / "own.json")
    assert window.files.open_path(tmp_path / "own.json")
    settle(window)
    assert not reset_button(window).isVisible()
    edit(window)
    window.files.new()
    assert len(asked) == 1


def test_that_a_lesson_saved_as_a_file_is_a_file_like_others(
    program_window: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    edit(window)
    assert window.files.save_path(tmp_path / "mine.json")
    edit(window, 0.5)
    window.files.new()
    assert len(asked) == 1 and "mine.json" in asked[0]


def test_that_where_a_lesson_cannot_be_kept_a_person_is_asked_rather_than_losing_it(
    program_window: MainWindow, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    edit(window)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_lessons, "write_whole", full)
    open_lesson(window, lesson("step_decay"))
    assert len(asked) == 1 and window.experiment.runs[0].optimizer.lr == 0.0123


def test_that_a_lesson_recovered_after_a_crash_asks_nothing_either(
    program_window: MainWindow, asked: list[str]
) -> None:
    window = program_window
    edited = lesson("four_rates").open(in_language).replace("runs[0].optimizer.lr", 0.0123)
    window.controller.model.recover(edited, None)
    settle(window)
    assert window.isWindowModified()
    open_lesson(window, lesson("step_decay"))
    assert asked == []
    recent_entries(window)[0].trigger()
    settle(window)
    assert window.experiment == edited


def test_that_states_that_left_the_list_a_month_ago_are_removed_at_the_next_start(
    program_window: MainWindow,
) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    edit(window)
    open_lesson(window, lesson("step_decay"))
    [path] = recent.recent_files()
    kept_lessons.tidy()
    assert path.exists()
    recent._list().write_text("[broken", encoding="utf-8")
    kept_lessons.tidy()
    assert path.exists(), "the list cannot be read: no reason to lose work"
    recent.note_recent(path)
    recent.forget(path)
    kept_lessons.tidy()
    assert path.exists(), "it was left today"
    at = path.stat().st_mtime - 31 * 86_400
    os.utime(path, (at, at))
    kept_lessons.tidy()
    assert not path.exists()


def test_that_a_kept_lesson_opens_in_the_language_of_the_window(program_window: MainWindow) -> None:
    window = program_window
    open_lesson(window, lesson("four_rates"))
    edit(window)
    open_lesson(window, lesson("step_decay"))
    window.set_language("ko")
    recent_entries(window)[0].trigger()
    settle(window)
    korean = lesson("four_rates").open(in_language)
    assert window.experiment.title == korean.title != lesson("four_rates").title["en"]
    others = [run.label for run in korean.runs[1:]]
    assert [run.label for run in window.experiment.runs] == ["η = 0.0123", *others]  # its rate was edited
    assert window.experiment.runs[0].optimizer.lr == 0.0123


def test_that_a_window_made_by_a_script_keeps_no_lesson(window: MainWindow) -> None:
    window.files.open_prepared(lesson("four_rates"))
    settle(window)
    edit(window)
    window.files.open_prepared(lesson("step_decay"))
    settle(window)
    assert recent.recent_files() == []
