from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QWidgetAction

from gdviz.gui.shell.keys_dialog import sections
from gdviz.gui.shell.main_window import MainWindow
from gdviz.guided.catalogue import names
from gdviz.lessons import catalogue
from tests.gui.driving import child, click, fill_in, key, settle, write
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def focus_on(window: MainWindow, what: str) -> None:
    """Give the keyboard to a plot by a click, to the timeline by its key, or to nothing."""
    match what:
        case "surface":
            click(window.surface.graphics.viewport(), QPoint(70, 60))
        case "schedule" | "loss":
            plot = getattr(window, what).plot
            click(plot.viewport(), plot.viewport().rect().center())
        case "timeline":
            window.timeline.bar.setFocus()
        case "card":
            click(window.card, QPoint(20, window.card.height() - 10))
        case "arithmetic":
            click(window.card.view.viewport(), QPoint(40, 10))
    window.playhead = 0


@pytest.mark.parametrize("what", ["nothing", "surface", "schedule", "loss", "timeline", "card", "arithmetic"])
def test_that_the_keys_of_playing_act_where_a_plot_the_timeline_or_nothing_has_the_focus(
    window: MainWindow, what: str
) -> None:
    focus_on(window, what)
    seen = []
    for pressed in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        key(window, pressed)
        seen.append(window.playhead)
    assert seen == [1, 2, 1, 20, 0]
    key(window, Qt.Key.Key_Right, SHIFT)
    assert window.playhead == 1
    key(window, Qt.Key.Key_Left, SHIFT)
    assert window.playhead == 0
    key(window, Qt.Key.Key_Space)
    assert window.controller.playhead.playing
    key(window, Qt.Key.Key_R)
    assert not window.controller.playhead.playing and window.playhead == 0
    start = window.experiment.runs[0].start
    key(window, Qt.Key.Key_N)
    assert window.experiment.runs[0].start != start
    assert window.controller.model.undo_stack.count() == 1
    key(window, Qt.Key.Key_Z, CONTROL)
    assert window.experiment.runs[0].start == start


def test_that_no_field_swallows_a_key_of_the_menus_that_has_control(window: MainWindow) -> None:
    click(field := child(window, "expressionField", QLineEdit))
    swallowed = []
    for action in [*window.actions(), *window.table.commands.by_name.values()]:
        for combination in (sequence[0] for sequence in action.shortcuts() if sequence.toString().startswith("Ctrl")):
            event = QKeyEvent(QEvent.Type.ShortcutOverride, combination.key(), combination.keyboardModifiers())
            event.ignore()
            QApplication.sendEvent(field, event)
            if event.isAccepted():
                swallowed.append(action.objectName())
    assert len(window.actions()) > 30
    assert swallowed == []


def test_that_letters_act_while_a_button_or_a_slider_has_the_keyboard(window: MainWindow) -> None:
    hidden = window.bench.actions["actionHideAhead"]
    for part in (window.panel.lr_slider, window.rates.from_here):
        part.setFocus()
        key(window, Qt.Key.Key_H)
        assert hidden.isChecked()
        key(window, Qt.Key.Key_H)
        assert not hidden.isChecked()
    before, playhead = window.panel.lr_slider.number(), window.playhead
    window.panel.lr_slider.setFocus()
    key(window, Qt.Key.Key_Right)
    assert window.panel.lr_slider.number() > before and window.playhead == playhead


def test_that_a_field_keeps_its_keys(window: MainWindow) -> None:
    before = window.experiment
    field = fill_in(window, "expressionField", "x+1", end=None)
    for pressed in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left):
        key(window, pressed)
    assert field.cursorPosition() == 2
    write(window, "r n")
    assert field.text() == "x+r n1"
    assert window.playhead == 0 and not window.controller.playhead.playing
    assert window.experiment is before
    key(window, Qt.Key.Key_Escape)


def test_that_a_list_that_tab_has_reached_keeps_its_keys(window: MainWindow) -> None:
    window.panel.schedule.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_End)
    assert window.playhead == 0
    assert window.panel.schedule.currentIndex() == window.panel.schedule.count() - 1
    key(window, Qt.Key.Key_Space)
    assert window.panel.schedule.view().isVisible()
    key_in_popup = window.panel.schedule.view()
    key_in_popup.window().close()
    assert not window.controller.playhead.playing


