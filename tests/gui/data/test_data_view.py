from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import iterate, prepare
from gdviz.gui.data.data_view import DataView
from gdviz.gui.data.sample_axes import AGAINST, SampleAxes
from gdviz.gui.style import scaling
from gdviz.gui.style.theme import dark, light
from tests.gui.plot_runs import LINE, computed
from tests.gui.scenes import change, dress, go_to, grow, show


@pytest.fixture
def view(qtbot: QtBot) -> DataView:
    made = DataView()
    qtbot.addWidget(made)
    made.resize(360, 640)
    made.show()
    return made


def test_that_the_lab_opens_alone_from_a_record(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5}}, epochs=4))
    for theme in (dark(), light()):
        dress(view, theme)
    go_to(view, 6)
    assert view.position.text() == "next: epoch 2 of 4, iteration 3 of 4"
    assert view.flow.isVisible() and view.plot.isVisible() and view.strip.isVisible()


def test_that_the_chosen_run_has_its_batches_shown(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5}}, {"batch": {"size": 10}}, epochs=4))
    change(view, run=1)
    assert view.sentence.text() == "20 samples / batch 10 = 2 iterations an epoch"


def test_that_the_full_batch_is_one_iteration(view: DataView) -> None:
    show(view, computed(LINE, steps=4))
    assert view.sentence.text() == "full batch: all 20 samples a step, 1 iteration an epoch"
    change(view, stage=1)
    assert view.sentence.text() == "① One batch of all 20 samples: 1, 2, 3, 4, 5, 6, …"


def test_that_samples_left_out_are_mentioned(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 6, "drop_last": True}}, epochs=4))
    assert view.sentence.text() == "20 samples / batch 6 = 3 iterations an epoch; 2 samples are left out"


@pytest.mark.parametrize(("shuffle", "word"), [(True, "shuffled"), (False, "are cut")])
def test_that_only_a_shuffle_is_called_one(view: DataView, shuffle: bool, word: str) -> None:
    show(view, computed(LINE, {"batch": {"size": 5, "shuffle": shuffle}}, epochs=4))
    go_to(view, 4)
    change(view, stage=1)
    assert word in view.sentence.text()
    assert ("shuffled" in view.sentence.text()) == shuffle


def test_that_the_stages_show_the_numbers_of_the_batch(view: DataView) -> None:
    result = computed(LINE, {"batch": {"size": 5}}, epochs=4)
    record = result.runs[0]
    show(view, result)
    go_to(view, 3)
    change(view, stage=3)
    assert f"the mean is {record.batch_loss[3]:.4g}" in view.sentence.text()
    change(view, stage=4)
    assert "w becomes ({:.3g}, {:.3g})".format(*record.w[4]) in view.sentence.text().replace("−", "-")


def test_that_the_future_is_not_shown_while_hidden(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 1}}, epochs=1))
    assert view.strip.after_shown
    change(view, ahead_hidden=True)
    assert not view.strip.after_shown
    gradient, after = ([link.value, *link.shorter] for link in view.flow.links()[-2:])
    assert gradient == after == ["?"], "no digit of the update"
    assert view.flow.links()[-3].value != "?", "the loss of its batch is that of now"
    arrows = []
    view.arrowsChanged.connect(arrows.append)
    change(view, stage=4)
    assert view.sentence.text() == "④ The mean gradient makes the step; what is ahead is hidden"
    assert arrows[-1] == []
    change(view, ahead_hidden=False)
    assert arrows[-1] and "?" not in [link.value for link in view.flow.links()]


def test_that_each_bar_describes_its_sample(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5, "shuffle": False}}, epochs=1))
    strip = view.strip
    third = QPoint(round(strip.x_of(2.5)), 30)
    assert strip.tip_at(third.toPointF()) == f"sample 3: loss {view.shown_update.losses[2]:.4g}"
    assert strip.tip_at(QPoint(third.x(), strip.height() - 3).toPointF()) == "iteration 1 of 4: 5 samples"


def test_that_a_loss_that_falls_is_drawn_as_good_and_one_that_rises_as_bad(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 1}, "optimizer": {"kind": "sgd", "lr": 0.4}}, epochs=1))
    strip, update = view.strip, view.shown_update
    assert update.after is not None and strip.after_shown
    picture, bars, half = strip.grab().toImage(), strip.bars_rect(), strip.width() / update.n_samples / 2
    drawn = []
    for place, loss, after in zip(update.places.tolist(), update.losses.tolist(), update.after.tolist(), strict=True):
        at = QPointF(strip.x_of(place) + half, strip._y(after, bars)).toPoint()
        ratio = picture.devicePixelRatio()
        near = {picture.pixelColor(round(at.x() * ratio), round((at.y() + y) * ratio)).name() for y in (-1, 0)}
        colours = near & {light().good, light().bad}
        if colours:
            drawn.append((after <= loss, colours))
    assert {falls for falls, _ in drawn} == {True, False}
    assert all(colours == {light().good if falls else light().bad} for falls, colours in drawn)


