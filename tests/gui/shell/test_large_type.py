from __future__ import annotations

from contextlib import suppress

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdviz import experiment, paths
from gdviz.gui.data.batch_strip import BatchStrip
from gdviz.gui.drawing.plot_axes import Scale, StepAxis, ValueAxis
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import fonts, scaling
from gdviz.gui.widgets.combo import Combo, combo_box
from gdviz.gui.widgets.frame import SectionHead
from gdviz.gui.widgets.labels import Paragraph
from gdviz.view_state import ARRANGEMENTS, DETAILS, TEXT_SCALES
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, key, settle, wait_until
from tests.gui.geometry import faults

SIZES = ((1024, 700), (1440, 900), (1920, 1080))
CONTROL = Qt.KeyboardModifier.ControlModifier
LESSONS = {"worked example": "experiments/worked_example", "data": "lessons/23_five_batches",
           "several runs": "lessons/41_four_rates"}  # fmt: skip


def opened(open_window: OpenWindow, name: str, language: str = "en") -> MainWindow:
    window = open_window(experiment.load(paths.resources() / f"{LESSONS[name]}.json"))
    window.set_language(language)
    settle(window)
    window.playhead = 3
    return window


def rest(window: MainWindow) -> None:
    """Let the layouts come to rest: some ask for another one when they learn of their size."""
    settle(window)
    QTest.qWait(60)


def pages(window: MainWindow) -> list[str]:
    """The pages of the data lab that the head offers."""
    names = [f"{page}PageButton" for page in ("samples", "batches", "flow")]
    found = [window.findChild(QPushButton, name) for name in names]
    return [button.objectName() for button in found if button is not None and button.isVisible()]


def all_faults(window: MainWindow, context: str) -> list[str]:
    found = []
    for page in pages(window) or [""]:
        if page:
            click(child(window, page))
            rest(window)
        found += [f"{context} {page}: {fault}" for fault in faults(window)]
    return found


@pytest.mark.parametrize("language", ["ko", pytest.param("en", marks=pytest.mark.long)])  # Korean is the longer
@pytest.mark.parametrize("name", LESSONS)
def test_that_nothing_is_cut_and_nothing_lies_over_another(open_window: OpenWindow, name: str, language: str) -> None:
    window = opened(open_window, name, language)
    found: list[str] = []
    for large in (False, True):
        for _ in range(4 * large):
            key(window, Qt.Key.Key_Plus, CONTROL)
        for presenting in (False, True):
            if presenting:
                key(window, Qt.Key.Key_F5)
            for size in SIZES:
                window.resize(*size)
                rest(window)
                found += all_faults(window, f"{size}{' large' * large}{' presenting' * presenting}")
            if presenting:
                key(window, Qt.Key.Key_F5)
                rest(window)
    window.bench.actions["actionNormalText"].trigger()
    assert found == []


@pytest.mark.parametrize("detail", DETAILS)
def test_that_type_of_twice_the_size_is_whole_in_each_arrangement(open_window: OpenWindow, detail: str) -> None:
    window = opened(open_window, "data")
    window.commands.lessons.set_note_shown(False)
    window.resize(1366, 768)
    change = window.controller.view_model.change
    change(text_scale=TEXT_SCALES[-1], arranged=True, detail=detail)
    assert scaling.text_scale() == 2.0
    found: list[str] = []
    for language in ("ko", "en"):
        window.set_language(language)
        for arrangement in ARRANGEMENTS:
            change(arrangement=arrangement)
            rest(window)
            context = f"{language} {arrangement}"
            with suppress(AssertionError):  # a part that is offered late may be laid out late, too
                wait_until(lambda context=context: not all_faults(window, context), 3.0)  # type: ignore[misc]
            found += all_faults(window, context)
            bars = window.area.verticalScrollBar(), window.area.horizontalScrollBar()
            found += [f"{context}: the whole window scrolls" for bar in bars if bar.maximum() > 0]
            heads = [head for head in window.findChildren(SectionHead) if head.isVisible()]
            assert len(heads) > 3
            small = [head.text() for head in heads if head.font().pixelSize() != scaling.px(fonts.HEAD)]
            found += [f"{context}: the head {text} is small" for text in small]
    change(text_scale=1.0)
    assert found == []


def test_that_numbers_of_twice_the_size_stand_apart_under_a_plot(qapp: QApplication) -> None:
    value, step = ValueAxis("bottom", Scale()), StepAxis("bottom", TimeScale())
    for size in (1.0, 2.0):
        scaling.set_scales(size, 1.0)
        wide = QFontMetrics(fonts.small()).horizontalAdvance
        for axis, low, high in ((value, -2.2, 2.4), (value, 0.0, 1.0), (step, 0.0, 8000.0)):
            spacing, at = axis.tickValues(low, high, 340.0)[0]
            texts = axis.tickStrings(at, 1.0, spacing)
            assert len(texts) >= 2 and max(map(wide, texts)) < spacing / (high - low) * 340, (size, texts)
    scaling.set_scales(1.0, 1.0)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_that_the_words_over_the_losses_stand_clear_of_their_bars(open_window: OpenWindow, language: str) -> None:
    window = opened(open_window, "data", language)
    strip = window.findChild(BatchStrip)
    assert strip is not None
    for _ in range(5):
        words = strip.words_rects()
        assert words and all(not rect.intersects(strip.bars_rect()) for rect in words)
        assert all(rect.left() >= 0 and rect.right() <= strip.width() and rect.top() >= 0 for rect in words)
        assert not any(one.intersects(other) for one in words for other in words if one is not other)
        key(window, Qt.Key.Key_Plus, CONTROL)
        rest(window)
    window.bench.actions["actionNormalText"].trigger()


