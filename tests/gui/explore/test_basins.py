"""The map of basins in the window: switched, hovered and edited as a person does, checked against single runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

import gdviz
from gdviz.engine.basins import DIVERGED
from gdviz.gui.explore.basin_layer import listed
from gdviz.gui.explore.basin_tool import BasinTool
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.lessons import lesson
from gdviz.prepared import named
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, fill_in, key, place_in_surface, settle
from tests.making import a_run, an_experiment, expression, line_data, quadratic

pytestmark = pytest.mark.one_window

FOUR = an_experiment("himmelblau", [a_run((0.5, -0.5), {"kind": "sgd", "lr": 0.01})], steps=60)
TWO = an_experiment(
    expression("(x^2 - 1)^2 + y^2", domain=[[-2, 2], [-2, 2]]),
    [a_run((0.5, 1.0), {"kind": "sgd", "lr": 0.05})],
    steps=80,
)


def rest_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait in an event loop, which leaves the interpreter to the thread of the map."""
    loop, ticks = QEventLoop(), QTimer()
    ticks.timeout.connect(lambda: condition() and loop.quit())
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    ticks.start(5)
    loop.exec()
    assert condition(), "waited in vain"


def tool(window: MainWindow) -> BasinTool:
    explorer = window.commands.explore.explorer
    assert explorer is not None
    found: BasinTool = explorer.tools["basins"]
    return found


def mapped(open_window: OpenWindow, experiment: gdviz.Experiment) -> MainWindow:
    """A window that shows the finest map."""
    window = open_window(experiment)
    window.surface.setFocus()
    key(window, Qt.Key.Key_M)
    rest_until(lambda: tool(window).shown and not tool(window).busy)
    return window


def hover(window: MainWindow, x: float, y: float) -> str:
    words = child(window, "basinSentence", SteadyLabel)
    words.setText("")  # the text about another place
    QTest.qWait(20)  # a plot takes a hundred moves a second
    QTest.mouseMove(window.surface.graphics.viewport(), place_in_surface(window, x, y))
    rest_until(lambda: words.text().startswith("From here"))
    return words.text()


@pytest.mark.own_window  # no map was asked for in it
def test_that_nothing_of_the_map_is_made_before_it_is_asked_for(window: MainWindow) -> None:
    explorer = window.commands.explore.explorer
    assert explorer is None or "basins" not in explorer.tools


def test_that_the_map_is_coloured_by_where_single_runs_end(open_window: OpenWindow) -> None:
    window = mapped(open_window, FOUR)
    made = tool(window).map
    assert made is not None and max(made.shape) > 200
    starts = made.frame.starts(made.shape)
    for cell in np.random.default_rng(1).integers(0, len(starts), 12).tolist():
        record = gdviz.run(FOUR.replace("runs[0].start", starts[cell].tolist()), "cpu").runs[0]
        basin = made.ends.basin[cell]
        if record.finish == "diverged":
            assert basin == DIVERGED
        elif basin >= 0:
            assert np.linalg.norm(record.w[-1] - made.ends.minima[basin]) <= 0.01 * np.hypot(10, 10)
    rows = tool(window).legend.rows()[:4]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    words = [row.split("  ")[1].rsplit(" ", 2)[0] for row in rows]
    assert sorted(words) == sorted(["(3, 2)", "(−2.81, 3.13)", "(−3.78, −3.28)", "(3.58, −1.85)"])
    assert made.ends.losses[:4] == pytest.approx(0, abs=1e-12)
    assert not any("lowest" in row for row in rows), "all are as low"


def test_that_minima_are_numbered_by_their_loss_and_the_lowest_is_named(open_window: OpenWindow) -> None:
    sides = expression("(x^2 - 1)^2 + y^2 + 0.2*x", domain=[[-2, 2], [-2, 2]])
    tilted = an_experiment(sides, [a_run((0.9, 1.0), {"kind": "sgd", "lr": 0.05})], steps=80)
    window = mapped(open_window, tilted)
    made = tool(window).map
    assert made is not None
    assert list(made.ends.losses) == sorted(made.ends.losses) and len(made.ends.losses) == 2
    assert made.ends.minima[0][0] < 0 < made.ends.minima[1][0]
    right = made.ends.basin[made.frame.cell(made.shape, 1.2, 0.1)]
    assert right == 1
    first, second, *_ = tool(window).legend.rows()
    assert first.startswith("1") and "lowest" in first
    assert second.startswith("2") and "lowest" not in second
    window.set_language("ko")
    rest_until(lambda: "전역 최소점" in tool(window).legend.rows()[0])


