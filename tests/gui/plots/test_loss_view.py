from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine import trajectory
from gdviz.engine.runner import iterate, prepare
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.whole_loss import evaluating
from gdviz.gui.drawing.plot_axes import Scale, ValueAxis
from gdviz.gui.export.image import picture
from gdviz.gui.plots import loss_view
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look
from tests.gui.plot_runs import BOWL, CUBIC, HIMMELBLAU, LINE, computed
from tests.gui.scenes import change, grow, show
from tests.making import a_run, an_experiment


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(420, 290)
    made.show()
    return made


def test_that_a_loss_over_decades_has_a_logarithmic_axis(view: LossView) -> None:
    show(view, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.1}}))
    assert view.scale.kind == "log"
    assert np.allclose(view.curves.strokes[0].y, np.log10(view.records[0].loss))


def test_that_the_axis_ends_where_all_runs_have_ended_early_unless_that_is_hidden(view: LossView) -> None:
    diverging = {"optimizer": {"kind": "sgd", "lr": 1e6}}
    show(view, computed(BOWL, diverging, steps=1000))
    ended = view.records[0].updates
    assert view.records[0].finish == "diverged" and ended < 100
    assert ended <= view.box.viewRange()[0][1] < 1.1 * ended
    change(view, ahead_hidden=True)
    assert view.box.viewRange()[0][1] > 1000
    change(view, ahead_hidden=False)
    assert view.box.viewRange()[0][1] < 1.1 * ended
    show(view, computed(BOWL, diverging, {"optimizer": {"kind": "sgd", "lr": 0.1}}, steps=1000))
    assert view.box.viewRange()[0][1] > 1000


@pytest.mark.parametrize("size", [70.0, 100.0, 300.0])
def test_that_a_logarithmic_axis_has_two_numbers_at_least(view: LossView, size: float) -> None:
    scale = Scale()
    scale.kind = "log"
    axis = ValueAxis("left", scale)
    for low, span in product(np.linspace(-1, 1, 21), (1.02, 1.2, 1.6, 2.5, 6.0)):
        ((_, places),) = axis.tickValues(low, low + span, size)
        assert 2 <= len(places) <= max(4, size / 20), (low, span, places)


def test_that_the_last_number_of_the_steps_is_not_cut_off(view: LossView) -> None:
    view.resize(216, 200)
    show(view, computed(BOWL, steps=1000))
    QTest.qWait(20)
    picture = view.plot.grab().toImage()
    below = range(picture.height() * 3 // 4, picture.height())
    background = picture.pixelColor(picture.width() - 1, 2)
    assert all(picture.pixelColor(picture.width() - 1, y) == background for y in below)


def test_that_the_highest_number_of_the_losses_is_not_cut_off(view: LossView) -> None:
    show(view, computed(BOWL, {"start": [10**0.5, 0], "optimizer": {"kind": "sgd", "lr": 0.3}}))
    view.box.setYRange(-2, 1, padding=0)
    QTest.qWait(20)
    picture = view.plot.grab().toImage()
    background = picture.pixelColor(picture.width() - 1, 2)
    assert all(picture.pixelColor(x, 0) == background for x in range(60))


def test_that_a_loss_that_hardly_changes_has_a_linear_axis(view: LossView) -> None:
    show(view, computed(CUBIC, steps=5))
    assert view.scale.kind == "linear"
    assert np.array_equal(view.curves.strokes[0].y, view.records[0].loss)


def test_that_a_loss_that_falls_without_end_keeps_its_beginning_in_view(view: LossView) -> None:
    show(view, computed(CUBIC, {"start": [1, -1]}, steps=60))
    assert view.scale.kind == "symlog"
    low, high = view.box.viewRange()[1]
    drawn = view.curves.strokes[0].y
    assert drawn.min() >= low
    assert drawn.max() <= high
    assert view.scale.from_axis(float(view.scale.to_axis(-123.0))) == pytest.approx(-123.0)


def test_that_a_run_that_reaches_zero_does_not_hide_the_others(view: LossView) -> None:
    still = {"label": "slow"}
    show(view, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.3}}, still, steps=200))
    assert view.box.viewRange()[1][0] > -16


def test_that_a_run_that_explodes_leaves_at_the_top_and_does_not_hide_the_others(view: LossView) -> None:
    exploding = {"label": "wild", "optimizer": {"kind": "sgd", "lr": 1.5}}
    show(view, computed(BOWL, {}, exploding, steps=200))
    assert view.box.viewRange()[1][1] == pytest.approx(np.log10(2) + 3, abs=1)
    show(view, computed(BOWL, exploding, steps=200))  # alone it is seen whole
    assert view.box.viewRange()[1][1] >= np.log10(view.records[0].loss.max())