def test_that_a_button_that_tab_has_reached_keeps_the_space_key(window: MainWindow) -> None:
    window.timeline._buttons["actionLast"].setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Space)
    assert window.playhead == 20
    assert not window.controller.playhead.playing


def test_that_a_slider_keeps_the_arrow_keys(window: MainWindow) -> None:
    speed = window.timeline.speed_slider
    speed.setFocus()
    before = speed.value()
    key(window, Qt.Key.Key_Right)
    assert speed.value() == before + 1
    assert window.playhead == 0


def test_that_undo_in_a_field_takes_back_typing_first_and_then_the_experiment(window: MainWindow) -> None:
    field = fill_in(window, "lrField", "0.02")
    assert window.experiment.runs[0].optimizer.lr == 0.02
    click(field)
    write(window, "7")
    assert field.text() != "0.02"
    key(window, Qt.Key.Key_Z, CONTROL)
    assert window.experiment.runs[0].optimizer.lr == 0.02
    key(window, Qt.Key.Key_Escape)
    key(window, Qt.Key.Key_Z, CONTROL)
    assert window.experiment.runs[0].optimizer.lr == 0.01
    assert field.text() == "0.01"


def test_that_undo_and_redo_are_enabled_where_there_is_something(window: MainWindow) -> None:
    undo, redo = window.bench.actions["actionUndo"], window.bench.actions["actionRedo"]
    assert not undo.isEnabled() and not redo.isEnabled()
    fill_in(window, "lrField", "0.02")
    assert undo.isEnabled() and not redo.isEnabled()
    key(window, Qt.Key.Key_Z, CONTROL)
    assert not undo.isEnabled() and redo.isEnabled()


def test_that_the_play_action_says_what_it_would_do(window: MainWindow) -> None:
    play = window.bench.actions["actionPlay"]
    assert play.text() == "&Play"
    key(window, Qt.Key.Key_Space)
    assert play.text() == "&Pause"
    key(window, Qt.Key.Key_Space)
    assert play.text() == "&Play"


def test_that_the_menus_hold_every_action(window: MainWindow) -> None:
    held = set()
    titles = []
    # Not QAction.menu(): PySide deletes the menu with that wrapper.
    for menu in (*window.menus._menus.values(), window.commands.explore, window.commands.arrows):
        menu.aboutToShow.emit()  # that of the lessons is filled then
        titles.append(menu.title().replace("&", ""))
        held |= {action.objectName() for action in menu.actions()}
    assert {"File", "Edit", "Run", "View", "Help"} <= set(titles)
    assert set(window.bench.actions) <= held


