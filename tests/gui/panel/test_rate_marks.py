from __future__ import annotations

import math
import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from gdviz.gui.kernel.idle import GAP_MS, SLICE_SECONDS, WORKING_GAP_MS
from gdviz.gui.panel import rate_marks as module
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from gdviz.gui.widgets.sliders import SliderMark
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, drag, drag_start, fill_in, hover, key, settle, wait_until
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on a quadratic: limit 2/25, best rate 2/26, the lowest loss after 60 steps."""
    made = open_window(an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=60))
    found(made)
    return made


def found(window: MainWindow) -> None:
    settle(window)
    wait_until(lambda: not window.rate_marks.idle.busy)


def mark_of(window: MainWindow, colour: str) -> SliderMark:
    return next(m for m in window.panel.lr_slider.marks if m.color.name() == getattr(window.theme, colour))


def place(window: MainWindow, mark: SliderMark) -> QPoint:
    slider = window.panel.lr_slider
    return QPoint(round(slider.x_of(mark.number)), slider.height() // 2 + (-10 if mark.wall else 10))


def test_that_the_slider_marks_the_limit_and_the_best_rate(window: MainWindow) -> None:
    assert mark_of(window, "bad").number == pytest.approx(2 / 25)
    assert mark_of(window, "good").number == pytest.approx(2 / 26, rel=0.03)
    walls = [mark for mark in window.panel.lr_slider.marks if mark.wall]
    assert window.rate_marks.path_limit == pytest.approx(2 / 25) and len(walls) == 1, "that of the path is the same"


@pytest.mark.parametrize("colour", ["good", "bad"])
def test_that_a_click_on_a_mark_takes_its_rate_as_one_undo_step(window: MainWindow, colour: str) -> None:
    mark = mark_of(window, colour)
    QTest.mouseClick(window.panel.lr_slider, Qt.MouseButton.LeftButton, pos=place(window, mark))
    assert window.experiment.runs[0].optimizer.lr == mark.number
    assert window.panel.lr.value() == mark.number
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.experiment.runs[0].optimizer.lr == 0.01
    assert not window.controller.model.undo_stack.canUndo()


def test_that_of_adam_the_limit_of_the_first_step_is_marked_alone(open_window: OpenWindow) -> None:
    """Along the path its limit comes down to whatever rate it has: no mark to be taken."""
    window = open_window(an_experiment(quadratic(1, 4), [a_run((1, 1), {"kind": "adam", "lr": 0.05})], steps=5000))
    found(window)
    walls = [mark.number for mark in window.panel.lr_slider.marks if mark.wall]
    assert walls == pytest.approx([3.8], rel=0.01)  # P⁻¹H is the identity there, and m a tenth of m̂
    assert window.schedule.chosen_limit is not None
    assert window.schedule.chosen_limit.limits.min() < 0.1 * 3.8


def test_that_a_limit_that_needs_the_first_gradient_is_marked_when_the_run_is_done(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = module._limit_at_start
    monkeypatch.setattr(module, "_limit_at_start", lambda record: known(record) if record.finish else None)
    window = open_window(an_experiment(quadratic(1, 4), [a_run((1, 1))], steps=10))
    slow = an_experiment(quadratic(1, 4), [a_run((1, 1), {"kind": "adam", "lr": 0.05})], steps=60_000)
    window.controller.model.open(slow, None)
    found(window)
    assert [mark.number for mark in window.panel.lr_slider.marks if mark.wall] == pytest.approx([3.8], rel=0.01)


def test_that_the_word_of_the_limit_is_that_of_the_run_that_is_chosen(open_window: OpenWindow) -> None:
    rules = ({"kind": "sgd", "lr": 0.01}, {"kind": "sgd", "lr": 0.01, "momentum": 0.9}, {"kind": "adam", "lr": 0.01})
    window = open_window(an_experiment(quadratic(1, 4), [a_run((1, 1), rule) for rule in rules], steps=30))
    window.resize(1600, 1000)
    table = window.table.table
    wait_until(lambda: table.visualRect(table.model().index(2, 0)).bottom() < table.viewport().height())
    for row, factor in ((1, "3.8/λmax"), (2, "38/λmax(P⁻¹H)"), (0, "2/λmax"), (2, "38/λmax(P⁻¹H)"), (1, "3.8/λmax")):
        click(table.viewport(), table.visualRect(table.model().index(row, 0)).center())
        assert window.controller.run == row
        assert factor in window.schedule._limit_word.toPlainText()


def test_that_the_least_of_limits_is_marked(open_window: OpenWindow) -> None:
    steep = {"kind": "expression", "expression": "exp(x)", "domain": [[700, 709]]}
    window = open_window(an_experiment(steep, [a_run([707.5], {"kind": "sgd", "lr": 1e-300})], steps=2))
    found(window)
    limit = 2 / math.exp(707.5)
    assert limit * 0.99 < mark_of(window, "bad").number <= limit


def test_that_the_rate_alone_moves_no_mark(window: MainWindow) -> None:
    before = window.panel.lr_slider.marks
    fill_in(window, "lrField", "0.05")
    assert not window.rate_marks.idle.busy
    assert window.panel.lr_slider.marks == before


def test_that_the_marks_move_with_the_start(window: MainWindow) -> None:
    fill_in(window, "startXField", "0")
    assert window.rate_marks.best is None  # no mark of another start
    found(window)
    assert mark_of(window, "good").number == pytest.approx(1 / 25, rel=0.02)


def test_that_the_marks_move_with_the_problem(window: MainWindow) -> None:
    fill_in(window, "expressionField", "2*x^2+2*y^2")
    found(window)
    assert mark_of(window, "bad").number == pytest.approx(0.5)
    assert mark_of(window, "good").number == pytest.approx(0.25, rel=0.02)


def test_that_dragging_the_start_leaves_the_search_for_later(window: MainWindow) -> None:
    drag_start(window, (0.5, 0.5), (0.2, 0.4), release=False)
    assert window.rate_marks.best is None
    found(window)
    assert window.rate_marks.best is not None


def test_that_a_mark_says_what_it_is(window: MainWindow) -> None:
    slider, at = window.panel.lr_slider, place(window, mark_of(window, "good"))
    QApplication.sendEvent(slider, QHelpEvent(QHelpEvent.Type.ToolTip, at, slider.mapToGlobal(at)))
    assert QToolTip.text().startswith("Best constant rate from this start, 0.0")
    assert "60 steps" in QToolTip.text()
    QToolTip.hideText()
    assert "Stability limit at the start, 0.08" in slider.accessibleDescription()


def test_that_the_keyboard_takes_a_mark_from_a_menu(window: MainWindow) -> None:
    slider = window.panel.lr_slider
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(3, slider.height() // 2))
    middle = slider.rect().center()
    QApplication.sendEvent(
        slider, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, slider.mapToGlobal(middle))
    )
    menu = slider.findChild(QMenu)
    assert menu is not None
    wait_until(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.experiment.runs[0].optimizer.lr == pytest.approx(0.08)


def test_that_a_schedule_with_rates_of_its_own_has_no_marks(open_window: OpenWindow) -> None:
    schedule = {"kind": "one_cycle", "max_lr": 0.05, "total_steps": 60, "unit": "step"}
    window = open_window(an_experiment(quadratic(1, 25), [a_run((1, 1), schedule=schedule)], steps=60))
    found(window)
    assert window.panel.lr_slider.marks == ()


def test_that_marks_take_the_colours_of_the_theme(window: MainWindow) -> None:
    window.set_theme("dark")
    assert mark_of(window, "good").color.name() == theme.dark().good


def test_that_the_search_holds_up_no_frame(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("rosenbrock", [a_run((-1, 1))], steps=1000))
    work = window.rate_marks.idle
    window.rate_marks._key = None
    window.rate_marks._follow(window.scene)
    slices = []
    while work.busy:
        work._timer.stop()
        begun = time.perf_counter()
        work._slice()
        slices.append(time.perf_counter() - begun)
    assert len(slices) > 5
    assert sorted(slices)[len(slices) // 2] < 2 * SLICE_SECONDS  # the median, since other programs run as well


@pytest.mark.own_window  # the best rate of an experiment that was seen before is known
def test_that_the_search_rests_while_the_rate_is_slid(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(an_experiment("rosenbrock", [a_run((-1, 1))], steps=1000))
    settle(window)
    monkeypatch.setattr(module, "REST_MS", 10_000)
    work, slider = window.rate_marks.idle, window.panel.lr_slider
    slices: list[int] = []
    real = work._slice
    work._timer.timeout.disconnect()
    work._timer.timeout.connect(lambda: (slices.append(1), real()))
    middle = slider.rect().center()
    drag(slider, middle, middle + QPoint(9, 0), release=False)
    slices.clear()
    QTest.qWait(100)
    assert work.busy and slices == []
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(9, 0))
    work.postpone(0)
    wait_until(lambda: not work.busy)
    assert slices


def test_that_the_search_rests_while_the_playhead_is_dragged(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(an_experiment("rosenbrock", [a_run((-1, 1))], steps=1000))
    settle(window)
    monkeypatch.setattr(module, "REST_MS", 10_000)
    work, bar = window.rate_marks.idle, window.timeline.bar
    window.rate_marks._key = None
    window.rate_marks._follow(window.scene)
    work._timer.start(0)
    drag(bar, bar.rect().center(), bar.rect().center() + QPoint(40, 0), release=False)
    assert work.busy and work._timer.interval() == 10_000
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bar.rect().center())
    work._timer.start(0)
    playhead, before = window.controller.playhead, window.controller.playhead.position
    key(window, Qt.Key.Key_Space)
    wait_until(lambda: playhead.position > before)
    assert playhead.playing and work._timer.interval() < 10_000, "it goes on while it plays"


def test_that_the_search_leaves_the_worker_its_time(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("rosenbrock", [a_run((-1, 1))], steps=1000))
    work = window.rate_marks.idle

    def gap() -> int:
        """Milliseconds from a slice to the next."""
        window.rate_marks._key = None
        window.rate_marks._follow(window.scene)
        work._slice()
        return work._timer.interval()

    assert gap() == GAP_MS
    window.controller.edit("steps", 10**8)
    assert window.controller.busy and gap() == WORKING_GAP_MS
    window.controller.edit("steps", 1000)
    settle(window)
    assert gap() == GAP_MS


def test_that_the_cursor_shows_where_a_mark_is(window: MainWindow) -> None:
    slider, mark = window.panel.lr_slider, mark_of(window, "good")
    assert slider.mark_at(QPointF(place(window, mark))) is mark
    hover(slider, place(window, mark))
    assert slider.cursor().shape() == Qt.CursorShape.PointingHandCursor
    hover(slider, QPoint(5, 5))
    assert slider.cursor().shape() == Qt.CursorShape.ArrowCursor
    click(slider, QPoint(5, slider.height() // 2))
    assert window.experiment.runs[0].optimizer.lr < mark.number


def test_that_a_limit_along_the_path_is_marked_at_the_end_where_that_is_hidden(open_window: OpenWindow) -> None:
    """At the start the loss is curved downward and has no limit; at the minimum it is 2."""
    wave = {"kind": "expression", "expression": "cos(x)", "domain": [[0, 6]]}
    window = open_window(an_experiment(wave, [a_run([1.0], {"kind": "sgd", "lr": 0.5})], steps=40))
    found(window)

    def walls() -> list[float]:
        return [mark.number for mark in window.panel.lr_slider.marks if mark.wall]

    assert walls() == pytest.approx([2.0], rel=0.01)
    window.controller.view_model.change(ahead_hidden=True)
    assert walls() == []
    window.playhead = 39
    assert walls() == []
    window.playhead = 40
    assert walls() == pytest.approx([2.0], rel=0.01)
