"""What the program adds to its window: recent files, and what the first experiment says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton, QWidget

import gdviz
from gdviz.gui import app as program
from gdviz.gui.shell import recent, session
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.note_strip import NoteStrip
from gdviz.gui.shell.recovery import Autosave
from gdviz.gui.start import lesson_progress
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.lessons import lesson
from gdviz.paths import user_folder
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, fill_in, key, settle, wait_until


def begun(window: MainWindow) -> MainWindow:
    session.begin(window)
    QApplication.processEvents()
    return window


@pytest.fixture(autouse=True)
def autosaves_end() -> object:
    """The autosave of a window ends with the program, which goes on here."""
    yield
    for widget in QApplication.topLevelWidgets():
        for autosave in widget.findChildren(Autosave):
            autosave.end()


def recent_menu(window: MainWindow) -> QMenu:
    """Open the menu of files with the mouse, look, and close it."""
    menu = window.menus["file"]
    QTimer.singleShot(50, menu.close)
    menu.exec()
    return window.commands.recent


def test_that_what_was_opened_and_saved_is_offered_again_the_last_one_first(window: MainWindow, tmp_path: Path) -> None:
    begun(window)
    assert not recent_menu(window).isEnabled()
    one, two = tmp_path / "하나 & 둘.json", tmp_path / "two.json"
    assert window.files.save_path(one)
    fill_in(window, "lrField", "0.05")
    assert window.files.save_path(two)
    assert recent.recent_files() == [two, one]
    fill_in(window, "lrField", "0.3")
    menu = recent_menu(window)
    assert menu.isEnabled()
    entries = [action for action in menu.actions() if action.toolTip() in (str(one), str(two))]
    assert [action.toolTip() for action in entries] == [str(two), str(one)]
    entries[1].trigger()
    settle(window)
    assert window.experiment == gdviz.load(one) and window.controller.model.path == one
    assert recent.recent_files() == [one, two]


def test_that_a_file_that_has_gone_is_reported_and_leaves_the_list(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(box.informativeText()))
    begun(window)
    gone = tmp_path / "gone.json"
    assert window.files.save_path(gone)
    gone.unlink()
    next(action for action in recent_menu(window).actions() if action.toolTip() == str(gone)).trigger()
    assert len(messages) == 1 and "gone.json" in messages[0]
    assert recent.recent_files() == []


def test_that_the_list_is_short_and_survives_nonsense(tmp_path: Path) -> None:
    for number in range(15):
        recent.note_recent(tmp_path / f"{number}.json")
    recent.note_recent(tmp_path / "9.json")
    assert [path.stem for path in recent.recent_files()] == ["9", "14", "13", "12", "11", "10", "8", "7", "6", "5"]
    for nonsense in (b"", b"{}", b"[3, null]", b"\xff", b"[" * 100_000):
        (user_folder("data") / "recent.json").write_bytes(nonsense)
        assert recent.recent_files() == []


def test_that_a_window_made_by_a_script_shows_no_page_and_notes_no_file(window: MainWindow, tmp_path: Path) -> None:
    QTest.qWait(400)
    assert window.findChild(QWidget, "startPage") is None
    assert window.files.save_path(tmp_path / "a.json")
    assert recent.recent_files() == []
    assert Qt.WindowType.Window in window.windowFlags()


def test_that_a_users_folder_that_cannot_be_had_keeps_nobody_from_beginning_and_opening(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gdviz.save(window.experiment, tmp_path / "a.json")
    (tmp_path / "file").touch()
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "file"))
    session.begin(window)
    assert window.status.verdict.text() == "Unsaved changes cannot be kept for a crash: Not a directory"
    assert window.findChild(Autosave) is None
    assert window.files.open_path(tmp_path / "a.json") and window.controller.model.path == tmp_path / "a.json"


def test_that_the_first_experiment_says_what_to_look_at_and_what_to_try(open_window: OpenWindow) -> None:
    window = begun(open_window(program._first_experiment("en")))
    strip = child(window, "noteStrip", NoteStrip)
    assert strip.isVisible() and [head for head, _ in strip.texts()] == ["Look", "Try this"]
    window.set_language("ko")
    assert [head for head, _ in strip.texts()] == ["볼 것", "해 보기"]
    wait_until(lambda: window.experiment.title == "두 갈래 내리막")
    window.set_language("en")
    wait_until(lambda: window.experiment.title == "Two ways down")


def test_that_the_worked_example_is_one_click_away(open_window: OpenWindow) -> None:
    window = begun(open_window(program._first_experiment("en")))
    more = child(window, "workedExampleButton", QPushButton)
    assert more.isVisible()
    click(more)
    settle(window)
    assert window.experiment.problem == worked_example().problem and window.files.prepared == lesson("worked_example")
    assert not more.isVisible()


def test_that_the_first_experiment_is_in_the_language_that_is_asked_for_or_was_chosen() -> None:
    assert program._first_experiment("en").title == "Two ways down"
    assert program._first_experiment("ko").title == "두 갈래 내리막"
    settings = program._settings()
    settings.setValue("language", "ko")
    assert program._first_experiment(program._person(settings).language).title == "두 갈래 내리막"


def test_that_the_note_stays_while_presenting(open_window: OpenWindow) -> None:
    window = begun(open_window(program._first_experiment("en")))
    strip = child(window, "noteStrip")
    key(window, Qt.Key.Key_F5)
    assert strip.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert strip.isVisible()


def test_that_lessons_that_are_opened_and_played_to_their_end_are_kept(window: MainWindow) -> None:
    begun(window)
    window.files.open_prepared(lesson("rate_too_small"))
    settle(window)
    assert lesson_progress.load() == LessonProgress(frozenset({"rate_too_small"}), frozenset(), "rate_too_small")
    key(window, Qt.Key.Key_End)
    assert lesson_progress.load().done == {"rate_too_small"}
    window.files.open_prepared(lesson("four_rates"))
    settle(window)
    progress = lesson_progress.load()
    assert (progress.last, progress.done) == ("four_rates", {"rate_too_small"})
    window.files.open_new(worked_example())
    settle(window)
    key(window, Qt.Key.Key_End)
    assert lesson_progress.load() == progress


def test_that_progress_is_written_after_the_scene_and_only_where_it_is_another(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(window)
    window.files.open_prepared(lesson("rate_too_small"))
    settle(window)
    written: list[tuple[bool, LessonProgress]] = []
    keep = lesson_progress.keep

    def kept(progress: LessonProgress) -> None:
        written.append((window.places.showing, progress))
        keep(progress)

    monkeypatch.setattr(lesson_progress, "keep", kept)
    for _ in range(3):
        key(window, Qt.Key.Key_Home)
        key(window, Qt.Key.Key_End)
    assert window.playhead == window.controller.playhead.limit
    assert [(showing, progress.done) for showing, progress in written] == [(False, {"rate_too_small"})]
