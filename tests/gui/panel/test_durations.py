"""The duration that comes with a surface: it shows what the surface teaches, and replaces none that a person set."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

import gdviz
from gdviz.editing import edits
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from gdviz.problems.surfaces import names, surface
from tests.gui.driving import child, choose, fill_in, key, settle

pytestmark = pytest.mark.one_window

CONTROL = Qt.KeyboardModifier.ControlModifier
RESTING = ("converged", "flat", "local_minimum", "unbounded", "catapult")
ON_THE_WAY = {
    "absolute_1d": "a kink: at a constant rate the steps cross it for ever",
    "bukin6": "a kink along the valley: at a constant rate the steps cross it for ever",
    "schaffer2": "ripples: the steps cross one and go on along its floor, 20,000 steps to the middle",
}
"""The surfaces where no duration brings rest soon, and why; each shows what it teaches all the same."""


def test_that_the_default_run_of_each_surface_arrives_or_shows_its_character() -> None:
    kinds = {}
    for name in names():
        picked = edits.edited(worked_example(), 0, "problem", {"kind": "surface", "name": name})
        assert picked.steps == surface(name).steps and picked.runs[0].optimizer.lr == surface(name).proposed_lr
        verdict = gdviz.run(picked).runs[0].verdict
        assert verdict is not None
        kinds[name] = verdict.kind
    assert [name for name, kind in kinds.items() if kind == "too_slow"] == []
    assert {name for name, kind in kinds.items() if kind not in RESTING} == set(ON_THE_WAY)


@pytest.mark.parametrize("name", names())
def test_that_no_surface_is_given_more_steps_than_it_needs(name: str) -> None:
    steps = surface(name).steps
    assert steps == 100 or steps in (200, 300, 500, 1000, 2000, 5000, 10000, 20000)
    if steps > 100:
        picked = edits.edited(worked_example(), 0, "problem", {"kind": "surface", "name": name})
        verdict = gdviz.run(picked.replace("steps", steps // 3)).runs[0].verdict
        assert verdict is not None and verdict.kind not in RESTING


def test_that_rate_and_duration_come_with_a_surface_and_go_as_one_step(window: MainWindow) -> None:
    before = window.experiment
    assert before.steps == 20
    choose(window, "surfaceCombo", ("surface", "beale"))
    settle(window)
    assert window.experiment.steps == surface("beale").steps > 100
    assert window.experiment.runs[0].optimizer.lr == surface("beale").proposed_lr
    assert child(window, "stepsField", QLineEdit).text() == str(surface("beale").steps)
    assert window.controller.model.undo_stack.count() == 1
    choose(window, "surfaceCombo", ("surface", "sphere"))
    settle(window)
    assert window.experiment.steps == surface("sphere").steps == 100
    for _ in range(2):
        key(window, Qt.Key.Key_Z, CONTROL)
    assert window.experiment == before


def test_that_a_duration_that_a_person_has_set_stays_until_it_is_taken_back(window: MainWindow) -> None:
    choose(window, "surfaceCombo", ("surface", "beale"))
    fill_in(window, "stepsField", "100")  # the same as what is proposed for others
    for name in ("booth", "himmelblau"):
        choose(window, "surfaceCombo", ("surface", name))
        settle(window)
        assert window.experiment.steps == 100
    choose(window, "surfaceCombo", ("surface", "matyas"))
    settle(window)
    assert window.experiment.steps == 100
    for _ in range(4):
        key(window, Qt.Key.Key_Z, CONTROL)
    assert window.experiment.steps == surface("beale").steps
    choose(window, "surfaceCombo", ("surface", "matyas"))
    settle(window)
    assert window.experiment.steps == surface("matyas").steps


def test_that_a_schedule_whose_length_was_proposed_follows_the_duration() -> None:
    experiment = edits.edited(worked_example(), 0, "schedule.kind", "cosine")
    assert getattr(experiment.runs[0].schedule, "t_max", None) == 20
    picked = edits.edited(experiment, 0, "problem", {"kind": "surface", "name": "beale"})
    assert getattr(picked.runs[0].schedule, "t_max", None) == picked.steps


def test_that_a_surface_after_data_brings_its_steps_whatever_number_of_epochs_was_set() -> None:
    seven = lesson("one_sample").open(lambda texts: texts["en"]).replace("epochs", 7)
    picked = edits.edited(seven, 0, "problem", {"kind": "surface", "name": "rosenbrock"}, keep_duration=True)
    assert picked.steps == surface("rosenbrock").steps
