"""One sentence with the path of the key, for whatever is wrong with a schedule."""

from __future__ import annotations

from typing import Any

import pytest

import gdviz
from tests.making import a_run, an_experiment

CONSTANT: dict[str, Any] = {"kind": "constant"}
CYCLE: dict[str, Any] = {"kind": "cyclic", "base_lr": 0.1, "max_lr": 0.2}
ONE: dict[str, Any] = {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 9}


def sequence(*members: Any, milestones: Any = (3,), **more: Any) -> dict[str, Any]:
    return {"kind": "sequence", "schedules": list(members), "milestones": milestones, **more}


def product(*members: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "product", "schedules": list(members), **more}


def nested(depth: int) -> dict[str, Any]:
    spec = CONSTANT
    for _ in range(depth):
        spec = product(spec)
    return spec


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "multistep"}, "milestones", "is missing"),
    ({"kind": "multistep", "milestones": 5}, "milestones", "must be a list of numbers, got 5"),
    ({"kind": "multistep", "milestones": [30, 20]}, "milestones[1]", "must come after the one before, 30, got 20"),
    ({"kind": "multistep", "milestones": [-1]}, "milestones[0]", "must be >= 0, got -1"),
    ({"kind": "multistep", "milestones": ["a"]}, "milestones[0]", 'must be a number, got "a"'),
    ({"kind": "multistep", "milestones": [float("nan")]}, "milestones[0]", "must be a finite number, got nan"),
    ({"kind": "multistep", "milestones": [5], "gamma": 0}, "gamma", "must be > 0, got 0"),
    ({"kind": "exponential"}, "gamma", "is missing"),
    ({"kind": "exponential", "gamma": 0}, "gamma", "must be > 0, got 0"),
    ({"kind": "cosine", "t_max": 0}, "t_max", "must be > 0, got 0"),
    ({"kind": "cosine_restarts", "t_0": 0}, "t_0", "must be > 0, got 0"),
    ({"kind": "cosine_restarts", "t_0": 5, "t_mult": 0}, "t_mult", "must be >= 1, got 0"),
    ({"kind": "cosine_restarts", "t_0": 5, "t_mult": 1.5}, "t_mult", "must be a whole number, got 1.5"),
    ({"kind": "polynomial", "total_iters": 0}, "total_iters", "must be > 0, got 0"),
    ({"kind": "polynomial", "power": -1}, "power", "must be >= 0, got -1"),
    ({"kind": "inverse_time", "rate": -1}, "rate", "must be >= 0, got -1"),
    ({"kind": "cyclic", "max_lr": 0.2}, "base_lr", "is missing"),
    ({**CYCLE, "base_lr": 0.3}, "base_lr", "must be at most max_lr, 0.2, got 0.3"),
    ({**CYCLE, "base_momentum": 0.95}, "base_momentum", "must be at most max_momentum, 0.9, got 0.95"),
    ({**CYCLE, "max_momentum": 1}, "max_momentum", "must be in (0, 1), got 1"),
    ({**CYCLE, "step_size_up": 0}, "step_size_up", "must be > 0, got 0"),
    ({**CYCLE, "step_size_down": 0}, "step_size_down", "must be > 0, got 0"),
    ({**CYCLE, "mode": "square"}, "mode", 'unknown: "square"; known: triangular, triangular2, exp_range'),
    ({**CYCLE, "cycle_momentum": 1}, "cycle_momentum", "must be true or false, got 1"),
    ({**ONE, "total_steps": 0}, "total_steps", "must be > 0, got 0"),
    ({**ONE, "pct_start": 1.5}, "pct_start", "must be in [0, 1], got 1.5"),
    ({**ONE, "div_factor": 0}, "div_factor", "must be > 0, got 0"),
    ({**ONE, "base_momentum": 0.99}, "base_momentum", "must be at most max_momentum, 0.95, got 0.99"),
    ({**ONE, "anneal_strategy": "cosine"}, "anneal_strategy", 'unknown: "cosine"; did you mean cos, linear?'),
    ({"kind": "wsd", "stable": 5}, "decay", "is missing"),
    ({"kind": "wsd", "stable": 5, "decay": 0}, "decay", "must be > 0, got 0"),
    ({"kind": "wsd", "stable": 5, "decay": 5, "min_factor": 2}, "min_factor", "must be in [0, 1], got 2"),
    ({"kind": "plateau", "factor": 1}, "factor", "must be in [0, 1), got 1"),
    ({"kind": "plateau", "patience": 2.5}, "patience", "must be a whole number, got 2.5"),
    ({"kind": "plateau", "mode": "low"}, "mode", 'unknown: "low"; known: min, max'),
    ({"kind": "points"}, "points", "is missing"),
    ({"kind": "points", "points": []}, "points", "must be a list of at least one point [k, factor]"),
    ({"kind": "points", "points": {"0": 1}}, "points", "must be a list of at least one point [k, factor]"),
    ({"kind": "points", "points": [5]}, "points[0]", "must be a point [k, factor], got 5"),
    ({"kind": "points", "points": [[0, 1, 2]]}, "points[0]", "must be a point [k, factor], got [0, 1, 2]"),
    ({"kind": "points", "points": [[0, 1], [0, 2]]}, "points[1][0]", "must come after the one before, 0, got 0"),
    ({"kind": "points", "points": [[5, 1], [2, 2]]}, "points[1][0]", "must come after the one before, 5, got 2"),
    ({"kind": "points", "points": [[0, float("inf")]]}, "points[0][1]", "must be a finite number, got inf"),
    ({"kind": "points", "points": [[0, -1]]}, "points[0][1]", "must be >= 0, got -1"),
    ({"kind": "points", "points": [[0, None]]}, "points[0][1]", "must be a number, got null"),
    ({"kind": "expression", "expression": 5}, "expression", "must be text, got 5"),
    ({"kind": "expression", "expression": "1/0/k"}, "expression", "1/0 has no finite real value (character 1)"),
    ({"kind": "expression", "expression": ""}, "expression", "the formula is empty (character 1)"),
    ({"kind": "expression", "expression": "1/(1+"}, "expression", "something is missing after + (character 5)"),
    ({"kind": "expression", "expression": "x"}, "expression", "unknown name x; known: k, pi, e (character 1)"),
    ({"kind": "expression", "expression": "1/k"}, "expression", "is not finite at k = 0"),
    ({"kind": "expression", "expression": "1/abs(k-7)"}, "expression", "is not finite at k = 7"),
    ({"kind": "expression", "expression": "sqrt(100-k)"}, "expression", "is not finite at k = 101"),
    ({"kind": "expression", "expression": "-1"}, "expression", "is negative at k = 0"),
    ({"kind": "expression", "expression": "-k"}, "expression", "is nowhere above 0"),
    (sequence(CONSTANT), "milestones", "must have one number fewer than there are schedules, 0, got 1"),
    (sequence(CONSTANT, CONSTANT, milestones=[]), "milestones",
     "must have one number fewer than there are schedules, 1, got 0"),
    (sequence(CONSTANT, CONSTANT, CONSTANT, milestones=[5, 5]), "milestones[1]",
     "must come after the one before, 5, got 5"),
    (sequence(milestones=[]), "schedules", "must be a list of at least one schedule"),
    ({"kind": "sequence", "schedules": CONSTANT, "milestones": []}, "schedules",
     "must be a list of at least one schedule"),
    ({"kind": "sequence", "milestones": []}, "schedules", "is missing"),
    (sequence(CONSTANT, 5), "schedules[1]", "must be an object with a kind"),
    (sequence(CONSTANT, {}), "schedules[1].kind", "is missing"),
    (sequence(CONSTANT, {"kind": "expo"}), "schedules[1].kind",
     'unknown: "expo"; did you mean expression, exponential, step?'),
    (sequence(CONSTANT, {"kind": "exponential", "gamma": 0}), "schedules[1].gamma", "must be > 0, got 0"),
    (sequence(CONSTANT, {"kind": "step", "size": 3}), "schedules[1].size", "unknown key; did you mean step_size?"),
    (sequence({**CONSTANT, "unit": "step"}, CONSTANT), "schedules[0].unit", 'must be that of the whole, "epoch"'),
    (product(sequence(CONSTANT, {"kind": "points", "points": [[0, 1], [0, 1]]})),
     "schedules[0].schedules[1].points[1][0]", "must come after the one before, 0, got 0"),
    (product(), "schedules", "must be a list of at least one schedule"),
    (product(CYCLE, CONSTANT, ONE), "schedules[2]", "only one schedule of a product can replace the learning rate"),
    (nested(9), ".".join(["schedules[0]"] * 8) + ".schedules", "nested too deeply"),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "where", "sentence"), BAD, ids=[f"{s['kind']}-{i}" for i, (s, *_) in enumerate(BAD)])
