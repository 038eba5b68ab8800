"""Races, driven as a person drives them: by mouse and keys in the table of runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

import gdviz
from gdviz.editing.run_view import MOST_DRAWN, RunsView
from gdviz.experiment import Experiment
from gdviz.gui.runs.run_rows import BELOW, LABEL, VERDICT
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, drag_start, fill_in, key, settle, wait_until, write
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

BOWL = {"kind": "expression", "expression": "x^2+3*y^2", "domain": [[-2, 2], [-2, 2]]}
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def race(count: int, steps: int = 40) -> Experiment:
    runs = [
        {**a_run((1, 1.5)), "label": f"r{i}", "optimizer": {"kind": "sgd", "lr": 0.01 * (i % 20 + 1)}}
        for i in range(count)
    ]
    return an_experiment(BOWL, runs, steps=steps)


@pytest.fixture
def three(open_window: OpenWindow) -> MainWindow:
    return open_window(race(3))


def labels(window: MainWindow) -> list[str]:
    return [run.label for run in window.experiment.runs]


def place(window: MainWindow, row: int, x: int = 60) -> QPoint:
    rect = window.table.table.visualRect(window.table.model.index(row, LABEL))
    return QPoint(rect.left() + x, rect.center().y())


def choose_row(window: MainWindow, row: int) -> None:
    click(window.table.table.viewport(), place(window, row))
    assert window.controller.run == row


def press(window: MainWindow, name: str) -> None:
    click(child(window, name, QToolButton))
    settle(window)


def undo_name(window: MainWindow) -> str:
    return window.bench.actions["actionUndo"].text()


def test_that_runs_are_added_and_deleted_by_buttons_and_this_is_undone_by_name(window: MainWindow) -> None:
    press(window, "buttonAddRun")
    assert [run.optimizer.kind for run in window.experiment.runs] == ["sgd", "adam"]
    assert window.experiment.runs[1].start == window.experiment.runs[0].start
    assert window.controller.run == 1 and window.table.selected() == 1
    press(window, "buttonDuplicateRun")
    assert len(window.experiment.runs) == 3
    press(window, "buttonDeleteRun")
    assert labels(window)[1] == "Adam"
    assert "delete run Adam" in undo_name(window).replace("&", "")
    key(window, Qt.Key.Key_Z, CTRL)
    settle(window)
    assert len(window.experiment.runs) == 3


@pytest.mark.parametrize(
    ("button", "expected"),
    [("buttonLikeTimes10", 0.1), ("buttonLikeBy10", 0.001), ("buttonLikeMomentum", 0.01), ("buttonLikeAdam", None)],
)
def test_that_one_click_adds_the_same_with_one_change(window: MainWindow, button: str, expected: float | None) -> None:
    window.controller.edit("optimizer.lr", 0.01)
    press(window, button)
    made = window.experiment.runs[1].optimizer
    assert made.kind == ("adam" if expected is None else "sgd")
    assert expected is None or made.lr == expected
    assert window.result.runs[1].finish is not None


def test_that_keys_do_what_the_buttons_do(three: MainWindow) -> None:
    choose_row(three, 0)
    key(three, Qt.Key.Key_Down, ALT)
    assert labels(three) == ["r1", "r0", "r2"] and three.controller.run == 1
    key(three, Qt.Key.Key_D, CTRL)
    assert len(labels(three)) == 4 and three.controller.run == 2
    key(three, Qt.Key.Key_Delete)
    assert labels(three) == ["r1", "r0", "r2"]
    key(three, Qt.Key.Key_Up, ALT)
    key(three, Qt.Key.Key_Insert)
    assert len(labels(three)) == 4
    key(three, Qt.Key.Key_4, CTRL)
    assert len(labels(three)) == 5


def test_that_undo_and_redo_choose_the_run_that_was_chosen_then(three: MainWindow) -> None:
    def chosen_after(pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> int:
        key(three, pressed, modifier)
        return three.controller.run

    for row, pressed, modifier, after in (
        (1, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, 1),
        (0, Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier, 3),
        (0, Qt.Key.Key_D, CTRL, 1),
        (2, Qt.Key.Key_Up, ALT, 1),
    ):
        before = labels(three)
        choose_row(three, row)
        assert chosen_after(pressed, modifier) == after, pressed
        assert chosen_after(Qt.Key.Key_Z, CTRL) == row, pressed
        assert chosen_after(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier) == after, pressed
        assert chosen_after(Qt.Key.Key_Z, CTRL) == row, pressed
        assert chosen_after(Qt.Key.Key_Y, CTRL) == after, pressed
        assert chosen_after(Qt.Key.Key_Z, CTRL) == row, pressed
        assert labels(three) == before


def test_that_the_menu_marks_the_colour_that_a_run_has(three: MainWindow) -> None:
    actions = three.table.commands

    def marked() -> list[int]:
        choose_row(three, 1)
        actions.menu.popup(place(three, 1))
        found = [action.data() for action in actions.colors.actions() if "✓" in action.text()]
        actions.menu.close()
        return found

    assert marked() == [RunsView.of(three.experiment).runs[1].color]
    actions.colors.actions()[5].trigger()
    assert marked() == [RunsView.of(three.experiment).runs[1].color] == [5]


def test_that_keys_with_ctrl_act_wherever_the_keyboard_is(three: MainWindow) -> None:
    choose_row(three, 1)
    for number, focused in enumerate(("lrField", "expressionField", "timeline"), 1):
        child(three, focused).setFocus()
        key(three, Qt.Key.Key_D, CTRL)
        key(three, Qt.Key.Key_2, CTRL)
        assert len(labels(three)) == 3 + 2 * number, focused
    child(three, "lrField").setFocus()
    key(three, Qt.Key.Key_Delete)
    assert len(labels(three)) == 9
    run = three.controller.run
    key(three, Qt.Key.Key_B, CTRL)
    assert RunsView.of(three.experiment).runs[run].pinned


def test_that_a_row_dragged_by_the_mouse_goes_elsewhere(three: MainWindow) -> None:
    port = three.table.table.viewport()
    start, end = place(three, 0), place(three, 2) + QPoint(0, 8)
    QTest.mousePress(port, LEFT, NONE, start)
    for at in (start + QPoint(0, 15), end - QPoint(0, 3), end):
        QTest.mouseMove(port, at)
        QApplication.processEvents()
    QTest.mouseRelease(port, LEFT, NONE, end)
    QApplication.processEvents()
    assert labels(three) == ["r1", "r2", "r0"]
    assert three.controller.run == 2
    assert [look.color for look in RunsView.of(three.experiment).runs] == [1, 2, 0]


def test_that_a_run_is_renamed_in_its_place_with_f2_and_with_a_double_click(three: MainWindow) -> None:
    choose_row(three, 1)
    key(three, Qt.Key.Key_F2)
    editor = three.table.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    write(three, "mine")
    key(three, Qt.Key.Key_Return)
    assert labels(three) == ["r0", "mine", "r2"]
    click(three.table.table.viewport(), place(three, 0))
    QTest.mouseDClick(three.table.table.viewport(), LEFT, NONE, place(three, 0))
    wait_until(lambda: three.table.table.state() == three.table.table.State.EditingState)
    write(three, "first")
    key(three, Qt.Key.Key_Return)
    assert labels(three)[0] == "first"


def test_that_a_name_being_typed_survives_rows_that_stream_in(three: MainWindow) -> None:
    choose_row(three, 1)
    key(three, Qt.Key.Key_F2)
    write(three, "half")
    now = three.scene
    three.table.show_scene(replace(now, records=replace(now.records, progress=())), now)  # more is known of the runs
    three.playhead = 7
    QApplication.processEvents()
    write(three, "-way")
    key(three, Qt.Key.Key_Return)
    assert labels(three)[1] == "half-way"


def test_that_a_hidden_run_is_in_no_picture_but_in_the_table(three: MainWindow) -> None:
    choose_row(three, 1)
    key(three, Qt.Key.Key_V)
    assert RunsView.of(three.experiment).runs[1].hidden
    for view in (three.loss, three.schedule):
        assert [stroke is not None for stroke in view.curves.strokes] == [True, False, True]
    assert three.surface.runs is not None
    assert len(three.surface.runs.now(0)) == 2
    assert len(three.surface.runs.points(1)) == 0
    assert three.result.runs[1].finish is not None
    click(three.table.table.viewport(), place(three, 1, 8))
    assert not RunsView.of(three.experiment).runs[1].hidden


def test_that_the_keys_that_play_do_so_after_a_click_on_a_run(three: MainWindow) -> None:
    choose_row(three, 1)
    key(three, Qt.Key.Key_Right)
    assert three.playhead == 1
    key(three, Qt.Key.Key_End)
    assert three.playhead == three.controller.playhead.total
    key(three, Qt.Key.Key_Home)
    key(three, Qt.Key.Key_Space)
    assert three.controller.playhead.playing and not RunsView.of(three.experiment).runs[1].hidden
    key(three, Qt.Key.Key_Space)
    key(three, Qt.Key.Key_3)
    assert three.stage.mode == "3d"
    key(three, Qt.Key.Key_Down)
    assert three.controller.run == 2, "up and down choose a run"


def test_that_showing_hiding_and_naming_compute_nothing(three: MainWindow) -> None:
    before = list(three.result.runs)
    choose_row(three, 2)
    key(three, Qt.Key.Key_V)
    key(three, Qt.Key.Key_V, SHIFT)
    key(three, Qt.Key.Key_B, CTRL)
    assert three.result.runs == before
    assert not three.controller.busy


def test_that_one_run_is_shown_alone_and_all_again(three: MainWindow) -> None:
    choose_row(three, 2)
    key(three, Qt.Key.Key_V, SHIFT)
    assert [style.drawn for style in three.loss.styles] == [False, False, True]
    key(three, Qt.Key.Key_V, SHIFT)
    assert all(style.drawn for style in three.loss.styles)


def test_that_a_colour_is_chosen_from_the_menu_by_keys_and_kept_in_the_file(three: MainWindow, tmp_path: Path) -> None:
    choose_row(three, 0)
    menu = three.table.commands.menu
    three.table.commands.open_menu_at(QPoint(50, 50))
    wait_until(menu.isVisible)
    menu.setActiveAction(three.table.commands.colors.menuAction())
    QTest.keyClick(menu, Qt.Key.Key_Right)
    colors = three.table.commands.colors
    wait_until(colors.isVisible)
    for _ in range(6):
        QTest.keyClick(colors, Qt.Key.Key_Down)
    QTest.keyClick(colors, Qt.Key.Key_Return)
    QApplication.processEvents()
    chosen = RunsView.of(three.experiment).runs[0].color
    assert chosen in (5, 6)
    assert three.loss.styles[0].color == three.theme.run_color(chosen) and three.loss.styles[0].dashed
    gdviz.save(three.experiment, tmp_path / "race.json")
    assert RunsView.of(gdviz.load(tmp_path / "race.json")).runs[0].color == chosen


def test_that_a_baseline_stays_faint_while_the_other_is_dragged(window: MainWindow) -> None:
    press(window, "buttonPinRun")
    settle(window)
    assert window.controller.run == 1
    shown = window.surface.runs
    assert shown is not None
    assert [style.faint for style in shown.styles] == [True, False]
    assert [now.delta is None for now in shown.now(0)] == [True, False], "a baseline has no arrows"
    before = window.result.runs[0]
    drag_start(window, (0.5, 1.5))
    settle(window)
    assert window.experiment.runs[0].start == (1, 1)
    assert window.experiment.runs[1].start != (1, 1)
    assert window.result.runs[0] is before, "before and after: the baseline is not computed again"


def test_that_only_the_edited_run_is_computed_again(three: MainWindow) -> None:
    before = list(three.result.runs)
    choose_row(three, 1)
    fill_in(three, "lrField", "0.2")
    settle(three)
    assert [record is old for record, old in zip(three.result.runs, before, strict=True)] == [True, False, True]


def test_that_panel_and_card_follow_the_chosen_run(three: MainWindow) -> None:
    choose_row(three, 2)
    assert child(three, "lrField", QLineEdit).text() == "0.03"
    assert "0.03" in three.card.description()


def test_that_nothing_ahead_is_shown_before_the_end(three: MainWindow) -> None:
    model = three.table.model
    three.playhead = 3
    click(three.surface.graphics.viewport(), QPoint(3, 3))
    key(three, Qt.Key.Key_H)
    assert {model.index(row, VERDICT).data() for row in range(3)} == {"ahead"}
    assert "lowered the loss" in three.status.verdict.text()
    for plot in (three.loss, three.schedule):
        curtain = plot._curtain.rect()
        assert plot._curtain.isVisible() and curtain.left() == 3 and curtain.right() >= 40
    key(three, Qt.Key.Key_End)
    assert "ahead" not in {model.index(row, VERDICT).data() for row in range(3)}
    assert three.table.sentence.text().startswith("At the end: ")
    key(three, Qt.Key.Key_H)
    assert not three.table.sentence.text().startswith("At the end")


def test_that_the_loss_to_reach_is_typed_and_shown(three: MainWindow) -> None:
    press(three, "buttonAllColumns")
    fill_in(three, "lossToReachField", "0.5")
    assert RunsView.of(three.experiment).below == 0.5
    expected = int(np.argmax(three.result.runs[2].loss <= 0.5))
    assert three.table.model.index(2, BELOW).data() == str(expected)
    assert not three.table.table.isColumnHidden(BELOW)


def test_that_all_columns_are_whole_side_by_side_in_a_large_window(open_window: OpenWindow) -> None:
    window = open_window(race(8, steps=1000))
    window.resize(1920, 1080)
    press(window, "buttonAllColumns")
    table = window.table.table
    wait_until(lambda: table.horizontalHeader().length() == table.viewport().width())
    assert table.isColumnHidden(BELOW)  # no loss to reach is known
    columns = [column for column in range(1, table.model().columnCount()) if column != BELOW]
    for row, column in product(range(8), columns):
        text = table.model().index(row, column).data()
        assert table.fontMetrics().horizontalAdvance(text) + 8 <= table.columnWidth(column), text


def test_that_eight_runs_differ_in_the_plot_of_the_loss(open_window: OpenWindow) -> None:
    window = open_window(race(8))
    styles = window.loss.styles
    assert len({style.color.name() for style in styles}) == 8
    assert [style.dashed for style in styles] == [False] * 5 + [True] * 3
    assert [stroke.dashes is not None for stroke in window.loss.curves.strokes] == [False] * 5 + [True] * 3
    assert [trace.dashed for trace in window.surface.paths._traces] == [False] * 5 + [True] * 3


def test_that_two_hundred_runs_scroll_and_are_drawn_in_part(open_window: OpenWindow) -> None:
    window = open_window(race(1))
    window.controller.model.open(race(200, steps=10), None)
    wait_until(lambda: not window.controller.busy, 30)
    assert sum(stroke is not None for stroke in window.loss.curves.strokes) == MOST_DRAWN
    assert "24" in window.table.note.text() and "200" in window.table.note.text()
    assert window.table.table.verticalScrollBar().maximum() > 0
    choose_row(window, 1)
    key(window, Qt.Key.Key_End)
    window.table.select(199)
    QApplication.processEvents()
    assert window.loss.curves.strokes[199] is not None


def test_that_a_dashed_path_has_gaps_on_the_surface(open_window: OpenWindow) -> None:
    run = {**a_run((1, 1.5)), "optimizer": {"kind": "sgd", "lr": 0.01}}
    looks = {"runs": [{"color": 5}]}
    solid = open_window(an_experiment(BOWL, [run], steps=40))
    dashed = open_window(Experiment.from_dict({**an_experiment(BOWL, [run], steps=40).to_dict(), "view": looks}))
    counts = []
    for window in (solid, dashed):
        window.set_theme("dark")
        window.playhead = 40
        window.surface.grab()
        images = window.surface.paths._images
        assert images is not None
        image = images[1]
        color = QColor(window.loss.styles[0].color)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        counts.append(int((pixels[:, :, :3] == [color.blue(), color.green(), color.red()]).all(axis=2).sum()))
    assert 0 < counts[1] < counts[0]


def test_that_a_baseline_is_explained_but_not_edited(three: MainWindow) -> None:
    choose_row(three, 1)
    key(three, Qt.Key.Key_B, CTRL)
    assert three.controller.run == 2, "the editing goes on in the next run"
    choose_row(three, 1)
    before = three.experiment
    fill_in(three, "lrField", "0.5")
    settle(three)
    assert three.experiment == before and three.panel.lr.text() == "0.02"
    assert (
        three.status.verdict.text() == "Learning rate: this run is a baseline and stays as it is: unpin it to edit it"
    )
    tip = three.table.model.index(1, LABEL).data(Qt.ItemDataRole.ToolTipRole)
    assert "left as it is; unpin it to edit it" in tip
    choose_row(three, 1)
    key(three, Qt.Key.Key_B, CTRL)
    fill_in(three, "lrField", "0.5")
    assert three.experiment.runs[1].optimizer.lr == 0.5
