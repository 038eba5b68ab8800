from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from tests.gui.driving import fill_in, settle

HANGUL = re.compile("[가-힣]")


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    locale = QLocale()
    yield
    set_language(qapp, "en")
    QLocale.setDefault(locale)


def switch(window: MainWindow, qtbot: QtBot, language: str) -> None:
    window.bench.actions["actionKorean" if language == "ko" else "actionEnglish"].trigger()
    qtbot.wait(1)


def menu_texts(window: MainWindow) -> list[str]:
    texts = []
    for menu in window.menus._menus.values():  # not QAction.menu(): PySide deletes the menu with that wrapper
        texts.append(menu.title())
        texts += [action.text() for action in menu.actions() if not action.isSeparator()]
    return texts


def test_that_korean_leaves_no_english_in_the_menus(window: MainWindow, qtbot: QtBot) -> None:
    english = menu_texts(window)
    switch(window, qtbot, "ko")
    for text in menu_texts(window):
        assert HANGUL.search(text) or text == "En&glish", text
    switch(window, qtbot, "en")
    assert menu_texts(window) == english


def test_that_the_numbers_and_the_experiment_stay(window: MainWindow, qtbot: QtBot) -> None:
    fill_in(window, "lrField", "0.05")
    settle(window)
    window.playhead = 7
    before = window.experiment
    switch(window, qtbot, "ko")
    assert window.experiment is before and window.playhead == 7
    assert window.panel.lr.text() == "0.05"
    assert window.controller.model.undo_stack.count() == 1


def test_that_the_labels_of_the_other_language_fit(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    switch(window, qtbot, "ko")
    qtbot.wait(20)
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap() and type(label) is QLabel:
            assert label.width() >= label.sizeHint().width() - 1, label.text()


def test_that_a_refused_text_is_explained_in_korean(window: MainWindow, qtbot: QtBot) -> None:
    switch(window, qtbot, "ko")
    field = fill_in(window, "lrField", "-1")
    assert HANGUL.search(field.toolTip().splitlines()[0])
    fill_in(window, "expressionField", "foo(x)")
    assert HANGUL.search(window.panel.expression.problem.text())
