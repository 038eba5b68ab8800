from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdviz
from gdviz.experiment import Experiment, Stop, from_text
from tests.making import LINE, WORKED, an_experiment, changed, with_data


def test_that_the_worked_example_is_read() -> None:
    experiment = Experiment.from_dict(WORKED)
    run = experiment.runs[0]
    assert experiment.steps is not None
    assert experiment.epochs is None
    assert run.start == (1.0, 1.0)
    assert (run.optimizer.kind, run.optimizer.lr, run.schedule.kind) == ("sgd", 0.01, "constant")
    assert run.warmup is run.batch is None


def test_that_what_may_be_left_out_may_be_left_out() -> None:
    data = {
        "format": "gdviz-experiment",
        "version": 1,
        "problem": {"kind": "surface", "name": "sphere"},
        "epochs": 3,
        "runs": [{"start": [1, 2], "optimizer": {"kind": "sgd", "lr": 1}}],
    }
    experiment = Experiment.from_dict(data)
    assert (experiment.title, experiment.seed, experiment.stop) == ("", 0, Stop())
    assert (experiment.note, experiment.view, experiment.runs[0].label) == ({}, {}, "")


def test_that_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "e.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(WORKED).encode())
    assert gdviz.load(file) == Experiment.from_dict(WORKED)


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_that_a_file_that_cannot_be_read_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(gdviz.ExperimentError, match="cannot be read"):
        gdviz.load(tmp_path / "missing.json" if what == "missing" else tmp_path)


def test_that_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdviz.experiment.MAX_FILE_BYTES", 10)
    file = tmp_path / "e.json"
    file.write_text(json.dumps(WORKED))
    with pytest.raises(gdviz.ExperimentError, match="too large"):
        gdviz.load(file)


def test_that_saving_and_loading_gives_an_equal_experiment(tmp_path: Path) -> None:
    experiment = Experiment.from_dict(
        with_data({"size": 2, "order": [[3, 1, 0, 2]]}, title="경사 하강", stop={"loss": 1})
    )
    gdviz.save(experiment, tmp_path / "실험.json")
    assert gdviz.load(str(tmp_path / "실험.json")) == experiment
    text = (tmp_path / "실험.json").read_text(encoding="utf-8")
    assert "경사 하강" in text
    assert text.endswith("}\n")


def test_that_equal_experiments_are_equal_and_different_ones_are_not() -> None:
    one, two = Experiment.from_dict(WORKED), Experiment.from_dict(copy.deepcopy(WORKED))
    assert one == two
    assert hash(one) == hash(two)
    assert one != one.replace("runs[0].optimizer.lr", 0.02)
    data = Experiment.from_dict(with_data({"size": 2}))
    assert data == Experiment.from_dict(with_data({"size": 2}))
    assert hash(data) == hash(Experiment.from_dict(with_data({"size": 2})))
    moved = copy.deepcopy(LINE)
    moved["data"]["y"][0] = 1.5
    assert data != Experiment.from_dict({**with_data({"size": 2}), "problem": moved})


def test_that_an_experiment_is_frozen_and_keeps_nothing_of_what_it_was_read_from() -> None:
    data = changed("view", {"open": [1]})
    experiment = Experiment.from_dict(data)
    data["view"]["open"].append(2)
    data["note"]["xx"] = "later"
    assert experiment.view == {"open": [1]}
    assert "xx" not in experiment.note
    experiment.to_dict()["view"]["open"].append(3)
    assert experiment.view == {"open": [1]}
    with pytest.raises(dataclasses.FrozenInstanceError):
        experiment.seed = 1


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("steps", 7, lambda e: (e.steps, e.epochs) == (7, None)),
        ("epochs", 7, lambda e: (e.steps, e.epochs) == (None, 7)),
        ("runs[0].optimizer.lr", 0.5, lambda e: e.runs[0].optimizer.lr == 0.5),
        ("runs[0].start[1]", -2, lambda e: e.runs[0].start == (1.0, -2.0)),
        ("runs[0].warmup", {"length": 3}, lambda e: e.runs[0].warmup.length == 3),
        ("runs[0].schedule", {"kind": "cosine", "t_max": 9}, lambda e: e.runs[0].schedule.t_max == 9),
        ("problem", {"kind": "surface", "name": "beale"}, lambda e: e.problem.kind == "surface"),
        ("note.ko", "안녕", lambda e: e.note["ko"] == "안녕"),
        ("stop", {"loss": 1}, lambda e: e.stop == Stop(loss=1.0)),
        ("seed", 3, lambda e: e.seed == 3),
    ],
)
def test_that_one_value_is_replaced(path: str, value: Any, read: Any) -> None:
    experiment = Experiment.from_dict(WORKED)
    assert read(experiment.replace(path, value))
    assert experiment == Experiment.from_dict(WORKED)


def test_that_a_change_inside_of_a_run_leaves_all_else_as_it_is() -> None:
    before = Experiment.from_dict({**WORKED, "runs": WORKED["runs"] * 2, "note": {"a": "b"}})
    after = before.replace_all({"runs[1].optimizer.lr": 0.5, "runs[1].start": [2, 2]})
    assert after == Experiment.from_dict(after.to_dict())
    assert (after.runs[1].optimizer.lr, after.runs[1].start) == (0.5, (2.0, 2.0))
    assert after.problem is before.problem and after.note is before.note
    assert after.runs[0] is before.runs[0] and after.runs[1].schedule is before.runs[1].schedule


