"""Two windows, or another program, on one file: the one that saves second is asked, and no version is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

import gdviz
from gdviz.gui.shell import kept_lessons
from gdviz.gui.shell.changed_file_box import ChangedFileBox
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery import Autosave, left_behind
from gdviz.gui.widgets import choose_file
from gdviz.lessons import lesson
from tests.gui.conftest import OpenWindow
from tests.gui.driving import activate, fill_in, key, settle

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Buttons = QMessageBox.StandardButton


class Person:
    """Answers the boxes to come, and records their texts and buttons."""

    def __init__(self) -> None:
        self.answers: list[Buttons] = []
        self.messages: list[str] = []
        self.offered: list[list[str]] = []

    def exec(self, box: QMessageBox) -> Buttons:
        self.messages.append(f"{box.text()} {box.informativeText()}".strip())
        self.offered.append([button.text() for button in box.buttons()])
        return self.answers.pop(0)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    made = Person()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: made.exec(box))
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is opened in each window."""
    path = tmp_path / "경사 lecture.json"
    gdviz.save(worked_example(), path)
    return path


Pair = tuple[MainWindow, MainWindow]


@pytest.fixture
def pair(open_window: OpenWindow, file: Path) -> Pair:
    """Two windows on the file; both have changed it, and the first has saved."""
    first, second = open_window(), open_window()
    for window, rate in ((first, "0.05"), (second, "0.07")):
        assert window.files.open_path(file)
        settle(window)
        change(window, rate)
    assert first.files.save()
    activate(second)
    return first, second


def change(window: MainWindow, rate: str) -> None:
    activate(window)
    fill_in(window, "lrField", rate)


def rate_in(path: Path) -> float:
    return float(gdviz.load(path).runs[0].optimizer.lr)


def test_that_saving_over_another_version_keeps_that_beside_and_says_where(
    pair: Pair, file: Path, person: Person
) -> None:
    first, second = pair
    beside = file.with_name("경사 lecture-2.json")
    person.answers = [ChangedFileBox.HERE, ChangedFileBox.HERE]
    key(second, Qt.Key.Key_S, CONTROL)
    assert len(person.messages) == 1 and file.name in person.messages[0]
    assert (rate_in(file), rate_in(beside)) == (0.07, 0.05)
    assert not second.isWindowModified() and second.controller.model.path == file
    assert beside.name in second.status.verdict.text()
    change(first, "0.09")
    assert first.files.save()  # the first is now the one whose file was changed
    assert len(person.messages) == 2
    assert (rate_in(file), rate_in(file.with_name("경사 lecture-3.json"))) == (0.09, 0.07)
    assert rate_in(beside) == 0.05 and len(list(file.parent.iterdir())) == 3


