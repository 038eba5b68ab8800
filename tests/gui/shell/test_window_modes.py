"""Folding, the size of type, full screen, the mode to present in, and the sheet of keys."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QToolButton,
    QWidget,
)

from gdviz.gui.panel.param_form import Row
from gdviz.gui.shell.ahead_sign import AheadSign
from gdviz.gui.shell.keys_dialog import KeysDialog, keys_of
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.translating import plain
from gdviz.gui.widgets.frame import SectionHead
from gdviz.gui.widgets.sliders import LogSlider
from gdviz.lessons import lesson
from gdviz.view_state import TEXT_SCALES
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, click, key, settle, wait_until

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def usual_scales(qapp: QApplication) -> Iterator[None]:
    """The scales belong to the application: no test may leave others to the next."""
    yield
    scaling.set_scales(1.0, 1.0)


def looks(window: MainWindow, known: dict[QWidget, bool] | None = None) -> dict[str, Any]:
    """All that the mode to present in may change."""
    widgets = (
        [widget for widget in window.findChildren(QWidget) if widget in known]
        if known
        else [
            widget
            for widget in window.findChildren(QWidget)
            if not isinstance(widget, QScrollBar | QSplitterHandle)
            and not widget.objectName().startswith(("qt_", "side"))  # each arrangement has its own switch
            and not widget.objectName().endswith("SideButton")
        ]
    )
    axes = [
        (item.style["tickFont"].pixelSize(), item.fixedWidth, item.fixedHeight, item.labelStyle.get("font-size"))
        for view in window.findChildren(QGraphicsView)
        if view.isVisible()  # what is hidden is dressed when it comes into sight
        for item in view.scene().items()
        if isinstance(item, pg.AxisItem) and item.style["tickFont"] is not None
    ]
    return {
        "fonts": {widget: widget.font().pixelSize() for widget in widgets if widget.isVisible()},
        "fixed": {
            label: label.minimumWidth()
            for label in widgets
            if isinstance(label, QLabel)
            and not label.property(scaling.FITS_ITSELF)  # its room may be that of a longer text before
            and 0 < label.minimumWidth() == label.maximumWidth()
        },
        "axes": axes,
        "shown": {widget: widget.isVisible() for widget in widgets},
        "splitters": {name: splitter.sizes() for name, splitter in window.splitters.items() if splitter.isVisible()},
        "switches": {name: action.isChecked() for name, action in window.bench.actions.items()},
        "theme": (window.theme, window.controller.view_model.state.person.theme),
        "size": window.size(),
        "scales": (scaling.text_scale(), scaling.line_scale()),
    }


def test_that_parts_fold_away_by_keys_and_come_back(window: MainWindow) -> None:
    parts = (window.panel, window.splitters["plots"], window.splitters["right"])
    wide = window.surface.width()
    for pressed, part in zip((Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8), parts, strict=True):
        key(window, pressed)
        assert not part.isVisible()
    assert window.surface.width() > wide + 400
    for pressed, part in zip((Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8), parts, strict=True):
        key(window, pressed)
        assert part.isVisible()
    assert window.surface.width() == wide


def test_that_what_is_left_fits_into_a_small_window_without_scrolling_sideways(window: MainWindow) -> None:
    window.resize(800, 600)
    bar = window.area.horizontalScrollBar()
    wait_until(lambda: bar.maximum() > 0)
    for pressed in (Qt.Key.Key_F6, Qt.Key.Key_F5):
        window.setFocus()
        key(window, pressed)
        wait_until(lambda: bar.maximum() == 0)
    key(window, Qt.Key.Key_Escape)
    key(window, Qt.Key.Key_F6)
    wait_until(lambda: bar.maximum() > 0)


def test_that_the_keyboard_leaves_a_part_that_folds_away(window: MainWindow) -> None:
    click(child(window, "lrField", QLineEdit))
    assert window.panel.isAncestorOf(QApplication.focusWidget())
    key(window, Qt.Key.Key_F6)
    before = window.playhead
    key(window, Qt.Key.Key_Right)
    assert window.playhead == before + 1


@pytest.mark.own_window  # nothing was presented in it
def test_that_type_grows_and_shrinks_in_the_whole_window_and_returns_to_what_it_was(window: MainWindow) -> None:
    before = looks(window)
    title, menu = window.surface.header.title, window.menuBar()
    sizes = []
    for _ in range(9):
        key(window, Qt.Key.Key_Plus, CONTROL)
        sizes.append((title.font().pixelSize(), menu.font().pixelSize(), fonts.small().pixelSize()))
    assert sizes[0] == (17, 15, 13) and sizes[3] == (26, 23, 19) and sizes[-1] == sizes[4] == (30, 26, 22)
    larger = looks(window)
    assert all(a[0] > b[0] for a, b in zip(larger["axes"], before["axes"], strict=True))
    key(window, Qt.Key.Key_Minus, CONTROL)
    assert title.font().pixelSize() == 26
    key(window, Qt.Key.Key_0, CONTROL)
    after = looks(window, before["shown"])
    assert {name for name in before if after[name] != before[name]} <= {"splitters"}
    key(window, Qt.Key.Key_Minus, CONTROL)
    assert title.font().pixelSize() == 13


def test_that_presenting_shows_an_arrangement_large_and_hides_what_is_ahead(window: MainWindow) -> None:
    window.set_theme("dark")
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    assert all(part.isVisible() for part in (window.surface, window.card, window.timeline, child(window, "rateRow")))
    assert not any(part.isVisible() for part in (window.panel, window.rates, window.menuBar(), window.status))
    assert not window.theme.is_dark and scaling.line_scale() > 1.5
    assert window.card.title.font().pixelSize() == 26
    assert window.bench.actions["actionHideAhead"].isChecked() and child(window, "timelineAheadSign").isVisible()
    before = window.playhead
    key(window, Qt.Key.Key_Right)
    assert window.playhead == before + 1
    key(window, Qt.Key.Key_H)
    assert not window.scene.state.experiment.ahead_hidden


def painted_type(window: MainWindow, folder: Path) -> dict[str, float]:
    """Each text that the window paints, of buttons, tables and plots, too, and its least height in pixels."""
    window.export(folder / "window.svg")
    found: dict[str, float] = {}
    for element in ElementTree.parse(folder / "window.svg").iter("{http://www.w3.org/2000/svg}text"):
        text = "".join(element.itertext()).strip()
        found[text] = min(float(element.attrib["font-size"]), found.get(text, math.inf))
    return found


def present(window: MainWindow, arrangement: str, size: tuple[int, int], language: str = "en") -> None:
    """Present an arrangement of the simple window, some updates after the start."""
    window.resize(*size)
    window.set_language(language)
    window.controller.view_model.change(arrangement=arrangement, arranged=True, detail="simple")
    window.playhead = 3
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    settle(window)
    QTest.qWait(100)
    assert window.scene.arrangement == arrangement and window.size().toTuple() == size


PRESENTED = [
    *(("five_batches", arrangement) for arrangement in ("descent", "data", "rates", "race", "relief")),
    *(("four_rates", arrangement) for arrangement in ("descent", "rates", "race", "relief")),
]


@pytest.mark.parametrize(
    ("size", "language"),
    [((1024, 700), "ko"), pytest.param((1280, 720), "en", marks=pytest.mark.long)],  # the smaller one is the narrower
)
@pytest.mark.parametrize(("name", "arrangement"), PRESENTED)
def test_that_each_arrangement_is_presented_with_nothing_smaller_than_a_fortieth_of_the_height(
    open_window: OpenWindow, name: str, arrangement: str, size: tuple[int, int], language: str, tmp_path: Path
) -> None:
    window = open_window(lesson(name).open(lambda texts: texts[language]))
    present(window, arrangement, size, language)
    texts = painted_type(window, tmp_path)
    assert len(texts) > 25, "of plots, buttons and labels"
    assert {text: pixels for text, pixels in texts.items() if pixels < 17.9} == {}
    for bar in (window.area.horizontalScrollBar(), window.area.verticalScrollBar()):
        assert bar.maximum() == 0, "nothing is out of sight"
    sign = child(window, "timelineAheadSign", AheadSign)
    assert sign.isVisible() and sign.shown() == sign.text()
    window.set_language("en")


@pytest.mark.parametrize("size", [(1280, 720), (1024, 700)])
def test_that_four_runs_of_a_race_are_presented(open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window(lesson("four_rates").open(lambda texts: texts["en"]))
    present(window, "race", size)
    table = window.table.table
    for row in range(4):
        assert table.viewport().rect().contains(table.visualRect(table.model().index(row, 0))), row
    assert window.loss.height() > 200 and not window.table.head.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert window.table.head.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 700)])
def test_that_samples_batches_and_stages_are_presented_large(open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    present(window, "data", size)
    lab = window.data.view
    assert lab is not None and lab.is_large and lab.large is not None and lab.width() > size[0] - 40
    assert lab.plot.plot.height() > size[1] / 5
    assert len(lab.large.stages.cards()) == 4 and len({card.top() for card in lab.large.stages.cards()}) == 1
    for part in (lab.plot, lab.large.batches, lab.large.stages):
        seen = lab.area.viewport()
        assert seen.rect().contains(part.rect().translated(part.mapTo(seen, QPoint()))), "nothing is scrolled away"
    window.controller.view_model.change(arrangement="descent")
    settle(window)
    assert window.card.isVisible(), "other arrangements have their column"
    window.controller.view_model.change(arrangement="data")
    key(window, Qt.Key.Key_Escape)
    settle(window)
    assert window.arranger.body is not None and window.arranger.body.side.isVisible()


def test_that_a_class_is_shown_the_note_where_there_is_room(open_window: OpenWindow) -> None:
    window = open_window()
    window.commands.lessons.open(lesson("five_batches"))
    settle(window)
    strip = child(window, "noteStrip")
    present(window, "descent", (1280, 720))
    assert not strip.isVisible()
    window.resize(1280, 900)
    wait_until(strip.isVisible)
    window.resize(1280, 720)
    wait_until(lambda: not strip.isVisible())
    key(window, Qt.Key.Key_Escape)
    wait_until(strip.isVisible)


def test_that_the_rate_is_slid_and_lessons_are_gone_through_while_presenting(window: MainWindow) -> None:
    window.controller.model.open(lesson("rate_too_small").open(lambda texts: texts["en"]), None)
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    slider = child(window, "presentedRateSlider", LogSlider)
    before = window.experiment.runs[0].optimizer.lr
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert window.experiment.runs[0].optimizer.lr == pytest.approx(10 * before)
    window.setFocus()
    title = window.windowTitle()
    key(window, Qt.Key.Key_PageDown, CONTROL)
    settle(window)
    assert window.windowTitle() != title and window.scene.state.moment.presenting
    assert child(window, "noteStrip").isVisible()
    key(window, Qt.Key.Key_PageUp, CONTROL)
    settle(window)
    assert window.windowTitle() == title and not window.panel.isVisible()


def test_that_the_presented_rate_is_that_from_here_on(window: MainWindow) -> None:
    window.playhead = 4
    key(window, Qt.Key.Key_F5)
    window.bench.change(from_here=True)
    slider = child(window, "presentedRateSlider", LogSlider)
    before = slider.number()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    settle(window)
    assert slider.number() == pytest.approx(10 * before)
    assert window.experiment.runs[0].optimizer.lr == pytest.approx(before), "what was before stays"
    window.playhead = 0
    assert slider.number() == pytest.approx(before)
    key(window, Qt.Key.Key_F5)


@pytest.mark.parametrize("leave", [Qt.Key.Key_F5, Qt.Key.Key_Escape])
def test_that_leaving_the_mode_restores_everything(window: MainWindow, leave: Qt.Key) -> None:
    window.set_theme("dark")
    key(window, Qt.Key.Key_Plus, CONTROL)
    window.splitters["right"].setSizes([300, 400])
    QTest.qWait(20)
    whole = looks(window)
    key(window, Qt.Key.Key_F7)
    QTest.qWait(20)
    before = looks(window)
    key(window, Qt.Key.Key_F5)
    assert looks(window) != before
    key(window, leave)
    QTest.qWait(100)  # each part lays itself out anew
    after = looks(window, before["shown"])
    assert {name for name in before if after[name] != before[name]} == set()
    key(window, Qt.Key.Key_F7)
    QTest.qWait(20)
    again = looks(window, before["shown"])
    assert {name for name in whole if again[name] != whole[name]} == set()


def test_that_f11_fills_the_screen_and_gives_it_back(window: MainWindow) -> None:
    key(window, Qt.Key.Key_F11)
    assert window.isFullScreen() and window.bench.actions["actionFullScreen"].isChecked()
    key(window, Qt.Key.Key_F11)
    assert not window.isFullScreen() and not window.bench.actions["actionFullScreen"].isChecked()


def test_that_the_check_mark_of_full_screen_follows_the_window(window: MainWindow) -> None:
    mark = window.bench.actions["actionFullScreen"]
    window.showFullScreen()
    assert mark.isChecked()
    window.showNormal()  # as a window manager may
    assert not mark.isChecked()


def test_that_the_check_mark_of_presenting_follows_the_state(window: MainWindow) -> None:
    mark = window.bench.actions["actionPresent"]
    key(window, Qt.Key.Key_F5)
    assert mark.isChecked() and window.scene.state.moment.presenting
    assert not window.controller.view_model.stored.moment.presenting
    key(window, Qt.Key.Key_F5)
    assert not mark.isChecked() and not window.scene.state.moment.presenting
    with window.controller.view_model.laid_over(presenting=True):
        assert mark.isChecked()
    assert not mark.isChecked()


def test_that_all_columns_make_the_column_wide_until_they_are_not_wanted(window: MainWindow) -> None:
    body, action = window.splitters["body"], window.table.commands["actionAllColumns"]
    usual = body.sizes()[2]
    action.trigger()
    assert window.scene.state.person.all_columns and body.sizes()[2] > usual + 100
    window.controller.model.open(window.experiment, None)
    assert window.scene.state.person.all_columns and action.isChecked() and body.sizes()[2] > usual + 100
    action.trigger()
    assert not window.scene.state.person.all_columns and body.sizes()[2] == usual


def test_that_f1_lists_every_key_of_the_window(window: MainWindow) -> None:
    texts: set[str] = set()

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, KeysDialog) or not dialog.windowHandle().isExposed():  # the key is still on its way
            QTimer.singleShot(50, read)
            return
        texts.update(label.text() for label in dialog.findChildren(QLabel))
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        tried.append(dialog)
        if dialog.isVisible():
            QTimer.singleShot(50, read if len(tried) < 100 else dialog.reject)

    tried: list[KeysDialog] = []
    read()
    key(window, Qt.Key.Key_F1)
    assert 0 < len(tried) < 100
    keyed = [action for action in window.bench.actions.values() if action.shortcuts()]
    assert len(keyed) > 25
    missing = [plain(action.text()) for action in keyed if plain(action.text()) not in texts]
    assert missing == []
    assert {keys_of(action) for action in keyed} <= texts


def test_that_a_lesson_is_presented_with_its_note_and_a_lab_that_can_be_read(window: MainWindow) -> None:
    lessons = window.menus["lessons"]
    lessons.aboutToShow.emit()
    next(action for action in lessons.actions() if action.objectName() == "lesson_five_batches").trigger()
    settle(window)
    wait_until(lambda: child(window, "noteStrip").isVisible())
    strip = child(window, "batchStrip")
    usual = strip.height()
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    assert child(window, "noteStrip").isVisible()
    assert window.data.view is not None and window.data.view.isVisible()
    assert window.data.view.plot.bottom.labelStyle["font-size"] == "23px", "large, with the names of its axes"
    assert "Esc" in child(window, "toast", QLabel).text()
    key(window, Qt.Key.Key_Escape)
    wait_until(lambda: strip.height() == usual)
    assert child(window, "noteStrip").isVisible()
    assert "Esc" not in window.status.verdict.text()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_with_large_type_in_a_small_window_runs_and_limit_can_be_read(language: str, window: MainWindow) -> None:
    window.resize(1024, 700)
    window.set_language(language)
    for _ in range(3):
        key(window, Qt.Key.Key_Plus, CONTROL)
    QTest.qWait(100)
    table = window.table.table
    assert table.viewport().rect().contains(table.visualRect(table.model().index(0, 0)))
    for name in ("Times10", "By10", "Momentum", "Adam"):
        button = child(window, f"buttonLike{name}", QToolButton)
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width(), name
    word = window.schedule._limit_word
    assert word.sceneBoundingRect().left() >= window.schedule.box.sceneBoundingRect().left()
    assert word.toPlainText().endswith("0.206")
    window.set_language("en")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_with_large_type_in_a_small_window_the_fields_of_the_panel_can_be_read(
    language: str, window: MainWindow
) -> None:
    window.resize(1024, 700)
    window.set_language(language)
    row = window.panel.surface.parentWidget()
    assert row is not None and row.height() < 1.5 * window.panel.surface.height(), "the label stands beside the list"
    for _ in range(4):
        key(window, Qt.Key.Key_Plus, CONTROL)
    choose(window, "optimizerCombo", "adam")
    QTest.qWait(50)
    for field in (window.panel.surface, window.panel.optimizer, window.panel.schedule):
        text = field.fontMetrics().horizontalAdvance(field.currentText())
        assert field.width() > min(text + 30, 200)
    [area] = window.panel.findChildren(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    for head in window.panel.findChildren(SectionHead):
        assert head.isHidden() or head.height() >= head.heightForWidth(head.width()), head.text()
    for name in ("startXField", "startYField", "optimizerBetasField", "optimizerBetas1Field", "lrField", "stepsField"):
        field = child(window, name)
        assert field.width() - 20 > field.fontMetrics().horizontalAdvance("0.999"), name
    for button in (*window.rates.segments.findChildren(QPushButton), *window.stage.segments.findChildren(QPushButton)):
        assert button.isHidden() or button.fontMetrics().horizontalAdvance(button.text()) < button.width(), (
            button.text()
        )
    key(window, Qt.Key.Key_0, CONTROL)
    assert row.height() < 1.5 * window.panel.surface.height()
    window.set_language("en")


def test_that_the_columns_of_a_small_window_have_their_widths_again_with_the_usual_type(window: MainWindow) -> None:
    window.resize(1024, 700)
    QTest.qWait(20)
    before = window.splitters["body"].sizes()
    for keys in ("F5 F5", "", "F6 F6"):
        for _ in range(3):
            key(window, Qt.Key.Key_Plus, CONTROL)
        for pressed in keys.split():
            window.setFocus()
            key(window, getattr(Qt.Key, f"Key_{pressed}"))
            QTest.qWait(50)
        key(window, Qt.Key.Key_0, CONTROL)
        assert window.splitters["body"].sizes() == before


def test_that_labels_have_their_widths_again_after_the_type_was_large_at_once(window: MainWindow) -> None:
    def widths() -> list[int]:
        return [row.label.width() for row in window.panel.findChildren(Row) if row.isVisible()]

    window.resize(1024, 700)
    QTest.qWait(20)
    before = widths()
    for text in (1.5, 1.0):
        window.controller.view_model.change(text_scale=text)
        QTest.qWait(20)
    assert widths() == before == [96] * len(before)


def test_that_what_is_made_while_the_type_is_large_has_its_room_too(window: MainWindow) -> None:
    key(window, Qt.Key.Key_Plus, CONTROL)
    click(window.rates.segments.button("sweep"))
    choose(window, "optimizerCombo", "adam")
    axis = window.rates.late["sweep"].box.parentItem().getAxis("bottom")
    label = window.panel.optimizer_form._rows[0][1]
    assert label is not None
    assert (axis.height(), label.width()) == (scaling.px(36), scaling.px(96)) == (41, 110)
    key(window, Qt.Key.Key_0, CONTROL)
    QTest.qWait(20)
    assert (axis.height(), label.width()) == (36, 96)


def test_that_large_type_outlives_another_theme_and_presenting(window: MainWindow) -> None:
    labels = window.findChildren(QLabel)

    def sizes() -> list[int]:
        return [label.font().pixelSize() for label in labels]

    usual = window.card.title.font().pixelSize()
    for _ in TEXT_SCALES:
        key(window, Qt.Key.Key_Plus, CONTROL)
    large = sizes()
    assert window.card.title.font().pixelSize() > 1.5 * usual
    for theme in ("light", "dark"):
        window.set_theme(theme)
        assert sizes() == large
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    assert sizes() == large
    key(window, Qt.Key.Key_F5)
    QApplication.processEvents()
    assert sizes() == large


def test_that_both_views_are_presented_side_by_side_with_room_for_their_buttons(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.setFocus()
    key(window, Qt.Key.Key_3)
    QTest.qWait(500)  # the relief is there, and its buttons
    key(window, Qt.Key.Key_4)
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    QTest.qWait(300)
    flat, deep = window.stage.sizes()
    assert abs(flat - deep) < 0.15 * (flat + deep)
    for button in window.stage.segments.findChildren(QPushButton):
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width(), button.text()
    key(window, Qt.Key.Key_Escape)
