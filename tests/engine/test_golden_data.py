"""Runs of PyTorch on data, batch by batch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.registry import plugins
from tests.making import a_run, an_experiment, fake_gpu

REFERENCE = json.loads((Path(__file__).parent.parent / "reference" / "sgd_data.json").read_text())
DATASETS = {data["key"]: data for data in REFERENCE["datasets"]}
MODELS = {"linear": {"kind": "linear_regression", "intercept": True}}


def schedule_of(run: dict[str, Any]) -> dict[str, Any] | None:
    """The keys `schedule` and `warmup` of a run, or None where it needs a kind that is not here."""
    unit = "epoch" if run["schedule_steps_per"] == "epoch" else "step"
    params = {key.lower(): value for key, value in run["schedule_params"].items()}
    if run["schedule"] == "inverse_sqrt_warmup":  # min((k+1)/W, sqrt(W/(k+1)))
        peak = params["w"]
        return {
            "schedule": {"kind": "inverse_sqrt", "timescale": peak, "unit": unit},
            "warmup": {"length": peak - 1, "start_factor": 1 / peak, "unit": unit},
        }
    kind = {"constant": "constant", "StepLR": "step", "CosineAnnealingLR": "cosine"}.get(run["schedule"])
    return None if kind is None else {"schedule": {"kind": kind, "unit": unit, **params}}


def experiment_of(run: dict[str, Any]) -> gdviz.Experiment | None:
    """The experiment of a run, or None where it needs a kind that is not here."""
    schedule = schedule_of(run)
    model, optimizer = MODELS.get(run["model"]), run["optimizer"].lower()
    if model is None or schedule is None or optimizer not in plugins("gdviz.optimizers"):
        return None
    data = DATASETS[run["dataset"]]
    batch = {"size": run["batch_size"], "order": data["perms"][: run["epochs"]]}
    spec = a_run(run["start"], {"kind": optimizer, "lr": run["lr0"], **run["hyper"]}, batch=batch, **schedule)
    inline = {"kind": "inline", "x": data["X"], "y": data["Y"]}
    return an_experiment({**model, "data": inline}, [spec], epochs=run["epochs"])


COVERED = [(run, experiment) for run in REFERENCE["runs"] if (experiment := experiment_of(run)) is not None]


@pytest.mark.parametrize("device", ["cpu", "gpu"])
@pytest.mark.parametrize(("run", "experiment"), COVERED, ids=[run["id"] for run, _ in COVERED])
def test_that_a_run_on_batches_is_pytorchs(
    run: dict[str, Any], experiment: gdviz.Experiment, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_gpu(monkeypatch)
    record = gdviz.run(experiment, device).runs[0]
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


def test_that_every_linear_run_is_covered() -> None:
    linear = [run["id"] for run in REFERENCE["runs"] if run["model"] == "linear"]
    assert [run["id"] for run, _ in COVERED if run["model"] == "linear"] == linear
    assert len(linear) == 16
