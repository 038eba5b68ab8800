from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gdviz.gui.plots.rate_curve import RateCurveView
from gdviz.gui.plots.rate_range import RateRangeView
from gdviz.gui.shell.main_window import MainWindow
from gdviz.look import Look
from gdviz.view_state import RATES
from tests.gui.conftest import OpenWindow
from tests.gui.driving import LEFT, child, choose, click, drag, fill_in, key, settle, wait_until
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on a quadratic, on the line along its gradient."""
    made = open_window(an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=60))
    click(child(made, "rateLineButton", QPushButton))
    wait_until(lambda: curve(made).line is not None)
    return made


def curve(window: MainWindow) -> RateCurveView:
    return child(window, "rateCurveView", RateCurveView)


def test_that_a_click_in_the_line_is_one_undo_step_of_the_rate(window: MainWindow) -> None:
    view = curve(window)
    place = QPoint(round(view.viewport_x(view.line.best)), view.plot.height() // 2)
    QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.experiment.runs[0].optimizer.lr == 0.0401
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment.runs[0].optimizer.lr == 0.01


def test_that_the_menu_and_the_buttons_agree(window: MainWindow) -> None:
    assert window.bench.actions["actionRateLine"].isChecked()
    window.bench.actions["actionRateSweep"].trigger()
    assert window.rates.segments.current() == "sweep"
    wait_until(lambda: curve(window).outcome is not None)
    click(child(window, "ratePlanButton", QPushButton))
    assert window.bench.actions["actionRatePlan"].isChecked()
    assert window.schedule.isVisible()


def test_that_the_line_follows_the_playhead_of_the_window(window: MainWindow) -> None:
    before = curve(window).line.old_loss
    click(child(window, "surfaceView"))
    key(window, Qt.Key.Key_Right)
    wait_until(lambda: curve(window).line.old_loss < before)


def test_that_the_range_test_is_one_click_away_and_a_click_takes_its_rate(window: MainWindow) -> None:
    click(child(window, "rateRangeButton", QPushButton))
    view = child(window, "rateRangeView", RateRangeView)
    wait_until(lambda: view.found is not None)
    assert window.bench.actions["actionRateRange"].isChecked()
    QTest.keyClick(view.plot, Qt.Key.Key_Return)
    assert window.experiment.runs[0].optimizer.lr == pytest.approx(view.found.suggested, rel=0.01)


@pytest.mark.parametrize("mode", ["Line", "Sweep", "Range"])
def test_that_hiding_what_is_ahead_hides_what_rates_lead_to(window: MainWindow, mode: str) -> None:
    key(window, Qt.Key.Key_H)
    click(child(window, f"rate{mode}Button", QPushButton))
    view = window.rates.late[mode.lower()]
    wait_until(lambda: "hidden" in view.words.text())
    assert view.best is None and view.value_at(0.01) is None and not view.idle.busy
    key(window, Qt.Key.Key_H)
    wait_until(lambda: view.best is not None)


def test_that_a_drag_in_the_plan_moves_the_whole_path_and_is_one_undo_step(window: MainWindow) -> None:
    click(child(window, "ratePlanButton", QPushButton))
    view, stack = window.schedule, window.controller.model.undo_stack
    place = view.plot.mapFromScene(view.box.mapViewToScene(QPointF(40, 0.01)))
    before = window.result.runs[0].w[-1].copy()
    drag(view.plot.viewport(), place, place + QPoint(0, 20), place + QPoint(0, 40), release=False)
    settle(window)
    assert not np.array_equal(window.result.runs[0].w[-1], before) and stack.count() == 0
    QTest.mouseRelease(view.plot.viewport(), LEFT, pos=place + QPoint(0, 40))
    assert stack.count() == 1 and stack.undoText().startswith("learning rate ")


def test_that_drawing_is_in_the_menu_too(window: MainWindow) -> None:
    window.bench.actions["actionDraw"].trigger()
    settle(window)
    assert window.experiment.runs[0].schedule.kind == "points"
    assert len(window.schedule._hands.placed) == len(window.experiment.runs[0].schedule.points)
    assert window.schedule.isVisible() and window.schedule.drawing and window.bench.actions["actionDraw"].isChecked()
    choose(window, "scheduleCombo", "cosine")
    assert not window.schedule.drawing and not window.bench.actions["actionDraw"].isChecked()


def test_that_a_curve_to_be_drawn_brings_the_plot_that_draws_it(window: MainWindow) -> None:
    window.bench.change(rates="sweep")
    choose(window, "scheduleCombo", "cosine")
    assert not window.schedule.isVisible()
    choose(window, "scheduleCombo", "points")
    settle(window)
    assert window.schedule.isVisible() and window.schedule.draw_button.isVisible()


def test_that_drawing_that_drew_nothing_leaves_no_trace(window: MainWindow) -> None:
    stack, before = window.controller.model.undo_stack, window.experiment
    for end in (Qt.Key.Key_Escape, Qt.Key.Key_D):
        click(child(window, "surfaceView"))
        key(window, Qt.Key.Key_D)
        settle(window)
        assert window.experiment.runs[0].schedule.kind == "points" and window.schedule.drawing
        key(window, end)
        settle(window)
        assert window.experiment == before and not window.schedule.drawing
        assert (stack.count(), window.controller.model.modified) == (0, False)
    key(window, Qt.Key.Key_D)
    fill_in(window, "lrField", "0.02")
    click(window.schedule.draw_button)
    assert window.experiment.runs[0].schedule.kind == "points", "another step came between"
    assert stack.count() == 2


def test_that_a_drawn_curve_is_followed_live_and_undone_in_one_step(window: MainWindow) -> None:
    click(child(window, "surfaceView"))
    key(window, Qt.Key.Key_D)
    settle(window)
    view, stack = window.schedule, window.controller.model.undo_stack
    window.playhead = 60
    places = [view.plot.mapFromScene(view.box.mapViewToScene(QPointF(k, 0.004))) for k in (2, 20, 40, 58)]
    before, count = window.experiment, stack.count()
    end = window.result.runs[0].w[-1].copy()
    drag(view.plot.viewport(), *places, release=False)
    settle(window)
    assert not np.array_equal(window.result.runs[0].w[-1], end) and stack.count() == count
    QTest.mouseRelease(view.plot.viewport(), LEFT, pos=places[-1])
    assert stack.count() == count + 1 and stack.undoText() == "drawn schedule"
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment == before
    drag(view.plot.viewport(), *places, release=False)
    key(window, Qt.Key.Key_Escape)
    assert window.experiment == before and stack.index() == count and view.drawing
    QTest.mouseRelease(view.plot.viewport(), LEFT, pos=places[-1])
    key(window, Qt.Key.Key_Escape)
    assert not view.drawing and not window.bench.actions["actionDraw"].isChecked()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_the_pencil_has_room_in_a_small_window(window: MainWindow, language: str) -> None:
    click(child(window, "ratePlanButton", QPushButton))
    window.resize(1024, 700)
    window.set_language(language)
    try:
        wait_until(lambda: window.schedule.draw_button.isVisible())
    finally:
        window.set_language("en")


def test_that_narrow_places_keep_the_buttons_of_the_modes_whole(window: MainWindow) -> None:
    window.bench.actions["actionDraw"].trigger()
    settle(window)
    window.resize(1000, 620)
    wait_until(lambda: window.rates.width() < 230)
    for mode in ("plan", "line", "sweep", "range"):
        window.controller.view_model.change(rates=mode)
        button = window.rates.segments.button(mode)
        needed = button.fontMetrics().horizontalAdvance(button.text()) + 6
        wait_until(lambda button=button, needed=needed: button.width() >= needed)


def test_that_the_losses_over_rates_have_the_chosen_scale(window: MainWindow) -> None:
    window.pictures.set_look(Look(loss_axis="linear"))
    click(child(window, "rateSweepButton", QPushButton))
    wait_until(lambda: curve(window).outcome is not None)
    view = curve(window)
    assert (view.values.kind, view.rates.kind) == ("linear", "log")  # also of a view that is made later
    window.pictures.set_look(Look())
    assert view.values.kind == "log"
    click(child(window, "rateRangeButton", QPushButton))
    found = child(window, "rateRangeView", RateRangeView)
    wait_until(lambda: found.found is not None)
    for wanted in ("linear", "log"):
        window.pictures.set_look(Look(loss_axis=wanted))
        assert found.values.kind == wanted
    low, high = found.box.viewRange()[1]
    start = float(found.values.to_axis(found.found.start_loss))
    assert low < start < high


def test_that_a_hidden_run_is_not_drawn_by_hand_and_a_sentence_says_why(window: MainWindow) -> None:
    window.table.requested.emit("hide", 0, True)
    settle(window)
    before, focus = window.experiment, QApplication.focusWidget()
    for ask in (window.bench.actions["actionDraw"].trigger, window.schedule.draw_button.click):
        window.status.note("")
        ask()
        assert window.status.verdict.text() == "The chosen run is hidden: show it, then draw its learning rate."
        assert window.experiment == before and QApplication.focusWidget() is focus
        assert not window.schedule.drawing and not window.bench.actions["actionDraw"].isChecked()
    window.table.requested.emit("hide", 0, False)
    window.bench.actions["actionDraw"].trigger()
    assert window.schedule.drawing


@pytest.mark.parametrize("away", ["actionFoldPlots", "actionPresent"])
def test_that_a_plot_out_of_sight_comes_into_sight_when_one_draws_in_it(window: MainWindow, away: str) -> None:
    window.bench.change(rates="sweep")
    window.bench.actions[away].trigger()
    settle(window)
    assert not window.rates.isVisible()
    window.bench.actions["actionDraw"].trigger()
    settle(window)
    assert window.schedule.isVisible() and window.schedule.drawing
    assert window.bench.actions["actionDraw"].isChecked()


def test_that_drawing_by_hand_can_be_ended_while_its_plot_is_out_of_sight(window: MainWindow) -> None:
    before = window.experiment
    window.bench.actions["actionDraw"].trigger()
    settle(window)
    window.bench.actions["actionFoldPlots"].trigger()
    window.bench.actions["actionDraw"].trigger()
    assert window.experiment == before
    assert not window.scene.state.moment.drawing and not window.bench.actions["actionDraw"].isChecked()
    window.bench.actions["actionFoldPlots"].trigger()
    settle(window)
    assert not window.schedule.drawing and not window.schedule.draw_button.isChecked()


def test_that_drawing_ends_with_its_experiment(window: MainWindow) -> None:
    points = {"kind": "points", "points": [[0, 1], [20, 0.5]], "unit": "step"}
    window.bench.actions["actionDraw"].trigger()
    settle(window)
    assert window.schedule.drawing and window.schedule.hold_button.isVisible()
    window.controller.model.open(an_experiment(quadratic(1, 9), [a_run((1, 1), schedule=points)], steps=40), None)
    settle(window)
    assert not window.schedule.drawing and not window.schedule.draw_button.isChecked()
    assert not window.bench.actions["actionDraw"].isChecked() and not window.schedule.hold_button.isVisible()


def test_that_a_button_with_words_finds_the_best_rate_and_takes_it(window: MainWindow) -> None:
    click(child(window, "ratePlanButton", QPushButton))
    window.resize(1920, 1000)
    window.splitters["plots"].setSizes([900, 200])
    settle(window)
    button = child(window, "bestRateButton", QPushButton)
    assert button.isVisible() and button.text() == "Best rate" and window.schedule.head.isVisible()
    width = button.width()
    click(button)
    assert window.rates.segments.current() == "sweep" and button.text() == "Take the best"
    wait_until(lambda: curve(window).best is not None)
    assert window.experiment.runs[0].optimizer.lr == 0.01 and button.width() == width
    found, best = curve(window).outcome, curve(window).best
    assert found is not None and best == found.rates[found.best]
    click(button)
    assert window.experiment.runs[0].optimizer.lr == float(f"{best:.3g}")
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment.runs[0].optimizer.lr == 0.01


def test_that_the_button_rests_and_says_why_while_there_is_no_rate_to_take(window: MainWindow) -> None:
    click(child(window, "ratePlanButton", QPushButton))
    window.resize(1920, 1000)
    window.splitters["plots"].setSizes([900, 200])
    settle(window)
    button = child(window, "bestRateButton", QPushButton)
    assert button.isEnabled() and button.toolTip().startswith("Try constant rates")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Space)
    assert not button.isEnabled() and QApplication.focusWidget() is curve(window).plot
    wait_until(lambda: button.isEnabled() and curve(window).best is not None)
    assert button.toolTip().startswith("Set the rate")
    key(window, Qt.Key.Key_H)
    wait_until(lambda: not button.isEnabled())
    assert button.toolTip() == curve(window).words.text() != ""
    click(child(window, "ratePlanButton", QPushButton))
    assert button.isEnabled(), "it leads to the sweep, which says why nothing is there"
    key(window, Qt.Key.Key_H)
    points = {"kind": "cyclic", "base_lr": 0.001, "max_lr": 0.01}
    window.controller.edit("schedule", points)
    click(button)
    wait_until(lambda: curve(window).best is not None and not button.isEnabled())
    assert button.toolTip() == "The schedule brings rates of its own."
    click(window.rates.from_here)
    wait_until(button.isEnabled)


def test_that_the_button_gives_way_to_the_title(window: MainWindow) -> None:
    click(child(window, "ratePlanButton", QPushButton))
    window.splitters["plots"].setSizes([230, 900])
    settle(window)
    assert not child(window, "bestRateButton").isVisible()


def shown(window: MainWindow) -> list[QWidget]:
    """The buttons in the head that all modes have."""
    wanted = (window.rates.best_button, window.rates.from_here, *map(window.rates.segments.button, RATES))
    return [button for button in wanted if button.isVisible()]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_the_buttons_stay_where_they_are_in_another_mode(window: MainWindow, language: str) -> None:
    window.resize(1920, 1000)
    window.set_language(language)
    named = set()
    for width in range(240, 1000, 60):
        window.splitters["plots"].setSizes([width, 1200 - width])
        places = []
        for mode in RATES:
            window.bench.change(rates=mode)
            QApplication.processEvents()
            places.append([QRect(b.mapTo(window.rates, QPoint()), b.size()) for b in shown(window)])
            assert window.rates._title_room(window.rates.seen_view()) == window.rates._title_room(window.schedule)
        assert all(place == places[0] for place in places)
        named.add((window.schedule.draw_button.text(), window.rates.from_here.text()))
    window.set_language("en")
    window.bench.change(rates="plan")  # nothing goes on being computed
    assert named == {("", ""), {"en": ("Draw", "From here on"), "ko": ("그리기", "여기서부터")}[language]}


def test_that_pencil_and_arrow_have_words_where_there_is_room(window: MainWindow) -> None:
    window.bench.change(rates="plan")
    window.resize(1920, 1000)
    window.splitters["plots"].setSizes([1000, 200])
    settle(window)
    texts = [button.text() for button in (window.schedule.draw_button, window.rates.from_here)]
    assert texts == ["Draw", "From here on"]
    window.splitters["plots"].setSizes([300, 900])
    settle(window)
    assert {window.schedule.draw_button.text(), window.rates.from_here.text()} == {""}
    assert "Draw a schedule" in window.schedule.draw_button.toolTip()
