"""Files of version 1 open as they were seen when they were written, and keep what their `view` says.

The window saved the files in `tests/reference/views` before the first release, one for each kind of thing that it
stored in the `view` of an experiment; `unknown_keys` and `nonsense_..` stand for files of other programs. Do not write
them again with a later program: files such as these exist.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu

from gdviz.gui.kernel.run_style import numbered
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.surface.colour_maps import colour_table
from gdviz.look import Look
from gdviz.view_state import ExperimentState, keys_of
from tests.gui.driving import settle, wait_until

pytestmark = pytest.mark.one_window

VIEWS = Path(__file__).parents[2] / "reference" / "views"
PLAIN: dict[str, Any] = {
    "colours": "oslo", "levels": "log", "contour_labels": False, "legend": True, "surface_grid": False,
    "plot_grid": True,
}  # fmt: skip
"""How the pictures are drawn where a file says nothing."""
TWO = [(0, True, False), (1, True, False)]
"""Two runs as they are drawn where a file says nothing: number of the look, drawn, faint."""
SHOWN: dict[str, dict[str, Any]] = {
    "runs": {"runs": [(3, True, True), (9, True, False), (2, False, False)]},
    "solo": {"runs": [(0, False, False), (1, True, False), (4, False, False)]},
    "below": {"below": 0.125},
    "recorded": {
        "runs": [(0, True, False)],
        "recorded": [("run 7 of May", 6)],
        "said": ["Recorded run gone is not shown"],
    },
    "plane_parameters": {"plane": ("w4 · w3", ["w4", "w3"], False)},
    "plane_hessian": {"plane": ("λ₁ · λ₂", ["1st eigenvector", "2nd eigenvector"], True)},
    "plane_hessian_at_point": {"plane": ("λ₁ · λ₂", ["1st eigenvector", "2nd eigenvector"], False)},
    "plane_path": {
        "plane": ("PCA", ["1st principal component (91.9 %)", "2nd principal component (7.82 %)"], False),
    },
    "plane_path_at_minimum": {
        "plane": ("PCA", ["1st principal component (91.9 %)", "2nd principal component (7.82 %)"], True),
    },
    "plane_path_chosen": {
        "plane": ("PCA", ["1st principal component (91.1 %)", "2nd principal component (8.5 %)"], False),
    },
    "look_linear": {
        "look": PLAIN | {"colours": "cividis", "levels": "linear", "contour_labels": True},
        "axes": ("linear", False, "linear"),
        "menu": {"colours_cividis", "levels_linear", "contour_labels", "legend", "loss_axis_linear",
                 "rate_axis_linear", "plot_grid"},
    },
    "look_by_rank": {
        "look": PLAIN | {"colours": "batlow", "levels": "rank", "legend": False, "surface_grid": True,
                         "plot_grid": False},
        "axes": ("log", False, "log"),
        "menu": {"colours_batlow", "levels_rank", "surface_grid", "equal_scales", "loss_axis_log", "rate_axis_log"},
    },
    "look_above_the_best": {"axes": ("log", True, "linear"), "menu": {"loss_axis_best"}},
    "lesson_local_and_global_minimum": {
        "runs": [*TWO, (2, True, False)], "axes": ("linear", False, "linear"), "menu": {"loss_axis_auto"},
    },
    "lesson_noise_floor": {
        "runs": [*TWO, (2, True, False), (3, True, False)],
        "axes": ("log", True, "linear"),
        "menu": {"loss_axis_best"},
    },
    "unknown_keys": {
        "runs": [(6, True, False), (1, False, False)],
        "look": PLAIN | {"colours": "batlow"},
        "plane": ("w2 · w4", ["w2", "w4"], True),
    },
    "nonsense_in_keys": {
        "plane": ("w1 · w2", ["w1", "w2"], False),
        "axes": ("log", True, "linear"),
        "menu": {"loss_axis_best", "rate_axis_auto", "legend", "equal_scales"},
        "said": ["view.recorded[0] must be a path", "view.recorded[1] must be a path"],
    },
    "nonsense_in_later_keys": {"plane": ("w1 · w2", ["w1", "w2"], False)},
    "nonsense_of_types": {
        "plane": ("w1 · w2", ["w1", "w2"], False), "said": ["view.recorded must be a list of files, got 3"],
    },
}  # fmt: skip
"""What each file shows, where it differs from `PLAIN` and `TWO`."""
LOOK_SAVED: dict[str, Any] = {"nonsense_in_keys": {"loss_axis": "best"}, "nonsense_of_types": None}
"""What saving makes of a `look` that says no choice of ours."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files, where they may be written to, with the logs that one of them names."""
    return Path(shutil.copytree(VIEWS, tmp_path / "views"))


