"""File > Export film, table, code; and files dropped onto the window."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine.trajectory import RunRecord
from gdviz.gui.export.export_code import ExportCodeDialog
from gdviz.gui.export.export_film import ExportFilmDialog
from gdviz.gui.shell import main_window
from gdviz.gui.shell.dropped_files import dropped_files
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets import choose_file
from tests.gui.driving import child, settle, wait_until
from tests.making import WORKED, a_run, an_experiment, changed, line_data

pytestmark = pytest.mark.one_window


def choose(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(choose_file, "save_file", lambda *_: (str(path), kind))


def test_that_the_entries_stand_in_a_menu_after_the_export_done_again(window: MainWindow) -> None:
    entries = window.menus["file"].actions()
    at = [action.objectName() for action in entries].index("actionExportAgain")
    assert entries[at + 1] is window.menus["export"].menuAction()
    names = [action.objectName() for action in window.menus["export"].actions()]
    assert names == ["actionExportFilm", "actionExportTable", "actionExportCode"]


def test_that_a_table_is_written_as_chosen(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, tmp_path / "표", "CSV (*.csv)")
    window.commands.exports.export_table()
    rows = list(csv.DictReader((tmp_path / "표.csv").read_text(encoding="utf-8-sig").splitlines()))
    record = window.result.runs[0]
    assert [float(row["w.x"]) for row in rows] == record.w[:, 0].tolist()
    choose(monkeypatch, tmp_path / "a.npz", "CSV (*.csv)")
    window.commands.exports.export_table()
    assert gdviz.load(tmp_path / "a.npz") == window.experiment


def test_that_a_table_of_samples_waits_for_their_losses_without_the_window(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch={"size": 2})
    window.controller.model.open(an_experiment(line_data(40), [run], steps=200), None)
    settle(window)
    threads: set[bool] = set()
    real = RunRecord.losses_at

    def losses_at(record: RunRecord, rows: np.ndarray) -> np.ndarray:
        threads.add(threading.current_thread() is threading.main_thread())
        return real(record, rows)

    choose(monkeypatch, tmp_path / "a.csv")
    with monkeypatch.context() as watched:
        watched.setattr(RunRecord, "losses_at", losses_at)
        window.commands.exports.export_table()
        assert not (tmp_path / "a.csv").exists()
        wait_until(lambda: (tmp_path / "a.csv").exists())
    assert False in threads
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert [float(row["loss"]) for row in rows] == window.result.runs[0].loss.tolist()


def test_that_a_second_table_waits_for_the_first(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch={"size": 2})
    window.controller.model.open(an_experiment(line_data(40), [run], steps=200), None)
    settle(window)
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        choose(monkeypatch, path)
        window.commands.exports.export_table()
    wait_until(lambda: all(path.exists() for path in paths))
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.own_window  # it closes its window
def test_that_a_window_asks_before_it_closes_without_a_table_that_waits(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch={"size": 2})
    window.controller.model.open(an_experiment(line_data(40), [run], steps=200), None)
    settle(window)
    asked: list[str] = []
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "exec", lambda box: (asked.append(box.text()), answers.pop(0))[1])
    going, real = threading.Event(), RunRecord.losses_at

    def losses_at(record: RunRecord, rows: np.ndarray) -> np.ndarray:
        going.wait(10)
        return real(record, rows)

    monkeypatch.setattr(RunRecord, "losses_at", losses_at)
    window.files.asks = True
    choose(monkeypatch, tmp_path / "a.csv")
    window.commands.exports.export_table()
    window.close()
    assert window.isVisible() and asked == ["Close before a.csv is written?"]
    going.set()
    wait_until(lambda: (tmp_path / "a.csv").exists())
    going.clear()
    choose(monkeypatch, tmp_path / "b.csv")
    window.commands.exports.export_table()
    threading.Timer(0.2, going.set).start()  # closing waits for the losses under way
    window.close()
    assert not window.isVisible() and len(asked) == 2
    assert not (tmp_path / "b.csv").exists()


def test_that_losses_that_cannot_be_computed_are_reported_and_the_next_table_is_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch={"size": 2})
    window.controller.model.open(an_experiment(line_data(40), [run], steps=200), None)
    settle(window)
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(f"{box.text()} {box.informativeText()}"))
    real, calls = RunRecord.losses_at, []

    def losses_at(record: RunRecord, rows: np.ndarray) -> np.ndarray:
        calls.append(rows)
        if len(calls) == 1:
            raise MemoryError("too many samples")
        return real(record, rows)

    monkeypatch.setattr(RunRecord, "losses_at", losses_at)
    for name in ("a.csv", "b.csv"):
        choose(monkeypatch, tmp_path / name)
        window.commands.exports.export_table()
    wait_until(lambda: (tmp_path / "b.csv").exists())
    assert messages == [f"The file was not written. {tmp_path / 'a.csv'}: MemoryError: too many samples"]
    assert not (tmp_path / "a.csv").exists()


def test_that_a_table_that_cannot_be_written_is_reported(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(box.informativeText()))
    choose(monkeypatch, tmp_path / "gone" / "a.csv")
    window.commands.exports.export_table()
    assert messages == [f"{tmp_path / 'gone' / 'a.csv'}: No such file or directory"]


def test_that_code_is_shown_copied_and_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ExportCodeDialog(None, window.commands.exports._result())
    qtbot.addWidget(dialog)
    dialog.show()
    assert "import torch" in dialog.code.toPlainText()
    QTest.mouseClick(dialog.choice.button("numpy_program"), Qt.MouseButton.LeftButton)
    text = dialog.code.toPlainText()
    assert "import torch" not in text
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text
    choose(monkeypatch, tmp_path / "program")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "program.numpy.py").read_text(encoding="utf-8") == text


def test_that_what_code_cannot_hold_is_named_in_the_dialog(qtbot: QtBot) -> None:
    one = {"kind": "inline", "x": [[0], [1], [2]], "y": [0, 1, 1]}
    problem = {"kind": "tanh_unit", "data": one}
    result = gdviz.run(an_experiment(problem, [a_run([0.5, 0.5], {"kind": "newton", "lr": 1.0})], steps=2))
    dialog = ExportCodeDialog(None, result)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "torch.optim has no Newton" in dialog.notes.text()
    dialog.choice.button("numpy_program").click()
    assert "the Hessian of One tanh unit cannot be written" in dialog.notes.text()
    assert dialog.code.toPlainText() == ""
    assert not dialog.save_button.isEnabled()


SAVED_AT_LEAST_MS = 6000


def said_as_saved(window: MainWindow) -> str:
    """The text over the window about a file that was written; empty if it is not seen, or not for long enough."""
    label = child(window, "toast", QLabel)
    long_enough = window._saved.isActive() and window._saved.interval() >= SAVED_AT_LEAST_MS
    return label.text() if label.isVisible() and long_enough else ""


@pytest.mark.parametrize("detail", ["simple", "full"])
@pytest.mark.parametrize("kind", ["table", "code", "film"])
def test_that_what_was_exported_is_named_with_its_folder(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, detail: str
) -> None:
    window.bench.change(detail=detail)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    spoken: list[str] = []
    monkeypatch.setattr(main_window, "announce", lambda _, sentence: spoken.append(sentence))
    exports = window.commands.exports
    file = tmp_path / {"table": "a.csv", "code": "a.torch.py", "film": "a.gif"}[kind]
    if kind == "table":
        choose(monkeypatch, file)
        exports.export_table()
    elif kind == "code":
        choose(monkeypatch, file)
        monkeypatch.setattr(ExportCodeDialog, "exec", lambda dialog: dialog.save_button.click())
        exports.export_code()
    else:
        exports.export_film()
        assert exports.film is not None
        exports.film.pixels.setCurrentIndex(0)
        exports.film.frames.setValue(2)
        exports.film.path.setText(str(file))
        exports.film.start()
        wait_until(lambda: exports.film is None)
    assert file.exists()
    assert said_as_saved(window) == f"Saved: {file.name} in {tmp_path}"
    assert spoken == [f"Saved: {file.name} in {tmp_path}"]
    QTest.mouseClick(child(window, "toastButton", QPushButton), Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)]
    window._saved.timeout.emit()
    assert not child(window, "toast", QLabel).isVisible()


def test_that_a_sentence_that_ends_leaves_what_was_saved(window: MainWindow, tmp_path: Path) -> None:
    window.bench.change(detail="simple", arrangement="descent", arranged=True)
    window.bench.note("A sentence.")
    assert not child(window, "toastButton", QPushButton).isVisible()
    window.bench.note_saved(tmp_path / "a.png")
    window.status.note("")
    assert said_as_saved(window) == f"Saved: a.png in {tmp_path}"
    window.bench.note("Another.")
    assert child(window, "toast", QLabel).text() == "Another."


@pytest.fixture
def film(window: MainWindow, tmp_path: Path) -> ExportFilmDialog:
    """The dialog for films, set to a small one."""
    window.commands.exports.export_film()
    dialog = window.commands.exports.film
    assert dialog is not None
    dialog.pixels.setCurrentIndex(0)
    dialog.path.setText(str(tmp_path / "a.gif"))
    return dialog


def test_that_a_film_is_made_beside_the_window_and_the_dialog_goes(
    qtbot: QtBot, window: MainWindow, film: ExportFilmDialog, tmp_path: Path
) -> None:
    film.last.setValue(4)
    film.frames.setValue(5)
    assert film.note.text() == "1.8 s long"
    experiment, height = window.experiment, film.sizeHint().height()
    QTest.mouseClick(film.export_button, Qt.MouseButton.LeftButton)
    assert not film.settings.isEnabled()
    assert film.progress.isVisible() and film.sizeHint().height() == height
    window.controller.edit("optimizer.lr", 0.02, True, "rate")  # a later edit is not in the film
    qtbot.waitUntil(lambda: window.commands.exports.film is None)
    assert gdviz.load(tmp_path / "a.gif") == experiment
    assert window.experiment != experiment


def test_that_a_film_is_of_any_view_of_a_figure_of_several_or_of_the_window(film: ExportFilmDialog) -> None:
    what = film.choice.what
    kinds = [what.itemData(row) for row in range(what.count())]
    assert {"surface", "rate", "loss", "card", "figure", "window"} <= set(kinds)
    assert film.plan().parts == ("surface",)
    assert not film.choice.boxes.isVisible()
    what.setFocus()
    while film.choice.target != "figure":
        QTest.keyClick(what, Qt.Key.Key_Down)
    assert film.choice.boxes.isVisible()
    assert film.plan().parts == ("surface", "rate", "loss")
    QTest.mouseClick(film.choice.parts["card"], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert film.plan().parts == ("surface", "rate", "loss", "card")
    QTest.keyClick(what, Qt.Key.Key_Down)
    assert film.choice.target == "window"
    assert not film.pixels.isVisible()  # it has the size of the window
    assert film.note.text().endswith("the window follows it meanwhile, and cannot be used")


def test_that_while_the_window_is_filmed_it_cannot_be_used_and_goes_back_to_its_step(
    qtbot: QtBot, window: MainWindow, film: ExportFilmDialog, tmp_path: Path
) -> None:
    window.playhead = 2
    film.choice.what.setCurrentIndex(film.choice.what.findData("window"))
    film.last.setValue(6)
    film.frames.setValue(7)
    seen: set[int] = set()
    window.controller.playhead.moved.connect(lambda k: seen.add(window.playhead))
    QTest.mouseClick(film.export_button, Qt.MouseButton.LeftButton)
    assert film.isVisible()
    assert film.isModal()
    qtbot.waitUntil(lambda: window.commands.exports.film is None)
    assert seen == set(range(7))
    assert window.playhead == 2
    with Image.open(tmp_path / "a.gif") as made:
        assert made.size == (window.width(), window.height())


def test_that_a_cancelled_film_of_the_window_gives_it_back(
    qtbot: QtBot, window: MainWindow, film: ExportFilmDialog, tmp_path: Path
) -> None:
    film.choice.what.setCurrentIndex(film.choice.what.findData("window"))
    film.frames.setValue(2000)
    QTest.mouseClick(film.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: film.progress.value() > 2)
    film.reject()
    assert film.isVisible()
    assert not film.isModal()
    assert window.playhead == 0
    assert not (tmp_path / "a.gif").exists()


def test_that_cancel_ends_the_film_first_and_closes_the_dialog_then(
    qtbot: QtBot, window: MainWindow, film: ExportFilmDialog, tmp_path: Path
) -> None:
    film.frames.setValue(2000)
    film.export_button.click()
    qtbot.waitUntil(lambda: film.progress.value() > 2)
    film.reject()
    assert film.isVisible()
    assert film.settings.isEnabled()
    assert list(tmp_path.iterdir()) == []
    film.reject()
    assert window.commands.exports.film is None


@pytest.mark.own_window  # it closes its window
def test_that_a_closed_window_ends_its_film(
    qtbot: QtBot, window: MainWindow, film: ExportFilmDialog, tmp_path: Path
) -> None:
    film.frames.setValue(2000)
    film.export_button.click()
    qtbot.waitUntil(lambda: film.progress.value() > 2)
    window.close()
    assert film._filming is None
    assert list(tmp_path.iterdir()) == []


def test_that_what_stands_in_the_way_of_a_film_is_reported_before(
    film: ExportFilmDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    film.first.setValue(10)
    film.last.setValue(5)
    assert film.problem.text() == "The last step comes before the first."
    assert not film.export_button.isEnabled()
    film.last.setValue(12)
    assert film.export_button.isEnabled()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    film.kind.setCurrentIndex(1)
    assert film.target() == tmp_path / "a.mp4"
    assert "gdviz[video]" in film.problem.text()
    assert not film.export_button.isEnabled()


@pytest.mark.parametrize("text", ["", "/", ".", "~nobody-of-that-name"])
def test_that_a_text_that_names_no_film_only_rests_the_button(film: ExportFilmDialog, text: str) -> None:
    film.path.setText(text)
    assert not film.export_button.isEnabled()
    film.path.setText("a" * 5000)
    assert film.export_button.isEnabled()


def test_that_a_film_that_cannot_be_written_is_reported_in_the_dialog(
    qtbot: QtBot, film: ExportFilmDialog, tmp_path: Path
) -> None:
    film.path.setText(str(tmp_path / "gone" / "a.gif"))
    film.frames.setValue(2)
    film.export_button.click()
    qtbot.waitUntil(lambda: film.problem.isVisible())
    assert film.problem.text() == "The film could not be written: No such file or directory."


def drop(window: MainWindow, *paths: Path) -> bool:
    """Drag files over the window and let them go; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))
    return True


