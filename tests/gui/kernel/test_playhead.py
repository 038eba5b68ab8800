from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from gdviz.gui.kernel.clock import Pace, extent
from gdviz.gui.kernel.playhead import SPEEDS, Playhead


@pytest.fixture
def playhead(qapp: QApplication) -> Iterator[Playhead]:
    made = Playhead()
    made.set_extent(100, 100)
    yield made
    made.pause()


def record(updates: int, planned: int, finish: str | None) -> SimpleNamespace:
    return SimpleNamespace(updates=updates, planned=planned, finish=finish)


def test_that_it_steps_by_one_and_stays_in_the_record(playhead: Playhead) -> None:
    moves: list[int] = []
    playhead.moved.connect(moves.append)
    playhead.step_forward()
    playhead.step_forward()
    playhead.step_back()
    playhead.first()
    playhead.step_back()
    playhead.last()
    playhead.step_forward()
    assert moves == [1, 2, 1, 0, 100]


def test_that_it_may_not_pass_what_is_computed(playhead: Playhead) -> None:
    playhead.set_extent(30, 100)
    playhead.set_position(70)
    assert playhead.position == 30


def test_that_playing_rests_where_it_is_wanted_at_any_speed(playhead: Playhead) -> None:
    playhead.rest_at(40)
    for speed in (30.0, math.inf):
        playhead.set_position(10)
        playhead.set_speed(speed)
        playhead.play()
        while playhead.playing:
            playhead.advance(0.1)
        assert playhead.position == 40
    playhead.play()
    playhead.advance(1.0)
    assert playhead.position == 100  # from there it goes on
    playhead.rest_at(None)
    playhead.set_position(10)
    playhead.play()
    playhead.advance(1.0)
    assert playhead.position == 100


def test_that_it_returns_to_its_place_after_a_recomputation(playhead: Playhead) -> None:
    playhead.set_position(60)
    playhead.set_extent(0, 100)
    assert playhead.position == 0
    playhead.set_extent(80, 100)
    assert playhead.position == 60


def test_that_a_run_that_ends_early_does_not_lose_the_place(playhead: Playhead) -> None:
    playhead.set_position(100)
    playhead.set_extent(20, 20)
    assert playhead.position == 20
    playhead.set_extent(100, 100)
    assert playhead.position == 100


def test_that_playing_moves_at_the_speed(playhead: Playhead) -> None:
    playhead.set_speed(30)
    playhead.play()
    playhead.advance(0.1)
    playhead.advance(0.05)
    assert playhead.position == 4  # 4.5 steps


def test_that_playing_waits_for_the_worker_and_saves_up_no_time(playhead: Playhead) -> None:
    playhead.set_extent(10, 100)
    playhead.set_speed(100)
    playhead.play()
    playhead.advance(5.0)
    assert playhead.playing
    assert playhead.position == 10
    playhead.set_extent(90, 100)
    assert playhead.position == 10
    playhead.advance(0.1)
    assert playhead.position == 20


def test_that_playing_keeps_the_place_while_the_record_is_recomputed(playhead: Playhead) -> None:
    playhead.set_position(60)
    playhead.set_speed(10)
    playhead.play()
    playhead.set_extent(5, 100)
    playhead.advance(0.1)
    playhead.set_extent(100, 100)
    assert playhead.position == 60


def test_that_playing_stops_at_the_end_and_starts_over_from_there(playhead: Playhead) -> None:
    states: list[bool] = []
    playhead.playingChanged.connect(states.append)
    playhead.set_speed(1000)
    playhead.play()
    playhead.advance(1.0)
    assert (playhead.position, playhead.playing) == (100, False)
    playhead.toggle()
    assert (playhead.position, playhead.playing) == (0, True)
    playhead.toggle()
    assert states == [True, False, True, False]


def test_that_nothing_is_played_where_nothing_is_planned(qapp: QApplication) -> None:
    playhead = Playhead()
    playhead.play()
    assert not playhead.playing


def test_that_a_step_or_a_reset_pauses(playhead: Playhead) -> None:
    for act in (playhead.step_forward, playhead.step_back, playhead.next_epoch, playhead.reset):
        playhead.set_position(50)
        playhead.play()
        act()
        assert not playhead.playing
    assert playhead.position == 0


def test_that_scrubbing_goes_on_playing_from_there(playhead: Playhead) -> None:
    playhead.set_speed(10)
    playhead.play()
    playhead.set_position(40)
    playhead.advance(0.5)
    assert playhead.playing
    assert playhead.position == 45


