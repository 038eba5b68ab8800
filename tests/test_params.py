from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import pytest

from gdviz.messages import ExperimentError, message
from gdviz.optimizers.optimizer import GROUPS
from gdviz.params import build, integer, join, nearest, number, param, params_of, to_json, unknown, unknown_key
from gdviz.registry import from_json, plugins


@dataclass(frozen=True)
class Sample:
    rate: float = param(low=0, open_low=True, scale="log", symbol="η")
    share: float = param(0.5, low=0, high=1, open_high=True)
    count: int = param(3, kind="int", low=1)
    on: bool = param(False, kind="bool")
    mode: str = param("a", kind="choice", choices=("a", "b"))
    name: str = param("x", kind="text")
    pair: tuple[float, float] = param((0.1, 0.2), kind="pair", low=0, high=1)
    limit: float | None = param(None, high=9, optional=True)
    hidden: int = 7

    def check_together(self, path: str) -> None:
        if self.on and self.share == 0:
            raise ExperimentError(join(path, "on"), message("needs a share"))


def test_that_a_plug_in_is_made_from_json_with_its_defaults() -> None:
    assert build(Sample, {"rate": 1}, "p") == Sample(1.0)
    made = build(Sample, {"kind": "ignored", "rate": 2, "count": 4.0, "pair": [0, 1], "limit": 3}, "p")
    assert made == Sample(rate=2.0, count=4, pair=(0.0, 1.0), limit=3.0)
    assert type(made.rate) is float
    assert type(made.count) is int


def test_that_the_json_of_a_plug_in_makes_an_equal_one() -> None:
    made = Sample(rate=0.1, pair=(0.3, 0.4), mode="b", on=True)
    data = to_json(made)
    assert data["pair"] == [0.3, 0.4]
    assert "hidden" not in data
    assert build(Sample, json.loads(json.dumps(data)), "p") == made


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        ({}, "p.rate", "is missing"),
        ({"rate": 0}, "p.rate", "must be > 0, got 0"),
        ({"rate": True}, "p.rate", "must be a number, got true"),
        ({"rate": "1"}, "p.rate", 'must be a number, got "1"'),
        ({"rate": None}, "p.rate", "must be a number, got null"),
        ({"rate": math.nan}, "p.rate", "must be a finite number, got nan"),
        ({"rate": 10**400}, "p.rate", "must be a finite number, got inf"),
        ({"rate": [1]}, "p.rate", "must be a number, got [1]"),
        ({"rate": {"a": 1}}, "p.rate", "must be a number, got {…}"),
        ({"rate": 1, "share": 1}, "p.share", "must be in [0, 1), got 1"),
        ({"rate": 1, "share": -0.1}, "p.share", "must be in [0, 1), got -0.1"),
        ({"rate": 1, "count": 1.5}, "p.count", "must be a whole number, got 1.5"),
        ({"rate": 1, "count": True}, "p.count", "must be a whole number, got true"),
        ({"rate": 1, "count": 0}, "p.count", "must be >= 1, got 0"),
        ({"rate": 1, "count": -(10**5000)}, "p.count", "must be >= 1, got -1e5000"),
        ({"rate": 1, "on": 1}, "p.on", "must be true or false, got 1"),
        ({"rate": 1, "mode": "c"}, "p.mode", 'unknown: "c"; known: a, b'),
        ({"rate": 1, "mode": ["a"]}, "p.mode", 'unknown: ["a"]; known: a, b'),
        ({"rate": 1, "name": 3}, "p.name", "must be text, got 3"),
        ({"rate": 1, "pair": [0.1]}, "p.pair", "must be a list of two numbers, got [0.1]"),
        ({"rate": 1, "pair": [0.1, 0.2, 0.3]}, "p.pair", "must be a list of two numbers, got [0.1, 0.2, 0.3]"),
        ({"rate": 1, "pair": "ab"}, "p.pair", 'must be a list of two numbers, got "ab"'),
        ({"rate": 1, "pair": [0.1, 2]}, "p.pair[1]", "must be in [0, 1], got 2"),
        ({"rate": 1, "pair": [0.1, None]}, "p.pair[1]", "must be a number, got null"),
        ({"rate": 1, "limit": 10}, "p.limit", "must be <= 9, got 10"),
        ({"rate": 1, "chare": 1}, "p.chare", "unknown key; did you mean share?"),
        ({"rate": 1, "qqqq": 1}, "p.qqqq", "unknown key; known: rate, share, count, on, mode, name, pair, limit"),
        ({"rate": 1, "share": 0, "on": True}, "p.on", "needs a share"),
    ],
)
def test_that_a_wrong_value_is_refused_with_its_path_and_a_sentence(
    data: dict[str, Any], path: str, sentence: str
) -> None:
    with pytest.raises(ExperimentError) as caught:
        build(Sample, data, "p")
    assert (caught.value.path, str(caught.value.reason)) == (path, sentence)


