from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider

from gdviz.engine import directions
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.explore.explorer import Explorer
from gdviz.gui.explore.tools import switched
from gdviz.gui.runs.run_rows import DISTANCE, LOSS
from gdviz.gui.shell.main_window import MainWindow
from gdviz.problems.problem import compiled
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, drag, key, place_in_surface, settle, wait_until
from tests.making import a_run, an_experiment, line_data

pytestmark = pytest.mark.one_window

HIMMELBLAU = an_experiment("himmelblau", [a_run((0.5, -0.5), {"kind": "sgd", "lr": 0.01})])
CURVE = an_experiment("two_minima_1d", [a_run((1.9,), {"kind": "sgd", "lr": 0.02})])


@pytest.fixture
def mountain(open_window: OpenWindow) -> MainWindow:
    """The window on Himmelblau's function; the surface has the focus."""
    window = open_window(HIMMELBLAU)
    window.surface.setFocus()
    wait_until(lambda: not window.surface.image.busy)
    QTest.qWait(20)
    return window


def explorer(window: MainWindow) -> Explorer:
    found = window.commands.explore.explorer
    assert found is not None
    return found


def press(window: MainWindow, pressed: Qt.Key) -> None:
    key(window, pressed)
    QTest.qWait(5)


def angle_to(window: MainWindow, angle: float, reach: float) -> QPoint:
    """The pixel so many units of the plot away from the run's point."""
    w = explorer(window).tools["fog"].walk.w
    return place_in_surface(window, w[0] + reach * math.cos(angle), w[1] + reach * math.sin(angle))


@pytest.mark.own_window  # no tool was asked for in it
def test_that_nothing_of_the_tools_is_made_before_one_is_asked_for(window: MainWindow) -> None:
    assert window.commands.explore.explorer is None
    press(window, Qt.Key.Key_C)
    assert set(explorer(window).tools) == {"compass"}


def test_that_a_key_and_the_menu_switch_the_compass(mountain: MainWindow) -> None:
    before = mountain.surface.graphics.grab().toImage()
    press(mountain, Qt.Key.Key_C)
    assert mountain.bench.actions["actionCompass"].isChecked()
    assert mountain.surface.graphics.grab().toImage() != before
    mountain.bench.actions["actionCompass"].trigger()
    QTest.qWait(5)
    assert not explorer(mountain).tools["compass"].isVisible()
    assert mountain.surface.graphics.grab().toImage() == before


def test_that_a_tool_with_a_card_takes_the_place_of_another_and_the_fog_that_of_all() -> None:
    on = frozenset({"words", "compass", "slice"})
    assert switched(on, "arrivals", True) == {"words", "compass", "arrivals"}
    assert switched(on, "fog", True) == {"fog"}
    assert switched(frozenset({"fog"}), "compass", True) == {"compass"}
    assert switched(on, "slice", False) == {"words", "compass"}


def test_that_the_button_in_the_head_opens_the_menu(mountain: MainWindow) -> None:
    click(child(mountain, "exploreButton", QPushButton))
    menu = mountain.commands.explore
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert explorer(mountain).on == {"compass"}


def test_that_the_sentence_describes_the_point_at_the_playhead_and_under_the_mouse(window: MainWindow) -> None:
    window.surface.setFocus()
    press(window, Qt.Key.Key_I)
    words = child(window, "surfaceSentence", QLabel)
    assert words.text() == "(x, y) = (1, 1) in, one loss out: f = 3. Gradient: two numbers, (6, 3)."
    window.playhead = 1
    wait_until(lambda: "(0.94, 0.97)" in words.text())
    QTest.mouseMove(window.surface.graphics.viewport(), place_in_surface(window, -1.0, 0.5))
    wait_until(lambda: "(0.94, 0.97)" not in words.text())
    assert "in, one loss out: f = 1." in words.text()
    QApplication.sendEvent(window.surface.graphics.viewport(), QEvent(QEvent.Type.Leave))
    wait_until(lambda: "(0.94, 0.97)" in words.text())


