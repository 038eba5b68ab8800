from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.one_update import MOST, one_update
from tests.making import line_data, record_of


def test_that_the_loss_and_the_gradient_are_the_means_over_the_samples() -> None:
    found = one_update(record_of(line_data(30), (0.5, 0.5), batch={"size": 7}, epochs=2), 3)
    assert found.losses.mean() == pytest.approx(found.loss)
    assert np.allclose(found.grads.mean(axis=0), found.grad)
    assert found.losses[found.in_batch].mean() == pytest.approx(found.batch_loss)
    assert np.allclose(found.grads[found.in_batch].mean(axis=0), found.batch_grad)


def test_that_each_sample_stands_where_the_epoch_uses_it() -> None:
    record = record_of(line_data(30), (0, 0), batch={"size": 7}, epochs=2)
    found = one_update(record, 7)
    assert (found.epoch, found.iteration, found.per_epoch, found.span) == (1, 2, 5, (14, 21))
    assert np.array_equal(found.index, record.batches.order(1))
    assert set(found.batch) == set(record.batches.index(7))


def test_that_the_last_smaller_batch_ends_with_the_data() -> None:
    found = one_update(record_of(line_data(30), (0, 0), batch={"size": 7}, epochs=1), 4)
    assert found.span == (28, 30)
    assert found.in_batch.sum() == 2


def test_that_one_sample_lowers_its_own_loss() -> None:
    record = record_of(line_data(30), (0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 1}, epochs=1)
    for row in range(30):
        found = one_update(record, row)
        assert found.after is not None
        own = found.in_batch
        assert own.sum() == 1
        assert found.after[own][0] < found.losses[own][0]
    assert (found.after[~own] > found.losses[~own]).any()


def test_that_no_update_follows_the_last_point() -> None:
    record = record_of(line_data(30), (0, 0), batch={"size": 10}, epochs=2)
    found = one_update(record, record.n)
    assert found.w_after is None and found.after is None
    assert (found.epoch, found.iteration) == (1, 2)
    assert not found.in_batch.any()


def test_that_many_samples_are_thinned_and_the_batch_is_among_them() -> None:
    problem = {"kind": "linear_regression", "data": {"kind": "synthetic", "shape": "line", "n": 100_000}}
    found = one_update(record_of(problem, (0, 0), batch={"size": 32}, steps=3), 1)
    assert len(found.index) <= MOST
    assert found.in_batch.sum() == 32
    assert found.n_samples == 100_000


def test_that_a_surface_has_no_samples() -> None:
    with pytest.raises(TypeError, match="no samples"):
        one_update(record_of("sphere", (1, 1)), 0)