def test_that_the_mouse_reads_the_minimum_and_the_steps(open_window: OpenWindow) -> None:
    window = mapped(open_window, FOUR)
    words = hover(window, 2.0, 1.5)
    record = gdviz.run(FOUR.replace("runs[0].start", [2.0, 1.5]), "cpu").runs[0]
    away = np.linalg.norm(record.w - [3, 2], axis=-1)
    steps = int(np.flatnonzero(away > 0.01 * np.hypot(10, 10)).max()) + 1
    assert words in [f"From here: minimum (3, 2) after {n} steps." for n in (steps - 1, steps, steps + 1)]


def test_that_a_symmetric_loss_has_a_symmetric_map(open_window: OpenWindow) -> None:
    window = mapped(open_window, TWO)
    first = tool(window).map
    window.surface.box.setRange(xRange=(-1.5, 1.5), yRange=(-1, 1), padding=0)
    rest_until(lambda: tool(window).map is not first and not tool(window).busy)
    made = tool(window).map
    assert made is not None
    steps = made.ends.steps.reshape(made.shape)
    (left, right), _ = made.frame.box
    assert left == pytest.approx(-right) and [left, right] == window.surface.box.viewRange()[0]
    assert (steps == steps[:, ::-1]).all() and (steps == steps[::-1]).all()
    basin = made.ends.basin.reshape(made.shape)
    assert ((basin != basin[:, ::-1]) | (basin < 0)).all()


def test_that_another_rate_makes_another_map(open_window: OpenWindow) -> None:
    window = mapped(open_window, TWO)
    before = tool(window).map
    fill_in(window, "lrField", "0.9")
    rest_until(lambda: tool(window).map is not before and not tool(window).busy)
    made = tool(window).map
    assert made is not None and made.ends.share(DIVERGED) > 0.2


def test_that_playing_and_dragging_compute_no_map(open_window: OpenWindow) -> None:
    window = mapped(open_window, TWO)
    made = tool(window).map
    window.playhead = 10
    fill_in(window, "startXField", "-0.25")
    QTest.qWait(20)
    assert tool(window).map is made and not tool(window).busy


def test_that_the_switch_comes_before_the_brackets_of_the_title(open_window: OpenWindow) -> None:
    window = open_window(an_experiment({"kind": "surface", "name": "styblinski_tang"}, [a_run((1.1, 0.5))]))
    window.set_language("ko")
    window.resize(1440, 900)
    window.bench.change(arrangement="race", arranged=True)
    rest_until(lambda: window.findChild(QPushButton, "basinsButton") is not None)
    header = window.surface.header
    for width in range(header.width(), 300, -20):
        header.resize(width, header.height())
        if header.title.shown() != header.title.text():
            break
    assert child(window, "basinsButton", QPushButton).isVisible()


def test_that_the_switch_in_the_head_brings_map_and_heat_map(open_window: OpenWindow) -> None:
    window = open_window(TWO)
    window.resize(1700, 900)
    rest_until(lambda: window.findChild(QPushButton, "basinsButton") is not None)
    surface = window.surface
    bar = surface.legend
    click(child(window, "basinsButton", QPushButton))
    rest_until(lambda: tool(window).map is not None)
    assert surface.image.item.opacity() == 0 and bar.scene() is None and tool(window).legend.scene() is not None
    assert window.bench.actions["actionBasins"].isChecked()
    click(child(window, "surfaceButton", QPushButton))
    assert surface.image.item.opacity() == 1 and bar.scene() is not None and tool(window).map is None
    assert not tool(window).busy and not child(window, "basinSentence", SteadyLabel).isVisible()
    window.bench.actions["actionBasins"].trigger()
    assert child(window, "basinsButton", QPushButton).isChecked()
    window.bench.change(layer="surface")
    assert child(window, "surfaceButton", QPushButton).isChecked()