def test_that_above_the_best_loss_only_the_whole_loss_is_drawn(view: LossView) -> None:
    noisy = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    show(view, computed(noisy, {"batch": {"size": 5}}, epochs=20))
    assert view._faint[0].isVisible()
    change(view, look=Look(loss_axis="best"))
    record = view.records[0]
    assert view.scale.base == pytest.approx(record.problem.minima[0].loss)
    assert not view._faint[0].isVisible()
    assert view.curves.strokes[0].y[0] == pytest.approx(np.log10(record.loss[0] - view.scale.base))
    assert view.value_axis.label.toPlainText().strip() == "J − best known"


def test_that_the_axis_names_the_loss(view: LossView) -> None:
    show(view, computed(CUBIC))
    assert view.value_axis.label.toPlainText().strip() == "loss f"
    show(view, computed(LINE, epochs=3))
    assert view.value_axis.label.toPlainText().strip() == "mean squared error J"


def test_that_hovering_reads_the_exact_loss(view: LossView, qtbot: QtBot) -> None:
    show(view, computed(CUBIC))
    where = QPoint(round(view.viewport_x(1)), view.plot.height() // 2)
    QTest.mouseMove(view.plot.viewport(), where)
    qtbot.waitUntil(lambda: "step 1" in view.readout.text())
    assert "2.57128" in view.readout.text()
    QTest.mouseMove(view.plot.viewport(), QPoint(2, 2))
    qtbot.waitUntil(lambda: not view.readout.isVisible())


def test_that_a_click_asks_for_the_step(view: LossView, qtbot: QtBot) -> None:
    show(view, computed(CUBIC))
    with qtbot.waitSignal(view.playheadRequested) as asked:
        QTest.mouseClick(
            view.plot.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(round(view.viewport_x(11)), view.plot.height() // 2),
        )
    assert asked.args == [11]


def test_that_batches_are_faint_and_the_whole_is_strong(view: LossView, qtbot: QtBot) -> None:
    show(view, computed(LINE, {"batch": {"size": 5}}, epochs=10))
    record = view.records[0]
    qtbot.waitUntil(lambda: len(view.curves.strokes[0].x) == 41)
    whole = view.scale.from_axis(float(view.curves.strokes[0].y[-1]))
    assert whole == pytest.approx(record.loss[-1])
    assert len(view._faint[0].getData()[0]) == 40
    assert view._faint[0].opts["pen"].color() != view.curves.strokes[0].pen.color()


def test_that_a_growing_run_is_followed(view: LossView) -> None:
    experiment = computed(BOWL, steps=300).experiment
    result = prepare(experiment, "cpu")
    show(view, result)
    lengths = []
    for chunk in iterate(experiment, result):
        result.runs[0].append(chunk)
        grow(view)
        lengths.append(len(view.curves.strokes[0].x))
    assert lengths[0] < lengths[-1] == 301


def test_that_a_long_noisy_run_is_drawn_in_few_points(view: LossView) -> None:
    show(view, computed({**BOWL, "noise": {"std": 1.0}}, steps=30_000))
    x, y = view.curves.strokes[0].x, view.curves.strokes[0].y
    assert len(x) <= 4000
    assert y.min() == np.log10(view.records[0].loss.min())


@pytest.mark.parametrize(
    ("low", "high", "least", "typical"),
    [
        (-1.7e308, 1.7e308, 1.0, 1e305),
        (-1.7e308, 0.0, 1.0, 1e-320),
        (-1.7e308, 5.0, 5.0, 1e-9),
        (1e308, 1.7e308, 1e308, 1e308),
    ],
)
def test_that_the_largest_losses_have_places_on_the_axis(low: float, high: float, least: float, typical: float) -> None:
    scale = Scale()
    scale.choose(low, high, least, typical)
    ends = scale.to_axis(np.array([low, high]))
    assert np.isfinite(ends).all() and ends[0] < ends[1] and np.isfinite(2 * (ends[1] - ends[0]))


def test_that_a_loss_that_swings_is_drawn_thin(view: LossView) -> None:
    show(view, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.1}}, steps=400))
    view.grab()
    assert view.curves.strokes[0].painted_with.widthF() == 2
    show(view, computed(HIMMELBLAU, {"start": [0, 0], "optimizer": {"kind": "sgd", "lr": 0.028}}, steps=400))
    view.grab()
    assert view.curves.strokes[0].painted_with.widthF() == 1