def test_that_a_sentence_that_is_shown_again_describes_no_place_that_the_mouse_has_left(window: MainWindow) -> None:
    window.surface.setFocus()
    press(window, Qt.Key.Key_I)
    words = child(window, "surfaceSentence", QLabel)
    QTest.mouseMove(window.surface.graphics.viewport(), place_in_surface(window, -1.0, 0.5))
    wait_until(lambda: "(x, y) = (1, 1) in" not in words.text())
    press(window, Qt.Key.Key_I)
    QTest.mouseMove(window, QPoint(1, 1))
    QTest.qWait(20)
    press(window, Qt.Key.Key_I)
    wait_until(lambda: "(x, y) = (1, 1) in" in words.text())


def test_that_the_slice_turns_by_slider_grip_and_gradient(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_X)
    tool = explorer(mountain).tools["slice"]
    gradient = directions.gradient_at(tool.line._point.problem, (0.5, -0.5))
    words, slider = tool.card.words, child(mountain, "sliceSlider", QSlider)
    assert slider.value() == 0 and f"slope {gradient[0]:.4g}".replace("-", "−") in words.text()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert math.degrees(tool.angle) == pytest.approx(15)
    click(child(mountain, "sliceGradientButton", QPushButton))
    mark = tool.card.slider.mark_place()
    assert mark == pytest.approx(slider.width() * (0.5 + math.atan2(gradient[1], gradient[0]) / (2 * math.pi)), abs=8)
    steepest = float(np.hypot(*gradient))
    assert words.text().count(f"{steepest:.4g}") == 2  # the slope of the slice is that of the gradient
    view, grip = mountain.surface, tool.line.grip()
    start = view.graphics.mapFromScene(view.box.mapToScene(grip))
    goal = place_in_surface(mountain, 0.5, 2.5)
    drag(view.graphics.viewport(), start, start + QPoint(3, 3), goal)
    assert math.degrees(tool.angle) == pytest.approx(90, abs=3)
    assert mountain.experiment == HIMMELBLAU


def test_that_a_click_in_the_fog_is_a_step_and_is_measured_by_the_gradient(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_B)
    tool = explorer(mountain).tools["fog"]
    walk, port = tool.walk, mountain.surface.graphics.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, angle_to(mountain, 0.0, 0.5))
    assert len(walk.paces) == 1
    made = walk.paces[0]
    assert math.hypot(made.to[0] - 0.5, made.to[1] + 0.5) == pytest.approx(walk.length)
    assert made.angle == pytest.approx(0.0, abs=0.1)
    gradient = directions.gradient_at(walk.problem, (0.5, -0.5))
    words = child(mountain, "fogTold", QLabel).text()
    assert f"{float(np.hypot(*gradient)):.2g}" in words and f"{abs(made.slope):.2g} down" in words
    assert "Step 1" in words


def test_that_keys_turn_step_take_back_and_leave(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_B)
    tool = explorer(mountain).tools["fog"]
    walk, aim, playhead = tool.walk, tool.fog.aim, mountain.playhead
    press(mountain, Qt.Key.Key_Left)
    assert tool.fog.aim == pytest.approx(aim + math.radians(15)) and mountain.playhead == playhead
    press(mountain, Qt.Key.Key_Return)
    press(mountain, Qt.Key.Key_G)
    assert len(walk.paces) == 2 and walk.paces[1].share == pytest.approx(1)
    press(mountain, Qt.Key.Key_Backspace)
    assert len(walk.paces) == 1
    length = walk.length
    press(mountain, Qt.Key.Key_Plus)
    assert walk.length == 2 * length
    press(mountain, Qt.Key.Key_Escape)
    assert not tool.fog.isVisible() and not tool.card.isVisible()
    assert not mountain.bench.actions["actionFog"].isChecked()
    press(mountain, Qt.Key.Key_Right)
    assert mountain.playhead == playhead + 1