def test_that_a_growing_record_is_followed(view: DataView) -> None:
    experiment = computed(LINE, {"batch": {"size": 5}}, epochs=4).experiment
    result = prepare(experiment, "cpu")
    show(view, result)
    assert view.shown_update.w_after is None
    for chunk in iterate(experiment, result):
        result.runs[0].append(chunk)
        grow(view)
    assert view.shown_update.w_after is not None


def test_that_the_end_is_reported_when_a_run_ends_at_the_playhead(view: DataView) -> None:
    result = computed(LINE, {"batch": {"size": 5}}, epochs=2)
    record = result.runs[0]
    finish, record.finish = record.finish, None
    show(view, result, k=record.n)
    assert view.position.text() == "epoch 2 of 2, iteration 4 of 4"
    record.finish = finish
    grow(view)
    assert view.position.text() == "after epoch 2 of 2, iteration 4 of 4"


def test_that_the_words_over_the_samples_are_as_large_as_other_type(view: DataView) -> None:
    plot, heights = view.plot, []
    try:
        for scale in (1.0, 1.75):
            scaling.set_scales(scale, 1.0)
            show(view, computed(LINE, {"batch": {"size": 5}}), text_scale=scale)
            for label in (plot.readout, plot.note):
                label.setText("words")
            heights.append([label.sizeHint().height() for label in (plot.readout, plot.note)])
    finally:
        scaling.set_scales(1.0, 1.0)
    assert all(large > 1.3 * usual for usual, large in zip(*heights, strict=True))


def test_that_samples_do_not_run_away_under_a_dragging_hand(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5}}, epochs=1))
    canvas = view.plot.plot.viewport()
    start = view.plot.viewport_place(0.0, 1.0).toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    before = view.plot.box.viewRange()
    show(view, computed({**LINE, "data": {**LINE["data"], "y": [30.0] * 20}}, {"batch": {"size": 5}}, epochs=1))
    assert view.plot.box.viewRange() == before
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start)
    show(view, computed({**LINE, "data": {**LINE["data"], "y": [40.0] * 20}}, {"batch": {"size": 5}}, epochs=1))
    assert np.mean(view.plot.box.viewRange()[1]) == pytest.approx(40.0)


def test_that_predicted_classes_stand_out_in_their_stage(view: DataView) -> None:
    x = [[i / 4, (i * 7 % 5) / 2] for i in range(20)]
    data = {"kind": "inline", "x": x, "y": [float(i > 9) for i in range(20)]}
    problem = {"kind": "logistic_regression", "data": data}
    show(view, computed(problem, {"start": [0.5, -0.5, 0], "batch": {"size": 5}}, epochs=2))
    assert view.plot.layer._marks.predictions is None
    change(view, stage=2)
    marks = view.plot.layer._marks
    assert np.allclose(marks.predictions, view.shown_update.prediction)
    assert marks.feet is None and marks.lit.sum() == 5
    before = view.plot.grab().toImage()
    change(view, stage=3)
    assert view.plot.grab().toImage() != before


def test_that_each_pixel_of_the_shade_has_the_class_predicted_in_its_middle(view: DataView) -> None:
    x = [[i / 4, (i * 7 % 5) / 2] for i in range(20)]
    data = {"kind": "inline", "x": x, "y": [float(i > 9) for i in range(20)]}
    result = computed({"kind": "logistic_regression", "data": data}, {"start": [3.0, -0.5, -5.0]}, steps=1)
    show(view, result)
    (shade,) = (item for item in view.plot.box.scene().items() if isinstance(item, pg.ImageItem))
    predict, w = result.runs[0].problem.predict, result.runs[0].w[0]
    rows, columns = shade.image.shape[:2]
    checked = 0
    for row in range(rows):
        places = [shade.mapToParent(QPointF(column + 0.5, row + 0.5)).toTuple() for column in range(columns)]
        probability = predict(w, np.array(places))
        # The opacity tells how far the probability is from one half.
        np.testing.assert_allclose(shade.image[row, :, 3], np.abs(probability - 0.5) * 150, atol=1.01)
        checked += int(np.count_nonzero(np.abs(probability - 0.5) < 0.45))
    assert checked > 100  # of those where a neighbour's would be another


