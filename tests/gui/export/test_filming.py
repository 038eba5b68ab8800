"""Films: frames drawn by the views of the screen, encoded beside a window that stays usable."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks import program
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine.runner import Result
from gdviz.export.export_format import Film, FilmFormat, format_of
from gdviz.gui.export.film_plan import Plan
from gdviz.gui.export.film_scene import FigureScene, WindowScene
from gdviz.gui.export.filming import Filming, proposed, write_film
from gdviz.gui.export.image import picture
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.rooms import ROOMS
from gdviz.gui.style import opengl, theme
from gdviz.paths import resources
from tests.gui.conftest import OpenWindow
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.making import a_run, an_experiment, line_data

SMALL = Plan(0, 10, 11, (320, 240), rate=10, hold=0.7)
PLOTS = ("surface", "rate", "loss")


def a_scene(result: Result, plan: Plan) -> FigureScene:
    return FigureScene(Scene.of(result, theme.light()), theme.light(), plan)


def a_film(result: Result, path: Path, plan: Plan) -> None:
    write_film(a_scene(result, plan), result, path, plan)


@pytest.fixture
def result(qtbot: QtBot) -> Result:
    theme.apply(theme.light())
    return computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.1}}, {"optimizer": {"kind": "adam", "lr": 0.1}})


def test_that_the_benchmarks_draw_the_films_of_the_program(result: Result, tmp_path: Path) -> None:
    plan, file = program.film_plan(0, 4, 3, (320, 240)), tmp_path / "a.gif"
    scene = program.film_scene(result, plan)
    assert scene.frame(4).shape == (240, 320, 4)
    program.write_film(scene, result, file, plan)
    with Image.open(file) as image:
        assert getattr(image, "n_frames", 0) == 3


def test_that_a_film_goes_from_its_first_to_its_last_step() -> None:
    for easing in ("even", "slow_start", "slow_ends"):
        steps = Plan(3, 103, 41, easing=easing).steps()
        assert (len(steps), steps[0], steps[-1]) == (41, 3, 103)
        assert steps == sorted(steps)


def test_that_pale_curves_stay_wide_in_a_dense_film(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdviz.gui.plots.loss_view._BUDGET", 0.0)  # most losses are still to be computed
    result = computed(LINE, {"batch": {"size": 5}}, epochs=30)
    scene = a_scene(result, Plan(0, 10, 11, (2560, 1440), parts=("loss",)))
    qtbot.addWidget(scene.figure)
    curve = scene.figure.views["loss"]._faint[0]
    scene.frame(10)
    assert curve.opts["pen"].widthF() == 2
    qtbot.waitUntil(lambda: not scene.busy)  # then it is drawn again, through all losses
    for k in (10, 3):
        scene.frame(k)
        assert curve.opts["pen"].widthF() == 2


def test_that_a_slow_start_gives_the_first_steps_more_frames() -> None:
    assert Plan(0, 100, 51, easing="even").steps()[10] == 20
    assert Plan(0, 100, 51, easing="slow_start").steps()[10] == 4
    ends = Plan(0, 100, 51, easing="slow_ends").steps()
    assert ends[10] < 20
    assert ends[40] > 80


def test_that_a_film_is_proposed_with_a_frame_a_step_as_long_as_they_are_few(result: Result) -> None:
    scene = Scene.of(result, theme.light())
    assert proposed(scene).steps() == list(range(21))
    assert proposed(scene, last=5).steps() == list(range(6))
    assert proposed(Scene.of(computed(BOWL, steps=5000), theme.light())).count == 300


def test_that_a_large_film_is_drawn_denser_and_its_type_stays_in_proportion(qtbot: QtBot, result: Result) -> None:
    frames = []
    for size in ((1280, 720), (2560, 1440)):
        scene = a_scene(result, Plan(0, 10, 2, size=size, parts=PLOTS))
        qtbot.addWidget(scene.figure)
        qtbot.waitUntil(lambda scene=scene: not scene.busy)
        scene.frame(6)
        frames.append(scene.frame(6)[..., :3].astype(float))
    small, large = frames
    assert large.shape == (1440, 2560, 3)
    halved = large.reshape(720, 2, 1280, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - small).mean() < 2.0


def test_that_a_frame_shows_the_path_up_to_its_step_and_nothing_ahead(qtbot: QtBot, result: Result) -> None:
    scene = a_scene(result, SMALL)
    qtbot.addWidget(scene.figure)
    qtbot.waitUntil(lambda: not scene.busy)
    first, last = scene.frame(0), scene.frame(20)
    assert first.shape == (240, 320, 4)
    assert np.array_equal(scene.frame(0), first)
    colour = theme.light().run_color(1)  # at the start the first run covers it
    blue, green, red = colour.blue(), colour.green(), colour.red()
    painted = [
        (np.abs(f[60:200, :, :3].astype(int) - (blue, green, red)).sum(axis=-1) < 12).sum() for f in (first, last)
    ]
    assert painted[1] > 2 * painted[0]
    shown = scene.figure._scene
    scene.figure._show(replace(shown, state=shown.state.changed(ahead_hidden=False)))
    assert not np.array_equal(scene.frame(0), first)
    scene.figure._show(replace(scene.figure._scene, state=shown.state))
    assert np.array_equal(scene.frame(0), first)


@pytest.mark.parametrize("part", ROOMS)
def test_that_a_frame_is_the_picture_of_the_view_with_what_is_ahead_hidden(
    part: str, qtbot: QtBot, open_window: OpenWindow
) -> None:
    if part == "surface3d" and opengl.trouble() is not None:
        pytest.skip("no OpenGL here")
    window = open_window(an_experiment(line_data(), [a_run([1, 1], batch={"size": 3})], epochs=4))
    scene = FigureScene(window.scene, window.theme, Plan(0, 8, 9, (480, 360), parts=(part,)))
    qtbot.addWidget(scene.figure)
    first = scene.frame(0)
    scene.move(7)
    qtbot.waitUntil(lambda: not scene.busy)
    drawn = scene.draw()
    assert not np.array_equal(first, drawn)
    seen = picture(scene.figure, 1 / scene.figure.density)
    pixels = np.frombuffer(seen.constBits(), np.uint8).reshape(360, 480, 4)
    assert (pixels[..., :3] != drawn[..., :3]).any(axis=-1).mean() < 0.002


def test_that_the_arithmetic_takes_the_same_room_in_all_frames(qtbot: QtBot, result: Result) -> None:
    scene = a_scene(result, Plan(0, 20, 21, (400, 500), parts=("surface", "card")))
    qtbot.addWidget(scene.figure)
    surface = scene.figure.views["surface"]
    heights = set()
    for k in (0, 1, 7, 20):
        scene.frame(k)
        heights.add(surface.height())
    assert len(heights) == 1


def test_that_a_film_of_the_window_follows_it_and_puts_its_playhead_back(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    window.playhead = 3
    scene, plan = WindowScene(window.bench), Plan(0, 10, 11)
    frames = [scene.frame(k) for k in (0, 10)]
    assert frames[0].shape == (window.height(), window.width(), 4)
    assert not np.array_equal(*frames)
    write_film(scene, window.result, tmp_path / "a.gif", plan)
    assert window.playhead == 3
    with Image.open(tmp_path / "a.gif") as film:
        assert film.size == (window.width(), window.height())
        assert film.n_frames == 11


def test_that_a_film_of_a_window_that_plays_has_its_own_steps_and_the_window_plays_on(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    window.playhead = 3
    window.controller.playhead.play()
    scene = WindowScene(window.bench)
    scene.move(7)
    qtbot.wait(300)  # at five steps a second
    assert (window.playhead, window.controller.playhead.playing) == (7, False)
    scene.close()
    assert (window.playhead, window.controller.playhead.playing) == (3, True)
    window.controller.playhead.pause()


def own_palettes(gif: bytes) -> int:
    """The frames that bring a palette of their own."""
    at, found = 13 + 3 * 2 ** ((gif[10] & 7) + 1), 0
    while gif[at] != 0x3B:
        if gif[at] == 0x2C:
            flags = gif[at + 9]
            found += flags >> 7
            at += 11 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
        else:
            at += 2
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return found


def test_that_a_gif_has_all_frames_one_palette_and_a_hold_at_its_end(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "경사 하강 🎬.gif"
    a_film(result, path, SMALL)
    with Image.open(path) as film:
        durations = []
        for k in range(film.n_frames):
            film.seek(k)
            durations.append(film.info["duration"])
        size = film.size
    assert size == (320, 240)
    assert own_palettes(path.read_bytes()) == 0
    assert sum(durations) == 11 * 100 + 700
    assert durations[-1] >= 800
    assert gdviz.load(path) == result.experiment


def test_that_a_gif_of_a_hundred_steps_at_640_pixels_is_under_a_megabyte(qtbot: QtBot, tmp_path: Path) -> None:
    theme.apply(theme.light())
    race = gdviz.run(gdviz.load(resources() / "experiments" / "three_optimizers.json"))
    path = tmp_path / "race.gif"
    a_film(race, path, Plan(0, 100, 101, (640, 360)))
    assert path.stat().st_size < 1_000_000


@pytest.mark.parametrize(
    "experiment",
    [
        an_experiment({"kind": "expression", "expression": "x^4 - x^2 + x/5", "variables": ["x"]}, [a_run([1.5])]),
        an_experiment(line_data(), [a_run([1, 1], batch={"size": 3})], epochs=2),
        an_experiment("sphere", [a_run([1, 1], {"kind": "sgd", "lr": 1e200})]),
        an_experiment({"kind": "quadratic", "matrix": np.eye(9).tolist()}, [a_run([1] * 9)]),
    ],
    ids=["one parameter", "samples", "diverged at once", "many parameters"],
)
@pytest.mark.parametrize("parts", [("surface",), PLOTS, ("card",)], ids=["surface", "plots", "card"])
def test_that_every_kind_of_result_has_a_film(
    experiment: gdviz.Experiment, parts: tuple[str, ...], qtbot: QtBot, tmp_path: Path
) -> None:
    theme.apply(theme.light())
    result = gdviz.run(experiment)
    a_film(result, tmp_path / "a.gif", replace(proposed(Scene.of(result, theme.light()), size=(400, 300)), parts=parts))
    assert gdviz.load(tmp_path / "a.gif") == experiment


def test_that_each_of_eight_runs_keeps_its_colour_in_a_gif(qtbot: QtBot, tmp_path: Path) -> None:
    colours = theme.dark()
    rates = [{"optimizer": {"kind": "sgd", "lr": 0.02 * 1.5**k}} for k in range(8)]
    result = computed({"kind": "surface", "name": "himmelblau"}, *({**run, "start": [-0.5, -1]} for run in rates))
    plan = Plan(0, 20, 3, (640, 360))
    write_film(FigureScene(Scene.of(result, colours), colours, plan), result, tmp_path / "a.gif", plan)
    with Image.open(tmp_path / "a.gif") as film:
        shown = np.unique(np.asarray(film.convert("RGB")).reshape(-1, 3), axis=0).astype(int)
    for colour in colours.runs:
        wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        assert np.abs(shown - wanted).max(axis=1).min() <= 16, colour


def test_that_the_ground_of_a_gif_has_the_colour_of_the_theme(qtbot: QtBot, tmp_path: Path) -> None:
    race = gdviz.run(gdviz.load(resources() / "experiments" / "three_optimizers.json"))
    for colours, ground in ((theme.dark(), theme.dark().panel), (theme.light(), "#ffffff")):
        plan = Plan(0, 20, 3, (640, 360))
        write_film(FigureScene(Scene.of(race, colours), colours, plan), race, tmp_path / "a.gif", plan)
        with Image.open(tmp_path / "a.gif") as film:
            assert "#{:02x}{:02x}{:02x}".format(*film.convert("RGB").getpixel((2, 2))) == ground


def test_that_each_frame_of_a_gif_is_the_frame_that_was_drawn(tmp_path: Path) -> None:
    frames = []
    for k in (0, 1, 1, 2, 7, 3):  # still once, and back again
        frame = np.full((40, 60, 4), (200, 120, 8, 255), np.uint8)
        frame[5:15, 4 * k : 4 * k + 9] = (0, 0, 248, 255)
        frame[30:34, 50 - 2 * k : 55] = (248, 248, 248, 255)
        frames.append(frame)
    known = format_of(Path("a.gif"))
    assert isinstance(known, FilmFormat)
    film = Film((60, 40), 6, 20, 1.0, frames[:2], computed(BOWL).experiment)
    (tmp_path / "a.gif").write_bytes(known.content(film, iter(frames)))
    decoded = []
    with Image.open(tmp_path / "a.gif") as read:
        for k in range(read.n_frames):
            read.seek(k)
            decoded += [np.asarray(read.convert("RGB"))[..., ::-1]] * (1 if k != 1 else 2)
            assert read.info["duration"] == {1: 100, 4: 1050}.get(k, 50)
    for got, drawn in zip(decoded, frames, strict=True):
        assert np.array_equal(got, drawn[..., :3])


def test_that_an_mp4_has_all_frames_and_a_hold_at_its_end(result: Result, tmp_path: Path) -> None:
    import av

    path = tmp_path / "a.mp4"
    a_film(result, path, Plan(0, 10, 11, (321, 241), rate=10, hold=0.7))
    with av.open(str(path)) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(frames) == 11 + 7
    assert frames[0].shape == (240, 320, 3)
    assert np.abs(frames[0].astype(int) - frames[10]).max() > 60
    assert gdviz.load(path) == result.experiment


def test_that_the_colours_of_an_mp4_are_those_of_the_frames() -> None:
    import av

    frame = np.full((64, 64, 4), (40, 90, 192, 0), np.uint8)
    known = format_of(Path("a.mp4"))
    assert isinstance(known, FilmFormat)
    content = known.content(Film((64, 64), 3, 10, 0, [frame], computed(BOWL).experiment), iter([frame] * 3))
    with av.open(io.BytesIO(content)) as film:
        decoded = next(film.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(decoded.astype(int) - (192, 90, 40)).max() <= 3


def test_that_the_window_stays_usable_while_a_film_is_made(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    result = Result(window.experiment, list(window.result.runs), window.result.backend)
    path, plan = tmp_path / "a.gif", Plan(0, 20, 60, (480, 320))
    known = format_of(path)
    assert isinstance(known, FilmFormat)
    filming = Filming(FigureScene(window.scene, window.theme, plan), plan, known, result, path)
    seen: list[int] = []
    filming.progressed.connect(lambda done, _: seen.append(done))
    qtbot.waitUntil(lambda: len(seen) > 3)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.playhead == 1
    assert len(seen) < 60
    with qtbot.waitSignal(filming.finished, timeout=20_000) as ended:
        pass
    assert ended.args == [""]
    assert seen[-1] == 60
    assert gdviz.load(path) == result.experiment


def test_that_a_cancelled_film_leaves_no_file_and_no_thread(qtbot: QtBot, result: Result, tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(b"old")
    plan, known = Plan(0, 20, 500, (320, 240)), format_of(path)
    assert isinstance(known, FilmFormat)
    filming = Filming(a_scene(result, plan), plan, known, result, path)
    with qtbot.waitSignal(filming.progressed):
        pass
    with qtbot.waitSignal(filming.finished):
        filming.cancel()
    assert filming.cancelled
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.gif"]


@pytest.mark.parametrize("frames", [0, 2])  # drawn for the choice of colours, or of the film
def test_that_a_film_ends_where_a_frame_cannot_be_drawn(
    frames: int, result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, left = a_scene(result, SMALL), [4 * (frames > 0) + frames]

    def fail(k: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise ZeroDivisionError("no such step")

    monkeypatch.setattr(scene, "move", fail)
    turns = [0]

    def go_on() -> bool:
        turns[0] += 1
        return turns[0] < 30

    with pytest.raises(ZeroDivisionError, match="no such step"):
        write_film(scene, result, tmp_path / "a.gif", SMALL, go_on)
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_vanished_is_reported_in_a_sentence(result: Result, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file or directory"):
        a_film(result, tmp_path / "gone" / "a.gif", SMALL)


def test_that_a_film_shows_the_playhead(qtbot: QtBot, result: Result) -> None:
    scene = a_scene(result, Plan(0, 10, 11, (640, 480), parts=("loss",)))
    qtbot.addWidget(scene.figure)
    plot = scene.figure.views["loss"]
    image = scene.frame(4)
    x = round(plot.mapTo(scene.figure, plot.plot.mapTo(plot, QPoint(round(plot.viewport_x(4)), 0))).x())
    box = plot.plot.mapTo(scene.figure, plot.plot.mapFromScene(plot.box.sceneBoundingRect().center()))
    dark = (image[..., :3] < 100).all(axis=2)
    high = int(plot.box.height() / 3)
    line = dark[box.y() - high : box.y() + high, x - 2 : x + 3]
    assert line.any(axis=1).mean() > 0.7  # a line from top to bottom, less the points on it