def test_that_escape_leaves_wherever_the_keyboard_is(mountain: MainWindow) -> None:
    for name in ("", "lrField", "runTable"):
        mountain.bench.actions["actionSlice"].trigger()
        mountain.bench.actions["actionCompass"].trigger()
        assert explorer(mountain).on == {"slice", "compass"}
        (child(mountain, name) if name else mountain).setFocus()
        if name == "lrField":
            press(mountain, Qt.Key.Key_Escape)
            assert explorer(mountain).on == {"slice", "compass"}  # it leaves the field
        press(mountain, Qt.Key.Key_Escape)
        assert explorer(mountain).on == {"compass"}  # the card first
        press(mountain, Qt.Key.Key_Escape)
        assert explorer(mountain).on == set()


def test_that_the_fog_hides_paths_marks_and_what_lies_under_the_mouse(mountain: MainWindow) -> None:
    surface = mountain.surface
    press(mountain, Qt.Key.Key_B)
    assert not surface.paths.isVisible() and not surface.markers.isVisible()
    hint = surface.header.readout.text()
    far = place_in_surface(mountain, -2.805, 3.131)  # a minimum, not under the card
    QTest.mouseMove(surface.graphics.viewport(), far)
    QTest.qWait(40)
    assert surface.header.readout.text() == hint
    QTest.mouseDClick(surface.graphics.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, far)
    settle(mountain)
    assert mountain.experiment == HIMMELBLAU
    picture = surface.graphics.grab().toImage()
    colours = {picture.pixel(far + QPoint(x, y)) for x in range(-15, 16, 3) for y in range(-15, 16, 3)}
    assert len(colours) == 1  # where there was a minimum among its contours
    press(mountain, Qt.Key.Key_Escape)
    assert surface.paths.isVisible() and surface.markers.isVisible()


def test_that_no_drag_is_hinted_at_in_the_fog(mountain: MainWindow) -> None:
    readout = mountain.surface.header.readout
    hint = readout.text()
    assert "Drag the start" in hint
    press(mountain, Qt.Key.Key_B)
    assert readout.text() == ""
    mountain.playhead = 5
    mountain.resize(1200, 800)
    settle(mountain)
    assert readout.text() == ""
    mountain.resize(1440, 900)
    press(mountain, Qt.Key.Key_Escape)
    settle(mountain)
    assert readout.text() == hint


def test_that_the_fog_hides_an_earlier_readout(mountain: MainWindow) -> None:
    surface, header = mountain.surface, mountain.surface.header
    facts = header.facts.text()
    QTest.mouseMove(surface.graphics.viewport(), place_in_surface(mountain, -2.805, 3.131) + QPoint(3, 0))
    QTest.qWait(20)
    QTest.mouseMove(surface.graphics.viewport(), place_in_surface(mountain, -2.805, 3.131))
    wait_until(lambda: "global minimum" in header.readout.text())
    assert facts == "4 minima" and surface.legend._mark is not None
    press(mountain, Qt.Key.Key_B)
    assert "minimum" not in header.readout.text() and "=" not in header.readout.text()
    assert header.facts.text() == "" and surface.legend._mark is None
    assert surface.readout.label is None or not surface.readout.label.isVisible()
    mountain.playhead = 5
    mountain.set_language("ko")
    QApplication.processEvents()
    mountain.set_language("en")
    QApplication.processEvents()
    assert header.facts.text() == "" and surface.legend._mark is None
    press(mountain, Qt.Key.Key_Escape)
    assert header.facts.text() == facts