def test_that_a_choice_is_drawn_smaller_before_it_is_cut(qtbot: QtBot) -> None:
    combo: Combo = combo_box("large")
    qtbot.addWidget(combo)
    font = QFont(fonts.body())
    font.setPixelSize(23)
    combo.setFont(font)
    combo.addItem("a choice of some words", 1)
    combo.resize(combo.needed() + 8, 40)
    assert combo.drawn_font().pixelSize() == 23
    combo.resize(int(combo.needed() * 0.8), 40)
    assert fonts.BODY <= combo.drawn_font().pixelSize() < 23
    combo.resize(60, 40)
    assert combo.drawn_font().pixelSize() == fonts.BODY


def test_that_a_verdict_takes_the_lines_of_its_larger_type(open_window: OpenWindow) -> None:
    window = opened(open_window, "worked example")
    window.resize(*SIZES[2])
    for _ in range(4):
        key(window, Qt.Key.Key_Plus, CONTROL)
    rest(window)
    sentence = window.findChild(RunTable).findChild(Paragraph)  # type: ignore[union-attr]
    assert isinstance(sentence, Paragraph)
    label = sentence.label
    wait_until(lambda: label.text() == sentence.text() and label.height() >= label.heightForWidth(label.width()))
    assert label.font().pixelSize() == scaling.px(fonts.BODY)
    window.bench.actions["actionNormalText"].trigger()


def test_that_a_paragraph_shows_whole_lines_of_what_has_no_room(qtbot: QtBot) -> None:
    text = "a long sentence of many words " * 20
    part = Paragraph()
    qtbot.addWidget(part)
    part.setText(text.strip())
    with qtbot.waitExposed(part):
        part.show()
    line = part.label.fontMetrics().lineSpacing()
    for lines in (3, 5, 4):
        part.resize(200, lines * line + line // 2)
        QApplication.processEvents()
        shown = part.label.text()
        assert shown.endswith("…") and text.startswith(shown[:-1])
        assert (lines - 1) * line < part.label.heightForWidth(200) <= part.label.height() <= part.height()
        assert part.toolTip() == part.text() == part.accessibleName() == text.strip()
    part.resize(200, part.sizeHint().height())
    QApplication.processEvents()
    assert part.label.text() == text.strip() and part.toolTip() == ""


def test_that_a_sentence_of_another_script_has_its_line_and_keeps_it(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    sentence = Paragraph(keeps_room=True)
    rows = QVBoxLayout(place)
    rows.addWidget(sentence)
    rows.addStretch(1)
    place.resize(1100, 200)
    with qtbot.waitExposed(place):
        place.show()
    heights = []
    for text in ("아직 내려가는 중입니다. 손실은 0.0479입니다.", "GD"):
        sentence.setText(text)
        wait_until(lambda text=text: sentence.label.text() == text)  # type: ignore[misc]
        heights.append(sentence.height())
    assert heights[0] == heights[1]


def test_that_the_words_of_a_switch_take_the_lines_they_need(open_window: OpenWindow) -> None:
    window = opened(open_window, "data", "ko")
    box = child(window, "keepRatioCheck", QCheckBox)
    words = box.text().replace("\n", " ")
    for _ in range(4):
        key(window, Qt.Key.Key_Plus, CONTROL)
    rest(window)
    QApplication.processEvents()
    assert box.sizeHint().width() <= box.width() and box.text().replace("\n", " ") == words
    window.bench.actions["actionNormalText"].trigger()


def test_that_the_buttons_under_the_runs_are_whole_and_the_names_of_runs_differ(open_window: OpenWindow) -> None:
    window = open_window(experiment.load(paths.resources() / "lessons/63_warmup_saves.json"))
    window.resize(1024, 700)
    for steps in range(5):
        if steps:
            key(window, Qt.Key.Key_Plus, CONTROL)
        rest(window)
        for button in window.table.variants.buttons:
            assert button.isVisible() and button.text().startswith("+")
            assert button.width() >= button.sizeHint().width(), (steps, button.text())
            assert window.table.variants.rect().contains(button.geometry())
    table = window.table.table
    labels = [record.label for record in window.table.model.records]
    for room in (table.columnWidth(0), 66 * 2):
        shown = [table.fontMetrics().elidedText(label, table.textElideMode(), room - 40) for label in labels]
        assert len(set(shown)) == len(set(labels)), shown
    for row, label in enumerate(labels):
        assert label in table.model().index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
    window.bench.actions["actionNormalText"].trigger()