def test_that_a_picture_waits_for_the_losses_of_all_samples(view: LossView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdviz.gui.plots.loss_view._BUDGET", 0.0)
    show(view, computed(LINE, {"batch": {"size": 4}}, {"batch": {"size": 5}}, epochs=30))
    assert len(view.curves.strokes[0].x) < 151
    picture(view)
    records = view.records
    assert [len(stroke.x) for stroke in view.curves.strokes] == [len(record.step) for record in records]


def test_that_what_thousands_of_batches_see_stays_paler_than_the_loss(view: LossView) -> None:
    records = computed(LINE, {"batch": {"size": 1}}, steps=4000)
    show(view, records)
    QTest.qWait(20)
    picture = view.plot.grab().toImage()
    seen = Counter(
        picture.pixelColor(x, y).name() for x in range(70, picture.width() - 12) for y in range(picture.height() - 40)
    )
    color = view.styles[0].color.name()
    pale = view.theme.mix(color, "plot", 0.35)
    assert seen[pale] > 4 * seen[color] > 0


@pytest.mark.parametrize("axis", ["auto", "linear", "log", "best"])
def test_that_a_start_without_a_finite_loss_leaves_the_axis_finite(view: LossView, axis: str) -> None:
    show(view, computed(BOWL, {"start": [1e160, 1]}))
    change(view, look=Look(loss_axis=axis))
    assert np.isfinite(view.box.viewRange()).all()


def test_that_losses_that_hardly_differ_have_numbers_at_a_logarithmic_axis(view: LossView) -> None:
    flat = {"kind": "expression", "expression": "x^2 + y^2 + 100", "domain": [[-2, 2], [-2, 2]]}
    show(view, computed(flat, steps=20))
    change(view, look=Look(loss_axis="log"))
    low, high = view.box.viewRange()[1]
    ((spacing, places),) = view.value_axis.tickValues(low, high, view.box.height())
    numbers = [float(text) for text in view.value_axis.tickStrings(places, 1.0, spacing)]
    assert len(numbers) >= 2 and len(set(numbers)) == len(numbers)
    assert np.log10(numbers) == pytest.approx(places, abs=1e-4) and all(low <= place <= high for place in places)


def test_that_a_loss_of_0_is_under_a_logarithmic_axis(view: LossView) -> None:
    show(view, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.5}}, steps=5))
    assert view.records[0].loss[1] == 0
    for axis in ("log", "linear", "best", "auto"):
        change(view, look=Look(loss_axis=axis))
        assert np.isfinite(view.box.viewRange()).all() and np.isfinite(view.curves.strokes[0].y).all()


def tanh(x: np.ndarray) -> dict[str, Any]:
    """One tanh unit that learns 2 tanh(1.5 x)."""
    data = {"kind": "inline", "x": x[:, None].tolist(), "y": (2 * np.tanh(1.5 * x)).tolist()}
    return {"kind": "tanh_unit", "data": data}


