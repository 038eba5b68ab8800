"""What can be chosen of the pictures, and what they say: with real mouse and key events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine import landscape
from gdviz.engine.landscape import Scale, grid
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from gdviz.gui.surface import surface_image
from gdviz.gui.surface.colour_maps import colour_table
from gdviz.gui.surface.surface_facts import picture_warning
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.look import Look
from gdviz.paths import resources
from tests.gui.conftest import OpenWindow
from tests.gui.driving import NONE, child, click, fill_in, place_in_surface, settle, wait_until
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import change, show

HIMMELBLAU = {"kind": "surface", "name": "himmelblau"}


def opened(qtbot: QtBot, view: Any, size: tuple[int, int] = (640, 480)) -> None:
    qtbot.addWidget(view)
    view.lookChosen.connect(lambda look: change(view, look=look))
    view.resize(*size)
    if isinstance(view, SurfaceView | LossView | ScheduleView):
        view.lookChosen.connect(lambda look: change(view, look=look))  # as the window does
    with qtbot.waitExposed(view):
        view.show()


def choose(view: QWidget, viewport: QWidget, *names: str) -> None:
    """Open the context menu of a view with the mouse, and take an entry, of a submenu by its two names."""
    middle, mouse = viewport.rect().center(), QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(mouse, middle, viewport.mapToGlobal(middle)))
    (menu,) = view.findChildren(QMenu, "lookMenu")
    for name in names[:-1]:
        action = next(action for action in menu.actions() if action.text() == name)
        menu = action.menu()
    action = next(action for action in menu.actions() if action.objectName() == names[-1])
    menu.popup(QPoint(0, 0))
    click(menu, menu.actionGeometry(action).center())
    for open_menu in view.findChildren(QMenu, "lookMenu"):
        open_menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def lightness(colours: np.ndarray) -> np.ndarray:
    """CIE L* of sRGB colours, shape (n, 3) of 0 to 255."""
    linear = colours / 255
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    y = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@pytest.mark.parametrize("name", Look.CHOICES["colours"])
@pytest.mark.parametrize("chosen", [theme.dark(), theme.light()], ids=["dark", "light"])
def test_that_every_colour_map_rises_evenly_in_lightness(name: str, chosen: theme.Theme) -> None:
    table = colour_table(chosen, name)
    light = lightness(table[:, :3].astype(float))
    steps = np.diff(light[::15])
    assert table.shape == (256, 4) and (table[:, 3] == 255).all()
    assert (steps > 0).all() and steps.max() < 3.2 * steps.min()
    assert light[-1] - light[0] > 38


def test_that_a_look_reads_what_makes_sense_of_a_file() -> None:
    look = Look(colours="batlow", contour_labels=True, equal_scales=False)
    assert Look.of(look.to_json()) == look
    assert Look().to_json() == {}
    assert Look.of({"colours": "jet", "levels": 3, "legend": 0, "loss_axis": "best", "more": 1}) == Look(
        loss_axis="best"
    )
    assert Look.of("nothing") == Look()


def test_that_levels_and_colours_are_chosen_in_the_menu_of_the_surface(qtbot: QtBot) -> None:
    view = SurfaceView()
    opened(qtbot, view)
    chosen: list[Look] = []
    view.lookChosen.connect(chosen.append)
    result = computed(HIMMELBLAU)
    show(view, result)
    qtbot.waitUntil(lambda: not view.image.busy)
    before = view.image.item.image.copy()
    choose(view, view.graphics.viewport(), "Levels of the surface", "look_levels_linear")
    qtbot.waitUntil(lambda: not view.image.busy)
    assert chosen == [Look(levels="linear")]
    assert view.image.scale.kind == "linear"
    steps = np.diff([float(text) for text in view.legend.ticks()])
    assert steps.max() < 1.6 * steps.min()
    choose(view, view.graphics.viewport(), "Colours of the surface", "look_colours_cividis")
    assert chosen[-1] == Look(levels="linear", colours="cividis")
    assert not np.array_equal(view.image.item.image, before)
    colours = {tuple(c) for c in view.image.item.image.reshape(-1, 4)[:, :3].tolist()}
    assert colours <= {tuple(c) for c in colour_table(view._theme, "cividis")[:, :3].tolist()}
    choose(view, view.graphics.viewport(), "look_legend")
    assert not view.legend.isVisible()
    choose(view, view.graphics.viewport(), "look_surface_grid")
    assert view.plot.getAxis("left").grid


def test_that_contours_bear_the_losses_they_stand_for(qtbot: QtBot) -> None:
    view = SurfaceView()
    opened(qtbot, view, (900, 700))
    show(view, computed(BOWL))
    choose(view, view.graphics.viewport(), "look_contour_labels")
    qtbot.waitUntil(lambda: not view.image.busy and bool(view.image.contours.written))
    view.graphics.grab()
    written = view.image.contours.written
    assert len(written) >= 5
    for rect, text in written:
        (x, y) = view.box.mapToView(rect.center()).toTuple()
        assert float(text) == pytest.approx(x * x + y * y, rel=0.12)  # the middle of a text lies off a bend
    rects = [rect for rect, _ in written]
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])


def test_that_equal_scales_can_be_chosen_and_left(qtbot: QtBot) -> None:
    view = SurfaceView()
    opened(qtbot, view)
    show(view, computed(BOWL))
    assert view.scales_equal
    choose(view, view.graphics.viewport(), "look_equal_scales")
    assert not view.scales_equal
    assert view.box.viewRange() == [[-2, 2], [-2, 2]]


def test_that_the_mouse_near_a_path_reads_the_nearest_step_of_every_visible_run(qtbot: QtBot) -> None:
    view = SurfaceView()
    opened(qtbot, view)
    result = computed(BOWL, {}, {"label": "fast", "optimizer": {"kind": "sgd", "lr": 0.1}}, steps=30)
    show(view, result)
    view.graphics.grab()
    for record, k in ((result.runs[1], 3), (result.runs[0], 5)):
        x, y = record.w[k]
        pixel = view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(x, y)))
        QTest.mouseMove(view.graphics.viewport(), pixel - QPoint(40, 3))
        QTest.qWait(20)
        name = f"step {k}"

        def named(pixel: QPoint = pixel, name: str = name) -> bool:
            QTest.mouseMove(view.graphics.viewport(), pixel)  # again: pyqtgraph drops one that follows another at once
            return view.readout.label is not None and name in view.readout.label.text()

        qtbot.waitUntil(named)
        assert f"{record.loss[k]:.6g}" in view.readout.label.text()
        assert "GD" in view.readout.label.text() and "fast" in view.readout.label.text()
    far = view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(-1.8, 1.8)))
    QTest.mouseMove(view.graphics.viewport(), far)
    qtbot.waitUntil(lambda: not view.readout.label.isVisible())


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("x^2 + y^2", ""),
        ("log(x) + y^2", "The loss is not a real number on 50 %"),
        ("sqrt(x) + y^2", "The loss is not a real number on 50 % of the picture, which is left blank."),
        ("exp(100000x) + y^2", "The loss is infinite on 50 % of the picture, which is left blank."),
        ("0*x + 0*y + 3", "The loss is 3 everywhere here: no way leads down."),
    ],
)
def test_that_holes_and_level_pictures_are_reported_in_one_sentence(expression: str, sentence: str) -> None:
    domain = [[-2, 2], [-2, 2]]
    problem = gdviz.problem({"kind": "expression", "expression": expression, "domain": domain})
    warning = picture_warning(grid(problem, problem.domain, (64, 64)))
    assert warning.startswith(sentence) and bool(warning) == bool(sentence)


def test_that_holes_are_left_blank_and_named_in_the_window(window: MainWindow) -> None:
    fill_in(window, "expressionField", "sqrt(x) + y^2")
    settle(window)
    wait_until(lambda: not window.surface.image.busy)
    image = window.surface.image.item.image
    assert (image[:, : image.shape[1] // 2 - 1, 3] == 0).all() and (image[:, image.shape[1] // 2 + 1 :, 3] == 255).all()
    assert "not a real number on 50 %" in child(window, "surfaceReadout", QLabel).text()
    fill_in(window, "expressionField", "x^2 + y^2")
    settle(window)
    wait_until(lambda: "Drag the start" in child(window, "surfaceReadout", QLabel).text())


def test_that_the_loss_axis_shows_the_loss_above_the_best_known(qtbot: QtBot) -> None:
    view = LossView()
    opened(qtbot, view)
    bowl = {"kind": "expression", "expression": "x^2 + y^2 + 100", "domain": [[-2, 2], [-2, 2]]}
    result = computed(bowl, {"optimizer": {"kind": "sgd", "lr": 0.1}}, steps=40)
    show(view, result)
    assert view.scale.kind == "linear"
    choose(view, view.plot.viewport(), "Loss axis", "look_loss_axis_best")
    assert view.scale.kind == "log"
    y = view.curves.strokes[0].y
    loss = result.runs[0].loss
    np.testing.assert_allclose(10.0 ** y[:30], (loss - loss.min())[:30], rtol=1e-9)
    assert "best known" in view.value_axis.labelText
    choose(view, view.plot.viewport(), "Loss axis", "look_loss_axis_linear")
    assert view.scale.kind == "linear"
    np.testing.assert_allclose(view.curves.strokes[0].y, loss)
    choose(view, view.plot.viewport(), "Loss axis", "look_loss_axis_log")
    assert view.scale.kind == "log"
    np.testing.assert_allclose(10.0 ** view.curves.strokes[0].y, loss)
    choose(view, view.plot.viewport(), "look_plot_grid")
    assert not view.value_axis.grid


def test_that_the_scale_of_the_rates_is_chosen_in_the_menu_of_their_plot(qtbot: QtBot) -> None:
    view = ScheduleView()
    opened(qtbot, view)
    drops = {"kind": "multistep", "milestones": [10, 20, 30], "gamma": 0.1, "unit": "step"}
    result = computed(BOWL, {"schedule": drops}, steps=40)
    show(view, result)
    chosen: list[Look] = []
    view.lookChosen.connect(chosen.append)
    assert view.scale.kind == "log"
    choose(view, view.plot.viewport(), "Learning rate axis", "look_rate_axis_linear")
    assert view.scale.kind == "linear" and view.box.viewRange()[1][0] <= 0
    stroke = view.curves.strokes[0]
    rates = result.runs[0].lr
    np.testing.assert_allclose(np.interp(np.arange(40), stroke.x, stroke.y), rates)
    choose(view, view.plot.viewport(), "Learning rate axis", "look_rate_axis_log")
    stroke = view.curves.strokes[0]
    assert view.scale.kind == "log"
    np.testing.assert_allclose(10.0 ** np.interp(np.arange(40), stroke.x, stroke.y), rates)
    assert chosen == [Look(rate_axis="linear"), Look(rate_axis="log")]


def wheel(widget: QWidget, at: QPoint, notches: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    event = QWheelEvent(QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
                        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


def test_that_a_plot_is_zoomed_moved_and_fitted_by_the_mouse(qtbot: QtBot) -> None:
    view = LossView()
    opened(qtbot, view)
    show(view, computed(BOWL, steps=1000))
    port = view.plot.viewport()
    whole = view.box.viewRange()
    at = port.rect().center()
    under = view.step_at(QPointF(at))
    wheel(port, at, 4)
    (low, high), values = view.box.viewRange()
    assert high - low == pytest.approx((whole[0][1] - whole[0][0]) / 1.25**4)
    assert abs(view.step_at(QPointF(at)) - under) <= 1 and values == whole[1]
    QTest.mousePress(port, Qt.MouseButton.MiddleButton, pos=at)
    QTest.mouseMove(port, at + QPoint(-60, 0))
    QTest.mouseRelease(port, Qt.MouseButton.MiddleButton, pos=at + QPoint(-60, 0))
    assert view.box.viewRange()[0][0] > low and view.step_at(QPointF(at + QPoint(-60, 0))) == pytest.approx(
        under, abs=2
    )
    view.redraw()
    assert view.box.viewRange()[0][0] > low
    wheel(port, at, 2, Qt.KeyboardModifier.ControlModifier)
    assert view.box.viewRange()[1][1] - view.box.viewRange()[1][0] < values[1] - values[0]
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    assert view.box.viewRange() == whole
    wheel(port, at, -3)
    assert view.box.viewRange() == whole


def test_that_a_zoomed_long_run_is_drawn_step_by_step(qtbot: QtBot) -> None:
    view = LossView()
    opened(qtbot, view)
    show(view, computed({**BOWL, "noise": {"std": 0.5}}, steps=20_000))
    port = view.plot.viewport()
    wheel(port, port.rect().center(), 20)
    low, high = view.box.viewRange()[0]
    x = view.curves.strokes[0].x
    inside = x[(x > low) & (x < high)]
    assert high - low < 300 and len(inside) >= high - low - 2
    assert x.min() >= low - 2 and x.max() <= high + 2


def test_that_one_choice_reaches_every_picture_of_the_window(window: MainWindow) -> None:
    assert not window.menus.pictures.actions()  # made when it is opened
    choose(window.loss, window.loss.plot.viewport(), "look_plot_grid")
    assert not window.schedule.value_axis.grid and window.surface.look == Look(plot_grid=False)
    window.menus.pictures.popup(QPoint(0, 0))
    names = [action.objectName() for action in window.menus.pictures.actions()]
    assert "look_legend" in names
    action = next(action for action in window.menus.pictures.actions() if action.objectName() == "look_legend")
    click(window.menus.pictures, window.menus.pictures.actionGeometry(action).center())
    window.menus.pictures.close()
    assert not window.surface.legend.isVisible() and window.loss.look == Look(plot_grid=False, legend=False)
    assert window.controller.model.undo_stack.count() == 0


def test_that_sliding_a_constant_keeps_what_is_seen(window: MainWindow) -> None:
    fill_in(window, "expressionField", "a*x^2 + y^2")
    settle(window)
    wheel(window.surface.graphics.viewport(), place_in_surface(window, 0, 0), 3)
    seen = window.surface.box.viewRange()
    fill_in(window, "constant_a_Field", "4")
    settle(window)
    assert window.surface.box.viewRange() == seen
    assert float(Scale.of(window.surface.image.loss).invert(1.0)) > 0
    fill_in(window, "expressionField", "x^2 + x")
    settle(window)
    assert window.surface.box.viewRange()[0] == [-2, 2]


def test_that_a_look_travels_with_a_saved_experiment_and_is_no_edit(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    window.pictures.set_look(Look(colours="batlow", loss_axis="best"))
    assert not window.controller.model.modified
    assert window.files.save_path(tmp_path / "mine.json")
    assert gdviz.load(tmp_path / "mine.json").view["look"] == {"colours": "batlow", "loss_axis": "best"}
    other = open_window()
    assert other.files.open_path(tmp_path / "mine.json")
    wait_until(lambda: other.surface.look == Look(colours="batlow", loss_axis="best"))
    assert other.loss.look == other.surface.look and not other.controller.model.modified
    assert open_window(gdviz.load(tmp_path / "mine.json")).schedule.look == other.surface.look
    other.pictures.set_look(Look())
    assert other.files.save_path(tmp_path / "mine.json")
    assert "look" not in gdviz.load(tmp_path / "mine.json").view


def test_that_the_axes_belong_to_the_experiment(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    first = window.experiment
    choose(window.loss, window.loss.plot.viewport(), "Loss axis", "look_loss_axis_linear")
    choose(window.schedule, window.schedule.plot.viewport(), "Learning rate axis", "look_rate_axis_log")
    assert (window.loss.scale.kind, window.schedule.scale.kind) == ("linear", "log")
    window.pictures.set_look(replace(window.pictures.look, colours="batlow"))
    fill_in(window, "lrField", "0.02")
    settle(window)
    assert (window.loss.scale.kind, window.schedule.scale.kind) == ("linear", "log")  # an edit keeps them
    assert window.files.save_path(tmp_path / "mine.json")
    axes = {"loss_axis": "linear", "rate_axis": "log"}
    assert gdviz.load(tmp_path / "mine.json").view["look"] == {**axes, "colours": "batlow"}
    window.controller.model.open(first, None)
    wait_until(lambda: window.pictures.look == Look(colours="batlow"))  # colours are the person's
    assert window.schedule.scale.kind == "linear"
    assert window.files.save_path(tmp_path / "other.json")
    assert gdviz.load(tmp_path / "other.json").view["look"] == {"colours": "batlow"}
    assert window.files.open_path(tmp_path / "mine.json")
    wait_until(lambda: window.pictures.look == Look(colours="batlow", **axes))
    assert (window.loss.scale.kind, window.schedule.scale.kind) == ("linear", "log")


def test_that_what_another_program_put_into_the_view_survives(open_window: OpenWindow, tmp_path: Path) -> None:
    other = {"look": {"loss_axis": "log", "font": "serif"}, "camera": [1, 2]}
    window = open_window(gdviz.load(save_as(tmp_path, other)))
    assert window.loss.scale.kind == "log"
    window.pictures.set_look(replace(window.pictures.look, rate_axis="log"))
    assert window.files.save_path(tmp_path / "again.json")
    view = gdviz.load(tmp_path / "again.json").view
    assert view == {"look": {"loss_axis": "log", "rate_axis": "log", "font": "serif"}, "camera": [1, 2]}
    window.pictures.set_look(Look())
    assert window.files.save_path(tmp_path / "again.json")
    assert gdviz.load(tmp_path / "again.json").view["look"] == {"font": "serif"}


def save_as(folder: Path, view: dict[str, Any]) -> Path:
    gdviz.save(gdviz.load(resources() / "experiments" / "worked_example.json").replace("view", view), folder / "v.json")
    return folder / "v.json"


@pytest.mark.parametrize(("costs", "at_once"), [((1e-3, 1e-4, 1e-4), True), ((1e-3, 1e-3, 1e-3), False)])
def test_that_a_first_block_that_is_slow_alone_does_not_make_the_picture_coarse(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, costs: tuple[float, ...], at_once: bool
) -> None:
    clock, left = [0.0], list(costs)
    shapes: list[int] = []
    blocks = landscape.blocks

    def slow(*given: Any) -> Any:
        for block in blocks(*given):
            clock[0] += left.pop(0) if left else costs[-1]
            yield block

    monkeypatch.setattr(surface_image, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    monkeypatch.setattr(landscape, "blocks", slow)
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(500, 460)
    view.show()
    view.image.scaleChanged.connect(lambda: shapes.append(max(view.image.loss.shape)))
    show(view, computed(BOWL))
    qtbot.waitUntil(lambda: not view.image.busy)
    assert (shapes[0] > 200) is at_once, shapes
