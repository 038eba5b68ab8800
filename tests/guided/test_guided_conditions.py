"""Each form of condition, true, false and unknown; each quantity as the records have it."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.runner import iterate, prepare
from gdviz.experiment import Experiment
from gdviz.guided.conditions import OF, Condition, Quantity
from gdviz.guided.forms import Reader
from gdviz.guided.situation import Recordings, Situation
from gdviz.messages import ExperimentError
from gdviz.view_state import ViewState
from tests.making import a_run, an_experiment

BOWL = an_experiment(
    "parabola_1d",
    [a_run([2.5], {"kind": "sgd", "lr": lr}) for lr in (0.1, 0.9, 1.05)],
    steps=30,
)
FLAT = an_experiment({"kind": "expression", "expression": "3*x**2*y"}, [a_run([1, 1])], steps=5)
OVAL = an_experiment("quad_k10", [a_run(start, {"kind": "sgd", "lr": 0.05}) for start in ([2, 1], [0, 3])], steps=5)
LINE = an_experiment(
    {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line_96"}},
    [a_run([-1, 4], {"kind": "sgd", "lr": 0.1}, batch={"size": 20})],
    epochs=3,
)
RULES = an_experiment(
    "parabola_1d",
    [a_run([2.5], {"kind": kind, "lr": 0.1, **more}) for kind, more in (("sgd", {"momentum": 0.9}), ("rprop", {}))],
    steps=5,
)
NAMED = {"bowl": BOWL, "flat": FLAT, "line": LINE, "oval": OVAL, "rules": RULES}


def reader(here: Experiment = BOWL) -> Reader:
    return Reader(lambda name, path: NAMED[name], here, ["one", "two"], claims=True)


def situation(here: Experiment = BOWL, **more: Any) -> Situation:
    return Situation.of(here, Recordings(NAMED), **more)


def value(data: Any, here: Experiment = BOWL, **more: Any) -> Any:
    quantity: Quantity = reader(here).quantity(data, "")
    return quantity.value(situation(here, **more))


def holds(data: Any, here: Experiment = BOWL, **more: Any) -> bool | None:
    condition: Condition = reader(here).condition(data, "")
    return condition.holds(situation(here, **more))


def loss(run: int = 0, at: Any = "end", **more: Any) -> dict[str, Any]:
    return {"run": run, "of": "loss", "at": at, **more}


@pytest.mark.parametrize(
    ("sign", "right", "more", "expected"),
    [
        ("=", 4, {}, True),
        ("=", 4.1, {}, False),
        ("=", 4.1, {"absolute": 0.11}, True),
        ("=", 4.1, {"relative": 0.03}, True),
        ("=", 4.1, {"relative": 0.02}, False),
        ("=", 2, {"times": 2}, True),
        ("!=", 4, {}, False),
        ("!=", 5, {}, True),
        ("<", 4, {}, False),
        ("<", 4.1, {}, True),
        ("<", 4, {"absolute": 1}, False),
        ("<=", 4, {}, True),
        ("<=", 3.9, {}, False),
        ("<=", 3.9, {"absolute": 0.2}, True),
        (">", 3.9, {}, True),
        (">", 4, {}, False),
        (">=", 4, {}, True),
        (">=", 4.1, {}, False),
    ],
)
def test_that_numbers_are_compared(sign: str, right: float, more: dict[str, float], expected: bool) -> None:
    assert holds({"left": loss(at=1), "is": sign, "right": right, **more}) is expected


def test_that_words_and_switches_are_compared() -> None:
    basins = {"left": {"state": "layer"}, "is": "=", "right": "basins"}
    assert holds(basins) is False
    assert holds(basins, state=ViewState().changed(layer="basins")) is True
    hidden = {"left": {"state": "hide_ahead"}, "is": "!=", "right": True}
    assert holds(hidden) is True
    assert holds(hidden, state=ViewState().changed(ahead_hidden=True)) is False
    assert holds({"left": {"experiment": "runs[0].optimizer.kind"}, "is": "=", "right": "sgd"}) is True


def test_that_several_words_have_one_or_not() -> None:
    compass = {"left": {"state": "tools"}, "is": "has", "right": "compass"}
    assert holds(compass) is False
    state = ViewState().changed(tools=frozenset({"slice", "compass"}))
    assert holds(compass, state=state) is True
    assert reader().condition(compass, "").found(situation(state=state)) == "[compass, slice] has compass"


def test_that_verdicts_are_compared() -> None:
    assert holds({"verdict": {"run": 2, "in": ["diverged", "unbounded"]}}) is True
    assert holds({"verdict": {"run": 0, "in": ["diverged"]}}) is False


def test_that_near_is_the_distance_to_a_minimum() -> None:
    assert holds({"near": {"run": 0, "minimum": 0, "within": 0.01}}) is True
    assert holds({"near": {"run": 0, "minimum": 0, "within": 0.001}}) is False
    assert holds({"near": {"run": 0, "minimum": [2.4], "within": 0.1, "at": "start"}}) is True
    assert holds({"near": {"run": 0, "minimum": [2.4], "within": 0.09, "at": "start"}}) is False
    assert holds({"near": {"run": 0, "minimum": [2.0], "within": 0.01, "at": "playhead"}}, playhead=1) is True
    assert holds({"near": {"run": 0, "minimum": 1, "within": 1}}) is None
    assert holds({"near": {"run": 0, "minimum": [1, 2], "within": 1}}) is None


def test_that_rises_are_counted() -> None:
    assert holds({"rises": {"run": 2, "of": "loss"}}) is True
    assert holds({"rises": {"run": 0, "of": "loss"}}) is False
    assert value({"rises": {"run": 2, "of": "loss", "from": 3, "to": 7}}) == 4
    assert value({"rises": {"run": 1, "of": "w"}}) == 15
    assert value({"rises": {"run": 1, "of": "w", "from": 0, "to": 31}}) is None
    assert value({"experiment": "line", "rises": {"run": 0, "of": "samples"}}) == 2


def test_that_all_any_and_not_are_joined() -> None:
    yes, no = ({"left": 1, "is": "=", "right": right} for right in (1, 2))
    unknown = {"left": loss(at=99), "is": "=", "right": 1}
    assert [holds({"all": parts}) for parts in ([yes, yes], [yes, no], [yes, unknown], [no, unknown])] == [
        True, False, None, False,
    ]  # fmt: skip
    assert [holds({"any": parts}) for parts in ([no, yes], [no, no], [no, unknown], [yes, unknown])] == [
        True, False, None, True,
    ]  # fmt: skip
    assert [holds({"not": part}) for part in (yes, no, unknown)] == [False, True, None]


def test_that_answers_are_known() -> None:
    assert holds({"answered": {"id": "one"}}) is False
    assert holds({"answered": {"id": "one"}}, answers={"one": "up"}) is True
    assert holds({"answered": {"id": "two"}}, answers={"one": "up"}) is False


def test_that_seeds_are_counted_as_one_by_one() -> None:
    ends = [gdviz.run(LINE.replace("seed", seed), "cpu").runs[0].loss[-1] for seed in range(12)]
    middle = float(np.median(ends))
    below = {"left": loss(), "is": "<", "right": middle}
    assert value({"seeds": {"n": 12, "holds": below}}, LINE) == 6
    assert holds({"seeds": {"n": 12, "holds": below, "share": 0.5}}, LINE) is True
    assert holds({"seeds": {"n": 12, "holds": below, "share": 0.58}}, LINE) is False
    assert value({"seeds": {"n": 12, "mean": loss()}}, LINE) == pytest.approx(np.mean(ends))
    assert value({"experiment": "line", "seeds": {"n": 12, "mean": loss()}}) == pytest.approx(np.mean(ends))
    assert value({"seeds": {"n": 12, "holds": {"left": loss(at=99), "is": "<", "right": 1}}}, LINE) is None
    with pytest.raises(ExperimentError, match="need a problem with samples"):
        value({"seeds": {"n": 2, "mean": loss()}})


def test_that_seeds_that_diverge_have_an_infinite_loss() -> None:
    wild = LINE.replace_all({"runs[0].optimizer.lr": 50, "epochs": 200})
    assert value({"seeds": {"n": 3, "holds": {"left": loss(), "is": ">", "right": 1e9}}}, wild) == 3


def test_that_so_many_seeds_of_a_long_run_are_refused() -> None:
    with pytest.raises(ExperimentError, match="take too much memory"):
        value({"seeds": {"n": 500, "mean": loss()}}, LINE.replace("epochs", 10_000))


RECORD = gdviz.run(BOWL, "cpu").runs[0]
LINE_RECORD = gdviz.run(LINE, "cpu").runs[0]
_BATCH, _WHOLE = LINE_RECORD.grad[4], LINE_RECORD.problem.grad(LINE_RECORD.w[4])
PAIRS = list(itertools.combinations(range(96), 2))
ANGLE = abs(np.degrees(np.arctan2(_BATCH[1], _BATCH[0]) - np.arctan2(_WHOLE[1], _WHOLE[0])))


QUANTITIES: list[tuple[Any, float | None]] = [
    (3.5, 3.5),
    ({"experiment": "runs[1].optimizer.lr"}, 0.9),
    ({"experiment": "steps"}, 30),
    ({"experiment": "runs"}, None),
    ({"experiment": "runs[7].start"}, None),
    ({"state": "run"}, 0),
    ({"state": "playhead"}, 7),
    (loss(at=3), RECORD.loss[3]),
    (loss(at="start"), 6.25),
    (loss(at="end"), RECORD.loss[30]),
    (loss(at="playhead"), RECORD.loss[7]),
    (loss(at="lowest"), RECORD.loss[30]),
    (loss(at="highest"), 6.25),
    (loss(at=31), None),
    (loss(at={"mean": [2, 4]}), RECORD.loss[2:5].mean()),
    (loss(at={"mean": [29, "end"]}), RECORD.loss[29:].mean()),
    (loss(at={"mean": [2, 31]}), None),
    ({"run": 0, "of": "step", "at": {"below": 0.01}}, 11),
    ({"run": 2, "of": "step", "at": {"below": 0.01}}, None),
    ({"run": 2, "of": "step", "at": "lowest"}, 0),
    ({"run": 0, "of": "step", "at": "end"}, 30),
    ({"run": 0, "of": "excess", "at": 1}, 4),
    ({"run": 0, "of": "w", "at": 1}, 2),
    ({"run": 0, "of": "sharpness", "at": "end"}, 2),
    ({"run": 0, "of": "limit", "at": "end"}, 1),
    ({"experiment": "rules", "run": 0, "of": "limit", "at": 3}, 1.9),
    ({"experiment": "rules", "run": 1, "of": "limit", "at": 3}, None),
    ({"run": 0, "of": "rate_sharpness", "at": "end"}, 0.2),
    ({"run": 0, "of": "lr", "at": "end"}, 0.1),
    ({"run": 0, "of": "lr", "at": 30}, None),
    ({"run": 0, "of": "grad", "at": "end"}, RECORD.grad[29, 0]),
    ({"run": 0, "of": "delta", "at": 0}, -0.5),
    ({"run": 1, "of": "grad_norm", "at": 1}, 4),
    ({"run": 0, "of": "batch_loss", "at": 1}, 4),
    ({"run": 0, "of": "samples", "at": 1}, 1),
    ({"run": 1, "of": "aside", "at": 3}, 0),
    ({"run": 2, "of": "aside", "at": 3}, 0),
    ({"experiment": "oval", "run": 0, "of": "aside", "at": 0}, np.degrees(np.atan2(10, 2) - np.atan2(1, 2))),
    ({"experiment": "oval", "run": 1, "of": "aside", "at": 0}, 0),
    ({"experiment": "oval", "run": 0, "of": "grad", "along": [4, -3], "at": 0}, -22 / 5),
    ({"experiment": "oval", "run": 0, "of": "grad", "along": [0, 0], "at": 0}, None),
    ({"run": 0, "of": "w", "at": 1, "over": {"run": 0, "of": "w", "at": 0}}, 0.8),
    ({"run": 0, "of": "w", "at": 1, "over": 0}, None),
    ({"experiment": "flat", "run": 0, "of": "w", "axis": 1, "at": 1}, 0.97),
    ({"experiment": "flat", "run": 0, "of": "grad", "axis": 0, "at": 1, "over":
      {"run": 0, "of": "grad", "axis": 1, "at": 1}}, 5.4708 / 2.6508),
    ({"experiment": "line", "run": 0, "of": "samples", "at": 4}, 16),
    ({"experiment": "line", "run": 0, "of": "batch_loss", "at": 4}, LINE_RECORD.batch_loss[4]),
    ({"run": 0, "of": "batch_angle", "at": 4}, 0),
    ({"experiment": "line", "run": 0, "of": "batch_angle", "at": 4}, ANGLE),
    ({"run": 0, "of": "noise", "at": 4}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), QUANTITIES)
def test_that_quantities_are_those_of_the_records(data: Any, expected: float | None) -> None:
    found = value(data, playhead=7)
    assert found == (None if expected is None else pytest.approx(expected))


def test_that_the_lowest_minimum_is_that_which_is_nearest() -> None:
    starts = ([3, 2.1], [-2.9, 3])
    two = an_experiment("himmelblau", [a_run(start, {"kind": "sgd", "lr": 0.001}) for start in starts], steps=1)
    near = gdviz.run(two, "cpu").runs[0].problem.minima
    for run, start in enumerate(starts):
        record = gdviz.run(two, "cpu").runs[run]
        way = min((np.array(minimum.w) - start for minimum in near), key=np.linalg.norm)
        cosine = record.delta[0] @ way / np.linalg.norm(record.delta[0]) / np.linalg.norm(way)
        found = value({"run": run, "of": "aside", "at": 0}, two)
        assert found == pytest.approx(np.degrees(np.arccos(cosine)))


def test_that_the_noise_is_that_of_all_batches_of_this_size() -> None:
    pairs = Experiment.from_dict(LINE.to_dict()).replace("runs[0].batch.size", 2).replace("epochs", 1)
    record = gdviz.run(pairs, "cpu").runs[0]
    grads = np.array([record.problem.batch_loss_grad(record.w[3], np.array(pair))[1] for pair in PAIRS])
    off = np.sum((grads - record.problem.grad(record.w[3])) ** 2, axis=1)
    found = reader(pairs).quantity({"run": 0, "of": "noise", "at": 3}, "").value(situation(pairs))
    assert found == pytest.approx(np.sqrt(np.mean(off)))


def test_that_every_quantity_of_a_record_is_tried_above() -> None:
    assert {data["of"] for data, _ in QUANTITIES if isinstance(data, dict) and "of" in data} == set(OF)


def test_that_an_ended_run_stays_at_its_last_point() -> None:
    assert value(loss(at="playhead"), playhead=99) == pytest.approx(RECORD.loss[-1])
    assert value({"run": 0, "of": "lr", "at": "playhead"}, playhead=99) == 0.1


def test_that_the_playhead_is_that_of_the_chosen_run() -> None:
    here = Situation(BOWL, situation().records, Recordings(NAMED), ViewState().changed(run=1), (3, 5, 7))
    assert reader().quantity({"state": "playhead"}, "").value(here) == 5
    third = gdviz.run(BOWL, "cpu").runs[2]
    assert reader().quantity(loss(at="playhead", run=2), "").value(here) == pytest.approx(third.loss[7])


def test_that_what_is_still_computed_is_not_known() -> None:
    result = prepare(BOWL, "cpu")
    here = Situation(BOWL, result.runs, Recordings(NAMED), playhead=(0, 0, 0))
    verdict = reader().condition({"verdict": {"run": 0, "in": ["converged"]}}, "")
    ends = {at: reader().quantity(loss(at=at), "") for at in ("start", "end", "lowest")}
    assert {at: quantity.value(here) for at, quantity in ends.items()} == {"start": 6.25, "end": None, "lowest": None}
    assert verdict.holds(here) is None
    for chunk in iterate(BOWL, result):
        result.runs[chunk.run].append(chunk)
    assert ends["end"].value(here) == pytest.approx(RECORD.loss[-1])


def test_that_a_run_that_was_deleted_is_not_known() -> None:
    one = Experiment.from_dict({**BOWL.to_dict(), "runs": BOWL.to_dict()["runs"][:1]})
    here = situation(one)
    assert reader(BOWL).quantity(loss(run=1), "").value(here) is None
    assert reader(BOWL).condition({"near": {"run": 1, "minimum": 0, "within": 1}}, "").holds(here) is None
    assert reader(BOWL).condition({"rises": {"run": 1, "of": "loss"}}, "").holds(here) is None
    assert reader(BOWL).condition({"verdict": {"run": 1, "in": ["converged"]}}, "").holds(here) is None


def test_that_what_was_found_names_both_numbers() -> None:
    def found(data: Any) -> str:
        return reader().condition(data, "").found(situation())

    assert found({"left": loss(at=1), "is": "=", "right": 5}) == "4 = 5"
    assert found({"left": loss(at=1), "is": "=", "right": 5, "times": 2, "absolute": 0.5}) == "4 = 10 ± 0.5"
    assert found({"left": 1.00000001, "is": "<", "right": 1}) == "1.00000001 < 1"
    assert found({"left": {"state": "layer"}, "is": "=", "right": "basins"}) == "surface = basins"
    assert found({"left": loss(at=99), "is": "=", "right": 5}) == "? = 5"
    assert found({"verdict": {"run": 2, "in": ["flat", "saddle"]}}) == "diverged = flat | saddle"
    assert found({"all": [{"left": 1, "is": "=", "right": 1}, {"left": 1, "is": "=", "right": 2}]}) == "1 = 2"
    assert found({"any": [{"left": 1, "is": "=", "right": 3}, {"left": 1, "is": "=", "right": 2}]}) == "1 = 3; 1 = 2"
    assert found({"not": {"left": 1, "is": "=", "right": 1}}) == "¬ (1 = 1)"
    assert found({"answered": {"id": "one"}}) == "one?"


def test_that_a_reader_knows_what_depends_on_the_playhead() -> None:
    for data, expected in [
        ({"left": {"state": "playhead"}, "is": ">", "right": 1}, True),
        ({"not": {"left": loss(at="playhead"), "is": ">", "right": 1}}, True),
        ({"left": loss(at="end"), "is": ">", "right": 1}, False),
    ]:
        one = reader()
        one.condition(data, "")
        assert one.reads_playhead is expected
