from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets import choose_file
from tests.gui.driving import settle, wait_until

pytestmark = pytest.mark.one_window

FILTERS = "Experiments (*.json)"


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """Qt's own dialog, whatever the desktop has."""
    before = QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, age in (("plain.json", 0), ("pretty_long_name_of_a_file.json", 400)):
        (tmp_path / name).write_text("{}" * 3000)
        at = 1_790_000_000 - age * 86400
        os.utime(tmp_path / name, (at, at))
    return tmp_path


def shown(window: MainWindow, folder: Path) -> tuple[QFileDialog, QTreeView]:
    dialog = choose_file.make_dialog(window, "Open", str(folder), FILTERS)
    dialog.show()
    tree = dialog.findChild(QTreeView, "treeView")
    assert isinstance(tree, QTreeView)
    wait_until(lambda: tree.model().rowCount(tree.rootIndex()) == 2)
    QApplication.processEvents()
    return dialog, tree


def end(dialog: QFileDialog) -> None:
    dialog.close()
    dialog.deleteLater()
    QApplication.processEvents()


def text_of(tree: QTreeView, row: int, column: int) -> str:
    option = QStyleOptionViewItem()
    tree.itemDelegate().initStyleOption(option, tree.model().index(row, column, tree.rootIndex()))  # type: ignore[attr-defined]
    return str(option.text)  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_what_is_offered_as_one_types_can_be_read(window: MainWindow, folder: Path, theme: str) -> None:
    window.set_theme(theme)
    settle(window)
    dialog, _ = shown(window, folder)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, "p")
    popup = field.completer().popup()
    wait_until(popup.isVisible)
    picture = popup.grab().toImage()
    ground = picture.pixelColor(picture.width() - 8, picture.height() - 4)
    assert ground.name() == window.theme.field
    popup.hide()
    end(dialog)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_each_button_shows_its_icon(window: MainWindow, folder: Path, theme: str) -> None:
    window.set_theme(theme)
    settle(window)
    dialog, _ = shown(window, folder)
    for name in choose_file._ICONS:
        button = dialog.findChild(QToolButton, name)
        assert button is not None
        button.setEnabled(True)
        QApplication.processEvents()
        picture, ground = button.grab().toImage(), dialog.palette().window().color().lightness()
        inside = range(4, picture.width() - 4)
        drawn = [x for x in inside if any(abs(picture.pixelColor(x, y).lightness() - ground) > 70 for y in inside)]
        assert len(drawn) >= 8, name
    end(dialog)


def test_that_names_sizes_and_dates_are_shown_whole_in_the_language_of_the_window(
    window: MainWindow, folder: Path
) -> None:
    for language in ("ko", "en"):
        window.set_language(language)
        settle(window)
        dialog, tree = shown(window, folder)
        assert tree.isColumnHidden(2)
        words = QLocale(QLocale.Language.Korean if language == "ko" else QLocale.Language.English)
        for row in range(2):
            made = QDateTime.fromSecsSinceEpoch(int((folder / text_of(tree, row, 0)).stat().st_mtime))
            assert text_of(tree, row, 3) == words.toString(made, QLocale.FormatType.ShortFormat)
            for column in (0, 1, 3):
                room = tree.visualRect(tree.model().index(row, column, tree.rootIndex())).width()
                assert tree.fontMetrics().horizontalAdvance(text_of(tree, row, column)) < room
        assert text_of(tree, 0, 1) == words.formattedDataSize(6000, 1)
        end(dialog)


def test_that_its_words_are_korean_in_a_korean_window(window: MainWindow, folder: Path) -> None:
    window.set_language("ko")
    settle(window)
    dialog, tree = shown(window, folder)
    texts = [
        w.text() for w in dialog.findChildren(QWidget) if isinstance(w, QLabel | QAbstractButton) and w.isVisible()
    ]
    texts += [str(tree.model().headerData(i, Qt.Orientation.Horizontal)) for i in (0, 1, 3)]
    texts += [button.toolTip() for button in dialog.findChildren(QToolButton) if button.isVisible()]
    for words in filter(None, texts):
        assert any("가" <= letter <= "힣" for letter in words), words
    end(dialog)


def test_that_a_name_gets_its_suffix_and_nobody_wanting_one_gives_nothing(window: MainWindow, folder: Path) -> None:
    def answer(accept: bool) -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible())
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None and field.text() == "experiment.json"
        if accept:
            field.setText("mine")
            QTest.keyClick(field, Qt.Key.Key_Return)
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    start = str(folder / "experiment.json")
    QTimer.singleShot(50, lambda: answer(True))
    chosen, picked = choose_file.save_file(window, "Save", start, FILTERS, "json")
    assert Path(chosen) == folder / "mine.json" and picked == FILTERS
    QTimer.singleShot(50, lambda: answer(False))
    assert choose_file.save_file(window, "Save", start, FILTERS, "json") == ("", "")
    QApplication.processEvents()


def test_that_a_name_gets_the_suffix_of_the_filter_so_that_what_is_there_is_asked_about(
    window: MainWindow, folder: Path
) -> None:
    suffixes: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        for filter_ in ("Pictures (*.png)", "Drawings (*.svg)"):
            dialog.selectNameFilter(filter_)
            dialog.filterSelected.emit(filter_)
            suffixes.append(dialog.defaultSuffix())
        dialog.reject()

    QTimer.singleShot(100, look)
    filters = "Tables (*.csv);;Pictures (*.png);;Drawings (*.svg)"
    assert choose_file.save_file(window, "Save", str(folder / "a"), filters) == ("", "")
    assert suffixes == ["png", "svg"]


def test_that_the_system_draws_the_dialog_where_it_has_one(window: MainWindow, folder: Path) -> None:
    """Qt keeps the system's dialog for its own class, and for those that do not ask for Qt's."""
    dialog = choose_file.make_dialog(window, "Open", str(folder), FILTERS)
    assert type(dialog) is QFileDialog
    assert not dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    end(dialog)


def test_that_files_are_asked_for_in_one_place() -> None:
    package = Path(choose_file.__file__).parents[2]
    asking = [path.name for path in package.rglob("*.py") if "QFileDialog" in path.read_text(encoding="utf-8")]
    assert asking == ["choose_file.py"]
