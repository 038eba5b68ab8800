"""Playing as it is seen: what glides, what is said of the last step, what loops."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gdviz.engine import trajectory
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, drag, fill_in, key, place_in_surface, settle, wait_until
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window


def colour_at(window: MainWindow, x: float, y: float) -> QColor:
    """The colour a little above a place: of the ball, or of what lies beside the path."""
    return colours_across(window, x, y, (4,))[0]


def colours_across(window: MainWindow, x: float, y: float, up: Sequence[int] = range(-4, 5)) -> list[QColor]:
    """The colours of the pixels so many rows above a place.

    A level line two pixels wide covers at least one of them whole, wherever the layout puts it between the rows.
    """
    image = window.surface.graphics.grab().toImage()
    at = place_in_surface(window, x, y)
    return [QColor(image.pixel(at.x(), at.y() - rows)) for rows in up]


@pytest.mark.own_window  # the clock of its playhead stands still
def test_that_the_ball_glides_between_steps_while_the_numbers_stay_those_of_the_step(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1, 1), [a_run((-1.5, 0), {"kind": "sgd", "lr": 1.0})], steps=4))
    ball = colour_at(window, -1.5, 0)
    window.controller.playhead.set_speed(2)
    window.setFocus()
    position = window.status.position.text()
    assert window.surface.paths._traces[0].colour not in colours_across(window, -1.1, 0), "ahead it is fainter"
    window.controller.playhead._timer.setInterval(10_000)  # the clock in our own hands, before its first tick
    key(window, Qt.Key.Key_Space)
    window.controller.playhead.advance(0.25)
    assert window.playhead == 0 and window.status.position.text() == position
    assert colour_at(window, -0.75, 0) == ball, "half of the way from -1.5 to 0"
    assert colour_at(window, -1.5, 0) != ball
    assert window.surface.paths._traces[0].colour in colours_across(window, -1.1, 0), "the path has come along"
    key(window, Qt.Key.Key_Space)
    assert colour_at(window, -1.5, 0) == ball
    window.playhead = 1
    assert colour_at(window, 0, 0) == ball


def test_that_with_one_parameter_the_ball_glides_to_the_next_loss(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1), [a_run((-2,), {"kind": "sgd", "lr": 1.5})], steps=4))
    now = window.surface.markers._markers.now[0]
    assert now.target == (1.0, 0.5)
    there = now.gliding(0.5)
    assert there.point == (-0.5, 1.25) and there.delta == (1.5, 0.0)
    view = ViewMap.of(window.surface.box)
    assert view.rect.contains(QPointF((there.point[0] - view.x0) * view.sx, (view.y1 - there.point[1]) * view.sy))


def test_that_l_loops_and_its_button_shows_it(window: MainWindow) -> None:
    window.setFocus()
    button = window.timeline._buttons["actionLoop"]
    assert isinstance(button, QToolButton) and not button.isChecked()
    key(window, Qt.Key.Key_L)
    assert button.isChecked() and window.controller.playhead.loop
    click(button)
    assert not button.isChecked() and not window.controller.playhead.loop
    click(button)
    window.controller.playhead.set_speed(1000)
    seen: list[int] = []
    window.controller.playhead.moved.connect(seen.append)
    window.setFocus()
    key(window, Qt.Key.Key_Space)
    wait_until(lambda: 20 in seen)
    wait_until(lambda: 0 in seen[seen.index(20) :])
    key(window, Qt.Key.Key_Space)
    QTest.qWait(20)
    assert not window.controller.playhead.playing


def test_that_the_status_shows_what_the_last_step_did(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1), [a_run((1,), {"kind": "sgd", "lr": 2.5})], steps=5))
    window.setFocus()
    assert "valley" not in window.status.position.text()
    key(window, Qt.Key.Key_Right)
    assert window.status.position.text().endswith("overshot the valley")
    fill_in(window, "lrField", "1.5")
    settle(window)
    assert window.status.position.text().endswith("crossed the valley")
    fill_in(window, "lrField", "0.5")
    settle(window)
    assert window.status.position.text().endswith("went down")


def test_that_a_verdict_ahead_of_the_playhead_is_labelled_and_hidden_with_the_rest(window: MainWindow) -> None:
    window.setFocus()
    assert window.status.verdict.text().startswith("GD, at the end: ")
    key(window, Qt.Key.Key_End)
    assert window.status.verdict.text().startswith("GD: ")
    key(window, Qt.Key.Key_Left)
    assert window.status.verdict.text().startswith("GD, at the end: ")
    key(window, Qt.Key.Key_H)
    assert window.status.verdict.text().startswith("GD: The last step lowered the loss by ")
    key(window, Qt.Key.Key_Right)
    assert "last step" not in window.status.verdict.text()


def test_that_dragging_the_ball_along_its_path_scrubs(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1, 2), [a_run((-1.8, 1.2), {"kind": "sgd", "lr": 0.1})], steps=20))
    window.playhead = 5
    before = window.surface.box.viewRange()
    w = window.result.runs[0].w
    seen: list[int] = []
    window.surface.playheadRequested.connect(seen.append)
    places = [place_in_surface(window, *w[k].tolist()) for k in (5, 6, 8, 10, 9)]
    drag(window.surface.graphics.viewport(), *places)
    assert set(seen) <= set(range(5, 11)) and seen[-1] == 9 and 10 in seen
    assert window.playhead == 9
    assert window.experiment.runs[0].start == (-1.8, 1.2)
    assert window.surface.box.viewRange() == before, "the view has not moved"


def test_that_the_playhead_of_a_thinned_run_counts_steps_not_rows(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 50)
    window = open_window(an_experiment(quadratic(1, 1), [a_run((-1.5, 0), {"kind": "sgd", "lr": 0.01})], steps=1000))
    record = window.result.runs[0]
    assert record.n == 50
    window.setFocus()
    key(window, Qt.Key.Key_End)
    assert window.playhead == 1000
    assert "step 1,000" in window.status.position.text()
    window.playhead = 510  # between two rows: the last one before it
    assert "step 500" in window.status.position.text()
    assert ToolPoint.of(window.scene).w == tuple(record.w[25])
    assert window.surface.runs.row(0, 510) == 25


def test_that_with_a_thinned_record_the_keys_step_from_point_to_point(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 50)
    window = open_window(an_experiment(quadratic(1, 1), [a_run((-1.5, 0), {"kind": "sgd", "lr": 0.01})], steps=190))
    assert window.result.runs[0].stride == 4
    assert window.surface.markers.words["update"] == "Δw", "the arrow leads over four updates"
    window.setFocus()
    seen = []
    for pressed in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Left):
        key(window, pressed)
        seen.append(window.playhead)
        assert f"step {window.playhead}" in window.status.position.text()
    assert seen == [4, 8, 4, 190, 188]
    window.playhead = 10
    assert window.timeline.count.text() == "8 / 190", "timeline, card and status show the point that is shown"
    assert "step 8 " in window.status.position.text() and window.card.title.text() == "Step 8 → 12"
    key(window, Qt.Key.Key_Left)
    assert window.playhead == 8
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 12