def test_that_card_table_and_status_show_no_way_in_the_fog(mountain: MainWindow) -> None:
    def readings() -> str:
        """The texts of card, table and status bar about the run, with tool tips and accessible texts."""
        rows, status, card = mountain.table.model, mountain.status, mountain.card
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        cells = [str(rows.data(rows.index(0, c), role)) for c in range(rows.columnCount()) for role in roles]
        texts = [card.plain_text(), card.description()]
        texts += [mountain.table.sentence.text()] if mountain.table.sentence.isVisible() else []
        return "\n".join([*cells, *texts, status.position.text(), status.verdict.text()])

    mountain.playhead = 3
    model, verdict = mountain.table.model, mountain.result.runs[0].verdict
    assert verdict is not None
    words = [verdict.text[:12], model.kind_word(0), model.text(0, LOSS), model.text(0, DISTANCE), "Δw", "minimum ("]
    before = readings()
    assert all(word in before for word in words)
    press(mountain, Qt.Key.Key_B)
    foggy = readings()
    assert not [word for word in words if word in foggy]
    mountain.playhead = 4
    assert not [word for word in words if word in readings()]
    press(mountain, Qt.Key.Key_Escape)
    mountain.playhead = 3
    assert readings() == before


def test_that_the_steps_beside_the_mouse_go_in_the_fog(mountain: MainWindow) -> None:
    surface, w = mountain.surface, mountain.result.runs[0].w[3].tolist()
    for aside in (3, 0):
        QTest.mouseMove(surface.graphics.viewport(), place_in_surface(mountain, *w) + QPoint(aside, 0))
        QTest.qWait(20)
    wait_until(lambda: surface.readout.label is not None and surface.readout.label.isVisible())
    press(mountain, Qt.Key.Key_B)
    assert surface.readout.label is not None and not surface.readout.label.isVisible()


def test_that_another_experiment_lifts_the_fog(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_B)
    assert mountain.scene.in_fog
    mountain.controller.model.open(an_experiment("rosenbrock", [a_run((0, 0))]), None)
    settle(mountain)
    assert not mountain.scene.in_fog and explorer(mountain).on == set()
    assert not mountain.bench.actions["actionFog"].isChecked()
    assert mountain.surface.paths.isVisible() and mountain.surface.header.facts.text()
    assert not explorer(mountain).tools["fog"].card.isVisible()


def test_that_a_walk_against_the_gradient_ends_at_a_bottom_and_is_counted(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((2.0, 0.0), {"kind": "sgd", "lr": 0.1})]))
    window.surface.setFocus()
    press(window, Qt.Key.Key_B)
    walk = explorer(window).tools["fog"].walk
    for _ in range(100):
        if walk.at_bottom:
            break
        press(window, Qt.Key.Key_G)
    words = child(window, "fogTold", QLabel).text()
    steps = round(2.0 / walk.length)
    assert abs(len(walk.paces) - steps) <= 1
    assert f"a bottom, after {len(walk.paces)} steps. Against the gradient it takes {len(walk.paces)}." in words


def test_that_the_first_step_is_short_enough_to_lead_down(open_window: OpenWindow) -> None:
    start = (1.64, -0.7)  # in the middle of a small hollow
    window = open_window(an_experiment("six_hump_camel", [a_run(start, {"kind": "sgd", "lr": 0.02})]))
    window.surface.setFocus()
    press(window, Qt.Key.Key_B)
    walk = explorer(window).tools["fog"].walk
    assert not walk.at_bottom and walk.sight > 1.5 * walk.length
    card = explorer(window).tools["fog"].card
    wait_until(card.isVisible)
    QTest.qWait(20)
    assert card.words.height() >= card.words.heightForWidth(card.words.width())  # all words are seen


def test_that_fog_and_relief_exclude_each_other(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_X)
    press(mountain, Qt.Key.Key_B)
    assert explorer(mountain).on == {"fog"}
    mountain.commands.show_surface("both")
    assert explorer(mountain).on == set()
    press(mountain, Qt.Key.Key_3)
    mountain.bench.actions["actionFog"].trigger()
    assert mountain.stage.mode == "2d" and explorer(mountain).on == {"fog"}


