from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.ensemble import Ensemble, Orders
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment

LINE = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line_96"}}
WAVE = {
    "kind": "model", "prediction": "w2*sin(w1*x)", "parameters": ["w1", "w2"],
    "data": {"kind": "synthetic", "shape": "sine", "frequency": 2.5, "noise": 0.1, "n": 30, "low": -3, "high": 3},
}  # fmt: skip
CLASSES = {"kind": "logistic_regression", "data": {"kind": "builtin", "name": "two_clusters"}}
SEEDS = [0, 1, 2, 40]


def together(experiment: gdviz.Experiment, seeds: list[int] = SEEDS) -> Ensemble:
    team = Ensemble(experiment, 0, seeds)
    while team.advance():
        pass
    return team


def apart(experiment: gdviz.Experiment, seeds: list[int] = SEEDS) -> list[Any]:
    return [gdviz.run(experiment.replace("seed", seed), "cpu").runs[0] for seed in seeds]


@pytest.mark.parametrize(
    ("problem", "start", "optimizer", "more"),
    [
        (WAVE, [5, 0.5], {"kind": "sgd", "lr": 0.2}, {"batch": {"size": 1}}),
        (WAVE, [5, 0.5], {"kind": "adam", "lr": 0.05}, {"batch": {"size": 7, "drop_last": True}}),
        (WAVE, [5, 0.5], {"kind": "sgd", "lr": 0.1}, {"batch": {"size": 4, "shuffle": False}}),
        (LINE, [0, 0], {"kind": "sgd", "lr": 0.1, "momentum": 0.9},
         {"batch": {"size": 20}, "schedule": {"kind": "cosine", "t_max": 6},
          "warmup": {"length": 3, "start_factor": 0.1, "unit": "step"}}),
        (CLASSES, None, {"kind": "rmsprop", "lr": 0.05}, {"batch": {"size": 8}}),
        (LINE, [0, 0], {"kind": "sgd", "lr": 0.1}, {}),
    ],
)  # fmt: skip
def test_that_paths_at_once_are_the_paths_one_by_one(
    problem: dict[str, Any], start: list[float] | None, optimizer: dict[str, Any], more: dict[str, Any]
) -> None:
    start = start or list(gdviz.problem(problem).start)
    experiment = an_experiment(problem, [a_run(start, optimizer, **more)], epochs=6)
    team, records = together(experiment), apart(experiment)
    assert team.updates == team.planned == records[0].n
    np.testing.assert_allclose(team.w, [record.w[-1] for record in records], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(team.loss(), [record.loss[-1] for record in records], rtol=1e-10)


def test_that_the_points_of_all_paths_can_be_kept() -> None:
    experiment = an_experiment(WAVE, [a_run([5, 0.5], {"kind": "sgd", "lr": 0.2}, batch={"size": 7})], epochs=3)
    points = Ensemble(experiment, 0, SEEDS).paths()
    assert points.shape == (16, len(SEEDS), 2)
    for i, record in enumerate(apart(experiment)):
        assert points[:, i] == pytest.approx(record.w, rel=1e-12)


def test_that_a_path_that_diverges_does_not_disturb_the_others() -> None:
    two_layers = {
        "kind": "model", "prediction": "w1*w2*x", "parameters": ["w1", "w2"],
        "data": {"kind": "synthetic", "shape": "line", "slope": 1, "intercept": 0, "noise": 0.1, "n": 200,
                 "low": -1.75, "high": 1.75},
    }  # fmt: skip
    run = a_run([7, 7], {"kind": "sgd", "lr": 0.02}, batch={"size": 40})
    experiment = an_experiment(two_layers, [run], epochs=60)
    seeds = list(range(20))
    team, records = together(experiment, seeds), apart(experiment, seeds)
    ended = np.array([record.finish == "diverged" for record in records])
    assert 0 < ended.sum() < 20
    assert team.diverged.tolist() == ended.tolist()
    np.testing.assert_allclose(team.w[~ended], [record.w[-1] for record in records if record.finish == "completed"])


def test_that_steps_end_in_the_middle_of_an_epoch() -> None:
    experiment = an_experiment(LINE, [a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch={"size": 20})], steps=7)
    team = together(experiment)
    assert (team.updates, team.steps_per_epoch) == (7, 5)
    np.testing.assert_allclose(team.w, [record.w[-1] for record in apart(experiment)], rtol=1e-12)


def test_that_orders_are_shared_between_batch_sizes() -> None:
    orders = Orders(SEEDS)
    base = an_experiment(WAVE, [a_run([5, 0.5], {"kind": "sgd", "lr": 0.1}, batch={"size": 5})], epochs=3)
    ends = []
    for size in (5, 3):
        experiment = base.replace("runs[0].batch.size", size)
        team = Ensemble(experiment, 0, [], orders)
        while team.advance():
            pass
        np.testing.assert_array_equal(team.w, together(experiment).w)
        ends.append(team.w)
    assert not np.allclose(*ends)


@pytest.mark.parametrize(
    ("problem", "optimizer", "more"),
    [
        ("sphere", {"kind": "sgd", "lr": 0.1}, {}),
        (LINE, {"kind": "lbfgs", "lr": 1}, {}),
        (LINE, {"kind": "sgd", "lr": 0.1}, {"schedule": {"kind": "plateau"}}),
        (LINE, {"kind": "sgd", "lr": 0.1, "momentum": 0.9},
         {"schedule": {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 5}}),
    ],
)  # fmt: skip
def test_that_what_cannot_be_computed_together_is_refused(
    problem: Any, optimizer: dict[str, Any], more: dict[str, Any]
) -> None:
    with pytest.raises(ExperimentError, match="many seeds"):
        Ensemble(an_experiment(problem, [a_run([0, 0], optimizer, **more)], steps=5), 0, SEEDS)
