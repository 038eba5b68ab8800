from __future__ import annotations

import numpy as np

import gdviz
from gdviz.engine.reuse import take_finished
from gdviz.engine.runner import iterate, prepare
from tests.making import a_run, an_experiment

BOWL = {"kind": "expression", "expression": "x^2+y^2"}
RACE = an_experiment(BOWL, [{**a_run((1, 2)), "label": label} for label in "ab"] + [a_run((3, 1))])


def test_that_only_the_edited_run_is_computed_again() -> None:
    known = gdviz.run(RACE, "cpu")
    edited = RACE.replace_all({"runs[1].optimizer.lr": 0.3, "runs[0].label": "other"})
    result = prepare(edited, "cpu")
    take_finished(result, known)
    assert {chunk.run for chunk in iterate(edited, result)} == {1}
    assert result.runs[0] in known.runs and result.runs[2] is known.runs[2]
    assert list(result.labels) == ["other", "b", "GD"]


def test_that_runs_that_changed_places_take_their_records_along() -> None:
    known = gdviz.run(RACE, "cpu")
    data = RACE.to_dict()
    data["runs"].reverse()
    result = prepare(gdviz.Experiment.from_dict(data), "cpu")
    take_finished(result, known)
    assert result.runs[0] is known.runs[2]
    assert len({id(record) for record in result.runs}) == 3, "equal runs have a record each"
    assert np.array_equal(result.runs[1].w, known.runs[0].w)


def test_that_nothing_is_kept_of_another_problem_seed_duration_or_stop() -> None:
    known = gdviz.run(RACE, "cpu")
    other = {"kind": "expression", "expression": "x^2+2*y^2"}
    for path, value in (("seed", 4), ("steps", 7), ("stop", {"loss": 0.5}), ("problem", other)):
        edited = RACE.replace(path, value)
        result = prepare(edited, "cpu")
        take_finished(result, known)
        assert not any(record in known.runs for record in result.runs), path


def test_that_a_run_under_way_is_not_shared() -> None:
    known = prepare(RACE, "cpu")
    result = prepare(RACE, "cpu")
    take_finished(result, known)
    assert not any(record in known.runs for record in result.runs)
