"""`gdviz map`: the facts, the numbers, and the figure with the words of a paper."""

from __future__ import annotations

import errno
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gdviz
from gdviz import cli
from gdviz.commandline import workers
from gdviz.engine import maps
from gdviz.engine.cells import VERDICTS
from gdviz.engine.map_files import arrays_of
from gdviz.engine.phases import PhaseMap
from gdviz.experiment import Experiment, save
from gdviz.gui.drawing.verdict_colours import verdict_colour
from gdviz.gui.explore.basin_colours import hue
from gdviz.gui.explore.rate_map import diverged_colour
from gdviz.gui.export.image import picture
from gdviz.gui.export.map_figure import MapFigure
from gdviz.gui.style.language import set_language
from gdviz.gui.style.theme import Theme, dark, light, prepare
from gdviz.gui.surface.surface_legend import ColourBar
from tests.making import a_run, an_experiment, expression

Capture = pytest.CaptureFixture[str]
FOUR = an_experiment("himmelblau", [a_run([0, 0], {"kind": "sgd", "lr": 0.01})], steps=80)
TITLED = FOUR.replace("title", "Four minima")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "four.json"
    save(FOUR, path)
    return path


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    """Set English again, whatever language a figure had: the next tests expect it."""
    yield
    set_language(qapp, "en")


def ended(work: Iterator[float]) -> maps.BasinMap | maps.RateMap:
    while True:
        try:
            next(work)
        except StopIteration as last:
            return last.value


def figure_of(
    kind: str, qtbot: QtBot, experiment: Experiment = FOUR, theme: Theme | None = None
) -> tuple[MapFigure, maps.BasinMap | maps.RateMap]:
    theme = theme or light()
    prepare(theme)
    made = ended((maps.basins if kind == "basin" else maps.rates)(experiment, 0, 40))
    figure = MapFigure(experiment, made, QSize(720, 600), theme)
    qtbot.addWidget(figure)
    return figure, made


def color_at(figure: MapFigure, image: QImage, x: float, y: float) -> QColor:
    """The colour of the figure's picture at a place of its axes."""
    at = figure.plot.mapTo(figure, figure.plot.mapFromScene(figure.box.mapViewToScene(QPointF(x, y))))
    return image.pixelColor(at)


def test_that_a_basin_map_is_printed_and_its_numbers_are_written(file: Path, tmp_path: Path, capsys: Capture) -> None:
    numbers = tmp_path / "map.npz"
    assert cli.main(["map", str(file), "--kind", "basin", "--resolution", "30", "--export", str(numbers)]) == 0
    printed = capsys.readouterr().out
    assert "arrive at (3, 2), loss 0" in printed and printed.count("arrive at") == 4 and "% diverge" in printed
    made, want = np.load(numbers), ended(maps.basins(FOUR, 0, 30))
    assert made["basin"].shape == (30, 30)
    for name, values in arrays_of(want).items():
        np.testing.assert_array_equal(made[name], values)


