from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import Result
from gdviz.gui.kernel.derived import Derived, Medium, Published
from gdviz.gui.style import opengl, probe
from gdviz.gui.style import theme as themes
from gdviz.gui.style.opengl import Trouble
from gdviz.gui.surface.surface_canvas3d import Canvas
from gdviz.gui.surface.surface_view3d import SurfaceView3d
from gdviz.view_state import Box
from tests.conftest import ROOT
from tests.gui.plot_runs import computed
from tests.gui.scenes import change, go_to, show, show_scene

HIMMELBLAU = {"kind": "surface", "name": "himmelblau"}
CUBIC = {"kind": "expression", "expression": "3*x**2*y", "domain": [[-2, 2], [-2, 2]]}
QUARTIC = {"kind": "expression", "expression": "x^4 - 3x^2 + x", "domain": [[-2.2, 2.2]]}
SPHERE4 = {"kind": "quadratic", "matrix": np.diag([1.0, 2.0, 3.0, 4.0]).tolist()}

Show = Callable[..., Result]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[SurfaceView3d]:
    themes.apply(themes.dark())
    made = SurfaceView3d()
    qtbot.addWidget(made)
    made.heightsChosen.connect(lambda heights: change(made, heights=heights))
    made.resize(640, 420)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.release()


@pytest.fixture
def shown(view: SurfaceView3d, qtbot: QtBot) -> Show:
    """Show runs on a problem, on a display that has OpenGL."""
    if QGuiApplication.platformName() not in probe.ON_SCREEN:
        pytest.skip("this platform has no OpenGL")

    def run(problem: dict[str, Any], *runs: dict[str, Any], **duration: int) -> Result:
        result = computed(problem, *runs, **duration)
        show(view, result, themes.dark())
        qtbot.waitUntil(lambda: not view.busy)
        return result

    return run


def see(view: SurfaceView3d, box: Box) -> None:
    """Show a part of the plane, as the picture from above does."""
    assert view._scene is not None
    show_scene(view, replace(view._scene, published=Published(box=box)))


def canvas(view: SurfaceView3d) -> Canvas:
    assert view.canvas is not None
    return view.canvas


def picture(view: SurfaceView3d) -> QImage:
    canvas(view).settle()
    return canvas(view).grab().toImage()


