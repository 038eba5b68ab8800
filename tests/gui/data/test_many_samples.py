"""Many samples: the window opens at once and answers; what takes long is computed by the worker, and exactly."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdviz.engine.diagnosis import crossings
from gdviz.engine.diagnosis.crossings import stability_curve
from gdviz.experiment import Experiment
from gdviz.gui.shell.main_window import MainWindow
from gdviz.problems.pointwise import PointwiseProblem
from gdviz.problems.problem import compiled
from tests.gui.conftest import OpenWindow
from tests.gui.driving import key, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SAMPLES = 20_000
COUNTED = ("loss", "hessian")


def many(features: int = 2, intercept: bool = True) -> Experiment:
    """A logistic regression in batches of 100."""
    random = np.random.default_rng(1)
    y = random.integers(0, 2, SAMPLES)
    x = random.standard_normal((SAMPLES, features)) + np.where(y[:, None], 1.0, -1.0)
    data = {"kind": "inline", "x": x.round(3).tolist(), "y": y.tolist()}
    run = a_run([0] * (features + intercept), {"kind": "sgd", "lr": 0.1}, batch={"size": 100})
    return an_experiment({"kind": "logistic_regression", "data": data, "intercept": intercept}, [run], epochs=1)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """At how many points the window's own thread has asked for what goes over all samples."""
    points: Counter[str] = Counter()
    for name in COUNTED:
        compute = getattr(PointwiseProblem, name)

        def count(self: Any, w: Any, xp: Any = np, name: str = name, compute: Any = compute) -> Any:
            if threading.current_thread() is threading.main_thread():
                points[name] += np.asarray(w).size // self.dim
            return compute(self, w, xp)

        monkeypatch.setattr(PointwiseProblem, name, count)
    return points


def test_that_the_window_s_thread_works_out_no_curve(counted: Counter[str], open_window: OpenWindow) -> None:
    experiment = many()
    compiled(experiment.problem)
    counted.clear()
    window = open_window(experiment)
    assert counted["hessian"] <= 4  # the limit at the start, each time that the window is shown
    assert window.rate_marks.start_limit is not None


def test_that_the_limit_comes_with_the_end_of_the_run_and_is_exact(open_window: OpenWindow) -> None:
    window = open_window(many())
    wait_until(lambda: not window.controller.busy, 20)
    record = window.result.runs[0]
    exact = stability_curve(record)
    assert exact is not None and exact.whole and window.schedule.chosen_limit is not None
    np.testing.assert_array_equal(window.schedule.chosen_limit.limits, exact.limits)
    assert window.rate_marks.path_limit == exact.limits.min()
    assert window.rate_marks.start_limit == exact.limits[0]


def test_that_an_edit_ends_the_work_on_a_limit(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(many())
    monkeypatch.setattr(crossings, "_PIECE", 1)
    window.controller.edit("optimizer.lr", 0.2)
    wait_until(lambda: window.result.runs[0].verdict is not None, 20)
    window.controller.edit("optimizer.lr", 0.3)
    wait_until(lambda: not window.controller.busy, 20)
    assert window.result.runs[0].spec.optimizer.lr == 0.3
    assert window.result.runs[0].finish == "completed"
    assert window.schedule.chosen_limit is not None


def test_that_moving_the_playhead_looks_at_the_points_shown_only(
    counted: Counter[str], open_window: OpenWindow
) -> None:
    window: MainWindow = open_window(many(features=1))  # of two the surface goes along, as a plane through the point
    wait_until(lambda: not window.surface.image.busy and not window.loss._idle.isActive(), 20)
    counted.clear()
    for _ in range(3):
        key(window, Qt.Key.Key_Right)
    assert counted["loss"] <= 3 * 3


def test_that_a_path_over_one_parameter_is_drawn_without_a_loss_for_each_row(
    counted: Counter[str], open_window: OpenWindow
) -> None:
    experiment = many(features=1, intercept=False)
    compiled(experiment.problem)
    counted.clear()
    window = open_window(experiment)
    curves = counted["loss"]
    assert curves < 600
    window.controller.edit("steps", 1000)  # the curve is there; what is counted from now on is path and plot
    wait_until(lambda: not window.controller.busy and not window.loss._idle.isActive(), 20)
    assert counted["loss"] - curves < 600
