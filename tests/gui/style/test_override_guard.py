"""What fails in an override of a method of Qt is raised; PySide alone crashes on it before Python 3.12."""

from __future__ import annotations

import subprocess
import sys

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot


class Failing(QWidget):
    """Fails in C, where an exception is no object yet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        [][0]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.User and 1 / len([]) > 0


class FailingItem(pg.GraphicsObject):  # type: ignore[misc]
    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, 1, 1)

    def paint(self, *_: object) -> None:
        len(1)  # type: ignore[arg-type]


def test_that_what_fails_in_an_event_of_qt_does_not_crash_the_program(qtbot: QtBot) -> None:
    widget, watched = Failing(), QObject()
    qtbot.addWidget(widget)
    watched.installEventFilter(widget)
    with pytest.raises(IndexError):
        widget.grab()
    with pytest.raises(ZeroDivisionError):
        QApplication.sendEvent(watched, QEvent(QEvent.Type.User))


def test_that_what_fails_in_an_item_of_a_plot_does_not_crash_the_program(qtbot: QtBot) -> None:
    view = pg.GraphicsView()
    qtbot.addWidget(view)
    view.addItem(FailingItem())
    with pytest.raises(TypeError):
        view.grab()


def test_that_a_slot_that_overrides_one_of_qt_gets_no_more_than_it_takes(qtbot: QtBot) -> None:
    class Dialog(QDialog):
        def reject(self) -> None:
            super().reject()

    dialog, button = Dialog(), QPushButton()
    for widget in (dialog, button):
        qtbot.addWidget(widget)
        widget.show()
    button.clicked.connect(dialog.reject)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


WATCHED = """
import sys
finders, own = list(sys.meta_path), sys.version_info
sys.version_info = {version}
import gdviz.gui
sys.version_info = own  # Shiboken reads it, too, and crashes on a wrong one
added = [finder for finder in sys.meta_path if finder not in finders]
from shiboken6 import Shiboken
from PySide6.QtCore import QObject  # what waits for Qt acts now
print(len(added), "__init_subclass__" in vars(Shiboken.Object))
"""
"""What importing the window does to Python and Qt, in a separate process that claims to be this version."""


@pytest.mark.parametrize(
    ("version", "changed"),
    [
        ((3, 11, 9, "final", 0), "1 True"),
        ((3, 12, 0, "final", 0), "0 False"),
        ((3, 13, 5, "final", 0), "0 False"),
        ((3, 14, 0, "final", 0), "0 False"),
    ],
)
def test_that_only_a_python_before_3_12_gets_the_guard(version: tuple[object, ...], changed: str) -> None:
    command = [sys.executable, "-c", WATCHED.format(version=version)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == (changed, "")
