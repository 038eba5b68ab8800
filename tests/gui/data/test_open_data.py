from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialogButtonBox, QScrollArea
from pytestqt.qtbot import QtBot

from gdviz.datasets.csv_file import CsvFile
from gdviz.datasets.csv_table import Table
from gdviz.gui.data.open_data import OpenDataDialog
from gdviz.gui.shell.main_window import MainWindow

ROWS = "name,size,age,price\n" + "".join(f"n{i},{i * 1.5},{i % 7},{3 * i + 1}\n" for i in range(40))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def opened(qtbot: QtBot, path: Path, content: str | bytes) -> OpenDataDialog:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    dialog = OpenDataDialog(path)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def box(dialog: OpenDataDialog, name: str) -> QCheckBox:
    return next(box for box in dialog.features if box.text() == name)


def click(widget: QCheckBox) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center().transposed())


def test_that_the_rows_are_seen_and_columns_of_text_are_no_choice(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", ROWS)
    assert dialog.preview.rowCount() == 40
    assert dialog.preview.item(2, 0).text() == "n2"
    assert [box.text() for box in dialog.features] == ["size", "age", "price"]
    assert dialog.target.currentText() == "price"


def test_that_a_file_without_names_shows_its_first_row_and_says_so(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", "1,2,3\n4,5,6.5\n7,8,9\n")
    assert dialog.unnamed.isVisible()
    assert (dialog.preview.rowCount(), dialog.preview.item(0, 0).text()) == (3, "1")
    assert dialog.preview.horizontalHeaderItem(0).text() == "c1"
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.result() == OpenDataDialog.DialogCode.Accepted)
    assert (dialog.problem()["data"]["x"], dialog.problem()["data"]["y"]) == (["c1", "c2"], "c3")
    assert not opened(qtbot, folder / "b.csv", ROWS).unnamed.isVisible()


def test_that_the_choice_becomes_the_problem(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", ROWS)
    QTest.keyClick(box(dialog, "age"), Qt.Key.Key_Space)
    QTest.keyClick(dialog.standardise, Qt.Key.Key_Space)
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.result() == OpenDataDialog.DialogCode.Accepted)
    data = {"kind": "csv", "path": str(folder / "a.csv"), "x": ["size"], "y": "price", "standardise": True}
    assert dialog.problem() == {"kind": "linear_regression", "data": data}


def test_that_the_target_is_no_feature_and_the_others_keep_their_ticks(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", ROWS)
    assert not box(dialog, "price").isVisible()
    QTest.keyClick(box(dialog, "age"), Qt.Key.Key_Space)
    dialog.target.setCurrentText("age")
    assert dialog.problem()["data"]["x"] == ["size", "price"]
    dialog.target.setCurrentText("price")
    assert box(dialog, "age").isVisible() and dialog.problem()["data"]["x"] == ["size"]


def test_that_a_target_of_0_and_1_is_taken_for_a_class(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", "x;class\n" + "".join(f"{i},5;{i % 2}\n" for i in range(9)))
    assert dialog.problem()["kind"] == "logistic_regression"
    assert not dialog.standardise_target.isEnabled()


def test_that_without_a_feature_there_is_nothing_to_open(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", "x,y\n1,2\n3,4\n")
    QTest.keyClick(box(dialog, "x"), Qt.Key.Key_Space)
    assert dialog.problem_label.text() == "Choose at least one feature."
    assert not dialog.open_button.isEnabled()


def test_that_an_error_further_down_is_reported_with_its_line(qtbot: QtBot, folder: Path) -> None:
    many = "x,y\n" + "".join(f"{i},{i}\n" for i in range(500)) + "7,oops\n"
    dialog = opened(qtbot, folder / "a.csv", many)
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    sentence = "a.csv, line 502, column y: must be a number, got 'oops'"
    qtbot.waitUntil(lambda: dialog.problem_label.text().replace('"', "'") == sentence)
    assert dialog.isVisible()
    assert dialog.open_button.isEnabled()


def test_that_reading_a_large_file_can_be_cancelled(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, reading = True, CsvFile.reading

    def slowly(self: CsvFile, path: str) -> Generator[float, None, Table]:
        """Stop at the first progress until the test has seen it."""
        work = reading(self, path)
        try:
            while True:
                yield (share := next(work))
                while held and share > 0:
                    yield share
        except StopIteration as last:
            return last.value

    monkeypatch.setattr(CsvFile, "reading", slowly)
    dialog = opened(qtbot, folder / "a.csv", "x,y\n" + "1.25,2.5\n" * 400_000)
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.progress.isVisible() and dialog.progress.value() > 0)
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert not dialog.work.isRunning()
    assert dialog.isVisible() and not dialog.progress.isVisible()
    held = False
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.result() == OpenDataDialog.DialogCode.Accepted)


def test_that_an_invalid_class_is_reported_with_its_line(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "a.csv", "x,y\n" + "1,0\n2,1\n" * 40 + "3,2\n")
    dialog.kind.setCurrentIndex(dialog.kind.findData("logistic_regression"))
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "line 82, column y: a class must be 0 or 1" in dialog.problem_label.text())


@pytest.mark.parametrize("content", ["", "a,b\nu,v\n", b"\x00\x01\xff\xfe\x81"])
def test_that_a_file_without_numbers_cannot_be_opened(qtbot: QtBot, folder: Path, content: str | bytes) -> None:
    dialog = opened(qtbot, folder / "a.csv", content)
    assert dialog.problem_label.text()
    assert not dialog.open_button.isEnabled()


def test_that_korean_excel_and_a_hundred_columns_are_read(qtbot: QtBot, folder: Path) -> None:
    header = ",".join(["키와 몸무게", *(f"c{i}" for i in range(99))])
    rows = "\n".join(",".join(str(i * j) for j in range(100)) for i in range(5))
    dialog = opened(qtbot, folder / "a.csv", f"{header}\n{rows}\n".encode("cp949"))
    assert dialog.features[0].text() == "키와 몸무게"
    assert len(dialog.features) == 100


def test_that_a_deleted_file_is_reported(qtbot: QtBot, folder: Path) -> None:
    dialog = OpenDataDialog(folder / "gone.csv")
    qtbot.addWidget(dialog)
    assert dialog.problem_label.text()
    assert not dialog.open_button.isEnabled()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "b.csv: the file is empty"),
        ("a,b\n", "b.csv: no rows, only line 1 with the names"),
        ("a\n1\n2\n", "The file has one column: samples need a feature and a target."),
        ("size,price\n1,2\n2,three\n", "b.csv, line 3, column price: must be a number, got 'three'"),
        ("a,b\n1,2\n3,4;5\n", "b.csv, line 3, column b: must be a number, got '4;5'"),
    ],
)
def test_that_a_file_without_two_columns_of_numbers_shows_where_it_fails(
    qtbot: QtBot, folder: Path, content: str, sentence: str
) -> None:
    dialog = opened(qtbot, folder / "b.csv", content)
    assert dialog.problem_label.text().replace('"', "'") == sentence
    assert not dialog.open_button.isEnabled()


