from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.style import fonts
from gdviz.gui.style import theme as themes
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.look import Look
from gdviz.view_state import SeenBox
from tests.gui import scenes
from tests.gui.driving import activate
from tests.gui.plot_runs import CUBIC, HIMMELBLAU
from tests.gui.scenes import change, go_to, show_scene

QUARTIC = {"kind": "expression", "expression": "x^4 - 3x^2 + x", "domain": [[-2.2, 2.2]]}
SPHERE4 = {"kind": "quadratic", "matrix": np.diag([1.0, 2.0, 3.0, 4.0]).tolist()}

Show = Callable[..., Any]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[SurfaceView]:
    themes.apply(themes.dark())
    made = SurfaceView()
    qtbot.addWidget(made)

    def show_gradient(on: bool) -> None:
        change(made, arrows=frozenset({"update", "gradient"} if on else {"update"}))

    made.gradientRequested.connect(show_gradient)
    made.resize(820, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made


@pytest.fixture
def show(view: SurfaceView, qtbot: QtBot) -> Show:
    """Run an experiment on a problem from each of some starts, and show it."""

    def run(problem: dict[str, Any], *starts: tuple[float, ...], steps: int = 30, lr: float = 0.01) -> Any:
        experiment = gdviz.Experiment.from_dict(
            {
                "format": "gdviz-experiment", "version": 1, "title": "", "problem": problem, "steps": steps, "seed": 0,
                "runs": [{"label": "", "start": list(w), "optimizer": {"kind": "sgd", "lr": lr}} for w in starts],
            }
        )  # fmt: skip
        result = gdviz.run(experiment)
        scenes.show(view, result, themes.dark())
        qtbot.waitUntil(lambda: not view.image.busy)
        QApplication.processEvents()
        view.graphics.viewport().repaint()
        return list(result.runs)

    return run


def at(view: SurfaceView, x: float, y: float) -> QPoint:
    """The pixel of the viewport at a place of the plot."""
    pixel = ViewMap.of(view.box).pixels(np.array([x, y]))
    return view.graphics.mapFromScene(view.box.mapToScene(QPointF(*pixel.tolist())))


def picture(view: SurfaceView) -> QImage:
    return view.graphics.grab().toImage()


def mouse(view: SurfaceView, kind: QEvent.Type, place: QPoint, pressed: bool) -> None:
    """Send a mouse event as the window system does; QTest moves the real pointer, which knows no pressed button."""
    port, left, none = view.graphics.viewport(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    everywhere = port.mapToGlobal(place).toPointF()
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place.toPointF(), everywhere, button, left if pressed else none, modifiers)
    QApplication.sendEvent(port, event)
    QApplication.processEvents()


def drag(view: SurfaceView, start: QPoint, *stops: QPoint) -> None:
    mouse(view, QEvent.Type.MouseMove, start, pressed=False)
    mouse(view, QEvent.Type.MouseButtonPress, start, pressed=True)
    for stop in stops:
        mouse(view, QEvent.Type.MouseMove, stop, pressed=True)
    mouse(view, QEvent.Type.MouseButtonRelease, stops[-1], pressed=False)


def hover(view: SurfaceView, place: QPoint) -> None:
    QTest.qWait(20)  # pyqtgraph leaves out moves less than 10 ms apart
    mouse(view, QEvent.Type.MouseMove, place, pressed=False)


def test_that_the_heat_map_is_an_image_in_a_view_box_and_fills_what_is_visible(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    images = [item for item in view.box.allChildren() if isinstance(item, pg.ImageItem)]
    (x0, x1), (y0, y1) = view.box.viewRange()
    covered = images[0].mapRectToParent(images[0].boundingRect())
    assert len(images) == 1 and isinstance(images[0].getViewBox(), pg.ViewBox)
    assert covered.left() <= x0 and covered.right() >= x1
    assert covered.top() <= y0 and covered.bottom() >= y1
    assert x0 <= -5 and x1 >= 5 and y0 <= -5 and y1 >= 5


def test_that_x_and_y_have_one_scale(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    shown = ViewMap.of(view.box)
    assert shown.sx == pytest.approx(shown.sy, rel=0.01)


def test_that_no_label_of_the_colour_bar_is_cut_or_stands_there_twice(view: SurfaceView, show: Show) -> None:
    for expression in ("3e6 + x^2 + y^2", "1e-8*(x^2 + y^2) - 3.456e-7"):
        show({"kind": "expression", "expression": expression, "domain": [[-1, 1], [-1, 1]]}, (0.5, 0.5))
        bar, labels = view.legend, view.legend.ticks()
        assert labels and len(set(labels)) == len(labels)
        room = bar.width - bar._frame()[1].right() - 7
        assert max(QFontMetrics(fonts.small()).horizontalAdvance(label) for label in labels) <= room, labels


def test_that_title_facts_axes_and_legend_describe_the_problem(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    assert view.header.title.text() == "Himmelblau"
    assert view.header.facts.text() == "4 minima"
    assert view.plot.getAxis("bottom").labelText == "x"
    assert view.plot.getAxis("left").labelText == "y"
    assert "100" in view.legend.ticks()


def test_that_the_surface_is_kept_while_only_the_records_change(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    pixels, lines = view.image.item.image, view.image.contours._lines
    show(HIMMELBLAU, (1.2, -0.9))
    assert view.image.item.image is pixels
    assert view.image.contours._lines is lines


def test_that_zooming_makes_the_surface_of_the_new_view(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    view.box.setRange(xRange=(2, 4), yRange=(1, 3), padding=0)
    qtbot.waitUntil(lambda: not view.image.busy)
    covered = view.image.item.mapRectToParent(view.image.item.boundingRect())
    assert covered.height() == pytest.approx(2, rel=0.02)
    view.fit()
    assert view.box.viewRange()[1] == pytest.approx([-5, 5])


def test_that_the_start_is_dragged_live_and_ends_final(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    drag(view, at(view, 0.2, -0.9), at(view, 1, 0), at(view, 2, 1))
    assert [final for _, _, final in emitted[:-1]] == [False] * (len(emitted) - 1) and len(emitted) >= 3
    runs, w, final = emitted[-1]
    assert runs == [0] and final
    assert w == pytest.approx((2, 1), abs=0.05)


def test_that_a_drag_goes_on_while_the_runs_are_replaced(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    emitted: list[Any] = []

    def follow(runs: list[int], w: tuple[float, ...], final: bool) -> None:
        emitted.append((w, final))
        show(HIMMELBLAU, w)

    view.startMoved.connect(follow)
    drag(view, at(view, 0.2, -0.9), *(at(view, 0.2 + 0.5 * i, -0.9) for i in range(1, 6)))
    assert emitted[-1][1] and emitted[-1][0] == pytest.approx((2.7, -0.9), abs=0.05)
    assert not view.markers.dragging


def test_that_runs_sharing_a_start_are_dragged_together_and_others_stay(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9), (-3, 1), (0.2, -0.9))
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    drag(view, at(view, 0.2, -0.9), at(view, 1, 0))
    drag(view, at(view, -3, 1), at(view, -2, 0))
    assert emitted[0][0] == [0, 2] and emitted[-1][0] == [1]


def test_that_a_click_on_the_start_moves_nothing(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    QTest.mouseClick(view.graphics.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 0.2, -0.9) + QPoint(4, 3))
    assert emitted == []


def test_that_a_double_click_puts_the_start_there(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    with qtbot.waitSignal(view.startMoved, timeout=30_000) as emitted:
        QTest.mouseDClick(view.graphics.viewport(), Qt.MouseButton.LeftButton, pos=at(view, -2, 3))
    runs, w, final = emitted.args
    assert runs == [0] and final and w == pytest.approx((-2, 3), abs=0.05)


def test_that_the_key_n_draws_a_start_from_the_view(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    activate(view)
    view.setFocus()
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_N)
    (x0, x1), (y0, y1) = view.box.viewRange()
    assert len({w for _, w, _ in emitted}) == 20
    assert all(x0 <= w[0] <= x1 and y0 <= w[1] <= y1 and final for _, w, final in emitted)


def test_that_a_random_start_is_drawn_where_the_loss_is_finite(view: SurfaceView, show: Show) -> None:
    show({"kind": "expression", "expression": "log(x) + y^2", "domain": [[-3, 1], [-1, 1]]}, (0.5, 0.5), steps=3)
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    for _ in range(20):
        view.draw_random_start()
    assert len(emitted) == 20 and all(w[0] > 0 for _, w, _ in emitted)


def test_that_hovering_reads_place_loss_and_gradient(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(CUBIC, (1, 1))
    hover(view, at(view, 1, -1))
    qtbot.waitUntil(lambda: view.header.readout.text().startswith("x = \u2007"))
    text = view.header.readout.text().replace("\u2007", "")
    x, y = ViewMap.of(view.box).data(view.box.mapFromScene(view.graphics.mapToScene(at(view, 1, -1))))
    assert (x, y) == pytest.approx((1, -1), abs=0.02)
    read = [float(number) for number in re.findall(r"= ([\d.]+)", text.replace("−", ""))[:2]]
    assert read == pytest.approx((x, -y), abs=0.006)
    assert f"f = −{abs(3 * x * x * y):.4g}" in text
    QApplication.sendEvent(view.graphics.viewport(), QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: "Drag the start" in view.header.readout.text())


def test_that_the_gradient_is_not_read_while_a_question_waits(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(CUBIC, (1, 1))
    scenes.change(view, asking=True)
    hover(view, at(view, 1, -1))
    qtbot.waitUntil(lambda: "y = " in view.header.readout.text())
    assert "∇" not in view.header.readout.text()
    scenes.change(view, asking=False)
    qtbot.waitUntil(lambda: "∇f" in view.header.readout.text())


def test_that_no_hint_takes_room_before_a_class(view: SurfaceView, show: Show) -> None:
    show(CUBIC, (1, 1))
    assert "Drag the start" in view.header.readout.text()
    scenes.change(view, presenting=True)
    assert "Drag the start" not in view.header.readout.text()
    scenes.change(view, presenting=False)
    assert "Drag the start" in view.header.readout.text()


def test_that_another_problem_under_a_resting_mouse_is_read_again(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(CUBIC, (1, 1))
    hover(view, at(view, 1, -1))
    qtbot.waitUntil(lambda: "y = " in view.header.readout.text())
    show(QUARTIC, (1,))
    qtbot.waitUntil(lambda: "y = " not in view.header.readout.text())


def test_that_hovering_a_minimum_names_it(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(HIMMELBLAU, (0.2, -0.9))
    hover(view, at(view, 3, 2) + QPoint(3, 2))
    qtbot.waitUntil(lambda: "global minimum" in view.header.readout.text())


def test_that_a_click_on_the_path_asks_for_its_step(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    (record,) = show(HIMMELBLAU, (-4, 1), lr=0.003)
    with qtbot.waitSignal(view.playheadRequested, timeout=30_000) as emitted:
        QTest.mouseClick(view.graphics.viewport(), Qt.MouseButton.LeftButton, pos=at(view, *record.w[2]))
    assert emitted.args == [2]
    with qtbot.assertNotEmitted(view.playheadRequested, wait=50):
        QTest.mouseClick(view.graphics.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 4, -4))


def test_that_the_path_ahead_can_be_hidden(view: SurfaceView, show: Show) -> None:
    (record,) = show(HIMMELBLAU, (-4, 1), lr=0.003)
    go_to(view, 0)
    view.graphics.viewport().repaint()
    place = at(view, *((record.w[2] + record.w[3]) / 2))
    shown = picture(view).pixelColor(place)
    change(view, ahead_hidden=True)
    hidden = picture(view).pixelColor(place)
    assert shown != hidden
    assert view.paths.nearest(QPointF(*ViewMap.of(view.box).pixels(record.w[3])), 5) is None


def test_that_what_is_played_is_stronger_than_what_lies_ahead(view: SurfaceView, show: Show) -> None:
    (record,) = show(HIMMELBLAU, (-4, 1), lr=0.003)
    place = at(view, *((record.w[1] + record.w[2]) / 2))
    run = QColor(themes.dark().runs[0])

    def apart(playhead: int) -> int:
        go_to(view, playhead)
        got = picture(view).pixelColor(place)
        return abs(got.red() - run.red()) + abs(got.green() - run.green()) + abs(got.blue() - run.blue())

    ahead, played, back = apart(0), apart(30), apart(0)
    assert played < ahead and back == ahead


def test_that_the_point_stands_at_the_playhead_and_a_short_run_at_its_end(view: SurfaceView, show: Show) -> None:
    (record,) = show(HIMMELBLAU, (-4, 1), steps=10)
    for playhead, row in ((4, 4), (99, 10)):
        go_to(view, playhead)
        assert picture(view).pixelColor(at(view, *record.w[row])) == QColor(themes.dark().runs[0])


def test_that_the_arrow_is_the_update_itself(view: SurfaceView, show: Show) -> None:
    show(CUBIC, (1, 1))
    (now,) = view.markers._markers.now
    assert now.delta == pytest.approx((-0.06, -0.03))
    assert now.gradient == pytest.approx((6, 3))
    assert view.markers.words["update"] == "−η∇f"


def test_that_the_gradient_is_drawn_on_demand(view: SurfaceView, show: Show) -> None:
    show(CUBIC, (1, 1))
    place = at(view, 1, 1) + QPoint(26, -14)
    before = picture(view).pixelColor(place)
    QTest.mouseClick(view.header.gradient_button, Qt.MouseButton.LeftButton)
    assert picture(view).pixelColor(place) == QColor(themes.dark().good) != before


def test_that_a_start_outside_is_marked_at_the_edge_and_can_be_dragged_in(view: SurfaceView, show: Show) -> None:
    show(HIMMELBLAU, (60, 0), steps=1, lr=1e-9)
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    edge = view.box.viewRange()[0][1]
    drag(view, at(view, edge, 0) - QPoint(12, 0), at(view, 1, 1))
    assert emitted[-1][1] == pytest.approx((1, 1), abs=0.6)


def test_that_a_path_to_infinity_is_drawn_as_far_as_it_is_seen(view: SurfaceView, show: Show) -> None:
    (record,) = show(CUBIC, (1, -1), steps=200, lr=0.1)
    assert record.finish == "diverged" and np.abs(record.w).max() > 1e20
    go_to(view, 1)
    assert not picture(view).isNull()


def test_that_one_parameter_shows_its_curve_with_ball_and_tangent(view: SurfaceView, show: Show) -> None:
    (record,) = show(QUARTIC, (2.0,))
    go_to(view, 1)
    (now,) = view.markers._markers.now
    assert now.point == pytest.approx((record.w[1, 0], record.loss[1]))
    assert now.slope == pytest.approx(record.grad[1, 0])
    assert not view.legend.isVisible() and not view.image.item.isVisible()
    assert view.plot.getAxis("left").labelText == "f(x)"
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    drag(view, at(view, 2.0, record.loss[0]), at(view, 1.0, 3.0))
    assert emitted[-1] == ([0], pytest.approx((1.0,), abs=0.05), True)


def test_that_a_surface_returns_after_a_curve(view: SurfaceView, show: Show) -> None:
    show(QUARTIC, (2.0,))
    show(HIMMELBLAU, (0.2, -0.9))
    assert view.legend.isVisible() and view.image.item.isVisible()


def test_that_more_parameters_show_a_plane_and_say_which(view: SurfaceView, show: Show) -> None:
    show(SPHERE4, (1, 1, 2, 3))
    assert "w1" in view.header.facts.text() and "w3 = 2, w4 = 3" in view.header.facts.text()
    emitted: list[Any] = []
    view.startMoved.connect(lambda *what: emitted.append(what))
    drag(view, at(view, 1, 1), at(view, 2, 0))
    assert emitted[-1][1] == pytest.approx((2, 0, 2, 3), abs=0.1)


def test_that_the_plane_follows_the_playhead(view: SurfaceView, show: Show) -> None:
    (record,) = show(SPHERE4, (1, 1, 2, 3))
    go_to(view, 30)
    assert f"w3 = {record.w[30, 2]:.4g}" in view.header.facts.text()


def test_that_refresh_takes_what_a_growing_record_has_got(view: SurfaceView, show: Show) -> None:
    (record,) = show(HIMMELBLAU, (-4, 1), lr=0.003)
    rows, record._rows, record.updates = record._rows, 5, 5
    assert view._scene is not None
    scene = replace(view._scene, records=view._scene.records.updated(), refusals=1)  # drawn again, of what there is
    scenes.show_scene(view, scene.at(20))
    view.graphics.viewport().repaint()
    (trace,) = view.paths._traces
    assert trace.seen == 6
    record._rows = record.updates = rows
    scenes.show_scene(view, replace(view._scene, records=view._scene.records.updated()))
    view.graphics.viewport().repaint()
    assert trace.seen == rows + 1
    assert picture(view).pixelColor(at(view, *record.w[20])) == QColor(themes.dark().runs[0])


def test_that_an_export_at_four_times_the_size_is_drawn_at_that_size(view: SurfaceView, show: Show) -> None:
    (record,) = show(HIMMELBLAU, (-4, 1), lr=0.003)
    go_to(view, 30)
    scene, size = view.graphics.scene(), view.graphics.size()
    image = QImage(size * 4, QImage.Format.Format_ARGB32_Premultiplied)
    with QPainter(image) as painter:
        scene.render(painter, image.rect().toRectF(), view.graphics.viewRect())
    middle = at(view, *((record.w[1] + record.w[2]) / 2)) * 4
    run = QColor(themes.dark().runs[0])
    wide = sum(image.pixelColor(middle + QPoint(d, d)) == run for d in range(-20, 21))
    assert 4 <= wide <= 9
    assert picture(view).pixelColor(at(view, *record.w[30])) == run


def test_that_the_view_takes_the_keyboard_and_shows_it(view: SurfaceView, show: Show, qtbot: QtBot) -> None:
    show(CUBIC, (1, 1))
    activate(view)
    view.clearFocus()
    QTest.mouseClick(view.graphics.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 0, 1.5))
    qtbot.waitUntil(view.hasFocus)
    assert view.grab().toImage().pixelColor(view.width() // 2, 1) == QColor(themes.dark().focus)


def test_that_the_colour_bar_is_as_high_as_the_plot_on_a_very_high_screen(view: SurfaceView, show: Show) -> None:
    view.resize(700, 1600)
    show(HIMMELBLAU, (0.0, 0.0))
    QApplication.processEvents()
    assert view.box.sceneBoundingRect().height() > 1200
    assert view.legend.sceneBoundingRect().height() >= view.box.sceneBoundingRect().height()


def test_that_a_part_that_was_moved_to_stays_when_the_scales_change(
    view: SurfaceView, show: Show, qtbot: QtBot
) -> None:
    show(CUBIC, (1.0, 1.0))
    shown = view.runs.shown if view.runs is not None else None
    assert shown is not None
    part = ((0.5, 1.0), (0.5, 1.0))
    change(view, box=SeenBox(tuple(shown.names), tuple(shown.domain), part))
    scene = change(view, look=Look(equal_scales=False))
    assert view.box.viewRange() == [[0.5, 1.0], [0.5, 1.0]]
    fresh = SurfaceView()  # a figure shows the same
    qtbot.addWidget(fresh)
    show_scene(fresh, scene)
    assert fresh.box.targetRange() == view.box.targetRange()
    change(view, box=None)
    assert view.box.viewRange() == [list(side) for side in shown.domain]


def test_that_the_pointer_of_the_colour_bar_follows_another_scale_under_the_mouse(
    view: SurfaceView, show: Show, qtbot: QtBot
) -> None:
    show(HIMMELBLAU, (1.0, 1.0))
    place = view.box.mapViewToScene(QPointF(4.0, 4.0))
    view.readout.move(place)
    loss = (4.0**2 + 4.0 - 11) ** 2 + (4.0 + 4.0**2 - 7) ** 2

    def height() -> float:
        return (view.legend._mark or 0.0) - float(view.image.scale.normalise(loss))

    qtbot.waitUntil(lambda: abs(height()) < 0.02)
    change(view, look=Look(levels="linear"))
    qtbot.waitUntil(lambda: abs(height()) < 0.02)
