"""The remarks on the recorded runs that an experiment names: each one that is not shown has a remark."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import gdviz
from gdviz.engine.recorded_runs import RecordedLook, looks, remarks, with_looks
from gdviz.engine.recording import KNOWN
from tests.making import a_run, an_experiment, line_data


def sphere(recorded: Any) -> gdviz.Experiment:
    return an_experiment("sphere", [a_run([1, 1])], steps=5, view={"recorded": recorded})


def remark_texts(experiment: gdviz.Experiment, unit: str = "step") -> list[str]:
    return [str(remark) for remark in remarks(experiment, gdviz.problem(experiment.problem), unit)]


@pytest.fixture
def log(tmp_path: Path) -> str:
    """A recorded run of which all is shown."""
    (tmp_path / "log.csv").write_text("step,lr,loss,w1,w2\n0,1,2,1,1\n5,1,1,0,0\n")
    return str(tmp_path / "log.csv")


def test_that_there_is_no_remark_where_all_is_shown(log: str) -> None:
    experiment = sphere([log, {"path": log, "label": "mine", "color": 2, "hidden": True}])
    assert remark_texts(experiment) == []
    assert gdviz.run(experiment).notes == []
    assert remark_texts(sphere([])) == []


def test_that_a_file_that_was_moved_is_reported_every_time(tmp_path: Path, log: str) -> None:
    gone = tmp_path / "gone.csv"
    experiment = sphere([str(gone), {"path": str(gone), "label": "mine"}, log])
    why = f"{gone}: cannot be read: No such file or directory"
    expected = [f"Recorded run gone is not shown: {why}", f"Recorded run mine is not shown: {why}"]
    for _ in range(2):
        result = gdviz.run(experiment)
        assert [str(note) for note in result.notes] == expected
        assert all(sentence in repr(result) for sentence in expected)
        assert f"<p>{expected[0]}</p>" in result._repr_html_()
    assert all(sentence in repr(gdviz.compare([experiment, gdviz.recorded(log)])) for sentence in expected)
    gone.write_text("loss\n1\n")
    assert gdviz.run(experiment).notes == []
    gone.unlink()
    assert [str(note) for note in gdviz.run(experiment).notes] == expected


def test_that_what_is_wrong_in_a_file_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("step,loss\n0,1\n1,much\n")
    assert remark_texts(sphere([str(tmp_path / "a.csv")])) == [
        'Recorded run a is not shown: a.csv: line 3: loss must be a number, got "much"'
    ]


def test_that_parameters_of_another_problem_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("step,w1,w2,w3\n0,1,1,1\n")
    assert remark_texts(sphere([str(tmp_path / "a.csv")])) == [
        "Recorded run a has no path: it has 3 parameters, this problem has 2"
    ]


def test_that_columns_that_are_not_read_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("step,loss,train_loss,host\n0,1,1,a\n")
    assert remark_texts(sphere([str(tmp_path / "a.csv")])) == [
        f"Recorded run a: columns that are not read: train_loss, host; {KNOWN}"
    ]


@pytest.mark.parametrize(("unit", "placed"), [("step", True), ("epoch", False), ("sample", False)])
def test_that_recorded_steps_have_no_place_among_epochs_of_data(unit: str, placed: bool, log: str) -> None:
    sentence = "Recorded runs count steps, not epochs or samples: they are drawn when the plots count steps"
    data = an_experiment(line_data(), [a_run([1, 1], batch={"size": 3})], epochs=2, view={"recorded": [log]})
    assert remark_texts(data, unit) == ([] if placed else [sentence])
    assert remark_texts(sphere([log]), unit) == []  # without data a step is an epoch


def test_that_a_result_remarks_on_recorded_steps_that_have_no_place_among_unequal_epochs(log: str) -> None:
    sentence = "Recorded runs count steps, not epochs or samples: they are drawn when the plots count steps"
    runs = [a_run([1, 1], label="a", batch={"size": 3}), a_run([1, 1], label="b")]
    for entry, expected in ((log, [sentence]), ({"path": log, "hidden": True}, [])):
        experiment = an_experiment(line_data(), runs, epochs=2, view={"recorded": [entry]})
        assert [str(note) for note in gdviz.run(experiment).notes] == expected
        assert remark_texts(experiment, "epoch") == expected


def test_that_a_result_shows_the_recorded_runs_of_its_experiment_but_the_hidden_ones(log: str) -> None:
    named, hidden = {"path": log, "label": "mine"}, {"path": log, "label": "hidden", "hidden": True}
    result = gdviz.run(sphere([named, hidden, "gone.csv"]))
    assert len(result.runs) == len(result.labels) == 1
    assert [recording.label for recording in result.beside] == ["mine"]
    label = result.labels[0]
    assert [line.split("  ")[0] for line in repr(result).splitlines()[1:3]] == [label, "mine"]
    assert "<td>mine</td>" in result._repr_html_() and "<td>hidden</td>" not in result._repr_html_()
    table = result.to_pandas()
    assert table["run"].unique().tolist() == [label, "mine"]
    assert table[table["run"] == "mine"]["loss"].tolist() == [2, 1]
    losses = {line.get_label(): line for line in result.figure().axes[-1].lines}
    assert losses["mine"].get_xdata().tolist() == [0, 5] and losses["mine"].get_ydata().tolist() == [2, 1]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("log.csv", ['view.recorded must be a list of files, got "log.csv": no recorded run is shown']),
        (
            [1, None],
            [f"view.recorded[{i}] must be a path, or an object with path, got {x}" for i, x in ((0, 1), (1, "null"))],
        ),
        ([{"file": "a.csv"}], ["view.recorded[0] must be a path, or an object with path, got {…}"]),
    ],
)
def test_that_entries_that_name_no_file_are_reported(given: Any, expected: list[str]) -> None:
    assert remark_texts(sphere(given)) == expected


def test_that_more_than_are_shown_are_reported_and_stay_named(log: str, tmp_path: Path) -> None:
    logs = [log, *(str(shutil.copy(log, tmp_path / f"{i}.csv")) for i in range(25))]
    experiment = sphere([*logs, *logs])  # an entry that is repeated says nothing new
    assert remark_texts(experiment) == ["Of 26 recorded runs only the first 24 are shown"]
    files = looks(experiment)
    assert len(looks(with_looks(experiment, [RecordedLook(log, "first"), *files[1:]]))) == 26


def test_that_nothing_else_of_a_result_depends_on_a_missing_file(tmp_path: Path) -> None:
    alone, beside = gdviz.run(sphere([])), gdviz.run(sphere([str(tmp_path / "gone.csv")]))
    assert beside.runs[0].w.tobytes() == alone.runs[0].w.tobytes()
    assert json.loads(beside.experiment.to_text())["view"] == {"recorded": [str(tmp_path / "gone.csv")]}
