from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gdviz.gui.data.data_view import DataView
from gdviz.gui.data.large_form import LargeForm
from gdviz.gui.data.large_words import with_numbers
from gdviz.gui.data.sample_legend import Entry, SampleLegend
from gdviz.gui.style import scaling
from gdviz.gui.style.theme import light
from tests.gui.driving import click, hover
from tests.gui.plot_runs import LINE, computed
from tests.gui.scenes import change, go_to, show

LARGE = {"arranged": True, "arrangement": "data"}
FIVES = {"batch": {"size": 5}}
CLASSES = {
    "kind": "logistic_regression",
    "data": {
        "kind": "inline",
        "x": [[i / 4, (i * 7 % 5) / 2] for i in range(20)],
        "y": [float(i > 9) for i in range(20)],
    },
}


@pytest.fixture
def view(qtbot: QtBot) -> DataView:
    made = DataView()
    qtbot.addWidget(made)
    made.resize(744, 776)
    made.show()
    return made


def parts(view: DataView) -> LargeForm:
    assert view.large is not None
    return view.large


def test_that_the_lab_is_large_where_the_window_is_about_the_data(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4))
    assert view.large is None and view.strip.isVisible() and view.enlarge.isVisible()
    change(view, **LARGE)
    assert parts(view).batches.isVisible() and parts(view).stages.isVisible() and parts(view).switch.isVisible()
    assert view.plot.isVisible() and not view.strip.isVisible() and not view.flow.isVisible()
    assert not view.enlarge.isVisible()
    change(view, arrangement="all")
    assert not parts(view).batches.isVisible() and view.strip.isVisible() and view.flow.isVisible()
    assert view.enlarge.isVisible()
    assert view.position.text().startswith("next: epoch 1 of 4")


def test_that_a_little_lab_stays_small_whatever_the_window_is_about(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4))
    QTest.qWait(20)
    view.resize(320, 400)
    change(view, **LARGE)
    assert view.large is None and view.plot.isVisible()
    view.resize(700, 600)
    assert parts(view).stages.isVisible()


def test_that_the_small_parts_show_the_step_to_which_one_went_in_the_large_ones(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), **LARGE)
    go_to(view, 6)
    change(view, arrangement="all")
    assert view.position.text() == "next: epoch 2 of 4, iteration 3 of 4"


@pytest.mark.parametrize(("batch", "sentence"), [
    ({"size": 5}, "20 samples, shuffled, into 4 batches of 5"),
    ({"size": 5, "shuffle": False}, "20 samples, in order, into 4 batches of 5"),
    ({"size": 6}, "20 samples, shuffled, into 4 batches: 3 of 6, one of 2"),
    ({"size": 6, "shuffle": False}, "20 samples, in order, into 4 batches: 3 of 6, one of 2"),
    ({"size": 15}, "20 samples, shuffled, into 2 batches: 15 and 5"),
    ({"size": 15, "drop_last": True}, "20 samples, shuffled, into one batch of 15; 5 are left out"),
    ({"size": 6, "drop_last": True}, "20 samples, shuffled, into 3 batches of 6; 2 are left out"),
    ({"size": 1}, "20 samples, shuffled, one by one: 20 steps an epoch"),
    (None, "all 20 samples in one batch: 1 step an epoch"),
])  # fmt: skip
def test_that_the_head_says_how_the_samples_are_cut(view: DataView, batch: Any, sentence: str) -> None:
    show(view, computed(LINE, {"batch": batch} if batch else {}, epochs=2), **LARGE)
    assert parts(view).sentence.text() == sentence


def test_that_the_title_gives_way_to_a_long_sentence_at_once(view: DataView) -> None:
    short, long = (computed(LINE, {"batch": {"size": size}}, epochs=2) for size in (5, 6))
    show(view, long, **LARGE)
    form = parts(view)
    words = sum(label.fontMetrics().horizontalAdvance(label.text()) for label in (form.title, form.sentence))
    QTest.qWait(20)
    view.resize(words + form.switch.sizeHint().width() + 24, 776)
    QTest.qWait(20)
    for result, has_title in ((short, True), (long, False), (short, True)):
        show(view, result)
        assert form.title.isVisible() == has_title


