"""Recordings of real training runs, read from files and set beside computed runs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine.recording import KNOWN
from gdviz.export.export_format import format_of
from tests.making import a_run, an_experiment, expression, line_data, quadratic

STEPS, RATES, LOSSES = [0.0, 10.0, 20.0], [0.1, 0.1, 0.01], [2.0, 1.0, 0.5]
PATH = [[1.0, 1.0], [0.5, 0.75], [0.25, 0.5]]


def csv(folder: Path) -> Path:
    path = folder / "학습 🏔.csv"
    rows = [f"{k},{lr},{loss},{w[0]},{w[1]},note" for k, lr, loss, w in zip(STEPS, RATES, LOSSES, PATH, strict=True)]
    path.write_text("\n".join(["step,learning_rate,loss,w1,w2,host", *rows]) + "\n", encoding="utf-8-sig")
    return path


def json_lines(folder: Path) -> Path:
    path = folder / "log.jsonl"
    rows = [
        json.dumps({"iteration": k, "lr": lr, "loss": loss, "w": w, "host": "a"})
        for k, lr, loss, w in zip(STEPS, RATES, LOSSES, PATH, strict=True)
    ]
    path.write_text("\n\n".join(rows), encoding="utf-8")
    return path


def npz(folder: Path) -> Path:
    np.savez(folder / "log.npz", k=STEPS, lr=RATES, loss=LOSSES, w=PATH, host=np.array(["a"]))
    return folder / "log.npz"


@pytest.mark.parametrize("write", [csv, json_lines, npz])
def test_that_steps_rates_losses_and_parameters_are_read(write: object, tmp_path: Path) -> None:
    assert callable(write)
    path = write(tmp_path)
    recording = gdviz.recorded(path)
    assert recording.label == path.stem
    assert recording.step.tolist() == STEPS
    assert recording.lr is not None and recording.lr.tolist() == RATES
    assert recording.loss is not None and recording.loss.tolist() == LOSSES
    assert recording.w is not None and recording.w.tolist() == PATH


def test_that_what_is_not_there_is_none_and_rows_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("loss\n3\n\n2\n")
    recording = gdviz.recorded(tmp_path / "a.csv", "mine")
    assert (recording.label, recording.w, recording.lr) == ("mine", None, None)
    assert recording.step.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "step,loss\n0,1\n1,much\n", 'a.csv: line 3: loss must be a number, got "much"'),
        ("a.jsonl", '{"loss": 1}\n[2]\n', "a.jsonl: line 2 is not a JSON object"),
        ("a.jsonl", '{"loss": 1}\n{"loss": ', "a.jsonl: line 2 is not a JSON object"),
        ("a.jsonl", '{"w": [1, 2]}\n{"w": [1]}\n', "a.jsonl: its columns are not equally long"),
        ("a.jsonl", '{"loss": 1, "lr": 2}\n{"loss": 1}\n', "a.jsonl: its columns are not equally long"),
        ("a.jsonl", '{"loss": {"a": 1}}\n', "a.jsonl: line 1: loss must be a number, got {…}"),
        ("a.csv", "step,loss\n0,1\n1\n", "a.csv: line 3: cells: 1, names in the head: 2"),
        ("a.csv", "step,loss\n\n3,1\n2,1\n", "a.csv: line 4: step must not be less than 3, got 2"),
        ("a.csv", "step,loss\n-1,1\n", "a.csv: line 2: step must not be less than 0, got -1"),
        ("a.csv", "step,loss\n0,1\n,1\n", "a.csv: line 3: step must not be less than 0, got nan"),
        ("a.csv", "run,k,loss\nGD,0,1\nAdam,0,1\n", "a.csv: holds 2 runs: leave one in it"),
        ("a.csv", 'loss\n"' + "1" * 200_000, "a.csv: line 2: field larger than field limit"),
        ("a.jsonl", '{"lr": [1, 2]}\n', "a.jsonl: step, lr and loss are one number a row, w a list"),
        ("a.jsonl", '{"loss": 1' + "0" * 400 + "}\n", "a.jsonl: line 1: loss must be a number"),
        ("a.csv", "epoch,host\n0,a\n", f"a.csv: has neither w nor lr nor loss; its columns are epoch, host; {KNOWN}"),
        ("a.csv", "0.5,1.5\n0.2,1\n", f"a.csv: has neither w nor lr nor loss; its columns are 0.5, 1.5; {KNOWN}"),
        ("a.jsonl", '{"Loss": 1}', f"a.jsonl: has neither w nor lr nor loss; its columns are Loss; {KNOWN}"),
        ("a.csv", "", f"a.csv: has neither w nor lr nor loss; it has no columns; {KNOWN}"),
        ("a.csv", "step,loss\n", "a.csv: has no rows"),
        (
            "a.csv",
            ",".join(f"c{i}" for i in range(99)),
            "a.csv: has neither w nor lr nor loss; its columns are c0, c1, "
            "c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, …; known are step",
        ),
        (
            "a.csv",
            "epoch,loss\n0,2\n1,1\n",
            "a.csv: has no column step, and columns that are not known (epoch): rename "
            f"one of them to step, or leave them out; {KNOWN}",
        ),
        ("a.csv", ",loss\n0,2\n10,1\n", 'a.csv: has no column step, and columns that are not known (""): rename'),
        ("a.jsonl", '{"Step": 10, "loss": 2}', "a.jsonl: has no column step, and columns that are not known (Step): "),
        ("a.csv", "step,w1,w3\n0,1,2\n", "a.csv: the columns w1, w3 leave parameters out: they are w1, w2, .. without"),
        ("a.csv", "step,w2,w3\n0,1,2\n", "a.csv: the columns w2, w3 leave parameters out"),
        ("a.csv", "step,w1,w01\n0,1,2\n", "a.csv: the columns w1, w01 leave parameters out"),
        ("a.csv", "step,loss,loss\n0,1,2\n", 'a.csv: "loss" is given twice'),
        ("a.jsonl", '{"w1": 1, "w2": 1}\n{"w1": 2}', "a.jsonl: its columns are not equally long"),
        ("a.npz", "no archive", "a.npz: is damaged or cut off"),
    ],
)
def test_that_a_file_that_is_no_recording_is_refused_in_a_sentence(
    name: str, content: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.recorded(tmp_path / name)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


def test_that_an_archive_that_is_no_recording_is_answered_with_its_arrays_and_those_that_are_known(
    tmp_path: Path,
) -> None:
    np.savez(tmp_path / "a.npz", theta=[[1.0]], train_loss=[1.0])
    with pytest.raises(gdviz.ExperimentError, match=r"its columns are theta, train_loss; known are step"):
        gdviz.recorded(tmp_path / "a.npz")
    np.savez(tmp_path / "a.npz", t=[0, 10], loss=[2.0, 1.0])
    with pytest.raises(gdviz.ExperimentError, match=r"no column step, and columns that are not known \(t\)"):
        gdviz.recorded(tmp_path / "a.npz")


@pytest.mark.parametrize("write", [csv, json_lines, npz])
def test_that_columns_that_are_not_read_are_listed(write: object, tmp_path: Path) -> None:
    assert callable(write)
    assert gdviz.recorded(write(tmp_path)).unread == ("host",)


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        ("step,k,loss\n0,1,2\n", ("k",)),  # two that could be the step: the first is, and the other is listed
        ("step,lr,learning_rate\n0,1,2\n", ("learning_rate",)),
        ("step,w.x,w1\n0,1,2\n", ("w1",)),
        ("step,Loss,val loss,loss\n0,1,2,3\n", ("Loss", "val loss")),
        ("step,loss\n0,1\n", ()),
        ('step,lr,"loss"\n0,1,2\n', ()),
    ],
)
def test_that_a_second_column_of_one_meaning_is_listed_as_not_read(
    content: str, unread: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(content)
    assert gdviz.recorded(tmp_path / "a.csv").unread == unread


def test_that_a_table_that_gdviz_wrote_is_read_without_a_remark(tmp_path: Path) -> None:
    result = gdviz.run(an_experiment("sphere", [a_run([1, 2], {"kind": "sgd", "lr": 0.1, "momentum": 0.5})], steps=5))
    (tmp_path / "a.csv").write_bytes(format_of(tmp_path / "a.csv").content(result))
    recording = gdviz.recorded(tmp_path / "a.csv")
    assert recording.unread == ()
    assert recording.w is not None and np.array_equal(recording.w, result.runs[0].w)


def test_that_parameters_with_names_are_those_of_the_problem_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("step,w.y,w.x\n0,2,1\n1,4,3\n")
    recording = gdviz.recorded(tmp_path / "a.csv")
    plane = gdviz.problem(expression("x - 10*y"))
    path = recording.path_on(plane)
    assert path is not None and path.tolist() == [[1, 2], [3, 4]]
    losses = recording.losses_on(plane)
    assert losses is not None and losses.tolist() == [-19, -37]
    others = recording.path_on(gdviz.problem(quadratic(1, 2, minimum=[0, 0])))
    assert others is not None and others.tolist() == [[1, 2], [3, 4]]
    line = recording.path_on(gdviz.problem(line_data()))  # w1 and b: other names, in the order of the file
    assert line is not None and line.tolist() == [[2, 1], [4, 3]]


@pytest.mark.parametrize(("name", "content"), [("a.csv", "step,w\n0,2\n3,1\n"), ("a.jsonl", '{"w": 2}\n{"w": 1}\n')])
def test_that_one_parameter_may_be_a_column_called_w(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    found = gdviz.recorded(tmp_path / name)
    assert found.w is not None and found.w.tolist() == [[2.0], [1.0]]


def test_that_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(gdviz.ExperimentError, match="cannot be read: No such file"):
        gdviz.recorded(tmp_path / "gone.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes")
def test_that_a_device_and_a_pipe_are_refused_without_waiting_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (Path("/dev/zero"), tmp_path / "pipe.csv", tmp_path):
        with pytest.raises(gdviz.ExperimentError, match="is not a file"):
            gdviz.recorded(path)
    with pytest.raises(gdviz.ExperimentError, match="cannot be read"):
        gdviz.recorded("\0.csv")


def test_that_a_broken_archive_and_one_that_unpacks_without_end_are_refused(tmp_path: Path) -> None:
    path = npz(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(gdviz.ExperimentError, match=r"^log\.npz: "):
        gdviz.recorded(path)
    np.savez_compressed(tmp_path / "bomb.npz", loss=np.zeros(2**24))
    with pytest.raises(gdviz.ExperimentError, match="too large for a recording"):
        gdviz.recorded(tmp_path / "bomb.npz")


@pytest.mark.parametrize("change", [str, lambda text: text.replace("0.1", '"0.1"'), lambda text: f"\n{text}\n\n"])
def test_that_quotes_and_blank_lines_change_no_number(change: object, tmp_path: Path) -> None:
    assert callable(change)
    path = tmp_path / "a.csv"
    path.write_text(change("step,host,lr,w.x\n0,a,0.1,1e-3\n2,b,0.30000000000000004,nan\n7,c,1e300,-2\n"))
    recording = gdviz.recorded(path)
    assert recording.lr is not None
    assert recording.w is not None
    assert (recording.step.tolist(), recording.lr.tolist()) == ([0, 2, 7], [0.1, 0.1 + 0.2, 1e300])
    assert np.array_equal(recording.w, [[1e-3], [np.nan], [-2]], equal_nan=True)


def test_that_tables_of_other_separators_are_read(tmp_path: Path) -> None:
    for separator in (";", "\t"):
        (tmp_path / "a.csv").write_text(f"step{separator}loss\n0{separator}2\n4{separator}1\n")
        recording = gdviz.recorded(tmp_path / "a.csv")
        assert recording.loss is not None
        assert (recording.step.tolist(), recording.loss.tolist()) == ([0, 4], [2, 1])


def test_that_a_row_is_found_by_its_step(tmp_path: Path) -> None:
    recording = gdviz.recorded(csv(tmp_path))
    assert [recording.row(k) for k in (0, 9, 10, 19, 20, 1000)] == [0, 0, 1, 1, 2, 2]


def test_that_an_archive_with_pickles_is_not_loaded(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", loss=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(gdviz.ExperimentError, match=r"^a\.npz: is not an archive of numeric arrays, or is damaged$"):
        gdviz.recorded(tmp_path / "a.npz")


def test_that_a_recording_is_drawn_beside_the_computed_runs(tmp_path: Path) -> None:
    recording = gdviz.recorded(csv(tmp_path), "real")
    comparison = gdviz.compare([an_experiment("sphere", [a_run([1, 1])], steps=5), recording])
    assert comparison.labels == ("GD", "real")
    surface, rates, losses = comparison.figure().axes
    assert any(np.array_equal(line.get_xydata(), PATH) for line in surface.lines)
    assert rates.lines[1].get_xydata().tolist() == [list(pair) for pair in zip(STEPS, RATES, strict=True)]
    assert losses.lines[1].get_ydata().tolist() == LOSSES
    page = comparison._repr_html_()
    assert "<td>recorded</td>" in page
    assert "[0.25, 0.5]" in page


def test_that_the_losses_of_a_mere_path_are_those_of_the_problem(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("w.x,w.y\n1,2\n0.5,1\n")
    comparison = gdviz.compare([an_experiment("sphere", [a_run([1, 1])]), gdviz.recorded(tmp_path / "a.csv")])
    problem = gdviz.problem({"kind": "surface", "name": "sphere"})
    assert (
        comparison.figure().axes[-1].lines[1].get_ydata().tolist()
        == problem.loss(np.array([[1, 2], [0.5, 1]])).tolist()
    )


@pytest.mark.parametrize("content", ["step,lr\n0,0.1\n5,0.2\n", "loss\n1\nnan\n", "w1\n1\n2\n", "w1,w2,w3\n1,2,3\n"])
def test_that_recordings_alone_and_of_other_sizes_have_a_page(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content)
    recording = gdviz.recorded(tmp_path / "a.csv")
    curve = an_experiment(expression("x^2", variables=["x"]), [a_run([1])])
    for items in ([recording], [an_experiment("sphere", [a_run([1, 1])]), recording], [curve, recording]):
        assert "<table>" in gdviz.compare(items)._repr_html_()


def test_that_a_data_frame_holds_both(tmp_path: Path) -> None:
    frame = gdviz.compare([an_experiment("sphere", [a_run([1, 1])]), gdviz.recorded(csv(tmp_path), "real")]).to_pandas()
    own = frame[frame["run"] == "real"]
    assert own["k"].tolist() == STEPS
    assert own["w.2"].tolist() == [w[1] for w in PATH]


def test_that_the_name_of_a_recording_is_one_line_that_shows(tmp_path: Path) -> None:
    path = csv(tmp_path).rename(tmp_path / "a\x1b[2J\nb\u202e.csv")
    assert gdviz.recorded(path).label == "a[2J b"
