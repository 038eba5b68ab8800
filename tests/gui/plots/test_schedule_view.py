from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.diagnosis import stability_limits
from gdviz.engine.diagnosis.crossings import Crossing, StabilityCurve, stability_curve
from gdviz.engine.runner import iterate, prepare
from gdviz.gui.drawing.decimation import Envelope
from gdviz.gui.drawing.plot_axes import plain_ticks, power
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.style.theme import dark, light
from gdviz.gui.widgets.numbers import format_number
from gdviz.look import Look
from tests.gui.plot_runs import BOWL, CUBIC, computed
from tests.gui.plots.limits import note, show_limits
from tests.gui.scenes import change, dress, go_to, grow, show

COSINE = {"schedule": {"kind": "cosine", "t_max": 20, "unit": "step"}}


@pytest.fixture
def view(qtbot: QtBot) -> ScheduleView:
    made = ScheduleView()
    qtbot.addWidget(made)
    made.resize(420, 290)
    made.show()
    show(made, computed(CUBIC))
    return made


def at(view: ScheduleView, step: float) -> QPoint:
    return QPoint(round(view.viewport_x(step)), view.plot.height() // 2)


def test_that_a_click_asks_for_the_nearest_step(view: ScheduleView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.playheadRequested) as asked:
        QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 7.3))
    assert asked.args == [7]


def test_that_dragging_asks_for_step_after_step_and_stops_at_the_ends(view: ScheduleView) -> None:
    asked: list[int] = []
    view.playheadRequested.connect(asked.append)
    port = view.plot.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at(view, 3))
    QTest.mouseMove(port, at(view, 9))
    QTest.mouseMove(port, at(view, 40))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at(view, 40))
    QTest.mouseMove(port, at(view, 5))
    assert asked == [3, 9, 20]


def test_that_a_plain_move_shows_the_rate_of_the_nearest_step(view: ScheduleView, qtbot: QtBot) -> None:
    QTest.mouseMove(view.plot.viewport(), at(view, 4.2))
    qtbot.waitUntil(lambda: view.readout.isVisible() and "step 4" in view.readout.text())  # the server sends it later
    assert "0.01" in view.readout.text()


def test_that_rates_that_outgrow_all_numbers_are_drawn_up_to_there(view: ScheduleView) -> None:
    growing = {"schedule": {"kind": "exponential", "gamma": 2, "unit": "step"}}
    show(view, computed(BOWL, growing, steps=2000))
    assert np.isfinite(view.box.viewRange()).all()
    assert view.scale.kind == "log" and view.box.viewRange()[1][1] > 300
    change(view, look=Look(rate_axis="linear"))
    assert np.isfinite(view.box.viewRange()).all()
    assert view.box.viewRange()[1][1] > 1e300


def test_that_rates_are_drawn_before_anything_is_computed(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    show(view, prepare(computed(BOWL, COSINE).experiment, "cpu"))
    x, y = view.curves.strokes[0].x, view.curves.strokes[0].y
    assert len(x) == 20
    assert np.allclose(y[[0, 10]], [0.01, 0.005])


def test_that_rates_that_depend_on_losses_follow_the_growing_run(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    plateau = {"schedule": {"kind": "plateau", "patience": 3, "factor": 0.5, "unit": "step"}}
    result = prepare(computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.4}, **plateau}, steps=3000).experiment, "cpu")
    show(view, result)
    for chunk in iterate(result.experiment, result):
        result.runs[0].append(chunk)
        grow(view)
    stroke, record = view.curves.strokes[0], result.runs[0]
    assert record.lr[-1] < 0.01
    assert view.scale.kind == "log"
    assert 10.0 ** np.interp(record.step[:-1], stroke.x, stroke.y) == pytest.approx(record.lr)


