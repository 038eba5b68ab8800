from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine import trajectory
from gdviz.engine.runner import iterate, prepare
from gdviz.engine.trajectory import RunRecord
from tests.making import a_run, an_experiment, line_data, quadratic, record_of


def growing(experiment: Any) -> Any:
    """The record of the only run, after each chunk."""
    result = prepare(experiment, "cpu")
    for chunk in iterate(experiment, result):
        result.runs[0].append(chunk)
        yield result.runs[0]


@pytest.mark.parametrize("momentum", [0, 0.9])
def test_that_a_record_says_what_each_row_is(momentum: float) -> None:
    optimizer = {"kind": "sgd", "lr": 0.01, "momentum": momentum, "weight_decay": 0.1, "maximize": False}
    record = record_of("himmelblau", [1, 2], optimizer, steps=50)
    n = record.n
    assert (n, record.planned, record.updates, record.steps_per_epoch) == (50, 50, 50, 1)
    shapes = {name: getattr(record, name).shape for name in ("w", "loss", "step", "grad", "delta", "lr")}
    assert shapes == {
        "w": (n + 1, 2), "loss": (n + 1,), "step": (n + 1,), "grad": (n, 2), "delta": (n, 2), "lr": (n,),
    }  # fmt: skip
    assert record.w[0].tolist() == [1, 2]
    np.testing.assert_array_equal(record.delta, record.w[1:] - record.w[:-1])
    np.testing.assert_allclose(record.grad, record.problem.grad(record.w[:-1]), rtol=1e-12)
    np.testing.assert_allclose(record.loss, record.problem.loss(record.w), rtol=1e-12)
    np.testing.assert_array_equal(record.batch_loss, record.loss[:-1])
    np.testing.assert_array_equal(record.step, np.arange(n + 1))
    np.testing.assert_array_equal(record.epoch, np.arange(n))
    assert record.epoch.dtype.kind == record.step.dtype.kind == "i"
    assert all(getattr(record, name).dtype == np.float64 for name in ("w", "loss", "grad", "delta", "lr"))


def test_that_the_gradient_is_that_of_the_loss_uphill_too() -> None:
    record = record_of("sphere", [1, 2], {"kind": "sgd", "lr": 0.1, "maximize": True}, steps=1)
    assert record.grad[0].tolist() == [2, 4]
    assert record.delta[0].tolist() == pytest.approx([0.2, 0.4])


