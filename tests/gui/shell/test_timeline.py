from __future__ import annotations

import math
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from gdviz.gui.shell.timeline import Timeline
from gdviz.gui.style import theme
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.scenes import change, change_clock, dress, go_to, show

KEYS = {
    "actionFirst": "Home",
    "actionStepBack": "Left",
    "actionPlay": "Space",
    "actionStepForward": "Right",
    "actionLast": "End",
}


@pytest.fixture
def actions() -> dict[str, QAction]:
    made = {}
    for name, key in KEYS.items():
        made[name] = QAction(f"&{name.removeprefix('action')}")
        made[name].setShortcut(key)
    return made


@pytest.fixture
def timeline(qtbot: QtBot, actions: dict[str, QAction]) -> Timeline:
    made = Timeline(actions)
    qtbot.addWidget(made)
    made.resize(1000, 60)
    show(made, computed(BOWL, steps=1))
    change_clock(made, position=32, limit=60, total=100, planned=100)
    made.grab()  # lays it out
    return made


def requests(timeline: Timeline) -> list[int]:
    seen: list[int] = []
    timeline.playheadRequested.connect(seen.append)
    return seen


def test_that_it_shows_where_the_playhead_is(timeline: Timeline) -> None:
    assert timeline.objectName() == "timeline"
    assert timeline.count.text() == "32 / 100"
    assert timeline.bar.value() == 32
    assert timeline.epoch.isHidden()


def test_that_showing_the_playhead_emits_nothing(timeline: Timeline) -> None:
    seen = requests(timeline)
    change_clock(timeline, position=50, limit=80, total=200, per_epoch=5)
    assert seen == []


def test_that_the_epochs_made_are_counted_as_the_steps_are(timeline: Timeline) -> None:
    change_clock(timeline, limit=100, per_epoch=5)
    shown = []
    for k in (0, 1, 5, 6, 100):
        go_to(timeline, k)
        shown.append(timeline.epoch.text())
    assert shown == ["epoch 0 / 20", "epoch 0.2 / 20", "epoch 1 / 20", "epoch 1.2 / 20", "epoch 20 / 20"]


def test_that_a_count_of_epochs_has_its_name_and_the_steps_below(timeline: Timeline) -> None:
    show(timeline, computed(LINE, {"batch": {"size": 5}}, epochs=4), k=3)
    change_clock(timeline, unit="epoch")
    per_epoch = timeline._scene.record.steps_per_epoch
    assert timeline.count.text() == f"{3 / per_epoch:.3g} / 4"
    assert timeline.epoch.text().startswith("epochs · step 3")


def test_that_the_bar_names_the_point_under_the_mouse_and_its_epoch(qtbot: QtBot, timeline: Timeline) -> None:
    change_clock(timeline, limit=100, per_epoch=5)
    timeline.show()
    bar = timeline.bar
    for k, name in ((5, "step 5, epoch 1"), (6, "step 6, epoch 2"), (0, "step 0, epoch 1")):
        qtbot.mouseMove(bar, QPoint(round(bar._x_of(k)), bar.height() // 2))
        qtbot.waitUntil(lambda name=name: QToolTip.text() == name)


def test_that_a_click_asks_for_the_point_there_but_not_beyond_what_is_computed(
    qtbot: QtBot, timeline: Timeline
) -> None:
    seen = requests(timeline)
    timeline.show()
    bar = timeline.bar
    for share in (0.25, 0.9):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar.width() * share), bar.height() // 2))
    assert seen[0] == pytest.approx(25, abs=1)
    assert seen[1] == 60


def test_that_dragging_scrubs(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.show()
    timeline.playheadRequested.connect(partial(go_to, timeline))
    seen = requests(timeline)
    bar = timeline.bar
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(30, 15))
    for x in (60, 90, 120):
        qtbot.mouseMove(bar, QPoint(x, 15))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(120, 15))
    assert len(seen) == 4
    assert seen == sorted(seen)


def test_that_keys_move_the_playhead(qtbot: QtBot, timeline: Timeline) -> None:
    seen = requests(timeline)
    for name in ("Left", "Right", "Home", "End", "PageUp", "PageDown"):
        qtbot.keyClick(timeline.bar, getattr(Qt.Key, f"Key_{name}"))
    assert seen == [31, 33, 0, 60, 42, 22]


def test_that_ticks_are_thinned(timeline: Timeline) -> None:
    change_clock(timeline, limit=100)
    assert timeline.bar.ticks() == list(range(0, 101, 10))
    change_clock(timeline, limit=100_000, total=100_000, per_epoch=7)
    ticks = timeline.bar.ticks()
    assert 1 < len(ticks) <= timeline.bar.width() / 8
    assert all(tick % 7 == 0 for tick in ticks)
    change_clock(timeline, limit=0, total=0)
    assert timeline.bar.ticks() == []


