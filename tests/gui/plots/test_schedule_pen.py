from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.driving import LEFT, NONE, click, drag
from tests.gui.plots.test_schedule_hands import POINTS, Edited
from tests.gui.scenes import change, go_to

LEVEL = {**POINTS, "points": [[0, 1]]}


@pytest.fixture
def made(qtbot: QtBot) -> Edited:
    """A view that draws, on a schedule of one point; its playhead is out of the way."""
    view = Edited(qtbot, schedule=LEVEL)
    go_to(view.view, 100)
    click(view.view.draw_button)
    return view


def wave(made: Edited, begin: int, end: int, release: bool = True) -> None:
    """Draw half a wave, from 0.008 down to 0.002 and up again."""
    steps = np.linspace(begin, end, 25)
    rates = 0.005 + 0.003 * np.cos(2 * np.pi * (steps - begin) / (end - begin))
    drag(made.port, *(made.at(*place) for place in zip(steps, rates, strict=True)), release=release)


def test_that_a_drag_draws_the_curve_live_and_is_one_edit(made: Edited) -> None:
    asked: list[int] = []
    made.view.playheadRequested.connect(asked.append)
    wave(made, 1, 99, release=False)
    assert len(made.edits) > 10 and not any(final for _, _, final, _ in made.edits)
    assert "η =" in made.view.readout.text()
    QTest.mouseRelease(made.port, LEFT, NONE, made.at(99, 0.008))
    path, value, final, name = made.edits[-1]
    assert (path, final, name) == ("schedule", True, "drawn schedule")
    points = np.array(value["points"])
    assert value["kind"] == "points" and 4 <= len(points) <= 16
    assert points[0, 0] == 0 and points[-1, 0] == 100  # near the ends a curve reaches them
    assert np.interp(50, *points.T) == pytest.approx(0.2, abs=0.03)
    assert np.interp(0, *points.T) == pytest.approx(0.8, abs=0.03)
    assert asked == [] and [one[2] for one in made.edits].count(True) == 1


def test_that_a_part_is_drawn_over_and_the_rest_stays(made: Edited) -> None:
    drag(made.port, made.at(40, 0.004), made.at(50, 0.004), made.at(60, 0.004))
    points = np.array(made.edits[-1][1]["points"])
    assert np.interp([0, 20, 37, 63, 100], *points.T) == pytest.approx(1, abs=0.01)
    assert np.interp([42, 50, 58], *points.T) == pytest.approx(0.4, abs=0.02)
    assert made.view.readout.isVisible() and "the rate stays" in made.view.readout.text()


def test_that_a_curve_that_begins_and_ends_near_the_ends_is_the_whole_schedule(made: Edited) -> None:
    drag(made.port, *(made.at(k, 0.004) for k in range(3, 99, 2)))
    points = np.array(made.edits[-1][1]["points"])
    assert np.interp([0, 50, 100], *points.T) == pytest.approx(0.4, abs=0.02)
    assert not made.view.readout.isVisible()


def test_that_a_curve_that_begins_or_ends_further_inside_leaves_the_ends(made: Edited) -> None:
    drag(made.port, *(made.at(k, 0.004) for k in range(10, 91, 5)))
    points = np.array(made.edits[-1][1]["points"])
    assert np.interp([0, 7, 93, 100], *points.T) == pytest.approx(1, abs=0.01)
    assert np.interp([12, 50, 88], *points.T) == pytest.approx(0.4, abs=0.02)


def test_that_a_hand_that_goes_back_draws_over_its_own_curve(made: Edited) -> None:
    drag(made.port, *(made.at(k, 0.004) for k in range(1, 100, 7)), *(made.at(k, 0.007) for k in range(99, 49, -7)))
    points = np.array(made.edits[-1][1]["points"])
    assert np.interp([10, 40], *points.T) == pytest.approx(0.4, abs=0.03)
    assert np.interp([60, 90], *points.T) == pytest.approx(0.7, abs=0.03)


def test_that_without_the_pencil_a_drag_is_for_the_playhead(made: Edited) -> None:
    click(made.view.draw_button)
    asked: list[int] = []
    made.view.playheadRequested.connect(asked.append)
    drag(made.port, made.at(20, 0.004), made.at(60, 0.004))
    assert asked[-1] == 60 and not made.edits


def test_that_a_click_and_one_step_alone_say_how_to_draw(made: Edited) -> None:
    QTest.mouseClick(made.port, LEFT, pos=made.at(30, 0.004))
    assert "Drag to draw" in made.view.readout.text()
    place = made.at(30, 0.004)
    drag(made.port, place, place - QPoint(0, 30), place - QPoint(0, 60))
    assert "no curve" in made.view.readout.text() and not made.edits


def test_that_nothing_is_drawn_where_it_would_not_be_seen(made: Edited) -> None:
    go_to(made.view, 40)
    change(made.view, ahead_hidden=True)
    drag(made.port, made.at(60, 0.004), made.at(80, 0.004))
    assert "hidden" in made.view.readout.text() and not made.edits
    drag(made.port, made.at(10, 0.004), made.at(30, 0.004), made.at(90, 0.004))
    points = np.array(made.edits[-1][1]["points"])
    assert np.interp([20, 39, 42], *points.T) == pytest.approx([0.4, 0.4, 1], abs=0.03)


def test_that_a_warm_up_is_not_drawn_over(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=LEVEL, warmup={"length": 30, "start_factor": 0.5, "unit": "step"})
    go_to(made.view, 100)
    click(made.view.draw_button)
    drag(made.port, made.at(5, 0.002), made.at(20, 0.002))
    assert "after the warm-up" in made.view.readout.text() and not made.edits
    drag(made.port, made.at(5, 0.002), made.at(20, 0.002), made.at(99, 0.002))
    assert made.edits[-1][1]["points"] == [[0, pytest.approx(0.2, abs=0.02)], [70, pytest.approx(0.2, abs=0.02)]]


def test_that_a_curve_is_drawn_where_the_pointer_goes_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule={**POINTS, "points": [[0, 1], [100, 0.001]]})
    assert made.view.scale.kind == "log"
    go_to(made.view, 100)
    click(made.view.draw_button)
    steps = np.linspace(2, 98, 25)
    rates = 10.0 ** (-3.0 + 0.7 * np.cos(2 * np.pi * steps / 100))  # from 5e-3 down to 2e-4
    drag(made.port, *(made.at(*place) for place in zip(steps, rates, strict=True)))
    points = np.array(made.edits[-1][1]["points"])
    assert len(points) <= 26
    within = np.arange(4, 97)
    drawn_rates = np.log10(np.interp(within, *points.T) * 0.01)
    assert drawn_rates == pytest.approx(np.interp(within, steps, np.log10(rates)), abs=0.08)


def test_that_a_double_click_puts_a_point_under_the_pointer_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule={**POINTS, "points": [[0, 1], [100, 0.001]]})
    go_to(made.view, 100)
    click(made.view.draw_button)
    place = made.at(30, 0.0003)
    QTest.mouseDClick(made.port, LEFT, pos=place)
    k, factor = made.edits[-1][1]["points"][1]
    assert k == pytest.approx(30, abs=1) and factor * 0.01 == pytest.approx(made.under(place), rel=0.05)
