"""Sweeps in the window: files are opened, cells read, and their runs opened by mouse and keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from gdviz import cli
from gdviz.commandline import display
from gdviz.commandline import window as command_of_window
from gdviz.editing.sweep_axes import axes_of
from gdviz.engine.cells import VERDICTS, cells_of, finished
from gdviz.engine.sweep_files import load
from gdviz.engine.sweeps import Sweep, sweep, sweeping
from gdviz.experiment import Experiment, Stop
from gdviz.gui import app
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.sweeps import sweep_view
from gdviz.gui.sweeps.sweep_form import rounded
from gdviz.gui.sweeps.sweep_plot import place_in
from gdviz.gui.sweeps.sweep_ruler import Ruler
from gdviz.gui.sweeps.sweep_view import SweepView
from gdviz.gui.sweeps.sweep_words import came_to
from gdviz.gui.widgets import choose_file
from tests.gui.conftest import OpenWindow
from tests.gui.driving import LEFT, NONE, choose_entry, hover, key, settle, wait_until
from tests.gui.shell.test_recorded import drop
from tests.making import a_run, an_experiment, line_data, quadratic

pytestmark = pytest.mark.one_window
CONTROL = Qt.KeyboardModifier.ControlModifier
RATES, MOMENTA = np.geomspace(0.01, 1.0, 9).tolist(), [0.0, 0.3, 0.6, 0.9]


def bowl(**more: object) -> Experiment:
    return an_experiment(quadratic(10, 1), [a_run((-1.5, 1.0), {"kind": "sgd", "lr": 0.05})], steps=60, **more)


def two_axes(value: str = "loss") -> Sweep:
    return sweep(bowl(), {"optimizer.momentum": MOMENTA, "optimizer.lr": RATES}, value)


def opened(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> SweepView:
    """Open a file by Ctrl+O."""
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(path))
    key(window, Qt.Key.Key_O, CONTROL)
    view = window.commands.sweeps.view
    assert view is not None
    wait_until(view.isVisible)
    settle(window)
    QTest.qWait(30)
    return view


def asked(window: MainWindow) -> SweepView:
    """The view with its fields, asked for by the menu."""
    choose_entry(window, "run", "actionSweep")
    view = window.commands.sweeps.view
    assert view is not None and view.form is not None
    return view


def click_cell(view: SweepView, column: int, row: int = 0) -> None:
    QTest.mouseClick(view.plot.viewport(), LEFT, NONE, view.plot.pixel_of(column, row).toPoint())


@pytest.mark.parametrize("suffix", [".npz", ".csv", ".nc"])
def test_that_a_file_of_a_sweep_opens_its_experiment_and_a_view(
    suffix: str, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, path = two_axes("verdict"), tmp_path / f"out{suffix}"
    made.save(path)
    view = opened(window, path, monkeypatch)
    assert window.experiment == made.cells.experiment and window.controller.model.path is None
    assert view.sweep is not None and np.array_equal(view.sweep.values, made.values, equal_nan=True)
    assert view.map.isVisible() and not view.line.isVisible()
    assert "verdict, over Momentum μ, Learning rate η (4 × 9 cells)" in view.about.text()


def test_that_a_click_on_a_cell_adds_its_run_which_ends_as_the_cell_did(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = two_axes("verdict")
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    for row, column in ((0, 3), (3, 5), (1, 8)):
        click_cell(view, column, row)
        settle(window)
        record = window.result.runs[window.controller.run]
        assert record.spec.optimizer.lr == RATES[column] and record.spec.optimizer.momentum == MOMENTA[row]
        assert record.verdict is not None and record.verdict.kind == VERDICTS[int(made.values[row, column])]
        assert record.w[-1].tolist() == made.ends[row, column].tolist()
    assert [spec.label for spec in window.experiment.runs][1] == "momentum = 0, η = 0.05623"
    click_cell(view, 3, 0)  # it is there already
    settle(window)
    assert len(window.experiment.runs) == 4 and window.controller.run == 1
    window.controller.model.undo()
    settle(window)
    assert len(window.experiment.runs) == 3


def test_that_a_cell_of_another_problem_opens_as_an_experiment_that_can_be_undone(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sweep(bowl(), {"steps": [10, 20, 40], "optimizer.lr": RATES})
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    before = window.experiment
    click_cell(view, 4, 1)
    settle(window)
    assert window.experiment.steps == 20 and len(window.experiment.runs) == 1
    assert window.result.runs[0].loss[-1] == made.values[1, 4]
    window.controller.model.undo()
    assert window.experiment == before


def test_that_the_mouse_reads_a_cell_and_keys_go_to_one_and_open_it(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = two_axes()
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    hover(view.plot.viewport(), view.plot.pixel_of(0, 0).toPoint())
    wait_until(lambda: view.words.text().startswith("momentum = 0, η = 0.01: loss "))
    assert view.at == [2, 4]
    view.plot.setFocus()
    QTest.keyClick(view.plot, Qt.Key.Key_Left)
    QTest.keyClick(view.plot, Qt.Key.Key_Up)
    assert view.at == [3, 3] and view.words.text().startswith("momentum = 0.9, η = 0.05623: loss ")
    assert view.plot.accessibleDescription() == view.words.text()
    QTest.keyClick(view.plot, Qt.Key.Key_Return)
    settle(window)
    assert window.result.runs[1].spec.optimizer.lr == RATES[3] and view.isVisible()


def test_that_one_axis_is_a_line_on_a_logarithmic_axis_and_says_where_runs_diverge(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    himmelblau = an_experiment("himmelblau", [a_run((-1.5, 1.0))], steps=60)
    made = sweep(himmelblau, {"optimizer.lr": np.geomspace(1e-3, 1.0, 13).tolist()})
    assert np.isinf(made.values[-1])
    made.save(tmp_path / "out.csv")
    view = opened(window, tmp_path / "out.csv", monkeypatch)
    assert view.line.isVisible() and view.line.across.values.kind == "log"
    (band,) = view.line.bands.bands
    assert band.word == "diverged" and view.line.across.ruler.ends[1] == pytest.approx(band.right)
    hover(view.plot.viewport(), view.plot.pixel_of(12, 0).toPoint())
    wait_until(lambda: view.words.text() == "η = 1: diverged")


def test_that_a_slider_moves_through_slices_of_one_scale(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sweep(bowl(), {"optimizer.momentum": MOMENTA, "optimizer.lr": RATES, "start[0]": [-2.0, 1.0, 5.0]})
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    (slider,) = view.sliders.values()
    ticks, cells = view.map.bar.ticks(), view.map.image.image.copy()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.toolTip() == "start w2 = 5" or slider.toolTip().endswith("= 5")
    assert view.map.bar.ticks() == ticks and not np.array_equal(view.map.image.image, cells)
    click_cell(view, 2, 1)
    settle(window)
    assert window.result.runs[-1].loss[-1] == made.values[1, 2, 2]


def test_that_an_unfinished_sweep_says_so_and_goes_on(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = two_axes()
    made = Sweep.empty(whole.cells)
    for _, _ in zip(range(5), sweeping(made, seconds=1e-9), strict=False):
        pass
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    assert view.remark.text() == "31 of 36 cells are not computed yet."
    assert (view.map.image.image[..., 3] == 0).sum() == 31  # the hatching is seen
    QTest.mouseClick(view.go, LEFT)
    wait_until(lambda: not view.busy and not view.go.isVisible())
    assert view.sweep is not None and np.array_equal(view.sweep.values, whole.values)
    assert not view.remark.isVisible()


def test_that_what_failed_is_marked_counted_and_says_why(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gdviz.messages import message

    made = two_axes()
    made.values[0, 1] = np.nan
    made.failed[1] = message("{why}", why="no memory")
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    assert view.remark.text() == "1 of 36 cells could not be computed." and view.map.marks.failed == [(1, 0)]
    hover(view.plot.viewport(), view.plot.pixel_of(1, 0).toPoint())
    wait_until(lambda: view.words.text().endswith("could not be computed: no memory"))
    assert any("no memory" in line for line in view.facts(view.sweep))


def test_that_a_damaged_file_is_reported_in_a_sentence_and_nothing_changes(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: messages.append(f"{box.text()} {box.informativeText()}"))
    made, before = two_axes(), window.experiment
    for suffix in (".csv", ".npz"):
        path = tmp_path / f"cut{suffix}"
        made.save(path)
        path.write_bytes(path.read_bytes()[:900])
        monkeypatch.setattr(choose_file, "open_file", lambda *_, path=path: str(path))
        key(window, Qt.Key.Key_O, CONTROL)
    assert messages == [
        f"cut{suffix} was not opened. cut{suffix}: is damaged or cut off" for suffix in (".csv", ".npz")
    ]
    assert window.experiment == before


def test_that_samples_still_open_as_data(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Path] = []
    path = tmp_path / "samples.csv"
    path.write_bytes("값,y\n1,2\n3,4\n".encode("cp949"))
    monkeypatch.setattr(window.data, "open_data", taken.append)
    monkeypatch.setattr(choose_file, "open_file", lambda *_: str(path))
    key(window, Qt.Key.Key_O, CONTROL)
    assert taken == [path]


def test_that_several_seeds_show_the_share_that_arrives(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noisy = an_experiment(quadratic(10, 1, noise={"std": 2.0}), [a_run((-1.5, 1.0))], steps=40)
    made = sweep(noisy, {"optimizer.lr": RATES}, "steps", target=0.05, seeds=3)
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    assert view.line.isVisible() and view.share.isVisible()
    assert view.share.heights.tolist() == pytest.approx((100 * made.share).tolist())
    cells = made.cells
    firsts = [finished(replace(cells.experiment_at(i), seed=cells.seeds_of(i)[0], stop=Stop(loss=0.05))).updates
              for i in range(cells.count)]  # fmt: skip
    column = next(i for i, first in enumerate(firsts) if np.isfinite(made.values[i]) and first != made.values[i])
    click_cell(view, column)
    settle(window)  # of the three runs the one whose steps are the median
    assert window.result.runs[0].updates == made.values[column]


def test_that_the_view_follows_language_and_theme(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    two_axes("verdict").save(tmp_path / "out.npz")
    assert window.files.open_path(tmp_path / "out.npz")
    view = window.commands.sweeps.view
    assert view is not None
    window.set_language("ko")
    QTest.qWait(50)
    assert "판정" in view.about.text() and "수렴" in view.legend.text()
    window.set_theme("dark")
    assert view.map.theme is not None and view.map.theme.is_dark
    window.set_language("en")
    QTest.qWait(50)


def test_that_a_word_stands_where_it_fits_into_its_region() -> None:
    mask = np.zeros((6, 10), dtype=bool)
    mask[2:5, 3:9] = True
    assert place_in(mask, 4, 3) == (4, 2)
    assert place_in(mask, 7, 1) is None


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.1, 0.2, 0.3], "linear"),
        ([0.001, 0.01, 0.1], "log"),
        ([1, 2, 4, 8], "equal"),
        ([0.1, 0.5, 0.2], "equal"),
        ([0.0103, 0.0316, 0.1], "log"),
    ],
)
def test_that_the_ruler_suits_the_values(values: list[float], kind: str) -> None:
    ruler = Ruler.of(values)
    assert ruler.kind == kind
    assert [ruler.number_at(ruler.place(number)) for number in range(len(values))] == list(range(len(values)))
    assert ruler.place_of(values[1]) == pytest.approx(ruler.place(1), rel=0.01)


def test_that_a_sweep_of_the_open_experiment_is_computed_and_saved(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(bowl())
    choose_entry(window, "run", "actionSweep")
    view = window.commands.sweeps.view
    assert view is not None and view.isVisible() and view.form is not None
    form = view.form
    assert form.axes[0][0].currentText() == "Learning rate η" and form.axes[1][0].currentText() == "Momentum μ"
    assert (form.axes[0][1].value(), form.axes[1][2].value()) == (0.002, 0.99)
    for (_, _, _, count), number in zip(form.axes, ("9", "5"), strict=True):
        count.selectAll()
        QTest.keyClicks(count, number)
        QTest.keyClick(count, Qt.Key.Key_Return)
    QTest.mouseClick(form.button, LEFT)
    wait_until(lambda: not view.busy and view.sweep is not None and bool(view.sweep.done.all()))
    assert view.sweep is not None and view.sweep.values.shape == (5, 9) and view.map.isVisible()
    monkeypatch.setattr(choose_file, "save_file", lambda *_: (str(tmp_path / "mine.csv"), ""))
    QTest.mouseClick(view.save_button, LEFT)
    held = load(tmp_path / "mine.csv")
    assert held is not None and np.array_equal(held.values, view.sweep.values, equal_nan=True)
    monkeypatch.setattr(choose_file, "save_file", lambda *_: (str(tmp_path / "mine.png"), ""))
    QTest.mouseClick(view.image_button, LEFT)
    assert QImage(str(tmp_path / "mine.png")).width() == 2 * view.picture.width()


def test_that_a_sweep_that_cannot_be_saved_is_reported(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(bowl())
    view = asked(window)
    QTest.mouseClick(view.form.button, LEFT)
    wait_until(lambda: not view.busy and view.sweep is not None)
    said: list[str] = []
    monkeypatch.setattr(window.files, "say", lambda title, text: said.append(text))
    for name in ("mine.csv", "mine.npz"):
        monkeypatch.setattr(choose_file, "save_file", lambda *_, name=name: (str(tmp_path / "missing" / name), ""))
        QTest.mouseClick(view.save_button, LEFT)
    assert said == [f"{tmp_path / 'missing' / name}: No such file or directory" for name in ("mine.csv", "mine.npz")]


def test_that_a_stopped_sweep_keeps_what_is_done(open_window: OpenWindow) -> None:
    window = open_window(bowl())
    view = asked(window)
    for _, _, _, count in view.form.axes:  # more cells than are computed between two looks of a busy machine
        count.setValue(300)
    QTest.mouseClick(view.form.button, LEFT)
    wait_until(lambda: view.sweep is not None and int(view.sweep.done.sum()) > 3)
    assert view.progress.isVisible() and view.go.text() == "Stop"
    QTest.mouseClick(view.go, LEFT)
    wait_until(lambda: not view.busy)
    assert view.sweep is not None
    done = int(view.sweep.done.sum())
    QTest.qWait(100)
    assert 3 < done < view.sweep.cells.count and int(view.sweep.done.sum()) == done
    assert view.remark.text().endswith("cells are not computed yet.") and view.go.text() == "Compute the rest"


def test_that_several_seeds_are_asked_for_where_chance_matters(open_window: OpenWindow) -> None:
    window = open_window(bowl())
    choose_entry(window, "run", "actionSweep")
    view = window.commands.sweeps.view
    assert view is not None and view.form is not None and not view.form.seeds.isVisible()
    drawn = an_experiment(line_data(20), [a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch={"size": 4})], steps=10)
    window.controller.model.open(drawn, None)
    settle(window)
    choose_entry(window, "run", "actionSweep")
    form = view.form
    assert form.seeds.isVisible() and form.seeds.accessibleName() == "seeds"
    for field, number in ((form.axes[0][3], "3"), (form.axes[1][3], "2"), (form.seeds, "5")):
        field.selectAll()
        QTest.keyClicks(field, number)
    QTest.mouseClick(form.button, LEFT)
    wait_until(lambda: not view.busy and view.sweep is not None and bool(view.sweep.done.all()))
    assert view.sweep is not None and view.sweep.cells.seeds == 5
    expected = sweep(drawn, {axis.path: axis.values for axis in view.sweep.cells.axes}, seeds=5)
    np.testing.assert_array_equal(view.sweep.values, expected.values)


def test_that_a_range_that_makes_no_sense_is_reported(open_window: OpenWindow) -> None:
    window = open_window(bowl())
    view = asked(window)
    low = view.form.axes[0][1]
    low.selectAll()
    QTest.keyClicks(low, "7")
    QTest.mouseClick(view.form.button, LEFT)
    assert "a range must rise, got 7 to" in view.form.problem.text() and not view.busy


def test_that_a_sweep_is_dropped_and_takes_no_place_as_a_recorded_run(window: MainWindow, tmp_path: Path) -> None:
    made = two_axes()
    made.save(tmp_path / "dropped.csv")  # its columns lr and loss are those of recorded runs, too
    drop(window, tmp_path / "dropped.csv")
    wait_until(lambda: window.commands.sweeps.view is not None and window.commands.sweeps.view.isVisible())
    assert window.experiment == made.cells.experiment


def test_that_the_command_line_opens_a_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, given = two_axes(), dict[str, object]()
    made.save(tmp_path / "out.npz")
    monkeypatch.setattr(display, "missing", lambda: None)
    monkeypatch.setattr(command_of_window, "prepare", lambda: None)
    monkeypatch.setattr(app, "main", lambda experiment, path, **more: given.update(more, experiment=experiment) or 0)
    assert cli.main([str(tmp_path / "out.npz")]) == 0
    assert given["sweep"] == tmp_path / "out.npz" and given["experiment"] == made.cells.experiment


def test_that_a_damaged_sweep_ends_the_command_line_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.csv").write_text('# gdviz-sweep {"value": "loss", "exper', encoding="utf-8")
    assert cli.main([str(tmp_path / "cut.csv")]) == 2
    assert capsys.readouterr().err == "gdviz: cut.csv: is damaged or cut off\n"


def test_that_proposed_values_read_well_and_stay_apart() -> None:
    assert rounded([0.001, 0.0031622776, 0.01]) == [0.001, 0.003162, 0.01]
    assert rounded([1.00001, 1.00002, 1.00003]) == [1.00001, 1.00002, 1.00003]


def test_that_values_far_above_the_others_leave_the_axis_and_are_reported(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sweep(bowl(), {"optimizer.lr": RATES})
    assert made.values[-1] > 1e50
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    assert view.line.box.viewRange()[1][1] < 10 and view.line.bands.bands[0].word == "off the scale"


def test_that_the_fields_of_a_sweep_follow_what_is_open(open_window: OpenWindow) -> None:
    window = open_window(bowl())
    view = asked(window)
    low = view.form.axes[0][1]
    low.setValue(0.002)
    window.controller.edit_whole(window.experiment.replace("steps", 7), lambda: "steps", 0)
    settle(window)
    assert low.value() == 0.002 and view.form.cells().experiment.steps == 7
    other = an_experiment("himmelblau", [a_run((1, 1), {"kind": "adam", "lr": 0.02})], steps=11)
    window.controller.model.open(other, None)
    settle(window)
    for _, _, _, count in view.form.axes:
        count.setValue(2)
    QTest.mouseClick(view.form.button, LEFT)
    wait_until(lambda: not view.busy and view.sweep is not None and bool(view.sweep.done.all()))
    assert view.sweep is not None and view.sweep.cells.experiment == window.experiment


def test_that_stopping_a_sweep_does_not_wait_for_its_cell(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, begun = threading.Event(), threading.Event()

    def slow(made: Sweep, **_: float) -> Iterator[None]:
        begun.set()
        goes_on.wait(60)
        yield

    monkeypatch.setattr(sweep_view, "sweeping", slow)
    window = open_window(bowl())
    view = asked(window)
    QTest.mouseClick(view.form.button, LEFT)
    wait_until(begun.is_set)
    QTest.mouseClick(view.go, LEFT)
    assert view.busy and not goes_on.is_set() and not view.go.isEnabled()
    goes_on.set()
    wait_until(lambda: not view.busy and view.go.isEnabled())
    assert view.go.text() == "Compute the rest"


def test_that_steps_are_counted_to_the_loss_of_each_cell(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sweep(replace(bowl(), stop=Stop(loss=0.1)), {"stop.loss": [1.0, 0.1, 1e-30]}, "steps")
    made.save(tmp_path / "out.npz")
    view = opened(window, tmp_path / "out.npz", monkeypatch)
    assert "steps to the loss at which it stops" in view.about.text()
    assert came_to(made, (1,)) == f"{made.values[1]:.0f} steps to the loss 0.1"
    assert came_to(made, (2,)) == "does not reach the loss 1e-30"


def test_that_another_sweep_begins_with_its_values(window: MainWindow) -> None:
    drawn = an_experiment(line_data(20), [a_run([0, 0], batch={"size": 4})], steps=5)
    rates = {"optimizer.lr": [0.01, 0.1, 3.0]}
    window.commands.sweeps.show(sweep(drawn, {"optimizer.momentum": [0.0, 0.5], **rates}, "verdict", seeds=3))
    view = window.commands.sweeps.view
    assert view is not None
    view.colour.setCurrentIndex(1)
    view.colour.activated.emit(1)
    assert view.colour.currentData() == "share"
    window.commands.sweeps.show(sweep(drawn, rates, "verdict", seeds=3))
    assert view.colour.currentData() == "verdict"


def test_that_a_refusal_of_the_fields_is_reported_in_the_language_of_the_window(open_window: OpenWindow) -> None:
    window = open_window(bowl())
    view = asked(window)
    view.form.axes[0][1].setValue(5.0)
    view.form.axes[0][2].setValue(1.0)
    QTest.mouseClick(view.form.button, LEFT)
    assert "a range must rise" in view.form.problem.text()
    window.set_language("ko")
    settle(window)
    assert "a range must rise" not in view.form.problem.text() and view.form.problem.text()


@pytest.mark.parametrize("name", ["base_momentum", "max_momentum"])
def test_that_the_range_that_is_proposed_is_allowed(name: str) -> None:
    schedule = {"kind": "one_cycle", "max_lr": 0.05, "total_steps": 20}
    run = a_run((1, 1), {"kind": "sgd", "lr": 0.01, "momentum": 0.9}, schedule=schedule)
    experiment = an_experiment(quadratic(1, 25), [run], steps=20)
    axis = next(axis for axis in axes_of(experiment, 0) if axis.path == f"schedule.{name}")
    assert cells_of(experiment, {axis.path: axis.values(5).tolist()}).count == 5