def test_that_the_stages_carry_the_numbers_of_the_update(view: DataView) -> None:
    result = computed(LINE, FIVES, epochs=4)
    record = result.runs[0]
    show(view, result, k=6, **LARGE)
    split, predict, loss, update = parts(view).stages.stages()
    assert split.lines == (("Batch 3", ""),) and "11–15" in split.remark
    assert predict.lines[0][0] == with_numbers("ŷ = w1·x + b", ("w1", "b"), record.w[6])
    assert loss.lines[0][0] == f"J_B = {record.batch_loss[6]:.3g}"
    assert [line.replace("−", "-") for line, _ in update.lines] == [
        f"w₁ = {record.w[7, 0]:.3g}", f"b = {record.w[7, 1]:.3g}"
    ]  # fmt: skip
    go_to(view, record.n)
    assert "Batch 4" in parts(view).stages.stages()[0].lines[0][0], "at the end the last update is told"


@pytest.mark.parametrize(("text", "names", "values", "written"), [
    ("ŷ = w1·x + b", ("w1", "b"), (0.65, 2.764), "ŷ = 0.65x + 2.76"),
    ("ŷ = w1·x + b", ("w1", "b"), (-0.65, -2.0), "ŷ = −0.65x − 2"),
    ("ŷ = w1·x", ("w1",), (1e-7,), "ŷ = 1e-07x"),
    ("ŷ = w2·tanh(w1·x)", ("w1", "w2"), (-2.0, 3.0), "ŷ = 3·tanh(−2x)"),
    ("ŷ = σ(w1·x1 + w2·x2 + b)", ("w1", "w2", "b"), (1.0, -1e-16, 0.5), "ŷ = σ(1x₁ + 0x₂ + 0.5)"),
    ("ŷ = a·sin(bx)² − c", ("a", "b", "c"), (1.0, 2.0, -3.0), ""),
    ("ŷ = a·sin(b·x)² − c", ("a", "b", "c"), (-1.0, 2.0, -3.0), "ŷ = −1·sin(2x)² + 3"),
])  # fmt: skip
def test_that_a_model_is_written_with_its_numbers(
    text: str, names: tuple[str, ...], values: tuple[float, ...], written: str
) -> None:
    assert with_numbers(text, names, np.array(values)) == written


def test_that_numbers_too_alike_have_more_digits(view: DataView) -> None:
    result = computed(LINE, {**FIVES, "optimizer": {"kind": "sgd", "lr": 1e-3}}, epochs=1)
    show(view, result, k=2, **LARGE)
    for line, was in parts(view).stages.stages()[3].lines:
        assert line.split(" = ")[1] != was.removeprefix("← ")


def test_that_the_numbers_of_the_stages_are_large(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=6, **LARGE)
    assert [pixels for _, _, pixels in parts(view).stages.texts()][:1] == [18]
    assert all(pixels >= 16 for _, _, pixels in parts(view).stages.texts())


def test_that_the_line_after_the_update_is_drawn_beside_the_present_one(view: DataView) -> None:
    result = computed(LINE, FIVES, epochs=4)
    record = result.runs[0]
    show(view, result, k=2, **LARGE)
    (now,), after = view.plot.curves, view.plot._after
    assert after is not None and after.isVisible()
    for curve, w in ((now, record.w[2]), (after, record.w[3])):
        x, y = curve.getData()
        assert np.allclose(y, w[0] * x + w[1])
    assert after.opts["pen"].dashPattern() and not now.opts["pen"].dashPattern()
    for stage, shown in ((1, False), (3, False), (4, True)):
        change(view, stage=stage)
        assert after.isVisible() == shown
    change(view, stage=0, ahead_hidden=True)
    assert not after.isVisible()


def test_that_the_lines_are_named_at_their_ends_and_the_names_stand_apart(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=2, **LARGE)
    QTest.qWait(20)
    names = view.plot._names
    assert names is not None and names.geometry().width() > 20
    assert names.geometry().left() >= view.plot.box.geometry().right()
    for k in range(15):
        go_to(view, k)
        (first, top), (second, bottom) = names.places()
        assert {first, second} == {"now", "after the update"}
        assert bottom - top >= scaling.px(18) and top >= 0 and bottom <= names.frame.height()


