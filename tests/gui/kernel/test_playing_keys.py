"""Which widget gets a key: each way to lose the keyboard, with real events, and what the keys do after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets.reading_order import in_reading_order, takes_tab
from gdviz.lessons import lesson
from tests.gui.conftest import OpenWindow
from tests.gui.driving import (
    LEFT,
    NONE,
    activate,
    child,
    choose_entry,
    fill_in,
    key,
    place_in_surface,
    reactivate,
    settle,
    wait_until,
    write,
)
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
BOWL = {"kind": "quadratic", "matrix": [[1, 0], [0, 3]]}
Way = Callable[[MainWindow], None]


def press(window: MainWindow, widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget through the window, as the display does: what lies in the way gets the click instead."""
    place = widget.mapTo(window, at if at is not None else widget.rect().center())
    QTest.mouseClick(window.windowHandle(), LEFT, NONE, place)
    QApplication.processEvents()


def reveal(window: MainWindow, widget: QWidget) -> None:
    """Scroll the panel to a widget of it."""
    area = window.panel.surface.parentWidget()
    while area is not None and not hasattr(area, "ensureWidgetVisible"):
        area = area.parentWidget()
    if area is not None and area.isAncestorOf(widget):
        area.ensureWidgetVisible(widget)
    QApplication.processEvents()


def press_named(name: str, at: QPoint | None = None) -> Way:
    """Click the widget of this name."""

    def way(window: MainWindow) -> None:
        widget = child(window, name)
        reveal(window, widget)
        press(window, widget, at)

    return way


def pick_from(name: str, steps: int) -> Way:
    """Open a list with the mouse and click the entry so many below the present one."""

    def way(window: MainWindow) -> None:
        box = child(window, name, QComboBox)
        reveal(window, box)
        press(window, box)
        view = box.view()
        wait_until(view.isVisible)
        entry = view.model().index(box.currentIndex() + steps, 0)
        view.scrollTo(entry)
        QTest.qWait(QApplication.doubleClickInterval() + 50)  # Qt takes an earlier release for that of the first click
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(entry).center())
        wait_until(lambda: not view.isVisible())
        settle(window)

    return way


def give_up_list(name: str) -> Way:
    """Open a list with the mouse and close it by Escape."""

    def way(window: MainWindow) -> None:
        box = child(window, name, QComboBox)
        reveal(window, box)
        press(window, box)
        wait_until(box.view().isVisible)
        QTest.keyClick(box.view(), Qt.Key.Key_Escape)
        wait_until(lambda: not box.view().isVisible())

    return way


def write_into(name: str, text: str) -> Way:
    """Type into a field and press Return."""

    def way(window: MainWindow) -> None:
        reveal(window, child(window, name))
        press_named(name)(window)
        key(window, Qt.Key.Key_A, CONTROL)
        write(window, text)
        key(window, Qt.Key.Key_Return)
        settle(window)

    return way


def click_menu(menu: str, action: str) -> Way:
    """Open a menu of the bar with the mouse and click an entry."""

    def way(window: MainWindow) -> None:
        choose_entry(window, menu, action)
        settle(window)

    return way


def close_menu(window: MainWindow) -> None:
    bar, entries = window.menuBar(), window.menus["view"]
    QTest.mouseClick(bar, LEFT, NONE, bar.actionGeometry(entries.menuAction()).center())
    wait_until(entries.isVisible)
    QTest.keyClick(entries, Qt.Key.Key_Escape)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    wait_until(lambda: not entries.isVisible())


def close_dialog(window: MainWindow) -> None:
    """Read the sheet of keys and close it with its button."""

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            QTimer.singleShot(20, close)
            return
        QTest.mouseClick(dialog.findChildren(QPushButton)[-1], LEFT)

    press_named("optimizerMaximizeField")(window)
    QTimer.singleShot(20, close)
    key(window, Qt.Key.Key_F1)
    assert QApplication.activeModalWidget() is None