def test_that_a_column_left_out_is_reported_with_its_line(qtbot: QtBot, folder: Path) -> None:
    dialog = opened(qtbot, folder / "b.csv", "x1,x2,kind\n1,2,0\n2,3,cat\n3,5,1\n")
    assert dialog.left_out.isVisible() and "line 3, column kind" in dialog.left_out.text()
    assert dialog.open_button.isEnabled()
    assert not opened(qtbot, folder / "c.csv", "a,b\n1,2\n3,4\n").left_out.isVisible()


def test_that_a_model_of_ones_own_begins_with_the_columns_that_are_chosen(qtbot: QtBot, folder: Path) -> None:
    rows = "".join(f"{i},{i % 3},{i * 2}\n" for i in range(9))
    dialog = opened(qtbot, folder / "a.csv", f"living area,방 개수,price\n{rows}")
    dialog.kind.setCurrentIndex(dialog.kind.findData("model"))
    assert dialog.problem()["prediction"] == "w1*living_area + w2*방_개수 + b"
    QTest.keyClick(box(dialog, "living area"), Qt.Key.Key_Space)
    assert (dialog.problem()["prediction"], dialog.problem()["parameters"]) == ("w1*방_개수 + b", ["w1", "b"])
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.result() == OpenDataDialog.DialogCode.Accepted)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_the_names_of_the_features_are_whole_in_large_type(
    window: MainWindow, folder: Path, language: str
) -> None:
    window.set_language(language)
    path = folder / "a.csv"
    path.write_text("size of the flat,number_of_rooms,area,rooms,age,price\n1,2,3,4,5,6\n7,8,9,8,7,6\n")
    widths = []
    for steps in (0, 4):
        for _ in range(steps):
            window.bench.actions["actionLargerText"].trigger()
        dialog = OpenDataDialog(path, window)
        dialog.show()
        QApplication.processEvents()
        area = dialog.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        for feature in dialog.features:
            right = feature.mapTo(area.viewport(), QPoint(feature.sizeHint().width(), 0)).x()
            assert right <= area.viewport().width(), (feature.text(), steps)
        header = dialog.preview.horizontalHeader()
        assert all(header.sectionSize(j) >= header.sectionSizeHint(j) for j in range(header.count())), steps
        widths.append(dialog.width())
        least = dialog.minimumSizeHint().width()
        dialog.close()
        dialog.deleteLater()
    window.bench.actions["actionNormalText"].trigger()
    room = window.screen().availableGeometry().width()
    assert min(1.7 * widths[0], room - 30) <= widths[1] <= max(room, least)