def test_that_escape_in_a_field_is_about_the_field_and_leaves_the_map(open_window: OpenWindow) -> None:
    window = mapped(open_window, TWO)
    rate = child(window, "lrField", QLineEdit)
    before = rate.text()
    fill_in(window, "lrField", "0.5", end=Qt.Key.Key_Escape)
    assert rate.text() == before and tool(window).shown
    click(rate)
    key(window, Qt.Key.Key_Escape)
    assert not rate.hasFocus() and tool(window).shown, "nothing was typed: the field is only left"
    key(window, Qt.Key.Key_Escape)
    assert not tool(window).shown


def test_that_another_experiment_begins_without_the_map_unless_it_asks_for_it(open_window: OpenWindow) -> None:
    window = mapped(open_window, TWO)
    window.controller.model.open(lesson("rate_too_small").open(lambda texts: texts["en"]), None)
    settle(window)
    assert not tool(window).shown and window.surface.image.item.opacity() == 1
    basins = named("basins")
    assert basins is not None
    window.controller.model.open(basins.open(lambda texts: texts["en"]), None)
    settle(window)
    assert tool(window).shown


def test_that_a_curve_has_a_strip(open_window: OpenWindow) -> None:
    window = mapped(open_window, an_experiment("two_minima_1d", [a_run((1.9,), {"kind": "sgd", "lr": 0.02})]))
    made = tool(window).map
    assert made is not None and made.shape[0] == 1
    assert [basin for basin, _ in listed(made)][:2] == [0, 1]
    assert hover(window, 1.34, 0.0).startswith("From here: minimum 1.347 after 0 steps")
    assert hover(window, -1.9, 0.0).startswith("From here: minimum −1.473 after")


def test_that_data_are_mapped_with_the_whole_loss_and_the_text_says_so(open_window: OpenWindow) -> None:
    batch = {"size": 5, "shuffle": True, "drop_last": False}
    run = a_run((0.0, 0.0), {"kind": "sgd", "lr": 0.3}, batch=batch)
    window = mapped(open_window, an_experiment(line_data(20), [run], epochs=20))
    made = tool(window).map
    assert made is not None and made.most == 80 and made.ends.share(0) == 1
    assert "all samples" in child(window, "basinSentence", SteadyLabel).text()


def test_that_what_has_no_map_says_why(open_window: OpenWindow) -> None:
    window = mapped(open_window, an_experiment("sphere", [a_run((1.0, 1.0), {"kind": "lbfgs", "lr": 0.5})]))
    assert child(window, "basinSentence", SteadyLabel).text().startswith("A map needs a rule without searches")
    assert tool(window).map is None and window.surface.image.item.opacity() == 1


def test_that_too_many_steps_are_refused(open_window: OpenWindow) -> None:
    run = a_run((0.0, 0.0), {"kind": "sgd", "lr": 0.1})
    window = mapped(open_window, an_experiment(line_data(2000), [run], steps=4000))
    assert "takes too long" in child(window, "basinSentence", SteadyLabel).text()


def test_that_a_map_that_is_shown_again_reads_no_place_that_the_mouse_has_left(open_window: OpenWindow) -> None:
    window = mapped(open_window, TWO)
    hover(window, 1.2, 0.5)
    key(window, Qt.Key.Key_M)
    QTest.mouseMove(window, QPoint(1, 1))
    QTest.qWait(20)
    key(window, Qt.Key.Key_M)
    rest_until(lambda: tool(window).map is not None and not tool(window).busy)
    assert child(window, "basinSentence", SteadyLabel).text().startswith("Where starts arrive")


def test_that_of_three_parameters_the_plane_through_the_start_is_mapped(open_window: OpenWindow) -> None:
    bowl = {"kind": "quadratic", "matrix": [[1, 0, 0], [0, 2, 0], [0, 0, 3]], "minimum": [0.5, -0.5, 1]}
    window = mapped(open_window, an_experiment(bowl, [a_run((1.0, 1.0, 3.0), {"kind": "sgd", "lr": 0.2})], steps=60))
    made = tool(window).map
    assert made is not None and made.ends.share(0) == 1
    starts = made.frame.starts(made.shape)
    assert (starts[:, 2] == 3).all() and np.ptp(starts[:, 0]) > 1
    window.playhead = 5
    QTest.qWait(20)
    assert tool(window).map is made and not tool(window).busy
    assert "plane" in child(window, "basinSentence", SteadyLabel).text()
    window.surface.box.scaleBy((0.5, 0.5))
    rest_until(lambda: tool(window).map is not made and not tool(window).busy)
    nearer = tool(window).map
    assert nearer is not None and (nearer.frame.starts(nearer.shape)[:, 2] == 3).all()


