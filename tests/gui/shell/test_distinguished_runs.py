"""Runs can be distinguished in every colour vision, and on grey paper: in the window, in figures and films."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gdviz import run_marks
from gdviz.experiment import Experiment
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.export.figure import FIGURE, Figure, Words
from gdviz.gui.export.image import picture
from gdviz.gui.export.vector import svg
from gdviz.gui.kernel.run_style import numbered
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from tests import vision
from tests.gui.conftest import OpenWindow
from tests.gui.plot_runs import BOWL
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SCALE = 3
RUNS = 8


def level_runs(count: int = RUNS) -> Experiment:
    """Runs whose losses hardly fall, far from one another on a logarithmic axis."""
    runs = [
        {**a_run((0.05 * 1.7**i, 0), {"kind": "sgd", "lr": 1e-5 * (i + 1)}), "label": f"run {i}"} for i in range(count)
    ]
    return an_experiment(BOWL, runs, steps=60)


@pytest.mark.parametrize("paper", [False, True])
@pytest.mark.parametrize("which", [theme.dark(), theme.light()], ids=lambda t: t.name)
def test_that_all_styles_can_be_distinguished(which: theme.Theme, paper: bool) -> None:
    styles = [numbered(i, which, paper=paper) for i in range(16)]
    for one, other in itertools.combinations(styles, 2):
        far = vision.distance(one.color.name(), other.color.name()) > vision.APART
        assert far or one.pattern != other.pattern, (one, other)
        assert one.marker != other.marker


def test_that_the_colours_of_the_window_are_those_of_the_library() -> None:
    assert theme.light().runs == run_marks.LIGHT
    assert theme.dark().runs == run_marks.DARK


def test_that_every_view_of_the_window_draws_the_marker_and_the_dashes_of_its_run(open_window: OpenWindow) -> None:
    window = open_window(level_runs())
    wanted = [(run_marks.marker(i), run_marks.dashes(i)) for i in range(RUNS)]
    for plot in (window.loss, window.schedule):
        assert [(style.marker, style.pattern) for style in plot.styles] == wanted
        assert [dot.marker for dot in plot._dots] == [marker for marker, _ in wanted]
    assert [trace_of(trace) for trace in window.surface.paths._traces] == wanted
    now = window.surface.runs.now(window.playhead) if window.surface.runs is not None else []
    assert [point.marker for point in now] == [marker for marker, _ in wanted]


def trace_of(trace: object) -> tuple[run_marks.Marker, tuple[float, ...]]:
    return trace.marker, trace.pattern  # type: ignore[attr-defined]


def test_that_the_marks_of_the_table_can_be_distinguished_without_their_colours(qtbot: QtBot) -> None:
    marks = [in_grey(run_dot(theme.light().run_color(0), run_marks.marker(i)).toImage()) for i in range(16)]
    for one, other in itertools.combinations(marks, 2):
        assert np.abs(one - other).mean() > 0.04


def figure_of(window: MainWindow, qtbot: QtBot, parts: tuple[str, ...], paper: bool = True) -> Figure:
    shown = window.scene
    medium = replace(FIGURE, playhead=False, paper=paper)
    figure = Figure(shown, parts, QSize(560, 420), theme.light(), Words(), medium)
    qtbot.addWidget(figure)
    figure.wait()
    return figure


def in_grey(image: QImage) -> np.ndarray:
    """How dark each pixel is on white: the share of light (CIE Y) that is lacking, shape (height, width)."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4) / 255
    colour = rows[..., :3] + (1 - rows[..., 3:])
    light = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return 1 - light @ [0.0722, 0.7152, 0.2126]


