"""What scripts/compare_views.py calls a difference; the pictures themselves take minutes and are no test."""

from __future__ import annotations

import gc
from pathlib import Path

import compare_views
import paint_scenes
import pytest
import quiet_window
import worktrees
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz import load


def a_picture(path: Path, size: tuple[int, int] = (6, 4), spot: str = "white") -> None:
    """A white picture with one pixel of a colour."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setPixelColor(2, 1, QColor(spot))
    path.parent.mkdir(parents=True, exist_ok=True)
    assert image.save(str(path))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of the same pictures and texts."""
    for name in ("before", "after"):
        a_picture(tmp_path / name / "light" / "window.png")
        (tmp_path / name / "light" / "window.txt").write_text("a\nb\n", encoding="utf-8")
    return tmp_path / "before", tmp_path / "after"


def test_that_equal_pictures_and_texts_do_not_differ(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert compare_views.differences("worked", *folders, tmp_path / "kept") == (2, [])
    assert not (tmp_path / "kept").exists()


def test_that_one_pixel_is_a_difference_and_is_shown_beside_the_other(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    a_picture(folders[1] / "light" / "window.png", spot="#fffffe")
    _, found = compare_views.differences("worked", *folders, tmp_path / "kept")
    assert found == ["worked/light/window.png: 1 pixels"]
    sheet = QImage(str(tmp_path / "kept" / "worked" / "light" / "window.png"))
    assert (sheet.width(), sheet.height()) == (3 * 6 + 2 * compare_views.GAP, 4)
    mask = 2 * (6 + compare_views.GAP)
    assert sheet.pixelColor(mask + 2, 1) == QColor("white") != sheet.pixelColor(mask + 3, 1)


def test_that_another_size_a_missing_picture_and_another_text_are_differences(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    a_picture(folders[1] / "light" / "window.png", (7, 4))
    a_picture(folders[0] / "light" / "gone.png")
    (folders[1] / "light" / "window.txt").write_text("a\nc\n", encoding="utf-8")
    _, found = compare_views.differences("worked", *folders, tmp_path / "kept")
    assert found == [
        "worked/light/gone.png: only before",
        "worked/light/window.png: 28 pixels",
        "worked/light/window.txt: 2 lines, such as -b",
    ]


def test_that_all_experiments_of_the_pictures_can_be_read(tmp_path: Path) -> None:
    files = paint_scenes.write(tmp_path)
    assert {name: len(load(file).runs) for name, file in files.items()} == {
        name: len(spec["runs"]) for name, spec in paint_scenes.scenes(tmp_path).items()
    }


def test_that_a_window_is_waited_for_while_a_timer_of_it_is_to_come(qtbot: QtBot) -> None:
    window, done = QWidget(), []
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: done.append(True))
    window.show()
    timer.start(400)
    gc.collect()
    assert timer in list(quiet_window.unfinished())
    quiet_window.settle(window)
    assert done == [True]


def test_that_a_window_that_never_rests_is_reported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.start(1)
    monkeypatch.setattr(quiet_window, "PATIENCE", 0.3)
    with pytest.raises(RuntimeError, match="QTimer"):
        quiet_window.settle(window)
    timer.stop()
    QApplication.processEvents()


def test_that_an_unknown_commit_is_refused_in_a_sentence() -> None:
    with pytest.raises(SystemExit, match="no-such-commit"), worktrees.checkout_of("no-such-commit"):
        pass
