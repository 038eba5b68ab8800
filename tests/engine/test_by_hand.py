from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.editing import edits
from gdviz.engine.by_hand import BY_HAND, MOST_POINTS, as_points, drawn_over, from_here
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.messages import ExperimentError
from gdviz.registry import plugins
from gdviz.schedules.points import Points
from gdviz.schedules.schedule import Schedule
from tests.making import a_run, an_experiment

LINE = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
WARMUPS: list[Any] = [
    None,
    {"length": 2.5, "start_factor": 0.0, "unit": "epoch"},
    {"length": 7, "start_factor": 0.1, "unit": "step"},
]


def with_schedule(kind: str, data: bool, unit: str = "step", warmup: Any = None) -> Experiment:
    """A run of 60 steps with the proposed schedule of a kind; with data in 12 epochs of 5 batches."""
    run = a_run((0, 0), schedule={"kind": "constant", "unit": unit}, warmup=warmup)
    if data:
        experiment = an_experiment(LINE, [{**run, "batch": {"size": 20}}], epochs=12)
    else:
        experiment = an_experiment("himmelblau", [run], steps=60)
    return edits.edited(experiment, 0, "schedule.kind", kind)


def record(experiment: Experiment) -> RunRecord:
    return gdviz.run(experiment, "cpu").runs[0]


def steered(experiment: Experiment, step: int, rate: float) -> Experiment:
    return edits.steered(experiment, 0, record(experiment), step, rate)


@pytest.mark.parametrize("kind", plugins("gdviz.schedules"))
@pytest.mark.parametrize("unit", ["step", "epoch"])
@pytest.mark.parametrize("data", [False, True], ids=["surface", "batches"])
def test_that_the_past_stays_to_the_last_bit_and_the_future_has_the_rate(kind: str, unit: str, data: bool) -> None:
    for warmup in WARMUPS:
        experiment = with_schedule(kind, data, unit, warmup)
        for step, rate in ((0, 0.0123), (3, 0.0123), (13, 0.0123), (30, 0.0031), (34, 0.02), (28, 0.007)):
            before = record(experiment)
            after = record(edits.steered(experiment, 0, before, step, rate))
            np.testing.assert_array_equal(after.lr[:step], before.lr[:step])
            np.testing.assert_array_equal(after.w[: step + 1], before.w[: step + 1])
            np.testing.assert_allclose(after.lr[step:], rate, rtol=1e-15)
            if step >= 30:  # steered again and again
                experiment = edits.steered(experiment, 0, before, step, rate)


def test_that_a_rate_from_here_on_is_a_held_point_counted_in_steps() -> None:
    changed = steered(with_schedule("constant", data=False, unit="epoch"), 7, 0.03).runs[0].schedule
    assert changed.to_json() == {
        "kind": "points", "unit": "step", "points": [[0, 1], [7, 3]], "interpolation": "hold",
    }  # fmt: skip


def test_that_steering_further_back_drops_what_was_planned_later() -> None:
    experiment = with_schedule("constant", data=False)
    for step, rate in ((10, 0.02), (20, 0.03), (15, 0.005)):
        experiment = steered(experiment, step, rate)
    assert experiment.runs[0].schedule.points == ((0, 1), (10, 2), (15, 0.5))


def test_that_a_schedule_is_cut_and_steered_on_within_its_end() -> None:
    experiment = steered(steered(with_schedule("cosine", data=False), 20, 0.02), 40, 0.01)
    schedule = experiment.runs[0].schedule
    assert schedule.milestones == (20,)
    assert [member.kind for member in schedule.schedules] == ["cosine", "points"]
    assert schedule.schedules[1].points == ((0, 2), (20, 1))


def test_that_the_rate_of_a_whole_constant_run_is_simply_set() -> None:
    changed = steered(with_schedule("constant", data=False), 0, 0.5).runs[0]
    assert changed.optimizer.lr == 0.5 and changed.schedule.kind == "constant"


@pytest.mark.parametrize(("step", "rate"), [(60, 0.1), (61, 0.1), (5, 0.0), (5, -1.0), (5, float("nan"))])
def test_that_what_cannot_be_is_refused(step: int, rate: float) -> None:
    with pytest.raises(ExperimentError):
        from_here(record(with_schedule("constant", data=False)), step, rate)


def test_that_a_momentum_cycled_by_epochs_is_not_lost_silently() -> None:
    experiment = with_schedule("constant", data=True, unit="epoch")
    experiment = edits.edited(experiment, 0, "optimizer.momentum", 0.9)
    experiment = edits.edited(experiment, 0, "schedule.kind", "one_cycle")
    with pytest.raises(ExperimentError, match="cycles the momentum"):
        steered(experiment, 13, 0.1)


