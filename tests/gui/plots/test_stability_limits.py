"""The stability limits in the window: exact at every scale, each run's own, and evaluated only by the worker."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.diagnosis import crossings, stability_limits
from gdviz.engine.diagnosis.crossings import ALL, FEW, StabilityCurve, is_known
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.export.figure import Figure
from gdviz.gui.export.film_plan import Plan
from gdviz.gui.export.film_scene import FigureScene
from gdviz.gui.kernel import worker
from gdviz.gui.plots.limit_layer import Columns
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.theme import light
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, drag, drag_start, key, place_in_surface, settle, wait_until
from tests.gui.plots.limits import show_limits
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

NO = Qt.KeyboardModifier.NoModifier


def sgd(lr: float, start: float = 1.0, label: str = "", **more: Any) -> dict[str, Any]:
    return {**a_run([start], {"kind": "sgd", "lr": lr, **more}), "label": label}


def at_the_edge(steps: int = 2000) -> Experiment:
    """GD that swings over the minimum of w⁴ − 4w² + w: at every step its limit is on the other side of its rate."""
    return an_experiment("two_minima_1d", [sgd(0.15)], steps=steps)


def data_at_the_edge() -> Experiment:
    x = np.linspace(-2, 2, 40)
    data = {"kind": "inline", "x": x[:, None].tolist(), "y": (2 * np.tanh(1.5 * x)).tolist()}
    run = a_run([1, 1], {"kind": "sgd", "lr": 1.4})
    return an_experiment({"kind": "tanh_unit", "data": data}, [run], steps=1500)


def four_runs(**more: Any) -> Experiment:
    runs = [sgd(0.15, label="edge"), sgd(0.05, -0.9, "slow"), sgd(0.12, label="heavy", momentum=0.5)]
    runs.append({**a_run([1.9], {"kind": "adam", "lr": 0.1}), "label": "Adam"})
    return an_experiment("two_minima_1d", runs, steps=300, **more)


def by_hand(record: RunRecord) -> np.ndarray:
    """2 / f'' (or 2 / λmax of the data's Hessian, one point after the other) at every row, shape (n+1,)."""
    if record.problem.n_samples is None:
        return 2 / (12 * record.w[:, 0] ** 2 - 8)
    return 2 / np.linalg.eigvalsh(np.stack([record.problem.hessian(w) for w in record.w]))[:, -1]


def wheel(view: ScheduleView, notches: int, share: float = 0.5) -> None:
    """Turn the wheel over the plot, at a share of its width."""
    room = view.box.sceneBoundingRect()
    at = view.plot.mapFromScene(QPointF(room.left() + share * room.width(), room.center().y()))
    port = view.plot.viewport()
    for _ in range(notches):
        place, turn = QPointF(at), QPoint(0, 120)
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            place, QPointF(port.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton, NO, phase, False
        )
        QApplication.sendEvent(port, event)


def check_columns(view: ScheduleView, exact: np.ndarray) -> Columns:
    """Whether each pixel column of the plot has exactly the lowest and the highest of all its rows."""
    columns, seen = view.limits.columns(0), ViewMap.of(view.box)
    own = np.floor((np.arange(len(exact)) - seen.x0) * seen.sx)
    drawn = np.floor((columns.x - seen.x0) * seen.sx)
    assert not columns.single and len(np.unique(drawn)) == len(drawn)
    for column, low, high in zip(drawn, columns.low, columns.high, strict=True):
        rows = exact[own == column]
        assert (low, high) == (pytest.approx(rows.min(), rel=1e-9), pytest.approx(rows.max(), rel=1e-9))
    assert set(drawn) == set(own[(own >= 0) & (own < seen.width)]), "no column with rows is left out"
    return columns


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many limits were evaluated along the paths, by which thread."""
    points: Counter[str] = Counter()

    def count(record: RunRecord, rows: np.ndarray, divisors: np.ndarray | None = None) -> np.ndarray | None:
        own = threading.current_thread() is threading.main_thread()
        points["window" if own else "worker"] += len(rows)
        return stability_limits(record, rows, divisors)

    monkeypatch.setattr(crossings, "stability_limits", count)
    return points


@pytest.mark.parametrize("experiment", [at_the_edge(), data_at_the_edge()], ids=["closed form", "data"])
def test_that_every_pixel_column_has_the_lowest_and_the_highest_limit_of_its_rows(
    open_window: OpenWindow, asked: Counter[str], experiment: Experiment
) -> None:
    window = open_window(experiment)
    record = window.result.runs[0]
    columns = check_columns(window.schedule, by_hand(record))
    rate = record.spec.optimizer.lr
    swung = (columns.x > 500) & (columns.x < record.n - 10)  # the last column may hold a single row
    assert (columns.low[swung] < rate).all() and (columns.high[swung] > rate).all(), "a slow wave is drawn"
    assert asked["window"] == 0 and asked["worker"] >= record.n + 1


@pytest.mark.parametrize("steps", [60, 100, 150, 200, 300, 600, 2000])
def test_that_a_swinging_limit_is_a_band_until_its_rows_are_four_pens_apart(
    open_window: OpenWindow, steps: int
) -> None:
    window = open_window(at_the_edge(steps))
    view, record = window.schedule, window.result.runs[0]
    view.grab()
    (drawn,), seen = view.limits.drawings, ViewMap.of(view.box)
    exact, middle = by_hand(record), steps // 2
    apart, pen = seen.sx, 1.5
    x, rate = (middle + 0.5 - seen.x0) * seen.sx, (seen.y1 - record.lr[middle]) * seen.sy
    assert min(exact[middle : middle + 2]) < record.lr[middle] < max(exact[middle : middle + 2])
    in_band = drawn.band.contains(QPointF(x, rate))
    assert in_band == (apart < 4 * pen)
    line = drawn.line.toSubpathPolygons()
    up_and_down = sum(abs(b.y() - a.y()) for part in line for a, b in itertools.pairwise(part))
    if in_band:
        assert up_and_down < 3 * view.box.height(), "hardly a line but where it does not swing yet"
    else:
        assert up_and_down > steps / 2 * abs(exact[middle] - exact[middle + 1]) * seen.sy
    assert view.curves.zValue() > view.limits.zValue(), "the rate is to be seen over the band"


def test_that_a_limit_that_does_not_swing_stays_a_line_however_dense(open_window: OpenWindow) -> None:
    view = open_window(at_the_edge(200)).schedule
    steep = 0.25 - 0.15 * np.tanh(np.arange(201) / 8 - 12)
    steep[60] += 0.03  # one blip
    show_limits(view, [StabilityCurve(np.arange(201), steep)])
    view.grab()
    (drawn,) = view.limits.drawings
    assert drawn.band.isEmpty() and not drawn.line.isEmpty()


def test_that_the_words_count_the_crossings_that_lie_too_close_to_be_marked(open_window: OpenWindow) -> None:
    window = open_window(at_the_edge())
    view, record = window.schedule, window.result.runs[0]
    over = record.lr > by_hand(record)[:-1]
    count, share = np.count_nonzero(over[1:] != over[:-1]), np.mean(over[-500:])
    assert count > 1500
    for text in (view._limit_word.toolTip(), view.plot.accessibleDescription()):
        assert f"crossed {count:,} times" in text
        assert f"above it in {100 * share:.0f} % of the last 500 steps" in text
    assert "of the last 500 steps" in view._limit_word.toPlainText(), "there is room for it beside the band"
    assert view.marks.crossings == ()


@pytest.mark.parametrize("size", [(216, 200), (300, 220)])
def test_that_a_small_plot_says_briefly_how_much_of_the_end_is_above_the_limit(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = open_window(at_the_edge())
    figure = Figure(window.scene, ("rate",), QSize(*size), light())
    qtbot.addWidget(figure)
    figure.wait()
    view, record = figure.views["rate"], window.result.runs[0]
    share = np.mean((record.lr > by_hand(record)[:-1])[-500:])
    word = view._limit_word.toPlainText()
    assert "2/λmax" in word and f"{100 * share:.0f} %" in word
    assert view._limit_word.boundingRect().width() <= view.box.width()


def test_that_zooming_in_shows_single_rows_and_their_crossings(open_window: OpenWindow) -> None:
    window = open_window(at_the_edge())
    view, record = window.schedule, window.result.runs[0]
    wheel(view, 22)
    columns, (left, right) = view.limits.columns(0), view.box.viewRange()[0]
    assert columns.single and np.diff(columns.x) == pytest.approx(1)
    assert columns.x[0] <= left and columns.x[-1] >= right
    np.testing.assert_allclose(columns.low, by_hand(record)[columns.x.astype(int)], rtol=1e-12)
    np.testing.assert_array_equal(columns.low, columns.high)
    assert [one.step for one in view.marks.crossings] == list(range(int(left) + 1, int(right) + 1))
    view.fit()
    assert view.marks.crossings == () and not view.limits.columns(0).single


def test_that_a_long_run_shows_its_swing_and_single_rows_when_zoomed_in(
    open_window: OpenWindow, asked: Counter[str]
) -> None:
    window = open_window(at_the_edge(3 * ALL))
    wait_until(lambda: not window.controller.busy, 30)
    view, exact = window.schedule, by_hand(window.result.runs[0])
    columns = view.limits.columns(0)
    assert len(columns.x) > 0.9 * view.box.width()
    np.testing.assert_allclose(columns.low[5:], exact[-500:].min(), rtol=1e-9)
    np.testing.assert_allclose(columns.high[5:], exact[-500:].max(), rtol=1e-9)
    assert asked["worker"] < 2 * ALL
    wheel(view, 45, 0.4)
    wait_until(lambda: len(view.limits.columns(0).x) > 2)
    left, right = view.box.viewRange()[0]
    wait_until(lambda: np.array_equal(np.diff(view.limits.columns(0).x), np.ones(len(view.limits.columns(0).x) - 1)))
    columns = view.limits.columns(0)
    assert columns.single and columns.x[0] <= left and columns.x[-1] >= right
    np.testing.assert_allclose(columns.low, exact[columns.x.astype(int)], rtol=1e-12)
    assert [one.step for one in view.marks.crossings] == list(range(int(left) + 1, int(right) + 1))
    assert asked["window"] == 0


@pytest.mark.parametrize("slow", [False, True])
def test_that_a_drag_evaluates_few_limits_of_the_chosen_run_and_its_end_all(
    open_window: OpenWindow, asked: Counter[str], monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    if slow:  # the first burst shows a part of each path
        monkeypatch.setattr(worker, "FIRST_SECONDS", 0.0)
        monkeypatch.setattr(worker, "WHOLE_SECONDS", 0.0)
    runs = [a_run((0.5, -0.5), {"kind": kind, "lr": 0.01}) for kind in ("sgd", "adam", "rmsprop", "sgd", "nadam")]
    window = open_window(an_experiment("himmelblau", runs, steps=1000))
    records = window.result.runs
    port = window.surface.graphics.viewport()
    drag_start(window, (0.0, 1.0), release=False)
    settle(window)
    for place in ((-1, 2), (-1.5, 2.2), (1.0, 0.5)):
        asked.clear()
        QTest.mouseMove(port, place_in_surface(window, *place))
        settle(window)
        assert window.result.runs[0].n == 1000
        assert 0 < asked["worker"] <= FEW, "one look at a few rows of the chosen run"
        assert set(window.schedule.limits.traces) == {0}
        curve = window.schedule.chosen_limit
        assert curve is not None and len(curve.steps) <= FEW and curve.steps[-1] == 1000
    asked.clear()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NO, port.rect().center())
    settle(window)
    assert window.result.runs != records and asked["window"] == 0
    assert asked["worker"] >= 5 * 1001 and all(map(is_known, window.result.runs))
    assert set(window.schedule.limits.traces) == {0, 1, 2, 3, 4}
    assert window.schedule.chosen_limit is not None and window.schedule.chosen_limit.whole


def test_that_each_run_that_is_seen_has_its_own_limit_in_its_colour(open_window: OpenWindow) -> None:
    window = open_window(four_runs())
    view, records = window.schedule, window.result.runs
    for chosen in (0, 1, 3):
        window.controller.choose_run(chosen)
        assert set(view.limits.traces) == {0, 1, 2, 3}
        for run, trace in view.limits.traces.items():
            exact = stability_limits(records[run], np.arange(records[run].n + 1))
            np.testing.assert_allclose(trace.y, exact, rtol=1e-12)
            assert trace.style.color == view.styles[run].color
            assert trace.style.strong == (run == chosen)
        assert (
            view._limit_word.toPlainText()
            .removeprefix("↑ ")
            .removeprefix("–· ")
            .startswith(f"{records[chosen].label}: ")
        )
        stories = view.plot.accessibleDescription().split("\n")
        assert stories[0].startswith(f"{records[chosen].label}: stability limit")
        assert {story.partition(":")[0] for story in stories} == {record.label for record in records}
    view.grab()
    strong, faint = view.limits.drawings[-1].pen, view.limits.drawings[0].pen
    assert strong.color().alphaF() == pytest.approx(1, abs=0.01) and faint.color().alphaF() < 0.7


@pytest.mark.own_window  # the losses of a run that was seen before are known
def test_that_a_hidden_run_has_no_limit_until_it_is_seen_again(open_window: OpenWindow, asked: Counter[str]) -> None:
    view = {"runs": [{"color": 0}, {"color": 1, "hidden": True}, {"color": 2}, {"color": 3}]}
    window = open_window(four_runs(view=view))
    shown, hidden = window.schedule, window.result.runs[1]
    assert set(shown.limits.traces) == {0, 2, 3} and "slow" not in shown.plot.accessibleDescription()
    assert not is_known(hidden, closely=False), "what nobody sees is not worked out"
    window.controller.edit_whole(four_runs(), "show", 0)
    settle(window)
    assert hidden is window.result.runs[1] and is_known(hidden)
    assert set(shown.limits.traces) == {0, 1, 2, 3} and "slow" in shown.plot.accessibleDescription()
    window.controller.edit_whole(four_runs(view={"runs": [{"color": 0, "hidden": True}]}), "hide", 0)
    settle(window)
    assert set(shown.limits.traces) == {1, 2, 3} and not shown._limit_word.isVisible()
    assert asked["window"] == 0


def test_that_what_lies_ahead_of_the_playhead_is_hidden_of_every_limit(open_window: OpenWindow) -> None:
    window = open_window(four_runs())
    view = window.schedule
    window.playhead = 100
    QTest.mouseMove(view.plot.viewport(), QPoint(round(view.viewport_x(250)), 60))
    wait_until(lambda: "250" in view.readout.text() and "limit" in view.readout.text())
    key(window, Qt.Key.Key_H)
    assert "250" in view.readout.text() and "limit" not in view.readout.text()
    assert view.plot.accessibleDescription() == "" and "crossed" not in view._limit_word.toolTip()
    view._end_hover()
    ahead = round(view.viewport_x(100)) + 8

    def picture() -> Any:
        return view.plot.grab().copy(ahead, 0, view.plot.width() - ahead, view.plot.height()).toImage()

    key(window, Qt.Key.Key_H)
    assert "crossed" in view.plot.accessibleDescription() and "crossed" in view._limit_word.toolTip()
    shown = picture()
    key(window, Qt.Key.Key_H)
    hidden = picture()
    view.limits.set_traces({})
    assert picture() == hidden != shown


def test_that_few_rows_show_the_whole_swing_wherever_they_are(open_window: OpenWindow) -> None:
    window = open_window(at_the_edge())
    window.controller.edit("optimizer.lr", 0.16, final=False)
    settle(window)
    curve, exact = window.schedule.chosen_limit, by_hand(window.result.runs[0])
    assert curve is not None and not curve.whole
    rows = np.diff(curve.places)
    assert ((rows[1:] > 1) & (rows[:-1] > 1)).any(), "some were looked at alone, between pairs"
    columns = window.schedule.limits.columns(0)
    late = columns.x > 100
    np.testing.assert_allclose(columns.low[late], exact[100:].min(), rtol=0.01)
    np.testing.assert_allclose(columns.high[late], exact[100:].max(), rtol=0.01)


def test_that_the_readout_has_the_limit_of_every_run(open_window: OpenWindow) -> None:
    window = open_window(four_runs())
    view = window.schedule
    at = QPoint(round(view.viewport_x(120)), 60)
    QTest.mouseMove(view.plot.viewport(), at)
    wait_until(lambda: "step 120" in view.readout.text())
    limits = [crossings.limit_at(record, 120) for record in window.result.runs]
    text = view.readout.text()
    assert "edge: stability limit" in text and f"{limits[0]:.6g}" in text
    for limit in limits[1:]:
        assert f"limit {limit:.3g}" in text


def test_that_the_chosen_run_s_limit_comes_first_and_an_edit_ends_the_work(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(four_runs())
    window.controller.choose_run(2)
    order: list[RunRecord] = []

    def note(record: RunRecord, rows: np.ndarray, divisors: np.ndarray | None = None) -> np.ndarray | None:
        if not order or order[-1] is not record:
            order.append(record)
        return stability_limits(record, rows, divisors)

    monkeypatch.setattr(crossings, "stability_limits", note)
    monkeypatch.setattr(crossings, "_PIECE", 1)  # a row a piece
    window.controller.edit("optimizer.lr", 0.11)
    window.controller.edit("steps", 4000)
    left = window.result.runs
    wait_until(lambda: len(order) > 1 and order[-1] is left[0])
    window.controller.edit("steps", 3000)
    assert not is_known(left[3], closely=False), "nothing of the runs before is worked out any more"
    settle(window)
    assert not is_known(left[3], closely=False)
    assert order.index(left[2]) < order.index(left[0])
    assert [one.spec.optimizer.lr for one in window.result.runs] == [0.15, 0.05, 0.11, 0.1]
    assert all(map(is_known, window.result.runs)) and set(window.schedule.limits.traces) == {0, 1, 2, 3}


def test_that_a_rate_that_is_slid_shows_all_rows_once_it_is_let_go(open_window: OpenWindow) -> None:
    window = open_window(at_the_edge())
    slider = window.panel.lr_slider
    start = QPoint(round(slider.x_of(0.15)), slider.height() // 2)
    drag(slider, start, start + QPoint(1, 0), release=False)
    settle(window)
    curve = window.schedule.chosen_limit
    assert window.controller.model.previewing and curve is not None and not curve.whole
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, NO, start + QPoint(1, 0))
    settle(window)
    curve = window.schedule.chosen_limit
    assert not window.controller.model.previewing and curve is not None and curve.whole
    check_columns(window.schedule, by_hand(window.result.runs[0]))


@pytest.mark.parametrize("worked_out", [True, False])
def test_that_a_figure_shows_the_limits_of_the_window(open_window: OpenWindow, qtbot: QtBot, worked_out: bool) -> None:
    view = {"runs": [{"color": 0}, {"color": 1}, {"color": 2, "hidden": True}, {"color": 3}]}
    window = open_window(four_runs(view=view))
    window.controller.choose_run(1)
    if not worked_out:
        for record in window.result.runs:
            crossings._known.pop(record, None)
    figure = Figure(window.scene, ("rate", "loss"), QSize(700, 300), light())
    qtbot.addWidget(figure)
    figure.wait()
    shown = figure.views["rate"].limits.traces
    assert set(shown) == {0, 1, 3} and [shown[run].style.strong for run in (0, 1, 3)] == [False, True, False]
    for run, trace in shown.items():
        record = window.result.runs[run]
        np.testing.assert_allclose(trace.y, stability_limits(record, np.arange(record.n + 1)), rtol=1e-12)


def test_that_a_film_shows_the_limits_up_to_its_playhead(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(four_runs())
    scene = FigureScene(window.scene, light(), Plan(0, 300, 4, parts=("rate",)))
    qtbot.addWidget(scene.figure)
    view = scene.figure.views["rate"]
    assert set(view.limits.traces) == {0, 1, 2, 3}
    frame = scene.frame(100)
    view.limits.set_traces({})
    bare = scene.draw()
    x = view.plot.mapTo(scene.figure, QPoint(round(view.viewport_x(100)), 0)).x() + 8
    assert (frame[:, x:] == bare[:, x:]).all() and (frame[:, :x] != bare[:, :x]).any()


def test_that_presenting_leaves_every_limit_and_hides_what_is_ahead(open_window: OpenWindow) -> None:
    window: MainWindow = open_window(four_runs())
    window.playhead = 100
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    window.rates.show()
    QApplication.processEvents()
    assert set(window.schedule.limits.traces) == {0, 1, 2, 3}
    assert window.schedule.is_hidden(300) and window.schedule.plot.accessibleDescription() == ""
    window.bench.actions["actionPresent"].trigger()
    settle(window)
    assert "edge: " in window.schedule.plot.accessibleDescription()


def test_that_the_word_is_that_of_the_run_that_is_clicked(open_window: OpenWindow) -> None:
    window = open_window(four_runs())
    table = window.table.table
    click(table.viewport(), table.visualRect(table.model().index(1, 0)).center())
    assert window.controller.run == 1
    assert window.schedule._limit_word.toPlainText().removeprefix("–· ").startswith("slow: ")
    assert window.schedule._limit_word.color == window.theme.word(window.schedule.styles[1].color.name())