def test_that_keys_that_are_read_elsewhere_are_named_among_the_known_ones() -> None:
    with pytest.raises(ExperimentError, match=r"known: rate, .*, limit, noise$"):
        build(Sample, {"rate": 1, "qqqq": 1}, "p", ignore=("kind", "noise"))


def test_that_a_declaration_describes_itself_in_json() -> None:
    described = {p.name: p.describe() for p in params_of(Sample)}
    json.dumps(described, allow_nan=False)
    assert described["rate"]["required"]
    assert described["rate"]["default"] is None
    assert [described[key]["range"] for key in ("rate", "share", "count", "pair", "limit", "on")] == [
        "> 0", "[0, 1)", ">= 1", "[0, 1]", "<= 9", "",
    ]  # fmt: skip
    assert described["pair"]["default"] == [0.1, 0.2]
    assert described["mode"]["choices"] == ["a", "b"]


def test_that_a_range_open_on_both_sides_is_written_so() -> None:
    @dataclass(frozen=True)
    class Open:
        above: float = param(0.0, high=1, open_high=True)
        inner: float = param(0.5, low=0, high=1, open_low=True, open_high=True)

    assert [p.range_text() for p in params_of(Open)] == ["< 1", "(0, 1)"]


def test_that_numbers_are_read_as_json_means_them() -> None:
    assert number(3, "p") == 3.0
    assert integer(3.0, "p") == 3
    for wrong in ("3", True, None, [3]):
        with pytest.raises(ExperimentError):
            number(wrong, "p")


def test_that_the_nearest_names_are_offered() -> None:
    names = ["himmelblau", "rosenbrock", "beale"]
    assert nearest("Himelblau", names) == ["himmelblau"]
    assert str(unknown("rosenbrok", names)) == 'unknown: "rosenbrok"; did you mean rosenbrock?'
    assert str(unknown("zzz", names)) == 'unknown: "zzz"; known: himmelblau, rosenbrock, beale'
    assert str(unknown_key("x", [])) == "unknown key; there are none here"


@pytest.mark.parametrize("package", ["gdviz.optimizers", "gdviz.schedules", "gdviz.problems"])
def test_that_every_plug_in_is_found_in_its_order_and_says_what_it_is(package: str) -> None:
    found = plugins(package)
    groups = list(GROUPS) if package == "gdviz.optimizers" else [None]
    places = {k: (groups.index(getattr(c, "group", None)), getattr(c, "order", 100), k) for k, c in found.items()}
    assert list(found) == sorted(found, key=lambda kind: places[kind])
    for kind, cls in found.items():
        assert cls.kind == kind
        assert cls.label
        assert cls.__doc__
        json.dumps([p.describe() for p in params_of(cls)])


def test_that_the_first_plug_ins_are_there() -> None:
    assert list(plugins("gdviz.optimizers"))[:1] == ["sgd"]
    assert {"sgd", "adam"} <= set(plugins("gdviz.optimizers"))
    assert {"constant", "step", "cosine", "linear", "inverse_sqrt"} <= set(plugins("gdviz.schedules"))
    assert {"expression", "surface", "quadratic", "linear_regression"} <= set(plugins("gdviz.problems"))


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        (None, "o", "must be an object with a kind"),
        ([], "o", "must be an object with a kind"),
        ({}, "o.kind", "is missing"),
        ({"kind": "sdg"}, "o.kind", 'unknown: "sdg"; did you mean sgd'),
        ({"kind": 3}, "o.kind", "unknown: 3; known: sgd, "),
        ({"kind": ["sgd"]}, "o.kind", 'unknown: ["sgd"]; known: sgd, '),
    ],
)
def test_that_a_kind_that_is_not_there_is_refused(data: Any, path: str, sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        from_json("gdviz.optimizers", data, "o")
    assert caught.value.path == path
    assert str(caught.value.reason).startswith(sentence)
