"""The glossary in the window: its list, and the tips of terms where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gdviz import glossary
from gdviz.gui.shell.glossary_dialog import GlossaryDialog
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from tests.gui.driving import click, settle, wait_until

pytestmark = pytest.mark.one_window


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[GlossaryDialog]:
    made = GlossaryDialog()
    qtbot.addWidget(made)
    made.open_again()
    yield made
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_language(app, "en")


def listed(dialog: GlossaryDialog) -> str:
    return dialog.list.toPlainText().strip()


def tip_of(widget: QWidget, at: QPoint | None = None) -> str:
    """The tool tip that appears after the pointer has rested there."""
    QToolTip.hideText()
    place = at or widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return " ".join(QToolTip.text().split())


def test_that_all_terms_are_listed_in_both_languages(dialog: GlossaryDialog) -> None:
    text = listed(dialog)
    for term in glossary.terms():
        for language in ("en", "ko"):
            assert term.word[language] in text and term.says[language] in text
    assert not dialog.none.isVisible()


def test_that_what_is_typed_in_either_language_leaves_the_terms_that_have_it(dialog: GlossaryDialog) -> None:
    QTest.keyClicks(dialog.filter, "dampen")
    assert "댐프닝" in listed(dialog) and "웜업" not in listed(dialog)
    dialog.filter.setText("댐프닝")
    assert listed(dialog).startswith("dampening") and "warm-up" not in listed(dialog)


def test_that_an_empty_list_says_what_to_do(dialog: GlossaryDialog) -> None:
    QTest.keyClicks(dialog.filter, "zzz")
    assert dialog.none.isVisible() and dialog.none.text() and not dialog.list.isVisible()
    QTest.keyClick(dialog.filter, Qt.Key.Key_Backspace)
    dialog.filter.clear()
    assert dialog.list.isVisible() and not dialog.none.isVisible()


def test_that_the_language_of_the_window_comes_first(dialog: GlossaryDialog) -> None:
    assert listed(dialog).startswith("sample")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_language(app, "ko")
    wait_until(lambda: listed(dialog).startswith("샘플"))
    assert dialog.windowTitle() == "용어 풀이"


def test_that_the_menu_opens_it_beside_the_window_and_esc_closes_it(window: MainWindow) -> None:
    window.bench.actions["actionGlossary"].trigger()
    (dialog,) = window.findChildren(GlossaryDialog)
    assert dialog.isVisible() and not dialog.isModal()
    QTest.keyClicks(dialog.filter, "fog")
    QTest.keyClick(dialog.filter, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.bench.actions["actionGlossary"].trigger()
    assert window.findChildren(GlossaryDialog) == [dialog]
    assert dialog.isVisible() and dialog.filter.text() == ""
    dialog.close()


def test_that_the_commands_that_terms_stand_for_exist(window: MainWindow) -> None:
    known = {action.objectName() for action in window.findChildren(QAction)}
    places = [term.where for term in glossary.terms() if term.where.startswith("action")]
    assert [place for place in places if place not in known] == []


def test_that_the_values_that_terms_stand_for_have_a_row(window: MainWindow) -> None:
    for row, key in (("lr", "learning_rate"), ("start", "start"), ("schedule", "schedule"), ("steps", "step")):
        tip, term = tip_of(window.panel._rows[row].label), glossary.term(key)
        assert term.word["en"] in tip and term.says["en"] in tip, row
    assert "How many updates the run makes" in tip_of(window.panel._rows["steps"].label)


def test_that_hovering_dampening_says_what_it_is(window: MainWindow) -> None:
    label = next(label for parameter, label in window.panel.optimizer_form._rows if parameter.name == "dampening")
    assert label is not None
    assert glossary.term("dampening").says["en"] in tip_of(label)
    window.set_language("ko")
    settle(window)
    tip = tip_of(label)
    assert "댐프닝(dampening)" in tip and glossary.term("dampening").says["ko"] in tip
    window.set_language("en")
    settle(window)


def test_that_the_heads_of_the_plots_say_what_they_show(window: MainWindow) -> None:
    for view, key in ((window.loss, "loss"), (window.schedule, "learning_rate"), (window.table, "run")):
        assert glossary.term(key).says["en"] in tip_of(view.head)


@pytest.mark.parametrize("arrangement", ["all", "rates"])
def test_that_a_symbol_of_the_card_says_what_it_stands_for(window: MainWindow, arrangement: str) -> None:
    window.controller.view_model.change(arranged=True, arrangement=arrangement, step_unfolded=True)
    window.resize(1440, 1400)
    settle(window)
    sheet = window.card.view
    tips = {}
    for line, end in zip(sheet._lines, sheet._line_ends, strict=True):
        seen = end < sheet.viewport().height()
        tips[line.symbol] = tip_of(sheet.viewport(), QPoint(10, int(end) - 3)) if seen else sheet.tip_at(end - 3)
    for symbol, key in (("∂f/∂x", "partial_derivative"), ("g", "gradient"), ("η", "learning_rate"), ("Δw", "update")):
        assert glossary.term(key).word["en"] in tips[symbol], symbol
    click(window.card)
