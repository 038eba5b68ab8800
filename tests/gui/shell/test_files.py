from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

import gdviz
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets import choose_file as asking
from tests.gui.driving import fill_in, key, settle

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What messages boxes said; they are closed with Cancel."""
    messages: list[str] = []

    def exec_box(box: QMessageBox) -> QMessageBox.StandardButton:
        messages.append(f"{box.text()} {box.informativeText()}")
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", exec_box)
    return messages


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(asking, "open_file", lambda *_: str(path))
    monkeypatch.setattr(asking, "save_file", lambda *_: (str(path), ""))


def test_that_an_experiment_is_saved_and_opened_again(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    path = tmp_path / "mine.json"
    choose_file(monkeypatch, tmp_path / "mine")
    fill_in(window, "lrField", "0.05")
    key(window, Qt.Key.Key_S, CONTROL)
    saved = window.experiment
    assert gdviz.load(path) == saved
    assert window.windowTitle().startswith("mine.json")
    assert not window.isWindowModified()
    fill_in(window, "lrField", "0.3")
    assert window.isWindowModified()
    choose_file(monkeypatch, path)
    key(window, Qt.Key.Key_O, CONTROL)
    settle(window)
    assert window.experiment == saved
    assert window.panel.lr.text() == "0.05"
    assert window.result.runs[0].lr[0] == 0.05
    assert not window.isWindowModified() and asked == []


def test_that_the_title_marks_what_is_not_saved_and_undo_takes_the_mark_away(window: MainWindow) -> None:
    assert "[*]" in window.windowTitle() and not window.isWindowModified()
    assert "worked example" in window.windowTitle()
    fill_in(window, "lrField", "0.05")
    assert window.isWindowModified()
    key(window, Qt.Key.Key_Z, CONTROL)
    assert not window.isWindowModified()


def test_that_saving_again_asks_for_no_file_and_saving_as_does(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(monkeypatch, tmp_path / "a.json")
    key(window, Qt.Key.Key_S, CONTROL)
    choose_file(monkeypatch, tmp_path / "b.json")
    fill_in(window, "lrField", "0.05")
    key(window, Qt.Key.Key_S, CONTROL)
    assert not (tmp_path / "b.json").exists()
    key(window, Qt.Key.Key_S, CONTROL | SHIFT)
    assert gdviz.load(tmp_path / "a.json") == gdviz.load(tmp_path / "b.json")
    assert window.controller.model.path == tmp_path / "b.json"


WRONG = {
    "not json": b"{",
    "not text": b"\xff\xfe\x00\x01",
    "another format": b'{"format": "other"}',
    "unknown key": json.dumps({"format": "gdviz-experiment", "version": 1, "surprise": 1}).encode(),
    "empty": b"",
    "array": b"[1, 2]",
}


def test_that_a_wrong_file_is_reported_and_the_present_experiment_stays(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    path = tmp_path / "wrong.json"
    choose_file(monkeypatch, path)
    before, title = window.experiment, window.windowTitle()
    for content in WRONG.values():
        path.write_bytes(content)
        key(window, Qt.Key.Key_O, CONTROL)
        assert window.experiment is before and window.windowTitle() == title
    assert len(asked) == len(WRONG)
    assert all(len(message) > 40 and "Traceback" not in message for message in asked)
    assert all("was not opened." in message and path.name in message.split(" was ")[0] for message in asked)


def test_that_a_missing_file_and_a_folder_are_reported(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    for path in (tmp_path / "nowhere.json", tmp_path):
        choose_file(monkeypatch, path)
        key(window, Qt.Key.Key_O, CONTROL)
    assert len(asked) == 2


def test_that_saving_that_fails_is_reported_and_stays_modified(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    fill_in(window, "lrField", "0.05")
    choose_file(monkeypatch, tmp_path / "no folder" / "a.json")
    key(window, Qt.Key.Key_S, CONTROL)
    assert len(asked) == 1 and window.isWindowModified()


def test_that_choosing_no_file_does_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_file(monkeypatch, "")
    before = window.experiment
    key(window, Qt.Key.Key_O, CONTROL)
    key(window, Qt.Key.Key_S, CONTROL)
    assert window.experiment is before and window.controller.model.path is None


def test_that_new_begins_with_the_worked_example_at_its_start(window: MainWindow) -> None:
    fill_in(window, "lrField", "0.05")
    window.setFocus()
    key(window, Qt.Key.Key_End)
    key(window, Qt.Key.Key_N, CONTROL)
    settle(window)
    assert window.experiment.runs[0].optimizer.lr == 0.01
    assert window.playhead == 0
    assert not window.bench.actions["actionUndo"].isEnabled()


@pytest.mark.own_window  # it closes its window
def test_that_closing_asks_only_where_asking_is_on_and_changes_would_be_lost(
    window: MainWindow, asked: list[str]
) -> None:
    fill_in(window, "lrField", "0.05")
    window.files.asks = True
    assert not window.close()
    assert len(asked) == 1 and window.isVisible()
    assert window.controller.worker.isRunning()
    key(window, Qt.Key.Key_N, CONTROL)
    assert len(asked) == 2 and window.experiment.runs[0].optimizer.lr == 0.05
    window.files.asks = False
    assert window.close() and len(asked) == 2


@pytest.mark.own_window  # it closes its window
@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard])
def test_that_the_answer_to_the_question_is_obeyed(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: QMessageBox.StandardButton
) -> None:
    path = tmp_path / "kept.json"
    choose_file(monkeypatch, path)
    offered: list[str] = []

    def answered(box: QMessageBox) -> QMessageBox.StandardButton:
        offered.extend(button.text() for button in box.buttons())
        return answer

    monkeypatch.setattr(QMessageBox, "exec", answered)
    fill_in(window, "lrField", "0.05")
    window.files.asks = True
    assert window.close()
    assert "Do not save" in offered
    assert path.exists() == (answer == QMessageBox.StandardButton.Save)


def test_that_what_is_typed_but_not_committed_is_saved_too(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(monkeypatch, tmp_path / "a.json")
    fill_in(window, "lrField", "0.07", end=None)
    key(window, Qt.Key.Key_S, CONTROL)
    assert gdviz.load(tmp_path / "a.json").runs[0].optimizer.lr == 0.07


@pytest.mark.parametrize("name", ["경사 하강법 🏔️.json", 'a & b\'s "file".json', "이름.experiment", "x" * 250 + ".json"])
def test_that_any_name_that_the_disk_takes_is_saved_and_opened(window: MainWindow, tmp_path: Path, name: str) -> None:
    fill_in(window, "lrField", "0.05")
    assert window.files.save_path(tmp_path / name)
    assert name in window.windowTitle() and not window.isWindowModified()
    saved = window.experiment
    fill_in(window, "lrField", "0.3")
    assert window.files.open_path(tmp_path / name)
    assert window.experiment == saved
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_a_save_that_fails_is_reported_in_one_sentence_and_loses_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], language: str
) -> None:
    file = tmp_path / "a.json"
    assert window.files.save_path(file)
    old = file.read_bytes()
    window.set_language(language)
    fill_in(window, "lrField", "0.05")
    present = window.experiment

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert not window.files.save()
    vanished = tmp_path / "folder" / "a.json"
    for path in (tmp_path / ("ㄱ" * 200 + ".json"), vanished, file / "b.json", tmp_path / "a\x00b.json"):
        assert not window.files.save_path(path)
    window.set_language("en")
    reasons = {
        "en": ("No space left on device", "File name too long"),
        "ko": ("디스크가 가득 찼습니다", "이름이 너무 깁니다"),
    }
    assert len(asked) == 5 and all("\n" not in message for message in asked)
    assert all(reason in message for reason, message in zip(reasons[language], asked[:2], strict=True))
    assert window.experiment is present and window.isWindowModified()
    assert file.read_bytes() == old and list(tmp_path.iterdir()) == [file]