def fold(window: MainWindow) -> None:
    """Fold the panel away while one of its fields has the keyboard."""
    press_named("lrField")(window)
    key(window, Qt.Key.Key_F6)


def away_and_back(window: MainWindow) -> None:
    """Click a button, go to another window and come back."""
    press_named("optimizerMaximizeField")(window)
    other = QWidget()
    other.show()
    activate(other)
    other.close()
    other.deleteLater()
    activate(window)


def click_surface(window: MainWindow) -> None:
    press(window, window.surface.graphics.viewport(), QPoint(70, 60))


def click_plot(name: str) -> Way:
    return lambda window: press(window, getattr(window, name).plot.viewport())


def click_relief(window: MainWindow) -> None:
    window.bench.actions["actionView3d"].trigger()
    wait_until(lambda: window.stage.view3d is not None and window.stage.view3d.isVisible())
    press(window, window.stage.view3d)


def click_row(row: int) -> Way:
    """Click a row of the run table."""

    def way(window: MainWindow) -> None:
        table = window.table.table
        place = table.visualRect(table.model().index(row, 2)).center()
        press(window, table.viewport(), place)
        settle(window)

    return way


def rename(window: MainWindow) -> None:
    """Rename a run in its cell."""
    click_row(0)(window)
    window.table.commands["actionRenameRun"].trigger()
    wait_until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    write(window, "One")
    key(window, Qt.Key.Key_Return)
    wait_until(lambda: window.experiment.runs[0].label == "One")


def undo_from_field(window: MainWindow) -> None:
    """Type a rate, commit it, and take it back with the button of the menu."""
    write_into("lrField", "0.02")(window)
    click_menu("edit", "actionUndo")(window)
    assert window.experiment.runs[0].optimizer.lr == 0.01


def click_head(window: MainWindow) -> None:
    press(window, window.panel._heads["rate"])