def test_that_equal_rates_of_two_runs_are_both_seen(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    show(view, computed(BOWL, {"label": "a"}, {"label": "b"}))
    offsets = [stroke.dashes.offset for stroke in view.curves.strokes]
    assert offsets[0] != offsets[1]


def test_that_ticks_are_true_numbers() -> None:
    assert plain_ticks([0, 0.02, 0.04], 0.02) == ["0", "0.02", "0.04"]
    assert plain_ticks([5e-5, 1e-4], 5e-5) == ["5e-5", "1e-4"]
    assert plain_ticks([-1.5, 0], 0.5) == ["−1.5", "0"]
    assert [power(e) for e in (-3, -2, 0, 1, 2, np.log10(0.0005))] == ["10⁻³", "0.01", "1", "10", "10²", "5·10⁻⁴"]


def test_that_the_axes_have_titles_without_a_factor(view: ScheduleView) -> None:
    assert view.value_axis.label.toPlainText().strip() == "learning rate η"
    assert view.step_axis.label.toPlainText().strip() == "step"


def test_that_the_limit_has_a_word_and_can_go(view: ScheduleView) -> None:
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.015))])
    assert view._limit_word.isVisible()
    assert view.box.viewRange()[1][1] > 0.015
    show_limits(view, [None])
    assert not view._limit_word.isVisible()


def test_that_a_limit_far_above_is_named_and_leaves_the_rates_their_room(view: ScheduleView) -> None:
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 5.0))])
    assert "5" in view._limit_word.toPlainText()
    assert view.box.viewRange()[1][1] < 0.02


def test_that_notes_stand_in_the_plot(view: ScheduleView, monkeypatch: pytest.MonkeyPatch) -> None:
    note(monkeypatch, [(12, "schedule ends")])
    show(view, computed(CUBIC))
    assert any(getattr(item, "toPlainText", str)() == "schedule ends" for _, item in view._note_items)
    note(monkeypatch, [])
    show(view, computed(CUBIC))
    assert view._note_items == []


@pytest.mark.parametrize("theme", [dark(), light()])
def test_that_a_theme_colours_the_playhead_like_its_text(view: ScheduleView, theme: object) -> None:
    dress(view, theme)
    assert view._line.pen.color().name() == theme.text1


def test_that_an_envelope_keeps_extremes_in_few_points_whatever_the_bursts() -> None:
    random = np.random.default_rng(0)
    x, y = np.arange(300_000), random.normal(size=300_000)
    envelope = Envelope()
    for n in (1, 2, 3, 500, 3_999, 4_001, 60_000, 60_001, 299_999, 300_000):
        envelope.update(x[:n], y[:n])
        px, py = envelope.points()
        assert len(px) <= 4000
        assert (np.diff(px) >= 0).all()
        assert (py.min(), py.max()) == (y[:n].min(), y[:n].max())


def test_that_an_envelope_of_a_short_curve_is_the_curve() -> None:
    envelope = Envelope()
    x, y = np.arange(3000), np.sin(np.arange(3000) / 7)
    for n in (17, 1000, 3000):
        envelope.update(x[:n], y[:n])
        assert np.array_equal(envelope.points()[1], y[:n])


def test_that_an_envelope_of_another_curve_starts_over() -> None:
    envelope = Envelope()
    envelope.update(np.arange(100), np.ones(100))
    envelope.update(np.arange(0, 200, 2), np.zeros(100))
    assert envelope.points()[1].max() == 0


def test_that_the_word_of_a_short_limit_stays_in_the_plot(view: ScheduleView) -> None:
    show_limits(view, [StabilityCurve(np.arange(2), np.full(2, 0.005))])
    (left, right), _ = view.box.viewRange()
    word = view._limit_word
    wide = word.boundingRect().width() * view.box.viewPixelSize()[0]
    assert left - 1e-9 <= word.pos().x() - wide and word.pos().x() <= right


def test_that_neither_playhead_nor_curve_crosses_out_the_word_of_the_limit(view: ScheduleView) -> None:
    view.resize(216, 200)
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.0105))])
    QApplication.processEvents()
    word = view._limit_word
    assert word.toPlainText() == "2/λmax", "a long word would lie over the curves"
    room = view.plot.mapFromScene(word.sceneBoundingRect()).boundingRect()
    k = round(view.box.mapSceneToView(word.sceneBoundingRect().center()).x())
    go_to(view, k)
    line, x = view._line.pen.color(), round(view.viewport_x(k))

    def seen_of_the_line() -> int:
        image = view.plot.grab().toImage()
        places = ((x + aside, y) for aside in (-1, 0, 1) for y in range(room.top() + 2, room.bottom() - 2))
        return sum(abs(image.pixelColor(*place).lightness() - line.lightness()) < 40 for place in places)

    assert seen_of_the_line() == 0
    word.hide()
    assert seen_of_the_line() > 0


