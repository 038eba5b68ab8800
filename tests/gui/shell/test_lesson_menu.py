from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdviz.experiment import save
from gdviz.gui.runs.run_columns import RunColumns
from gdviz.gui.runs.run_rows import LABEL
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.memory_advisor import MemoryAdvisor
from gdviz.gui.shell.note_strip import NoteStrip
from gdviz.lessons import catalogue, lesson
from gdviz.look import Look
from gdviz.prepared import example
from tests.gui import driving
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, fill_in, key, settle, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window


def opened_menu(window: MainWindow) -> QMenu:
    """The menu, opened with the mouse."""
    menu, bar = window.menus["lessons"], window.menuBar()
    click(bar, bar.actionGeometry(menu.menuAction()).center())
    wait_until(menu.isVisible)
    return menu


def choose_entry(window: MainWindow, name: str) -> None:
    menu = opened_menu(window)
    action = next(action for action in menu.actions() if action.objectName() == name)
    click(menu, menu.actionGeometry(action).center())
    wait_until(lambda: not menu.isVisible())
    settle(window)


def strip(window: MainWindow) -> NoteStrip | None:
    return window.findChild(NoteStrip)


def strip_texts(window: MainWindow) -> list[str]:
    shown = strip(window)
    assert shown is not None
    return [label.accessibleName() or label.text() for label in shown.findChildren(QLabel)]


@pytest.mark.own_window  # no menu was opened in it
def test_that_nothing_of_the_lessons_is_made_before_the_menu_opens(window: MainWindow) -> None:
    assert window.menus["lessons"].actions() == []
    assert strip(window) is None


def test_that_the_menu_holds_every_lesson_in_the_order_of_the_lecture(window: MainWindow) -> None:
    menu = opened_menu(window)
    names = [action.objectName() for action in menu.actions() if action.objectName().startswith("lesson_")]
    assert names == [f"lesson_{lesson.name}" for lesson in catalogue()]
    menu.close()


def test_that_a_lesson_opens_with_its_note_and_as_a_new_experiment(window: MainWindow) -> None:
    choose_entry(window, "lesson_four_rates")
    assert window.experiment.title == "Four learning rates, four loss curves"
    assert len(window.result.runs) == 4
    assert window.controller.model.path is None and not window.isWindowModified()
    wait_until(lambda: len(strip_texts(window)) == 6)  # the note of another lesson is gone
    heads, texts = strip_texts(window)[::2], strip_texts(window)[1::2]
    assert heads == ["Rule", "Holds", "Breaks"]
    assert "12 and 24" in texts[1]
    assert strip(window).isVisible()  # type: ignore[union-attr]


def test_that_a_note_may_begin_with_a_symbol(window: MainWindow) -> None:
    choose_entry(window, "lesson_scaling_breaks")
    window.set_language("ko")
    wait_until(lambda: strip_texts(window)[:1] == ["핵심"] and strip_texts(window)[1].startswith("η/B"))
    window.set_language("en")
    wait_until(lambda: strip_texts(window)[0] == "Rule")


def test_that_the_note_follows_the_language(window: MainWindow) -> None:
    choose_entry(window, "lesson_four_rates")
    window.set_language("ko")
    wait_until(lambda: strip_texts(window)[0] == "핵심")
    assert len(strip_texts(window)) == 6
    window.set_language("en")
    wait_until(lambda: strip_texts(window)[0] == "Rule")


def test_that_the_note_is_put_away_and_brought_back(window: MainWindow) -> None:
    choose_entry(window, "lesson_four_rates")
    shown = strip(window)
    assert shown is not None
    click(shown.close_button)
    assert not shown.isVisible()
    choose_entry(window, "actionNote")
    assert shown.isVisible()
    choose_entry(window, "lesson_step_decay")
    wait_until(lambda: shown.isVisible() and "30, 60" in strip_texts(window)[1])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_the_note_leaves_a_small_window_to_its_parts_and_scrolls(language: str, window: MainWindow) -> None:
    window.set_language(language)
    choose_entry(window, "lesson_four_rates")
    shown = strip(window)
    assert shown is not None
    bar = shown.area.verticalScrollBar()
    for size in ((1440, 900), (1024, 700)):
        window.resize(*size)
        wait_until(lambda size=size: (window.width(), window.height()) == size and bar.maximum() == 0)
        assert not window.area.verticalScrollBar().isVisible()  # the timeline is in sight
    window.resize(400, 300)
    wait_until(lambda: bar.maximum() > 0)
    assert shown.height() <= 84 and window.area.height() > 120
    assert shown.geometry().bottom() < window.area.geometry().top()
    assert not shown.area.horizontalScrollBar().maximum()
    for label in shown.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    window.set_language("en")


