from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.one_update import MOST, one_update
from tests.making import line_data, record_of


def test_that_the_loss_and_the_gradient_are_the_means_over_the_samples() -> None:
    told = one_update(record_of(line_data(30), (0.5, 0.5), batch={"size": 7}, epochs=2), 3)
    assert told.losses.mean() == pytest.approx(told.loss)
    assert np.allclose(told.grads.mean(axis=0), told.grad)
    assert told.losses[told.in_batch].mean() == pytest.approx(told.batch_loss)
    assert np.allclose(told.grads[told.in_batch].mean(axis=0), told.batch_grad)


def test_that_each_sample_stands_where_the_epoch_uses_it() -> None:
    record = record_of(line_data(30), (0, 0), batch={"size": 7}, epochs=2)
    told = one_update(record, 7)
    assert (told.epoch, told.iteration, told.per_epoch, told.span) == (1, 2, 5, (14, 21))
    assert np.array_equal(told.index, record.batches.order(1))
    assert set(told.batch) == set(record.batches.index(7))


def test_that_the_last_smaller_batch_ends_with_the_data() -> None:
    told = one_update(record_of(line_data(30), (0, 0), batch={"size": 7}, epochs=1), 4)
    assert told.span == (28, 30)
    assert told.in_batch.sum() == 2


def test_that_one_sample_lowers_its_own_loss() -> None:
    record = record_of(line_data(30), (0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 1}, epochs=1)
    for row in range(30):
        told = one_update(record, row)
        assert told.after is not None
        own = told.in_batch
        assert own.sum() == 1
        assert told.after[own][0] < told.losses[own][0]
    assert (told.after[~own] > told.losses[~own]).any()


def test_that_no_update_follows_the_last_point() -> None:
    record = record_of(line_data(30), (0, 0), batch={"size": 10}, epochs=2)
    told = one_update(record, record.n)
    assert told.w_after is None and told.after is None
    assert (told.epoch, told.iteration) == (1, 2)
    assert not told.in_batch.any()


def test_that_many_samples_are_told_by_some_the_batch_among_them() -> None:
    problem = {"kind": "linear_regression", "data": {"kind": "synthetic", "shape": "line", "n": 100_000}}
    told = one_update(record_of(problem, (0, 0), batch={"size": 32}, steps=3), 1)
    assert len(told.index) <= MOST
    assert told.in_batch.sum() == 32
    assert told.n_samples == 100_000


def test_that_a_surface_has_no_samples() -> None:
    with pytest.raises(TypeError, match="no samples"):
        one_update(record_of("sphere", (1, 1)), 0)
