from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pytest

from gdviz.engine.diagnosis import diagnose
from gdviz.problems.surfaces import names, surface
from tests.making import record_of

KINDS = {
    "converged", "flat", "still_descending", "too_slow", "oscillating", "overshooting", "diverged", "unbounded",
    "saddle", "local_minimum", "noise_floor", "edge_of_stability", "catapult",
}  # fmt: skip
STEPS = 1000


def optimizers(lr: float) -> dict[str, dict[str, Any]]:
    return {
        "gd": {"kind": "sgd", "lr": lr},
        "fast": {"kind": "sgd", "lr": 100 * lr},
        "slow": {"kind": "sgd", "lr": lr / 1000},
        "momentum": {"kind": "sgd", "lr": lr, "momentum": 0.9},
        "adam": {"kind": "adam", "lr": 0.01},
        "up": {"kind": "sgd", "lr": lr, "maximize": True},
    }


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("how", list(optimizers(1.0)))
def test_that_the_verdict_on_any_surface_is_true(name: str, how: str) -> None:
    entry = surface(name)
    record = record_of(name, entry.start, optimizers(entry.proposed_lr)[how], steps=STEPS)
    verdict, problem = record.verdict, record.problem
    assert verdict is not None
    assert verdict.kind in KINDS
    assert not any(word in verdict.text for word in ("nan", "inf ", "None", "{", "\n"))
    json.dumps(verdict.numbers, allow_nan=False)
    values = np.linalg.eigvalsh(problem.hessian(record.w[-1])) * (-1 if how == "up" else 1)
    with np.errstate(over="ignore"):
        gradient, steepest = np.linalg.norm(problem.grad(record.w[-1])), np.linalg.norm(record.grad, axis=1).max()
    loss = record.loss * (-1 if how == "up" else 1)
    if record.finish == "diverged":
        assert verdict.kind in ("diverged", "unbounded", "overshooting")
    elif verdict.kind == "diverged":
        assert np.max(loss[-STEPS // 4 :]) > np.max(loss[STEPS // 2 : -STEPS // 4])
    if verdict.kind in ("converged", "local_minimum"):
        assert gradient <= 2e-3 * steepest
        assert min(np.sort(values)) >= -1e-6 * np.abs(values).max()
    if verdict.kind == "unbounded" and how != "up":
        assert entry.unbounded_below
    if verdict.kind == "saddle":
        assert values.min() < 0 < values.max()
    if verdict.kind in ("still_descending", "too_slow"):
        assert gradient > 0
    if verdict.kind == "too_slow":
        steps = verdict.numbers.get("steps_to_1_percent", verdict.numbers.get("steps_to_1_percent_at_least"))
        assert steps > 10 * STEPS


def calls_of(record: Any) -> int:
    """How many functions a verdict calls, Python's and C's: its work, whatever else the machine does."""
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    diagnose(record)  # what is imported and compiled once is no part of it
    sys.setprofile(count)
    try:
        diagnose(record)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("how", list(optimizers(1.0)))
@pytest.mark.parametrize("name", ["cubic_3x2y", "rosenbrock", "eggholder", "holder_table", "plateau"])
def test_that_a_verdict_of_a_thousand_steps_takes_few_calls(name: str, how: str) -> None:
    entry = surface(name)
    record = record_of(name, entry.start, optimizers(entry.proposed_lr)[how], steps=STEPS)
    assert calls_of(record) < 20_000  # some 4 ms


@pytest.mark.parametrize("lr", [1e-6, 1e-3, 1.2e-3])
def test_that_a_verdict_of_a_million_steps_takes_no_more(lr: float) -> None:
    record = record_of("rosenbrock", [-1.2, 1], {"kind": "sgd", "lr": lr}, steps=1_000_000)
    assert calls_of(record) < 20_000