@pytest.mark.parametrize("limit", [0.006, 0.0115])
def test_that_the_word_of_the_limit_does_not_cover_it(view: ScheduleView, limit: float) -> None:
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, limit))])
    QApplication.processEvents()
    room = view._limit_word.sceneBoundingRect()
    line = view.box.mapViewToScene(QPointF(10, limit)).y()
    assert min(abs(room.top() - line), abs(room.bottom() - line)) >= 1
    assert not room.top() <= line <= room.bottom()


def test_that_a_limit_that_jumps_up_and_down_is_a_thin_line_and_a_calm_one_is_dashed(view: ScheduleView) -> None:
    def pen_of_line() -> tuple[Qt.PenStyle, float]:
        view.grab()
        (drawn,) = view.limits.drawings
        return drawn.pen.style(), drawn.pen.widthF()

    show_limits(view, [StabilityCurve(np.arange(200), np.full(200, 0.015))])
    assert pen_of_line() == (Qt.PenStyle.CustomDashLine, 1.5)
    show_limits(view, [StabilityCurve(np.arange(200), np.where(np.arange(200) % 2, 0.012, 900.0))])
    assert pen_of_line() == (Qt.PenStyle.SolidLine, 1.0)
    (drawn,) = view.limits.drawings
    assert -view.box.height() <= drawn.line.boundingRect().top() < 0  # above the plot, and no further


def test_that_no_run_is_drawn_as_the_limit_is(view: ScheduleView) -> None:
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.015))])
    view.grab()
    (drawn,) = view.limits.drawings
    assert len(set(drawn.pen.dashPattern()[::2])) == 2, "the dashes of a run are all of one length"


def test_that_letters_of_the_limit_lie_over_dots_and_their_ground_under_the_curves(view: ScheduleView) -> None:
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.015))])
    go_to(view, 10)
    assert view._limit_word.zValue() > max(dot.zValue() for dot in view._dots)
    assert view.limits.zValue() < view._word_ground.zValue() < view.curves.zValue()
    assert view._limit_word.fill.style() == Qt.BrushStyle.NoBrush
    assert view._word_ground.pos() == view._limit_word.pos() and view._word_ground.isVisible()
    assert view._word_ground.rect().size() == view._limit_word.boundingRect().size()


def test_that_the_word_of_the_limit_has_a_line_of_its_own_where_all_along_the_limit_is_taken(qtbot: QtBot) -> None:
    runs = [{"optimizer": {"kind": "sgd", "lr": lr}} for lr in np.linspace(0.001, 0.03, 12)]
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(420, 290)
    view.show()
    result = computed(CUBIC, *runs)
    show(view, result)
    limits: list[StabilityCurve | None] = [StabilityCurve(np.arange(21), np.full(21, 0.0155))] * 12
    show_limits(view, limits)
    QApplication.processEvents()
    word = view._limit_word.sceneBoundingRect()
    curves = [view.box.mapViewToScene(QPointF(10, float(record.planned_lr(np.array([10.0]))[0]))).y()
              for record in view.records]  # fmt: skip
    assert view._limit_word.toPlainText().startswith("–· ")
    assert word.bottom() <= min(curves), "above all curves"
    assert word.top() >= view.box.sceneBoundingRect().top() - 1


def test_that_the_word_of_the_limit_keeps_off_the_limits_of_other_runs(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(420, 290)
    view.show()
    show(view, computed(CUBIC, {"optimizer": {"kind": "sgd", "lr": 0.01}}, {"optimizer": {"kind": "sgd", "lr": 0.01}}))
    gap = 10 * view.box.viewPixelSize()[1]
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.006 + more)) for more in (0, gap)])
    QApplication.processEvents()
    word = view._limit_word.sceneBoundingRect()
    lines = [view.box.mapViewToScene(QPointF(10, 0.006 + more)).y() for more in (0, gap)]
    assert not any(word.top() < y < word.bottom() for y in lines)


def test_that_the_word_of_the_limit_leaves_the_dots_of_a_curve_their_room(view: ScheduleView) -> None:
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.008))])
    room, pixel = view._limit_word.boundingRect().height(), view.box.viewPixelSize()[1]
    limit = 0.01 - (room + 5) * pixel  # the word goes between them, and hardly more
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, limit))])
    QApplication.processEvents()
    curve = view.box.mapViewToScene(QPointF(10, 0.01)).y()
    assert view._limit_word.sceneBoundingRect().top() - curve >= 6


