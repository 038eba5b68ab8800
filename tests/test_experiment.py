from __future__ import annotations

import copy
import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdviz
from gdviz.experiment import Experiment, Stop, from_text
from gdviz.paths import resource_json

WORKED = resource_json("experiments", "worked_example.json")
LINE = {"kind": "linear_regression", "data": {"kind": "inline", "x": [[0], [1], [2], [3]], "y": [1, 3, 5, 7]}}


def changed(path: str, value: Any, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The worked example (or `base`) with the value at "a/0/b" set; `...` deletes the key."""
    data = copy.deepcopy(base or WORKED)
    *inner, last = (int(key) if key.isdigit() else key for key in path.split("/"))
    target = data
    for key in inner:
        target = target[key]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return data


def with_data(batch: Any = None, **more: Any) -> dict[str, Any]:
    data = {**changed("problem", LINE), **more}
    data["runs"][0]["batch"] = batch
    return data


def refused(data: Any) -> tuple[str, str]:
    with pytest.raises(gdviz.ExperimentError) as caught:
        Experiment.from_dict(data)
    assert isinstance(caught.value, ValueError)
    reason = str(caught.value.reason)
    assert "\n" not in reason
    return caught.value.path, reason


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


BAD = [
    ("", 5, "", "must be an object, got 5"),
    ("titel", "x", "titel", "unknown key; did you mean title?"),
    ("runs/0/optimiser", {}, "runs[0].optimiser", "unknown key; did you mean optimizer?"),
    ("runs/0/zzzz", 1, "runs[0].zzzz", "unknown key; known: label, start, optimizer, schedule, warmup, batch"),
    ("format", "gdviz", "format", 'must be gdviz-experiment, got "gdviz"'),
    ("format", ..., "format", "must be gdviz-experiment, got null"),
    ("version", 2, "version", "must be 1, got 2"),
    ("version", True, "version", "must be 1, got true"),
    ("version", "1", "version", 'must be 1, got "1"'),
    ("version", ..., "version", "must be 1, got null"),
    ("title", 3, "title", "must be text, got 3"),
    ("title", "\ud800", "title", "holds half a character (a lone surrogate)"),
    ("view", {"a": "\udfff"}, "view.a", "holds half a character (a lone surrogate)"),
    ("epochs", 3, "steps", "give either steps or epochs, and exactly one of them"),
    ("steps", ..., "steps", "give either steps or epochs, and exactly one of them"),
    ("steps", -1, "steps", "must be in [0, 1e+09], got -1"),
    ("steps", 10**10, "steps", "must be in [0, 1e+09], got 10000000000"),
    ("steps", 10**5000, "steps", "must be in [0, 1e+09], got 1e5000"),
    ("steps", 2.5, "steps", "must be a whole number, got 2.5"),
    ("steps", True, "steps", "must be a whole number, got true"),
    ("steps", None, "steps", "must be a whole number, got null"),
    ("seed", -1, "seed", "must be in [0, 9.22337e+18], got -1"),
    ("seed", "0", "seed", 'must be a whole number, got "0"'),
    ("stop", {"gradnorm": 1}, "stop.gradnorm", "unknown key; did you mean grad_norm?"),
    ("stop", {"grad_norm": -1}, "stop.grad_norm", "must be >= 0, got -1"),
    ("stop", [], "stop", "must be an object, got []"),
    ("note", "x", "note", 'must be an object, got "x"'),
    ("note", {"en": 1}, "note.en", "must be text, got 1"),
    ("view", 1, "view", "must be an object, got 1"),
    ("view", {"a": [1, math.inf]}, "view.a[1]", "must be a finite number, got inf"),
    ("view", {"a": b"x"}, "view.a", "must be a value of JSON, got bytes"),
    ("view", {1: 2}, "view", "must be text, got 1"),
    ("problem", ..., "problem", "is missing"),
    ("problem", "himmelblau", "problem", "must be an object with a kind"),
    ("problem", {"kind": "surfaces"}, "problem.kind", 'unknown: "surfaces"; did you mean surface?'),
    ("problem", {"kind": "surface", "name": "himelblau"}, "problem.name",
     'unknown: "himelblau"; did you mean himmelblau?'),
    ("runs", ..., "runs", "is missing"),
    ("runs", [], "runs", "must be a list of at least one run"),
    ("runs", {}, "runs", "must be a list of at least one run"),
    ("runs/0", "GD", "runs[0]", 'must be an object, got "GD"'),
    ("runs/0/label", None, "runs[0].label", "must be text, got null"),
    ("runs/0/start", ..., "runs[0].start", "is missing"),
    ("runs/0/start", [1], "runs[0].start", "must have 2 numbers, got 1"),
    ("runs/0/start", [1, 2, 3], "runs[0].start", "must have 2 numbers, got 3"),
    ("runs/0/start", 1, "runs[0].start", "must be a list of numbers, got 1"),
    ("runs/0/start", [1, math.nan], "runs[0].start[1]", "must be a finite number, got nan"),
    ("runs/0/start", [1, "1"], "runs[0].start[1]", 'must be a number, got "1"'),
    ("runs/0/optimizer", ..., "runs[0].optimizer", "is missing"),
    ("runs/0/optimizer", {"kind": "sgd"}, "runs[0].optimizer.lr", "is missing"),
    ("runs/0/optimizer", {"kind": "adm", "lr": 1}, "runs[0].optimizer.kind", 'unknown: "adm"; did you mean adam?'),
    ("runs/0/optimizer/lr", 0, "runs[0].optimizer.lr", "must be > 0, got 0"),
    ("runs/0/optimizer/lr", -0.1, "runs[0].optimizer.lr", "must be > 0, got -0.1"),
    ("runs/0/optimizer/lr", math.nan, "runs[0].optimizer.lr", "must be a finite number, got nan"),
    ("runs/0/optimizer/lr", math.inf, "runs[0].optimizer.lr", "must be a finite number, got inf"),
    ("runs/0/optimizer/lr", "fast", "runs[0].optimizer.lr", 'must be a number, got "fast"'),
    ("runs/0/optimizer/momentum", 1, "runs[0].optimizer.momentum", "must be in [0, 1), got 1"),
    ("runs/0/optimizer/momentum", 1.2, "runs[0].optimizer.momentum", "must be in [0, 1), got 1.2"),
    ("runs/0/optimizer/dampening", 2, "runs[0].optimizer.dampening", "must be in [0, 1], got 2"),
    ("runs/0/optimizer/weight_decay", -1, "runs[0].optimizer.weight_decay", "must be >= 0, got -1"),
    ("runs/0/optimizer/nesterov", True, "runs[0].optimizer.nesterov", "needs momentum above 0 and dampening 0"),
    ("runs/0/optimizer/nesterov", 1, "runs[0].optimizer.nesterov", "must be true or false, got 1"),
    ("runs/0/optimizer/betas", [0.9, 0.99], "runs[0].optimizer.betas",
     "unknown key; known: lr, momentum, dampening, weight_decay, nesterov, maximize"),
    ("runs/0/optimizer", {"kind": "adam", "lr": 1, "betas": [0.9, 0.99, 0.9]}, "runs[0].optimizer.betas",
     "must be a list of two numbers, got [0.9, 0.99, 0.9]"),
    ("runs/0/optimizer", {"kind": "adam", "lr": 1, "betas": [0.9, 1]}, "runs[0].optimizer.betas[1]",
     "must be in [0, 1), got 1"),
    ("runs/0/optimizer", {"kind": "adam", "lr": 1, "betas": 0.9}, "runs[0].optimizer.betas",
     "must be a list of two numbers, got 0.9"),
    ("runs/0/optimizer", {"kind": "adam", "lr": 1, "eps": -1e-8}, "runs[0].optimizer.eps", "must be >= 0, got -1e-08"),
    ("runs/0/schedule", {"kind": "step"}, "runs[0].schedule.step_size", "is missing"),
    ("runs/0/schedule", {"kind": "step", "step_size": 0}, "runs[0].schedule.step_size", "must be > 0, got 0"),
    ("runs/0/schedule", {"kind": "cosine", "t_max": 0}, "runs[0].schedule.t_max", "must be > 0, got 0"),
    ("runs/0/schedule", {"kind": "cosine", "t_max": 9, "T_max": 9}, "runs[0].schedule.T_max",
     "unknown key; did you mean t_max, eta_min?"),
    ("runs/0/schedule", {"kind": "linear", "total_iters": -1}, "runs[0].schedule.total_iters", "must be > 0, got -1"),
    ("runs/0/schedule", {"kind": "constant", "unit": "hour"}, "runs[0].schedule.unit",
     'unknown: "hour"; known: epoch, step'),
    ("runs/0/schedule", None, "runs[0].schedule", "must be an object with a kind"),
    ("runs/0/warmup", {}, "runs[0].warmup.length", "is missing"),
    ("runs/0/warmup", {"length": -1}, "runs[0].warmup.length", "must be >= 0, got -1"),
    ("runs/0/warmup", {"length": 5, "start_factor": 2}, "runs[0].warmup.start_factor", "must be in [0, 1], got 2"),
    ("runs/0/warmup", 5, "runs[0].warmup", "must be an object, got 5"),
    ("runs/0/batch", {"size": 1}, "runs[0].batch", "must be null: this problem has no samples"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "where", "sentence"), BAD, ids=[f"{b[2]}-{i}" for i, b in enumerate(BAD)])
def test_that_what_is_wrong_is_refused_with_the_path_of_its_key(
    path: str, value: Any, where: str, sentence: str
) -> None:
    assert refused(changed(path, value) if path else value) == (where, sentence)


@pytest.mark.parametrize(
    ("batch", "where", "sentence"),
    [
        ({}, "size", "is missing"),
        ({"size": 0}, "size", "must be >= 1, got 0"),
        ({"size": 5}, "size", "must be in [1, 4], the number of samples, got 5"),
        ({"size": 1.5}, "size", "must be a whole number, got 1.5"),
        ({"size": 2, "shufle": True}, "shufle", "unknown key; did you mean shuffle?"),
        ({"size": 2, "shuffle": 1}, "shuffle", "must be true or false, got 1"),
        ({"size": 2, "order": []}, "order", "must be a list of at least one permutation"),
        ({"size": 2, "order": "0123"}, "order", "must be a list of at least one permutation"),
        ({"size": 2, "order": [[0, 1, 2, 3], [0, 1, 2]]}, "order[1]", "must be a permutation of 0 .. 3"),
        ({"size": 2, "order": [[0, 1, 2, 2]]}, "order[0]", "must be a permutation of 0 .. 3"),
        ({"size": 2, "order": [[0, 1, 2, 4]]}, "order[0]", "must be a permutation of 0 .. 3"),
        ({"size": 2, "order": [[0, True, 2, 3]]}, "order[0]", "must be a permutation of 0 .. 3"),
        ({"size": 2, "order": [["a", None, 2, 3]]}, "order[0]", "must be a permutation of 0 .. 3"),
        ({"size": 2, "order": [3]}, "order[0]", "must be a permutation of 0 .. 3"),
    ],
)
def test_that_a_wrong_batch_is_refused(batch: Any, where: str, sentence: str) -> None:
    assert refused(with_data(batch)) == (f"runs[0].batch.{where}", sentence)


@pytest.mark.parametrize(
    ("problem", "where", "sentence"),
    [
        ({"data": ...}, "data", "is missing"),
        ({"data": []}, "data", "must be an object with a kind"),
        ({"data": {"kind": "inlin"}}, "data.kind", 'unknown: "inlin"; did you mean inline?'),
        ({"data": {"kind": "builtin", "name": "lime"}}, "data.name", 'unknown: "lime"; did you mean line?'),
        ({"domain": [[0, 1]]}, "domain", "must have one [lo, hi] for each of the 2 parameters"),
        ({"domain": [[0, 1], [1, 1]]}, "domain[1]", "must have lo < hi, got 1.0 and 1.0"),
        ({"domain": [[0, 1], [2, 1]]}, "domain[1]", "must have lo < hi, got 2.0 and 1.0"),
        ({"domain": [[0, 1], [0, math.nan]]}, "domain[1][1]", "must be a finite number, got nan"),
        ({"domain": [[0, 1], 3]}, "domain[1]", "must be [lo, hi]"),
        ({"domain": [[0, 1], [-1.7e308, 1.7e308]]}, "domain[1]", "must have lo < hi, got -1.7e+308 and 1.7e+308"),
        ({"intercept": 1}, "intercept", "must be true or false, got 1"),
        ({"interzept": True}, "interzept", "unknown key; did you mean intercept?"),
    ],
)
def test_that_a_wrong_problem_is_refused(problem: dict[str, Any], where: str, sentence: str) -> None:
    made = {key: value for key, value in {**LINE, **problem}.items() if value is not ...}
    assert refused(with_data(problem=made)) == (f"problem.{where}", sentence)


def test_that_the_length_of_the_start_follows_from_the_problem() -> None:
    assert refused(with_data(problem={**LINE, "intercept": False})) == (
        "runs[0].start",
        "must have 1 numbers, got 2",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "e.json: not JSON: line 1, column 1"),
        (json.dumps(WORKED)[:-20].encode(), "e.json: not JSON: line 1, column "),
        (b'{"a": 1}{"b": 2}', "e.json: not JSON: line 1, column 9"),
        (b'{\n "format": ,\n}', "e.json: not JSON: line 2, column 12"),
        (b'{"steps": NaN}', "e.json: NaN is no number of JSON"),
        (b'{"steps": -Infinity}', "e.json: -Infinity is no number of JSON"),
        (b'{"steps": 1, "steps": 2}', 'e.json: "steps" is given twice'),
        (b'{"runs": [{"a": 1, "a": 1}]}', 'e.json: "a" is given twice'),
        (b"[" * 100_000, "e.json: nested too deeply"),
        (b'{"steps": ' + b"9" * 5000 + b"}", "e.json: holds a number that is too long"),
        ("제목".encode("utf-16"), "e.json: not UTF-8 text (byte 0)"),
        (b"\xff", "e.json: not UTF-8 text (byte 0)"),
        (b"[]", "must be an object, got []"),
        (b"null", "must be an object, got null"),
    ],
)
def test_that_a_file_that_is_no_experiment_is_refused_in_one_sentence(text: bytes, sentence: str) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        from_text(text, "e.json")
    assert str(caught.value).startswith(sentence)
    assert caught.value.path == ""


def test_that_what_is_nested_deeply_is_refused_wherever_it_stands() -> None:
    deep: Any = {}
    for _ in range(400):
        deep = {"a": deep}
    data = changed("view", deep)
    where, sentence = refused(data)
    assert where.startswith("view.a.a")
    assert sentence == "nested too deeply"
    for path in ("steps", "title", "problem", "runs", "runs/0/start", "runs/0/optimizer/lr", "note"):
        refused(changed(path, deep))
        refused(changed(path, [deep]))


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
    "path", ["runs[9].start", "runs[0].warmup.length", "nothing.here", "runs[9]", "title.x", "runs[0].start[x]"]
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
        draw(st.sampled_from(["steps", "epochs"])): draw(st.integers(0, 10**9)),
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
