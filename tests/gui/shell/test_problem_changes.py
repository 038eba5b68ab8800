"""Any problem after any other: every ordered pair of kinds and numbers of parameters, with every view and tool open."""

from __future__ import annotations

import itertools
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gdviz
from gdviz import lessons
from gdviz.gui.data.open_data import OpenDataDialog
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import NONE, click, fill_in, settle, wait_until
from tests.making import a_run, an_experiment, expression, quadratic

TOOLS = (("words", "compass", "slice", "basins"), ("fog",), ("arrivals", "compass", "words"))
"""The tools that are open, one group after the other."""

FAST = {"kind": "sgd", "lr": 0.02, "momentum": 0.5}
ADAM = {"kind": "adam", "lr": 0.05}


def samples(features: int, classes: bool = False) -> dict[str, Any]:
    """Inline data of some features."""
    random = np.random.default_rng(features)
    x = random.standard_normal((12, features))
    y = x @ np.linspace(1, -1, features) + 0.3 * random.standard_normal(12)
    return {"kind": "inline", "x": x.tolist(), "y": ((y > 0).astype(float) if classes else y).tolist()}


def data_runs(dim: int) -> list[dict[str, Any]]:
    return [a_run([0.3] * dim, FAST, batch={"size": 4}), a_run([-0.5] * dim, ADAM)]


def runs(dim: int) -> list[dict[str, Any]]:
    return [a_run(np.linspace(1, 0.5, dim), FAST), a_run(np.linspace(-0.5, 1, dim), ADAM)]


WAVES = {"kind": "model", "prediction": "a*sin(b*x) + c*x", "parameters": ["a", "b", "c"], "loss": "mse"}
FILES = {
    "curve": an_experiment("parabola_1d", runs(1), steps=6),
    "surface": an_experiment("himmelblau", runs(2), steps=6),
    "formula": an_experiment(expression("x^2 + y^4 - x*y"), runs(2), steps=6),
    "quadratic of 3": an_experiment(quadratic(3, 1, 2), runs(3), steps=6, view={"plane": {"by": "hessian"}}),
    "quadratic of 5": an_experiment(quadratic(5, 1, 2, 3, 4), runs(5), steps=6, view={"plane": {"by": "path"}}),
    "slope": an_experiment(
        {"kind": "linear_regression", "intercept": False, "data": samples(1)}, data_runs(1), epochs=2
    ),
    "plane fit": an_experiment({"kind": "linear_regression", "data": samples(4)}, data_runs(5), epochs=2),
    "polynomial": an_experiment(
        {"kind": "polynomial_regression", "degree": 2, "data": samples(1)}, data_runs(3), epochs=2
    ),
    "two classes": an_experiment({"kind": "logistic_regression", "data": samples(1, True)}, data_runs(2), epochs=2),
    "classes in 2-D": an_experiment({"kind": "logistic_regression", "data": samples(2, True)}, data_runs(3), epochs=2),
    "own model": an_experiment({**WAVES, "data": samples(1)}, data_runs(3), epochs=2),
}
LESSONS = ("rate_too_large", "five_batches")
TABLES = {"table of 1": 1, "table of 2": 2}
FORMULAS = {"typed curve": "x^4", "typed surface": "x^2+y^4"}
SHORT = ("curve", "quadratic of 3", "quadratic of 5", "two classes", "own model", "new", "typed curve")
"""The kinds of the short form: with data and without, of 1, 2, 3 and 5 parameters."""


@dataclass(frozen=True)
class Place:
    """A way to a problem: its name, what a person does, and whether that can be undone."""

    name: str
    go: Callable[[MainWindow, int], None]
    is_edit: bool = False


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), copy, data, left, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, NONE))
    QApplication.processEvents()  # it is opened once the drop is over


def places(folder: Path, is_long: bool) -> list[Place]:
    def file(experiment: Any, path: Path) -> Callable[[MainWindow, int], None]:
        gdviz.save(experiment, path)
        return lambda window, turn: drop(window, path) if turn % 2 else window.files.open_path(path)  # type: ignore[func-returns-value]

    def table(features: int) -> Callable[[MainWindow, int], None]:
        path = folder / f"table{features}.csv"
        rows = [[*x, y] for x, y in zip(samples(features)["x"], samples(features)["y"], strict=True)]
        head = ",".join([*(f"x{j}" for j in range(features)), "y"])
        path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]), encoding="utf-8")
        return lambda window, turn: drop(window, path) if turn % 2 else window.data.open_data(path)

    def lesson(name: str) -> Callable[[MainWindow, int], None]:
        return lambda window, turn: window.commands.lessons.open(lessons.lesson(name))

    def typed(text: str) -> Callable[[MainWindow, int], None]:
        def go(window: MainWindow, turn: int) -> None:
            fill_in(window, "expressionField", text)

        return go

    known = [
        *(Place(name, file(made, folder / f"{name}.json")) for name, made in FILES.items()),
        *(Place(name, lesson(name)) for name in LESSONS),
        Place("new", lambda window, turn: window.bench.actions["actionNew"].trigger()),
        *(Place(name, table(features), True) for name, features in TABLES.items()),
        *(Place(name, typed(text), True) for name, text in FORMULAS.items()),
    ]
    return [place for place in known if is_long or place.name in SHORT]


