"""While what is ahead is hidden, the plots show nothing of it: any other future looks the same."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine.diagnosis.crossings import working_out
from gdviz.engine.runner import Result
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.whole_loss import evaluating
from gdviz.gui.drawing.step_plot import StepPlot
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.plots.rate_curve import RateCurveView
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.style.theme import light
from gdviz.look import Look
from tests.gui.plot_runs import LINE, computed
from tests.gui.scenes import change, change_clock, go_to, show

HERE = 5
"""The playhead: the runs agree so far."""
RATE = {"kind": "sgd", "lr": 0.05}
PLATEAU = {"kind": "plateau", "patience": 1, "factor": 0.3, "threshold": 0.15, "unit": "step"}
COSINE = {"kind": "cosine", "t_max": 30, "unit": "step"}


def bent(more: str, *runs: dict[str, Any]) -> Result:
    """Runs on a bowl that is another one left of 0.55, where they come with update 6."""
    bowl = {"kind": "expression", "expression": f"x^2 + y^2 + {more}*max(0, 0.55 - x)^2", "domain": [[-2, 2], [-2, 2]]}
    return computed(bowl, *({"optimizer": RATE, **run} for run in runs or ({},)), steps=30)


def with_data(future: int, *runs: dict[str, Any], **more: Any) -> Result:
    """Runs on data, whose rows after update number `HERE` of the first are others in each future."""
    result = computed(LINE, *runs, **more)
    paces = [record.steps_per_epoch for record in result.runs]
    for i, record in enumerate(result.runs):
        made: RunRecord = pickle.loads(pickle.dumps(record))
        keep = HERE * paces[i] // max(paces)
        made._w[keep + 1 :] *= 1 + 3.0 * future
        made._known[keep + 1 :] = False
        assert made._batch_loss is not None
        made._batch_loss[keep + 1 :] *= 1 + 7.0 * future
        result.runs[i] = made
    return result


def worked_out(result: Result) -> Result:
    """The result with its stability limits and the losses of all samples."""
    for record in result.runs:
        for _ in (*working_out(record), *evaluating(record)):
            pass
    return result


def texts_of(view: QWidget) -> list[str]:
    """All that can be read in a view, and all that a screen reader or a tool tip says."""
    found = []
    for part in (view, *view.findChildren(QWidget)):
        found += [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        found += [part.text()] if hasattr(part, "text") else []
    return found


def seen(view: StepPlot) -> tuple[list[Any], bytes]:
    """What can be read in a plot, also under the mouse at each step, and its pixels."""
    facts: list[Any] = [view.box.viewRange(), texts_of(view)]
    for k in range(view.planned + 1):
        facts += view.readout_rows(k)
    QApplication.processEvents()
    for _ in range(2):  # from the second time on, curves are drawn from a pixmap
        view.grab()
    image = view.grab().toImage()
    return facts, bytes(image.constBits())


def both(view: StepPlot, qtbot: QtBot, make: Callable[[int], Result], **clock: Any) -> None:
    """Show two futures one after the other: they are alike while they are hidden, and not when they are seen."""
    qtbot.addWidget(view)
    view.resize(460, 300)
    view.show()
    alike, apart = [], []
    for future in (0, 1):
        show(view, worked_out(make(future)), light(), HERE, ahead_hidden=True)
        change_clock(view, **clock)
        alike.append(seen(view))
        change(view, ahead_hidden=False)
        apart.append(seen(view))
    assert alike[0][0] == alike[1][0]
    assert alike[0][1] == alike[1][1]
    assert apart[0] != apart[1]


@pytest.mark.parametrize("axis", ["auto", "linear", "log", "best"])
@pytest.mark.parametrize("more", ["400", "-9", "-1e9"], ids=["turns back", "falls without end", "diverges"])
def test_that_the_plot_of_the_loss_says_nothing_of_what_is_ahead(qtbot: QtBot, axis: str, more: str) -> None:
    look = {"look": {"loss_axis": axis}}

    def make(future: int) -> Result:
        return bent(("0", more)[future], {"label": "a"}, {"label": "b", "optimizer": {"kind": "sgd", "lr": 0.04}})

    view = LossView()
    show(view, make(0), light(), HERE, look=Look.of(look["look"]))
    both(view, qtbot, make)


@pytest.mark.parametrize("axis", ["auto", "linear", "log"])
@pytest.mark.parametrize("schedule", [PLATEAU, COSINE], ids=["plateau", "cosine"])
@pytest.mark.parametrize("more", ["400", "-1e9"], ids=["turns back", "diverges"])
def test_that_the_plot_of_the_rate_says_nothing_of_what_is_ahead(
    qtbot: QtBot, axis: str, schedule: dict[str, Any], more: str
) -> None:
    def make(future: int) -> Result:
        return bent(("0", more)[future], {"schedule": schedule})

    view = ScheduleView()
    show(view, make(0), light(), HERE, look=Look(rate_axis=axis))
    both(view, qtbot, make)


@pytest.mark.parametrize("make_view", [LossView, ScheduleView])
def test_that_batches_and_equal_epochs_say_nothing_of_what_is_ahead(
    qtbot: QtBot, make_view: type[LossView] | type[ScheduleView]
) -> None:
    runs = {"label": "batches", "batch": {"size": 5}}, {"label": "all"}
    plateau = {**PLATEAU, "unit": "epoch"} if make_view is ScheduleView else None

    def make(future: int) -> Result:
        return with_data(future, *({**run, "schedule": plateau} if plateau else run for run in runs), epochs=6)

    view = make_view()
    if make_view is LossView:
        both(view, qtbot, make, unit="epoch", paces=paces(4, 1))
        return
    qtbot.addWidget(view)
    view.resize(460, 300)
    view.show()
    pictures = []
    for future in (0, 1):
        show(view, worked_out(make(future)), light(), HERE, ahead_hidden=True)
        change_clock(view, unit="epoch", paces=paces(4, 1))
        pictures.append(seen(view))
    assert pictures[0] == pictures[1]


def paces(*updates: int) -> Any:
    """The paces of runs that make so many updates in as many ticks as the first."""
    from gdviz.gui.kernel.clock import Pace

    return tuple(Pace(made, updates[0]) for made in updates)


def test_that_the_loss_of_the_full_batch_ends_at_its_dot(qtbot: QtBot) -> None:
    view = LossView()
    qtbot.addWidget(view)
    show(view, with_data(0, {"batch": {"size": 5}}, {}, epochs=6), light(), 7, ahead_hidden=True)
    change_clock(view, unit="epoch", paces=paces(4, 1))
    assert [stroke.x[-1] for stroke in view.curves.strokes] == [7, 4]
    assert [dot.pos().x() for dot in view._dots] == [7, 4]
    assert len(view.readout_rows(6)) == 2 and view.readout_rows(6)[1] == view.readout_rows(4)[1]


@pytest.mark.parametrize("make_view", [LossView, ScheduleView])
def test_that_axes_stay_while_it_is_played(qtbot: QtBot, make_view: type[LossView] | type[ScheduleView]) -> None:
    view = make_view()
    qtbot.addWidget(view)
    view.resize(460, 300)
    view.show()
    show(view, worked_out(bent("0", {"optimizer": {"kind": "sgd", "lr": 0.1}})), light(), 0, ahead_hidden=True)
    ranges = []
    for k in range(31):
        go_to(view, k)
        if k < 30:  # at the end the words of the limit have room
            ranges.append(str(view.box.viewRange()))
    decades = np.ptp(np.floor(np.log10(view.records[0].loss))) if make_view is LossView else 0
    assert len(set(ranges)) <= 1 + decades


def test_that_what_has_been_passed_is_drawn_as_it_is(qtbot: QtBot) -> None:
    view = LossView()
    qtbot.addWidget(view)
    show(view, bent("400"), light(), 0, ahead_hidden=True)
    for k in (3, 12, 7):
        go_to(view, k)
        stroke = view.curves.strokes[0]
        assert stroke.x.tolist() == list(range(k + 1))
        assert stroke.y == pytest.approx(view.scale.to_axis(view.records[0].loss[: k + 1]))


def test_that_the_line_search_says_nothing_of_where_rates_lead(qtbot: QtBot) -> None:
    view = RateCurveView()
    qtbot.addWidget(view)
    view.resize(420, 290)
    view.show()
    pictures = []
    for more in ("0", "900"):  # at update 5 the line leads into what differs
        show(view, bent(more), light(), HERE, ahead_hidden=True, rates="line")
        qtbot.waitUntil(lambda: not view.busy)
        view.update_now()
        QTest.mouseMove(view.plot.viewport(), QPoint(200, 100))
        image = view.grab().toImage()
        pictures.append((view.box.viewRange(), texts_of(view), bytes(image.constBits())))
    assert pictures[0] == pictures[1] and view.best is None and not view.snaps


def test_that_the_axes_of_a_sweep_go_when_it_is_hidden(qtbot: QtBot) -> None:
    view = RateCurveView()
    qtbot.addWidget(view)
    view.show()
    show(view, bent("0"), light(), HERE, rates="sweep")
    qtbot.waitUntil(lambda: view.outcome is not None)
    change(view, ahead_hidden=True)
    qtbot.waitUntil(lambda: not view.busy)
    assert view.box.viewRange() == [[0, 1], [0, 1]] and view.best is None and not view._drawn


def test_that_zooms_end_with_their_experiment(qtbot: QtBot) -> None:
    from tests.gui.scenes import show_scene

    view = LossView()
    qtbot.addWidget(view)
    scene = show(view, bent("0"), light())
    view.zoom.steps = (2.0, 9.0)
    scene = show_scene(view, replace(scene, records=scene.records.updated()))
    assert view.zoom.steps == (2.0, 9.0)
    show_scene(view, replace(scene, openings=1))
    assert view.zoom.steps is None


def test_that_a_recorded_run_says_nothing_of_what_is_ahead(qtbot: QtBot, tmp_path: Path) -> None:
    def make(future: int) -> Result:
        losses = [2.0 * 0.8**k * (1e4 if future and k > HERE else 1.0) for k in range(31)]
        path = tmp_path / f"{future}.csv"
        path.write_text("k,loss\n" + "".join(f"{k},{loss}\n" for k, loss in enumerate(losses)), "utf-8")
        experiment = bent("0").experiment
        return gdviz.run(replace(experiment, view={"recorded": [{"path": str(path), "label": "other"}]}), "cpu")

    view = LossView()
    both(view, qtbot, make)
    assert view.recorded is not None and view.recorded.end == 30