def test_that_what_is_wrong_is_refused_with_the_path_of_its_key(
    spec: dict[str, Any], where: str, sentence: str
) -> None:
    with pytest.raises(gdviz.ExperimentError) as caught:
        an_experiment("himmelblau", [a_run([0, 0], schedule=spec)])
    assert (caught.value.path, str(caught.value.reason)) == (f"runs[0].schedule.{where}", sentence)


def test_that_a_member_may_name_the_unit_of_the_whole() -> None:
    spec = product({**CONSTANT, "unit": "step"}, unit="step")
    assert gdviz.schedule(spec).spec == gdviz.schedule(product(CONSTANT, unit="step")).spec


def test_that_the_unit_of_the_whole_can_be_replaced() -> None:
    experiment = an_experiment("himmelblau", [a_run([0, 0], schedule=sequence(CONSTANT, CONSTANT))])
    changed = experiment.replace("runs[0].schedule.unit", "step")
    assert {member.unit for member in changed.runs[0].schedule.schedules} == {"step"}  # type: ignore[attr-defined]


def test_that_eight_schedules_may_be_nested() -> None:
    assert gdviz.schedule(nested(8)).lr(0.1, 3) == 0.1


@pytest.mark.parametrize(
    ("spec", "key"),
    [
        (CYCLE, "cycle_momentum"),
        (ONE, "cycle_momentum"),
        (sequence(CONSTANT, ONE), "schedules[1].cycle_momentum"),
        (product(sequence(CONSTANT, CYCLE), CONSTANT), "schedules[0].schedules[1].cycle_momentum"),
    ],
)
def test_that_only_a_momentum_that_there_is_can_be_cycled(spec: dict[str, Any], key: str) -> None:
    for kind in ("sgd", "adam"):
        an_experiment("himmelblau", [a_run([0, 0], {"kind": kind, "lr": 0.1}, schedule=spec)])
    with pytest.raises(gdviz.ExperimentError) as caught:
        an_experiment("himmelblau", [a_run([0, 0], {"kind": "adagrad", "lr": 0.1}, schedule=spec)])
    assert caught.value.path == f"runs[0].schedule.{key}"
    assert str(caught.value.reason) == "must be false: adagrad has neither momentum nor betas"


def test_that_a_cycle_without_momentum_goes_with_any_optimizer() -> None:
    spec = {**CYCLE, "cycle_momentum": False}
    an_experiment("himmelblau", [a_run([0, 0], {"kind": "adagrad", "lr": 0.1}, schedule=spec)])