def test_that_the_counts_of_another_problem_are_cleared_at_once(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((0, 0))]))
    click(child(window, "surfaceView"))
    key(window, Qt.Key.Key_A)
    tool = explorer(window).tools["arrivals"]
    wait_until(lambda: bool(tool.found))
    assert "20" in tool.card.cells["plain", "random"].text()
    window.controller.model.open(an_experiment("rosenbrock", [a_run((0, 0))]), None)
    wait_until(lambda: tool.card.words.text() == "Computing…")
    assert all(cell.text() == "…" for cell in tool.card.cells.values())
    assert "0.01" not in tool.card.rows["plain"].text()
    wait_until(lambda: bool(tool.found))
    assert "20" in tool.card.cells["plain", "random"].text()


def test_that_one_click_counts_who_arrives(open_window: OpenWindow) -> None:
    window = open_window(CURVE)
    window.bench.actions["actionArrivals"].trigger()
    tool = explorer(window).tools["arrivals"]
    wait_until(lambda: bool(tool.found) and not tool.busy)
    plain = tool.found[0]
    assert tool.card.cells["plain", "random"].text() == f"{plain.count} / 20"
    assert tool.card.cells["plain", "own"].text() == "–"
    words = child(window, "arrivalsTold", QLabel).text()
    assert words.startswith(f"{plain.count} of 20 random starts of plain GD arrive in the global minimum.")
    assert "Nothing guarantees it; here it is another start that helps." in words
    before = window.surface.graphics.grab().toImage()
    click(child(window, "arrivalsLargerButton", QPushButton))
    wait_until(lambda: not tool.busy)
    assert tool.balls.share == 1.0 and window.surface.graphics.grab().toImage() is not before


@pytest.mark.parametrize(
    ("surface", "start", "words"),
    [("local_minimum", (1, 1), "several things help"), ("rastrigin", (2.2, 1.3), "not help")],
)
def test_that_who_arrives_says_what_helps(
    open_window: OpenWindow, surface: str, start: tuple[float, float], words: str
) -> None:
    made = compiled(an_experiment(surface, [a_run(start)]).problem)
    window = open_window(an_experiment(surface, [a_run(start, {"kind": "sgd", "lr": made.proposed_lr})]))
    window.bench.actions["actionArrivals"].trigger()
    tool = explorer(window).tools["arrivals"]
    wait_until(lambda: bool(tool.found) and not tool.busy, 20.0)
    assert words in child(window, "arrivalsTold", QLabel).text()


def test_that_a_bowl_is_reached_from_everywhere(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1.0, 1.0), {"kind": "sgd", "lr": 0.1})]))
    window.bench.actions["actionArrivals"].trigger()
    words = child(window, "arrivalsTold", QLabel)
    wait_until(lambda: "20 of 20" in words.text())
    assert words.text().endswith("Every start that was tried leads there.")
    assert explorer(window).tools["arrivals"].card.cells["plain", "own"].text() == "✓"


def test_that_arrivals_shown_again_are_those_of_the_present_rate(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1.0, 1.0), {"kind": "sgd", "lr": 0.4})]))
    action = window.bench.actions["actionArrivals"]
    action.trigger()
    words = child(window, "arrivalsTold", QLabel)
    wait_until(lambda: "20 of 20" in words.text())
    action.trigger()
    window.controller.edit("optimizer.lr", 0.1)
    settle(window)
    action.trigger()
    assert words.text() == "Computing…"
    wait_until(lambda: words.text().endswith("Every start that was tried leads there."))


def test_that_divergence_of_other_methods_is_counted_apart_from_plain_gd(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("sphere", [a_run((1.0, 1.0), {"kind": "sgd", "lr": 0.4})]))
    window.bench.actions["actionArrivals"].trigger()
    words = child(window, "arrivalsTold", QLabel)
    wait_until(lambda: "20 of 20" in words.text())
    assert words.text().endswith("Every start that was tried leads there. Paths of all methods that diverge: 21.")