def test_that_buttons_trigger_the_actions_and_follow_them(
    qtbot: QtBot, timeline: Timeline, actions: dict[str, QAction]
) -> None:
    button = timeline._buttons["actionPlay"]
    with qtbot.waitSignal(actions["actionPlay"].triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Space" in button.toolTip()
    actions["actionPlay"].setEnabled(False)
    actions["actionPlay"].setText("Pause")
    assert not button.isEnabled()
    assert button.accessibleName() == "Pause"


def test_that_the_play_button_shows_what_it_would_do(timeline: Timeline) -> None:
    button = timeline._buttons["actionPlay"]
    before = button.icon().cacheKey()
    change_clock(timeline, playing=True)
    assert button.icon().cacheKey() != before
    change_clock(timeline, playing=False)
    assert button.icon().cacheKey() == before


def test_that_the_speed_slider_offers_round_speeds(timeline: Timeline) -> None:
    seen: list[float] = []
    timeline.speedChanged.connect(seen.append)
    assert timeline.speed_slider.objectName() == "speedSlider"
    assert timeline.speed_text.text() == "5 steps/s"
    timeline.speed_slider.setValue(timeline.speed_slider.maximum())
    assert timeline.speed_text.text() == "full speed"
    timeline.speed_slider.setValue(timeline.speed_slider.maximum() - 1)
    assert timeline.speed_text.text() == "1M steps/s"
    change(timeline, speed=30)
    assert timeline.speed_text.text() == "20 steps/s"
    change(timeline, speed=math.inf)
    assert timeline.speed_text.text() == "full speed"
    assert timeline.speed_slider.value() == timeline.speed_slider.maximum()
    assert seen == [math.inf, 1e6]


def test_that_the_bar_keeps_its_place_while_numbers_grow(timeline: Timeline) -> None:
    timeline.show()
    widths = set()
    for k in (0, 9, 60):
        go_to(timeline, k)
        widths.add(timeline.bar.width())
    assert len(widths) == 1


@pytest.mark.parametrize("which", [theme.dark(), theme.light()], ids=lambda t: t.name)
def test_that_played_computed_and_remaining_differ(timeline: Timeline, which: theme.Theme) -> None:
    dress(timeline, which)
    image = timeline.bar.grab().toImage()
    played, computed, rest = (image.pixelColor(round(image.width() * x), 15).name() for x in (0.1, 0.5, 0.8))
    assert played == which.accent
    assert computed == rest == which.edge
    edges = [image.pixelColor(round(image.width() * x), 13).name() for x in (0.5, 0.8)]
    assert edges[0] == computed and edges[1] != rest  # what remains is thinner


def test_that_the_bar_keeps_its_length_while_the_loss_grows_to_any_number(timeline: Timeline) -> None:
    rising = {"start": [1.0], "optimizer": {"kind": "sgd", "lr": 250.0}}
    result = computed({"kind": "surface", "name": "parabola_1d"}, rising, steps=60)
    show(timeline, result, detail="simple", arranged=True, arrangement="descent")
    timeline.resize(1000, 60)
    timeline.grab()
    seen = {}
    for k in range(result.runs[0].n + 1):
        go_to(timeline, k)
        timeline.grab()
        seen[timeline.epoch.text()] = timeline.bar.width()
    assert len({len(text) for text in seen}) > 2, "the texts are of several lengths"
    assert len(set(seen.values())) == 1


def test_that_it_fits_into_a_small_window(timeline: Timeline) -> None:
    assert timeline.minimumSizeHint().width() < 900


def test_that_more_updates_than_a_slider_counts_are_shown_up_to_there(timeline: Timeline) -> None:
    change_clock(
        timeline, position=9_000_000_000, limit=9_000_000_000, total=10_500_000_000, per_epoch=10_500
    )  # fmt: skip
    assert timeline.bar.maximum() == timeline.bar.value() == 2**31 - 1


def test_that_nothing_shows_an_end_that_is_ahead_and_hidden(timeline: Timeline) -> None:
    def seen() -> tuple[object, ...]:
        bar = timeline.bar
        texts = timeline.count.text(), timeline.epoch.text(), bar.maximum()
        return *texts, bar.ticks(), bar._point_at(bar.width()), bar.grab().toImage()

    change(timeline, ahead_hidden=True)
    change_clock(timeline, limit=100, per_epoch=5)
    whole = seen()
    change_clock(timeline, limit=40, total=40)  # all runs have ended there
    assert seen() == whole
    requested = requests(timeline)
    timeline.bar._request(70)
    assert requested == [40]
    change(timeline, ahead_hidden=False)
    assert timeline.count.text() == "32 / 40"
