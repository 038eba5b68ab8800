from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import Result
from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.plots.loss_view import LossView
from tests.gui.conftest import OpenWindow
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.scenes import change_clock, show
from tests.making import a_run, an_experiment


@pytest.fixture
def two() -> Result:
    """Two runs over 20 samples for four epochs: in batches of 5 and of 10."""
    return computed(LINE, {"batch": {"size": 5}}, {"batch": {"size": 10}}, epochs=4)


@pytest.fixture
def view(qtbot: QtBot, two: Result) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(420, 290)
    made.show()
    show(made, two)
    return made


def counted(view: LossView) -> list[tuple[float, str]]:
    """The ticks: where they stand, and what they say."""
    axis = view.step_axis
    spacing, places = axis.tickValues(*view.box.viewRange()[0], view.box.width())[0]
    return list(zip(places, axis.tickStrings(places, 1.0, spacing), strict=True))


def test_that_a_step_of_a_run_that_sees_twice_as_much_is_twice_as_long_in_epochs(two: Result) -> None:
    time = TimeScale()
    time.set_runs(two.runs)
    assert [time.factor(run) for run in two.runs] == [1, 1]
    for unit in ("epoch", "sample"):
        time.unit = unit
        assert [time.factor(run) for run in two.runs] == [1, 2]
    assert (time.count(6), time.step_of(two.runs[1], 6)) == ("30", 3)


@pytest.mark.parametrize(("unit", "per_step", "title"), [
    ("step", 1, "step"), ("epoch", 1 / 4, "epoch"), ("sample", 5, "samples seen"),
])  # fmt: skip
def test_that_the_axis_counts_what_is_chosen(view: LossView, unit: str, per_step: float, title: str) -> None:
    change_clock(view, unit=unit)
    assert len(counted(view)) > 1
    assert [text for _, text in counted(view)] == [f"{place * per_step:.0f}" for place, _ in counted(view)]
    assert all((place * per_step).is_integer() for place, _ in counted(view))
    assert view.step_axis.labelText == title


def test_that_equal_epochs_stand_over_one_another(view: LossView) -> None:
    change_clock(view, unit="epoch")
    ends = [stroke.x[-1] for stroke in view.curves.strokes]
    assert ends == [16, 16]
    change_clock(view, unit="step")
    assert [stroke.x[-1] for stroke in view.curves.strokes] == [16, 8]


def test_that_the_readout_compares_at_equal_epochs(view: LossView, two: Result) -> None:
    change_clock(view, unit="epoch")
    QTest.mouseMove(view.plot.viewport(), QPoint(round(view.viewport_x(8)), view.plot.height() // 2))
    assert "epoch 2" in view.readout.text()
    for run, k in zip(two.runs, (8, 4), strict=True):
        assert f"{run.loss[k]:.6g}" in view.readout.text()


def test_that_without_samples_all_three_are_the_same() -> None:
    result = computed(BOWL, steps=10)
    time = TimeScale()
    time.set_runs(result.runs)
    for unit in ("step", "epoch", "sample"):
        time.unit = unit
        assert (time.count(7), time.factor(result.runs[0])) == ("7", 1)


def test_that_the_menu_lets_every_plot_and_the_timeline_count_samples(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(LINE, [a_run((0, 0), batch={"size": 5})], epochs=4))
    window.playhead = 6
    window.bench.actions["actionTimeSample"].trigger()
    assert window.timeline.count.text() == "30 / 80"
    for plot in (window.loss, window.schedule):
        assert plot.step_axis.labelText == "samples seen"
    window.bench.actions["actionTimeStep"].trigger()
    assert window.timeline.count.text() == "6 / 16"
    assert 1.02 * 16 <= window.loss.box.viewRange()[0][1] < 1.1 * 16


@pytest.mark.parametrize("width", [160, 420, 1600])
def test_that_the_head_of_the_playhead_is_whole_at_both_ends(view: LossView, width: int) -> None:
    view.resize(width, 290)
    QApplication.processEvents()
    edges = view.box.sceneBoundingRect()
    for step in (0, view.time_end()):
        x = view.box.mapViewToScene(QPointF(step, 0)).x()
        assert edges.left() + 7.9 <= x <= edges.right() - 7.9


def test_that_another_size_leaves_the_zoom(view: LossView) -> None:
    view.zoom.steps = (2.0, 6.0)
    view.redraw()
    view.resize(700, 290)
    QApplication.processEvents()
    assert view.box.viewRange()[0] == [2.0, 6.0]