def test_that_a_note_that_came_while_it_was_hidden_has_the_room_of_all_its_lines(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    rows = QVBoxLayout(page)
    shown = NoteStrip()
    rows.addWidget(shown)
    rows.addStretch(1)
    page.resize(1200, 700)
    shown.show_note(lesson("rate_too_large").note)
    shown.show_note(lesson("four_rates").note)
    page.show()
    qtbot.wait(100)
    assert shown.area.height() >= shown.height() - 20 and shown.area.verticalScrollBar().maximum() == 0
    assert all(label.visibleRegion().boundingRect() == label.rect() for label in shown.findChildren(QLabel))


def test_that_an_experiment_without_a_note_shows_none(window: MainWindow) -> None:
    choose_entry(window, "lesson_four_rates")
    window.files.new()
    settle(window)
    assert not strip(window).isVisible()  # type: ignore[union-attr]
    menu = opened_menu(window)
    assert not next(action for action in menu.actions() if action.objectName() == "actionNote").isEnabled()
    menu.close()


def test_that_a_file_s_own_note_is_shown_as_one_text(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    save(an_experiment("sphere", [a_run([1, 1])], note={"en": "Look at the start."}), path)
    assert window.files.open_path(path)
    settle(window)
    assert strip_texts(window) == ["Look at the start."]


@pytest.mark.own_window  # no lesson was opened in it
def test_that_a_lesson_asks_before_changes_are_lost(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def cancel(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", cancel)
    fill_in(window, "lrField", "0.05")
    window.files.asks = True
    choose_entry(window, "lesson_four_rates")
    assert len(asked) == 1 and window.experiment.runs[0].optimizer.lr == 0.05
    assert strip(window) is None


def test_that_the_words_of_a_lesson_follow_the_language(window: MainWindow) -> None:
    choose_entry(window, "lesson_five_batches")
    window.controller.edit("label", "mine", True, "rename")
    window.set_language("ko")
    wait_until(lambda: window.experiment.title == "한 에포크에 배치 다섯 개")
    assert window.result.labels == ("mine", "전체 배치")
    window.controller.model.undo()
    assert not window.isWindowModified()
    window.set_language("en")
    wait_until(lambda: window.experiment.title == "Five batches an epoch")
    assert window.result.labels[1] == "full batch"


def choose_language(window: MainWindow, name: str) -> None:
    """Take a language from the menu View, with the mouse."""
    driving.choose_entry(window, "language", name)
    settle(window)


def words_of(window: MainWindow) -> tuple[str, str, str, str]:
    """Title of the window and of the experiment, the last run's name in the table, the first head of the note."""
    last = len(window.result.runs) - 1
    name = window.table.model.text(last, LABEL)
    return window.windowTitle().split("[")[0], window.experiment.title, name, strip_texts(window)[0]


def press(window: MainWindow, name: str) -> None:
    """Press the key of an action: that of redo is another one on each platform of Qt."""
    window.setFocus()
    combination = window.bench.actions[name].shortcut()[0]
    key(window, combination.key(), combination.keyboardModifiers())
    settle(window)


def test_that_undo_and_redo_follow_the_language(window: MainWindow) -> None:
    choose_entry(window, "lesson_five_batches")
    english = ("Five batches an epoch", "Five batches an epoch", "full batch", "Rule")
    korean = ("한 에포크에 배치 다섯 개", "한 에포크에 배치 다섯 개", "전체 배치", "핵심")
    assert words_of(window) == english
    for rate in ("0.02", "0.03"):
        fill_in(window, "lrField", rate)
    choose_language(window, "actionKorean")
    try:
        wait_until(lambda: words_of(window) == korean)
        undo, redo = "actionUndo", "actionRedo"
        for name, rate in ((undo, 0.02), (undo, 0.1), (redo, 0.02), (redo, 0.03)):
            press(window, name)
            assert words_of(window) == korean
            assert window.experiment.runs[0].optimizer.lr == rate
        fill_in(window, "lrField", "0.04")
    finally:
        choose_language(window, "actionEnglish")
    wait_until(lambda: words_of(window) == english)
    press(window, "actionUndo")
    assert words_of(window) == english and window.experiment.runs[0].optimizer.lr == 0.03


def test_that_a_lesson_changes_only_its_own_part_of_the_look_and_for_its_own_time(window: MainWindow) -> None:
    window.pictures.set_look(Look(colours="batlow"))
    choose_entry(window, "lesson_step_decay")
    wait_until(lambda: window.pictures.look == Look(colours="batlow", loss_axis="best"))
    window.pictures.set_look(replace(window.pictures.look, surface_grid=True))
    choose_entry(window, "lesson_five_batches")
    wait_until(lambda: window.pictures.look == Look(colours="batlow", surface_grid=True))


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_that_a_note_leaves_the_timeline_in_sight(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    choose_entry(window, "lesson_five_batches")
    timeline = window.timeline
    below = timeline.mapTo(window, timeline.rect().bottomLeft()).y()
    assert below < window.height() - window.statusBar().height()
    assert timeline.visibleRegion().boundingRect() == timeline.rect()


def test_that_a_lesson_that_has_all_runs_of_the_one_before_opens_on_its_first(window: MainWindow) -> None:
    choose_entry(window, "lesson_sgd_stages")
    choose_entry(window, "lesson_five_batches")
    assert window.controller.run == 0


def test_that_the_scroll_bars_of_all_columns_do_not_call_each_other_up(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar below takes the room of rows, then the bar beside them that of columns, and so on for ever."""
    fitted, fit = [0], RunColumns.fit

    def counted(*given: Any, **named: Any) -> Any:
        fitted[0] += 1
        return fit(*given, **named)

    monkeypatch.setattr(RunColumns, "fit", counted)
    window.resize(1760, 990)
    settle(window)
    window.table.commands["actionAllColumns"].trigger()
    settle(window)
    for name in ("one_sample", "mean_of_all_samples", "five_batches", "step_decay"):
        choose_entry(window, f"lesson_{name}")
        settle(window)
        fitted[0] = 0
        QTest.qWait(300)
        assert fitted[0] <= 15, name


def story(window: MainWindow) -> tuple[str, dict[str, str], list[str]]:
    """The texts of the experiment: its title, its note, and the names that its runs were given."""
    note = {language: text for language, text in window.experiment.note.items() if text}
    return window.experiment.title, note, [run.label for run in window.experiment.runs]


def own_table(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "own.csv"
    path.write_text("size,age,price\n" + "".join(f"{i},{i % 5},{2 * i + 1}\n" for i in range(30)), encoding="utf-8")
    return {"kind": "linear_regression", "data": {"kind": "csv", "path": str(path), "x": ["size", "age"], "y": "price"}}


@pytest.mark.parametrize("lesson", ["five_batches", "four_rates", "local_and_global_minimum"])
def test_that_own_data_leave_nothing_of_the_lesson_and_undo_brings_it_back(
    lesson: str, window: MainWindow, tmp_path: Path
) -> None:
    choose_entry(window, f"lesson_{lesson}")
    texts, shown = story(window), strip(window)
    assert shown is not None and shown.isVisible() and any(texts[2])
    window.controller.edit("problem", own_table(tmp_path), True, "open data")
    settle(window)
    assert story(window) == ("", {}, [""] * len(window.experiment.runs))
    assert not shown.isVisible()
    names = [window.table.model.text(run, LABEL) for run in range(len(window.experiment.runs))]
    assert not set(names) & set(filter(None, texts[2]))
    assert not window.commands.lessons.has_note()
    window.controller.model.undo()
    settle(window)
    assert story(window) == texts and shown.isVisible()
    window.controller.model.redo()
    settle(window)
    assert not shown.isVisible()


def test_that_runs_that_differed_in_their_rates_alone_are_one_with_own_data(window: MainWindow, tmp_path: Path) -> None:
    choose_entry(window, "lesson_four_rates")
    window.controller.choose_run(3)
    rates = [run.optimizer.lr for run in window.experiment.runs]
    window.controller.edit("problem", own_table(tmp_path), True, "open data")
    settle(window)
    assert len(window.experiment.runs) == 1 and window.controller.run == 0
    window.controller.model.undo()
    settle(window)
    assert [run.optimizer.lr for run in window.experiment.runs] == rates
    window.controller.model.redo()
    window.controller.edit("problem", {"kind": "surface", "name": "sphere"}, True, "surface")
    settle(window)
    assert len(window.result.runs) == 1


def test_that_runs_of_several_rules_stay_several_with_own_data(window: MainWindow, tmp_path: Path) -> None:
    rules: list[dict[str, Any]] = [{"kind": "sgd", "lr": 0.1}, {"kind": "adam", "lr": 0.1}, {"kind": "sgd", "lr": 0.2}]
    runs = [a_run([1, 1], rule, label=f"told {place}") for place, rule in enumerate(rules)]
    view = {"runs": [{"color": 5}, {"color": 2, "hidden": True}, {"color": 1}]}
    made = an_experiment("sphere", runs, note={"en": "Three rules."}, view=view)
    window.controller.model.open(made, None)
    window.controller.edit("problem", own_table(tmp_path), True, "open data")
    settle(window)
    assert [run.optimizer.kind for run in window.experiment.runs] == ["sgd", "adam"]
    assert window.experiment.view["runs"] == [{"color": 5}, {"color": 2, "hidden": True}]


def test_that_a_note_that_was_put_away_stays_away_when_own_data_are_undone(window: MainWindow, tmp_path: Path) -> None:
    choose_entry(window, "lesson_five_batches")
    shown = strip(window)
    assert shown is not None
    click(shown.close_button)
    window.controller.edit("problem", own_table(tmp_path), True, "open data")
    window.controller.model.undo()
    settle(window)
    assert not shown.isVisible() and window.commands.lessons.has_note()


def test_that_another_function_or_model_has_no_note_of_the_lesson(window: MainWindow) -> None:
    for name, path, value in (
        ("worked_example", "problem.expression", "x^2 + y^2"),
        ("four_rates", "problem", {"kind": "surface", "name": "sphere"}),
        ("one_sample", "problem.kind", "polynomial_regression"),
    ):
        choose_entry(window, f"lesson_{name}")
        assert window.commands.lessons.has_note()
        window.controller.edit(path, value, True, "another")
        settle(window)
        assert window.experiment.note == {} and not any(story(window)[2]), name


def test_that_a_lesson_goes_on_while_its_problem_stays(window: MainWindow) -> None:
    for name, path, value in (
        ("worked_example", "problem.domain", [[-3, 3], [-3, 3]]),
        ("five_batches", "optimizer.lr", 0.03),
        ("linear_scaling", "problem.data.noise", 0.9),
        ("warmup_saves", "problem.parameters.w1", "v"),
    ):
        choose_entry(window, f"lesson_{name}")
        before = story(window)
        window.controller.edit(path, value, True, "edit")
        settle(window)
        assert story(window)[1:] == before[1:] and strip(window).isVisible(), name  # type: ignore[union-attr]


def test_that_names_a_person_gave_stay_where_there_is_no_lesson(window: MainWindow, tmp_path: Path) -> None:
    window.controller.edit("label", "mine", True, "rename")
    window.controller.edit("problem", own_table(tmp_path), True, "open data")
    settle(window)
    assert story(window) == ("", {}, ["mine"])


def test_that_undoing_another_problem_chooses_the_run_that_was_chosen(open_window: OpenWindow) -> None:
    window = open_window(lesson("four_rates").open(lambda texts: texts["en"]))
    window.controller.choose_run(2)
    window.controller.edit("problem", {"kind": "surface", "name": "rosenbrock"})
    settle(window)
    assert len(window.experiment.runs) == 1 and window.controller.run == 0
    window.controller.model.undo_stack.undo()
    settle(window)
    assert len(window.experiment.runs) == 4 and window.controller.run == 2


def test_that_the_present_note_is_seen_while_one_presents_and_afterwards(window: MainWindow) -> None:
    window.commands.lessons.open(lesson("four_rates"))
    shown = strip(window)
    assert shown is not None and shown.isVisible()
    key(window, Qt.Key.Key_F5)
    assert shown.isVisible() and shown.note == lesson("four_rates").note
    window.commands.lessons.open(lesson("scaling_breaks"))
    assert shown.isVisible() and shown.note == lesson("scaling_breaks").note
    key(window, Qt.Key.Key_F5)
    assert shown.isVisible() and shown.note == lesson("scaling_breaks").note
    key(window, Qt.Key.Key_F5)
    window.controller.model.open(an_experiment("sphere", [a_run([1, 1])]), None)
    assert not shown.isVisible()
    key(window, Qt.Key.Key_F5)
    assert not shown.isVisible()


def test_that_the_dialog_of_memory_goes_when_it_is_closed(window: MainWindow) -> None:
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().close())
    window.commands.lessons.show_memory()
    wait_until(lambda: window.findChild(MemoryAdvisor) is None)


def test_that_no_line_of_the_note_before_is_seen_under_another_note(window: MainWindow) -> None:
    for name in ("two_ways_down", "two_ways_down", "ravine"):
        window.controller.model.open(example(name), None)
        settle(window)
        shown = strip(window)
        assert shown is not None
        seen = [label.text() for label in shown.findChildren(QLabel) if label.isVisibleTo(shown)]
        assert len(seen) == len(set(seen)) and len(seen) <= 2 * len(shown.texts()), seen
