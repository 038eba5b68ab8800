"""Figures composed of the window's views."""

from __future__ import annotations

import itertools
import re
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine.runner import Result
from gdviz.experiment import Experiment
from gdviz.gui.explore.basin_colours import hue
from gdviz.gui.explore.basin_tool import BasinTool
from gdviz.gui.export.figure import FIGURE, Figure, Words
from gdviz.gui.export.film_plan import Plan
from gdviz.gui.export.film_scene import FigureScene
from gdviz.gui.export.image import picture
from gdviz.gui.export.picture_choices import PRESETS, PictureChoices, content, painted
from gdviz.gui.export.waiting import GivenUp
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.rooms import ROOMS
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import fonts, scaling, theme
from gdviz.lessons import lesson
from gdviz.look import Look
from gdviz.view_state import SeenBox
from tests.gui.conftest import OpenWindow
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.slowness import Slowness
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

ALL = ("surface", "rate", "loss", "card")


def made(qtbot: QtBot, shown: Scene, parts: tuple[str, ...], size: tuple[int, int], **more: object) -> Figure:
    figure = Figure(shown, parts, QSize(*size), theme.light(), **more)  # type: ignore[arg-type]
    qtbot.addWidget(figure)
    figure.wait()
    return figure


def corner(image: QImage) -> QColor:
    return image.pixelColor(2, 2)


def test_that_a_figure_shows_the_basins_that_the_window_shows(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(an_experiment({"kind": "surface", "name": "himmelblau"}, [a_run((0, 0))], steps=100))
    window.bench.change(layer="basins")
    figure = made(qtbot, window.scene, ("surface",), (700, 0))
    view, image = figure.views["surface"], picture(figure)
    tool = figure.findChild(BasinTool)
    assert tool is not None and tool.map is not None and tool.legend.scene() is not None and tool.words.isHidden()
    hues = [hue(number, theme.light()) for number in range(4)]
    for number, (x, y) in enumerate(tool.map.ends.minima):
        at = view.graphics.mapTo(figure, view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(x - 0.4, y + 0.4))))
        seen = image.pixelColor(at * (image.width() / figure.width())).getRgb()[:3]
        assert int(np.argmin([np.linalg.norm(np.subtract(seen, one)) for one in hues])) == number


def test_that_a_figure_that_is_closed_while_its_basins_are_computed_ends_that(open_window: OpenWindow) -> None:
    window = open_window(an_experiment({"kind": "surface", "name": "himmelblau"}, [a_run((0, 0))], steps=2000))
    window.bench.change(layer="basins")
    figure = Figure(window.scene, ("surface",), QSize(700, 500), theme.light())
    tool = figure.findChild(BasinTool)
    assert tool is not None and figure.busy
    figure.close()
    assert not tool.busy and not tool.shown


def test_that_a_figure_is_light_beside_a_dark_window_and_leaves_it_dark(window: MainWindow, qtbot: QtBot) -> None:
    window.set_theme("dark")
    before = window.surface.grab().toImage().pixelColor(6, 200)
    figure = made(qtbot, window.scene, ALL, (864, 0), words=Words("Title"))
    image = picture(figure)
    assert corner(image).name() == "#ffffff"
    assert min(label.palette().windowText().color().lightness() for label in figure.findChildren(QLabel)) < 100
    assert window.surface.grab().toImage().pixelColor(6, 200) == before
    assert before.name() == theme.dark().panel


def test_that_a_figure_taken_on_a_walk_in_the_fog_shows_surface_path_and_arithmetic(qtbot: QtBot) -> None:
    scene = Scene.of(computed(BOWL, steps=5), theme.light(), position=2)
    foggy = replace(scene, state=scene.state.changed(fog=True))
    pictures = [picture(made(qtbot, each, ("surface", "card"), (800, 500))) for each in (scene, foggy)]
    assert pictures[0] == pictures[1]


