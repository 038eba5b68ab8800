from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QAction

from gdviz.gui.explore.batch_overlays import BatchOverlays
from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from gdviz.texts import language
from tests.gui.conftest import OpenWindow
from tests.gui.driving import choose_entry, settle, wait_until

pytestmark = pytest.mark.one_window


@pytest.fixture
def lecture(open_window: OpenWindow) -> MainWindow:
    return open_window(lesson("five_batches").open(language("en").choose))


def switch(window: MainWindow, name: str) -> QAction:
    """Open the menu with the mouse and click the switch."""
    return choose_entry(window, "batches", name)


def overlays(window: MainWindow) -> BatchOverlays:
    found = window.commands.batches.overlays
    assert found is not None
    return found


@pytest.mark.own_window  # no switch was used in it
def test_that_nothing_is_made_before_a_switch_is_used(lecture: MainWindow) -> None:
    assert lecture.commands.batches.overlays is None


def test_that_the_contours_of_the_current_batch_follow_the_playhead(lecture: MainWindow) -> None:
    switch(lecture, "actionBatchContours")
    drawn = overlays(lecture)
    wait_until(lambda: bool(drawn._contours._lines))
    assert drawn.words.isVisible() and "current batch" in drawn.words.text()
    first = drawn._contours._lines[0][0]
    lecture.playhead = 3
    wait_until(lambda: not np.array_equal(drawn._contours._lines[0][0], first))


def test_that_the_cloud_has_a_point_for_each_batch_and_the_step_that_is_made(lecture: MainWindow) -> None:
    lecture.playhead = 2
    switch(lecture, "actionBatchCloud")
    drawn = overlays(lecture)
    wait_until(lambda: len(drawn._cloud.data) == 7)  # five batches, all samples, and the current batch again
    record = lecture.result.runs[0]
    xs, ys = drawn._cloud.getData()
    assert "times as long" not in drawn.words.text()
    assert (xs[-1], ys[-1]) == pytest.approx(record.w[3])


def test_that_the_noise_ball_shows_both_sizes_or_why_there_is_none(lecture: MainWindow) -> None:
    switch(lecture, "actionBatchBall")
    drawn = overlays(lecture)
    lecture.controller.edit("epochs", 300)
    settle(lecture)
    wait_until(lambda: "as predicted" in drawn.words.text() and "as measured" in drawn.words.text())
    lecture.controller.edit("optimizer.kind", "adam")
    settle(lecture)
    wait_until(lambda: "no noise ball" in drawn.words.text())
    assert not drawn._rings._lines


def test_that_the_noise_ball_is_not_shown_while_the_end_is_hidden(lecture: MainWindow) -> None:
    lecture.controller.edit("epochs", 300)
    settle(lecture)
    lecture.controller.view_model.change(ahead_hidden=True)
    switch(lecture, "actionBatchBall")
    drawn = overlays(lecture)
    wait_until(lambda: "what is ahead is hidden" in drawn.words.text())
    assert not drawn._rings._lines and not drawn._measured._lines
    lecture.playhead = lecture.result.runs[0].updates
    wait_until(lambda: "as measured" in drawn.words.text())


def test_that_overlays_without_batches_say_so_and_overlays_that_are_off_say_nothing(lecture: MainWindow) -> None:
    switch(lecture, "actionBatchContours")
    drawn = overlays(lecture)
    lecture.controller.choose_run(1)
    wait_until(lambda: "no batches" in drawn.words.text())
    assert not drawn._contours._lines
    switch(lecture, "actionBatchContours")
    wait_until(lambda: not drawn.words.isVisible())


def test_that_a_surface_without_samples_has_no_batches(window: MainWindow) -> None:
    switch(window, "actionBatchCloud")
    wait_until(lambda: "no batches" in overlays(window).words.text())
