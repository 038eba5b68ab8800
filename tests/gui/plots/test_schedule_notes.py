from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gdviz.gui.plots.schedule_notes import schedule_notes
from gdviz.gui.widgets.fields import ValueField
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, fill_in, key, settle
from tests.making import a_run, an_experiment


def notes(schedule: dict[str, Any], warmup: dict[str, Any] | None = None, steps: int = 100) -> list[tuple[int, str]]:
    run = a_run((1, 1), schedule={"unit": "step", **schedule}, warmup=warmup)
    return [(at, str(text)) for at, text in schedule_notes(an_experiment("sphere", [run], steps=steps), 0)]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"kind": "constant"}, []),
        ({"kind": "step", "step_size": 30}, []),
        ({"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": 100}, []),
        (
            {"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": 150},
            [(100, "the run ends before the schedule")],
        ),
        ({"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": 40}, [(40, "schedule ends")]),
        ({"kind": "cosine", "t_max": 60}, [(60, "rises again")]),
        ({"kind": "cosine", "t_max": 100}, []),
    ],
)
def test_that_a_schedule_that_ends_early_or_turns_up_is_marked_where_it_does(
    schedule: dict[str, Any], expected: list[tuple[int, str]]
) -> None:
    assert notes(schedule) == expected


def test_that_the_warm_up_comes_before_the_schedule() -> None:
    warmup = {"length": 10, "start_factor": 0.1, "unit": "step"}
    assert notes({"kind": "cosine", "t_max": 60}, warmup) == [(70, "rises again")]
    assert notes({"kind": "cosine", "t_max": 90}, warmup) == []


def test_that_epochs_are_counted_in_steps_of_the_plot() -> None:
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    run = a_run((0, 0), schedule={"kind": "cosine", "t_max": 6}, batch={"size": 20})
    experiment = an_experiment(problem, [run], epochs=10)
    assert [at for at, _ in schedule_notes(experiment, 0)] == [30]


def test_that_a_run_cannot_be_made_longer_than_its_formula_has_rates_for(open_window: OpenWindow) -> None:
    run = a_run((1, 1), schedule={"kind": "expression", "expression": "sqrt(100-k)/10"})
    window = open_window(an_experiment("himmelblau", [run], steps=50))
    fill_in(window, "stepsField", "150")
    settle(window)
    assert window.status.verdict.text() == "Steps: the schedule's formula is not finite at k = 101"
    assert window.experiment.steps == 50 and child(window, "stepsField", QLineEdit).text() == "50"
    fill_in(window, "stepsField", "101")
    settle(window)
    assert window.experiment.steps == 101
    field = fill_in(window, "scheduleExpressionField", "1/k")
    assert isinstance(field, ValueField)
    assert field.problem() == "The schedule's formula is not finite at k = 0"
    key(window, Qt.Key.Key_Escape)
    steps = fill_in(window, "stepsField", "0")
    assert isinstance(steps, ValueField) and steps.problem() == "Must be in [1, 1e+09], got 0"
