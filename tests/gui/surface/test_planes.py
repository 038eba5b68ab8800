"""Planes through many parameters, in the window: chosen, followed, dragged in, kept; and the table of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QTableView

import gdviz
from gdviz.editing.run_view import RunsView
from gdviz.engine import planes
from gdviz.engine.planes import PlaneProblem
from gdviz.gui.card.parameter_table import ParameterTable
from gdviz.gui.export.figure import Figure
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.surface.surface_plane import SurfacePlane
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, drag, key, open_menu, place_in_surface, settle, wait_until
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window

RANDOM = np.random.default_rng(11)
VECTORS, _ = np.linalg.qr(RANDOM.standard_normal((5, 5)))
VALUES = np.array([8.0, 4.0, 1.0, 0.5, 0.2])
MATRIX = VECTORS * VALUES @ VECTORS.T
QUADRATIC = {"kind": "quadratic", "matrix": ((MATRIX + MATRIX.T) / 2).tolist(), "minimum": [1, 0, -1, 2, 0]}
START = (3.0, -2.0, 1.0, 0.5, 2.0)
WAVES = {
    "kind": "model", "prediction": "a*sin(b*x) + c*x", "parameters": ["a", "b", "c"], "loss": "mse",
    "data": {"kind": "inline", "x": [[-1], [0.5], [2], [3]], "y": [1, 0, 2, -1]},
}  # fmt: skip
SLOW = {"kind": "sgd", "lr": 0.05}


def flat(window: MainWindow) -> PlaneProblem:
    runs = window.surface.runs
    assert runs is not None and runs.flat is not None
    return runs.flat


def plane_of(window: MainWindow) -> SurfacePlane:
    assert window.surface.plane is not None
    return window.surface.plane


def choose(window: MainWindow, name: str) -> None:
    """Press the button in the head of the surface, and an entry of its menu."""
    click(plane_of(window).button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.objectName() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    settle(window)
    wait_until(lambda: not window.surface.image.busy)


def drag_over(window: MainWindow, *places: tuple[float, float], release: bool = True) -> None:
    """Press at a place of the surface and go through others."""
    drag(window.surface.graphics.viewport(), *(place_in_surface(window, *place) for place in places), release=release)
    settle(window)


def hover(window: MainWindow, place: QPoint) -> str:
    """The texts of the head of the surface about a place under the mouse."""
    port = window.surface.graphics.viewport()
    for step in (place + QPoint(3, 0), place):
        QTest.qWait(20)
        QTest.mouseMove(port, step)
    QTest.qWait(30)
    return window.surface.header.readout.text()


@pytest.fixture
def many(open_window: OpenWindow) -> Iterator[MainWindow]:
    """A window with a quadratic of five parameters."""
    window = open_window(an_experiment(QUADRATIC, [a_run(START, SLOW)], steps=40))
    settle(window)
    yield window
    window.set_language("en")


@pytest.mark.own_window  # no plane was shown in it
def test_that_two_parameters_need_no_plane(window: MainWindow) -> None:
    assert window.surface.plane is None
    assert window.commands.planes.button is None


def test_that_the_button_disappears_with_the_many_parameters(many: MainWindow) -> None:
    button = plane_of(many).button
    assert button.isVisible() and button.text() == "w1 · w2"
    many.controller.model.open(an_experiment("himmelblau", [a_run((1, 1))]), None)
    settle(many)
    assert not button.isVisible()
    assert many.surface.header.facts.text() == "4 minima"
    assert many.commands.planes.button is not None and not many.commands.planes.button.isVisible()


def test_that_eigenvectors_span_the_plane_that_is_chosen(many: MainWindow) -> None:
    choose(many, "plane_hessian")
    assert np.abs(flat(many).plane.basis @ VECTORS[:, :2]) == pytest.approx(np.eye(2), abs=1e-9)
    axes = [many.surface.plot.getAxis(side).labelText for side in ("bottom", "left")]
    assert axes == ["1st eigenvector", "2nd eigenvector"]
    assert "eigenvalues 8 and 4" in many.surface.header.facts.text()


def head(window: MainWindow) -> str:
    """The texts of the head at rest: those without room are in its tool tip."""
    readout = window.surface.header.readout
    return f"{readout.text()} {readout.toolTip()}"


def test_that_the_paths_are_projected_and_the_view_says_so(many: MainWindow) -> None:
    choose(many, "plane_path")
    runs, record = many.surface.runs, many.result.runs[0]
    assert runs is not None
    assert runs.points(0) == pytest.approx((record.w - flat(many).plane.origin) @ flat(many).plane.basis.T, abs=1e-12)
    explained = flat(many).plane.explained
    _, values, _ = np.linalg.svd(record.w - record.w.mean(axis=0))
    assert explained is not None
    assert sum(explained) == pytest.approx(float((values[:2] ** 2).sum() / (values**2).sum()))
    share = f"{100 * sum(explained):.3g} %"
    assert f"projected, {share} of the variance" in head(many)


def test_that_the_loss_of_the_point_stands_beside_that_of_the_plane(many: MainWindow) -> None:
    many.playhead = 7
    choose(many, "plane_minimum")
    record = many.result.runs[0]
    w = record.w[7]
    below = w.copy()
    below[2:] = QUADRATIC["minimum"][2:]
    readout = head(many)
    assert f"f = {record.loss[7]:.5g}, in the plane {float(record.problem.loss(below)):.5g}" in readout
    choose(many, "plane_point")
    assert "the point lies in the plane" in head(many)


def test_that_the_minimum_is_marked_where_the_plane_goes_through_it(many: MainWindow) -> None:
    assert many.surface.markers._markers.minima == []
    choose(many, "plane_minimum")
    (mark,) = many.surface.markers._markers.minima
    assert mark.point == pytest.approx((1, 0))
    many.playhead = 9
    assert len(many.surface.markers._markers.minima) == 1


def test_that_a_plane_through_the_point_follows_the_playhead(many: MainWindow) -> None:
    choose(many, "plane_hessian")
    for k in (0, 13, 40):
        many.playhead = k
        assert flat(many).plane.holds(many.result.runs[0].w[k])


def test_that_two_other_parameters_may_span_it(many: MainWindow) -> None:
    click(plane_of(many).button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    across = next(m for m in menu.findChildren(QMenu) if m.objectName() == "planeAcross")
    next(action for action in across.actions() if action.text() == "w2").trigger()  # the other axis has it: they swap
    next(action for action in across.actions() if action.text() == "w4").trigger()
    menu.close()
    settle(many)
    assert many.experiment.view["plane"]["axes"] == [3, 1]
    assert plane_of(many).button.text() == "w4 · w2"
    assert many.surface.plot.getAxis("bottom").labelText == "w4"


@pytest.mark.parametrize("through", ["plane_point", "plane_minimum"])
def test_that_a_start_is_dragged_along_the_basis_only(many: MainWindow, through: str) -> None:
    choose(many, "plane_hessian")
    choose(many, through)
    (u, v) = flat(many).plane.project(START).tolist()
    drag_over(many, (u, v), (u + 0.3, v - 0.3), (u + 0.6, v - 0.4))
    step = np.array(many.experiment.runs[0].start) - START
    assert VECTORS[:, :2].T @ step != pytest.approx([0, 0], abs=0.3)
    assert VECTORS[:, 2:].T @ step == pytest.approx([0, 0, 0], abs=1e-9)


def test_that_the_axes_stay_while_a_start_is_dragged(many: MainWindow) -> None:
    choose(many, "plane_path")
    basis = flat(many).plane.basis
    u, v = flat(many).plane.project(START).tolist()
    drag_over(many, (u, v), (u - 0.5, v + 0.3), (u - 0.7, v + 0.5), release=False)
    assert many.surface.markers.dragging
    assert flat(many).plane.basis == pytest.approx(basis, abs=0)
    port = many.surface.graphics.viewport()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=place_in_surface(many, u - 0.7, v + 0.5))
    wait_until(lambda: not np.array_equal(flat(many).plane.basis, basis))
    fresh = planes.by_paths([many.result.runs[0].w], START)
    assert np.abs((flat(many).plane.basis * fresh.basis).sum(-1)) == pytest.approx([1, 1], abs=1e-9)


def test_that_the_mouse_reads_all_parameters_of_the_plane(many: MainWindow) -> None:
    choose(many, "plane_hessian")
    place = place_in_surface(many, 0.5, 0.25)
    readout = hover(many, place)
    found = [float(text.replace("−", "-")) for text in readout.split("w = (")[1].rstrip(")").split(", ")]
    assert len(found) == 5
    assert flat(many).plane.holds(START)
    u, v = flat(many).plane.project(found).tolist()
    assert (u, v) == pytest.approx((0.5, 0.25), abs=0.05)


def test_that_many_parameters_are_read_beside_the_mouse(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(*range(1, 21)), [a_run([1.0] * 20)], steps=3))
    settle(window)
    hover(window, place_in_surface(window, -3, 2))
    label = window.surface.readout.label
    assert label is not None and label.isVisible()
    assert all(f">w{k}&nbsp;" in label.text() for k in range(1, 21))


def test_that_the_choice_is_kept_in_the_experiment_and_taken_back_by_undo(many: MainWindow) -> None:
    choose(many, "plane_hessian")
    assert many.experiment.view["plane"]["by"] == "hessian"
    many.controller.model.undo()
    settle(many)
    assert "plane" not in many.experiment.view
    assert many.surface.plot.getAxis("bottom").labelText == "w1"


def test_that_without_a_known_minimum_only_the_point_is_offered(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1, -1, 2), [a_run((1, 1, 1))]))
    settle(window)
    click(plane_of(window).button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = {action.objectName(): action.isEnabled() for action in menu.actions()}
    assert offered["plane_point"] and not offered["plane_minimum"]
    menu.close()


def test_that_the_hessian_is_that_of_the_point(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(WAVES, [a_run((0.5, 1.2, 0.1))], steps=30))
    wait_until(lambda: window.result.runs[0].finish is not None)
    choose(window, "plane_hessian")
    for k in (3, 25):
        window.playhead = k
        w = window.result.runs[0].w[k]
        values, vectors = np.linalg.eigh(np.asarray(window.result.runs[0].problem.hessian(w)))
        leading = vectors[:, np.argsort(-np.abs(values))[:2]]
        assert np.abs(flat(window).plane.basis @ leading) == pytest.approx(np.eye(2), abs=1e-8)


def test_that_a_costly_hessian_is_not_taken_at_each_move(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = open_window(an_experiment(WAVES, [a_run((0.5, 1.2, 0.1))], steps=30))
    settle(many)
    choose(many, "plane_hessian")
    asked: list[Any] = []
    take = planes.by_hessian
    monkeypatch.setattr(planes, "is_costly", lambda problem: True)
    monkeypatch.setattr(planes, "by_hessian", lambda *given: asked.append(given) or take(*given))
    for k in range(1, 11):
        many.playhead = k
    assert asked == []
    wait_until(lambda: len(asked) == 1)
    assert asked[0][1] == pytest.approx(many.result.runs[0].w[10])


def test_that_menu_names_and_axes_are_in_korean(many: MainWindow) -> None:
    many.set_language("ko")
    choose(many, "plane_path")
    assert many.surface.plot.getAxis("bottom").labelText.startswith("첫째 주성분 (")
    assert "투영" in many.surface.header.readout.text()


def opened_table(window: MainWindow) -> tuple[ParameterTable, list[list[str]]]:
    button = window.commands.planes.button
    assert button is not None
    click(button)
    table = window.commands.planes.table
    assert table is not None
    QTest.qWaitForWindowExposed(table)
    return table, cells(table)


def cells(table: ParameterTable) -> list[list[str]]:
    QTest.qWait(20)
    model = table.findChild(QTableView).model()
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def numbers(rows: list[list[str]], column: int) -> list[float]:
    return [float(row[column].replace("−", "-")) for row in rows]


@pytest.mark.own_window  # no table was sorted in it
def test_that_the_table_shows_value_gradient_and_last_step(many: MainWindow) -> None:
    many.playhead = 6
    table, rows = opened_table(many)
    record = many.result.runs[0]
    assert [row[0] for row in rows] == ["w1", "w2", "w3", "w4", "w5"]
    assert numbers(rows, 1) == pytest.approx(record.w[6].tolist(), rel=1e-4)
    assert numbers(rows, 2) == pytest.approx((MATRIX @ (record.w[6] - QUADRATIC["minimum"])).tolist(), rel=1e-4)
    assert numbers(rows, 3) == pytest.approx((record.w[6] - record.w[5]).tolist(), rel=1e-4)
    many.playhead = 20
    assert numbers(cells(table), 1) == pytest.approx(record.w[20].tolist(), rel=1e-4)
    many.playhead = 0
    assert {row[3] for row in cells(table)} == {"–"}
    table.close()


def test_that_a_click_on_a_head_sorts_the_table(many: MainWindow) -> None:
    table, _ = opened_table(many)
    head = table.table.horizontalHeader()
    place = QPoint(head.sectionPosition(1) + head.sectionSize(1) // 2, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    values = numbers(cells(table), 1)
    assert values in (sorted(START), sorted(START, reverse=True))
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert numbers(cells(table), 1) == values[::-1]
    table.close()


def test_that_a_hidden_table_computes_nothing(many: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    table, before = opened_table(many)
    table.close()
    many.playhead = 15
    assert cells(table) == before
    table.show()
    assert cells(table) != before
    table.close()


def test_that_the_table_is_copied_with_tabs(many: MainWindow) -> None:
    table, rows = opened_table(many)
    QTest.keySequence(table, "Ctrl+C")
    head, *lines = QApplication.clipboard().text().split("\n")
    assert head.split("\t") == ["parameter", "value", "gradient", "last step Δw"]
    assert [line.split("\t") for line in lines] == rows
    table.close()


def test_that_the_view_menu_offers_plane_and_table(many: MainWindow) -> None:
    view = open_menu(many, "surface")
    planes_menu = many.commands.planes.menu
    assert planes_menu.menuAction().isVisible()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.actionGeometry(planes_menu.menuAction()).center())
    wait_until(planes_menu.isVisible)
    names = [action.objectName() for action in planes_menu.actions()]
    assert names[:3] == ["plane_parameters", "plane_hessian", "plane_path"]
    many.menus["view"].close()
    key(many, Qt.Key.Key_Right)
    assert many.playhead == 1


def test_that_a_curve_that_was_opened_after_it_changes_its_language(many: MainWindow) -> None:
    many.controller.model.open(an_experiment("parabola_1d", [a_run([1.0])]), None)
    settle(many)
    many.set_language("ko")
    QApplication.processEvents()
    many.set_language("en")
    assert not child(many, "planeButton").isVisible()


def test_that_no_button_of_the_surface_is_cut_in_a_small_korean_window(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1, 2, 3), [a_run((1, 1, 1))]))
    window.set_language("ko")
    window.resize(1024, 700)
    QApplication.processEvents()
    buttons = [button for button in window.surface.header.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) > 5
    try:
        wait_until(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    finally:
        window.set_language("en")


STARTS = (START, (-3.0, 1.0, 4.0, -1.0, 0.0), (0.5, 0.5, 0.5, -3.0, 6.0))


@pytest.fixture
def several(open_window: OpenWindow) -> Iterator[MainWindow]:
    """A window with three runs on a quadratic of five parameters, fitted to all of them."""
    view = {"plane": {"by": "path", "at": "point", "axes": [0, 1]}}
    window = open_window(an_experiment(QUADRATIC, [a_run(start, SLOW) for start in STARTS], steps=40, view=view))
    settle(window)
    yield window
    window.set_language("en")


def shares(paths: list[np.ndarray]) -> list[float]:
    """The shares of the variance along the first two components of paths that count alike, by hand."""
    middle = np.mean([path.mean(axis=0) for path in paths], axis=0)
    rows = np.concatenate([(path - middle) / np.sqrt(len(path)) for path in paths])
    values = np.linalg.svd(rows, compute_uv=False) ** 2
    return (values[:2] / values.sum()).tolist()


def explained(window: MainWindow) -> Any:
    return flat(window).plane.explained


def count_fits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many paths each fit of principal components from now on is to."""
    fits: list[int] = []
    fit = planes.by_paths
    monkeypatch.setattr(planes, "by_paths", lambda paths, zero: fits.append(len(paths)) or fit(paths, zero))
    return fits


