from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QToolButton, QToolTip

import gdviz
from gdviz.backend import Backend
from gdviz.engine import accumulation
from gdviz.gui.data.data_view import DataView
from gdviz.gui.data.open_data import OpenDataDialog
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.data_lab import canvas, lab, lonely, on_data, place, sample_place, targets
from tests.gui.driving import NONE, child, choose, click, drag, fill_in, hover, key, settle, wait_until
from tests.making import a_run, an_experiment, line_data

pytestmark = pytest.mark.one_window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on 100 samples in five batches."""
    return open_window(on_data())


def test_that_a_surface_has_no_data_lab(open_window: OpenWindow) -> None:
    assert open_window().findChild(DataView) is None


def test_that_data_bring_the_lab_and_a_surface_hides_it(open_window: OpenWindow) -> None:
    window = open_window()
    choose(window, "surfaceCombo", ("data", "noisy_line"))
    settle(window)
    assert lab(window).isVisible()
    choose(window, "surfaceCombo", ("surface", "sphere"))
    settle(window)
    assert not lab(window).isVisible()


def test_that_the_lab_makes_room_for_a_problem_of_more_parameters(window: MainWindow) -> None:
    settle(window)
    window.playhead = 3
    wait_until(lambda: lab(window).shown_update is not None)
    window.controller.edit("problem", {"kind": "quadratic", "matrix": np.eye(3).tolist()})
    settle(window)
    assert not lab(window).isVisible() and window.surface.runs is not None and window.surface.runs.problem.dim == 3


def test_that_nothing_is_computed_for_a_hidden_lab(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(window, "surfaceCombo", ("surface", "sphere"))
    settle(window)
    monkeypatch.setattr(lab(window), "_draw", lambda: pytest.fail("drawn while hidden"))
    window.playhead = 3
    key(window, Qt.Key.Key_Right)


def test_that_a_lab_that_is_folded_away_rests_and_then_catches_up(window: MainWindow) -> None:
    shown_update = lab(window).shown_update
    window.bench.actions["actionFoldRight"].setChecked(False)
    window.playhead = 7
    assert lab(window).shown_update is shown_update
    window.bench.actions["actionFoldRight"].setChecked(True)
    assert lab(window).shown_update.step == 7


def test_that_the_arrows_on_the_surface_are_seen_with_the_lab_and_not_in_the_fog(window: MainWindow) -> None:
    for _ in range(4):
        window.bench.actions["actionSubStep"].trigger()
    arrows, shown_update = window.data._arrows, lab(window).shown_update
    assert len(arrows.arrows) == 2 and arrows.isVisible()
    for on in (False, True):
        window.bench.actions["actionFoldRight"].setChecked(on)
        assert arrows.isVisible() == on
    assert len(arrows.arrows) == 2 and lab(window).shown_update is shown_update, "nothing was drawn again"
    for fog in (True, False):
        window.bench.change(fog=fog)
        assert arrows.isVisible() != fog


def test_that_the_ruler_says_which_batch_comes_next(window: MainWindow) -> None:
    window.playhead = 7
    assert lab(window).position.text() == "next: epoch 2 of 6, iteration 3 of 5"
    assert lab(window).sentence.text() == "100 samples / batch 20 = 5 iterations an epoch"
    window.playhead = 30
    assert lab(window).position.text() == "after epoch 6 of 6, iteration 5 of 5"


def test_that_the_smaller_last_batch_is_mentioned(open_window: OpenWindow) -> None:
    window = open_window(on_data("noisy_line_96"))
    shown_update = lab(window).sentence.text()
    assert shown_update == "96 samples / batch 20 = 5 iterations an epoch; the last batch has 16"


def test_that_a_click_on_a_batch_goes_to_its_update(window: MainWindow) -> None:
    window.playhead = 6
    strip = lab(window).strip
    click(strip, QPoint(round(strip.width() * 0.7), strip.height() - 6))
    assert window.playhead == 8


def test_that_the_model_moves_with_the_playhead(window: MainWindow) -> None:
    curve = lab(window).plot.curves[0]
    window.playhead = 10
    x, y = curve.getData()
    w, b = window.result.runs[0].w[10]
    assert np.allclose(y, w * x + b)


def test_that_a_sample_under_the_mouse_shows_its_numbers_and_its_gradient(window: MainWindow) -> None:
    sample = lonely(window)
    hover(canvas(window), sample_place(window, sample))
    readout = lab(window).plot.readout
    assert readout.isVisible()
    target = float(targets(window)[sample])
    assert f"sample {sample + 1}" in readout.text()
    assert f"{target**2:.4g}" in readout.text()  # the loss at w = 0
    arrows = window.data._arrows.arrows
    x = float(window.experiment.problem.data.x[sample, 0])
    assert np.allclose(arrows[-1].vector, [2 * target * x, 2 * target])
    hover(canvas(window), QPoint(2, 2))
    assert not window.data._arrows.arrows


def test_that_the_text_about_a_sample_does_not_hide_it(open_window: OpenWindow) -> None:
    window = open_window(on_data("two_clusters", "logistic_regression", (0, 0, 0)))
    plot = lab(window).plot
    for sample in range(0, 200, 20):
        if sample not in plot.layer._marks.index:
            continue
        at = plot.plot.mapFromScene(plot.box.mapToScene(plot.layer.pixel_of(sample)))
        hover(canvas(window), at)
        assert plot.readout.isVisible()
        spot = plot.readout.parentWidget().mapFromGlobal(canvas(window).mapToGlobal(at))
        assert not plot.readout.geometry().contains(spot)
        assert window.rect().contains(plot.readout.geometry())
    window.bench.actions["actionFoldRight"].setChecked(False)
    assert not plot.readout.isVisible()


def test_that_a_dragged_sample_is_one_named_undo_step_and_moves_the_surface(window: MainWindow) -> None:
    sample, before = lonely(window), window.experiment
    start = sample_place(window, sample)
    drag(canvas(window), start, start + QPoint(3, 5), start + QPoint(10, 20))
    settle(window)
    assert targets(window)[sample] < before.problem.data.y[sample]
    assert window.controller.model.undo_stack.count() == 1
    assert window.controller.model.undo_stack.undoText() == f"move sample {sample + 1}"
    assert window.result.runs[0].problem.minima[0].w != gdviz.problem(before.problem).minima[0].w
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.experiment == before


def test_that_a_double_click_adds_a_sample(window: MainWindow) -> None:
    QTest.mouseDClick(canvas(window), Qt.MouseButton.LeftButton, NONE, place(window, -1.0, 4.0))
    settle(window)
    data = window.experiment.problem.data
    assert len(data.y) == 101
    assert data.x[-1, 0] == pytest.approx(-1.0, abs=0.05)
    assert data.y[-1] == pytest.approx(4.0, abs=0.2)
    assert window.controller.model.undo_stack.undoText() == "add a sample"


def test_that_delete_removes_the_sample_that_was_clicked(window: MainWindow) -> None:
    sample = lonely(window)
    click(canvas(window), sample_place(window, sample))
    gone = targets(window)[sample]
    key(window, Qt.Key.Key_Delete)
    settle(window)
    assert len(targets(window)) == 99
    assert gone not in targets(window)


def test_that_keys_choose_and_move_a_sample(window: MainWindow) -> None:
    click(canvas(window), place(window, -1.0, 4.0))
    key(window, Qt.Key.Key_PageDown)
    before = targets(window)[0]
    key(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert targets(window)[0] > before
    assert window.playhead == 0


def test_that_no_sample_is_chosen_or_held_where_other_data_have_fewer(window: MainWindow) -> None:
    few = an_experiment(line_data(3), [a_run([0, 0])])
    for last in (Qt.Key.Key_Delete, None):
        sample = lonely(window)
        click(canvas(window), place(window, -1.0, 4.0))
        key(window, Qt.Key.Key_PageUp)
        drag(canvas(window), sample_place(window, sample), place(window, 0.5, 0.5), release=last is not None)
        window.controller.model.open(few, None)
        settle(window)
        if last is not None:
            key(window, last)
        else:
            drag(canvas(window), place(window, 0.5, 0.5), place(window, 0.2, 0.8))
        settle(window)
        assert len(targets(window)) == 3
        window.controller.model.open(on_data(), None)
        settle(window)


def test_that_the_menu_of_a_sample_gives_it_the_other_class(open_window: OpenWindow) -> None:
    window = open_window(on_data("cancer_radius", "logistic_regression"))
    sample = lonely(window)
    was = targets(window)[sample]
    QApplication.sendEvent(canvas(window), menu_event(window, sample))
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.objectName() == "sampleMenu")
    menu.actions()[1].trigger()
    menu.close()
    settle(window)
    assert targets(window)[sample] == 1 - was


def menu_event(window: MainWindow, sample: int) -> QContextMenuEvent:
    """What the right button makes of itself over a sample."""
    spot = sample_place(window, sample)
    return QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, canvas(window).mapToGlobal(spot))


@pytest.mark.own_window  # a window says it once
def test_that_leaving_the_source_is_reported_once(window: MainWindow) -> None:
    messages: list[str] = []
    note = window.status.note
    window.status.note = lambda text: (messages.extend([text] if text else []), note(text))  # type: ignore[method-assign]
    for x in (-1.0, 0.0):
        QTest.mouseDClick(canvas(window), Qt.MouseButton.LeftButton, NONE, place(window, x, 4.0))
        settle(window)
        assert window.status.verdict.text()[:20] in messages[0], "seen, too"
        window.bench.actions["actionUndo"].trigger()
        settle(window)
    assert len(messages) == 1
    assert "undo brings back" in messages[0]


def test_that_a_batch_too_large_for_the_memory_is_reported_and_changes_no_number(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = on_data(size=50)
    whole = gdviz.run(plan).runs[0]
    monkeypatch.setattr(accumulation, "ALWAYS_FITS", 0)
    monkeypatch.setattr(Backend, "free_memory", lambda self: 2000)
    window = open_window(plan)
    sentence = "a batch of 50 does not fit into memory: its gradient is accumulated over chunks of 12"
    assert window.status.verdict.text() == sentence
    record = window.result.runs[0]
    for name in ("w", "grad", "loss", "batch_loss"):
        np.testing.assert_allclose(getattr(record, name), getattr(whole, name), rtol=1e-12, atol=1e-12)
    fill_in(window, "lrField", "0.04")
    settle(window)
    device = window.status.device
    QApplication.sendEvent(device, QHelpEvent(QEvent.Type.ToolTip, QPoint(3, 3), device.mapToGlobal(QPoint(3, 3))))
    assert QToolTip.text() == sentence and device.text() == "NumPy *"
    QToolTip.hideText()


def test_that_one_sample_is_batch_1_and_shows_what_becomes_of_all(window: MainWindow) -> None:
    button = child(window, "oneSampleButton", QToolButton)
    window.resize(1440, 1000)
    QApplication.processEvents()
    click(button)
    settle(window)
    assert window.experiment.runs[0].batch.size == 1
    assert lab(window).strip.after_shown
    click(button)
    settle(window)
    assert window.experiment.runs[0].batch.size == 20
    assert not lab(window).strip.after_shown


def test_that_the_small_lab_asks_for_the_arrangement_in_which_it_is_large(window: MainWindow) -> None:
    assert window.bench.scene.arrangement == "all"
    click(child(window, "enlargeDataButton", QToolButton))
    state = window.controller.view_model.state
    assert state.person.arranged and state.experiment.arrangement == "data"
    assert window.bench.scene.arrangement == "data"
    window.controller.view_model.change(arranged=False)
    assert child(window, "enlargeDataButton", QToolButton).isVisible()


def test_that_the_flow_carries_the_numbers_of_the_update(window: MainWindow) -> None:
    window.playhead = 3
    record = window.result.runs[0]
    links = lab(window).flow.links()
    assert [link.stage for link in links] == [1, 2, 2, 3, 3, 4, 4]
    assert links[4].value == f"{record.batch_loss[3]:.3g}"
    assert links[6].value == "({:.3g}, {:.3g})".format(*record.w[4])


def test_that_collinear_features_are_named(open_window: OpenWindow) -> None:
    data = {"kind": "inline", "x": [[1, 2], [2, 4], [3, 6], [4, 8]], "y": [1, 2, 3, 4]}
    window = open_window(an_experiment({"kind": "linear_regression", "data": data}, [a_run((0, 0, 0))], epochs=3))
    english = lab(window).remark.text()
    assert "valley" in english
    window.set_language("ko")
    QApplication.processEvents()
    assert lab(window).remark.text() not in ("", english)


def test_that_two_classes_have_a_boundary_where_the_model_is_undecided(open_window: OpenWindow) -> None:
    problem = {"kind": "logistic_regression", "intercept": False, "data": {"kind": "builtin", "name": "two_clusters"}}
    window = open_window(an_experiment(problem, [a_run((1, 0.2), batch={"size": 20})], epochs=6))
    window.playhead = 20
    x, y = lab(window).plot.curves[0].getData()
    w = window.result.runs[0].w[20]
    assert len(x) > 1
    assert np.allclose(w[0] * x + w[1] * y, 0, atol=0.02)


def test_that_predictions_stand_against_targets_when_asked(open_window: OpenWindow) -> None:
    data = {"kind": "synthetic", "shape": "line", "features": 3, "n": 40}
    window = open_window(an_experiment({"kind": "linear_regression", "data": data}, [a_run((0, 0, 0, 0))], epochs=3))
    combo = child(window, "dataAxisCombo", QComboBox)
    click(combo)
    wait_until(combo.view().isVisible)
    QTest.keyClick(combo.view(), Qt.Key.Key_End)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    axes = lab(window).plot.axes
    assert axes.against
    problem, w = axes.problem, window.result.runs[0].w[0]
    index = lab(window).shown_update.index
    assert np.allclose(lab(window).plot.layer._marks.points[:, 0], problem.samples.y[index])
    assert np.allclose(lab(window).plot.layer._marks.points[:, 1], problem.predict(w, problem.samples.x)[index])


def test_that_of_many_samples_some_are_drawn_and_a_note_says_so(open_window: OpenWindow) -> None:
    data = {"kind": "synthetic", "shape": "line", "n": 100_000}
    experiment = an_experiment(
        {"kind": "linear_regression", "data": data}, [a_run((0, 0), batch={"size": 64})], steps=5
    )
    window = open_window(experiment)
    assert "of 100,000 samples are drawn" in lab(window).plot.note.text()
    assert len(lab(window).plot.layer._marks.points) <= 1000


def test_that_little_room_shows_one_page_at_a_time(window: MainWindow) -> None:
    window.resize(1024, 700)
    settle(window)
    assert window.surface.height() > 250
    window.resize(1024, 600)
    settle(window)
    assert lab(window).plot.isVisible() and not lab(window).flow.isVisible()
    click(child(window, "flowPageButton", QPushButton))
    assert lab(window).flow.isVisible() and not lab(window).plot.isVisible()


def test_that_another_experiment_begins_with_the_first_page_and_axes_of_the_lab(window: MainWindow) -> None:
    features = an_experiment(on_plane(3), [a_run([0] * 4)], epochs=4)
    window.controller.model.open(features, None)
    window.resize(1024, 600)
    settle(window)
    view = lab(window)
    axis = child(window, "dataAxisCombo", QComboBox)
    axis.setCurrentIndex(axis.findData(2))
    axis.activated.emit(axis.currentIndex())
    view.plot.box.setRange(xRange=(0, 0.1), yRange=(0, 0.1), padding=0)
    view.plot.layer.set_chosen(3, None)
    click(child(window, "flowPageButton", QPushButton))
    assert view.flow.isVisible() and view.plot.axes.x == 2
    surface = an_experiment("sphere", [a_run((1, 1))], steps=5)
    for between in (None, surface):
        if between is not None:
            click(child(window, "flowPageButton", QPushButton))
            window.controller.model.open(between, None)
            settle(window)
        window.controller.model.open(features, None)
        settle(window)
        assert view.plot.isVisible() and not view.flow.isVisible()
        assert (view.plot.axes.x, axis.currentData(), view.plot.layer.chosen) == (0, 0, None)
        assert view.plot.box.viewRange()[0][1] > 1


def test_that_a_dropped_file_of_samples_becomes_the_problem(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "houses.csv"
    file.write_text("size,price\n" + "".join(f"{i},{2 * i + 1}\n" for i in range(30)))

    def answer(dialog: OpenDataDialog) -> int:
        dialog.show()
        click(dialog.open_button)
        wait_until(lambda: not dialog.isVisible())
        return dialog.result()

    monkeypatch.setattr(OpenDataDialog, "exec", answer)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), copy, data, left, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, NONE))
    wait_until(lambda: window.controller.model.undo_stack.count() == 1)
    settle(window)
    assert window.experiment.problem.data.names == ("size",)
    assert window.controller.model.undo_stack.undoText().startswith("open data")
    assert lab(window).plot.axes.names() == ("size", "price")


def test_that_a_lab_out_of_sight_keeps_nothing_of_another_problem(window: MainWindow) -> None:
    shown_update = (
        {"kind": "quadratic", "matrix": np.eye(3).tolist()},
        on_plane(5),
        {"kind": "surface", "name": "parabola_1d"},
    )
    for problem in shown_update:
        window.controller.edit("problem", on_plane(1))
        settle(window)
        window.bench.actions["actionFoldRight"].setChecked(False)
        window.controller.edit("problem", problem)
        settle(window)
        for language in ("ko", "en"):  # a hidden view hears of the language, too
            window.set_language(language)
            QApplication.processEvents()
        window.set_theme("dark")
        window.bench.actions["actionFoldRight"].setChecked(True)
        settle(window)
        lab = window.data.view
        assert lab is not None and window.data._arrows is not None
        assert lab.isVisible() == (problem["kind"] == "linear_regression")
        assert all(len(arrow.vector) == 2 for arrow in window.data._arrows.arrows)


def on_plane(features: int) -> dict[str, Any]:
    """A linear regression of some features."""
    x = np.random.default_rng(3).standard_normal((20, features))
    return {"kind": "linear_regression", "data": {"kind": "inline", "x": x.tolist(), "y": x.sum(axis=1).tolist()}}


def test_that_axes_that_were_chosen_stay_while_samples_are_edited_out_of_sight(window: MainWindow) -> None:
    window.controller.edit("problem", on_plane(3))
    settle(window)
    axis = child(window, "dataAxisCombo", QComboBox)
    axis.setCurrentIndex(axis.findData(2))
    axis.activated.emit(axis.currentIndex())
    window.bench.actions["actionFoldRight"].setChecked(False)
    window.controller.edit("problem.data", {**on_plane(3)["data"], "y": list(range(20))})
    settle(window)
    window.bench.actions["actionFoldRight"].setChecked(True)
    settle(window)
    assert lab(window).plot.axes.x == 2


def test_that_room_and_heights_end_with_the_data_that_asked_for_them(open_window: OpenWindow) -> None:
    window = open_window()
    body, right = window.splitters["body"], window.splitters["right"]
    heights, widths = (window.card.height(), window.table.height()), body.sizes()
    assert right.isVisible()
    for leave in ("another surface", "another experiment"):
        window.controller.edit("problem", on_data().to_dict()["problem"])
        settle(window)
        lab(window).room_action.trigger()
        QApplication.processEvents()
        assert body.sizes()[2] > widths[2] and window.card.height() < heights[0]
        if leave == "another surface":
            window.controller.edit("problem", {"kind": "surface", "name": "sphere"})
        else:
            window.controller.model.open(an_experiment({"kind": "surface", "name": "sphere"}, [a_run((1, 1))]), None)
        settle(window)
        wait_until(lambda: (window.card.height(), window.table.height()) == heights)
        assert body.sizes() == widths and not window.scene.state.moment.lab_room


def test_that_other_data_have_no_more_room_than_at_first(window: MainWindow) -> None:
    width = window.splitters["body"].sizes()[2]
    lab(window).room_action.trigger()
    assert window.splitters["body"].sizes()[2] > width
    window.controller.model.open(on_data("noisy_line_96"), None)
    settle(window)
    assert window.splitters["body"].sizes()[2] == width and not lab(window).room_action.isChecked()


def test_that_the_menu_of_the_lab_shows_what_is_chosen(window: MainWindow) -> None:
    view = lab(window)
    assert (view.room_action.isChecked(), view.shuffle_action.isChecked()) == (False, True)
    window.bench.change(lab_room=True, shuffle=False)
    assert (view.room_action.isChecked(), view.shuffle_action.isChecked()) == (True, False)
    view.room_action.trigger()
    view.shuffle_action.trigger()
    moment = window.scene.state.moment
    assert (moment.lab_room, moment.shuffle) == (False, True)