def test_that_data_give_the_batchs_loss_and_gradient_and_the_whole_ones_when_asked() -> None:
    record = record_of(line_data(10), [0, 0], {"kind": "sgd", "lr": 0.05}, epochs=4, batch={"size": 4})
    problem: Any = record.problem
    assert (record.n, record.steps_per_epoch) == (12, 3)
    np.testing.assert_array_equal(record.epoch, np.arange(12) // 3)
    for k in range(12):
        part = record.batches.index(k)
        x, y, w = problem.design[part], problem.target[part], record.w[k]
        assert len(part) == (2 if k % 3 == 2 else 4)
        assert record.batch_loss[k] == pytest.approx(np.mean((x @ w - y) ** 2), rel=1e-12)
        np.testing.assert_allclose(record.grad[k], 2 * np.mean((x @ w - y)[:, None] * x, axis=0), rtol=1e-12)
    whole = [np.mean((problem.design @ w - problem.target) ** 2) for w in record.w]
    np.testing.assert_allclose(record.loss, whole, rtol=1e-12)


def test_that_losses_may_be_asked_for_one_by_one() -> None:
    for problem in ("himmelblau", line_data(10)):
        record = record_of(problem, [0, 0], steps=20)
        rows = np.array([0, 7, 20])
        alone = record.losses_at(rows)
        np.testing.assert_array_equal(alone, record.loss[rows])
        np.testing.assert_array_equal(alone, record.losses_at(rows))


def test_that_a_record_has_no_finish_while_it_grows_and_can_be_read_at_any_time() -> None:
    for problem in ("himmelblau", line_data(10)):
        experiment = an_experiment(problem, [a_run([0, 0])], steps=1000)
        rows, kept = 0, np.empty((0, 2))
        for record in growing(experiment):
            assert record.n >= rows
            np.testing.assert_array_equal(record.w[: len(kept)], kept)
            assert len(record.w) == len(record.loss) == len(record.step) == record.n + 1
            assert len(record.grad) == len(record.lr) == len(record.epoch) == record.n
            assert (record.finish is None) == (record.n < 1000)
            rows, kept = record.n, record.w.copy()
        assert record.finish == "completed"
        np.testing.assert_allclose(record.loss, record.problem.loss(record.w), rtol=1e-12, atol=1e-15)


def test_that_the_planned_rate_is_the_rate_used_and_goes_beyond_it() -> None:
    record = record_of(
        line_data(10), [0, 0], epochs=6, batch={"size": 5},
        schedule={"kind": "cosine", "t_max": 4}, warmup={"length": 2, "start_factor": 0.1},
    )  # fmt: skip
    np.testing.assert_array_equal(record.planned_lr(np.arange(12)), record.lr)
    assert record.lr[0] == pytest.approx(0.001)
    assert record.lr[4] == 0.01
    assert record.planned_lr(np.array([12]))[0] < 1e-12


@pytest.mark.parametrize(
    ("batch", "momentum", "label", "name"),
    [
        (None, 0, "", "GD"),
        ({"size": 5}, 0, "", "SGD"),
        (None, 0.9, "", "GD + momentum"),
        (None, 0.9, "my run", "my run"),
    ],
)
def test_that_a_run_without_a_label_is_called_by_its_optimizer(
    batch: Any, momentum: float, label: str, name: str
) -> None:
    optimizer = {"kind": "sgd", "lr": 0.01, "momentum": momentum}
    assert record_of(line_data(10), [0, 0], optimizer, batch=batch, label=label, steps=1).label == name


def complete_and_thinned(monkeypatch: pytest.MonkeyPatch, limit: int, **what: Any) -> tuple[RunRecord, RunRecord]:
    whole = record_of(**what)
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", limit)
    return whole, record_of(**what)


@pytest.mark.parametrize("steps", [100, 101, 102, 103, 999, 1000, 1001])
@pytest.mark.parametrize("data", [False, True])
def test_that_a_long_run_keeps_a_sample_and_says_which(steps: int, data: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    what: dict[str, Any] = {"problem": line_data(10) if data else "himmelblau", "start": [0, 0], "steps": steps}
    if data:
        what["batch"] = {"size": 3}
    whole, sample = complete_and_thinned(monkeypatch, 25, **what)
    stride = -(-steps // 25)
    assert sample.stride == stride > 1
    assert (sample.updates, whole.updates, whole.n) == (steps, steps, steps)
    assert sample.n <= 26
    kept = [*range(0, steps, stride), steps]
    assert sample.step.tolist() == kept
    np.testing.assert_array_equal(sample.w, whole.w[kept])
    np.testing.assert_array_equal(sample.loss, whole.loss[kept])
    for name in ("grad", "lr", "batch_loss", "epoch"):
        np.testing.assert_array_equal(getattr(sample, name), getattr(whole, name)[kept[:-1]], err_msg=name)
    np.testing.assert_array_equal(sample.delta, np.diff(whole.w[kept], axis=0))
    assert sample.finish == "completed"
    assert sample.verdict is not None
    assert whole.verdict is not None
    assert sample.verdict.kind == whole.verdict.kind


@pytest.mark.parametrize("problem", ["himmelblau", line_data(10)], ids=["surface", "data"])
def test_that_a_thinned_record_can_be_read_while_it_grows(problem: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = record_of(problem, [0, 0], steps=6000)
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 30)
    seen = 0
    for record in growing(an_experiment(problem, [a_run([0, 0])], steps=6000)):
        assert record.step[-1] == record.updates
        np.testing.assert_array_equal(record.w, whole.w[record.step])
        np.testing.assert_array_equal(record.loss, whole.loss[record.step])
        seen += 1
    assert seen > 2


def test_that_a_thinned_run_that_diverges_keeps_its_last_finite_point(monkeypatch: pytest.MonkeyPatch) -> None:
    what: dict[str, Any] = {"problem": quadratic(1, 2), "start": [1, 1], "optimizer": {"kind": "sgd", "lr": 1.5}}
    whole, sample = complete_and_thinned(monkeypatch, 100, steps=5000, **what)
    assert whole.finish == sample.finish == "diverged"
    assert sample.step[-1] == whole.n
    np.testing.assert_array_equal(sample.w[-1], whole.w[-1])


def test_that_a_record_needs_at_most_64_bytes_a_step() -> None:
    record = record_of("himmelblau", [0, 0], steps=100_000)
    arrays = [value for value in vars(record).values() if isinstance(value, np.ndarray)]
    assert sum(array.nbytes for array in arrays) <= 64 * 100_000


def test_that_what_a_complete_record_would_cost_is_reported_before_it_is_thinned() -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.01})
    assert not prepare(an_experiment("himmelblau", [run], steps=2_000_000), "cpu").notes
    (note,) = prepare(an_experiment("himmelblau", [run], steps=10**9), "cpu").notes
    # A row: w and gradient of two parameters, rate, loss; eight bytes each.
    assert note.values == {"stride": 500, "whole": f"{48e9 / 2**30:.2g}", "kept": "0.089"}


def test_that_the_loss_of_all_samples_is_computed_once_a_row_and_only_where_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = record_of(line_data(50), (0, 0), {"kind": "sgd", "lr": 0.1}, batch={"size": 5}, epochs=2)
    anew = RunRecord(record.spec, record.problem, record.batches, 20)
    anew._w[:], anew._rows = record._w, 20
    points: list[int] = []
    compute = record.problem.loss

    def loss(w: Any, xp: Any = np) -> Any:
        points.append(len(w))
        return compute(w, xp)

    monkeypatch.setattr(record.problem, "loss", loss)
    assert anew.loss_at(7) == anew.loss_at(7)
    anew.losses_at(np.array([3, 7, 9]))
    assert points == [1, 2]
    np.testing.assert_array_equal(anew.loss, compute(record.w))
    assert points == [1, 2, 18]
