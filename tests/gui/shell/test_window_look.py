from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from gdviz.gui.shell.main_window import FILL_MS, MainWindow
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_facts import facts_text
from tests.gui.conftest import OpenWindow
from tests.gui.driving import choose, drag, fill_in, place_in_surface, settle, wait_until
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window


def test_that_the_theme_is_switched_at_once(window: MainWindow) -> None:
    for name, colours in (("actionThemeLight", themes.light()), ("actionThemeDark", themes.dark())):
        window.bench.actions[name].trigger()
        QApplication.processEvents()
        picture = window.grab().toImage()
        assert picture.pixelColor(3, window.height() // 2).name() == colours.window.lower()
        panel = window.card.mapTo(window, QPoint(window.card.width() // 2, window.card.height() - 12))
        assert picture.pixelColor(panel).name() == colours.panel.lower()
        assert window.bench.actions[name].isChecked()


def test_that_no_label_is_clipped(window: MainWindow) -> None:
    for size in ((1024, 700), (1440, 900), (1920, 1080)):
        window.resize(*size)
        QApplication.processEvents()
        for label in window.findChildren(QLabel):
            if label.isVisible() and label.text() and not label.wordWrap() and type(label) is QLabel:
                assert label.width() >= label.sizeHint().width() - 1, (size, label.text())


def test_that_no_part_covers_another_in_the_smallest_window(window: MainWindow) -> None:
    window.resize(1, 1)
    QApplication.processEvents()
    body = window.splitters["body"]
    assert body.width() >= body.minimumSizeHint().width()


def test_that_the_word_for_the_stability_limit_is_not_cut_in_a_small_window(window: MainWindow) -> None:
    window.resize(1024, 700)
    QApplication.processEvents()
    assert "2/λmax" in window.schedule._limit_word.toPlainText()
    assert window.schedule._limit_word.boundingRect().width() <= window.schedule.box.width()


def test_that_the_chosen_entries_of_the_lists_can_be_read(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    for combo in (window.panel.optimizer, window.panel.schedule, window.panel.device):
        qtbot.waitUntil(lambda c=combo: text_room(c) >= c.fontMetrics().horizontalAdvance(c.currentText()))


def test_that_long_entries_of_the_lists_can_be_read_in_a_small_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    schedule = {"kind": "cosine_restarts", "t_0": 10, "t_mult": 1, "eta_min": 0, "unit": "step"}
    window = open_window(an_experiment("styblinski_tang", [a_run((0.5, 0.5), schedule=schedule)]))
    for size in ((800, 600), (1024, 700)):
        window.resize(*size)
        for combo in (window.panel.surface, window.panel.schedule):
            qtbot.waitUntil(lambda c=combo: text_room(c) >= c.fontMetrics().horizontalAdvance(c.currentText()))
    choose(window, "scheduleCombo", "constant")
    row = window.panel.schedule.parentWidget()
    assert row is not None and row.height() < 2 * window.panel.schedule.height(), "beside its label again"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [(800, 600), (1024, 700), (1920, 1080)])
@pytest.mark.parametrize(
    ("problem", "start"), [("himmelblau", (0, 0)), ("styblinski_tang", (1, 1)), (quadratic(1, 2, 3), (1, 1, 1))]
)
def test_that_the_facts_of_a_surface_are_whole(
    open_window: OpenWindow, problem: Any, start: Any, size: tuple[int, int], language: str
) -> None:
    window = open_window(an_experiment(problem, [a_run(start)]))
    window.set_language(language)
    window.resize(*size)
    QApplication.processEvents()
    header = window.surface.header
    facts = facts_text(window.result.runs[0].problem, window.surface.plane)

    def head_texts() -> list[str]:
        return [header.facts.shown()] if header.facts.isVisible() else header.readout.shown().split("  ·  ")

    long = not isinstance(problem, str)  # between a plane's buttons a title may be cut

    def names() -> tuple[str, str]:
        """The title; a name in another language may be left out, not cut."""
        return header.title.text(), header.title.text().partition("(")[0]

    try:
        wait_until(lambda: facts in head_texts() and (long or header.title.shown() in names()))
    finally:
        window.set_language("en")


def text_room(combo: QComboBox) -> int:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, combo).width()


def test_that_a_view_that_fails_does_not_keep_the_others_from_showing_the_truth(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(*_: object) -> None:
        raise ArithmeticError("no such view")

    monkeypatch.setattr(window.surface, "show_scene", broken)
    with qtbot.captureExceptions() as caught:
        fill_in(window, "expressionField", "x^2 + 3y^2")
        settle(window)
        window.playhead = 3
    assert caught and all(kind is ArithmeticError for kind, *_ in caught)
    assert "Step 3 → 4" in window.card.title.text()
    assert window.timeline.count.text() == "3 / 20"
    assert window.loss.records[0] is window.result.runs[0]


def test_that_a_start_where_the_curve_has_no_loss_is_shown_and_dragged_back(window: MainWindow) -> None:
    fill_in(window, "expressionField", "sqrt(x)")
    fill_in(window, "startXField", "-1")
    settle(window)
    assert window.result.runs[0].finish == "diverged"
    drag(window.surface.graphics.viewport(), place_in_surface(window, -1, 0), place_in_surface(window, 1, 0.5))
    settle(window)
    assert window.experiment.runs[0].start[0] == pytest.approx(1, abs=0.05)


@pytest.mark.own_window  # nothing was drawn in it before
def test_that_the_window_opens_in_the_whole_theme(window: MainWindow) -> None:
    wait_until(lambda: not window.surface.image.busy)
    QTest.qWait(2 * FILL_MS)
    opened = window.grab().toImage()
    window.set_theme("dark" if window.theme == themes.light() else "light")
    wait_until(lambda: not window.surface.image.busy)
    window.set_theme("system")
    wait_until(lambda: not window.surface.image.busy)
    settle(window)
    assert window.grab().toImage() == opened


def test_that_a_tiny_window_scrolls_to_all_of_its_parts(window: MainWindow) -> None:
    window.resize(400, 300)
    wait_until(lambda: window.area.verticalScrollBar().maximum() > 0)
    assert (window.width(), window.height()) == (400, 300)
    window.area.ensureWidgetVisible(window.panel.lr, 5, 5)
    fill_in(window, "lrField", "0.02")
    assert window.experiment.runs[0].optimizer.lr == 0.02
    window.resize(1024, 700)
    wait_until(lambda: not window.area.verticalScrollBar().isVisible())
    assert not window.area.horizontalScrollBar().isVisible()
    assert window.area.widget().size() == window.area.size()
