"""What the program adds to its window: recent files, and the welcome of a first start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QToolButton, QWidget

import gdviz
from gdviz.gui import app as program
from gdviz.gui.shell import recent, session
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery import Autosave
from gdviz.gui.shell.welcome import Welcome
from gdviz.paths import user_folder
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, fill_in, key, settle, wait_until


def begun(window: MainWindow) -> MainWindow:
    session.begin(window, program._settings())
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


def test_that_a_file_that_has_gone_is_said_and_leaves_the_list(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.informativeText()))
    begun(window)
    gone = tmp_path / "gone.json"
    assert window.files.save_path(gone)
    gone.unlink()
    next(action for action in recent_menu(window).actions() if action.toolTip() == str(gone)).trigger()
    assert len(said) == 1 and "gone.json" in said[0]
    assert recent.recent_files() == []


def test_that_the_list_is_short_and_survives_nonsense(tmp_path: Path) -> None:
    for number in range(15):
        recent.note_recent(tmp_path / f"{number}.json")
    recent.note_recent(tmp_path / "9.json")
    assert [path.stem for path in recent.recent_files()] == ["9", "14", "13", "12", "11", "10", "8", "7", "6", "5"]
    for nonsense in (b"", b"{}", b"[3, null]", b"\xff", b"[" * 100_000):
        (user_folder("data") / "recent.json").write_bytes(nonsense)
        assert recent.recent_files() == []


def test_that_a_newcomer_is_shown_what_to_drag_and_what_to_press_until_it_is_put_away(open_window: OpenWindow) -> None:
    first = begun(open_window())
    strip = child(first, "welcome")
    assert isinstance(strip, Welcome) and strip.isVisible()
    texts = " ".join(text for _, text in strip.texts())
    assert "Drag" in texts and "Space" in texts and "F1" in texts
    first.set_language("ko")
    assert "Space" in " ".join(text for _, text in strip.texts()) and "Drag" not in strip.texts()[0][1]
    first.set_language("en")
    second = begun(open_window())
    assert child(second, "welcome").isVisible(), "not put away yet"
    click(child(second, "noteCloseButton", QToolButton))
    wait_until(lambda: second.findChild(QWidget, "welcome") is None)
    assert begun(open_window()).findChild(QWidget, "welcome") is None


def test_that_a_window_made_by_a_script_welcomes_nobody_and_notes_no_file(window: MainWindow, tmp_path: Path) -> None:
    QTest.qWait(400)
    assert window.findChild(QWidget, "welcome") is None
    assert window.files.save_path(tmp_path / "a.json")
    assert recent.recent_files() == []
    assert Qt.WindowType.Window in window.windowFlags()


def test_that_a_users_folder_that_cannot_be_had_keeps_nobody_from_beginning_and_opening(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gdviz.save(window.experiment, tmp_path / "a.json")
    (tmp_path / "file").touch()
    settings = program._settings()
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "file"))
    session.begin(window, settings)
    assert window.status.verdict.text() == "Unsaved changes cannot be kept for a crash: Not a directory"
    assert window.findChild(Autosave) is None
    assert window.files.open_path(tmp_path / "a.json") and window.controller.model.path == tmp_path / "a.json"


def test_that_the_welcome_stands_aside_while_presenting(window: MainWindow) -> None:
    strip = child(begun(window), "welcome")
    key(window, Qt.Key.Key_F5)
    assert not strip.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert strip.isVisible()
