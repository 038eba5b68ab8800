from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.style.language import set_language
from gdviz.gui.style.theme import dark, light
from gdviz.gui.widgets.enlarge import EnlargeButton
from gdviz.gui.widgets.labels import ElidedLabel
from tests.gui.driving import click


def test_that_the_button_is_small_until_there_is_room_for_its_word(qtbot: QtBot) -> None:
    button = EnlargeButton("enlargeButton")
    qtbot.addWidget(button)
    button.apply_theme(light())
    button.show()
    small = button.maximumWidth()
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and button.width() == small
    button.show_word(True)
    assert button.sizeHint().width() > small and button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    button.show_word(False)
    assert button.maximumWidth() == small


def test_that_the_word_is_not_cut_where_the_title_beside_it_can_be(qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    cells, title, button = QHBoxLayout(row), ElidedLabel("A title that is longer than the row"), EnlargeButton("b")
    cells.addWidget(title)
    cells.addWidget(button)
    button.show_word(True)
    row.resize(150, 40)
    row.show()
    assert button.width() == button.sizeHint().width() and title.width() < title.sizeHint().width()


def test_that_the_button_says_in_both_languages_what_it_does(qtbot: QtBot, qapp: QApplication) -> None:
    button = EnlargeButton("enlargeButton")
    qtbot.addWidget(button)
    english = button.text(), button.toolTip(), button.accessibleName()
    set_language(qapp, "ko")
    qapp.processEvents()
    korean = button.text(), button.toolTip(), button.accessibleName()
    set_language(qapp, "en")
    assert all(one and one != other for one, other in zip(korean, english, strict=True))


def test_that_a_click_asks_for_the_large_view_once(qtbot: QtBot) -> None:
    button = EnlargeButton("enlargeButton")
    qtbot.addWidget(button)
    button.apply_theme(dark())
    button.show()
    asked: list[None] = []
    button.clicked.connect(lambda: asked.append(None))
    click(button)
    assert len(asked) == 1