def extremes(x: np.ndarray, y: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The lowest and the highest y of each column between two edges, shape (columns, 2)."""
    columns = np.searchsorted(edges, x, "right")
    parts = [y[columns == column] for column in range(1, len(edges))]
    return np.array([(part.min(), part.max()) for part in parts if len(part)])


def column_edges(view: LossView) -> np.ndarray:
    """Where the columns of pixels of the plot begin, on its axis."""
    left, right = view.box.viewRange()[0]
    return np.linspace(left, right, round(view.box.width()) + 1)


@pytest.mark.parametrize("steps", [400, 1500])
def test_that_a_full_batch_is_drawn_with_the_extremes_of_each_column_of_pixels(view: LossView, steps: int) -> None:
    result = computed(tanh(np.linspace(-2, 2, 40)), {"optimizer": {"kind": "sgd", "lr": 1.4}}, steps=steps)
    show(view, result)
    record = result.runs[0]
    true = np.array([record.problem.loss(w) for w in record.w])
    assert np.ptp(true[-2:]) > 0.15, "the loss does not swing"
    stroke = view.curves.strokes[0]
    edges = column_edges(view)
    wanted = extremes(record.step, true, edges)
    assert np.allclose(extremes(stroke.x, stroke.y, edges), view.scale.to_axis(wanted), rtol=0, atol=1e-9)


def test_that_a_full_batch_needs_no_evaluation_but_that_of_its_end(
    view: LossView, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = computed(
        tanh(np.linspace(-2, 2, 40)), {"optimizer": {"kind": "sgd", "lr": 1.4}}, steps=3000
    ).experiment
    result = prepare(experiment, "cpu")
    record, evaluated = result.runs[0], []
    compute = RunRecord._compute_losses

    def counted(self: RunRecord, rows: np.ndarray) -> None:
        evaluated.extend(rows.tolist())
        compute(self, rows)

    monkeypatch.setattr(RunRecord, "_compute_losses", counted)
    show(view, result)
    for chunk in iterate(experiment, result):
        record.append(chunk)
        grow(view)
    picture(view)
    assert set(evaluated) == {0, 3000}


@pytest.mark.parametrize("steps", [400, 1500])
def test_that_batches_are_drawn_with_the_extremes_of_each_column_of_pixels(view: LossView, steps: int) -> None:
    swinging = {"optimizer": {"kind": "sgd", "lr": 0.4}, "batch": {"size": 20}}
    result = computed(tanh(np.linspace(-2, 2, 40)), swinging, steps=steps)
    show(view, result)
    record = result.runs[0]
    assert len(view.curves.strokes[0].x) < steps
    for _ in evaluating(record):
        pass
    grow(view)
    true = np.array([record.problem.loss(w) for w in record.w])
    stroke = view.curves.strokes[0]
    edges = column_edges(view)
    wanted = extremes(record.step, true, edges)
    assert np.allclose(extremes(stroke.x, stroke.y, edges), view.scale.to_axis(wanted), rtol=0, atol=1e-9)


def test_that_a_picture_shows_every_step_of_batches(view: LossView) -> None:
    show(view, computed(tanh(np.linspace(-2, 2, 40)), {"batch": {"size": 20}}, steps=1500))
    assert len(view.curves.strokes[0].x) < 1500
    picture(view)
    assert len(view.curves.strokes[0].x) == 1501


def test_that_a_long_run_of_batches_is_seen_step_by_step_where_it_is_zoomed_in(view: LossView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5}}, steps=9000))
    picture(view)
    assert len(view.curves.strokes[0].x) <= 4000
    view.zoom.steps = (3000.0, 3100.0)
    view.redraw()
    steps = view.curves.strokes[0].x
    assert np.array_equal(steps[(steps >= 3000) & (steps <= 3100)], np.arange(3000, 3101))


def test_that_the_readout_of_a_thinned_run_has_the_loss_of_the_batch_of_its_row(
    view: LossView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 20)
    show(view, computed(LINE, {"batch": {"size": 5}}, steps=80))
    record = view.records[0]
    assert record.stride == 4
    for row in (1, 3):
        seen = format_number(float(record.batch_loss[row]), 4)
        assert f"(batch {seen})" in view.readout_note(0, row * record.stride)


def test_that_nothing_is_thinned_of_a_run_that_is_hidden(view: LossView, monkeypatch: pytest.MonkeyPatch) -> None:
    thinned: list[str] = []
    points = loss_view._Series.points

    def noting(self: loss_view._Series, *given: Any, **more: Any) -> Any:
        thinned.append(self.record.label)
        return points(self, *given, **more)

    monkeypatch.setattr(loss_view._Series, "points", noting)
    runs: list[dict[str, Any]] = [{"label": "seen"}, {"label": "hidden"}]
    made = [{**a_run((1, 1)), **run} for run in runs]
    experiment = an_experiment(BOWL, made, view={"runs": [{"color": 0}, {"color": 1, "hidden": True}]})
    show(view, gdviz.run(experiment, "cpu"), k=3, ahead_hidden=True)
    assert set(thinned) == {"seen"} and view.curves.strokes[1] is None


def test_that_the_noise_floor_of_theory_is_a_line_where_the_window_is_about_the_rate(view: LossView) -> None:
    noisy, whole = {"batch": {"size": 5}, "optimizer": {"kind": "sgd", "lr": 0.3}}, {"batch": None}
    falling = {**noisy, "schedule": {"kind": "cosine", "t_max": 60}}
    line = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    result = computed(line, noisy, whole, falling, epochs=60)
    verdict = result.runs[0].verdict
    assert verdict is not None and verdict.kind == result.runs[2].verdict.kind == "noise_floor"
    show(view, result)
    assert view.floors == {} and not view.floor_word.isVisible()
    change(view, arrangement="rates", arranged=True)
    level = verdict.numbers["minimum_loss"] + verdict.numbers["predicted"]
    assert {run: line.value() for run, line in view.floors.items()} == {0: pytest.approx(view.scale.to_axis(level))}
    assert view.floor_word.isVisible() and view.floor_word.toPlainText() == "noise floor"
    assert np.mean(result.runs[0].losses_at(np.arange(result.runs[0].n - 50, result.runs[0].n))) < 4 * level
    change(view, run=1)
    assert 0 in view.floors and not view.floor_word.isVisible()
    change(view, run=0, ahead_hidden=True)
    assert view.floors == {} and not view.floor_word.isVisible()
