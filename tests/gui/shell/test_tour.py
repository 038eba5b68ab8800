"""The tour of the window: what it shows, that it follows the arrangement, and that it changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.tour import Tour, TourCard, TourRing
from gdviz.lessons import lesson
from tests.gui.driving import child, choose_entry, click, drag_start, key, settle, wait_until

pytestmark = pytest.mark.one_window


def arrange(window: MainWindow, arrangement: str) -> None:
    window.controller.view_model.change(arrangement=arrangement, arranged=True)
    settle(window)


def taken(window: MainWindow) -> Tour:
    """The tour, begun from the menu Help."""
    choose_entry(window, "help", "actionTour")
    settle(window)
    tour = window.commands.tour
    assert tour is not None
    return tour


def ended(window: MainWindow) -> bool:
    QApplication.processEvents()
    seen = [part for part in (*window.findChildren(TourRing), *window.findChildren(TourCard)) if part.isVisible()]
    return window.commands.tour is None and not seen


def test_that_no_tour_begins_by_itself(window: MainWindow) -> None:
    assert window.commands.tour is None and window.findChild(TourCard) is None


def test_that_next_leads_through_five_to_seven_parts_and_out_of_the_tour(window: MainWindow) -> None:
    arrange(window, "descent")
    before, state = window.experiment, window.controller.view_model.state
    tour, seen = taken(window), []
    while window.commands.tour is not None:
        ring, card = child(window, "tourRing", TourRing), tour.card
        assert card.isVisible() and window.rect().contains(card.geometry())
        assert window.rect().contains(ring.place) and not ring.place.isEmpty()
        assert card.count.text() == f"{len(seen) + 1} of 7" and card.words.text() in card.accessibleDescription()
        seen.append(tour.at)
        click(card.next_button)
    assert seen == ["surface", "panel", "play", "card", "runs", "switch", "help"]
    assert ended(window)
    assert window.experiment is before and window.controller.view_model.state is state


def test_that_the_ring_is_round_the_part_and_the_card_beside_it(window: MainWindow) -> None:
    arrange(window, "descent")
    tour = taken(window)
    stage = QRect(window.stage.mapTo(window, QPoint(0, 0)), window.stage.size())
    ring = child(window, "tourRing", TourRing)
    assert ring.place.contains(stage)
    assert not tour.card.geometry().intersects(stage)
    tour.leave()


def test_that_it_is_taken_by_keys_alone(window: MainWindow) -> None:
    arrange(window, "descent")
    tour = taken(window)
    key(window, Qt.Key.Key_Return)
    assert tour.at == "panel"
    key(window, Qt.Key.Key_Space)
    assert tour.at == "play" and not window.controller.playhead.playing
    key(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is tour.card.back_button
    key(window, Qt.Key.Key_Return)
    assert tour.at == "panel"
    key(window, Qt.Key.Key_Escape)
    assert ended(window)
    key(window, Qt.Key.Key_Space)
    assert window.controller.playhead.playing  # the keys of playing act as before
    key(window, Qt.Key.Key_Space)


def test_that_its_button_leaves_it(window: MainWindow) -> None:
    tour = taken(window)
    assert isinstance(tour.card.leave_button, QPushButton)
    click(tour.card.leave_button)
    assert ended(window)


@pytest.mark.parametrize(
    ("arrangement", "first", "skipped"),
    [("rates", "rates", "surface"), ("data", "data", "rates"), ("race", "surface", "card")],
)
def test_that_it_follows_the_arrangement(window: MainWindow, arrangement: str, first: str, skipped: str) -> None:
    window.controller.model.open(lesson("five_batches").open(lambda texts: texts["en"]), None)
    settle(window)
    arrange(window, arrangement)
    tour = taken(window)
    keys = [stop.key for stop in tour.stops]
    assert tour.at == first == keys[0] and skipped not in keys and 5 <= len(keys) <= 7
    tour.leave()


def test_that_another_arrangement_meanwhile_moves_it_to_what_is_there(window: MainWindow) -> None:
    arrange(window, "descent")
    tour = taken(window)
    while tour.at != "card":
        click(tour.card.next_button)
    arrange(window, "race")
    wait_until(lambda: tour.at == "runs")
    tour.leave()


def test_that_the_start_can_be_dragged_meanwhile(window: MainWindow) -> None:
    arrange(window, "descent")
    tour = taken(window)
    start = window.experiment.runs[0].start
    drag_start(window, (start[0] - 0.5, start[1]))
    assert window.experiment.runs[0].start != start and window.commands.tour is tour
    key(window, Qt.Key.Key_Escape)
    assert ended(window)


def test_that_presenting_ends_it(window: MainWindow) -> None:
    taken(window)
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    wait_until(lambda: ended(window))
    window.bench.actions["actionPresent"].trigger()
    settle(window)


def test_that_it_follows_the_language(window: MainWindow) -> None:
    tour = taken(window)
    window.set_language("ko")
    wait_until(lambda: tour.card.next_button.text() == "다음")
    wait_until(lambda: tour.card.title.text() == "곡면")
    window.set_language("en")
    tour.leave()


def test_that_the_tour_gives_the_keyboard_back_and_leaves_no_key_behind(window: MainWindow) -> None:
    arrange(window, "descent")
    field = child(window, "lrField")
    field.setFocus()
    for _ in range(2):
        window.bench.actions["actionTour"].trigger()  # as the search does
        settle(window)
        key(window, Qt.Key.Key_Escape)
        assert ended(window) and field.hasFocus()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    escape = QKeySequence(Qt.Key.Key_Escape)
    assert not [one for one in window.findChildren(QShortcut) if one.key() == escape and one.parent() is window]


def test_that_what_a_person_goes_to_meanwhile_keeps_the_keyboard(window: MainWindow) -> None:
    arrange(window, "descent")
    tour, field = taken(window), child(window, "lrField")
    field.setFocus()
    tour.leave()
    assert ended(window) and field.hasFocus()
