from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.look import Look
from tests.gui.driving import LEFT, NONE, click, drag
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.scenes import change, change_clock, go_to, show, show_scene

COSINE = {"kind": "cosine", "t_max": 60, "unit": "step"}
POINTS = {"kind": "points", "points": [[0, 1], [50, 0.2]], "unit": "step"}
Edit = tuple[str, Any, bool, str]


class Edited:
    """A view alone with one run of 100 steps, and all that its curve asked for."""

    def __init__(self, qtbot: QtBot, **run: Any) -> None:
        self.view = ScheduleView()
        qtbot.addWidget(self.view)
        self.view.resize(520, 320)
        with qtbot.waitExposed(self.view):
            self.view.show()
        show(self.view, computed(BOWL, run, steps=100))
        self.view.drawingRequested.connect(lambda on: change(self.view, drawing=on))
        self.port = self.view.plot.viewport()
        self.edits: list[Edit] = []
        self.view.edited.connect(lambda *edit: self.edits.append((*edit[:3], edit[3]())))

    def at(self, step: float, rate: float) -> QPoint:
        position = float(self.view.scale.to_axis(rate))
        return self.view.plot.mapFromScene(self.view.box.mapViewToScene(QPointF(step, position)))

    def under(self, at: QPoint) -> float:
        """The rate at a pixel, from the ends of the axis alone: their share along the height of the plot."""
        (low, high), box = self.view.box.viewRange()[1], self.view.box.sceneBoundingRect()
        share = (box.bottom() - self.view.plot.mapToScene(at).y()) / box.height()
        position = low + share * (high - low)
        return float(10.0**position) if self.view.scale.kind == "log" else float(position)

    def drag(self, begin: tuple[float, float], end: tuple[float, float]) -> Edit:
        """Drag through a place on the way; return the last values that the view asked for."""
        start, stop = self.at(*begin), self.at(*end)
        drag(self.port, start, start + (stop - start) / 2, stop)
        return self.edits[-1]


def test_that_the_level_is_dragged_up_and_down(qtbot: QtBot) -> None:
    made = Edited(qtbot)
    path, value, final, name = made.drag((40, 0.01), (41, 0.005))
    assert (path, final, name) == ("optimizer.lr", True, "learning rate")
    assert value == pytest.approx(0.005, rel=0.03)
    assert [final for _, _, final, _ in made.edits].count(True) == 1


