from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gdviz.experiment import Experiment
from gdviz.gui.kernel.experiment_model import ExperimentModel
from tests.making import a_run, an_experiment


def sphere(lr: float = 0.1) -> Experiment:
    return an_experiment("sphere", [a_run((1, 1), {"kind": "sgd", "lr": lr})])


@pytest.fixture
def model(qapp: QApplication) -> ExperimentModel:
    return ExperimentModel(sphere())


@pytest.fixture
def rates(model: ExperimentModel) -> list[float]:
    """The learning rate of each experiment that `changed` carried."""
    rates: list[float] = []
    model.changed.connect(lambda experiment: rates.append(experiment.runs[0].optimizer.lr))
    return rates


def test_that_an_edit_is_one_undo_step(model: ExperimentModel, rates: list[float]) -> None:
    model.edit(sphere(0.2), "rate")
    model.undo_stack.undo()
    model.undo_stack.redo()
    assert rates == [0.2, 0.1, 0.2]
    assert model.undo_stack.count() == 1
    assert model.undo_stack.undoText() == "rate"


def test_that_an_edit_to_the_same_is_no_step(model: ExperimentModel, rates: list[float]) -> None:
    model.edit(sphere(), "rate")
    assert rates == [] and model.undo_stack.count() == 0


def test_that_a_movement_is_one_step_back_to_where_it_began(model: ExperimentModel, rates: list[float]) -> None:
    for lr in (0.2, 0.3, 0.4):
        model.preview(sphere(lr))
    assert model.undo_stack.count() == 0
    model.edit(sphere(0.4), "rate")
    assert model.undo_stack.count() == 1
    model.undo()
    assert rates == [0.2, 0.3, 0.4, 0.1]


def test_that_a_movement_that_returns_is_no_step(model: ExperimentModel, rates: list[float]) -> None:
    model.preview(sphere(0.2))
    model.edit(sphere(0.1), "rate")
    assert model.undo_stack.count() == 0
    assert model.experiment == sphere() and rates == [0.2, 0.1]
    model.edit(sphere(0.3), "rate")
    model.undo_stack.undo()
    assert model.experiment == sphere()


def test_that_a_movement_broken_off_becomes_a_step(model: ExperimentModel) -> None:
    model.finish_preview("rate")
    assert model.undo_stack.count() == 0
    model.preview(sphere(0.2))
    model.finish_preview("rate")
    assert model.undo_stack.count() == 1
    model.undo_stack.undo()
    assert model.experiment == sphere()


def test_that_undo_during_a_movement_leaves_a_whole_history(model: ExperimentModel) -> None:
    model.edit(sphere(0.2), "rate")
    model.preview(sphere(0.3))
    model.undo()
    assert model.experiment == sphere(0.2)
    model.undo()
    assert model.experiment == sphere(0.1)
    model.redo()
    model.redo()
    assert model.experiment == sphere(0.3)


def test_that_opening_starts_a_new_history(model: ExperimentModel, rates: list[float]) -> None:
    model.edit(sphere(0.2), "rate")
    model.open(sphere(0.5), Path("other.json"))
    assert not model.undo_stack.canUndo() and not model.modified
    assert model.path == Path("other.json") and rates[-1] == 0.5


def test_that_modified_is_what_no_file_holds(model: ExperimentModel) -> None:
    seen: list[bool] = []
    model.fileChanged.connect(lambda: seen.append(model.modified))
    model.edit(sphere(0.2), "rate")
    model.saved(Path("a.json"))
    model.undo_stack.undo()
    model.undo_stack.redo()
    assert not model.modified
    assert seen[0] is True and seen[-1] is False and model.path == Path("a.json")
