"""What is wrong with an experiment, and the path and the sentence with which it is refused."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

import gdviz
from gdviz.experiment import Experiment, from_text
from tests.making import LINE, WORKED, changed, with_data


def refused(data: Any) -> tuple[str, str]:
    with pytest.raises(gdviz.ExperimentError) as caught:
        Experiment.from_dict(data)
    assert isinstance(caught.value, ValueError)
    reason = str(caught.value.reason)
    assert "\n" not in reason
    return caught.value.path, reason


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
    ("steps", -1, "steps", "must be in [1, 1e+09], got -1"),
    ("steps", 0, "steps", "must be in [1, 1e+09], got 0"),
    ("steps", 10**10, "steps", "must be in [1, 1e+09], got 10000000000"),
    ("steps", 10**5000, "steps", "must be in [1, 1e+09], got 1e5000"),
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
    ("problem", {"kind": "surfaces"}, "problem.kind", 'unknown: "surfaces"; did you mean surface'),
    ("problem", {"kind": "surface", "name": "himelblau"}, "problem.name",
     'unknown: "himelblau"; did you mean himmelblau'),
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
    ("runs/0/optimizer", {"kind": "adm", "lr": 1}, "runs[0].optimizer.kind", 'unknown: "adm"; did you mean adam'),
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
    refusal = refused(changed(path, value) if path else value)
    assert (refusal[0], refusal[1][: len(sentence)]) == (where, sentence)


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
        ({"data": {"kind": "builtin", "name": "lime"}}, "data.name", 'unknown: "lime"; did you mean line'),
        ({"domain": [[0, 1]]}, "domain", "must have one [lo, hi] for each of the 2 parameters"),
        ({"domain": [[0, 1], [1, 1]]}, "domain[1]", "must have lo < hi, got 1.0 and 1.0"),
        ({"domain": [[0, 1], [2, 1]]}, "domain[1]", "must have lo < hi, got 2.0 and 1.0"),
        ({"domain": [[0, 1], [0, math.nan]]}, "domain[1][1]", "must be a finite number, got nan"),
        ({"domain": [[0, 1], 3]}, "domain[1]", "must be [lo, hi]"),
        (
            {"domain": [[0, 1], [-1.7e308, 1.7e308]]},
            "domain[1]",
            "must be longer than 1e-100 and than a billionth of its ends, within ±1e100, got -1.7e+308 and 1.7e+308",
        ),
        *(
            (
                {"domain": [[0, 1], side]},
                "domain[1]",
                "must be longer than 1e-100 and than a billionth of its ends, within",
            )
            for side in ([1e17, 1e17 + 16], [1, 1 + 1e-10], [-2e65, 1e101], [0, 1e-101])
        ),
        ({"intercept": 1}, "intercept", "must be true or false, got 1"),
        ({"interzept": True}, "interzept", "unknown key; did you mean intercept?"),
    ],
)
def test_that_a_wrong_problem_is_refused(problem: dict[str, Any], where: str, sentence: str) -> None:
    made = {key: value for key, value in {**LINE, **problem}.items() if value is not ...}
    refusal = refused(with_data(problem=made))
    assert (refusal[0], refusal[1][: len(sentence)]) == (f"problem.{where}", sentence)


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