def test_that_the_level_of_a_schedule_is_its_base(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    half = 0.01 * (1 + np.cos(np.pi / 3)) / 2
    _, value, _, _ = made.drag((20, half), (20, half / 2))
    assert value == pytest.approx(0.005, rel=0.03)


def test_that_the_level_stays_over_zero_with_a_sentence(qtbot: QtBot) -> None:
    made = Edited(qtbot)
    start = made.at(40, 0.01)
    drag(made.port, start, start + QPoint(0, 60), start + QPoint(0, 900), release=False)
    assert "over 0" in made.view.readout.text()
    QTest.mouseRelease(made.port, LEFT, NONE, start + QPoint(0, 900))
    assert made.edits[-1][1] > 0


def test_that_a_click_on_the_curve_or_a_drag_along_it_is_for_the_playhead(qtbot: QtBot) -> None:
    made = Edited(qtbot)
    asked: list[int] = []
    made.view.playheadRequested.connect(asked.append)
    QTest.mouseClick(made.port, LEFT, pos=made.at(40, 0.01))
    assert asked == [40]
    drag(made.port, made.at(50, 0.01), made.at(60, 0.01), made.at(70, 0.01))
    assert asked[-1] == 70 and not made.edits


def test_that_t_max_and_the_lowest_rate_are_dragged_at_their_place(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    path, value, _, name = made.drag((60, 0), (80, 0))
    assert path == "schedule" and value["t_max"] == pytest.approx(80, abs=1) and value["eta_min"] == 0
    assert name == "Half period"
    path, value, _, name = made.drag((60, 0), (60, 0.004))
    assert value["t_max"] == 60 and value["eta_min"] == pytest.approx(0.004, rel=0.05)
    assert name == "Lowest rate"


@pytest.mark.parametrize(
    ("schedule", "begin", "end", "name", "value"),
    [
        ({"kind": "step", "step_size": 30, "gamma": 0.5}, (30, 0.005), (40, 0.005), "step_size", 40),
        ({"kind": "multistep", "milestones": [30, 60], "gamma": 0.5}, (60, 0.0025), (80, 0.0025),
         "milestones", [30, 80]),
        ({"kind": "linear", "start_factor": 1, "end_factor": 0.5, "total_iters": 50}, (50, 0.005), (70, 0.005),
         "total_iters", 70),
        ({"kind": "wsd", "stable": 40, "decay": 20}, (60, 0), (70, 0), "decay", 30),
    ],
    ids=["step", "multistep", "linear", "wsd"],
)  # fmt: skip
def test_that_times_are_dragged(qtbot: QtBot, schedule: Any, begin: Any, end: Any, name: str, value: Any) -> None:
    made = Edited(qtbot, schedule={**schedule, "unit": "step"})
    assert made.drag(begin, end)[1][name] == pytest.approx(value, abs=1)


def test_that_warm_up_end_and_factor_are_dragged(qtbot: QtBot) -> None:
    made = Edited(qtbot, warmup={"length": 20, "start_factor": 0.5, "unit": "step"})
    go_to(made.view, 90)  # its line would be in the way at 0
    path, value, _, _ = made.drag((20, 0.01), (30, 0.01))
    assert path == "warmup.length" and value == pytest.approx(30, abs=1)
    path, value, _, _ = made.drag((0, 0.005), (0, 0.008))
    assert path == "warmup.start_factor" and value == pytest.approx(0.8, abs=0.02)


def test_that_epochs_are_dragged_in_epochs_whatever_the_axis_counts(qtbot: QtBot) -> None:
    slow = {"batch": {"size": 2}, "label": "slow"}  # 10 steps an epoch
    fast = {"batch": {"size": 10}, "label": "fast", "schedule": {"kind": "multistep", "milestones": [4], "gamma": 0.5}}
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(520, 320)
    with qtbot.waitExposed(view):
        view.show()
    show(view, computed(LINE, {**slow, "start": (0, 0)}, {**fast, "start": (0, 0)}, epochs=10))
    change(view, run=1)
    edits: list[Edit] = []
    view.edited.connect(lambda *edit: edits.append((*edit[:3], edit[3]())))
    for unit, length in (("step", 1), ("epoch", 5)):  # 2 steps an epoch, each as long as 5 of the other run
        change_clock(view, unit=unit)
        edits.clear()
        begin, end = (
            view.plot.mapFromScene(view.box.mapViewToScene(QPointF(2 * epoch * length, 0.005))) for epoch in (4, 7)
        )
        drag(view.plot.viewport(), begin, begin + (end - begin) / 2, end)
        assert edits[-1][1]["milestones"] == [pytest.approx(7, abs=0.6)]


def test_that_a_time_ends_with_the_run_with_a_sentence(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    start = made.at(60, 0)
    drag(made.port, start, start + QPoint(50, 0), start + QPoint(900, 0), release=False)
    assert "at most" in made.view.readout.text()
    QTest.mouseRelease(made.port, LEFT, NONE, start + QPoint(900, 0))
    assert made.edits[-1][1]["t_max"] == 100


def test_that_a_handle_says_what_it_is_and_how_it_moves(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    QTest.mouseMove(made.port, made.at(80, 0.005))
    QTest.mouseMove(made.port, made.at(60, 0))
    qtbot.waitUntil(lambda: "Half period 60" in made.view.readout.text())
    assert made.port.cursor().shape() == Qt.CursorShape.SizeAllCursor
    QTest.mouseMove(made.port, made.at(20, 0.0075))
    qtbot.waitUntil(lambda: "up or down" in made.view.readout.text())
    assert made.port.cursor().shape() == Qt.CursorShape.SizeVerCursor


def test_that_handles_appear_and_disappear_with_the_pointer(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    assert made.view._hands is None  # nothing is made for a plot that nobody points at
    QTest.mouseMove(made.port, made.at(70, 0.005))
    qtbot.waitUntil(lambda: made.view._hands is not None and len(made.view._hands.placed) == 1)
    made.view._hands.leave()
    assert not made.view._hands.placed


def test_that_what_is_hidden_ahead_cannot_be_dragged(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    go_to(made.view, 10)
    change(made.view, ahead_hidden=True)
    drag(made.port, made.at(60, 0), made.at(70, 0.0), made.at(80, 0.0))
    assert not made.edits


def test_that_drawing_turns_the_plan_into_points_once(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule={"kind": "multistep", "milestones": [30, 60], "gamma": 0.5, "unit": "step"})
    click(made.view.draw_button)
    assert made.edits == [("schedule", {"kind": "points", "unit": "step", "points": [[0, 1], [30, 0.5], [60, 0.25]],
                                        "interpolation": "hold"}, True, "own schedule")]  # fmt: skip


@pytest.fixture
def drawn(qtbot: QtBot) -> Edited:
    made = Edited(qtbot, schedule=POINTS)
    click(made.view.draw_button)
    assert made.view.drawing and not made.edits  # they are points already
    return made


def test_that_a_double_click_adds_a_point_and_leaves_the_playhead(drawn: Edited) -> None:
    asked: list[int] = []
    drawn.view.playheadRequested.connect(asked.append)
    QTest.mouseClick(drawn.port, LEFT, pos=drawn.at(80, 0.006))
    QTest.mouseDClick(drawn.port, LEFT, pos=drawn.at(80, 0.006))
    path, value, final, name = drawn.edits[-1]
    assert (path, final, name) == ("schedule", True, "new point")
    assert value["points"][-1] == [80, pytest.approx(0.6, abs=0.02)]
    assert asked == []


def test_that_a_point_is_dragged_between_its_neighbours(drawn: Edited) -> None:
    value = drawn.drag((50, 0.002), (70, 0.008))[1]
    assert value["points"] == [[0, 1], [pytest.approx(70, abs=1), pytest.approx(0.8, abs=0.02)]]


def test_that_delete_and_a_right_click_remove_a_point(drawn: Edited) -> None:
    QTest.mouseClick(drawn.port, LEFT, pos=drawn.at(50, 0.002))
    QTest.keySequence(drawn.view.plot, QKeySequence("Del"))
    assert drawn.edits.pop()[1]["points"] == [[0, 1]]
    QTest.mouseClick(drawn.port, Qt.MouseButton.RightButton, pos=drawn.at(50, 0.002))
    assert drawn.edits.pop()[1]["points"] == [[0, 1]]


def test_that_the_last_point_stays_and_a_step_has_one_point(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule={**POINTS, "points": [[50, 1]]})
    click(made.view.draw_button)
    QTest.mouseClick(made.port, Qt.MouseButton.RightButton, pos=made.at(50, 0.01))
    assert not made.edits and "has to stay" in made.view.readout.text()
    QTest.mouseDClick(made.port, LEFT, pos=made.at(50, 0.004))
    assert not made.edits and "already" in made.view.readout.text()


def test_that_lines_or_steps_are_chosen(drawn: Edited) -> None:
    assert drawn.view.hold_button.isVisible() and not drawn.view.hold_button.isChecked()
    click(drawn.view.hold_button)
    assert drawn.edits[-1][:3] == ("schedule.interpolation", "hold", True)


def test_that_the_axes_keep_still_while_a_hand_drags(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=COSINE)
    before = made.view.box.viewRange()
    start = made.at(20, 0.0075)
    drag(made.port, start, start - QPoint(0, 40), release=False)
    show(made.view, computed(BOWL, {"schedule": COSINE, "optimizer": {"kind": "sgd", "lr": 0.03}}, steps=100))
    assert made.view.box.viewRange() == before
    QTest.mouseRelease(made.port, LEFT, NONE, start - QPoint(0, 40))
    QApplication.processEvents()
    assert made.view.box.viewRange()[1][1] > 0.03


DECAY = {"kind": "exponential", "gamma": 0.9, "unit": "step"}


@pytest.fixture(params=["linear", "log"])
def axis(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def on_axis(qtbot: QtBot, axis: str, **run: Any) -> Edited:
    made = Edited(qtbot, **run)
    change(made.view, look=Look(rate_axis=axis))
    assert made.view.scale.kind == axis
    return made


def test_that_the_level_gets_the_rate_under_the_pointer(qtbot: QtBot, axis: str) -> None:
    made = on_axis(qtbot, axis)
    start = made.at(40, 0.01)
    for down in (25, 60):
        stop = start + QPoint(0, down)
        drag(made.port, start, start + QPoint(0, 12), stop)
        (path, value, final, _), wanted = made.edits[-1], made.under(stop)
        assert (path, final) == ("optimizer.lr", True)
        pixel = abs(made.under(stop + QPoint(0, 1)) - wanted)
        assert value == pytest.approx(wanted, abs=pixel)


def test_that_a_handle_gets_the_rate_under_the_pointer(qtbot: QtBot, axis: str) -> None:
    points = {"kind": "points", "points": [[0, 1], [50, 0.1], [80, 0.02]], "unit": "step"}
    made = on_axis(qtbot, axis, schedule=points)
    go_to(made.view, 5)
    start, stop = made.at(50, 0.001), made.at(60, 0.003)
    drag(made.port, start, start + (stop - start) / 2, stop)
    k, factor = made.edits[-1][1]["points"][1]
    pixel = abs(made.under(stop + QPoint(0, 1)) - made.under(stop))
    assert k == pytest.approx(60, abs=1) and factor * 0.01 == pytest.approx(made.under(stop), abs=1.5 * pixel)


def test_that_handles_stand_on_the_curve_on_both_axes(qtbot: QtBot, axis: str) -> None:
    made = on_axis(qtbot, axis, schedule={"kind": "points", "points": [[0, 1], [50, 0.1], [80, 0.02]], "unit": "step"})
    QTest.mouseMove(made.port, made.at(20, 0.005))
    qtbot.waitUntil(lambda: made.view._hands is not None and len(made.view._hands.placed) == 3)
    for knob, step, rate in zip(made.view._hands._knobs, (0, 50, 80), (0.01, 0.001, 0.0002), strict=True):
        place = made.view.plot.mapFromScene(made.view.box.mapViewToScene(knob.pos()))
        assert made.under(place) == pytest.approx(rate, abs=abs(made.under(place - QPoint(0, 2)) - rate))
        assert knob.pos().x() == step


def test_that_a_rate_of_0_is_dragged_up_from_the_lower_end_of_a_logarithmic_axis_and_back(qtbot: QtBot) -> None:
    made = on_axis(qtbot, "log", schedule=COSINE)
    bottom = round(made.view.plot.mapFromScene(made.view.box.sceneBoundingRect().bottomLeft()).y())
    x = made.at(60, 0.01).x()
    start, stop = QPoint(x, bottom - 6), QPoint(x, bottom - 80)
    drag(made.port, start, start - QPoint(0, 20), stop)
    value = made.edits[-1][1]
    assert (
        value["t_max"] == 60 and value["eta_min"] == pytest.approx(made.under(stop), rel=0.1) and value["eta_min"] > 0
    )
    made = on_axis(qtbot, "log", schedule={**COSINE, "eta_min": 0.001})
    start = made.at(60, 0.001)
    bottom = round(made.view.plot.mapFromScene(made.view.box.sceneBoundingRect().bottomLeft()).y())
    drag(made.port, start, start + QPoint(0, 20), QPoint(start.x(), bottom + 4))
    assert made.edits[-1][1]["eta_min"] == 0


def test_that_a_time_is_dragged_alone_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    made = on_axis(qtbot, "log", schedule={"kind": "multistep", "milestones": [30, 60], "gamma": 0.1, "unit": "step"})
    path, value, _, name = made.drag((60, 0.0001), (80, 0.0001))
    assert (path, name) == ("schedule", "Milestones")
    assert value["milestones"] == [30, pytest.approx(80, abs=1)] and value["gamma"] == 0.1


def test_that_the_level_stays_over_zero_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    made = on_axis(qtbot, "log")
    start = made.at(40, 0.01)
    drag(made.port, start, start + QPoint(0, 60), start + QPoint(0, 900), release=False)
    assert "over 0" in made.view.readout.text()
    QTest.mouseRelease(made.port, LEFT, NONE, start + QPoint(0, 900))
    assert made.edits[-1][1] == pytest.approx(made.view.lowest_shown, rel=0.5)


def test_that_the_scale_stays_while_a_hand_drags(qtbot: QtBot) -> None:
    made = Edited(qtbot)
    start = made.at(40, 0.01)
    drag(made.port, start, start - QPoint(0, 40), release=False)
    show(made.view, computed(BOWL, {"schedule": DECAY}, steps=100))
    assert made.view.scale.kind == "linear"
    QTest.mouseRelease(made.port, LEFT, NONE, start - QPoint(0, 40))
    QApplication.processEvents()
    assert made.view.scale.kind == "log"


def test_that_drawing_begins_with_points_that_are_near_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    made = Edited(qtbot, schedule=DECAY)
    assert made.view.scale.kind == "log"
    click(made.view.draw_button)
    points = np.array(made.edits[-1][1]["points"])
    steps = np.arange(100)
    apart = np.log10(np.interp(steps, *points.T)) - steps * np.log10(0.9)
    assert np.abs(apart).max() < 0.02 * 99 * -np.log10(0.9)


def test_that_delete_removes_no_point_that_was_selected_in_another_experiment(drawn: Edited) -> None:
    QTest.mouseClick(drawn.port, LEFT, pos=drawn.at(50, 0.002))
    scene = drawn.view._scene
    assert scene is not None
    show_scene(drawn.view, replace(scene, openings=scene.openings + 1))
    QTest.keySequence(drawn.view.plot, QKeySequence("Del"))
    assert not drawn.edits
