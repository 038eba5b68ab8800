from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QStyle, QStyleOptionButton, QToolButton, QWidgetItem

from gdviz.engine.planes import PlaneChoice
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import probe
from gdviz.gui.surface.surface_view import seen_box
from gdviz.gui.surface.surface_view3d import SurfaceView3d
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, fill_in, key, settle, wait_until
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window


def relief(window: MainWindow) -> SurfaceView3d:
    """The 3-D view, drawn to its end; the test is left where the display has no OpenGL."""
    if QGuiApplication.platformName() not in probe.ON_SCREEN:
        pytest.skip("this platform has no OpenGL")
    view = child(window, "surfaceView3d", SurfaceView3d)
    wait_until(lambda: not view.busy)
    QApplication.processEvents()
    return view


def choose(window: MainWindow, name: str) -> None:
    click(child(window, name, QPushButton))


@pytest.mark.own_window  # no surface in 3D was in it
def test_that_buttons_show_2d_3d_and_both_side_by_side(window: MainWindow) -> None:
    assert window.findChild(SurfaceView3d) is None
    choose(window, "surface3dButton")
    view = child(window, "surfaceView3d")
    assert view.isVisible() and not window.surface.isVisible()
    choose(window, "surfaceBothButton")
    assert view.isVisible() and window.surface.isVisible()
    assert abs(view.width() - window.surface.width()) < 20
    choose(window, "surface2dButton")
    assert not view.isVisible() and window.surface.isVisible()


def test_that_2d_and_3d_have_equal_room_again_when_both_are_back(window: MainWindow) -> None:
    window.resize(1440, 900)
    settle(window)
    for name in ("surfaceBothButton", "surface2dButton", "surfaceBothButton"):
        choose(window, name)
        settle(window)
    assert abs(child(window, "surfaceView3d").width() - window.surface.width()) < 20


def test_that_python_holds_no_item_of_a_layout_that_buttons_leave(window: MainWindow) -> None:
    # Qt deletes that item with no word to Python, which crashes on what comes to lie in its place.
    moving = {window.stage.segments, window.rates.segments, window.rates.from_here}
    for name in ("surface3dButton", "surface2dButton", "rateLineButton", "ratePlanButton"):
        held = [item for item in shiboken6.getAllValidWrappers() if isinstance(item, QWidgetItem)]
        assert not moving & {item.widget() for item in held}
        choose(window, name)
        settle(window)


def test_that_the_relief_is_that_of_the_plane_in_2d(open_window: OpenWindow) -> None:
    problem = {**quadratic(4, 2, 1, 3), "minimum": [1, 0, 2, -1]}
    window = open_window(an_experiment(problem, [a_run((2, 1, 0, 1), {"kind": "sgd", "lr": 0.1})]))
    settle(window)
    choose(window, "surfaceBothButton")
    view = relief(window)
    assert window.surface.plane is not None
    for by in ("hessian", "path"):
        window.surface.plane.chosen.emit(PlaneChoice(by, "minimum"))  # type: ignore[arg-type]
        settle(window)
        wait_until(lambda: not view.busy)
        runs, shown = view._runs, window.surface.runs
        assert runs is not None and shown is not None and runs.flat is shown.flat
        assert view._tracks[0].points(0) == pytest.approx(shown.points(0))
        assert view._terrain is not None
        assert view._terrain.loss[0, 0] == pytest.approx(float(shown.shown.loss([low for low, _ in view._terrain.box])))


def test_that_the_axes_of_the_relief_follow_the_language(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1, 2, 3), [a_run((2, 1, 0))], view={"plane": {"by": "hessian"}}))
    settle(window)
    choose(window, "surface3dButton")
    canvas = relief(window).canvas
    assert canvas is not None and canvas._names[0] == "1st eigenvector"
    window.set_language("ko")
    QApplication.processEvents()
    names = canvas._names
    window.set_language("en")
    assert names[0] == "첫째 고유벡터"


def test_that_the_heights_of_the_relief_go_into_the_file(window: MainWindow) -> None:
    choose(window, "surface3dButton")
    view = relief(window)
    click(view.heights.button("loss"))
    assert window.scene.state.experiment.heights == "loss"
    assert window.scene.state.into_view({})["heights"] == "loss"


def test_that_the_button_just_pressed_stays_under_the_mouse(window: MainWindow) -> None:
    def place() -> int:
        button = child(window, "surfaceBothButton", QPushButton)
        return button.mapTo(window, button.rect().center()).x()

    before = place()
    choose(window, "surface3dButton")
    in_3d = place()
    choose(window, "surfaceBothButton")
    assert abs(in_3d - before) <= 4 and abs(place() - before) <= 4


def test_that_keys_and_menu_switch_as_the_buttons_do(window: MainWindow) -> None:
    key(window, Qt.Key.Key_3)
    assert window.stage.mode == "3d" and window.bench.actions["actionView3d"].isChecked()
    assert window.stage.segments.current() == "3d"
    key(window, Qt.Key.Key_4)
    assert window.stage.mode == "both"
    window.bench.actions["actionView2d"].trigger()
    assert window.stage.mode == "2d" and window.stage.segments.current() == "2d"