@dataclass
class Curve:
    """What is measured of a curve in grey."""

    ink: float
    """CIE L* of the line."""
    gaps: float
    """Gaps in 100 pixels of the screen."""
    drawn: float
    """The share of the line that is no gap."""
    marker: np.ndarray
    """The darkness of its markers over that of its ink, shape (n, n)."""

    def differs(self, other: Curve) -> bool:
        dashes = abs(self.gaps - other.gaps) > 0.6 or abs(self.drawn - other.drawn) > 0.1
        return dashes or abs(self.ink - other.ink) > 25 or self.marker_differs(other)

    def marker_differs(self, other: Curve) -> bool:
        return bool(np.abs(self.marker - other.marker).mean() > 0.05)


def measured(figure: Figure, part: str) -> list[Curve]:
    """The curves of a plot, as a printer without colours would show them."""
    plot = figure.views[part]
    dark = in_grey(picture(figure, SCALE))
    return [_measured(dark, _way(figure, plot, run)) for run in range(RUNS)]


def _way(figure: Figure, plot: object, run: int) -> np.ndarray:
    """The pixels of the picture along the curve of a run, shape (n, 2): one for each column."""
    stroke = plot.curves.strokes[run]  # type: ignore[attr-defined]
    corners = []
    for x, y in ((stroke.x[0], stroke.y[0]), (stroke.x[-1], stroke.y[-1])):
        in_plot = plot.plot.mapFromScene(plot.box.mapViewToScene(QPointF(x, y)))  # type: ignore[attr-defined]
        corners.append(plot.plot.mapTo(figure, in_plot).toTuple())  # type: ignore[attr-defined]
    (left, first), (right, last) = corners
    columns = np.arange(SCALE * left, SCALE * right)
    return np.stack((columns, np.interp(columns, (SCALE * left, SCALE * right), (SCALE * first, SCALE * last))), axis=1)


def _measured(dark: np.ndarray, way: np.ndarray) -> Curve:
    reach = 6 * SCALE
    rows = np.rint(way[:, 1]).astype(int)[:, None] + np.arange(-reach, reach + 1)
    band = dark[rows, way[:, 0].astype(int)[:, None]]  # (n, 2 reach + 1)
    line = band[:, reach - 1 : reach + 2].max(axis=1)
    beside = band[:, np.r_[reach - 3 * SCALE, reach + 3 * SCALE]].max(axis=1)
    marked = beside > 0.25
    near = np.convolve(marked, np.ones(2 * reach + 1), "same") > 0
    drawn = line > 0.3
    plain = drawn[~near]
    ends = np.flatnonzero(np.diff(marked.astype(int)))
    middles = [round((a + b) / 2) for a, b in zip(ends[::2], ends[1::2], strict=False) if b - a < reach]
    patches = [band[m - reach : m + reach + 1] for m in middles if reach <= m < len(band) - reach]
    ink = float(np.median(line[drawn]))
    marker = np.mean(patches, axis=0) / ink if patches else np.zeros((2 * reach + 1, 2 * reach + 1))
    gaps = np.count_nonzero(np.diff(plain.astype(int)) < 0) / (len(plain) / SCALE) * 100
    light = 116 * np.cbrt(1 - ink) - 16
    return Curve(float(light), gaps, float(plain.mean()), marker)


@pytest.mark.parametrize("part", ["loss", "rate"])
def test_that_curves_on_paper_can_be_distinguished_in_grey(open_window: OpenWindow, qtbot: QtBot, part: str) -> None:
    window = open_window(level_runs())
    curves = measured(figure_of(window, qtbot, (part,)), part)
    for (i, one), (j, other) in itertools.combinations(enumerate(curves), 2):
        assert one.differs(other), (i, j)
        assert one.marker_differs(other), (i, j)
    assert len({round(curve.gaps, 1) for curve in curves}) >= 6