def opened(window: MainWindow, path: Path) -> None:
    """Open a file in the window, and wait until all of it is drawn."""
    assert window.files.open_path(path)
    settle(window)
    wait_until(lambda: not window.surface.image.busy)


def runs_drawn(window: MainWindow) -> list[tuple[int, bool, bool]]:
    """Of each run the number of its look, whether it is drawn, and whether faint, as a baseline is."""
    looks = [(style.color, style.marker, style.dashed) for style in (numbered(i, window.theme) for i in range(16))]
    return [
        (looks.index((style.color, style.marker, style.dashed)), style.drawn, style.faint)
        for style in window.loss.styles
    ]


def recorded_drawn(window: MainWindow) -> list[tuple[str, int]]:
    """The name of each recorded run on the surface, and the number of its colour."""
    runs, colours = window.surface.runs, [window.theme.run_color(i) for i in range(8)]
    assert runs is not None
    return [(path.label, colours.index(path.style.color)) for path in runs.recorded]


def plane_drawn(window: MainWindow) -> tuple[str, list[str], bool] | None:
    """The word of the plane's button, the titles of its axes, and whether it goes through the minimum."""
    runs, shown = window.surface.runs, window.surface.plane
    if runs is None or runs.flat is None or shown is None:
        return None
    plane, lowest = runs.flat.plane, np.array(runs.problem.minima[0].w)
    titles = [window.surface.plot.getAxis(side).labelText for side in ("bottom", "left")]
    return shown.button.text(), titles, bool(np.allclose(plane.point(plane.project(lowest)), lowest))


def look_drawn(window: MainWindow) -> dict[str, Any]:
    """How the surface and the plots are drawn."""
    window.surface.graphics.grab()
    image = window.surface.image
    pixels = {tuple(pixel) for pixel in image.item.image.reshape(-1, image.item.image.shape[-1])[:, :3].tolist()}
    tables = {
        name: {tuple(colour) for colour in colour_table(window.theme, name)[:, :3].tolist()}
        for name in ("oslo", "cividis", "batlow")
    }
    (colours,) = (name for name, table in tables.items() if pixels <= table)
    plots = {bool(plot.plot.getAxis("left").grid) for plot in (window.loss, window.schedule)}
    assert len(plots) == 1
    return {
        "colours": colours,
        "levels": image.scale.kind,
        "contour_labels": bool(image.contours._texts),
        "legend": window.surface.legend.isVisible(),
        "surface_grid": bool(window.surface.plot.getAxis("left").grid),
        "plot_grid": plots.pop(),
    }


def axes_drawn(window: MainWindow) -> tuple[str, bool, str]:
    """The scale of the losses, whether it shows them above the best one, and the scale of the rates."""
    return (
        window.loss.scale.kind,
        "best known" in window.loss.plot.getAxis("left").labelText,
        window.schedule.scale.kind,
    )


def checked(menu: QMenu) -> set[str]:
    """The choices that the menu of pictures marks as made."""
    menu.aboutToShow.emit()
    actions = [action for entry in menu.actions() for action in (entry.menu().actions() if entry.menu() else [entry])]
    return {action.objectName().removeprefix("look_") for action in actions if action.isChecked()}


