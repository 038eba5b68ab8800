"""Lessons > Exercise sheet: chosen with the mouse, written in the language of the window, and reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from gdviz.gui.widgets import choose_file
from tests.gui.driving import child, choose_entry, click, open_menu, settle
from tests.guided.pdf_text import pages_of, squeezed

pytestmark = pytest.mark.one_window


@pytest.fixture
def taught(window: MainWindow) -> MainWindow:
    """The window with a lesson under way."""
    assert window.commands.lessons.guided.open("by_hand", 1)
    settle(window)
    return window


def leave(window: MainWindow) -> None:
    page = window.commands.lessons.guided.page
    assert page is not None
    click(page.leave_button)
    QApplication.processEvents()


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> list[tuple[str, str]]:
    """Have the dialog answer with a file; returns what it is called with: its title, and the file at first."""
    asked: list[tuple[str, str]] = []

    def answer(parent: object, title: str, start: str, filters: str) -> tuple[str, str]:
        asked.append((title, Path(start).name))
        return str(path), filters

    monkeypatch.setattr(choose_file, "save_file", answer)
    return asked


def text_of(path: Path) -> str:
    return squeezed("".join(pages_of(path.read_bytes())))


def test_that_a_sheet_is_written_where_the_dialog_says_with_the_answers_or_without(
    taught: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = choose(monkeypatch, tmp_path / "sheet")
    choose_entry(taught, "lessons", "actionSheet")
    assert "Wheredoesthefirststeplead?" in text_of(tmp_path / "sheet.pdf")
    assert "0.94" not in text_of(tmp_path / "sheet.pdf")
    assert child(taught, "toast", QLabel).text() == f"Saved: sheet.pdf in {tmp_path}"
    again = choose(monkeypatch, tmp_path / "key.pdf")
    choose_entry(taught, "lessons", "actionKey")
    assert "(0.94,0.97)" in text_of(tmp_path / "key.pdf")
    assert child(taught, "toast", QLabel).text() == f"Saved: key.pdf in {tmp_path}"
    assert asked == [("Exercise sheet", "by_hand.pdf")]
    assert again == [("Exercise sheet with answers", "by_hand_answers.pdf")]
    run = taught.commands.lessons.guided.run
    assert run is not None and run.asks and taught.playhead == 0  # the lesson goes on where it was
    leave(taught)


def test_that_a_sheet_speaks_the_language_of_the_window(
    taught: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language(QApplication.instance(), "ko")  # type: ignore[arg-type]
    QApplication.processEvents()
    asked = choose(monkeypatch, tmp_path / "a.pdf")
    choose_entry(taught, "lessons", "actionKey")
    assert asked == [("정답이 있는 문제지", "by_hand_answers.pdf")]
    assert "손으로푸는예제" in text_of(tmp_path / "a.pdf") and "1단계" in text_of(tmp_path / "a.pdf")
    leave(taught)


def test_that_nothing_is_written_after_cancel_and_the_dark_window_stays_dark(
    taught: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "")
    choose_entry(taught, "lessons", "actionSheet")
    assert list(tmp_path.iterdir()) == []
    taught.set_theme("dark")
    before = QApplication.instance().styleSheet()  # type: ignore[union-attr]
    choose(monkeypatch, tmp_path / "a.pdf")
    choose_entry(taught, "lessons", "actionSheet")
    assert QApplication.instance().styleSheet() == before and taught.theme.is_dark  # type: ignore[union-attr]
    assert (tmp_path / "a.pdf").exists()
    leave(taught)


def test_that_a_sheet_that_cannot_be_written_is_reported(
    taught: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(f"{box.text()} {box.informativeText()}"))
    choose(monkeypatch, tmp_path / "no" / "a.pdf")
    choose_entry(taught, "lessons", "actionSheet")
    assert messages == [f"The file was not written. {tmp_path / 'no' / 'a.pdf'}: No such file or directory"]
    assert not child(taught, "toast", QLabel).isVisible()
    leave(taught)


def test_that_there_is_no_sheet_without_a_lesson(window: MainWindow) -> None:
    menu = open_menu(window, "lessons")
    names = [action.objectName() for action in menu.actions()]
    menu.close()
    assert "guided_by_hand" in names and not {"actionSheet", "actionKey"} & set(names)
