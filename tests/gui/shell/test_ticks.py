"""A tick of the playhead: each view is shown one scene, and makes nothing that it had before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import gdviz
from gdviz.engine.planes import Plane, PlaneProblem
from gdviz.gui.drawing.strokes import Stroke
from gdviz.gui.drawing.surface_path import Trace
from gdviz.gui.kernel import derived
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.plots.limit_layer import LimitTrace
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from gdviz.paths import resources
from tests.gui.conftest import OpenWindow
from tests.gui.driving import key, settle, wait_until

pytestmark = pytest.mark.one_window

MADE = (RunStyle, Trace, Stroke, LimitTrace, Plane, PlaneProblem)
EXPERIMENTS: dict[str, Callable[[], gdviz.Experiment]] = {
    "worked example": worked_example,
    "several runs": lambda: gdviz.load(resources() / "experiments" / "three_optimizers.json"),
    "batches": lambda: lesson("five_batches").open(lambda texts: texts["en"]),
}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many styles, traces, strokes and planes have been made."""
    count: Counter[str] = Counter()

    def counting(kind: type) -> Callable[..., None]:
        begin = kind.__init__

        def init(self: Any, *given: Any, **named: Any) -> None:
            count[kind.__name__] += 1
            begin(self, *given, **named)

        return init

    for kind in MADE:
        monkeypatch.setattr(kind, "__init__", counting(kind))
    styles = derived.run_styles

    def run_styles(*given: Any) -> Any:
        count["run_styles"] += 1
        return styles(*given)

    monkeypatch.setattr(derived, "run_styles", run_styles)
    return count


def counted(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each view of the window is shown a scene from now on."""
    shown: Counter[str] = Counter()

    def counting(name: str, show: Callable[..., None]) -> Callable[..., None]:
        def show_scene(scene: Any, before: Any) -> None:
            shown[name] += 1
            show(scene, before)

        return show_scene

    for view in window.places.views:
        monkeypatch.setattr(view, "show_scene", counting(type(view).__name__, view.show_scene))
    return shown


@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("keys", ["", "H", "4"])
def test_that_a_tick_makes_nothing_new_and_shows_each_view_one_scene(
    open_window: OpenWindow, made: Counter[str], monkeypatch: pytest.MonkeyPatch, name: str, keys: str
) -> None:
    window = open_window(EXPERIMENTS[name]())
    window.setFocus()
    for pressed in keys:
        key(window, getattr(Qt.Key, f"Key_{pressed}"))
    settle(window)
    wait_until(lambda: all(progress.evaluated for progress in window.scene.records.progress))
    monkeypatch.setattr(window.controller, "_request_limits", lambda *_: None)  # they come when they come
    assert made["run_styles"]  # what is counted is what the window calls
    window.playhead = 1
    QApplication.processEvents()
    shown = counted(window, monkeypatch)
    seen = {type(place.view).__name__ for place in window.places.places if place.in_sight}
    made.clear()
    window.playhead = 2
    cut = {"Stroke", "LimitTrace"} if keys == "H" else set()  # curves that are hidden from the playhead on are cut anew
    assert shown == dict.fromkeys(seen, 1)
    assert made.keys() <= cut
    shown.clear()
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 3 and shown == dict.fromkeys(seen, 1) and made.keys() <= cut


def test_that_a_hidden_view_is_shown_nothing_until_it_comes_into_sight(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_F7)  # the plots
    shown = counted(window, monkeypatch)
    for k in (1, 2, 3):
        window.playhead = k
    assert not {"LossView", "ScheduleView"} & shown.keys() and shown["StepCard"] == 3
    key(window, Qt.Key.Key_F7)
    assert shown["LossView"] and shown["ScheduleView"]


def test_that_leaps_and_playing_make_nothing_new_either(window: MainWindow, made: Counter[str]) -> None:
    window.setFocus()
    settle(window)
    made.clear()
    for pressed in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Space):
        key(window, pressed)
    for _ in range(5):
        window.controller.playhead.advance(0.21)
    key(window, Qt.Key.Key_Space)
    assert window.playhead > 0 and not made