def round_trip(count: int) -> list[int]:
    """A closed way that goes once from each of `count` places to each other: an Eulerian circuit (Hierholzer 1873)."""
    left = {place: [other for other in range(count) if other != place] for place in range(count)}
    way, found = [0], []
    while way:
        if left[way[-1]]:
            way.append(left[way[-1]].pop())
        else:
            found.append(way.pop())
    return found[::-1]


def test_that_the_round_trip_has_every_ordered_pair_once() -> None:
    way = round_trip(7)
    pairs = list(itertools.pairwise(way))
    assert sorted(pairs) == sorted((a, b) for a in range(7) for b in range(7) if a != b)


@pytest.fixture
def every_view(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window with everything open that can be; who is asked about a table opens it as proposed."""

    def answer(dialog: OpenDataDialog) -> int:
        dialog.show()
        click(dialog.open_button)
        wait_until(lambda: not dialog.isVisible())
        return dialog.result()

    monkeypatch.setattr(OpenDataDialog, "exec", answer)
    window = open_window()
    window.resize(1024, 700)
    window.commands.show_surface("both")
    window.commands.planes.open_table()
    for kind in ("contours", "cloud", "ball"):
        window.commands.batches.set_shown(kind, True)
    for arrow in ("gradient", "momentum"):
        window.commands.arrows.show_arrow(arrow, True)
    return window


def open_tools(window: MainWindow, turn: int) -> None:
    """Tools that go together, other modes of the surface and of the rates, and the playhead in the middle."""
    tools = TOOLS[turn % len(TOOLS)]
    for name in tools:
        window.commands.explore.tools[name].setChecked(True)
    if "fog" not in tools:
        window.commands.show_surface(("both", "3d")[turn // len(TOOLS) % 2])
    window.bench.change(rates=("plan", "line", "sweep", "range")[turn // 7 % 4])
    window.playhead = window.controller.playhead.limit // 2


def go_on(window: MainWindow, place: Place, turn: int, is_long: bool) -> None:
    """Go to a problem, and do there what a person does with views and tools still open.

    In the long form the theme changes and each edit is undone and made again at each problem, else only at some.
    """
    themes, undos = (1, 1) if is_long else (11, 3)
    before = window.experiment
    place.go(window, turn)
    settle(window)
    window.playhead = window.controller.playhead.limit // 2
    window.set_language("ko" if turn % 2 else "en")
    QApplication.processEvents()
    if turn % themes == 0:
        window.set_theme("light" if turn % (2 * themes) else "dark")
        QApplication.processEvents()
    if place.is_edit and turn % undos == 0:
        after = window.experiment
        for action, there in (("actionUndo", before), ("actionRedo", after)):
            window.bench.actions[action].trigger()
            settle(window)
            assert window.experiment.problem == there.problem
    is_shown(window)


def is_shown(window: MainWindow) -> None:
    """Every view shows the problem of the experiment."""
    problem = window.result.runs[0].problem
    runs, view3d, lab = window.surface.runs, window.stage.view3d, window.data.view
    assert runs is not None and runs.problem is problem
    assert view3d is not None and (window.stage.mode == "2d" or view3d._runs.problem is problem)  # type: ignore[union-attr]
    assert (lab is not None and lab.isVisible()) == (problem.n_samples is not None)
    if lab is not None and lab.isVisible():
        assert lab.shown_update is not None and len(lab.shown_update.w) == problem.dim
    strip = window.commands.lessons.strip
    assert (strip is not None and strip.isVisible()) == window.commands.lessons.has_note()


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("is_long", [False, pytest.param(True, marks=pytest.mark.long)])
def test_that_any_problem_may_follow_any_other(
    every_view: MainWindow, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture, is_long: bool
) -> None:
    window, known, failures = every_view, places(tmp_path, is_long), []
    way = round_trip(len(known))
    known[0].go(window, 0)
    settle(window)
    for turn, (source, target) in enumerate(itertools.pairwise(way)):
        with qtbot.capture_exceptions() as raised:
            open_tools(window, turn)
            go_on(window, known[target], turn, is_long)
        errors = [f"{error!r} {traceback.extract_tb(trace)[-1]}" for _, error, trace in raised]
        errors += [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
        caplog.clear()
        failures += [f"{known[source].name}, then {known[target].name}: {what}" for what in errors]
    assert not failures, "\n".join(failures)
