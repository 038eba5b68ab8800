"""While what is ahead is hidden, the surface shows nothing of it: two runs that differ only ahead look the same."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import Result
from gdviz.gui.style import probe
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.surface.surface_view3d import SurfaceView3d
from tests.gui.plot_runs import HIMMELBLAU, LINE, computed
from tests.gui.scenes import change, go_to, show
from tests.making import quadratic

K = 10
"""The update from this step on is the first that differs."""
FOUR = (quadratic(8, 4, 1, 0.5), (3.0, -2.0, 1.0, 0.5))
PROBLEMS: dict[str, tuple[dict[str, Any], tuple[float, ...], dict[str, Any]]] = {
    "two parameters": (HIMMELBLAU, (0.5, -0.5), {}),
    "a curve": ({"kind": "surface", "name": "two_minima_1d"}, (1.9,), {}),
    "principal components": (*FOUR, {"plane": {"by": "path", "at": "point", "axes": [0, 1]}}),
    "eigenvectors": (*FOUR, {"plane": {"by": "hessian", "at": "minimum", "axes": [0, 1]}}),
    "batches": (LINE, (-1.0, 3.0), {}),
    "to and fro": ({"kind": "surface", "name": "sphere"}, (2.0, 1.0), {}),
}
RATES = {"two parameters": 0.02, "a curve": 0.01, "to and fro": 0.01}
STEPS = {"to and fro": 600}
"""So long a path, if it were seen, would be drawn in thin lines without dots."""


def future(name: str, gamma: float) -> Result:
    """A run whose rate is `gamma` times as large after K steps."""
    problem, start, view = PROBLEMS[name]
    run: dict[str, Any] = {
        "start": list(start),
        "optimizer": {"kind": "sgd", "lr": RATES.get(name, 0.05)},
        "schedule": {"kind": "multistep", "milestones": [K], "gamma": gamma, "unit": "step"},
    }
    if name == "batches":
        run["batch"] = {"size": 5, "shuffle": True, "drop_last": False}
    return computed(problem, run, steps=STEPS.get(name, 40), view=view)  # type: ignore[arg-type]


def settled(view: Any, qtbot: QtBot) -> tuple[QImage, list[str]]:
    """What is seen of a view, and what is written in it."""
    qtbot.waitUntil(lambda: not view.busy)
    QApplication.processEvents()
    view.settle()
    QApplication.processEvents()
    labels = view.findChildren(QLabel)
    return view.grab().toImage(), [f"{label.text()} {label.toolTip()}" for label in labels]


def seen(
    kind: type[SurfaceView] | type[SurfaceView3d], qtbot: QtBot, result: Result, late: bool
) -> tuple[Any, QImage, list[str]]:
    """A view at step K while what is ahead is hidden: from nothing, or after all has been seen."""
    themes.apply(themes.light())
    view = kind()
    qtbot.addWidget(view)
    view.resize(640, 480)
    with qtbot.waitExposed(view):
        view.show()
    show(view, result, ahead_hidden=not late, arrows=frozenset({"update", "gradient", "momentum"}))
    go_to(view, result.runs[0].updates if late else 0)
    settled(view, qtbot)
    go_to(view, K)
    if late:
        change(view, ahead_hidden=True)
    qtbot.wait(300)  # a plane that follows takes a pause
    return view, *settled(view, qtbot)


@pytest.mark.parametrize("late", [False, True], ids=["hidden from the beginning", "hidden after all was seen"])
@pytest.mark.parametrize("name", list(PROBLEMS))
def test_that_the_picture_from_above_shows_nothing_ahead(qtbot: QtBot, name: str, late: bool) -> None:
    one, other = (future(name, gamma) for gamma in (0.3, 99.8 if name == "to and fro" else 1.8))
    assert (one.runs[0].w[: K + 1] == other.runs[0].w[: K + 1]).all()
    assert (one.runs[0].w[K + 1] != other.runs[0].w[K + 1]).any()
    (view, image, texts), (_, image2, texts2) = (seen(SurfaceView, qtbot, result, late) for result in (one, other))
    assert texts == texts2 and image == image2
    change(view, ahead_hidden=False)
    assert settled(view, qtbot)[0] != image


def test_that_the_mouse_reads_no_step_that_is_ahead(qtbot: QtBot) -> None:
    result = future("two parameters", 1.0)
    view, _, _ = seen(SurfaceView, qtbot, result, False)
    ahead, behind = (view.box.mapFromView(QPointF(*result.runs[0].w[k].tolist())) for k in (K + 8, K))
    assert view.paths.nearest(behind, 3) is not None
    assert max(row for _, row, _ in view.paths.nearest_of_each(ahead)) <= K


@pytest.mark.parametrize("late", [False, True], ids=["hidden from the beginning", "hidden after all was seen"])
def test_that_the_relief_shows_nothing_ahead(qtbot: QtBot, late: bool) -> None:
    if QGuiApplication.platformName() not in probe.ON_SCREEN:
        pytest.skip("this platform has no OpenGL")
    shown = [seen(SurfaceView3d, qtbot, future("two parameters", gamma), late) for gamma in (0.3, 1.8)]
    (view, image, texts), (other, image2, texts2) = shown
    assert texts == texts2 and image == image2
    change(view, ahead_hidden=False)
    assert settled(view, qtbot)[0] != image
    for one in (view, other):
        one.release()