@pytest.mark.parametrize("limit", [5.0, 0.0102])
@pytest.mark.parametrize("width", [210, 520])
def test_that_words_in_the_plot_lie_beside_one_another_and_are_whole(
    view: ScheduleView, limit: float, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.resize(width, 240)
    note(monkeypatch, [(12, "the run ends before")])
    show(view, computed(CUBIC))
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, limit))])
    QApplication.processEvents()
    noted = next(item for _, item in view._note_items if hasattr(item, "toPlainText")).sceneBoundingRect()
    assert not noted.intersects(view._limit_word.sceneBoundingRect())
    box = view.box.sceneBoundingRect()
    assert box.left() <= noted.left() and noted.right() <= box.right()


def test_that_a_marked_crossing_of_the_limit_is_in_the_readout(view: ScheduleView, qtbot: QtBot) -> None:
    limits = np.where(np.arange(21) < 12, 0.0102, 0.0098)
    show_limits(view, [StabilityCurve(np.arange(21), limits, np.full(21, 0.01))])
    assert view.marks.crossings == (Crossing(12, 0.01, 0.0098, True),)
    QTest.mouseMove(view.plot.viewport(), at(view, 12))
    qtbot.waitUntil(lambda: "limit 0.0098" in view.readout.text())
    assert "step 12: the rate 0.01" in view.readout.text() and "unstable" in view.readout.text()
    QTest.mouseMove(view.plot.viewport(), at(view, 4))
    qtbot.waitUntil(lambda: "comes over" not in view.readout.text())
    show_limits(view, [None])
    assert view.marks.crossings == ()


def test_that_the_readout_has_the_limit_at_a_step_to_the_last_digit(view: ScheduleView, qtbot: QtBot) -> None:
    result = computed(CUBIC, {"optimizer": {"kind": "adam", "lr": 0.01}})
    show(view, result)
    limits = stability_limits(result.runs[0], np.arange(21))
    show_limits(view, [stability_curve(result.runs[0])])
    assert limits is not None and view.chosen_limit is not None
    for step in (7, 20):
        QTest.mouseMove(view.plot.viewport(), at(view, step))
        text = f"stability limit&nbsp;&nbsp;</td><td align='right'>{format_number(limits[step], 6)}<"
        qtbot.waitUntil(lambda text=text: text in view.readout.text())
    show_limits(view, [None])
    QTest.mouseMove(view.plot.viewport(), at(view, 6))
    qtbot.waitUntil(lambda: "step 6" in view.readout.text() and "limit" not in view.readout.text())


@pytest.mark.parametrize(("below", "colour"), [(True, "bad"), (False, "good")])
def test_that_a_rise_above_the_limit_is_marked_as_bad_and_a_fall_as_good(
    view: ScheduleView, below: bool, colour: str
) -> None:
    limits = np.where((np.arange(21) < 12) == below, 0.0102, 0.0098)
    show_limits(view, [StabilityCurve(np.arange(21), limits, np.full(21, 0.01))])
    assert [one.upward for one in view.marks.crossings] == [below]
    place = view.plot.mapFromScene(view.box.mapViewToScene(QPointF(12, 0.01)))
    picture = view.plot.grab().toImage()
    seen = {picture.pixelColor(place + QPoint(0, y)).name() for y in (-2, 2)}
    assert seen & {light().good, light().bad, dark().good, dark().bad} == {getattr(view.theme, colour)}


