"""Trajectories of PyTorch, by both ways to compute; tests/reference tells how far each may be compared."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz.engine.trajectory import RunRecord
from gdviz.registry import plugins
from tests.making import fake_gpu, record_of

REFERENCE = Path(__file__).parent.parent / "reference"
CASES = json.loads((REFERENCE / "optimizers.json").read_text())["cases"]
KNOWN = [case for case in CASES if case["optimizer"].lower() in plugins("gdviz.optimizers")]


@cache
def trajectories() -> np.ndarray:
    with np.load(REFERENCE / "optimizers.npz") as file:
        return np.array(file["traj"])


def run_case(case: dict[str, Any], device: str) -> RunRecord:
    optimizer = {"kind": case["optimizer"].lower(), "lr": case["lr"], **case["hyper"]}
    return record_of(case["function"], case["start"], optimizer, steps=case["steps_requested"], device=device)


def compare(case: dict[str, Any], record: RunRecord) -> None:
    assert record.failure == ""
    assert record.n == case["n_updates"]
    assert record.finish == ("diverged" if case["nonfinite"] else "completed")
    if case["nonfinite"]:
        assert record.n == case["nonfinite"]["k"] - 1
    rows = np.column_stack([record.w, record.loss])
    want = trajectories()[case["i"], : record.n + 1]
    assert np.isfinite(rows).all()
    error = np.abs(rows - want) / np.maximum(1, np.abs(want))
    tight, reliable = case["tight_until"] + 1, case["reliable_until"] + 1
    assert error[:tight].max() <= 1e-12
    assert error[:reliable].max() <= 1e-9


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case["id"])
def test_that_python_floats_give_the_trajectory_of_pytorch(case: dict[str, Any]) -> None:
    compare(case, run_case(case, "cpu"))


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case["id"])
def test_that_arrays_give_the_trajectory_of_pytorch(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    cupy = fake_gpu(monkeypatch)
    record = run_case(case, "gpu")
    assert cupy.transfers
    compare(case, record)


def test_that_all_cases_of_sgd_and_adam_are_covered() -> None:
    assert Counter(case["optimizer"] for case in KNOWN if case["optimizer"] in ("SGD", "Adam")) == {
        "SGD": 60,
        "Adam": 36,
    }
    assert sum(case["nonfinite"] is not None for case in KNOWN) >= 5