def test_that_another_rate_is_counted_again(open_window: OpenWindow) -> None:
    window = open_window(CURVE)
    window.bench.actions["actionArrivals"].trigger()
    tool = explorer(window).tools["arrivals"]
    wait_until(lambda: bool(tool.found) and not tool.busy)
    window.controller.edit("optimizer.lr", 0.05)
    settle(window)
    wait_until(lambda: tool.found[0].method.optimizer.lr == 0.05)
    assert "0.05" in child(window, "arrivalsPlainButton", QPushButton).text()


def test_that_too_many_samples_are_refused_in_one_sentence(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(line_data(30_000), [a_run((0.0, 0.0))], steps=1))
    window.bench.actions["actionArrivals"].trigger()
    words = child(window, "arrivalsTold", QLabel)
    wait_until(lambda: words.text() == "Too many samples to follow so many paths.")


def test_that_tools_of_directions_refuse_a_curve_in_one_sentence(open_window: OpenWindow) -> None:
    window = open_window(CURVE)
    window.surface.setFocus()
    messages: list[str] = []
    press(window, Qt.Key.Key_I)
    window.bench.noted.connect(messages.append)
    for pressed, name in ((Qt.Key.Key_X, "Slice"), (Qt.Key.Key_C, "Compass"), (Qt.Key.Key_B, "Fog")):
        press(window, pressed)
        assert not window.bench.actions[f"action{name}"].isChecked()
    assert messages == ["This needs two parameters: a curve has only two directions."] * 3
    assert "Gradient: one number" in child(window, "surfaceSentence", QLabel).text()


def test_that_a_curve_keeps_the_tools_of_surfaces_for_the_next_one(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_C)
    mountain.controller.model.open(CURVE, None)
    settle(mountain)
    assert explorer(mountain).on == set()
    press(mountain, Qt.Key.Key_I)
    press(mountain, Qt.Key.Key_C)  # refused
    assert explorer(mountain).on == {"words"}
    mountain.controller.model.open(HIMMELBLAU, None)
    settle(mountain)
    assert explorer(mountain).on == {"words", "compass"}


def test_that_tools_follow_theme_language_and_another_problem(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_C)
    press(mountain, Qt.Key.Key_X)
    for name in ("dark", "light"):
        mountain.set_theme(name)
        assert explorer(mountain).tools["compass"]._theme == mountain.theme
    mountain.set_language("ko")
    QApplication.processEvents()
    card = explorer(mountain).tools["slice"].card
    assert card.title.text() == "단면"
    mountain.set_language("en")
    QApplication.processEvents()
    assert card.title.text() == "Slice"
    mountain.controller.edit_whole(CURVE, "curve", 0)
    settle(mountain)
    wait_until(lambda: not explorer(mountain).on)
    assert not card.isVisible() and not mountain.bench.actions["actionSlice"].isChecked()


def test_that_a_card_leaves_the_point_free_and_goes_where_it_is_dragged(mountain: MainWindow) -> None:
    press(mountain, Qt.Key.Key_X)
    card = explorer(mountain).tools["slice"].card
    wait_until(card.isVisible)
    view = mountain.surface
    pixel = ViewMap.of(view.box).pixels(np.array([0.5, -0.5]))
    ball = view.graphics.viewport().mapTo(
        mountain, view.graphics.mapFromScene(view.box.mapToScene(QPointF(*pixel.tolist())))
    )
    assert not card.geometry().contains(ball)
    before, middle = card.pos(), card.title.rect().center()
    drag(card.title, middle, middle + QPoint(-60, 40))
    assert card.pos() == before + QPoint(-60, 40)
    mountain.playhead = 3
    QTest.qWait(20)
    assert card.pos() == before + QPoint(-60, 40)
    click(child(mountain, "sliceCardClose", QPushButton))
    assert explorer(mountain).on == set()