def test_that_the_rate_map_names_the_best_rate(file: Path, capsys: Capture) -> None:
    assert cli.main(["map", str(file), "--kind", "lr", "--resolution", "40", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["kind"] == "lr" and printed["best"]["loss"] < 1e-9 and 0.2 < printed["diverged"] < 0.8
    assert cli.main(["map", str(file), "--kind", "lr", "--resolution", "40"]) == 0
    assert "the best of the rates" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["basin", "lr"])
def test_that_every_file_of_a_map_opens_again_to_the_bit(kind: str, file: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"map{suffix}" for suffix in (".png", ".svg", ".pdf", ".npz")]
    exports = [word for path in files for word in ("--export", str(path))]
    assert cli.main(["map", str(file), "--kind", kind, "--resolution", "12", *exports]) == 0
    want = gdviz.run(gdviz.load(file)).runs[0]
    for path in files:
        again = gdviz.load(path)
        assert again == gdviz.load(file), path
        np.testing.assert_array_equal(gdviz.run(again).runs[0].w, want.w)
        assert cli.main(["run", str(path), "--json"]) == 0


def test_that_a_map_contains_the_samples_of_its_csv_file(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    table = tmp_path / "here" / "line.csv"
    table.write_text("x,y\n0,1\n1,3\n2,5\n3,7\n", encoding="utf-8")
    data = {"kind": "csv", "path": str(table), "x": ["x"], "y": "y"}
    file = tmp_path / "here" / "line.json"
    save(an_experiment({"kind": "linear_regression", "data": data}, [a_run([0, 0])]), file)
    maps_ = [tmp_path / "a.png", tmp_path / "a.npz"]
    words = ["map", str(file), "--resolution", "4", "--export", str(maps_[0]), "--export", str(maps_[1])]
    assert cli.main(words) == 0
    want = gdviz.run(gdviz.load(file)).runs[0].w
    table.unlink()
    for path in maps_:
        np.testing.assert_array_equal(gdviz.run(gdviz.load(path)).runs[0].w, want)


@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_that_each_start_has_the_colour_of_its_minimum_and_the_legend_says_which(theme: Theme, qtbot: QtBot) -> None:
    figure, made = figure_of("basin", qtbot, TITLED, theme)
    assert isinstance(made, maps.BasinMap)
    image = picture(figure)
    words = [entry.words for entry in figure.legend.entries]
    for basin, (x, y) in enumerate(made.minima.tolist()):
        column, row = (int(np.argmin(np.abs(side - at))) for side, at in ((made.x, x), (made.y, y)))
        near = min(range(4), key=lambda b: distance(color_at(figure, image, x, y), QColor(*hue(b, theme))))
        assert made.basin[row, column] == near == basin
        (entry,) = [entry for entry in figure.legend.entries if entry.words.startswith(f"{basin + 1}  (")]
        assert entry.colours == (QColor(*hue(basin, theme)),)
        assert entry.words.endswith(f"{100 * made.share(basin):.0f} %")
    assert "1  (3, 2)" in words[1] and "0 to 80 steps" in words and "start of the run" in words
    assert figure.title.text() == "Four minima"
    assert "each start arrives in with GD, η = 0.01, after 80 steps" in figure.about.text()
    assert axis_titles(figure) == ["x", "y"]


def distance(one: QColor, other: QColor) -> float:
    """How far the shares of red, green and blue are apart: shades of one hue are alike."""
    a, b = (np.array(color.getRgbF()[:3]) for color in (one, other))
    return float(np.abs(a / a.sum() - b / b.sum()).sum())


def axis_titles(figure: MapFigure) -> list[str]:
    return [figure.plot.getPlotItem().getAxis(side).labelText for side in ("bottom", "left")]


def test_that_the_figure_of_the_rates_has_a_logarithmic_axis_and_marks_what_diverges(qtbot: QtBot) -> None:
    figure, made = figure_of("lr", qtbot)
    assert isinstance(made, maps.RateMap)
    image = picture(figure)
    assert axis_titles(figure) == ["step", "learning rate η"]
    low, high = figure.box.viewRange()[1]
    assert low < np.log10(made.rates[0]) < low + 0.2 and high - 0.2 < np.log10(made.rates[-1]) < high
    assert figure.plot.getPlotItem().getAxis("left").tickStrings([-2.0, 1.0], 1.0, 1.0) == ["0.01", "10"]
    last = len(made.steps) - 1
    color = color_at(figure, image, last, float(np.log10(made.rates[-2])))
    assert not np.isfinite(made.loss[-2, -1]) and color == diverged_colour(light())
    finite = [row for row in range(len(made.rates)) if np.isfinite(made.loss[row, -1])]
    lowest, slowest = min(finite, key=lambda row: made.loss[row, -1]), finite[0]
    off = 0.3 * float(np.log10(made.rates[1] / made.rates[0]))  # beside the line of the best rate
    dark_, pale = (
        color_at(figure, image, last, float(np.log10(made.rates[row])) - off).lightness() for row in (lowest, slowest)
    )
    assert dark_ < pale
    printed = " ".join(entry.words for entry in figure.legend.entries)
    assert "rate in use: 0.01" in printed and "diverged" in printed and "lowest loss at the end" in printed
    assert "Himmelblau" in figure.title.text()


def test_that_words_and_place_are_those_asked_for(file: Path, tmp_path: Path, english: None) -> None:
    names = [tmp_path / name for name in ("a.svg", "a.png")]
    exports = [word for path in names for word in ("--export", str(path))]
    look = ["--lang", "ko", "--place", "column", "--theme", "dark"]
    assert cli.main(["map", str(file), "--resolution", "8", *exports, *look]) == 0
    svg = names[0].read_text(encoding="utf-8")
    printed = re.sub(r"<[^>]*>|\s", "", svg)  # each font has an element of its own
    assert "최소점" in printed and "80스텝" in printed and "arrive" not in printed and dark().panel in svg
    image = QImage(str(names[1]))
    assert image.width() / image.dotsPerMeterX() * 1000 == pytest.approx(89, abs=0.1)
    words = ["map", str(file), "--kind", "lr", "--resolution", "8", "--export", str(names[1]), "--transparent"]
    assert cli.main([*words, "--size", "500x400", "--scale", "1"]) == 0
    with Image.open(names[1]) as picture_:
        assert picture_.size == (500, 400) and picture_.getpixel((0, 0))[3] == 0


def test_that_a_size_counts_the_pixels_of_the_file_unless_a_place_has_its_own(file: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "a.png")
    for command in (["map", str(file), "--resolution", "4", "--export"], ["export", str(file), "--picture", "surface"]):
        for more, size in (
            (["--size", "400x300"], (400, 300)),
            (["--size", "400x300", "--scale", "2"], (800, 600)),
            (["--size", "400x300", "--place", "slide"], (800, 600)),
        ):
            assert cli.main([*command, target, *more]) == 0
            with Image.open(target) as picture_:
                assert picture_.size == size


@pytest.mark.parametrize(("size", "lines"), [((300, 200), 0), ((400, 300), 2), ((720, 700), None)])
def test_that_a_small_map_keeps_half_of_the_height_and_says_what_has_no_room(
    size: tuple[int, int], lines: int | None, file: Path, tmp_path: Path, qtbot: QtBot, capsys: Capture
) -> None:
    made = ended(maps.basins(FOUR, 0, 10))
    figure = MapFigure(FOUR, made, QSize(*size), light())
    qtbot.addWidget(figure)
    assert figure.size() == QSize(*size)
    assert figure._words(size[0] - 24) <= size[1] / 2
    assert figure.is_whole == (lines is None)
    if lines is not None:
        assert (figure.legend.lines if figure.legend.isVisible() else 0) <= lines
    else:
        assert figure.legend._shown == figure.legend.entries
    command = ["map", str(file), "--resolution", "4", "--export", str(tmp_path / "a.svg"), "--lang", "en"]
    assert cli.main([*command, "--size", f"{size[0]}x{size[1]}"]) == 0
    errors = "gdviz: the picture has no room for all that explains the map: choose a larger --size\n"
    assert capsys.readouterr().err == ("" if figure.is_whole else errors)


@pytest.mark.parametrize("size", [(420, 0), (400, 300), (700, 300), (300, 600)])
@pytest.mark.parametrize(("look", "equal"), [({}, True), ({"equal_scales": False}, False)])
def test_that_x_and_y_have_one_scale_as_in_the_view_of_the_experiment(
    look: dict[str, bool], equal: bool, size: tuple[int, int], qtbot: QtBot
) -> None:
    made = ended(maps.basins(FOUR, 0, 10))
    figure = MapFigure(FOUR.replace("view", {"look": look}), made, QSize(*size), light())
    qtbot.addWidget(figure)
    across, up = figure.box.viewPixelSize()
    assert (across == pytest.approx(up, rel=0.03)) is equal


@pytest.mark.parametrize(("size", "fewer"), [((300, 200), True), ((720, 600), False)])
def test_that_no_number_of_a_low_colour_bar_lies_on_another(size: tuple[int, int], fewer: bool, qtbot: QtBot) -> None:
    figure = MapFigure(FOUR, ended(maps.rates(FOUR, 0, 40)), QSize(*size), light())
    qtbot.addWidget(figure)
    (bar,) = (item for item in figure.plot.scene().items() if isinstance(item, ColourBar))
    printed = bar.placed(bar._frame()[1])
    assert all(low - high >= 12 for (low, _), (high, _) in itertools.pairwise(printed))
    assert 1 <= len(printed) <= len(bar.ticks()) and (len(printed) < len(bar.ticks())) is fewer


def test_that_korean_is_spoken(file: Path, capsys: Capture) -> None:
    assert cli.main(["map", str(file), "--resolution", "8", "--lang", "ko"]) == 0
    assert "발산" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--kind", "surface"], "basin"),
        (["--resolution", "1"], "[2, 2000]"),
        (["--export", "a.bmp"], ".png"),
        (["--place", "wall"], "column"),
    ],
)
def test_that_a_wrong_line_gets_one_sentence(file: Path, more: list[str], says: str, capsys: Capture) -> None:
    assert cli.main(["map", str(file), *more]) == 2
    errors = capsys.readouterr().err
    assert says in errors and errors.count("\n") == 1


