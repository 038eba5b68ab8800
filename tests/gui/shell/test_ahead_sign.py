"""The sign that what lies ahead is hidden: seen while it is, in the language of the window, while presenting, too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, key, settle

pytestmark = pytest.mark.one_window


def sign(window: MainWindow) -> QLabel:
    return child(window, "aheadSign", QLabel)


def is_whole(label: QLabel) -> bool:
    return label.isVisible() and label.width() >= label.sizeHint().width() and not label.visibleRegion().isEmpty()


def test_that_a_sign_is_seen_while_what_is_ahead_is_hidden(window: MainWindow) -> None:
    window.setFocus()
    assert not sign(window).isVisible()
    key(window, Qt.Key.Key_H)
    assert is_whole(sign(window)) and "H" in sign(window).toolTip() and sign(window).text()
    key(window, Qt.Key.Key_Right)
    assert is_whole(sign(window))
    key(window, Qt.Key.Key_H)
    assert not sign(window).isVisible()


def test_that_the_sign_is_seen_while_presenting(window: MainWindow) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    QApplication.processEvents()
    there = child(window, "timelineAheadSign", QLabel)  # the status bar is not seen
    assert is_whole(there) and not sign(window).isVisible()
    key(window, Qt.Key.Key_H)
    assert not there.isVisible()
    key(window, Qt.Key.Key_H)
    assert is_whole(there)
    key(window, Qt.Key.Key_F5)
    assert not there.isVisible() and not sign(window).isVisible()


def test_that_the_sign_speaks_the_language_of_the_window(window: MainWindow) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_H)
    english = sign(window).text(), sign(window).toolTip()
    window.set_language("ko")
    QApplication.processEvents()
    korean = sign(window).text(), sign(window).toolTip()
    assert all(a != b and "H" in b for a, b in zip(english, korean, strict=True))


def test_that_the_sign_ends_with_the_experiment_and_appears_with_a_file_that_asks(open_window: OpenWindow) -> None:
    window = open_window()
    window.setFocus()
    key(window, Qt.Key.Key_H)
    window.controller.model.open(worked_example(), None)
    settle(window)
    assert not sign(window).isVisible()
    window.controller.model.open(worked_example().replace("view", {"hide_ahead": True}), None)
    settle(window)
    assert sign(window).isVisible()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_nothing_moves_when_the_sign_comes(open_window: OpenWindow, language: str) -> None:
    window = open_window()
    window.set_language(language)
    settle(window)
    QTest.qWait(60)  # some layouts ask for another one when they learn of their size
    window.setFocus()
    before = window.surface.geometry(), window.loss.geometry(), window.status.height()
    key(window, Qt.Key.Key_H)
    settle(window)
    QTest.qWait(60)
    assert is_whole(sign(window))
    assert (window.surface.geometry(), window.loss.geometry(), window.status.height()) == before