def test_that_the_measure_finds_what_cannot_be_distinguished_in_grey(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(level_runs())
    curves = measured(figure_of(window, qtbot, ("loss",), paper=False), "loss")
    assert not any(one.differs(other) for one, other in itertools.combinations(curves[:5], 2))
    assert curves[0].differs(curves[5])


def test_that_the_strokes_of_a_legend_can_be_distinguished_in_grey(open_window: OpenWindow, qtbot: QtBot) -> None:
    figure = figure_of(open_window(level_runs()), qtbot, ("loss",))
    legend = figure._legend
    dark = in_grey(picture(legend, SCALE))
    high = legend.fontMetrics().height() + 4
    strokes = []
    for place in legend._places:
        x, y = round(place.x() * SCALE), round(place.y() * SCALE)
        strokes.append(dark[y : y + high * SCALE, x : x + 44 * SCALE])
    assert len(strokes) == RUNS
    for one, other in itertools.combinations(strokes, 2):
        one, other = one / one.max(), other / other.max()
        assert np.abs(one - other).sum() > 0.1 * max(one.sum(), other.sum())


def test_that_curves_that_lie_over_one_another_have_their_markers_side_by_side(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    alike = [{**a_run((1, 1)), "label": name} for name in ("one", "another", "a third")]
    figure = figure_of(open_window(an_experiment(BOWL, alike)), qtbot, ("loss",))
    picture(figure, 2)
    marked = [stroke.marked for stroke in figure.views["loss"].curves.strokes]
    assert all(len(places) >= 3 for places in marked)
    for one, other in itertools.combinations(marked, 2):
        assert np.abs(one[:, None, 0] - other[None, :, 0]).min() > 10


def test_that_a_short_curve_has_its_marker_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    runs = [a_run((1, 1)), {**a_run((1, 1), {"kind": "sgd", "lr": 1e3}), "label": "out at once"}]
    figure = figure_of(open_window(an_experiment(BOWL, runs, steps=500)), qtbot, ("loss",))
    picture(figure, 2)
    assert [len(stroke.marked) >= 1 for stroke in figure.views["loss"].curves.strokes] == [True, True]


def test_that_a_run_alone_is_a_plain_line(open_window: OpenWindow, qtbot: QtBot) -> None:
    figure = figure_of(open_window(level_runs(1)), qtbot, ("loss",))
    (stroke,) = figure.views["loss"].curves.strokes
    assert stroke.dashes is None and stroke.marks is None


def test_that_a_recorded_run_is_dotted_and_hollow_everywhere(open_window: OpenWindow, tmp_path: Path) -> None:
    rows = "".join(f"{k},{1 - k / 10},{0.5 - k / 20},{2 - k / 10}\n" for k in range(9))
    (tmp_path / "mine.csv").write_text(f"step,w.x,w.y,loss\n{rows}", encoding="utf-8")
    runs = level_runs(3).to_dict()["runs"]
    window = open_window(an_experiment(BOWL, runs, view={"recorded": [str(tmp_path / "mine.csv")]}))
    (dashes,) = [stroke.dashes for stroke in window.loss.recorded.curves.strokes if stroke is not None]
    assert dashes is not None and dashes.pattern == run_marks.RECORDED not in run_marks.DASHES
    path = window.surface.paths._traces[-1]
    assert path.pattern == run_marks.RECORDED
    assert path.marker.hollow and path.marker not in [run_marks.marker(i) for i in range(3)]


def test_that_a_path_with_markers_stays_a_line_in_a_drawing(open_window: OpenWindow, qtbot: QtBot) -> None:
    starts = ((-1, 2), (-1, -1.5), (1, -2.5), (4, 1))
    runs = [{**a_run(start), "label": f"run {i}"} for i, start in enumerate(starts)]
    figure = figure_of(open_window(an_experiment("himmelblau", runs, steps=30)), qtbot, ("surface",))
    root = ET.fromstring(svg(figure, None))
    paths = list(root.iter("{http://www.w3.org/2000/svg}path"))
    for colour in run_marks.LIGHT[:4]:
        assert any(path.get("stroke") == colour for path in paths)
        for path in paths:
            if path.get("fill") == colour:  # a marker; a path that is filled covers the surface
                given = np.array(re.findall(r"-?[\d.]+", path.get("d", "")), dtype=float).reshape(-1, 2)
                assert np.ptp(given, axis=0).max() < 24
