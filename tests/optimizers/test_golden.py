"""Trajectories of PyTorch (Lion's are optax's), by both ways to compute.

tests/reference says with which tolerance to compare each. Muon's, which may differ by 3 % a step where Newton-Schulz is
not rounded as in bfloat16, are held to the same 1e-12 as the others.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz.engine.trajectory import RunRecord
from tests.making import fake_gpu, record_of

REFERENCE = Path(__file__).parent.parent / "reference"
CASES = json.loads((REFERENCE / "optimizers.json").read_text())["cases"]
AVERAGED = [case for case in CASES if case["has_averaged"]]


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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_that_python_floats_give_the_trajectory_of_pytorch(case: dict[str, Any]) -> None:
    compare(case, run_case(case, "cpu"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_that_arrays_give_the_trajectory_of_pytorch(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    cupy = fake_gpu(monkeypatch)
    record = run_case(case, "gpu")
    assert cupy.transfers
    compare(case, record)


@pytest.mark.parametrize("case", AVERAGED, ids=lambda case: case["id"])
def test_that_the_averaged_point_is_pytorchs(case: dict[str, Any]) -> None:
    record = run_case(case, "cpu")
    with np.load(REFERENCE / "optimizers.npz") as file:
        want = file[f"avg_{case['i']}"]
    assert record.average is not None
    assert record.average.shape == record.w.shape
    np.testing.assert_array_equal(record.average[0], record.w[0])
    assert (np.abs(record.average[1:] - want) <= 1e-12 * np.maximum(1, np.abs(want))).all()


def test_that_all_294_cases_are_covered() -> None:
    assert Counter(case["optimizer"] for case in CASES) == {
        "SGD": 60, "Adam": 36, "RMSprop": 30, "Adagrad": 18, "Adadelta": 18, "AdamW": 18, "NAdam": 18, "RAdam": 18,
        "Lion": 18, "Adamax": 12, "Rprop": 12, "ASGD": 12, "Adafactor": 12, "Muon": 12,
    }  # fmt: skip
    assert len(CASES) == 294
    assert len(AVERAGED) == 12
    assert sum(case["nonfinite"] is not None for case in CASES) >= 5