def test_that_keys_play_on_over_the_relief(window: MainWindow) -> None:
    key(window, Qt.Key.Key_3)
    view = relief(window)
    assert view.canvas is not None
    click(view.canvas)
    camera = view.canvas.camera
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 1 and view.canvas.camera == camera
    window.setFocus()
    view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Right)
    assert window.playhead == 1 and view.canvas.camera != camera


def test_that_the_relief_follows_problem_playhead_and_box(window: MainWindow) -> None:
    choose(window, "surfaceBothButton")
    view = relief(window)
    assert view.canvas is not None and view._terrain is not None
    assert view._terrain.box == ((-2.0, 2.0), (-2.0, 2.0))
    assert view._terrain.scale == window.surface.image.scale
    before = view.grab().toImage()
    window.playhead = 15
    QApplication.processEvents()
    assert view.grab().toImage() != before
    window.surface.box.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0)
    wait_until(lambda: not window.surface.image.busy and not view.busy)
    (x0, x1), _ = view._terrain.box
    assert (x0, x1) == pytest.approx(window.surface.box.viewRange()[0])
    fill_in(window, "expressionField", "x^2 + y^2")
    settle(window)
    relief(window)
    assert view.title.text() == window.surface.header.title.text()


def test_that_edits_in_2d_are_there_when_3d_is_shown_again(window: MainWindow) -> None:
    choose(window, "surface3dButton")
    choose(window, "surface2dButton")
    fill_in(window, "expressionField", "x^2 + y^2")
    settle(window)
    choose(window, "surface3dButton")
    relief(window)
    assert child(window, "surfaceView3d", SurfaceView3d).title.text() == window.surface.header.title.text()


def test_that_the_picture_of_the_window_has_the_relief(window: MainWindow, tmp_path: Path) -> None:
    choose(window, "surface3dButton")
    view = relief(window)
    window.export(tmp_path / "window.png")
    assert view.canvas is not None
    corner = view.canvas.mapTo(window, view.canvas.rect().topLeft())
    part = QImage(str(tmp_path / "window.png")).copy(corner.x(), corner.y(), view.canvas.width(), view.canvas.height())
    colours = {part.pixel(x, y) for x in range(0, part.width(), 5) for y in range(0, part.height(), 5)}
    assert len(colours) > 200


def test_that_a_curve_of_one_parameter_says_why_it_has_no_relief(window: MainWindow) -> None:
    choose(window, "surfaceBothButton")
    fill_in(window, "expressionField", "x^2")
    settle(window)
    view = child(window, "surfaceView3d", SurfaceView3d)
    assert view.sentence.isVisible() and "two parameters" in view.sentence.text()


def test_that_a_fitted_view_stands_for_the_domain_and_another_for_itself() -> None:
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    assert seen_box(((-9.0, 9.0), (-5.0, 5.0)), domain) == domain
    zoomed = ((-1.0, 2.0), (-1.0, 1.0))
    assert seen_box(zoomed, domain) == zoomed
    wide = ((-20.0, 20.0), (-10.0, 10.0))
    assert seen_box(wide, domain) == wide


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("text", [1.0, 1.3, 1.5])
def test_that_the_buttons_over_each_view_have_room_for_their_words(
    window: MainWindow, language: str, text: float
) -> None:
    window.set_language(language)
    window.resize(1024, 700)
    window.controller.view_model.change(text_scale=text)
    try:
        for pressed in (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_2):
            window.setFocus()
            key(window, pressed)
            QTest.qWait(100)
            for button in window.stage.findChildren(QPushButton):
                if button.isVisible() and button.text():
                    option = QStyleOptionButton()
                    button.initStyleOption(option)
                    inner = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
                    assert inner.width() >= button.fontMetrics().horizontalAdvance(button.text()), button.text()
    finally:
        window.controller.view_model.change(text_scale=1.0)
        window.set_language("en")


def test_that_a_curve_has_no_relief_and_says_why(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("parabola_1d", [a_run((1,))]))
    for name in ("surface3dButton", "surfaceBothButton"):
        button = child(window, name, QPushButton)
        assert not button.isEnabled() and button.toolTip().startswith("3-D needs two parameters")
    key(window, Qt.Key.Key_3)
    assert window.scene.state.experiment.surface == "2d" and window.surface.isVisible()
    assert window.status.verdict.text().startswith("3-D needs two parameters")
    assert window.bench.actions["actionView2d"].isChecked()
    window.controller.model.open(an_experiment("himmelblau", [a_run((0, 0.4))]), None)
    settle(window)
    assert child(window, "surface3dButton").isEnabled()
    assert child(window, "surface3dButton").toolTip() == "The loss surface as a relief (3)"


def test_that_the_button_to_enlarge_keeps_its_icon_until_the_theme_changes(window: MainWindow) -> None:
    window.controller.view_model.change(arrangement="rates", arranged=True)
    settle(window)
    button = child(window, "enlargeSurfaceButton", QToolButton)
    icon, theme = button.icon().cacheKey(), window.scene.state.person.theme
    window.playhead = 5
    assert button.isVisible() and button.icon().cacheKey() == icon
    window.controller.view_model.change(theme="dark" if theme != "dark" else "light")
    assert button.icon().cacheKey() != icon
    window.controller.view_model.change(theme=theme)
