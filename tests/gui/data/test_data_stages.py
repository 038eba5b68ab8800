from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.data_lab import lab, on_data
from tests.gui.driving import child, click, hover, key, settle, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on 100 samples in five batches."""
    return open_window(on_data())


def test_that_the_stages_light_up_one_by_one(window: MainWindow) -> None:
    window.playhead = 6
    window.surface.setFocus()
    seen = []
    for _ in range(5):
        key(window, Qt.Key.Key_Period)
        seen.append((window.playhead, lab(window).stage))
    assert seen == [(6, 1), (6, 2), (6, 3), (6, 4), (7, 1)]
    key(window, Qt.Key.Key_Comma)
    assert (window.playhead, lab(window).stage) == (6, 4)
    key(window, Qt.Key.Key_Right)
    assert (window.playhead, lab(window).stage) == (7, 0)


def test_that_a_click_on_the_card_of_a_stage_shows_it(window: MainWindow) -> None:
    window.resize(1440, 900)
    window.controller.view_model.change(arrangement="data", arranged=True)
    settle(window)
    QTest.qWait(50)
    large = lab(window).large
    assert large is not None and lab(window).is_large
    window.playhead = 6

    def at(number: int) -> QPoint:
        return large.stages.cards()[number - 1].center().toPoint()

    for clicked, stage in ((3, 3), (1, 1), (4, 4), (4, 0)):
        click(large.stages, at(clicked))
        assert (window.playhead, lab(window).stage, large.stages.stage) == (6, stage, stage)
    hover(large.stages, at(2))
    assert large.stages.cursor().shape() == Qt.CursorShape.PointingHandCursor
    gap = (large.stages.cards()[0].right() + large.stages.cards()[1].left()) / 2
    hover(large.stages, QPoint(round(gap), at(1).y()))
    assert large.stages.cursor().shape() == Qt.CursorShape.ArrowCursor
    end = window.playhead = window.result.runs[0].n
    click(large.stages, at(4))
    assert (window.playhead, large.stages.stage) == (end - 1, 4), "at the end it is that of the last update"


def test_that_without_samples_a_stage_is_a_step(open_window: OpenWindow) -> None:
    window = open_window()
    window.surface.setFocus()
    for pressed, k in ((Qt.Key.Key_Period, 1), (Qt.Key.Key_Period, 2), (Qt.Key.Key_Comma, 1)):
        key(window, pressed)
        assert window.playhead == k


def test_that_the_update_shows_the_gradient_of_the_batch_beside_that_of_all(window: MainWindow) -> None:
    window.playhead = 6
    for _ in range(4):
        window.bench.actions["actionSubStep"].trigger()
    record = window.result.runs[0]
    full, batch = window.data._arrows.arrows
    assert np.allclose(batch.vector, -record.grad[6])
    assert np.allclose(full.vector, -record.problem.grad(record.w[6]))
    assert lab(window).flow.stage == 4
    assert "becomes" in lab(window).sentence.text()
    key(window, Qt.Key.Key_Home)
    assert not window.data._arrows.arrows


def test_that_slow_play_goes_through_the_stages(window: MainWindow) -> None:
    window.controller.playhead.set_speed(2)
    seen = []
    lab(window).arrowsChanged.connect(lambda _: seen.append(lab(window).stage))
    key(window, Qt.Key.Key_Space)
    wait_until(lambda: window.playhead == 2)
    key(window, Qt.Key.Key_Space)
    assert {1, 2, 3, 4} <= set(seen)


def test_that_stages_are_played_again_once_the_lab_is_unfolded(window: MainWindow) -> None:
    window.controller.playhead.set_speed(2)
    window.bench.actions["actionFoldRight"].setChecked(False)
    window.controller.playhead.play()
    wait_until(lambda: window.playhead == 1)
    seen = []
    window.controller.stateChanged.connect(lambda _: seen.append(window.controller.view_model.state.moment.stage))
    wait_until(lambda: window.playhead == 2)
    assert not seen, "no stage goes by unseen"
    window.bench.actions["actionFoldRight"].setChecked(True)
    wait_until(lambda: window.playhead == 4)
    window.controller.playhead.pause()
    assert {2, 3, 4} <= set(seen)


def test_that_quick_play_goes_through_no_stages(window: MainWindow) -> None:
    key(window, Qt.Key.Key_Space)
    wait_until(lambda: window.playhead == 2)
    assert lab(window).stage == 0


def test_that_the_shuffle_is_shown_at_the_first_stage_of_an_epoch_and_can_be_switched_off(window: MainWindow) -> None:
    window.playhead = 5
    window.bench.actions["actionSubStep"].trigger()
    assert lab(window).strip.shuffling
    wait_until(lambda: not lab(window).strip.shuffling, 20)
    lab(window).shuffle_action.trigger()
    window.playhead = 10
    window.bench.actions["actionSubStep"].trigger()
    assert not lab(window).strip.shuffling


def played_slowly(window: MainWindow, start: int, end: int, speed: float = 2) -> list[tuple[int, int, bool, str]]:
    """What is seen between two updates, played: playhead, stage, whether samples are on their way, the page."""
    pages = {name: child(window, f"{name}PageButton", QPushButton) for name in ("samples", "batches", "flow")}
    window.playhead = start
    window.controller.playhead.set_speed(speed)
    seen: list[tuple[int, int, bool, str]] = []
    key(window, Qt.Key.Key_Space)

    def ends() -> bool:
        page = next(name for name, button in pages.items() if button.isChecked())
        now = (window.playhead, lab(window).stage, lab(window).strip.shuffling, page)
        if not seen or seen[-1] != now:
            seen.append(now)
        return window.playhead >= end

    wait_until(ends, 20)
    key(window, Qt.Key.Key_Space)
    return seen


def test_that_slow_play_waits_until_the_shuffle_has_been_seen(window: MainWindow) -> None:
    whole: list[int] = []
    lab(window).strip._shuffle.finished.connect(lambda: whole.append(window.playhead))  # not where it is broken off
    seen = played_slowly(window, 4, 6)
    assert whole == [5]
    assert (5, 1, True) in {now[:3] for now in seen}
    assert not any(shuffling for _, stage, shuffling, _ in seen if stage != 1)
    assert {now[1] for now in seen if now[0] == 5} == {1, 2, 3, 4}


def test_that_the_first_epoch_is_shuffled_from_the_order_of_the_data(window: MainWindow) -> None:
    window.bench.actions["actionSubStep"].trigger()
    strip = lab(window).strip
    assert strip.shuffling and list(strip._shuffle.before) == lab(window).shown_update.index.tolist()


def test_that_samples_that_keep_their_order_do_not_hold_up_the_play(open_window: OpenWindow) -> None:
    batch = {"size": 20, "shuffle": False}
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    window = open_window(an_experiment(problem, [a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch=batch)], epochs=6))
    assert not any(shuffling for _, _, shuffling, _ in played_slowly(window, 4, 6))


def test_that_a_page_stays_while_stages_are_played_but_for_the_shuffle(window: MainWindow) -> None:
    flow = child(window, "flowPageButton", QPushButton)
    assert flow.isVisible()
    click(flow)
    seen = played_slowly(window, 3, 6)
    assert {page for _, stage, _, page in seen if stage != 1} == {"flow"}
    assert {page for _, _, shuffling, page in seen if shuffling} == {"batches"}
    assert flow.isChecked()
