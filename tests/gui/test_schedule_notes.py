from __future__ import annotations

from typing import Any

import pytest

from gdviz.gui.schedule_notes import schedule_notes
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