@pytest.mark.parametrize("page", ["curve", "against"])
def test_that_a_run_that_diverges_is_drawn_to_its_end(view: DataView, page: str) -> None:
    result = computed(LINE, {"optimizer": {"kind": "sgd", "lr": 1e9}, "batch": {"size": 5}}, epochs=30)
    record = result.runs[0]
    assert record.finish == "diverged"
    show(view, result)
    if page == "against":
        view.plot.set_axes(SampleAxes(record.problem, AGAINST))
    for k in (record.n - 1, record.n):
        go_to(view, k)
        change(view, stage=4)
        assert not view.grab().isNull()


def waves(rate: float, loss: str = "mse") -> dict[str, object]:
    data = {"kind": "inline", "x": [[k / 10] for k in range(21)], "y": [(k % 2) * 1.0 for k in range(21)]}
    return {"kind": "model", "data": data, "prediction": f"sin({rate}*x)*a + b", "parameters": ["a", "b"], "loss": loss}


def test_that_a_model_that_swings_between_the_points_of_its_curve_is_a_band(view: DataView) -> None:
    low, high = -0.12, 2.12
    for rate in (50_000, 2 * np.pi * 239 / (high - low), 400):  # at the second all points have the same phase
        record = computed(waves(rate), {"start": [0.8, 0.5]}, steps=1).runs[0]
        axes = SampleAxes(record.problem)
        x, y = axes.curve(record.w[0], low, high, 3.0)
        assert low <= x[0] < 0 < 2 < x[-1] <= high and np.all(np.diff(x) >= 0)
        if rate > 800:  # each column holds a whole wave
            columns = np.sort(y.reshape(-1, 2), axis=1)
            assert np.all(columns[:, 0] < 0.5 - 0.7) and np.all(columns[:, 1] > 0.5 + 0.7)
        for left in np.arange(0, 2, 0.02):  # a wave and more
            seen = y[(x >= left) & (x < left + 0.02)]
            assert seen.min() < 0.5 - 0.7 and seen.max() > 0.5 + 0.7
            assert seen.min() >= -0.3 - 1e-12 and seen.max() <= 1.3 + 1e-12


@pytest.mark.parametrize("text", [
    "sin(20*x)*a + b", "tanh(1000*(x - 1))*a + b", "abs(x - 0.7)*a + b", "a/(x - 1.03) + b", "log(x + 0.05)*a + b",
    "sin(5e4*x)*a*1e-3 + b",
])  # fmt: skip
def test_that_a_model_that_its_points_show_is_their_line(view: DataView, text: str) -> None:
    record = computed({**waves(1), "prediction": text}, {"start": [0.8, 0.5]}, steps=1).runs[0]
    x, y = SampleAxes(record.problem).curve(record.w[0], -0.12, 2.12, 3.0)
    np.testing.assert_array_equal(x, np.linspace(-0.12, 2.12, 240))
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(y, record.problem.predict(record.w[0], x[:, None]))


def test_that_the_plot_of_the_samples_draws_the_band(view: DataView) -> None:
    show(view, computed(waves(50_000), {"start": [0.8, 0.5]}, steps=1))
    x, y = view.plot.curves[0].getData()
    middle = np.abs(y[(x > 0.5) & (x < 1.5)] - 0.5)
    assert middle.min() > 0.7


def outputs(view: DataView) -> tuple[object, ...]:
    """All that is written, drawn, or read by a screen reader."""
    labels = [label.text() for label in view.findChildren(QLabel)]
    links = [(link.name, link.value, link.tip) for link in view.flow.links()]
    strip = view.strip.accessibleDescription(), view.strip.tip_at(QPointF(40, 30))
    return labels, links, strip, view.grab().toImage()


@pytest.mark.parametrize("size", [1, 5])
def test_that_nothing_is_shown_of_a_hidden_future(view: DataView, size: int) -> None:
    drops = [{"batch": {"size": size}, "schedule": {"kind": "step", "step_size": every, "gamma": 1e3, "unit": "step"}}
             for every in (6, 7)]  # fmt: skip
    results = [computed(LINE, one, epochs=4) for one in drops]
    assert np.array_equal(results[0].runs[0].w[:7], results[1].runs[0].w[:7])
    assert not np.array_equal(results[0].runs[0].w[7], results[1].runs[0].w[7])
    shown_update = []
    for result in results:
        show(view, result, ahead_hidden=False, stage=0)
        go_to(view, 6)
        change(view, stage=0)
        change(view, ahead_hidden=True)
        shown_update.append([outputs(view)])
        for stage in (1, 2, 3):
            change(view, stage=stage)
            view.strip.end_shuffle()
            shown_update[-1].append(outputs(view))
    assert shown_update[0] == shown_update[1]
    change(view, stage=4, ahead_hidden=False)
    assert "becomes" in view.sentence.text()