def test_that_crossings_are_marked_if_they_can_be_distinguished(view: ScheduleView) -> None:
    steps = np.arange(101)
    rates = np.where((steps >= 10) & (steps < 30), 0.02, 0.0)  # over the limit from 10 to 30
    rates[50:60:2] = 0.02  # and at every second step from 50 to 60
    curve, whole = StabilityCurve(steps, np.full(101, 0.01), rates), (0.0, 100.0)
    view.marks.set_crossings(curve, whole, (0.5, 1e-3), 1.0)  # two pixels a step: a mark is 5 steps wide
    assert [(one.step, one.upward) for one in view.marks.crossings] == [(10, True), (30, False)]
    view.marks.set_crossings(curve, whole, (0.05, 1e-3), 1.0)  # zoomed in
    assert [one.step for one in view.marks.crossings] == [10, 30, *range(50, 60)]
    view.marks.set_crossings(curve, (20.0, 54.0), (0.05, 1e-3), 1.0)
    assert [one.step for one in view.marks.crossings] == [30, *range(50, 55)]
    unsure = StabilityCurve(steps, np.full(101, 0.01), rates, sure=False)
    view.marks.set_crossings(unsure, whole, (0.05, 1e-3), 1.0)
    assert view.marks.crossings == ()


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({}, "stability limit 2/λmax"),
        ({"momentum": 0.9}, "stability limit 3.8/λmax"),
        ({"momentum": 0.9, "nesterov": True}, "stability limit 1.36/λmax"),
        ({"weight_decay": 0.1}, "stability limit"),
        ({"kind": "adam"}, "stability limit 38/λmax(P⁻¹H)"),
        ({"kind": "rmsprop", "momentum": 0.5}, "stability limit 3/λmax(P⁻¹H)"),
    ],
)
def test_that_the_word_of_the_limit_has_the_factor_of_the_rule(
    view: ScheduleView, rule: dict[str, object], word: str
) -> None:
    view.resize(800, 400)
    show(view, computed(CUBIC, {"optimizer": {"kind": "sgd", "lr": 0.01, **rule}}))
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 0.015))])
    assert view._limit_word.toPlainText() == word
    show_limits(view, [StabilityCurve(np.arange(21), np.full(21, 5.0))])
    assert view._limit_word.toPlainText() == f"↑ {word}: from 5"
    assert ("P, what the rule divides by" in view._limit_word.toolTip()) is ("P⁻¹" in word)


def of_steps(kind: str, **given: Any) -> dict[str, Any]:
    return {"schedule": {"kind": kind, "unit": "step", **given}}


DROPS = of_steps("multistep", milestones=[30, 60, 90], gamma=0.1)


@pytest.mark.parametrize(("runs", "kind"), [
    ([DROPS], "log"),
    ([of_steps("multistep", milestones=[30], gamma=1 / 19)], "linear"),
    ([of_steps("multistep", milestones=[30], gamma=1 / 21)], "log"),
    ([{}, {"optimizer": {"kind": "sgd", "lr": 1e-5}}], "linear"),  # no single schedule spans so much
    ([of_steps("cosine", t_max=60)], "linear"),
    ([of_steps("cosine", t_max=100)], "linear"),  # its 0 is the rate that comes after the last update
    ([of_steps("linear", start_factor=1, end_factor=0, total_iters=100)], "linear"),
    ([of_steps("cosine", t_max=100, eta_min=1e-4)], "log"),
    ([{"warmup": {"length": 10, "start_factor": 0, "unit": "step"}}], "linear"),
    ([{"warmup": {"length": 10, "start_factor": 0.01, "unit": "step"}}], "log"),
    ([of_steps("exponential", gamma=1.1)], "log"),
    ([DROPS, of_steps("cosine", t_max=100)], "linear"),
    ([DROPS, of_steps("cosine", t_max=60)], "linear"),
], ids=str)  # fmt: skip
def test_that_a_schedule_that_spans_much_and_not_0_has_a_logarithmic_axis(
    qtbot: QtBot, runs: list[dict[str, Any]], kind: str
) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    show(view, computed(BOWL, *runs, steps=100))
    assert view.scale.kind == kind
    for wanted in ("linear", "log"):
        change(view, look=Look(rate_axis=wanted))
        assert view.scale.kind == wanted
    change(view, look=Look())
    assert view.scale.kind == kind


def height(view: ScheduleView, position: float) -> float:
    """The share of the plot's height at which a position of the axis is."""
    low, high = view.box.viewRange()[1]
    return (position - low) / (high - low)


def test_that_equal_factors_are_equal_steps_down_on_a_logarithmic_axis(view: ScheduleView) -> None:
    show(view, computed(BOWL, DROPS, steps=100))
    levels = [height(view, y) for y in np.interp([10, 40, 70, 95], view.curves.strokes[0].x, view.curves.strokes[0].y)]
    assert np.diff(levels) == pytest.approx(np.diff(levels)[0])
    assert levels[0] > 0.5 and 0 < levels[-1] < 0.2
    values = [float(text) for text in ticks(view)]
    assert values == pytest.approx([1e-5, 1e-4, 1e-3, 1e-2])
    for k in (10, 95):
        go_to(view, k)
        assert view._dots[0].pos().y() == pytest.approx(np.log10(view.records[0].planned_lr(np.array([k]))[0]))


