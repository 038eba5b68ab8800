"""Runs whose schedule cycles the momentum, reads the losses, or nests others, against loops written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend
from gdviz.engine.arithmetic import arithmetic
from gdviz.engine.batches import Batches
from gdviz.engine.trajectory import RunRecord
from tests.making import expression, fake_cupy, line_data, quadratic, record_of

START = [0.5, 0.7]
ONE = {"kind": "one_cycle", "max_lr": 0.01, "unit": "step"}
PLATEAU = {"kind": "plateau", "patience": 3, "factor": 0.5, "threshold": 1e-2, "unit": "step"}


def planned(record: RunRecord, **more: Any) -> Any:
    """Rates as the schedule alone gives them, from the losses in the record."""
    return gdviz.schedule(record.spec.schedule).lr(record.spec.optimizer.lr, np.arange(record.n), **more)


@pytest.mark.parametrize("problem", ["himmelblau", quadratic(1.0, 4.0, 9.0), quadratic(1, 2, 3, 4, 5, 6)], ids=str)
@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_that_one_cycle_with_momentum_is_a_loop_written_by_hand(problem: Any, momentum: float) -> None:
    made = gdviz.problem({"kind": "surface", "name": problem} if isinstance(problem, str) else problem)
    w, buffer = np.linspace(0.5, 0.7, made.dim), None
    optimizer = {"kind": "sgd", "lr": 0.3, "momentum": momentum}
    record = record_of(problem, w.tolist(), optimizer, steps=200, schedule={**ONE, "total_steps": 200})
    schedule = gdviz.schedule({**ONE, "total_steps": 200})
    for k in range(200):
        grad = made.grad(w)
        buffer = grad if buffer is None else schedule.momentum(k) * buffer + grad
        w = w - schedule.lr(0.3, k) * buffer
        np.testing.assert_allclose(record.w[k + 1], w, rtol=1e-12, atol=1e-13)
    assert record.momentum is not None
    np.testing.assert_array_equal(record.momentum, schedule.momentum(np.arange(200)))
    np.testing.assert_array_equal(record.lr, schedule.lr(0.3, np.arange(200)))


def test_that_a_cycle_moves_adams_beta1_and_leaves_beta2() -> None:
    spec = {"kind": "cyclic", "base_lr": 0.001, "max_lr": 0.02, "step_size_up": 15, "unit": "step"}
    record = record_of("himmelblau", START, {"kind": "adam", "lr": 1.0}, steps=100, schedule=spec)
    schedule, made = gdviz.schedule(spec), gdviz.problem({"kind": "surface", "name": "himmelblau"})
    w, m, v = np.array(START), np.zeros(2), np.zeros(2)
    for k in range(100):
        grad, beta = made.grad(w), schedule.momentum(k)
        m, v = beta * m + (1 - beta) * grad, 0.999 * v + 0.001 * grad**2
        w = w - schedule.lr(1.0, k) * m / (1 - beta ** (k + 1)) / (np.sqrt(v / (1 - 0.999 ** (k + 1))) + 1e-8)
        np.testing.assert_allclose(record.w[k + 1], w, rtol=1e-11)
    assert record.spec.optimizer.to_json()["betas"] == [0.9, 0.999]


def test_that_the_momentum_waits_during_a_warm_up() -> None:
    warmup = {"length": 10, "unit": "step", "start_factor": 0.5}
    record = record_of("himmelblau", START, schedule={**ONE, "total_steps": 30}, warmup=warmup, steps=40)
    assert record.momentum is not None
    np.testing.assert_array_equal(record.momentum[:11], 0.95)
    assert record.momentum[18] == pytest.approx(0.85)
    assert record.lr[0] == pytest.approx(0.5 * 0.01 / 25)


def test_that_a_run_without_a_cycle_has_no_momentum_of_its_own() -> None:
    assert record_of("himmelblau", START, {"kind": "sgd", "lr": 0.01, "momentum": 0.9}).momentum is None


@pytest.mark.parametrize("k", [0, 1, 12, 600, 1100])
def test_that_the_card_computes_with_the_momentum_of_its_step(k: int) -> None:
    record = record_of("himmelblau", START, schedule={**ONE, "total_steps": 1200}, steps=1200)
    lines = {line.symbol: line for line in arithmetic(record, k)}
    np.testing.assert_allclose(lines["Δw"].value, record.delta[k], rtol=1e-9, atol=1e-13)
    assert lines["η"].filled == ""
    assert record.momentum is not None
    if k:
        assert lines["b"].filled.startswith(f"{record.momentum[k]:.6g}·")


def test_that_a_plateau_reads_the_losses_of_its_own_run() -> None:
    record = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.02}, schedule=PLATEAU, steps=3000)
    assert len(np.unique(record.lr)) > 5
    np.testing.assert_array_equal(record.lr, planned(record, losses=record.loss[1:]))
    np.testing.assert_array_equal(record.planned_lr(np.arange(3000)), record.lr)


@pytest.mark.parametrize("steps", [1, 63, 64, 65, 1000])
def test_that_where_a_chunk_ends_changes_nothing(steps: int) -> None:
    long = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.02}, schedule=PLATEAU, steps=1000)
    short = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.02}, schedule=PLATEAU, steps=steps)
    np.testing.assert_array_equal(short.w, long.w[: steps + 1])


def test_that_a_plateau_with_noise_sees_the_same_noise_as_without_one() -> None:
    noisy = quadratic(1.0, 2.0, noise={"std": 0.1})
    plain = record_of(noisy, [1, 1], {"kind": "sgd", "lr": 0.1}, steps=400)
    patient = record_of(noisy, [1, 1], {"kind": "sgd", "lr": 0.1}, steps=400, schedule={**PLATEAU, "patience": 10**6})
    np.testing.assert_array_equal(patient.w, plain.w)


@pytest.mark.parametrize("unit", ["epoch", "step"])
@pytest.mark.parametrize("warmup", [None, {"length": 3, "unit": "step"}, {"length": 2, "unit": "epoch"}])
def test_that_with_batches_the_metric_is_the_loss_of_all_samples_after_each_unit(unit: str, warmup: Any) -> None:
    spec = {**PLATEAU, "patience": 1, "threshold": 0.05, "unit": unit}
    record = record_of(
        line_data(10), [3, 3], {"kind": "sgd", "lr": 0.3}, epochs=30, schedule=spec, warmup=warmup, batch={"size": 4}
    )
    per_epoch, steps = record.steps_per_epoch, np.arange(record.n)
    assert per_epoch == 3
    ends = [record.schedule.unit_end(i, per_epoch) for i in range(record.n)]
    metrics = [record.loss[end] for end in ends if end <= record.n]
    np.testing.assert_allclose(record.watched.values, metrics, rtol=1e-12)
    own = np.array([record.schedule.position(int(k), per_epoch) for k in steps])
    warming, counted = own[:, 0] == 1, own[:, 1]
    want = gdviz.schedule(spec).lr(0.3, counted[~warming], metrics)
    np.testing.assert_array_equal(record.lr[~warming], want)
    assert len(np.unique(want)) > 2


def test_that_one_cycle_counts_epochs_of_batches() -> None:
    spec = {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 10}
    batch = {"size": 4}
    record = record_of(line_data(10), [3, 3], {"kind": "sgd", "lr": 1.0}, epochs=10, schedule=spec, batch=batch)
    schedule, made = gdviz.schedule(spec), gdviz.problem(line_data(10))
    w, buffer = np.array([3.0, 3.0]), np.zeros(2)
    samples = Batches(record.spec.batch, 10, 0).iterate(0, 30)
    for k, index in enumerate(samples):
        _, grad = made.batch_loss_grad(w, index)
        buffer = schedule.momentum(k // 3) * buffer + grad
        w = w - schedule.lr(1.0, k // 3) * buffer
        np.testing.assert_allclose(record.w[k + 1], w, rtol=1e-12)


def test_that_a_sequence_in_a_run_is_its_members_one_after_the_other() -> None:
    members = [
        {"kind": "linear", "start_factor": 0.1},
        PLATEAU | {"unit": "step"},
        {"kind": "exponential", "gamma": 0.9},
    ]
    for member in members:
        member.pop("unit", None)
    spec = {"kind": "sequence", "schedules": members, "milestones": [5, 400], "unit": "step"}
    record = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.02}, steps=500, schedule=spec)
    np.testing.assert_array_equal(record.lr, planned(record, losses=record.loss[1:]))
    plateau = gdviz.schedule(members[1]).lr(0.02, np.arange(395), record.loss[6:])
    np.testing.assert_array_equal(record.lr[5:400], plateau)
    np.testing.assert_allclose(record.lr[400:], 0.02 * 0.9 ** np.arange(100), rtol=1e-12)
    assert plateau[-1] < 0.01


def test_that_a_product_of_plateau_and_cosine_is_watched_too() -> None:
    members = [{k: v for k, v in PLATEAU.items() if k != "unit"}, {"kind": "cosine", "t_max": 300}]
    spec = {"kind": "product", "schedules": members, "unit": "step"}
    record = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.02}, steps=300, schedule=spec)
    np.testing.assert_array_equal(record.lr, planned(record, losses=record.loss[1:]))
    assert record.watched.values == record.loss[1:].tolist()


@pytest.mark.parametrize("schedule", [PLATEAU, {**ONE, "total_steps": 300}], ids=["plateau", "one_cycle"])
def test_that_arrays_on_a_device_make_the_same_run(schedule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cpu = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.01}, steps=300, schedule=schedule)
    monkeypatch.setattr(backend, "probe", lambda: (fake_cupy(), None))
    gpu = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.01}, steps=300, schedule=schedule, device="gpu")
    np.testing.assert_allclose(gpu.lr, cpu.lr, rtol=1e-12)
    np.testing.assert_allclose(gpu.w, cpu.w, rtol=1e-9, atol=1e-9)


def test_that_a_run_that_diverges_on_a_plateau_keeps_its_finite_rows() -> None:
    spec = {**PLATEAU, "factor": 0.999}
    record = record_of(expression("x^4 + y^2"), [2, 1], {"kind": "sgd", "lr": 1.0}, steps=100, schedule=spec)
    assert record.finish == "diverged"
    assert np.isfinite(record.loss).all()


def test_that_a_watched_run_of_a_hundred_thousand_steps_takes_no_longer_a_step() -> None:
    spec = {**PLATEAU, "patience": 50, "factor": 0.99, "eps": 0}
    calls = 0

    def counting(self: RunRecord, steps: np.ndarray, plan: Any = RunRecord.planned_lr) -> np.ndarray:
        nonlocal calls
        calls += 1
        return plan(self, steps)  # type: ignore[no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RunRecord, "planned_lr", counting)
        record = record_of("himmelblau", START, {"kind": "sgd", "lr": 0.01}, steps=100_000, schedule=spec)
    drops = len(np.unique(record.lr)) - 1
    assert drops > 1000
    assert calls < drops + 2 * 100_000 / 64
