"""One sentence with the path of the key, for each error in a schedule."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.schedules import schedule as schedules
from tests.making import LINE, a_run, an_experiment

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
    ({"kind": "expression", "expression": "1/k"}, "expression", "the schedule's formula is not finite at k = 0"),
    ({"kind": "expression", "expression": "1/abs(k-7)"}, "expression", "the schedule's formula is not finite at k = 7"),
    ({"kind": "expression", "expression": "sqrt(10-k)"}, "expression",
     "the schedule's formula is not finite at k = 11"),
    (sequence(CONSTANT, {"kind": "expression", "expression": "sqrt(10-k)"}), "schedules[1].expression",
     "the schedule's formula is not finite at k = 11"),
    (product(CONSTANT, {"kind": "expression", "expression": "sqrt(10-k)"}), "schedules[1].expression",
     "the schedule's formula is not finite at k = 11"),
    ({"kind": "expression", "expression": "-1"}, "expression", "the schedule's formula is negative at k = 0"),
    ({"kind": "expression", "expression": "-k"}, "expression", "the schedule's formula is nowhere above 0"),
    (product(CONSTANT, {"kind": "expression", "expression": "0"}), "schedules[1].expression",
     "the schedule's formula is nowhere above 0"),
    (sequence({"kind": "points", "points": [[0, 0]]}, {"kind": "expression", "expression": "-k"}),
     "schedules[1].expression", "the schedule's formula is nowhere above 0"),
    (sequence(CONSTANT), "milestones", "must have one number fewer than there are schedules, 0, got 1"),
    (sequence(CONSTANT, CONSTANT, milestones=[]), "milestones",
     "must have one number fewer than there are schedules, 1, got 0"),
    (sequence(CONSTANT, CONSTANT, CONSTANT, milestones=[5, 5]), "milestones[1]",
     "must come after the one before, 5, got 5"),
    (sequence(CONSTANT, CONSTANT, milestones=[0]), "milestones[0]", "must be > 0, got 0"),
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


ZEROS = [{"kind": "expression", "expression": "0"}, {"kind": "points", "points": [[0, 0]]}]


@pytest.mark.parametrize("zero", [*ZEROS, product(CONSTANT, ZEROS[0]), sequence(*ZEROS, milestones=[2])])
def test_that_a_part_of_a_sequence_may_have_the_rate_0(zero: dict[str, Any]) -> None:
    made = an_experiment("himmelblau", [a_run([0, 0], schedule=sequence(zero, CONSTANT))])
    rates = schedules.Schedule(made.runs[0].schedule).lr(0.1, np.array([0.0, 1, 2, 3, 4]))
    assert rates.tolist() == [0, 0, 0, 0.1, 0.1]


@pytest.mark.parametrize("spec", [{"kind": "cosine", "t_max": 10}, {"kind": "cosine_restarts", "t_0": 10}])
def test_that_a_cosine_from_the_largest_rates_does_not_overflow(spec: dict[str, Any]) -> None:
    made = an_experiment("himmelblau", [a_run([0, 0], schedule=spec)])
    rates = schedules.Schedule(made.runs[0].schedule).lr(1.5e308, np.array([0.0, 5]))
    assert rates.tolist() == pytest.approx([1.5e308, 0.75e308])


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


def test_that_a_cycle_without_momentum_suits_any_optimizer() -> None:
    spec = {**CYCLE, "cycle_momentum": False}
    an_experiment("himmelblau", [a_run([0, 0], {"kind": "adagrad", "lr": 0.1}, schedule=spec)])


SHORT: dict[str, Any] = {"kind": "expression", "expression": "sqrt(12-k)"}
LATE: dict[str, Any] = {"kind": "expression", "expression": "1/k"}


@pytest.mark.parametrize(
    ("spec", "more", "duration"),
    [
        (SHORT, {}, {"steps": 13}),
        (sequence(SHORT, CONSTANT, milestones=[13]), {}, {"steps": 400}),
        (sequence(product(SHORT, SHORT), CONSTANT, milestones=[13]), {}, {"steps": 400}),
        (sequence(CONSTANT, SHORT, milestones=[7]), {}, {"steps": 20}),
        (sequence(CONSTANT, LATE, milestones=[2.5]), {}, {"steps": 20}),
        (SHORT, {"warmup": {"length": 7}}, {"steps": 20}),
        (LATE, {"warmup": {"length": 2.5}}, {"steps": 20}),
        (SHORT, {"batch": {"size": 2}}, {"epochs": 13}),
        (SHORT, {"batch": {"size": 2}}, {"steps": 26}),
        ({**SHORT, "unit": "step"}, {"batch": {"size": 2}, "warmup": {"length": 2.5}}, {"steps": 18}),
        ({"kind": "expression", "expression": "max(0, k-2000)"}, {}, {"steps": 3000}),
        ({"kind": "expression", "expression": "k"}, {}, {"steps": 1}),
    ],
)  # fmt: skip
def test_that_a_formula_is_evaluated_only_at_the_k_that_it_reaches(
    spec: dict[str, Any], more: dict[str, Any], duration: dict[str, int]
) -> None:
    problem, start = (LINE, [0, 0]) if "batch" in more else ("himmelblau", [0, 0])
    experiment = an_experiment(problem, [a_run(start, schedule=spec, **more)], **duration)
    record = gdviz.run(experiment).runs[0]
    assert np.isfinite(record.planned_lr(np.arange(record.planned))).all()
    if "2000" in str(spec) or duration == {"steps": 1}:
        return
    key, length = next(iter(duration.items()))  # one more is refused, in words that say where
    with pytest.raises(gdviz.ExperimentError, match=r"^runs\[0\]\.schedule.*not finite at k = 1(3|2\.5)$"):
        an_experiment(problem, [a_run(start, schedule=SHORT, **more)], **{key: 10 * length})


def test_that_a_longer_run_than_the_schedule_has_rates_for_is_refused() -> None:
    experiment = an_experiment("himmelblau", [a_run([0, 0], schedule=SHORT)], steps=13)
    with pytest.raises(gdviz.ExperimentError) as caught:
        experiment.replace("steps", 14)
    assert caught.value.path == "runs[0].schedule.expression"
    assert str(caught.value.reason) == "the schedule's formula is not finite at k = 13"
    longer = experiment.replace("runs[0].warmup", {"length": 5}).replace("steps", 18)
    with pytest.raises(gdviz.ExperimentError, match="not finite at k = 13"):
        longer.replace("runs[0].warmup", None)


def test_that_only_formulas_are_evaluated_at_each_k_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million k take a tenth of a second, at each edit."""
    asked: list[int] = []
    plain = schedules.Schedule._counts
    monkeypatch.setattr(schedules.Schedule, "_counts", lambda self, k, n: asked.append(len(k)) or plain(self, k, n))
    for schedule in (CONSTANT, {"kind": "step", "step_size": 3}, product(CONSTANT, {"kind": "cosine", "t_max": 9})):
        an_experiment("himmelblau", [a_run([0, 0], schedule=schedule)], steps=1_000_001)
    assert asked == []
    halving = {"kind": "expression", "expression": "2^-k"}
    an_experiment("himmelblau", [a_run([0, 0], schedule=product(CONSTANT, halving))], steps=1001)
    assert asked == [1001]


def test_that_a_rate_that_a_formula_lacks_is_refused_at_its_k() -> None:
    schedule = gdviz.schedule(SHORT)
    assert schedule.lr(0.1, 12) == 0.0
    for k in (13, np.array([[40, 3], [13, 12]])):
        with pytest.raises(gdviz.ExperimentError) as caught:
            schedule.lr(0.1, k)
        assert str(caught.value) == "schedule.expression: the schedule's formula is not finite at k = 13"
    assert gdviz.schedule(LATE, {"length": 2.5}).lr(0.1, 3) == 0.2


def test_that_a_rate_lost_after_the_first_million_updates_ends_the_run_and_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schedules, "CHECKED", 10)
    record = gdviz.run(an_experiment("himmelblau", [a_run([0, 0], schedule=SHORT)], steps=20)).runs[0]
    assert (record.finish, record.updates) == ("diverged", 13)
    assert record.verdict is not None
    assert record.verdict.text == "The run ended after step 13: the schedule's rate is not finite at the next."