def scrub(window: MainWindow) -> None:
    press(window, window.timeline.bar, QPoint(window.timeline.bar.width() // 2, 17))


def double_click(window: MainWindow) -> None:
    """Put the start elsewhere while a field is being edited."""
    press_named("lrField")(window)
    viewport = window.surface.graphics.viewport()
    at = viewport.mapTo(window, place_in_surface(window, 0.5, 0.5))
    QTest.mouseDClick(window.windowHandle(), LEFT, NONE, at)
    settle(window)


def typed_then(way: Way) -> Way:
    """Type into a field without Return, then do something else."""

    def both(window: MainWindow) -> None:
        press_named("stepsField")(window)
        key(window, Qt.Key.Key_A, CONTROL)
        write(window, "15")
        way(window)
        settle(window)
        assert window.experiment.steps == 15

    return both


def tab_then(way: Way) -> Way:
    """Come to a check box by Tab, then do something else."""

    def both(window: MainWindow) -> None:
        child(window, "optimizerMaximizeField").setFocus(Qt.FocusReason.TabFocusReason)
        way(window)

    return both


WAYS: dict[str, Way] = {
    "nothing": lambda window: None,
    "button: play and pause": lambda w: [press(w, w.timeline._buttons["actionPlay"]) for _ in range(2)] and None,
    "button: last": lambda w: press(w, w.timeline._buttons["actionLast"]),
    "button: loop": lambda w: [press(w, w.timeline._buttons["actionLoop"]) for _ in range(2)] and None,
    "button: gradient": lambda w: press(w, w.surface.header.gradient_button),
    "button: fit": lambda w: press(w, w.surface.header.fit_button),
    "button: layer": lambda w: press(w, w.stage.segments.findChildren(QPushButton)[0]),
    "button: sweep": lambda w: press(w, w.rates.segments.button("sweep")),
    "button: line search": lambda w: press(w, w.rates.segments.button("line")),
    "button: draw the rate": lambda w: [press(w, w.schedule.draw_button) for _ in range(2)] and None,
    "button: from here": lambda w: press(w, w.rates.from_here),
    "button: another run": lambda w: press(w, child(w, "buttonAddRun", QToolButton)),
    "button: like momentum": lambda w: press(w, child(w, "buttonLikeMomentum", QToolButton)),
    "button: all columns": lambda w: press(w, child(w, "buttonAllColumns", QToolButton)),
    "button: copy the step": lambda w: press(w, w.card.copy_button),
    "check box": press_named("optimizerMaximizeField", QPoint(8, 8)),
    "check box by Tab, then a click on it": tab_then(press_named("optimizerMaximizeField", QPoint(8, 8))),
    "check box by Tab, then a click on a button": tab_then(lambda w: press(w, w.timeline._buttons["actionLast"])),
    "check box by Tab, then a click on a label": tab_then(click_head),
    "list: problem": pick_from("surfaceCombo", 3),
    "list: optimizer": pick_from("optimizerCombo", 2),
    "list: schedule": pick_from("scheduleCombo", 2),
    "list: device": pick_from("deviceCombo", 1),
    "list closed by Escape": give_up_list("optimizerCombo"),
    "slider: speed": press_named("speedSlider"),
    "field: formula": write_into("expressionField", "x^2+y^2"),
    "field: start": write_into("startXField", "0.5"),
    "field: rate": write_into("lrField", "0.02"),
    "field: momentum": write_into("optimizerMomentumField", "0.5"),
    "field: steps": write_into("stepsField", "15"),
    "field: unchanged": write_into("lrField", "0.01"),
    "field left for a button": typed_then(lambda w: press(w, w.timeline._buttons["actionFirst"])),
    "field left for a plot": typed_then(click_plot("loss")),
    "field left for a label": typed_then(click_head),
    "field left for a list": typed_then(give_up_list("deviceCombo")),
    "field left for a menu": typed_then(close_menu),
    "row of the table": click_row(0),
    "row renamed": rename,
    "plot: surface": click_surface,
    "plot: start put elsewhere": double_click,
    "plot: learning rate": click_plot("schedule"),
    "plot: loss": click_plot("loss"),
    "relief": click_relief,
    "timeline": scrub,
    "arithmetic": lambda w: press(w, w.card.view.viewport(), QPoint(40, 10)),
    "menu: an entry": click_menu("surface", "actionFit"),
    "menu closed by Escape": close_menu,
    "undo by the menu": undo_from_field,
    "dialog closed": close_dialog,
    "part folded away": fold,
    "window left and back": away_and_back,
    "another language": click_menu("language", "actionKorean"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_that_the_playing_keys_act_after(window: MainWindow, way: str) -> None:
    WAYS[way](window)
    settle(window)
    reactivate(window)
    before = window.experiment
    window.playhead = 5
    seen = []
    for pressed, modifier in (
        (Qt.Key.Key_Left, NONE), (Qt.Key.Key_Right, NONE), (Qt.Key.Key_Home, NONE), (Qt.Key.Key_Right, SHIFT),
        (Qt.Key.Key_Left, SHIFT), (Qt.Key.Key_End, NONE),
    ):  # fmt: skip
        key(window, pressed, modifier)
        seen.append(window.playhead)
    end = window.controller.playhead.limit
    assert seen == [4, 5, 0, 1, 0, end] and end > 5
    key(window, Qt.Key.Key_Home)
    key(window, Qt.Key.Key_Space)
    assert window.controller.playhead.playing
    key(window, Qt.Key.Key_Space)
    assert not window.controller.playhead.playing
    key(window, Qt.Key.Key_H)
    assert window.bench.actions["actionHideAhead"].isChecked()
    key(window, Qt.Key.Key_R)
    assert window.playhead == 0
    assert window.experiment is before


def controls(window: MainWindow) -> list[QWidget]:
    """Everything in the window that can be pressed and is seen."""
    kinds = (QAbstractButton, QComboBox, QAbstractSlider)
    found = [widget for kind in kinds for widget in window.findChildren(kind)]
    # The field in which the second stands takes the focus, and so does that of the search, which the third opens.
    others = ("qt_menubar_ext_button", "recentExpressions", "searchButton")
    return [w for w in found if w.isVisibleTo(window) and w.isEnabled() and w.objectName() not in others]


@pytest.fixture
def closing() -> Iterator[list[str]]:
    """Closes each menu and dialog that opens, and records which."""
    closed: list[str] = []

    def close() -> None:
        opened = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if opened is not None and opened.isVisible():
            closed.append(type(opened).__name__)
            opened.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(30)
    yield closed
    timer.stop()


@pytest.mark.parametrize("some", [slice(None, None, 4), pytest.param(slice(None), marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["", "five_batches", "four_rates"])
def test_that_space_plays_after_a_click_on_whatever_can_be_pressed(
    open_window: OpenWindow, closing: list[str], name: str, some: slice
) -> None:
    window = open_window(lesson(name).open(lambda texts: texts["en"]) if name else None)
    playhead, dead = window.controller.playhead, []
    begun: list[bool] = []
    playhead.playingChanged.connect(begun.append)
    tried = 0
    for widget in controls(window)[some]:
        if not (isValid(widget) and widget.isVisibleTo(window) and widget.isEnabled()):  # another click put it away
            continue
        reveal(window, widget)
        middle = widget.mapTo(window, widget.rect().center())
        if window.childAt(middle) is not widget or widget.objectName() == "buttonDeleteRun":
            continue
        press(window, widget)
        wait_until(lambda: QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None)
        settle(window)
        reactivate(window)
        playhead.pause()
        begun.clear()
        key(window, Qt.Key.Key_Space)
        if not any(begun):  # at a high speed it may have ended since
            dead.append(widget.objectName() or type(widget).__name__)
        playhead.pause()
        tried += 1
    playhead.playingChanged.disconnect(begun.append)
    assert dead == []
    assert tried > 25 // (some.step or 1)
    assert closing


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_that_tab_after_return_goes_on_beside_the_committed_field(window: MainWindow, pressed: Qt.Key) -> None:
    modifier = SHIFT if pressed == Qt.Key.Key_Backtab else NONE
    field = child(window, "startYField", QLineEdit)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, pressed, modifier)
    neighbour = QApplication.focusWidget()
    assert neighbour is not None and neighbour is not field
    fill_in(window, "startYField", "0.5")
    assert QApplication.focusWidget() is window and not field.hasSelectedText()
    key(window, pressed, modifier)
    assert QApplication.focusWidget() is neighbour
    if isinstance(neighbour, QLineEdit):  # whoever comes by Tab writes at once
        assert neighbour.hasSelectedText()


def test_that_return_leaves_each_field_and_tab_the_next_one_is_reached(window: MainWindow) -> None:
    names = [field.objectName() for field in window.panel.findChildren(QLineEdit)
             if field.isVisibleTo(window) and field.isEnabled()]  # fmt: skip
    assert len(names) > 6
    for name in names:
        field = child(window, name, QLineEdit)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        key(window, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        assert field.hasFocus() == field.isEnabled()
        key(window, Qt.Key.Key_Return)
        assert QApplication.focusWidget() is window, name
        key(window, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after, name


@pytest.mark.parametrize("by_tab", [False, True], ids=["by a click", "by Tab"])
@pytest.mark.parametrize(("name", "typed"), [("lrField", "0.05"), ("lrField", "-1"), ("expressionField", "x^^2")])
def test_that_escape_restores_a_field_and_the_keys_play_again(
    window: MainWindow, name: str, typed: str, by_tab: bool
) -> None:
    field = child(window, name, QLineEdit)
    before = field.text()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Tab)
    after = QApplication.focusWidget()
    if by_tab:
        key(window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    else:
        press_named(name)(window)
    assert field.hasFocus()
    key(window, Qt.Key.Key_A, CONTROL)
    write(window, typed)
    assert field.text() == typed
    key(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window
    assert field.text() == before and not field.hasSelectedText() and field.property("invalid") is not True
    key(window, Qt.Key.Key_Space)
    assert field.text() == before and window.controller.playhead.playing
    key(window, Qt.Key.Key_Space)
    key(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_that_a_text_that_is_refused_keeps_the_keyboard(window: MainWindow) -> None:
    for name, text in (("lrField", "-1"), ("expressionField", "x^^2")):
        field = fill_in(window, name, text)
        assert field.hasFocus()
        key(window, Qt.Key.Key_Home)
        assert field.cursorPosition() == 0
        key(window, Qt.Key.Key_Escape)


def test_that_while_text_is_edited_the_keys_edit(window: MainWindow) -> None:
    field = fill_in(window, "expressionField", "x", end=None)
    write(window, " +y2 ")
    key(window, Qt.Key.Key_Home)
    key(window, Qt.Key.Key_Right)
    write(window, "h")
    assert field.text() == "xh +y2 "
    assert window.playhead == 0 and not window.controller.playhead.playing
    assert not window.bench.actions["actionHideAhead"].isChecked()


def test_that_while_a_list_is_open_the_keys_are_the_lists(window: MainWindow) -> None:
    box = child(window, "optimizerCombo", QComboBox)
    press(window, box)
    view = box.view()
    wait_until(view.isVisible)
    window.playhead = 5
    for pressed in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_H):
        QTest.keyClick(view, pressed)
    assert window.playhead == 5 and not window.bench.actions["actionHideAhead"].isChecked()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert window.playhead == 5 and not view.isVisible()


def reached_by_tab(window: MainWindow, widget: QWidget) -> None:
    """Come to a widget by pressing Tab from the one before it."""
    stops = [part for part in in_reading_order(window) if takes_tab(part)]
    stops[stops.index(widget) - 1].setFocus()
    key(window, Qt.Key.Key_Tab)
    assert widget.hasFocus()


def test_that_what_tab_has_reached_keeps_its_keys(window: MainWindow) -> None:
    window.playhead = 5
    box = child(window, "optimizerMaximizeField", QCheckBox)
    reached_by_tab(window, box)
    key(window, Qt.Key.Key_Space)
    assert box.isChecked() and window.experiment.runs[0].optimizer.maximize
    button = window.surface.header.gradient_button
    reached_by_tab(window, button)
    shown = button.isChecked()
    key(window, Qt.Key.Key_Space)
    assert button.isChecked() is not shown
    box2 = child(window, "optimizerCombo", QComboBox)
    reached_by_tab(window, box2)
    key(window, Qt.Key.Key_End)
    settle(window)
    assert box2.currentIndex() == box2.count() - 1
    key(window, Qt.Key.Key_Space)
    wait_until(box2.view().isVisible)
    QTest.keyClick(box2.view(), Qt.Key.Key_Escape)
    key(window, Qt.Key.Key_Home)  # closed again, it is still the one that Tab has reached
    assert box2.currentIndex() < 2
    for pressed in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        key(window, pressed)
    assert window.playhead == 5 and not window.controller.playhead.playing


def test_that_the_run_table_keeps_its_keys_only_after_tab(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(BOWL, [a_run([1, 1]), a_run([0.5, 1])]))
    window.playhead = 5
    reached_by_tab(window, window.table.table)
    for pressed in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Space):
        key(window, pressed)
    assert window.playhead == 5 and not window.controller.playhead.playing
    key(window, Qt.Key.Key_Down)
    assert window.controller.run == 1
    click_row(0)(window)
    assert window.controller.run == 0
    key(window, Qt.Key.Key_Left)
    assert window.playhead == 4
    key(window, Qt.Key.Key_Down)
    assert window.controller.run == 1


def test_that_a_slider_keeps_the_arrows_and_leaves_space(window: MainWindow) -> None:
    slider = window.panel.lr_slider
    for arrive in (lambda: press(window, slider), lambda: reached_by_tab(window, slider)):
        window.playhead = 5
        arrive()
        settle(window)
        before = slider.number()
        key(window, Qt.Key.Key_Right)
        assert slider.number() > before and window.playhead == 5
        key(window, Qt.Key.Key_Home)
        assert slider.value() == slider.minimum() and window.playhead == 5
        key(window, Qt.Key.Key_Space)
        assert window.controller.playhead.playing
        key(window, Qt.Key.Key_Space)


def test_that_a_mnemonic_is_a_way_of_the_keyboard(window: MainWindow) -> None:
    box = child(window, "optimizerMaximizeField", QCheckBox)
    box.setFocus(Qt.FocusReason.ShortcutFocusReason)
    checked = box.isChecked()
    key(window, Qt.Key.Key_Space)
    assert not window.controller.playhead.playing
    assert box.isChecked() is not checked


def test_that_a_widget_that_is_added_later_obeys(window: MainWindow) -> None:
    pressed: list[bool] = []
    button = QPushButton("later", window.surface)
    button.clicked.connect(lambda: pressed.append(True))
    button.move(80, 80)
    button.show()
    press(window, button)
    assert len(pressed) == 1 and button.hasFocus()
    key(window, Qt.Key.Key_Space)
    assert len(pressed) == 1 and window.controller.playhead.playing
    key(window, Qt.Key.Key_Space)
    field = QLineEdit(window.surface)
    field.move(80, 120)
    field.show()
    press(window, field)
    write(window, "a r")
    assert field.text() == "a r" and window.playhead >= 0
    key(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is window
    button.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Space)
    assert len(pressed) == 2
    button.deleteLater()
    field.deleteLater()


def test_that_the_focus_of_a_field_that_goes_away_is_no_way_of_the_keyboard(window: MainWindow) -> None:
    press_named("optimizerMomentumField")(window)
    window.controller.edit("optimizer.kind", "adagrad", what="Method")
    settle(window)
    window.playhead = 5
    focused = QApplication.focusWidget()
    key(window, Qt.Key.Key_Space)
    text_edited = isinstance(focused, QLineEdit)
    assert window.controller.playhead.playing is not text_edited


def test_that_the_menu_bar_keeps_the_arrows(window: MainWindow) -> None:
    window.playhead = 5
    window.menuBar().setFocus(Qt.FocusReason.MenuBarFocusReason)
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 5
    for menu in window.findChildren(QMenu):
        menu.close()


@pytest.mark.own_window  # the mouse was on none of them
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_tab_reaches_every_control_and_each_shows_that_it_has_the_keyboard(window: MainWindow, theme: str) -> None:
    window.set_theme(theme)
    settle(window)
    wanted = {
        widget
        for widget in controls(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(widget, QAbstractButton) and widget.group() is not None and not widget.isChecked())
    }  # of joined buttons the chosen one; the arrow keys go to the others
    seen: list[QWidget] = []
    unseen = []
    window.setFocus()
    key(window, Qt.Key.Key_Tab)
    while (focused := QApplication.focusWidget()) not in seen:
        assert focused is not None
        seen.append(focused)
        key(window, Qt.Key.Key_Tab)
    for widget in seen:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.qWait(5)
        at = widget.mapTo(window, QPoint(0, 0))
        around = widget.rect().translated(at).adjusted(-3, -3, 3, 3)
        focused_picture = window.grab(around).toImage()
        window.setFocus()
        QTest.qWait(5)
        if window.grab(around).toImage() == focused_picture:
            unseen.append(widget.objectName() or type(widget).__name__)
    assert wanted <= set(seen)
    assert unseen == []
