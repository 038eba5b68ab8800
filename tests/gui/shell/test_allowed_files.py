"""Files outside of an experiment's folder: the question in the window, both answers, and what is remembered."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

import gdviz
from gdviz import consent
from gdviz.engine.sweeps import sweep
from gdviz.experiment import read_file
from gdviz.gui import app
from gdviz.gui.kernel.recorded_style import recorded_runs
from gdviz.gui.shell import allowed_files, recovery
from gdviz.gui.shell.allow_data_box import AllowDataBox
from gdviz.gui.shell.allowed_files import WithheldStrip
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recent import recent_files
from gdviz.gui.style.language import set_language
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, click, settle
from tests.gui.shell.test_recorded import drop
from tests.making import LINE
from tests.test_allowed_data import asking, folders

pytestmark = pytest.mark.one_window

__all__ = ["folders"]


READ, DECLINE = "readDataButton", "declineDataButton"
Answer = str | Qt.Key


def answering(answer: Answer, asked: list[str]) -> None:
    """Have the next question answered, by a button or by a key; what it says goes to `asked`."""

    def give() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, AllowDataBox):
            QTimer.singleShot(10, give)
            return
        asked.append(f"{box.text()}\n{box.informativeText()}".replace("\u200b", ""))
        if isinstance(answer, str):
            click(box.read_button if answer == READ else box.decline_button)
        else:
            QTest.keyClick(box, answer)

    QTimer.singleShot(0, give)


def expect_no_question(patch: pytest.MonkeyPatch) -> None:
    def asked(name: str, *_: object) -> bool:
        pytest.fail(f"a person was asked about {name}")

    patch.setattr(allowed_files, "may_read", asked)


def shown_strip(window: MainWindow) -> WithheldStrip | None:
    strip = window.findChild(WithheldStrip)
    return strip if isinstance(strip, WithheldStrip) and strip.isVisible() else None


def test_that_a_person_is_asked_and_a_yes_opens_the_experiment_with_its_data(
    window: MainWindow, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads, private = folders
    asked: list[str] = []
    answering(READ, asked)
    assert window.files.open_path(asking(downloads, "../private/secret.csv"))
    settle(window)
    assert len(asked) == 1
    assert "elsewhere.json" in asked[0]
    assert str(private / "secret.csv") in asked[0]
    assert "token" not in asked[0]
    assert window.experiment.problem.n_samples == 3
    assert window.result.runs[0].finish == "completed"
    assert shown_strip(window) is None
    expect_no_question(monkeypatch)
    assert window.files.open_path(downloads / "elsewhere.json"), "the same content"


@pytest.mark.parametrize("key", [DECLINE, Qt.Key.Key_Escape, Qt.Key.Key_Return], ids=["decline", "escape", "return"])
def test_that_a_no_opens_it_without_its_data_in_a_state_that_says_so(
    window: MainWindow, folders: tuple[Path, Path], key: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads, private = folders
    read: list[Path] = []
    plain = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self) or plain(self))
    asked: list[str] = []
    answering(key, asked)
    path = asking(downloads, "../private/secret.csv", ["../private/log.csv"])
    assert window.files.open_path(path)
    settle(window)
    assert len(asked) == 1
    strip = shown_strip(window)
    assert strip is not None
    assert "secret.csv, log.csv" in strip.label.text()
    assert "were not read" in window.result.runs[0].failure
    assert "were not read" in window.card.description()
    assert "loss" not in window.status.position.text()
    assert not window.surface.legend.isVisible()
    assert [run.recording for run in recorded_runs(window.experiment)] == [None]
    assert not any(private in file.parents for file in read)
    assert not window.controller.model.modified
    assert window.controller.model.path == path


def test_that_the_state_without_data_can_be_left_by_reading_them(
    window: MainWindow, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads, _ = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    path = asking(downloads, "../private/secret.csv", ["../private/log.csv"])
    window.files.open_path(path)
    settle(window)
    window.controller.edit("optimizer.lr", 0.02, True, "rate")
    answering(READ, asked)
    strip = shown_strip(window)
    assert strip is not None
    click(strip.button)
    settle(window)
    assert len(asked) == 2
    assert shown_strip(window) is None
    assert window.experiment.problem.n_samples == 3
    assert window.experiment.runs[0].optimizer.lr == 0.02, "what was edited meanwhile stays"
    assert window.experiment.runs[0].batch is not None
    assert window.controller.model.modified
    assert recorded_runs(window.experiment)[0].recording is not None
    expect_no_question(monkeypatch)
    assert window.files.open_path(path), "it was allowed for good"


def test_that_saving_without_the_data_loses_nothing_and_allows_nothing(
    window: MainWindow, folders: tuple[Path, Path]
) -> None:
    downloads, _ = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    window.files.open_path(asking(downloads, "../private/secret.csv"))
    window.controller.edit("optimizer.lr", 0.02, True, "rate")
    assert window.files.save_path(downloads / "mine.json")
    saved = json.loads((downloads / "mine.json").read_text(encoding="utf-8"))
    assert saved["problem"]["data"]["path"] == "../private/secret.csv"
    answering(DECLINE, asked)
    window.files.open_path(downloads / "mine.json")
    assert len(asked) == 2


def test_that_a_file_which_a_person_picked_stays_allowed_with_the_experiment_that_is_saved(
    window: MainWindow, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads, private = folders
    data = {"kind": "csv", "path": str(private / "secret.csv"), "x": ["secret"], "y": "token"}
    window.controller.edit("problem", {"kind": "linear_regression", "data": data}, True, "open data")  # as picked
    drop(window, private / "log.csv")
    mine = downloads / "mine.json"
    assert window.files.save_path(mine)
    with monkeypatch.context() as patch:
        expect_no_question(patch)
        assert window.files.open_path(mine)
    settle(window)
    assert window.experiment.problem.n_samples == 3
    assert recorded_runs(window.experiment)[0].recording is not None
    # A file from elsewhere takes its place and its name:
    forged = json.loads(mine.read_text(encoding="utf-8"))
    mine.write_text(json.dumps({**forged, "title": "from elsewhere"}), encoding="utf-8")
    asked: list[str] = []
    answering(DECLINE, asked)
    window.files.open_path(mine)
    assert len(asked) == 1


def test_that_recovery_asks_nobody_and_reads_only_what_was_allowed(
    window: MainWindow, folders: tuple[Path, Path]
) -> None:
    downloads, private = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    window.files.open_path(asking(downloads, None, ["../private/log.csv"]))
    data = {"kind": "csv", "path": str(private / "secret.csv"), "x": ["secret"], "y": "token"}
    window.controller.edit("problem", {"kind": "linear_regression", "data": data}, True, "open data")
    autosave = recovery.Autosave(window.controller)
    autosave._keep()
    autosave._wait()
    QApplication.processEvents()
    autosave._lock.unlock()  # as after a crash
    (left,) = recovery.left_behind()
    assert left.experiment.problem.n_samples == 3
    assert left.experiment.withheld == (private / "log.csv",)
    left.discard()


def test_that_an_answer_about_what_a_crash_left_is_none_about_the_file_that_was_opened_before(
    window: MainWindow, folders: tuple[Path, Path]
) -> None:
    downloads, private = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    opened = asking(downloads, "../private/secret.csv")
    window.files.open_path(opened)
    left = read_file(asking(downloads, "../private/secret.csv", ["../private/log.csv"], "left.json"))
    window.controller.model.recover(left.without_outside(), downloads / "left.json")
    settle(window)
    strip = shown_strip(window)
    assert strip is not None
    answering(READ, asked)
    click(strip.button)
    settle(window)
    assert len(asked) == 2 and window.experiment.problem.n_samples == 3
    assert not consent.is_given(opened.read_bytes(), [private / "secret.csv"])


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_that_the_question_shows_where_a_link_leads(window: MainWindow, folders: tuple[Path, Path]) -> None:
    downloads, private = folders
    (downloads / "own.csv").symlink_to(private / "secret.csv")
    asked: list[str] = []
    answering(DECLINE, asked)
    window.files.open_path(asking(downloads, "own.csv"))
    assert f"{downloads / 'own.csv'} → {os.path.realpath(private / 'secret.csv')}" in asked[0]


def test_that_the_question_has_every_file_in_its_details(window: MainWindow) -> None:
    box = AllowDataBox("e.json", [Path(f"/elsewhere/{i}.csv") for i in range(20)], window)
    assert "/elsewhere/19.csv" not in box.informativeText() and "and 14 more" in box.informativeText()
    assert box.detailedText().splitlines() == [f"/elsewhere/{i}.csv" for i in range(20)]
    box.deleteLater()


def test_that_a_dropped_recording_that_was_withheld_is_read(window: MainWindow, folders: tuple[Path, Path]) -> None:
    downloads, private = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    window.files.open_path(asking(downloads, None, ["../private/log.csv"]))
    settle(window)
    assert shown_strip(window) is not None
    drop(window, private / "log.csv")
    assert [run.recording is not None for run in recorded_runs(window.experiment)] == [True]
    assert shown_strip(window) is None


def test_that_another_problem_may_be_chosen_in_place_of_the_withheld_one(
    window: MainWindow, folders: tuple[Path, Path]
) -> None:
    downloads, _ = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    window.files.open_path(asking(downloads, "../private/secret.csv"))
    settle(window)
    choose(window, "surfaceCombo", ("surface", "himmelblau"))
    settle(window)
    assert window.experiment.problem.kind == "surface"
    assert window.experiment.runs[0].batch is None
    assert shown_strip(window) is None
    window.controller.model.undo()
    settle(window)
    assert shown_strip(window) is not None


def test_that_the_question_at_the_start_comes_over_the_experiment_without_its_data(
    qapp: QApplication, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, open_window: OpenWindow
) -> None:
    from gdviz.experiment import read_file

    downloads, _ = folders
    file = read_file(asking(downloads, "../private/secret.csv"))
    window = open_window(file.without_outside())
    asked: list[str] = []
    answering(READ, asked)
    monkeypatch.setattr("gdviz.gui.shell.session.begin", lambda window: None)
    app._begin(window, file.content)
    settle(window)
    assert len(asked) == 1
    assert window.experiment.problem.n_samples == 3


NAMES = {"lines": "\n" * 2000 + "a.csv", "wide": "W" * 200_000 + ".csv", "turned": "a\u202egpj.csv", "plain": "a.csv"}


@pytest.mark.parametrize("name", NAMES)
def test_that_no_name_of_a_file_spoils_the_strip(
    open_window: OpenWindow, folders: tuple[Path, Path], name: str
) -> None:
    downloads, _ = folders
    window = open_window(read_file(asking(downloads, f"../private/{NAMES['plain']}")).without_outside())
    usual = window.minimumSizeHint().width()
    window = open_window(read_file(asking(downloads, f"../private/{NAMES[name]}")).without_outside())
    strip = shown_strip(window)
    assert strip is not None
    assert strip.height() < 100
    assert window.minimumSizeHint().width() < usual + 300
    assert "a.csv" in strip.label.text() or name != "lines", "the end shows which file it is"
    assert all(line.isprintable() for line in strip.label.text().split("\u200b"))
    assert all(line.isprintable() and len(line) < 300 for line in strip.label.toolTip().split("\n"))


@pytest.mark.parametrize("letter", ["W", "한", "\u1112\u1161\u11ab"], ids=["W", "syllables", "parts of syllables"])
def test_that_a_long_name_is_whole_in_the_question(qapp: QApplication, letter: str) -> None:
    name = letter * (150 // len(letter)) + ".csv"
    box = AllowDataBox(name, [Path("/elsewhere") / name])
    box.show()
    labels = [label for label in box.findChildren(QLabel) if ".csv" in label.text()]
    assert len(labels) == 2
    for label in labels:
        assert name in label.text().replace("\u200b", "")
        flags = int(Qt.TextFlag.TextWordWrap) | int(label.alignment())
        needs = label.fontMetrics().boundingRect(QRect(0, 0, label.contentsRect().width(), 10_000), flags, label.text())
        assert needs.width() <= label.contentsRect().width()
    box.close()


def test_that_the_question_and_the_strip_speak_korean(
    window: MainWindow, folders: tuple[Path, Path], qapp: QApplication
) -> None:
    downloads, _ = folders
    set_language(qapp, "ko")
    asked: list[str] = []
    answering(Qt.Key.Key_Escape, asked)
    window.files.open_path(asking(downloads, "../private/secret.csv"))
    settle(window)
    assert "폴더" in asked[0]
    assert "Read" not in asked[0]
    strip = shown_strip(window)
    assert strip is not None
    assert "폴더" in child(window, "withheldLabel", QLabel).text()
    assert "읽" in child(window, "readWithheldButton", QPushButton).text()
    assert "읽지 않" in window.card.description()
    assert gdviz.run(window.experiment).runs[0].finish == "failed"


def test_that_a_file_that_was_opened_without_its_data_is_among_the_recent_ones(
    window: MainWindow, folders: tuple[Path, Path]
) -> None:
    from gdviz.gui.shell import recent

    recent.follow(window.controller.model)
    downloads, _ = folders
    asked: list[str] = []
    answering(DECLINE, asked)
    path = asking(downloads, "../private/secret.csv")
    window.files.open_path(path)
    assert recent_files()[0] == path


def test_that_a_kept_lesson_remembers_the_data_that_a_person_picked(
    window: MainWindow, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gdviz.gui.style.translating import choose as in_words
    from gdviz.lessons import lesson

    _, private = folders
    opened = lesson("four_rates")
    data = {"kind": "csv", "path": str(private / "secret.csv"), "x": ["secret"], "y": "token"}
    window.files.keeps = True
    window.files.open_prepared(opened)
    assert opened.open(in_words).problem == window.experiment.problem
    window.controller.edit("problem", {"kind": "linear_regression", "data": data}, True, "open data")
    window.files.set_prepared_aside()
    kept = recent_files()[0]
    expect_no_question(monkeypatch)
    assert window.files.open_path(kept)
    settle(window)
    assert window.experiment.problem.n_samples == 3


def test_that_a_program_of_data_that_were_not_read_is_refused(folders: tuple[Path, Path]) -> None:
    from gdviz.experiment import read_file
    from gdviz.export.export_format import DataFormat, formats

    downloads, private = folders
    result = gdviz.run(read_file(asking(downloads, str(private / "secret.csv"))).without_outside())
    for name in ("torch_program", "numpy_program"):
        known = formats()[name]
        assert isinstance(known, DataFormat)
        with pytest.raises(gdviz.ExperimentError, match="Data that were not read cannot be written as a program"):
            known.content(result)


@pytest.mark.parametrize("answer", [READ, DECLINE])
def test_that_a_sweep_asks_for_what_its_experiment_names(
    window: MainWindow, folders: tuple[Path, Path], answer: str
) -> None:
    downloads, _ = folders
    plain = json.loads(asking(downloads, "../private/secret.csv").read_text("utf-8"))
    sweep(gdviz.Experiment.from_dict({**plain, "problem": LINE}), {"optimizer.lr": [0.1, 0.2]}).save(
        downloads / "a.csv"
    )
    head, _, table = (downloads / "a.csv").read_text("utf-8").partition("\n")
    mark, _, values = head.partition("{")
    held = json.loads("{" + values)
    held["experiment"]["problem"] = plain["problem"]
    (downloads / "a.csv").write_text(f"{mark}{json.dumps(held)}\n{table}", "utf-8")
    before = window.commands.sweeps.view and window.commands.sweeps.view.sweep
    asked: list[str] = []
    answering(answer, asked)
    assert window.files.open_path(downloads / "a.csv")
    settle(window)
    assert len(asked) == 1 and "secret.csv" in asked[0] and "a.csv" in asked[0]
    shown = window.commands.sweeps.view and window.commands.sweeps.view.sweep
    assert (shown is not before) is (answer == READ), "without its data there is no sweep to show"
    assert shown is before or shown.done.all()
    assert window.controller.model.path is None, "saving writes no experiment over it"
    assert (shown_strip(window) is None) is (answer == READ)
    assert window.experiment.problem.n_samples == (3 if answer == READ else None)
