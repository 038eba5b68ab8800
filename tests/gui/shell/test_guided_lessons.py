"""Guided lessons in the window, by mouse and by keyboard, and before a class."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QSlider

from gdviz.engine.runner import Result
from gdviz.experiment import Experiment
from gdviz.gui.lesson import kept_progress
from gdviz.gui.lesson.lesson_panel import LessonPanel, LessonText, OptionButton
from gdviz.gui.lesson.lesson_run import LessonRun
from gdviz.gui.lesson.look_back import LookBack
from gdviz.gui.shell.guided_lessons import GuidedLessons
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets import choose_file
from gdviz.guided import situation
from gdviz.guided.catalogue import guided
from gdviz.paths import resources
from tests.conftest import ROOT
from tests.gui.conftest import OpenWindow
from tests.gui.driving import choose_entry, click, drag_start, fill_in, key, settle, wait_until, write
from tests.gui.shell.test_recorded import drop

pytestmark = pytest.mark.one_window
CONTROL = Qt.KeyboardModifier.ControlModifier


def begun(window: MainWindow, name: str, step: int = 1) -> tuple[GuidedLessons, LessonRun, LessonPanel]:
    """A lesson under way, its numbers computed."""
    lessons = window.commands.lessons.guided
    if lessons.run is None or lessons.run.lesson.name != name:
        assert lessons.open(name, step)
    run, page = lessons.run, lessons.page
    assert run is not None and page is not None
    wait_until(lambda: run._computing.isFinished(), 120)  # which keeps a machine with few cores busy
    settle(window)
    return lessons, run, page


def seen(page: LessonPanel) -> str:
    """All texts of the panel."""
    texts = [label.accessibleName() or label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return "\n".join(texts)


def leave(window: MainWindow) -> None:
    """Leave the lesson by its button."""
    page = window.commands.lessons.guided.page
    assert page is not None
    click(page.leave_button)
    QApplication.processEvents()


def test_that_the_worked_example_is_done_by_mouse_from_the_menu_to_its_end(window: MainWindow) -> None:
    choose_entry(window, "lessons", "guided_by_hand")
    settle(window)
    _, run, page = begun(window, "by_hand")
    assert page.isVisible() and window.panel.isVisible() and not window.panel.lr.isVisible()
    assert "Part 1 of 5" in seen(page) and "0.94" not in seen(page)
    for name, text in (("x", "1.06"), ("y", "1.03")):
        fill_in(window, f"lessonField_{name}", text, None)
    click(page.check)
    assert (
        run.asks and "This is the way up" in seen(page) and "0.94" not in seen(page)
    )  # the hint for that very mistake
    for name, text in (("x", "0.94"), ("y", "0.97")):
        fill_in(window, f"lessonField_{name}", text, None)
    click(page.check)
    assert not run.asks and "Right." in seen(page) and page.todo.isVisible() and not page.explained.isVisible()
    assert not page.next_button.property("primary")
    click(page.step_button)
    wait_until(lambda: run.is_done)
    assert window.playhead == 1 and "(0.94, 0.97)" in seen(page) and page.next_button.property("primary")
    click(page.next_button)
    assert "Part 2 of 5" in seen(page) and window.scene.state.experiment.ahead_hidden
    click(page.options[0])
    assert "Not as you expected." in seen(page) and "5.4708" in seen(page)
    click(page.next_button)
    fill_in(window, "lessonField_x", "0.885", None)
    fill_in(window, "lessonField_y", "0.943", Qt.Key.Key_Return)
    assert "Right." in seen(page)
    click(page.step_button)
    wait_until(lambda: run.is_done)
    click(page.next_button)
    click(page.check)  # a question that is not judged
    assert page.todo.isVisible()
    drag_start(window, (1.0, 0.5), (1.0, -0.5))
    settle(window)
    wait_until(lambda: run.is_done)
    assert "[0, 0]" in seen(page) or page.explained.isVisible()
    window.bench.actions["actionUndo"].trigger()  # that does not take the step back
    settle(window)
    assert run.is_done
    click(page.next_button)
    assert page.next_button.text() == "Finish"
    click(page.next_button)
    QApplication.processEvents()
    assert window.commands.lessons.guided.run is None and window.commands.beginning.page is not None
    assert "learning rate" in window.commands.beginning.page.learn.next.button.accessibleName()
    key(window, Qt.Key.Key_Escape)
    assert window.panel.lr.isVisible()
    kept = kept_progress.load(guided("by_hand"))
    assert kept.done and kept.step == 1 and not kept.taken
    assert list(kept.answers) == ["first_step", "new_gradient", "second_step"]
    assert kept.missed == ["first_step", "new_gradient"]


def test_that_the_learning_rate_is_learnt_by_keyboard_alone(window: MainWindow) -> None:
    _, run, page = begun(window, "learning_rate")
    assert isinstance(QApplication.focusWidget(), OptionButton)
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 0 and "First the question" in seen(page)
    key(window, Qt.Key.Key_Space)  # the option that has the focus
    assert not run.asks and page.expected.isVisible() and not page.happened.isVisible()
    for _ in range(11):
        key(window, Qt.Key.Key_Right)
    wait_until(lambda: run.is_done)
    assert page.happened.isVisible() and "Not as you expected." in seen(page)
    assert not window.scene.state.experiment.ahead_hidden
    key(window, Qt.Key.Key_PageDown)
    assert run.number == 2
    write(window, "114")
    key(window, Qt.Key.Key_Return)
    assert "Right." in seen(page)
    key(window, Qt.Key.Key_PageUp)
    assert run.number == 1 and not run.asks and page.expected.isVisible()
    key(window, Qt.Key.Key_PageDown)
    key(window, Qt.Key.Key_PageDown)
    assert run.number == 3
    key(window, Qt.Key.Key_2)
    assert run.now.answer == "stays" and window.scene.surface == "2d"
    leave(window)


def test_that_one_press_too_many_turns_no_page(window: MainWindow) -> None:
    _, run, page = begun(window, "learning_rate")
    key(window, Qt.Key.Key_3)
    for _ in range(12):  # it is done after 11
        key(window, Qt.Key.Key_Return)
        settle(window)
    assert run.number == 1 and run.is_done and page.next_button.hasFocus()
    key(window, Qt.Key.Key_Return)
    assert run.number == 2
    run.go(4)
    settle(window)
    fill_in(window, "lessonField_rate", "0.5")
    assert "Right." in seen(page) and run.waits
    key(window, Qt.Key.Key_Return)
    slider = QApplication.focusWidget()
    assert run.number == 4 and isinstance(slider, QSlider) and page.isAncestorOf(slider)  # what is asked for
    key(window, Qt.Key.Key_PageUp)
    leave(window)


def test_that_skipping_counts_as_missed_and_shows_the_answer(window: MainWindow) -> None:
    _, run, page = begun(window, "by_hand")
    assert page.next_button.text() == "Skip"
    click(page.next_button)
    assert run.number == 1 and run.now.skipped and "Not answered." in seen(page) and "0.94" in seen(page)
    window.playhead = 1
    wait_until(lambda: run.is_done)
    click(page.next_button)
    assert run.number == 2
    leave(window)


def test_that_what_is_no_number_is_reported_and_nothing_is_lost(window: MainWindow) -> None:
    _, run, page = begun(window, "by_hand")
    fill_in(window, "lessonField_x", "0,94", None)
    click(page.check)
    assert page.problem.isVisible() and "point" in page.problem.text() and run.asks and not run.now.misses
    assert page.fields[0].text() == "0,94" and page.fields[0].hasFocus()
    leave(window)


def test_that_a_step_looks_as_the_file_of_its_experiment_says(window: MainWindow) -> None:
    _, run, _ = begun(window, "linear_scaling")
    assert window.scene.state.experiment.look.loss_axis == "auto"
    run.go(3)
    settle(window)
    assert window.scene.state.experiment.look.loss_axis == "best"


def test_that_leaving_keeps_the_place_and_what_was_open_is_one_click_away(window: MainWindow) -> None:
    window.controller.edit("optimizer.lr", 0.02)
    mine = window.experiment
    _, run, page = begun(window, "learning_rate")
    assert window.experiment != mine
    click(page.options[2])
    click(page.next_button)
    click(page.next_button)
    assert run.number == 2
    leave(window)
    assert window.experiment != mine and not window.scene.state.experiment.ahead_hidden
    assert not window.controller.playhead.is_blocked
    toast = window.toast
    assert toast is not None and toast.isVisible()
    click(toast.button)
    settle(window)
    assert window.experiment == mine and window.controller.model.modified
    _, run, _ = begun(window, "learning_rate", None)  # type: ignore[arg-type]
    assert run.number == 2 and run.taken["same_curve"].answer == "same"
    leave(window)


def test_that_unsaved_work_is_asked_about_though_a_lesson_covers_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.files.asks = True
    asked: list[float] = []

    def answer(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(window.experiment.runs[0].optimizer.lr)
        return QMessageBox.StandardButton.Discard

    monkeypatch.setattr(QMessageBox, "exec", answer)
    window.controller.edit("optimizer.lr", 0.02)
    begun(window, "by_hand")
    assert not asked  # a lesson asks nothing
    window.controller.edit("optimizer.lr", 0.5)
    window.files.new()
    assert asked == [0.02]
    settle(window)
    assert window.commands.lessons.guided.run is None
    window.files.asks = False


def test_that_a_lesson_is_over_when_another_experiment_opens(window: MainWindow) -> None:
    lessons, _, _ = begun(window, "by_hand")
    window.bench.actions["actionNextLesson"].trigger()
    settle(window)
    assert lessons.run is None and window.panel.lr.isVisible() and not window.controller.playhead.is_blocked


def test_that_a_class_is_asked_counted_and_shown_what_is_right(window: MainWindow) -> None:
    lessons, run, page = begun(window, "learning_rate")
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    strip = lessons._strip
    assert strip is not None and strip.isVisible() and not page.isVisible()
    for pressed in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_2):
        key(window, pressed)
    key(window, Qt.Key.Key_Backspace)
    assert run.votes == [1, 0, 2] and [option.count.text() for option in strip.options] == ["1", "", "2"]
    assert run.asks and window.scene.surface == "2d"  # the keys of the views rest
    key(window, Qt.Key.Key_Return)
    assert run.is_done and strip.options[2].count.text() == "✓ 2" and strip.said.isVisible()
    key(window, Qt.Key.Key_PageDown)
    assert run.number == 2 and run.asks
    key(window, Qt.Key.Key_PageUp)
    assert run.number == 1
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    assert lessons._strip is None and page.isVisible()
    leave(window)


def test_that_a_lesson_speaks_the_language_of_the_window(window: MainWindow) -> None:
    _, _, page = begun(window, "by_hand")
    window.set_language("ko")
    wait_until(lambda: "손으로 푸는 예제" in seen(page))
    leave(window)


@pytest.mark.parametrize("missing", ["en.md", "lesson.json"])
def test_that_a_folder_of_ones_own_opens_and_what_is_wrong_in_it_is_reported(
    window: MainWindow, tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(box.informativeText()))
    folder = tmp_path / "mine"
    folder.mkdir()
    for file in (resources() / "lessons" / "by_hand").iterdir():
        if file.name != missing:
            (folder / file.name).write_bytes(file.read_bytes())
    opened = window.commands.lessons.guided.open(folder)
    settle(window)
    if missing == "en.md":
        assert opened and not messages
        leave(window)
    else:
        assert not opened and len(messages) == 1 and "lesson.json" in messages[0]


@pytest.mark.own_window
def test_that_a_lesson_has_room_in_every_arrangement(open_window: OpenWindow) -> None:
    window = open_window()
    _, _, page = begun(window, "by_hand")
    for size in ((1024, 700), (1440, 900)):
        window.resize(*size)
        for arrangement in ("descent", "race", "all"):
            window.commands.arrange(arrangement)
            settle(window)
            assert page.isVisible() and page.width() >= 280, (size, arrangement)
            assert window.rect().contains(page.next_button.mapTo(window, page.next_button.rect().center()))
    leave(window)


def copied(name: str, folder: Path) -> Path:
    """The folder of a lesson, copied into another folder."""
    return Path(shutil.copytree(resources() / "lessons" / name, folder / "mine"))


def test_that_what_is_ahead_stays_hidden_until_the_question_is_answered(window: MainWindow) -> None:
    _, run, page = begun(window, "learning_rate")
    action = window.bench.actions["actionHideAhead"]
    for presenting in (False, True):
        if presenting:
            window.bench.actions["actionPresent"].trigger()
            settle(window)
        key(window, Qt.Key.Key_H)
        assert window.scene.state.experiment.ahead_hidden and action.isChecked() and run.asks
        strip = window.commands.lessons.guided._strip
        sentence = page.held.text() if strip is None else strip.place.text()
        assert "First the question" in sentence
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    click(page.options[0])
    key(window, Qt.Key.Key_H)
    assert not window.scene.state.experiment.ahead_hidden and not action.isChecked()
    leave(window)


def test_that_a_lesson_is_left_at_once_while_its_numbers_are_computed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    computing, ended = threading.Event(), threading.Event()

    def endless(experiment: Experiment, device: str, progress: Callable[[int, int], None]) -> Result:
        computing.set()
        try:
            while True:
                progress(0, 1)
        finally:
            ended.set()

    monkeypatch.setattr(situation, "run", endless)
    assert window.commands.lessons.guided.open("momentum")
    assert computing.wait(20)
    leave(window)
    assert ended.is_set() and window.commands.lessons.guided.run is None


def test_that_a_lesson_of_ones_own_is_opened_from_the_menu_and_by_dropping_its_folder(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied("by_hand", tmp_path)
    monkeypatch.setattr(choose_file, "open_folder", lambda *_: str(folder))
    choose_entry(window, "lessons", "actionLessonFolder")
    settle(window)
    lessons = window.commands.lessons.guided
    assert lessons.run is not None and lessons.run.lesson.name == "mine"
    leave(window)
    assert lessons.run is None
    drop(window, folder)
    settle(window)
    assert lessons.run is not None and lessons.run.lesson.name == "mine"
    leave(window)


def test_that_what_gives_the_answer_away_is_shown_once_it_is_answered(window: MainWindow, tmp_path: Path) -> None:
    folder = copied("epoch_batch_iteration", tmp_path)
    data = json.loads((folder / "lesson.json").read_text())
    step = next(one for one in data["steps"] if one["id"] == "left_over")
    step["asked"] = {"arrangement": "race"}
    (folder / "lesson.json").write_text(json.dumps(data))
    assert window.commands.lessons.guided.open(folder, data["steps"].index(step) + 1)
    _, run, _ = begun(window, "mine")
    assert run.asks and window.scene.state.experiment.arrangement == "race"
    fill_in(window, "lessonField_iterations", "5")
    assert not run.asks and window.scene.state.experiment.arrangement == "data"
    leave(window)


@pytest.mark.parametrize("speed", [20.0, 1000.0, math.inf])
def test_that_playing_rests_where_there_is_something_to_be_seen(window: MainWindow, speed: float) -> None:
    _, run, page = begun(window, "learning_rate")
    click(page.options[2])
    window.timeline.speedChanged.emit(speed)
    click(page.play_button)
    wait_until(lambda: run.is_done)
    assert not window.controller.playhead.playing and window.playhead == 11
    window.timeline.speedChanged.emit(5.0)
    leave(window)


def test_that_playing_rests_when_something_else_holds_and_return_presses_nothing_else(window: MainWindow) -> None:
    _, run, page = begun(window, "learning_rate", 2)
    write(window, "110")
    key(window, Qt.Key.Key_Return)
    assert not run.asks and window.playhead == 0 and page.step_button.hasFocus()  # that Return has checked, no more
    window.timeline.speedChanged.emit(200.0)
    click(page.play_button)
    wait_until(lambda: run.is_done, 20)
    assert not window.controller.playhead.playing and 114 <= window.playhead < 400
    window.timeline.speedChanged.emit(5.0)
    leave(window)


def test_that_a_lesson_opened_before_a_class_stands_over_the_parts_and_later_in_the_panel(window: MainWindow) -> None:
    window.bench.change(folded=frozenset({"panel"}))
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    lessons, _, page = begun(window, "by_hand")
    wait_until(lambda: lessons._strip is not None)
    assert not page.isVisible() and not window.panel.isVisible()
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    wait_until(page.isVisible)
    leave(window)
    assert not window.panel.isVisible()
    window.bench.change(folded=frozenset())


def test_that_the_answer_before_a_class_comes_with_what_it_speaks_of(window: MainWindow) -> None:
    window.bench.change(detail="simple", arranged=True)
    begun(window, "sgd_stages")
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    key(window, Qt.Key.Key_Period)
    assert window.scene.state.moment.stage == 0 and window.playhead == 0  # first the question
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert window.scene.state.moment.stage == 2 and window.playhead == 1
    strip = window.commands.lessons.guided._strip
    assert strip is not None and strip.question.isVisible() and strip.said.isVisible()
    for pressed in (Qt.Key.Key_PageDown, Qt.Key.Key_2, Qt.Key.Key_Period, Qt.Key.Key_PageUp):
        key(window, pressed)
        settle(window)
        assert pressed != Qt.Key.Key_Period or window.scene.arrangement == "descent"
    assert window.playhead == 1 and strip.options[1].count.text() == "✓"  # as it was left
    key(window, Qt.Key.Key_PageDown)
    assert strip.options[1].count.text() == "1"
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    leave(window)


def test_that_after_a_lesson_before_a_class_the_next_one_is_offered(window: MainWindow) -> None:
    lessons, run, _ = begun(window, "by_hand", 5)
    assert run.is_last
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    offers: list[tuple[str, str, Callable[[], object]]] = []
    lessons.offered.connect(lambda *offer: offers.append(offer))
    key(window, Qt.Key.Key_3)
    assert window.scene.surface == "2d"  # the keys of the views rest, though nothing is counted
    key(window, Qt.Key.Key_PageDown)
    settle(window)
    ((_, words, go_on),) = offers
    assert lessons.run is None and words == "Next: The learning rate"
    go_on()
    settle(window)
    assert lessons.run is not None and lessons.run.lesson.name == "learning_rate" and lessons._strip is not None
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    leave(window)


@pytest.mark.own_window
@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_before_a_class_all_is_legible_and_the_picture_keeps_its_room(
    open_window: OpenWindow, language: str
) -> None:
    window = open_window()
    window.resize(1280, 720)
    window.set_language(language)
    window.bench.change(detail="simple", arranged=True)
    _, run, _ = begun(window, "sgd_stages")
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    strip = window.commands.lessons.guided._strip
    assert strip is not None
    sizes: dict[int, tuple[int, int]] = {}
    for _ in run.lesson.steps:
        for pressed in (None, Qt.Key.Key_Return):
            if pressed is not None:
                key(window, pressed)
                settle(window)
            wait_until(lambda: not window.bench.seen_busy)  # the words come to rest
            shown = [label for label in strip.findChildren(QLabel) if label.isVisible() and label.text()]
            assert min(label.font().pixelSize() for label in shown) >= 18
            assert strip.height() <= 0.42 * 720, (run.step.id, pressed)
        sizes[run.number] = strip.said.font().pixelSize(), strip.height()
        run.go(run.number + 1)
        settle(window)
    for _ in run.lesson.steps[1:]:
        run.back()
        settle(window)
        wait_until(lambda: not window.bench.seen_busy)
        assert (strip.said.font().pixelSize(), strip.height()) == sizes[run.number]  # as it was left
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    leave(window)


def test_that_a_missing_language_is_reported_and_the_other_one_is_shown(window: MainWindow, tmp_path: Path) -> None:
    folder = copied("by_hand", tmp_path)
    (folder / "en.md").unlink()
    assert window.commands.lessons.guided.open(folder)
    _, _, page = begun(window, "mine")
    assert window.status.verdict.text() == "en.md is missing: the other language is shown"
    assert "손으로 푸는 예제" in seen(page)
    leave(window)


def test_that_a_lesson_goes_on_as_it_began_though_its_folder_changes_and_its_place_outlives_a_lost_step(
    window: MainWindow, tmp_path: Path
) -> None:
    folder = copied("by_hand", tmp_path)
    lessons = window.commands.lessons.guided
    assert lessons.open(folder)
    _, run, page = begun(window, "mine")
    click(page.next_button)
    lost = json.loads((folder / "lesson.json").read_text())
    del lost["steps"][0]
    (folder / "lesson.json").write_text(json.dumps(lost))
    for file in ("en.md", "ko.md"):
        text = (folder / file).read_text(encoding="utf-8")
        head, _, rest = text.partition("## first_step")
        (folder / file).write_text(head + "## new_gradient" + rest.partition("## new_gradient")[2], encoding="utf-8")
    assert run.number == 1 and run.now.skipped and "0.94" in seen(page)
    window.playhead = 1
    wait_until(lambda: run.is_done)
    leave(window)
    assert lessons.open(folder)
    _, run, page = begun(window, "mine")
    assert run.step.id == "new_gradient" and "Part 1 of 4" in seen(page) and run.asks
    leave(window)


def test_that_the_experiment_of_a_lesson_speaks_the_language_of_the_window(window: MainWindow) -> None:
    begun(window, "learning_rate")
    titles = set()
    for language in ("ko", "en"):
        window.set_language(language)
        settle(window)
        title = guided("learning_rate").steps[0].experiment.view["title"][language]
        wait_until(lambda title=title: window.experiment.title == title)
        titles.add(title)
    assert len(titles) == 2
    leave(window)


def test_that_a_question_once_missed_is_looked_back_at_and_asked_again(window: MainWindow) -> None:
    lessons, run, page = begun(window, "learning_rate")
    click(page.options[0])
    window.playhead = 11
    wait_until(lambda: run.is_done)
    click(page.next_button)
    for number in ("500", "114"):
        write(window, number)
        key(window, Qt.Key.Key_Return)
    leave(window)
    window.commands.beginning.show()
    learn = window.commands.beginning.page.learn
    assert learn.look_back_button.isVisible() and learn.look_back_button.text() == "To look at again: 2"
    looked: list[tuple[str, ...]] = []

    def look(dialog: LookBack) -> None:
        dialog.show()
        wait_until(lambda: dialog.which.button("all").text() == "All: 2", 20)
        for which in ("all", "missed"):
            click(dialog.which.button(which))
            looked.append(tuple(label.accessibleName() for label in dialog.findChildren(LessonText)))
        click(dialog.again_buttons[0])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LookBack, "exec", look)
        click(learn.look_back_button)
    settle(window)
    every, missed = looked
    assert "0.1, which never jumps across the valley" in every and "They are equal" in every
    assert "500" in every and "114" in every  # what was answered first, and what is right
    reasons = ("Jumping across is not bad", "Each step goes about a tenth")
    assert all(any(text.startswith(reason) for text in every) for reason in reasons) and set(missed) == set(every)
    run = lessons.run
    assert run is not None and run.number == 1 and run.asks and window.commands.beginning.page is None
    key(window, Qt.Key.Key_3)
    assert run.now.judgement.right
    leave(window)
    assert kept_progress.load(guided("learning_rate")).missed == ["ten_times_smaller"]


def test_that_what_a_class_is_shown_counts_as_missed_by_nobody(window: MainWindow) -> None:
    _, run, page = begun(window, "learning_rate")
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    key(window, Qt.Key.Key_Return)
    assert run.is_done and not run.now.skipped
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    assert page.explained.isVisible() and page.verdict.isHidden()
    leave(window)
    kept = kept_progress.load(guided("learning_rate"))
    assert kept.taken["same_curve"].revealed and not kept.answers


TWO_SCREENS = {
    "screens": [
        {"name": name, "x": x, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, x in (("class", 0), ("own", 1280))
    ]
}
WITH_NOTE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gdviz.gui.app import create_window
from gdviz.gui.lesson.teacher_note import TeacherNote

app = QApplication(sys.argv)
window = create_window()
window.show()
window.commands.lessons.guided.open("learning_rate")
window.bench.actions["actionPresent"].trigger()

def told():
    for _ in range(50):
        app.processEvents()
    notes = [one for one in app.topLevelWidgets() if isinstance(one, TeacherNote) and one.isVisible()]
    print([(one.screen().name(), one.note.accessibleName()[:13]) for one in notes])

told()
window.commands.lessons.guided.run.go(2)
told()
window.bench.actions["actionPresent"].trigger()
told()
window.files.asks = False
window.close()
"""


def test_that_the_note_for_the_teacher_is_on_another_screen_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text(json.dumps(TWO_SCREENS))
    for platform, expected in (
        (
            f"offscreen:configfile={tmp_path / 'screens.json'}",
            ["[('own', 'Ask for hands')]", "[('own', 'Many students')]", "[]"],
        ),
        ("offscreen", ["[]", "[]", "[]"]),
    ):
        done = subprocess.run(
            [sys.executable, "-c", WITH_NOTE],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": platform},
            timeout=60,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0 and done.stdout.splitlines() == expected, done.stderr
