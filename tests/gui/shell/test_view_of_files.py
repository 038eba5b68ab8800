"""How an experiment is shown belongs to its file: written when it is saved, read when it is opened, and no edit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import gdviz
from gdviz.gui.kernel.derived import SCREEN
from gdviz.gui.shell import recovery
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery import Autosave, left_behind
from gdviz.lessons import lesson
from gdviz.view_state import ExperimentState
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, fill_in, key, settle, wait_until

pytestmark = pytest.mark.one_window

CHOSEN = {"hide_ahead": True, "rates": "sweep", "surface": "both", "time": "step", "arrows": ["gradient", "update"]}


def choose_all(window: MainWindow) -> None:
    """Choose each of CHOSEN as a person does: by keys and by entries of menus."""
    window.setFocus()
    key(window, Qt.Key.Key_H)
    for name in ("actionRateSweep", "actionViewBoth", "actionTimeStep", "actionGradient"):
        window.bench.actions[name].trigger()
    settle(window)


def shown(window: MainWindow) -> dict[str, object]:
    """What the window's parts show of CHOSEN."""
    return {
        "hide_ahead": child(window, "aheadSign").isVisible(),
        "rates": window.rates.mode,
        "surface": window.stage.mode,
        "time": window.loss.time.unit,
        "arrows": ["gradient", "update"] if window.surface.header.gradient_button.isChecked() else ["update"],
    }


def with_batches() -> gdviz.Experiment:
    return lesson("five_batches").open(lambda texts: texts["en"])


def test_that_what_is_chosen_goes_into_the_file_and_comes_back(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_batches())
    assert not any(shown(window)[name] == value for name, value in CHOSEN.items())
    choose_all(window)
    assert shown(window) == CHOSEN
    assert not window.controller.model.modified
    assert window.experiment.view == with_batches().view  # it is no edit
    path = tmp_path / "mine.json"
    assert window.files.save_path(path)
    assert gdviz.load(path).view == {**with_batches().view, **CHOSEN}
    other = open_window()
    assert other.files.open_path(path)
    settle(other)
    assert shown(other) == CHOSEN
    assert not other.controller.model.modified
    assert other.files.save_path(tmp_path / "again.json")
    assert gdviz.load(tmp_path / "again.json").view == gdviz.load(path).view


def test_that_a_window_begins_with_what_its_file_says(open_window: OpenWindow) -> None:
    window = open_window(with_batches().replace("view", CHOSEN))
    assert shown(window) == CHOSEN and not window.controller.model.modified
    assert window.scene.medium == SCREEN


def test_that_what_has_its_default_is_not_written_any_more(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(with_batches().replace("view", {**CHOSEN, "camera": [1, 2]}))
    window.setFocus()
    key(window, Qt.Key.Key_H)
    window.bench.actions["actionRatePlan"].trigger()
    assert window.files.save_path(tmp_path / "mine.json")
    left = {key: value for key, value in CHOSEN.items() if key not in ("hide_ahead", "rates")}
    assert gdviz.load(tmp_path / "mine.json").view == {**left, "camera": [1, 2]}


def test_that_what_is_kept_for_a_crash_has_it_too(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "WAIT_MS", 1)
    window = open_window(with_batches())
    autosave = recovery.guard(window, window.controller, window.files.finish)
    assert isinstance(autosave, Autosave)
    choose_all(window)
    assert not autosave.file.exists()  # nothing is to be saved
    fill_in(window, "lrField", "0.03")
    wait_until(autosave.file.exists)
    autosave.leave()
    [left] = left_behind()
    assert {name: left.experiment.view[name] for name in CHOSEN} == CHOSEN
    assert left.experiment.runs[0].optimizer.lr == 0.03
    left.discard()


def test_that_what_presenting_lays_over_is_not_saved(window: MainWindow, tmp_path: Path) -> None:
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    assert window.scene.state.experiment.ahead_hidden
    assert window.files.save_path(tmp_path / "mine.json")
    assert gdviz.load(tmp_path / "mine.json").view == {}
    key(window, Qt.Key.Key_F5)


def test_that_an_older_file_opens_as_before(open_window: OpenWindow, tmp_path: Path) -> None:
    """The program wrote looks, planes and runs into the view before, and nothing else."""
    path = tmp_path / "old.json"
    old = worked_example().to_dict()
    old["view"] = {"look": {"colours": "batlow", "rate_axis": "log"}, "runs": [{"pinned": True}], "mine": 3}
    path.write_text(json.dumps(old), encoding="utf-8")
    window = open_window()
    window.setFocus()
    key(window, Qt.Key.Key_H)
    assert window.files.open_path(path)
    settle(window)
    state = window.scene.state.experiment
    assert state.look.colours == "batlow" and state.look.rate_axis == "log"
    assert not state.ahead_hidden and state.time_unit is None and state.rates == ExperimentState().rates
    assert not window.controller.model.modified
    assert window.files.save_path(path)
    assert json.loads(path.read_text(encoding="utf-8"))["view"] == old["view"]