def test_that_the_legend_hides_no_samples(view: DataView) -> None:
    for sign in (1, -1):
        data = {**LINE["data"], "y": [sign * i / 2.0 for i in range(20)]}
        show(view, computed({**LINE, "data": data}, FIVES, epochs=4), k=2, **LARGE)
        QTest.qWait(20)
        legend, layer = view.plot._legend, view.plot.layer
        assert legend is not None
        assert [entry.words for entry in legend.entries] == ["batch 3: 5 samples", "the other 15", "residual ŷ − y"]
        places = [layer.pixel_of(sample) for sample in range(20)]
        assert not any(place is None or legend.frame().contains(place) for place in places)


@pytest.mark.parametrize("size", [(500, 560), (560, 480), (744, 776), (1200, 950)])
@pytest.mark.parametrize("problem", ["line", "classes"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_that_all_parts_are_whole_at_any_size(
    view: DataView, size: tuple[int, int], problem: str, scale: float
) -> None:
    try:
        scaling.set_scales(scale, 1.0)
        runs = {"start": [0.5, -0.5, 0], **FIVES} if problem == "classes" else FIVES
        show(view, computed(CLASSES if problem == "classes" else LINE, runs, epochs=4), text_scale=scale, **LARGE)
        view.resize(round(size[0] * scale), round(size[1] * scale))
        QTest.qWait(30)
        area, form = view.area, parts(view)
        assert view.plot.layer._sizes[1] == pytest.approx(6 * scale - 0.5)
        assert view.plot.left.style["tickFont"].pixelSize() == scaling.px(13)
        assert not area.verticalScrollBar().isVisible()
        assert area.widget().height() == area.viewport().height()
        assert form.stages.geometry().bottom() <= area.viewport().height()
        assert view.plot.height() >= 0.35 * area.viewport().height()
        assert all(card.width() > 40 and card.height() > 40 for card in form.batches.cards())
        for card, text, pixels in form.stages.texts():
            assert pixels >= scaling.px(14), (card, text)
    finally:
        scaling.set_scales(1.0, 1.0)


def test_that_the_legend_stays_in_its_corner_from_stage_to_stage(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=2, **LARGE)
    QTest.qWait(20)
    legend = view.plot._legend
    assert legend is not None
    corners = set()
    for stage in (0, 1, 2, 3, 4):
        change(view, stage=stage)
        QTest.qWait(5)
        corners.add(legend.frame().topLeft().toTuple())
    assert len(corners) == 1


def test_that_the_legend_is_placed_again_for_longer_words_larger_type_and_less_room(qapp: QApplication) -> None:
    box = pg.ViewBox(enableMenu=False)
    box.setRange(xRange=(0, 100), yRange=(0, 100), padding=0)
    box.resize(500, 300)
    legend = SampleLegend(box)
    row = np.column_stack([np.linspace(55, 60, 20), np.full(20, 95.0)])  # above, right of the middle
    points = np.concatenate([row, row - [55, 90]])  # and below at the left edge
    short, long = (Entry("batch", f"batch 3: {words}") for words in ("5", "5 of the samples that are left of them"))
    places = []
    for entry, scale in ((short, 1.0), (long, 1.0), (short, 1.0), (replace(short, words="batch 4: 5"), 2.0)):
        scaling.set_scales(scale, 1.0)
        try:
            legend.show_entries((entry,), (), points, False)
            places.append((legend.entries, legend.frame()))
        finally:
            scaling.set_scales(1.0, 1.0)
    assert [entries for entries, _ in places][:3] == [(short,), (long,), (short,)]
    assert places[0][1] == places[2][1] and (places[0][1].left(), places[0][1].top()) == (8, 8)
    assert places[1][1].left() > 100 and places[1][1].bottom() == 292
    assert places[3][1].height() > 1.8 * places[0][1].height()
    many = tuple(Entry(kind, "words") for kind in ("batch", "others", "line", "words"))
    legend.show_entries(many, (), points, False)
    assert legend.entries == many
    box.resize(500, 90)
    assert legend.entries == many[:1]


def test_that_the_bars_are_the_residuals_in_the_order_of_the_epoch(view: DataView) -> None:
    result = computed(LINE, FIVES, epochs=4)
    record = result.runs[0]
    show(view, result, k=5, **LARGE)
    bars = parts(view).batches._drawn()
    order, samples = record.batches.order(1), record.problem.samples
    assert list(bars.index) == list(order)
    expected = np.abs(record.problem.predict(record.w[5], samples.x[order]) - samples.y[order])
    assert np.allclose(bars.sizes, expected)
    cards = parts(view).batches.cards()
    for x, place in zip(parts(view).batches._xs(bars.places).tolist(), bars.places.tolist(), strict=True):
        assert cards[place // 5].left() < x < cards[place // 5].right()


def test_that_the_bars_of_many_samples_are_theirs(view: DataView) -> None:
    problem = {"kind": "linear_regression", "data": {"kind": "synthetic", "shape": "line", "n": 5000}}
    result = computed(problem, {"batch": {"size": 100}}, epochs=1)
    record = result.runs[0]
    show(view, result, k=20, **LARGE)
    batches = parts(view).batches
    bars, samples = batches._drawn(), record.problem.samples
    expected = np.abs(record.problem.predict(record.w[20], samples.x[bars.index]) - samples.y[bars.index])
    assert np.allclose(bars.sizes, expected)
    assert {*(bars.places // 100)} == {*batches.batches} and 20 in batches.batches
    counts = np.bincount(bars.places // 100)[batches.batches.start :]
    assert len({*counts}) == 1 and batches.words()[2] == f"bars: {counts[0]} of the 100 residuals of each batch"


def test_that_of_many_batches_those_around_the_present_one_are_seen(view: DataView) -> None:
    data = {"kind": "synthetic", "shape": "line", "n": 100}
    result = computed({"kind": "linear_regression", "data": data}, {"batch": {"size": 1}}, epochs=1)
    show(view, result, **LARGE)
    batches = parts(view).batches
    for k in range(100):
        go_to(view, k)
        seen = batches.batches
        assert {max(k - 1, 0), k, min(k + 1, 99)} <= {*seen}
        assert sum(count for _, count, _ in batches.more()) + len(seen) == 100
        assert all(card.width() >= 40 for card in batches.cards())


def test_that_a_click_on_a_batch_goes_there(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=6, **LARGE)
    batches, asked = parts(view).batches, []
    view.playheadRequested.connect(asked.append)
    middle = batches.cards()[3].center().toPoint()
    hover(batches, middle)
    assert batches.cursor().shape() == Qt.CursorShape.PointingHandCursor
    click(batches, middle)
    assert asked == [7]
    assert batches.tip_at(QPointF(middle)).endswith("Batch 4 of 4: 5 samples. Click to go there.")


def test_that_a_click_on_the_count_at_the_side_leads_on(view: DataView) -> None:
    data = {"kind": "synthetic", "shape": "line", "n": 100}
    show(view, computed({"kind": "linear_regression", "data": data}, {"batch": {"size": 1}}, epochs=2), **LARGE)
    go_to(view, 150)
    batches, asked = parts(view).batches, []
    view.playheadRequested.connect(asked.append)
    for cell, _, _ in batches.more():
        click(batches, cell.center().toPoint())
    assert asked == [100 + batches.batches.start - 1, 100 + batches.batches.stop]


def colours(view: DataView, at: QPointF, widget: Any) -> set[str]:
    picture = widget.grab().toImage()
    return {picture.pixelColor(round(at.x()) + dx, round(at.y())).name() for dx in range(4)}


def test_that_the_present_batch_and_the_present_stage_are_framed(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=6, **LARGE)
    accent, batches, stages = light().accent, parts(view).batches, parts(view).stages
    framed = [accent in colours(view, QPointF(card.left(), card.center().y()), batches) for card in batches.cards()]
    assert framed == [False, False, True, False]
    for stage in range(5):
        change(view, stage=stage)
        framed = [accent in colours(view, QPointF(card.left(), card.center().y()), stages) for card in stages.cards()]
        assert framed == [number + 1 == stage for number in range(4)]


def test_that_the_shuffle_is_seen_in_the_cards(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=4, shuffle=True, **LARGE)
    change(view, stage=1)
    batches = parts(view).batches
    assert batches.shuffling and view.shuffle_ms == batches.shuffle_ms > 0
    index, places = batches._drawn().index, batches._drawn().places
    assert not np.array_equal(batches._shuffle.moved(index, places), places)
    assert np.array_equal(batches._shuffle.moved(index[::-1], places), places), "other samples stand where they belong"
    change(view, stage=2)
    assert not batches.shuffling and np.array_equal(batches._shuffle.moved(index, places), places)


def test_that_the_switch_asks_for_one_sample_and_back(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), **LARGE)
    edits: list[tuple[object, ...]] = []
    view.edited.connect(lambda *edit: edits.append(edit[:3]))
    switch = parts(view).switch
    assert switch.current() == "batch"
    click(switch.button("one"))
    show(view, computed(LINE, {"batch": {"size": 1}}, epochs=4))
    assert switch.current() == "one"
    click(switch.button("batch"))
    assert edits == [("batch.size", 1, True), ("batch.size", 5, True)]


def test_that_nothing_of_a_hidden_future_is_shown_large(view: DataView) -> None:
    drops = [{**FIVES, "schedule": {"kind": "step", "step_size": every, "gamma": 1e3, "unit": "step"}}
             for every in (6, 7)]  # fmt: skip
    seen = []
    for drop in drops:
        show(view, computed(LINE, drop, epochs=4), k=6, ahead_hidden=True, stage=0, **LARGE)
        shown = []
        for stage in range(4):
            change(view, stage=stage)
            parts(view).batches.end_shuffle()
            labels = [label.text() for label in view.findChildren(QLabel)]
            form = parts(view)
            shown.append(
                ([line for each in form.stages.stages() for line in each.lines], labels, view.grab().toImage())
            )
        seen.append(shown)
    assert seen[0] == seen[1]
    update = parts(view).stages.stages()[3]
    assert update.lines[0][0] == "w₁ = ?" and (update.remark, update.tip) == ("rate 0.01", "rate 0.01")


def test_that_the_boundaries_of_classes_are_named_inside_the_plot(view: DataView) -> None:
    show(view, computed(CLASSES, {"start": [0.5, -0.5, 0], **FIVES}, epochs=4), k=3, **LARGE)
    QTest.qWait(20)
    legend, names = view.plot._legend, view.plot._names
    assert legend is not None and names is not None
    assert [name.words for name in legend._names] == ["now", "after the update"]
    assert names.geometry().width() < 2
    assert [entry.words for entry in legend._all][:2] == ["batch 4: 5 samples", "the other 15"]


@pytest.mark.parametrize("stage", [0, 4])
def test_that_samples_of_another_kind_take_the_place_of_those_shown(view: DataView, stage: int) -> None:
    wide = {"kind": "linear_regression", "data": {**CLASSES["data"], "y": [i / 4 for i in range(20)]}}
    line = computed(LINE, FIVES, epochs=4)
    features, classes = (
        computed(problem, {"start": [0.5, -0.5, 0], **FIVES}, epochs=4) for problem in (wide, CLASSES)
    )  # which bring a row of choices
    show(view, line, k=3, stage=stage, **LARGE)
    for result in (classes, line, features, line, features, classes):
        show(view, result)
        after = view.plot._after
        assert after is not None and after.isVisible()
        assert not view.grab().isNull()


def test_that_screen_readers_get_the_stages(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=6, stage=3, **LARGE)
    description = parts(view).stages.accessibleDescription()
    assert description.startswith("③ loss: ① split Batch 3; ② predict ŷ = ")
    assert parts(view).batches.accessibleDescription() == "next: epoch 2, iteration 3 of 4, 5 samples"
    assert parts(view).batches.words()[:2] == ("Epoch 2", "2 of 4 iterations made")


def test_that_a_run_that_diverges_is_shown_large_to_its_end(view: DataView) -> None:
    result = computed(LINE, {"optimizer": {"kind": "sgd", "lr": 1e9}, **FIVES}, epochs=30)
    record = result.runs[0]
    assert record.finish == "diverged"
    for k in (0, record.n - 1, record.n):
        show(view, result, k=k, **LARGE)
        change(view, stage=4)
        assert not view.grab().isNull()


def test_that_samples_are_still_taken_hold_of_where_the_plot_is_large(view: DataView) -> None:
    show(view, computed(LINE, FIVES, epochs=4), k=6, **LARGE)
    QTest.qWait(20)
    edits: list[object] = []
    view.edited.connect(lambda *edit: edits.append(edit[0]))
    place = view.plot.layer.pixel_of(7)
    assert place is not None
    canvas = view.plot.plot.viewport()
    at = view.plot.plot.mapFromScene(view.plot.box.mapToScene(place))
    hover(canvas, at)
    assert view.plot.readout.isVisible()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(canvas, at + QPoint(0, 20))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(0, 20))
    assert view.plot.layer.chosen == 7