@pytest.mark.parametrize("kind", sorted(set(plugins("gdviz.schedules")) - {"cosine_restarts", "product"}))
def test_that_points_follow_the_plan_that_they_replace(kind: str) -> None:
    experiment = with_schedule(kind, data=False)
    plan = record(experiment)
    drawn = as_points(plan)
    assert len(drawn["points"]) <= MOST_POINTS
    steps = np.arange(60)
    changed = record(experiment.replace("runs[0].schedule", drawn)).planned_lr(steps)
    assert np.abs(changed - plan.planned_lr(steps)).max() <= 0.0101 * plan.planned_lr(steps).max()


def test_that_jumps_are_held_and_slopes_are_lines() -> None:
    assert as_points(record(with_schedule("multistep", data=False)))["points"] == [[0, 1], [30, 0.1], [45, 0.01]]
    assert as_points(record(with_schedule("multistep", data=False)))["interpolation"] == "hold"
    assert as_points(record(with_schedule("linear", data=False)))["interpolation"] == "linear"
    assert len(as_points(record(with_schedule("linear", data=False)))["points"]) == 2


def test_that_drawn_points_count_steps_so_that_the_rate_needs_no_stairs() -> None:
    plan = record(with_schedule("cosine", data=True, unit="epoch"))
    per_epoch = plan.steps_per_epoch
    assert per_epoch > 1
    made = as_points(plan)
    steps = np.arange(plan.planned)
    rates = record(with_schedule("cosine", data=True, unit="epoch").replace("runs[0].schedule", made)).planned_lr(steps)
    assert made["unit"] == "step" and made["interpolation"] == "linear"
    assert (np.diff(rates[: -2 * per_epoch]) < 0).all(), "it falls in each step, not in each epoch"
    at_epochs = steps[::per_epoch]
    assert rates[at_epochs] == pytest.approx(plan.planned_lr(at_epochs), abs=0.011 * rates.max())


def test_that_points_that_count_epochs_are_drawn_over_in_steps() -> None:
    points = {"kind": "points", "points": [[0, 1], [4, 0.1]], "unit": "epoch"}
    plan = record(with_schedule("constant", data=True, unit="epoch").replace("runs[0].schedule", points))
    made = as_points(plan)
    assert (made["unit"], made["points"]) == ("step", [[0, 1], [4 * plan.steps_per_epoch, 0.1]])


def drawn(before: Points, k: np.ndarray, factors: np.ndarray) -> Points:
    return Points.from_json(drawn_over(before, k, factors, 1.0, 100.0), "schedule")


def test_that_a_drawn_curve_becomes_few_points_near_it() -> None:
    k = np.arange(101.0)
    curve = 1 + np.sin(k / 12) + 0.01 * np.cos(4 * k)
    made = drawn(Points(points=((0.0, 1.0), (50.0, 0.1)), unit="step"), k, curve)
    assert len(made.points) <= 16
    assert np.abs(Schedule(made).lr(1.0, k) - curve).max() <= BY_HAND * curve.max() + 1e-3
    assert made.points[0][0] == 0 and made.points[-1][0] == 100


@pytest.mark.parametrize("interpolation", ["linear", "hold"])
def test_that_what_was_not_drawn_over_stays(interpolation: str) -> None:
    before = Points(points=((0.0, 1.0), (40.0, 0.8), (90.0, 0.2)), unit="step", interpolation=interpolation)
    made = drawn(before, np.arange(50.0, 71), np.full(21, 0.05))
    beside = np.append(np.arange(50.0), np.arange(71.0, 101))
    assert Schedule(made).lr(1.0, beside) == pytest.approx(Schedule(before).lr(1.0, beside), abs=2e-4)
    assert Schedule(made).lr(1.0, np.arange(50.0, 71)) == pytest.approx(0.05)


def test_that_a_curve_is_drawn_in_steps_where_rates_are_held() -> None:
    k = np.arange(101.0)
    made = drawn(Points(points=((0.0, 1.0),), unit="step", interpolation="hold"), k, np.where(k < 30, 1.0, 0.3))
    assert made.points == ((0.0, 1.0), (30.0, 0.3))
    slope = drawn(made, k, 1 - k / 100)
    assert len(slope.points) <= MOST_POINTS and slope.interpolation == "hold"
    assert np.abs(Schedule(slope).lr(1.0, k) - (1 - k / 100)).max() < 0.06


def test_that_no_drawn_rate_is_under_zero() -> None:
    made = drawn(Points(points=((0.0, 1.0),), unit="step"), np.arange(101.0), np.linspace(1, -1, 101))
    assert min(factor for _, factor in made.points) == 0