def send(view: SurfaceView3d, kind: QEvent.Type, place: QPoint) -> None:
    """Send a mouse event as the window system does; QTest moves the real pointer, which knows no pressed button."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    everywhere = canvas(view).mapToGlobal(place).toPointF()
    event = QMouseEvent(kind, place.toPointF(), everywhere, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas(view), event)


def coloured(image: QImage) -> int:
    """How many different colours a grid of its pixels has."""
    places = [(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)]
    return len({image.pixel(x, y) for x, y in places})


def test_that_the_relief_is_drawn_from_a_record_alone(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU, {"start": [0.2, -0.9]})
    assert canvas(view).isVisible()
    assert coloured(picture(view)) > 200


@pytest.mark.parametrize("problem", [CUBIC, SPHERE4], ids=["two parameters", "a plane through four"])
def test_that_the_playhead_moves_the_ball(view: SurfaceView3d, shown: Show, problem: dict[str, Any]) -> None:
    dim = 4 if problem is SPHERE4 else 2
    shown(problem, {"start": [1.0] * dim}, steps=60)
    before = picture(view)
    go_to(view, 60)
    while view.busy:
        QApplication.processEvents()
    assert picture(view) != before


def test_that_what_is_ahead_can_be_hidden(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU, {"start": [0.2, -0.9]})
    before = picture(view)
    change(view, ahead_hidden=True)
    hidden = picture(view)
    change(view, ahead_hidden=False)
    assert hidden != before and picture(view) == before


def test_that_both_themes_have_their_colours(view: SurfaceView3d, shown: Show) -> None:
    result = shown(HIMMELBLAU)
    dark = picture(view)
    show(view, result, themes.light())
    assert picture(view).pixelColor(320, 180).lightness() > dark.pixelColor(320, 180).lightness()


def test_that_dragging_turns_and_a_double_click_resets(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU)
    first, before = canvas(view).camera, picture(view)
    middle = canvas(view).rect().center()
    far = middle + QPoint(60, 20)
    send(view, QEvent.Type.MouseButtonPress, middle)
    send(view, QEvent.Type.MouseMove, far)
    send(view, QEvent.Type.MouseButtonRelease, far)
    turned = canvas(view).camera
    assert turned.azimuth < first.azimuth and turned.elevation > first.elevation
    assert picture(view) != before
    QTest.mouseDClick(canvas(view), Qt.MouseButton.LeftButton, pos=middle)
    assert canvas(view).camera == first


def test_that_the_wheel_zooms(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU)
    place = QPointF(canvas(view).rect().center())
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(place, place, QPoint(), QPoint(0, 120), *none, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(canvas(view), wheel)
    assert canvas(view).camera.zoom > 1


def test_that_arrow_keys_turn_and_plus_zooms_where_the_keyboard_is(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU)
    first = canvas(view).camera
    view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus):
        QTest.keyClick(canvas(view), key)
    now = canvas(view).camera
    assert now.azimuth != first.azimuth and now.elevation > first.elevation and now.zoom > 1


def test_that_heights_are_those_of_the_colours_or_of_the_loss(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU)
    before = picture(view)
    QTest.mouseClick(view.heights.button("loss"), Qt.MouseButton.LeftButton)
    assert picture(view) != before
    change(view, heights="colours")
    assert view.heights.current() == "colours" and picture(view) == before


def test_that_another_view_has_the_heights_that_were_chosen(view: SurfaceView3d, shown: Show, qtbot: QtBot) -> None:
    shown(HIMMELBLAU)
    QTest.mouseClick(view.heights.button("loss"), Qt.MouseButton.LeftButton)
    assert view._scene is not None
    other = SurfaceView3d()  # as a figure makes it
    qtbot.addWidget(other)
    other.resize(640, 420)
    other.show()
    show_scene(other, view._scene)
    qtbot.waitUntil(lambda: not other.busy)
    assert other._terrain is not None and other._terrain.true and other.heights.current() == "loss"
    other.release()


def test_that_a_narrow_head_keeps_room_for_the_windows_buttons(view: SurfaceView3d, shown: Show) -> None:
    shown(HIMMELBLAU)
    assert view.heights.isVisible()
    view.resize(260, 300)
    QApplication.processEvents()
    assert not view.heights.isVisible()
    view.resize(640, 420)
    QApplication.processEvents()
    assert view.heights.isVisible()


def test_that_an_undersampled_relief_says_so(view: SurfaceView3d, shown: Show, qtbot: QtBot) -> None:
    waves = {"kind": "expression", "expression": "sin(50000*x) + y^2", "domain": [[-2, 2], [-2, 2]]}
    sentence = "The loss oscillates faster than this picture can show: zoom in."
    shown(waves, {"start": [1, 1], "optimizer": {"kind": "sgd", "lr": 1e-9}})
    assert view.notice.isVisible() and view.notice.text() == sentence and sentence in view.described(100)
    view.set_title_shown(False)  # beside the picture from above
    assert view.notice.isVisible()
    see(view, ((1, 1.0002), (-2, 2)))
    qtbot.waitUntil(lambda: not view.busy)
    assert not view.notice.isVisible() and sentence not in view.described(100)
    see(view, ((-2, 2), (-2, 2)))
    qtbot.waitUntil(lambda: not view.busy)
    assert view.notice.isVisible()
    assert view._scene is not None
    derived = view._scene.derived
    show_scene(view, replace(view._scene, derived=Derived(medium=Medium(tools=False))))  # in a figure
    see(view, ((-1, 1), (-2, 2)))
    qtbot.waitUntil(lambda: not view.busy)
    assert sentence in view.described(100) and not view.notice.isVisible()
    show_scene(view, replace(view._scene, derived=derived))
    shown(HIMMELBLAU)
    assert not view.notice.isVisible()
    assert sentence not in view.described(100)


def test_that_holes_are_left_out(view: SurfaceView3d, shown: Show) -> None:
    shown({"kind": "expression", "expression": "sqrt(x) + y^2", "domain": [[-2, 2], [-2, 2]]}, {"start": [1, 1]})
    assert coloured(picture(view)) > 50


def test_that_a_path_that_leaves_for_infinity_is_cut_at_the_edge(view: SurfaceView3d, shown: Show) -> None:
    shown(CUBIC, {"start": [1, -1], "optimizer": {"kind": "sgd", "lr": 0.5}}, steps=200)
    assert coloured(picture(view)) > 100


def test_that_a_picture_of_twice_the_size_is_sharp(view: SurfaceView3d, shown: Show) -> None:
    from gdviz.gui.export.image import picture as export

    shown(HIMMELBLAU)
    once, twice = export(view, 1), export(view, 2)
    blurred = once.scaled(
        twice.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    assert twice.width() == 2 * once.width()
    assert contrast(twice) > 1.2 * contrast(blurred)


def contrast(image: QImage) -> float:
    """The mean difference of neighbouring pixels in the middle of a picture."""
    rows = range(image.height() // 3, 2 * image.height() // 3, 3)
    columns = range(image.width() // 3, 2 * image.width() // 3)
    grey = np.array([[image.pixelColor(x, y).lightness() for x in columns] for y in rows], dtype=float)
    return float(np.abs(np.diff(grey, axis=1)).mean())


def test_that_views_can_be_opened_one_after_the_other_and_at_once(
    view: SurfaceView3d, shown: Show, qtbot: QtBot
) -> None:
    result = shown(HIMMELBLAU)
    for _ in range(2):
        other = SurfaceView3d()
        qtbot.addWidget(other)
        other.resize(640, 420)
        other.show()
        show(other, result, themes.dark())
        qtbot.waitUntil(lambda other=other: not other.busy)
        assert coloured(picture(other)) > 200
        other.close()
    assert coloured(picture(view)) > 200


def test_that_the_context_ends_with_its_last_view(view: SurfaceView3d, shown: Show, qapp: QApplication) -> None:
    from gdviz.gui.surface.relief import Device

    def users() -> list[int]:
        return [child.users for child in qapp.children() if isinstance(child, Device)]

    before = users()  # a shared window may show a relief too
    shown(HIMMELBLAU)
    assert users() == [sum(before) + 1]
    view.close()
    assert users() == before


def test_that_a_sentence_says_that_one_parameter_is_too_few(view: SurfaceView3d) -> None:
    show(view, computed(QUARTIC, {"start": [2.0]}))
    assert view.sentence.isVisible()
    assert "two parameters" in view.sentence.text() and "2-D" in view.sentence.text()


@pytest.mark.parametrize("trouble", list(Trouble))
def test_that_one_sentence_says_why_there_is_no_3d_and_how_to_fix_it(
    view: SurfaceView3d, monkeypatch: pytest.MonkeyPatch, trouble: Trouble
) -> None:
    monkeypatch.setattr(opengl, "trouble", lambda: trouble)
    show(view, computed(HIMMELBLAU))
    assert view.canvas is None and view.sentence.isVisible()
    assert view.sentence.text().startswith("No 3-D here, because ") and "start gdviz" in view.sentence.text()
    go_to(view, 3)


def test_that_a_driver_that_fails_while_drawing_is_reported_and_nothing_else_breaks(
    view: SurfaceView3d, shown: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(HIMMELBLAU)

    def fail(*_: object) -> None:
        raise RuntimeError("the driver has gone")

    monkeypatch.setattr(canvas(view).relief, "render", fail)
    QTest.keyClick(canvas(view), Qt.Key.Key_Up)
    canvas(view).repaint()
    QApplication.processEvents()
    assert view.sentence.isVisible() and "OpenGL does not start" in view.sentence.text()
    go_to(view, 2)


@pytest.mark.parametrize("broken", ["a call", "the context"])
def test_that_a_context_that_fails_is_reported_and_given_up(
    view: SurfaceView3d, shown: Show, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    shown(HIMMELBLAU)
    from gdviz.gui.surface import relief

    drawn = canvas(view).relief
    assert drawn is not None and drawn._device is not None
    device, users = drawn._device, drawn._device.users

    def fail(*_: object) -> None:
        raise relief.GLError("lost") if broken == "a call" else relief.NoOpenGL("lost")

    if broken == "a call":
        monkeypatch.setattr(relief.GL, "glGetIntegerv", fail)
    else:
        monkeypatch.setattr(device, "make_current", fail)
    QTest.keyClick(canvas(view), Qt.Key.Key_Up)
    canvas(view).repaint()
    QApplication.processEvents()
    assert view.sentence.isVisible() and "OpenGL does not start" in view.sentence.text()
    assert canvas(view).relief is None and device.users == users - 1


def test_that_a_context_that_cannot_be_made_leaves_nothing_behind(
    view: SurfaceView3d, shown: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(HIMMELBLAU)
    from gdviz.gui.surface import relief

    app = QApplication.instance()
    assert app is not None
    devices = [child for child in app.children() if isinstance(child, relief.Device)]

    def fail(*_: object) -> None:
        raise relief.NoOpenGL("too old")

    monkeypatch.setattr(relief.Device, "make_current", fail)
    with pytest.raises(relief.NoOpenGL, match="too old"):
        relief.Device(app)
    assert [child for child in app.children() if isinstance(child, relief.Device)] == devices


SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from gdviz.gui.app import create_window
window = create_window()
window.show()
app.processEvents()
assert not [name for name in sys.modules if name.split(".")[0] == "OpenGL" or name.startswith("pyqtgraph.opengl")]
window.bench.actions["actionView3d"].trigger()
app.processEvents()
print(window.stage.view3d.sentence.isVisible(), window.stage.view3d.sentence.text())
window.close()
"""


def test_that_opengl_is_not_used_before_3d_is_shown_or_without_a_display() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("True No 3-D here, because this display has no OpenGL")