def test_that_a_figure_shows_the_step_and_the_part_of_the_surface_that_the_window_shows(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.playhead = 7
    problem = window.scene.problem
    window.bench.change(box=SeenBox(tuple(problem.names), tuple(problem.domain), ((0.5, 1.5), (0.5, 1.5))))
    figure = made(qtbot, window.scene, ALL, (864, 0))
    assert figure.views["card"].title.text() == window.card.title.text()
    (x, y) = figure.views["surface"].box.targetRange()
    assert [*x, *y] == pytest.approx([0.5, 1.5, 0.5, 1.5])
    figure.set_playhead(3)
    assert "3" in figure.views["card"].title.text()
    assert window.playhead == 7


@pytest.mark.parametrize("width", [420, 864])
def test_that_a_figure_as_high_as_it_needs_holds_the_whole_arithmetic(
    window: MainWindow, qtbot: QtBot, width: int
) -> None:
    figure = made(qtbot, window.scene, ALL, (width, 0))
    sheet = figure.views["card"].view
    assert sheet.height_of_rows() <= sheet.viewport().height()
    assert figure.width() == width
    assert figure.views["surface"].height() > figure.views["loss"].height()


FOR_HANDS = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractSpinBox, QLineEdit, QToolBar)


def clustered() -> Experiment:
    """Samples of two features and two classes: what shows them has the most lists and buttons."""
    problem = {"kind": "logistic_regression", "data": {"kind": "builtin", "name": "two_clusters"}}
    run = {**a_run((0, 0, 0)), "batch": {"size": 20, "shuffle": True}}
    runs = [{**run, "label": "one"}, {**run, "label": "another", "optimizer": {"kind": "sgd", "lr": 0.5}}]
    return an_experiment(problem, runs, epochs=2)


@pytest.fixture
def clusters() -> Scene:
    """The scene of these samples."""
    return Scene.of(gdviz.run(clustered(), "cpu"), theme.light(), position=5)


def clusters_in(open_window: OpenWindow) -> MainWindow:
    """A window with these samples."""
    window = open_window(clustered())
    window.playhead = 5
    return window


@pytest.mark.parametrize("size", [(420, 0), (420, 380), (420, 1200), (864, 0)])
@pytest.mark.parametrize("parts", [*((part,) for part in ROOMS), tuple(ROOMS)], ids=[*ROOMS, "all"])
def test_that_nothing_in_a_figure_is_for_hands(
    clusters: Scene, qtbot: QtBot, parts: tuple[str, ...], size: tuple[int, int]
) -> None:
    figure = made(qtbot, clusters, parts, size, most=1038)
    figure.make_room([1, 3])
    for view in figure.views.values():
        assert not [part for part in view.findChildren(QWidget) if isinstance(part, FOR_HANDS) and part.isVisible()]