def test_that_a_file_is_asked_for_and_a_closed_place_is_a_failure(file: Path, tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["map"]) == 2
    assert "which experiment" in capsys.readouterr().err
    assert cli.main(["map", str(file), "--resolution", "4", "--export", str(tmp_path / "no" / "a.png")]) == 1
    assert "there is no folder" in capsys.readouterr().err


def test_that_the_experiment_itself_is_not_replaced(file: Path, tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "map.npz"
    assert cli.main(["map", str(file), "--resolution", "4", "--export", str(source)]) == 0
    before = source.read_bytes()
    capsys.readouterr()
    assert cli.main(["map", str(source), "--resolution", "5", "--export", str(source), "--lang", "en"]) == 1
    assert "is the experiment itself" in capsys.readouterr().err and source.read_bytes() == before


PHASE = ["--kind", "phase", "--x", "optimizer.lr=log:0.001:0.1", "--y", "optimizer.momentum=0:0.9", "--resolution", "8"]


@pytest.mark.parametrize("value", ["verdict", "loss", "steps", "sharpness"])
def test_that_a_phase_diagram_is_summarised_and_written_and_opens_again(
    value: str, file: Path, tmp_path: Path, capsys: Capture
) -> None:
    files = [tmp_path / f"map{suffix}" for suffix in (".png", ".svg", ".pdf", ".npz", ".csv")]
    exports = [word for path in files for word in ("--export", str(path))]
    target = ["--target", "1e-3"] if value == "steps" else []
    assert cli.main(["map", str(file), *PHASE, "--value", value, *target, *exports]) == 0
    printed = capsys.readouterr().out
    says = {"verdict": "of the cells: converged", "loss": "the lowest loss", "steps": "the fewest steps"}
    assert says.get(value, "the lowest sharpness") in printed
    for path in files[:-1]:
        assert gdviz.load(path) == gdviz.load(file), path
    assert files[-1].read_text("utf-8").count("\n") == 8 * 8 + 2


def test_that_the_figure_of_a_phase_diagram_has_axes_numbers_and_the_curve_of_theory(qtbot: QtBot) -> None:
    prepare(light())
    sides = {"x": ("optimizer.lr", 0.001, 0.1, "log"), "y": ("optimizer.momentum", 0, 0.9)}
    made = gdviz.map(FOUR, kind="phase", resolution=16, value="verdict", **sides)  # type: ignore[arg-type]
    figure = MapFigure(FOUR, made, QSize(900, 700), light())
    qtbot.addWidget(figure)
    image = picture(figure)
    assert axis_titles(figure) == ["learning rate η", "momentum β"]
    assert figure.about.text() == "What becomes of GD in 80 steps."
    words = [entry.words for entry in figure.legend.entries]
    assert any(word.startswith("1  converged") for word in words)
    assert "stability limit of theory 2(1+β)/L" in words and "the experiment's own values" in words
    assert isinstance(made, PhaseMap)
    for row, column in ((2, 12), (15, 2), (8, 15)):
        want = verdict_colour(VERDICTS[int(made.values[row, column])], light())
        at = float(np.log10(made.x[column])), float(made.y[row])
        step = float(np.log10(made.x[1] / made.x[0]))
        assert want in [color_at(figure, image, at[0] + share * step, at[1]) for share in (-0.4, 0, 0.4)]
    curve = next(item for item in figure.box.allChildren() if isinstance(item, pg.PlotCurveItem)).getData()[0]
    assert curve[0] < curve[-1]  # a heavy ball may take a larger rate


def test_that_another_run_and_other_ranges_are_mapped(tmp_path: Path, capsys: Capture) -> None:
    two = an_experiment("himmelblau", [a_run([0, 0]), a_run([0, 0], {"kind": "sgd", "lr": 1.0})], steps=30)
    path = tmp_path / "two.json"
    save(two, path)
    words = ["map", str(path), "--resolution", "6", "--x", "start[0]=-1:1", "--y", "start[1]=-1:1", "--json"]
    assert cli.main(words) == 0
    assert json.loads(capsys.readouterr().out)["diverged"] == 0
    assert cli.main([*words, "--run", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["diverged"] == 1


@pytest.mark.parametrize("kind", ["basin", "phase"])
def test_that_a_finished_map_is_computed_once_and_can_be_removed(
    kind: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "home"))
    words = ["map", str(file), *(PHASE if kind == "phase" else ["--resolution", "6"])]
    assert cli.main(words) == 0
    first = capsys.readouterr().out

    def computed(*arguments: object, **named: object) -> None:
        raise AssertionError("it is computed again")

    with monkeypatch.context() as patched:
        patched.setattr(workers.Place, "fill", computed)
        patched.setattr("gdviz.engine.maps.arrive", computed)
        assert cli.main(words) == 0
    assert capsys.readouterr().out == first
    (kept,) = (tmp_path / "home" / "cache" / "maps").iterdir()
    kept.write_bytes(b"damaged")
    assert cli.main(words) == 0
    assert capsys.readouterr().out == first
    assert cli.main(["map", "--clear-cache", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "1 maps are removed\n" and not kept.exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--resolution", "0"], "--resolution: must be in [2, 2000]"),
        (["--resolution", "1000000"], "--resolution: must be in [2, 2000]"),
        (["--run", "3"], "--run: must be in [0, 0]"),
        (["--kind", "phase"], "--x: is missing"),
        ([*PHASE, "--x", "optimizer.lr=log:-1:1"], "must begin above 0"),
        ([*PHASE, "--x", "optimizer.lr=0.1"], "--x: must be PATH=LOW:HIGH"),
        ([*PHASE, "--x", "optimizer.speed=0:1"], "optimizer.speed"),
        ([*PHASE, "--x", "nothing.here=0:1"], "names nothing"),
        ([*PHASE, "--x", "optimizer.kind=0:1"], "is a text"),
        ([*PHASE, "--x", "start=0:1"], "is a list"),
        ([*PHASE, "--y", "optimizer.momentum=0:2"], "must be in [0, 1)"),
        ([*PHASE, "--value", "steps"], "--target: is missing"),
        ([*PHASE, "--seeds", "0"], "--seeds: must be in [1, 1000]"),
        (["--value", "loss"], "--value: is for kind phase alone"),
        (["--workers", "2"], "--workers: is for kind phase alone"),
        ([*PHASE, "--workers", "2", "--scheduler", "tcp://localhost:1"], "choose one"),
        ([*PHASE, "--device", "gpu"], "--device: a phase diagram is computed on the processor"),
    ],
)
def test_that_what_cannot_be_mapped_gets_one_sentence(file: Path, more: list[str], says: str, capsys: Capture) -> None:
    assert cli.main(["map", str(file), "--lang", "en", *more]) == 2
    errors = capsys.readouterr().err
    assert says in errors and errors.count("\n") == 1


def test_that_a_value_that_no_cell_has_is_reported_and_drawn(file: Path, tmp_path: Path, capsys: Capture) -> None:
    words = [*PHASE, "--value", "steps", "--target", "-1", "--export", str(tmp_path / "a.png")]
    assert cli.main(["map", str(file), "--lang", "en", *words]) == 0
    printed = capsys.readouterr().out
    assert "no cell has this value" in printed and "100.0 % of the cells do not reach the loss" in printed


def test_that_a_surface_that_is_infinite_in_places_is_mapped(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "log.json"
    save(an_experiment(expression("log(x) + y^2 + 1/x", domain=[[-1, 3], [-1, 1]]), [a_run([1, 1])]), path)
    for more in (["--kind", "basin", "--resolution", "6"], ["--kind", "lr", "--resolution", "6"], PHASE):
        assert cli.main(["map", str(path), *more, "--export", str(tmp_path / "a.png")]) == 0
    assert cli.main(["map", str(path), *PHASE, "--x", "start[0]=-1:3", "--export", str(tmp_path / "a.png")]) == 0


def test_that_no_room_on_the_disk_is_one_sentence(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("gdviz.engine.sweep_files.write_whole", full)
    assert cli.main(["map", str(file), *PHASE, "--export", str(file.parent / "a.csv"), "--lang", "en"]) == 1
    errors = capsys.readouterr().err
    assert "a.csv: cannot be written: No space left on device" in errors and errors.count("\n") == 1


def test_that_several_processes_compute_the_same_diagram(file: Path, tmp_path: Path, capsys: Capture) -> None:
    values = []
    for count in ("1", "2"):
        target = tmp_path / f"{count}.npz"
        assert cli.main(["map", str(file), *PHASE, "--workers", count, "--export", str(target)]) == 0
        assert cli.main(["map", "--clear-cache"]) == 0
        values.append(np.load(target)["values"])
    np.testing.assert_array_equal(values[0], values[1])
