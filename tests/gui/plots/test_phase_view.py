"""Phase diagrams: seen, zoomed and clicked as a person does; each cell is compared with the run that it opens."""

from __future__ import annotations

import dataclasses
import itertools
import re
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from gdviz.editing import run_edits
from gdviz.editing.phase_axes import axes_of, prepared
from gdviz.engine.cells import VERDICTS
from gdviz.experiment import Experiment
from gdviz.gui.export.figure import Figure
from gdviz.gui.export.waiting import wait
from gdviz.gui.plots import phase_view, phase_work
from gdviz.gui.plots.phase_axis import written
from gdviz.gui.plots.phase_colours import kind_colour
from gdviz.gui.plots.phase_view import PhaseView
from gdviz.gui.plots.phase_work import Diagram, PhaseWork, Wanted
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme, dark, light
from gdviz.view_state import PhaseChoice
from tests.gui.conftest import OpenWindow
from tests.gui.driving import LEFT, NONE, child, choose, click, fill_in, hover, key, settle, wait_until
from tests.gui.explore.test_basins import rest_until
from tests.making import a_run, an_experiment, line_data, quadratic
from tests.vision import APART, distance

pytestmark = pytest.mark.one_window
STEPS = 30


@pytest.fixture(autouse=True)
def few_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Diagrams have 16 by 16 cells: 64 by 64 take a minute on a busy machine."""
    monkeypatch.setattr(phase_work, "SIDES", (8, 16))


@pytest.fixture
def window(open_window: OpenWindow) -> Iterator[MainWindow]:
    """The window on a quadratic, with its phase diagram."""
    made = open_window(an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=STEPS))
    made.resize(1440, 900)
    made.bench.change(arrangement="rates", arranged=True)
    click(child(made, "ratePhaseButton", QPushButton))
    complete(made)
    yield made
    made.bench.change(rates="plan")  # nothing goes on being computed


def phase(window: MainWindow) -> PhaseView:
    return child(window, "phaseView", PhaseView)


def complete(window: MainWindow) -> None:
    """Wait for the finest diagram of what is asked for: later events then bring no other."""
    view = phase(window)
    rest_until(lambda: view.is_current and not view.busy, 60)


def ends_alike(window: MainWindow, cell: tuple[int, int]) -> None:
    """Click a cell, and compare the run that opens with the value of the cell."""
    view = phase(window)
    view._work.stop()
    made, before = view.diagram, window.experiment
    settings = float(made.x[cell[1]]), float(made.y[cell[0]])
    kind, end = int(made.values[cell]), made.made.ends[cell] if made.made.done[cell] else None
    count = window.controller.model.undo_stack.index()
    QTest.mouseClick(view.plot.viewport(), LEFT, NONE, view.pixel_of(cell))
    settle(window)
    assert len(window.experiment.runs) == len(before.runs) + 1 and window.controller.run == 1
    assert window.controller.model.undo_stack.index() == count + 1
    spec, record = window.experiment.runs[1], window.result.runs[1]
    assert (spec.optimizer.lr, spec.optimizer.momentum) == settings
    assert spec.label == f"η = {settings[0]:.4g}, μ = {settings[1]:.4g}"
    assert record.verdict is not None and record.verdict.kind == VERDICTS[kind]
    assert end is None or np.array_equal(record.w[-1], end)
    window.controller.model.undo()
    settle(window)
    assert window.experiment == before


def test_that_a_click_opens_the_very_run_of_a_cell_beside(window: MainWindow) -> None:
    kinds = phase(window).diagram.values
    assert len(np.unique(kinds)) > 2
    for kind in np.unique(kinds)[[0, -1]]:
        ends_alike(window, tuple(map(int, np.argwhere(kinds == kind)[0])))


def test_that_the_boundary_of_theory_parts_what_diverges_from_what_does_not(window: MainWindow) -> None:
    made = phase(window).diagram
    across, momenta, rates = made.curve
    assert across == 0 and rates == pytest.approx(2 * (1 + momenta) / 25)
    diverged = made.values[0] == VERDICTS.index("diverged")
    assert np.array_equal(diverged[made.x < 0.9 * rates[0]].any(), False) and diverged[made.x > 2 * rates[0]].all()
    assert "2(1+μ)/L" in phase(window).curve_name.toPlainText()
    for curve in phase(window).curves:
        drawn_x, drawn_y = curve.getData()
        along = np.array([made.wanted.y.at(share) for share in drawn_y.tolist()])
        assert drawn_x == pytest.approx(made.wanted.x.share(2 * (1 + along) / 25), abs=1e-6)


def test_that_the_legend_names_the_verdicts_in_the_picture_only(window: MainWindow) -> None:
    view = phase(window)
    words = [words for _, words in view.legend.entries]
    assert len(words) == len(np.unique(view.diagram.values)) + 1  # and the dot of the run
    assert any(word.startswith("diverged") and word.endswith(" %") for word in words)


def test_that_the_mouse_reads_a_cell(window: MainWindow) -> None:
    view = phase(window)
    hover(view.plot.viewport(), view.pixel_of((0, len(view.diagram.x) - 1)))
    wait_until(lambda: view.readout.isVisible())
    assert view.readout.text().startswith("η = ") and view.readout.text().endswith("diverged")


def test_that_the_keyboard_goes_from_cell_to_cell_and_opens_one(window: MainWindow) -> None:
    view = phase(window)
    view._work.stop()
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    key(window, Qt.Key.Key_Right)
    first = view.cell
    assert first is not None and view._cell_rect(first).contains(view.dots[0].pos())
    for pressed in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        key(window, pressed)
    cell = view.cell
    assert cell == (first[0] + 1, first[1] + 1) and view.plot.accessibleDescription() == view.told(cell)
    assert view.pixel_of(cell).y() < view.pixel_of(first).y()
    settings = float(view.diagram.x[cell[1]]), float(view.diagram.y[cell[0]])
    key(window, Qt.Key.Key_Return)
    settle(window)
    optimizer = window.experiment.runs[1].optimizer
    assert (optimizer.lr, optimizer.momentum) == settings and window.playhead == 0


def test_that_a_run_in_the_picture_needs_no_other_picture(window: MainWindow) -> None:
    view = phase(window)
    view._work.stop()
    before = view.wanted.key
    fill_in(window, "lrField", "0.02")
    settle(window)
    assert view.wanted.key == before and not view._soon.isActive() and len(view.dots) == 1
    at = view.dots[0].pos()
    assert view.wanted.x.at(at.x()) == pytest.approx(0.02) and view.wanted.y.at(at.y()) == 0
    fill_in(window, "stepsField", "40")
    assert view.wanted.key != before


def turn(view: PhaseView, at: QPoint, notches: int) -> None:
    """Turn the wheel over a pixel."""
    port = view.plot.viewport()
    where = QPointF(at), QPointF(port.mapToGlobal(at))
    wheel = QWheelEvent(*where, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, NONE,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(port, wheel)


def test_that_the_wheel_zooms_about_the_mouse_and_escape_shows_everything(window: MainWindow) -> None:
    view = phase(window)
    whole, at = (view.wanted.x, view.wanted.y), view.pixel_of((8, 5))
    place = view.box.mapSceneToView(view.plot.mapToScene(at))
    under = whole[0].at(place.x())
    turn(view, at, 3)
    assert view.is_zoomed and view.whole_button.isVisible()
    assert view.wanted.x.at(place.x()) == pytest.approx(under)
    complete(window)
    assert view.diagram.x[[0, -1]].tolist() == [view.wanted.x.range.low, view.wanted.x.range.high]
    key(window, Qt.Key.Key_Escape)
    assert (view.wanted.x, view.wanted.y) == whole and not view.is_zoomed


def test_that_zooming_ends_where_float64_does_and_says_so(window: MainWindow) -> None:
    view = phase(window)
    at = view.plot.viewport().rect().center()
    for _ in range(80):
        turn(view, at, 4)
    assert "do not fit between" in view.readout.text()
    x = view.wanted.x
    assert 0 < (x.range.high - x.range.low) / x.range.high < 1e-12 and len(set(x.values(16).tolist())) == 16
    assert x.range.low < x.at(0.5) < x.range.high and view.x_axis.base
    click(view.whole_button)
    assert not view.is_zoomed


@pytest.mark.parametrize("shift", [True, False])
def test_that_a_rectangle_zooms_into_it(window: MainWindow, shift: bool) -> None:
    view, port = phase(window), phase(window).plot.viewport()
    begin, end = view.pixel_of((2, 2)), view.pixel_of((9, 9))
    x = view.wanted.x
    button, keys = (LEFT, Qt.KeyboardModifier.ShiftModifier) if shift else (Qt.MouseButton.RightButton, NONE)
    runs = len(window.experiment.runs)
    QTest.mousePress(port, button, keys, begin)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, button, keys, end)
    share = x.share(np.array([view.wanted.x.range.low, view.wanted.x.range.high]))
    assert view.is_zoomed and 0 < share[0] < share[1] < 1 and len(window.experiment.runs) == runs


def test_that_what_is_ahead_is_hidden_with_it(window: MainWindow) -> None:
    view = phase(window)
    window.setFocus()
    key(window, Qt.Key.Key_H)
    wait_until(lambda: view.diagram is None)
    assert not view.image.isVisible() and not view.busy and not view.dots
    assert "hidden (H)" in view.words.text()
    key(window, Qt.Key.Key_H)
    complete(window)


def test_that_other_axes_and_another_value_are_chosen_and_saved(window: MainWindow) -> None:
    view = phase(window)
    choose(window, "phaseYCombo", "start[0]")
    complete(window)
    assert (view.wanted.x.path, view.wanted.y.path) == ("optimizer.lr", "start[0]")
    choose(window, "phaseXCombo", "start[0]")
    assert (view.wanted.x.path, view.wanted.y.path) == ("start[0]", "optimizer.lr")
    choose(window, "phaseValueCombo", "steps")
    fill_in(window, "phaseTargetField", "0.1")
    complete(window)
    reached = view.diagram.values[np.isfinite(view.diagram.values)]
    assert len(reached) and reached.min() >= 0 and reached.max() <= STEPS
    saved = window._with_view(window.experiment).view["phase"]
    assert saved == {"x": "start[0]", "y": "optimizer.lr", "value": "steps", "target": 0.1}


def test_that_nothing_is_computed_while_it_is_hidden(window: MainWindow) -> None:
    view = phase(window)
    click(child(window, "ratePlanButton", QPushButton))
    assert not view.busy
    fill_in(window, "stepsField", "50")
    QTest.qWait(250)
    assert not view.busy
    click(child(window, "ratePhaseButton", QPushButton))
    complete(window)
    assert view.diagram.wanted.experiment.steps == 50


def test_that_cells_not_computed_yet_show_those_of_the_coarser_diagram(window: MainWindow) -> None:
    wanted = phase(window).wanted
    made = next(made for made in phase_work.coarse_to_fine(wanted) if made.coarser is not None and made.made.done.any())
    coarse_y, coarse_x = (wanted_axis.share(np.array(axis.values)) for wanted_axis, axis in zip(
        (wanted.y, wanted.x), made.coarser.cells.axes, strict=True))  # fmt: skip
    for row, column in np.ndindex(made.values.shape):
        y, x = wanted.y.share(made.y[row]), wanted.x.share(made.x[column])
        below = int(np.abs(coarse_y - y).argmin()), int(np.abs(coarse_x - x).argmin())
        one = made.made.values[row, column] if made.made.done[row, column] else made.coarser.values[below]
        assert made.values[row, column] == one
    assert not made.made.done.all() and made.known.all()


def test_that_what_is_no_longer_wanted_ends_early(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phase_work, "SIDES", (8, 16, 32, 64))
    work = PhaseWork(window)
    work.begin(phase(window).wanted)
    thread = work._now
    work.leave()
    wait_until(thread.isFinished)
    assert thread.result is None and thread.error is None and not work.busy
    work.stop()


def test_that_a_constant_of_the_formula_changes_the_experiment_and_can_be_undone(open_window: OpenWindow) -> None:
    problem = {"kind": "expression", "expression": "a*x^2+y^2", "parameters": {"a": 1.5}, "domain": [[-2, 2], [-2, 2]]}
    window = open_window(an_experiment(problem, [a_run((1, 1))], steps=STEPS))
    window.bench.change(arrangement="rates", arranged=True, rates="phase")
    choose(window, "phaseYCombo", "problem.parameters.a")
    complete(window)
    view, before = phase(window), window.experiment
    view._work.stop()
    cell = (3, 2)
    value = float(view.diagram.y[cell[0]])
    QTest.mouseClick(view.plot.viewport(), LEFT, NONE, view.pixel_of(cell))
    settle(window)
    assert len(window.experiment.runs) == 1 and dict(window.experiment.problem.parameters)["a"] == value
    window.controller.model.undo()
    assert window.experiment == before
    window.bench.change(rates="plan")


def test_that_batches_have_sizes_that_are_powers_of_two_and_seeds(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = diagram_of(open_window, an_experiment(line_data(40), [a_run((0, 0))], epochs=3))
    rest_until(lambda: phase(window).is_current, 20)
    assert not phase(window).seeds.isVisible()
    choose(window, "phaseYCombo", "batch.size")
    rest_until(lambda: phase(window).is_current, 20)
    assert phase(window).diagram.y.tolist() == [1, 2, 4, 8, 16, 32]
    fill_in(window, "phaseSeedsField", "3")
    rest_until(lambda: phase(window).is_current and phase(window).diagram.made.done[0, 0], 20)
    assert phase(window).told((0, 0)).endswith("(most of 3 seeds)")
    assert "its run with the experiment's own seed opens" in phase(window).words.text()
    monkeypatch.setattr(phase_work, "NUMBERS", 500)
    fill_in(window, "phaseSeedsField", "100")
    assert "takes too long" in phase(window).words.text() and phase(window).seeds.isVisible()
    window.bench.change(rates="plan")


def diagram_of(open_window: OpenWindow, experiment: Experiment, **choice: Any) -> MainWindow:
    """The window with a phase diagram of some axes."""
    made = open_window(experiment)
    made.resize(1440, 900)
    made.bench.change(arrangement="rates", arranged=True, rates="phase")
    made.bench.view_model.change(phase=PhaseChoice(**choice))
    settle(made)
    return made


def test_that_a_diagram_that_takes_too_long_is_named_until_it_does_not(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phase_work, "NUMBERS", 100)  # of one update for each cell, and no more
    window = diagram_of(open_window, an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=STEPS))
    view = phase(window)
    assert "takes too long" in view.words.text() and not view.busy
    window.controller.edit_whole(run_edits.renamed(window.experiment, 0, "mine")[0], lambda: "rename", 0)
    settle(window)
    assert "takes too long" in view.words.text()
    fill_in(window, "stepsField", "1")
    complete(window)
    assert view.image.isVisible()
    window.bench.change(rates="plan")


ONE_CYCLE = {"kind": "one_cycle", "max_lr": 0.05, "total_steps": 20}


@pytest.mark.parametrize(
    ("schedule", "y", "first", "whole"),
    [
        (ONE_CYCLE, "schedule.max_momentum", 0.85, False),
        ({"kind": "cosine_restarts", "t_0": 5}, "schedule.t_mult", 1.0, True),
    ],
)
def test_that_settings_of_a_schedule_are_varied_as_far_as_they_are_allowed(
    open_window: OpenWindow, schedule: dict[str, Any], y: str, first: float, whole: bool
) -> None:
    run = a_run((1, 1), {"kind": "sgd", "lr": 0.01, "momentum": 0.9}, schedule=schedule)
    window = diagram_of(open_window, an_experiment(quadratic(1, 25), [run], steps=STEPS), y=y)
    complete(window)
    made = phase(window).diagram
    assert made.y[0] == first and len(made.y) > 2 and not made.made.failed
    assert not whole or np.array_equal(made.y, np.round(made.y))
    window.bench.change(rates="plan")


def test_that_settings_that_exclude_each_other_are_named_in_the_language_of_the_window(
    open_window: OpenWindow,
) -> None:
    run = a_run((1, 1), {"kind": "sgd", "lr": 0.01, "momentum": 0.9}, schedule=ONE_CYCLE)
    axes = {"x": "schedule.base_momentum", "y": "schedule.max_momentum"}
    window = diagram_of(open_window, an_experiment(quadratic(1, 25), [run], steps=STEPS), **axes)
    view = phase(window)
    rest_until(lambda: not view.busy, 60)
    note = view.words.text()
    assert "momentum" in note
    figure, other = figure_of(window, 600, 400)
    assert other.words.text() == note
    figure.close()
    window.set_language("ko")
    rest_until(lambda: not view.busy, 60)
    assert re.search("[가-힣]", view.words.text())
    window.bench.change(rates="plan")


def test_that_the_keyboard_begins_at_the_chosen_run(open_window: OpenWindow) -> None:
    runs = [a_run((1, 1), {"kind": "sgd", "lr": lr}) for lr in (0.01, 0.3)]
    window = diagram_of(open_window, an_experiment(quadratic(1, 25), runs, steps=STEPS))
    window.controller.choose_run(1)
    complete(window)
    view = phase(window)
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    key(window, Qt.Key.Key_Right)
    assert len(view.dots) == 2 and view.wanted.x.at(view._cell_rect(view.cell).center().x()) == pytest.approx(0.3, 0.3)
    window.bench.change(rates="plan")


def test_that_the_run_of_a_cell_leaves_the_zoom(open_window: OpenWindow) -> None:
    experiment = an_experiment(quadratic(1, 25), [a_run((1, 1), schedule=ONE_CYCLE)], steps=STEPS)
    window = diagram_of(open_window, experiment, x="schedule.max_lr", y="optimizer.momentum")
    complete(window)
    view = phase(window)
    turn(view, view.pixel_of((8, 12)), 4)
    complete(window)
    before = view.wanted.x, view.wanted.y
    QTest.mouseClick(view.plot.viewport(), LEFT, NONE, view.pixel_of((3, 12)))
    settle(window)
    assert window.controller.run == 1 and view.is_zoomed and (view.wanted.x, view.wanted.y) == before
    window.bench.change(rates="plan")


def test_that_no_text_describes_a_cell_of_an_earlier_diagram(window: MainWindow) -> None:
    view = phase(window)

    def read() -> None:
        view.plot.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        key(window, Qt.Key.Key_Right)
        assert view.readout.isVisible() and view.plot.accessibleDescription()

    for change in (
        lambda: fill_in(window, "stepsField", "40"),
        lambda: choose(window, "phaseYCombo", "start[0]"),
        lambda: window.bench.view_model.change(ahead_hidden=True),
    ):
        read()
        change()
        settle(window)
        assert not view.readout.isVisible() and not view.plot.accessibleDescription()
        complete(window) if not view.hides_ahead else None


def test_that_a_rate_near_the_end_of_the_numbers_has_a_range(open_window: OpenWindow) -> None:
    window = diagram_of(open_window, an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=5))
    complete(window)
    fill_in(window, "lrField", "1e308")
    complete(window)
    assert phase(window).wanted.x.range.high == 1e300 and not phase(window).dots
    window.bench.change(rates="plan")


def test_that_batches_of_one_sample_are_reckoned_as_what_they_take(window: MainWindow) -> None:
    many = an_experiment(line_data(20_000), [a_run((0, 0))], epochs=40)
    rate, size = (
        next(axis for axis in axes_of(many, 0) if axis.path == path) for path in ("optimizer.lr", "batch.size")
    )
    wanted = Wanted(prepared(many, 0, size.path), 0, rate, size, "verdict")
    assert wanted.sides == []
    assert dataclasses.replace(wanted, experiment=wanted.experiment.replace("epochs", 1)).sides


def test_that_each_of_the_finest_cells_is_named_by_other_settings(window: MainWindow) -> None:
    for low, high in ((0.0013, 1.3), (0.0411, 0.0456), (0.0411, 0.0411 * (1 + 1e-9))):
        axis = phase(window).wanted.x.within(low, high)
        assert len({written(axis, value) for value in axis.values(64).tolist()}) == 64


def test_that_hiding_what_is_ahead_does_not_wait_for_a_cell(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = phase(window)
    goes_on, begun, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(wanted: Wanted) -> Iterator[Diagram]:
        begun.set()
        goes_on.wait(20)
        ended.set()
        yield from ()

    monkeypatch.setattr(phase_work, "coarse_to_fine", slow)
    fill_in(window, "stepsField", "40")
    wait_until(begun.is_set)
    window.setFocus()
    key(window, Qt.Key.Key_H)
    assert not view.busy and not ended.is_set()
    goes_on.set()


def test_that_a_cell_that_shows_the_coarser_diagram_is_not_read_as_computed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = phase(window)
    made = next(made for made in phase_work.coarse_to_fine(view.wanted) if made.coarser is not None)
    cell = tuple(map(int, np.argwhere(~made.made.done)[-1]))
    monkeypatch.setattr(view, "diagram", made)
    assert view.told(cell).endswith("computing…")


def figure_of(window: MainWindow, width: int, height: int) -> tuple[Figure, PhaseView]:
    """A figure of the diagram that the window has."""
    rest_until(lambda: not phase(window).busy, 60)
    figure = Figure(window.scene, ("rate",), QSize(width, height), window.theme)
    figure.show()
    view = child(figure, "phaseView", PhaseView)
    wait(lambda: view.busy)
    return figure, view


def test_that_a_figure_shows_the_diagram_of_the_window(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phase_view, "coarse_to_fine", None)
    figure, view = figure_of(window, 600, 400)
    assert view.diagram is phase(window).diagram
    figure.close()


@pytest.mark.parametrize("width", [240, 700])
def test_that_the_legend_of_a_figure_is_whole(window: MainWindow, width: int) -> None:
    figure, view = figure_of(window, width, 380)
    legend = view.legend
    rows = 1 + max(row for row, _, _ in legend._places())
    assert legend.height() >= rows * QFontMetricsF(fonts.small()).height()
    assert view.rect().contains(QRect(legend.mapTo(view, QPoint(0, 0)), legend.size()))
    assert legend.mapTo(view, QPoint(0, 0)).y() >= view.plot.geometry().bottom()
    figure.close()


@pytest.mark.parametrize("theme", [dark(), light()], ids=lambda theme: theme.name)
def test_that_the_colour_blind_can_distinguish_all_verdicts(theme: Theme) -> None:
    colours = [kind_colour(kind, theme).name() for kind in range(len(VERDICTS))]
    assert min(distance(one, other) for one, other in itertools.combinations(colours, 2)) > APART