def test_that_several_values_are_checked_together() -> None:
    experiment = Experiment.from_dict(WORKED)
    changes = {"runs[0].optimizer.nesterov": True, "runs[0].optimizer.momentum": 0.9}
    optimizer = experiment.replace_all(changes).runs[0].optimizer
    assert (optimizer.to_json()["nesterov"], optimizer.to_json()["momentum"]) == (True, 0.9)
    with pytest.raises(gdviz.ExperimentError, match=r"runs\[0\]\.optimizer\.nesterov"):
        experiment.replace("runs[0].optimizer.nesterov", True)


@pytest.mark.parametrize(
    ("path", "value"), [("runs[0].optimizer.lr", 0), ("runs[0].start", [1]), ("runs", []), ("colour", 1)]
)
def test_that_a_replacement_is_checked(path: str, value: Any) -> None:
    with pytest.raises(gdviz.ExperimentError):
        Experiment.from_dict(WORKED).replace(path, value)


@pytest.mark.parametrize(
    "path",
    ["", "[]", "runs[9].start", "runs[0].warmup.length", "nothing.here", "runs[9]", "title.x", "runs[0].start[x]"],
)
def test_that_a_path_through_what_is_not_there_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        Experiment.from_dict(WORKED).replace(path, 1)


def some(low: float, high: float, **more: Any) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, **more)


UNITS = {"unit": st.sampled_from(["epoch", "step"])}
SGD = st.fixed_dictionaries(
    {"kind": st.just("sgd"), "lr": some(1e-9, 1e9)},
    optional={"momentum": some(0.01, 0.99), "weight_decay": some(0, 9), "maximize": st.booleans()},
)
ADAM = st.fixed_dictionaries(
    {"kind": st.just("adam"), "lr": some(1e-9, 1e9)},
    optional={"betas": st.tuples(some(0, 0.99), some(0, 0.99)).map(list), "eps": some(0, 1), "amsgrad": st.booleans()},
)
SCHEDULES = st.one_of(
    st.fixed_dictionaries({"kind": st.just("constant")}, optional=UNITS),
    st.fixed_dictionaries({"kind": st.just("step"), "step_size": some(0.1, 1e6)}, optional={"gamma": some(0.1, 1)}),
    st.fixed_dictionaries({"kind": st.just("cosine"), "t_max": some(0.1, 1e6)}, optional=UNITS),
    st.fixed_dictionaries({"kind": st.just("linear")}, optional={"start_factor": some(0, 1), **UNITS}),
    st.fixed_dictionaries({"kind": st.just("inverse_sqrt")}, optional={"timescale": some(1e-3, 1e6), **UNITS}),
)
WARMUPS = st.none() | st.fixed_dictionaries({"length": some(0, 1e6)}, optional={"start_factor": some(0, 1), **UNITS})
BATCHES = st.none() | st.fixed_dictionaries(
    {"size": st.integers(1, 4)},
    optional={
        "shuffle": st.booleans(),
        "drop_last": st.booleans(),
        "order": st.lists(st.permutations(range(4)), min_size=1, max_size=3),
    },
)


def test_that_a_title_and_a_label_are_one_line_that_shows() -> None:
    title = "a\tb\r\nc\x0b\x0c\x1c\x85\u2028d\x00\x1b[31m\x9b\u202e\u2066\ufeff 한글 👩\u200d🎓 <b>&amp;\\"
    shown = "a b  c     d[31m 한글 👩\u200d🎓 <b>&amp;\\"
    run = {"label": title, "start": [1, 1], "optimizer": {"kind": "sgd", "lr": 0.1}}
    experiment = an_experiment("sphere", [run], title=title)
    assert (experiment.title, experiment.runs[0].label) == (shown, shown)
    assert experiment.replace("runs[0].label", title).runs[0].label == shown


LEAVES = st.none() | st.booleans() | st.integers() | some(-1e9, 1e9) | st.text()
VIEWS = st.dictionaries(st.text(), st.recursive(LEAVES, st.lists), max_size=3)


@st.composite
def experiments(draw: st.DrawFn) -> dict[str, Any]:
    line = draw(st.booleans())
    problem = LINE if line else {"kind": "surface", "name": draw(st.sampled_from(["beale", "sphere"]))}
    run = st.fixed_dictionaries(
        {
            "label": st.text(),
            "start": st.lists(some(-1e300, 1e300), min_size=2, max_size=2),
            "optimizer": SGD | ADAM,
            "schedule": SCHEDULES,
            "warmup": WARMUPS,
            "batch": BATCHES if line else st.none(),
        }
    )
    return {
        "format": "gdviz-experiment",
        "version": 1,
        "title": draw(st.text()),
        "problem": problem,
        draw(st.sampled_from(["steps", "epochs"])): draw(st.integers(1, 10**9)),
        "seed": draw(st.integers(0, 2**63 - 1)),
        "stop": draw(st.fixed_dictionaries({}, optional={"grad_norm": some(0, 1), "loss": some(-1, 1)})),
        "runs": draw(st.lists(run, min_size=1, max_size=3)),
        "note": draw(st.dictionaries(st.text(), st.text(), max_size=2)),
        "view": draw(VIEWS),
    }


@settings(max_examples=60, deadline=None)
@given(experiments())
def test_that_an_experiment_survives_the_way_into_a_file_and_back(data: dict[str, Any]) -> None:
    experiment = Experiment.from_dict(data)
    assert Experiment.from_dict(experiment.to_dict()) == experiment
    assert from_text(experiment.to_text().encode("utf-8"), "e.json") == experiment
