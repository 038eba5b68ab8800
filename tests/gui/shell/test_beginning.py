"""The page to begin with, over the content of the window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

import gdviz
from gdviz.gui import app as program
from gdviz.gui.data.open_data import OpenDataDialog
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.start import lesson_progress
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.gui.start.start_page import StartPage
from gdviz.gui.widgets import choose_file
from gdviz.gui.widgets.ring import Ring
from gdviz.guided.catalogue import names
from gdviz.lessons import lesson
from gdviz.problems.problem import compiled
from tests.conftest import ROOT
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, fill_in, key, settle, wait_until, write
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def called(window: MainWindow) -> StartPage:
    """The page, called by its key."""
    key(window, Qt.Key.Key_H, CONTROL | SHIFT)
    page = window.commands.beginning.page
    assert page is not None and page.isVisible()
    return page


def open_figure(window: MainWindow, name: str) -> None:
    """Open a figure of the lecture from the page: its group is unfolded first."""
    learn = called(window).learn
    place = next(place for place, buttons in enumerate(learn._buttons) if learn.lessons[name] in buttons)
    if not learn.groups[place].isChecked():
        click(learn.groups[place])
    click(learn.lessons[name])


def is_gone(window: MainWindow) -> bool:
    return window.commands.beginning.page is None and window.centralWidget().isVisible()


def test_that_the_key_shows_the_page_and_escape_goes_back_to_the_window_as_it_was(window: MainWindow) -> None:
    key(window, Qt.Key.Key_Right)
    before = window.experiment
    page = called(window)
    assert not window.surface.isVisible() and not window.statusBar().isVisible() and window.menuBar().isVisible()
    assert page.geometry().bottom() == window.rect().bottom() and page.width() == window.width()
    assert page.y() >= window.menuBar().geometry().bottom()
    key(window, Qt.Key.Key_Escape)
    assert is_gone(window) and window.surface.isVisible() and window.statusBar().isVisible()
    assert window.experiment is before and window.playhead == 1
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 2, "the keys of playing act again"


def test_that_escape_leaves_the_page_and_not_the_map_under_it(window: MainWindow) -> None:
    window.surface.setFocus()
    key(window, Qt.Key.Key_M)
    explorer = window.commands.explore.explorer
    assert explorer is not None and explorer.on
    called(window)
    key(window, Qt.Key.Key_Escape)
    assert is_gone(window) and explorer.on
    window.surface.setFocus()
    key(window, Qt.Key.Key_Escape)
    assert not explorer.on


def test_that_keys_that_play_do_not_play_behind_the_page(window: MainWindow) -> None:
    key(window, Qt.Key.Key_Space)
    page = called(window)
    assert not window.controller.playhead.playing
    at, start = window.playhead, window.experiment.runs[0].start
    page.explore.buttons["two_ways_down"].setFocus()
    for pressed in (Qt.Key.Key_Right, Qt.Key.Key_N, Qt.Key.Key_Home, Qt.Key.Key_D, Qt.Key.Key_3):
        key(window, pressed)
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.rect().bottomRight() - QPoint(30, 30))
    key(window, Qt.Key.Key_Space)
    assert not window.controller.playhead.playing
    assert window.playhead == at and window.experiment.runs[0].start == start
    assert window.scene.state.experiment.surface == "2d" and not window.scene.state.moment.drawing
    key(window, Qt.Key.Key_Escape)


def test_that_the_page_follows_the_size_of_the_window(window: MainWindow) -> None:
    page = called(window)
    window.resize(1024, 700)
    wait_until(lambda: page.width() == 1024)
    assert page.geometry().bottom() == window.rect().bottom() and page.explore.across == 2
    key(window, Qt.Key.Key_Escape)


@pytest.mark.parametrize("width", [760, 1024, 1440, 1900])
def test_that_on_the_page_the_bar_has_only_the_search(window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    QTest.qWait(50)
    bar = window.top_bar
    switches = (bar.arrangements, bar.list, bar.detail)
    before = [part.isVisible() for part in switches]
    called(window)
    assert not any(part.isVisible() for part in switches) and bar.search.isVisible()
    window.resize(width + 40, 800)
    QTest.qWait(50)
    assert not any(part.isVisible() for part in switches)
    window.resize(width, 800)
    QTest.qWait(50)
    key(window, Qt.Key.Key_Escape)
    QTest.qWait(50)
    assert [part.isVisible() for part in switches] == before and any(before)


def test_that_all_experiments_stay_unfolded_when_one_returns_to_the_page(window: MainWindow) -> None:
    click(called(window).explore.all_button)
    key(window, Qt.Key.Key_Escape)
    page = called(window)
    assert page.explore.all_button.isChecked() and page.explore.all_button.text() == "Fewer"
    assert all(button.isVisible() for button in page.explore.buttons.values())
    click(page.explore.all_button)
    key(window, Qt.Key.Key_Escape)
    assert not called(window).explore.all_button.isChecked()
    key(window, Qt.Key.Key_Escape)


def test_that_a_prepared_experiment_opens_and_moves(window: MainWindow) -> None:
    click(called(window).explore.buttons["ravine"])
    wait_until(lambda: is_gone(window))
    assert window.experiment == gdviz.example("ravine")
    assert window.controller.playhead.playing
    wait_until(lambda: window.playhead > 0)
    strip = window.commands.lessons.strip
    assert strip is not None and strip.isVisible() and dict(strip.texts())["Try this"].startswith("Set the rate")
    assert not window.isWindowModified() and window.files.prepared is not None


def test_that_the_fog_lies_over_the_experiment_that_is_about_it(window: MainWindow) -> None:
    click(called(window).explore.buttons["fog"])
    wait_until(lambda: is_gone(window))
    assert window.scene.in_fog and not window.controller.playhead.playing
    click(called(window).explore.buttons["saddle"])
    wait_until(lambda: is_gone(window))
    assert not window.scene.in_fog


def test_that_the_basins_are_those_of_their_experiment_only(window: MainWindow) -> None:
    click(called(window).explore.buttons["basins"])
    wait_until(lambda: is_gone(window))
    assert window.scene.state.experiment.layer == "basins"
    click(called(window).explore.buttons["ravine"])
    wait_until(lambda: is_gone(window))
    assert window.scene.state.experiment.layer == "surface"


def test_that_a_lesson_opens_with_its_note(window: MainWindow) -> None:
    open_figure(window, "worked_example")
    wait_until(lambda: is_gone(window))
    assert window.files.prepared == lesson("worked_example")
    strip = window.commands.lessons.strip
    assert strip is not None and strip.isVisible()


def test_that_after_a_lesson_a_prepared_experiment_offers_to_reset_what_it_is(window: MainWindow) -> None:
    open_figure(window, "worked_example")
    wait_until(lambda: is_gone(window))
    reset = child(window, "lessonResetButton", QPushButton)
    assert reset.isVisible() and reset.text() == "Reset lesson"
    click(called(window).explore.buttons["ravine"])
    wait_until(lambda: is_gone(window))
    assert not reset.isVisible(), "nothing was edited"
    fill_in(window, "lrField", "0.01")
    assert reset.isVisible() and reset.text() == "Reset"


def test_that_the_first_button_begins_the_course_and_goes_on_with_it(window: MainWindow) -> None:
    learn = called(window).learn
    first = names()[0]
    assert learn.groups[0].isChecked() and learn.guided[first].isVisible() and learn.next.button.text() == "Begin"
    click(learn.next.button)
    wait_until(lambda: is_gone(window))
    lessons = window.commands.lessons.guided
    assert lessons.run is not None and lessons.run.lesson.name == first
    assert lessons.page is not None and lessons.page.isVisible()
    click(lessons.page.leave_button)
    learn = called(window).learn
    assert learn.next.button.text() == "Continue" and learn.guided[first].accessibleDescription() == "opened"
    click(learn.forget_button)
    assert learn.next.button.text() == "Begin" and learn.guided[first].accessibleDescription() == "not opened yet"
    key(window, Qt.Key.Key_Escape)


def test_that_a_formula_opens(window: MainWindow) -> None:
    page = called(window)
    click(page.own.function.line)
    write(window, "(x-1)^2 + 4y^2")
    key(window, Qt.Key.Key_Return)
    wait_until(lambda: is_gone(window))
    assert window.experiment.problem.to_json()["expression"] == "(x-1)^2 + 4y^2"
    settle(window)


def test_that_a_file_of_samples_opens_and_a_dialog_that_is_left_keeps_the_page(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x,y\n1,2\n2,4\n3,5\n", encoding="utf-8")
    page = called(window)
    monkeypatch.setattr(choose_file, "open_file", lambda *_: "")
    click(page.own.data_button)
    click(page.own.log_button)
    click(page.own.file_button)
    QTest.qWait(20)
    assert window.commands.beginning.page is page
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(file))
    monkeypatch.setattr(OpenDataDialog, "exec", lambda dialog: OpenDataDialog.DialogCode.Accepted)
    click(page.own.data_button)
    wait_until(lambda: is_gone(window))
    assert window.experiment.problem.n_samples == 3
    settle(window)


def test_that_ones_own_samples_begin_at_the_start_with_one_plain_run(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heavy = {"kind": "sgd", "lr": 0.02, "momentum": 0.9, "nesterov": True}
    runs = [a_run((0.5, -0.5), {"kind": "adam", "lr": 0.1}), a_run((0.5, -0.5), heavy)]
    view = {"runs": {"hidden": [0]}, "layer": "basins", "hide_ahead": True}
    window = open_window(an_experiment("himmelblau", runs, steps=40, view=view))
    window.controller.choose_run(1)
    window.playhead = 9
    before = window.experiment
    file = tmp_path / "a.csv"
    file.write_text("x,y\n" + "".join(f"{i / 10},{i / 5 + 1}\n" for i in range(30)), encoding="utf-8")
    monkeypatch.setattr(OpenDataDialog, "exec", lambda dialog: OpenDataDialog.DialogCode.Accepted)
    window.data.open_data(file)
    settle(window)
    opened = window.experiment
    (run,) = opened.runs
    assert (run.optimizer.kind, run.optimizer.momentum, run.schedule.kind) == ("sgd", 0, "constant")
    assert run.batch is not None and run.batch.size == 20 and run.optimizer.lr == compiled(opened.problem).proposed_lr
    assert window.playhead == 0 and window.scene.run == 0 and not window.scene.state.experiment.ahead_hidden
    assert window.scene.state.experiment.layer == "surface" and opened.view == {}
    window.bench.actions["actionUndo"].trigger()
    settle(window)
    assert window.experiment == before


def test_that_a_training_log_opens(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log.csv"
    log.write_text("step,lr,loss\n0,0.1,3\n1,0.1,2\n2,0.1,1\n", encoding="utf-8")
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(log))
    click(called(window).own.log_button)
    wait_until(lambda: is_gone(window))
    assert "recorded" in window.experiment.view
    settle(window)


def test_that_an_experiment_opens_from_a_dialog_and_by_dropping_it(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.json"
    gdviz.save(gdviz.example("banana"), file)
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(file))
    click(called(window).own.file_button)
    wait_until(lambda: is_gone(window))
    assert window.controller.model.path == file
    window.files.open_new(gdviz.example("saddle"))
    page = called(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    over = page.own.function.line
    assert not over.acceptDrops()
    at = over.mapTo(window, over.rect().center())
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, left, none))
    wait_until(lambda: is_gone(window))
    assert window.controller.model.path == file


def test_that_another_arrangement_leaves_the_page(window: MainWindow) -> None:
    called(window)
    click(child(window, "raceArrangementButton"))
    assert is_gone(window) and window.scene.arrangement == "race"


def as_a_newcomer(window: MainWindow, arrangement: str = "descent") -> None:
    """The simple window, arranged, with the page over it."""
    window.bench.change(detail="simple", arrangement=arrangement, arranged=True)
    called(window)


def test_that_what_is_searched_for_on_the_page_is_shown_in_the_window_as_it_is_arranged(window: MainWindow) -> None:
    as_a_newcomer(window)
    key(window, Qt.Key.Key_K, CONTROL)
    write(window, "learning rate")
    popup = window.commands.search.popup
    assert popup is not None
    for _ in range([entry.key for entry in popup.found].index("optimizer.lr")):
        key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Return)
    wait_until(lambda: is_gone(window))
    assert window.scene.arrangement == "descent" and child(window, "lrField").hasFocus()


def test_that_a_part_that_is_searched_for_on_the_page_is_shown_as_the_window_is_arranged(window: MainWindow) -> None:
    as_a_newcomer(window)
    window.commands.search.point_out(window.card)
    assert is_gone(window) and window.scene.arrangement == "descent"
    wait_until(lambda: window.findChild(Ring) is not None)


@pytest.mark.parametrize("command", ["actionCompass", "actionFit", "actionGradient"])
def test_that_commands_about_the_surface_leave_the_page_and_the_race_as_it_is(window: MainWindow, command: str) -> None:
    as_a_newcomer(window, "race")
    next(action for action in window.findChildren(QAction) if action.objectName() == command).trigger()
    assert is_gone(window) and window.scene.arrangement == "race"


@pytest.mark.parametrize("command", ["actionDraw", "actionRateLine", "actionView2d"])
def test_that_commands_that_show_a_plot_leave_the_page(window: MainWindow, command: str) -> None:
    as_a_newcomer(window, "rates")
    window.bench.actions[command].trigger()
    assert is_gone(window) and window.scene.arrangement == "rates"


def test_that_going_stage_by_stage_leaves_the_page(open_window: OpenWindow) -> None:
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    as_a_newcomer(window, "data")
    window.bench.actions["actionSubStep"].trigger()
    assert is_gone(window) and window.scene.state.moment.stage == 1


def test_that_the_tour_leaves_the_page_and_goes_through_all_of_the_window(window: MainWindow) -> None:
    as_a_newcomer(window)
    window.commands.take_tour()
    tour = window.commands.tour
    assert tour is not None and is_gone(window)
    assert [stop.key for stop in tour.stops] == ["surface", "panel", "play", "card", "runs", "switch", "help"]
    key(window, Qt.Key.Key_Escape)
    assert window.commands.tour is None


def test_that_a_simple_window_has_no_status_bar_after_the_page(window: MainWindow) -> None:
    window.bench.change(detail="simple", arrangement="descent", arranged=True)
    called(window)
    key(window, Qt.Key.Key_Escape)
    assert is_gone(window) and not window.statusBar().isVisible()


def test_that_under_the_page_no_status_bar_appears_and_sentences_stand_over_it(window: MainWindow) -> None:
    page = called(window)
    window.set_theme("dark" if not window.theme.is_dark else "light")
    settle(window)
    assert window.commands.beginning.page is page and not window.statusBar().isVisible()
    window.bench.note("A sentence.")
    toast = child(window, "toast", QLabel)
    assert toast.isVisible() and toast.text() == "A sentence."
    key(window, Qt.Key.Key_Escape)
    assert window.statusBar().isVisible()
    window.set_theme("system")


def test_that_presenting_leaves_the_page(window: MainWindow) -> None:
    called(window)
    key(window, Qt.Key.Key_F5)
    assert is_gone(window)
    key(window, Qt.Key.Key_Escape)


def test_that_the_page_stays_when_language_or_type_change(window: MainWindow) -> None:
    called(window)
    window.set_language("ko")
    QTest.qWait(20)
    page = window.commands.beginning.page
    assert page is not None and page.title.text() == "무엇부터 해 볼까요?"
    window.set_language("en")
    usual = page.title.font().pixelSize()
    key(window, Qt.Key.Key_Plus, CONTROL)
    wait_until(lambda: window.commands.beginning.page not in (None, page))
    again = window.commands.beginning.page
    assert again is not None and again.title.font().pixelSize() > usual
    key(window, Qt.Key.Key_0, CONTROL)
    wait_until(lambda: window.commands.beginning.page is not again)
    key(window, Qt.Key.Key_Escape)


def test_that_pictures_are_drawn_in_the_colours_of_the_window(window: MainWindow) -> None:
    page = called(window)
    wait_until(lambda: page.explore.buttons["two_ways_down"].picture is not None, 20)
    light = page.explore.buttons["two_ways_down"].picture
    window.set_theme("dark" if not window.theme.is_dark else "light")
    wait_until(lambda: page.explore.buttons["two_ways_down"].picture not in (None, light), 20)
    assert page.explore.theme is window.theme
    key(window, Qt.Key.Key_Escape)
    assert not page.busy, "no more are drawn behind the window"
    window.set_theme("system")


def test_that_progress_is_forgotten_by_one_click(window: MainWindow) -> None:
    lesson_progress.keep(LessonProgress().after_opening("four_rates"))
    page = called(window)
    click(page.learn.forget_button)
    assert lesson_progress.load() == LessonProgress() and "Begin" in page.learn.next.button.text()
    assert not page.learn.forget_button.isVisible()
    key(window, Qt.Key.Key_Escape)


@pytest.mark.own_window
def test_that_a_window_made_by_a_script_has_no_page(window: MainWindow) -> None:
    QTest.qWait(50)
    assert window.findChild(QWidget, "startPage") is None and window.commands.beginning.page is None


@pytest.mark.own_window
def test_that_what_was_chosen_for_the_start_is_kept(open_window: OpenWindow) -> None:
    window = open_window()
    program._restore(window)
    program._keep_choices(window)
    page = called(window)
    assert page.at_start.isChecked()
    click(page.at_start)
    assert program._settings().value("startPage", True, bool) is False
    other = open_window()
    program._restore(other)
    assert not other.controller.view_model.stored.person.start_page and not called(other).at_start.isChecked()


STARTED = """
import sys
from PySide6.QtCore import QTimer
from gdviz import cli
from gdviz.gui import app

create = app.create_window

def create_window(experiment=None, **shown):
    window = create(experiment, **shown)

    def tell():
        page = window.commands.beginning.page
        print(page is not None and page.isVisible(), window.surface.isVisible(), window.experiment.title)
        window.close()

    QTimer.singleShot(100, window, tell)
    return window

app.create_window = create_window
cli.main(["gui", "--lang", "en", *sys.argv[1:]])
"""


@pytest.mark.own_window
def test_that_the_program_begins_with_the_page_unless_a_file_is_given_or_it_is_not_wanted(
    qapp: QApplication, tmp_path: Path
) -> None:
    def begun(*arguments: str) -> str:
        command = [sys.executable, "-c", STARTED, *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip()

    assert begun() == "True False Two ways down"
    file = tmp_path / "banana.json"
    gdviz.save(gdviz.example("banana"), file)
    assert begun(str(file)) == "False True The banana valley"
    settings = program._settings()
    settings.setValue("startPage", False)
    settings.sync()
    assert begun() == "False True Two ways down"
