from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gdviz import glossary
from gdviz.glossary import Term
from gdviz.gui.kernel.playing_keys import SEARCH
from gdviz.gui.shell import search_entries
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.search_button import SearchButton
from gdviz.gui.shell.search_popup import SearchPopup
from gdviz.gui.style import theme
from gdviz.gui.style.translating import plain
from gdviz.gui.widgets import ring
from gdviz.gui.widgets.ring import Ring
from gdviz.guided.catalogue import names as guided_names
from gdviz.lessons import catalogue as lessons
from gdviz.optimizers.adam import Adam
from gdviz.prepared import collection, named
from gdviz.problems.surfaces import SurfaceSpec
from gdviz.texts import LANGUAGES
from tests.gui.driving import child, click, hover, key, settle, wait_until, write
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier
RETURN, ESCAPE, DOWN, UP = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up
DATA = {
    "kind": "linear_regression",
    "data": {"kind": "inline", "x": [[0.0], [1.0], [2.0], [3.0]], "y": [0.1, 0.9, 2.1, 2.9]},
}
TASKS = [
    ("batch", "배치", "batch.size"),
    ("dampening", "댐프닝", "optimizer.dampening"),
    ("lowest minimum", "최저", "actionArrivals"),
    ("best rate", "최적 학습률", "actionRateSweep"),
    ("csv", "csv 표", "actionOpenData"),
    ("draw schedule", "스케줄 그리기", "actionDraw"),
    ("picture", "그림", "actionExport"),
    ("picture for a paper", "논문 그림", "actionExport"),
    ("compare", "비교", "actionLikeMomentum"),
    ("past", "과거", "actionHideAhead"),
    ("overshoot", "오버슈팅", "rate_too_large"),
    ("overshoot", "오버슈팅", "optimizer.lr"),
    ("one batch", "배치 하나", "actionSubStep"),
    ("momentum", "모멘텀", "optimizer.momentum"),
    ("adam", "아담", "adam"),
    ("rosenbrock", "로젠브록", "rosenbrock"),
    ("epoch", "에포크", "epochs"),
    ("learning rate", "학습률", "optimizer.lr"),
    ("full screen", "전체 화면", "actionFullScreen"),
    ("korean", "한국어", "actionKorean"),
]
"""What a person types in each language, and what is meant."""


def opened(window: MainWindow) -> SearchPopup:
    """Open the search by its key."""
    key(window, Qt.Key.Key_K, CONTROL)
    popup = window.commands.search.popup
    assert popup is not None and popup.line.hasFocus()
    return popup


def searched(window: MainWindow, text: str) -> SearchPopup:
    popup = opened(window)
    write(window, text)
    QApplication.processEvents()
    return popup


def keys_of(popup: SearchPopup) -> list[str]:
    return [entry.key for entry in popup.found]


def take(window: MainWindow, text: str, wanted: str) -> None:
    """Search for a text, go to one of what is found, and press Return."""
    popup = searched(window, text)
    for _ in range(keys_of(popup).index(wanted)):
        key(window, DOWN)
    key(window, RETURN)
    assert window.commands.search.popup is None
    QTest.qWait(20)
    settle(window)


def rings(window: MainWindow) -> list[Ring]:
    return [one for one in window.findChildren(Ring) if one.isVisible()]


def in_ring(window: MainWindow, part: QWidget) -> bool:
    """Whether there is one ring, and it surrounds a part."""
    wait_until(lambda: bool(rings(window)))
    (one,) = rings(window)
    middle = part.mapTo(window, part.rect().center())
    return one.geometry().contains(middle) and one.height() < 3 * max(part.height(), 30)


# What is found.


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_tasks_of_a_first_year_are_among_the_first_five(window: MainWindow, language: str) -> None:
    window.set_language(language)
    settle(window)
    popup = opened(window)
    missed = []
    for english, korean, wanted in TASKS:
        for asked in (english, korean):
            popup.line.setText(asked)
            if wanted not in keys_of(popup)[:5]:
                missed.append((asked, wanted, keys_of(popup)[:5]))
    assert not missed


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_that_everything_is_found_by_its_name_in_both_languages(window: MainWindow, language: str, every: int) -> None:
    window.set_language(language)
    settle(window)
    popup = opened(window)
    assert len(popup.entries()) > 250
    lost = []
    for entry in popup.entries()[LANGUAGES.index(language) :: every]:
        for name in entry.words.names:
            popup.line.setText(name)
            if name.strip("()") and entry.key not in keys_of(popup):
                lost.append((entry.key, name))
    assert not lost


