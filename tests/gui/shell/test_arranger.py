"""The arrangements of the window: what each is about is large, nothing else changes, and they are kept."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.rooms import ROOMS, WINDOW_ROOMS, room
from gdviz.gui.shell.arrangement_names import ACTIONS
from gdviz.gui.shell.arranger import sizes_from
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow, create_window
from gdviz.gui.shell.window_layout import CARD_WIDTH, PANEL_WIDTH
from gdviz.gui.style.translating import unbroken
from gdviz.lessons import lesson
from gdviz.view_state import ARRANGEMENTS
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, key, settle, wait_until

pytestmark = pytest.mark.one_window

ALT = Qt.KeyboardModifier.AltModifier
ABOUT = {
    "descent": ("surface", "card"),
    "data": ("data", "card"),
    "rates": ("rate", "loss"),
    "race": ("surface", "loss", "runs"),
    "relief": ("surface", "card"),
}
"""What each arrangement is about."""
SIZES = ((1024, 700), (1440, 900), (1920, 1080))


@pytest.fixture
def data(open_window: OpenWindow) -> MainWindow:
    """The window on an experiment with samples, which every arrangement suits."""
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    settle(window)
    window.commands.lessons.set_note_shown(False)
    return window


def area(window: MainWindow, view: QWidget) -> QRect:
    return QRect(view.mapTo(window, QPoint(0, 0)), view.size())


def arrange(window: MainWindow, arrangement: str | None) -> None:
    window.controller.view_model.change(arrangement=arrangement, arranged=True)
    settle(window)


def test_that_a_new_window_shows_everything_whatever_the_problem(open_window: OpenWindow, data: MainWindow) -> None:
    for window in (data, open_window()):
        window.resize(1024, 700)
        settle(window)
        for name in ("parameterPanel", "surfaceView", "scheduleView"):
            assert child(window, name).isVisible()
        assert window.scene.arrangement == "all" and not window.scene.simple


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("arrangement", ABOUT)
def test_that_what_it_is_about_takes_half_of_the_window(
    data: MainWindow, arrangement: str, size: tuple[int, int]
) -> None:
    data.resize(*size)
    arrange(data, arrangement)

    def seen() -> list[QRect]:
        return [area(data, data.rooms[name]) for name in ABOUT[arrangement] if data.rooms[name].isVisible()]

    half = 0.5 * size[0] * size[1]
    wait_until(lambda: sum(each.width() * each.height() for each in seen()) >= half)
    wait_until(lambda: all(data.rect().contains(each) for each in seen()))


@pytest.mark.parametrize("arrangement", ABOUT)
def test_that_only_the_rooms_of_an_arrangement_are_seen_and_do_not_overlap(data: MainWindow, arrangement: str) -> None:
    arrange(data, arrangement)
    seen = {name for name, view in data.rooms.items() if view.isVisible()}
    declared = {name for name in (*ROOMS, *WINDOW_ROOMS) if arrangement in room(name).places}
    assert seen == declared

    def overlaps() -> bool:
        places = [area(data, data.rooms[name]) for name in seen] + [area(data, data.panel), area(data, data.timeline)]
        return any(one.intersects(other) for place, one in enumerate(places) for other in places[place + 1 :])

    wait_until(lambda: not overlaps())


def test_that_a_low_column_shows_one_part_at_a_time(data: MainWindow) -> None:
    data.resize(1024, 500)
    arrange(data, "data")
    wait_until(lambda: child(data, "sideSwitch").isVisible())
    assert data.card.isVisible() and not data.table.isVisible()
    click(child(data, "runsSideButton"))
    assert data.table.isVisible() and not data.card.isVisible()
    data.resize(1024, 900)
    wait_until(lambda: data.card.isVisible() and data.table.isVisible())


@pytest.mark.parametrize(
    ("language", "height"),
    [("ko", 740), pytest.param("en", 700, marks=pytest.mark.long)],  # Korean is the longer
)
@pytest.mark.parametrize("arrangement", ["descent", "rates", "race", "relief"])
def test_that_in_a_small_window_four_runs_and_the_verdict_are_whole(
    open_window: OpenWindow, arrangement: str, language: str, height: int
) -> None:
    window = open_window(lesson("four_rates").open(lambda texts: texts[language]))
    window.commands.lessons.set_note_shown(False)
    window.resize(1024, height)
    window.set_language(language)
    window.controller.view_model.change(detail="simple")
    arrange(window, arrangement)
    settle(window)
    if arrangement != "race":
        assert window.arranger.body is not None
        side = window.arranger.body.side
        wait_until(lambda: side.folded)
        click(side.switch.button("runs"))
    table, verdict = window.table.table, window.table.sentence
    for row in range(4):
        wait_until(lambda row=row: table.viewport().rect().contains(table.visualRect(table.model().index(row, 0))))  # type: ignore[misc]
        table.selectRow(row)
        wait_until(lambda: verdict.isVisible() and verdict.label.text() == unbroken(verdict.text()))
    window.set_language("en")


@pytest.mark.own_window
def test_that_all_comes_back_as_it_was(data: MainWindow) -> None:
    def seen() -> dict[str, QRect]:
        return {name: area(data, view) for name, view in data.rooms.items() if view.isVisible()}

    data.splitters["middle"].setSizes([400, 300])
    settle(data)
    before = seen()
    for arrangement in (*ABOUT, "all"):
        arrange(data, arrangement)
    wait_until(lambda: seen() == before)


def test_that_the_sizes_that_a_hand_gave_are_there_again(data: MainWindow) -> None:
    arrange(data, "descent")
    body = data.arranger.body
    assert body is not None
    left, main, right = body.sizes()
    body.setSizes([left, main - 60, right + 60])
    given = body.sizes()
    arrange(data, "rates")
    arrange(data, "descent")
    assert body.sizes() == given


def narrowed(window: MainWindow, arrangement: str) -> list[int]:
    """The widths of the columns, after a hand has made the right one narrower."""
    arrange(window, arrangement)
    columns = window.arranger.body if arrangement != "all" else window.splitters["body"]
    assert columns is not None
    left, main, right = columns.sizes()
    columns.setSizes([left, main + 40, right - 40])
    return columns.sizes()


@pytest.mark.parametrize("arrangement", ["descent", "all"])
def test_that_the_widths_that_a_hand_gave_follow_the_size_of_the_type_and_return_with_it(
    data: MainWindow, arrangement: str
) -> None:
    given = narrowed(data, arrangement)
    columns = data.arranger.body if arrangement != "all" else data.splitters["body"]
    assert columns is not None
    data.bench.change(text_scale=1.15)
    assert columns.sizes()[2] == round(given[2] * 1.075)
    data.bench.change(text_scale=1.0)
    assert columns.sizes() == given


def test_that_presenting_gives_the_widths_back_that_a_hand_gave(data: MainWindow) -> None:
    given = narrowed(data, "descent")
    key(data, Qt.Key.Key_F5)
    assert data.scene.arrangement == "descent" and data.scene.state.moment.presenting
    arrange(data, "rates")
    arrange(data, "descent")
    key(data, Qt.Key.Key_F5)
    body = data.arranger.body
    assert body is not None and body.sizes() == given


def test_that_of_sizes_that_are_seen_while_one_presents_none_is_kept(data: MainWindow) -> None:
    arrange(data, "all")
    data.bench.change(arranged=False)
    before = dict(data.arranger.sizes)
    key(data, Qt.Key.Key_F5)
    assert data.scene.arrangement != "all" and not data.panel.isVisible()
    settle(data)
    key(data, Qt.Key.Key_F5)
    assert data.scene.arrangement == "all" and data.arranger.sizes == before


def test_that_a_folded_panel_has_its_width_again_in_an_arrangement_that_comes_back(data: MainWindow) -> None:
    left, _, _ = narrowed(data, "descent")
    key(data, Qt.Key.Key_F6)
    arrange(data, "race")
    arrange(data, "descent")
    key(data, Qt.Key.Key_F6)
    body = data.arranger.body
    assert body is not None and body.sizes()[0] == left


def test_that_all_has_its_widths_when_it_is_first_seen_after_another_arrangement(qtbot: QtBot) -> None:
    window = create_window()
    qtbot.addWidget(window)
    arrange(window, "descent")
    window.show()
    settle(window)
    arrange(window, "all")
    wait_until(lambda: window.splitters["body"].sizes()[::2] == [PANEL_WIDTH, CARD_WIDTH])
    window.bench.change(text_scale=1.5)
    assert window.splitters["body"].sizes()[2] == round(CARD_WIDTH * 1.25)
    window.bench.change(text_scale=1.0)


def test_that_all_comes_back_as_wide_as_the_type_that_grew_meanwhile(data: MainWindow) -> None:
    given = narrowed(data, "all")
    arrange(data, "descent")
    data.bench.change(text_scale=1.5)
    arrange(data, "all")
    wait_until(lambda: data.splitters["body"].sizes()[2] == round(given[2] * 1.25))
    data.bench.change(text_scale=1.0)
    assert data.splitters["body"].sizes() == given


@pytest.mark.parametrize(("place", "arrangement"), list(enumerate(ARRANGEMENTS, 1)))
def test_that_each_has_a_key_and_a_button(data: MainWindow, place: int, arrangement: str) -> None:
    arrange(data, "all" if arrangement != "all" else "race")
    key(data, Qt.Key(Qt.Key.Key_0 + place), ALT)
    assert data.scene.arrangement == arrangement
    assert data.bench.actions[ACTIONS[arrangement]].isChecked()
    assert data.top_bar.arrangements.current() == arrangement
    arrange(data, "all" if arrangement != "all" else "race")
    click(child(data, f"{arrangement}ArrangementButton"))
    assert data.scene.arrangement == arrangement


def test_that_nothing_else_changes(data: MainWindow) -> None:
    data.playhead = 7
    data.controller.choose_run(1)
    data.surface.box.scaleBy((0.5, 0.5))
    undo = data.controller.model.undo_stack
    before, seen = (undo.count(), undo.index(), data.isWindowModified()), data.surface.box.viewRange()
    arrange(data, "race")
    assert (data.playhead, data.scene.run) == (7, 1)
    assert (undo.count(), undo.index(), data.isWindowModified()) == before
    width = (seen[0][1] - seen[0][0]) / 2
    now = data.surface.box.viewRange()[0]
    assert now[0] < sum(seen[0]) / 2 < now[1] and now[1] - now[0] < 4 * width


def test_that_the_keyboard_stays_where_it_is(data: MainWindow) -> None:
    field = child(data, "lrField")
    field.setFocus()
    arrange(data, "race")
    assert field.hasFocus()


def test_that_the_person_s_choice_goes_into_the_file_and_as_fits_takes_it_back(data: MainWindow) -> None:
    key(data, Qt.Key.Key_4, ALT)
    assert data._with_view(data.experiment).view["arrangement"] == "race"
    data.bench.actions["actionArrangeFits"].trigger()
    assert "arrangement" not in data._with_view(data.experiment).view
    assert data.scene.arrangement == "data" and data.bench.actions["actionArrangeFits"].isChecked()
    assert data.bench.actions["actionArrangeData"].isChecked()


def test_that_each_experiment_is_arranged_as_fits_it(data: MainWindow) -> None:
    arrange(data, None)
    for name, fits in (("worked_example", "descent"), ("step_decay", "rates"), ("five_batches", "data")):
        data.controller.model.open(lesson(name).open(lambda texts: texts["en"]), None)
        settle(data)
        assert data.scene.arrangement == fits
        assert data.rooms["data"].isVisible() == (fits == "data")


def test_that_without_samples_there_is_nothing_about_data(open_window: OpenWindow) -> None:
    window = open_window()
    button = child(window, "dataArrangementButton")
    assert not button.isEnabled() and not window.bench.actions["actionArrangeData"].isEnabled()
    key(window, Qt.Key.Key_2, ALT)
    assert window.scene.arrangement == "all"


def test_that_the_relief_is_shown_where_it_is_asked_for(open_window: OpenWindow) -> None:
    window = open_window()
    arrange(window, "relief")
    assert window.scene.surface == "3d"
    key(window, Qt.Key.Key_2)
    assert window.scene.arrangement == "descent" and window.scene.surface == "2d"
    window.controller.view_model.change(detail="simple")
    key(window, Qt.Key.Key_3)
    assert window.scene.arrangement == "relief" and window.scene.surface == "3d"
    window.controller.view_model.change(fog=True)
    assert window.scene.surface == "2d"


def test_that_a_small_surface_has_the_path_and_a_button_that_makes_it_large(data: MainWindow) -> None:
    arrange(data, "data")
    button = child(data, "enlargeSurfaceButton")
    assert button.isVisible() and not data.stage.segments.isVisible()
    chips = data.findChild(QWidget, "toolChips")
    assert chips is None or not chips.isVisible()
    click(button)
    assert data.scene.arrangement == "descent" and not button.isVisible() and child(data, "toolChips").isVisible()


def test_that_a_curve_has_no_relief(open_window: OpenWindow) -> None:
    curve = gdviz.Experiment.from_dict(
        {"format": "gdviz-experiment", "version": 1, "problem": {"kind": "expression", "expression": "x^2"}, "steps": 5,
         "runs": [{"start": [1], "optimizer": {"kind": "sgd", "lr": 0.1}}]}
    )  # fmt: skip
    window = open_window(curve)
    arrange(window, "relief")
    assert window.scene.arrangement == "descent" and not child(window, "reliefArrangementButton").isEnabled()
    window.controller.model.open(worked_example(), None)
    settle(window)
    assert child(window, "reliefArrangementButton").isEnabled()


def test_that_simple_leaves_out_the_status_bar_and_says_the_loss_at_the_timeline(open_window: OpenWindow) -> None:
    window = open_window()
    arrange(window, "descent")
    click(child(window, "simpleButton"))
    assert not window.status.isVisible() and "loss" in window.timeline.epoch.text()
    window.playhead = 3
    assert "1.925" in window.timeline.epoch.text()
    window.bench.note("A sentence.")
    toast = child(window, "toast")
    assert toast.isVisible() and toast.text() == "A sentence."  # type: ignore[attr-defined]
    window.status.note("")
    assert not toast.isVisible()
    click(child(window, "fullButton"))
    assert window.status.isVisible() and not window.timeline.epoch.isVisible()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [800, 1024, 1100, 1440])
def test_that_all_menus_and_switches_have_their_room(data: MainWindow, width: int, language: str) -> None:
    data.resize(width, 700)
    data.set_language(language)
    bar, top = data.menuBar(), data.top_bar
    wait_until(lambda: top.width() >= top.sizeHint().width() - 1)
    ends = [bar.actionGeometry(action).right() for action in bar.actions() if action.isVisible()]
    assert all(ends) and max(ends) < top.mapTo(bar, QPoint(0, 0)).x() + 24
    assert top.arrangements.isVisible() != top.list.isVisible()
    assert (width == 800) <= top.list.isVisible()
    assert not top.detail.isVisible() or top.detail.mapTo(data, QPoint(top.detail.width(), 0)).x() <= data.width()
    assert top.detail.isVisible() or width == 800


def test_that_the_list_of_a_narrow_window_arranges_it(data: MainWindow) -> None:
    data.resize(800, 700)
    top = data.top_bar
    wait_until(top.list.isVisible)
    top.list.fill()
    top.list.setCurrentIndex(top.list.findData("race"))
    top.list.activated.emit(top.list.currentIndex())
    assert data.scene.arrangement == "race"


@pytest.mark.parametrize(
    "given", [None, 3, "", "[", "[]", '{"race": 3}', '{"race": {"body": ["a"]}}', '{"race": {"body": [-1]}}']
)
def test_that_sizes_that_make_no_sense_are_ignored(given: Any) -> None:
    assert sizes_from(given) == {}
    assert sizes_from('{"race": {"body": [1, 2]}}') == {"race": {"body": [1, 2]}}
