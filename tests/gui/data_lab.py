"""What the tests of the data lab share: an experiment on data, and where its samples are in the window."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint

from gdviz.gui.data.data_view import DataView
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.driving import child
from tests.making import a_run, an_experiment


def on_data(name: str = "noisy_line", kind: str = "linear_regression", start: Any = (0, 0), size: Any = 20) -> Any:
    batch = {"size": size} if size else None
    problem = {"kind": kind, "data": {"kind": "builtin", "name": name}}
    return an_experiment(problem, [a_run(start, {"kind": "sgd", "lr": 0.05}, batch=batch)], epochs=6)


def lab(window: MainWindow) -> DataView:
    return child(window, "dataView", DataView)


def place(window: MainWindow, x: float, y: float) -> QPoint:
    return lab(window).plot.viewport_place(x, y).toPoint()


def sample_place(window: MainWindow, sample: int) -> QPoint:
    samples = lab(window).plot.axes.problem.samples
    return place(window, float(samples.x[sample, 0]), float(samples.y[sample]))


def lonely(window: MainWindow) -> int:
    """The sample that is furthest from its neighbours on the screen."""
    n = lab(window).plot.axes.problem.n_samples
    spots = np.array([[p.x(), p.y()] for p in (sample_place(window, i) for i in range(n))])
    apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return int(apart.min(axis=1).argmax())


def canvas(window: MainWindow) -> Any:
    return lab(window).plot.plot.viewport()


def targets(window: MainWindow) -> np.ndarray:
    found: np.ndarray = window.experiment.problem.data.y
    return found