def in_frame(window: MainWindow) -> bool:
    """Whether every point of every run that is seen lies in the picture."""
    runs = window.surface.runs
    assert runs is not None
    (x0, x1), (y0, y1) = window.surface.box.viewRange()
    points = np.concatenate([runs.points(run) for run in range(len(runs.records))])
    return bool(((points >= (x0, y0)) & (points <= (x1, y1))).all())


def test_that_the_plane_is_fitted_to_all_runs_that_are_seen(several: MainWindow) -> None:
    paths = [record.w for record in several.result.runs]
    assert explained(several) == pytest.approx(shares(paths), abs=1e-12)
    assert in_frame(several)
    several.controller.choose_run(2)  # which of them is chosen makes no difference
    settle(several)
    assert explained(several) == pytest.approx(shares(paths), abs=1e-12)
    assert "PCA of 3 runs" in several.surface.header.facts.text()


def test_that_the_plane_follows_which_runs_are_seen(several: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    fits, paths = count_fits(monkeypatch), [record.w for record in several.result.runs]
    view = RunsView.of(several.experiment)
    for hidden, left in (((1,), [0, 2]), ((1, 2), [0]), ((), [0, 1, 2])):
        looks = view
        for run in hidden:
            looks = looks.changed(run, hidden=True)
        made = several.experiment.replace("view", looks.into(dict(several.experiment.view)))
        several.controller.edit_whole(made, "hide", 0)
        settle(several)
        assert explained(several) == pytest.approx(shares([paths[run] for run in left]), abs=1e-12)
        assert in_frame(several)
    assert fits == [2, 1, 3]


def test_that_the_plane_can_be_fitted_to_the_chosen_run_alone(several: MainWindow) -> None:
    choose(several, "plane_runs_chosen")
    paths = [record.w for record in several.result.runs]
    assert several.experiment.view["plane"]["runs"] == "chosen"
    for run in (0, 2):
        several.controller.choose_run(run)
        settle(several)
        assert explained(several) == pytest.approx(shares([paths[run]]), abs=1e-12)
        assert "PCA of the path" in several.surface.header.facts.text()
        assert in_frame(several)
    choose(several, "plane_runs_visible")
    assert explained(several) == pytest.approx(shares(paths), abs=1e-12)


def test_that_no_frame_fits_a_plane(several: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    fits, labels = count_fits(monkeypatch), several.surface.plot.getAxis("bottom").labelText
    named: list[str] = []
    monkeypatch.setattr(several.surface, "_label_axes", lambda: named.append("axes"))
    moved: list[int] = []
    several.controller.playhead.moved.connect(lambda k: moved.append(k))
    several.controller.playhead.set_speed(200)
    key(several, Qt.Key.Key_Space)
    wait_until(lambda: several.playhead == 40)
    for k in (3, 17, 40):
        several.playhead = k
        several.surface._follow()
    assert len(moved) > 5 and fits == [] and named == []
    assert several.surface.plot.getAxis("bottom").labelText == labels


def test_that_a_growing_run_is_fitted_to_a_few_times_and_at_its_end(
    several: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, fits = several.surface.runs, count_fits(monkeypatch)
    assert runs is not None

    class Growing:
        """A run of which ever more is known."""

        def __init__(self, record: Any) -> None:
            self.whole, self.n, self.finish = record, 1, None
            self.problem = record.problem

        @property
        def w(self) -> np.ndarray:
            return np.asarray(self.whole.w[: self.n + 1])

    growing = [Growing(record) for record in runs.records]
    plane = plane_of(several)
    shown = replace(runs, records=growing)
    monkeypatch.setattr(type(runs), "row", lambda runs, run, playhead: 0)
    for n in range(1, 41):
        for one in growing:
            one.n = n
        plane._ripe = True
        plane.look(shown, 0, 0, False)
    assert len(fits) <= 1 + int(np.log2(41))
    before = len(fits)
    for ended, one in enumerate(growing, 1):
        one.finish = "completed"
        plane._ripe = True
        plane.look(shown, 0, 0, False)
        plane._ripe = True
        plane.look(shown, 0, 0, False)
        assert len(fits) == before + ended


def test_that_axes_and_head_show_the_variance(several: MainWindow) -> None:
    first, second = (f"{100 * share:.3g} %" for share in explained(several))
    axes = [several.surface.plot.getAxis(side).labelText for side in ("bottom", "left")]
    assert axes == [f"1st principal component ({first})", f"2nd principal component ({second})"]
    assert f"{first[:-2]} + {second} of their variance" in several.surface.header.facts.text()
    several.commands.show_surface("both")
    view = several.stage.view3d
    assert view is not None
    wait_until(lambda: view.canvas is None or view.canvas._names[:2] == tuple(axes))


def test_that_exported_and_saved_files_hold_the_variance(several: MainWindow, tmp_path: Path) -> None:
    readout = list(explained(several))
    several.export(tmp_path / "window.png")
    several.files.save_path(tmp_path / "saved.json")
    for name in ("window.png", "saved.json"):
        kept = gdviz.load(tmp_path / name)
        assert kept.view["plane"]["explained"] == pytest.approx(readout, abs=1e-12)
    assert "explained" not in several.experiment.view["plane"] and not several.isWindowModified()
    assert several.files.open_path(tmp_path / "saved.json")
    settle(several)
    assert explained(several) == pytest.approx(readout, abs=1e-12)


def test_that_a_figure_has_the_plane_of_the_window(several: MainWindow, tmp_path: Path) -> None:
    surface = several.surface
    surface.plane._axes = replace(plane_of(several)._axes, basis=-flat(several).plane.basis)  # type: ignore[union-attr, type-var]
    plane_of(several)._through = np.empty(0)
    surface._follow()
    figure = Figure(several.scene, ("surface",), QSize(500, 400), several.theme)
    try:
        runs = figure.views["surface"].runs
        assert runs.flat.plane.basis == pytest.approx(flat(several).plane.basis, abs=0)
        label = figure.views["surface"].plot.getAxis("bottom").labelText
        assert label == surface.plot.getAxis("bottom").labelText and "%" in label
    finally:
        figure.close()
        figure.deleteLater()


def test_that_a_start_that_is_dragged_keeps_the_axes_of_all_runs(several: MainWindow) -> None:
    basis = flat(several).plane.basis
    u, v = flat(several).plane.project(START).tolist()
    drag_over(several, (u, v), (u - 0.3, v + 0.3), (u - 0.5, v + 0.5), release=False)
    assert flat(several).plane.basis == pytest.approx(basis, abs=0)
    port = several.surface.graphics.viewport()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=place_in_surface(several, u - 0.5, v + 0.5))
    settle(several)
    wait_until(lambda: explained(several) == pytest.approx(shares([r.w for r in several.result.runs]), abs=1e-12))