def ticks(view: ScheduleView) -> list[str]:
    """The numbers at the axis of the rates."""
    axis, (low, high) = view.value_axis, view.box.viewRange()[1]
    ((spacing, places),) = axis.tickValues(low, high, view.box.height())
    return axis.tickStrings(places, 1.0, spacing)


@pytest.mark.parametrize("lr", [0.01, 0.033, 7e-6, 2500.0])
def test_that_a_constant_rate_has_numbers_at_a_logarithmic_axis(view: ScheduleView, lr: float) -> None:
    show(view, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": lr}}, steps=20))
    change(view, look=Look(rate_axis="log"))
    numbers = [float(text) for text in ticks(view)]
    low, high = view.box.viewRange()[1]
    assert len(numbers) >= 2 and all(low <= np.log10(value) <= high for value in numbers)
    assert 0.1 < height(view, np.log10(lr)) < 0.95


def test_that_a_rate_of_0_is_cut_off_under_a_logarithmic_axis_and_named(view: ScheduleView) -> None:
    show(view, computed(BOWL, of_steps("cosine", t_max=60), steps=100))
    assert not view._cut_word.isVisible()
    change(view, look=Look(rate_axis="log"))
    stroke, (low, high) = view.curves.strokes[0], view.box.viewRange()[1]
    assert np.isfinite(stroke.y).all() and stroke.y[list(stroke.x).index(60)] < low - (high - low)
    assert (np.delete(stroke.y, list(stroke.x).index(60)) > low).all()
    word = view._cut_word
    assert word.isVisible() and "0" in word.toPlainText() and word.toolTip()
    assert word.pos().y() == low and view.readout_rows(60)[0].count(">0<") == 1
    show(view, computed(BOWL, DROPS, steps=100))
    assert not word.isVisible()


@pytest.mark.parametrize("size", [(200, 120), (420, 290), (900, 400)])
def test_that_the_word_for_0_is_whole_and_beside_the_place(view: ScheduleView, size: tuple[int, int]) -> None:
    show(view, computed(BOWL, of_steps("cosine", t_max=60), steps=100))
    change(view, look=Look(rate_axis="log"))
    view.resize(*size)
    QApplication.processEvents()
    word = view._cut_word.mapRectToItem(view.box, view._cut_word.boundingRect())
    cut = view.box.mapFromView(QPointF(60, 0)).x()
    assert view.box.boundingRect().adjusted(-1, -1, 1, 1).contains(word) and word.right() <= cut + 1


def test_that_limit_and_crossings_stand_at_their_rates_on_a_logarithmic_axis(view: ScheduleView) -> None:
    rates = {"kind": "points", "points": [[0, 1], [50, 300], [99, 1]], "unit": "step"}
    result = computed(BOWL, {"schedule": rates, "optimizer": {"kind": "sgd", "lr": 0.01}}, steps=60)
    show(view, result)
    assert view.scale.kind == "log"
    show_limits(view, [stability_curve(result.runs[0])])
    y = view.limits.columns(0).low
    assert y == pytest.approx(np.log10(1.0))  # 2 / sharpness, which is 2
    (crossing,) = view.marks.crossings
    (place,) = view.marks._places
    assert place.x() == crossing.step and 10.0 ** place.y() == pytest.approx(crossing.lr) and crossing.lr > 1
    low, high = view.box.viewRange()[1]
    assert low < 0 < high


def test_that_two_runs_that_part_only_far_below_are_both_seen_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    held = of_steps("points", points=[[0, 1], [30, 0.1], [60, 0.01], [90, 0.0015]], interpolation="hold")
    show(view, computed(BOWL, DROPS, held, steps=100))  # at last 1e-5 and 1.5e-5
    assert [len(stroke.y) for stroke in view.curves.strokes] == [len(view._plans[0][1])] * 2
    assert view._alike == {0: 0, 1: 1}
    change(view, look=Look(rate_axis="linear"))
    assert view._alike == {0: 0, 1: 0}


def test_that_another_scale_shows_all_values_again(view: ScheduleView) -> None:
    show(view, computed(BOWL, DROPS, steps=100))
    whole = view.box.viewRange()[1]
    view.zoom._values = (-3.0, -2.5)
    view.redraw()
    assert view.box.viewRange()[1] == [-3.0, -2.5]
    change(view, look=Look(rate_axis="linear"))
    change(view, look=Look())
    assert view.box.viewRange()[1] == whole