def clear(image: QImage) -> np.ndarray:
    """Which pixels are transparent, shape (height, width)."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)
    return rows[..., 3] == 0


def on_white(image: QImage) -> np.ndarray:
    """An image as it looks on white, uint8 of shape (height, width, 3)."""
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor("white"))
    with QPainter(plain) as painter:
        painter.drawImage(0, 0, image)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)[..., :3].astype(int)


@pytest.mark.parametrize("part", ROOMS)
def test_that_a_transparent_picture_has_no_ground_and_is_the_same_on_white(
    clusters: Scene, qtbot: QtBot, part: str
) -> None:
    figure = made(qtbot, clusters, (part,), (500, 380), medium=replace(FIGURE, ground=False))
    image = picture(figure, 2, transparent=True)
    free = clear(image)
    assert free[:8].all() and free[-8:].all() and free[:, :8].all() and free[:, -8:].all()
    white = picture(made(qtbot, clusters, (part,), (500, 380)), 2)
    assert corner(white).name() == "#ffffff"
    ground = (on_white(white) == 255).all(axis=2)
    plain = part in ("rate", "loss", "card")  # on the others some things are white: high losses, boxes
    assert free[ground].mean() > (0.75 if plain else 0.45)
    assert np.abs(on_white(image) - on_white(white)).mean() < 2


@pytest.mark.parametrize("kind", ["svg", "pdf"])
@pytest.mark.parametrize("part", ["loss", "data"])
def test_that_a_transparent_drawing_paints_no_ground(
    open_window: OpenWindow, qtbot: QtBot, part: str, kind: str
) -> None:
    window, found = clusters_in(open_window), {}
    for transparent in (False, True):
        choices = replace(
            PictureChoices(), target=part, kind=kind, theme="light", transparent=transparent, width=500, height=380
        )
        with painted(window.bench, choices) as figure:
            found[transparent] = large_fills(content(window.bench.carried, choices, figure), kind)
    assert found[False] and not found[True]


def large_fills(drawing: bytes, kind: str) -> list[tuple[float, float]]:
    """Width and height of the rectangles of a drawing that cover more than a fifth of the figure."""
    if kind == "svg":
        path = re.compile(r'<path d="M([\d.]+) ([\d.]+)[^"]*"[^>]*fill="#')
        numbers = [re.findall(r"-?[\d.]+", found.group(0).partition('d="')[2].partition('"')[0])
                   for found in path.finditer(drawing.decode())]  # fmt: skip
        boxes = [np.array(given, dtype=float).reshape(-1, 2) for given in numbers if len(given) >= 8]
        sides = [tuple(np.ptp(box, axis=0)) for box in boxes]
    else:
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", drawing, re.DOTALL)
        pages = [zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x"]
        page = next(page for page in pages if b"Tj" in page or b"TJ" in page)
        given = re.findall(rb"([\d.]+) ([\d.]+) re\s+f", page)
        sides = [(float(width), float(height)) for width, height in given]
    return [(width, height) for width, height in sides if width * height > 0.2 * 500 * 380]


def test_that_words_in_a_transparent_plot_have_no_ground(window: MainWindow, qtbot: QtBot) -> None:
    for transparent in (False, True):
        figure = Figure(
            window.scene, ("rate",), QSize(500, 380), theme.dark(), medium=replace(FIGURE, ground=not transparent)
        )
        qtbot.addWidget(figure)
        figure.wait()
        view = figure.views["rate"]
        assert view.limits.traces and view._limit_word.isVisible()
        words = [item.fill for item in view.box.allChildren() if isinstance(item, pg.TextItem) and item.isVisible()]
        grounds = [brush.style() for brush in (*words, view._word_ground.brush())]
        assert all(style == Qt.BrushStyle.NoBrush for style in grounds) == transparent


@pytest.mark.parametrize("part", ROOMS)
def test_that_no_path_of_a_pdf_goes_on_from_nowhere(open_window: OpenWindow, qtbot: QtBot, part: str) -> None:
    choices = replace(PictureChoices(), target=part, kind="pdf", width=500, height=380)
    window = clusters_in(open_window)
    with painted(window.bench, choices) as figure:
        if part == "rate":
            assert figure.views[part].limits.traces, "a limit without a band"
        assert not pathless(content(window.bench.carried, choices, figure))


def pathless(pdf: bytes) -> list[bytes]:
    """The lines of a PDF's drawings in which a path goes on or is closed before it has begun (ISO 32000-1, 8.5.2)."""
    wrong = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        if stream[:1] != b"x":
            continue
        page, begun = zlib.decompressobj().decompress(stream), False
        if b" cm" not in page:
            continue  # an image or a font
        for line in page.split(b"\n"):
            for word in line.split():
                if word in (b"m", b"re"):
                    begun = True
                elif word in (b"l", b"c", b"v", b"y", b"h") and not begun:
                    wrong.append(line)
                elif word in (b"f", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"):
                    begun = False
    return wrong


def test_that_a_dark_figure_stays_dark(window: MainWindow, qtbot: QtBot) -> None:
    figure = Figure(window.scene, ("loss",), QSize(500, 300), theme.dark())
    qtbot.addWidget(figure)
    assert corner(picture(figure)).name() == theme.dark().panel


@pytest.mark.parametrize("part", ["rate", "loss"])
def test_that_the_playhead_is_in_a_plot_only_where_it_is_wished_for(
    window: MainWindow, qtbot: QtBot, part: str
) -> None:
    pictures = {}
    for playhead in (True, False):
        figure = made(qtbot, window.scene, (part,), (500, 300), medium=replace(FIGURE, playhead=playhead))
        for k in (4, 13):
            figure.set_playhead(k)
            pictures[playhead, k] = picture(figure, 2)
    assert pictures[True, 4] != pictures[True, 13]
    assert pictures[False, 4] == pictures[False, 13]


def test_that_the_pointer_at_the_colour_bar_is_shown_only_with_the_playhead(window: MainWindow, qtbot: QtBot) -> None:
    for playhead in (True, False):
        figure = made(qtbot, window.scene, ("surface",), (500, 400), medium=replace(FIGURE, playhead=playhead))
        assert figure.views["surface"].legend._pointer.isVisible() == playhead


def test_that_a_recorded_run_has_no_point_without_the_playhead(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("step,lr,loss\n0,0.1,3\n4,0.1,2\n8,0.1,1\n", encoding="utf-8")
    window = open_window(an_experiment(LINE, [a_run((0, 0))], steps=8, view={"recorded": [str(tmp_path / "mine.csv")]}))
    figure = made(qtbot, window.scene, ("loss",), (500, 300), medium=replace(FIGURE, playhead=False))
    pictures = []
    for k in (0, 8):
        figure.set_playhead(k)
        pictures.append(picture(figure, 2))
    assert pictures[0] == pictures[1]


def test_that_a_legend_names_the_runs_where_there_are_several(open_window: OpenWindow, qtbot: QtBot) -> None:
    runs = [{**a_run((1, 1)), "label": label} for label in ("GD", "둘째", "a run of a rather long name, the third")]
    window = open_window(an_experiment({"kind": "surface", "name": "himmelblau"}, runs))
    shown = window.scene
    figure = made(qtbot, shown, ("loss",), (300, 300), words=Words())
    assert figure._legend.isVisible()
    assert figure._legend.names == ["GD", "둘째", "a run of a rather long name, the third"]
    assert figure._legend.height() > 2 * figure._legend.fontMetrics().height()  # too long for one line
    experiment = shown.experiment
    first = experiment.replace("runs", [experiment.to_dict()["runs"][0]])
    alone = Scene.of(Result(first, window.result.runs[:1], window.result.backend), theme.light())
    assert not made(qtbot, alone, ("loss",), (300, 300), words=Words())._legend.isVisible()


def test_that_data_have_a_figure(open_window: OpenWindow, qtbot: QtBot) -> None:
    run = {**a_run((0, 0)), "batch": {"size": 5, "shuffle": True}}
    window = open_window(an_experiment(LINE, [run], steps=8))
    window.playhead = 3
    figure = made(qtbot, window.scene, ("data", "loss"), (900, 600))
    update = figure.views["data"].shown_update
    assert update is not None
    assert update.batch_size == 5
    assert picture(figure).size() == QSize(900, 600)


def test_that_the_arithmetic_is_whole_at_each_step_of_a_series(window: MainWindow, qtbot: QtBot) -> None:
    window.playhead = 0
    figure = made(qtbot, window.scene, ("surface", "card"), (420, 0))
    figure.make_room(range(20))
    height = figure.height()
    for k in (0, 7, 19):
        figure.set_playhead(k)
        sheet = figure.views["card"].view
        assert sheet.height_of_rows() <= sheet.viewport().height()
        assert figure.height() == height


def test_that_no_line_is_cut_where_the_height_is_too_small_for_the_arithmetic(window: MainWindow, qtbot: QtBot) -> None:
    figure = made(qtbot, window.scene, ("surface", "card"), (900, 190))
    for k in (0, 5):
        figure.set_playhead(k)
        sheet = figure.views["card"].view
        height = sheet.viewport().height()
        assert height < sheet.height_of_rows()
        assert 0 < height - sheet.height_of_rows(height) <= 3
        assert "…" in [label.text() for label in figure.views["card"].findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("parts", [("surface", "loss"), ("surface3d", "loss"), ("surface", "surface3d")])
def test_that_the_title_stands_once_in_a_figure(open_window: OpenWindow, qtbot: QtBot, parts: tuple[str, ...]) -> None:
    window = open_window(an_experiment("sphere", [a_run((1, 1))], steps=5))

    def titles(title: str) -> list[str]:
        figure = made(qtbot, window.scene, parts, (420, 0), words=Words(title))
        heads = [label for label in figure.findChildren(QLabel) if label.property("role") == "title"]
        return sorted(label.text() for label in heads if label.isVisible() and label.text())

    assert titles("Sphere") == ["Sphere"]
    assert titles("My figure") == ["My figure", "Sphere"]
    assert titles("") == ["Sphere"]


def is_whole(figure: Figure) -> bool:
    """Whether the arithmetic has room, and no sign says that some of it is left out."""
    card, sheet = figure.views["card"], figure.views["card"].view
    cut = "…" in [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    return sheet.height_of_rows() <= sheet.viewport().height() and not cut


def test_that_a_slide_holds_the_whole_arithmetic_of_the_longest_numbers(open_window: OpenWindow, qtbot: QtBot) -> None:
    runs = [{**a_run((-1.5, 1.8), {"kind": "sgd", "lr": 0.02}), "label": label} for label in "abcdef"]
    window = open_window(an_experiment("six_hump_camel", runs, steps=60))
    window.playhead = 20
    window.set_language("ko")
    choices = replace(PictureChoices(), title="A title", transparent=True, theme="dark").with_preset("slide")
    with painted(window.bench, choices) as figure:
        assert isinstance(figure, Figure)
        assert is_whole(figure)
        image = QImage.fromData(content(window.bench.carried, choices, figure))
        found = re.search(
            rb'width="([\d.]+)mm" height="([\d.]+)mm"',
            content(window.bench.carried, replace(choices, kind="svg"), figure),
        )
    assert image.size() == QSize(1920, 1080)
    assert found is not None
    assert [float(side) for side in found.groups()] == pytest.approx([960 / 72 * 25.4, 540 / 72 * 25.4], abs=0.2)
    series = Figure(window.scene, ALL, QSize(960, 540), theme.dark(), Words("A title"))
    qtbot.addWidget(series)
    series.make_room((5, 20, 40))
    sizes = set()
    for k in (5, 20, 40):
        series.set_playhead(k)
        assert is_whole(series)
        sizes.add((series.width(), series.height()))
    assert len(sizes) == 1


def test_that_a_figure_of_many_parameters_is_that_of_the_plane_chosen(open_window: OpenWindow, qtbot: QtBot) -> None:
    problem = {"kind": "quadratic", "matrix": [[1, 0, 0], [0, 4, 0], [0, 0, 9]]}
    window = open_window(an_experiment(problem, [a_run((1, 1, 1))], steps=5))
    figure = made(qtbot, window.scene, ("surface",), (500, 400))
    assert figure.views["surface"].runs.flat is not None
    labels = [figure.views["surface"].plot.getAxis(side).labelText for side in ("left", "bottom")]
    assert labels == [window.surface.plot.getAxis(side).labelText for side in ("left", "bottom")]


@pytest.mark.parametrize("mode", ["line", "sweep", "range"])
def test_that_what_other_rates_would_do_is_shown_once_it_is_computed(
    window: MainWindow, qtbot: QtBot, mode: str
) -> None:
    window.controller.view_model.change(rates=mode)
    figure = made(qtbot, window.scene, ("rate",), (420, 280))
    rate = figure.views["rate"]
    assert not rate.idle.busy
    curves = [item for item in rate.plot.scene().items() if isinstance(item, pg.PlotCurveItem)]
    assert max(len(curve.getData()[0]) for curve in curves) > 10


def test_that_a_legend_names_a_recorded_run(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("step,lr,loss\n0,0.1,3\n1,0.1,2\n2,0.1,1\n", encoding="utf-8")
    window = open_window(an_experiment(LINE, [a_run((0, 0))], steps=8, view={"recorded": [str(tmp_path / "mine.csv")]}))
    figure = made(qtbot, window.scene, ("loss",), (400, 300), words=Words())
    assert figure._legend.names == [window.result.runs[0].label, "mine"]


def test_that_a_figure_waits_for_a_costly_surface_as_long_as_it_takes_or_is_given_up(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowness, calls = Slowness(monkeypatch), []

    def go_on() -> bool:
        calls.append(figure.busy)
        slowness.over = len(calls) == 30
        return True

    figure = Figure(window.scene, ("surface",), QSize(720, 0), theme.light())
    qtbot.addWidget(figure)
    with pytest.raises(GivenUp):
        figure.wait(lambda: False)
    figure.wait(go_on)
    assert len(calls) >= 30
    assert not figure.busy
    assert figure.views["surface"].image.loss.size > 0


@pytest.mark.parametrize("axis", ["auto", "linear", "log"])
def test_that_figures_and_films_have_the_axes_of_the_window(open_window: OpenWindow, qtbot: QtBot, axis: str) -> None:
    drops = {"kind": "multistep", "milestones": [2, 4], "gamma": 0.1}
    run = a_run((0, 0), batch={"size": 5}, schedule=drops)
    window = open_window(an_experiment(LINE, [run], epochs=6))
    window.pictures.set_look(Look(rate_axis=axis, loss_axis=axis))
    window.playhead = 15
    figure = made(qtbot, window.scene, ("rate", "loss"), (864, 0))
    plan = Plan(0, 24, 5, (640, 360), parts=("rate", "loss"))
    scene = FigureScene(window.scene, theme.light(), plan)
    qtbot.addWidget(scene.figure)
    scene.frame(15)
    for views in (figure.views, scene.figure.views):
        for view, original in ((views["rate"], window.schedule), (views["loss"], window.loss)):
            assert view.scale.kind == original.scale.kind
            assert view.step_axis.labelText == original.step_axis.labelText == "epoch"
            assert view._dots[0].pos().toTuple() == pytest.approx(original._dots[0].pos().toTuple())
            (one, other) = (shown.curves.strokes[0] for shown in (view, original))
            assert list(one.y) == list(other.y)
    assert window.schedule.scale.kind == ("linear" if axis == "linear" else "log")


PAGE = 240.0 - 20.0
"""Millimetres of a figure that stands on a journal's page of 240 mm with a caption of four lines under it."""


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("place", ["column", "columns"])
def test_that_a_figure_of_any_parts_fits_on_the_page_of_a_journal_and_is_read(
    open_window: OpenWindow, qtbot: QtBot, place: str, every: int
) -> None:
    run = {**a_run((0, 0), {"kind": "adam", "lr": 0.05}), "batch": {"size": 5, "shuffle": True}}
    window = open_window(an_experiment(LINE, [{**run, "label": label} for label in ("one", "another")], steps=8))
    window.playhead = 5
    shown, preset = window.scene, PRESETS[place]
    shrunk = set()
    least = {"column": 1, "columns": 4}[place]
    ways = [some for n in range(least, 7) for some in itertools.combinations(ROOMS, n)]
    for parts in ways[::-every]:
        figure = Figure(
            shown, parts, QSize(preset.width, 0), theme.light(), Words("A title", "A caption."), most=preset.most
        )
        qtbot.addWidget(figure)
        inch = preset.dots * figure.density
        assert figure.height() / inch * 25.4 <= PAGE, parts
        assert figure.width() / inch * 25.4 == pytest.approx({"column": 89, "columns": 183}[place])
        assert scaling.px(fonts.HEAD) / inch * 72 >= 5, parts  # points of the smallest type
        for part, view in figure.views.items():
            assert figure.rect().contains(view.geometry()), (parts, part)
            assert part == "card" or view.height() >= 100, (parts, part)
        if "card" in parts:
            sheet = figure.views["card"].view
            assert sheet.height_of_rows() <= sheet.viewport().height(), parts
        if figure.density > 1.11:  # type of less than 6 points
            shrunk.add(parts)
        figure.close()
    assert bool(shrunk) == (place == "column")
    assert all("card" in parts for parts in shrunk)


@pytest.mark.parametrize("place", PRESETS)
@pytest.mark.parametrize("detail", ["simple", pytest.param("full", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["worked_example", "four_rates", "five_batches", "a curve"])
def test_that_the_figure_of_a_first_export_has_no_hole_and_its_plots_are_large(
    open_window: OpenWindow, qtbot: QtBot, name: str, detail: str, place: str
) -> None:
    curve = an_experiment({"kind": "expression", "expression": "x^4-3*x^2+x", "domain": [[-2, 2]]}, [a_run((1.8,))])
    window = open_window(curve if name == "a curve" else lesson(name).open(lambda texts: texts["en"]))
    window.bench.change(detail=detail)
    window.playhead = 5
    preset = PRESETS[place]
    size = (preset.width, preset.height)
    figure = made(qtbot, window.scene, ALL, size, words=Words("A title"), most=preset.most)
    boxes = {part: view.geometry() for part, view in figure.views.items()}
    for one, other in itertools.combinations(boxes, 2):
        assert not boxes[one].intersects(boxes[other]), (one, other)
    card = figure.views["card"]
    assert card.view.height_of_rows() <= card.view.viewport().height()
    assert card.box.height() >= card.box.sizeHint().height() and card.box.geometry().bottom() < card.view.y()
    assert boxes["card"].height() - figure._card_height() < 0.22 * figure.height()
    lowest = {box.x(): max(each.bottom() for each in boxes.values() if each.x() == box.x()) for box in boxes.values()}
    if place != "column":
        assert max(lowest.values()) - min(lowest.values()) <= 1
    for part in ("rate", "loss"):
        assert boxes[part].width() >= 190 and boxes[part].height() >= 130, (part, boxes[part])
    assert boxes["surface"].height() > 1.05 * boxes["rate"].height()
    assert boxes["surface"].height() <= 1.2 * boxes["surface"].width()
    if preset.most:
        assert scaling.px(fonts.HEAD) / (preset.dots * figure.density) * 72 >= 6


def test_that_type_on_a_page_is_as_large_whatever_it_is_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    preset = PRESETS["column"]
    for scale in (0.85, 1.0, 2.0):
        window.bench.change(text_scale=scale)
        figure = made(qtbot, window.scene, ALL, (preset.width, 0), most=preset.most)
        points = scaling.px(fonts.HEAD) / (preset.dots * figure.density) * 72
        assert points == pytest.approx(6.6, abs=0.6)
        assert figure.rect().contains(figure.views["card"].geometry())


def test_that_a_file_for_a_column_is_as_wide_as_that_and_no_higher_than_a_page(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    run = {**a_run((0, 0), {"kind": "adam", "lr": 0.05}), "batch": {"size": 5, "shuffle": True}}
    window = open_window(an_experiment(LINE, [run], steps=8))
    choices = replace(PictureChoices(), parts=tuple(ROOMS)).with_preset("column")
    with painted(window.bench, choices) as figure:
        assert isinstance(figure, Figure) and figure.density > 1
        found = re.search(
            rb'width="([\d.]+)mm" height="([\d.]+)mm"',
            content(window.bench.carried, replace(choices, kind="svg"), figure),
        )
        image = QImage.fromData(content(window.bench.carried, choices, figure))
    assert found is not None
    assert float(found[1]) == pytest.approx(89, abs=0.01)
    assert 0.8 * PAGE < float(found[2]) <= PAGE
    assert image.width() == pytest.approx(420 * choices.scale, abs=1)
    assert image.height() / image.dotsPerMeterY() * 1000 <= PAGE + 0.1


def test_that_a_series_of_pictures_for_a_column_is_no_higher_than_a_page(window: MainWindow, qtbot: QtBot) -> None:
    preset = PRESETS["column"]
    figure = Figure(window.scene, ALL, QSize(preset.width, 0), theme.light(), most=preset.most)
    qtbot.addWidget(figure)
    figure.make_room(range(20))
    height = figure.height()
    assert height <= preset.most * figure.density
    for k in (0, 7, 19):
        figure.set_playhead(k)
        sheet = figure.views["card"].view
        assert sheet.height_of_rows() <= sheet.viewport().height()
        assert figure.height() == height