def test_that_every_command_of_the_window_is_found(window: MainWindow) -> None:
    popup = opened(window)
    known = {entry.key for entry in popup.entries()}
    assert set(window.bench.commands) | set(window.table.commands.by_name) <= known
    assert {"actionRateMap", "actionMemory", "actionEscape"} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_every_entry_says_where_it_is_and_what_it_does(window: MainWindow, language: str) -> None:
    window.set_language(language)
    settle(window)
    popup = opened(window)
    for entry in popup.entries():
        assert entry.name and entry.place and bool(entry.does) == (entry.run is not None), entry
        assert "&" not in entry.name and "<" not in entry.place
    silent = [entry.key for entry in popup.entries() if entry.key.startswith("action") and not entry.about]
    assert not silent, "say in one sentence what it is: in its tip, or in resources/search.json"


def test_that_the_file_of_sentences_names_what_is_there(window: MainWindow) -> None:
    entries = search_entries.catalogue()
    popup = opened(window)
    known = {entry.key for entry in popup.entries()}
    assert set(entries["commands"]) <= known
    for family in ("optimizers", "schedules", "problems"):
        assert set(entries[family]) <= known
    assert set(entries["suggested"]) <= known
    for part in ("commands", "views"):
        assert all(("en" in texts) == ("ko" in texts) for texts in entries[part].values())


def test_that_the_places_are_those_of_the_menus(window: MainWindow) -> None:
    popup = opened(window)
    found = {entry.key: entry for entry in popup.entries()}
    assert found["actionCompass"].place == "View › Explore" and found["actionCompass"].keys == "C"
    assert found["actionAddRun"].place == "Runs" and found["actionAddRun"].keys == "Ins"
    assert found["optimizer.dampening"].place == "Left panel › Method"
    assert found["optimizer.betas"].place == "Left panel › Method › Adam"
    assert found["himmelblau"].place == "Surface › A few minima"
    assert found["look_loss_axis_log"].name == "Loss axis: Logarithmic"


def test_that_before_anything_is_typed_a_few_things_are_offered(window: MainWindow) -> None:
    popup = opened(window)
    wait_until(lambda: bool(popup.found))
    assert keys_of(popup) == search_entries.catalogue()["suggested"]


def test_that_where_nothing_is_found_it_says_so(window: MainWindow) -> None:
    popup = searched(window, "zebra")
    assert popup.list.isHidden() and "zebra" in popup.nothing.text() and popup.nothing.isVisible()
    key(window, RETURN)
    assert popup.isVisible() and popup.line.hasFocus()
    key(window, Qt.Key.Key_A, CONTROL)
    write(window, "adam")
    assert popup.list.isVisible() and popup.nothing.isHidden()


def test_that_a_syllable_counts_while_it_is_composed(window: MainWindow) -> None:
    popup = opened(window)
    QApplication.sendEvent(popup.line, QInputMethodEvent("모메", []))
    assert popup.line.text() == "" and "optimizer.momentum" in keys_of(popup)[:5]


# Opening and closing.


@pytest.mark.parametrize("name", ["lrField", "expressionField", "stepsField"])
def test_that_it_opens_from_a_field_that_is_being_written_in_and_leaves_what_was_typed(
    window: MainWindow, name: str
) -> None:
    field, before = child(window, name, QLineEdit), window.experiment
    click(field)
    field.end(False)
    write(window, "1")
    typed = field.text()
    field.setCursorPosition(0)
    opened(window)
    assert field.text() == typed
    key(window, ESCAPE)
    assert window.commands.search.popup is None
    assert field.hasFocus() and field.text() == typed and window.experiment is before


def test_that_escape_gives_the_keyboard_back(window: MainWindow) -> None:
    for part in (window.surface.graphics, window.panel.optimizer, window.table.table):
        part.setFocus()
        opened(window)
        write(window, "a b")
        key(window, ESCAPE)
        assert window.commands.search.popup is None and part.hasFocus()


def test_that_the_playing_keys_act_again_afterwards_as_before(window: MainWindow) -> None:
    window.panel.optimizer.setFocus(Qt.FocusReason.MouseFocusReason)
    opened(window)
    key(window, ESCAPE)
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 1
    opened(window)
    for pressed in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_H):
        key(window, pressed)
    assert window.playhead == 1 and not window.controller.playhead.playing