def assert_shown(window: MainWindow, name: str) -> None:
    """Compare what the window shows with what the file says."""
    wanted = SHOWN[name]
    assert runs_drawn(window) == wanted.get("runs", TWO)
    assert recorded_drawn(window) == wanted.get("recorded", [])
    assert plane_drawn(window) == wanted.get("plane")
    assert window.table.below.value() == wanted.get("below")
    if window.result.runs[0].problem.dim > 1:  # of one parameter there is a curve, and no surface
        assert look_drawn(window) == wanted.get("look", PLAIN)
        assert window.surface.scales_equal == (name != "look_linear")
    if "axes" in wanted:
        assert axes_drawn(window) == wanted["axes"]
    assert wanted.get("menu", set()) <= checked(window.menus.pictures)
    verdict = window.status.verdict.text()
    for sentence in wanted.get("said", []):
        assert sentence in verdict
    assert ("ecorded" in verdict) == ("said" in wanted)
    state = window.scene.state.experiment
    assert replace(state, look=Look()) == ExperimentState()  # what no file could say then is as by default
    assert not window.isWindowModified() and not window.bench.actions["actionUndo"].isEnabled()


def view_in(path: Path) -> dict[str, Any]:
    """The `view` of a file."""
    view: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["view"]
    return view


def assert_same_view(path: Path, name: str) -> None:
    """Compare the `view` that was saved with that of the file that was opened."""
    saved, wanted = view_in(path), view_in(VIEWS / f"{name}.json")
    for view in (saved, wanted):  # it is computed, and other processors round otherwise
        if isinstance(plane := view.get("plane"), dict) and "explained" in plane:
            plane["explained"] = [round(share, 9) for share in plane["explained"]]
    if name in LOOK_SAVED:
        del wanted["look"]
        if LOOK_SAVED[name] is not None:
            wanted["look"] = LOOK_SAVED[name]
    assert saved == wanted


def test_that_there_is_a_file_for_all_that_a_view_could_hold() -> None:
    assert sorted(path.stem for path in VIEWS.glob("*.json")) == sorted(SHOWN)
    views = [view_in(path) for path in VIEWS.glob("*.json") if not path.stem.startswith("nonsense")]
    keys = {"runs", "solo", "below", "recorded", "plane", "look", "title", "labels"}
    later = {*keys_of(ExperimentState).values()} - keys
    stored_keys = {key for view in views for key in view}
    assert keys <= stored_keys and later <= view_in(VIEWS / "nonsense_in_later_keys.json").keys()
    looks = [view["look"] for view in views if "look" in view]
    usual = Look()
    for choice, values in Look.CHOICES.items():
        unlike = [value for value in values if value != getattr(usual, choice)]
        assert all(any(look.get(choice) == value for look in looks) for value in unlike), choice
    planes = [view["plane"] for view in views if "plane" in view]
    assert {(plane["by"], plane["at"]) for plane in planes} >= {
        (by, at) for by in ("parameters", "hessian", "path") for at in ("point", "minimum")
    }
    assert any(plane.get("runs") == "chosen" for plane in planes)
    for key, marks in (("runs", {"color", "hidden", "pinned"}), ("recorded", {"path", "color", "hidden", "label"})):
        entries = [entry for view in views for entry in view.get(key, [])]
        assert marks <= {mark for entry in entries if isinstance(entry, dict) for mark in entry}, key


@pytest.mark.parametrize("name", SHOWN)
def test_that_an_old_file_is_shown_as_before_and_saved_as_it_was(window: MainWindow, folder: Path, name: str) -> None:
    path = folder / f"{name}.json"
    opened(window, path)
    assert_shown(window, name)
    assert window.files.save_path(path)
    assert_same_view(path, name)
    before, after = (json.loads(file.read_text(encoding="utf-8")) for file in (VIEWS / path.name, path))
    assert {**after, "view": {}} == {**before, "view": {}}


def test_that_no_old_file_is_shown_differently_after_another(window: MainWindow, folder: Path) -> None:
    for name in reversed(SHOWN):
        opened(window, folder / f"{name}.json")
        assert_shown(window, name)


def test_that_an_edit_of_an_old_file_leaves_its_view_as_it_was(window: MainWindow, folder: Path) -> None:
    for name in SHOWN:
        path = folder / f"{name}.json"
        opened(window, path)
        window.controller.edit("seed", 11, True)
        settle(window)
        assert window.isWindowModified()
        assert window.files.save_path(path)
        assert_same_view(path, name)
        assert json.loads(path.read_text(encoding="utf-8"))["seed"] == 11
