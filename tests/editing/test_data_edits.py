from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.editing.data_edits import inline
from gdviz.editing.edits import edited
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment


def builtin(name: str = "noisy_line", kind: str = "linear_regression", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "data": {"kind": "builtin", "name": name}, **more}


@pytest.fixture
def experiment() -> gdviz.Experiment:
    return an_experiment(builtin(), [a_run((0.5, -0.5), {"kind": "sgd", "lr": 0.07}, batch={"size": 20})], epochs=5)


def moved(experiment: gdviz.Experiment, sample: int, x: float, y: float) -> gdviz.Experiment:
    samples: Any = experiment.problem.data  # type: ignore[attr-defined]
    features, targets = samples.x.copy(), samples.y.copy()
    features[sample], targets[sample] = x, y
    return edited(experiment, 0, "problem.data", inline(samples, features, targets))


def test_that_a_moved_sample_stands_in_the_file_and_moves_the_minimum(experiment: gdviz.Experiment) -> None:
    after = moved(experiment, 3, 2.0, 40.0)
    data = after.to_dict()["problem"]["data"]
    assert data["kind"] == "inline" and data["x"][3] == [2.0] and data["y"][3] == 40.0
    assert gdviz.problem(after.problem).minima[0].w != gdviz.problem(experiment.problem).minima[0].w
    assert gdviz.Experiment.from_dict(after.to_dict()) == after


def test_that_start_rate_and_box_stay_while_a_hand_moves_samples(experiment: gdviz.Experiment) -> None:
    after = moved(experiment, 3, 0.0, 1.5)
    assert after.runs == experiment.runs
    assert gdviz.problem(after.problem).domain == gdviz.problem(experiment.problem).domain


def test_that_the_box_follows_a_minimum_that_leaves_it(experiment: gdviz.Experiment) -> None:
    after = moved(experiment, 3, 2.0, 4000.0)
    problem = gdviz.problem(after.problem)
    assert all(low < value < high for value, (low, high) in zip(problem.minima[0].w, problem.domain, strict=True))


def test_that_the_names_of_the_columns_stay() -> None:
    of_bmi = an_experiment(builtin("diabetes_bmi"), [a_run((0, 0))], epochs=2)
    after = moved(of_bmi, 0, 1.0, 1.0)
    assert after.problem.data.names == ("bmi",)  # type: ignore[attr-defined]
    assert after.to_dict()["problem"]["data"]["target"] == "progression"


def test_that_a_batch_shrinks_with_the_data_and_its_order_goes() -> None:
    data = {"kind": "inline", "x": [0, 1, 2], "y": [0, 1, 2]}
    batch = {"size": 3, "order": [[2, 1, 0]]}
    of_three = an_experiment({"kind": "linear_regression", "data": data}, [a_run((0, 0), batch=batch)], epochs=2)
    after = edited(of_three, 0, "problem.data", {"kind": "inline", "x": [0, 1], "y": [0, 1]})
    assert after.runs[0].batch is not None
    assert (after.runs[0].batch.size, after.runs[0].batch.order) == (2, None)


def test_that_another_degree_brings_its_own_start_and_rate() -> None:
    wave = an_experiment(builtin("sine_wave", "polynomial_regression", degree=3), [a_run((1, 1, 1, 1))], epochs=2)
    after = edited(wave, 0, "problem.degree", 5)
    assert after.problem.dim == len(after.runs[0].start) == 6
    assert after.runs[0].optimizer.lr == gdviz.problem(after.problem).proposed_lr


def test_that_another_model_keeps_the_samples(experiment: gdviz.Experiment) -> None:
    after = edited(experiment, 0, "problem.kind", "polynomial_regression")
    assert after.problem.kind == "polynomial_regression"
    assert np.array_equal(after.problem.data.x, experiment.problem.data.x)  # type: ignore[attr-defined]


def test_that_an_own_model_begins_as_a_line(experiment: gdviz.Experiment) -> None:
    after = edited(experiment, 0, "problem.kind", "model")
    assert after.to_dict()["problem"]["prediction"] == "w1*x + b"


def test_that_a_classifier_requires_classes(experiment: gdviz.Experiment) -> None:
    with pytest.raises(ExperimentError, match="0 or 1"):
        edited(experiment, 0, "problem.kind", "logistic_regression")


def test_that_more_noise_keeps_the_runs() -> None:
    data = {"kind": "synthetic", "shape": "line", "n": 50}
    made = an_experiment({"kind": "linear_regression", "data": data}, [a_run((0.5, 0.5))], epochs=2)
    after = edited(made, 0, "problem.data.noise", 1.0)
    assert after.runs == made.runs
    assert after.problem != made.problem