def test_that_a_map_of_other_parameters_is_dropped(open_window: OpenWindow) -> None:
    def bowl(dim: int) -> gdviz.Experiment:
        return an_experiment(
            quadratic(*range(1, dim + 1)), [a_run([1.0] * dim, {"kind": "adam", "lr": 0.01})], steps=400
        )

    window = open_window(bowl(3))
    window.surface.setFocus()
    key(window, Qt.Key.Key_M)
    assert tool(window).busy and tool(window).map is None
    window.controller.edit_whole(bowl(5), "", 0)
    rest_until(lambda: tool(window)._problem is window.result.runs[0].problem)  # the first map of three is made
    window.commands.show_surface("3d")
    window.commands.show_surface("2d")
    rest_until(lambda: tool(window).map is not None and not tool(window).busy)
    made = tool(window).map
    assert made is not None and made.ends.minima.shape[1] == 5


@pytest.mark.own_window  # it closes its window
def test_that_the_map_ends_with_the_window(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((0, 0), {"kind": "adam", "lr": 0.01})], steps=3000))
    window.surface.setFocus()
    key(window, Qt.Key.Key_M)
    assert tool(window).busy
    window.files.asks = False
    window.close()
    assert not tool(window).busy


def test_that_a_click_with_ctrl_opens_the_run_of_a_cell_beside(open_window: OpenWindow) -> None:
    window = mapped(open_window, FOUR)
    found, before = tool(window), window.experiment
    at = place_in_surface(window, -2.0, 2.5)
    QTest.mouseClick(
        window.surface.graphics.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at
    )
    settle(window)
    assert [run.start for run in window.experiment.runs][:1] == [run.start for run in before.runs]
    start, end = window.experiment.runs[1].start, window.result.runs[1].w[-1]
    assert start == pytest.approx((-2.0, 2.5), abs=0.1) and window.controller.run == 1
    made = found.map
    cell = made.frame.cell(made.shape, *start)
    assert end == pytest.approx(made.ends.minima[made.ends.basin[cell]], abs=1e-3)
    window.controller.model.undo()
    assert window.experiment == before


def test_that_a_zoom_of_the_surface_maps_again_at_that_scale(open_window: OpenWindow) -> None:
    window = mapped(open_window, FOUR)
    found = tool(window)
    whole = found.map.frame.box
    window.surface.box.setRange(xRange=(-1, 0), yRange=(-1, 0), padding=0)
    rest_until(lambda: found.map is not None and found.map.frame.box != whole and not found.busy)
    (left, right), _ = found.map.frame.box
    assert right - left < (whole[0][1] - whole[0][0]) / 4 and min(found.map.shape) > 100


def test_that_another_batch_which_makes_other_updates_an_epoch_makes_another_map(open_window: OpenWindow) -> None:
    run = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 2})
    window = mapped(open_window, an_experiment(line_data(20), [run], epochs=2))
    made = tool(window).map
    assert made is not None and made.most == 20
    window.controller.edit_whole(window.experiment.replace("runs[0].batch", {"size": 20}), lambda: "batch", 0)
    settle(window)
    rest_until(lambda: tool(window).map is not made and not tool(window).busy)
    made = tool(window).map
    assert made is not None and made.most == 2


def test_that_ctrl_and_a_click_on_the_head_of_the_surface_opens_no_run(open_window: OpenWindow) -> None:
    window = mapped(open_window, FOUR)
    surface = window.surface
    for place in (QPoint(60, 18), QPoint(200, 34), QPoint(60, 50)):
        under = surface.childAt(place)
        assert under is not None
        at = under.mapFrom(surface, place)
        QTest.mouseClick(under, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    above = QPoint(200, 2)
    port = surface.graphics.viewport()
    assert not surface.box.sceneBoundingRect().contains(surface.graphics.mapToScene(above))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, above)
    settle(window)
    assert len(window.experiment.runs) == 1
