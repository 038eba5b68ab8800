"""Runs of PyTorch on data, batch by batch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from tests.making import a_run, an_experiment, fake_gpu

REFERENCE = json.loads((Path(__file__).parent.parent / "reference" / "sgd_data.json").read_text())
DATASETS = {data["key"]: data for data in REFERENCE["datasets"]}
MODELS = {
    "linear": {"kind": "linear_regression", "intercept": True},
    "logistic_w1w2": {"kind": "logistic_regression", "intercept": False},
    "logistic_wb": {"kind": "logistic_regression", "intercept": True},
    "tanh": {"kind": "tanh_unit"},
}
AS_MODEL = {
    "linear": {"prediction": "w*x + b", "parameters": ["w", "b"]},
    "logistic_w1w2": {"prediction": "w1*x1 + w2*x2", "parameters": ["w1", "w2"], "loss": "bce"},
    "logistic_wb": {"prediction": "w*x + b", "parameters": ["w", "b"], "loss": "bce"},
    "tanh": {"prediction": "w2*tanh(w1*x)", "parameters": ["w1", "w2"]},
}
SCHEDULES = {
    "constant": "constant",
    "StepLR": "step",
    "CosineAnnealingLR": "cosine",
    "ExponentialLR": "exponential",
    "inverse_time": "inverse_time",
}


def schedule_of(run: dict[str, Any]) -> dict[str, Any]:
    """The keys `schedule` and `warmup` of a run."""
    unit = "epoch" if run["schedule_steps_per"] == "epoch" else "step"
    params = {{"r": "rate"}.get(key, key.lower()): value for key, value in run["schedule_params"].items()}
    if run["schedule"] == "inverse_sqrt_warmup":  # min((k+1)/W, sqrt(W/(k+1)))
        peak = params["w"]
        return {
            "schedule": {"kind": "inverse_sqrt", "timescale": peak, "unit": unit},
            "warmup": {"length": peak - 1, "start_factor": 1 / peak, "unit": unit},
        }
    return {"schedule": {"kind": SCHEDULES[run["schedule"]], "unit": unit, **params}}


def experiment_of(run: dict[str, Any], problem: dict[str, Any]) -> gdviz.Experiment:
    """The experiment of a run."""
    data = DATASETS[run["dataset"]]
    batch = {"size": run["batch_size"], "order": data["perms"][: run["epochs"]]}
    optimizer = {"kind": run["optimizer"].lower(), "lr": run["lr0"], **run["hyper"]}
    spec = a_run(run["start"], optimizer, batch=batch, **schedule_of(run))
    inline = {"kind": "inline", "x": data["X"], "y": data["Y"]}
    return an_experiment({**problem, "data": inline}, [spec], epochs=run["epochs"])


def require_equal(record: Any, run: dict[str, Any]) -> None:
    n = run["n_iterations"]
    assert record.n == n
    assert record.finish == "completed"
    np.testing.assert_allclose(record.w, run["w"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(record.loss, run["full_loss"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(record.batch_loss, run["batch_loss"], rtol=0, atol=1e-12)
    rates = [run["lr0"]] * n if run["lr"] is None else run["lr"]
    np.testing.assert_allclose(record.lr, rates, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(record.epoch, np.arange(n) // run["batches_per_epoch"])
    assert record.steps_per_epoch == run["batches_per_epoch"]


def test_that_all_reference_runs_are_here() -> None:
    assert len(REFERENCE["runs"]) == 38
    assert len({run["id"] for run in REFERENCE["runs"]}) == 38
    assert sum(run["n_iterations"] for run in REFERENCE["runs"]) == 3028


@pytest.mark.parametrize("device", ["cpu", "gpu"])
@pytest.mark.parametrize("run", REFERENCE["runs"], ids=lambda run: run["id"])
def test_that_a_run_on_batches_is_pytorchs(run: dict[str, Any], device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_gpu(monkeypatch)
    require_equal(gdviz.run(experiment_of(run, MODELS[run["model"]]), device).runs[0], run)


@pytest.mark.parametrize("run", REFERENCE["runs"], ids=lambda run: run["id"])
def test_that_a_model_of_ones_own_runs_as_pytorchs(run: dict[str, Any]) -> None:
    problem = {"kind": "model", **AS_MODEL[run["model"]]}
    require_equal(gdviz.run(experiment_of(run, problem), "cpu").runs[0], run)


@pytest.mark.parametrize("data", REFERENCE["datasets"], ids=lambda data: data["key"])
def test_that_the_minimum_and_its_curvature_are_the_references(data: dict[str, Any]) -> None:
    inline = {"kind": "inline", "x": data["X"], "y": data["Y"]}
    problem = gdviz.problem({**MODELS[data["model"]], "data": inline})
    minimum = problem.minima[0]
    np.testing.assert_allclose(minimum.w, data["optimum"], rtol=0, atol=1e-12)
    assert minimum.loss == pytest.approx(data["optimum_loss"], abs=1e-12)
    eigenvalues = np.linalg.eigvalsh(problem.hessian(np.array(minimum.w)))
    np.testing.assert_allclose(eigenvalues, data["hessian_eigenvalues"], rtol=0, atol=1e-12)
