"""The page to begin with, alone: without a window around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.start import own_function
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.gui.start.start_buttons import StartButton
from gdviz.gui.start.start_page import StartPage
from gdviz.gui.style import scaling, theme
from gdviz.gui.style.language import set_language
from gdviz.lessons import catalogue
from gdviz.prepared import collection
from tests.gui.driving import activate

KEYS = Qt.Key


@pytest.fixture(autouse=True)
def usual(qapp: QApplication) -> Iterator[None]:
    theme.apply(theme.light())
    yield
    scaling.set_scales(1.0, 1.0)
    set_language(qapp, "en")


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    return shown(qtbot)


def shown(qtbot: QtBot, progress: LessonProgress | None = None, size: tuple[int, int] = (1440, 860)) -> StartPage:
    made = StartPage(progress or LessonProgress(), True)
    qtbot.addWidget(made)
    for door in (made.learn, made.explore, made.own):
        door.take_theme(theme.light())
    made.resize(*size)
    made.show()
    assert QTest.qWaitForWindowExposed(made)
    activate(made)
    return made


def press(key: Qt.Key, times: int = 1) -> QWidget:
    """Press a key some times; returns what has the focus then."""
    for _ in range(times):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
    found = QApplication.focusWidget()
    assert found is not None
    return found


def visible(page: StartPage, kind: type[QWidget]) -> list[QWidget]:
    return [part for part in page.findChildren(kind) if part.isVisible()]


def test_that_every_lesson_and_every_prepared_experiment_is_behind_a_door(page: StartPage) -> None:
    assert set(page.learn.lessons) == {known.name for known in catalogue()}
    assert set(page.explore.buttons) == {known.name for known in collection()}
    members = [known for group in page.learn._members for known in group]
    assert sorted(members, key=catalogue().index) == list(catalogue())


def test_that_a_click_opens_a_prepared_experiment_and_return_does_too(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.explore.chosen) as clicked:
        QTest.mouseClick(page.explore.buttons["ravine"], Qt.MouseButton.LeftButton)
    assert clicked.args[0].name == "ravine"
    page.explore.buttons["saddle"].setFocus()
    for key in (KEYS.Key_Return, KEYS.Key_Enter, KEYS.Key_Space):
        with qtbot.waitSignal(page.explore.chosen) as pressed:
            press(key)
        assert pressed.args[0].name == "saddle"


def test_that_arrow_keys_go_through_the_pictures_and_tab_past_them(page: StartPage) -> None:
    buttons = [row for line in page.explore._rows for row in line]
    across = page.explore.across
    assert across == 3 and len(buttons) == 9
    buttons[0].setFocus()
    assert press(KEYS.Key_Right) is buttons[1]
    assert press(KEYS.Key_Down) is buttons[1 + across]
    assert press(KEYS.Key_Left, 2) is buttons[across - 1]
    assert press(KEYS.Key_Up) is buttons[0]
    assert press(KEYS.Key_End) is buttons[-1]
    assert press(KEYS.Key_Home) is buttons[0]
    press(KEYS.Key_Right, 4)
    assert press(KEYS.Key_Tab) is page.own.function.line
    QTest.keyClick(page.own.function.line, KEYS.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is buttons[4], "Tab comes back to where one was"


def test_that_tab_alone_comes_to_every_part_in_order(page: StartPage) -> None:
    page.learn.next.button.setFocus()
    order = [QApplication.focusWidget()]
    while (part := press(KEYS.Key_Tab)) is not order[0]:
        order.append(part)
        assert len(order) < 20
    first_picture = page.explore._rows[0][0]
    own = page.own
    assert order == [
        page.learn.next.button, page.learn.groups[0], page.explore.all_button, first_picture, own.function.line,
        own.data_button, own.log_button, own.file_button, page.at_start, page.close_button,
    ]  # fmt: skip


def test_that_all_twenty_are_shown_under_headings_and_put_away_again(page: StartPage) -> None:
    assert page.explore.all_button.text() == "All 20"
    QTest.mouseClick(page.explore.all_button, Qt.MouseButton.LeftButton)
    assert sum(button.isVisible() for button in page.explore.buttons.values()) == 20
    assert [head.accessibleName() for head in page.explore._heads if head.isVisible()] == [
        "Paths", "Learning rate", "Methods", "Data and batches",
    ]  # fmt: skip
    QTest.mouseClick(page.explore.all_button, Qt.MouseButton.LeftButton)
    assert sum(button.isVisible() for button in page.explore.buttons.values()) == 9


def test_that_groups_unfold_one_at_a_time(page: StartPage) -> None:
    lessons, groups = page.learn.lessons, page.learn.groups
    assert lessons["worked_example"].isVisible() and not lessons["four_rates"].isVisible()
    QTest.mouseClick(groups[2], Qt.MouseButton.LeftButton)
    assert lessons["four_rates"].isVisible() and not lessons["worked_example"].isVisible()
    QTest.mouseClick(groups[2], Qt.MouseButton.LeftButton)
    assert not any(button.isVisible() for button in lessons.values())


def test_that_a_newcomer_begins_with_the_worked_example(page: StartPage, qtbot: QtBot) -> None:
    assert "Begin" in page.learn.next.button.accessibleName() and "3x²y" in page.learn.next.button.accessibleName()
    assert not page.learn.forget_button.isVisible()
    with qtbot.waitSignal(page.learn.lessonChosen) as chosen:
        QTest.mouseClick(page.learn.next.button, Qt.MouseButton.LeftButton)
    assert chosen.args[0].name == "worked_example"


def test_that_progress_is_shown_spoken_and_continued(qtbot: QtBot) -> None:
    progress = LessonProgress(
        frozenset({"rate_too_small", "rate_too_large"}), frozenset({"rate_too_small"}), "rate_too_large"
    )
    page = shown(qtbot, progress)
    assert "Continue" in page.learn.next.button.accessibleName()
    with qtbot.waitSignal(page.learn.lessonChosen) as chosen:
        QTest.mouseClick(page.learn.next.button, Qt.MouseButton.LeftButton)
    assert chosen.args[0].name == "rate_too_large"
    descriptions = [page.learn.lessons[name].accessibleDescription() for name in ("rate_too_small", "rate_too_large")]
    assert descriptions == ["done", "opened"]
    assert page.learn.lessons["worked_example"].accessibleDescription() == "not opened yet"
    assert page.learn.groups[0].accessibleDescription().endswith("1 of 4 done")
    page.learn.show_progress(progress.after_finishing("rate_too_large"))
    with qtbot.waitSignal(page.learn.lessonChosen) as chosen:
        QTest.mouseClick(page.learn.next.button, Qt.MouseButton.LeftButton)
    assert chosen.args[0].name == "local_and_global_minimum", "the next one, where the last is done"
    with qtbot.waitSignal(page.learn.forgetRequested):
        QTest.mouseClick(page.learn.forget_button, Qt.MouseButton.LeftButton)


def test_that_return_makes_an_experiment_of_a_formula_or_says_what_is_wrong_and_where(
    page: StartPage, qtbot: QtBot
) -> None:
    line, problem = page.own.function.line, page.own.function.problem
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "x^2 + foo(y)")
    press(KEYS.Key_Return)
    assert problem.isVisible() and problem.text().startswith("unknown function foo") and "7" in problem.text()
    assert line.cursorPosition() == 6 and line.wrong == (6, 3)
    assert "foo" in line.accessibleDescription()
    QTest.keyClick(line, KEYS.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, "(x - 1)^2 + 4y^2")
    assert not problem.isVisible() and line.wrong is None
    with qtbot.waitSignal(page.own.experimentGiven) as given:
        press(KEYS.Key_Return)
    assert given.args[0].problem.expression == "(x - 1)^2 + 4y^2"


def test_that_an_error_is_retranslated_and_stays_marked(page: StartPage, qapp: QApplication) -> None:
    line, problem = page.own.function.line, page.own.function.problem
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(line, "x^2 + foo(y)")
    press(KEYS.Key_Return)
    set_language(qapp, "ko")
    QApplication.processEvents()
    assert problem.text().startswith("알 수 없는 함수: foo") and line.wrong == (6, 3)
    assert line.accessibleDescription() == problem.text()
    set_language(qapp, "en")
    QApplication.processEvents()
    assert problem.text().startswith("unknown function foo") and line.wrong == (6, 3)


def test_that_a_number_that_becomes_too_large_is_reported_in_the_language_of_the_page(
    page: StartPage, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(_: str) -> None:
        raise OverflowError("int too large to convert to float")

    monkeypatch.setattr(own_function, "experiment_of", too_large)
    QTest.mouseClick(page.own.function.line, Qt.MouseButton.LeftButton)
    press(KEYS.Key_Return)
    assert page.own.function.problem.text() == "a number becomes too large"
    set_language(qapp, "ko")
    QApplication.processEvents()
    assert page.own.function.problem.text() == "수가 너무 커집니다"


def test_that_leaving_the_line_opens_nothing(page: StartPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.own.function.line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(page.own.function.line, "x^2")
    with qtbot.assertNotEmitted(page.own.experimentGiven):
        press(KEYS.Key_Tab)


def test_that_the_files_are_asked_for(page: StartPage, qtbot: QtBot) -> None:
    own = page.own
    for button, signal in (
        (own.data_button, own.dataRequested),
        (own.log_button, own.logRequested),
        (own.file_button, own.fileRequested),
    ):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_escape_and_the_button_leave_the_page(page: StartPage, qtbot: QtBot) -> None:
    page.explore.buttons["ravine"].setFocus()
    with qtbot.waitSignal(page.closed):
        press(KEYS.Key_Escape)
    with qtbot.waitSignal(page.closed):
        QTest.mouseClick(page.close_button, Qt.MouseButton.LeftButton)


def test_that_the_box_says_whether_it_is_shown_at_the_start(page: StartPage, qtbot: QtBot) -> None:
    page.at_start.setFocus()
    with qtbot.waitSignal(page.atStartChosen) as chosen:
        press(KEYS.Key_Space)
    assert chosen.args == [False]


def fits(page: StartPage) -> None:
    """Nothing is cut at the side, and every text has its height."""
    assert page.area.horizontalScrollBar().maximum() == 0
    right = page.area.viewport().width()
    for door in (page.learn, page.explore, page.own):
        at = door.mapTo(page.area.viewport(), QPoint())
        assert at.x() >= 0 and at.x() + door.width() <= right
    for button in visible(page, StartButton):
        assert isinstance(button, StartButton)
        assert button.height() >= button.height_for(button.width()), button.accessibleName()
    for label in visible(page, QLabel):
        assert isinstance(label, QLabel)
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for link in visible(page, QPushButton):
        assert link.width() >= link.minimumSizeHint().width() or isinstance(link, StartButton)
    button = page.learn.next.button.geometry()
    for label in page.learn.next.findChildren(QLabel):
        beside = label.geometry().top() <= button.bottom() and label.geometry().bottom() >= button.top()
        assert not beside or button.left() - label.geometry().right() > scaling.px(8), label.text()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("size", "across"), [((1920, 1040), 3), ((1440, 860), 3), ((1024, 660), 2), ((700, 500), 1), ((400, 270), 1)]
)
def test_that_it_reflows_and_cuts_nothing(
    size: tuple[int, int], across: int, language: str, qtbot: QtBot, qapp: QApplication
) -> None:
    set_language(qapp, language)
    page = shown(qtbot, LessonProgress(last="four_rates"), size)
    assert page.explore.across == across
    fits(page)
    page.explore.all_button.setChecked(True)
    QApplication.processEvents()
    fits(page)
    QTest.mouseClick(page.learn.groups[1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    fits(page)


def test_that_it_reflows_in_large_type(qtbot: QtBot) -> None:
    scaling.set_scales(1.75, 1.0)
    theme.apply(theme.light())
    fits(shown(qtbot, size=(1366, 720)))


def test_that_it_follows_the_language(page: StartPage, qapp: QApplication) -> None:
    set_language(qapp, "ko")
    QApplication.processEvents()
    assert page.title.text() == "무엇부터 해 볼까요?"
    assert page.learn.title.text() == "배우기" and page.explore.buttons["ravine"].title == "좁은 골짜기"
    assert page.learn.lessons["rate_too_small"].title == "2. 너무 작은 학습률"
    assert page.own.data_button.accessibleName() == "데이터 열기"


def test_that_a_screen_reader_has_a_name_for_everything(page: StartPage) -> None:
    page.explore.all_button.setChecked(True)
    for button in visible(page, QPushButton):
        assert isinstance(button, QPushButton)
        assert button.accessibleName() or button.text()
    ravine = page.explore.buttons["ravine"]
    assert (ravine.accessibleName(), ravine.accessibleDescription()) == (
        "A narrow ravine",
        "With momentum and without it",
    )
    assert page.own.function.line.accessibleName() == "A function of your own"


def test_that_pictures_come_one_by_one_over_their_grounds(page: StartPage, qtbot: QtBot) -> None:
    assert all(button.picture is None for button in page.explore.buttons.values())
    page.explore.draw_pictures()
    assert page.busy
    qtbot.waitUntil(lambda: page.explore.buttons["two_ways_down"].picture is not None)
    assert page.explore.buttons["nesterov"].picture is None, "those that are not seen come last"
    page.release()
    assert not page.busy
