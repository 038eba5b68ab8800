from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import runner
from gdviz.engine.runner import iterate, prepare
from gdviz.engine.trajectory import RunRecord
from gdviz.optimizers.sgd import SGD
from tests.making import a_run, an_experiment, expression, fake_gpu, line_data, quadratic, record_of

FIELDS = ("w", "loss", "grad", "delta", "lr", "batch_loss", "epoch", "step")
NOISY = quadratic(1, 2, noise={"std": 0.3})

RANDOM = np.random.default_rng(0)
ROOT = RANDOM.normal(size=(20, 20))
_HALF = np.triu(np.eye(20) + ROOT @ ROOT.T / 20)
DENSE = {"kind": "quadratic", "matrix": (_HALF + np.triu(_HALF, 1).T).tolist()}
WIDE = {
    "kind": "linear_regression",
    "data": {"kind": "inline", "x": RANDOM.normal(size=(50, 8)).tolist(), "y": RANDOM.normal(size=50).tolist()},
}


def assert_same_bits(one: RunRecord, two: RunRecord) -> None:
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)
    assert one.finish == two.finish


EXPERIMENTS = {
    "surface": an_experiment("himmelblau", [a_run([0, 0], {"kind": "adam", "lr": 0.1})], steps=700),
    "schedule": an_experiment(
        "beale",
        [a_run([1, 1], schedule={"kind": "cosine", "t_max": 333.3}, warmup={"length": 50.5})],
        steps=700,
    ),
    "step": an_experiment("beale", [a_run([1, 1], schedule={"kind": "step", "step_size": 77.7})], steps=700),
    "inverse_sqrt": an_experiment("beale", [a_run([1, 1], schedule={"kind": "inverse_sqrt"})], steps=700),
    "noise": an_experiment(NOISY, [a_run([1, 1])], steps=700, seed=4),
    "many parameters": an_experiment(DENSE, [a_run([1.0] * 20)], steps=700),
    "many features": an_experiment(WIDE, [a_run([0.0] * 9, batch={"size": 7})], steps=700),
    "batches": an_experiment(line_data(50), [a_run([0, 0], batch={"size": 8})], epochs=100, seed=9),
}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_that_a_run_is_reproducible_to_the_last_bit_from_its_file(name: str, tmp_path: Path) -> None:
    experiment = EXPERIMENTS[name]
    gdviz.save(experiment, tmp_path / "e.json")
    again = gdviz.load(tmp_path / "e.json")
    assert again == experiment
    assert_same_bits(gdviz.run(experiment, "cpu").runs[0], gdviz.run(again, "cpu").runs[0])