def test_that_epochs_are_jumped_by_their_beginnings(playhead: Playhead) -> None:
    playhead.steps_per_epoch = 7
    seen = []
    for jump in ("next_epoch", "next_epoch", "step_forward", "previous_epoch", "previous_epoch"):
        getattr(playhead, jump)()
        seen.append(playhead.position)
    assert seen == [7, 14, 15, 14, 7]


def test_that_the_timer_runs_only_while_playing(playhead: Playhead, qtbot: object) -> None:
    playhead.set_speed(1000)
    assert not playhead.playing
    with qtbot.waitSignal(playhead.playingChanged, timeout=30_000, check_params_cb=lambda on: not on):  # type: ignore[attr-defined]
        playhead.play()
    assert playhead.position == 100
    assert not playhead.playing


def test_that_the_speed_must_be_positive(playhead: Playhead) -> None:
    with pytest.raises(ValueError, match="positive"):
        playhead.set_speed(0)


def test_that_speeds_run_from_one_to_a_million_and_beyond() -> None:
    assert SPEEDS[0] == 1
    assert SPEEDS[-2:] == (1_000_000, math.inf)
    assert 5 in SPEEDS
    assert all(1.9 < b / a <= 2.5 for a, b in itertools.pairwise(SPEEDS[:-1]))


def test_that_full_speed_goes_as_far_as_is_computed(playhead: Playhead) -> None:
    playhead.set_extent(30_000, 1_000_000)
    playhead.set_speed(math.inf)
    playhead.play()
    playhead.advance(0.0)
    playhead.advance(0.016)
    assert playhead.position == 30_000 and playhead.playing
    playhead.set_extent(1_000_000, 1_000_000)
    playhead.advance(0.016)
    assert playhead.position == 1_000_000 and not playhead.playing


def test_that_slow_playing_glides_from_step_to_step_and_fast_playing_does_not(playhead: Playhead) -> None:
    playhead.set_extent(20, 20)
    glides: list[float] = []
    playhead.glided.connect(glides.append)
    playhead.set_speed(4)
    playhead.play()
    for _ in range(4):
        playhead.advance(0.0625)
    assert glides == [0.25, 0.5, 0.75, 0.0] and playhead.position == 1
    playhead.advance(0.0625)
    playhead.pause()
    assert glides[-1] == 0.0 and playhead.position == 1
    playhead.set_speed(100)
    del glides[:]
    playhead.play()
    playhead.advance(0.015)
    assert playhead.position == 2 and glides == []


def test_that_nothing_glides_into_what_is_not_computed(playhead: Playhead) -> None:
    playhead.set_extent(1, 20)
    glides: list[float] = []
    playhead.glided.connect(glides.append)
    playhead.set_speed(4)
    playhead.play()
    for _ in range(12):
        playhead.advance(0.0625)
    assert playhead.position == 1 and glides[-1] == 0.0


def test_that_a_loop_shows_its_end_for_a_while_and_starts_again(playhead: Playhead) -> None:
    playhead.set_extent(10, 10)
    playhead.set_loop(True)
    playhead.set_speed(100)
    playhead.play()
    playhead.advance(0.2)
    assert playhead.position == 10 and playhead.playing
    playhead.advance(0.5)
    assert playhead.position == 10
    playhead.advance(0.5)
    playhead.advance(0.01)
    assert playhead.position < 3 and playhead.playing
    playhead.set_loop(False)
    playhead.advance(1)
    assert playhead.position == 10 and not playhead.playing


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], (0, 0)),
        ([record(40, 100, None), record(70, 100, None)], (40, 100)),
        ([record(20, 100, "diverged"), record(70, 100, None)], (70, 100)),
        ([record(20, 100, "diverged"), record(100, 100, "completed")], (100, 100)),
        ([record(20, 100, "diverged")], (20, 20)),
        ([record(90, 100, "converged"), record(10, 50, None)], (10, 90)),
    ],
)
def test_that_a_run_being_computed_holds_back_the_shared_playhead(
    records: list[SimpleNamespace], expected: tuple[int, int]
) -> None:
    assert extent((one, Pace()) for one in records)[:2] == expected


def test_that_what_passes_while_the_window_stands_still_is_not_leapt_over(playhead: Playhead) -> None:
    playhead.set_extent(1000, 1000)
    playhead.set_speed(100)
    playhead.play()
    time.sleep(0.6)
    playhead._on_timer()
    assert 0 < playhead.position <= 25


def test_that_it_goes_to_a_point_as_soon_as_the_record_reaches_it(qapp: QApplication) -> None:
    playhead = Playhead()
    playhead.set_extent(5, 100)
    playhead.return_to(50)
    assert (playhead.position, playhead.wanted) == (5, 50)
    playhead.set_extent(80, 100)
    assert playhead.position == 50