def test_that_saving_under_another_name_offers_a_free_one_and_leaves_the_other_version(
    pair: Pair, file: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = pair
    offered: list[str] = []

    def choose(parent: object, title: str, start: str, *_: object) -> tuple[str, str]:
        offered.append(start)
        return start, ""

    monkeypatch.setattr(choose_file, "save_file", choose)
    person.answers = [ChangedFileBox.ELSEWHERE]
    assert second.files.save()
    beside = file.with_name("경사 lecture-2.json")
    assert offered == [str(beside)]
    assert (rate_in(file), rate_in(beside)) == (0.05, 0.07)
    assert second.controller.model.path == beside and not second.isWindowModified()
    change(second, "0.08")
    assert second.files.save() and rate_in(beside) == 0.08
    assert len(person.messages) == 1


def test_that_the_other_version_is_shown_in_a_window_of_its_own(
    pair: Pair, file: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = pair
    started: list[list[str]] = []
    monkeypatch.setattr(QProcess, "startDetached", lambda program, rest: started.append([program, *rest]) or True)
    person.answers = [ChangedFileBox.SHOW]
    before = second.experiment
    assert not second.files.save()
    assert started == [[sys.executable, "-P", "-m", "gdviz", "gui", str(file)]]
    assert second.experiment is before and second.isWindowModified() and rate_in(file) == 0.05


def test_that_another_version_that_is_no_experiment_is_reported_and_can_still_be_kept(
    pair: Pair, file: Path, person: Person
) -> None:
    _, second = pair
    file.write_bytes(b"notes of another program")
    person.answers = [ChangedFileBox.SHOW, Buttons.Ok, ChangedFileBox.HERE]
    assert not second.files.save()
    assert "was not opened" in person.messages[1] and "JSON" in person.messages[1]
    assert second.files.save()
    assert file.with_name("경사 lecture-2.json").read_bytes() == b"notes of another program"
    assert rate_in(file) == 0.07


def test_that_cancelling_changes_nothing(pair: Pair, file: Path, person: Person) -> None:
    _, second = pair
    person.answers = [Buttons.Cancel]
    assert not second.files.save()
    assert rate_in(file) == 0.05 and second.isWindowModified() and list(file.parent.iterdir()) == [file]


def test_that_content_counts_and_not_the_time_of_the_file(pair: Pair, file: Path, person: Person) -> None:
    first, second = pair
    times = file.stat()
    content = file.read_bytes()
    os.utime(file, (0, 0))
    file.unlink()
    file.write_bytes(content)  # another file of the same content
    change(first, "0.06")
    assert first.files.save() and person.messages == []
    file.write_bytes(file.read_bytes().replace(b"0.06", b"0.03"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    person.answers = [Buttons.Cancel]
    assert not first.files.save()
    assert len(person.messages) == 1 and rate_in(file) == 0.03
    assert second.isWindowModified()


def test_that_nobody_is_asked_where_both_windows_saved_the_same(pair: Pair, file: Path, person: Person) -> None:
    _, second = pair
    change(second, "0.05")
    assert second.files.save() and not second.isWindowModified()
    change(second, "0.02")
    assert second.files.save()
    assert person.messages == [] and rate_in(file) == 0.02


def test_that_saving_again_and_again_asks_nothing(pair: Pair, file: Path, person: Person) -> None:
    first, _ = pair
    for rate in ("0.01", "0.02"):
        change(first, rate)
        assert first.files.save()
    assert first.files.save()
    assert person.messages == [] and rate_in(file) == 0.02


@pytest.mark.parametrize("answer", [ChangedFileBox.HERE, Buttons.Cancel])
def test_that_a_file_that_has_gone_is_reported_before_it_is_written_again(
    pair: Pair, file: Path, person: Person, answer: Buttons
) -> None:
    _, second = pair
    moved = file.rename(file.with_name("moved.json"))
    person.answers = [answer]
    assert second.files.save() == (answer == ChangedFileBox.HERE)
    assert "deleted" in person.messages[0] and not any("other version" in text for text in person.offered[0])
    assert file.exists() == (answer == ChangedFileBox.HERE)
    assert rate_in(moved) == 0.05


def test_that_the_file_dialogs_yes_to_replacing_does_not_stand_for_the_other_version(
    pair: Pair, file: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = pair
    link = file.with_name("link.json")
    try:
        link.symlink_to(file)
    except OSError:  # Windows wants a right for it
        link = file
    for same in (file, link):
        monkeypatch.setattr(choose_file, "save_file", lambda *_, name=same: (str(name), ""))
        person.answers = [Buttons.Cancel]
        key(second, Qt.Key.Key_S, CONTROL | SHIFT)
        assert person.answers == [], "the box came"
    assert rate_in(file) == 0.05


def test_that_closing_asks_too_and_stays_open_unless_all_is_saved(pair: Pair, file: Path, person: Person) -> None:
    _, second = pair
    second.files.asks = True
    person.answers = [Buttons.Save, Buttons.Cancel]
    assert not second.close() and second.isVisible() and second.isWindowModified()
    person.answers = [Buttons.Save, ChangedFileBox.HERE]
    assert second.close()
    assert (rate_in(file), rate_in(file.with_name("경사 lecture-2.json"))) == (0.07, 0.05)


def test_that_a_copy_that_cannot_be_made_keeps_the_other_version_in_place(
    pair: Pair, file: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = pair

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    person.answers = [ChangedFileBox.HERE, Buttons.Ok]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert not second.files.save()
    assert "No space left on device" in person.messages[1]
    assert rate_in(file) == 0.05 and second.isWindowModified() and list(file.parent.iterdir()) == [file]


def test_that_changes_recovered_after_a_crash_do_not_replace_what_was_saved_meanwhile(
    pair: Pair, file: Path, person: Person, open_window: OpenWindow
) -> None:
    _, second = pair
    crashed = Autosave(second.controller, second)
    crashed._keep()
    crashed._wait()
    crashed._lock.unlock()  # as the end of its process does
    third = open_window()
    autosave = Autosave(third.controller, third)
    [left] = left_behind()
    autosave.adopt(left)
    settle(third)
    person.answers = [ChangedFileBox.HERE]
    assert third.files.save()
    assert len(person.messages) == 1
    assert (rate_in(file), rate_in(file.with_name("경사 lecture-2.json"))) == (0.07, 0.05)
    autosave.end()


def test_that_one_kept_lesson_in_two_windows_becomes_two(open_window: OpenWindow, person: Person) -> None:
    opened = lesson("four_rates")
    made = opened.open(lambda texts: texts["en"])
    kept = kept_lessons.keep(opened, made.replace("runs[0].optimizer.lr", 0.011), None)
    rates = (0.012, 0.013)
    windows = [open_window(), open_window()]
    for window in windows:
        window.files.keeps = True
        assert window.files.open_path(kept)
    for window, rate in zip(windows, rates, strict=True):
        window.controller.edit("optimizer.lr", rate)
        window.files.new()
        QApplication.processEvents()
    assert person.messages == []
    assert sorted(rate_in(path) for path in kept.parent.glob("four_rates-*.json")) == [0.012, 0.013]


def test_that_a_window_is_in_the_language_that_the_program_speaks(open_window: OpenWindow) -> None:
    first = open_window()
    first.set_language("ko")
    second = open_window()
    assert second.scene.state.person.language == "ko" and second.bench.actions["actionKorean"].isChecked()
    second.set_language("en")
    settle(second)
    assert second.bench.actions["actionUndo"].text() == "&Undo"
    first.set_language("ko")
    settle(first)
    assert first.bench.actions["actionUndo"].text() == "실행 취소(&U)"
