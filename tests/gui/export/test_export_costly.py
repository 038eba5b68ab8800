"""File > Export image where the loss is so costly that its surface takes long: there is no picture without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.gui.export.export_image import ExportImageDialog
from gdviz.gui.export.picture_choices import PictureChoices, keep
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.slowness import Slowness


@pytest.fixture
def slowness(monkeypatch: pytest.MonkeyPatch) -> Slowness:
    return Slowness(monkeypatch)


@pytest.fixture
def window(slowness: Slowness, open_window: OpenWindow) -> MainWindow:
    """The window before its surface is there."""
    opened = open_window()
    assert opened.surface.image.busy
    return opened


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Iterator[ExportImageDialog]:
    made = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(made)
    made.form.path.setText(str(tmp_path / "a.png"))
    made.show()
    yield made
    made.close()


def when(condition: Callable[[], bool], act: Callable[[], object]) -> None:
    """Do it, among the events to come, once the condition holds."""
    QTimer.singleShot(10, lambda: act() if condition() else when(condition, act))


def cancel(dialog: ExportImageDialog) -> None:
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)


def colours(image: QImage) -> int:
    """How many colours the middle of a picture has: a surface has many."""
    width, height = image.width(), image.height()
    places = [(width * (30 + i) // 100, height * (20 + j) // 100) for i in range(20) for j in range(20)]
    return len({image.pixelColor(x, y).name() for x, y in places})


@pytest.mark.parametrize("target", ["surface", "window"])
def test_that_a_picture_waits_for_its_surface(
    dialog: ExportImageDialog, slowness: Slowness, tmp_path: Path, target: str
) -> None:
    dialog.form.what.setCurrentIndex(dialog.form.what.findData(target))
    when(lambda: "being computed" in dialog.form.note.text() and dialog.form.progress.isVisible(), slowness.end)
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert colours(QImage(str(tmp_path / "a.png"))) > 15


def test_that_a_wait_can_be_given_up_and_leaves_no_picture(
    dialog: ExportImageDialog, slowness: Slowness, tmp_path: Path
) -> None:
    for key in ("one", "every"):
        dialog.form.run.setCurrentIndex(dialog.form.run.findData(key))
        when(dialog.form.progress.isVisible, lambda: cancel(dialog))
        QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
        assert list(tmp_path.iterdir()) == []
        assert dialog.isVisible()
        assert dialog.export_button.isEnabled()
        assert dialog.form.what.isEnabled()


def test_that_the_preview_comes_with_the_surface_and_what_is_chosen_may_change_meanwhile(
    dialog: ExportImageDialog, slowness: Slowness, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "being computed" in dialog.preview.words.text())
    assert dialog.preview.canvas.image.isNull()
    dialog.form.what.setCurrentIndex(dialog.form.what.findData("card"))  # needs no surface
    qtbot.waitUntil(lambda: "×" in dialog.preview.words.text())
    dialog.form.what.setCurrentIndex(dialog.form.what.findData("surface"))
    qtbot.waitUntil(lambda: "being computed" in dialog.preview.words.text())
    slowness.end()
    qtbot.waitUntil(lambda: "×" in dialog.preview.words.text())
    assert colours(dialog.preview.canvas.image) > 15
    slowness.over = False
    before = dialog.preview.canvas.image.height()
    dialog.resize(dialog.width() + 300, dialog.height() + 300)
    qtbot.waitUntil(lambda: dialog.preview.canvas.image.height() > before)  # of the surface that there is


def test_that_few_nodes_are_reported_as_soon_as_that_is_known(
    dialog: ExportImageDialog, slowness: Slowness, qtbot: QtBot
) -> None:
    assert "few nodes" not in dialog.form.note.text()
    slowness.end()
    qtbot.waitUntil(lambda: "few nodes" in dialog.form.note.text())


def test_that_a_picture_in_3_d_takes_no_scale_from_a_surface_that_is_not_there_yet(
    window: MainWindow, slowness: Slowness, qtbot: QtBot
) -> None:
    assert window.scene.published.scale is None  # the scale of no losses would make the relief flat
    slowness.end()
    qtbot.waitUntil(lambda: not window.surface.image.busy)
    assert window.scene.published.scale is window.surface.image.scale


def test_that_repeating_and_copying_wait_too_and_can_be_given_up(
    window: MainWindow, slowness: Slowness, tmp_path: Path
) -> None:
    keep(PictureChoices(target="surface"), tmp_path / "a.png")
    QGuiApplication.clipboard().clear()

    def patience() -> QProgressDialog | None:
        return next((shown for shown in window.findChildren(QProgressDialog) if shown.isVisible()), None)

    def give_up() -> None:
        shown = patience()
        assert shown is not None
        QTest.mouseClick(shown.findChild(QPushButton), Qt.MouseButton.LeftButton)

    for action in ("actionExportAgain", "actionCopyImage"):
        when(lambda: patience() is not None, give_up)
        window.bench.actions[action].trigger()
    assert list(tmp_path.iterdir()) == []
    assert QGuiApplication.clipboard().image().isNull()
    for action in ("actionExportAgain", "actionCopyImage"):
        slowness.over = False
        window.surface.image.set_problem(None)
        window.surface.image.set_problem(window.result.runs[0].problem)
        when(lambda: patience() is not None, slowness.end)
        window.bench.actions[action].trigger()
    assert colours(QImage(str(tmp_path / "a.png"))) > 15
    assert colours(QGuiApplication.clipboard().image()) > 15
