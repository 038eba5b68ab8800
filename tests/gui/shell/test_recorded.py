"""Recordings of real trainings beside the computed runs: added, drawn, followed, kept, removed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QMenu, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.engine import planes
from gdviz.engine import recorded_runs as recorded_module
from gdviz.engine.recorded_runs import RecordedLook, looks, paths, with_looks
from gdviz.engine.recording import KNOWN
from gdviz.gui.data.open_data import OpenDataDialog
from gdviz.gui.drawing.step_plot import StepPlot
from gdviz.gui.drawing.strokes import Stroke
from gdviz.gui.export.figure import Figure
from gdviz.gui.export.figure_legend import Legend
from gdviz.gui.export.film_plan import Plan
from gdviz.gui.export.film_scene import FigureScene
from gdviz.gui.export.filming import proposed
from gdviz.gui.runs import recorded_rows
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets import choose_file
from gdviz.gui.widgets.labels import ElidedLabel
from gdviz.paths import resources
from tests.gui.conftest import OpenWindow
from tests.gui.driving import click, fill_in, hover, settle, wait_until
from tests.making import WORKED, a_run, an_experiment, line_data, quadratic

pytestmark = pytest.mark.one_window

WORKED_FILE = resources() / "experiments" / "worked_example.json"
STEPS, RATES, LOSSES = [0, 10, 30], [0.5, 0.25, 0.125], [3.0, 1.0, 0.25]


def a_log(folder: Path, name: str = "학습 🏔.csv") -> Path:
    path = folder / name
    rows = [f"{k},{lr},{loss}" for k, lr, loss in zip(STEPS, RATES, LOSSES, strict=True)]
    path.write_text("\n".join(["step,lr,loss", *rows]) + "\n", encoding="utf-8")
    return path


def with_log(*files: Path) -> gdviz.Experiment:
    return with_looks(gdviz.Experiment.from_dict(WORKED), [RecordedLook(str(file)) for file in files])


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, none))
    QTest.qWait(5)  # it is opened once the drop is over
    settle(window)


def dotted(view: StepPlot) -> list[Stroke]:
    """Each recorded curve."""
    return [] if view.recorded is None else [stroke for stroke in view.recorded.curves.strokes if stroke is not None]


def words(window: MainWindow) -> list[str]:
    rows = window.table.recorded
    shown = rows.findChildren(QLabel) if rows is not None else []
    lines = [label.text().split("\n") for label in shown if label.isVisible()]
    return [line.replace("\u200b", "") for several in lines for line in several if line]


def tip(window: MainWindow) -> str:
    """The tool tip of the name of the only recorded run."""
    rows = window.table.recorded
    assert rows is not None
    (name,) = (label for label in rows.findChildren(ElidedLabel) if label.isVisible())
    return name.toolTip()


def test_that_a_recorded_run_is_added_from_the_menu_and_drawn_in_both_plots(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_log(tmp_path)
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(path))
    window.menus["file"].aboutToShow.emit()
    entries = window.menus["file"].actions()
    action = entries[entries.index(window.bench.actions["actionOpenData"]) + 1]
    assert action.objectName() == "actionAddRecorded"
    action.trigger()
    settle(window)
    assert paths(window.experiment) == [str(path)]
    for view, values in ((window.schedule, RATES), (window.loss, LOSSES)):
        (stroke,) = dotted(view)
        x, y = stroke.x, stroke.y
        assert (x[0], x[-1]) == (0, 30)
        assert y[[0, -1]] == pytest.approx(view.scale.to_axis(np.array(values))[[0, -1]])
    assert "학습 🏔" in words(window)
    assert "recorded" in words(window)
    assert window.isWindowModified()
    window.bench.actions["actionUndo"].trigger()
    settle(window)
    assert paths(window.experiment) == []
    assert words(window) == []
    assert dotted(window.loss) == []


def test_that_the_axes_hold_what_was_recorded(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_log(a_log(tmp_path)))
    (_, right), (low, high) = window.schedule.box.viewRange()
    assert right > 30
    assert low <= 0
    assert high > 0.5
    low, high = window.loss.box.viewRange()[1]
    assert low <= window.loss.scale.to_axis(0.25)
    assert high >= window.loss.scale.to_axis(3.0)


def test_that_dots_keep_their_distance_when_the_plot_is_resized(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_log(a_log(tmp_path)))
    for width in (1100, 1800):
        window.resize(width, 900)
        settle(window)
        QApplication.processEvents()
        for view in (window.loss, window.schedule):
            view.grab()
            dots = dotted(view)[0].segments
            assert np.hypot(dots[:, 2] - dots[:, 0], dots[:, 3] - dots[:, 1]).max() < 2.1
            apart = np.hypot(dots[1:, 0] - dots[:-1, 2], dots[1:, 1] - dots[:-1, 3])
            assert 2.5 < apart.max() < 3.5  # two pixels on, three off


def test_that_the_playhead_goes_to_the_end_of_what_was_recorded(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_log(a_log(tmp_path)))
    assert window.controller.playhead.total == 30
    window.bench.actions["actionLast"].trigger()
    assert window.playhead == 30
    assert "0.25" in words(window)
    window.playhead = 12  # between two rows: the last one is what is known
    assert "1" in words(window)
    assert window.loss.recorded is not None
    (dot,) = window.loss.recorded._dots
    assert (dot.x(), dot.y()) == (10, pytest.approx(window.loss.scale.to_axis(1.0)))


def test_that_the_readout_shows_the_recorded_value_and_its_step(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_log(a_log(tmp_path)))
    for view, value in ((window.loss, "1"), (window.schedule, "0.25")):
        at = view.plot.viewport().rect().center()
        at.setX(round(view.viewport_x(12)))
        hover(view.plot.viewport(), at)
        readout = view.readout.text()
        assert "학습" in readout
        assert f">{value} <" in readout
        assert "step 10" in readout
    window.bench.actions["actionHideAhead"].trigger()  # at step 0: nothing of what is ahead may be shown
    hover(window.loss.plot.viewport(), at)
    assert "학습" not in window.loss.readout.text()


PATH = np.array([[1.0, 1.0], [-1.0, 0.5], [-1.5, -1.0]])


def a_path(folder: Path, w: np.ndarray = PATH) -> Path:
    np.savez(folder / "mine.npz", step=STEPS[: len(w)], w=w)
    return folder / "mine.npz"


def test_that_a_recorded_path_is_drawn_on_the_surface_and_its_loss_is_the_problems(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(with_log(a_path(tmp_path)))
    window.surface.paths.settle()
    trace = window.surface.paths._traces[1]
    assert trace.rows.tolist() == [0, 1, 2]
    assert [window.surface.box.mapToView(QPointF(*at)).x() for at in trace.kept] == pytest.approx(PATH[:, 0])
    window.playhead = 12
    assert window.surface.markers._markers.now[0].point == (-1.0, 0.5)
    assert len(window.surface.markers._markers.starts) == 1  # nothing to be dragged
    assert f"{3 * 1 * 0.5}" in words(window)


def test_that_the_fog_hides_the_loss_of_a_recorded_path(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_log(a_path(tmp_path)))
    window.playhead = 12
    for fog in (True, False):
        window.bench.change(fog=fog)
        assert (f"{3 * 1 * 0.5}" in words(window)) != fog


def test_that_the_mouse_reads_a_recorded_path_and_a_click_goes_to_its_step(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(with_log(a_path(tmp_path)))
    surface = window.surface
    at = surface.graphics.mapFromScene(surface.box.mapViewToScene(QPointF(-1.5, -1.0)))
    qtbot.mouseMove(surface.graphics.viewport(), at)
    qtbot.waitUntil(lambda: surface.readout.label is not None and surface.readout.label.isVisible())
    assert surface.readout.label is not None
    readout = surface.readout.label.text()
    assert "mine" in readout
    assert "step 30" in readout
    assert "(−1.5, −1)" in readout
    qtbot.mouseClick(surface.graphics.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.playhead == 30


def test_that_parameters_of_another_problem_have_no_path(window: MainWindow, tmp_path: Path) -> None:
    drop(window, a_path(tmp_path, np.ones((3, 5))))
    sentence = "Recorded run mine has no path: it has 5 parameters, this problem has 2"
    assert sentence in window.status.verdict.text()
    assert sentence in words(window)
    assert len(window.surface.paths._traces) == 1
    assert "—" in words(window)


def test_that_a_step_of_the_playhead_looks_at_no_path_again(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(with_log(a_path(tmp_path)))
    settle(window)
    looked: list[object] = []
    monkeypatch.setattr(recorded_rows, "absence", lambda *_: looked.append(_))
    monkeypatch.setattr(recorded_rows, "remarks_on", lambda *_: looked.append(_) or [])
    rows = window.table.recorded
    assert rows is not None
    losses = []
    for k in (0, 20):
        window.playhead = k
        losses.append([row.loss.text() for row in rows._rows])
    assert looked == [] and losses[0] != losses[1]


def test_that_a_recorded_path_of_one_parameter_lies_on_the_curve(open_window: OpenWindow, tmp_path: Path) -> None:
    problem = {"kind": "expression", "expression": "x^2", "variables": ["x"]}
    experiment = an_experiment(problem, [a_run([1])], steps=3, view={"recorded": [str(a_path(tmp_path, PATH[:, :1]))]})
    window = open_window(experiment)
    window.playhead = 30
    assert window.surface.markers._markers.now[0].point == (-1.5, 2.25)


def test_that_a_recorded_path_of_many_parameters_is_seen_on_the_plane(open_window: OpenWindow, tmp_path: Path) -> None:
    w = np.arange(9.0).reshape(3, 3) / 9
    experiment = an_experiment(quadratic(1, 2, 3), [a_run([1, 1, 1])], view={"recorded": [str(a_path(tmp_path, w))]})
    window = open_window(experiment)
    runs = window.surface.runs
    assert runs is not None
    assert runs.flat is not None
    assert runs.points(1) == pytest.approx(runs.flat.plane.project(w))


def test_that_a_recorded_path_counts_for_the_plane_and_its_frame(open_window: OpenWindow, tmp_path: Path) -> None:
    w = np.outer(np.linspace(0, 1, 3), [0, 4, -6])  # the run leaves the third parameter alone
    view = {"recorded": [str(a_path(tmp_path, w))], "plane": {"by": "path", "at": "point", "axes": [0, 1]}}
    window = open_window(an_experiment(quadratic(1, 2, 3), [a_run([3, 1, 0])], view=view))
    runs = window.surface.runs
    assert runs is not None and runs.flat is not None
    paths = [window.result.runs[0].w, w]
    plane = runs.flat.plane
    assert plane.explained == planes.by_paths(paths, w[0]).explained and np.abs(plane.basis[:, 2]).max() > 0.5
    (x0, x1), (y0, y1) = window.surface.box.viewRange()
    assert ((plane.project(w) > (x0, y0)) & (plane.project(w) < (x1, y1))).all()


def test_that_films_and_figures_show_recorded_runs(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(with_log(a_path(tmp_path), a_log(tmp_path)))
    assert proposed(window.scene).last == 30
    parts = ("surface", "rate", "loss")
    scene = FigureScene(window.scene, window.theme, Plan(0, 30, 2, parts=parts))
    qtbot.addWidget(scene.figure)
    assert {"mine", "학습 🏔"} <= set(scene.figure.findChild(Legend).names)
    figure = Figure(window.scene, parts, QSize(900, 600), window.theme)
    qtbot.addWidget(figure)
    for made in (scene.figure, figure):
        surface, rate, loss = (made.views[part] for part in parts)
        assert len(surface.paths._traces) == 2
        assert (len(dotted(rate)), len(dotted(loss))) == (1, 2)


def test_that_no_more_recorded_runs_are_added_than_a_file_may_name(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(with_log(*(tmp_path / f"{i}.csv" for i in range(200))))
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(f"{box.text()} {box.informativeText()}"))
    drop(window, a_log(tmp_path, "log.csv"))
    assert messages == ["The recorded run was not added. view.recorded: must be at most 200 recorded runs, got 201"]
    assert len(paths(window.experiment)) == 200


def test_that_a_dropped_log_is_a_recorded_run_and_a_table_of_samples_is_not(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"loss": 2, "step": 0}\n{"loss": 1, "step": 5}\n')
    np.savez(tmp_path / "path.npz", w=[[1.0, 1.0], [0.5, 0.5]])
    for path in (a_log(tmp_path), tmp_path / "log.jsonl", tmp_path / "path.npz"):
        drop(window, path)
    assert [Path(path).name for path in paths(window.experiment)] == ["학습 🏔.csv", "log.jsonl", "path.npz"]
    drop(window, tmp_path / "log.jsonl")  # twice is once
    assert len(paths(window.experiment)) == 3


def test_that_several_logs_are_dropped_together_and_what_is_not_taken_is_reported(
    window: MainWindow, tmp_path: Path
) -> None:
    before = window.experiment
    (tmp_path / "samples.csv").write_text("x,y\n1,2\n")
    drop(window, tmp_path)
    assert window.status.verdict.text() == (
        "Of a folder only that of a lesson can be opened, with lesson.json in it: drop a file."
    )
    drop(window, a_log(tmp_path, "a.csv"), tmp_path / "samples.csv")
    assert window.status.verdict.text() == "Drop one file; only recorded runs come together."
    assert window.experiment is before
    drop(window, a_log(tmp_path, "a.csv"), a_log(tmp_path, "b.csv"))
    assert [Path(path).name for path in paths(window.experiment)] == ["a.csv", "b.csv"]


def test_that_recorded_steps_are_not_drawn_among_epochs_and_that_is_reported(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    view = {"recorded": [str(a_log(tmp_path))]}
    window = open_window(an_experiment(line_data(), [a_run([1, 1], batch={"size": 3})], epochs=4, view=view))
    sentence = "Recorded runs count steps, not epochs or samples: they are drawn when the plots count steps"
    settle(window)
    curves = window.loss.recorded
    assert curves is not None
    for unit, placed in (("Epoch", False), ("Sample", False), ("Step", True)):
        window.bench.actions[f"actionTime{unit}"].trigger()
        settle(window)
        assert [stroke is not None for stroke in curves.curves.strokes] == [placed]
        assert [dot.isVisible() for dot in curves._dots] == [placed]
        assert (sentence in words(window)) is not placed
        assert ("—" in words(window)) is not placed
        assert window.controller.playhead.total == (30 if placed else 16)


def pick(window: MainWindow, qtbot: QtBot, *names: str) -> None:
    """Choose from the menu of the first recorded run; of two names the first is that of the submenu."""
    rows = window.table.recorded
    assert rows is not None
    click(rows.findChild(QToolButton, "markRecorded0"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    if len(names) > 1:  # in the menu of the colours
        menu = menu.findChild(QMenu)
        assert isinstance(menu, QMenu)
        menu.popup(QPoint(40, 40))
    action = next(action for action in menu.actions() if action.text() == names[-1])
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def test_that_a_recorded_run_is_renamed_recoloured_and_hidden_undoably_and_saved(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_path(tmp_path)
    window = open_window(with_log(file))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("run 7 of May", True))
    pick(window, qtbot, "Rename…")
    assert "run 7 of May" in words(window)
    pick(window, qtbot, "Colour", "Colour 4")
    assert looks(window.experiment) == [RecordedLook(str(file), "run 7 of May", 3)]
    assert window.surface.runs is not None
    assert window.surface.runs.recorded[0].style.color == window.theme.run_color(3)
    pick(window, qtbot, "Hide")
    assert window.surface.runs.recorded == []
    assert dotted(window.loss) == []
    gdviz.save(window.experiment, tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text())["view"]["recorded"] == [
        {"path": file.name, "label": "run 7 of May", "color": 3, "hidden": True}
    ]
    assert looks(gdviz.load(tmp_path / "a.json")) == looks(window.experiment)
    for _ in range(3):
        window.bench.actions["actionUndo"].trigger()
    assert looks(window.experiment) == [RecordedLook(str(file))]
    assert len(window.surface.runs.recorded) == 1


@pytest.mark.parametrize(
    "entry", [{"path": 3}, {"label": "x"}, 7, {"path": "a.csv", "color": 99, "label": " ", "hidden": "yes"}]
)
def test_that_what_makes_no_sense_is_ignored(entry: object) -> None:
    experiment = an_experiment("sphere", [a_run([1, 1])], view={"recorded": [entry]})
    assert [(look.label, look.color, look.hidden) for look in looks(experiment)] in ([], [(None, None, False)])


def test_that_it_is_removed_with_its_button_and_can_be_brought_back(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = a_log(tmp_path, "a.csv"), a_log(tmp_path, "b.csv")
    window = open_window(with_log(first, second))
    rows = window.table.recorded
    assert rows is not None
    button = rows.findChild(QToolButton, "removeRecorded0")
    assert isinstance(button, QToolButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window)
    assert paths(window.experiment) == [str(second)]
    assert [word for word in words(window) if word in ("a", "b")] == ["b"]
    assert first.exists()
    window.bench.actions["actionUndo"].trigger()
    settle(window)
    assert [word for word in words(window) if word in ("a", "b")] == ["a", "b"]


def test_that_it_is_kept_beside_the_experiment_that_names_it(window: MainWindow, tmp_path: Path) -> None:
    drop(window, a_log(tmp_path))
    path = tmp_path / "experiment.json"
    assert window.files.save_path(path)
    assert json.loads(path.read_text(encoding="utf-8"))["view"]["recorded"] == ["학습 🏔.csv"]
    (tmp_path / "moved").mkdir()
    for file in (path, tmp_path / "학습 🏔.csv"):
        file.rename(tmp_path / "moved" / file.name)
    assert window.files.open_path(tmp_path / "moved" / "experiment.json")
    settle(window)
    assert paths(window.experiment) == [str(tmp_path / "moved" / "학습 🏔.csv")]
    assert "recorded" in words(window)


def test_that_a_missing_file_is_reported_and_nothing_is_lost(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_log(tmp_path / "gone.csv"))
    assert "gone.csv: cannot be read: No such file or directory" in window.status.verdict.text()
    assert "not read" in words(window)
    assert window.result.runs[0].finish == "completed"
    assert window.files.save_path(tmp_path / "experiment.json")
    assert paths(gdviz.load(tmp_path / "experiment.json")) == [str(tmp_path / "gone.csv")]


def test_that_a_bad_file_is_refused_in_a_sentence_with_line_and_column(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log.csv").write_text("step,loss\n0,3\n5,much\n")
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(f"{box.text()} {box.informativeText()}"))
    drop(window, tmp_path / "log.csv")
    assert messages == ['The recorded run was not added. log.csv: line 3: loss must be a number, got "much"']
    assert paths(window.experiment) == []
    assert not window.isWindowModified()


def arrays(folder: Path, name: str, numbers: int) -> Path:
    np.savez_compressed(folder / name, step=np.arange(numbers // 2), loss=np.ones(numbers - numbers // 2))
    return folder / name


def test_that_a_recorded_run_that_is_named_again_is_read_and_shown_once(window: MainWindow, tmp_path: Path) -> None:
    log = a_log(tmp_path)
    (tmp_path / "below").mkdir()
    named = [str(log), str(log), f"below/../{log.name}"]
    path = tmp_path / "e.json"
    path.write_text(json.dumps({**WORKED, "view": {"recorded": [*named, *named * 20]}}), encoding="utf-8")
    window.files.open_path(path)
    settle(window)
    assert [Path(one) for one in paths(window.experiment)] == [log]


def test_that_recorded_runs_together_have_a_limit_of_numbers_and_the_rest_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded_module, "MOST_NUMBERS", 100)
    read: list[str] = []
    plain = recorded_module.recorded
    monkeypatch.setattr(recorded_module, "recorded", lambda path: read.append(Path(path).stem) or plain(path))
    logs = [arrays(tmp_path, f"{name}.npz", 60) for name in "abcd"]
    found = [found for _, found in recorded_module.held(with_log(*logs))]
    assert [isinstance(one, gdviz.ExperimentError) for one in found] == [False, True, True, True]
    assert "at most 100 numbers together" in str(found[1])
    recorded_module.held(with_log(*logs))
    assert read == ["a", "b"], "nothing is read after the first for which there is no room, nor that one again"
    held = [found for found in recorded_module._files.values() if not isinstance(found, gdviz.ExperimentError)]
    assert sum(found.numbers for found in held) <= 100


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
@pytest.mark.parametrize("name", ["pipe.csv", "pipe.json", "pipe.npz", "pipe.png"])
def test_that_a_pipe_that_is_dropped_is_refused_without_waiting(window: MainWindow, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    drop(window, tmp_path / name)
    assert window.status.verdict.text() == f"{name} is not a file"
    dialog = OpenDataDialog(tmp_path / name, window)
    assert dialog.problem_label.text() == f"{name} is not a file"
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ("log.csv", ['view.recorded must be a list of files, got "log.csv": no recorded run is shown']),
        ({"a": 1}, ["view.recorded must be a list of files, got {…}: no recorded run is shown"]),
        ([1], ["view.recorded[0] must be a path, or an object with path, got 1"]),
        ([1, 2, 3, 4, 5], [f"view.recorded[{i}] must be a path, or an object with path, got {i + 1}" for i in range(3)]
         + ["… and 2 more"]),
        ([], []),
    ],
)  # fmt: skip
def test_that_a_view_that_makes_no_sense_is_reported_and_changes_nothing_else(
    given: object, sentences: list[str], open_window: OpenWindow
) -> None:
    window = open_window(gdviz.Experiment.from_dict({**WORKED, "view": {"recorded": given}}))
    assert words(window) == sentences
    assert window.controller.playhead.total == window.experiment.steps


def test_that_a_moved_file_is_reported_as_long_as_it_is_missing_and_each_time_the_experiment_is_opened(
    window: MainWindow, tmp_path: Path
) -> None:
    file = a_log(tmp_path, "log.csv")
    drop(window, file)
    path = tmp_path / "experiment.json"
    assert window.files.save_path(path)
    away = file.rename(tmp_path / "away.csv")
    sentence = f"Recorded run log is not shown: {file}: cannot be read: No such file or directory"
    for other in (path, WORKED_FILE, path, path):  # also where the same file is opened again
        window.status.note("")
        assert window.files.open_path(other)
        settle(window)
        wait_until(lambda other=other: (sentence in window.status.verdict.text()) is (other == path))
    window.status.note("")
    fill_in(window, "lrField", "0.02")  # an edit reports nothing again, but the sentence still stands below the runs
    assert sentence not in window.status.verdict.text()
    assert sentence in words(window)
    assert sentence in tip(window)
    window.set_language("ko")
    settle(window)
    assert any(f"{file}: 읽을 수 없습니다" in word for word in words(window)), words(window)
    window.set_language("en")
    away.rename(file)
    window.files.asks = False
    assert window.files.open_path(path)
    settle(window)
    assert sentence not in words(window)
    assert len(dotted(window.loss)) == 1


def test_that_a_recorded_path_that_leaves_with_its_problem_is_reported_until_it_is_back(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(with_log(a_path(tmp_path)))
    assert words(window) == ["mine", "3", "recorded"]
    fill_in(window, "expressionField", "w^2")
    settle(window)
    sentence = "Recorded run mine has no path: it has 2 parameters, this problem has 1"
    assert sentence in words(window)
    window.bench.actions["actionUndo"].trigger()
    settle(window)
    assert words(window) == ["mine", "3", "recorded"]
    assert sentence not in window.status.verdict.text()


def test_that_a_file_of_unknown_columns_is_answered_with_them_and_those_that_are_known(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "train.csv"
    path.write_text("epoch,train_loss\n0,3\n1,2\n")
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(f"{box.text()} {box.informativeText()}"))
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(path))
    window.menus["file"].aboutToShow.emit()
    before = window.experiment
    (add,) = (entry for entry in window.menus["file"].actions() if entry.objectName() == "actionAddRecorded")
    add.trigger()
    assert messages == [
        "The recorded run was not added. train.csv: has neither w nor lr nor loss; "
        f"its columns are epoch, train_loss; {KNOWN}"
    ]
    assert window.experiment is before
    path.write_text("step,loss,host\n0,3,a\n1,2,a\n")
    add.trigger()
    settle(window)
    sentence = f"Recorded run train: columns that are not read: host; {KNOWN}"
    assert window.status.verdict.text().endswith(sentence)
    assert sentence in tip(window)
    assert words(window) == ["train", "3", "recorded"]


@pytest.mark.parametrize("answer", ["Recorded run", "Samples", "Cancel"])
def test_that_a_dropped_table_that_may_be_either_is_asked_about(
    answer: str, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "train.csv"
    path.write_text("loss,host\n3,0\n2,1\n")
    asked: list[str] = []
    opened: list[Path] = []

    def choose(box: QMessageBox) -> None:
        asked.append(f"{box.text()} {box.informativeText()}")
        box.show()
        for button in box.buttons():  # a later sentence has another one
            if button.text().replace("&", "") == answer:
                click(button)
        box.close()

    monkeypatch.setattr(QMessageBox, "exec", choose)
    monkeypatch.setattr(window.data, "open_data", opened.append)
    drop(window, path)
    assert asked[0] == (
        f"Is train.csv a recorded run, or are these samples? Its columns are loss, host. Of a recorded run {KNOWN}."
    )
    assert opened == ([path] if answer == "Samples" else [])
    # After "Recorded run" a second box says why it is none: rows are not steps.
    assert len(asked) == (2 if answer == "Recorded run" else 1)
    if answer == "Recorded run":
        assert "has no column step, and columns that are not known (host)" in asked[1]
    assert paths(window.experiment) == []
    drop(window, a_log(tmp_path))  # no question: two of the columns are those of a recorded run
    assert len(asked) == (2 if answer == "Recorded run" else 1)


def test_that_more_recorded_runs_than_are_shown_are_reported_and_none_is_lost(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(with_log(*[a_log(tmp_path, f"{i}.csv") for i in range(26)]))
    assert "Of 26 recorded runs only the first 24 are shown" in words(window)
    assert len(dotted(window.loss)) == 24
    pick(window, qtbot, "Hide")
    assert len(paths(window.experiment)) == 26


def test_that_a_legend_names_no_recorded_run_that_is_not_drawn(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    view = {"recorded": [str(a_log(tmp_path, "log.csv")), str(a_path(tmp_path))]}
    window = open_window(
        an_experiment(line_data(), [a_run([1, 1], label="mine", batch={"size": 3})], epochs=4, view=view)
    )
    for unit, names in (("Step", ["mine", "log", "mine"]), ("Epoch", ["mine", "mine"])):  # a path stays on the surface
        window.bench.actions[f"actionTime{unit}"].trigger()
        settle(window)
        figure = Figure(window.scene, ("surface", "loss"), QSize(900, 600), window.theme)
        qtbot.addWidget(figure)
        assert figure.findChild(Legend).names == names
