"""What a room declares follows: its place in the window, its commands, what exports offer of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

import gdviz
from gdviz import cli
from gdviz.gui import rooms
from gdviz.gui.export.export_image import ExportImageDialog
from gdviz.gui.export.figure import Figure, Words
from gdviz.gui.kernel.room import MAIN, PLOT, Spot
from gdviz.gui.plots.run_legend import RunLegend
from gdviz.gui.rooms import ROOMS, WINDOW_ROOMS, room
from gdviz.gui.shell.keys_dialog import sections
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from gdviz.lessons import lesson
from tests.gui import note_room
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, key
from tests.gui.note_room import NoteView

PLOTS = [name for name in ROOMS if room(name).kind == PLOT]
BELOW = ["note", *(name for name in PLOTS if room(name).below)]
"""A room that only these tests have, and those that declare that they stand below the surface."""


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, open_window: OpenWindow) -> Iterator[MainWindow]:
    """A window that has the room of these tests as well."""
    monkeypatch.setitem(rooms.ROOMS, "note", "tests.gui.note_room")
    yield open_window()
    room.cache_clear()


@pytest.mark.parametrize("name", BELOW)
def test_that_a_room_below_the_surface_stands_there_and_follows_the_playhead(noted: MainWindow, name: str) -> None:
    view = noted.declared[name]
    around = noted.splitters["plots"]
    assert view.isVisible() and view.height() > 100 and view.width() > 100
    assert view.mapTo(noted, QPoint()).y() >= noted.stage.mapTo(noted, QPoint(0, noted.stage.height())).y()
    assert [around.widget(place) for place in range(around.count())] == [
        noted.rates, noted.loss, *(noted.declared[name] for name in rooms.ROOMS if name in BELOW)
    ]  # fmt: skip
    noted.playhead = 3
    third = view.grab().toImage()
    noted.playhead = 9
    assert view.grab().toImage() != third
    noted.playhead = 3
    assert view.grab().toImage() == third


def test_that_a_room_below_the_surface_needs_no_more_than_a_plain_widget(noted: MainWindow) -> None:
    view = noted.declared["note"]
    assert isinstance(view, NoteView)
    noted.playhead = 9
    assert view.text() == "step 9"
    click(view)
    assert noted.playhead == 0 and view.text() == "step 0"
    view.hide()
    noted.playhead = 5
    assert view.text() == "step 0"  # a hidden view is not shown scenes
    view.show()
    assert view.text() == "step 5"
    noted.close()
    assert view.released == 1


@pytest.mark.parametrize("name", BELOW)
def test_that_the_commands_of_a_room_are_in_their_menus_and_among_the_keys(noted: MainWindow, name: str) -> None:
    keys = {keys for _, lines in sections(noted.commands.keys()) for _, keys in lines}
    commands = room(name).commands(noted.bench)
    assert commands
    for command in commands:
        action = noted.bench.actions[command.name]
        assert action in noted.menus[command.menu].actions()
        assert action.shortcut().toString() in keys
    if name == "note":
        key(noted, Qt.Key.Key_K)
        assert noted.playhead == 4


def test_that_each_room_of_the_window_has_a_place_in_it(open_window: OpenWindow) -> None:
    window = open_window(lesson("five_batches").open(lambda texts: texts["en"]))
    assert window.rooms.keys() | {"surface3d"} == ROOMS.keys() | WINDOW_ROOMS.keys()  # the relief is in the surface's
    assert all(window.isAncestorOf(view) for view in window.rooms.values())
    assert not any(room(name).kind for name in WINDOW_ROOMS)


def test_that_a_room_stands_in_the_arrangements_that_it_declares(
    monkeypatch: pytest.MonkeyPatch, noted: MainWindow
) -> None:
    room.cache_clear()
    monkeypatch.setattr(note_room, "ROOM", replace(note_room.ROOM, places={"rates": Spot(MAIN, 2, 0.3)}))
    for arrangement, seen in (("rates", True), ("descent", False), ("all", True)):
        noted.bench.change(arrangement=arrangement, arranged=True)
        assert noted.rooms["note"].isVisible() == seen, arrangement
    key(noted, Qt.Key.Key_F5)
    assert not noted.rooms["note"].isVisible()
    key(noted, Qt.Key.Key_F5)
    assert all(view.isVisible() for view in noted.rooms.values())


def test_that_the_right_column_is_as_wide_as_a_room_declares(
    monkeypatch: pytest.MonkeyPatch, noted: MainWindow
) -> None:
    room.cache_clear()
    monkeypatch.setattr(note_room, "ROOM", replace(note_room.ROOM, is_wide=lambda state: state.moment.loop))
    body = noted.splitters["body"]
    usual = body.sizes()
    noted.bench.change(loop=True)
    assert body.sizes()[2] > usual[2] + 100
    noted.bench.change(all_columns=True)
    noted.bench.change(loop=False)  # the table wants it, too
    assert body.sizes()[2] > usual[2] + 100
    noted.bench.change(all_columns=False)
    assert body.sizes() == usual


def test_that_a_figure_while_one_presents_names_its_runs_once(window: MainWindow, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_F5)
    assert window.loss.findChildren(RunLegend) and window.scene.state.moment.presenting
    figure = Figure(window.scene, ["surface", "loss"], QSize(900, 0), theme.light(), Words(legend=True))
    qtbot.addWidget(figure)
    assert not figure.findChildren(RunLegend)
    key(window, Qt.Key.Key_F5)
    assert not [legend for legend in window.loss.findChildren(RunLegend) if legend.isVisible()]


@pytest.mark.parametrize("name", PLOTS)
def test_that_a_plot_is_offered_by_the_dialog_and_the_command_line(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    dialog = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(dialog)
    assert dialog.form.what.itemText(dialog.form.what.findData(name)) == room(name).title()
    assert dialog.form.choice.parts[name].text() == (room(name).short or room(name).title)()
    file, path = tmp_path / "a.json", tmp_path / "a.png"
    gdviz.save(window.experiment, file)
    assert cli.main(["export", str(file), str(path), "--picture", name, "--size", "400x300"]) == 0
    assert QImage(str(path)).size() == QSize(400, 300)


@pytest.mark.parametrize("width", [420, 900])
@pytest.mark.parametrize("name", ["note", *PLOTS])
def test_that_a_figure_has_each_plot_in_a_place_of_its_own(
    noted: MainWindow, qtbot: QtBot, name: str, width: int
) -> None:
    parts = ["surface", "note", *PLOTS, "card"]
    figure = Figure(noted.scene, parts, QSize(width, 0), theme.light(), Words(legend=True))
    qtbot.addWidget(figure)
    figure.wait()
    view = figure.views[name]
    others = [other.geometry() for part, other in figure.views.items() if part != name]
    assert view.width() > 100 and view.height() > 60 and figure.rect().contains(view.geometry())
    assert not any(view.geometry().intersects(other) for other in others)
    image = view.grab().toImage()
    assert len({image.pixel(x, y) for x in range(image.width()) for y in range(0, image.height(), 3)}) > 3