def test_that_escape_closes_it_alone_while_one_presents(window: MainWindow) -> None:
    key(window, Qt.Key.Key_F5)
    opened(window)
    key(window, ESCAPE)
    assert window.commands.search.popup is None and window.scene.state.moment.presenting
    take(window, "dampening", "optimizer.dampening")
    field = child(window, "optimizerDampeningField")
    wait_until(field.hasFocus)
    assert not field.visibleRegion().isEmpty()
    window.bench.actions["actionPresent"].trigger()
    settle(window)


def test_that_the_same_key_closes_it(window: MainWindow) -> None:
    opened(window)
    key(window, Qt.Key.Key_K, CONTROL)
    assert window.commands.search.popup is None


def test_that_a_click_elsewhere_closes_it_and_keeps_the_keyboard_there(window: MainWindow) -> None:
    opened(window)
    field = child(window, "stepsField", QLineEdit)
    click(field)
    assert window.commands.search.popup is None and field.hasFocus()
    opened(window)
    click(window.card, QPoint(20, window.card.height() - 10))
    assert window.commands.search.popup is None


def test_that_it_stays_within_a_small_window(window: MainWindow) -> None:
    for size in ((1440, 900), (1024, 700), (400, 300)):
        window.resize(*size)
        QApplication.processEvents()
        popup = searched(window, "a")
        assert window.rect().contains(popup.geometry())
        assert popup.list.height() >= popup.list.sizeHintForRow(0)
        for part in (popup.line, popup.list, popup.about, popup.does):
            assert popup.rect().contains(part.geometry().translated(part.parentWidget().pos())), part.objectName()
        window.resize(size[0] - 40, size[1])
        QApplication.processEvents()
        assert window.rect().contains(popup.geometry())
        key(window, ESCAPE)


def test_that_another_language_closes_it(window: MainWindow) -> None:
    opened(window)
    window.set_language("ko")
    QApplication.processEvents()
    assert window.commands.search.popup is None
    assert opened(window).findChild(QLabel) is not None


# Moving in it.


def test_that_the_arrow_keys_move_and_the_sentence_follows(window: MainWindow) -> None:
    popup = searched(window, "momentum")
    assert popup.list.currentRow() == 0 and popup.about.text() == popup.found[0].about
    key(window, DOWN)
    key(window, DOWN)
    assert popup.list.currentRow() == 2 and popup.about.text() == popup.found[2].about
    assert popup.found[2].does in popup.does.text()
    key(window, UP)
    key(window, Qt.Key.Key_Tab)
    assert popup.list.currentRow() == 2 and popup.line.hasFocus()
    for _ in range(3):
        key(window, UP)
    assert popup.list.currentRow() == len(popup.found) - 1


def test_that_hovering_tells_what_an_entry_is_and_a_click_takes_it(window: MainWindow) -> None:
    popup = searched(window, "past")
    view, place = popup.list.viewport(), popup.list.visualItemRect(popup.list.item(1)).center()
    hover(view, place)
    assert popup.list.currentRow() == 1 and popup.about.text() == popup.found[1].about
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=popup.list.visualItemRect(popup.list.item(0)).center())
    wait_until(lambda: window.scene.state.experiment.ahead_hidden)
    assert window.commands.search.popup is None


# What is done with what is found.


def test_that_return_runs_a_command_and_gives_the_keyboard_back(window: MainWindow) -> None:
    window.surface.graphics.setFocus()
    take(window, "past", "actionHideAhead")
    assert window.scene.state.experiment.ahead_hidden and window.surface.graphics.hasFocus()
    popup = searched(window, "past")
    assert popup.found[0].does == "Switch it off"