@pytest.mark.parametrize("name", ["그림 🏔.png", "a.gif", "a.npz", "result.json", "a.json"])
def test_that_a_dropped_file_opens_the_experiment_that_made_it(
    name: str, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    experiment = gdviz.Experiment.from_dict(changed("title", "dropped", {**WORKED, "steps": 7}))
    path = tmp_path / name
    if name == "a.json":
        gdviz.save(experiment, path)
    else:
        from gdviz import cli

        gdviz.save(experiment, tmp_path / "source.json")
        assert cli.main(["export", str(tmp_path / "source.json"), str(path), "--size", "320x240"]) == 0
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.experiment == experiment)
    settle(window)
    assert window.controller.model.path == (path if name == "a.json" else None)


def test_that_what_is_no_single_file_is_not_taken(window: MainWindow, tmp_path: Path) -> None:
    assert not drop(window, tmp_path)
    assert not drop(window, tmp_path / "gone.json")
    assert window.status.verdict.text() == "gone.json: No such file or directory"
    (tmp_path / "a").touch()
    assert not drop(window, tmp_path / "a", tmp_path / "a")


def test_that_nothing_is_taken_where_something_else_than_files_is_among_what_is_dropped(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.json")), QUrl("https://example.org/b.json")])
    assert dropped_files(data) == []
    data.setUrls(data.urls()[:1])
    assert dropped_files(data) == [tmp_path / "a.json"]


def test_that_a_dropped_picture_without_an_experiment_is_reported(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(box.informativeText()))
    path = tmp_path / "a.svg"
    path.write_text("<svg></svg>")
    before = window.experiment
    assert drop(window, path)
    qtbot.waitUntil(lambda: bool(messages))
    assert messages == ["a.svg: carries no experiment of gdviz"]
    assert window.experiment == before
