"""What marks an experiment as changed: edits of what is computed, and nothing that only shows it in another way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPushButton, QWidget

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.translating import choose as in_language
from gdviz.lessons import catalogue
from tests.gui.conftest import OpenWindow
from tests.gui.driving import NONE, child, click, fill_in, key, settle, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

NAMES = [lesson.name for lesson in catalogue()]
Way = Callable[[MainWindow], object]


def visit_fields(window: MainWindow) -> None:
    """Click into each field, press Return, come back by Tab and leave it again."""
    for field in window.findChildren(QLineEdit):
        if field.isVisibleTo(window) and field.isEnabled():
            click(field)
            key(window, Qt.Key.Key_Return)
            field.setFocus(Qt.FocusReason.TabFocusReason)
            key(window, Qt.Key.Key_Tab)


def write_the_same(window: MainWindow) -> None:
    """Type into each field what it says."""
    for field in window.panel.findChildren(QLineEdit):
        if field.isVisibleTo(window) and field.isEnabled() and field.text():
            fill_in(window, field.objectName(), field.text())


def change_and_change_back(window: MainWindow) -> None:
    before = child(window, "lrField", QLineEdit).text()
    if child(window, "lrField").isEnabled():
        fill_in(window, "lrField", "0.0123")
        assert window.isWindowModified()
        fill_in(window, "lrField", before)


def look_at_lists(window: MainWindow) -> None:
    for box in window.panel.findChildren(QComboBox):
        if box.isVisibleTo(window) and box.isEnabled():
            click(box)
            wait_until(box.view().isVisible)
            QTest.keyClick(box.view(), Qt.Key.Key_Escape)
            wait_until(lambda box=box: not box.view().isVisible())


def play(window: MainWindow) -> None:
    window.setFocus()
    for pressed in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_End,
                    Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_L,
                    Qt.Key.Key_L, Qt.Key.Key_R):  # fmt: skip
        key(window, pressed)
    click(window.timeline.bar, QPoint(window.timeline.bar.width() // 2, 17))
    window.timeline.speed_slider.setValue(window.timeline.speed_slider.value() + 1)


def wheel(widget: QWidget) -> None:
    at = widget.rect().center()
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def zoom(window: MainWindow) -> None:
    for viewport in (window.surface.graphics.viewport(), window.loss.plot.viewport(), window.schedule.plot.viewport()):
        wheel(viewport)
        QTest.mouseMove(viewport, viewport.rect().center())
    click(window.surface.header.fit_button)
    click(window.surface.header.gradient_button)
    click(window.surface.header.gradient_button)


def explore(window: MainWindow) -> None:
    window.setFocus()
    for name in ("actionHideAhead", "actionFromHere"):
        for _ in range(2):
            window.bench.actions[name].trigger()
            settle(window)
    for button in window.rates.segments.findChildren(QPushButton):
        if button.isVisibleTo(window):
            click(button)
            settle(window)
    window.bench.actions["actionRatePlan"].trigger()


def draw_nothing(window: MainWindow) -> None:
    for _ in range(2):
        window.bench.actions["actionDraw"].trigger()
        settle(window)


def view_in_3d(window: MainWindow) -> None:
    for name in ("actionView3d", "actionViewBoth", "actionView2d"):
        window.bench.actions[name].trigger()
        settle(window)


def theme_and_language(window: MainWindow) -> None:
    for name in ("actionThemeDark", "actionThemeLight", "actionThemeSystem", "actionKorean", "actionEnglish"):
        window.bench.actions[name].trigger()
        settle(window)
        QTest.qWait(5)


def comfort(window: MainWindow) -> None:
    for name in ("actionFoldPanel", "actionFoldPlots", "actionFoldRight", "actionPresent"):
        for _ in range(2):
            window.bench.actions[name].trigger()
    for name in ("actionLargerText", "actionNormalText"):
        window.bench.actions[name].trigger()


def count(window: MainWindow) -> None:
    for name in ("actionTimeEpoch", "actionTimeSample", "actionTimeStep"):
        window.bench.actions[name].trigger()
        settle(window)


def choose_runs(window: MainWindow) -> None:
    for row in range(len(window.experiment.runs)):
        table = window.table.table
        click(table.viewport(), table.visualRect(table.model().index(row, 2)).center())


def show_runs_otherwise(window: MainWindow) -> None:
    """Hide a run, colour it, show it alone, pin it; a loss to reach; all columns."""
    last = len(window.experiment.runs) - 1
    pinned = (("pin", True),) if last else ()  # a single run that is pinned is copied, to be edited
    for wish, value in (("hide", True), ("color", 5), ("solo", True), ("below", 0.5), *pinned):
        window.table.requested.emit(wish, last, value)
    assert window.experiment.view != {}
    for _ in range(2):
        window.table.commands["actionAllColumns"].trigger()


def choose_plane(window: MainWindow) -> None:
    plane = window.surface.plane
    if plane is None or not plane.button.isVisibleTo(window):
        return
    click(plane.button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.isEnabled() and a.isCheckable() and not a.isChecked())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    settle(window)


def change_look(window: MainWindow) -> None:
    from gdviz.look import Look

    window.surface.lookChosen.emit(Look(colours="batlow", surface_grid=True))
    window.surface.lookChosen.emit(Look())


def export(window: MainWindow) -> None:
    path = Path(window.property("folder")) / "picture.png"
    window.export(path)
    assert path.exists()
    window.card.copy()


def choose_device(window: MainWindow) -> None:
    for device in ("cpu", "auto"):
        window.panel.deviceChosen.emit(device)
        settle(window)


def note(window: MainWindow) -> None:
    for shown in (False, True):
        window.commands.lessons.set_note_shown(shown)


def undo_and_redo(window: MainWindow) -> None:
    window.controller.edit("seed", window.experiment.seed + 1, what="Seed")
    assert window.isWindowModified()
    window.setFocus()
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


QUICK: tuple[Way, ...] = (
    visit_fields, change_and_change_back, play, choose_runs, note, undo_and_redo, show_runs_otherwise,
)  # fmt: skip
OTHERS: tuple[Way, ...] = (
    write_the_same, look_at_lists, zoom, explore, draw_nothing, view_in_3d, theme_and_language, comfort, count,
    choose_plane, change_look, export, choose_device,
)  # fmt: skip
"""The slow actions, which are the same in each lesson of a kind."""


def what_marks(window: MainWindow, name: str, ways: tuple[Way, ...]) -> list[str]:
    """Open a lesson, do these things one after the other, and return which of them have marked it as changed."""
    lesson, changed = next(lesson for lesson in catalogue() if lesson.name == name), []
    window.files.open_prepared(lesson)
    QApplication.processEvents()
    for way in ways:
        way(window)
        QApplication.processEvents()
        if window.controller.model.modified or window.isWindowModified():
            changed.append(way.__name__)
    assert window.experiment.runs == lesson.open(in_language).runs
    return changed


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if number % 5 else name for number, name in enumerate(NAMES)]
)
def test_that_nothing_but_an_edit_marks_a_lesson_as_changed(window: MainWindow, name: str) -> None:
    assert what_marks(window, name, QUICK) == []


@pytest.mark.parametrize("name", [pytest.param("local_and_global_minimum", marks=pytest.mark.long), "five_batches"])
def test_that_no_way_to_look_at_a_lesson_marks_it_as_changed(window: MainWindow, tmp_path: Path, name: str) -> None:
    window.setProperty("folder", str(tmp_path))
    assert what_marks(window, name, OTHERS) == []


def test_that_planes_of_a_problem_of_many_parameters_mark_nothing(open_window: OpenWindow) -> None:
    matrix = [[4, 1, 0], [1, 3, 0], [0, 0, 1]]
    window = open_window(an_experiment({"kind": "quadratic", "matrix": matrix}, [a_run((1, 2, 3))]))
    before = window.experiment
    choose_plane(window)
    assert window.experiment != before
    assert not window.isWindowModified()
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment == before


@pytest.mark.parametrize(
    ("path", "value"),
    [("optimizer.lr", 0.3), ("steps", 7), ("start", [0.5, 0.5]), ("label", "mine"), ("optimizer.kind", "adam"),
     ("schedule.kind", "cosine"), ("problem.expression", "x^2 + y^2"), ("seed", 3)],
)  # fmt: skip
def test_that_each_edit_marks_it_even_after_something_that_does_not(
    window: MainWindow, path: str, value: object
) -> None:
    window.table.requested.emit("hide", 0, True)
    assert not window.isWindowModified()
    window.controller.edit(path, value, what="edit")
    settle(window)
    assert window.isWindowModified()
    window.controller.model.undo()
    settle(window)
    assert not window.isWindowModified()
    window.controller.model.redo()
    settle(window)
    assert window.isWindowModified()
