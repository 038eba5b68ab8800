from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import iterate, prepare
from gdviz.gui.theme import dark, light
from gdviz.gui.views.data_view import DataView
from gdviz.gui.views.sample_axes import AGAINST, SampleAxes
from tests.gui.plot_runs import LINE, computed, show


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
        view.apply_theme(theme)
    view.set_playhead(6)
    assert view.position.text() == "next: epoch 2 of 4, iteration 3 of 4"
    assert view.flow.isVisible() and view.plot.isVisible() and view.strip.isVisible()


def test_that_the_chosen_run_has_its_batches_shown(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5}}, {"batch": {"size": 10}}, epochs=4))
    view.set_run(1)
    assert view.sentence.text() == "20 samples / batch 10 = 2 iterations an epoch"


def test_that_the_full_batch_is_one_iteration(view: DataView) -> None:
    show(view, computed(LINE, steps=4))
    assert view.sentence.text() == "full batch: all 20 samples a step, 1 iteration an epoch"
    view.set_stage(1)
    assert view.sentence.text() == "① One batch of all 20 samples: 1, 2, 3, 4, 5, 6, …"


def test_that_samples_left_out_are_told(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 6, "drop_last": True}}, epochs=4))
    assert view.sentence.text() == "20 samples / batch 6 = 3 iterations an epoch; 2 samples are left out"


@pytest.mark.parametrize(("shuffle", "word"), [(True, "shuffled"), (False, "are cut")])
def test_that_only_a_shuffle_is_called_one(view: DataView, shuffle: bool, word: str) -> None:
    show(view, computed(LINE, {"batch": {"size": 5, "shuffle": shuffle}}, epochs=4))
    view.set_playhead(4)
    view.set_stage(1)
    assert word in view.sentence.text()
    assert ("shuffled" in view.sentence.text()) == shuffle


def test_that_the_stages_tell_the_numbers_of_the_batch(view: DataView) -> None:
    result = computed(LINE, {"batch": {"size": 5}}, epochs=4)
    record = result.runs[0]
    show(view, result)
    view.set_playhead(3)
    view.set_stage(3)
    assert f"the mean is {record.batch_loss[3]:.4g}" in view.sentence.text()
    view.set_stage(4)
    assert "w becomes ({:.3g}, {:.3g})".format(*record.w[4]) in view.sentence.text().replace("−", "-")


def test_that_the_future_is_not_told_where_it_is_hidden(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 1}}, epochs=1))
    assert view.strip.after_shown
    view.set_ahead_hidden(True)
    assert not view.strip.after_shown
    assert view.flow.links()[-1].name == "w"


def test_that_each_bar_tells_its_sample(view: DataView) -> None:
    show(view, computed(LINE, {"batch": {"size": 5, "shuffle": False}}, epochs=1))
    strip = view.strip
    third = QPoint(round(strip.x_of(2.5)), 30)
    assert strip.tip_at(third.toPointF()) == f"sample 3: loss {view.told.losses[2]:.4g}"
    assert strip.tip_at(QPoint(third.x(), strip.height() - 3).toPointF()) == "iteration 1 of 4: 5 samples"


def test_that_a_growing_record_is_followed(view: DataView) -> None:
    experiment = computed(LINE, {"batch": {"size": 5}}, epochs=4).experiment
    result = prepare(experiment, "cpu")
    show(view, result)
    assert view.told.w_after is None
    for chunk in iterate(experiment, result):
        result.runs[0].append(chunk)
        view.refresh()
    assert view.told.w_after is not None


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
    view.set_stage(2)
    marks = view.plot.layer._marks
    assert np.allclose(marks.predictions, view.told.prediction)
    assert marks.feet is None and marks.lit.sum() == 5
    before = view.plot.grab().toImage()
    view.set_stage(3)
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
        view.set_playhead(k)
        view.set_stage(4)
        assert not view.grab().isNull()