def test_that_a_command_that_can_do_nothing_says_so_and_does_nothing(window: MainWindow) -> None:
    popup = searched(window, "undo")
    assert keys_of(popup)[0] == "actionUndo" and popup.does.text() == popup.found[0].why_not != ""
    key(window, RETURN)
    assert popup.isVisible()


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        ("dampening", "optimizer.dampening", "optimizerDampeningField"),
        ("학습률", "optimizer.lr", "lrField"),
        ("nesterov", "optimizer.nesterov", "optimizerNesterovField"),
        ("start", "start", "startXField"),
        ("device", "device", "deviceCombo"),
        ("own function", "own", "expressionField"),
    ],
)
def test_that_a_setting_is_shown_with_a_ring_and_gets_the_keyboard(
    window: MainWindow, text: str, path: str, name: str
) -> None:
    before = window.experiment
    take(window, text, path)
    field = child(window, name)
    wait_until(field.hasFocus)
    assert in_ring(window, field) and window.experiment is before
    if isinstance(field, QLineEdit):
        assert field.selectedText() == field.text()
    assert rings(window)[0].testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_that_the_ring_ends_by_itself(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1000 <= ring.SHOWN_MS <= 2000
    monkeypatch.setattr(ring, "SHOWN_MS", 50)
    take(window, "dampening", "optimizer.dampening")
    wait_until(lambda: bool(window.findChildren(Ring)))
    wait_until(lambda: not window.findChildren(Ring))


def test_that_a_setting_is_scrolled_to_and_its_part_of_the_window_unfolded(window: MainWindow) -> None:
    window.resize(1024, 560)
    window.bench.change(folded=frozenset({"panel"}))
    settle(window)
    take(window, "device", "device")
    field = child(window, "deviceCombo")
    wait_until(field.hasFocus)
    assert not field.visibleRegion().isEmpty() and in_ring(window, field)


def test_that_a_column_that_shows_one_part_at_a_time_shows_the_one_that_is_looked_for(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.bench.change(arrangement="rates", arranged=True)
    settle(window)
    body = window.arranger.body
    assert body is not None and body.shares_column
    body.side.reveal(window.card)
    take(window, "dampening", "optimizer.dampening")
    assert window.panel.isVisible() and window.scene.arrangement == "rates"
    wait_until(child(window, "optimizerDampeningField").hasFocus)
    window.commands.search.point_out(window.table)
    assert window.table.isVisible() and window.scene.arrangement == "rates"


def test_that_a_setting_of_data_leads_to_the_problem_where_there_is_none(window: MainWindow) -> None:
    popup = searched(window, "batch size")
    assert "no samples" in popup.about.text()
    key(window, RETURN)
    wait_until(child(window, "surfaceCombo").hasFocus)
    window.controller.model.open(an_experiment(DATA, [a_run([0, 0])]), None)
    settle(window)
    take(window, "batch size", "batch.size")
    wait_until(child(window, "batchSizeField").hasFocus)


def test_that_a_setting_of_another_method_is_offered_with_the_method(window: MainWindow) -> None:
    popup = searched(window, "betas")
    assert popup.found[0].does == "Use Adam"
    key(window, RETURN)
    wait_until(lambda: window.controller.model.undo_stack.count() > 0)
    settle(window)
    assert isinstance(window.experiment.runs[0].optimizer, Adam)
    field = child(window, "optimizerBetasField")
    wait_until(field.hasFocus)
    assert in_ring(window, field)
    assert window.controller.model.undo_stack.count() == 1


@pytest.mark.parametrize(("language", "text"), [("en", "catapult"), ("ko", "캐터펄트"), ("en", "narrow ravine")])
def test_that_a_prepared_experiment_is_found_and_opened_as_the_page_to_begin_with_opens_it(
    window: MainWindow, language: str, text: str
) -> None:
    window.set_language(language)
    settle(window)
    name = "ravine" if "ravine" in text else "catapult"
    take(window, text, f"experiments/{name}")
    assert window.files.prepared == named(name)
    assert window.controller.playhead.playing


def test_that_all_prepared_experiments_are_found(window: MainWindow) -> None:
    known = {entry.key for entry in opened(window).entries()}
    assert {f"experiments/{one.name}" for one in collection()} <= known


@pytest.mark.parametrize(
    ("text", "wanted", "holds"),
    [
        ("himmelblau", "himmelblau", lambda w: w.experiment.problem == SurfaceSpec("himmelblau")),
        ("힘멜블라우", "himmelblau", lambda w: w.experiment.problem == SurfaceSpec("himmelblau")),
        ("noisy line", "noisy_line", lambda w: w.experiment.problem.n_samples),
        ("adam", "adam", lambda w: w.experiment.runs[0].optimizer.kind == "adam"),
        ("코사인", "cosine", lambda w: w.experiment.runs[0].schedule.kind == "cosine"),
    ],
)
def test_that_a_problem_or_a_method_is_used_as_one_edit(
    window: MainWindow, text: str, wanted: str, holds: Callable[[MainWindow], object]
) -> None:
    before = window.experiment
    popup = searched(window, text)
    assert popup.found[keys_of(popup).index(wanted)].does == "Use it"
    key(window, ESCAPE)
    take(window, text, wanted)
    assert holds(window) and window.controller.model.undo_stack.count() == 1
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert window.experiment == before


def test_that_a_lesson_is_opened_as_from_its_menu(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(window.files, "may_lose_changes", lambda: asked.append(1) or len(asked) > 1)
    before = window.experiment
    take(window, "lesson noise floor", "noise_floor")
    assert window.experiment is before and len(asked) == 1
    take(window, "lesson noise floor", "noise_floor")
    lesson = next(one for one in lessons() if one.name == "noise_floor")
    assert window.files.prepared is lesson and window.experiment.note == lesson.note


@pytest.mark.parametrize(("language", "text"), [("en", "worked example by hand"), ("ko", "손으로 푸는 예제")])
def test_that_a_guided_lesson_is_found_and_begun(window: MainWindow, language: str, text: str) -> None:
    window.set_language(language)
    settle(window)
    take(window, text, "guided/by_hand")
    settle(window)
    lessons = window.commands.lessons.guided
    assert lessons.run is not None and lessons.run.lesson.name == "by_hand"
    lessons.leave()


def test_that_all_guided_lessons_are_found_once(window: MainWindow) -> None:
    keys = [entry.key for entry in opened(window).entries()]
    assert [key for key in keys if "guided" in key] == [f"guided/{name}" for name in guided_names()]


def test_that_a_part_of_the_window_is_shown_with_a_ring(window: MainWindow) -> None:
    window.bench.change(folded=frozenset({"plots"}))
    settle(window)
    take(window, "loss", "loss")
    wait_until(lambda: bool(rings(window)))
    assert window.loss.isVisible()
    middle = window.loss.mapTo(window, window.loss.rect().center())
    assert rings(window)[0].geometry().contains(middle)


TERMS = (
    Term(
        "valley",
        {"en": "valley", "ko": "골짜기"},
        ("ravine", "협곡"),
        {"en": "A long hollow.", "ko": "길고 낮은 곳입니다."},
    ),
    Term(
        "dampening",
        {"en": "dampening", "ko": "댐프닝"},
        (),
        {"en": "What momentum leaves out.", "ko": "모멘텀이 빼는 것입니다."},
        "optimizer.dampening",
    ),
    Term("fog", {"en": "fog", "ko": "안개"}, (), {"en": "All is hidden.", "ko": "모두 가립니다."}, "actionFog"),
)


def test_that_a_term_says_what_it_is_and_leads_to_where_it_is(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glossary, "terms", lambda: TERMS)
    popup = searched(window, "협곡")
    assert keys_of(popup)[0] == "valley" and popup.about.text() == "A long hollow."
    assert popup.found[0].place == "Term · 골짜기" and popup.does.text() == ""
    key(window, RETURN)
    assert popup.isVisible() and popup.line.hasFocus()
    key(window, ESCAPE)
    take(window, "댐프닝", "dampening")
    wait_until(child(window, "optimizerDampeningField").hasFocus)
    popup = searched(window, "all is hidden")
    assert keys_of(popup) == ["fog"] and popup.found[0].does == "Switch it on"
    key(window, RETURN)
    wait_until(lambda: window.scene.state.moment.fog)


# Its command and its button.


def test_that_it_is_in_a_menu_with_its_key(window: MainWindow) -> None:
    action = window.bench.actions["actionSearch"]
    assert action.shortcut() == SEARCH
    menus = [menu for menu in window.findChildren(QMenu) if action in menu.actions()]
    assert [plain(menu.title()) for menu in menus] == ["Help"]


def test_that_the_button_opens_it_and_says_its_key(qtbot: QtBot) -> None:
    triggered = []
    action = QAction("Search")
    action.setShortcut(SEARCH)
    action.triggered.connect(lambda: triggered.append(1))
    button = SearchButton(action)
    qtbot.addWidget(button)
    button.apply_theme(theme.dark())
    button.show()
    wide = button.sizeHint()
    assert wide.width() >= 150 > wide.height() and button.accessibleName() == "Search"
    assert re.search(r"\(.*K\)$", button.toolTip())
    button.grab()
    click(button)
    assert triggered
    button.set_small(True)
    assert button.sizeHint().width() == button.sizeHint().height() == wide.height()
    assert not button.grab().isNull() and button.accessibleName() == "Search"


def test_that_the_list_and_the_line_have_names_for_a_screen_reader(window: MainWindow) -> None:
    popup = searched(window, "adam")
    assert popup.line.accessibleName() == popup.accessibleName() == "Search"
    listed = window.findChild(QListWidget, "searchList")
    assert listed is popup.list and listed.accessibleName()
    assert popup.found[0].name in popup.list.item(0).text() and popup.found[0].place in popup.list.item(0).text()
