"""The loss of all samples along runs of batches: evaluated by the worker, and waited for by figures."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from gdviz.engine import whole_loss
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.whole_loss import is_evaluated
from gdviz.experiment import Experiment
from gdviz.gui.export.figure import Figure
from gdviz.gui.kernel import worker
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.style.theme import light
from tests.gui.conftest import OpenWindow
from tests.gui.driving import settle
from tests.making import a_run, an_experiment


def tanh(steps: int, size: int | None, runs: int = 1, **view: Any) -> Experiment:
    """Runs of one tanh unit, 40 samples; near the edge of stability where each update sees all of them."""
    x = np.linspace(-2, 2, 40)
    data = {"kind": "inline", "x": x[:, None].tolist(), "y": (2 * np.tanh(1.5 * x)).tolist()}
    batch = None if size is None else {"size": size}
    made = [
        {**a_run([1, 1], {"kind": "sgd", "lr": 1.4 - 0.05 * k}), "batch": batch, "label": f"{k}"} for k in range(runs)
    ]
    return an_experiment({"kind": "tanh_unit", "data": data}, made, steps=steps, **view)


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """How many rows were evaluated at once, in the window's thread and in the worker's."""
    made: dict[str, list[int]] = {"window": [], "worker": []}
    compute = RunRecord._compute_losses

    def counted(self: RunRecord, rows: np.ndarray) -> None:
        own = threading.current_thread() is threading.main_thread()
        if len(rows):
            made["window" if own else "worker"].append(len(rows))
        compute(self, rows)

    monkeypatch.setattr(RunRecord, "_compute_losses", counted)
    return made


def assert_every_step_is_drawn(view: LossView, records: list[RunRecord]) -> None:
    for stroke, record in zip(view.curves.strokes, records, strict=True):
        true = np.array([record.problem.loss(w) for w in record.w])
        assert np.array_equal(stroke.x, record.step)
        assert np.allclose(stroke.y, view.scale.to_axis(true), rtol=0, atol=1e-9)


def test_that_the_window_evaluates_no_step_of_a_full_batch(
    open_window: OpenWindow, evaluated: dict[str, list[int]]
) -> None:
    window = open_window(tanh(300, None, runs=8))
    assert_every_step_is_drawn(window.loss, window.result.runs)
    assert sum(evaluated["window"]) <= 2 * 8  # the start and the end of each run


def test_that_the_losses_of_short_runs_come_with_their_last_step(
    open_window: OpenWindow, evaluated: dict[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is evaluated later.
    monkeypatch.setattr(worker, "is_evaluated", lambda record: True)
    window = open_window(tanh(300, 20, runs=8))
    assert_every_step_is_drawn(window.loss, window.result.runs)
    assert sum(evaluated["worker"]) <= 8 * 301


def test_that_the_losses_of_many_samples_follow_the_run(
    open_window: OpenWindow, evaluated: dict[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_loss, "QUICK", 0)
    window = open_window(tanh(900, 20, runs=2))
    assert_every_step_is_drawn(window.loss, window.result.runs)
    assert sum(evaluated["worker"]) > sum(evaluated["window"])  # how many more depends on when it was first drawn
    settle(window)
    before = sum(evaluated["worker"])
    window.controller.choose_run(1)  # what is known is not evaluated again
    settle(window)
    assert sum(evaluated["worker"]) == before


def test_that_a_figure_waits_for_the_losses_of_batches(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(
        tanh(900, 20, runs=3, view={"runs": [{"color": 0}, {"color": 1}, {"color": 2, "hidden": True}]})
    )
    for record in window.result.runs:
        whole_loss._evaluated.pop(record, None)
    figure = Figure(window.scene, ("loss",), QSize(700, 300), light())
    qtbot.addWidget(figure)
    assert figure.busy
    figure.wait()
    shown = window.result.runs[:2]
    assert all(is_evaluated(record) for record in shown) and not figure.busy
    strokes = figure.views["loss"].curves.strokes
    assert [len(stroke.x) for stroke in strokes[:2]] == [record.n + 1 for record in shown]