def test_that_no_two_actions_share_a_key(window: MainWindow) -> None:
    keys = [a.shortcut().toString() for a in window.bench.actions.values() if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_that_the_gradient_and_hiding_are_switched_by_their_actions(window: MainWindow) -> None:
    key(window, Qt.Key.Key_H)
    assert window.bench.actions["actionHideAhead"].isChecked()
    window.bench.actions["actionGradient"].trigger()
    assert window.surface.header.gradient_button.isChecked()
    click(window.surface.header.gradient_button)
    assert not window.bench.actions["actionGradient"].isChecked()


def test_that_a_command_that_changes_nothing_leaves_its_mark_as_it_was(window: MainWindow) -> None:
    window.controller.model.open(an_experiment("sphere", [a_run([1, 1]), a_run([1, 2])]), None)
    hidden = replace(window.experiment, view={"runs": [{"hidden": True}, {}]})
    window.controller.edit_whole(hidden, "hide", 0)
    for _ in range(2):
        key(window, Qt.Key.Key_D)
        assert not window.scene.state.moment.drawing  # a run that is not drawn has no rate to draw
        assert not window.bench.actions["actionDraw"].isChecked()


def test_that_tab_goes_round_all_controls(window: MainWindow) -> None:
    seen = set()
    window.surface.setFocus()
    for _ in range(60):
        key(window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(focused.objectName())
    assert {"surfaceCombo", "expressionField", "startXField", "startYField", "optimizerCombo", "lrField", "lrSlider",
            "scheduleCombo", "stepsField", "deviceCombo", "speedSlider", "timelineBar"} <= seen  # fmt: skip
    assert child(window, "lrField", QLineEdit) is not None


def test_that_a_click_beside_an_empty_path_with_the_rest_hidden_is_harmless(window: MainWindow) -> None:
    key(window, Qt.Key.Key_H)
    fill_in(window, "expressionField", "log(x) + y")
    fill_in(window, "startXField", "-1")
    click(window.surface.graphics.viewport(), QPoint(200, 100))
    assert window.result.runs[0].n == 0


def test_that_the_speed_slider_leaves_the_keyboard_where_it_was(window: MainWindow) -> None:
    window.surface.graphics.setFocus()
    slider = window.timeline.speed_slider
    click(slider, QPoint(slider.width() - 4, slider.height() // 2))
    assert window.controller.playhead.speed > 100 and not slider.hasFocus()
    key(window, Qt.Key.Key_End)
    assert window.playhead == 20
    key(window, Qt.Key.Key_Home)
    assert window.playhead == 0 and window.controller.playhead.speed > 100


def test_that_a_letter_after_a_click_on_a_list_chooses_nothing(window: MainWindow) -> None:
    box = child(window, "surfaceCombo", QComboBox)
    for reason, chosen in ((Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        before = window.experiment
        window.surface.graphics.setFocus()
        box.setFocus(reason)
        QTest.keyClick(box, Qt.Key.Key_B)
        assert (window.experiment is not before) == chosen


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_no_two_entries_of_a_menu_have_the_same_letter(window: MainWindow, language: str) -> None:
    window.set_language(language)
    settle(window)
    for name, menu in window.menus._menus.items():
        menu.aboutToShow.emit()
        letters = re.findall(r"&(\w)", " ".join(action.text().replace("&&", "") for action in menu.actions()).lower())
        assert len(letters) == len(set(letters)), (name, sorted(letters))


def entries_of(menu: QMenu) -> list[QAction]:
    """What one can choose in a menu."""
    menu.aboutToShow.emit()
    return [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def test_that_the_menu_view_has_twelve_entries_at_most_and_no_other_many_more(window: MainWindow) -> None:
    lengths = {name: len(entries_of(menu)) for name, menu in window.menus._menus.items() if name != "lessons"}
    assert lengths["view"] <= 12 and max(lengths.values()) <= 15, lengths


def test_that_the_lessons_stand_with_their_numbers_under_headings_that_nobody_can_choose(window: MainWindow) -> None:
    texts = [action.text() for action in entries_of(window.menus["lessons"])]
    assert texts[0] == "Step by step, with questions" and texts[1].startswith("1. ")
    headings = [action for action in entries_of(window.menus["lessons"]) if isinstance(action, QWidgetAction)]
    assert [heading.text() for heading in headings] == [
        "Step by step, with questions",
        "Gradient descent",
        "Data and batches",
        "Learning rate",
        "Schedules",
        "Larger batches",
    ]
    assert not any(heading.isEnabled() for heading in headings)
    numbers = [int(text.partition(".")[0]) for text in texts if text[0].isdigit()]
    assert numbers == [*range(1, len(names()) + 1), *range(1, len(catalogue()) + 1)]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_what_opens_a_dialog_says_so(window: MainWindow, language: str) -> None:
    window.set_language(language)
    settle(window)
    for name in (
        "actionOpen", "actionOpenData", "actionSaveAs", "actionExport", "actionExportFilm", "actionExportTable",
        "actionExportCode", "actionParameterTable", "actionKeys", "actionAbout",
    ):  # fmt: skip
        assert window.bench.actions[name].text().endswith("…"), name
    window.set_language("en")


def test_that_the_sheet_of_keys_goes_by_what_one_wants_to_do(window: MainWindow) -> None:
    found = dict(sections(window.commands.keys()))
    assert [keys for _, keys in found["Choose what the window is about"]] == [f"Alt+{n}" for n in range(1, 7)]
    keys = {purpose: {line[1] for line in lines} for purpose, lines in found.items()}
    assert {"F5", "H", "Ctrl+PgUp", "Ctrl+PgDown"} <= keys["Give a lecture"]
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"} <= keys["Compare runs"]
    assert {"C", "X", "B", "A", "M"} <= keys["Explore the surface"]
    assert {"Alt+0", "F6", "F8", "2", "3"} <= keys["Look at it in another way"]
    assert "F1" in keys["Find help"]