@pytest.mark.parametrize("size", [1, 3, 64, 127, 4096])
@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("device", ["cpu", "gpu"])
def test_that_no_bit_depends_on_how_a_run_is_cut_into_chunks(
    name: str, size: int, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_gpu(monkeypatch)
    experiment = EXPERIMENTS[name]
    usual = gdviz.run(experiment, device).runs[0]
    monkeypatch.setattr(runner, "FIRST_CHUNK", size)
    monkeypatch.setattr(runner, "LARGEST_CHUNK", size)
    assert_same_bits(gdviz.run(experiment, device).runs[0], usual)


def test_that_a_run_makes_all_its_steps() -> None:
    for steps in (1, 2, 63, 64, 65, 1000):
        record = record_of("sphere", [1, 1], steps=steps)
        assert (record.n, record.finish, record.planned) == (steps, "completed", steps)


def test_that_epochs_are_counted_in_batches() -> None:
    assert record_of(line_data(250), [0, 0], epochs=3, batch={"size": 30}).n == 27
    assert record_of(line_data(250), [0, 0], epochs=3, batch={"size": 30, "drop_last": True}).n == 24
    assert record_of(line_data(250), [0, 0], epochs=3).n == 3
    assert record_of("sphere", [0, 0], epochs=3).n == 3


@pytest.mark.parametrize("optimizer", [{"kind": "sgd", "lr": 0.1, "momentum": 0.9}, {"kind": "adam", "lr": 0.1}])
@pytest.mark.parametrize("n", [7, 96, 1000])
def test_that_one_batch_of_all_samples_in_order_is_gradient_descent_bit_for_bit(
    n: int, optimizer: dict[str, Any]
) -> None:
    data = line_data(n)
    whole = record_of(data, [0, 0], optimizer, epochs=60)
    assert_same_bits(record_of(data, [0, 0], optimizer, epochs=60, batch={"size": n, "shuffle": False}), whole)


def test_that_every_run_gets_the_same_batches_and_every_seed_its_own() -> None:
    runs = [a_run([0, 0], batch={"size": 4}), a_run([0, 0], {"kind": "adam", "lr": 0.01}, batch={"size": 4})]
    one, two = gdviz.run(an_experiment(line_data(10), runs, epochs=5, seed=1), "cpu").runs
    for k in range(15):
        np.testing.assert_array_equal(one.batches.index(k), two.batches.index(k))
    same = record_of(line_data(10), [0, 0], epochs=5, seed=1, batch={"size": 4})
    assert_same_bits(one, same)
    other = record_of(line_data(10), [0, 0], epochs=5, seed=2, batch={"size": 4})
    assert not np.array_equal(one.w, other.w)


def test_that_noise_is_seeded_and_the_same_for_every_run() -> None:
    runs = [a_run([1, 1]), a_run([1, 1], {"kind": "sgd", "lr": 0.02})]
    one, two = gdviz.run(an_experiment(NOISY, runs, steps=3000, seed=1), "cpu").runs
    noise = [record.grad - record.problem.grad(record.w[:-1]) for record in (one, two)]
    np.testing.assert_allclose(noise[0], noise[1], atol=1e-12)
    assert np.std(noise[0]) == pytest.approx(0.3, rel=0.05)
    assert np.mean(noise[0]) == pytest.approx(0, abs=0.02)
    assert abs(np.corrcoef(noise[0].T)[0, 1]) < 0.1
    other = record_of(NOISY, [1, 1], steps=3000, seed=2)
    assert not np.allclose(other.grad, one.grad)


def test_that_a_run_that_diverges_keeps_all_rows_to_the_last_finite_one() -> None:
    optimizer = {"kind": "sgd", "lr": 1.5}
    record = record_of(quadratic(1, 2), [1, 1], optimizer, steps=5000)
    assert record.finish == "diverged"
    assert 0 < record.n < 5000
    for name in FIELDS:
        assert np.isfinite(getattr(record, name)).all(), name
    w = record.w[-1] - 1.5 * record.problem.grad(record.w[-1])
    with np.errstate(all="ignore"):
        assert not np.isfinite(record.problem.loss(w))
    assert_same_bits(record_of(quadratic(1, 2), [1, 1], optimizer, steps=record.n + 1), record)
    assert record_of(quadratic(1, 2), [1, 1], optimizer, steps=record.n).finish == "completed"


@pytest.mark.parametrize("batch", [None, {"size": 4}])
def test_that_a_run_on_data_that_diverges_ends_at_the_last_finite_loss(batch: Any) -> None:
    record = record_of(line_data(10), [0, 0], {"kind": "sgd", "lr": 30.0}, steps=5000, batch=batch)
    assert record.finish == "diverged"
    assert record.n > 50
    for name in FIELDS:
        assert np.isfinite(getattr(record, name)).all(), name


@pytest.mark.parametrize(
    ("text", "start", "n"),
    [
        ("log(x)", [-1.0], 0),
        ("1/x", [0.0], 0),
        ("sqrt(x)", [0.0], 0),
        ("log(x)", [0.1], 0),
        ("exp(x)", [1000.0], 0),
        ("exp(x^2)", [3.0], 0),
    ],
)
def test_that_what_is_not_finite_ends_the_run_as_diverged(text: str, start: list[float], n: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        record = record_of(expression(text), start, {"kind": "sgd", "lr": 1.0})
    assert record.finish == "diverged"
    assert record.n == n
    assert record.verdict is not None
    assert record.verdict.kind == "diverged"


@pytest.mark.parametrize("stop", [{"grad_norm": 1e-3}, {"loss": 0.03}, {"loss": 0.03, "grad_norm": 1e-3}])
@pytest.mark.parametrize("problem", ["sphere", line_data(30)], ids=["surface", "data"])
def test_that_a_stop_condition_ends_a_run_where_it_is_first_met(problem: Any, stop: dict[str, float]) -> None:
    record = record_of(problem, [1, 1], {"kind": "sgd", "lr": 0.1}, steps=5000, stop=stop)
    assert record.finish == "converged"
    met = np.linalg.norm(record.problem.grad(record.w), axis=1) <= stop.get("grad_norm", -1)
    met |= record.loss <= stop.get("loss", -1)
    assert met[-1]
    assert not met[:-1].any()
    assert record.n > 5


def test_that_a_start_that_meets_the_stop_condition_makes_no_step() -> None:
    record = record_of("sphere", [0, 0], stop={"grad_norm": 1e-8})
    assert (record.n, record.finish) == (0, "converged")


def test_that_a_stop_condition_that_is_never_met_lets_the_run_go_on() -> None:
    assert record_of("sphere", [1, 1], stop={"loss": -1}, steps=50).finish == "completed"
    assert record_of("sphere", [1, 1], {"kind": "sgd", "lr": 9.0}, stop={"loss": -1}, steps=5000).finish == "diverged"


def test_that_an_exception_in_one_run_ends_that_run_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    original = SGD.update

    def breaking(self: SGD, grad: Any, state: Any, w: Any, lr: Any, step: Any, xp: Any) -> Any:
        if self.momentum == 0.51 and step == 100:
            raise RuntimeError("out of coffee")
        return original(self, grad, state, w, lr, step, xp)

    monkeypatch.setattr(SGD, "update", breaking)
    # A momentum that no other test has: the loop of a rule is kept.
    runs = [a_run([1, 1], {"kind": "sgd", "lr": 0.01, "momentum": m}) for m in (0.41, 0.51, 0.61)]
    good, bad, fine = gdviz.run(an_experiment("himmelblau", runs, steps=300), "cpu").runs
    assert (bad.finish, bad.failure, bad.verdict) == ("failed", "RuntimeError: out of coffee", None)
    assert bad.n < 100
    assert (good.finish, fine.finish, good.n, fine.n) == ("completed", "completed", 300, 300)


def test_that_runs_advance_together() -> None:
    runs = [a_run([1, 1]), a_run([2, 2])]
    experiment = an_experiment("himmelblau", runs, steps=6000)
    order = [chunk.run for chunk in iterate(experiment, prepare(experiment, "cpu"))]
    assert order[:6] == [0, 1, 0, 1, 0, 1]


def test_that_progress_is_reported_to_the_end() -> None:
    calls: list[tuple[int, int]] = []
    experiment = an_experiment("sphere", [a_run([1, 1]), a_run([2, 2])], steps=500)
    gdviz.run(experiment, "cpu", progress=lambda made, planned: calls.append((made, planned)))
    assert [made for made, _ in calls] == sorted(made for made, _ in calls)
    assert calls[-1] == (1000, 1000)


def test_that_slow_updates_come_in_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(runner, "FIRST_CHUNK", 64)
    experiment = an_experiment("sphere", [a_run([1, 1])], steps=200)
    sizes = [len(chunk.w) for chunk in iterate(experiment, prepare(experiment, "cpu"))]
    assert sizes[:7] == [64, 32, 16, 8, 4, 2, 1]
    assert sum(sizes) == 200


@pytest.mark.parametrize("dim", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("optimizer", [{"kind": "sgd", "lr": 0.1, "momentum": 0.5}, {"kind": "adam", "lr": 0.1}])
def test_that_the_ways_to_compute_agree(dim: int, optimizer: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    fake_gpu(monkeypatch)
    problem = quadratic(*(1.0 + i for i in range(dim)), noise={"std": 0.01})
    one, two = (record_of(problem, [1.0] * dim, optimizer, device=device, steps=100) for device in ("cpu", "gpu"))
    assert one.failure == two.failure == ""
    np.testing.assert_allclose(one.w, two.w, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(one.loss, two.loss, rtol=1e-12, atol=1e-14)


def test_that_an_update_of_0_by_0_ends_as_diverged_on_floats_and_on_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_gpu(monkeypatch)
    optimizer = {"kind": "adam", "lr": 0.1, "eps": 0.0}
    for device in ("cpu", "gpu"):
        record = record_of("sphere", [0, 1], optimizer, device=device)
        assert (record.finish, record.n, record.failure) == ("diverged", 0, "")
