from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.making import line_data, quadratic, record_of

CHAINS = 20_000


def gd(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


def simulated_floor(eigenvalue: float, std: float, lr: float, momentum: float, nesterov: bool) -> float:
    """The mean excess loss of 20 000 chains on l/2 w², long after the start: a simulation of its own."""
    random = np.random.default_rng(1)
    w, b = np.zeros(CHAINS), np.zeros(CHAINS)
    for _ in range(int(20 / (lr * eigenvalue)) + int(10 / (1 - momentum))):
        grad = eigenvalue * w + std * random.standard_normal(CHAINS)
        b = momentum * b + grad
        w = w - lr * (grad + momentum * b if nesterov else b)
    return float(eigenvalue / 2 * np.mean(w**2))


@pytest.mark.parametrize(("momentum", "nesterov"), [(0.0, False), (0.5, False), (0.9, False), (0.5, True)])
@pytest.mark.parametrize("lr", [0.05, 0.3])
def test_that_the_floor_of_noise_is_that_of_20000_chains(momentum: float, nesterov: bool, lr: float) -> None:
    optimizer = gd(lr, momentum=momentum, nesterov=nesterov)
    verdict = record_of(quadratic(0.5, 3, noise={"std": 0.3}), [1, 1], optimizer, steps=20_000).verdict
    assert verdict is not None
    assert verdict.kind == "noise_floor"
    truth = sum(simulated_floor(value, 0.3, lr, momentum, nesterov) for value in (0.5, 3))
    assert verdict.numbers["predicted"] == pytest.approx(truth, rel=0.05)
    assert verdict.numbers["excess"] == pytest.approx(verdict.numbers["predicted"], rel=0.15)
    if not momentum:
        formula = sum(lr * 0.3**2 / (2 * (2 - lr * value)) for value in (0.5, 3))
        assert verdict.numbers["predicted"] == pytest.approx(formula, rel=1e-9)


@pytest.mark.parametrize(("size", "lr"), [(1, 0.02), (4, 0.05), (4, 0.2), (20, 0.3), (16, 0.2), (30, 0.1), (39, 0.2)])
def test_that_the_floor_of_batches_is_that_of_reshuffled_chains(size: int, lr: float) -> None:
    record = record_of(line_data(40), [0, 0], gd(lr), epochs=1000, batch={"size": size, "shuffle": True})
    assert record.verdict is not None
    numbers = record.verdict.numbers
    assert record.verdict.kind == "noise_floor"
    x = np.array(record.problem.samples.x)[:, 0]
    y = np.array(record.problem.samples.y)
    design = np.stack([x, np.ones(40)], axis=-1)
    best = np.linalg.lstsq(design, y, rcond=None)[0]
    random = np.random.default_rng(2)
    chains, found = 4000, []
    w = np.tile(best, (chains, 1))
    for epoch in range(int(3 / (lr * 40 / size * 0.3)) + 2):
        order = np.argsort(random.random((chains, 40)), axis=1)
        for first in range(0, 40, size):
            part = order[:, first : first + size]
            a = design[part]
            residual = np.einsum("cbk,ck->cb", a, w) - y[part]
            w = w - lr * 2 * np.einsum("cb,cbk->ck", residual, a) / part.shape[1]
            if epoch > 3 / (lr * 40 / size * 0.6):
                found.append(np.mean(((w - best) @ design.T) ** 2))
    assert numbers["predicted"] == pytest.approx(np.mean(found), rel=0.15)
    assert numbers["excess"] == pytest.approx(np.mean(found), rel=0.15)
    assert numbers["predicted"] < numbers["predicted_independent"]


def test_that_a_smaller_last_batch_is_reckoned_with_in_the_floor() -> None:
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    numbers = {}
    for dropped in (False, True):
        batch = {"size": 60, "shuffle": True, "drop_last": dropped}
        verdict = record_of(problem, [2, 0.9], gd(0.1), epochs=400, batch=batch).verdict
        assert verdict is not None and verdict.kind == "noise_floor"
        numbers[dropped] = verdict.numbers
    assert numbers[False]["predicted"] == pytest.approx(numbers[False]["excess"], rel=0.15)
    # independent batches: the mean of 1/60 and 1/40 in place of 1/60
    ratio = numbers[False]["predicted_independent"] / numbers[True]["predicted_independent"]
    assert ratio == pytest.approx(60 * (1 / 60 + 1 / 40) / 2, rel=1e-9)


def test_that_a_run_on_its_way_down_has_not_reached_its_floor() -> None:
    verdict = record_of(quadratic(1, 2, noise={"std": 0.01}), [5, 5], gd(0.001), steps=1000).verdict
    assert verdict is not None
    assert verdict.kind == "still_descending"
    assert "steps_to_1_percent" in verdict.numbers
    assert "steps_to_1e_6" not in verdict.numbers


def test_that_rules_without_a_theory_still_have_a_floor() -> None:
    verdict = record_of(quadratic(1, 2, noise={"std": 0.3}), [1, 1], {"kind": "adam", "lr": 0.05}, steps=4000).verdict
    assert verdict is not None
    assert verdict.kind == "noise_floor"
    assert "predicted" not in verdict.numbers
    assert verdict.numbers["excess"] > 0
    fixed = record_of(line_data(40), [0, 0], gd(0.1), epochs=200, batch={"size": 4, "shuffle": False}).verdict
    assert fixed is not None
    assert "predicted" not in fixed.numbers


def test_that_the_full_batch_has_no_noise() -> None:
    verdict = record_of(line_data(40), [0, 0], gd(0.1), epochs=2000, batch={"size": 40}).verdict
    assert verdict is not None
    assert verdict.kind == "converged"


@pytest.mark.parametrize(("lr", "kind"), [(0.1, "noise_floor"), (0.5, "diverged")])
def test_that_a_rate_too_large_for_single_samples_is_no_floor(lr: float, kind: str) -> None:
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    record = record_of(problem, [0, 0], gd(lr), batch={"size": 1}, epochs=30)
    assert record.finish == "completed" and record.verdict is not None
    assert record.verdict.kind == kind
    if kind == "diverged":
        assert record.verdict.numbers["loss"] > 1e100 > record.verdict.numbers["start_loss"]
